"""Events by an EPCIS query, page after page, as far as somebody may see them.

Pages are cut by the value that events are ordered by and the event's number, so that nothing is shown twice
or passed over while events arrive; an answer shows what was recorded until its first page was asked for. A
token of paging never expires; it holds for its query and its asker only.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from nscl.apps.traceability import sql
from nscl.apps.traceability.keys import key_of
from nscl.apps.traceability.models import CaptureJob
from nscl.apps.traceability.queries import ordering, tokens
from nscl.apps.traceability.queries.fields import ROLES, conditions, hash_in
from nscl.apps.traceability.queries.refusals import QueryRefused, too_large
from nscl.apps.traceability.queries.views import Condition, View
from nscl.gs1.epcis.fields import Names
from nscl.gs1.epcis.hashing import namespaces_of
from nscl.gs1.epcis.query_bodies import plain, query_problems

MOST_PER_PAGE = 1000
# Parameters that leave few events of many.
FEW = frozenset({"EQ_eventID", "EQ_transformationID", *(f"MATCH_{name}" for name in ROLES)})


@dataclass(frozen=True)
class StoredEvent:
    """An event as it came, and how it was recorded; `context` is its document's `@context`."""

    number: int
    key: str
    record_time: datetime
    event: dict[str, Any]
    context: Any
    organisation_id: int
    job_id: int
    warnings: list[dict[str, Any]]


@dataclass(frozen=True)
class EventPage:
    """Events in order; `next_token` is empty on the last page."""

    events: tuple[StoredEvent, ...]
    next_token: str = ""


def find_events(
    query: Mapping[str, Any], *, view: View, per_page: int = 30, token: str = "", at: datetime
) -> EventPage:
    """The events that a query asks for, as recorded until `at`; without `orderBy` as they were recorded.

    `QueryRefused` for a query or token that cannot be; `QueryTooLarge` beyond `maxEventCount`.
    """
    query = plain(query)
    problems = query_problems(query)
    if problems:
        raise QueryRefused(problems)
    names = Names(namespaces_of(query))
    order = ordering.order_of(query, names)
    asked = tokens.digest_of(query, view)
    place = tokens.read(token, asked, at) if token else tokens.Place(at, None, query.get("eventCountLimit"))
    wanted = conditions(query, names, view) + [("e.record_time <= %s", [place.at])]
    few = not FEW.isdisjoint(query)
    most = query.get("maxEventCount")
    if most is not None and not token and _counted(wanted, view.branches(of_few=few), int(most) + 1) > most:
        raise too_large(int(most))
    limit = min(max(per_page, 1), MOST_PER_PAGE)
    rest = limit + 1 if place.left is None else min(limit, int(place.left)) + (int(place.left) > limit)
    found = chosen(wanted, view.branches(of_few=few), order, place.after, rest)
    events = events_of([(row[0], sql.moment(row[1])) for row in found[:limit]])
    if len(found) <= limit:
        return EventPage(events)
    left = None if place.left is None else int(place.left) - limit
    after = order.place_of(found[limit - 1])
    return EventPage(events, tokens.write(asked, tokens.Place(place.at, after, left)))


def chosen(
    wanted: Sequence[Condition],
    branches: Sequence[Condition],
    order: ordering.Order,
    after: list[Any] | None,
    most: int,
) -> list[tuple[Any, ...]]:
    """Number, record time and order keys of the events, in order."""
    beyond = [] if after is None else [order.beyond(after)]
    parts, given = [], []
    for branch in branches:
        text, values = _all_of([branch, *wanted, *beyond])
        parts.append(
            f"SELECT e.id, e.record_time, {order.columns} FROM traceability_event e WHERE {text}"
            f" ORDER BY {order.sorting} LIMIT {most}"
        )
        given += [*order.given, *values]
    if len(parts) == 1:
        return sql.rows(parts[0], given)
    union = " UNION ALL ".join(f"SELECT * FROM ({part}) AS b{place}" for place, part in enumerate(parts))
    return sql.rows(f"SELECT * FROM ({union}) AS u ORDER BY {order.outer} LIMIT {most}", given)


def _all_of(wanted: Sequence[Condition]) -> Condition:
    return " AND ".join(f"({text})" for text, _v in wanted), [one for _t, values in wanted for one in values]


def _counted(wanted: Sequence[Condition], branches: Sequence[Condition], most: int) -> int:
    """How many events, counted no further than needed."""
    total = 0
    for branch in branches:
        text, given = _all_of([branch, *wanted])
        part = f"SELECT 1 FROM traceability_event e WHERE {text} LIMIT {most}"
        total += int(sql.rows(f"SELECT count(*) FROM ({part}) AS c", given)[0][0])
    return total


def events_of(places: Sequence[tuple[int, datetime]]) -> tuple[StoredEvent, ...]:
    """The events of these numbers and record times, in their order: two questions, however many."""
    if not places:
        return ()
    question = f"""
        SELECT id, record_time, event_id, hash, raw, job_id, organisation_id, warnings
        FROM traceability_event WHERE {sql.among("id")} AND record_time >= %s AND record_time <= %s
    """
    times = [at for _number, at in places]
    rows = sql.rows(question, [sql.listed([number for number, _at in places]), min(times), max(times)])
    contexts = _contexts({row[5] for row in rows})
    found = {
        number: StoredEvent(
            number,
            key_of(event_id, digest),
            sql.moment(record_time),
            json.loads(raw),
            contexts.get(job),
            organisation,
            job,
            json.loads(warnings) if isinstance(warnings, str) else warnings,
        )
        for number, record_time, event_id, digest, raw, job, organisation, warnings in rows
    }
    return tuple(found[number] for number, _at in places if number in found)


def _contexts(jobs: Collection[int]) -> dict[int, Any]:
    return dict(CaptureJob.objects.filter(pk__in=jobs).values_list("pk", "context"))


def event_named(event_id_or_hash: str, view: View) -> StoredEvent | None:
    """The event of an eventID, else of a hash; none where it is not there or may not be seen.

    Where it was declared wrong, it is still the event itself, not the declaration.
    """
    digest = hash_in(event_id_or_hash)
    columns = "SELECT h.id, h.record_time FROM traceability_eventhash h WHERE h.declaration = ''"
    found = sql.rows(f"{columns} AND h.event_id = %s AND NOT h.event_id = ''", [event_id_or_hash])
    if not found and digest is not None:
        found = sql.rows(f"{columns} AND h.hash = %s", [digest])
    if not found:
        return None
    number, recorded = found[0]
    text, given = view.condition()
    question = f"SELECT e.id FROM traceability_event e WHERE e.id = %s AND e.record_time = %s AND ({text})"
    if not sql.rows(question, [number, sql.moment(recorded), *given]):
        return None
    return events_of([(number, sql.moment(recorded))])[0]
