"""Names of firms taken apart: the words of form in front, the trade, and the name of its own.

`Cty TNHH SX & TM Hòa Phát Lộc` and `CÔNG TY TNHH SẢN XUẤT VÀ THƯƠNG MẠI HOÀ PHÁT LỘC` are one firm. The key
of a name leaves out all that departments write differently; two names are compared in `firm_matching`.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from nscl.vietnamese.firm_words import (
    ABBREVIATIONS,
    BACK_PHRASES,
    COMMON_PHRASES,
    FRONT_PHRASES,
    ONLY_AFTER,
    STRUNG,
    Phrases,
    respelled,
)
from nscl.vietnamese.fold import fold, squash
from nscl.vietnamese.syllables import is_plain_syllable

LegalForm = Literal[
    "limited_one", "limited", "joint_stock", "private", "partnership", "state", "cooperative",
    "cooperative_union", "cooperative_group", "household", "branch",
]  # fmt: skip
UnitKind = Literal["own", "number", "trade", "industry", "country", "place"]

# Initials with dots (T.N.H.H, C.ty) are one word.
_WORD = re.compile(r"(?:[^\W\d_]\.)+[^\W\d_]+|[^\W_]+")
_ROMAN = {"ii": "2", "iii": "3", "iv": "4", "vii": "7", "viii": "8", "ix": "9"}
_LONGEST_NAME = 500  # characters that are looked at; the longest names of the registry stay well below
_LONGEST_KEY = 400
_LONGEST_GROWN = 24  # letters: three or four syllables typed as one word
_STRUNG = re.compile("|".join(STRUNG))
_STRUNG_WHOLE = re.compile(f"(?:{'|'.join(STRUNG)}){{2,}}")
_COMPANIES = {"cong", "cty", "ctcp", "tong", "tct", "dntn", "htx", "hop", "doanh", "xi"}


@dataclass(frozen=True)
class Word:
    """One word: folded, and as written where its marks tell something.

    They tell nothing in an abbreviation, in a number, and in a name typed without marks.
    """

    folded: str
    written: str | None


@dataclass(frozen=True)
class Unit:
    """A word of the name's own, or a phrase that many firms share."""

    kind: UnitKind
    words: tuple[Word, ...]

    @property
    def text(self) -> str:
        """The folded words."""
        return " ".join(word.folded for word in self.words)


# ── Taking apart ───────────────────────────────────────────────────────


@lru_cache(maxsize=65536)
def _folded(written: str) -> str:
    return respelled(fold(written.replace(".", "")))


def _front(words: Sequence[str]) -> tuple[int, list[str]]:
    """How many words in front are words of form, and what they say."""
    at, markers = 0, list[str]()
    while at < len(words):
        if words[at] == "cn" and at + 1 < len(words) and words[at + 1] in _COMPANIES:
            found = (1, "branch")
        else:
            found = _phrase_at(FRONT_PHRASES, words, at)
        length, marker = found
        too_early = not markers and tuple(words[at : at + length]) in ONLY_AFTER
        if not length or marker in markers or too_early:
            break
        markers.append(marker)
        at += length
    return at, markers


def _phrase_at(table: Phrases, words: Sequence[str], at: int) -> tuple[int, str]:
    """Length and meaning of the longest phrase of the table that begins there; (0, "") for none."""
    for phrase, meaning in table.get(words[at], ()):
        if len(phrase) == 1 or tuple(words[at : at + len(phrase)]) == phrase:
            return len(phrase), meaning
    return 0, ""


def _back(words: Sequence[str], start: int) -> tuple[int, list[str]]:
    """How many words at the end, after `start`, are words of form (`- CTCP`, `Co., Ltd`), and which."""
    reversed_words, at, markers = list(reversed(words[start:])), 0, list[str]()
    while at < len(reversed_words):
        length, marker = _phrase_at(BACK_PHRASES, reversed_words, at)
        if not length:
            break
        markers.append(marker)
        at += length
    return at, markers


@dataclass(frozen=True)
class FirmName:
    """A name taken apart: what its words of form say, and its other units in order."""

    markers: frozenset[str]
    units: tuple[Unit, ...]


@lru_cache(maxsize=8192)
def firm_name(name: str) -> FirmName:
    """The parts of a firm's name, for comparing."""
    written = _WORD.findall(squash(name[:_LONGEST_NAME]))
    folded = [_folded(word) for word in written]
    front, markers = _front(folded)
    back, more = _back(folded, front)
    words = _expanded(written[front : len(written) - back], folded[front : len(folded) - back])
    if "branch" in markers:
        words = _without_inner_form(words)
    if all(word.isascii() for word in written):
        words = [Word(word.folded, None) for word in words]
    return FirmName(frozenset([*markers, *more]), _units(words))


def _without_inner_form(words: list[Word]) -> list[Word]:
    """`Chi nhánh Lào Cai - Công ty TNHH Hoàng Long`: the head's words of form stand in the middle."""
    folded = [word.folded for word in words]
    kept, at = [], 0
    while at < len(words):
        length, _ = _front(folded[at:]) if folded[at] in _COMPANIES else (0, [])
        if length:
            at += length
            continue
        if folded[at] != "tai":
            kept.append(words[at])
        at += 1
    return kept


def _expanded(written: Sequence[str], folded: Sequence[str]) -> list[Word]:
    """The words with abbreviations written out and words grown together parted; `và` left out."""
    found: list[Word] = []
    for whole, plain in zip(written, folded, strict=True):
        if plain == "va":
            continue
        full = _full_form(plain)
        if full:
            found += [Word(word, None) for word in full]
        elif 4 < len(plain) <= _LONGEST_GROWN and plain.isalpha() and not is_plain_syllable(plain):
            found += _parted(whole, plain)
        elif plain in _ROMAN or plain.isdigit():
            found.append(Word(_ROMAN.get(plain) or plain.lstrip("0") or "0", None))
        else:
            found.append(Word(plain, whole.replace(".", "")))
    return found


@lru_cache(maxsize=4096)
def _full_form(plain: str) -> tuple[str, ...]:
    if plain in ABBREVIATIONS:
        return ABBREVIATIONS[plain]
    if _STRUNG_WHOLE.fullmatch(plain):
        return tuple(word for part in _STRUNG.findall(plain) for word in ABBREVIATIONS[part])
    return ()


def _parted(whole: str, plain: str) -> list[Word]:
    """`HoàngLong` as its two syllables, with their marks; a word that is not all syllables stays one."""
    lengths = _syllable_lengths(plain)
    if not lengths or len(whole) != len(plain):
        return [Word(plain, whole)]
    parts, at = [], 0
    for length in lengths:
        parts.append(Word(_folded(plain[at : at + length]), whole[at : at + length]))
        at += length
    return parts


@lru_cache(maxsize=65536)
def _syllable_lengths(plain: str) -> tuple[int, ...]:
    """Lengths of the fewest syllables of two letters or more that the letters make; () for none.

    Of two ways the one whose syllables begin with consonants (`xi mang`, not `xim ang`).
    """
    best: tuple[int, ...] = ()
    for length in range(2, min(7, len(plain)) + 1):
        if not is_plain_syllable(plain[:length]):
            continue
        if length == len(plain):
            return (length,)
        rest = _syllable_lengths(plain[length:])
        if rest and (not best or len(rest) + 1 < len(best)):
            best = (length, *rest)
    return best


def _units(words: Sequence[Word]) -> tuple[Unit, ...]:
    folded = [word.folded for word in words]
    units: list[Unit] = []
    at = 0
    while at < len(words):
        length, kind = _phrase_at(COMMON_PHRASES, folded, at)
        if length:
            units.append(Unit(kind, tuple(words[at : at + length])))  # type: ignore[arg-type]
            at += length
            continue
        if not _says_nothing(folded, at):
            number = any(c.isdigit() for c in folded[at])
            units.append(Unit("number" if number else "own", (words[at],)))
        at += 1
    return tuple(units)


def _says_nothing(folded: Sequence[str], at: int) -> bool:
    """`số` before a number, `tỉnh`, `thành phố` and `TP` before a place."""
    following = folded[at + 1] if at + 1 < len(folded) else ""
    if folded[at] == "so":
        return following[:1].isdigit()
    if folded[at] in ("tinh", "tp") and following:
        return _phrase_at(COMMON_PHRASES, folded, at + 1)[1] == "place"
    return False


# ── The public face ────────────────────────────────────────────────────


def firm_key(name: str) -> str:
    """The words of a firm's name that tell it from others, folded, in order, joined by spaces.

    Left out: words of form (Công ty TNHH MTV, CTCP, DNTN, HTX, HKD, Xí nghiệp, Chi nhánh …, Co., Ltd), what
    nearly every firm does (sản xuất, thương mại, dịch vụ, xuất nhập khẩu, đầu tư, phát triển, kinh doanh …,
    also as SX, TM, DV, XNK), `và`, `&`, accents, tone placement, y/i, case, punctuation, and the spacing of
    Vietnamese words. A factory (`Nhà máy`) keeps its word: it is a place, not the firm. A name of nothing but
    trades keeps them. At most 400 characters. Equal keys mean candidates, not sameness: `firm_similarity`
    decides.

    >>> firm_key("Cty TNHH SX & TM Hòa Phát Lộc"), firm_key("CÔNG TY CP CHÈ SUỐI NGẦN - LÀO CAI")
    ('hoa phat loc', 'che suoi ngan lao cai')
    """
    units = firm_name(name).units
    telling = [unit for unit in units if unit.kind != "trade"] or units
    return " ".join(unit.text for unit in telling)[:_LONGEST_KEY].rstrip()


def split_firm_name(name: str) -> tuple[str, str]:
    """The words of form, in front and at the end, and the rest of the name as it was written.

    >>> split_firm_name("Công ty TNHH MTV Thương mại Hoàng Long")
    ('Công ty TNHH MTV', 'Thương mại Hoàng Long')
    >>> split_firm_name("Tổng công ty Giấy Sông Thao - CTCP")
    ('Tổng công ty CTCP', 'Giấy Sông Thao')
    """
    text = squash(name[:_LONGEST_NAME])
    spans = [match.span() for match in _WORD.finditer(text)]
    folded = [_folded(text[start:end]) for start, end in spans]
    front, _ = _front(folded)
    back, _ = _back(folded, front)
    last = len(spans) - back
    before = text[: spans[front][0]] if front < len(spans) else text
    after = text[spans[last][0] :] if back else ""
    own = text[spans[front][0] : spans[last - 1][1]] if front < last else ""
    form = " ".join(part.strip(" -–—,.(\"“'") for part in (before, after.rstrip(" )")) if part.strip())
    return form.strip(), _closed(own, text[spans[last - 1][1] :] if front < last else "")


def _closed(own: str, after: str) -> str:
    """The name of its own with the bracket or quotation mark that closes what it opens."""
    mark = after[:1]
    return own + mark if mark and mark in ")”\"'" and own.count({")": "(", "”": "“"}.get(mark, mark)) else own


def legal_form_of(name: str) -> LegalForm | None:
    """The legal form that the name itself states; None where the words leave it open.

    `Công ty TNHH` alone is open: the law lets one member or several bear it. So are `Công ty`, `Tổng công
    ty`, `Xí nghiệp` and `Cơ sở` without more.

    >>> legal_form_of("Công ty TNHH MTV Hoàng Long"), legal_form_of("CTCP Chè Suối Ngần")
    ('limited_one', 'joint_stock')
    >>> legal_form_of("Công ty TNHH Hoàng Long") is None
    True
    """
    markers = firm_name(name).markers
    if "branch" in markers:
        return "branch"
    if "limited" in markers and "one_member" in markers:
        return "limited_one"
    if "limited" in markers and "two_members" in markers:
        return "limited"
    plain: tuple[LegalForm, ...] = (
        "joint_stock",
        "private",
        "partnership",
        "cooperative_union",
        "cooperative_group",
        "cooperative",
        "household",
    )
    stated = next((form for form in plain if form in markers), None)
    return stated or ("state" if "state" in markers and "limited" not in markers else None)
