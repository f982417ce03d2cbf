"""Answers from a form, judged before they are sent, carried into another year."""

from typing import Any

import pytest

from nscl.policy.questionnaires import (
    AnswerFault,
    asked,
    carry,
    judge,
    parse,
    read,
    replaced,
    written,
)
from tests.policy.questionnaires.small import definition, small
from tests.policy.questionnaires.test_parsing import first

FULL: dict[str, Any] = {
    "ten": "An",
    "xuat_khau": True,
    "lao_dong": "12",
    "doanh_thu": 2_000_000_000,
    "kim_ngach": 500_000_000,
    "ghi_chu": "một\nhai",
    "dang_dung": ["iso", "other"],
    "dang_dung__other": "Q-Base",
    "muc": 2,
    "ly_do": "other",
    "ly_do__other": "Thiếu nước",
    "loi": "1.5",
    "nam": 2024,
    "ngay": "2026-03-02",
    "chung_nhan": {"mot": {"so": "A1", "nam": 2024, "phi": 1_500_000}, "hai": {"phi": 0}},
}


def without(*codes: str, **changed: Any) -> dict[str, Any]:
    return {code: value for code, value in {**FULL, **changed}.items() if code not in codes}


def sentences(answers: dict[str, Any]) -> list[str]:
    return [fault.sentence for fault in judge(definition(), answers).faults]


# ── Which questions are asked ──────────────────────────────────────────


def test_a_question_is_asked_when_an_earlier_answer_says_so() -> None:
    assert "kim_ngach" in asked(definition(), {"xuat_khau": True})
    assert "kim_ngach" not in asked(definition(), {"xuat_khau": False})
    assert "kim_ngach" not in asked(definition(), {})


def test_the_questions_of_a_hidden_section_are_not_asked() -> None:
    codes = asked(definition(), without(lao_dong="2"))
    assert codes == ("ten", "xuat_khau", "lao_dong", "doanh_thu", "kim_ngach", "ghi_chu")


def test_a_hidden_answer_says_nothing_to_the_conditions_after_it() -> None:
    assert "ly_do" in asked(definition(), FULL)
    assert "muc" not in asked(definition(), without(dang_dung=["chua"]))
    assert "ly_do" not in asked(definition(), without(dang_dung=["chua"]))


def test_an_answer_that_is_none_says_nothing_to_conditions() -> None:
    assert "dang_dung" not in asked(definition(), {"lao_dong": "rất nhiều"})


@pytest.mark.parametrize(
    ("relation", "values", "answers", "is_asked"),
    [
        ("any_of", ["iso"], {"dang_dung": ["iso", "haccp"]}, True),
        ("any_of", ["iso"], {"dang_dung": ["haccp"]}, False),
        ("any_of", ["other"], {"dang_dung": ["other"]}, True),
        ("none_of", ["iso"], {"dang_dung": ["haccp"]}, True),
        ("none_of", ["iso"], {"dang_dung": ["iso", "haccp"]}, False),
        ("none_of", ["iso"], {}, False),
        ("answered", [], {"dang_dung": ["chua"]}, True),
        ("answered", [], {}, False),
        ("not_answered", [], {}, True),
        ("not_answered", [], {"dang_dung": ["chua"]}, False),
    ],
)
def test_what_each_relation_asks_for(
    relation: str, values: list[str], answers: dict[str, Any], is_asked: bool
) -> None:
    data = small()
    first(data, "loi")["when"] = [{"question": "dang_dung", "relation": relation, "values": values}]
    assert ("loi" in asked(parse(data), {"lao_dong": "12", **answers})) is is_asked


@pytest.mark.parametrize(
    ("relation", "number", "is_asked"),
    [
        ("at_least", "10", True),
        ("at_least", "9.5", False),
        ("at_most", "10", True),
        ("at_most", "10.5", False),
    ],
)
def test_numbers_are_compared_as_numbers(relation: str, number: str, is_asked: bool) -> None:
    data = small()
    first(data, "lao_dong")["decimals"] = 1
    data["sections"][1]["when"] = [{"question": "lao_dong", "relation": relation, "values": ["10"]}]
    assert ("loi" in asked(parse(data), {"lao_dong": number})) is is_asked


def test_all_conditions_must_hold() -> None:
    data = small()
    first(data, "kim_ngach")["when"].append(
        {"question": "lao_dong", "relation": "at_least", "values": ["10"]}
    )
    assert "kim_ngach" in asked(parse(data), {"xuat_khau": True, "lao_dong": "10"})
    assert "kim_ngach" not in asked(parse(data), {"xuat_khau": True, "lao_dong": "9"})


# ── From a form ────────────────────────────────────────────────────────


def test_a_form_is_read_into_values() -> None:
    reading = read(
        definition(),
        {
            "ten": [" An "],
            "xuat_khau": ["yes"],
            "doanh_thu": ["1.250,5"],
            "dang_dung": ["haccp", "iso"],
            "dang_dung__other": [""],
            "chung_nhan__mot__nam": ["2024"],
            "chung_nhan__hai__phi": ["0"],
            "chung_nhan__ba__phi": ["7"],
            "la": ["x"],
            "csrfmiddlewaretoken": ["y"],
        },
    )
    assert reading.faults == ()
    assert reading.answers == {
        "ten": "An",
        "xuat_khau": True,
        "doanh_thu": 1_250_500_000,
        "dang_dung": ["iso", "haccp"],
        "chung_nhan": {"mot": {"nam": 2024}, "hai": {"phi": 0}},
    }


def test_only_the_questions_of_the_page_are_read() -> None:
    sent = {"ten": ["An"], "lao_dong": ["nhiều"], "doanh_thu": ["1"]}
    assert read(definition(), sent, only=["ten"]) == read(definition(), {"ten": ["An"]})


def test_each_field_that_cannot_be_read_is_named() -> None:
    sent = {"lao_dong": ["nhiều"], "ngay": ["31/02/2026"], "chung_nhan__mot__phi": ["đắt"], "ten": ["An"]}
    reading = read(definition(), sent)
    assert [fault.field for fault in reading.faults] == ["lao_dong", "ngay", "chung_nhan__mot__phi"]
    assert reading.faults[2].sentence.startswith("Thứ nhất, Chi phí: ")
    assert reading.answers == {"ten": "An"}


def test_what_is_written_beside_other_counts_when_other_is_chosen_or_nothing_is() -> None:
    chosen = read(definition(), {"ly_do": ["other"], "ly_do__other": ["Thiếu nước"]})
    alone = read(definition(), {"ly_do__other": ["Thiếu nước"]})
    assert chosen.answers == alone.answers == {"ly_do": "other", "ly_do__other": "Thiếu nước"}
    many = read(definition(), {"dang_dung": ["iso", "other"], "dang_dung__other": ["Q-Base"]})
    assert many.answers == {"dang_dung": ["iso", "other"], "dang_dung__other": "Q-Base"}


def test_what_is_written_beside_other_is_not_lost_in_silence() -> None:
    reading = read(definition(), {"ly_do": ["von"], "ly_do__other": ["Thiếu nước"]})
    assert reading.answers == {"ly_do": "von"}
    (fault,) = reading.faults
    assert fault.field == "ly_do__other"
    assert "chưa chọn “Khác”" in fault.sentence


def test_two_choices_where_one_is_asked_are_refused() -> None:
    reading = read(definition(), {"ly_do": ["von", "nguoi"]})
    assert reading.answers == {}
    assert [fault.field for fault in reading.faults] == ["ly_do"]


def test_a_choice_that_is_not_offered_is_refused() -> None:
    reading = read(definition(), {"dang_dung": ["iso", "la"], "muc": ["9"]})
    assert reading.answers == {}
    assert [fault.field for fault in reading.faults] == ["dang_dung", "muc"]


def test_the_fields_of_a_form_hold_the_answers() -> None:
    fields = written(definition(), FULL)
    assert fields["doanh_thu"] == ("2.000",)
    assert fields["dang_dung"] == ("iso", "other")
    assert fields["chung_nhan__hai__phi"] == ("0",)
    reading = read(definition(), fields)
    assert reading.answers == FULL
    assert reading.faults == ()


def test_a_page_replaces_its_own_answers_and_no_others() -> None:
    page = ["ly_do", "loi"]
    kept = replaced(FULL, {"ly_do": "von"}, only=page)
    assert kept == {**without("ly_do__other", "loi"), "ly_do": "von"}
    assert replaced(FULL, {"ten": "B"}) == {"ten": "B"}


# ── Before it is sent ──────────────────────────────────────────────────


def test_a_complete_answer_may_be_sent_as_it_is() -> None:
    judged = judge(definition(), FULL)
    assert judged.may_be_sent
    assert judged.faults == ()
    assert judged.clean == FULL
    assert judged.answered == judged.asked


def test_a_required_question_without_an_answer_stops_the_sending() -> None:
    judged = judge(definition(), without("ten"))
    assert judged.missing_required == ("ten",)
    assert judged.faults == (
        AnswerFault("ten", "Câu này cần trả lời; hãy trả lời trước khi gửi.", is_missing=True),
    )
    assert not judged.may_be_sent


def test_a_required_question_that_is_not_asked_is_not_missing() -> None:
    data = small()
    first(data, "kim_ngach")["is_required"] = True
    assert judge(parse(data), without("kim_ngach", xuat_khau=False)).missing_required == ()
    assert judge(parse(data), without("kim_ngach")).missing_required == ("kim_ngach",)


def test_answers_of_questions_not_asked_are_left_out() -> None:
    judged = judge(definition(), without(xuat_khau=False, lao_dong="1"))
    assert set(judged.clean) == {"ten", "xuat_khau", "lao_dong", "doanh_thu", "ghi_chu"}
    assert judged.may_be_sent


def test_other_without_its_text_stops_the_sending() -> None:
    judged = judge(definition(), without("ly_do__other"))
    assert [(fault.field, fault.is_warning) for fault in judged.faults] == [("ly_do__other", False)]
    assert "ghi rõ" in judged.faults[0].sentence


def test_a_text_beside_other_that_was_not_chosen_is_left_out() -> None:
    assert "ly_do__other" not in judge(definition(), without(ly_do="von")).clean


def test_the_order_of_choices_is_that_of_the_question() -> None:
    assert judge(definition(), without(dang_dung=["other", "iso"])).clean == FULL


@pytest.mark.parametrize(
    ("code", "value"),
    [
        ("ten", ""),
        ("ten", None),
        ("ten", 5),
        ("ten", "x" * 21),
        ("xuat_khau", "yes"),
        ("xuat_khau", 1),
        ("lao_dong", 12.5),
        ("lao_dong", "1e3"),
        ("lao_dong", "-1"),
        ("lao_dong", True),
        ("lao_dong", "1.234,5"),
        ("doanh_thu", "1.5"),
        ("doanh_thu", 10**16),
        ("doanh_thu", 10**4000),
        ("dang_dung", "iso"),
        ("dang_dung", []),
        ("dang_dung", ["chua", "iso"]),
        ("dang_dung", [["iso"]]),
        ("dang_dung", {"iso": True}),
        ("muc", "3"),
        ("muc", True),
        ("muc", 6),
        ("ly_do", ["von"]),
        ("loi", "101"),
        ("loi", "1.55"),
        ("nam", 20),
        ("ngay", "2026-02-31"),
        ("ngay", "02/03/2026"),
        ("ngay", "20260302"),
        ("chung_nhan", {}),
        ("chung_nhan", []),
        ("chung_nhan", {"ba": {"nam": 2024}}),
        ("chung_nhan", {"mot": {"la": 1}}),
        ("chung_nhan", {"mot": {"nam": "hai"}}),
        ("chung_nhan", {"mot": [2024]}),
    ],
)
def test_a_value_that_is_no_answer_is_never_kept(code: str, value: object) -> None:
    judged = judge(definition(), without(**{code: value}))
    assert code not in judged.clean
    assert value is None or any(fault.question == code and not fault.is_warning for fault in judged.faults)


def test_a_check_that_fails_stops_or_warns() -> None:
    assert sentences(without(kim_ngach=2_000_000_001)) == ["Xuất khẩu lớn hơn doanh thu; hãy kiểm tra lại."]
    judged = judge(definition(), without(lao_dong="1001"))
    assert [(fault.question, fault.is_warning) for fault in judged.faults] == [("lao_dong", True)]
    assert judged.may_be_sent
    assert sentences(without(kim_ngach=2_000_000_000, lao_dong="1000")) == []


def test_a_check_waits_until_all_its_questions_are_answered() -> None:
    assert sentences(without("doanh_thu", kim_ngach=10**12)) == []
    assert sentences(without(xuat_khau=False, kim_ngach=10**12)) == []


@pytest.mark.parametrize(
    ("comparison", "passing"), [("le", "12"), ("lt", "11"), ("eq", "12"), ("ge", "13"), ("gt", "13")]
)
def test_sums_of_both_sides_are_compared(comparison: str, passing: str) -> None:
    data = small()
    data["checks"][1].update(left=["lao_dong", "1"], comparison=comparison, right=["10", "3"])
    assert judge(parse(data), without(lao_dong=passing)).faults == ()
    failing = {"le": "13", "lt": "12", "eq": "11", "ge": "11", "gt": "12"}[comparison]
    assert len(judge(parse(data), without(lao_dong=failing)).faults) == 1


@pytest.mark.parametrize("answers", [None, [], "x", 3, {1: 2}, {"ten": {"a": [1]}}])
def test_whatever_is_given_is_judged(answers: object) -> None:
    judged = judge(definition(), answers)
    assert judged.clean == {}
    assert not judged.may_be_sent


# ── Into another year ──────────────────────────────────────────────────


def test_last_years_answers_are_offered_where_the_question_is_the_same() -> None:
    assert carry(definition(), FULL, definition()) == FULL


def test_what_the_new_questions_no_longer_take_is_not_offered() -> None:
    data = small()
    first(data, "ten")["keeps"] = False
    first(data, "lao_dong")["kind"] = "text"
    del first(data, "lao_dong")["low"]
    del first(data, "lao_dong")["unit"]
    del data["sections"][1]["when"]
    del data["checks"]
    first(data, "dang_dung")["choices"].pop(0)
    first(data, "dang_dung")["choices"].append({"code": "gmp", "label": "GMP"})
    first(data, "ly_do")["allows_other"] = False
    first(data, "loi")["high"] = "1"
    first(data, "chung_nhan")["rows"].pop(1)
    first(data, "chung_nhan")["columns"].pop(1)
    offered = carry(definition(), FULL, parse(data))
    assert offered == {
        "xuat_khau": True,
        "doanh_thu": 2_000_000_000,
        "kim_ngach": 500_000_000,
        "ghi_chu": "một\nhai",
        "dang_dung": ["other"],
        "dang_dung__other": "Q-Base",
        "muc": 2,
        "nam": 2024,
        "ngay": "2026-03-02",
        "chung_nhan": {"mot": {"so": "A1", "phi": 1_500_000}},
    }


@pytest.mark.parametrize("answers", [None, [1], {"ten": 5, "dang_dung": "iso", "chung_nhan": {"mot": 3}}])
def test_nothing_is_offered_from_what_never_was_an_answer(answers: object) -> None:
    assert carry(definition(), answers, definition()) == {}
