"""What waits for whom, derived from the state of records."""

from __future__ import annotations

from datetime import date

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from nscl.apps.monitoring import actions, inbox
from tests.apps.monitoring.conftest import Scene
from tests.world import at

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _today(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(inbox.timezone, "localdate", lambda: date(2026, 3, 2))


def deeds(scene: Scene, who: str) -> list[tuple[str, str]]:
    return [(item.deed, item.url) for item in inbox.waiting(scene.world.actor(who))]


def test_a_sent_figure_waits_for_every_leader_who_did_not_make_it(scene: Scene, next_door: Scene) -> None:
    row = scene.submitted(scene.target(), 2025, 3)
    next_door.submitted(next_door.target(), 2025, 3)
    expected = [("Duyệt số liệu", reverse("monitoring:observation_detail", args=[row.pk]))]
    assert deeds(scene, "binh") == expected
    row.makers = [*row.makers, scene.world.users["binh"].pk]
    row.save()
    assert deeds(scene, "binh") == []
    assert deeds(scene, "lan") == expected


def test_a_long_queue_becomes_a_line_a_plan(scene: Scene, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(inbox, "SHOWN", 2)
    for _ in range(3):
        scene.submitted(scene.target(), 2025, 1)
    (item,) = inbox.waiting(scene.world.actor("binh"))
    assert item.note == "3 số liệu"
    assert item.url.endswith("?trang-thai=submitted")


def test_a_returned_figure_waits_for_its_drafter_alone(scene: Scene) -> None:
    row = scene.submitted(scene.target(), 2025, 3)
    actions.return_observation(row, reason="Thiếu biên bản", by=scene.world.actor("binh"), at=at())
    mine = [item for item in inbox.waiting(scene.world.actor("an")) if item.deed == "Sửa số liệu bị trả lại"]
    assert [(item.url, item.note, item.urgent) for item in mine] == [
        (reverse("monitoring:observation_detail", args=[row.pk]), "Thiếu biên bản", True)
    ]
    assert deeds(scene, "dung") == []


def test_missing_figures_of_last_year_wait_for_the_officer_in_one_line(client: Client, scene: Scene) -> None:
    reported = scene.target()
    scene.approved(reported, 2025, 1)
    lacking = [scene.target(), scene.target()]
    scene.target(period_from=2021, period_to=2023)
    (item,) = inbox.waiting(scene.world.actor("an"))
    assert (item.deed, item.note) == ("Nhập số liệu năm 2025", "2 chỉ tiêu chưa có số được duyệt")
    scene.world.login(client, "an")
    assert [one.target for one in client.get(item.url).context["rows"]] == lacking
    assert deeds(scene, "dung") == []


def test_a_thing_done_earlier_is_not_asked_for_again(scene: Scene) -> None:
    target = scene.target(
        count_mode="state", unit="cổng", value=1, period_from=None, period_to=None, deadline=2025
    )
    scene.approved(target, 2022, is_done=True)
    assert deeds(scene, "an") == []


def test_tasks_wait_for_the_office_that_leads_them(scene: Scene) -> None:
    industry = scene.world.offices["industry"]
    late = scene.task("Trễ", lead=industry, due_on=date(2025, 12, 31))
    soon = scene.task("Sắp đến hạn", lead=industry, due_on=date(2026, 3, 20))
    actions.report_task(
        soon, year=2025, status="ongoing", content="Đang làm", by=scene.world.actor("dung"), at=at()
    )
    scene.task("Của nơi khác", lead=scene.world.offices["finance"], due_on=date(2025, 12, 31))
    assert deeds(scene, "dung") == [
        ("Báo cáo nhiệm vụ", reverse("monitoring:task_detail", args=[task.pk])) for task in (late, soon)
    ]


@pytest.mark.parametrize("who", ["chi", "giang", "ha"])
def test_readers_have_nothing_waiting_here(scene: Scene, who: str) -> None:
    scene.submitted(scene.target(), 2025, 3)
    assert deeds(scene, who) == []


def test_the_inbox_costs_the_same_with_more_rows(
    scene: Scene, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    actor = scene.world.actor("an")
    costs = []
    for size in (2, 12):
        for _ in range(size):
            scene.target()
            scene.task(lead=scene.world.offices["science"], due_on=date(2025, 1, 1))
        with django_assert_max_num_queries(12) as taken:
            inbox.waiting(actor)
        costs.append(len(taken))
    assert costs[0] == costs[1]
