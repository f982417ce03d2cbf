"""Spreadsheets as offices keep them, none like our template; and hostile files."""

from __future__ import annotations

import io
import unicodedata
import zipfile
from datetime import date
from typing import Any

import openpyxl
import xlsxwriter

from nscl.vietnamese.legacy import to_legacy


def tax_code(number: int) -> str:
    """The n-th valid code of a series that no register knows (prefix 98 is no province's)."""
    weights = (31, 29, 23, 19, 17, 13, 7, 5, 3)
    serial = number
    while True:
        digits = f"98{serial:07d}"
        check = 10 - sum(w * int(d) for w, d in zip(weights, digits, strict=True)) % 11
        if 0 <= check < 10:
            return digits + str(check)
        serial += 1_000_000


def book(rows: list[list[Any]], **changes: Any) -> bytes:
    """A plain .xlsx of one sheet."""
    made = openpyxl.Workbook()
    sheet = made.active
    for row in rows:
        sheet.append(row)
    for name in changes.get("merged", ()):
        sheet.merge_cells(name)
    return saved(made)


def saved(made: openpyxl.Workbook) -> bytes:
    out = io.BytesIO()
    made.save(out)
    return out.getvalue()


def titled_two_row_head() -> bytes:
    """Titles merged over the table, a head of two rows, a row of numbers, groups, a total, a signature."""
    rows: list[list[Any]] = [
        ["SỞ CÔNG THƯƠNG"],
        ["DANH SÁCH DOANH NGHIỆP, HỢP TÁC XÃ THAM GIA CHƯƠNG TRÌNH"],
        ["(Kèm theo Công văn số 12/SCT-KH)  ĐVT: triệu đồng"],
        [],
        ["STT", "Tên đơn vị", "Mã số", None, "Quy mô", None, "Liên hệ"],
        [None, None, "MST", "Ngày ĐKKD", "Số lao động", "Doanh thu 2024", "SĐT"],
        ["(1)", "(2)", "(3)", "(4)", "(5)", "(6)", "(7)"],
        ["I", "Khu vực thành thị"],
        [1, "Cty TNHH Hoa Sim", tax_code(1), "15/03/2011", 25, "12.500", "0912 345 678"],
        [2, "HTX Rau Sạch Núi Xanh", tax_code(2), "2/9/2015", 8, "950,5", "0983456789"],
        ["II", "Khu vực nông thôn"],
        [3, "DNTN Tre Trúc", tax_code(3), date(2009, 5, 20), 12, "3.200", "(0205) 3812 345"],
        [None, "Tổng cộng", None, None, 45, "16.650,5"],
        [],
        [None, "Người lập biểu"],
    ]
    merged = ["A1:G1", "A2:G2", "A3:G3", "A5:A6", "B5:B6", "C5:D5", "E5:F5"]
    return book(rows, merged=merged)


def legacy_fonts() -> bytes:
    """A list typed in an ABC font: every text is TCVN3."""
    rows = [
        ["Tªn doanh nghiÖp", to_legacy("Mã số thuế", "tcvn3"), to_legacy("Loại hình", "tcvn3")],
        [to_legacy("Công ty cổ phần Gốm Sứ Đất Việt", "tcvn3"), tax_code(11), "DN"],
        [to_legacy("Hợp tác xã nông nghiệp Bình Minh", "tcvn3"), tax_code(12), "HTX"],
        [to_legacy("Công ty trách nhiệm hữu hạn Thép Mới", "tcvn3"), tax_code(13), "DN"],
    ]
    return book(rows)


def damaged_by_excel() -> bytes:
    """Numbers instead of codes, a code in scientific notation, mixed dates, money in mixed units."""
    rows = [
        ["Tên DN", "MST", "Thành lập", "Doanh thu", "Email"],
        ["Công ty TNHH Sao Mai", int(tax_code(21)), "25/12/2019", "1.2 tỷ", "lienhe@saomai.example.vn"],
        ["Công ty TNHH Sao Hôm", 100109106, "31/02/2020", "850 triệu đồng", "sai@@thu"],
        ["Công ty TNHH Sao Khuê", "1.23E+09", date(2021, 3, 4), 900, None],
        [
            "Công ty TNHH Sao Băng",
            tax_code(24)[:-1] + str((int(tax_code(24)[-1]) + 1) % 10),
            None,
            None,
            None,
        ],
        ["Công ty TNHH Sao Mai", int(tax_code(21)), "25/12/2019", "1.2 tỷ", "lienhe@saomai.example.vn"],
        ["Công ty TNHH Sao Đôi", tax_code(26), None, None, None],
        ["Công ty TNHH Sao Đôi (khác)", tax_code(26), None, None, None],
    ]
    return book(rows)


def hidden_and_merged() -> bytes:
    """Two sheets, a hidden row and column, a sector merged down, a formula without a saved result, #REF!."""
    made = openpyxl.Workbook()
    made.active.title = "Bìa"
    made.active["A1"] = "Danh sách năm 2024"
    sheet = made.create_sheet("Danh sách")
    for row in (
        ["Loại hình", "Tên cơ sở", "Mã số DN", "Tổng lao động", "Nữ chủ DN"],
        ["Doanh nghiệp", "Công ty TNHH Lá Cọ", tax_code(31), "=10+5", "x"],
        [None, "Công ty TNHH Lá Dong", tax_code(32), 7, "không"],
        [None, "Công ty TNHH Lá Chè", tax_code(33), "#REF!", "Có"],
        ["Hợp tác xã, tổ hợp tác", "HTX Lá Lốt", tax_code(34), 5, None],
    ):
        sheet.append(row)
    sheet["D4"].data_type = "e"
    sheet.merge_cells("A2:A4")
    sheet.row_dimensions[3].hidden = True
    sheet.column_dimensions["E"].hidden = True
    return saved(made)


def dates_of_1904() -> bytes:
    made = openpyxl.Workbook()
    made.epoch = openpyxl.utils.datetime.CALENDAR_MAC_1904
    made.active.append(["Tên đơn vị", "Mã số thuế", "Ngày thành lập"])
    made.active.append(["Công ty TNHH Quả Táo", tax_code(41), date(2015, 6, 1)])
    return saved(made)


CSV_ROWS = [
    ["Tên doanh nghiệp", "Mã số thuế", "Điện thoại", "Doanh thu (triệu đồng)"],
    ["Công ty cổ phần Ánh Dương", tax_code(51), "0912345671", "1.250,5"],
    ["Hợp tác xã Dệt Thổ Cẩm", tax_code(52), "0168.345.6789", "87,5"],
]


def csv_text(separator: str = ";") -> str:
    return "\r\n".join(separator.join(row) for row in CSV_ROWS) + "\r\n"


def in_cp1258(text: str) -> bytes:
    """Vietnamese as Windows-1258 keeps it: the tone as a mark of its own after the vowel."""
    out = b""
    for character in unicodedata.normalize("NFC", text):
        try:
            out += character.encode("cp1258")
        except UnicodeEncodeError:
            parts = unicodedata.normalize("NFD", character)
            tone = "".join(c for c in parts if c in "\u0300\u0301\u0303\u0309\u0323")
            base = unicodedata.normalize("NFC", "".join(c for c in parts if c not in tone))
            out += base.encode("cp1258") + tone.encode("cp1258")
    return out


def plain(rows: int, *, first: int = 100) -> bytes:
    """A clean list of many rows."""
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"constant_memory": True}) as made:
        sheet = made.add_worksheet()
        sheet.write_row(0, 0, ["Tên tổ chức", "Mã số thuế", "Loại", "Lao động", "Doanh thu (triệu đồng)"])
        for number in range(rows):
            sheet.write_row(
                number + 1,
                0,
                [f"Công ty Số {number}", tax_code(first + number), "DN", number % 90, number * 1.5],
            )
    return out.getvalue()


def far_empty_rows() -> bytes:
    """Borders painted down to the last row of Excel: cells that exist and hold nothing."""
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"constant_memory": True}) as made:
        sheet, border = made.add_worksheet(), made.add_format({"border": 1})
        sheet.write_row(0, 0, ["Tên tổ chức", "Mã số thuế"])
        sheet.write_row(1, 0, ["Công ty Xa Xôi", tax_code(61)])
        for number in range(2, 1_048_576):
            sheet.write_blank(number, 0, None, border)
    return out.getvalue()


def cell_at(row: int, column: int) -> bytes:
    out = io.BytesIO()
    with xlsxwriter.Workbook(out) as made:
        sheet = made.add_worksheet()
        sheet.write_row(0, 0, ["Tên tổ chức", "Mã số thuế"])
        sheet.write(row, column, "x")
    return out.getvalue()


def zipped(**parts: bytes) -> bytes:
    """An archive of parts; `__` in a name stands for a folder."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in parts.items():
            archive.writestr(name.replace("__", "/"), data)
    return out.getvalue()


def bomb() -> bytes:
    """A workbook whose sheet unpacks to half a gigabyte of nothing."""
    out = io.BytesIO()
    source = zipfile.ZipFile(io.BytesIO(book([["Tên"], ["A"]])))
    with source, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for info in source.infolist():
            if not info.filename.startswith("xl/worksheets"):
                archive.writestr(info, source.read(info))
        with archive.open("xl/worksheets/sheet1.xml", "w", force_zip64=True) as part:
            for _number in range(500):
                part.write(b" " * (1 << 20))
    return out.getvalue()
