"""Several statements as one message: in the transaction they belong to, and a fault leaves nothing behind."""

from __future__ import annotations

from datetime import UTC, datetime
from threading import Thread

import pytest
from django.db import DataError, IntegrityError, OperationalError, ProgrammingError, connection, transaction

from nscl.apps.traceability import sql, wire
from nscl.apps.traceability.sql import Statement

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(connection.vendor != "postgresql", reason="what SQLite has no message for"),
]


@pytest.fixture(autouse=True)
def table() -> None:
    with connection.cursor() as cursor:
        cursor.execute("DROP TABLE IF EXISTS wired")
        cursor.execute("CREATE TABLE wired (number int PRIMARY KEY, at timestamptz, data bytea)")


def put(number: int) -> Statement:
    return Statement("INSERT INTO wired (number) VALUES (%s)", [number])


def numbers() -> list[int]:
    return [row[0] for row in sql.rows("SELECT number FROM wired ORDER BY number")]


def test_outside_a_transaction_a_message_is_one() -> None:
    sql.together([put(1), put(2)])
    with pytest.raises(IntegrityError):
        sql.together([put(3), put(1), put(4)])
    assert numbers() == [1, 2]
    sql.together([put(5)])
    assert numbers() == [1, 2, 5]


def test_within_a_transaction_it_stands_or_falls_with_it() -> None:
    with transaction.atomic():
        sql.together([put(1)])  # what is said first begins it
        transaction.set_rollback(True)
    assert numbers() == []
    with transaction.atomic():
        sql.together([put(1)])
        with pytest.raises(IntegrityError), transaction.atomic():
            sql.together([put(2), put(1)])
        sql.together([put(3)])
    assert numbers() == [1, 3]


def test_answers_come_in_order_with_their_rows_and_counts() -> None:
    again = Statement("SELECT number FROM wired WHERE number = ANY(%s) ORDER BY number", [[1, 3]])
    found = sql.together([put(1), put(3), again, Statement("UPDATE wired SET at = now()"), again])
    assert [(one.rows, one.count) for one in found] == [
        ([], 1), ([], 1), ([(1,), (3,)], 2), ([], 2), ([(1,), (3,)], 2),
    ]  # fmt: skip
    assert sql.together([]) == []


def test_what_is_made_later_belongs_to_the_same_message() -> None:
    seen = Statement("SELECT number FROM wired")
    found = sql.together([put(1), seen], then=lambda: [Statement("SELECT 'later'"), put(2), seen])
    assert [one.rows for one in found] == [[], [(1,)], [("later",)], [], [(1,), (2,)]]
    with pytest.raises(IntegrityError):
        sql.together([put(3)], then=lambda: [put(1)])
    with pytest.raises(IntegrityError):
        sql.together([put(1)], then=lambda: [put(3)])
    assert numbers() == [1, 2]
    with transaction.atomic():
        sql.together([put(4)], then=lambda: [put(5)])
        transaction.set_rollback(True)
    assert numbers() == [1, 2]


def test_the_server_is_at_work_while_it_is_made() -> None:
    sql.together([put(1)])

    def later() -> list[Statement]:
        other = Thread(target=look)
        other.start()
        other.join()
        return [put(3)]

    def look() -> None:
        try:
            waiting = (
                "SELECT count(*), pg_sleep(0.01) FROM pg_locks WHERE locktype = 'advisory' AND objid = 77"
            )
            found.append(any(sql.rows(waiting)[0][0] for _turn in range(1_000)))
        finally:
            connection.close()

    found: list[bool] = []
    sql.together([Statement("SELECT pg_advisory_xact_lock(77)"), put(2)], then=later)
    assert found == [True] and numbers() == [1, 2, 3]


def test_what_cannot_be_made_leaves_nothing() -> None:
    def fails() -> list[Statement]:
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        sql.together([put(1)], then=fails)
    connection.close_if_unusable_or_obsolete()
    assert numbers() == []
    sql.together([put(2)])
    assert numbers() == [2]


def test_values_arrive_as_they_are() -> None:
    at = datetime(2026, 3, 2, 2, 30, tzinfo=UTC)
    nasty = ['a"b', "c\\d", "{e,f}", "", "NULL", "Đắk Lắk"]
    row = Statement(
        "SELECT %s::text, %s::bool, %s::timestamptz, %s::int, %s::text[]", ["x'%", True, at, None, nasty]
    )
    (answer,) = sql.together([row])
    assert answer.rows == [("x'%", True, at, None, nasty)]
    assert sql.prepared(
        "SELECT at, %s::bytea[] FROM (SELECT %s::timestamptz AS at) t", [[b"\x00\xff"], at]
    ) == [(at, [b"\x00\xff"])]


@pytest.mark.parametrize("value", ["a\0b", ["a", "b\0c"]])
def test_a_text_that_would_be_cut_short_is_refused(value: object) -> None:
    with pytest.raises(DataError):
        sql.prepared("SELECT %s::text", [value])
    sql.together([put(1)])
    with pytest.raises(DataError):
        sql.together([put(2), Statement("SELECT %s::text", [value])])
    assert numbers() == [1]


def test_what_the_server_forgot_is_prepared_anew() -> None:
    assert sql.prepared("SELECT 1") == [(1,)]
    with connection.cursor() as cursor:
        cursor.execute("DEALLOCATE ALL")
    with pytest.raises(ProgrammingError):
        sql.prepared("SELECT 1")
    assert sql.prepared("SELECT 1") == [(1,)]
    assert sql.prepared("SELECT * FROM wired") == []
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE wired DROP COLUMN data")
    with pytest.raises(Exception, match="cached plan"):
        sql.prepared("SELECT * FROM wired")
    assert sql.prepared("SELECT * FROM wired") == []


def test_a_rollback_forgets_nothing() -> None:
    """The driver would let the server forget all plans then, its own and these."""
    assert sql.prepared("SELECT 2") == [(2,)]
    with transaction.atomic():
        sql.together([put(1)])
        transaction.set_rollback(True)
    assert sql.prepared("SELECT 2") == [(2,)]


def test_only_so_many_statements_are_known(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(wire, "MOST", 5)
    assert [sql.prepared(f"SELECT {n}")[0][0] for n in [*range(20), *range(20)]] == [*range(20), *range(20)]
    assert sql.rows("SELECT count(*) FROM pg_prepared_statements")[0][0] <= 6


def broken() -> None:
    """End the server's side of this thread's connection."""
    own = sql.rows("SELECT pg_backend_pid()")[0][0]

    def end() -> None:
        sql.rows("SELECT pg_terminate_backend(%s, 5000)", [own])
        connection.close()

    thread = Thread(target=end)
    thread.start()
    thread.join()


def test_a_connection_that_broke_between_two_requests_is_made_anew(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(connection.settings_dict, "CONN_HEALTH_CHECKS", True)
    connection.close()
    assert sql.prepared("SELECT 3") == [(3,)]
    broken()
    connection.close_if_unusable_or_obsolete()  # what begins a request
    assert sql.prepared("SELECT 3") == [(3,)]


def test_a_connection_that_broke_meanwhile_is_told() -> None:
    assert sql.prepared("SELECT 3") == [(3,)]
    broken()
    with pytest.raises(OperationalError):
        sql.prepared("SELECT 3")
    connection.close_if_unusable_or_obsolete()
    assert sql.prepared("SELECT 3") == [(3,)]


def test_other_threads_go_on_while_one_waits() -> None:
    counted = []

    def count() -> None:
        while not over:
            counted.append(1)

    over: list[bool] = []
    thread = Thread(target=count)
    thread.start()
    sql.prepared("SELECT pg_sleep(0.2)")
    over.append(True)
    thread.join()
    assert len(counted) > 1_000


def test_whoever_counts_questions_counts_these() -> None:
    from django.test.utils import CaptureQueriesContext

    with CaptureQueriesContext(connection) as asked:
        sql.together([put(1), put(2)])
        sql.prepared("SELECT 1")
    assert len(asked) == 3
