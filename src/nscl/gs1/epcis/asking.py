"""What a person wants to be told of, as an EPCIS query and a schedule.

Source: EPCIS 2.0, sections 8.2.7.1 (parameters) and 8.2.5.3 (schedules). All that is said must hold,
of a list one value.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

Often = Literal["at_once", "hour", "day", "week", "month"]


@dataclass(frozen=True)
class Asked:
    """Conditions by name; what is empty is not asked for.

    `goods` are codes of kinds, lots or single things; they are looked for among things with a serial number
    when `by_serial`, else among lots and kinds. `place` with all that is in it: where it was recorded when
    `at_reading`, else where the goods were afterwards.
    """

    types: tuple[str, ...] = ()
    steps: tuple[str, ...] = ()
    goods: tuple[str, ...] = ()
    by_serial: bool = False
    giver: str = ""
    taker: str = ""
    place: str = ""
    at_reading: bool = True


def query_of(asked: Asked) -> dict[str, Any]:
    """The parameters that say it.

    >>> query_of(Asked(steps=("shipping",), goods=("https://id.gs1.org/01/04012345123456",)))
    {'EQ_bizStep': ['shipping'], 'MATCH_anyEPCClass': ['https://id.gs1.org/01/04012345123456']}
    >>> query_of(Asked(place="https://id.gs1.org/414/4012345000009", at_reading=False))
    {'WD_bizLocation': ['https://id.gs1.org/414/4012345000009']}
    """
    found = {
        "eventType": asked.types,
        "EQ_bizStep": asked.steps,
        "MATCH_anyEPC" if asked.by_serial else "MATCH_anyEPCClass": asked.goods,
        "EQ_source_owning_party": (asked.giver,) if asked.giver else (),
        "EQ_destination_owning_party": (asked.taker,) if asked.taker else (),
        "WD_readPoint" if asked.at_reading else "WD_bizLocation": (asked.place,) if asked.place else (),
    }
    return {name: list(values) for name, values in found.items() if values}


def schedule_of(often: Often, *, hour: int, weekday: int) -> dict[str, str] | None:
    """When it is told; None: at once. Monday is weekday 1; of a month it is the first day.

    >>> schedule_of("week", hour=7, weekday=1), schedule_of("at_once", hour=7, weekday=1)
    ({'dayOfWeek': '1', 'hour': '7'}, None)
    """
    if often == "at_once":
        return None
    if often == "hour":
        return {"minute": "0"}
    day = {"week": {"dayOfWeek": str(weekday)}, "month": {"dayOfMonth": "1"}}.get(often, {})
    return {**day, "hour": str(hour)}


@dataclass(frozen=True)
class Plain:
    """A schedule of one moment an hour, a day, a week or a month."""

    often: Often
    minute: int
    hour: int = 0
    weekday: int = 0
    day: int = 0


def plain_schedule(schedule: Mapping[str, Any]) -> Plain | None:
    """The schedule if it is as simple as that; None for one that says more.

    >>> plain_schedule({"hour": "1", "minute": "5"})
    Plain(often='day', minute=5, hour=1, weekday=0, day=0)
    >>> plain_schedule({"hour": "8-17"}) is None
    True
    """
    values = {name: str(one) for name, one in schedule.items()}
    if values.pop("second", "0") != "0" or not all(_is_number(one) for one in values.values()):
        return None
    found = {name: int(one) for name, one in values.items()}
    minute = found.pop("minute", 0)
    if not found:
        return Plain("hour", minute) if "minute" in values else None
    hour = found.pop("hour", None)
    if hour is None:
        return None
    if not found:
        return Plain("day", minute, hour)
    if found.keys() == {"dayOfWeek"}:
        return Plain("week", minute, hour, weekday=found["dayOfWeek"])
    return Plain("month", minute, hour, day=found["dayOfMonth"]) if found.keys() == {"dayOfMonth"} else None


def _is_number(text: str) -> bool:
    return text.isascii() and text.isdigit()
