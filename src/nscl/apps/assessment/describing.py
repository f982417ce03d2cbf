"""A definition in words: its outline, its conditions and checks as sentences, its faults by place."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from nscl.apps.assessment.designing_shape import Raw, checks, questions, sections
from nscl.policy.questionnaires import NUMERIC_KINDS, OTHER
from nscl.vietnamese import format_number

# Kind of a question: its name and what it is good for.
KINDS = {
    "choice": (gettext_noop("Chọn một"), gettext_noop("Một câu trả lời trong danh sách cho sẵn.")),
    "multi": (
        gettext_noop("Chọn nhiều"),
        gettext_noop("Đánh dấu mọi điều phù hợp: công cụ đang dùng, nhu cầu, khó khăn."),
    ),
    "yes_no": (gettext_noop("Có / Không"), gettext_noop("Mở hoặc bỏ qua các câu hỏi sau.")),
    "number": (gettext_noop("Số"), gettext_noop("Số lao động, số sản phẩm, kWh …; có đơn vị và giới hạn.")),
    "money": (gettext_noop("Số tiền (đồng)"), gettext_noop("Doanh thu, chi phí; trả lời bằng đồng.")),
    "percent": (gettext_noop("Tỷ lệ phần trăm"), gettext_noop("Tỷ lệ lỗi, tỷ lệ xuất khẩu: từ 0 đến 100 %.")),
    "year": (gettext_noop("Năm"), gettext_noop("Năm thành lập, năm được chứng nhận.")),
    "date": (gettext_noop("Ngày"), gettext_noop("Ngày cấp, ngày hết hạn.")),
    "scale": (gettext_noop("Thang điểm 1–5"), gettext_noop("Mức độ đồng ý, mức độ khó khăn.")),
    "text": (gettext_noop("Chữ (một dòng)"), gettext_noop("Tên, sản phẩm chính.")),
    "long_text": (gettext_noop("Chữ (nhiều dòng)"), gettext_noop("Ý kiến, đề xuất viết tự do.")),
    "table": (gettext_noop("Bảng"), gettext_noop("Nhiều dòng, mỗi dòng vài cột: các chứng nhận, các năm.")),
}
ABOUT = {
    "": gettext_noop("Không dùng riêng"),
    "in_use": gettext_noop("Đang áp dụng"),
    "certificate": gettext_noop("Chứng nhận, công bố đang có"),
    "need": gettext_noop("Nhu cầu hỗ trợ"),
    "difficulty": gettext_noop("Khó khăn"),
    "training": gettext_noop("Đào tạo"),
    "technology": gettext_noop("Trình độ công nghệ"),
}
PREFILLS = {
    "": gettext_noop("Không"),
    "workers": gettext_noop("Số lao động"),
    "revenue_vnd": gettext_noop("Doanh thu"),
    "capital_vnd": gettext_noop("Tổng nguồn vốn"),
    "exports_vnd": gettext_noop("Giá trị xuất khẩu"),
}
RELATIONS = {
    "any_of": gettext_noop("là một trong"),
    "none_of": gettext_noop("không phải là"),
    "at_least": gettext_noop("từ mức này trở lên"),
    "at_most": gettext_noop("không quá mức này"),
    "answered": gettext_noop("đã được trả lời"),
    "not_answered": gettext_noop("chưa được trả lời"),
}
SENTENCES = {
    "any_of": gettext_noop("{name} là “{values}”"),
    "any_of_many": gettext_noop("{name} là một trong: {values}"),
    "none_of": gettext_noop("{name} không phải “{values}”"),
    "none_of_many": gettext_noop("{name} không phải một trong: {values}"),
    "at_least": gettext_noop("{name} từ {values} trở lên"),
    "at_most": gettext_noop("{name} không quá {values}"),
    "answered": gettext_noop("{name} đã được trả lời"),
    "not_answered": gettext_noop("{name} chưa được trả lời"),
}
COMPARISONS = {
    "le": gettext_noop("không lớn hơn"),
    "lt": gettext_noop("nhỏ hơn"),
    "eq": gettext_noop("bằng"),
    "ge": gettext_noop("không nhỏ hơn"),
    "gt": gettext_noop("lớn hơn"),
}
SEVERITIES = {
    "stop": gettext_noop("Phải sửa mới gửi được"),
    "warn": gettext_noop("Chỉ nhắc, vẫn gửi được"),
}
YES_NO = {"yes": gettext_noop("Có"), "no": gettext_noop("Không")}
OTHER_LABEL = gettext_noop("Khác")
CHOICES_IN_LINE = 5
NUMBER = re.compile(r"-?\d+(\.\d+)?\Z")
PLACE = re.compile(r"(sections|questions|checks)\[(\d+)\]")


def kind_name(kind: str) -> str:
    return _(KINDS[kind][0]) if kind in KINDS else kind


def relations_of(kind: str) -> tuple[str, ...]:
    """What a condition may ask of an answer of this kind."""
    if kind in ("choice", "multi", "yes_no"):
        return ("any_of", "none_of", "answered", "not_answered")
    if kind in (*NUMERIC_KINDS, "scale"):
        return ("at_least", "at_most", "answered", "not_answered")
    return ("answered", "not_answered")


def values_of(question: Raw) -> list[tuple[str, str]]:
    """The answers a question offers: code and words."""
    if question.get("kind") == "yes_no":
        return [(code, _(label)) for code, label in YES_NO.items()]
    found = [(one.get("code", ""), one.get("label", "")) for one in question.get("choices", [])]
    return [*found, (OTHER, _(OTHER_LABEL))] if question.get("allows_other") else found


# Sentences ------------------------------------------------------------------------------------


def condition_told(condition: Raw, by_code: Mapping[str, Raw]) -> str:
    """“Chỉ hỏi khi …” without its beginning; a question that is gone is named by its code."""
    code, relation = condition.get("question", ""), condition.get("relation", "")
    asked = by_code.get(code)
    words = dict(values_of(asked)) if asked is not None else {}
    kind = asked.get("kind", "") if asked is not None else ""
    values = ", ".join(words.get(one) or figure_told(one, kind) for one in condition.get("values", []))
    name = "“{}”".format(asked.get("label", "")) if asked is not None else _("câu “{}”").format(code)
    sentence = SENTENCES.get(relation)
    if relation in ("any_of", "none_of") and len(condition.get("values", [])) > 1:
        sentence = SENTENCES[f"{relation}_many"]
    return _(sentence).format(name=name, values=values) if sentence else f"{name} {relation}"


def check_told(check: Raw, by_code: Mapping[str, Raw]) -> str:
    """“A + B không lớn hơn C”; a plain number is in đồng where money is compared, a year where years are."""
    kinds = {by_code[one].get("kind", "") for one in terms_of(check) if one in by_code}
    kind = kinds.pop() if len(kinds) == 1 else ""

    def side(names: Sequence[str]) -> str:
        return " + ".join(
            f"“{by_code[one].get('label', '')}”" if one in by_code else figure_told(one, kind)
            for one in names
        )

    comparison = check.get("comparison", "")
    return " ".join(
        [
            side(check.get("left", [])),
            _(COMPARISONS.get(comparison, comparison)),
            side(check.get("right", [])),
        ]
    )


def terms_of(check: Raw) -> list[str]:
    """Every question and number of a check, both sides."""
    return [*check.get("left", []), *check.get("right", [])]


def figure_told(text: str, kind: str) -> str:
    """A kept number to be read: grouped, money in đồng, a year as a year; other words as they are.

    >>> figure_told("100000", "number"), figure_told("1000", "money"), figure_told("2026", "year")
    ('100.000', '1.000 đồng', '2026')
    """
    if not NUMBER.match(text) or kind == "year":
        return number_told(text)
    number = str(format_number(Decimal(text)))
    return _("{number} đồng").format(number=number) if kind == "money" else number


def number_told(text: str) -> str:
    """A kept number as people type it; other words as they are.

    >>> number_told("12.5"), number_told("2026"), number_told("x")
    ('12,5', '2026', 'x')
    """
    return text.replace(".", ",") if NUMBER.match(text) else text


def index(definition: Raw) -> dict[str, Raw]:
    return {row["code"]: row for row in questions(definition)}


def described(row: Raw, names: Mapping[str, str] | None = None) -> list[tuple[str, str]]:
    """What is said of a question, a section or a check, label and words; what is not said is left out.

    `names` are the support contents by code.
    """
    yes = _("có")
    told = [
        (_("Tên phần"), row.get("title", "")),
        (_("Câu hỏi"), row.get("label", "")),
        (_("Lời giải thích"), row.get("help", "") or row.get("intro", "")),
        (_("Loại"), kind_name(row["kind"]) if "kind" in row else ""),
        (_("Bắt buộc"), yes if row.get("is_required") else ""),
        (_("Đơn vị"), row.get("unit", "")),
        (_("Giới hạn"), _bounds(row)),
        (_("Số chữ số lẻ"), str(row.get("decimals") or "")),
        (_("Số ký tự nhiều nhất"), format_number(row["max_length"]) if "max_length" in row else ""),
        (_("Lựa chọn"), "; ".join(_choice_told(one, names or {}) for one in row.get("choices", []))),
        (_("Cho ghi “Khác”"), yes if row.get("allows_other") else ""),
        (_("Các dòng"), "; ".join(one.get("label", "") for one in row.get("rows", []))),
        (_("Các cột"), "; ".join(_column_told(one) for one in row.get("columns", []))),
        (_("Dùng cho kết quả"), _(ABOUT.get(row["about"], row["about"])) if row.get("about") else ""),
        (_("Gợi ý từ sổ"), _(PREFILLS.get(row["prefill"], row["prefill"])) if row.get("prefill") else ""),
        (_("Gợi ý câu trả lời năm trước"), _("không") if row.get("keeps") is False else ""),
        (_("Câu nhắc"), row.get("sentence", "")),
    ]
    return [(label, words) for label, words in told if words]


def _bounds(row: Raw) -> str:
    low, high = (figure_told(row.get(name, ""), row.get("kind", "")) for name in ("low", "high"))
    if low and high:
        return f"{low} – {high}"
    if low:
        return _("từ {low}").format(low=low)
    return _("đến {high}").format(high=high) if high else ""


def _choice_told(choice: Raw, names: Mapping[str, str]) -> str:
    notes = [names.get(code, code) for code in choice.get("contents", [])]
    if choice.get("is_exclusive"):
        notes.append(_("loại trừ các lựa chọn khác"))
    label: str = choice.get("label", "")
    return f"{label} ({'; '.join(notes)})" if notes else label


def _column_told(column: Raw) -> str:
    notes = [kind_name(column.get("kind", "text"))]
    if column.get("unit"):
        notes.append(column["unit"])
    if column.get("choices"):
        notes.append(" / ".join(one.get("label", "") for one in column["choices"]))
    return f"{column.get('label', '')} ({', '.join(notes)})"


# The outline ----------------------------------------------------------------------------------


@dataclass(frozen=True)
class QuestionLine:
    """One question as the outline shows it; `number` runs through the whole questionnaire."""

    number: int
    code: str
    label: str
    kind: str
    is_required: bool
    facts: tuple[tuple[str, str], ...]
    choices: tuple[str, ...]  # where there are too many for one line
    when: tuple[str, ...]
    faults: tuple[str, ...]


@dataclass(frozen=True)
class SectionLine:
    code: str
    title: str
    intro: str
    when: tuple[str, ...]
    questions: tuple[QuestionLine, ...]
    faults: tuple[str, ...]


@dataclass(frozen=True)
class CheckLine:
    code: str
    told: str
    sentence: str
    is_stop: bool
    faults: tuple[str, ...]


@dataclass(frozen=True)
class Outline:
    title: str
    intro: str
    sections: tuple[SectionLine, ...]
    checks: tuple[CheckLine, ...]
    count: int


def outline(definition: Raw, faults: Iterable[Any] = (), names: Mapping[str, str] | None = None) -> Outline:
    """Sections, questions and checks in order, each with what is said and what is wrong with it.

    `faults` have `path` and `sentence`; `names` are the support contents by code.
    """
    by_code, wrong, number = index(definition), _by_place(definition, faults), 0
    lines = []
    for section in sections(definition):
        found = []
        for row in section.get("questions", []):
            number += 1
            found.append(_question_line(row, number, by_code, wrong, names or {}))
        lines.append(
            SectionLine(
                section["code"],
                section.get("title", ""),
                section.get("intro", ""),
                _conditions(section, by_code),
                tuple(found),
                wrong.get(("section", section["code"]), ()),
            )
        )
    told = tuple(
        CheckLine(
            row["code"],
            check_told(row, by_code),
            row.get("sentence", ""),
            row.get("severity", "stop") == "stop",
            wrong.get(("check", row["code"]), ()),
        )
        for row in checks(definition)
    )
    return Outline(definition.get("title", ""), definition.get("intro", ""), tuple(lines), told, number)


def _question_line(
    row: Raw,
    number: int,
    by_code: Mapping[str, Raw],
    wrong: Mapping[tuple[str, str], tuple[str, ...]],
    names: Mapping[str, str],
) -> QuestionLine:
    choices = row.get("choices", [])
    is_long = len(choices) > CHOICES_IN_LINE
    left_out = {"label", "kind", "is_required", *(["choices"] if is_long else [])}
    shown = {key: value for key, value in row.items() if key not in left_out}
    return QuestionLine(
        number,
        row["code"],
        row.get("label", ""),
        kind_name(row.get("kind", "")),
        bool(row.get("is_required")),
        tuple(described(shown, names)),
        tuple(_choice_told(one, names) for one in choices) if is_long else (),
        _conditions(row, by_code),
        wrong.get(("question", row["code"]), ()),
    )


def _conditions(row: Raw, by_code: Mapping[str, Raw]) -> tuple[str, ...]:
    return tuple(condition_told(one, by_code) for one in row.get("when", []))


# Faults by place ------------------------------------------------------------------------------


@dataclass(frozen=True)
class FaultLink:
    """A fault (its sentence names its place) and the page that mends it."""

    sentence: str
    url: str


def fault_links(version_pk: int, definition: Raw, faults: Iterable[Any]) -> tuple[FaultLink, ...]:
    """The faults of a draft, each with the page where it is mended."""
    return tuple(FaultLink(one.sentence, _mended_at(version_pk, definition, one.path)) for one in faults)


def _mended_at(pk: int, definition: Raw, path: str) -> str:
    what, row = _place(definition, path)
    if row is None:
        page = "section_add" if path.startswith("sections") else "head"
        return reverse(f"assessment:questionnaire_{page}", args=[pk])
    if ".when" in path and what != "check":
        page = f"{what}_when"
    elif what == "section" and path.endswith("questions"):
        page = "question_add"
    else:
        page = f"{what}_change"
    return reverse(f"assessment:questionnaire_{page}", args=[pk, row["code"]])


def _place(definition: Raw, path: str) -> tuple[str, Raw | None]:
    """Which section, question or check a fault's path leads to."""
    steps = {name: int(number) for name, number in PLACE.findall(path)}
    if "checks" in steps and steps["checks"] < len(checks(definition)):
        return "check", checks(definition)[steps["checks"]]
    if "sections" not in steps or steps["sections"] >= len(sections(definition)):
        return "", None
    section = sections(definition)[steps["sections"]]
    rows = section.get("questions", [])
    if "questions" not in steps or steps["questions"] >= len(rows):
        return "section", section
    return "question", rows[steps["questions"]]


def _by_place(definition: Raw, faults: Iterable[Any]) -> dict[tuple[str, str], tuple[str, ...]]:
    found: dict[tuple[str, str], tuple[str, ...]] = {}
    for fault in faults:
        what, row = _place(definition, fault.path)
        if row is not None:
            key = (what, row["code"])
            found[key] = (*found.get(key, ()), fault.sentence)
    return found
