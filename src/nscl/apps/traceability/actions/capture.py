"""The one way events enter: for programs, for forms and for the demo.

A capture is its own record (`CaptureJob`) and leaves no line in the audit chain, whose lock would make the
province's captures wait for each other; events themselves are made evident by their hashes.
"""

from __future__ import annotations

import logging
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import IntegrityError, OperationalError, transaction

from nscl.apps.traceability import partitions, storing
from nscl.apps.traceability.judging import judge, read
from nscl.apps.traceability.models import CaptureJob
from nscl.apps.traceability.refusals import CaptureRefused
from nscl.apps.traceability.senders import Sender
from nscl.apps.traceability.storing import Behaviour, Disturbed, Part
from nscl.gs1.epcis.hashing import Event
from nscl.gs1.epcis.problems import Problem
from nscl.gs1.epcis.reading import Document

log = logging.getLogger(__name__)
ATTEMPTS = 4  # a capture that was disturbed, or chosen to break a deadlock, may be begun again safely


@dataclass(frozen=True)
class CaptureResult:
    """How a capture ended: numbers of events stored anew, there before, and refused (with the reasons)."""

    job: CaptureJob
    stored: int
    replayed: int
    problems: tuple[Problem, ...] = ()
    warnings: tuple[Problem, ...] = ()


def capture(
    given: bytes | Document | Sequence[Event],
    *,
    by: Sender,
    at: datetime,
    behaviour: Behaviour = "rollback",
    strict: Collection[str] = (),
    job: CaptureJob | None = None,
) -> CaptureResult:
    """Store the events of a document, each once, with everything that tracing needs, in one transaction.

    An event that is there already (same hash, same error declaration) changes nothing. With `rollback` one
    bad event refuses all (`CaptureRefused` with its problems, `EventConflict`, `NotYours`); with `proceed`
    the good ones are stored and the bad ones reported. Beyond the limits: `TooLarge`; bytes that are no
    document: `Unreadable`; of both no job is kept. `strict` are the warnings the province refuses.
    """
    part = ready(given, by=by, at=at, behaviour=behaviour, strict=strict, job=job)
    _store([part])
    return result_of(part)


def ready(
    given: bytes | Document | Sequence[Event],
    *,
    by: Sender,
    at: datetime,
    behaviour: Behaviour = "rollback",
    strict: Collection[str] = (),
    job: CaptureJob | None = None,
) -> Part:
    """Read and judge a document, so that only the store is left: the part of a capture that needs no store."""
    judged = judge(read(given, at), at=at, organisation_id=by.organisation_id, strict=strict)
    return Part(judged, by, at, behaviour, job)


def capture_together(parts: Sequence[Part]) -> list[CaptureResult | CaptureRefused]:
    """Store many small documents (`ready`) with one commit, each with its own outcome and record.

    What comes out is the same as if they were captured one after the other. Where the joint transaction
    fails unexpectedly, each is captured by itself, and what fails then is given back in its place.
    """
    found: list[CaptureResult | CaptureRefused] = []
    for run in _runs(parts):
        try:
            _store(run)
        except Exception:
            if len(run) == 1 or transaction.get_connection().in_atomic_block:
                raise
            log.exception("%s captures failed together; each is tried by itself", len(run))
            for part in run:
                _store([part])
        found += [_outcome(part) for part in run]
    return found


def _runs(parts: Sequence[Part]) -> Iterator[Sequence[Part]]:
    """The documents in order; one that declares errors stands alone, as it looks at all others."""
    run: list[Part] = []
    for part in parts:
        if any(draft.declaration for draft in part.judged.drafts):
            if run:
                yield run
            yield [part]
            run = []
        else:
            run.append(part)
    if run:
        yield run


def _store(parts: Sequence[Part]) -> None:
    """One transaction; begun anew when others came between, at last with all others kept out."""
    for left in reversed(range(ATTEMPTS)):
        try:
            with transaction.atomic():
                return storing.store(parts, alone=not left)
        except Disturbed:
            if not left:
                raise
        except OperationalError as error:
            inside = transaction.get_connection().in_atomic_block
            if inside or not left or "deadlock" not in str(error):
                raise
        except IntegrityError as error:
            if not left or "no partition" not in str(error):
                raise
            partitions.forget_months()


def _outcome(part: Part) -> CaptureResult | CaptureRefused:
    try:
        return result_of(part)
    except CaptureRefused as refusal:
        return refusal


def result_of(part: Part) -> CaptureResult:
    """How a stored document ended; raises its refusal."""
    if part.refusal is not None:
        raise part.refusal
    assert part.job is not None
    warnings = tuple(part.judged.warnings)
    return CaptureResult(part.job, len(part.fresh), len(part.replayed), part.problems, warnings)
