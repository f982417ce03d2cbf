"""Several statements to PostgreSQL as one message, prepared once a connection.

What the driver's own pipeline does, for texts of ours only: straight through libpq it takes a third of the
processor time, which for a capture of one event is as much as checking it.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from select import POLLIN, POLLOUT, poll
from typing import Any
from weakref import WeakKeyDictionary

import psycopg
from psycopg.adapt import Transformer
from psycopg.pq import ConnStatus, DiagnosticField, ExecStatus, Format, TransactionStatus
from psycopg.pq.abc import PGconn, PGresult

from nscl.apps.traceability.sql import Answer

Question = tuple[str, Sequence[Any]]  # text and parameters
MOST = 300  # statements that a connection knows; then all are forgotten
_GOOD = frozenset({ExecStatus.COMMAND_OK, ExecStatus.TUPLES_OK})
# “No such prepared statement”, “cached plan must not change result type”: what is known is out of date.
_STALE = frozenset({b"26000", b"0A000"})


class Prepared:
    """What is kept of one connection: the statements it knows, by their text, and how answers are read."""

    def __init__(self, connection: psycopg.Connection[Any]) -> None:
        self.names: dict[str, bytes] = {}
        self.made = 0  # also those forgotten after a fault: no name is given twice
        self.read = Transformer(connection.adapters)  # of the connection itself it would keep hold

    def new(self, text: str) -> bytes:
        self.made += 1
        self.names[text] = name = f"nscl_{self.made}".encode()
        return name


_prepared: WeakKeyDictionary[psycopg.Connection[Any], Prepared] = WeakKeyDictionary()


def exchange(
    connection: psycopg.Connection[Any],
    statements: Sequence[Question],
    *,
    then: Callable[[], Sequence[Question]] | None = None,
    is_binary: bool = False,
) -> list[Answer]:
    """The answers to statements ($1, $2 … in their texts), in order; the first that fails ends all.

    `then` makes statements that follow in the same message, while the server is at work on the first. On a
    connection that commits by itself all are a transaction of their own, committed when this comes back;
    otherwise part of the transaction under way, which is begun where there is none. Raises psycopg's errors;
    a connection on which something else went wrong is closed, as half an answer may be on its way.
    """
    known = _prepared.get(connection)
    if known is None:
        known = _prepared[connection] = Prepared(connection)
    if len(known.names) > MOST:
        known.names.clear()
        connection.execute("DEALLOCATE ALL")
    message = _Message(connection, known, Format.BINARY if is_binary else Format.TEXT)
    asked = _encoded(statements)
    try:
        message.begin()
        message.ask(asked)
        if then is not None:
            message.flush()
            message.ask(_encoded(then()))
        message.end()
        results, fault = _received(connection.pgconn)
        connection.pgconn.exit_pipeline_mode()
    except BaseException:
        connection.close()
        raise
    if fault is not None:
        if fault.error_field(DiagnosticField.SQLSTATE) in _STALE:
            known.names.clear()
        for text in message.new:  # whether they were prepared is not known
            known.names.pop(text, None)
        raise psycopg.errors.error_from_result(fault)
    answers = [one for one, is_answer in zip(results, message.sent, strict=True) if is_answer]
    return [_answer(known.read, one) for one in answers]


class _Message:
    """What is sent at once, or in two parts while the server begins with the first."""

    def __init__(self, connection: psycopg.Connection[Any], known: Prepared, form: Format) -> None:
        self.pg = connection.pgconn
        self.begins = not connection.autocommit
        self.known, self.form = known, form
        self.new: list[str] = []
        self.sent: list[bool] = []  # of each command, whether its result is an answer

    def begin(self) -> None:
        self.pg.enter_pipeline_mode()
        if self.begins and self.pg.transaction_status == TransactionStatus.IDLE:
            self.pg.send_query_params(b"BEGIN", [])
            self.sent.append(False)

    def ask(self, asked: Sequence[tuple[str, list[bytes | None]]]) -> None:
        names = self.known.names
        for text, values in asked:
            if text not in names:
                self.pg.send_prepare(self.known.new(text), text.encode())
                self.new.append(text)
                self.sent.append(False)
            self.pg.send_query_prepared(names[text], values, result_format=self.form)
            self.sent.append(True)

    def end(self) -> None:
        self.pg.pipeline_sync()
        self.flush()

    def flush(self) -> None:
        while self.pg.flush():
            _wait(self.pg, POLLIN | POLLOUT)


def _encoded(statements: Sequence[Question]) -> list[tuple[str, list[bytes | None]]]:
    return [(text, [_value(one) for one in given]) for text, given in statements]


def _received(pg: PGconn) -> tuple[list[PGresult], PGresult | None]:
    """The good results, and the first bad one; all that belongs to the message is read."""
    good: list[PGresult] = []
    fault = None
    while True:
        while pg.is_busy():
            _wait(pg, POLLIN)
        found = pg.get_result()
        if found is None:
            if pg.status != ConnStatus.OK:
                raise psycopg.OperationalError(pg.get_error_message())
        elif found.status == ExecStatus.PIPELINE_SYNC:
            return good, fault
        elif found.status in _GOOD:
            good.append(found)
        elif fault is None and found.status != ExecStatus.PIPELINE_ABORTED:
            fault = found


def _wait(pg: PGconn, events: int) -> None:
    """Until the server has read or written something; other threads go on meanwhile."""
    waiting = poll()
    waiting.register(pg.socket, events)
    if any(event & ~POLLOUT for _socket, event in waiting.poll()):
        pg.consume_input()


def _answer(read: Transformer, result: PGresult) -> Answer:
    if not result.nfields:
        return Answer([], result.command_tuples or 0)
    read.set_pgresult(result)
    return Answer(read.load_rows(0, result.ntuples, tuple), result.ntuples)


def _value(value: Any) -> bytes | None:
    """A value as PostgreSQL reads it from text; a list becomes an array."""
    if value is None:
        return None
    if isinstance(value, bytes):  # text already
        return value
    if isinstance(value, list):
        return _array(value)
    text = value if isinstance(value, str) else str(value)
    if "\0" in text:
        raise _cut_short()
    return text.encode()


def _array(values: list[Any]) -> bytes:
    if not values:
        return b"{}"
    texts = [f"\\x{one.hex()}" if isinstance(one, bytes) else str(one) for one in values]
    joined = "\0".join(texts)  # escaped all at once
    if joined.count("\0") >= len(texts):
        raise _cut_short()
    inner = joined.replace("\\", "\\\\").replace('"', '\\"').replace("\0", '","')
    return f'{{"{inner}"}}'.encode()


def _cut_short() -> psycopg.DataError:
    """Libpq would read no further and say nothing."""
    return psycopg.DataError("PostgreSQL's texts hold no NUL")
