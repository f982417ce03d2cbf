"""The Malmquist index of productivity change between periods."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import numpy as np

from nscl.measures.errors import MeasureError, NotComparable, Unbalanced, WrongLength
from nscl.measures.frontier.against import ORIENTATIONS, against
from nscl.measures.frontier.firms import Firms, one_name, read_firms, read_names
from nscl.measures.frontier.scores import Sealed
from nscl.measures.frontier.technology import Progress, Pull, Technology
from nscl.measures.inputs import choice, records
from nscl.measures.method import measure
from nscl.measures.result import Array, Assumption, Caution, Result, Step, show

INDICES = ("tfpch", "effch", "techch", "pech", "sech")


@dataclass(frozen=True)
class Distances(Sealed):
    """Distances (≤ 1 within the own period, CRS): frontier of one period, firms of another."""

    first_by_first: Array
    first_by_second: Array
    second_by_first: Array
    second_by_second: Array
    vrs_first: Array
    vrs_second: Array


@dataclass(frozen=True)
class Pair(Sealed):
    """The change from one period to the next, firm by firm."""

    from_: str
    to: str
    firms: tuple[str, ...]
    tfpch: Array
    effch: Array
    techch: Array
    pech: Array
    sech: Array
    geometric_means: dict[str, float]
    distances: Distances
    entered: tuple[str, ...]
    left: tuple[str, ...]


@dataclass(frozen=True, kw_only=True, eq=False)
class MalmquistResult(Result):
    """One object a pair of neighbouring periods; means by firm where the firms are the same throughout."""

    pairs: tuple[Pair, ...]
    firm_means: dict[str, Array] | None
    overall_means: dict[str, float]


@measure("dea.malmquist", "Chỉ số năng suất Malmquist và các thành phần", hidden=("progress",))
def malmquist(
    *, periods: Any, orientation: Any = "output", names: Any = None, progress: Progress | None = None
) -> MalmquistResult:
    """Change of total factor productivity between periods, split into catching up and moving frontier.

    The index of Färe, Grosskopf, Norris and Zhang with constant-returns distances; variable returns enter
    only the split of efficiency change. In both orientations a value above 1 is an improvement. Firms are
    matched by name; without names every period must list the same firms in the same order. Refused: fewer
    than two periods, other numbers of inputs or outputs, periods without a firm in common. Where a distance
    across periods does not exist the firm's index is null with a warning.

    Formula:
        d_s(t) = distance of the firm's period t to the frontier of period s (input θ, output 1/φ; CRS)
        effch  = d_2(2) / d_1(1)
        techch = √( d_1(2)/d_2(2) × d_1(1)/d_2(1) )
        tfpch  = effch × techch
        pech   = dv_2(2) / dv_1(1) with VRS distances,   sech = effch / pech
        means over firms and periods are geometric

    Input:
        periods (list): objects {x, y}, firms × items as in dea.scores; also `names` of the firms and `label`
        orientation (word): input or output; default output
        names (list): names of the firms, the same in every period; default numbers from 1

    Output:
        pairs (list): one object a pair of neighbouring periods with the keys below
        from, to (words): the labels or numbers of the periods
        firms (list): the firms in both periods, in the order of the lists that follow
        tfpch, effch, techch, pech, sech (ratios): lists by firm; null where a distance does not exist
        geometric_means (ratios): of each index over the firms
        distances (ratios): first_by_second is the first period's frontier seen by the second period's firms
        entered, left (lists): firms only in the later, only in the earlier period
        firm_means (ratios): geometric mean of each index by firm over the pairs; null where firms come or go
        overall_means (ratios): geometric mean of each index over all pairs

    Source:
        Färe, Grosskopf, Norris & Zhang, American Economic Review 84 (1994) 66-83; Coelli, A Guide to DEAP
        Version 2.1 (1996), section 5 and example 4.

    Traps:
        - R Benchmarking `malmq(ORIENTATION="out")$m` is the reciprocal of this index and of DEAP's.
        - The index is not transitive: chaining pairs is not comparing the first period with the last.
        - sech is the change of CRS/VRS efficiency at own frontiers (FGNZ), not that of Ray and Desli.
        - One firm missing in a period is left out of that pair and named, never taken as zero.

    Example:
        >>> found = malmquist(
        ...     periods=[
        ...         {"x": [2, 4, 3, 5, 6], "y": [1, 2, 3, 4, 5]},
        ...         {"x": [2, 4, 3, 5, 5], "y": [1, 3, 4, 3, 5]},
        ...     ]
        ... )
        >>> found.pairs[0].tfpch.round(3).tolist(), found.pairs[0].pech.round(3).tolist()
        ([1.0, 1.5, 1.333, 0.75, 1.2], [1.0, 1.222, 1.0, 0.65, 1.0])
    """
    orientation = choice(orientation, "orientation", ORIENTATIONS)
    panel = _panel(periods, names)
    pairs = [_pair(first, second, orientation, progress) for first, second in pairwise(panel)]
    same = all(pair.firms == pairs[0].firms and not pair.entered and not pair.left for pair in pairs)
    return MalmquistResult(
        pairs=tuple(pairs),
        firm_means={
            index: _geometric(np.array([getattr(pair, index) for pair in pairs]), 0) for index in INDICES
        }
        if same
        else None,
        overall_means={
            index: float(_geometric(np.array([pair.geometric_means[index] for pair in pairs]), 0))
            for index in INDICES
        },
        assumptions=(
            Assumption("orientation", orientation, "giá trị trên 1 là tiến bộ ở cả hai hướng"),
            Assumption("technology", "crs", "chỉ số theo CRS; VRS chỉ dùng để tách hiệu quả thuần (pech)"),
            Assumption("means", "geometric", "trung bình nhân theo đơn vị và theo kỳ"),
        ),
        warnings=tuple(caution for pair in pairs for caution in _cautions(pair)),
        trace=tuple(_step(pair) for pair in pairs[:20]),
    )


@dataclass(frozen=True)
class _Period:
    label: str
    firms: Firms
    names: tuple[str, ...]


def _panel(periods: Any, names: Any) -> list[_Period]:
    """The periods, each with the names of its firms."""
    given = records(periods, "periods", known=("x", "y", "names", "label"), at_least_items=2)
    found = []
    for place, item in enumerate(given):
        field = f"periods[{place}]"
        try:
            firms = read_firms(item.get("x"), item.get("y"), item.get("names"))
        except MeasureError as refusal:
            raise refusal.under(field) from None
        label = item.get("label")
        found.append((str(place + 1) if label is None else one_name(label, f"{field}.label"), firms))
    common = None if names is None else read_names(names, "names", len(found[0][1].x))
    for place, (_, firms) in enumerate(found):
        _check_period(place, firms, found[0][1], named=common is None and firms.names is not None)
    numbered = tuple(str(place + 1) for place in range(len(found[0][1].x)))
    return [_Period(called, firms, firms.names or common or numbered) for called, firms in found]


def _check_period(place: int, firms: Firms, first: Firms, *, named: bool) -> None:
    """Same items in every period; same firms unless they are named."""
    for side, word in (("x", "đầu vào"), ("y", "đầu ra")):
        wide, wanted = getattr(firms, side).shape[1], getattr(first, side).shape[1]
        if wide != wanted:
            raise WrongLength(
                f"periods[{place}].{side}",
                f"Kỳ {place + 1} có {wide} {word}, kỳ 1 có {wanted}: các kỳ phải cùng số {word}.",
            )
    if (firms.names is None) != (first.names is None):
        raise Unbalanced(
            f"periods[{place}].names",
            f"Kỳ {place + 1} và kỳ 1 không cùng có tên đơn vị. Hãy nhập “names” cho mọi kỳ.",
        )
    if not named and len(firms.x) != len(first.x):
        raise Unbalanced(
            f"periods[{place}].x",
            f"Kỳ {place + 1} có {len(firms.x)} đơn vị, kỳ 1 có {len(first.x)}. "
            "Hãy nhập “names” trong từng kỳ để ghép đúng đơn vị.",
        )


def _pair(first: _Period, second: _Period, orientation: str, progress: Progress | None) -> Pair:
    """The indices between two periods for the firms in both."""
    there = {name: place for place, name in enumerate(second.names)}
    both = [name for name in first.names if name in there]
    if not both:
        raise NotComparable(
            "periods",
            f"Kỳ {first.label} và kỳ {second.label} không có đơn vị chung. Hãy kiểm tra tên đơn vị.",
        )
    here = {name: place for place, name in enumerate(first.names)}
    old = first.firms.items[[here[name] for name in both]]
    new = second.firms.items[[there[name] for name in both]]
    inputs = first.firms.x.shape[1]

    def distance(reference: Array, firms: Array, returns: str) -> Array:
        pull = Pull(orientation, among=reference is firms)
        reach = against(firms, Technology(reference, inputs, returns), pull, progress).reach
        # A firm with nothing of what the other period works with has no distance to it.
        reach = np.where(reach > 0, reach, np.nan)
        return reach if orientation == "input" else 1.0 / reach

    found = Distances(
        first_by_first=distance(old, old, "crs"),
        first_by_second=distance(old, new, "crs"),
        second_by_first=distance(new, old, "crs"),
        second_by_second=distance(new, new, "crs"),
        vrs_first=distance(old, old, "vrs"),
        vrs_second=distance(new, new, "vrs"),
    )
    return _indices(found, first, second, both)


def _indices(found: Distances, first: _Period, second: _Period, both: list[str]) -> Pair:
    effch = found.second_by_second / found.first_by_first
    techch = np.sqrt(
        found.first_by_second / found.second_by_second * (found.first_by_first / found.second_by_first)
    )
    pech = found.vrs_second / found.vrs_first
    values = {
        "tfpch": effch * techch,
        "effch": effch,
        "techch": techch,
        "pech": pech,
        "sech": effch / pech,
    }
    return Pair(
        from_=first.label,
        to=second.label,
        firms=tuple(both),
        **values,
        geometric_means={index: float(_geometric(value, 0)) for index, value in values.items()},
        distances=found,
        entered=tuple(name for name in second.names if name not in set(first.names)),
        left=tuple(name for name in first.names if name not in set(second.names)),
    )


def _geometric(values: Array, axis: int) -> Array:
    """The geometric mean along an axis of what is known; NaN where nothing is."""
    known = ~np.isnan(values)
    count = known.sum(axis=axis)
    total = np.log(np.where(known, values, 1.0)).sum(axis=axis)
    found: Array = np.where(count > 0, np.exp(total / np.maximum(count, 1)), np.nan)
    return found


def _cautions(pair: Pair) -> list[Caution]:
    said = []
    span = f"Từ kỳ {pair.from_} đến kỳ {pair.to}"
    unknown = [name for name, value in zip(pair.firms, pair.tfpch, strict=True) if np.isnan(value)]
    for names, code, words in (
        (unknown, "infeasible", "không có khoảng cách chéo kỳ nên chỉ số để trống, ngoài trung bình"),
        (pair.entered, "entered", "chỉ có ở kỳ sau, không tính vào cặp kỳ này"),
        (pair.left, "left", "chỉ có ở kỳ trước, không tính vào cặp kỳ này"),
    ):
        if names:
            said.append(Caution(code, f"{span}: {', '.join(names[:8])} {words}.", "pairs"))
    return said


def _step(pair: Pair) -> Step:
    means = pair.geometric_means
    return Step(
        f"Trung bình nhân từ kỳ {pair.from_} đến kỳ {pair.to}",
        f"tfpch = effch × techch = {show(means['effch'])} × {show(means['techch'])}",
        means["tfpch"],
    )
