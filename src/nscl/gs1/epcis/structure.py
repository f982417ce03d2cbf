"""The structure of EPCIS 2.0 documents and their five kinds of events.

Source: EPCIS 2.0, sections 7.3, 7.4 and 10 (JSON binding). Formats are asserted: a word that is neither of
the vocabulary nor a full address is refused, and so is an extension without namespace.
"""

from collections.abc import Mapping
from typing import Any

from nscl.gs1.epcis.shapes import (
    ANY_OBJECT,
    ATTRIBUTE,
    FLAG,
    HEX,
    INSTANT,
    NUMBER,
    OFFSET,
    TEXT,
    UNIT,
    URI,
    VERSION,
    Problems,
    Shape,
    chosen,
    either,
    listed,
    nothing_else,
    record,
    told,
    word,
)

ACTIONS = ("ADD", "OBSERVE", "DELETE")
_CBV_SPACE = ("urn:epcglobal:cbv", "http://ns.gs1.org/cbv/", "https://ns.gs1.org/cbv/")
_VOC_SPACE = tuple(f"{scheme}://{host}gs1.org/voc/" for scheme in ("http", "https") for host in ("", "www."))

_QUANTITY = record({"epcClass": URI, "quantity": NUMBER, "uom": UNIT}, ("epcClass",), nothing_else)
_DISPOSITION = word("disposition", _CBV_SPACE)
_PLACE = record({"id": URI}, ("id",), None)
_TRANSACTION = record(
    {"type": word("bizTransactionType", _CBV_SPACE), "bizTransaction": URI}, ("bizTransaction",), nothing_else
)
_SOURCE = record({"type": word("sourceType", _CBV_SPACE), "source": URI}, ("type", "source"), nothing_else)
_DESTINATION = record(
    {"type": word("destinationType", _CBV_SPACE), "destination": URI}, ("type", "destination"), nothing_else
)
_METADATA = record(
    {
        **dict.fromkeys(("time", "startTime", "endTime"), INSTANT),
        **dict.fromkeys(("deviceID", "deviceMetadata", "rawData", "dataProcessingMethod", "bizRules"), URI),
    }
)
_REPORT = record(
    {
        "type": word("type", _VOC_SPACE),
        "exception": word("exception", _VOC_SPACE),
        "component": word("component", _CBV_SPACE),
        "time": INSTANT,
        "stringValue": TEXT,
        "booleanValue": FLAG,
        "hexBinaryValue": HEX,
        "uom": TEXT,
        **dict.fromkeys(
            ("deviceID", "deviceMetadata", "rawData", "dataProcessingMethod", "bizRules", "microorganism",
             "chemicalSubstance", "coordinateReferenceSystem", "uriValue"), URI,
        ),
        **dict.fromkeys(
            ("value", "minValue", "maxValue", "meanValue", "sDev", "percRank", "percValue"), NUMBER
        ),
    },
    ("type",),
)  # fmt: skip
_SENSOR = record({"sensorMetadata": _METADATA, "sensorReport": listed(_REPORT, least=1)}, ("sensorReport",))
_PERSISTENT = record(
    dict.fromkeys(("set", "unset"), listed(_DISPOSITION, least=1, unique=True)), (), nothing_else
)
_ERROR = record(
    {
        "declarationTime": INSTANT,
        "reason": word("reason", _CBV_SPACE),
        "correctiveEventIDs": listed(URI),
    },
    ("declarationTime",),
)


def _context(value: Any, pointer: str, problems: Problems) -> None:
    """One context or a list of them: addresses of contexts and maps of prefixes."""
    if isinstance(value, str):
        return URI(value, pointer, problems)
    if isinstance(value, list):
        for place, one in enumerate(value):
            if not isinstance(one, dict):
                URI(one, f"{pointer}/{place}", problems)
        if any(one in value[:place] for place, one in enumerate(value)):
            told(problems, "twice", "Danh sách ngữ cảnh có mục lặp lại.", pointer)
        return None
    return ANY_OBJECT(value, pointer, problems)


_COMMON: dict[str, Shape] = {
    "@context": _context,
    "type": TEXT,
    "eventTime": INSTANT,
    "recordTime": INSTANT,
    "eventTimeZoneOffset": OFFSET,
    "eventID": URI,
    "certificationInfo": either(listed(URI), URI),
    "errorDeclaration": _ERROR,
}
_WHAT_HAPPENED: dict[str, Shape] = {
    "bizStep": word("bizStep", _CBV_SPACE),
    "disposition": _DISPOSITION,
    "readPoint": _PLACE,
    "bizLocation": _PLACE,
    "bizTransactionList": listed(_TRANSACTION),
    "sourceList": listed(_SOURCE),
    "destinationList": listed(_DESTINATION),
    "sensorElementList": listed(_SENSOR),
}
_ACTION: dict[str, Shape] = {"action": chosen(ACTIONS)}
_ILMD: dict[str, Shape] = {"ilmd": record({}), "persistentDisposition": _PERSISTENT}
_FAMILY: dict[str, Shape] = {
    "parentID": URI, "childEPCs": listed(URI), "childQuantityList": listed(_QUANTITY),
}  # fmt: skip
_UNIQUE = listed(URI, unique=True)
_EVENT_FIELDS: dict[str, dict[str, Shape]] = {
    "ObjectEvent": {
        **_ACTION, **_WHAT_HAPPENED, **_ILMD, "epcList": _UNIQUE, "quantityList": listed(_QUANTITY),
    },
    "AggregationEvent": {**_ACTION, **_WHAT_HAPPENED, **_FAMILY},
    "AssociationEvent": {**_ACTION, **_WHAT_HAPPENED, **_FAMILY},
    "TransactionEvent": {
        **_ACTION, **_WHAT_HAPPENED, "parentID": URI, "epcList": listed(URI),
        "quantityList": listed(_QUANTITY), "bizTransactionList": listed(_TRANSACTION, least=1),
    },
    "TransformationEvent": {
        **_WHAT_HAPPENED, **_ILMD, "transformationID": URI,
        **dict.fromkeys(("inputEPCList", "outputEPCList"), _UNIQUE),
        **dict.fromkeys(("inputQuantityList", "outputQuantityList"), listed(_QUANTITY)),
    },
}  # fmt: skip
_ALWAYS = ("eventTime", "eventTimeZoneOffset")
_REQUIRED = {
    "ObjectEvent": ("action",),
    "AggregationEvent": ("action",),
    "AssociationEvent": ("action", "parentID"),
    "TransactionEvent": ("bizTransactionList", "action"),
    "TransformationEvent": (),
}
EVENT_TYPES = tuple(_EVENT_FIELDS)
_EVENTS = {
    name: record({**_COMMON, **fields}, (*_ALWAYS, *_REQUIRED[name]))
    for name, fields in _EVENT_FIELDS.items()
}
_EXTENDED = record(_COMMON, _ALWAYS, None)


def event(value: Any, pointer: str, problems: Problems) -> None:
    """One event of any type; an event of another vocabulary is named by its full address."""
    if not isinstance(value, dict):
        return told(problems, "object", "Sự kiện phải là một đối tượng JSON.", pointer)
    kind = value.get("type")
    if kind is None:
        return told(problems, "missing", "Thiếu trường “type” cho biết loại sự kiện.", f"{pointer}/type")
    known = _EVENTS.get(kind) if isinstance(kind, str) else None
    if known is None:
        URI(kind, f"{pointer}/type", problems)
        return _EXTENDED(value, pointer, problems)
    known(value, pointer, problems)
    _whole(kind, value, pointer, problems)
    return None


def _whole(kind: str, value: Mapping[str, Any], pointer: str, problems: Problems) -> None:
    """What the parts of one event owe each other."""
    if kind == "ObjectEvent":
        _object_event(value, pointer, problems)
    elif kind == "TransactionEvent":
        if "epcList" not in value and not _filled(value, "quantityList") and value.get("action") != "DELETE":
            told(
                problems,
                "no_items",
                "Sự kiện giao dịch phải có epcList hoặc quantityList.",
                f"{pointer}/epcList",
            )
    elif kind == "TransformationEvent":
        _transformation(value, pointer, problems)
    else:
        _family(value, pointer, problems)
    persistent = value.get("persistentDisposition")
    if isinstance(persistent, dict) and not persistent.keys() & {"set", "unset"}:
        told(problems, "missing", "Phải có “set” hoặc “unset”.", f"{pointer}/persistentDisposition")


def _object_event(value: Mapping[str, Any], pointer: str, problems: Problems) -> None:
    sensed = _filled(value, "sensorElementList") and "readPoint" in value
    if "epcList" not in value and not _filled(value, "quantityList") and not sensed:
        sentence = "Sự kiện đối tượng phải có epcList, quantityList, hoặc số đo cảm biến kèm readPoint."
        told(problems, "no_items", sentence, f"{pointer}/epcList")
    if "ilmd" in value and value.get("action") in ("OBSERVE", "DELETE"):
        sentence = "Dữ liệu lô (ilmd) chỉ ghi khi action là ADD."
        told(problems, "ilmd", sentence, f"{pointer}/ilmd")


def _family(value: Mapping[str, Any], pointer: str, problems: Problems) -> None:
    action = value.get("action")
    if action in ("ADD", "DELETE") and "parentID" not in value:
        sentence = f"Với action {action} phải nêu parentID: vật chứa hoặc vật mẹ."
        told(problems, "no_parent", sentence, f"{pointer}/parentID")
    if action != "DELETE" and not _filled(value, "childEPCs") and not _filled(value, "childQuantityList"):
        sentence = "Phải có childEPCs hoặc childQuantityList: những gì được đưa vào hoặc quan sát."
        told(problems, "no_children", sentence, f"{pointer}/childEPCs")


def _transformation(value: Mapping[str, Any], pointer: str, problems: Problems) -> None:
    takes = _filled(value, "inputEPCList") or _filled(value, "inputQuantityList")
    gives = _filled(value, "outputEPCList") or _filled(value, "outputQuantityList")
    if "transformationID" in value:
        if not takes and not gives:
            sentence = "Sự kiện biến đổi phải có đầu vào hoặc đầu ra."
            told(problems, "no_inputs_or_outputs", sentence, f"{pointer}/inputEPCList")
        return
    if not takes:
        sentence = "Không có transformationID thì phải có đầu vào (inputEPCList hoặc inputQuantityList)."
        told(problems, "no_inputs", sentence, f"{pointer}/inputEPCList")
    if not gives:
        sentence = "Không có transformationID thì phải có đầu ra (outputEPCList hoặc outputQuantityList)."
        told(problems, "no_outputs", sentence, f"{pointer}/outputEPCList")


def _filled(value: Mapping[str, Any], name: str) -> bool:
    found = value.get(name)
    return isinstance(found, list) and bool(found)


# ── Documents ──────────────────────────────────────────────────────────

_ELEMENT = record(
    {
        "id": URI,
        "attributes": listed(record({"id": URI, "attribute": ATTRIBUTE}, ("id",), None)),
        "children": listed(URI),
    },
    ("id",),
    None,
)
_VOCABULARIES = listed(record({"type": URI, "vocabularyElementList": listed(_ELEMENT)}, ("type",), None))
_HEADER = record({"epcisMasterData": record({"vocabularyList": _VOCABULARIES}, (), None)})
_EVENT_LIST = listed(event)
_HEAD: dict[str, Shape] = {
    "@context": _context, "id": URI, "type": TEXT, "schemaVersion": VERSION, "creationDate": INSTANT,
}  # fmt: skip
_CAPTURE = record(
    {
        **_HEAD,
        **dict.fromkeys(("instanceIdentifier", "sender", "receiver"), TEXT),
        "epcisHeader": _HEADER,
        "epcisBody": record({"eventList": _EVENT_LIST}, ("eventList",), None),
    },
    ("@context", "type", "schemaVersion", "creationDate", "epcisBody"),
)
_RESULTS = record(
    {
        "queryName": TEXT,
        "subscriptionID": TEXT,
        "resultsBody": record({"eventList": _EVENT_LIST, "vocabularyList": _VOCABULARIES}, ("eventList",)),
    },
    ("queryName", "resultsBody"),
)
_QUERY_DOCUMENT = record(
    {**_HEAD, "epcisBody": record({"queryResults": _RESULTS}, ("queryResults",))},
    ("@context", "type", "epcisBody"),
)


def document(value: Any, problems: Problems) -> None:
    """A capture document, a query document, or one event by itself (with its own context)."""
    if not isinstance(value, dict):
        return told(problems, "object", "Tài liệu phải là một đối tượng JSON.", "")
    kind = value.get("type")
    if kind is None:
        return told(problems, "missing", "Thiếu trường “type” cho biết loại tài liệu.", "/type")
    if kind == "EPCISDocument":
        return _CAPTURE(value, "", problems)
    if kind == "EPCISQueryDocument":
        return _QUERY_DOCUMENT(value, "", problems)
    event(value, "", problems)
    if "@context" not in value:
        told(problems, "missing", "Thiếu trường “@context”.", "/@context")
    return None
