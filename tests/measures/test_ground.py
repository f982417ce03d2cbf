"""What every method keeps: its docstring, its refusals, its JSON, and no Django."""

from __future__ import annotations

import copy
import doctest
import importlib
import json
import pkgutil
import re
import subprocess
import sys
from collections.abc import Iterator
from typing import Any

import numpy as np
import pytest

import nscl.measures
from nscl.measures import MeasureError, inputs, method
from nscl.measures.result import Result
from tests.reference.published import cases

MODULES = [module.name for module in pkgutil.walk_packages(nscl.measures.__path__, "nscl.measures.")]
METHODS = {found.name: found for found in method.all_methods()}
SECTIONS = ["Formula:", "Input:", "Output:", "Source:", "Traps:", "Example:"]
CONTRACT = [
    "growth.tornqvist",
    "growth.gso",
    "growth.band",
    "dea.scores",
    "dea.malmquist",
    "spc.chart",
    "spc.rules",
    "spc.arl",
    "spc.capability",
    "msa.gauge_rr",
    "quality.pareto",
    "lean.oee",
    "lean.line_balance",
    "layout.qap",
    "mfca.network",
]


@pytest.mark.parametrize("name", MODULES)
def test_the_examples_in_docstrings_run(name: str) -> None:
    assert doctest.testmod(importlib.import_module(name)).failed == 0


def test_the_methods_of_the_contract_are_there() -> None:
    assert [name for name in CONTRACT if name not in METHODS] == []


@pytest.mark.parametrize("name", METHODS)
def test_a_method_says_its_formula_units_source_and_traps(name: str) -> None:
    text = METHODS[name].function.__doc__ or ""
    assert [section for section in SECTIONS if not re.search(rf"^    {section}$", text, re.MULTILINE)] == []
    assert ">>>" in text.partition("Example:")[2]
    written = text.partition("Input:")[2].partition("Output:")[0]
    assert [key for key in METHODS[name].keys if not re.search(rf"\b{key}\b", written)] == []


@pytest.mark.parametrize("name", METHODS)
def test_every_method_is_held_to_a_published_or_closed_form_case(name: str) -> None:
    assert [case["id"] for case in cases() if case["method"] == name], f"{name} has no case"


HOSTILE: list[Any] = [
    None, True, "x", "", [], {}, 0, -1, 1e308, -1e308, 5e-324, float("nan"), float("inf"), 10**400,
    [[]], [None], ["x"], [[1], [1, 2]], [1, [2]], [True, False], [float("nan")], [0, 0, 0], [1e308, 1e308, 1e308],
    [-1.0, 2.0], {"x": None}, {"": 1}, {"low": 2, "central": 1, "high": 0}, [[[1.0]]], [{}], [{"id": "a"}],
]  # fmt: skip


def hostile_forms() -> Iterator[Any]:
    """Each method's first case with one value at a time replaced by something impossible."""
    for name in METHODS:
        case = next((case for case in cases() if case["method"] == name and "expected" in case), None)
        if case is not None:
            yield pytest.param(name, case["input"], id=name)


def places(value: Any, path: tuple[Any, ...] = (), depth: int = 0) -> Iterator[tuple[Any, ...]]:
    """Paths of the values inside a JSON object: every key, and the first item of every list."""
    if depth:
        yield path
    if isinstance(value, dict) and depth < 5:
        for key in list(value)[:12]:
            yield from places(value[key], (*path, key), depth + 1)
    elif isinstance(value, list) and value and depth < 5:
        yield from places(value[0], (*path, 0), depth + 1)


def replaced(value: Any, path: tuple[Any, ...], new: Any) -> Any:
    touched = copy.deepcopy(value)
    inner = touched
    for step in path[:-1]:
        inner = inner[step]
    inner[path[-1]] = new
    return touched


@pytest.mark.parametrize(("name", "given"), list(hostile_forms()))
def test_no_input_breaks_a_method(name: str, given: dict[str, Any]) -> None:
    """Whatever stands in a field: a result that JSON can hold, or a refusal with a name and a sentence."""
    for path in places(given):
        for new in HOSTILE:
            try:
                found = method.run(name, replaced(given, path, new))
            except MeasureError as refusal:
                assert refusal.message and refusal.code != "measure_error", (path, new)
                continue
            except Exception as fault:
                pytest.fail(f"{path} = {new!r}: {type(fault).__name__}: {fault}")
            json.dumps(found.as_json(), allow_nan=False)


@pytest.mark.parametrize(("name", "given"), list(hostile_forms()))
def test_the_same_input_gives_the_same_result(name: str, given: dict[str, Any]) -> None:
    once, twice = (method.run(name, copy.deepcopy(given)) for _ in range(2))
    assert once.as_json() == twice.as_json()
    assert once.method == f"{name}@{METHODS[name].version}" and len(once.inputs_hash) == 64


@pytest.mark.parametrize(("name", "given"), list(hostile_forms()))
def test_an_unknown_key_and_a_missing_key_are_refused(name: str, given: dict[str, Any]) -> None:
    with pytest.raises(MeasureError) as refusal:
        method.run(name, {**given, "no_such_key": 1})
    assert (refusal.value.code, refusal.value.field) == ("unknown_field", "no_such_key")
    keys = METHODS[name].keys
    for key in [key for key, parameter in keys.items() if parameter.default is parameter.empty]:
        with pytest.raises(MeasureError) as refusal:
            method.run(name, {k: value for k, value in given.items() if k != key})
        assert (refusal.value.code, refusal.value.field) == ("missing_field", key)


def test_results_cannot_be_changed() -> None:
    found = Result()
    with pytest.raises(AttributeError):
        found.method = "x"  # type: ignore[misc]


def test_inputs_keep_their_promises() -> None:
    """Read by path; numbers only where numbers are; None is missing, never zero."""
    assert inputs.numbers(np.array([1, 2]), "a").tolist() == [1.0, 2.0]
    assert inputs.matrix([1, 2], "x").shape == (2, 1)
    for value, field, code in [
        ([1, True], "a[1]", "wrong_type"),
        ([1.5, 2.5, True], "a[2]", "wrong_type"),
        ([1, None], "a[1]", "missing_field"),
        ([1.0, float("nan")], "a[1]", "not_finite"),
        ([1, "2"], "a[1]", "wrong_type"),
        ([1, 10**400], "a[1]", "not_finite"),
        ("12", "a", "wrong_type"),
        ({"x": 1}, "a", "wrong_type"),
        ([], "a", "too_few"),
    ]:
        with pytest.raises(MeasureError) as refusal:
            inputs.numbers(value, "a")
        assert (refusal.value.field, refusal.value.code) == (field, code), value
    with pytest.raises(MeasureError) as refusal:
        inputs.matrix([[1, 2], [3]], "x")
    assert (refusal.value.field, refusal.value.code) == ("x[1]", "wrong_length")
    with pytest.raises(MeasureError) as refusal:
        inputs.matrix([[1, 2], [3, -1]], "x", at_least=0)
    assert (refusal.value.field, refusal.value.code) == ("x[1][1]", "out_of_range")


def test_two_amounts_of_money_have_two_hashes() -> None:
    """Whole numbers beyond what a float holds are not rounded together; 1 and 1.0 are one input."""
    first, second = (method.inputs_hash({"a": amount}) for amount in (2**53, 2**53 + 1))
    assert first != second and method.inputs_hash({"a": 10**400})
    assert method.inputs_hash({"a": [1, 2]}) == method.inputs_hash({"a": np.array([1.0, 2.0])})


WITHOUT_DJANGO = """
import sys
class Wall:
    def find_spec(self, name, path=None, target=None):
        if name.split(".")[0] in ("django", "config"):
            raise ImportError(name)
sys.meta_path.insert(0, Wall())
from nscl.measures import method
print(len(method.all_methods()))
"""


def test_the_library_needs_no_django() -> None:
    done = subprocess.run([sys.executable, "-c", WITHOUT_DJANGO], capture_output=True, text=True, check=True)
    assert int(done.stdout) == len(METHODS)
