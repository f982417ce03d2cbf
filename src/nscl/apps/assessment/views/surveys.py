"""Pages of a survey: how far it is, whom it asks, opening and closing it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from nscl.apps.assessment.actions import surveys as deeds
from nscl.apps.assessment.flow import SURVEY_FLOW
from nscl.apps.assessment.forms_surveys import CloseForm, ReopenForm
from nscl.apps.assessment.listing_surveys import Choice, choice_of
from nscl.apps.assessment.mails import how_sent
from nscl.apps.assessment.models import Survey
from nscl.apps.assessment.queries_surveys import STANDS, Counters, counters, share_pct
from nscl.apps.assessment.registers_surveys import SURVEYS
from nscl.apps.core.access import Actor, Refusal, actor_of, guarded
from nscl.apps.core.registers.saved import saved_filters
from nscl.apps.registry.registers.organisations import ORGANISATIONS
from nscl.vietnamese import format_number

FIELDS_IN_SIGHT = 3
BAR = ("answered", "answering", "opened", "sent", "unsent", "declined")  # from what is won to what is lost


def survey_or_404(request: HttpRequest, pk: int, deed: str = "assessment.survey.view") -> Survey:
    """A survey of the person's scope (else 404) on which the deed is theirs now (else 403 or a refusal)."""
    actor = actor_of(request)
    rows = Survey.objects.seen_by(actor.scope).select_related(
        "province", "version__questionnaire", "created_by"
    )
    survey = get_object_or_404(rows, pk=pk)
    actor.require(deed, survey)
    return survey


def url(survey: Survey, page: str = "survey_detail", *more: int) -> str:
    return reverse(f"assessment:{page}", args=[survey.pk, *more])


def said_count(n: int) -> str:
    """`12 đơn vị`."""
    return ngettext("{n} đơn vị", "{n} đơn vị", n).format(n=format_number(n))


# ── One survey ─────────────────────────────────────────────────────────


@guarded("assessment.survey.view")
def survey(request: HttpRequest, pk: int) -> HttpResponse:
    """The survey's page: state, dates, who answered and who is silent, what to do next."""
    one, actor, today = survey_or_404(request, pk), actor_of(request), timezone.localdate()
    told = counters(one)
    context = {
        "survey": one,
        "state": SURVEY_FLOW.states[one.state],
        "told": told,
        "stands": _shares(one, told),
        "bar": [(STANDS[code].tone, told.by_stand[code]) for code in BAR if told.by_stand[code]],
        "steps": _steps(one, told),
        "is_late": one.state == "open" and one.closes_on is not None and one.closes_on < today,
        "days_left": (one.closes_on - today).days if one.closes_on else None,
        "how_sent": how_sent(),
        "next": _next(one, told, actor),
        "may_change": one.state != "closed" and actor.can("assessment.survey.change", one),
    }
    return render(request, "assessment/survey_detail.html", context)


def _shares(one: Survey, told: Counters) -> list[dict[str, Any]]:
    """Each stand with its number, its share and the list behind it."""
    base = url(one, "survey_invitations")
    return [
        {
            "state": stand,
            "count": told.by_stand[code],
            "pct": share_pct(told.by_stand[code], told.listed),
            "url": f"{base}?tinh-hinh={code}",
        }
        for code, stand in STANDS.items()
    ]


def _steps(one: Survey, told: Counters) -> list[tuple[str, str]]:
    """The way of a survey: (label, "d" done, "c" now, "" to come)."""
    labels = [_("Chọn đơn vị"), _("Mở khảo sát"), _("Gửi thư, theo dõi trả lời"), _("Đóng, xem kết quả")]
    now = {"draft": 1 if told.listed else 0, "open": 2, "closed": 3}[one.state]
    return [(label, "d" if i < now else "c" if i == now else "") for i, label in enumerate(labels)]


def _next(one: Survey, told: Counters, actor: Actor) -> dict[str, str] | None:
    """The one main deed of the page, by state."""
    if one.state == "draft" and not told.listed and actor.can("assessment.survey.list", one):
        return {"label": _("Chọn đơn vị"), "url": url(one, "survey_choose")}
    if one.state == "draft" and actor.can("assessment.survey.open", one):
        return {"label": _("Mở khảo sát"), "url": url(one, "survey_open")}
    if one.state == "open" and actor.can("assessment.survey.invite", one):
        if told.by_stand["unsent"]:
            return {"label": _("Gửi thư mời"), "url": url(one, "survey_invite")}
        return {"label": _("Nhắc đơn vị chưa trả lời"), "url": url(one, "survey_remind")}
    if one.state == "closed":
        return {"label": _("Xem kết quả"), "url": url(one, "survey_results")}
    return None


# ── Whom to ask ────────────────────────────────────────────────────────


@guarded("assessment.survey.list")
def choose(request: HttpRequest, pk: int) -> HttpResponse:
    """Choose organisations by the register's own filters; nothing is added before the count is seen."""
    one = survey_or_404(request, pk, "assessment.survey.list")
    choice = choice_of(one, actor_of(request), request.GET)
    page = choice.page(request.GET.get("trang"))
    fields = list(choice.listing.form)
    context = {
        "survey": one,
        "choice": choice,
        "listing": choice.listing,
        "page": page,
        "lines": choice.lines(page),
        "used": choice.listing.used(),
        "query": choice.listing.query(),
        "fields": fields[:FIELDS_IN_SIGHT],
        "more_fields": fields[FIELDS_IN_SIGHT:],
        "more_used": sum(1 for field in fields[FIELDS_IN_SIGHT:] if field.data),
        "more_is_wrong": any(field.errors for field in fields[FIELDS_IN_SIGHT:]),
        "saved": saved_filters(ORGANISATIONS, actor_of(request)),
    }
    return render(request, "assessment/survey_choose.html", context)


@require_POST
@guarded("assessment.survey.list")
def list_add(request: HttpRequest, pk: int) -> HttpResponse:
    """Put on the list all that the filter finds, or those ticked."""
    one, actor = survey_or_404(request, pk, "assessment.survey.list"), actor_of(request)
    choice = choice_of(one, actor, QueryDict(request.POST.get("loc", "")[:2000]))
    back = f"{url(one, 'survey_choose')}?{choice.listing.query()}"
    if choice.listing.form.errors:
        messages.error(request, _("Có điều kiện lọc chưa đọc được, nên chưa thêm. Hãy sửa điều kiện đó."))
        return redirect(back)
    if "tat-ca" not in request.POST and not request.POST.getlist("chon"):
        messages.error(request, _("Chưa chọn tổ chức nào. Hãy đánh dấu các tổ chức rồi bấm thêm."))
        return redirect(back)
    try:
        added = _add(request, one, choice, actor)
    except Refusal as refused:
        messages.error(request, str(refused))
        return redirect(back)
    if not added:
        messages.warning(request, _("Các tổ chức này đã có trong danh sách."))
        return redirect(back)
    messages.success(request, _("Đã thêm {n} vào danh sách.").format(n=said_count(added)))
    return redirect(url(one))


def _add(request: HttpRequest, one: Survey, choice: Choice, actor: Actor) -> int:
    if "tat-ca" in request.POST:
        return deeds.list_organisations(
            one,
            organisations=choice.fresh(),
            query=choice.listing.query(),
            sentence=choice.sentence(),
            by=actor,
            at=timezone.now(),
        )
    keys = numbers(request.POST.getlist("chon"))
    return deeds.list_organisations(one, organisations=keys, by=actor, at=timezone.now())


def numbers(texts: list[str]) -> list[int]:
    """Keys as sent by a page; what is no number is no key."""
    return [int(text) for text in texts if text.isascii() and text.isdecimal() and len(text) < 19]


# ── Opening and closing ────────────────────────────────────────────────


@guarded("assessment.survey.open")
def open_page(request: HttpRequest, pk: int) -> HttpResponse:
    """What opening means, then opening."""
    one = survey_or_404(request, pk, "assessment.survey.open")
    form = forms.Form(request.POST if request.method == "POST" else None)
    told = counters(one)
    sentences = [
        _("{n} trong danh sách sẽ trả lời được bằng liên kết riêng.").format(n=said_count(told.listed)),
        _("Sau khi mở, bộ câu hỏi và năm không đổi được nữa; ngành, quy mô, xã của mỗi đơn vị được chốt."),
        _("Chưa thư nào được gửi khi mở: bạn gửi thư mời ở bước sau."),
    ]
    return _deed_page(
        request,
        one,
        form,
        title=_("Mở khảo sát"),
        sentences=sentences,
        done=_("Đã mở khảo sát. Hãy gửi thư mời."),
        deed=lambda: deeds.open_survey(one, by=actor_of(request), at=timezone.now()),
    )


@guarded("assessment.survey.close")
def close_page(request: HttpRequest, pk: int) -> HttpResponse:
    """What closing means (who is still writing), then closing."""
    one = survey_or_404(request, pk, "assessment.survey.close")
    form = CloseForm(request.POST if request.method == "POST" else None, label_suffix="")
    told = counters(one)
    sentences = [
        _("{answered} đã trả lời, {silent} chưa trả lời.").format(
            answered=said_count(told.answered), silent=said_count(told.silent)
        ),
        _("Sau khi đóng, liên kết không nhận trả lời nữa. Có thể mở lại khi có lý do."),
    ]
    if told.by_stand["answering"]:
        sentences.insert(
            1,
            _("{n} đang trả lời dở: phiếu dở được giữ nhưng không tính vào kết quả.").format(
                n=said_count(told.by_stand["answering"])
            ),
        )
    return _deed_page(
        request,
        one,
        form,
        title=_("Đóng khảo sát"),
        sentences=sentences,
        done=_("Đã đóng khảo sát."),
        is_grave=True,
        deed=lambda: deeds.close_survey(
            one, reason=form.cleaned_data["reason"], by=actor_of(request), at=timezone.now()
        ),
    )


@guarded("assessment.survey.reopen")
def reopen_page(request: HttpRequest, pk: int) -> HttpResponse:
    """Open a closed survey again, with the reason and a new closing date."""
    one = survey_or_404(request, pk, "assessment.survey.reopen")
    form = ReopenForm(request.POST if request.method == "POST" else None, label_suffix="")
    return _deed_page(
        request,
        one,
        form,
        title=_("Mở lại khảo sát"),
        sentences=[_("Các liên kết đã gửi dùng lại được đến hạn mới. Số liệu đã chốt không thay đổi.")],
        done=_("Đã mở lại khảo sát."),
        deed=lambda: deeds.reopen_survey(one, by=actor_of(request), at=timezone.now(), **form.cleaned_data),
    )


def _deed_page(
    request: HttpRequest,
    one: Survey,
    form: forms.Form,
    *,
    title: str,
    sentences: list[str],
    done: str,
    deed: Callable[[], Any],
    is_grave: bool = False,
) -> HttpResponse:
    """A page that says what will happen; sent, it happens. After a refusal what was typed stays."""
    if request.method == "POST" and form.is_valid():
        try:
            deed()
        except Refusal as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, done)
            return redirect(url(one))
    context = {
        "survey": one,
        "form": form,
        "title": title,
        "sentences": sentences,
        "is_grave": is_grave,
        "list_url": reverse(SURVEYS.url_name("list")),
    }
    status = 400 if form.is_bound and form.errors else 200
    return render(request, "assessment/survey_deed.html", context, status=status)
