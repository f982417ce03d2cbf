"""Traces are what truly happened, in any order, spelling and cut of the documents."""

from __future__ import annotations

import json
import random
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nscl.gs1.epcis.formats import instant
from nscl.gs1.epcis.reading import read_document
from nscl.gs1.epcis.writing import as_json, as_xml, respelled, respeller
from nscl.gs1.errors import Gs1Error
from nscl.gs1.facts import fact_of, facts_of, is_traceable
from nscl.gs1.spans import Timeline, holds, join
from nscl.gs1.stays import Stay
from nscl.gs1.trace_graph import Graph
from nscl.gs1.tracing import END, Break, Direction, Trace, trace
from tests.gs1.epcis.documents import capture
from tests.gs1.small_chains import (
    DIRECTIONS,
    Event,
    code,
    graph_of,
    moment,
    names,
    packed,
    some,
    whys,
    world,
)
from tests.gs1.supply_chains import COMPANIES, World


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


def all_told(graph: Graph, roots: Iterable[str]) -> list[Any]:
    return [told(trace(graph, [root], direction)) for root in roots for direction in DIRECTIONS]


# ── The truth ──────────────────────────────────────────────────────────


@pytest.mark.parametrize("seed", range(12))
def test_every_trace_is_exactly_what_happened(seed: int) -> None:
    played = world(seed)
    graph = graph_of(played.events)
    for item in set(played.things) & set(graph.events):
        for direction, truth in (("forward", played.forward(item)), ("back", played.back(item))):
            found = trace(graph, [item], direction)  # type: ignore[arg-type]
            assert found.items == truth.items, (item, direction)
            assert found.carriers == truth.carriers, (item, direction)
            assert {fact.key for fact in found.events} == truth.events, (item, direction)
            assert {one.why for one in found.breaks} <= {"no_lot"}


@settings(max_examples=15, deadline=None)
@given(st.integers(100, 10**6), st.integers(20, 200))
def test_chains_of_any_seed_and_size_are_traced_as_they_happened(seed: int, steps: int) -> None:
    played = World(seed, steps)
    graph = graph_of(played.events)
    roots = [item for item in played.things if item in graph.events][:3]
    for root in roots:
        assert trace(graph, [root], "forward").items == played.forward(root).items
        assert trace(graph, [root], "back").items == played.back(root).items


def test_several_roots_are_the_union_of_each() -> None:
    played = world(3)
    graph, roots = graph_of(played.events), some(world(3))
    for direction in DIRECTIONS:
        each = [trace(graph, [root], direction) for root in roots]
        both = trace(graph, roots, direction)
        assert set(both.exposures) == set().union(*(one.exposures for one in each))
        assert {fact.key for fact in both.events} == {fact.key for one in each for fact in one.events}


@pytest.mark.parametrize("seed", range(6))
def test_forward_and_back_are_inverse(seed: int) -> None:
    graph = graph_of(world(seed).events)
    codes = [item for item in graph.events if is_traceable(item)]
    forward = {(a, b) for a in codes for b in trace(graph, [a], "forward").exposures}
    back = {(a, b) for b in codes for a in trace(graph, [b], "back").exposures}
    assert forward == back


@pytest.mark.parametrize("seed", range(4))
def test_the_lots_of_a_silo_follow_time_also_when_asked_from_a_moment_on(seed: int) -> None:
    """What is exposed only from a moment on can reach less, and nothing that the whole time does not reach."""
    played = world(seed)
    graph = graph_of(played.events)
    middle = graph.facts[len(graph.facts) // 2].at
    for item in some(played):
        whole, later = trace(graph, [item], "forward"), trace(graph, [item], "forward", at=middle)
        assert set(later.exposures) <= set(whole.exposures)
        assert all(fact.at >= middle for fact in later.events)
        earlier = trace(graph, [item], "back", at=middle)
        assert all(fact.at <= middle for fact in earlier.events)


# ── The same events otherwise ──────────────────────────────────────────


def in_other_zone(event: Event) -> Event:
    moment = instant(event["eventTime"])
    assert moment is not None
    return {**event, "eventTime": moment.isoformat(timespec="milliseconds").replace("+00:00", "Z")}


@settings(max_examples=10, deadline=None)
@given(st.integers(0, 8), st.randoms(use_true_random=False), st.data())
def test_order_duplicates_documents_and_spellings_change_nothing(
    seed: int, die: random.Random, data: st.DataObject
) -> None:
    played = world(seed)
    roots = some(played, 4)
    before = all_told(graph_of(played.events), roots)
    urn = respeller("urn", dict.fromkeys(COMPANIES, 7))
    events = [
        die.choice(
            [event, in_other_zone(event), respelled(event, urn), respelled(event, respeller("dl", {}))]
        )
        for event in [*played.events, *die.sample(played.events, len(played.events) // 3)]
    ]
    die.shuffle(events)
    cuts = sorted(
        {0, len(events), *(die.randrange(len(events)) for _ in range(data.draw(st.integers(0, 6))))}
    )
    documents = [capture(*events[a:b]) for a, b in zip(cuts, cuts[1:], strict=False)]
    read: list[Any] = []
    for document in documents:
        whole = read_document(json.dumps(document).encode())
        text = die.choice([as_json, as_xml])(whole, epc=die.choice(["", "dl", "urn"]))
        read += read_document(text.encode()).events
    assert all_told(graph_of(read), roots) == before


@pytest.mark.parametrize("seed", range(4))
def test_a_chain_that_has_nothing_to_do_with_it_changes_nothing(seed: int) -> None:
    played, other = world(seed), World(seed + 1000, 80, prefix="Z")
    roots = some(played)
    assert not set(played.things) & set(other.things)
    before = all_told(graph_of(played.events), roots)
    assert all_told(graph_of([*other.events, *played.events]), roots) == before


def test_the_trace_does_not_change_the_graph() -> None:
    graph = graph_of(world(1).events)
    names = set(graph.events)
    first = all_told(graph, [*some(world(1)), "urn:khong-co"])
    assert all_told(graph, [*some(world(1)), "urn:khong-co"]) == first and set(graph.events) == names


# ── Lost captures ──────────────────────────────────────────────────────


@pytest.mark.parametrize("lost", ["unpack", "commission"])
@pytest.mark.parametrize("seed", range(8))
def test_what_was_not_captured_never_hides_a_lot(lost: str, seed: int) -> None:
    played = World(seed, 80, lost=[lost])
    graph = graph_of(played.events)
    for item in set(played.things) & set(graph.events):
        assert trace(graph, [item], "forward").items >= played.forward(item).items & set(graph.events)
        assert trace(graph, [item], "back").items >= played.back(item).items & set(graph.events)


def test_a_lot_whose_marking_was_lost_is_told_as_without_origin() -> None:
    told_of = 0
    for seed in range(8):
        played = World(seed, 80, lost=["commission"])
        graph = graph_of(played.events)
        for _why, item in played.lost_things:
            is_marked = any(
                (fact.kind, fact.action) == ("ObjectEvent", "ADD") for fact in graph.events.get(item, ())
            )
            if item in graph.events and item not in graph.made_from and not is_marked:
                assert Break("no_origin", item) in trace(graph, [item], "back").breaks
                told_of += 1
    assert told_of > 5


# ── Limits ─────────────────────────────────────────────────────────────


def at_second(second: int, inputs: list[str], outputs: list[str]) -> Event:
    clock = f"{second // 3600:02d}:{second // 60 % 60:02d}:{second % 60:02d}"
    return {
        "type": "TransformationEvent", "eventTime": f"2026-03-02T{clock}Z", "eventID": f"urn:e:{second}",
        "inputEPCList": inputs, "outputEPCList": outputs,
    }  # fmt: skip


@pytest.mark.parametrize("direction", DIRECTIONS)
def test_a_chain_of_ten_thousand_steps_is_followed_to_its_end(direction: Direction) -> None:
    graph = graph_of(at_second(n, [f"urn:x:{n}"], [f"urn:x:{n + 1}"]) for n in range(10_000))
    found = trace(graph, ["urn:x:0" if direction == "forward" else "urn:x:10000"], direction)
    assert len(found.items) == 10_001 and len(found.links) == 10_000 and not found.is_cut_off


@pytest.mark.parametrize("direction", DIRECTIONS)
def test_too_many_items_are_cut_off_and_told(direction: Direction) -> None:
    graph = graph_of(at_second(n, [f"urn:x:{n}"], [f"urn:x:{n + 1}"]) for n in range(100))
    found = trace(graph, ["urn:x:0" if direction == "forward" else "urn:x:100"], direction, most=10)
    assert found.is_cut_off and len(found.exposures) == 10 and Break("cut_off") in found.breaks
    exact = trace(graph, ["urn:x:0" if direction == "forward" else "urn:x:100"], direction, most=101)
    assert not exact.is_cut_off and len(exact.exposures) == 101


@pytest.mark.parametrize("direction", DIRECTIONS)
def test_everything_into_everything_takes_no_more_steps_than_there_are_parts(direction: Direction) -> None:
    many = [f"urn:x:{n}" for n in range(120)]
    found = trace(graph_of(at_second(n, many, many) for n in range(120)), many[:1], direction)
    assert len(found.items) == 120 and len(found.steps) <= 4 * 120


def test_more_links_than_anybody_can_draw_are_left_out_and_told() -> None:
    wide = at_second(1, [f"urn:x:{n}" for n in range(500)], [f"urn:y:{n}" for n in range(500)])
    found = trace(graph_of([wide]), wide["inputEPCList"], "forward")
    assert len(found.items) == 1000 and len(found.links) == 200_000 and whys(found) == "links_cut_off"


def test_a_crate_packed_thousands_of_times_is_asked_for_one_stay_only() -> None:
    looked: list[Stay] = []

    class Counted(Timeline[Stay]):
        def meeting(self, start: datetime, end: datetime) -> Iterator[Stay]:
            found = list(super().meeting(start, end))
            looked.extend(found)
            return iter(found)

    events = []
    for n in range(500):
        hour = 1 + n / 60
        events += [packed(hour, "crate", f"s{n}", eventID=f"urn:in:{n}")]
        events += [
            packed(
                hour,
                "crate",
                f"s{n}",
                "DELETE",
                eventID=f"urn:out:{n}",
                eventTime=moment(hour)[:17] + "30+07:00",
            )
        ]
    graph = graph_of(events)
    graph.inside_of = {item: Counted(known.rows) for item, known in graph.inside_of.items()}
    assert names(trace(graph, [code("s250")], "forward").carriers) == "crate" and len(looked) == 1


# ── Refusals ───────────────────────────────────────────────────────────


NAIVE = datetime(2026, 1, 1, tzinfo=UTC).replace(tzinfo=None)


@pytest.mark.parametrize(
    ("roots", "direction", "more"),
    [
        ("urn:a", "forward", {}), ([1], "back", {}), ([""], "back", {}), (None, "back", {}), (["urn:a"], "up", {}),
        (["urn:a"], "back", {"at": NAIVE}), (["urn:a"], "back", {"at": "2026-01-01"}),
    ],
)  # fmt: skip
def test_a_question_without_form_is_refused(roots: Any, direction: Any, more: Any) -> None:
    with pytest.raises(Gs1Error):
        trace(graph_of([]), roots, direction, **more)


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(st.characters(exclude_categories=())),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=6,
)
FIELDS = (
    "epcList", "quantityList", "childEPCs", "childQuantityList", "parentID", "inputEPCList", "outputEPCList",
    "inputQuantityList", "ilmd", "readPoint", "bizLocation", "destinationList", "transformationID", "action",
    "type", "eventID", "bizStep", "errorDeclaration",
)  # fmt: skip


@settings(max_examples=150, deadline=None)
@given(
    st.dictionaries(st.sampled_from(FIELDS), json_values),
    st.sampled_from(["ObjectEvent", "TransformationEvent", "AggregationEvent", None]),
    st.text(st.characters(exclude_categories=()), max_size=5),
)
def test_events_of_any_shape_are_read_or_left_out_and_never_break_a_trace(
    event: Event, kind: Any, odd: str
) -> None:
    whole = {"type": kind, **event, "eventTime": "2026-03-02T09:00:00Z"}
    links = [f"https://id.gs1.org/01/08930001000019/10/{odd}/21/{odd}", f"urn:epc:id:sgtin:{odd}"]
    facts = facts_of([whole, {**whole, "epcList": links, "action": "ADD", "ilmd": {"x:lotNumber": odd}}])
    for direction in DIRECTIONS:
        trace(Graph(facts), [item for fact in facts for item in fact.named()], direction)
    assert fact_of({**event, "eventTime": odd}) is None


@given(st.lists(st.tuples(st.integers(0, 40), st.integers(0, 8)), max_size=12))
def test_joined_stretches_hold_every_moment_once(given_spans: list[tuple[int, int]]) -> None:
    day = [datetime(2026, 1, 1, tzinfo=UTC).replace(day=1 + n // 24, hour=n % 24) for n in range(60)]
    spans: list[tuple[datetime, datetime]] = []
    for start, long in given_spans:
        join(spans, day[start], day[start + long])
    for place, one in enumerate(day):
        assert holds(spans, one) == any(start <= place <= start + long for start, long in given_spans)
    assert all(first[1] < second[0] for first, second in zip(spans, spans[1:], strict=False))


@given(
    st.lists(st.tuples(st.integers(0, 40), st.integers(0, 8)), max_size=20),
    st.integers(0, 40),
    st.integers(0, 9),
)
def test_a_timeline_finds_all_that_meet_a_stretch(rows: list[tuple[int, int]], start: int, long: int) -> None:
    day = [datetime(2026, 1, 1, tzinfo=UTC).replace(day=1 + n // 24, hour=n % 24) for n in range(60)]
    stays = [Stay(str(n), "p", day[a], day[a + b], "") for n, (a, b) in enumerate(rows)]
    found = {one.child for one in Timeline(stays).meeting(day[start], day[start + long])}
    assert found == {str(n) for n, (a, b) in enumerate(rows) if a <= start + long and a + b >= start}
    assert Timeline([Stay("a", "p", day[0], END, "")]).size == 1
