"""The work of `benchmarks/trace.py`, once Django knows its database."""

from __future__ import annotations

import argparse
import random
import time
from collections.abc import Callable, Sequence
from typing import Any

from django.core.management import call_command
from django.db import connection, transaction

from benchmarks import filling
from benchmarks.chains import TAG, Chains, retagged
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
    measure(chains, copies, wanted)


def a_sender() -> Sender:
    from nscl.apps.registry.models import Organisation
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


def measure(chains: Chains, copies: int, wanted: argparse.Namespace) -> None:
    die = random.Random(wanted.events)
    tags = [TAG, *filling.tags(copies)]

    def some(codes: Sequence[str]) -> list[str]:
        return [canonical_epc(retagged(die.choice(codes), die.choice(tags))) for _ in range(wanted.roots)]

    roots = {"forward": some(chains.raw), "back": some(chains.pallets)}
    trace(roots["back"][:1], "back")  # code and connection are warm, data is not
    if wanted.profile:
        profiled(roots)
        return
    say("trace             roots  nodes p50/max  events p50/max  questions   p50 ms   p95 ms   max ms")
    for direction, codes in roots.items():
        for turn in ("first", "again"):
            times(f"{direction}, {turn}", codes, lambda code, way=direction: trace([code], way))


def times(name: str, codes: Sequence[str], ask: Callable[[str], Any]) -> None:
    taken, nodes, events = [], [], []
    with connection.execute_wrapper(Counted()) as _counted:
        pass
    counted = Counted()
    with connection.execute_wrapper(counted):
        for code in codes:
            begun = time.perf_counter()
            found = ask(code)
            taken.append((time.perf_counter() - begun) * 1000)
            nodes.append(len(found.exposures))
            events.append(len(found.events))
    say(
        f"{name:<17} {len(codes):>5} {middle(nodes):>8,}/{max(nodes):>5,} {middle(events):>9,}/{max(events):>5,}"
        f" {counted.number / len(codes):>10.1f} {at(taken, 50):>8.2f} {at(taken, 95):>8.2f} {max(taken):>8.1f}"
    )


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
