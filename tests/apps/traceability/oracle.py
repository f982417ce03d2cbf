"""Events made at random, and a plain filter over them: what each query parameter means, said a second time.

Nothing here knows of tables: an event is kept or not by looking at the event.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from datetime import datetime
from typing import Any

from nscl.gs1.canonical import canonical_epc

Event = dict[str, Any]
MINE, OTHER = "https://vi-du.vn/", "https://khac.vn/"
STEPS = ("shipping", "receiving", "packing", "urn:vi-du:phoi")
DISPOSITIONS = ("in_transit", "active", "recalled")
PLACES = ("urn:vi-du:kho:1", "urn:vi-du:kho:2", "urn:epc:id:sgln:4012345.00001.0")
PARTIES = ("urn:epc:id:pgln:4012345.00001", "https://id.gs1.org/417/4012345000023")
CEL = {"CEL": lambda v: v, "FAH": lambda v: (v - 32) / 1.8, "KEL": lambda v: v - 273.15}
GRAMS = {"KGM": 1000.0, "GRM": 1.0, "TNE": 1e6}


# ── Making ─────────────────────────────────────────────────────────────


def serial(dice: random.Random) -> str:
    n = dice.randrange(6)
    return dice.choice(
        [
            f"urn:epc:id:sgtin:4012345.01234{n % 2}.{n}",
            f"https://vi-du.vn/01/0{'4012345123456' if n % 2 == 0 else '4012345123401'}/21/{n}",
        ]
    )


def lot(dice: random.Random) -> Event:
    n = dice.randrange(4)
    unit = dice.choice(["KGM", "GRM", "TNE", ""])
    amount = {"quantity": dice.choice([1, 2.5, 1000, 0.001])} | ({"uom": unit} if unit else {})
    return {"epcClass": f"urn:epc:class:lgtin:4012345.01234{n % 2}.L{n}", **amount}


def value(dice: random.Random) -> Any:
    return dice.choice(
        ["L1", "L2", 5, 7.5, "2026-03-02T09:00:00+07:00", "urn:epc:id:sscc:4012345.0000000001"]
    )


def extension(dice: random.Random, stem: str) -> Event:
    """Fields of one's own, flat, listed and nested."""
    flat: Event = {f"vd:{stem}": value(dice)}
    if dice.random() < 0.3:
        flat[f"vd:{stem}List"] = [value(dice), value(dice)]
    if dice.random() < 0.3:
        flat[f"vd:{stem}Tree"] = {"vd:leaf": value(dice), "vd:deeper": {"vd:leaf": value(dice)}}
    return flat


def sensor(dice: random.Random) -> Event:
    metadata = {
        "time": f"2026-03-0{dice.randint(1, 3)}T00:00:00Z",
        "deviceID": f"urn:vi-du:may:{dice.randrange(2)}",
        **({"startTime": "2026-03-01T00:00:00Z"} if dice.random() < 0.5 else {}),
    }
    report: Event = {"type": dice.choice(["Temperature", "Mass"])}
    report["uom"] = dice.choice(list(CEL) if report["type"] == "Temperature" else list(GRAMS))
    report["value"] = dice.choice([10, 26, 50, 300])
    report["maxValue"] = report["value"] + 1
    report["sDev"] = dice.choice([1, 9])
    if dice.random() < 0.5:
        report |= {"stringValue": "nóng", "booleanValue": dice.random() < 0.5, "hexBinaryValue": "aF"}
        report |= {"percRank": dice.choice([10, 90]), "vd:probe": "P1"}
    return {"sensorMetadata": metadata, "sensorReport": [report], "vd:box": dice.choice(["A", "B"])}


def event(dice: random.Random, n: int) -> Event:
    kind = dice.choice(["ObjectEvent", "AggregationEvent", "TransformationEvent", "TransactionEvent"])
    found: Event = {
        "type": kind,
        "eventID": f"urn:vi-du:su-kien:{n}",
        "eventTime": f"2026-03-{dice.randint(1, 9):02d}T0{dice.randint(0, 9)}:00:00+07:00",
        "eventTimeZoneOffset": "+07:00",
    }
    serials = list(dict.fromkeys(serial(dice) for _ in range(dice.randint(1, 3))))
    serials = list({canonical_epc(one): one for one in serials}.values())
    lots = [lot(dice) for _ in range(dice.randint(0, 2))]
    action = dice.choice(["OBSERVE", "ADD", "DELETE"])
    if kind == "ObjectEvent":
        found |= {"action": "OBSERVE", "epcList": serials, "quantityList": lots}
    elif kind == "TransactionEvent":
        found |= {
            "action": action,
            "epcList": serials,
            "parentID": f"urn:epc:id:sscc:4012345.000000000{n % 3}",
        }
        found["bizTransactionList"] = [
            {"type": dice.choice(["po", "inv"]), "bizTransaction": f"urn:vi-du:po:{n % 3}"}
        ]
    elif kind == "AggregationEvent":
        found |= {"action": action, "parentID": f"urn:epc:id:sscc:4012345.000000000{n % 3}"}
        found |= {"childEPCs": serials, "childQuantityList": lots}
    else:
        found |= {"inputEPCList": serials[:1], "inputQuantityList": lots, "outputQuantityList": [lot(dice)]}
        found |= {"transformationID": f"urn:vi-du:me:{n % 4}"}
        found["ilmd"] = extension(dice, "grade")
    return found | common(dice)


def common(dice: random.Random) -> Event:
    """What any event may say beside its items."""
    found: Event = {}
    if dice.random() < 0.7:
        found["bizStep"] = dice.choice(STEPS)
    if dice.random() < 0.5:
        found["disposition"] = dice.choice(DISPOSITIONS)
    if dice.random() < 0.6:
        found["readPoint"] = {
            "id": dice.choice(PLACES),
            **(extension(dice, "gate") if dice.random() < 0.3 else {}),
        }
    if dice.random() < 0.6:
        found["bizLocation"] = {"id": dice.choice(PLACES)}
    if dice.random() < 0.4:
        found["sourceList"] = [{"type": "owning_party", "source": dice.choice(PARTIES)}]
        found["destinationList"] = [{"type": "possessing_party", "destination": dice.choice(PARTIES)}]
    if dice.random() < 0.4:
        found |= extension(dice, "note")
    if dice.random() < 0.4:
        found["sensorElementList"] = [sensor(dice) for _ in range(dice.randint(1, 2))]
    return found


def declaration(dice: random.Random, about: Event) -> Event:
    moment = f"2026-03-1{dice.randint(0, 4)}T00:00:00Z"
    wrong: Event = {"declarationTime": moment, "reason": dice.choice(["incorrect_data", "did_not_occur"])}
    if dice.random() < 0.5:
        wrong |= {"correctiveEventIDs": ["urn:vi-du:su-kien:1"], **extension(dice, "why")}
    return {**about, "errorDeclaration": wrong}


def events(seed: int, count: int, first: int = 0) -> list[Event]:
    dice = random.Random(seed)
    found = [event(dice, first + n) for n in range(count)]
    return found + [declaration(dice, dice.choice(found[: count // 2])) for _ in range(2)]


# ── Asking ─────────────────────────────────────────────────────────────


def code(text: str) -> str:
    return canonical_epc(text)


def whole(name: str, space: str) -> str:
    known = {"vd:": space, "cbvmda:": "urn:epcglobal:cbv:mda:"}
    return next((stem + name[len(start) :] for start, stem in known.items() if name.startswith(start)), name)


def moment(text: Any) -> datetime | None:
    try:
        return datetime.fromisoformat(text) if isinstance(text, str) and "T" in text else None
    except ValueError:
        return None


def listed(given: Any) -> list[Any]:
    return given if isinstance(given, list) else [given]


EPCS = {
    "epc": ("epcList", "childEPCs"), "parentID": ("parentID",), "inputEPC": ("inputEPCList",),
    "outputEPC": ("outputEPCList",),
    "anyEPC": ("epcList", "childEPCs", "parentID", "inputEPCList", "outputEPCList"),
}  # fmt: skip
CLASSES = {
    "epcClass": ("quantityList", "childQuantityList"), "inputEPCClass": ("inputQuantityList",),
    "outputEPCClass": ("outputQuantityList",),
    "anyEPCClass": ("quantityList", "childQuantityList", "inputQuantityList", "outputQuantityList"),
}  # fmt: skip
ORDERED: dict[str, Callable[[Any, Any], bool]] = {
    "EQ": lambda a, b: a == b, "GT": lambda a, b: a > b, "GE": lambda a, b: a >= b,
    "LT": lambda a, b: a < b, "LE": lambda a, b: a <= b,
}  # fmt: skip


def reports(one: Event) -> Iterator[tuple[Event, Event, Event]]:
    for element in one.get("sensorElementList", []):
        for report in element["sensorReport"]:
            yield element, element.get("sensorMetadata", {}), report


def leaves(part: Event, name: str, space: str, inner: bool) -> Iterator[Any]:
    """The values under a name: of the part itself, or anywhere below its own fields."""
    for key, one in part.items():
        if ":" not in key:
            continue
        if not inner:
            if whole(key, space) == name:
                yield from listed(one)
        else:
            yield from below(one, name, space)


def below(given: Any, name: str, space: str) -> Iterator[Any]:
    for one in listed(given):
        if isinstance(one, dict):
            for key, deeper in one.items():
                if whole(key, space) == name:
                    yield from listed(deeper)
                yield from below(deeper, name, space)


def parts_of(one: Event, where: str) -> list[Event]:
    if where in ("readPoint", "bizLocation"):
        return [one.get(where, {})]
    sensors = one.get("sensorElementList", [])
    return {
        "": [one], "ILMD": [one.get("ilmd", {})], "ERROR_DECLARATION": [one.get("errorDeclaration", {})],
        "SENSORELEMENT": sensors, "SENSORMETADATA": [s.get("sensorMetadata", {}) for s in sensors],
        "SENSORREPORT": [r for _s, _m, r in reports(one)],
    }[where]  # fmt: skip


def equal(left: Any, wanted: Any) -> bool:
    if isinstance(left, dict):
        return False
    if isinstance(wanted, str):
        same = moment(wanted) is not None and moment(left) == moment(wanted)
        return same or code(str(left)) == code(wanted)
    return isinstance(left, int | float) and left == wanted


def compared(left: Any, operator: str, wanted: Any) -> bool:
    if isinstance(wanted, str):
        told, bound = moment(left), moment(wanted)
        return told is not None and bound is not None and ORDERED[operator](told, bound)
    return isinstance(left, int | float) and ORDERED[operator](left, wanted)


def near(operator: str, left: float, right: float) -> bool:
    return operator in ("EQ", "GE", "LE") if abs(left - right) < 1e-6 else ORDERED[operator](left, right)


def extended(one: Event, space: str, operator: str, field: str, wanted: Any) -> bool:
    inner = field.startswith("INNER_")
    where, _line, name = field.removeprefix("INNER_").rpartition("_")
    found = [leaf for part in parts_of(one, where) for leaf in leaves(part, whole(name, MINE), space, inner)]
    if operator == "EXISTS":
        return bool(found)
    if operator == "EQ":
        return any(equal(leaf, want) for leaf in found for want in listed(wanted))
    return any(compared(leaf, operator, wanted) for leaf in found)


def measured(one: Event, operator: str, measure: str, unit: str, wanted: list[float]) -> bool:
    for _element, _metadata, report in reports(one):
        scale = CEL if unit in CEL else GRAMS
        if measure in report and report["uom"] in scale:
            told, bounds = report[measure], wanted
            if unit in CEL and measure == "sDev":
                told = told / (1.8 if report["uom"] == "FAH" else 1)
                bounds = [bound / (1.8 if unit == "FAH" else 1) for bound in wanted]
            elif unit in CEL:
                told, bounds = CEL[report["uom"]](told), [CEL[unit](bound) for bound in wanted]
            else:
                told, bounds = told * GRAMS[report["uom"]], [bound * GRAMS[unit] for bound in wanted]
            if any(near(operator, told, bound) for bound in bounds):
                return True
    return False


def fits(one: Event, space: str, name: str, wanted: Any) -> bool:
    """Whether an event fulfils one parameter; its document calls `space` vd."""
    operator, _line, field = name.partition("_")
    if operator == "EXISTS" and not wanted:
        return True
    if name == "eventType":
        return one["type"] in wanted
    if field in ("action", "bizStep", "disposition"):
        return one.get(field) in wanted
    if field in ("readPoint", "bizLocation"):
        return code(one.get(field, {}).get("id", "")) in {code(place) for place in wanted}
    if field in ("eventID", "transformationID"):
        return one.get(field) in wanted
    if field == "eventTime":
        return ORDERED[operator](moment(one[field]), moment(wanted))
    if operator == "MATCH":
        return matched(one, field, wanted)
    if field == "quantity" or field.startswith("quantity_"):
        return amount(one, operator, field.partition("_")[2], listed(wanted))
    if field.partition("_")[0] in ("bizTransaction", "source", "destination"):
        return paired(one, *field.split("_", 1), {code(each) for each in wanted})
    if field.startswith("errorDeclaration") or field in ("errorReason", "correctiveEventID"):
        return declared(one, operator, field, wanted)
    measure, _line, unit = field.partition("_")
    if measure in ("value", "maxValue", "sDev") and unit:
        return measured(one, operator, measure, unit, listed(wanted))
    if ":" in field:
        return extended(one, space, operator, field, wanted)
    return sensed(one, operator, field, wanted)


def matched(one: Event, field: str, wanted: list[str]) -> bool:
    if field in EPCS:
        codes = [code(each) for name in EPCS[field] for each in listed(one.get(name, []))]
    else:
        codes = [code(each["epcClass"]) for name in CLASSES[field] for each in one.get(name, [])]
    for want in wanted:
        if want == "urn:epc:idpat:sgtin:4012345.*.*":
            stem = "https://id.gs1.org/01/04012345"
        elif want.startswith("urn:epc:idpat:sscc:"):
            stem = "https://id.gs1.org/00/04012345"
        else:
            stem = code(want)
            if "/01/" not in stem or stem.count("/") > 4:
                if stem in codes:
                    return True
                continue
        if any(each.startswith(stem) for each in codes):
            return True
    return False


def amount(one: Event, operator: str, unit: str, wanted: list[float]) -> bool:
    for name in CLASSES["anyEPCClass"]:
        for each in one.get(name, []):
            told, own = each["quantity"], each.get("uom", "")
            if not unit and any(ORDERED[operator](told, want) for want in wanted):
                return True
            if unit and own in GRAMS:
                told = told * GRAMS[own]
                if any(near(operator, told, want * GRAMS[unit]) for want in wanted):
                    return True
    return False


def paired(one: Event, field: str, kind: str, wanted: set[str]) -> bool:
    return any(
        each.get("type") == kind and code(each[field]) in wanted for each in one.get(f"{field}List", [])
    )


def declared(one: Event, operator: str, field: str, wanted: Any) -> bool:
    wrong = one.get("errorDeclaration")
    if wrong is None or operator == "EXISTS":
        return wrong is not None
    if field == "errorReason":
        return wrong["reason"] in wanted
    if field == "correctiveEventID":
        return not set(wanted).isdisjoint(wrong.get("correctiveEventIDs", []))
    return ORDERED[operator](moment(wrong["declarationTime"]), moment(wanted))


def sensed(one: Event, operator: str, field: str, wanted: Any) -> bool:
    if operator == "EXISTS":
        return "sensorElementList" in one
    for _element, metadata, report in reports(one):
        told = [part[field] for part in (metadata, report) if field in part]
        if field in ("time", "startTime", "endTime"):
            if any(ORDERED[operator](moment(each), moment(wanted)) for each in told):
                return True
        elif field == "percRank":
            if any(ORDERED[operator](each, wanted) for each in told):
                return True
        elif any(each in listed(wanted) for each in told):
            return True
    return False
