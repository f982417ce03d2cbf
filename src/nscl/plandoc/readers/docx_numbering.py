"""The labels Word prints before list items and never writes into their text."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field

from lxml import etree

from nscl.plandoc.readers.docx_package import attribute, child, local

_LEVELS = 9
_PLACEHOLDER = re.compile(r"%([1-9])")
_KNOWN_BULLETS = frozenset("-–—+*•")
_ROMAN = (
    (1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"),
    (50, "l"), (40, "xl"), (10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"),
)  # fmt: skip


def roman(number: int) -> str:
    """Lower-case Roman numeral.

    >>> roman(4), roman(14)
    ('iv', 'xiv')
    """
    text = ""
    for value, letters in _ROMAN:
        while number >= value:
            text += letters
            number -= value
    return text


def letters(number: int) -> str:
    """Word's letters: a … z, aa, bb …

    >>> letters(2), letters(28)
    ('b', 'bb')
    """
    if number < 1:
        return ""
    return chr(ord("a") + (number - 1) % 26) * ((number - 1) // 26 + 1)


_FORMATS: dict[str, Callable[[int], str]] = {
    "decimalZero": lambda n: f"{n:02d}",
    "upperRoman": lambda n: roman(n).upper(),
    "lowerRoman": roman,
    "upperLetter": lambda n: letters(n).upper(),
    "lowerLetter": letters,
    "none": lambda n: "",
}


@dataclass(slots=True)
class _Level:
    start: int = 1
    number_format: str = "decimal"
    text: str = ""
    suffix: str = "tab"
    restart: int | None = None
    legal: bool = False
    custom: str = ""

    def print(self, number: int) -> str:
        if self.number_format == "custom" and self.custom:
            printed = [part.strip() for part in self.custom.split(",")]
            if 0 < number <= len(printed) and printed[number - 1] != "...":
                return printed[number - 1]
            return str(number).zfill(len(printed[0]))
        return _FORMATS.get(self.number_format, str)(number)


@dataclass(slots=True)
class _List:
    abstract: str
    levels: dict[int, _Level]
    start_overrides: dict[int, int] = field(default_factory=dict)
    used: bool = False


class Numbering:
    """Counts list items in document order and gives each its printed label."""

    def __init__(self, numbering: etree._Element | None, styles: etree._Element | None) -> None:
        self._style_numbers: dict[str, tuple[str | None, int | None]] = {}
        self._based_on: dict[str, str] = {}
        self._lists: dict[str, _List] = {}
        self._counts: dict[str, list[int | None]] = {}
        self._style_levels: dict[tuple[str, str], int] = {}
        if styles is not None:
            self._read_styles(styles)
        if numbering is not None:
            self._read_numbering(numbering)

    def label(self, paragraph: etree._Element) -> str:
        """The label Word prints before this paragraph, with its following space; '' without one.

        Must be called once for every paragraph in document order, since it counts.
        """
        number_id, level = self._resolve(paragraph)
        if number_id is None or number_id == "0" or number_id not in self._lists:
            return ""
        used = self._lists[number_id]
        counts = self._advance(used, level)
        definition = used.levels.get(level, _Level())
        if definition.number_format == "bullet":
            mark = definition.text.strip()
            return (mark if mark in _KNOWN_BULLETS else "-") + " "
        text = _PLACEHOLDER.sub(
            lambda match: self._print(used, counts, definition, int(match.group(1)) - 1), definition.text
        )
        if not text.strip():
            return ""
        return text if definition.suffix == "nothing" else text.rstrip() + " "

    def _print(self, used: _List, counts: list[int | None], asking: _Level, level: int) -> str:
        definition = used.levels.get(level, _Level())
        number = counts[level]
        number = definition.start if number is None else number
        return str(number) if asking.legal else definition.print(number)

    def _advance(self, used: _List, level: int) -> list[int | None]:
        counts = self._counts.setdefault(used.abstract, [None] * _LEVELS)
        if not used.used:
            used.used = True
            for overridden, start in used.start_overrides.items():
                counts[overridden] = start - 1
                counts[overridden + 1 :] = [None] * (_LEVELS - overridden - 1)
        number = counts[level]
        start = used.levels.get(level, _Level()).start
        counts[level] = start if number is None else number + 1
        for deeper in range(level + 1, _LEVELS):
            restart = used.levels.get(deeper, _Level()).restart
            if restart is None or (restart != 0 and level < restart):
                counts[deeper] = None
        return counts

    def _resolve(self, paragraph: etree._Element) -> tuple[str | None, int]:
        properties = child(paragraph, "pPr")
        own = child(properties, "numPr")
        number_id = attribute(child(own, "numId"), "val")
        level = attribute(child(own, "ilvl"), "val")
        style = attribute(child(properties, "pStyle"), "val")
        style_number, style_level = self._from_style(style)
        if number_id is None:
            number_id = style_number
            if number_id is not None and level is None and style is not None:
                abstract = self._lists[number_id].abstract if number_id in self._lists else ""
                style_level = self._style_levels.get((abstract, style), style_level)
        depth = int(level) if level and level.isdigit() else (style_level or 0)
        return number_id, min(depth, _LEVELS - 1)

    def _from_style(self, style: str | None) -> tuple[str | None, int | None]:
        number_id: str | None = None
        level: int | None = None
        seen: set[str] = set()
        while style and style not in seen:
            seen.add(style)
            own_number, own_level = self._style_numbers.get(style, (None, None))
            number_id = number_id if number_id is not None else own_number
            level = level if level is not None else own_level
            style = self._based_on.get(style)
        return number_id, level

    def _read_styles(self, styles: etree._Element) -> None:
        for style in styles:
            name = attribute(style, "styleId")
            if local(style) != "style" or name is None:
                continue
            parent = attribute(child(style, "basedOn"), "val")
            if parent:
                self._based_on[name] = parent
            numbers = child(style, "pPr", "numPr")
            if numbers is not None:
                level = attribute(child(numbers, "ilvl"), "val")
                self._style_numbers[name] = (
                    attribute(child(numbers, "numId"), "val"),
                    int(level) if level and level.isdigit() else None,
                )

    def _read_numbering(self, numbering: etree._Element) -> None:
        abstracts = {
            attribute(node, "abstractNumId") or "": node for node in numbering if local(node) == "abstractNum"
        }
        for node in numbering:
            if local(node) != "num":
                continue
            number_id = attribute(node, "numId") or ""
            abstract_id = attribute(child(node, "abstractNumId"), "val") or ""
            levels = self._levels(abstracts.get(abstract_id), abstract_id, abstracts, numbering)
            used = _List(abstract_id, levels)
            for override in node:
                if local(override) == "lvlOverride":
                    self._override(used, override)
            self._lists[number_id] = used

    def _override(self, used: _List, override: etree._Element) -> None:
        level = int(attribute(override, "ilvl") or 0) % _LEVELS
        start = attribute(child(override, "startOverride"), "val")
        if start and start.isdigit():
            used.start_overrides[level] = int(start)
        replaced = child(override, "lvl")
        if replaced is not None:
            used.levels = {**used.levels, level: _read_level(replaced)}

    def _levels(
        self,
        abstract: etree._Element | None,
        abstract_id: str,
        abstracts: dict[str, etree._Element],
        numbering: etree._Element,
    ) -> dict[int, _Level]:
        if abstract is None:
            return {}
        link = attribute(child(abstract, "numStyleLink"), "val")
        if link:
            for other in abstracts.values():
                if attribute(child(other, "styleLink"), "val") == link and other is not abstract:
                    abstract = other
                    break
        levels: dict[int, _Level] = {}
        for node in abstract:
            if local(node) == "lvl":
                level = int(attribute(node, "ilvl") or 0) % _LEVELS
                levels[level] = _read_level(node)
                style = attribute(child(node, "pStyle"), "val")
                if style:
                    self._style_levels[abstract_id, style] = level
        return levels


def _read_level(node: etree._Element) -> _Level:
    def value(name: str) -> str | None:
        return attribute(child(node, name), "val")

    start, restart = value("start"), value("lvlRestart")
    number_format = child(node, "numFmt")
    if number_format is None:  # newer Word hides it in AlternateContent
        number_format = child(node, "AlternateContent", "Choice", "numFmt")
    legal = child(node, "isLgl")
    return _Level(
        start=int(start) if start and start.isdigit() else 1,
        number_format=attribute(number_format, "val") or "decimal",
        text=value("lvlText") or "",
        suffix=value("suff") or "tab",
        restart=int(restart) if restart and restart.isdigit() else None,
        legal=legal is not None and attribute(legal, "val") not in ("0", "false"),
        custom=attribute(number_format, "format") or "",
    )
