"""The organisation's last pages: look through, send once, keep the receipt, ask for a correction."""

from __future__ import annotations

from datetime import datetime

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from nscl.apps.assessment import answering
from nscl.apps.assessment.actions import responses as deeds
from nscl.apps.assessment.answering_copy import copy_of
from nscl.apps.assessment.definitions import definition_of
from nscl.apps.assessment.links import token_of
from nscl.apps.assessment.models import Invitation, Response
from nscl.apps.assessment.views.by_link import by_link, frame, not_now, posted_only, while_open
from nscl.apps.core.access import Refusal
from nscl.apps.core.http import download
from nscl.policy.questionnaires import judge


@by_link
@while_open
@require_safe
def answer_review(request: HttpRequest, invitation: Invitation, at: datetime) -> HttpResponse:
    """All answers, what is missing, what looks odd; who answered; and the button that sends."""
    draft = deeds.draft_of(invitation)
    if draft is None:
        return redirect("assessment:answer", token_of(invitation))
    return _review_page(request, invitation, draft)


@by_link
@posted_only("assessment:answer_review")
def answer_submit(request: HttpRequest, invitation: Invitation) -> HttpResponse:
    """Send once. The same page sent again, however often, leads to the same receipt."""
    at, key = timezone.now(), request.POST.get("submission_key", "")
    receipt = redirect("assessment:answer", token_of(invitation))
    if deeds.sent_by_key(invitation, key) is not None:
        return receipt
    draft = deeds.draft_of(invitation)
    if draft is None:
        return receipt
    if not deeds.is_open(invitation, at=at):
        return not_now(request, invitation)
    if key != _sending_of(draft):
        problem = _("Phiếu vừa được sửa ở trang khác hoặc máy khác. Xin xem lại rồi gửi.")
        return _review_page(request, invitation, draft, problem, status=409)
    judged = judge(definition_of(invitation.survey.version), draft.answers)
    if any(fault.is_warning for fault in judged.faults) and request.POST.get("confirmed") != "yes":
        problem = _("Có số liệu cần xem lại. Hãy sửa, hoặc đánh dấu xác nhận số liệu đúng rồi gửi.")
        return _review_page(request, invitation, draft, problem, status=400)
    try:
        deeds.submit(
            invitation,
            answers=draft.answers,
            respondent={name: request.POST.get(name, "") for name in ("name", "title", "phone")},
            submission_key=key,
            by=deeds.respondent_of(invitation),
            at=at,
        )
    except Refusal as refused:
        return _review_page(request, invitation, draft, str(refused), status=400)
    return receipt


@by_link
@require_safe
def answer_copy(request: HttpRequest, invitation: Invitation) -> HttpResponse:
    """What was sent, as a Word document to keep."""
    sent = deeds.sent_of(invitation)
    if sent is None:
        return redirect("assessment:answer", token_of(invitation))
    return download(copy_of(sent), f"phieu-tra-loi-{sent.receipt}.docx")


@by_link
@posted_only("assessment:answer")
@while_open
def answer_correct(request: HttpRequest, invitation: Invitation, at: datetime) -> HttpResponse:
    """Open what was sent for mending; it still counts until the mended one is sent."""
    by = deeds.respondent_of(invitation)
    try:
        deeds.start_correction(invitation, reason=request.POST.get("reason", ""), by=by, at=at)
    except Refusal as refused:
        sent = deeds.sent_of(invitation)
        if sent is None:
            return redirect("assessment:answer", token_of(invitation))
        given = request.POST.get("reason", "").strip()
        problem = str(refused) if given else _("Chưa nêu lý do đính chính. Hãy ghi ngắn gọn vì sao cần sửa.")
        return receipt_page(request, invitation, sent, problem=problem, status=400)
    return redirect("assessment:answer", token_of(invitation))


@by_link
@posted_only("assessment:answer")
@while_open
def answer_correct_drop(request: HttpRequest, invitation: Invitation, at: datetime) -> HttpResponse:
    """Give the correction up: what was sent before stands."""
    deeds.drop_correction(invitation, by=deeds.respondent_of(invitation), at=at)
    return redirect("assessment:answer", token_of(invitation))


def _sending_of(draft: Response) -> str:
    """Names this content for sending: the draft as it stood on the page that was looked through."""
    return f"{draft.pk}.{draft.revision}"


def _review_page(
    request: HttpRequest, invitation: Invitation, draft: Response, problem: str = "", status: int = 200
) -> HttpResponse:
    definition = definition_of(invitation.survey.version)
    judged = judge(definition, draft.answers)
    places = {q.code: section.code for section in definition.sections for q in section.questions}
    labels = {q.code: q.label for q in definition.questions()}
    faults = [(labels[f.question], places[f.question], f) for f in judged.faults]
    typed = request.POST if request.method == "POST" else {}
    context = frame(invitation) | {
        "draft": draft,
        "sections": answering.lines_of(definition, draft.answers),
        "stops": [row for row in faults if not row[2].is_warning],
        "warnings": [row for row in faults if row[2].is_warning],
        "missing": set(judged.missing_required),
        "submission_key": _sending_of(draft),
        "problem": problem,
        "name": typed.get("name", draft.respondent_name),
        "title": typed.get("title", draft.respondent_title),
        "phone": typed.get("phone", draft.respondent_phone),
    }
    return render(request, "assessment/answer_review.html", context, status=status)


def receipt_page(
    request: HttpRequest, invitation: Invitation, sent: Response, problem: str = "", status: int = 200
) -> HttpResponse:
    definition = definition_of(invitation.survey.version)
    context = frame(invitation) | {
        "sent": sent,
        "sections": answering.lines_of(definition, sent.answers),
        "may_correct": deeds.is_open(invitation, at=timezone.now()),
        "problem": problem,
        "reason": request.POST.get("reason", ""),
    }
    return render(request, "assessment/answer_receipt.html", context, status=status)
