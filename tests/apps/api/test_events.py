"""Events are asked for by query, by name and by what they share; the answer is a document in the wanted form."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest
from django.http import HttpResponse
from lxml import etree

from nscl.gs1.epcis.hashing import event_hash, namespaces_of
from nscl.gs1.epcis.reading import read_document
from tests.apps.api.conftest import Wire, problem
from tests.apps.traceability.documents import (
    LINK,
    LOT,
    PALLET,
    URN,
    declared,
    document,
    made,
    marked,
    packed,
    seen,
)  # fmt: skip

pytestmark = pytest.mark.django_db
EVENTS = "/epcis/v2/events"
KINDS = ("eventTypes", "epcs", "bizSteps", "bizLocations", "readPoints", "dispositions")
DATA = Path(__file__).resolve().parents[4] / "shared" / "testdata" / "epcis"


def listed(answer: HttpResponse) -> list[dict[str, Any]]:
    assert answer.status_code == 200, answer.content
    told = json.loads(answer.content)
    assert told["type"] == "EPCISQueryDocument" and told["creationDate"]
    return list(told["epcisBody"]["queryResults"]["resultsBody"]["eventList"])


def names(answer: HttpResponse) -> list[str]:
    return [event["eventID"].rpartition(":")[2] for event in listed(answer)]


@pytest.fixture
def stored(wire: Wire) -> Wire:
    """A marking, a packing, a making and a sighting at a place; the last by the neighbour."""
    place = {"readPoint": {"id": "urn:vi-du:kho:7"}, "bizLocation": {"id": "urn:vi-du:kho:8"}}
    wire.send(
        document(
            marked("1", "2", eventID="urn:uuid:marked", disposition="active"),
            packed(PALLET, "1", eventID="urn:uuid:packed"),
            made(["A"], ["B"], eventID="urn:uuid:made"),
            seen("1", eventID="urn:uuid:seen", hour=12, **place),
        )
    )
    wire.send(document(marked("9", eventID="urn:uuid:other")), key=wire.key_for(wire.desk.shop))
    return wire


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("", "marked packed made seen"),
        ("eventType=ObjectEvent&EQ_action=ADD", "marked"),
        ("eventType=AggregationEvent|TransformationEvent", "packed made"),
        ("EQ_bizStep=inspecting&EQ_bizStep=commissioning", "marked seen"),
        (f"MATCH_anyEPC={URN}1", "marked packed seen"),
        (f"MATCH_anyEPCClass={quote(LOT + 'B')}", "made"),
        ("GE_eventTime=2026-03-02T11:00:00%2B07:00", "made seen"),
        ("GE_eventTime=2026-03-02T11:00:00+07:00", "made seen"),
        ("EQ_readPoint=urn:vi-du:kho:7", "seen"),
        ("orderBy=eventTime&orderDirection=DESC&eventCountLimit=2", "seen made"),
        ("GE_quantity=5", "made"),
        ("EQ_eventID=urn:uuid:packed", "packed"),
    ],
)
def test_a_query_narrows_and_what_is_anothers_is_not_there(stored: Wire, query: str, expected: str) -> None:
    assert sorted(names(stored.get(f"{EVENTS}?{query}"))) == sorted(expected.split())


@pytest.mark.parametrize(
    "query",
    ["GE_eventDate=2026-01-01T00:00:00Z", "EQ_action=CREATE", "eventCountLimit=1&maxEventCount=1",
     "GE_eventTime=yesterday", "GE_eventTime=2026-03-02T11:00:00Z&GE_eventTime=2026-03-03T11:00:00Z",
     "perPage=0", "nextPageToken=nonsense", "orderBy=colour", "EQ_ILMD_zz:field=1", "MATCH_epc=x"],
)  # fmt: skip
def test_a_query_that_cannot_be_is_refused_with_the_parameter(stored: Wire, query: str) -> None:
    told = problem(stored.get(f"{EVENTS}?{query}"), 400, "QueryParameterException")
    assert told["errors"][0]["pointer"].startswith("/")


def test_more_than_the_caller_bears_is_refused(stored: Wire) -> None:
    assert len(listed(stored.get(f"{EVENTS}?maxEventCount=4"))) == 4
    problem(stored.get(f"{EVENTS}?maxEventCount=3"), 413, "QueryTooLargeException")


def test_pages_follow_each_other_by_link(stored: Wire) -> None:
    found, path = [], f"{EVENTS}?orderBy=eventTime&orderDirection=ASC&perPage=3"
    while path:
        page = stored.get(path)
        found += names(page)
        path = page.headers.get("Link", "").partition(">")[0].lstrip("<")
    assert found == ["marked", "packed", "made", "seen"]


def test_prefixes_come_with_the_question(stored: Wire) -> None:
    event = marked("5", eventID="urn:uuid:ilmd", ilmd={"vd:giong": "Vĩnh Linh"})
    stored.send(document(event))
    query = f"{EVENTS}?EQ_ILMD_x:giong={quote('Vĩnh Linh')}"
    assert names(stored.get(query, headers={"GS1-Extensions": "x=https://vi-du.vn/"})) == ["ilmd"]
    problem(stored.get(query, headers={"GS1-Extensions": "x"}), 400, "ValidationException")


def test_an_event_is_read_by_its_name_and_by_its_hash(stored: Wire) -> None:
    assert names(stored.get(f"{EVENTS}/urn%3Auuid%3Amarked")) == ["marked"]
    created = stored.send({"@context": [], **marked("7")}, EVENTS)
    for path in (created["Location"], created["Location"].replace("%3Fver%3DCBV2.0", "")):
        (event,) = listed(stored.get(path))
        assert event["epcList"] == [LINK + "7"] and event["eventID"].startswith("ni:///sha-256;")
        assert event["recordTime"]


def test_an_event_comes_with_what_was_declared_about_it(stored: Wire) -> None:
    stored.send(document(declared(marked("1", "2", eventID="urn:uuid:marked", disposition="active"))))
    first, second = listed(stored.get(f"{EVENTS}/urn:uuid:marked"))
    assert "errorDeclaration" not in first and second["errorDeclaration"]["reason"] == "incorrect_data"


@pytest.mark.parametrize(
    "name", ["urn:uuid:other", "urn:uuid:none", "x", "ni:///sha-256;00", "%00", "a" * 3000]
)
def test_an_event_that_is_not_the_callers_is_absent(stored: Wire, name: str) -> None:
    problem(stored.get(f"{EVENTS}/{quote(name, safe='%')}"), 404, "NoSuchResourceException")


# What there is -----------------------------------------------------------------------------------


def test_what_there_is_is_listed_as_far_as_it_is_seen(stored: Wire) -> None:
    def members(kind: str) -> list[str]:
        return list(json.loads(stored.get(f"/epcis/v2/{kind}").content)["member"])

    assert set(members("bizSteps")) == {"commissioning", "inspecting"}
    assert members("readPoints") == ["urn:vi-du:kho:7"] and members("bizLocations") == ["urn:vi-du:kho:8"]
    assert members("dispositions") == ["active"] and "ObjectEvent" in members("eventTypes")
    assert LINK + "1" in members("epcs") and LINK + "9" not in members("epcs")
    first = stored.get("/epcis/v2/epcs?perPage=2")
    assert len(json.loads(first.content)["member"]) == 2 and 'rel="next"' in first["Link"]
    problem(stored.get("/epcis/v2/epcs?nextPageToken=x"), 400, "QueryParameterException")


@pytest.mark.parametrize(
    ("kind", "value", "expected"),
    [
        ("eventTypes", "ObjectEvent", "marked seen"),
        ("epcs", LINK + "1", "marked packed seen"),
        ("epcs", LINK.replace("https://", "https:/") + "1", "marked packed seen"),
        ("epcs", URN + "1", "marked packed seen"),
        ("epcs", LOT + "B", "made"),
        ("epcs", PALLET, "packed"),
        ("bizSteps", "inspecting", "seen"),
        ("bizSteps", "urn:epcglobal:cbv:bizstep:inspecting", "seen"),
        ("bizLocations", "urn:vi-du:kho:8", "seen"),
        ("readPoints", "urn:vi-du:kho:7", "seen"),
        ("dispositions", "active", "marked"),
    ],
)
def test_events_are_found_by_what_they_share(stored: Wire, kind: str, value: str, expected: str) -> None:
    for spelt in (quote(value, safe=""), quote(value)):
        path = f"/epcis/v2/{kind}/{spelt}"
        assert json.loads(stored.get(path).content)["member"] == ["events"]
        assert sorted(names(stored.get(f"{path}/events"))) == sorted(expected.split())
    assert names(stored.get(f"{path}/events?LT_eventTime=2020-01-01T00:00:00Z")) == []


@pytest.mark.parametrize("kind", KINDS)
def test_what_no_seen_event_has_is_absent(stored: Wire, kind: str) -> None:
    for value in ("urn:none", "no word", "%00", "a" * 3000):
        path = f"/epcis/v2/{kind}/{quote(value, safe='%')}"
        problem(stored.get(path), 404, "NoSuchResourceException")
        problem(stored.get(f"{path}/events"), 404, "NoSuchResourceException")


def test_what_stands_in_the_path_cannot_be_asked_again(stored: Wire) -> None:
    answer = stored.get("/epcis/v2/bizSteps/inspecting/events?EQ_bizStep=packing")
    problem(answer, 400, "QueryParameterException")


# The form of the answer --------------------------------------------------------------------------


def test_codes_are_spelt_as_asked_for(wire: Wire) -> None:
    wire.send(document(marked("1", epcList=[URN + "1"])))
    spelt = {
        "": LINK + "1",
        "Always_GS1_Digital_Link": LINK + "1",
        "Always_EPC_URN": URN + "1",
        "Never_Translates": URN + "1",
        "No_Preference": URN + "1",
    }
    for wanted, code in spelt.items():
        answer = wire.get(EVENTS, headers={"GS1-EPC-Format": wanted} if wanted else {})
        assert listed(answer)[0]["epcList"] == [code], wanted
        assert answer["GS1-EPC-Format"] == wanted or not wanted
    problem(wire.get(EVENTS, headers={"GS1-EPC-Format": "Latin"}), 400, "ValidationException")


def test_xml_is_answered_where_it_is_asked_for(stored: Wire) -> None:
    answer = stored.get(f"{EVENTS}?EQ_bizStep=inspecting", headers={"Accept": "application/xml"})
    assert answer.status_code == 200 and answer["Content-Type"].startswith("application/xml")
    back = read_document(answer.content)
    assert back.kind == "query" and back.events[0]["bizStep"] == "inspecting"
    assert b"urn:epcglobal:cbv:bizstep:inspecting" in answer.content
    headers = {"Accept": "text/xml", "GS1-CBV-XML-Format": "Always_Web_URI"}
    assert b"https://ref.gs1.org/cbv/BizStep-inspecting" in stored.get(EVENTS, headers=headers).content


def test_one_event_may_be_sent_and_answered_in_xml(wire: Wire) -> None:
    headers = {"Accept": "application/xml"}
    answer = wire.send({"@context": [], **marked("1")}, EVENTS, headers=headers)
    assert answer.status_code == 201 and answer["Content-Type"].startswith("application/xml")
    assert etree.fromstring(answer.content).tag.endswith("EPCISDocument")
    refusal = wire.send({"@context": [], **marked("1", action="X")}, EVENTS, headers=headers)
    assert refusal.status_code == 400 and refusal["Content-Type"] == "application/problem+xml"


def test_an_officer_sees_the_province_and_one_of_another_nothing(stored: Wire) -> None:
    stored.desk.world.login(stored.http, "an")
    assert len(listed(stored.get(EVENTS, key=""))) == 5
    stored.desk.world.login(stored.http, "khanh")
    assert listed(stored.get(EVENTS, key="")) == []


def test_the_number_of_questions_does_not_grow_with_the_answer(
    stored: Wire, django_assert_max_num_queries: Any
) -> None:
    stored.send(document(*(marked(f"many{n}") for n in range(40))))
    with django_assert_max_num_queries(9):
        assert len(listed(stored.get(f"{EVENTS}?perPage=44"))) == 44


def test_published_documents_come_back_as_the_same_events(wire: Wire) -> None:
    """Every example of the standard is taken, and what is read back has the same hash, in JSON and in XML."""
    files = sorted((DATA / "gs1-epcis" / "JSON").rglob("*.jsonld"))
    if not files:
        pytest.skip("../shared/testdata/epcis not found")
    expected: set[str] = set()
    for file in files:
        whole = json.loads(file.read_bytes())
        assert wire.send(file.read_bytes()).status_code in (202, 409), file.name
        expected |= {
            event_hash(event, namespaces_of(whole)) for event in read_document(file.read_bytes()).events
        }
    answer = wire.get(f"{EVENTS}?perPage=500", headers={"GS1-EPC-Format": "Never_Translates"})
    hashes = {event["eventID"]: digest for event, digest in hashed(answer)}
    assert set(hashes.values()) <= expected and len(expected - set(hashes.values())) <= 3
    differing = []
    for name, digest in hashes.items():
        headers = {"GS1-EPC-Format": "Never_Translates", "Accept": "application/xml"}
        (_event, found), *_declared = hashed(wire.get(f"{EVENTS}/{quote(name, safe='')}", headers=headers))
        differing += [name] * (found != digest)
    # One has a truth value in an extension, which in XML is a text; one eventID stands in two examples.
    assert len(differing) <= 2


def hashed(answer: HttpResponse) -> list[tuple[dict[str, Any], str]]:
    assert answer.status_code == 200, answer.content
    back = read_document(answer.content)
    return [
        (dict(event), event_hash(event, {**back.namespaces, **namespaces_of(event)})) for event in back.events
    ]
