"""Bias and linearity of a gauge."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from scipy import stats

from nscl.measures import MeasureError, method
from nscl.measures.msa import bias, linearity

READINGS = [5.9, 6.1, 6.2, 5.8, 6.3, 6.0]


def refused(name: str, **given_: Any) -> tuple[str, str]:
    with pytest.raises(MeasureError) as refusal:
        method.run(name, given_)
    return refusal.value.code, refusal.value.field


def test_the_test_of_bias_is_the_one_sample_t() -> None:
    found, theirs = bias(values=READINGS, reference=5.8), stats.ttest_1samp(READINGS, 5.8)
    assert (found.t, found.p_value) == pytest.approx((theirs.statistic, theirs.pvalue))
    low, high = theirs.confidence_interval(0.95)
    assert found.bias_ci == pytest.approx([low - 5.8, high - 5.8] if low > 1 else [low, high])
    assert found.significant is True


def test_a_larger_reference_turns_the_sign() -> None:
    assert bias(values=READINGS, reference=7).bias == pytest.approx(-0.95)


def test_percent_of_bias_needs_the_process() -> None:
    assert bias(values=READINGS, reference=5.8).bias_pct is None
    assert bias(values=READINGS, reference=5.8, process_variation=5).bias_pct == pytest.approx(5)


def test_equal_readings_give_the_bias_without_a_test() -> None:
    found = bias(values=[6, 6, 6], reference=5.9, tolerance=1)
    assert found.bias == pytest.approx(0.1) and (found.t, found.p_value, found.cg) == (None, None, None)
    assert [one.code for one in found.warnings] == ["no_variation"]


def test_a_line_through_the_biases_is_that_of_scipy() -> None:
    references, values = [1, 2, 5], [[1.2, 1.1], [2.3, 2.2, 2.4], [5.0, 4.9]]
    x = np.repeat(references, [2, 3, 2])
    y = np.concatenate([np.array(row) - ref for row, ref in zip(values, references, strict=True)])
    found, theirs = linearity(references=references, values=values), stats.linregress(x, y)
    assert (found.slope, found.intercept) == pytest.approx((theirs.slope, theirs.intercept))
    assert found.coefficients["slope"].p_value == pytest.approx(theirs.pvalue)
    assert found.coefficients["intercept"].se == pytest.approx(theirs.intercept_stderr)
    assert found.r_squared == pytest.approx(theirs.rvalue**2)


def test_a_perfect_gauge_has_no_line_to_test() -> None:
    found = linearity(references=[1, 2, 3], values=[[1], [2], [3]])
    assert (found.slope, found.s, found.r_squared, found.average_bias_p) == (0, 0, None, None)


@pytest.mark.parametrize(
    ("name", "given_", "expected"),
    [
        ("msa.bias", {"values": [1], "reference": 1}, ("too_few", "values")),
        ("msa.bias", {"values": [1, 2]}, ("missing_field", "reference")),
        ("msa.bias", {"values": [1, 2], "reference": 1, "tolerance": 0}, ("out_of_range", "tolerance")),
        ("msa.linearity", {"references": [1, 1], "values": [[1], [2]]}, ("constant_data", "references")),
        ("msa.linearity", {"references": [1, 2], "values": [[1], [2]]}, ("too_few", "values")),
        ("msa.linearity", {"references": [1, 2, 3], "values": [[1], [2]]}, ("wrong_length", "values")),
        (
            "msa.linearity",
            {"references": [1, 2], "values": [[1, 2], [2, None]]},
            ("missing_field", "values[1][1]"),
        ),
    ],
)
def test_what_gives_no_bias_is_refused(name: str, given_: Any, expected: tuple[str, str]) -> None:
    assert refused(name, **given_) == expected
