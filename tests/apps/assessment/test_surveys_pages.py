"""The pages of surveys: from an empty list to closing, seen by those who may, one cost for any length."""

from __future__ import annotations

import io
from datetime import date, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from docx import Document
from openpyxl import load_workbook

from nscl.apps.assessment.actions import surveys
from nscl.apps.assessment.inbox import waiting
from nscl.apps.assessment.links import path_of
from nscl.apps.assessment.models import Invitation, Survey, SurveyMail
from nscl.apps.registry.actions.organisations import add as add_organisation
from nscl.apps.registry.actions.organisations import change_status
from tests.apps.assessment.survey_tales import BASE, answer, asked, firm, page, running, send, survey, version
from tests.world import World, at

pytestmark = pytest.mark.django_db


def test_a_survey_runs_from_an_empty_form_to_closing(world: World, client: Client, settings: Any) -> None:
    """Prepared, listed by a filter, opened, invited, answered, closed: every step on its page."""
    chosen = version(world)
    firm(world, "Hợp tác xã Bản Mây", kind="cooperative", email="banmay@htx.example.vn")
    firm(world, "Công ty TNHH Suối Trong")
    world.login(client, "an")
    today = timezone.localdate()
    data = {"title": "Khảo sát hợp tác xã", "year": "2025", "version": chosen.pk}
    data |= {"opens_on": "", "closes_on": f"{today + timedelta(days=9):%d/%m/%Y}"}
    response = send(client, "survey_add", **data)
    made = Survey.objects.get()
    assert response.redirect_chain[-1][0] == f"/khao-sat/{made.pk}/"
    assert "Danh sách còn trống." in response.content.decode()

    text = page(client, "survey_choose", made.pk, loai="cooperative")
    assert "Sẽ thêm 1 tổ chức" in text and "Bản Mây" in text and "Suối Trong" not in text
    send(client, "survey_list_add", made.pk, **{"loc": "loai=cooperative", "tat-ca": "1"})
    made.refresh_from_db()
    assert made.invitations.count() == 1 and made.list_sentence == "Loại: Hợp tác xã, tổ hợp tác"

    assert "Mở khảo sát" in page(client, "survey_detail", made.pk)
    text = send(client, "survey_open", made.pk).content.decode()
    assert "Đã mở khảo sát" in text and "Gửi thư mời" in text

    assert "banmay@htx.example.vn" in page(client, "survey_invite", made.pk)
    send(client, "survey_invite", made.pk, **{"xac-nhan": "1"})
    assert SurveyMail.objects.get().to == "banmay@htx.example.vn"

    answer(made.invitations.get())
    assert "<b>100 %</b>" in page(client, "survey_detail", made.pk)
    text = send(client, "survey_close", made.pk, reason="Đủ phiếu").content.decode()
    assert "Đã đóng khảo sát" in text and "Mở lại" in text
    later = f"{today + timedelta(days=30):%d/%m/%Y}"
    send(client, "survey_reopen", made.pk, reason="Bổ sung đơn vị", closes_on=later)
    made.refresh_from_db()
    assert made.state == "open"


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        ({"title": ""}, "Trường này là bắt buộc"),
        ({"year": "hai nghìn"}, "Năm là bốn chữ số"),
        ({"closes_on": "31/02/2026"}, "Nhập một ngày hợp lệ"),
        ({"opens_on": "05/04/2026", "closes_on": "01/04/2026"}, "không trước ngày bắt đầu"),
        ({"year": "2199"}, "Hãy sửa lại năm"),
    ],
)
def test_a_form_that_cannot_be_kept_says_why_and_keeps_what_was_typed(
    world: World, client: Client, data: dict[str, str], sentence: str
) -> None:
    sent = {"title": "Khảo sát A", "year": "2025", "version": str(version(world).pk), **data}
    response = send(world.login(client, "an"), "survey_add", **sent)
    text = response.content.decode()
    assert response.status_code == 400 and sentence in text and sent["title"] in text
    assert not Survey.objects.exists()


def test_a_page_older_than_the_survey_shows_both_contents(world: World, client: Client) -> None:
    made = survey(world, is_open=False)
    surveys.change_survey(made, revision=0, title="Tên của Lan", by=world.actor("lan"), at=at())
    data = {"title": "Tên của An", "year": "2025", "version": str(made.version_id), "seen": "0"}
    response = send(world.login(client, "an"), "survey_change", made.pk, **data)
    text = response.content.decode()
    assert response.status_code == 409 and "Tên của Lan" in text and "Tên của An" in text
    made.refresh_from_db()
    assert made.title == "Tên của Lan"


def test_the_form_of_an_open_survey_no_longer_asks_for_questions_and_year(
    world: World, client: Client
) -> None:
    made = running(world, firm(world, "Suối Trong"))
    text = page(world.login(client, "an"), "survey_change", made.pk)
    assert 'name="closes_on"' in text and 'name="version"' not in text and 'name="year"' not in text


# ── Choosing ───────────────────────────────────────────────────────────


def test_what_is_to_be_added_is_said_beforehand(world: World, client: Client) -> None:
    head = firm(world, "Công ty Mẹ", email="me@congty.example.vn")
    firm(world, "Chi nhánh Con", parent=head)
    gone = firm(world, "Công ty Cũ")
    change_status(gone, status="dissolved", on=date(2026, 1, 5), by=world.actor("an"), at=at())
    made = survey(world, firm(world, "Đã có"), is_open=False)
    text = page(world.login(client, "an"), "survey_choose", made.pk)
    for sentence in (
        "Sẽ thêm 2 tổ chức",
        "1 tổ chức đã có trong danh sách.",
        "1 tổ chức không thêm được",
        "1 chi nhánh có đơn vị chủ quản cùng được hỏi",
        "1 tổ chức chưa có thư điện tử",
    ):
        assert sentence in text
    assert "Công ty Cũ" not in text


def test_only_the_ticked_are_added(world: World, client: Client) -> None:
    first, second = firm(world, "A"), firm(world, "B")
    made = survey(world, is_open=False)
    world.login(client, "an")
    text = send(client, "survey_list_add", made.pk, loc="").content.decode()
    assert "Chưa chọn tổ chức nào" in text and not made.invitations.exists()
    send(client, "survey_list_add", made.pk, loc="", chon=[second.pk, "x", "²"])
    assert [row.organisation for row in made.invitations.all()] == [second] and first.pk


def test_a_filter_that_cannot_be_read_adds_nobody(world: World, client: Client) -> None:
    firm(world, "A")
    made = survey(world, is_open=False)
    data = {"loc": "nam=hai&loai=enterprise", "tat-ca": "1"}
    text = send(world.login(client, "an"), "survey_list_add", made.pk, **data).content.decode()
    assert "chưa đọc được" in text and not made.invitations.exists()


def test_a_saved_filter_of_the_register_is_offered(world: World, client: Client) -> None:
    made = survey(world, is_open=False)
    world.login(client, "an")
    client.post("/to-chuc/bo-loc/", {"ten": "HTX của tôi", "loc": "loai=cooperative"})
    assert "HTX của tôi" in page(client, "survey_choose", made.pk)


def test_choosing_again_adds_nobody_twice(world: World, client: Client) -> None:
    one = firm(world, "A")
    made = survey(world, one, is_open=False)
    text = send(world.login(client, "an"), "survey_list_add", made.pk, loc="", chon=[one.pk])
    assert "đã có trong danh sách" in text.content.decode() and made.invitations.count() == 1


# ── The list ───────────────────────────────────────────────────────────


def test_the_silent_are_seen_and_the_answered_are_not_among_them(world: World, client: Client) -> None:
    first, second = firm(world, "Đã đáp"), firm(world, "Còn im lặng")
    made = running(world, first, second)
    answer(asked(made, first))
    world.login(client, "an")
    text = page(client, "survey_invitations", made.pk, **{"tinh-hinh": "silent"})
    assert "Còn im lặng" in text and "Đã đáp" not in text
    assert "Đã đáp" in page(client, "survey_invitations", made.pk, **{"tinh-hinh": "answered"})
    assert "Không có đơn vị nào khớp" in page(client, "survey_invitations", made.pk, tim="zzz")


@pytest.mark.parametrize("query", [{"trang": "²"}, {"trang": "-1"}, {"tinh-hinh": "x"}, {"thu": "x"}])
def test_a_crooked_address_still_shows_a_list(world: World, client: Client, query: dict[str, str]) -> None:
    made = running(world, firm(world, "Suối Trong"))
    page(world.login(client, "an"), "survey_invitations", made.pk, **query)
    page(client, "survey_mails", made.pk, **query)


def test_the_lists_cost_as_much_for_many_as_for_few(world: World, client: Client) -> None:
    made = running(world, *(firm(world, f"Công ty {n}", email=f"a{n}@x.example.vn") for n in range(2)))
    world.login(client, "an")
    firm(world, "Chưa chọn")
    surveys.invite(made, base_url=BASE, by=world.actor("an"), at=at())
    pages = ("survey_detail", "survey_invitations", "survey_mails", "survey_invite", "survey_choose")

    def questions() -> dict[str, int]:
        found = {}
        for name in pages:
            with CaptureQueriesContext(connection) as context:
                page(client, name, made.pk)
            found[name] = len(context)
        with CaptureQueriesContext(connection) as context:
            page(client, "survey_list")
        return {**found, "list": len(context)}

    questions()
    few = questions()
    more = [firm(world, f"Đơn vị {n}", email=f"b{n}@x.example.vn") for n in range(12)]
    keys = [one.pk for one in more]
    surveys.list_organisations(made, organisations=keys, by=world.actor("an"), at=at())
    surveys.invite(
        made, invitations=[asked(made, one) for one in more[:6]], base_url=BASE, by=world.actor("an"), at=at()
    )
    for one in more[:3]:
        answer(asked(made, one))
    survey(world, is_open=False)
    firm(world, "Thêm trong sổ")
    assert questions() == few


def test_the_list_is_taken_out_as_it_is_shown(world: World, client: Client) -> None:
    first, second = firm(world, "Đã đáp"), firm(world, "Còn im lặng")
    made = running(world, first, second)
    answer(asked(made, first))
    world.login(client, "an")
    query = {"tinh-hinh": "silent"}
    book = client.get(reverse("assessment:survey_list_xlsx", args=[made.pk]), query)
    told = str(list(load_workbook(io.BytesIO(book.content)).active.iter_rows(values_only=True)))
    assert "Còn im lặng" in told and "Đã đáp" not in told and "tra-loi" not in told
    links = client.get(reverse("assessment:survey_list_xlsx", args=[made.pk]), {"lien-ket": "1"})
    told = str(list(load_workbook(io.BytesIO(links.content)).active.iter_rows(values_only=True)))
    assert told.count("/tra-loi/") == 2 and links.headers["Cache-Control"] == "no-store"
    paper = client.get(reverse("assessment:survey_list_docx", args=[made.pk]), query)
    assert "Còn im lặng" in Document(io.BytesIO(paper.content)).tables[0].rows[1].cells[1].text


def test_an_organisation_is_taken_off_after_a_page_that_names_it(world: World, client: Client) -> None:
    made = running(world, firm(world, "Nhầm"), firm(world, "Đúng"))
    row = made.invitations.get(organisation__name="Nhầm")
    world.login(client, "an")
    text = send(client, "survey_remove", made.pk, chon=[row.pk]).content.decode()
    assert "Nhầm" in text and made.invitations.count() == 2
    send(client, "survey_remove", made.pk, **{"ma": str(row.pk), "xac-nhan": "1"})
    assert [one.organisation.name for one in made.invitations.all()] == ["Đúng"]
    Invitation.objects.update(sent_at=at())
    last = made.invitations.get()
    refused = send(client, "survey_remove", made.pk, **{"ma": str(last.pk), "xac-nhan": "1"})
    assert refused.status_code == 400 and "Không bỏ được" in refused.content.decode()


# ── One organisation ───────────────────────────────────────────────────


def test_the_page_of_one_shows_its_link_and_code_to_those_who_may_see_it(
    world: World, client: Client, settings: Any
) -> None:
    settings.NSCL_SITE_URL = "https://nscl.tinh.example.vn"
    one = firm(world, "Suối Trong")
    made = running(world, one)
    row = asked(made, one)
    text = page(world.login(client, "an"), "survey_invitation", made.pk, row.pk)
    assert f"https://nscl.tinh.example.vn{path_of(row)}" in text and "<svg" in text
    text = page(world.login(client, "giang"), "survey_invitation", made.pk, row.pk)
    assert "/tra-loi/" not in text and "<svg" not in text


def test_link_address_and_refusal_are_mended_from_the_page(world: World, client: Client) -> None:
    one = firm(world, "Suối Trong")
    made = running(world, one)
    row = asked(made, one)
    world.login(client, "an")
    send(client, "survey_invitation_renew", made.pk, row.pk)
    send(client, "survey_invitation_email", made.pk, row.pk, email="moi@suoitrong.example.vn")
    send(client, "survey_invitation_decline", made.pk, row.pk, reason="Tạm ngừng")
    row.refresh_from_db()
    assert (row.serial, row.email, row.decline_reason) == (1, "moi@suoitrong.example.vn", "Tạm ngừng")
    text = page(client, "survey_invitation", made.pk, row.pk)
    assert "Tạm ngừng" in text and "Bỏ ghi nhận từ chối" in text
    send(client, "survey_invitation_withdraw", made.pk, row.pk)
    row.refresh_from_db()
    assert row.declined_at is None
    text = send(client, "survey_invitation_email", made.pk, row.pk, email="sai").content.decode()
    row.refresh_from_db()
    assert row.email == "moi@suoitrong.example.vn" and "notice error" in text
    refused = send(client, "survey_invitation_decline", made.pk, row.pk, reason="")
    assert refused.status_code == 400


def test_a_line_of_another_survey_does_not_exist_here(world: World, client: Client) -> None:
    first, second = running(world, firm(world, "A")), running(world, firm(world, "B"))
    world.login(client, "an")
    page(client, "survey_invitation", first.pk, second.invitations.get().pk, status=404)


# ── Who may ────────────────────────────────────────────────────────────

PAGES = ("survey_detail", "survey_invitations", "survey_choose", "survey_open", "survey_close")
DEEDS = ("survey_list_add", "survey_open", "survey_remove", "survey_send_again", "survey_invite")


@pytest.mark.parametrize(
    "name", [*PAGES, "survey_invite", "survey_letters", "survey_mails", "survey_history"]
)
def test_a_survey_of_another_province_is_not_found(world: World, client: Client, name: str) -> None:
    made = running(world, firm(world, "A"))
    page(world.login(client, "khanh"), name, made.pk, status=404)


@pytest.mark.parametrize("who", ["giang", "ha", "chi", "dung"])
def test_readers_see_how_far_it_is_and_do_nothing(world: World, client: Client, who: str) -> None:
    made = running(world, firm(world, "A"))
    world.login(client, who)
    text = page(client, "survey_detail", made.pk)
    assert "Gửi thư mời" not in text and "Đóng khảo sát" not in text
    for name in DEEDS:
        assert send(client, name, made.pk).status_code == 403
    assert "chon-" not in page(client, "survey_invitations", made.pk)


def test_the_ministry_sees_no_address(world: World, client: Client) -> None:
    made = running(world, firm(world, "A", email="rieng@a.example.vn"))
    assert "rieng@a.example.vn" not in page(world.login(client, "ha"), "survey_invitations", made.pk)


def test_a_stranger_is_led_to_the_login(world: World, client: Client) -> None:
    made = running(world, firm(world, "A"))
    response = client.get(reverse("assessment:survey_detail", args=[made.pk]))
    assert response.status_code == 302 and "login" in response.headers["Location"]


def test_the_inbox_calls_for_what_is_overdue_or_undelivered(world: World) -> None:
    today = timezone.localdate()
    late = running(world, firm(world, "A", email="a@a.example.vn"), closes_on=today - timedelta(days=1))
    running(world, firm(world, "B"), title="Còn hạn")
    surveys.invite(late, base_url=BASE, by=world.actor("an"), at=at())
    SurveyMail.objects.update(tries=5)
    told = {(one.deed, one.subject) for one in waiting(world.actor("an"))}
    assert told == {
        ("Đóng hoặc gia hạn khảo sát", late.title),
        ("Xử lý thư không gửi được", late.title),
    }
    assert waiting(world.actor("khanh")) == [] and waiting(world.actor("giang")) == []


def test_the_list_of_surveys_shows_how_many_answered(world: World, client: Client) -> None:
    first = firm(world, "A")
    made = running(world, first, firm(world, "B"))
    answer(asked(made, first))
    add_organisation(by=world.actor("khanh"), at=at(), name="C")
    text = page(world.login(client, "an"), "survey_list")
    assert made.title in text and ">50<" in text and "Đang nhận trả lời" in text
    assert made.title not in page(client, "survey_list", **{"trang-thai": "closed"})
    assert made.title not in page(world.login(client, "khanh"), "survey_list")
