"""Deeds on answers: save while writing, send once, correct by a new one.

Everything that concerns one organisation's answers happens under the lock of its invitation, so that two
phones, a phone and an officer, or one phone pressing twice never write past each other. Saving a draft is no
deed and leaves no audit entry; sending and correcting leave one.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext as _

from nscl.apps.assessment.definitions import definition_of
from nscl.apps.assessment.models import Invitation, Response
from nscl.apps.core import audit
from nscl.apps.core.access import Actor, Refusal
from nscl.apps.core.models import StoredFile
from nscl.apps.core.registers import RevisionConflict
from nscl.policy.questionnaires import AnswerFault, judge
from nscl.vietnamese import format_date, nfc, squash
from nscl.vietnamese.errors import UnreadableText
from nscl.vietnamese.phones import parse_phone

WRITE, ENTER, CORRECT = "assessment.answer.write", "assessment.survey.enter", "assessment.response.correct"
WEB, EXCEL, PAPER = Response.Channel.WEB, Response.Channel.EXCEL, Response.Channel.PAPER
COUNTING = ("submitted", "superseded")
_LETTERS = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"  # none that are mistaken for one another on paper


class AnswersRefused(Refusal):
    """Answers that may not be sent as they are; `faults` say which and why, each with its sentence."""

    def __init__(self, faults: tuple[AnswerFault, ...]) -> None:
        self.faults = faults
        count = len({fault.question for fault in faults})
        super().__init__(_("Chưa gửi được: còn {n} câu cần xem lại.").format(n=count))


def respondent_of(invitation: Invitation) -> Actor:
    """The organisation itself, by the link in its letter: no account, no role, its own province only."""
    province = invitation.survey.province
    name = str(invitation.organisation)
    return Actor(
        user_id=None,
        name=name[:200],
        office_name=name,
        province_id=province.pk,
        chain=province.chain_key,
        scope=frozenset({province.pk}),
        capacity="Trả lời qua liên kết",
    )


def draft_of(invitation: Invitation, *, is_by_officer: bool = False) -> Response | None:
    """What is being written now: by the organisation over its link, or by an officer in its place."""
    rows = Response.objects.filter(invitation=invitation, state="draft", entered_by__isnull=not is_by_officer)
    return rows.first()


def sent_of(invitation: Invitation) -> Response | None:
    """The response that counts, if one was sent."""
    return Response.objects.filter(invitation=invitation, state="submitted").first()


def sent_by_key(invitation: Invitation, submission_key: str) -> Response | None:
    """What this very sending already brought in: the answer to one who presses twice or sends again."""
    rows = Response.objects.filter(invitation=invitation, state__in=COUNTING)
    return rows.filter(submission_key=submission_key).first() if submission_key else None


@transaction.atomic
def save_draft(
    invitation: Invitation,
    *,
    answers: dict[str, Any],
    revision: int | None,
    respondent: Mapping[str, str] | None = None,
    channel: str = WEB,
    takes_over: bool = False,
    by: Actor,
    at: datetime,
) -> Response:
    """Keep what is written so far; the same content again changes nothing.

    `revision` is that of the draft the page was made from (0: there was none, None: whatever stands there);
    an older one raises `RevisionConflict`. Refused: a survey that takes no answers, answers already sent
    (a correction is opened first), and, unless `takes_over`, a draft that somebody else is writing.
    """
    held = _lock(invitation, by)
    _require_open(held, by, at)
    draft = Response.objects.filter(invitation=held, state="draft").first()
    if draft is not None and not _is_own(draft, channel, by):
        if not takes_over:
            raise Refusal(_being_written(draft))
        _drop(draft, at)
        draft = None
    if draft is None:
        if Response.objects.filter(invitation=held, state="submitted").exists():
            raise Refusal(_already_sent())
        if revision:
            raise RevisionConflict(_("Phiếu trả lời"))
        draft = _new(held, channel, by, at)
    elif revision is not None and draft.revision != revision:
        raise RevisionConflict(_("Phiếu trả lời"), changed_at=draft.saved_at)
    who = _respondent(respondent or {}, draft, must_read=False)
    if draft.pk and draft.answers == answers and all(getattr(draft, k) == v for k, v in who.items()):
        return draft
    draft.answers, draft.saved_at, draft.revision = answers, at, draft.revision + 1
    for name, value in who.items():
        setattr(draft, name, value)
    draft.save()
    return draft


@transaction.atomic
def submit(
    invitation: Invitation,
    *,
    answers: dict[str, Any],
    respondent: Mapping[str, str],
    submission_key: str,
    channel: str = WEB,
    entered_by_id: int | None = None,
    file: StoredFile | None = None,
    reason: str = "",
    by: Actor,
    at: datetime,
) -> Response:
    """Take the answers as the organisation's word: judged, frozen, with a receipt.

    The same `submission_key` again gives the same response, whenever it comes; with other answers it is
    refused. Raises `AnswersRefused` where an answer is missing or cannot stand. Where one was sent before, a
    `reason` is needed and the new one supersedes it. A draft of somebody else for the same organisation is
    put aside, its content kept.
    """
    held = _lock(invitation, by)
    judged = judge(definition_of(held.survey.version), answers)
    known = sent_by_key(held, submission_key)
    if known is not None:
        return _same_again(known, judged.clean)
    _require_open(held, by, at)
    stops = tuple(fault for fault in judged.faults if not fault.is_warning)
    if stops:
        raise AnswersRefused(stops)
    present = Response.objects.select_for_update(of=("self",)).filter(invitation=held)
    current = present.filter(state="submitted").first()
    draft = present.filter(state="draft").first()
    if draft is not None and not _is_own(draft, channel, by):
        _drop(draft, at)
        draft = None
    why = _reason(current, reason or (draft.reason if draft else ""), by)
    row = draft or _new(held, channel, by, at)
    for name, value in _respondent(respondent, row, must_read=True).items():
        setattr(row, name, value)
    row.answers, row.reason, row.supersedes = judged.clean, why, current
    row.channel, row.submission_key = channel, submission_key[:64]
    row.file = file or row.file
    row.entered_by_id = entered_by_id or by.user_id
    return _send(row, current, by, at)


def _send(row: Response, current: Response | None, by: Actor, at: datetime) -> Response:
    """Freeze the row in the place of the one that counted before, and write both down."""
    before: dict[str, Any] = {"state": "draft"}
    if current is not None:
        current.state = "superseded"
        current.save(update_fields=["state"])
        before["supersedes"] = current.receipt
    row.state, row.submitted_at, row.saved_at = "submitted", at, at
    row.revision += 1
    row.receipt = _receipt(row)
    row.save()
    officer = by.user_id is not None
    audit.record(
        by=by,
        at=at,
        deed=CORRECT if officer and current is not None else ENTER if officer else WRITE,
        obj=row,
        before=before,
        after={"state": row.state, "number": row.number, "channel": row.channel, "receipt": row.receipt},
        reason=row.reason,
    )
    return row


@transaction.atomic
def start_correction(invitation: Invitation, *, reason: str, by: Actor, at: datetime) -> Response:
    """Open what was sent for mending: a draft with the same answers, which counts only once it is sent.

    Refused: without a reason, where nothing was sent, and where the survey takes no answers. One that is
    being written already is given back as it stands.
    """
    held = _lock(invitation, by)
    _require_open(held, by, at)
    current = Response.objects.filter(invitation=held, state="submitted").first()
    if current is None:
        raise Refusal(_("Chưa có phiếu nào được gửi, nên chưa có gì để đính chính. Hãy trả lời rồi gửi."))
    draft = Response.objects.filter(invitation=held, state="draft").first()
    if draft is not None:
        if not _is_own(draft, draft.channel, by):
            raise Refusal(_being_written(draft))
        return draft
    row = _new(held, current.channel if by.user_id else WEB, by, at)
    row.answers, row.supersedes, row.reason = current.answers, current, _reason(current, reason, by)
    row.respondent_name, row.respondent_title = current.respondent_name, current.respondent_title
    row.respondent_phone = current.respondent_phone
    row.save()
    return row


@transaction.atomic
def drop_correction(invitation: Invitation, *, by: Actor, at: datetime) -> None:
    """Give a correction up: what was sent before stands. A first answer being written is not dropped."""
    held = _lock(invitation, by)
    rows = Response.objects.filter(invitation=held, state="draft")
    draft = rows.exclude(supersedes=None).filter(entered_by__isnull=by.user_id is None).first()
    if draft is not None:
        _drop(draft, at)


def note_opened(invitation: Invitation, *, at: datetime) -> None:
    """Remember when the link was first opened, for the list of who stays silent."""
    if invitation.opened_at is None:
        Invitation.objects.filter(pk=invitation.pk, opened_at=None).update(opened_at=at)


def is_open(invitation: Invitation, *, at: datetime) -> bool:
    """Whether an organisation can answer now: the survey is open and its first day has come.

    After the last day answers are taken until the survey is closed: a late answer is better than none.
    """
    survey = invitation.survey
    begun = survey.opens_on is None or survey.opens_on <= timezone.localdate(at)
    return bool(survey.state == "open" and begun)


def _lock(invitation: Invitation, by: Actor) -> Invitation:
    """The invitation, held until the deed is done, by somebody who may write its answers."""
    rows = Invitation.objects.select_for_update(of=("self",))
    held: Invitation = rows.select_related("survey__version", "survey__province", "organisation").get(
        pk=invitation.pk
    )
    by.require(WRITE if by.user_id is None else ENTER, held)
    if not by.sees(held.access_province_id):
        raise Refusal(_("Phiếu này của tỉnh khác. Hãy mở lại từ liên kết trong thư mời."))
    return held


def _require_open(held: Invitation, by: Actor, at: datetime) -> None:
    survey = held.survey
    if survey.state == "open" and (by.user_id is not None or is_open(held, at=at)):
        return
    if survey.state == "closed":
        raise Refusal(
            _("Cuộc khảo sát đã đóng, không nhận thêm trả lời. Đề nghị liên hệ cơ quan khảo sát.")
            if by.user_id is None
            else _("Cuộc khảo sát đã đóng. Hãy mở lại cuộc khảo sát rồi nhập phiếu.")
        )
    if survey.opens_on is not None:
        sentence = _("Cuộc khảo sát nhận trả lời từ ngày {on}. Xin mở lại liên kết từ ngày đó.")
        raise Refusal(sentence.format(on=format_date(survey.opens_on)))
    raise Refusal(_("Cuộc khảo sát chưa nhận trả lời. Xin mở lại liên kết sau."))


def _is_own(draft: Response, channel: str, by: Actor) -> bool:
    return draft.channel == channel and (draft.entered_by_id is None) == (by.user_id is None)


def _being_written(draft: Response) -> str:
    when = timezone.localtime(draft.saved_at)
    sentence = (
        _("Đơn vị đang tự trả lời trên mạng (lưu lúc {at}). Hãy xác nhận thay phần đang trả lời dở.")
        if draft.entered_by_id is None
        else _("Cơ quan khảo sát đang nhập phiếu của đơn vị (lưu lúc {at}). Hãy liên hệ trước khi sửa.")
    )
    return sentence.format(at=f"{when:%H:%M} {format_date(when.date())}")


def _already_sent() -> str:
    return _("Phiếu này đã được gửi. Muốn sửa, hãy đề nghị đính chính và nêu lý do.")


def _reason(current: Response | None, reason: str, by: Actor) -> str:
    """Why a sent answer is replaced; empty for a first answer."""
    if current is None:
        return ""
    if by.user_id is not None:
        by.require(CORRECT, current)
    why = squash(nfc(reason))
    if not why:
        raise Refusal(_already_sent())
    if len(why) > 300:
        raise Refusal(_("Lý do dài quá 300 ký tự. Hãy viết ngắn lại."))
    return why


def _same_again(known: Response, clean: dict[str, Any]) -> Response:
    if known.answers != clean:
        raise Refusal(
            _(
                "Lần gửi này đã được nhận với nội dung khác (mã biên nhận {receipt}). "
                "Muốn sửa, hãy đề nghị đính chính."
            ).format(receipt=known.receipt)
        )
    return known


def _new(held: Invitation, channel: str, by: Actor, at: datetime) -> Response:
    last = Response.objects.filter(invitation=held).aggregate(last=Max("number"))["last"] or 0
    return Response(
        invitation=held,
        number=last + 1,
        channel=channel,
        started_at=at,
        saved_at=at,
        entered_by_id=by.user_id,
    )


def _drop(draft: Response, at: datetime) -> None:
    """Put a draft aside; its content stays for whoever asks what became of it."""
    draft.state, draft.saved_at = "dropped", at
    draft.save(update_fields=["state", "saved_at"])


def _respondent(sent: Mapping[str, str], row: Response, *, must_read: bool) -> dict[str, str]:
    """Name, title and phone as fields of the row; what is not named stays as it stands there.

    With `must_read` an organisation's own answer needs a name, and what is no telephone number is refused.
    """
    found = {}
    for key in ("name", "title", "phone"):
        name = f"respondent_{key}"
        limit = Response._meta.get_field(name).max_length or 0
        text = squash(nfc(sent.get(key, getattr(row, name))))
        if must_read and len(text) > limit:
            raise Refusal(_("Họ tên hoặc chức danh quá dài. Hãy viết ngắn lại."))
        found[name] = text[:limit]
    if must_read and found["respondent_phone"]:
        try:
            found["respondent_phone"] = parse_phone(found["respondent_phone"]).canonical
        except UnreadableText as error:
            raise Refusal(str(error)) from error
    if must_read and not found["respondent_name"] and row.channel == WEB and row.entered_by_id is None:
        raise Refusal(_("Chưa có họ tên người trả lời. Hãy ghi họ tên để cơ quan khảo sát biết hỏi lại ai."))
    return found


def _receipt(row: Response) -> str:
    """A short code one can read over the telephone; taken codes are passed over."""
    secret = getattr(settings, "NSCL_SEAL_KEY", "") or str(settings.SECRET_KEY)
    for step in range(20):
        seed = f"{row.invitation_id}.{row.number}.{step}"
        value = int.from_bytes(
            salted_hmac("nscl.assessment.receipt.v1", seed, secret=secret, algorithm="sha256").digest(), "big"
        )
        letters = []
        for _place in range(10):
            value, left = divmod(value, len(_LETTERS))
            letters.append(_LETTERS[left])
        code = "KS-{}-{}".format("".join(letters[:5]), "".join(letters[5:]))
        if not Response.objects.filter(receipt=code).exists():
            return code
    raise Refusal(_("Chưa cấp được mã biên nhận. Hãy gửi lại lần nữa."))
