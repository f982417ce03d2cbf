"""Excel forms of a survey: giving them out, taking them back, and what was in each."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop
from django.views.decorators.http import require_GET, require_POST

from nscl.apps.assessment.actions.responses import is_open
from nscl.apps.assessment.answering import lines_of
from nscl.apps.assessment.definitions import definition_of
from nscl.apps.assessment.excel import jobs, loading, sending
from nscl.apps.assessment.excel.faults import faults_workbook
from nscl.apps.assessment.excel.uploads import MOST_TOGETHER
from nscl.apps.assessment.links import invitation_of
from nscl.apps.assessment.models import FormFile, FormLoad, Invitation, Survey
from nscl.apps.assessment.views.invitations import chosen as ticked
from nscl.apps.core.access import Refusal, actor_of, guarded
from nscl.apps.core.http import download
from nscl.apps.core.models import Job
from nscl.vietnamese import search_key, slug

FOUND = 20  # organisations shown for one search
State = FormFile.State
# How a state looks; what can be loaded first.
LOOKS = {
    State.READY: ("✓", "met"),
    State.LOADED: ("✓", "met"),
    State.SAME: ("●", "unknown"),
    State.ANSWERED: ("▲", "behind"),
    State.TWICE: ("▲", "behind"),
    State.WAITING: ("●", "unknown"),
}
WHO = {
    "silent": gettext_noop("Đơn vị chưa trả lời"),
    "without": gettext_noop("Đơn vị chưa trả lời và chưa có phiếu"),
    "all": gettext_noop("Mọi đơn vị trong danh sách"),
}


def _survey(request: HttpRequest, pk: int, deed: str) -> Survey:
    """The survey, when it is of the person's province and they may do this with it."""
    actor = actor_of(request)
    rows = Survey.objects.seen_by(actor.scope).select_related("version", "province")
    survey = get_object_or_404(rows, pk=pk)
    actor.require(deed, survey)
    return survey


def _load(request: HttpRequest, pk: int, load: int) -> FormLoad:
    survey = _survey(request, pk, loading.DEED)
    rows = FormLoad.objects.select_related("survey__version", "job", "created_by")
    return get_object_or_404(rows, pk=load, survey=survey)


# ── Giving out ─────────────────────────────────────────────────────────


@require_GET
@guarded(sending.DEED)
def page(request: HttpRequest, pk: int) -> HttpResponse:
    """Forms to give out, the place to hand them in, and what was handed in before."""
    return _page(request, _survey(request, pk, sending.DEED))


def _page(request: HttpRequest, survey: Survey, *, refusal: str = "") -> HttpResponse:
    sought = request.GET.get("tim", "").strip()[:100]
    context = {
        "survey": survey,
        "refusal": refusal,
        "who": [(code, label, sending.chosen(survey, code).count()) for code, label in WHO.items()],
        "zip": _made(request, survey),
        "sought": sought,
        "found": _sought(survey, sought),
        "loads": survey.form_loads.select_related("created_by")[:20],
    }
    return render(request, "assessment/form_page.html", context, status=409 if refusal else 200)


def _sought(survey: Survey, sought: str) -> list[Invitation]:
    if not sought:
        return []
    rows = survey.invitations.select_related("organisation")
    wanted = Q(organisation__search_key__contains=search_key(sought))
    return list(rows.filter(wanted | Q(organisation__tax_code=sought))[:FOUND])


def _made(request: HttpRequest, survey: Survey) -> Job | None:
    """The job named in the address whose zip can be fetched; only the person who asked for it sees it."""
    number = request.GET.get("xong", "")
    if not (number.isascii() and number.isdigit() and len(number) < 19):
        return None
    job = Job.objects.filter(
        pk=int(number), kind=jobs.WRITE, created_by_id=actor_of(request).user_id, payload__survey=survey.pk
    ).first()
    return job if job is not None and jobs.zip_of(job).exists() else None


@require_POST
@guarded(sending.DEED)
def write(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask for the forms of the organisations ticked on the list, or of one of the groups."""
    survey = _survey(request, pk, sending.DEED)
    group = request.POST.get("ai", "")
    if "tat-ca" in request.POST or request.POST.getlist("chon"):
        keys = [row.pk for row in ticked(request, survey) or []]
    elif group in WHO:
        keys = list(sending.chosen(survey, group).values_list("pk", flat=True))
    else:
        return _page(request, survey, refusal=_("Hãy chọn xuất phiếu cho những đơn vị nào."))
    if not keys:
        return _page(
            request, survey, refusal=_("Không có đơn vị nào như đã chọn, nên không có phiếu để xuất.")
        )
    job = jobs.queue_zip(survey, invitations=keys, by=actor_of(request))
    return redirect("core:job", pk=job.pk)


@require_GET
@guarded(sending.DEED)
def zip_file(request: HttpRequest, pk: int, job: int) -> HttpResponse:
    """The zip of a job of one's own; it is kept for some days only."""
    survey = _survey(request, pk, sending.DEED)
    made = get_object_or_404(
        Job, pk=job, kind=jobs.WRITE, created_by_id=actor_of(request).user_id, payload__survey=survey.pk
    )
    try:
        data = jobs.zip_of(made).read_bytes()
    except FileNotFoundError:
        return _page(request, survey, refusal=_("Tệp nén này đã được dọn. Hãy xuất phiếu lại."))
    return download(data, f"phieu-{slug(survey.title)[:60]}.zip", "application/zip")


@require_GET
@guarded(sending.DEED)
def blank(request: HttpRequest, pk: int) -> HttpResponse:
    """The form without an organisation, for printing."""
    survey = _survey(request, pk, sending.DEED)
    data = sending.blank_form(survey, by=actor_of(request), at=timezone.now())
    return download(data, f"phieu-trang-{slug(survey.title)[:60]}.xlsx")


@require_POST
@guarded(sending.DEED)
def one(request: HttpRequest, pk: int, invitation: int) -> HttpResponse:
    """The form of one organisation; a deed, since it is noted as given out."""
    survey = _survey(request, pk, sending.DEED)
    rows = Invitation.objects.select_related("survey__version", "organisation")
    row = get_object_or_404(rows, pk=invitation, survey=survey)
    data = sending.hand_out(row, by=actor_of(request), at=timezone.now())
    return download(data, sending.filename_of(row))


@require_GET
@guarded("assessment.answer.write")
def own(request: HttpRequest, token: str) -> HttpResponse:
    """The organisation's own form by its link; nothing is told where the link or the survey has ended."""
    invitation = invitation_of(token)
    at = timezone.now()
    if invitation is None or not is_open(invitation, at=at):
        raise Http404
    response = download(sending.form_of(invitation, at=at), sending.filename_of(invitation))
    response.headers["Cache-Control"] = "no-store"
    response.headers["Referrer-Policy"] = "no-referrer"
    response.headers["X-Robots-Tag"] = "noindex"
    return response


# ── Taking back ────────────────────────────────────────────────────────


@require_POST
@guarded(loading.DEED)
def hand_in(request: HttpRequest, pk: int) -> HttpResponse:
    """Take in the files; the page of the load shows what they are."""
    survey = _survey(request, pk, loading.DEED)
    sent = request.FILES.getlist("tep")
    try:
        if sum(file.size or 0 for file in sent) > MOST_TOGETHER:
            raise Refusal(_("Mỗi lần nạp tối đa 100 MB. Hãy chia thành nhiều lần nạp."))
        files = [(file.name or "phieu", file.read()) for file in sent]
        load = loading.hand_in(survey, sent=files, by=actor_of(request), at=timezone.now())
    except Refusal as refusal:
        return _page(request, survey, refusal=str(refusal))
    return redirect("assessment:form_load", pk=pk, load=load.pk)


@require_GET
@guarded(loading.DEED)
def load_page(request: HttpRequest, pk: int, load: int) -> HttpResponse:
    """What was handed in: being read, waiting for a word, or done."""
    return _load_page(request, _load(request, pk, load))


def _load_page(
    request: HttpRequest, load: FormLoad, *, refusal: str = "", kept: dict[str, Any] | None = None
) -> HttpResponse:
    is_busy = load.state in (FormLoad.State.READING, FormLoad.State.LOADING)
    has_fallen = loading.has_fallen(load, at=timezone.now())
    is_own = load.created_by_id == actor_of(request).user_id
    if is_busy and not has_fallen and not refusal and load.job_id and is_own:
        return redirect("core:job", pk=load.job_id)
    files = [] if is_busy else _files(load)
    good = [file for file in files if file.can_load and load.state == FormLoad.State.READ]
    context = {
        "load": load,
        "survey": load.survey,
        "refusal": refusal,
        "is_busy": is_busy,
        "has_fallen": has_fallen,
        "failure": load.job.message if has_fallen and load.job else "",
        "files": files,
        "good": good,
        "loaded": [file for file in files if file.state == State.LOADED],
        "others": [file for file in files if file not in good and file.state != State.LOADED],
        "needs_reason": any(file.state == State.ANSWERED for file in good),
        "kept": kept or {"chosen": {file.pk for file in good if file.state == State.READY}, "reason": ""},
    }
    return render(request, "assessment/form_load.html", context, status=409 if refusal else 200)


def _files(load: FormLoad) -> list[FormFile]:
    """The files with how they look and what stands against them, by the order they were handed in."""
    rows = list(load.files.select_related("invitation__organisation", "response").order_by("number"))
    for file in rows:
        _dress(file)
    return rows


def _dress(file: FormFile) -> None:
    file.sign, file.tone = LOOKS.get(State(file.state), ("✕", "missed"))  # type: ignore[attr-defined]
    file.said = [  # type: ignore[attr-defined]
        {"cell": cell, "question": question, "sentence": sentence, "is_warning": is_warning}
        for cell, question, sentence, is_warning in file.faults
    ]


@require_GET
@guarded(loading.DEED)
def file_page(request: HttpRequest, pk: int, load: int, file: int) -> HttpResponse:
    """Everything that was read of one file, in words, and every sentence about it."""
    held = _load(request, pk, load)
    rows = held.files.select_related("invitation__organisation", "response")
    row = get_object_or_404(rows, pk=file)
    _dress(row)
    answers = row.response.answers if row.response else row.answers
    context = {
        "survey": held.survey,
        "load": held,
        "file": row,
        "sections": lines_of(definition_of(held.survey.version), answers) if answers else [],
    }
    return render(request, "assessment/form_file.html", context)


def _done(
    request: HttpRequest,
    pk: int,
    load: int,
    deed: Callable[[FormLoad], object],
    *,
    kept: dict[str, Any] | None = None,
) -> HttpResponse:
    """Do a deed and go to the load's page; a refusal shows that page with its sentence, nothing lost."""
    held = _load(request, pk, load)
    try:
        deed(held)
    except Refusal as refusal:
        return _load_page(request, _load(request, pk, load), refusal=str(refusal), kept=kept)
    return redirect(reverse("assessment:form_load", args=[pk, load]))


@require_POST
@guarded(loading.DEED)
def confirm(request: HttpRequest, pk: int, load: int) -> HttpResponse:
    """Say yes to the files ticked."""
    chosen = {int(key) for key in request.POST.getlist("tep") if key.isascii() and key.isdigit()}
    reason = request.POST.get("ly-do", "")
    return _done(
        request,
        pk,
        load,
        lambda held: loading.confirm(
            held, chosen=chosen, reason=reason, by=actor_of(request), at=timezone.now()
        ),
        kept={"chosen": chosen, "reason": reason},
    )


@require_POST
@guarded(loading.DEED)
def drop(request: HttpRequest, pk: int, load: int) -> HttpResponse:
    """Give the load up; nothing of it counts."""
    return _done(request, pk, load, lambda held: loading.drop(held, by=actor_of(request), at=timezone.now()))


@require_POST
@guarded(loading.DEED)
def resume(request: HttpRequest, pk: int, load: int) -> HttpResponse:
    """Queue the work of a load that fell over once more."""
    return _done(
        request, pk, load, lambda held: loading.resume(held, by=actor_of(request), at=timezone.now())
    )


@require_GET
@guarded(loading.DEED)
def faults_file(request: HttpRequest, pk: int, load: int) -> HttpResponse:
    """The files that did not or will not go in, with the reason of each, as a workbook."""
    held = _load(request, pk, load)
    files = [file for file in _files(held) if file.state not in (State.READY, State.LOADED)]
    if not files:
        messages.info(request, _("Không có phiếu nào bị để lại."))
        return redirect("assessment:form_load", pk=pk, load=load)
    return download(faults_workbook(files), f"phieu-chua-nap-{held.pk}.xlsx")
