"""Deeds on named queries and on who is told of what answers them."""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.db import IntegrityError, transaction
from django.http import Http404
from django.utils import timezone

from nscl.apps.core import audit
from nscl.apps.core.access import Actor, Refusal
from nscl.apps.traceability import addresses
from nscl.apps.traceability.flow_subscriptions import DELIVERY_FLOW, SUBSCRIPTION_FLOW
from nscl.apps.traceability.models import Delivery, EventHash, NamedQuery, Subscription
from nscl.apps.traceability.queries import QueryRefused, View, find_events
from nscl.apps.traceability.sending import LEASE
from nscl.apps.traceability.subscribers import Subscriber, subscriber_of_person
from nscl.gs1.epcis.problems import QUERY, Problem
from nscl.gs1.epcis.query_bodies import plain, query_problems
from nscl.gs1.epcis.schedules import SUBSCRIPTION, next_after, read_schedule
from nscl.gs1.epcis.subscriptions import Wanted, read_subscription

TOKEN_BYTES = 32  # RFC 2104, section 3: a key no shorter than the hash
MOST_QUERIES, MOST_SUBSCRIPTIONS = 1_000, 100  # of one subscriber
LONGEST_CAPTURE = timedelta(hours=1)


class Unfit(Refusal):
    """A body that says no query or no subscription; `problems` tell which fields."""

    def __init__(self, problems: list[Problem]) -> None:
        super().__init__(problems[0].detail)
        self.problems = tuple(problems)


class NameTaken(Refusal):
    """The name stands for another query, or the same subscription is there with another secret."""


# ── Named queries ──────────────────────────────────────────────────────


@transaction.atomic
def define_query(body: Any, *, by: Subscriber, at: datetime) -> NamedQuery:
    """Keep a query under a name: `{"name": …, "query": {…}}`. Said again, it is the same one.

    Refused: a body that is no named query (`Unfit`), a name that stands for another query (`NameTaken`).
    """
    if isinstance(body, Mapping) and "query" not in body:
        sentence = 'Truy vấn có tên gồm hai trường: {"name": "…", "query": {…}}.'
        raise Unfit([Problem("missing", sentence, "/query", type=QUERY)])
    body = {**body, "query": plain(body["query"])} if _is_of_objects(body) else body
    if problems := query_problems(body):
        raise Unfit(problems)
    name, query = body["name"], {**_context_of(body), **body["query"]}
    _refuse_unaskable(query, at)
    found = by.queries().filter(name=name).first()
    if found is None:
        if by.queries().count() >= MOST_QUERIES:
            raise Refusal(f"Đã có {MOST_QUERIES} truy vấn. Hãy xóa truy vấn không còn dùng.")
        found = _kept(name, query, by, at)
    if found.query != query:
        raise NameTaken(f"Tên “{name}” đang dùng cho truy vấn khác. Hãy chọn tên khác hoặc xóa truy vấn ấy.")
    return found


def _is_of_objects(body: Any) -> bool:
    return isinstance(body, Mapping) and isinstance(body["query"], Mapping)


def _refuse_unaskable(query: Mapping[str, Any], at: datetime) -> None:
    """Refuse now what shows only when a query is asked, like a prefix that nobody declared."""
    try:
        find_events(query, view=View("party"), per_page=1, at=at)
    except QueryRefused as refusal:
        raise Unfit(list(refusal.problems)) from None


def _context_of(body: Mapping[str, Any]) -> dict[str, Any]:
    """A context beside the query belongs to it: without it the prefixes of its fields cannot be read."""
    return {"@context": body["@context"]} if "@context" in body else {}


def _kept(name: str, query: Mapping[str, Any], by: Subscriber, at: datetime) -> NamedQuery:
    row = NamedQuery(
        name=name,
        query=query,
        province_id=by.province_id,
        organisation_id=by.organisation_id,
        client_id=by.client_id,
        created_by_id=by.actor.user_id,
        created_at=at,
    )
    try:
        with transaction.atomic():
            row.save()
    except IntegrityError:  # another program gave the name in the same moment
        return by.queries().get(name=name)
    after = {"name": name, "query": query}
    audit.record(by=by.actor, at=at, deed="traceability.query.define", obj=row, after=after)
    return row


@transaction.atomic
def drop_query(query: NamedQuery, *, by: Subscriber, at: datetime) -> None:
    """Forget a query of one's own; its subscriptions end with it. One that is not there stays so."""
    row = by.queries().select_for_update(of=("self",)).filter(pk=query.pk).first()
    if row is None:
        return
    for one in by.subscriptions(row).order_by("pk"):
        unsubscribe(one, by=by, at=at)
    row.dropped_at = at
    row.save(update_fields=["dropped_at"])
    before, after = {"dropped_at": None}, {"dropped_at": at}
    audit.record(by=by.actor, at=at, deed="traceability.query.drop", obj=row, before=before, after=after)


# ── Subscriptions ──────────────────────────────────────────────────────


@transaction.atomic
def subscribe(
    query: NamedQuery, body: Any, *, by: Subscriber, at: datetime, epc_format: str = "dl"
) -> Subscription:
    """Tell an address of the events that answer the query; said again in the same words, it is the same.

    Refused: a body or a query that cannot be subscribed to, an address that may not be written to (`Unfit`),
    the same subscription with another secret (`NameTaken`), another's query (404).
    """
    wanted = _wanted(query, body)
    if by.queries().select_for_update(of=("self",)).filter(pk=query.pk).first() is None:
        raise Http404
    since = wanted.initial_record_time or at
    for one in by.subscriptions(query).filter(destination=wanted.dest, epc_format=epc_format):
        is_same = one.schedule == wanted.said and one.report_if_empty == wanted.report_if_empty
        if is_same and wanted.initial_record_time in (None, one.initial_record_time):
            if one.token == wanted.token:
                return one
            raise NameTaken("Địa chỉ này đã đăng ký như vậy với khóa ký khác. Hãy xóa đăng ký cũ trước.")
    own = Subscription.objects.lasting().filter(province_id=by.province_id)
    if own.filter(query__organisation_id=by.organisation_id).count() >= MOST_SUBSCRIPTIONS:
        raise Refusal(f"Đã có {MOST_SUBSCRIPTIONS} đăng ký. Hãy xóa đăng ký không còn dùng.")
    position = position_before(since)
    row = Subscription.objects.create(
        query=query,
        province_id=by.province_id,
        client_id=by.client_id,
        created_by_id=by.actor.user_id,
        destination=wanted.dest,
        secret=Subscription.sealed(wanted.token),
        schedule=wanted.said,
        report_if_empty=wanted.report_if_empty,
        initial_record_time=since,
        epc_format=epc_format,
        position=position,
        until=position,
        next_run_at=None if wanted.schedule is None else next_after(wanted.schedule, timezone.localtime(at)),
        created_at=at,
    )
    after = {"query": query.name, "destination": row.shown_destination, "schedule": row.schedule}
    after["since"] = since
    audit.record(by=by.actor, at=at, deed="traceability.subscription.add", obj=row, after=after)
    return row


@transaction.atomic
def subscribe_for_province(
    name: str, query: Mapping[str, Any], body: Mapping[str, Any], *, by: Actor, at: datetime
) -> tuple[Subscription, str]:
    """An officer's subscription with its query, and the signing secret made for it, told this once.

    Refused as `define_query` and `subscribe` refuse; then neither stays.
    """
    own = subscriber_of_person(by)
    kept = define_query({"name": name, "query": query}, by=own, at=at)
    token = secrets.token_hex(TOKEN_BYTES)
    return subscribe(kept, {**body, "signatureToken": token}, by=own, at=at), token


def _wanted(query: NamedQuery, body: Any) -> Wanted:
    wanted, problems = read_subscription(body)
    for name in ("eventCountLimit", "maxEventCount"):
        if name in query.query:
            sentence = f"Truy vấn có {name} chỉ lấy một phần sự kiện, không đăng ký nhận tin được."
            problems.append(Problem("limit", sentence, "", type=SUBSCRIPTION))
    if wanted is not None:
        fault = addresses.fault_of(wanted.dest, allow_private=settings.NSCL_WEBHOOK_ALLOW_PRIVATE)
        problems += [Problem("address", fault, "/dest", type=SUBSCRIPTION)] if fault else []
    if problems or wanted is None:
        raise Unfit(problems)
    return wanted


def position_before(moment: datetime) -> int:
    """A number before every event that is or will be recorded at or after a moment.

    A capture takes its moment first and its numbers later, so the search starts as long before as the longest
    capture may take; starting too early costs a look, for what is older than the moment is not told.
    """
    older = EventHash.objects.filter(record_time__lt=moment - LONGEST_CAPTURE).order_by("-id")
    return older.values_list("id", flat=True).first() or 0


@transaction.atomic
def unsubscribe(subscription: Subscription, *, by: Subscriber, at: datetime) -> None:
    """End one's own subscription; what was on its way is not sent any more."""
    rows = Subscription.objects.select_for_update(of=("self",)).filter(query__in=by.queries())
    row = rows.filter(pk=subscription.pk).exclude(state="ended").first()
    if row is None:
        return
    before = {"state": row.state}
    row.state, row.ended_at = "ended", at
    row.save(update_fields=["state", "ended_at"])
    _leave(row)
    after = {"state": "ended"}
    audit.record(
        by=by.actor, at=at, deed="traceability.subscription.drop", obj=row, before=before, after=after
    )


@transaction.atomic
def end_subscription(subscription: Subscription, *, reason: str, by: Actor, at: datetime) -> Subscription:
    """End somebody's subscription as an officer, with the reason."""
    row = Subscription.objects.select_for_update(of=("self",)).get(pk=subscription.pk)
    SUBSCRIPTION_FLOW.move(row, "traceability.subscription.end", by=by, at=at, reason=reason, ended_at=at)
    _leave(row)
    return row


def _leave(row: Subscription) -> None:
    Delivery.objects.filter(subscription=row, state__in=("waiting", "gave_up")).update(
        state="dropped", body=""
    )


@transaction.atomic
def resume_subscription(subscription: Subscription, *, by: Actor, at: datetime) -> Subscription:
    """Send again: what could not be delivered first, then all that was captured since.

    Refused: when the key it was made with has been taken back.
    """
    row = (
        Subscription.objects.select_for_update(of=("self",)).select_related("client").get(pk=subscription.pk)
    )
    by.require("traceability.subscription.resume", row)
    if row.client is not None and row.client.is_revoked:
        raise Refusal("Khóa của phần mềm này đã thu hồi. Đơn vị cần đăng ký lại bằng khóa mới.")
    changes: dict[str, Any] = {"trouble": ""}
    if row.schedule is not None:
        schedule, _problems = read_schedule(row.schedule)
        changes["next_run_at"] = schedule and next_after(schedule, timezone.localtime(at))
    SUBSCRIPTION_FLOW.move(row, "traceability.subscription.resume", by=by, at=at, **changes)
    given_up = Delivery.objects.filter(subscription=row, state__in=("gave_up", "waiting"))
    given_up.update(state="waiting", tries=0, next_try_at=at)
    return row


@transaction.atomic
def resend_delivery(delivery: Delivery, *, by: Actor, at: datetime) -> Delivery:
    """Send one delivery again now, under its own number; its subscription goes on if it was suspended.

    Refused: what was taken, split or dropped, what is being sent or will be within the lease of a try, and
    where the subscription may not go on.
    """
    of = Subscription.objects.select_for_update(of=("self",)).get(pk=delivery.subscription_id)
    rows = Delivery.objects.select_for_update(of=("self",)).select_related("subscription__query")
    row = rows.get(pk=delivery.pk)
    by.require("traceability.delivery.resend", row)
    if row.state == "waiting" and of.state == "active" and row.next_try_at <= at + LEASE:
        raise Refusal("Tin này đang được gửi hoặc sắp gửi lại. Hãy tải lại trang sau hai phút.")
    DELIVERY_FLOW.move(row, "traceability.delivery.resend", by=by, at=at, tries=0, next_try_at=at)
    if of.state == "suspended":
        resume_subscription(of, by=by, at=at)
    return row
