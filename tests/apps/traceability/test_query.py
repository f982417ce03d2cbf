"""Every parameter of an EPCIS query answers as the plain filter does."""

from __future__ import annotations

import json
from typing import Any

import pytest

from nscl.apps.traceability.queries import View, find_events
from tests.apps.traceability import oracle
from tests.apps.traceability.conftest import Desk
from tests.apps.traceability.documents import document
from tests.world import at

pytestmark = pytest.mark.django_db
ALL = View("regulator")
LATE = at(day=9, month=4)
CONTEXT = {"@context": {"vd": oracle.MINE}}
SERIAL = "urn:epc:id:sgtin:4012345.012340.2"
LOT = "https://id.gs1.org/01/04012345123456/10/L2"


def in_prefix(data: bytes, space: str) -> bytes:
    """The same document, its prefix meaning something else."""
    return data.replace(b'{"vd": "https://vi-du.vn/"}', json.dumps({"vd": space}).encode())


@pytest.fixture
def known(desk: Desk) -> list[tuple[oracle.Event, str]]:
    """Two documents, which mean different things by one prefix."""
    found = []
    for seed, space, first in ((1, oracle.MINE, 0), (2, oracle.OTHER, 500)):
        given = oracle.events(seed, 45, first)
        assert desk.capture(in_prefix(document(*given), space)).stored == len(given)
        found += [(one, space) for one in given]
    return found


def answers(query: dict[str, Any], per_page: int = 1000) -> list[str]:
    """What an event says, for each event of the answer."""
    found, token = [], ""
    while True:
        page = find_events(query, view=ALL, at=LATE, per_page=per_page, token=token)
        found += [json.dumps(one.event, sort_keys=True) for one in page.events]
        token = page.next_token
        if not token:
            return found


def expected(known: list[tuple[oracle.Event, str]], query: dict[str, Any]) -> list[str]:
    asked = [(name, value) for name, value in query.items() if name != "@context"]
    return [
        json.dumps(one, sort_keys=True)
        for one, space in known
        if all(oracle.fits(one, space, name, value) for name, value in asked)
    ]


def compared(stem: str, *values: Any) -> list[dict[str, Any]]:
    return [{f"{sign}_{stem}": value} for sign in ("GT", "GE", "LT", "LE") for value in values]


def extensions(where: str, *names: str) -> list[dict[str, Any]]:
    """All that can be asked of fields of one's own in one place."""
    found: list[dict[str, Any]] = []
    for name in names:
        field = f"{where}vd:{name}"
        equal = [{f"EQ_{field}": one} for one in (["L1"], ["L1", "L2"], 5, [oracle.PARTIES[0]])]
        equal += [
            {f"EQ_{field}": "2026-03-02T02:00:00Z"},
            {f"EQ_{field}": ["urn:epc:id:sscc:4012345.0000000001"]},
        ]
        found += equal if "Point" in where else [*equal, *compared(field, 5, "2026-03-01T00:00:00Z")]
        if "Point" not in where:
            found += [{f"EXISTS_{field}": 1}]
    return [{**CONTEXT, **one} for one in found]


FAMILIES: dict[str, list[dict[str, Any]]] = {
    "columns": [
        {"eventType": ["ObjectEvent", "TransactionEvent"]}, {"eventType": ["AssociationEvent"]},
        {"GE_eventTime": "2026-03-04T00:00:00Z"}, {"LT_eventTime": "2026-03-04T02:00:00+07:00"},
        {"EQ_action": ["ADD", "DELETE"]}, {"EQ_bizStep": ["shipping", "urn:vi-du:phoi"]},
        {"EQ_disposition": ["recalled"]}, {"EQ_eventID": ["urn:vi-du:su-kien:3", "urn:khong"]},
        {"EQ_readPoint": ["urn:vi-du:kho:1"]}, {"EQ_bizLocation": ["https://id.gs1.org/414/4012345000016"]},
        {"EQ_transformationID": ["urn:vi-du:me:1"]}, {"EQ_readPoint": ["urn:khong"]},
    ],
    "items": [
        {f"MATCH_{name}": [value]}
        for name in (*oracle.EPCS, *oracle.CLASSES)
        for value in (
            SERIAL, LOT, "urn:epc:id:sscc:4012345.0000000001", "urn:epc:idpat:sgtin:4012345.*.*",
            "urn:epc:idpat:sgtin:4012345.012341.*", "https://vi-du.vn/gtin/4012345123401", "urn:khong:co",
            "urn:epc:idpat:sscc:4012345.*",
        )
    ] + [{"MATCH_anyEPC": [SERIAL, "urn:epc:id:sscc:4012345.0000000001"]}],
    "amounts": [
        {"EQ_quantity": [1, 2.5]}, *compared("quantity", 1, 2.5), {"EQ_quantity_GRM": [1000, 1]},
        *compared("quantity_GRM", 1000, 2500), *compared("quantity_TNE", 0.0025),
    ],
    "partners": [
        {f"EQ_{name}": [value]}
        for name in ("source_owning_party", "destination_possessing_party", "source_location")
        for value in oracle.PARTIES
    ] + [{"EQ_bizTransaction_po": ["urn:vi-du:po:1"]}, {"EQ_bizTransaction_inv": ["urn:vi-du:po:1", "urn:vi-du:po:2"]}],
    "errors": [
        {"EXISTS_errorDeclaration": 1}, {"EQ_errorReason": ["incorrect_data"]},
        {"EQ_correctiveEventID": ["urn:vi-du:su-kien:1"]},
        *({f"{op}_errorDeclaration{line}Time": "2026-03-12T00:00:00Z"} for op in ("GE", "LT") for line in ("", "_")),
        *extensions("ERROR_DECLARATION_", "why"), *extensions("INNER_ERROR_DECLARATION_", "leaf"),
    ],
    "sensors": [
        {"EXISTS_sensorElementList": 1}, {"EQ_type": ["Mass"]}, {"EQ_deviceID": ["urn:vi-du:may:1"]},
        {"EQ_stringValue": ["nóng"]}, {"EQ_booleanValue": True}, {"EQ_hexBinaryValue": ["aF"]},
        *({f"{op}_{name}": "2026-03-02T00:00:00Z"} for op in ("GE", "LT") for name in ("time", "startTime", "endTime")),
        *compared("percRank", 10), {"EQ_value_CEL": [10]}, *compared("value_CEL", 10, 26.85),
        *compared("maxValue_FAH", 51), *compared("sDev_CEL", 5), *compared("value_GRM", 10000),
        *extensions("SENSORREPORT_", "probe"), *extensions("SENSORELEMENT_", "box"),
        *extensions("SENSORMETADATA_", "khong"),
    ],
    "fields": [
        *extensions("", "note", "noteList", "noteTree"), *extensions("INNER_", "leaf"),
        *extensions("ILMD_", "grade", "gradeList"), *extensions("INNER_ILMD_", "leaf"),
        *extensions("readPoint_", "gate"), *extensions("INNER_readPoint_", "leaf"),
    ],
    "together": [
        {"EQ_action": ["OBSERVE"], "EQ_bizStep": ["packing"]},
        {"MATCH_epc": [SERIAL], "GE_eventTime": "2026-03-04T00:00:00Z", "EQ_disposition": ["active"]},
        {**CONTEXT, "EXISTS_vd:note": 1, "EQ_action": ["ADD", "OBSERVE"], "LT_quantity": 3},
        {"EXISTS_errorDeclaration": 0},
    ],
}  # fmt: skip


@pytest.mark.parametrize("family", FAMILIES)
def test_a_query_finds_what_a_plain_filter_finds(known: list[tuple[oracle.Event, str]], family: str) -> None:
    found_any = 0
    for query in FAMILIES[family]:
        wanted = expected(known, query)
        assert sorted(answers(query)) == sorted(wanted), query
        found_any += bool(wanted) and len(wanted) < len(known)
    assert found_any > len(FAMILIES[family]) / 7  # most questions tell events apart


@pytest.mark.parametrize("by", ["eventTime", "recordTime", "quantity", "vd:note", ""])
def test_pages_together_are_the_whole_answer_in_order(known: list[tuple[oracle.Event, str]], by: str) -> None:
    for direction in ("ASC", "DESC"):
        query = {**CONTEXT, **({"orderBy": by, "orderDirection": direction} if by else {})}
        whole = answers(query)
        assert answers(query, per_page=13) == whole and sorted(whole) == sorted(expected(known, CONTEXT))
        if by == "eventTime":
            times = [oracle.moment(json.loads(one)["eventTime"]) for one in whole]
            assert times == sorted(times, reverse=direction == "DESC")  # type: ignore[type-var]
        if by == "vd:note":
            with_note = expected(known, {"EXISTS_vd:note": 1})
            assert sorted(whole[: len(with_note)]) == sorted(with_note)  # those without the field come last
            numbers = [n for one in whole if isinstance(n := json.loads(one).get(by), int | float)]
            assert numbers[:3] == sorted(numbers, reverse=direction == "DESC")[:3]
