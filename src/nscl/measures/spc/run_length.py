"""`spc.arl`: how many samples a chart lets pass, on average, before it signals."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from scipy import special

from nscl.measures.errors import Inconsistent, MissingField, OutOfRange, TooLarge
from nscl.measures.inputs import choice, number
from nscl.measures.method import measure
from nscl.measures.result import Array, Assumption, Result, Step

_USED = {
    "ewma": ("lambda", "limit", "limits"),
    "cusum": ("k", "h", "sided", "head_start"),
    "shewhart": ("limit",),
}
_LONGEST = 1e300


@dataclass(frozen=True, kw_only=True, eq=False)
class RunLength(Result):
    """Average run length, and those of the two one-sided sums of a cusum."""

    kind: str
    shift: float
    arl: float
    arl_plus: float | None = None
    arl_minus: float | None = None


@measure("spc.arl", "Độ dài chuỗi trung bình (ARL) của biểu đồ")
def arl(
    kind: str,
    lambda_: float | None = None,
    limit: float | None = None,
    k: float | None = None,
    h: float | None = None,
    shift: float = 0,
    sided: str | None = None,
    head_start: float | None = None,
    limits: str | None = None,
) -> RunLength:
    """The average number of samples until the signal when the mean lies `shift` sigmas from the target.

    Promises the zero-state ARL of independent normal samples with known parameters, by integral equation,
    correct to at least eight digits however long it is. Refuses an EWMA without `lambda` and `limit`, a cusum
    without `k` and `h`, options of another chart, and run lengths beyond 10³⁰⁰.

    Formula:
        cusum, one side: L(u) = 1 + L(0) Φ(k−δ−u) + ∫₀ʰ φ(y + k − δ − u) L(y) dy
        cusum, two sides: 1/L = 1/L⁺ + 1/L⁻; with a head start Lucas and Crosier's combination
        ewma: L(u) = 1 + 1/λ ∫ φ((y − (1−λ)u)/λ − δ) L(y) dy over |y| ≤ limit √(λ/(2−λ))
        shewhart: L = 1 / (Φ(−limit−δ) + Φ(−limit+δ))

    Input:
        kind (word): ewma, cusum or shewhart
        lambda (share): weight of the newest sample, 0.001 to 1
        limit (sigmas of the plotted statistic): width of the limits of ewma, to 10, or shewhart, to 20
        k (sigmas): reference value of the cusum
        h (sigmas): decision interval of the cusum, to 100
        shift (sigmas of the sample mean): distance of the mean from the target, δ; default 0
        sided (word): two (default) or one (the upper sum alone) for cusum
        head_start (sigmas): start of both cusum sums, 0 to h; default 0
        limits (word): of ewma, asymptotic (fixed, default) or exact (widening from the first sample; lambda
            from 0.02)

    Output:
        arl (samples): average run length, two-sided unless asked otherwise
        arl_plus, arl_minus (samples): of the upper and the lower cusum sum alone
        kind, shift: as used

    Source:
        Brook and Evans 1972, Biometrika 59; Lucas and Crosier 1982, Technometrics 24; Vance 1986, Journal of
        Quality Technology 18; Crowder 1987, Technometrics 29; Lucas and Saccucci 1990, Technometrics 32;
        Knoth 2003, Sequential Analysis 22 (exact limits). Same figures as R's `spc` (xcusum.arl, xewma.arl).

    Traps:
        - Two-sided and one-sided cusum differ by a factor of two in control: 465.4 and 930.9 for k ½, h 5.
        - Tables for ewma hold for fixed limits; a chart with exact limits signals early shifts sooner.
        - The shift is in sigmas of the plotted mean: a shift of the process counts √n times in subgroups.
        - An ARL of 370 is a mean: one run in eight is over within 50 samples.

    Example:
        >>> round(arl("cusum", k=0.5, h=5).arl, 1), round(arl("ewma", lambda_=0.25, limit=3, shift=1).arl, 6)
        (465.4, 11.154267)
    """
    kind = choice(kind, "kind", list(_USED))
    given = {
        "lambda": lambda_, "limit": limit, "k": k, "h": h,
        "sided": sided, "head_start": head_start, "limits": limits,
    }  # fmt: skip
    for key, value in given.items():
        if value is not None and key not in _USED[kind]:
            raise Inconsistent(key, f"ARL của {kind} không dùng trường “{key}”. Hãy bỏ trường này.")
    delta = number(shift, "shift", at_least=-100, at_most=100)
    if kind == "cusum":
        return _cusum(k, h, delta, sided, head_start)
    width = number(_asked(limit, "limit", kind), "limit", above=0, at_most=20)
    if kind == "shewhart":
        found = 1 / float(special.ndtr(-width - delta) + special.ndtr(-width + delta))
        return _result(kind, delta, found, limit=width)
    weight = number(_asked(lambda_, "lambda", kind), "lambda", at_least=0.001, at_most=1)
    number(width, "limit", at_most=10)  # beyond, the slowest charts outgrow the quadrature
    if limits is None or choice(limits, "limits", ["asymptotic", "exact"]) == "asymptotic":
        return _result(kind, delta, _ewma(weight, width, delta), limit=width, limits="asymptotic")
    number(weight, "lambda", at_least=0.02)
    return _result(kind, delta, _ewma_exact(weight, width, delta), limit=width, limits="exact")


def _asked(value: float | None, field: str, kind: str) -> float:
    if value is None:
        raise MissingField(field, f"Thiếu trường “{field}”: ARL của {kind} cần trường này.")
    return value


def _result(
    kind: str,
    shift: float,
    found: float,
    plus: float | None = None,
    minus: float | None = None,
    **chosen: float | str,
) -> RunLength:
    if not found < _LONGEST:
        raise TooLarge(
            "shift", "Chuỗi dài hơn 10³⁰⁰ mẫu: biểu đồ này không bao giờ báo. Hãy thu hẹp giới hạn."
        )
    return RunLength(
        kind=kind,
        shift=shift,
        arl=found,
        arl_plus=plus,
        arl_minus=minus,
        assumptions=(
            Assumption("state", "zero", "Quá trình lệch ngay từ mẫu đầu; biểu đồ bắt đầu tại giá trị đầu."),
            Assumption("distribution", "normal", "Mẫu độc lập, chuẩn, tham số đã biết."),
            *(Assumption(key, value) for key, value in chosen.items()),
        ),
        trace=(
            Step("Độ lệch", "δ = (μ − μ₀) / (σ/√n)", shift, "sigma"),
            Step("Độ dài chuỗi trung bình", "nghiệm của phương trình tích phân tại điểm đầu", found, "mẫu"),
        ),
    )


def _cusum(
    k: float | None, h: float | None, shift: float, sided: str | None, head_start: float | None
) -> RunLength:
    reference = number(_asked(k, "k", "cusum"), "k", at_least=0, at_most=100)
    interval = number(_asked(h, "h", "cusum"), "h", above=0, at_most=100)
    start = 0.0 if head_start is None else number(head_start, "head_start", at_least=0)
    if start > interval:
        raise OutOfRange("head_start", "“head_start” không được lớn hơn “h”. Thường lấy h/2.")
    one = sided is not None and choice(sided, "sided", ["one", "two"]) == "one"
    plus, plus_ahead = (_one_sided(reference - shift, interval, u) for u in (0.0, start))
    chosen: dict[str, float | str] = {"k": reference, "h": interval, "head_start": start}
    if one:
        return _result("cusum", shift, plus_ahead, plus_ahead, None, sided="one", **chosen)
    minus, minus_ahead = (_one_sided(reference + shift, interval, u) for u in (0.0, start))
    # 1/L = 1/L⁺ + 1/L⁻ for start 0; written so that a side that never signals (infinite) drops out.
    share = minus / (plus + minus) if math.isfinite(minus) else 1.0
    other = plus / (plus + minus) if math.isfinite(plus) else 1.0
    both = plus_ahead * share if math.isfinite(plus_ahead) else math.inf
    if math.isfinite(plus) and math.isfinite(minus):
        both = plus_ahead * share + minus_ahead * other - plus * share
    elif math.isfinite(minus):
        both = minus_ahead
    return _result("cusum", shift, both, plus_ahead, minus_ahead, sided="two", **chosen)


def _one_sided(drift: float, interval: float, start: float) -> float:
    """ARL of max(0, C + x − drift) > interval from C = start, x standard normal."""
    nodes, weights = _gauss(0.0, interval, 40 + 8 * interval)
    points = np.concatenate(([start, 0.0], nodes))
    moves = np.zeros((len(points), len(points)))
    moves[:, 1] = special.ndtr(drift - points)
    moves[:, 2:] = weights * _normal(nodes + drift - points[:, None])
    return _from_first(moves, special.ndtr(points - drift - interval))


def _ewma(weight: float, width: float, shift: float) -> float:
    bound = width * math.sqrt(weight / (2 - weight))
    nodes, weights = _gauss(-bound, bound, _enough(bound, weight))
    moves, out = _ewma_moves(np.concatenate(([0.0], nodes)), nodes, weights, bound, weight, shift)
    return _from_first(np.pad(moves, ((0, 0), (1, 0))), out)


def _ewma_exact(weight: float, width: float, shift: float) -> float:
    """Σ P(N > i) while the limits widen, then the fixed-limit chart from where the survivors stand."""
    last = width * math.sqrt(weight / (2 - weight))
    unit, unit_weights = _gauss(-1.0, 1.0, _enough(last, weight))
    places, mass, total, left = np.array([0.0]), np.array([1.0]), 0.0, 1.0
    while left > 1e-15 and mass.sum() > 0:
        total += float(mass.sum())
        left *= (1 - weight) ** 2
        bound = last * math.sqrt(1 - left)
        moves, _ = _ewma_moves(places, bound * unit, bound * unit_weights, bound, weight, shift)
        places, mass = bound * unit, mass @ moves
    alive = float(mass.sum())
    if alive <= 0:
        return total
    moves, out = _ewma_moves(places, last * unit, last * unit_weights, last, weight, shift)
    # A first state that steps at once to where the survivors stand costs one step too many.
    first = np.concatenate(([0.0], mass / alive))
    moves = np.vstack((first, np.pad(moves, ((0, 0), (1, 0)))))
    return total + alive * (_from_first(moves, np.concatenate(([0.0], out))) - 1)


def _enough(bound: float, weight: float) -> float:
    return 40 + 16 * bound / weight


def _ewma_moves(
    places: Array, nodes: Array, weights: Array, bound: float, weight: float, shift: float
) -> tuple[Array, Array]:
    """Densities (times weights) of stepping from the places to the nodes, and of leaving |z| ≤ bound."""
    kept = (1 - weight) * places
    moves = weights * _normal((nodes - kept[:, None]) / weight - shift) / weight
    out = special.ndtr((-bound - kept) / weight - shift) + special.ndtr((kept - bound) / weight + shift)
    return moves, out


def _gauss(low: float, high: float, count: float) -> tuple[Array, Array]:
    nodes, weights = np.polynomial.legendre.leggauss(int(min(count, 1200)))
    return low + (high - low) * (nodes + 1) / 2, weights * (high - low) / 2


def _normal(values: Array) -> Array:
    found: Array = np.exp(-(values**2) / 2) / math.sqrt(2 * math.pi)
    return found


def _from_first(moves: Array, out: Array) -> float:
    """Mean number of steps from the first state until one leaves by `out`.

    States are eliminated from the last; no difference is ever taken (Grassmann, Taksar and Heyman 1985), so
    that a chart which signals once in 10²⁰ samples keeps all its digits.
    """
    moves, out, stay = moves.copy(), out.copy(), np.ones(len(out))
    for last in range(len(out) - 1, 0, -1):
        leaving = out[last] + moves[last, :last].sum()
        if leaving <= 0:
            return math.inf
        share = moves[:last, last] / leaving
        moves[:last, :last] += share[:, None] * moves[last, :last]
        out[:last] += share * out[last]
        stay[:last] += share * stay[last]
    return float(stay[0] / out[0]) if out[0] > stay[0] / _LONGEST else math.inf
