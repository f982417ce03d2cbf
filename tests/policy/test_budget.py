"""Allocation and disbursement: paid ≤ allocated ≤ budgeted on one line and one source."""

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nscl.policy.budget import Entry, LineAccount, check_allocation, check_disbursement
from nscl.policy.terms import Period

# Line P1.1.1 of the Lào Cai table has its state part; the numbers below are that order of size.
LINE = LineAccount("Đào tạo chuyên gia", "Ngân sách nhà nước", 500_000_000, period=Period(2021, 2025))


def _codes(decision) -> list[str]:
    return [reason.code for reason in decision.reasons]


def test_allocation_up_to_the_last_dong_is_accepted() -> None:
    decision = check_allocation(LINE, Entry(2021, 500_000_000))
    assert decision.ok and decision.remaining == 0 and not decision.reasons


def test_allocation_over_the_budget_is_refused_and_names_what_remains() -> None:
    account = replace(LINE, allocated=(Entry(2021, 250_000_000),))
    decision = check_allocation(account, Entry(2022, 250_000_001))
    assert not decision.ok and decision.remaining == 250_000_000
    assert decision.reasons[0].sentence_vi.startswith(
        "Chỉ còn 250.000.000 đồng chưa phân bổ của nguồn “Ngân sách nhà nước”, dòng “Đào tạo chuyên gia”;"
    )
    assert "Phân bổ" in decision.clause


def test_earlier_reductions_free_the_budget_again() -> None:
    account = replace(LINE, allocated=(Entry(2021, 500_000_000), Entry(2021, -100_000_000)))
    assert check_allocation(account, Entry(2022, 100_000_000)).ok


def test_allocation_over_the_ceiling_of_its_year_is_refused() -> None:
    account = replace(LINE, ceilings={2021: 100_000_000}, allocated=(Entry(2021, 60_000_000),))
    refused = check_allocation(account, Entry(2021, 40_000_001))
    assert _codes(refused) == ["over_year_ceiling"] and refused.remaining == 40_000_000
    assert "40.000.000 đồng" in refused.reasons[0].sentence_vi
    assert check_allocation(account, Entry(2021, 40_000_000)).ok
    assert check_allocation(account, Entry(2022, 300_000_000)).ok


def test_allocation_without_a_budget_is_refused_because_unknown_is_not_zero() -> None:
    decision = check_allocation(replace(LINE, budgeted=None), Entry(2021, 1))
    assert _codes(decision) == ["budget_missing"] and decision.remaining is None
    assert _codes(check_allocation(replace(LINE, budgeted=0), Entry(2021, 1))) == ["over_budget"]


def test_allocation_is_not_reduced_under_what_was_paid() -> None:
    account = replace(LINE, allocated=(Entry(2021, 300_000_000),), paid=(Entry(2021, 200_000_000),))
    decision = check_allocation(account, Entry(2021, -100_000_001))
    assert _codes(decision) == ["under_paid"]
    assert "đã giải ngân 200.000.000 đồng" in decision.reasons[0].sentence_vi
    assert "tối đa 100.000.000 đồng" in decision.reasons[0].sentence_vi
    assert check_allocation(account, Entry(2021, -100_000_000)).ok


def test_reduction_in_a_year_without_allocation_is_refused() -> None:
    account = replace(LINE, allocated=(Entry(2021, 300_000_000),))
    assert _codes(check_allocation(account, Entry(2022, -1))) == ["under_paid"]


def test_reduction_of_an_allocation_that_exceeds_a_lowered_budget_is_accepted() -> None:
    account = replace(LINE, budgeted=100, allocated=(Entry(2021, 150),))
    assert check_allocation(account, Entry(2021, -10)).ok
    assert not check_allocation(account, Entry(2021, 10)).ok


def test_payment_within_the_allocation_of_its_year_is_accepted() -> None:
    account = replace(LINE, allocated=(Entry(2021, 300_000_000),), paid=(Entry(2021, 200_000_000),))
    assert check_disbursement(account, Entry(2021, 100_000_000)).remaining == 0


def test_payment_over_the_allocation_is_refused_and_names_what_remains() -> None:
    account = replace(LINE, allocated=(Entry(2021, 300_000_000),), paid=(Entry(2021, 200_000_000),))
    decision = check_disbursement(account, Entry(2021, 100_000_001))
    assert _codes(decision) == ["over_allocation"] and decision.remaining == 100_000_000
    assert "Chỉ còn 100.000.000 đồng đã phân bổ năm 2021" in decision.reasons[0].sentence_vi


def test_money_of_one_year_does_not_pay_another_year_until_carried_over() -> None:
    account = replace(LINE, allocated=(Entry(2021, 300_000_000),))
    assert not check_disbursement(account, Entry(2022, 1)).ok
    back = Entry(2021, -300_000_000)
    assert check_allocation(account, back).ok
    account = replace(account, allocated=(*account.allocated, back))
    forward = Entry(2022, 300_000_000)
    assert check_allocation(account, forward).ok
    account = replace(account, allocated=(*account.allocated, forward))
    assert check_disbursement(account, Entry(2022, 300_000_000)).ok


def test_recovery_is_accepted_only_up_to_what_was_paid() -> None:
    account = replace(LINE, allocated=(Entry(2021, 300),), paid=(Entry(2021, 200),))
    assert check_disbursement(account, Entry(2021, -200)).ok
    assert _codes(check_disbursement(account, Entry(2021, -201))) == ["recovery_over_paid"]
    assert not check_disbursement(account, Entry(2022, -1)).ok


@pytest.mark.parametrize("check", [check_allocation, check_disbursement])
def test_zero_and_a_year_outside_the_phase_are_refused(check) -> None:
    account = replace(LINE, allocated=(Entry(2021, 5), Entry(2026, 5)))
    assert _codes(check(account, Entry(2021, 0))) == ["amount_zero"]
    assert _codes(check(account, Entry(2026, 5))) == ["year_outside_phase"]


YEARS = st.integers(2021, 2023)
AMOUNTS = st.integers(-60, 60)


@settings(max_examples=200, deadline=None)
@given(
    st.lists(st.tuples(st.booleans(), YEARS, AMOUNTS), max_size=25),
    st.integers(0, 150),
    st.dictionaries(YEARS, st.integers(0, 60)),
)
def test_accepted_entries_never_break_the_order_of_money(entries, budgeted, ceilings) -> None:
    account = LineAccount("d", "n", budgeted, ceilings=ceilings)
    for pays, year, amount in entries:
        entry = Entry(year, amount)
        decision = (check_disbursement if pays else check_allocation)(account, entry)
        assert decision.ok == (not decision.reasons)
        assert decision.remaining is not None and decision.remaining >= 0
        if not decision.ok:
            continue
        if pays:
            account = replace(account, paid=(*account.paid, entry))
        else:
            account = replace(account, allocated=(*account.allocated, entry))
        assert sum(e.amount for e in account.allocated) <= budgeted
        for each in (2021, 2022, 2023):
            allocated = sum(e.amount for e in account.allocated if e.year == each)
            paid = sum(e.amount for e in account.paid if e.year == each)
            assert 0 <= paid <= allocated <= ceilings.get(each, allocated)
