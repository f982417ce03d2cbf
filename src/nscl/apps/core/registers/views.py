"""The pages of a register: list, export, record, history, print. Each is one address and one deed."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from nscl.apps.core.access import Actor, Refusal, actor_of
from nscl.apps.core.http import download
from nscl.apps.core.models import Attachment, AuditEntry
from nscl.apps.core.registers import bulk, history, printing
from nscl.apps.core.registers.cells import cells, heading, offered, said
from nscl.apps.core.registers.export import export
from nscl.apps.core.registers.listing import Listing, read
from nscl.apps.core.registers.saved import saved_filters
from nscl.apps.core.registers.spec import Register, Section
from nscl.vietnamese import parse_date, slug
from nscl.vietnamese.errors import UnreadableDate

EVENTS_A_PAGE = 50
UNDO_WITHIN = timedelta(days=1)
FIELDS_IN_SIGHT = 3


def record_or_404(register: Register, actor: Actor, pk: int, page: str = "view") -> Any:
    """A record the person may see (else 404) and the deed allowed on it (else 403 or a refusal)."""
    record = get_object_or_404(register.rows(actor), pk=pk)
    actor.require(f"{register.deeds}.{page}", record)
    return record


def url(register: Register, page: str, *args: Any) -> str:
    return reverse(register.url_name(page), args=args)


def list_url(register: Register, query: str) -> str:
    """The list with a question asked."""
    return f"{url(register, 'list')}?{query}" if query else url(register, "list")


def frame(register: Register, actor: Actor, record: Any = None) -> dict[str, Any]:
    """What every page of a register shows: its names and the addresses of the pages beside it."""
    pages = {"list": url(register, "list"), "export": url(register, "export")}
    if register.add is not None and register.form is not None:
        pages["add"] = url(register, "add")
    if register.import_name and actor.can("core.import.use") and actor.can(f"{register.deeds}.import"):
        pages["import"] = reverse("imports:upload", args=[register.import_name])
    if record is not None:
        pages |= {name: url(register, name, record.pk) for name in ("detail", "history", "print", "attach")}
        if register.change is not None and register.form is not None:
            pages["change"] = url(register, "change", record.pk)
    return {
        "register": register,
        "record": record,
        "pages": pages,
        "title": said(register.title),
        "singular": said(register.singular),
        "may": {
            "add": "add" in pages and actor.can(f"{register.deeds}.add"),
            "export": actor.can(f"{register.deeds}.export"),
            "change": actor.can(f"{register.deeds}.change", record),
        },
    }


def list_page(request: HttpRequest, register: Register) -> HttpResponse:
    """The list by the URL's words, filters, columns and order."""
    actor = actor_of(request)
    listing = read(register, actor, request.GET)
    page = listing.page()
    fields = list(listing.form)
    context = {
        **frame(register, actor),
        "listing": listing,
        "page": page,
        "lines": listing.lines(page),
        "heads": _heads(listing),
        "used": listing.used(),
        "choosable": listing.choosable(),
        "fields": fields[:FIELDS_IN_SIGHT],
        "more_fields": fields[FIELDS_IN_SIGHT:],
        "more_used": sum(1 for field in fields[FIELDS_IN_SIGHT:] if field.data),
        "more_is_wrong": any(field.errors for field in fields[FIELDS_IN_SIGHT:]),
        "query": listing.query(),
        "links": register.list_links(actor) if register.list_links else [],
        **_own_things(register, actor, timezone.now()),
    }
    return render(request, "core/register_list.html", context)


def _own_things(register: Register, actor: Actor, now: datetime) -> dict[str, Any]:
    """What is the person's own on the list page: filters kept, deeds on many, the one just done."""
    return {
        "saved": [
            {"name": one.name, "query": one.query, "drop": url(register, "filter_drop", one.pk)}
            for one in saved_filters(register, actor)
        ],
        "filter_save": url(register, "filter_save"),
        "bulk": [
            {"label": said(one.label), "url": url(register, "bulk", one.name)}
            for one in register.bulk
            if actor.can(one.deed)
        ],
        "last_run": _last_run(register, actor, now),
    }


def _heads(listing: Listing) -> list[dict[str, Any]]:
    """The heads of the columns; one that sorts carries the order a press would give and the one in use."""
    found = []
    for column in listing.columns:
        down = listing.sort == f"-{column.name}"
        up = listing.sort == column.name
        found.append(
            {
                "column": column,
                "label": heading(column),
                "sort": (f"-{column.name}" if up else column.name) if column.sort else "",
                "state": "ascending" if up else "descending" if down else "",
            }
        )
    return found


def _last_run(register: Register, actor: Actor, now: datetime) -> dict[str, Any] | None:
    row = bulk.latest(register, actor, since=now - UNDO_WITHIN)
    deed = bulk.bulk_named(register, row.name) if row else None
    if row is None or deed is None:
        return None
    return {"row": row, "label": said(deed.label), "url": url(register, "bulk_undo", row.pk)}


def export_page(request: HttpRequest, register: Register) -> HttpResponse:
    """What the list shows with the same URL, all its pages, as .xlsx."""
    actor, now = actor_of(request), timezone.now()
    listing = read(register, actor, request.GET)
    try:
        data = export(listing, by=actor, at=now)
    except Refusal as refused:
        messages.error(request, str(refused))
        return redirect(list_url(register, listing.query()))
    name = f"{slug(said(register.title))}-{timezone.localtime(now):%Y-%m-%d}.xlsx"
    return download(data, name)


def detail_page(request: HttpRequest, register: Register, pk: int) -> HttpResponse:
    """The record: facts, the room's own cards, files, and who touched it last."""
    actor = actor_of(request)
    record = record_or_404(register, actor, pk)
    told = {column.value for column in register.columns}
    context = {
        **frame(register, actor, record),
        "note": "" if "note" in told else getattr(record, "note", ""),
        "source": "" if "source" in told else getattr(record, "source", ""),
        "cells": cells(offered(register, actor, record), record),
        "sections": [
            {"section": section, "label": said(section.label), "rows": rows}
            for section, rows in sections_of(register, record, actor)
        ],
        "files": _files(register, record),
        "may_attach": may_attach(register, actor, record),
        "last": history.entries_of(register, record).first(),
        "links": register.links(record, actor) if register.links else [],
    }
    return render(request, "core/register_detail.html", context)


def _files(register: Register, record: Any) -> list[dict[str, Any]]:
    rows = Attachment.objects.on(record).select_related("file", "added_by")
    return [
        {
            "row": row,
            "url": url(register, "file", record.pk, row.pk),
            "drop": url(register, "detach", record.pk, row.pk),
        }
        for row in rows
    ]


def sections_of(register: Register, record: Any, actor: Actor) -> list[tuple[Section, Any]]:
    return [(section, section.rows(record, actor)) for section in register.sections]


def may_attach(register: Register, actor: Actor, record: Any) -> bool:
    return actor.can(f"{register.deeds}.change", record) and actor.can("core.attachment.add")


def history_page(request: HttpRequest, register: Register, pk: int) -> HttpResponse:
    """Every deed on the record; with ?ngay= also how it stood at the end of that day."""
    actor = actor_of(request)
    record = record_or_404(register, actor, pk)
    page = Paginator(history.entries_of(register, record), EVENTS_A_PAGE).get_page(request.GET.get("trang"))
    entries: list[AuditEntry] = list(page)
    context = {
        **frame(register, actor, record),
        "page": page,
        "asked": request.GET.get("ngay", "").strip()[:20],
    }
    if context["asked"]:
        context |= _state(register, record, actor, context["asked"])
    names = history.Names(register, record, actor, entries)
    context["events"] = history.events(register, record, entries, names)
    return render(request, "core/register_history.html", context)


def _state(register: Register, record: Any, actor: Actor, asked: str) -> dict[str, Any]:
    try:
        day = parse_date(asked)
    except UnreadableDate as refused:
        return {"problem": str(refused)}
    if day > timezone.localdate():
        return {"problem": _("Ngày này chưa đến. Hãy chọn ngày hôm nay hoặc trước đó.")}
    names = history.Names(register, record, actor, history.entries_of(register, record))
    facts = history.state_on(register, record, day, names)
    return {"day": day, "facts": facts, "is_absent": facts is None}


def print_page(request: HttpRequest, register: Register, pk: int) -> HttpResponse:
    """The record as a Word paper."""
    actor, now = actor_of(request), timezone.now()
    record = record_or_404(register, actor, pk)
    data = printing.render_record(
        register,
        record,
        cells=cells(offered(register, actor, record), record),
        sections=sections_of(register, record, actor),
        files=list(Attachment.objects.on(record)),
        by=actor,
        at=now,
    )
    return download(data, f"{slug(str(record))[:80] or register.name}.docx")


def file_page(request: HttpRequest, register: Register, pk: int, file: int) -> HttpResponse:
    """The bytes of a file that hangs on a record the person may see."""
    record = record_or_404(register, actor_of(request), pk)
    row = get_object_or_404(Attachment.objects.on(record).select_related("file"), pk=file)
    try:
        data = row.file.read()
    except FileNotFoundError:
        raise Http404 from None
    return download(data, row.name, row.file.media_type)
