"""Whole sets of answers: read from a form, judged before they are sent, carried into another year."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any

from nscl.policy.questionnaires.checking import AnswerError, check_other, check_value
from nscl.policy.questionnaires.conditions import asked, sound
from nscl.policy.questionnaires.definition import CHOOSING_KINDS, OTHER, Check, Definition, Question
from nscl.policy.questionnaires.values import read_value

_MISSING = "Câu này cần trả lời; hãy trả lời trước khi gửi."
_OTHER_MISSING = "Đã chọn “Khác”; hãy ghi rõ nội dung khác."


@dataclass(frozen=True)
class AnswerFault:
    """What is wrong with an answer; a warning may be sent as it is. `cell` ends the field's name."""

    question: str
    sentence: str
    is_warning: bool = False
    cell: str = ""
    is_missing: bool = False  # nothing was answered where an answer is needed

    @property
    def field(self) -> str:
        """The name of the form's field."""
        return f"{self.question}__{self.cell}" if self.cell else self.question


@dataclass(frozen=True)
class Reading:
    """What a form said; where it could not be read the answer is absent and a fault stands for it."""

    answers: dict[str, Any]
    faults: tuple[AnswerFault, ...]


@dataclass(frozen=True)
class Judged:
    """Answers before they are sent; `clean` holds those of the questions asked that are answers.

    Each of `missing_required` has its fault as well.
    """

    faults: tuple[AnswerFault, ...]
    asked: tuple[str, ...]
    answered: tuple[str, ...]
    missing_required: tuple[str, ...]
    clean: dict[str, Any]

    @property
    def may_be_sent(self) -> bool:
        return all(fault.is_warning for fault in self.faults)


# ── From a form ────────────────────────────────────────────────────────


def read(
    definition: Definition, sent: Mapping[str, Sequence[str]], only: Collection[str] | None = None
) -> Reading:
    """The answers in a form's fields, each read alone: conditions and what is required are for `judge`.

    A field is named by its question, what stands beside “Khác” "<code>__other", a cell of a table
    "<code>__<row>__<column>". `only` are the questions of one page; other fields are not looked at.
    """
    answers: dict[str, Any] = {}
    found: list[AnswerFault] = []
    for question in definition.questions():
        if only is not None and question.code not in only:
            continue
        if question.kind == "table":
            _read_table(question, sent, answers, found)
        elif question.kind in CHOOSING_KINDS:
            _read_choices(question, sent, answers, found)
        else:
            _read_one(question, sent, answers, found)
    return Reading(answers, tuple(found))


def _last(sent: Mapping[str, Sequence[str]], name: str) -> str:
    values = sent.get(name) or ("",)
    return values[-1]


def _read_one(
    question: Question,
    sent: Mapping[str, Sequence[str]],
    answers: dict[str, Any],
    found: list[AnswerFault],
) -> None:
    try:
        value = read_value(question, _last(sent, question.code))
    except AnswerError as refused:
        found.append(AnswerFault(question.code, str(refused)))
        return
    if value is not None:
        answers[question.code] = value


def _read_choices(
    question: Question,
    sent: Mapping[str, Sequence[str]],
    answers: dict[str, Any],
    found: list[AnswerFault],
) -> None:
    """The choices made; a text beside “Khác” where nothing else was chosen means “Khác”."""
    name = f"{question.code}__{OTHER}"
    chosen = [code for code in sent.get(question.code, ()) if code.strip()]
    beside = _last(sent, name) if question.allows_other else ""
    try:
        other = check_other(beside) if beside.strip() else ""
    except AnswerError as refused:
        found.append(AnswerFault(question.code, str(refused), cell=OTHER))
        other = ""
    if other and not chosen:
        chosen = [OTHER]
    if question.kind == "choice" and len(set(chosen)) > 1:
        found.append(AnswerFault(question.code, "Câu này chỉ chọn một; hãy chọn lại."))
        return
    try:
        value = check_value(question, chosen[-1] if question.kind == "choice" else chosen) if chosen else None
    except AnswerError as refused:
        found.append(AnswerFault(question.code, str(refused)))
        return
    if value is not None:
        answers[question.code] = value
    if other and OTHER in chosen:
        answers[name] = other
    elif other:
        sentence = "Có ghi nội dung khác nhưng chưa chọn “Khác”; hãy chọn “Khác” hoặc xóa phần đã ghi."
        found.append(AnswerFault(question.code, sentence, cell=OTHER))


def _read_table(
    question: Question,
    sent: Mapping[str, Sequence[str]],
    answers: dict[str, Any],
    found: list[AnswerFault],
) -> None:
    table: dict[str, dict[str, Any]] = {}
    for row in question.rows:
        for column in question.columns:
            cell = f"{row.code}__{column.code}"
            try:
                value = read_value(column, _last(sent, f"{question.code}__{cell}"))
            except AnswerError as refused:
                sentence = f"{row.label}, {column.label}: {refused}"
                found.append(AnswerFault(question.code, sentence, cell=cell))
                continue
            if value is not None:
                table.setdefault(row.code, {})[column.code] = value
    if table:
        answers[question.code] = table


def replaced(
    old: Mapping[str, Any], new: Mapping[str, Any], only: Collection[str] | None = None
) -> dict[str, Any]:
    """The answers kept, with those of a page (`only`, None is all) put in place of what stood there.

    >>> replaced({"a": 1, "b": 2, "b__other": "x"}, {"b": 3}, only=["b"])
    {'a': 1, 'b': 3}
    """
    names = set() if only is None else {name for code in only for name in (code, f"{code}__{OTHER}")}
    kept = {} if only is None else {name: value for name, value in old.items() if name not in names}
    return {**kept, **new}


# ── Before it is sent ──────────────────────────────────────────────────


def judge(definition: Definition, answers: object) -> Judged:
    """Whether the answers may be sent, and what would be kept: whatever JSON holds, nothing is raised."""
    given: Mapping[str, Any] = answers if isinstance(answers, Mapping) else {}
    codes = asked(definition, given)
    clean: dict[str, Any] = {}
    found: list[AnswerFault] = []
    missing = []
    for question in definition.questions():
        if question.code not in codes:
            continue
        before = len(found)
        _take(question, given, clean, found)
        if question.is_required and question.code not in clean and len(found) == before:
            missing.append(question.code)
            found.append(AnswerFault(question.code, _MISSING, is_missing=True))
    for check in definition.checks:
        found += _failed(check, definition, clean)
    answered = tuple(code for code in codes if code in clean)
    return Judged(tuple(found), codes, answered, tuple(missing), clean)


def _take(
    question: Question, given: Mapping[str, Any], clean: dict[str, Any], found: list[AnswerFault]
) -> None:
    """Puts a question's answer among the clean ones, or its fault among those found."""
    value = given.get(question.code)
    if value is None:
        return
    try:
        clean[question.code] = check_value(question, value)
    except AnswerError as refused:
        found.append(AnswerFault(question.code, str(refused)))
        return
    if question.kind in CHOOSING_KINDS and OTHER in _chosen(clean[question.code]):
        name = f"{question.code}__{OTHER}"
        try:
            clean[name] = check_other(given.get(name, ""))
        except AnswerError as refused:
            sentence = str(refused) if given.get(name) else _OTHER_MISSING
            found.append(AnswerFault(question.code, sentence, cell=OTHER))


def _chosen(value: Any) -> Sequence[str]:
    return [value] if isinstance(value, str) else value


def _failed(check: Check, definition: Definition, clean: Mapping[str, Any]) -> list[AnswerFault]:
    """The fault of a check that does not hold; it stands at the first question that the check names."""
    codes = {question.code for question in definition.questions()}
    named = [term for term in (*check.left, *check.right) if term in codes]
    if not named or any(term not in clean for term in named):
        return []
    try:
        left, right = (
            sum((Decimal(clean.get(term, term)) for term in side), Decimal(0))
            for side in (check.left, check.right)
        )
    except (ArithmeticError, TypeError, ValueError):  # a draft whose faults are not mended yet
        return []
    holds = {
        "le": left <= right,
        "lt": left < right,
        "eq": left == right,
        "ge": left >= right,
        "gt": left > right,
    }
    if holds.get(check.comparison, True):
        return []
    return [AnswerFault(named[0], check.sentence, check.severity == "warn")]


# ── Into another year ──────────────────────────────────────────────────


def carry(old: Definition, old_answers: object, new: Definition) -> dict[str, Any]:
    """The old answers that still fit the new questions: same code and kind, choices and cells still there.

    Offered to who answers, never taken for an answer.
    """
    given: Mapping[str, Any] = old_answers if isinstance(old_answers, Mapping) else {}
    before = {question.code: question for question in old.questions()}
    offered: dict[str, Any] = {}
    for question in new.questions():
        was = before.get(question.code)
        if was is None or was.kind != question.kind or not question.keeps:
            continue
        value = sound(was, given.get(question.code))
        kept = None if value is None else sound(question, _fitting(question, value))
        if kept is None:
            continue
        offered[question.code] = kept
        name = f"{question.code}__{OTHER}"
        if question.kind in CHOOSING_KINDS and OTHER in _chosen(kept):
            other = sound(replace(question, kind="text", max_length=500), given.get(name))
            if other is not None:
                offered[name] = other
    return offered


def _fitting(question: Question, value: Any) -> Any:
    """Of several choices and of a table's cells, those that the question still has."""
    if question.kind == "multi":
        return [code for code in value if sound(question, [code]) is not None]
    if question.kind != "table":
        return value
    columns = {column.code: column for column in question.columns}
    table = {}
    for row in question.rows:
        cells = {
            code: cell
            for code, cell in value.get(row.code, {}).items()
            if code in columns and _fits(columns[code], cell)
        }
        if cells:
            table[row.code] = cells
    return table


def _fits(column: Any, cell: Any) -> bool:
    try:
        check_value(column, cell)
    except AnswerError:
        return False
    return True
