"""What a register says of itself. Everything else (pages, export, history, print) follows from it.

A room declares one `Register` for a model and gets its pages by `path("", include(urls(register)))`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Literal

from django import forms
from django.db.models import Model, QuerySet

from nscl.apps.core.access import Actor, Refusal
from nscl.apps.core.models import AuditEntry

ColumnKind = Literal["text", "number", "money", "date", "flag", "choice", "list"]
FilterKind = Literal["choice", "multi", "flag", "year", "date", "text"]


@dataclass(frozen=True)
class Column:
    """One column of the list, one line of the record page, one column of the export.

    `value` is a path of attributes ("maker.name"; a `choice` shows the word, not the code) or a function
    of the record. It may not ask the database: `Register.rows` fetches what it needs beforehand.
    `deed` shows the column only to those who may do that deed (personal data).
    """

    name: str
    label: str
    value: str | Callable[[Any], Any]
    kind: ColumnKind = "text"
    sort: str = ""
    shown: bool = True
    unit: str = ""
    deed: str = ""


@dataclass(frozen=True)
class Filter:
    """One field of the filter form; `name` is its key in the URL.

    `apply` is an ORM lookup ("province_id") or a function (rows, value) → rows. The value is a text for
    `choice` and `text`, a list of texts for `multi`, a bool for `flag`, a whole number for `year`, a date
    for `date`; what cannot be read as such is said to the person and does not filter.
    """

    name: str
    label: str
    kind: FilterKind
    apply: str | Callable[[QuerySet[Any], Any], QuerySet[Any]]
    choices: Callable[[Actor], list[tuple[str, str]]] | None = None


@dataclass(frozen=True)
class Bulk:
    """A deed on many chosen records, confirmed on a page of its own.

    `sentence` says what will happen, with {n} for the number of records. `run(records, by=, at=, **fields)`
    does it in one transaction, checks each record and returns how many it changed; `form` asks for its
    fields. `undo(records, was=, by=, at=, **fields)` takes the same records back: `was` gives, by primary
    key, the columns that `run` changed with their values before. Without it the page says that the deed
    cannot be undone.
    """

    name: str
    label: str
    deed: str
    sentence: str
    run: Callable[..., int]
    form: type[forms.Form] | None = None
    undo: Callable[..., int] | None = None


@dataclass(frozen=True)
class Section:
    """A card on the record page: `template` is included with `rows`, `record`, `register` and `section`.

    `printed(rows)` gives heads and lines of text for the printed record; without it the card is not printed.
    """

    name: str
    label: str
    rows: Callable[[Any, Actor], Any]
    template: str
    printed: Callable[[Any], tuple[list[str], list[list[str]]]] | None = None


@dataclass(frozen=True)
class Link:
    """A quiet button on the list page or the record page, to a page of the room's own."""

    label: str
    url: str


@dataclass(frozen=True, kw_only=True, eq=False)
class Register:
    """A list of records with everything a person may do to it.

    Deeds are `f"{deeds}.view"`, `.add`, `.change`, `.export`; their rules stand in the room's access.py.
    `rows` is already narrowed to the actor's scope. `form(data, record=, actor=)` makes the form; its
    `cleaned_data` go to the verbs by name. `add(by=, at=, **data)` and
    `change(record, revision=, by=, at=, **data)` are the room's verbs; `change` raises `RevisionConflict`
    (or another `Refusal`) when the record is newer than the page.

    The first column names the record and links to its page. `ranked` are the ORM paths in which a literal,
    accented match comes first; empty means the path of the first column. Without `search_fields` the
    list has no field for words, only its filters. `links(record, actor)` and
    `list_links(actor)` lead to pages of the room's own; `labels` name keys of audit entries that are no
    fields of the model, `words` the codes of a field without choices of its own. `secrets`
    gives the deed without which a field that stands in no column (or a key of audit entries) stays hidden in
    the history. `import_name` is the import (`core.imports`) into this
    register: the list offers it to those who may do `f"{deeds}.import"`.
    """

    name: str
    path: str
    namespace: str
    title: str
    singular: str
    model: type[Model]
    rows: Callable[[Actor], QuerySet[Any]]
    columns: tuple[Column, ...]
    filters: tuple[Filter, ...] = ()
    deeds: str
    form: Callable[..., forms.BaseForm] | None = None
    add: Callable[..., Model] | None = None
    change: Callable[..., Model] | None = None
    sections: tuple[Section, ...] = ()
    bulk: tuple[Bulk, ...] = ()
    search_fields: tuple[str, ...] = ("search_key",)
    ranked: tuple[str, ...] = ()
    default_sort: str = "sort_key"
    history: Callable[[Any], QuerySet[AuditEntry]] | None = None
    links: Callable[[Any, Actor], list[Link]] | None = None
    list_links: Callable[[Actor], list[Link]] | None = None
    labels: Mapping[str, str] = field(default_factory=dict)
    words: Mapping[str, Mapping[Any, str]] = field(default_factory=dict)
    secrets: Mapping[str, str] = field(default_factory=dict)
    import_name: str = ""

    @property
    def key(self) -> str:
        """Identity across rooms: "registry:organisation"."""
        return f"{self.namespace}:{self.name}"

    @property
    def object_type(self) -> str:
        return self.model._meta.label_lower

    def url_name(self, page: str) -> str:
        return f"{self.namespace}:{self.name}_{page}"


class RevisionConflict(Refusal):
    """Someone changed the record after the person's page was made."""

    def __init__(self, what: str, *, by_name: str = "", changed_at: datetime | None = None) -> None:
        who = by_name or "người khác"
        super().__init__(
            f"{what} vừa được {who} thay đổi. Nội dung bạn nhập chưa được lưu và còn ở dưới đây."
        )
        self.by_name, self.changed_at = who, changed_at


def require_revision(record: Any, revision: int | None) -> None:
    """For a `change` verb, after locking: raise `RevisionConflict` when the page was older than the record.

    None means that the caller holds the present state (a job, an import).
    """
    if revision is not None and record.revision != revision:
        raise RevisionConflict(str(record))
