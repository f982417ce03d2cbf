"""Allocation and disbursement: paid ≤ allocated ≤ budgeted, for each line and each source.

Amounts are whole đồng. Entries are signed and append-only; a negative entry corrects or returns
money, and may not take away what already stands beneath it. Money of one year is not money of
another: a carry-over is a negative entry in the old year and a positive one in the new.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from nscl.policy.decision import Decision
from nscl.policy.display import written_vnd
from nscl.policy.terms import Period
from nscl.policy.verdicts import Reason

ALLOCATION_CLAUSE = "Phân bổ không vượt dự toán của từng dòng, từng nguồn và từng năm."
DISBURSEMENT_CLAUSE = "Giải ngân không vượt số đã phân bổ của từng dòng, từng nguồn và từng năm."


@dataclass(frozen=True)
class Entry:
    """One signed amount of a ledger in one budget year (January to December)."""

    year: int
    amount: int


@dataclass(frozen=True)
class LineAccount:
    """What stands so far on one line for one source.

    `line` and `source` are the names to print. `budgeted` is None where the plan gives no amount,
    which is not zero: nothing can be allocated until one is decided. `ceilings` holds the amounts of
    years that the plan splits; a year that is not named has no ceiling of its own. `period` is the
    phase of the line.
    """

    line: str
    source: str
    budgeted: int | None
    allocated: tuple[Entry, ...] = ()
    paid: tuple[Entry, ...] = ()
    ceilings: Mapping[int, int] = field(default_factory=dict)
    period: Period | None = None

    @property
    def where(self) -> str:
        return f"nguồn “{self.source}”, dòng “{self.line}”"


def check_allocation(account: LineAccount, entry: Entry) -> Decision:
    """Whether `entry` may be added to the allocations of `account`.

    An increase must fit under the budget and under the ceiling of its year; a reduction may not go
    below what was paid. `remaining` is what may still be allocated in that year.

    >>> account = LineAccount("Đào tạo", "Ngân sách tỉnh", 900, allocated=(Entry(2021, 650),))
    >>> print(check_allocation(account, Entry(2022, 300)).reasons[0].sentence_vi)  # doctest: +ELLIPSIS
    Chỉ còn 250 đồng chưa phân bổ của nguồn “Ngân sách tỉnh”, dòng “Đào tạo”; đề nghị ...
    >>> check_allocation(account, Entry(2022, 250)).ok
    True
    """
    free = _free_to_allocate(account, entry.year)
    reasons = [*_common_faults(account, entry)]
    if account.budgeted is None:
        reasons.append(
            Reason(
                "budget_missing",
                f"Kế hoạch chưa có dự toán của {account.where}; đề nghị bổ sung dự toán trước khi phân bổ.",
            )
        )
    else:
        reasons += _over_budget(account, entry)
    reasons += _under_paid(account, entry)
    return _decision(reasons, ALLOCATION_CLAUSE, free, entry.amount)


def check_disbursement(account: LineAccount, entry: Entry) -> Decision:
    """Whether `entry` may be added to the payments of `account`.

    A payment must fit under what is allocated in its year; money recovered may not exceed what was
    paid in that year. `remaining` is what may still be paid in that year.

    >>> account = LineAccount("Đào tạo", "Ngân sách tỉnh", 900, (Entry(2021, 650),), (Entry(2021, 600),))
    >>> check_disbursement(account, Entry(2021, 51)).ok
    False
    """
    allocated = _sum_of(account.allocated, entry.year)
    paid = _sum_of(account.paid, entry.year)
    free = max(0, allocated - paid)
    reasons = [*_common_faults(account, entry)]
    if entry.amount > free:
        reasons.append(
            Reason(
                "over_allocation",
                f"Chỉ còn {written_vnd(free)} đã phân bổ năm {entry.year} chưa giải ngân của "
                f"{account.where}; đề nghị giảm số tiền hoặc phân bổ bổ sung trước.",
            )
        )
    if entry.amount < 0 and paid + entry.amount < 0:
        reasons.append(
            Reason(
                "recovery_over_paid",
                f"Năm {entry.year} mới giải ngân {written_vnd(max(0, paid))} của {account.where}; "
                "số thu hồi không được lớn hơn số đã giải ngân.",
            )
        )
    return _decision(reasons, DISBURSEMENT_CLAUSE, free, entry.amount)


def _sum_of(entries: Iterable[Entry], year: int | None = None) -> int:
    return sum(entry.amount for entry in entries if year is None or entry.year == year)


def _free_to_allocate(account: LineAccount, year: int) -> int | None:
    if account.budgeted is None:
        return None
    free = account.budgeted - _sum_of(account.allocated)
    if year in account.ceilings:
        free = min(free, account.ceilings[year] - _sum_of(account.allocated, year))
    return max(0, free)


def _decision(reasons: list[Reason], clause: str, free: int | None, amount: int) -> Decision:
    if reasons:
        return Decision(False, tuple(reasons), clause, free)
    return Decision(True, (), clause, None if free is None else free - amount)


def _common_faults(account: LineAccount, entry: Entry) -> Iterable[Reason]:
    if entry.amount == 0:
        yield Reason("amount_zero", "Số tiền bằng 0; đề nghị nhập số tiền khác 0.")
    if account.period is not None and entry.year not in account.period.years:
        yield Reason(
            "year_outside_phase",
            f"Năm {entry.year} ngoài giai đoạn {account.period.first}-{account.period.last} của "
            f"{account.where}; đề nghị chọn năm trong giai đoạn.",
        )


def _over_budget(account: LineAccount, entry: Entry) -> Iterable[Reason]:
    assert account.budgeted is not None
    free = max(0, account.budgeted - _sum_of(account.allocated))
    if entry.amount > free:
        yield Reason(
            "over_budget",
            f"Chỉ còn {written_vnd(free)} chưa phân bổ của {account.where}; "
            "đề nghị giảm số tiền hoặc điều chỉnh dự toán trước.",
        )
    if entry.year in account.ceilings:
        free = max(0, account.ceilings[entry.year] - _sum_of(account.allocated, entry.year))
        if entry.amount > free:
            yield Reason(
                "over_year_ceiling",
                f"Năm {entry.year} chỉ còn {written_vnd(free)} chưa phân bổ của {account.where}; "
                "đề nghị giảm số tiền hoặc chuyển sang năm khác.",
            )


def _under_paid(account: LineAccount, entry: Entry) -> Iterable[Reason]:
    if entry.amount >= 0:
        return
    allocated = _sum_of(account.allocated, entry.year)
    paid = max(0, _sum_of(account.paid, entry.year))
    if allocated + entry.amount < paid:
        yield Reason(
            "under_paid",
            f"Năm {entry.year} đã giải ngân {written_vnd(paid)} của {account.where}; chỉ giảm được tối đa "
            f"{written_vnd(max(0, allocated - paid))} đã phân bổ.",
        )
