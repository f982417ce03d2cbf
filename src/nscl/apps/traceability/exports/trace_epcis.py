"""The events of a trace as one EPCIS 2.0 document that any system of the standard can read.

Source: EPCIS 2.0, section 10 (JSON). Events keep their text; names stand under the contexts of the documents
they came in. Where two documents mean different things by one prefix, the later one's events carry their own.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from nscl.apps.traceability import sql
from nscl.apps.traceability.queries.answers import Answer

CONTEXT = "https://ref.gs1.org/standards/epcis/2.0.0/epcis-context.jsonld"


def document(found: Answer, *, at: datetime) -> bytes:
    """The events in view, in order of time; those declared wrong are left out."""
    numbers = [one.row.number for one in found.moments if one.voided is None]
    contexts, raws = _contexts(one.row.job_id for one in found.moments), _raws(numbers)
    merged = _Merged()
    events = [merged.entered(raws[number][0], contexts.get(raws[number][1])) for number in numbers]
    whole = {
        "@context": merged.context(),
        "type": "EPCISDocument",
        "schemaVersion": "2.0",
        "creationDate": at.isoformat(),
        "epcisBody": {"eventList": events},
    }
    return json.dumps(whole, ensure_ascii=False, indent=1).encode()


def _raws(numbers: Iterable[int]) -> dict[int, tuple[dict[str, Any], int]]:
    question = f"SELECT id, raw, job_id FROM traceability_event WHERE {sql.among('id')}"
    return {one: (json.loads(raw), job) for one, raw, job in sql.rows(question, [sql.listed(numbers)])}


def _contexts(jobs: Iterable[int]) -> dict[int, list[Any]]:
    question = f"SELECT id, context FROM traceability_capturejob WHERE {sql.among('id')}"
    rows = sql.rows(question, [sql.listed(sorted(set(jobs)))])
    return {job: _listed(json.loads(text) if isinstance(text, str) else text) for job, text in rows}


def _listed(context: Any) -> list[Any]:
    return context if isinstance(context, list) else [context] if context else []


class _Merged:
    """The contexts of several documents as one, as far as they agree."""

    def __init__(self) -> None:
        self.addresses: dict[str, None] = {CONTEXT: None}
        self.prefixes: dict[str, Any] = {}

    def entered(self, event: dict[str, Any], context: Iterable[Any] | None) -> dict[str, Any]:
        """The event as it may stand in the document."""
        for part in context or ():
            if isinstance(part, str):
                self.addresses.setdefault(part)
            elif isinstance(part, Mapping):
                if any(self.prefixes.get(name, value) != value for name, value in part.items()):
                    return {"@context": list(context or ()), **event}
                self.prefixes |= part
        return event

    def context(self) -> list[Any]:
        return [*self.addresses, *([self.prefixes] if self.prefixes else [])]
