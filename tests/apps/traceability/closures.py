"""Played supply chains put through the store: captured in any order, cut and spelling, traced, and compared.

The truth is known twice: `tests.gs1.supply_chains` played what happened, and `nscl.gs1.tracing` says what plain
events mean. `python -m tests.apps.traceability.closures --seeds 1000` compares as many chains as asked for.
"""

from __future__ import annotations

import json
import os
import random
import sys
import time
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from nscl.gs1 import tracing
from nscl.gs1.canonical import canonical_epc
from nscl.gs1.epcis.formats import instant
from nscl.gs1.epcis.reading import read_document
from nscl.gs1.epcis.writing import as_json, as_xml, respelled, respeller
from nscl.gs1.facts import facts_of
from nscl.gs1.trace_graph import Graph
from nscl.gs1.tracing import Direction, Trace
from tests.gs1.epcis.documents import capture as enveloped
from tests.gs1.supply_chains import COMPANIES, World

Event = dict[str, Any]
DIRECTIONS: tuple[Direction, ...] = ("forward", "back")
LOST: tuple[tuple[str, ...], ...] = ((), ("commission",), ("unpack",), ("unpack", "commission"))
SHORT = {"01": "gtin", "10": "lot", "21": "ser", "00": "sscc", "8003": "grai", "414": "gln"}


# ── The same events otherwise ──────────────────────────────────────────


def in_other_zone(event: Event) -> Event:
    """The same moment as UTC with milliseconds."""
    moment = instant(event["eventTime"])
    assert moment is not None
    return {**event, "eventTime": moment.isoformat(timespec="milliseconds").replace("+00:00", "Z")}


def by_short_names(text: str) -> str:
    """A link with names in the place of numbers, in another domain."""
    link = canonical_epc(text)
    if not link.startswith("https://id.gs1.org/"):
        return text
    parts = link.removeprefix("https://id.gs1.org/").split("/")
    names = [SHORT.get(part, part) if place % 2 == 0 else part for place, part in enumerate(parts)]
    return "https://vi-du.vn/q/" + "/".join(names)


def in_other_order(event: Event, die: random.Random) -> Event:
    return dict(die.sample(list(event.items()), len(event)))


def otherwise(event: Event, die: random.Random) -> Event:
    """One of the other spellings of an event."""
    urn = respeller("urn", dict.fromkeys(COMPANIES, 7))
    ways: list[Callable[[Event], Event]] = [
        lambda one: one,
        in_other_zone,
        lambda one: respelled(one, urn),
        lambda one: respelled(one, respeller("dl", {})),
        lambda one: respelled(one, by_short_names),
        lambda one: in_other_order(one, die),
    ]
    for way in die.sample(ways, 2):
        event = way(event)
    return event


def documents(events: Iterable[Event], die: random.Random) -> Iterator[bytes]:
    """The events, some of them twice, in any order, in a few documents of JSON or XML."""
    given = list(events)
    whole = [otherwise(event, die) for event in [*given, *die.sample(given, len(given) // 4)]]
    die.shuffle(whole)
    cuts = sorted({0, len(whole), *(die.randrange(1, len(whole)) for _ in range(die.randrange(8)))})
    for start, end in zip(cuts, cuts[1:], strict=False):
        document = json.dumps(enveloped(*whole[start:end])).encode()
        if die.random() < 0.5:
            written = die.choice([as_json, as_xml])
            document = written(read_document(document), epc=die.choice(["", "dl", "urn"])).encode()
        yield document


# ── The comparison ─────────────────────────────────────────────────────


def told(found: Trace) -> Any:
    """All that a trace says, in one comparable value."""
    return (
        found.exposures,
        found.carriers,
        found.links,
        [fact.key for fact in found.events],
        found.breaks,
        found.is_cut_off,
    )


@dataclass
class Comparison:
    """How many traces were asked for, and which were not what they should be."""

    traces: int = 0
    nodes: int = 0
    faults: tuple[str, ...] = ()


def compare(played: World, die: random.Random, roots: int = 6) -> Comparison:
    """Trace some items of a captured world in the store; what differs from the plain trace or the truth."""
    from nscl.apps.traceability.queries import trace

    graph = Graph(facts_of(played.events))
    known = sorted(set(played.things) & set(graph.events))
    found = Comparison()
    moment = graph.facts[len(graph.facts) // 2].at
    for item in die.sample(known, min(roots, len(known))):
        for direction in DIRECTIONS:
            at = moment if die.random() < 0.25 else None
            answer, plain = trace([item], direction, at=at), tracing.trace(graph, [item], direction, at=at)
            found.traces += 1
            found.nodes += len(answer.exposures)
            if told(answer) != told(plain):
                found.faults += (f"{direction} {item} at {at}: not the plain trace",)
            truth = played.forward(item) if direction == "forward" else played.back(item)
            if (
                at is None
                and not played.lost
                and (answer.items, answer.carriers)
                != (
                    truth.items,
                    truth.carriers,
                )
            ):
                found.faults += (f"{direction} {item}: not what happened",)
            if at is None and not answer.items >= truth.items & set(graph.events):
                found.faults += (f"{direction} {item}: something that happened is missing",)
    return found


def play(seed: int, capture: Callable[[bytes], Any], steps: int = 60, roots: int = 6) -> Comparison:
    """One world through the store."""
    die = random.Random(seed)
    played = World(seed, steps, lost=LOST[seed % len(LOST)])
    for document in documents(played.events, die):
        capture(document)
    return compare(played, die, roots)


# ── The long run ───────────────────────────────────────────────────────


def main(words: list[str]) -> int:
    import argparse

    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seeds", type=int, default=100)
    parser.add_argument("--first", type=int, default=0)
    parser.add_argument("--steps", type=int, default=80)
    wanted = parser.parse_args(words)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.test")
    import django
    from django.test.utils import get_runner, setup_test_environment

    django.setup()
    setup_test_environment()
    from django.conf import settings

    runner = get_runner(settings)(verbosity=0, interactive=False)
    kept = runner.setup_databases()
    try:
        return _run(range(wanted.first, wanted.first + wanted.seeds), wanted.steps)
    finally:
        runner.teardown_databases(kept)


def _run(seeds: range, steps: int) -> int:
    from django.db import connection, transaction

    from tests import world as cast
    from tests.apps.traceability.conftest import make_desk

    desk = make_desk(cast.build())
    begun, traces, nodes, faults = time.monotonic(), 0, 0, 0
    for seed in seeds:
        with transaction.atomic():
            found = play(seed, desk.capture, steps)
            transaction.set_rollback(True)
        traces, nodes, faults = traces + found.traces, nodes + found.nodes, faults + len(found.faults)
        for fault in found.faults:
            sys.stdout.write(f"seed {seed}: {fault}\n")
    sys.stdout.write(
        f"{len(seeds)} chains on {connection.vendor}: {traces} traces with {nodes} nodes, {faults} wrong,"
        f" {time.monotonic() - begun:.0f} s\n"
    )
    return 1 if faults else 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
