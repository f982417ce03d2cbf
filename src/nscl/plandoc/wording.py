"""Views of a text for matching that keep its length, so that every offset still holds.

Vocabulary in this room is written with its marks (``hóa``, ``tỷ lệ``): dropping them would
confuse năm/nấm, khoa/khóa, mục/mức.  What is folded is only what writers really vary.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

_TONES = {
    "oá": "óa", "oà": "òa", "oả": "ỏa", "oã": "õa", "oạ": "ọa",
    "oé": "óe", "oè": "òe", "oẻ": "ỏe", "oẽ": "õe", "oẹ": "ọe",
    "uý": "úy", "uỳ": "ùy", "uỷ": "ủy", "uỹ": "ũy", "uỵ": "ụy",
}  # fmt: skip
_TONE = re.compile(r"(?<!q)(?:o[áàảãạéèẻẽẹ]|u[ýỳỷỹỵ])(?!\w)")
_SHORT_I = re.compile(r"\b(?:tỉ|kĩ|lí|kì|mĩ|quí)\b")
_LONG_Y = {"tỉ": "tỷ", "kĩ": "kỹ", "lí": "lý", "kì": "kỳ", "mĩ": "mỹ", "quí": "quý"}
_SIGNS = str.maketrans(
    dict.fromkeys("\xa0\u2002\u2003\u2007\u2009\u202f\t", " ")
    | dict.fromkeys("‐‑‒–—―−÷", "-")
    | dict.fromkeys("“”„«»", '"')
    | dict.fromkeys("‘’", "'")
)
_GROUPS = {
    "a": "àáảãạăằắẳẵặâầấẩẫậ",
    "e": "èéẻẽẹêềếểễệ",
    "i": "ìíỉĩị",
    "o": "òóỏõọôồốổỗộơờớởỡợ",
    "u": "ùúủũụưừứửữự",
    "y": "ỳýỷỹỵ",
    "d": "đ",
}
_MARKS = str.maketrans({mark: base for base, marks in _GROUPS.items() for mark in marks})
_LOWER = str.maketrans(
    {c: c.lower() for c in map(chr, range(0x2000)) if len(c.lower()) == 1 and c.lower() != c}
)


# A reading asks for the same stretches and the whole text again and again.
@lru_cache(maxsize=1024)
def plain(text: str) -> str:
    """Lower case, one placement of tones, one kind of dash, space and quote; same length.

    >>> plain("Hàng HOÁ – Tỉ lệ")
    'hàng hóa - tỷ lệ'
    """
    lowered = text.lower()
    if len(lowered) != len(text):
        lowered = text.translate(_LOWER)
    lowered = lowered.translate(_SIGNS)
    lowered = _TONE.sub(lambda match: _TONES[match.group()], lowered)
    return _SHORT_I.sub(lambda match: _LONG_Y[match.group()], lowered)


@lru_cache(maxsize=1024)
def flat(text: str) -> str:
    """`plain` without any marks; same length.

    >>> flat("KẾ HOẠCH Điều")
    'ke hoach dieu'
    """
    return plain(text).translate(_MARKS)


def is_upper(text: str) -> bool:
    """Whether a line is set in capitals (numbers and a stray small letter allowed).

    >>> is_upper("GIAI ĐOẠN 2021-2025"), is_upper("Giai đoạn")
    (True, False)
    """
    letters = [c for c in text if c.isalpha()]
    small = sum(1 for c in letters if c.islower())
    return len(letters) >= 2 and small * 12 <= len(letters)


# A full stop does not end a sentence after these, nor inside G.A.P. or 17.825.
_ABBREVIATION = re.compile(r"(?:\b(?:tm|kt|tl|tuq|tt|tp|tx|pgs|gs|ts|ths|ks|st|vd|stt)|\b[a-zđ]|\.\.)$")
_STOP = re.compile(r"[.!?…](?:\s+|(?=[A-ZĐÂĂÊÔƠƯ][a-zà-ỹ]))(?=[\"“(\[A-ZÀ-ỸĐ\d+-])")


def sentences(text: str, start: int = 0, end: int | None = None) -> Iterator[tuple[int, int]]:
    """Offsets of the sentences of ``text[start:end]``, white space trimmed.

    >>> [("Đạt 7,5%. Có 01 mô hình")[a:b] for a, b in sentences("Đạt 7,5%. Có 01 mô hình")]
    ['Đạt 7,5%.', 'Có 01 mô hình']
    """
    end = len(text) if end is None else end
    at = start
    for match in _STOP.finditer(text, start, end):
        head = text[at : match.start()].lower()
        if match.group()[0] == "." and _ABBREVIATION.search(head):
            continue
        yield from _trimmed(text, at, match.start() + 1)
        at = match.end()
    yield from _trimmed(text, at, end)


def _trimmed(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    if start < end:
        yield start, end


def trim(text: str, start: int, end: int, signs: str = " \t\n;,.:") -> tuple[int, int]:
    """Offsets without surrounding white space and closing signs.

    >>> trim("- a; ", 2, 5)
    (2, 3)
    """
    while start < end and text[start] in signs:
        start += 1
    while end > start and text[end - 1] in signs:
        end -= 1
    return start, end
