"""What people type becomes one value or a sentence; the value is printed the Vietnamese way again."""

import math
import unicodedata
from datetime import date, datetime
from decimal import Decimal

import pytest

from nscl.policy.questionnaires import (
    AnswerError,
    Choice,
    Question,
    TableColumn,
    check_value,
    options_of,
    read_value,
    shown,
    typed,
)
from tests.policy.questionnaires.small import question

WHOLE = Question("q", "number", "Số máy", unit="máy", low="0", high="5000")
FINE = Question("q", "number", "Điện", unit="kWh", decimals=2)
FINEST = Question("q", "number", "Hệ số", decimals=3)
DONG = Question("q", "money", "Phí")
MILLIONS = Question("q", "money", "Doanh thu", unit="triệu đồng", low="0")
BILLIONS = Question("q", "money", "Doanh thu", unit="tỷ đồng")
PERCENT = Question("q", "percent", "Tỷ lệ", decimals=1)
GROWTH = Question("q", "percent", "Tăng", decimals=1, low="-100", high="1000")
YEAR = Question("q", "year", "Năm", low="1986")
DAY = Question("q", "date", "Ngày")
FLAG = Question("q", "yes_no", "Có?")
SCALE = Question("q", "scale", "Mức")
SHORT = Question("q", "text", "Tên", max_length=10)
LONG = Question("q", "long_text", "Ý kiến")
ONE = Question(
    "q", "choice", "Chọn", choices=(Choice("von", "Thiếu vốn"), Choice("dat", "Thiếu đất")), allows_other=True
)
MANY = question("dang_dung")


@pytest.mark.parametrize(
    ("asked", "text", "value"),
    [
        (WHOLE, "12", "12"),
        (WHOLE, "1.234", "1234"),
        (WHOLE, "1 234", "1234"),
        (WHOLE, "12,0", "12"),
        (WHOLE, "012", "12"),
        (WHOLE, "25 máy", "25"),
        (WHOLE, "25 MÁY", "25"),
        (WHOLE, "  7\u00a0", "7"),
        (FINE, "1.234,5", "1234.5"),
        (FINE, "7,50", "7.5"),
        (FINE, "7.5", "7.5"),
        (FINE, "0.25", "0.25"),
        (FINE, "1,234.5", "1234.5"),
        (FINE, "-0", "0"),
        (FINE, "−3", "-3"),
        (FINEST, "1,234", "1.234"),
        (FINEST, "1.234", "1234"),
        (PERCENT, "12,5 %", "12.5"),
        (PERCENT, "100", "100"),
        (GROWTH, "-12,5", "-12.5"),
        (GROWTH, "250%", "250"),
        (DONG, "1.500.000", 1_500_000),
        (DONG, "1,500,000", 1_500_000),
        (DONG, "1,2 tỷ", 1_200_000_000),
        (DONG, "1.2 tỷ", 1_200_000_000),
        (DONG, "35 triệu", 35_000_000),
        (DONG, "35 triệu đồng", 35_000_000),
        (DONG, "500 nghìn", 500_000),
        (DONG, "9 tỷ 230 triệu đồng", 9_230_000_000),
        (DONG, "2 tỷ rưỡi", 2_500_000_000),
        (DONG, "0", 0),
        (DONG, "-5 triệu", -5_000_000),
        (MILLIONS, "12,5", 12_500_000),
        (MILLIONS, "1.250", 1_250_000_000),
        (MILLIONS, "500.000 đồng", 500_000),
        (MILLIONS, "1,5 tỷ", 1_500_000_000),
        (YEAR, "2024", 2024),
        (YEAR, "năm 2024", 2024),
        (DAY, "02/03/2026", "2026-03-02"),
        (DAY, "2/3/2026", "2026-03-02"),
        (DAY, "2026-03-02", "2026-03-02"),
        (DAY, "ngày 02 tháng 3 năm 2026", "2026-03-02"),
        (FLAG, "yes", True),
        (FLAG, "no", False),
        (FLAG, "Có", True),
        (FLAG, "không", False),
        (FLAG, "x", True),
        (SCALE, "4", 4),
        (SHORT, "  Bình  An ", "Bình An"),
        (SHORT, unicodedata.normalize("NFD", "Bình"), "Bình"),
        (SHORT, "-", "-"),
        (SHORT, "a\u202eb", "ab"),
        (LONG, "một\r\nhai  ba\n\n\n\nbốn ", "một\nhai ba\n\nbốn"),
        (ONE, "von", "von"),
        (ONE, "Thiếu đất", "dat"),
        (ONE, "thieu dat", "dat"),
        (ONE, "Khác", "other"),
        (MANY, "haccp; ISO 9001", ["iso", "haccp"]),
    ],
)
def test_a_typed_answer_is_read(asked: Question, text: str, value: object) -> None:
    read = read_value(asked, text)
    assert read == value
    assert type(read) is type(value)
    assert check_value(asked, read) == value


@pytest.mark.parametrize(
    ("asked", "text", "words"),
    [
        (WHOLE, "mười", "Không đọc được số"),
        (WHOLE, "12,5", "số nguyên"),
        (WHOLE, "1,500", "“1.500”"),
        (WHOLE, "1.23.456", "Không đọc được"),
        (WHOLE, "5.001", "từ 0 máy đến 5.000 máy"),
        (WHOLE, "-1", "từ 0 máy"),
        (WHOLE, "1E+06", "Excel"),
        (WHOLE, "50 %", "không kèm dấu %"),
        (WHOLE, "9" * 100, "chỉ ghi một số"),
        (WHOLE, "#REF!", "công thức lỗi"),
        (WHOLE, "12 con", "Không đọc được"),
        (FINE, "1,234", "chưa rõ"),
        (FINE, "7,125", "chưa rõ"),
        (FINE, "17,1256", "nhiều nhất 2 chữ số"),
        (FINE, "1.000.000.000.000.001", "quá lớn"),
        (PERCENT, "101", "từ 0 % đến 100 %"),
        (PERCENT, "-1", "từ 0 % đến 100 %"),
        (GROWTH, "-101", "từ -100 %"),
        (DONG, "0,5", "số nguyên đồng"),
        (DONG, "1,500", "chưa rõ"),
        (DONG, "1,500 tỷ", "chưa rõ"),
        (DONG, "100 USD", "Không đọc được số tiền"),
        (DONG, "9999999999 tỷ", "quá lớn"),
        (MILLIONS, "-1", "không nhỏ hơn 0 triệu đồng"),
        (YEAR, "24", "bốn chữ số"),
        (YEAR, "1899", "bốn chữ số"),
        (YEAR, "1985", "không nhỏ hơn 1986"),
        (DAY, "31/02/2026", "trong lịch"),
        (DAY, "02/03/26", "ngày/tháng/năm"),
        (DAY, "13/13/2026", "trong lịch"),
        (DAY, "01/01/1800", "từ 1900"),
        (DAY, "hôm qua", "ngày/tháng/năm"),
        (FLAG, "có lẽ", "chọn Có hoặc Không"),
        (SCALE, "0", "từ 1 đến 5"),
        (SCALE, "6", "từ 1 đến 5"),
        (SCALE, "3,5", "từ 1 đến 5"),
        (SHORT, "x" * 11, "10 ký tự"),
        (SHORT, "a\x00b", "không in được"),
        (LONG, "a\x1bb", "không in được"),
        (SHORT, "\ud800", "không in được"),
        (WHOLE, "1\x00", "không in được"),
        (ONE, "thieu", "không phải là một lựa chọn"),
        (ONE, "VON;DAT", "không phải là một lựa chọn"),
        (MANY, "chua;iso", "không chọn mục khác"),
        (MANY, "iso;la", "không phải là một lựa chọn"),
        (question("chung_nhan"), "x", "từng ô"),
    ],
)
def test_what_cannot_be_kept_is_refused_with_what_to_do(asked: Question, text: str, words: str) -> None:
    with pytest.raises(AnswerError, match=".") as refused:
        read_value(asked, text)
    assert words in str(refused.value)
    assert ";" in str(refused.value) or str(refused.value).startswith("Hãy")


@pytest.mark.parametrize("asked", [WHOLE, DONG, PERCENT, YEAR, DAY, FLAG, SCALE, ONE, MANY])
@pytest.mark.parametrize("text", ["", "   ", "\u200b", "-", "…", "n/a", "không rõ"])
def test_nothing_is_no_answer_and_never_zero(asked: Question, text: str) -> None:
    assert read_value(asked, text) is None


def test_only_white_space_is_no_text() -> None:
    assert read_value(SHORT, " \u00a0\n") is None
    assert read_value(SHORT, None) is None


@pytest.mark.parametrize(
    ("asked", "cell", "value"),
    [
        (WHOLE, 12, "12"),
        (WHOLE, 12.0, "12"),
        (FINE, 1.25, "1.25"),
        (FINE, Decimal("0.1"), "0.1"),
        (FINEST, 1.234, "1.234"),
        (PERCENT, 12.5, "12.5"),
        (MILLIONS, 12.5, 12_500_000),
        (DONG, 1_500_000.0, 1_500_000),
        (YEAR, 2024.0, 2024),
        (YEAR, date(2024, 5, 6), 2024),
        (DAY, date(2026, 3, 2), "2026-03-02"),
        (DAY, datetime(2026, 3, 2, 8, 30), "2026-03-02"),  # noqa: DTZ001 (a spreadsheet's, without a zone)
        (FLAG, True, True),
        (FLAG, 0, False),
        (SCALE, 3.0, 3),
        (SHORT, 2024.0, "2024"),
        (SHORT, date(2026, 3, 2), "02/03/2026"),
        (WHOLE, math.nan, None),
        (WHOLE, None, None),
    ],
)
def test_a_spreadsheets_typed_cell_is_read(asked: Question, cell: object, value: object) -> None:
    assert read_value(asked, cell) == value


@pytest.mark.parametrize(
    ("asked", "cell"),
    [
        (WHOLE, True),
        (WHOLE, math.inf),
        (WHOLE, 10**4000),
        (DONG, 10**4000),
        (DONG, date(2026, 3, 2)),
        (YEAR, 10**4000),
        (DAY, 46083),
        (DAY, 1.5),
        (FLAG, 2),
        (SCALE, 3.5),
        (SHORT, math.inf),
        (ONE, 3),
        (WHOLE, [1]),
        (SHORT, {}),
        (MANY, b"iso"),
    ],
)
def test_a_cell_of_another_type_is_refused(asked: Question, cell: object) -> None:
    with pytest.raises(AnswerError):
        read_value(asked, cell)


@pytest.mark.parametrize("asked", [WHOLE, DONG, YEAR, SCALE, SHORT, FLAG, DAY, ONE])
def test_a_number_longer_than_can_be_printed_is_refused(asked: Question) -> None:
    for refusing in (read_value, check_value):
        with pytest.raises(AnswerError):
            refusing(asked, 10**5000)


@pytest.mark.parametrize(
    ("asked", "value", "text"),
    [
        (WHOLE, "1234", "1.234 máy"),
        (FINE, "1234.5", "1.234,5 kWh"),
        (PERCENT, "12.5", "12,5 %"),
        (DONG, 1_500_000, "1.500.000 đồng"),
        (MILLIONS, 1_500_500_000, "1.500,5 triệu đồng"),
        (YEAR, 2024, "2024"),
        (DAY, "2026-03-02", "02/03/2026"),
        (FLAG, False, "Không"),
        (SCALE, 4, "4/5"),
        (ONE, "von", "Thiếu vốn"),
        (MANY, ["iso", "haccp"], "ISO 9001; HACCP"),
        (SHORT, "Bình An", "Bình An"),
        (question("chung_nhan"), {"hai": {"so": "A1", "nam": 2024}}, "Thứ hai – Số hiệu: A1; Năm: 2024"),
        (WHOLE, None, ""),
    ],
)
def test_an_answer_is_printed_the_vietnamese_way(asked: Question, value: object, text: str) -> None:
    assert shown(asked, value) == text


def test_what_stands_beside_other_is_printed_with_it() -> None:
    assert shown(ONE, "other", "Thiếu nước") == "Khác: Thiếu nước"
    assert shown(MANY, ["iso", "other"], "Q-Base") == "ISO 9001; Khác: Q-Base"
    assert shown(ONE, "other") == "Khác"


@pytest.mark.parametrize(
    ("asked", "value", "text"),
    [
        (FINE, "1.25", "1,25"),
        (FINEST, "1.234", "1,234"),
        (BILLIONS, 1_234_000_000, "1,2340"),
        (MILLIONS, 1_234_500_000, "1.234,5"),
        (FLAG, True, "yes"),
        (DAY, "2026-03-02", "02/03/2026"),
        (MANY, ["iso", "haccp"], "iso;haccp"),
    ],
)
def test_the_field_shows_a_text_that_is_read_as_the_same_answer(
    asked: Question, value: object, text: str
) -> None:
    assert typed(asked, value) == text
    assert read_value(asked, text) == value


def test_a_column_is_read_like_a_question() -> None:
    assert read_value(TableColumn("phi", "Phí", "money", unit="triệu đồng"), "1,5") == 1_500_000
    with pytest.raises(AnswerError, match="500 ký tự"):
        read_value(TableColumn("ten", "Tên"), "x" * 501)
    with pytest.raises(AnswerError, match="không nhỏ hơn 0"):
        read_value(TableColumn("so", "Số", "number", low="0"), "-1")


def test_the_points_of_a_scale_and_other_are_among_the_options() -> None:
    assert [choice.code for choice in options_of(SCALE)] == ["1", "2", "3", "4", "5"]
    assert [choice.code for choice in options_of(ONE)] == ["von", "dat", "other"]
