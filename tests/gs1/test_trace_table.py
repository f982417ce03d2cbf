"""Why an item is in a trace, and what the recall page says of it."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import pytest

from nscl.gs1.epcis.formats import instant
from nscl.gs1.errors import Gs1Error
from nscl.gs1.spans import holds
from nscl.gs1.trace_table import Row, as_table, explain, kind_of, seen_at
from nscl.gs1.tracing import trace
from tests.gs1.small_chains import (
    DIRECTIONS,
    code,
    followed,
    graph_of,
    made,
    moment,
    packed,
    read,
    some,
    world,
)

SHOP, PLANT = "urn:vi-du:cho", "urn:vi-du:xuong"


def at(place: str) -> dict[str, Any]:
    return {"readPoint": {"id": place}}


def row_of(rows: list[Row], name: str) -> Row:
    return next(row for row in rows if row.item == code(name))


def path(events: list[Any], root: str, item: str, direction: Any = "forward") -> str:
    links = explain(followed(events, root, direction), code(item))
    short = {code(one): one for one in (*"ABCDSPQ", "case", "pallet", "s1")}
    return " ".join(f"{short[one.source]}-{one.why}-{short[one.target]}" for one in links)


def test_the_reason_is_the_shortest_path_from_a_root() -> None:
    events = [made(8, "A", "B"), made(9, "B", "C"), made(10, "C", "D"), made(11, "A", "D")]
    assert path(events, "A", "C") == "A-made_into-B B-made_into-C"
    assert path(events, "A", "D") == "A-made_into-D"
    assert path(events, "D", "B", "back") == "C-made_into-D B-made_into-C"
    assert path(events, "A", "A") == ""


def test_the_reason_holds_in_time_where_a_shorter_one_would_not() -> None:
    """A went into the silo directly only after P had left it; P holds it by way of B."""
    events = [made(8, "A", "B"), made(9, "B", "S"), made(10, "S", "P"), made(11, "A", "S")]
    assert path(events, "A", "P") == "A-made_into-B B-made_into-S S-made_into-P"
    assert path(events, "A", "S") == "A-made_into-S"


def test_the_reason_of_containers_and_of_what_lay_in_them() -> None:
    events = [
        made(8, "A", "s1"),
        packed(9, "case", "s1"),
        packed(10, "pallet", "case"),
        made(11, "pallet", "P"),
    ]
    assert path(events, "A", "pallet") == "A-made_into-s1 s1-inside-case case-inside-pallet"
    assert path(events, "A", "P").endswith("pallet-made_into-P")
    assert path(events, "pallet", "s1") == "pallet-held-case case-held-s1"
    assert path(events, "P", "A", "back").endswith("s1-inside-case A-made_into-s1")


def test_what_it_was_made_of_is_a_better_reason_than_what_it_held() -> None:
    events = [packed(8, "case", "A=5"), made(9, "A", "B"), made(10, "B", "case")]
    assert path(events, "A", "case") == "A-made_into-B B-made_into-case"


@pytest.mark.parametrize("seed", range(4))
def test_every_item_has_a_reason_that_joins_it_to_a_root_through_links_of_the_trace(seed: int) -> None:
    played = world(seed)
    graph, roots = graph_of(played.events), some(world(seed), 2)
    for direction in DIRECTIONS:
        found = trace(graph, roots, direction)
        for item in found.exposures:
            here = item
            for link in reversed(explain(found, item)):
                assert link in found.links
                assert here == (link.target if direction == "forward" else link.source)
                here = link.source if direction == "forward" else link.target
            assert here in found.roots


def test_a_reason_is_refused_for_what_is_not_in_the_trace() -> None:
    found = followed([made(8, "A", "B"), made(9, "C", "D")], "A")
    for stranger in (code("D"), "", None, "x" * 10_000):
        with pytest.raises(Gs1Error, match="không có trong kết quả"):
            explain(found, stranger)  # type: ignore[arg-type]


def test_the_table_says_what_where_and_why() -> None:
    sent: dict[str, Any] = {"destinationList": [{"type": "owning_party", "destination": "urn:vi-du:khach"}]}
    events = [
        made(8, "A", "B", **at(PLANT)), packed(9, "pallet", "B=5", **at(PLANT)),
        read(10, "pallet", **at(SHOP), **sent), packed(12, "pallet", "", "DELETE"), read(13, "pallet", **at(PLANT)),
    ]  # fmt: skip
    rows = as_table(followed(events, "A"))
    assert [row.item for row in rows] == [code("A"), code("B"), code("pallet")]
    lot, pallet = row_of(rows, "B"), row_of(rows, "pallet")
    assert (lot.kind, lot.why, lot.through, lot.event) == ("lot", "made_into", code("A"), "urn:e:8")
    assert (lot.first, lot.last, lot.is_carrier) == (instant(moment(8)), None, False)
    assert (lot.place, lot.place_at, lot.carried_by) == (SHOP, instant(moment(10)), code("pallet"))
    assert lot.destinations == ("urn:vi-du:khach",)
    assert (pallet.is_carrier, pallet.why, pallet.place, pallet.last) == (
        True,
        "inside",
        SHOP,
        instant(moment(12)),
    )
    assert (rows[0].why, rows[0].first) == ("root", None)


def test_where_things_are_afterwards_comes_before_where_they_were_read() -> None:
    event = read(9, "s1", readPoint={"id": "urn:vi-du:cua"}, bizLocation={"id": SHOP})
    assert as_table(followed([event], "s1"))[0].place == SHOP


@pytest.mark.parametrize("seed", range(3))
def test_the_last_place_is_of_an_event_of_the_trace_while_exposed(seed: int) -> None:
    graph = graph_of(world(seed).events)
    for root in some(world(seed), 3):
        for direction in DIRECTIONS:
            found = trace(graph, [root], direction)
            rows = as_table(found)
            assert {row.item for row in rows} == set(found.exposures)
            assert {row.item for row in rows if row.is_carrier} == found.carriers
            for row in rows:
                assert row.place_at is None or holds(found.exposures[row.item], row.place_at)


@pytest.mark.parametrize(
    ("item", "kind"),
    [
        ("https://id.gs1.org/00/389300010000000010", "logistic_unit"), ("https://id.gs1.org/01/08930001000019/21/7", "item"),
        ("https://id.gs1.org/01/08930001000011/10/L", "lot"), ("https://id.gs1.org/01/08930001000019", "product"),
        ("urn:vi-du:x", "other"), ("", "other"), ("https://id.gs1.org/01/\ud800", "other"),
    ],
)  # fmt: skip
def test_kinds_of_codes(item: str, kind: str) -> None:
    assert kind_of(item) == kind


def test_a_place_and_a_time_give_the_roots() -> None:
    events = [read(8, "s1", **at(SHOP)), read(9, "s2", **at(SHOP)), read(9, "s3", **at(PLANT))]
    start, end = instant(moment(8.5)), instant(moment(10))
    assert isinstance(start, datetime) and isinstance(end, datetime)
    assert seen_at(graph_of(events), [SHOP], start, end) == [code("s2")]
