"""Reported figures: entering, sending, approving, returning and correcting them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from nscl.apps.core.access import Refusal, actor_of, guarded
from nscl.apps.monitoring import actions, entry, rules
from nscl.apps.monitoring.forms import CorrectionForm, ObservationForm, initial_of
from nscl.apps.monitoring.models import Observation, SurveyBasis, TraceBasis
from nscl.apps.monitoring.views import surveys
from nscl.apps.monitoring.views.common import watched_plan
from nscl.apps.monitoring.views.targets import seen_target
from nscl.apps.programme.models import Target

PAGE_SIZE = 50


def seen_observation(request: HttpRequest, pk: int, deed: str) -> Observation:
    """A figure the person may see; otherwise 404."""
    actor = actor_of(request)
    rows = Observation.objects.seen_by(actor).select_related(
        "target__node__version__plan__province",
        "target__node__version__plan__owner",
        "drafted_by",
        "drafted_for",
        "approved_by",
        "evidence_file",
        "supersedes",
    )
    row = get_object_or_404(rules.without_texts(rows, "target__node__version"), pk=pk)
    actor.require(deed)
    return row


@guarded("monitoring.observation.view")
def observation_detail(request: HttpRequest, pk: int) -> HttpResponse:
    """One figure: what, for which year, on what evidence, who made and who approved it."""
    row = seen_observation(request, pk, "monitoring.observation.view")
    actor = actor_of(request)
    own = row.drafted_by_id in actor.people
    context = {
        "row": row,
        "target": row.target,
        "plan": row.target.node.version.plan,
        "corrections": Observation.objects.seen_by(actor).filter(supersedes=row),
        "may_change": own and row.is_open and actor.can("monitoring.observation.change", row),
        "may_submit": own and row.is_open and actor.can("monitoring.observation.submit", row),
        "may_approve": row.state == "submitted"
        and not set(row.makers) & actor.people
        and actor.can("monitoring.observation.approve", row),
        "may_return": row.state == "submitted" and actor.can("monitoring.observation.return", row),
        "may_correct": row.state == "approved" and actor.can("monitoring.observation.correct", row),
    }
    basis = SurveyBasis.objects.filter(observation=row).select_related("observation").first()
    context |= surveys.basis_context(actor, basis, request.GET.get("trang"))
    context["trace_basis"] = TraceBasis.objects.filter(observation=row).first()
    return render(request, "monitoring/observation_detail.html", context)


@guarded("monitoring.observation.draft")
def observation_draft(request: HttpRequest, pk: int) -> HttpResponse:
    """Enter a result of one year for a target."""
    target = seen_target(request, pk, "monitoring.observation.draft")
    by = actor_of(request)

    def deed(form: ObservationForm) -> Observation:
        return actions.draft_observation(
            target, form.figure(), evidence=form.evidence(), by=by, at=timezone.now()
        )

    initial = {"year": request.GET.get("nam") or None}
    return _form_page(request, target, ObservationForm, deed, title=_("Nhập số liệu"), initial=initial)


@guarded("monitoring.observation.change")
def observation_change(request: HttpRequest, pk: int) -> HttpResponse:
    """Change one's own draft or returned figure."""
    row = seen_observation(request, pk, "monitoring.observation.change")
    by = actor_of(request)
    revision = request.POST.get("revision", "")

    def deed(form: ObservationForm) -> Observation:
        seen = int(revision) if revision.isascii() and revision.isdigit() else -1
        return actions.change_observation(
            row, form.figure(), evidence=form.evidence(), revision=seen, by=by, at=timezone.now()
        )

    return _form_page(request, row.target, ObservationForm, deed, title=_("Sửa số liệu"), row=row)


@guarded("monitoring.observation.correct")
def observation_correct(request: HttpRequest, pk: int) -> HttpResponse:
    """Draft a figure that takes the place of an approved one."""
    row = seen_observation(request, pk, "monitoring.observation.correct")
    by = actor_of(request)

    def deed(form: ObservationForm) -> Observation:
        reason = form.cleaned_data["reason"]
        return actions.correct_observation(
            row, form.figure(), evidence=form.evidence(), reason=reason, by=by, at=timezone.now()
        )

    initial = {**initial_of(row), "evidence_url": "", "evidence_note": ""}
    return _form_page(
        request, row.target, CorrectionForm, deed, title=_("Đính chính số liệu"), initial=initial, old=row
    )


def _form_page(
    request: HttpRequest,
    target: Target,
    form_class: type[ObservationForm],
    deed: Callable[[Any], Observation],
    *,
    title: str,
    row: Observation | None = None,
    old: Observation | None = None,
    initial: dict[str, Any] | None = None,
) -> HttpResponse:
    """Ask for a figure; what a person typed stays when it is refused, and a conflict can be saved over."""
    facts = rules.facts_of_target(target)
    if facts.terms is None:
        messages.error(request, facts.fault)
        return redirect("monitoring:target_detail", target.pk)
    shape = entry.shape_of(target, facts.terms)
    options: dict[str, Any] = {"shape": shape, "years": _years(target, facts), "row": row}
    options["initial"] = initial if row is None else initial_of(row)
    form = form_class(request.POST or None, request.FILES or None, **options)
    revision = row.revision if row is not None else None
    if request.method == "POST" and form.is_valid():
        try:
            done = deed(form)
        except entry.FigureRefused as refusal:
            form.refuse(refusal.field, str(refusal))
        except Refusal as refusal:
            form.add_error(None, str(refusal))
            if row is not None:
                row.refresh_from_db(fields=["revision"])
                revision = row.revision
        else:
            messages.success(request, _("Đã lưu bản nháp. Kiểm tra rồi trình duyệt."))
            return redirect("monitoring:observation_detail", done.pk)
    context = {
        "form": form,
        "title": title,
        "target": target,
        "plan": target.node.version.plan,
        "row": row,
        "old": old,
        "revision": revision,
        "facts": facts,
    }
    return render(request, "monitoring/observation_form.html", context, status=400 if form.errors else 200)


def _years(target: Target, facts: rules.TargetFacts) -> list[int]:
    """The years to choose from, the newest first."""
    plan = target.node.version.plan
    assert plan is not None and facts.terms is not None
    years = entry.allowed_years(facts.terms, facts.years, plan.horizon_to)
    return sorted((year for year in years if year <= timezone.localdate().year), reverse=True)


@guarded("monitoring.observation.submit")
@require_POST
def observation_submit(request: HttpRequest, pk: int) -> HttpResponse:
    """Send one's figure to the leader."""
    row = seen_observation(request, pk, "monitoring.observation.submit")
    return _deed(request, row, actions.submit_observation, _("Đã trình duyệt."))


@guarded("monitoring.observation.approve")
@require_POST
def observation_approve(request: HttpRequest, pk: int) -> HttpResponse:
    """Let a figure count."""
    row = seen_observation(request, pk, "monitoring.observation.approve")
    return _deed(request, row, actions.approve_observation, _("Đã duyệt số liệu."))


@guarded("monitoring.observation.return")
@require_POST
def observation_return(request: HttpRequest, pk: int) -> HttpResponse:
    """Give a figure back with the reason."""
    row = seen_observation(request, pk, "monitoring.observation.return")
    reason = request.POST.get("reason", "")
    return _deed(request, row, actions.return_observation, _("Đã trả lại số liệu."), reason=reason)


def _deed(
    request: HttpRequest, row: Observation, verb: Callable[..., Any], sentence: str, **parts: Any
) -> HttpResponse:
    try:
        verb(row, by=actor_of(request), at=timezone.now(), **parts)
    except Refusal as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, sentence)
    return redirect("monitoring:observation_detail", row.pk)


@guarded("monitoring.evidence.download")
def evidence_download(request: HttpRequest, pk: int) -> FileResponse:
    """The file a figure rests on, as it was given; always a download, never opened in the page."""
    row = seen_observation(request, pk, "monitoring.evidence.download")
    file = row.evidence_file
    if file is None or not file.path.exists():
        raise Http404
    name = row.evidence_name or file.name
    return FileResponse(file.path.open("rb"), as_attachment=True, filename=name, content_type=file.media_type)


@guarded("monitoring.observation.view")
def plan_observations(request: HttpRequest, pk: int) -> HttpResponse:
    """All figures of a plan, by state and year."""
    watched = watched_plan(request, pk, "monitoring.plan.view")
    rows = Observation.objects.seen_by(actor_of(request)).filter(target__node__version=watched.version)
    state, year = request.GET.get("trang-thai", ""), request.GET.get("nam", "")
    shown = rows.filter(state=state) if state else rows
    if year.isascii() and year.isdigit():
        shown = shown.filter(year=year)
    related = ("target__node", "drafted_by", "drafted_for", "approved_by", "evidence_file")
    shown = shown.select_related(*related).order_by("-year", "target__node__position", "component", "-pk")
    context = {
        "watched": watched,
        "plan": watched.plan,
        "states": Observation._meta.get_field("state").choices,
        "years": range(watched.plan.horizon_to, watched.plan.horizon_from - 1, -1),
        "state": state,
        "year": year,
        "page_obj": Paginator(shown, PAGE_SIZE).get_page(request.GET.get("trang")),
        "page": "observations",
    }
    return render(request, "monitoring/plan_observations.html", context)
