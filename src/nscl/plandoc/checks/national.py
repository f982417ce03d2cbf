"""Targets beside the national figures of the programme they derive from."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from nscl.plandoc.checks.base import Case, Finding, finding, shorten
from nscl.vietnamese.numbers import format_number


@dataclass(frozen=True, slots=True)
class Yardstick:
    """A national figure: at least `value` by `deadline`, as `document` has it."""

    indicator: str
    deadline: int
    value: float
    document: str
    label: str
    base: tuple[int, int] | None = None


YARDSTICKS: tuple[Yardstick, ...] = (
    Yardstick("tfp_contribution_pct", 2025, 45, "36/QĐ-TTg", "đóng góp của TFP khoảng 45%"),
    Yardstick("labour_productivity_growth_pct", 2025, 7, "36/QĐ-TTg", "năng suất lao động tăng trên 7%/năm"),
    Yardstick(
        "labour_productivity_growth_pct", 2030, 7.5, "36/QĐ-TTg", "năng suất lao động tăng trên 7,5%/năm",
    ),
    Yardstick("orgs_supported", 2030, 10, "1322/QĐ-TTg", "số doanh nghiệp được hỗ trợ tăng 10-15%/năm"),
    Yardstick(
        "iso_9001_14001_certificates_growth", 2030, 10, "1322/QĐ-TTg",
        "giấy chứng nhận ISO 9001 và ISO 14001 tăng ít nhất 10% so với giai đoạn 2011-2020", (2011, 2020),
    ),
)  # fmt: skip


def find_national_divergence(case: Case) -> Iterator[Finding]:
    """Targets below the national figure, or measured against another base."""
    for target in case.targets:
        if target["kind"] not in ("percent_of", "growth_rate"):
            continue
        for yardstick in YARDSTICKS:
            if yardstick.indicator == target["indicator"] and (reason := _divergence(target, yardstick)):
                yield _state(target, yardstick, reason)
                break


def _divergence(target: dict[str, Any], yardstick: Yardstick) -> str | None:
    base = target.get("base_period")
    if yardstick.base and base and (base["from"], base["to"]) != yardstick.base:
        return f"so với giai đoạn {base['from']}-{base['to']}"
    year = target["deadline"] or target["period"]["to"]
    value = target["value"] if target["value"] is not None else target["min"]
    fits = year == yardstick.deadline or yardstick.indicator == "orgs_supported"
    if fits and value is not None and value < yardstick.value:
        return f"{format_number(value)}%, thấp hơn mức cả nước"
    return None


def _state(target: dict[str, Any], yardstick: Yardstick, reason: str) -> Finding:
    detail = (
        f"Mục tiêu “{shorten(target['quote'])}” ({reason}) khác mục tiêu quốc gia tại Quyết định "
        f"{yardstick.document}: "
        f"{yardstick.label} (đến năm {yardstick.deadline})."
    )
    return finding(
        "national_divergence", "divergence", "vs_national", detail, refs=[target["id"]],
        where=target["section"], quotes=[target["quote"]], span=target.get("span"),
    )  # fmt: skip
