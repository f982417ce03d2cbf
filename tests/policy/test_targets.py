"""Verdicts of every target form, row by row, and the numbers of the rows against the checked readings."""

from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
import yaml

from nscl.policy.targets import (
    Base,
    InvalidBase,
    InvalidTerms,
    Observation,
    Period,
    TargetTerms,
    assess,
    base_choices,
    decide,
    default_terms,
    outcome_for_children,
)
from tests.policy.cases import CASES, Case
from tests.policy.plan_targets import HORIZONS, TARGETS, terms_of, values

GOLD = Path(__file__).resolve().parents[2] / ".." / "shared" / "plans" / "gold"


def _codes(verdict) -> set[str]:
    return {reason.code for reason in verdict.reasons}


@pytest.mark.parametrize("case", CASES, ids=lambda c: f"{c.id}: {c.says}")
def test_verdict_is_what_the_row_says(case: Case) -> None:
    verdict = assess(case.terms, case.observations, as_of=case.as_of, parent=case.parent)

    assert verdict.state == case.state, verdict
    assert set(case.reasons) <= _codes(verdict), verdict
    assert (verdict.state == "undetermined") == any(r.withholds for r in verdict.reasons)
    if case.position is not None:
        assert verdict.position == case.position, verdict
    if case.achieved is not None:
        assert verdict.achieved is not None and round(verdict.achieved, 6) == Decimal(case.achieved), verdict
    if case.expected is not None:
        assert verdict.expected == Decimal(case.expected), verdict
    assert set(verdict.used) <= {o.id for o in case.observations if o.approved}


def test_rows_cover_every_form_and_every_state() -> None:
    terms = [case.terms for case in CASES]
    assert {t.kind for t in terms} == {
        "count", "at_least", "range", "percent_of", "growth_rate", "per_year", "qualitative"
    }  # fmt: skip
    assert {t.op for t in terms} == {"eq", "ge", "gt", "approx", "approx_gt", "range", "ge_range", None}
    assert {t.count_mode for t in terms} == {"events", "distinct", "latest", "ratio", "state", "average"}
    assert {c.state for c in CASES} == {"met", "on_track", "behind", "not_met", "undetermined"}
    assert {c.position for c in CASES} == {"below", "within", "above", None}
    assert {t.base.kind for t in terms if t.base} == {
        "year", "period", "previous_year", "register", "parent", "given"
    }  # fmt: skip


def _gold_targets() -> list[tuple[dict, dict]]:
    if not GOLD.is_dir():
        pytest.skip("needs the folder `shared` beside the checkout")
    plans = [yaml.safe_load(path.read_text(encoding="utf-8")) for path in sorted(GOLD.glob("*.yaml"))]
    return [(plan["plan"]["horizon"], target) for plan in plans for target in plan["targets"]]


def test_numbers_of_the_rows_are_those_of_the_checked_readings() -> None:
    gold = {target["id"]: (horizon, target) for horizon, target in _gold_targets()}
    for id, restated in TARGETS.items():
        horizon, printed = gold[id]
        for key in ("kind", "op", "value", "min", "max", "unit", "period", "deadline", "parent"):
            assert restated.get(key) == printed.get(key), (id, key)
        for key in ("base_status", "base_period", "aggregation", "composition", "additional", "soft"):
            assert restated.get(key) == printed.get(key), (id, key)
        stages = {key: HORIZONS[id[:2]][key] for key in ("from", "to", "phases", "milestones")}
        assert stages == {key: horizon[key] for key in stages}
        # Own words in scope, base and ambiguity must lead to the same terms as the printed ones.
        read, own = default_terms(printed, horizon=horizon), terms_of(id)
        for name in ("count_mode", "rollup", "per_year", "base", "base_required", "period", "deadline"):
            assert getattr(read, name) == getattr(own, name), (id, name)


def test_every_target_of_the_five_plans_gets_terms_and_is_undetermined_without_figures() -> None:
    targets = _gold_targets()
    assert len(targets) == 74
    for horizon, target in targets:
        terms = default_terms(target, horizon=horizon)
        assert terms.count_mode_reason
        verdict = assess(terms, [], as_of=date(2023, 6, 30))
        assert verdict.state == "undetermined", target["id"]
        assert _codes(verdict) & {"no_observation", "base_undecided", "not_started", "no_full_year"}


def test_only_the_open_bases_of_the_five_plans_wait_for_a_decision() -> None:
    waiting = {t["id"] for horizon, t in _gold_targets() if default_terms(t, horizon=horizon).base_required}
    assert waiting == {
        "LS-T1", "LD-Th1", "LC-25-3b", "LC-25-4b", "LC-30-2b", "ND-30-3", "ND-30-4"
    }  # fmt: skip


def test_only_a_doubt_about_the_start_asks_for_a_base() -> None:
    """Whether models also count towards other targets is a doubt, but it leaves this count's start clear."""
    models = {"id": "x", "kind": "count", "op": "eq", "value": 10, "unit": "mô hình", "deadline": 2025}
    start = models | {"ambiguity": "số đến năm 2030 là lũy kế hay thêm vào số đến năm 2025"}
    elsewhere = models | {"ambiguity": "nội dung trong mô hình có tính thêm vào các chỉ tiêu khác hay không"}
    assert default_terms(start, horizon=HORIZONS["LC"]).base_required
    assert not default_terms(elsewhere, horizon=HORIZONS["LC"]).base_required


def test_turns_are_added_and_organisations_are_recounted() -> None:
    same = [Observation(str(y), y, Decimal(1), subjects=frozenset("a"), approved=True) for y in (2021, 2022)]
    turns = assess(terms_of("LD-Td"), same, as_of=date(2022, 12, 31))
    firms = assess(terms_of("LD-Tg"), same, as_of=date(2022, 12, 31))
    assert (turns.achieved, firms.achieved) == (Decimal(2), Decimal(1))


def test_every_figure_opens_to_its_observations_and_steps() -> None:
    verdict = assess(terms_of("LD-Tb1"), values(5, 4, 6), as_of=date(2023, 12, 31))
    assert verdict.used == ("v2021", "v2022", "v2023")
    assert [step.value for step in verdict.steps] == [5, 4, 6, 15]
    assert verdict.steps[-1].formula == "5 + 4 + 6"
    assert verdict.share_pct == Decimal(60)


def test_missed_year_is_named() -> None:
    verdict = assess(terms_of("LC-25-9"), values(2, 1, 2), as_of=date(2023, 12, 31))
    missed = next(r for r in verdict.reasons if r.code == "year_missed")
    assert "2022" in missed.sentence_vi
    assert (verdict.numerator, verdict.denominator) == (Decimal(2), Decimal(3))


def test_missing_year_is_named() -> None:
    observed = [o for o in values(5, 5, 5) if o.year != 2022]
    verdict = assess(terms_of("LD-Tb1"), observed, as_of=date(2023, 12, 31))
    assert any("2022" in r.sentence_vi for r in verdict.reasons if r.withholds)


def test_parent_outcome_carries_what_the_child_needs() -> None:
    parent = terms_of("LC-25-3a")
    reached = [Observation("p", 2025, numerator=Decimal(60), denominator=Decimal(100), approved=True)]
    verdict = assess(parent, reached, as_of=date(2026, 1, 1))
    child = decide(terms_of("LC-25-3b"), Base("parent"), by="lãnh đạo Sở")
    tools = [Observation("c", 2025, numerator=Decimal(30), approved=True)]
    judged = assess(child, tools, as_of=date(2026, 1, 1), parent=outcome_for_children(parent, verdict))
    assert (judged.state, judged.achieved) == ("met", Decimal(50))


def test_decision_of_the_wrong_kind_is_refused() -> None:
    with pytest.raises(InvalidBase, match="LC-25-3b"):
        decide(terms_of("LC-25-3b"), Base("year", year=2020), by="lãnh đạo Sở")
    assert not base_choices(terms_of("HY-T10"))


@pytest.mark.parametrize(
    ("id", "base", "says"),
    [
        ("ND-30-3", Base("year", year=2030), "sau hạn 2030"),
        ("LC-25-4b", Base("year", year=2025), "trước hạn 2025"),
        ("LS-T1", Base("year", year=2018), "năm 2020"),
        ("HY-T10", Base("year", year=2020), "không có gốc"),
    ],
)
def test_decision_whose_years_do_not_fit_is_refused(id: str, base: Base, says: str) -> None:
    with pytest.raises(InvalidBase, match=says):
        decide(terms_of(id), base, by="lãnh đạo Sở")


def test_mean_growth_counts_the_years_since_the_decided_base_year() -> None:
    terms = decide(terms_of("LD-G2"), Base("year", year=2019, value=Decimal(100)), by="lãnh đạo Sở")
    verdict = assess(terms, values(121), as_of=date(2021, 12, 31))
    assert verdict.achieved is not None and round(verdict.achieved, 6) == 10


def test_decision_names_who_took_it() -> None:
    decided = decide(terms_of("ND-30-3"), Base("year", year=2025), by="Giám đốc Sở")
    assert decided.base is not None and decided.base.decided_by == "Giám đốc Sở"


@pytest.mark.parametrize(
    "parts",
    [
        {"kind": "count", "op": "eq", "deadline": 2025},
        {"kind": "count", "op": "eq", "value": Decimal(1)},
        {"kind": "range", "op": "range", "low": Decimal(1), "deadline": 2025},
        {"kind": "range", "op": "range", "low": Decimal(3), "high": Decimal(2), "deadline": 2025},
        {"kind": "qualitative", "op": "eq", "value": Decimal(1), "deadline": 2025},
        {"kind": "count", "op": "eq", "value": Decimal(1), "period": Period(2026, 2030), "deadline": 2025},
        {"kind": "count", "op": None, "value": Decimal(1), "deadline": 2025},
        {"kind": "count", "op": "eq", "value": Decimal(1), "deadline": 2025, "composition": {"a": 0}},
    ],
)
def test_form_whose_numbers_do_not_fit_is_refused(parts: dict) -> None:
    with pytest.raises(InvalidTerms, match="Mục tiêu T"):
        TargetTerms(id="T", **parts)


@pytest.mark.parametrize("kind", ["year", "period", "given"])
def test_base_without_its_part_is_refused(kind: str) -> None:
    with pytest.raises(InvalidTerms):
        Base(kind)  # type: ignore[arg-type]


def test_period_that_ends_before_it_begins_is_refused() -> None:
    with pytest.raises(InvalidTerms, match="2025-2021"):
        Period(2025, 2021)
