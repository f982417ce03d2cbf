"""Quantities and times inside a sentence: operator, numbers, unit; deadline, period, base.

Everything here works on `wording.plain` text (lower case, same length as the original), so offsets
are offsets into the document.  What is printed decides: `ít nhất 3 - 5` is a floor with a stretch,
`khoảng trên 100` stays both; years, standards, document numbers and money for the budget are not
quantities of a target.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Literal

from nscl.plandoc.spelt import RUN, RUN_NO_YEAR, value_of, words_before
from nscl.plandoc.units import per_after, unit_at
from nscl.vietnamese.errors import UnreadableNumber
from nscl.vietnamese.numbers import read_number

Number = int | float
Op = Literal["eq", "ge", "gt", "approx", "approx_gt", "range", "ge_range"]

_NUM = r"\d{1,3}(?:\.\d{3})+(?:,\d+)?|\d+(?:[.,]\d+)?"
_WORD_VALUES = {
    "một": 1, "hai": 2, "ba": 3, "bốn": 4, "năm": 5, "sáu": 6, "bảy": 7, "tám": 8, "chín": 9, "mười": 10,
}  # fmt: skip
_SPELT = rf"(?:\s*\((?:{'|'.join(_WORD_VALUES)})\))?"
_RANGE_JOIN = r"\s*(?:%\s*)?(?:-|~|đến|tới|cho đến|hoặc)\s*"
_CORE = re.compile(
    rf"(?<![\w.,/&])(?P<a>{_NUM}){_SPELT}(?:(?:\s*\))?{_RANGE_JOIN}(?:khoảng\s+)?(?:{RUN}\s*\(\s*)?"
    rf"(?P<b>{_NUM}){_SPELT}(?![\w/]|[.,]\d))?"
    r"(?:\s*(?P<pct>%|phần trăm\b|điểm phần trăm\b|điểm %))?"
)
_TIMES_WORD = re.compile(r"\bgấp (?P<w>đôi|hai|ba|bốn|năm|sáu|mười)\b(?: lần)?")
_FRACTION = re.compile(r"(?<![\w/.,])(?P<a>\d{1,3})/(?P<b>\d{1,3})(?![\d/])(?=\s+(?:tổng )?(?:số )?\w)")
_NUMBER_WORD = re.compile(
    r"\b(?:ít nhất|tối thiểu|không dưới|khoảng|trên|hơn|có|thêm|được|đạt|mở|tổ chức|đào tạo|hỗ trợ|xây dựng)"
    rf"\s+(?P<w>{RUN_NO_YEAR})\s+(?=\w)"
)
# “ít nhất 30 doanh nghiệp, phấn đấu đạt 40”: the floor and the stretch of one target.
_STRETCH = re.compile(
    r"(?P<between>[^,;.()]{0,80}?)\s*[,(]?\s*(?:và |đồng thời )?phấn đấu\s+"
    rf"(?:(?:đạt|có|lên|đến|tới|được|hỗ trợ|đào tạo|tổ chức|xây dựng|hoàn thành|thực hiện|mức"
    rf"|là|trên|hơn|khoảng)\s+)*(?P<b>{_NUM})(?![\w/]|[.,]\d)(?P<pct>\s*%)?(?P<close>\s*\))?"
)
_YEARLY_AFTER = re.compile(r"\s+[^\d,;.:/()]{1,40}/\s*(?:01 |1 |mỗi )?(?:năm|quý|tháng)\b")

# What stands before a number, read from the number outwards.
_OPERATORS: tuple[tuple[str, re.Pattern[str]], ...] = tuple(
    (name, re.compile(rf"(?:{words})\s*$"))
    for name, words in (
        (
            "ge",
            r"(?<!\w)(?:không (?:dưới|ít hơn|thấp hơn|nhỏ hơn|kém)|ít nhất|tối thiểu|thấp nhất|chí ít|≥|>=)",
        ),
        (
            "le",
            r"(?<!\w)(?:không (?:quá|vượt quá|lớn hơn|nhiều hơn|cao hơn)|tối đa|xuống dưới|dưới mức|dưới|≤"
            r"|<=?)",
        ),
        ("gt", r"(?<!\w)(?:(?:lớn|cao|nhiều) hơn|vượt(?: mức| trên| quá)?|trên|hơn|>)"),
        ("approx", r"(?<!\w)(?:khoảng|xấp xỉ|ước(?: tính| đạt| khoảng)?|chừng|gần|~|≈)"),
    )
)
_FILLER = re.compile(
    r"(?<!\w)(?:từ|là|có|đạt(?: mức)?|được|phải|mức|thêm|số|tổng số|tổng cộng|mới|hỗ trợ|đào tạo|tổ chức"
    r"|xây dựng|cho"
    r"|mỗi (?:năm|huyện|xã|tỉnh|đơn vị|doanh nghiệp|ngành|sở|địa phương|quý|tháng|lĩnh vực)|hàng năm"
    r"|hằng năm|một năm"
    r"|về|với|của|tỷ lệ|đến|lên)\s*$"
)

# A number after one of these names or counts something else.
_NOT_BEFORE = re.compile(
    r"(?:\b(?:điều|khoản|điểm|mục|phần|chương|phụ lục|biểu|bảng|(?<!truyền )hình"
    r"|(?<!tổng )số(?! lượng)|lần thứ|thứ|lần|giai đoạn|đợt|kỳ"
    r"|cấp|cấp độ"
    r"|mức độ|hạng|nhóm|loại|bậc|quý|tháng|ngày|tuần|năm|top|tốp|phiên bản|version|v|công nghiệp|thế hệ"
    r"|vùng|khu vực"
    r"|iso|iec|tcvn|qcvn|tccs|tcđp|qcđp|ohsas|sa|fssc|iatf|ts|haccp|brc|astm|en|jis|gmp|bs|codex|nq|nđ|qđ"
    r"|kh|tt|đ)"
    r"\s*[:/.-]?\s*|[a-zđ]{2,}-)$"
)
# “hằng năm 05 lớp”: the word năm here does not name a year.
_YEARLY_BEFORE = re.compile(r"\b(?:hàng|hằng|mỗi|một|từng|trong|các|khu vực|vùng) ?(?:năm|khu vực|vùng)?\s*$")
_DURATION = re.compile(
    r"\s*(?:ngày|giờ|tuần|phút|tiết|tháng|năm|sao|tuổi|m2|km|kg|kwh|mw|lít)\b(?!\s*(?:suất|lực|xuất))"
)
_TOOL_NAME = re.compile(
    r"\s*(?:công cụ (?:thống kê|quản lý|cơ bản|kiểm soát|qc)|sigma|tại sao|lãng phí|tốt\b|m\b|whys|trong 1\b)"
)
_CLOSING = re.compile(r"\s*\)")
_DATE_TAIL = re.compile(r"\s*[/.-]\s*\d")
_DOCUMENT_TAIL = re.compile(r"\s*/\s*(?:[a-zđ]{2,}-|\d|nq|qđ|kh\b|tw\b|ct\b)|\s*-\s*(?:nq|ct|kl|qđ)/")
_UPWARDS = re.compile(r"[^,;.()\d]{0,60}?\btrở lên\b|[^,;.()\d]{0,40}?\bhoặc (?:nhiều )?hơn\b")
_DOWNWARDS = re.compile(r"[^,;.()\d]{0,60}?\btrở xuống\b")


@dataclass(frozen=True, slots=True)
class Quantity:
    """A printed quantity.

    `start` is where its operator begins, `end` after its unit; `number_start` where the digits begin.
    `per` is what follows a slash or mỗi directly (``năm``, ``huyện``), `upper` says that the text gives
    only an upper bound (then `min` is 0), `doubt` a sentence when the figure reads in two ways.
    """

    start: int
    number_start: int
    end: int
    op: Op
    value: Number | None
    min: Number | None
    max: Number | None
    percent: bool
    unit: str
    per: str | None
    upper: bool = False
    doubt: str | None = None
    times: bool = False


def find_quantities(text: str, start: int = 0, end: int | None = None) -> list[Quantity]:
    """The quantities of ``text[start:end]``, which is plain text, in order.

    >>> q = find_quantities("có từ 01 đến 03 doanh nghiệp")[0]
    >>> q.op, q.min, q.max, q.unit
    ('range', 1, 3, 'doanh nghiệp')
    >>> find_quantities("đến năm 2025, theo tcvn iso 9001, công nghiệp lần thứ 4, 5s")
    []
    """
    end = len(text) if end is None else end
    found: list[Quantity] = []
    for match in _CORE.finditer(text, start, end):
        if found and match.start() < found[-1].end:
            continue
        quantity = _stretched(text, start, end, match) or _quantity(text, start, end, match)
        if quantity:
            found.append(quantity)
    found += _spelt_quantities(text, start, end, found)
    found += _multiples(text, start, end)
    found += _fractions(text, start, end)
    return sorted(found, key=lambda q: q.start)


def number(printed: str, percent: bool) -> tuple[Number, str | None] | None:
    """The value of a printed number and, when it reads in two ways, a sentence that says so.

    >>> number("1.200", False), number("7,5", True), number("05", False)
    ((1200, None), (7.5, None), (5, None))
    >>> number("7.5", True)[0]
    7.5
    """
    try:
        reading = read_number(printed)
    except UnreadableNumber:
        return None
    if reading.value is not None:
        return _as_number(reading.value), None
    choice = min(reading.readings) if percent else max(reading.readings)
    readings = " hoặc ".join(str(_as_number(v)) for v in reading.readings)
    return _as_number(
        choice
    ), f"số “{printed}” viết không theo cách ghi của Việt Nam, có thể đọc là {readings}"


def _as_number(value: Decimal) -> Number:
    return int(value) if value == value.to_integral_value() else float(value)


def _quantity(text: str, low: int, high: int, match: re.Match[str]) -> Quantity | None:
    percent = match["pct"] is not None
    first = number(match["a"], percent)
    second = number(match["b"], percent) if match["b"] else None
    if first is None or (match["b"] and second is None):
        return None
    if second and (second[0] <= first[0] or _is_year(match["a"]) and _is_year(match["b"])):
        if _is_year(match["a"]):
            return None
        second = None
    number_end = match.end() if second or not match["b"] else match.end("a")
    spelt = words_before(text, low, match.start(), first[0])
    if spelt and (closing := _CLOSING.match(text, number_end, high)):
        number_end = closing.end()
    names, op_start = _operators(text, low, spelt[0] if spelt else match.start())
    unit, unit_end = ("%", number_end) if percent else unit_at(text, number_end, high)
    if not _counts(text, match, op_start, number_end, unit, percent, bool(names), low):
        return None
    quantity = _with_op(names, first[0], second[0] if second else None, text, unit_end, high)
    return replace(
        quantity,
        start=op_start,
        number_start=match.start(),
        end=unit_end,
        percent=percent,
        unit=unit,
        per=per_after(text, unit_end, high) if unit else None,
        doubt=first[1]
        or (second[1] if second else None)
        or quantity.doubt
        or _disagreement(spelt, match["a"]),
        times=unit == "lần" and bool(re.search(r"\b(?:gấp|tăng)\b[^,;.]{0,20}$", text[low : match.start()])),
    )


def _disagreement(spelt: tuple[int, int | None] | None, digits: str) -> str | None:
    if spelt is None or spelt[1] is None:
        return None
    return f"số bằng chữ là {spelt[1]}, số trong ngoặc là {digits}"


def _stretched(text: str, low: int, high: int, match: re.Match[str]) -> Quantity | None:
    """A floor followed by what is striven for: one quantity with a minimum and a maximum."""
    names, op_start = _operators(text, low, match.start())
    more = _STRETCH.match(text, match.end(), high) if "ge" in names and not match["b"] else None
    if more is None or find_quantities(text, *more.span("between")):
        return None
    percent = more["pct"] is not None
    floor, goal = number(match["a"], percent), number(more["b"], percent)
    if floor is None or goal is None or goal[0] <= floor[0] or _is_year(more["b"]):
        return None
    number_end = more.start("close") if more["close"] and "(" not in more.group() else more.end()
    near, _ = ("%", 0) if match["pct"] else unit_at(text, match.end(), high, known_only=True)
    unit, end = ("%", number_end) if percent else unit_at(text, number_end, high, known_only=not near)
    if not unit or near and percent != (near == "%"):
        unit, end = near, number_end
    if not unit or near and unit.split()[0] != near.split()[0] or percent != (unit == "%"):
        return None
    return Quantity(
        op_start, match.start(), end, "ge_range", None, floor[0], goal[0], percent, unit,
        per_after(text, end, high), doubt=floor[1] or goal[1],
    )  # fmt: skip


def _is_year(printed: str) -> bool:
    return len(printed) == 4 and printed.isdigit() and 1900 <= int(printed) <= 2100


def _operators(text: str, low: int, at: int) -> tuple[list[str], int]:
    """The operators in front of a number, nearest first, and where the outermost begins."""
    names: list[str] = []
    start, outer = at, at
    while True:
        head = text[max(low, start - 40) : start]
        hit = next(((name, m) for name, pattern in _OPERATORS if (m := pattern.search(head))), None)
        if hit:
            names.append(hit[0])
            start = outer = start - (len(head) - hit[1].start())
            continue
        filler = _FILLER.search(head)
        if filler is None:
            return names, outer
        if filler.group().strip() == "từ" and not names and outer == at:
            outer = start - (len(head) - filler.start())
        start -= len(head) - filler.start()


def _with_op(names: list[str], a: Number, b: Number | None, text: str, after: int, high: int) -> Quantity:
    kinds = set(names)
    upwards = _UPWARDS.match(text, after, high)
    blank = Quantity(0, 0, 0, "eq", None, None, None, False, "", None)
    if b is not None:
        if "le" in kinds:
            return replace(blank, op="range", min=a, max=b)
        doubt = "có cả “khoảng” và hai đầu số" if "approx" in kinds else None
        return replace(blank, op="ge_range" if kinds & {"ge", "gt"} else "range", min=a, max=b, doubt=doubt)
    if "le" in kinds or _DOWNWARDS.match(text, after, high):
        return replace(blank, op="range", min=0, max=a, upper=True)
    op: Op = "eq"
    if {"approx", "gt"} <= kinds or {"approx", "ge"} <= kinds:
        op = "approx_gt"
    elif "gt" in kinds:
        op = "gt"
    elif "ge" in kinds or upwards:
        op = "ge"
    elif "approx" in kinds:
        op = "approx"
    return replace(blank, op=op, value=a)


def _counts(
    text: str, match: re.Match[str], op_start: int, end: int, unit: str, percent: bool, has_op: bool, low: int
) -> bool:
    """Whether the number counts something, rather than naming a year, a clause or a standard."""
    printed = match["a"]
    if percent:
        return True
    if text[end : end + 1].isalpha() or _DATE_TAIL.match(text, end) or _DOCUMENT_TAIL.match(text, end):
        return False
    if _DURATION.match(text, end) or _TOOL_NAME.match(text, end):
        return False
    before = text[max(low, op_start - 24) : op_start]
    named = _NOT_BEFORE.search(before)
    counted = unit and (
        _YEARLY_BEFORE.search(before)
        or before.rstrip().endswith(":")
        and (_firm_unit(text, end) or _YEARLY_AFTER.match(text, end))
    )
    if named and not has_op and not counted:
        return False
    if not unit:
        return False
    return not (
        len(printed) >= 4
        and printed.isdigit()
        and (_is_year(printed) or unit == "")
        and not _firm_unit(text, end)
    )


def _firm_unit(text: str, at: int) -> bool:
    unit, _ = unit_at(text, at, len(text), known_only=True)
    return bool(unit)


def _spelt_quantities(text: str, start: int, end: int, taken: list[Quantity]) -> Iterator[Quantity]:
    """Small numbers in words before a known unit: “ít nhất một mô hình”."""
    for match in _NUMBER_WORD.finditer(text, start, end):
        if any(q.start <= match.start("w") < q.end for q in taken):
            continue
        value = value_of(match["w"])
        unit, unit_end = unit_at(text, match.end("w"), end, known_only=True)
        names, op_start = _operators(text, start, match.start("w"))
        if value is None or not unit or (value == 1 and "ge" not in names):
            continue
        quantity = _with_op(names, value, None, text, unit_end, end)
        yield replace(
            quantity, start=op_start, number_start=match.start("w"), end=unit_end, unit=unit,
            per=per_after(text, unit_end, end),
        )  # fmt: skip


def _multiples(text: str, start: int, end: int) -> Iterator[Quantity]:
    values = _WORD_VALUES | {"đôi": 2}
    for match in _TIMES_WORD.finditer(text, start, end):
        names, op_start = _operators(text, start, match.start())
        quantity = _with_op(names, values[match["w"]], None, text, match.end(), end)
        yield replace(
            quantity, start=op_start, number_start=match.start("w"), end=match.end(), unit="lần", times=True
        )


def _fractions(text: str, start: int, end: int) -> Iterator[Quantity]:
    """“1/3 số huyện” is a share, “12/15 huyện” a count out of a known whole."""
    for match in _FRACTION.finditer(text, start, end):
        part, whole = int(match["a"]), int(match["b"])
        unit, unit_end = unit_at(text, match.end(), end)
        before = text[max(start, match.start() - 12) : match.start()]
        if part >= whole or not unit or re.search(r"(?:ngày|tháng|quý|số|điều)\s*$", before):
            continue
        names, op_start = _operators(text, start, match.start())
        share = whole <= 5
        value: Number = round(100 * part / whole, 2) if share else part
        quantity = _with_op(names, value, None, text, unit_end, end)
        yield replace(
            quantity,
            start=op_start,
            number_start=match.start(),
            end=match.end() if share else unit_end,
            percent=share,
            unit="%" if share else unit,
            doubt=f"văn bản in phân số {match.group()}" if share else f"tính trên tổng số {whole}",
        )
