"""A file from upload to register and back, through the pages, as a person does it."""

from __future__ import annotations

import io
from typing import Any

import openpyxl
import pytest
from django.test import Client
from django.urls import reverse

from nscl.apps.core import audit
from nscl.apps.core.models import AuditEntry, ImportBatch, ImportMapping, ImportRow, Job
from nscl.apps.registry.models import Organisation, YearFacts
from tests.apps.core import messy
from tests.apps.core.importing import columns, confirm, importing, send, sent, sentences, statuses, take_back
from tests.world import World, at

__all__ = ["importing"]
pytestmark = pytest.mark.django_db


@pytest.fixture
def an(importing: World, client: Client) -> Client:
    return importing.login(client, "an")


@pytest.fixture
def capture(django_capture_on_commit_callbacks: Any) -> Any:
    return django_capture_on_commit_callbacks


def page(client: Client, batch: ImportBatch, query: str = "") -> str:
    answer = client.get(reverse("imports:batch", args=[batch.pk]) + query)
    assert answer.status_code == 200
    return answer.content.decode()


def test_a_list_of_an_office_goes_in_without_a_manual(an: Client, capture: Any) -> None:
    batch = sent(an, capture, messy.titled_two_row_head())
    shown = page(an, batch)
    assert "Tên đơn vị" in shown and "theo tên cột" in shown
    columns(an, capture, batch)
    assert batch.state == "checked"
    assert statuses(batch) == {
        8: "skipped",
        9: "new",
        10: "new",
        11: "skipped",
        12: "new",
        13: "skipped",
        15: "skipped",
    }
    assert "Cty TNHH Hoa Sim" in page(an, batch)
    confirm(an, capture, batch)
    assert batch.state == "done" and batch.counts["loaded"] == 3
    one = Organisation.objects.get(tax_code=messy.tax_code(1))
    assert (one.name, one.phone, str(one.established_on)) == ("Cty TNHH Hoa Sim", "0912345678", "2011-03-15")
    facts = YearFacts.objects.get(organisation__tax_code=messy.tax_code(2))
    assert (facts.revenue_vnd, facts.workers) == (950_500_000, 8)  # the unit stood over the table
    assert "Đã nhập 3 dòng" in page(an, batch)
    assert all(check.ok for check in audit.verify_all())


def test_the_same_bytes_again_are_refused_with_the_way_to_the_first_load(an: Client, capture: Any) -> None:
    data = messy.titled_two_row_head()
    batch = sent(an, capture, data)
    columns(an, capture, batch)
    confirm(an, capture, batch)
    answer = send(an, data, "ten-khac.xlsx")
    assert answer.status_code == 400
    assert "Tệp này đã được nhập" in answer.content.decode()
    assert reverse("imports:batch", args=[batch.pk]) in answer.content.decode()
    again = sent(an, capture, data, again="on")
    columns(an, capture, again)
    assert set(statuses(again).values()) == {"same", "skipped"}
    refused = confirm(an, capture, again)
    assert refused.status_code == 409 and "không có gì để nhập" in refused.content.decode()
    assert Organisation.objects.count() == 3 and {o.revision for o in Organisation.objects.all()} == {0}


def test_a_changed_cell_is_shown_with_both_values_and_taken_back_to_the_old(an: Client, capture: Any) -> None:
    first = sent(an, capture, messy.book([["Tên", "MST", "Lao động"], ["Công ty Cũ", messy.tax_code(1), 10]]))
    columns(an, capture, first, cot_0="name")
    confirm(an, capture, first)
    second = sent(
        an, capture, messy.book([["Tên", "MST", "Lao động"], ["Công ty Mới", messy.tax_code(1), None]])
    )
    assert "như lần trước" in page(an, second)  # the layout was remembered
    columns(an, capture, second)
    shown = page(an, second)
    assert "<del>Công ty Cũ</del> → <b>Công ty Mới</b>" in shown
    confirm(an, capture, second)
    one = Organisation.objects.get()
    assert one.name == "Công ty Mới" and one.revision == 1
    assert YearFacts.objects.get().workers == 10  # an empty cell is no zero
    take_back(an, capture, second)
    one.refresh_from_db()
    assert second.state == "taken_back" and one.name == "Công ty Cũ"


def test_a_load_is_not_taken_back_once_somebody_worked_on_it(an: Client, capture: Any) -> None:
    batch = sent(an, capture, messy.titled_two_row_head())
    columns(an, capture, batch)
    confirm(an, capture, batch)
    Organisation.objects.filter(tax_code=messy.tax_code(1)).update(revision=3)
    take_back(an, capture, batch)
    assert batch.state == "done" and Organisation.objects.count() == 3
    assert "đã được sửa sau khi nhập" in page(an, batch)
    Organisation.objects.update(revision=0)
    take_back(an, capture, batch)
    assert batch.state == "taken_back" and Organisation.objects.count() == 0
    assert "đã được rút lại" in page(an, batch)


def test_wrong_rows_stay_out_and_come_back_mended(an: Client, capture: Any) -> None:
    batch = sent(an, capture, messy.damaged_by_excel(), "hong.xlsx")
    columns(an, capture, batch)
    assert statuses(batch) == {
        2: "new",
        3: "wrong",
        4: "wrong",
        5: "wrong",
        6: "same",
        7: "wrong",
        8: "wrong",
    }
    assert "0100109106" in sentences(batch, 3) and "31/02/2020" in sentences(batch, 3)
    assert "Giống hệt dòng 2" in sentences(batch, 6)
    assert "dòng 8" in sentences(batch, 7) and "Tên tổ chức" in sentences(batch, 7)
    everything = confirm(an, capture, batch, "all")
    assert everything.status_code == 409 and Organisation.objects.count() == 0
    confirm(an, capture, batch, "good")
    assert Organisation.objects.count() == 1
    answer = an.get(reverse("imports:errors", args=[batch.pk]))
    made = openpyxl.load_workbook(io.BytesIO(answer.content))
    sheet = made.active
    assert [cell.value for cell in sheet[1]][-1] == "Lý do chưa nhập được" and sheet.max_row == 6
    assert "cột B, Mã số thuế" in sheet.cell(2, 6).value
    for row, number in zip(range(2, 7), (22, 23, 24, 26, 27), strict=True):
        sheet.cell(row, 2).value = messy.tax_code(number)
    sheet.cell(2, 3).value, sheet.cell(2, 5).value = "28/02/2020", "dung@saohom.example.vn"
    mended = sent(an, capture, messy.saved(made), "hong-can-sua.xlsx")
    assert "như lần trước" in page(an, mended)
    columns(an, capture, mended)
    assert set(statuses(mended).values()) == {"new"}
    confirm(an, capture, mended, "all")
    assert Organisation.objects.count() == 6


def test_a_doubtful_row_waits_for_a_word(an: Client, capture: Any, importing: World) -> None:
    held = Organisation(name="Công ty TNHH Bến Mơ", province=importing.home, created_at=at(day=1))
    held.save()
    data = messy.book(
        [["Tên tổ chức", "Điện thoại"], ["Công ty TNHH Bến Mơ", "0912345678"], ["Công ty Khác", None]]
    )
    batch = sent(an, capture, data)
    columns(an, capture, batch)
    assert statuses(batch) == {2: "doubtful", 3: "new"}
    assert confirm(an, capture, batch, "all").status_code == 409
    row = ImportRow.objects.get(batch=batch, row_no=2)
    where = reverse("imports:decide", args=[batch.pk, row.pk])
    assert an.post(where, {"quyet-dinh": "is:999999"}).status_code == 409
    assert an.post(where, {"quyet-dinh": f"is:{held.pk}"}).status_code == 302
    assert "Sẽ thêm 1 và sửa 1 hồ sơ" in page(an, batch)
    confirm(an, capture, batch, "all")
    held.refresh_from_db()
    assert held.phone == "0912345678" and Organisation.objects.count() == 2


def test_a_register_changed_since_the_check_stops_the_load(
    an: Client, capture: Any, importing: World
) -> None:
    batch = sent(an, capture, messy.titled_two_row_head())
    columns(an, capture, batch)
    other = Organisation(
        name="Ai đó", tax_code=messy.tax_code(3), province=importing.home, created_at=at(day=1)
    )
    other.save()
    confirm(an, capture, batch)
    assert batch.state == "checked" and Organisation.objects.count() == 1
    assert "Sổ đã thay đổi sau khi kiểm tra" in page(an, batch)


def test_work_stopped_by_the_person_leaves_nothing(an: Client, capture: Any) -> None:
    batch = sent(an, capture, messy.plain(30))
    columns(an, capture, batch)
    with capture(execute=False) as waiting:
        an.post(reverse("imports:confirm", args=[batch.pk]), {"cach-nhap": "good"})
    shown = page(an, batch)
    assert "Dừng lại" in shown and 'hx-trigger="load' in shown
    an.post(reverse("imports:stop", args=[batch.pk]))
    for callback in waiting:
        callback()
    batch.refresh_from_db()
    assert batch.state == "checked" and Organisation.objects.count() == 0
    assert "Đã dừng theo yêu cầu" in page(an, batch)


def test_a_dropped_file_keeps_no_rows(an: Client, capture: Any) -> None:
    batch = sent(an, capture, messy.titled_two_row_head())
    columns(an, capture, batch)
    an.post(reverse("imports:drop", args=[batch.pk]))
    batch.refresh_from_db()
    assert batch.state == "dropped" and not ImportRow.objects.exists()
    assert confirm(an, capture, batch).status_code == 409


def test_another_provinces_batch_does_not_exist_and_a_reader_may_not_import(
    an: Client, capture: Any, importing: World
) -> None:
    batch = sent(an, capture, messy.titled_two_row_head())
    stranger = importing.login(Client(), "khanh")
    assert stranger.get(reverse("imports:batch", args=[batch.pk])).status_code == 404
    assert stranger.post(reverse("imports:drop", args=[batch.pk])).status_code == 404
    for name in ("giang", "ha", "chi"):
        reader = importing.login(Client(), name)
        assert reader.get(reverse("imports:upload", args=["trial"])).status_code == 403
        assert reader.get(reverse("imports:batch", args=[batch.pk])).status_code in (403, 404)
    assert Client().get(reverse("imports:home")).status_code == 302


def test_columns_that_cannot_stand_are_refused_and_nothing_is_lost(an: Client, capture: Any) -> None:
    batch = sent(an, capture, messy.titled_two_row_head())
    twice = columns(an, capture, batch, cot_2="name")
    assert twice.status_code == 409 and "ghép với nhiều cột" in twice.content.decode()
    without = columns(an, capture, batch, cot_1="")
    assert without.status_code == 409 and "Tên tổ chức" in without.content.decode()
    alien = columns(an, capture, batch, cot_1="password")
    assert alien.status_code == 409
    assert batch.state == "uploaded" and not ImportMapping.objects.exists()


def test_a_number_of_two_readings_waits_for_a_choice(an: Client, capture: Any) -> None:
    rows = [["Tên tổ chức", "Lao động"], ["Công ty Một", "1.234"], ["Công ty Hai", "2.500"]]
    batch = sent(an, capture, messy.book(rows))
    assert "1.234 → 1.234" in page(an, batch)
    refused = columns(an, capture, batch, so_1="")
    assert refused.status_code == 409 and "hai cách" in refused.content.decode()
    columns(an, capture, batch, so_1="vi")
    confirm(an, capture, batch)
    assert [f.workers for f in YearFacts.objects.order_by("pk")] == [1234, 2500]


def test_one_bad_file_is_one_sentence(an: Client, capture: Any) -> None:
    hostile = {
        "word.xlsx": (messy.zipped(word__document=b"x"), "tệp Word"),
        "macro.xlsx": (messy.zipped(xl__workbook=b"x", xl__vbaProject=b"y"), "macro"),
        "docm.xlsx": (messy.zipped(word__document=b"x", word__vbaProject=b"y"), "tệp Word"),
        "bom.xlsx": (messy.bomb(), "quá nhiều bộ nhớ"),
        "cut.xlsx": (messy.plain(5)[:900], "bị hỏng"),
        "empty.csv": (b" \r\n", "Tệp trống"),
        "page.xls": (b"<html><table><tr><td>1", "trang web"),
        "photo.xlsx": (b"\x89PNG\r\n\x1a\n" + b"x" * 99, "tệp ảnh"),
    }
    for name, (data, sentence) in hostile.items():
        answer = send(an, data, name)
        assert answer.status_code == 400 and sentence in answer.content.decode(), name
    assert not ImportBatch.objects.exists() and not Job.objects.exists()


def test_what_only_the_reading_finds_is_told_on_the_batchs_page(an: Client, capture: Any) -> None:
    for data, sentence in ((messy.cell_at(1_048_575, 1), "1.048.576"), (messy.cell_at(3, 16_383), "cột XFD")):
        batch = sent(an, capture, data)
        assert sentence in page(an, batch) and "Chưa đọc được tệp này" in page(an, batch)


def test_queries_do_not_grow_with_rows(an: Client, capture: Any, django_assert_max_num_queries: Any) -> None:
    counts = []
    for rows in (5, 400):
        batch = sent(an, capture, messy.plain(rows, first=1000 * rows))
        with django_assert_max_num_queries(100) as seen:
            columns(an, capture, batch)
        page_at = reverse("imports:batch", args=[batch.pk])
        with django_assert_max_num_queries(30) as opened:
            an.get(page_at)
        with django_assert_max_num_queries(100) as loaded:
            confirm(an, capture, batch)
        counts.append((len(seen), len(opened), len(loaded)))
    (check, shown, load), (check_many, shown_many, load_many) = counts
    assert shown == shown_many
    # SQLite takes a bulk statement in parts of some seventy rows; a query a row would be four hundred.
    assert check_many < check + 20 and load_many < load + 40


def test_each_load_leaves_one_audit_row_a_record(an: Client, capture: Any) -> None:
    batch = sent(an, capture, messy.titled_two_row_head())
    columns(an, capture, batch)
    confirm(an, capture, batch)
    assert AuditEntry.objects.filter(deed="trial.import").count() == 3
    assert AuditEntry.objects.filter(deed="core.import.load", object_id=str(batch.pk)).count() == 1
