"""Where firms stand beside their like: quantiles of a cell, kept back where they would give a firm away."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from nscl.measures.errors import OutOfRange, WrongLength, WrongType
from nscl.measures.firm import disclosure
from nscl.measures.firm.disclosure import Check, Rules
from nscl.measures.firm.quantiles import TYPES, quantile
from nscl.measures.inputs import number, numbers, same_length, text, whole
from nscl.measures.method import measure
from nscl.measures.result import Array, Assumption, Caution, Result, Step, show


@dataclass(frozen=True)
class Cell:
    """One cell: its quantiles where they may be printed, and the rules that decided."""

    n: int
    published: bool
    reasons: tuple[str, ...]
    quantiles: Mapping[str, float] | None
    mean: float | None
    checks: tuple[Check, ...]
    observations_shown: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True, eq=False)
class Benchmark(Result):
    """Quantiles of an indicator, overall and by group, under disclosure control."""

    n: int
    published: bool
    reasons: tuple[str, ...]
    quantiles: Mapping[str, float] | None
    mean: float | None
    checks: tuple[Check, ...]
    cells: Mapping[str, Cell]
    suppressed: tuple[str, ...]
    secondary: tuple[str, ...]
    position_pct: float | None
    gap_to_median_pct: float | None


@measure("firm.benchmark", "So sánh chuẩn theo phân vị, có bảo mật số liệu")
def benchmark(
    *,
    values: Any,
    contributions: Any = None,
    groups: Any = None,
    holdings: Any = None,
    firm: Any = None,
    probabilities: Any = (0.25, 0.5, 0.75),
    quantile_type: Any = 7,
    min_cell: Any = 5,
    dominance: Any = ({"n": 1, "k": 85},),
    p_percent: Any = None,
) -> Benchmark:
    """Quantiles of an indicator among like firms, printed only where no firm can be read off the cell.

    It promises that a cell with fewer than `min_cell` respondents, or dominated by its largest ones, shows
    nothing but its reasons, and hints at further cells to keep back so that the total does not undo it. It
    refuses gaps in the list (a missing value is not zero) and unknown quantile definitions.

    Formula:
        quantile type 7: h = (n − 1)p + 1; type 6: h = (n + 1)p; x₍⌊h⌋₎ + (h − ⌊h⌋)(x₍⌊h⌋₊₁₎ − x₍⌊h⌋₎)
        (n, k) dominance: unsafe if x₁ + … + xₙ > k % of X; p %: unsafe if X − x₂ − x₁ < p % of x₁
        position = 100·(firms below + half of the ties) / n
    Input:
        values (unit of the indicator): one number a firm.
        contributions (any size measure): what the dominance rules weigh (value added, revenue); default the
            absolute values themselves.
        groups: name of the cell of each firm; default one cell.
        holdings: owner of each firm: firms of one owner are one respondent; default each its own.
        firm (unit): own value, to be placed among the others; default none.
        probabilities (0-1): default 0.25, 0.5, 0.75.
        quantile_type: 1-9 of Hyndman and Fan, as in R; default 7 (Minitab and SPSS use 6).
        min_cell (respondents): default 5. dominance: [{n, k (%)}]; default (1, 85 %).
        p_percent (%): p of the p % rule; default off.
    Output:
        n, published, reasons, quantiles, mean, checks: of all firms together; null where not published.
        cells: the same by group. suppressed: groups that fail a rule. secondary: hint of further ones.
        observations_shown (in cells): quantiles that equal one firm's value exactly.
        position_pct (%), gap_to_median_pct (%): of `firm`, null where not published.
    Source:
        R. J. Hyndman and Y. Fan, The American Statistician 50 (1996) 361-365; A. Hundepool et al., Handbook
        on Statistical Disclosure Control (ESSnet), ch. 4, table of sensitivity rules.
    Traps:
        - With n = 5 and type 7 the quartiles are the values of three firms.
        - (1, k) dominance ignores the second largest firm, who can subtract itself: prefer p %.
        - The limits k and p, and the checks printed here, must not be published.
    Example:
        >>> found = benchmark(values=[6, 47, 49, 15, 42, 41, 7, 39, 43, 40, 36], quantile_type=6)
        >>> dict(found.quantiles)
        {'0.25': 15.0, '0.5': 40.0, '0.75': 43.0}
    """
    data = numbers(values, "values")
    weights = np.abs(data) if contributions is None else numbers(contributions, "contributions")
    same_length(data, "values", (weights, "contributions"))
    where = _labels(groups, "groups", len(data))
    owners = _labels(holdings, "holdings", len(data))
    probs = numbers(probabilities, "probabilities", at_least=0, at_most=1)
    kind = whole(quantile_type, "quantile_type")
    if kind not in TYPES:
        raise OutOfRange(
            "quantile_type", "Kiểu phân vị phải từ 1 đến 9 theo Hyndman và Fan (R). Hãy chọn 6 hoặc 7."
        )
    rules = disclosure.read_rules(min_cell, dominance, p_percent)
    everyone = _cell(data, _respondents(weights, owners), probs, kind, rules)
    cells, hidden, further = _by_group(data, weights, where, owners, (probs, kind, rules))
    position, gap = _position(firm, data, everyone.published)
    return Benchmark(
        n=everyone.n,
        published=everyone.published,
        reasons=everyone.reasons,
        quantiles=everyone.quantiles,
        mean=everyone.mean,
        checks=everyone.checks,
        cells=cells,
        suppressed=hidden,
        secondary=further,
        position_pct=position,
        gap_to_median_pct=gap,
        assumptions=(
            Assumption(
                "quantile_type", float(kind), "Định nghĩa phân vị theo Hyndman và Fan, đánh số như R."
            ),
            Assumption("min_cell", float(rules.min_cell), "Số đơn vị tối thiểu của một ô."),
            Assumption("dominance", _written(rules), "Quy tắc chi phối; giữ kín, không công bố."),
            Assumption(
                "contributions", "values" if contributions is None else "given", "Đại lượng xét chi phối."
            ),
        ),
        warnings=_cautions(everyone, hidden, further, data, weights),
        trace=_trace(everyone, kind),
    )


def _labels(given: Any, field: str, length: int) -> list[str] | None:
    if given is None:
        return None
    if isinstance(given, str | Mapping) or not isinstance(given, list | tuple | np.ndarray):
        raise WrongType(field, f"Trường “{field}” phải là danh sách tên, mỗi doanh nghiệp một tên.")
    if len(given) != length:
        raise WrongLength(field, f"Danh sách “{field}” có {len(given)} tên, “values” có {length} số.")
    return [text(name, f"{field}[{place}]") for place, name in enumerate(given)]


def _respondents(weights: Array, owners: list[str] | None) -> Array:
    """Contributions by owner: firms of one holding count as one."""
    sizes = np.abs(weights)
    if owners is None:
        return sizes
    _, place = np.unique(np.array(owners), return_inverse=True)
    summed: Array = np.bincount(place, weights=sizes).astype(np.float64)
    return summed


def _cell(data: Array, sizes: Array, probs: Array, kind: int, rules: Rules) -> Cell:
    found = disclosure.checks(sizes, rules)
    failed = tuple(check.rule for check in found if not check.safe)
    if failed:
        return Cell(len(data), False, failed, None, None, tuple(found))
    ordered = np.sort(data)
    quantiles = {f"{p:g}": quantile(ordered, p, kind) for p in probs.tolist()}
    members = set(ordered.tolist())
    shown = tuple(name for name, value in quantiles.items() if value in members)
    mean = float(np.sum(data / len(data)))
    return Cell(len(data), True, (), quantiles, mean, tuple(found), shown)


def _by_group(
    data: Array,
    weights: Array,
    where: list[str] | None,
    owners: list[str] | None,
    settings: tuple[Array, int, Rules],
) -> tuple[dict[str, Cell], tuple[str, ...], tuple[str, ...]]:
    if where is None:
        return {}, (), ()
    labels = np.array(where)
    cells: dict[str, Cell] = {}
    sizes: dict[str, Array] = {}
    for name in dict.fromkeys(where):
        mask = labels == name
        inside = None if owners is None else [owner for owner, keep in zip(owners, mask, strict=True) if keep]
        sizes[name] = _respondents(weights[mask], inside)
        cells[name] = _cell(data[mask], sizes[name], *settings)
    hidden = tuple(name for name, cell in cells.items() if not cell.published)
    return cells, hidden, tuple(disclosure.secondary(sizes, settings[2]))


def _position(firm: Any, data: Array, published: bool) -> tuple[float | None, float | None]:
    if firm is None:
        return None, None
    own = number(firm, "firm")
    if not published:
        return None, None
    rank = (float(np.sum(data < own)) + float(np.sum(data == own)) / 2) / len(data)
    median = quantile(np.sort(data), 0.5, 7)
    return 100 * rank, 100 * (own / median - 1) if median > 0 else None


def _written(rules: Rules) -> str:
    pairs = [f"({count}; {show(percent)} %)" for count, percent in rules.dominance]
    if rules.p_percent is not None:
        pairs.append(f"p = {show(rules.p_percent)} %")
    return ", ".join(pairs) or "none"


def _cautions(
    cell: Cell, hidden: tuple[str, ...], further: tuple[str, ...], data: Array, weights: Array
) -> tuple[Caution, ...]:
    found = [
        Caution(
            "checks_confidential", "Phần “checks” và ngưỡng quy tắc chỉ dùng nội bộ, không công bố.", "checks"
        )
    ]
    if not cell.published:
        sentence = "Không công bố: số đơn vị quá ít hoặc một, hai đơn vị chiếm phần lớn. Hãy gộp ô."
        found.append(Caution("suppressed", sentence, "values"))
    if hidden:
        sentence = f"Không công bố các nhóm: {', '.join(hidden[:20])}."
        found.append(Caution("cells_suppressed", sentence, "groups"))
    if further:
        sentence = (
            f"Nên giấu thêm nhóm {', '.join(further[:20])}: nếu không, tổng trừ các nhóm khác sẽ lộ số."
        )
        found.append(Caution("secondary_suppression", sentence, "groups"))
    if cell.observations_shown:
        names = "; ".join(name.replace(".", ",") for name in cell.observations_shown)
        sentence = f"Phân vị {names} trùng đúng giá trị của một doanh nghiệp."
        found.append(Caution("quantile_is_an_observation", sentence, "quantiles"))
    if (data < 0).any() or (weights < 0).any():
        sentence = "Có giá trị âm: quy tắc chi phối tính trên giá trị tuyệt đối."
        found.append(Caution("negative_contributions", sentence, "contributions"))
    return tuple(found)


def _trace(cell: Cell, kind: int) -> tuple[Step, ...]:
    checks = [
        Step(
            f"Quy tắc {check.rule}",
            f"{show(check.value)} so với {show(check.limit)}: {'đạt' if check.safe else 'không đạt'}",
            check.value,
        )
        for check in cell.checks
    ]
    rows = [Step(f"Phân vị {name}", f"kiểu {kind}", value) for name, value in (cell.quantiles or {}).items()]
    return tuple(checks + rows)
