"""Kendall's coefficient of concordance: agreement of raters on an order."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from scipy import stats

from nscl.measures.errors import ConstantData, TooFew
from nscl.measures.inputs import matrix
from nscl.measures.method import measure
from nscl.measures.result import Array, Assumption, Result, Step


@dataclass(frozen=True, kw_only=True, eq=False)
class Concordance(Result):
    """Kendall's W and its chi-square test."""

    w: float
    chi_square: float
    df: int
    p_value: float
    mean_spearman: float
    rank_sums: Array
    subjects: int
    raters: int


@measure("msa.kendall", "Hệ số đồng thuận Kendall (đánh giá theo thứ bậc)")
def kendall(scores: Any) -> Concordance:
    """How far raters agree on the order of subjects, from 0 (none) to 1 (the same order).

    Promises W corrected for ties and its chi-square test. Refuses fewer than two raters, fewer than three
    subjects, and raters who give everything the same score.

    Formula:
        R_i sum of the m raters' ranks of subject i (ties share the mean rank);  S = Σ (R_i − R̄)²
        W = 12 S / (m² (n³ − n) − m Σ_j T_j),  T_j = Σ (t³ − t) over the ties of rater j
        χ² = m (n − 1) W with n − 1 degrees of freedom;  mean Spearman = (m W − 1)/(m − 1)

    Input:
        scores (any ordered scale): scores[subject][rater]

    Output:
        w (share): coefficient;  chi_square, df, p_value: test of no concordance
        mean_spearman (−1 to 1): mean rank correlation of pairs of raters
        rank_sums (ranks): R_i;  subjects, raters (number)

    Source:
        Kendall and Babington Smith 1939, Annals of Mathematical Statistics 10; Siegel and Castellan 1988,
        ch. 9; Minitab support, attribute agreement (ordinal).

    Traps:
        - Without the correction for ties W comes out too small.
        - χ² is rough under about eight subjects.

    Example:
        >>> round(kendall(scores=[[1, 1, 6], [6, 5, 3], [3, 6, 2], [2, 4, 5], [5, 2, 4], [4, 3, 1]]).w, 3)
        0.162
    """
    table = matrix(scores, "scores")
    n, m = table.shape
    if m < 2:
        raise TooFew("scores[0]", f"Cần ít nhất 2 người đánh giá; nhận được {m}.")
    if n < 3:
        raise TooFew("scores", f"Cần ít nhất 3 mẫu; nhận được {n}.")
    ranks = np.asarray(stats.rankdata(table, axis=0), dtype=np.float64)
    ties = 0.0
    for column in table.T:
        sizes = np.unique(column, return_counts=True)[1].astype(np.float64)
        ties += float(np.sum(sizes**3 - sizes))
    sums = ranks.sum(axis=1)
    room = m**2 * (n**3 - n) - m * ties
    if room <= 0:
        raise ConstantData("scores", "Mỗi người cho mọi mẫu cùng một điểm nên không có thứ bậc để so.")
    w = 12 * float(np.sum((sums - sums.mean()) ** 2)) / room
    chi = m * (n - 1) * w
    return Concordance(
        w=w,
        chi_square=chi,
        df=n - 1,
        p_value=float(stats.chi2.sf(chi, n - 1)),
        mean_spearman=(m * w - 1) / (m - 1),
        rank_sums=sums,
        subjects=n,
        raters=m,
        assumptions=(Assumption("ties", "mean rank", "Điểm bằng nhau chia hạng trung bình, có hiệu chỉnh."),),
        trace=(
            Step("Hệ số Kendall", "12 S / (m²(n³ − n) − m ΣT)", w),
            Step("Chi bình phương", "m (n − 1) W", chi),
        ),
    )
