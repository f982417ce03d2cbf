"""Whatever JSON comes in, a macro measure answers with figures or with a refusal that names the field."""

from __future__ import annotations

import copy
import inspect
import json
import math
from dataclasses import fields
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nscl.measures import MeasureError, Result, method

YEARS = [2019, 2020, 2021, 2022]
SECTORS = [
    {"name": "farms", "value_added": [600, 480], "workers": [60, 40]},
    {"name": "other", "value_added": [1600, 2700], "workers": [40, 60]},
]
ACCOUNT = {"output_growth": 6, "capital_growth": 7, "labour_growth": 1, "labour_share": 0.55}
LEVELS = {
    "years": YEARS,
    "output": [100, 106, 109, 118],
    "capital": [200, 214, 230, 247],
    "labour": [50, 51, 50, 52],
}
BAND = {"low": 0.45, "central": 0.55, "high": 0.65}

GOOD: dict[str, dict[str, Any]] = {
    "growth.gso": {**ACCOUNT, "capital_share": 0.45, "digits": 2},
    "growth.tornqvist": {
        **LEVELS,
        "labour_share": [0.5, 0.52, 0.51, 0.53],
        "weights": "mean",
        "gaps": "refuse",
    },
    "growth.period": {
        "years": [2020, 2021],
        "output_growth": [6, 7],
        "capital_growth": [7, 8],
        "labour_growth": [1, 0],
        "labour_share": [0.5, 0.6],
    },
    "growth.ols": {**LEVELS, "constant_returns": True, "trend": False, "confidence": 0.9},
    "growth.sectors": {
        "sectors": [{**ACCOUNT, "name": "a", "weight": 0.4}, {**ACCOUNT, "name": "b", "weight": 0.6}],
        "province": ACCOUNT,
        "weights": "previous",
    },
    "growth.labour_share": {
        "method": "same_wage",
        "industries": [{"name": "a", "compensation": 30, "gva": 100, "hours_all": 9, "hours_employees": 5}],
        "cap": "gva",
        "mixed_fraction": 0.5,
        "vintage": "2019",
    },
    "growth.band": {**ACCOUNT, "labour_share": BAND, "target_pct": 40, "seed": 1, "draws": 50},
    "growth.series_band": {
        "years": YEARS,
        "output": LEVELS["output"],
        "labour": {"central": LEVELS["labour"], "hours": [50, 51, 52, 53]},
        "labour_share": BAND,
        "investment": [20, 22, 23, 25],
        "depreciation": {"low": 0.04, "high": 0.06},
        "initial_capital": 200,
        "mode": "gso",
        "target_pct": 40,
    },
    "capital.pim": {
        "investment": [10, 11, 12],
        "depreciation": 0.05,
        "initial": "harberger",
        "initial_growth": 3,
        "years": [2000, 2001, 2002],
        "timing": "mid_year",
        "deflator": [100, 104, 108],
        "deflator_kind": "gfcf",
        "first_reported": 2002,
        "unit": "tỷ đồng",
    },
    "productivity.level": {
        "output": [100000, 110000],
        "workers": [800, 810],
        "output_unit": "billion",
        "workers_unit": "thousand",
        "years": [2020, 2021],
        "hours": 2200,
    },
    "productivity.growth": {
        "years": [2023, 2024, 2025],
        "productivity": [100, 107, 140],
        "versions": ["63", "63", "34"],
        "links": [{"from": "63", "to": "34", "factor": 1.2}],
        "target_pct": 7,
    },
    "productivity.decompose": {"sectors": SECTORS, "grdp": [2420, 3339]},
    "productivity.shift_share": {"sectors": SECTORS},
}

WEIRD = [
    None, True, False, "", "5", "NaN", [], {}, [[]], [None], [True, True], ["a"], [1], [1, 2, 3, 4, 5, 6],
    -1, 0, 1e308, -1e308, 1e-320, float("nan"), float("inf"), 2**70, 10**400, [1e308] * 4, [0, 0, 0, 0],
    [-1, -2, -3, -4], [5, 5, 5, 5], [2020, 2020, 2020, 2020], [2022, 2021, 2020, 2019], [1, [2], 3, 4],
    {"low": 1}, {"low": 2, "central": 1, "high": 0}, {"central": None}, {"a": [1, 2, 3, 4], "b": "x"},
    [{"name": "x"}], [{}, {}], [{"name": "a"}, {"name": "a"}], 0.5, 50, "mean", {"x": {"y": 1}},
]  # fmt: skip


def answer(name: str, inputs: Any) -> dict[str, Any] | MeasureError:
    try:
        result = method.run(name, inputs).as_json()
    except MeasureError as refusal:
        assert refusal.message.endswith((".", "?")), refusal.message
        return refusal
    json.dumps(result, allow_nan=False)
    return result


def places(value: Any, path: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    """Every place in nested JSON."""
    keys = (
        list(value) if isinstance(value, dict) else list(range(len(value))) if isinstance(value, list) else []
    )
    return [path, *(place for key in keys for place in places(value[key], (*path, key)))]


def planted(inputs: Any, place: tuple[Any, ...], weird: Any) -> Any:
    changed = copy.deepcopy(inputs)
    inner = changed
    for key in place[:-1]:
        inner = inner[key]
    inner[place[-1]] = weird
    return changed


@pytest.mark.parametrize("name", GOOD)
def test_the_example_itself_is_measured(name: str) -> None:
    result = answer(name, GOOD[name])
    assert isinstance(result, dict)
    assert result["method"] == f"{name}@1"
    assert result["assumptions"] and result["trace"] and len(result["trace"]) < 60


@pytest.mark.parametrize("name", GOOD)
def test_any_weird_value_at_any_place_is_answered_or_refused(name: str) -> None:
    for place in places(GOOD[name])[1:]:
        for weird in WEIRD:
            answer(name, planted(GOOD[name], place, weird))


@pytest.mark.parametrize("name", GOOD)
def test_nan_and_infinity_never_pass(name: str) -> None:
    for place in places(GOOD[name])[1:]:
        for weird in (float("nan"), float("inf")):
            refusal = answer(name, planted(GOOD[name], place, weird))
            assert isinstance(refusal, MeasureError), place
            assert refusal.field.split("[")[0].split(".")[0] == str(place[0])


@pytest.mark.parametrize("name", GOOD)
def test_every_required_key_is_asked_for_by_name(name: str) -> None:
    for key, parameter in method.find(name).keys.items():
        if parameter.default is parameter.empty:
            refusal = answer(name, {other: value for other, value in GOOD[name].items() if other != key})
            assert isinstance(refusal, MeasureError)
            assert (refusal.code, refusal.field) == ("missing_field", key)


json_values = st.recursive(
    st.none() | st.booleans() | st.floats() | st.integers(-(10**25), 10**25) | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=8,
)


@settings(deadline=None, max_examples=50)
@given(data=st.data())
def test_arbitrary_json_is_answered_or_refused(data: st.DataObject) -> None:
    name = data.draw(st.sampled_from(sorted(GOOD)))
    changed = dict(GOOD[name])
    for key in data.draw(st.lists(st.sampled_from(sorted(GOOD[name])), min_size=1, max_size=3, unique=True)):
        changed[key] = data.draw(json_values)
    answer(name, changed)


@pytest.mark.parametrize(
    ("name", "change", "code", "field"),
    [
        ("growth.tornqvist", {"years": [2019, 2020, 2022, 2023]}, "inconsistent", "years[2]"),
        ("growth.tornqvist", {"years": [2019, 2020, 2020, 2021]}, "duplicate", "years[2]"),
        ("growth.tornqvist", {"years": [2019, 2021, 2020, 2022]}, "out_of_range", "years[2]"),
        ("growth.tornqvist", {"labour": [50, 0, 50, 52]}, "out_of_range", "labour[1]"),
        ("growth.tornqvist", {"labour": [50, 51]}, "wrong_length", "labour"),
        ("growth.tornqvist", {"labour_share": [0.5, 51, 0.5, 0.5]}, "out_of_range", "labour_share[1]"),
        ("growth.gso", {"output_growth": [6, 7]}, "wrong_type", "output_growth"),
        ("growth.gso", {"capital_growth": -100}, "out_of_range", "capital_growth"),
        ("growth.ols", {"capital": [100, 102, 100, 104], "labour": [50, 51, 50, 52]}, "constant_data", "capital"),
        ("growth.ols", {"trend": True, "constant_returns": False}, "too_few", "output"),
        ("growth.band", {"labour_share": {"low": 0.6, "central": 0.5, "high": 0.7}}, "inconsistent", "labour_share.low"),
        ("growth.band", {"labour_share": {"low": 0.4, "high": 0.7}}, "missing_field", "labour_share.central"),
        ("growth.band", {"draws": 10**7}, "out_of_range", "draws"),
        ("growth.series_band", {"capital": [1, 2, 3, 4]}, "inconsistent", "investment"),
        ("growth.series_band", {"depreciation": {"a": 1.5}}, "out_of_range", "depreciation.a"),
        ("growth.sectors", {"province": {**ACCOUNT, "gdp": 1}}, "unknown_field", "province.gdp"),
        ("growth.labour_share", {"compensation": 3}, "inconsistent", "compensation"),
        ("capital.pim", {"initial_capital": 5}, "inconsistent", "initial_capital"),
        ("capital.pim", {"initial_growth": -8}, "out_of_range", "initial_growth"),
        ("capital.pim", {"depreciation": 5}, "out_of_range", "depreciation"),
        ("productivity.level", {"workers": [800, 0]}, "out_of_range", "workers[1]"),
        ("productivity.growth", {"links": None}, "not_comparable", "versions[2]"),
        ("productivity.growth", {"prices": "current"}, "not_comparable", "prices"),
        ("productivity.shift_share", {"sectors": [{"name": "a", "value_added": [1, 2], "workers": [0, 1]}]},
         "out_of_range", "sectors[0].workers[0]"),
        ("productivity.decompose", {"sectors": [SECTORS[0], SECTORS[0]]}, "duplicate", "sectors[1].name"),
    ],
)  # fmt: skip
def test_the_refusal_names_what_is_wrong_and_where(
    name: str, change: dict[str, Any], code: str, field: str
) -> None:
    refusal = answer(name, {**GOOD[name], **change})
    assert isinstance(refusal, MeasureError)
    assert (refusal.code, refusal.field) == (code, field)


def test_sums_of_very_large_levels_stay_finite() -> None:
    huge = {**GOOD["growth.tornqvist"], "output": [1e-99, 1e99, 1e-99, 1e99]}
    result = answer("growth.tornqvist", huge)
    assert isinstance(result, dict)
    assert all(math.isfinite(value) for value in result["tfp_index"].values())


@pytest.mark.parametrize("name", GOOD)
def test_every_key_in_and_out_has_its_own_line_on_the_page(name: str) -> None:
    """The page of a method is its docstring: a key without a line is a key nobody can find."""
    page = inspect.getdoc(method.find(name).function) or ""
    parts = {head: page.split(f"\n{head}:\n")[1].split("\n\n")[0] for head in ("Input", "Output")}
    lines = {
        head: {line.strip().split(" ")[0].rstrip(":,") for line in text.split("\n")}
        for head, text in parts.items()
    }
    assert set(method.find(name).keys) <= lines["Input"]
    told = {field.name for field in fields(type(method.run(name, GOOD[name])))}
    assert told - {field.name for field in fields(Result)} <= lines["Output"]
    for head in ("Formula", "Source", "Traps", "Example"):
        assert f"\n{head}:\n" in page
