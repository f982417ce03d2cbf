"""The OpenAPI text is true: what is asked by it is answered as it says, whatever the request."""

from __future__ import annotations

import json
from typing import Any

import pytest
from django.core.handlers.wsgi import WSGIHandler

from nscl.apps.api.views.documents import description, resources_under
from tests.apps.api.conftest import Wire
from tests.apps.api.fuzzing import fuzz
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
    statuses: Any = fuzz(WSGIHandler(), server, wire.key, examples=4, most=4)
    assert statuses and not any(status >= 500 for status in statuses)
