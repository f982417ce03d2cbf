"""A firm with a program that speaks over HTTP, and its neighbour with another."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from datetime import date
from typing import Any

import pytest
from django.http import HttpResponse
from django.test import Client

from nscl.apps.registry.models import Organisation
from nscl.apps.traceability.actions import entrust, issue_client
from tests.apps.traceability.conftest import Desk, make_desk
from tests.world import World, at

ALL = ("capture", "query", "subscribe")


@dataclass
class Wire:
    """Requests with a key; `send` and `ask` are the two things an ERP does."""

    desk: Desk
    key: str
    http: Client = field(default_factory=lambda: Client(raise_request_exception=False))

    def request(self, method: str, path: str, *, key: str | None = None, **more: Any) -> HttpResponse:
        headers = {"Authorization": f"Bearer {self.key if key is None else key}"} if key != "" else {}
        headers |= more.pop("headers", {})
        return self.http.generic(method, path, headers=headers, **more)

    def get(self, path: str, **more: Any) -> HttpResponse:
        return self.request("GET", path, **more)

    def send(
        self, body: bytes | dict[str, Any], path: str = "/epcis/v2/capture", **more: Any
    ) -> HttpResponse:
        data = body if isinstance(body, bytes) else json.dumps(body).encode()
        kind = more.pop("content_type", "application/json")
        more.setdefault("CONTENT_TYPE", kind)  # the test client leaves it out of an empty request
        return self.request("POST", path, data=data, content_type=kind, **more)

    def key_for(self, organisation: Organisation, *scopes: str) -> str:
        by = self.desk.world.actor("an")
        return issue_client(organisation, name="Phần mềm", scopes=scopes or ALL, by=by, at=at())[1]

    def entrust(self, giver: Organisation, keeper: Organisation) -> None:
        entrust(giver, keeper, valid_from=date(2020, 1, 1), by=self.desk.world.actor("an"), at=at())


@pytest.fixture
def wire(world: World) -> Wire:
    desk = make_desk(world)
    made = Wire(desk, "")
    made.key = made.key_for(desk.mill)
    return made


def problem(response: HttpResponse, status: int, kind: str) -> dict[str, Any]:
    """The problem that was answered, after its form was looked at."""
    assert response.status_code == status, response.content
    assert response["Content-Type"] == "application/problem+json"
    told = json.loads(response.content)
    assert told["type"] == f"epcisException:{kind}" and told["status"] == status
    assert told["title"] and told["detail"] and told["instance"]
    return dict(told)
