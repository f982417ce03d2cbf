"""The store's trace is the plain one of `nscl.gs1`, whatever the order and the cut of the captures."""

from __future__ import annotations

import random
from collections.abc import Iterator
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from nscl.apps.traceability.models import Containment
from nscl.apps.traceability.queries import trace
from nscl.gs1 import tracing
from nscl.gs1.errors import Gs1Error
from nscl.gs1.facts import facts_of
from nscl.gs1.stays import stays_of
from nscl.gs1.trace_graph import Graph
from nscl.gs1.tracing import Direction
from tests.apps.traceability.conftest import Desk, counts, split
from tests.apps.traceability.documents import LINK, LOT, PALLET, document, made, marked, packed
from tests.gs1.supply_chains import World

pytestmark = pytest.mark.django_db
DIRECTIONS: tuple[Direction, ...] = ("forward", "back")
Event = dict[str, Any]


def told(found: tracing.Trace) -> Any:
    """All that a trace says, in one comparable value."""
    return (
        found.exposures,
        found.carriers,
        found.links,
        [fact.key for fact in found.events],
        found.breaks,
        found.is_cut_off,
    )


def stays() -> set[Any]:
    columns = ("child__canonical", "parent__canonical", "start", "end")
    return set(Containment.objects.filter(is_void=False).values_list(*columns))


def plain_stays(graph: Graph) -> set[Any]:
    return {
        (one.child, one.parent, one.start, one.end if one.last else None) for one in stays_of(graph.facts)[0]
    }


def shuffled(events: list[Event], seed: int) -> list[Event]:
    return random.Random(seed).sample(events, len(events))


# ── The plain trace ────────────────────────────────────────────────────

LOST = [(), ("commission",), ("unpack",), ("unpack", "commission")]


@pytest.mark.parametrize("seed", range(8))
def test_every_trace_is_the_plain_one_in_any_order_of_capture(desk: Desk, seed: int) -> None:
    played = World(seed, 100, lost=LOST[seed % 4])
    for part in split(shuffled(played.events, seed), (1, 9, 40)[seed % 3]):
        desk.capture(part)
    graph = Graph(facts_of(played.events))
    assert stays() == plain_stays(graph)
    moments = [None, graph.facts[len(graph.facts) // 2].at]
    for number, item in enumerate(graph.events):
        for direction in DIRECTIONS if number % 3 == 0 else ():
            moment = moments[number % 2]
            plain = tracing.trace(graph, [item], direction, at=moment)
            assert told(trace([item], direction, at=moment)) == told(plain), (item, direction, moment)


def test_orders_of_capture_leave_the_same_store(desk: Desk) -> None:
    played = World(77, 60)
    for event in played.events:
        desk.capture([event])
    rows, inside = counts(), stays()
    for seed in range(3):
        desk.capture(shuffled(played.events, seed))
        assert (counts(), stays()) == (rows, inside)


def test_the_answer_is_what_truly_happened(desk: Desk) -> None:
    played = World(5, 80)
    desk.capture(shuffled(played.events, 5))
    for item in sorted(set(played.things) & set(Graph(facts_of(played.events)).events))[::5]:
        for direction, truth in (("forward", played.forward(item)), ("back", played.back(item))):
            found = trace([item], direction)  # type: ignore[arg-type]
            assert (found.items, found.carriers) == (truth.items, truth.carriers), (item, direction)


# ── What joins and what parts ──────────────────────────────────────────


def sides() -> Iterator[list[Event]]:
    taken = made(["A"], [], hour=8, transformationID="urn:vi-du:me:1")
    more = made(["B"], [], hour=12, transformationID="urn:vi-du:me:1")
    given = made([], ["C"], hour=10, transformationID="urn:vi-du:me:1")
    for one in (taken, more, given):
        one.pop("outputQuantityList" if one is not given else "inputQuantityList")
    yield [taken, more, given]
    yield [given, more, taken]
    yield [more, given, taken]


@pytest.mark.parametrize("events", list(sides()), ids=["in order", "outputs first", "mixed"])
def test_the_sides_of_one_process_meet_whichever_comes_first(desk: Desk, events: list[Event]) -> None:
    for event in events:
        desk.capture([event])
    assert trace([LOT + "A"], "forward").items == {LOT + "A", LOT + "C"}
    assert trace([LOT + "C"], "back").items == {LOT + "A", LOT + "B", LOT + "C"}


def test_what_enters_a_shared_lot_later_is_not_in_what_left_it_earlier(desk: Desk) -> None:
    desk.capture(document(made(["A"], ["SILO"], 8), made(["SILO"], ["X"], 9), made(["B"], ["SILO"], 10)))
    assert LOT + "X" not in trace([LOT + "B"], "forward").items
    assert LOT + "X" in trace([LOT + "A"], "forward").items


def test_a_crate_used_again_carries_only_what_was_in_it(desk: Desk) -> None:
    crate = "https://id.gs1.org/8003/04012345000054K1"
    events = []
    for turn in range(12):
        events += [
            packed(crate, f"s{turn}", hour=2 * turn, eventID=f"urn:uuid:in{turn}"),
            packed(crate, hour=2 * turn + 1, action="DELETE", eventID=f"urn:uuid:out{turn}"),
        ]
    desk.capture(document(*events))
    found = trace([LINK + "s5"], "forward")
    assert found.carriers == {crate}
    assert [fact.key for fact in found.events] == ["urn:uuid:in5", "urn:uuid:out5"]


def test_what_was_in_a_crate_before_is_known_to_be_out_of_it(desk: Desk) -> None:
    """The lot left the crate before it was exposed; the emptying is read though the crate carried nothing then."""
    crate = "https://id.gs1.org/8003/04012345000054K1"
    amount = {"childQuantityList": [{"epcClass": LOT + "SILO", "quantity": 1, "uom": "KGM"}]}
    events = [
        made(["Q"], ["SILO"], hour=6),
        packed(crate, hour=7, **amount),
        packed(crate, hour=8, action="DELETE"),
        made(["R"], ["SILO"], hour=9),
        packed(crate, hour=10, childQuantityList=[{"epcClass": LOT + "R", "quantity": 1, "uom": "KGM"}]),
        packed(crate, hour=11, action="DELETE"),
    ]
    desk.capture(document(*events))
    plain = tracing.trace(Graph(facts_of(events)), [LOT + "R"], "forward")
    found = trace([LOT + "R"], "forward")
    assert [start.hour + 7 for start, _end in found.exposures[crate]] == [10]
    assert told(found) == told(plain)


def test_a_shared_process_is_whole_also_where_an_item_is_named_before_it_was_made(desk: Desk) -> None:
    taken = made(["X"], [], hour=8, transformationID="urn:vi-du:me:2")
    given = made([], ["Y"], hour=9, transformationID="urn:vi-du:me:2")
    del taken["outputQuantityList"], given["inputQuantityList"]
    for event in (given, made(["A"], ["X"], hour=10), taken):
        desk.capture([event])
    assert trace([LOT + "A"], "forward").items == {LOT + "A", LOT + "X", LOT + "Y"}


def test_a_kind_of_goods_is_never_followed(desk: Desk) -> None:
    bare = "https://id.gs1.org/01/04012345123456"
    event = made(["A"], ["B"])
    event["inputQuantityList"].append({"epcClass": bare, "quantity": 1})
    desk.capture([event])
    assert [one.why for one in trace([bare], "forward").breaks] == ["no_lot"]
    assert bare not in trace([LOT + "B"], "back").items


def test_roots_are_found_in_any_spelling_and_unknown_ones_are_told(desk: Desk) -> None:
    desk.capture(document(marked("1"), packed(PALLET, "1")))
    assert trace(["urn:epc:id:sgtin:4012345.012345.1"], "forward").carriers == {PALLET}
    assert [one.why for one in trace([LOT + "nowhere"], "back").breaks] == ["not_seen"]
    with pytest.raises(Gs1Error):
        trace([LOT + "A"], "sideways")  # type: ignore[arg-type]


# ── Cost ───────────────────────────────────────────────────────────────


def chain(length: int, width: int) -> list[Event]:
    """Each step takes all of the one before: `width` lots become `width` lots."""
    return [
        made([f"{step}-{n}" for n in range(width)], [f"{step + 1}-{n}" for n in range(width)], hour=step)
        for step in range(length)
    ]


def questions(root: str) -> int:
    with CaptureQueriesContext(
        connection,
    ) as asked:
        trace([root], "forward")
    return len(asked)


def test_questions_grow_with_the_levels_not_with_the_items(desk: Desk) -> None:
    desk.capture(chain(6, 2))
    narrow = questions(LOT + "0-0")
    desk.capture(
        [
            {**event, "eventTime": event["eventTime"].replace("2026-03-02", "2026-04-02")}
            | {
                side: [{**one, "epcClass": one["epcClass"].replace("/10/", "/10/w")} for one in event[side]]
                for side in ("inputQuantityList", "outputQuantityList")
            }
            for event in chain(6, 40)
        ]
    )
    assert questions(LOT + "w0-0") == narrow <= 6 * 2 + 20


def test_a_making_of_many_takes_rows_in_proportion(desk: Desk) -> None:
    desk.capture(chain(1, 300))
    assert counts()["Edge"] == 600


def test_an_answer_too_large_says_that_it_is_cut_off(desk: Desk) -> None:
    desk.capture(chain(5, 12))
    found = trace([LOT + "0-0"], "forward", most=20)
    assert found.is_cut_off and len(found.exposures) == 20
    assert "cut_off" in {one.why for one in found.breaks}
