"""Documents of a few events, in whatever spelling a test asks for."""

from __future__ import annotations

import json
from typing import Any

Event = dict[str, Any]
CONTEXT = ["https://ref.gs1.org/standards/epcis/2.0.0/epcis-context.jsonld", {"vd": "https://vi-du.vn/"}]
URN = "urn:epc:id:sgtin:4012345.012345."
LINK = "https://id.gs1.org/01/04012345123456/21/"
LOT = "https://id.gs1.org/01/04012345123456/10/"
PALLET = "https://id.gs1.org/00/340123450000000000"


def document(*events: Event) -> bytes:
    return json.dumps(
        {
            "@context": CONTEXT,
            "type": "EPCISDocument",
            "schemaVersion": "2.0",
            "creationDate": "2026-03-02T09:00:00+07:00",
            "epcisBody": {"eventList": list(events)},
        }
    ).encode()


def marked(*serials: str, hour: int = 8, **more: Any) -> Event:
    """Things brought into being."""
    return {
        "type": "ObjectEvent",
        "eventTime": f"2026-03-02T{hour:02d}:00:00+07:00",
        "eventTimeZoneOffset": "+07:00",
        "action": "ADD",
        "bizStep": "commissioning",
        "epcList": [LINK + serial for serial in serials],
        **more,
    }


def seen(*serials: str, hour: int = 9, **more: Any) -> Event:
    return {**marked(*serials, hour=hour), "action": "OBSERVE", "bizStep": "inspecting", **more}


def packed(parent: str, *serials: str, hour: int = 10, action: str = "ADD", **more: Any) -> Event:
    return {
        "type": "AggregationEvent",
        "eventTime": f"2026-03-02T{hour:02d}:00:00+07:00",
        "eventTimeZoneOffset": "+07:00",
        "action": action,
        "parentID": parent,
        "childEPCs": [LINK + serial for serial in serials],
        **more,
    }


def made(inputs: list[str], outputs: list[str], hour: int = 11, **more: Any) -> Event:
    return {
        "type": "TransformationEvent",
        "eventTime": f"2026-03-02T{hour:02d}:00:00+07:00",
        "eventTimeZoneOffset": "+07:00",
        "inputQuantityList": [{"epcClass": LOT + lot, "quantity": 5, "uom": "KGM"} for lot in inputs],
        "outputQuantityList": [{"epcClass": LOT + lot, "quantity": 5, "uom": "KGM"} for lot in outputs],
        **more,
    }


def declared(event: Event, reason: str = "incorrect_data") -> Event:
    """The same event again, declared wrong."""
    return {**event, "errorDeclaration": {"declarationTime": "2026-03-02T15:00:00+07:00", "reason": reason}}
