"""The schemas and parameters that the OpenAPI document names, in JSON Schema 2020-12."""

from __future__ import annotations

from typing import Any

from nscl.apps.api import paging
from nscl.apps.api.negotiation import JSON_TYPES, XML_TYPES
from nscl.apps.api.resources import Parameter

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
    Parameter(f"GS1-{standard}-Version", "header", _VERSION) for standard in ("EPCIS", "CBV")
)
READ_VERSIONS = tuple(
    Parameter(f"GS1-{standard}-{end}", "header", _VERSION)
    for standard in ("EPCIS", "CBV")
    for end in ("Min", "Max")
)
_EXAMPLE_EVENT = {
    "type": "ObjectEvent",
    "eventTime": "2026-03-02T08:00:00+07:00",
    "eventTimeZoneOffset": "+07:00",
    "action": "ADD",
    "bizStep": "commissioning",
    "epcList": ["https://id.gs1.org/01/04012345123456/21/1001"],
}
_HOME = "https://ref.gs1.org/standards/epcis/2.0.0/epcis-context.jsonld"
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
