"""/queries/{name}/subscriptions: who is told, where and when."""

from __future__ import annotations

import re
import uuid
from typing import Any

from django.http import Http404, HttpResponse
from django.urls import reverse

from nscl.apps.api import negotiation, problems
from nscl.apps.api.jobs import instant
from nscl.apps.api.paging import link_next, parameters_of, refuse_others
from nscl.apps.api.problems import ApiError
from nscl.apps.api.resources import Call, answered
from nscl.apps.api.views.queries import changer, json_of, named_query, names_of, nothing, number_in
from nscl.apps.traceability.actions.subscriptions import NameTaken, Unfit, subscribe, unsubscribe
from nscl.apps.traceability.models import Subscription

_SPELLINGS = {"dl": "Always_GS1_Digital_Link", "urn": "Always_EPC_URN", "as_given": "No_Preference"}


def as_json(row: Subscription) -> dict[str, Any]:
    """A subscription without its secret; `state`, `trouble` and `nextRunAt` are ours."""
    told: dict[str, Any] = {
        "subscriptionID": str(row.uuid),
        "queryName": row.query.name,
        "dest": row.destination,
        "createdAt": instant(row.created_at),
        "initialRecordTime": instant(row.initial_record_time),
        "epcFormat": _SPELLINGS[row.epc_format],
        "isSigned": bool(row.secret),
        "state": row.state,
    }
    if row.schedule is None:
        told["stream"] = True
    else:
        told |= {"schedule": row.schedule, "reportIfEmpty": row.report_if_empty}
    for name, moment in (("lastNotifiedAt", row.last_notified_at), ("nextRunAt", row.next_run_at)):
        if moment is not None:
            told[name] = instant(moment)
    if row.trouble:
        told["trouble"] = row.trouble
    return told


def listing(call: Call, queryName: str) -> HttpResponse:
    """The subscriptions to a query that have not ended, oldest first."""
    pairs, page = parameters_of(call.request)
    refuse_others(pairs)
    query = named_query(call, queryName)
    rows = names_of(call.caller).subscriptions(query).select_related("query").order_by("pk")
    if page.token:
        rows = rows.filter(pk__gt=number_in(page.token))
    found = list(rows[: page.per_page + 1])
    shown = found[: page.per_page]
    token = f"q{shown[-1].pk}" if len(found) > len(shown) else ""
    return link_next(answered([as_json(one) for one in shown]), call.request, page, token)


def add(call: Call, queryName: str) -> HttpResponse:
    """Subscribe: 201 with the subscription's address; the same again is the same one."""
    pairs, _page = parameters_of(call.request)
    refuse_others(pairs)
    query = named_query(call, queryName)
    spelling = negotiation.EPC_FORMATS[negotiation.epc_format(call.request)]
    body = json_of(call)
    try:
        row = subscribe(query, body, by=changer(call), at=call.at, epc_format=spelling)
    except Unfit as refusal:
        raise ApiError(problems.SUBSCRIPTION, errors=refusal.problems) from None
    except NameTaken as refusal:
        raise ApiError(problems.EXISTS, str(refusal)) from None
    response = answered(as_json(row), status=201)
    response["Location"] = reverse("api:subscription", args=[query.name, row.uuid])
    return response


def one(call: Call, queryName: str, subscriptionID: str) -> HttpResponse:
    pairs, _page = parameters_of(call.request)
    refuse_others(pairs)
    return answered(as_json(_found(call, queryName, subscriptionID)))


def remove(call: Call, queryName: str, subscriptionID: str) -> HttpResponse:
    """Unsubscribe; what was on its way is not sent any more."""
    pairs, _page = parameters_of(call.request)
    refuse_others(pairs)
    row = _found(call, queryName, subscriptionID)
    unsubscribe(row, by=changer(call), at=call.at)
    return nothing()


def _found(call: Call, name: str, number: str) -> Subscription:
    query = named_query(call, name)
    if not re.fullmatch(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", number):
        raise Http404
    rows = names_of(call.caller).subscriptions(query).select_related("query")
    found = rows.filter(uuid=uuid.UUID(number)).first()
    if found is None:
        raise Http404
    return found
