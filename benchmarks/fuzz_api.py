"""Made-up requests against the published description: no 5xx, no answer that it does not describe.

Run from the checkout: `python benchmarks/fuzz_api.py [examples] [--seed n]`, by default 200 requests for each
operation. Uses the PostgreSQL of DATABASE_URL (a test database beside it), else one of its own in a temporary folder.
Prints how often each status was answered; stops at the first breach with the request that shows it.
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
    wanted = parser.parse_args()
    from tests.run_all import postgres

    if os.environ.get("DATABASE_URL"):
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
    from django.utils import timezone

    from nscl.apps.traceability.actions import capture, issue_client
    from nscl.apps.traceability.senders import sender_of_client
    from tests.apps.api.fuzzing import fuzz
    from tests.apps.traceability.conftest import make_desk
    from tests.apps.traceability.documents import document, made, marked
    from tests.world import at, build

    world = build()
    mill = make_desk(world).mill
    scopes = ("capture", "query", "subscribe")
    client, key = issue_client(mill, name="fuzz", scopes=scopes, by=world.actor("an"), at=at())
    now = timezone.now()
    events = [marked(str(n)) for n in range(50)] + [made(["A"], ["B"])]
    capture(document(*events), by=sender_of_client(client, at=now), at=now)
    for server in ("/epcis/v2", "/api/v1"):
        begun = time.perf_counter()
        statuses = fuzz(WSGIHandler(), server, key, examples=wanted.examples, number=wanted.seed, most=12)
        told = "  ".join(f"{status}: {count:,}" for status, count in sorted(statuses.items()))
        seconds = time.perf_counter() - begun
        print(f"{server:10} {sum(statuses.values()):>7,} requests in {seconds:,.0f} s   {told}", flush=True)


if __name__ == "__main__":
    main()
