"""An officer subscribes for the province: written down, looked at with what it finds, then made."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from nscl.apps.core.access import Actor, Refusal, actor_of, guarded
from nscl.apps.core.registers.cells import plain_text
from nscl.apps.traceability.actions import subscriptions as deeds
from nscl.apps.traceability.forms_subscriptions import Order, SubscribeForm
from nscl.apps.traceability.queries import View, find_events
from nscl.apps.traceability.query_wording import conditions_of, names_in, when_of
from nscl.apps.traceability.registers import event_rows, place_of
from nscl.apps.traceability.subscribers import subscriber_of_person
from nscl.apps.traceability.wording import STEPS, deed_of, word

MONTH = timedelta(days=30)
MOST_COUNTED, SHOWN = 200, 5
# Where the refusal of a named query or a subscription stands on the form.
_FIELDS = {"/name": "name", "/dest": "dest", "/reportIfEmpty": "report_if_empty"}


@dataclass(frozen=True)
class Look:
    """What the query would have told in the last thirty days: how many events, and the newest of them."""

    count: int
    is_more: bool
    rows: list[dict[str, Any]]
    conditions: list[tuple[str, str]]
    when: str


@never_cache
@guarded("traceability.subscription.add")
def subscribe_page(request: HttpRequest) -> HttpResponse:
    """First what it finds is shown; what was looked at is subscribed to, and its secret shown this once."""
    actor, now = actor_of(request), timezone.now()
    form = SubscribeForm(request.POST if request.method == "POST" else None, actor=actor)
    context: dict[str, Any] = {"form": form}
    if request.method == "POST" and form.is_valid():
        order = form.order()
        is_seen = request.POST.get("seen") == order.digest
        try:
            if is_seen and "save" in request.POST:
                row, token = deeds.subscribe_for_province(
                    order.name, order.query, order.body, by=actor, at=now
                )
                told = {"row": row, "token": token, "when": when_of(row.schedule)}
                return render(request, "traceability/subscription_secret.html", told)
            context |= {"look": _look(order, actor, now), "order": order}
            context["is_changed"] = "save" in request.POST
        except deeds.Unfit as refused:
            for one in refused.problems:
                form.add_error(_FIELDS.get(one.pointer), one.detail)
        except deeds.NameTaken as refused:
            form.add_error("name", str(refused))
        except Refusal as refused:
            form.add_error(None, str(refused))
    context["offered"] = form.offered()
    status = 400 if form.is_bound and form.errors else 200
    return render(request, "traceability/subscription_new.html", context, status=status)


def _look(order: Order, actor: Actor, now: datetime) -> Look:
    """As the subscription will see: all events of the province, by when they were recorded."""
    own = subscriber_of_person(actor)
    since = {"GE_recordTime": (now - MONTH).isoformat(), "orderBy": "recordTime", "orderDirection": "DESC"}
    view = View("regulator", own.province_id)
    found = find_events({**order.query, **since}, view=view, per_page=MOST_COUNTED, at=now)
    newest = [one.number for one in found.events[:SHOWN]]
    rows = event_rows(actor).filter(pk__in=newest).order_by("-record_time", "-pk")
    return Look(
        len(found.events),
        bool(found.next_token),
        [_line(one) for one in rows],
        conditions_of(order.query, names_in(order.query, actor.scope))
        or [(_("Điều kiện"), _("mọi sự kiện"))],
        when_of(order.body.get("schedule")),
    )


def _line(event: Any) -> dict[str, Any]:
    return {
        "pk": event.pk,
        "at": plain_text(event.event_time),
        "deed": deed_of(event.type, event.action),
        "step": word(STEPS, event.biz_step),
        "place": place_of(event),
        "organisation": event.organisation.name,
    }
