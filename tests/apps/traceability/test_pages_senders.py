"""Programs, entrustments, captures, files handed in, and what a province does not let pass."""

from __future__ import annotations

import re
from typing import Any
from urllib.parse import parse_qs, urlparse

import pytest
from django.core.exceptions import PermissionDenied
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import Http404
from django.test import Client

from nscl.apps.core.access import Refusal
from nscl.apps.core.models import AuditEntry
from nscl.apps.traceability.actions import capture, end_entrustment, entrust, issue_client, set_strictness
from nscl.apps.traceability.actions.clients import client_of_key
from nscl.apps.traceability.models import ApiClient, CaptureJob, Entrustment, Event, ProvinceStrictness
from nscl.apps.traceability.refusals import CaptureRefused
from nscl.apps.traceability.senders import sender_of_person, strict_of
from tests.apps.traceability.conftest import Desk
from tests.apps.traceability.documents import document, made, marked
from tests.world import TODAY, at

pytestmark = pytest.mark.django_db
BARE = "https://id.gs1.org/01/04012345123456"


@pytest.fixture
def an(client: Client, desk: Desk) -> Client:
    return desk.world.login(client, "an")


def plain(answer: Any) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", answer.content.decode()))


def doubtful() -> bytes:
    """A document that is right, with a kind of goods where a lot should stand."""
    event = made(["A"], ["B"], eventID="urn:uuid:doubtful")
    event["inputQuantityList"].append({"epcClass": BARE, "quantity": 1})
    return document(event)


# ── Programs ───────────────────────────────────────────────────────────


def test_a_key_is_shown_once_and_works_until_it_is_revoked(an: Client, desk: Desk) -> None:
    told = {"organisation": desk.mill.name, "name": "Kho", "scopes": ["capture"]}
    answer = an.post("/truy-xuat/phan-mem/cap-khoa/", told)
    key = re.search(r"nscl_[\w-]{20,}", answer.content.decode())
    assert key and "no-store" in answer.headers["Cache-Control"]
    found = client_of_key(key[0])
    assert found is not None and found.organisation == desk.mill
    assert key[0] not in an.get(f"/truy-xuat/phan-mem/{found.pk}/").content.decode()
    an.post(f"/truy-xuat/phan-mem/{found.pk}/thu-hoi/", {"reason": "Máy hỏng"})
    assert client_of_key(key[0]) is None
    again = an.post(f"/truy-xuat/phan-mem/{found.pk}/thu-hoi/", {"reason": "Máy hỏng"})
    assert again.status_code == 400 and "đã thu hồi" in plain(again)


def test_a_key_needs_an_organisation_of_the_province_and_a_right(an: Client, desk: Desk) -> None:
    answer = an.post("/truy-xuat/phan-mem/cap-khoa/", {"organisation": "Không có", "name": "Kho"})
    assert answer.status_code == 400 and ApiClient.objects.count() == 0
    desk.world.login(an, "khanh")
    told = {"organisation": desk.mill.name, "name": "Kho", "scopes": ["capture"]}
    assert an.post("/truy-xuat/phan-mem/cap-khoa/", told).status_code == 400
    assert ApiClient.objects.count() == 0


def test_programs_are_listed_inside_the_province_only(an: Client, desk: Desk) -> None:
    row, _key = issue_client(desk.mill, name="Kho", scopes=["query"], by=desk.world.actor("an"), at=at())
    assert "Kho" in plain(an.get("/truy-xuat/phan-mem/"))
    for name, status in (("chi", 200), ("ha", 403), ("khanh", 404)):
        desk.world.login(an, name)
        assert an.get(f"/truy-xuat/phan-mem/{row.pk}/").status_code == status, name
    desk.world.login(an, "chi")
    assert an.post(f"/truy-xuat/phan-mem/{row.pk}/thu-hoi/", {"reason": "x"}).status_code == 403


# ── Entrustments ───────────────────────────────────────────────────────


def test_an_entrustment_is_granted_and_ended_early(an: Client, desk: Desk) -> None:
    told = {"giver": desk.mill.name, "keeper": desk.shop.name, "valid_from": "01/03/2026"}
    assert an.post("/truy-xuat/uy-thac/ghi/", told).status_code == 302
    row = Entrustment.objects.get()
    address = f"/truy-xuat/uy-thac/{row.pk}/ket-thuc/"
    early = an.post(address, {"on": "01/01/2026", "reason": "Thôi"})
    assert early.status_code == 400 and "từ ngày bắt đầu" in plain(early)
    assert an.post(address, {"on": "15/03/2026", "reason": "Hết hợp đồng"}).status_code == 302
    row.refresh_from_db()
    assert str(row.valid_to) == "2026-03-15"
    assert AuditEntry.objects.get(deed="traceability.entrustment.end").reason == "Hết hợp đồng"
    later = an.post(address, {"on": "20/03/2026", "reason": "Kéo dài"})
    assert later.status_code == 400 and "sớm hơn" in plain(later)


def test_only_keepers_of_the_province_end_an_entrustment(desk: Desk) -> None:
    by = desk.world.actor("an")
    row = entrust(desk.mill, desk.shop, valid_from=TODAY, by=by, at=at())
    with pytest.raises(Refusal):
        end_entrustment(row, on=TODAY, reason=" ", by=by, at=at())
    for name in ("chi", "ha", "khanh"):
        with pytest.raises((PermissionDenied, Http404)):
            end_entrustment(row, on=TODAY, reason="Thôi", by=desk.world.actor(name), at=at())
    row.refresh_from_db()
    assert row.valid_to is None


# ── Files handed in ────────────────────────────────────────────────────


def handed_in(client: Client, desk: Desk, data: bytes, behaviour: str = "rollback") -> Any:
    file = SimpleUploadedFile("vu.json", data)
    told = {"organisation": desk.mill.name, "behaviour": behaviour, "file": file}
    return client.post("/truy-xuat/nap-tep/", told)


def test_a_file_is_looked_at_before_anything_is_stored(an: Client, desk: Desk) -> None:
    answer = handed_in(an, desk, doubtful())
    preview = an.get(answer.headers["Location"])
    assert "Ghi 1 sự kiện" in plain(preview) and "Điểm nghi ngờ: vẫn ghi" in plain(preview)
    assert Event.objects.count() == 0
    token = parse_qs(urlparse(answer.headers["Location"]).query)["tep"][0]
    done = an.post("/truy-xuat/nap-tep/ghi/", {"tep": token})
    job = CaptureJob.objects.get()
    assert done.headers["Location"].endswith(f"/lan-ghi/{job.pk}/") and job.created_by is not None
    assert Event.objects.get().warnings[0]["code"] == "no_lot"
    assert "Đã ghi" in plain(an.get(f"/truy-xuat/lan-ghi/{job.pk}/"))


def test_faults_are_shown_with_their_place_and_keep_the_file_out(an: Client, desk: Desk) -> None:
    wrong = {**marked("1"), "action": "CREATE"}
    address = handed_in(an, desk, document(wrong, marked("2"))).headers["Location"]
    preview = plain(an.get(address))
    assert "Sự kiện thứ 1 /action" in preview and "Ghi 1 sự kiện" not in preview
    token = parse_qs(urlparse(address).query)["tep"][0]
    an.post("/truy-xuat/nap-tep/ghi/", {"tep": token})
    job = CaptureJob.objects.get()
    assert (job.state, Event.objects.count()) == ("failed", 0)
    assert "Sự kiện thứ 1 /action" in plain(an.get(f"/truy-xuat/lan-ghi/{job.pk}/"))


def test_the_good_events_go_in_where_the_officer_said_so(an: Client, desk: Desk) -> None:
    wrong = {**marked("1"), "action": "CREATE"}
    address = handed_in(an, desk, document(wrong, marked("2")), "proceed").headers["Location"]
    assert "Ghi 1 sự kiện" in plain(an.get(address))
    an.post("/truy-xuat/nap-tep/ghi/", {"tep": parse_qs(urlparse(address).query)["tep"][0]})
    assert (CaptureJob.objects.get().state, Event.objects.count()) == ("partly", 1)


@pytest.mark.parametrize("data", [b"\x00\x01", b"{", b"[]", b"<a>", b"\xff" * 40])
def test_what_is_no_document_is_said_and_nothing_is_kept(an: Client, desk: Desk, data: bytes) -> None:
    preview = an.get(handed_in(an, desk, data).headers["Location"])
    assert preview.status_code == 200 and "Không đọc được tệp này" in plain(preview)
    assert CaptureJob.objects.count() == 0


def test_a_handed_in_file_is_its_officers_own(an: Client, desk: Desk) -> None:
    address = handed_in(an, desk, doubtful()).headers["Location"]
    assert an.get(f"{address}x").status_code == 404
    assert an.get("/truy-xuat/nap-tep/xem/").status_code == 404
    for name, status in (("khanh", 404), ("binh", 403)):
        desk.world.login(an, name)
        assert an.get(address).status_code == status
    assert handed_in(an, desk, doubtful()).status_code == 403


# ── Captures ───────────────────────────────────────────────────────────


def test_captures_are_seen_in_their_province_and_by_the_ministry_without_persons(
    an: Client, desk: Desk
) -> None:
    by = sender_of_person(desk.world.actor("an"), desk.mill, at=at())
    job = capture(document(marked("1")), by=by, at=at()).job
    assert "Nguyễn Văn An" in plain(an.get("/truy-xuat/lan-ghi/")).partition("Mã lần")[0]
    desk.world.login(an, "ha")
    assert "Nguyễn Văn An" not in plain(an.get("/truy-xuat/lan-ghi/"))
    assert "Nguyễn Văn An" not in plain(an.get(f"/truy-xuat/lan-ghi/{job.pk}/"))
    desk.world.login(an, "khanh")
    assert an.get(f"/truy-xuat/lan-ghi/{job.pk}/").status_code == 404


# ── Strictness ─────────────────────────────────────────────────────────


def test_a_province_refuses_what_it_switched_on_and_others_do_not(an: Client, desk: Desk) -> None:
    by = sender_of_person(desk.world.actor("an"), desk.mill, at=at())
    assert capture(doubtful(), by=by, at=at()).stored == 1
    set_strictness(desk.world.home, ["no_lot"], by=desk.world.actor("lan"), at=at())
    assert strict_of(desk.world.home.pk) == {"no_lot"} and strict_of(desk.world.neighbour.pk) == frozenset()
    strict = sender_of_person(desk.world.actor("an"), desk.mill, at=at())
    other = doubtful().replace(b"urn:uuid:doubtful", b"urn:uuid:other").replace(b"/10/B", b"/10/C")
    with pytest.raises(CaptureRefused):
        capture(other, by=strict, at=at())
    assert capture(other, by=strict, at=at(), strict=()).stored == 1
    preview = an.get(handed_in(an, desk, doubtful().replace(b"/10/B", b"/10/D")).headers["Location"])
    assert "Ghi 1 sự kiện" not in plain(preview)


def test_the_leader_changes_it_on_its_page_and_others_read(an: Client, desk: Desk) -> None:
    address = "/truy-xuat/muc-kiem-tra/"
    assert an.post(address, {"codes": ["no_lot"]}).status_code == 403
    assert "Lãnh đạo của tỉnh đổi được" in plain(an.get(address))
    desk.world.login(an, "lan")
    assert an.post(address, {"codes": ["no_lot", "future"]}).status_code == 302
    assert an.post(address, {"codes": ["future"]}).status_code == 302
    again = an.post(address, {"codes": ["future"]})
    assert again.status_code == 400 and "Chưa có gì thay đổi" in plain(again)
    assert an.post(address, {"codes": ["khong-co"]}).status_code == 400
    assert list(ProvinceStrictness.objects.values_list("code", flat=True)) == ["future"]
    entry = AuditEntry.objects.filter(deed="traceability.strictness.change").latest("seq")
    assert (entry.before, entry.after) == ({"strict": ["future", "no_lot"]}, {"strict": ["future"]})
