"""What waits for a person: derived from the state of records, never kept beside it.

Each room lists what waits in `<room>/inbox.py` as `def waiting(actor) -> list[Waiting]`.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from importlib import import_module

from django.apps import apps

from nscl.apps.core.access import Actor


@dataclass(frozen=True)
class Waiting:
    """One thing to do: what, on which record, since or until when, where to do it."""

    deed: str  # what is asked, e.g. "Duyệt kế hoạch"
    subject: str
    url: str
    since: datetime | None = None
    due_on: date | None = None
    note: str = ""
    urgent: bool = False


def waiting_for(actor: Actor) -> list[Waiting]:
    """All that waits for this person, the urgent and the oldest first."""
    found: list[Waiting] = []
    for config in apps.get_app_configs():
        if config.name.startswith("nscl.apps.") and config.label != "core":
            provider = _provider(config.name)
            if provider is not None:
                found += provider(actor)
    return sorted(found, key=_order)


def _order(item: Waiting) -> tuple[bool, float]:
    return (not item.urgent, item.since.timestamp() if item.since else float("inf"))


def _provider(room: str) -> Callable[[Actor], list[Waiting]] | None:
    try:
        module = import_module(f"{room}.inbox")
    except ModuleNotFoundError as error:
        if error.name != f"{room}.inbox":
            raise
        return None
    return getattr(module, "waiting", None)
