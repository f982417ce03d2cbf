"""What cannot be asked is refused with its parameter; pages and limits hold while events arrive."""

from __future__ import annotations

from typing import Any

import pytest

from nscl.apps.traceability.queries import QueryRefused, QueryTooLarge, View, collection, find_events
from nscl.apps.traceability.queries.events import EventPage
from nscl.gs1.epcis.query_bodies import read_parameters
from tests.apps.traceability.conftest import Desk
from tests.apps.traceability.documents import LINK, LOT, PALLET, URN, document, made, marked, packed, seen
from tests.world import at

pytestmark = pytest.mark.django_db
ALL = View("regulator")
LATE = at(day=9, month=4)


def page(query: dict[str, Any], **more: Any) -> EventPage:
    return find_events(query, view=more.pop("view", ALL), at=more.pop("when", LATE), **more)


def serials(found: EventPage) -> list[str]:
    return [one.event["epcList"][0].removeprefix(LINK) for one in found.events]


@pytest.mark.parametrize(
    ("query", "pointer", "word"),
    [
        ({"GE_eventDate": "2026-03-02T00:00:00Z"}, "/GE_eventDate", "unknown_parameter"),
        ({"EQ_vd:ghi": ["A"]}, "/EQ_vd:ghi", "prefix"),
        ({"orderBy": "vd:ghi"}, "/orderBy", "prefix"),
        ({"MATCH_epc": ["urn:epc:idpat:sgtin:*.012345.1"]}, "/MATCH_epc", "pattern"),
        ({"MATCH_epc": ["urn:epc:idpat:la:4012345.*"]}, "/MATCH_epc", "pattern"),
        ({"eventCountLimit": 5}, "/eventCountLimit", "order"),
        ({"eventCountLimit": 5, "maxEventCount": 5, "orderBy": "eventTime"}, "/maxEventCount", "exclusive"),
        ({"EQATTR_la_ten": ["A"]}, "/EQATTR_la_ten", "unknown_parameter"),
        ({"GE_value_CEL": "nóng"}, "/GE_value_CEL", "number"),
    ],
)
def test_what_cannot_be_asked_is_refused_at_its_parameter(
    query: dict[str, Any], pointer: str, word: str
) -> None:
    with pytest.raises(QueryRefused) as refusal:
        page(query)
    problem = refusal.value.problems[0]
    assert (problem.pointer, problem.code) == (pointer, word)
    assert problem.type == "epcisException:QueryParameterException"


def test_pages_neither_repeat_nor_pass_over_while_events_arrive(desk: Desk) -> None:
    desk.capture(document(*(seen(str(n), hour=n) for n in range(1, 7))))
    query = {"orderBy": "eventTime", "orderDirection": "ASC"}
    first = page(query, per_page=3, when=at(day=3))
    desk.capture(document(seen("8", hour=2), seen("9", hour=5)), when=at(day=4))
    second = page(query, per_page=9, token=first.next_token)
    assert serials(first) + serials(second) == ["1", "2", "3", "4", "5", "6"] and not second.next_token
    assert serials(page(query)) == ["1", "2", "8", "3", "4", "5", "9", "6"]


def test_a_token_holds_for_its_query_and_its_asker_only(desk: Desk) -> None:
    desk.capture(document(*(seen(str(n)) for n in range(3))))
    token = page({"EQ_action": ["OBSERVE"]}, per_page=1).next_token
    assert serials(page({"EQ_action": ["OBSERVE"]}, per_page=1, token=token))
    for query, view in (
        ({}, ALL),
        ({"EQ_action": ["OBSERVE"]}, View("party", None, frozenset({desk.mill.pk}))),
    ):
        with pytest.raises(QueryRefused, match="truy vấn khác"):
            page(query, view=view, token=token)


@pytest.mark.parametrize("token", ["x", "💥", "AAAA", "W10", "bnVsbA", "e30=" * 2000])
def test_a_made_up_token_is_refused(desk: Desk, token: str) -> None:
    for ask in (lambda: page({}, token=token), lambda: collection("epcs", view=ALL, token=token)):
        with pytest.raises(QueryRefused) as refusal:
            ask()
        assert refusal.value.problems[0].pointer == "/nextPageToken"


def test_a_limit_counts_over_all_pages(desk: Desk) -> None:
    desk.capture(document(*(seen(str(n), hour=n) for n in range(1, 8))))
    query = {"orderBy": "eventTime", "eventCountLimit": 5}
    first = page(query, per_page=3)
    second = page(query, per_page=3, token=first.next_token)
    assert serials(first) + serials(second) == ["7", "6", "5", "4", "3"] and not second.next_token
    assert len(page({**query, "eventCountLimit": 3}, per_page=3).events) == 3
    assert page({**query, "eventCountLimit": 3}, per_page=3).next_token == ""


def test_more_than_the_most_is_too_large_and_as_many_is_not(desk: Desk) -> None:
    desk.capture(document(*(seen(str(n)) for n in range(3))))
    assert len(page({"maxEventCount": 3}).events) == 3
    with pytest.raises(QueryTooLarge) as refusal:
        page({"maxEventCount": 2})
    assert refusal.value.problems[0].type == "epcisException:QueryTooLargeException"


def test_the_number_of_questions_does_not_grow_with_the_events(
    desk: Desk, django_assert_max_num_queries: Any
) -> None:
    for n in range(6):
        desk.capture(document(seen(str(n)), packed(PALLET, str(n))))
    view = View("party", None, frozenset({desk.mill.pk}))
    with django_assert_max_num_queries(5):
        assert len(page({"MATCH_anyEPC": [LINK + str(n) for n in range(6)]}, view=view).events) == 12


@pytest.mark.parametrize(("named", "repeated"), [(1000, 10_000), (0, 10_000), (1000, 0), (0, 0)])
def test_two_bounds_may_be_met_by_two_values_of_one_event(
    desk: Desk, monkeypatch: pytest.MonkeyPatch, named: int, repeated: int
) -> None:
    """However few events are named one by one, and however many bear a field more than once."""
    monkeypatch.setattr("nscl.apps.traceability.queries.fields.NAMED", named)
    monkeypatch.setattr("nscl.apps.traceability.queries.fields.MOST_REPEATED", repeated)
    told = {"1": [10, 30], "2": [20], "3": [10], "4": [30], "5": [15, 15.5], "6": [26, 27]}

    def sensed(serial: str, degrees: list[float]) -> dict[str, Any]:
        reports = [{"type": "Temperature", "value": one, "uom": "CEL"} for one in degrees]
        days = [f"2026-03-{int(one):02d}T00:00:00Z" for one in degrees]
        sensors = [{"sensorReport": [one]} for one in reports]
        return seen(serial, sensorElementList=sensors, **{"vd:ngay": days if len(days) > 1 else days[0]})

    desk.capture(document(*(sensed(serial, degrees) for serial, degrees in told.items())))
    assert serials(page({"GE_value_CEL": 15, "LE_value_CEL": 25})) == ["1", "2", "5"]
    assert serials(page({"GT_value_CEL": 15, "LT_value_CEL": 25})) == ["1", "2", "5"]
    assert serials(page({"GT_value_CEL": 15.5, "LT_value_CEL": 20})) == ["1"]
    assert serials(page({"GE_value_CEL": 26, "LE_value_CEL": 28, "EQ_action": ["OBSERVE"]})) == ["1", "6"]
    assert serials(page({"GE_value_CEL": 28, "LE_value_CEL": 29})) == ["1"]
    context = {"@context": {"vd": "https://vi-du.vn/"}}
    bounds = {"GE_vd:ngay": "2026-03-15T00:00:00Z", "LE_vd:ngay": "2026-03-25T00:00:00Z"}
    assert serials(page({**context, **bounds})) == ["1", "2", "5"]


def test_parameters_of_an_address_ask_the_same_as_a_body(desk: Desk) -> None:
    desk.capture(
        document(
            marked("1", ilmd={"vd:lot": "L1"}), seen("2", hour=11), packed(PALLET, "1"), made(["A"], ["B"])
        )
    )
    pairs = [
        ("EQ_bizStep", "urn:epcglobal:cbv:bizstep:commissioning|inspecting"),
        ("MATCH_epc", f"{URN}1|{LINK}2"),
        ("GE_eventTime", "2026-03-02T10:00:00 07:00"),
    ]
    assert serials(page(read_parameters(pairs))) == ["2"]
    fields = read_parameters([("EQ_ILMD_x:lot", "L1")], {"x": "https://vi-du.vn/"})
    assert serials(page(fields)) == ["1"]
    assert len(page(read_parameters([("EQ_quantity_GRM", "5000"), ("GE_quantity", "5")])).events) == 1


def test_words_are_found_in_every_spelling(desk: Desk) -> None:
    desk.capture(document(seen("1", bizStep="shipping")))
    for word in (
        "shipping",
        "urn:epcglobal:cbv:bizstep:shipping",
        "https://ref.gs1.org/cbv/BizStep-shipping",
    ):
        assert len(page({"EQ_bizStep": [word]}).events) == 1
    assert len(page({"EQ_bizStep": ["cbv:BizStep-shipping"]}).events) == 1


def test_collections_are_paged_in_the_order_of_the_alphabet(desk: Desk) -> None:
    place = {"id": "urn:vi-du:kho:7"}
    desk.capture(
        document(seen("1", "2", readPoint=place, disposition="active"), made(["A"], ["B"], bizLocation=place))
    )
    found, token = [], ""
    while True:
        one = collection("epcs", view=ALL, per_page=1, token=token)
        found += one.members
        token = one.next_token
        if not token:
            break
    assert found == [LOT + "A", LOT + "B", LINK + "1", LINK + "2"]
    assert collection("bizLocations", view=ALL).members == ("urn:vi-du:kho:7",)
    assert collection("readPoints", view=ALL).members == ("urn:vi-du:kho:7",)
    assert collection("dispositions", view=ALL).members == ("active",)
    assert collection("bizSteps", view=ALL).members == ("inspecting",)
    assert "AssociationEvent" in collection("eventTypes", view=ALL).members
    with pytest.raises(QueryRefused):
        collection("la", view=ALL)
    with pytest.raises(QueryRefused, match="danh mục khác"):
        collection("bizSteps", view=ALL, token=collection("epcs", view=ALL, per_page=1).next_token)
