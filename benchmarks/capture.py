"""How fast events are captured, with validation and hashing on, beside a peer and the bare limit.

Run from the checkout: `python benchmarks/capture.py [--peer PYTHON]`, PYTHON being that of an environment
with quartet_epcis (README.md says how to make it). Uses the PostgreSQL of DATABASE_URL (databases of its own
beside it), else a server of its own in a temporary folder. All contestants take turns, round after round,
with new events of the same make each time; a figure is the median of its rounds, so what else the machine
does meets all alike.
"""

from __future__ import annotations

import argparse
import json
import os
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

HERE = Path(__file__).resolve().parent
sys.path[:0] = [str(HERE), str(HERE.parent), str(HERE.parent / "src")]
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.test")
# Events a document, documents a round for us, for the peer (some ten times slower), clients at once.
CASES = (
    (1, 200, 40, 1), (1, 400, 80, 8), (1, 400, 80, 16), (1, 640, 96, 32), (100, 8, 2, 1), (2_000, 1, 1, 1),
)  # fmt: skip
TOGETHER = 64  # documents of one event that one client hands over at once: a feed that catches up
Maker = Callable[[int, str], bytes]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--peer", help="the Python of the peer's environment")
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--singles", action="store_true", help="only documents of one event")
    parser.add_argument("--lone", action="store_true", help="only one client with documents of one event")
    parser.add_argument("--profile", action="store_true", help="print where our time goes, and leave")
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

    from nscl.apps.traceability.actions import end_gathering

    runner = get_runner(settings)(verbosity=0, interactive=False)
    kept = runner.setup_databases()
    try:
        run(wanted)
    finally:
        end_gathering()
        runner.teardown_databases(kept)


def run(wanted: argparse.Namespace) -> None:
    import capture_documents as make

    sender = a_sender()
    if wanted.profile:
        for size, documents, _peer, clients in CASES:
            if clients == 1:
                profile(size, documents, sender)
        return
    with peer_of(wanted.peer) as peer:
        for size, documents, of_peer, clients in CASES:
            if (wanted.singles and size > 1) or (wanted.lone and (size, clients) != (1, 1)):
                continue
            contest: dict[str, Callable[[str], float]] = {
                "ours": lambda name, n=documents, s=size, c=clients: ours(
                    make.as_json, s, n, c, name, sender
                ),
                "bare": lambda name, n=documents, s=size, c=clients: bare(s, n, c, name),
            }
            if clients == 1:
                contest["ours, XML"] = lambda name, n=documents, s=size: ours(
                    make.as_xml, s, n, 1, name, sender
                )
                contest["replay"] = lambda name, n=documents, s=size: again(s, n, name, sender)
                if size == 1:
                    contest["by the thread that stores for all"] = lambda name, n=documents: ours(
                        make.as_json, 1, n, 1, name, sender, alone=False
                    )
            else:
                contest["each alone"] = lambda name, n=documents, s=size, c=clients: ours(
                    make.as_json, s, n, c, name, sender, alone=True
                )
            if peer:
                contest["peer"] = lambda name, n=of_peer, s=size, c=clients: peer(s, n, c, name)
            print(f"durable commits of one row: {commits():,.0f} a second")
            report(size, clients, turns(contest, wanted.rounds))
        if wanted.lone:
            return
        contest = {
            "ours": lambda name: ours_together(400, name, sender),
            "bare": lambda name: bare(1, 400, 1, name),
        }
        if peer:
            contest["peer"] = lambda name: peer(1, 2 * TOGETHER, 1, name, together=TOGETHER)
        print(f"{TOGETHER} documents a commit, one client:")
        report(1, 1, turns(contest, wanted.rounds))


def turns(contest: dict[str, Callable[[str], float]], rounds: int) -> dict[str, list[float]]:
    """Events a second of each contestant, round by round; the first, unprinted, warms."""
    found: dict[str, list[float]] = {name: [] for name in contest}
    for number in range(rounds + 1):
        for name, deed in contest.items():
            speed = deed(f"{os.urandom(3).hex()}{number}")
            if number:
                found[name].append(speed)
    return found


def report(size: int, clients: int, found: dict[str, list[float]]) -> None:
    middle = {name: statistics.median(speeds) for name, speeds in found.items()}
    parts = [f"{name} {speed:,.0f}" for name, speed in middle.items()]
    if "peer" in middle:
        ratios = [a / b for a, b in zip(found["ours"], found["peer"], strict=True)]
        parts.append(f"| ours/peer {statistics.median(ratios):.1f} ({min(ratios):.1f}-{max(ratios):.1f})")
    parts.append(f"| bare/ours {middle['bare'] / middle['ours']:.1f}")
    print(f"{size:>5,} events a document, {clients} at once, events/s: {'  '.join(parts)}", flush=True)


# ── Ours ───────────────────────────────────────────────────────────────


def a_sender() -> Any:
    from nscl.apps.traceability.senders import Sender
    from tests import world as cast
    from tests.apps.registry.records import firm

    mill = firm(cast.build(), "Công ty TNHH Xay xát")
    return Sender(mill.pk, mill.province_id, frozenset({mill.pk}))


def ours(
    make: Maker,
    size: int,
    number: int,
    clients: int,
    name: str,
    sender: Any,
    *,
    alone: bool | None = None,
) -> float:
    """Reading, judging, hashing, storing, committing; several clients share commits, unless told not to."""
    from nscl.apps.traceability import actions
    from tests.world import at

    is_alone = clients == 1 if alone is None else alone

    def deed(document: bytes) -> None:
        if is_alone or size > 1:
            actions.capture(document, by=sender, at=at())
        else:
            actions.capture_with_others(actions.ready(document, by=sender, at=at()))

    return rate([make(size, f"{name}x{n}") for n in range(number)], size, clients, deed)


def ours_together(number: int, name: str, sender: Any) -> float:
    """Documents of one event, many with one commit; each keeps its own record and outcome."""
    import capture_documents as make

    from nscl.apps.traceability import actions
    from tests.world import at

    documents = [make.as_json(1, f"{name}t{n}") for n in range(number)]
    begun = time.perf_counter()
    for start in range(0, number, TOGETHER):
        parts = [actions.ready(one, by=sender, at=at()) for one in documents[start : start + TOGETHER]]
        for outcome in actions.capture_together(parts):
            if isinstance(outcome, Exception):
                raise outcome
    return number / (time.perf_counter() - begun)


def again(size: int, number: int, name: str, sender: Any) -> float:
    """The same documents a second time: everything is known, nothing is stored."""
    import capture_documents as make

    from nscl.apps.traceability import actions
    from tests.world import at

    documents = [make.as_json(size, f"{name}x{n}") for n in range(number)]
    for one in documents:
        actions.capture(one, by=sender, at=at())
    return rate(documents, size, 1, lambda one: actions.capture(one, by=sender, at=at()))


def rate(documents: list[bytes], size: int, clients: int, deed: Callable[[bytes], Any]) -> float:
    """Events a second, the documents shared out among clients that begin together."""
    start = threading.Barrier(clients + 1)

    def client(part: list[bytes]) -> None:
        from django.db import connection

        connection.ensure_connection()
        start.wait()
        for one in part:
            deed(one)
        if clients > 1:
            connection.close()

    if clients == 1:
        begun = time.perf_counter()
        for one in documents:
            deed(one)
        return len(documents) * size / (time.perf_counter() - begun)
    threads = [threading.Thread(target=client, args=(documents[n::clients],)) for n in range(clients)]
    for one in threads:
        one.start()
    start.wait()
    begun = time.perf_counter()
    for one in threads:
        one.join()
    return len(documents) * size / (time.perf_counter() - begun)


# ── The bare limit ─────────────────────────────────────────────────────


def commits(number: int = 200) -> float:
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("CREATE TABLE IF NOT EXISTS bare (place text, code text, raw text)")
        begun = time.perf_counter()
        for _ in range(number):
            cursor.execute("INSERT INTO bare VALUES ('', '', '')")
    return number / (time.perf_counter() - begun)


def bare(size: int, number: int, clients: int, name: str) -> float:
    import capture_documents as make

    return rate([make.as_json(size, f"{name}b{n}") for n in range(number)], size, clients, bare_copy)


def bare_copy(data: bytes) -> None:
    """The least that any store does: parse, write text and codes, commit durably; no index, no check."""
    import orjson
    from django.db import connection, transaction

    events = orjson.loads(data)["epcisBody"]["eventList"]
    with transaction.atomic(), connection.cursor() as cursor, cursor.copy("COPY bare FROM STDIN") as copy:
        for event in events:
            copy.write_row((event["eventTime"], None, orjson.dumps(event).decode()))
            for code in event["epcList"]:
                copy.write_row((event["eventTime"], code, None))


# ── The peer ───────────────────────────────────────────────────────────


@contextmanager
def peer_of(python: str | None) -> Iterator[Any]:
    """The peer in a database of its own on the same server; nothing where no environment is given."""
    if not python:
        yield None
        return
    from django.db import connection

    name = f"{connection.settings_dict['NAME']}_peer"
    with connection.cursor() as cursor:
        cursor.execute(f'DROP DATABASE IF EXISTS "{name}"')
        cursor.execute(f'CREATE DATABASE "{name}"')
    told = connection.settings_dict
    host, port = told["HOST"], told["PORT"] or ""
    url = f"postgresql://{told['USER']}@:{port}/{name}?host={host}"
    try:
        with tempfile.TemporaryDirectory() as folder:
            ask_peer(python, url, folder, "--migrate")
            yield lambda size, number, clients, tag, together=1: peer(
                python, url, size, number, clients, tag, together
            )
    finally:
        with connection.cursor() as cursor:
            cursor.execute(f'DROP DATABASE "{name}" WITH (FORCE)')


def peer(python: str, url: str, size: int, number: int, clients: int, name: str, together: int = 1) -> float:
    import capture_documents as make

    with tempfile.TemporaryDirectory() as folder:
        Path(folder, "000000.xml").write_bytes(make.as_xml(min(size, 5), f"{name}w"))  # warms
        for n in range(number):
            Path(folder, f"{n + 1:06}.xml").write_bytes(make.as_xml(size, f"{name}p{n}"))
        words = ("--clients", str(clients), "--together", str(together))
        found = json.loads(ask_peer(python, url, folder, *words).splitlines()[-1])
    return float(found["documents"] * size / found["seconds"])


def ask_peer(python: str, url: str, folder: str, *words: str) -> str:
    clean = {name: value for name, value in os.environ.items() if not name.startswith(("PYTHON", "DJANGO"))}
    told = subprocess.run(
        [python, "-W", "ignore", str(HERE / "capture_peer.py"), url, folder, *words],
        env=clean, capture_output=True, text=True, check=True,
    )  # fmt: skip
    return told.stdout


def profile(size: int, documents: int, sender: Any) -> None:
    import cProfile
    import pstats

    import capture_documents as make

    ours(make.as_json, size, documents, 1, "warm", sender)
    with cProfile.Profile() as found:
        ours(make.as_json, size, documents, 1, "seen", sender)
    print(f"{size:,} events a document")
    pstats.Stats(found).sort_stats("tottime").print_stats(25)


if __name__ == "__main__":
    main()
