"""One event is stored before the answer, once."""

from __future__ import annotations

import json
from typing import Any

import pytest

from nscl.apps.traceability.models import Event, EventHash
from tests.apps.api.conftest import Wire, problem
from tests.apps.traceability.conftest import counts
from tests.apps.traceability.documents import CONTEXT, declared, document, marked

pytestmark = pytest.mark.django_db
EVENTS = "/epcis/v2/events"


def alone(event: dict[str, Any]) -> dict[str, Any]:
    return {"@context": CONTEXT, **event}


def test_an_event_is_created_and_has_an_address(wire: Wire) -> None:
    answer = wire.send(alone(marked("1", eventID="urn:uuid:1")), EVENTS)
    assert answer.status_code == 201 and answer["Location"] == f"{EVENTS}/urn%3Auuid%3A1"
    told = json.loads(answer.content)
    assert told["eventID"] == "urn:uuid:1" and told["recordTime"] and told["epcList"]


def test_an_event_without_a_name_goes_by_its_hash(wire: Wire) -> None:
    told = json.loads(wire.send(alone(marked("1")), EVENTS).content)
    assert told["eventID"] == EventHash.objects.get().key


def test_the_same_event_again_is_no_new_one(wire: Wire) -> None:
    wire.send(alone(marked("1")), EVENTS)
    again = wire.send(alone(dict(reversed(marked("1").items()))), EVENTS)
    assert again.status_code == 200 and Event.objects.count() == 1
    assert "recordTime" not in json.loads(again.content)


def test_an_event_id_that_is_taken_is_a_conflict(wire: Wire) -> None:
    wire.send(alone(marked("1", eventID="urn:uuid:1")), EVENTS)
    before = counts()
    answer = wire.send(alone(marked("2", eventID="urn:uuid:1")), EVENTS)
    problem(answer, 409, "ResourceAlreadyExistsException")
    assert counts() == before


def test_a_declaration_of_error_is_stored_beside_its_event(wire: Wire) -> None:
    event = marked("1", eventID="urn:uuid:1")
    wire.send(alone(event), EVENTS)
    assert wire.send(alone(declared(event)), EVENTS).status_code == 201
    assert Event.objects.count() == 2


def test_a_document_around_one_event_is_taken_and_around_two_is_not(wire: Wire) -> None:
    assert wire.send(document(marked("1")), EVENTS).status_code == 201
    told = problem(wire.send(document(marked("2"), marked("3")), EVENTS), 400, "ValidationException")
    assert "/capture" in told["detail"] and Event.objects.count() == 1


def test_a_bad_event_is_refused_with_the_field(wire: Wire) -> None:
    answer = wire.send(alone(marked("1", eventTime="22-07-2026")), EVENTS)
    assert problem(answer, 400, "ValidationException")["errors"][0]["pointer"] == "/eventTime"
    assert Event.objects.count() == 0
