"""Sentences a report says about its figures."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from nscl.vietnamese import amount_in_words, format_date, format_money

MISSING = "–"
STATE_WORDS = {
    "met": "Đạt",
    "on_track": "Đúng tiến độ",
    "behind": "Chậm",
    "not_met": "Không đạt",
    "undetermined": "Chưa xác định",
}


def million(vnd: int | None) -> str:
    """Đồng as triệu đồng without the unit, a dash when missing."""
    return MISSING if vnd is None else str(format_money(vnd, "triệu đồng", with_unit=False))


def in_full(vnd: int) -> str:
    """`230.000.000 đồng (Bằng chữ: Hai trăm ba mươi triệu đồng)`."""
    return f"{format_money(vnd, 'đồng')} (Bằng chữ: {amount_in_words(vnd)})"


def day(text: str | None) -> str:
    """A frozen ISO date as 05/04/2021."""
    return str(format_date(date.fromisoformat(text[:10]))) if text else MISSING


def plan_reference(plan: Mapping[str, Any]) -> str:
    """`Kế hoạch số 79/KH-UBND ngày 05/04/2021`, or what there is of it."""
    number = f" số {plan['number']}" if plan["number"] else " (chưa có số)"
    issued = f" ngày {day(plan['issued_on'])}" if plan["issued_on"] else ""
    return f"Kế hoạch{number}{issued}"


def summary(snapshot: Mapping[str, Any]) -> str:
    """How many targets stand where, in one sentence."""
    states = snapshot["states"]
    parts = [f"{states[code]} {word.lower()}" for code, word in STATE_WORDS.items() if states.get(code)]
    return f"Kế hoạch có {len(snapshot['targets'])} chỉ tiêu: {', '.join(parts)}."


def money_sentences(snapshot: Mapping[str, Any]) -> list[str]:
    """What was allotted and paid in the year and so far; amounts in words as well."""
    money, year = snapshot["money"], snapshot["year"]
    if money["total"] is None:
        return ["Kế hoạch không có dòng kinh phí; không có số liệu giao và chi để báo cáo."]
    said = []
    if money["total"]["planned"] is None:
        said.append("Tổng dự toán của kế hoạch chưa được xác định.")
    else:
        said.append(f"Tổng dự toán cả kế hoạch: {in_full(money['total']['planned'])}.")
    said.append(f"Kinh phí giao trong năm {year}: {in_full(money['year']['allocated'])}.")
    said.append(f"Kinh phí đã chi trong năm {year}: {in_full(money['year']['paid'])}.")
    said.append(
        f"Lũy kế đến hết năm {year}: đã giao {format_money(money['total']['allocated'], 'đồng')}, "
        f"đã chi {format_money(money['total']['paid'], 'đồng')}."
    )
    return said
