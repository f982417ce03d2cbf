"""Roman numerals and the letters of Vietnamese lists, as plans number their parts."""

import re

from nscl.vietnamese.errors import UnreadableNumeral, quoted

_VALUES = (
    (1000, "M"), (900, "CM"), (500, "D"), (400, "CD"), (100, "C"), (90, "XC"), (50, "L"), (40, "XL"),
    (10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I"),
)  # fmt: skip
_ROMAN = re.compile(r"M{0,3}(CM|CD|D?C{0,3})(XC|XL|L?X{0,3})(IX|IV|V?I{0,3})")

# The order of `a)`, `b)`, … in Vietnamese documents: đ after d, no f, j, w or z, no ă, â, ê, ô, ơ, ư.
ITEM_LETTERS = "abcdđeghiklmnopqrstuvxy"


def to_roman(number: int) -> str:
    """1 … 3999 in Roman numerals.

    >>> to_roman(4), to_roman(2021)
    ('IV', 'MMXXI')
    """
    if not 1 <= number <= 3999:
        raise UnreadableNumeral(f"Chỉ viết được số La Mã từ 1 đến 3999, không viết được {number}.")
    written = ""
    for value, letters in _VALUES:
        count, number = divmod(number, value)
        written += letters * count
    return written


def from_roman(text: str) -> int:
    """The value of a Roman numeral in either case; refuses what is not written by the rules (`IIII`, `VX`).

    >>> from_roman("XIV"), from_roman("ii")
    (14, 2)
    """
    letters = text.strip().upper()
    if not letters or not _ROMAN.fullmatch(letters):
        raise UnreadableNumeral(f"{quoted(text)} không phải là số La Mã; hãy viết như I, II, III, IV.")
    total = 0
    for value, numeral in _VALUES:
        while letters.startswith(numeral):
            total += value
            letters = letters[len(numeral) :]
    return total


def item_letter(position: int) -> str:
    """The letter of the item at `position`, counted from 1.

    >>> "".join(item_letter(n) for n in range(1, 8))
    'abcdđeg'
    """
    if not 1 <= position <= len(ITEM_LETTERS):
        raise UnreadableNumeral(
            f"Danh mục chỉ có chữ từ thứ 1 đến thứ {len(ITEM_LETTERS)}, không có {position}."
        )
    return ITEM_LETTERS[position - 1]


def item_position(letter: str) -> int:
    """The position, counted from 1, of an item letter in either case; refuses letters that lists do not use.

    >>> item_position("đ"), item_position("E")
    (5, 6)
    """
    wanted = letter.strip().lower()
    if len(wanted) != 1 or wanted not in ITEM_LETTERS:
        raise UnreadableNumeral(
            f"{quoted(letter)} không phải là chữ cái đánh thứ tự điểm (a, b, c, d, đ, e, g …)."
        )
    return ITEM_LETTERS.index(wanted) + 1
