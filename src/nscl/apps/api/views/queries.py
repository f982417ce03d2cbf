"""/queries: questions kept under a name, and what answers them.

Names are those of the caller's organisation (a program's key may change, its names stay); an officer who is
signed in reads the names of the province.
"""

from __future__ import annotations

from typing import Any, cast

from django.http import HttpResponse
from django.urls import reverse

from nscl.apps.api import negotiation, problems
from nscl.apps.api.bodies import read_body
from nscl.apps.api.callers import Caller
from nscl.apps.api.documents import events_response
from nscl.apps.api.paging import bad_token, link_next, parameters_of, refuse_others
from nscl.apps.api.problems import ApiError
from nscl.apps.api.resources import Call, answered
from nscl.apps.core.access import NOBODY
from nscl.apps.traceability.actions.subscriptions import NameTaken, Unfit, define_query, drop_query
from nscl.apps.traceability.models import ApiClient, NamedQuery
from nscl.apps.traceability.queries import find_events
from nscl.apps.traceability.subscribers import (
    Subscriber,
    names_of_client,
    names_of_person,
    subscriber_of_client,
)
from nscl.gs1.epcis.reading import read_json

LARGEST = 1_000_000  # bytes of a query; a list of thousands of codes fits in
# What WebSocket clients send beside the address of a query's events.
STREAMING = (
    "stream", "second", "minute", "hour", "dayOfMonth", "month", "dayOfWeek", "reportIfEmpty",
    "initialRecordTime",
)  # fmt: skip


def names_of(caller: Caller) -> Subscriber:
    """Under whose names the caller looks."""
    if caller.client is not None:
        return names_of_client(caller.client)
    return names_of_person(caller.actor or NOBODY)


def changer(call: Call) -> Subscriber:
    """Who changes something: always a program, for a session only reads."""
    return subscriber_of_client(cast(ApiClient, call.caller.client))


def json_of(call: Call) -> Any:
    """The body as JSON; a key that stands twice is refused, for one of its values would not count."""
    if negotiation.sent_as_xml(call.request):
        raise ApiError(problems.MEDIA_TYPE, "Hãy gửi thân là JSON, với Content-Type: application/json.")
    value, doubts = read_json(read_body(call.request, most=LARGEST))
    if doubts:
        raise ApiError(problems.VALIDATION, errors=doubts)
    return value


def named_query(call: Call, name: str) -> NamedQuery:
    """The query of this name; another's is as absent as none."""
    found = names_of(call.caller).queries().filter(name=name).first()
    if found is None:
        raise ApiError(problems.NO_NAME, "Không có truy vấn mang tên này. Hãy xem danh sách ở /queries.")
    return found


def as_json(query: NamedQuery) -> dict[str, Any]:
    return {"name": query.name, "query": query.query}


# ── What may be done ───────────────────────────────────────────────────


def listing(call: Call) -> HttpResponse:
    """The queries, oldest first, page after page."""
    pairs, page = parameters_of(call.request)
    refuse_others(pairs)
    rows = names_of(call.caller).queries().order_by("pk")
    if page.token:
        rows = rows.filter(pk__gt=number_in(page.token))
    found = list(rows[: page.per_page + 1])
    shown = found[: page.per_page]
    token = f"q{shown[-1].pk}" if len(found) > len(shown) else ""
    return link_next(answered([as_json(one) for one in shown]), call.request, page, token)


def number_in(token: str) -> int:
    """The number up to which a list was shown."""
    text = token.removeprefix("q")
    if not (token.startswith("q") and text.isascii() and text.isdigit() and len(text) <= 18):
        raise bad_token()
    return int(text)


def define(call: Call) -> HttpResponse:
    """Keep a query: 201 with its address; the same again is the same, another of the name is refused."""
    pairs, _page = parameters_of(call.request)
    refuse_others(pairs)
    try:
        row = define_query(json_of(call), by=changer(call), at=call.at)
    except Unfit as refusal:
        raise ApiError(problems.QUERY, errors=refusal.problems) from None
    except NameTaken as refusal:
        raise ApiError(problems.EXISTS, str(refusal)) from None
    response = answered(as_json(row), status=201)
    response["Location"] = reverse("api:query", args=[row.name])
    return response


def definition(call: Call, queryName: str) -> HttpResponse:
    pairs, _page = parameters_of(call.request)
    refuse_others(pairs)
    return answered(as_json(named_query(call, queryName)))


def drop(call: Call, queryName: str) -> HttpResponse:
    """Forget it; its subscriptions end."""
    pairs, _page = parameters_of(call.request)
    refuse_others(pairs)
    drop_query(named_query(call, queryName), by=changer(call), at=call.at)
    return nothing()


def nothing() -> HttpResponse:
    response = HttpResponse(status=204)
    del response["Content-Type"]
    return response


def events(call: Call, queryName: str) -> HttpResponse:
    """What answers now, page after page; a stream over WebSocket is not offered."""
    pairs, page = parameters_of(call.request)
    _refuse_stream(call, [name for name, _value in pairs])
    refuse_others(pairs)
    query = named_query(call, queryName)
    view = call.caller.view(call.at)
    found = find_events(query.query, view=view, per_page=page.per_page, token=page.token, at=call.at)
    response = events_response(call, found.events, query_name=query.name)
    return link_next(response, call.request, page, found.next_token)


def _refuse_stream(call: Call, names: list[str]) -> None:
    """A client that asks for a WebSocket is led to the subscriptions."""
    wants = "websocket" in call.request.headers.get("Upgrade", "").lower()
    if wants or any(name in STREAMING for name in names):
        sentence = "Không mở WebSocket. Hãy đăng ký nhận tin bằng POST /queries/{tên}/subscriptions."
        raise ApiError(problems.NOT_OFFERED, sentence)
