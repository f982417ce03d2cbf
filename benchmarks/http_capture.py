"""How fast events come in over HTTP: granian and PostgreSQL as in use, keys, validation and hashing on.

Run from the checkout: `python benchmarks/http_capture.py [seconds] [--clients 8] [--size 100]`. Uses the
PostgreSQL of DATABASE_URL (a test database beside it), else one of its own in a temporary folder. First every
client sends one event after the other to /events, then documents to /capture. Every answer is 201 or 202, so
durable; whether all are there is counted at the end.
"""

from __future__ import annotations

import argparse
import http.client
import json
import os
import socket
import statistics
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT), str(ROOT / "src")]
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.test")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("seconds", type=float, nargs="?", default=10)
    parser.add_argument("--clients", type=int, default=8)
    parser.add_argument("--size", type=int, default=100)
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
    from django.db import connection

    runner = get_runner(settings)(verbosity=0, interactive=False)
    kept = runner.setup_databases()
    given = os.environ["DATABASE_URL"]
    name = str(connection.settings_dict["NAME"])
    try:
        address, mark, query = given.partition("?")
        run(wanted, f"{address.rpartition('/')[0]}/{name}{mark}{query}")
    finally:
        connection.close()
        runner.teardown_databases(kept)


def run(wanted: argparse.Namespace, database: str) -> None:
    from nscl.apps.traceability.actions import issue_client
    from nscl.apps.traceability.models import Event
    from tests.apps.traceability.conftest import make_desk
    from tests.world import at, build

    world = build()
    mill = make_desk(world).mill
    key = issue_client(mill, name="x", scopes=("capture",), by=world.actor("an"), at=at())[1]
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = [sys.executable, "-c", f"from nscl.cli import main; main(['serve', '--port', '{port}'])"]
    environment = {**os.environ, "DATABASE_URL": database, "PYTHONPATH": os.pathsep.join(sys.path[:2])}
    server = subprocess.Popen(command, env=environment, cwd=ROOT)
    try:
        wait_for(port)
        sent = measure(wanted, port, key, "/epcis/v2/events", 201, lambda mark: a_document(mark, 1), 1)
        size = wanted.size
        path = "/epcis/v2/capture"
        sent += measure(wanted, port, key, path, 202, lambda mark: a_document(mark, size), size)
    finally:
        server.terminate()
        server.wait()
    stored = Event.objects.count()
    print(f"acknowledged {sent:,} events, stored {stored:,}: {'all there' if stored >= sent else 'LOST'}")


def measure(
    wanted: argparse.Namespace,
    port: int,
    key: str,
    path: str,
    expected: int,
    body: Callable[[str], bytes],
    size: int,
) -> int:
    """Events a second of all clients together, and how long one request took."""
    times: list[list[float]] = [[] for _ in range(wanted.clients)]
    end = time.perf_counter() + wanted.seconds

    def send(number: int) -> None:
        connection = http.client.HTTPConnection("127.0.0.1", port)
        headers = {"Authorization": f"Bearer {key}", "Content-Type": "application/json"}
        turn = 0
        while time.perf_counter() < end:
            data = body(f"{size}x{number}x{turn}")
            begun = time.perf_counter()
            connection.request("POST", path, data, headers)
            answer = connection.getresponse()
            told = answer.read()
            if answer.status != expected:
                raise RuntimeError(f"{answer.status} {told.decode()[:300]}")
            times[number].append(time.perf_counter() - begun)
            turn += 1

    begun = time.perf_counter()
    threads = [threading.Thread(target=send, args=(number,)) for number in range(wanted.clients)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    seconds = time.perf_counter() - begun
    if not all(times):
        raise SystemExit("a client had no answer")
    each = sorted(one * 1000 for many in times for one in many)
    middle, slow = statistics.median(each), each[int(len(each) * 0.95)]
    rate = len(each) * size / seconds
    print(
        f"{path:20} {wanted.clients} clients, {size:>4} events a request: {rate:>8,.0f} events/s   "
        f"p50 {middle:,.1f} ms, p95 {slow:,.1f} ms",
        flush=True,
    )
    return len(each) * size


def a_document(mark: str, size: int) -> bytes:
    """As many events as wanted, of five goods each, no two alike."""
    events: list[dict[str, Any]] = [
        {
            "type": "ObjectEvent",
            "eventTime": "2026-03-02T08:00:00+07:00",
            "eventTimeZoneOffset": "+07:00",
            "action": "OBSERVE",
            "bizStep": "shipping",
            "readPoint": {"id": "https://id.gs1.org/414/4012345000009"},
            "epcList": [f"https://id.gs1.org/01/04012345123456/21/{mark}.{n}.{m}" for m in range(5)],
        }
        for n in range(size)
    ]
    return json.dumps(
        {
            "@context": ["https://ref.gs1.org/standards/epcis/2.0.0/epcis-context.jsonld"],
            "type": "EPCISDocument",
            "schemaVersion": "2.0",
            "creationDate": "2026-03-02T09:00:00+07:00",
            "epcisBody": {"eventList": events},
        }
    ).encode()


def wait_for(port: int) -> None:
    for _attempt in range(240):
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
            return
        except OSError:
            time.sleep(0.25)
    raise SystemExit("the server did not start")


if __name__ == "__main__":
    main()
