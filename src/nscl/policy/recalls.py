"""What a holder of recalled goods may answer, and how answers add up: never over different units.

Source: Law on Product Quality (05/2007/QH12 as amended by 78/2025/QH15) on recalling goods; the four figures
are those that recall reports ask for. The bounds are arithmetic, not law.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

LARGEST = Decimal(10) ** 15
PLACES = Decimal("0.0001")


@dataclass(frozen=True)
class Told:
    """Figures for one item in one unit; None is not told, and never zero.

    `held` in stock and `sold` gone when the holder heard of the recall; `recovered` locked up by now out of
    both; `destroyed` out of what was recovered.
    """

    held: Decimal | None = None
    sold: Decimal | None = None
    recovered: Decimal | None = None
    destroyed: Decimal | None = None

    @property
    def is_empty(self) -> bool:
        return self.held is self.sold is self.recovered is self.destroyed is None


@dataclass(frozen=True)
class Fault:
    """What is wrong with an answer, at which figure; a warning does not stop it."""

    figure: str
    sentence: str
    is_warning: bool = False


def faults_of(told: Told, known: Decimal | None = None) -> list[Fault]:
    """What does not fit in an answer; `known` is what the events say is there, in the same unit.

    >>> [one.figure for one in faults_of(Told(held=Decimal(5), sold=Decimal(5), recovered=Decimal(11)))]
    ['recovered']
    >>> faults_of(Told(held=Decimal(5), recovered=Decimal(4), destroyed=Decimal(4)))
    []
    """
    if told.is_empty:
        return [Fault("held", "Chưa có số liệu nào. Hãy ghi ít nhất lượng còn giữ hoặc lượng đã bán.")]
    found = [
        Fault(name, sentence)
        for name in ("held", "sold", "recovered", "destroyed")
        if (sentence := _number(getattr(told, name)))
    ]
    return found or _sums(told) or _doubts(told, known)


def _number(value: Decimal | None) -> str:
    if value is None:
        return ""
    if not value.is_finite() or value < 0 or value >= LARGEST:
        return "Số lượng phải là số từ 0 trở lên và không quá lớn. Hãy kiểm tra lại."
    if value != value.quantize(PLACES):
        return "Số lượng có nhiều nhất bốn chữ số sau dấu phẩy. Hãy làm tròn."
    return ""


def _sums(told: Told) -> list[Fault]:
    if told.recovered is not None:
        if told.held is None and told.sold is None:
            return [Fault("recovered", "Hãy ghi lượng còn giữ hoặc đã bán trước khi ghi lượng đã thu hồi.")]
        had = (told.held or Decimal(0)) + (told.sold or Decimal(0))
        if told.recovered > had:
            missing = told.held is None or told.sold is None
            more = " Hãy ghi cả lượng còn giữ và lượng đã bán." if missing else " Hãy kiểm tra lại các số."
            return [Fault("recovered", f"Đã thu hồi nhiều hơn tổng lượng còn giữ và đã bán.{more}")]
    if told.destroyed is not None:
        if told.recovered is None:
            return [Fault("destroyed", "Hãy ghi lượng đã thu hồi trước khi ghi lượng đã tiêu hủy.")]
        if told.destroyed > told.recovered:
            return [Fault("destroyed", "Đã tiêu hủy nhiều hơn lượng đã thu hồi. Hãy kiểm tra lại các số.")]
    return []


def _doubts(told: Told, known: Decimal | None) -> list[Fault]:
    """What is odd beside the events; books may be incomplete, so it is said and kept."""
    if known is None or told.held is None or told.sold is None:
        return []
    had = told.held + told.sold
    if had == known:
        return []
    which = "ít" if had < known else "nhiều"
    return [Fault("held", f"Tổng còn giữ và đã bán {which} hơn lượng theo sự kiện truy xuất.", True)]


@dataclass(frozen=True)
class Line:
    """One item at one holder: what the events say is there (None: they do not), and what the holder told."""

    unit: str
    known: Decimal | None
    told: Told | None = None


@dataclass(frozen=True)
class Sum:
    """A unit's figures: sums over what is known or told (None: of no line), and of how many lines none is."""

    unit: str
    lines: int
    known: Decimal | None
    known_missing: int
    told_lines: int
    held: Decimal | None
    sold: Decimal | None
    recovered: Decimal | None
    destroyed: Decimal | None
    recovered_missing: int

    @property
    def recovered_pct(self) -> Decimal | None:
        """Recovered of what is known to be out there; at least so much while lines are missing their figure.

        None where nothing is told, or what is out there is nothing or not known in full.
        """
        if self.known_missing or not self.known or self.recovered is None:
            return None
        return (100 * self.recovered / self.known).quantize(Decimal("0.1"))


def sums_of(lines: Iterable[Line]) -> list[Sum]:
    """The figures of each unit, by unit.

    >>> kg = [Line("KGM", Decimal(10), Told(held=Decimal(10), recovered=Decimal(5))), Line("KGM", None)]
    >>> found = sums_of([*kg, Line("LTR", Decimal(1))])
    >>> [(one.unit, str(one.known), one.known_missing, str(one.recovered)) for one in found]
    [('KGM', '10', 1, '5'), ('LTR', '1', 0, 'None')]
    """
    by_unit: dict[str, list[Line]] = {}
    for line in lines:
        by_unit.setdefault(line.unit, []).append(line)
    return [_sum(unit, rows) for unit, rows in sorted(by_unit.items())]


def _sum(unit: str, rows: list[Line]) -> Sum:
    told = [row.told for row in rows if row.told is not None]
    sums = {
        name: _total(getattr(one, name) for one in told)
        for name in ("held", "sold", "recovered", "destroyed")
    }
    return Sum(
        unit=unit,
        lines=len(rows),
        known=_total(row.known for row in rows),
        known_missing=sum(row.known is None for row in rows),
        told_lines=len(told),
        recovered_missing=len(rows) - sum(one.recovered is not None for one in told),
        **sums,
    )


def _total(values: Iterable[Decimal | None]) -> Decimal | None:
    """The sum of what there is; None of nothing."""
    known = [value for value in values if value is not None]
    return sum(known, Decimal(0)) if known else None
