"""The background work of an import: reading, checking, loading, taking back. Each job calls one of these."""

from __future__ import annotations

import gc
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import DatabaseError, IntegrityError, transaction
from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from nscl.apps.core.access import Actor, Refusal
from nscl.apps.core.imports import acting, actions, progress, secrets, staging
from nscl.apps.core.imports.flow import IMPORT_FLOW
from nscl.apps.core.imports.header import Header, best_sheet, find_header, header_at
from nscl.apps.core.imports.mapping import column_from, fingerprint, known_headings, propose, shared_year
from nscl.apps.core.imports.notes import notes_of
from nscl.apps.core.imports.reading.grid import Book
from nscl.apps.core.imports.reading.limits import UnreadableFile
from nscl.apps.core.imports.reading.safe import read_safely
from nscl.apps.core.imports.spec import Change, ImportSpec, Loaded, Values
from nscl.apps.core.imports.validating import DOUBTFUL, validate
from nscl.apps.core.jobs import Progress, job_kind
from nscl.apps.core.models import ImportBatch, ImportMapping, ImportRow, Job

OUTDATED = "Sổ đã thay đổi sau khi kiểm tra tệp (dòng %(row)s). Hãy kiểm tra lại tệp rồi xác nhận."


def open_book(batch: ImportBatch, sheet: int | None) -> Book:
    """The batch's file, read in a process of its own; an unreadable one is a `Refusal`."""
    try:
        return read_safely(secrets.file_of(batch), sheet)
    except UnreadableFile as refused:
        raise Refusal(str(refused)) from refused
    except FileNotFoundError as error:
        raise Refusal(_("Không còn tệp gốc trên máy chủ. Hãy tải tệp lên lại.")) from error


def read(batch: ImportBatch, *, sheet: int | None, header: list[int] | None, by: Actor, at: datetime) -> None:
    """Open the file, find the table's head and propose a field for each column."""
    spec = actions.require_spec(batch, by)
    progress.tell(batch.pk, 10, _("Đang mở tệp"))
    book = open_book(batch, sheet)
    if sheet is None:
        best = best_sheet(book.sheets, book.chosen, known_headings(spec))
        book = book if best == book.chosen else open_book(batch, best)
    progress.tell(batch.pk, 70, _("Đang tìm tiêu đề và ghép cột"))
    found = header_at(book.sheet, *header) if header else find_header(book.sheet, known_headings(spec))
    mark = fingerprint(found.headings)
    kept = ImportMapping.objects.filter(
        spec=spec.name, fingerprint=mark, province_id=batch.province_id
    ).first()
    columns = propose(book.sheet, found, spec, kept.columns if kept else None)
    with transaction.atomic():
        batch = ImportBatch.objects.select_for_update(of=("self",)).get(pk=batch.pk)
        if batch.state not in ("uploaded", "mapped", "checked"):
            raise Refusal(_("Tệp này đã được nhập hoặc đã bỏ trong khi đọc."))
        ImportRow.objects.filter(batch=batch).delete()
        batch.state, batch.counts = "uploaded", {}
        said = shared_year(columns, spec) | batch.reading.get("shared", {})
        batch.reading = _reading(book, found, mark) | {"shared": said}
        batch.columns = [one.plain() for one in columns]
        batch.save(update_fields=["state", "counts", "reading", "columns"])


def _reading(book: Book, header: Header, mark: str) -> dict[str, Any]:
    return {
        "kind": book.kind,
        "encoding": book.encoding,
        "separator": book.separator,
        "date_system": book.date_system,
        "sheets": [
            {
                "name": one.name,
                "rows": one.row_count,
                "columns": one.column_count,
                "is_hidden": one.is_hidden,
                "problem": one.problem,
            }
            for one in book.sheets
        ],
        "chosen": book.chosen,
        "header": [header.top, header.bottom, header.data_from],
        "rows": sum(1 for row in book.sheet.rows[header.data_from :] if row),
        "notes": notes_of(book, header),
        "fingerprint": mark,
    }


def check(batch: ImportBatch, *, by: Actor, at: datetime) -> None:
    """Validate the whole file and stage its rows; the register is only looked at."""
    spec = actions.require_spec(batch, by)
    progress.tell(batch.pk, 5, _("Đang mở tệp"))
    book = open_book(batch, batch.reading["chosen"])
    top, bottom, _data = batch.reading["header"]
    header = header_at(book.sheet, top, bottom)
    mark = spec.mark(by) if spec.mark is not None else ""
    message = _("Đang kiểm tra từng dòng")
    rows = validate(
        book.sheet,
        header,
        [column_from(plain) for plain in batch.columns],
        spec,
        by,
        fill_merged=batch.fill_merged,
        date_system=book.date_system,
        shared=actions.shared_values(spec, batch.reading.get("shared", {})),
        progress=lambda pct: progress.tell(batch.pk, 20 + pct * 6 // 10, message),
    )
    progress.tell(batch.pk, 75, _("Đang ghi kết quả kiểm tra"))
    with transaction.atomic():
        batch = ImportBatch.objects.select_for_update(of=("self",)).get(pk=batch.pk)
        batch.register_mark = mark
        batch.save(update_fields=["register_mark"])
        staging.store(spec, batch, rows)
        progress.tell(batch.pk, 98, _("Đang ghi kết quả kiểm tra"))
        counts = staging.count(batch)
        IMPORT_FLOW.move(batch, "core.import.check", by=by, at=at, counts=counts, checked_at=at)


def load(batch: ImportBatch, *, by: Actor, at: datetime) -> None:
    """Move the confirmed rows into the register, all in one transaction, and say how many.

    Refused when the register has changed since the check, whatever the room's verb refuses, and when the
    person stops it: then nothing was changed and the batch waits for confirmation again.
    """
    spec = actions.require_spec(batch, by)
    chosen = ImportRow.objects.filter(staging.TO_ADD | staging.TO_CHANGE, batch=batch)
    mark = _holds_at(batch, chosen, spec, by)
    parts = [_part(spec, rows) for rows in staging.in_parts(chosen)]
    with _at_rest(), transaction.atomic():
        batch = ImportBatch.objects.select_for_update(of=("self",)).get(pk=batch.pk)
        if spec.mark is None:
            _require_unchanged(chosen, spec, by)
        elif spec.mark(by) != mark:
            raise Refusal(_("Sổ vừa thay đổi đúng lúc nhập. Hãy bấm xác nhận lần nữa."))
        counts = batch.counts
        total = max(counts["to_add"] + counts["to_change"], 1)
        done = 0
        for part in parts:
            _apply(part, spec, batch, by, at)
            done += len(part.rows)
            progress.tell(batch.pk, 2 + 96 * done // total, _("Đã nhập %(n)s dòng") % {"n": done})
        IMPORT_FLOW.move(
            batch, "core.import.load", by=by, at=at, done_at=at, counts=counts | {"loaded": done}
        )


@contextmanager
def _at_rest() -> Iterator[None]:
    """Python does not look for garbage meanwhile: it would go through all the rows made ready again and again
    while the register is locked."""
    was_looking = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_looking:
            gc.enable()


def _holds_at(batch: ImportBatch, chosen: QuerySet[ImportRow], spec: ImportSpec, by: Actor) -> str:
    """The state of the register for which the rows still stand as checked.

    Seeking the rows again takes longer than loading them, so it is done before the register is locked, and
    only where the register moved since the check.
    """
    if spec.mark is None:
        return ""
    mark = spec.mark(by)
    if mark != batch.register_mark:
        _require_unchanged(chosen, spec, by)
    return mark


def _require_unchanged(chosen: QuerySet[ImportRow], spec: ImportSpec, by: Actor) -> None:
    """The register still holds for these rows what it held when they were checked."""
    values, stood = [], []
    for part in staging.in_parts(chosen):
        values += [staging.values_of(spec, row) for row in part]
        # A person chose what a doubtful row is; the verb itself compares the revision.
        stood += [(row.row_no, row.status == DOUBTFUL, row.record_id, row.revision) for row in part]
    matches = spec.find(values, by) if values else []
    for (row_no, is_chosen, record, revision), match in zip(stood, matches, strict=True):
        is_wrong = any(not problem.is_warning for problem in match.problems)
        if is_wrong or not (is_chosen or (match.record_pk, match.revision) == (record, revision)):
            raise Refusal(_(OUTDATED) % {"row": row_no})


@dataclass(frozen=True)
class Part:
    """A thousand rows made ready before the register is locked: nobody else writes while it is."""

    rows: list[int]
    new: list[tuple[int, Values]]
    changed: list[Change]
    prepared: dict[str, Any]


def _part(spec: ImportSpec, rows: list[ImportRow]) -> Part:
    new, changed = [], []
    for row in rows:
        values = staging.values_of(spec, row)
        if row.record_id is None:
            new.append((row.pk, values))
            continue
        before = {one.name: old for one, old, _new in staging.differences_of(spec, row)}
        changed.append(Change(row.record_id, row.revision, values, before))
    every = [*(values for _pk, values in new), *(change.values for change in changed)]
    prepared = {} if spec.prepare is None else {"prepared": spec.prepare(every)}
    return Part([row.pk for row in rows], new, changed, prepared)


def _apply(part: Part, spec: ImportSpec, batch: ImportBatch, by: Actor, at: datetime) -> None:
    values = [values for _pk, values in part.new]
    done = spec.apply(values, part.changed, by=by, at=at, batch=batch, **part.prepared)
    if len(done.created) != len(part.new):
        raise RuntimeError(f"{spec.name}: apply made {len(done.created)} records of {len(part.new)}")
    made = [(row, record) for (row, _values), record in zip(part.new, done.created, strict=True)]
    staging.mark_loaded(part.rows, made)


def take_back(batch: ImportBatch, *, by: Actor, at: datetime) -> None:
    """Undo the whole load by the room's own verb, or refuse as a whole."""
    spec = actions.require_spec(batch, by)
    with transaction.atomic():
        batch = ImportBatch.objects.select_for_update(of=("self",)).get(pk=batch.pk)
        rows = ImportRow.objects.filter(batch=batch, is_loaded=True)
        progress.tell(batch.pk, 10, _("Đang rút lại"))
        spec.revoke(
            [one for part in staging.in_parts(rows) for one in _loaded(spec, part)], by=by, at=at, batch=batch
        )
        rows.update(is_loaded=False)
        IMPORT_FLOW.move(batch, "core.import.take_back", by=by, at=at, taken_back_at=at)


def _loaded(spec: ImportSpec, part: list[ImportRow]) -> Iterator[Loaded]:
    for row in part:
        assert row.record_id is not None
        is_new = not row.differences
        before = None if is_new else {one.name: old for one, old, _new in staging.differences_of(spec, row)}
        revision = 0 if is_new else (row.revision or 0) + 1
        yield Loaded(row.record_id, revision, before, staging.values_of(spec, row))


# ── Jobs ───────────────────────────────────────────────────────────────


def _batch_of(job: Job) -> ImportBatch:
    return ImportBatch.objects.select_related("file").get(pk=job.payload["batch"])


def _place(batch: ImportBatch) -> str:
    return reverse("imports:batch", args=[batch.pk])


@contextmanager
def _telling(batch: ImportBatch) -> Iterator[None]:
    """A stop becomes a sentence; what the database refuses too; the progress file goes in the end."""
    try:
        yield
    except progress.Stopped as stopped:
        raise Refusal(_("Đã dừng theo yêu cầu. Sổ không thay đổi.")) from stopped
    except IntegrityError as error:
        raise Refusal(
            _("Sổ đã có hồ sơ trùng với một dòng của tệp. Hãy kiểm tra lại tệp rồi xác nhận.")
        ) from error
    finally:
        progress.end(batch.pk)


def _work(kind: str) -> Callable[[Callable[[ImportBatch, Actor, Job], None]], Any]:
    def decorate(deed: Callable[[ImportBatch, Actor, Job], None]) -> Any:
        @job_kind(kind)
        def run(job: Job, tell: Progress) -> str:
            batch = _batch_of(job)
            with _telling(batch):
                deed(batch, acting.acting_again(job.created_by_id, job.payload), job)
            return _place(batch)

        return run

    return decorate


@_work(actions.READ)
def read_job(batch: ImportBatch, by: Actor, job: Job) -> None:
    read(batch, sheet=job.payload["sheet"], header=job.payload.get("header"), by=by, at=timezone.now())


@_work(actions.CHECK)
def check_job(batch: ImportBatch, by: Actor, job: Job) -> None:
    check(batch, by=by, at=timezone.now())


@_work(actions.LOAD)
def load_job(batch: ImportBatch, by: Actor, job: Job) -> None:
    """What goes wrong leaves the register as it was and the batch waiting for confirmation again."""
    try:
        load(batch, by=by, at=timezone.now())
    except Exception as error:
        why = str(error) if isinstance(error, Refusal) else _("Không nhập được; sổ không thay đổi.")
        _give_back(batch, by, why)
        raise


def _give_back(batch: ImportBatch, by: Actor, why: str) -> None:
    try:
        with transaction.atomic():
            row = ImportBatch.objects.select_for_update(of=("self",)).get(pk=batch.pk)
            if row.state == "confirmed":
                IMPORT_FLOW.move(row, "core.import.return", by=by, at=timezone.now(), reason=why)
    except (DatabaseError, Refusal):
        return  # the page offers to give up work that died


@_work(actions.TAKE_BACK)
def take_back_job(batch: ImportBatch, by: Actor, job: Job) -> None:
    take_back(batch, by=by, at=timezone.now())
