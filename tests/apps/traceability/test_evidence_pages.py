"""The pages of sealed days: who sees them, what anyone may take away, and what a check leaves behind."""

from __future__ import annotations

import io
import json
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from pytest_django import Settings

from nscl.apps.traceability import actions
from nscl.apps.traceability.models import DailyRoot, Event, EvidenceCheck
from nscl.gs1 import verifier
from tests.apps.traceability.conftest import Desk
from tests.apps.traceability.documents import document, marked, seen
from tests.world import at

pytestmark = pytest.mark.django_db


@pytest.fixture
def root(desk: Desk, settings: Settings, tmp_path: Path) -> DailyRoot:
    settings.NSCL_SIGNING_DIR = tmp_path / "signing"
    desk.capture(document(marked("1"), marked("2", hour=9), seen("1")), when=at(2))
    return actions.close_days(desk.world.home, by=desk.world.actor("an"), at=at(3))[0]


def page(name: str, *args: Any) -> str:
    return reverse(f"traceability:{name}", args=args)


def body(response: Any) -> bytes:
    return b"".join(response.streaming_content) if response.streaming else response.content


def test_the_list_shows_days_and_keeps_its_filter_in_the_workbook(
    desk: Desk, root: DailyRoot, client: Client
) -> None:
    desk.world.login(client, "an")
    shown = client.get(page("day_list"), {"nam": "2026"}).content.decode()
    assert root.root in shown and root.fingerprint in shown
    assert root.root not in client.get(page("day_list"), {"nam": "2025"}).content.decode()
    found = client.get(page("day_export"), {"nam": "2026"})
    cells = [
        cell.value for row in openpyxl.load_workbook(io.BytesIO(body(found))).active.rows for cell in row
    ]
    assert root.root in cells


def test_a_day_leads_to_its_events_and_their_proofs(desk: Desk, root: DailyRoot, client: Client) -> None:
    desk.world.login(client, "giang")
    shown = client.get(page("day_detail", root.pk)).content.decode()
    event = Event.objects.order_by("pk")[1]
    assert page("event_proof", event.pk) in shown and page("day_leaves", root.pk) in shown
    assert page("event_detail", event.pk) in shown and "ni:///" not in shown
    assert "Đưa vào truy xuất" in shown and "Sê-ri 2" in shown and "09:00" in shown
    from_event = client.get(page("event_detail", event.pk)).content.decode()
    assert page("event_proof", event.pk) in from_event and page("day_detail", root.pk) in from_event
    proof = json.loads(client.get(page("event_proof", event.pk)).content)
    key = client.get(page("day_key")).content.decode().strip()
    assert verifier.right(proof, key) and proof["root"] == root.root
    lines = body(client.get(page("day_leaves", root.pk))).decode().splitlines()
    assert len(lines) == 3 and all(line.split("\t")[2].startswith("ni:///") for line in lines)


def test_an_event_of_an_open_day_offers_no_proof(desk: Desk, root: DailyRoot, client: Client) -> None:
    desk.capture(document(marked("9")), when=at(4))
    desk.world.login(client, "giang")
    event = Event.objects.latest("pk")
    assert page("event_proof", event.pk) not in client.get(page("event_detail", event.pk)).content.decode()
    assert client.get(page("event_proof", event.pk)).status_code == 404


def test_a_deeds_address_opened_like_a_page_says_what_to_do(
    desk: Desk, root: DailyRoot, client: Client
) -> None:
    desk.world.login(client, "an")
    address = page("day_check_start", desk.world.home.pk)
    answer = client.get(address)
    assert (answer.status_code, answer.headers["Allow"]) == (405, "POST")
    assert "Không mở được địa chỉ này" in answer.content.decode()
    assert not EvidenceCheck.objects.exists()
    assert client.post(address).status_code == 302


def test_root_key_and_verifier_are_for_everybody_without_login(root: DailyRoot, client: Client) -> None:
    told = json.loads(client.get(page("day_root", root.pk)).content)
    assert (told["root"], told["size"], told["key"]) == (root.root, 3, root.public_key)
    assert "event" not in told
    assert client.get(page("day_key_named", root.fingerprint)).content.decode().strip() == root.public_key
    assert client.get(page("day_verifier")).content == Path(verifier.__file__).read_bytes()
    assert client.get(page("day_key_named", "khong-co")).status_code == 404


@pytest.mark.parametrize("name", ["day_detail", "day_leaves", "event_proof"])
def test_another_province_and_strangers_do_not_see_a_days_events(
    desk: Desk, root: DailyRoot, client: Client, name: str
) -> None:
    number = Event.objects.order_by("pk")[0].pk if name == "event_proof" else root.pk
    assert client.get(page(name, number)).status_code == 302
    desk.world.login(client, "khanh")
    assert client.get(page(name, number)).status_code == 404
    desk.world.login(client, "an")
    assert client.get(page(name, number)).status_code == 200
    assert client.get(page(name, 10**9)).status_code == 404


def test_an_event_not_sealed_yet_has_no_proof(desk: Desk, root: DailyRoot, client: Client) -> None:
    desk.capture(document(marked("3")), when=at(3))
    desk.world.login(client, "an")
    assert client.get(page("event_proof", Event.objects.order_by("-pk")[0].pk)).status_code == 404


def test_checking_in_the_background_ends_at_the_page_that_tells(
    desk: Desk, root: DailyRoot, client: Client, django_capture_on_commit_callbacks: Any
) -> None:
    desk.world.login(client, "an")
    for expected in ("Nguyên vẹn", "Có sai lệch"):
        with django_capture_on_commit_callbacks(execute=True):
            started = client.post(page("day_check_start", desk.world.home.pk))
        shown = client.get(started.url, follow=True).content.decode()
        assert expected in shown
        Event.objects.filter(pk=Event.objects.order_by("pk")[0].pk).update(raw="{}")
    assert [one.ok for one in EvidenceCheck.objects.order_by("pk")] == [True, False]
    assert client.get(page("day_check_start", desk.world.home.pk)).status_code == 405
    assert client.post(page("day_check_start", desk.world.neighbour.pk)).status_code == 404
    assert client.post(page("day_check_start", 10**9)).status_code == 404


def test_an_officer_closes_and_is_told_how_many_days(desk: Desk, root: DailyRoot, client: Client) -> None:
    desk.capture(document(marked("4")), when=at(4))
    desk.world.login(client, "an")
    for sentence in ("Đã chốt 1 ngày.", "Không có ngày nào phải chốt."):
        shown = client.post(page("day_close", desk.world.home.pk), follow=True).content.decode()
        assert sentence in shown
    assert client.post(page("day_close", desk.world.neighbour.pk)).status_code == 404
    desk.world.login(client, "chi")
    assert client.post(page("day_close", desk.world.home.pk)).status_code == 403


def test_an_unusable_key_is_said_and_changes_nothing(
    desk: Desk, root: DailyRoot, client: Client, settings: Settings
) -> None:
    desk.capture(document(marked("4")), when=at(4))
    settings.NSCL_SIGNING_KEY = "hong"
    desk.world.login(client, "an")
    assert "NSCL_SIGNING_KEY không dùng được" in client.get(page("day_check")).content.decode()
    shown = client.post(page("day_close", desk.world.home.pk), follow=True).content.decode()
    assert "NSCL_SIGNING_KEY không dùng được" in shown and DailyRoot.objects.count() == 1
    assert client.get(page("day_key")).status_code == 404


def test_pages_ask_the_same_number_of_questions_however_many_days(
    desk: Desk, root: DailyRoot, client: Client, django_assert_max_num_queries: Any
) -> None:
    desk.world.login(client, "an")
    client.get(page("day_list"))
    for address in (page("day_list"), page("day_check"), page("day_detail", root.pk)):
        with CaptureQueriesContext(connection) as before:
            client.get(address)
        for day in range(4, 8):
            desk.capture(document(marked(f"{address}-{day}".replace("/", ""))), when=at(day))
        actions.close_days(desk.world.home, by=desk.world.actor("an"), at=at(9))
        with django_assert_max_num_queries(len(before)):
            client.get(address)
