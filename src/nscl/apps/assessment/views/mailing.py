"""Pages of the post: invitations and reminders by e-mail, printed letters, what was sent and what failed."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.core.paginator import Paginator
from django.db import transaction
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop as noop
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from nscl.apps.assessment.actions import mails as deeds
from nscl.apps.assessment.actions.invitations import MAX_LETTERS, print_letters
from nscl.apps.assessment.jobs import send_soon
from nscl.apps.assessment.mails import how_sent, waiting
from nscl.apps.assessment.models import Survey, SurveyMail
from nscl.apps.assessment.queries_surveys import SILENT, Wanted, counters, invitations_of
from nscl.apps.assessment.views.invitations import chosen
from nscl.apps.assessment.views.surveys import said_count, survey_or_404, url
from nscl.apps.core.access import Actor, Refusal, actor_of, guarded
from nscl.apps.core.flow import State
from nscl.apps.core.http import download
from nscl.apps.core.models import Job
from nscl.apps.core.post import MAX_TRIES
from nscl.apps.core.site import site_url
from nscl.vietnamese import format_number, slug

PAGE_SIZE = 50
DEED = "assessment.survey.invite"
MAIL_STATES = {
    one.code: one
    for one in (
        State("sent", noop("Đã gửi"), "final", "✓", "met"),
        State("waiting", noop("Đang chờ"), "waiting", "●", "track"),
        State("again", noop("Sẽ thử lại"), "waiting", "▲", "behind"),
        State("failed", noop("Không gửi được"), "final", "✕", "missed"),
    )
}


# ── Invitations and reminders ──────────────────────────────────────────


@guarded(DEED)
def invite(request: HttpRequest, pk: int) -> HttpResponse:
    """Who will get an invitation, who cannot be reached by e-mail; then sending."""
    return _mailing(request, pk, _("Gửi thư mời"), deeds.to_invite, deeds.invite)


@guarded(DEED)
def remind(request: HttpRequest, pk: int) -> HttpResponse:
    """Who will get a reminder; then sending."""
    now = timezone.now()
    return _mailing(
        request, pk, _("Nhắc đơn vị chưa trả lời"), lambda survey: deeds.to_remind(survey, now), deeds.remind
    )


def _mailing(
    request: HttpRequest, pk: int, title: str, fitting: Callable[[Survey], Any], deed: Callable[..., int]
) -> HttpResponse:
    survey, actor = survey_or_404(request, pk, DEED), actor_of(request)
    rows = chosen(request, survey) if request.method == "POST" else None
    form = forms.Form(request.POST if "xac-nhan" in request.POST else None)
    if form.is_bound and form.is_valid():
        job = _attempt(request, survey, rows, form, deed, actor)
        if job is not None:
            return redirect("core:job", job.pk)
    named = None if rows is None else {row.pk for row in rows}
    to = [row for row in fitting(survey) if named is None or row.pk in named]
    silent_keys = None if rows is None else {row.pk for row in rows if row.stand in SILENT}
    bare = [row for row in deeds.addressless(survey) if silent_keys is None or row.pk in silent_keys]
    context = {
        "survey": survey,
        "title": title,
        "form": form,
        "rows": to[:10],
        "total": len(to),
        "more": max(0, len(to) - 10),
        "bare": bare[:20],
        "bare_total": len(bare),
        "bare_more": max(0, len(bare) - 20),
        "bare_keys": ",".join(str(row.pk) for row in bare),
        "left_out": None if rows is None else len(rows) - len(to) - len(bare),
        "keys": None if rows is None else ",".join(str(row.pk) for row in rows),
        "how_sent": how_sent(),
        "is_reminder": deed is deeds.remind,
    }
    return render(request, "assessment/survey_mailing.html", context, status=400 if form.errors else 200)


def _attempt(
    request: HttpRequest,
    survey: Survey,
    rows: list[Any] | None,
    form: forms.Form,
    deed: Callable[..., int],
    actor: Actor,
) -> Job | None:
    """The outbox and the job that empties it are written together, or neither."""
    try:
        with transaction.atomic():
            count = deed(survey, invitations=rows, base_url=site_url(request), by=actor, at=timezone.now())
            if count:
                return send_soon(survey, by=actor)
    except Refusal as refused:
        form.add_error(None, str(refused))
        return None
    form.add_error(None, _("Không có đơn vị nào để gửi: xem các lý do dưới đây."))
    return None


# ── What was sent ──────────────────────────────────────────────────────


@guarded("assessment.survey.links")
def mails(request: HttpRequest, pk: int) -> HttpResponse:
    """The outbox of a survey: sent, waiting, failed and why."""
    survey, actor = survey_or_404(request, pk, "assessment.survey.links"), actor_of(request)
    state = request.GET.get("trang-thai", "")
    rows = SurveyMail.objects.filter(invitation__survey=survey).select_related("invitation__organisation")
    rows = rows.filter(_in_state(state)).order_by("-queued_at", "-pk")
    page = Paginator(rows, PAGE_SIZE).get_page(request.GET.get("trang"))
    context = {
        "survey": survey,
        "page": page,
        "lines": [{"mail": mail, "state": MAIL_STATES[_state_of(mail)]} for mail in page],
        "states": list(MAIL_STATES.values()),
        "chosen": state,
        "told": counters(survey),
        "how_sent": how_sent(),
        "may_send": actor.can(DEED, survey),
        "max_tries": MAX_TRIES,
    }
    return render(request, "assessment/survey_mails.html", context)


def _state_of(mail: SurveyMail) -> str:
    if mail.sent_at is not None:
        return "sent"
    if mail.tries >= MAX_TRIES:
        return "failed"
    return "again" if mail.error else "waiting"


def _in_state(state: str) -> Q:
    unsent = Q(sent_at=None)
    return {
        "sent": Q(sent_at__isnull=False),
        "failed": unsent & Q(tries__gte=MAX_TRIES),
        "again": unsent & Q(tries__lt=MAX_TRIES) & ~Q(error=""),
        "waiting": unsent & Q(tries__lt=MAX_TRIES, error=""),
    }.get(state, Q())


@require_POST
@guarded(DEED)
def send_again(request: HttpRequest, pk: int) -> HttpResponse:
    """Try again: what failed gets five more tries, what waits is sent now."""
    survey, actor = survey_or_404(request, pk, DEED), actor_of(request)
    try:
        with transaction.atomic():
            deeds.try_again(survey, by=actor, at=timezone.now())
            if waiting(survey.pk).exists():
                return redirect("core:job", send_soon(survey, by=actor).pk)
    except Refusal as refused:
        messages.error(request, str(refused))
    else:
        messages.warning(request, _("Không có thư nào cần gửi lại."))
    return redirect(url(survey, "survey_mails"))


# ── Printed letters ────────────────────────────────────────────────────


@guarded("assessment.survey.links")
def letters(request: HttpRequest, pk: int) -> HttpResponse:
    """Choose for whom letters are printed; sent, the Word file comes, in parts where there are many."""
    survey = survey_or_404(request, pk, DEED)
    rows = chosen(request, survey) if request.method == "POST" else None
    if rows is not None:
        try:
            data = print_letters(
                survey,
                invitations=rows,
                base_url=site_url(request),
                by=actor_of(request),
                at=timezone.now(),
            )
        except Refusal as refused:
            messages.error(request, str(refused))
            return redirect(url(survey, "survey_letters"))
        response = download(data, f"thu-moi-{slug(survey.title)[:60]}.docx")
        response.headers["Cache-Control"] = "no-store"
        return response
    groups = [
        (_("Chưa trả lời và không có thư điện tử"), Wanted(stand="silent", mail="khong"), False),
        (_("Chưa trả lời và chưa in thư lần nào"), Wanted(stand="silent"), True),
        (_("Mọi đơn vị chưa trả lời"), Wanted(stand="silent"), False),
    ]
    context = {"survey": survey, "groups": [_group(survey, *group) for group in groups]}
    return render(request, "assessment/survey_letters.html", context)


def _group(survey: Survey, label: str, wanted: Wanted, is_new: bool) -> dict[str, Any]:
    """The organisations of a group in parts that one file can hold."""
    rows = invitations_of(survey, wanted)
    if is_new:
        rows = rows.filter(letter_at=None)
    keys = list(rows.values_list("pk", flat=True))
    parts = [keys[start : start + MAX_LETTERS] for start in range(0, len(keys), MAX_LETTERS)]
    return {
        "label": label,
        "total": said_count(len(keys)),
        "parts": [
            {
                "keys": ",".join(str(key) for key in part),
                "label": _part_label(index * MAX_LETTERS, len(part), len(parts) > 1),
            }
            for index, part in enumerate(parts)
        ],
    }


def _part_label(before: int, count: int, is_one_of_many: bool) -> str:
    if is_one_of_many:
        return _("In thư {first}–{last}").format(
            first=format_number(before + 1), last=format_number(before + count)
        )
    return ngettext("In {n} thư", "In {n} thư", count).format(n=format_number(count))
