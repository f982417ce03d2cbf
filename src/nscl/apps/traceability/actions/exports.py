"""Who took which trace out."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from nscl.apps.core import audit
from nscl.apps.core.access import Actor
from nscl.apps.core.models import AuditEntry
from nscl.apps.traceability.models import Item
from nscl.apps.traceability.queries.answers import Answer


@transaction.atomic
def note_export(found: Answer, kind: str, *, by: Actor, at: datetime) -> AuditEntry:
    """Keep a record that an answer left the system as a file of this kind."""
    by.require("traceability.trace.export")
    root = Item.objects.filter(canonical__in=found.roots[:1]).first() or Item(canonical=found.roots[0])
    after = {
        "roots": list(found.roots[:20]),
        "root_count": len(found.roots),
        "directions": [part.trace.direction for part in found.parts],
        "items": len(found.nodes),
        "kind": kind,
    }
    return audit.record(by=by, at=at, deed="traceability.trace.export", obj=root, after=after)
