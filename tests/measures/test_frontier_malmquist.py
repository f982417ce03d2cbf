"""The Malmquist index: identities, conventions, firms that come and go."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nscl.measures import MeasureError, method
from nscl.measures.frontier import malmquist, scores


@st.composite
def panels(draw: Any) -> list[dict[str, Any]]:
    count, inputs, outputs = draw(st.integers(2, 6)), draw(st.integers(1, 2)), draw(st.integers(1, 2))
    row = st.lists(st.integers(1, 30).map(float), min_size=inputs + outputs, max_size=inputs + outputs)
    tables = [np.array(draw(st.lists(row, min_size=count, max_size=count))) for _ in range(3)]
    return [{"x": table[:, :inputs], "y": table[:, inputs:]} for table in tables]


@settings(deadline=None, max_examples=20)
@given(panels(), st.sampled_from(["input", "output"]))
def test_the_parts_multiply_to_the_whole(panel: Any, orientation: str) -> None:
    found = malmquist(periods=panel, orientation=orientation)
    for pair in found.pairs:
        assert pair.tfpch == pytest.approx(pair.effch * pair.techch)
        assert pair.effch == pytest.approx(pair.pech * pair.sech)
        assert pair.geometric_means["tfpch"] == pytest.approx(np.exp(np.log(pair.tfpch).mean()))
    assert found.firm_means is not None
    assert found.overall_means["tfpch"] == pytest.approx(np.exp(np.log(found.firm_means["tfpch"]).mean()))


@settings(deadline=None, max_examples=15)
@given(panels())
def test_under_crs_both_orientations_agree_and_time_runs_backwards(panel: Any) -> None:
    inward, outward = (malmquist(periods=panel[:2], orientation=way).pairs[0] for way in ("input", "output"))
    assert inward.tfpch == pytest.approx(outward.tfpch) and inward.techch == pytest.approx(outward.techch)
    back = malmquist(periods=panel[1::-1]).pairs[0]
    assert back.tfpch == pytest.approx(1 / outward.tfpch)


def test_nothing_changes_when_nothing_changes() -> None:
    period = {"x": [[2, 5], [2, 4], [6, 6]], "y": [1, 2, 3]}
    pair = malmquist(periods=[period, period]).pairs[0]
    for index in ("tfpch", "effch", "techch", "pech", "sech"):
        assert getattr(pair, index) == pytest.approx(1.0)


@pytest.mark.parametrize("orientation", ["input", "output"])
def test_a_tenth_more_output_from_all_is_progress_of_a_tenth(orientation: str) -> None:
    """Above one means improvement in both orientations (R's `malmq` gives the reciprocal for output)."""
    x, y = np.array([[2.0], [3.0], [5.0]]), np.array([[1.0], [3.0], [4.0]])
    pair = malmquist(periods=[{"x": x, "y": y}, {"x": x, "y": y * 1.1}], orientation=orientation).pairs[0]
    assert pair.tfpch == pytest.approx(1.1) and pair.techch == pytest.approx(1.1)
    assert pair.effch == pytest.approx(1.0) and pair.pech == pytest.approx(1.0)


def test_distances_are_scores_against_the_other_period() -> None:
    x, y = [[2, 3], [4, 2], [3, 3]], [2, 3, 2]
    x_new, y_new = [[2, 2], [4, 3], [2, 3]], [2, 4, 3]
    pair = malmquist(periods=[{"x": x, "y": y}, {"x": x_new, "y": y_new}], orientation="input").pairs[0]
    seen = scores(x=x_new, y=y_new, x_ref=x, y_ref=y, returns="crs")
    assert pair.distances.first_by_second == pytest.approx(seen.scores)


def test_firms_are_matched_by_name_and_those_who_come_and_go_are_named() -> None:
    one = {"x": [2, 4, 3], "y": [1, 2, 3], "names": ["A", "B", "C"], "label": 2023}
    two = {"x": [3, 2, 7], "y": [4, 1, 5], "names": ["C", "A", "D"], "label": 2024}
    found = malmquist(periods=[one, two])
    pair = found.pairs[0]
    plain = malmquist(periods=[{"x": [2, 3], "y": [1, 3]}, {"x": [2, 3], "y": [1, 4]}]).pairs[0]
    assert (pair.from_, pair.to, pair.firms) == ("2023", "2024", ("A", "C"))
    assert (pair.entered, pair.left) == (("D",), ("B",)) and found.firm_means is None
    assert pair.tfpch == pytest.approx(plain.tfpch)
    assert {caution.code for caution in found.warnings} == {"entered", "left"}
    assert found.as_json()["pairs"][0]["from"] == "2023"


def test_a_firm_without_a_distance_across_periods_has_no_index() -> None:
    """The second firm turns to an input that nobody used alone before."""
    found = malmquist(
        periods=[
            {"x": [[1, 0], [1, 1]], "y": [1, 1]},
            {"x": [[1, 1], [0, 1]], "y": [1, 1]},
        ],
        orientation="input",
    )
    assert np.isnan(found.pairs[0].tfpch).any()
    assert "infeasible" in [caution.code for caution in found.warnings]
    assert None in found.as_json()["pairs"][0]["tfpch"]


ONE = {"x": [1, 2], "y": [1, 1]}


@pytest.mark.parametrize(
    ("given_", "code", "field"),
    [
        ({"periods": [ONE]}, "too_few", "periods"),
        ({"periods": {}}, "wrong_type", "periods"),
        ({"periods": [ONE, 3]}, "wrong_type", "periods[1]"),
        ({"periods": [ONE, {"x": [1, 2]}]}, "missing_field", "periods[1].y"),
        ({"periods": [ONE, {"x": [1, -2], "y": [1, 1]}]}, "out_of_range", "periods[1].x[1][0]"),
        ({"periods": [ONE, {**ONE, "z": 1}]}, "unknown_field", "periods[1].z"),
        ({"periods": [ONE, {"x": [[1, 1], [2, 2]], "y": [1, 1]}]}, "wrong_length", "periods[1].x"),
        ({"periods": [ONE, {"x": [1], "y": [1]}]}, "unbalanced", "periods[1].x"),
        ({"periods": [ONE, {**ONE, "names": ["A", "B"]}]}, "unbalanced", "periods[1].names"),
        (
            {"periods": [{**ONE, "names": ["A", "B"]}, {**ONE, "names": ["C", "D"]}]},
            "not_comparable",
            "periods",
        ),
        ({"periods": [ONE, {**ONE, "label": []}]}, "wrong_type", "periods[1].label"),
        ({"periods": [ONE, ONE], "names": ["A"]}, "wrong_length", "names"),
        ({"periods": [ONE, ONE], "orientation": "both"}, "out_of_range", "orientation"),
    ],
)
def test_impossible_panels_are_refused_by_their_place(given_: Any, code: str, field: str) -> None:
    with pytest.raises(MeasureError) as refusal:
        method.run("dea.malmquist", given_)
    assert (refusal.value.code, refusal.value.field) == (code, field)
