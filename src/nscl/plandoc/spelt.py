"""Small numbers in words before their digits: “năm (05) mô hình” is one number."""

from __future__ import annotations

import re

from nscl.vietnamese.errors import UnreadableNumber
from nscl.vietnamese.words import parse_words

_WORD = r"(?:không|một|mốt|hai|ba|bốn|tư|năm|lăm|sáu|bảy|tám|chín|mười|mươi|trăm|nghìn|ngàn|linh|lẻ)"
# A run of number words; what stands for a number without digits may not open with the word for a year.
RUN = rf"{_WORD}(?:\s+{_WORD})*"
RUN_NO_YEAR = rf"(?!năm\b(?!\s+(?:mươi|trăm|nghìn)))(?!không\b){RUN}"
_BEFORE_BRACKET = re.compile(rf"\b(?P<run>{RUN})(?:\s+phần trăm)?\s*\(\s*$")
_LONGEST = 60


def value_of(run: str) -> int | None:
    """The number a run of words names; None when it names none.

    >>> value_of("hai mươi"), value_of("mươi trăm")
    (20, None)
    """
    try:
        return parse_words(run)
    except UnreadableNumber:
        return None


def words_before(text: str, low: int, at: int, number: float) -> tuple[int, int | None] | None:
    """Where the words begin whose digits in brackets begin at `at`, and the value of the words.

    The value is None when it is that of the digits.  The word for a year may stand before the number:
    what agrees with the digits is taken first.

    >>> t = "mỗi năm hai mươi (20) lớp"
    >>> words_before(t, 0, t.index("20"), 20)
    (8, None)
    """
    head = text[max(low, at - _LONGEST) : at]
    match = _BEFORE_BRACKET.search(head)
    if match is None:
        return None
    first = at - len(head)
    starts = [match.start("run") + m.start() for m in re.finditer(r"\S+", match["run"])]
    for start in starts:
        if value_of(head[start : match.end("run")]) == number:
            return first + start, None
    for start in starts:
        words = head[start : match.end("run")]
        if words != "năm" and (value := value_of(words)) is not None:
            return first + start, value
    return None
