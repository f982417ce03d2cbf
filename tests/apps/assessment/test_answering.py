"""The organisation's pages by its link: what it sees, what is saved, what it is told."""

from __future__ import annotations

import io
import logging
import sys
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from docx import Document

from nscl.apps.assessment.actions import responses as deeds
from nscl.apps.assessment.link_masking import MaskLinks
from nscl.apps.assessment.links import token_of
from nscl.apps.assessment.models import Invitation, Response, Survey
from nscl.apps.core.models import AuditEntry
from nscl.apps.registry.models import YearFacts
from tests.apps.assessment.answering_tales import (
    DEFINITION,
    GOOD,
    Tale,
    fields,
    fill,
    marks_on,
    tale_of,
    url,
    version_of,
)
from tests.world import World, at

pytestmark = pytest.mark.django_db
WHO = {"name": "Nguyễn Thị Hoa", "title": "Giám đốc", "phone": ""}


@pytest.fixture
def tale(world: World) -> Tale:
    return tale_of(world)


@pytest.fixture
def asked(tale: Tale) -> Invitation:
    return tale.invite()


def text_of(response: Any) -> str:
    return response.content.decode()


def key_on(client: Client, invitation: Invitation) -> str:
    return client.get(url("answer_review", invitation)).context["submission_key"]


def answer_all(client: Client, invitation: Invitation) -> None:
    fill(client, invitation, "chung", san_pham="Chè khô", lao_dong="12", xuat_khau="no")


def send(client: Client, invitation: Invitation, **more: str) -> Any:
    data = {"submission_key": key_on(client, invitation), **WHO, **more}
    return client.post(url("answer_submit", invitation), data)


# The link -------------------------------------------------------------------------------------


def test_the_front_page_says_who_asks_whose_answer_how_long_and_until_when(
    client: Client, tale: Tale, asked: Invitation
) -> None:
    page = text_of(client.get(url("answer", asked)))
    for told in (str(asked.organisation), "Sở Khoa học và Công nghệ", "Kế hoạch minh họa", "khoảng 5 phút"):
        assert told in page
    assert f"{tale.survey.closes_on:%d/%m/%Y}" in page and tale.survey.contact in page
    assert page.count("Chưa làm") == 2 and "Thị trường xuất khẩu" not in page


def test_opening_the_link_is_remembered_once(client: Client, asked: Invitation) -> None:
    client.get(url("answer", asked))
    asked.refresh_from_db()
    first = asked.opened_at
    client.get(url("answer", asked))
    asked.refresh_from_db()
    assert first is not None and asked.opened_at == first


@pytest.mark.parametrize("token", ["1-abc", "x", "999-23456789abcdefghjkmn", "-", "1-" + "2" * 20])
def test_a_wrong_link_says_what_to_do(client: Client, asked: Invitation, token: str) -> None:
    response = client.get(f"/tra-loi/{token}/")
    assert response.status_code == 404 and "thư mời" in text_of(response)


def test_a_renewed_link_ends_the_older_one(client: Client, asked: Invitation) -> None:
    old = url("answer", asked)
    asked.serial += 1
    asked.save()
    assert client.get(old).status_code == 404
    assert client.get(url("answer", asked)).status_code == 200


def test_a_closed_survey_says_so_with_whom_to_ask(client: Client, asked: Invitation) -> None:
    Survey.objects.update(state="closed")
    response = client.get(url("answer", asked))
    assert response.status_code == 410
    assert "đã kết thúc" in text_of(response) and "0205 0000 000" in text_of(response)
    assert fill(client, asked, "chung", san_pham="Chè").status_code == 410
    assert not Response.objects.exists()


def test_a_survey_not_yet_open_says_from_when(client: Client, tale: Tale, asked: Invitation) -> None:
    Survey.objects.update(opens_on=tale.survey.closes_on)
    response = client.get(url("answer", asked))
    assert response.status_code == 404 and f"{tale.survey.closes_on:%d/%m/%Y}" in text_of(response)


def test_the_address_goes_to_no_other_site_cache_or_search_engine(client: Client, asked: Invitation) -> None:
    for path in (url("answer", asked), url("answer_section", asked, "chung"), "/tra-loi/sai/"):
        headers = client.get(path).headers
        assert headers["Referrer-Policy"] == "no-referrer" and headers["Cache-Control"] == "no-store"
        assert "noindex" in headers["X-Robots-Tag"]
    page = client.get(url("answer", asked))
    title = text_of(page).split("<title>")[1].split("</title>")[0]
    assert token_of(asked) not in title


def test_a_signed_in_person_has_no_more_rights_here_than_the_link_gives(
    client: Client, tale: Tale, asked: Invitation
) -> None:
    tale.world.login(client, "khanh")
    fill(client, asked, "chung", san_pham="Chè khô")
    draft = Response.objects.get()
    assert draft.entered_by is None and draft.answers == {"san_pham": "Chè khô"}


def test_no_link_is_written_into_a_log(asked: Invitation) -> None:
    written, token = io.StringIO(), token_of(asked)
    handler = logging.StreamHandler(written)
    handler.addFilter(MaskLinks())
    try:
        raise ValueError(url("answer", asked))
    except ValueError:
        trouble = sys.exc_info()
    for more in ({}, {"exc_info": trouble}):
        args = ("Bad Request: %s %d", (url("answer_section", asked, "chung"), 400))
        handler.handle(
            logging.LogRecord("django.request", logging.WARNING, "", 1, *args, more.get("exc_info"))
        )
    assert token not in written.getvalue()
    assert (
        "Bad Request: /tra-loi/…/phan/chung/ 400" in written.getvalue() and "ValueError" in written.getvalue()
    )


# A section ------------------------------------------------------------------------------------


def test_a_section_is_saved_and_leads_to_the_next(client: Client, asked: Invitation) -> None:
    response = fill(client, asked, "chung", san_pham="Chè khô", lao_dong="1.234", xuat_khau="no")
    assert response.status_code == 302 and response["Location"] == url("answer_section", asked, "he_thong")
    assert Response.objects.get().answers == {"san_pham": "Chè khô", "lao_dong": "1234", "xuat_khau": False}
    page = text_of(client.get(url("answer_section", asked, "chung")))
    assert 'value="1.234"' in page and "Được hiểu là:" in page and "1.234 người" in page


def test_the_list_shows_what_is_done_what_is_left_and_where_to_go_on(
    client: Client, asked: Invitation
) -> None:
    fill(client, asked, "chung", san_pham="Chè khô")
    page = client.get(url("answer", asked))
    assert "Còn 1 câu" in text_of(page) and "Làm tiếp" in text_of(page)
    assert page.context["next"] == "chung"
    fill(client, asked, "chung", san_pham="Chè khô", lao_dong="1", doanh_thu="5 tỷ", xuat_khau="no")
    page = client.get(url("answer", asked))
    assert "Đã xong" in text_of(page) and page.context["next"] == "he_thong"


def test_a_question_that_an_answer_brings_up_is_asked_before_going_on(
    client: Client, asked: Invitation
) -> None:
    response = fill(client, asked, "chung", san_pham="Chè khô", xuat_khau="yes")
    assert response["Location"] == url("answer_section", asked, "chung") + "?them=1#cau-tien_xuat_khau"
    page = text_of(client.get(response["Location"].split("#")[0]))
    assert "có thêm câu hỏi" in page


def test_a_hidden_question_is_on_the_page_but_closed_and_a_section_ruled_out_is_skipped(
    client: Client, asked: Invitation
) -> None:
    page = client.get(url("answer_section", asked, "chung"))
    closed = next(f for f in page.context["fields"] if f.code == "tien_xuat_khau")
    assert not closed.is_asked and "xuat_khau" in closed.when
    fill(client, asked, "chung", san_pham="Chè khô", xuat_khau="no")
    response = fill(client, asked, "he_thong", ap_dung=["iso"])
    assert response["Location"] == url("answer_review", asked)


def test_what_cannot_be_read_is_shown_as_typed_and_the_rest_is_saved(
    client: Client, asked: Invitation
) -> None:
    response = fill(client, asked, "chung", san_pham="Chè khô", lao_dong="mười hai", xuat_khau="no")
    page = text_of(response)
    assert response.status_code == 400 and 'value="mười hai"' in page and "error-summary" in page
    assert Response.objects.get().answers == {"san_pham": "Chè khô", "xuat_khau": False}
    assert "#cau-lao_dong" in page


def test_a_bad_text_leaves_the_answer_that_stood_there(client: Client, asked: Invitation) -> None:
    fill(client, asked, "chung", lao_dong="12")
    fill(client, asked, "chung", lao_dong="-5")
    assert Response.objects.get().answers == {"lao_dong": "12"}


def test_an_emptied_answer_is_absent_and_zero_is_an_answer(client: Client, asked: Invitation) -> None:
    fill(client, asked, "chung", san_pham="Chè", lao_dong="12")
    fill(client, asked, "chung", san_pham="", lao_dong="0")
    assert Response.objects.get().answers == {"lao_dong": "0"}


def test_an_answer_to_a_question_closed_meanwhile_comes_back_when_it_opens(
    client: Client, asked: Invitation
) -> None:
    fill(client, asked, "chung", san_pham="Chè", xuat_khau="yes", tien_xuat_khau="5 triệu")
    fill(client, asked, "chung", san_pham="Chè", xuat_khau="no")
    assert Response.objects.get().answers["tien_xuat_khau"] == 5_000_000
    page = client.get(url("answer_section", asked, "chung"))
    assert 'value="5.000.000"' in text_of(page)


def test_choices_tables_and_other_texts_are_kept_and_shown_again(client: Client, asked: Invitation) -> None:
    typed = {
        "ap_dung": ["iso", "other"],
        "ap_dung__other": "Hệ thống riêng",
        "chung_nhan__mot__ten": "Giấy A",
        "chung_nhan__mot__nam": "2024",
        "hai_long": "4",
    }
    fill(client, asked, "he_thong", **typed)
    assert Response.objects.get().answers == {
        "ap_dung": ["iso", "other"],
        "ap_dung__other": "Hệ thống riêng",
        "chung_nhan": {"mot": {"ten": "Giấy A", "nam": 2024}},
        "hai_long": 4,
    }
    page = text_of(client.get(url("answer_section", asked, "he_thong")))
    assert 'value="Hệ thống riêng"' in page and 'value="2024"' in page
    assert page.count("checked") == 3


def test_a_wrong_cell_of_a_table_has_its_sentence_beside_it(client: Client, asked: Invitation) -> None:
    response = fill(
        client, asked, "he_thong", chung_nhan__mot__ten="Giấy A", chung_nhan__mot__nam="năm ngoái"
    )
    page = text_of(response)
    assert response.status_code == 400 and 'value="năm ngoái"' in page
    assert "Giấy thứ nhất, Năm cấp" in page


def test_an_unknown_section_is_not_found(client: Client, asked: Invitation) -> None:
    assert client.get(url("answer_section", asked, "khong-co")).status_code == 404
    assert client.post(url("answer_autosave", asked, "khong-co")).status_code == 404


def test_a_page_with_hostile_fields_changes_nothing_else(client: Client, asked: Invitation) -> None:
    data = fields(asked, "chung", san_pham="Chè") | {
        "__shown": ["san_pham", "ap_dung", "__x", "la"],
        "ap_dung": ["khong-co"],
        "nuoc": "Xứ Xa",
        "__take": "san_pham.truoc",
    }
    assert client.post(url("answer_section", asked, "chung"), data).status_code == 302
    assert Response.objects.get().answers == {"san_pham": "Chè"}


def test_markup_in_an_answer_is_shown_as_text(client: Client, asked: Invitation) -> None:
    fill(client, asked, "chung", san_pham="<script>alert(1)</script>")
    for page in (url("answer_section", asked, "chung"), url("answer_review", asked)):
        assert "<script>alert" not in text_of(client.get(page))


# Saving by itself -----------------------------------------------------------------------------


def autosave(client: Client, invitation: Invitation, section: str = "chung", **typed: Any) -> Any:
    return client.post(url("answer_autosave", invitation, section), fields(invitation, section, **typed))


def test_saving_by_itself_says_when_how_it_was_understood_and_what_is_wrong(
    client: Client, asked: Invitation
) -> None:
    told = autosave(client, asked, doanh_thu="1,2 tỷ", lao_dong="x").json()
    assert told["said"]["doanh_thu"] == "1.200.000.000 đồng (≈ 1,2 tỷ đồng)"
    assert set(told["faults"]) == {"lao_dong"} and len(told["at"]) == 5
    assert Response.objects.get().answers == {"doanh_thu": 1_200_000_000}


def test_saving_by_itself_leaves_no_audit_entry(client: Client, asked: Invitation) -> None:
    before = AuditEntry.objects.count()
    autosave(client, asked, san_pham="Chè")
    assert AuditEntry.objects.count() == before


def test_the_same_page_saving_again_after_a_lost_answer_is_in_conflict_with_nobody(
    client: Client, asked: Invitation
) -> None:
    client.get(url("answer_section", asked, "chung"))
    lost = fields(asked, "chung", san_pham="Chè")
    client.post(url("answer_autosave", asked, "chung"), lost)
    again = client.post(url("answer_autosave", asked, "chung"), lost | {"san_pham": "Chè khô"})
    assert again.status_code == 200 and Response.objects.get().answers == {"san_pham": "Chè khô"}


def test_another_phone_that_saved_newer_answers_is_not_overwritten_and_both_are_shown(
    client: Client, asked: Invitation
) -> None:
    stale = fields(asked, "chung", page="máy-một", san_pham="Chè khô")
    fill(Client(), asked, "chung", page="máy-hai", san_pham="Chè tươi")
    assert client.post(url("answer_autosave", asked, "chung"), stale).status_code == 409
    response = client.post(url("answer_section", asked, "chung"), stale)
    page = text_of(response)
    assert response.status_code == 409 and "Chè tươi" in page and 'value="Chè khô"' in page
    assert Response.objects.get().answers == {"san_pham": "Chè tươi"}
    decided = stale | {"__mark": marks_on(response)}
    assert client.post(url("answer_section", asked, "chung"), decided).status_code == 302
    assert Response.objects.get().answers == {"san_pham": "Chè khô"}


def test_two_phones_on_two_questions_of_a_section_both_keep_theirs(client: Client, asked: Invitation) -> None:
    fill(client, asked, "chung", san_pham="Chè khô", lao_dong="1")
    both = {"san_pham": "Chè khô", "lao_dong": "1", "doanh_thu": "", "xuat_khau": ""}
    mine = fields(asked, "chung", page="máy-một", **both | {"lao_dong": "2"})
    fill(Client(), asked, "chung", page="máy-hai", **both | {"san_pham": "Chè tươi"})
    told = client.post(url("answer_autosave", asked, "chung"), mine)
    assert told.status_code == 200 and "san_pham" not in told.json()["marks"]
    later = mine | {"lao_dong": "3"}
    later["__mark"] = [m for m in mine["__mark"] if m.split(".")[0] not in told.json()["marks"]] + [
        f"{code}.{mark}" for code, mark in told.json()["marks"].items()
    ]
    assert client.post(url("answer_autosave", asked, "chung"), later).status_code == 200
    assert Response.objects.get().answers == {"san_pham": "Chè tươi", "lao_dong": "3"}


def test_a_question_left_blank_here_and_answered_there_is_not_emptied_by_a_conflict(
    client: Client, asked: Invitation
) -> None:
    stale = fields(asked, "chung", page="máy-một", san_pham="Chè khô", doanh_thu="")
    fill(Client(), asked, "chung", page="máy-hai", san_pham="Chè tươi", doanh_thu="5 tỷ")
    response = client.post(url("answer_section", asked, "chung"), stale)
    assert response.status_code == 409 and 'value="5.000.000.000"' in text_of(response)
    decided = {"san_pham": "Chè khô", "doanh_thu": "5.000.000.000", "__mark": marks_on(response)}
    client.post(url("answer_section", asked, "chung"), stale | decided)
    assert Response.objects.get().answers == {"san_pham": "Chè khô", "doanh_thu": 5_000_000_000}


def test_two_phones_on_two_sections_do_not_disturb_each_other(client: Client, asked: Invitation) -> None:
    mine = fields(asked, "chung", san_pham="Chè khô")
    fill(Client(), asked, "he_thong", hai_long="5")
    assert client.post(url("answer_section", asked, "chung"), mine).status_code == 302
    assert Response.objects.get().answers == {"san_pham": "Chè khô", "hai_long": 5}


def test_resuming_on_another_device_finds_everything(client: Client, asked: Invitation) -> None:
    fill(client, asked, "chung", san_pham="Chè khô")
    page = Client().get(url("answer_section", asked, "chung"))
    assert 'value="Chè khô"' in text_of(page)


def test_saving_by_itself_is_told_when_the_survey_closed_meanwhile(client: Client, asked: Invitation) -> None:
    Survey.objects.update(state="closed")
    told = autosave(client, asked, san_pham="Chè")
    assert told.status_code == 409 and "đã đóng" in told.json()["refused"]


# What is known already ------------------------------------------------------------------------


def last_year(tale: Tale, asked: Invitation) -> None:
    """The same organisation answered the year before, to an earlier version of the questions."""
    before = tale_of(tale.world, year=2024, version=tale.version)
    old = before.invite(organisation=asked.organisation)
    answers = {**GOOD, "ap_dung": ["iso", "other"], "ap_dung__other": "Hệ thống riêng"}
    by = deeds.respondent_of(old)
    deeds.submit(old, answers=answers, respondent=WHO, submission_key="cũ", by=by, at=at())
    changed = {**DEFINITION, "title": "Phiếu khảo sát minh họa, bản mới"}
    tale.survey.version = version_of(tale.version.questionnaire, changed)
    tale.survey.save()


def test_last_years_answers_and_the_register_are_offered_but_not_taken(
    client: Client, tale: Tale, asked: Invitation
) -> None:
    last_year(tale, asked)
    YearFacts.objects.create(
        organisation=asked.organisation, year=2025, workers=15, revenue_vnd=3_000_000_000
    )
    response = client.get(url("answer_section", asked, "chung"))
    offers = {f.code: [(o.source, o.shown) for o in f.offers] for f in response.context["fields"]}
    assert offers["san_pham"] == [("truoc", "Chè khô")]
    assert offers["lao_dong"] == [("truoc", "12 người"), ("so", "15 người")]
    assert "Năm 2024 đã trả lời" in text_of(response) and not Response.objects.filter(state="draft").exists()


def test_an_offer_is_taken_only_by_its_button_with_what_else_was_typed(
    client: Client, tale: Tale, asked: Invitation
) -> None:
    last_year(tale, asked)
    response = fill(client, asked, "he_thong", hai_long="3", __take="ap_dung.truoc")
    assert response["Location"].endswith("#cau-ap_dung")
    draft = Response.objects.get(state="draft")
    expected = {"ap_dung": ["iso", "other"], "ap_dung__other": "Hệ thống riêng", "hai_long": 3}
    assert draft.answers == expected
    assert not any(
        f.offers for f in client.get(url("answer_section", asked, "he_thong")).context["fields"][:1]
    )


def test_an_offer_that_does_not_exist_is_passed_over(client: Client, asked: Invitation) -> None:
    fill(client, asked, "chung", xuat_khau="no", __take="san_pham.truoc")
    assert Response.objects.get().answers == {"xuat_khau": False}


def test_another_organisations_answers_are_never_offered(
    client: Client, tale: Tale, asked: Invitation
) -> None:
    last_year(tale, asked)
    other = tale.invite("Hợp tác xã Đồi Xa")
    page = client.get(url("answer_section", other, "chung"))
    assert all(not field.offers for field in page.context["fields"])


# Looking through and sending ------------------------------------------------------------------


def test_the_review_shows_all_answers_and_what_is_missing(client: Client, asked: Invitation) -> None:
    fill(client, asked, "chung", san_pham="Chè khô", lao_dong="12")
    page = text_of(client.get(url("answer_review", asked)))
    assert "Chè khô" in page and "12 người" in page and "Cần bổ sung trước khi gửi" in page
    assert ">Gửi phiếu<" not in page


def test_a_complete_answer_is_sent_and_gets_its_receipt(client: Client, asked: Invitation) -> None:
    answer_all(client, asked)
    assert send(client, asked)["Location"] == url("answer", asked)
    sent = Response.objects.get()
    page = text_of(client.get(url("answer", asked)))
    assert sent.state == "submitted" and sent.receipt in page and "Chè khô" in page


def test_sent_again_from_the_same_page_it_is_the_same_answer(client: Client, asked: Invitation) -> None:
    answer_all(client, asked)
    key = key_on(client, asked)
    for _time in range(3):
        assert client.post(url("answer_submit", asked), {"submission_key": key, **WHO}).status_code == 302
    assert Response.objects.count() == 1
    assert AuditEntry.objects.filter(object_type="assessment.response").count() == 1


def test_an_incomplete_answer_is_not_sent(client: Client, asked: Invitation) -> None:
    fill(client, asked, "chung", san_pham="Chè khô")
    response = send(client, asked)
    assert response.status_code == 400 and "còn 1 câu" in text_of(response)
    assert Response.objects.get().state == "draft"


def test_without_a_name_nothing_is_sent_and_what_was_typed_stays(client: Client, asked: Invitation) -> None:
    answer_all(client, asked)
    response = send(client, asked, name="", title="Kế toán")
    assert response.status_code == 400 and "họ tên" in text_of(response)
    assert 'value="Kế toán"' in text_of(response) and Response.objects.get().state == "draft"


def test_odd_figures_are_sent_only_when_confirmed(client: Client, asked: Invitation) -> None:
    fill(client, asked, "chung", san_pham="Chè khô", lao_dong="6000", xuat_khau="no")
    refused = send(client, asked)
    assert refused.status_code == 400 and "lớn khác thường" in text_of(refused)
    assert send(client, asked, confirmed="yes").status_code == 302
    assert Response.objects.get().state == "submitted"


def test_answers_changed_since_they_were_looked_through_are_shown_again_first(
    client: Client, asked: Invitation
) -> None:
    answer_all(client, asked)
    key = key_on(client, asked)
    fill(Client(), asked, "chung", lao_dong="99")
    response = client.post(url("answer_submit", asked), {"submission_key": key, **WHO})
    assert response.status_code == 409 and "99 người" in text_of(response)
    assert Response.objects.get().state == "draft"


def test_after_sending_the_sections_are_closed_and_the_link_shows_the_frozen_answers(
    client: Client, asked: Invitation
) -> None:
    answer_all(client, asked)
    send(client, asked)
    assert client.get(url("answer_section", asked, "chung"))["Location"] == url("answer", asked)
    fill(client, asked, "chung", san_pham="Khác")
    assert Response.objects.get().answers["san_pham"] == "Chè khô"


def test_the_receipt_stands_after_the_survey_is_closed(client: Client, asked: Invitation) -> None:
    answer_all(client, asked)
    send(client, asked)
    Survey.objects.update(state="closed")
    page = client.get(url("answer", asked))
    assert page.status_code == 200 and "Đề nghị đính chính" not in text_of(page)


def test_the_sender_can_take_a_copy_home(client: Client, asked: Invitation) -> None:
    assert client.get(url("answer_copy", asked))["Location"] == url("answer", asked)
    answer_all(client, asked)
    send(client, asked)
    document = Document(io.BytesIO(client.get(url("answer_copy", asked)).content))
    told = "\n".join(p.text for p in document.paragraphs)
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    assert Response.objects.get().receipt in told and "Chè khô" in cells and "Không" in cells


# Correcting -----------------------------------------------------------------------------------


def test_a_correction_is_asked_for_with_a_reason_and_counts_once_sent(
    client: Client, asked: Invitation
) -> None:
    answer_all(client, asked)
    send(client, asked)
    assert client.post(url("answer_correct", asked), {"reason": " "}).status_code == 400
    client.post(url("answer_correct", asked), {"reason": "Ghi nhầm số lao động"})
    assert "Đang đính chính" in text_of(client.get(url("answer", asked)))
    fill(client, asked, "chung", lao_dong="21")
    assert Response.objects.get(state="submitted").answers["lao_dong"] == "12"
    send(client, asked)
    assert Response.objects.get(state="submitted").answers["lao_dong"] == "21"
    assert Response.objects.get(state="superseded").answers["lao_dong"] == "12"


def test_a_correction_can_be_given_up(client: Client, asked: Invitation) -> None:
    answer_all(client, asked)
    send(client, asked)
    client.post(url("answer_correct", asked), {"reason": "Xem lại"})
    client.post(url("answer_correct_drop", asked))
    assert "Đã nhận phiếu trả lời" in text_of(client.get(url("answer", asked)))


@pytest.mark.parametrize("name", ["answer_submit", "answer_correct", "answer_correct_drop"])
def test_deeds_are_not_done_by_opening_an_address(client: Client, asked: Invitation, name: str) -> None:
    assert client.get(url(name, asked)).status_code == 302  # led to a page to read


# Cost -----------------------------------------------------------------------------------------


def test_pages_cost_the_same_in_a_large_survey(client: Client, tale: Tale, asked: Invitation) -> None:
    paths: list[Callable[[], str]] = [
        lambda: url("answer", asked),
        lambda: url("answer_section", asked, "chung"),
        lambda: url("answer_review", asked),
    ]
    fill(client, asked, "chung", san_pham="Chè khô")

    def cost() -> list[int]:
        counts = []
        for path in paths:
            with CaptureQueriesContext(connection) as queries:
                client.get(path())
            counts.append(len(queries))
        return counts

    cost()  # the first visit is remembered
    first = cost()
    for number in range(6):
        other = tale.invite(f"Hợp tác xã Suối {number}")
        deeds.submit(
            other,
            answers=dict(GOOD),
            respondent=WHO,
            submission_key="k",
            by=deeds.respondent_of(other),
            at=at() + timedelta(hours=number),
        )
    assert cost() == first
