"""What answers a standing query among the events of some numbers, in the order of the numbers."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from nscl.apps.traceability import sql
from nscl.apps.traceability.queries.events import StoredEvent, chosen, events_of
from nscl.apps.traceability.queries.fields import conditions
from nscl.apps.traceability.queries.ordering import order_of
from nscl.apps.traceability.queries.views import View
from nscl.gs1.epcis.fields import Names
from nscl.gs1.epcis.hashing import namespaces_of
from nscl.gs1.epcis.query_bodies import plain


def answers_between(
    query: Mapping[str, Any], *, view: View, after: int, upto: int, since: datetime, most: int
) -> tuple[tuple[StoredEvent, ...], bool]:
    """The first events that answer among those numbered `after` < n ≤ `upto`, and whether there are more.

    Events recorded before `since` are left aside. A standing query has no order of its own: events are told
    as they were recorded.
    """
    query = plain(query)
    names = Names(namespaces_of(query))
    wanted = [
        *conditions(query, names, view),
        ("e.id > %s AND e.id <= %s", [after, upto]),
        ("e.record_time >= %s", [since]),
    ]
    found = chosen(wanted, view.branches(of_few=True), order_of({}, names), None, most + 1)
    places = [(int(row[0]), sql.moment(row[1])) for row in found[:most]]
    return events_of(places), len(found) > most
