"""Numbers of documents."""

import unicodedata

import pytest

from nscl.vietnamese import (
    DOCUMENT_TYPES,
    DocumentNumber,
    UnreadableDocumentNumber,
    find_document_numbers,
    parse_document_number,
)


def parts(number: DocumentNumber) -> tuple[str | None, int | None, str | None, str]:
    return number.number, number.year, number.type_code, number.issuer_code


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("79/KH-UBND", ("79", None, "KH", "UBND")),
        ("1322/QĐ-TTg", ("1322", None, "QĐ", "TTg")),
        ("80/2021/NĐ-CP", ("80", 2021, "NĐ", "CP")),
        ("35/2021/TT-BTC", ("35", 2021, "TT", "BTC")),
        ("55/2015/TTLT-BTC-BKHCN", ("55", 2015, "TTLT", "BTC-BKHCN")),
        ("15/TTr-SKHCN", ("15", None, "TTr", "SKHCN")),
        ("07/CTr-UBND", ("07", None, "CTr", "UBND")),
        ("33/BC-SKH&CN", ("33", None, "BC", "SKH&CN")),
        ("12a/TB-VPCP", ("12a", None, "TB", "VPCP")),
        ("20/2021/NQ-HĐND", ("20", 2021, "NQ", "HĐND")),
        ("202/2025/QH15", ("202", 2025, None, "QH15")),
        ("1210/2016/UBTVQH13", ("1210", 2016, None, "UBTVQH13")),
        ("123/UBND-KGVX", ("123", None, None, "UBND-KGVX")),
        ("456/UBND-TH", ("456", None, None, "UBND-TH")),
        (
            "789/UBND-TC",
            ("789", None, None, "UBND-TC"),
        ),  # TC is a type too, but here the office's finance unit
        ("1078/VPCP-KGVX", ("1078", None, None, "VPCP-KGVX")),
        ("52-NQ/TW", ("52", None, "NQ", "TW")),
        ("18-CTr/TU", ("18", None, "CTr", "TU")),
    ],
)
def test_well_formed_numbers_are_taken_apart(
    text: str, expected: tuple[str, int | None, str | None, str]
) -> None:
    number = parse_document_number(f"Số: {text}")
    assert parts(number) == expected
    assert number.well_formed
    assert number.normal == number.printed == text


@pytest.mark.parametrize(
    ("text", "normal"),
    [
        ("46/2016/UBND-QĐ", "46/2016/QĐ-UBND"),
        ("46/UBND-QĐ", "46/QĐ-UBND"),
        ("79/kh-ubnd", "79/KH-UBND"),
        ("1322/QD-TTg", "1322/QĐ-TTg"),
        ("1322/QĐ-TTG", "1322/QĐ-TTg"),
        ("80/2021/ND-CP", "80/2021/NĐ-CP"),
        ("12/TTR-UBND", "12/TTr-UBND"),
        ("52-nq/tw", "52-NQ/TW"),
        ("5/hd-ubnd", "5/HD-UBND"),
    ],
)
def test_malformed_numbers_are_read_with_the_proper_form_beside_them(text: str, normal: str) -> None:
    number = parse_document_number(text)
    assert not number.well_formed
    assert number.normal == normal
    assert number.printed == text


@pytest.mark.parametrize(
    "text", ["", "79", "KH-UBND", "79/KH", "ISO/IEC 17025", "79/KH-UBND và 80/KH-UBND", "80/2021", "24/7"]
)
def test_what_is_no_document_number_is_refused(text: str) -> None:
    with pytest.raises(UnreadableDocumentNumber, match="hãy viết như 79/KH-UBND"):
        parse_document_number(text)


def found(text: str) -> list[tuple[str, bool]]:
    matches = find_document_numbers(text)
    assert all(
        unicodedata.normalize("NFC", text[match.start : match.end]) == match.printed for match in matches
    )
    return [(match.normal, match.well_formed) for match in matches]


def test_numbers_are_found_in_running_text() -> None:
    text = (
        "Số: **8206** /KH-UBND. Căn cứ Quyết định số 1322/QĐ-\nTTg ngày 31/8/2020, Nghị quyết số 52-NQ/TW, Thông tư "
        "liên tịch số 55/2015/TTLT-BTC-BKHCN; Luật số 88/2015/QH13; Quyết định số 46/2016/UBND-QĐ; công văn "
        "123/UBND-KGVX - Nam Định, thông báo 12/TB - UBND (thay Kế hoạch số2284/KH–UBND)."
    )
    assert found(text) == [
        ("8206/KH-UBND", True),
        ("1322/QĐ-TTg", True),
        ("52-NQ/TW", True),
        ("55/2015/TTLT-BTC-BKHCN", True),
        ("88/2015/QH13", True),
        ("46/2016/QĐ-UBND", False),
        ("123/UBND-KGVX", True),
        ("12/TB-UBND", True),
        ("2284/KH-UBND", True),
    ]


@pytest.mark.parametrize(
    "blank",
    ["Số: /KH-UBND", "Số:       /KH-UBND", "Số: ....../KH-UBND", "Số **   ** /KH-UBND", "SỐ: …/KH-UBND"],
)
def test_a_blank_number_is_found_and_stays_blank(blank: str) -> None:
    [match] = find_document_numbers(f"ỦY BAN NHÂN DÂN\n{blank}\nNam Định")
    assert match.is_blank and match.number is None
    assert (match.printed, match.normal, match.type_code) == ("/KH-UBND", "/KH-UBND", "KH")
    assert parse_document_number(blank).is_blank


def test_decomposed_text_keeps_its_own_offsets() -> None:
    text = unicodedata.normalize("NFD", "Quyết định số 36/QĐ-TTg; Nghị định 80/2021/NĐ-CP")
    assert found(text) == [("36/QĐ-TTg", True), ("80/2021/NĐ-CP", True)]


@pytest.mark.parametrize(
    "text",
    [
        "ISO/IEC 17025:2017",
        "TCVN ISO/IEC 17025",
        "QCVN 01:2018/BCT",
        "QCĐP 01:2020/LĐ",
        "ngày 31/8/2020 - Chủ tịch",
        "tăng 10-15 %/năm",
        "2021/2025",
        "km/h",
        "ISO9001/KH-UBND",
    ],
)
def test_what_is_no_document_number_is_left_out(text: str) -> None:
    assert found(text) == []


@pytest.mark.parametrize("code", DOCUMENT_TYPES)
def test_every_type_code_is_kept_as_it_is(code: str) -> None:
    number = parse_document_number(f"12/{code}-UBND")
    assert (number.type_code, number.well_formed) == (code, True)


def test_an_unknown_type_is_kept_and_marked() -> None:
    number = parse_document_number("52-XYZ/TW")
    assert (number.type_code, number.well_formed) == ("XYZ", False)


def test_the_code_table_tells_the_kinds_of_document() -> None:
    assert DOCUMENT_TYPES["KH"] == "kế hoạch"
    assert DOCUMENT_TYPES["TTr"] == "tờ trình"
    assert len(set(DOCUMENT_TYPES.values())) == len(DOCUMENT_TYPES)
