"""The one way events enter: for programs, for forms and for the demo.

A capture is its own record (`CaptureJob`) and leaves no line in the audit chain, whose lock would make the
province's captures wait for each other; events themselves are made evident by their hashes.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal

from django.db import OperationalError, transaction

from nscl.apps.traceability import directory, items, locks, master_data, ownership, refusals, stays, writing
from nscl.apps.traceability.drafts import Draft
from nscl.apps.traceability.judging import Judged, judge, read
from nscl.apps.traceability.models import CaptureJob
from nscl.apps.traceability.partitions import ensure_months
from nscl.apps.traceability.senders import Sender
from nscl.gs1.epcis.hashing import Event
from nscl.gs1.epcis.problems import Problem
from nscl.gs1.epcis.reading import Document

Behaviour = Literal["rollback", "proceed"]
ATTEMPTS = 3  # a database that broke a deadlock is asked again; a capture may be repeated safely


@dataclass(frozen=True)
class CaptureResult:
    """How a capture ended: numbers of events stored anew, there before, and refused (with the reasons)."""

    job: CaptureJob
    stored: int
    replayed: int
    problems: tuple[Problem, ...] = ()
    warnings: tuple[Problem, ...] = ()


@dataclass
class _Sorted:
    """Drafts told apart: to be stored, there already, refused with the reason."""

    fresh: list[Draft] = field(default_factory=list)
    replayed: list[Draft] = field(default_factory=list)
    refused: list[tuple[Draft, Problem]] = field(default_factory=list)
    voided: set[int] = field(default_factory=set)  # events in the store that a declaration is about

    def drop_refused(self) -> None:
        """Leave out of the fresh ones what was refused since."""
        out = {id(draft) for draft, _problem in self.refused}
        self.fresh = [draft for draft in self.fresh if id(draft) not in out]


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
    judged = judge(read(given, at), at=at, organisation_id=by.organisation_id, strict=strict)
    attempt = _Attempt(judged, by, at, behaviour, job)
    if judged.errors and (behaviour == "rollback" or judged.is_hopeless):
        raise attempt.failed(judged.errors)
    for left in reversed(range(ATTEMPTS)):
        try:
            with transaction.atomic():
                return attempt.store()
        except refusals.CaptureRefused as refusal:
            raise attempt.failed(refusal.problems) from None
        except OperationalError as error:
            inside = transaction.get_connection().in_atomic_block
            if inside or not left or "deadlock" not in str(error):
                raise
    raise AssertionError("unreachable")


@dataclass
class _Attempt:
    judged: Judged
    by: Sender
    at: datetime
    behaviour: Behaviour
    job: CaptureJob | None

    def store(self) -> CaptureResult:
        """Inside the transaction: claim the events, write them, bring stays and voids in step."""
        ensure_months(self.at)
        locks.take(self.judged.drafts)
        found = self._sorted(self.judged.drafts)
        known = self._entered(found)
        self._claim(found)
        problems = (*self.judged.errors, *(problem for _draft, problem in found.refused))
        job = self._record(found, problems)
        writing.write(found.fresh, known.numbers, by=self.by, job_id=job.pk, at=self.at)
        master_data.write(self.judged.content, self.judged.namespaces, by=self.by, at=self.at)
        touched = writing.touched(found.fresh, known.numbers)
        if found.voided:
            directory.mark_void(found.voided)
            touched |= writing.void(found.voided)
        stays.restay(touched)
        return CaptureResult(
            job, len(found.fresh), len(found.replayed), problems, tuple(self.judged.warnings)
        )

    # ── Which events are new ───────────────────────────────────────────

    def _sorted(self, drafts: Sequence[Draft]) -> _Sorted:
        known = directory.look_up(drafts)
        found = _Sorted()
        marks: set[tuple[bytes, str]] = set()
        names: set[str] = set()
        for draft in drafts:
            if draft.mark in known.by_mark or draft.mark in marks:
                found.replayed.append(draft)
                continue
            problem = self._refusal(draft, known, names)
            if problem is not None:
                self._refuse(found, draft, problem)
                continue
            marks.add(draft.mark)
            if not draft.declaration:
                names.add(draft.event_id)
            found.fresh.append(draft)
        self._declare(found, known)
        return found

    def _refusal(self, draft: Draft, known: directory.Known, names: set[str]) -> Problem | None:
        if draft.declaration:
            others = [one for one in known.declared(draft) if one.organisation_id not in self.by.may_make]
            return refusals.not_declared_by(draft.pointer) if others else None
        if draft.event_id and (draft.event_id in known.by_event_id or draft.event_id in names):
            return refusals.conflict(draft.pointer, draft.event_id)
        return None

    def _declare(self, found: _Sorted, known: directory.Known) -> None:
        """Which events no longer count: those of the store and of this document that are declared wrong."""
        new = [draft for draft in found.fresh if draft.declaration]
        own = [one for one in known.declarations if one.organisation_id in self.by.may_make]
        wrong = directory.Declared.of([*own, *new])
        for draft in found.fresh:
            draft.is_void = bool(draft.declaration) or wrong.names(draft)
        for draft in new:
            found.voided |= {one.id for one in known.declared(draft) if not one.is_void}

    def _refuse(self, found: _Sorted, draft: Draft, problem: Problem) -> None:
        if self.behaviour == "rollback":
            raise refusals.refused([problem])
        found.refused.append((draft, problem))

    def _entered(self, found: _Sorted) -> items.Dictionary:
        """The numbers of all codes, new ones included; events that make another's goods are refused."""
        codes = {code for draft in found.fresh for code in draft.codes()}
        known = items.Dictionary.of(codes, ownership.made_in(found.fresh))
        for draft, problem in ownership.foreign(found.fresh, self.by, known):
            self._refuse(found, draft, problem)
        found.drop_refused()
        made = ownership.made_in(found.fresh)
        known.enter((code for draft in found.fresh for code in draft.codes()), made, self.by.organisation_id)
        older = [code for code in made if code not in known.fresh]
        # What was known unmade becomes one's own; what another makes in the same moment is refused.
        lost = ownership.take(older, known.numbers, self.by) if older else set()
        for draft in [one for one in found.fresh if lost and not lost.isdisjoint(one.made())]:
            self._refuse(found, draft, refusals.not_made_by(draft.pointer, min(lost & set(draft.made()))))
        found.drop_refused()
        return known

    def _claim(self, found: _Sorted) -> None:
        """Enter the events in the directory; those that another capture entered meanwhile are told apart."""
        if not found.fresh:
            return
        wanted = found.fresh
        found.fresh = directory.claim(wanted, organisation_id=self.by.organisation_id, at=self.at)
        late = [draft for draft in wanted if not draft.id]
        known = directory.look_up(late) if late else directory.Known()
        for draft in late:
            if draft.mark in known.by_mark:
                found.replayed.append(draft)
            else:
                self._refuse(found, draft, refusals.conflict(draft.pointer, draft.event_id))

    # ── The record ─────────────────────────────────────────────────────

    def _record(self, found: _Sorted, problems: Sequence[Problem]) -> CaptureJob:
        states = CaptureJob.State
        refused = self.judged.event_count - len(found.fresh) - len(found.replayed)
        if not problems:
            state = states.DONE
        else:
            state = states.PARTLY if found.fresh or found.replayed else states.FAILED
        return self._kept(
            state=state,
            stored_count=len(found.fresh),
            replayed_count=len(found.replayed),
            refused_count=max(refused, 0),
            errors=[refusals.as_json(one) for one in problems],
        )

    def failed(self, problems: Sequence[Problem]) -> refusals.CaptureRefused:
        """The refusal of the whole document, with the record of the attempt."""
        refusal = refusals.refused(problems)
        refusal.job = self._kept(
            state=CaptureJob.State.FAILED,
            refused_count=self.judged.event_count,
            errors=[refusals.as_json(one) for one in problems],
        )
        return refusal

    def _kept(self, **columns: object) -> CaptureJob:
        job = self.job or CaptureJob(
            client_id=self.by.client_id,
            created_by_id=self.by.user_id,
            organisation_id=self.by.organisation_id,
            province_id=self.by.province_id,
            behaviour=self.behaviour,
            created_at=self.at,
        )
        job.event_count = self.judged.event_count
        job.context = self.judged.context or []
        job.finished_at = self.at
        for name, value in columns.items():
            setattr(job, name, value)
        job.save()
        return job
