"""Many rows written at once by one prepared statement: an import holds the register's lock while it writes.

On SQLite Django's `bulk_create` builds the text of a statement for every seventy rows, which takes ten times
as long as the database does; there the rows go in by one prepared statement. PostgreSQL takes whole columns
at once, where a statement a row would cost a round trip each. The rows are the same.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import islice
from operator import attrgetter
from typing import Any, TypeVar

from django.db import DEFAULT_DB_ALIAS, connection, connections, models, transaction

M = TypeVar("M", bound=models.Model)
CHUNK = 1000


def insert_many(records: Sequence[M]) -> list[M]:
    """Write new records of one model, each with its key set; must run inside a transaction.

    Like `bulk_create`, it calls no `save`. Raises what the database raises for a row that may not stand.
    """
    if not records:
        return []
    if not connection.in_atomic_block:
        raise transaction.TransactionManagementError("many rows stand or fall together")
    model: Any = type(records[0])
    if connection.vendor != "sqlite":
        return list(model._base_manager.bulk_create(records, batch_size=CHUNK))
    for record, key in zip(records, _keys(model, len(records)), strict=True):
        record.pk = key
    fields = model._meta.concrete_fields
    quote = connection.ops.quote_name
    columns = ", ".join(quote(field.column) for field in fields)
    places = ", ".join(["%s"] * len(fields))
    sql = f"INSERT INTO {quote(model._meta.db_table)} ({columns}) VALUES ({places})"
    rows = _rows(records, fields)
    with connection.cursor() as cursor:
        while part := list(islice(rows, CHUNK)):
            cursor.executemany(sql, part)
    for record in records:
        record._state.adding, record._state.db = False, connection.alias
    return list(records)


def update_many(records: Sequence[M], names: Sequence[str]) -> None:
    """Write these fields of records that stand; must run inside a transaction. Calls no `save`."""
    if not records:
        return
    if not connection.in_atomic_block:
        raise transaction.TransactionManagementError("many rows stand or fall together")
    model: Any = type(records[0])
    if connection.vendor != "sqlite":
        _update_by_columns(model, records, names)
        return
    quote = connection.ops.quote_name
    fields = [*map(model._meta.get_field, names), model._meta.pk]
    told = ", ".join(f"{quote(field.column)} = %s" for field in fields[:-1])
    sql = f"UPDATE {quote(model._meta.db_table)} SET {told} WHERE {quote(model._meta.pk.column)} = %s"
    rows = _rows(records, fields)
    with connection.cursor() as cursor:
        while part := list(islice(rows, CHUNK)):
            cursor.executemany(sql, part)


def _update_by_columns(model: Any, records: Sequence[Any], names: Sequence[str]) -> None:
    """PostgreSQL's own way: each column of the new values as one array."""
    quote = connection.ops.quote_name
    fields = [*map(model._meta.get_field, names), model._meta.pk]
    arrays = ", ".join(f"unnest(%s::{_kind(field)}[]) AS {quote(field.column)}" for field in fields)
    told = ", ".join(f"{quote(field.column)} = new_ones.{quote(field.column)}" for field in fields[:-1])
    table, key = quote(model._meta.db_table), quote(model._meta.pk.column)
    sql = f"UPDATE {table} SET {told} FROM (SELECT {arrays}) AS new_ones WHERE {table}.{key} = new_ones.{key}"
    rows = _rows(records, fields)
    with connection.cursor() as cursor:
        while part := list(islice(rows, CHUNK)):
            cursor.execute(sql, [list(column) for column in zip(*part, strict=True)])


def _kind(field: Any) -> str:
    return str(field.rel_db_type(connection) if field.primary_key else field.db_type(connection))


def _rows(records: Sequence[Any], fields: Sequence[Any]) -> Iterator[list[Any]]:
    """The records as the database takes them.

    Texts and whole numbers are written as they are: to look at half a million cells takes longer than that.
    """
    itself = connections[DEFAULT_DB_ALIAS]  # the proxy `connection` costs a look-up for each value
    simple = (models.CharField, models.TextField, models.IntegerField, models.ForeignKey, models.BooleanField)
    others = [(i, one.get_db_prep_save) for i, one in enumerate(fields) if not isinstance(one, simple)]
    cells = attrgetter(*(field.attname for field in fields))
    for record in records:
        row = list(cells(record))
        for place, adapted in others:
            row[place] = adapted(row[place], itself)
        yield row


def _keys(model: Any, count: int) -> list[int]:
    """Keys that nobody else gets, in order; inside a writing transaction of SQLite nobody else adds a row."""
    table, quote = model._meta.db_table, connection.ops.quote_name
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT MAX({quote(model._meta.pk.column)}) FROM {quote(table)}")
        last = cursor.fetchone()[0] or 0
        cursor.execute("SELECT seq FROM sqlite_sequence WHERE name = %s", [table])
        kept = cursor.fetchone()
    first = max(last, kept[0] if kept else 0) + 1
    return list(range(first, first + count))
