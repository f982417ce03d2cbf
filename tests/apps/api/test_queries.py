"""Named queries and webhook subscriptions as a program meets them over HTTP."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import pytest
from django.test import Client

from nscl.apps.traceability.models import NamedQuery, Subscription
from tests.apps.api.conftest import Wire, problem
from tests.apps.traceability.documents import document, marked, seen
from tests.apps.traceability.subscribing import TOKEN, Receiver, listening, swept
from tests.world import at

pytestmark = pytest.mark.django_db
QUERIES = "/epcis/v2/queries"
SHIPPED = {"name": "da-kiem", "query": {"EQ_bizStep": ["inspecting"]}}
STREAM = {"dest": "https://erp.vi-du.vn/epcis", "signatureToken": TOKEN, "stream": True}


@pytest.fixture
def receiver(settings: Any) -> Iterator[Receiver]:
    settings.NSCL_WEBHOOK_ALLOW_PRIVATE = True
    with listening() as found:
        yield found


def put(wire: Wire, body: Any, path: str = QUERIES, **more: Any) -> Any:
    return wire.send(body, path, **more)


def test_a_program_names_a_query_reads_it_and_drops_it(wire: Wire) -> None:
    answer = put(wire, SHIPPED)
    assert answer.status_code == 201 and answer["Location"] == f"{QUERIES}/da-kiem"
    assert put(wire, SHIPPED).status_code == 201 and NamedQuery.objects.count() == 1
    assert json.loads(wire.get(QUERIES).content) == [SHIPPED]
    assert json.loads(wire.get(answer["Location"]).content) == SHIPPED
    assert wire.request("DELETE", answer["Location"]).status_code == 204
    problem(wire.get(answer["Location"]), 404, "NoSuchNameException")
    problem(wire.request("DELETE", answer["Location"]), 404, "NoSuchNameException")
    assert json.loads(wire.get(QUERIES).content) == []


def test_a_name_that_stands_for_another_query_is_taken(wire: Wire) -> None:
    put(wire, SHIPPED)
    problem(put(wire, {**SHIPPED, "query": {"EQ_action": ["ADD"]}}), 409, "ResourceAlreadyExistsException")
    assert NamedQuery.objects.get().query == SHIPPED["query"]


def test_names_are_each_organisations_own(wire: Wire) -> None:
    put(wire, SHIPPED)
    other = wire.key_for(wire.desk.shop)
    problem(wire.get(f"{QUERIES}/da-kiem", key=other), 404, "NoSuchNameException")
    again = put(wire, {**SHIPPED, "query": {"EQ_action": ["ADD"]}}, key=other)
    assert again.status_code == 201 and NamedQuery.objects.count() == 2
    colleague = wire.key_for(wire.desk.mill)
    assert json.loads(wire.get(f"{QUERIES}/da-kiem", key=colleague).content) == SHIPPED


def test_the_list_of_queries_comes_in_pages(wire: Wire) -> None:
    for number in range(5):
        put(wire, {"name": f"q{number}", "query": {}})
    found, path = [], f"{QUERIES}?perPage=2"
    while path:
        answer = wire.get(path)
        found += [one["name"] for one in json.loads(answer.content)]
        path = answer["Link"].partition(">")[0][1:] if "Link" in answer else ""
    assert found == [f"q{number}" for number in range(5)]


def test_a_named_query_answers_with_its_events(wire: Wire) -> None:
    put(wire, SHIPPED)
    wire.send(document(marked("1"), seen("2"), seen("3", hour=10)))
    wire.send(document(seen("4")), key=wire.key_for(wire.desk.shop))
    answer = wire.get(f"{QUERIES}/da-kiem/events?perPage=1")
    told = json.loads(answer.content)
    assert told["epcisBody"]["queryResults"]["queryName"] == "da-kiem" and 'rel="next"' in answer["Link"]
    assert answer["GS1-EPC-Format"] == "Always_GS1_Digital_Link"
    both = json.loads(wire.get(f"{QUERIES}/da-kiem/events").content)
    events = both["epcisBody"]["queryResults"]["resultsBody"]["eventList"]
    assert [event["epcList"][0].rsplit("/", 1)[-1] for event in events] == ["2", "3"]
    in_urns = wire.get(f"{QUERIES}/da-kiem/events", headers={"GS1-EPC-Format": "Always_EPC_URN"})
    assert in_urns["GS1-EPC-Format"] == "Always_EPC_URN"


@pytest.mark.parametrize("more", [{"headers": {"Upgrade": "websocket"}}, {}])
def test_a_websocket_is_refused_with_the_way_to_go(wire: Wire, more: dict[str, Any]) -> None:
    put(wire, SHIPPED)
    path = f"{QUERIES}/da-kiem/events" + ("" if more else "?stream=true")
    assert "subscriptions" in problem(wire.get(path, **more), 501, "ImplementationException")["detail"]


@pytest.mark.parametrize(
    "body",
    [
        {"name": "x"},
        {"query": {}},
        {"name": "có dấu", "query": {}},
        {"name": "x" * 101, "query": {}},
        {"name": "x", "query": []},
        {"name": "x", "query": {"GE_eventDate": "2026-01-01T00:00:00Z"}},
        {"name": "x", "query": {"EQ_action": "ADD"}},
        {"name": "x", "query": {"EQ_lạ:trường": ["a"]}},
        {"name": "x", "query": {"EQ_la:truong": ["a"]}},
        {"name": "x", "query": {}, "schedule": {}},
        [],
        7,
    ],
)
def test_a_body_that_is_no_query_is_refused_and_nothing_kept(wire: Wire, body: Any) -> None:
    problem(put(wire, json.dumps(body).encode()), 400, "QueryValidationException")
    assert not NamedQuery.objects.exists()


@pytest.mark.parametrize(
    "body", [b"", b"{", b'{"name": "a", "name": "b", "query": {}}', b'{"name": NaN}', b"[" * 5000, b"\xff"]
)
def test_bytes_that_are_no_json_are_refused(wire: Wire, body: bytes) -> None:
    problem(put(wire, body), 400, "ValidationException")
    assert not NamedQuery.objects.exists()


def test_a_body_of_another_type_or_too_large_is_refused(wire: Wire) -> None:
    problem(put(wire, b"<x/>", content_type="application/xml"), 415, "UnsupportedMediaTypeException")
    problem(put(wire, b" " * 1_000_001), 413, "CaptureLimitExceededException")


# ── Subscriptions ──────────────────────────────────────────────────────


def test_a_program_subscribes_looks_and_unsubscribes(wire: Wire) -> None:
    path = put(wire, SHIPPED)["Location"] + "/subscriptions"
    answer = put(wire, STREAM, path)
    told = json.loads(answer.content)
    assert answer.status_code == 201 and answer["Location"] == f"{path}/{told['subscriptionID']}"
    assert told["stream"] is True and told["isSigned"] is True and told["state"] == "active"
    assert TOKEN not in answer.content.decode()
    assert json.loads(put(wire, STREAM, path).content) == told and Subscription.objects.count() == 1
    assert json.loads(wire.get(path).content) == [told]
    assert json.loads(wire.get(answer["Location"]).content) == told
    assert wire.request("DELETE", answer["Location"]).status_code == 204
    problem(wire.get(answer["Location"]), 404, "NoSuchResourceException")
    assert json.loads(wire.get(path).content) == []


def test_a_schedule_is_told_back_with_its_next_run(wire: Wire) -> None:
    path = put(wire, SHIPPED)["Location"] + "/subscriptions"
    wanted = {"dest": STREAM["dest"], "schedule": {"hour": "1", "minute": "5"}, "reportIfEmpty": True}
    told = json.loads(put(wire, wanted, path).content)
    assert told["schedule"] == wanted["schedule"] and told["reportIfEmpty"] is True
    assert told["nextRunAt"].partition("T")[2].startswith(("01:05:00", "18:05:00"))
    assert told["isSigned"] is False and "stream" not in told


def test_what_is_captured_over_http_reaches_the_subscriber(wire: Wire, receiver: Receiver) -> None:
    path = put(wire, SHIPPED)["Location"] + "/subscriptions"
    put(wire, {**STREAM, "dest": receiver.address}, path, headers={"GS1-EPC-Format": "Always_EPC_URN"})
    wire.send(document(marked("1"), seen("2", epcList=["urn:epc:id:sgtin:4012345.012345.2"])))
    swept(at(year=2100))
    (letter,) = receiver.letters
    assert [event["epcList"] for event in letter.events] == [["urn:epc:id:sgtin:4012345.012345.2"]]
    told = json.loads(wire.get(path).content)[0]
    assert told["lastNotifiedAt"].startswith("2100") and told["epcFormat"] == "Always_EPC_URN"


def test_the_same_subscription_with_another_secret_is_taken(wire: Wire) -> None:
    path = put(wire, SHIPPED)["Location"] + "/subscriptions"
    put(wire, STREAM, path)
    problem(put(wire, {**STREAM, "signatureToken": TOKEN[::-1]}, path), 409, "ResourceAlreadyExistsException")


@pytest.mark.parametrize(
    ("change", "pointer"),
    [
        ({"dest": "http://127.0.0.1/"}, "/dest"),
        ({"dest": 7}, "/dest"),
        ({"stream": False}, "/stream"),
        ({"schedule": {"hour": "1"}}, "/stream"),
        ({"signatureToken": "ngan"}, "/signatureToken"),
        ({"initialRecordTime": "2026-03-02"}, "/initialRecordTime"),
        ({"reportIfEmpty": True}, "/reportIfEmpty"),
        ({"secret": "x"}, "/secret"),
    ],
)
def test_a_subscription_that_cannot_be_is_refused_with_its_field(
    wire: Wire, change: dict[str, Any], pointer: str
) -> None:
    path = put(wire, SHIPPED)["Location"] + "/subscriptions"
    told = problem(put(wire, {**STREAM, **change}, path), 400, "SubscriptionControlsException")
    assert pointer in [one["pointer"] for one in told["errors"]]
    assert not Subscription.objects.exists()


def test_rights_are_asked_for_each(wire: Wire) -> None:
    path = put(wire, SHIPPED)["Location"]
    reading, sending = (
        wire.key_for(wire.desk.mill, "query"),
        wire.key_for(wire.desk.mill, "capture"),
    )
    problem(wire.get(QUERIES, key=""), 401, "SecurityException")
    problem(wire.get(QUERIES, key=sending), 403, "SecurityException")
    assert wire.get(path, key=reading).status_code == 200
    for method, where in (("POST", QUERIES), ("DELETE", path), ("GET", f"{path}/subscriptions")):
        kind = {"content_type": "application/json"} if method == "POST" else {}
        problem(wire.request(method, where, key=reading, **kind), 403, "SecurityException")
    assert NamedQuery.objects.get().dropped_at is None


def test_what_is_not_there_is_404(wire: Wire) -> None:
    problem(wire.get(f"{QUERIES}/khong-co"), 404, "NoSuchNameException")
    problem(wire.get(f"{QUERIES}/khong-co/events"), 404, "NoSuchNameException")
    problem(put(wire, STREAM, f"{QUERIES}/khong-co/subscriptions"), 404, "NoSuchNameException")
    path = put(wire, SHIPPED)["Location"] + "/subscriptions"
    other = wire.key_for(wire.desk.shop)
    place = put(wire, STREAM, path)["Location"]
    put(wire, SHIPPED, key=other)
    problem(wire.get(place, key=other), 404, "NoSuchResourceException")
    problem(wire.request("DELETE", place, key=other), 404, "NoSuchResourceException")
    for name in ("x", "0" * 36, "Z" * 36):
        problem(wire.get(f"{path}/{name}"), 404, "NoSuchResourceException")
    assert Subscription.objects.get().state == "active"


def test_options_tell_what_each_address_takes(wire: Wire) -> None:
    allowed = {
        QUERIES: "GET, POST, HEAD, OPTIONS",
        f"{QUERIES}/x": "GET, DELETE, HEAD, OPTIONS",
        f"{QUERIES}/x/events": "GET, HEAD, OPTIONS",
        f"{QUERIES}/x/subscriptions": "GET, POST, HEAD, OPTIONS",
        f"{QUERIES}/x/subscriptions/y": "GET, DELETE, HEAD, OPTIONS",
    }
    for path, methods in allowed.items():
        answer = wire.request("OPTIONS", path, key="")
        assert answer.status_code == 204 and answer["Allow"] == methods


def test_an_officer_who_is_signed_in_reads_the_provinces_own(wire: Wire) -> None:
    from nscl.apps.traceability.subscribers import subscriber_of_person
    from tests.apps.traceability.subscribing import named

    named(subscriber_of_person(wire.desk.world.actor("an")), "cua-tinh", EQ_action=["ADD"])
    put(wire, SHIPPED)
    http = wire.desk.world.login(Client(), "an")
    assert [one["name"] for one in json.loads(http.get(QUERIES).content)] == ["cua-tinh"]
    assert http.get(f"{QUERIES}/cua-tinh/events").status_code == 200
    assert http.get(f"{QUERIES}/cua-tinh/subscriptions").status_code == 200
    assert http.delete(f"{QUERIES}/cua-tinh").status_code == 403
