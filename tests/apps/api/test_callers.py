"""A key speaks as far as its rights go; an officer's session reads; everybody else is told how to get in."""

from __future__ import annotations

import pytest
from django.test import Client

from nscl.apps.traceability.actions import revoke_client
from nscl.apps.traceability.models import ApiClient, CaptureJob
from tests.apps.api.conftest import Wire, problem
from tests.apps.traceability.documents import document, marked
from tests.world import at

pytestmark = pytest.mark.django_db
CAPTURE = "/epcis/v2/capture"


@pytest.mark.parametrize("key", ["", "nscl_wrong_key_of_somebody", "x", "khóa lạ"])
def test_without_a_right_key_nothing_is_said_and_nothing_done(wire: Wire, key: str) -> None:
    for answer in (wire.get(CAPTURE, key=key), wire.send(document(marked("1")), key=key)):
        problem(answer, 401, "SecurityException")
        assert answer["WWW-Authenticate"].startswith("Bearer")
    assert CaptureJob.objects.count() == 0


def test_another_scheme_is_no_key(wire: Wire) -> None:
    answer = wire.get(CAPTURE, key="", headers={"Authorization": f"Basic {wire.key}"})
    problem(answer, 401, "SecurityException")


def test_a_revoked_key_is_no_key(wire: Wire) -> None:
    client = ApiClient.objects.get()
    revoke_client(client, reason="Mất máy", by=wire.desk.world.actor("lan"), at=at(day=3))
    problem(wire.get(CAPTURE), 401, "SecurityException")


def test_a_key_does_only_what_its_rights_say(wire: Wire) -> None:
    reader = wire.key_for(wire.desk.mill, "query")
    answer = wire.send(document(marked("1")), key=reader)
    problem(answer, 403, "SecurityException")
    assert 'scope="capture"' in answer["WWW-Authenticate"] and CaptureJob.objects.count() == 0
    assert wire.get("/epcis/v2/", key=reader).status_code == 200
    problem(wire.get("/epcis/v2/", key=wire.key_for(wire.desk.mill, "capture")), 403, "SecurityException")


def test_an_officer_who_is_signed_in_reads_but_sends_nothing(wire: Wire) -> None:
    wire.send(document(marked("1")))
    wire.desk.world.login(wire.http, "an")
    answer = wire.get(CAPTURE, key="")
    assert answer.status_code == 200 and answer.content.count(b"captureID") == 1
    problem(wire.send(document(marked("2")), key=""), 403, "SecurityException")
    assert CaptureJob.objects.count() == 1


def test_an_officer_of_another_province_sees_nothing_of_this_one(wire: Wire) -> None:
    wire.send(document(marked("1")))
    wire.desk.world.login(wire.http, "khanh")
    assert wire.get(CAPTURE, key="").content == b"[]"


def test_a_session_needs_no_csrf_token_as_it_changes_nothing(wire: Wire) -> None:
    strict = Client(enforce_csrf_checks=True)
    headers = {"Authorization": f"Bearer {wire.key}"}
    body = document(marked("1"))
    assert strict.post(CAPTURE, body, content_type="application/json", headers=headers).status_code == 202


def test_an_official_without_a_second_factor_is_told_so(wire: Wire, monkeypatch: pytest.MonkeyPatch) -> None:
    from nscl.apps.accounts import middleware

    monkeypatch.setattr(middleware, "is_mfa_enabled", lambda user: False)
    wire.desk.world.login(wire.http, "an")
    assert "hai lớp" in problem(wire.get(CAPTURE, key=""), 403, "SecurityException")["detail"]
