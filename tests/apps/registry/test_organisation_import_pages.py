"""A messy workbook of a person's own making, from the upload page to the register and back."""

from __future__ import annotations

import io
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from openpyxl import Workbook

from nscl.apps.core.models import ImportBatch, ImportRow
from nscl.apps.registry.models import Organisation
from tests.apps.registry.organisation_tales import PERSONAL, enter, tax_code
from tests.world import World

pytestmark = pytest.mark.django_db(transaction=True)


def workbook() -> bytes:
    """A title over the table, headings of the person's own, one lost zero, one twin, a totals row."""
    book = Workbook()
    sheet: Any = book.active
    sheet.append(["DANH SÁCH DOANH NGHIỆP TRÊN ĐỊA BÀN TỈNH NĂM 2024"])
    sheet.append([])
    sheet.append(
        ["STT", "MST", "Tên doanh nghiệp", "SĐT", "Xã/phường", "Năm", "Số LĐ", "Doanh thu (triệu đồng)"]
    )
    rows = [
        [tax_code(1), "Công ty TNHH Gỗ Xanh", "0912 345 678", "Xã Hoa Thám", 2024, 35, "12.500"],
        [PERSONAL, "Hộ kinh doanh Bếp Núi", "", "Xã Hoa Thám", 2024, 3, 900],
        [None, "Cty TNHH Hoàng Long Việt", None, "Xã Bình Gia", 2024, 12, 4500],
        [100109106, "Công ty Mất Số Không", None, None, 2024, 9, 100],
    ]
    for n, row in enumerate(rows, 1):
        sheet.append([n, *row])
    sheet.append(["", "", "Tổng cộng", "", "", "", 59, 18000])
    data = io.BytesIO()
    book.save(data)
    return data.getvalue()


def test_a_messy_workbook_goes_in_and_comes_out_again(world: World, client: Client) -> None:
    enter(world, "Công ty TNHH Hoàng Long Việt")
    world.login(client, "an")
    file = SimpleUploadedFile("danh sách.xlsx", workbook(), "application/vnd.ms-excel")
    client.post(reverse("imports:upload", args=["organisation"]), {"file": file})
    batch = ImportBatch.objects.get()
    fields = {f"cot-{n}": one["field"] for n, one in enumerate(batch.columns)}
    assert [value for value in fields.values() if value] == [
        "tax_code",
        "name",
        "phone",
        "commune",
        "year",
        "workers",
        "revenue_vnd",
    ]
    settle = reverse("imports:columns", args=[batch.pk])
    client.post(settle, fields)
    assert not ImportRow.objects.exists()  # 12.500 can be read in two ways: the person says which
    client.post(settle, fields | {"so-7": "vi", "tien-7": "million_vnd"})
    page = client.get(reverse("imports:batch", args=[batch.pk])).content.decode()
    statuses = {row.values.get("name"): row.status for row in ImportRow.objects.filter(batch=batch)}
    assert statuses == {
        "Công ty TNHH Gỗ Xanh": "new",
        "Hộ kinh doanh Bếp Núi": "new",
        "Cty TNHH Hoàng Long Việt": "doubtful",
        "Công ty Mất Số Không": "wrong",
        None: "skipped",  # the totals row
    }, page
    client.post(reverse("imports:confirm", args=[batch.pk]), {"cach-nhap": "good"})
    batch.refresh_from_db()
    assert batch.state == "done", client.get(reverse("imports:batch", args=[batch.pk])).content.decode()
    assert Organisation.objects.count() == 3
    household = Organisation.objects.get(personal_code__last_digits=PERSONAL[-3:])
    assert household.facts.get().revenue_vnd == 900_000_000
    client.post(reverse("imports:take_back", args=[batch.pk]))
    assert Organisation.objects.get().name == "Công ty TNHH Hoàng Long Việt"
