"""Systematic layout planning: how well a layout honours the closeness ratings A-E-I-O-U-X."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from nscl.measures import inputs
from nscl.measures.errors import Duplicate, Inconsistent, MissingField, UnknownField, WrongLength, WrongType
from nscl.measures.method import measure
from nscl.measures.result import Assumption, Caution, Result, Step, show

LETTERS = ("A", "E", "I", "O", "U", "X")
WEIGHTS = {"A": 4.0, "E": 3.0, "I": 2.0, "O": 1.0, "U": 0.0, "X": -1.0}
KEYS = ("a", "b", "rating")
Pair = tuple[str, str]


@dataclass(frozen=True, kw_only=True, eq=False)
class ClosenessResult(Result):
    """Score of the layout, and the wishes it breaks."""

    score: float
    maximum: float
    score_pct: float
    normalised: float
    adjacent: tuple[Pair, ...]
    by_rating: dict[str, dict[str, int]]
    missed: tuple[Pair, ...]
    forbidden: tuple[Pair, ...]
    total_closeness: dict[str, float]


@measure("layout.closeness", "Điểm gần nhau của mặt bằng (SLP A-E-I-O-U-X)")
def closeness(
    *,
    ratings: Sequence[Mapping[str, str]],
    grid: Sequence[Sequence[str | None]] | None = None,
    adjacent: Sequence[Sequence[str]] | None = None,
    weights: Mapping[str, float] | None = None,
) -> ClosenessResult:
    """Score which departments stand side by side against how close they should be.

    Departments that share an edge are adjacent, a corner is not enough. Pairs without a rating count as U.
    Refuses a pair rated twice, letters outside A–X, a department that is not in the layout, and both or
    neither of grid and adjacency.

    Formula:
        score = Σ weight(rating) over adjacent pairs;  maximum = Σ positive weights of all rated pairs
        normalised = [Σ_{adjacent} w⁺ + Σ_{not adjacent} |w⁻|]/[Σ w⁺ + Σ |w⁻|]

    Input:
        ratings: list of {a, b, rating}; A absolutely necessary, E especially important, I important,
            O ordinary, U unimportant, X undesirable
        grid: rows of department names (null for empty cells); or adjacent: list of [a, b]
        weights (points): by letter; default A 4, E 3, I 2, O 1, U 0, X −1

    Output:
        score, maximum (points); score_pct (%): score of maximum, null without a positive rating
        normalised (share): adjacency score that also rewards X pairs kept apart
        adjacent: pairs that touch
        by_rating: letter → {pairs, adjacent}
        missed: pairs rated A or E that do not touch; forbidden: pairs rated X that do
        total_closeness (points): sum of weights by department (selection order of SLP)

    Source:
        Muther R., Systematic Layout Planning, 1961; Tompkins et al., Facilities Planning, 4th ed., 2010,
        ch. 6 (adjacency-based score). Weights differ between authors and are therefore an input.

    Traps:
        - Scores with other weights (4-3-2-1-0-−1, 64-16-4-1-0-−1024 …) are not comparable.
        - Adjacency ignores distance: an A pair just missing an edge counts like one across the site.
        - A rating without its reason (flow, dust, supervision) cannot be discussed.

    Example:
        >>> found = closeness(grid=[["Kho", "Dập"], ["Sơn", "Lắp"]], ratings=[
        ...     {"a": "Kho", "b": "Dập", "rating": "A"}, {"a": "Dập", "b": "Lắp", "rating": "E"},
        ...     {"a": "Kho", "b": "Lắp", "rating": "I"}, {"a": "Sơn", "b": "Lắp", "rating": "X"}])
        >>> found.score, found.maximum, found.forbidden
        (6.0, 9.0, (('Sơn', 'Lắp'),))
    """
    points = _weights(weights)
    touching, present = _touching(grid, adjacent)
    wishes = _wishes(ratings, present)
    near = {pair for pair in wishes if pair in touching or pair[::-1] in touching}
    score = math.fsum(points[letter] for pair, letter in wishes.items() if pair in near)
    gain = math.fsum(max(points[letter], 0) for letter in wishes.values())
    pain = math.fsum(-min(points[letter], 0) for letter in wishes.values())
    kept = math.fsum(max(points[letter], 0) for pair, letter in wishes.items() if pair in near)
    apart = math.fsum(-min(points[letter], 0) for pair, letter in wishes.items() if pair not in near)
    missed = tuple(pair for pair, letter in wishes.items() if letter in "AE" and pair not in near)
    forbidden = tuple(pair for pair, letter in wishes.items() if letter == "X" and pair in near)
    return ClosenessResult(
        score=score,
        maximum=gain,
        score_pct=100 * score / gain if gain > 0 else math.nan,
        normalised=(kept + apart) / (gain + pain) if gain + pain > 0 else math.nan,
        adjacent=tuple(sorted(touching)),
        by_rating={
            letter: {
                "pairs": sum(found == letter for found in wishes.values()),
                "adjacent": sum(wishes[pair] == letter for pair in near),
            }
            for letter in LETTERS
        },
        missed=missed,
        forbidden=forbidden,
        total_closeness=_totals(wishes, points),
        assumptions=(
            Assumption(
                "weights", ", ".join(f"{key} {value:g}" for key, value in points.items()), "Điểm theo chữ."
            ),
            Assumption("adjacent", "shared edge", "Kề nhau là có chung cạnh, chung góc chưa đủ."),
            Assumption("unrated", "U", "Cặp không xếp hạng coi là U."),
        ),
        warnings=_cautions(missed, forbidden),
        trace=(
            Step("Điểm các cặp kề nhau", "Σ điểm", score),
            Step("Điểm tối đa", "Σ điểm dương", gain),
            Step("Chuẩn hóa", f"({show(kept)} + {show(apart)})/({show(gain)} + {show(pain)})", None),
        ),
    )


def _weights(given: Any) -> dict[str, float]:
    if given is None:
        return dict(WEIGHTS)
    table = inputs.table(given, "weights")
    inputs.refuse_unknown(table, LETTERS, "weights")
    found = {
        letter: inputs.number(table.get(letter), f"weights.{letter}", at_least=-1e9, at_most=1e9)
        for letter in LETTERS
    }
    if found["X"] > 0:
        raise Inconsistent("weights.X", "Điểm của X (không nên gần) không được dương.")
    return found


def _touching(grid: Any, adjacent: Any) -> tuple[set[Pair], set[str] | None]:
    """Adjacent pairs, and the departments of the layout where it lists them."""
    if (grid is None) == (adjacent is None):
        if grid is None:
            raise MissingField("grid", "Hãy nhập “grid” (lưới mặt bằng) hoặc “adjacent” (các cặp kề nhau).")
        raise Inconsistent("adjacent", "Chỉ nhập một trong hai: “grid” hoặc “adjacent”.")
    if adjacent is not None:
        pairs = set()
        for place, item in enumerate(_list(adjacent, "adjacent")):
            path = f"adjacent[{place}]"
            names = [inputs.text(name, path) for name in _list(item, path)]
            if len(names) != 2 or names[0] == names[1]:
                raise WrongLength(path, "Mỗi cặp kề nhau gồm đúng hai bộ phận khác nhau.")
            pairs.add((min(names), max(names)))
        return pairs, None
    rows = [_row(row, place) for place, row in enumerate(_list(grid, "grid"))]
    for place, row in enumerate(rows):
        if len(row) != len(rows[0]):
            raise WrongLength(
                f"grid[{place}]", f"Dòng {place + 1} có {len(row)} ô, dòng đầu có {len(rows[0])} ô."
            )
    found = set()
    for y, row in enumerate(rows):
        for x, name in enumerate(row):
            beside = row[x + 1] if x + 1 < len(row) else None
            below = rows[y + 1][x] if y + 1 < len(rows) else None
            for other in (beside, below):
                if name is not None and other is not None and name != other:
                    found.add((min(name, other), max(name, other)))
    return found, {name for row in rows for name in row if name is not None}


def _row(row: Any, place: int) -> list[str | None]:
    path = f"grid[{place}]"
    return [
        None if name is None else inputs.text(name, f"{path}[{at}]")
        for at, name in enumerate(_list(row, path))
    ]


def _list(value: Any, field: str) -> Sequence[Any]:
    if isinstance(value, str | Mapping) or not isinstance(value, Sequence):
        raise WrongType(field, f"Trường “{field}” phải là một danh sách, không phải {inputs.kind_vi(value)}.")
    return value


def _wishes(ratings: Any, present: set[str] | None) -> dict[Pair, str]:
    found: dict[Pair, str] = {}
    for place, item in enumerate(inputs.records(ratings, "ratings", known=KEYS)):
        path = f"ratings[{place}]"
        one, other = inputs.text(item.get("a"), f"{path}.a"), inputs.text(item.get("b"), f"{path}.b")
        if one == other:
            raise Inconsistent(f"{path}.b", f"Bộ phận “{one}” không xếp hạng với chính nó.")
        for name, key in ((one, "a"), (other, "b")):
            if present is not None and name not in present:
                raise UnknownField(f"{path}.{key}", f"Bộ phận “{name}” không có trong “grid”.")
        if (one, other) in found or (other, one) in found:
            raise Duplicate(path, f"Cặp “{one}” và “{other}” được xếp hạng hai lần.")
        found[one, other] = inputs.choice(item.get("rating"), f"{path}.rating", LETTERS)
    return found


def _totals(wishes: dict[Pair, str], points: dict[str, float]) -> dict[str, float]:
    found: dict[str, float] = {}
    for (one, other), letter in wishes.items():
        for name in (one, other):
            found[name] = found.get(name, 0.0) + points[letter]
    return found


def _cautions(missed: tuple[Pair, ...], forbidden: tuple[Pair, ...]) -> tuple[Caution, ...]:
    found = []
    if missed:
        pairs = "; ".join(" – ".join(pair) for pair in missed[:8])
        found.append(Caution("missed", f"Cần gần nhau (A, E) mà chưa kề: {pairs}.", "ratings"))
    if forbidden:
        pairs = "; ".join(" – ".join(pair) for pair in forbidden[:8])
        found.append(Caution("forbidden", f"Không nên gần nhau (X) mà lại kề: {pairs}.", "ratings"))
    return tuple(found)
