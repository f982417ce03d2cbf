"""The event hash of GS1 CBV 2.0, section 8.9: the same for every spelling of one event.

`recordTime`, `eventID`, `errorDeclaration` and comments do not enter. The order and the treatment of values
follow the reference program and its published vectors where the standard's text says less; they differ from
its README (see `docs/epcis.md`). The hash says “the same event”, it is no signature.
"""

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from typing import Any

from nscl.gs1.canonical import canonical_epc
from nscl.gs1.epcis.vocabulary import PREFIXES, web_word

Event = Mapping[str, Any]
_SIMPLE = (
    "eventTime", "eventTimeZoneOffset", "certificationInfo", "parentID", "epcList", "inputEPCList",
    "childEPCs", "quantityList", "childQuantityList", "inputQuantityList", "outputEPCList",
    "outputQuantityList", "action", "transformationID", "bizStep", "disposition", "persistentDisposition",
    "readPoint", "bizLocation", "sensorElementList",
)  # fmt: skip
_METADATA = (
    "time", "startTime", "endTime", "deviceID", "deviceMetadata", "rawData", "dataProcessingMethod",
    "bizRules",
)  # fmt: skip
_REPORT = (
    "type", "exception", "deviceID", "deviceMetadata", "rawData", "dataProcessingMethod", "time",
    "microorganism", "chemicalSubstance", "value", "component", "stringValue", "booleanValue",
    "hexBinaryValue", "uriValue", "minValue", "maxValue", "meanValue", "sDev", "percRank", "percValue", "uom",
    "coordinateReferenceSystem",
)  # fmt: skip
_PAIRED = {"bizTransactionList": "bizTransaction", "sourceList": "source", "destinationList": "destination"}
_LEFT_OUT = frozenset(  # of what stands behind the fixed part
    {"type", "@type", "recordTime", "eventID", "errorDeclaration", "@context", "comment", "rdfs:comment"}
) | frozenset(_SIMPLE)
_LISTS = {"epcList": "epc", "inputEPCList": "epc", "outputEPCList": "epc", "childEPCs": "epc"}
_QUANTITIES = frozenset({"quantityList", "childQuantityList", "inputQuantityList", "outputQuantityList"})
_TIMES = frozenset({"eventTime", "time", "startTime", "endTime"})
_ALGORITHM = "sha-256"
_SHORT = 60  # letters of a value that is remembered
NUMERIC = frozenset("0123456789+-.")  # how a number can begin


def event_hash(event: Event, namespaces: Mapping[str, str] | None = None) -> str:
    """The hash of one event as a `ni:` address.

    `event` is the event as its JSON document holds it, `namespaces` the prefixes its document declares.

    >>> event = {"type": "ObjectEvent", "eventTime": "2026-03-02T09:00:00+07:00", "action": "OBSERVE",
    ...          "eventTimeZoneOffset": "+07:00", "epcList": ["urn:epc:id:sgtin:4012345.012345.1"]}
    >>> event_hash(event) == event_hash({**event, "eventTime": "2026-03-02T02:00:00.000Z", "eventID": "x"})
    True
    """
    digest = hashlib.sha256(prehash(event, namespaces).encode("utf-8", "surrogatepass")).hexdigest()
    return f"ni:///{_ALGORITHM};{digest}?ver=CBV2.0"


def prehash(event: Event, namespaces: Mapping[str, str] | None = None) -> str:
    """The text that is hashed.

    >>> prehash({"type": "ObjectEvent", "action": "ADD", "bizStep": "commissioning"})
    'eventType=ObjectEventaction=ADDbizStep=https://ref.gs1.org/cbv/BizStep-commissioning'
    """
    names = _Names({**PREFIXES, **(namespaces or {}), **_own_prefixes(event)})
    head = "eventType=" + names.key(str(event.get("type", "")))
    known = "".join(_known(name, event[name], names) for name in _SIMPLE if name in event)
    rest = [
        _paired(name, value, names) if name in _PAIRED else names.generic(name, value)
        for name, value in event.items()
        if name not in _LEFT_OUT and not name.startswith("@xmlns")
    ]
    return head + known + "".join(sorted(rest))


def _own_prefixes(event: Event) -> dict[str, str]:
    """Prefixes that the event declares for itself."""
    context = event.get("@context")
    maps = context if isinstance(context, list) else [context]
    return {
        prefix: name
        for one in maps
        if isinstance(one, dict)
        for prefix, name in one.items()
        if isinstance(prefix, str) and isinstance(name, str)
    }


def _known(name: str, value: Any, names: "_Names") -> str:
    """One field of the fixed part; empty when it holds nothing."""
    if name in _LISTS:
        return _listed(name, [names.pair(_LISTS[name], one) for one in _sequence(value)])
    if name in _QUANTITIES:
        return _listed(name, [_element("quantityElement", one, _QUANTITY, names) for one in _sequence(value)])
    if name == "sensorElementList":
        return _listed(name, [_sensor(one, names) for one in _sequence(value)])
    if name == "persistentDisposition" and isinstance(value, dict):
        return _element(name, value, ("set", "unset"), names, word=name)
    if name in ("readPoint", "bizLocation") and isinstance(value, dict):
        return _element(name, value, ("id",), names)
    return "".join(sorted(names.pair(name, one) for one in _sequence(value)))


_QUANTITY = ("epcClass", "quantity", "uom")


def _sequence(value: Any) -> Sequence[Any]:
    return value if isinstance(value, list) else [value]


def _listed(name: str, texts: Sequence[str]) -> str:
    found = "".join(sorted(texts))
    return name + found if found else ""


def _element(name: str, value: Any, order: Sequence[str], names: "_Names", word: str = "") -> str:
    """A part with its own fields in order, and its extensions sorted at its end."""
    if not isinstance(value, dict):
        return names.pair(name, value)
    own = "".join(
        "".join(sorted(names.pair(field, one, word or field) for one in _sequence(value[field])))
        for field in order
        if field in value
    )
    return _closed(name, own, value, order, names)


def _closed(name: str, own: str, value: Event, order: Sequence[str], names: "_Names") -> str:
    others = [
        names.generic(key, one) for key, one in value.items() if key not in order and key not in _INNER_OUT
    ]
    text = own + "".join(sorted(others))
    return name + text if text else ""


_INNER_OUT = frozenset({"@context", "comment", "rdfs:comment"})


def _sensor(value: Any, names: "_Names") -> str:
    if not isinstance(value, dict):
        return ""
    metadata = value.get("sensorMetadata")
    own = "" if metadata is None else _element("sensorMetadata", metadata, _METADATA, names)
    reports = [
        _element("sensorReport", report, _REPORT, names)
        for report in _sequence(value.get("sensorReport", []))
    ]
    own += "".join(sorted(reports))
    return _closed("sensorElement", own, value, ("sensorMetadata", "sensorReport"), names)


def _paired(name: str, value: Any, names: "_Names") -> str:
    """Transactions, sources, destinations: the type before the value."""
    field = _PAIRED[name]
    found = [
        names.pair("type", one.get("type"), f"{field}Type") + names.pair(field, one.get(field))
        for one in _sequence(value)
        if isinstance(one, dict)
    ]
    return _listed(name, found)


class _Names:
    """Writes keys and values in their one form, with the prefixes of one document."""

    def __init__(self, namespaces: Mapping[str, str]) -> None:
        self.namespaces = namespaces
        self.leaves_urns = "urn" not in namespaces  # a document may, foolishly, call a prefix so

    def key(self, name: str) -> str:
        if ":" not in name:
            return name
        prefix, _colon, local = name.partition(":")
        return f"{{{self.namespaces[prefix]}}}{local}" if prefix in self.namespaces else name

    def pair(self, name: str, value: Any, word: str = "") -> str:
        """“name=value”, or nothing where there is no value."""
        text = self.value(name, value, word or name)
        return f"{self.key(name)}={text}" if text else ""

    def value(self, name: str, value: Any, word: str) -> str:
        if isinstance(value, str) and name not in _TIMES:  # most values of most events are codes and words
            if value.startswith("urn:epc:") and self.leaves_urns:
                return canonical_epc(value.strip())
            if ":" not in value and len(value) <= _SHORT:
                return _bare(value, word)
        text = self._text(value)
        if not text:
            return ""
        if name in _TIMES:
            return _moment(text) if len(text) <= _SHORT else _moment.__wrapped__(text)
        return _plain(web_word(word, text))

    def _text(self, value: Any) -> str:
        if value is None or isinstance(value, (dict, list)):
            return ""
        if not isinstance(value, str):
            return str(value)
        text = value.strip()
        if ":" not in text:
            return text
        prefix, _colon, local = text.partition(":")
        # “https://…” is an address even where somebody calls a prefix “https” (JSON-LD 1.1, section 5.2).
        known = prefix in self.namespaces and not local.startswith("//")
        return self.namespaces[prefix] + local if known else text

    def generic(self, name: str, value: Any) -> str:
        """An extension or master data: names with their namespace, all parts sorted."""
        if name in _INNER_OUT:
            return ""
        if isinstance(value, list):
            return "".join(sorted(self.generic(name, one) for one in value))
        key = self.key(name)
        if isinstance(value, dict):
            return key + self._inner(value)
        text = self._text(value)
        return f"{key}={_plain(text)}" if text else key

    def _inner(self, value: Event) -> str:
        text = self._text(value.get("#text"))
        own = f"={_plain(text)}" if text else ""
        parts = [self.generic(key, one) for key, one in value.items() if key != "#text"]
        return own + "".join(sorted(parts))


@lru_cache(maxsize=4096)
def _bare(value: str, word: str) -> str:
    """A value in which no prefix can stand."""
    text = value.strip()
    return _plain(web_word(word, text)) if text else ""


def _plain(text: str) -> str:
    """Numbers without needless digits, GS1 keys as canonical links, everything else as it is."""
    number = _number(text)
    return number if number is not None else canonical_epc(text)


def _number(text: str) -> str | None:
    """A number as the reference program writes it; None for a text that is none.

    >>> _number("0042"), _number("1e3"), _number("12.50"), _number("4.2a"), _number("inf")
    ('42', '1000', '12.5', None, None)
    """
    if text[0] not in NUMERIC or text[-1].isalpha() or not text.isascii():  # saves most texts the attempt
        return None
    try:
        number = float(text)
        return str(int(number) if number == int(number) else number)
    except (ValueError, OverflowError):
        return None


@lru_cache(maxsize=4096)
def _moment(text: str) -> str:
    """An instant in UTC with milliseconds; what is no instant stays as written.

    >>> _moment("2020-03-04T11:00:30.1235+01:00"), _moment("2020-03-04T23:59:59.9996Z")
    ('2020-03-04T10:00:30.124Z', '2020-03-05T00:00:00.000Z')
    """
    try:
        moment = datetime.fromisoformat(_six_digits(text)).astimezone(UTC)
    except (ValueError, OverflowError):
        return text
    rounded = round(moment.microsecond, -3)
    try:
        moment = moment.replace(microsecond=0) + timedelta(microseconds=rounded)
    except OverflowError:
        return text
    return moment.isoformat(timespec="milliseconds").replace("+00:00", "Z")


def _six_digits(text: str) -> str:
    """Fractions of a second as far as Python holds them: longer ones are cut."""
    head, point, tail = text.partition(".")
    if not point:
        return text
    digits = next((place for place, letter in enumerate(tail) if not letter.isdigit()), len(tail))
    return f"{head}.{tail[:digits][:6].ljust(6, '0')}{tail[digits:]}"


def namespaces_of(document: Mapping[str, Any]) -> dict[str, str]:
    """The prefixes that a document declares in its `@context`.

    >>> namespaces_of({"@context": ["https://ref.gs1.org/x.jsonld", {"vd": "https://vi-du.vn/"}]})
    {'vd': 'https://vi-du.vn/'}
    """
    return _own_prefixes(document)


def events_of(document: Mapping[str, Any]) -> Iterator[Event]:
    """The events of a capture document, of a query document, or one event by itself."""
    body = document.get("epcisBody")
    if not isinstance(body, dict):
        if "eventTime" in document:
            yield document
        return
    if isinstance(body.get("event"), dict):
        yield body["event"]
    results = body.get("queryResults")
    inner = results.get("resultsBody") if isinstance(results, dict) else None
    found = (inner if isinstance(inner, dict) else body).get("eventList")
    for event in found if isinstance(found, list) else []:
        if isinstance(event, dict):
            yield event
