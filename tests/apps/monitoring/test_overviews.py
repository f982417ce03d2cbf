"""Several plans beside each other: the province's own, and the country's on shared indicators."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from decimal import Decimal

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from nscl.apps.programme.models import Indicator
from tests.apps.monitoring.conftest import Scene
from tests.apps.monitoring.test_dashboard import MILLION, with_money

pytestmark = pytest.mark.django_db


def test_the_province_page_sums_up_each_plan_with_links(
    client: Client, scene: Scene, next_door: Scene
) -> None:
    with_money(scene)
    scene.target("Số lớp")
    scene.task(due_on=date(2022, 1, 1))
    next_door.target()
    page = scene.world.login(client, "an").get(reverse("monitoring:province"))
    (one,) = page.context["summaries"]
    assert (one.plan, one.targets, one.attention, one.late_tasks) == (scene.plan, 1, 1, 1)
    assert (one.money.planned, one.money.allocated, one.money.paid) == (
        900 * MILLION,
        600 * MILLION,
        300 * MILLION,
    )
    assert reverse("monitoring:plan_dashboard", args=[scene.plan.pk]) in page.content.decode()


def test_an_inherited_plan_is_marked_with_its_heir(client: Client, scene: Scene) -> None:
    scene.plan.province = scene.world.neighbour
    scene.plan.save()
    page = scene.world.login(client, "an").get(reverse("monitoring:province")).content.decode()
    assert "tỉnh Lạng Sơn kế thừa" in page


def test_the_ministry_sees_the_provinces_side_by_side_on_shared_indicators(
    client: Client, scene: Scene, next_door: Scene
) -> None:
    here = scene.target("Lớp ở đây", value=Decimal(5))
    there = next_door.target("Lớp ở kia", value=Decimal(8))
    scene.target("Riêng", indicator="only_here")
    for year in range(2021, 2026):
        scene.approved(here, year, 1)
    Indicator.objects.update_or_create(
        code="classes_held", defaults={"name": "Lớp tập huấn đã mở", "group": "Đào tạo"}
    )
    page = scene.world.login(client, "ha").get(reverse("monitoring:ministry"))
    matrix = page.context["matrix"]
    assert {plan.pk for plan in matrix.plans} == {scene.plan.pk, next_door.plan.pk}
    (row,) = matrix.rows
    assert row.name == "Lớp tập huấn đã mở"
    text = page.content.decode()
    for target in (here, there):
        assert reverse("monitoring:target_detail", args=[target.pk]) in text
    states = {one.target.pk: one.state for cell in row.cells for one in cell}
    assert states == {here.pk: "met", there.pk: "undetermined"}


def test_drafts_move_nothing_on_the_ministrys_page(client: Client, scene: Scene, next_door: Scene) -> None:
    scene.target(value=1), next_door.target(value=1)
    target = scene.target(value=1)
    scene.submitted(target, 2024, 5)
    matrix = scene.world.login(client, "ha").get(reverse("monitoring:ministry")).context["matrix"]
    assert {one.state for row in matrix.rows for cell in row.cells for one in cell} == {"undetermined"}


@pytest.mark.parametrize(("who", "status"), [("an", 403), ("binh", 403), ("giang", 200), ("ha", 200)])
def test_the_matrix_is_for_the_ministry_and_auditors(
    client: Client, scene: Scene, who: str, status: int
) -> None:
    assert scene.world.login(client, who).get(reverse("monitoring:ministry")).status_code == status


def test_a_plan_not_in_force_is_not_compared(
    client: Client, scene: Scene, new_scene: Callable[..., Scene]
) -> None:
    new_scene("review").target()
    scene.target()
    matrix = scene.world.login(client, "ha").get(reverse("monitoring:ministry")).context["matrix"]
    assert [plan.pk for plan in matrix.plans] == [scene.plan.pk]


def test_both_pages_cost_the_same_with_more_plans_and_rows(
    client: Client,
    scene: Scene,
    new_scene: Callable[..., Scene],
    django_assert_max_num_queries: DjangoAssertNumQueries,
) -> None:
    scene.target()
    with_money(scene)
    costs: dict[str, list[int]] = {"province": [], "ministry": []}
    for more in (1, 4):
        for _ in range(more):
            other = new_scene()
            with_money(other)
            for _ in range(3):
                other.approved(other.target(value=10), 2024, 1)
            other.task(due_on=date(2022, 1, 1))
        for name, who in (("province", "an"), ("ministry", "ha")):
            scene.world.login(client, who)
            with django_assert_max_num_queries(30) as taken:
                assert client.get(reverse(f"monitoring:{name}")).status_code == 200
            costs[name].append(len(taken))
    assert all(first == second for first, second in costs.values())
