"""The OpenAPI 3.1 document, made from the same table as the addresses: it cannot say anything else."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from nscl.apps.api import negotiation, problems, schemas
from nscl.apps.api.resources import Answer, Operation, Parameter, Resource

_HEADERS: Mapping[str, Any] = {
    "Location": {"description": "Địa chỉ của cái vừa nhận", "schema": {"type": "string"}, "required": True},
    "Link": {"description": 'Trang sau, rel="next"; trang cuối không có', "schema": {"type": "string"}},
    "Allow": {"schema": {"type": "string"}, "required": True},
    "WWW-Authenticate": {"schema": {"type": "string"}},
    "GS1-EPC-Format": {"schema": {"enum": list(negotiation.EPC_FORMATS)}},
    **{name: {"schema": {"type": "string"}, "required": True} for name in negotiation.CAPABILITIES},
}
_CAPTURE_LIMITS = ("GS1-EPCIS-Capture-Limit", "GS1-EPCIS-Capture-File-Size-Limit")
_ALWAYS = (problems.VALIDATION, problems.NOT_ACCEPTABLE, problems.LONG_URL)
_WITH_KEY = (problems.NO_KEY, problems.FORBIDDEN)
_PROBLEMS = ("application/problem+json", "application/problem+xml")


def document(
    resources: Iterable[Resource], *, server: str, title: str, version: str = "2.0.0"
) -> dict[str, Any]:
    """The description of these addresses under one server path."""
    return {
        "openapi": "3.1.0",
        "info": {"title": title, "version": version, "description": _ABOUT},
        "servers": [{"url": server}],
        "security": [{"key": []}],
        "paths": {f"/{one.route}": _path(one) for one in resources},
        "components": {
            "schemas": schemas.SCHEMAS,
            "securitySchemes": {"key": {"type": "http", "scheme": "bearer"}},
        },
    }


_ABOUT = (
    "Khóa của phần mềm trong Authorization: Bearer. Lỗi là application/problem+json. "
    "A key of a program as bearer token; errors are problem details (RFC 7807)."
)


def _path(resource: Resource) -> dict[str, Any]:
    told: dict[str, Any] = {}
    parts = [_parameter(_part(resource, name)) for name in re.findall(r"\{(\w+)\}", resource.route)]
    if parts:
        told["parameters"] = parts
    for method, operation in resource.operations.items():
        told[method.lower()] = _operation(resource, method, operation)
    headers = (*negotiation.CAPABILITIES, "Allow", *resource.headers())
    told["options"] = {
        "tags": [resource.tag],
        "operationId": f"options_{resource.name}",
        "summary": "Khả năng của địa chỉ này · Capabilities",
        "security": [],
        "responses": {"204": _answer(Answer("Các tiêu đề nói khả năng", None, headers))}
        | _refusals((problems.LONG_URL,)),
    }
    return told


def _part(resource: Resource, name: str) -> Parameter:
    known = next((one for one in resource.about_parts if one.name == name), None)
    return known or Parameter(name, "path", {"type": "string", "minLength": 1})


def _operation(resource: Resource, method: str, operation: Operation) -> dict[str, Any]:
    told: dict[str, Any] = {
        "tags": [resource.tag],
        "operationId": f"{method.lower()}_{resource.name}",
        "summary": operation.summary,
    }
    if operation.description:
        told["description"] = operation.description
    if not operation.scope:
        told["security"] = []
    versions = schemas.READ_VERSIONS if method == "GET" and operation.scope else ()
    parameters = [_parameter(one) for one in (*operation.parameters, *versions)]
    if parameters:
        told["parameters"] = parameters
    if operation.takes:
        told["requestBody"] = {"required": True, "content": dict(operation.takes)}
    always = (*_ALWAYS, *(_WITH_KEY if operation.scope else ()), *operation.refusals)
    answers = {str(status): _answer(one) for status, one in operation.answers.items()}
    told["responses"] = answers | _refusals(always)
    return told


def _parameter(one: Parameter) -> dict[str, Any]:
    told: dict[str, Any] = {"name": one.name, "in": one.place, "schema": dict(one.schema)}
    if one.place == "path" or one.required:
        told["required"] = True
    if one.schema.get("type") == "array":
        told |= {"style": "pipeDelimited", "explode": False}
    if one.about:
        told["description"] = one.about
    if one.example is not None:
        told["example"] = one.example
    return told


def _answer(one: Answer) -> dict[str, Any]:
    told: dict[str, Any] = {"description": one.about}
    if one.headers:
        told["headers"] = {name: _HEADERS.get(name, {"schema": {"type": "string"}}) for name in one.headers}
    if one.schema is not None:
        told["content"] = {
            kind: {"schema": one.schema if kind in negotiation.JSON_TYPES else {"type": "string"}}
            for kind in one.media_types
        }
    return told


def _refusals(kinds: Sequence[problems.Kind]) -> dict[str, Any]:
    """One answer a status, naming the types that go with it."""
    by_status: dict[int, list[problems.Kind]] = {}
    for kind in dict.fromkeys(kinds):
        by_status.setdefault(kind.status, []).append(kind)
    return {str(status): _refusal(status, found) for status, found in sorted(by_status.items())}


def _refusal(status: int, kinds: Sequence[problems.Kind]) -> dict[str, Any]:
    types = sorted({kind.type for kind in kinds})
    narrowed = {
        "allOf": [
            schemas.PROBLEM,
            {"properties": {"status": {"const": status}, "type": {"enum": types}}},
        ]
    }
    told: dict[str, Any] = {
        "description": " · ".join(dict.fromkeys(kind.title for kind in kinds)),
        "content": {_PROBLEMS[0]: {"schema": narrowed}, _PROBLEMS[1]: {"schema": {"type": "string"}}},
    }
    if status == 401:
        told["headers"] = {"WWW-Authenticate": {"schema": {"type": "string"}, "required": True}}
    if problems.LIMIT in kinds:
        told["headers"] = {name: {"schema": {"type": "string"}, "required": True} for name in _CAPTURE_LIMITS}
    return told
