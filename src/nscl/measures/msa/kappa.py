"""Kappa: agreement beyond chance, of two raters (Cohen) or of many (Fleiss)."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any

import numpy as np
from scipy import special

from nscl.measures.errors import Inconsistent, MissingField, OutOfRange, TooFew, Unbalanced, WrongLength
from nscl.measures.inputs import choice, matrix, number
from nscl.measures.method import measure
from nscl.measures.msa.labels import codes, label_list, label_rows
from nscl.measures.result import Array, Assumption, Caution, Result, Step

UNDEFINED_VI = "Mọi đánh giá rơi vào một loại nên kappa không xác định."


@dataclass(frozen=True)
class Kappa:
    """A kappa with its standard error under no agreement, z and the upper-tail p; null where undefined."""

    kappa: float | None
    se: float | None
    z: float | None
    p_value: float | None


def tested(kappa: float | None, se: float | None) -> Kappa:
    """The kappa against no agreement beyond chance, upper tail."""
    if kappa is None or not se:
        return Kappa(kappa, se, None, None)
    z = kappa / se
    return Kappa(kappa, se, z, float(special.ndtr(-z)))


def fleiss(counts: Array) -> tuple[Kappa, list[Kappa]]:
    """Overall and by category, from counts of raters by subject and category (equal totals)."""
    subjects, raters = counts.shape[0], float(counts[0].sum())
    share = counts.sum(axis=0) / (subjects * raters)
    spread = share * (1 - share)
    all_pairs = subjects * raters * (raters - 1)
    apart = (counts * (raters - counts)).sum(axis=0)
    each = [
        tested(1 - float(gap) / (all_pairs * float(one)) if one > 0 else None, math.sqrt(2 / all_pairs))
        for gap, one in zip(apart, spread, strict=True)
    ]
    total = float(spread.sum())
    if total == 0:
        return Kappa(None, None, None, None), each
    kappa = 1 - float(apart.sum()) / (all_pairs * total)
    inside = total**2 - float(np.sum(spread * (1 - 2 * share)))
    return tested(kappa, math.sqrt(2 * max(0.0, inside) / all_pairs) / total), each


@dataclass(frozen=True)
class Pair:
    """Cohen's kappa with both of its standard errors."""

    kappa: float | None
    se: float | None
    se_null: float | None
    observed: float
    expected: float


def cohen(table: Array, weights: Array) -> Pair:
    """From a square table of two raters and weights of agreement (1 on the diagonal)."""
    n = float(table.sum())
    p = table / n
    rows, columns = p.sum(axis=1), p.sum(axis=0)
    observed = float(np.sum(weights * p))
    expected = float(np.sum(weights * np.outer(rows, columns)))
    if expected >= 1:
        return Pair(None, None, None, observed, expected)
    kappa = (observed - expected) / (1 - expected)
    # Fleiss, Cohen and Everitt 1969: mean weights a row and a column would meet by chance.
    mean_row, mean_column = weights @ columns, weights.T @ rows
    either = mean_row[:, None] + mean_column[None, :]
    moved = float(np.sum(p * (weights - either * (1 - kappa)) ** 2)) - (kappa - expected * (1 - kappa)) ** 2
    null = float(np.sum(np.outer(rows, columns) * (weights - either) ** 2)) - expected**2
    scale = (1 - expected) * math.sqrt(n)
    return Pair(
        kappa,
        math.sqrt(max(0.0, moved)) / scale,
        math.sqrt(max(0.0, null)) / scale,
        observed,
        expected,
    )


def agreement_weights(size: int, kind: str) -> Array:
    """1 for the same category, less with distance for ordered categories."""
    if kind == "none":
        return np.eye(size)
    apart = np.abs(np.subtract.outer(np.arange(size), np.arange(size))) / max(1, size - 1)
    return np.asarray(1 - (apart if kind == "linear" else apart**2), dtype=np.float64)


@dataclass(frozen=True, kw_only=True, eq=False)
class CohenKappa(Result):
    """Agreement of two raters beyond chance."""

    kappa: float | None
    se: float | None
    kappa_ci: list[float | None]
    se_null: float | None
    z: float | None
    p_value: float | None
    observed_agreement: float
    expected_agreement: float
    percent_agreement: float
    table: Array
    categories: list[str]
    n: int


@measure("msa.cohen_kappa", "Kappa của Cohen (hai người đánh giá)")
def cohen_kappa(
    table: Any = None,
    first: Any = None,
    second: Any = None,
    weights: str = "none",
    categories: Any = None,
    confidence: float = 0.95,
) -> CohenKappa:
    """How far two raters, or a rater and the standard, agree beyond what chance gives.

    Promises plain and weighted kappa with the interval and the test against no agreement. Refuses a table
    that is not square, negative or empty, and lists of different length. Kappa is null, with a caution,
    where every rating falls in one category.

    Formula:
        p_o = Σ w_ij p_ij;  p_e = Σ w_ij p_i. p_.j;  κ = (p_o − p_e)/(1 − p_e)
        w = 1 on the diagonal, 0 elsewhere; linear 1 − |i−j|/(c−1); quadratic 1 − (i−j)²/(c−1)²
        se and se_null after Fleiss, Cohen and Everitt;  interval κ ± z se;  z = κ/se_null

    Input:
        table (counts): square, rows the first rater, columns the second; or
        first, second (labels): one label a piece from each rater
        weights (word): none, linear, quadratic; default none
        categories (labels): their order, for weights with labels; default ascending
        confidence (share): of the interval; default 0.95

    Output:
        kappa (−1 to 1), se, kappa_ci: estimate, standard error, [low, high]
        se_null, z, p_value: test against κ = 0, p two-sided
        observed_agreement, expected_agreement (share, weighted); percent_agreement (%): on the diagonal
        table (counts), categories (labels), n (pieces)

    Source:
        Cohen 1960, Educational and Psychological Measurement 20, and 1968 (weights); Fleiss, Cohen and
        Everitt 1969, Psychological Bulletin 72; AIAG MSA 4th ed. ch. III C.

    Traps:
        - Kappa depends on how common the defect is: the same percentage agreement gives another kappa.
        - The interval uses se, the test se_null; swapping them is common.

    Example:
        >>> found = cohen_kappa(table=[[20, 5], [10, 15]])
        >>> round(found.kappa, 4), round(found.observed_agreement, 4)
        (0.4, 0.7)
    """
    kind = choice(weights, "weights", ("none", "linear", "quadratic"))
    level = number(confidence, "confidence", above=0, below=1)
    counts, names = _table(table, first, second, categories)
    found = cohen(counts, agreement_weights(len(counts), kind))
    half = None if found.se is None else -float(special.ndtri((1 - level) / 2)) * found.se
    z = found.kappa / found.se_null if found.kappa is not None and found.se_null else None
    n = float(counts.sum())
    return CohenKappa(
        kappa=found.kappa,
        se=found.se,
        kappa_ci=[None, None]
        if found.kappa is None or half is None
        else [found.kappa - half, found.kappa + half],
        se_null=found.se_null,
        z=z,
        p_value=None if z is None else 2 * float(special.ndtr(-abs(z))),
        observed_agreement=found.observed,
        expected_agreement=found.expected,
        percent_agreement=100 * float(np.trace(counts)) / n,
        table=counts,
        categories=names,
        n=int(n),
        assumptions=(
            Assumption("weights", kind, "Trọng số của mức độ bất đồng."),
            Assumption("confidence", level, "Khoảng tin cậy tiệm cận, hai phía."),
        ),
        warnings=() if found.kappa is not None else (Caution("kappa_undefined", UNDEFINED_VI, "table"),),
        trace=(
            Step("Tỷ lệ đồng thuận", "p_o = Σ w p", found.observed),
            Step("Đồng thuận do ngẫu nhiên", "p_e = Σ w p_i. p_.j", found.expected),
            Step("Kappa", "(p_o − p_e) / (1 − p_e)", found.kappa),
        ),
    )


def _table(table: Any, first: Any, second: Any, categories: Any) -> tuple[Array, list[str]]:
    if table is not None:
        if first is not None or second is not None:
            raise Inconsistent("table", "Hãy nhập “table” hoặc cặp “first”, “second”, không cả hai.")
        counts = whole_counts(table, "table")
        if counts.shape[0] != counts.shape[1]:
            raise WrongLength(
                "table", f"“table” phải vuông; nhận được {counts.shape[0]} dòng, {counts.shape[1]} cột."
            )
        if len(counts) < 2:
            raise TooFew("table", "“table” cần ít nhất 2 loại.")
        if counts.sum() == 0:
            raise TooFew("table", "“table” không có đánh giá nào.")
        names = [str(at + 1) for at in range(len(counts))]
        return counts, names if categories is None else label_list(categories, "categories", len(counts))
    if first is None or second is None:
        key = "table" if first is None and second is None else ("first" if first is None else "second")
        raise MissingField(key, "Hãy nhập “table” (bảng chéo) hoặc cặp “first”, “second” (nhãn từng mẫu).")
    one, other = label_list(first, "first"), label_list(second, "second")
    if len(one) != len(other):
        raise WrongLength(
            "second",
            f"“second” có {len(other)} nhãn, “first” có {len(one)}: hai danh sách phải dài bằng nhau.",
        )
    index = codes([*one, *other], categories)
    counts = np.zeros((len(index), len(index)))
    np.add.at(counts, ([index[name] for name in one], [index[name] for name in other]), 1)
    return counts, list(index)


def whole_counts(values: Any, field: str) -> Array:
    """A matrix of whole numbers from zero."""
    counts = matrix(values, field, at_least=0)
    odd = np.argwhere((counts != np.floor(counts)) | (counts > 1e9))
    if len(odd):
        row, column = (int(at) for at in odd[0])
        raise OutOfRange(
            f"{field}[{row}][{column}]",
            f"Số đếm ở dòng {row + 1}, cột {column + 1} của “{field}” phải là số nguyên từ 0 đến một tỷ.",
        )
    return counts


@dataclass(frozen=True, kw_only=True, eq=False)
class FleissKappa(Result):
    """Agreement of several raters beyond chance."""

    kappa: float | None
    se: float | None
    z: float | None
    p_value: float | None
    kappa_ci: list[float | None]
    by_category: dict[str, Kappa]
    observed_agreement: float
    expected_agreement: float
    subjects: int
    raters: int


@measure("msa.fleiss_kappa", "Kappa của Fleiss (nhiều người đánh giá)")
def fleiss_kappa(
    counts: Any = None, ratings: Any = None, categories: Any = None, confidence: float = 0.95
) -> FleissKappa:
    """How far several raters agree beyond chance, over all and for each category.

    Promises Fleiss's kappa with its standard error under no agreement, z and upper-tail p. Refuses
    subjects rated by different numbers of raters, fewer than two raters, and counts that are not whole.
    Kappa is null, with a caution, where every rating falls in one category.

    Formula:
        p_j share of category j, N subjects, m raters, x_ij raters of subject i in j
        κ_j = 1 − Σ_i x_ij (m − x_ij) / (N m (m−1) p_j (1−p_j));  se_j = √(2/(N m (m−1)))
        κ = 1 − Σ_ij x_ij (m − x_ij) / (N m (m−1) Σ p_j (1−p_j))
        se = √(2 [(Σ p_j q_j)² − Σ p_j q_j (q_j − p_j)] / (N m (m−1))) / Σ p_j q_j

    Input:
        counts (raters): counts[subject][category], every row with the same total; or
        ratings (labels): ratings[subject][rater]
        categories (labels): names of the columns, or the order of labels
        confidence (share): of kappa_ci; default 0.95

    Output:
        kappa, se, z, p_value: over all; p upper tail against κ = 0
        kappa_ci: κ ± z se, with the se of no agreement (see traps)
        by_category: kappa, se, z, p_value by name
        observed_agreement, expected_agreement (share): P̄ and P̄e
        subjects, raters (number)

    Source:
        Fleiss 1971, Psychological Bulletin 76; Fleiss, Nee and Landis 1979 (standard errors); AIAG MSA 4th
        ed. ch. III C.

    Traps:
        - The standard error of 1971 was wrong; programmes use the one of 1979.
        - That error holds for κ = 0; an interval from it is a convention, not exact.
        - Minitab prints the upper-tail p, R irr the two-sided one.

    Example:
        >>> found = fleiss_kappa(counts=[[3, 0], [0, 3], [2, 1], [3, 0]])
        >>> round(found.kappa, 4)
        0.625
    """
    level = number(confidence, "confidence", above=0, below=1)
    table, names = _subjects(counts, ratings, categories)
    overall, each = fleiss(table)
    raters = float(table[0].sum())
    share = table.sum(axis=0) / table.sum()
    half = None if overall.se is None else -float(special.ndtri((1 - level) / 2)) * overall.se
    observed = float(np.mean((table * (table - 1)).sum(axis=1))) / (raters * (raters - 1))
    expected = float(np.sum(share**2))
    return FleissKappa(
        kappa=overall.kappa,
        se=overall.se,
        z=overall.z,
        p_value=overall.p_value,
        kappa_ci=[None, None]
        if overall.kappa is None or half is None
        else [overall.kappa - half, overall.kappa + half],
        by_category=dict(zip(names, each, strict=True)),
        observed_agreement=observed,
        expected_agreement=expected,
        subjects=len(table),
        raters=int(raters),
        assumptions=(
            Assumption("se", "Fleiss, Nee, Landis 1979", "Sai số chuẩn khi không có đồng thuận."),
            Assumption("p_value", "upper", "Kiểm định một phía: kappa lớn hơn 0."),
        ),
        warnings=()
        if overall.kappa is not None
        else (Caution("kappa_undefined", UNDEFINED_VI, "counts" if counts is not None else "ratings"),),
        trace=(
            Step("Đồng thuận quan sát", "P̄", observed),
            Step("Đồng thuận do ngẫu nhiên", "P̄e = Σ p_j²", expected),
            Step("Kappa", "(P̄ − P̄e) / (1 − P̄e)", overall.kappa),
        ),
    )


def _subjects(counts: Any, ratings: Any, categories: Any) -> tuple[Array, list[str]]:
    if (counts is None) == (ratings is None):
        kind = MissingField if counts is None else Inconsistent
        raise kind("counts", "Hãy nhập đúng một trong hai trường “counts” hoặc “ratings”.")
    if counts is not None:
        table = whole_counts(counts, "counts")
        totals = table.sum(axis=1)
        uneven = np.flatnonzero(totals != totals[0])
        if len(uneven):
            at = int(uneven[0])
            raise Unbalanced(
                f"counts[{at}]",
                f"Mẫu {at + 1} có {int(totals[at])} đánh giá, mẫu 1 có {int(totals[0])}: phải bằng nhau.",
            )
        if totals[0] < 2:
            raise TooFew("counts[0]", "Mỗi mẫu cần ít nhất 2 đánh giá.")
        names = [str(at + 1) for at in range(table.shape[1])]
        return table, names if categories is None else label_list(categories, "categories", table.shape[1])
    rows = label_rows(ratings, "ratings")
    if len(rows[0]) < 2:
        raise TooFew("ratings[0]", "Mỗi mẫu cần ít nhất 2 người đánh giá.")
    index = codes([name for row in rows for name in row], categories)
    return tally(rows, index), list(index)


def tally(rows: list[list[str]], index: dict[str, int]) -> Array:
    """Counts of labels by row and category."""
    table = np.zeros((len(rows), len(index)))
    for place, row in enumerate(rows):
        np.add.at(table[place], [index[name] for name in row], 1)
    return table
