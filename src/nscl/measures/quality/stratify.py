"""Stratification: the same figure by machine, shift or supplier, and whether the strata differ."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from scipy import stats

from nscl.measures import inputs
from nscl.measures.errors import (
    ConstantData,
    Duplicate,
    Inconsistent,
    MissingField,
    TooFew,
    WrongLength,
    WrongType,
)
from nscl.measures.method import measure
from nscl.measures.quality.moments import Moments, moments, sample
from nscl.measures.result import Array, Assumption, Caution, Result, Step, show


@dataclass(frozen=True, kw_only=True, eq=False)
class StratifyResult(Result):
    """Statistics by group and the one-way analysis of variance."""

    groups: dict[str, dict[str, float]]
    n: int
    mean: float
    ss_between: float
    ss_within: float
    ss_total: float
    df_between: int
    df_within: int
    ms_between: float
    ms_within: float
    f: float
    p: float
    r_squared: float
    residual_sd: float


@measure("quality.stratify", "Phân tầng và phân tích phương sai một yếu tố")
def stratify(
    *,
    groups: Mapping[str, Sequence[float]] | None = None,
    data: Sequence[float] | None = None,
    strata: Sequence[str] | None = None,
) -> StratifyResult:
    """Describe each stratum and test whether their means differ (one-way analysis of variance).

    Give either `groups`, or `data` with the stratum of each value. Group sizes may differ. Refuses fewer
    than two groups, no replicate at all, and data that are all equal.

    Formula:
        SSB = Σ n_i(x̄_i − x̄)²;  SSW = ΣΣ(x_ij − x̄_i)²
        F = [SSB/(k − 1)]/[SSW/(n − k)];  R² = SSB/(SSB + SSW)

    Input:
        groups (unit of measure): {name: list of values}
        data (unit of measure), strata: values and the name of the stratum of each, instead of groups

    Output:
        groups: for each {n, mean, sd, minimum, median, maximum}; sd null for one value
        n, mean: all values
        ss_between, ss_within, ss_total, df_between, df_within, ms_between, ms_within: the table
        f, p: test of equal means; f null (p 0) when no group varies within
        r_squared, residual_sd: share explained by the strata, spread within them

    Source:
        Fisher R. A., Statistical Methods for Research Workers, 1925, ch. VII; NIST StRD analysis of variance
        (SiRstv, SmLs01–09, AtmWtAg); ISO 13053-2:2011 (stratification).

    Traps:
        - A significant F says that some stratum differs, not which one nor why.
        - With thousands of values a trifling difference is “significant”: read R² as well.
        - Very unequal spreads within groups make F unreliable (a warning says so).

    Example:
        >>> found = stratify(groups={"ca 1": [6, 8, 4, 5, 3, 4], "ca 2": [8, 12, 9, 11, 6, 8],
        ...                          "ca 3": [13, 9, 11, 8, 7, 12]})
        >>> round(found.f, 4), round(found.p, 4)
        (9.2647, 0.0024)
    """
    parts = _parts(groups, data, strata)
    everything = np.concatenate(list(parts.values()))
    k, n = len(parts), len(everything)
    if n <= k:
        raise TooFew(
            "groups" if groups is not None else "data", "Mỗi nhóm chỉ có một giá trị: cần lặp lại để so sánh."
        )
    whole = moments(everything)
    if whole.scaled_ss == 0:
        raise ConstantData(
            "groups" if groups is not None else "data", "Mọi giá trị bằng nhau: không có gì để so sánh."
        )
    # Taken from one data value, large common digits cancel exactly before anything is rounded.
    pivot = float(everything[0])
    each = {name: moments(values - pivot) for name, values in parts.items()}
    between, within = _sums(each)
    ms_between, ms_within = between / (k - 1), within / (n - k)
    f = ms_between / ms_within if ms_within > 0 else math.nan
    return StratifyResult(
        groups={name: _figures(parts[name], found, pivot) for name, found in each.items()},
        n=n,
        mean=whole.mean,
        ss_between=between,
        ss_within=within,
        ss_total=between + within,
        df_between=k - 1,
        df_within=n - k,
        ms_between=ms_between,
        ms_within=ms_within,
        f=f,
        p=float(stats.f.sf(f, k - 1, n - k)) if ms_within > 0 else 0.0,
        r_squared=between / (between + within),
        residual_sd=math.sqrt(ms_within),
        assumptions=(
            Assumption("model", "one_way_fixed", "Một yếu tố cố định, phương sai trong nhóm bằng nhau."),
        ),
        warnings=_cautions(each),
        trace=(
            Step("Giữa các nhóm", f"SSB/{k - 1}", ms_between),
            Step("Trong nhóm", f"SSW/{n - k}", ms_within),
            Step("F", f"{show(ms_between)}/{show(ms_within)}", f),
        ),
    )


def _parts(groups: Any, data: Any, strata: Any) -> dict[str, Array]:
    if groups is not None:
        if data is not None or strata is not None:
            raise Inconsistent("groups", "Chỉ nhập “groups”, hoặc “data” cùng “strata”.")
        found: dict[str, Array] = {}
        for key, values in inputs.table(groups, "groups").items():
            name = inputs.text(str(key), f"groups.{key}")
            if name in found:
                raise Duplicate(f"groups.{key}", f"Nhóm “{name}” được nhập hai lần. Hãy gộp lại.")
            found[name] = sample(values, f"groups.{key}")
    else:
        if data is None and strata is None:
            raise MissingField("groups", "Thiếu trường “groups” (hoặc “data” cùng “strata”).")
        found = _split(data, strata)
    if len(found) < 2:
        raise TooFew("groups" if groups is not None else "strata", "Cần ít nhất hai nhóm để so sánh.")
    return found


def _split(data: Any, strata: Any) -> dict[str, Array]:
    values = sample(data, "data")
    if strata is None:
        raise MissingField("strata", "Thiếu trường “strata”: tên nhóm của từng giá trị.")
    if isinstance(strata, str | Mapping) or not isinstance(strata, Sequence):
        raise WrongType("strata", "Trường “strata” phải là một danh sách tên nhóm.")
    if len(strata) != len(values):
        raise WrongLength(
            "strata", f"“strata” có {len(strata)} tên, “data” có {len(values)} số: phải bằng nhau."
        )
    rows: dict[str, list[float]] = {}
    for place, (name, value) in enumerate(zip(strata, values, strict=True)):
        if name is None or isinstance(name, bool | Mapping | list):
            raise WrongType(f"strata[{place}]", f"Tên nhóm thứ {place + 1} phải là chữ hoặc số.")
        rows.setdefault(inputs.text(str(name), f"strata[{place}]"), []).append(float(value))
    return {name: np.array(found) for name, found in rows.items()}


def _sums(each: dict[str, Moments]) -> tuple[float, float]:
    """SSB and SSW."""
    total = sum(found.n for found in each.values())
    centre = math.fsum(found.n * found.mean for found in each.values()) / total
    between = math.fsum(found.n * (found.mean - centre) ** 2 for found in each.values())
    return between, math.fsum(found.ss for found in each.values())


def _figures(values: Array, found: Moments, pivot: float) -> dict[str, float]:
    return {
        "n": found.n,
        "mean": pivot + found.mean,
        "sd": found.sd,
        "minimum": float(values.min()),
        "median": float(np.median(values)),
        "maximum": float(values.max()),
    }


def _cautions(each: dict[str, Moments]) -> tuple[Caution, ...]:
    found = []
    spreads = [item.sd for item in each.values() if item.n > 1]
    if max(spreads) == 0:
        found.append(
            Caution("no_spread_within", "Trong mỗi nhóm mọi giá trị bằng nhau: F không xác định.", "groups")
        )
    elif max(spreads) > 3 * min(spreads):
        found.append(
            Caution(
                "unequal_spread", "Độ phân tán trong các nhóm chênh nhau trên 3 lần: F kém tin cậy.", "groups"
            )
        )
    single = [name for name, item in each.items() if item.n == 1]
    if single:
        found.append(Caution("single_value", f"Nhóm chỉ có một giá trị: {', '.join(single)}.", "groups"))
    return tuple(found)
