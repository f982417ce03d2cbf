"""The register of methods: a function, its name and version, and its JSON form.

The keyword names of the function are the keys of the JSON object; a name that Python reserves ends in an
underscore (`lambda_` is `lambda`).
"""

from __future__ import annotations

import dataclasses
import functools
import hashlib
import inspect
import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from importlib import import_module
from typing import Any, ParamSpec, TypeVar

import numpy as np

from nscl.measures.errors import MissingField, UnknownField, UnknownMethod, WrongType
from nscl.measures.result import Result

P = ParamSpec("P")
R = TypeVar("R", bound=Result)

# The first word of a method's name → the room that registers it.
ROOMS = {
    "growth": "macro",
    "productivity": "macro",
    "capital": "macro",
    "firm": "firm",
    "dea": "frontier",
    "spc": "spc",
    "msa": "msa",
    "quality": "quality",
    "lean": "lean",
    "layout": "lean",
    "mfca": "mfca",
    "technology": "techlevel",
}

# What a person may write beside the inputs to say where they come from; it changes nothing.
ANNOTATIONS = ("id", "title", "source", "note")

# Beyond it two whole numbers (of đồng, say) may be one float.
EXACT_IN_A_FLOAT = 2**53

_methods: dict[str, Method] = {}


@dataclass(frozen=True)
class Method:
    """One method: `name@version`, its Vietnamese title, and the function that takes the measure."""

    name: str
    version: int
    title_vi: str
    function: Callable[..., Result]
    hidden: tuple[str, ...] = ()

    @property
    def keys(self) -> dict[str, inspect.Parameter]:
        """The JSON keys with their parameters, in order."""
        found = inspect.signature(self.function).parameters
        return {name.rstrip("_"): parameter for name, parameter in found.items() if name not in self.hidden}


def measure(
    name: str, title_vi: str, *, version: int = 1, hidden: tuple[str, ...] = ()
) -> Callable[[Callable[P, R]], Callable[P, R]]:
    """Register a function as a method and stamp its results with `name@version` and the hash of the inputs.

    `hidden` names parameters that have no JSON form (a progress call-back).
    """

    def register(function: Callable[P, R]) -> Callable[P, R]:
        signature = inspect.signature(function)

        @functools.wraps(function)
        def taken(*args: P.args, **kwargs: P.kwargs) -> R:
            result = function(*args, **kwargs)
            given = signature.bind(*args, **kwargs).arguments
            inputs = {key.rstrip("_"): value for key, value in given.items() if key not in hidden}
            return dataclasses.replace(result, method=f"{name}@{version}", inputs_hash=inputs_hash(inputs))

        if name in _methods and _methods[name].function.__module__ != function.__module__:
            raise ValueError(f"two methods named {name}")
        _methods[name] = Method(name, version, title_vi, taken, hidden)
        return taken

    return register


def find(name: str) -> Method:
    """The method of that name; its room is loaded when first asked for.

    >>> find("growth.nothing")  # doctest: +ELLIPSIS
    Traceback (most recent call last):
    nscl.measures.errors.UnknownMethod: Không có phương pháp “growth.nothing”. Gõ `nscl measure --list` ...
    """
    room = ROOMS.get(name.partition(".")[0])
    if room is not None:
        import_module(f"nscl.measures.{room}")
    if name not in _methods:
        raise UnknownMethod(
            "", f"Không có phương pháp “{name}”. Gõ `nscl measure --list` để xem các phương pháp."
        )
    return _methods[name]


def all_methods() -> list[Method]:
    """Every method, by name."""
    for room in sorted(set(ROOMS.values())):
        import_module(f"nscl.measures.{room}")
    return [_methods[name] for name in sorted(_methods)]


def run(name: str, given: Any, **hidden: Any) -> Result:
    """Take one measure from its JSON form.

    Raises `MeasureError` with the path of the field for anything the method cannot use.
    """
    method = find(name)
    if not isinstance(given, Mapping):
        raise WrongType("", "Đầu vào phải là một đối tượng JSON { … }.")
    keys = method.keys
    for key in given:
        if key not in keys and key not in ANNOTATIONS:
            raise UnknownField(str(key), f"Không có trường “{key}”. Các trường dùng được: {', '.join(keys)}.")
    for key, parameter in keys.items():
        if parameter.default is parameter.empty and given.get(key) is None:
            raise MissingField(key, f"Thiếu trường “{key}”. Các trường của {name}: {', '.join(keys)}.")
    inputs = {keys[key].name: value for key, value in given.items() if key in keys and value is not None}
    return method.function(**inputs, **hidden)


def inputs_hash(inputs: Mapping[str, Any]) -> str:
    """SHA-256 of inputs, the same for a list and an array, for 1 and 1.0, in any order of keys.

    >>> inputs_hash({"a": [1, 2], "b": 1}) == inputs_hash({"b": 1.0, "a": np.array([1.0, 2.0])})
    True
    """
    digest = hashlib.sha256()
    for piece in _pieces(inputs):
        digest.update(piece)
    return digest.hexdigest()


def _pieces(value: Any) -> Iterator[bytes]:
    """The value as bytes that no other value has."""
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        value = {field.name: getattr(value, field.name) for field in dataclasses.fields(value)}
    if isinstance(value, Mapping):
        yield b"{"
        for key, item in sorted((str(key), item) for key, item in value.items()):
            yield json.dumps(key).encode()
            yield from _pieces(item)
        yield b"}"
    elif isinstance(value, list | tuple | np.ndarray):
        yield from _pieces_of_list(value)
    elif isinstance(value, bool | np.bool_) or value is None or isinstance(value, str):
        yield json.dumps(bool(value) if isinstance(value, np.bool_) else value).encode()
    elif isinstance(value, int | float | np.integer | np.floating):
        whole = isinstance(value, int) and abs(value) > EXACT_IN_A_FLOAT
        yield repr(value if whole else float(value)).encode()
    else:
        yield json.dumps(str(value)).encode()


def _pieces_of_list(values: Any) -> Iterator[bytes]:
    """A list of numbers (of lists of numbers …) by the bytes of its floats, any other one item by item."""
    try:
        found = np.asarray(values)
    except ValueError:  # rows of different lengths
        found = np.array(None)
    numeric = found.dtype.kind == "f" or (
        found.dtype.kind in "iu" and (not found.size or int(np.abs(found).max()) <= EXACT_IN_A_FLOAT)
    )
    if numeric:
        yield f"[{found.shape}".encode()
        yield (found.astype("<f8") + 0.0).tobytes()
        yield b"]"
        return
    yield b"("
    for item in values:
        yield from _pieces(item)
        yield b","
    yield b")"
