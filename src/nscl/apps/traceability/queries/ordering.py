"""By what events are ordered, and where a page begins."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from nscl.apps.traceability import sql
from nscl.apps.traceability.queries.fields import field_name
from nscl.apps.traceability.queries.views import Condition
from nscl.gs1.epcis.fields import Names

_FAR, _OTHER = "1.7e308", "1.6e308"  # stand for no value, and for a value that is no number: these come last
_FIRST, _LAST = datetime(1, 1, 2, tzinfo=UTC), datetime(9999, 12, 30, tzinfo=UTC)


@dataclass(frozen=True)
class Order:
    """Expressions over `e`, each ordered the same way; the event's number is always the last.

    `moments` says which of their values are moments.
    """

    expressions: tuple[str, ...]
    given: tuple[Any, ...] = ()
    moments: tuple[bool, ...] = ()
    is_down: bool = False

    @property
    def _way(self) -> str:
        return "DESC" if self.is_down else "ASC"

    @property
    def columns(self) -> str:
        return ", ".join(f"{one} AS k{place}" for place, one in enumerate((*self.expressions, "e.id")))

    @property
    def sorting(self) -> str:
        """The order inside one part; plain columns are named themselves, so that their index serves."""
        if self.given:
            return self.outer
        return ", ".join(f"{one} {self._way}" for one in (*self.expressions, "e.id"))

    @property
    def outer(self) -> str:
        return ", ".join(f"k{place} {self._way}" for place in range(len(self.expressions) + 1))

    def place_of(self, row: Sequence[Any]) -> list[Any]:
        """The place of a row (number, record time, keys) as a token carries it."""
        values = list(row[2:])
        for place, is_moment in enumerate(self.moments):
            if is_moment:
                values[place] = sql.moment(values[place]).isoformat()
        return values

    def beyond(self, after: Sequence[Any]) -> Condition:
        """The condition of standing after a place."""
        values = [
            datetime.fromisoformat(one) if is_moment else one
            for one, is_moment in zip(after, (*self.moments, False), strict=True)
        ]
        marks = ", ".join(["%s"] * len(values))
        sign = "<" if self.is_down else ">"
        return f"({', '.join((*self.expressions, 'e.id'))}) {sign} ({marks})", [*self.given, *values]


def order_of(query: Mapping[str, Any], names: Names) -> Order:
    """The order a query asks for; downwards unless it says otherwise (EPCIS 2.0, section 8.2.7.1)."""
    field = query.get("orderBy")
    if field is None:
        return Order(())
    is_down = query.get("orderDirection", "DESC") == "DESC"
    if field in ("eventTime", "recordTime"):
        column = {"eventTime": "e.event_time", "recordTime": "e.record_time"}[field]
        return Order((column,), moments=(True,), is_down=is_down)
    far = f"-{_FAR}" if is_down else _FAR
    if field == "quantity":
        least = """SELECT min(i.quantity) FROM traceability_eventitem i
            WHERE i.event_id = e.id AND i.record_time = e.record_time"""
        return Order((f"COALESCE(({least}), {far})",), moments=(False,), is_down=is_down)
    name = field_name(names, "", field, "orderBy")
    own = """FROM traceability_eventfield f
        WHERE f.event_number = e.id AND f.record_time = e.record_time AND f.name = %s"""
    other = f"-{_OTHER}" if is_down else _OTHER
    expressions = (
        f"COALESCE((SELECT min(COALESCE(f.number, {other})) {own}), {far})",
        f"COALESCE((SELECT min(f.moment) {own}), %s)",
        f"COALESCE((SELECT min(f.text) {own}), '')",
    )
    given = (name, name, _FIRST if is_down else _LAST, name)
    return Order(expressions, given, (False, True, False), is_down)
