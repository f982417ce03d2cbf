"""From words on a page to lines, columns and logical paragraphs."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from nscl.plandoc.readers.layout import is_layout
from nscl.plandoc.readers.lines import Wrapping, clean, continues, is_capitals, is_item, opens_anew

_NOT_WRAPPED = Wrapping()
_MOST_COLUMN_LINES = 60
_MOST_TRIES = 300
_TITLE_OR_ANNEX = re.compile(r"^(?:KẾ HOẠCH|QUYẾT ĐỊNH|PHỤ LỤC|CHƯƠNG TRÌNH|ĐỀ ÁN|BIỂU)\b")
_ONLY_MARKER = re.compile(r"^(?:[-–—+•●○*]|\(?[\dIVXLCa-zđ]{1,4}[.)](?:\d{1,2}[.)]?)*)$")
_HEAD_OF_COLUMN = re.compile(
    r"^(?:Nơi nhận|ỦY BAN|UỶ BAN|UBND|HỘI ĐỒNG|CỘNG H|(?:KT|TM|TL|TUQ)\s*\.|(?:PHÓ )?CHỦ TỊCH)"
)
_CLOSED = re.compile(r"(?:[.;:!?…]|\./\.)['\"”’)]*$")
_LIST_ENDS = re.compile(r"(?:[;:]|\./\.)$")
_CUT_AT_MARK = re.compile(r"[^\W_][-/]$")
_DASH_AND_YEAR = re.compile(r"^[-–—]\s*\d{4}\b")


class Word(NamedTuple):
    """A word and its box, from the top of the page, in points."""

    text: str
    x0: float
    x1: float
    top: float
    bottom: float
    size: float


@dataclass(slots=True)
class Line:
    """Words on one baseline; `column` tells apart the columns of a letterhead (0: ordinary text)."""

    words: list[Word]
    page: int
    column: int = 0

    @property
    def x0(self) -> float:
        return self.words[0].x0

    @property
    def x1(self) -> float:
        return self.words[-1].x1

    @property
    def top(self) -> float:
        return min(word.top for word in self.words)

    @property
    def bottom(self) -> float:
        return max(word.bottom for word in self.words)

    @property
    def size(self) -> float:
        return max(word.size for word in self.words)

    @property
    def text(self) -> str:
        """The words with spaces where the page shows a gap."""
        text = self.words[0].text
        for before, word in zip(self.words, self.words[1:], strict=False):
            glued = word.x0 - before.x1 < 0.1 * min(word.size, before.size) and word.size != before.size
            text += word.text if glued else " " + word.text
        return clean(text)


def join_lines(texts: Sequence[str]) -> str:
    """Lines of one paragraph as running text; a word cut at its hyphen or slash is whole again.

    >>> join_lines(["Tờ trình số 77/TTr-", "SKHCN giai đoạn 2021 -", "2025"])
    'Tờ trình số 77/TTr-SKHCN giai đoạn 2021 - 2025'
    """
    whole = ""
    for text in texts:
        cut = _CUT_AT_MARK.search(whole) and (whole.endswith("/") or not text[:1].islower())
        glued = not whole or (cut and text[:1].isalnum())
        whole += text if glued else " " + text
    return whole


def words_of(raw: Iterable[dict[str, Any]]) -> list[Word]:
    """Words as the PDF library gives them."""
    return [
        Word(word["text"], word["x0"], word["x1"], word["top"], word["bottom"], round(word["size"], 1))
        for word in raw
    ]


def lines_of(words: Sequence[Word], page: int) -> list[Line]:
    """Words gathered into lines, top to bottom; a raised mark stays with its line."""
    lines: list[Line] = []
    top = bottom = -1.0
    for word in sorted(words, key=lambda word: ((word.top + word.bottom) / 2, word.x0)):
        middle = (word.top + word.bottom) / 2
        same = bool(lines) and top + 0.15 * (bottom - top) <= middle <= bottom - 0.1 * (bottom - top)
        if not same:
            lines.append(Line([], page))
            top, bottom = word.top, word.bottom
        elif word.size > max(other.size for other in lines[-1].words):
            top, bottom = word.top, word.bottom
        lines[-1].words.append(word)
    lines = _with_raised_marks(lines)
    for line in lines:
        line.words.sort(key=lambda word: word.x0)
    return lines


def _with_raised_marks(lines: list[Line]) -> list[Line]:
    """Raised and lowered small print belongs to the line it overlaps."""
    whole: list[Line] = []
    raised: list[Word] = []
    for line in lines:
        overlaps = bool(whole) and min(line.bottom, whole[-1].bottom) - max(line.top, whole[-1].top)
        if raised and line.size > raised[0].size * 1.2 and line.top < raised[0].bottom:
            line.words.extend(raised)
        elif raised:
            whole.append(Line(raised, line.page))
        raised = []
        if whole and line.size < whole[-1].size * 0.8 and overlaps > 0.3 * (line.bottom - line.top):
            whole[-1].words.extend(line.words)
        elif len(line.words) <= 3 and all(len(word.text) <= 4 for word in line.words):
            raised = line.words
        else:
            whole.append(line)
    return [*whole, Line(raised, lines[-1].page)] if raised else whole


def split_columns(lines: list[Line], centre: float) -> list[Line]:
    """Read a letterhead or signature block column by column instead of across.

    `centre` is the middle of the text area; a line centred there belongs to neither column.
    """
    result: list[Line] = []
    i = done = tries = 0
    marked = [number for number, line in enumerate(lines) if is_layout([[line.text]])]
    while i < len(lines):
        near = bisect_left(marked, i - _MOST_COLUMN_LINES) < bisect_right(marked, i + _MOST_COLUMN_LINES)
        gutter = _gutter(lines[i]) if near and tries < _MOST_TRIES else None
        tries += gutter is not None
        region = _region(lines, i, done, gutter, centre) if gutter else None
        if region is None:
            result.append(lines[i])
            i += 1
            continue
        start, end, middle = region
        del result[len(result) - (i - start) :]
        result.extend(_by_column(lines[start:end], middle))
        i = done = end
    return result


def _gutter(line: Line) -> tuple[float, float] | None:
    """The widest gap of a line when it is too wide for a space between words."""
    widest: tuple[float, float] | None = None
    for number, (before, word) in enumerate(zip(line.words, line.words[1:], strict=False)):
        gap = word.x0 - before.x1
        marker = number == 0 and _ONLY_MARKER.match(before.text)
        if gap < 1.1 * line.size or marker or _is_blank_to_fill(before, word):
            continue
        if widest is None or gap > widest[1] - widest[0]:
            widest = (before.x1, word.x0)
    return widest


def _is_blank_to_fill(before: Word, word: Word) -> bool:
    """Whether a gap is room left for the number or the day: `Số:      /KH-UBND, ngày     tháng 3`."""
    return word.text.startswith("/") or before.text.lower() in ("số", "số:", "ngày", "tháng", "năm")


def _region(
    lines: list[Line], at: int, floor: int, gutter: tuple[float, float], centre: float
) -> tuple[int, int, float] | None:
    """The run of lines around `at` that keep clear of its gutter, when they are a layout block."""
    low, high = gutter
    start = end = at
    for step, limit in ((-1, floor - 1), (1, len(lines))):
        j = at + step
        while (
            j != limit
            and end - start < _MOST_COLUMN_LINES
            and _near(lines[j], lines[j - step], centre, above=step < 0, right_of=low)
        ):
            narrowed = _narrow(lines[j], low, high)
            if narrowed is None:
                break
            low, high = narrowed
            start, end = min(start, j), max(end, j)
            j += step
    if not is_layout([[" ".join(line.text for line in lines[start : end + 1])]]):
        return None
    return start, end + 1, (low + high) / 2


def _narrow(line: Line, low: float, high: float) -> tuple[float, float] | None:
    """The gutter narrowed by a line that keeps clear of it, or None when the line runs across."""
    if line.x1 < high - 3 and line.x0 < low:
        return max(low, line.x1), high
    if line.x0 > low + 3 and line.x1 > high:
        return low, min(high, line.x0)
    for before, word in zip(line.words, line.words[1:], strict=False):
        new_low, new_high = max(low, before.x1), min(high, word.x0)
        wide = word.x0 - before.x1 >= 0.8 * line.size and not _is_blank_to_fill(before, word)
        if wide and new_high - new_low > 3:
            return new_low, new_high
    return None


def _near(line: Line, neighbour: Line, centre: float, *, above: bool, right_of: float) -> bool:
    """Whether a line next to a block of columns can belong to it."""
    text = line.text
    centred = abs((line.x0 + line.x1) / 2 - centre) < 14
    if _TITLE_OR_ANNEX.match(text) or (centred and _gutter(line) is None):
        return False
    if above and _gutter(line) is None and not _HEAD_OF_COLUMN.match(text):
        return False
    distance = max(line.top - neighbour.bottom, neighbour.top - line.bottom)
    if line.x0 > right_of:
        return distance < 130  # a name stands well below the title, over the signature
    return distance < (60 if _gutter(line) else 1.6 * line.size)


def _by_column(lines: list[Line], gutter: float) -> list[Line]:
    columns: list[list[Line]] = [[], []]
    for line in lines:
        for number in (0, 1):
            words = [w for w in line.words if ((w.x0 + w.x1) / 2 >= gutter) == bool(number)]
            if words:
                columns[number].append(Line(words, line.page, number + 1))
    return [*columns[0], *columns[1]]


@dataclass(slots=True)
class Margins:
    """The text area of a page and its usual line distance and size, in points."""

    left: float
    right: float
    leading: float
    size: float
    indented: bool = False  # paragraphs open with an indent


def measure(lines: Sequence[Line]) -> Margins:
    """Margins of ordinary text, from the lines of all pages of one format."""
    body = [line for line in lines if line.column == 0] or list(lines)
    if not body:
        return Margins(0, 0, 0, 0)
    rights = sorted(line.x1 for line in body)
    lefts = Counter(round(line.x0) for line in body if len(line.words) > 4)
    sizes = Counter[float]()
    for line in body:
        sizes[line.size] += len(line.text)
    gaps = Counter[float]()
    for line, following in zip(body, body[1:], strict=False):
        if line.page == following.page and 0 < following.top - line.top < 4 * line.size:
            gaps[round(following.top - line.top, 0)] += 1
    size = sizes.most_common(1)[0][0]
    usual = [x0 for x0, count in lefts.items() if count >= max(3, len(body) // 30)]
    left = float(min(usual)) if usual else min(line.x0 for line in body)
    return Margins(
        left=left,
        indented=any(count > 2 and x0 > left + 0.7 * size for x0, count in lefts.items()),
        right=rights[int(len(rights) * 0.97)] if len(rights) > 20 else rights[-1],
        leading=gaps.most_common(1)[0][0] if gaps else 1.3 * size,
        size=size,
    )


def goes_on(line: Line, following: Line, opening: Line, margins: Margins) -> bool:
    """Whether `following` is in the same paragraph as `line`, whose first line is `opening`."""
    text, next_text = line.text, following.text
    if line.column or following.column:
        return line.column == following.column and continues(text, next_text, _NOT_WRAPPED, line is opening)
    if abs(line.size - following.size) > 1.2:
        return False
    full = line.x1 + 0.2 * line.size + (following.words[0].x1 - following.words[0].x0) > margins.right - 1
    if opens_anew(next_text):
        return False
    if _LIST_ENDS.search(text) and next_text[:1].isupper():
        return False
    if is_item(next_text) and not (full and _DASH_AND_YEAR.match(next_text)):
        return False
    hangs = line.x0 > margins.left + 0.7 * line.size and abs(following.x0 - line.x0) < 2
    if line.page == following.page:
        if following.top - line.top > 1.45 * max(margins.leading, line.size):
            return False
    elif _CLOSED.search(text) and not next_text[:1].islower():
        at_margin = following.x0 < margins.left + 2
        return full and (margins.indented if at_margin else hangs and line is not opening)
    if _is_centred(line, margins) and _is_centred(following, margins):
        return continues(text, next_text, _NOT_WRAPPED, True) or (full and not is_capitals(text))
    if line is opening and hangs and _CLOSED.search(text):
        return False
    indent = following.x0 - (line.x0 if line is not opening else min(line.x0, margins.left))
    if line is not opening and indent > 0.7 * line.size:
        return False
    return full or (next_text[:1].islower() and not _CLOSED.search(text) and abs(indent) < 40)


def _is_centred(line: Line, margins: Margins) -> bool:
    left, right = line.x0 - margins.left, margins.right - line.x1
    return left > 1.5 * line.size and right > 1.5 * line.size and abs(left - right) < 2.5 * line.size
