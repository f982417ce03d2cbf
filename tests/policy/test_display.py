"""Numbers are rounded once and written the Vietnamese way; examples in the docstrings run."""

import doctest
import importlib
import pkgutil
from decimal import Decimal

import pytest

import nscl.policy
from nscl.policy.display import written, written_vnd, written_years

MODULES = [info.name for info in pkgutil.iter_modules(nscl.policy.__path__, "nscl.policy.")]


@pytest.mark.parametrize("name", MODULES)
def test_examples_of_the_docstrings_run(name: str) -> None:
    assert doctest.testmod(importlib.import_module(name)).failed == 0


@pytest.mark.parametrize(
    ("number", "text"),
    [
        ("35100", "35.100"),
        ("7.5", "7,5"),
        ("0", "0"),
        ("-48", "-48"),
        ("66.666", "66,67"),
        ("1000000", "1.000.000"),
    ],
)
def test_numbers_are_written_with_dot_groups_and_a_decimal_comma(number: str, text: str) -> None:
    assert written(Decimal(number)) == text


def test_halves_are_rounded_away_from_zero_and_nothing_is_minus_zero() -> None:
    texts = [written(Decimal(number)) for number in ("2.345", "-2.345", "-0.001", "9" * 40 + ".995")]
    assert texts[:3] == ["2,35", "-2,35", "0"]
    assert texts[3].replace(".", "") == "1" + "0" * 40


def test_runs_of_years_are_folded() -> None:
    assert written_years((2025, 2021, 2022, 2023, 2025)) == "2021–2023, 2025"
    assert written_years((2021, 2022)) == "2021, 2022"


def test_money_is_written_in_whole_dong() -> None:
    assert written_vnd(9_230_000_000) == "9.230.000.000 đồng"
