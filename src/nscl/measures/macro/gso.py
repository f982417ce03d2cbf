"""Growth accounting with percentage growth and a fixed labour share (the statistics office's rule)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from nscl.measures.errors import WrongType
from nscl.measures.inputs import whole
from nscl.measures.macro import contribution
from nscl.measures.macro.checks import fraction_cautions, growth_rate, share, share_cautions, vector
from nscl.measures.method import measure
from nscl.measures.result import Assumption, Caution, Result, Step, show


@dataclass(frozen=True, kw_only=True, eq=False)
class GsoGrowth(Result):
    """TFP growth of one period in percentage points, with its contribution."""

    tfp_growth: float
    contribution_pct: float | None
    reason: str | None
    contributions: dict[str, float]
    contributions_pct: dict[str, float | None]
    capital_share: float
    labour_productivity: dict[str, float]
    printed: contribution.Printed


@measure("growth.gso", "Tốc độ tăng TFP theo tốc độ tăng phần trăm, hệ số cố định")
def gso(
    *,
    output_growth: Any,
    capital_growth: Any,
    labour_growth: Any,
    labour_share: Any,
    capital_share: Any = None,
    digits: Any = 2,
) -> GsoGrowth:
    """TFP growth and its contribution, from percentage growth and a fixed labour share.

    Promises that the three contributions add up to the growth of output exactly, before any rounding, and
    that a percentage is given only where output grew by one point or more. Refuses a share outside 0–1 and
    growth of −100 % or less. One period only; several years go to `growth.period`.

    Formula:
        capital = bK · GK;  labour = bL · GL;  TFP = GY − bK · GK − bL · GL,  bK = 1 − bL
        contribution = 100 · TFP / GY, only if GY ≥ 1

    Input:
        output_growth (%): growth of real output, GY; 6 means 6 %
        capital_growth (%): growth of the real capital stock, GK
        labour_growth (%): growth of employment or hours, GL
        labour_share (0–1): bL, labour income in gross value added
        capital_share (0–1): bK; default 1 − labour_share; another value is used with a warning
        digits (count): decimals of the printed parts; default 2

    Output:
        tfp_growth (points): growth of total factor productivity
        contribution_pct (%): share of TFP in the growth of output, or null
        reason (text): why there is no percentage, or null
        contributions (points): of capital, labour and TFP; their sum is output_growth
        contributions_pct (%): the same in percent, or null each
        capital_share (0–1): the share used
        labour_productivity (points): growth GY − GL = capital_deepening + tfp
        printed (points): the parts rounded half-up, `sums` false where they no longer add up

    Source:
        General Statistics Office of Viet Nam, indicator “Tốc độ tăng năng suất các nhân tố tổng hợp (TFP)”;
        R. Solow (1957), Technical Change and the Aggregate Production Function, REStat 39(3).

    Traps:
        - The labour share decides: 0.45 or 0.65 turns 32 % into 51 % on the same series. Report a band too.
        - α and β are often swapped in print; here labour_share always multiplies labour.
        - Near-zero or negative growth turns a collapse into “600 %”: no percentage is given.
        - The labour share is over gross value added at basic prices, not GRDP with product taxes.

    Example:
        Canada, Mankiw and Scarth, Macroeconomics (5th Canadian ed.), Table 8-3 (1.34 points, 0.44):

        >>> found = gso(output_growth=3, capital_growth=3, labour_growth=1, labour_share=0.67)
        >>> round(found.tfp_growth, 2), round(found.contribution_pct, 1)
        (1.34, 44.7)
        >>> gso(output_growth=0.4, capital_growth=5, labour_growth=1, labour_share=0.5).contribution_pct
    """
    rates = {
        "output_growth": _rate(output_growth, "output_growth"),
        "capital_growth": _rate(capital_growth, "capital_growth"),
        "labour_growth": _rate(labour_growth, "labour_growth"),
    }
    beta = share(labour_share, "labour_share")
    alpha = 1 - beta if capital_share is None else share(capital_share, "capital_share")
    places = whole(digits, "digits", at_least=0, at_most=12)
    growth, capital, labour = rates.values()
    parts = {"capital": alpha * capital, "labour": beta * labour}
    parts["tfp"] = growth - parts["capital"] - parts["labour"]
    percent = contribution.percentages(parts, growth, growth)
    said = contribution.printed(parts, growth, places)
    return GsoGrowth(
        tfp_growth=parts["tfp"],
        contribution_pct=percent["tfp"],
        reason=contribution.reason(growth),
        contributions=parts,
        contributions_pct=percent,
        capital_share=alpha,
        labour_productivity={
            "growth": growth - labour,
            "capital_deepening": alpha * capital - (1 - beta) * labour,
            "tfp": parts["tfp"],
        },
        printed=said,
        assumptions=(
            Assumption(
                "mode", "gso", "Tốc độ tăng phần trăm, hệ số cố định giữa hai bảng cân đối liên ngành."
            ),
            Assumption("labour_share", beta, "Tỷ phần lao động trong giá trị tăng thêm."),
            Assumption("capital_share", alpha, "Bằng 1 trừ tỷ phần lao động nếu không nhập riêng."),
            contribution.RULE,
        ),
        warnings=_cautions(list(rates.values()), alpha, beta, said),
        trace=_trace(rates, alpha, beta, parts, percent["tfp"]),
    )


def _rate(value: Any, field: str) -> float:
    if vector(value, field):
        raise WrongType(
            field, f"Trường “{field}” là một số, không phải danh sách. Nhiều năm: hãy dùng growth.period."
        )
    return growth_rate(value, field)


def _cautions(
    rates: list[float], alpha: float, beta: float, said: contribution.Printed
) -> tuple[Caution, ...]:
    found = share_cautions(beta) + fraction_cautions(rates)
    if abs(alpha + beta - 1) > 1e-6:
        found.append(
            Caution(
                "shares_do_not_sum",
                f"Hai hệ số cộng lại bằng {show(alpha + beta)}, không phải 1. Hãy kiểm tra nguồn hệ số.",
                "capital_share",
            )
        )
    if not said.sums:
        found.append(
            Caution(
                "rounded_parts_do_not_sum",
                "Các phần sau khi làm tròn cộng lại không bằng tổng; "
                "từng phần được giữ nguyên, không điều chỉnh.",
            )
        )
    return tuple(found)


def _trace(
    rates: dict[str, float], alpha: float, beta: float, parts: dict[str, float], percent: float | None
) -> tuple[Step, ...]:
    growth, capital, labour = rates.values()
    return (
        Step("Đóng góp của vốn", f"{show(alpha)} × {show(capital)}", parts["capital"], "điểm %"),
        Step("Đóng góp của lao động", f"{show(beta)} × {show(labour)}", parts["labour"], "điểm %"),
        Step(
            "Tốc độ tăng TFP",
            f"{show(growth)} − {show(parts['capital'])} − {show(parts['labour'])}",
            parts["tfp"],
            "điểm %",
        ),
        Step("Tỷ lệ đóng góp của TFP", f"100 × {show(parts['tfp'])} / {show(growth)}", percent, "%"),
    )
