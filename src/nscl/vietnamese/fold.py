"""Folding: texts made comparable whatever way they were typed.

`nfc` and `squash` keep the text readable; `fold` drops case and marks; `search_key` also makes the several
Vietnamese spellings of one word, and the abbreviations officials use, the same key.
"""

import re
import unicodedata
from collections.abc import Sequence
from functools import cache

_INVISIBLE = dict.fromkeys(map(ord, "\u00ad\u200b\u200c\u200d\u2060\ufeff"))
_WHITE_SPACE = re.compile(r"\s+")


def nfc(text: str) -> str:
    """The text in composed form (NFC), the only form that is stored.

    >>> len("Lào"), len(nfc("La\\u0300o"))
    (3, 3)
    """
    return unicodedata.normalize("NFC", text)


def squash(text: str) -> str:
    """NFC, each run of white space (no-break too) one space, ends and invisible characters dropped.

    >>> squash("  Năng\\u00a0\\n suất ")
    'Năng suất'
    """
    return _WHITE_SPACE.sub(" ", nfc(text).translate(_INVISIBLE)).strip()


@cache
def _fold_character(character: str) -> str:
    """What one character becomes: "" for a mark, " " for white space, else its lower-case base letters."""
    if character.isspace():
        return " "
    if ord(character) in _INVISIBLE:
        return ""
    decomposed = unicodedata.normalize("NFD", unicodedata.normalize("NFD", character).lower())
    return "".join("d" if c == "đ" else c for c in decomposed if unicodedata.category(c) != "Mn")


def fold(text: str) -> str:
    """Lower case without marks, đ as d, white space collapsed: for comparing, never for showing.

    >>> fold("Ủy ban  nhân dân tỉnh ĐẮK LẮK")
    'uy ban nhan dan tinh dak lak'
    """
    return _WHITE_SPACE.sub(" ", "".join(map(_fold_character, text))).strip()


def slug(text: str) -> str:
    """The text as part of a public address: folded words joined by hyphens, nothing but 0-9, a-z and `-`.

    >>> slug("Tiêu chuẩn & Đo lường 2021–2025")
    'tieu-chuan-do-luong-2021-2025'
    """
    return "-".join(re.findall(r"[0-9a-z]+", fold(text)))


def fold_with_map(text: str) -> tuple[str, list[int]]:
    """The folded text and, for each of its characters, the offset in `text` it comes from.

    `fold_with_map(text)[0] == fold(text)`; a run of white space is known by its first character.

    >>> fold_with_map(" Đà  Lạt")
    ('da lat', [1, 2, 3, 5, 6, 7])
    """
    folded: list[str] = []
    offsets: list[int] = []
    for offset, character in enumerate(text):
        for piece in _fold_character(character):
            if piece == " " and (not folded or folded[-1] == " "):
                continue
            folded.append(piece)
            offsets.append(offset)
    if folded and folded[-1] == " ":
        folded.pop()
        offsets.pop()
    return "".join(folded), offsets


def nfc_with_map(text: str) -> tuple[str, Sequence[int]]:
    """The text in NFC and, for each of its characters and for its end, the offset in `text`.

    >>> composed, offsets = nfc_with_map("La\\u0300o Cai")
    >>> composed, offsets[composed.index("o")]
    ('Lào Cai', 3)
    """
    if unicodedata.is_normalized("NFC", text):
        return text, range(len(text) + 1)
    composed: list[str] = []
    offsets: list[int] = []
    start = 0
    while start < len(text):
        end = start + 1
        while end < len(text) and unicodedata.combining(text[end]):
            end += 1
        cluster = nfc(text[start:end])
        composed.append(cluster)
        offsets += [start] * len(cluster)
        start = end
    return "".join(composed), [*offsets, len(text)]


def original_span(text: str, offsets: list[int], start: int, end: int) -> tuple[int, int]:
    """The span of `text` behind folded[start:end], trailing combining marks included.

    >>> folded, offsets = fold_with_map("Tỉnh La\\u0300o Cai")
    >>> at = folded.index("lao")
    >>> original_span("Tỉnh La\\u0300o Cai", offsets, at, at + 3)
    (5, 9)
    """
    if start >= end:
        raise ValueError("span is empty")
    last = offsets[end - 1] + 1
    while last < len(text) and _fold_character(text[last]) == "":
        last += 1
    return offsets[start], last


# Folded abbreviation → folded full form, as officials write them.
_ABBREVIATIONS = {
    "nscl": "nang suat chat luong",
    "nsld": "nang suat lao dong",
    "txng": "truy xuat nguon goc",
    "htql": "he thong quan ly",
    "htqlcl": "he thong quan ly chat luong",
    "khcn": "khoa hoc va cong nghe",
    "kh&cn": "khoa hoc va cong nghe",
    "kh-cn": "khoa hoc va cong nghe",
    "dmst": "doi moi sang tao",
    "dn": "doanh nghiep",
    "dnnvv": "doanh nghiep nho va vua",
    "htx": "hop tac xa",
    "ubnd": "uy ban nhan dan",
    "hdnd": "hoi dong nhan dan",
    "tcdlcl": "tieu chuan do luong chat luong",
    "tp": "thanh pho",
    "hcm": "ho chi minh",
    "tphcm": "thanh pho ho chi minh",
}
# One idea written with and without `và`.
_SAME_PHRASES = (
    ("nang suat va chat luong", "nang suat chat luong"),
    ("khoa hoc cong nghe", "khoa hoc va cong nghe"),
)
_DASHES = re.compile("[\u2010-\u2015\u2212]")
_NOT_IN_WORDS = re.compile(r"[^0-9a-z/&.\-]+")
_JOINT = re.compile(r"[/&\-]|(?<![0-9])\.|\.(?![0-9])")
_OPEN_SYLLABLE_IN_Y = re.compile(r"\b([bcdghklmnpqrstvx]|ch|gi|kh|ngh?|nh|ph|qu|th|tr)y\b")


def search_key(text: str) -> str:
    """The key stored beside a text and made from a query, so that either spelling finds the other.

    Besides `fold`: tone placement (hòa, hoà), y or i at the end of a syllable (Lý, Lí), abbreviations written
    out (NSCL, TXNG, HTQLCL, KHCN, DN, HTX, UBND …), punctuation dropped. Numbers of documents stay whole.

    >>> search_key("NSCL của HTX") == search_key("năng suất và chất lượng của Hợp tác xã")
    True
    >>> search_key("Kế hoạch số 79/KH-UBND")
    'ke hoach so 79/kh-ubnd'
    """
    words = _NOT_IN_WORDS.split(_DASHES.sub("-", fold(text)))
    key = " ".join(" ".join(map(_key_of_word, words)).split())
    for phrase, same in _SAME_PHRASES:
        key = key.replace(phrase, same)
    return _OPEN_SYLLABLE_IN_Y.sub(r"\1i", key)


def _key_of_word(word: str) -> str:
    bare = word.strip("/&-.")
    if bare in _ABBREVIATIONS:
        return _ABBREVIATIONS[bare]
    if "/" in bare and any(c.isdigit() for c in bare):
        return bare
    return " ".join(_ABBREVIATIONS.get(part, part) for part in _JOINT.split(bare))
