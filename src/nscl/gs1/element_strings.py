"""Element strings: what a scanner reads from a GS1 barcode, and the same as people write it.

Source: GS1 General Specifications, sections 5.10 and 7.8: identifiers of predefined length follow one another
directly, others end with the separator FNC1 (transmitted as GS, 0x1D); written for people, each identifier
stands in parentheses.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from nscl.gs1.errors import Gs1Error, shown
from nscl.gs1.identifiers import ai_named, check_value, relation_faults, table

SEPARATOR = "\x1d"
LONGEST = 8000  # characters; a QR code holds no more
# What readers put before the data of a GS1 carrier (ISO/IEC 15424 symbology identifiers).
_CARRIERS = ("]C1", "]e0", "]d2", "]Q3", "]J1", "]I1")
_BRACKETS = re.compile(r"\(([0-9]{2,4})\)")
# Identifiers by their first two digits: how many digits they have (section 7.8.2).
_DEPTHS = (2, 3, 4)


@dataclass(frozen=True)
class Elements:
    """Identifiers and values in the order they were read."""

    pairs: tuple[tuple[str, str], ...]

    def value(self, code: str) -> str:
        """The value of an identifier; empty when it is not there."""
        return dict(self.pairs).get(code, "")

    def written(self) -> str:
        """As printed under a barcode: (01)…(10)…"""
        return "".join(f"({code}){value}" for code, value in self.pairs)


def parse_elements(text: str) -> Elements:
    """Read an element string, written with parentheses or as scanned, and check every value and relation.

    In scanned form the separator is 0x1D; a leading “^” or symbology identifier is dropped.

    >>> parse_elements("]C101089360000000111027A\\x1d17270228").pairs
    (('01', '08936000000011'), ('10', '27A'), ('17', '270228'))
    >>> parse_elements("(01)08936000000011(10)27A").value("10")
    '27A'
    """
    if not isinstance(text, str) or not text:
        raise Gs1Error("empty", "Chưa có mã. Hãy quét hoặc nhập chuỗi mã GS1.")
    if len(text) > LONGEST:
        raise Gs1Error("too_long", f"Chuỗi mã dài hơn {LONGEST} ký tự. Hãy kiểm tra lại.")
    pairs = _written(text) if text.startswith("(") else _scanned(text)
    return checked(pairs)


def checked(pairs: Iterable[tuple[str, str]]) -> Elements:
    """The same pairs as elements, once every value and every relation holds."""
    found = tuple(pairs)
    seen: dict[str, str] = {}
    for code, value in found:
        check_value(code, value)
        if seen.setdefault(code, value) != value:
            raise Gs1Error("twice", f"({code}) đứng hai lần với hai giá trị khác nhau.", code)
    for code, sentence in relation_faults([code for code, _value in found]):
        raise Gs1Error("relation", sentence, code)
    return Elements(found)


def build_elements(pairs: Iterable[tuple[str, str]]) -> str:
    """The string to encode: identifiers of predefined length first, separators only where needed.

    >>> build_elements([("10", "27A"), ("01", "08936000000011"), ("21", "9")])
    '01089360000000111027A\\x1d219'
    """
    found = checked(pairs).pairs
    ordered = sorted(found, key=lambda pair: not ai_named(pair[0]).is_predefined)
    pieces = []
    for place, (code, value) in enumerate(ordered):
        open_ended = not ai_named(code).is_predefined and place < len(ordered) - 1
        pieces.append(f"{code}{value}{SEPARATOR if open_ended else ''}")
    return "".join(pieces)


def _written(text: str) -> list[tuple[str, str]]:
    marks = [mark for mark in _BRACKETS.finditer(text) if mark[1] in table()]
    if not marks or marks[0].start() != 0:
        inner = text[1 : text.find(")")] if ")" in text else text[1:]
        raise Gs1Error("unknown_ai", f"GS1 không có số phân định ứng dụng {shown(inner, 8)}.", inner[:8])
    ends = [mark.start() for mark in marks[1:]] + [len(text)]
    return [(mark[1], text[mark.end() : end]) for mark, end in zip(marks, ends, strict=True)]


def _scanned(text: str) -> list[tuple[str, str]]:
    rest = next((text[len(mark) :] for mark in _CARRIERS if text.startswith(mark)), text)
    rest = rest.lstrip("^" + SEPARATOR)
    pairs = []
    while rest:
        code = next((rest[:depth] for depth in _DEPTHS if rest[:depth] in table()), None)
        if code is None:
            raise Gs1Error("unknown_ai", f"Không có số phân định ứng dụng nào ở {shown(rest, 12)}.", rest[:4])
        body, rest = rest[len(code) :], ""
        identifier = ai_named(code)
        if identifier.is_predefined:
            body, rest = body[: identifier.longest], body[identifier.longest :].removeprefix(SEPARATOR)
        else:
            body, _separator, rest = body.partition(SEPARATOR)
        pairs.append((code, body))
    return pairs
