"""GET of events: by query, by name, by what they share (`/bizSteps/{x}/events`), and what there is."""

from __future__ import annotations

import re
from typing import Any

from django.http import Http404, HttpResponse

from nscl.apps.api.documents import events_response
from nscl.apps.api.negotiation import namespaces_in
from nscl.apps.api.paging import Page, Pairs, link_next, parameters_of, refuse_others
from nscl.apps.api.problems import PARAMETER, ApiError
from nscl.apps.api.resources import Call, answered
from nscl.apps.api.views.root import collection as listed
from nscl.apps.traceability.items import described
from nscl.apps.traceability.queries import EventPage, collection, find_events
from nscl.gs1.canonical import canonical_epc
from nscl.gs1.epcis.problems import QUERY, Problem, step
from nscl.gs1.epcis.query_bodies import plain, query_problems, read_parameters
from nscl.gs1.errors import shown

# What a part of the path asks for, as a parameter of the query.
ASKED = {
    "eventTypes": "eventType",
    "bizSteps": "EQ_bizStep",
    "bizLocations": "EQ_bizLocation",
    "readPoints": "EQ_readPoint",
    "dispositions": "EQ_disposition",
}
CLASSES = ("class", "lot")


def all_events(call: Call) -> HttpResponse:
    """The events that a query asks for, as far as the caller may see them."""
    pairs, page = parameters_of(call.request)
    return _answer(call, page, _found(call, _query(call, pairs), page))


def one_event(call: Call, eventID: str) -> HttpResponse:
    """An event by its eventID or its hash, with the declarations of error about it."""
    pairs, _page = parameters_of(call.request)
    refuse_others(pairs)
    query = {"EQ_eventID": [_name(eventID)]}
    if query_problems(query):
        raise Http404
    found = find_events(query, view=call.caller.view(call.at), per_page=100, at=call.at).events
    if not found:
        raise Http404
    return events_response(call, sorted(found, key=lambda one: "errorDeclaration" in one.event))


def collected(kind: str) -> Any:
    """The view of a collection: the values that occur in events which the caller may see."""

    def values(call: Call) -> HttpResponse:
        pairs, page = parameters_of(call.request)
        refuse_others(pairs)
        view = call.caller.view(call.at)
        found = collection(kind, view=view, per_page=page.per_page, token=page.token)
        return link_next(answered(listed(list(found.members))), call.request, page, found.next_token)

    return values


def about(kind: str) -> Any:
    """The view of one value: what may be asked of it, as long as an event that is seen has it."""

    def member(call: Call, value: str) -> HttpResponse:
        pairs, _page = parameters_of(call.request)
        refuse_others(pairs)
        _refuse_absent(call, _condition(kind, value))
        return answered(listed(["events"]))

    return member


def events_of(kind: str) -> Any:
    """The view of the events that have one value, narrowed by any other parameter of a query."""

    def events(call: Call, value: str) -> HttpResponse:
        pairs, page = parameters_of(call.request)
        condition, query = _condition(kind, value), _query(call, pairs)
        twice = condition.keys() & query.keys()
        if twice:
            name = min(twice)
            sentence = f"Tham số {name} đã nằm trong địa chỉ. Hãy bỏ đi."
            raise ApiError(PARAMETER, errors=[Problem("twice", sentence, step("", name), type=QUERY)])
        found = _found(call, {**query, **condition}, page)
        if not found.events and not page.token:
            _refuse_absent(call, condition)
        return _answer(call, page, found)

    return events


def _query(call: Call, pairs: Pairs) -> dict[str, Any]:
    single = [name for name, _value in pairs if name.startswith(("GE_", "GT_", "LE_", "LT_", "EXISTS_"))]
    twice = next((name for name in single if single.count(name) > 1), "")
    if twice:
        sentence = f"Tham số {shown(twice)} chỉ đứng một lần."
        raise ApiError(PARAMETER, errors=[Problem("twice", sentence, step("", twice), type=QUERY)])
    return read_parameters(pairs, namespaces_in(call.request))


def _found(call: Call, query: dict[str, Any], page: Page) -> EventPage:
    view = call.caller.view(call.at)
    return find_events(query, view=view, per_page=page.per_page, token=page.token, at=call.at)


def _answer(call: Call, page: Page, found: EventPage) -> HttpResponse:
    return link_next(events_response(call, found.events), call.request, page, found.next_token)


def _condition(kind: str, value: str) -> dict[str, Any]:
    """A part of the path as a condition: lots and kinds of goods are classes, single things instances."""
    value = whole(value)
    name = ASKED.get(kind, "MATCH_anyEPC")
    if kind == "epcs" and (":class:" in value or described(canonical_epc(value)).kind in CLASSES):
        name = "MATCH_anyEPCClass"
    condition = plain({name: [value]})
    if query_problems(condition):
        raise Http404
    return condition


def _refuse_absent(call: Call, condition: dict[str, Any]) -> None:
    view = call.caller.view(call.at)
    if not find_events(condition, view=view, per_page=1, at=call.at).events:
        raise Http404


def whole(value: str) -> str:
    """An address in a path as it was meant: proxies make one slash of several.

    >>> whole("https:/id.gs1.org/00/340123450000000000")
    'https://id.gs1.org/00/340123450000000000'
    """
    return re.sub(r"^(https?):/+", r"\1://", value)


def _name(value: str) -> str:
    """The name of an event as it was meant; the version of a hash may have been read as a parameter.

    >>> _name("ni:/sha-256;00")
    'ni:///sha-256;00'
    """
    return re.sub(r"^ni:/+", "ni:///", whole(value))
