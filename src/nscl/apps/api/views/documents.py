"""The OpenAPI documents: open to everybody, as an integrator reads them before there is a key."""

from __future__ import annotations

from functools import cache
from importlib import import_module
from typing import Any

from django.http import HttpResponse

from nscl.apps.api import openapi
from nscl.apps.api.paging import parameters_of, refuse_others
from nscl.apps.api.resources import Call, Resource, answered

_ROOMS = {
    "/epcis/v2": ("EPCIS 2.0 · NSCL", ("urls_epcis", "urls_queries")),
    "/api/v1": ("Truy xuất, thu hồi · NSCL", ("urls_tracing", "urls_recalls")),
}


def resources_under(server: str) -> list[Resource]:
    """Every address under a server path, as its parts of the room list them."""
    modules = [import_module(f"nscl.apps.api.{name}") for name in _ROOMS[server][1]]
    return [one for module in modules for one in getattr(module, "RESOURCES", ())]


@cache
def description(server: str) -> dict[str, Any]:
    """The OpenAPI document of a server path."""
    return openapi.document(resources_under(server), server=server, title=_ROOMS[server][0])


def of_epcis(call: Call) -> HttpResponse:
    return _answer(call, "/epcis/v2")


def of_questions(call: Call) -> HttpResponse:
    return _answer(call, "/api/v1")


def _answer(call: Call, server: str) -> HttpResponse:
    pairs, _page = parameters_of(call.request)
    refuse_others(pairs)
    return answered(description(server))
