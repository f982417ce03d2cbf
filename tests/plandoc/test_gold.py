"""The five real plans against their checked readings."""

from __future__ import annotations

import functools
import json
from typing import Any

import jsonschema
import pytest

from nscl import plandoc
from tests.plandoc.gold import PLANS, SHARED, Score, compare, fold, load_gold, load_text

pytestmark = pytest.mark.skipif(
    not (SHARED / "plans").exists(), reason="thiếu thư mục shared/plans bên cạnh kho mã"
)


@functools.cache
def reading(name: str) -> plandoc.Reading:
    return plandoc.read(load_text(name), filename=f"{name}.txt")


@functools.cache
def score(name: str) -> Score:
    return compare(reading(name).plan, load_gold(name), name)


@functools.cache
def schema() -> jsonschema.Draft202012Validator:
    path = SHARED / "plans" / "nscl-plan-1.schema.json"
    return jsonschema.Draft202012Validator(json.loads(path.read_text(encoding="utf-8")))


@pytest.mark.parametrize("name", PLANS)
def test_reading_is_valid(name: str) -> None:
    schema().validate(reading(name).plan)


@pytest.mark.parametrize("name", PLANS)
def test_every_target_with_form_operator_numbers_unit_and_time(name: str) -> None:
    wrong = {p.gold["id"]: "không thấy" if p.found is None else p.faults for p in score(name).wrong_targets}
    assert wrong == {}
    assert [t["quote"] for t in score(name).extra_targets] == []


@pytest.mark.parametrize("name", PLANS)
def test_identity_as_printed(name: str) -> None:
    assert score(name).wrong_metadata == {}


@pytest.mark.parametrize("name", PLANS)
def test_every_amount_in_the_printed_order(name: str) -> None:
    expected, found = score(name).amounts
    assert found == expected


@pytest.mark.parametrize("name", PLANS)
def test_arithmetic_words_number_and_conflict_findings_without_false_alarm(name: str) -> None:
    assert [f["id"] for f in score(name).strict_misses] == []
    assert [(f["code"], f["detail"]) for f in score(name).false_alarms] == []


@pytest.mark.parametrize("name", PLANS)
def test_legal_bases_support_contents_awards_and_system_demand(name: str) -> None:
    for key in ("legal_bases", "support_contents", "awards_named", "system_demand"):
        expected, found = score(name).lists[key]
        assert set(expected) <= set(found), key


@pytest.mark.parametrize("name", PLANS)
def test_indicators_are_those_of_the_checked_reading(name: str) -> None:
    differing = {
        p.gold["id"]: (p.found["indicator"], p.gold["indicator"])
        for p in score(name).targets
        if p.found and p.found["indicator"] != p.gold["indicator"]
    }
    assert differing == {}


def links(target: dict[str, Any]) -> set[str]:
    keys = (
        "additional",
        "contributory",
        "soft",
        "aggregation",
        "condition",
        "composition",
        "base_status",
        "priority",
    )
    return {key for key in keys if target.get(key)}


@pytest.mark.parametrize("name", PLANS)
def test_marks_of_targets_are_those_of_the_checked_reading(name: str) -> None:
    differing = {
        p.gold["id"]: links(p.found) ^ links(p.gold)
        for p in score(name).targets
        if p.found and links(p.found) != links(p.gold)
    }
    assert differing == {}


@pytest.mark.parametrize("name", PLANS)
def test_parts_hang_on_the_same_targets(name: str) -> None:
    ids = {p.gold["id"]: p.found["id"] for p in score(name).targets if p.found}
    expected = {ids[p.gold["id"]]: ids[p.gold["parent"]] for p in score(name).targets if p.gold.get("parent")}
    found = {
        p.found["id"]: p.found["parent"] for p in score(name).targets if p.found and p.found.get("parent")
    }
    assert found == expected


@pytest.mark.parametrize("name", PLANS)
def test_every_quote_is_verbatim_and_every_span_points_at_it(name: str) -> None:
    document, plan = reading(name).document, reading(name).plan
    text = fold(document.text)
    quoted = [
        *plan["targets"],
        *plan["general_goals"],
        *plan["rules"],
        *plan["reporting"],
        *plan["system_demand"],
    ]
    quoted += [output for task in plan["tasks"] for output in task["outputs"]]
    for item in quoted:
        assert fold(item["quote"]) in text
        if item.get("span"):
            assert document.text[item["span"]["start"] : item["span"]["end"]] == item["quote"]


def test_offices_that_lead_and_pay_are_told_apart() -> None:
    for name in ("lang-son", "lam-dong", "lao-cai", "nam-dinh"):
        roles = [r["role"] for r in reading(name).plan["responsibilities"]]
        gold = [r["role"] for r in load_gold(name)["responsibilities"] if r["role"] != "steering"]
        assert roles == gold, name


def test_reading_twice_gives_the_same() -> None:
    again = plandoc.read(load_text("lao-cai"), filename="lao-cai.txt").plan
    assert again == reading("lao-cai").plan
