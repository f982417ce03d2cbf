"""The record of a capture (`CaptureJob`): begun, ended, and its row written with the events."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from functools import cache
from operator import attrgetter
from typing import Any
from uuid import uuid4

import orjson

from nscl.apps.traceability import refusals, sql
from nscl.apps.traceability.models import CaptureJob
from nscl.apps.traceability.senders import Sender
from nscl.gs1.epcis.problems import Problem

MOST_ERRORS = 1_000  # that one record keeps; a last line says how many more there were
TABLE = "traceability_capturejob"
_COLUMNS = (
    "id", "uuid", "client_id", "created_by_id",
    "organisation_id", "province_id", "behaviour", "state",
    "event_count", "stored_count", "replayed_count",
    "refused_count", "errors", "context", "created_at",
    "finished_at",
)  # fmt: skip

_values_of = attrgetter(*_COLUMNS)
_UUID, _ERRORS, _CONTEXT = map(_COLUMNS.index, ("uuid", "errors", "context"))


@cache
def _blank() -> tuple[list[str], list[Any]]:
    """The columns of a record and what stands in them before anything is known."""
    columns = CaptureJob._meta.concrete_fields
    return [one.attname for one in columns], [
        None if one.primary_key else one.get_default() for one in columns
    ]


def begun(by: Sender, at: datetime, behaviour: str, number: int | None = None) -> CaptureJob:
    """The record of a document handed over now; `number` where the database gave it one beforehand."""
    names, blank = _blank()
    values = dict(zip(names, blank, strict=True))
    values |= {
        "id": number,
        "uuid": uuid4(),
        "client_id": by.client_id,
        "created_by_id": by.user_id,
        "organisation_id": by.organisation_id,
        "province_id": by.province_id,
        "behaviour": behaviour,
        "created_at": at,
        "errors": [],
        "context": [],
    }
    return CaptureJob(*values.values())  # by position: with names it takes three times as long


def end(
    job: CaptureJob,
    *,
    at: datetime,
    events: int,
    stored: int = 0,
    replayed: int = 0,
    problems: Sequence[Problem] = (),
    is_refused: bool = False,
    context: Any = None,
) -> None:
    """How the capture ended; nothing is written yet."""
    states = CaptureJob.State
    if is_refused or (problems and not stored and not replayed):
        job.state = states.FAILED
    else:
        job.state = states.PARTLY if problems else states.DONE
    job.event_count, job.context, job.finished_at = events, context or [], at
    job.stored_count, job.replayed_count = stored, replayed
    job.refused_count = max(events - stored - replayed, 0)
    job.errors = kept(problems)


def kept(problems: Sequence[Problem]) -> list[dict[str, str]]:
    """The problems as the record keeps them: the first ones, and how many there were in all."""
    found = [refusals.as_json(one) for one in problems[:MOST_ERRORS]]
    if len(problems) > MOST_ERRORS:
        found.append(refusals.as_json(refusals.more_problems(len(problems) - MOST_ERRORS, len(problems))))
    return found


def rows(jobs: Sequence[CaptureJob]) -> tuple[str, tuple[str, ...], list[sql.Row]]:
    """The rows of new records, with the numbers they were given."""
    return TABLE, _COLUMNS, [_row(job) for job in jobs]


def _row(job: CaptureJob) -> sql.Row:
    row = list(_values_of(job))
    row[_UUID] = str(job.uuid)
    for place in (_ERRORS, _CONTEXT):
        row[place] = orjson.dumps(row[place])
    return row
