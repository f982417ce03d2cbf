"""The capital stock by perpetual inventory."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from nscl.measures.errors import Inconsistent, MissingField, OutOfRange, TooFew
from nscl.measures.inputs import choice, number, numbers, text, whole
from nscl.measures.macro.checks import (
    LARGEST,
    LARGEST_GROWTH,
    SMALLEST,
    bounded,
    level,
    levels,
    vector,
    year_list,
)
from nscl.measures.method import measure
from nscl.measures.result import Array, Assumption, Caution, Result, Step, show

ENOUGH_YEARS = 10
PRICES = {
    "constant": "Đầu tư đã theo giá so sánh.",
    "gfcf": "Chỉ số giá của tích lũy tài sản cố định.",
    "grdp": "Chỉ số giá GRDP, dùng tạm khi không có chỉ số giá đầu tư.",
    "other": "Chỉ số giá khác.",
}


@dataclass(frozen=True, kw_only=True)
class Plan:
    """The checked inputs: real investment and depreciation by year, and where the first stock stands."""

    years: list[int]
    investment: Array
    delta: Array
    keep_new: Array
    opening: bool


@dataclass(frozen=True, kw_only=True, eq=False)
class CapitalStock(Result):
    """The stock at the end of each year, what is lost in it, and how much still hangs on the first guess."""

    years: list[int]
    unit: str | None
    capital: Array
    opening: Array
    average: Array
    growth_pct: Array
    average_growth_pct: Array
    investment: Array
    depreciation: Array
    initial_capital: float
    initial_share_pct: Array
    reported_from: int | None


@measure("capital.pim", "Trữ lượng vốn theo phương pháp kiểm kê thường xuyên (PIM)")
def pim(
    *,
    investment: Any,
    depreciation: Any,
    initial: Any,
    years: Any = None,
    timing: Any = "end_year",
    initial_capital: Any = None,
    initial_growth: Any = None,
    growth_years: Any = None,
    output: Any = None,
    ratio: Any = None,
    initial_at: Any = "opening",
    deflator: Any = None,
    deflator_kind: Any = None,
    first_reported: Any = None,
    unit: Any = None,
) -> CapitalStock:
    """The capital stock accumulated from investment, with the first stock by a named method.

    Promises that closing = opening + investment − depreciation in every year, and shows how much of each
    year's stock is still the first guess. Refuses a stock that falls to zero or below, a rate outside 0–1,
    Harberger's rule where growth and depreciation do not add up to something positive, and figures of a
    method other than the one named. Warns below ten years of investment before the first reported year.

    Formula:
        end_year: K[t] = (1 − δ)·K[t−1] + I[t]
        mid_year: K[t] = (1 − δ)·K[t−1] + (1 − δ/2)·I[t]
        harberger: K0 = I[first] / (g + δ);  ratio: K0 = κ · Y[first];  given: K0
        average = ½(opening + closing), the stock for growth accounting

    Input:
        investment (money, constant prices): gross fixed capital formation, one a year
        depreciation (0–1 a year): δ, one number or one a year; 0.05 means 5 %
        initial (harberger, ratio, given): how the first stock is found; required
        years (year): consecutive; default 1, 2, …
        timing (end_year, mid_year): when investment starts to wear; default end_year
        initial_capital (money): K0, for given
        initial_growth (% a year): g, for harberger; default the trend of the first `growth_years`
        growth_years (count): years whose log-linear trend gives g; default up to 10
        output (money): Y of the first year (or the list, its first is taken), for ratio
        ratio (years): κ = K/Y, for ratio; commonly 1.5 to 3
        initial_at (opening, closing): K0 stands at the start of the first year (default), or at its end:
            then investment of the first year is in K0 already
        deflator (first or base year = 100): divides investment given in current prices
        deflator_kind (gfcf, grdp, other): required with deflator
        first_reported (year): first year whose growth will be published
        unit (text): unit of money, stored with the result

    Output:
        years (year): labels of the lists
        unit (text): of money, as given
        capital (money): stock at the end of each year
        opening (money): stock at its start
        average (money): ½(opening + closing)
        growth_pct (%): of the closing stock, null in the first year
        average_growth_pct (%): of the average stock, null in the first year
        investment (money): in constant prices
        depreciation (money): lost in the year
        initial_capital (money): K0
        initial_share_pct (%): part of each closing stock that is left of K0
        reported_from (year): as given

    Source:
        OECD (2009), Measuring Capital: OECD Manual, 2nd ed. (perpetual inventory, initial stocks);
        A. Harberger (1978); V. Nehru and A. Dhareshwar (1993).

    Traps:
        - “Vốn đầu tư thực hiện toàn xã hội” is wider than gross fixed capital formation (land compensation,
          working capital, repairs).
        - K0 governs the first decade: ±20 % of it moves growth of year one by several points.
        - Harberger's K0 stands before the first investment (opening); some notes put it at the end of the
          first year (closing). Both are offered, they differ.
        - ICOR is not a capital stock; current-price investment adds up prices, not capital.

    Example:
        A nation of 1,000 machines, 5 % wear out a year and 75 are made a year (Cowen and Tabarrok):

        >>> found = pim(investment=[75] * 4, depreciation=0.05, initial="given", initial_capital=1000)
        >>> [round(stock) for stock in found.capital]
        [1025, 1049, 1071, 1093]
    """
    plan, price = _plan(investment, depreciation, years, timing, initial_at, deflator, deflator_kind)
    first, told = _first(
        choice(initial, "initial", ["harberger", "ratio", "given"]),
        plan,
        {
            "initial_capital": initial_capital,
            "initial_growth": initial_growth,
            "growth_years": growth_years,
            "output": output,
            "ratio": ratio,
        },
    )
    closing, opening = _accumulate(plan, first)
    _refuse_negative(plan, closing)
    reported = _reported(first_reported, plan.years)
    share = _first_share(plan, first, closing)
    average = (opening + closing) / 2
    return CapitalStock(
        years=plan.years,
        unit=None if unit is None else text(unit, "unit"),
        capital=closing,
        opening=opening,
        average=average,
        growth_pct=_growth(closing),
        average_growth_pct=_growth(average),
        investment=plan.investment,
        depreciation=opening + plan.investment - closing,
        initial_capital=first,
        initial_share_pct=share,
        reported_from=reported,
        assumptions=_assumptions(plan, str(timing), str(initial), told, price),
        warnings=_cautions(plan, price, reported, share),
        trace=_trace(plan, first, told, closing),
    )


def _plan(
    investment: Any,
    depreciation: Any,
    years: Any,
    timing: Any,
    initial_at: Any,
    deflator: Any,
    deflator_kind: Any,
) -> tuple[Plan, str]:
    spent = bounded(investment, "investment")
    count = len(spent)
    span = list(range(1, count + 1)) if years is None else year_list(years, at_least_items=1)
    if len(span) != count:
        raise Inconsistent("years", f"Có {len(span)} năm nhưng {count} số đầu tư. Hãy nhập mỗi năm một số.")
    for place in range(1, count):
        if span[place] != span[place - 1] + 1:
            raise Inconsistent(
                f"years[{place}]",
                f"Giữa năm {span[place - 1]} và {span[place]} thiếu đầu tư. Hãy bổ sung các năm còn thiếu.",
            )
    if vector(depreciation, "depreciation"):
        delta = numbers(depreciation, "depreciation", length=count, at_least=0, below=1)
    else:
        delta = np.full(count, number(depreciation, "depreciation", at_least=0, below=1))
    half = choice(timing, "timing", ["end_year", "mid_year"]) == "mid_year"
    price = "constant"
    if deflator is not None:
        price = choice(deflator_kind, "deflator_kind", ["gfcf", "grdp", "other"])
        spent = spent / (levels(deflator, "deflator", length=count) / 100)
    elif deflator_kind is not None:
        raise MissingField("deflator", "Đã nêu loại chỉ số giá nhưng thiếu “deflator”. Hãy nhập chỉ số giá.")
    opening = choice(initial_at, "initial_at", ["opening", "closing"]) == "opening"
    keep = 1 - delta / 2 if half else np.ones(count)
    return Plan(years=span, investment=spent, delta=delta, keep_new=keep, opening=opening), price


_NEEDS = {
    "harberger": ("initial_growth", "growth_years"),
    "ratio": ("output", "ratio"),
    "given": ("initial_capital",),
}


def _first(way: str, plan: Plan, given: dict[str, Any]) -> tuple[float, list[Assumption]]:
    """The first stock, and what it rests on."""
    for key, value in given.items():
        if value is not None and key not in _NEEDS[way]:
            raise Inconsistent(key, f"Trường “{key}” không dùng với initial là {way}. Hãy bỏ một trong hai.")
    if way == "given":
        return level(given["initial_capital"], "initial_capital"), []
    if way == "ratio":
        first = given["output"]
        income = float(levels(first, "output")[0]) if vector(first, "output") else level(first, "output")
        kappa = number(given["ratio"], "ratio", above=0, at_most=1000)
        return kappa * income, [Assumption("ratio", kappa, "Hệ số vốn trên đầu ra của năm đầu.")]
    return _harberger(plan, given["initial_growth"], given["growth_years"])


def _harberger(plan: Plan, growth: Any, years: Any) -> tuple[float, list[Assumption]]:
    spent, delta = float(plan.investment[0]), float(plan.delta[0])
    if spent <= 0:
        raise OutOfRange(
            "investment[0]", "Phương pháp harberger cần đầu tư năm đầu lớn hơn 0. Hãy kiểm tra lại."
        )
    if growth is None:
        rate, note = _trend(plan.investment, years)
    elif years is not None:
        raise Inconsistent("growth_years", "Đã nhập initial_growth thì không nhập growth_years. Hãy bỏ một.")
    else:
        rate = number(growth, "initial_growth", above=-100, at_most=LARGEST_GROWTH) / 100
        note = "Tốc độ tăng dài hạn được nhập."
    if rate + delta <= 1e-6:
        raise OutOfRange(
            "initial_growth",
            f"Tốc độ tăng ({show(100 * rate)} %) cộng khấu hao ({show(100 * delta)} %) phải lớn hơn 0. "
            "Hãy nhập tốc độ tăng dài hạn hoặc chọn cách khác cho vốn ban đầu.",
        )
    return spent / (rate + delta), [Assumption("initial_growth_pct", 100 * rate, note)]


def _trend(investment: Array, years: Any) -> tuple[float, str]:
    """The log-linear trend of the first years of investment."""
    most = len(investment)
    count = (
        min(ENOUGH_YEARS, most) if years is None else whole(years, "growth_years", at_least=2, at_most=most)
    )
    if count < 2:
        raise TooFew(
            "investment", "Cần ít nhất hai năm đầu tư để tính tốc độ tăng; hoặc nhập initial_growth."
        )
    logs = np.log(levels(investment[:count], "investment"))
    time = np.arange(count) - (count - 1) / 2
    rate = float(np.expm1(time @ logs / (time @ time)))
    return rate, f"Xu thế lôgarit của đầu tư {count} năm đầu."


def _accumulate(plan: Plan, first: float) -> tuple[Array, Array]:
    """Closing and opening stocks; a first stock that closes the first year has no opening."""
    closing, opening = np.empty(len(plan.years)), np.empty(len(plan.years))
    stock = first
    for place in range(len(plan.years)):
        if place == 0 and not plan.opening:
            opening[0], closing[0] = np.nan, first
            continue
        opening[place] = stock
        stock = (1 - plan.delta[place]) * stock + plan.keep_new[place] * plan.investment[place]
        closing[place] = stock
    return closing, opening


def _refuse_negative(plan: Plan, closing: Array) -> None:
    bad = np.flatnonzero(~(closing >= SMALLEST) | (closing > LARGEST))
    if len(bad):
        place = int(bad[0])
        raise OutOfRange(
            f"investment[{place}]",
            f"Vốn cuối năm {plan.years[place]} là {show(float(closing[place]))}: vốn phải dương và hữu hạn. "
            "Hãy kiểm tra đầu tư, đơn vị và vốn ban đầu.",
        )


def _first_share(plan: Plan, first: float, closing: Array) -> Array:
    lost = 1 - plan.delta
    if not plan.opening:
        lost = np.concatenate(([1.0], lost[1:]))
    return 100 * first * np.cumprod(lost) / closing


def _growth(stock: Array) -> Array:
    rates = np.full(len(stock), np.nan)
    rates[1:] = 100 * (stock[1:] / stock[:-1] - 1)
    return rates


def _reported(first: Any, years: list[int]) -> int | None:
    if first is None:
        return None
    year = whole(first, "first_reported")
    if year not in years:
        raise OutOfRange("first_reported", f"Năm {year} không có trong dãy năm. Hãy chọn một năm của dãy.")
    return year


def _assumptions(
    plan: Plan, timing: str, initial: str, told: list[Assumption], price: str
) -> tuple[Assumption, ...]:
    when = "Đầu tư hao mòn nửa năm ngay trong năm." if timing == "mid_year" else "Đầu tư hao mòn từ năm sau."
    at = "đầu năm thứ nhất" if plan.opening else "cuối năm thứ nhất"
    rates = plan.delta
    fixed = float(rates[0]) if (rates == rates[0]).all() else None
    return (
        Assumption("timing", timing, when),
        Assumption("initial", initial, "Cách xác định vốn ban đầu."),
        *told,
        Assumption("initial_at", "opening" if plan.opening else "closing", f"Vốn ban đầu đặt ở {at}."),
        Assumption(
            "depreciation", fixed, "Hao mòn hình học." if fixed is not None else "Hao mòn theo từng năm."
        ),
        Assumption("prices", price, PRICES[price]),
    )


def _cautions(plan: Plan, price: str, reported: int | None, share: Array) -> tuple[Caution, ...]:
    found = []
    before = len(plan.years) - 1 if reported is None else plan.years.index(reported)
    if before < ENOUGH_YEARS:
        place = before if reported is not None else len(plan.years) - 1
        found.append(
            Caution(
                "short_history",
                f"Chỉ có {before} năm đầu tư trước năm {plan.years[place]}, cần ít nhất {ENOUGH_YEARS}: "
                f"{show(float(share[place]), 3)} % vốn còn là giả định ban đầu. Hãy nới khoảng kết quả.",
                "investment",
            )
        )
    if price in ("grdp", "other"):
        found.append(
            Caution("fallback_deflator", f"{PRICES[price]} Tốc độ tăng vốn có thể lệch.", "deflator_kind")
        )
    if (plan.investment < 0).any():
        year = plan.years[int(np.argmax(plan.investment < 0))]
        found.append(Caution("negative_investment", f"Đầu tư năm {year} âm. Hãy kiểm tra lại.", "investment"))
    return tuple(found)


def _trace(
    plan: Plan, first: float, told: list[Assumption], closing: Array, most: int = 20
) -> tuple[Step, ...]:
    because = "; ".join(f"{item.key} = {show(float(item.value or 0))}" for item in told) or "được nhập"
    steps = [Step("Vốn ban đầu", because, first)]
    stock = first
    for place, year in enumerate(plan.years[:most]):
        if place == 0 and not plan.opening:
            continue
        new = f"{show(float(plan.keep_new[place]))} × " if plan.keep_new[place] != 1 else ""
        steps.append(
            Step(
                f"Vốn cuối năm {year}",
                f"(1 − {show(float(plan.delta[place]))}) × {show(stock)}"
                f" + {new}{show(float(plan.investment[place]))}",
                float(closing[place]),
            )
        )
        stock = float(closing[place])
    return tuple(steps)
