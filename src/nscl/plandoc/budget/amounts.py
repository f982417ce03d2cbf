"""The amounts of a running text, in figures or in words only, whatever footnote marks cling to them."""

from __future__ import annotations

import re
from decimal import Decimal

from nscl.vietnamese.money import AmountMatch, Unit
from nscl.vietnamese.money import find_amounts as find_figures
from nscl.vietnamese.words import WordsMatch, find_amount_words

# "đồng1", "đồng²", "35.100¹ triệu", "35.1001 triệu": a mark behind the currency or the last group of three.
_MARK = re.compile(
    r"(?<=đồng)(?:\d{1,2}|[¹²³⁴⁵⁶⁷⁸⁹⁰*]{1,3})(?!\w)|(?<=\d)[¹²³⁴⁵⁶⁷⁸⁹⁰]{1,2}"
    r"|(?<=[.,]\d{3})\d(?=\s*(?:nghìn|ngàn|triệu|tỷ|tỉ|đồng)\b)",
    re.IGNORECASE,
)
_GROUPED = re.compile(r"(?<![\d.,])\d{1,3}(?:[.,]\d{3})+$")
_REPEATS_FIGURE = re.compile(r"(?:bằng chữ|viết bằng chữ)\s*:?\s*$|^\s*\(?\s*$", re.IGNORECASE)


def find_amounts(text: str) -> list[AmountMatch]:
    """The amounts in figures, a footnote mark glued to them left out of the number; offsets are the text's.

    >>> [m.vnd for m in find_amounts("Tổng: 35.100 triệu đồng1 (từ 35.1002 triệu đồng)")]
    [35100000000, 35100000000]
    """
    found = find_figures(_MARK.sub(lambda mark: _blank(mark, text), text))
    return [
        AmountMatch(m.start, m.end, text[m.start : m.end], m.vnd, m.unit, m.number, m.ambiguous)
        for m in found
    ]


def _blank(mark: re.Match[str], text: str) -> str:
    """Spaces for a mark; a digit behind the last group is one only when the groups are whole."""
    is_glued_digit = mark[0].isdigit() and text[mark.start() - 1].isdigit()
    if is_glued_digit and not _GROUPED.search(text[: mark.start()]):
        return mark[0]
    return " " * len(mark[0])


def find_told(text: str) -> list[tuple[AmountMatch, bool]]:
    """The amounts in figures or, where there are none, those in words; True says "in words".

    Words that only repeat a figure printed before ("(Bằng chữ: …)") are not a second amount.

    >>> [(m.vnd, words) for m, words in find_told("Tổng kinh phí: tám tỷ bốn trăm triệu đồng")]
    [(8400000000, True)]
    >>> find_told("(Bằng chữ: tám tỷ bốn trăm triệu đồng)")
    []
    """
    figures = find_amounts(text)
    if figures:
        return [(match, False) for match in figures]
    found = [match for match in find_amount_words(text) if not _REPEATS_FIGURE.search(text[: match.start])]
    return [(_amount(match), True) for match in found]


def _amount(words: WordsMatch) -> AmountMatch:
    units = sorted(Unit, key=lambda unit: -unit.factor)
    unit = next(unit for unit in units if words.value % unit.factor == 0)
    number = Decimal(words.value) / unit.factor
    return AmountMatch(words.start, words.end, words.text, words.value, unit, number, False)
