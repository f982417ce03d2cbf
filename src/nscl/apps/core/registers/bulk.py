"""One deed on many records: confirmed, done in one transaction, remembered so that it can be undone."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django import forms
from django.db import transaction
from django.db.models import QuerySet
from django.http import QueryDict
from django.utils.translation import gettext as _

from nscl.apps.core import audit
from nscl.apps.core.access import Actor, Refusal
from nscl.apps.core.models import BulkRun
from nscl.apps.core.registers.spec import Bulk, Register

MAX_RECORDS = 5000
CHUNK = 500  # keys in one query: both databases limit how many they take


def bulk_named(register: Register, name: str) -> Bulk | None:
    return next((one for one in register.bulk if one.name == name), None)


def chosen(register: Register, actor: Actor, keys: Sequence[int]) -> list[Any]:
    """The records of these keys that the person may see, in the order of the keys."""
    if len(keys) > MAX_RECORDS:
        raise Refusal(_("Chỉ làm được với tối đa 5.000 hồ sơ một lần. Hãy lọc hẹp hơn rồi chọn lại."))
    found: dict[int, Any] = {}
    for start in range(0, len(keys), CHUNK):
        part = register.rows(actor).filter(pk__in=keys[start : start + CHUNK])
        found |= {record.pk: record for record in part}
    return [found[key] for key in dict.fromkeys(keys) if key in found]


@transaction.atomic
def run(
    register: Register,
    bulk: Bulk,
    records: Sequence[Any],
    *,
    fields: dict[str, Any] | None = None,
    sent: QueryDict | None = None,
    by: Actor,
    at: datetime,
) -> BulkRun:
    """Do the deed and remember what it changed; nothing is changed when any record refuses."""
    by.require(bulk.deed)
    if not records:
        raise Refusal(_("Chưa chọn hồ sơ nào. Hãy đánh dấu các hồ sơ rồi chọn việc cần làm."))
    keys = [record.pk for record in records]
    before = _columns(register, keys)
    count = bulk.run(records, by=by, at=at, **(fields or {}))
    after = _columns(register, keys)
    return BulkRun.objects.create(
        register=register.key,
        name=bulk.name,
        done_by_id=by.user_id,
        done_at=at,
        count=count,
        sent=sent.urlencode() if sent is not None and bulk.form is not None else "",
        was=_differences(before, after),
        left={str(pk): row["revision"] for pk, row in after.items() if "revision" in row},
    )


@transaction.atomic
def undo(register: Register, row: BulkRun, *, by: Actor, at: datetime) -> int:
    """Take a bulk deed back.

    Refused: twice, when a record was changed since or is gone, when the deed has no way back.
    """
    row = BulkRun.objects.select_for_update(of=("self",)).get(pk=row.pk)
    bulk = bulk_named(register, row.name)
    if bulk is None or bulk.undo is None:
        raise Refusal(_("Việc này không hoàn tác được. Hãy sửa từng hồ sơ."))
    by.require(bulk.deed)
    if row.undone_at is not None:
        raise Refusal(_("Việc này đã được hoàn tác."))
    records = chosen(register, by, [int(key) for key in row.was])
    _require_untouched(row, records)
    row.undone_at = at
    row.save(update_fields=["undone_at"])
    was = _as_values(register, row.was)
    return int(bulk.undo(records, was=was, by=by, at=at, **_fields_again(bulk, row)))


def latest(register: Register, actor: Actor, *, since: datetime) -> BulkRun | None:
    """The person's last bulk deed on this register, when it can still be undone."""
    names = [one.name for one in register.bulk if one.undo is not None]
    if not names:
        return None
    mine: QuerySet[BulkRun] = BulkRun.objects.filter(done_by_id=actor.user_id, register=register.key)
    row = mine.filter(done_at__gte=since).order_by("-done_at", "-pk").first()
    return row if row is not None and row.name in names and row.undone_at is None and row.was else None


def _require_untouched(row: BulkRun, records: Sequence[Any]) -> None:
    if len(records) < len(row.was):
        raise Refusal(_("Có hồ sơ không còn trong danh sách, nên không hoàn tác được. Hãy sửa từng hồ sơ."))
    touched = [str(r) for r in records if row.left.get(str(r.pk), None) != getattr(r, "revision", None)]
    if touched:
        raise Refusal(
            _("Không hoàn tác được: {names} đã được thay đổi sau đó. Hãy sửa từng hồ sơ.").format(
                names=", ".join(touched[:3]) + (" …" if len(touched) > 3 else "")
            )
        )


def _columns(register: Register, keys: Sequence[int]) -> dict[int, dict[str, Any]]:
    found: dict[int, dict[str, Any]] = {}
    for start in range(0, len(keys), CHUNK):
        part = register.model._base_manager.filter(pk__in=keys[start : start + CHUNK])
        found |= {row[register.model._meta.pk.attname]: row for row in part.values()}  # type: ignore[union-attr]
    return found


def _differences(
    before: dict[int, dict[str, Any]], after: dict[int, dict[str, Any]]
) -> dict[str, dict[str, Any]]:
    """By record the columns that changed, with their old values; the machine's own columns left out."""
    found = {}
    for pk, row in before.items():
        now = after.get(pk, {})
        old = {
            name: audit.plain(value)
            for name, value in row.items()
            if name not in ("revision", "search_key", "sort_key", "match_key") and now.get(name) != value
        }
        if old:
            found[str(pk)] = old
    return found


def _as_values(register: Register, was: dict[str, dict[str, Any]]) -> dict[int, dict[str, Any]]:
    """The old values as the model's columns take them (JSON keeps dates and decimals as text)."""
    fields = {field.attname: field for field in register.model._meta.concrete_fields}
    return {
        int(pk): {name: fields[name].to_python(value) for name, value in row.items() if name in fields}
        for pk, row in was.items()
    }


def _fields_again(bulk: Bulk, row: BulkRun) -> dict[str, Any]:
    """What the person had filled in, read again by the deed's own form."""
    if bulk.form is None:
        return {}
    form: forms.Form = bulk.form(QueryDict(row.sent))
    if not form.is_valid():
        raise Refusal(_("Nội dung đã chọn khi làm không còn dùng được, nên không hoàn tác được."))
    return dict(form.cleaned_data)
