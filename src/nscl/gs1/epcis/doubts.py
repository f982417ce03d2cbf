"""What is doubtful but allowed: reported as a warning, accepted, and marked on the event.

A province may turn single codes into refusals (`strict`).
"""

from collections.abc import Iterator, Mapping
from datetime import datetime, timedelta
from functools import lru_cache
from typing import Any

from nscl.gs1.canonical import SHORT
from nscl.gs1.digital_link import parse_link
from nscl.gs1.epc_urn import FOREIGN, spelled
from nscl.gs1.epcis.formats import instant
from nscl.gs1.epcis.hashing import Event
from nscl.gs1.epcis.problems import Problem
from nscl.gs1.errors import Gs1Error
from nscl.gs1.plain_codes import plain_code

FUTURE = timedelta(days=1)  # clocks differ; an event of tomorrow is another matter
CODES: dict[str, str] = {
    "identifier": "Mã GS1 sai số kiểm tra hoặc sai cấu trúc",
    "sensor_time": "Số đo cảm biến muộn hơn thời điểm sự kiện",
    "future": "Thời điểm ở tương lai",
    "unit": "Đơn vị đo không hợp với đại lượng",
    "no_lot": "Chỉ có loại hàng, không có lô: không truy được đến lô",
    "duplicate_key": "Một khóa đứng hai lần trong một đối tượng JSON",
    "error_time": "Khai báo sai sót trước khi sự kiện xảy ra",
}
# Measurement type → the units (UN/ECE Recommendation 20) in which it is plausible.
_UNITS: dict[str, frozenset[str]] = {
    "Temperature": frozenset({"CEL", "FAH", "KEL", "A48"}),
    "RelativeHumidity": frozenset({"P1", "C62", "59", "A93"}),
    "Mass": frozenset({"KGM", "GRM", "MGM", "MC", "TNE", "LBR", "ONZ", "DTN", "KTN"}),
    "Pressure": frozenset({"PAL", "KPA", "HPA", "BAR", "MBR", "MPA", "A97", "ATM", "PS", "HN"}),
    "Time": frozenset({"SEC", "MIN", "HUR", "DAY", "C26", "B98", "WEE", "MON", "ANN"}),
    "Length": frozenset({"MTR", "CMT", "MMT", "KMT", "INH", "FOT", "YRD", "4H", "SMI", "DMT"}),
    "Speed": frozenset({"MTS", "KMH", "HM", "2M", "4H", "KNT", "FS"}),
    "Voltage": frozenset({"VLT", "2Z", "KVT", "D82", "B78"}),
    "Volume": frozenset({"LTR", "MLT", "MTQ", "CMQ", "MMQ", "HLT", "DMQ", "GLL", "GLI", "4G"}),
}
_WEB = "https://gs1.org/voc/"


def doubts(event: Event, pointer: str = "", now: datetime | None = None) -> Iterator[Problem]:
    """What is doubtful in one event; instants are compared with `now` where it is given."""
    yield from _identifiers(event, pointer)
    yield from _times(event, pointer, now)
    yield from _sensors(event, pointer)


def _warning(code: str, detail: str, pointer: str) -> Problem:
    return Problem(code, detail, pointer, "warning")


# ── Identifiers ────────────────────────────────────────────────────────

_EPC_LISTS = ("epcList", "childEPCs", "inputEPCList", "outputEPCList")
_QUANTITIES = ("quantityList", "childQuantityList", "inputQuantityList", "outputQuantityList")
_SINGLE = ("parentID", "transformationID")
_PLACES = ("readPoint", "bizLocation")
_PAIRED = {"sourceList": "source", "destinationList": "destination"}


def _identifiers(event: Event, pointer: str) -> Iterator[Problem]:
    for name, value in event.items():
        if name in _EPC_LISTS:
            for place, text in enumerate(_list(value)):
                if fault := _fault(text):
                    yield _warning("identifier", fault, f"{pointer}/{name}/{place}")
        elif name in _QUANTITIES:
            for place, element in enumerate(_list(value)):
                if isinstance(element, dict):
                    yield from _class(element.get("epcClass"), f"{pointer}/{name}/{place}/epcClass")
        elif name in _SINGLE:
            if fault := _fault(value):
                yield _warning("identifier", fault, f"{pointer}/{name}")
        elif name in _PLACES:
            if isinstance(value, dict) and (fault := _fault(value.get("id"))):
                yield _warning("identifier", fault, f"{pointer}/{name}/id")
        elif field := _PAIRED.get(name):
            for place, one in enumerate(_list(value)):
                if isinstance(one, dict) and (fault := _fault(one.get(field))):
                    yield _warning("identifier", fault, f"{pointer}/{name}/{place}/{field}")


def _class(text: Any, pointer: str) -> Iterator[Problem]:
    if fault := _fault(text):
        yield _warning("identifier", fault, pointer)
    elif isinstance(text, str) and not _judged(text)[1]:
        yield _warning("no_lot", f"{CODES['no_lot']}.", pointer)


def _fault(text: Any) -> str:
    """What is wrong with a code; that a text must stand there is asked elsewhere."""
    return _judged(text)[0] if isinstance(text, str) else ""


def _judged(text: str) -> tuple[str, bool]:
    """What is wrong with a code ("" if nothing), and whether it is finer than a mere kind of goods."""
    found = plain_code(text)
    if found is not None:
        return "", found[1]
    return _looked_at(text) if len(text) <= SHORT else _looked_at.__wrapped__(text)


@lru_cache(maxsize=16384)  # the same codes come again and again in one supply chain
def _looked_at(text: str) -> tuple[str, bool]:
    try:
        if text.startswith("urn:epc:"):
            if text.split(":", 4)[3:4] and text.split(":", 4)[3] in FOREIGN:
                return "", True
            link = parse_link(spelled(text))
        elif "id.gs1.org" in text[:40] or _carries_a_key(text):
            link = parse_link(text, allow_names=True)
        else:
            return "", True
    except Gs1Error as fault:
        return ("", True) if fault.code == "pattern" else (fault.detail, True)
    return "", link.key != "01" or bool(link.qualifiers)


def _carries_a_key(text: str) -> bool:
    """Whether an address of another domain looks like a Digital Link: a key with its digits in the path."""
    if text[:4].lower() != "http":
        return False
    steps = text.partition("?")[0].split("/")
    return any(
        step in ("01", "00", "414", "417", "gtin", "sscc", "gln") and following[:6].isdecimal()
        for step, following in zip(steps, steps[1:], strict=False)
    )


# ── Times ──────────────────────────────────────────────────────────────


def _times(event: Event, pointer: str, now: datetime | None) -> Iterator[Problem]:
    happened = _moment(event.get("eventTime"))
    if happened is not None and now is not None and happened > now + FUTURE:
        yield _warning(
            "future", "Thời điểm của sự kiện ở tương lai. Hãy kiểm tra đồng hồ.", f"{pointer}/eventTime"
        )
    declaration = event.get("errorDeclaration")
    if isinstance(declaration, dict) and happened is not None:
        declared = _moment(declaration.get("declarationTime"))
        if declared is not None and declared < happened:
            at = f"{pointer}/errorDeclaration/declarationTime"
            yield _warning("error_time", f"{CODES['error_time']}.", at)


def _sensors(event: Event, pointer: str) -> Iterator[Problem]:
    happened = _moment(event.get("eventTime"))
    for place, element in enumerate(_list(event.get("sensorElementList"))):
        if not isinstance(element, dict):
            continue
        at = f"{pointer}/sensorElementList/{place}"
        metadata = element.get("sensorMetadata")
        if isinstance(metadata, dict):
            for name in ("time", "startTime", "endTime"):
                yield from _late(metadata.get(name), happened, f"{at}/sensorMetadata/{name}")
        for number, report in enumerate(_list(element.get("sensorReport"))):
            if isinstance(report, dict):
                yield from _late(report.get("time"), happened, f"{at}/sensorReport/{number}/time")
                yield from _unit(report, f"{at}/sensorReport/{number}/uom")


def _late(text: Any, happened: datetime | None, pointer: str) -> Iterator[Problem]:
    measured = _moment(text)
    if measured is not None and happened is not None and measured > happened:
        yield _warning("sensor_time", f"{CODES['sensor_time']}.", pointer)


def _unit(report: Mapping[str, Any], pointer: str) -> Iterator[Problem]:
    kind, unit = report.get("type"), report.get("uom")
    if isinstance(kind, str) and isinstance(unit, str):
        known = _UNITS.get(kind.removeprefix("gs1:").removeprefix(_WEB))
        if known is not None and unit not in known:
            wanted = ", ".join(sorted(known))
            detail = f"Đơn vị “{unit[:20]}” không hợp với đại lượng “{kind[:40]}”; thường là {wanted}."
            yield _warning("unit", detail, pointer)


def _moment(text: Any) -> datetime | None:
    return instant(text) if isinstance(text, str) else None


def _list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else []
