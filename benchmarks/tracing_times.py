"""The work of `benchmarks/trace.py`, once Django knows its database."""

from __future__ import annotations

import argparse
import http.client
import json
import random
import secrets
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from typing import Any
from urllib.parse import urlencode

from django.core.management import call_command
from django.db import connection, transaction

from benchmarks import filling
from benchmarks.chains import START, TAG, Chains, retagged
from nscl.apps.registry.models import Organisation
from nscl.apps.traceability import sql
from nscl.apps.traceability.models import Event
from nscl.apps.traceability.queries import trace
from nscl.apps.traceability.senders import Sender
from nscl.gs1.canonical import canonical_epc


def say(text: str) -> None:
    print(text, flush=True)


def run(wanted: argparse.Namespace) -> None:
    sender = a_sender()
    if wanted.check:
        say(f"copies and captures agree: {filling.check(Chains(4, 6), sender)}")
        return
    chains = Chains()
    copies = max(1, round(wanted.events / len(chains.events)) - 1)
    if not Event.objects.exists():
        filled(chains, copies, sender)
    tell_sizes()
    measure(chains, copies, sender, wanted)


def a_sender() -> Sender:
    from tests import world as cast
    from tests.apps.registry.records import firm

    call_command("migrate", verbosity=0)
    known = Organisation.objects.filter(name="Công ty TNHH Hồ tiêu Mẫu").first()
    mill = known or firm(cast.build(), "Công ty TNHH Hồ tiêu Mẫu")
    return Sender(mill.pk, mill.province_id, frozenset({mill.pk}))


def filled(chains: Chains, copies: int, sender: Sender) -> None:
    begun = time.perf_counter()
    filling.capture(chains, sender)
    say(f"one set captured: {len(chains.events):,} events, {time.perf_counter() - begun:,.1f} s")
    begun = time.perf_counter()
    with transaction.atomic():
        filling.fill(chains, copies, told=say)
    say(f"copied {copies:,} times, indexes built: {time.perf_counter() - begun:,.0f} s")
    begun = time.perf_counter()
    sql.run("VACUUM (ANALYZE)")
    say(f"vacuum and analyse: {time.perf_counter() - begun:,.0f} s")


def tell_sizes() -> None:
    say("table            rows        table GB  index GB  bytes an event")
    found = filling.sizes()
    events = next(rows for table, rows, _own, _indexes in found if table == "event")
    for table, rows, own, indexes in found:
        figures = f"{own / 1e9:>9.2f} {indexes / 1e9:>9.2f} {(own + indexes) / events:>12.0f}"
        say(f"{table:<14} {rows:>12,} {figures}")
    whole = sum(own + indexes for _table, _rows, own, indexes in found)
    say(f"{'all':<14} {'':>12} {whole / 1e9:>19.2f} {whole / events:>12.0f}")


# ── Times ──────────────────────────────────────────────────────────────


STARTS: dict[str, Callable[[Chains], list[str]]] = {
    "forward": lambda chains: chains.raw,
    "back": lambda chains: chains.pallets,
}


def measure(chains: Chains, copies: int, sender: Sender, wanted: argparse.Namespace) -> None:
    die = random.Random(wanted.events)
    tags = [TAG, *filling.tags(copies)]

    def some(codes: Sequence[str]) -> list[str]:
        return [canonical_epc(retagged(die.choice(codes), die.choice(tags))) for _ in range(wanted.roots)]

    roots = {direction: some(start(chains)) for direction, start in STARTS.items()}
    trace(roots["back"][:1], "back")  # code and connection are warm, data is not
    if wanted.profile:
        profiled(roots)
        return
    say(
        "trace                  roots  nodes p50/max  events p50/max questions"
        "   p50 ms   p95 ms   max ms  own CPU"
    )
    for direction, codes in () if wanted.http else roots.items():
        times(f"{direction}, first", codes, in_process(direction))
        times(f"{direction}, again", codes, in_process(direction), wanted.best)
    with web_server() as port:
        key = a_key(sender.organisation_id)
        for direction in roots:
            ask = over_http(port, key, direction)
            ask(roots[direction][0])
            codes = some(STARTS[direction](chains))
            times(f"HTTP {direction}, first", codes, ask)
            times(f"HTTP {direction}, again", codes, ask, wanted.best)


def times(name: str, codes: Sequence[str], ask: Callable[[str], tuple[int, int]], best: int = 1) -> None:
    """One line: how long each answer took (the best of a few times), and what it held."""
    taken, nodes, events = [], [], []
    counted = Counted()
    used = time.process_time()
    with connection.execute_wrapper(counted):
        for code in codes:
            tries = []
            for _time in range(best):
                begun = time.perf_counter()
                held = ask(code)
                tries.append((time.perf_counter() - begun) * 1000)
            taken.append(min(tries))
            nodes.append(held[0])
            events.append(held[1])
    own = (time.process_time() - used) * 1000 / len(codes) / best
    say(
        f"{name:<22} {len(codes):>5} {middle(nodes):>8,}/{max(nodes):>5,}"
        f" {middle(events):>9,}/{max(events):>5,}"
        f" {counted.number / len(codes) / best:>9.1f} {at(taken, 50):>8.2f} {at(taken, 95):>8.2f}"
        f" {max(taken):>8.1f} {own:>8.2f}"
    )


def in_process(direction: Any) -> Callable[[str], tuple[int, int]]:
    def ask(code: str) -> tuple[int, int]:
        found = trace([code], direction)
        return len(found.exposures), len(found.events)

    return ask


# ── Over HTTP ──────────────────────────────────────────────────────────


@contextmanager
def web_server(workers: int = 1) -> Iterator[int]:
    """granian as `nscl serve` starts it, on a free port; ended afterwards."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    words = ["-m", "nscl.cli", "serve", "--port", str(port), "--workers", str(workers)]
    server = subprocess.Popen([sys.executable, *words], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        for _attempt in range(600):
            with suppress(OSError), socket.create_connection(("127.0.0.1", port), 1):
                break
            time.sleep(0.1)
        yield port
    finally:
        server.terminate()
        server.wait(30)


def a_key(organisation_id: int) -> str:
    """The key of a program of the organisation whose events the store holds."""
    from nscl.apps.traceability.models import ApiClient

    mill = Organisation.objects.get(pk=organisation_id)
    key = f"nscl_{secrets.token_urlsafe(32)}"
    ApiClient.objects.create(
        name="đo", organisation=mill, province_id=mill.province_id, scopes=["query"],
        key_hash=ApiClient.hash_of(key), key_hint=key[:10], created_at=START,
    )  # fmt: skip
    return key


def over_http(port: int, key: str, direction: str) -> Callable[[str], tuple[int, int]]:
    line = http.client.HTTPConnection("127.0.0.1", port, timeout=120)

    def ask(code: str) -> tuple[int, int]:
        query = urlencode({"item": code, "direction": direction})
        line.request("GET", f"/api/v1/trace?{query}", headers={"Authorization": f"Bearer {key}"})
        answer = line.getresponse()
        body = answer.read()
        if answer.status != 200:
            raise AssertionError(f"{answer.status}: {body[:300]!r}")
        told = json.loads(body)
        return len(told["nodes"]), len(told["events"])

    return ask


class Counted:
    """Counts the questions asked of the database."""

    def __init__(self) -> None:
        self.number = 0

    def __call__(self, execute: Any, *asked: Any) -> Any:
        self.number += 1
        return execute(*asked)


def at(values: Sequence[float], percent: int) -> float:
    return sorted(values)[min(len(values) - 1, len(values) * percent // 100)]


def middle(values: Sequence[int]) -> int:
    return sorted(values)[len(values) // 2]


def profiled(roots: dict[str, list[str]]) -> None:
    import cProfile
    import pstats

    with cProfile.Profile() as profile:
        for code in roots["back"][:200]:
            trace([code], "back")
    pstats.Stats(profile).sort_stats("tottime").print_stats(40)
