"""How a questionnaire lies on a sheet: the same rows for the writer and for the reader.

Every row with a cell to fill bears a mark in a narrow hidden column, and a hidden row names the columns of
cells. So an answer is found again after rows were inserted, moved or sorted, and after the file was saved by
another program. A field is named as on the page: `<code>`, `<code>__other`, `<code>__<row>__<column>`; the
box of one choice of many is `<code>__<choice>`.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from nscl.policy.questionnaires import OTHER, Choice, Condition, Definition, Question, Section, TableColumn
from nscl.vietnamese import to_roman

SHEET = "Phiếu"
HIDDEN = "_nscl"
FORM = "phieu-khao-sat"
EDITION = "1"
MARK_COLUMN, NUMBER_COLUMN, TEXT_COLUMN, CELL_COLUMN = 0, 1, 2, 3
CELLS = 6  # columns of cells: D … I
UNIT_COLUMN, OFFER_COLUMN = CELL_COLUMN + 4, CELL_COLUMN + 5
CELL_NAMES = tuple(f"o{number}" for number in range(1, CELLS + 1))
RESPONDENT = (("name", "Họ và tên người trả lời"), ("title", "Chức danh"), ("phone", "Điện thoại"))

Shape = Literal["section", "words", "head", "answer", "tick", "columns", "grid", "person"]


@dataclass(frozen=True)
class Cell:
    """One cell to fill: the field it answers and what may stand in it."""

    field: str
    expects: Question | TableColumn | Choice | None = None
    question: Question | None = None
    is_other: bool = False

    @property
    def name(self) -> str:
        """The name that the workbook defines for the cell."""
        return f"tl_{self.field}"


@dataclass(frozen=True)
class Line:
    """One row of the sheet; `cells` are its cells to fill, from the first column of cells on."""

    shape: Shape
    text: str = ""
    number: str = ""
    help: str = ""
    mark: str = ""
    unit: str = ""
    cells: tuple[Cell, ...] = ()
    question: Question | None = None
    columns: tuple[str, ...] = ()


def lines(definition: Definition) -> Iterator[Line]:
    """The rows of a questionnaire in order, and at the end who filled it in."""
    numbers = numbers_of(definition)
    for place, section in enumerate(definition.sections, 1):
        said = _asked_where(definition, section, numbers)
        yield Line("section", f"{to_roman(place)}. {section.title}")
        if section.intro or said:
            yield Line("words", " ".join(part for part in (said, section.intro) if part))
        for question in section.questions:
            yield from _question(definition, question, numbers)
    yield Line("section", f"{to_roman(len(definition.sections) + 1)}. Người trả lời")
    for field, label in RESPONDENT:
        yield Line("person", label, mark=f"ai.{field}", cells=(Cell(f"nguoi_{field}"),))


def numbers_of(definition: Definition) -> dict[str, str]:
    """The number that each question bears on the form."""
    return {question.code: str(number) for number, question in enumerate(definition.questions(), 1)}


def _question(definition: Definition, question: Question, numbers: dict[str, str]) -> Iterator[Line]:
    number, code = numbers[question.code], question.code
    words = " ".join(part for part in (_asked_where(definition, question, numbers), question.help) if part)
    label = f"{question.label} *" if question.is_required else question.label
    if question.kind == "table":
        yield Line("head", label, number, words, question=question)
        yield from _table(question)
        return
    if question.kind == "multi":
        yield Line("head", label, number, f"{words} Đánh dấu x vào các ô chọn.".strip(), question=question)
        for choice in _without_other(question):
            cell = Cell(f"{code}__{choice.code}", choice, question)
            yield Line("tick", choice.label, mark=f"tl.{cell.field}", cells=(cell,), question=question)
    else:
        cell = Cell(code, question, question)
        yield Line("answer", label, number, words, f"tl.{code}", unit_of(question), (cell,), question)
    if question.allows_other:
        cell = Cell(f"{code}__{OTHER}", None, question, is_other=True)
        said = "Khác (ghi rõ)" if question.kind == "multi" else "Nếu chọn “Khác”, ghi rõ"
        yield Line("answer", said, mark=f"tl.{cell.field}", cells=(cell,), question=question)


def _without_other(question: Question) -> list[Choice]:
    return [choice for choice in question.choices if choice.code != OTHER]


def _table(question: Question) -> Iterator[Line]:
    """A grid where its columns fit on the page, else each cell on a row of its own."""
    heads = tuple(_head(column) for column in question.columns)
    if len(question.columns) <= CELLS:
        yield Line("columns", columns=heads, question=question)
    for row in question.rows:
        cells = tuple(
            Cell(f"{question.code}__{row.code}__{column.code}", column, question)
            for column in question.columns
        )
        if len(cells) <= CELLS:
            mark = f"tl.{question.code}__{row.code}"
            yield Line("grid", row.label, mark=mark, cells=cells, question=question)
            continue
        yield Line("head", row.label, question=None)
        for column, cell in zip(question.columns, cells, strict=True):
            unit = unit_of(column)
            yield Line("answer", column.label, "", "", f"tl.{cell.field}", unit, (cell,), question)


def _head(column: TableColumn) -> str:
    unit = unit_of(column)
    return f"{column.label} ({unit})" if unit else column.label


def unit_of(what: Question | TableColumn) -> str:
    """The unit beside a cell: its own, else what its kind implies."""
    return what.unit or {"money": "đồng", "percent": "%"}.get(what.kind, "")


# ── Conditions in words ────────────────────────────────────────────────


def _asked_where(definition: Definition, what: Question | Section, numbers: dict[str, str]) -> str:
    """“Chỉ trả lời nếu câu 3 chọn “Có”.”; empty for what everybody is asked."""
    parts = [_condition(definition, one, numbers) for one in what.when]
    said = " và ".join(part for part in parts if part)
    return f"Chỉ trả lời nếu {said}." if said else ""


def _condition(definition: Definition, one: Condition, numbers: dict[str, str]) -> str:
    try:
        question = definition.question(one.question)
    except KeyError:
        return ""
    subject = f"câu {numbers[question.code]}"
    labels = {choice.code: choice.label for choice in question.choices}
    labels |= {OTHER: "Khác", "yes": "Có", "no": "Không"}
    values = " hoặc ".join(f"“{labels.get(value, value)}”" for value in one.values)
    match one.relation:
        case "any_of":
            return f"{subject} chọn {values}"
        case "none_of":
            return f"{subject} không chọn {values}"
        case "at_least":
            return f"{subject} từ {_plain(one)} trở lên"
        case "at_most":
            return f"{subject} không quá {_plain(one)}"
        case "answered":
            return f"{subject} có trả lời"
        case "not_answered":
            return f"{subject} để trống"


def _plain(one: Condition) -> str:
    return one.values[0].replace(".", ",") if one.values else ""
