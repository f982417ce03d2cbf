"""The Excel form itself: what it looks like, and that it comes back as it was filled in, whoever saved it."""

from __future__ import annotations

import io
import shutil
import subprocess
import unicodedata
import zipfile
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from nscl.apps.assessment.excel import reading
from nscl.apps.assessment.excel.reading import FormRead, identity_in, open_form, read_form
from nscl.apps.assessment.excel.sending import blank_form, form_of
from nscl.apps.assessment.models import Invitation, Response
from nscl.apps.core.imports.reading.limits import UnreadableFile
from nscl.apps.registry.models import YearFacts
from tests.apps.assessment.excel_trial import (
    GOOD,
    READ,
    answered,
    definition_used,
    filled,
    invited,
    opened,
    place_of,
    saved,
    survey_of,
)
from tests.world import World, at

pytestmark = pytest.mark.django_db


@pytest.fixture
def invitation(world: World) -> Invitation:
    return invited(world, survey_of(world), "Công ty TNHH Chè Minh Họa")[0]


def read_back(data: bytes, invitation: Invitation) -> FormRead:
    return read_form(open_form(data), definition_used(invitation.survey))


def stops(found: FormRead) -> list[tuple[str, str, str]]:
    return [(one.cell, one.question, one.sentence) for one in found.faults if not one.is_warning]


def warnings(found: FormRead) -> list[str]:
    return [one.sentence for one in found.faults if one.is_warning]


def cell_of(invitation: Invitation, field: str) -> str:
    return place_of(opened(form_of(invitation, at=at())), field)[1]


# ── What goes out ──────────────────────────────────────────────────────


def test_the_form_names_the_organisation_the_survey_and_the_deadline(invitation: Invitation) -> None:
    sheet = opened(form_of(invitation, at=at()))["Phiếu"]
    texts = [str(cell.value) for row in sheet.iter_rows() for cell in row if cell.value]
    assert "Đơn vị: Công ty TNHH Chè Minh Họa" in texts
    assert "KHẢO SÁT NĂM 2026" in texts
    assert "Xin gửi lại trước hết ngày 30/04/2026." in texts


def test_only_answer_cells_can_be_written_and_the_page_prints_on_a4_in_one_width(
    invitation: Invitation,
) -> None:
    book = opened(form_of(invitation, at=at()))
    sheet = book["Phiếu"]
    cells = {place_of(book, field)[1] for field in GOOD}
    unlocked = {
        cell.coordinate
        for row in sheet.iter_rows()
        for cell in row
        if not cell.protection.locked and type(cell).__name__ != "MergedCell"
    }
    assert sheet.protection.sheet and not sheet.protection.password
    assert cells <= unlocked
    assert all(sheet[cell].value is None for cell in unlocked)
    assert (sheet.page_setup.paperSize, sheet.page_setup.orientation) == ("9", "portrait") or (
        int(sheet.page_setup.paperSize),
        sheet.page_setup.orientation,
    ) == (9, "portrait")
    assert sheet.sheet_properties.pageSetUpPr.fitToPage and sheet.page_setup.fitToHeight == 0


def test_choices_and_limits_are_offered_in_the_cells(invitation: Invitation) -> None:
    book = opened(form_of(invitation, at=at()))
    sheet = book["Phiếu"]
    rules = {str(rule.sqref): rule for rule in sheet.data_validations.dataValidation}
    chosen = rules[place_of(book, "muc_do")[1]]
    column = chosen.formula1.split("!")[1].split(":")[0].replace("$", "").rstrip("1234567890")
    offered = [book["_nscl"][f"{column}{row}"].value for row in range(1, 5)]
    assert offered == ["Thủ công", "Bán tự động, có máy", "Tự động", "Khác"]
    assert rules[place_of(book, "lao_dong")[1]].formula2 == "100000"
    assert book["_nscl"].sheet_state == "hidden"


def test_a_condition_is_said_in_words(invitation: Invitation) -> None:
    book = opened(form_of(invitation, at=at()))
    texts = [str(cell.value) for row in book["Phiếu"].iter_rows() for cell in row if cell.value]
    assert any("Chỉ trả lời nếu câu 7 chọn “Có”." in text for text in texts)


def test_what_is_known_stands_beside_the_cell_and_is_not_an_answer(world: World) -> None:
    last_year = invited(world, survey_of(world, title="Năm trước", year=2025), "Hợp tác xã Hồi Minh Họa")[0]
    Response.objects.create(
        invitation=last_year,
        number=1,
        state="submitted",
        answers={"san_pham": "Hồi khô", "lao_dong": "30"},
        started_at=at(),
        saved_at=at(),
        submitted_at=at(),
        receipt="KS-1",
    )
    this_year = Invitation.objects.create(
        survey=survey_of(world), organisation=last_year.organisation, listed_at=at()
    )
    YearFacts.objects.create(organisation=last_year.organisation, year=2026, workers=33)
    data = form_of(this_year, at=at())
    texts = [str(cell.value) for row in opened(data)["Phiếu"].iter_rows() for cell in row if cell.value]
    assert any("Hồi khô" in text for text in texts)
    assert any("30 người" in text and "33 người" in text for text in texts)
    assert read_back(data, this_year).answers == {}


def test_the_blank_form_is_nobodys(world: World, invitation: Invitation) -> None:
    data = blank_form(invitation.survey, by=world.actor("an"), at=at())
    found = identity_in(open_form(data))
    assert found is not None and found.invitation == 0
    texts = [str(cell.value) for row in opened(data)["Phiếu"].iter_rows() for cell in row if cell.value]
    assert not any("Minh Họa" in text for text in texts)


# ── What comes back ────────────────────────────────────────────────────


def test_every_kind_of_answer_comes_back_as_it_was_filled_in(invitation: Invitation) -> None:
    found = read_back(answered(invitation), invitation)
    assert found.answers == READ
    assert found.respondent == {"name": "Nông Thị Minh Họa", "title": "", "phone": "0912345678"}
    assert (found.faults, found.given, found.asked) == ([], 13, 13)


def test_an_empty_cell_is_no_answer_and_never_zero(invitation: Invitation) -> None:
    found = read_back(answered(invitation, doanh_thu=None, xuat_khau=None, ty_le_loi=" "), invitation)
    assert {"doanh_thu", "xuat_khau", "ty_le_loi"}.isdisjoint(found.answers)


def test_zero_is_an_answer(invitation: Invitation) -> None:
    assert read_back(answered(invitation, xuat_khau=0), invitation).answers["xuat_khau"] == 0


@pytest.mark.parametrize(
    ("field", "typed", "kept"),
    [
        ("lao_dong", "1.234", "1234"),
        ("lao_dong", "45 người", "45"),
        ("doanh_thu", "12,5 tỷ", 12_500_000_000),
        ("ty_le_loi", "1,5%", "1.5"),
        ("ngay_cap", "5/4/2025", "2025-04-05"),
        ("ngay_cap", "05.04.2025", "2025-04-05"),
        ("nam", "năm 2014", 2014),
        ("co_he_thong", "co", True),
        ("muc_do", "tự động ", "tu_dong"),
        ("san_pham", unicodedata.normalize("NFD", "Chè túi lọc"), "Chè túi lọc"),
        ("san_pham", 2025, "2025"),
    ],
)
def test_what_a_person_types_in_their_own_way_is_read(
    invitation: Invitation, field: str, typed: Any, kept: Any
) -> None:
    found = read_back(answered(invitation, **{field: typed}), invitation)
    assert (stops(found), found.answers[field]) == ([], kept)


@pytest.mark.parametrize(
    ("field", "typed", "words"),
    [
        ("lao_dong", "khoảng vài chục", "Không đọc được số"),
        ("lao_dong", 45.5, "số nguyên"),
        ("lao_dong", 250_000, "từ 0 người đến 100.000 người"),
        ("lao_dong", date(2025, 1, 2), "không phải là số"),
        ("ngay_cap", "31/02/2025", "31/02/2025"),
        ("ngay_cap", "tháng 4 năm 2025", "thiếu ngày hoặc tháng"),
        ("co_he_thong", "có lẽ", "không rõ"),
        ("muc_do", "Bằng tay", "không phải là một lựa chọn"),
        ("hai_long", 9, "từ 1 đến 5"),
        ("he_thong__iso9001", "đang làm", "Hãy ghi x hoặc để trống"),
        ("nam", 14, "bốn chữ số"),
    ],
)
def test_what_cannot_be_read_is_said_with_its_cell(
    invitation: Invitation, field: str, typed: Any, words: str
) -> None:
    found = read_back(answered(invitation, **{field: typed}), invitation)
    told = [(cell, sentence) for cell, _question, sentence in stops(found)]
    assert len(told) == 1
    assert told[0][0] == cell_of(invitation, field)
    assert words in told[0][1]


def test_a_missing_required_answer_is_said_at_its_cell(invitation: Invitation) -> None:
    found = read_back(answered(invitation, san_pham=None), invitation)
    assert [(cell, question) for cell, question, _said in stops(found)] == [
        (cell_of(invitation, "san_pham"), "Sản phẩm chính")
    ]


def test_an_unreadable_required_answer_is_not_called_missing_too(invitation: Invitation) -> None:
    assert len(stops(read_back(answered(invitation, lao_dong="nhiều"), invitation))) == 1


def test_figures_that_contradict_each_other_are_said(invitation: Invitation) -> None:
    found = read_back(answered(invitation, xuat_khau=20_000_000_000), invitation)
    assert [said for _cell, _question, said in stops(found)] == [
        "Giá trị xuất khẩu lớn hơn doanh thu. Hãy kiểm tra lại hai số."
    ]


def test_an_answer_that_was_not_asked_is_left_out_and_said(invitation: Invitation) -> None:
    found = read_back(answered(invitation, co_he_thong="Không"), invitation)
    assert "he_thong" not in found.answers and "ngay_cap" not in found.answers
    assert sum("không phải trả lời" in said for said in warnings(found)) == 2
    assert found.is_good


def test_a_share_typed_with_a_percent_sign_in_the_wrong_cell_format_is_doubted(
    invitation: Invitation,
) -> None:
    found = read_back(answered(invitation, ty_le_loi=0.15), invitation)
    assert found.answers["ty_le_loi"] == "0.15"
    assert any("0,15 %" in said and "15 %" in said for said in warnings(found))


def test_words_beside_other_while_something_else_is_chosen_are_not_lost_in_silence(
    invitation: Invitation,
) -> None:
    found = read_back(answered(invitation, muc_do__other="Robot"), invitation)
    assert ["chưa chọn “Khác”" in said for _cell, _question, said in stops(found)] == [True]


def test_words_beside_other_alone_mean_other(invitation: Invitation) -> None:
    found = read_back(answered(invitation, muc_do=None, muc_do__other="Robot"), invitation)
    assert (found.answers["muc_do"], found.answers["muc_do__other"]) == ("other", "Robot")


def test_a_formula_without_a_result_is_said(invitation: Invitation) -> None:
    found = read_back(answered(invitation, lao_dong="=20+25"), invitation)  # saved without its result
    assert [(cell, "công thức" in said) for cell, _q, said in stops(found)] == [
        (cell_of(invitation, "lao_dong"), True)
    ]


def test_a_formula_with_its_result_is_taken_and_said(invitation: Invitation) -> None:
    data = answered(invitation, lao_dong=98765)
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w") as new:
        for name in old.namelist():
            new.writestr(name, old.read(name).replace(b"<v>98765</v>", b"<f>20+25</f><v>45</v>"))
    found = read_back(out.getvalue(), invitation)
    assert (found.answers["lao_dong"], stops(found)) == ("45", [])
    assert any("1 ô là công thức" in said for said in warnings(found))


def test_a_bad_telephone_number_is_said_and_left_out(invitation: Invitation) -> None:
    found = read_back(answered(invitation, nguoi_phone="gọi văn phòng"), invitation)
    assert found.respondent["phone"] == ""
    assert found.is_good and len(warnings(found)) == 1


def test_a_form_is_read_after_rows_were_put_in_between(invitation: Invitation) -> None:
    """Programs move the cells' marks with their rows, as they do here."""
    book = opened(answered(invitation))
    sheet = book["Phiếu"]
    for merged in list(sheet.merged_cells.ranges):
        sheet.unmerge_cells(str(merged))
    row = int("".join(c for c in place_of(book, "doanh_thu")[1] if c.isdigit()))
    sheet.insert_rows(row, amount=3)
    sheet.insert_cols(2)
    assert read_back(saved(book), invitation).answers == READ


def test_a_deleted_row_is_said(invitation: Invitation) -> None:
    book = opened(answered(invitation))
    sheet = book["Phiếu"]
    row = int("".join(c for c in place_of(book, "hai_long")[1] if c.isdigit()))
    sheet[f"A{row}"] = None
    found = read_back(saved(book), invitation)
    assert "hai_long" not in found.answers
    assert [one.question for one in found.faults] == ["11. Mức hài lòng với hỗ trợ đã nhận"]


def test_a_row_that_stands_twice_is_said(invitation: Invitation) -> None:
    book = opened(answered(invitation))
    sheet = book["Phiếu"]
    row = int("".join(c for c in place_of(book, "hai_long")[1] if c.isdigit()))
    sheet["A200"], sheet["D200"] = sheet[f"A{row}"].value, 1
    found = read_back(saved(book), invitation)
    assert [cell for cell, _question, _said in stops(found)] == ["A200"]


def test_a_renamed_sheet_and_another_larger_sheet_do_not_matter(invitation: Invitation) -> None:
    book = opened(answered(invitation))
    book["Phiếu"].title = "Phieu 2026"
    notes = book.create_sheet("Ghi chú nội bộ")
    for row in range(1, 400):
        notes.append([f"dòng {row}"] * 12)
    assert read_back(saved(book), invitation).answers == READ


def test_a_workbook_without_the_forms_cells_is_refused(invitation: Invitation) -> None:
    book = opened(answered(invitation))
    del book["Phiếu"]
    book.create_sheet("Phiếu").append(["a", "b"])
    with pytest.raises(UnreadableFile, match="các ô trả lời"):
        read_back(saved(book), invitation)


def test_the_identity_fits_one_organisation_only(invitation: Invitation) -> None:
    found = identity_in(open_form(answered(invitation)))
    assert found is not None and found.is_genuine and found.invitation == invitation.pk
    book = opened(answered(invitation))
    book["_nscl"]["B3"] = str(invitation.pk + 1)
    changed = identity_in(open_form(saved(book)))
    assert changed is not None and not changed.is_genuine


def test_a_table_too_wide_for_the_page_has_a_row_for_each_cell() -> None:
    from nscl.apps.assessment.excel.layout import lines
    from nscl.policy.questionnaires import Definition, Question, Section, TableColumn, TableRow

    columns = tuple(TableColumn(f"c{n}", f"Cột {n}") for n in range(8))
    table = Question("bang", "table", "Bảng", rows=(TableRow("r", "Dòng"),), columns=columns)
    found = list(lines(Definition("P", sections=(Section("s", "S", questions=(table,)),))))
    assert [line.cells[0].field for line in found if line.shape == "answer"] == [
        f"bang__r__c{n}" for n in range(8)
    ]


def test_bounds_of_money_are_told_in_the_unit_of_the_cell() -> None:
    from nscl.apps.assessment.excel.cells import guard
    from nscl.apps.assessment.excel.layout import Cell
    from nscl.policy.questionnaires import Question

    question = Question("tien", "money", "Tiền", unit="triệu đồng", low="0", high="5000000000")
    rule = guard(Cell("tien", question, question), lambda labels: "")
    assert rule is not None and (rule["minimum"], rule["maximum"]) == (0, 5000)
    assert "đến 5.000" in rule["error_message"]


@pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice (soffice) is not installed")
@pytest.mark.parametrize("kind", ["xlsx", "ods", "xls"])
def test_a_form_saved_again_by_another_program_reads_the_same(
    invitation: Invitation, tmp_path: Path, kind: str
) -> None:
    source = tmp_path / "phieu.xlsx"
    source.write_bytes(filled(form_of(invitation, at=at()), GOOD))
    out = tmp_path / "lai"
    subprocess.run(
        ["soffice", f"-env:UserInstallation=file://{tmp_path}/office", "--headless", "--convert-to", kind]
        + ["--outdir", str(out), str(source)],
        check=True,
        capture_output=True,
    )
    data = (out / f"phieu.{kind}").read_bytes()
    found = read_back(data, invitation)
    identity = identity_in(reading.open_form(data))
    assert found.answers == READ
    assert identity is not None and identity.is_genuine
    assert len(warnings(found)) == (0 if kind == "xlsx" else 1)
