"""Growth accounting: what adds up, what is given in percent, what a period is."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from nscl.measures import MeasureError
from nscl.measures.macro import gso, ols, period, sectors, tornqvist

RATE = st.floats(-20, 30)
SHARE = st.floats(0, 1)
LEVEL = st.floats(1, 1e6)


@settings(deadline=None, max_examples=50)
@given(growth=RATE, capital=RATE, labour=RATE, beta=SHARE)
def test_the_three_contributions_are_the_growth_of_output(
    growth: float, capital: float, labour: float, beta: float
) -> None:
    found = gso(output_growth=growth, capital_growth=capital, labour_growth=labour, labour_share=beta)
    assert math.isclose(sum(found.contributions.values()), growth, abs_tol=1e-12)
    deep = found.labour_productivity
    assert math.isclose(deep["capital_deepening"] + deep["tfp"], deep["growth"], abs_tol=1e-12)
    if growth >= 1:
        assert found.contribution_pct == pytest.approx(100 * found.tfp_growth / growth)
        assert sum(value or 0 for value in found.contributions_pct.values()) == pytest.approx(100)
    else:
        assert found.contribution_pct is None and found.reason


@pytest.mark.parametrize(("growth", "given_pct"), [(1.0, True), (0.999, False), (0.0, False), (-5.0, False)])
def test_a_percentage_is_given_from_one_point_of_growth_upwards(growth: float, given_pct: bool) -> None:
    found = gso(output_growth=growth, capital_growth=2, labour_growth=1, labour_share=0.5)
    assert (found.contribution_pct is not None) is given_pct
    assert (found.reason is None) is given_pct


def test_labour_share_weighs_labour_and_never_capital() -> None:
    found = gso(output_growth=6, capital_growth=10, labour_growth=0, labour_share=0.6)
    assert found.tfp_growth == pytest.approx(2.0)
    assert found.contributions["labour"] == 0


def test_rounded_parts_that_no_longer_add_up_are_flagged_and_not_adjusted() -> None:
    found = gso(output_growth=3.015, capital_growth=2.01, labour_growth=2.01, labour_share=0.5)
    assert [found.printed.capital, found.printed.labour, found.printed.tfp] == [1.01, 1.01, 1.01]
    assert found.printed.output_growth == 3.02
    assert not found.printed.sums
    assert "rounded_parts_do_not_sum" in [caution.code for caution in found.warnings]
    assert found.contributions["tfp"] == pytest.approx(1.005)


def test_growth_typed_as_a_fraction_is_pointed_at() -> None:
    codes = [
        c.code
        for c in gso(output_growth=0.06, capital_growth=0.07, labour_growth=0.01, labour_share=0.5).warnings
    ]
    assert "perhaps_fractions" in codes


@settings(deadline=None, max_examples=50)
@given(
    rows=st.lists(st.tuples(LEVEL, LEVEL, LEVEL, SHARE), min_size=2, max_size=8),
    scale=st.floats(1e-3, 1e3),
)
def test_tornqvist_adds_up_by_year_and_over_the_period_in_any_units(
    rows: list[tuple[float, float, float, float]], scale: float
) -> None:
    years = list(range(2000, 2000 + len(rows)))
    output, capital, labour, beta = (list(column) for column in zip(*rows, strict=True))
    found = tornqvist(years=years, output=output, capital=capital, labour=labour, labour_share=beta)
    for year in years[1:]:
        assert math.isclose(sum(found.contributions[year].values()), found.dln_output[year], abs_tol=1e-12)
    assert math.isclose(sum(found.dln_tfp.values()), found.period.dln_tfp, abs_tol=1e-11)
    assert math.isclose(math.log(found.tfp_index[years[-1]]), found.period.dln_tfp, abs_tol=1e-11)
    other = tornqvist(
        years=years, output=[y * scale for y in output], capital=capital, labour=labour, labour_share=beta
    )
    for year in years[1:]:
        assert math.isclose(other.dln_tfp[year], found.dln_tfp[year], abs_tol=1e-11)


def test_a_moving_share_and_a_frozen_share_differ_and_the_result_says_which() -> None:
    levels = {"years": [2020, 2021], "output": [100, 108], "capital": [100, 120], "labour": [100, 101]}
    moving = tornqvist(**levels, labour_share=[0.4, 0.6])
    frozen = tornqvist(**levels, labour_share=0.4)
    previous = tornqvist(**levels, labour_share=[0.4, 0.6], weights="previous")
    assert moving.dln_tfp[2021] == pytest.approx(math.log(1.08) - 0.5 * math.log(1.2) - 0.5 * math.log(1.01))
    assert frozen.dln_tfp[2021] == previous.dln_tfp[2021] != moving.dln_tfp[2021]
    assert {a.key: a.value for a in frozen.assumptions}["labour_share"] == "fixed"


def test_missing_years_are_refused_unless_told_how_to_read_them() -> None:
    levels = {
        "years": [2010, 2015],
        "output": [100, 130],
        "capital": [100, 100],
        "labour": [100, 100],
        "labour_share": 0.5,
    }
    with pytest.raises(MeasureError) as refusal:
        tornqvist(**levels)
    assert refusal.value.field == "years[1]"
    total, annual = tornqvist(**levels, gaps="total"), tornqvist(**levels, gaps="annual")
    assert total.dln_tfp[2015] == pytest.approx(math.log(1.3))
    assert annual.dln_tfp[2015] == pytest.approx(math.log(1.3) / 5)
    assert total.period == annual.period
    assert total.contribution_pct == annual.contribution_pct
    assert [c.code for c in annual.warnings] == ["missing_years"]


def test_growth_of_one_percent_from_levels_is_enough_whatever_the_rounding() -> None:
    for base in (50000, 3.3, 7.7e9, 0.07):
        found = tornqvist(
            years=[1, 2], output=[base, base * 1.01], capital=[1, 1], labour=[1, 1], labour_share=0.5
        )
        assert found.contribution_pct[2]["tfp"] == pytest.approx(100)


def test_the_period_is_never_the_mean_of_yearly_percentages() -> None:
    found = period(output_growth=[10, 1], capital_growth=[4, 4], labour_growth=[0, 0], labour_share=0.5)
    yearly = found.annual_contribution_pct
    assert yearly == [pytest.approx(80), pytest.approx(-100)]
    assert found.contribution_pct == pytest.approx(100 * 7 / 11)
    assert found.contribution_pct != pytest.approx(np.mean(yearly))


@settings(deadline=None, max_examples=40)
@given(
    rows=st.lists(st.tuples(RATE, RATE, RATE), min_size=1, max_size=8),
    beta=SHARE,
)
def test_period_sums_are_sums_and_geometric_growth_is_below_arithmetic(
    rows: list[tuple[float, float, float]], beta: float
) -> None:
    growth, capital, labour = (list(column) for column in zip(*rows, strict=True))
    found = period(output_growth=growth, capital_growth=capital, labour_growth=labour, labour_share=beta)
    sums = found.sums
    assert math.isclose(sums["capital"] + sums["labour"] + sums["tfp"], sums["output"], abs_tol=1e-10)
    assert found.by_geometric_means.output_growth <= found.by_sums.output_growth + 1e-9
    assert (found.contribution_pct is None) == (sum(growth) / len(growth) < 1 - 1e-9)


def test_least_squares_finds_the_function_it_was_given() -> None:
    rng = np.random.default_rng(7)
    capital, labour = np.exp(rng.normal(5, 1, 40)), np.exp(rng.normal(3, 1, 40))
    output = 2.5 * capital**0.35 * labour**0.65
    found = ols(output=output, capital=capital, labour=labour)
    assert found.alpha == pytest.approx(0.35, abs=1e-12)
    assert math.exp(found.coefficients["constant"].estimate) == pytest.approx(2.5)
    trended = ols(
        output=output * np.exp(0.02 * np.arange(40)),
        capital=capital,
        labour=labour,
        years=list(range(1980, 2020)),
        constant_returns=False,
        trend=True,
    )
    assert trended.coefficients["trend"].estimate == pytest.approx(0.02, abs=1e-12)
    assert trended.labour_elasticity == pytest.approx(0.65, abs=1e-10)


def test_least_squares_agrees_with_the_textbook_matrix_formula() -> None:
    rng = np.random.default_rng(3)
    k, lab = rng.normal(8, 0.4, 25), rng.normal(4, 0.3, 25)
    y = 1 + 0.4 * k + 0.5 * lab + rng.normal(0, 0.1, 25)
    found = ols(output=np.exp(y), capital=np.exp(k), labour=np.exp(lab), constant_returns=False)
    x = np.column_stack((np.ones(25), k, lab))
    beta = np.linalg.solve(x.T @ x, x.T @ y)
    rest = y - x @ beta
    covariance = rest @ rest / 22 * np.linalg.inv(x.T @ x)
    estimates = [found.coefficients[name] for name in ("constant", "capital", "labour")]
    assert [c.estimate for c in estimates] == pytest.approx(beta.tolist())
    assert [c.se for c in estimates] == pytest.approx(np.sqrt(np.diag(covariance)).tolist())


@pytest.mark.parametrize(("count", "warned"), [(14, True), (15, False)])
def test_fewer_than_fifteen_points_are_warned_of(count: int, warned: bool) -> None:
    rng = np.random.default_rng(1)
    k = np.exp(rng.normal(3, 1, count))
    found = ols(output=k**0.4 * np.exp(rng.normal(0, 0.05, count)), capital=k, labour=np.ones(count))
    assert ("few_points" in [c.code for c in found.warnings]) is warned


def test_two_trends_that_hang_together_are_called_spurious() -> None:
    years = np.arange(30)
    found = ols(
        output=np.exp(0.05 * years + 0.2 * np.sin(years / 5)),
        capital=np.exp(0.07 * years),
        labour=np.ones(30),
    )
    assert "spurious_regression" in [c.code for c in found.warnings]


@settings(deadline=None, max_examples=40)
@given(rows=st.lists(st.tuples(RATE, RATE, RATE, SHARE, LEVEL), min_size=1, max_size=6))
def test_weighted_sectors_close_and_the_residual_is_the_difference(
    rows: list[tuple[float, float, float, float, float]],
) -> None:
    listed = [
        {"output_growth": y, "capital_growth": k, "labour_growth": n, "labour_share": b, "value_added": v}
        for y, k, n, b, v in rows
    ]
    own = {"output_growth": 5, "capital_growth": 6, "labour_growth": 1, "labour_share": 0.5}
    found = sectors(sectors=listed, province=own)
    weighted = found.weighted
    assert math.isclose(
        weighted["capital"] + weighted["labour"] + weighted["tfp"], weighted["output_growth"], abs_tol=1e-11
    )
    assert math.isclose(sum(s.tfp_contribution for s in found.sectors), weighted["tfp"], abs_tol=1e-10)
    assert found.residual is not None and found.province is not None
    assert found.residual["tfp"] == pytest.approx(found.province["tfp"] - weighted["tfp"])
    assert sum(s.weight for s in found.sectors) == pytest.approx(1)


def test_weights_that_leave_a_sector_out_are_refused() -> None:
    row = {"output_growth": 5, "capital_growth": 6, "labour_growth": 1, "labour_share": 0.5}
    with pytest.raises(MeasureError) as refusal:
        sectors(sectors=[{**row, "weight": 0.4}, {**row, "weight": 0.5}])
    assert refusal.value.code == "inconsistent"
    with pytest.raises(MeasureError):
        sectors(sectors=[{**row, "weight": 0.4}, {**row, "value_added": 10}])


@settings(deadline=None, max_examples=30)
@given(growth=st.floats(2, 12), capital=RATE, labour=RATE, beta=SHARE)
def test_gso_and_tornqvist_differ_only_by_logs(
    growth: float, capital: float, labour: float, beta: float
) -> None:
    assume(abs(capital) < 15 and abs(labour) < 15)
    one = gso(output_growth=growth, capital_growth=capital, labour_growth=labour, labour_share=beta)
    two = tornqvist(
        years=[1, 2],
        output=[1, 1 + growth / 100],
        capital=[1, 1 + capital / 100],
        labour=[1, 1 + labour / 100],
        labour_share=beta,
    )
    assert abs(one.tfp_growth - 100 * two.dln_tfp[2]) < 2.5
