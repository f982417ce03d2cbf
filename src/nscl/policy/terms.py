"""What a target asks and what was observed: the plain values on which verdicts are decided."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from types import MappingProxyType
from typing import Literal

Kind = Literal["count", "at_least", "range", "percent_of", "growth_rate", "per_year", "qualitative"]
Op = Literal["eq", "ge", "gt", "approx", "approx_gt", "range", "ge_range"]
CountMode = Literal["events", "distinct", "latest", "ratio", "state", "average"]
Rollup = Literal["sum", "latest", "average"]
BaseKind = Literal["year", "period", "previous_year", "register", "parent", "given"]

COUNT_KINDS: frozenset[Kind] = frozenset({"count", "at_least", "range"})
RANGE_OPS: frozenset[Op] = frozenset({"range", "ge_range"})
# Wording such as "khoảng 20" is met within this share below the printed number (decision 0003).
TOLERANCE_PCT = Decimal(5)


class InvalidTerms(ValueError):
    """A target, base or observation whose parts do not fit together; the message says which."""


@dataclass(frozen=True)
class Period:
    """Whole years, both ends included.

    >>> list(Period(2021, 2023).years)
    [2021, 2022, 2023]
    """

    first: int
    last: int

    def __post_init__(self) -> None:
        if self.first > self.last:
            raise InvalidTerms(f"Giai đoạn {self.first}-{self.last}: năm đầu phải không sau năm cuối.")

    @property
    def years(self) -> range:
        return range(self.first, self.last + 1)


@dataclass(frozen=True)
class Base:
    """The decided base of a growth, a percentage or a count.

    Growth: `year`, `period`, `previous_year` (`value` is that of the year before the first) or `given`.
    Nested percentage: `parent` (what the parent target has reached) or `register` (the whole list).
    Count: `period` (counted over all of it), `year` (counted after that year) or `given` (stands already).
    `decided_by` is None when the document itself states the base.
    """

    kind: BaseKind
    year: int | None = None
    period: Period | None = None
    value: Decimal | None = None
    label: str = ""
    decided_by: str | None = None

    def __post_init__(self) -> None:
        if self.kind == "year" and self.year is None:
            raise InvalidTerms("Gốc so sánh theo năm phải nêu năm.")
        if self.kind == "period" and self.period is None:
            raise InvalidTerms("Gốc so sánh theo giai đoạn phải nêu năm đầu và năm cuối.")
        if self.kind == "given" and self.value is None:
            raise InvalidTerms("Gốc so sánh cho trước phải nêu giá trị.")


@dataclass(frozen=True)
class TargetTerms:
    """One target as numbers. `period` is what is counted, `deadline` the year by whose end it must hold.

    `op` records the printed wording; `path` gives stated year-end levels; `composition` says what one
    model is made of, or which components of a growth are judged one by one; reasons and steps print
    its keys as they stand. Refuses a form whose numbers are missing or reversed, and a target without
    a last year.

    >>> TargetTerms(id="T", kind="range", op="range", low=Decimal(30), high=Decimal(20), deadline=2025)
    Traceback (most recent call last):
    nscl.policy.terms.InvalidTerms: Mục tiêu T: số dưới (30) lớn hơn số trên (20).
    """

    id: str
    kind: Kind
    op: Op | None
    value: Decimal | None = None
    low: Decimal | None = None
    high: Decimal | None = None
    unit: str = ""
    period: Period | None = None
    deadline: int | None = None
    count_mode: CountMode = "events"
    rollup: Rollup = "sum"
    per_year: bool = False
    base: Base | None = None
    base_required: bool = False
    additional: bool = False
    soft: bool = False
    contributory: bool = False
    composition: Mapping[str, int] = field(default_factory=dict)
    parent: str | None = None
    path: Mapping[int, Decimal] = field(default_factory=dict)
    decreasing: bool = False
    condition: str | None = None
    tolerance_pct: Decimal = TOLERANCE_PCT
    count_mode_reason: str = ""

    def __post_init__(self) -> None:
        object.__setattr__(self, "composition", MappingProxyType(dict(self.composition)))
        object.__setattr__(self, "path", MappingProxyType(dict(self.path)))
        fault = _fault(self)
        if fault:
            raise InvalidTerms(f"Mục tiêu {self.id}: {fault}")

    @property
    def counts_things(self) -> bool:
        """Whether this is a number of things, which once reached stays reached."""
        return self.kind in COUNT_KINDS

    @property
    def accumulates(self) -> bool:
        """Whether the years are added up, by turns or by recounting subjects."""
        return self.counts_things and self.count_mode in ("events", "distinct")


def _fault(terms: TargetTerms) -> str | None:
    if terms.period is None and terms.deadline is None:
        return "phải có giai đoạn hoặc năm hoàn thành."
    if terms.period is not None and terms.deadline is not None and terms.period.first > terms.deadline:
        return f"kỳ tính bắt đầu năm {terms.period.first}, sau hạn {terms.deadline}."
    if (terms.kind == "qualitative") != (terms.op is None):
        return "mục tiêu định tính không có phép so sánh, mục tiêu định lượng phải có."
    if any(needed < 1 for needed in terms.composition.values()):
        return "mỗi nội dung của mô hình phải có số lượng từ 1 trở lên."
    if terms.op is None:
        return None
    if terms.op not in RANGE_OPS:
        return None if terms.value is not None else "thiếu con số của mục tiêu."
    if terms.low is None or terms.high is None:
        return "dạng khoảng phải có cả số dưới và số trên."
    if terms.low > terms.high:
        return f"số dưới ({terms.low}) lớn hơn số trên ({terms.high})."
    return None


@dataclass(frozen=True)
class Observation:
    """One reported figure of one year. None means not reported, which is never zero.

    `subjects` lists who was counted (for distinct counts); `component` the part of a model or the
    component of a growth; `done` the state of a milestone or of a qualitative target. For a growth,
    `numerator` and `denominator` may give this year and the year before on the same price base.
    `supersedes` names the observation that this one corrects. Approval implies evidence; pass
    `has_evidence=False` where it was withdrawn.
    """

    id: str
    year: int
    value: Decimal | None = None
    numerator: Decimal | None = None
    denominator: Decimal | None = None
    subjects: frozenset[str] | None = None
    approved: bool = False
    component: str | None = None
    done: bool | None = None
    supersedes: str | None = None
    has_evidence: bool = True


@dataclass(frozen=True)
class ParentOutcome:
    """What a nested percentage needs to know of its parent: its goal in % and what it has reached."""

    id: str
    goal: Decimal | None
    numerator: Decimal | None
    denominator: Decimal | None
