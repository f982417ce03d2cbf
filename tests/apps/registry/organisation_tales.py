"""Invented organisations for the tales of this folder; no real one is meant."""

from __future__ import annotations

from typing import Any

from nscl.apps.registry.actions import organisations
from nscl.apps.registry.models import Organisation
from nscl.vietnamese.tax_codes import has_valid_check_digit
from tests.world import World, at

PERSONAL = "020085001234"


def tax_code(number: int) -> str:
    """The number-th code with a right check digit, of no province that exists (prefix 99)."""
    prefix = 990_000_000 + 7 * number + 1
    while True:
        found = next((c for d in range(10) if has_valid_check_digit(c := f"{prefix:09d}{d}")), None)
        if found:
            return found
        prefix += 1


def enter(world: World, name: str, who: str = "an", day: int = 2, **data: Any) -> Organisation:
    """Entered by an officer, as on the page."""
    return organisations.add(by=world.actor(who), at=at(day=day), name=name, **data)
