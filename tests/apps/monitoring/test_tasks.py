"""Tasks: who reports, what is refused, and what counts as late."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.test import Client
from django.urls import reverse

from nscl.apps.accounts.models import Office
from nscl.apps.core.access import Refusal
from nscl.apps.core.models import AuditEntry
from nscl.apps.monitoring import actions, queries
from nscl.apps.monitoring.models import TaskReport
from nscl.apps.monitoring.queries import TaskStanding
from nscl.apps.programme.models import PlanTask
from tests.apps.monitoring.conftest import Scene
from tests.world import at

pytestmark = pytest.mark.django_db


def report(scene: Scene, task: PlanTask, who: str = "dung", **parts: Any) -> TaskReport:
    filled = {"year": 2024, "status": "ongoing", "content": "Đã mở hai lớp.", **parts}
    return actions.report_task(task, by=scene.world.actor(who), **{"at": at(), **filled})


def standing(scene: Scene, task: PlanTask, as_of: date) -> TaskStanding:
    found = queries.task_standings([scene.version], as_of=as_of)[scene.version.pk]
    return next(one for one in found if one.task.pk == task.pk)


def test_the_leading_office_reports_and_completes(scene: Scene) -> None:
    task = scene.task(lead=scene.world.offices["industry"], due_on=date(2024, 12, 31))
    report(scene, task)
    row = report(scene, task, status="done", content="Xong")
    assert row.reported_for == scene.world.offices["industry"]
    assert AuditEntry.objects.about(row).get().after["status"] == "done"
    assert standing(scene, task, date(2026, 3, 2)).is_done


def test_the_officer_reports_on_any_task_of_the_province(scene: Scene) -> None:
    assert report(scene, scene.task(), who="an", status="done").status == "done"


def test_an_office_that_only_joins_does_not_complete_and_not_after_completion(scene: Scene) -> None:
    task = scene.task(lead=scene.world.offices["science"])
    task.coordinating.add(scene.world.offices["industry"])
    report(scene, task)
    with pytest.raises(Refusal, match="Chỉ cơ quan chủ trì"):
        report(scene, task, status="done")
    report(scene, task, who="an", status="done")
    with pytest.raises(Refusal, match="đã báo hoàn thành"):
        report(scene, task)


def test_a_task_of_another_office_is_not_mine_to_report(scene: Scene) -> None:
    with pytest.raises(Refusal, match="không giao cho cơ quan của bạn"):
        report(scene, scene.task(lead=scene.world.offices["finance"]))


def test_the_successor_of_an_ended_office_reports_in_its_place(scene: Scene) -> None:
    ended = Office.objects.create(
        name="Sở Thương mại",
        kind="province_department",
        province=scene.province,
        valid_from=date(2015, 1, 1),
        valid_to=date(2025, 2, 28),
        successor=scene.world.offices["industry"],
    )
    task = scene.task(lead=ended)
    report(scene, task)
    assert standing(scene, task, date(2026, 3, 2)).office == scene.world.offices["industry"]
    assert standing(scene, task, date(2025, 1, 1)).office == ended


@pytest.mark.parametrize(
    ("parts", "sentence"),
    [
        ({"year": 2027}, "năm 2027 nằm ngoài giai đoạn 2021–2025 của kế hoạch"),
        ({"year": 2025, "at": at(year=2024)}, "chưa đến"),
        ({"content": "  "}, "Ghi kết quả"),
        ({"status": "finished"}, "Chọn tình hình"),
    ],
)
def test_a_report_that_says_nothing_is_refused(scene: Scene, parts: dict[str, Any], sentence: str) -> None:
    task = scene.task(lead=scene.world.offices["industry"])
    with pytest.raises(Refusal, match=sentence):
        report(scene, task, **parts)
    assert not TaskReport.objects.exists()


def test_readers_and_neighbours_do_not_report(scene: Scene, next_door: Scene) -> None:
    for who in ("binh", "chi", "ha"):
        with pytest.raises(PermissionDenied):
            report(scene, scene.task(), who=who)
    with pytest.raises(Http404):
        report(scene, next_door.task(), who="an")


@pytest.mark.parametrize(
    ("columns", "reported", "as_of", "overdue"),
    [
        ({"due_on": date(2024, 6, 30)}, {}, date(2024, 6, 30), "thiếu báo cáo năm 2023"),
        ({"due_on": date(2024, 6, 30)}, {}, date(2024, 7, 1), "quá hạn"),
        ({"due_on": date(2024, 6, 30)}, {2023: "ongoing"}, date(2024, 7, 1), "quá hạn"),
        ({"due_on": date(2024, 6, 30)}, {2023: "done"}, date(2025, 7, 1), ""),
        ({"due_on": date(2025, 6, 30)}, {2023: "ongoing"}, date(2024, 7, 1), ""),
        ({"is_yearly": True}, {2022: "done"}, date(2024, 1, 1), "thiếu báo cáo năm 2023"),
        ({"is_yearly": True}, {2023: "done"}, date(2024, 12, 31), ""),
        ({}, {2022: "done"}, date(2025, 1, 1), ""),
        ({}, {}, date(2021, 6, 1), ""),
        ({}, {}, date(2028, 6, 1), "thiếu báo cáo năm 2025"),
    ],
)
def test_late_is_past_its_date_or_without_last_years_report(
    scene: Scene, columns: dict[str, Any], reported: dict[int, str], as_of: date, overdue: str
) -> None:
    task = scene.task(lead=scene.world.offices["industry"], **columns)
    for year, status in reported.items():
        report(scene, task, year=year, status=status, at=at(day=31, month=12, year=year))
    assert standing(scene, task, as_of).overdue == overdue


def test_a_report_made_later_is_not_known_on_an_earlier_day(scene: Scene) -> None:
    task = scene.task(lead=scene.world.offices["industry"])
    report(scene, task, at=at(day=10, month=1, year=2025))
    assert standing(scene, task, date(2025, 1, 9)).status == "unreported"
    assert standing(scene, task, date(2025, 1, 10)).status == "ongoing"


def test_the_pages_show_and_take_a_report(client: Client, scene: Scene) -> None:
    task = scene.task(lead=scene.world.offices["industry"])
    scene.world.login(client, "dung")
    page = client.get(reverse("monitoring:task_detail", args=[task.pk])).content.decode()
    assert reverse("monitoring:task_report", args=[task.pk]) in page
    address = reverse("monitoring:task_report", args=[task.pk])
    refused = client.post(address, {"year": "2027", "status": "ongoing", "content": "Đang làm"})
    assert refused.status_code == 400
    assert "ngoài giai đoạn" in refused.content.decode()
    assert "Đang làm" in refused.content.decode()
    done = client.post(address, {"year": "2025", "status": "done", "content": "Xong cả"}, follow=True)
    assert "Xong cả" in done.content.decode()


def test_next_door_no_task_exists(client: Client, scene: Scene, next_door: Scene) -> None:
    task = next_door.task()
    scene.world.login(client, "an")
    for name in ("task_detail", "task_report"):
        assert client.get(reverse(f"monitoring:{name}", args=[task.pk])).status_code == 404


@pytest.mark.parametrize(
    ("query", "titles"),
    [
        ({}, {"Mở lớp", "Xây cổng"}),
        ({"tinh-hinh": "cham"}, {"Xây cổng"}),
        ({"tinh-hinh": "done"}, {"Mở lớp"}),
        ({"tinh-hinh": "unreported"}, {"Xây cổng"}),
        ({"co-quan": "khac"}, {"Xây cổng"}),
        ({"tu-khoa": "mo lop"}, {"Mở lớp"}),
    ],
)
def test_the_list_is_filtered(client: Client, scene: Scene, query: dict[str, str], titles: set[str]) -> None:
    report(scene, scene.task("Mở lớp", lead=scene.world.offices["industry"]), status="done")
    scene.task("Xây cổng", due_on=date(2022, 12, 31))
    scene.world.login(client, "an")
    rows = client.get(reverse("monitoring:plan_tasks", args=[scene.plan.pk]), query).context["rows"]
    assert {one.task.node.title for one in rows} == titles


def test_a_missing_report_was_due_at_the_end_of_its_year_not_of_the_task(scene: Scene) -> None:
    task = scene.task(lead=scene.world.offices["industry"], due_on=date(2025, 12, 31))
    one = standing(scene, task, date(2024, 3, 1))
    assert (one.overdue, one.due_on) == ("thiếu báo cáo năm 2023", date(2023, 12, 31))
