"""How fast days are sealed and checked, beside the bare limit: reading the rows and one SHA-256 of each text.

Run from the checkout: `python benchmarks/evidence.py [events]`. Uses the PostgreSQL of DATABASE_URL (a test
database beside it), else one of its own in a temporary folder.
"""

from __future__ import annotations

import argparse
import hashlib
import os
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

sys.path[:0] = [str(Path(__file__).resolve().parents[1]), str(Path(__file__).resolve().parents[1] / "src")]
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.test")
SIZE = 2_000  # events a document while the store is filled


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("events", type=int, nargs="?", default=20_000)
    wanted = parser.parse_args()
    from tests.run_all import postgres

    if os.environ.get("DATABASE_URL"):
        in_database(wanted.events)
        return
    with postgres() as url:
        os.environ["DATABASE_URL"] = url
        in_database(wanted.events)


def in_database(events: int) -> None:
    import django
    from django.test.utils import get_runner, setup_test_environment

    django.setup()
    setup_test_environment()
    from django.conf import settings

    runner = get_runner(settings)(verbosity=0, interactive=False)
    kept = runner.setup_databases()
    try:
        run(events)
    finally:
        runner.teardown_databases(kept)


def run(events: int) -> None:
    from capture import a_sender
    from capture_documents import as_json

    from nscl.apps.reference.models import AdministrativeUnit
    from nscl.apps.traceability import actions, signing
    from nscl.apps.traceability.queries.evidence import check, proof_of
    from nscl.gs1 import verifier
    from tests.world import at

    sender = a_sender()
    for number in range(max(1, events // SIZE)):
        actions.capture(as_json(SIZE, f"d{number}"), by=sender, at=at(1 + number % 5))
    stored = SIZE * max(1, events // SIZE)
    province = AdministrativeUnit.objects.get(pk=sender.province_id)
    bare = timed(lambda: bare_limit(province.pk))
    sealed = timed(lambda: actions.close_days(province, at=at(9)))
    keys = signing.trusted_keys()
    found: list[Any] = []
    quick = timed(lambda: found.append(check(province, trusted=keys, quick=True)))
    whole = timed(lambda: found.append(check(province, trusted=keys)))
    assert [(one.ok, one.events) for one in found] == [(True, stored)] * 2, found
    print(f"{stored:,} events, {found[0].days} days; events/s (wall, processor)")
    for name, (wall, cpu) in {
        "bare: rows read, one SHA-256 of each text": bare,
        "sealing the days": sealed,
        "nscl trace verify --quick": quick,
        "nscl trace verify (hashes computed anew)": whole,
    }.items():
        print(f"{name:<45} {stored / wall:>10,.0f} {stored / cpu:>10,.0f}   ratio {wall / bare[0]:.1f}")
    proof: list[Any] = []
    made, _cpu = timed(lambda: proof.append(proof_of(1 + stored // 2, province.pk)))
    checked, _cpu = timed(lambda: verifier.right(proof[0], next(iter(keys))))
    print(f"one proof: made in {1e3 * made:.1f} ms, checked by verifier.py in {1e3 * checked:.1f} ms")


def timed(deed: Callable[[], Any]) -> tuple[float, float]:
    wall, cpu = time.perf_counter(), time.process_time()
    deed()
    return time.perf_counter() - wall, max(time.process_time() - cpu, 1e-9)


def bare_limit(province_id: int) -> None:
    """The least that any check of texts does."""
    from django.db import connection

    last = 0
    with connection.cursor() as cursor:
        while True:
            cursor.execute(
                "SELECT id, hash, raw FROM traceability_event WHERE province_id = %s AND id > %s"
                " ORDER BY id LIMIT 4000",
                [province_id, last],
            )
            rows = cursor.fetchall()
            for _number, _hash, raw in rows:
                hashlib.sha256(raw.encode()).digest()
            if len(rows) < 4_000:
                return
            last = rows[-1][0]


if __name__ == "__main__":
    main()
