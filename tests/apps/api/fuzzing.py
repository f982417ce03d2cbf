"""Requests made up from the published description, valid and broken ones, and what must hold of every answer."""

from __future__ import annotations

import copy
import random
import warnings
from collections import Counter
from collections.abc import Iterator
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

from nscl.apps.api.views.documents import description

HELD = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
]


def fuzz(
    app: Any, server: str, key: str, *, examples: int, number: int = 1, most: int = 1000
) -> Counter[int]:
    """Ask every operation so many times; the statuses that were answered. Raises at the first breach.

    Of operations with very many parameters only so many (`most`) take part, others with another `number`.
    """
    with warnings.catch_warnings(), connections_kept():
        warnings.simplefilter("ignore")
        schema = schemathesis.openapi.from_dict(thinned(description(server), most, number))
        schema.app = app
        statuses: Counter[int] = Counter()
        for found in schema.get_all_operations():
            _ask(found.ok(), key, examples, number, statuses)
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


def _ask(operation: Any, key: str, examples: int, number: int, statuses: Counter[int]) -> None:
    modes = [operation.as_strategy(generation_mode=mode) for mode in GenerationMode]

    @seed(number)
    @settings(
        max_examples=examples,
        deadline=None,
        database=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(case=st.one_of(modes))
    def asked(case: Any) -> None:
        response = case.call(headers={"Authorization": f"Bearer {key}"})
        statuses[response.status_code] += 1
        case.validate_response(response, checks=HELD)

    asked()
