"""/capture: documents of events, taken over durably before the answer; jobs and how they ended."""

from __future__ import annotations

import base64
import re
import uuid
from typing import cast

from django.http import Http404, HttpResponse
from django.urls import reverse

from nscl.apps.api import negotiation
from nscl.apps.api.bodies import read_document_body
from nscl.apps.api.callers import sender_of
from nscl.apps.api.jobs import is_refused, job_as_json, jobs_seen_by, refusal_of
from nscl.apps.api.paging import bad_token, link_next, parameters_of, refuse_others
from nscl.apps.api.resources import Call, answered
from nscl.apps.traceability.actions import accept
from nscl.apps.traceability.models import ApiClient
from nscl.apps.traceability.storing import Behaviour


def send(call: Call) -> HttpResponse:
    """Take a document over: 202 with the address of its job, when it is durable.

    A document that was looked at at once and refused as a whole is answered by what is wrong with it.
    """
    pairs, _page = parameters_of(call.request)
    refuse_others(pairs)
    behaviour = negotiation.chosen(
        call.request, "GS1-Capture-Error-Behaviour", negotiation.BEHAVIOURS, "rollback"
    )
    sender = sender_of(call.request, cast(ApiClient, call.caller.client), at=call.at)
    body = read_document_body(call.request)
    job = accept(
        body,
        by=sender,
        at=call.at,
        behaviour=cast(Behaviour, behaviour),
        content_type=call.request.headers.get("Content-Type", ""),
    )
    if is_refused(job):
        raise refusal_of(job)
    response = HttpResponse(status=202)
    del response["Content-Type"]
    response["Location"] = reverse("api:capture_job", args=[job.uuid])
    response["GS1-Capture-Error-Behaviour"] = behaviour
    return response


def jobs(call: Call) -> HttpResponse:
    """The caller's jobs, newest first."""
    pairs, page = parameters_of(call.request)
    refuse_others(pairs)
    rows = jobs_seen_by(call.caller).order_by("-pk")
    if page.token:
        rows = rows.filter(pk__lt=_number(page.token))
    found = list(rows[: page.per_page + 1])
    shown = found[: page.per_page]
    token = _token(shown[-1].pk) if len(found) > len(shown) else ""
    return link_next(answered([job_as_json(job) for job in shown]), call.request, page, token)


def job(call: Call, captureID: str) -> HttpResponse:
    """One job; another's is as absent as none."""
    pairs, _page = parameters_of(call.request)
    refuse_others(pairs)
    if not re.fullmatch(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", captureID):
        raise Http404
    found = jobs_seen_by(call.caller).filter(uuid=uuid.UUID(captureID)).first()
    if found is None:
        raise Http404
    return answered(job_as_json(found))


def _token(number: int) -> str:
    return base64.urlsafe_b64encode(f"j{number}".encode()).decode().rstrip("=")


def _number(token: str) -> int:
    try:
        text = base64.urlsafe_b64decode(token.encode() + b"=" * (-len(token) % 4)).decode()
    except (ValueError, UnicodeError):
        raise bad_token() from None
    if not re.fullmatch(r"j[0-9]{1,18}", text, re.ASCII):
        raise bad_token()
    return int(text[1:])
