"""An address for programs and what may be done there: one table for routes, guards and the OpenAPI text."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern, re_path
from django.utils import timezone
from django.utils.cache import patch_vary_headers
from django.views.decorators.csrf import csrf_exempt

from nscl.apps.api import negotiation, problems
from nscl.apps.api.callers import Caller, caller_of
from nscl.apps.api.problems import ApiError

PUBLIC = "api.page.open"
READ = "api.events.read"
Schema = Mapping[str, Any]


@dataclass
class Call:
    """One request that may be answered: who calls, when, and in what form the answer is wanted."""

    request: HttpRequest
    caller: Caller
    at: datetime
    media_type: str = negotiation.JSON

    @property
    def is_xml(self) -> bool:
        return self.media_type in negotiation.XML_TYPES


@dataclass(frozen=True)
class Parameter:
    """A parameter as the OpenAPI document tells of it."""

    name: str
    place: str = "query"  # query, header or path
    schema: Schema = field(default_factory=lambda: {"type": "string"})
    about: str = ""
    example: Any = None
    required: bool = False


@dataclass(frozen=True)
class Answer:
    """What a status means: its sentence, the schema of its JSON, its headers, other media types."""

    about: str
    schema: Schema | None = None
    headers: Sequence[str] = ()
    media_types: Sequence[str] = (negotiation.JSON,)


@dataclass(frozen=True)
class Operation:
    """A method at an address: what it does, which right it needs, what it takes and what it answers.

    `does` gets the call and the parts of the path. `scope` is the right of a key; "" lets anybody.
    """

    does: Callable[..., HttpResponse]
    summary: str
    answers: Mapping[int, Answer]
    scope: str = "query"
    refusals: Sequence[problems.Kind] = ()
    parameters: Sequence[Parameter] = ()
    takes: Mapping[str, Any] | None = None  # media type → schema and example of the body
    offers: Sequence[str] = (negotiation.JSON,)
    deed: str = READ
    description: str = ""


@dataclass(frozen=True)
class Resource:
    """An address (`capture/{captureID}`) with its operations by method.

    `parts` says what a part of the path may hold: by default all up to the next slash.
    """

    route: str
    name: str
    operations: Mapping[str, Operation]
    tag: str = ""
    parts: Mapping[str, str] = field(default_factory=dict)
    about_parts: Sequence[Parameter] = ()
    headers: Callable[[], Mapping[str, str]] = dict  # more of what OPTIONS tells

    @property
    def methods(self) -> list[str]:
        found = list(self.operations)
        return [*found, *(["HEAD"] if "GET" in found else []), "OPTIONS"]

    def pattern(self) -> URLPattern:
        """The address for Django."""

        def part(found: re.Match[str]) -> str:
            return f"(?P<{found[1]}>{self.parts.get(found[1], '[^/]+')})"

        route = re.sub(r"\\{(\w+)\\}", part, re.escape(self.route))
        return re_path(rf"^{route}\Z", self.view(), name=self.name)

    def view(self) -> Callable[..., HttpResponse]:
        """One view for all methods; keys need no CSRF token, and sessions only read."""

        def inner(request: HttpRequest, **parts: str) -> HttpResponse:
            try:
                response = self._answer(request, parts)
            except Exception as fault:
                error = problems.as_api_error(fault)
                if error is None:
                    raise
                response = refused(request, error)
            return dressed(response)

        open_to_all = all(not operation.scope for operation in self.operations.values())
        inner.deed = PUBLIC if open_to_all else READ  # type: ignore[attr-defined]
        inner.__module__ = __name__
        return csrf_exempt(inner)

    def _answer(self, request: HttpRequest, parts: Mapping[str, str]) -> HttpResponse:
        method = request.method or ""
        if method == "OPTIONS":
            return self._options()
        operation = self.operations.get("GET" if method == "HEAD" else method)
        if operation is None:
            sentence = f"Địa chỉ này chỉ nhận {', '.join(self.methods)}."
            raise ApiError(problems.METHOD, sentence, headers={"Allow": ", ".join(self.methods)})
        caller = Caller()
        if operation.scope:
            caller = caller_of(request, scope=operation.scope, deed=operation.deed)
            negotiation.check_versions(request)
        if any("\0" in part for part in parts.values()):
            raise ApiError(problems.NOT_FOUND)
        media_type = negotiation.accepted(request, operation.offers)
        response = operation.does(Call(request, caller, timezone.now(), media_type), **parts)
        if method == "HEAD":
            response["Content-Length"] = str(len(response.content))
            response.content = b""
        return response

    def _options(self) -> HttpResponse:
        response = HttpResponse(status=204)
        del response["Content-Type"]
        response["Allow"] = ", ".join(self.methods)
        for name, value in {**negotiation.CAPABILITIES, **self.headers()}.items():
            response[name] = value
        return response


def answered(value: Any, *, status: int = 200, media_type: str = negotiation.JSON) -> HttpResponse:
    """A JSON value as an answer."""
    return HttpResponse(problems.as_bytes(value), status=status, content_type=media_type)


def refused(request: HttpRequest, error: ApiError) -> HttpResponse:
    """An error as an answer to this request; `instance` is its address."""
    error.instance = error.instance or request.get_full_path()[:400]
    if error.kind is problems.LIMIT:
        error.headers = {**negotiation.capture_limits(), **error.headers}
    return problems.problem_response(error, is_xml=negotiation.likes_xml(request))


def dressed(response: HttpResponse) -> HttpResponse:
    """With what every answer says: versions, and that no cache between may keep it."""
    for name, value in negotiation.SPOKEN.items():
        response.headers.setdefault(name, value)
    response.headers.setdefault("Cache-Control", "no-store")
    patch_vary_headers(response, ["Accept", "Authorization"])
    return response


__all__ = ["Answer", "Call", "Operation", "Parameter", "Resource", "answered", "refused"]
