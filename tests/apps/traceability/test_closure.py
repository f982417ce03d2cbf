"""The store's closures are the true ones: chains of any kind, however captured, and the cases made to mislead."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Iterable
from itertools import permutations
from typing import Any

import pytest

from nscl.apps.traceability.models import Containment
from nscl.apps.traceability.queries import trace
from nscl.gs1 import tracing
from nscl.gs1.facts import facts_of
from nscl.gs1.trace_graph import Graph
from nscl.gs1.tracing import Break, Direction
from tests.apps.traceability.closures import DIRECTIONS, documents, play, told
from tests.apps.traceability.conftest import Desk
from tests.apps.traceability.documents import (
    LINK,
    LOT,
    PALLET,
    declared,
    made,
    marked,
    packed,
    seen,
)
from tests.gs1.supply_chains import World

pytestmark = pytest.mark.django_db
Event = dict[str, Any]
KINDS = (
    "harvest", "mark", "transform", "long_process", "refill", "rework", "relabel", "pack", "unpack", "repack",
    "move", "look", "pour", "case", "mistake", "end",
)  # fmt: skip


@pytest.mark.parametrize("seed", range(8))
def test_any_order_cut_and_spelling_of_a_chain_gives_its_true_closures(desk: Desk, seed: int) -> None:
    found = play(seed, desk.capture)
    assert found.faults == () and found.traces == 12


def test_the_played_chains_hold_every_kind_of_step() -> None:
    """Issue 5 names them: what is never played is never proven."""
    told_of: Counter[str] = Counter()
    for kind in KINDS:

        class Watched(World):
            """Counts the lines of the diary that one kind of step writes."""

        def deed(self: World, kind: str = kind) -> Any:
            before = len(self.events)
            result = getattr(World, kind)(self)
            told_of[kind] += len(self.events) > before
            return result

        setattr(Watched, kind, deed)
        for seed in range(3):
            Watched(seed, 80)
    assert set(told_of) == set(KINDS) and min(told_of.values()) >= 2, told_of
    for lost in ("commission", "unpack"):
        assert any(World(seed, 80, lost=[lost]).lost_things for seed in range(3))


def test_documents_respelled_and_repeated_are_the_same_events(desk: Desk) -> None:
    played = World(31, 50)
    for text in documents(played.events, random.Random(31)):
        desk.capture(text)
    for text in documents(played.events, random.Random(32)):
        assert desk.capture(text).stored == 0


# ── Cases made to mislead ──────────────────────────────────────────────


def agreed(events: Iterable[Event], *roots: str) -> None:
    """The store says of these roots what plain events say."""
    graph = Graph(facts_of(events))
    for root in roots:
        for direction in DIRECTIONS:
            plain = tracing.trace(graph, [root], direction)
            assert told(trace([root], direction)) == told(plain), (root, direction)


def test_rework_in_a_ring_ends_and_holds_everything_in_it(desk: Desk) -> None:
    events = [made([str(n)], [str((n + 1) % 5)], hour=6 + n) for n in range(5)]
    events += [made(["4"], ["OUT"], hour=14), made(["IN"], ["2"], hour=15)]
    for event in reversed(events):
        desk.capture([event])
    agreed(events, *(LOT + name for name in "01234"), LOT + "IN", LOT + "OUT")
    assert LOT + "OUT" in trace([LOT + "0"], "forward").items
    assert LOT + "OUT" not in trace([LOT + "IN"], "forward").items


def test_a_thing_in_two_containers_at_once_left_the_first_unless_one_stands_in_the_other(desk: Desk) -> None:
    case, truck = PALLET[:-1] + "1", PALLET[:-1] + "2"
    apart = [
        packed(case, "s", hour=8),
        packed(PALLET, "s", hour=9),
        seen(hour=10, epcList=[case, PALLET]),
    ]
    desk.capture([*apart[::-1]])
    agreed(apart, LINK + "s", case, PALLET)
    assert "no_unpack" in {one.why for one in trace([LINK + "s"], "forward").breaks}
    joined = packed(PALLET, hour=7, childEPCs=[case])
    desk.capture([joined, packed(truck, hour=7, childEPCs=[PALLET])])
    agreed([*apart, joined, packed(truck, hour=7, childEPCs=[PALLET])], LINK + "s", case, PALLET, truck)
    assert "no_unpack" not in {one.why for one in trace([LINK + "s"], "forward").breaks}


@pytest.mark.parametrize("late", [False, True])
def test_what_is_taken_out_without_having_been_put_in_was_in_until_then(desk: Desk, late: bool) -> None:
    out, fill = packed(PALLET, "s", hour=9, action="DELETE"), packed(PALLET, "s", hour=8)
    desk.capture([out])
    agreed([out], LINK + "s", PALLET)
    assert Break("no_pack", LINK + "s", PALLET, trace([LINK + "s"], "back").events[0].key) in (
        trace([LINK + "s"], "back").breaks
    )
    if late:
        desk.capture([fill])
        agreed([out, fill], LINK + "s", PALLET)
        assert Containment.objects.count() == 1 and trace([LINK + "s"], "back").carriers == {PALLET}


@pytest.mark.parametrize("order", list(permutations(range(4)))[::5])
def test_declared_wrong_and_corrected_leaves_the_corrected_closure_in_any_order(
    desk: Desk, order: tuple[int, ...]
) -> None:
    wrong = made(["A"], ["B"], eventID="urn:uuid:1")
    wrong_fill = packed(PALLET, hour=12, childQuantityList=[amount("B")], eventID="urn:uuid:2")
    right = made(["A"], ["C"], eventID="urn:uuid:3")
    events = [wrong, declared(wrong), right, wrong_fill]
    for place in order:
        desk.capture([events[place]])
    agreed(events, LOT + "A", LOT + "B", LOT + "C", PALLET)
    assert trace([LOT + "A"], "forward").items == {LOT + "A", LOT + "C"}
    desk.capture([declared(wrong_fill)])
    agreed([*events, declared(wrong_fill)], LOT + "B", PALLET)
    assert PALLET not in trace([LOT + "B"], "forward").exposures


def amount(lot: str, quantity: float = 5) -> Event:
    return {"epcClass": LOT + lot, "quantity": quantity, "uom": "KGM"}


@pytest.mark.parametrize("order", list(permutations(range(3)))[::2])
def test_the_late_half_of_a_transformation_joins_what_was_traced_without_it(
    desk: Desk, order: tuple[int, ...]
) -> None:
    name = {"transformationID": "urn:vi-du:me:9"}
    taken, given = made(["A"], [], hour=8, **name), made([], ["B"], hour=9, **name)
    del taken["outputQuantityList"], given["inputQuantityList"]
    events = [taken, given, made(["B"], ["C"], hour=10)]
    for number, place in enumerate(order):
        desk.capture([events[place]])
        agreed([events[one] for one in order[: number + 1]], LOT + "A", LOT + "B", LOT + "C")
    assert LOT + "C" in trace([LOT + "A"], "forward").items


def test_a_making_entered_with_too_late_a_clock_is_found_from_what_was_made_of_it(desk: Desk) -> None:
    """B is used at 8, said to be made at 11: traced back from C, whatever was entered first."""
    events = [made(["B"], ["C"], hour=8), made(["A"], ["B"], hour=11), made(["B"], ["D"], hour=12)]
    desk.capture(events)
    agreed(events, LOT + "A", LOT + "B", LOT + "C", LOT + "D")
    assert LOT + "A" in trace([LOT + "C"], "back").items


def test_a_marking_entered_too_late_is_an_origin_all_the_same(desk: Desk) -> None:
    events = [made(["B"], ["C"], hour=8), marked(hour=11, epcList=None, quantityList=[amount("B")])]
    events = [{name: value for name, value in event.items() if value is not None} for event in events]
    desk.capture(events)
    agreed(events, LOT + "B", LOT + "C")
    assert "no_origin" not in {one.why for one in trace([LOT + "C"], "back").breaks}


def test_a_serial_named_with_its_lot_only_later_is_of_that_lot(desk: Desk) -> None:
    both = "https://id.gs1.org/01/04012345123456/10/B/21/7"
    events = [made(["A"], ["B"], hour=6), packed(PALLET, "7", hour=7), seen(hour=9, epcList=[both])]
    desk.capture(events)
    agreed(events, LOT + "A", LOT + "B", LINK + "7", PALLET)


def test_a_crate_that_was_moved_before_it_carried_is_not_where_it_was_left_first(desk: Desk) -> None:
    """Its way out of the first box was lost, and told by its turning up in a truck, which it left too."""
    crate, box, truck = (f"https://id.gs1.org/8003/04012345000054K{n}" for n in range(3))
    events = [
        packed(box, hour=6, childEPCs=[crate], childQuantityList=[amount("X")]),
        packed(box, hour=7, action="DELETE", childQuantityList=[amount("X")]),
        packed(truck, hour=8, childEPCs=[crate]),
        packed(truck, hour=9, childEPCs=[crate], action="DELETE"),
        made(["X"], ["Y"], hour=10),
        packed(crate, hour=11, childQuantityList=[amount("Y")]),
        seen(hour=12, epcList=[box]),
    ]
    for event in events:
        event.pop("childEPCs") if event.get("childEPCs") == [] else None
    desk.capture(events)
    agreed(events, LOT + "X", LOT + "Y", crate, box)
    assert trace([LOT + "Y"], "forward").carriers == {crate}


def test_a_lot_seen_before_its_marking_and_refilled_later_is_told_so_from_what_was_made_between(
    desk: Desk,
) -> None:
    look = seen(hour=6, quantityList=[amount("B")])
    mark = marked(hour=7, quantityList=[amount("B")])
    del look["epcList"], mark["epcList"]
    events = [look, mark, made(["B"], ["C"], hour=8), made(["A"], ["B"], hour=9)]
    desk.capture(events)
    agreed(events, LOT + "C", LOT + "B", LOT + "A")
    assert Break("before_made", LOT + "B") in trace([LOT + "C"], "back").breaks


@pytest.mark.parametrize("direction", DIRECTIONS)
def test_fifty_containers_in_one_another_are_followed_to_the_outermost(
    desk: Desk, direction: Direction
) -> None:
    boxes = [f"https://id.gs1.org/8003/04012345000054K{n}" for n in range(50)]
    events = [packed(boxes[0], "s", hour=1)]
    events += [
        {**packed(outer, hour=2, childEPCs=[inner]), "eventTime": f"2026-03-02T02:00:{n:02d}+07:00"}
        for n, (inner, outer) in enumerate(zip(boxes, boxes[1:], strict=False))
    ]
    desk.capture(random.Random(1).sample(events, len(events)))
    assert trace([LINK + "s"], direction).carriers == set(boxes)
    found = trace([boxes[-1]], direction)
    assert found.items == {*boxes, LINK + "s"} and found.carriers == set()


@pytest.mark.parametrize("direction", DIRECTIONS)
def test_a_closure_beyond_the_limit_is_cut_off_and_says_so(desk: Desk, direction: Direction) -> None:
    names = [str(n) for n in range(1500)]
    desk.capture([made(["A"], names, hour=8), made(names, ["Z"], hour=9)])
    root = LOT + ("A" if direction == "forward" else "Z")
    found = trace([root], direction, most=1000)
    assert found.is_cut_off and Break("cut_off") in found.breaks and len(found.exposures) == 1000
    whole = trace([root], direction, most=1502)
    assert not whole.is_cut_off and len(whole.exposures) == 1502
