"""The parameters of an EPCIS query → conditions on `traceability_event e`.

Source: EPCIS 2.0, section 8.2.7.1 (SimpleEventQuery). All parameters must hold, of a list one value. Several
parameters about sensors or fields may be fulfilled by different reports of one event.
"""

from __future__ import annotations

import operator as signs
import re
from collections import defaultdict
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any

from nscl.apps.traceability import items, master_data, sql
from nscl.apps.traceability.fields import mark_of
from nscl.apps.traceability.queries.refusals import wrong
from nscl.apps.traceability.queries.views import NOTHING, Condition, View
from nscl.gs1.canonical import canonical_epc
from nscl.gs1.epc_patterns import Match, match_of
from nscl.gs1.epcis.fields import Names, kept, number_text
from nscl.gs1.epcis.formats import instant
from nscl.gs1.epcis.query_bodies import bare
from nscl.gs1.epcis.units import base_unit, converted, from_base, units_like
from nscl.gs1.epcis.vocabulary import PARTY_TYPES
from nscl.gs1.errors import Gs1Error, shown

_ANY = ("epc", "child", "parent", "emptied", "input", "output")
_CLASSES = ("class", "child_class", "input_class", "output_class")
ROLES: dict[str, tuple[str, ...]] = {
    "epc": ("epc", "child"),
    "parentID": ("parent", "emptied"),
    "inputEPC": ("input",),
    "outputEPC": ("output",),
    "anyEPC": _ANY,
    "epcClass": ("class", "child_class"),
    "inputEPCClass": ("input_class",),
    "outputEPCClass": ("output_class",),
    "anyEPCClass": _CLASSES,
}
NAMED = 1000  # events that a condition names one by one
MOST_REPEATED = 10_000  # values of a field that events bear more than once, looked at one by one
_SIGNS = {"EQ": "=", "GT": ">", "GE": ">=", "LT": "<", "LE": "<="}
_COMPARED = {">": signs.gt, ">=": signs.ge, "<": signs.lt, "<=": signs.le}
Bound = tuple[str, Any]  # a sign and the value beside it
_TIMES = {"eventTime": "e.event_time", "recordTime": "e.record_time"}
_PLACES = {"readPoint": "e.read_point_id", "bizLocation": "e.biz_location_id"}
_WORDS = {"action": "e.action", "bizStep": "e.biz_step", "disposition": "e.disposition"}
_TEXTS = ("stringValue", "hexBinaryValue")
_CODES = ("deviceID", "dataProcessingMethod", "microorganism", "chemicalSubstance", "bizRules", "uriValue")
_MEASURED = re.compile(r"(value|minValue|maxValue|meanValue|sDev|percValue|quantity)_([A-Z0-9]{2,4})")
_PAIRED = re.compile(r"(?:bizTransaction|source|destination)_([a-z][a-zA-Z0-9_]+)")
_EXTENSION = re.compile(
    r"((?:INNER_)?(?:ILMD_|ERROR_DECLARATION_|SENSORELEMENT_|SENSORMETADATA_|SENSORREPORT_|readPoint_|bizLocation_)?)"
    r"([a-z][a-zA-Z0-9]*:\w+)"
)
_HAS_FIELD = """EXISTS (SELECT 1 FROM traceability_eventfield f
    WHERE f.event_number = e.id AND f.record_time = e.record_time AND {})"""
_HAS_ITEM = """EXISTS (SELECT 1 FROM traceability_eventitem i
    WHERE i.event_id = e.id AND i.record_time = e.record_time AND {})"""


def conditions(query: Mapping[str, Any], names: Names, view: View) -> list[Condition]:
    """What the parameters of a checked query ask for."""
    asked = _Asked(names, view)
    found = [one for name, value in query.items() for one in asked.conditions(name, value)]
    return found + [
        one for (name, column), bounds in asked.bounds.items() for one in _within(name, column, bounds)
    ]


def field_name(names: Names, stem: str, field: str, parameter: str) -> str:
    """The name of an extension field as rows bear it; a prefix that nobody declared is refused."""
    if not names.knows(field):
        prefix = field.partition(":")[0]
        raise wrong(
            "prefix",
            f"Chưa khai báo tiền tố {shown(prefix)}. Hãy khai báo trong @context của truy vấn "
            "hoặc trong tiêu đề GS1-Extensions.",
            parameter,
        )
    return stem + kept(names.whole(field))


def _listed(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value]


def _any_of(parts: Sequence[Condition]) -> Condition:
    if not parts:
        return NOTHING
    return "(" + " OR ".join(part for part, _g in parts) + ")", [one for _p, given in parts for one in given]


def _field(condition: Condition) -> Condition:
    return _HAS_FIELD.format(condition[0]), condition[1]


def _within(name: str, column: str, bounds: Sequence[Bound]) -> list[Condition]:
    """A field's number or moment beyond each of some bounds, not necessarily with the same value.

    Of one value in an event it must be the same: the stretch between is looked up at once, where each bound
    by itself may leave half the store. Events that bear the field more than once are looked at by themselves.
    """
    repeated = _repeated(name, column, bounds) if len(bounds) > 1 else []
    if repeated is None:
        return [_ranged(name, column, [one]) for one in bounds]
    return [_ranged(name, column, bounds, repeated)]


def _ranged(name: str, column: str, bounds: Sequence[Bound], others: Sequence[int] = ()) -> Condition:
    """A field's number or moment within all bounds, or one of the other events.

    The planner takes name and number for independent and guesses far too many: where they are few they are
    looked up first and named.
    """
    condition = " AND ".join(["f.name = %s", *(f"f.{column} {sign} %s" for sign, _bound in bounds)])
    given = [name, *(bound for _sign, bound in bounds)]
    found = sql.rows(
        f"SELECT f.event_number FROM traceability_eventfield f WHERE {condition}"
        f" ORDER BY f.name, f.{column} LIMIT {NAMED + 1}",
        given,
    )
    if len(found) <= NAMED:
        return _numbered({number for (number,) in found}.union(others))
    return _any_of([_field((condition, given)), *([_numbered(others)] if others else [])])


def _numbered(events: Collection[int]) -> Condition:
    return (sql.among("e.id"), [sql.listed(sorted(events))]) if events else NOTHING


def _repeated(name: str, column: str, bounds: Sequence[Bound]) -> list[int] | None:
    """Of the events that bear a field more than once those with a value beyond each bound; None: too many."""
    rows = sql.rows(
        f"SELECT f.event_number, f.{column} FROM traceability_eventfield f"
        f" WHERE f.is_repeated AND f.name = %s LIMIT {MOST_REPEATED + 1}",
        [name],
    )
    if len(rows) > MOST_REPEATED:
        return None
    values: dict[int, list[Any]] = defaultdict(list)
    for event, value in rows:
        if value is not None:
            values[event].append(sql.moment(value) if column == "moment" else value)
    return [
        event
        for event, own in values.items()
        if all(any(_COMPARED[sign](one, bound) for one in own) for sign, bound in bounds)
    ]


def _among_codes(codes: Sequence[str], column: str) -> Condition:
    """That a column holds the number of one of these codes; a code that no event names is in none."""
    numbers = list(items.numbers_of({canonical_epc(code) for code in codes}).values())
    return (sql.among(column), [sql.listed(numbers)]) if numbers else NOTHING


class _Asked:
    def __init__(self, names: Names, view: View) -> None:
        self.names, self.view = names, view
        self.bounds: dict[tuple[str, str], list[Bound]] = defaultdict(list)  # of fields, by name and column

    def conditions(self, name: str, value: Any) -> Iterator[Condition]:
        """The conditions of one parameter: none for those that order and limit."""
        if name == "eventType":
            yield sql.among("e.type"), [sql.listed(value)]
            return
        operator, line, field = name.partition("_")
        work = self._works().get(operator)
        if line and work is not None:
            yield from work(operator, field, value, name)

    def _works(self) -> dict[str, Callable[[str, str, Any, str], Iterator[Condition]]]:
        return {
            "EQ": self._equal,
            "EQATTR": self._attribute,
            "HASATTR": self._has_attribute,
            "WD": self._within,
            "MATCH": self._match,
            "EXISTS": self._exists,
            **dict.fromkeys(("GT", "GE", "LT", "LE"), self._compared),
        }

    # ── Columns and items ──────────────────────────────────────────────

    def _match(self, _operator: str, field: str, value: Sequence[str], name: str) -> Iterator[Condition]:
        try:
            found = [match_of(self.names.whole(one)) for one in value]
        except Gs1Error as fault:
            raise wrong("pattern", str(fault), name) from None
        yield self._items(ROLES[field], found)

    def _items(self, roles: Sequence[str], found: Sequence[Match]) -> Condition:
        numbers = items.numbers_of({one.exact for one in found if one.exact})
        gtins = {one.gtin for one in found if one.gtin}
        condition, given = sql.among("i.item_id"), [sql.listed(numbers.values())]
        if gtins or any(one.like for one in found):
            parts: list[Condition] = [(sql.among("t.id"), given)] if numbers else []
            for is_lot in (False, True):
                of_kind = [one.gtin for one in found if one.gtin and one.is_lot == is_lot]
                if of_kind:
                    lots = " AND t.kind = 'lot'" if is_lot else ""
                    parts.append(
                        (f"({sql.among('t.gtin')} AND NOT t.gtin = ''{lots})", [sql.listed(of_kind)])
                    )
            parts += [("t.canonical LIKE %s ESCAPE '!'", [one.like]) for one in found if one.like]
            inner, given = _any_of(parts)
            condition = f"i.item_id IN (SELECT t.id FROM traceability_item t WHERE {inner})"
        elif not numbers:
            return NOTHING
        return _HAS_ITEM.format(f"{_roles(roles)} AND {condition}"), given

    def _within(self, _operator: str, field: str, value: Sequence[str], _name: str) -> Iterator[Condition]:
        places = master_data.places_within([self.names.whole(one) for one in value], self.view)
        yield _among_codes(places, _PLACES[field])

    def _exists(self, _operator: str, field: str, value: Any, name: str) -> Iterator[Condition]:
        if not value:
            return  # asked for with “false”: the same as not asked
        if field == "errorDeclaration":
            yield "e.is_error_declaration", []
        elif field == "sensorElementList":
            yield _field(self._valued("sensorElementList", [""]))
        else:
            yield _field(("f.name = %s", [self._extension(field, name)]))

    def _quantities(self, operator: str, value: Any, unit: str = "") -> Condition:
        """Amounts of any list; with a unit also those in other units of its kind."""
        sign, parts = _SIGNS[operator], []
        for one in _listed(value):
            if not unit:
                parts.append((f"i.quantity {sign} %s", [float(one)]))
                continue
            base = converted(float(one), unit)
            for other in units_like(unit):
                bound = float(one) if other == unit else from_base(base, other)
                parts.append((f"(i.uom = %s AND i.quantity {sign} %s)", [other, bound]))
        condition, given = _any_of(parts)
        return _HAS_ITEM.format(f"{_roles(_CLASSES)} AND {condition}"), given

    # ── Equal ──────────────────────────────────────────────────────────

    def _equal(self, operator: str, field: str, value: Any, name: str) -> Iterator[Condition]:
        measured = _MEASURED.fullmatch(field)
        paired = _PAIRED.fullmatch(field)
        if field in _WORDS:
            yield sql.among(_WORDS[field]), [sql.listed([bare(field, one) for one in value])]
        elif field in _PLACES:
            yield _among_codes([self.names.whole(one) for one in value], _PLACES[field])
        elif field == "transformationID":
            yield _among_codes([self.names.whole(one) for one in value], "e.transformation_id")
        elif field == "eventID":
            yield _named(value)
        elif field == "quantity":
            yield self._quantities(operator, value)
        elif measured:
            yield self._measured(operator, measured[1], measured[2], value)
        elif field.startswith("ATTR_"):
            yield from self._attribute(operator, field[5:], value, name)
        elif paired and ":" not in field:
            yield _field(self._valued(field, [self.names.text(one) for one in value]))
        else:
            yield self._told(field, value, name)

    def _told(self, field: str, value: Any, name: str) -> Condition:
        """Equality of a field that is a row."""
        if field in _CODES:
            return _field(self._valued(field, [self.names.text(one) for one in value]))
        if field in _TEXTS or field == "correctiveEventID":
            return _field(self._valued(field, [kept(one) for one in value]))
        if field == "booleanValue":
            return _field(self._valued(field, ["true" if value else "false"]))
        words = {
            "persistentDisposition_set": "disposition",
            "persistentDisposition_unset": "disposition",
            "errorReason": "reason",
            "type": "type",
        }
        if field in words:
            spelt = [kept(bare(words[field], self.names.whole(one))) for one in value]
            return _field(self._valued(field, spelt))
        return self._extended(self._extension(field, name), value)

    def _extended(self, field: str, value: Any) -> Condition:
        """Equality of an extension: as text, for a number as a number, for a moment also as a moment."""
        parts: list[Condition] = []
        texts = []
        for one in _listed(value):
            if isinstance(one, str):
                texts.append(self.names.text(one))
                moment = instant(one)
                if moment is not None:
                    parts.append(("(f.name = %s AND f.moment = %s)", [field, moment]))
            else:
                texts.append(number_text(float(one)))
                parts.append(("(f.name = %s AND f.number = %s)", [field, float(one)]))
        return _field(_any_of([*parts, self._valued(field, texts)]))

    @staticmethod
    def _valued(field: str, texts: Sequence[str]) -> Condition:
        marks = [mark_of(field, text) for text in texts]
        return f"({sql.among('f.mark')} AND f.name = %s)", [sql.listed(marks), field]

    def _extension(self, field: str, name: str) -> str:
        found = _EXTENSION.fullmatch(field)
        if found is None:
            raise wrong("unknown_parameter", f"Không có tham số truy vấn {shown(name)}.", name)
        return field_name(self.names, found[1], found[2], name)

    # ── Compared ───────────────────────────────────────────────────────

    def _compared(self, operator: str, field: str, value: Any, name: str) -> Iterator[Condition]:
        measured = _MEASURED.fullmatch(field)
        if field in _TIMES:
            yield f"{_TIMES[field]} {_SIGNS[operator]} %s", [_moment(value)]
        elif field == "quantity":
            yield self._quantities(operator, value)
        elif measured and measured[1] == "quantity":
            yield self._quantities(operator, value, measured[2])
        elif measured:
            stored, (bound,) = self._in_base_unit(measured[1], measured[2], [value])
            self.bounds[stored, "number"].append((_SIGNS[operator], bound))
        else:
            spelt = field.replace("errorDeclaration_Time", "errorDeclarationTime")
            plain = spelt in ("errorDeclarationTime", "time", "startTime", "endTime", "percRank")
            stored = spelt if plain else self._extension(field, name)
            if isinstance(value, str):
                self.bounds[stored, "moment"].append((_SIGNS[operator], _moment(value)))
            else:
                self.bounds[stored, "number"].append((_SIGNS[operator], float(value)))

    def _measured(self, operator: str, measure: str, unit: str, value: Any) -> Condition:
        if measure == "quantity":
            return self._quantities(operator, value, unit)
        stored, bounds = self._in_base_unit(measure, unit, _listed(value))
        return _any_of([_ranged(stored, "number", [(_SIGNS[operator], bound)]) for bound in bounds])

    @staticmethod
    def _in_base_unit(measure: str, unit: str, values: Sequence[Any]) -> tuple[str, list[float]]:
        """The name of the rows, and the values as they have them."""
        is_difference = measure == "sDev"
        return f"{measure}_{base_unit(unit)}", [
            converted(float(one), unit, is_difference=is_difference) for one in values
        ]

    # ── Attributes of master data ──────────────────────────────────────

    def _has_attribute(
        self, _operator: str, field: str, value: Sequence[str], name: str
    ) -> Iterator[Condition]:
        for attribute in [self.names.whole(one) for one in value]:
            found = ("(a.name = %s OR a.short = %s)", [attribute, attribute])
            yield self._described(field, found, name)

    def _attribute(self, _operator: str, field: str, value: Any, name: str) -> Iterator[Condition]:
        """EQATTR_field_attribute; the attribute is named by the last part of its name."""
        described, _line, attribute = field.partition("_")
        parts: list[Condition] = []
        for one in _listed(value):
            if isinstance(one, str):
                parts.append(("a.text = %s", [self.names.text(one)]))
            else:
                parts.append(("a.number = %s", [float(one)]))
        equal, given = _any_of(parts)
        yield self._described(described, (f"a.short = %s AND {equal}", [attribute, *given]), name)

    def _described(self, field: str, attribute: Condition, name: str) -> Condition:
        """That what stands in the field is described with such an attribute."""
        seen, given = master_data.seen_by(self.view)
        codes = (
            "SELECT m.code FROM traceability_masterdata m JOIN traceability_masterattribute a"
            f" ON a.description_id = m.id WHERE m.is_current AND {attribute[0]} AND ({seen})"
        )
        values = [*attribute[1], *given]
        numbers = f"SELECT t.id FROM traceability_item t WHERE t.canonical IN ({codes})"
        if field in _PLACES:
            return f"{_PLACES[field]} IN ({numbers})", values
        if field in ROLES:
            goods = f"{numbers} OR NOT t.gtin = '' AND 'https://id.gs1.org/01/' || t.gtin IN ({codes})"
            return _HAS_ITEM.format(f"{_roles(ROLES[field])} AND i.item_id IN ({goods})"), values * 2
        if field in ("source", "destination"):
            kinds = [f"{field}_{kind}" for kind in sorted(PARTY_TYPES)]
            return _field((f"{sql.among('f.name')} AND f.text IN ({codes})", [sql.listed(kinds), *values]))
        if ":" in field:
            stored = field_name(self.names, "", field, name)
            return _field((f"f.name = %s AND f.text IN ({codes})", [stored, *values]))
        known = ", ".join([*_PLACES, *ROLES, "source", "destination"])
        sentence = f"Không hỏi được thuộc tính dữ liệu chủ của {shown(field)}. Dùng: {known}."
        raise wrong("unknown_parameter", sentence, name)


def _roles(roles: Sequence[str]) -> str:
    return "i.role IN ({})".format(", ".join(f"'{role}'" for role in roles))


def _named(names: Sequence[str]) -> Condition:
    """Events of these eventIDs, declarations of error among them; a hash names the events that bear it."""
    table = "SELECT n.id FROM traceability_eventhash n WHERE"
    same = sql.among("n.event_id")
    parts = [f"{table} {same} AND n.declaration = '' AND NOT n.event_id = ''"]
    parts += [f"{table} {same} AND NOT n.declaration = ''"]
    given: list[object] = [sql.listed(names)] * 2
    hashes = [digest for one in names if (digest := hash_in(one)) is not None]
    if hashes:
        parts.append(f"{table} n.hash IN ({', '.join(['%s'] * len(hashes))})")
        given += hashes
    return f"e.id IN ({' UNION ALL '.join(parts)})", given


def hash_in(name: str) -> bytes | None:
    """The hash that an event without eventID goes by.

    >>> hash_in("urn:uuid:1") is None, hash_in("ni:///sha-256;" + "00" * 32 + "?ver=CBV2.0") == bytes(32)
    (True, True)
    """
    found = re.fullmatch(r"ni:///sha-256;([0-9a-fA-F]{64})(?:\?ver=CBV2\.[0-9]+)?", name)
    return bytes.fromhex(found[1]) if found else None


def _moment(value: str) -> datetime:
    found = instant(value)
    if found is None:
        raise ValueError("a moment was judged good")
    return found
