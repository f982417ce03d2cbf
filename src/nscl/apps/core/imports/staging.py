"""Checked rows as rows of the staging table, and back."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from decimal import Decimal
from itertools import islice
from typing import Any

from django.db.models import Count, Q, QuerySet

from nscl.apps.core.bulk import insert_many, update_many
from nscl.apps.core.imports.secrets import opened, sealed
from nscl.apps.core.imports.spec import ImportField, ImportSpec, Problem, Twin, Values
from nscl.apps.core.imports.validating import CHANGED, DOUBTFUL, NEW, WRONG, Row
from nscl.apps.core.models import ImportBatch, ImportRow

CHUNK = 1000


def store(spec: ImportSpec, batch: ImportBatch, rows: Iterable[Row]) -> None:
    """Replace the batch's staged rows; call inside a transaction."""
    ImportRow.objects.filter(batch=batch).delete()
    known = {one.name: one for one in spec.fields}
    staged = (_staged(known, batch, row) for row in rows)
    while part := list(islice(staged, CHUNK)):
        insert_many(part)


def _staged(known: Mapping[str, ImportField], batch: ImportBatch, row: Row) -> ImportRow:
    return ImportRow(
        batch=batch,
        row_no=row.row_no,
        status=row.status,
        values=_kept(known, row.values, without_empty=True),
        problems=[[p.field, p.sentence, p.is_warning, p.suggestion] for p in row.problems],
        differences=kept_differences(known, row.differences),
        doubts=[
            {
                "pk": twin.pk,
                "label": twin.label,
                "why": twin.why,
                "revision": twin.revision,
                "current": _kept(known, twin.current),
            }
            for twin in row.doubts
        ],
        record_id=row.record_pk,
        revision=row.revision,
    )


def _kept(
    known: Mapping[str, ImportField], values: Mapping[str, Any], *, without_empty: bool = False
) -> dict[str, Any]:
    """The values of a row as JSON keeps them; a value of no field of the import is not kept."""
    return {
        name: plain(known[name], value)
        for name, value in values.items()
        if name in known and not (without_empty and value is None)
    }


def kept_differences(
    known: Mapping[str, ImportField], found: Iterable[tuple[str, Any, Any]]
) -> list[list[Any]]:
    return [[name, plain(known[name], before), plain(known[name], after)] for name, before, after in found]


def plain(one: ImportField, value: Any) -> Any:
    """A value as JSON keeps it; a personal code sealed."""
    if isinstance(value, Decimal):
        return format(value, "f")
    return value.isoformat() if isinstance(value, date) else sealed(one, value)


def restored(one: ImportField, kept: Any) -> Any:
    """The value as the reader gave it."""
    if kept is None:
        return None
    if isinstance(kept, dict):
        return opened(kept)
    if one.kind == "number":
        return Decimal(kept)
    return date.fromisoformat(kept) if one.kind == "date" else kept


def values_of(spec: ImportSpec, row: ImportRow) -> Values:
    """Every field of the import, the empty ones as None."""
    return {one.name: restored(one, row.values.get(one.name)) for one in spec.fields}


def differences_of(spec: ImportSpec, row: ImportRow) -> list[tuple[ImportField, Any, Any]]:
    fields = {one.name: one for one in spec.fields}
    return [
        (fields[name], restored(fields[name], before), restored(fields[name], after))
        for name, before, after in row.differences
        if name in fields
    ]


def problems_of(row: ImportRow) -> list[Problem]:
    return [Problem(*kept) for kept in row.problems]


def twins_of(spec: ImportSpec, row: ImportRow) -> list[Twin]:
    fields = {one.name: one for one in spec.fields}
    return [
        Twin(
            kept["pk"],
            kept["label"],
            kept["why"],
            kept["revision"],
            {name: restored(fields[name], v) for name, v in kept["current"].items() if name in fields},
        )
        for kept in row.doubts
    ]


UNDECIDED = Q(status=DOUBTFUL, decision="")
IS_WRONG = Q(status=WRONG)
TO_ADD = Q(status=NEW) | Q(status=DOUBTFUL, decision="new")
TO_CHANGE = Q(status=CHANGED) | (Q(status=DOUBTFUL, decision__startswith="is:") & ~Q(differences=[]))


def count(batch: ImportBatch) -> dict[str, int]:
    """How many rows stand where, and how many of them would be added, changed, or wait for a word."""
    rows = ImportRow.objects.filter(batch=batch)
    found = dict(rows.order_by().values_list("status").annotate(n=Count("pk")))
    return found | rows.aggregate(
        undecided=Count("pk", filter=UNDECIDED),
        to_add=Count("pk", filter=TO_ADD),
        to_change=Count("pk", filter=TO_CHANGE),
        warned=Count("pk", filter=~Q(problems=[]) & Q(status__in=[NEW, CHANGED])),
    )


def in_parts(rows: QuerySet[ImportRow], size: int = CHUNK) -> Iterator[list[ImportRow]]:
    """The rows in the order of the file, a part at a time, each part one query."""
    last = 0
    while part := list(rows.filter(row_no__gt=last).order_by("row_no")[:size]):
        yield part
        last = part[-1].row_no


def mark_loaded(rows: list[int], made: list[tuple[int, int]]) -> None:
    """Note on staged rows that they went in, and which record (row key, record key) each new one became."""
    update_many([ImportRow(pk=row, record_id=record) for row, record in made], ["record_id"])
    for start in range(0, len(rows), 500):
        keys = rows[start : start + 500]
        ImportRow.objects.filter(pk__in=keys).update(is_loaded=True)
