"""Deeds on a recall from its pages: each a page that says what will happen, then one verb."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from nscl.apps.core.access import Refusal, actor_of, guarded
from nscl.apps.core.post import how_sent
from nscl.apps.core.site import site_url
from nscl.apps.traceability.actions import recall_notices, recalls
from nscl.apps.traceability.forms_recalls import ConclusionForm, ReasonForm, RefreezeForm, SeenForm
from nscl.apps.traceability.models import RecallCase
from nscl.apps.traceability.queries.recalls import board_of, content_of, difference
from nscl.apps.traceability.recall_jobs import send_soon
from nscl.apps.traceability.views.recalls import (
    FEW,
    preview_of,
    recall_or_404,
    said_difference,
    url,
)

DEED = "traceability.recall"


def _page(
    request: HttpRequest,
    case: RecallCase,
    form: forms.Form,
    deed: Callable[..., Any],
    *,
    title: str,
    sentences: list[str],
    done: str,
    is_grave: bool = False,
) -> HttpResponse:
    """A page that says what will happen and asks for what is needed; then the deed."""
    if form.is_bound and form.is_valid():
        try:
            deed(case, by=actor_of(request), at=timezone.now(), **form.cleaned_data)
        except Refusal as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, done)
            return redirect(url(case))
    context = {"case": case, "form": form, "title": title, "sentences": sentences, "is_grave": is_grave}
    return render(request, "traceability/recall_deed.html", context, status=400 if form.errors else 200)


def _posted(request: HttpRequest) -> Any:
    return request.POST if request.method == "POST" else None


@require_POST
@guarded(f"{DEED}.submit")
def submit(request: HttpRequest, pk: int) -> HttpResponse:
    case = recall_or_404(request, pk, f"{DEED}.submit")
    try:
        recalls.submit_recall(case, by=actor_of(request), at=timezone.now())
        messages.success(request, _("Đã trình lãnh đạo duyệt."))
    except Refusal as refused:
        messages.error(request, str(refused))
    return redirect(url(case))


@guarded(f"{DEED}.return")
def give_back(request: HttpRequest, pk: int) -> HttpResponse:
    case = recall_or_404(request, pk, f"{DEED}.return")
    return _page(
        request,
        case,
        ReasonForm(_posted(request), label_suffix=""),
        recalls.return_recall,
        title=_("Trả lại hồ sơ"),
        sentences=[_("Hồ sơ trở lại trạng thái đang lập để sửa; chưa có gì được thông báo ra ngoài.")],
        done=_("Đã trả lại hồ sơ."),
    )


@guarded(f"{DEED}.open")
def approve(request: HttpRequest, pk: int) -> HttpResponse:
    """The leader sees what will be frozen; the page carries its hash."""
    case = recall_or_404(request, pk, f"{DEED}.open")
    preview = preview_of(recalls.current(case))
    form = SeenForm(_posted(request), label_suffix="")
    if form.is_bound and form.is_valid():
        try:
            recalls.open_recall(case, seen=form.cleaned_data["seen"], by=actor_of(request), at=timezone.now())
        except Refusal as refused:
            form = SeenForm({"seen": preview["hash"]}, label_suffix="")
            form.is_valid()
            form.add_error(None, str(refused))
        else:
            messages.success(request, _("Đã duyệt mở thu hồi. Phạm vi đã chốt, phiên bản 1."))
            return redirect(url(case))
    context = {"case": case, "form": form, "preview": preview, "seen": preview["hash"]}
    return render(request, "traceability/recall_open.html", context, status=400 if form.errors else 200)


@guarded(f"{DEED}.refreeze")
def refreeze(request: HttpRequest, pk: int) -> HttpResponse:
    """What newer events would change, then the new version."""
    case = recall_or_404(request, pk, f"{DEED}.refreeze")
    found, last = recalls.current(case), recalls.newest(case)
    form = RefreezeForm(_posted(request), label_suffix="")
    if form.is_bound and form.is_valid():
        try:
            frozen = recalls.refreeze_recall(
                case, by=actor_of(request), at=timezone.now(), **form.cleaned_data
            )
        except Refusal as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, _("Đã chốt phạm vi phiên bản {n}.").format(n=frozen.version))
            return redirect(url(case))
    changed = last is not None and found.hash != last.hash
    change = None
    if last is not None and changed:
        change = said_difference(difference(content_of(last), found.content()))
    context = {
        "case": case,
        "form": form,
        "preview": preview_of(found),
        "last": last,
        "change": change,
        "seen": found.hash,
    }
    return render(request, "traceability/recall_refreeze.html", context, status=400 if form.errors else 200)


# ── Telling ────────────────────────────────────────────────────────────


@guarded(f"{DEED}.notify")
def notify(request: HttpRequest, pk: int) -> HttpResponse:
    """Whom the notice will reach and how, who is not known yet; then sending."""
    case = recall_or_404(request, pk, f"{DEED}.notify")
    board = board_of(case, today=timezone.localdate())
    new = [row for row in board.rows if row.stand == "untold"]
    form = forms.Form(_posted(request))
    if form.is_bound and form.is_valid():
        try:
            with transaction.atomic():
                told, mails = recall_notices.notify_holders(
                    case, base_url=site_url(request), by=actor_of(request), at=timezone.now()
                )
                job = send_soon(case, by=actor_of(request)) if mails else None
        except Refusal as refused:
            form.add_error(None, str(refused))
        else:
            words = ngettext("Đã lập {n} thông báo.", "Đã lập {n} thông báo.", told)
            messages.success(request, words.format(n=told))
            return redirect("core:job", job.pk) if job else redirect(url(case, "recall_holders"))
    context = {
        "case": case,
        "form": form,
        "new": [(row, row.name) for row in new],
        "with_email": sum(bool(row.holder.organisation and row.holder.organisation.email) for row in new),
        "unknown": [(row, row.name) for row in board.rows if row.stand == "unknown"],
        "how_sent": how_sent(),
        "few": FEW,
    }
    return render(request, "traceability/recall_notify.html", context, status=400 if form.errors else 200)


@guarded(f"{DEED}.remind")
def remind(request: HttpRequest, pk: int) -> HttpResponse:
    """Whom a reminder reaches; then sending."""
    case = recall_or_404(request, pk, f"{DEED}.remind")
    now = timezone.now()
    form = forms.Form(_posted(request))
    if form.is_bound and form.is_valid():
        try:
            with transaction.atomic():
                count = recall_notices.remind_holders(
                    case, base_url=site_url(request), by=actor_of(request), at=now
                )
                job = send_soon(case, by=actor_of(request)) if count else None
        except Refusal as refused:
            form.add_error(None, str(refused))
        else:
            if job is not None:
                return redirect("core:job", job.pk)
            form.add_error(None, _("Không có nơi nào để nhắc bằng thư điện tử."))
    silent = [row for row in board_of(case, today=timezone.localdate()).rows if _is_silent(row)]
    reached = {one.pk for one in recall_notices.to_remind(case, now)}
    context = {
        "case": case,
        "form": form,
        "rows": [row for row in silent if row.notice and row.notice.pk in reached],
        "bare": [row for row in silent if row.notice and row.notice.pk not in reached],
        "how_sent": how_sent(),
    }
    return render(request, "traceability/recall_remind.html", context, status=400 if form.errors else 200)


def _is_silent(row: Any) -> bool:
    return row.notice is not None and row.notice.answered_at is None


# ── The end ────────────────────────────────────────────────────────────


@guarded(f"{DEED}.close")
def close(request: HttpRequest, pk: int) -> HttpResponse:
    case = recall_or_404(request, pk, f"{DEED}.close")
    board = board_of(case, today=timezone.localdate())
    left = len(board.rows) - board.answered
    sentences = [
        _("Báo cáo kết thúc được chốt theo số liệu lúc này; nơi giữ hàng không trả lời thêm được nữa."),
        _("Hàng trong hồ sơ thôi mang cảnh báo “đang thu hồi”."),
    ]
    if left:
        words = ngettext("Còn {n} nơi giữ chưa trả lời đủ.", "Còn {n} nơi giữ chưa trả lời đủ.", left).format(
            n=left
        )
        sentences.insert(0, words)
    return _page(
        request,
        case,
        ConclusionForm(_posted(request), label_suffix=""),
        recalls.close_recall,
        title=_("Kết thúc thu hồi"),
        sentences=sentences,
        done=_("Đã kết thúc thu hồi. Báo cáo đã chốt."),
    )


@guarded(f"{DEED}.withdraw")
def withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    case = recall_or_404(request, pk, f"{DEED}.withdraw")
    return _page(
        request,
        case,
        ReasonForm(_posted(request), label_suffix=""),
        recalls.withdraw_recall,
        title=_("Hủy hồ sơ thu hồi"),
        sentences=[
            _("Hàng trong hồ sơ thôi mang cảnh báo; liên kết trả lời không dùng được nữa."),
            _("Nơi đã nhận thông báo cần được báo riêng rằng việc thu hồi không còn."),
        ],
        done=_("Đã hủy hồ sơ thu hồi."),
        is_grave=True,
    )
