"""The dashboard of a plan: states, money, late tasks, findings, last month; every number a link."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from decimal import Decimal

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from nscl.apps.budget.models import Allocation, BudgetAmount, BudgetLine, Disbursement, FundingSource
from nscl.apps.monitoring import actions, queries
from nscl.apps.monitoring.entry import Figure
from nscl.apps.programme.models import PlanFinding
from tests.apps.monitoring.conftest import NOTE, Scene
from tests.world import at

pytestmark = pytest.mark.django_db
MILLION = 1_000_000


def dashboard_of(client: Client, scene: Scene, who: str = "an", **query: str) -> str:
    address = reverse("monitoring:plan_dashboard", args=[scene.plan.pk])
    answer = scene.world.login(client, who).get(address, query)
    assert answer.status_code == 200
    return answer.content.decode()


def with_money(scene: Scene, planned: int | None = 900) -> BudgetLine:
    """One line with one source; amounts in million đồng."""
    source, _ = FundingSource.objects.get_or_create(
        code="state_budget.science", defaults={"name": "Sự nghiệp KH&CN", "payer": "state"}
    )
    line = BudgetLine.objects.create(
        version=scene.version,
        key="total",
        position=1,
        name="Toàn bộ",
        is_entry=True,
        year_from=2021,
        year_to=2025,
    )
    if planned is not None:
        BudgetAmount.objects.create(line=line, amount_vnd=planned * MILLION)
        BudgetAmount.objects.create(line=line, source=source, amount_vnd=planned * MILLION)
    common = {
        "line": line,
        "source": source,
        "document": "QĐ",
        "entered_by": scene.world.users["chi"],
        "entered_at": at(),
    }
    for year in (2021, 2022):
        Allocation.objects.create(year=year, amount_vnd=300 * MILLION, dated_on=date(year, 2, 1), **common)
        Disbursement.objects.create(year=year, amount_vnd=150 * MILLION, dated_on=date(year, 12, 1), **common)
    return line


def test_the_dashboard_counts_the_states_of_all_targets(client: Client, scene: Scene) -> None:
    met = scene.target("Số lớp tập huấn", value=10)
    for year in range(2021, 2026):
        scene.approved(met, year, 2)
    scene.target("Số phóng sự")
    scene.share()
    page = dashboard_of(client, scene)
    assert "3 chỉ tiêu" in page
    targets = reverse("monitoring:plan_targets", args=[scene.plan.pk])
    assert f'href="{targets}?trang-thai=met">1 đạt' in page
    assert (
        f'href="{targets}?trang-thai=undetermined&amp;ly-do=no_observation">chưa có số được duyệt (2)' in page
    )


def test_the_chosen_day_is_kept_in_every_link(client: Client, scene: Scene) -> None:
    scene.target()
    page = dashboard_of(client, scene, **{"den-ngay": "31/12/2023"})
    assert "số liệu đến 31/12/2023" in page
    assert "?den-ngay=31%2F12%2F2023&amp;trang-thai=undetermined" in page


def test_money_is_shown_by_source_and_year_up_to_the_day(client: Client, scene: Scene) -> None:
    with_money(scene)
    page = dashboard_of(client, scene)
    budget = reverse("budget:plan_budget", args=[scene.plan.pk])
    for amount in ("900", "600", "300"):
        assert f'<a href="{budget}">{amount}</a>' in page
    assert "Đã chi 50 % số kinh phí đã giao" in page
    early = queries.dashboard(scene.version, as_of=date(2022, 6, 30)).money
    assert early is not None
    assert (early.total.allocated, early.total.paid) == (600 * MILLION, 150 * MILLION)


def test_a_plan_without_printed_money_shows_a_dash_not_zero(client: Client, scene: Scene) -> None:
    assert "Kế hoạch không ghi kinh phí" in dashboard_of(client, scene)
    with_money(scene, planned=None)
    assert "Kế hoạch không ghi dự toán cho dòng này" in dashboard_of(client, scene)


def test_late_tasks_are_counted_by_office_with_a_link_to_their_rows(client: Client, scene: Scene) -> None:
    industry = scene.world.offices["industry"]
    scene.task("Quá hạn", lead=industry, due_on=date(2024, 6, 30))
    scene.task("Hằng năm", lead=industry, is_yearly=True)
    page = dashboard_of(client, scene)
    tasks = reverse("monitoring:plan_tasks", args=[scene.plan.pk])
    late = f"{tasks}?co-quan={industry.pk}&amp;tinh-hinh=qua-han"
    assert f'href="{late}">1</a>' in page
    rows = client.get(late.replace("&amp;", "&")).context["rows"]
    assert [one.task.node.title for one in rows] == ["Quá hạn"]


def test_only_open_findings_are_listed_with_their_page(client: Client, scene: Scene) -> None:
    common = {"version": scene.version, "code": "words_mismatch", "severity": "error", "kind": "x"}
    still = PlanFinding.objects.create(key="A", detail="Số và chữ khác nhau", **common)
    PlanFinding.objects.create(
        key="B", detail="Đã xong", state="settled", resolution="accepted", settled_at=at(), **common
    )
    page = dashboard_of(client, scene)
    assert f'<a href="{reverse("programme:finding", args=[still.pk])}">Số và chữ khác nhau</a>' in page
    assert "Đã xong" not in page


def test_last_months_deeds_are_those_of_this_plan(
    scene: Scene, next_door: Scene, new_scene: Callable[[], Scene]
) -> None:
    scene.approved(scene.target(), 2024, 1)
    next_door.draft(next_door.target(), 2024, 1)
    other = new_scene()
    other.draft(other.target(), 2024, 1)
    by = scene.world.actor("an")
    old = scene.target()
    actions.draft_observation(old, Figure(2023, Decimal(1)), evidence=NOTE, by=by, at=at(month=1, day=30))
    board = queries.dashboard(scene.version, as_of=date(2026, 3, 2))
    assert [(deed.deed.rsplit(".", 1)[-1], deed.count) for deed in board.deeds] == [
        ("approve", 1),
        ("submit", 1),
        ("draft", 1),
    ]
    assert board.changes_since == date(2026, 2, 2)


def test_the_page_of_changes_filters_by_deed_and_days(client: Client, scene: Scene) -> None:
    scene.approved(scene.target(), 2024, 1)
    address = reverse("monitoring:plan_changes", args=[scene.plan.pk])
    scene.world.login(client, "an")
    query = {"den-ngay": "02/03/2026", "viec": "monitoring.observation.approve"}
    assert [entry.deed for entry in client.get(address, query).context["page_obj"]] == [query["viec"]]
    none = client.get(address, {"tu-ngay": "02/03/2026", "den-ngay": "02/03/2026"})
    assert none.context["page_obj"].paginator.count == 0


def test_the_ministry_does_not_read_the_changes_of_a_province(client: Client, scene: Scene) -> None:
    scene.world.login(client, "ha")
    assert client.get(reverse("monitoring:plan_changes", args=[scene.plan.pk])).status_code == 403
    assert reverse("monitoring:plan_changes", args=[scene.plan.pk]) not in dashboard_of(client, scene, "ha")


def test_what_waits_for_approval_is_counted_for_the_province(client: Client, scene: Scene) -> None:
    scene.submitted(scene.target(), 2024, 1)
    assert "1 số liệu chờ duyệt" in dashboard_of(client, scene, "binh")


def test_a_plan_never_in_force_has_no_dashboard(client: Client, new_scene: Callable[..., Scene]) -> None:
    scene = new_scene("review")
    scene.world.login(client, "an")
    assert client.get(reverse("monitoring:plan_dashboard", args=[scene.plan.pk])).status_code == 404


def test_the_dashboard_costs_the_same_with_ten_times_the_rows(
    client: Client, scene: Scene, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    with_money(scene)
    dashboard_of(client, scene)  # signs in
    address = reverse("monitoring:plan_dashboard", args=[scene.plan.pk])
    costs = []
    for size in (2, 20):
        for _ in range(size):
            target = scene.target(value=10)
            for year in (2021, 2022, 2023):
                scene.approved(target, year, 2)
            scene.task(lead=scene.world.offices["industry"], due_on=date(2024, 1, 1))
        with django_assert_max_num_queries(40) as taken:
            assert client.get(address).status_code == 200
        costs.append(len(taken))
    assert costs[0] == costs[1]
