"""Size classes by Article 5 of Decree 80/2021/NĐ-CP; each row quotes its clause."""

from decimal import Decimal
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nscl.policy.enterprise_size import (
    RULE,
    SIZE_NAMES,
    THRESHOLDS,
    InvalidFacts,
    SizeFacts,
    UnknownIndustry,
    classify_size,
    is_sme,
    sector_of_vsic,
)

BN = 10**9
RANKS = {"micro": 0, "small": 1, "medium": 2, "large": 3}

# sector, workers, revenue, capital (billions; None unknown), size, clause
CASES = [
    # Clause 1: micro. Agriculture and industry: 10 people, 3 bn of revenue or 3 bn of capital.
    ("industry", 10, 3, 3, "micro", "khoản 1 Điều 5"),
    ("agriculture", 10, 3, 999, "micro", "khoản 1 Điều 5"),
    ("industry", 10, 999, 3, "micro", "khoản 1 Điều 5"),
    ("industry", 0, 0.001, 0, "micro", "khoản 1 Điều 5"),
    ("trade", 10, 10, 3, "micro", "khoản 1 Điều 5"),
    ("trade", 10, 10, 999, "micro", "khoản 1 Điều 5"),
    ("trade", 10, 999, 3, "micro", "khoản 1 Điều 5"),
    # Clause 2: small, when not micro. 100 people, 50 or 20 bn; trade: 50 people, 100 or 50 bn.
    ("industry", 11, 3, 3, "small", "khoản 2 Điều 5"),
    ("industry", Decimal("10.5"), 3, 3, "small", "khoản 2 Điều 5"),
    ("industry", 10, 3.000000001, 3.000000001, "small", "khoản 2 Điều 5"),
    ("industry", 100, 50, 999, "small", "khoản 2 Điều 5"),
    ("agriculture", 100, 999, 20, "small", "khoản 2 Điều 5"),
    ("trade", 10, 10.000000001, 3.000000001, "small", "khoản 2 Điều 5"),
    ("trade", 11, 1, 1, "small", "khoản 2 Điều 5"),
    ("trade", 50, 100, 999, "small", "khoản 2 Điều 5"),
    ("trade", 50, 999, 50, "small", "khoản 2 Điều 5"),
    # Clause 3: medium, when not small. 200 people, 200 or 100 bn; trade: 100 people, 300 or 100 bn.
    ("industry", 101, 1, 1, "medium", "khoản 3 Điều 5"),
    ("industry", 5, 50.000000001, 20.000000001, "medium", "khoản 3 Điều 5"),
    ("industry", 200, 200, 999, "medium", "khoản 3 Điều 5"),
    ("agriculture", 200, 999, 100, "medium", "khoản 3 Điều 5"),
    ("trade", 51, 1, 1, "medium", "khoản 3 Điều 5"),
    ("trade", 5, 100.000000001, 50.000000001, "medium", "khoản 3 Điều 5"),
    ("trade", 100, 300, 999, "medium", "khoản 3 Điều 5"),
    ("trade", 100, 999, 100, "medium", "khoản 3 Điều 5"),
    # Beyond all three: large.
    ("industry", 201, 1, 1, "large", "ngoài khoản 1, 2 và 3 Điều 5"),
    ("industry", 200, 200.000000001, 100.000000001, "large", "ngoài khoản 1, 2 và 3 Điều 5"),
    ("trade", 101, 1, 1, "large", "ngoài khoản 1, 2 và 3 Điều 5"),
    ("trade", 1, 300.000000001, 100.000000001, "large", "ngoài khoản 1, 2 và 3 Điều 5"),
    # A figure that is not known, and does not matter.
    ("industry", 80, 45, None, "small", "khoản 2 Điều 5"),
    ("industry", 80, None, 20, "small", "khoản 2 Điều 5"),
    ("industry", 10, 3, None, "micro", "khoản 1 Điều 5"),
    ("industry", 201, None, None, "large", "ngoài khoản 1, 2 và 3 Điều 5"),
    ("trade", 101, None, None, "large", "ngoài khoản 1, 2 và 3 Điều 5"),
    ("industry", None, 999, 999, "large", "ngoài khoản 1, 2 và 3 Điều 5"),
    (None, 201, None, None, "large", "ngoài khoản 1, 2 và 3 Điều 5"),
    (None, 10, 3, None, "micro", "khoản 1 Điều 5"),
    (None, 40, 45, None, "small", "khoản 2 Điều 5"),
]  # fmt: skip


def vnd(billions: float | None) -> int | None:
    return None if billions is None else round(Decimal(str(billions)) * BN)


def facts(sector, workers, revenue, capital, first_year: bool = False) -> SizeFacts:
    return SizeFacts(sector, workers, vnd(revenue), vnd(capital), first_year)


@pytest.mark.parametrize(("sector", "workers", "revenue", "capital", "size", "clause"), CASES)
def test_size_is_what_the_row_says(sector, workers, revenue, capital, size: str, clause: str) -> None:
    verdict = classify_size(facts(sector, workers, revenue, capital))
    assert (verdict.size, verdict.clause) == (size, f"{clause} Nghị định 80/2021/NĐ-CP")
    assert verdict.possible == (size,) and verdict.missing == () and verdict.rule == RULE
    assert verdict.reasons and not any(reason.withholds for reason in verdict.reasons)


@pytest.mark.parametrize(
    ("sector", "workers", "revenue", "capital", "possible", "missing"),
    [
        ("industry", None, 3, 3, ("micro", "small", "medium", "large"), ("workers",)),
        ("industry", 10, None, None, ("micro", "small", "medium", "large"), ("revenue_vnd", "capital_vnd")),
        ("industry", 10, 4, None, ("micro", "small"), ("capital_vnd",)),
        ("industry", 10, None, 4, ("micro", "small"), ("revenue_vnd",)),
        ("trade", 8, 20, None, ("micro", "small"), ("capital_vnd",)),
        ("industry", 100, 60, None, ("small", "medium"), ("capital_vnd",)),
        ("industry", 150, 300, None, ("medium", "large"), ("capital_vnd",)),
        (None, 60, 1, 1, ("small", "medium"), ("sector",)),
        (None, 150, 1, None, ("medium", "large"), ("sector",)),
        (None, None, None, None, ("micro", "small", "medium", "large"),
         ("sector", "workers", "revenue_vnd", "capital_vnd")),
    ],
)  # fmt: skip
def test_size_stays_open_when_a_missing_figure_could_change_it(
    sector, workers, revenue, capital, possible, missing
) -> None:
    verdict = classify_size(facts(sector, workers, revenue, capital))
    assert (verdict.size, verdict.possible, verdict.missing) == ("undetermined", possible, missing)
    assert verdict.clause == "Điều 5 Nghị định 80/2021/NĐ-CP"
    assert verdict.reasons[0].withholds and "đề nghị bổ sung" in verdict.reasons[0].sentence_vi


def test_the_reason_names_what_is_open_and_what_to_add() -> None:
    reason = classify_size(SizeFacts("trade", 8, 20 * BN)).reasons[0]
    assert reason.sentence_vi == "Có thể là siêu nhỏ hoặc nhỏ; đề nghị bổ sung tổng nguồn vốn."


def test_the_reasons_say_why_this_size_and_not_the_smaller() -> None:
    verdict = classify_size(SizeFacts("industry", 80, 45 * BN))
    assert [reason.sentence_vi for reason in verdict.reasons] == [
        "Đủ tiêu chí nhỏ: lao động không quá 100 người, doanh thu không quá 50.000.000.000 đồng.",
        "Vượt mức siêu nhỏ: 80 lao động, quá 10 người.",
    ]
    large = classify_size(SizeFacts("industry", 5, 999 * BN, 999 * BN)).reasons
    assert [reason.sentence_vi for reason in large] == [
        "Vượt mức vừa: doanh thu quá 200.000.000.000 đồng và nguồn vốn quá 100.000.000.000 đồng.",
    ]


@pytest.mark.parametrize(
    ("first_year", "revenue", "size"),
    [(True, None, "medium"), (True, 1, "medium"), (False, 0, "medium"), (False, 1, "micro")],
)
def test_without_a_year_or_any_revenue_labour_and_capital_decide(
    first_year: bool, revenue, size: str
) -> None:
    """Article 9, clause 2."""
    verdict = classify_size(facts("industry", 10, revenue, 25, first_year))
    assert verdict.size == size
    assert ("capital_only" in [reason.code for reason in verdict.reasons]) == (size == "medium")


def test_a_first_year_without_capital_stays_open() -> None:
    verdict = classify_size(facts("industry", 10, 1, None, first_year=True))
    assert verdict.size == "undetermined" and verdict.missing == ("capital_vnd",)


def test_negative_figures_are_refused() -> None:
    for negative in (SizeFacts(workers=-1), SizeFacts(revenue_vnd=-1), SizeFacts(capital_vnd=-1)):
        with pytest.raises(InvalidFacts, match="không được âm"):
            classify_size(negative)


def test_the_inputs_are_kept_as_judged_and_can_be_stored() -> None:
    import json

    verdict = classify_size(SizeFacts("trade", Decimal("12.5"), None, 3 * BN))
    assert json.loads(json.dumps(dict(verdict.inputs))) == {
        "sector": "trade",
        "workers": "12.5",
        "revenue_vnd": None,
        "capital_vnd": 3 * BN,
        "first_year": False,
    }


def test_sme_is_told_even_where_the_class_is_open() -> None:
    assert is_sme(classify_size(SizeFacts("trade", 8, 20 * BN))) is True
    assert is_sme(classify_size(SizeFacts("trade", 101))) is False
    assert is_sme(classify_size(SizeFacts("industry", 150, 300 * BN))) is None


def test_every_threshold_names_its_instrument_and_first_day() -> None:
    assert {(row.size, sector) for row in THRESHOLDS for sector in row.sectors} == set(
        product(("micro", "small", "medium"), ("agriculture", "industry", "trade"))
    )
    assert all(
        row.instrument == "80/2021/NĐ-CP" and row.valid_from.isoformat() == "2021-10-15" for row in THRESHOLDS
    )


# ── Properties ─────────────────────────────────────────────────────────

SECTORS = st.sampled_from(["agriculture", "industry", "trade"])
WORKERS = st.sampled_from([0, 1, 10, 11, 50, 51, 100, 101, 200, 201, 5000])
MONEY = st.sampled_from([1, 3, 4, 10, 20, 21, 50, 51, 100, 101, 200, 300, 301, 10**4]).map(lambda bn: bn * BN)


@given(SECTORS, WORKERS, MONEY, MONEY, MONEY)
def test_more_of_anything_never_makes_an_enterprise_smaller(sector, workers, revenue, capital, more) -> None:
    base = RANKS[classify_size(SizeFacts(sector, workers, revenue, capital)).size]
    for bigger in (
        SizeFacts(sector, workers + 40, revenue, capital),
        SizeFacts(sector, workers, revenue + more, capital),
        SizeFacts(sector, workers, revenue, capital + more),
    ):
        assert RANKS[classify_size(bigger).size] >= base


@given(st.none() | SECTORS, st.none() | WORKERS, st.none() | MONEY, st.none() | MONEY)
def test_what_is_possible_holds_whatever_the_missing_figures_turn_out_to_be(
    sector, workers, revenue, capital
) -> None:
    """The verdict on partial figures against an exhaustive filling-in of them."""
    verdict = classify_size(SizeFacts(sector, workers, revenue, capital))
    filled = {
        classify_size(SizeFacts(s, w, r, c)).size
        for s in ([sector] if sector else ["agriculture", "industry", "trade"])
        for w in ([workers] if workers is not None else [1, 11, 51, 101, 201])
        for r in ([revenue] if revenue else [BN, 4 * BN, 60 * BN, 150 * BN, 250 * BN, 10**4 * BN])
        for c in ([capital] if capital else [BN, 4 * BN, 30 * BN, 60 * BN, 10**4 * BN])
    }
    assert set(verdict.possible) == filled
    assert (verdict.size == "undetermined") == (len(filled) > 1) == bool(verdict.missing)
    assert verdict.size in SIZE_NAMES


# ── Sectors ────────────────────────────────────────────────────────────


@pytest.mark.parametrize("version", ["2018", "2025"])
@pytest.mark.parametrize(
    ("code", "sector"),
    [
        ("A", "agriculture"), ("01", "agriculture"), ("0118", "agriculture"), ("03222", "agriculture"),
        ("B", "industry"), ("05", "industry"), ("C", "industry"), ("1079", "industry"), ("C1079", "industry"),
        ("c.10", "industry"), ("35", "industry"), ("39", "industry"), ("F", "industry"), ("4390", "industry"),
        ("G", "trade"), ("46", "trade"), ("4711", "trade"), ("62010", "trade"), ("99", "trade"), ("U", "trade"),
    ],
)  # fmt: skip
def test_sector_of_an_industry_code(code: str, sector: str, version: str) -> None:
    assert sector_of_vsic(code, version) == sector


def test_versions_differ_in_their_last_section_and_in_the_repair_of_cars() -> None:
    assert sector_of_vsic("V", "2025") == sector_of_vsic("4520", "2018") == "trade"
    for code, version in (("V", "2018"), ("4520", "2025")):
        with pytest.raises(UnknownIndustry, match=f"Không có mã ngành “{code}”"):
            sector_of_vsic(code, version)


def test_there_are_as_many_divisions_as_each_decision_lists() -> None:
    def divisions(version: str) -> int:
        found = 0
        for number in range(100):
            try:
                sector_of_vsic(f"{number:02d}", version)
            except UnknownIndustry:
                continue
            found += 1
        return found

    assert (divisions("2018"), divisions("2025")) == (88, 87)


@pytest.mark.parametrize(
    ("code", "version"),
    [("", "2018"), ("1", "2018"), ("W", "2025"), ("00", "2018"), ("34", "2018"), ("A10", "2018"), ("123456", "2018"),
     ("chè", "2018"), ("10", "2007"), ("10", "")],
)  # fmt: skip
def test_codes_that_there_are_not_are_refused(code: str, version: str) -> None:
    with pytest.raises(UnknownIndustry, match="hãy|Không có"):
        sector_of_vsic(code, version)
