"""A form that came back: whose it is, and its answers, each fault with the cell it stands in."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from nscl.apps.assessment.excel.cells import UnreadableAnswer, value_of
from nscl.apps.assessment.excel.identity import Identity
from nscl.apps.assessment.excel.layout import (
    CELL_NAMES,
    FORM,
    HIDDEN,
    RESPONDENT,
    Cell,
    Line,
    lines,
    numbers_of,
)
from nscl.apps.core.imports.reading.grid import Book, Sheet, column_letter
from nscl.apps.core.imports.reading.grid import value_of as plain_of
from nscl.apps.core.imports.reading.limits import UnreadableFile
from nscl.apps.core.imports.reading.safe import read_safely
from nscl.policy.questionnaires import OTHER, AnswerFault, Definition, Question, judge
from nscl.vietnamese import parse_phone, squash
from nscl.vietnamese.errors import UnreadableText

_MARKS = ("tl.", "ai.")


@dataclass(frozen=True)
class Fault:
    """A sentence about a cell; a warning is shown, anything else keeps the form from being loaded."""

    cell: str
    question: str
    sentence: str
    is_warning: bool = False

    def plain(self) -> list[Any]:
        return [self.cell, self.question, self.sentence, self.is_warning]


@dataclass
class FormRead:
    """What a form says. `answers` are those of questions that were asked; `given` counts them."""

    answers: dict[str, Any] = field(default_factory=dict)
    respondent: dict[str, str] = field(default_factory=dict)
    faults: list[Fault] = field(default_factory=list)
    asked: int = 0
    given: int = 0

    @property
    def is_good(self) -> bool:
        return all(fault.is_warning for fault in self.faults)


def open_form(data: bytes) -> Book:
    """The file, read in a process of its own, with the form's sheet whole; raises `UnreadableFile`."""
    book = read_safely(data)
    place = next((number for number, sheet in enumerate(book.sheets) if _cell_columns(sheet)), None)
    if place is None or place == book.chosen:
        return book
    return read_safely(data, place)


def identity_in(book: Book) -> Identity | None:
    """What the hidden sheet says; None when there is none, so that the file is no form of ours.

    What was changed there no longer fits its proof (`Identity.is_genuine`).
    """
    sheet = next((one for one in book.sheets if one.name.strip().casefold() == HIDDEN), None)
    if sheet is None:
        return None
    said = {_text(row[0]): _text(row[1]) for row in sheet.rows[:20] if len(row) > 1}
    if FORM not in said:
        return None
    return Identity(
        _whole(said.get("khao-sat")),
        _whole(said.get("loi-moi")),
        said.get("cau-hoi", ""),
        said.get("dau", ""),
    )


def _text(cell: Any) -> str:
    value = plain_of(cell)
    return "" if value is None else squash(str(value))


def _whole(text: str | None) -> int:
    return int(text) if text and text.isascii() and text.isdigit() and len(text) < 19 else -1


def read_form(book: Book, definition: Definition) -> FormRead:
    """The answers of the form's sheet, judged as those sent from the page are."""
    found = FormRead()
    sheet = book.sheet
    columns = _cell_columns(sheet)
    if not columns:
        raise UnreadableFile(
            "damaged", "Không tìm thấy các ô trả lời của phiếu. Hãy dùng lại tệp phiếu đã nhận, điền và gửi."
        )
    found.faults += _about_the_file(book)
    cells = dict(_filled(definition, sheet, columns, found))
    refs = {name: ref for name, (_cell, _value, ref) in cells.items()}
    values = _values(cells, found, book.date_system)
    answers = _answers(definition, values, refs, found)
    _judge(definition, answers, refs, found)
    _respondent(values, refs, found)
    found.faults.sort(key=_place)
    return found


def _place(fault: Fault) -> tuple[bool, int]:
    """From the top of the sheet down; what is said of the whole file comes last."""
    digits = fault.cell.lstrip("ABCDEFGHIJKLMNOPQRSTUVWXYZ")
    return (not digits, int(digits or 0))


def _about_the_file(book: Book) -> Iterator[Fault]:
    if book.kind != "xlsx":
        yield Fault(
            "", "", f"Tệp được lưu lại thành loại .{book.kind}. Hãy xem kỹ câu trả lời trước khi nạp.", True
        )
    if book.sheet.formulas:
        said = "Phiếu có {n} ô là công thức; hệ thống lấy giá trị đang lưu trong tệp. Hãy kiểm tra lại."
        yield Fault("", "", said.format(n=book.sheet.formulas), True)
    for note in book.notes:
        yield Fault("", "", note, True)


# ── From cells to fields ───────────────────────────────────────────────


def _cell_columns(sheet: Sheet) -> dict[str, int]:
    """Where the columns of cells are now, by the names of the hidden row; empty for another sheet."""
    for row in sheet.rows[:60]:
        names = {cell: index for index, cell in enumerate(row) if isinstance(cell, str)}
        if all(name in names for name in CELL_NAMES):
            return {name: names[name] for name in CELL_NAMES}
    return {}


def _mark_column(sheet: Sheet) -> int:
    seen = Counter(
        index
        for row in sheet.rows
        for index, cell in enumerate(row)
        if isinstance(cell, str) and cell.startswith(_MARKS)
    )
    return seen.most_common(1)[0][0] if seen else 0


def _filled(
    definition: Definition, sheet: Sheet, columns: dict[str, int], found: FormRead
) -> Iterator[tuple[str, tuple[Cell, Any, str]]]:
    """Each field's cell with its value and its place; says which rows are missing or stand twice."""
    wanted = {line.mark: line for line in lines(definition) if line.mark}
    numbers, at = numbers_of(definition), _mark_column(sheet)
    seen: set[str] = set()
    for number, row in enumerate(sheet.rows, sheet.first_row):
        mark = row[at] if at < len(row) else None
        line = wanted.get(mark.strip()) if isinstance(mark, str) else None
        if line is None:
            continue
        if line.mark in seen:
            sentence = "Dòng này của phiếu bị chép thành hai. Hãy xóa dòng thừa."
            found.faults.append(Fault(f"A{number}", _title(line, numbers), sentence))
            continue
        seen.add(line.mark)
        for cell, name in zip(line.cells, CELL_NAMES, strict=False):
            index = columns[name]
            value = plain_of(row[index]) if index < len(row) else None
            yield cell.field, (cell, value, f"{column_letter(index)}{number}")
    lost = {_title(line, numbers) for mark, line in wanted.items() if mark not in seen and line.question}
    for title in sorted(lost, key=len):
        found.faults.append(Fault("", title, "Dòng của câu này đã bị xóa khỏi phiếu.", True))


def _title(line: Line, numbers: dict[str, str]) -> str:
    return _named(line.question, numbers) if line.question else line.text


def _named(question: Question, numbers: dict[str, str]) -> str:
    return f"{numbers[question.code]}. {question.label}"


def _values(cells: dict[str, tuple[Cell, Any, str]], found: FormRead, date_system: int) -> dict[str, Any]:
    values = {}
    for name, (cell, raw, ref) in cells.items():
        title = cell.question.label if cell.question else ""
        try:
            value = value_of(cell, raw, date_system)
        except UnreadableAnswer as refused:
            found.faults.append(Fault(ref, title, str(refused)))
            continue
        if value is not None:
            values[name] = value
        kind = getattr(cell.expects, "kind", "")
        if kind == "percent" and isinstance(raw, float) and 0 < raw < 1:
            said = f"Tỷ lệ được đọc là {_figure(raw)} %. Hãy kiểm tra có phải {_figure(raw * 100)} % không."
            found.faults.append(Fault(ref, title, said, True))
    return values


def _figure(value: float) -> str:
    return f"{value:.10g}".replace(".", ",")


def _answers(
    definition: Definition, values: dict[str, Any], refs: dict[str, str], found: FormRead
) -> dict[str, Any]:
    """The cells' values put together as answers by question."""
    answers: dict[str, Any] = {}
    for question in definition.questions():
        code = question.code
        value = _answer(question, values)
        other = values.get(f"{code}__{OTHER}") if question.allows_other else None
        if other is not None and value is None:
            value = OTHER if question.kind == "choice" else [OTHER]  # words beside “Khác” mean “Khác”
        elif other is not None and question.kind == "multi":
            value = [*value, OTHER]
        elif other is not None and value != OTHER:
            sentence = "Có ghi nội dung khác nhưng chưa chọn “Khác”. Hãy chọn “Khác” hoặc xóa phần đã ghi."
            found.faults.append(Fault(refs.get(f"{code}__{OTHER}", ""), question.label, sentence))
            other = None
        if value is not None:
            answers[code] = value
        if other is not None:
            answers[f"{code}__{OTHER}"] = other
    return answers


def _answer(question: Question, values: dict[str, Any]) -> Any:
    code = question.code
    if question.kind == "multi":
        return [one.code for one in question.choices if values.get(f"{code}__{one.code}")] or None
    if question.kind != "table":
        return values.get(code)
    table = {
        row.code: {
            column.code: values[name]
            for column in question.columns
            if (name := f"{code}__{row.code}__{column.code}") in values
        }
        for row in question.rows
    }
    return {row: cells for row, cells in table.items() if cells} or None


def _respondent(values: dict[str, Any], refs: dict[str, str], found: FormRead) -> None:
    """Who filled it in; what is no telephone number is said and left out."""
    said = {name: str(values.get(f"nguoi_{name}", ""))[:120] for name, _label in RESPONDENT}
    if said["phone"]:
        try:
            said["phone"] = parse_phone(said["phone"]).canonical
        except UnreadableText as refused:
            fault = Fault(
                refs.get("nguoi_phone", ""), "Điện thoại", f"{refused} Số này không được lấy.", True
            )
            found.faults.append(fault)
            said["phone"] = ""
    found.respondent = said


# ── Judging ────────────────────────────────────────────────────────────


def _judge(definition: Definition, answers: dict[str, Any], refs: dict[str, str], found: FormRead) -> None:
    judged = judge(definition, answers)
    found.answers, found.asked, found.given = dict(judged.clean), len(judged.asked), len(judged.answered)
    unread = {fault.question for fault in found.faults if not fault.is_warning}
    for one in judged.faults:
        label = definition.question(one.question).label
        if not (one.is_missing and label in unread):
            _add(found, refs, label, one)
    for question in definition.questions():
        if question.code in answers and question.code not in judged.asked:
            sentence = "Theo câu trả lời ở trên, câu này không phải trả lời; nội dung không được lấy."
            _add(found, refs, question.label, AnswerFault(question.code, sentence, is_warning=True))


def _add(found: FormRead, refs: dict[str, str], label: str, one: AnswerFault) -> None:
    """A fault of the questionnaire at its cell; of a question with many cells at the first of them."""
    ref = refs.get(one.field, "") or next(
        (place for name, place in refs.items() if name.startswith(f"{one.question}__")), ""
    )
    found.faults.append(Fault(ref, label, one.sentence, one.is_warning))
