"""What stands in the store, by kind: types of events, codes, steps, places, dispositions.

Source: EPCIS 2.0, REST bindings (`/eventTypes`, `/epcs`, `/bizSteps`, `/bizLocations`, `/readPoints`,
`/dispositions`). Somebody sees the values of the events that they may see.
"""

from __future__ import annotations

from dataclasses import dataclass

from nscl.apps.traceability import sql
from nscl.apps.traceability.queries import tokens
from nscl.apps.traceability.queries.events import MOST_PER_PAGE
from nscl.apps.traceability.queries.refusals import wrong
from nscl.apps.traceability.queries.views import View
from nscl.gs1.epcis.structure import EVENT_TYPES

KINDS = ("eventTypes", "epcs", "bizSteps", "bizLocations", "readPoints", "dispositions")
_WORDS = {"eventTypes": "e.type", "bizSteps": "e.biz_step", "dispositions": "e.disposition"}
_PLACES = {"bizLocations": "e.biz_location_id", "readPoints": "e.read_point_id"}


@dataclass(frozen=True)
class Collection:
    """Values in the order of the alphabet; `next_token` is empty on the last page."""

    members: tuple[str, ...]
    next_token: str = ""


def collection(kind: str, *, view: View, per_page: int = 30, token: str = "") -> Collection:
    """One page of the values of a kind; event types are always those of the standard and those in use."""
    if kind not in KINDS:
        raise wrong("unknown_collection", "Không có danh mục này.", "kind")
    limit = min(max(per_page, 1), MOST_PER_PAGE)
    asked = tokens.digest_of({"collection": kind}, view)
    after = tokens.read_text(token, asked) if token else ""
    if kind in _WORDS:
        found = [one for one in _words(kind, view) if one > after][: limit + 1]
    else:
        found = _codes(kind, view, after, limit + 1)
    following = tokens.write_text(asked, found[limit - 1]) if len(found) > limit else ""
    return Collection(tuple(found[:limit]), following)


def _words(kind: str, view: View) -> list[str]:
    """The few words of a column."""
    found = set(EVENT_TYPES) if kind == "eventTypes" else set()
    column = _WORDS[kind]
    for text, given in view.branches():
        question = f"SELECT DISTINCT {column} FROM traceability_event e WHERE NOT {column} = '' AND ({text})"
        found |= {word for (word,) in sql.rows(question, given)}
    return sorted(found)


def _codes(kind: str, view: View, after: str, most: int) -> list[str]:
    """Codes that an event which may be seen names."""
    order = 'canonical COLLATE "C"' if sql.is_postgres() else "canonical"
    text, given = view.condition()
    if kind in _PLACES:
        named = f"SELECT 1 FROM traceability_event e WHERE {_PLACES[kind]} = t.id AND ({text})"
    else:
        named = f"""SELECT 1 FROM traceability_eventitem i
            JOIN traceability_event e ON e.id = i.event_id AND e.record_time = i.record_time
            WHERE i.item_id = t.id AND NOT i.role = 'lot' AND ({text})"""
    question = f"""
        SELECT t.canonical FROM traceability_item t WHERE t.{order} > %s AND EXISTS ({named})
        ORDER BY t.{order} LIMIT {most}
    """
    return [code for (code,) in sql.rows(question, [after, *given])]
