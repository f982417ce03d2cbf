"""The examples in the docstrings run; everything the package offers is there."""

import doctest
import importlib
import pkgutil

import pytest

from nscl.policy import questionnaires

MODULES = [info.name for info in pkgutil.iter_modules(questionnaires.__path__, "nscl.policy.questionnaires.")]


@pytest.mark.parametrize("name", MODULES)
def test_examples_of_the_docstrings_run(name: str) -> None:
    assert doctest.testmod(importlib.import_module(name)).failed == 0


def test_everything_offered_is_there() -> None:
    assert [name for name in questionnaires.__all__ if not hasattr(questionnaires, name)] == []
