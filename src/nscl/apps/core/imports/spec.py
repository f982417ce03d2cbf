"""What a register says of its import. Everything else (reading, columns, preview, loading) follows from it.

A room declares one `ImportSpec` and hands it to `register`; the pages are those of the namespace `imports`.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal

from nscl.apps.core.access import Actor

Kind = Literal[
    "text",
    "number",
    "whole",
    "money",
    "date",
    "year",
    "flag",
    "choice",
    "tax_code",
    "gtin",
    "phone",
    "email",
]
# Field name → checked value: text, Decimal (number), int (whole, money in đồng, year), date, bool. None is an
# empty cell: it leaves what the register holds as it is, and is never 0.
Values = dict[str, Any]


@dataclass(frozen=True)
class ImportField:
    """One column of the template.

    `identity` fields find the record; `synonyms` are other headings that people use, compared without marks
    and case; `choices` are (code, word), `choice_synonyms` other words → code. `unit` of a money field is
    what a bare number means there when the heading names no unit ("đồng", "triệu đồng").
    A `shared` field can be said once, on the page of the columns, for all rows with figures of a file that
    has no column for it.
    """

    name: str
    label: str
    kind: Kind = "text"
    required: bool = False
    identity: bool = False
    synonyms: tuple[str, ...] = ()
    choices: tuple[tuple[str, str], ...] = ()
    choice_synonyms: Mapping[str, str] = field(default_factory=dict)
    unit: str = ""
    sample: str = ""
    help: str = ""
    max_length: int = 300
    shared: bool = False


@dataclass(frozen=True)
class Problem:
    """A sentence about one cell (or, with an empty `field`, the row). A warning does not stop the row."""

    field: str
    sentence: str
    is_warning: bool = False
    suggestion: str = ""


@dataclass(frozen=True)
class Twin:
    """A record of the register that may be the row's, with why; a person decides.

    `current` and `revision` as in `Match`, so that the differences can be shown when the person says yes.
    """

    pk: int
    label: str
    why: str
    revision: int | None = None
    current: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Match:
    """What the register holds for one row: a record with its present values, nothing, or doubts.

    `problems` are what only the register can tell: a code in the row that nobody bears, a code that is
    another's. The row is then wrong (unless all are warnings) and the others go in without it.
    """

    record_pk: int | None = None
    revision: int | None = None
    current: Mapping[str, Any] = field(default_factory=dict)
    doubts: tuple[Twin, ...] = ()
    problems: tuple[Problem, ...] = ()


@dataclass(frozen=True)
class Change:
    """One record to change: `values` are the row's, `before` what stood there in the fields that differ."""

    record_pk: int
    revision: int | None
    values: Values
    before: Values


@dataclass(frozen=True)
class Applied:
    """Keys of the records made, in the order of `new`, and of those changed, in the order of `changed`."""

    created: Sequence[int]
    changed: Sequence[int] = ()


@dataclass(frozen=True)
class Loaded:
    """One record that a batch made or changed, for taking it back.

    `revision` is the one the batch left (0 for a new record, one more than before for a changed one);
    `before` holds the old values of a changed record and is None for a new one.
    """

    record_pk: int
    revision: int
    before: Values | None
    values: Values


@dataclass(frozen=True, kw_only=True)
class ImportSpec:
    """An import into one register; `name` stands in addresses, `deed` in the access table.

    `find(rows, actor)` answers one `Match` per row, in order, asking the database a constant number of times
    (keys in parts). `check(values, actor)` applies the rules across the fields of one row and asks nothing.
    `apply(new, changed, *, by, at, batch)` does a part of the file (up to 1.000 rows) inside the one
    transaction of the whole load, with bulk statements, one `audit.record_many`, and a `Refusal` when a
    record's revision is no longer the one given. `revoke(loaded, *, by, at, batch)` takes everything back in
    one transaction or raises a `Refusal` that names what depends on it.
    `key(values)` says which rows of one file mean the same record; by default the identity fields together.
    `list_url` names the list page to open when done. `notes` are lines of the template's notes sheet.
    `complete(rows, actor)` works out fields from others before the rows are checked (a code from a name); it
    changes the values in place and answers what a person should know of each row.
    `reveal` is the deed without which the file of rows to mend holds people's own numbers masked; with it
    they are in full and the look is on record. In the preview they are always masked.
    `mark(actor)` is a cheap answer that differs whenever a record that `find` may answer was added, changed
    or removed: where it is the same at loading as it was at the check, the rows are not sought again.
    `prepare(rows)` works out, before the register is locked, what `apply` is then handed as `prepared`.
    """

    name: str
    title: str
    deed: str
    fields: tuple[ImportField, ...]
    find: Callable[[list[Values], Actor], list[Match]]
    apply: Callable[..., Applied]
    revoke: Callable[..., None]
    check: Callable[[Values, Actor], list[Problem]] | None = None
    key: Callable[[Values], Hashable | None] | None = None
    list_url: str = ""
    notes: tuple[str, ...] = ()
    reveal: str = ""
    mark: Callable[[Actor], str] | None = None
    complete: Callable[[list[Values], Actor], list[tuple[Problem, ...]]] | None = None
    prepare: Callable[[list[Values]], Any] | None = None

    def field_named(self, name: str) -> ImportField:
        return next(one for one in self.fields if one.name == name)

    def key_of(self, values: Values) -> Hashable | None:
        """The key of a row inside its file; None when it says nothing of which record it is."""
        if self.key is not None:
            return self.key(values)
        parts = tuple(values.get(one.name) for one in self.fields if one.identity)
        return parts if any(part is not None for part in parts) else None


_specs: dict[str, ImportSpec] = {}


def register(spec: ImportSpec) -> ImportSpec:
    """Make the import known, once, from the room's `AppConfig.ready` or its `imports.py`."""
    known = _specs.get(spec.name)
    if known is not None and known is not spec:
        raise ValueError(f"two imports are called {spec.name}")
    _specs[spec.name] = spec
    return spec


def spec_named(name: str) -> ImportSpec | None:
    """The import of that name, the rooms' `imports.py` loaded."""
    _load_rooms()
    return _specs.get(name)


def fields_by_deed(deed: str) -> dict[str, ImportField]:
    """The fields of the import that goes by this deed: what its audit entries call their keys."""
    _load_rooms()
    return {one.name: one for spec in _specs.values() if spec.deed == deed for one in spec.fields}


def specs_for(actor: Actor) -> list[ImportSpec]:
    """The imports this person may do, in the order they were declared."""
    _load_rooms()
    return [spec for spec in _specs.values() if actor.can(spec.deed)]


def _load_rooms() -> None:
    """Import `<room>/imports.py` of every room that has one; a package of that name in core is this one."""
    from importlib import import_module

    from django.apps import apps

    for config in apps.get_app_configs():
        if config.name.startswith("nscl.apps.") and config.label != "core":
            try:
                import_module(f"{config.name}.imports")
            except ModuleNotFoundError as error:
                if error.name != f"{config.name}.imports":
                    raise
