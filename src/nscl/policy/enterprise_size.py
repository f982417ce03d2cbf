"""Size classes of enterprises under Article 5 of Decree 80/2021/NĐ-CP.

Labour AND (revenue OR capital), by sector. The thresholds are a table with their instrument and first day: a
new decree adds rows. Read from secondary sources, not yet compared with the official text.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from datetime import date
from decimal import Decimal
from itertools import product
from typing import Literal

from nscl.policy.display import written_vnd
from nscl.policy.verdicts import Reason
from nscl.vietnamese import format_number

Sector = Literal["agriculture", "industry", "trade"]
Size = Literal["micro", "small", "medium", "large"]
SizeOrUnknown = Literal["micro", "small", "medium", "large", "undetermined"]
Figure = Literal["sector", "workers", "revenue_vnd", "capital_vnd"]

INSTRUMENT = "80/2021/NĐ-CP"
RULE = "nd80-2021"
SIZE_NAMES: Mapping[SizeOrUnknown, str] = {
    "micro": "siêu nhỏ",
    "small": "nhỏ",
    "medium": "vừa",
    "large": "lớn",
    "undetermined": "chưa xác định",
}
SECTOR_NAMES: Mapping[Sector, str] = {
    "agriculture": "nông nghiệp, lâm nghiệp, thủy sản",
    "industry": "công nghiệp và xây dựng",
    "trade": "thương mại và dịch vụ",
}
FIGURE_NAMES: Mapping[Figure, str] = {
    "sector": "lĩnh vực",
    "workers": "lao động tham gia bảo hiểm xã hội bình quân năm",
    "revenue_vnd": "tổng doanh thu",
    "capital_vnd": "tổng nguồn vốn",
}


class InvalidFacts(ValueError):
    """Figures that no enterprise can have; the sentence says which."""


@dataclass(frozen=True)
class Threshold:
    """The most that an enterprise of this size may have: `workers`, and `revenue_vnd` or `capital_vnd`."""

    size: Size
    sectors: tuple[Sector, ...]
    workers: int
    revenue_vnd: int
    capital_vnd: int
    clause: str
    instrument: str
    valid_from: date


_BILLION = 10**9
_IN_FORCE = date(2021, 10, 15)
_MAKERS: tuple[Sector, ...] = ("agriculture", "industry")
_TRADERS: tuple[Sector, ...] = ("trade",)


def _row(
    size: Size, sectors: tuple[Sector, ...], workers: int, revenue: int, capital: int, no: int
) -> Threshold:
    clause = f"khoản {no} Điều 5 Nghị định {INSTRUMENT}"
    return Threshold(
        size, sectors, workers, revenue * _BILLION, capital * _BILLION, clause, INSTRUMENT, _IN_FORCE
    )


# Smallest first: an enterprise has the first size whose row it fits. Amounts in billions of đồng.
THRESHOLDS = (
    _row("micro", _MAKERS, 10, 3, 3, 1),
    _row("micro", _TRADERS, 10, 10, 3, 1),
    _row("small", _MAKERS, 100, 50, 20, 2),
    _row("small", _TRADERS, 50, 100, 50, 2),
    _row("medium", _MAKERS, 200, 200, 100, 3),
    _row("medium", _TRADERS, 100, 300, 100, 3),
)
LARGE_CLAUSE = f"ngoài khoản 1, 2 và 3 Điều 5 Nghị định {INSTRUMENT}"
UNDETERMINED_CLAUSE = f"Điều 5 Nghị định {INSTRUMENT}"
CAPITAL_ONLY_CLAUSE = f"khoản 2 Điều 9 Nghị định {INSTRUMENT}"


@dataclass(frozen=True)
class SizeFacts:
    """What is known of an enterprise in one year; None is unknown, never zero.

    `workers` is the yearly average of those with social insurance. `first_year` says that it has operated
    less than one year.
    """

    sector: Sector | None = None
    workers: Decimal | int | None = None
    revenue_vnd: int | None = None
    capital_vnd: int | None = None
    first_year: bool = False


@dataclass(frozen=True)
class SizeVerdict:
    """The size of an enterprise, with the clause and the reasons an officer can read out.

    `possible` holds the sizes that the known figures leave open, smallest first: one, unless the size is
    `undetermined`; `missing` then names the figures that would decide. `inputs` are the facts as judged,
    ready to be stored.
    """

    size: SizeOrUnknown
    clause: str
    reasons: tuple[Reason, ...]
    possible: tuple[Size, ...]
    missing: tuple[Figure, ...]
    inputs: Mapping[str, str | int | bool | None]
    rule: str = RULE


def classify_size(facts: SizeFacts) -> SizeVerdict:
    """The size class of an enterprise under Article 5 of Decree 80/2021/NĐ-CP.

    A figure that is not known leaves the size open only if some value of it would change the answer: 250
    workers are large whatever the revenue. An enterprise in its first year, or without any revenue yet, is
    judged by labour and capital alone (Article 9, clause 2). Raises `InvalidFacts` for negative figures.

    >>> verdict = classify_size(SizeFacts("industry", 80, 45_000_000_000, None))
    >>> verdict.size, verdict.clause
    ('small', 'khoản 2 Điều 5 Nghị định 80/2021/NĐ-CP')
    >>> open_case = classify_size(SizeFacts("trade", 8, 20_000_000_000, None))
    >>> open_case.size, open_case.possible, open_case.missing
    ('undetermined', ('micro', 'small'), ('capital_vnd',))
    """
    _check(facts)
    cases = {case: _size(case) for case in _every_case(facts)}
    possible = tuple(size for size in _SIZES if size in cases.values())
    inputs = asdict(facts) | {"workers": None if facts.workers is None else str(facts.workers)}
    if len(possible) > 1:
        missing = _deciding(facts, cases)
        reasons = (_open_reason(possible, missing), *_capital_only(facts))
        return SizeVerdict("undetermined", UNDETERMINED_CLAUSE, reasons, possible, missing, inputs)
    size = possible[0]
    clause = next((row.clause for row in THRESHOLDS if row.size == size), LARGE_CLAUSE)
    reasons = (*_reasons(facts, size), *_capital_only(facts))
    return SizeVerdict(size, clause, reasons, possible, (), inputs)


def is_sme(verdict: SizeVerdict) -> bool | None:
    """Whether the enterprise is small or medium (micro counts); None while the answer hangs on a figure.

    >>> is_sme(classify_size(SizeFacts("trade", 8, 20_000_000_000, None)))
    True
    """
    large = {size == "large" for size in verdict.possible}
    return None if len(large) > 1 else not large.pop()


# ── The rule ───────────────────────────────────────────────────────────

_SIZES: tuple[Size, ...] = ("micro", "small", "medium", "large")
_BEYOND = Decimal("Infinity")


@dataclass(frozen=True)
class _Case:
    """Figures with nothing left open; `Infinity` stands for more than any threshold."""

    sector: Sector
    workers: Decimal
    revenue: Decimal
    capital: Decimal

    def fits(self, row: Threshold) -> bool:
        money = self.revenue <= row.revenue_vnd or self.capital <= row.capital_vnd
        return self.sector in row.sectors and self.workers <= row.workers and money


def _size(case: _Case) -> Size:
    return next((row.size for row in THRESHOLDS if case.fits(row)), "large")


def _check(facts: SizeFacts) -> None:
    for figure in ("workers", "revenue_vnd", "capital_vnd"):
        value = getattr(facts, figure)
        if value is not None and value < 0:
            raise InvalidFacts(f"Số liệu “{FIGURE_NAMES[figure]}” không được âm; đề nghị kiểm tra lại.")


def _without_revenue(facts: SizeFacts) -> bool:
    return facts.first_year or facts.revenue_vnd == 0


def _every_case(facts: SizeFacts) -> Iterable[_Case]:
    """The known figures with, for each unknown one, every value that can make a difference: the thresholds
    of the sector and more than all of them."""
    for sector in [facts.sector] if facts.sector is not None else SECTOR_NAMES:
        rows = [row for row in THRESHOLDS if sector in row.sectors]
        revenues = _values(facts.revenue_vnd, [row.revenue_vnd for row in rows])
        for workers, revenue, capital in product(
            _values(facts.workers, [row.workers for row in rows]),
            [_BEYOND] if _without_revenue(facts) else revenues,
            _values(facts.capital_vnd, [row.capital_vnd for row in rows]),
        ):
            yield _Case(sector, workers, revenue, capital)


def _values(known: Decimal | int | None, limits: list[int]) -> list[Decimal]:
    return [Decimal(known)] if known is not None else [*map(Decimal, limits), _BEYOND]


def _deciding(facts: SizeFacts, cases: Mapping[_Case, Size]) -> tuple[Figure, ...]:
    """The unknown figures of which some value changes the size while all others stay."""
    found: list[Figure] = []
    fields = ("sector", "workers", "revenue", "capital")
    for figure, field in zip(FIGURE_NAMES, fields, strict=True):
        if getattr(facts, figure) is not None:
            continue
        by_others: dict[tuple[object, ...], set[Size]] = {}
        for case, size in cases.items():
            others = tuple(getattr(case, name) for name in fields if name != field)
            by_others.setdefault(others, set()).add(size)
        if any(len(sizes) > 1 for sizes in by_others.values()):
            found.append(figure)
    return tuple(found)


# ── The reasons ────────────────────────────────────────────────────────


def _open_reason(possible: tuple[Size, ...], missing: tuple[Figure, ...]) -> Reason:
    sizes = " hoặc ".join(SIZE_NAMES[size] for size in possible)
    names = ", ".join(FIGURE_NAMES[figure] for figure in missing)
    return Reason("figures_missing", f"Có thể là {sizes}; đề nghị bổ sung {names}.", withholds=True)


def _capital_only(facts: SizeFacts) -> tuple[Reason, ...]:
    if not _without_revenue(facts):
        return ()
    why = "hoạt động chưa đủ một năm" if facts.first_year else "chưa phát sinh doanh thu"
    return (
        Reason(
            "capital_only",
            f"Doanh nghiệp {why} nên xét theo lao động và tổng nguồn vốn ({CAPITAL_ONLY_CLAUSE}).",
        ),
    )


def _reasons(facts: SizeFacts, size: Size) -> tuple[Reason, ...]:
    """Why it fits its size, and why not the next smaller one, figure by figure."""
    if facts.sector is None:
        return (Reason("any_sector", f"Lĩnh vực nào cũng cho cùng kết quả: {SIZE_NAMES[size]}."),)
    rows = [row for row in THRESHOLDS if facts.sector in row.sectors]
    own = next((row for row in rows if row.size == size), None)
    at = rows.index(own) if own is not None else len(rows)
    found = []
    if own is not None:
        found.append(Reason(f"fits_{size}", f"Đủ tiêu chí {SIZE_NAMES[size]}: {_fit(facts, own)}."))
    if at > 0:
        smaller = rows[at - 1]
        found.append(
            Reason(
                f"exceeds_{smaller.size}", f"Vượt mức {SIZE_NAMES[smaller.size]}: {_excess(facts, smaller)}."
            )
        )
    return tuple(found)


def _fit(facts: SizeFacts, row: Threshold) -> str:
    """Which figures stay within the row."""
    parts = [_workers_within(row)]
    if facts.revenue_vnd is not None and not _without_revenue(facts) and facts.revenue_vnd <= row.revenue_vnd:
        parts.append(f"doanh thu không quá {written_vnd(row.revenue_vnd)}")
    elif facts.capital_vnd is not None and facts.capital_vnd <= row.capital_vnd:
        parts.append(f"nguồn vốn không quá {written_vnd(row.capital_vnd)}")
    return ", ".join(parts)


def _workers_within(row: Threshold) -> str:
    return f"lao động không quá {row.workers} người"


def _excess(facts: SizeFacts, row: Threshold) -> str:
    """Which figures go beyond the row."""
    if facts.workers is not None and facts.workers > row.workers:
        return f"{format_number(facts.workers)} lao động, quá {row.workers} người"
    capital = f"nguồn vốn quá {written_vnd(row.capital_vnd)}"
    if _without_revenue(facts):
        return capital
    return f"doanh thu quá {written_vnd(row.revenue_vnd)} và {capital}"


# ── Sector of an industry code ─────────────────────────────────────────


class UnknownIndustry(ValueError):
    """A code that the industry classification of that version does not have."""


# The same divisions in both versions (Decisions 27/2018/QĐ-TTg and 36/2025/QĐ-TTg).
_AGRICULTURE = range(1, 4)
_INDUSTRY = range(5, 44)
# Version → its last section and the numbers below 100 that are no division of it: 88 and 87 divisions remain.
_VERSIONS = {
    "2018": ("U", frozenset({4, 34, 40, 44, 48, 54, 57, 67, 76, 83, 89})),
    "2025": ("V", frozenset({4, 34, 40, 44, 45, 48, 54, 57, 67, 76, 83, 89})),
}
_CODE = re.compile(r"([A-Z])?\.?([0-9]{2,5})?")


def sector_of_vsic(code: str, version: str) -> Sector:
    """The sector, as Article 5 groups them, of an industry code: section letter, two to five digits, or both.

    The code of the registered main line of business decides (Article 6). Raises `UnknownIndustry` for a code
    or a version that there is not, and for a letter and digits that contradict each other on the sector.

    >>> sector_of_vsic("0118", "2018"), sector_of_vsic("C", "2025"), sector_of_vsic("G4711", "2025")
    ('agriculture', 'industry', 'trade')
    """
    match = _CODE.fullmatch(code.strip().upper())
    if version not in _VERSIONS:
        raise UnknownIndustry(
            f"Không có hệ thống ngành kinh tế phiên bản “{version}”; hãy chọn 2018 hoặc 2025."
        )
    if match is None or not (match[1] or match[2]):
        raise UnknownIndustry(f"Mã ngành “{code}” không đúng dạng; hãy ghi từ 2 đến 5 chữ số, ví dụ 1079.")
    sectors = {
        *([_of_section(match[1], version)] if match[1] else []),
        *([_of_division(int(match[2][:2]), version)] if match[2] else []),
    }
    if None in sectors or len(sectors) > 1:
        raise UnknownIndustry(f"Không có mã ngành “{code}” trong hệ thống ngành kinh tế {version}.")
    return next(sector for sector in sectors if sector is not None)


def _of_section(letter: str, version: str) -> Sector | None:
    if letter > _VERSIONS[version][0]:
        return None
    return "agriculture" if letter == "A" else "industry" if letter in "BCDEF" else "trade"


def _of_division(division: int, version: str) -> Sector | None:
    if division == 0 or division in _VERSIONS[version][1]:
        return None
    return "agriculture" if division in _AGRICULTURE else "industry" if division in _INDUSTRY else "trade"
