"""The transaction of captures: what is new, whose it is, and everything that tracing needs of it.

One look at the store, a decision in memory, one writing. Numbers are taken beforehand, so that writing waits
for no answer; where another capture entered the same thing meanwhile, fewer rows are written than meant
(`Disturbed`): everything is taken back and begun anew, and then the look shows what the other entered.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence, Sized
from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal

from nscl.apps.traceability import (
    directory,
    items,
    locks,
    master_data,
    ownership,
    records,
    refusals,
    sql,
    stays,
    writing,
)
from nscl.apps.traceability.drafts import Draft
from nscl.apps.traceability.judging import Judged
from nscl.apps.traceability.models import CaptureBody, CaptureJob
from nscl.apps.traceability.partitions import ensure_months
from nscl.apps.traceability.senders import Sender
from nscl.apps.traceability.sql import Statement
from nscl.gs1.epcis.problems import Problem

Behaviour = Literal["rollback", "proceed"]
Takes = Sequence[tuple[Statement, int]]  # with the number of rows each must touch
Rows = tuple[str, tuple[str, ...], list[sql.Row]]  # table, columns, rows


class Disturbed(Exception):
    """Another capture entered the same code or event between the look and the writing."""


class AlreadyOver(Exception):
    """Another worker ended this capture meanwhile."""


@dataclass
class Part:
    """One document of a capture, and what became of its events.

    `refusal` is set where the whole document is refused; then nothing of it is stored.
    """

    judged: Judged
    by: Sender
    at: datetime
    behaviour: Behaviour
    job: CaptureJob | None = None
    refusal: refusals.CaptureRefused | None = None
    fresh: list[Draft] = field(default_factory=list)
    replayed: list[Draft] = field(default_factory=list)
    refused: list[tuple[Draft, Problem]] = field(default_factory=list)
    is_new: bool = False  # whether its record is made by this capture
    is_waiting: bool = False  # whether its document waits in the store (`CaptureBody`)
    error: Exception | None = None  # what went wrong unexpectedly; nothing of it is stored

    def begin(self) -> None:
        """Forget what an attempt found that was taken back."""
        if self.is_new:
            self.job, self.is_new = None, False
        self.fresh, self.replayed, self.refused, self.refusal, self.error = [], [], [], None, None
        if self.judged.errors and (self.behaviour == "rollback" or self.judged.is_hopeless):
            self.refusal = refusals.refused(self.judged.errors)

    @property
    def drafts(self) -> list[Draft]:
        """What it asks to store."""
        return [] if self.refusal is not None else self.judged.drafts

    def refuse(self, draft: Draft, problem: Problem) -> None:
        """Leave one event out, or with `rollback` the document."""
        if self.behaviour == "rollback" and self.refusal is None:
            self.refusal = refusals.refused([problem])
        self.refused.append((draft, problem))

    def settle(self) -> None:
        """Leave out of the fresh ones what was refused; all of them where the document is."""
        out = {id(draft) for draft, _problem in self.refused}
        self.fresh = [one for one in self.fresh if id(one) not in out] if self.refusal is None else []

    def end(self) -> None:
        """Tell its record how it ended."""
        assert self.job is not None
        records.end(
            self.job,
            at=self.at,
            events=self.judged.event_count,
            stored=len(self.fresh),
            replayed=0 if self.refusal is not None else len(self.replayed),
            problems=self.problems,
            is_refused=self.refusal is not None,
            context=self.judged.context,
        )
        if self.refusal is not None:
            self.refusal.job = self.job

    @property
    def job_id(self) -> int:
        assert self.job is not None
        return self.job.pk

    @property
    def size(self) -> int:
        """About how many rows its events will be."""
        return sum(1 + len(draft.named) for draft in self.fresh)

    @property
    def problems(self) -> tuple[Problem, ...]:
        if self.refusal is not None:
            return self.refusal.problems
        return (*self.judged.errors, *(problem for _draft, problem in self.refused))


def store(parts: Sequence[Part], *, alone: bool = False) -> Store:
    """Inside a transaction: store the documents one after the other, as if each came by itself.

    `alone` keeps every other capture out meanwhile. A document that declares errors comes by itself. What
    was learnt of the store is given back.
    """
    done = Store(parts)
    done.run(alone=alone)
    return done


class Store:
    """One attempt at storing some documents."""

    def __init__(self, parts: Sequence[Part]) -> None:
        self.parts = parts
        self.known = directory.Known()
        self.codes = items.Dictionary()
        self.marks: set[tuple[bytes, str]] = set()  # events of this capture
        self.names: set[str] = set()
        self.numbers: dict[str, list[int]] = {}  # taken with the look, where there are few
        self.voided: set[int] = set()  # events in the store that a declaration is about

    @property
    def fresh(self) -> list[Draft]:
        return [draft for part in self.parts for draft in part.fresh]

    def run(self, *, alone: bool) -> None:
        for part in self.parts:
            part.begin()
        drafts = [draft for part in self.parts for draft in part.drafts]
        if drafts:
            self._look(drafts, alone)
        self.decide()
        self._write()
        for part in self.parts:
            if part.refusal is None:
                master_data.write(part.judged.content, part.judged.namespaces, by=part.by, at=part.at)
        touched = writing.touched(self.fresh, self.codes.numbers)
        if self.voided:
            directory.mark_void(self.voided)
            touched |= writing.void(self.voided)
        stays.restay(touched)

    # ── The look ───────────────────────────────────────────────────────

    def _look(self, drafts: Sequence[Draft], alone: bool) -> None:
        for month in {part.at for part in self.parts}:
            ensure_months(month)
        codes = {code for draft in drafts for code in draft.codes}
        first, about_events = locks.wanted(drafts, alone=alone), directory.questions(drafts)
        about_codes, spelt = items.questions(codes)
        few = sql.is_postgres() and len(codes) <= sql.FEW
        numbers = [sql.next_of(*one) for one in self._most_new(codes, drafts).items()] if few else []
        # The locks come before any number is given: who tells of new events relies on it.
        answers = sql.after(first, [*about_events, *about_codes, *numbers])
        self.known = directory.known(answers[: len(about_events)])
        self.codes.read(*answers[len(about_events) :][:2], spelt)
        if few:
            lists = ([row[0] for row in one.rows] for one in answers[-len(numbers) :])
            self.numbers = dict(zip(self._most_new(codes, drafts), lists, strict=True))

    def _most_new(self, codes: Sized, drafts: Sized) -> dict[str, int]:
        """How many numbers are needed at most; of a few documents they are taken with the look."""
        return {
            items.TABLE: len(codes),
            directory.TABLE: len(drafts),
            records.TABLE: sum(part.job is None for part in self.parts),
        }

    # ── Which events are new, and whose goods they make ────────────────

    def decide(self) -> None:
        """Settle, document after document, what of each is stored."""
        for part in self.parts:
            if part.refusal is None:
                self._decide(part)

    def _decide(self, part: Part) -> None:
        names: set[str] = set()
        marks: set[tuple[bytes, str]] = set()
        for draft in part.drafts:
            draft.id = 0
            if draft.mark in self.known.by_mark or draft.mark in self.marks or draft.mark in marks:
                part.replayed.append(draft)
                continue
            problem = self._refusal(part, draft, names)
            if problem is not None:
                part.refuse(draft, problem)
                if part.refusal is not None:
                    break
                continue
            marks.add(draft.mark)
            if not draft.declaration:
                names.add(draft.event_id)
            part.fresh.append(draft)
        part.settle()
        voided = self._declare(part)
        for draft, problem in ownership.foreign(part.fresh, part.by, self.codes):
            part.refuse(draft, problem)
        part.settle()
        if part.refusal is None:
            self.voided |= voided
            self.marks |= marks
            self.names |= names
            self.codes.make(ownership.made_in(part.fresh), part.by.organisation_id)

    def _refusal(self, part: Part, draft: Draft, names: set[str]) -> Problem | None:
        if draft.declaration:
            others = [
                one for one in self.known.declared(draft) if one.organisation_id not in part.by.may_make
            ]
            return refusals.not_declared_by(draft.pointer) if others else None
        name = draft.event_id
        if name and (name in self.known.by_event_id or name in self.names or name in names):
            return refusals.conflict(draft.pointer, name)
        return None

    def _declare(self, part: Part) -> set[int]:
        """Mark the events of the document that are declared wrong; those of the store are given back."""
        new = [draft for draft in part.fresh if draft.declaration]
        own = [one for one in self.known.declarations if one.organisation_id in part.by.may_make]
        if not new and not own:  # nearly always
            return set()
        wrong = directory.Declared.of([*own, *new])
        for draft in part.fresh:
            draft.is_void = bool(draft.declaration) or wrong.names(draft)
        return {one.id for draft in new for one in self.known.declared(draft) if not one.is_void}

    # ── The writing ────────────────────────────────────────────────────

    def _write(self) -> None:
        takes = self._takes([code for code in self.codes.makers if code in self.codes.numbers])
        entries = self.entries()
        self.end_records()
        if sql.is_postgres():
            self._write_at_once(takes, entries)
        else:
            self._write_each(takes, entries)

    def entries(self) -> list[Rows]:
        """The lines of new codes and events; everything new has its number then."""
        fresh = self.fresh
        missing = sorted({code for draft in fresh for code in draft.codes} - self.codes.numbers.keys())
        self._number(missing, fresh)
        claims = [one for part in self.parts for one in directory.rows_of(part.fresh, part.by, part.at)]
        return [
            (items.TABLE, items.COLUMNS, [self.codes.row(code) for code in missing]),
            # Captures of the same codes and events meet in one order: they wait, and do not lock each
            # other out.
            (directory.TABLE, directory.COLUMNS, sorted(claims, key=directory.order)),
        ]

    def _number(self, missing: Sequence[str], fresh: Sequence[Draft]) -> None:
        """Numbers for what is new."""
        without = [part for part in self.parts if part.job is None]
        if not self.numbers:
            self.numbers = sql.next_numbers(
                {items.TABLE: len(missing), directory.TABLE: len(fresh), records.TABLE: len(without)}
            )
        self.codes.numbers |= zip(missing, self.numbers[items.TABLE], strict=False)
        for draft, number in zip(fresh, self.numbers[directory.TABLE], strict=False):
            draft.id = number

    def end_records(self) -> None:
        """A record for each document that has none yet; each tells how it ended."""
        without = [part for part in self.parts if part.job is None]
        for part, number in zip(without, self.numbers[records.TABLE], strict=False):
            part.job = records.begun(part.by, part.at, part.behaviour, number)
            part.is_new = True
        for part in self.parts:
            part.end()

    def _takes(self, made: Sequence[str]) -> list[tuple[Statement, int]]:
        """Known things that somebody makes now, and how many they are for each maker."""
        by_maker: dict[int, list[int]] = defaultdict(list)
        for code in made:
            by_maker[self.codes.makers[code]].append(self.codes.numbers[code])
        found = [(items.taking(ones, maker), len(ones)) for maker, ones in by_maker.items()]
        if sql.is_postgres() and found:
            everything = sorted(one for ones in by_maker.values() for one in ones)
            found.insert(0, (items.holding(everything), len(everything)))
        return found

    def _write_at_once(self, takes: Takes, entries: Sequence[Rows]) -> None:
        """On PostgreSQL: few rows in one message, many by COPY after the codes and events are claimed."""
        new = [part.job for part in self.parts if part.is_new and part.job is not None]
        claims = [(sql.inserting(*one, once=True), len(one[2])) for one in entries if one[2]]
        first = [*takes, *claims]
        rest = [sql.inserting(*records.rows(new))] if new else []
        is_small = sum(part.size for part in self.parts) <= sql.FEW
        if is_small:
            rest += [sql.inserting(*one) for one in self.rows() if one[2]]
        if takes:
            counts = [one.count for one in sql.together([*(one for one, _n in takes)])]
            counts += sql.written_at_once([*(one for one, _n in claims), *rest])
        else:
            counts = sql.written_at_once([*(one for one, _n in first), *rest])
        if any(count != wanted for count, (_one, wanted) in zip(counts, first, strict=False)):
            raise Disturbed
        if not is_small:
            for part in self.parts:
                writing.write(part.fresh, self.codes.numbers, by=part.by, job_id=part.job_id, at=part.at)
        self._keep_older()

    def rows(self) -> list[Rows]:
        """All rows of small documents, by table."""
        found: dict[str, Rows] = {}
        for part in self.parts:
            numbers = self.codes.numbers
            of_part = writing.rows(part.fresh, numbers, by=part.by, job_id=part.job_id, at=part.at)
            for table, columns, rows in of_part:
                found.setdefault(table, (table, columns, []))[2].extend(rows)
        return list(found.values())

    def _write_each(self, takes: Takes, entries: Sequence[Rows]) -> None:
        """On SQLite: one writes at a time, and nobody disturbs."""
        sql.together([one for one, _count in takes])
        for one in entries:
            sql.insert(*one)
        for part in self.parts:
            if part.is_new and part.job is not None:
                part.job.save(force_insert=True)
            writing.write(part.fresh, self.codes.numbers, by=part.by, job_id=part.job_id, at=part.at)
        self._keep_older()

    def _keep_older(self) -> None:
        """Records that were there before; what they waited with goes in the same moment."""
        for part in self.parts:
            if part.is_new or part.job is None:
                continue
            dropped, _tables = CaptureBody.objects.filter(pk=part.job.pk).delete()
            if part.is_waiting and not dropped:
                raise AlreadyOver
            part.job.save()
