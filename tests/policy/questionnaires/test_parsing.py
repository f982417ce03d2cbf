"""A sound definition is read and written back the same; every fault is found at once, with its place."""

import unicodedata
from collections.abc import Callable
from typing import Any

import pytest

from nscl.policy.questionnaires import DefinitionError, digest, dump, faults, parse, parse_loosely
from tests.policy.questionnaires.small import SMALL, small

Spoil = Callable[[dict[str, Any]], Any]


def first(data: dict[str, Any], code: str) -> dict[str, Any]:
    """The question of that code in the JSON."""
    found: dict[str, Any] = next(
        question
        for section in data["sections"]
        for question in section["questions"]
        if question["code"] == code
    )
    return found


def test_a_sound_definition_comes_back_as_it_was_written() -> None:
    assert faults(SMALL) == ()
    assert dump(parse(SMALL)) == SMALL
    assert parse(dump(parse(SMALL))) == parse(SMALL)


def test_reading_does_not_change_what_was_given() -> None:
    data = small()
    parse(data)
    assert data == SMALL


# Path of the fault, part of its sentence, what was spoilt.
FAULTY: list[tuple[str, str, Spoil]] = [
    ("title", "chưa có tên bộ câu hỏi", lambda d: d.pop("title")),
    ("title", "chưa có tên bộ câu hỏi", lambda d: d.update(title=" \u200b ")),
    ("title", "phải là chữ", lambda d: d.update(title=["x"])),
    ("title", "250 ký tự", lambda d: d.update(title="x" * 251)),
    ("title", "không in được", lambda d: d.update(title="a\x00b")),
    ("intro", "không in được", lambda d: d.update(intro="\ud800")),
    ("", "không có mục tên “thua”", lambda d: d.update(thua=1)),
    ("sections", "chưa có phần nào", lambda d: d.pop("sections")),
    ("sections", "phải là một danh sách", lambda d: d.update(sections={"0": {}})),
    ("sections", "chưa có câu hỏi nào", lambda d: [s.update(questions=[]) for s in d["sections"]]),
    ("sections[1].questions", "chưa có câu hỏi", lambda d: d["sections"][1].update(questions=[])),
    ("sections[1]", "không đọc được", lambda d: d["sections"].__setitem__(1, None)),
    ("sections[1].code", "đã dùng ở chỗ khác", lambda d: d["sections"][1].update(code="chung")),
    ("sections[0].title", "chưa có tên phần", lambda d: d["sections"][0].update(title="")),
    ("sections[0].questions[0].code", "chưa có mã câu hỏi", lambda d: first(d, "ten").pop("code")),
    ("sections[0].questions[0].code", "không dùng được", lambda d: first(d, "ten").update(code="Tên")),
    ("sections[0].questions[0].code", "không dùng được", lambda d: first(d, "ten").update(code="a__b")),
    ("sections[0].questions[0].code", "không dùng được", lambda d: first(d, "ten").update(code="1a")),
    ("sections[0].questions[0].code", "60 ký tự", lambda d: first(d, "ten").update(code="a" * 61)),
    ("sections[0].questions[0].code", "vào việc khác", lambda d: first(d, "ten").update(code="other")),
    ("sections[0].questions[0].code", "vào việc khác", lambda d: first(d, "ten").update(code="revision")),
    ("sections[0].questions[1].code", "đã dùng", lambda d: first(d, "xuat_khau").update(code="ten")),
    ("sections[0].questions[0].kind", "chưa chọn", lambda d: first(d, "ten").pop("kind")),
    ("sections[0].questions[0].kind", "“chu” không có", lambda d: first(d, "ten").update(kind="chu")),
    ("sections[0].questions[0].kind", "không có", lambda d: first(d, "ten").update(kind=[])),
    ("sections[0].questions[0].label", "chưa có nội dung", lambda d: first(d, "ten").update(label="")),
    ("sections[0].questions[0].is_required", "có hoặc không", lambda d: first(d, "ten").update(is_required=1)),
    ("sections[0].questions[0].max_length", "từ 1 đến", lambda d: first(d, "ten").update(max_length=0)),
    ("sections[0].questions[0].max_length", "từ 1 đến", lambda d: first(d, "ten").update(max_length=True)),
    ("sections[0].questions[0].max_length", "từ 1 đến", lambda d: first(d, "ten").update(max_length=2.5)),
    ("sections[0].questions[0].low", "không có giới hạn", lambda d: first(d, "ten").update(low="1")),
    ("sections[0].questions[0].choices", "không có lựa chọn", lambda d: first(d, "ten").update(
        choices=[{"code": "a", "label": "A"}, {"code": "b", "label": "B"}])),
    ("sections[0].questions[0].rows", "không dùng", lambda d: first(d, "ten").update(
        rows=[{"code": "a", "label": "A"}])),
    ("sections[0].questions[0].about", "“x” không có", lambda d: first(d, "ten").update(about="x")),
    ("sections[0].questions[2].low", "không phải là số", lambda d: first(d, "lao_dong").update(low="ba")),
    ("sections[0].questions[2].low", "phải là chữ", lambda d: first(d, "lao_dong").update(low=3)),
    ("sections[0].questions[2].low", "lớn hơn", lambda d: first(d, "lao_dong").update(low="10", high="9.5")),
    ("sections[0].questions[2].decimals", "từ 0 đến 6", lambda d: first(d, "lao_dong").update(decimals=7)),
    ("sections[0].questions[2].decimals", "từ 0 đến 6", lambda d: first(d, "lao_dong").update(decimals=-1)),
    ("sections[0].questions[2].prefill", "không có", lambda d: first(d, "lao_dong").update(prefill="tuoi")),
    ("sections[0].questions[2].prefill", "số tiền", lambda d: first(d, "lao_dong").update(prefill="revenue_vnd")),
    ("sections[0].questions[3].prefill", "số lao động", lambda d: first(d, "doanh_thu").update(prefill="workers")),
    ("sections[0].questions[3].unit", "triệu đồng", lambda d: first(d, "doanh_thu").update(unit="USD")),
    ("sections[0].questions[3].high", "số nguyên", lambda d: first(d, "doanh_thu").update(high="1.5")),
    ("sections[0].questions[4].when[0]", "không có câu hỏi mã “khong_co”",
     lambda d: first(d, "kim_ngach")["when"][0].update(question="khong_co")),
    ("sections[0].questions[4].when[0]", "đứng sau",
     lambda d: first(d, "kim_ngach")["when"][0].update(question="dang_dung")),
    ("sections[0].questions[4].when[0]", "đứng sau",
     lambda d: first(d, "kim_ngach")["when"][0].update(question="kim_ngach")),
    ("sections[0].questions[4].when[0]", "“co” không phải là lựa chọn",
     lambda d: first(d, "kim_ngach")["when"][0].update(values=["co"])),
    ("sections[0].questions[4].when[0]", "chưa có giá trị", lambda d: first(d, "kim_ngach")["when"][0].pop("values")),
    ("sections[0].questions[4].when[0]", "không phải là số",
     lambda d: first(d, "kim_ngach")["when"][0].update(relation="at_least", values=["1"])),
    ("sections[0].questions[4].when[0]", "không cần giá trị",
     lambda d: first(d, "kim_ngach")["when"][0].update(relation="answered")),
    ("sections[0].questions[4].when[0].relation", "“is” không có",
     lambda d: first(d, "kim_ngach")["when"][0].update(relation="is")),
    ("sections[0].questions[4].when[0].values[0]", "không đọc được",
     lambda d: first(d, "kim_ngach")["when"][0].update(values=[1])),
    ("sections[0].questions[4].when", "phải là một danh sách", lambda d: first(d, "kim_ngach").update(when="yes")),
    ("sections[1].when[0]", "đúng một giá trị là số", lambda d: d["sections"][1]["when"][0].update(values=["ba"])),
    ("sections[1].when[0]", "đúng một giá trị", lambda d: d["sections"][1]["when"][0].update(values=["1", "2"])),
    ("sections[1].when[0]", "đứng sau", lambda d: d["sections"][1]["when"][0].update(question="muc")),
    ("sections[1].when[0]", "không có lựa chọn để so",
     lambda d: d["sections"][1]["when"][0].update(relation="any_of", values=["1"])),
    ("sections[1].questions[0].choices", "ít nhất hai", lambda d: first(d, "dang_dung").update(choices=[])),
    ("sections[1].questions[0].choices", "ghi giống nhau",
     lambda d: first(d, "dang_dung")["choices"][1].update(label="iso  9001")),
    ("sections[1].questions[0].choices[1].code", "đã dùng",
     lambda d: first(d, "dang_dung")["choices"][1].update(code="iso")),
    ("sections[1].questions[0].choices[1].code", "vào việc khác",
     lambda d: first(d, "dang_dung")["choices"][1].update(code="other")),
    ("sections[1].questions[0].choices[1]", "không đọc được",
     lambda d: first(d, "dang_dung")["choices"].__setitem__(1, "HACCP")),
    ("sections[1].questions[0].choices[1].contents[0]", "không đọc được",
     lambda d: first(d, "dang_dung")["choices"][1].update(contents=[None])),
    ("sections[1].questions[2].choices", "chỉ chọn riêng",
     lambda d: first(d, "ly_do")["choices"][0].update(is_exclusive=True)),
    ("sections[1].questions[1].allows_other", "không dùng", lambda d: first(d, "muc").update(allows_other=True)),
    ("sections[1].questions[6].rows", "chưa có dòng", lambda d: first(d, "chung_nhan").update(rows=[])),
    ("sections[1].questions[6].columns", "chưa có cột", lambda d: first(d, "chung_nhan").pop("columns")),
    ("sections[1].questions[6].columns[1].kind", "“table” không có",
     lambda d: first(d, "chung_nhan")["columns"][1].update(kind="table")),
    ("sections[1].questions[6].columns[0].choices", "ít nhất hai",
     lambda d: first(d, "chung_nhan")["columns"][0].update(kind="choice")),
    ("sections[1].questions[6].rows[1].code", "đã dùng", lambda d: first(d, "chung_nhan")["rows"][1].update(code="mot")),
    ("checks[0].left", "vế trái chưa có gì", lambda d: d["checks"][0].update(left=[])),
    ("checks[0].left", "không phải là mã câu hỏi", lambda d: d["checks"][0].update(left=["la"])),
    ("checks[0].left", "không phải là số", lambda d: d["checks"][0].update(left=["ten"])),
    ("checks[1].right", "không phải là mã câu hỏi hay một số", lambda d: d["checks"][1].update(right=["1.000"])),
    ("checks[1]", "đều là số cho sẵn", lambda d: d["checks"][1].update(left=["1"])),
    ("checks[1].sentence", "chưa có câu nhắc", lambda d: d["checks"][1].update(sentence="")),
    ("checks[1].severity", "“x” không có", lambda d: d["checks"][1].update(severity="x")),
    ("checks[1].comparison", "chưa chọn", lambda d: d["checks"][1].pop("comparison")),
    ("checks[1].code", "đã dùng", lambda d: d["checks"][1].update(code="xk_dt")),
]  # fmt: skip


@pytest.mark.parametrize(
    ("path", "words", "spoil"), FAULTY, ids=[f"{n}-{row[0]}" for n, row in enumerate(FAULTY)]
)
def test_a_fault_is_found_at_its_place_and_says_what_to_do(path: str, words: str, spoil: Spoil) -> None:
    data = small()
    spoil(data)
    found = faults(data)
    mine = [fault.sentence for fault in found if fault.path == path]
    assert any(words.lower() in sentence.lower() for sentence in mine), found
    assert all(fault.sentence.endswith(".") and ";" in fault.sentence for fault in found)
    with pytest.raises(DefinitionError) as refused:
        parse(data)
    assert refused.value.faults == found


def test_the_sentence_names_the_place_as_people_count() -> None:
    data = small()
    first(data, "dang_dung")["choices"][1]["label"] = ""
    (fault,) = faults(data)
    assert fault.path == "sections[1].questions[0].choices[1].label"
    assert (
        fault.sentence == "Phần 2, câu 1, lựa chọn 2: chưa có nội dung lựa chọn; hãy ghi nội dung lựa chọn."
    )


def test_all_faults_are_told_at_once() -> None:
    data = small()
    data["title"] = ""
    first(data, "lao_dong")["low"] = "x"
    data["checks"][0]["right"] = ["la"]
    assert {fault.path for fault in faults(data)} == {
        "title",
        "sections[0].questions[2].low",
        "checks[0].right",
    }


@pytest.mark.parametrize("data", [None, [], "phiếu", 1, True, 1.5, [SMALL]])
def test_what_is_no_object_is_refused(data: object) -> None:
    (fault,) = faults(data)
    assert "không chứa một bộ câu hỏi" in fault.sentence


def test_too_many_questions_are_refused() -> None:
    data = {"title": "Phiếu", "sections": [section_of(number, 150) for number in range(2)]}
    assert faults(data) == ()
    data["sections"] = [section_of(number, 151) for number in range(2)]
    assert [fault.path for fault in faults(data)] == ["sections"]


def test_a_list_longer_than_a_person_can_read_is_refused() -> None:
    data = small()
    choices = [{"code": f"ma_{number}", "label": f"Mục {number}"} for number in range(201)]
    first(data, "dang_dung")["choices"] = choices[:200]
    first(data, "muc").pop("when")
    assert faults(data) == ()
    first(data, "dang_dung")["choices"] = choices
    (fault,) = faults(data)
    assert fault.sentence == "Phần 2, câu 1: có 201 lựa chọn; hãy giữ nhiều nhất 200."


def section_of(number: int, questions: int) -> dict[str, Any]:
    codes = [f"cau_{number}_{each}" for each in range(questions)]
    return {
        "code": f"phan_{number}",
        "title": "Phần",
        "questions": [{"code": code, "kind": "text", "label": code} for code in codes],
    }


def test_texts_typed_in_pieces_are_composed() -> None:
    data = small()
    data["title"] = unicodedata.normalize("NFD", "  Phiếu   khảo sát\n")
    assert parse(data).title == "Phiếu khảo sát"


def test_the_digest_is_that_of_what_is_asked_not_of_how_it_is_written() -> None:
    data = small()
    data["sections"][0]["intro"] = ""
    first(data, "ten")["keeps"] = True
    again = dict(reversed(data.items()))
    assert digest(parse(again)) == digest(parse(SMALL))
    first(data, "ten")["label"] = "Họ tên"
    assert digest(parse(data)) != digest(parse(SMALL))
    assert len(digest(parse(SMALL))) == 64


def test_a_draft_with_faults_can_be_shown_without_what_cannot_be_read() -> None:
    data = small()
    first(data, "ten")["kind"] = "?"
    first(data, "dang_dung")["choices"][0]["code"] = ""
    shown = parse_loosely(data)
    assert "ten" not in {question.code for question in shown.questions()}
    assert [choice.code for choice in shown.question("dang_dung").choices] == ["haccp", "chua"]
    assert parse_loosely(SMALL) == parse(SMALL)
