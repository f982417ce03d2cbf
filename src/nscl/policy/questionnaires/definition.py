"""What a questionnaire asks, as plain frozen values; `parsing.parse` reads them from JSON.

Answers are values by question code as JSON keeps them: text for `text` and `long_text`; a decimal written
with a dot ("12.5") for `number` and `percent`; a whole number for `money` (đồng), `year` and `scale`;
"2026-03-02" for `date`; true or false for `yes_no`; the choice's code for `choice`; a list of codes,
in the order of the question, for `multi`; {row: {column: value}} for `table`. What stands beside “Khác” is
kept under "<code>__other". A question without an answer is absent: never null, empty or 0.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal, get_args

Kind = Literal[
    "text",
    "long_text",
    "number",
    "money",
    "percent",
    "year",
    "date",
    "yes_no",
    "choice",
    "multi",
    "scale",
    "table",
]
# What the results use a question for: what is there, what is wanted, what hinders.
About = Literal["", "in_use", "certificate", "need", "difficulty", "training", "technology"]
Relation = Literal["any_of", "none_of", "at_least", "at_most", "answered", "not_answered"]
Comparison = Literal["le", "lt", "eq", "ge", "gt"]
Severity = Literal["stop", "warn"]

KINDS: tuple[str, ...] = get_args(Kind)
KIND_NAMES = {
    "text": "Chữ (một dòng)",
    "long_text": "Chữ (nhiều dòng)",
    "number": "Số",
    "money": "Số tiền (đồng)",
    "percent": "Tỷ lệ phần trăm",
    "year": "Năm",
    "date": "Ngày",
    "yes_no": "Có / Không",
    "choice": "Chọn một",
    "multi": "Chọn nhiều",
    "scale": "Thang điểm 1–5",
    "table": "Bảng",
}
SCALE = range(1, 6)
COLUMN_KINDS = ("text", "number", "money", "percent", "year", "date", "yes_no", "choice")
NUMERIC_KINDS = ("number", "money", "percent", "year")
CHOOSING_KINDS = ("choice", "multi")
PREFILLS = ("workers", "revenue_vnd", "capital_vnd", "exports_vnd")
OTHER = "other"  # the code of “Khác” where a question allows it


@dataclass(frozen=True)
class Choice:
    """One answer to choose; `contents` are codes of support contents it stands for.

    An `is_exclusive` choice (“Chưa áp dụng”) excludes the others of its question.
    """

    code: str
    label: str
    contents: tuple[str, ...] = ()
    is_exclusive: bool = False


@dataclass(frozen=True)
class Condition:
    """Asked only where an earlier answer says so; the values of `yes_no` are "yes" and "no"."""

    question: str
    relation: Relation
    values: tuple[str, ...] = ()


@dataclass(frozen=True)
class TableRow:
    code: str
    label: str


@dataclass(frozen=True)
class TableColumn:
    """A column of a table question; `choices` for kind `choice`; its kinds are `COLUMN_KINDS`."""

    code: str
    label: str
    kind: Kind = "text"
    unit: str = ""
    choices: tuple[Choice, ...] = ()
    low: str = ""
    high: str = ""
    decimals: int = 2


@dataclass(frozen=True)
class Question:
    """One question. `low` and `high` bound numbers (decimals written with a dot; empty: no bound, for a
    percent 0 and 100). `unit` of money is the one a bare figure is in, "triệu đồng" or such; empty is đồng.

    `prefill` names what the register knows ("workers", "revenue_vnd", "capital_vnd", "exports_vnd"; of the
    survey's year): it is offered, never taken as the answer. `keeps` offers last year's answer.
    All conditions of `when` must hold for it to be asked.
    """

    code: str
    kind: Kind
    label: str
    help: str = ""
    unit: str = ""
    is_required: bool = False
    low: str = ""
    high: str = ""
    decimals: int = 0
    max_length: int = 1000
    choices: tuple[Choice, ...] = ()
    allows_other: bool = False
    rows: tuple[TableRow, ...] = ()
    columns: tuple[TableColumn, ...] = ()
    when: tuple[Condition, ...] = ()
    about: About = ""
    prefill: str = ""
    keeps: bool = True


@dataclass(frozen=True)
class Section:
    code: str
    title: str
    intro: str = ""
    questions: tuple[Question, ...] = ()
    when: tuple[Condition, ...] = ()


@dataclass(frozen=True)
class Check:
    """Sum of `left` compared with sum of `right` (numbers, money, percent, years by question code, or a plain
    number): must hold where every named question is answered. A `stop` keeps the answer from being sent."""

    code: str
    left: tuple[str, ...]
    comparison: Comparison
    right: tuple[str, ...]
    sentence: str
    severity: Severity = "stop"


@dataclass(frozen=True)
class Definition:
    title: str
    intro: str = ""
    sections: tuple[Section, ...] = ()
    checks: tuple[Check, ...] = ()

    def questions(self) -> Iterator[Question]:
        """All questions in order, hidden ones too."""
        for section in self.sections:
            yield from section.questions

    def question(self, code: str) -> Question:
        """The question of that code; KeyError when there is none."""
        for question in self.questions():
            if question.code == code:
                return question
        raise KeyError(code)


def options_of(field: Question | TableColumn) -> tuple[Choice, ...]:
    """What can be chosen, with “Khác” where it is allowed, “Có” and “Không”, the five points of a scale.

    >>> [choice.label for choice in options_of(Question("da_xuat_khau", "yes_no", "Đã xuất khẩu?"))]
    ['Có', 'Không']
    """
    if field.kind == "yes_no":
        return (Choice("yes", "Có"), Choice("no", "Không"))
    if field.kind == "scale":
        return tuple(Choice(str(point), str(point)) for point in SCALE)
    if isinstance(field, Question) and field.allows_other:
        return (*field.choices, Choice(OTHER, "Khác"))
    return field.choices
