"""A reading on one terminal page, in Vietnamese."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from nscl.vietnamese import format_number

_KINDS = {
    "count": "số lượng",
    "at_least": "tối thiểu",
    "range": "khoảng",
    "percent_of": "tỷ lệ",
    "growth_rate": "tăng trưởng",
    "per_year": "hằng năm",
    "qualitative": "định tính",
}
_OPERATORS = {
    "ge": "≥ ",
    "gt": "> ",
    "approx": "khoảng ",
    "approx_gt": "khoảng trên ",
    "ge_range": "ít nhất ",
}
_UNITS = {
    "vnd": "đồng",
    "thousand_vnd": "nghìn đồng",
    "million_vnd": "triệu đồng",
    "billion_vnd": "tỷ đồng",
}
CODES = {
    "sum_mismatch": "Cộng không khớp",
    "words_mismatch": "Số và chữ không khớp",
    "number_mismatch": "Số kế hoạch không khớp",
    "date_mismatch": "Ngày, thời hạn không khớp",
    "target_conflict": "Hai số cho một chỉ tiêu",
    "share_mismatch": "Cơ cấu nguồn không khớp",
    "obsolete_standard": "Tiêu chuẩn đã thay",
    "missing_appendix": "Thiếu phụ lục",
    "blank_number": "Để trống số, ngày",
    "unfunded_target": "Chưa có kinh phí",
    "ambiguous_base": "Chưa rõ mốc, kỳ, cách đếm",
    "wording_drift": "Cách gọi không thống nhất",
    "outlier": "Khác biệt lớn",
    "national_divergence": "Khác mức cả nước",
    "stale_reference": "Căn cứ, cơ quan đã thay đổi",
    "typo": "Lỗi chữ",
    "other": "Điểm khác",
}
_WIDEST = 76


def summarise(plan: Mapping[str, Any]) -> str:
    """The title, number, targets, money and findings of an `nscl-plan/1` object as text."""
    parts = [_heading(plan["plan"]), _targets(plan["targets"]), _money(plan["budget"])]
    parts.append(_findings(plan["inconsistencies"]))
    return "\n\n".join(parts) + "\n"


def _heading(identity: Mapping[str, Any]) -> str:
    horizon = identity["horizon"]
    date = "/".join(reversed(identity["date"].split("-"))) if identity["date"] else None
    month = "/".join(reversed(identity["date_partial"].split("-"))) if identity["date_partial"] else None
    lines = [
        identity["title"],
        f"Số: {identity['number'] or 'để trống'}",
        f"Ngày: {date or (f'tháng {month} (ngày để trống)' if month else 'không ghi')}",
        f"Cơ quan ban hành: {identity['issuer']}",
        f"Thời kỳ: {horizon['from']}–{horizon['to']}",
    ]
    signer = identity["signer"]
    if signer:
        lines.append(f"Người ký: {signer['name']} ({signer['position']})")
    return "\n".join(lines)


def _targets(targets: Sequence[Mapping[str, Any]]) -> str:
    if not targets:
        return "CHỈ TIÊU\nKhông tìm thấy chỉ tiêu nào."
    rows = [("Mã", "Dạng", "Mức", "Đơn vị", "Thời hạn", "Câu trong văn bản")]
    for target in targets:
        kind = _KINDS.get(target["kind"], target["kind"])
        rows.append(
            (target["id"], kind, _level(target), target["unit"] or "", _when(target), target["quote"])
        )
    return f"CHỈ TIÊU ({len(targets)})\n" + _table(rows)


def _level(target: Mapping[str, Any]) -> str:
    sign = _OPERATORS.get(target["op"] or "", "")
    if target["min"] is not None and target["max"] is not None:
        return f"{sign}{format_number(target['min'])}–{format_number(target['max'])}"
    return "" if target["value"] is None else sign + format_number(target["value"])


def _when(target: Mapping[str, Any]) -> str:
    if target["deadline"] is not None:
        return f"đến {target['deadline']}"
    period = target["period"]
    return f"{period['from']}–{period['to']}" if period else ""


def _money(budget: Mapping[str, Any]) -> str:
    unit = _UNITS.get(budget["amount_unit"], "")
    lines = ["KINH PHÍ"]
    if budget["total_accepted_vnd"] is not None:
        lines.append(f"Tổng: {format_number(budget['total_accepted_vnd'])} đồng")
    elif budget["total_printed"]:
        lines.append(f"Tổng ghi trong văn bản: {budget['total_printed']}")
    else:
        lines.append("Văn bản không nêu tổng kinh phí.")
    for source in budget["sources"]:
        amount = source["amount"]
        lines.append(
            f"  - {source['name']}: {'không ghi số' if amount is None else f'{format_number(amount)} {unit}'}"
        )
    for phase in budget["phases"]:
        if phase["total"] is not None:
            lines.append(f"  Giai đoạn {phase['from']}–{phase['to']}: {format_number(phase['total'])} {unit}")
    count = sum(len(group["lines"]) for group in budget["groups"])
    if count:
        lines.append(f"  {len(budget['groups'])} nhóm, {count} dòng chi")
    return "\n".join(lines)


def _findings(findings: Sequence[Mapping[str, Any]]) -> str:
    if not findings:
        return "ĐIỂM CẦN XEM LẠI\nKhông có."
    lines = [f"ĐIỂM CẦN XEM LẠI ({len(findings)})"]
    lines.extend(
        f"  {finding['id']}  {CODES.get(finding['code'], finding['code'])}: {finding['detail']}"
        for finding in findings
    )
    return "\n".join(lines)


def _table(rows: Sequence[Sequence[str]]) -> str:
    """Columns as wide as their longest cell; the last one is cut at the edge."""
    widths = [max(len(row[column]) for row in rows) for column in range(len(rows[0]) - 1)]
    printed = []
    for row in rows:
        cells = [cell.ljust(width) for cell, width in zip(row, widths, strict=False)]
        last = row[-1] if len(row[-1]) <= _WIDEST else row[-1][: _WIDEST - 1].rstrip() + "…"
        printed.append("  " + "  ".join([*cells, last]).rstrip())
    return "\n".join(printed)
