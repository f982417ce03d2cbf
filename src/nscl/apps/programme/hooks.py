"""Where rooms above take part in the life of a plan version, without being known here.

A room registers in its `AppConfig.ready`. Hooks run inside the deed's transaction: one that raises undoes it.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from nscl.apps.core.access import Actor
from nscl.apps.programme.models import PlanFinding, PlanNode, PlanVersion


@dataclass(frozen=True)
class CarryOver:
    """What a new version in force takes over: pairs of the old item and the one that goes on from it."""

    old: PlanVersion
    new: PlanVersion
    pairs: tuple[tuple[PlanNode, PlanNode], ...]


Staged = Callable[[PlanVersion, dict[str, Any]], None]
ItemChanged = Callable[[PlanNode], None]
FindingSettled = Callable[[PlanFinding], None]
Carried = Callable[[CarryOver, Actor, datetime], None]

_staged: list[Staged] = []
_item_changed: list[ItemChanged] = []
_finding_settled: list[FindingSettled] = []
_carried: list[Carried] = []


def after_staging(hook: Staged) -> Staged:
    """Call `hook(version, plan)` when a reading has been staged; `plan` is the whole `nscl-plan/1` object."""
    return _register(_staged, hook)


def after_item_change(hook: ItemChanged) -> ItemChanged:
    """Call `hook(node)` when a reviewer corrected, added, split off, merged or dropped an item."""
    return _register(_item_changed, hook)


def after_settling(hook: FindingSettled) -> FindingSettled:
    """Call `hook(finding)` when a finding was settled."""
    return _register(_finding_settled, hook)


def carrying_along(hook: Carried) -> Carried:
    """Call `hook(carry_over, by, at)` when a version takes the place of an earlier one of the same plan."""
    return _register(_carried, hook)


def _register(registry: list[Any], hook: Any) -> Any:
    if hook not in registry:
        registry.append(hook)
    return hook


def staged(version: PlanVersion, plan: dict[str, Any]) -> None:
    for hook in _staged:
        hook(version, plan)


def item_changed(node: PlanNode) -> None:
    for hook in _item_changed:
        hook(node)


def finding_settled(finding: PlanFinding) -> None:
    for hook in _finding_settled:
        hook(finding)


def carried(carry_over: CarryOver, *, by: Actor, at: datetime) -> None:
    for hook in _carried:
        hook(carry_over, by, at)
