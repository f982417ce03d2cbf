"""The list as a workbook: the same rows, order and columns as on the page, every cell of its own type."""

from __future__ import annotations

import io
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

import xlsxwriter
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from xlsxwriter.worksheet import Worksheet

from nscl.apps.core import audit
from nscl.apps.core.access import Actor, Refusal
from nscl.apps.core.registers.cells import MISSING, heading, said, text_of, value_of
from nscl.apps.core.registers.listing import Listing
from nscl.apps.core.registers.spec import Column, Register

MAX_ROWS = 100_000
MAX_TEXT = 32_767  # what one cell of a workbook holds; longer text would be dropped without a word
EXACT = 10**15  # a workbook keeps fifteen digits; a longer number goes in as text
HEAD_ROW = 4
WIDTHS = {"number": 14, "money": 20, "date": 12, "flag": 10, "choice": 22, "list": 30, "text": 30}
RISKY = ("=", "+", "-", "@", "\t", "\r")


@dataclass(frozen=True)
class WholeRegister:
    """The register as the object of an audit entry: the export is of the list, not of one record."""

    register: Register
    pk: str = "*"

    @property
    def _meta(self) -> Any:
        return self.register.model._meta

    def __str__(self) -> str:
        return self.register.title


@transaction.atomic
def export(listing: Listing, *, by: Actor, at: datetime) -> bytes:
    """The workbook as bytes, and an audit entry that says who took what out.

    Refuses more than 100.000 rows.
    """
    by.require(f"{listing.register.deeds}.export")
    count = listing.rows.count()
    if count > MAX_ROWS:
        raise Refusal(
            _("Danh sách có hơn 100.000 dòng, không xuất một lần được. Hãy lọc hẹp hơn rồi xuất lại.")
        )
    data = workbook(listing, count=count, at=at)
    after = {
        "columns": [column.name for column in listing.columns],
        "filter": sentence(listing),
        "rows": count,
    }
    whole: Any = WholeRegister(listing.register)
    audit.record(by=by, at=at, deed=f"{listing.register.deeds}.export", obj=whole, after=after)
    return data


def sentence(listing: Listing) -> str:
    """The filters in words: `Tìm: “gạo”; Loại: Hợp tác xã`."""
    used = "; ".join(f"{one.label}: {one.text}" for one in listing.used())
    return used or _("Không lọc: toàn bộ danh sách")


def workbook(listing: Listing, *, count: int, at: datetime) -> bytes:
    out = io.BytesIO()
    # Constant in memory whatever the length; text that looks like a formula or a link stays text.
    options = {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(out, options) as book:
        made = timezone.localtime(at).replace(tzinfo=None)
        book.set_properties({"author": "NSCL", "created": made})
        sheet = book.add_worksheet(_sheet_name(said(listing.register.title)))
        pen = Pen(book)
        _head(sheet, pen, listing, count=count, at=at)
        for row, record in enumerate(_records(listing), HEAD_ROW + 1):
            for index, column in enumerate(listing.columns):
                pen.write(sheet, row, index, column, value_of(column, record))
        sheet.autofilter(HEAD_ROW, 0, HEAD_ROW + max(count, 1), len(listing.columns) - 1)
    return out.getvalue()


def _records(listing: Listing) -> Iterator[Any]:
    return listing.rows.iterator(chunk_size=2000)


def _sheet_name(title: str) -> str:
    """At most 31 characters, none that a workbook forbids in a sheet's name."""
    return "".join(" " if c in "[]:*?/\\'" else c for c in title).strip()[:31] or "NSCL"


def _head(sheet: Worksheet, pen: Pen, listing: Listing, *, count: int, at: datetime) -> None:
    for index, column in enumerate(listing.columns):
        sheet.set_column(index, index, 44 if index == 0 else WIDTHS[column.kind])
    sheet.write_string(0, 0, said(listing.register.title), pen.title)
    sheet.write_string(1, 0, sentence(listing), pen.plain)
    local = timezone.localtime(at)
    asked = _("Lập lúc {time} ngày {day}; {count} dòng").format(
        time=f"{local:%H:%M}", day=f"{local:%d/%m/%Y}", count=count
    )
    sheet.write_string(2, 0, asked, pen.plain)
    for index, column in enumerate(listing.columns):
        sheet.write_string(HEAD_ROW, index, heading(column), pen.head)
    sheet.freeze_panes(HEAD_ROW + 1, 1)
    sheet.repeat_rows(HEAD_ROW)
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)


class Pen:
    """The workbook's formats, and the one way a value becomes a cell."""

    def __init__(self, book: Any) -> None:
        self.title = book.add_format({"bold": True, "font_size": 13})
        self.plain = book.add_format({})
        self.head = book.add_format(
            {"bold": True, "text_wrap": True, "valign": "top", "bottom": 1, "bg_color": "#E6F0F3"}
        )
        self.text = book.add_format({"text_wrap": True, "valign": "top"})
        # The mark a person types as ' before text: it stays text when the cell is edited or saved as CSV.
        self.quoted = book.add_format({"text_wrap": True, "valign": "top", "quote_prefix": True})
        self.number = book.add_format({"num_format": "#,##0.####", "valign": "top"})
        self.dong = book.add_format({"num_format": "#,##0", "valign": "top"})
        self.date = book.add_format({"num_format": "dd/mm/yyyy", "valign": "top", "align": "left"})
        self.instant = book.add_format({"num_format": "dd/mm/yyyy hh:mm", "valign": "top", "align": "left"})

    def write(self, sheet: Worksheet, row: int, index: int, column: Column, value: Any) -> None:
        """Numbers as numbers, dates as dates, missing left empty, all else as text."""
        if value is None or value == "":
            return
        if column.kind in ("number", "money") and isinstance(value, int | Decimal | float):
            if abs(value) < EXACT:
                form = self.dong if column.kind == "money" else self.number
                sheet.write_number(row, index, float(value), form)
                return
        elif isinstance(value, datetime):
            sheet.write_datetime(row, index, timezone.localtime(value).replace(tzinfo=None), self.instant)
            return
        elif isinstance(value, date) and value.year >= 1900:
            sheet.write_datetime(row, index, datetime(value.year, value.month, value.day), self.date)  # noqa: DTZ001
            return
        self._text(sheet, row, index, text_of(column, value))

    def _text(self, sheet: Worksheet, row: int, index: int, text: str) -> None:
        if text == MISSING:
            return
        if len(text) > MAX_TEXT:
            text = text[: MAX_TEXT - 1] + "…"
        sheet.write_string(row, index, text, self.quoted if text.startswith(RISKY) else self.text)
