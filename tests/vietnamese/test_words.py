"""Numbers in words, both ways."""

import unicodedata
from typing import Literal

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from nscl.vietnamese import (
    NumberOutOfRange,
    UnreadableNumber,
    amount_in_words,
    find_amount_words,
    fold,
    number_in_words,
    parse_words,
)

# Every size of number alike: a uniform draw would almost never give a small one.
NUMBERS = st.integers(0, 15).flatmap(lambda digits: st.integers(0, 10**digits))


@pytest.mark.parametrize(
    ("number", "words"),
    [
        (0, "không"),
        (1, "một"),
        (5, "năm"),
        (10, "mười"),
        (11, "mười một"),
        (14, "mười bốn"),
        (15, "mười lăm"),
        (20, "hai mươi"),
        (21, "hai mươi mốt"),
        (24, "hai mươi tư"),
        (25, "hai mươi lăm"),
        (55, "năm mươi lăm"),
        (100, "một trăm"),
        (101, "một trăm linh một"),
        (104, "một trăm linh bốn"),
        (105, "một trăm linh năm"),
        (110, "một trăm mười"),
        (115, "một trăm mười lăm"),
        (999, "chín trăm chín mươi chín"),
        (1_000, "một nghìn"),
        (1_004, "một nghìn không trăm linh bốn"),
        (1_015, "một nghìn không trăm mười lăm"),
        (1_000_005, "một triệu không trăm linh năm"),
        (2_001_015_004, "hai tỷ không trăm linh một triệu không trăm mười lăm nghìn không trăm linh bốn"),
        (9_230_000_000, "chín tỷ hai trăm ba mươi triệu"),
        (17_825_000_000, "mười bảy tỷ tám trăm hai mươi lăm triệu"),
        (35_100_000_000, "ba mươi lăm tỷ một trăm triệu"),
        (10**12, "một nghìn tỷ"),
        (1_005 * 10**9, "một nghìn không trăm linh năm tỷ"),
        (10**12 + 1, "một nghìn tỷ không trăm linh một"),
        (10**15, "một triệu tỷ"),
    ],
)
def test_official_form_is_written_and_read_back(number: int, words: str) -> None:
    assert number_in_words(number) == words
    assert parse_words(words) == number


def test_amount_begins_with_a_capital_and_ends_with_its_unit() -> None:
    assert amount_in_words(9_230_000_000) == "Chín tỷ hai trăm ba mươi triệu đồng"
    assert amount_in_words(0) == "Không đồng"


@given(NUMBERS)
@example(10**15)
@example(10**15 - 1)
def test_reading_gives_back_what_was_written(number: int) -> None:
    words = number_in_words(number)
    assert parse_words(words) == number
    assert number_in_words(parse_words(words)) == words
    assert parse_words(amount_in_words(number)) == number


FORMS: st.SearchStrategy[Literal["NFC", "NFD"]] = st.sampled_from(["NFC", "NFD"])
SWAPS = [
    ("linh", "lẻ"),
    ("nghìn", "ngàn"),
    ("tỷ", "tỉ"),
    ("bảy", "bẩy"),
    ("lăm", "nhăm"),
    ("tư", "bốn"),
    ("mốt", "một"),
]


@given(NUMBERS, st.sets(st.sampled_from(SWAPS)), FORMS)
@settings(max_examples=150)
def test_spoken_variants_mean_the_same_number(
    number: int, swaps: set[tuple[str, str]], form: Literal["NFC", "NFD"]
) -> None:
    words = [*number_in_words(number).split(), "đồng", "chẵn"]
    for official, spoken in swaps:
        words = [
            spoken if word == official and not (spoken == "nhăm" and words[i - 1] == "mười") else word
            for i, word in enumerate(words)
        ]
    assert parse_words(unicodedata.normalize(form, " ".join(words).upper())) == number


@given(NUMBERS)
@settings(max_examples=50)
def test_text_without_marks_is_read(number: int) -> None:
    assert parse_words(fold(amount_in_words(number))) == number


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("Ba mươi năm tỷ", 35 * 10**9),
        ("Ba mươi năm tỷ một trăm triệu đồng", 35_100 * 10**6),
        ("(Bằng chữ: Chín tỷ, hai trăm ba mươi triệu đồng chẵn./.)", 9_230 * 10**6),
        ("Số tiền bằng chữ: năm mươi ngàn đồng", 50_000),
        ("Viết bằng chữ: **Hai trăm** đồng Việt Nam", 200),
        ("ba lăm", 35),
        ("hai tư triệu", 24 * 10**6),
        ("bảy mốt nghìn", 71_000),
        ("một trăm hai lăm triệu", 125 * 10**6),
        ("năm chục nghìn", 50_000),
        ("một chục triệu", 10 * 10**6),
        ("một nghìn linh tư", 1_004),
        ("một nghìn lẻ mười lăm", 1_015),
        ("hai triệu rưỡi", 2_500_000),
        ("một tỷ rưỡi đồng", 15 * 10**8),
        ("hai trăm rưỡi", 250),
        ("hai nghìn rưỡi tỷ", 2_500 * 10**9),
        ("không trăm linh bốn", 4),
        ("một triệu không trăm linh bốn nghìn", 1_004_000),
        ("hai tỷ một triệu mười lăm nghìn lẻ bốn", 2_001_015_004),
        ("một triệu linh năm nghìn", 1_005_000),
        ("một tỷ năm triệu", 1_005 * 10**6),
        ("một trăm linh mười", 110),
        ("mười bảy nghìn tám trăm hai mươi lăm triệu đồng", 17_825 * 10**6),
        ("mười lăm\nnghìn\u00a0tỷ", 15 * 10**12),
        ("KHÔNG ĐỒNG", 0),
    ],
)
def test_ways_people_say_and_print_a_number(text: str, number: int) -> None:
    assert parse_words(text) == number


@pytest.mark.parametrize(
    "text",
    [
        "",
        "đồng",
        "tỷ tỷ",
        "một tỷ tỷ",
        "tỷ hai",
        "trăm triệu",
        "một triệu hai tỷ",
        "một nghìn hai triệu ba nghìn",
        "hai ba bốn",
        "hai ba trăm",
        "mười trăm triệu",
        "mười mười",
        "một mươi",
        "mươi lăm",
        "không mươi",
        "mười mốt",
        "linh năm linh",
        "mười trăm",
        "rưỡi",
        "hai rưỡi",
        "một triệu rưỡi nghìn",
        "lăm",
        "tư trăm",
        "hai mươi không",
        "hai triệu tỷ",
        "chín tỷ và hai triệu",
        "35 tỷ",
        "nine billion",
    ],
)
def test_nonsense_is_refused_with_a_sentence(text: str) -> None:
    with pytest.raises(UnreadableNumber, match="Không đọc được số bằng chữ"):
        parse_words(text)


@pytest.mark.parametrize("text", ["hai triệu năm", "một trăm năm", "một nghìn tư", "một nghìn năm tỷ"])
def test_a_bare_last_digit_is_refused_because_it_can_be_two_numbers(text: str) -> None:
    with pytest.raises(UnreadableNumber, match="hiểu theo hai cách"):
        parse_words(text)


def test_two_neighbouring_digits_are_refused_because_they_may_mean_a_range() -> None:
    with pytest.raises(UnreadableNumber, match="hai hoặc ba"):
        parse_words("hai ba triệu")


@pytest.mark.parametrize("number", [-1, 10**15 + 1])
def test_a_number_out_of_range_is_not_written(number: int) -> None:
    with pytest.raises(NumberOutOfRange, match="10\\^15"):
        amount_in_words(number)


def test_a_fraction_is_not_a_number_of_dong() -> None:
    with pytest.raises(TypeError):
        amount_in_words(1.5)  # type: ignore[arg-type]


def found(text: str) -> list[tuple[str, int]]:
    matches = find_amount_words(text)
    assert all(text[match.start : match.end] == match.text for match in matches)
    return [(match.text, match.value) for match in matches]


def test_amounts_in_words_are_found_in_running_text() -> None:
    text = (
        "Tổng 9.230 triệu đồng (bằng chữ: chín tỷ hai trăm\nba mươi triệu đồng); vốn đầu tư một tỷ đồng chẵn."
    )
    assert found(text) == [
        ("chín tỷ hai trăm\nba mươi triệu đồng", 9_230 * 10**6),
        ("một tỷ đồng chẵn", 10**9),
    ]


def test_decomposed_text_and_bold_marks_do_not_hide_an_amount() -> None:
    text = unicodedata.normalize("NFD", "(**Bằng chữ:** *Ba mươi năm tỷ, một trăm triệu đồng*)")
    [(printed, value)] = found(text)
    assert (unicodedata.normalize("NFC", printed), value) == (
        "Ba mươi năm tỷ, một trăm triệu đồng",
        35_100 * 10**6,
    )


def test_announced_words_are_found_without_their_currency() -> None:
    assert found("Bằng chữ: mười lăm") == [("mười lăm", 15)]


@pytest.mark.parametrize(
    "text",
    [
        "vài ba triệu đồng",
        "hàng trăm triệu đồng",
        "mấy chục nghìn đồng",
        "mỗi năm hai tỷ đồng",
        "trong ba năm mười tỷ đồng",
        "hai triệu năm đồng",
        "một đồng chí",
        "hai trăm đồng chí",
        "năm đồng bộ",
        "hai mươi doanh nghiệp",
        "tỷ trọng đóng góp; triệu đồng",
        "hai tỷ. Đồng thời",
        "hai trăm doanh nghiệp",
        "hai trăm; đồng tiền",
        "hai tỷ USD",
    ],
)
def test_what_is_no_certain_amount_is_left_out(text: str) -> None:
    assert found(text) == []


def test_a_vague_word_before_a_stop_does_not_hide_an_amount() -> None:
    assert found("còn một vài; ba triệu đồng") == [("ba triệu đồng", 3_000_000)]


def test_the_sentence_after_an_amount_does_not_hide_it() -> None:
    assert found("hết hai trăm nghìn đồng. Thời hạn nộp") == [("hai trăm nghìn đồng", 200_000)]


def test_two_amounts_side_by_side_are_two() -> None:
    assert [value for _, value in found("hai tỷ đồng; ba triệu đồng và bốn mươi nghìn đồng")] == [
        2 * 10**9,
        3 * 10**6,
        40_000,
    ]
