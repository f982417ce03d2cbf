"""Pages of norms, beside the register of contents."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from nscl.apps.catalog import actions
from nscl.apps.catalog.forms import EndNormForm, NormForm
from nscl.apps.catalog.models import CostNorm, SupportContent
from nscl.apps.catalog.queries import norm_told, obsolete_warning
from nscl.apps.catalog.registers import CONTENTS
from nscl.apps.core.access import Actor, actor_of, guarded
from nscl.apps.core.registers.deeds import attempt
from nscl.apps.core.registers.views import record_or_404, url


def _page(
    request: HttpRequest,
    content: SupportContent,
    form: forms.Form,
    verb: Callable[..., Any],
    *,
    title: str,
    notes: tuple[str, ...] = (),
) -> HttpResponse:
    """A form over a deed on a norm; a refusal stands in the form."""
    actor = actor_of(request)
    back = url(CONTENTS, "detail", content.pk)
    if request.method == "POST" and form.is_valid():
        done = attempt(form, lambda: verb(by=actor, at=timezone.now(), **form.cleaned_data))
        if done is not None:
            messages.success(request, _("Đã ghi."))
            return redirect(f"{back}#dinh-muc")
    context = {"content": content, "form": form, "title": title, "notes": notes, "back": back}
    status = 400 if form.is_bound and form.errors else 200
    return render(request, "catalog/norm_form.html", context, status=status)


@guarded("catalog.norm.add")
def norm_add(request: HttpRequest, pk: int) -> HttpResponse:
    """Write down a norm with its source."""
    actor = actor_of(request)
    content = record_or_404(CONTENTS, actor, pk)
    form = NormForm(_sent(request), actor=actor)
    warning = _obsolete(content)

    def verb(**data: Any) -> Any:
        return actions.add_norm(content, **data)

    return _page(request, content, form, verb, title=_("Ghi định mức"), notes=warning)


@guarded("catalog.norm.end")
def norm_end(request: HttpRequest, pk: int) -> HttpResponse:
    """Say the last day of a norm."""
    norm = _norm_or_404(actor_of(request), pk)

    def verb(**data: Any) -> Any:
        return actions.end_norm(norm, **data)

    title = _("Ghi định mức hết hiệu lực")
    return _page(
        request, norm.content, EndNormForm(_sent(request)), verb, title=title, notes=(norm_told(norm),)
    )


@guarded("catalog.norm.verify")
def norm_verify(request: HttpRequest, pk: int) -> HttpResponse:
    """Say that the norm was compared with its text."""
    norm = _norm_or_404(actor_of(request), pk)

    def verb(**data: Any) -> Any:
        return actions.verify_norm(norm, **data)

    title = _("Xác nhận đã đối chiếu văn bản")
    return _page(
        request, norm.content, forms.Form(_sent(request)), verb, title=title, notes=(norm_told(norm),)
    )


def _obsolete(content: SupportContent) -> tuple[str, ...]:
    """The warning of a content out of use, if it is."""
    warning = obsolete_warning(content, timezone.localdate())
    return (warning,) if warning else ()


def _norm_or_404(actor: Actor, pk: int) -> CostNorm:
    rows = CostNorm.objects.select_related("content", "province")
    if actor.scope is not None:
        rows = rows.filter(province_id__in=actor.scope)
    return get_object_or_404(rows, pk=pk)


def _sent(request: HttpRequest) -> Any:
    return request.POST if request.method == "POST" else None
