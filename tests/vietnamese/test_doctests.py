"""The examples in the room's docstrings run."""

import doctest
import importlib
import pkgutil

import pytest

import nscl.vietnamese

MODULES = [f"nscl.vietnamese.{module.name}" for module in pkgutil.iter_modules(nscl.vietnamese.__path__)]


@pytest.mark.parametrize("name", MODULES)
def test_examples_in_docstrings_run(name: str) -> None:
    assert doctest.testmod(importlib.import_module(name)).failed == 0


def test_every_public_name_is_exported_once_and_has_a_docstring() -> None:
    names = nscl.vietnamese.__all__
    assert sorted(set(names)) == sorted(names)
    for name in names:
        thing = getattr(nscl.vietnamese, name)
        assert not callable(thing) or thing.__doc__, name
