"""Ratios and their identities, firm-level growth accounting, and constant prices."""

from __future__ import annotations

import math
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nscl.measures import MeasureError, method
from nscl.measures.firm import deflate, ratios, tfp

positive = st.floats(1e-3, 1e12)
growing = st.floats(0.5, 2)


@settings(deadline=None, max_examples=50)
@given(positive, positive, positive, positive, positive)
def test_labour_productivity_is_the_product_of_its_parts(
    va: float, workers: float, output: float, labour: float, assets: float
) -> None:
    found = ratios(value_added=va, workers=workers, output=output, labour_cost=labour, fixed_assets=assets)
    values = found.ratios
    lp = values["labour_productivity"]
    assert lp is not None and math.isclose(lp, va / workers)
    assert len(found.identities) == 3 and all(one.holds for one in found.identities)
    lcc = values["labour_cost_competitiveness"]
    assert lcc is not None and math.isclose(lcc, va / labour)
    if values["labour_share"] is not None:
        assert math.isclose(values["labour_share"], 100 / lcc)


def test_a_loss_making_firm_has_no_ratios_on_value_added() -> None:
    found = ratios(value_added=-5, workers=10, labour_cost=20, output=100, profit=-30, fixed_assets=50)
    undefined = {name for name, value in found.ratios.items() if value is None}
    assert undefined == {
        "labour_productivity",
        "labour_cost_competitiveness",
        "capital_productivity",
        "value_added_ratio",
        "profit_share",
        "labour_share",
    }
    assert set(found.reasons.values()) == {"value_added_not_positive"}
    assert found.ratios["labour_cost_per_worker"] == 2 and found.ratios["profit_margin"] == -30


def test_a_labour_share_above_one_hundred_is_not_meaningful_and_not_clipped() -> None:
    found = ratios(value_added=10, labour_cost=12, profit=-2)
    assert found.ratios["labour_share"] is None and found.reasons["labour_share"] == "not_meaningful"
    assert found.ratios["profit_share"] == -20
    assert found.ratios["labour_cost_competitiveness"] == pytest.approx(10 / 12)


def test_what_was_not_given_is_not_computed() -> None:
    found = ratios(value_added=10, workers=2)
    assert set(found.ratios) == {"labour_productivity"}
    assert found.not_computed["capital_productivity"] == ("fixed_assets",)
    assert found.units["labour_productivity"] == "đơn vị tiền/người"
    assert ratios(value_added=1, workers=2, unit="million").units["labour_productivity"] == "triệu đồng/người"


def test_assets_are_averaged_and_a_firm_without_assets_has_no_capital_productivity() -> None:
    found = ratios(value_added=30, fixed_assets_opening=100, fixed_assets_closing=200, workers=3)
    assert found.ratios["capital_productivity"] == 0.2
    assert "fixed_assets_basis_unstated" in [one.code for one in found.warnings]
    none = ratios(value_added=30, fixed_assets=0, fixed_assets_basis="net")
    assert none.ratios["capital_productivity"] is None
    assert none.reasons == {"capital_productivity": "zero_denominator"}


def test_process_efficiency_is_configurable_and_marked() -> None:
    default = ratios(value_added=40, total_input=100, bims=60)
    assert default.ratios["process_efficiency"] == 1.0
    assert "unverified_formula" in [one.code for one in default.warnings]
    own = ratios(
        value_added=40,
        output=100,
        bims=60,
        labour_cost=20,
        process_efficiency={"numerator": "value_added", "denominator": "labour_cost + bims"},
    )
    assert own.ratios["process_efficiency"] == 0.5
    assert own.formulas["process_efficiency"] == "value_added / (labour_cost + bims)"
    negative = ratios(value_added=40, total_input=50, bims=60)
    assert negative.reasons["process_efficiency"] == "negative_denominator"


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"workers": 0}, "workers"),
        ({"workers": -3}, "workers"),
        ({"hours": 0}, "hours"),
        ({"labour_cost": -1}, "labour_cost"),
        ({"value_added": "9"}, "value_added"),
        ({"value_added": math.nan}, "value_added"),
        ({"fixed_assets_opening": 5}, "fixed_assets_closing"),
        ({"fixed_assets": 5, "fixed_assets_opening": 5}, "fixed_assets"),
        ({"fixed_assets_basis": "book"}, "fixed_assets_basis"),
        (
            {"process_efficiency": {"numerator": "__import__", "denominator": "bims"}},
            "process_efficiency.numerator",
        ),
        (
            {"process_efficiency": {"numerator": "bims*2", "denominator": "bims"}},
            "process_efficiency.numerator",
        ),
        ({"process_efficiency": {"numerator": "bims"}}, "process_efficiency.denominator"),
        ({"unit": "vnd"}, "unit"),
    ],
)
def test_impossible_ratios_are_refused_by_name(change: dict[str, Any], field: str) -> None:
    with pytest.raises(MeasureError) as refusal:
        method.run("firm.ratios", {"value_added": 10, **change})
    assert refusal.value.field == field


@settings(deadline=None, max_examples=50)
@given(
    st.lists(st.tuples(growing, growing, growing, st.floats(0.05, 1)), min_size=2, max_size=8), st.booleans()
)
def test_contributions_sum_to_the_growth(rows: list[tuple[float, float, float, float]], logs: bool) -> None:
    made, stock, people, share = (list(column) for column in zip(*rows, strict=True))
    found = tfp(
        value_added=made,
        capital=stock,
        labour=people,
        labour_share=share,
        mode="tornqvist" if logs else "percent",
    )
    for growth, parts in zip(found.value_added_growth.tolist(), found.contributions, strict=True):
        total = sum(value for value in parts.values() if value is not None)
        assert math.isclose(total, growth, rel_tol=1e-9, abs_tol=1e-9)


@settings(deadline=None, max_examples=30)
@given(positive, positive, positive)
def test_growth_does_not_know_the_unit(va: float, capital: float, labour: float) -> None:
    base = tfp(value_added=[10, 11], capital=[5, 6], labour=[3, 3.5], labour_share=0.6)
    scaled = tfp(
        value_added=[10 * va, 11 * va],
        capital=[5 * capital, 6 * capital],
        labour=[3 * labour, 3.5 * labour],
        labour_share=0.6,
    )
    assert scaled.tfp_growth[0] == pytest.approx(base.tfp_growth[0], abs=1e-6)


def test_the_labour_share_comes_from_income_and_its_timing_is_stated() -> None:
    books = {"value_added": [100, 110], "capital": [50, 50], "labour": [10, 11]}
    income = {"labour_income": [60, 88], "value_added_current": [100, 110]}
    shares = {
        timing: float(tfp(**books, **income, share_timing=timing).labour_share[0])
        for timing in ("base", "mean", "current")
    }
    assert shares == pytest.approx({"base": 0.6, "mean": 0.7, "current": 0.8})
    mixed = tfp(**books, labour_income=[60, 88])
    assert "share_on_constant_prices" in [one.code for one in mixed.warnings]


def test_a_labour_share_above_one_is_not_meaningful() -> None:
    found = tfp(
        value_added=[100, 110],
        capital=[50, 50],
        labour=[10, 11],
        labour_income=[130, 140],
        value_added_current=[100, 110],
    )
    assert found.tfp_growth == (None,) and found.reasons == ("not_meaningful",)
    assert found.as_json()["contributions"] == [{"capital": None, "labour": None, "tfp": None}]


def test_a_percentage_is_given_only_where_growth_is_a_point_or_more() -> None:
    found = tfp(value_added=[100, 101, 101.5, 90], capital=[1] * 4, labour=[1] * 4, labour_share=0.5)
    assert found.reasons == (None, "growth_below_one_point", "growth_not_positive")
    assert found.contribution_pct[0] is not None and found.contribution_pct[1:] == (None, None)


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"value_added": [100]}, "value_added"),
        ({"value_added": [100, -5]}, "value_added[1]"),
        ({"capital": [1, 0]}, "capital[1]"),
        ({"labour": [1, 2, 3]}, "labour"),
        ({"labour": [1, None]}, "labour[1]"),
        ({"labour_share": None}, "labour_share"),
        ({"labour_share": [0.5]}, "labour_share"),
        ({"labour_income": [1, 2]}, "labour_share"),
        ({"mode": "log"}, "mode"),
        ({"mode": "tornqvist", "share_timing": "base"}, "share_timing"),
        ({"periods": ["2020"]}, "periods"),
        ({"periods": ["2020", 10**400]}, "periods[1]"),
        ({"value_added": [1e-300, 1e300]}, "value_added"),
    ],
)
def test_impossible_growth_is_refused_by_name(change: dict[str, Any], field: str) -> None:
    with pytest.raises(MeasureError) as refusal:
        books = {"value_added": [100, 110], "capital": [50, 51], "labour": [10, 11], "labour_share": 0.5}
        method.run("firm.tfp", {**books, **change})
    assert refusal.value.field == field


@settings(deadline=None, max_examples=50)
@given(st.lists(st.tuples(positive, st.floats(0, 1), st.floats(50, 200)), min_size=1, max_size=6))
def test_one_price_for_all_makes_both_deflations_agree(rows: list[tuple[float, float, float]]) -> None:
    output = [row[0] for row in rows]
    used = [row[0] * row[1] for row in rows]
    index = [row[2] for row in rows]
    years = list(range(2015, 2015 + len(rows)))
    double = deflate(
        years=years, base_year=2015, output=output, intermediate=used, output_index=index, input_index=index
    )
    single = deflate(
        years=years,
        base_year=2015,
        value_added=[a - b for a, b in zip(output, used, strict=True)],
        output_index=index,
    )
    assert double.value_added_real == pytest.approx(single.value_added_real, rel=1e-6, abs=1e-3)
    assert (double.single_deflated, single.single_deflated) == (False, True)
    assert single.value_added_real[0] == pytest.approx(single.value_added_current[0])


def test_the_base_year_outside_the_list_reads_the_index_as_it_stands() -> None:
    found = deflate(years=[2020, 2021], base_year=2010, value_added=[300, 330], output_index=[150, 165])
    assert found.value_added_real.tolist() == [200, 200]
    assert found.growth_pct == (None, 0.0)
    inside = deflate(years=[2020, 2021], base_year=2021, value_added=[300, 330], output_index=[150, 165])
    assert inside.value_added_real.tolist() == pytest.approx([330, 330])


def test_a_negative_real_value_added_has_no_growth() -> None:
    found = deflate(
        years=[2020, 2021],
        base_year=2020,
        output=[100, 100],
        intermediate=[90, 90],
        output_index=[100, 120],
        input_index=[100, 100],
    )
    assert found.value_added_real[1] < 0 and found.growth_pct == (None, None)
    assert "real_value_added_not_positive" in [one.code for one in found.warnings]


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"output_index": [100, 0]}, "output_index[1]"),
        ({"output_index": [100]}, "output_index"),
        ({"years": [2020, 2020]}, "years[1]"),
        ({"years": [2021, 2020]}, "years[1]"),
        ({"years": [2020, 2020.5]}, "years[1]"),
        ({"mode": "double"}, "input_index"),
        ({"output": [1, 2], "intermediate": [1, 1]}, "value_added"),
        ({"value_added": None}, "value_added"),
        ({"output_index": [1e-308, 1e308]}, "output_index"),
        ({"base_year": 2020.5}, "base_year"),
        ({"index_base": 0}, "index_base"),
    ],
)
def test_impossible_prices_are_refused_by_name(change: dict[str, Any], field: str) -> None:
    with pytest.raises(MeasureError) as refusal:
        books = {"years": [2020, 2021], "base_year": 2020, "value_added": [5, 6], "output_index": [100, 110]}
        method.run("firm.deflate", {**books, **change})
    assert refusal.value.field == field
