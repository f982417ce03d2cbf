"""Roman numerals and item letters."""

import pytest

from nscl.vietnamese import ITEM_LETTERS, UnreadableNumeral, from_roman, item_letter, item_position, to_roman


def test_every_roman_numeral_is_read_back() -> None:
    assert [from_roman(to_roman(number)) for number in range(1, 4000)] == list(range(1, 4000))


@pytest.mark.parametrize("text", ["", "IIII", "VX", "IC", "A", "MMMM", "I I", "12"])
def test_what_is_no_roman_numeral_is_refused(text: str) -> None:
    with pytest.raises(UnreadableNumeral, match="không phải là số La Mã"):
        from_roman(text)


@pytest.mark.parametrize("number", [0, -1, 4000])
def test_numbers_without_a_numeral_are_refused(number: int) -> None:
    with pytest.raises(UnreadableNumeral):
        to_roman(number)


def test_items_go_in_vietnamese_order() -> None:
    assert [item_letter(n) for n in range(1, 11)] == list("abcdđeghik")
    assert [item_position(letter) for letter in ITEM_LETTERS] == list(range(1, len(ITEM_LETTERS) + 1))
    assert item_position("Đ") == 5


@pytest.mark.parametrize("letter", ["f", "j", "w", "z", "ă", "", "ab", "1"])
def test_letters_that_lists_do_not_use_are_refused(letter: str) -> None:
    with pytest.raises(UnreadableNumeral):
        item_position(letter)


@pytest.mark.parametrize("position", [0, 24])
def test_a_list_ends_with_its_letters(position: int) -> None:
    with pytest.raises(UnreadableNumeral):
        item_letter(position)
