"""What the store knows of an event beside what it says, for the events of a trace."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from nscl.apps.traceability import sql
from nscl.apps.traceability.keys import key_of

# The columns that `row_of` reads, of `traceability_event e`.
COLUMNS = """
    e.id, e.event_id, e.hash, e.type, e.action, e.biz_step, e.disposition, e.record_time,
    e.province_id, e.organisation_id, e.job_id, CAST(e.warnings AS text)
"""
WIDTH = 12


@dataclass(frozen=True)
class EventRow:
    """What the store knows of an event beside what it says."""

    number: int
    key: str
    type: str
    action: str
    step: str
    disposition: str
    record_time: datetime
    province_id: int
    organisation_id: int
    organisation: str
    job_id: int
    warnings: tuple[dict[str, str], ...] = ()


def row_of(one: tuple[Any, ...], firms: Mapping[int, str]) -> EventRow:
    """The row of an event from its `COLUMNS` and the names of organisations."""
    return EventRow(
        number=one[0],
        key=key_of(one[1], one[2]),
        type=one[3],
        action=one[4],
        step=one[5],
        disposition=one[6],
        record_time=sql.moment(one[7]),
        province_id=one[8],
        organisation_id=one[9],
        organisation=firms.get(one[9], ""),
        job_id=one[10],
        warnings=() if one[11] == "[]" else tuple(json.loads(one[11])),
    )


def firms_of(found: Iterable[tuple[Any, ...]]) -> dict[int, str]:
    """The names of the organisations that events, given by their `COLUMNS`, were recorded for."""
    wanted = sorted({one[9] for one in found})
    question = f"SELECT id, name FROM registry_organisation WHERE {sql.among('id')}"
    return dict(sql.prepared(question, [sql.listed(wanted)])) if wanted else {}
