"""The event hash against the published vectors, and the same hash for every spelling of one event."""

from __future__ import annotations

import copy
import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nscl.gs1.epcis.hashing import event_hash, events_of, namespaces_of, prehash
from tests.gs1.data import published

VECTORS = (
    "ReferenceEventHashAlgorithm",
    "ReferenceEventHashAlgorithm2",
    "ReferenceEventHashAlgorithm3",
    "epcisDocWithSingleEvent",
    "epcisDocWithVariousEventTypes",
    "epcisQueryDocument",
    "persistentDisposition",
)
NAMES = {"vd": "https://ns.vi-du.vn/epcis/"}


def event(**changes: Any) -> dict[str, Any]:
    """One event with something in every kind of field."""
    return {
        "type": "ObjectEvent",
        "eventTime": "2026-03-02T09:00:00.5+07:00",
        "eventTimeZoneOffset": "+07:00",
        "epcList": ["urn:epc:id:sgtin:4012345.012345.1", "https://id.gs1.org/01/04012345123456/21/2"],
        "quantityList": [{"epcClass": "urn:epc:class:lgtin:4012345.012345.L1", "quantity": 12.50, "uom": "KGM"}],
        "action": "OBSERVE",
        "bizStep": "shipping",
        "disposition": "in_transit",
        "readPoint": {"id": "urn:epc:id:sgln:4012345.00005.0", "vd:gate": "7"},
        "bizTransactionList": [
            {"type": "po", "bizTransaction": "urn:epcglobal:cbv:bt:1:2"},
            {"type": "inv", "bizTransaction": "urn:epcglobal:cbv:bt:1:3"},
        ],
        "sourceList": [{"type": "owning_party", "source": "urn:epc:id:pgln:4000001.00000"}],
        "sensorElementList": [
            {"sensorMetadata": {"time": "2026-03-02T08:59:00+07:00"}, "sensorReport": [{"type": "Temperature", "value": 4.0, "uom": "CEL"}]}
        ],
        "vd:harvest": {"vd:plot": ["B", "A"], "vd:note": "chín đều"},
        **changes,
    }  # fmt: skip


@pytest.mark.parametrize("name", VECTORS)
def test_every_published_event_gives_the_published_text_and_hash(name: str) -> None:
    folder = published("event-hash")
    document = json.loads((folder / f"{name}.jsonld").read_text(encoding="utf-8"))
    texts = (folder / f"{name}.prehashes").read_text(encoding="utf-8").splitlines()
    hashes = (folder / f"{name}.hashes").read_text(encoding="utf-8").splitlines()
    events = list(events_of(document))
    names = namespaces_of(document)
    assert [prehash(one, names) for one in events] == texts
    assert [event_hash(one, names) for one in events] == hashes


SPELLINGS: list[dict[str, Any]] = [
    {"eventTime": "2026-03-02T02:00:00.500Z"},
    {"eventTime": "2026-03-02T02:00:00.5000+00:00"},
    {"epcList": ["urn:epc:id:sgtin:4012345.012345.2", "https://vi-du.vn/gtin/4012345123456/ser/1?17=270228"]},
    {"quantityList": [{"uom": "KGM", "quantity": 12.5, "epcClass": "https://vi-du.vn/01/04012345123456/10/L1"}]},
    {"bizStep": "https://ref.gs1.org/cbv/BizStep-shipping"},
    {"bizStep": "urn:epcglobal:cbv:bizstep:shipping"},
    {"bizStep": "cbv:BizStep-shipping"},
    {"disposition": "urn:epcglobal:cbv:disp:in_transit"},
    {"readPoint": {"vd:gate": "007", "id": "https://id.gs1.org/414/4012345000054"}},
    {"bizTransactionList": [{"bizTransaction": "urn:epcglobal:cbv:bt:1:3", "type": "inv"}, {"bizTransaction": "urn:epcglobal:cbv:bt:1:2", "type": "https://ref.gs1.org/cbv/BTT-po"}]},
    {"eventID": "ni:///x", "recordTime": "2026-03-02T10:00:00Z", "errorDeclaration": {"declarationTime": "2026-03-03T10:00:00Z"}},
    {"childEPCs": [], "destinationList": [], "rdfs:comment": "ghi chú", "bizLocation": {}},
    {"action": " OBSERVE "},
    {"sensorElementList": [{"sensorReport": [{"uom": "CEL", "value": 4, "type": "gs1:Temperature"}], "sensorMetadata": {"time": "2026-03-02T01:59:00Z"}}]},
    {"vd:harvest": {"vd:note": "chín đều", "vd:plot": ["A", "B"]}},
]  # fmt: skip


@pytest.mark.parametrize("spelling", SPELLINGS)
def test_another_spelling_gives_the_same_hash(spelling: dict[str, Any]) -> None:
    assert event_hash(event(**spelling), NAMES) == event_hash(event(), NAMES)


CHANGES: list[dict[str, Any]] = [
    {"eventTime": "2026-03-02T09:00:00.501+07:00"},
    {"eventTimeZoneOffset": "+08:00"},
    {"action": "ADD"},
    {"epcList": ["urn:epc:id:sgtin:4012345.012345.1"]},
    {"quantityList": [{"epcClass": "urn:epc:class:lgtin:4012345.012345.L1", "quantity": 12.6, "uom": "KGM"}]},
    {"readPoint": {"id": "urn:epc:id:sgln:4012345.00005.0", "vd:gate": "8"}},
    {"bizTransactionList": [{"type": "inv", "bizTransaction": "urn:epcglobal:cbv:bt:1:2"}, {"type": "po", "bizTransaction": "urn:epcglobal:cbv:bt:1:3"}]},
    {"certificationInfo": "https://vi-du.vn/chung-nhan/1"},
    {"vd:harvest": {"vd:plot": ["A", "C"], "vd:note": "chín đều"}},
    {"type": "TransactionEvent"},
    {"persistentDisposition": {"set": ["recalled"]}},
]  # fmt: skip


@pytest.mark.parametrize("change", CHANGES)
def test_another_fact_gives_another_hash(change: dict[str, Any]) -> None:
    assert event_hash(event(**change), NAMES) != event_hash(event(), NAMES)


def test_setting_and_unsetting_are_two_facts() -> None:
    assert event_hash(event(persistentDisposition={"set": ["recalled"]})) != event_hash(
        event(persistentDisposition={"unset": ["recalled"]})
    )


def test_the_name_of_a_prefix_does_not_count_its_address_does() -> None:
    renamed = json.loads(json.dumps(event()).replace('"vd:', '"khac:'))
    assert event_hash(renamed, {"khac": NAMES["vd"]}) == event_hash(event(), NAMES)
    assert event_hash(event(**{"@context": [{"vd": NAMES["vd"]}]})) == event_hash(event(), NAMES)
    assert event_hash(event(), {"vd": "https://khac.vn/"}) != event_hash(event(), NAMES)


@pytest.mark.parametrize(
    ("written", "hashed"), [("0042", "42"), ("1e3", "1000"), (" 12.50 ", "12.5"), ("4.2a", "4.2a"), (True, "True"), ("nan", "nan"), ("1" * 400 + "e999", "1" * 400 + "e999")]
)  # fmt: skip
def test_texts_that_are_numbers_are_written_as_numbers(written: object, hashed: str) -> None:
    assert prehash({"type": "ObjectEvent", "vd:x": written}).endswith(f"vd:x={hashed}")


@given(st.randoms(use_true_random=False))
def test_the_order_of_keys_and_of_lists_never_counts(chance: Any) -> None:
    def mixed(value: Any) -> Any:
        if isinstance(value, dict):
            keys = list(value)
            chance.shuffle(keys)
            return {key: mixed(value[key]) for key in keys}
        if isinstance(value, list):
            found = [mixed(one) for one in value]
            chance.shuffle(found)
            return found
        return value

    assert event_hash(mixed(event()), NAMES) == event_hash(event(), NAMES)


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=10), inner, max_size=4),
    max_leaves=20,
)


@given(
    st.dictionaries(st.sampled_from([*event(), "ilmd", "persistentDisposition", "vd:x"]), JSON, max_size=8)
)
def test_any_object_has_a_hash(hostile: dict[str, Any]) -> None:
    before = copy.deepcopy(hostile)
    assert event_hash(hostile, NAMES).startswith("ni:///sha-256;")
    assert repr(hostile) == repr(before)


@pytest.mark.parametrize(
    "document", [{}, {"epcisBody": 1}, {"epcisBody": {"eventList": 3}}, {"epcisBody": {"eventList": [1]}}]
)
def test_a_document_without_events_has_none(document: dict[str, Any]) -> None:
    assert list(events_of(document)) == []
