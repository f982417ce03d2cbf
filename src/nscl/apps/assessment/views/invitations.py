"""Pages of a survey's list: all that are asked, one of them, its link, its refusal."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django import forms
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from nscl.apps.assessment import recipients
from nscl.apps.assessment.actions import invitations as deeds
from nscl.apps.assessment.actions.surveys import unlist
from nscl.apps.assessment.forms_surveys import DeclineForm, EmailForm
from nscl.apps.assessment.letters import qr_of, url_of
from nscl.apps.assessment.models import Invitation, Survey
from nscl.apps.assessment.queries_surveys import STANDS, Wanted, counters, invitations_of, standing
from nscl.apps.assessment.views.surveys import numbers, said_count, survey_or_404, url
from nscl.apps.core.access import Refusal, actor_of, guarded
from nscl.apps.core.http import download
from nscl.apps.core.registers.cells import said
from nscl.apps.core.site import site_url
from nscl.apps.registry.models import Organisation
from nscl.apps.registry.registers.organisations import SIZES
from nscl.vietnamese import slug

PAGE_SIZE = 50
# The key in the address → the field it narrows.
KEYS = {
    "tim": "words",
    "tinh-hinh": "stand",
    "nganh": "sector",
    "quy-mo": "size",
    "loai": "kind",
    "xa": "place",
    "thu": "mail",
}


def invitation_or_404(request: HttpRequest, pk: int, row: int, deed: str) -> Any:
    """One line of the list of a survey of the person's scope, with where it stands."""
    survey = survey_or_404(request, pk, deed)
    rows = standing(Invitation.objects.filter(survey=survey))
    return get_object_or_404(rows.select_related("survey__province", "organisation"), pk=row)


def wanted_of(params: QueryDict) -> Wanted:
    return Wanted(**{name: params.get(key, "").strip()[:200] for key, name in KEYS.items()})


def query_of(params: QueryDict) -> str:
    """The filter as a query string: known keys that say something, no page."""
    return urlencode([(key, params[key]) for key in KEYS if params.get(key, "").strip()])


def chosen(request: HttpRequest, survey: Survey) -> list[Any] | None:
    """The lines a page sent: those confirmed, all that match its filter, or those ticked; None: no choice."""
    if "ma" in request.POST:
        keys = numbers(request.POST["ma"].split(","))
    elif "tat-ca" in request.POST:
        return list(invitations_of(survey, wanted_of(QueryDict(request.POST.get("loc", "")[:2000]))))
    elif request.POST.getlist("chon"):
        keys = numbers(request.POST.getlist("chon"))
    else:
        return None
    wanted = set(keys)
    return [row for row in invitations_of(survey) if row.pk in wanted]


# ── The list ───────────────────────────────────────────────────────────


@guarded("assessment.survey.view")
def invitations(request: HttpRequest, pk: int) -> HttpResponse:
    """Everyone asked, with where they stand: the silent ones are a filter away."""
    survey, actor = survey_or_404(request, pk), actor_of(request)
    wanted = wanted_of(request.GET)
    page = Paginator(invitations_of(survey, wanted), PAGE_SIZE).get_page(request.GET.get("trang"))
    context = {
        "survey": survey,
        "page": page,
        "lines": [_line(row) for row in page],
        "wanted": wanted,
        "choices": _choices(survey),
        "stands": list(STANDS.values()),
        "query": query_of(request.GET),
        "is_filtered": any(request.GET.get(key, "").strip() for key in KEYS),
        "told": counters(survey),
        "may_see_email": actor.can("registry.organisation.contacts"),
        "may_list": actor.can("assessment.survey.list", survey),
        "may_invite": actor.can("assessment.survey.invite", survey),
        "may_link": actor.can("assessment.survey.links", survey),
    }
    return render(request, "assessment/survey_invitations.html", context)


def _line(row: Any) -> dict[str, Any]:
    return {
        "row": row,
        "state": STANDS[row.stand],
        "sector": recipients.sector_of(row),
        "size": recipients.size_of(row),
    }


def _choices(survey: Survey) -> dict[str, list[tuple[str, str]]]:
    """What can be filtered by: only what stands on this list."""
    rows = Invitation.objects.filter(survey=survey).order_by()
    sectors = rows.exclude(sector="").values_list("sector", "sector_name").distinct()
    sizes = set(rows.exclude(size="").values_list("size", flat=True).distinct())
    kinds = set(rows.values_list("kind", flat=True).distinct())
    places = sorted(rows.exclude(place="").values_list("place", flat=True).distinct())
    by_letter = {letter: f"{letter} · {name}" for letter, name in sorted(sectors)}
    return {
        "sectors": list(by_letter.items()),
        "sizes": [(code, said(label)) for code, label in SIZES.items() if code in sizes],
        "kinds": [(code, said(str(label))) for code, label in Organisation.Kind.choices if code in kinds],
        "places": [(place, place) for place in places],
    }


@guarded("assessment.survey.export")
def export(request: HttpRequest, pk: int, kind: str) -> HttpResponse:
    """The list as it is shown, as a workbook or on paper; links only when asked for and allowed."""
    survey = survey_or_404(request, pk, "assessment.survey.export")
    now, rows = timezone.now(), list(invitations_of(survey, wanted_of(request.GET)))
    name = f"{slug(survey.title)[:60]}-{timezone.localtime(now):%Y-%m-%d}.{kind}"
    if kind == "docx":
        return download(recipients.paper(survey, rows, at=now), name)
    base = site_url(request) if request.GET.get("lien-ket") == "1" else ""
    columns = recipients.columns_for(survey, actor_of(request), base)
    response = download(recipients.workbook(survey, rows, columns, at=now), name)
    response.headers["Cache-Control"] = "no-store"
    return response


@require_POST
@guarded("assessment.survey.list")
def remove(request: HttpRequest, pk: int) -> HttpResponse:
    """Take the ticked ones off the list, after a page that names them."""
    survey = survey_or_404(request, pk, "assessment.survey.list")
    back = url(survey, "survey_invitations")
    rows = chosen(request, survey)
    if not rows:
        messages.error(request, _("Chưa chọn đơn vị nào. Hãy đánh dấu các đơn vị rồi chọn việc cần làm."))
        return redirect(back)
    form = forms.Form(request.POST if "xac-nhan" in request.POST else None)
    if form.is_bound and form.is_valid():
        try:
            count = unlist(survey, invitations=rows, by=actor_of(request), at=timezone.now())
        except Refusal as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, _("Đã bỏ {n} khỏi danh sách.").format(n=said_count(count)))
            return redirect(back)
    context = {
        "survey": survey,
        "form": form,
        "rows": rows[:20],
        "more": max(0, len(rows) - 20),
        "total": said_count(len(rows)),
        "keys": ",".join(str(row.pk) for row in rows),
    }
    return render(request, "assessment/survey_remove.html", context, status=400 if form.errors else 200)


# ── One of the list ────────────────────────────────────────────────────


@never_cache
@guarded("assessment.survey.view")
def invitation(request: HttpRequest, pk: int, row: int) -> HttpResponse:
    """One organisation in the survey: what was sent, its link and code, its answers, its refusal."""
    one, actor = invitation_or_404(request, pk, row, "assessment.survey.view"), actor_of(request)
    may_link = actor.can("assessment.survey.links", one.survey)
    base = site_url(request)
    context = {
        "survey": one.survey,
        "one": one,
        "line": _line(one),
        "kind": recipients.kind_of(one),
        "mails": one.mails.order_by("-queued_at", "-pk")[:20],
        "responses": one.responses.order_by("-number"),
        "may_link": may_link,
        "link": url_of(one, base) if may_link else "",
        "qr": qr_svg(one, base) if may_link else "",
        "may_see_email": actor.can("registry.organisation.contacts"),
        "may_list": actor.can("assessment.survey.list", one.survey),
        "may_decline": actor.can("assessment.survey.decline", one.survey),
        "may_print": may_link and actor.can("assessment.survey.invite", one.survey),
        "email_form": EmailForm(initial={"email": one.email}, label_suffix=""),
    }
    return render(request, "assessment/survey_invitation.html", context)


def qr_svg(one: Invitation, base_url: str) -> SafeString:
    """The code as a picture in the page itself: the link goes to no other server and into no file."""
    picture = qr_of(one, base_url).svg_inline(scale=5, border=3, dark="#000", light="#fff", omitsize=False)
    return mark_safe(picture)  # drawn here, from our own address


@require_POST
@guarded("assessment.survey.list")
def email(request: HttpRequest, pk: int, row: int) -> HttpResponse:
    """The address the survey writes to."""
    one = invitation_or_404(request, pk, row, "assessment.survey.list")
    form = EmailForm(request.POST)
    try:
        if form.is_valid():
            address = form.cleaned_data["email"]
            deeds.set_email(one, email=address, by=actor_of(request), at=timezone.now())
            messages.success(request, _("Đã ghi thư điện tử nhận thư mời."))
        else:
            messages.error(request, _("Thư điện tử quá dài. Hãy kiểm tra lại."))
    except Refusal as refused:
        messages.error(request, str(refused))
    return redirect(url(one.survey, "survey_invitation", one.pk))


@require_POST
@guarded("assessment.survey.links")
def renew(request: HttpRequest, pk: int, row: int) -> HttpResponse:
    """A new link; the older ones end."""
    one = invitation_or_404(request, pk, row, "assessment.survey.links")
    deeds.renew_link(one, by=actor_of(request), at=timezone.now())
    messages.success(request, _("Đã cấp liên kết mới. Liên kết, thư và mã QR cũ không dùng được nữa."))
    return redirect(url(one.survey, "survey_invitation", one.pk))


@guarded("assessment.survey.decline")
def decline(request: HttpRequest, pk: int, row: int) -> HttpResponse:
    """Record that this organisation will not answer."""
    one = invitation_or_404(request, pk, row, "assessment.survey.decline")
    form = DeclineForm(request.POST if request.method == "POST" else None, label_suffix="")
    back = url(one.survey, "survey_invitation", one.pk)
    if request.method == "POST" and form.is_valid():
        try:
            reason = form.cleaned_data["reason"]
            deeds.decline(one, reason=reason, by=actor_of(request), at=timezone.now())
        except Refusal as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, _("Đã ghi đơn vị từ chối trả lời."))
            return redirect(back)
    context = {"survey": one.survey, "one": one, "form": form, "back": back}
    status = 400 if form.is_bound and form.errors else 200
    return render(request, "assessment/survey_decline.html", context, status=status)


@require_POST
@guarded("assessment.survey.decline")
def withdraw_decline(request: HttpRequest, pk: int, row: int) -> HttpResponse:
    one = invitation_or_404(request, pk, row, "assessment.survey.decline")
    try:
        deeds.withdraw_decline(one, by=actor_of(request), at=timezone.now())
        messages.success(request, _("Đã bỏ ghi nhận từ chối."))
    except Refusal as refused:
        messages.error(request, str(refused))
    return redirect(url(one.survey, "survey_invitation", one.pk))
