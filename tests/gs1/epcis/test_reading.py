"""Bytes into documents: JSON read strictly, XML into the same form, and written again."""

from __future__ import annotations

import io
import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nscl.gs1.epcis import command
from nscl.gs1.epcis.checks import errors, problems
from nscl.gs1.epcis.hashing import event_hash, prehash
from nscl.gs1.epcis.problems import Unreadable
from nscl.gs1.epcis.query_bodies import query_problems
from nscl.gs1.epcis.reading import LARGEST, Document, read_document
from nscl.gs1.epcis.writing import as_json, as_xml
from tests.gs1.data import published
from tests.gs1.epcis.documents import as_bytes, capture, event, valid_documents


def code_of(data: Any) -> str:
    with pytest.raises(Unreadable) as refused:
        read_document(data)
    (problem,) = refused.value.problems
    as_bytes(problem.as_json())
    return problem.code


def hashes(document: Document) -> list[str]:
    return [event_hash(one, document.namespaces) for one in document.events]


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "empty"), (b"  \n", "empty"), (b"[]", "not_an_object"), (b"5", "not_an_object"), (b"{", "not_json"), (b'{"a": 01}', "not_json"), (b"\xff\xfe{\x00}\x00", "encoding"),
        (b'{"a": NaN}', "not_a_number"), (b'{"a": -Infinity}', "not_a_number"), (b'{"a": 1e999}', "number_too_large"), (b'{"a": ' + b"9" * 5000 + b"}", "number_too_large"),
        (b'{"a": "\\ud800"}', "surrogate"), (b'{"\\udc00": 1}', "surrogate"), (b'{"a":' * 100 + b"1" + b"}" * 100, "too_deep"), (b'{"a":' + b"[" * 100_000 + b"]" * 100_000 + b"}", "too_deep"),
        (b"<a>", "not_xml"), (b"<a/>", "not_epcis"), (b'<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>', "doctype"), ("không phải byte", "not_bytes"), (None, "not_bytes"),
        (b"<!DOCTYPE lolz [<!ENTITY a 'aaaaaaaaaa'><!ENTITY b '&a;&a;&a;&a;&a;&a;&a;&a;'>]><x>&b;</x>", "doctype"),
        (b"<a>" * 100 + b"</a>" * 100, "too_deep"), (b" " * (LARGEST + 1), "too_large"),
    ],
)  # fmt: skip
def test_what_cannot_be_read_is_said(data: Any, code: str) -> None:
    assert code_of(data) == code


def test_a_byte_order_mark_and_whole_pairs_of_surrogates_are_read() -> None:
    data = b"\xef\xbb\xbf" + json.dumps(capture(event(**{"vd:x": "\U0001f33e"}))).encode()
    assert errors(problems(read_document(data))) == []


def test_a_key_that_stands_twice_is_doubted_at_its_place() -> None:
    data = as_bytes(capture(event())).replace(b'"action": "OBSERVE"', b'"action": "ADD", "action": "OBSERVE"')
    (note,) = problems(read_document(data))
    assert (note.code, note.pointer, note.severity) == (
        "duplicate_key",
        "/epcisBody/eventList/0/action",
        "warning",
    )
    assert errors(problems(read_document(data), strict={"duplicate_key"}))


@given(st.binary(max_size=300))
def test_nothing_but_a_refusal_comes_from_any_bytes(data: bytes) -> None:
    try:
        read_document(data)
    except Unreadable as refused:
        assert refused.problems


# ── XML ────────────────────────────────────────────────────────────────

PAIRS = ["ReferenceEventHashAlgorithm", "ReferenceEventHashAlgorithm2", "ReferenceEventHashAlgorithm3", "epcisDocWithVariousEventTypes", "epcisQueryDocument", "persistentDisposition"]  # fmt: skip


@pytest.mark.parametrize("name", PAIRS)
def test_the_published_xml_gives_the_published_hashes(name: str) -> None:
    folder = published("event-hash")
    document = read_document((folder / f"{name}.xml").read_bytes())
    assert errors(problems(document)) == []
    assert hashes(document) == (folder / f"{name}.hashes").read_text(encoding="utf-8").splitlines()


OLD = b"""<?xml version="1.0"?>
<!-- ghi chu --><epcis:EPCISDocument xmlns:epcis="urn:epcglobal:epcis:xsd:1" xmlns:vd="https://ns.vi-du.vn/" schemaVersion="1.2" creationDate="2026-03-02T09:00:00Z">
<EPCISHeader><extension><EPCISMasterData><VocabularyList><Vocabulary type="urn:epcglobal:epcis:vtype:BusinessLocation"><VocabularyElementList>
<VocabularyElement id="urn:epc:id:sgln:4012345.00005.0"><attribute id="urn:epcglobal:cbv:mda:name">Kho A</attribute><children><id>urn:epc:id:sgln:4012345.00005.1</id></children></VocabularyElement>
</VocabularyElementList></Vocabulary></VocabularyList></EPCISMasterData></extension></EPCISHeader><EPCISBody><EventList>
<ObjectEvent><eventTime>2026-03-02T09:00:00+07:00</eventTime><eventTimeZoneOffset>+07:00</eventTimeZoneOffset>
<baseExtension><eventID>urn:uuid:1</eventID><errorDeclaration><declarationTime>2026-03-03T09:00:00Z</declarationTime><reason>urn:epcglobal:cbv:er:did_not_occur</reason>
<correctiveEventIDs><correctiveEventID>urn:uuid:2</correctiveEventID></correctiveEventIDs></errorDeclaration></baseExtension>
<epcList/><action>ADD</action><bizStep>urn:epcglobal:cbv:bizstep:commissioning</bizStep><readPoint><id>urn:epc:id:sgln:4012345.00005.0</id></readPoint>
<extension><quantityList><quantityElement><epcClass>urn:epc:class:lgtin:4012345.012345.L1</epcClass><quantity>12.50</quantity><uom>KGM</uom></quantityElement></quantityList>
<sourceList><source type="urn:epcglobal:cbv:sdt:owning_party">urn:epc:id:pgln:4000001.00000</source></sourceList><ilmd><vd:giong>ST25</vd:giong><vd:ruong>1</vd:ruong><vd:ruong>2</vd:ruong></ilmd></extension>
<vd:ghiChu kieu="a"><vd:dong>x</vd:dong></vd:ghiChu></ObjectEvent>
<extension><TransformationEvent><eventTime>2026-03-02T09:00:00+07:00</eventTime><eventTimeZoneOffset>+07:00</eventTimeZoneOffset><inputEPCList><epc>urn:a:1</epc></inputEPCList><outputEPCList><epc>urn:a:2</epc></outputEPCList></TransformationEvent></extension>
</EventList></EPCISBody></epcis:EPCISDocument>"""


def test_version_1_2_is_read_into_the_form_of_2_0() -> None:
    document = read_document(OLD)
    assert errors(problems(document)) == [] and document.syntax == "xml"
    first, second = document.events
    assert second["type"] == "TransformationEvent" and second["inputEPCList"] == ["urn:a:1"]
    assert first["eventID"] == "urn:uuid:1" and first["bizStep"] == "commissioning"
    assert first["errorDeclaration"] == {
        "declarationTime": "2026-03-03T09:00:00Z", "reason": "did_not_occur", "correctiveEventIDs": ["urn:uuid:2"],
    }  # fmt: skip
    assert first["quantityList"] == [
        {"epcClass": "urn:epc:class:lgtin:4012345.012345.L1", "quantity": 12.5, "uom": "KGM"}
    ]
    assert first["sourceList"] == [{"type": "owning_party", "source": "urn:epc:id:pgln:4000001.00000"}]
    assert first["ilmd"] == {"vd:giong": "ST25", "vd:ruong": ["1", "2"]}
    assert first["vd:ghiChu"] == {"kieu": "a", "vd:dong": "x"}
    (vocabulary,) = document.content["epcisHeader"]["epcisMasterData"]["vocabularyList"]
    assert vocabulary["vocabularyElementList"][0]["children"] == ["urn:epc:id:sgln:4012345.00005.1"]


@pytest.mark.parametrize("write", [as_json, as_xml])
@pytest.mark.parametrize("epc", ["", "dl"])
def test_what_is_written_again_has_the_same_hashes(write: Any, epc: str) -> None:
    for path in valid_documents():
        if path.name == "epcisDocWithAllGS1Keys.json" and epc:
            continue  # its list names one code in two spellings, which become one
        before = read_document(path.read_bytes())
        after = read_document(write(before, epc=epc).encode())
        assert errors(problems(after)) == [], path.name
        told = [
            [prehash(one, read.namespaces).replace("=True", "=true") for one in read.events]
            for read in (before, after)
        ]
        assert told[0] == told[1], path.name  # a truth value of an extension is text in XML


def test_links_become_urns_where_the_prefix_is_known() -> None:
    links = read_document(as_json(read_document(as_bytes(capture(event()))), epc="dl").encode())
    assert links.events[0]["quantityList"][0]["epcClass"] == "https://id.gs1.org/01/04012345123456/10/L1"
    urns = json.loads(as_json(links, epc="urn", prefix_lengths={"4012345": 7}))
    assert urns["epcisBody"]["eventList"] == [event()]
    assert json.loads(as_json(links, epc="urn"))["epcisBody"]["eventList"] == list(links.events)


# ── Queries ────────────────────────────────────────────────────────────

GOOD_QUERIES: list[dict[str, Any]] = [
    {}, {"eventType": ["ObjectEvent"], "GE_eventTime": "2026-01-01T00:00:00+01:00"}, {"EQ_bizStep": ["shipping"], "MATCH_anyEPC": ["urn:epc:id:sgtin:1.2.*"], "eventCountLimit": 5, "orderBy": "eventTime", "orderDirection": "DESC"},
    {"EQ_ILMD_vd:lot": ["A"], "GT_vd:x": 5, "EXISTS_INNER_vd:y": 1, "EQ_bizTransaction_po": ["urn:a"], "GE_value_CEL": 4, "HASATTR_vd:x": ["a"], "EQ_ATTR_x_y": "2026-01-01T00:00:00Z"},
    {"name": "cua-toi", "query": {"WD_readPoint": ["urn:a"]}}, {"GE_errorDeclarationTime": "2026-01-01T00:00:00Z", "LT_errorDeclaration_Time": "2026-01-01T00:00:00Z"},
    {"GT_INNER_SENSORREPORT_vd:x": 1, "EQ_INNER_readPoint_vd:x": 1, "EQ_quantity": [1, 2], "maxEventCount": 10},
]  # fmt: skip
BAD_QUERIES: list[tuple[Any, str, str]] = [
    ({"GE_eventDate": "2026-01-01T00:00:00Z"}, "/GE_eventDate", "unknown_parameter"), ({"eventType": "ObjectEvent"}, "/eventType", "list"), ({"EQ_action": ["CREATE"]}, "/EQ_action/0", "enum"),
    ({"eventCountLimit": 5, "maxEventCount": 5, "orderBy": "eventTime"}, "/maxEventCount", "exclusive"), ({"eventCountLimit": 5}, "/eventCountLimit", "order"), ({"maxEventCount": 0}, "/maxEventCount", "limit"),
    ({"orderBy": "mau"}, "/orderBy", "order"), ({"name": "có dấu", "query": {}}, "/name", "name"), ({"name": "a", "query": {"x": 1}}, "/query/x", "unknown_parameter"), ([], "", "object"),
    ({"name": "a", "query": 5}, "/query", "object"), ({"EXISTS_errorDeclaration": "1"}, "/EXISTS_errorDeclaration", "whole_number"), ({"GE_quantity": "5"}, "/GE_quantity", "number"),
    ({"GT_vd:x": "abc"}, "/GT_vd:x", "time"), ({"EQ_bizTransaction_PO": ["urn:a"]}, "/EQ_bizTransaction_PO", "unknown_parameter"), ({"maxEventCount": True}, "/maxEventCount", "whole_number"),
]  # fmt: skip


@pytest.mark.parametrize("query", GOOD_QUERIES)
def test_a_right_query_is_accepted(query: dict[str, Any]) -> None:
    assert query_problems(query) == []


@pytest.mark.parametrize(("query", "pointer", "code"), BAD_QUERIES)
def test_a_wrong_query_is_refused_at_its_parameter(query: Any, pointer: str, code: str) -> None:
    problem = query_problems(query)[0]
    assert (problem.pointer, problem.code) == (pointer, code)
    assert problem.type == "epcisException:QueryParameterException"


def test_every_parameter_of_the_official_schema_is_known_and_agrees() -> None:
    judge = pytest.importorskip("jsonschema_rs")
    schema = json.loads(published("gs1-epcis", "query-schema.json").read_text(encoding="utf-8"))
    official = judge.Draft7Validator(schema, validate_formats=True)
    names = list(schema["definitions"]["EPCIS-Query"]["properties"])
    patterns = schema["definitions"]["EPCIS-Query"]["patternProperties"]
    names += [one.strip("^$").replace("[a-z][a-zA-Z0-9]*\\:\\w+", "vd:x").replace("[a-z][a-zA-Z0-9_]+", "po").replace("[A-Z0-9]{2,4}", "CEL").replace("\\w+_\\w+", "x_y") for one in patterns]  # fmt: skip
    for name in names:
        for value in (
            ["urn:a"],
            ["x"],
            "x",
            5,
            5.5,
            [5],
            "2026-01-01T00:00:00Z",
            True,
            ["shipping"],
            ["ADD"],
            {},
            "ASC",
        ):
            ours = [one for one in query_problems({name: value}) if one.code not in ("order", "limit")]
            assert bool(official.is_valid({name: value})) == (not ours), (name, value)


# ── The commands ───────────────────────────────────────────────────────


def run(work: Any, *args: Any, **options: Any) -> tuple[int, str]:
    out = io.StringIO()
    return work(*args, out=out, **options), out.getvalue()


@pytest.mark.parametrize(
    ("content", "code", "mark"),
    [
        (capture(event()), 0, "✓"), (capture(event(epcList=["https://id.gs1.org/01/04012345123457/21/1"])), 0, "▲"), (capture(event(action="TẠO")), 1, "✕"),
        ({"GE_eventTime": "2026-01-01T00:00:00Z"}, 0, "✓"), ({"GE_eventDate": "2026-01-01T00:00:00Z"}, 1, "✕"),
    ],
)  # fmt: skip
def test_check_says_what_is_wrong_and_ends_with_the_code(
    tmp_path: Any, content: Any, code: int, mark: str
) -> None:
    path = tmp_path / "a.json"
    path.write_bytes(as_bytes(content))
    assert run(command.check, str(path))[0] == code
    assert run(command.check, str(path))[1].startswith(mark)
    listed = json.loads(run(command.check, str(path), as_json_=True)[1])
    assert isinstance(listed, list) and all(
        {"type", "title", "detail", "pointer", "severity"} <= one.keys() for one in listed
    )


def test_check_may_be_strict_or_lenient(tmp_path: Any) -> None:
    path = tmp_path / "a.json"
    path.write_bytes(as_bytes(capture(event(epcList=["https://id.gs1.org/01/04012345123457/21/1"]))))
    assert run(command.check, str(path), strict=True)[0] == 1
    path.write_bytes(as_bytes(capture(event(action="TẠO"))))
    assert run(command.check, str(path), lenient=True)[0] == 0


def test_what_is_unreadable_ends_with_two(tmp_path: Any) -> None:
    path = tmp_path / "a.json"
    path.write_bytes(b"{")
    for work in (command.check, command.hashes, command.convert):
        options = {} if work is command.check else {"err": io.StringIO()}
        assert run(work, str(path), **options)[0] == 2
    assert run(command.check, str(tmp_path / "khong-co.json"))[0] == 2


def test_hash_prints_one_line_for_each_event(tmp_path: Any) -> None:
    path = tmp_path / "a.json"
    path.write_bytes(as_bytes(capture(event(), event(action="ADD"))))
    code, text = run(command.hashes, str(path))
    assert (
        code == 0
        and text.splitlines() == hashes(read_document(path.read_bytes()))
        and len(text.splitlines()) == 2
    )


def test_convert_goes_to_xml_and_back_and_refuses_what_is_invalid(tmp_path: Any) -> None:
    path, other = tmp_path / "a.json", tmp_path / "a.xml"
    path.write_bytes(as_bytes(capture(event())))
    code, text = run(command.convert, str(path), to="xml", epc="dl")
    other.write_text(text, encoding="utf-8")
    assert code == 0 and hashes(read_document(other.read_bytes())) == hashes(read_document(path.read_bytes()))
    path.write_bytes(as_bytes(capture(event(action="TẠO"))))
    assert run(command.convert, str(path), err=io.StringIO())[0] == 1
