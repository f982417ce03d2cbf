"""The pages of an import: choose, upload, columns, preview, progress, done."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import NoReverseMatch, reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from nscl.apps.core.access import Actor, Refusal, actor_of, guarded
from nscl.apps.core.http import download
from nscl.apps.core.imports import actions, pages, progress, staging, workbooks
from nscl.apps.core.imports.flow import IMPORT_FLOW
from nscl.apps.core.imports.spec import ImportSpec, spec_named, specs_for
from nscl.apps.core.imports.validating import DOUBTFUL, WRONG
from nscl.apps.core.imports.work import open_book
from nscl.apps.core.models import ImportBatch, ImportRow, Job

PAGE_SIZE = 50
_COLUMN = re.compile(r"(cot|so|tien|ngay)-([0-9]{1,4})")
_STYLE = {"so": "number", "tien": "unit", "ngay": "date"}


class UploadForm(forms.Form):
    file = forms.FileField(
        label=_("Tệp danh sách"), help_text=_("Excel (.xlsx, .xls), .ods hoặc .csv, tối đa 25 MB.")
    )
    again = forms.BooleanField(label=_("Kiểm tra lại tệp đã nhập"), required=False)


def _spec(request: HttpRequest, name: str) -> ImportSpec:
    spec = spec_named(name)
    if spec is None:
        raise Http404
    actor_of(request).require(spec.deed)
    return spec


def _batch(request: HttpRequest, pk: int) -> tuple[ImportBatch, ImportSpec]:
    """The batch and its import; another province's batch does not exist."""
    actor = actor_of(request)
    rows = ImportBatch.objects.seen_by(actor.scope).select_related("job", "file", "created_by")
    batch = get_object_or_404(rows, pk=pk)
    spec = spec_named(batch.spec)
    if spec is None:
        raise Http404
    actor.require(spec.deed)
    return batch, spec


@guarded("core.import.use")
def home(request: HttpRequest) -> HttpResponse:
    """Which lists can be imported, and what was imported lately."""
    actor = actor_of(request)
    specs = specs_for(actor)
    batches = (
        ImportBatch.objects.seen_by(actor.scope)
        .filter(spec__in=[spec.name for spec in specs])
        .select_related("created_by", "job")
    )
    page = Paginator(batches, PAGE_SIZE).get_page(request.GET.get("trang"))
    titles = {spec.name: spec.title for spec in specs}
    shown = [(batch, titles[batch.spec], IMPORT_FLOW.states[batch.state]) for batch in page]
    return render(request, "core/import_home.html", {"specs": specs, "page": page, "batches": shown})


@guarded("core.import.use")
def upload(request: HttpRequest, name: str) -> HttpResponse:
    """One import: its template and the place to hand a file in."""
    spec, actor = _spec(request, name), actor_of(request)
    form = UploadForm(request.POST or None, request.FILES or None)
    known = None
    if request.method == "POST" and form.is_valid():
        file = form.cleaned_data["file"]
        try:
            batch = actions.start(
                file.read(),
                filename=file.name,
                spec=spec,
                again=form.cleaned_data["again"],
                by=actor,
                at=timezone.now(),
            )
        except actions.AlreadyLoaded as refusal:
            known = refusal.batch
            form.add_error("file", str(refusal))
        except Refusal as refusal:
            form.add_error("file", str(refusal))
        else:
            return redirect("imports:batch", pk=batch.pk)
    status = 400 if form.is_bound and form.errors else 200
    context = {
        "spec": spec,
        "form": form,
        "known": known,
        "ask_again": known is not None or form.data.get("again"),
    }
    return render(request, "core/import_upload.html", context, status=status)


@guarded("core.import.use")
def template_file(request: HttpRequest, name: str) -> HttpResponse:
    """The empty workbook to fill in."""
    spec = _spec(request, name)
    return download(workbooks.template(spec), f"mau-{spec.name}.xlsx")


@guarded("core.import.use")
def batch_page(request: HttpRequest, pk: int) -> HttpResponse:
    """The page of the step at which the batch stands."""
    batch, spec = _batch(request, pk)
    return _batch_page(request, batch, spec)


def _batch_page(
    request: HttpRequest,
    batch: ImportBatch,
    spec: ImportSpec,
    *,
    refusal: str = "",
    posted: dict[int, str] | None = None,
) -> HttpResponse:
    context: dict[str, Any] = {
        "batch": batch,
        "spec": spec,
        "state": IMPORT_FLOW.states[batch.state],
        "refusal": refusal,
        "moves": {move.deed for move in IMPORT_FLOW.offered(batch, actor_of(request))},
    }
    if actions.is_running(batch):
        return _progress(request, batch, context)
    if batch.job is not None and batch.job.state == Job.State.FAILED:
        context["failure"] = batch.job.message
    if batch.state == "checked":
        return _preview(request, batch, spec, context)
    if batch.state in ("uploaded", "mapped") and batch.columns:
        return _columns(request, batch, spec, context, posted)
    return _standing(request, batch, spec, context)


def _progress(request: HttpRequest, batch: ImportBatch, context: dict[str, Any]) -> HttpResponse:
    context["told"] = progress.told(batch.pk)
    name = "core/_import_progress.html" if request.htmx else "core/import_progress.html"  # type: ignore[attr-defined]
    return render(request, name, context)


def _columns(
    request: HttpRequest,
    batch: ImportBatch,
    spec: ImportSpec,
    context: dict[str, Any],
    posted: dict[int, str] | None,
) -> HttpResponse:
    shown = pages.column_lines(batch, spec, posted)
    taken = {line.column.field for line in shown}
    context |= {
        "columns": shown,
        "missing": [one for one in spec.fields if one.required and one.name not in taken],
        "shared": [
            (one, batch.reading.get("shared", {}).get(one.name, ""))
            for one in spec.fields
            if one.shared and one.name not in taken
        ],
        "unused": [one for one in spec.fields if not (one.required or one.shared) and one.name not in taken],
        "header_rows": [number + 1 for number in batch.reading["header"][:2]],
    }
    status = 409 if context["refusal"] else 200
    return render(request, "core/import_columns.html", context, status=status)


def _preview(
    request: HttpRequest, batch: ImportBatch, spec: ImportSpec, context: dict[str, Any]
) -> HttpResponse:
    offered = [code for code, *_rest in pages.TABS if batch.counts.get(code)]
    chosen = request.GET.get("ket-qua", "")
    if chosen not in offered:
        chosen = offered[0] if offered else ""
    rows = ImportRow.objects.filter(batch=batch, status=chosen).order_by("row_no")
    page = Paginator(rows, PAGE_SIZE).get_page(request.GET.get("trang"))
    counts = batch.counts
    context |= {
        "tabs": pages.tabs(batch, chosen),
        "chosen": chosen,
        "page": page,
        "lines": pages.lines(spec, batch, page),
        "to_load": counts.get("to_add", 0) + counts.get("to_change", 0),
        "left_out": counts.get(WRONG, 0) + counts.get("undecided", 0),
        "counts": counts,
    }
    return render(request, "core/import_preview.html", context, status=409 if context["refusal"] else 200)


def _standing(
    request: HttpRequest, batch: ImportBatch, spec: ImportSpec, context: dict[str, Any]
) -> HttpResponse:
    """Done, taken back, dropped, or not readable."""
    context |= {"list_url": _list_url(spec), "counts": batch.counts}
    return render(request, "core/import_done.html", context, status=409 if context["refusal"] else 200)


def _list_url(spec: ImportSpec) -> str:
    try:
        return reverse(spec.list_url) if spec.list_url else ""
    except NoReverseMatch:
        return ""


# ── Deeds ──────────────────────────────────────────────────────────────


def _done(
    request: HttpRequest,
    pk: int,
    deed: Callable[[ImportBatch, ImportSpec, Actor], object],
    *,
    posted: dict[int, str] | None = None,
    query: str = "",
) -> HttpResponse:
    """Do a deed and go to the batch's page; a refusal shows that page with its sentence."""
    batch, spec = _batch(request, pk)
    try:
        deed(batch, spec, actor_of(request))
    except Refusal as refusal:
        batch, spec = _batch(request, pk)
        return _batch_page(request, batch, spec, refusal=str(refusal), posted=posted)
    return redirect(reverse("imports:batch", args=[pk]) + query)


@require_POST
@guarded("core.import.map")
def sheet(request: HttpRequest, pk: int) -> HttpResponse:
    """Another sheet, or other rows as the table's head."""
    number = _whole(request.POST.get("trang-tinh"))
    first, last = _whole(request.POST.get("tu-dong")), _whole(request.POST.get("den-dong"))

    def deed(batch: ImportBatch, spec: ImportSpec, actor: Actor) -> object:
        chosen = batch.reading.get("chosen", 0) if number is None else number
        same = chosen == batch.reading.get("chosen")
        header = (first - 1, last - 1) if same and first and last else None
        return actions.choose_sheet(batch, sheet=chosen, header=header, by=actor, at=timezone.now())

    return _done(request, pk, deed)


def _whole(text: str | None) -> int | None:
    return int(text) if text and text.isascii() and text.isdigit() and len(text) < 8 else None


@require_POST
@guarded("core.import.map")
def columns(request: HttpRequest, pk: int) -> HttpResponse:
    """The columns as the person settled them."""
    fields: dict[int, str] = {}
    styles: dict[int, dict[str, str]] = {}
    shared = {key[6:]: text for key, text in request.POST.items() if key.startswith("chung-")}
    for key, value in request.POST.items():
        match = _COLUMN.fullmatch(key)
        if match and isinstance(value, str):
            if match[1] == "cot":
                fields[int(match[2])] = value
            elif value:
                styles.setdefault(int(match[2]), {})[_STYLE[match[1]]] = value

    def deed(batch: ImportBatch, spec: ImportSpec, actor: Actor) -> object:
        return actions.settle_columns(
            batch,
            fields=fields,
            styles=styles,
            fill_merged=request.POST.get("o-gop", "") == "1",
            shared={name: text for name, text in shared.items() if isinstance(text, str)},
            by=actor,
            at=timezone.now(),
        )

    return _done(request, pk, deed, posted=fields)


@require_POST
@guarded("core.import.map")
def remap(request: HttpRequest, pk: int) -> HttpResponse:
    """From the preview back to the columns: the file is read again."""

    def deed(batch: ImportBatch, spec: ImportSpec, actor: Actor) -> object:
        top, bottom, _data = batch.reading["header"]
        return actions.choose_sheet(
            batch, sheet=batch.reading["chosen"], header=(top, bottom), by=actor, at=timezone.now()
        )

    return _done(request, pk, deed)


@require_POST
@guarded("core.import.confirm")
def decide(request: HttpRequest, pk: int, row: int) -> HttpResponse:
    found = get_object_or_404(ImportRow.objects.select_related("batch"), pk=row, batch_id=pk)
    decision = request.POST.get("quyet-dinh", "")

    def deed(batch: ImportBatch, spec: ImportSpec, actor: Actor) -> object:
        return actions.decide(found, decision=decision, by=actor, at=timezone.now())

    page = _whole(request.POST.get("trang")) or 1
    return _done(request, pk, deed, query=f"?ket-qua={DOUBTFUL}&trang={page}#dong-{found.row_no}")


@require_POST
@guarded("core.import.confirm")
def confirm(request: HttpRequest, pk: int) -> HttpResponse:
    mode = request.POST.get("cach-nhap", "")
    return _done(
        request, pk, lambda batch, spec, actor: actions.confirm(batch, mode=mode, by=actor, at=timezone.now())
    )


@require_POST
@guarded("core.import.return")
def stop(request: HttpRequest, pk: int) -> HttpResponse:
    return _done(request, pk, lambda batch, spec, actor: actions.stop(batch, by=actor, at=timezone.now()))


@require_POST
@guarded("core.import.drop")
def drop(request: HttpRequest, pk: int) -> HttpResponse:
    return _done(request, pk, lambda batch, spec, actor: actions.drop(batch, by=actor, at=timezone.now()))


@require_POST
@guarded("core.import.take_back")
def take_back(request: HttpRequest, pk: int) -> HttpResponse:
    return _done(
        request, pk, lambda batch, spec, actor: actions.take_back(batch, by=actor, at=timezone.now())
    )


@guarded("core.import.use")
def errors_file(request: HttpRequest, pk: int) -> HttpResponse:
    """The rows that were left out, with the reason beside each, ready to mend and load again.

    People's own numbers are in full only for those who may see them, and that look is on record.
    """
    (batch, spec), actor = _batch(request, pk), actor_of(request)
    rows = ImportRow.objects.filter(batch=batch).filter(staging.UNDECIDED | staging.IS_WRONG)
    reasons = {row.row_no: pages.reason(spec, batch, row) for row in rows.iterator(chunk_size=2000)}
    if not reasons:
        messages.info(request, _("Không có dòng nào sai hoặc chưa quyết định."))
        return redirect("imports:batch", pk=pk)
    try:
        book = open_book(batch, batch.reading["chosen"])
    except Refusal as refusal:
        return _batch_page(request, batch, spec, refusal=str(refusal))
    top, bottom, _data = batch.reading["header"]
    hide = actions.hidden_columns(batch, spec, book, reasons, by=actor, at=timezone.now())
    stem = batch.filename.rsplit(".", 1)[0][:100]
    codes = {
        column["index"]
        for column in batch.columns
        if column["field"] and spec.field_named(column["field"]).kind in workbooks.CODES
    }
    made = workbooks.errors_workbook(book, (top, bottom), reasons, hide=hide, codes=codes)
    return download(made, f"{stem}-can-sua.xlsx")
