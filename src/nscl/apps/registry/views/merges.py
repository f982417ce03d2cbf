"""Pages of twins: the pairs found, two records side by side, merging and taking apart."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from nscl.apps.core.access import Actor, Refusal, actor_of, guarded
from nscl.apps.core.jobs import enqueue
from nscl.apps.core.registers.cells import plain_text, said
from nscl.apps.registry.actions import merges
from nscl.apps.registry.actions.twins import call_distinct
from nscl.apps.registry.duplicates import twins_of
from nscl.apps.registry.forms import OtherRecordForm, ReasonForm
from nscl.apps.registry.jobs import TWINS, hat_of
from nscl.apps.registry.models import Organisation, OrganisationMerge, SuspectedTwins
from nscl.apps.registry.views.details import data_of, deed_page, organisation_or_404, record_url

PAGE_SIZE = 50


@guarded("registry.twins.view")
def twins(request: HttpRequest) -> HttpResponse:
    """Pairs that wait for a decision, the likeliest first."""
    pairs = SuspectedTwins.objects.seen_by(actor_of(request).scope).open()
    pairs = pairs.select_related(
        "first__province", "second__province", "first__personal_code", "second__personal_code"
    )
    page = Paginator(pairs, PAGE_SIZE).get_page(request.GET.get("trang"))
    latest = SuspectedTwins.objects.seen_by(actor_of(request).scope).order_by("-found_at").first()
    return render(request, "registry/twins.html", {"page": page, "latest": latest})


@require_POST
@guarded("registry.twins.find")
def find_twins(request: HttpRequest) -> HttpResponse:
    """Look through the register in the background; the job's page shows how far it is."""
    actor = actor_of(request)
    job = enqueue(TWINS, title=_("Tìm hồ sơ nghi trùng"), by=actor, payload={"hat": hat_of(actor)})
    return redirect("core:job", job.pk)


@require_POST
@guarded("registry.twins.settle")
def distinct(request: HttpRequest, pk: int) -> HttpResponse:
    """These two are not one; the pair is not shown again."""
    actor = actor_of(request)
    rows = SuspectedTwins.objects.seen_by(actor.scope).select_related("first", "second")
    pair = get_object_or_404(rows, pk=pk)
    try:
        call_distinct(pair.first, pair.second, by=actor, at=timezone.now())
        messages.success(request, _("Đã ghi: hai tổ chức khác nhau."))
    except Refusal as refused:
        messages.error(request, str(refused))
    return redirect("registry:twins")


@dataclass(frozen=True)
class Side:
    """One field of two records: words of both, whether there is a choice, and what the page proposes."""

    name: str
    label: str
    kept: str
    gone: str
    is_open: bool
    takes: bool


def sides(kept: Organisation, gone: Organisation) -> list[Side]:
    """Field by field, those empty on both sides left out.

    The younger record's value is proposed where the older is empty; from an empty one nothing is taken.
    """
    found = []
    for name in merges.TAKEABLE:
        field = Organisation._meta.get_field(name)
        ours, theirs = getattr(kept, name), getattr(gone, name)
        label = said(str(field.verbose_name))  # type: ignore[union-attr]
        bare, told = ours in (None, ""), theirs not in (None, "")
        if bare and not told:
            continue
        label = label[:1].upper() + label[1:]
        found.append(Side(name, label, _words(kept, name), _words(gone, name), told and ours != theirs, bare))
    return found


def _words(record: Organisation, name: str) -> str:
    if hasattr(record, f"get_{name}_display"):
        return said(str(getattr(record, f"get_{name}_display")() or "")) or plain_text(None)
    value = getattr(record, name)
    return str(value) if isinstance(value, Organisation) else plain_text(value)


@guarded("registry.organisation.merge")
def merge(request: HttpRequest, pk: int) -> HttpResponse:
    """Choose the other record, see both side by side, merge: the older record is the one kept."""
    actor, record = actor_of(request), organisation_or_404(request, pk)
    other = _other(request, actor)
    if other is None:
        return _choose(request, record, actor)
    kept, gone = sorted((record, other), key=lambda row: (row.created_at, row.pk))
    form = ReasonForm(data_of(request), actor=actor)
    take = [name for name in request.POST.getlist("lay") if name in merges.TAKEABLE]
    if request.method == "POST" and form.is_valid():
        try:
            reason = form.cleaned_data["reason"]
            merges.merge(kept, gone, take=take, reason=reason, by=actor, at=timezone.now())
        except Refusal as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, _("Đã gộp hai hồ sơ. Có thể tách lại ở cuối trang nếu gộp nhầm."))
            return redirect(record_url(kept))
    context = {
        "record": record,
        "kept": kept,
        "gone": gone,
        "sides": sides(kept, gone),
        "take": take,
        "is_sent": request.method == "POST",
        "form": form,
        "counts": _counts(kept, gone),
    }
    return render(request, "registry/merge.html", context, status=400 if form.errors else 200)


def _other(request: HttpRequest, actor: Actor) -> Organisation | None:
    """The record named by its number in `voi`; None when none of the person's is."""
    asked = request.POST.get("voi") or request.GET.get("voi") or ""
    if not (asked.isascii() and asked.isdigit() and len(asked) < 19):
        return None
    # A tax code is ten digits: a number that long is looked for among codes first.
    rows = Organisation.objects.seen_by(actor.scope).live().select_related("province")
    found: Organisation | None = rows.filter(tax_code=asked).first() or rows.filter(pk=int(asked)).first()
    return found


def _choose(request: HttpRequest, record: Organisation, actor: Actor) -> HttpResponse:
    """Which record: those that look alike, or one found by code or name."""
    form = OtherRecordForm(request.GET if "voi" in request.GET else None, actor=actor)
    if form.is_valid() and form.cleaned_data["voi"] is not None:
        chosen = form.cleaned_data["voi"]
        return redirect(f"{reverse('registry:organisation_merge', args=[record.pk])}?voi={chosen.pk}")
    alike = twins_of(record.name, tax_code=record.tax_code, phone=record.phone, by=actor, leave_out=record.pk)
    context = {"record": record, "form": form, "twins": alike, "back": record_url(record)}
    return render(request, "registry/merge_choose.html", context, status=400 if form.errors else 200)


def _counts(kept: Organisation, gone: Organisation) -> list[tuple[str, int, int]]:
    ours, theirs = _hanging(kept), _hanging(gone)
    return [(label, n, theirs[label]) for label, n in ours.items() if n or theirs[label]]


def _hanging(record: Organisation) -> dict[str, int]:
    """How much hangs on a record, for the person who decides."""
    return {
        _("Số liệu năm"): record.facts.count(),
        _("Địa chỉ"): record.addresses.count(),
        _("Người liên hệ"): record.contacts.count(),
        _("Ngành nghề"): record.industries.count(),
        _("Sản phẩm"): record.products.count(),
        _("Chi nhánh"): record.branches.count(),
        _("Dòng danh mục"): record.entries.count(),
    }


@guarded("registry.organisation.unmerge")
def unmerge(request: HttpRequest, pk: int) -> HttpResponse:
    """Take a wrong merge apart, with the reason."""
    actor = actor_of(request)
    rows = OrganisationMerge.objects.filter(kept__in=Organisation.objects.seen_by(actor.scope))
    row = get_object_or_404(rows.select_related("kept", "gone"), pk=pk, undone_at=None)
    form = ReasonForm(data_of(request), actor=actor)

    def deed() -> Any:
        stayed = merges.undo_merge(row, reason=form.cleaned_data["reason"], by=actor, at=timezone.now())
        if stayed:
            labels = [said(str(Organisation._meta.get_field(name).verbose_name)) for name in stayed]  # type: ignore[union-attr]
            kept = _("Giữ nguyên vì đã sửa sau khi gộp: {names}.").format(names=", ".join(labels))
            messages.warning(request, kept)

    return deed_page(
        request,
        row.kept,
        form,
        title=_("Tách lại “{name}”").format(name=row.gone.name),
        done=_("Đã tách lại hai hồ sơ."),
        deed=deed,
    )
