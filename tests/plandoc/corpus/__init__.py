"""Invented provincial plans as real files, with the reading each must give.

`tuned` is for development; `heldout` and `fresh` measure whether the reader reads by the grammar of
the genre: nobody who works on the reader looks into them.  `fresh` was written after the others,
with layouts that neither of them has.

>>> sorted(set(names("tuned")) & set(names("heldout")))
[]
"""

from __future__ import annotations

import importlib
import pkgutil
from functools import cache
from typing import Any

from tests.plandoc.corpus.expected import gold_of
from tests.plandoc.corpus.model import Draft

SPLITS = ("tuned", "heldout", "fresh")
SUFFIXES = {"docx": ".docx", "pdf": ".pdf", "html": ".html", "text": ".txt"}


def names(split: str) -> list[str]:
    """Names of the plans of a split, sorted."""
    package = importlib.import_module(f"{__name__}.{split}")
    found = (module.name for module in pkgutil.iter_modules(package.__path__))
    return sorted(name.removeprefix("plan_") for name in found if name.startswith("plan_"))


def split_of(name: str) -> str:
    for split in SPLITS:
        if name in names(split):
            return split
    raise KeyError(name)


@cache
def draft(name: str) -> Draft:
    module = importlib.import_module(f"{__name__}.{split_of(name)}.plan_{name}")
    return module.plan()


def formats(name: str) -> tuple[str, ...]:
    """The formats a plan circulates in: docx, pdf, html, text."""
    return draft(name).formats


@cache
def build(name: str, fmt: str) -> bytes:
    """The plan as a file of one format; identical bytes on every call."""
    if fmt not in formats(name):
        raise ValueError(f"{name} is not written as {fmt}")
    writer = importlib.import_module(f"{__name__}.write_{fmt}")
    return writer.write(draft(name))


def filename(name: str, fmt: str) -> str:
    return name.replace("_", "-") + SUFFIXES[fmt]


def gold(name: str) -> dict[str, Any]:
    """What must be read: `plan` is a valid nscl-plan/1 object, the rest guides scoring.

    `targets` (by id: other right values, flags), `rows` (budget table in printed order),
    `faults` (every planted fault: code, values, where, and its consequences).
    """
    return gold_of(draft(name))
