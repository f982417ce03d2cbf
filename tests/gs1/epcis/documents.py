"""Small documents for tests, and the published ones."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from tests.gs1.data import published

CONTEXT = "https://ref.gs1.org/standards/epcis/2.0.0/epcis-context.jsonld"


def event(**changes: Any) -> dict[str, Any]:
    """A receipt of one lot; a change of None leaves the field out."""
    found: dict[str, Any] = {
        "type": "ObjectEvent",
        "eventTime": "2026-03-02T09:00:00+07:00",
        "eventTimeZoneOffset": "+07:00",
        "action": "OBSERVE",
        "bizStep": "receiving",
        "quantityList": [
            {"epcClass": "urn:epc:class:lgtin:4012345.012345.L1", "quantity": 120, "uom": "KGM"}
        ],
        "readPoint": {"id": "urn:epc:id:sgln:4012345.00005.0"},
        **changes,
    }
    return {key: value for key, value in found.items() if value is not None}


def capture(*events: dict[str, Any], **changes: Any) -> dict[str, Any]:
    return {
        "@context": [CONTEXT, {"vd": "https://ns.vi-du.vn/"}],
        "type": "EPCISDocument",
        "schemaVersion": "2.0",
        "creationDate": "2026-03-02T09:00:00Z",
        "epcisBody": {"eventList": list(events)},
        **changes,
    }


def as_bytes(value: Any) -> bytes:
    return json.dumps(value, ensure_ascii=False).encode()


def valid_documents() -> list[Path]:
    """All published documents that every correct system accepts: 47 of GS1, 35 of OpenEPCIS, 7 of hashes."""
    root = published()
    found = [
        *root.glob("gs1-epcis/JSON/**/*.jsonld"),
        *root.glob("openepcis/valid/*.json"),
        *root.glob("event-hash/*.jsonld"),
    ]
    assert len(found) == 47 + 35 + 7
    return sorted(found)
