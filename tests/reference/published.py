"""Holding a result against a published figure: only what the source prints is compared."""

from __future__ import annotations

import json
import math
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).parent / "measures"


def cases() -> list[dict[str, Any]]:
    """Every case of every family file, with its family."""
    found = []
    for file in sorted(FOLDER.glob("*.json")):
        book = json.loads(file.read_text(encoding="utf-8"))
        found += [{"family": book["family"], **case} for case in book["cases"]]
    return found


def differences(expected: Any, found: Any, tolerance: dict[str, float], path: str = "") -> list[str]:
    """Where the result departs from what is expected; keys and items not expected are not looked at.

    A tolerance is `abs`, `rel` or both (either suffices); none means 1e-9 relative.
    """
    if isinstance(expected, dict):
        if not isinstance(found, dict):
            return [f"{path}: expected an object, found {found!r}"]
        return [
            line
            for key, value in expected.items()
            for line in (
                differences(value, found[key], tolerance, f"{path}.{key}")
                if key in found
                else [f"{path}.{key}: absent"]
            )
        ]
    if isinstance(expected, list):
        if not isinstance(found, list) or len(found) != len(expected):
            return [f"{path}: expected {expected!r}, found {found!r}"]
        return [
            line
            for place, (one, other) in enumerate(zip(expected, found, strict=True))
            for line in differences(one, other, tolerance, f"{path}[{place}]")
        ]
    if isinstance(expected, float | int) and not isinstance(expected, bool):
        if not isinstance(found, float | int) or isinstance(found, bool):
            return [f"{path}: expected {expected!r}, found {found!r}"]
        rel = tolerance.get("rel", 0.0 if "abs" in tolerance else 1e-9)
        close = math.isclose(expected, found, rel_tol=rel, abs_tol=tolerance.get("abs", 0.0))
        return [] if close else [f"{path}: expected {expected!r}, found {found!r}"]
    return [] if expected == found else [f"{path}: expected {expected!r}, found {found!r}"]
