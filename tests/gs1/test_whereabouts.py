"""Who holds the goods of a trace now, and how much by the events."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from typing import Any

import pytest

from nscl.gs1.whereabouts import Holding, Told, whereabouts
from tests.gs1.small_chains import code, followed, made, packed, read

MILL, SHOP, STORE, FAIR = "urn:vi-du:xay", "urn:vi-du:cho", "urn:vi-du:tiem", "urn:vi-du:hoi"
OWN = {MILL: 1, SHOP: 2, STORE: 3}
Event = dict[str, Any]


def at(place: str) -> Event:
    return {"readPoint": {"id": place}}


def to(*places: str) -> Event:
    listed = [{"type": "owning_party", "destination": place} for place in places]
    return {"bizStep": "shipping", "destinationList": listed} if listed else {"bizStep": "shipping"}


def lots(hour: float, names: str, action: str = "OBSERVE", **more: Any) -> Event:
    """So much of lots: `A=40`."""
    event = {**read(hour, "x", action), "eventID": f"urn:e:{hour}", **more}
    del event["epcList"]
    event["quantityList"] = [_amount(name) for name in names.split()]
    return event


def _amount(text: str) -> Event:
    name, _is, much = text.partition("=")
    return {"epcClass": code(name), **({"quantity": float(much), "uom": "KGM"} if much else {})}


def making(hour: float, inputs: str, outputs: str, **more: Any) -> Event:
    event = made(hour, "", "", **more)
    event["inputQuantityList"] = [_amount(one) for one in inputs.split()]
    event["outputQuantityList"] = [_amount(one) for one in outputs.split()]
    return event


def told_in(events: Iterable[Event]) -> list[Told]:
    """The amounts that the events tell."""
    lists = ("quantityList", "inputQuantityList", "outputQuantityList")
    return [
        Told(event["eventID"], one["epcClass"], _number(one), one.get("uom", ""))
        for event in events
        for name in lists
        for one in event.get(name, ())
    ]


def _number(one: Event) -> Decimal | None:
    return Decimal(str(one["quantity"])) if "quantity" in one else None


def held(events: list[Event], root: str, writers: dict[str, int] | None = None) -> dict[Any, Any]:
    """(item, holder) → (standing, kilos)."""
    rows = whereabouts(followed(events, root), told_in(events), writers, OWN)
    return {(_short(row), row.holder.organisation or row.holder.code): _told(row) for row in rows}


def _short(row: Holding) -> str:
    return row.item.rpartition("/")[2].rpartition(":")[2]


def _told(row: Holding) -> Any:
    return row.standing, (int(row.amounts[0][1]) if row.amounts else None)


def test_a_single_thing_is_where_its_last_event_left_it() -> None:
    events = [read(8, "s1", "ADD", **at(MILL)), read(9, "s1", **at(SHOP), bizStep="receiving")]
    assert held(events, "s1") == {("s1", 2): ("here", 1)}
    assert held([*events, read(10, "s1", **at(SHOP), **to(STORE))], "s1") == {("s1", 3): ("on_way", 1)}
    assert held([*events, read(10, "s1", **at(SHOP), bizStep="retail_selling")], "s1") == {
        ("s1", 2): ("sold", None)
    }
    assert held([*events, read(10, "s1", "DELETE", **at(SHOP), bizStep="destroying")], "s1") == {
        ("s1", 2): ("ended", None)
    }
    assert held([*events, made(10, "s1", "B", **at(SHOP))], "s1")["s1", 2] == ("used", None)


def test_a_single_thing_is_where_its_container_is() -> None:
    events = [
        read(8, "s1", "ADD", **at(MILL)),
        packed(9, "case", "s1", **at(MILL)),
        packed(10, "pallet", "case", **at(MILL)),
        read(11, "pallet", **at(STORE), bizStep="receiving"),
    ]
    assert held(events, "s1") == {("s1", 3): ("here", 1)}
    rows = whereabouts(followed(events, "s1"), known=OWN)
    assert [row.through for row in rows] == ["urn:vi-du:pallet"]


def test_a_lot_is_with_everybody_it_reached_less_what_left_again() -> None:
    events = [
        making(6, "R=2000", "A=1000", **at(MILL)),
        lots(7, "A=300", **at(MILL), **to(SHOP)),
        lots(8, "A=200", **at(MILL), **to(STORE)),
        lots(9, "A=300", **at(SHOP), bizStep="receiving"),
        lots(10, "A=100", **at(SHOP), **to(STORE)),
        making(11, "A=50", "B=40", **at(STORE)),
    ]
    assert held(events, "A") == {
        ("A", 1): ("here", 500),
        ("A", 2): ("here", 200),
        ("A", 3): ("here", 250),
        ("B", 3): ("here", 40),
    }
    gone = [*events, lots(12, "A=500", **at(MILL), **to(SHOP)), making(13, "A=250", "B=9", **at(STORE))]
    assert held(gone, "A")["A", 1] == ("passed_on", 0) and held(gone, "A")["A", 3] == ("used", 0)


def test_a_lot_in_a_container_moves_with_the_amount_put_in() -> None:
    events = [
        making(6, "R", "A=1000", **at(MILL)),
        packed(7, "case", "A=40", **at(MILL)),
        packed(8, "pallet", "case", **at(MILL)),
        read(9, "pallet", **at(MILL), **to(SHOP)),
    ]
    assert held(events, "A") == {("A", 1): ("here", 960), ("A", 2): ("on_way", 40)}


@pytest.mark.parametrize("vague", ["A", "A=x"])
def test_an_amount_nobody_told_is_not_made_up(vague: str) -> None:
    events = [
        making(6, "R", "A=1000", **at(MILL)),
        lots(7, vague.replace("=x", ""), **at(MILL), **to(SHOP)),
    ]
    assert held(events, "A") == {("A", 1): ("here", None), ("A", 2): ("on_way", None)}


def test_an_arrival_elsewhere_is_of_the_only_sending_it_can_be_of() -> None:
    sent = [making(6, "R", "A=1000", **at(MILL)), lots(7, "A=300", **at(MILL), **to(FAIR))]
    arrived = lots(9, "A=300", **at(SHOP), bizStep="receiving")
    assert held(sent, "A") == {("A", 1): ("here", 700), ("A", FAIR): ("on_way", 300)}
    assert held([*sent, arrived], "A") == {("A", 1): ("here", 700), ("A", 2): ("here", 300)}
    twice = [*sent, lots(8, "A=100", **at(MILL), **to("urn:vi-du:khac")), arrived]
    assert held(twice, "A") == {
        ("A", 1): ("here", 600),
        ("A", FAIR): ("on_way", 300),
        ("A", "urn:vi-du:khac"): ("on_way", 100),
        ("A", 2): ("here", 300),
    }


def test_goods_sent_to_nobody_are_asked_of_the_sender() -> None:
    events = [making(6, "R", "A=1000", **at(MILL)), lots(7, "A=300", **at(MILL), **to())]
    rows = whereabouts(followed(events, "A"), told_in(events), {"urn:e:7": 1, "urn:e:6": 1}, OWN)
    lost = next(row for row in rows if row.holder.organisation is None)
    assert (lost.holder.code, lost.standing, lost.sender) == ("", "on_way", 1)
    assert lost.amounts == (("KGM", Decimal(300)),)


def test_a_place_is_its_only_writers_and_nobodys_where_two_write() -> None:
    events = [read(8, "s1", "ADD", **at(FAIR)), read(9, "s2", "ADD", **at(FAIR)), made(10, "s1 s2", "A")]
    one = {"urn:e:8:s1": 7, "urn:e:9:s2": 7}
    assert ("s1", 7) in held(events, "s1", one)
    two = {**one, "urn:e:9:s2": 8}
    assert ("s1", FAIR) in held([*events, read(9.5, "s1 s2", **at(FAIR))], "s1", two | {"urn:e:9.5:s1 s2": 7})


def test_goods_moved_within_one_house_stay_there() -> None:
    events = [making(6, "R", "A=1000", **at(MILL)), lots(7, "A=300", **at(MILL), **to(MILL))]
    assert held(events, "A") == {("A", 1): ("here", 1000)}


def test_goods_put_into_store_where_they_lie_came_no_second_time() -> None:
    stored = lots(9, "A=300", **at(SHOP), bizStep="storing")
    began = [making(6, "R", "A=1000", **at(MILL)), lots(6.5, "A=1000", **at(MILL), bizStep="storing")]
    sent = [*began, lots(7, "A=300", **at(MILL), **to(SHOP))]
    arrived = [*sent, lots(8, "A=300", **at(SHOP), bizStep="receiving")]
    assert held(began, "A") == {("A", 1): ("here", 1000)}
    for events in ([*sent, stored], [*arrived, stored], [*arrived, stored, {**stored, "eventID": "urn:e:b"}]):
        assert held(events, "A") == {("A", 1): ("here", 700), ("A", 2): ("here", 300)}
    assert held([began[0], stored], "A")["A", 2] == ("here", 300)  # nobody wrote the way there
    back = [lots(10, "A=300", **at(SHOP), **to(STORE)), lots(11, "A=120", **at(SHOP), bizStep="storing")]
    assert held([*arrived, stored, *back], "A")["A", 2] == ("here", 120)  # after all had gone


def test_every_item_of_a_played_world_has_a_holder_and_the_order_does_not_matter() -> None:
    from nscl.gs1.tracing import trace
    from tests.gs1.small_chains import graph_of, world

    played = world(3)
    root = sorted(played.things)[0]
    found = trace(graph_of(played.events), [root], "forward")
    rows = whereabouts(found)
    assert {row.item for row in rows} == found.items
    other = trace(graph_of(reversed(played.events)), [root], "forward")
    assert whereabouts(other) == rows
