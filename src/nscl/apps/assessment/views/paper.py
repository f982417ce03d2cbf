"""Officers' pages on answers: enter a paper form, look at a response with its versions, correct it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from uuid import uuid4

from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from nscl.apps.assessment import answering
from nscl.apps.assessment.actions import responses as deeds
from nscl.apps.assessment.answering_copy import copy_of
from nscl.apps.assessment.answering_fields import fields_of
from nscl.apps.assessment.answering_saving import Saving, as_typed, keep
from nscl.apps.assessment.definitions import definition_of
from nscl.apps.assessment.models import Invitation, Response, Survey
from nscl.apps.assessment.queries_answering import versions_of
from nscl.apps.core import files
from nscl.apps.core.access import Actor, Refusal, actor_of, guarded
from nscl.apps.core.http import download
from nscl.apps.core.models import StoredFile
from nscl.apps.core.registers.attachments import sniff
from nscl.policy.questionnaires import AnswerFault, Definition

WHO = {"name": "__name", "title": "__title", "phone": "__phone"}


def _survey_or_404(actor: Actor, pk: int) -> Survey:
    return get_object_or_404(Survey.objects.seen_by(actor.scope), pk=pk)


def _invitation_or_404(survey: Survey, pk: int) -> Invitation:
    rows = survey.invitations.select_related("survey__version", "survey__province", "organisation")
    return get_object_or_404(rows, pk=pk)


def _response_or_404(actor: Actor, pk: int, response: int) -> Response:
    """A response that was sent; drafts are the writer's own."""
    survey = _survey_or_404(actor, pk)
    rows = Response.objects.filter(invitation__survey=survey, state__in=deeds.COUNTING)
    return get_object_or_404(
        rows.select_related(
            "invitation__survey__version",
            "invitation__survey__province",
            "invitation__organisation",
            "entered_by",
            "file",
            "supersedes",
        ),
        pk=response,
    )


# Entering from paper --------------------------------------------------------------------------


@guarded("assessment.survey.enter")
def paper_enter(request: HttpRequest, pk: int, invitation: int) -> HttpResponse:
    """The whole questionnaire on one page; saved half-way, or sent in the organisation's place."""
    actor = actor_of(request)
    survey = _survey_or_404(actor, pk)
    asked = _invitation_or_404(survey, invitation)
    actor.require("assessment.survey.enter", asked)
    sent = deeds.sent_of(asked)
    if sent is not None:
        messages.info(request, _("Đơn vị đã có phiếu được gửi. Muốn sửa, hãy dùng “Đính chính”."))
        return redirect("assessment:response_detail", pk, sent.pk)
    if request.method != "POST" and survey.state != "open":
        # Said before a whole form is typed, not after.
        messages.error(
            request, _("Cuộc khảo sát không đang nhận trả lời. Hãy mở cuộc khảo sát rồi nhập phiếu.")
        )
        return redirect("assessment:survey_invitation", pk, asked.pk)
    return _entry(request, asked, None)


@guarded("assessment.response.correct")
def response_correct(request: HttpRequest, pk: int, response: int) -> HttpResponse:
    """The answers that count, open for mending with a reason; sent, they supersede."""
    actor = actor_of(request)
    current = _response_or_404(actor, pk, response)
    actor.require("assessment.response.correct", current)
    if current.state != "submitted":
        raise Http404
    return _entry(request, current.invitation, current)


@guarded("assessment.response.correct")
@require_POST
def response_drop(request: HttpRequest, pk: int, response: int) -> HttpResponse:
    """Give up a correction that an officer began: what was sent stands."""
    actor = actor_of(request)
    current = _response_or_404(actor, pk, response)
    try:
        deeds.drop_correction(current.invitation, by=actor, at=timezone.now())
        messages.success(request, _("Đã bỏ lần đính chính đang làm dở. Phiếu đã gửi vẫn giữ nguyên."))
    except Refusal as refused:
        messages.error(request, str(refused))
    return redirect("assessment:response_detail", pk, response)


def _entry(request: HttpRequest, invitation: Invitation, current: Response | None) -> HttpResponse:
    at = timezone.now()
    if request.method != "POST":
        return _entry_page(request, invitation, current)
    saving, problem = None, ""
    try:
        saving = _entered(request, invitation, current, at)
        problem = saving.refusal
        if not problem and not saving.theirs and "__send" in request.POST and not saving.stops:
            return _sent(request, invitation, current, saving, at)
        if not problem and not saving.theirs and not saving.stops:
            messages.success(request, _("Đã lưu tạm. Phiếu chỉ được tính khi bấm “Gửi phiếu”."))
            return redirect(request.path)
    except deeds.AnswersRefused as refused:
        return _entry_page(request, invitation, current, saving, faults=refused.faults, status=400)
    except Refusal as refused:
        problem = str(refused)
    status = 409 if saving is not None and saving.theirs else 400
    return _entry_page(request, invitation, current, saving, problem=problem, status=status)


def _entered(request: HttpRequest, invitation: Invitation, current: Response | None, at: datetime) -> Saving:
    """What was typed, saved: nothing is lost where it cannot be sent yet."""
    actor = actor_of(request)
    definition = definition_of(invitation.survey.version)
    draft = deeds.draft_of(invitation, is_by_officer=True)
    if current is not None:
        reason = request.POST.get("__reason", "")
        try:
            draft = deeds.start_correction(invitation, reason=reason, by=actor, at=at)
        except Refusal as refused:
            held = draft.answers if draft is not None else current.answers
            sentence = str(refused) if reason.strip() else _("Hãy ghi lý do đính chính.")
            return as_typed(request, definition, _codes(definition), draft, held, sentence)
    return keep(
        request,
        invitation,
        definition,
        _codes(definition),
        draft,
        respondent={key: request.POST.get(name, "") for key, name in WHO.items()},
        channel=current.channel if current is not None else deeds.PAPER,
        takes_over="__take_over" in request.POST,
        by=actor,
        at=at,
    )


def _sent(
    request: HttpRequest, invitation: Invitation, current: Response | None, saving: Saving, at: datetime
) -> HttpResponse:
    """Send what was saved, with the scan where one was chosen; both or neither."""
    actor, draft = actor_of(request), saving.draft
    assert draft is not None
    with transaction.atomic():
        row = deeds.submit(
            invitation,
            answers=saving.answers,
            respondent={key: request.POST.get(name, "") for key, name in WHO.items()},
            submission_key=f"{draft.pk}.{draft.revision}",
            channel=draft.channel,
            entered_by_id=actor.user_id,
            file=_scan(request, at),
            reason=request.POST.get("__reason", "") if current is not None else "",
            by=actor,
            at=at,
        )
    done = _("Đã đính chính phiếu.") if current is not None else _("Đã nhập phiếu giấy.")
    messages.success(request, "{} {}".format(done, _("Mã biên nhận: {code}.").format(code=row.receipt)))
    return redirect("assessment:response_detail", invitation.survey_id, row.pk)


def _scan(request: HttpRequest, at: datetime) -> StoredFile | None:
    sent = request.FILES.get("__file")
    if sent is None:
        return None
    data, name = sent.read(), sent.name or ""
    return files.store(data, name=name, media_type=sniff(data, name), at=at)


def _entry_page(
    request: HttpRequest,
    invitation: Invitation,
    current: Response | None,
    saving: Saving | None = None,
    *,
    faults: Sequence[AnswerFault] = (),
    problem: str = "",
    status: int = 200,
) -> HttpResponse:
    """The form; after a conflict it carries the present marks, so sending it again is a decision."""
    definition = definition_of(invitation.survey.version)
    draft = deeds.draft_of(invitation, is_by_officer=True)
    held = draft.answers if draft is not None else current.answers if current is not None else {}
    codes = _codes(definition)
    shown_faults = [*(saving.reading.faults if saving is not None else ()), *faults]
    fields = fields_of(
        definition,
        codes,
        saving.answers if saving is not None else held,
        sent=saving.sent if saving is not None else None,
        presented=saving.retyped if saving is not None else (),
        faults=shown_faults,
        marks={code: answering.mark_of(held, code) for code in codes},
    )
    by_code = {field.code: field for field in fields}
    row = draft or current
    typed = request.POST if request.method == "POST" else {}
    context = {
        "survey": invitation.survey,
        "invitation": invitation,
        "current": current,
        "draft": draft,
        "own_draft": deeds.draft_of(invitation),
        "sections": [
            (section, [by_code[q.code] for q in section.questions if q.code in by_code])
            for section in definition.sections
        ],
        "stops": [
            (by_code[f.question], f) for f in shown_faults if not f.is_warning and f.question in by_code
        ],
        "saving": saving,
        "problem": problem,
        "page": typed.get("__page") or uuid4().hex,
        "reason": typed.get("__reason", draft.reason if draft is not None else ""),
        "who": {
            key: typed.get(name, getattr(row, f"respondent_{key}") if row is not None else "")
            for key, name in WHO.items()
        },
    }
    return render(request, "assessment/response_entry.html", context, status=status)


def _codes(definition: Definition) -> list[str]:
    return [question.code for question in definition.questions()]


# Looking at a response ------------------------------------------------------------------------


@guarded("assessment.response.view")
@require_safe
def response_detail(request: HttpRequest, pk: int, response: int) -> HttpResponse:
    """One sent response: who answered and how, its answers, what a correction changed, its other versions."""
    actor = actor_of(request)
    row = _response_or_404(actor, pk, response)
    actor.require("assessment.response.view", row)
    definition = definition_of(row.invitation.survey.version)
    old = row.supersedes
    codes = _codes(definition)
    context = {
        "survey": row.invitation.survey,
        "invitation": row.invitation,
        "response": row,
        "sections": answering.lines_of(definition, row.answers),
        "versions": versions_of(row.invitation),
        "changes": answering.differences(definition, codes, row.answers, old.answers) if old else [],
        "correction": deeds.draft_of(row.invitation, is_by_officer=True),
    }
    return render(request, "assessment/response_detail.html", context)


@guarded("assessment.response.view")
@require_safe
def response_file(request: HttpRequest, pk: int, response: int) -> HttpResponse:
    """The scan or the Excel form the answers came from."""
    actor = actor_of(request)
    row = _response_or_404(actor, pk, response)
    actor.require("assessment.response.view", row)
    if row.file is None:
        raise Http404
    return download(row.file.read(), row.file.name, row.file.media_type)


@guarded("assessment.response.view")
@require_safe
def response_copy(request: HttpRequest, pk: int, response: int) -> HttpResponse:
    """The response as a Word document."""
    actor = actor_of(request)
    row = _response_or_404(actor, pk, response)
    actor.require("assessment.response.view", row)
    return download(copy_of(row), f"phieu-tra-loi-{row.receipt}.docx")
