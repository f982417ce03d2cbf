"""The root of the interface and its description."""

from __future__ import annotations

from django.http import HttpResponse

from nscl.apps.api.paging import parameters_of, refuse_others
from nscl.apps.api.resources import Call, answered

CONTEXT = "https://ref.gs1.org/standards/epcis/2.0.0/epcis-context.jsonld"
TOP_LEVEL = (
    "capture", "events", "eventTypes", "epcs", "bizSteps", "bizLocations", "readPoints", "dispositions",
    "queries",
)  # fmt: skip


def collection(members: list[str]) -> dict[str, object]:
    """A list of names as the standard writes it."""
    return {"@context": CONTEXT, "type": "Collection", "member": members}


def top_level(call: Call) -> HttpResponse:
    """What there is."""
    pairs, _page = parameters_of(call.request)
    refuse_others(pairs)
    return answered(collection(list(TOP_LEVEL)))


def release_token(call: Call, token: str) -> HttpResponse:
    """Nothing is kept for a token, so there is nothing to release."""
    response = HttpResponse(status=204)
    del response["Content-Type"]
    return response
