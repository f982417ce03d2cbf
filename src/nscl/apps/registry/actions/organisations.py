"""Deeds on an organisation itself: enter, change, and say what became of it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from nscl.apps.core import audit
from nscl.apps.core.access import Actor, Refusal
from nscl.apps.core.registers import require_revision
from nscl.apps.registry.actions.personal_codes import keep_code
from nscl.apps.registry.models import Organisation
from nscl.apps.registry.reading import Fields, read_fields
from nscl.apps.registry.rules import require_no_ring
from nscl.vietnamese import format_date

DEED = "registry.organisation"


@transaction.atomic
def add(*, by: Actor, at: datetime, **data: Any) -> Organisation:
    """Enter an organisation of the person's province.

    `data` names the model's fields; `tax_code` takes any of the three kinds of code, a personal one is
    sealed. A branch finds its head office by its code where the register has it. Refuses what cannot be
    read, and a code that stands in the register already.
    """
    by.require(f"{DEED}.add")
    if by.province_id is None:
        raise Refusal(_("Tài khoản này không thuộc tỉnh nào. Hãy chọn tư cách của một tỉnh rồi nhập."))
    fields = read_fields(data, today=timezone.localdate(at))
    record = Organisation(province_id=by.province_id, created_at=at)
    if not fields.values.get("name"):
        raise Refusal(_("Chưa có tên tổ chức. Hãy nhập tên."))
    _require_free(fields, record, by)
    for name, value in fields.values.items():
        setattr(record, name, value)
    _tie_to_head(record, by)
    _require_sound(record, by)
    record.save()
    if fields.personal_code:
        keep_code(record, fields.personal_code)
    audit.record(by=by, at=at, deed=f"{DEED}.add", obj=record, after=_said(record, fields.values))
    return record


@transaction.atomic
def change(record: Organisation, *, revision: int | None, by: Actor, at: datetime, **data: Any) -> None:
    """Change the fields that `data` names; the record in hand is brought up to date.

    A page older than the record is refused (`RevisionConflict`), a merged-away record too. Changing nothing
    leaves no trace.
    """
    held = lock(record, by, f"{DEED}.change")
    require_revision(held, revision)
    fields = read_fields(data, today=timezone.localdate(at))
    if "name" in fields.values and not fields.values["name"]:
        raise Refusal(_("Chưa có tên tổ chức. Hãy nhập tên."))
    _require_free(fields, held, by)
    before = {name: getattr(held, name) for name in fields.values}
    changed = {name: value for name, value in fields.values.items() if before[name] != value}
    for name, value in changed.items():
        setattr(held, name, value)
    _require_sound(held, by)
    sealed_anew = bool(fields.personal_code) and keep_code(held, str(fields.personal_code))
    if changed or sealed_anew:
        held.revision += 1
        held.save()
        after = _said(held, changed) | ({"personal_code": str(held.personal_code)} if sealed_anew else {})
        was = {name: _plain(before[name]) for name in changed}
        audit.record(by=by, at=at, deed=f"{DEED}.change", obj=held, before=was, after=after)
    refresh(record, held)


@transaction.atomic
def change_status(
    record: Organisation,
    *,
    status: str,
    on: date | None,
    successor: Organisation | None = None,
    reason: str = "",
    by: Actor,
    at: datetime,
) -> None:
    """Say that it operates, is suspended, dissolved, or was taken over by another, and since when.

    Refuses a day to come or before its founding, being taken over by nobody or in a ring, and bringing a
    dissolved organisation back without a reason.
    """
    held = lock(record, by, f"{DEED}.status")
    _require_status(held, status, on, successor, reason, timezone.localdate(at))
    if successor is not None:
        by.require(f"{DEED}.view", successor)
        require_no_ring(held, successor, "successor")
    keeps = successor if status == Organisation.Status.MERGED else None
    names = {"status": status, "status_on": on, "successor": keeps}
    before = {name: getattr(held, name) for name in names}
    if before == names:
        return
    for name, value in names.items():
        setattr(held, name, value)
    held.revision += 1
    held.save()
    audit.record(
        by=by,
        at=at,
        deed=f"{DEED}.status",
        obj=held,
        before={name: _plain(value) for name, value in before.items()},
        after=_said(held, names),
        reason=reason.strip(),
    )
    refresh(record, held)


def lock(record: Organisation, by: Actor, deed: str) -> Organisation:
    """The record under lock, allowed to this person; a record merged away takes no more changes."""
    held: Organisation = Organisation.objects.select_for_update(of=("self",)).get(pk=record.pk)
    by.require(deed, held)
    if held.merged_into_id is not None:
        raise Refusal(_("Hồ sơ này đã gộp vào hồ sơ khác. Hãy sửa ở hồ sơ được giữ, hoặc tách ra trước."))
    return held


def refresh(record: Organisation, held: Organisation) -> None:
    """The caller's object says what the database says."""
    for field in Organisation._meta.concrete_fields:
        setattr(record, field.attname, getattr(held, field.attname))


# ── What must hold ─────────────────────────────────────────────────────


def _require_status(
    held: Organisation, status: str, on: date | None, successor: Organisation | None, reason: str, today: date
) -> None:
    kinds = Organisation.Status
    if status not in kinds.values:
        raise Refusal(_("Chưa chọn tình trạng. Hãy chọn trong danh sách."))
    if on is not None and on > today:
        raise Refusal(_("Ngày {on} ở tương lai. Hãy sửa lại ngày.").format(on=format_date(on)))
    if on is not None and held.established_on is not None and on < held.established_on:
        raise Refusal(
            _("Ngày {on} trước ngày thành lập {founded}. Hãy kiểm tra hai ngày.").format(
                on=format_date(on), founded=format_date(held.established_on)
            )
        )
    if status != kinds.OPERATING and on is None:
        raise Refusal(_("Chưa có ngày. Hãy ghi tình trạng này có từ ngày nào."))
    if status == kinds.MERGED and successor is None:
        raise Refusal(_("Chưa chọn đơn vị kế thừa. Hãy chọn tổ chức đã nhận sáp nhập, hợp nhất."))
    was_over = held.status in (kinds.DISSOLVED, kinds.MERGED)
    if was_over and status != held.status and not reason.strip():
        raise Refusal(_("Tổ chức đã ghi là không còn tồn tại. Hãy nêu lý do ghi lại tình trạng."))


def _require_free(fields: Fields, record: Organisation, by: Actor) -> None:
    """Neither the code nor the personal code stands at another record."""
    others = Organisation.objects.exclude(pk=record.pk)
    code, twin = fields.values.get("tax_code"), None
    if code:
        twin = others.live().filter(tax_code=code).first()
    elif fields.personal_fingerprint:
        twin = others.filter(personal_code__fingerprint=fields.personal_fingerprint).first()
    if twin is None:
        return
    if not by.sees(twin.province_id):
        raise Refusal(
            _("Mã số thuế này đã có trong sổ của tỉnh khác. Hãy kiểm tra mã hoặc báo quản trị hệ thống.")
        )
    raise Refusal(
        _("Mã số thuế này đã có trong sổ, của “{name}”. Hãy mở hồ sơ đó để sửa.").format(name=twin.name)
    )


def _tie_to_head(record: Organisation, by: Actor) -> None:
    if len(record.tax_code) == 14 and record.parent_id is None:
        heads = Organisation.objects.seen_by(by.scope).live()
        record.parent = heads.filter(tax_code=record.tax_code[:10]).first()
        record.legal_form = record.legal_form or Organisation.LegalForm.BRANCH


def _require_sound(record: Organisation, by: Actor) -> None:
    """Its ties lead to records the person sees, never round to itself; a branch has its head's code."""
    for tie in ("parent", "successor"):
        other = getattr(record, tie)
        if other is None:
            continue
        by.require(f"{DEED}.view", other)
        if other.merged_into_id is not None:
            raise Refusal(
                _("“{name}” đã gộp vào hồ sơ khác. Hãy chọn hồ sơ được giữ.").format(name=other.name)
            )
        require_no_ring(record, other, tie)
    head, branch = record.parent.tax_code if record.parent else "", record.tax_code
    if head and len(branch) == 14 and head[:10] != branch[:10]:
        raise Refusal(
            _("Mã chi nhánh {branch} không mang mã của đơn vị chủ quản {head}. Hãy kiểm tra hai mã.").format(
                branch=branch, head=head
            )
        )


# ── What the audit says ────────────────────────────────────────────────


def _said(record: Organisation, names: Mapping[str, Any]) -> dict[str, Any]:
    """The record's present values of these fields for the audit; of a new record without the empty ones."""
    values = {name: _plain(getattr(record, name)) for name in names}
    return values if record.revision else {k: v for k, v in values.items() if v not in (None, "")}


def _plain(value: Any) -> Any:
    """A reference as its number: the history page looks the name up."""
    return value.pk if isinstance(value, Organisation) else value
