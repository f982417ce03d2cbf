"""Amounts in words: the official form written, every spoken variant read.

Written: `hai mươi mốt`, `hai mươi tư` (but `mười bốn`, `linh bốn`), `hai mươi lăm`, `linh`, `nghìn`, `tỷ`,
and `không trăm` for the empty hundreds inside a number. For 24, 34 … both `tư` and `bốn` are correct; `tư` is
what school books teach and the ear expects after `mươi`, so it is written and both are read.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from nscl.vietnamese.errors import NumberOutOfRange, UnreadableNumber, quoted
from nscl.vietnamese.fold import fold, nfc, squash

LARGEST = 10**15

_DIGITS = ("không", "một", "hai", "ba", "bốn", "năm", "sáu", "bảy", "tám", "chín")
_BILLION, _MILLION, _THOUSAND = 10**9, 10**6, 10**3


# ── Writing ────────────────────────────────────────────────────────────


def _unit_after_tens(tens: int, unit: int) -> str:
    if unit == 1 and tens > 1:
        return "mốt"
    if unit == 4 and tens > 1:
        return "tư"
    return "lăm" if unit == 5 else _DIGITS[unit]


def _group_in_words(group: int, inside: bool) -> list[str]:
    """The words of 1 … 999; `inside` a longer number the empty hundreds are read too."""
    hundreds, rest = divmod(group, 100)
    tens, unit = divmod(rest, 10)
    words = [_DIGITS[hundreds], "trăm"] if hundreds or inside else []
    if tens == 0:
        if unit:
            words += ["linh", _DIGITS[unit]] if words else [_DIGITS[unit]]
        return words
    words += ["mười"] if tens == 1 else [_DIGITS[tens], "mươi"]
    return words + ([_unit_after_tens(tens, unit)] if unit else [])


def _words(n: int, inside: bool) -> list[str]:
    words: list[str] = []
    for size, name in ((_BILLION, "tỷ"), (_MILLION, "triệu"), (_THOUSAND, "nghìn")):
        count, n = divmod(n, size)
        if count:
            words += [*_words(count, inside), name]
            inside = True
    return words + (_group_in_words(n, inside) if n else [])


def number_in_words(n: int) -> str:
    """The number in words, lower case, for 0 ≤ n ≤ 10^15; else `NumberOutOfRange`.

    >>> number_in_words(2_001_015_004)
    'hai tỷ không trăm linh một triệu không trăm mười lăm nghìn không trăm linh bốn'
    """
    if isinstance(n, bool) or not isinstance(n, int):
        raise TypeError("n is a whole number")
    if not 0 <= n <= LARGEST:
        raise NumberOutOfRange(f"Chỉ viết được bằng chữ số từ 0 đến 10^15, không viết được {n}.")
    return " ".join(_words(n, inside=False)) if n else "không"


def amount_in_words(n: int) -> str:
    """The amount of n đồng as it stands after `Bằng chữ:`, capital first letter.

    >>> amount_in_words(9_230_000_000)
    'Chín tỷ hai trăm ba mươi triệu đồng'
    """
    written = number_in_words(n)
    return f"{written[0].upper()}{written[1:]} đồng"


# ── Reading ────────────────────────────────────────────────────────────

# Spoken word → the one the grammar below knows. The spellings of a text typed without marks are made from
# these; `mười` and `mươi` can then no longer be told apart.
_SPOKEN = {
    word: word for word in (*_DIGITS, "mốt", "tư", "lăm", "mười", "mươi", "trăm", "nghìn", "triệu", "tỷ")
}
_SPOKEN |= {
    "bẩy": "bảy",
    "nhăm": "lăm",
    "chục": "chục",
    "ngàn": "nghìn",
    "tỉ": "tỷ",
    "linh": "linh",
    "lẻ": "linh",
}
_SPOKEN |= {"rưỡi": "rưỡi", "rưởi": "rưỡi"}
_UNMARKED = {fold(spoken): word for spoken, word in _SPOKEN.items() if word not in ("mốt", "mười", "mươi")}
_UNMARKED["muoi"] = "muoi"
_VALUE = {word: value for value, word in enumerate(_DIGITS)}
_MAGNITUDES = (("tỷ", _BILLION), ("triệu", _MILLION), ("nghìn", _THOUSAND))

_MARKS = re.compile("[*_]")
_AROUND = " .,;:/()“”\"'"
_LEADING = re.compile(r"(?:số tiền )?(?:viết )?bằng chữ ?[:.]? ?")
_TRAILING = re.compile(r" (?:đồng(?: việt nam)?(?: chẵn)?|chẵn|dong(?: viet nam)?(?: chan)?)$")


class _Refused(Exception):
    """Why a run of words is no number; turned into a sentence about the whole text by `parse_words`."""


def parse_words(text: str) -> int:
    """The number that the words say, `Bằng chữ:` before and `đồng`, `đồng chẵn` after them allowed.

    Reads linh/lẻ, nghìn/ngàn, tỷ/tỉ, bảy/bẩy, lăm/năm/nhăm, tư/bốn, mốt/một, chục, rưỡi, mươi left out (`ba
    lăm`), empty hundreds left out where the rest decides (`một triệu mười lăm nghìn`), any case, NFD, and
    texts without any marks. Raises `UnreadableNumber` for what is no number (`tỷ tỷ`) and for what can be
    two: a bare digit after a magnitude (`hai triệu năm`), neighbouring digits (`hai ba triệu`).

    >>> parse_words("Ba mươi năm tỷ một trăm triệu đồng chẵn"), parse_words("hai triệu rưỡi")
    (35100000000, 2500000)
    """
    spoken = squash(_MARKS.sub(" ", text)).lower().strip(_AROUND)
    announced = _LEADING.match(spoken)
    number = (spoken[announced.end() :] if announced else spoken).strip(_AROUND)
    words = re.split("[ ,-]+", _TRAILING.sub("", number))
    try:
        return _read(words)
    except _Refused as refused:
        raise UnreadableNumber(f"Không đọc được số bằng chữ {quoted(text)}: {refused}.") from None


def _read(words: list[str]) -> int:
    """The value of lower-case NFC words."""
    spoken = _UNMARKED if all(word.isascii() for word in words) else _SPOKEN
    tokens = []
    for word in words:
        if word not in spoken:
            raise _Refused(f"{quoted(word)} không phải là từ chỉ số")
        tokens.append(spoken[word])
    if not tokens:
        raise _Refused("không có từ nào chỉ số")
    if tokens == ["không"]:
        return 0
    value = _number(tokens, 0)
    if value > LARGEST:
        raise _Refused("số vượt quá một triệu tỷ")
    return value


def _number(tokens: list[str], level: int) -> int:
    """The value of tokens that may hold the magnitudes from `level` on, each at most once."""
    if level == len(_MAGNITUDES):
        return _group(tokens)
    name, size = _MAGNITUDES[level]
    if name not in tokens:
        return _number(tokens, level + 1)
    at = tokens.index(name)
    before, after = tokens[:at], tokens[at + 1 :]
    if not before:
        raise _Refused(f"trước “{name}” phải có số")
    if name in after:
        raise _Refused(f"“{name}” xuất hiện hai lần")
    return _number(before, level + 1) * size + _rest(after, size, level)


def _rest(tokens: list[str], size: int, level: int) -> int:
    """What stands after a magnitude of `size`."""
    if not tokens:
        return 0
    if tokens == ["rưỡi"]:
        return size // 2
    _refuse_bare_digit(tokens)
    value = _number(tokens[1:] if tokens[0] == "linh" and len(tokens) > 2 else tokens, level + 1)
    if value >= size:
        raise _Refused("các hàng không theo thứ tự từ lớn đến nhỏ")
    return value


def _group(tokens: list[str]) -> int:
    """0 … 999: [digit trăm] then tens and units."""
    if "trăm" not in tokens:
        return _tens(tokens, after_hundreds=False)
    at = tokens.index("trăm")
    if at != 1 or tokens[0] not in _VALUE:
        raise _Refused("trước “trăm” phải có một chữ số")
    hundreds, after = _VALUE[tokens[0]] * 100, tokens[2:]
    if not after:
        return hundreds
    if after == ["rưỡi"]:
        return hundreds + 50
    _refuse_bare_digit(after)
    return hundreds + _tens(after, after_hundreds=True)


def _refuse_bare_digit(tokens: list[str]) -> None:
    """`hai triệu năm` is said for 2.500.000 and written for 2.000.005; `một trăm năm` likewise."""
    if len(tokens) == 1 and tokens[0] not in ("mười", "muoi"):
        raise _Refused(f"“{tokens[0]}” ở cuối có thể hiểu theo hai cách, hãy viết đầy đủ")


def _tens(tokens: list[str], after_hundreds: bool) -> int:
    """0 … 99."""
    match tokens:
        case [digit] if digit in _VALUE and not after_hundreds:
            return _VALUE[digit]
        case ["linh", "mười" | "muoi"]:
            return 10
        case ["linh", unit]:
            return _unit(unit, tens=0)
        case ["mười" | "muoi"]:
            return 10
        case ["mười" | "muoi", unit]:
            return 10 + _unit(unit, tens=1)
        case [digit, "mươi" | "muoi"] if _VALUE.get(digit, 0) > 1:
            return _VALUE[digit] * 10
        case [digit, "chục"] if _VALUE.get(digit, 0) > 0:
            return _VALUE[digit] * 10
        case [digit, "mươi" | "muoi", unit] if _VALUE.get(digit, 0) > 1:
            return _VALUE[digit] * 10 + _unit(unit, tens=_VALUE[digit])
        case [digit, unit] if _VALUE.get(digit, 0) > 1:
            return _tens_word_left_out(_VALUE[digit], unit)
    raise _Refused(f"{quoted(' '.join(tokens))} không phải là cách đọc số")


def _unit(word: str, tens: int) -> int:
    """The unit after mươi (tens > 1), mười (1) or linh (0)."""
    if word == "mốt" and tens > 1:
        return 1
    if word == "tư":
        return 4
    if word == "lăm" and tens > 0:
        return 5
    if _VALUE.get(word, 0) > 0:
        return _VALUE[word]
    raise _Refused(f"“{word}” không đứng ở hàng đơn vị này được")


def _tens_word_left_out(tens: int, word: str) -> int:
    unit = _unit(word, tens)
    if unit == tens + 1 and word == _DIGITS[unit]:
        raise _Refused(f"“{_DIGITS[tens]} {word}” có thể hiểu là “{_DIGITS[tens]} hoặc {word}”")
    return tens * 10 + unit


# ── Finding ────────────────────────────────────────────────────────────


@dataclass(frozen=True)
class WordsMatch:
    """An amount in words in a running text: text[start:end] is `text`, worth `value` đồng."""

    start: int
    end: int
    text: str
    value: int


_NUMBER_WORD = re.compile(r"(?:[^\W\d_][\u0300-\u036f]*)+")
_JOINT = re.compile(r"[\s,*_-]*")
_ANNOUNCED = re.compile(r"bang chu[ :(*_]*$")
_BEGINNINGS = {*_DIGITS, "bẩy", "mười"}
_LARGE = {"trăm", "nghìn", "ngàn", "triệu", "tỷ", "tỉ"}
_VAGUE = {"vài", "mấy", "dăm", "hàng"}
_AFTER_DONG = {"chí", "bộ", "thời", "nghiệp", "loạt", "hành", "bào", "đều"}


@dataclass(frozen=True)
class _Word:
    """One word of the text; `joined` when only spaces, commas or bold marks part it from the one before."""

    start: int
    end: int
    word: str
    joined: bool


def find_amount_words(text: str) -> list[WordsMatch]:
    """The amounts in words inside a text, in order: a readable number of at least a hundred before `đồng`, or
    any number after `bằng chữ:`. The span takes in `đồng` and `chẵn`, not the brackets.

    Left out: vague numbers (`vài ba triệu đồng`), words without marks, and an opening `năm` that may mean a
    year (`năm hai tỷ đồng`) unless `bằng chữ` announces a number.

    >>> [(m.text, m.value) for m in find_amount_words("17.825 triệu đồng (Mười bảy tỷ đồng chẵn).")]
    [('Mười bảy tỷ đồng chẵn', 17000000000)]
    """
    words = _split(text)
    found = []
    for first, last in _runs(words):
        match = _amount(text, words, first, last)
        if match is not None:
            found.append(match)
    return found


def _split(text: str) -> list[_Word]:
    words: list[_Word] = []
    for match in _NUMBER_WORD.finditer(text):
        joined = bool(words) and _JOINT.fullmatch(text, words[-1].end, match.start()) is not None
        words.append(_Word(match.start(), match.end(), nfc(match[0]).lower(), joined))
    return words


def _runs(words: list[_Word]) -> Iterator[tuple[int, int]]:
    """First and last index of each longest run of joined number words that a number can begin."""
    at = 0
    while at < len(words):
        if words[at].word not in _BEGINNINGS:
            at += 1
            continue
        last = at
        while last + 1 < len(words) and words[last + 1].joined and words[last + 1].word in _SPOKEN:
            last += 1
        yield at, last
        at = last + 1


def _amount(text: str, words: list[_Word], first: int, last: int) -> WordsMatch | None:
    """The amount that words[first:last + 1] and the currency after them make, None when they make none."""
    number = [word.word for word in words[first : last + 1]]
    start, end = words[first].start, _end_of_currency(words, last)
    if not _ANNOUNCED.search(fold(text[max(0, start - 20) : start])):
        vague = first > 0 and words[first].joined and words[first - 1].word in _VAGUE
        perhaps_a_year = number[0] == "năm" and len(number) > 1 and number[1] in _BEGINNINGS
        if end is None or vague or perhaps_a_year or _LARGE.isdisjoint(number):
            return None
    try:
        value = _read(number)
    except _Refused:
        return None
    end = words[last].end if end is None else end
    return WordsMatch(start, end, text[start:end], value)


def _end_of_currency(words: list[_Word], last: int) -> int | None:
    """Where `đồng` or `đồng chẵn` after the number ends; None when something else follows."""
    after = words[last + 1 : last + 3]
    if not after or after[0].word != "đồng" or not after[0].joined:
        return None
    if len(after) > 1 and after[1].joined:
        if after[1].word in _AFTER_DONG:
            return None
        if after[1].word == "chẵn":
            return after[1].end
    return after[0].end
