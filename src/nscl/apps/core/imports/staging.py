"""Checked rows as rows of the staging table, and back."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from decimal import Decimal
from typing import Any

from django.db import connection
from django.db.models import Count, Q, QuerySet

from nscl.apps.core.imports.spec import ImportField, ImportSpec, Problem, Twin, Values
from nscl.apps.core.imports.validating import CHANGED, DOUBTFUL, NEW, WRONG, Row
from nscl.apps.core.models import ImportBatch, ImportRow

CHUNK = 1000


def store(batch: ImportBatch, rows: Iterable[Row]) -> None:
    """Replace the batch's staged rows; call inside a transaction."""
    ImportRow.objects.filter(batch=batch).delete()
    fields = [field for field in ImportRow._meta.concrete_fields if not field.primary_key]
    names = ", ".join(connection.ops.quote_name(field.column) for field in fields)
    places = ", ".join(["%s"] * len(fields))
    # One statement for all rows: Django's bulk_create builds SQL for every seventy of them on SQLite.
    sql = f"INSERT INTO {ImportRow._meta.db_table} ({names}) VALUES ({places})"
    part: list[list[Any]] = []
    with connection.cursor() as cursor:
        for row in rows:
            staged = _staged(batch, row)
            part.append(
                [field.get_db_prep_save(getattr(staged, field.attname), connection) for field in fields]
            )
            if len(part) == CHUNK:
                cursor.executemany(sql, part)
                part = []
        if part:
            cursor.executemany(sql, part)


def _staged(batch: ImportBatch, row: Row) -> ImportRow:
    return ImportRow(
        batch=batch,
        row_no=row.row_no,
        status=row.status,
        values={name: plain(value) for name, value in row.values.items() if value is not None},
        problems=[[p.field, p.sentence, p.is_warning, p.suggestion] for p in row.problems],
        differences=[[name, plain(before), plain(after)] for name, before, after in row.differences],
        doubts=[
            {
                "pk": twin.pk,
                "label": twin.label,
                "why": twin.why,
                "revision": twin.revision,
                "current": {name: plain(value) for name, value in twin.current.items()},
            }
            for twin in row.doubts
        ],
        record_id=row.record_pk,
        revision=row.revision,
    )


def plain(value: Any) -> Any:
    """A value as JSON keeps it."""
    if isinstance(value, Decimal):
        return format(value, "f")
    return value.isoformat() if isinstance(value, date) else value


def restored(one: ImportField, kept: Any) -> Any:
    """The value as the reader gave it."""
    if kept is None:
        return None
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


def mark_loaded(part: list[ImportRow], made: list[tuple[int, int]]) -> None:
    """Note on staged rows that they went in, and which record (row key, record key) each new one became."""
    table = ImportRow._meta.db_table
    with connection.cursor() as cursor:
        # Django's bulk_update writes one CASE for all rows, which takes longer than loading them.
        cursor.executemany(
            f"UPDATE {table} SET record_id = %s WHERE id = %s",
            [(record, row) for row, record in made],
        )
    for start in range(0, len(part), 500):
        keys = [row.pk for row in part[start : start + 500]]
        ImportRow.objects.filter(pk__in=keys).update(is_loaded=True)
