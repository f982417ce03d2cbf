"""Requests made up from the published description, valid and broken ones, and what must hold of every answer."""

from __future__ import annotations

import copy
import json
import random
import warnings
from collections import Counter
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

import schemathesis
from django.core.signals import request_finished, request_started
from django.db import close_old_connections
from hypothesis import HealthCheck, Phase, given, seed, settings
from hypothesis import strategies as st
from schemathesis.checks import not_a_server_error
from schemathesis.generation import GenerationMode
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from nscl.apps.api import schemas
from nscl.apps.api.views.documents import description
from tests.apps.api.conftest import Wire
from tests.apps.traceability.recall_tales import notified

HELD = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
]
_MODES = (GenerationMode.POSITIVE, GenerationMode.NEGATIVE)


def fuzz(
    app: Any,
    server: str,
    key: str,
    *,
    examples: int,
    number: int = 1,
    most: int = 1000,
    known: Mapping[str, str] | None = None,
) -> Counter[int]:
    """Ask every operation so many times; the statuses that were answered. Raises at the first breach.

    OPTIONS has nothing to vary: it is asked a few times and not counted. What deletes comes last.

    Of operations with very many parameters only so many (`most`) take part, others with another `number`.
    Half of the requests keep to the examples of the description, and to what is `known` to be there by the
    name of its part of the path: so answers beyond refusals are seen as well.
    """
    with warnings.catch_warnings(), connections_kept():
        warnings.simplefilter("ignore")
        whole = thinned(description(server), most, number)
        few = {one.label: one for one in operations_of(narrowed(description(server), known or {}), app)}
        statuses: Counter[int] = Counter()
        for operation in sorted(operations_of(whole, app), key=lambda one: one.method == "delete"):
            _ask(operation, few[operation.label], key, examples, number, statuses)
    return statuses


def thinned(document: dict[str, Any], most: int, number: int) -> dict[str, Any]:
    """The description with at most so many parameters an operation, chosen by a number."""
    found = copy.deepcopy(document)
    for path in found["paths"].values():
        for operation in (one for one in path.values() if isinstance(one, dict)):
            given = operation.get("parameters", [])
            if len(given) > most:
                operation["parameters"] = random.Random(number).sample(given, most)
                number += 1
    return found


def narrowed(document: dict[str, Any], known: Mapping[str, str]) -> dict[str, Any]:
    """The description with nothing but its examples, what is `known`, and what has few values anyway."""
    found = copy.deepcopy(document)
    for path in found["paths"].values():
        for told in [path, *(one for one in path.values() if isinstance(one, dict))]:
            given = [_narrowed(one, known) for one in told.get("parameters", [])]
            told["parameters"] = [one for one in given if one is not None]
            content = told.get("requestBody", {}).get("content", {})
            for kind in [kind for kind, one in content.items() if "example" not in one]:
                del content[kind]
            for one in content.values():
                one["schema"] = {"const": one["example"]}
    return found


def _narrowed(parameter: dict[str, Any], known: Mapping[str, str]) -> dict[str, Any] | None:
    schema = parameter["schema"]
    example = known.get(parameter["name"], parameter.get("example"))
    if isinstance(example, list):
        schema = {**schema, "items": {"enum": example}, "minItems": 1, "uniqueItems": True}
    elif example is not None:
        schema = {"const": example}
    elif not parameter.get("required") and "enum" not in schema and "maximum" not in schema:
        return None
    return {**parameter, "schema": schema}


@contextmanager
def connections_kept() -> Iterator[None]:
    """As in Django's own test client: the test's transaction stays open from one request to the next."""
    signals = (request_started, request_finished)
    for signal in signals:
        signal.disconnect(close_old_connections)
    try:
        yield
    finally:
        for signal in signals:
            signal.connect(close_old_connections)


def operations_of(document: dict[str, Any], app: Any) -> list[Any]:
    schema = schemathesis.openapi.from_dict(document)
    schema.app = app
    return [found.ok() for found in schema.get_all_operations()]


def _ask(operation: Any, few: Any, key: str, examples: int, number: int, statuses: Counter[int]) -> None:
    sound, broken = (operation.as_strategy(generation_mode=mode) for mode in _MODES)
    wished = few.as_strategy(generation_mode=GenerationMode.POSITIVE)
    cases = st.integers(0, 3).flatmap([sound, broken, wished, wished].__getitem__)
    is_plain = operation.method == "options"

    @seed(number)
    @settings(
        max_examples=min(examples, 3) if is_plain else examples,
        deadline=None,
        database=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(case=cases)
    def asked(case: Any) -> None:
        response = case.call(headers={"Authorization": f"Bearer {key}"})
        statuses[response.status_code] += not is_plain
        case.validate_response(response, checks=HELD)

    asked()


def stocked(wire: Wire) -> dict[str, str]:
    """What the examples of the description are about is there; the numbers that no description can know."""
    job = wire.send(schemas.EXAMPLE_DOCUMENT)["Location"]
    [query] = _examples_of("/epcis/v2", "/queries")
    [subscription] = _examples_of("/epcis/v2", "/queries/{queryName}/subscriptions")
    wire.send(query, "/epcis/v2/queries")
    place = wire.send(subscription, f"/epcis/v2/queries/{query['name']}/subscriptions")["Location"]
    notified(wire.desk.world, roots=schemas.EXAMPLE_ITEM)
    [recall] = json.loads(wire.get("/api/v1/recalls").content)["recalls"]
    parts = {"captureID": job, "subscriptionID": place, "recallID": f"/{recall['recallID']}"}
    return {name: address.rpartition("/")[2] for name, address in parts.items()}


def _examples_of(server: str, path: str) -> list[Any]:
    content = description(server)["paths"][path]["post"]["requestBody"]["content"]
    return [one["example"] for one in content.values() if "example" in one]
