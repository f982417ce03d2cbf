"""The written plans: the facts of the gold readings, none of the originals' sentences."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest

from demo.plans import PLANS
from demo.writer import write
from nscl import plandoc
from nscl.vietnamese import fold
from tests.plandoc.gold import amounts, load_gold

NUMBERS = ("kind", "op", "value", "min", "max", "unit", "deadline", "period", "indicator")
# The contradictions that the demo tells of, by plan.
FAULTS = {
    "lao-cai": {("target_conflict", (20, 30)), ("date_mismatch", ("2021", "Hàng năm"))},
    "lam-dong": {("number_mismatch", ("8206/KH-UBND", "806/KH-UBND")), ("missing_appendix", ())},
    "nam-dinh": {("blank_number", ()), ("missing_appendix", ())},
    "lang-son": {("words_mismatch", (9230000, 9230000000)), ("missing_appendix", ())},
    "hung-yen": set(),
}
SHINGLE = 8
LONGEST_RUN = 12  # words in a row that both texts may have, names of documents apart
SHARED_PART = 0.15
# What any text about these plans must repeat: titles, numbers and dates of documents, agencies, sums.
NAMES = re.compile(
    r"(?:quyet dinh|nghi dinh|thong tu(?: lien tich)?|ke hoach) so .{4,60}?(?:chinh phu|tai chinh|ubnd tinh|19 8 2016)"
    r"|chuong trinh quoc gia ho tro doanh nghiep nang cao nang suat va chat luong"
    r"|ho tro to chuc doanh nghiep nang cao .{60,90} hung yen"
    r"|(?:[\d ]+ (?:trieu )?dong )?(?:bang chu )?(?:muoi bay|chin) ty [a-z ]+ trieu dong"
    r"|su nghiep khoa hoc(?: va)? cong nghe|bo khoa hoc va cong nghe|so khoa hoc va cong nghe"
    r"|(?:iso|iec|ts|ohsas|sa|gmp|haccp|tqm)\b[ \d]*"
)


def read(name: str) -> dict[str, Any]:
    return plandoc.read(write(PLANS[name]), filename=PLANS[name].filename).plan


@pytest.mark.parametrize("name", PLANS)
def test_the_same_facts_give_the_same_bytes(name: str) -> None:
    assert write(PLANS[name]) == write(PLANS[name])


@pytest.mark.parametrize("name", PLANS)
def test_every_target_of_the_gold_reading_survives(name: str, shared: Path) -> None:
    gold, found = load_gold(name)["targets"], read(name)["targets"]
    expected = [{key: target[key] for key in NUMBERS} for target in gold]
    assert [{key: target[key] for key in NUMBERS} for target in found] == expected


@pytest.mark.parametrize("name", PLANS)
def test_every_amount_of_the_gold_reading_survives(name: str, shared: Path) -> None:
    assert amounts(read(name)["budget"]) == amounts(load_gold(name)["budget"])


def test_the_total_of_lao_cai_is_35100_million_in_two_sources() -> None:
    budget = read("lao-cai")["budget"]
    assert budget["total_printed_vnd"] == budget["total_words_vnd"] == 35_100_000_000
    assert {source["code"]: source["amount"] for source in budget["sources"] if source["amount"]} == {
        "state_budget.science": 15100,
        "enterprise_counterpart": 20000,
    }


@pytest.mark.parametrize("name", PLANS)
def test_identity_is_that_of_the_plan(name: str, shared: Path) -> None:
    gold, found = load_gold(name)["plan"], read(name)["plan"]
    keys = ["number", "date", "date_partial", "number_in_appendix", "issuer", "replaces", "horizon"]
    for key in keys if name != "hung-yen" else keys[:3]:
        assert found[key] == gold[key], key
    assert fold(found["title"]).replace(",", "") == fold(gold["title"]).replace(",", "")


@pytest.mark.parametrize(("name", "faults"), FAULTS.items())
def test_known_contradictions_are_found(name: str, faults: set[tuple[str, tuple[Any, ...]]]) -> None:
    findings = read(name)["inconsistencies"]
    found = {(finding["code"], tuple(finding.get("values") or ())) for finding in findings}
    assert faults <= found
    assert not any(finding["code"] == "sum_mismatch" for finding in findings)


def test_nobody_real_signs() -> None:
    assert {plan.signature for plan in PLANS.values()} == {"Người Ký Minh Họa"}


@pytest.mark.parametrize("name", PLANS)
def test_no_sentence_of_the_original_is_repeated(name: str, shared: Path) -> None:
    text = (shared / "plans" / f"{name}.txt").read_text(encoding="utf-8")
    original = set(_shingles(_words(text)))
    ours = [_shingles(NAMES.sub(" | ", _words(paragraph))) for paragraph in _prose(name)]
    runs = [run for shingles in ours for run in _repeated(shingles, original)]
    assert [run for run in runs if len(run.split()) > LONGEST_RUN] == []
    same = sum(len(run.split()) - SHINGLE + 1 for run in runs)
    assert same <= SHARED_PART * sum(map(len, ours))


def test_a_repeated_sentence_would_be_seen() -> None:
    sentence = _words("Các cơ quan liên quan của tỉnh nghiêm túc thực hiện Kế hoạch này từ nay đến năm 2030")
    assert _repeated(_shingles(f"mot hai {sentence}"), set(_shingles(f"{sentence} ba"))) == [sentence]


def _prose(name: str) -> list[str]:
    plan = PLANS[name]
    texts = [*plan.opening, plan.closing]
    texts += [text for section in plan.sections for depth, text in section.flat() if depth == 0]
    return texts + [row.name for row in plan.appendix.rows] if plan.appendix else texts


def _words(text: str) -> str:
    return " ".join(re.findall(r"\w+", fold(text)))


def _shingles(text: str) -> list[tuple[str, ...]]:
    words = text.split()
    found = [tuple(words[at : at + SHINGLE]) for at in range(len(words) - SHINGLE + 1)]
    return [shingle for shingle in found if "|" not in shingle]


def _repeated(shingles: list[tuple[str, ...]], original: set[tuple[str, ...]]) -> list[str]:
    """The longest runs of words that stand in both, each once."""
    runs: list[list[str]] = []
    before = False
    for shingle in shingles:
        hit = shingle in original
        if hit and before:
            runs[-1].append(shingle[-1])
        elif hit:
            runs.append(list(shingle))
        before = hit
    return [" ".join(run) for run in runs]
