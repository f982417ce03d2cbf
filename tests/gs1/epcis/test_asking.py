"""Fields, units, patterns and parameters of an address: what queries compare, without a database."""

from __future__ import annotations

from typing import Any

import pytest

from nscl.gs1.epc_patterns import match_of
from nscl.gs1.epcis.fields import Field, fields_of
from nscl.gs1.epcis.query_bodies import query_problems, read_parameters
from nscl.gs1.epcis.units import base_unit, converted, from_base, units_like
from nscl.gs1.errors import Gs1Error

NAMES = {"vd": "https://vi-du.vn/"}


def told(event: dict[str, Any]) -> dict[str, Field]:
    return {one.name: one for one in fields_of(event, NAMES)}


def test_an_event_without_fields_of_its_own_has_no_rows() -> None:
    plain = {"type": "ObjectEvent", "epcList": ["urn:a"], "readPoint": {"id": "urn:b"}, "bizStep": "shipping"}
    assert fields_of(plain, NAMES) == []


def test_a_name_bears_its_namespace_and_its_place() -> None:
    event = {
        "vd:ghi": {"vd:trong": "A", "#text": "B"},
        "ilmd": {"cbvmda:lotNumber": "L1", "vd:cay": {"vd:la": {"vd:mau": "xanh"}}},
        "readPoint": {"id": "urn:a", "vd:cua": 5},
    }
    assert told(event).keys() == {
        "https://vi-du.vn/ghi", "INNER_https://vi-du.vn/trong", "ILMD_urn:epcglobal:cbv:mda:lotNumber",
        "ILMD_https://vi-du.vn/cay", "INNER_ILMD_https://vi-du.vn/la", "INNER_ILMD_https://vi-du.vn/mau",
        "readPoint_https://vi-du.vn/cua",
    }  # fmt: skip
    assert told(event)["https://vi-du.vn/ghi"].text == "B"
    assert told({"@context": [{"vd": "https://khac.vn/"}], "vd:ghi": 1}).keys() == {"https://khac.vn/ghi"}


@pytest.mark.parametrize(
    ("value", "text", "number", "is_moment"),
    [
        ("urn:epc:id:sgtin:4012345.012345.7", "https://id.gs1.org/01/04012345123456/21/7", None, False),
        ("vd:x", "https://vi-du.vn/x", None, False),
        (" 12.50 ", "12.50", 12.5, False),
        (12.50, "12.5", 12.5, False),
        (True, "true", None, False),
        ("2026-03-02T09:00:00+07:00", "2026-03-02T09:00:00+07:00", None, True),
        ("a\0b", "a\ufffdb", None, False),
        ("x" * 900, "x" * 500, None, False),
        (10**400, str(10**400), None, False),
    ],
)
def test_a_value_stands_in_its_one_spelling(value: Any, text: str, number: Any, is_moment: bool) -> None:
    field = told({"vd:ghi": value})["https://vi-du.vn/ghi"]
    assert (field.text, field.number, field.moment is not None) == (text, number, is_moment)


@pytest.mark.parametrize("odd", [None, 5, "x", [], [5, None], {"a": 1}, [[["x"]]], {"vd:x": [[{"vd:y": 1}]]}])
@pytest.mark.parametrize(
    "name",
    [
        "ilmd",
        "sensorElementList",
        "errorDeclaration",
        "sourceList",
        "persistentDisposition",
        "readPoint",
        "vd:x",
    ],
)
def test_what_has_no_form_is_passed_over(name: str, odd: Any) -> None:
    fields_of({"type": "urn:vi-du:su-kien", name: odd}, NAMES)


def test_measured_values_stand_in_one_unit() -> None:
    reports = [
        {"type": "Temperature", "value": 212, "uom": "FAH", "sDev": 9},
        {"type": "vd:Do", "value": 5, "uom": "XYZ"},
    ]
    found = told({"sensorElementList": [{"sensorReport": reports}]})
    assert found["value_KEL"].number == converted(100, "CEL") and found["sDev_KEL"].number == 5
    assert found["value_XYZ"].number == 5 and "sensorElementList" in found


@pytest.mark.parametrize("unit", ["CEL", "FAH", "GRM", "MLT", "KMH", "XYZ"])
def test_a_value_comes_back_from_its_base_unit(unit: str) -> None:
    assert from_base(converted(37.5, unit), unit) == pytest.approx(37.5)
    assert unit in units_like(unit) and base_unit(base_unit(unit)) == base_unit(unit)


@pytest.mark.parametrize(
    ("pattern", "like"),
    [
        ("urn:epc:idpat:sgtin:*.*.*", "https://id.gs1.org/01/%"),
        ("urn:epc:idpat:lgtin:4012345.*.*", "https://id.gs1.org/01/_4012345%/10/%"),
        ("urn:epc:idpat:sgln:4012345.00001.*", "https://id.gs1.org/414/4012345000016%"),
        ("urn:epc:idpat:giai:4012345.*", "https://id.gs1.org/8004/4012345%"),
        ("urn:epc:idpat:grai:4012345.12345.*", "https://id.gs1.org/8003/04012345123456%"),
        ("urn:epc:idpat:grai:4012345.*.*", "https://id.gs1.org/8003/04012345%"),
    ],
)
def test_a_pattern_becomes_a_comparison(pattern: str, like: str) -> None:
    assert match_of(pattern).like == like


@pytest.mark.parametrize(
    "pattern",
    ["urn:epc:idpat:la:1.*", "urn:epc:idpat:sgtin:*.012345.*", "urn:epc:idpat:sgtin:40a.*.*", "urn:epc:idpat:sscc:*", "urn:epc:idpat:sgtin:4012345.0123*.*"],
)  # fmt: skip
def test_a_pattern_that_cannot_be_is_refused(pattern: str) -> None:
    with pytest.raises(Gs1Error):
        match_of(pattern)


def test_an_address_says_lists_numbers_moments_and_yes() -> None:
    pairs = [
        ("eventType", "ObjectEvent"), ("EQ_action", "ADD"), ("EQ_action", "DELETE|OBSERVE"), ("perPage", "5"),
        ("GE_eventTime", "2026-03-02T09:00:00 07:00"), ("GE_vd:x", "5.5"), ("LT_vd:x", "2026-03-02T09:00:00Z"),
        ("EXISTS_errorDeclaration", "false"), ("EQ_value_CEL", "5|6.5"), ("EQ_booleanValue", "true"),
        ("eventCountLimit", "7"), ("orderBy", "eventTime"), ("HASATTR_readPoint", "a|b"),
    ]  # fmt: skip
    query = read_parameters(pairs, NAMES)
    assert query == {
        "@context": NAMES, "eventType": ["ObjectEvent"], "EQ_action": ["ADD", "DELETE", "OBSERVE"],
        "GE_eventTime": "2026-03-02T09:00:00+07:00", "GE_vd:x": 5.5, "LT_vd:x": "2026-03-02T09:00:00Z",
        "EXISTS_errorDeclaration": 0, "EQ_value_CEL": [5, 6.5], "EQ_booleanValue": True, "eventCountLimit": 7,
        "orderBy": "eventTime", "HASATTR_readPoint": ["a", "b"],
    }  # fmt: skip
    assert query_problems(query) == []


@pytest.mark.parametrize(
    ("name", "text", "word"),
    [
        ("la", "x", "unknown_parameter"), ("GE_eventTime", "hôm qua", "time"), ("EQ_quantity", "năm", "number"),
        ("EXISTS_errorDeclaration", "có", "whole_number"), ("eventCountLimit", "1e99", "order"), ("EQ_booleanValue", "x", "boolean"),
        ("maxEventCount", "9" * 40, "whole_number"), ("GE_quantity", "nan", "number"), ("EQ_bizStep", "la", "bizStep"),
    ],
)  # fmt: skip
def test_what_an_address_says_wrong_is_told_as_in_a_body(name: str, text: str, word: str) -> None:
    assert word in [one.code for one in query_problems(read_parameters([(name, text)]))]
