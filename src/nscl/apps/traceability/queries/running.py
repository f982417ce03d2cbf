"""What the store knows of each organisation's traceability: events, lots, and where chains break."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.conf import settings

from nscl.apps.registry.models import Organisation
from nscl.apps.registry.queries import counted_as
from nscl.apps.traceability import sql
from nscl.apps.traceability.models import RecallCase
from nscl.apps.traceability.queries.tracing import trace
from nscl.policy.decision import Decision
from nscl.policy.traceability import BROKEN, DAYS, UNSURE, runs_traceability

MOST_LOTS = 2_000  # of one organisation; beyond them it is said that not all were looked at
_COUNTED = """
    FROM traceability_event e JOIN traceability_eventhash h ON h.id = e.id AND NOT h.is_void
    WHERE e.province_id IN ({}) AND e.event_time >= %s AND e.event_time < %s AND e.record_time < %s
"""
_ITEMS = """
    SELECT DISTINCT e.organisation_id, t.canonical
    FROM traceability_event e JOIN traceability_eventhash h ON h.id = e.id AND NOT h.is_void
    JOIN traceability_eventitem i ON i.event_id = e.id AND i.record_time = e.record_time
    JOIN traceability_item t ON t.id = i.item_id AND t.kind IN ({kinds})
    WHERE e.province_id IN ({provinces}) AND e.event_time >= %s AND e.event_time < %s AND e.record_time < %s
      AND {which} ORDER BY e.organisation_id, t.canonical
"""
_MADE = "(i.role IN ('output', 'output_class') OR (e.type = 'ObjectEvent' AND e.action = 'ADD'))"


@dataclass(frozen=True)
class Running:
    """One organisation: how many events it recorded in the period, the lots looked at, what breaks where."""

    organisation: Organisation
    events: int
    lots: tuple[str, ...]
    breaks: tuple[tuple[str, str], ...]  # why, item
    decision: Decision

    @property
    def ok(self) -> bool:
        return self.decision.ok


@dataclass(frozen=True)
class Period:
    """The days that are looked at, both included."""

    first: date
    last: date

    @classmethod
    def ending(cls, on: date, days: int = DAYS) -> Period:
        return cls(on - timedelta(days=days - 1), on)

    @property
    def instants(self) -> tuple[datetime, datetime]:
        """The first moment, and the first after."""
        zone = ZoneInfo(settings.TIME_ZONE)
        ends = (self.first, self.last + timedelta(days=1))
        first, last = (datetime.combine(day, time(), zone).astimezone(UTC) for day in ends)
        return first, last


def running_in(provinces: Collection[int], period: Period) -> list[Running]:
    """Every organisation that recorded events of the period, branches with their heads, by name."""
    if not provinces:
        return []
    counts = _events(provinces, period)
    heads = counted_as(counts)
    events: dict[int, int] = defaultdict(int)
    for pk, count in counts.items():
        events[heads.get(pk, pk)] += count
    made = _items(provinces, period, heads, ("lot", "instance"), _MADE)
    silent = events.keys() - made.keys()
    kinds = ("lot", "instance", "container")
    handled = _items(provinces, period, heads, kinds, "1 = 1") if silent else {}
    rows = Organisation.objects.filter(pk__in=events).order_by("sort_key", "pk")
    return [_running(row, events[row.pk], made.get(row.pk) or handled.get(row.pk, [])) for row in rows]


def counts_in(provinces: Collection[int], period: Period) -> dict[str, int]:
    """How many events that count, how many lots made, how many recalls opened: those of the period."""
    if not provinces:
        return {"events": 0, "lots": 0, "recalls": 0}
    made = _items(provinces, period, {}, ("lot",), _MADE)
    lots = {code for codes in made.values() for code in codes}
    first, after = period.instants
    recalls = RecallCase.objects.filter(province_id__in=provinces, opened_at__gte=first, opened_at__lt=after)
    events = sum(_events(provinces, period).values())
    return {"events": events, "lots": len(lots), "recalls": recalls.count()}


def _events(provinces: Collection[int], period: Period) -> dict[int, int]:
    first, after = period.instants
    question = f"SELECT e.organisation_id, COUNT(*) {_COUNTED.format(_marks(provinces))} GROUP BY 1"
    return {pk: int(count) for pk, count in sql.rows(question, [*provinces, first, after, after])}


def _items(
    provinces: Collection[int], period: Period, heads: dict[int, int], kinds: Collection[str], which: str
) -> dict[int, list[str]]:
    first, after = period.instants
    question = _ITEMS.format(kinds=_marks(kinds), provinces=_marks(provinces), which=which)
    found: dict[int, list[str]] = defaultdict(list)
    for pk, code in sql.rows(question, [*kinds, *provinces, first, after, after]):
        found[heads.get(pk, pk)].append(code)
    return found


def _marks(values: Collection[object]) -> str:
    return ", ".join(["%s"] * len(values))


def _running(organisation: Organisation, events: int, lots: list[str]) -> Running:
    """One trace back from all its lots together says where any of them breaks."""
    told: list[tuple[str, str]] = []
    if lots:
        found = trace(lots[:MOST_LOTS], "back")
        told = sorted({(one.why, one.item) for one in found.breaks if one.why in BROKEN or one.why in UNSURE})
    if len(lots) > MOST_LOTS:
        told.append(("cut_off", ""))
    decision = runs_traceability(events=events, lots=len(lots), breaks={why for why, _item in told})
    return Running(organisation, events, tuple(lots), tuple(told), decision)
