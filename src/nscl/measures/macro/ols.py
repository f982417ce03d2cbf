"""The Cobb–Douglas function estimated by least squares."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any

import numpy as np
from scipy import stats

from nscl.measures.errors import ConstantData, Inconsistent, TooFew
from nscl.measures.inputs import flag, number
from nscl.measures.macro.checks import levels, year_list
from nscl.measures.method import measure
from nscl.measures.result import Array, Assumption, Caution, Result, Step, show

ENOUGH = 15


@dataclass(frozen=True, kw_only=True)
class Coefficient:
    """An estimate with its standard error, interval and t test."""

    estimate: float
    se: float
    interval: list[float]
    t: float | None
    p: float | None


@dataclass(frozen=True)
class Fit:
    """A least-squares fit: coefficients, their covariance, residuals, and the usual statistics."""

    beta: Array
    covariance: Array
    residuals: Array
    degrees: int
    r_squared: float
    adjusted: float

    @property
    def rss(self) -> float:
        """The residual sum of squares."""
        return float(self.residuals @ self.residuals)


@dataclass(frozen=True, kw_only=True, eq=False)
class OlsGrowth(Result):
    """The estimated elasticities, how sure they are, and the TFP growth they imply."""

    alpha: float
    alpha_se: float
    alpha_interval: list[float]
    labour_elasticity: float
    coefficients: dict[str, Coefficient]
    r_squared: float
    adjusted_r_squared: float
    residual_sd: float
    residual_sum_of_squares: float
    n: int
    degrees_of_freedom: int
    durbin_watson: float | None
    constant_returns: bool
    returns_to_scale: float
    constant_returns_test: dict[str, float | None] | None
    ln_tfp: Array
    dln_tfp: Array


@measure("growth.ols", "Hàm sản xuất Cobb–Douglas ước lượng bằng bình phương nhỏ nhất")
def ols(
    *,
    output: Any,
    capital: Any,
    labour: Any,
    years: Any = None,
    constant_returns: Any = True,
    trend: Any = False,
    confidence: Any = 0.95,
) -> OlsGrowth:
    """The elasticity of capital from a regression of ln(Y/L) on ln(K/L), with its interval.

    Promises the ordinary least-squares estimates with classical standard errors, and warns where they carry
    little: fewer than 15 points, an elasticity outside 0–1, residuals that hang together. Refuses fewer
    points than the estimates need, a capital–labour ratio that never changes, and regressors that are
    collinear. It is never a default: an accounting with a labour share from the accounts comes first.

    Formula:
        constant_returns: ln(Y/L) = a + α·ln(K/L) (+ g·t) + u;  labour elasticity 1 − α
        otherwise: ln Y = a + α·ln K + β·ln L (+ g·t) + u, and F tests α + β = 1
        se from s²(X'X)⁻¹, s² = RSS/(n − p);  interval α ± t(n − p)·se
        ln A[t] = ln Y − α·ln K − β·ln L

    Input:
        output (any one unit): real output, positive
        capital (any one unit): real capital, positive, same length
        labour (any one unit): labour, positive, same length
        years (year): rising; the time of the trend; default 1, 2, …
        constant_returns (true/false): impose α + β = 1; default true
        trend (true/false): add a linear time trend (neutral technical progress); default false
        confidence (0–1): of the intervals; default 0.95

    Output:
        alpha (elasticity): of output to capital
        alpha_se (elasticity): its standard error
        alpha_interval (elasticity): its interval at the confidence
        labour_elasticity (elasticity): 1 − alpha, or the estimate
        coefficients: constant, capital, labour, trend as estimated; estimate, se, interval, t, p
        r_squared (0–1): of the equation as estimated; null where the left side never moves
        adjusted_r_squared: corrected for degrees of freedom
        residual_sd (log units): s
        residual_sum_of_squares (log units²): RSS
        n (count): observations
        degrees_of_freedom (count): n − p
        durbin_watson: near 2 if residuals are independent in time
        constant_returns (true/false): whether α + β = 1 was imposed
        returns_to_scale (elasticity): α + β
        constant_returns_test: F, df, p of α + β = 1 and the restricted residual sum of squares; null if
            imposed
        ln_tfp (log units): level of TFP by observation
        dln_tfp (log units): its differences

    Source:
        C. Cobb and P. Douglas (1928), A Theory of Production, AER 18(1); D. Gujarati, Basic Econometrics,
        §7.9 and §8.6 (restricted least squares).

    Traps:
        - The R² of the two forms cannot be compared: the left sides differ.
        - Two trending series regress well on each other whatever the truth (low Durbin–Watson, high R²).
        - Capital not adjusted for use makes α depend on the cycle; α above 1 or below 0 means nothing.

    Example:
        U.S. manufacturing 1899–1922 (Cobb and Douglas: P = 1.01·L^0.75·C^0.25):

        >>> found = ols(
        ...     output=[100, 101, 112, 122, 124, 122, 143, 152, 151, 126, 155, 159,
        ...             153, 177, 184, 169, 189, 225, 227, 223, 218, 231, 179, 240],
        ...     capital=[100, 107, 114, 122, 131, 138, 149, 163, 176, 185, 198, 208,
        ...              216, 226, 236, 244, 266, 298, 335, 366, 387, 407, 417, 431],
        ...     labour=[100, 105, 110, 118, 123, 116, 125, 133, 138, 121, 140, 144,
        ...             145, 152, 154, 149, 154, 182, 196, 200, 193, 193, 147, 161],
        ... )
        >>> round(found.alpha, 2)
        0.25
    """
    y = np.log(levels(output, "output", at_least_items=3))
    k = np.log(levels(capital, "capital", length=len(y)))
    lab = np.log(levels(labour, "labour", length=len(y)))
    imposed, trended = flag(constant_returns, "constant_returns"), flag(trend, "trend")
    level = number(confidence, "confidence", above=0, below=1)
    time = _time(years, len(y))
    columns = {"constant": np.ones(len(y)), "capital": k - lab if imposed else k}
    if not imposed:
        columns["labour"] = lab
    if trended:
        columns["trend"] = time - time.mean()
    fit = _fit(columns, y - lab if imposed else y)
    alpha = float(fit.beta[1])
    beta = 1 - alpha if imposed else float(fit.beta[2])
    told = _coefficients(columns, fit, level, time)
    ln_tfp = y - alpha * k - beta * lab
    watson = _durbin_watson(fit.residuals)
    return OlsGrowth(
        alpha=alpha,
        alpha_se=told["capital"].se,
        alpha_interval=told["capital"].interval,
        labour_elasticity=beta,
        coefficients=told,
        r_squared=fit.r_squared,
        adjusted_r_squared=fit.adjusted,
        residual_sd=math.sqrt(fit.rss / fit.degrees),
        residual_sum_of_squares=fit.rss,
        n=len(y),
        degrees_of_freedom=fit.degrees,
        durbin_watson=watson,
        constant_returns=imposed,
        returns_to_scale=alpha + beta,
        constant_returns_test=None if imposed else _returns_test(columns, fit, y, k, lab),
        ln_tfp=ln_tfp,
        dln_tfp=np.diff(ln_tfp),
        assumptions=_assumptions(imposed, trended, level),
        warnings=_cautions(len(y), alpha, beta, watson, fit.r_squared),
        trace=_trace(told, fit, beta, imposed),
    )


def _time(years: Any, count: int) -> Array:
    if years is None:
        return np.arange(1.0, count + 1)
    span = year_list(years)
    if len(span) != count:
        raise Inconsistent("years", f"Có {len(span)} năm nhưng {count} quan sát. Hãy nhập mỗi năm một số.")
    return np.array(span, dtype=np.float64)


def _fit(columns: dict[str, Array], target: Array) -> Fit:
    """Least squares by QR of centred columns: exact where levels are large beside their spread."""
    count, wanted = len(target), len(columns)
    if count < wanted + 1:
        raise TooFew("output", f"Có {count} quan sát, cần ít nhất {wanted + 1} để ước lượng {wanted} hệ số.")
    names = list(columns)[1:]
    centre = np.array([columns[name].mean() for name in names])
    inner = np.column_stack([columns[name] for name in names]) - centre
    _refuse_flat(names, inner, centre)
    q, r = np.linalg.qr(inner)
    aim = target - target.mean()
    slopes = np.linalg.solve(r, q.T @ aim)
    residuals = aim - inner @ slopes
    degrees = count - wanted
    variance = float(residuals @ residuals) / degrees
    inverse = np.linalg.inv(r)
    covariance = np.zeros((wanted, wanted))
    covariance[1:, 1:] = inverse @ inverse.T * variance
    covariance[0, 0] = variance / count + centre @ covariance[1:, 1:] @ centre
    total = float(aim @ aim)
    # A target that never moves is explained by nothing: R² is undefined, not 0 or 1.
    r_squared = 1 - float(residuals @ residuals) / total if total > 1e-24 else math.nan
    return Fit(
        np.concatenate(([target.mean() - centre @ slopes], slopes)),
        covariance,
        residuals,
        degrees,
        r_squared,
        1 - (1 - r_squared) * (count - 1) / degrees,
    )


def _refuse_flat(names: list[str], inner: Array, centre: Array) -> None:
    spread = np.sqrt((inner**2).sum(axis=0))
    for place, name in enumerate(names):
        if spread[place] <= 1e-10 * max(1.0, abs(float(centre[place]))):
            field = "labour" if name == "labour" else "capital"
            raise ConstantData(
                field, "Tỷ lệ vốn trên lao động (hoặc một yếu tố) không thay đổi: không ước lượng được hệ số."
            )
    if np.linalg.cond(inner / spread) > 1e8:
        raise ConstantData(
            "capital", "Vốn, lao động và thời gian thay đổi cùng nhau tuyệt đối: không tách được từng hệ số."
        )


def _coefficients(
    columns: dict[str, Array], fit: Fit, confidence: float, time: Array
) -> dict[str, Coefficient]:
    quantile = float(stats.t.ppf((1 + confidence) / 2, fit.degrees))
    estimates, covariance = fit.beta.copy(), fit.covariance
    if "trend" in columns:  # the trend was centred; the constant is told at time 0
        move = np.eye(len(estimates))
        move[0, list(columns).index("trend")] = -time.mean()
        estimates, covariance = move @ estimates, move @ covariance @ move.T
    found = {}
    for place, name in enumerate(columns):
        value, se = float(estimates[place]), math.sqrt(max(float(covariance[place, place]), 0.0))
        t = value / se if se > 0 else None
        p = None if t is None else 2 * float(stats.t.sf(abs(t), fit.degrees))
        found[name] = Coefficient(
            estimate=value, se=se, interval=[value - quantile * se, value + quantile * se], t=t, p=p
        )
    return found


def _durbin_watson(residuals: Array) -> float | None:
    total = float(residuals @ residuals)
    return float((np.diff(residuals) ** 2).sum()) / total if total > 0 else None


def _returns_test(
    columns: dict[str, Array], fit: Fit, y: Array, k: Array, lab: Array
) -> dict[str, float | None]:
    """F of α + β = 1, by comparing the residuals with and without the restriction."""
    inner = {name: column for name, column in columns.items() if name not in ("capital", "labour")}
    ratio = {"constant": columns["constant"], "capital": k - lab, **inner}
    held = _fit(ratio, y - lab).rss
    f = (held - fit.rss) * fit.degrees / fit.rss if fit.rss > 0 else None
    p = None if f is None else float(stats.f.sf(max(f, 0.0), 1, fit.degrees))
    return {"f": f, "df_1": 1.0, "df_2": float(fit.degrees), "p": p, "restricted_rss": held}


def _assumptions(imposed: bool, trended: bool, level: float) -> tuple[Assumption, ...]:
    return (
        Assumption("mode", "ols", "Bình phương nhỏ nhất thông thường trên lôgarit tự nhiên."),
        Assumption(
            "constant_returns",
            "imposed" if imposed else "tested",
            "Lợi tức không đổi theo quy mô được áp đặt." if imposed else "Hai hệ số ước lượng riêng.",
        ),
        Assumption("trend", "linear" if trended else "none", "Xu thế thời gian tuyến tính."),
        Assumption("confidence", level, "Độ tin cậy của khoảng, phân phối Student."),
        Assumption("standard_errors", "classical", "Phương sai sai số không đổi, không tự tương quan."),
    )


def _cautions(
    count: int, alpha: float, beta: float, watson: float | None, r_squared: float
) -> tuple[Caution, ...]:
    found = []
    if count < ENOUGH:
        found.append(
            Caution(
                "few_points",
                f"Chỉ có {count} quan sát; dưới {ENOUGH} thì không nên dùng hệ số này để công bố.",
                "output",
            )
        )
    if not 0 <= alpha <= 1 or not 0 <= beta <= 1:
        found.append(
            Caution("elasticity_out_of_range", f"Hệ số co giãn ngoài khoảng 0–1: α = {show(alpha, 4)}.", "")
        )
    if watson is not None and watson < r_squared:
        found.append(
            Caution(
                "spurious_regression",
                f"Durbin–Watson {show(watson, 3)} nhỏ hơn R² {show(r_squared, 3)}: "
                "có thể là hồi quy giả giữa các chuỗi cùng xu thế.",
            )
        )
    elif watson is not None and not 1 <= watson <= 3:
        found.append(
            Caution(
                "autocorrelation", f"Durbin–Watson {show(watson, 3)}: phần dư tự tương quan, sai số bị lệch."
            )
        )
    return tuple(found)


def _trace(told: dict[str, Coefficient], fit: Fit, beta: float, imposed: bool) -> tuple[Step, ...]:
    left = "ln(Y/L)" if imposed else "ln Y"
    right = " + ".join(f"{show(told[name].estimate)}·{name}" for name in told if name != "constant")
    capital = told["capital"]
    return (
        Step("Phương trình", f"{left} = {show(told['constant'].estimate)} + {right}", None),
        Step(
            "Hệ số co giãn của vốn α",
            f"sai số chuẩn {show(capital.se)}, "
            f"khoảng {show(capital.interval[0])} đến {show(capital.interval[1])}",
            capital.estimate,
        ),
        Step("Hệ số co giãn của lao động", "1 − α" if imposed else "ước lượng riêng", beta),
        Step("R²", f"phần dư {show(fit.rss)}, bậc tự do {fit.degrees}", fit.r_squared),
    )
