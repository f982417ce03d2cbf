"""What a person asked of a list: words, filters, columns, order; read from the URL, answered as a query."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django import forms
from django.core.exceptions import FieldDoesNotExist
from django.core.paginator import Page, Paginator
from django.db.models import Case, F, IntegerField, Q, QuerySet, Value, When
from django.http import QueryDict
from django.urls import reverse
from django.utils.translation import gettext as _

from nscl.apps.core.access import Actor
from nscl.apps.core.registers.cells import Cell, cells, heading, offered, said
from nscl.apps.core.registers.filters import (
    COLUMNS,
    MAX_WORDS,
    PAGE,
    SORT,
    WORDS,
    filter_form,
    wanted,
    words_of,
)
from nscl.apps.core.registers.spec import Column, Register
from nscl.vietnamese import search_key, squash

PAGE_SIZE = 50


@dataclass(frozen=True)
class Line:
    """One record of the list with the cells shown."""

    record: Any
    url: str
    cells: list[Cell]


@dataclass(frozen=True)
class Used:
    """A filter in use, said in words; `without` is the query string that leaves it out."""

    label: str
    text: str
    without: str


@dataclass(frozen=True)
class Listing:
    """One person's question to one register.

    A filter that cannot be read is named in `form.errors` and does not filter.
    """

    register: Register
    actor: Actor
    params: Mapping[str, Any]
    form: forms.Form

    @property
    def words(self) -> str:
        return squash(str(self.params.get(WORDS, "")))[:MAX_WORDS]

    @cached_property
    def offered(self) -> tuple[Column, ...]:
        return offered(self.register, self.actor)

    @cached_property
    def columns(self) -> tuple[Column, ...]:
        """The chosen columns, else those shown by default; the first names the record and is always there."""
        chosen = set(_all(self.params, COLUMNS)) & {column.name for column in self.offered}
        return tuple(
            column
            for index, column in enumerate(self.offered)
            if index == 0 or (column.name in chosen if chosen else column.shown)
        )

    def choosable(self) -> list[tuple[str, str, bool]]:
        """Label, name and whether it is shown, of every column but the first."""
        return [(heading(c), c.name, c in self.columns) for c in self.offered[1:]]

    @property
    def sort(self) -> str:
        """The column's name, with a minus for downwards; empty when the order is the register's own."""
        text = str(self.params.get(SORT, ""))
        name = text.removeprefix("-")
        return text if any(column.name == name and column.sort for column in self.offered) else ""

    @cached_property
    def rows(self) -> QuerySet[Any]:
        """All matching records in order, with no page cut out."""
        rows = self._filtered(self.register.rows(self.actor))
        rows = self._searched(rows)
        if self.sort:
            by_name = {column.name: column for column in self.offered}
            path, down = by_name[self.sort.removeprefix("-")].sort, self.sort.startswith("-")
            # The two databases put empty values at different ends; here they are last in both directions.
            order = F(path).desc(nulls_last=True) if down else F(path).asc(nulls_last=True)
            return rows.order_by(order, "pk")
        return rows.order_by(*(["rank"] if self.words else []), self.register.default_sort, "pk")

    def _filtered(self, rows: QuerySet[Any]) -> QuerySet[Any]:
        for spec in self.register.filters:
            value = wanted(spec, self.form.cleaned_data.get(spec.name))
            if value is None:
                continue
            if callable(spec.apply):
                rows = spec.apply(rows, value)
            elif spec.kind == "multi":
                rows = rows.filter(**{f"{spec.apply}__in": value})
            else:
                rows = rows.filter(**{spec.apply: value})
        return rows

    def _searched(self, rows: QuerySet[Any]) -> QuerySet[Any]:
        """Every word somewhere in the search fields, accents or not; a literal match ranks first."""
        if not self.words:
            return rows
        key = search_key(self.words)
        if not key:
            return rows.annotate(rank=Value(0)).none()
        for word in key.split():
            anywhere = Q()
            for path in self.register.search_fields:
                anywhere |= Q(**{f"{path}__contains": word})
            rows = rows.filter(anywhere)
        literal = Q()
        for path in ranked_paths(self.register):
            for text in _cases(self.words):
                literal |= Q(**{f"{path}__icontains": text})
        if not literal:
            return rows.annotate(rank=Value(0))
        rank = Case(When(literal, then=Value(0)), default=Value(1), output_field=IntegerField())
        return rows.annotate(rank=rank)

    def page(self) -> Page[Any]:
        """One page: its keys first, in order, then the records of these keys with all that is shown.

        What a list shows beside the record (figures of the last year, names of links) is then worked out for
        fifty rows and not for all those that stand before them.
        """
        found = Paginator(self.rows.values_list("pk", flat=True), PAGE_SIZE).get_page(self.params.get(PAGE))
        found.object_list = self.records(list(found.object_list))
        return found

    def records(self, keys: Sequence[int]) -> list[Any]:
        """The records of these keys in their order, as the register shows them."""
        known = {one.pk: one for one in self.register.rows(self.actor).filter(pk__in=keys)}
        return [known[key] for key in keys if key in known]

    def lines(self, records: Any) -> list[Line]:
        name = self.register.url_name("detail")
        return [
            Line(record, reverse(name, args=[record.pk]), cells(self.columns, record)) for record in records
        ]

    def used(self) -> list[Used]:
        """The words and filters in use, for the page and for the head of the export."""
        found = [Used(_("Tìm"), f"“{self.words}”", self._without(WORDS))] if self.words else []
        for spec in self.register.filters:
            value = wanted(spec, self.form.cleaned_data.get(spec.name))
            if value is not None:
                text = words_of(self.form.fields[spec.name], value)
                found.append(Used(said(spec.label), text, self._without(spec.name)))
        return found

    def _without(self, key: str) -> str:
        return f"?{self.query(leave_out=key)}"

    def query(self, *, leave_out: str = "") -> str:
        """The question as a query string that can be kept: known keys only, no page."""
        known = QueryDict(mutable=True)
        names = [WORDS, SORT, COLUMNS, *(spec.name for spec in self.register.filters)]
        for name in names:
            if name == leave_out:
                continue
            values = [value for value in _all(self.params, name) if value]
            if values:
                known.setlist(name, values)
        return known.urlencode()


def read(register: Register, actor: Actor, params: QueryDict) -> Listing:
    """The question in a URL; every key that is not the register's own is left aside."""
    form = filter_form(register, actor, params)
    form.is_valid()
    return Listing(register, actor, params, form)


def ranked_paths(register: Register) -> tuple[str, ...]:
    """Where a literal match counts more: as declared, else the field behind the first column."""
    if register.ranked:
        return register.ranked
    naming = register.columns[0].value
    if not isinstance(naming, str):
        return ()
    try:
        register.model._meta.get_field(naming.split(".")[0])
    except FieldDoesNotExist:
        return ()
    return (naming.replace(".", "__"),)


def _cases(text: str) -> set[str]:
    """SQLite folds case in ASCII only, so the text is tried in the forms people type."""
    return {text, text.lower(), text.upper(), text[:1].upper() + text[1:], text.title()}


def _all(params: Mapping[str, Any], name: str) -> list[str]:
    if isinstance(params, QueryDict):
        return params.getlist(name)
    value = params.get(name, [])
    return list(value) if isinstance(value, list | tuple) else [value]
