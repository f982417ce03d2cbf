"""Capability of data that are not normal: the test that sees it, and the three other paths."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from scipy import stats

from nscl.measures import MeasureError, method
from nscl.measures.spc import nonnormal
from nscl.measures.spc.capability import capability

SKEWED = np.random.default_rng(7).lognormal(1, 0.5, 60)
FORCED = "thử đường tính, không quan tâm ổn định"


def refused(**given_: Any) -> tuple[str, str]:
    with pytest.raises(MeasureError) as refusal:
        method.run("spc.capability", given_)
    return refusal.value.code, refusal.value.field


def test_skewed_data_are_named_on_the_normal_path_only() -> None:
    normal = capability(data=SKEWED, lsl=0.1, usl=20, override_reason=FORCED)
    assert "not_normal" in [one.code for one in normal.warnings]
    assert normal.normality.p_value is not None and normal.normality.p_value < 0.05
    fitted = capability(data=SKEWED, lsl=0.1, usl=20, distribution="lognormal", override_reason=FORCED)
    assert "not_normal" not in [one.code for one in fitted.warnings]


def test_the_statistic_of_anderson_and_darling_is_that_of_scipy() -> None:
    found = nonnormal.normality(SKEWED)
    theirs = stats.goodness_of_fit(stats.norm, SKEWED, statistic="ad", n_mc_samples=1, rng=1).statistic
    assert found.statistic == pytest.approx(theirs, rel=1e-9)


@pytest.mark.parametrize(("size", "known"), [(7, False), (8, True)])
def test_the_p_value_needs_eight_values(size: int, known: bool) -> None:
    assert (nonnormal.normality(np.arange(float(size)) ** 2).p_value is not None) is known


def test_p_values_of_normal_data_are_uniform_enough() -> None:
    draws = np.random.default_rng(11).normal(size=(400, 50))
    found = [nonnormal.normality(draw).p_value for draw in draws]
    assert 0.02 < np.mean(np.array(found) < 0.05) < 0.09
    assert 0.4 < np.mean(np.array(found) < 0.5) < 0.6


def test_far_from_normal_has_no_p_value_to_speak_of() -> None:
    assert nonnormal.normality(np.concatenate([np.zeros(5000), np.full(3, 1e6)])).p_value == 0


@pytest.mark.parametrize(
    ("name", "law"), [("weibull", stats.weibull_min), ("gamma", stats.gamma), ("exponential", stats.expon)]
)
def test_fits_are_of_maximum_likelihood(name: str, law: Any) -> None:
    ours = nonnormal.fit(SKEWED, name, "data").frozen
    theirs = law(*law.fit(SKEWED, floc=0))
    assert np.sum(ours.logpdf(SKEWED)) >= np.sum(theirs.logpdf(SKEWED)) - 1e-6
    assert ours.ppf(0.9) == pytest.approx(theirs.ppf(0.9), rel=1e-3)


def test_lognormal_capability_is_read_off_the_logs() -> None:
    found = capability(data=SKEWED, lsl=0.1, usl=20, distribution="lognormal", override_reason=FORCED)
    mean, sd = np.mean(np.log(SKEWED)), np.std(np.log(SKEWED), ddof=1)
    low, high = np.exp(mean - 3 * sd), np.exp(mean + 3 * sd)
    assert found.pp == pytest.approx(19.9 / (high - low), rel=1e-9)
    assert found.ppu == pytest.approx((20 - np.exp(mean)) / (high - np.exp(mean)), rel=1e-9)
    assert (found.cp, found.cpk, found.cpm, found.pp_ci) == (None, None, None, [None, None])
    assert found.ppm_within is None and found.z_bench_within is None


def test_a_threshold_moves_the_origin_of_the_fit() -> None:
    first = capability(data=SKEWED, lsl=0.1, usl=20, distribution="gamma", override_reason=FORCED)
    moved = capability(
        data=SKEWED - 50, lsl=-49.9, usl=-30, distribution="gamma", threshold=-50, override_reason=FORCED
    )
    assert (moved.pp, moved.ppk) == pytest.approx((first.pp, first.ppk), rel=1e-6)


def test_box_cox_with_power_zero_is_the_normal_path_on_logs() -> None:
    found = capability(data=SKEWED, lsl=0.1, usl=20, distribution="boxcox", power=0, override_reason=FORCED)
    logs = capability(data=np.log(SKEWED), lsl=np.log(0.1), usl=np.log(20), override_reason=FORCED)
    assert (found.cpk, found.ppk, found.ppm_overall) == pytest.approx(
        (logs.cpk, logs.ppk, logs.ppm_overall), rel=1e-9
    )
    assert found.mean == pytest.approx(np.mean(SKEWED))


def test_a_negative_power_keeps_the_order_of_the_limits() -> None:
    found = capability(
        data=1 / np.linspace(1, 2, 30),
        lsl=0.3,
        usl=2,
        distribution="boxcox",
        power=-1,
        override_reason=FORCED,
    )
    assert found.ppl == pytest.approx((1 / 0.3 - 1.5) / (3 * np.std(np.linspace(1, 2, 30), ddof=1)))


def test_the_most_likely_power_is_that_of_scipy() -> None:
    assert nonnormal.best_power(SKEWED) == pytest.approx(stats.boxcox(SKEWED)[1], abs=1e-5)


def test_percentiles_of_normal_data_give_nearly_the_normal_answer() -> None:
    data = stats.norm.ppf((np.arange(100_000) + 0.5) / 100_000)
    found = capability(data=data, lsl=-4, usl=5, distribution="percentile", override_reason=FORCED)
    assert (found.pp, found.ppk) == pytest.approx((1.5, 4 / 3), rel=1e-3)


def test_few_values_for_percentiles_are_said_to_be_few() -> None:
    found = capability(data=SKEWED, usl=20, distribution="percentile", override_reason=FORCED)
    assert "few_for_percentiles" in [one.code for one in found.warnings]


def test_stability_is_judged_where_the_data_should_be_normal() -> None:
    order = np.random.default_rng(7).permutation(12)
    data = np.exp(stats.norm.ppf((order + 0.5) / 12) * 1.5)
    raw = capability(data=data, usl=100, override_reason=FORCED)
    fitted = capability(data=data, usl=100, distribution="lognormal", override_reason=FORCED)
    logs = capability(data=np.log(data), usl=5, override_reason=FORCED)
    assert fitted.stability == logs.stability != raw.stability


@pytest.mark.parametrize("name", ["lognormal", "weibull", "gamma", "exponential", "boxcox"])
def test_values_that_are_not_positive_are_refused(name: str) -> None:
    assert refused(data=[1, 2, 0, 3], usl=5, distribution=name) == ("out_of_range", "data")


def test_a_limit_box_cox_cannot_take_is_refused() -> None:
    assert refused(data=[1, 2, 4, 3], lsl=0, usl=5, distribution="boxcox") == ("out_of_range", "lsl")


def test_values_of_mixed_units_are_refused() -> None:
    assert refused(data=[1e-60, 2, 4, 3], usl=5, distribution="weibull") == ("out_of_range", "data")
