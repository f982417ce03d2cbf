"""The near-zero rule: when a contribution may be said in percent, and how parts are printed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from nscl.measures.result import Assumption, show
from nscl.measures.rounding import half_up

THRESHOLD = 1.0
# A growth of exactly 1 % computed from levels may fall short by a rounding of floats.
SLACK = 1e-9

RULE = Assumption(
    "near_zero_rule",
    THRESHOLD,
    "Chỉ nêu tỷ lệ đóng góp khi đầu ra tăng từ 1 điểm phần trăm trở lên (bình quân năm).",
)


@dataclass(frozen=True, kw_only=True)
class Printed:
    """The parts as a report prints them: each rounded once, none adjusted; `sums`: they still add up."""

    digits: int
    output_growth: float
    capital: float
    labour: float
    tfp: float
    sums: bool


def meaningful(growth_pct: float) -> bool:
    """Whether output grew by at least one percentage point a year.

    >>> meaningful(8), meaningful(0.4), meaningful(-0.6), meaningful(-5), meaningful(1)
    (True, False, False, False, True)
    """
    return growth_pct >= THRESHOLD - SLACK


def reason(growth_pct: float) -> str | None:
    """Why no percentage is given, or None if one is."""
    if meaningful(growth_pct):
        return None
    if growth_pct < 0:
        return (
            f"Đầu ra giảm {show(-growth_pct, 4)} %: tỷ lệ đóng góp không có ý nghĩa. "
            "Hãy dùng đóng góp theo điểm phần trăm."
        )
    return (
        f"Đầu ra tăng {show(growth_pct, 4)} %, dưới 1 điểm phần trăm: tỷ lệ đóng góp không có ý nghĩa. "
        "Hãy dùng đóng góp theo điểm phần trăm."
    )


def percentages(parts: Mapping[str, float], total: float, growth_pct: float) -> dict[str, float | None]:
    """Each part as a percentage of the total, or nothing by the near-zero rule."""
    if not meaningful(growth_pct):
        return dict.fromkeys(parts)
    return {name: 100 * part / total for name, part in parts.items()}


def printed(parts: Mapping[str, float], total: float, digits: int) -> Printed:
    """The parts rounded half-up, each by itself.

    >>> printed({"capital": 1.005, "labour": 1.005, "tfp": 1.005}, 3.015, 2).sums
    False
    """
    rounded = {name: half_up(part, digits) for name, part in parts.items()}
    whole = half_up(total, digits)
    return Printed(
        digits=digits,
        output_growth=whole,
        sums=half_up(sum(rounded.values()), digits) == whole,
        **rounded,
    )
