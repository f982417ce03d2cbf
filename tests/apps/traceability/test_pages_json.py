"""A trace as plain values, and what is said of it."""

from __future__ import annotations

import json

import pytest

from nscl.apps.traceability.exports.trace_json import as_json
from nscl.apps.traceability.models import Event
from nscl.apps.traceability.queries import follow
from nscl.apps.traceability.queries.telling import tell
from tests.apps.registry.records import product
from tests.apps.traceability.conftest import Desk
from tests.apps.traceability.documents import LOT, PALLET, declared, document, made, marked, packed

pytestmark = pytest.mark.django_db


def test_a_trace_is_plain_values_with_the_names_of_the_registers(desk: Desk) -> None:
    product(desk.world, "Tiêu đen xay", gtin="4012345123456", maker=desk.mill)
    desk.capture(document(made(["A"], ["B"], eventID="urn:uuid:1")))
    found = follow([LOT + "A"], "forward")
    told = json.loads(json.dumps(as_json(found.trace, tell(found))))
    nodes = {node["lot"]: node for node in told["nodes"]}
    assert nodes["B"]["product"]["name"] == "Tiêu đen xay"
    assert nodes["B"]["organisation"]["name"] == desk.mill.name
    assert nodes["B"]["quantities"] == [{"quantity": 5, "uom": "KGM"}]
    assert "được dùng để làm ra" in nodes["B"]["because"] and nodes["A"]["because"] == ""
    assert [edge["why"] for edge in told["edges"]] == ["made_into"]
    assert told["summary"] == {
        "items": 2, "carriers": 0, "events": 1, "eventsInView": 1, "organisations": 1, "places": 0,
        "products": 1, "breaks": 0,
    }  # fmt: skip


def test_what_is_not_in_view_keeps_its_code_and_says_no_more(desk: Desk) -> None:
    desk.capture(document(made(["A"], ["B"], hour=8, eventID="urn:uuid:1")))
    desk.capture(document(made(["B"], ["C"], hour=9, eventID="urn:uuid:2")), of=desk.mill)
    found = follow([LOT + "A"], "forward")
    told = as_json(found.trace, tell(found, lambda row: row.key == "urn:uuid:1"))
    nodes = {node["item"]: node for node in told["nodes"]}
    assert nodes[LOT + "C"] == {"item": LOT + "C", "kind": "lot", "role": "item", "inView": False}
    assert [event["eventID"] for event in told["events"]] == ["urn:uuid:1"]
    assert [edge["event"] for edge in told["edges"]] == ["urn:uuid:1", None]


def test_what_was_declared_wrong_is_told_with_its_reason(desk: Desk) -> None:
    wrong = made(["A"], ["X"], hour=10, eventID="urn:uuid:wrong")
    desk.capture(document(made(["A"], ["B"], eventID="urn:uuid:1"), wrong))
    desk.capture(document(declared(wrong)))
    found = follow([LOT + "A"], "forward")
    told = as_json(found.trace, tell(found))
    assert [(one["eventID"], one["reason"]) for one in told["voidedEvents"]] == [
        ("urn:uuid:wrong", "incorrect_data")
    ]
    assert LOT + "X" not in {node["item"] for node in told["nodes"]}


def test_breaks_are_sentences_with_what_to_do(desk: Desk) -> None:
    bare = "https://id.gs1.org/01/04012345123456"
    event = made(["A"], ["B"])
    event["outputQuantityList"].append({"epcClass": bare, "quantity": 1})
    desk.capture([event])
    found = follow([LOT + "A"], "forward")
    (one,) = as_json(found.trace, tell(found))["breaks"]
    assert one["why"] == "no_lot" and "GTIN 04012345123456" in one["text"] and one["advice"]


def test_the_rows_of_a_trace_go_by_event_id_or_by_hash(desk: Desk) -> None:
    desk.capture(document(marked("1", eventID="urn:uuid:1"), packed(PALLET, "1")))
    found = follow([PALLET], "back")
    assert set(found.rows) == {fact.key for fact in found.trace.events} and len(found.rows) == 2
    stored = dict(Event.objects.values_list("pk", "record_time"))
    assert {row.number: row.record_time for row in found.rows.values()} == stored
    assert all(row.key == key and row.organisation for key, row in found.rows.items())
