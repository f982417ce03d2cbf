"""One shape for every money table, however it was printed: typed columns over rows of cells."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Literal

from nscl.plandoc.source import Cell
from nscl.plandoc.wording import plain

Role = Literal[
    "number",
    "name",
    "lead",
    "coordinating",
    "time",
    "quantity",
    "unit",
    "unit_cost",
    "note",
    "source_name",
    "amount",
]
AmountUnit = Literal["vnd", "thousand_vnd", "million_vnd", "billion_vnd"]

FACTORS: dict[AmountUnit, int] = {
    "vnd": 1,
    "thousand_vnd": 1_000,
    "million_vnd": 1_000_000,
    "billion_vnd": 1_000_000_000,
}
# With their marks: without them "ngàn" is "ngân (sách)" and "đồng" is "(đối ứng) động".
_UNIT_WORDS: tuple[tuple[AmountUnit, str], ...] = (
    ("billion_vnd", r"\btỷ(?! lệ| trọng| suất)\b"),
    ("million_vnd", r"\btriệu\b|\b1[. ]?000[. ]?000 ?(?:đồng|đ|vnđ|vnd)\b|\btr\.? ?(?:đ|đồng|vnđ|vnd)\b"),
    ("thousand_vnd", r"\b(?:nghìn|ngàn)\b|\b1[. ]?000 ?(?:đồng|đ|vnđ|vnd)\b"),
    (
        "vnd",
        r"(?<!hợp )(?<!hội )(?<!cộng )(?<!lao )(?<!hoạt )\bđồng\b(?! bộ| thời| hành| nghiệp)|\bvn[dđ]\b"
        r"|^\(?đ\)?$",
    ),
)
_UNITS = tuple((unit, re.compile(pattern)) for unit, pattern in _UNIT_WORDS)

_AMOUNT = re.compile(r"\d{1,3}(?:[.,   ]\d{3})+(?:[.,]\d+)?|\d+(?:[.,]\d+)?")
_BEHIND = re.compile(
    r"(?<=\d)\s*(?:(?:nghìn|ngàn|triệu|tỷ|tỉ)(?:\s+đồng)?|tr\.?đ|đồng|đ|vnđ|vnd|\*{1,3})\s*\.?$",
    re.IGNORECASE,
)
_DOT_DECIMAL = re.compile(r"\d+\.\d{1,2}")
_NIL = re.compile(r"[-–—0.…]*")
_YEAR = re.compile(r"20[1-4]\d")


@dataclass(frozen=True, slots=True)
class Column:
    """A leaf column. For an amount column source, year and phase say which part of the money it is."""

    index: int
    label: str
    role: Role
    source: str | None = None
    year: int | None = None
    phase: tuple[int, int] | None = None

    @property
    def is_total(self) -> bool:
        return self.role == "amount" and self.source is None and self.year is None


@dataclass(frozen=True, slots=True)
class Row:
    """A body row; a place covered by a merged cell is None."""

    cells: tuple[Cell | None, ...]

    @property
    def start(self) -> int:
        return min((cell.start for cell in self.cells if cell), default=0)

    @property
    def end(self) -> int:
        return max((cell.end for cell in self.cells if cell), default=0)


@dataclass(frozen=True, slots=True)
class Grid:
    """A money table: columns in printed order, body rows without headers, the unit of its amounts."""

    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    start: int
    end: int
    unit: AmountUnit | None = None
    unit_printed: str | None = None
    style: NumberStyle = field(default_factory=lambda: NumberStyle())

    def columns_of(self, role: Role) -> list[Column]:
        return [column for column in self.columns if column.role == role]

    def column_of(self, role: Role) -> Column | None:
        return next((column for column in self.columns if column.role == role), None)


@dataclass(frozen=True, slots=True)
class NumberStyle:
    """Which sign groups thousands in this table; decided once from all its cells."""

    thousands: str = "."

    @classmethod
    def of(cls, texts: Iterable[str]) -> NumberStyle:
        """The style most cells show; Vietnamese usage when nothing decides.

        >>> NumberStyle.of(["1,050", "12,300,000"]).thousands, NumberStyle.of(["1.050", "12,5"]).thousands
        (',', '.')
        """
        votes: Counter[str] = Counter()
        for text in texts:
            for sign, other in ((".", ","), (",", ".")):
                if re.fullmatch(
                    rf"\d{{1,3}}(\{sign}\d{{3}}){{2,}}(\{other}\d+)?|\d{{1,3}}(\{sign}\d{{3}})+\{other}\d+",
                    text,
                ):
                    votes[sign] += 3
                elif re.fullmatch(rf"\d{{1,3}}\{sign}\d{{3}}", text):
                    votes[sign] += 1
                elif re.fullmatch(rf"\d+\{sign}(\d{{1,2}}|\d{{4,}})", text):
                    votes[other] += 3 if sign == "," else 1
        return cls("," if votes[","] > votes["."] else ".")

    def read(self, text: str) -> Decimal | None:
        """The number a cell prints; None when it is not one number.

        >>> NumberStyle().read("18.450"), NumberStyle(",").read("1,234.5"), NumberStyle().read("5 lớp")
        (Decimal('18450'), Decimal('1234.5'), None)
        """
        printed = _bare(text)
        if not _AMOUNT.fullmatch(printed):
            return None
        printed = printed.replace(" ", "")
        if _DOT_DECIMAL.fullmatch(printed):
            return Decimal(printed)
        return Decimal(printed.replace(self.thousands, "").replace(",", "."))


def _bare(text: str) -> str:
    """A cell without a unit or footnote mark behind its number."""
    return _BEHIND.sub("", " ".join(text.split()))


def is_amount(text: str) -> bool:
    """True when a cell holds just one number."""
    return bool(_AMOUNT.fullmatch(_bare(text)))


def is_nil(text: str) -> bool:
    """True for an empty, dashed or dotted cell, which counts as zero beside real amounts."""
    return bool(_NIL.fullmatch(text.strip()))


def find_unit(text: str) -> AmountUnit | None:
    """The money unit a heading names.

    >>> find_unit("Đơn vị tính: triệu đồng"), find_unit("Tổng kinh phí (đồng)"), find_unit("Nội dung")
    ('million_vnd', 'vnd', None)
    >>> find_unit("Ngân sách"), find_unit("Hội đồng"), find_unit("1.000 đ")
    (None, None, 'thousand_vnd')
    """
    words = plain(text)
    return next((unit for unit, pattern in _UNITS if pattern.search(words)), None)


def find_phase(text: str) -> tuple[int, int] | None:
    """The span of years a label names.

    >>> find_phase("Giai đoạn từ 2021- 2025"), find_phase("Năm 2022")
    ((2021, 2025), None)
    """
    match = re.search(r"\b(20[1-4]\d)\s*(?:[-–—÷/]|đến(?: năm)?|den(?: nam)?)\s*(20[1-4]\d)\b", text)
    if match and int(match[1]) < int(match[2]):
        return int(match[1]), int(match[2])
    return None


def find_year(text: str) -> int | None:
    """The single year a label names.

    >>> find_year("Năm 2022"), find_year("Giai đoạn 2021-2025"), find_year("QĐ 1322 năm 2020 và 2021")
    (2022, None, None)
    """
    years = set(_YEAR.findall(text))
    return int(years.pop()) if len(years) == 1 else None


def texts_of(row: Row, columns: Iterable[Column]) -> Iterator[str]:
    """The texts of some columns of a row, covered places left out."""
    for column in columns:
        cell = row.cells[column.index] if column.index < len(row.cells) else None
        if cell is not None:
            yield cell.text
