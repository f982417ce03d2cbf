"""A subscription's answer: whose eyes look, what they find, and the document that tells it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any, cast

from nscl.apps.traceability.documents_out import Epc, query_document
from nscl.apps.traceability.models import Subscription
from nscl.apps.traceability.queries.events import StoredEvent
from nscl.apps.traceability.queries.standing import answers_between
from nscl.apps.traceability.queries.views import View, view_of_client


def view_for(row: Subscription, at: datetime) -> View:
    """What the subscriber may see now: as its program, or all of the province for an officer's own."""
    if row.client is not None:
        return view_of_client(row.client, at)
    return View("regulator", row.province_id)


def answers(
    row: Subscription, *, after: int, upto: int, most: int, at: datetime
) -> tuple[tuple[StoredEvent, ...], bool]:
    """The next events to tell, and whether there are more up to that number."""
    return answers_between(
        row.query.query,
        view=view_for(row, at),
        after=after,
        upto=upto,
        since=row.initial_record_time,
        most=most,
    )


def document(row: Subscription, events: Sequence[StoredEvent], *, at: datetime) -> dict[str, Any]:
    """What is sent: an EPCISQueryDocument naming the query and the subscription.

    An event without eventID goes by its hash, as in every answer, so that it can be asked for.
    """
    found = query_document(
        events,
        epc=cast(Epc, row.epc_format),
        query_name=row.query.name,
        subscription_id=str(row.uuid),
        at=at,
    )
    listed = found["epcisBody"]["queryResults"]["resultsBody"]["eventList"]
    for stored, event in zip(events, listed, strict=True):
        event.setdefault("eventID", stored.key)
    return found
