"""Programs that send, who records for whom, and what a province does not let pass."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from nscl.apps.core.access import Refusal, actor_of, guarded
from nscl.apps.core.models import AuditEntry
from nscl.apps.reference.models import AdministrativeUnit
from nscl.apps.traceability.actions import clients as deeds
from nscl.apps.traceability.actions.strictness import set_strictness
from nscl.apps.traceability.forms import ClientForm, EndForm, EntrustmentForm, ReasonForm
from nscl.apps.traceability.models import ApiClient, CaptureJob, Entrustment, ProvinceStrictness
from nscl.apps.traceability.registers import client_rows, entrustment_rows, scope_names, scoped
from nscl.apps.traceability.senders import strict_of
from nscl.apps.traceability.wording import DOUBTS

FEW = 10


def _data(request: HttpRequest) -> Any:
    return request.POST if request.method == "POST" else None


def _deed_page(
    request: HttpRequest,
    form: forms.Form,
    deed: Callable[[], HttpResponse],
    *,
    title: str,
    crumbs: list[tuple[str, str]],
    sentences: tuple[str, ...] = (),
    is_grave: bool = False,
) -> HttpResponse:
    """A form of one deed: on a refusal what was typed stays, with the sentence why."""
    if request.method == "POST" and form.is_valid():
        try:
            return deed()
        except Refusal as refused:
            form.add_error(None, str(refused))
    context = {"form": form, "title": title, "crumbs": crumbs, "sentences": sentences, "is_grave": is_grave}
    context["back"] = crumbs[-1][1]
    return render(request, "traceability/deed_form.html", context, status=400 if form.errors else 200)


# ── Programs ───────────────────────────────────────────────────────────


def _client_or_404(request: HttpRequest, pk: int, deed: str) -> ApiClient:
    actor = actor_of(request)
    client: ApiClient = get_object_or_404(client_rows(actor), pk=pk)
    actor.require(deed, client)
    return client


def _client_list() -> tuple[str, str]:
    return (_("Phần mềm kết nối"), reverse("traceability:client_list"))


@guarded("traceability.client.view")
def client_page(request: HttpRequest, pk: int) -> HttpResponse:
    client = _client_or_404(request, pk, "traceability.client.view")
    jobs = CaptureJob.objects.filter(client=client).select_related("organisation").order_by("-created_at")
    history = AuditEntry.objects.filter(object_type=client._meta.label_lower, object_id=str(client.pk))
    context = {
        "client": client,
        "scopes": scope_names(client),
        "jobs": jobs[:FEW],
        "history": history.order_by("at"),
    }
    return render(request, "traceability/client.html", context)


@never_cache
@guarded("traceability.client.issue")
def issue_page(request: HttpRequest) -> HttpResponse:
    """Issue a key; the page that answers shows it, this once and nowhere else."""
    actor = actor_of(request)
    form = ClientForm(_data(request), actor=actor)

    def deed() -> HttpResponse:
        data = form.cleaned_data
        client, key = deeds.issue_client(
            data["organisation"], name=data["name"], scopes=data["scopes"], by=actor, at=timezone.now()
        )
        return render(request, "traceability/client_key.html", {"client": client, "key": key})

    sentences = (
        _("Khóa chỉ hiện một lần sau khi cấp; hệ thống chỉ giữ dấu băm của nó."),
        _("Phần mềm dùng khóa này được ghi sự kiện cho tổ chức và cho các bên đã ủy thác."),
    )
    return _deed_page(
        request, form, deed, title=_("Cấp khóa"), crumbs=[_client_list()], sentences=sentences
    )  # fmt: skip


@guarded("traceability.client.revoke")
def revoke_page(request: HttpRequest, pk: int) -> HttpResponse:
    client = _client_or_404(request, pk, "traceability.client.revoke")
    actor, form = actor_of(request), ReasonForm(_data(request), label_suffix="")

    def deed() -> HttpResponse:
        reason = form.cleaned_data["reason"]
        deeds.revoke_client(client, reason=reason, by=actor, at=timezone.now())
        messages.success(request, _("Đã thu hồi khóa."))
        return redirect("traceability:client_detail", pk=client.pk)

    here = (str(client), reverse("traceability:client_detail", args=[client.pk]))
    return _deed_page(
        request,
        form,
        deed,
        title=_("Thu hồi khóa"),
        crumbs=[_client_list(), here],
        sentences=(_("Phần mềm dùng khóa này sẽ bị từ chối ngay. Sự kiện đã ghi vẫn giữ nguyên."),),
        is_grave=True,
    )


# ── Entrustments ───────────────────────────────────────────────────────


def _entrustment_or_404(request: HttpRequest, pk: int, deed: str) -> Entrustment:
    actor = actor_of(request)
    row: Entrustment = get_object_or_404(entrustment_rows(actor), pk=pk)
    actor.require(deed, row)
    return row


def _entrustment_list() -> tuple[str, str]:
    return (_("Ủy thác ghi sự kiện"), reverse("traceability:entrustment_list"))


@guarded("traceability.entrustment.view")
def entrustment_page(request: HttpRequest, pk: int) -> HttpResponse:
    row = _entrustment_or_404(request, pk, "traceability.entrustment.view")
    today = timezone.localdate()
    history = AuditEntry.objects.filter(object_type=row._meta.label_lower, object_id=str(row.pk))
    context = {
        "row": row,
        "holds": row.valid_from <= today and (row.valid_to is None or today <= row.valid_to),
        "may_end": row.valid_to is None or row.valid_to >= today,
        "history": history.order_by("at"),
    }
    return render(request, "traceability/entrustment.html", context)


@guarded("traceability.entrustment.grant")
def entrust_page(request: HttpRequest) -> HttpResponse:
    actor = actor_of(request)
    form = EntrustmentForm(_data(request), actor=actor, initial={"valid_from": timezone.localdate()})

    def deed() -> HttpResponse:
        row = deeds.entrust(**form.cleaned_data, by=actor, at=timezone.now())
        messages.success(request, _("Đã ghi ủy thác."))
        return redirect("traceability:entrustment_detail", pk=row.pk)

    sentences = (_("Bên ghi thay được ghi sự kiện về hàng của bên ủy thác như hàng của mình."),)
    return _deed_page(
        request, form, deed, title=_("Ghi ủy thác"), crumbs=[_entrustment_list()], sentences=sentences
    )  # fmt: skip


@guarded("traceability.entrustment.end")
def end_page(request: HttpRequest, pk: int) -> HttpResponse:
    row = _entrustment_or_404(request, pk, "traceability.entrustment.end")
    actor = actor_of(request)
    form = EndForm(_data(request), label_suffix="", initial={"on": timezone.localdate()})

    def deed() -> HttpResponse:
        deeds.end_entrustment(row, **form.cleaned_data, by=actor, at=timezone.now())
        messages.success(request, _("Đã ghi ngày kết thúc ủy thác."))
        return redirect("traceability:entrustment_detail", pk=row.pk)

    here = (str(row), reverse("traceability:entrustment_detail", args=[row.pk]))
    return _deed_page(
        request,
        form,
        deed,
        title=_("Kết thúc ủy thác"),
        crumbs=[_entrustment_list(), here],
        sentences=(_("Sau ngày này bên ghi thay không còn ghi được cho bên ủy thác. Việc đã ghi vẫn giữ."),),
        is_grave=True,
    )


# ── What a province does not let pass ──────────────────────────────────


@guarded("traceability.strictness.view")
def strictness_page(request: HttpRequest) -> HttpResponse:
    """Each doubt with whether it is only marked or refused; the province's leader changes it."""
    actor = actor_of(request)
    province = get_object_or_404(AdministrativeUnit, pk=actor.province_id)
    form = _strictness_form(_data(request), strict_of(province.pk))
    if request.method == "POST":
        actor.require("traceability.strictness.change", ProvinceStrictness(province=province))
        if form.is_valid():
            try:
                set_strictness(province, form.cleaned_data["codes"], by=actor, at=timezone.now())
            except Refusal as refused:
                form.add_error(None, str(refused))
            else:
                messages.success(request, _("Đã đổi mức kiểm tra; áp dụng cho các lần ghi từ bây giờ."))
                return redirect("traceability:strictness")
    rows = scoped(ProvinceStrictness.objects.select_related("set_by"), actor).filter(province=province)
    context = {
        "form": form,
        "province": province,
        "strict": {row.code: row for row in rows},
        "codes": [(code, _(text)) for code, text in DOUBTS.items()],
        "may_change": actor.can("traceability.strictness.change", ProvinceStrictness(province=province)),
    }
    return render(request, "traceability/strictness.html", context, status=400 if form.errors else 200)


def _strictness_form(data: Any, strict: frozenset[str]) -> forms.Form:
    form = forms.Form(data, initial={"codes": sorted(strict)}, label_suffix="")
    form.fields["codes"] = forms.MultipleChoiceField(
        label=_("Từ chối sự kiện khi"),
        choices=[(code, _(text)) for code, text in DOUBTS.items()],
        required=False,
        widget=forms.CheckboxSelectMultiple(),
        help_text=_("Mục không chọn vẫn được nhận và đánh dấu trên sự kiện"),
    )
    return form
