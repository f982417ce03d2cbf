"""The verbs of forms that come back: hand in, confirm, drop; and the work behind them.

Until it is confirmed a form is a file with a reading beside it. The hash of its bytes is the key of sending,
so the same file loaded twice is one answer.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from datetime import datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from nscl.apps.assessment.actions.responses import AnswersRefused, submit
from nscl.apps.assessment.excel.examining import examine, find_twins
from nscl.apps.assessment.excel.reading import Fault
from nscl.apps.assessment.excel.uploads import forms_in
from nscl.apps.assessment.models import FormFile, FormLoad, Survey
from nscl.apps.core import audit, files
from nscl.apps.core.access import Actor, Refusal
from nscl.apps.core.http import MEDIA_TYPES
from nscl.apps.core.imports import acting
from nscl.apps.core.jobs import enqueue
from nscl.vietnamese import nfc, squash

DEED, CORRECT = "assessment.survey.enter", "assessment.response.correct"
READ, LOAD = "assessment.forms.read", "assessment.forms.load"
State = FormFile.State
PATIENCE = timedelta(minutes=15)  # work that has not ended after this died with its worker
Said = Callable[[int, int], None]


@transaction.atomic
def hand_in(survey: Survey, *, sent: Sequence[tuple[str, bytes]], by: Actor, at: datetime) -> FormLoad:
    """Keep the files (name, bytes) and queue their reading; nothing of them counts yet.

    Refused: what `uploads.forms_in` refuses. A file that is no form is kept and said to be none.
    """
    by.require(DEED, survey)
    forms = forms_in(sent)
    load = FormLoad.objects.create(
        survey=survey, acting=acting.remembered(by), created_by_id=by.user_id, created_at=at
    )
    kept = [files.store(data, name=name, media_type=MEDIA_TYPES["xlsx"], at=at) for name, data in forms]
    FormFile.objects.bulk_create(
        FormFile(load=load, number=number, name=name, file=file)
        for number, ((name, _data), file) in enumerate(zip(forms, kept, strict=True), 1)
    )
    _queue(load, READ, _("Đọc {n} phiếu Excel").format(n=len(forms)), by)
    return load


def read_files(load: FormLoad, *, said: Said) -> None:
    """The work behind `hand_in`: every file read and judged, then the load waits for a person's word."""
    waiting = list(load.files.select_related("file").order_by("number"))
    for number, file in enumerate(waiting):
        said(number, len(waiting))
        examine(file, load.survey)
    with transaction.atomic():
        find_twins(load)
        FormLoad.objects.filter(pk=load.pk, state=FormLoad.State.READING).update(state=FormLoad.State.READ)


@transaction.atomic
def confirm(load: FormLoad, *, chosen: Collection[int], reason: str = "", by: Actor, at: datetime) -> None:
    """Say yes to the chosen files (keys) and queue their loading.

    Refused: nothing chosen; two files of one organisation; a survey that takes no answers; a file of an
    organisation that has answered, without a reason.
    """
    load = _locked(load, by)
    if load.state != FormLoad.State.READ:
        raise Refusal(_("Lần nạp này không chờ xác nhận. Hãy tải lại trang để xem."))
    if load.survey.state != "open":
        raise Refusal(_("Cuộc khảo sát không đang nhận trả lời. Hãy mở cuộc khảo sát rồi nạp phiếu."))
    rows = [file for file in load.files.filter(pk__in=chosen) if file.can_load]
    if not rows:
        raise Refusal(_("Chưa chọn phiếu nào để nạp. Hãy đánh dấu ít nhất một phiếu nạp được."))
    if len({file.invitation_id for file in rows}) < len(rows):
        raise Refusal(_("Có hai tệp của cùng một đơn vị được chọn. Hãy chỉ chọn một tệp."))
    why = squash(nfc(reason))
    if any(file.state == State.ANSWERED for file in rows):
        by.require(CORRECT, load)
        if not why:
            raise Refusal(_("Có phiếu của đơn vị đã trả lời. Hãy ghi lý do đính chính hoặc bỏ chọn phiếu."))
    if len(why) > 300:
        raise Refusal(_("Lý do dài quá 300 ký tự. Hãy viết ngắn lại."))
    load.files.filter(pk__in=[file.pk for file in rows]).update(is_chosen=True)
    load.state, load.reason = FormLoad.State.LOADING, why
    load.save(update_fields=["state", "reason"])
    audit.record(
        by=by,
        at=at,
        deed=DEED,
        obj=load,
        before={"state": FormLoad.State.READ.value},
        after={"state": load.state.value, "files": len(rows)},
        reason=why,
    )
    _queue(load, LOAD, _("Nạp {n} phiếu Excel").format(n=len(rows)), by)


def load_files(load: FormLoad, *, said: Said, by: Actor, at: datetime) -> None:
    """The work behind `confirm`: each chosen file sent in a transaction of its own.

    One that is refused meanwhile says why and does not hold up the others; run again after a fall, the
    files that went in stay as they are.
    """
    rows = load.files.filter(is_chosen=True, response=None).select_related("invitation", "file")
    waiting = list(rows.order_by("number"))
    for number, file in enumerate(waiting):
        said(number, len(waiting))
        _send(file, reason=load.reason, by=by, at=at)
    _end(load, FormLoad.State.DONE, at)


def _send(file: FormFile, *, reason: str, by: Actor, at: datetime) -> None:
    try:
        with transaction.atomic():
            file.response = submit(
                file.invitation,
                answers=file.answers,
                respondent=file.respondent,
                submission_key=file.file.sha256,
                channel="excel",
                entered_by_id=by.user_id,
                file=file.file,
                reason=reason,
                by=by,
                at=at,
            )
            file.state = State.LOADED
            file.save(update_fields=["response", "state"])
    except AnswersRefused as refused:
        _refuse(file, [one.sentence for one in refused.faults])
    except Refusal as refused:
        _refuse(file, [str(refused)])


def _refuse(file: FormFile, sentences: list[str]) -> None:
    file.response, file.state = None, State.REFUSED
    file.faults = [*file.faults, *(Fault("", "", sentence).plain() for sentence in sentences)]
    file.save(update_fields=["response", "state", "faults"])


@transaction.atomic
def drop(load: FormLoad, *, by: Actor, at: datetime) -> None:
    """Give a load up before it is confirmed; what was read of its files is forgotten."""
    load = _locked(load, by)
    if load.state not in (FormLoad.State.READING, FormLoad.State.READ):
        raise Refusal(_("Lần nạp này đã được xác nhận nên không bỏ được. Hãy đính chính từng phiếu nếu sai."))
    before = load.state
    _end(load, FormLoad.State.DROPPED, at)
    audit.record(
        by=by, at=at, deed=DEED, obj=load, before={"state": before}, after={"state": load.state.value}
    )


def _end(load: FormLoad, state: FormLoad.State, at: datetime) -> None:
    """Close the load; answers stand in the responses now, those that did not go in are not kept."""
    load.files.update(answers={}, respondent={})
    load.state, load.done_at = state, at
    load.save(update_fields=["state", "done_at"])


@transaction.atomic
def resume(load: FormLoad, *, by: Actor, at: datetime) -> None:
    """Queue again the work of a load that fell over; refused while it may still run."""
    load = _locked(load, by)
    if not has_fallen(load, at=at):
        raise Refusal(_("Việc nền vẫn đang chạy. Hãy đợi trong giây lát."))
    kind = READ if load.state == FormLoad.State.READING else LOAD
    _queue(load, kind, _("Làm tiếp việc nạp phiếu Excel"), by)


def has_fallen(load: FormLoad, *, at: datetime) -> bool:
    """Whether the work behind a load ended without ending it."""
    if load.state not in (FormLoad.State.READING, FormLoad.State.LOADING) or load.job is None:
        return False
    return load.job.is_over or at - load.job.created_at > PATIENCE


def _queue(load: FormLoad, kind: str, title: str, by: Actor) -> None:
    load.job = enqueue(kind, title=title, by=by, payload={"load": load.pk, **acting.remembered(by)})
    load.save(update_fields=["job"])


def _locked(load: FormLoad, by: Actor) -> FormLoad:
    rows = FormLoad.objects.select_for_update(of=("self",)).select_related("survey__version", "job")
    held: FormLoad = rows.get(pk=load.pk)
    by.require(DEED, held.survey)
    return held
