"""A store of any size for benchmarks: one set of chains captured, then written again under other codes.

The copies are made by the database itself (`INSERT … SELECT`, indexes built afterwards) and are row for row
what `actions.capture` would have written: `check` compares the two. They are laid down as life would,
event by event over all sets, so that no two events of a chain stand near each other.
"""

from __future__ import annotations

import json
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from typing import Any

from django.db import connection, transaction

from benchmarks.chains import TAG, Chains, retagged, tag_sum
from nscl.apps.traceability import actions, sql
from nscl.apps.traceability.senders import Sender
from nscl.gs1.epcis.formats import instant
from nscl.gs1.epcis.hashing import event_hash, prehash

TABLES = ("event", "eventhash", "eventitem", "eventfield", "edge", "containment", "item")
CUT = ("event", "eventitem", "eventfield")  # by month
DOCUMENT = 60  # events in a document of the first set


def documents(chains: Chains, tag: str = TAG) -> Iterator[tuple[bytes, datetime]]:
    """The chains as documents of the time they were captured in."""
    for start in range(0, len(chains.events), DOCUMENT):
        part = chains.events[start : start + DOCUMENT]
        whole = {
            "@context": ["https://ref.gs1.org/standards/epcis/2.0.0/epcis-context.jsonld"],
            "type": "EPCISDocument",
            "schemaVersion": "2.0",
            "creationDate": part[-1]["eventTime"],
            "epcisBody": {"eventList": part},
        }
        at = instant(part[-1]["eventTime"])
        assert at is not None
        yield retagged(json.dumps(whole), tag).encode(), at + timedelta(hours=1)


def capture(chains: Chains, by: Sender, tag: str = TAG) -> None:
    for data, at in documents(chains, tag):
        actions.capture(data, by=by, at=at)


def tags(many: int) -> list[str]:
    """Tags that may take the first one's place, far from each other in the alphabet."""
    fit = [f"{n:06d}" for n in range(10**6) if tag_sum(f"{n:06d}") == tag_sum(TAG)]
    fit.remove(TAG)
    step = 7919  # a prime, so that neighbours in the alphabet are no neighbours in the tables
    return [fit[place * step % len(fit)] for place in range(many)]


def fill(chains: Chains, copies: int, *, told: Any = None, indexes: bool = True) -> None:
    """Write the captured set again `copies` times; the first set must be all that the store holds."""
    _templates(chains, copies)
    events = sql.rows("SELECT count(*) FROM bench_event")[0][0]
    begun = time.perf_counter()
    with _without_indexes() if indexes else _nothing():
        for k in range(events):
            for statement in _STATEMENTS:
                sql.run(statement, [k])
            if told and (k + 1) % 250 == 0:
                told(f"  {(k + 1) * copies:>12,} events, {time.perf_counter() - begun:,.0f} s")
        for table in ("item", "eventhash", "containment"):
            name = f"traceability_{table}"
            sql.run(f"SELECT setval(pg_get_serial_sequence('{name}', 'id'), (SELECT max(id) FROM {name}))")
        if told:
            told(f"  rows written, {time.perf_counter() - begun:,.0f} s")
    sql.run("; ".join(f"DROP TABLE bench_{name}" for name in (*TABLES, "copy")))


# ── What is copied ─────────────────────────────────────────────────────


def _templates(chains: Chains, copies: int) -> None:
    """The rows of the first set with their places (k), by which the numbers of the copies are counted."""
    hashed = [
        (bytes.fromhex(event_hash(event).removeprefix("ni:///sha-256;")[:64]), prehash(event))
        for event in chains.events
    ]
    sql.run("CREATE TABLE bench_copy (n bigint, tag text)")
    sql.insert("bench_copy", ("n", "tag"), list(enumerate(tags(copies))))
    sql.run("CREATE TABLE bench_pre (hash bytea, prehash text)")
    sql.insert("bench_pre", ("hash", "prehash"), hashed)
    sql.run(
        f"""
        CREATE TABLE bench_event AS SELECT e.*, p.prehash, row_number() OVER (ORDER BY e.id) - 1 AS k
          FROM traceability_event e JOIN bench_pre p ON p.hash = e.hash;
        CREATE TABLE bench_eventhash AS SELECT h.*, e.k, e.prehash
          FROM traceability_eventhash h JOIN bench_event e ON e.id = h.id;
        CREATE TABLE bench_item AS
          SELECT i.*, row_number() OVER (ORDER BY i.id) - 1 AS place, coalesce(
            (SELECT min(e.k) FROM traceability_eventitem n JOIN bench_event e ON e.id = n.event_id
             WHERE n.item_id = i.id),
            (SELECT min(e.k) FROM bench_event e WHERE e.transformation_id = i.id)) AS k
          FROM traceability_item i WHERE i.canonical LIKE '%{TAG}%';
        CREATE TABLE bench_eventitem AS SELECT n.*, e.k, i.place FROM traceability_eventitem n
          JOIN bench_event e ON e.id = n.event_id LEFT JOIN bench_item i ON i.id = n.item_id;
        CREATE TABLE bench_eventfield AS SELECT f.*, e.k FROM traceability_eventfield f
          JOIN bench_event e ON e.id = f.event_number;
        CREATE TABLE bench_edge AS SELECT g.*, e.k, s.place AS src_place, d.place AS dst_place
          FROM traceability_edge g JOIN bench_event e ON e.id = g.event_number
          LEFT JOIN bench_item s ON s.id = g.src LEFT JOIN bench_item d ON d.id = g.dst;
        CREATE TABLE bench_containment AS SELECT c.*, a.k, d.k AS del_k, i.place AS child, p.place AS parent
          FROM traceability_containment c JOIN bench_event a ON a.id = c.add_event
          LEFT JOIN bench_event d ON d.id = c.del_event
          JOIN bench_item i ON i.id = c.child_id JOIN bench_item p ON p.id = c.parent_id;
        DROP TABLE bench_pre;
        CREATE TABLE bench_base AS SELECT {copies}::bigint AS many,
          (SELECT max(id) + 1 FROM traceability_event) AS event,
          (SELECT max(id) + 1 FROM traceability_item) AS item;
        """.replace("%", "%%")
    )
    sql.run("ALTER TABLE bench_event ADD process bigint")
    sql.run("UPDATE bench_event e SET process = i.place FROM bench_item i WHERE i.id = e.transformation_id")
    for table in TABLES:
        sql.run(f"CREATE INDEX ON bench_{table} (k)")
    many, event, item = sql.rows("SELECT many, event, item FROM bench_base")[0]
    sql.run("DROP TABLE bench_base")
    _STATEMENTS[:] = _statements(many, event, item)


_STATEMENTS: list[str] = []


def _statements(many: int, event: int, item: int) -> list[str]:
    """One statement a table: the rows of the k-th event for every copy."""

    def event_of(column: str) -> str:
        return f"({event} + t.{column} * {many} + c.n)"

    def item_of(column: str, place: str) -> str:
        return f"CASE WHEN t.{place} IS NULL THEN t.{column} ELSE {item} + t.{place} * {many} + c.n END"

    def put(text: str) -> str:
        return f"replace(t.{text}, '{TAG}', c.tag)"

    digest = f"sha256(convert_to({put('prehash')}, 'UTF8'))"
    marked = f"convert_to(t.name, 'UTF8') || '\\x00'::bytea || convert_to({put('text')}, 'UTF8')"
    mark = f"('x' || encode(substr(sha256({marked}), 1, 8), 'hex'))::bit(64)::bigint"
    process = f"{item} + t.process * {many} + c.n"
    sides = [
        f"CASE WHEN t.{side} < 0 THEN -{event_of('k')} ELSE {item_of(side, f'{side}_place')} END"
        for side in ("src", "dst")
    ]
    columns: dict[str, tuple[str, str, str]] = {
        "item": (
            "id, canonical, kind, gtin, lot, serial, sscc, product_id, organisation_id",
            f"{item} + t.place * {many} + c.n, {put('canonical')}, t.kind, t.gtin, {put('lot')},"
            f" {put('serial')}, {put('sscc')}, t.product_id, t.organisation_id",
            "t.k",
        ),
        "eventhash": (
            "id, hash, declaration, event_id, record_time, organisation_id, is_void",
            f"{event_of('k')}, {digest}, t.declaration, {put('event_id')}, t.record_time, t.organisation_id,"
            " t.is_void",
            "t.k",
        ),
        "event": (
            "id, record_time, event_time, tz_offset, type, action, biz_step, disposition, read_point_id,"
            " biz_location_id, transformation_id, event_id, hash, is_error_declaration, warnings, raw,"
            " job_id, organisation_id, province_id",
            f"{event_of('k')}, t.record_time, t.event_time, t.tz_offset, t.type, t.action, t.biz_step,"
            f" t.disposition, t.read_point_id, t.biz_location_id, {process}, {put('event_id')}, {digest},"
            f" t.is_error_declaration, t.warnings, {put('raw')}, t.job_id, t.organisation_id, t.province_id",
            "t.k",
        ),
        "eventitem": (
            "event_id, position, record_time, event_time, item_id, role, quantity, uom",
            f"{event_of('k')}, t.position, t.record_time, t.event_time, {item_of('item_id', 'place')},"
            " t.role, t.quantity, t.uom",
            "t.k",
        ),
        "eventfield": (
            "event_number, position, record_time, event_time, name, mark, text, number, moment,"
            " is_repeated",
            f"{event_of('k')}, t.position, t.record_time, t.event_time, t.name, {mark}, {put('text')},"
            " t.number, t.moment, t.is_repeated",
            "t.k",
        ),
        "edge": (
            "src, dst, event_number, kind, event_time, is_void",
            f"{sides[0]}, {sides[1]}, {event_of('k')}, t.kind, t.event_time, t.is_void",
            "t.k",
        ),
        "containment": (
            'child_id, parent_id, start, "end", add_event, del_event, is_void',
            f'{item} + t.child * {many} + c.n, {item} + t.parent * {many} + c.n, t.start, t."end",'
            f" {event_of('k')}, {event_of('del_k')}, t.is_void",
            "t.k",
        ),
    }  # fmt: skip
    return [
        f"INSERT INTO traceability_{table} ({names}) SELECT {values} FROM bench_{table} t, bench_copy c"
        f" WHERE {k} = %s"
        for table, (names, values, k) in columns.items()
    ]


# ── Indexes ────────────────────────────────────────────────────────────


@contextmanager
def _nothing() -> Iterator[None]:
    yield


@contextmanager
def _without_indexes() -> Iterator[None]:
    """Drop indexes and keys of the tables while they are filled, and build them again."""
    names = [f"traceability_{table}" for table in TABLES]
    keys = sql.rows(
        "SELECT c.conrelid::regclass::text, c.conname, pg_get_constraintdef(c.oid) FROM pg_constraint c"
        " WHERE c.conrelid::regclass::text = ANY(%s) AND c.contype IN ('p', 'u', 'f')",
        [names],
    )
    plain = sql.rows(
        "SELECT indexname, indexdef FROM pg_indexes WHERE tablename = ANY(%s)"
        " AND NOT indexname = ANY(SELECT conname::text FROM pg_constraint)",
        [names],
    )
    for table, name, _text in keys:
        sql.run(f'ALTER TABLE {table} DROP CONSTRAINT "{name}" CASCADE')
    for name, _text in plain:
        sql.run(f'DROP INDEX "{name}"')
    yield
    for _name, text in plain:
        sql.run(text.replace(" ON ONLY ", " ON "))  # the months' own indexes too
    for table, name, text in sorted(keys, key=lambda one: one[2][:1] == "F"):
        sql.run(f'ALTER TABLE {table} ADD CONSTRAINT "{name}" {text}')


# ── The copies are what a capture writes ───────────────────────────────


def check(chains: Chains, by: Sender, copies: int = 3) -> dict[str, int]:
    """Compare copies with captures of the same chains; the rows compared in each table. Leaves nothing."""
    with transaction.atomic():
        capture(chains, by)
        fill(chains, copies, indexes=False)
        copied = rows()
        transaction.set_rollback(True)
    with transaction.atomic():
        for tag in (TAG, *tags(copies)):
            capture(chains, by, tag)
        captured = rows()
        transaction.set_rollback(True)
    for table, wanted in captured.items():
        if copied[table] != wanted:
            odd = sorted(set(map(str, copied[table])) ^ set(map(str, wanted)))[:4]
            raise AssertionError(f"{table}: copies differ from captures: {odd}")
    return {table: len(found) for table, found in captured.items()}


def rows() -> dict[str, list[Any]]:
    """Everything that the store holds, with names in the place of numbers, in order."""
    item, event = (
        "(SELECT canonical FROM traceability_item WHERE id = {})",
        "encode(h.hash, 'hex') || h.event_id",
    )
    hashed = "JOIN traceability_eventhash h ON h.id = "
    end = f"CASE WHEN {{0}} < 0 THEN (SELECT {event} FROM traceability_eventhash h WHERE h.id = -{{0}}) ELSE {item.format('{0}')} END"  # noqa: E501
    named = f"(SELECT {event} FROM traceability_eventhash h WHERE h.id = {{}})"
    questions = {
        "item": "SELECT canonical, kind, gtin, lot, serial, sscc, product_id, organisation_id"
        " FROM traceability_item",
        "eventhash": f"SELECT {event}, h.declaration, h.record_time, h.organisation_id, h.is_void"
        " FROM traceability_eventhash h",
        "event": f"SELECT {event}, e.record_time, e.event_time, e.tz_offset, e.type, e.action, e.biz_step,"
        f" e.disposition, {item.format('e.read_point_id')}, {item.format('e.biz_location_id')},"
        f" {item.format('e.transformation_id')}, e.event_id, e.hash, e.is_error_declaration,"
        f" e.warnings::text, e.raw, e.organisation_id, e.province_id FROM traceability_event e {hashed} e.id",
        "eventitem": f"SELECT {event}, n.position, n.record_time, n.event_time, {item.format('n.item_id')},"
        f" n.role, n.quantity, n.uom FROM traceability_eventitem n {hashed} n.event_id",
        "eventfield": f"SELECT {event}, f.position, f.record_time, f.event_time, f.name, f.mark, f.text,"
        f" f.number, f.moment, f.is_repeated FROM traceability_eventfield f {hashed} f.event_number",
        "edge": f"SELECT {end.format('g.src')}, {end.format('g.dst')}, {event}, g.kind, g.event_time,"
        f" g.is_void FROM traceability_edge g {hashed} g.event_number",
        "containment": f'SELECT {item.format("c.child_id")}, {item.format("c.parent_id")}, c.start, c."end",'
        f" {named.format('c.add_event')}, {named.format('c.del_event')}, c.is_void"
        " FROM traceability_containment c",
    }  # fmt: skip
    return {
        table: sorted(tuple(map(str, row)) for row in sql.rows(question))
        for table, question in questions.items()
    }


def sizes() -> list[tuple[str, int, int, int]]:
    """Rows, bytes of the table, bytes of its indexes; the months of a table together."""
    found = []
    for table in TABLES:
        name = f"traceability_{table}"
        own, indexes = sql.rows(
            "SELECT sum(pg_table_size(relid)), sum(pg_indexes_size(relid)) FROM pg_partition_tree(%s)"
            if table in CUT
            else "SELECT pg_table_size(%s::regclass), pg_indexes_size(%s::regclass)",
            [name] if table in CUT else [name, name],
        )[0]
        found.append((table, sql.rows(f"SELECT count(*) FROM {name}")[0][0], int(own), int(indexes)))
    return found


__all__ = ["capture", "check", "connection", "fill", "sizes"]
