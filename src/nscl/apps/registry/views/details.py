"""Pages of the deeds on what hangs on an organisation: status, addresses, contacts, industries, figures."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from nscl.apps.core.access import Refusal, actor_of, guarded
from nscl.apps.registry.actions import details, facts, organisations, personal_codes
from nscl.apps.registry.forms import (
    AddressForm,
    ContactForm,
    FactsForm,
    IndustryForm,
    PurposeForm,
    StatusForm,
)
from nscl.apps.registry.industries import version_on
from nscl.apps.registry.models import Organisation


def organisation_or_404(request: HttpRequest, pk: int) -> Organisation:
    """A record of the person's scope that still stands for itself; otherwise it does not exist."""
    rows = Organisation.objects.seen_by(actor_of(request).scope).live().select_related("province")
    record: Organisation = get_object_or_404(rows, pk=pk)
    return record


def deed_page(
    request: HttpRequest,
    record: Organisation,
    form: forms.Form,
    *,
    title: str,
    done: str,
    deed: Callable[[], Any],
    card: str = "",
) -> HttpResponse:
    """A form of one deed: on a refusal what was typed stays, with the sentence why."""
    if request.method == "POST" and form.is_valid():
        try:
            deed()
        except Refusal as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, done)
            return redirect(f"{record_url(record)}{f'#{card}' if card else ''}")
    context = {
        "record": record,
        "form": form,
        "title": title,
        "back": record_url(record),
        "list_url": reverse("registry:organisation_list"),
        "list_title": _("Tổ chức"),
    }
    return render(request, "registry/deed_form.html", context, status=400 if form.errors else 200)


def record_url(record: Organisation) -> str:
    return reverse("registry:organisation_detail", args=[record.pk])


def data_of(request: HttpRequest) -> Any:
    return request.POST if request.method == "POST" else None


@guarded("registry.organisation.status")
def status(request: HttpRequest, pk: int) -> HttpResponse:
    record, actor = organisation_or_404(request, pk), actor_of(request)
    initial = {"status": record.status, "on": record.status_on, "successor": record.successor}
    form = StatusForm(data_of(request), actor=actor, initial=initial)
    return deed_page(
        request,
        record,
        form,
        title=_("Ghi tình trạng"),
        done=_("Đã ghi tình trạng."),
        deed=lambda: organisations.change_status(record, by=actor, at=timezone.now(), **form.cleaned_data),
    )


@guarded("registry.organisation.change")
def address(request: HttpRequest, pk: int, row: int | None = None) -> HttpResponse:
    record, actor = organisation_or_404(request, pk), actor_of(request)
    held = get_object_or_404(record.addresses, pk=row) if row is not None else None
    names = ("kind", "street", "commune", "district", "province", "valid_from", "valid_to")
    initial = {name: getattr(held, name) for name in names} if held else {"province": actor.province_id}
    form = AddressForm(data_of(request), actor=actor, initial=initial)
    return deed_page(
        request,
        record,
        form,
        title=_("Sửa địa chỉ") if held else _("Thêm địa chỉ"),
        done=_("Đã lưu địa chỉ."),
        deed=lambda: details.set_address(record, row=held, by=actor, at=timezone.now(), **form.cleaned_data),
        card="dia-chi",
    )


@guarded("registry.organisation.change")
def contact(request: HttpRequest, pk: int, row: int | None = None) -> HttpResponse:
    record, actor = organisation_or_404(request, pk), actor_of(request)
    held = get_object_or_404(record.contacts, pk=row) if row is not None else None
    names = ("name", "job_title", "phone", "email", "consented_on", "consent_purpose")
    initial = {name: getattr(held, name) for name in names} if held else {}
    form = ContactForm(data_of(request), actor=actor, initial=initial)
    return deed_page(
        request,
        record,
        form,
        title=_("Sửa người liên hệ") if held else _("Thêm người liên hệ"),
        done=_("Đã lưu người liên hệ."),
        deed=lambda: details.set_contact(record, row=held, by=actor, at=timezone.now(), **form.cleaned_data),
        card="lien-he",
    )


@guarded("registry.organisation.change")
def industry(request: HttpRequest, pk: int) -> HttpResponse:
    record, actor = organisation_or_404(request, pk), actor_of(request)
    initial = {"version": version_on(timezone.localdate()), "is_main": not record.industries.exists()}
    form = IndustryForm(data_of(request), actor=actor, initial=initial)
    return deed_page(
        request,
        record,
        form,
        title=_("Thêm ngành nghề"),
        done=_("Đã lưu ngành nghề."),
        deed=lambda: details.set_industry(record, by=actor, at=timezone.now(), **form.cleaned_data),
        card="nganh-nghe",
    )


KINDS = {"dia-chi": "addresses", "lien-he": "contacts", "nganh-nghe": "industries"}


@require_POST
@guarded("registry.organisation.change")
def remove(request: HttpRequest, pk: int, kind: str, row: int) -> HttpResponse:
    """Strike an address, a person to call or a line of business."""
    record = organisation_or_404(request, pk)
    if kind not in KINDS:
        raise Http404
    held = get_object_or_404(getattr(record, KINDS[kind]), pk=row)
    said = str(held)
    try:
        details.remove_detail(record, held, by=actor_of(request), at=timezone.now())
        messages.success(request, _("Đã bỏ “{what}”.").format(what=said))
    except Refusal as refused:
        messages.error(request, str(refused))
    return redirect(f"{record_url(record)}#{kind}")


@guarded("registry.organisation.facts")
def year_facts(request: HttpRequest, pk: int) -> HttpResponse:
    """Figures of a year; `?nam=` opens a year that stands there to be mended, in đồng."""
    record, actor = organisation_or_404(request, pk), actor_of(request)
    asked = request.GET.get("nam", "")
    held = record.facts.filter(year=int(asked)).first() if asked.isdecimal() and len(asked) == 4 else None
    initial: dict[str, Any] = {"year": timezone.localdate().year - 1}
    if held is not None:
        figures = {name: _decimal(getattr(held, name)) for name in facts.FIGURES}
        initial = {"year": held.year, "unit": "1", "source": held.source, **figures}
    form = FactsForm(data_of(request), actor=actor, initial=initial)
    return deed_page(
        request,
        record,
        form,
        title=_("Ghi số liệu năm"),
        done=_("Đã lưu số liệu và tính quy mô."),
        deed=lambda: facts.set_facts(record, by=actor, at=timezone.now(), **form.cleaned_data),
        card="so-lieu",
    )


def _decimal(value: Any) -> Any:
    return None if value is None else Decimal(value)


@never_cache
@guarded("registry.organisation.personal_code")
def personal_code(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask for the purpose, log the look, show the code once; nothing of it stays in a cache."""
    record, actor = organisation_or_404(request, pk), actor_of(request)
    form = PurposeForm(data_of(request), actor=actor)
    code = ""
    if request.method == "POST" and form.is_valid():
        try:
            code = personal_codes.show_personal_code(
                record, purpose=form.cleaned_data["purpose"], by=actor, at=timezone.now()
            )
        except Refusal as refused:
            form.add_error(None, str(refused))
    context = {"record": record, "form": form, "code": code, "back": record_url(record)}
    return render(request, "registry/personal_code.html", context, status=400 if form.errors else 200)
