"""Deeds of a recall: prepare it, have it approved by another, freeze what it reaches, close it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _

from nscl.apps.core import audit
from nscl.apps.core.access import Actor, Refusal
from nscl.apps.core.registers import require_revision
from nscl.apps.traceability.flow import RECALL_FLOW
from nscl.apps.traceability.models import (
    RecallCase,
    RecallClosure,
    RecallHolder,
    RecallHolding,
    RecallItem,
    RecallRoot,
)
from nscl.apps.traceability.recall_closure import Closure, closure_of, sealed
from nscl.apps.traceability.recall_report import snapshot_of
from nscl.gs1.canonical import canonical_epc
from nscl.gs1.errors import Gs1Error
from nscl.gs1.facts import is_traceable
from nscl.gs1.parsing import parse
from nscl.vietnamese import nfc, squash

DEED = "traceability.recall"
MOST_ROOTS = 500
LONGEST = 5000
PART = 1000
_LINES = ("reason", "request", "conclusion")
_TEXTS = ("title", "basis", "contact")


# ── Preparing ──────────────────────────────────────────────────────────


@transaction.atomic
def add_recall(*, roots: str | Iterable[str], by: Actor, at: datetime, **data: Any) -> RecallCase:
    """A recall being prepared, with the next number of the year; refuses one without reason or roots."""
    by.require(f"{DEED}.add")
    if by.province_id is None:
        raise Refusal(_("Tài khoản này không thuộc tỉnh nào. Hãy chọn tư cách của một tỉnh rồi lập."))
    values, codes = _read(data), read_roots(roots)
    year = timezone.localdate(at).year
    cases = RecallCase.objects.filter(province_id=by.province_id, year=year)
    last = cases.select_for_update().order_by("-number").values_list("number", flat=True).first()
    case = RecallCase(
        province_id=by.province_id,
        year=year,
        number=(last or 0) + 1,
        drafted_by_id=by.user_id,
        office_name=by.office_name,
        created_at=at,
        **values,
    )
    _require_sound(case)
    case.save()
    _write_roots(case, codes)
    after = {**{name: value for name, value in values.items() if value not in (None, "")}}
    after["roots"] = [code for code, _given in codes]
    audit.record(by=by, at=at, deed=f"{DEED}.add", obj=case, after=after)
    return case


@transaction.atomic
def change_recall(
    case: RecallCase,
    *,
    revision: int | None,
    by: Actor,
    at: datetime,
    roots: str | Iterable[str] | None = None,
    **data: Any,
) -> RecallCase:
    """Change what is named, while it is being prepared. Changing nothing leaves no trace."""
    held = lock(case, by, f"{DEED}.change")
    require_revision(held, revision)
    values = _read(data)
    before = {name: getattr(held, name) for name in values}
    for name, value in values.items():
        setattr(held, name, value)
    _require_sound(held)
    changed = [name for name in values if getattr(held, name) != before[name]]
    was, now = list(held.roots.values_list("code", flat=True)), None
    if roots is not None:
        codes = read_roots(roots)
        now = [code for code, _given in codes]
        if now != was:
            held.roots.all().delete()
            _write_roots(held, codes)
            changed.append("roots")
    if changed:
        held.revision += 1
        held.save()
        old: dict[str, Any] = {**before, "roots": was}
        new = {**{name: getattr(held, name) for name in values}, "roots": now}
        audit.record(
            by=by,
            at=at,
            deed=f"{DEED}.change",
            obj=held,
            before={name: old[name] for name in changed},
            after={name: new[name] for name in changed},
        )
    return _refreshed(case, held)


def read_roots(given: str | Iterable[str]) -> list[tuple[str, str]]:
    """The canonical code of each line, with the line; refuses what is no code or cannot be followed."""
    lines = given.splitlines() if isinstance(given, str) else list(given)
    texts = [text for line in lines if (text := line.strip())]
    if not texts:
        raise Refusal(_("Chưa có mã hàng nào để thu hồi. Hãy ghi mỗi dòng một mã lô, mã sê-ri hoặc SSCC."))
    if len(texts) > MOST_ROOTS:
        raise Refusal(_("Nhiều hơn {n} mã gốc. Hãy chia thành nhiều hồ sơ.").format(n=MOST_ROOTS))
    found: dict[str, str] = {}
    for number, text in enumerate(texts, 1):
        found.setdefault(_root(text, number), text)
    return list(found.items())


def _root(text: str, number: int) -> str:
    try:
        code = parse(text).link or canonical_epc(text)
    except Gs1Error as error:
        if ":" not in text:
            raise Refusal(_("Dòng {n}: {why}").format(n=number, why=str(error))) from None
        code = canonical_epc(text)
    code = canonical_epc(code)
    if len(code) > 500 or not is_traceable(code):
        raise Refusal(
            _("Dòng {n}: mã này chỉ nêu loại hàng, không có số lô hay sê-ri. Hãy ghi đủ số lô.").format(
                n=number
            )
        )
    return code


def _read(data: dict[str, Any]) -> dict[str, Any]:
    """Texts in one form; long ones keep their lines."""
    for name in data:
        RecallCase._meta.get_field(name)
    found = dict(data)
    for name in _TEXTS:
        if name in found:
            found[name] = squash(nfc(found[name] or ""))
            longest = RecallCase._meta.get_field(name).max_length or LONGEST
            if len(found[name]) > longest:
                raise Refusal(_("Có nội dung dài quá {n} ký tự. Hãy viết ngắn hơn.").format(n=longest))
    for name in _LINES:
        if name in found:
            found[name] = "\n".join(nfc(found[name] or "").strip().splitlines())
            if len(found[name]) > LONGEST:
                raise Refusal(_("Có nội dung dài quá 5.000 ký tự. Hãy viết ngắn hơn."))
    return found


def _require_sound(case: RecallCase) -> None:
    if not case.title or not case.reason:
        raise Refusal(_("Hãy ghi tên hồ sơ và lý do thu hồi."))
    if case.hazard not in RecallCase.Hazard.values or case.level not in RecallCase.Level.values:
        raise Refusal(_("Hãy chọn mối nguy và mức độ trong danh sách."))


def _write_roots(case: RecallCase, codes: Sequence[tuple[str, str]]) -> None:
    RecallRoot.objects.bulk_create(
        RecallRoot(case=case, position=n, code=code, given=given) for n, (code, given) in enumerate(codes, 1)
    )


# ── The way ────────────────────────────────────────────────────────────


@transaction.atomic
def submit_recall(case: RecallCase, *, by: Actor, at: datetime) -> RecallCase:
    """Send it to a leader. Refused without a day until which holders answer."""
    held = lock(case, by, f"{DEED}.submit")
    _require_days(held, timezone.localdate(at))
    RECALL_FLOW.move(held, f"{DEED}.submit", by=by, at=at, submitted_at=at)
    return _refreshed(case, held)


def _require_days(case: RecallCase, today: date) -> None:
    if case.answer_by is None or case.answer_by < today:
        raise Refusal(_("Hãy ghi hạn trả lời của nơi giữ hàng, từ hôm nay trở đi."))


@transaction.atomic
def return_recall(case: RecallCase, *, reason: str, by: Actor, at: datetime) -> RecallCase:
    """Give it back to be mended, with the reason."""
    held = lock(case, by, f"{DEED}.return")
    RECALL_FLOW.move(held, f"{DEED}.return", by=by, at=at, reason=reason)
    return _refreshed(case, held)


@transaction.atomic
def open_recall(case: RecallCase, *, seen: str, by: Actor, at: datetime) -> RecallClosure:
    """Approve it: what it reaches is frozen as version 1. The drafter never approves.

    `seen` is the hash of the closure on the page: where newer events changed it since, nothing happens.
    """
    held = lock(case, by, f"{DEED}.open")
    _require_days(held, timezone.localdate(at))
    found = current(held)
    if found.hash != seen:
        raise Refusal(_("Phạm vi thu hồi vừa thay đổi vì có sự kiện mới. Hãy xem lại danh sách rồi duyệt."))
    RECALL_FLOW.move(held, f"{DEED}.open", by=by, at=at, opened_at=at, opened_by_id=by.user_id)
    frozen = _freeze(held, found, by=by, at=at)
    _refreshed(case, held)
    return frozen


@transaction.atomic
def refreeze_recall(case: RecallCase, *, seen: str, reason: str, by: Actor, at: datetime) -> RecallClosure:
    """Freeze a new version by the events known now; older versions stay. Refused where nothing changed."""
    held = lock(case, by, f"{DEED}.refreeze")
    found, last = current(held), newest(held)
    if last is not None and found.hash == last.hash:
        raise Refusal(_("Không có gì thay đổi so với phiên bản đã chốt."))
    if found.hash != seen:
        raise Refusal(_("Phạm vi vừa thay đổi thêm vì có sự kiện mới. Hãy xem lại so sánh rồi chốt."))
    if not reason.strip():
        raise Refusal(_("Cần nêu lý do khi chốt lại phạm vi."))
    frozen = _freeze(held, found, by=by, at=at, reason=reason.strip()[:300])
    audit.record(
        by=by,
        at=at,
        deed=f"{DEED}.refreeze",
        obj=held,
        before={"version": last.version if last else 0},
        after={"version": frozen.version, "hash": frozen.hash},
        reason=reason.strip(),
    )
    return frozen


@transaction.atomic
def close_recall(case: RecallCase, *, conclusion: str, by: Actor, at: datetime) -> RecallCase:
    """End it with a conclusion; its report is frozen as it stands. Another than the drafter closes."""
    held = lock(case, by, f"{DEED}.close")
    held.conclusion = _read({"conclusion": conclusion})["conclusion"]
    if not held.conclusion:
        raise Refusal(_("Hãy ghi kết luận trước khi kết thúc hồ sơ thu hồi."))
    held.closed_at = at
    report = snapshot_of(held, at=at)
    changes = {"closed_at": at, "conclusion": held.conclusion, "report_hash": sealed(report)}
    held.report = report
    held.save(update_fields=["report", "closed_at"])
    RECALL_FLOW.move(held, f"{DEED}.close", by=by, at=at, **changes)
    return _refreshed(case, held)


@transaction.atomic
def withdraw_recall(case: RecallCase, *, reason: str, by: Actor, at: datetime) -> RecallCase:
    """Give it up, with the reason: its goods are no longer recalled."""
    held = lock(case, by, f"{DEED}.withdraw")
    RECALL_FLOW.move(held, f"{DEED}.withdraw", by=by, at=at, reason=reason)
    return _refreshed(case, held)


# ── Freezing ───────────────────────────────────────────────────────────


def current(case: RecallCase) -> Closure:
    """What the recall reaches by the events known now; nothing is written."""
    codes = list(case.roots.values_list("code", flat=True))
    return closure_of(codes, since=case.since, province_id=case.province_id)


def newest(case: RecallCase) -> RecallClosure | None:
    return case.closures.order_by("-version").first()


def _freeze(case: RecallCase, found: Closure, *, by: Actor, at: datetime, reason: str = "") -> RecallClosure:
    last = case.closures.aggregate(last=Max("version"))["last"] or 0
    frozen = RecallClosure.objects.create(
        case=case,
        version=last + 1,
        frozen_at=at,
        frozen_by_id=by.user_id,
        reason=reason,
        hash=found.hash,
        item_count=sum(not one.is_carrier for one in found.goods),
        event_count=found.event_count,
        is_cut_off=found.is_cut_off,
        breaks=found.breaks,
    )
    items = {
        one.code: RecallItem(
            closure=frozen,
            position=n,
            code=one.code,
            kind=one.kind,
            product_name=one.product[:300],
            is_root=one.is_root,
            is_carrier=one.is_carrier,
            because=one.because,
        )
        for n, one in enumerate(found.goods, 1)
    }
    RecallItem.objects.bulk_create(items.values(), batch_size=PART)
    holders = _holders(case, found)
    rows = [
        RecallHolding(
            item=items[one.item],
            holder=holders[key],
            standing=one.standing,
            quantity=much,
            unit=unit,
            since=one.since,
            place=one.place,
            through=one.through,
            event=one.event,
        )
        for one, key in found.holdings
        for unit, much in (one.amounts or (("", None),))
    ]
    RecallHolding.objects.bulk_create(rows, batch_size=PART)
    return frozen


def _holders(case: RecallCase, found: Closure) -> dict[str, RecallHolder]:
    """The case's holders by key: known ones stay, an identified one is found by its organisation."""
    known = {one.key: one for one in case.holders.all()}
    by_organisation = {
        one.organisation_id: one
        for one in sorted(known.values(), key=lambda one: -one.pk)
        if one.organisation_id
    }
    rows: dict[str, RecallHolder] = {}
    for one in found.keepers:
        row = known.get(one.key)
        if row is None and one.organisation_id is not None:
            row = by_organisation.get(one.organisation_id)
        if row is None:
            row = RecallHolder.objects.create(
                case=case,
                key=one.key,
                code=one.code,
                organisation_id=one.organisation_id,
                asked_id=one.asked_id,
            )
        rows[one.key] = row
    return rows


def lock(case: RecallCase, by: Actor, deed: str) -> RecallCase:
    """The case as it stands now, held until the deed is done; refuses where the deed may not be done."""
    rows = RecallCase.objects.select_for_update(of=("self",)).select_related("province")
    held = rows.get(pk=case.pk)
    by.require(deed, held)
    return held


def _refreshed(case: RecallCase, held: RecallCase) -> RecallCase:
    """The caller's object says what the database says."""
    for field in RecallCase._meta.concrete_fields:
        setattr(case, field.attname, getattr(held, field.attname))
    return held
