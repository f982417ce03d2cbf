"""Departmental lists as they come: nothing in them may go in silently wrong, or get lost."""

from __future__ import annotations

import io
from typing import Any

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from nscl.apps.core.imports.styles import Styles
from nscl.apps.core.imports.values import reader
from nscl.apps.core.models import ImportBatch, ImportRow
from nscl.apps.registry.imports import ORGANISATIONS
from nscl.apps.registry.imports_catalogues import PRODUCTS, check_product, key_of_person
from tests.apps.core import messy
from tests.apps.core.importing import columns
from tests.apps.registry.organisation_tales import tax_code
from tests.world import World

pytestmark = pytest.mark.django_db

HEAD = ["STT", "Tên đơn vị", "MST", "Doanh thu năm 2024 (tỷ đồng)", "Số lao động"]


@pytest.fixture
def capture(django_capture_on_commit_callbacks: Any) -> Any:
    return django_capture_on_commit_callbacks


def uploaded(client: Client, capture: Any, name: str, rows: list[list[Any]]) -> ImportBatch:
    file = SimpleUploadedFile("bao-cao.xlsx", messy.book(rows))
    with capture(execute=True):
        assert client.post(reverse("imports:upload", args=[name]), {"file": file}).status_code == 302
    return ImportBatch.objects.latest("pk")


def statuses(batch: ImportBatch) -> dict[int, str]:
    return dict(ImportRow.objects.filter(batch=batch).values_list("row_no", "status"))


def test_the_year_in_the_heads_of_the_figures_is_offered_once_for_all_rows(
    world: World, client: Client, capture: Any
) -> None:
    world.login(client, "an")
    batch = uploaded(client, capture, "organisation", [HEAD, [1, "Công ty Mận", tax_code(1), 12.5, 30]])
    page = client.get(reverse("imports:batch", args=[batch.pk])).content.decode()
    assert 'name="chung-year" value="2024"' in page
    columns(client, capture, batch, **{"chung-year": "2024"})
    assert ImportRow.objects.get(batch=batch).values["year"] == 2024
    assert statuses(batch) == {2: "new"}


def test_a_year_for_all_rows_that_cannot_be_read_is_refused(
    world: World, client: Client, capture: Any
) -> None:
    world.login(client, "an")
    batch = uploaded(client, capture, "organisation", [HEAD, [1, "Công ty Mận", tax_code(1), 12.5, 30]])
    batch.refresh_from_db()
    sent = {f"cot-{one['index']}": one["field"] for one in batch.columns} | {"chung-year": "hai bốn"}
    answer = client.post(reverse("imports:columns", args=[batch.pk]), sent)
    assert answer.status_code == 409
    assert "Năm số liệu cho mọi dòng" in answer.content.decode()
    assert not ImportRow.objects.filter(batch=batch).exists()


def test_a_group_with_its_subtotals_is_no_enterprise(world: World, client: Client, capture: Any) -> None:
    world.login(client, "an")
    rows = [
        HEAD,
        ["I", "Khối lớn", None, 500, 90],
        [1, "Công ty Mận", tax_code(1), 1, 3],
        [2, "Công ty Đào", None, 2, 4],
    ]
    batch = uploaded(client, capture, "organisation", rows)
    columns(client, capture, batch, **{"chung-year": "2024"})
    assert statuses(batch) == {2: "skipped", 3: "new", 4: "new"}


def test_who_signs_below_the_table_is_no_enterprise(world: World, client: Client, capture: Any) -> None:
    world.login(client, "an")
    rows = [
        HEAD,
        [1, "Công ty Mận", tax_code(1), 1, 3],
        [2, "Công ty Đào", None, None, None],
        [None, "NGƯỜI LẬP BIỂU", None, None, None],
        [],
        [None, "Nguyễn Thị Mẫu", None, None, None],
    ]
    batch = uploaded(client, capture, "organisation", rows)
    columns(client, capture, batch, **{"chung-year": "2024"})
    assert statuses(batch) == {2: "new", 3: "new", 4: "skipped", 6: "skipped"}


def test_a_code_without_its_zero_comes_back_as_text_in_the_rows_to_mend(
    world: World, client: Client, capture: Any
) -> None:
    world.login(client, "an")
    batch = uploaded(client, capture, "organisation", [HEAD, [1, "Công ty Mận", 100109106, None, None]])
    columns(client, capture, batch)
    answer = client.get(reverse("imports:errors", args=[batch.pk]))
    sheet = openpyxl.load_workbook(io.BytesIO(b"".join(answer))).active  # type: ignore[arg-type]
    assert sheet is not None
    cell = sheet["C2"]
    assert (cell.value, cell.number_format) == ("100109106", "@")
    assert sheet["A2"].value == 1


def test_stars_may_be_written_with_their_word_and_other_words_are_refused() -> None:
    read = reader(PRODUCTS.field_named("ocop_stars"), Styles())
    assert (read("4 sao").value, read("3").value) == (4, 3)
    refused = read("4 sao (đề nghị)")
    assert refused.value is None and refused.problems


def test_a_customs_code_that_lost_its_zero_is_told(world: World) -> None:
    actor = world.actor("an")
    assert [one.field for one in check_product({"hs_code": "9021020"}, actor)] == ["hs_code"]
    assert check_product({"hs_code": "0902.10.20"}, actor) == []


def test_capitals_do_not_make_another_person_but_marks_do() -> None:
    one = key_of_person({"full_name": "NGUYỄN THỊ MẬN", "birth_year": 1980})
    assert one == key_of_person({"full_name": "Nguyễn Thị  Mận", "birth_year": 1980})
    assert one != key_of_person({"full_name": "Nguyễn Thị Mẫn", "birth_year": 1980})
    assert one != key_of_person({"full_name": "Nguyễn Thị Mận", "birth_year": 1981})


def test_the_unit_stands_once_beside_a_field(world: World, client: Client) -> None:
    world.login(client, "an")
    page = client.get(reverse("imports:upload", args=[ORGANISATIONS.name])).content.decode()
    assert "(người) (người)" not in page and "Lao động (người)" in page
