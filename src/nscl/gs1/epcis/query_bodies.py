"""The parameters of an EPCIS query: which there are, and what each may hold.

Source: EPCIS 2.0, section 8.2.7.1 (SimpleEventQuery) and its JSON form. An unknown parameter is refused,
never ignored: a filter that did nothing would answer with too much.
"""

import re
from collections.abc import Iterable, Mapping
from typing import Any

from nscl.gs1.epcis import formats
from nscl.gs1.epcis.problems import QUERY, Problem, step
from nscl.gs1.epcis.shapes import (
    FLAG,
    INSTANT,
    NUMBER,
    TEXT,
    URI,
    Problems,
    Shape,
    chosen,
    listed,
    told,
    word,
)
from nscl.gs1.epcis.structure import ACTIONS, EVENT_TYPES
from nscl.gs1.epcis.vocabulary import PREFIXES, bare_word, web_word
from nscl.gs1.errors import shown

_CBV_SPACE = ("urn:epcglobal:cbv", "http://ns.gs1.org/cbv/", "https://ns.gs1.org/cbv/")
_VOC_SPACE = tuple(f"{scheme}://{host}gs1.org/voc/" for scheme in ("http", "https") for host in ("", "www."))


def _whole(value: Any, pointer: str, problems: Problems) -> None:
    whole = isinstance(value, int | float) and not isinstance(value, bool) and value == int(value)
    if not whole:
        told(problems, "whole_number", f"{shown(value)} không phải số nguyên.", pointer)


def _event_type(value: Any, pointer: str, problems: Problems) -> None:
    if value not in EVENT_TYPES:
        URI(value, pointer, problems)


def _number_or_instant(value: Any, pointer: str, problems: Problems) -> None:
    if isinstance(value, str):
        INSTANT(value, pointer, problems)
    else:
        NUMBER(value, pointer, problems)


def _any_value(value: Any, pointer: str, problems: Problems) -> None:
    (listed(TEXT) if isinstance(value, list) else _number_or_instant)(value, pointer, problems)


def _context(value: Any, pointer: str, problems: Problems) -> None:
    for one in value if isinstance(value, list) else [value]:
        if not isinstance(one, dict):
            URI(one, pointer, problems)


_TIMES = (
    "eventTime", "recordTime", "errorDeclarationTime", "errorDeclaration_Time",
    "time", "startTime", "endTime",
)  # fmt: skip
_ADDRESSES = (
    "EQ_readPoint", "WD_readPoint", "EQ_bizLocation", "WD_bizLocation", "EQ_transformationID", "MATCH_epc",
    "MATCH_parentID", "MATCH_inputEPC", "MATCH_outputEPC", "MATCH_anyEPC", "MATCH_epcClass",
    "MATCH_inputEPCClass", "MATCH_outputEPCClass", "MATCH_anyEPCClass", "EQ_eventID", "EQ_correctiveEventID",
    "EQ_deviceID", "EQ_dataProcessingMethod", "EQ_microorganism", "EQ_chemicalSubstance", "EQ_bizRules",
    "EQ_uriValue",
)  # fmt: skip
_URIS, _NUMBERS, _TEXTS = listed(URI), listed(NUMBER), listed(TEXT)
_DISPOSITIONS = listed(word("disposition", _CBV_SPACE))
_COMPARE = ("GT", "GE", "LT", "LE")
FIXED: dict[str, Shape] = {
    "@context": _context,
    "eventType": listed(_event_type),
    **{f"{op}_{name}": INSTANT for op in ("GE", "LT") for name in _TIMES},
    "EQ_action": listed(chosen(ACTIONS)),
    "EQ_bizStep": listed(word("bizStep", _CBV_SPACE)),
    "EQ_disposition": _DISPOSITIONS,
    "EQ_persistentDisposition_set": _DISPOSITIONS,
    "EQ_persistentDisposition_unset": _DISPOSITIONS,
    **dict.fromkeys(_ADDRESSES, _URIS),
    "EQ_quantity": _NUMBERS,
    **{f"{op}_quantity": NUMBER for op in _COMPARE},
    **{f"{op}_percRank": NUMBER for op in _COMPARE},
    "EXISTS_errorDeclaration": _whole,
    "EXISTS_sensorElementList": _whole,
    "EQ_errorReason": listed(word("reason", _CBV_SPACE)),
    "EQ_type": listed(word("type", _VOC_SPACE)),
    "EQ_stringValue": _TEXTS,
    "EQ_hexBinaryValue": _TEXTS,
    "EQ_booleanValue": FLAG,
    "orderBy": TEXT,
    "orderDirection": chosen(("ASC", "DESC")),
    "eventCountLimit": _whole,
    "maxEventCount": _whole,
}  # fmt: skip
_FIELD = r"[a-z][a-zA-Z0-9]*:\w+"
_WHERE = r"(?:ILMD_|ERROR_DECLARATION_|SENSORELEMENT_|SENSORMETADATA_|SENSORREPORT_)?"
_MEASURES = "minValue|maxValue|meanValue|sDev|value|percValue|quantity"
TEMPLATES: tuple[tuple[re.Pattern[str], Shape], ...] = (
    (re.compile(r"EQ_(?:bizTransaction|source|destination)_[a-z][a-zA-Z0-9_]+"), _URIS),
    (re.compile(rf"EQ_(?:INNER_)?{_WHERE}{_FIELD}"), _any_value),
    (re.compile(rf"(?:GT|GE|LT|LE)_(?:INNER_)?{_WHERE}{_FIELD}"), _number_or_instant),
    (re.compile(rf"EXISTS_(?:INNER_)?{_WHERE}{_FIELD}"), _whole),
    (re.compile(rf"EQ_(?:INNER_)?(?:readPoint|bizLocation)_{_FIELD}"), _any_value),
    (re.compile(rf"HASATTR_(?:{_FIELD}|\w+)"), _TEXTS),
    (re.compile(r"EQ_?ATTR_\w+_\w+"), _any_value),
    (re.compile(r"EQ_(?:value|quantity)_[A-Z0-9]{2,4}"), _NUMBERS),
    (re.compile(rf"(?:GT|GE|LT|LE)_(?:{_MEASURES})_[A-Z0-9]{{2,4}}"), NUMBER),
)
ORDERS = ("eventTime", "recordTime", "quantity")


def shape_of(name: str) -> Shape | None:
    """What a parameter may hold; None for one that does not exist.

    >>> shape_of("GE_eventDate") is None, shape_of("EQ_ILMD_vd:lot") is None
    (True, False)
    """
    if name in FIXED:
        return FIXED[name]
    return next((shape for pattern, shape in TEMPLATES if pattern.fullmatch(name)), None)


def query_problems(body: Any) -> list[Problem]:
    """What is wrong with a query, or with a named query `{"name": …, "query": {…}}`.

    >>> [one.pointer for one in query_problems({"GE_eventDate": "2026-01-01T00:00:00+01:00"})]
    ['/GE_eventDate']
    """
    found: Problems = []
    if not isinstance(body, Mapping):
        told(found, "object", "Truy vấn phải là một đối tượng JSON.", "")
    elif "query" in body:
        _named(body, found)
    else:
        _query(body, "", found)
    return [Problem(one.code, one.detail, one.pointer, one.severity, QUERY) for one in found]


def _named(body: Mapping[str, Any], found: Problems) -> None:
    name = body.get("name")
    if not isinstance(name, str) or not re.fullmatch(r"[A-Za-z0-9_.\-]{1,100}", name):
        told(found, "name", "Tên truy vấn phải gồm chữ không dấu, số, dấu - _ hoặc chấm.", "/name")
    for key in body.keys() - {"name", "query", "@context"}:
        told(found, "unknown_field", f"Không có trường {shown(key)} ở đây.", step("", key))
    if isinstance(body["query"], Mapping):
        _query(body["query"], "/query", found)
    else:
        told(found, "object", "Truy vấn phải là một đối tượng JSON.", "/query")


def _query(body: Mapping[str, Any], pointer: str, found: Problems) -> None:
    for name, value in body.items():
        shape = shape_of(name) if isinstance(name, str) else None
        if shape is None:
            told(found, "unknown_parameter", f"Không có tham số truy vấn {shown(name)}.", step(pointer, name))
        else:
            shape(value, step(pointer, name), found)
    if "eventCountLimit" in body and "maxEventCount" in body:
        sentence = "eventCountLimit và maxEventCount không đi cùng nhau. Hãy chọn một."
        told(found, "exclusive", sentence, step(pointer, "maxEventCount"))
    for name in ("eventCountLimit", "maxEventCount"):
        limit = body.get(name)
        if isinstance(limit, int | float) and not isinstance(limit, bool) and limit < 1:
            told(found, "limit", f"{name} phải từ 1 trở lên.", step(pointer, name))
    order = body.get("orderBy")
    if isinstance(order, str) and order not in ORDERS and not formats.is_uri(order):
        sentence = f"Không sắp xếp được theo {shown(order)}; dùng eventTime, recordTime hoặc trường mở rộng."
        told(found, "order", sentence, step(pointer, "orderBy"))
    if "eventCountLimit" in body and "orderBy" not in body:
        sentence = "eventCountLimit cần orderBy: lấy bao nhiêu sự kiện theo thứ tự nào."
        told(found, "order", sentence, step(pointer, "eventCountLimit"))


# ── The same as parameters of an address ───────────────────────────────

# Parameters of lists of words → the field whose vocabulary they are of.
WORDS = {
    "EQ_bizStep": "bizStep",
    "EQ_disposition": "disposition",
    "EQ_persistentDisposition_set": "disposition",
    "EQ_persistentDisposition_unset": "disposition",
    "EQ_errorReason": "reason",
    "EQ_type": "type",
}
PAGING = ("perPage", "nextPageToken")


def read_parameters(
    pairs: Iterable[tuple[str, str]], namespaces: Mapping[str, str] | None = None
) -> dict[str, Any]:
    """The query that the parameters of an address say; values of a list stand between | or are repeated.

    What cannot be read stays as text, so that `query_problems` tells of it; parameters of paging are passed
    over. `namespaces` are the prefixes declared beside it (header `GS1-Extensions`).

    >>> read_parameters([("EQ_action", "ADD|OBSERVE"), ("GE_quantity", "5"), ("perPage", "9")])
    {'EQ_action': ['ADD', 'OBSERVE'], 'GE_quantity': 5}
    """
    found: dict[str, Any] = {"@context": dict(namespaces)} if namespaces else {}
    for name, text in pairs:
        if name in PAGING:
            continue
        value = _value(name, text)
        if isinstance(value, list) and isinstance(found.get(name), list):
            value = [*found[name], *value]
        found[name] = value
    return plain(found)


def _value(name: str, text: str) -> Any:
    operator, _line, rest = name.partition("_")
    if operator in ("EQ", "EQATTR", "MATCH", "WD", "HASATTR") or name == "eventType":
        if rest == "booleanValue":
            return {"true": True, "false": False}.get(text, text)
        counted = rest == "quantity" or re.match(r"(?:value|quantity)_[A-Z0-9]{2,4}$", rest)
        parts = text.split("|")
        return [_number(part) for part in parts] if counted else parts
    if operator == "EXISTS":
        return {"": 1, "true": 1, "1": 1, "false": 0, "0": 0}.get(text, text)
    if operator in _COMPARE:
        # In an address a plus sign means a space.
        return text.replace(" ", "+") if is_moment(rest, text) else _number(text)
    return _number(text) if name in ("eventCountLimit", "maxEventCount") else text


def is_moment(field: str, text: str) -> bool:
    """Whether a compared value is meant as a moment, not as a number."""
    return field in _TIMES or formats.is_instant(text.replace(" ", "+"))


def _number(text: str) -> Any:
    if not re.fullmatch(r"-?[0-9]{1,30}(?:\.[0-9]{1,30})?(?:[eE][+-]?[0-9]{1,2})?", text):
        return text
    number = float(text)
    return int(number) if number == int(number) and abs(number) < 2**53 else number


def plain(query: Mapping[str, Any]) -> dict[str, Any]:
    """The query with the words of the vocabulary bare, whatever spelling they came in.

    >>> plain({"EQ_bizStep": ["urn:epcglobal:cbv:bizstep:shipping", "https://ref.gs1.org/cbv/BizStep-packing"]})
    {'EQ_bizStep': ['shipping', 'packing']}
    """
    found = dict(query)
    for name, field in WORDS.items():
        if isinstance(found.get(name), list):
            found[name] = [bare(field, one) if isinstance(one, str) else one for one in found[name]]
    return found


def bare(field: str, text: str) -> str:
    """A word of the vocabulary bare: of its URN, its address, or its address with a prefix."""
    prefix, colon, local = text.partition(":")
    whole = PREFIXES[prefix] + local if colon and prefix in PREFIXES else text
    return bare_word(field, web_word(field, whole))
