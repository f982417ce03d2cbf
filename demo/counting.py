"""Figures counted over the registers, as the officer marks them on the page."""

from __future__ import annotations

import random
from collections.abc import Iterable, Sequence
from datetime import datetime

from demo.names import SEED
from nscl.apps.core.access import Actor
from nscl.apps.monitoring import register_measures as measures
from nscl.apps.monitoring.actions import registers, surveys
from nscl.apps.monitoring.models import Observation
from nscl.apps.programme.models import Target
from nscl.apps.registry.models import RegisterEntry


def count_members(target: Target, year: int, wanted: int | None, by: Actor, at: datetime) -> Observation:
    """Mark so many lines, the same ones year after year and some more; None marks what the registers know."""
    share = measures.share_of(target)
    assert share is not None, target
    base = measures.base_of(target, share, measures.day_of(year, at.date()))
    marked: Iterable[int] = base.suggested
    if wanted is not None:
        assert wanted <= len(base.members.entries), (target, year, len(base.members.entries))
        marked = [entry.pk for entry in _ranked(base.members.entries, share.code)[:wanted]]
    return registers.count_members(target, year=year, counted=marked, by=by, at=at)


def _ranked(entries: Sequence[RegisterEntry], key: str) -> list[RegisterEntry]:
    """The lines in an order that is theirs in every edition: who counted once counts again."""
    return sorted(entries, key=lambda entry: random.Random(f"{SEED} {key} {entry.printed_name}").random())


def count_experts(target: Target, year: int, by: Actor, at: datetime) -> Observation:
    """Take the experts whose certificates held."""
    return registers.count_experts(target, year=year, by=by, at=at)


def count_surveys(target: Target, year: int, by: Actor, at: datetime) -> Observation:
    """Take the surveys closed in the year with their answers."""
    return surveys.count_surveys(target, year=year, by=by, at=at)
