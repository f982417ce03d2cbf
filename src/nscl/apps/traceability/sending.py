"""The outbox emptied: each delivery is sent until its receiver takes it, or for about three days.

A worker claims a delivery for `LEASE` by putting its next try off, and commits before it sends; a worker that
dies in between leaves it to the next one, under the same number. So every delivery arrives at least once, and
a receiver that keeps the numbers has it exactly once.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction

from nscl.apps.core.access import Refusal
from nscl.apps.traceability import webhooks
from nscl.apps.traceability.models import Delivery, Subscription
from nscl.gs1.epcis.signatures import signature

LEASE = timedelta(seconds=90)  # more than one try can take
WAITS = (
    *(timedelta(seconds=one) for one in (5, 30)),
    *(timedelta(minutes=one) for one in (2, 10, 30)),
    *(timedelta(hours=one) for one in (1, 3, 6, 12, 24, 24)),
)
TRIES = len(WAITS) + 1
Post = Callable[..., webhooks.Outcome]


def send_next(now: Callable[[], datetime], post: Post = webhooks.post) -> bool:
    """Send one delivery that is due; False when none is."""
    row = claim(now())
    if row is None:
        return False
    settle(row, _tried(row, now(), post), now())
    return True


def claim(now: datetime) -> Delivery | None:
    """Take the delivery that has waited longest; nobody else sends it while the lease lasts."""
    due = Delivery.objects.filter(state="waiting", next_try_at__lte=now, subscription__state="active")
    if not due.exists():  # spares an embedded database its write lock
        return None
    with transaction.atomic():
        row = (
            due.select_for_update(of=("self",), skip_locked=True)
            .select_related("subscription")
            .order_by("next_try_at", "pk")
            .first()
        )
        if row is not None:
            row.tries += 1
            row.next_try_at = now + LEASE
            row.save(update_fields=["tries", "next_try_at"])
    return row


def _tried(row: Delivery, now: datetime, post: Post) -> webhooks.Outcome:
    body = row.body.encode()
    try:
        token = row.subscription.token
    except Refusal as refusal:  # the site's own key was changed
        return webhooks.Outcome(error=str(refusal), is_final=True)
    headers = {
        "Content-Type": "application/json",
        "User-Agent": "nscl-webhook/1",
        "GS1-EPCIS-Version": "2.0.0",
        "GS1-CBV-Version": "2.0.0",
        "NSCL-Delivery": str(row.uuid),
        "NSCL-Subscription": str(row.subscription.uuid),
        "NSCL-Attempt": str(row.tries),
    }
    if token:
        headers["GS1-Signature"] = signature(token, str(row.uuid), int(now.timestamp()), body)
    allowed = settings.NSCL_WEBHOOK_ALLOW_PRIVATE
    return post(row.subscription.destination, body, headers, allow_private=allowed)


@transaction.atomic
def settle(tried: Delivery, outcome: webhooks.Outcome, now: datetime) -> None:
    """Write down how a try ended; a try whose lease was taken over meanwhile says nothing any more."""
    subscription = Subscription.objects.select_for_update().get(pk=tried.subscription_id)
    row = Delivery.objects.select_for_update().get(pk=tried.pk)
    if row.state != "waiting" or row.tries != tried.tries:
        return
    row.last_status, row.last_error = outcome.status, outcome.error[:300]
    if outcome.is_taken:
        row.state, row.delivered_at, row.body = "delivered", now, ""
        subscription.last_notified_at = now
        subscription.save(update_fields=["last_notified_at"])
    elif outcome.asks_for_less and row.event_count > 1:
        _split(row, subscription)
    elif outcome.is_final or row.tries >= TRIES:
        row.state = "gave_up"
        _suspend(row, subscription)
    else:
        row.next_try_at = now + WAITS[row.tries - 1]
    row.save()


def _split(row: Delivery, subscription: Subscription) -> None:
    """The receiver took nothing and asks for less: look again from where this one began."""
    row.state, row.body = "split", ""
    subscription.most_events = max(1, row.event_count // 2)
    subscription.position = row.after
    subscription.save(update_fields=["most_events", "position"])


def _suspend(row: Delivery, subscription: Subscription) -> None:
    """Stop until somebody sets it going again; position and body stay, so that nothing is lost."""
    if subscription.state == "active":
        subscription.state, subscription.trouble = "suspended", row.last_error
        subscription.save(update_fields=["state", "trouble"])
