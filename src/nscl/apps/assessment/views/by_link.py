"""What the pages opened by a link share.

The link is the only authority there. It has 99 bits, so guessing needs no counting of tries; a signed-in
person has no more rights on these pages than anybody who holds the link, so there is nothing a foreign page
could borrow and the CSRF check is left out (it would only lose what somebody typed overnight).
"""

from __future__ import annotations

import functools
from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt

from nscl.apps.assessment.actions.responses import is_open
from nscl.apps.assessment.links import invitation_of, token_of
from nscl.apps.assessment.models import Invitation
from nscl.apps.core.access import guarded
from nscl.vietnamese import format_date

Page = Callable[..., HttpResponse]


def by_link(view: Page) -> Page:
    """Find whose link it is; a page that says what to do where it is nobody's. Nothing of it is kept."""

    @functools.wraps(view)
    def inner(request: HttpRequest, token: str, **parts: Any) -> HttpResponse:
        invitation = invitation_of(token)
        response = unknown(request) if invitation is None else view(request, invitation, **parts)
        # The address is the key: it goes to no other site, no cache and no search engine.
        response.headers["Referrer-Policy"] = "no-referrer"
        response.headers["Cache-Control"] = "no-store"
        response.headers["X-Robots-Tag"] = "noindex, nofollow"
        return response

    return csrf_exempt(guarded("assessment.answer.write")(inner))


def while_open(view: Page) -> Page:
    """For pages that write: a survey that takes no answers says so instead."""

    @functools.wraps(view)
    def inner(request: HttpRequest, invitation: Invitation, **parts: Any) -> HttpResponse:
        at = timezone.now()
        if not is_open(invitation, at=at):
            return not_now(request, invitation)
        return view(request, invitation, at=at, **parts)

    return inner


def posted_only(place: str) -> Callable[[Page], Page]:
    """For addresses that take what was sent: a phone that loads one again later is led to a page to read."""

    def wrap(view: Page) -> Page:
        @functools.wraps(view)
        def inner(request: HttpRequest, invitation: Invitation, **parts: Any) -> HttpResponse:
            if request.method != "POST":
                return redirect(place, token_of(invitation))
            return view(request, invitation, **parts)

        return inner

    return wrap


def frame(invitation: Invitation) -> dict[str, Any]:
    return {"invitation": invitation, "survey": invitation.survey, "token": token_of(invitation)}


def unknown(request: HttpRequest) -> HttpResponse:
    sentence = _(
        "Liên kết này không đúng hoặc đã được thay bằng liên kết mới. Xin mở liên kết trong thư mời hoặc thư "
        "nhắc gần nhất, gõ đủ các ký tự; hoặc liên hệ cơ quan đã gửi thư để được cấp lại."
    )
    context = {"title": _("Không mở được phiếu khảo sát"), "sentence": sentence}
    return _sorry(request, context, 404)


def not_now(request: HttpRequest, invitation: Invitation) -> HttpResponse:
    """Not open yet, or closed: with the day, and whom to ask."""
    survey = invitation.survey
    if survey.state == "closed":
        title, status = _("Cuộc khảo sát đã kết thúc"), 410
        sentence = _("Cảm ơn đơn vị đã quan tâm. Cuộc khảo sát không nhận thêm trả lời.")
    else:
        title, status = _("Cuộc khảo sát chưa bắt đầu"), 404
        sentence = _("Xin mở lại liên kết này sau.")
        if survey.opens_on is not None:
            sentence = _("Xin mở lại liên kết này từ ngày {on}.").format(on=format_date(survey.opens_on))
    return _sorry(request, {"title": title, "sentence": sentence, "survey": survey}, status)


def _sorry(request: HttpRequest, context: dict[str, Any], status: int) -> HttpResponse:
    return render(request, "assessment/answer_sorry.html", context, status=status)
