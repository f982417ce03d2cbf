"""What must hold for scores whatever the firms, and what the room refuses."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nscl.measures import MeasureError, method
from nscl.measures.frontier import cost, revenue, scale, scores

quick = settings(deadline=None, max_examples=25)
RETURNS = ("crs", "vrs", "drs", "irs", "fdh")


@st.composite
def industries(draw: Any, least: int = 2) -> tuple[Any, Any]:
    count, inputs, outputs = draw(st.integers(least, 9)), draw(st.integers(1, 3)), draw(st.integers(1, 2))
    figures = st.integers(1, 40).map(float)
    rows = st.lists(figures, min_size=inputs + outputs, max_size=inputs + outputs)
    table = np.array(draw(st.lists(rows, min_size=count, max_size=count)))
    return table[:, :inputs], table[:, inputs:]


@quick
@given(industries(), st.sampled_from(["input", "output"]))
def test_a_wider_technology_never_flatters(firms: Any, orientation: str) -> None:
    """FDH ≥ VRS ≥ (DRS, IRS) ≥ CRS; seen from the output side the other way round."""
    x, y = firms
    found = {name: scores(x=x, y=y, returns=name, orientation=orientation).scores for name in RETURNS}
    if orientation == "output":
        found = {name: 1 / value for name, value in found.items()}
    for wide, narrow in (("crs", "drs"), ("crs", "irs"), ("drs", "vrs"), ("irs", "vrs"), ("vrs", "fdh")):
        assert (found[wide] <= found[narrow] + 1e-9).all()
    assert np.minimum(found["drs"], found["irs"]) == pytest.approx(found["crs"], abs=1e-8)
    assert np.maximum(found["drs"], found["irs"]) == pytest.approx(found["vrs"], abs=1e-8)


@quick
@given(industries(), st.sampled_from(RETURNS), st.integers(-6, 12), st.integers(-6, 12))
def test_units_do_not_matter(firms: Any, returns: str, first: int, last: int) -> None:
    x, y = firms
    one = scores(x=x, y=y, returns=returns, slack_units="mean")
    x_other, y_other = x.copy(), y.copy()
    x_other[:, 0] *= 10.0**first
    y_other[:, -1] *= 10.0**last
    other = scores(x=x_other, y=y_other, returns=returns, slack_units="mean")
    assert other.scores == pytest.approx(one.scores, abs=1e-8)
    assert other.strongly_efficient == one.strongly_efficient
    mean = [one.slacks.x / x.mean(axis=0), one.slacks.y / y.mean(axis=0)]
    mean_other = [other.slacks.x / x_other.mean(axis=0), other.slacks.y / y_other.mean(axis=0)]
    assert np.hstack(mean).sum(axis=1) == pytest.approx(np.hstack(mean_other).sum(axis=1), abs=1e-6)


@quick
@given(industries())
def test_under_crs_the_output_score_is_the_reciprocal_and_scale_is_free(firms: Any) -> None:
    x, y = firms
    inward = scores(x=x, y=y, returns="crs").scores
    assert scores(x=x, y=y, returns="crs", orientation="output").scores == pytest.approx(1 / inward, rel=1e-8)
    factor = np.linspace(0.5, 3, len(x))[:, None]
    assert scores(x=x * factor, y=y * factor, returns="crs").scores == pytest.approx(inward, abs=1e-8)


@quick
@given(industries(), st.sampled_from(RETURNS), st.randoms(use_true_random=False))
def test_the_order_of_firms_does_not_matter(firms: Any, returns: str, chance: Any) -> None:
    x, y = firms
    order = list(range(len(x)))
    chance.shuffle(order)
    one, other = scores(x=x, y=y, returns=returns), scores(x=x[order], y=y[order], returns=returns)
    assert other.scores == pytest.approx(one.scores[order], abs=1e-9)


@quick
@given(industries(), st.sampled_from(RETURNS))
def test_a_dominated_firm_changes_nobody_and_a_twin_scores_the_same(firms: Any, returns: str) -> None:
    x, y = firms
    one = scores(x=x, y=y, returns=returns).scores
    with_worse = scores(x=np.vstack([x, x[:1] * 1.5]), y=np.vstack([y, y[:1] / 2]), returns=returns).scores
    assert with_worse[:-1] == pytest.approx(one, abs=1e-9) and with_worse[-1] < 1
    twin = scores(x=np.vstack([x, x[-1:]]), y=np.vstack([y, y[-1:]]), returns=returns)
    assert twin.scores == pytest.approx(np.append(one, one[-1]), abs=1e-9)
    assert any(group[-1] == len(x) + 1 for group in twin.duplicates)
    assert "duplicate_firms" in [caution.code for caution in twin.warnings]


@quick
@given(industries(), st.sampled_from(RETURNS), st.sampled_from(["input", "output"]))
def test_targets_lie_on_the_frontier_without_slack(firms: Any, returns: str, orientation: str) -> None:
    x, y = firms
    found = scores(x=x, y=y, returns=returns, orientation=orientation)
    again = scores(
        x=found.targets.x, y=found.targets.y, x_ref=x, y_ref=y, returns=returns, orientation=orientation
    )
    assert again.scores == pytest.approx(np.ones(len(x)), abs=1e-7)
    assert np.abs(again.slacks.x).max() < 1e-5 and np.abs(again.slacks.y).max() < 1e-5


@quick
@given(industries(), st.sampled_from(RETURNS), st.sampled_from(["input", "output"]))
def test_super_efficiency_leaves_the_inefficient_alone(firms: Any, returns: str, orientation: str) -> None:
    x, y = firms
    plain = scores(x=x, y=y, returns=returns, orientation=orientation)
    above = scores(x=x, y=y, returns=returns, orientation=orientation, super_=True)
    behind = ~np.array(plain.efficient)
    assert above.scores[behind] == pytest.approx(plain.scores[behind], abs=1e-9)
    better = above.scores[~behind] - 1 if orientation == "input" else 1 - above.scores[~behind]
    assert (np.isnan(better) | (better >= -1e-9)).all()
    assert all(above.efficient[one - 1] and np.isnan(above.scores[one - 1]) for one in above.infeasible)


@quick
@given(industries(), st.sampled_from(["input", "output"]))
def test_scale_efficiency_is_at_most_one_and_names_its_side(firms: Any, orientation: str) -> None:
    x, y = firms
    found = scale(x=x, y=y, orientation=orientation)
    assert (found.scale <= 1 + 1e-9).all() and (found.scale > 0).all()
    assert [kind == "crs" for kind in found.returns_to_scale] == (found.scale > 1 - 1e-7).tolist()


@quick
@given(industries(), st.sampled_from(["crs", "vrs", "drs", "irs"]), st.data())
def test_cost_and_revenue_split_into_technique_and_mix(firms: Any, returns: str, data: Any) -> None:
    x, y = firms
    prices = data.draw(st.lists(st.integers(1, 9).map(float), min_size=x.shape[1], max_size=x.shape[1]))
    found = cost(x=x, y=y, input_prices=prices, returns=returns)
    assert found.technical == pytest.approx(scores(x=x, y=y, returns=returns).scores, abs=1e-9)
    assert found.cost == pytest.approx(found.technical * found.allocative)
    assert (found.cost <= found.technical + 1e-9).all()
    assert found.optimal_x @ prices == pytest.approx(found.minimum_cost, rel=1e-7)
    own = cost(
        x=x,
        y=y,
        input_prices=[[price * (2 + one) for price in prices] for one in range(len(x))],
        returns=returns,
    )
    assert own.cost == pytest.approx(found.cost, abs=1e-8)
    earned = revenue(x=x, y=y, output_prices=[1.0] * y.shape[1], returns=returns)
    assert earned.revenue == pytest.approx(earned.technical * earned.allocative)
    assert earned.optimal_y.sum(axis=1) == pytest.approx(earned.maximum_revenue, rel=1e-7)


def test_own_prices_are_each_firms_own() -> None:
    """Two firms, mirrored prices: each would buy the other's mix."""
    found = cost(x=[[1, 4], [4, 1]], y=[1, 1], input_prices=[[4, 1], [1, 4]])
    assert found.cost.tolist() == [1.0, 1.0]
    found = cost(x=[[1, 4], [4, 1]], y=[1, 1], input_prices=[[1, 4], [4, 1]])
    assert found.cost == pytest.approx([8 / 17, 8 / 17]) and found.optimal_x.tolist() == [[4, 1], [1, 4]]


def test_negative_outputs_are_shifted_where_the_score_does_not_depend_on_it() -> None:
    x, y = [[2, 3], [4, 1], [5, 5], [3, 3]], np.array([[-5.0], [2.0], [-1.0], [-4.0]])
    one, other = scores(x=x, y=y, returns="vrs"), scores(x=x, y=y + 100, returns="vrs")
    assert one.scores == pytest.approx(other.scores) and one.targets.y == pytest.approx(other.targets.y - 100)
    assert "shifted" in [caution.code for caution in one.warnings]
    with pytest.raises(MeasureError) as refusal:
        scores(x=x, y=y, returns="crs")
    assert (refusal.value.code, refusal.value.field) == ("out_of_range", "y[0][0]")


def test_weak_efficiency_is_told_apart() -> None:
    found = scores(x=[[1, 1], [1, 2]], y=[1, 1], returns="vrs")
    assert found.efficient == (True, True) and found.strongly_efficient == (True, False)
    assert scores(x=[[1, 1], [1, 2]], y=[1, 1], slacks=False).strongly_efficient is None


def test_warnings_name_the_firms() -> None:
    found = scores(x=[1, 2], y=[1, 3], super_=True, names=["Dệt Nam Định", "Cơ khí Hồng Hà"])
    said = {caution.code: caution.sentence_vi for caution in found.warnings}
    assert "Dệt Nam Định" not in said["infeasible"] and "Cơ khí Hồng Hà" in said["infeasible"]
    assert found.infeasible == (2,) and found.scores.tolist()[0] == 2.0


TWO = {"x": [1, 2], "y": [1, 1]}


@pytest.mark.parametrize(
    ("name", "given_", "code", "field"),
    [
        ("dea.scores", {"x": [], "y": []}, "too_few", "x"),
        ("dea.scores", {"x": [True], "y": [1]}, "wrong_type", "x[0]"),
        ("dea.scores", {"x": [float("nan")], "y": [1]}, "not_finite", "x[0]"),
        ("dea.scores", {"x": [[1, 2], [1]], "y": [1, 2]}, "wrong_length", "x[1]"),
        ("dea.scores", {"x": [1, 2], "y": [1]}, "wrong_length", "y"),
        ("dea.scores", {"x": [1e200, 1], "y": [1, 1]}, "out_of_range", "x[0][0]"),
        ("dea.scores", {"x": [1e-320, 1], "y": [1, 1]}, "out_of_range", "x[0][0]"),
        ("dea.scores", {"x": [0, 1], "y": [1, 1]}, "out_of_range", "x[0]"),
        ("dea.scores", {"x": [1, 1], "y": [1, 0]}, "out_of_range", "y[1]"),
        ("dea.scores", {"x": [[1, 0], [1, 0]], "y": [1, 1]}, "out_of_range", "x[0][1]"),
        ("dea.scores", {**TWO, "returns": "CRS"}, "out_of_range", "returns"),
        ("dea.scores", {**TWO, "orientation": "both"}, "out_of_range", "orientation"),
        ("dea.scores", {**TWO, "super": 1}, "wrong_type", "super"),
        ("dea.scores", {**TWO, "names": ["a", "a"]}, "duplicate", "names[1]"),
        ("dea.scores", {**TWO, "names": ["a"]}, "wrong_length", "names"),
        ("dea.scores", {**TWO, "x_ref": [1]}, "missing_field", "y_ref"),
        ("dea.scores", {**TWO, "x_ref": [[1, 2]], "y_ref": [1]}, "wrong_length", "x_ref"),
        ("dea.scores", {**TWO, "x_ref": [1], "y_ref": [1], "super": True}, "inconsistent", "super"),
        ("dea.scores", {**TWO, "colour": 1}, "unknown_field", "colour"),
        ("dea.scores", {"x": [[1] * 61, [2] * 61], "y": [1, 1]}, "too_large", "x"),
        ("dea.cost", {**TWO, "input_prices": [1, 2]}, "wrong_length", "input_prices"),
        ("dea.cost", {**TWO, "input_prices": [-1]}, "out_of_range", "input_prices[0]"),
        ("dea.cost", {**TWO, "input_prices": [[1], [0]]}, "out_of_range", "input_prices[1]"),
        ("dea.cost", {**TWO, "input_prices": "1"}, "wrong_type", "input_prices"),
        ("dea.cost", {**TWO, "input_prices": [1], "returns": "fdh"}, "out_of_range", "returns"),
        ("dea.revenue", {**TWO, "output_prices": [0]}, "out_of_range", "output_prices"),
        ("dea.scale", {"x": [1, 2], "y": [1, -1]}, "out_of_range", "y[1][0]"),
    ],
)
def test_impossible_input_is_refused_by_its_place(name: str, given_: Any, code: str, field: str) -> None:
    with pytest.raises(MeasureError) as refusal:
        method.run(name, given_)
    assert (refusal.value.code, refusal.value.field) == (code, field)
    assert len(refusal.value.message) > 20


@settings(deadline=None, max_examples=40)
@given(st.data(), st.sampled_from(RETURNS), st.sampled_from(["input", "output"]), st.booleans())
def test_no_figure_of_any_size_breaks_it(data: Any, returns: str, orientation: str, above: bool) -> None:
    """Any figures that pass the door give scores, nulls with a warning, or a refusal: never a crash."""
    figure = st.one_of(st.just(0.0), st.floats(1e-60, 1e60), st.integers(1, 3).map(float))
    rows = data.draw(st.lists(st.tuples(figure, figure, figure), min_size=1, max_size=6))
    table = np.array(rows)
    try:
        found = scores(x=table[:, :2], y=table[:, 2:], returns=returns, orientation=orientation, super_=above)
    except MeasureError:
        return
    known = found.scores[~np.isnan(found.scores)]
    assert (known >= 0).all()
    if not above:
        assert ((known <= 1) if orientation == "input" else (known >= 1)).all()


def test_a_score_of_almost_nothing_is_not_below_nothing() -> None:
    """The others make so little of its 2·10¹⁷ that only rounding is left of the multiple."""
    x = [[0.0, 1.8014398509481964e16], [0.0, 1.0], [1.0, 0.0], [1.0, 0.0]]
    y = [2.1884429284804792e26, 1.0, 1.0, 2.1884429284804794e17]
    for returns in ("vrs", "irs"):
        found = scores(x=x, y=y, returns=returns, orientation="output", super_=True)
        assert found.scores[3] == pytest.approx(0, abs=1e-7) and found.scores[3] >= 0


def test_a_frontier_of_almost_parallel_facets_still_has_its_scores() -> None:
    """Every firm makes the same output, so none can make more."""
    x = [[0.7063736, 0.1492453], [0.7063621, 0.1492493], [0.7049564, 0.1497358], [0.7045945, 0.1498614],
         [0.704191, 0.1500017], [0.7098227, 0.1480627], [0.7099914, 0.1480053], [0.7106905, 0.1477676],
         [0.7019097, 0.1507991]]  # fmt: skip
    found = scores(x=x, y=[1] * 9, returns="vrs", orientation="output")
    assert found.scores == pytest.approx([1] * 9) and all(found.efficient)


def test_super_efficiency_keeps_the_word_strongly_efficient() -> None:
    """Slack against the others' frontier is no waste of a firm beyond it."""
    x, y = [[2, 5], [2, 4], [6, 6], [3, 2], [6, 2]], [1, 2, 3, 1, 2]
    above = scores(x=x, y=y, returns="vrs", super_=True)
    assert above.strongly_efficient == scores(x=x, y=y, returns="vrs").strongly_efficient
    assert above.summary["efficient"] == sum(above.efficient) == 5


def test_a_result_cannot_be_written_to() -> None:
    found = scores(x=[1, 2], y=[1, 3])
    for array in (found.scores, found.slacks.x, found.targets.y, found.multipliers.free):
        with pytest.raises(ValueError, match="read-only"):
            array[0] = 7.0
