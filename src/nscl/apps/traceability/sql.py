"""The few differences between the two databases, in one place: lists as parameters, and writing many rows."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from typing import Any

from django.db import connection

Row = Sequence[Any]
FEW = 24  # rows that one INSERT carries faster than a COPY


def is_postgres() -> bool:
    return connection.vendor == "postgresql"


def rows(question: str, parameters: Sequence[Any] = ()) -> list[tuple[Any, ...]]:
    """The rows of one question."""
    with connection.cursor() as cursor:
        cursor.execute(question, _bound(parameters))
        return cursor.fetchall()


def run(statement: str, parameters: Sequence[Any] = ()) -> int:
    """One statement; how many rows it touched."""
    with connection.cursor() as cursor:
        cursor.execute(statement, _bound(parameters))
        return int(cursor.rowcount)


def among(column: str) -> str:
    """The condition that a column's value stands in a list; its parameter is made by `listed`."""
    return f"{column} = ANY(%s)" if is_postgres() else f"{column} IN (SELECT value FROM json_each(%s))"


def listed(values: Iterable[int] | Iterable[str]) -> Any:
    """A list as one parameter, however long."""
    return list(values) if is_postgres() else json.dumps(list(values))


def windows(name: str) -> str:
    """A table of (item, first, last) made of one set of parameters (`windowed`), to be joined."""
    if is_postgres():
        columns = "unnest(%s::bigint[], %s::timestamptz[], %s::timestamptz[])"
        return f"{columns} AS {name}(item, first, last)"
    parts = "value ->> 0 AS item, value ->> 1 AS first, value ->> 2 AS last"
    return f"(SELECT {parts} FROM json_each(%s)) AS {name}"


def windowed(found: Sequence[tuple[int, datetime, datetime]]) -> list[Any]:
    """The parameters of `windows`."""
    if is_postgres():
        return [list(column) for column in zip(*found, strict=True)] if found else [[], [], []]
    return [json.dumps([(item, _text(first), _text(last)) for item, first, last in found])]


def moment(value: Any) -> datetime:
    """A moment as a raw question gives it: SQLite's is text or has no zone, and means UTC."""
    found = datetime.fromisoformat(value) if isinstance(value, str) else value
    return found if found.tzinfo is not None else found.replace(tzinfo=UTC)  # type: ignore[no-any-return]


def insert(table: str, columns: Sequence[str], given: Sequence[Row]) -> None:
    """Write rows: by COPY on PostgreSQL, by one prepared INSERT on SQLite."""
    insert_all([(table, columns, given)])


def insert_all(given: Sequence[tuple[str, Sequence[str], Sequence[Row]]]) -> None:
    """Write the rows of several tables; few rows go to PostgreSQL all at once, as one message."""
    statements: list[str] = []
    parameters: list[Any] = []
    with connection.cursor() as cursor:
        for table, columns, rows in given:
            names = ", ".join(f'"{column}"' for column in columns)
            marks = f"({', '.join(['%s'] * len(columns))})"
            if not rows:
                continue
            if not is_postgres():
                cursor.executemany(f"INSERT INTO {table} ({names}) VALUES {marks}", [_bound(r) for r in rows])
            elif len(rows) > FEW:
                with cursor.copy(f"COPY {table} ({names}) FROM STDIN") as copy:
                    for row in rows:
                        copy.write_row(row)
            else:
                statements.append(f"INSERT INTO {table} ({names}) VALUES {', '.join([marks] * len(rows))}")
                parameters += [value for row in rows for value in row]
        if statements:
            cursor.execute("; ".join(statements), parameters)


def _bound(parameters: Row) -> Row:
    """The parameters as the database takes them: SQLite has no type for moments."""
    if is_postgres():
        return parameters
    return [_text(one) if isinstance(one, datetime) else one for one in parameters]


def _text(value: datetime) -> str:
    """A moment as Django writes it on SQLite: in UTC, without zone."""
    return str(value.astimezone(UTC).replace(tzinfo=None))
