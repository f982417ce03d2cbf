"""Total factor productivity growth of one firm: what is left of value-added growth after both inputs."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from nscl.measures.errors import Inconsistent, MissingField, WrongLength
from nscl.measures.inputs import choice, numbers, same_length, text, whole
from nscl.measures.method import measure
from nscl.measures.result import Array, Assumption, Caution, Result, Step, show

NEAR_ZERO = 1.0  # points of value-added growth below which a percentage says nothing


@dataclass(frozen=True, kw_only=True, eq=False)
class FirmTfp(Result):
    """TFP growth of a firm between each two periods."""

    periods: tuple[str, ...]
    value_added_growth: Array
    capital_growth: Array
    labour_growth: Array
    labour_share: Array
    tfp_growth: tuple[float | None, ...]
    contributions: tuple[Mapping[str, float | None], ...]
    contribution_pct: tuple[Mapping[str, float] | None, ...]
    reasons: tuple[str | None, ...]


@measure("firm.tfp", "Tăng trưởng TFP của doanh nghiệp")
def tfp(
    *,
    value_added: Any,
    capital: Any,
    labour: Any,
    labour_share: Any = None,
    labour_income: Any = None,
    value_added_current: Any = None,
    mode: str = "percent",
    share_timing: str = "mean",
    periods: Any = None,
    price_base: str | None = None,
) -> FirmTfp:
    """Growth accounting for one firm, from real value added, real capital and labour.

    It promises that the three contributions sum to the growth exactly and that a percentage contribution is
    given only where growth is at least one point. It refuses value added, capital or labour that is not above
    zero; a labour share above 1 (or not above 0) makes that pair null, "not_meaningful".

    Formula:
        I_TFP = I_VA − (α·I_K + β·I_L), α = 1 − β, β = labour income / value added
        percent: I_X = 100·(X₁/X₀ − 1); tornqvist: I_X = 100·ln(X₁/X₀), β the mean of both years
        contribution % = 100·contribution / I_VA, only where I_VA ≥ 1 point
    Input:
        value_added (constant prices): list over periods, above 0 (a single-deflated one is allowed, see
            firm.deflate).
        capital (constant prices): average of the period, list, above 0.
        labour (people or hours): list, above 0.
        labour_share (share 0-1): number or list; or labour_income with value_added_current (or value_added).
        mode: percent or tornqvist; default percent.
        share_timing: mean, base or current year's β; default mean (always mean for tornqvist).
        periods: names of the periods; default 1, 2, ….
        price_base: what the constant prices are; default not stated.
    Output:
        periods: the later period of each pair.
        value_added_growth, capital_growth, labour_growth, tfp_growth (points).
        labour_share: β used. contributions (points): {capital, labour, tfp} of each pair.
        contribution_pct (%): the same over growth, or null with its reason.
        reasons: null, not_meaningful, growth_below_one_point or growth_not_positive.
    Source:
        OECD, Measuring Productivity (2001), ch. 2; the Vietnamese teaching form I_VA − [αI_K + βI_L].
    Traps:
        - In current prices the residual is mostly inflation: deflate first and say how.
        - A firm in trouble pays more than it makes: β above 1 has no meaning in this formula.
        - A percentage of a growth near zero explodes, and turns positive when growth and TFP both fall.
    Example:
        >>> found = tfp(value_added=[1430191.0, 1440309.75], capital=[0.8801709414, 0.9160994887],
        ...             labour=[178562.5, 175525.8], labour_share=[0.5165467, 0.5112293], mode="tornqvist")
        >>> round(float(found.value_added_growth[0]), 4)
        0.705
    """
    made = numbers(value_added, "value_added", above=0, at_least_items=2)
    stock = numbers(capital, "capital", above=0)
    people = numbers(labour, "labour", above=0)
    same_length(made, "value_added", (stock, "capital"), (people, "labour"))
    kind = choice(mode, "mode", ["percent", "tornqvist"])
    timing = choice(share_timing, "share_timing", ["mean", "base", "current"])
    if kind == "tornqvist" and timing != "mean":
        raise Inconsistent("share_timing", "Chế độ tornqvist luôn dùng tỷ phần bình quân hai năm (mean).")
    share = _share(labour_share, labour_income, value_added_current, made)
    names = _names(periods, len(made))
    used = _timed(share, timing)
    growth = {name: _growth(series, kind) for name, series in (("va", made), ("k", stock), ("l", people))}
    meaningful = (used > 0) & (used <= 1)
    parts = [_parts(growth, used, at) if meaningful[at] else None for at in range(len(used))]
    judged = [_percent(part, float(growth["va"][at])) for at, part in enumerate(parts)]
    return FirmTfp(
        periods=names[1:],
        value_added_growth=growth["va"],
        capital_growth=growth["k"],
        labour_growth=growth["l"],
        labour_share=used,
        tfp_growth=tuple(None if part is None else part["tfp"] for part in parts),
        contributions=tuple(part or {"capital": None, "labour": None, "tfp": None} for part in parts),
        contribution_pct=tuple(pct for pct, _ in judged),
        reasons=tuple(reason for _, reason in judged),
        assumptions=(
            Assumption("mode", kind, "Tốc độ tăng theo phần trăm hay theo logarit."),
            Assumption("share_timing", timing, "Năm lấy tỷ phần lao động."),
            Assumption(
                "price_base",
                "not_stated" if price_base is None else text(price_base, "price_base"),
                "Gốc giá.",
            ),
        ),
        warnings=_cautions(
            price_base, meaningful, names, labour_income is not None and value_added_current is None
        ),
        trace=_trace(growth, used, parts, names),
    )


def _share(given: Any, income: Any, current: Any, made: Array) -> Array:
    """β by period: given, or labour income over value added in the prices of the year."""
    if given is not None:
        if income is not None or current is not None:
            raise Inconsistent(
                "labour_share", "Hãy nhập tỷ phần lao động hoặc thu nhập lao động, không cả hai."
            )
        if isinstance(given, list | tuple | np.ndarray):
            found = numbers(given, "labour_share")
            same_length(made, "value_added", (found, "labour_share"))
            return found
        return np.full(len(made), numbers([given], "labour_share")[0])
    if income is None:
        raise MissingField(
            "labour_share", "Thiếu tỷ phần lao động. Hãy nhập “labour_share” hoặc “labour_income”."
        )
    earned = numbers(income, "labour_income", at_least=0)
    same_length(made, "value_added", (earned, "labour_income"))
    base = made if current is None else numbers(current, "value_added_current", above=0)
    same_length(made, "value_added", (base, "value_added_current"))
    share: Array = earned / base
    return share


def _names(given: Any, length: int) -> tuple[str, ...]:
    if given is None:
        return tuple(str(place + 1) for place in range(length))
    if not isinstance(given, list | tuple) or len(given) != length:
        raise WrongLength("periods", f"Danh sách “periods” phải có đúng {length} tên kỳ.")
    return tuple(
        text(name, f"periods[{place}]") if isinstance(name, str) else str(whole(name, f"periods[{place}]"))
        for place, name in enumerate(given)
    )


def _timed(share: Array, timing: str) -> Array:
    before, after = share[:-1], share[1:]
    return {"mean": before / 2 + after / 2, "base": before, "current": after}[timing]


def _growth(series: Array, kind: str) -> Array:
    with np.errstate(over="ignore"):
        if kind == "tornqvist":
            logs: Array = 100 * np.diff(np.log(series))
            return logs
        steps: Array = 100 * (series[1:] / series[:-1] - 1)
    if not np.isfinite(steps).all():
        place = int(np.flatnonzero(~np.isfinite(steps))[0]) + 1
        raise Inconsistent(
            "value_added", f"Kỳ thứ {place + 1} lớn gấp kỳ trước quá mức tính được. Hãy kiểm tra đơn vị tính."
        )
    return steps


def _parts(growth: Mapping[str, Array], share: Array, at: int) -> dict[str, float]:
    beta = float(share[at])
    capital = (1 - beta) * float(growth["k"][at])
    labour = beta * float(growth["l"][at])
    return {"capital": capital, "labour": labour, "tfp": float(growth["va"][at]) - capital - labour}


def _percent(part: dict[str, float] | None, growth: float) -> tuple[dict[str, float] | None, str | None]:
    if part is None:
        return None, "not_meaningful"
    if growth <= 0:
        return None, "growth_not_positive"
    if growth < NEAR_ZERO:
        return None, "growth_below_one_point"
    return {key: 100 * value / growth for key, value in part.items()}, None


def _cautions(price_base: Any, meaningful: Any, names: tuple[str, ...], mixed: bool) -> tuple[Caution, ...]:
    found = []
    if mixed:
        sentence = "Tỷ phần lao động lấy trên giá trị gia tăng giá so sánh. Hãy nhập “value_added_current”."
        found.append(Caution("share_on_constant_prices", sentence, "value_added_current"))
    if price_base is None:
        sentence = "Chưa nêu gốc giá: nếu là giá hiện hành thì kết quả gồm cả lạm phát."
        found.append(Caution("price_base_unstated", sentence, "price_base"))
    found += [
        Caution(
            "not_meaningful",
            f"Kỳ {names[place + 1]}: tỷ phần lao động nằm ngoài (0; 1] nên TFP không có ý nghĩa.",
            f"labour_share[{place + 1}]",
        )
        for place in np.flatnonzero(~meaningful).tolist()[:20]
    ]
    return tuple(found)


def _trace(
    growth: Mapping[str, Array], share: Array, parts: list[dict[str, float] | None], names: tuple[str, ...]
) -> tuple[Step, ...]:
    return tuple(
        Step(
            f"Tăng TFP kỳ {names[at + 1]}",
            f"{show(growth['va'][at])} − ({show(1 - share[at])} × {show(growth['k'][at])} "
            f"+ {show(share[at])} × {show(growth['l'][at])})",
            part["tfp"],
            "điểm phần trăm",
        )
        for at, part in enumerate(parts[:50])
        if part is not None
    )
