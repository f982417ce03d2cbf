"""What a person does to a register from a page: add, change, bulk deeds, files, filters of their own."""

from __future__ import annotations

import logging
from collections.abc import Callable
from typing import Any, TypeVar

from django import forms
from django.contrib import messages
from django.db import IntegrityError
from django.db.models import Model
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from nscl.apps.core.access import Actor, Refusal, actor_of
from nscl.apps.core.models import Attachment, BulkRun
from nscl.apps.core.registers import bulk, history
from nscl.apps.core.registers.attachments import attach, detach
from nscl.apps.core.registers.cells import MISSING, plain_text, said
from nscl.apps.core.registers.listing import read
from nscl.apps.core.registers.saved import drop_filter, save_filter, saved_filters
from nscl.apps.core.registers.spec import Register, RevisionConflict
from nscl.apps.core.registers.views import frame, list_url, record_or_404, url

log = logging.getLogger(__name__)
T = TypeVar("T")


def attempt(form: forms.BaseForm, deed: Callable[[], T]) -> T | None:
    """Do the deed; a refusal goes to the form's summary. A clash that only the database saw does too."""
    try:
        return deed()
    except RevisionConflict as conflict:
        form.conflict = conflict  # type: ignore[attr-defined]
        form.add_error(None, str(conflict))
    except Refusal as refused:
        form.add_error(None, str(refused))
    except IntegrityError:
        log.warning("a record clashed with another", exc_info=True)
        clash = _("Hồ sơ này trùng với một hồ sơ đã có. Hãy tìm trong danh sách rồi kiểm tra lại.")
        form.add_error(None, clash)
    return None


def add_page(request: HttpRequest, register: Register) -> HttpResponse:
    """An empty form, or one begun by the link that leads here; what is sent goes to the room's verb."""
    actor = actor_of(request)
    assert register.form is not None and register.add is not None
    add = register.add
    form = register.form(_posted(request), record=None, actor=actor)
    form.initial |= _begun(request, form)
    if request.method == "POST" and form.is_valid():
        made = attempt(form, lambda: add(by=actor, at=timezone.now(), **form.cleaned_data))
        if made is not None:
            messages.success(request, _("Đã thêm {what}.").format(what=made))
            return redirect(url(register, "detail", made.pk))
    go = _("Thêm {what}").format(what=said(register.singular))
    context = {**frame(register, actor), "form": form, "go": go}
    return render(request, "core/register_form.html", context, status=_status(form))


def _begun(request: HttpRequest, form: forms.BaseForm) -> dict[str, str]:
    """Texts that the address brings along, such as the codes of a recall begun from a trace."""
    texts = [name for name, field in form.fields.items() if type(field) is forms.CharField]
    return {name: request.GET[name][:2000] for name in texts if name in request.GET}


def change_page(request: HttpRequest, register: Register, pk: int) -> HttpResponse:
    """The record's form. When somebody was faster (409), both contents stand side by side."""
    actor = actor_of(request)
    try:
        record = record_or_404(register, actor, pk, "change")
    except Refusal as refused:  # not now, as for a record already handed in: the sentence says what to do
        messages.error(request, str(refused))
        return redirect(url(register, "detail", pk))
    assert register.form is not None and register.change is not None
    change, seen = register.change, _seen(request, record)
    form = register.form(_posted(request), record=record, actor=actor)
    if request.method == "POST" and form.is_valid():

        def deed() -> Any:
            change(record, revision=seen, by=actor, at=timezone.now(), **form.cleaned_data)
            return record

        if attempt(form, deed) is not None:
            messages.success(request, _("Đã lưu {what}.").format(what=record))
            return redirect(url(register, "detail", pk))
    context = {**frame(register, actor, record), "form": form, "go": _("Lưu"), "seen": seen}
    if request.method == "POST":
        context |= _conflict(register, form, pk, seen, actor)
    status = 409 if context.get("conflict") else _status(form)
    return render(request, "core/register_form.html", context, status=status)


def _conflict(register: Register, form: forms.BaseForm, pk: int, seen: int, actor: Actor) -> dict[str, Any]:
    """Nothing when the record is still as the page knew it; else who changed it and what differs.

    The form then carries the present revision: sending it again is a decision made with both in view.
    """
    fresh = get_object_or_404(register.rows(actor), pk=pk)
    if getattr(fresh, "revision", 0) == seen:
        return {}
    last = history.entries_of(register, fresh).first()
    return {
        "conflict": {"by_name": last.actor_name if last else "", "changed_at": last.at if last else None},
        "differences": differences(register, form, fresh, actor),
        "seen": getattr(fresh, "revision", 0),
        "record": fresh,
    }


def differences(
    register: Register, form: forms.BaseForm, fresh: Any, actor: Actor
) -> list[tuple[str, str, str]]:
    """Field by field where they differ: label, what the person sent, what stands there now."""
    assert register.form is not None
    present = register.form(None, record=fresh, actor=actor)
    found = []
    for name, field in form.fields.items():
        if name not in form.cleaned_data:
            continue
        now = present.get_initial_for_field(present.fields[name], name)
        yours, theirs = _words(field, form.cleaned_data[name]), _words(field, now)
        if yours != theirs:
            found.append((str(field.label or name), yours, theirs))
    return found


def _words(field: forms.Field, value: Any) -> str:
    if value in (None, ""):
        return MISSING
    if isinstance(field, forms.ModelChoiceField) and not isinstance(value, Model | list):
        row = field.queryset.filter(pk=value).first() if not hasattr(value, "__iter__") else None
        return str(row) if row is not None else plain_text(value)
    if isinstance(field, forms.ChoiceField) and not isinstance(field, forms.ModelChoiceField):
        words = {str(key): str(label) for key, label in field.choices}
        chosen = value if isinstance(value, list | tuple) else [value]
        return ", ".join(words.get(str(one), str(one)) for one in chosen) or MISSING
    return plain_text(value)


def _posted(request: HttpRequest) -> QueryDict | None:
    return request.POST if request.method == "POST" else None


def _seen(request: HttpRequest, record: Any) -> int:
    """The revision the page showed; a page that sent none is treated as the oldest."""
    if request.method != "POST":
        return int(getattr(record, "revision", 0))
    text = request.POST.get("seen", "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else -1


def _status(form: forms.BaseForm) -> int:
    return 400 if form.is_bound and form.errors else 200


# Bulk deeds -----------------------------------------------------------------------------------


@require_POST
def bulk_page(request: HttpRequest, register: Register, name: str) -> HttpResponse:
    """What will happen to how many records; sent again with its confirmation, it happens."""
    actor = actor_of(request)
    deed = bulk.bulk_named(register, name)
    if deed is None:
        raise Http404
    actor.require(deed.deed)
    back = list_url(register, _list_query(request))
    try:
        records = bulk.chosen(register, actor, _keys(request, register, actor))
    except Refusal as refused:
        messages.error(request, str(refused))
        return redirect(back)
    if not records:
        messages.error(request, _("Chưa chọn hồ sơ nào. Hãy đánh dấu các hồ sơ rồi chọn việc cần làm."))
        return redirect(back)
    is_confirmed = "xac-nhan" in request.POST
    form = (deed.form or forms.Form)(request.POST if is_confirmed else None)
    if is_confirmed and form.is_valid():
        fields, sent = dict(form.cleaned_data), request.POST
        row = attempt(
            form,
            lambda: bulk.run(
                register, deed, records, fields=fields, sent=_own(form, sent), by=actor, at=timezone.now()
            ),
        )
        if row is not None:
            done = _("Đã làm xong: {what} ({count} hồ sơ).").format(what=said(deed.label), count=row.count)
            messages.success(request, done)
            return redirect(back)
    context = {
        **frame(register, actor),
        # The deed itself stays out: a template would call its functions.
        "can_be_undone": deed.undo is not None,
        "label": said(deed.label),
        "sentence": said(deed.sentence).format(n=len(records)),
        "total": len(records),
        "records": records[:20],
        "more": max(0, len(records) - 20),
        "keys": ",".join(str(record.pk) for record in records),
        "list_query": _list_query(request),
        "back": back,
        "form": form,
    }
    return render(request, "core/register_bulk.html", context, status=_status(form))


def _keys(request: HttpRequest, register: Register, actor: Actor) -> list[int]:
    """The records marked: those of the confirmation, all that match the filter, or the boxes ticked."""
    if "ma" in request.POST:
        texts = request.POST["ma"].split(",")
    elif "tat-ca" in request.POST:
        listing = read(register, actor, QueryDict(_list_query(request)))
        return list(listing.rows.values_list("pk", flat=True)[: bulk.MAX_RECORDS + 1])
    else:
        texts = request.POST.getlist("chon")
    return [int(text) for text in texts if text.isascii() and text.isdigit() and len(text) < 19]


def _list_query(request: HttpRequest) -> str:
    return request.POST.get("loc", "")[:2000]


def _own(form: forms.BaseForm, sent: QueryDict) -> QueryDict:
    """What was sent for the form's own fields, nothing of the page around it."""
    kept = QueryDict(mutable=True)
    for key in sent:
        if any(
            key == form.add_prefix(name) or key.startswith(f"{form.add_prefix(name)}_")
            for name in form.fields
        ):
            kept.setlist(key, sent.getlist(key))
    return kept


@require_POST
def bulk_undo(request: HttpRequest, register: Register, pk: int) -> HttpResponse:
    """Take one's own bulk deed back."""
    actor = actor_of(request)
    row = get_object_or_404(BulkRun, pk=pk, register=register.key, done_by_id=actor.user_id)
    try:
        count = bulk.undo(register, row, by=actor, at=timezone.now())
    except Refusal as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, _("Đã hoàn tác {count} hồ sơ.").format(count=count))
    return redirect(url(register, "list"))


# Files and filters ----------------------------------------------------------------------------


@require_POST
def attach_file(request: HttpRequest, register: Register, pk: int) -> HttpResponse:
    """Hang the file sent on the record."""
    actor = actor_of(request)
    record = record_or_404(register, actor, pk, "change")
    sent = request.FILES.get("tep")
    try:
        if sent is None:
            raise Refusal(_("Chưa chọn tệp. Hãy chọn tệp rồi bấm Đính kèm."))
        title = request.POST.get("ten", "")
        row = attach(
            register, record, data=sent.read(), name=sent.name or "", title=title, by=actor, at=timezone.now()
        )
        messages.success(request, _("Đã đính kèm “{title}”.").format(title=row.title))
    except Refusal as refused:
        messages.error(request, str(refused))
    return redirect(url(register, "detail", pk) + "#tai-lieu")


@require_POST
def detach_file(request: HttpRequest, register: Register, pk: int, file: int) -> HttpResponse:
    """Take a file off the record; the row and the bytes stay."""
    actor = actor_of(request)
    record = record_or_404(register, actor, pk, "change")
    row = get_object_or_404(Attachment.objects.on(record), pk=file)
    try:
        detach(register, record, row, by=actor, at=timezone.now())
        messages.success(request, _("Đã gỡ “{title}”.").format(title=row.title))
    except Refusal as refused:
        messages.error(request, str(refused))
    return redirect(url(register, "detail", pk) + "#tai-lieu")


@require_POST
def filter_save(request: HttpRequest, register: Register) -> HttpResponse:
    """Keep the list's question under a name of one's own."""
    actor = actor_of(request)
    query = read(register, actor, QueryDict(_list_query(request))).query()
    try:
        row = save_filter(
            register, name=request.POST.get("ten", ""), query=query, by=actor, at=timezone.now()
        )
        messages.success(request, _("Đã lưu bộ lọc “{name}”.").format(name=row.name))
    except Refusal as refused:
        messages.error(request, str(refused))
    return redirect(list_url(register, query))


@require_POST
def filter_drop(request: HttpRequest, register: Register, pk: int) -> HttpResponse:
    actor = actor_of(request)
    row = get_object_or_404(saved_filters(register, actor), pk=pk)
    drop_filter(row, by=actor)
    messages.success(request, _("Đã bỏ bộ lọc “{name}”.").format(name=row.name))
    return redirect(list_url(register, _list_query(request)))
