"""The designer: a questionnaire made page by page, and what happens when two people work on it."""

from __future__ import annotations

import pytest
from django.test import Client

from nscl.apps.assessment import designing
from nscl.apps.assessment.actions import questionnaires as deeds
from nscl.apps.assessment.models import QuestionnaireVersion
from nscl.apps.catalog.models import SupportContent
from tests.apps.assessment.questionnaire_tales import (
    LIST,
    body_of,
    codes,
    draft,
    place,
    published,
    question,
    rows,
    send,
    small,
)
from tests.world import World, at

pytestmark = pytest.mark.django_db


@pytest.fixture
def an(world: World, client: Client) -> Client:
    return world.login(client, "an")


# The designer ---------------------------------------------------------------------------------


def test_a_questionnaire_is_made_page_by_page(world: World, an: Client) -> None:
    an.post(LIST + "them/", {"title": "Phiếu lập tay"})
    version = QuestionnaireVersion.objects.get(questionnaire__code="phieu-lap-tay")
    send(an, version, "dau-phieu/", title="Phiếu khảo sát", intro="Kính gửi quý đơn vị")
    send(an, version, "them-phan/", title="Thông tin chung", intro="", code="")
    assert "Chọn nhiều" in body_of(an.get(place(version, "phan/thong_tin_chung/them-cau/")))
    add = "phan/thong_tin_chung/them-cau/?loai="
    common = {"section": "thong_tin_chung", "keeps": "on", "help": "", "about": "", "code": ""}
    send(an, version, add + "number", **common, label="Số lao động", unit="người", low="0", high="1.000.000",
         decimals="0", prefill="workers", is_required="on")  # fmt: skip
    send(an, version, add + "yes_no", **common, label="Có xuất khẩu không?")
    send(an, version, "cau/so_lao_dong/dieu-kien/", relation="answered")
    assert "when" not in question(version, "so_lao_dong")
    assert question(version, "so_lao_dong") == {
        "code": "so_lao_dong",
        "kind": "number",
        "label": "Số lao động",
        "unit": "người",
        "low": "0",
        "high": "1000000",
        "prefill": "workers",
        "is_required": True,
    }
    answer = send(
        an, version, "cau/co_xuat_khau_khong/dieu-kien/?cau=so_lao_dong", relation="at_least", figure="1.5x"
    )
    body_of(answer, 400)
    send(an, version, "cau/co_xuat_khau_khong/dieu-kien/?cau=so_lao_dong", relation="at_least", figure="10")
    send(an, version, "them-kiem-tra/", left="so_lao_dong", comparison="le", right_number="5000",
         left_number="", sentence="Xem lại số lao động.", severity="warn", code="")  # fmt: skip
    body = body_of(an.get(place(version)))
    assert "“Số lao động” từ 10 trở lên" in body and "“Số lao động” không lớn hơn 5.000" in body
    assert "chỗ phải sửa" not in body
    answer = send(an, version, "dua-vao-dung/", note="Bản đầu")
    version.refresh_from_db()
    assert (answer.status_code, version.state) == (302, "in_use")


def test_choices_stand_in_rows_with_contents_from_the_catalogue(world: World, an: Client) -> None:
    version = draft(world)
    first, second = SupportContent.objects.filter(valid_to=None)[:2]
    data = {"label": "Thị trường", "section": "xuat", "keeps": "on", "about": "need", "code": "thi_truong"}
    table = rows(
        "choices",
        {"place": 2, "label": "Châu Âu", "code": "eu", "contents": f"{first.name}; {second.code}"},
        {"place": 1, "label": "Hoa Kỳ", "code": "my", "contents": ""},
        {"place": 3, "label": "Không có", "code": "", "contents": "", "is_exclusive": "on"},
        {"place": 4, "label": "", "code": "bo_di", "contents": ""},
    )
    assert send(an, version, "cau/thi_truong/", **data, **table).status_code == 302
    row = question(version, "thi_truong")
    assert row["choices"] == [
        {"code": "my", "label": "Hoa Kỳ"},
        {"code": "eu", "label": "Châu Âu", "contents": [first.code, second.code]},
        {"code": "khong_co", "label": "Không có", "is_exclusive": True},
    ]
    assert (row["about"], row["when"][0]["question"]) == ("need", "gia_tri")
    assert first.name in body_of(an.get(place(version, "cau/thi_truong/")))
    table["choices-0-contents"] = "không có nội dung này"
    body = body_of(send(an, version, "cau/thi_truong/", **data, **table), 400)
    assert "Danh mục chưa có nội dung hỗ trợ" in body
    table = rows("choices", {"label": "A", "code": "a"}, {"label": "B", "code": "a"})
    assert "đã dùng ở dòng khác" in body_of(send(an, version, "cau/thi_truong/", **data, **table), 400)


def test_more_rows_come_without_losing_what_was_typed(world: World, an: Client) -> None:
    version = draft(world)
    table = rows("choices", {"label": "Đang gõ dở"})
    body = body_of(
        send(
            an,
            version,
            "cau/thi_truong/",
            label="Lời mới",
            section="xuat",
            **table,
            **{"them-dong": "choices"},
        )
    )
    assert "Đang gõ dở" in body and "Lời mới" in body and 'name="choices-4-label"' in body
    assert question(version, "thi_truong")["label"] == "Thị trường"
    body = body_of(send(an, version, "cau/thi_truong/", label="", **table, **{"them-dong": "choices"}))
    assert "error-summary" not in body and "field-error" not in body


def test_a_table_has_rows_and_columns_and_keeps_codes_of_renamed_choices(world: World, an: Client) -> None:
    version = draft(world)
    data = {"label": "Chứng nhận", "section": "chung", "keeps": "on"}
    lines = rows("rows", {"label": "ISO 9001"}, {"label": "HACCP"})
    columns = rows(
        "columns",
        {"label": "Năm cấp", "kind": "year"},
        {"label": "Nơi cấp", "kind": "choice", "options": "Trong nước\nNước ngoài"},
    )
    send(an, version, "phan/chung/them-cau/?loai=table", **data, **lines, **columns)
    row = question(version, "chung_nhan")
    assert [one["code"] for one in row["rows"]] == ["iso_9001", "haccp"]
    assert [one["code"] for one in row["columns"][1]["choices"]] == ["trong_nuoc", "nuoc_ngoai"]
    columns |= {
        "columns-INITIAL_FORMS": 2,
        "columns-1-options": "Tại Việt Nam\nNước ngoài",
        "columns-1-code": "noi_cap",
    }
    send(an, version, "cau/chung_nhan/", **data, code="chung_nhan", **lines, **columns)
    choices = question(version, "chung_nhan")["columns"][1]["choices"]
    assert [(one["code"], one["label"]) for one in choices] == [
        ("trong_nuoc", "Tại Việt Nam"),
        ("nuoc_ngoai", "Nước ngoài"),
    ]
    columns["columns-1-options"] = "Một"
    answer = send(an, version, "cau/chung_nhan/", **data, code="chung_nhan", **lines, **columns)
    assert "ít nhất hai lựa chọn" in body_of(answer, 400)


def test_a_question_changes_its_kind_and_drops_what_that_kind_has_not(world: World, an: Client) -> None:
    version = draft(world)
    assert "hiện nay" in body_of(an.get(place(version, "cau/thi_truong/?doi-loai=1")))
    data = {
        "label": "Thị trường",
        "section": "xuat",
        "keeps": "on",
        "max_length": "300",
        "code": "thi_truong",
    }
    send(an, version, "cau/thi_truong/?loai=text", **data)
    row = question(version, "thi_truong")
    assert (row["kind"], row["max_length"], "choices" in row, "when" in row) == ("text", 300, False, True)


def test_conditions_come_from_earlier_answers_and_go_again(world: World, an: Client) -> None:
    version = draft(world)
    page = "cau/gia_tri/dieu-kien/"
    body = body_of(an.get(place(version, page)))
    assert "Đơn vị có xuất khẩu không?" in body and "Thị trường" not in body
    answer = send(an, version, page + "?cau=xuat_khau", relation="any_of")
    assert "Hãy đánh dấu ít nhất một câu trả lời" in body_of(answer, 400)
    send(an, version, page + "?cau=xuat_khau", relation="none_of", values=["no"])
    assert question(version, "gia_tri")["when"] == [
        {"question": "xuat_khau", "relation": "none_of", "values": ["no"]}
    ]
    assert "không phải “Không”" in body_of(an.get(place(version, page)))
    send(an, version, page + "0/bo/")
    assert "when" not in question(version, "gia_tri")
    body_of(send(an, version, page + "0/bo/"), 409)


def test_faults_stand_on_top_and_lead_to_their_place(world: World, an: Client) -> None:
    version = draft(world)
    send(an, version, "cau/xuat_khau/bo/")
    body = body_of(an.get(place(version)))
    assert "chỗ phải sửa trước khi đưa vào dùng" in body
    assert place(version, "phan/xuat/dieu-kien/") in body
    answer = an.get(place(version, "dua-vao-dung/"))
    assert "Chưa đưa vào dùng được" in body_of(answer) and 'name="note"' not in body_of(answer)
    body_of(send(an, version, "dua-vao-dung/", note=""), 400)
    assert "chưa xem thử được" in body_of(an.get(place(version, "xem-thu/")))


def test_removing_says_first_who_needs_it(world: World, an: Client) -> None:
    version = draft(world)
    body = body_of(an.get(place(version, "cau/gia_tri/bo/")))
    assert "Điều kiện của" in body and "Thị trường" in body and "Phép kiểm tra" in body
    assert "2 câu hỏi" in body_of(an.get(place(version, "phan/xuat/bo/")))
    send(an, version, "phan/xuat/bo/")
    send(an, version, "kiem-tra/xuat_khong_qua/bo/")
    version.refresh_from_db()
    assert (codes(version.definition), version.definition["checks"]) == ([["xuat_khau", "doanh_thu"]], [])


def test_buttons_move_and_copy(world: World, an: Client) -> None:
    version = draft(world)
    answer = send(an, version, "cau/xuat_khau/chuyen/", huong="xuong")
    assert answer.headers["Location"] == place(version) + "#cau-xuat_khau"
    send(an, version, "cau/doanh_thu/nhan-doi/")
    send(an, version, "phan/xuat/chuyen/", huong="len")
    version.refresh_from_db()
    assert codes(version.definition) == [["gia_tri", "thi_truong"], ["doanh_thu", "doanh_thu_2", "xuat_khau"]]
    assert an.get(place(version, "cau/doanh_thu/chuyen/")).status_code == 405


def test_a_check_is_changed_and_needs_questions_of_numbers(world: World, an: Client) -> None:
    version = draft(world)
    page = "kiem-tra/xuat_khong_qua/"
    assert "checked" in body_of(an.get(place(version, page)))
    data = {"comparison": "lt", "sentence": "Xem lại.", "severity": "stop", "code": "xuat_khong_qua"}
    assert "Hãy chọn câu hỏi hoặc ghi một số" in body_of(send(an, version, page, left="gia_tri", **data), 400)
    body_of(send(an, version, page, left="xuat_khau", right="doanh_thu", **data), 400)
    send(an, version, page, left="gia_tri", right="doanh_thu", right_number="12,5", **data)
    version.refresh_from_db()
    assert version.definition["checks"][0] == {
        "code": "xuat_khong_qua",
        "left": ["gia_tri"],
        "comparison": "lt",
        "right": ["doanh_thu", "12.5"],
        "sentence": "Xem lại.",
    }


def test_whoever_comes_second_sees_both_contents(world: World, an: Client) -> None:
    version = draft(world)
    made = designing.put_question(
        version.definition,
        {"code": "doanh_thu", "kind": "money", "label": "Lời của Lan"},
        "chung",
        "doanh_thu",
    )
    deeds.change_draft(version, definition=made, revision=0, by=world.actor("lan"), at=at())
    data = {"label": "Lời của An", "section": "chung", "keeps": "on", "code": "doanh_thu"}
    answer = an.post(place(version, "cau/doanh_thu/"), {"seen": 0, **data})
    body = body_of(answer, 409)
    assert "Lê Thị Lan đã sửa bản này" in body and "Lời của Lan" in body and "Lời của An" in body
    assert 'name="seen" value="1"' in body
    assert question(version, "doanh_thu")["label"] == "Lời của Lan"
    assert an.post(place(version, "cau/doanh_thu/"), {"seen": 1, **data}).status_code == 302
    assert question(version, "doanh_thu")["label"] == "Lời của An"


@pytest.mark.parametrize("seen", ["0", "", "-1", "x", "9" * 30])
def test_a_button_of_an_old_page_does_nothing(world: World, an: Client, seen: str) -> None:
    version = draft(world)
    deeds.change_draft(version, definition=small(title="Khác"), revision=0, by=world.actor("lan"), at=at())
    for rest in (
        "cau/doanh_thu/chuyen/",
        "cau/doanh_thu/bo/",
        "phan/xuat/nhan-doi/",
        "cau/thi_truong/dieu-kien/0/bo/",
    ):
        body = body_of(an.post(place(version, rest), {"seen": seen}), 409)
        assert "chưa làm" in body
    version.refresh_from_db()
    assert version.revision == 1


def test_what_somebody_took_away_meanwhile_is_said(world: World, an: Client) -> None:
    version = draft(world)
    made = designing.remove(version.definition, "question", "doanh_thu")
    deeds.change_draft(version, definition=made, revision=0, by=world.actor("lan"), at=at())
    answer = an.post(place(version, "cau/doanh_thu/"), {"seen": 0, "label": "Doanh thu", "section": "chung"})
    assert "vừa được người khác bỏ" in body_of(answer, 409)
    body_of(an.get(place(version, "cau/doanh_thu/")), 404)


def test_a_version_in_use_has_no_designer(world: World, an: Client) -> None:
    version = published(world)
    body = body_of(an.get(place(version)))
    assert "Thêm câu hỏi" not in body and "Thôi dùng" in body
    for rest in (
        "dau-phieu/",
        "cau/doanh_thu/",
        "phan/chung/them-cau/",
        "cau/doanh_thu/bo/",
        "them-kiem-tra/",
    ):
        assert an.get(place(version, rest)).status_code == 302
    assert send(an, version, "cau/doanh_thu/", label="Khác", section="chung").status_code == 302
    assert send(an, version, "cau/doanh_thu/chuyen/", huong="len").status_code == 302
    assert question(version, "doanh_thu")["label"] == "Doanh thu"


def test_the_next_version_shows_what_changes_before_it_comes_into_use(world: World, an: Client) -> None:
    first = published(world)
    an.post(f"{LIST}{first.questionnaire_id}/soan-ban-moi/")
    second = QuestionnaireVersion.objects.get(number=2, questionnaire=first.questionnaire)
    data = {"label": "Doanh thu năm trước", "section": "chung", "keeps": "on", "code": "doanh_thu"}
    send(an, second, "cau/doanh_thu/", **data)
    assert "Doanh thu năm trước" in body_of(an.get(place(second, "dua-vao-dung/")))
    compare = body_of(an.get(f"{LIST}{first.questionnaire_id}/so-sanh/"))
    assert "Doanh thu năm trước" in compare and "Sửa" in compare
    assert "mới có một bản" in body_of(an.get(f"{LIST}{first.questionnaire_id}/so-sanh/?den=1&tu=x"))
    send(an, second, "dua-vao-dung/", note="Rõ năm")
    first.refresh_from_db()
    assert first.state == "retired"
    assert "Rõ năm" in body_of(an.get(f"{LIST}{first.questionnaire_id}/"))
    assert an.post(place(second, "thoi-dung/")).status_code == 302
    second.refresh_from_db()
    assert second.state == "retired"


def test_a_draft_is_dropped_from_its_page(world: World, an: Client) -> None:
    version = draft(world)
    assert "cũng được bỏ theo" in body_of(an.get(place(version, "bo/")))
    assert an.post(place(version, "bo/")).headers["Location"] == LIST
    assert not QuestionnaireVersion.objects.filter(pk=version.pk).exists()
