"""Process capability: both sigmas, intervals, one-sided limits, and what is refused."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats

from nscl.measures import MeasureError, method
from nscl.measures.spc.capability import capability
from nscl.measures.spc.capability_summary import capability_summary

FIVE = [10, 12, 11, 13, 12]
GROUPS = [[10.2, 9.9, 10.4], [10.0, 10.3, 9.8], [9.7, 10.1, 10.2], [10.3, 10.0, 9.9]]
FORCED = "thử tính chất, không quan tâm ổn định"

readings = st.lists(st.integers(-1000, 1000), min_size=4, max_size=30).filter(lambda v: len(set(v)) > 1)


def refused(name: str, **given_: Any) -> tuple[str, str]:
    with pytest.raises(MeasureError) as refusal:
        method.run(name, given_)
    return refusal.value.code, refusal.value.field


@settings(deadline=None, max_examples=50)
@given(readings, st.floats(0.01, 100), st.integers(-1000, 1000))
def test_units_and_origin_do_not_change_capability(data: list[int], scale: float, shift: int) -> None:
    first = capability(data=data, lsl=-2000, usl=2500, override_reason=FORCED)
    other = capability(
        data=[scale * x + shift for x in data],
        lsl=scale * -2000 + shift,
        usl=scale * 2500 + shift,
        override_reason=FORCED,
    )
    for key in ("cp", "cpk", "pp", "ppk", "cpm", "ppm_overall"):
        assert getattr(other, key) == pytest.approx(getattr(first, key), rel=1e-6, abs=1e-9)


@settings(deadline=None, max_examples=50)
@given(readings)
def test_the_sides_average_to_the_potential_and_the_worse_one_counts(data: list[int]) -> None:
    found = capability(data=data, lsl=-2000, usl=2500, override_reason=FORCED)
    assert found.cp is not None and found.cpl is not None and found.cpu is not None
    assert (found.cpl + found.cpu) / 2 == pytest.approx(found.cp)
    assert found.cpk == min(found.cpl, found.cpu) <= found.cp + 1e-12


@settings(deadline=None, max_examples=50)
@given(readings)
def test_a_mirror_swaps_the_sides(data: list[int]) -> None:
    first = capability(data=data, lsl=-2000, usl=2500, override_reason=FORCED)
    other = capability(data=[-x for x in data], lsl=-2500, usl=2000, override_reason=FORCED)
    assert (other.ppl, other.ppu) == pytest.approx((first.ppu, first.ppl))


def test_overall_interval_is_the_chi_square_of_the_sample() -> None:
    found = capability(data=FIVE, lsl=6, usl=16, confidence=0.9)
    low, high = stats.chi2.ppf([0.05, 0.95], 4)
    assert found.pp is not None
    assert found.pp_ci == pytest.approx([found.pp * (low / 4) ** 0.5, found.pp * (high / 4) ** 0.5])


@pytest.mark.parametrize(
    ("way", "df"), [("r_bar", 0.9 * 8), ("pooled", 8), ("s_bar", 4 * 0.8862269**2 / (2 * (1 - 0.8862269**2)))]
)
def test_effective_degrees_of_freedom_follow_the_estimate(way: str, df: float) -> None:
    found = capability(subgroups=GROUPS, lsl=9, usl=11, sigma_method=way, interval_df="effective")
    assert found.df_within == pytest.approx(df, rel=1e-6)


def test_the_default_degrees_of_freedom_are_those_of_the_textbooks() -> None:
    assert capability(subgroups=GROUPS, lsl=9, usl=11).df_within == 11
    assert capability(subgroups=GROUPS, lsl=9, usl=11, sigma_method="pooled").df_within == 8
    assert capability(data=FIVE, lsl=6, usl=16).df_within == pytest.approx(2.48)


def test_sigma_within_by_every_method_of_subgroups() -> None:
    groups = np.array(GROUPS)
    pooled = float(np.sqrt(np.mean(np.var(groups, axis=1, ddof=1))))
    expected = {
        "r_bar": float(np.mean(np.ptp(groups, axis=1))) / 1.6925687506,
        "s_bar": float(np.mean(np.std(groups, axis=1, ddof=1))) / 0.8862269255,
        "pooled": pooled,
        "pooled_unbiased": pooled / (np.sqrt(2 / 8) * 11.631728396567448 / 6),
    }
    for way, sigma in expected.items():
        found = capability(subgroups=GROUPS, lsl=9, usl=11, sigma_method=way)
        assert found.sigma_within == pytest.approx(sigma, rel=1e-9), way


def test_sigma_within_by_every_method_of_single_values() -> None:
    steps = [2, 1, 2, 1]
    assert capability(data=FIVE, lsl=6, usl=16).sigma_within == pytest.approx(1.5 * np.sqrt(np.pi) / 2)
    found = capability(data=FIVE, lsl=6, usl=16, sigma_method="median_mr")
    assert found.sigma_within == pytest.approx(1.5 / (np.sqrt(2) * stats.norm.ppf(0.75)))
    found = capability(data=FIVE, lsl=6, usl=16, sigma_method="mssd")
    assert found.sigma_within == pytest.approx((sum(s * s for s in steps) / 8) ** 0.5)


def test_subgroups_of_unequal_size_count_by_what_they_know() -> None:
    ragged = [*GROUPS, [10.1, 10.2], [9.9]]
    found = capability(subgroups=ragged, lsl=9, usl=11)
    two, three = (1.1283791671 / 0.8525024664) ** 2, (1.6925687506 / 0.8883680040) ** 2
    parts = [(three, max(g) - min(g), 1.6925687506) for g in GROUPS] + [(two, 0.1, 1.1283791671)]
    sigma = sum(w * r / d for w, r, d in parts) / sum(w for w, _, _ in parts)
    assert found.sigma_within == pytest.approx(sigma, rel=1e-6)
    assert found.n == 15


def test_one_list_cut_into_subgroups_is_the_same_as_the_subgroups() -> None:
    cut = capability(data=[x for group in GROUPS for x in group], subgroup_size=3, lsl=9, usl=11)
    assert cut.as_json()["cp"] == capability(subgroups=GROUPS, lsl=9, usl=11).cp


def test_one_limit_leaves_the_two_sided_indices_undefined() -> None:
    found = capability(data=FIVE, usl=16)
    assert (found.cp, found.cpl, found.pp, found.cpm) == (None, None, None, None)
    assert found.cpk == found.cpu and found.cp_ci == [None, None]
    assert found.cpk_ci[0] is not None
    assert [one.code for one in found.warnings] == ["one_sided"]


def test_the_target_defaults_to_the_middle_and_is_dropped_outside_the_limits() -> None:
    assert capability(data=FIVE, lsl=6, usl=16).target == 11
    off = capability(data=FIVE, lsl=6, usl=16, target=20)
    assert off.cpm is None and "target_outside" in [one.code for one in off.warnings]


def test_an_unstable_process_is_refused_by_the_key_that_lets_it_pass() -> None:
    data = [10, 11, 10, 11, 10, 11, 10, 30, 11, 10]
    assert refused("spc.capability", data=data, lsl=0, usl=40) == ("unstable_process", "override_reason")
    found = capability(data=data, lsl=0, usl=40, override_reason="đã biết nguyên nhân điểm 8")
    assert found.stability.location == [8]
    assert "unstable" in [one.code for one in found.warnings]
    assert "đã biết nguyên nhân điểm 8" in [one.value for one in found.assumptions]


def test_an_unstable_spread_is_refused_too() -> None:
    groups = [[10, 10.1, 9.9]] * 12 + [[7, 10, 13]]
    assert refused("spc.capability", subgroups=groups, lsl=0, usl=20)[0] == "unstable_process"
    found = capability(subgroups=groups, lsl=0, usl=20, override_reason=FORCED)
    assert (found.stability.location, found.stability.dispersion) == ([], [13])


def test_a_blank_reason_is_no_reason() -> None:
    assert refused("spc.capability", data=FIVE, lsl=6, usl=16, override_reason="  ") == (
        "missing_field",
        "override_reason",
    )


@pytest.mark.parametrize(
    ("given_", "expected"),
    [
        ({"lsl": 1, "usl": 2}, ("missing_field", "data")),
        ({"data": [], "lsl": 1, "usl": 2}, ("too_few", "data")),
        ({"data": [1], "lsl": 1, "usl": 2}, ("too_few", "data")),
        ({"data": [1, 1, 1], "lsl": 0, "usl": 2}, ("constant_data", "data")),
        ({"data": [1, None, 3], "lsl": 0, "usl": 2}, ("missing_field", "data[1]")),
        ({"data": [1, True, 3], "lsl": 0, "usl": 2}, ("wrong_type", "data[1]")),
        ({"data": [1, float("nan"), 3], "lsl": 0, "usl": 2}, ("not_finite", "data[1]")),
        ({"data": [1, 1e200], "lsl": 0, "usl": 2}, ("out_of_range", "data[1]")),
        ({"data": FIVE, "subgroups": GROUPS, "lsl": 1, "usl": 2}, ("inconsistent", "subgroups")),
        ({"data": FIVE}, ("missing_field", "lsl")),
        ({"data": FIVE, "lsl": 5, "usl": 5}, ("inconsistent", "usl")),
        ({"data": FIVE, "lsl": 6, "usl": 16, "confidence": 95}, ("out_of_range", "confidence")),
        ({"data": FIVE, "lsl": 6, "usl": 16, "sigma_method": "r_bar"}, ("out_of_range", "sigma_method")),
        ({"data": FIVE, "lsl": 6, "usl": 16, "power": 1}, ("out_of_range", "power")),
        ({"data": FIVE, "lsl": 6, "usl": 16, "threshold": 1}, ("out_of_range", "threshold")),
        ({"data": FIVE, "lsl": 6, "usl": 16, "distribution": "cauchy"}, ("out_of_range", "distribution")),
        ({"data": FIVE, "lsl": 6, "usl": 16, "subgroup_size": 4}, ("too_few", "data")),
        ({"subgroups": [[1, 2, 3]], "lsl": 0, "usl": 4}, ("too_few", "subgroups")),
        ({"subgroups": [[1], [2]], "lsl": 0, "usl": 4}, ("too_few", "subgroups")),
        ({"subgroups": [[1, 1], [2, 2]], "lsl": 0, "usl": 4}, ("constant_data", "subgroups")),
        ({"subgroups": [[1, 2], []], "lsl": 0, "usl": 4}, ("too_few", "subgroups[1]")),
        ({"subgroups": [[1, 2], [3, "x"]], "lsl": 0, "usl": 4}, ("wrong_type", "subgroups[1][1]")),
        ({"subgroups": [1, 2], "lsl": 0, "usl": 4}, ("wrong_type", "subgroups[0]")),
        ({"data": FIVE, "usl": 16, "limits": 3}, ("unknown_field", "limits")),
    ],
)
def test_what_cannot_be_judged_is_refused_where_it_is(
    given_: dict[str, Any], expected: tuple[str, str]
) -> None:
    assert refused("spc.capability", **given_) == expected


def test_a_hundred_thousand_points_give_the_capability_they_were_made_with() -> None:
    data = np.random.default_rng(1).normal(10, 1, 100_000)
    found = capability(data=data, lsl=5, usl=15, override_reason=FORCED)
    capability(data=data, subgroup_size=5, lsl=5, usl=15, override_reason=FORCED)
    assert found.pp == pytest.approx(10 / 6, rel=0.01)


def test_the_refusal_of_many_points_names_only_the_first() -> None:
    data = np.random.default_rng(1).normal(10, 1, 20_000)
    data[::40] += 8
    with pytest.raises(MeasureError) as refusal:
        capability(data=data, lsl=5, usl=15)
    assert len(refusal.value.message) < 400


@pytest.mark.parametrize("n", [300, 1_000, 10_000])
def test_a_long_stable_chart_is_not_refused_for_what_chance_puts_on_it(n: int) -> None:
    """Some points stand beyond three sigma; they are told, and only a rarer one stops the calculation."""
    data = np.random.default_rng(5).normal(10, 1, n)
    found = capability(data=data, lsl=5, usl=15)
    beyond = found.stability.location + found.stability.dispersion
    assert beyond and "points_beyond" in [caution.code for caution in found.warnings]
    with pytest.raises(MeasureError) as refusal:
        capability(data=np.append(data, 16.5), lsl=5, usl=15)
    assert refusal.value.code == "unstable_process"


def test_a_short_chart_is_refused_for_any_point_beyond_three_sigma() -> None:
    data = [10.0, 10.4, 9.6] * 8
    sigma = float(np.mean(np.abs(np.diff(data)))) * np.sqrt(np.pi) / 2
    capability(data=[*data, 10 + 2.8 * sigma], lsl=5, usl=15)
    with pytest.raises(MeasureError) as refusal:
        capability(data=[*data, 10 + 3.5 * sigma], lsl=5, usl=15)
    assert refusal.value.field == "override_reason"


def test_a_summary_gives_what_the_data_gave() -> None:
    full = capability(data=FIVE, lsl=6, usl=16)
    found = capability_summary(mean=full.mean, sigma=full.sigma_overall, n=5, lsl=6, usl=16)
    assert (found.cp, found.cpk) == pytest.approx((full.pp, full.ppk))
    assert found.cp_ci == pytest.approx(full.pp_ci) and found.cpk_ci == pytest.approx(full.ppk_ci)


def test_a_one_sided_bound_is_the_low_end_of_a_shorter_interval() -> None:
    wide = capability_summary(mean=10, sigma=1, lsl=6, usl=15, n=30, confidence=0.95)
    short = capability_summary(mean=10, sigma=1, lsl=6, usl=15, n=30, confidence=0.9)
    assert wide.cp_lower == short.cp_ci[0] and wide.cpk_lower == short.cpk_ci[0]


@pytest.mark.parametrize(
    ("given_", "expected"),
    [
        ({"mean": 1, "sigma": 0, "lsl": 0}, ("out_of_range", "sigma")),
        ({"mean": 1, "sigma": 1}, ("missing_field", "lsl")),
        ({"mean": 1, "sigma": 1, "lsl": 0, "n": 1}, ("out_of_range", "n")),
        ({"mean": 1, "sigma": 1, "lsl": 0, "df": 4}, ("missing_field", "n")),
        ({"sigma": 1, "lsl": 0}, ("missing_field", "mean")),
    ],
)
def test_a_summary_refuses_what_it_cannot_use(given_: dict[str, Any], expected: tuple[str, str]) -> None:
    assert refused("spc.capability_summary", **given_) == expected


def test_a_summary_without_a_sample_size_has_no_interval() -> None:
    found = capability_summary(mean=10, sigma=1, lsl=6, usl=15)
    assert found.cp_ci == found.cpk_ci == [None, None] and found.cp_lower is None
