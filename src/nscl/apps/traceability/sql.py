"""The few differences between the two databases, in one place: lists as parameters, and writing many rows."""

from __future__ import annotations

import json
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from datetime import UTC, datetime
from functools import cache, lru_cache
from operator import itemgetter
from typing import Any, NamedTuple

import orjson
from django.db import DEFAULT_DB_ALIAS, connection, connections

Row = Sequence[Any]
JSON_COLUMNS = frozenset({"warnings", "errors", "context"})  # whose values come as JSON text
FEW = 400  # rows that travel with other statements; more go by COPY, which must travel alone


class Statement(NamedTuple):
    """One statement with its parameters."""

    text: str
    parameters: Sequence[Any] = ()


class Answer(NamedTuple):
    """What a statement gave back, and how many rows it touched."""

    rows: list[tuple[Any, ...]]
    count: int


Then = Callable[[], Sequence[Statement]]  # makes statements of a message later than the others


@cache
def is_postgres() -> bool:
    return connection.vendor == "postgresql"


def rows(question: str, parameters: Sequence[Any] = ()) -> list[tuple[Any, ...]]:
    """The rows of one question."""
    with connection.cursor() as cursor:
        cursor.execute(question, _bound(parameters))
        return cursor.fetchall()


def prepared(question: str, parameters: Sequence[Any] = ()) -> list[tuple[Any, ...]]:
    """The rows of a question whose text is always the same; on PostgreSQL planned once a connection.

    Over many months of events planning takes longer than answering.
    """
    if not is_postgres():
        return rows(question, parameters)
    # In binary form moments are read by the driver's own code, many times as fast.
    return _exchanged([Statement(question, parameters)], is_binary=True)[0].rows


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
        return [_array(column) for column in zip(*found, strict=True)] if found else ["{}"] * 3
    return [json.dumps([(item, _text(first), _text(last)) for item, first, last in found])]


def _array(values: Iterable[int | datetime]) -> str:
    """Numbers or moments as PostgreSQL writes a list: for long lists many times faster than the driver."""
    return "{" + ",".join([str(one) if isinstance(one, int) else one.isoformat() for one in values]) + "}"


def stamps(name: str) -> str:
    """A table of (event, recorded) made of one set of parameters (`stamped`), so that one month is read."""
    if is_postgres():
        return f"unnest(%s::bigint[], %s::timestamptz[]) AS {name}(event, recorded)"
    return f"(SELECT value ->> 0 AS event, value ->> 1 AS recorded FROM json_each(%s)) AS {name}"


def stamped(found: Sequence[tuple[int, datetime]]) -> list[Any]:
    """The parameters of `stamps`."""
    if is_postgres():
        return [_array(column) for column in zip(*found, strict=True)] if found else ["{}"] * 2
    return [json.dumps([(number, _text(at)) for number, at in found])]


def moment(value: Any) -> datetime:
    """A moment as a raw question gives it: SQLite's is text or has no zone, and means UTC."""
    found = datetime.fromisoformat(value) if isinstance(value, str) else value
    return found if found.tzinfo is not None else found.replace(tzinfo=UTC)  # type: ignore[no-any-return]


def together(statements: Sequence[Statement], *, then: Then | None = None) -> list[Answer]:
    """The answers of several statements, in order; on PostgreSQL in one round trip, prepared beforehand.

    A statement sees what those before it did. The first that fails ends all. Outside a transaction they are
    one of their own, committed when the answers are here. `then` makes those that follow, while the database
    begins with the first.
    """
    if not statements:
        return []
    if not is_postgres():
        found = [_alone(one) for one in statements]
        return found + [_alone(one) for one in then()] if then is not None else found
    return _exchanged(statements, then)


def _exchanged(
    statements: Sequence[Statement], then: Then | None = None, *, is_binary: bool = False
) -> list[Answer]:
    from nscl.apps.traceability import wire

    raw = connected()
    own = connections[DEFAULT_DB_ALIAS]
    own.validate_thread_sharing()
    own.validate_no_broken_transaction()

    def asked(some: Sequence[Statement]) -> list[wire.Question]:
        questions = [(_counted(one.text), one.parameters) for one in some]
        if own.queries_logged:  # where somebody counts them
            own.queries_log.extend({"sql": text, "time": "0"} for text, _given in questions)
        return questions

    later = (lambda: asked(then())) if then is not None else None
    with own.wrap_database_errors:
        return wire.exchange(raw, asked(statements), then=later, is_binary=is_binary)


@lru_cache(maxsize=1_000)
def _counted(text: str) -> str:
    """A statement with its parameters counted ($1, $2 …), as the database wants them.

    The driver would do it anew each time, for long texts longer than the database works.

    >>> _counted("SELECT %s WHERE a LIKE 'x%%' AND b = %s")
    "SELECT $1 WHERE a LIKE 'x%' AND b = $2"
    """
    first, *others = text.split("%s")
    return "".join([first, *(f"${n}{part}" for n, part in enumerate(others, 1))]).replace("%%", "%")


def connected() -> Any:
    """The driver's own connection, made anew where the old one broke between two requests."""
    own = connections[DEFAULT_DB_ALIAS]  # what `connection` looks up at every touch
    own.close_if_health_check_failed()
    own.ensure_connection()
    return own.connection


def asked_at_once(questions: Sequence[Statement]) -> list[Answer]:
    """The answers of several questions; on PostgreSQL as one statement, the rows as JSON (bytes as text)."""
    if not is_postgres():
        return together(questions)
    return _answers(together([_one_question(questions)])[0], questions)


def after(first: Sequence[Statement], questions: Sequence[Statement]) -> list[Answer]:
    """Like `asked_at_once`, after statements that must have come to an end before (locks)."""
    if not is_postgres():
        return together([*first, *questions])[len(first) :]
    return _answers(together([*first, _one_question(questions)])[-1], questions)


def _one_question(questions: Sequence[Statement]) -> Statement:
    parts = ", ".join(f"(SELECT json_agg(t)::text FROM ({one.text}) t)" for one in questions)
    return Statement(f"SELECT {parts}", [value for one in questions for value in one.parameters])


def _answers(answer: Answer, questions: Sequence[Statement]) -> list[Answer]:
    columns = answer.rows[0] if questions else ()
    found = [[tuple(row.values()) for row in orjson.loads(rows or "[]")] for rows in columns]
    return [Answer(rows, len(rows)) for rows in found]


def written_at_once(statements: Sequence[Statement]) -> list[int]:
    """How many rows each of several writings touched, as one statement: none of them sees the others."""
    if not statements:
        return []
    parts = ", ".join(f"w{place} AS ({one.text} RETURNING 1)" for place, one in enumerate(statements))
    counts = ", ".join(f"(SELECT count(*) FROM w{place})" for place in range(len(statements)))
    parameters = [value for one in statements for value in one.parameters]
    return list(together([Statement(f"WITH {parts} SELECT {counts}", parameters)])[0].rows[0])


def exactly(question: Statement, rows: Mapping[int, str]) -> Statement:
    """The condition that a question on PostgreSQL (columns id and told) is answered by these rows."""
    found = f"(SELECT array_agg(told ORDER BY id) FROM ({question.text}) t)"
    told = [text for _number, text in sorted(rows.items())] or None
    return Statement(f"{found} IS NOT DISTINCT FROM %s::text[]", [*question.parameters, told])


def next_numbers(wanted: Mapping[str, int]) -> dict[str, list[int]]:
    """So many numbers for new rows of each table: on PostgreSQL nobody else gets them."""
    if is_postgres():
        text = "SELECT nextval('{}_id_seq') FROM generate_series(1, %s::int)"
        tables = [table for table, number in wanted.items() if number]
        answers = together([Statement(text.format(table), [wanted[table]]) for table in tables])
        found = {
            table: [row[0] for row in answer.rows] for table, answer in zip(tables, answers, strict=True)
        }
        return {table: found.get(table, []) for table in wanted}
    lasts = {table: rows(f"SELECT COALESCE(MAX(id), 0) FROM {table}")[0][0] for table in wanted}
    return {table: list(range(lasts[table] + 1, lasts[table] + 1 + n)) for table, n in wanted.items()}


def next_of(table: str, number: int) -> Statement:
    """The question for so many new numbers of a table, on PostgreSQL."""
    return Statement(f"SELECT nextval('{table}_id_seq') FROM generate_series(1, %s::int)", [number])


def _alone(one: Statement) -> Answer:
    with connection.cursor() as cursor:
        cursor.execute(one.text, _bound(one.parameters))
        return Answer(cursor.fetchall() if cursor.description else [], int(cursor.rowcount))


@cache
def _insert_text(table: str, columns: tuple[str, ...], *, once: bool) -> str:
    names = ", ".join(f'"{name}"' for name in columns)
    read = f"json_populate_recordset(NULL::{table}, %s::json)"
    return (
        f"INSERT INTO {table} ({names}) SELECT {names} FROM {read}{' ON CONFLICT DO NOTHING' if once else ''}"
    )


def inserting(table: str, columns: tuple[str, ...], given: Sequence[Row], *, once: bool = False) -> Statement:
    """The statement that writes rows on PostgreSQL; with `once`, rows that stand already are passed over.

    One text for any number of rows, so that it is prepared once: the rows are one parameter.
    """
    return Statement(_insert_text(table, columns, once=once), [as_json(columns, given)])


def as_json(columns: Sequence[str], given: Sequence[Row], *, without: Collection[str] = ()) -> bytes:
    """Rows as one JSON text that PostgreSQL reads them from; `without` some of the columns."""
    names, pick = _picked(tuple(columns), frozenset(without))
    rows = [dict(zip(names, pick(row), strict=True)) for row in given]
    for name in JSON_COLUMNS.intersection(names):
        for row in rows:
            row[name] = orjson.Fragment(row[name])
    return orjson.dumps(rows, default=_hex)


@cache
def _picked(
    columns: tuple[str, ...], without: frozenset[str]
) -> tuple[tuple[str, ...], Callable[[Row], Row]]:
    """The columns but for some, and what takes their values from a row."""
    kept = [place for place, name in enumerate(columns) if name not in without]
    return tuple(columns[place] for place in kept), itemgetter(*kept)


def _hex(value: Any) -> str:
    """Bytes as PostgreSQL reads them from text."""
    return f"\\x{value.hex()}"


def insert(table: str, columns: Iterable[str], given: Sequence[Row]) -> None:
    """Write many rows: by COPY on PostgreSQL, by one prepared INSERT on SQLite."""
    if not given:
        return
    names = list(columns)
    listed_names = ", ".join(f'"{name}"' for name in names)
    with connection.cursor() as cursor:
        if is_postgres():
            with cursor.copy(f"COPY {table} ({listed_names}) FROM STDIN") as copy:
                for row in given:
                    copy.write_row(row)
        else:
            marks = ", ".join(["%s"] * len(names))
            text = f"INSERT INTO {table} ({listed_names}) VALUES ({marks})"
            cursor.executemany(text, [_bound(row) for row in given])


def _bound(parameters: Row) -> Row:
    """The parameters as the database takes them: SQLite has no type for moments."""
    if is_postgres():
        return parameters
    return [_text(one) if isinstance(one, datetime) else one for one in parameters]


def _text(value: datetime) -> str:
    """A moment as Django writes it on SQLite: in UTC, without zone."""
    return str(value.astimezone(UTC).replace(tzinfo=None))
