"""Submitting, approving, returning and dropping, each on a page that says what will happen; the diff."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import NoReverseMatch, reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from nscl.apps.core.access import Refusal, actor_of, guarded
from nscl.apps.programme import actions
from nscl.apps.programme.diff import diff
from nscl.apps.programme.forms.deeds import NoteForm, ReasonForm
from nscl.apps.programme.models import PlanVersion
from nscl.apps.programme.queries.review import tabs_of
from nscl.apps.programme.rules import obstacles
from nscl.apps.programme.views.common import attempt, posted, seen_of, seen_value, status_of, version_or_404


def _confirm(request: HttpRequest, version: PlanVersion, form: Any, **more: Any) -> HttpResponse:
    context = {
        "plan_version": version,
        "plan": version.plan,
        "form": form,
        "seen": seen_value(form, version),
        "tabs": tabs_of(version),
        "conflict": getattr(form, "conflict", None),
        "back": reverse("programme:version_review", args=[version.pk]),
        **more,
    }
    return render(request, "programme/version_confirm.html", context, status=status_of(form))


def _run(
    request: HttpRequest,
    pk: int,
    form: Any,
    do: Callable[[PlanVersion], PlanVersion],
    said: str,
    to: Callable[[PlanVersion], str],
    **page: Any,
) -> HttpResponse:
    """GET shows what will happen; POST does it and goes on, or shows why not with the input kept."""
    version = version_or_404(request, pk, "programme.version.view")
    page = {name: value(version) if callable(value) else value for name, value in page.items()}
    try:
        actor_of(request).require(page["deed"], version)
    except Refusal as refusal:
        messages.error(request, str(refusal))
        return redirect("programme:version_review", pk=pk)
    if request.method == "POST" and form.is_valid():
        done = attempt(form, lambda: do(version))
        if done is not None:
            messages.success(request, said)
            return redirect(to(done))
    return _confirm(request, version, form, **page)


def _review(version: PlanVersion) -> str:
    return reverse("programme:version_review", args=[version.pk])


@guarded("programme.version.submit")
def version_submit(request: HttpRequest, pk: int) -> HttpResponse:
    form = NoteForm(posted(request))
    return _run(
        request,
        pk,
        form,
        lambda v: actions.submit_version(
            v, seen=seen_of(request), note=form.cleaned_data["note"], by=actor_of(request), at=timezone.now()
        ),
        _("Đã trình lãnh đạo duyệt."),
        _review,
        deed="programme.version.submit",
        title=_("Trình lãnh đạo duyệt"),
        go=_("Trình"),
        sentence=_("Sau khi trình, bản đọc khóa lại; lãnh đạo duyệt hoặc trả lại kèm ý kiến."),
        obstacles=obstacles,
    )


@guarded("programme.version.approve")
def version_approve(request: HttpRequest, pk: int) -> HttpResponse:
    form = NoteForm(posted(request))
    del form.fields["note"]
    return _run(
        request,
        pk,
        form,
        lambda v: actions.approve_version(v, seen=seen_of(request), by=actor_of(request), at=timezone.now()),
        _("Kế hoạch đã có hiệu lực trên hệ thống."),
        _plan_page,
        deed="programme.version.approve",
        title=_("Duyệt, đưa kế hoạch vào thực hiện"),
        go=_("Duyệt"),
        sentence=_approval_sentence,
        obstacles=obstacles,
    )


def _approval_sentence(version: PlanVersion) -> str:
    if PlanVersion.objects.filter(plan=version.plan, state="in_force").exists():
        return _("Bản này thay bản đang có hiệu lực; kết quả đã ghi được chuyển sang các mục tiếp nối.")
    return _("Từ lúc duyệt, chỉ tiêu, nhiệm vụ và kinh phí của bản này được dùng để theo dõi.")


def _plan_page(version: PlanVersion) -> str:
    try:
        return reverse("monitoring:plan_dashboard", args=[version.plan_id])
    except NoReverseMatch:
        return reverse("programme:plan_document", args=[version.plan_id])


@guarded("programme.version.return")
def version_return(request: HttpRequest, pk: int) -> HttpResponse:
    form = ReasonForm(posted(request))
    return _run(
        request,
        pk,
        form,
        lambda v: actions.return_version(
            v, reason=form.cleaned_data["reason"], by=actor_of(request), at=timezone.now()
        ),
        _("Đã trả lại để rà soát tiếp."),
        _review,
        deed="programme.version.return",
        title=_("Trả lại bản đọc"),
        go=_("Trả lại"),
        sentence=_("Người rà soát nhận lại bản đọc cùng ý kiến của bạn."),
    )


@guarded("programme.version.drop")
def version_drop(request: HttpRequest, pk: int) -> HttpResponse:
    form = ReasonForm(posted(request))
    return _run(
        request,
        pk,
        form,
        lambda v: actions.drop_version(
            v, reason=form.cleaned_data["reason"], by=actor_of(request), at=timezone.now()
        ),
        _("Đã bỏ bản đọc. Tệp có thể tải lên lại."),
        lambda v: reverse("programme:plan_list"),
        deed="programme.version.drop",
        title=_("Bỏ bản đọc"),
        go=_("Bỏ bản đọc"),
        danger=True,
        sentence=_("Bản đọc và mọi rà soát trên đó không dùng nữa, nhưng vẫn còn trong nhật ký."),
    )


@guarded("programme.plan.view")
def version_diff(request: HttpRequest, pk: int) -> HttpResponse:
    """This version against another of the same plan: `?voi=`, else the one in force, else the one before."""
    version = version_or_404(request, pk, "programme.plan.view")
    others = PlanVersion.objects.open_to(actor_of(request)).filter(plan=version.plan).exclude(pk=version.pk)
    others = others.exclude(state="dropped").light().order_by("-number")
    chosen = request.GET.get("voi", "")
    if chosen.isdigit():
        other = get_object_or_404(others, pk=int(chosen))
    else:
        other = others.filter(state="in_force").first() or others.filter(number__lt=version.number).first()
    result = None
    if other is not None:
        first, second = sorted((other, version), key=lambda v: v.number)
        result = {"old": first, "new": second, "diff": diff(first, second)}
    context = {
        "plan_version": version,
        "plan": version.plan,
        "others": others,
        "other": other,
        "result": result,
    }
    return render(request, "programme/version_diff.html", context)
