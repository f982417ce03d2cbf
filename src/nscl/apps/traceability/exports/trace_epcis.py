"""The events of a trace as one EPCIS 2.0 document that any system of the standard can read."""

from __future__ import annotations

import json
from collections.abc import Iterable
from datetime import datetime
from typing import Any

from nscl.apps.traceability import sql
from nscl.apps.traceability.documents_out import query_document
from nscl.apps.traceability.queries.answers import Answer
from nscl.apps.traceability.queries.events import StoredEvent


def document(found: Answer, *, at: datetime) -> bytes:
    """The events in view, in order of time, each with its own text; those declared wrong are left out."""
    rows = [one.row for one in found.moments if one.voided is None]
    raws, contexts = _raws(row.number for row in rows), _contexts(row.job_id for row in rows)
    stored = [
        StoredEvent(
            row.number,
            row.key,
            row.record_time,
            raws[row.number],
            contexts.get(row.job_id),
            row.organisation_id,
            row.job_id,
            list(row.warnings),
        )
        for row in rows
    ]
    answered = query_document(stored, at=at)
    events = answered["epcisBody"]["queryResults"]["resultsBody"]["eventList"]
    whole = {
        **answered,
        "type": "EPCISDocument",
        # When it was recorded here is not for another system to take over.
        "epcisBody": {
            "eventList": [
                {name: value for name, value in event.items() if name != "recordTime"} for event in events
            ]
        },
    }
    return json.dumps(whole, ensure_ascii=False, indent=1).encode()


def _raws(numbers: Iterable[int]) -> dict[int, dict[str, Any]]:
    question = f"SELECT id, raw FROM traceability_event WHERE {sql.among('id')}"
    return {one: json.loads(raw) for one, raw in sql.rows(question, [sql.listed(list(numbers))])}


def _contexts(jobs: Iterable[int]) -> dict[int, Any]:
    question = f"SELECT id, context FROM traceability_capturejob WHERE {sql.among('id')}"
    rows = sql.rows(question, [sql.listed(sorted(set(jobs)))])
    return {job: json.loads(text) if isinstance(text, str) else text for job, text in rows}
