"""What a trace answers in one small case after the other, and why."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nscl.gs1.epcis.formats import instant
from nscl.gs1.tracing import Break, trace
from tests.gs1.small_chains import Event, code, followed, graph_of, made, moment, names, packed, read, whys


def test_what_entered_a_silo_later_is_not_in_what_left_it_earlier() -> None:
    events = [made(8, "A", "S"), made(9, "S", "P"), made(10, "B", "S"), made(11, "S", "Q")]
    assert names(followed(events, "A").items) == "A P Q S"
    assert names(followed(events, "B").items) == "B Q S"
    assert names(followed(events, "P", "back").items) == "A P S"


def test_captures_of_one_process_belong_together_whichever_came_first() -> None:
    process = {"transformationID": "urn:vi-du:me:1"}
    events = [made(8, "", "P", **process), made(9, "A", "", **process), made(10, "P", "Q")]
    assert names(followed(events, "A").items) == "A P Q"
    assert names(followed(events, "Q", "back").items) == "A P Q"
    assert names(followed([{**one, "transformationID": ""} for one in events], "A").items) == "A"


def test_a_crate_used_again_carries_only_what_is_in_it_then() -> None:
    """The crate is an input: what it held then went in, not what it held last week."""
    events = [
        packed(8, "crate", "A=5"), packed(9, "crate", "", "DELETE"), packed(10, "crate", "B=5"),
        made(11, "crate", "P"),
    ]  # fmt: skip
    assert names(followed(events, "P", "back").items) == "B P crate"
    assert names(followed(events, "A").items) == "A"
    assert names(followed(events, "B").items) == "B P"


def test_a_case_is_not_on_the_pallet_for_what_it_held_before() -> None:
    events = [packed(8, "case", "A=5"), packed(9, "case", "", "DELETE"), packed(10, "pallet", "case")]
    assert names(followed(events, "A").carriers) == "case"
    assert names(followed(events, "pallet", "back").items) == "case pallet"


def test_a_pallet_named_as_root_stands_for_all_that_lies_in_it() -> None:
    events = [
        packed(8, "case", "s1 s2"), packed(9, "pallet", "case"), packed(10, "pallet", "", "DELETE"),
        packed(11, "pallet", "s3"), made(12, "s1", "P"),
    ]  # fmt: skip
    assert names(followed(events, "pallet").items) == "P case pallet s1 s2 s3"
    later = trace(graph_of(events), [code("pallet")], "forward", at=instant(moment(10.5)))
    assert names(later.items) == "pallet s3"


def test_a_carrier_does_not_hand_the_exposure_to_its_other_contents() -> None:
    events = [packed(8, "pallet", "s1 s2"), read(9, "pallet"), made(10, "s2", "P")]
    found = followed(events, "s1")
    assert names(found.items) == "s1" and names(found.carriers) == "pallet" and len(found.events) == 2


def test_things_in_a_case_that_was_made_of_a_lot_are_of_that_lot() -> None:
    events = [
        made(8, "A", "case"),
        packed(9, "case", "s1"),
        packed(10, "case", "s1", "DELETE"),
        made(11, "B", "case"),
    ]
    assert names(followed(events, "A").items) == "A case s1"
    assert names(followed(events, "s1", "back").items) == "A s1"
    assert "case" in names(followed(events, "s1", "back").carriers)


def test_serials_are_followed_with_the_lot_they_were_marked_under() -> None:
    lot, serial = "https://id.gs1.org/01/08930001000019/10/L1", "https://id.gs1.org/01/08930001000019/21/7"
    marked = {**read(9, ""), "action": "ADD", "epcList": [serial], "ilmd": {"cbvmda:lotNumber": "L1"}}
    both = {**read(9, ""), "epcList": ["https://vi-du.vn/01/08930001000019/10/L1/21/7"]}
    source = {**made(8, "A", ""), "outputQuantityList": [{"epcClass": lot}]}
    for naming in (marked, both):
        graph = graph_of([source, naming])
        assert serial in trace(graph, [code("A")], "forward").items
        assert code("A") in trace(graph, [serial], "back").items
    under = {**made(8, "A", ""), "outputEPCList": [serial], "ilmd": {"cbvmda:lotNumber": "L1"}}
    sent = {**read(9, ""), "quantityList": [{"epcClass": lot}]}
    assert len(trace(graph_of([under, sent]), [code("A")], "forward").events) == 2


def test_a_serial_was_of_its_lot_when_it_was_marked_and_not_only_when_it_was_last_read() -> None:
    """What entered the lot after the marking is not in that serial."""
    lot, serial = "https://id.gs1.org/01/08930001000019/10/L1", "https://id.gs1.org/01/08930001000019/21/7"
    marked = {**read(8, ""), "action": "ADD", "epcList": [serial], "ilmd": {"cbvmda:lotNumber": "L1"}}
    again = {**read(10, ""), "epcList": ["https://id.gs1.org/01/08930001000019/10/L1/21/7"]}
    events = [marked, {**made(9, "A", ""), "outputQuantityList": [{"epcClass": lot}]}, again]
    assert trace(graph_of(events), [code("A")], "forward").items == {code("A"), lot}


def test_a_kind_of_goods_with_its_lot_beside_it_is_a_lot() -> None:
    goods = {"epcClass": "https://id.gs1.org/01/08930001000019", "quantity": 5}
    event = {**made(8, "A", ""), "outputQuantityList": [goods], "ilmd": {"cbvmda:lotNumber": "B"}}
    found = followed([event, made(9, "B", "C")], "A")
    assert names(found.items) == "A B C" and found.breaks == []


def test_a_kind_of_goods_without_lot_is_told_and_not_followed() -> None:
    bare = "https://id.gs1.org/01/08930001000019"
    events = [{**made(8, "A", ""), "outputEPCList": [bare]}, {**made(9, "", "B"), "inputEPCList": [bare]}]
    found = followed(events, "A")
    assert names(found.items) == "A"
    assert found.breaks == [Break("no_lot", bare, code("A"), "urn:e:8")]
    assert trace(graph_of(events), [bare], "forward").breaks == [Break("no_lot", bare)]


def test_part_of_a_lot_taken_out_leaves_the_rest_inside() -> None:
    events = [packed(8, "pallet", "A=100"), packed(9, "pallet", "A=40", "DELETE"), read(10, "pallet")]
    assert len(followed(events, "A").events) == 3
    whole = [
        *events[:1],
        packed(9, "pallet", "A=40", "DELETE"),
        packed(9.5, "pallet", "A=60", "DELETE"),
        events[2],
    ]
    assert len(followed(whole, "A").events) == 3


def test_an_amount_nobody_told_counts_as_still_inside_and_is_told() -> None:
    known_in = [packed(8, "pallet", "A=100"), packed(9, "pallet", "A", "DELETE"), read(10, "pallet")]
    known_out = [packed(8, "pallet", "A"), packed(9, "pallet", "A=40", "DELETE"), read(10, "pallet")]
    never_told = [packed(8, "pallet", "A"), packed(9, "pallet", "A", "DELETE"), read(10, "pallet")]
    for events, seen, why in ((known_in, 3, "no_amount"), (known_out, 3, "no_amount"), (never_told, 2, "")):
        found = followed(events, "A")
        assert (len(found.events), whys(found)) == (seen, why)


def test_what_was_taken_out_without_having_been_put_in_was_inside_at_that_moment() -> None:
    events = [packed(9, "pallet", "s1", "DELETE")]
    assert names(followed(events, "pallet", "back").items) == "pallet s1"
    assert whys(followed(events, "s1")) == "no_pack"


@pytest.mark.parametrize("later", [packed(10, "box", "s1"), made(10, "s1", "P")])
def test_a_thing_that_turns_up_elsewhere_left_its_container_and_that_is_told(later: Event) -> None:
    events = [packed(8, "pallet", "s1"), later, read(11, "pallet")]
    found = followed(events, "s1")
    assert Break("no_unpack", code("s1"), code("pallet"), later["eventID"]) in found.breaks
    assert len(found.events) == 2


def test_a_list_of_all_that_stands_on_a_pallet_takes_nothing_out_of_its_case() -> None:
    events = [
        packed(8, "case", "s1"),
        packed(9, "pallet", "case s1", "OBSERVE"),
        packed(10, "pallet", "", "DELETE"),
    ]
    found = followed([*events, read(11, "case")], "s1")
    assert len(found.events) == 4 and whys(found) == ""


@pytest.mark.parametrize("place", ["box", "pallet"])
def test_put_into_two_containers_at_one_instant_it_may_be_in_either(place: str) -> None:
    events = [packed(8, "box", "s1"), packed(8, "pallet", "s1"), read(9, place)]
    assert len(followed(events, "s1").events) == 3


def test_a_lot_among_the_single_things_may_still_be_in_several_places() -> None:
    events = [
        packed(8, "box", "", childEPCs=[code("A")]),
        packed(9, "pallet", "", childEPCs=[code("A")]),
        read(10, "box"),
    ]
    assert len(followed(events, "A").events) == 3


def test_a_thing_repaired_where_it_lies_stays_there() -> None:
    events = [read(7, "s1", "ADD"), packed(8, "tray", "s1"), made(9, "s1 glue", "s1"), read(10, "tray")]
    found = followed(events, "s1")
    assert len(found.events) == 4 and whys(found) == ""


def test_amounts_of_a_code_of_another_scheme_may_be_in_several_places() -> None:
    def some_of(name: str, amount: float | None) -> dict[str, Any]:
        return {"epcClass": code(name), **({} if amount is None else {"quantity": amount, "uom": "KGM"})}

    events = [
        packed(8, "box", "", childQuantityList=[some_of("rice", 5)]),
        packed(9, "pallet", "", childQuantityList=[some_of("rice", None), some_of("rice", 5)]),
        {**made(10, "", "P"), "inputQuantityList": [some_of("rice", 1)]},
        packed(11, "pallet", "", "DELETE", childQuantityList=[some_of("rice", 5)]),
    ]
    packed_again = packed(9.5, "truck", "rice")
    found = followed([*events, packed_again, read(12, "box"), read(12.5, "pallet")], "rice")
    assert {"urn:e:12:box", "urn:e:12.5:pallet"} <= {fact.key for fact in found.events}
    assert {one.near for one in found.breaks if one.why == "no_unpack"} == {code("truck")}
    assert {one.near for one in found.breaks if one.why == "no_amount"} == {code("pallet")}


def test_an_observation_inside_stands_for_a_lost_packing() -> None:
    found = followed([packed(8, "pallet", "s1", "OBSERVE"), read(9, "pallet")], "s1")
    assert names(found.carriers) == "pallet" and len(found.events) == 2


def test_an_association_lasts_through_an_unpacking() -> None:
    joined = packed(8, "truck", "sensor", type="AssociationEvent", eventID="urn:e:join")
    events = [joined, packed(9, "truck", "s1"), packed(10, "truck", "", "DELETE"), read(11, "truck")]
    assert len(followed(events, "sensor").events) == 4
    assert len(followed(events, "s1").events) == 2


@settings(max_examples=30)
@given(st.permutations(range(4)))
def test_within_one_instant_the_order_does_not_matter(order: list[int]) -> None:
    """A day entered without hours: packed, unpacked and packed elsewhere, all at midnight."""
    events = [
        packed(0, "box", "s1"), packed(0, "box", "s1", "DELETE"), packed(0, "pallet", "s1"), made(0, "A", "s1"),
    ]  # fmt: skip
    keyed = [{**event, "eventID": f"urn:e:{place}"} for event, place in zip(events, order, strict=True)]
    found = followed([*keyed, read(1, "box"), read(2, "pallet")], "A")
    assert names(found.items) == "A s1" and names(found.carriers) == "box pallet"
    assert read(2, "pallet")["eventID"] in {fact.key for fact in found.events} and whys(found) == ""
    assert read(1, "box")["eventID"] not in {fact.key for fact in found.events}


def test_use_at_the_instant_of_making_counts() -> None:
    assert (
        names(followed([made(8, "A", "B"), {**made(8, "B", "C"), "eventID": "urn:e:0"}], "A").items)
        == "A B C"
    )


def test_an_item_used_before_it_was_made_counts_as_made_then_and_is_told() -> None:
    """One of the two clocks is wrong; to believe the order would lose the lot."""
    events = [made(7, "B", "C"), made(8, "A", "B")]
    assert names(followed(events, "A").items) == "A B C"
    assert names(followed(events, "C", "back").items) == "A B C"
    assert whys(followed(events, "A")) == "before_made"
    stock = {**read(6, ""), "action": "ADD", "quantityList": [{"epcClass": code("B")}]}
    assert names(followed([stock, *events], "A").items) == "A B"


def test_what_goes_in_and_comes_out_is_no_link_to_itself() -> None:
    links = followed([made(8, "A", "A B")], "A").links
    assert [(names([one.source]), names([one.target])) for one in links] == [("A", "B")]


def test_a_ring_of_rework_ends() -> None:
    events = [
        made(8, "A", "B"),
        made(9, "B", "A"),
        made(10, "A", "B"),
        packed(11, "x", "y"),
        packed(12, "y", "x"),
    ]
    assert names(followed(events, "A").items) == "A B"
    assert names(followed(events, "B", "back").items) == "A B"
    assert set(followed(events, "x").exposures) == {code("x"), code("y")}


def declared(event: Event, **more: Any) -> Event:
    return {**event, "errorDeclaration": {"declarationTime": moment(20)}, **more}


def test_an_event_declared_wrong_does_not_count_whichever_way_it_is_named() -> None:
    wrong, right = made(8, "A", "B"), made(8, "A", "C", eventID="urn:e:right")
    bare = {key: value for key, value in wrong.items() if key != "eventID"}
    for original, declaration in (
        (wrong, declared(wrong)), (bare, declared(bare)), (bare, declared(wrong)), (wrong, declared(bare)),
    ):  # fmt: skip
        assert names(followed([declaration, right, original], "A").items) == "A C"


def test_a_declaration_leaves_the_equal_of_another_number_alone() -> None:
    """The same line under two numbers: one declared wrong, the other still says it."""
    wrong = made(8, "A", "B")
    assert names(followed([wrong, {**wrong, "eventID": "urn:e:2"}, declared(wrong)], "A").items) == "A B"


def test_two_events_of_one_number_that_differ_both_count() -> None:
    events = [made(8, "A", "B"), made(8, "A", "C")]
    assert names(followed(events, "A").items) == names(followed(events[::-1], "A").items) == "A B C"


def test_an_unknown_root_is_told() -> None:
    found = followed([made(8, "A", "B")], "Z")
    assert Break("not_seen", code("Z")) in found.breaks and names(found.items) == "Z"
