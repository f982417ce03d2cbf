"""EPCIS events as tracing sees them: which items, in which part, when and where; every code in one spelling.

Source: EPCIS 2.0, sections 7.3.6 (instance and lot master data) and 7.4; CBV 2.0, section 8.9 (one spelling).
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal, InvalidOperation
from typing import Any

from nscl.gs1.canonical import canonical_epc
from nscl.gs1.digital_link import NAMES, escaped, read_link
from nscl.gs1.epcis.formats import instant
from nscl.gs1.epcis.hashing import Event, event_hash
from nscl.gs1.epcis.vocabulary import bare_word
from nscl.gs1.errors import Gs1Error

_STEM = "https://id.gs1.org/"
_GTIN = f"{_STEM}01/"
# Keys that name a kind of things while their number is no longer than this and no finer code follows.
_KINDS = {"01": 99, "8006": 99, "8010": 99, "8003": 14, "253": 13, "255": 13}

_LOT_STEPS = ("/10/", *(f"/{name}/" for name, code in NAMES.items() if code == "10"))

Amount = tuple[str, Decimal | None, str]  # item, how much (None: not told), unit


@dataclass(frozen=True)
class Fact:
    """One event as tracing sees it; items are canonical links.

    `amounts` are the children that are so much of a lot; `lots` says of which lot a serial is; `place` is
    where it happened, `location` where the items are afterwards, `destinations` to whom they are going.
    """

    key: str
    at: datetime
    kind: str
    action: str = ""
    items: tuple[str, ...] = ()
    parent: str = ""
    children: tuple[str, ...] = ()
    amounts: tuple[Amount, ...] = ()
    inputs: tuple[str, ...] = ()
    outputs: tuple[str, ...] = ()
    transformation: str = ""
    lots: tuple[tuple[str, str], ...] = ()
    place: str = ""
    location: str = ""
    destinations: tuple[str, ...] = ()
    step: str = ""

    def named(self) -> Iterable[str]:
        """Every item the event names, each once; the lot of a serial is named with it."""
        lots = (lot for _serial, lot in self.lots)
        whole = (*self.items, self.parent, *self.children, *self.inputs, *self.outputs, *lots)
        return dict.fromkeys(one for one in whole if one)

    def order(self) -> tuple[Any, ...]:
        """What facts are sorted by: time, then whatever makes the order the same on every day."""
        parts = (self.parent, self.items, self.children, self.inputs, self.outputs, self.lots)
        return (self.at, self.key, self.kind, self.action, parts, self.place, self.location)


def is_traceable(item: str) -> bool:
    """Whether an item is fine enough to be followed; a kind of goods or of assets without number is not.

    >>> is_traceable("https://id.gs1.org/01/04012345123456/10/L1"), is_traceable("https://id.gs1.org/01/04012345123456")
    (True, False)
    >>> is_traceable("https://id.gs1.org/8003/04012345000054"), is_traceable("https://id.gs1.org/8003/04012345000054A7")
    (False, True)
    """
    if not item.startswith(_STEM):
        return True
    key, _slash, rest = item[len(_STEM) :].partition("/")
    return "/" in rest or key not in _KINDS or len(rest) > _KINDS[key]


def is_lot(item: str) -> bool:
    """Whether an item is a lot, of which there can be some here and some there.

    >>> is_lot("https://id.gs1.org/01/04012345123456/10/L1"), is_lot("https://id.gs1.org/00/340123450000000000")
    (True, False)
    """
    return item.startswith(_STEM) and "/10/" in item


def facts_of(events: Iterable[Event], namespaces: Mapping[str, str] | None = None) -> list[Fact]:
    """The facts that count, in order of time: each event once, none that was declared wrong.

    A declaration voids the events of its eventID, and its equals by hash that bear none; without an eventID,
    all its equals by hash. Two events that differ under one eventID both count.
    """
    kept: dict[Fact, Event] = {}
    void_keys: set[str] = set()
    void_hashes: set[str] = set()
    for event in events:
        if not isinstance(event, dict):
            continue
        if event.get("errorDeclaration") is not None:
            void_keys.add(event_hash(event, namespaces))
            if event.get("eventID"):
                void_keys.add(str(event["eventID"]))
            else:
                void_hashes.add(event_hash(event, namespaces))
            continue
        fact = fact_of(event, namespaces)
        if fact is not None:
            kept.setdefault(fact, event)
    counted = (
        fact
        for fact, event in kept.items()
        if fact.key not in void_keys and not (void_hashes and event_hash(event, namespaces) in void_hashes)
    )
    return sorted(counted, key=Fact.order)


def fact_of(event: Event, namespaces: Mapping[str, str] | None = None) -> Fact | None:
    """The fact of an event as its document holds it; None when it has no time. What has no form is left out.

    >>> fact = fact_of({"type": "ObjectEvent", "eventTime": "2026-03-02T09:00:00+07:00", "action": "ADD",
    ...     "eventID": "urn:e:1", "epcList": ["urn:epc:id:sgtin:4012345.012345.7"],
    ...     "ilmd": {"cbvmda:lotNumber": "L1"}})
    >>> fact.lots
    (('https://id.gs1.org/01/04012345123456/21/7', 'https://id.gs1.org/01/04012345123456/10/L1'),)
    """
    at = instant(str(event.get("eventTime", "")))
    if at is None:
        return None
    kind = str(event.get("type", ""))
    read = _Codes("" if kind == "AggregationEvent" else _lot_number(event.get("ilmd")))
    items = read.both(event, "epcList", "quantityList")
    outputs = read.both(event, "outputEPCList", "outputQuantityList")
    lots = tuple(dict.fromkeys(read.lots))
    if outputs:  # serials made under a lot number: so much of the lot was made
        outputs = tuple(dict.fromkeys((*outputs, *(lot for _serial, lot in lots))))
    plain = _Codes("")
    amounts = plain.amounts(event.get("childQuantityList"))
    place, location = _place(event, "readPoint"), _place(event, "bizLocation")
    return Fact(
        key=str(event.get("eventID") or event_hash(event, namespaces)),
        at=at,
        kind=kind,
        action=str(event.get("action", "")),
        items=items,
        parent=canonical_epc(str(event.get("parentID") or "")),
        children=tuple(dict.fromkeys((*plain.listed(event.get("childEPCs")), *(one[0] for one in amounts)))),
        amounts=amounts,
        inputs=plain.both(event, "inputEPCList", "inputQuantityList"),
        outputs=outputs,
        transformation=canonical_epc(str(event.get("transformationID") or "")),
        lots=tuple(dict.fromkeys((*lots, *plain.lots))),
        place=place or location,
        location=location or place,
        destinations=_destinations(event.get("destinationList")),
        step=bare_word("bizStep", str(event.get("bizStep") or "")),
    )


class _Codes:
    """Reads codes into canonical links; gathers what the finest link leaves out, the lot of a serial."""

    def __init__(self, lot: str) -> None:
        self.step = escaped(lot)
        self.lots: list[tuple[str, str]] = []

    def both(self, event: Event, epcs: str, quantities: str) -> tuple[str, ...]:
        each, amounts = event.get(epcs), event.get(quantities)
        if not each and not amounts:  # most events have few of the lists
            return ()
        return tuple(dict.fromkeys((*self.listed(each), *(one[0] for one in self.amounts(amounts)))))

    def listed(self, codes: Any) -> list[str]:
        wanted = codes if isinstance(codes, list | tuple) else []
        return [self._code(code) for code in wanted if isinstance(code, str) and code]

    def amounts(self, quantities: Any) -> tuple[Amount, ...]:
        if not quantities:
            return ()
        found = []
        for one in quantities if isinstance(quantities, list | tuple) else []:
            code = one.get("epcClass") if isinstance(one, dict) else None
            if isinstance(code, str) and code:
                found.append((self._code(code), _number(one.get("quantity")), str(one.get("uom") or "")))
        return tuple(found)

    def _code(self, text: str) -> str:
        code = canonical_epc(text)
        if not code.startswith(_GTIN):
            return code
        gtin, _slash, finer = code[len(_GTIN) :].partition("/")
        step = self.step
        if finer[:3] == "21/" and text[:4].lower() == "http":
            step = escaped(_lot_in(text)) or step
        if not step or finer[:3] == "10/":
            return code
        whole = f"{_GTIN}{gtin}/10/{step}"
        if finer:
            self.lots.append((code, whole))
        return code if finer else whole


def _lot_in(link: str) -> str:
    """The lot that a link names beside its serial."""
    if not any(step in link for step in _LOT_STEPS):  # nearly always: the link need not be read
        return ""
    try:
        return dict(read_link(link, allow_names=True).qualifiers).get("10", "")
    except Gs1Error:
        return ""


def _lot_number(ilmd: Any) -> str:
    """The lot number among the master data of the instances; any prefix, one value."""
    for name, value in ilmd.items() if isinstance(ilmd, dict) else ():
        if isinstance(name, str) and name.rpartition(":")[2] == "lotNumber" and isinstance(value, str | int):
            text = str(value).strip()
            return text if text.isprintable() and len(text) <= 90 else ""
    return ""


def _number(value: Any) -> Decimal | None:
    if isinstance(value, bool) or not isinstance(value, int | float | str | Decimal):
        return None
    try:
        number = Decimal(str(value)) if not isinstance(value, str) or len(value) <= 400 else None
    except (InvalidOperation, ValueError):
        return None
    return number if number is not None and number.is_finite() and abs(number.adjusted()) < 400 else None


def _place(event: Event, name: str) -> str:
    place = event.get(name)
    return canonical_epc(str(place.get("id") or "")) if isinstance(place, dict) else ""


def _destinations(listed: Any) -> tuple[str, ...]:
    found = [
        canonical_epc(one["destination"])
        for one in (listed if isinstance(listed, list) else [])
        if isinstance(one, dict) and isinstance(one.get("destination"), str)
    ]
    return tuple(dict.fromkeys(found))
