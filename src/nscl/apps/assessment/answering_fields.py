"""A question as a page shows it: inputs with their names and texts, faults beside them, answers offered.

Self-contained: `_question.html` needs a `Field` and nothing else, so the respondent's page, the officer's
paper form and the designer's preview look the same.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from nscl.policy.questionnaires import (
    OTHER,
    AnswerFault,
    Condition,
    Definition,
    Question,
    TableColumn,
    asked,
    options_of,
    shown,
    written,
)
from nscl.vietnamese import format_money

Sent = Mapping[str, Sequence[str]]
BOXED = ("yes_no", "scale", "choice", "multi")
# Money keeps the letters: “1,2 tỷ” is an answer.
KEYPADS = {"number": "decimal", "percent": "decimal", "year": "numeric"}
_LARGE = 1_000_000


@dataclass(frozen=True)
class Box:
    """One thing to tick."""

    value: str
    label: str
    is_checked: bool
    is_exclusive: bool = False


@dataclass(frozen=True)
class Cell:
    """One input of a table."""

    name: str
    label: str
    column: str
    kind: str
    unit: str
    keypad: str
    text: str
    boxes: tuple[Box, ...] = ()
    fault: str = ""


@dataclass(frozen=True)
class Row:
    label: str
    cells: tuple[Cell, ...]


@dataclass(frozen=True)
class Offer:
    """An answer known from elsewhere: shown beside the question, taken only when the person says so."""

    source: str  # "truoc": the last answer, "so": the register
    label: str
    value: Any
    shown: str


@dataclass(frozen=True)
class Field:
    """A question with what stands in it now. `when` is JSON for the script; empty where nothing hides it.

    `mark` is the question's code with the mark of the answer the page begins from.
    """

    question: Question
    text: str = ""
    boxes: tuple[Box, ...] = ()
    other: str = ""
    rows: tuple[Row, ...] = ()
    faults: tuple[str, ...] = ()
    warnings: tuple[str, ...] = ()
    said: str = ""
    mark: str = ""
    is_asked: bool = True
    when: str = ""
    offers: tuple[Offer, ...] = ()

    @property
    def code(self) -> str:
        return self.question.code

    @property
    def kind(self) -> str:
        return self.question.kind

    @property
    def keypad(self) -> str:
        return KEYPADS.get(self.question.kind, "text")

    @property
    def unit(self) -> str:
        return unit_of(self.question)

    @property
    def has_other(self) -> bool:
        return self.question.allows_other and self.kind in ("choice", "multi")


def fields_of(
    definition: Definition,
    codes: Collection[str],
    answers: Mapping[str, Any],
    *,
    sent: Sent | None = None,
    presented: Collection[str] = (),
    faults: Sequence[AnswerFault] = (),
    offers: Mapping[str, tuple[Offer, ...]] | None = None,
    marks: Mapping[str, str] | None = None,
) -> list[Field]:
    """The questions of a page, in order, with those that an answer on this very page may bring up.

    `sent` is what the person typed; the questions `presented` stand as typed again. Left out is what answers
    elsewhere rule out.
    """
    held = dict(answers)
    now, possible = set(asked(definition, held)), set(asked(_loosened(definition, codes), held))
    form = written(definition, held)
    found = []
    for section in definition.sections:
        for question in section.questions:
            if question.code not in codes or question.code not in possible:
                continue
            source = sent if sent is not None and question.code in presented else form
            field = field_of(question, source, held.get(question.code), faults)
            conditions = [c for c in (*section.when, *question.when) if c.question in codes]
            given = () if question.code in held else (offers or {}).get(question.code, ())
            mark = f"{question.code}.{marks[question.code]}" if marks else ""
            is_asked, when = question.code in now, _script(conditions)
            found.append(replace(field, is_asked=is_asked, when=when, offers=given, mark=mark))
    return found


def field_of(question: Question, form: Sent, value: Any = None, faults: Sequence[AnswerFault] = ()) -> Field:
    """One question with the texts of its inputs by name; `value` is the answer as it was understood."""
    own = [fault for fault in faults if fault.question == question.code]
    stops = tuple(f.sentence for f in own if not f.is_warning and not (f.cell and question.kind == "table"))
    return Field(
        question=question,
        text="" if question.kind in BOXED else _text(form, question.code),
        boxes=_boxes(question, form.get(question.code, ())) if question.kind in BOXED else (),
        other=_text(form, f"{question.code}__{OTHER}"),
        rows=_rows(question, form, own) if question.kind == "table" else (),
        faults=stops,
        warnings=tuple(f.sentence for f in own if f.is_warning),
        said=said_of(question, value),
    )


def said_of(question: Question, value: Any) -> str:
    """How a number or a day was understood, where a slip of a digit would not be seen at once."""
    if value is None:
        return ""
    if question.kind == "money":
        exact = format_money(int(value))
        if abs(int(value)) < _LARGE:
            return exact
        large = "tỷ đồng" if abs(int(value)) >= 1000 * _LARGE else "triệu đồng"
        return f"{exact} (≈ {format_money(int(value), large, places=1)})"
    if question.kind == "date" or (question.kind in ("number", "percent") and _is_wide(value)):
        return shown(question, value)
    return ""


def unit_of(field: Question | TableColumn) -> str:
    return field.unit or {"money": _("đồng"), "percent": "%"}.get(field.kind, "")


def _is_wide(value: Any) -> bool:
    number = Decimal(str(value))
    return abs(number) >= 1000 or number != number.to_integral_value()


def _text(form: Sent, name: str) -> str:
    values = form.get(name) or ("",)
    return values[-1]


def _boxes(field: Question | TableColumn, chosen: Collection[str]) -> tuple[Box, ...]:
    words = {"yes": _("Có"), "no": _("Không")} if field.kind == "yes_no" else {}
    return tuple(
        Box(choice.code, words.get(choice.code, choice.label), choice.code in chosen, choice.is_exclusive)
        for choice in options_of(field)
    )


def _rows(question: Question, form: Sent, faults: Sequence[AnswerFault]) -> tuple[Row, ...]:
    """A table's inputs, named by row and column."""
    found = []
    for row in question.rows:
        cells = []
        for column in question.columns:
            name = f"{question.code}__{row.code}__{column.code}"
            text = _text(form, name)
            cells.append(
                Cell(
                    name=name,
                    label=f"{row.label} – {column.label}",
                    column=column.label,
                    kind=column.kind,
                    unit=unit_of(column),
                    keypad=KEYPADS.get(column.kind, "text"),
                    text=text,
                    boxes=_boxes(column, {text}) if column.kind in BOXED else (),
                    fault=next((f.sentence for f in faults if f.field == name), ""),
                )
            )
        found.append(Row(row.label, tuple(cells)))
    return tuple(found)


def _loosened(definition: Definition, codes: Collection[str]) -> Definition:
    """The same questions without the conditions that rest on answers of this page."""

    def free(when: tuple[Condition, ...]) -> tuple[Condition, ...]:
        return tuple(c for c in when if c.question not in codes)

    sections = tuple(
        replace(
            section,
            when=free(section.when),
            questions=tuple(replace(q, when=free(q.when)) for q in section.questions),
        )
        for section in definition.sections
    )
    return replace(definition, sections=sections)


def _script(conditions: Sequence[Condition]) -> str:
    rows = [{"q": c.question, "r": c.relation, "v": list(c.values)} for c in conditions]
    return json.dumps(rows, ensure_ascii=False) if rows else ""
