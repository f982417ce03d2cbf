"""POST /events: one event, stored before the answer."""

from __future__ import annotations

from typing import Any, cast
from urllib.parse import quote

from django.http import HttpResponse
from django.urls import reverse

from nscl.apps.api.bodies import read_document_body
from nscl.apps.api.callers import sender_of
from nscl.apps.api.jobs import instant
from nscl.apps.api.paging import parameters_of, refuse_others
from nscl.apps.api.problems import VALIDATION, ApiError
from nscl.apps.api.resources import Call, answered
from nscl.apps.traceability import sizes
from nscl.apps.traceability.actions import capture_with_others, ready
from nscl.apps.traceability.keys import key_of
from nscl.apps.traceability.models import ApiClient
from nscl.gs1.epcis.problems import Problem
from nscl.gs1.epcis.reading import Document, made, read_document
from nscl.gs1.epcis.writing import as_xml


def send_event(call: Call) -> HttpResponse:
    """Store one event: 201 with its address; 200 when the very same event is there already."""
    pairs, _page = parameters_of(call.request)
    refuse_others(pairs)
    sender = sender_of(call.request, cast(ApiClient, call.caller.client), at=call.at)
    body = read_document_body(call.request)
    sizes.refuse(body)
    document = one_event(read_document(body))
    part = ready(document, by=sender, at=call.at)
    result = capture_with_others(part)
    draft = part.judged.drafts[0]
    name = key_of(draft.event_id, draft.hash)
    event = named(document, name)
    if result.stored:
        event["recordTime"] = instant(call.at)
    status = 201 if result.stored else 200
    if call.is_xml:
        response = HttpResponse(as_xml(made(event)), status=status, content_type=call.media_type)
    else:
        response = answered(event, status=status, media_type=call.media_type)
    response["Location"] = event_address(name)
    return response


def one_event(document: Document) -> Document:
    """Refuses what is not one event; a document around one event (as XML needs it) is one."""
    if document.kind in ("capture", "query") and len(document.events) != 1:
        sentence = f"Đây là tài liệu có {len(document.events)} sự kiện. Hãy gửi tài liệu tới /capture."
        raise ApiError(VALIDATION, errors=[Problem("not_one_event", sentence, "")])
    return document


def named(document: Document, name: str) -> dict[str, Any]:
    """The event as it stands in the store: with its context and the name it goes by."""
    event = dict(document.events[0])
    event.setdefault("@context", document.content.get("@context"))
    return {**event, "eventID": name}


def event_address(name: str) -> str:
    """Where an event is read; its name may hold anything a URI may."""
    return reverse("api:events") + "/" + quote(name, safe="")
