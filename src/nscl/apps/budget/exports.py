"""The budget tree as a workbook: amounts in whole đồng as numbers, totals as formulas."""

from __future__ import annotations

import io
from typing import Any

import xlsxwriter

from nscl.apps.budget.queries import LineMoney, PlanMoney
from nscl.apps.programme.models import Plan

HEADS = [
    "Đề mục",
    "Nội dung",
    "Nguồn vốn",
    "Dự toán (đồng)",
    "Đã giao (đồng)",
    "Đã chi (đồng)",
    "Còn lại (đồng)",
]


def budget_workbook(plan: Plan, money: PlanMoney | None) -> bytes:
    """One row per entry line and source, and a total row whose sums are live."""
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True, "strings_to_formulas": False}) as book:
        sheet = book.add_worksheet("Kinh phí")
        bold = book.add_format({"bold": True, "text_wrap": True, "valign": "top"})
        text = book.add_format({"text_wrap": True, "valign": "top"})
        number = book.add_format({"num_format": "#,##0", "valign": "top"})
        total = book.add_format({"num_format": "#,##0", "bold": True, "top": 1})
        sheet.write_string(0, 0, f"Kinh phí thực hiện {plan}", bold)
        sheet.write_row(2, 0, HEADS, bold)
        sheet.set_column(0, 0, 10)
        sheet.set_column(1, 2, 50, text)
        sheet.set_column(3, 6, 20)
        sheet.freeze_panes(3, 0)
        row, sums = 3, [0, 0, 0]
        for line, code, values in _rows(money):
            sheet.write_string(row, 0, line.line.path, text)
            sheet.write_string(row, 1, line.line.name, text)
            sheet.write_string(row, 2, code, text)
            for offset, value in enumerate(values):
                if value is not None:
                    sheet.write_number(row, 3 + offset, value, number)
            planned, _, paid = values
            rest = "" if planned is None else planned - paid
            sheet.write_formula(row, 6, f'=IF(ISBLANK(D{row + 1}),"",D{row + 1}-F{row + 1})', number, rest)
            sums = [total_so_far + (value or 0) for total_so_far, value in zip(sums, values, strict=True)]
            row += 1
        sheet.write_string(row, 1, "Tổng cộng", bold)
        for column, value in zip("DEF", sums, strict=True):
            sheet.write_formula(f"{column}{row + 1}", f"=SUM({column}4:{column}{max(row, 4)})", total, value)
    return out.getvalue()


def _rows(money: PlanMoney | None) -> list[tuple[LineMoney, str, list[Any]]]:
    if money is None:
        return []
    names = {source.code: source.name for source in money.sources}
    return [
        (line, names[code], [amount.planned, amount.allocated, amount.paid])
        for line in money.lines
        if line.line.is_entry
        for code, amount in line.by_source.items()
    ]
