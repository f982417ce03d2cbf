"""How fast events are captured, with validation and hashing on, beside the bare limit of the same machine.

Run from the checkout: `python benchmarks/capture.py [events]`. Uses the PostgreSQL of DATABASE_URL (a test
database beside it), else one of its own in a temporary folder. One line for each size of document: events a
second of `capture`, of the bare limit (parse the JSON, COPY text and codes, one durable commit), their ratio,
and where the time of a capture goes.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from importlib import import_module
from pathlib import Path
from typing import Any

sys.path[:0] = [str(Path(__file__).resolve().parents[1]), str(Path(__file__).resolve().parents[1] / "src")]
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.test")
SIZES = (1, 100, 2_000)
EPCS = 5


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("events", type=int, nargs="?", default=6_000)
    parser.add_argument("--profile", action="store_true", help="print the costliest functions of each size")
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
        run(wanted)
    finally:
        runner.teardown_databases(kept)


def run(wanted: argparse.Namespace) -> None:
    print(f"durable commits of one row: {commits():,.0f} a second")
    print("events a document  capture/s     bare/s  ratio   replay/s   µs an event")
    sender = a_sender()
    watch_judging()
    for place, size in enumerate(SIZES):
        measure(sender, place, size, wanted)


def measure(sender: Any, place: int, size: int, wanted: argparse.Namespace) -> None:
    number = max(3, min(wanted.events // size, 600))
    documents = [document(size, f"{place}x{n}") for n in range(number)]
    capture(document(30, f"{place}warm"), sender, {})
    parts: dict[str, float] = {}
    with profiled(wanted.profile):
        captured = rate(documents, size, lambda data: capture(data, sender, parts))
    bare = rate([document(size, f"{place}y{n}") for n in range(number)], size, bare_copy)
    replayed = rate(documents, size, lambda data: capture(data, sender, {}))
    told = "  ".join(f"{name} {seconds * 1e6 / number / size:,.0f}" for name, seconds in parts.items())
    figures = f"{size:>17,} {captured:>10,.0f} {bare:>10,.0f} {bare / captured:>6.1f} {replayed:>10,.0f}"
    print(f"{figures}   {told}", flush=True)


def document(size: int, name: str) -> bytes:
    """Commissionings of five things each, with lot data and an order, as a line of production sends them."""
    events = [
        {
            "type": "ObjectEvent",
            "eventID": f"urn:uuid:{name}-{n}",
            "eventTime": f"2026-03-02T09:{n // 60 % 60:02d}:{n % 60:02d}.{n // 3600:03d}+07:00",
            "eventTimeZoneOffset": "+07:00",
            "action": "ADD",
            "bizStep": "commissioning",
            "disposition": "active",
            "readPoint": {"id": "urn:epc:id:sgln:4012345.00001.0"},
            "bizLocation": {"id": "urn:epc:id:sgln:4012345.00002.0"},
            "epcList": [f"urn:epc:id:sgtin:4012345.012345.{name}{n}-{k}" for k in range(EPCS)],
            "bizTransactionList": [{"type": "po", "bizTransaction": f"urn:vi-du:don-hang:{name}{n}"}],
            "ilmd": {"cbvmda:lotNumber": f"L{name}", "cbvmda:itemExpirationDate": "2027-01-01"},
        }
        for n in range(size)
    ]
    whole = {
        "@context": ["https://ref.gs1.org/standards/epcis/2.0.0/epcis-context.jsonld"],
        "type": "EPCISDocument",
        "schemaVersion": "2.0",
        "creationDate": "2026-03-02T09:00:00Z",
        "epcisBody": {"eventList": events},
    }
    return json.dumps(whole).encode()


def a_sender() -> Any:
    from nscl.apps.traceability.senders import Sender
    from tests import world as cast
    from tests.apps.registry.records import firm

    mill = firm(cast.build(), "Công ty TNHH Xay xát")
    return Sender(mill.pk, mill.province_id, frozenset({mill.pk}))


def rate(documents: list[bytes], size: int, deed: Any) -> float:
    started = time.perf_counter()
    for data in documents:
        deed(data)
    return len(documents) * size / (time.perf_counter() - started)


def capture(data: bytes, sender: Any, parts: dict[str, float]) -> None:
    """One capture, told apart into reading, judging (with hashing), and the database."""
    from nscl.apps.traceability import actions, judging
    from tests.world import at

    begun = time.perf_counter()
    document = judging.read(data, at())
    was_read = time.perf_counter()
    actions.capture(document, by=sender, at=at())
    done = time.perf_counter()
    judged = JUDGED.pop()
    parts["read"] = parts.get("read", 0.0) + was_read - begun
    parts["judge+hash"] = parts.get("judge+hash", 0.0) + judged
    parts["store"] = parts.get("store", 0.0) + done - was_read - judged


JUDGED: list[float] = []


def watch_judging() -> None:
    module = import_module("nscl.apps.traceability.actions.capture")
    plain = module.judge

    def watched(*args: Any, **more: Any) -> Any:
        begun = time.perf_counter()
        try:
            return plain(*args, **more)
        finally:
            JUDGED[:] = [time.perf_counter() - begun]

    module.judge = watched


def commits(number: int = 200) -> float:
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("CREATE TABLE IF NOT EXISTS bare (place text, code text, raw text)")
        begun = time.perf_counter()
        for _ in range(number):
            cursor.execute("INSERT INTO bare VALUES ('', '', '')")
    return number / (time.perf_counter() - begun)


def bare_copy(data: bytes) -> None:
    """The least that any store does: parse, write text and codes, commit durably."""
    from django.db import connection, transaction

    events = json.loads(data)["epcisBody"]["eventList"]
    with transaction.atomic(), connection.cursor() as cursor:
        with cursor.copy("COPY bare (place, raw) FROM STDIN") as copy:
            for event in events:
                copy.write_row((event["eventTime"], json.dumps(event)))
        with cursor.copy("COPY bare (place, code) FROM STDIN") as copy:
            for event in events:
                for code in event["epcList"]:
                    copy.write_row((event["eventTime"], code))


@contextmanager
def profiled(wanted: bool) -> Iterator[None]:
    if not wanted:
        yield
        return
    import cProfile
    import pstats

    with cProfile.Profile() as profile:
        yield
    pstats.Stats(profile).sort_stats("tottime").print_stats(28)


if __name__ == "__main__":
    main()
