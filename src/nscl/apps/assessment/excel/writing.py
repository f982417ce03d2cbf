"""The form as a workbook: one sheet to fill in and to print, one hidden sheet that says whose form it is."""

from __future__ import annotations

import io
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

import xlsxwriter
from xlsxwriter.utility import xl_rowcol_to_cell

from nscl.apps.assessment.excel.cells import guard, number_format
from nscl.apps.assessment.excel.identity import Identity
from nscl.apps.assessment.excel.layout import (
    CELL_COLUMN,
    CELL_NAMES,
    CELLS,
    HIDDEN,
    MARK_COLUMN,
    NUMBER_COLUMN,
    OFFER_COLUMN,
    SHEET,
    TEXT_COLUMN,
    UNIT_COLUMN,
    Cell,
    Line,
    lines,
)
from nscl.policy.questionnaires import Definition

_BOOK = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
_NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_]{0,250}")
_FONT = "Times New Roman"  # as Vietnamese offices print; its stand-ins have the same widths
_INK, _GREY, _EDGE, _GROUND, _FILL = "#1F2933", "#52606D", "#9AA5B1", "#E6F0F3", "#FFFBE6"
_WIDTHS = {
    MARK_COLUMN: 2,
    NUMBER_COLUMN: 5,
    TEXT_COLUMN: 42,
    **{CELL_COLUMN + step: 11 for step in range(4)},
    UNIT_COLUMN: 11,
    OFFER_COLUMN: 24,
}
_LINE = 15.5  # points of one line of text
HOW = (
    "Ghi câu trả lời vào các ô nền vàng; ô có mũi tên thì chọn trong danh sách. Câu có dấu * là bắt buộc. "
    "Câu chưa có số liệu thì để trống, không ghi 0. Điền xong, lưu tệp (giữ loại .xlsx) và gửi lại nơi nhận."
)
KEEP = (
    "Phiếu này chỉ dùng cho đơn vị ghi ở trên. "
    "Không chép câu trả lời sang phiếu của đơn vị khác hoặc sang tệp mới."
)


@dataclass(frozen=True)
class Addressee:
    """Who fills the form in; `known` is what is known already, in words, by question."""

    name: str = ""
    code: str = ""
    known: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Heading:
    """What stands above the questions; `facts` are lines such as the time and whom to ask."""

    survey: str
    intro: str = ""
    facts: tuple[str, ...] = ()


def form_workbook(
    definition: Definition, heading: Heading, identity: Identity, addressee: Addressee, *, at: datetime
) -> bytes:
    """The form of one organisation; an addressee without a name gives the blank form for printing.

    What is known already stands in grey beside the cell, never in it: nobody answers by leaving it there.
    """
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, _BOOK) as book:
        book.set_properties(
            {"title": heading.survey[:200], "author": "NSCL", "created": at.replace(tzinfo=None)}
        )
        _Form(book, definition, heading, identity, addressee).write()
    return out.getvalue()


class _Form:
    """The two sheets while they are written; `row` is the next free one."""

    def __init__(
        self, book: Any, definition: Definition, heading: Heading, identity: Identity, addressee: Addressee
    ) -> None:
        self.book, self.definition, self.heading, self.to = book, definition, heading, addressee
        self.identity = identity
        self.formats: dict[tuple[Any, ...], Any] = {}
        self.sheet = book.add_worksheet(SHEET)
        self.hidden = book.add_worksheet(HIDDEN)
        self.lists: dict[tuple[str, ...], str] = {}
        self.row = 0

    def write(self) -> None:
        self._page()
        self._hidden_rows()
        self._top()
        for line in lines(self.definition):
            getattr(self, f"_{line.shape}")(line)
        self.sheet.print_area(0, NUMBER_COLUMN, self.row - 1, OFFER_COLUMN)
        self.sheet.protect("", {"format_columns": True, "format_rows": True})
        self.hidden.protect("")
        self.hidden.hide()
        self.sheet.activate()

    def _page(self) -> None:
        sheet = self.sheet
        for column, width in _WIDTHS.items():
            options = {"hidden": True} if column == MARK_COLUMN else {}
            sheet.set_column(column, column, width, self._form(), options)
        sheet.set_portrait()
        sheet.set_paper(9)
        sheet.set_margins(left=0.5, right=0.5, top=0.6, bottom=0.7)
        sheet.fit_to_pages(1, 0)
        sheet.hide_gridlines(2)
        foot = self.heading.survey.replace("&", "&&")[:120]
        sheet.set_footer(f"&L&8{foot}&R&8Trang &P/&N")

    def _hidden_rows(self) -> None:
        for row, (name, said) in enumerate(self.identity.rows()):
            self.hidden.write_string(row, 0, name)
            self.hidden.write_string(row, 1, said)
        for step, name in enumerate(CELL_NAMES):
            self.sheet.write_string(0, CELL_COLUMN + step, name)
        self.sheet.set_row(0, None, None, {"hidden": True})
        self.row = 1

    # ── Above the questions ────────────────────────────────────────────

    def _top(self) -> None:
        self._across(self.heading.survey.upper(), bold=True, font_size=14, align="center")
        if self.definition.title.casefold() != self.heading.survey.casefold():
            self._across(self.definition.title, bold=True, font_size=12, align="center")
        blank = "." * 90
        self._across(f"Đơn vị: {self.to.name or blank}", bold=True, font_size=12)
        if self.to.code or not self.to.name:
            self._across(f"Mã số thuế: {self.to.code or blank}")
        for fact in self.heading.facts:
            self._across(fact)
        for text in (self.heading.intro, self.definition.intro):
            if text.strip():
                self._across(text.strip())
        self._across(HOW, bg_color=_GROUND)
        if self.to.name:
            self._across(KEEP, bg_color=_GROUND)
        self.row += 1

    def _across(self, text: str, **how: Any) -> None:
        look = self._form(text_wrap=True, valign="top", **how)
        self.sheet.merge_range(self.row, NUMBER_COLUMN, self.row, OFFER_COLUMN, "", look)
        self.sheet.write_string(self.row, NUMBER_COLUMN, text, look)
        wide = sum(_WIDTHS.values()) * (1.0 if how.get("font_size", 11) < 13 else 0.7)
        self._tall(text, wide, 1.0 if how.get("font_size", 11) < 13 else 1.35)
        self.row += 1

    # ── The rows of the questionnaire ──────────────────────────────────

    def _section(self, line: Line) -> None:
        self.row += 1
        self._across(line.text, bold=True, font_size=12, bg_color=_GROUND)

    def _words(self, line: Line) -> None:
        self._across(line.text, italic=True, font_color=_GREY)

    def _head(self, line: Line) -> None:
        """A question whose cells stand in the rows below; what is known stands beside it."""
        self._number(line)
        known = self._known(line)
        last = OFFER_COLUMN - 1 if known else OFFER_COLUMN
        look = self._form(text_wrap=True, valign="top", bold=not line.number)
        self.sheet.merge_range(self.row, TEXT_COLUMN, self.row, last, "", look)
        self._label(line, look)
        wide = sum(width for column, width in _WIDTHS.items() if TEXT_COLUMN <= column <= last)
        self._tall(_told(line), wide)
        self._offer(line, known)
        self.row += 1

    def _answer(self, line: Line) -> None:
        """A question with one cell beside it."""
        self._number(line)
        look = self._form(text_wrap=True, valign="top")
        self._label(line, look)
        self._mark(line)
        cell = line.cells[0]
        self._cell(cell, CELL_COLUMN, CELL_COLUMN + 3)
        if line.unit:
            self.sheet.write_string(self.row, UNIT_COLUMN, line.unit, self._form(valign="top", indent=1))
        known = "" if cell.is_other or cell.question is not cell.expects else self._known(line)
        self._offer(line, known)
        least = 4 if getattr(cell.expects, "kind", "") == "long_text" else 1
        self._tall(_told(line), _WIDTHS[TEXT_COLUMN], least=least, beside=known)
        self.row += 1

    def _tick(self, line: Line) -> None:
        look = self._form(text_wrap=True, valign="top", indent=1)
        self.sheet.write_string(self.row, TEXT_COLUMN, line.text, look)
        self._mark(line)
        self._cell(line.cells[0], CELL_COLUMN, CELL_COLUMN)
        self._tall(line.text, _WIDTHS[TEXT_COLUMN] - 2)
        self.row += 1

    def _columns(self, line: Line) -> None:
        look = self._form(text_wrap=True, valign="top", bold=True, border=1, border_color=_EDGE, font_size=10)
        tallest = ""
        for step, text in enumerate(line.columns):
            self.sheet.write_string(self.row, CELL_COLUMN + step, text, look)
            tallest = max(tallest, text, key=len)
        self._tall(tallest, 10)
        self.row += 1

    def _grid(self, line: Line) -> None:
        look = self._form(text_wrap=True, valign="top", indent=1)
        self.sheet.write_string(self.row, TEXT_COLUMN, line.text, look)
        self._mark(line)
        for step, cell in enumerate(line.cells[:CELLS]):
            self._cell(cell, CELL_COLUMN + step, CELL_COLUMN + step)
        self._tall(line.text, _WIDTHS[TEXT_COLUMN] - 2)
        self.row += 1

    def _person(self, line: Line) -> None:
        self.sheet.write_string(self.row, TEXT_COLUMN, line.text, self._form(valign="top"))
        self._mark(line)
        self._cell(line.cells[0], CELL_COLUMN, CELL_COLUMN + 3)
        self._tall("", 1)
        self.row += 1

    # ── Pieces of a row ────────────────────────────────────────────────

    def _number(self, line: Line) -> None:
        if line.number:
            look = self._form(valign="top", align="right", font_color=_GREY)
            self.sheet.write_string(self.row, NUMBER_COLUMN, f"{line.number}.", look)

    def _label(self, line: Line, look: Any) -> None:
        if not line.help:
            self.sheet.write_string(self.row, TEXT_COLUMN, line.text, look)
            return
        small = self._form(italic=True, font_color=_GREY, font_size=10)
        self.sheet.write_rich_string(
            self.row, TEXT_COLUMN, self._form(), line.text, small, f"\n{line.help}", look
        )

    def _mark(self, line: Line) -> None:
        self.sheet.write_string(self.row, MARK_COLUMN, line.mark)

    def _cell(self, cell: Cell, first: int, last: int) -> None:
        """A cell to fill: unlocked, named, and guarded by what may stand in it."""
        look = self._form(
            locked=False,
            text_wrap=True,
            valign="top",
            align="left",
            border=1,
            border_color=_EDGE,
            bg_color=_FILL,
            num_format=number_format(cell),
        )
        if last > first:
            self.sheet.merge_range(self.row, first, self.row, last, "", look)
        else:
            self.sheet.write_blank(self.row, first, None, look)
        place = xl_rowcol_to_cell(self.row, first, row_abs=True, col_abs=True)
        if _NAME.fullmatch(cell.name):
            self.book.define_name(cell.name, f"='{SHEET}'!{place}")
        rule = guard(cell, self._list)
        if rule is not None:
            self.sheet.data_validation(self.row, first, self.row, first, rule)

    def _list(self, labels: tuple[str, ...]) -> str:
        """Where the hidden sheet holds these choices; equal lists are kept once.

        In the cell's own rule they would be cut at 255 letters and at each comma.
        """
        if labels not in self.lists:
            column = 3 + len(self.lists)
            for row, label in enumerate(labels):
                self.hidden.write_string(row, column, label)
            first = xl_rowcol_to_cell(0, column, row_abs=True, col_abs=True)
            last = xl_rowcol_to_cell(len(labels) - 1, column, row_abs=True, col_abs=True)
            self.lists[labels] = f"='{HIDDEN}'!{first}:{last}"
        return self.lists[labels]

    def _known(self, line: Line) -> str:
        question = line.question
        return "" if question is None else self.to.known.get(question.code, "")

    def _offer(self, line: Line, known: str) -> None:
        if known:
            look = self._form(text_wrap=True, valign="top", font_color=_GREY, font_size=10)
            self.sheet.write_string(self.row, OFFER_COLUMN, known, look)

    def _tall(self, text: str, wide: float, factor: float = 1.0, *, least: int = 1, beside: str = "") -> None:
        """Rows of merged or wrapped cells do not grow by themselves in every program."""
        needed = max(_lines(text, wide), _lines(beside, _WIDTHS[OFFER_COLUMN] * 1.2), least)
        self.sheet.set_row(self.row, min(400, needed * _LINE * factor + 4))

    def _form(self, **how: Any) -> Any:
        key = tuple(sorted(how.items()))
        if key not in self.formats:
            self.formats[key] = self.book.add_format(
                {"font_name": _FONT, "font_size": 11, "font_color": _INK, **how}
            )
        return self.formats[key]


def _told(line: Line) -> str:
    return f"{line.text}\n{line.help}" if line.help else line.text


def _lines(text: str, wide: float) -> int:
    """The lines a text takes in a column so many digits wide; letters are narrower, words break early."""
    room = max(1, int(wide * 1.22))
    return sum(max(1, -(-len(part) // room)) for part in text.split("\n"))
