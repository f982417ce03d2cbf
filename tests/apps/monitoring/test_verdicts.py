"""From rows to verdicts: each form of target, judged from approved figures only."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from pytest_django import DjangoAssertNumQueries

from nscl.apps.monitoring import actions, queries
from nscl.apps.monitoring.entry import Figure
from nscl.apps.monitoring.queries import Standing
from nscl.apps.programme.models import BaseDecision, Target
from tests.apps.monitoring.conftest import NOTE, Scene
from tests.world import at

pytestmark = pytest.mark.django_db

CLOSED, MIDWAY = date(2026, 3, 1), date(2023, 12, 31)


def judged(target: Target, as_of: date = CLOSED) -> Standing:
    target = Target.objects.select_related("node__version").get(pk=target.pk)
    return queries.standing_of(target, as_of=as_of)


def each_year(scene: Scene, target: Target, values: dict[int, Any]) -> None:
    for year, value in values.items():
        scene.approved(target, year, value)


def even(value: int) -> dict[int, int]:
    return dict.fromkeys(range(2021, 2026), value)


@pytest.mark.parametrize(
    ("columns", "values", "as_of", "state", "position"),
    [
        ({"value": 10}, even(2), CLOSED, "met", "within"),
        ({"value": 10}, even(3), CLOSED, "met", "above"),
        ({"value": 10}, even(1), CLOSED, "not_met", "below"),
        ({"value": 10}, {2021: 2, 2022: 2, 2023: 2}, MIDWAY, "on_track", "below"),
        ({"value": 10}, {2021: 1, 2022: 1, 2023: 1}, MIDWAY, "behind", "below"),
        ({"kind": "at_least", "comparator": "ge", "value": 3}, even(1), CLOSED, "met", "within"),
        ({"kind": "at_least", "comparator": "gt", "value": 5}, even(1), CLOSED, "not_met", "below"),
        ({"comparator": "approx", "value": 20}, {**even(4), 2025: 3}, CLOSED, "met", "within"),
        ({"kind": "range", "comparator": "range", "value": None, "low": 20, "high": 30}, even(5), CLOSED, "met", "within"),
        ({"kind": "range", "comparator": "range", "value": None, "low": 20, "high": 30}, even(3), CLOSED, "not_met", "below"),
        ({"kind": "range", "comparator": "range", "value": None, "low": 2, "high": 4}, even(1), CLOSED, "met", "above"),
        ({"kind": "range", "comparator": "ge_range", "value": None, "low": 3, "high": 5}, even(1), CLOSED, "met", "within"),
        ({"kind": "per_year", "comparator": "ge", "value": 2, "unit": "chương trình/năm"}, even(2), CLOSED, "met", "within"),
        ({"kind": "per_year", "comparator": "ge", "value": 2, "unit": "chương trình/năm"}, {**even(9), 2023: 1}, CLOSED, "not_met", "below"),
    ],
)  # fmt: skip
def test_counts_are_judged_by_form(
    scene: Scene, columns: dict[str, Any], values: dict[int, int], as_of: date, state: str, position: str
) -> None:
    target = scene.target(**columns)
    each_year(scene, target, values)
    verdict = judged(target, as_of).verdict
    assert (verdict.state, verdict.position) == (state, position)


def test_a_missing_year_is_not_zero(scene: Scene) -> None:
    target = scene.target(value=10)
    each_year(scene, target, {2021: 2, 2022: 2, 2023: 2, 2024: 2})
    missing = judged(target)
    assert missing.state == "undetermined"
    assert missing.withheld_label == "thiếu số của một số năm"
    scene.approved(target, 2025, 0)
    assert judged(target).state == "not_met"


def test_only_approved_figures_count_and_a_correction_replaces(scene: Scene) -> None:
    target = scene.target(value=10)
    each_year(scene, target, {2021: 2, 2022: 2, 2023: 2, 2024: 2})
    scene.submitted(target, 2025, 2)
    assert judged(target).state == "undetermined"
    last = scene.approved(scene.target(value=1, period_from=2025), 2025, 1)
    assert judged(last.target).state == "met"
    by = scene.world.actor("an")
    new = actions.correct_observation(
        last, Figure(2025, Decimal(0)), evidence=NOTE, reason="Nhầm", by=by, at=at()
    )
    assert judged(last.target).state == "met"
    actions.submit_observation(new, by=by, at=at())
    actions.approve_observation(new, by=scene.world.actor("binh"), at=at())
    assert judged(last.target).state == "not_met"


def test_the_same_organisation_counts_once_over_the_years(scene: Scene) -> None:
    target = scene.target(count_mode="distinct", unit="doanh nghiệp", value=Decimal(4))
    for year in range(2021, 2026):
        names = ("Công ty A", f"Công ty {year}") if year < 2023 else ("CÔNG TY A",)
        scene.approved(target, year, subjects=names)
    one = judged(target)
    assert (one.verdict.achieved, one.state) == (3, "not_met")


def test_a_share_is_its_parts(scene: Scene) -> None:
    target = scene.share()
    scene.approved(target, 2025, numerator=Decimal(64), denominator=Decimal(125))
    one = judged(target)
    assert (one.state, one.achieved, one.parts) == ("not_met", "51,2 %", "64/125")


def test_a_nested_share_waits_for_the_decision_of_its_base(scene: Scene) -> None:
    parent = scene.share("Doanh nghiệp có dự án")
    child = scene.share("Trong đó có công cụ", value=Decimal(50), of="", parent=parent, needs_base=True)
    scene.approved(parent, 2025, numerator=Decimal(60), denominator=Decimal(100))
    scene.approved(child, 2025, numerator=Decimal(33), denominator=Decimal(100))
    assert judged(child).withheld_label == "chưa quyết định mốc"
    by = scene.world.users["an"]
    decision = {"target": child, "reason": "Theo hướng dẫn", "decided_by": by}
    BaseDecision.objects.create(kind="register", decided_at=at(hour=9), **decision)
    assert judged(child).state == "not_met"  # 33 of 100
    BaseDecision.objects.create(kind="parent", decided_at=at(hour=10), **decision)
    one = judged(child)
    assert (one.state, one.parts) == ("met", "33/60")
    assert queries.decision_text(one) == "trên kết quả của chỉ tiêu cấp trên"


def test_a_share_of_growth_is_averaged_over_the_years(scene: Scene) -> None:
    target = scene.share(
        comparator="approx", value=Decimal(45), of="tăng trưởng kinh tế", count_mode="average",
        period_from=2021, period_to=2025, deadline=None,
    )  # fmt: skip
    each_year(scene, target, {2021: 40, 2022: 42, 2023: 44, 2024: 46, 2025: 48})
    one = judged(target)
    assert (one.verdict.achieved, one.state) == (44, "met")


def test_yearly_growth_is_a_geometric_mean_from_the_base_year(scene: Scene) -> None:
    target = scene.target(
        kind="growth_rate", comparator="gt", value=Decimal(7), unit="%/năm", count_mode="average",
        is_average=True, base_status="year_on_year",
    )  # fmt: skip
    each_year(scene, target, {2020: 100, 2021: 108, 2022: 116, 2023: 125, 2024: 135, 2025: 146})
    one = judged(target)
    assert one.state == "met"
    assert one.achieved == "7,86 %"


def test_growth_against_an_earlier_phase_compares_the_sums(scene: Scene) -> None:
    scene.plan.horizon_to = 2030
    scene.plan.save()
    target = scene.target(
        kind="growth_rate", comparator="ge", value=Decimal(30), unit="%", count_mode="events",
        period_from=None, period_to=None, deadline=2030, base_status="period", base_from=2021, base_to=2025,
    )  # fmt: skip
    each_year(scene, target, even(10))
    by = scene.world.actor("an")
    for year in range(2026, 2031):
        row = actions.draft_observation(
            target, Figure(year, Decimal(13)), evidence=NOTE, by=by, at=at(year=2031)
        )
        actions.submit_observation(row, by=by, at=at(year=2031))
        actions.approve_observation(row, by=scene.world.actor("binh"), at=at(year=2031))
    one = judged(target, date(2031, 1, 1))
    assert (one.state, one.achieved) == ("met", "30 %")


def test_growth_without_a_base_waits_and_says_so(scene: Scene) -> None:
    target = scene.target(
        kind="growth_rate", comparator="range", value=None, low=10, high=15, unit="%/năm",
        count_mode="distinct", base_status="undefined", needs_base=True,
    )  # fmt: skip
    each_year(scene, target, {2020: 10, **even(12)})
    assert judged(target).withheld_label == "chưa quyết định mốc"


def test_a_model_needs_all_its_parts(scene: Scene) -> None:
    parts = {"mgmt_system": 1, "improvement_tool": 1}
    target = scene.target(
        count_mode="distinct", unit="mô hình", value=Decimal(2), composition=parts, period_from=2025
    )
    scene.approved(target, 2025, component="mgmt_system", subjects=("A", "B"))
    scene.approved(target, 2025, component="improvement_tool", subjects=("A",))
    one = judged(target)
    assert (one.state, one.verdict.achieved) == ("not_met", 1)
    assert "Nội dung “hệ thống quản lý”" in [step.label_vi for step in one.verdict.steps]


def test_a_milestone_is_done_late_or_in_time(scene: Scene) -> None:
    form = {"value": Decimal(1), "unit": "cổng", "count_mode": "state", "deadline": 2022}
    early = scene.target("Cổng thông tin", period_from=None, period_to=None, **form)
    scene.approved(early, 2022, is_done=True)
    late = scene.target("Kho dữ liệu", period_from=None, period_to=None, **form)
    scene.approved(late, 2022, is_done=False)
    scene.approved(late, 2024, is_done=True)
    assert (judged(early).state, judged(early).achieved) == ("met", "đã hoàn thành")
    one = judged(late)
    assert one.state == "not_met"
    assert any("Hoàn thành năm 2024" in reason.sentence_vi for reason in one.verdict.reasons)


def test_a_target_that_has_not_begun_asks_for_no_attention(scene: Scene) -> None:
    target = scene.target(period_from=2026, period_to=2030)
    one = judged(target, date(2025, 6, 1))
    assert one.is_future
    assert queries.needing_attention([one]) == []


def test_a_stated_path_says_what_is_expected(scene: Scene) -> None:
    target = scene.target(value=100, trajectory={"2021": 5, "2022": 10, "2023": 20})
    each_year(scene, target, {2021: 8, 2022: 7, 2023: 6})
    one = judged(target, MIDWAY)
    assert (one.verdict.expected, one.verdict.achieved, one.state) == (20, 21, "on_track")


def test_a_dropped_target_is_not_judged(scene: Scene) -> None:
    target = scene.target()
    target.node.review = "dropped"
    target.node.save()
    assert queries.standings([scene.version], as_of=CLOSED)[scene.version.pk] == []


def test_many_targets_cost_as_many_queries_as_few(
    scene: Scene, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for size in (3, 12):
        while Target.objects.count() < size:
            target = scene.target(value=10)
            each_year(scene, target, {2021: 1, 2022: 2})
        with django_assert_num_queries(4):
            queries.standings([scene.version], as_of=CLOSED)
