"""Value added by both roads: the identities, the reconciliation, and what may be missing."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nscl.measures import MeasureError, method
from nscl.measures.errors import Inconsistent, MissingField, WrongType
from nscl.measures.firm import household, value_added

money = st.integers(0, 10**14)
BOTH = {"operating_profit": 100, "labour_cost": 500, "depreciation": 400, "output": 3000}


def gap(bims: int, **more: Any) -> Any:
    """Addition is 1,000; subtraction is 3,000 − bims."""
    return value_added(**BOTH, bims=bims, **more)


@settings(deadline=None, max_examples=50)
@given(st.tuples(*[money] * 8))
def test_books_that_hold_together_reconcile_to_the_dong(figures: tuple[int, ...]) -> None:
    """Costs by nature = costs by function + change in stocks, so both roads meet exactly."""
    revenue, stock, materials, services, other, wages, wear, taxes = figures
    by_nature = materials + services + other + wages + wear + taxes
    cogs_selling_admin = by_nature - stock  # what was not left in stock was sold
    made = value_added(
        unit="dong",
        operating_profit=revenue - cogs_selling_admin,
        labour_cost=wages,
        depreciation=wear,
        production_taxes=taxes,
        net_revenue=revenue,
        inventory_change=stock,
        materials=materials,
        outside_services=services,
        other_cash=other,
    )
    assert made.difference == 0 and made.status == "reconciled"
    assert made.va_addition == made.va_subtraction == made.value_added
    assert sum(made.components.values()) == made.value_added
    assert all(isinstance(value, int) for value in made.components.values())


@settings(deadline=None, max_examples=50)
@given(st.tuples(*[money] * 8))
def test_full_less_core_is_the_financial_and_other_lines(figures: tuple[int, ...]) -> None:
    gross, selling, admin, income, expense, other, cost, wages = figures
    interest = expense // 2
    made = value_added(
        gross_profit=gross,
        selling_expense=selling,
        admin_expense=admin,
        pre_tax_profit=gross - selling - admin + income - expense + other - cost,
        interest=interest,
        labour_cost=wages,
        depreciation=7,
        financial_income=income,
        financial_expense=expense,
        other_income=other,
        other_expense=cost,
    )
    assert made.va_full is not None and made.va_addition is not None
    assert made.va_full - made.va_addition == made.bridge
    assert "bridge_broken" not in [caution.code for caution in made.warnings]


@pytest.mark.parametrize(
    ("bims", "status"), [(2000, "reconciled"), (2020, "reconciled"), (2021, "warning"), (2050, "warning")]
)
def test_the_gap_is_judged_at_two_and_five_percent(bims: int, status: str) -> None:
    made = gap(bims)
    assert made.status == status
    assert made.difference_pct == pytest.approx((bims - 2000) / 10)
    assert ("reconciliation_gap" in [one.code for one in made.warnings]) is (status == "warning")


def test_a_gap_above_five_percent_stops_until_a_reason_is_given() -> None:
    with pytest.raises(Inconsistent) as refusal:
        gap(2051)
    assert refusal.value.field == "reason" and "5,1 %" in refusal.value.message
    made = gap(2051, reason="Hàng gửi bán chưa quyết toán")
    assert (made.status, made.reason) == ("accepted_with_reason", "Hàng gửi bán chưa quyết toán")
    assert gap(2051, stop_pct=6).status == "warning"
    assert gap(1949, reason="x").difference_pct == pytest.approx(5.1)


def test_core_wins_over_full_and_full_over_nothing() -> None:
    full = {"pre_tax_profit": 150, "interest": 30, "labour_cost": 500, "depreciation": 400}
    assert value_added(**full).value_added == 1080
    both = value_added(**full, operating_profit=100)
    assert (both.va_addition, both.va_full, both.value_added) == (1000, 1080, 1000)
    assert value_added(output=10, bims=4).status == "one_side_only"


def test_what_is_missing_is_named_and_never_zero() -> None:
    with pytest.raises(MissingField) as refusal:
        value_added(operating_profit=100, labour_cost=500)
    assert refusal.value.field == "depreciation"
    made = value_added(operating_profit=100, labour_cost=500, depreciation=1, net_revenue=5, materials=2)
    assert made.incomplete == {"va_full": ("pre_tax_profit",), "va_subtraction": ("outside_services",)}
    absent = next(one for one in made.assumptions if one.key == "not_stated")
    assert "production_taxes" in str(absent.value)


def test_a_loss_is_shown_as_it_is() -> None:
    made = value_added(operating_profit=-900, labour_cost=500, depreciation=100)
    assert made.value_added == -300
    assert set(made.shares_pct.values()) == {None}
    assert "value_added_not_positive" in [one.code for one in made.warnings]
    assert value_added(output=10, bims=10).value_added == 0


def test_stocks_come_in_pairs() -> None:
    made = value_added(
        net_revenue=100,
        wip_opening=5,
        wip_closing=9,
        finished_goods_opening=20,
        finished_goods_closing=17,
        own_capex=3,
        resale_cost=10,
        materials=40,
        outside_services=5,
        other_cash=2,
    )
    assert (made.output, made.bims, made.value_added) == (94, 47, 47)
    with pytest.raises(MissingField) as refusal:
        value_added(net_revenue=100, wip_opening=5, materials=1, outside_services=1)
    assert refusal.value.field == "wip_closing"


def test_a_statement_flows_into_value_added() -> None:
    lines = {"01": 1000, "02": 0, "11": 700, "25": 50, "26": 50, "21": 0, "22": 10, "23": 8, "31": 0, "32": 0}
    lines |= {"materials": 400, "labour_cost": 200, "depreciation": 100, "outside_services": 100}
    made = method.run(
        "firm.value_added", {"statement": {"regime": "tt200", "unit": "million", "lines": lines}}
    )
    shown = made.as_json()
    assert (shown["va_addition"], shown["va_subtraction"]) == (500_000_000, 500_000_000)
    assert shown["bridge"] == -2_000_000 == shown["va_full"] - shown["va_addition"]
    with pytest.raises(MeasureError) as refusal:
        method.run("firm.value_added", {"statement": {"regime": "tt200", "lines": {"7": 1}}})
    assert refusal.value.field == "statement.lines.7"
    small = {"regime": "minimum", "lines": {"20": 300, "24": 100, "labour_cost": 200, "depreciation": 100}}
    assert method.run("firm.value_added", {"statement": small}).as_json()["value_added"] == 500


def test_decimals_are_exact_without_a_unit_and_refused_in_dong() -> None:
    assert value_added(output=0.3, bims=0.1).value_added == 0.2
    with pytest.raises(WrongType) as refusal:
        value_added(output=0.3, bims=0.1, unit="dong")
    assert refusal.value.field == "output"
    assert value_added(output=0.3, bims=0.1, unit="million").value_added == 200_000


@settings(deadline=None, max_examples=30)
@given(st.sampled_from(["thousand", "million", "billion"]), st.integers(1, 10**6))
def test_the_unit_scales_and_changes_nothing_else(unit: str, profit: int) -> None:
    plain = value_added(operating_profit=profit, labour_cost=5, depreciation=6)
    scaled = value_added(operating_profit=profit, labour_cost=5, depreciation=6, unit=unit)
    scale = {"thousand": 10**3, "million": 10**6, "billion": 10**9}[unit]
    assert scaled.value_added == plain.value_added * scale
    assert scaled.shares_pct == plain.shares_pct


@pytest.mark.parametrize(
    ("given_", "field"),
    [
        ({"output": "5", "bims": 1}, "output"),
        ({"output": True, "bims": 1}, "output"),
        ({"output": [1], "bims": 1}, "output"),
        ({"output": 1e19, "bims": 1}, "output"),
        ({"output": 1, "bims": 1, "depreciation": -1}, "depreciation"),
        ({"output": 1, "bims": 1, "warn_pct": 9}, "warn_pct"),
        ({"output": 1, "bims": 1, "warn_pct": -1}, "warn_pct"),
        ({"output": 1, "bims": 1, "reason": " "}, "reason"),
        ({"output": 1, "bims": 1, "statement": []}, "statement"),
        ({"statement": {"lines": {"01": 1}}}, "statement.regime"),
        ({"statement": {"regime": "tt200", "lines": {"01": 1}, "x": 1}}, "statement.x"),
        ({}, "net_revenue"),
    ],
)
def test_impossible_figures_are_refused_by_name(given_: dict[str, Any], field: str) -> None:
    with pytest.raises(MeasureError) as refusal:
        method.run("firm.value_added", given_)
    assert refusal.value.field in (field, "pre_tax_profit") if not given_ else refusal.value.field == field


def test_a_household_keeps_its_estimates_apart() -> None:
    books = {"revenue": 500_000_000, "materials": 300_000_000, "hired_wages": 40_000_000, "workers": 2}
    plain = household(**books, unit="dong")
    assert (plain.value_added, plain.labour_share_pct, plain.imputed) == (200_000_000, None, False)
    assert plain.labour_productivity == 100_000_000
    guessed = household(**books, imputed_owner_labour=84_000_000, unit="dong")
    assert guessed.labour_share_pct == pytest.approx(62.0)
    assert [one.code for one in guessed.warnings] == ["imputed_owner_labour"]
    assert guessed.mixed_income == plain.mixed_income == 160_000_000
    after_costs = household(**books, outside_services=10_000_000, taxes=2_000_000, depreciation=3_000_000)
    assert (after_costs.value_added, after_costs.mixed_income) == (190_000_000, 145_000_000)


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"workers": 0}, "workers"),
        ({"revenue": -1}, "revenue"),
        ({"owners": 3, "wage_per_owner": 1}, "owners"),
        ({"owners": 1}, "wage_per_owner"),
        ({"owners": 1, "wage_per_owner": 1, "imputed_owner_labour": 1}, "imputed_owner_labour"),
    ],
)
def test_an_impossible_household_is_refused(change: dict[str, Any], field: str) -> None:
    with pytest.raises(MeasureError) as refusal:
        method.run("firm.household", {"revenue": 9, "materials": 4, "workers": 2, **change})
    assert refusal.value.field == field
