"""Shop-floor measures: OEE, takt, value stream, changeover, 5S, yamazumi."""

from __future__ import annotations

import math

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nscl.measures import MeasureError
from nscl.measures.lean import five_s, oee, smed, takt, vsm, yamazumi

SHIFT = {"planned_min": 480, "run_min": 420, "ideal_cycle_min": 1, "made": 400, "good": 380}


@settings(deadline=None, max_examples=50)
@given(
    planned=st.floats(1, 1e4),
    run=st.floats(0.01, 1),
    cycle=st.floats(0.01, 10),
    made=st.integers(1, 5000),
    good=st.floats(0, 1),
)
def test_oee_is_the_product_and_the_losses_fill_the_planned_time(
    planned: float, run: float, cycle: float, made: int, good: float
) -> None:
    found = oee(
        planned_min=planned, run_min=planned * run, ideal_cycle_min=cycle, made=made, good=made * good
    )
    assert found.oee == pytest.approx(found.availability * found.performance * found.quality)
    lost = found.losses["availability"] + found.losses["performance"] + found.losses["quality"]
    assert lost + found.fully_productive_min == pytest.approx(planned, abs=1e-6 * (planned + cycle * made))


def test_performance_above_one_is_shown_and_warned_of_never_capped() -> None:
    found = oee(**{**SHIFT, "made": 500, "good": 500})
    assert found.performance == pytest.approx(500 / 420) and found.oee > 1
    assert [caution.code for caution in found.warnings] == ["performance_above_one"]


def test_six_losses_are_split_as_far_as_they_are_known() -> None:
    found = oee(
        **SHIFT, losses={"breakdown_min": 40, "setup_min": 15, "minor_stops_min": 12, "startup_rejects": 5}
    )
    assert found.losses == pytest.approx(
        {
            "availability": 60,
            "performance": 20,
            "quality": 20,
            "breakdown": 40,
            "setup": 15,
            "availability_other": 5,
            "minor_stops": 12,
            "speed": 8,
            "startup_rejects": 5,
            "production_rejects": 15,
        }
    )
    assert oee(**SHIFT).as_json()["losses"]["speed"] is None


def test_teep_needs_the_calendar() -> None:
    assert oee(**SHIFT).as_json()["teep"] is None
    assert oee(**SHIFT, calendar_min=1440).teep == pytest.approx(380 / 1440)


def test_a_day_without_run_or_pieces_is_zero_and_undefined_where_it_is() -> None:
    still = oee(**{**SHIFT, "run_min": 0, "made": 0, "good": 0}).as_json()
    assert (still["availability"], still["performance"], still["quality"], still["oee"]) == (0, None, None, 0)
    empty = oee(**{**SHIFT, "made": 0, "good": 0}).as_json()
    assert (empty["performance"], empty["quality"], empty["oee"]) == (0, None, 0)


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"run_min": 481}, "run_min"),
        ({"good": 401}, "good"),
        ({"run_min": 0}, "made"),
        ({"planned_min": 0}, "planned_min"),
        ({"ideal_cycle_min": 0}, "ideal_cycle_min"),
        ({"calendar_min": 400}, "calendar_min"),
        ({"losses": {"breakdown_min": 61}}, "losses"),
        ({"losses": {"minor_stops_min": 21}}, "losses.minor_stops_min"),
        ({"losses": {"startup_rejects": 21}}, "losses.startup_rejects"),
        ({"losses": {"coffee_min": 1}}, "losses.coffee_min"),
        ({"made": True}, "made"),
    ],
)
def test_oee_names_what_contradicts(change: dict, field: str) -> None:
    with pytest.raises(MeasureError) as refusal:
        oee(**{**SHIFT, **change})
    assert refusal.value.field == field


def test_operators_are_rounded_up_but_three_are_three() -> None:
    assert takt(available_min=100, demand=10, work_content_min=30).operators == 3
    assert takt(available_min=0.3, demand=3, work_content_min=0.3).operators == 3
    assert takt(available_min=100, demand=10, work_content_min=31).operators == 4
    assert takt(available_min=100, demand=10, work_content_min=30, efficiency=0.9).operators == 4


def test_breaks_and_packs_enter_takt_and_pitch() -> None:
    found = takt(available_min=480, breaks_min=30, demand=900, pack=20)
    assert (found.takt_min, found.takt_s, found.pitch_min) == pytest.approx((0.5, 30, 10))
    assert found.operators is None


@pytest.mark.parametrize(
    ("change", "field"),
    [({"demand": 0}, "demand"), ({"breaks_min": 480}, "breaks_min"), ({"efficiency": 1.1}, "efficiency")],
)
def test_takt_names_what_it_cannot_use(change: dict, field: str) -> None:
    with pytest.raises(MeasureError) as refusal:
        takt(**{"available_min": 480, "demand": 10, **change})
    assert refusal.value.field == field


STREAM = {
    "demand_per_day": 100,
    "available_s_per_day": 27000,
    "steps": [{"name": "a", "cycle_s": 20, "value_added_s": 10}, {"name": "b", "cycle_s": 300}],
    "inventories": [{"quantity": 250}, {"name": "kho", "days": 1.5}],
}


def test_a_stream_adds_waiting_and_work() -> None:
    found = vsm(**STREAM)
    assert found.lead_time_days == 4 and found.inventory_days.tolist() == [2.5, 1.5]
    assert found.processing_time_s == 320 and found.value_added_s == 310
    assert found.lead_time_total_days == pytest.approx(4 + 320 / 27000)
    assert found.pce_pct == pytest.approx(100 * 310 / (4 * 27000 + 320))
    assert found.above_takt == ("b",) and found.bottleneck == "b"


def test_downtime_stretches_the_cycle_that_is_held_against_takt() -> None:
    steps = [{"name": "a", "cycle_s": 250, "uptime_pct": 80}, {"name": "b", "cycle_s": 260}]
    found = vsm(**{**STREAM, "steps": steps})
    assert found.bottleneck == "a" and found.above_takt == ("a",)


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"inventories": [{"name": "x"}]}, "inventories[0].quantity"),
        ({"steps": [{"name": "a", "cycle_s": 1, "value_added_s": 2}]}, "steps[0].value_added_s"),
        ({"steps": []}, "steps"),
        ({"demand_per_day": 0}, "demand_per_day"),
        ({"available_s_per_day": 90000}, "available_s_per_day"),
    ],
)
def test_a_stream_names_what_it_cannot_use(change: dict, field: str) -> None:
    with pytest.raises(MeasureError) as refusal:
        vsm(**{**STREAM, **change})
    assert refusal.value.field == field


def test_only_internal_minutes_stop_the_machine() -> None:
    found = smed(
        steps=[
            {"name": "a", "minutes": 10, "kind": "external"},
            {"name": "b", "minutes": 20, "kind": "internal", "after_kind": "external"},
            {"name": "c", "minutes": 15, "kind": "internal", "after_kind": "removed"},
            {"name": "d", "minutes": 15, "kind": "internal", "after_minutes": 5},
        ],
        changeovers=4,
    )
    assert (found.internal_min, found.after_internal_min, found.after_external_min) == (50, 5, 30)
    assert (found.converted_min, found.removed_min, found.reduction_pct) == (20, 15, 90)
    assert found.saving_min_per_period == 180


def test_a_changeover_without_stop_has_nothing_to_reduce() -> None:
    assert smed(steps=[{"name": "a", "minutes": 1, "kind": "external"}]).as_json()["reduction_pct"] is None


@pytest.mark.parametrize(
    ("step", "field"),
    [
        ({"kind": "external", "after_kind": "internal"}, "steps[0].after_kind"),
        ({"kind": "internal", "after_minutes": 11}, "steps[0].after_minutes"),
        ({"kind": "both"}, "steps[0].kind"),
        ({"kind": "internal", "minutes": -1}, "steps[0].minutes"),
    ],
)
def test_a_changeover_names_what_contradicts(step: dict, field: str) -> None:
    with pytest.raises(MeasureError) as refusal:
        smed(steps=[{"name": "a", "minutes": 10, **step}])
    assert refusal.value.field == field


def test_what_does_not_apply_leaves_both_sides_of_the_fraction() -> None:
    items = [
        {"name": "1", "group": "sort", "score": 5, "weight": 3},
        {"name": "2", "group": "sort", "score": 0},
        {"name": "3", "group": "shine", "not_applicable": True, "weight": 100},
    ]
    found = five_s(items=items, levels={"khá": 60, "tốt": 75, "xuất sắc": 90})
    assert found.score_pct == 75 and found.level == "tốt" and found.weakest == "sort"
    assert math.isnan(found.groups["shine"]["score_pct"]) and found.not_applicable == ("3",)


@settings(deadline=None, max_examples=50)
@given(scores=st.lists(st.tuples(st.sampled_from(["sort", "set", "shine"]), st.integers(0, 5)), min_size=1))
def test_the_total_lies_between_the_groups(scores: list[tuple[str, int]]) -> None:
    found = five_s(items=[{"name": str(n), "group": g, "score": s} for n, (g, s) in enumerate(scores)])
    parts = [group["score_pct"] for group in found.groups.values() if group["applicable"]]
    assert min(parts) - 1e-9 <= found.score_pct <= max(parts) + 1e-9
    assert sum(group["points"] for group in found.groups.values()) == pytest.approx(found.points)


@pytest.mark.parametrize(
    ("item", "field"),
    [
        ({}, "items[0].score"),
        ({"score": 6}, "items[0].score"),
        ({"score": 3, "not_applicable": True}, "items[0].score"),
        ({"not_applicable": True}, "items"),
        ({"not_applicable": "yes"}, "items[0].not_applicable"),
        ({"group": "sing", "score": 1}, "items[0].group"),
    ],
)
def test_an_audit_names_what_it_cannot_score(item: dict, field: str) -> None:
    with pytest.raises(MeasureError) as refusal:
        five_s(items=[{"name": "a", "group": "sort", **item}])
    assert refusal.value.field == field


def test_yamazumi_holds_each_station_against_the_takt() -> None:
    found = yamazumi(
        takt=50,
        stations=[
            {"name": "1", "tasks": [{"name": "a", "time": 30}, {"name": "b", "time": 30, "kind": "waste"}]},
            {"name": "2", "tasks": [{"name": "c", "time": 40}]},
            {"name": "3", "tasks": []},
        ],
    )
    assert found.above_takt == ("1",) and found.loads == {"1": 60, "2": 40, "3": 0}
    assert found.efficiency == pytest.approx(100 / 180) and found.value_added_pct == 70
    assert found.smoothness == pytest.approx(math.hypot(20, 60))


@pytest.mark.parametrize(
    ("stations", "field"),
    [
        ([{"name": "1", "tasks": []}], "stations"),
        ([{"name": "1", "tasks": []}, {"name": "1", "tasks": []}], "stations[1].name"),
        ([{"name": "1", "tasks": [{"name": "a", "time": -1}]}], "stations[0].tasks[0].time"),
    ],
)
def test_yamazumi_names_what_it_cannot_stack(stations: list, field: str) -> None:
    with pytest.raises(MeasureError) as refusal:
        yamazumi(stations=stations)
    assert refusal.value.field == field
