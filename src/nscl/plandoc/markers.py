"""The marker in front of a paragraph: ``II.``, ``1.2.``, ``đ)``, ``-``, ``Phần I``, ``Điều 3``.

One printed marker may be read in more than one way (``I.`` is a Roman one and the letter i,
``C.`` a hundred and the third capital), so a paragraph gives candidates and the outline picks the
one that goes on with what stands before it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

# The order of items in official documents: đ has its place, f, j, w and z do not occur.
LETTERS = "abcdđeghiklmnopqrstuvxy"

BULLETS = frozenset({"dash", "plus", "dot"})

_ROMAN_VALUE = {"I": 1, "V": 5, "X": 10, "L": 50, "C": 100}
_ROMAN_FORM = re.compile(r"^(?:X{0,3})(?:IX|IV|V?I{0,3})$|^XL|^L")
_WORD_ORDINALS = {
    "nhất": 1, "một": 1, "hai": 2, "ba": 3, "tư": 4, "bốn": 4,
    "năm": 5, "sáu": 6, "bảy": 7, "tám": 8, "chín": 9, "mười": 10,
}  # fmt: skip

_NAMED = re.compile(
    r"^(?P<kind>phần|chương|mục|tiểu mục|điều)\s+(?:thứ\s+)?(?:số\s+)?"
    r"(?P<number>[IVXL]+|\d{1,2}|nhất|một|hai|ba|bốn|tư|năm|sáu|bảy|tám|chín|mười)\b\s*[.:)/–-]?\s*",
    re.IGNORECASE,
)
_MULTI = re.compile(r"^\(?(?P<n>\d{1,2}(?:\.\d{1,2}){1,4})(?:\s*[.)/:]\s*|\s+)(?=[^\W\d]|[\"“(*])")
_DECIMAL = re.compile(r"^(?P<n>\d{1,2})\s*(?P<close>[.)/:])(?:\s*(?=[^\W\d]|[\"“(*]|$)|\s+(?=\d))")
_ENCLOSED = re.compile(r"^\((?P<n>\d{1,2}|[a-zđ]|[ivx]{1,4})\)\s*")
_ROMAN = re.compile(r"^(?P<n>[IVXL]{1,6})(?:\s*[.)/:]\s*|\s+[-–]\s+)")
_UPPER = re.compile(r"^(?P<n>[A-ZĐ])(?:\s*[.)/:]\s*|\s+[-–]\s+)(?=\S)")
_LOWER = re.compile(r"^(?P<n>[a-zđ])\s*(?P<close>[.)/])\s*(?=\S|$)")
_SUB = re.compile(r"^(?P<n>[a-zđ]\.?\d{1,2}(?:\.\d{1,2})*|[a-zđ]\d?\.\d{1,2})\s*[.)/]\s*(?=\S)")
_BULLET = re.compile(r"^(?P<sign>[-–—]+|\+|[•·●○◦▪■□✓➢►→*§])\s*(?=[^\s\d]|\d|$)")
_BULLET_STYLE = {"+": "plus", "-": "dash", "–": "dash", "—": "dash"}


@dataclass(frozen=True, slots=True)
class Marker:
    """How a paragraph is marked.

    `style` groups markers that number one list (``roman``, ``decimal1``, ``letter)``, ``dash`` …),
    `order` is the place in that list (a tuple, ``(1, 2)`` for 1.2), `printed` the marker as printed,
    `label` what stands in a path (``II``, ``1.2``, ``đ``; empty for bullets), `length` how many
    characters the marker takes.
    """

    style: str
    order: tuple[int, ...]
    printed: str
    label: str
    length: int

    @property
    def is_bullet(self) -> bool:
        """Whether the marker gives no number.

        >>> candidates("- Hỗ trợ")[0].is_bullet
        True
        """
        return self.style in BULLETS


def roman_value(text: str) -> int | None:
    """The value of a Roman number up to 89; None for letters that are not one.

    >>> roman_value("XIV"), roman_value("IIV")
    (14, None)
    """
    if not text or not _ROMAN_FORM.match(text) or any(c not in _ROMAN_VALUE for c in text):
        return None
    total = 0
    for here, following in zip(text, text[1:] + " ", strict=True):
        value = _ROMAN_VALUE[here]
        total += -value if value < _ROMAN_VALUE.get(following, 0) else value
    return total


def candidates(text: str) -> list[Marker]:
    """The ways a paragraph's marker can be read, the likeliest first; empty without a marker.

    >>> [(m.style, m.order) for m in candidates("1.2. Mục tiêu cụ thể")]
    [('decimal2', (1, 2))]
    >>> [(m.style, m.order) for m in candidates("I. MỤC TIÊU")]
    [('roman', (1,)), ('upper', (9,))]
    >>> candidates("25 lớp tập huấn"), candidates("17.825 triệu đồng")
    ([], [])
    """
    found = _named(text) or _bullet(text) or _numbers(text) or _letters(text)
    return found


def _marker(style: str, order: tuple[int, ...], label: str, match: re.Match[str]) -> Marker:
    return Marker(style, order, match.group().strip(), label, match.end())


def _named(text: str) -> list[Marker]:
    match = _NAMED.match(text)
    if not match:
        return []
    kind, number = match["kind"].lower(), match["number"]
    value = int(number) if number.isdigit() else roman_value(number.upper())
    if value is None:
        value = _WORD_ORDINALS.get(number.lower())
    if value is None or (kind == "mục" and not re.search(r"[.:]\s*$|^\S+\s+\S+\s*$", match.group())):
        return []
    label = number if number.isdigit() or roman_value(number) else str(value)
    return [_marker(kind, (value,), label, match)]


def _bullet(text: str) -> list[Marker]:
    match = _BULLET.match(text)
    if not match:
        return []
    return [_marker(_BULLET_STYLE.get(match["sign"][0], "dot"), (), "", match)]


def _numbers(text: str) -> list[Marker]:
    if match := _MULTI.match(text):
        order = tuple(int(part) for part in match["n"].split("."))
        return [_marker(f"decimal{len(order)}", order, match["n"], match)]
    if match := _ENCLOSED.match(text):
        label = match["n"]
        if label.isdigit():
            return [_marker("(decimal)", (int(label),), label, match)]
        order = (LETTERS.find(label) + 1,) if label in LETTERS else (roman_value(label.upper()) or 1,)
        return [_marker("(letter)", order, label, match)]
    if match := _DECIMAL.match(text):
        style = "decimal)" if match["close"] == ")" else "decimal1"
        return [_marker(style, (int(match["n"]),), match["n"], match)]
    return []


def _letters(text: str) -> list[Marker]:
    found = []
    if (match := _ROMAN.match(text)) and (value := roman_value(match["n"])):
        found.append(_marker("roman", (value,), match["n"], match))
    if (match := _UPPER.match(text)) and match["n"].lower() in LETTERS:
        found.append(_marker("upper", (LETTERS.index(match["n"].lower()) + 1,), match["n"], match))
    if found:
        return found
    if match := _SUB.match(text):
        digits = tuple(int(n) for n in re.findall(r"\d+", match["n"]))
        return [
            _marker(f"letter{len(digits) + 1}", (LETTERS.find(match["n"][0]) + 1, *digits), match["n"], match)
        ]
    if (match := _LOWER.match(text)) and match["n"] in LETTERS:
        style = "letter)" if match["close"] == ")" else "letter."
        return [_marker(style, (LETTERS.index(match["n"]) + 1,), match["n"], match)]
    return []
