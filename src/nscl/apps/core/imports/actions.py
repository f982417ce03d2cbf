"""The verbs of an import: take a file in, settle columns, decide doubts, confirm, stop, drop, take back."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from dataclasses import asdict, replace
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from nscl.apps.core import audit
from nscl.apps.core.access import Actor, Refusal
from nscl.apps.core.imports import acting, progress, secrets, staging
from nscl.apps.core.imports.flow import IMPORT_FLOW
from nscl.apps.core.imports.mapping import Column, column_from, memory_key
from nscl.apps.core.imports.reading.grid import Book
from nscl.apps.core.imports.reading.limits import UnreadableFile
from nscl.apps.core.imports.reading.sniff import sniff
from nscl.apps.core.imports.spec import ImportSpec, Values, spec_named
from nscl.apps.core.imports.styles import Styles, styles_of
from nscl.apps.core.imports.validating import DOUBTFUL, WRONG, differences
from nscl.apps.core.imports.values import reader
from nscl.apps.core.jobs import enqueue
from nscl.apps.core.models import ImportBatch, ImportMapping, ImportRow, Job

READ, CHECK, LOAD, TAKE_BACK = "import.read", "import.check", "import.load", "import.take_back"
_DECISION = re.compile(r"new|skip|is:[0-9]{1,18}")


class AlreadyLoaded(Refusal):
    """The same bytes are in the register already."""

    def __init__(self, batch: ImportBatch) -> None:
        super().__init__(
            _(
                "Tệp này đã được nhập, nội dung giống hệt. "
                "Nếu vẫn muốn kiểm tra lại với sổ hiện nay, hãy đánh dấu “Kiểm tra lại tệp đã nhập”."
            )
        )
        self.batch = batch


def require_spec(batch: ImportBatch, by: Actor) -> ImportSpec:
    """The import of a batch, when it still exists and the person may do it."""
    spec = spec_named(batch.spec)
    if spec is None:
        raise Refusal(_("Loại nhập này không còn dùng. Hãy tải tệp lên lại ở loại nhập khác."))
    by.require(spec.deed)
    return spec


@transaction.atomic
def start(
    data: bytes,
    *,
    filename: str,
    spec: ImportSpec,
    again: bool = False,
    by: Actor,
    at: datetime,
) -> ImportBatch:
    """Keep the file, sealed, and queue its reading.

    Refused at once: what is no list by its bytes, what is too big, and bytes that were loaded before
    (`AlreadyLoaded`) unless `again` asks to compare them with the register once more.
    """
    by.require("core.import.use")
    by.require(spec.deed)
    try:
        sniff(data)
    except UnreadableFile as refused:
        raise Refusal(str(refused)) from refused
    mark = secrets.file_mark(data)
    known = ImportBatch.objects.filter(
        spec=spec.name, file_mark=mark, state="done", province_id=by.province_id
    ).first()
    if known is not None and not again:
        raise AlreadyLoaded(known)
    batch = ImportBatch.objects.create(
        spec=spec.name,
        filename=filename.replace("\\", "/").rsplit("/", 1)[-1][:255] or "danh-sach",
        file=secrets.keep_file(data, name=filename, at=at),
        file_mark=mark,
        province_id=by.province_id,
        acting=acting.remembered(by),
        created_by_id=by.user_id,
        created_at=at,
    )
    _queue(batch, READ, _("Mở tệp: %(name)s"), by, {"sheet": None})
    return batch


@transaction.atomic
def choose_sheet(
    batch: ImportBatch, *, sheet: int, header: tuple[int, int] | None = None, by: Actor, at: datetime
) -> Job:
    """Read another sheet of the file, or take other rows (zero-based, ends included) for its head."""
    batch = _locked(batch)
    require_spec(batch, by)
    by.require("core.import.map", batch)
    _require_open(batch)
    if not 0 <= sheet < len(batch.reading.get("sheets", [])):
        raise Refusal(_("Tệp không có trang tính đó. Hãy chọn một trang trong danh sách."))
    if header is not None and not 0 <= header[0] <= header[1] <= header[0] + 4 < 300:
        raise Refusal(_("Dòng tiêu đề phải là một đến năm dòng liền nhau trong 300 dòng đầu. Hãy ghi lại."))
    return _queue(
        batch, READ, _("Mở tệp: %(name)s"), by, {"sheet": sheet, "header": list(header) if header else None}
    )


@transaction.atomic
def settle_columns(
    batch: ImportBatch,
    *,
    fields: Mapping[int, str],
    styles: Mapping[int, Mapping[str, str]] | None = None,
    fill_merged: bool = True,
    shared: Mapping[str, str] | None = None,
    by: Actor,
    at: datetime,
) -> Job:
    """Confirm which column is which field and how it is read, keep that for next time, queue the check.

    `shared` are texts for fields that may be said once for the file. Refused: a field given to two columns, a
    required field given to none, a column whose numbers or money can be read in two ways while no way is
    chosen, a shared text that cannot be read.
    """
    batch = _locked(batch)
    spec = require_spec(batch, by)
    columns = _settled(batch, spec, fields, styles or {})
    _require_whole(spec, columns)
    batch.columns = [one.plain() for one in columns]  # with samples of the file: not for the audit
    taken = {one.field for one in columns}
    said = {name: text.strip() for name, text in (shared or {}).items() if text.strip() and name not in taken}
    shared_values(spec, said)
    batch.reading = batch.reading | {"shared": said}
    batch.save(update_fields=["columns", "reading"])
    IMPORT_FLOW.move(batch, "core.import.map", by=by, at=at, fill_merged=fill_merged, counts={})
    ImportMapping.objects.update_or_create(
        spec=spec.name,
        fingerprint=batch.reading["fingerprint"],
        province_id=batch.province_id,
        defaults={
            "columns": {memory_key(c): {"field": c.field, "styles": asdict(c.styles)} for c in columns},
            "saved_by_id": by.user_id,
            "saved_at": at,
        },
    )
    return _queue(batch, CHECK, _("Kiểm tra tệp: %(name)s"), by, {})


def shared_values(spec: ImportSpec, said: Mapping[str, str]) -> Values:
    """The values said once for the file; a `Refusal` for a text that cannot be read."""
    found: Values = {}
    for one in spec.fields:
        if one.shared and said.get(one.name):
            got = reader(one, Styles())(said[one.name][:100])
            if got.value is None:
                sentences = " ".join(problem.sentence for problem in got.problems)
                raise Refusal(_("%(label)s cho mọi dòng: %(why)s") % {"label": one.label, "why": sentences})
            found[one.name] = got.value
    return found


def _settled(
    batch: ImportBatch, spec: ImportSpec, fields: Mapping[int, str], styles: Mapping[int, Mapping[str, str]]
) -> list[Column]:
    known = {one.name for one in spec.fields}
    columns = []
    for plain in batch.columns:
        column = column_from(plain)
        name = fields.get(column.index, "")
        if name and name not in known:
            raise Refusal(_("Có cột được ghép với mục không có trong sổ. Hãy chọn lại trong danh sách."))
        if name != column.field:
            column.field, column.by = name, "person"
            column.styles = (
                styles_of(spec.field_named(name), column.heading, "", column.samples) if name else Styles()
            )
        chosen = styles.get(column.index, {})
        if chosen:
            column.styles = _chosen(column.styles, chosen)
        columns.append(column)
    return columns


def _chosen(styles: Styles, words: Mapping[str, str]) -> Styles:
    offered = {
        "number": ("vi", "en"),
        "date": ("dmy", "mdy"),
        "unit": ("vnd", "thousand_vnd", "million_vnd", "billion_vnd"),
    }
    taken = {name: word for name, word in words.items() if word in offered.get(name, ())}
    return replace(styles, **taken, is_open=styles.is_open and "number" not in taken)


def _require_whole(spec: ImportSpec, columns: list[Column]) -> None:
    taken = [column.field for column in columns if column.field]
    twice = {name for name in taken if taken.count(name) > 1}
    if twice:
        labels = ", ".join(one.label for one in spec.fields if one.name in twice)
        raise Refusal(
            _("Mục %(labels)s được ghép với nhiều cột. Mỗi mục chỉ ghép một cột.") % {"labels": labels}
        )
    missing = [one.label for one in spec.fields if one.required and one.name not in taken]
    if missing:
        raise Refusal(
            _("Chưa ghép cột cho mục bắt buộc: %(labels)s. Hãy chọn cột cho mục này.")
            % {"labels": ", ".join(missing)}
        )
    kinds = {one.name: one for one in spec.fields}
    for column in columns:
        if column.field and column.styles.is_open and column.styles.number not in ("vi", "en"):
            raise Refusal(
                _("Cột %(letter)s “%(heading)s” có số đọc được theo hai cách. Hãy chọn kiểu số của cột.")
                % {"letter": column.letter, "heading": column.heading}
            )
        if column.field and kinds[column.field].kind == "money" and not column.styles.unit:
            raise Refusal(
                _("Cột %(letter)s “%(heading)s” là tiền nhưng chưa rõ đơn vị. Hãy chọn đơn vị của cột.")
                % {"letter": column.letter, "heading": column.heading}
            )


@transaction.atomic
def decide(row: ImportRow, *, decision: str, by: Actor, at: datetime) -> ImportRow:
    """A person's word on a doubtful row: it is new, it is this record of the register, or leave it out."""
    batch = _locked(row.batch)
    spec = require_spec(batch, by)
    by.require("core.import.confirm", batch)
    if batch.state != "checked":
        raise Refusal(_("Chỉ quyết định được khi tệp đang chờ xác nhận. Tải lại trang để xem."))
    row = ImportRow.objects.select_for_update().get(pk=row.pk, batch=batch)
    if row.status != DOUBTFUL or not (decision == "" or _DECISION.fullmatch(decision)):
        raise Refusal(_("Dòng này không cần quyết định. Tải lại trang để xem."))
    row.decision, row.record_id, row.revision, row.differences = decision, None, None, []
    if decision.startswith("is:"):
        twin = next((t for t in staging.twins_of(spec, row) if t.pk == int(decision[3:])), None)
        if twin is None:
            raise Refusal(_("Hồ sơ được chọn không có trong danh sách nghi trùng. Tải lại trang để xem."))
        row.record_id, row.revision = twin.pk, twin.revision
        found = differences(spec, twin.current, staging.values_of(spec, row))
        row.differences = staging.kept_differences({one.name: one for one in spec.fields}, found)
    row.save()
    batch.counts = staging.count(batch)
    batch.save(update_fields=["counts"])
    return row


@transaction.atomic
def confirm(batch: ImportBatch, *, mode: str, by: Actor, at: datetime) -> Job:
    """Say yes to what the preview shows; `mode` is "good" (good rows only) or "all" (all or nothing).

    Refused: nothing to load, and in mode "all" while a row is wrong or waits for a decision.
    """
    batch = _locked(batch)
    require_spec(batch, by)
    counts = staging.count(batch)
    if mode not in ("good", "all"):
        raise Refusal(_("Hãy chọn cách nhập: chỉ các dòng tốt, hoặc tất cả."))
    if not counts["to_add"] + counts["to_change"]:
        raise Refusal(_("Không có dòng nào mới hoặc thay đổi, nên không có gì để nhập."))
    left = counts.get(WRONG, 0) + counts["undecided"]
    if mode == "all" and left:
        raise Refusal(
            _("Còn %(n)s dòng sai hoặc chưa quyết định, nên chưa nhập được tất cả. Hãy sửa tệp rồi tải lại.")
            % {"n": left}
        )
    IMPORT_FLOW.move(batch, "core.import.confirm", by=by, at=at, mode=mode, counts=counts)
    return _queue(batch, LOAD, _("Nhập vào sổ: %(name)s"), by, {})


@transaction.atomic
def stop(batch: ImportBatch, *, by: Actor, at: datetime) -> None:
    """Ask the running work to stop; work that died with its worker is given up, and nothing was changed."""
    batch = _locked(batch)
    require_spec(batch, by)
    by.require("core.import.return", batch)
    if batch.state == "confirmed" and not is_running(batch):
        IMPORT_FLOW.move(batch, "core.import.return", by=by, at=at, reason=_("Việc nền đã dừng."))
        return
    progress.ask_to_stop(batch.pk)


@transaction.atomic
def drop(batch: ImportBatch, *, by: Actor, at: datetime) -> None:
    """Give a file up before it is loaded; its staged rows are removed."""
    batch = _locked(batch)
    require_spec(batch, by)
    IMPORT_FLOW.move(batch, "core.import.drop", by=by, at=at)
    progress.ask_to_stop(batch.pk)
    ImportRow.objects.filter(batch=batch).delete()


@transaction.atomic
def take_back(batch: ImportBatch, *, by: Actor, at: datetime) -> Job:
    """Queue the undoing of a whole load; it is refused as a whole when anything depends on it."""
    batch = _locked(batch)
    require_spec(batch, by)
    by.require("core.import.take_back", batch)
    if batch.state != "done":
        raise Refusal(_("Chỉ rút lại được lần nhập đã xong. Tải lại trang để xem."))
    if is_running(batch):
        raise Refusal(_("Đang rút lại lần nhập này. Hãy đợi trong giây lát."))
    return _queue(batch, TAKE_BACK, _("Rút lại lần nhập: %(name)s"), by, {})


@transaction.atomic
def hidden_columns(
    batch: ImportBatch, spec: ImportSpec, book: Book, rows: Collection[int], *, by: Actor, at: datetime
) -> set[int]:
    """The columns whose people's own numbers this person may not take out with the rows of a file.

    Who may (`ImportSpec.reveal`) takes them in full: then none is hidden and the look is on record.
    """
    amounts = ("number", "whole", "money")
    told = {plain["index"]: plain["field"] for plain in batch.columns if plain["field"]}
    open_ones = {index for index, name in told.items() if spec.field_named(name).kind in amounts}
    sheet = book.sheet
    found = [
        index
        for number in rows
        for index in secrets.personal_cells(sheet.rows[number - sheet.first_row])
        if index not in open_ones
    ]
    if found and spec.reveal and by.can(spec.reveal, batch):
        name = batch.filename
        audit.record(
            by=by,
            at=at,
            deed=spec.reveal,
            obj=batch,
            after={"personal_codes": len(found)},
            reason=_("Tải các dòng cần sửa của tệp %(name)s") % {"name": name},
        )
        return set()
    return set(found)


def is_running(batch: ImportBatch) -> bool:
    """Whether work on the batch is under way or waits for the worker, and has not died."""
    if batch.job is None or batch.job.is_over:
        return False
    told = progress.told(batch.pk)
    return batch.job.state == Job.State.WAITING or told is None or not told.is_stale


def _queue(batch: ImportBatch, kind: str, title: str, by: Actor, more: dict[str, Any]) -> Job:
    payload = {"batch": batch.pk, **acting.remembered(by), **more}
    progress.begin(batch.pk)
    batch.job = enqueue(kind, title=title % {"name": batch.filename[:200]}, by=by, payload=payload)
    batch.save(update_fields=["job"])
    return batch.job


def _locked(batch: ImportBatch) -> ImportBatch:
    return ImportBatch.objects.select_for_update(of=("self",)).select_related("job", "file").get(pk=batch.pk)


def _require_open(batch: ImportBatch) -> None:
    if batch.state not in ("uploaded", "mapped", "checked"):
        raise Refusal(_("Tệp này đã được nhập hoặc đã bỏ, nên không đọc lại được. Hãy tải tệp lên lần nữa."))
