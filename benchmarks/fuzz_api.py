"""Made-up requests against the published description: no 5xx, no answer that it does not describe.

Run from the checkout: `python benchmarks/fuzz_api.py [examples] [--seed n] [--sqlite]`, by default 200
requests for each operation. Uses the PostgreSQL of DATABASE_URL (a test database beside it), else one of its
own in a temporary folder, or SQLite. Prints how often each status was answered and the share that got what
they asked for (2xx); stops at the first breach with the request that shows it.
"""

from __future__ import annotations

import argparse
import logging
import os
import sys
import time
from pathlib import Path

sys.path[:0] = [str(Path(__file__).resolve().parents[1]), str(Path(__file__).resolve().parents[1] / "src")]
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.test")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("examples", type=int, nargs="?", default=200)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--sqlite", action="store_true")
    wanted = parser.parse_args()
    from tests.run_all import postgres

    if wanted.sqlite:
        os.environ.pop("DATABASE_URL", None)
    if wanted.sqlite or os.environ.get("DATABASE_URL"):
        run(wanted)
        return
    with postgres() as url:
        os.environ["DATABASE_URL"] = url
        run(wanted)


def run(wanted: argparse.Namespace) -> None:
    import django
    from django.test.utils import get_runner, setup_test_environment

    django.setup()
    setup_test_environment()
    logging.disable(logging.WARNING)
    from django.conf import settings

    runner = get_runner(settings)(verbosity=0, interactive=False)
    kept = runner.setup_databases()
    try:
        ask(wanted)
    finally:
        runner.teardown_databases(kept)


def ask(wanted: argparse.Namespace) -> None:
    from django.core.handlers.wsgi import WSGIHandler

    from tests.apps.api.conftest import Wire
    from tests.apps.api.fuzzing import fuzz, stocked
    from tests.apps.traceability.conftest import make_desk
    from tests.apps.traceability.documents import document, made, marked
    from tests.world import build

    wire = Wire(make_desk(build()), "")
    wire.key = wire.key_for(wire.desk.mill)
    wire.send(document(*(marked(str(n)) for n in range(50)), made(["A"], ["B"])))
    known = stocked(wire)
    for server in ("/epcis/v2", "/api/v1"):
        begun = time.perf_counter()
        statuses = fuzz(
            WSGIHandler(),
            server,
            wire.key,
            examples=wanted.examples,
            number=wanted.seed,
            most=12,
            known=known,
        )
        told = "  ".join(f"{status}: {count:,}" for status, count in sorted(statuses.items()))
        seconds = time.perf_counter() - begun
        total, good = sum(statuses.values()), sum(n for status, n in statuses.items() if status < 300)
        share = f"{good / total:.0%} as wished"
        print(f"{server:10} {total:>7,} requests in {seconds:,.0f} s, {share}   {told}", flush=True)


if __name__ == "__main__":
    main()
