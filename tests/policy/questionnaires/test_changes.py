"""The differences of two versions, by codes and in words."""

from typing import Any

from nscl.policy.questionnaires import compare, parse
from tests.policy.questionnaires.small import SMALL, small
from tests.policy.questionnaires.test_parsing import first


def changes(data: dict[str, Any]) -> list[tuple[str, str, str, str]]:
    return [
        (change.kind, change.path, change.before, change.after)
        for change in compare(parse(SMALL), parse(data))
    ]


def test_the_same_definition_has_no_changes() -> None:
    assert changes(small()) == []


def test_a_new_and_a_dropped_question_are_named() -> None:
    data = small()
    questions = data["sections"][1]["questions"]
    questions[:] = [question for question in questions if question["code"] != "loi"]
    questions.append({"code": "moi", "kind": "text", "label": "Câu mới"})
    assert changes(data) == [("removed", "loi", "Tỷ lệ lỗi", ""), ("added", "moi", "", "Câu mới")]


def test_each_part_that_differs_is_told_in_words() -> None:
    data = small()
    first(data, "lao_dong").update(label="Số lao động", is_required=True, high="5000", prefill="workers")
    assert changes(data) == [
        ("changed", "lao_dong.label", "Lao động", "Số lao động"),
        ("changed", "lao_dong.is_required", "Không", "Có"),
        ("changed", "lao_dong.high", "", "5000"),
        ("changed", "lao_dong.prefill", "", "Số lao động"),
    ]


def test_choices_conditions_and_columns_are_told_in_words() -> None:
    data = small()
    first(data, "dang_dung")["choices"][0]["contents"] = []
    first(data, "muc")["when"][0]["relation"] = "any_of"
    first(data, "chung_nhan")["columns"][2]["unit"] = "đồng"
    told = {path: (before, after) for _, path, before, after in changes(data)}
    assert told["dang_dung.choices"][1] == "ISO 9001; HACCP (haccp); Chưa áp dụng (chỉ chọn riêng)"
    assert told["muc.when"] == ("dang_dung không là chua", "dang_dung là chua")
    assert told["chung_nhan.columns"][1].endswith("Chi phí (số tiền (đồng), đồng)")


def test_a_question_under_another_section_is_moved() -> None:
    data = small()
    question = first(data, "ghi_chu")
    data["sections"][0]["questions"].remove(question)
    data["sections"][1]["questions"].append(question)
    assert changes(data) == [("moved", "ghi_chu", "Thông tin chung", "Hệ thống")]


def test_only_the_question_that_was_moved_is_named() -> None:
    data = small()
    questions = data["sections"][0]["questions"]
    questions.append(questions.pop(0))
    assert changes(data) == [("moved", "ten", "thứ 1", "thứ 6")]


def test_sections_checks_and_the_title_are_compared() -> None:
    data = small()
    data["title"] = "Phiếu mới"
    data["sections"][1]["title"] = "Hệ thống quản lý"
    data["checks"][0]["severity"] = "warn"
    del data["checks"][1]
    assert changes(data) == [
        ("changed", "title", "Phiếu thử", "Phiếu mới"),
        ("changed", "section:he_thong.title", "Hệ thống", "Hệ thống quản lý"),
        ("removed", "check:dong", "Số lao động rất lớn; hãy kiểm tra lại.", ""),
        ("changed", "check:xk_dt.severity", "Chặn", "Nhắc"),
    ]


def test_the_order_of_sections_is_compared() -> None:
    data = small()
    del data["sections"][1]["when"]
    old = parse(data)
    data["sections"].reverse()
    assert [(change.kind, change.path) for change in compare(old, parse(data))][0] == (
        "moved",
        "section:chung",
    )
