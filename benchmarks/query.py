"""How fast events are found, for each family of parameters, beside reading one row by its key.

Run from the checkout: `python benchmarks/query.py [events]`. Uses the PostgreSQL of DATABASE_URL (a test
database beside it), else one of its own in a temporary folder; its tables are filled by SQL, without capture.
One line for each family: milliseconds of the first page of 30 (median, and of 20 the slowest one), as a
multiple of the bare read.
"""

from __future__ import annotations

import argparse
import os
import random
import statistics
import sys
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from importlib import import_module
from pathlib import Path
from typing import Any

sys.path[:0] = [str(Path(__file__).resolve().parents[1]), str(Path(__file__).resolve().parents[1] / "src")]
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.test")
FIRST = datetime(2026, 1, 1, tzinfo=UTC)
MONTHS, FIRMS, PLACES = 12, 200, 400
LATE = datetime(2027, 6, 1, tzinfo=UTC)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("events", type=int, nargs="?", default=1_000_000)
    parser.add_argument("--rounds", type=int, default=20)
    parser.add_argument("--explain", default="", help="print the plan of the families whose name holds this")
    wanted = parser.parse_args()
    from tests.run_all import postgres

    if os.environ.get("DATABASE_URL"):
        in_database(wanted)
        return
    with postgres() as url:
        os.environ["DATABASE_URL"] = url
        in_database(wanted)


def in_database(wanted: argparse.Namespace) -> None:
    import django
    from django.test.utils import get_runner, setup_test_environment

    django.setup()
    setup_test_environment()
    from django.conf import settings

    runner = get_runner(settings)(verbosity=0, interactive=False)
    kept = runner.setup_databases()
    try:
        begun = time.perf_counter()
        firms = fill(wanted.events)
        print(f"{wanted.events:,} events laid out in {time.perf_counter() - begun:.0f} s", flush=True)
        run(wanted, firms)
    finally:
        runner.teardown_databases(kept)


# ── The store ──────────────────────────────────────────────────────────

ITEMS = """
INSERT INTO traceability_item (id, canonical, kind, gtin, lot, serial, sscc)
SELECT n, 'https://id.gs1.org/01/0' || (4012345000000 + n % 500) || '/10/L' || n, 'lot',
  '0' || (4012345000000 + n % 500), 'L' || n, '', '' FROM generate_series(1, {lots}) n
UNION ALL SELECT {lots} + n, 'urn:vi-du:kho:' || n, 'other', '', '', '', ''
FROM generate_series(1, {places}) n
"""
EVENTS = """
INSERT INTO traceability_event (id, record_time, event_time, tz_offset, type, action, biz_step, disposition,
  read_point_id, biz_location_id, transformation_id, event_id, hash, is_error_declaration, warnings, raw,
  job_id, organisation_id, province_id)
SELECT n, {at}, {at} - interval '1 hour' * (n % 48), '+07:00',
  (ARRAY['ObjectEvent','ObjectEvent','AggregationEvent','TransformationEvent'])[1 + n % 4],
  (ARRAY['ADD','OBSERVE','OBSERVE','DELETE'])[1 + (n / 4) % 4],
  (ARRAY['shipping','receiving','packing','storing','inspecting'])[1 + (n / 3) % 5],
  CASE WHEN n % 5000 = 0 THEN 'recalled' ELSE (ARRAY['active','in_transit'])[1 + n % 2] END,
  {lots} + 1 + (n * 7) % {places}, {lots} + 1 + (n * 11) % {places}, NULL, 'urn:e:' || n,
  decode(lpad(to_hex(n), 64, '0'), 'hex'), false, '[]', {raw}, {job},
  {firm} + (n / 50) % {firms}, {province} FROM generate_series({low}, {high}) n
"""
NAMES = """
INSERT INTO traceability_eventhash (id, hash, declaration, event_id, record_time, organisation_id, is_void)
SELECT n, decode(lpad(to_hex(n), 64, '0'), 'hex'), '', 'urn:e:' || n, {at}, {firm} + (n / 50) % {firms}, false
FROM generate_series({low}, {high}) n
"""
NAMED = """
INSERT INTO traceability_eventitem (event_id, position, record_time, event_time, item_id, role, quantity, uom)
SELECT n, k, {at}, {at} - interval '1 hour' * (n % 48), 1 + (n / 8 + k * 3) % {lots},
  (ARRAY['class','child_class','input_class','output_class'])[1 + (n + k) % 4], (n % 900) + 0.5, 'KGM'
FROM generate_series({low}, {high}) n, generate_series(0, 1) k
"""
FIELDS = """
INSERT INTO traceability_eventfield
  (event_number, position, record_time, event_time, name, mark, text, number, moment, is_repeated)
SELECT n, 0, {at}, {at} - interval '1 hour' * (n % 48), 'bizTransaction_po',
  ('x' || encode(substring(sha256(convert_to('bizTransaction_po', 'UTF8') || '\\x00'::bytea
    || convert_to('urn:vi-du:po:' || n / 16, 'UTF8')) FROM 1 FOR 8), 'hex'))::bit(64)::bigint,
  'urn:vi-du:po:' || n / 16,
  NULL::float8, NULL::timestamptz, false FROM generate_series({low}, {high}) n WHERE n % 2 = 0
UNION ALL SELECT n, 1, {at}, {at} - interval '1 hour' * (n % 48), 'ILMD_urn:epcglobal:cbv:mda:netWeight', -n,
  (n % 9000)::text, n % 9000, NULL, false FROM generate_series({low}, {high}) n WHERE n % 4 = 0
UNION ALL SELECT n, 2, {at}, {at} - interval '1 hour' * (n % 48), 'value_KEL', -n - 1000000000,
  '', 270 + n % 40, NULL, false FROM generate_series({low}, {high}) n WHERE n % 20 = 0
"""
RAW = """'{"type":"ObjectEvent","eventID":"urn:e:' || n || '","eventTime":"2026-03-02T09:00:00+07:00",'
  || '"eventTimeZoneOffset":"+07:00","action":"OBSERVE","quantityList":[' || repeat('{"epcClass":'
  || '"https://id.gs1.org/01/04012345000001/10/L1","quantity":5,"uom":"KGM"},', 3) || '{}]}'"""


def fill(count: int) -> int:
    """Lay out the rows month by month; gives the first firm's number."""
    from django.db import connection

    from nscl.apps.traceability.models import CaptureJob
    from nscl.apps.traceability.partitions import ensure_months
    from tests import world as cast
    from tests.apps.registry.records import firm

    world = cast.build()
    made = [firm(world, f"Công ty TNHH số {n}") for n in range(FIRMS)]
    own = made[0]
    job = CaptureJob.objects.create(
        organisation=own, province_id=own.province_id, created_at=FIRST, finished_at=FIRST, context=[]
    )
    lots = max(count // 4, 1000)
    told = {"lots": lots, "places": PLACES, "job": job.pk, "firm": own.pk, "firms": FIRMS, "raw": RAW}
    told["province"] = own.province_id
    part = count // MONTHS + 1
    with connection.cursor() as cursor:
        cursor.execute(ITEMS.format(**told))
        for month in range(MONTHS):
            start = FIRST + timedelta(days=30.4 * month)
            ensure_months(start)
            ensure_months(start + timedelta(days=31))
            low, high = month * part + 1, min((month + 1) * part, count)
            step = f"interval '2 seconds' * (n - {low}) * {1_300_000 / part:.6f}"
            at = f"('{start.isoformat()}'::timestamptz + {step})"
            for statement in (EVENTS, NAMES, NAMED, FIELDS):
                cursor.execute(statement.format(**told, at=at, low=low, high=high))
        cursor.execute("ANALYZE")
    assert made[-1].pk == own.pk + FIRMS - 1
    return int(own.pk)


# ── Questions ──────────────────────────────────────────────────────────


def families(count: int) -> dict[str, Callable[[random.Random], dict[str, Any]]]:
    lots = max(count // 4, 1000)

    def lot(dice: random.Random) -> str:
        n = dice.randint(1, lots)
        return f"https://id.gs1.org/01/0{4012345000000 + n % 500}/10/L{n}"

    def day(dice: random.Random) -> datetime:
        return FIRST + timedelta(days=dice.randint(5, 340))

    def place(dice: random.Random) -> str:
        return f"urn:vi-du:kho:{dice.randint(1, PLACES)}"

    newest = {"orderBy": "eventTime"}
    return {
        "nothing": lambda _dice: {},
        "orderBy eventTime": lambda _dice: newest,
        "orderBy recordTime": lambda _dice: {"orderBy": "recordTime"},
        "eventTime of a day": lambda d: {
            "GE_eventTime": (one := day(d)).isoformat(),
            "LT_eventTime": (one + timedelta(days=1)).isoformat(),
        },
        "recordTime since": lambda d: {"GE_recordTime": day(d).isoformat()},
        "recordTime of an hour": lambda d: {
            "GE_recordTime": (one := day(d)).isoformat(),
            "LT_recordTime": (one + timedelta(hours=1)).isoformat(),
        },
        "eventID": lambda d: {"EQ_eventID": [f"urn:e:{d.randint(1, count)}"]},
        "bizStep, newest": lambda _dice: {"EQ_bizStep": ["shipping"], **newest},
        "disposition, rare": lambda _dice: {"EQ_disposition": ["recalled"]},
        "eventType, rare": lambda _dice: {"eventType": ["AssociationEvent"]},
        "disposition, none": lambda _dice: {"EQ_disposition": ["destroyed"]},
        "readPoint": lambda d: {"EQ_readPoint": [place(d)]},
        "readPoint, newest": lambda d: {"EQ_readPoint": [place(d)], **newest},
        "MATCH_anyEPCClass, a lot": lambda d: {"MATCH_anyEPCClass": [lot(d)]},
        "MATCH_anyEPCClass, a lot, newest": lambda d: {"MATCH_anyEPCClass": [lot(d)], **newest},
        "MATCH_epcClass, a product": lambda d: {
            "MATCH_epcClass": [f"https://id.gs1.org/01/0{4012345000000 + d.randint(0, 499)}"], **newest,
        },
        "MATCH_anyEPC, unknown": lambda _dice: {"MATCH_anyEPC": ["urn:khong:co"]},
        "bizTransaction": lambda d: {"EQ_bizTransaction_po": [f"urn:vi-du:po:{d.randint(1, count // 16)}"]},
        "ILMD number, narrow": lambda d: {
            "GE_ILMD_cbvmda:netWeight": (n := d.randint(1, 8900)), "LE_ILMD_cbvmda:netWeight": n,
        },
        "sensor value, wide": lambda _dice: {"GE_value_CEL": 20, **newest},
        "sensor value, none": lambda _dice: {"GE_value_CEL": 90},
        "quantity, wide": lambda _dice: {"GE_quantity": 500, **newest},
        "EXISTS_errorDeclaration": lambda _dice: {"EXISTS_errorDeclaration": 1},
        "step, place and time": lambda d: {
            "EQ_bizStep": ["packing"], "EQ_readPoint": [place(d)], "GE_eventTime": day(d).isoformat(),
            **newest,
        },
    }  # fmt: skip


def run(wanted: argparse.Namespace, firm: int) -> None:
    from nscl.apps.traceability.queries import View, find_events

    bare = timed(wanted.rounds * 5, lambda dice: read_one(dice.randint(1, wanted.events)))[0]
    print(f"a row by its key: {bare * 1e3:.2f} ms")
    print(f"{'':36}{'regulator ms':>24}{'×':>7}{'party ms':>22}{'×':>7}")
    regulator = View("regulator")
    dice = random.Random(3)
    for name, make in families(wanted.events).items():
        figures = []
        for is_party in (False, True):

            def ask(dice: random.Random, is_party: bool = is_party, make: Any = make) -> None:
                one = frozenset({firm + dice.randrange(FIRMS)})
                find_events(make(dice), view=View("party", None, one) if is_party else regulator, at=LATE)

            half, most = timed(wanted.rounds, ask)
            figures.append(f"{half * 1e3:>12.2f} {most * 1e3:>10.2f} {half / bare:>6.1f}")
        print(f"{name:36}{figures[0]}{figures[1]}", flush=True)
        if wanted.explain and wanted.explain in name:
            explain(make(dice), View("party", None, frozenset({firm})))


def timed(rounds: int, deed: Callable[[random.Random], Any]) -> tuple[float, float]:
    """Median and slowest."""
    dice = random.Random(7)
    found = []
    for _round in range(rounds + 1):
        begun = time.perf_counter()
        deed(dice)
        found.append(time.perf_counter() - begun)
    return statistics.median(found[1:]), max(found[1:])


def read_one(number: int) -> None:
    from nscl.apps.traceability import sql

    sql.rows("SELECT hash, event_id FROM traceability_eventhash WHERE id = %s", [number])


def explain(query: dict[str, Any], view: Any) -> None:
    """The plans of the questions that one query asks."""
    sql: Any = import_module("nscl.apps.traceability.sql")
    asked, plain = [], sql.rows

    def noted(question: str, parameters: Any = ()) -> Any:
        asked.append((question, parameters))
        return plain(question, parameters)

    sql.rows = noted
    try:
        import_module("nscl.apps.traceability.queries").find_events(query, view=view, at=LATE)
    finally:
        sql.rows = plain
    for question, parameters in asked:
        print("\n".join(row[0] for row in sql.rows(f"EXPLAIN (ANALYZE, BUFFERS) {question}", parameters)))


if __name__ == "__main__":
    main()
