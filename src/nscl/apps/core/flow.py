"""Processes as tables: states with their groups, and who may move a record from where to where."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from nscl.apps.core import audit
from nscl.apps.core.access import Actor, Refusal


@dataclass(frozen=True)
class State:
    """A stored code, its word, sign and tone on the page, and the group it belongs to."""

    code: str
    label: str
    group: str  # "open" | "waiting" | "final"
    sign: str = "●"
    tone: str = "unknown"  # a verdict tone of the theme: met, track, behind, missed, unknown


@dataclass(frozen=True)
class Transition:
    """`deed` is a line of the access table, which says who; `needs_reason` asks for a sentence."""

    deed: str
    label: str
    source: tuple[str, ...]
    target: str
    needs_reason: bool = False


class Flow:
    """A process: states and the moves between them."""

    def __init__(self, name: str, states: Iterable[State], transitions: Iterable[Transition]) -> None:
        self.name = name
        self.states = {state.code: state for state in states}
        self.transitions = {move.deed: move for move in transitions}
        for move in self.transitions.values():
            unknown = {*move.source, move.target} - set(self.states)
            if unknown:
                raise ValueError(f"{name}: {move.deed} names unknown states {sorted(unknown)}")

    @property
    def choices(self) -> list[tuple[str, str]]:
        return [(state.code, state.label) for state in self.states.values()]

    def group(self, name: str) -> list[str]:
        """The codes of one group, for queries."""
        return [code for code, state in self.states.items() if state.group == name]

    def move(self, obj: Any, deed: str, *, by: Actor, at: datetime, reason: str = "", **changes: Any) -> None:
        """Do the deed: check the table and the state, change, save, and leave one audit row.

        Call inside `transaction.atomic()` with the row locked.  `changes` are other fields that
        change with the state.
        """
        step = self.transitions[deed]
        by.require(deed, obj)
        if obj.state not in step.source:
            now = self.states[obj.state].label.lower()
            raise Refusal(
                f"Không thể {step.label.lower()}: hồ sơ đang ở trạng thái “{now}”. Tải lại trang để xem."
            )
        if step.needs_reason and not reason.strip():
            raise Refusal(f"Cần nêu lý do khi {step.label.lower()}.")
        before = {"state": obj.state, **{name: getattr(obj, name) for name in changes}}
        obj.state = step.target
        for name, value in changes.items():
            setattr(obj, name, value)
        obj.save(update_fields=["state", *changes])
        audit.record(
            by=by,
            at=at,
            deed=deed,
            obj=obj,
            before=before,
            after={"state": obj.state, **changes},
            reason=reason.strip(),
        )

    def offered(self, obj: Any, actor: Actor) -> list[Transition]:
        """The moves this person may make on this record now, in table order."""
        return [m for m in self.transitions.values() if obj.state in m.source and actor.can(m.deed, obj)]
