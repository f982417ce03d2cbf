"""A record's past: every deed on it, and how it stood at the end of a day.

The state of a day is today's, with the entries after that day taken back, the latest first. It covers the
columns of the record itself; what hangs on it (addresses, contacts) is told by the entries.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from django.db.models import Field, ForeignKey, QuerySet
from django.utils import timezone
from django.utils.dateparse import parse_date, parse_datetime
from django.utils.translation import gettext_noop

from nscl.apps.core import audit
from nscl.apps.core.access import Actor, table
from nscl.apps.core.imports.spec import ImportField, fields_by_deed
from nscl.apps.core.models import AuditEntry
from nscl.apps.core.registers.cells import MISSING, offered, plain_text, said
from nscl.apps.core.registers.secrets import HIDDEN, hidden_keys
from nscl.apps.core.registers.spec import Register

OWN_LABELS = {"attachment": gettext_noop("Tài liệu"), "sha256": gettext_noop("Mã băm SHA-256")}


@dataclass(frozen=True)
class Change:
    """One value an entry changed, in words; `label` is empty when nobody named the key."""

    key: str
    label: str
    before: str
    after: str


@dataclass(frozen=True)
class Event:
    """One deed on the record."""

    entry: AuditEntry
    deed: str
    changes: list[Change]


@dataclass(frozen=True)
class Fact:
    """One column of the record on a day; `differs` when it is not what stands there now."""

    label: str
    text: str
    differs: bool


def entries_of(register: Register, record: Any) -> QuerySet[AuditEntry]:
    """The entries about a record, the newest first; a room may add those of records merged into it."""
    if register.history is not None:
        return register.history(record).order_by("-at", "-seq")
    return AuditEntry.objects.about(record).order_by("-at", "-seq")


def events(register: Register, record: Any, entries: Sequence[AuditEntry], names: Names) -> list[Event]:
    labels = table()
    found = []
    for entry in entries:
        keys = dict.fromkeys([*entry.before, *entry.after])
        deed = said(labels[entry.deed].label) if entry.deed in labels else entry.deed
        found.append(Event(entry, deed, [names.change(entry, key) for key in keys]))
    return found


def state_on(register: Register, record: Any, day: date, names: Names) -> list[Fact] | None:
    """The record's columns at the end of a day; None when it did not stand in the register yet."""
    end = datetime.combine(day + timedelta(days=1), time.min, tzinfo=timezone.get_current_timezone())
    now = {field.name: audit.plain(field.value_from_object(record)) for field in fields_of(register)}
    then = dict(now)
    entries = entries_of(register, record)
    own = entries.filter(object_type=register.object_type, object_id=str(record.pk))
    made = getattr(record, "created_at", None)
    if made is not None and made >= end:
        return None
    if made is None and not own.filter(at__lt=end).exists() and _begins(own.last()):
        return None
    by_key = {key: field.name for field in fields_of(register) for key in (field.name, field.attname)}
    for entry in own.filter(at__gte=end):
        for key in entry.after.keys() | entry.before.keys():
            if key in by_key:
                then[by_key[key]] = entry.before.get(key)
    shown = {name: (names.text(name, value), names.text(name, now[name])) for name, value in then.items()}
    return [
        Fact(names.label(name), past, past != present)
        for name, (past, present) in shown.items()
        if names.label(name)
    ]


def _begins(entry: AuditEntry | None) -> bool:
    """Whether the oldest entry is the one that made the record: nothing stood there before it."""
    return entry is not None and not entry.before


def fields_of(register: Register) -> list[Field[Any, Any]]:
    """The columns a person would know: no keys, no counters of the machine."""
    skipped = {"revision", "is_demo", "created_at"}
    return [
        field
        for field in register.model._meta.concrete_fields
        if field.editable and not field.primary_key and field.name not in skipped
    ]


class Names:
    """Labels and words for the keys of audit entries; what this person may not see shows as dots.

    References are looked up once for all entries given.
    """

    def __init__(
        self, register: Register, record: Any, actor: Actor, entries: Iterable[AuditEntry] = ()
    ) -> None:
        self.register = register
        self.fields = {
            key: field
            for field in register.model._meta.concrete_fields
            for key in (field.name, field.attname)
        }
        seen = {column.name for column in offered(register, actor, record)}
        behind = {c.name: c.value.split(".")[0] for c in register.columns if isinstance(c.value, str)}
        shown = {path for name, path in behind.items() if name in seen}
        self.hidden = set(behind.values()) - shown
        self.hidden |= {name for name, deed in register.secrets.items() if not actor.can(deed, record)}
        entries = list(entries)
        self.imported: dict[str, dict[str, ImportField]] = {
            deed: fields_by_deed(deed) for deed in {entry.deed for entry in entries}
        }
        for kind in {register.object_type, *(entry.object_type for entry in entries)}:
            self.hidden |= hidden_keys(kind, actor, record)
        self.objects = self._look_up(record, entries)

    def _look_up(self, record: Any, entries: Iterable[AuditEntry]) -> dict[str, dict[Any, str]]:
        wanted: dict[str, set[Any]] = {}
        for field in fields_of(self.register):
            if isinstance(field, ForeignKey) and field.value_from_object(record) is not None:
                wanted.setdefault(field.name, set()).add(field.value_from_object(record))
        for entry in entries:
            for values in (entry.before, entry.after):
                for key, value in values.items():
                    field = self.fields.get(key)
                    if isinstance(field, ForeignKey) and isinstance(value, int):
                        wanted.setdefault(field.name, set()).add(value)
        found = {}
        for name, ids in wanted.items():
            model: Any = self.fields[name].related_model
            found[name] = {pk: str(one) for pk, one in model._base_manager.in_bulk(ids).items()}
        return found

    def label(self, key: str) -> str:
        known = self.register.labels.get(key) or OWN_LABELS.get(key)
        if known:
            return said(known)
        field = self.fields.get(key)
        if field is None or field.verbose_name == field.name.replace("_", " "):
            return ""
        words = said(str(field.verbose_name))
        return words[:1].upper() + words[1:]

    def text(self, key: str, value: Any) -> str:
        field = self.fields.get(key)
        if {key, field.name if field else key} & self.hidden:
            return HIDDEN
        if value in (None, ""):
            return MISSING
        if isinstance(field, ForeignKey) and isinstance(value, int):
            return self.objects.get(field.name, {}).get(value, str(value))
        if field is not None and field.flatchoices:
            return said(str(dict(field.flatchoices).get(value, value)))
        return plain_text(_as_written(field, value))

    def change(self, entry: AuditEntry, key: str) -> Change:
        before, after = entry.before.get(key), entry.after.get(key)
        field = self.imported.get(entry.deed, {}).get(key)
        label = self.label(key) or (said(field.label) if field else "")
        return Change(key, label, self._told(key, before, field), self._told(key, after, field))

    def _told(self, key: str, value: Any, field: ImportField | None) -> str:
        """A value in the words of the import that brought it, else in those of the register."""
        own = dict(field.choices) if field else {}
        words = own or self.register.words.get(key, {})
        text = self.text(key, value)
        return said(words[value]) if text != HIDDEN and isinstance(value, str) and value in words else text


def _as_written(field: Field[Any, Any] | None, value: Any) -> Any:
    """Audit entries keep dates and decimals as text; they are shown as the page shows them."""
    kind = field.get_internal_type() if field is not None else ""
    if not isinstance(value, str):
        return value
    if kind == "DecimalField":
        return field.to_python(value)  # type: ignore[union-attr]
    if len(value) == 10:
        return _day(value) or value
    instant = _instant(value) if kind == "DateTimeField" or value[10:11] == "T" else None
    return instant if instant is not None and timezone.is_aware(instant) else value


def _day(text: str) -> date | None:
    try:
        return parse_date(text)
    except ValueError:
        return None


def _instant(text: str) -> datetime | None:
    try:
        return parse_datetime(text)
    except ValueError:
        return None
