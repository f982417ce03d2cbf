"""The OpenAPI text is true: what is asked by it is answered as it says, whatever the request."""

from __future__ import annotations

import json
import re
from typing import Any
from urllib.parse import quote, urlencode

import pytest
from django.core.handlers.wsgi import WSGIHandler

from nscl.apps.api import schemas
from nscl.apps.api.views.documents import description, resources_under
from tests.apps.api.conftest import Wire
from tests.apps.api.fuzzing import fuzz, stocked
from tests.apps.traceability.documents import document, made, marked

pytestmark = pytest.mark.django_db
SERVERS = ("/epcis/v2", "/api/v1")


@pytest.mark.parametrize("server", SERVERS)
def test_the_description_is_published_to_everybody(wire: Wire, server: str) -> None:
    answer = wire.get(f"{server}/openapi.json", key="")
    told = json.loads(answer.content)
    assert answer.status_code == 200 and told["openapi"] == "3.1.0"
    assert told["servers"] == [{"url": server}]


@pytest.mark.parametrize("server", SERVERS)
def test_every_address_and_method_is_described(server: str) -> None:
    paths = description(server)["paths"]
    for resource in resources_under(server):
        told = paths[f"/{resource.route}"]
        assert {"options", *(method.lower() for method in resource.operations)} == told.keys() - {
            "parameters"
        }


@pytest.mark.parametrize("server", SERVERS)
def test_names_in_the_description_lead_somewhere_and_none_is_used_twice(server: str) -> None:
    whole = description(server)
    named = set(json.dumps(whole).split('"#/components/schemas/')[1:])
    assert {text.partition('"')[0] for text in named} <= whole["components"]["schemas"].keys()
    operations = [one for path in whole["paths"].values() for one in path.values() if isinstance(one, dict)]
    names = [one["operationId"] for one in operations]
    assert len(names) == len(set(names))


@pytest.mark.parametrize("server", SERVERS)
def test_whatever_is_asked_by_the_description_is_answered_as_it_says(wire: Wire, server: str) -> None:
    wire.send(document(made(["A"], ["B"], eventID="urn:uuid:1"), marked("1", eventID="urn:uuid:2")))
    statuses: Any = fuzz(WSGIHandler(), server, wire.key, examples=4, most=4, known=stocked(wire))
    assert statuses and not any(status >= 500 for status in statuses)


@pytest.mark.parametrize("server", SERVERS)
def test_the_examples_of_the_description_are_answered_as_wished(wire: Wire, server: str) -> None:
    """All examples of an operation at once; those of questions find the event that they are about."""
    known = {"queryName": "giao-hang", "eventID": schemas.EXAMPLE_NAME, **stocked(wire)}
    operations = [
        (path, method, told)
        for path, methods in description(server)["paths"].items()
        for method, told in methods.items()
        if method in ("get", "post", "delete") and path != "/nextPageToken/{token}"
    ]
    for path, method, told in sorted(operations, key=lambda one: (one[1] == "delete", -len(one[0]))):
        kind = path.split("/")[1]
        value = schemas.COLLECTIONS[kind][2] if kind in schemas.COLLECTIONS else ""
        parts = {f"{{{name}}}": quote(one, safe="") for name, one in {**known, "value": value}.items()}
        address = re.sub(r"\{\w+\}", lambda found, parts=parts: parts[found[0]], path)
        answer = asked(wire, method.upper(), server + address, told, leaving="MATCH_anyEPC" if value else "")
        assert 200 <= answer.status_code < 300, (method, path, answer.content)
        if method == "get" and "event" in path.split("/")[-1].replace("eventTypes", "") and kind != "queries":
            assert schemas.EXAMPLE_NAME in answer.content.decode(), path


def asked(wire: Wire, method: str, path: str, told: dict[str, Any], leaving: str) -> Any:
    """One request with all examples that an operation tells."""
    given = [one for one in told.get("parameters", []) if "example" in one and one["name"] != leaving]
    headers = {one["name"]: one["example"] for one in given if one["in"] == "header"}
    values = {one["name"]: one["example"] for one in given if one["in"] == "query"}
    words = {name: "|".join(one) if isinstance(one, list) else one for name, one in values.items()}
    content = told.get("requestBody", {}).get("content", {}).get("application/json")
    body = {"data": json.dumps(content["example"]), "content_type": "application/json"} if content else {}
    return wire.request(method, f"{path}?{urlencode(words)}".rstrip("?"), headers=headers, **body)
