"""Deeds of a recall towards its holders: find out who they are, tell, remind, take their answers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from nscl.apps.core import audit
from nscl.apps.core.access import Actor, Refusal
from nscl.apps.core.post import MAX_TRIES, how_sent
from nscl.apps.registry.models import Organisation
from nscl.apps.traceability.actions.recalls import lock
from nscl.apps.traceability.flow import RECALL_FLOW
from nscl.apps.traceability.models import (
    PartyCode,
    RecallCase,
    RecallHolder,
    RecallMail,
    RecallNotice,
    RecallRecovery,
)
from nscl.apps.traceability.queries.recalls import Stock, goods_lines, holders_of, stock_of
from nscl.apps.traceability.recall_mails import body_of, subject_of
from nscl.apps.traceability.recall_wording import UNITS
from nscl.policy.recalls import Fault, Told, faults_of
from nscl.vietnamese import squash

DEED = "traceability.recall"
MOST_LETTERS = 200


# ── Who holds ──────────────────────────────────────────────────────────


@transaction.atomic
def identify_holder(
    holder: RecallHolder, organisation: Organisation, *, by: Actor, at: datetime
) -> RecallHolder:
    """A place or party nobody knew is this organisation's; its code is remembered for later recalls."""
    case = lock(holder.case, by, f"{DEED}.identify")
    row = RecallHolder.objects.select_for_update().get(pk=holder.pk, case=case)
    if row.organisation_id is not None:
        raise Refusal(_("Nơi giữ hàng này đã xác định là {who}.").format(who=row))
    row.organisation = organisation
    row.save(update_fields=["organisation"])
    if row.code:
        PartyCode.objects.update_or_create(
            province_id=case.province_id,
            code=row.code,
            defaults={"organisation": organisation, "told_by_id": by.user_id, "told_at": at},
        )
    after = {"holder": row.key, "organisation": organisation.pk}
    audit.record(by=by, at=at, deed=f"{DEED}.identify", obj=case, after=after)
    return row


# ── Telling ────────────────────────────────────────────────────────────


@transaction.atomic
def notify_holders(case: RecallCase, *, base_url: str, by: Actor, at: datetime) -> tuple[int, int]:
    """A notice for each known holder that has none, and an e-mail for each with an address.

    Gives back how many notices and how many e-mails. The first time the recall becomes “notified”.
    """
    held = lock(case, by, f"{DEED}.notify")
    if held.state not in ("opened", "notified"):
        raise Refusal(_("Hồ sơ chưa được duyệt hoặc đã kết thúc nên không thông báo được."))
    assert held.answer_by is not None, "an approved recall has its day"
    rows = [row for row in holders_of(held) if row.organisation_id is not None and not hasattr(row, "notice")]
    if not rows and held.state == "notified":
        raise Refusal(_("Mọi nơi giữ hàng đã biết đều đã có thông báo."))
    if not rows:
        raise Refusal(_("Chưa biết nơi giữ hàng nào. Hãy xác định các nơi chưa rõ trước khi thông báo."))
    due = max(held.answer_by, timezone.localdate(at) + timedelta(days=1))
    notices = RecallNotice.objects.bulk_create(
        RecallNotice(holder=row, email=row.organisation.email, created_at=at, due_on=due) for row in rows
    )
    mails = _queue(held, RecallMail.Kind.NOTICE, notices, base_url, by, at)
    if held.state == "opened":
        RECALL_FLOW.move(held, f"{DEED}.notify", by=by, at=at, notified_at=at)
        case.state, case.notified_at = held.state, at
    else:
        audit.record(by=by, at=at, deed=f"{DEED}.notify", obj=held, after={"notices": len(notices)})
    return len(notices), mails


@transaction.atomic
def remind_holders(
    case: RecallCase,
    *,
    notices: Sequence[RecallNotice] | None = None,
    base_url: str,
    by: Actor,
    at: datetime,
) -> int:
    """A reminder to each silent holder with an address, to none more than once a day; returns how many."""
    held = lock(case, by, f"{DEED}.remind")
    if not how_sent():
        raise Refusal(_("Chưa cài đặt máy chủ thư nên chưa gửi được. Hãy gọi điện hoặc in thư."))
    rows = to_remind(held, at)
    if notices is not None:
        wanted = {one.pk for one in notices}
        rows = [row for row in rows if row.pk in wanted]
    count = _queue(held, RecallMail.Kind.REMINDER, rows, base_url, by, at)
    if count:
        audit.record(by=by, at=at, deed=f"{DEED}.remind", obj=held, after={"reminders": count})
    return count


def to_remind(case: RecallCase, at: datetime) -> list[RecallNotice]:
    """Those without an answer, with an address, to whom nothing was written today."""
    day = timezone.localtime(at).replace(hour=0, minute=0, second=0, microsecond=0)
    rows = RecallNotice.objects.filter(holder__case=case, answered_at=None).exclude(email="")
    written = RecallMail.objects.filter(notice__holder__case=case, queued_at__gte=day, tries__lt=MAX_TRIES)
    rows = rows.exclude(pk__in=written.values("notice_id"))
    return list(rows.select_related("holder__case__province", "holder__organisation"))


def _queue(
    case: RecallCase,
    kind: RecallMail.Kind,
    notices: Sequence[RecallNotice],
    base_url: str,
    by: Actor,
    at: datetime,
) -> int:
    """E-mails into the outbox, where a mail server is set up."""
    if not how_sent():
        return 0
    goods = goods_lines(case)
    mails = []
    for one in notices:
        if one.email:
            one.holder.case = case
            mails.append(
                RecallMail(
                    notice=one,
                    kind=kind,
                    to=one.email,
                    subject=subject_of(kind, case),
                    body=body_of(kind, one, goods.get(one.holder_id, []), base_url=base_url),
                    queued_by_id=by.user_id,
                    queued_at=at,
                )
            )
    RecallMail.objects.bulk_create(mails, batch_size=500)
    return len(mails)


@transaction.atomic
def set_email(notice: RecallNotice, *, email: str, by: Actor, at: datetime) -> None:
    """The address this recall writes to; the register's own stays."""
    case = lock(notice.holder.case, by, f"{DEED}.remind")
    address = squash(email)
    if address:
        try:
            validate_email(address)
        except ValidationError:
            raise Refusal(_("Địa chỉ thư điện tử chưa đúng. Ví dụ: lienhe@vidu.vn.")) from None
    before, notice.email = notice.email, address[:254]
    notice.save(update_fields=["email"])
    RecallMail.objects.filter(notice=notice, sent_at=None).update(to=notice.email, tries=0, error="")
    audit.record(
        by=by,
        at=at,
        deed=f"{DEED}.remind",
        obj=notice,
        before={"email": before},
        after={"email": notice.email, "case": case.pk},
    )


@transaction.atomic
def renew_link(notice: RecallNotice, *, by: Actor, at: datetime) -> None:
    """A new link; the older ones end."""
    by.require(f"{DEED}.links", notice.holder.case)
    held = RecallNotice.objects.select_for_update().get(pk=notice.pk)
    held.serial = notice.serial = held.serial + 1
    held.save(update_fields=["serial"])
    audit.record(by=by, at=at, deed=f"{DEED}.links", obj=held, after={"serial": held.serial})


@transaction.atomic
def note_letters(notices: Sequence[RecallNotice], *, by: Actor, at: datetime) -> None:
    """Letters of one recall were printed."""
    if not notices:
        raise Refusal(_("Chưa có thông báo nào để in. Hãy thông báo nơi giữ hàng trước."))
    if len(notices) > MOST_LETTERS:
        raise Refusal(_("Mỗi lần in nhiều nhất {n} thư. Hãy chọn ít hơn.").format(n=MOST_LETTERS))
    case = notices[0].holder.case
    by.require(f"{DEED}.links", case)
    RecallNotice.objects.filter(pk__in=[one.pk for one in notices]).update(letter_at=at)
    audit.record(by=by, at=at, deed=f"{DEED}.links", obj=case, after={"letters": len(notices)})


# ── Answers ────────────────────────────────────────────────────────────


@dataclass(frozen=True)
class Answerer:
    """Who answers for a holder: by its link, its program, or an officer who writes down what was said."""

    via: RecallNotice.Channel
    name: str = ""
    user_id: int | None = None
    client_id: int | None = None


@dataclass(frozen=True)
class Answer:
    """Figures for one item; `unit` only where the events do not tell one."""

    code: str
    told: Told
    unit: str = ""
    note: str = ""


class AnswerFaults(Refusal):
    """Figures that cannot be: faults by item; nothing was stored."""

    def __init__(self, faults: dict[str, list[Fault]]) -> None:
        super().__init__(_("Có số liệu chưa đúng nên chưa ghi. Hãy sửa các chỗ được chỉ ra."))
        self.faults = faults


def mark_read(notice: RecallNotice, *, at: datetime) -> None:
    """The holder opened its page or asked by its program; the first time counts."""
    if notice.read_at is None:
        RecallNotice.objects.filter(pk=notice.pk, read_at=None).update(read_at=at)
        notice.read_at = at


@transaction.atomic
def acknowledge(notice: RecallNotice, answerer: Answerer, *, by: Actor, at: datetime) -> RecallNotice:
    """The holder knows of the recall. Said again, it stays as it was first said."""
    held = _locked(notice, answerer, by)
    if held.acknowledged_at is None:
        _acknowledged(held, answerer, at)
        held.save(update_fields=["acknowledged_at", "acknowledged_by", "acknowledged_via"])
        audit.record(
            by=by,
            at=at,
            deed=_deed(answerer),
            obj=held,
            after={"acknowledged_by": held.acknowledged_by, "via": answerer.via},
        )
    return held


@transaction.atomic
def tell_quantities(
    notice: RecallNotice,
    answers: Sequence[Answer],
    answerer: Answerer,
    *,
    as_of: date,
    by: Actor,
    at: datetime,
) -> list[RecallRecovery]:
    """Store what the holder told of its items; telling counts as acknowledging. All of it or nothing.

    The newest figures of an item count; older rows stay. The same figures again add no row. Refused:
    figures that cannot be (`AnswerFaults`), an item the holder was not asked about, a day to come.
    """
    held = _locked(notice, answerer, by)
    if as_of > timezone.localdate(at):
        raise Refusal(_("Ngày tính số liệu không được sau hôm nay."))
    if not answers:
        raise Refusal(_("Chưa có số liệu nào. Hãy ghi số lượng của ít nhất một mã hàng."))
    stock = {one.code: one for one in stock_of(held)}
    _require_sound(answers, stock)
    rows = []
    for one in answers:
        now = stock[one.code]
        unit, note = one.unit if now.unit is None else now.unit, squash(one.note)[:500]
        if now.told == one.told and (now.as_of, now.unit_told, now.note) == (as_of, unit, note):
            continue
        rows.append(
            RecallRecovery(
                notice=held,
                code=one.code,
                unit=unit,
                held=one.told.held,
                sold=one.told.sold,
                recovered=one.told.recovered,
                destroyed=one.told.destroyed,
                note=note,
                as_of=as_of,
                told_at=at,
                told_by=squash(answerer.name)[:120],
                via=answerer.via,
                user_id=answerer.user_id,
                client_id=answerer.client_id,
            )
        )
    if not rows:
        return []
    RecallRecovery.objects.bulk_create(rows, batch_size=500)
    if held.acknowledged_at is None:
        _acknowledged(held, answerer, at)
    held.answered_at = at
    held.save(update_fields=["acknowledged_at", "acknowledged_by", "acknowledged_via", "answered_at"])
    after = {row.code: _said(row) for row in rows}
    audit.record(by=by, at=at, deed=_deed(answerer), obj=held, after={**after, "as_of": as_of})
    return rows


def _require_sound(answers: Sequence[Answer], stock: dict[str, Stock]) -> None:
    faults: dict[str, list[Fault]] = {}
    for one in answers:
        now = stock.get(one.code)
        if now is None:
            faults[one.code] = [Fault("code", _("Mã hàng này không thuộc thông báo."))]
            continue
        wrong = [fault for fault in faults_of(one.told, now.known) if not fault.is_warning]
        if now.unit is None and one.unit not in UNITS.keys() - {""}:
            wrong.append(Fault("unit", _("Hãy chọn đơn vị tính trong danh sách.")))
        if wrong:
            faults.setdefault(one.code, []).extend(wrong)
    if len({one.code for one in answers}) != len(answers):
        raise Refusal(_("Có mã hàng được ghi hai lần. Hãy ghi mỗi mã hàng một lần."))
    if faults:
        raise AnswerFaults(faults)


def _locked(notice: RecallNotice, answerer: Answerer, by: Actor) -> RecallNotice:
    """The notice held for an answer; a recall that is over takes none."""
    rows = RecallNotice.objects.select_for_update(of=("self",)).select_related("holder__case__province")
    held = rows.get(pk=notice.pk)
    by.require(_deed(answerer), held.holder.case)
    if held.holder.case.state != "notified":
        raise Refusal(_("Hồ sơ thu hồi đã kết thúc nên không nhận thêm trả lời."))
    return held


def _acknowledged(held: RecallNotice, answerer: Answerer, at: datetime) -> None:
    held.acknowledged_at = at
    held.acknowledged_by = squash(answerer.name)[:120]
    held.acknowledged_via = answerer.via


def _deed(answerer: Answerer) -> str:
    is_officer = answerer.via == RecallNotice.Channel.OFFICER
    return f"{DEED}.record" if is_officer else f"{DEED}.answer"


def _said(row: RecallRecovery) -> str:
    told = {name: getattr(row, name) for name in ("held", "sold", "recovered", "destroyed")}
    return " ".join(f"{name}={_plain(value)}" for name, value in told.items() if value is not None)


def _plain(value: Decimal) -> str:
    return format(value.normalize(), "f")
