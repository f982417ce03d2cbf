"""A program asks where a lot came from: what is its own it sees, of others' steps only that there is one."""

from __future__ import annotations

import json
from urllib.parse import urlencode

import pytest

from tests.apps.api.conftest import Wire, problem
from tests.apps.traceability.documents import LOT, document, made, marked

pytestmark = pytest.mark.django_db


def asked(item: object, **more: str) -> str:
    return "/api/v1/trace?" + urlencode({"item": item, **more}, doseq=True)


@pytest.fixture
def chain(wire: Wire) -> Wire:
    """Our mill makes B of A; the shop makes C of B and D of C."""
    wire.send(document(made(["A"], ["B"], hour=8, eventID="urn:uuid:1")))
    other = wire.key_for(wire.desk.shop)
    wire.send(document(made(["B"], ["C"], hour=9, eventID="urn:uuid:2")), key=other)
    wire.send(document(made(["C"], ["D"], hour=10, eventID="urn:uuid:3")), key=other)
    return wire


def test_a_lot_is_traced_back_in_any_spelling(chain: Wire) -> None:
    for item in (LOT + "B", "urn:epc:class:lgtin:4012345.012345.B", "(01)04012345123456(10)B"):
        told = json.loads(chain.get(asked(item)).content)
        assert told["direction"] == "back" and told["roots"] == [LOT + "B"]
        assert {node["item"] for node in told["nodes"]} == {LOT + "A", LOT + "B"}
        assert [event["eventID"] for event in told["events"]] == ["urn:uuid:1"]


def test_of_the_steps_of_others_only_their_being_there_is_told(chain: Wire) -> None:
    answer = chain.get(asked(LOT + "A", direction="forward"))
    told = json.loads(answer.content)
    hidden = [node for node in told["nodes"] if not node["inView"]]
    assert hidden and all(node["item"].startswith("hidden:") for node in hidden)
    assert all(node["title"] == "Bước của tổ chức khác" for node in hidden)
    assert (LOT + "D").encode() not in answer.content and chain.desk.shop.name.encode() not in answer.content
    names = {node["item"] for node in told["nodes"]}
    assert all({edge["source"], edge["target"]} <= names for edge in told["edges"])


def test_an_officer_of_the_province_sees_the_whole_chain(chain: Wire) -> None:
    chain.desk.world.login(chain.http, "an")
    told = json.loads(chain.get(asked(LOT + "A", direction="forward"), key="").content)
    assert {node["item"] for node in told["nodes"]} == {LOT + lot for lot in "ABCD"}
    assert all(node["inView"] for node in told["nodes"]) and told["limits"]["nodes"] == 5000


def test_what_is_not_the_callers_is_as_absent_as_what_is_not_there(chain: Wire) -> None:
    problem(chain.get(asked(LOT + "D")), 404, "NoSuchResourceException")
    problem(chain.get(asked(LOT + "nowhere")), 404, "NoSuchResourceException")
    chain.desk.world.login(chain.http, "khanh")
    problem(chain.get(asked(LOT + "B"), key=""), 404, "NoSuchResourceException")


def test_a_moment_limits_the_trace(chain: Wire) -> None:
    chain.desk.world.login(chain.http, "an")
    path = asked(LOT + "C", at="2026-03-02T08:30:00+07:00")
    told = json.loads(chain.get(path, key="").content)
    assert told["at"].startswith("2026-03-02T01:30") and not told["edges"]
    assert chain.get(path.replace("%2B", "+"), key="").status_code == 200


@pytest.mark.parametrize(
    "query",
    [
        "",
        "item=",
        "item=x&direction=sideways",
        f"item={LOT}A&at=yesterday",
        f"item={LOT}A&at=2026-03-02T08:30:00",
        f"item={LOT}A&depth=3",
        f"item={LOT}A&direction=back&direction=forward",
        "item=(01)04012345123457",
        "item=" + "&item=".join(f"urn:x:{n}" for n in range(60)),
        "item=" + "a" * 600,
        "item=%00",
    ],
)
def test_what_cannot_be_asked_is_refused(chain: Wire, query: str) -> None:
    problem(chain.get(f"/api/v1/trace?{query}"), 400, "QueryParameterException")


def test_a_key_without_the_right_to_query_traces_nothing(chain: Wire) -> None:
    key = chain.key_for(chain.desk.mill, "capture")
    problem(chain.get(asked(LOT + "B"), key=key), 403, "SecurityException")


def test_the_number_of_questions_does_not_grow_with_the_chain(
    chain: Wire, django_assert_max_num_queries: object
) -> None:
    chain.send(document(*(marked(str(n)) for n in range(20))))
    with django_assert_max_num_queries(30):  # type: ignore[operator]
        assert chain.get(asked(LOT + "A", direction="forward")).status_code == 200
