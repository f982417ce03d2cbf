"""The target list as a workbook: the rows and columns of the page, numbers as numbers."""

from __future__ import annotations

import io
from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import Any

import xlsxwriter

from nscl.apps.monitoring.queries.standing import Standing
from nscl.apps.programme.models import Plan
from nscl.vietnamese import format_date

COLUMNS = (
    ("TT", 5),
    ("Chỉ tiêu", 60),
    ("Mục tiêu", 24),
    ("Thời hạn", 14),
    ("Thực hiện", 14),
    ("Tử số", 10),
    ("Mẫu số", 10),
    ("Đánh giá", 16),
    ("Lý do", 60),
    ("Số liệu đã duyệt", 16),
)


def targets_workbook(plan: Plan, rows: Sequence[Standing], *, as_of: date) -> bytes:
    """The bytes of an .xlsx with one row a target."""
    out = io.BytesIO()
    # Constant in memory; text that looks like a formula or a link stays text.
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    book = xlsxwriter.Workbook(out, options)
    sheet = book.add_worksheet("Chỉ tiêu")
    bold = book.add_format({"bold": True, "font_size": 13})
    head = book.add_format(
        {"bold": True, "text_wrap": True, "valign": "top", "bottom": 1, "bg_color": "#E6F0F3"}
    )
    wrap = book.add_format({"text_wrap": True, "valign": "top"})
    number = book.add_format({"valign": "top", "num_format": "#,##0.##"})
    sheet.write(0, 0, f"{plan.number or 'Kế hoạch chưa có số'}: {plan.title}", bold)
    sheet.write(1, 0, f"Số liệu đã duyệt, đánh giá tại ngày {format_date(as_of)}; {len(rows)} chỉ tiêu")
    for column, (title, width) in enumerate(COLUMNS):
        sheet.set_column(column, column, width)
        sheet.write(3, column, title, head)
    for line, one in enumerate(rows, 4):
        for column, value in enumerate(_cells(one)):
            if isinstance(value, int | Decimal):
                sheet.write_number(line, column, float(value), number)
            elif value is not None:
                sheet.write_string(line, column, value, wrap)
    sheet.freeze_panes(4, 2)
    sheet.autofilter(3, 0, 3 + len(rows), len(COLUMNS) - 1)
    book.close()
    return out.getvalue()


def _cells(one: Standing) -> list[Any]:
    verdict = one.verdict
    reached: Decimal | str | None = verdict.achieved
    if one.terms is not None and one.terms.count_mode == "state" and verdict.used:
        reached = one.achieved
    return [
        one.number,
        one.target.node.title,
        one.goal,
        one.when,
        reached,
        verdict.numerator,
        verdict.denominator,
        one.state_label,
        " ".join(reason.sentence_vi for reason in verdict.reasons),
        len(one.used),
    ]
