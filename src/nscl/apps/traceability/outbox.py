"""What a subscriber is to be told is written down before it is sent: the outbox of subscriptions.

A subscription looks at the events in the order of their numbers, and only up to the horizon. What answers its
query becomes a delivery in the same transaction that moves its position, so nothing is left out and nothing
is told in two deliveries. One delivery at a time is on its way to a subscriber; the store itself is the queue
behind it, so a receiver that is down for days costs a row, not a copy of all events.
"""

from __future__ import annotations

import json
import logging
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import DatabaseError, transaction
from django.db.models import Exists, F, OuterRef, Q, QuerySet
from django.utils import timezone

from nscl.apps.core.access import Refusal
from nscl.apps.traceability.answering import answers, document
from nscl.apps.traceability.models import Delivery, Subscription
from nscl.apps.traceability.queries.events import StoredEvent
from nscl.gs1.epcis.schedules import next_after, read_schedule

log = logging.getLogger(__name__)
LOOK = 50_000  # numbers of events looked at in one question
KEPT, AT_ONCE = timedelta(days=90), 1_000
KEY_TAKEN_BACK = "Khóa của phần mềm đã thu hồi, hoặc không còn quyền nhận tin."
UNFORESEEN = "Có lỗi ngoài dự kiến khi tìm sự kiện; chưa tin nào bị mất. Hãy báo quản trị hệ thống."


def prepare(now: datetime, horizon: int) -> int:
    """Lay ready a delivery for each subscription that has something to be told; how many there were.

    One whose query can no longer be asked is suspended and told of on its page; the others go on.
    """
    count = 0
    for pk in list(_due(now, horizon)):
        try:
            count += prepare_one(pk, now, horizon)
        except DatabaseError:
            raise
        except Exception as error:
            log.exception("subscription %s cannot be looked into", pk)
            trouble = str(error) if isinstance(error, Refusal) else UNFORESEEN
            Subscription.objects.filter(pk=pk, state="active").update(
                state="suspended", trouble=trouble[:300]
            )
    return count


def forget(now: datetime) -> int:
    """Delete what was settled long ago, a part at a time; what waits or was given up stays."""
    old = Delivery.objects.filter(created_at__lt=now - KEPT, state__in=("delivered", "split", "dropped"))
    found = list(old.order_by("pk").values_list("pk", flat=True)[:AT_ONCE])
    return Delivery.objects.filter(pk__in=found).delete()[0] if found else 0


def _due(now: datetime, horizon: int) -> Iterator[int]:
    """Active subscriptions with nothing on its way and something to look at."""
    on_its_way = Delivery.objects.filter(subscription=OuterRef("pk"), state="waiting")
    wanting = (
        Q(position__lt=F("until"))
        | Q(schedule__isnull=True, position__lt=horizon)
        | Q(schedule__isnull=False, next_run_at__lte=now)
    )
    rows = Subscription.objects.filter(wanting, ~Exists(on_its_way), state="active")
    yield from rows.order_by("pk").values_list("pk", flat=True)


@transaction.atomic
def prepare_one(pk: int, now: datetime, horizon: int) -> bool:
    """Move one subscription on; whether a delivery came of it. Left alone when another worker has it."""
    row = _locked(Subscription.objects.filter(pk=pk, state="active").select_related("query")).first()
    if row is None or row.deliveries.filter(state="waiting").exists():
        return False
    if row.client is not None and not row.client.may("subscribe"):
        row.state, row.trouble = "suspended", KEY_TAKEN_BACK
        row.save(update_fields=["state", "trouble"])
        return False
    is_run = _begin(row, now, horizon)
    told = _look(row, now)
    if told.events or (is_run and row.report_if_empty):
        _write(row, told, now)
    row.position = told.upto
    row.save(update_fields=["position", "until", "next_run_at"])
    return bool(told.events) or (is_run and row.report_if_empty)


def _locked(rows: QuerySet[Subscription]) -> QuerySet[Subscription]:
    """One worker at a time; a database that cannot pass over locked rows has one writer anyway."""
    return rows.select_for_update(of=("self",), skip_locked=True)


def _begin(row: Subscription, now: datetime, horizon: int) -> bool:
    """Set how far this look goes; whether a run of the schedule begins. Missed runs become one."""
    if row.schedule is None:
        row.until = max(row.until, horizon)
        return False
    if row.position < row.until or row.next_run_at is None or row.next_run_at > now:
        return False
    row.until = max(row.until, horizon)
    schedule, _problems = read_schedule(row.schedule)
    row.next_run_at = schedule and next_after(schedule, timezone.localtime(now))
    return True


@dataclass(frozen=True)
class _Told:
    """What a look found: the events of one delivery, and the number up to which it looked."""

    events: Sequence[StoredEvent]
    after: int
    upto: int


def _look(row: Subscription, now: datetime) -> _Told:
    """The next events that answer, at most as many as one delivery holds."""
    position = row.position
    while position < row.until:
        end = min(row.until, position + LOOK)
        events, has_more = answers(row, after=position, upto=end, most=row.most_events, at=now)
        if events:
            return _Told(events, row.position, events[-1].number if has_more else end)
        position = end
    return _Told((), row.position, position)


def _write(row: Subscription, told: _Told, now: datetime) -> None:
    body = json.dumps(document(row, told.events, at=now), ensure_ascii=False, separators=(",", ":"))
    Delivery.objects.create(
        subscription=row,
        after=told.after,
        upto=told.upto,
        event_count=len(told.events),
        body=body,
        next_try_at=now,
        created_at=now,
    )
