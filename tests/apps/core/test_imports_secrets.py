"""People's own numbers on their way through an import: sealed at rest, masked in sight, in full for few."""

from __future__ import annotations

import dataclasses
import io
import json
from typing import Any

import openpyxl
import pytest
from django.conf import settings as site
from django.test import Client
from django.urls import reverse

from nscl.apps.core.access import Role, rule
from nscl.apps.core.imports import secrets, spec, staging
from nscl.apps.core.imports.spec import ImportField
from nscl.apps.core.models import AuditEntry, ImportBatch, ImportRow, StoredFile
from nscl.apps.core.sealing import Seals
from tests.apps.core import messy, trial_import
from tests.apps.core.importing import columns, confirm, importing, send, sent
from tests.world import World

__all__ = ["importing"]
pytestmark = pytest.mark.django_db
PERSONAL, LOST_ZERO = "020085001234", "20085005678"
CODE = ImportField("tax_code", "Mã số thuế", "tax_code")


@pytest.fixture
def an(importing: World, client: Client) -> Client:
    return importing.login(client, "an")


@pytest.fixture
def capture(django_capture_on_commit_callbacks: Any) -> Any:
    return django_capture_on_commit_callbacks


def households() -> bytes:
    """A household, one whose zero Excel dropped, one with an impossible number, a firm."""
    rows = [
        ["Tên hộ", "MST", "Số định danh"],
        ["Hộ kinh doanh Bếp Ấm", PERSONAL, PERSONAL],
        ["Hộ kinh doanh Mây Chiều", int(LOST_ZERO), None],
        ["Hộ kinh doanh Đá Vàng", "020985001299", None],
        ["Công ty TNHH Suối Trong", messy.tax_code(5), None],
    ]
    return messy.book(rows)


def everything_kept() -> str:
    """All that the database keeps of imports, as text."""
    rows = [list(ImportRow.objects.values()), list(ImportBatch.objects.values())]
    return json.dumps(rows, default=str, ensure_ascii=False)


def test_no_persons_number_lies_open_in_rows_samples_or_the_stored_file(an: Client, capture: Any) -> None:
    data = households()
    batch = sent(an, capture, data)
    columns(an, capture, batch, cot_0="name", cot_2="")
    told = everything_kept()
    for number in (PERSONAL, LOST_ZERO, f"0{LOST_ZERO}", "020985001299"):
        assert number not in told
    for path in StoredFile.objects.values_list("sha256", flat=True):
        kept = (site.NSCL_FILES_DIR / path[:2] / path).read_bytes()
        assert not kept.startswith(b"PK") and kept != data
    assert secrets.file_of(ImportBatch.objects.get()) == data


def test_the_pages_show_the_last_three_digits_and_the_register_gets_the_whole(
    an: Client, capture: Any
) -> None:
    batch = sent(an, capture, messy.book([["Tên hộ", "MST"], ["Hộ kinh doanh Bếp Ấm", PERSONAL]]))
    where = reverse("imports:batch", args=[batch.pk])
    assert "•••••••••234" in an.get(where).content.decode()
    columns(an, capture, batch, cot_0="name")
    shown = an.get(where).content.decode()
    assert "•••••••••234" in shown and PERSONAL not in shown
    row = ImportRow.objects.get(status="new")
    assert staging.values_of(trial_import.SPEC, row)["tax_code"] == PERSONAL


def test_a_mended_row_is_taken_out_in_full_only_with_the_deed_and_the_look_is_on_record(
    an: Client, capture: Any, monkeypatch: pytest.MonkeyPatch, importing: World
) -> None:
    batch = sent(an, capture, households())
    columns(an, capture, batch, cot_0="name", cot_2="")
    where = reverse("imports:errors", args=[batch.pk])
    hidden = _cells(an.get(where).content)
    assert LOST_ZERO not in hidden and "••••••••678" in hidden and "đã được che" in hidden
    assert not AuditEntry.objects.filter(deed="trial.reveal").exists()
    from nscl.apps.core import access

    monkeypatch.setattr(access, "RULES", [*access.RULES, rule("trial.reveal", "Xem mã", [Role.OFFICER])])
    access.table.cache_clear()
    monkeypatch.setitem(spec._specs, "trial", dataclasses.replace(trial_import.SPEC, reveal="trial.reveal"))
    assert LOST_ZERO in _cells(an.get(where).content)
    entry = AuditEntry.objects.get(deed="trial.reveal")
    assert entry.after == {"personal_codes": 2} and entry.object_id == str(batch.pk)


def _cells(data: bytes) -> str:
    sheet = openpyxl.load_workbook(io.BytesIO(data)).active
    return "\n".join(str(cell) for row in sheet.iter_rows(values_only=True) for cell in row)


def test_the_same_bytes_are_known_again_though_they_are_sealed(an: Client, capture: Any) -> None:
    data = messy.book([["Tên tổ chức", "MST"], ["Công ty TNHH Suối Trong", messy.tax_code(5)]])
    batch = sent(an, capture, data)
    again = sent(an, capture, data)
    assert again.file == batch.file  # sealed once, not twice
    columns(an, capture, batch)
    confirm(an, capture, batch)
    assert "Tệp này đã được nhập" in send(an, data).content.decode()


def test_what_was_sealed_for_one_purpose_does_not_open_for_another() -> None:
    token = Seals(b"one").seal(b"x")
    with pytest.raises(Exception, match="khóa của hệ thống"):
        Seals(b"two").open(token)
    assert Seals(b"one").open(token) == b"x"
    assert Seals(b"one").fingerprint(b"x") != Seals(b"two").fingerprint(b"x")


def test_only_a_persons_number_is_sealed() -> None:
    assert staging.plain(CODE, "0100109106") == "0100109106"
    kept = staging.plain(CODE, PERSONAL)
    assert set(kept) == {"sealed"} and staging.restored(CODE, kept) == PERSONAL
    money = ImportField("revenue", "Doanh thu", "money")
    assert staging.plain(money, 120085001234) == 120085001234


@pytest.mark.parametrize(
    ("cell", "shown"),
    [
        (PERSONAL, "•••••••••234"),
        ("020 085 001 234", "•••••••••234"),
        (f"{LOST_ZERO}.0", "••••••••678"),
        ("0100109106-001", "0100109106-001"),
        ("Hộ kinh doanh 1", "Hộ kinh doanh 1"),
        ("0912345678", "0912345678"),
    ],
)
def test_a_cell_is_masked_when_the_whole_of_it_is_a_persons_number(cell: str, shown: str) -> None:
    assert secrets.hide_cell(cell) == shown
