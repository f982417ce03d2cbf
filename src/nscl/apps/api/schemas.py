"""The schemas and parameters that the OpenAPI document names, in JSON Schema 2020-12."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from nscl.apps.api import paging
from nscl.apps.api.negotiation import EPC_FORMATS, JSON_TYPES, WORD_FORMATS, XML_TYPES
from nscl.apps.api.resources import Parameter
from nscl.gs1.epcis.query_bodies import FIXED, ORDERS
from nscl.gs1.epcis.structure import ACTIONS

Schema = dict[str, Any]
_TEXT: Schema = {"type": "string"}
_COUNT: Schema = {"type": "integer", "minimum": 0}
_VERSION: Schema = {"type": "string", "pattern": r"^[0-9]+(\.[0-9]+){0,3}$"}
_MOMENT: Schema = {"type": "string", "format": "date-time"}


def record(properties: Schema, required: tuple[str, ...] | None = None, **more: Any) -> Schema:
    """An object with these members; all required unless said otherwise."""
    needed = list(properties) if required is None else list(required)
    return {"type": "object", "properties": properties, "required": needed, **more}


def named(name: str) -> Schema:
    return {"$ref": f"#/components/schemas/{name}"}


PROBLEM = named("Problem")
JOB, COLLECTION, QUERY_DOCUMENT, EVENT = map(
    named, ("CaptureJob", "Collection", "EPCISQueryDocument", "Event")
)
JOBS: Schema = {"type": "array", "items": JOB}
_FAULT = record(
    {
        "type": _TEXT,
        "title": _TEXT,
        "detail": _TEXT,
        "pointer": {"type": "string", "description": "RFC 6901"},
        "severity": {"enum": ["error", "warning"]},
        "code": _TEXT,
    },
    ("type", "title", "detail"),
)
_CONTEXT: Schema = {"anyOf": [_TEXT, {"type": "object"}, {"type": "array"}]}
SCHEMAS: dict[str, Schema] = {
    "Problem": record(
        {
            "type": {"type": "string", "pattern": "^epcisException:"},
            "title": _TEXT,
            "status": {"type": "integer"},
            "detail": _TEXT,
            "instance": _TEXT,
            "errors": {"type": "array", "items": _FAULT},
        },
        ("type", "title", "status", "detail"),
    ),
    "CaptureJob": record(
        {
            "captureID": {"type": "string", "format": "uuid"},
            "createdAt": _MOMENT,
            "finishedAt": _MOMENT,
            "running": {"type": "boolean"},
            "success": {"type": "boolean"},
            "captureErrorBehaviour": {"enum": ["rollback", "proceed"]},
            "errors": {"type": "array", "items": _FAULT},
            "eventCount": _COUNT,
            "storedCount": _COUNT,
            "replayedCount": _COUNT,
            "refusedCount": _COUNT,
        },
        ("captureID", "createdAt", "running", "success", "captureErrorBehaviour", "errors"),
    ),
    "Collection": record(
        {
            "@context": _CONTEXT,
            "type": {"const": "Collection"},
            "member": {"type": "array", "items": _TEXT, "uniqueItems": True},
        }
    ),
    "Event": record(
        {
            "@context": _CONTEXT,
            "type": _TEXT,
            "eventTime": _MOMENT,
            "eventTimeZoneOffset": _TEXT,
            "recordTime": _MOMENT,
            "eventID": _TEXT,
        },
        ("type", "eventTime", "eventTimeZoneOffset"),
    ),
    "EPCISQueryDocument": record(
        {
            "@context": _CONTEXT,
            "type": {"const": "EPCISQueryDocument"},
            "schemaVersion": _TEXT,
            "creationDate": _MOMENT,
            "epcisBody": record(
                {
                    "queryResults": record(
                        {
                            "queryName": _TEXT,
                            "subscriptionID": _TEXT,
                            "resultsBody": record({"eventList": {"type": "array", "items": named("Event")}}),
                        },
                        ("resultsBody",),
                    )
                }
            ),
        },
        ("@context", "type", "epcisBody"),
    ),
}
_MAYBE: Schema = {"type": ["string", "null"]}
SCHEMAS["Trace"] = record(
    {
        "schema": {"const": "nscl-trace/1"},
        "direction": {"enum": ["back", "forward"]},
        "roots": {"type": "array", "items": _TEXT},
        "at": _MAYBE,
        "isCutOff": {"type": "boolean"},
        "summary": {"type": "object", "additionalProperties": _COUNT},
        "nodes": {
            "type": "array",
            "items": record(
                {
                    "item": _TEXT,
                    "kind": _TEXT,
                    "role": {"enum": ["root", "item", "carrier"]},
                    "inView": {"type": "boolean"},
                }
            ),
        },
        "edges": {
            "type": "array",
            "items": record({"source": _TEXT, "target": _TEXT, "why": _TEXT, "event": _MAYBE, "at": _MAYBE}),
        },
        "events": {"type": "array", "items": record({"eventID": _TEXT, "eventTime": _TEXT, "type": _TEXT})},
        "voidedEvents": {"type": "array", "items": {"type": "object"}},
        "breaks": {"type": "array", "items": record({"why": _TEXT, "text": _TEXT, "advice": _TEXT})},
        "limits": {"type": "object", "additionalProperties": _COUNT},
    }
)
TRACE = named("Trace")
PAGING = (
    Parameter("perPage", schema={"type": "integer", "minimum": 1, "maximum": paging.MOST, "default": 30}),
    Parameter("nextPageToken"),
)
SENT_VERSIONS = tuple(
    Parameter(f"GS1-{standard}-Version", "header", _VERSION, example="2.0.0") for standard in ("EPCIS", "CBV")
)
READ_VERSIONS = tuple(
    Parameter(f"GS1-{standard}-{end}", "header", _VERSION, example="2.0.0")
    for standard in ("EPCIS", "CBV")
    for end in ("Min", "Max")
)
SPELLING = (
    Parameter("GS1-EPC-Format", "header", {"enum": list(EPC_FORMATS)}, "Mã viết thành liên kết hay URN"),
    Parameter("GS1-CBV-XML-Format", "header", {"enum": list(WORD_FORMATS)}, "Chỉ khi trả lời bằng XML"),
    Parameter("GS1-Extensions", "header", _TEXT, "Tiền tố dùng trong tham số: vd=https://vi-du.vn/"),
)
_HOME = "https://ref.gs1.org/standards/epcis/2.0.0/epcis-context.jsonld"
# Every example of the description is about this event: whoever sends it finds it by all of them.
_EXAMPLE_EVENT: Schema = {
    "type": "ObjectEvent",
    "eventID": "urn:uuid:6f8a1c2e-0d53-4a4e-9d8b-2f1f6c7a9b10",
    "eventTime": "2026-03-02T08:00:00+07:00",
    "eventTimeZoneOffset": "+07:00",
    "action": "ADD",
    "bizStep": "commissioning",
    "disposition": "active",
    "readPoint": {"id": "https://id.gs1.org/414/4012345000009/254/1"},
    "bizLocation": {"id": "https://id.gs1.org/414/4012345000009"},
    "epcList": ["https://id.gs1.org/01/04012345123456/21/1001"],
}
EXAMPLE_ITEM, EXAMPLE_NAME = _EXAMPLE_EVENT["epcList"][0], _EXAMPLE_EVENT["eventID"]
COLLECTIONS = {
    "eventTypes": ("eventType", "Loại sự kiện", _EXAMPLE_EVENT["type"]),
    "epcs": ("epc", "Mã của vật, lô, kiện", EXAMPLE_ITEM),
    "bizSteps": ("bizStep", "Bước", _EXAMPLE_EVENT["bizStep"]),
    "bizLocations": ("bizLocation", "Địa điểm", _EXAMPLE_EVENT["bizLocation"]["id"]),
    "readPoints": ("readPoint", "Điểm ghi", _EXAMPLE_EVENT["readPoint"]["id"]),
    "dispositions": ("disposition", "Tình trạng", _EXAMPLE_EVENT["disposition"]),
}
ABOUT_QUERIES = (
    "Các tham số nối bằng VÀ; nhiều giá trị của một tham số, cách nhau bằng | hoặc lặp lại, nối bằng HOẶC. "
    "Tham số không có bị từ chối. Ngoài các tham số dưới đây còn những dạng của chuẩn: EQ_bizTransaction_…, "
    "EQ_source_…, EQ_destination_…, EQ|GT|GE|LT|LE|EXISTS_[INNER_][ILMD_…]tiền_tố:trường, HASATTR_…, "
    "EQATTR_…, …_value_ĐƠN_VỊ. · Parameters are joined by AND, values by OR; unknown ones are refused."
)


_EXAMPLES: Schema = {
    "eventType": [_EXAMPLE_EVENT["type"]],
    "GE_eventTime": "2026-03-01T00:00:00+07:00",
    "LT_eventTime": "2026-04-01T00:00:00+07:00",
    "EQ_action": [_EXAMPLE_EVENT["action"]],
    "EQ_bizStep": [_EXAMPLE_EVENT["bizStep"], "shipping"],
    "EQ_disposition": [_EXAMPLE_EVENT["disposition"]],
    "EQ_readPoint": [_EXAMPLE_EVENT["readPoint"]["id"]],
    "WD_readPoint": [_EXAMPLE_EVENT["readPoint"]["id"]],
    "EQ_bizLocation": [_EXAMPLE_EVENT["bizLocation"]["id"]],
    "EQ_eventID": [EXAMPLE_NAME],
    "MATCH_epc": [EXAMPLE_ITEM],
    "MATCH_anyEPC": [EXAMPLE_ITEM, "https://id.gs1.org/01/04012345123456/21/*"],
    "orderBy": "eventTime",
    "orderDirection": "ASC",
    "eventCountLimit": 100,
}


def _query_parameter(name: str) -> Parameter:
    """One parameter with its example, if it has one."""
    return replace(_bare_parameter(name), example=_EXAMPLES.get(name))


def _bare_parameter(name: str) -> Parameter:
    """A parameter of EPCIS queries; what it may hold is judged by `nscl.gs1.epcis.query_bodies`."""
    operator, _line, field = name.partition("_")
    if name in ("eventCountLimit", "maxEventCount"):
        return Parameter(name, schema={"type": "integer", "minimum": 1})
    if name == "orderDirection":
        return Parameter(name, schema={"enum": ["ASC", "DESC"]})
    if name == "orderBy":
        return Parameter(name, schema=_TEXT, about=", ".join(ORDERS))
    if operator in ("GE", "GT", "LE", "LT"):
        return Parameter(name, schema={"type": "number"} if field in ("quantity", "percRank") else _MOMENT)
    if operator == "EXISTS":
        return Parameter(name, schema={"enum": ["true", "false"]})
    if field == "booleanValue":
        return Parameter(name, schema={"type": "boolean"})
    one: Schema = _TEXT
    if name == "EQ_action":
        one = {"enum": list(ACTIONS)}
    elif field == "quantity":
        one = {"type": "number"}
    elif _holds_addresses(name):
        one = {"type": "string", "format": "uri"}
    return Parameter(name, schema={"type": "array", "items": one})


def _holds_addresses(name: str) -> bool:
    """Whether the values of a list are addresses."""
    return name.startswith(("MATCH_", "WD_")) or name in ("EQ_readPoint", "EQ_bizLocation", "EQ_eventID")


QUERY_PARAMETERS = tuple(_query_parameter(name) for name in FIXED if name != "@context")
_DOCUMENT = record(
    {
        "@context": _CONTEXT,
        "type": {"enum": ["EPCISDocument", "EPCISQueryDocument"]},
        "epcisBody": {"type": "object"},
    }
)
EXAMPLE_DOCUMENT = {
    "@context": [_HOME],
    "type": "EPCISDocument",
    "schemaVersion": "2.0",
    "creationDate": "2026-03-02T09:00:00+07:00",
    "epcisBody": {"eventList": [_EXAMPLE_EVENT]},
}
EXAMPLE_EVENT = {"@context": [_HOME], **_EXAMPLE_EVENT}
DOCUMENT_BODY: Schema = {
    **{kind: {"schema": _DOCUMENT, "example": EXAMPLE_DOCUMENT} for kind in JSON_TYPES},
    **{kind: {"schema": _TEXT} for kind in XML_TYPES},
}
EVENT_BODY: Schema = {
    **{kind: {"schema": EVENT, "example": EXAMPLE_EVENT} for kind in JSON_TYPES},
    **{kind: {"schema": _TEXT} for kind in XML_TYPES},
}
