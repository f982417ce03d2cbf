"""What became of one file: whose form it is, whether it may be loaded, and the sentence if not."""

from __future__ import annotations

from collections import defaultdict

from django.utils import timezone
from django.utils.translation import gettext as _

from nscl.apps.assessment.definitions import definition_of
from nscl.apps.assessment.excel.identity import Identity, identity_of
from nscl.apps.assessment.excel.reading import Fault, FormRead, identity_in, open_form, read_form
from nscl.apps.assessment.models import FormFile, FormLoad, Invitation, Response, Survey
from nscl.apps.core.imports.reading.grid import Book
from nscl.apps.core.imports.reading.limits import UnreadableFile
from nscl.vietnamese import format_date

State = FormFile.State
_COUNTING = ("submitted", "superseded")


class _NotLoadable(Exception):
    """Why a file cannot become an answer at all."""

    def __init__(self, state: str, sentence: str) -> None:
        super().__init__(sentence)
        self.state = state


def examine(file: FormFile, survey: Survey) -> None:
    """Read the file and write down on its row what it is. Whatever it holds, this ends in a state."""
    file.answers, file.respondent, file.faults, file.invitation = {}, {}, [], None
    file.answered = file.asked = 0
    try:
        book = open_form(file.file.read())
        file.invitation = _addressee(identity_in(book), book, survey)
        read = read_form(book, definition_of(survey.version))
    except UnreadableFile as refused:
        _closed(file, State.BROKEN, str(refused))
    except FileNotFoundError:
        _closed(file, State.BROKEN, _("Không còn tệp gốc trên máy chủ. Hãy tải tệp lên lại."))
    except _NotLoadable as refused:
        _closed(file, refused.state, str(refused))
    else:
        _take(file, read)
    file.save()


def _closed(file: FormFile, state: str, sentence: str) -> None:
    file.state, file.faults = state, [Fault("", "", sentence).plain()]


def _addressee(identity: Identity | None, book: Book, survey: Survey) -> Invitation:
    """The invitation a genuine form of this survey was written for."""
    if identity is None:
        raise _NotLoadable(
            State.NOT_A_FORM,
            _("Tệp không phải phiếu do hệ thống xuất (không có trang nhận dạng). Hãy nhập tay phiếu này."),
        )
    if not identity.is_genuine:
        raise _NotLoadable(
            State.CHANGED,
            _("Phần nhận dạng của phiếu đã bị sửa nên không rõ phiếu của đơn vị nào. Hãy gửi lại phiếu mới."),
        )
    if identity.survey != survey.pk:
        other = Survey.objects.filter(pk=identity.survey, province_id=survey.province_id).first()
        name = f" “{other.title}”" if other else ""
        raise _NotLoadable(
            State.STRANGE,
            _("Phiếu của cuộc khảo sát khác{name}. Hãy nạp ở trang của cuộc khảo sát đó.").format(name=name),
        )
    if identity.invitation == 0:
        raise _NotLoadable(
            State.NOT_A_FORM,
            _("Đây là phiếu trắng, không ghi của đơn vị nào. Hãy tìm đơn vị trong danh sách và nhập tay."),
        )
    rows = Invitation.objects.select_related("survey__version", "organisation")
    invitation = rows.filter(pk=identity.invitation, survey=survey).first()
    if invitation is None:
        raise _NotLoadable(
            State.STRANGE, _("Đơn vị của phiếu không còn trong danh sách khảo sát. Hãy thêm lại rồi nạp.")
        )
    if identity.questions != identity_of(invitation).questions:
        raise _NotLoadable(
            State.OUTDATED,
            _(
                "Phiếu của {name} theo bản câu hỏi cũ, không còn khớp với cuộc khảo sát. "
                "Hãy gửi đơn vị phiếu mới hoặc nhập tay."
            ).format(name=invitation.organisation.name),
        )
    return invitation


def _take(file: FormFile, read: FormRead) -> None:
    """The answers onto the row, and how they stand beside what was sent before."""
    assert file.invitation is not None
    file.answers, file.respondent = read.answers, read.respondent
    file.answered, file.asked = read.given, read.asked
    faults = list(read.faults)
    state = State.READY if read.is_good else State.FAULTY
    if not read.answers and read.is_good:
        state = State.FAULTY
        faults.append(Fault("", "", _("Phiếu chưa có câu trả lời nào.")))
    sent = list(Response.objects.filter(invitation=file.invitation, state__in=[*_COUNTING, "draft"]))
    for one in sent:
        if one.state in _COUNTING and one.submission_key == file.file.sha256:
            state = State.SAME
            faults = [_said(_("Chính tệp này đã được nạp ngày {day}; nạp lại không thay đổi gì."), one)]
            break
        if one.state == "submitted" and one.answers == read.answers:
            state = State.SAME
            faults = [_said(_("Giống hệt bản đơn vị đã gửi ngày {day}; không cần nạp."), one)]
            break
        if one.state == "submitted" and state == State.READY:
            state = State.ANSWERED
            sentence = _("Đơn vị đã trả lời ngày {day}. Nạp phiếu này là đính chính, cần ghi lý do.")
            faults.append(_said(sentence, one))
        elif one.state == "draft":
            sentence = _("Đơn vị đang trả lời dở trên mạng; nạp phiếu này thì phần dở được cất đi.")
            faults.append(Fault("", "", sentence, True))
    file.state, file.faults = state, [fault.plain() for fault in faults]


def _said(sentence: str, response: Response) -> Fault:
    day = format_date(timezone.localdate(response.submitted_at)) if response.submitted_at else ""
    return Fault("", "", sentence.format(day=day), True)


def find_twins(load: FormLoad) -> None:
    """Two files of one organisation in one load: the same bytes count once, of others a person chooses."""
    groups: defaultdict[int | None, list[FormFile]] = defaultdict(list)
    for file in load.files.filter(state__in=[State.READY, State.ANSWERED]).order_by("number"):
        groups[file.invitation_id].append(file)
    for files in groups.values():
        first, kept = files[0], [files[0]]
        for file in files[1:]:
            if file.file_id in {one.file_id for one in kept} or file.answers == first.answers:
                sentence = _("Giống tệp “{name}” của cùng đơn vị; chỉ nạp một tệp.").format(name=first.name)
                file.state, file.faults = State.SAME, [Fault("", "", sentence, True).plain()]
                file.save(update_fields=["state", "faults"])
            else:
                kept.append(file)
        if len(kept) > 1:
            _mark_twice(kept)


def _mark_twice(files: list[FormFile]) -> None:
    for file in files:
        others = ", ".join(f"“{one.name}”" for one in files if one is not file)
        sentence = _("Còn tệp {others} của cùng đơn vị, nội dung khác. Hãy chọn một tệp.").format(
            others=others
        )
        file.faults = [*file.faults, Fault("", "", sentence, True).plain()]
        file.state = State.TWICE
        file.save(update_fields=["state", "faults"])
