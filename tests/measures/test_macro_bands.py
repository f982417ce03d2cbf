"""Bands: the corners are exact, the draws repeat, a target inside the band is undetermined."""

from __future__ import annotations

from itertools import product
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nscl.measures import MeasureError
from nscl.measures.macro import band, gso, pim, series_band, tornqvist

SHARE = {"low": 0.45, "central": 0.55, "high": 0.65}
VIETNAM: dict[str, Any] = {
    "output_growth": 6.06,
    "capital_growth": 6.72,
    "labour_growth": 0.94,
    "labour_share": SHARE,
}


def ranges(low: float, high: float) -> st.SearchStrategy[dict[str, float]]:
    return st.tuples(*[st.floats(low, high)] * 3).map(
        lambda three: dict(zip(("low", "central", "high"), sorted(three), strict=True))
    )


@settings(deadline=None, max_examples=40)
@given(growth=ranges(1, 12), capital=ranges(-5, 15), labour=ranges(-3, 4), share=ranges(0, 1))
def test_the_band_is_what_all_corners_taken_one_by_one_give(
    growth: dict[str, float], capital: dict[str, float], labour: dict[str, float], share: dict[str, float]
) -> None:
    found = band(
        output_growth=growth, capital_growth=capital, labour_growth=labour, labour_share=share, draws=200
    )
    corners = [
        gso(output_growth=y, capital_growth=k, labour_growth=n, labour_share=b)
        for y, k, n, b in product(*[(item["low"], item["high"]) for item in (growth, capital, labour, share)])
    ]
    tfp = [corner.tfp_growth for corner in corners]
    percent = [corner.contribution_pct or 0.0 for corner in corners]
    assert found.tfp_growth.low == pytest.approx(min(tfp), abs=1e-9)
    assert found.tfp_growth.high == pytest.approx(max(tfp), abs=1e-9)
    assert found.contribution_pct is not None
    assert found.contribution_pct.low == pytest.approx(min(percent), rel=1e-9, abs=1e-7)
    assert found.contribution_pct.high == pytest.approx(max(percent), rel=1e-9, abs=1e-7)
    spread = found.monte_carlo.tfp_growth
    assert found.tfp_growth.low - 1e-9 <= spread["p2_5"] <= spread["p97_5"] <= found.tfp_growth.high + 1e-9


@pytest.mark.parametrize(
    ("target", "verdict", "met"), [(30, "met", 3), (45, "undetermined", 1), (60, "not_met", 0)]
)
def test_a_target_inside_the_band_is_undetermined(target: float, verdict: str, met: int) -> None:
    found = band(**VIETNAM, target_pct=target)
    assert (found.verdict, found.met_count, found.set_count) == (verdict, met, 3)
    assert found.met_share == pytest.approx(met / 3)
    assert f"{met} trong 3" in str(found.met_sentence)


def test_without_a_target_nothing_is_judged() -> None:
    found = band(**VIETNAM)
    assert (found.verdict, found.met_count, found.met_share, found.monte_carlo.met_share) == (None,) * 4


def test_one_set_near_zero_leaves_the_contribution_without_a_band() -> None:
    given_low = {**VIETNAM, "output_growth": {"low": 0.5, "central": 3, "high": 6}}
    found = band(**given_low, target_pct=10)
    assert found.contribution_pct is None and found.reason
    assert found.undefined_count == 2 and found.set_count == 5
    assert found.verdict == "undetermined"
    assert found.met_count is not None and found.met_count <= 3
    assert found.monte_carlo.contribution_pct is None and found.monte_carlo.undefined_count > 0
    assert found.tfp_growth.low < found.tfp_growth.high


def test_the_same_seed_draws_the_same_and_another_does_not() -> None:
    one, two, other = (band(**VIETNAM, seed=seed).monte_carlo.tfp_growth for seed in (5, 5, 6))
    assert one == two != other


def test_draws_have_the_mean_and_spread_of_a_triangle() -> None:
    found = band(
        output_growth={"low": 4, "central": 6, "high": 7},
        capital_growth=0,
        labour_growth=0,
        labour_share=0.5,
        draws=200_000,
    )
    spread = found.monte_carlo.tfp_growth
    assert spread["mean"] == pytest.approx(17 / 3, abs=0.01)
    variance = (16 + 36 + 49 - 24 - 28 - 42) / 18
    assert spread["sd"] == pytest.approx(variance**0.5, abs=0.01)


def test_the_tornado_is_sorted_and_names_what_matters() -> None:
    found = band(
        **{
            **VIETNAM,
            "capital_growth": {"low": 6.5, "central": 6.72, "high": 7},
            "labour_growth": {"low": 0.9, "central": 0.94, "high": 1},
        }
    )
    swings = [item.contribution_pct["swing"] or 0 for item in found.tornado]
    assert swings == sorted(swings, reverse=True)
    assert found.tornado[0].field == "labour_share"
    assert found.tornado[-1].field == "output_growth" and swings[-1] == 0


def test_plain_numbers_are_one_set() -> None:
    found = band(output_growth=6, capital_growth=5, labour_growth=1, labour_share=0.5, target_pct=50)
    assert (found.set_count, found.met_count, found.verdict) == (1, 1, "met")
    assert "no_range" in [c.code for c in found.warnings]


SERIES: dict[str, Any] = {
    "years": [2018, 2019, 2020, 2021],
    "output": [100, 107, 109, 116],
    "labour": [50, 50.5, 50.2, 51],
    "capital": [200, 215, 228, 240],
}


def test_a_series_of_one_set_is_the_ordinary_accounting() -> None:
    share = [0.5, 0.52, 0.54, 0.53]
    found = series_band(**SERIES, labour_share=share)
    plain = tornqvist(**SERIES, labour_share=share)
    assert found.set_count == 1
    for year, item in found.by_year.items():
        assert item.tfp_growth.central == pytest.approx(100 * plain.dln_tfp[year])
    assert found.period.contribution_pct is not None
    assert found.period.contribution_pct.low == pytest.approx(plain.period.contribution_pct["tfp"])


def test_accumulated_capital_is_that_of_the_perpetual_inventory() -> None:
    spent = [20, 24, 25, 26]
    stock = pim(
        investment=spent, depreciation=0.06, initial="given", initial_capital=200, initial_at="closing"
    )
    without = {key: value for key, value in SERIES.items() if key != "capital"}
    one = series_band(**without, labour_share=0.5, investment=spent, depreciation=0.06, initial_capital=200)
    two = series_band(**without, labour_share=0.5, capital=stock.capital)
    assert one.period.tfp_growth.central == pytest.approx(two.period.tfp_growth.central)


def test_every_combination_is_counted_and_the_reference_is_the_central_one() -> None:
    found = series_band(
        years=SERIES["years"],
        output=SERIES["output"],
        labour={"persons": SERIES["labour"], "hours": [50, 50, 49, 50]},
        labour_share={"comp_only": 0.4, "central": 0.5, "same_wage": [0.6, 0.61, 0.62, 0.63]},
        investment={"gfcf": [20, 24, 25, 26], "all": [25, 29, 30, 31]},
        depreciation={"low": 0.04, "central": 0.06},
        initial_capital={"a": 180, "b": 220},
        target_pct=20,
        mode="gso",
    )
    assert found.set_count == 2 * 3 * 2 * 2 * 2
    assert found.reference == {
        "output": "given",
        "labour": "persons",
        "labour_share": "central",
        "investment": "gfcf",
        "depreciation": "central",
        "initial_capital": "a",
    }
    assert found.met_count is not None and 0 < found.met_count < found.set_count
    assert found.verdict == "undetermined"
    swings = [item.swing for item in found.tornado]
    assert swings == sorted(swings, reverse=True)
    assert set(found.tornado[0].tfp_growth) == set(found.alternatives[found.tornado[0].field])


def test_five_hundred_sets_are_every_combination_of_the_alternatives() -> None:
    years = list(range(2000, 2021))
    path = np.arange(21)
    found = series_band(
        years=years,
        output=100 * 1.06**path,
        labour={str(i): 50 * 1.01**path for i in range(4)},
        labour_share={str(i): 0.4 + 0.05 * i for i in range(5)},
        investment=20 * 1.07**path,
        depreciation={str(i): 0.03 + 0.01 * i for i in range(5)},
        initial_capital={str(i): 180 + 20 * i for i in range(5)},
    )
    assert found.set_count == 500


def test_too_many_sets_are_refused_before_memory_is_asked_for() -> None:
    many = {str(i): 0.3 + i * 1e-4 for i in range(3000)}
    with pytest.raises(MeasureError) as refusal:
        series_band(
            **{**SERIES, "labour": {str(i): SERIES["labour"] for i in range(2500)}}, labour_share=many
        )
    assert refusal.value.code == "too_large"
