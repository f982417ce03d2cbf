"""An event of a document → the rows it will be: read once, before anything is written."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, NamedTuple

from nscl.apps.traceability.items import described
from nscl.gs1.canonical import canonical_epc
from nscl.gs1.epcis.formats import instant, is_unit
from nscl.gs1.epcis.hashing import Event, event_hash
from nscl.gs1.epcis.problems import Problem
from nscl.gs1.epcis.structure import ACTIONS
from nscl.gs1.epcis.vocabulary import bare_word
from nscl.gs1.facts import Fact, fact_of

LONGEST = 2000  # characters of a code or a name that is looked up
FAMILIES = ("AggregationEvent", "AssociationEvent")
# Field → the role its codes play; fields of quantities name kinds or lots with an amount.
_ROLES = {
    "epcList": "epc", "childEPCs": "child", "inputEPCList": "input", "outputEPCList": "output",
}  # fmt: skip
_AMOUNTS = {
    "quantityList": "class", "childQuantityList": "child_class", "inputQuantityList": "input_class",
    "outputQuantityList": "output_class",
}  # fmt: skip
_LISTS = _ROLES.keys() | _AMOUNTS.keys()
CHILDREN = {"child", "child_class"}


class Named(NamedTuple):
    """A code in an event: its role, its canonical link, and the amount if one is told."""

    role: str
    code: str
    quantity: float | None = None
    uom: str = ""


@dataclass(slots=True)
class Draft:
    """One event on its way into the store."""

    pointer: str
    event: Event
    namespaces: Mapping[str, str]
    at: datetime
    hash: bytes
    declaration: str  # digest of the error declaration; empty for an event
    event_id: str
    named: list[Named]
    fact: Fact
    read_point: str = ""
    biz_location: str = ""
    transformation: str = ""
    warnings: list[Problem] = field(default_factory=list)
    id: int = 0
    is_void: bool = False
    codes: tuple[str, ...] = field(init=False)  # every code that must have a number
    made: tuple[str, ...] = field(init=False)  # the lots and single things that it says came into being

    def __post_init__(self) -> None:
        places = (self.read_point, self.biz_location, self.transformation)
        self.codes = (*(one.code for one in self.named), *filter(None, places))
        self.made = tuple(_made(self.fact))

    @property
    def type(self) -> str:
        return str(self.event.get("type", ""))

    @property
    def action(self) -> str:
        action = self.event.get("action")
        return action if action in ACTIONS else ""

    @property
    def mark(self) -> tuple[bytes, str]:
        """What makes it the same event as another."""
        return self.hash, self.declaration

    @property
    def is_family(self) -> bool:
        """Whether it says what lies in what."""
        return self.type in FAMILIES and not self.declaration


def _made(fact: Fact) -> Iterator[str]:
    """The lots and single things that an event brings into being."""
    if fact.kind == "TransformationEvent":
        made = fact.outputs
    elif fact.kind == "ObjectEvent" and fact.action == "ADD":
        made = fact.items
    else:
        return
    yield from (code for code in made if described(code).is_own)


def draft_of(
    event: Event,
    pointer: str,
    namespaces: Mapping[str, str],
    warnings: Sequence[Problem] = (),
    *,
    organisation_id: int = 0,
) -> Draft:
    """Read an event that has been judged good; a declaration of error is its organisation's own."""
    name = event.get("eventID")
    event_id = name if isinstance(name, str) else ""
    full_hash = event_hash(event, namespaces)
    fact = fact_of({**event, "eventID": event_id or full_hash})
    if fact is None:
        raise ValueError("an event without a time was judged good")
    named = list(_named(event))
    known = {one.code for one in named}
    named += [Named("lot", code) for code in fact.named() if code not in known]
    declared = event.get("errorDeclaration")
    return Draft(
        pointer=pointer,
        event=event,
        namespaces=namespaces,
        at=fact.at,
        hash=bytes.fromhex(full_hash.removeprefix("ni:///sha-256;")[:64]),
        declaration=declaration_mark(declared, organisation_id) if isinstance(declared, dict) else "",
        event_id=event_id,
        named=named,
        fact=fact,
        read_point=_place(event.get("readPoint")),
        biz_location=_place(event.get("bizLocation")),
        transformation=_code(event.get("transformationID")),
        warnings=list(warnings),
    )


def _named(event: Event) -> Iterator[Named]:
    """The codes in their roles; what an event of another vocabulary puts in their place is passed over."""
    children = any(event.get(name) for name in ("childEPCs", "childQuantityList"))
    parent = _code(event.get("parentID"))
    if parent:
        empties = event.get("type") in FAMILIES and event.get("action") == "DELETE" and not children
        yield Named("emptied" if empties else "parent", parent)
    for name, role in _ROLES.items():
        if name in event:
            yield from (Named(role, found) for one in _list(event[name]) if (found := _code(one)))
    for name, role in _AMOUNTS.items():
        for one in _list(event.get(name)):
            if isinstance(one, dict) and (found := _code(one.get("epcClass"))):
                unit = one.get("uom")
                yield Named(
                    role,
                    found,
                    _number(one.get("quantity")),
                    unit if isinstance(unit, str) and is_unit(unit) else "",
                )


def _list(value: Any) -> Sequence[Any]:
    return value if isinstance(value, list) else ()


def _code(value: Any) -> str:
    return canonical_epc(value) if isinstance(value, str) and value else ""


def _place(value: Any) -> str:
    return _code(value.get("id")) if isinstance(value, dict) else ""


def _number(value: Any) -> float | None:
    try:
        return float(value) if isinstance(value, int | float) else None
    except OverflowError:  # beyond what a column holds; the event's own text keeps it
        return None


def declaration_mark(declared: Mapping[str, Any], organisation_id: int) -> str:
    """The same for the same declaration of one organisation, however its time and reason are spelt."""
    moment = instant(str(declared.get("declarationTime", "")))
    corrective = sorted(map(str, declared.get("correctiveEventIDs") or ()))
    parts = [
        str(organisation_id),
        moment.isoformat() if moment else "",
        bare_word("reason", str(declared.get("reason", ""))),
        *corrective,
    ]
    return hashlib.sha256(json.dumps(parts).encode()).hexdigest()[:32]


def too_long(event: Event, pointer: str) -> Iterator[Problem]:
    """Names that are looked up may not be endless."""
    sentence = f"Mã dài hơn {LONGEST} ký tự. Hãy kiểm tra lại."
    for place, text in _looked_up(event):
        if isinstance(text, str) and len(text) > LONGEST:
            yield Problem("too_long", sentence, f"{pointer}/{place}")


def _looked_up(event: Event) -> Iterator[tuple[str, Any]]:
    for name in ("eventID", "parentID", "transformationID", "type", "bizStep", "disposition"):
        yield name, event.get(name)
    for name in ("readPoint", "bizLocation"):
        value = event.get(name)
        yield f"{name}/id", value.get("id") if isinstance(value, dict) else None
    for name, value in event.items():
        if name in _ROLES:
            yield from ((f"{name}/{place}", one) for place, one in enumerate(_list(value)))
        elif name in _AMOUNTS:
            for place, one in enumerate(_list(value)):
                yield f"{name}/{place}/epcClass", one.get("epcClass") if isinstance(one, dict) else None


def size_of(event: Event) -> int:
    """How many codes an event carries."""
    return sum(len(_list(event[name])) for name in _LISTS & event.keys())
