"""What every measure returns: its figures, and what one needs to defend them."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, fields, is_dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]


@dataclass(frozen=True)
class Assumption:
    """A choice that the figure depends on: a labour share and its source, a pooling rule, a sigma shift."""

    key: str
    value: str | float | None
    note_vi: str = ""


@dataclass(frozen=True)
class Caution:
    """Something a reader must know before using the figure. It refuses nothing."""

    code: str
    sentence_vi: str
    field: str = ""


@dataclass(frozen=True)
class Step:
    """One line of the calculation, as a person would write it."""

    label_vi: str
    formula: str
    value: float | None
    unit: str = ""


@dataclass(frozen=True, kw_only=True, eq=False)
class Result:
    """The base of all results. Arrays in it are read-only.

    `method` is `name@version`; a change of formula is a new version. `inputs_hash` is the SHA-256 of the
    inputs as given, so that a stored figure can be held against the inputs it claims.
    """

    method: str = ""
    inputs_hash: str = ""
    assumptions: tuple[Assumption, ...] = ()
    warnings: tuple[Caution, ...] = ()
    trace: tuple[Step, ...] = ()

    def __post_init__(self) -> None:
        for field in fields(self):
            value = getattr(self, field.name)
            if isinstance(value, np.ndarray) and value.flags.writeable:
                kept = value.copy()
                kept.flags.writeable = False
                object.__setattr__(self, field.name, kept)

    def as_json(self) -> dict[str, Any]:
        """The result as JSON can hold it: the figures first, then how they came about.

        A field `lambda_` becomes `lambda`; what is undefined (NaN, infinite) becomes null.
        """
        names = [field.name for field in fields(self)]
        last = [field.name for field in fields(Result)]
        order = [name for name in names if name not in last] + last
        return {name.rstrip("_"): plain(getattr(self, name)) for name in order}


def plain(value: Any) -> Any:
    """Any value of a result as dicts, lists, texts, numbers, booleans and null.

    >>> plain({2009: np.float64(1.5), "x": (float("inf"), np.array([1, 2]))})
    {'2009': 1.5, 'x': [None, [1, 2]]}
    """
    if isinstance(value, np.ndarray):
        listed = value.tolist()
        return listed if np.isfinite(value).all() else plain(listed)
    if isinstance(value, np.generic):
        value = value.item()
    if isinstance(value, float):
        return value if math.isfinite(value) else None
    if isinstance(value, Result):
        return value.as_json()
    if is_dataclass(value) and not isinstance(value, type):
        return {field.name.rstrip("_"): plain(getattr(value, field.name)) for field in fields(value)}
    if isinstance(value, Mapping):
        return {str(key): plain(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [plain(item) for item in value]
    return value


def show(value: float | None, digits: int = 6) -> str:
    """A number as a trace writes it: decimal comma, at most `digits` significant digits.

    >>> show(0.504985), show(-1234.5), show(None), show(6.0)
    ('0,504985', '-1234,5', '–', '6')
    """
    if value is None or not math.isfinite(value):
        return "–"
    return f"{value:.{digits}g}".replace(".", ",")
