"""Which documents are refused, at which field, and which are only doubted."""

from __future__ import annotations

import copy
import json
import random
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nscl.gs1.epcis.checks import errors, problems
from nscl.gs1.epcis.formats import instant, is_uri
from nscl.gs1.epcis.reading import made, read_document
from nscl.gs1.epcis.structure import document as structure
from tests.gs1.data import published
from tests.gs1.epcis.documents import as_bytes, capture, event, valid_documents

NOW = datetime(2026, 3, 3, tzinfo=UTC)
FIRST = "/epcisBody/eventList/0"


def found(value: Any, **options: Any) -> list[tuple[str, str]]:
    """Pointers and codes of the errors of a document."""
    return [(one.pointer, one.code) for one in errors(problems(made(value), **options))]


def doubted(value: Any) -> list[tuple[str, str]]:
    return [(one.pointer, one.code) for one in problems(made(value), now=NOW) if one.severity == "warning"]


def test_every_published_document_is_accepted() -> None:
    for path in valid_documents():
        assert errors(problems(read_document(path.read_bytes()))) == [], path.name


@pytest.mark.parametrize(
    ("name", "pointer"),
    [
        ("EPCISDocument_without_context", "/@context"),
        ("ObjectEvent_with_invalid_action", f"{FIRST}/action"),
        ("ObjectEvent_with_quantity_as_text", f"{FIRST}/quantityList/0/quantity"),
        ("ObjectEvent_with_invalid_eventTime_format", f"{FIRST}/eventTime"),
        ("ObjectEvent_with_non_standard_bizStep", f"{FIRST}/bizStep"),
    ],
)
def test_published_faults_are_refused_at_their_field(name: str, pointer: str) -> None:
    path = published("openepcis", "invalid", f"{name}.json")
    assert [one.pointer for one in errors(problems(read_document(path.read_bytes())))] == [pointer]


FAULTS: list[tuple[dict[str, Any], str, str]] = [
    ({"eventTime": None}, "eventTime", "missing"), ({"eventTimeZoneOffset": "+7"}, "eventTimeZoneOffset", "offset"),
    ({"action": None}, "action", "missing"), ({"bizStep": "thu-hoach"}, "bizStep", "bizStep"),
    ({"bizStep": "urn:epcglobal:cbv:bizstep:receiving"}, "bizStep", "bizStep"), ({"bizStep": "urn:vi-du:thu hoạch"}, "bizStep", "bizStep"),
    ({"disposition": 5}, "disposition", "disposition"), ({"quantityList": []}, "epcList", "no_items"), ({"quantityList": None}, "epcList", "no_items"),
    ({"epcList": ["urn:a", "urn:a"]}, "epcList", "twice"), ({"epcList": ["abc"]}, "epcList/0", "uri"), ({"epcList": "urn:a"}, "epcList", "list"),
    ({"quantityList": [{"quantity": 1}]}, "quantityList/0/epcClass", "missing"), ({"quantityList": [{"epcClass": "urn:a", "uom": "kg"}]}, "quantityList/0/uom", "unit"),
    ({"quantityList": [{"epcClass": "urn:a", "vd:x": 1}]}, "quantityList/0/vd:x", "unknown_field"), ({"quantityList": [{"epcClass": "urn:a", "quantity": True}]}, "quantityList/0/quantity", "number"),
    ({"lotNumber": "A"}, "lotNumber", "unknown_field"), ({"ilmd": {"vd:lot": "A"}}, "ilmd", "ilmd"), ({"action": "ADD", "ilmd": {"lot": "A"}}, "ilmd/lot", "unknown_field"),
    ({"readPoint": {}}, "readPoint/id", "missing"), ({"readPoint": []}, "readPoint", "object"), ({"persistentDisposition": {}}, "persistentDisposition", "missing"),
    ({"persistentDisposition": {"set": []}}, "persistentDisposition/set", "empty"), ({"bizTransactionList": [{"type": "po"}]}, "bizTransactionList/0/bizTransaction", "missing"),
    ({"sourceList": [{"source": "urn:a"}]}, "sourceList/0/type", "missing"), ({"errorDeclaration": {}}, "errorDeclaration/declarationTime", "missing"),
    ({"errorDeclaration": {"declarationTime": "2026-03-02T09:00:00Z", "reason": "sai"}}, "errorDeclaration/reason", "reason"),
    ({"sensorElementList": [{"sensorReport": []}]}, "sensorElementList/0/sensorReport", "empty"), ({"sensorElementList": [{}]}, "sensorElementList/0/sensorReport", "missing"),
    ({"sensorElementList": [{"sensorReport": [{"value": 1}]}]}, "sensorElementList/0/sensorReport/0/type", "missing"),
    ({"sensorElementList": [{"sensorReport": [{"type": "Temperature", "value": "4"}]}]}, "sensorElementList/0/sensorReport/0/value", "number"),
    ({"sensorElementList": [{"sensorReport": [{"type": "Nhiet"}]}]}, "sensorElementList/0/sensorReport/0/type", "type"), ({"certificationInfo": [5]}, "certificationInfo/0", "uri"),
    ({"eventID": "1"}, "eventID", "uri"), ({"@context": 5}, "@context", "object"), ({"type": "Thu"}, "type", "uri"), ({"type": None}, "type", "missing"),
    ({"eventTime": "2026-02-30T09:00:00+07:00"}, "eventTime", "time"), ({"eventTime": "2026-03-02T09:00:00"}, "eventTime", "time"),
]  # fmt: skip


@pytest.mark.parametrize(("changes", "where", "code"), FAULTS)
def test_a_faulty_event_is_refused_at_the_field(changes: dict[str, Any], where: str, code: str) -> None:
    assert (f"{FIRST}/{where}", code) in found(capture(event(), event()) | capture(event(**changes)))


BEYOND: list[tuple[dict[str, Any], str, str]] = [
    ({"type": "AggregationEvent", "action": "ADD", "childEPCs": ["urn:a"]}, "parentID", "no_parent"),
    ({"type": "AggregationEvent", "action": "DELETE"}, "parentID", "no_parent"),
    ({"type": "AggregationEvent", "action": "ADD", "parentID": "urn:p", "childEPCs": []}, "childEPCs", "no_children"),
    ({"type": "AssociationEvent", "action": "OBSERVE", "parentID": "urn:p"}, "childEPCs", "no_children"),
    ({"type": "TransformationEvent", "action": None, "outputEPCList": ["urn:a"]}, "inputEPCList", "no_inputs"),
    ({"type": "TransformationEvent", "action": None, "inputEPCList": ["urn:a"]}, "outputEPCList", "no_outputs"),
    ({"type": "TransformationEvent", "action": None, "transformationID": "urn:t"}, "inputEPCList", "no_inputs_or_outputs"),
    ({"type": "TransactionEvent", "bizTransactionList": []}, "bizTransactionList", "empty"),
]  # fmt: skip


@pytest.mark.parametrize(("changes", "where", "code"), BEYOND)
def test_what_the_standard_asks_beyond_the_schema_is_asked(
    changes: dict[str, Any], where: str, code: str
) -> None:
    assert (f"{FIRST}/{where}", code) in found(capture(event(quantityList=None, **changes)))


ALLOWED: list[dict[str, Any]] = [
    {"type": "AggregationEvent", "action": "DELETE", "parentID": "urn:p", "quantityList": None},
    {"type": "AggregationEvent", "action": "OBSERVE", "childEPCs": ["urn:a"], "quantityList": None},
    {"type": "TransformationEvent", "action": None, "transformationID": "urn:t", "inputEPCList": ["urn:a"], "quantityList": None},
    {"quantityList": None, "sensorElementList": [{"sensorReport": [{"type": "Temperature", "value": 4}]}]},
    {"type": "vd:Sinh", "bat": "kỳ"}, {"action": "ADD", "ilmd": {"vd:lot": {"bất kỳ": [1, None]}}}, {"epcList": []},
    {"bizStep": "https://ref.gs1.org/cbv/BizStep-receiving"}, {"eventTime": "2026-03-02t23:59:60z"}, {"vd:x": None},
]  # fmt: skip


@pytest.mark.parametrize("changes", ALLOWED)
def test_what_the_standard_allows_is_accepted(changes: dict[str, Any]) -> None:
    assert found(capture(event(**changes))) == []


DOUBTS: list[tuple[dict[str, Any], str, str]] = [
    ({"epcList": ["https://id.gs1.org/01/04012345123457/21/1"]}, "epcList/0", "identifier"), ({"epcList": ["urn:epc:id:sgtin:40123.012345.1"]}, "epcList/0", "identifier"),
    ({"quantityList": [{"epcClass": "https://id.gs1.org/01/04012345123456"}]}, "quantityList/0/epcClass", "no_lot"), ({"readPoint": {"id": "https://vi-du.vn/414/4012345000055"}}, "readPoint/id", "identifier"),
    ({"eventTime": "2027-03-02T09:00:00+07:00"}, "eventTime", "future"),
    ({"sensorElementList": [{"sensorMetadata": {"time": "2026-03-02T10:00:00+07:00"}, "sensorReport": [{"type": "Temperature", "value": 4, "uom": "CEL"}]}]}, "sensorElementList/0/sensorMetadata/time", "sensor_time"),
    ({"sensorElementList": [{"sensorReport": [{"type": "Temperature", "value": 4, "uom": "KGM"}]}]}, "sensorElementList/0/sensorReport/0/uom", "unit"),
    ({"errorDeclaration": {"declarationTime": "2026-03-01T09:00:00Z"}}, "errorDeclaration/declarationTime", "error_time"),
    ({"sourceList": [{"type": "owning_party", "source": "https://id.gs1.org/417/4000001000006"}]}, "sourceList/0/source", "identifier"),
]  # fmt: skip


@pytest.mark.parametrize(("changes", "where", "code"), DOUBTS)
def test_what_is_only_doubtful_is_a_warning_that_a_province_may_refuse(
    changes: dict[str, Any], where: str, code: str
) -> None:
    document = capture(event(**changes))
    assert doubted(document) == [(f"{FIRST}/{where}", code)]
    assert found(document, now=NOW) == []
    assert found(document, now=NOW, strict={code}) == [(f"{FIRST}/{where}", code)]


def test_an_ordinary_event_raises_no_doubt_and_time_is_not_asked_unless_given() -> None:
    assert doubted(capture(event())) == []
    assert problems(made(capture(event(eventTime="2999-03-02T09:00:00+07:00")))) == []


def test_lenient_reports_everything_and_refuses_nothing() -> None:
    judged = problems(made(capture(event(action="TẠO", bizStep="x"))), lenient=True)
    assert {one.severity for one in judged} == {"warning"} and len(judged) == 2


def test_a_problem_is_a_problem_object() -> None:
    (one,) = problems(made(capture(event(action="TẠO"))))
    assert one.as_json() == {
        "type": "epcisException:ValidationException", "title": "Tài liệu EPCIS không hợp lệ", "detail": one.detail,
        "pointer": f"{FIRST}/action", "severity": "error", "code": "enum",
    }  # fmt: skip
    assert "ADD, OBSERVE, DELETE" in one.detail


# ── The official schema as a second judge ──────────────────────────────

VALUES: list[Any] = [
    "shipping", "", None, 1, 1.5, True, [], {}, ["a"], ["urn:a", "urn:a"], {"a": 1}, "urn:a", "http://", "2026-02-30T00:00:00Z", "2026-03-02t09:00:00z",
    "2026-03-02 09:00:00Z", "2026-03-02T23:59:60Z", "2026-03-02T24:00:00Z", "+14:00", "+15:00", "KGM", "a b", "urn:epcglobal:cbv:bizstep:shipping",
    "https://gs1.org/voc/Temperature", "ADD", "DELETE", "OBSERVE", "ObjectEvent", "TransformationEvent", "vd:x", "a:%zz", "é:x", "urn:é", "f0", "2.0", "2.x",
    "https://a/b#c#d", "a:", "https://ref.gs1.org/cbv/BizStep-shipping", 10**30, [{"epcClass": "urn:a"}], [{"epcClass": "urn:a", "quantity": "5"}],
]  # fmt: skip
KEYS = ["foo", "vd:foo", "epcList", "ilmd", "action", "parentID", "childEPCs", "quantityList", "transformationID", "persistentDisposition", "sensorElementList", "type", "@context", "errorDeclaration", "a b", "http://a/b"]  # fmt: skip
OURS = {"no_parent"}  # asked beyond the schema


def nodes(value: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[tuple[Any, ...], Any]]:
    yield path, value
    items = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, inner in items:
        yield from nodes(inner, (*path, key))


def spoiled(document: Any, chance: random.Random) -> Any:
    """The document with one or two things dropped, changed or added."""
    for _step in range(chance.choice([1, 1, 2])):
        path, value = chance.choice([one for one in nodes(document) if one[0]])
        parent = document
        for key in path[:-1]:
            parent = parent[key]
        deed = chance.random()
        if deed < 0.3:
            del parent[path[-1]]
        elif deed < 0.75:
            parent[path[-1]] = chance.choice(VALUES)
        elif isinstance(value, dict):
            value[chance.choice(KEYS)] = chance.choice(VALUES)
        elif isinstance(parent, dict):
            parent[chance.choice(KEYS)] = chance.choice(VALUES)
    return document


def test_spoiled_documents_get_the_verdict_of_the_official_schema() -> None:
    judge = pytest.importorskip("jsonschema_rs")
    schema = json.loads(published("gs1-epcis", "EPCIS-JSON-Schema.json").read_text(encoding="utf-8"))
    official = judge.Draft7Validator(schema, validate_formats=True)
    documents = [json.loads(path.read_text(encoding="utf-8")) for path in valid_documents()]
    chance = random.Random(20260302)
    refused = 0
    for _round in range(3000):
        one = spoiled(copy.deepcopy(chance.choice(documents)), chance)
        ours: list[Any] = []
        structure(one, ours)
        theirs = bool(official.is_valid(one))
        refused += not theirs
        if theirs != (not ours):
            assert theirs and {problem.code for problem in ours} <= OURS, (ours, one)
    assert 500 < refused < 2900


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20) | st.sampled_from(["ObjectEvent", "EPCISDocument", "urn:a"]),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.sampled_from(["type", "@context", "epcisBody", "eventList", "eventTime", "x"]) | st.text(max_size=8), inner, max_size=5),
    max_leaves=25,
)  # fmt: skip


@given(st.dictionaries(st.text(max_size=10), JSON, max_size=6), JSON)
def test_any_object_gets_a_verdict(content: dict[str, Any], hostile: Any) -> None:
    for value in (
        content,
        capture(event(**{"vd:x": hostile, "readPoint": hostile, "sensorElementList": hostile})),
        {**capture(event()), "epcisBody": hostile},
    ):
        for one in problems(made(value), now=NOW):
            as_bytes(one.as_json())


@pytest.mark.parametrize(("text", "is_one"), [("a:b", True), ("urn:epc:id:sgtin:1.2.*", True), ("http://[::1]:80/x?y#z", True), ("//a/b", False), ("a b:c", False), ("1a:b", False), ("a:%4", False), ("a:\u200bb", False)])  # fmt: skip
def test_an_address_is_told_from_other_text(text: str, is_one: bool) -> None:
    assert is_uri(text) is is_one


def test_instants_are_read_with_their_offset_and_leap_seconds() -> None:
    assert instant("2016-12-31T23:59:60Z") == datetime(2017, 1, 1, tzinfo=UTC)
    assert instant("2026-03-02T09:00:00.1234567891+07:00") == datetime(
        2026, 3, 2, 2, 0, 0, 123456, tzinfo=UTC
    )
    assert instant("2026-03-02T09:00:60Z") is None and instant("0000-01-01T00:00:00Z") is None
    assert instant("2026-03-02T09:00:00+24:00") is None
