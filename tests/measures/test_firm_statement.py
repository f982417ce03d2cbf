"""A statement is read line by line, and what does not add up is named with its place."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nscl.measures import MeasureError, method
from nscl.measures.errors import Inconsistent, MissingField, UnknownField, WrongType
from nscl.measures.firm import regime_table, statement
from nscl.measures.firm.money import amount, unit_of
from nscl.measures.firm.regimes import REGIMES

amounts = st.integers(0, 10**13)


def whole_statement(**change: int) -> dict[str, int]:
    """A TT200 statement whose sums hold, with some lines changed."""
    lines = {"01": 1000, "02": 20, "10": 980, "11": 600, "20": 380, "21": 30, "22": 50, "23": 40, "25": 60}
    lines |= {"26": 80, "30": 220, "31": 10, "32": 5, "40": 5, "50": 225, "51": 45, "52": 0, "60": 180}
    return {code: value * 1_000_000_000 for code, value in (lines | change).items()}


def codes(result: Any) -> list[str]:
    return [finding.code for finding in result.findings]


def test_a_sound_statement_has_no_finding() -> None:
    read = statement(regime="tt200", lines=whole_statement(), workers=900)
    assert read.consistent and read.findings == () and read.verified
    assert read.fields["pre_tax_profit"] == 225_000_000_000
    assert all(check.holds for check in read.identities)


@settings(deadline=None, max_examples=50)
@given(st.tuples(*[amounts] * 9))
def test_subtotals_follow_from_the_detail_lines_whatever_they_are(details: tuple[int, ...]) -> None:
    sales, less, cogs, income, expense, selling, admin, other, cost = details
    lines = dict(zip(["01", "02", "11", "21", "22", "25", "26", "31", "32"], details, strict=True))
    fields = statement(regime="tt200", lines=lines).fields
    profit = sales - less - cogs + income - expense - selling - admin
    assert fields["reported_operating_profit"] == profit
    assert fields["pre_tax_profit"] == profit + other - cost


@pytest.mark.parametrize("code", ["10", "20", "30", "40", "50", "60"])
def test_a_wrong_total_is_named_by_its_line(code: str) -> None:
    lines = whole_statement()
    lines[code] += 7
    read = statement(regime="tt200", lines=lines)
    broken = [finding for finding in read.findings if finding.code == "identity_broken"]
    assert f"lines.{code}" in [finding.field for finding in broken]
    assert not read.consistent
    with pytest.raises(Inconsistent) as refusal:
        statement(regime="tt200", lines=lines, strict=True)
    assert refusal.value.field == broken[0].field


def test_a_rounded_statement_is_not_accused() -> None:
    """In million đồng every figure may be off by a half: 2.4 − 1.4 is printed 2 − 1 = 1."""
    read = statement(regime="tt200", unit="million", lines={"10": 2004, "11": 1001, "20": 1002})
    assert read.consistent and read.identities[1].difference == -1_000_000
    assert not statement(
        regime="tt200", unit="million", lines={"10": 2004, "11": 1001, "20": 1002}, tolerance=0
    ).consistent


def test_a_blank_line_is_not_zero_unless_said_so() -> None:
    lines = {"50": 225, "51": 45, "60": 180}
    unjudged = statement(regime="tt200", lines=lines).identities[-1]
    assert (unjudged.holds, unjudged.missing) == (None, ("52",))
    read = statement(regime="tt200", lines=lines, blank_is_nil=True)
    assert [check.holds for check in read.identities if check.identity.startswith("60")] == [True]
    assert "deferred_tax" not in read.fields


def test_line_24_means_another_thing_in_each_circular() -> None:
    lines = {"20": 100, "21": 0, "22": 0, "24": 30, "30": 70}
    small = statement(regime="tt133", lines=lines)
    assert small.consistent and small.fields["selling_admin_expense"] == 30
    large = statement(regime="tt200", lines={**lines, "25": 0, "26": 60, "30": 70})
    assert large.consistent and large.fields["associates_profit"] == 30


def test_signs_and_parts_are_looked_at() -> None:
    read = statement(regime="tt200", lines={"22": 50, "23": 60, "25": -5, "222": 900, "223": 400})
    assert {(finding.code, finding.field) for finding in read.findings} == {
        ("part_above_whole", "lines.23"),
        ("sign", "lines.25"),
        ("sign", "lines.223"),
    }


@pytest.mark.parametrize(("unit", "suspected"), [("dong", False), ("thousand", True), ("million", True)])
def test_a_thousandfold_unit_error_shows_in_revenue_per_worker(unit: str, suspected: bool) -> None:
    """2 tỷ đồng a worker a year is plausible; the same digits read as thousands are not."""
    read = statement(regime="tt200", unit=unit, lines={"10": 100_000_000_000}, workers=50)
    assert ("unit_suspect" in codes(read)) is suspected


def test_the_suspected_unit_is_guessed() -> None:
    read = statement(regime="tt200", unit="dong", lines={"10": 100_000}, workers=50)
    assert "triệu đồng" in read.findings[0].sentence_vi
    low = statement(regime="tt200", lines={"10": 10**9}, workers=50, peer_medians={"small": 2e7})
    assert codes(low) == []


def test_people_pay_and_assets_are_held_against_each_other() -> None:
    lines = {"labour_cost": 0, "depreciation": 5, "222": 0}
    read = statement(regime="tt200", lines=lines, opening={"222": 0}, workers=5)
    assert codes(read) == ["labour_cost_zero", "depreciation_without_assets"]
    poor = statement(
        regime="tt200", lines={"labour_cost": 240_000_000}, workers=10, minimum_wage=3_450_000
    ).findings
    assert [(finding.code, finding.found) for finding in poor] == [("below_minimum_wage", 2_000_000)]
    paid = statement(regime="tt200", lines={"labour_cost": 960_000_000}, workers=10, minimum_wage=3_450_000)
    assert paid.findings == ()


def test_a_jump_on_the_year_before_is_pointed_out() -> None:
    read = statement(regime="tt200", lines={"01": 310, "11": 30}, previous={"01": 100, "11": 100})
    assert [(one.code, one.field) for one in read.findings] == [
        ("year_on_year_jump", "lines.01"),
        ("year_on_year_jump", "lines.11"),
    ]
    assert statement(regime="tt200", lines={"01": 300}, previous={"01": 100}).findings == ()


def test_stocks_have_an_opening_and_a_closing() -> None:
    fields = statement(regime="tt200", lines={"wip": 5, "222": 9}, opening={"wip": 3, "222": 8}).fields
    assert fields == {
        "wip_opening": 3,
        "wip_closing": 5,
        "tangible_cost_opening": 8,
        "tangible_cost_closing": 9,
    }
    with pytest.raises(UnknownField) as refusal:
        statement(regime="tt200", lines={"01": 1}, opening={"01": 3})
    assert refusal.value.field == "opening.01"


def test_money_is_whole_dong_and_exact_beyond_what_a_float_holds() -> None:
    big = 90_071_992_547_409_93
    assert statement(regime="tt200", lines={"01": big, "02": 0}).fields["net_revenue"] == big
    with pytest.raises(WrongType) as refusal:
        statement(regime="tt200", lines={"01": 1.5})
    assert refusal.value.field == "lines.01"
    assert statement(regime="tt200", unit="million", lines={"01": 1.5}).fields["gross_revenue"] == 1_500_000
    assert amount(0.1, "x", unit_of("billion")) == 100_000_000


def test_a_regime_nobody_has_checked_needs_its_table() -> None:
    with pytest.raises(MissingField) as refusal:
        statement(regime="tt99", lines={"10": 1})
    assert refusal.value.field == "regime_table"
    table = {
        "version": "draft",
        "lines": [{"code": "A", "field": "x"}, {"code": "B", "field": "y"}, {"code": "C", "field": "z"}],
        "identities": ["C=A-B"],
    }
    read = statement(regime="tt99", lines={"A": 5, "B": 3}, regime_table=table)
    assert read.fields["z"] == 2 and not read.verified
    assert "unverified_lines" in [caution.code for caution in read.warnings]


@pytest.mark.parametrize(
    ("table", "field"),
    [
        ({"lines": [{"code": "A", "field": "x"}, {"code": "A", "field": "y"}]}, "regime_table.lines[1].code"),
        (
            {"lines": [{"code": "A", "field": "x"}, {"code": "B", "field": "x"}]},
            "regime_table.lines[1].field",
        ),
        ({"lines": [{"code": "A", "field": "x"}], "identities": ["A=B"]}, "regime_table.identities[0]"),
        ({"lines": [{"code": "A", "field": "x", "sign": "?"}]}, "regime_table.lines[0].sign"),
        ({"lines": [{"code": "A"}]}, "regime_table.lines[0].field"),
        ({"lines": []}, "regime_table.lines"),
        ({"lines": [{"code": "A", "field": "x"}], "identities": "A=A"}, "regime_table.identities"),
    ],
)
def test_an_own_table_is_checked(table: dict[str, Any], field: str) -> None:
    with pytest.raises(MeasureError) as refusal:
        regime_table(regime="tt200", regime_table=table)
    assert refusal.value.field == field


def test_every_table_is_sound_data() -> None:
    for regime in REGIMES.values():
        assert len(set(regime.codes)) == len(regime.codes)
        assert len({line.field for line in regime.lines}) == len(regime.lines)
        for one in regime.identities:
            assert {one.total, *(code for _, code in one.terms)} <= set(regime.codes)
        printed = method.run("firm.regime", {"regime": regime.id}).as_json()
        assert [line["code"] for line in printed["lines"]] == regime.codes


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"lines": {}}, "lines"),
        ({"lines": {"01": None}}, "lines"),
        ({"lines": {"01": True}}, "lines.01"),
        ({"lines": {"01": "12"}}, "lines.01"),
        ({"lines": {"99": 1}}, "lines.99"),
        ({"lines": {"01": float("nan")}}, "lines.01"),
        ({"lines": {"01": 10**400}}, "lines.01"),
        ({"lines": {"01": 10**19}}, "lines.01"),
        ({"lines": [1]}, "lines"),
        ({"unit": "usd"}, "unit"),
        ({"workers": -1}, "workers"),
        ({"months": 0}, "months"),
        ({"jump": 1}, "jump"),
        ({"peer_medians": {"huge": 1}}, "peer_medians.huge"),
        ({"regime": "vas"}, "regime"),
        ({"strict": 1}, "strict"),
    ],
)
def test_impossible_statements_are_refused_by_name(change: dict[str, Any], field: str) -> None:
    with pytest.raises(MeasureError) as refusal:
        method.run("firm.statement", {"regime": "tt200", "lines": {"01": 1}, **change})
    assert refusal.value.field == field
