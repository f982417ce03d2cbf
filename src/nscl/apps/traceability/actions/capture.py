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

from nscl.apps.traceability import foretelling, partitions, storing
from nscl.apps.traceability.gathering import Gatherer
from nscl.apps.traceability.judging import judge, read
from nscl.apps.traceability.models import CaptureJob
from nscl.apps.traceability.senders import Sender
from nscl.apps.traceability.storing import Behaviour, Disturbed, Part
from nscl.gs1.epcis.hashing import Event
from nscl.gs1.epcis.problems import Problem
from nscl.gs1.epcis.reading import Document

log = logging.getLogger(__name__)
SMALL = 20  # events; a larger document gains little by sharing, and would keep small ones waiting
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
    strict: Collection[str] | None = None,
    job: CaptureJob | None = None,
) -> CaptureResult:
    """Store the events of a document, each once, with everything that tracing needs, in one transaction.

    An event that is there already (same hash, same error declaration) changes nothing. With `rollback` one
    bad event refuses all (`CaptureRefused` with its problems, `EventConflict`, `NotYours`); with `proceed`
    the good ones are stored and the bad ones reported. Beyond the limits: `TooLarge`; bytes that are no
    document: `Unreadable`; of both no job is kept. `strict` are the warnings to refuse, by default those of
    the sender's province.
    """
    return capture_part(ready(given, by=by, at=at, behaviour=behaviour, strict=strict, job=job))


def ready(
    given: bytes | Document | Sequence[Event],
    *,
    by: Sender,
    at: datetime,
    behaviour: Behaviour = "rollback",
    strict: Collection[str] | None = None,
    job: CaptureJob | None = None,
) -> Part:
    """Read and judge a document: what of a capture needs no store."""
    strict = by.strict if strict is None else strict
    judged = judge(read(given, at), at=at, organisation_id=by.organisation_id, strict=strict)
    return Part(judged, by, at, behaviour, job)


def capture_part(part: Part) -> CaptureResult:
    """Store one document that is `ready`."""
    _store([part])
    return result_of(part)


def capture_together(parts: Sequence[Part]) -> list[CaptureResult | Exception]:
    """Store many small documents (`ready`) with one commit, each with its own outcome and record.

    What comes out is the same as if they were captured one after the other; a refusal stands in its place.
    Where the joint transaction fails unexpectedly, each is captured by itself, and the fault stands in the
    place of the document that has it.
    """
    for run in _runs(parts):
        try:
            _store(run)
        except Exception as fault:
            if transaction.get_connection().in_atomic_block:
                raise
            log.exception("%s captures failed together", len(run))
            _store_singly(run, fault)
    return [_outcome(part) for part in parts]


def _store_singly(run: Sequence[Part], fault: Exception) -> None:
    """After a joint failure: the good ones are stored, the others bear what is wrong with them."""
    for part in run:
        try:
            if len(run) == 1:
                raise fault
            _store([part])
        except Exception as own:
            part.error = own


def _store_run(parts: Sequence[Part]) -> None:
    """For the gatherer: outcomes are read from the parts."""
    capture_together(parts)


_gatherer = Gatherer(_store_run)


def capture_with_others(part: Part) -> CaptureResult:
    """Like `capture`, for a `ready` document; a small one shares the commit with what other threads capture
    meanwhile."""
    if len(part.judged.drafts) > SMALL:
        return capture_part(part)
    _gatherer.hand_over(part)
    return result_of(part)


def end_gathering() -> None:
    """End the threads that store for others, and their connections: before the database goes."""
    _gatherer.close()


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
    if foretelling.store(parts):
        return
    for left in reversed(range(ATTEMPTS)):
        try:
            with transaction.atomic():
                done = storing.store(parts, alone=not left)
            foretelling.remember(done)
            return
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


def _outcome(part: Part) -> CaptureResult | Exception:
    try:
        return result_of(part)
    except Exception as fault:
        return fault


def result_of(part: Part) -> CaptureResult:
    """How a stored document ended; raises its refusal, or what went wrong."""
    if part.error is not None:
        raise part.error
    if part.refusal is not None:
        raise part.refusal
    assert part.job is not None
    warnings = tuple(part.judged.warnings)
    return CaptureResult(part.job, len(part.fresh), len(part.replayed), part.problems, warnings)
