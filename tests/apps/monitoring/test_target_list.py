"""The list of targets: filters in the address, and an export of exactly what is shown."""

from __future__ import annotations

import io
from decimal import Decimal

import openpyxl
import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from tests.apps.monitoring.conftest import Scene

pytestmark = pytest.mark.django_db


@pytest.fixture
def listed(client: Client, scene: Scene) -> Client:
    """Three targets: met, missed, undetermined; An is signed in."""
    met, missed = scene.target("Lớp tập huấn", value=5), scene.target("Hội nghị thường niên", value=50)
    for year in range(2021, 2026):
        scene.approved(met, year, 1)
        scene.approved(missed, year, 1)
    scene.share("Sản phẩm chủ lực công bố tiêu chuẩn")
    return scene.world.login(client, "an")


def numbers(client: Client, scene: Scene, **query: str) -> list[int]:
    page = client.get(reverse("monitoring:plan_targets", args=[scene.plan.pk]), query)
    assert page.status_code == 200
    return [one.number for one in page.context["rows"]]


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ({}, [1, 2, 3]),
        ({"trang-thai": "met"}, [1]),
        ({"trang-thai": "not_met"}, [2]),
        ({"trang-thai": "can-chu-y"}, [2, 3]),
        ({"trang-thai": "undetermined", "ly-do": "no_observation"}, [3]),
        ({"ly-do": "base_undecided"}, []),
        ({"dang": "percent_of"}, [3]),
        ({"giai-doan": "2021-2025"}, [1, 2, 3]),
        ({"giai-doan": "2026-2030"}, []),
        ({"tu-khoa": "hoi nghi"}, [2]),
        ({"tu-khoa": "CHỦ LỰC tiêu"}, [3]),
        ({"thieu-nam": "2025"}, [3]),
        ({"trang-thai": "' or 1=1", "dang": "x", "thieu-nam": "abc"}, [1, 2, 3]),
    ],
)
def test_filters_keep_what_they_say(
    listed: Client, scene: Scene, query: dict[str, str], expected: list[int]
) -> None:
    assert numbers(listed, scene, **query) == expected


def test_the_day_in_the_address_is_the_day_of_judgement(listed: Client, scene: Scene) -> None:
    assert numbers(listed, scene, **{"den-ngay": "31/12/2023", "trang-thai": "behind"}) == [2]


def test_an_impossible_day_is_refused_with_a_sentence(listed: Client, scene: Scene) -> None:
    address = reverse("monitoring:plan_targets", args=[scene.plan.pk])
    page = listed.get(address, {"den-ngay": "31/02/2025"}).content.decode()
    assert "31/02/2025" in page
    assert "31/12/2999" not in page
    assert "không được sau hôm nay" in listed.get(address, {"den-ngay": "31/12/2999"}).content.decode()


def test_the_export_holds_the_rows_of_the_page_with_numbers_as_numbers(listed: Client, scene: Scene) -> None:
    address = reverse("monitoring:targets_export", args=[scene.plan.pk])
    answer = listed.get(address, {"trang-thai": "can-chu-y"})
    assert answer["Content-Disposition"].startswith("attachment")
    sheet = openpyxl.load_workbook(io.BytesIO(answer.content)).active
    head, *rows = list(sheet.iter_rows(min_row=4, values_only=True))
    assert head[:3] == ("TT", "Chỉ tiêu", "Mục tiêu")
    assert [row[0] for row in rows] == [2, 3]
    assert rows[0][4] == 5
    assert rows[1][4] is None  # not reported is an empty cell, not 0
    assert rows[0][7] == "Không đạt"


def test_a_title_like_a_formula_stays_text_in_the_export(client: Client, scene: Scene) -> None:
    scene.target('=HYPERLINK("https://x.vn")')
    scene.world.login(client, "an")
    answer = client.get(reverse("monitoring:targets_export", args=[scene.plan.pk]))
    cell = openpyxl.load_workbook(io.BytesIO(answer.content)).active["B5"]
    assert (cell.value, cell.data_type) == ('=HYPERLINK("https://x.vn")', "s")


def test_the_target_page_tells_goal_verdict_calculation_and_source(listed: Client, scene: Scene) -> None:
    share = scene.share("Doanh nghiệp chủ lực có dự án", value=Decimal(60))
    scene.approved(share, 2025, numerator=Decimal(64), denominator=Decimal(125))
    page = listed.get(reverse("monitoring:target_detail", args=[share.pk])).content.decode()
    assert "ít nhất 60 %, tính trên sản phẩm chủ lực, đến hết năm 2025" in page
    assert "64 ÷ 125 × 100 %" in page
    assert "✕ Không đạt" in page
    assert reverse("programme:node_detail", args=[share.pk]) in page
    assert "chưa báo cáo (không phải là 0)" in page


def test_a_target_of_a_version_still_in_review_does_not_exist(listed: Client, scene: Scene) -> None:
    target = scene.target()
    scene.version.state = "review"
    scene.version.save()
    assert listed.get(reverse("monitoring:target_detail", args=[target.pk])).status_code == 404
    assert listed.get(reverse("monitoring:plan_targets", args=[scene.plan.pk])).status_code == 404


def test_a_replaced_version_stays_readable_and_takes_no_figures(listed: Client, scene: Scene) -> None:
    target = scene.target()
    scene.version.state = "replaced"
    scene.version.save()
    page = listed.get(reverse("monitoring:target_detail", args=[target.pk]))
    assert "đã được thay thế" in page.content.decode()
    assert "Nhập số liệu" not in page.content.decode()


def test_the_list_and_the_target_page_cost_the_same_with_more_rows(
    client: Client, scene: Scene, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    scene.world.login(client, "an")
    first = scene.target(value=10)
    scene.approved(first, 2021, 1)
    costs = []
    for extra in (1, 8):
        for _ in range(extra):
            more = scene.target(value=10)
            for year in (2021, 2022):
                scene.approved(more, year, 1)
        with django_assert_max_num_queries(25) as taken:
            client.get(reverse("monitoring:plan_targets", args=[scene.plan.pk]))
            client.get(reverse("monitoring:target_detail", args=[first.pk]))
        costs.append(len(taken))
    assert costs[0] == costs[1]
