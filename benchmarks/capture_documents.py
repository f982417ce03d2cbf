"""The events that the capture benchmarks send, as EPCIS 2.0 JSON and as EPCIS 1.2 XML of the same events."""

from __future__ import annotations

import json
from typing import Any

EPCS = 5


def events(size: int, name: str) -> list[dict[str, Any]]:
    """Commissionings of five things each, with lot data and an order, as a line of production sends them."""
    return [
        {
            "type": "ObjectEvent",
            "eventID": f"urn:uuid:{name}-{n}",
            "eventTime": f"2026-03-02T{9 + n // 3600 % 12:02d}:{n // 60 % 60:02d}:{n % 60:02d}.000+07:00",
            "eventTimeZoneOffset": "+07:00",
            "action": "ADD",
            "bizStep": "commissioning",
            "disposition": "active",
            "readPoint": {"id": "urn:epc:id:sgln:4012345.00001.0"},
            "bizLocation": {"id": "urn:epc:id:sgln:4012345.00002.0"},
            "epcList": [f"urn:epc:id:sgtin:4012345.012345.{name}{n}-{k}" for k in range(EPCS)],
            "bizTransactionList": [{"type": "po", "bizTransaction": f"urn:vi-du:don-hang:{name}{n}"}],
            "ilmd": {"cbvmda:lotNumber": f"L{name}", "cbvmda:itemExpirationDate": "2027-01-01"},
        }
        for n in range(size)
    ]


def as_json(size: int, name: str) -> bytes:
    whole = {
        "@context": ["https://ref.gs1.org/standards/epcis/2.0.0/epcis-context.jsonld"],
        "type": "EPCISDocument",
        "schemaVersion": "2.0",
        "creationDate": "2026-03-02T09:00:00Z",
        "epcisBody": {"eventList": events(size, name)},
    }
    return json.dumps(whole).encode()


def as_xml(size: int, name: str) -> bytes:
    """The same events as XML 1.2, which the peer reads."""
    inner = "".join(_event(one) for one in events(size, name))
    return (
        '<?xml version="1.0" encoding="UTF-8"?><epcis:EPCISDocument xmlns:epcis="urn:epcglobal:epcis:xsd:1"'
        ' xmlns:cbvmda="urn:epcglobal:cbv:mda" schemaVersion="1.2" creationDate="2026-03-02T09:00:00Z">'
        f"<EPCISBody><EventList>{inner}</EventList></EPCISBody></epcis:EPCISDocument>"
    ).encode()


def _event(one: dict[str, Any]) -> str:
    epcs = "".join(f"<epc>{code}</epc>" for code in one["epcList"])
    order, lot = one["bizTransactionList"][0]["bizTransaction"], one["ilmd"]
    return (
        f"<ObjectEvent><eventTime>{one['eventTime']}</eventTime>"
        f"<eventTimeZoneOffset>{one['eventTimeZoneOffset']}</eventTimeZoneOffset>"
        f"<baseExtension><eventID>{one['eventID']}</eventID></baseExtension>"
        f"<epcList>{epcs}</epcList><action>{one['action']}</action>"
        f"<bizStep>urn:epcglobal:cbv:bizstep:{one['bizStep']}</bizStep>"
        f"<disposition>urn:epcglobal:cbv:disp:{one['disposition']}</disposition>"
        f"<readPoint><id>{one['readPoint']['id']}</id></readPoint>"
        f"<bizLocation><id>{one['bizLocation']['id']}</id></bizLocation>"
        "<bizTransactionList><bizTransaction"
        f' type="urn:epcglobal:cbv:btt:po">{order}</bizTransaction></bizTransactionList>'
        f"<extension><ilmd><cbvmda:lotNumber>{lot['cbvmda:lotNumber']}</cbvmda:lotNumber>"
        "<cbvmda:itemExpirationDate>2027-01-01</cbvmda:itemExpirationDate></ilmd></extension></ObjectEvent>"
    )
