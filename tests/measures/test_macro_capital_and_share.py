"""Capital by perpetual inventory and the labour share by its named methods."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nscl.measures import MeasureError
from nscl.measures.macro import labour_share, pim

SPENT = st.lists(st.floats(1, 100), min_size=2, max_size=12)


@settings(deadline=None, max_examples=50)
@given(
    spent=SPENT,
    delta=st.floats(0, 0.3),
    timing=st.sampled_from(["end_year", "mid_year"]),
    at=st.sampled_from(["opening", "closing"]),
)
def test_closing_is_opening_plus_investment_less_depreciation(
    spent: list[float], delta: float, timing: str, at: str
) -> None:
    found = pim(
        investment=spent,
        depreciation=delta,
        initial="given",
        initial_capital=500,
        timing=timing,
        initial_at=at,
    )
    start = 1 if at == "closing" else 0
    balance = found.opening + found.investment - found.depreciation
    assert np.allclose(balance[start:], found.capital[start:], rtol=1e-12)
    assert (found.depreciation[start:] >= -1e-9).all()
    assert np.isnan(found.opening[:start]).all()
    left = 500 * (1 - delta) ** (np.arange(len(spent)) + 1 - start)
    assert np.allclose(found.initial_share_pct, 100 * left / found.capital)


def test_opening_and_closing_place_of_the_first_stock_differ_as_said() -> None:
    given_stock: dict[str, Any] = {
        "investment": [10, 20],
        "depreciation": 0.1,
        "initial": "given",
        "initial_capital": 100,
    }
    assert pim(**given_stock).capital.tolist() == pytest.approx([100, 110])
    assert pim(**given_stock, initial_at="closing").capital.tolist() == pytest.approx([100, 110.0])
    assert pim(**{**given_stock, "investment": [30, 20]}).capital.tolist() == pytest.approx([120, 128])
    assert pim(
        **{**given_stock, "investment": [30, 20]}, initial_at="closing"
    ).capital.tolist() == pytest.approx([100, 110])


def test_harberger_takes_the_trend_of_the_first_ten_years() -> None:
    spent = [100 * 1.04**year for year in range(15)]
    found = pim(investment=spent, depreciation=0.06, initial="harberger")
    assert found.initial_capital == pytest.approx(1000)
    assert found.growth_pct[1:] == pytest.approx([4.0] * 14)
    bent = spent[:10] + [1.0] * 5
    assert pim(investment=bent, depreciation=0.06, initial="harberger").initial_capital == pytest.approx(1000)
    with pytest.raises(MeasureError) as refusal:
        pim(investment=bent, depreciation=0.06, initial="harberger", growth_years=15)
    assert refusal.value.field == "initial_growth"


@settings(deadline=None, max_examples=30)
@given(guess=st.floats(100, 2000))
def test_the_first_guess_fades(guess: float) -> None:
    spent = [50.0] * 60
    found = pim(investment=spent, depreciation=0.1, initial="given", initial_capital=guess)
    assert found.capital[-1] == pytest.approx(500, rel=0.02)
    assert (np.diff(found.initial_share_pct) < 0).all()


def test_fewer_than_ten_years_before_the_first_reported_year_are_warned_of() -> None:
    years = list(range(2000, 2013))
    kept: dict[str, Any] = {
        "investment": [10] * 13,
        "depreciation": 0.05,
        "initial": "given",
        "initial_capital": 100,
        "years": years,
    }
    codes = [c.code for c in pim(**kept, first_reported=2005).warnings]
    assert "short_history" in codes
    assert "short_history" not in [c.code for c in pim(**kept, first_reported=2010).warnings]


def test_current_prices_are_deflated_and_a_fallback_index_is_flagged() -> None:
    found = pim(
        investment=[110, 121],
        depreciation=0,
        initial="given",
        initial_capital=100,
        deflator=[110, 121],
        deflator_kind="grdp",
    )
    assert found.investment.tolist() == pytest.approx([100, 100])
    assert "fallback_deflator" in [c.code for c in found.warnings]
    with pytest.raises(MeasureError) as refusal:
        pim(investment=[110], depreciation=0, initial="given", initial_capital=100, deflator=[110])
    assert refusal.value.field == "deflator_kind"


def test_depreciation_may_change_by_year() -> None:
    found = pim(investment=[0, 0], depreciation=[0.1, 0.2], initial="given", initial_capital=100)
    assert found.capital.tolist() == pytest.approx([90, 72])


def test_the_methods_rank_as_the_self_employed_are_counted() -> None:
    industry = {"gva": 100, "compensation": 30, "hours_all": 80, "hours_employees": 50, "mixed_income": 30}
    only = labour_share(method="comp_only", gva=100, compensation=30)
    half = labour_share(method="mixed_half", industries=[{**industry}])
    wage = labour_share(method="same_wage", industries=[{**industry}])
    proportional = labour_share(method="mixed_proportional", industries=[{**industry}])
    assert only.labour_share == pytest.approx(0.30)
    assert half.labour_share == pytest.approx(0.45)
    assert wage.labour_share == pytest.approx(0.48)
    assert proportional.labour_share == pytest.approx(30 / 70)
    assert "self_employed_left_out" in [c.code for c in only.warnings]


def test_imputed_income_is_capped_at_value_added_industry_by_industry() -> None:
    rows = [
        {"name": "farms", "gva": 100, "compensation": 20, "hours_all": 90, "hours_employees": 10},
        {"name": "other", "gva": 300, "compensation": 150, "hours_all": 100, "hours_employees": 90},
    ]
    capped = labour_share(method="same_wage", industries=rows)
    assert capped.capped == ["farms"]
    assert capped.labour_share == pytest.approx((100 + 150 / 0.9) / 400)
    assert "capped_at_gva" in [c.code for c in capped.warnings]
    free = labour_share(method="same_wage", industries=rows, cap="none")
    assert free.labour_share == pytest.approx((180 + 150 / 0.9) / 400)


@pytest.mark.parametrize(
    ("inputs", "code", "field"),
    [
        ({"method": "comp_only", "compensation": 3000, "gva": 100}, "inconsistent", "compensation"),
        ({"method": "same_wage", "compensation": 30, "gva": 100, "hours_all": 5, "hours_employees": 9}, "inconsistent", "hours_employees"),
        ({"method": "same_wage", "compensation": 30, "gva": 100}, "missing_field", "hours_all"),
        ({"method": "mixed_half", "compensation": 30, "gva": 100}, "missing_field", "mixed_income"),
        ({"method": "io_table", "gva": 100}, "missing_field", "labour_income"),
        ({"method": "given"}, "missing_field", "labour_share"),
        ({"method": "given", "labour_share": 0.5, "gva": 5}, "inconsistent", "gva"),
        ({"method": "comp_only", "compensation": 30, "gva": 0}, "out_of_range", "gva"),
        ({"method": "comp_only", "compensation": 30, "gva": 100, "labour_share": 0.4}, "inconsistent", "labour_share"),
    ],
)  # fmt: skip
def test_a_share_that_cannot_be_is_refused(inputs: dict[str, Any], code: str, field: str) -> None:
    with pytest.raises(MeasureError) as refusal:
        labour_share(**inputs)
    assert (refusal.value.code, refusal.value.field) == (code, field)


@settings(deadline=None, max_examples=40)
@given(gva=st.floats(1, 1e6), part=st.floats(0, 1), scale=st.floats(1e-3, 1e3))
def test_the_share_does_not_know_the_unit_of_money(gva: float, part: float, scale: float) -> None:
    one = labour_share(method="io_table", gva=gva, labour_income=gva * part)
    two = labour_share(method="io_table", gva=gva * scale, labour_income=gva * part * scale)
    assert math.isclose(one.labour_share, two.labour_share, abs_tol=1e-9)
    assert one.labour_share + one.capital_share == 1
