"""Lists of a recall as workbooks: typed cells; text that looks like a formula or a link stays text."""

from __future__ import annotations

import io
from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

import xlsxwriter
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop as noop

from nscl.apps.core.registers import Column
from nscl.apps.core.registers.cells import heading, said, value_of
from nscl.apps.core.registers.export import WIDTHS, Pen
from nscl.apps.traceability.models import RecallCase, RecallClosure, RecallHolding
from nscl.apps.traceability.queries.recalls import Held
from nscl.apps.traceability.recall_wording import STANDS, unit_of
from nscl.vietnamese import format_date

HEAD_ROW = 4
_STANDINGS = dict(RecallHolding.Standing.choices)


def _get(name: str) -> Any:
    return lambda row: row[name]


GOODS = (
    Column("ten", noop("Mã hàng"), _get("name")),
    Column("ma", noop("Mã đầy đủ"), _get("code")),
    Column("la", noop("Là"), _get("role")),
    Column("vi", noop("Vì sao"), _get("because")),
    Column("noi", noop("Nơi giữ"), _get("who")),
    Column("tinh-trang", noop("Tình trạng"), _get("standing")),
    Column("luong", noop("Số lượng theo dữ liệu"), _get("quantity"), "number"),
    Column("don-vi", noop("Đơn vị tính"), _get("unit")),
    Column("tu", noop("Từ lúc"), _get("since"), "date"),
)
HOLDERS = (
    Column("noi", noop("Nơi giữ"), _get("who")),
    Column("tinh-hinh", noop("Tình hình"), _get("state")),
    Column("hang", noop("Mặt hàng"), _get("name")),
    Column("ma", noop("Mã đầy đủ"), _get("code")),
    Column("tinh-trang", noop("Tình trạng"), _get("standing")),
    Column("luong", noop("Số lượng theo dữ liệu"), _get("known"), "number"),
    Column("don-vi", noop("Đơn vị tính"), _get("unit")),
    Column("giu", noop("Còn giữ"), _get("held"), "number"),
    Column("ban", noop("Đã bán, đã chuyển"), _get("sold"), "number"),
    Column("thu", noop("Đã thu hồi, cách ly"), _get("recovered"), "number"),
    Column("huy", noop("Đã tiêu hủy"), _get("destroyed"), "number"),
    Column("tinh-den", noop("Tính đến ngày"), _get("as_of"), "date"),
    Column("ghi-chu", noop("Ghi chú"), _get("note")),
)


def goods(case: RecallCase, frozen: RecallClosure, lines: Iterable[dict[str, Any]], *, at: datetime) -> bytes:
    """The goods of a version, a line for each holder of each."""
    rows = []
    for line in lines:
        row = line["row"]
        role = _("điểm gốc") if row.is_root else _("vật chứa") if row.is_carrier else _("hàng")
        head = {"name": line["name"], "code": row.code, "role": role, "because": line["why"]["text"]}
        empty = {"who": "", "standing": "", "quantity": None, "unit": "", "since": None}
        for one in line["holdings"] or [None]:
            rows.append(head | (empty if one is None else _holding(one)))
    title = _("Hàng thuộc phạm vi thu hồi, phiên bản {n}").format(n=frozen.version)
    return _book(case, title, GOODS, rows, at)


def _holding(one: dict[str, Any]) -> dict[str, Any]:
    row = one["holding"]
    return {
        "who": one["who"],
        "standing": said(_STANDINGS[row.standing]),
        "quantity": row.quantity,
        "unit": unit_of(row.unit) if row.quantity is not None else "",
        "since": row.since,
    }


def holders(case: RecallCase, rows: Sequence[Held], *, at: datetime) -> bytes:
    """The holders, a line for each of their items, with the newest figures."""
    found = [
        {
            "who": row.name,
            "state": said(STANDS[row.stand].label),
            "name": one.name,
            "code": one.code,
            "standing": said(_STANDINGS[one.standing]),
            "known": one.known,
            "unit": unit_of(one.unit_told if one.told else one.unit or ""),
            **{
                name: getattr(one.told, name) if one.told else None
                for name in ("held", "sold", "recovered", "destroyed")
            },
            "as_of": one.as_of,
            "note": one.note,
        }
        for row in rows
        for one in row.goods
    ]
    return _book(case, _("Nơi giữ hàng và số liệu thu hồi"), HOLDERS, found, at)


def _book(
    case: RecallCase, title: str, columns: Sequence[Column], rows: Sequence[Any], at: datetime
) -> bytes:
    out = io.BytesIO()
    options = {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(out, options) as book:
        local = timezone.localtime(at).replace(tzinfo=None)
        book.set_properties({"author": "NSCL", "created": local})
        sheet, pen = book.add_worksheet(_("Danh sách")), Pen(book)
        for index, column in enumerate(columns):
            sheet.set_column(index, index, 44 if column.name in ("ten", "vi", "noi") else WIDTHS[column.kind])
        sheet.write_string(0, 0, title, pen.title)
        sheet.write_string(1, 0, str(case), pen.plain)
        asked = _("Lập lúc {time} ngày {day}; {count} dòng").format(
            time=f"{local:%H:%M}", day=format_date(local.date()), count=len(rows)
        )
        sheet.write_string(2, 0, asked, pen.plain)
        for index, column in enumerate(columns):
            sheet.write_string(HEAD_ROW, index, heading(column), pen.head)
        for number, row in enumerate(rows, HEAD_ROW + 1):
            for index, column in enumerate(columns):
                pen.write(sheet, number, index, column, value_of(column, row))
        sheet.freeze_panes(HEAD_ROW + 1, 1)
        sheet.autofilter(HEAD_ROW, 0, HEAD_ROW + max(len(rows), 1), len(columns) - 1)
    return out.getvalue()
