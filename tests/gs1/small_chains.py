"""Chains of a few events, written down by short names, and played worlds kept for the tests that share them."""

from __future__ import annotations

import random
from collections.abc import Iterable
from functools import lru_cache
from typing import Any

from nscl.gs1.facts import facts_of
from nscl.gs1.trace_graph import Graph
from nscl.gs1.tracing import Direction, Trace, trace
from tests.gs1.supply_chains import World

DIRECTIONS: tuple[Direction, ...] = ("forward", "back")
Event = dict[str, Any]


@lru_cache(maxsize=64)
def world(seed: int, steps: int = 80) -> World:
    return World(seed, steps)


def graph_of(events: Iterable[Event]) -> Graph:
    return Graph(facts_of(events))


def some(of: World, many: int = 6) -> list[str]:
    codes = sorted(set(of.things) & set(graph_of(of.events).events))
    return random.Random(len(codes)).sample(codes, many)


def moment(hour: float) -> str:
    return f"2026-03-02T{int(hour):02d}:{round(hour % 1 * 60):02d}:00+07:00"


def made(hour: float, inputs: str, outputs: str, **more: Any) -> Event:
    """A transformation of short names: capital letters are lots, others single things."""
    event: Event = {"type": "TransformationEvent", "eventTime": moment(hour), "eventID": f"urn:e:{hour}"}
    for side, names in (("input", inputs.split()), ("output", outputs.split())):
        event[f"{side}QuantityList"] = [{"epcClass": code(name)} for name in names if name.isupper()]
        event[f"{side}EPCList"] = [code(name) for name in names if not name.isupper()]
    return {**event, **more}


def packed(hour: float, parent: str, children: str, action: str = "ADD", **more: Any) -> Event:
    """A packing; `A=40` is 40 kg of lot A, `A` so much of it as nobody told."""
    event: Event = {
        "type": "AggregationEvent", "eventTime": moment(hour), "eventID": f"urn:e:{hour}:{parent}{action}",
        "action": action, "parentID": code(parent),
    }  # fmt: skip
    names = [name.partition("=") for name in children.split()]
    event["childEPCs"] = [code(name) for name, _is, _much in names if not name.isupper()]
    event["childQuantityList"] = [
        {"epcClass": code(name), **({"quantity": float(much), "uom": "KGM"} if much else {})}
        for name, _is, much in names
        if name.isupper()
    ]
    return {**event, **more}


def read(hour: float, names: str, action: str = "OBSERVE", **more: Any) -> Event:
    return {
        "type": "ObjectEvent", "eventTime": moment(hour), "eventID": f"urn:e:{hour}:{names}",
        "action": action, "epcList": [code(name) for name in names.split()], **more,
    }  # fmt: skip


def code(name: str) -> str:
    return f"https://id.gs1.org/01/08930001000019/10/{name}" if name.isupper() else f"urn:vi-du:{name}"


def names(codes: Iterable[str]) -> str:
    return " ".join(sorted(one.rpartition("/")[2].rpartition(":")[2] for one in codes))


def followed(events: list[Event], root: str, direction: Direction = "forward", **more: Any) -> Trace:
    return trace(graph_of(events), [code(root)], direction, **more)


def whys(found: Trace) -> str:
    return " ".join(sorted({one.why for one in found.breaks}))
