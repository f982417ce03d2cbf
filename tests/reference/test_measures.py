"""Every published figure in `tests/reference/measures/` is the figure our methods give."""

from __future__ import annotations

from typing import Any

import pytest

from nscl.measures import MeasureError, method
from tests.reference.published import cases, differences

CASES = cases()


@pytest.mark.parametrize("case", CASES, ids=[f"{case['family']}-{case['id']}" for case in CASES])
def test_the_published_figure_is_ours(case: dict[str, Any]) -> None:
    if "refused" in case:
        with pytest.raises(MeasureError) as refusal:
            method.run(case["method"], case["input"])
        assert (refusal.value.code, refusal.value.field) == (
            case["refused"]["error"],
            case["refused"]["field"],
        )
        return
    found = method.run(case["method"], case["input"]).as_json()
    assert differences(case["expected"], found, case["tolerance"]) == []


def test_every_case_names_its_source_and_its_own_id() -> None:
    assert all(case["source"].strip() and case["title"].strip() for case in CASES)
    ids = [(case["family"], case["id"]) for case in CASES]
    assert len(ids) == len(set(ids))


def test_a_wrong_figure_is_seen() -> None:
    """The comparison itself can fail: one digit off, a missing key, a null for a number."""
    assert differences({"a": [1.0, None]}, {"a": [1.0, None], "b": 2}, {}) == []
    assert differences({"a": 1.001}, {"a": 1.0}, {"abs": 1e-6}) != []
    assert differences({"a": 1.0}, {"a": None}, {"abs": 1}) != []
    assert differences({"c": 1.0}, {"a": 1.0}, {}) != []
