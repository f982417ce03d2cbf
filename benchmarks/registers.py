"""How fast a register of many rows answers, beside a bare Django view that lists fifty of them.

Run from the checkout: `python benchmarks/registers.py [few] [many]` (100 and 50,000 by default). Uses a
database of its own, in memory, or the PostgreSQL of DATABASE_URL (a test database beside it). Prints queries
and milliseconds of every kind of page at both sizes, and how often the bare view fits into it.
"""

from __future__ import annotations

import argparse
import os
import statistics
import sys
import time
from pathlib import Path
from typing import Any

sys.path[:0] = [str(Path(__file__).resolve().parents[1]), str(Path(__file__).resolve().parents[1] / "src")]
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.test")
ROUNDS = 7
PAGES = (
    ("first page", ""),
    ("page 11", "trang=11"),
    ("last page", "trang=99999"),
    ("sorted by name, down, last page", "sap=-ten&trang=99999"),
    ("sorted by workers, down", "sap=-lao-dong"),
    ("search, one word of many", "tim=suoi"),
    ("search, one firm", "tim=hoa+sim+1+7"),
    ("filter: kind and status", "loai=cooperative&tinh-trang=operating"),
    ("filter: size", "quy-mo=small"),
    ("filter: commune, year", "xa=hoa+tham&nam=2024"),
)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("few", type=int, nargs="?", default=100)
    parser.add_argument("many", type=int, nargs="?", default=50_000)
    asked = parser.parse_args()
    import django
    from django.test.utils import setup_databases, setup_test_environment, teardown_databases

    django.setup()
    setup_test_environment()
    kept = setup_databases(0, False, serialized_aliases=set())
    try:
        run(asked.few, asked.many)
    finally:
        teardown_databases(kept, 0)


def run(few: int, many: int) -> None:
    from django.conf import settings
    from django.test import Client

    from nscl.apps.accounts import middleware
    from tests import world as cast

    middleware.is_mfa_enabled = lambda user: True  # the second step of signing in is no part of a page
    settings.ROOT_URLCONF = "benchmarks.bare_list"
    world = cast.build()
    client = world.login(Client(), "an")
    fill(world, 0, few)
    small = {name: measured(client, f"/to-chuc/?{query}") for name, query in PAGES}
    small["export of all"] = measured(client, "/to-chuc/xuat/", rounds=1)
    fill(world, few, many)
    bare = measured(client, "/bare/")[1]
    print(f"bare view of 50 rows: {bare:.1f} ms")
    print(f"{'page':34} {'queries':>13} {'ms':>17} {'ratio':>6}")
    for name, query in (*PAGES, ("export of all", None)):
        where = "/to-chuc/xuat/" if query is None else f"/to-chuc/?{query}"
        count, ms = measured(client, where, rounds=1 if query is None else ROUNDS)
        was, before = small[name]
        print(f"{name:34} {was:6} {count:6} {before:8.0f} {ms:8.0f} {ms / bare:6.1f}", flush=True)


def measured(client: Any, where: str, rounds: int = ROUNDS) -> tuple[int, float]:
    """Queries of one answer and the median of its milliseconds."""
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    with CaptureQueriesContext(connection) as seen:
        answer = client.get(where)
        assert answer.status_code == 200, (where, answer.status_code, answer.headers.get("Location"))
    count = len(seen)  # the next answer forgets the queries of this one
    spent = []
    for _round in range(rounds):
        begun = time.perf_counter()
        client.get(where)
        spent.append((time.perf_counter() - begun) * 1000)
    return count, statistics.median(spent)


def fill(world: Any, first: int, last: int) -> None:
    """Organisations with an address, a line of business, a year's figures and their size class."""
    from django.db import transaction

    from nscl.apps.core.bulk import insert_many
    from nscl.apps.registry.industries import sections
    from nscl.apps.registry.models import (
        Organisation,
        OrganisationAddress,
        OrganisationIndustry,
        SizeClass,
        YearFacts,
    )
    from tests.world import at

    words = ["Hoa Sim", "Núi Xanh", "Tre Trúc", "Suối Trong", "Mây Chiều", "Đá Vàng", "Bếp Ấm", "Thác Bạc"]
    kinds, line = ("enterprise", "cooperative", "household"), sections("2018")["C"]
    rows = []
    for n in range(first, last):
        name = f"Công ty TNHH {words[n % 8]} {words[(n // 8) % 8]} {n}"
        row = Organisation(name=name, kind=kinds[n % 3], province=world.home, created_at=at())
        (row.search_key, row.sort_key), row.match_key = row.keys(), f"{n}"
        rows.append(row)
    with transaction.atomic():
        insert_many(rows)
        places = [
            OrganisationAddress(organisation_id=r.pk, commune="Xã Hoa Thám", province_id=r.province_id)
            for r in rows
        ]
        insert_many(places)
        insert_many(
            [
                OrganisationIndustry(organisation_id=r.pk, industry=line, code="1076", is_main=True)
                for r in rows
            ]
        )
        facts = insert_many(
            [YearFacts(organisation_id=r.pk, year=2024, workers=n % 300) for n, r in enumerate(rows)]
        )
        insert_many(
            [SizeClass(facts_id=f.pk, size=("micro", "small")[f.pk % 2], decided_at=at()) for f in facts]
        )


if __name__ == "__main__":
    main()
