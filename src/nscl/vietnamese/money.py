"""Amounts of money with their unit, always kept as whole đồng."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import Enum
from fractions import Fraction

from nscl.vietnamese.errors import CannotAllocate, UnreadableAmount, UnreadableNumber, quoted
from nscl.vietnamese.fold import fold, nfc_with_map, squash
from nscl.vietnamese.numbers import NumberReading, ambiguous_number, format_number, read_number


class Unit(Enum):
    """A display unit of money: `code` in data files, `label` in print, `factor` the đồng in one unit."""

    DONG = ("vnd", "đồng", 1)
    THOUSAND = ("thousand_vnd", "nghìn đồng", 10**3)
    MILLION = ("million_vnd", "triệu đồng", 10**6)
    BILLION = ("billion_vnd", "tỷ đồng", 10**9)

    def __init__(self, code: str, label: str, factor: int) -> None:
        self.code = code
        self.label = label
        self.factor = factor


@dataclass(frozen=True)
class Amount:
    """A sum of `vnd` đồng as it was printed, and the unit it was printed in (of several, the largest)."""

    vnd: int
    unit: Unit
    printed: str


@dataclass(frozen=True)
class AmountMatch:
    """An amount in a running text: text[start:end] is `printed`, `number` is the value in `unit`.

    `ambiguous` says that `number` and `vnd` are only the first of the possible readings (`1,234 tỷ đồng`).
    """

    start: int
    end: int
    printed: str
    vnd: int
    unit: Unit
    number: Decimal
    ambiguous: bool


_GAP = r"[\s*_]{0,8}"
_NUMBER = r"[0-9](?:[.,]?[0-9])*+"
_MAGNITUDE = r"(?:(?:nghìn|ngàn|triệu)\s+(?:tỷ|tỉ)|nghìn|ngàn|triệu|tỷ|tỉ|tr\.?)"
_NOT_MONEY = r"(?!\s+(?:chí|bộ|thời|nghiệp|loạt|hành|bào|đều|ý|phục|hồ|ruộng)\b)"
_CURRENCY = rf"(?:đồng{_NOT_MONEY}|vnđ|vnd|₫|đ)(?!\w)"
_PARTS = rf"{_NUMBER}{_GAP}(?:{_MAGNITUDE}(?:\s+rưỡi\b)?{_GAP}{_NUMBER}{_GAP}){{0,3}}"
_IN_TEXT = re.compile(
    rf"(?<![0-9A-Za-z])(?<![0-9][.,/]){_PARTS}(?:{_MAGNITUDE}(?:\s+rưỡi\b)?{_GAP})?(?P<sign>{_CURRENCY})",
    re.IGNORECASE,
)
_ALONE = re.compile(rf"({_PARTS}(?:{_MAGNITUDE}(?:\s+rưỡi\b)?)?){_GAP}({_CURRENCY})?", re.IGNORECASE)
_EACH_PART = re.compile(rf"({_NUMBER}){_GAP}({_MAGNITUDE})?(\s+rưỡi\b)?", re.IGNORECASE)
# `đồng` alone is a unit only where a heading would name one: `Hội đồng` is a council.
_HEADING = r"(?:^|[:(/,;|]|tính|là|vị|đvt)\s*"
_UNIT = re.compile(
    rf"(?:(?<!\w)(?:(1\.?000)\s*|(1\.?000\.?000)\s*|({_MAGNITUDE})\s*)|{_HEADING}){_CURRENCY}", re.IGNORECASE
)

_FACTORS = {
    "nghin": 10**3,
    "ngan": 10**3,
    "trieu": 10**6,
    "tr": 10**6,
    "tr.": 10**6,
    "ty": 10**9,
    "ti": 10**9,
}
_UNITS = {unit.factor: unit for unit in Unit}


def _factor(magnitude: str | None) -> int:
    factor = 1
    for word in fold(magnitude or "").split():
        factor *= _FACTORS[word]
    return factor


@dataclass(frozen=True)
class _Reading:
    vnd: int
    unit: Unit
    problem: UnreadableNumber | None


_LARGEST = 10**18  # what a database keeps as one whole number


def _read(printed: str, default_factor: int) -> _Reading:
    """The sum of the parts of one printed amount; raises when there is none, with or without `problem`."""
    total, unit, below, problem = Fraction(0), None, _LARGEST, None
    for digits, magnitude, half in _EACH_PART.findall(printed):
        number = read_number(digits)
        factor = _factor(magnitude) if magnitude else default_factor
        part = _whole_dong(number, factor, Fraction(1, 2) if half else Fraction(0))
        if part is None:
            raise UnreadableAmount(
                f"Số tiền {quoted(printed)} không phải là số nguyên đồng; hãy kiểm tra lại đơn vị."
            )
        if part >= below:
            raise UnreadableAmount(
                f"Không đọc được số tiền {quoted(printed)}: quá lớn, hoặc các hàng không viết từ lớn đến nhỏ."
            )
        problem = problem or (ambiguous_number(number) if number.value is None else None)
        unit = unit or _UNITS[min(factor, Unit.BILLION.factor)]
        total, below, default_factor = total + part, factor, 1
    return _Reading(int(total), unit or Unit.DONG, problem)


def _whole_dong(number: NumberReading, factor: int, half: Fraction) -> Fraction | None:
    """The first reading that makes whole đồng."""
    parts = ((Fraction(value) + half) * factor for value in number.readings)
    return next((part for part in parts if part.denominator == 1), None)


def parse_amount(text: str, unit: Unit | None = None) -> Amount:
    """The amount that the text is, in whole đồng; `unit` is the table's, for a figure printed without one.

    Reads `35.100 triệu đồng`, `9 tỷ 230 triệu đồng`, `1,5 tỷ`, `2 tỷ rưỡi`, `trđ`, `tr.đ`, `VNĐ`. Raises
    `AmbiguousNumber` for a number with two readings, `UnreadableAmount` for a missing unit, for parts out of
    order and for a fraction of one đồng.

    >>> parse_amount("9 tỷ 230 triệu đồng").vnd, parse_amount("18.450", Unit.MILLION).vnd
    (9230000000, 18450000000)
    """
    printed = squash(text)
    match = _ALONE.fullmatch(printed)
    if match is None:
        raise UnreadableAmount(f"Không đọc được số tiền {quoted(text)}; hãy viết như 35.100 triệu đồng.")
    parts, currency = match[1], match[2]
    has_unit = currency is not None or _EACH_PART.findall(parts)[-1][1] != ""
    if not has_unit and unit is None:
        raise UnreadableAmount(
            f"Số tiền {quoted(printed)} chưa có đơn vị; hãy ghi rõ đồng, nghìn đồng, triệu đồng hay tỷ đồng."
        )
    reading = _read(parts, unit.factor if unit is not None and not has_unit else 1)
    if reading.problem is not None:
        raise reading.problem
    return Amount(reading.vnd, reading.unit, printed)


def find_amounts(text: str) -> list[AmountMatch]:
    """The amounts in figures inside a text, in order: a number, perhaps a magnitude, and the currency.

    Numbers without `đồng`, `đ`, `VNĐ` or `trđ` are left out (`17 triệu dân`), and so is what makes no whole
    number of đồng. Of a range (`10 - 15 triệu đồng`) the upper end is found, with the unit.

    >>> [(m.printed, m.vnd) for m in find_amounts("Giai đoạn 2021- 2025 18.450 triệu đồng")]
    [('18.450 triệu đồng', 18450000000)]
    """
    composed, offsets = nfc_with_map(text)
    found = []
    for match in _IN_TEXT.finditer(composed):
        try:
            reading = _read(match[0], 1)
        except UnreadableNumber:
            continue
        if match["sign"] in ("đ", "Đ") and reading.vnd < 100:  # `điểm 5 đ)` is a list, `10đ` a mark
            continue
        start, end = offsets[match.start()], offsets[match.end()]
        number = Decimal(reading.vnd) / reading.unit.factor
        found.append(
            AmountMatch(
                start, end, text[start:end], reading.vnd, reading.unit, number, reading.problem is not None
            )
        )
    return found


def find_unit(text: str) -> Unit | None:
    """The unit that a heading announces, None when it announces none.

    >>> find_unit("Đơn vị tính: Triệu đồng").label, find_unit("ĐVT: 1.000 đ").code, find_unit("Thời gian")
    ('triệu đồng', 'thousand_vnd', None)
    """
    match = _UNIT.search(squash(text))
    if match is None:
        return None
    factor = 10**3 if match[1] else 10**6 if match[2] else _factor(match[3])
    return _UNITS.get(factor)


def format_money(
    vnd: int, unit: Unit | str = Unit.DONG, with_unit: bool = True, places: int | None = None
) -> str:
    """The amount in a display unit, exact unless `places` decimals are asked for.

    >>> format_money(35_100_000_000, "triệu đồng"), format_money(9_230_500_000, Unit.BILLION, places=1)
    ('35.100 triệu đồng', '9,2 tỷ đồng')
    """
    chosen = unit if isinstance(unit, Unit) else unit_named(unit)
    figure = format_number(Decimal(vnd).scaleb(-len(str(chosen.factor)) + 1), places)
    return f"{figure} {chosen.label}" if with_unit else figure


def unit_named(label: str) -> Unit:
    """The unit with this label (`đồng`, `nghìn đồng`, `triệu đồng`, `tỷ đồng`); else `UnreadableAmount`."""
    for unit in Unit:
        if unit.label == label:
            return unit
    raise UnreadableAmount(
        f"Không có đơn vị tiền “{label}”; hãy chọn đồng, nghìn đồng, triệu đồng hoặc tỷ đồng."
    )


def allocate(total: int, weights: Sequence[int | Decimal | Fraction]) -> list[int]:
    """`total` divided in proportion to the weights by largest remainder: the parts always add to the whole.

    Among equal remainders the earlier part gets the unit; a negative total gives the negated parts. Raises
    `CannotAllocate` for no weights, a negative weight, or weights that are all zero.

    >>> allocate(100, [1, 1, 1]), allocate(-100, [1, 1, 1])
    ([34, 33, 33], [-34, -33, -33])
    """
    shares = [Fraction(weight) for weight in weights]
    whole = sum(shares)
    if any(share < 0 for share in shares) or whole == 0:
        raise CannotAllocate(
            "Không chia được số tiền: các tỷ lệ phải không âm và phải có ít nhất một tỷ lệ lớn hơn 0."
        )
    if total < 0:
        return [-part for part in allocate(-total, weights)]
    exact = [total * share / whole for share in shares]
    parts = [int(value) for value in exact]
    by_remainder = sorted(range(len(parts)), key=lambda i: parts[i] - exact[i])
    for i in by_remainder[: total - sum(parts)]:
        parts[i] += 1
    return parts
