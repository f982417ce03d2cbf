"""What the verbs of all simple registers share: enter a record, change it, keep its history readable."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, datetime
from typing import Any, TypeVar

from django.db.models import Model
from django.utils.translation import gettext as _

from nscl.apps.core import audit
from nscl.apps.core.access import Actor, Refusal
from nscl.apps.core.registers import require_revision
from nscl.apps.registry.models.common import Registered
from nscl.vietnamese import nfc, squash

R = TypeVar("R", bound=Registered)
LONG = frozenset({"note"})


def enter(
    model: type[R], deed: str, data: Mapping[str, Any], *, check: Callable[[R], None], by: Actor, at: datetime
) -> R:
    """A new record of the person's province, checked by the room's own rules."""
    by.require(deed)
    if by.province_id is None:
        raise Refusal(_("Tài khoản này không thuộc tỉnh nào. Hãy chọn tư cách của một tỉnh rồi nhập."))
    record = model(province_id=by.province_id, created_at=at)
    values = tidied(model, data)
    for name, value in values.items():
        setattr(record, name, value)
    check(record)
    record.save()
    after = {name: said(getattr(record, name)) for name in values if getattr(record, name) not in (None, "")}
    audit.record(by=by, at=at, deed=deed, obj=record, after=after)
    return record


def lock(record: R, deed: str, *, by: Actor) -> R:
    """The record as it stands now, held until the deed is done; refuses where the deed may not be done."""
    held: R = type(record).objects.select_for_update(of=("self",)).get(pk=record.pk)
    by.require(deed, held)
    return held


def change(
    record: R,
    deed: str,
    data: Mapping[str, Any],
    *,
    revision: int | None,
    check: Callable[[R], None],
    by: Actor,
    at: datetime,
) -> R:
    """The fields that `data` names, changed; the record in hand is brought up to date.

    Raises `RevisionConflict` when the page was older than the record. Changing nothing leaves no trace.
    """
    held = lock(record, deed, by=by)
    require_revision(held, revision)
    values = tidied(type(record), data)
    before = {name: getattr(held, name) for name in values}
    for name, value in values.items():
        setattr(held, name, value)
    check(held)
    changed = [name for name in values if getattr(held, name) != before[name]]
    if changed:
        held.revision += 1
        held.save()
        audit.record(
            by=by,
            at=at,
            deed=deed,
            obj=held,
            before={name: said(before[name]) for name in changed},
            after={name: said(getattr(held, name)) for name in changed},
        )
    for name in [*values, "revision"]:
        setattr(record, name, getattr(held, name))
    return held


def tidied(model: type[Model], data: Mapping[str, Any]) -> dict[str, Any]:
    """Texts as one form (NFC, single spaces), None for an empty text field as the empty text it stores.

    Refuses a text longer than its field and a name that is no field of the model.
    """
    found = {}
    for name, value in data.items():
        field = model._meta.get_field(name)
        if isinstance(value, str) or (value is None and not field.null):
            value = nfc(value or "").strip() if name in LONG else squash(nfc(value or ""))
            longest = getattr(field, "max_length", None)
            if longest is not None and len(value) > longest:
                label = str(field.verbose_name)
                raise Refusal(
                    _("“{label}” dài quá {n} ký tự. Hãy viết ngắn hơn.").format(label=label, n=longest)
                )
        found[name] = value
    return found


def said(value: Any) -> Any:
    """A value as audit entries keep it: a link by its key, so that the history can name it."""
    return value.pk if isinstance(value, Model) else value


def require(condition: bool, sentence: str) -> None:
    if not condition:
        raise Refusal(sentence)


def require_order(first: date | None, last: date | None) -> None:
    """Refuses an end before its beginning."""
    require(
        first is None or last is None or first <= last,
        _("Ngày hết hạn phải không trước ngày bắt đầu. Hãy xem lại hai ngày."),
    )
