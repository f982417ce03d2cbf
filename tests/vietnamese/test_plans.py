"""What the room finds in the five real plans, against their checked readings."""

from pathlib import Path
from typing import Any

import pytest
import yaml

from nscl.vietnamese import find_amount_words, find_amounts, find_dates, find_document_numbers, find_province

NAMES = ["hung-yen", "lam-dong", "lang-son", "lao-cai", "nam-dinh"]


@pytest.fixture(params=NAMES)
def plan(request: pytest.FixtureRequest, shared: Path) -> tuple[str, dict[str, Any]]:
    text = (shared / "plans" / f"{request.param}.txt").read_text(encoding="utf-8")
    return text, yaml.safe_load(
        (shared / "plans" / "gold" / f"{request.param}.yaml").read_text(encoding="utf-8")
    )


def test_the_number_in_the_header_is_found(plan: tuple[str, dict[str, Any]]) -> None:
    text, gold = plan
    numbers = find_document_numbers(text)
    if gold["plan"]["number"]:
        assert numbers[0].normal == gold["plan"]["number"]
        assert numbers[0].well_formed
    elif gold["plan"]["number_printed"]:
        assert numbers[0].is_blank
    if gold["plan"]["number_in_appendix"]:
        assert numbers[-1].normal == gold["plan"]["number_in_appendix"]


def test_every_legal_basis_is_found_in_its_proper_form(plan: tuple[str, dict[str, Any]]) -> None:
    text, gold = plan
    found = {number.normal for number in find_document_numbers(text)}
    assert {basis["ref_normal"] for basis in gold["legal_bases"]} <= found


def test_the_date_in_the_header_and_those_of_the_bases_are_found(plan: tuple[str, dict[str, Any]]) -> None:
    text, gold = plan
    dates = find_dates(text)
    if gold["plan"]["date"]:
        assert str(dates[0].date) == str(gold["plan"]["date"])
    elif gold["plan"]["date_partial"]:
        assert (dates[0].date, dates[0].partial) == (None, gold["plan"]["date_partial"])
    assert {str(basis["date"]) for basis in gold["legal_bases"] if basis["date"]} <= {
        str(m.date) for m in dates
    }
    assert all(match.problem is None for match in dates)


def test_figures_and_words_of_the_total_are_found(plan: tuple[str, dict[str, Any]]) -> None:
    text, gold = plan
    budget = gold["budget"]
    amounts = find_amounts(text)
    if budget["total_printed"]:
        assert (amounts[0].printed, amounts[0].vnd) == (budget["total_printed"], budget["total_printed_vnd"])
    else:
        assert amounts == []
    words = [(match.text, match.value) for match in find_amount_words(text)]
    assert words == ([(budget["total_words"], budget["total_words_vnd"])] if budget["total_words"] else [])
    assert not any(match.ambiguous for match in amounts)


def test_the_province_is_known_then_and_now(plan: tuple[str, dict[str, Any]]) -> None:
    from datetime import date

    _, gold = plan
    before, now = gold["plan"]["province_at_issue"], gold["plan"]["province_now"]
    then = find_province(before["name"], date(2021, 4, 1))
    today = find_province(now["name"], date(2026, 11, 1))
    assert then is not None and then.code == before["gso_code_2020"]
    assert today is not None and today.code == now["gso_code_2025"]
