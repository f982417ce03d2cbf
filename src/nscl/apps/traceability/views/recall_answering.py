"""The holder's page, opened by the link in its letter: read, acknowledge, tell quantities; no account.

The link is the only authority there. It has 99 bits, so guessing needs no counting of tries; a signed-in
person has no more rights on these pages than anybody who holds the link, so the CSRF check is left out.
"""

from __future__ import annotations

import functools
from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt

from nscl.apps.core.access import Actor, Refusal, guarded
from nscl.apps.traceability.actions import recall_notices as deeds
from nscl.apps.traceability.forms_recalls import AnswerForm
from nscl.apps.traceability.models import RecallNotice
from nscl.apps.traceability.queries.recalls import stock_of
from nscl.apps.traceability.recall_links import notice_of, token_of
from nscl.apps.traceability.recall_mails import asked_of

Page = Callable[..., HttpResponse]


def by_link(view: Page) -> Page:
    """Find whose link it is; a page that says what to do where it is nobody's. Nothing of it is kept."""

    @functools.wraps(view)
    def inner(request: HttpRequest, token: str) -> HttpResponse:
        notice = notice_of(token)
        response = _sorry(request) if notice is None else _open(view, request, notice)
        # The address is the key: it goes to no other site, no cache and no search engine.
        response.headers["Referrer-Policy"] = "no-referrer"
        response.headers["Cache-Control"] = "no-store"
        response.headers["X-Robots-Tag"] = "noindex, nofollow"
        return response

    return csrf_exempt(guarded("traceability.recall.answer")(inner))


def _open(view: Page, request: HttpRequest, notice: RecallNotice) -> HttpResponse:
    case = notice.holder.case
    if case.state != "notified":
        return _over(request, notice)
    return view(request, notice)


def holder_actor(notice: RecallNotice) -> Actor:
    """The holder itself, by its link: no account, no role, the recall's province only."""
    province, name = notice.holder.case.province, str(notice.holder)
    return Actor(
        user_id=None,
        name=name[:200],
        office_name=name,
        province_id=province.pk,
        chain=province.chain_key,
        scope=frozenset({province.pk}),
        capacity="Trả lời qua liên kết",
    )


@by_link
def answer(request: HttpRequest, notice: RecallNotice) -> HttpResponse:
    """What is recalled, why, what to do; the goods by the records with four figures each."""
    now = timezone.now()
    if request.method != "POST":
        deeds.mark_read(notice, at=now)
        return _page(request, notice, AnswerForm(stock=stock_of(notice)))
    form = AnswerForm(request.POST, stock=stock_of(notice))
    if not form.is_valid():
        return _page(request, notice, form)
    who = deeds.Answerer(RecallNotice.Channel.LINK, form.cleaned_data["by_name"])
    try:
        deeds.tell_quantities(
            notice,
            form.answers(),
            who,
            as_of=timezone.localdate(now),
            by=holder_actor(notice),
            at=now,
        )
    except deeds.AnswerFaults as faults:
        form.add_error(None, str(faults))
        form.put_faults(faults.faults)
        return _page(request, notice, form)
    except Refusal as refused:
        form.add_error(None, str(refused))
        return _page(request, notice, form)
    return redirect(f"{_path(notice)}?da-gui=1")


@by_link
def acknowledge(request: HttpRequest, notice: RecallNotice) -> HttpResponse:
    """“We know”: one press, before the figures are counted."""
    if request.method == "POST":
        who = deeds.Answerer(RecallNotice.Channel.LINK, request.POST.get("by_name", ""))
        deeds.acknowledge(notice, who, by=holder_actor(notice), at=timezone.now())
    return redirect(_path(notice))


def _path(notice: RecallNotice) -> str:
    return reverse("traceability:recall_answer", args=[token_of(notice)])


def _page(request: HttpRequest, notice: RecallNotice, form: AnswerForm) -> HttpResponse:
    case = notice.holder.case
    context: dict[str, Any] = {
        "notice": notice,
        "case": case,
        "token": token_of(notice),
        "form": form,
        "asked": asked_of(case),
        "is_sent": request.GET.get("da-gui") == "1" and not form.is_bound,
        "is_late": notice.due_on < timezone.localdate(),
    }
    return render(request, "traceability/recall_answer.html", context, status=400 if form.errors else 200)


def _sorry(request: HttpRequest) -> HttpResponse:
    sentence = _(
        "Liên kết này không đúng hoặc đã được thay bằng liên kết mới. Xin mở liên kết trong thông báo gần "
        "nhất, gõ đủ các ký tự; hoặc liên hệ cơ quan đã gửi thông báo."
    )
    context = {"title": _("Không mở được thông báo thu hồi"), "sentence": sentence}
    return render(request, "traceability/recall_sorry.html", context, status=404)


def _over(request: HttpRequest, notice: RecallNotice) -> HttpResponse:
    case = notice.holder.case
    sentence = _("Việc thu hồi này đã kết thúc nên không nhận thêm trả lời. Cảm ơn đơn vị đã phối hợp.")
    context = {"title": _("Việc thu hồi đã kết thúc"), "sentence": sentence, "case": case}
    return render(request, "traceability/recall_sorry.html", context, status=410)
