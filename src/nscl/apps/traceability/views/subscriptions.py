"""Deeds on a subscription and on a delivery, each on a page that says what will happen."""

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
from django.utils.translation import gettext_lazy

from nscl.apps.core.access import Refusal, actor_of, guarded
from nscl.apps.traceability.actions import subscriptions as deeds
from nscl.apps.traceability.models import Delivery, Subscription
from nscl.apps.traceability.registers_subscriptions import DELIVERIES, SUBSCRIPTIONS


class _EndForm(forms.Form):
    reason = forms.CharField(
        label=gettext_lazy("Lý do"),
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={
            "required": gettext_lazy("Hãy nêu lý do; đơn vị sẽ hỏi vì sao không nhận được tin nữa.")
        },
    )


@guarded("traceability.subscription.resume")
def resume(request: HttpRequest, pk: int) -> HttpResponse:
    """Send again what was given up, and all that was captured since."""
    row = _row(request, pk)
    by = actor_of(request)
    by.require("traceability.subscription.resume", row)
    return _deed_page(
        request,
        row,
        forms.Form(request.POST if request.method == "POST" else None),
        title=_("Gửi lại"),
        sentences=[
            _("Tin không gửi được sẽ được gửi lại với đúng mã cũ, rồi tới mọi sự kiện ghi từ đó đến nay."),
            _("Nên hỏi đơn vị xem máy nhận đã chạy lại chưa."),
        ],
        done=_("Đã xếp lịch gửi lại."),
        deed=lambda form: deeds.resume_subscription(row, by=by, at=timezone.now()),
    )


@guarded("traceability.subscription.end")
def end(request: HttpRequest, pk: int) -> HttpResponse:
    """End it, with the reason."""
    row = _row(request, pk)
    by = actor_of(request)
    by.require("traceability.subscription.end", row)
    return _deed_page(
        request,
        row,
        _EndForm(request.POST if request.method == "POST" else None),
        title=_("Chấm dứt đăng ký"),
        sentences=[_("Bên nhận không nhận tin nữa; tin đang chờ bị bỏ. Muốn nhận lại phải lập đăng ký mới.")],
        done=_("Đã chấm dứt đăng ký."),
        deed=lambda form: deeds.end_subscription(
            row, reason=form.cleaned_data["reason"], by=by, at=timezone.now()
        ),
        is_grave=True,
    )


@guarded("traceability.delivery.resend")
def resend(request: HttpRequest, pk: int) -> HttpResponse:
    """Send one delivery again now, without waiting for its next try."""
    by = actor_of(request)
    row: Delivery = get_object_or_404(DELIVERIES.rows(by), pk=pk)
    by.require("traceability.delivery.resend", row)
    sentences = [
        _("Tin được gửi lại ngay với đúng mã cũ; bên nhận dựa vào mã ấy để không ghi hai lần."),
        _("Tin đã nhận rồi thì không gửi lại. Nên hỏi bên nhận xem máy nhận đã chạy lại chưa."),
    ]
    if row.subscription.state == "suspended":
        sentences.append(
            _("Đăng ký đang tạm dừng cũng chạy lại: sau tin này là mọi sự kiện ghi từ đó đến nay.")
        )
    return _deed_page(
        request,
        row,
        forms.Form(request.POST if request.method == "POST" else None),
        title=_("Gửi lại"),
        sentences=sentences,
        done=_("Đã xếp lịch gửi lại."),
        deed=lambda form: deeds.resend_delivery(row, by=by, at=timezone.now()),
    )


def _row(request: HttpRequest, pk: int) -> Subscription:
    return get_object_or_404(SUBSCRIPTIONS.rows(actor_of(request)), pk=pk)


def _deed_page(
    request: HttpRequest,
    row: Subscription | Delivery,
    form: forms.Form,
    *,
    title: str,
    sentences: list[str],
    done: str,
    deed: Callable[[forms.Form], Any],
    is_grave: bool = False,
) -> HttpResponse:
    """After a refusal what was typed stays."""
    register = SUBSCRIPTIONS if isinstance(row, Subscription) else DELIVERIES
    back = reverse(f"traceability:{register.name}_detail", args=[row.pk])
    if request.method == "POST" and form.is_valid():
        try:
            deed(form)
        except Refusal as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, done)
            return redirect(back)
    context = {
        "row": row,
        "form": form,
        "title": title,
        "sentences": sentences,
        "is_grave": is_grave,
        "back": back,
        "list_url": reverse(f"traceability:{register.name}_list"),
        "list_title": _(register.title),
    }
    status = 400 if form.is_bound and form.errors else 200
    return render(request, "traceability/subscription_deed.html", context, status=status)
