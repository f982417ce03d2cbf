"""An event → the fields that queries ask for and that are no column: one name and value each.

Source: EPCIS 2.0, section 8.2.7.1. A field bears the name of the parameter that asks for it, without the
operator, its prefix resolved: `ILMD_urn:epcglobal:cbv:mda:lotNumber`, `INNER_…`, `source_owning_party`,
`value_KEL` (measured values stand in one unit per kind, see `units`).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any, NamedTuple

from nscl.gs1.canonical import canonical_epc
from nscl.gs1.epcis.formats import instant
from nscl.gs1.epcis.hashing import NUMERIC, Event, namespaces_of
from nscl.gs1.epcis.query_bodies import bare
from nscl.gs1.epcis.units import base_unit, converted
from nscl.gs1.epcis.vocabulary import PREFIXES

LONGEST = 500  # characters of a value that are kept; longer ones are compared by their beginning
_PAIRED = {"bizTransactionList": "bizTransaction", "sourceList": "source", "destinationList": "destination"}
_MEASURES = ("value", "minValue", "maxValue", "meanValue", "sDev", "percValue")
_TOLD = (
    "deviceID", "dataProcessingMethod", "bizRules", "microorganism", "chemicalSubstance", "stringValue",
    "booleanValue", "hexBinaryValue", "uriValue",
)  # fmt: skip
_TEXTUAL = frozenset({"stringValue", "hexBinaryValue"})
_MOMENTS = ("time", "startTime", "endTime")
_PLACES = ("readPoint", "bizLocation")
_ASKED = frozenset({*_PAIRED, "ilmd", "errorDeclaration", "persistentDisposition", "sensorElementList"})


class Field(NamedTuple):
    """One value: as text in its one spelling and, where it is one, as a number or a moment."""

    name: str
    text: str = ""
    number: float | None = None
    moment: datetime | None = None


class Names:
    """Names and values with the prefixes of one document or one query.

    >>> Names({"vd": "https://vi-du.vn/"}).whole("vd:lot"), Names({}).whole("cbvmda:lotNumber")
    ('https://vi-du.vn/lot', 'urn:epcglobal:cbv:mda:lotNumber')
    """

    def __init__(self, namespaces: Mapping[str, str]) -> None:
        self.namespaces = {**PREFIXES, **namespaces}

    def knows(self, name: str) -> bool:
        """Whether the prefix of a name is declared, or the name is a whole address."""
        prefix, _colon, local = name.partition(":")
        return prefix in self.namespaces or local.startswith("//")

    def whole(self, name: str) -> str:
        prefix, colon, local = name.partition(":")
        known = colon and prefix in self.namespaces and not local.startswith("//")
        return self.namespaces[prefix] + local if known else name

    def cell(self, name: str, value: Any) -> Field:
        """A value under a name."""
        if isinstance(value, bool):
            return Field(name, "true" if value else "false")
        if isinstance(value, int | float):
            number = number_of(value)
            return Field(name, number_text(value), number)
        if not isinstance(value, str):
            return Field(name)
        text = self.text(value)
        return Field(name, text, number_of(value), instant(value.strip()))

    def text(self, value: str) -> str:
        """A text in its one spelling: a code as its canonical link, an address with its prefix resolved."""
        return kept(canonical_epc(self.whole(value.strip())))


def kept(text: str) -> str:
    """What is kept of a text; columns hold no NUL.

    >>> kept("a" * 600) == "a" * 500
    True
    """
    return text[:LONGEST].replace("\0", "\ufffd")


def number_text(value: float) -> str:
    """A number as text, in one spelling.

    >>> number_text(5.0), number_text(0.1), number_text(-0.0)
    ('5', '0.1', '0')
    """
    try:
        return str(int(value)) if value == int(value) and abs(value) < 1e15 else str(value)
    except OverflowError:
        return str(value)


def number_of(value: Any) -> float | None:
    """The number that a value is or says; None where it says none or one beyond all bounds.

    >>> number_of("12.50"), number_of("L1"), number_of(True), number_of("nan")
    (12.5, None, None, None)
    """
    if isinstance(value, bool) or not isinstance(value, int | float | str):
        return None
    if isinstance(value, str):
        value = value.strip()
        if not value or value[0] not in NUMERIC or value[-1].isalpha() or len(value) > 40 or "_" in value:
            return None
        if not value.isascii():
            return None
    try:
        number = float(value)
    except (ValueError, OverflowError):
        return None
    return number if abs(number) < 1e300 else None


def fields_of(event: Event, namespaces: Mapping[str, str]) -> list[Field]:
    """The fields of an event, each once; an event without any has an empty list."""
    if not any(name in _ASKED or ":" in name for name in event) and not any(
        isinstance(place := event.get(name), dict) and len(place) > 1 for name in _PLACES
    ):
        return []  # most events: nothing here
    own = namespaces_of(event) if "@context" in event else {}
    return list(dict.fromkeys(_Reader(Names({**namespaces, **own})).fields(event)))


class _Reader:
    """Walks one event."""

    def __init__(self, names: Names) -> None:
        self.names = names

    def fields(self, event: Event) -> Iterator[Field]:
        yield from self._extensions("", event)
        for name, value in event.items():
            if name in _PAIRED:
                yield from self._pairs(_PAIRED[name], value)
            elif name in _PLACES:
                yield from self._extensions(f"{name}_", value)
            elif name == "ilmd":
                yield from self._extensions("ILMD_", value)
            elif name == "errorDeclaration" and isinstance(value, dict):
                yield from self._declaration(value)
            elif name == "persistentDisposition" and isinstance(value, dict):
                for kind in ("set", "unset"):
                    yield from self._words(f"{name}_{kind}", value.get(kind), "disposition")
            elif name == "sensorElementList":
                for one in _listed(value):
                    yield from self._sensor(one)

    def _pairs(self, field: str, value: Any) -> Iterator[Field]:
        for one in _listed(value):
            kind = one.get("type") if isinstance(one, dict) else None
            if isinstance(kind, str) and isinstance(one.get(field), str):
                yield self.names.cell(f"{field}_{bare(f'{field}Type', self.names.whole(kind))}", one[field])

    def _words(self, name: str, value: Any, vocabulary: str) -> Iterator[Field]:
        for one in _listed(value):
            if isinstance(one, str):
                yield Field(name, kept(bare(vocabulary, self.names.whole(one))))

    def _declaration(self, value: Mapping[str, Any]) -> Iterator[Field]:
        moment = instant(str(value.get("declarationTime", "")))
        yield Field("errorDeclarationTime", moment=moment)
        yield from self._words("errorReason", value.get("reason"), "reason")
        for one in _listed(value.get("correctiveEventIDs")):
            if isinstance(one, str):
                yield Field("correctiveEventID", kept(one))
        yield from self._extensions("ERROR_DECLARATION_", value)

    def _sensor(self, value: Any) -> Iterator[Field]:
        if not isinstance(value, dict):
            return
        yield Field("sensorElementList")
        yield from self._extensions("SENSORELEMENT_", value)
        metadata = value.get("sensorMetadata")
        if isinstance(metadata, dict):
            yield from self._extensions("SENSORMETADATA_", metadata)
            yield from self._measured(metadata)
        for report in _listed(value.get("sensorReport")):
            if isinstance(report, dict):
                yield from self._extensions("SENSORREPORT_", report)
                yield from self._words("type", report.get("type"), "type")
                yield from self._measured(report)

    def _measured(self, part: Mapping[str, Any]) -> Iterator[Field]:
        for name in _MOMENTS:
            moment = instant(str(part.get(name, "")))
            if moment is not None:
                yield Field(name, moment=moment)
        for name in _TOLD:
            if name in part:
                value = part[name]
                is_text = name in _TEXTUAL and isinstance(value, str)
                yield Field(name, kept(value)) if is_text else self.names.cell(name, value)
        number = number_of(part.get("percRank"))
        if number is not None:
            yield Field("percRank", number_text(number), number)
        unit = part.get("uom")
        for name in _MEASURES:
            number = number_of(part.get(name))
            if number is not None and isinstance(unit, str):
                number = converted(number, unit, is_difference=name == "sDev")
                yield Field(f"{name}_{base_unit(unit)}", number=number)

    def _extensions(self, stem: str, part: Any) -> Iterator[Field]:
        """Fields with a namespace, and at any depth what stands in them (INNER_)."""
        if isinstance(part, dict):
            for name, value in part.items():
                if isinstance(name, str) and ":" in name:
                    yield from self._values(stem + kept(self.names.whole(name)), value)
                    yield from self._inner(f"INNER_{stem}", value)

    def _values(self, name: str, value: Any) -> Iterator[Field]:
        for one in _listed(value):
            if isinstance(one, dict):  # text beside attributes; a typed value of JSON-LD
                one = one.get("#text", one.get("@value"))
            yield self.names.cell(name, one)

    def _inner(self, stem: str, value: Any) -> Iterator[Field]:
        for one in _listed(value):
            if isinstance(one, dict):
                for name, inner in one.items():
                    if isinstance(name, str) and ":" in name:
                        yield from self._values(stem + kept(self.names.whole(name)), inner)
                    yield from self._inner(stem, inner)


def _listed(value: Any) -> Sequence[Any]:
    return value if isinstance(value, list) else () if value is None else [value]
