"""The figures of a yearly report: plain values of a plan for one year, as known on a day."""

from __future__ import annotations

import json
from dataclasses import asdict
from datetime import date
from decimal import Decimal

import pytest

from nscl.apps.core.audit import plain
from nscl.apps.monitoring import queries
from tests.apps.monitoring.conftest import Scene

pytestmark = pytest.mark.django_db


def test_a_report_of_a_year_knows_nothing_of_later_years(scene: Scene) -> None:
    target = scene.target(value=Decimal(10))
    for year in (2021, 2022, 2023, 2024):
        scene.approved(target, year, 3)
    (figure,) = queries.figures(scene.plan, year=2022, as_of=date(2026, 3, 1))
    assert (figure.year_text, figure.achieved_text, figure.achieved) == ("3", "6", 6)
    assert [row.year for row in figure.observations] == [2021, 2022]
    assert figure.state == "on_track"


def test_the_last_year_closes_the_target(scene: Scene) -> None:
    target = scene.target(value=Decimal(10))
    for year in range(2021, 2026):
        scene.approved(target, year, 1)
    (figure,) = queries.figures(scene.plan, year=2025, as_of=date(2026, 2, 10))
    assert (figure.state, figure.state_label, figure.position) == ("not_met", "Không đạt", "below")
    assert figure.steps[-1] == ("Cộng các năm", "1 + 1 + 1 + 1 + 1")


def test_what_was_not_reported_is_a_dash_and_says_why(scene: Scene) -> None:
    scene.target("Số lớp tập huấn", value=Decimal(10))
    (figure,) = queries.figures(scene.plan, year=2024, as_of=date(2025, 2, 1))
    assert (figure.year_text, figure.achieved_text, figure.achieved) == ("–", "–", None)
    assert figure.reasons[0].startswith("Chưa có số liệu nào được duyệt")
    assert (figure.number, figure.title, figure.goal_text) == (1, "Số lớp tập huấn", "10 lớp")


def test_each_row_names_its_evidence_and_approver(scene: Scene) -> None:
    share = scene.share()
    scene.approved(share, 2024, numerator=Decimal(64), denominator=Decimal(125))
    (figure,) = queries.figures(scene.plan, year=2024, as_of=date(2025, 2, 1))
    (row,) = figure.observations
    assert (row.text, row.approved_by, row.approved_on) == ("64/125", "Trần Thị Bình", date(2026, 3, 2))
    assert row.evidence == "Biên bản nghiệm thu số 12/BB-SKHCN."
    assert (figure.parts_text, figure.goal_text) == ("64/125", "≥ 60 %")


def test_figures_are_plain_enough_to_be_frozen(scene: Scene) -> None:
    scene.approved(scene.target(count_mode="distinct"), 2024, subjects=("HTX A",))
    found = queries.figures(scene.plan, year=2024, as_of=date(2025, 2, 1))
    frozen = json.dumps(plain([asdict(figure) for figure in found]), ensure_ascii=False)
    assert '"HTX A"' in frozen


def test_a_plan_never_in_force_has_no_figures(scene: Scene) -> None:
    scene.target()
    scene.version.state = "review"
    scene.version.save()
    assert queries.figures(scene.plan, year=2024, as_of=date(2025, 2, 1)) == []
