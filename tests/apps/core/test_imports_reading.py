"""Reading foreign spreadsheets: kinds, encodings, heads, styles, and what is refused or said."""

from __future__ import annotations

import shutil
import subprocess
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from nscl.apps.core.access import SYSTEM
from nscl.apps.core.imports.header import best_sheet, find_header
from nscl.apps.core.imports.mapping import fingerprint, known_headings, propose
from nscl.apps.core.imports.notes import notes_of
from nscl.apps.core.imports.reading import safe
from nscl.apps.core.imports.reading.books import read_book
from nscl.apps.core.imports.reading.grid import Book, column_index, column_letter
from nscl.apps.core.imports.reading.limits import UnreadableFile
from nscl.apps.core.imports.reading.safe import read_safely
from nscl.apps.core.imports.spec import ImportField, ImportSpec, Match
from nscl.apps.core.imports.validating import Row, validate
from nscl.apps.core.imports.workbooks import template
from nscl.vietnamese.legacy import to_legacy
from tests.apps.core import messy

SPEC = ImportSpec(
    name="thu",
    title="Thử",
    deed="thu",
    fields=(
        ImportField("name", "Tên tổ chức", required=True, synonyms=("Tên doanh nghiệp", "Tên đơn vị", "Tên cơ sở"), sample="Công ty Ví Dụ"),
        ImportField("tax_code", "Mã số thuế", "tax_code", identity=True, synonyms=("Mã số DN",), sample="0100109106"),
        ImportField("kind", "Loại", "choice", choices=(("enterprise", "Doanh nghiệp"), ("cooperative", "Hợp tác xã, tổ hợp tác")), choice_synonyms={"DN": "enterprise", "HTX": "cooperative"}, synonyms=("Loại hình",)),
        ImportField("on", "Ngày thành lập", "date", synonyms=("Thành lập", "Ngày ĐKKD")),
        ImportField("phone", "Điện thoại", "phone", synonyms=("SĐT",)),
        ImportField("email", "Thư điện tử", "email", synonyms=("Email",)),
        ImportField("women", "Do phụ nữ làm chủ", "flag", synonyms=("Nữ chủ DN",)),
        ImportField("workers", "Lao động", "number", synonyms=("Số lao động", "Tổng lao động")),
        ImportField("revenue", "Doanh thu", "money"),
    ),
    find=lambda rows, actor: [Match() for _row in rows],
    apply=lambda *args, **kwargs: None,  # type: ignore[arg-type, return-value]
    revoke=lambda *args, **kwargs: None,
)  # fmt: skip


def checked(book: Book) -> dict[int, Row]:
    header = find_header(book.sheet, known_headings(SPEC))
    rows = validate(
        book.sheet, header, propose(book.sheet, header, SPEC), SPEC, SYSTEM, date_system=book.date_system
    )
    return {row.row_no: row for row in rows}


def fields_of(book: Book) -> list[str]:
    header = find_header(book.sheet, known_headings(SPEC))
    return [column.field for column in propose(book.sheet, header, SPEC)]


@pytest.mark.parametrize(
    ("data", "encoding"),
    [
        (messy.csv_text().encode("utf-8"), "UTF-8"),
        (messy.csv_text().encode("utf-8-sig"), "UTF-8"),
        (messy.csv_text("\t").encode("utf-16"), "UTF-16-LE"),
        (messy.csv_text("\t").encode("utf-16-be"), "UTF-16-BE"),
        (messy.in_cp1258(messy.csv_text()), "Windows-1258"),
        (to_legacy(messy.csv_text("|"), "tcvn3").encode("latin-1"), "TCVN3 (ABC)"),
        (to_legacy(messy.csv_text(), "vni").encode("cp1252"), "VNI"),
        (b"sep=;\r\n" + messy.csv_text().encode(), "UTF-8"),
    ],
)
def test_a_text_list_is_read_in_whatever_encoding_it_was_saved(data: bytes, encoding: str) -> None:
    book = read_safely(data)
    assert (book.encoding, book.sheet.column_count, len(book.sheet.rows)) == (encoding, 4, 3)
    rows = checked(book)
    assert rows[2].values["name"].lower() == "công ty cổ phần ánh dương"
    assert rows[3].values["phone"] == "0383456789"
    assert (rows[2].values["revenue"], rows[3].values["revenue"]) == (1_250_500_000, 87_500_000)
    assert (encoding == "UTF-8") == (not book.notes)


def test_bytes_of_no_encoding_are_refused_with_advice() -> None:
    with pytest.raises(UnreadableFile, match="bảng mã"):
        read_safely(b"T\xean;M\xe3\r\n\x93\x94\xa5\xb6\xc7;1\r\n" * 9)


def test_an_abc_font_is_recognised_in_a_workbook_and_said() -> None:
    book = read_safely(messy.legacy_fonts())
    assert any("TCVN3" in note for note in book.notes)
    assert fields_of(book) == ["name", "tax_code", "kind"]
    assert checked(book)[3].values == dict.fromkeys(f.name for f in SPEC.fields) | {
        "name": "Hợp tác xã nông nghiệp Bình Minh",
        "tax_code": messy.tax_code(12),
        "kind": "cooperative",
    }


def test_a_head_of_two_rows_below_titles_is_found_and_its_numbering_left_out() -> None:
    book = read_safely(messy.titled_two_row_head())
    header = find_header(book.sheet, known_headings(SPEC))
    assert (header.top, header.bottom, header.data_from) == (4, 5, 7)
    assert header.headings[4:6] == ("Quy mô / Số lao động", "Quy mô / Doanh thu 2024")


def test_totals_groups_and_signatures_are_told_apart_from_data() -> None:
    rows = checked(read_safely(messy.titled_two_row_head()))
    said = {number: row.problems[0].sentence for number, row in rows.items() if row.status == "skipped"}
    assert "nhóm" in said[8] and "nhóm" in said[11] and "tổng cộng" in said[13] and "chữ ký" in said[15]


def test_a_firm_whose_name_begins_like_a_total_is_data() -> None:
    rows = [
        ["Tên đơn vị", "MST", "Lao động"],
        ["Tổng công ty Sông Xanh", messy.tax_code(7), 5],
        ["Tổng", None, 5],
    ]
    found = checked(read_safely(messy.book(rows)))
    assert [found[2].status, found[3].status] == ["new", "skipped"]


def test_excels_damage_is_refused_with_a_proposal_never_mended_silently() -> None:
    rows = checked(read_safely(messy.damaged_by_excel()))
    assert rows[2].values["tax_code"] == messy.tax_code(21) and rows[2].values["revenue"] == 1_200_000_000
    lost = next(problem for problem in rows[3].problems if problem.field == "tax_code")
    assert lost.suggestion == "0100109106" and rows[3].values["tax_code"] is None
    assert any("1.23E+09" in problem.sentence for problem in rows[4].problems)


def test_hidden_merged_and_formula_cells_are_reported() -> None:
    book = read_safely(messy.hidden_and_merged())
    header = find_header(book.sheet, known_headings(SPEC))
    notes = " ".join(notes_of(book, header))
    assert book.sheet.name == "Danh sách"
    for words in ("1 dòng ẩn (3)", "cột ẩn (E)", "A2:A4 “Doanh nghiệp”", "1 ô công thức", "“Bìa”"):
        assert words in notes
    rows = checked(book)
    assert [rows[n].values["kind"] for n in (2, 3, 4, 5)] == ["enterprise"] * 3 + ["cooperative"]
    assert "công thức chưa có kết quả" in rows[2].problems[0].sentence
    assert "#REF!" in rows[4].problems[0].sentence
    assert rows[3].values["women"] is False and rows[5].values["women"] is None


def test_another_sheet_can_be_asked_for() -> None:
    assert read_safely(messy.hidden_and_merged(), 0).sheet.rows == [["Danh sách năm 2024"]]


def test_dates_counted_from_1904_are_the_days_that_excel_shows() -> None:
    book = read_safely(messy.dates_of_1904())
    assert book.date_system == 1904 and checked(book)[2].values["on"] == date(2015, 6, 1)


def test_a_million_painted_rows_are_no_rows() -> None:
    book = read_safely(messy.far_empty_rows())
    assert len(book.sheet.rows) == 2 and checked(book)[2].status == "new"


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (messy.cell_at(1_048_575, 0), "1.048.576"),
        (messy.cell_at(2, 16_383), "cột XFD"),
        (messy.cell_at(1_048_575, 16_383), "1.048.576"),
        ((";".join("x" * 16_385) + "\n").encode(), "cột XFE"),
        (messy.zipped(word__document=b"x", word__vbaProject=b"x"), "Word"),
        (messy.zipped(a=b"x"), "tệp nén"),
        (b"%PDF-1.7", "PDF"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"), "mật khẩu"),
        (messy.bomb(), "bộ nhớ"),
    ],
)
def test_what_is_too_much_or_no_list_is_refused_with_a_sentence(data: bytes, words: str) -> None:
    with pytest.raises(UnreadableFile, match=words) as refused:
        read_safely(data)
    assert "Hãy" in str(refused.value)


def test_a_reading_process_that_overruns_is_killed(monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(UnreadableFile) as refused:
        read_safely(messy.plain(2000), timeout=0.05)
    assert refused.value.code == "timeout"
    monkeypatch.setattr(safe, "MOST_MEMORY", 30 * 1024 * 1024)
    with pytest.raises(UnreadableFile) as heavy:
        read_safely(messy.plain(20_000))
    assert heavy.value.code in ("too_large", "damaged")


def test_the_reading_process_sees_none_of_our_settings(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NSCL_SECRET_KEY", "secret")
    assert not any(name.startswith(("NSCL", "DJANGO", "DATABASE")) for name in safe._bare_environment())


def test_columns_without_known_headings_are_told_by_content() -> None:
    rows = [["Cột 1", "Cột 2", "Cột 3"]] + [
        [f"Công ty {n}", messy.tax_code(70 + n), f"a{n}@thu.example.vn"] for n in range(5)
    ]
    assert fields_of(read_safely(messy.book(rows))) == ["", "tax_code", "email"]


def test_our_own_template_is_read_without_a_question_and_its_sample_row_left_out() -> None:
    data = template(SPEC)
    book = read_safely(data)
    assert best_sheet(book.sheets, book.chosen, known_headings(SPEC)) == 0  # the notes are longer
    book = read_safely(data, 0)
    assert fields_of(book) == [one.name for one in SPEC.fields]
    assert [row.status for row in checked(book).values()] == ["skipped"]


def test_a_repeated_head_is_no_row() -> None:
    rows = [["Tên đơn vị", "MST"], ["A", messy.tax_code(1)], ["Tên đơn vị", "MST"], ["B", messy.tax_code(2)]]
    assert [row.status for row in checked(read_safely(messy.book(rows))).values()] == [
        "new",
        "skipped",
        "new",
    ]


def test_empty_is_never_zero() -> None:
    rows = [["Tên đơn vị", "Lao động", "Doanh thu (tỷ đồng)"], ["A", None, "-"], ["B", 0, "0"]]
    found = checked(read_safely(messy.book(rows)))
    assert (found[2].values["workers"], found[2].values["revenue"]) == (None, None)
    assert (found[3].values["workers"], found[3].values["revenue"]) == (Decimal(0), 0)


def test_a_layout_is_known_again_without_regard_to_marks_and_our_own_column() -> None:
    same = fingerprint(["Tên đơn vị", "MST *", "Lý do chưa nhập được"])
    assert same == fingerprint(["TÊN ĐƠN VỊ", "Mã số thuế"]) != fingerprint(["MST", "Tên đơn vị"])


def test_letters_of_columns_go_to_the_last_of_excel_and_back() -> None:
    assert [column_letter(n) for n in (0, 25, 26, 16_383)] == ["A", "Z", "AA", "XFD"]
    assert all(column_index(column_letter(n)) == n for n in range(0, 16_384, 37))


def test_old_and_open_formats_are_read(tmp_path: Any) -> None:
    for name in ("thu.ods",):
        data = open_document([["Tên đơn vị", "MST"], ["Công ty Mở", messy.tax_code(81)]])
        book = read_book(data)
        assert book.kind == name.rsplit(".", 1)[-1] and checked(book)[2].values["name"] == "Công ty Mở"


def open_document(rows: list[list[str]]) -> bytes:
    """The least that makes an .ods, with a million repeated empty rows at its end."""
    cells = "".join(
        "<table:table-row>"
        + "".join(
            f'<table:table-cell office:value-type="string"><text:p>{text}</text:p></table:table-cell>'
            for text in row
        )
        + "</table:table-row>"
        for row in rows
    )
    spaces = " ".join(
        f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"'
        for name in ("office", "table", "text")
    )
    content = (
        f'<?xml version="1.0" encoding="UTF-8"?><office:document-content {spaces}><office:body>'
        f'<office:spreadsheet><table:table table:name="Sheet1">{cells}'
        '<table:table-row table:number-rows-repeated="1048000"><table:table-cell table:number-columns-repeated='
        '"16384"/></table:table-row></table:table></office:spreadsheet></office:body></office:document-content>'
    )
    manifest = (
        '<?xml version="1.0" encoding="UTF-8"?><manifest:manifest '
        'xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"/>'
    )
    return messy.zipped(
        mimetype=b"application/vnd.oasis.opendocument.spreadsheet",
        **{"content.xml": content.encode(), "META-INF/manifest.xml": manifest.encode()},
    )


def test_a_real_xls_of_a_spreadsheet_program_is_read(tmp_path: Any) -> None:
    """The old binary format, written by LibreOffice as an office would save it."""
    program = shutil.which("soffice") or shutil.which("libreoffice")
    if program is None:
        pytest.skip("LibreOffice is not installed, so there is nothing to write an .xls with")
    modern = tmp_path / "danh-sach.xlsx"
    modern.write_bytes(
        messy.book(
            [
                ["Tên đơn vị", "MST", "Ngày thành lập", "Lao động"],
                ["Công ty Đời Cũ", messy.tax_code(82), date(2011, 3, 15), 25],
                ["HTX Núi Xanh", messy.tax_code(83), "02/09/2015", None],
            ]
        )
    )
    words = ["--headless", f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}", "--convert-to"]
    words += ["xls:MS Excel 97", "--outdir", str(tmp_path), str(modern)]
    subprocess.run([program, *words], check=True, capture_output=True, timeout=300)
    book = read_book((tmp_path / "danh-sach.xls").read_bytes())
    rows = checked(book)
    assert book.kind == "xls"
    assert (rows[2].values["name"], rows[2].values["tax_code"]) == ("Công ty Đời Cũ", messy.tax_code(82))
    assert rows[2].values["on"] == date(2011, 3, 15)
    assert (rows[2].values["workers"], rows[3].values["workers"]) == (25, None)
