"""Workbooks of people's own making, from the upload page into products, people and lists, and back."""

from __future__ import annotations

import io
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from openpyxl import Workbook

from nscl.apps.core.models import ImportBatch, ImportRow
from nscl.apps.registry.models import ExpertCredential, Person, Product
from tests.apps.registry.records import edition, firm
from tests.world import World

pytestmark = pytest.mark.django_db(transaction=True)
CODE = "0100109106"


def checked(client: Client, spec: str, *lines: list[Any]) -> ImportBatch:
    """The workbook handed in and checked with the columns as proposed."""
    book = Workbook()
    sheet: Any = book.active
    for one in lines:
        sheet.append(one)
    data = io.BytesIO()
    book.save(data)
    file = SimpleUploadedFile("danh sách.xlsx", data.getvalue(), "application/vnd.ms-excel")
    answer = client.post(reverse("imports:upload", args=[spec]), {"file": file})
    assert answer.status_code == 302, answer.content.decode()
    batch = ImportBatch.objects.latest("pk")
    fields = {f"cot-{n}": one["field"] for n, one in enumerate(batch.columns)}
    client.post(reverse("imports:columns", args=[batch.pk]), fields)
    assert client.get(reverse("imports:batch", args=[batch.pk])).status_code == 200
    return batch


def loaded(client: Client, batch: ImportBatch) -> str:
    client.post(reverse("imports:confirm", args=[batch.pk]), {"cach-nhap": "good"})
    batch.refresh_from_db()
    return str(batch.state)


def statuses(batch: ImportBatch) -> list[str]:
    return list(ImportRow.objects.filter(batch=batch).order_by("row_no").values_list("status", flat=True))


def test_a_list_of_products_goes_in_once_and_comes_out_again(world: World, client: Client) -> None:
    maker = firm(world, "Công ty Mận", tax_code=CODE)
    world.login(client, "an")
    lines = [
        ["SẢN PHẨM OCOP CỦA TỈNH"],
        ["TT", "Sản phẩm", "MST đơn vị", "Số sao", "Mã vạch"],
        [1, "Mận tam hoa", CODE, 4, "8936000000011"],
        [2, "Mận sấy", CODE, 3, None],
        [3, "Na Chi Lăng", CODE, 7, None],
        [4, "Hồng", CODE, 3, "8936000000012"],
    ]
    batch = checked(client, "product", *lines)
    assert statuses(batch) == ["new", "new", "wrong", "wrong"]
    assert loaded(client, batch) == "done"
    assert set(Product.objects.values_list("name", "maker", "ocop_stars")) == {
        ("Mận tam hoa", maker.pk, 4),
        ("Mận sấy", maker.pk, 3),
    }
    again = checked(client, "product", lines[1], *lines[2:4], [5, "Quýt", CODE, None, None])
    assert statuses(again) == ["same", "same", "new"]
    client.post(reverse("imports:take_back", args=[batch.pk]))
    assert not Product.objects.exists()


def test_a_list_of_experts_brings_people_with_their_certificates(world: World, client: Client) -> None:
    world.login(client, "an")
    batch = checked(
        client,
        "person",
        ["STT", "Họ tên", "Sinh năm", "Diện", "Số giấy chứng nhận", "Ngày cấp", "SĐT"],
        [1, "Lý Thị Mai", 1980, "Năng suất", "NS-01", "01/02/2024", None],
        [2, "Hà Văn Tú", 1985, "Chuyên gia năng suất", "NS-02", "01/02/2024", "0912345678"],
    )
    assert statuses(batch) == ["new", "wrong"]
    assert loaded(client, batch) == "done"
    assert ExpertCredential.objects.get().person == Person.objects.get(full_name="Lý Thị Mai")
    client.post(reverse("imports:take_back", args=[batch.pk]))
    assert not Person.objects.exists()


def test_the_lines_of_a_decision_go_into_its_list(world: World, client: Client) -> None:
    made = edition(world, number="88/QĐ-UBND")
    world.login(client, "an")
    batch = checked(
        client,
        "edition-entry",
        ["STT", "Quyết định số", "Tên sản phẩm"],
        [1, "88/QĐ-UBND", "Mận tam hoa"],
        [2, "88/QĐ-UBND", "Na Chi Lăng"],
    )
    assert statuses(batch) == ["new", "new"]
    assert loaded(client, batch) == "done"
    assert list(made.entries.values_list("position", "printed_name")) == [
        (1, "Mận tam hoa"),
        (2, "Na Chi Lăng"),
    ]
    client.post(reverse("imports:take_back", args=[batch.pk]))
    assert not made.entries.exists()
