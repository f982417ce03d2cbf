"""Charts: safe to stand in the page, in the house's type, drawn once, each with its table."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest
from django.test import Client
from django.urls import reverse
from lxml import etree

from nscl.apps.core import charts as drawing
from nscl.apps.monitoring import charts, queries
from nscl.apps.programme.models import Target
from tests.apps.monitoring.conftest import Scene
from tests.apps.monitoring.test_verdicts import CLOSED

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _own_cache(settings: pytest.FixtureRequest, tmp_path: Path) -> None:
    settings.NSCL_CACHE_DIR = tmp_path  # type: ignore[attr-defined]


def chart_of(target: Target) -> drawing.Chart | None:
    target = Target.objects.select_related("node__version").get(pk=target.pk)
    return charts.target_by_year(queries.standing_of(target, as_of=CLOSED))


def counted(scene: Scene, **columns: object) -> Target:
    target = scene.target(**{"value": Decimal(10), **columns})
    for year in (2021, 2022, 2023):
        scene.approved(target, year, 2)
    return target


def test_a_count_is_drawn_cumulated_with_its_goal_and_its_table(scene: Scene) -> None:
    chart = chart_of(counted(scene))
    assert chart is not None
    assert chart.rows == (("2021", "2"), ("2022", "4"), ("2023", "6"))
    assert chart.columns == ("Năm", "Lớp (lũy kế)")
    assert "Mục tiêu 10" in chart.svg
    assert "so với mục tiêu 10 lớp" in chart.title


def test_things_are_recounted_once(scene: Scene) -> None:
    target = scene.target(count_mode="distinct", unit="đơn vị", value=Decimal(4))
    scene.approved(target, 2021, subjects=("A", "B"))
    scene.approved(target, 2022, subjects=("a", "C"))
    chart = chart_of(target)
    assert chart is not None
    assert chart.rows == (("2021", "2"), ("2022", "3"))


def test_numbers_on_the_axis_are_written_the_vietnamese_way(scene: Scene) -> None:
    target = scene.target(value=Decimal(40000), unit="lượt")
    scene.approved(target, 2021, 12500)
    chart = chart_of(target)
    assert chart is not None
    assert "12.500" in chart.svg
    assert "10.000" in chart.svg
    assert "10,000" not in chart.svg


def test_a_unit_that_looks_like_markup_is_only_text(scene: Scene) -> None:
    chart = chart_of(counted(scene, unit='<script>alert(1)</script>"'))
    assert chart is not None
    assert "<script" not in chart.svg
    assert "&lt;script&gt;" in chart.svg


def test_the_drawing_has_no_foreign_element_and_speaks_no_english(scene: Scene) -> None:
    chart = chart_of(counted(scene))
    assert chart is not None
    figure = etree.fromstring(str(chart.svg))
    assert (figure.get("role"), figure.get("aria-label")) == ("img", chart.title)
    for node in figure.iterdescendants():
        assert etree.QName(node).localname in drawing.TAGS
        assert not {"href", "onclick", "class", "aria-roledescription"} & set(node.attrib)
    assert {node.get("font-family") for node in figure.iter("{*}text")} == {"Be Vietnam Pro"}


def test_a_second_drawing_comes_from_the_cache(
    scene: Scene, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    target = counted(scene)
    first = chart_of(target)
    assert len(list((tmp_path / "charts").glob("*.svg"))) == 1
    monkeypatch.setattr(drawing, "_drawn", lambda spec: pytest.fail("drawn again"))
    assert chart_of(target) == first


def test_nothing_is_drawn_without_a_figure_or_for_a_state(scene: Scene) -> None:
    assert chart_of(scene.target()) is None
    state = scene.target(kind="qualitative", comparator="", value=None, unit="", count_mode="state")
    scene.approved(state, 2024, is_done=True)
    assert chart_of(state) is None


def test_the_page_carries_the_chart_and_its_table(client: Client, scene: Scene) -> None:
    target = counted(scene)
    scene.world.login(client, "an")
    page = client.get(reverse("monitoring:target_detail", args=[target.pk])).content.decode()
    assert '<figure class="chart" role="img"' in page
    assert "Bảng số liệu của biểu đồ" in page
