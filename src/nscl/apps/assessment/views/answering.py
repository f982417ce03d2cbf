"""The organisation's own pages, opened by the link in its letter: a list of sections, one section a page."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import uuid4

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from nscl.apps.assessment import answering
from nscl.apps.assessment.actions import responses as deeds
from nscl.apps.assessment.answering_fields import fields_of, said_of
from nscl.apps.assessment.answering_saving import Saving, keep, remember_page
from nscl.apps.assessment.definitions import definition_of
from nscl.apps.assessment.links import token_of
from nscl.apps.assessment.models import Invitation, Response
from nscl.apps.assessment.queries_answering import asker_of
from nscl.apps.assessment.views.by_link import by_link, frame, not_now, unknown, while_open
from nscl.apps.assessment.views.sending import receipt_page
from nscl.apps.core.access import Refusal
from nscl.policy.questionnaires import Definition, Section, asked, judge

TAKE = "__take"


# Pages ----------------------------------------------------------------------------------------


@by_link
@require_safe
def answer(request: HttpRequest, invitation: Invitation) -> HttpResponse:
    """Who asks and what for, then the sections; once sent, the receipt."""
    at = timezone.now()
    deeds.note_opened(invitation, at=at)
    sent, draft = deeds.sent_of(invitation), deeds.draft_of(invitation)
    if sent is not None and (draft is None or not deeds.is_open(invitation, at=at)):
        return receipt_page(request, invitation, sent)
    if not deeds.is_open(invitation, at=at):
        return not_now(request, invitation)
    definition = definition_of(invitation.survey.version)
    states = answering.section_states(definition, draft.answers if draft else {})
    context = frame(invitation) | {
        "definition": definition,
        "draft": draft,
        "states": [state for state in states if state.state != "none"],
        "next": _next_section(states),
        "minutes": answering.minutes_of(definition),
        "asker": asker_of(invitation.survey),
        "is_late": invitation.survey.closes_on is not None
        and invitation.survey.closes_on < timezone.localdate(at),
    }
    return render(request, "assessment/answer_home.html", context)


@by_link
@while_open
def answer_section(request: HttpRequest, invitation: Invitation, section: str, at: datetime) -> HttpResponse:
    """One section: shown, or saved and on to the next one that has questions."""
    definition = definition_of(invitation.survey.version)
    part = next((one for one in definition.sections if one.code == section), None)
    if part is None:
        return unknown(request)
    draft = deeds.draft_of(invitation)
    if draft is None and deeds.sent_of(invitation) is not None:
        return redirect("assessment:answer", token_of(invitation))
    if request.method != "POST":
        # So that a page whose first answer is lost on the way is known again when it sends anew.
        request.session.setdefault("survey", True)
        return _section_page(request, invitation, definition, part, draft)
    saving = _kept(request, invitation, definition, part, draft, at)
    if saving.theirs or saving.refusal:
        return _section_page(request, invitation, definition, part, saving.draft, saving, status=409)
    take = request.POST.get(TAKE, "")
    if take:
        return _taken(request, invitation, definition, part, saving, take, at)
    if saving.stops:
        return _section_page(request, invitation, definition, part, saving.draft, saving, status=400)
    return _onward(request, invitation, definition, part, saving)


@by_link
@require_POST
def answer_autosave(request: HttpRequest, invitation: Invitation, section: str) -> HttpResponse:
    """The section's form sent by the page itself: what was saved, how it was understood, what is wrong."""
    at = timezone.now()
    definition = definition_of(invitation.survey.version)
    part = next((one for one in definition.sections if one.code == section), None)
    if part is None:
        return JsonResponse({"refused": _("Không có phần này.")}, status=404)
    saving = _kept(request, invitation, definition, part, deeds.draft_of(invitation), at)
    if saving.refusal:
        return JsonResponse({"refused": saving.refusal}, status=409)
    if saving.theirs:
        return JsonResponse({"conflict": len(saving.theirs)}, status=409)
    answers = saving.answers
    codes = answering.codes_of(part)
    return JsonResponse(
        {
            "at": f"{timezone.localtime(at):%H:%M}",
            "marks": {c: answering.mark_of(answers, c) for c in codes if c not in saving.adopted},
            "faults": {fault.field: fault.sentence for fault in saving.stops},
            "said": {q.code: said_of(q, answers.get(q.code)) for q in part.questions},
        }
    )


# What the pages share -------------------------------------------------------------------------


def _kept(
    request: HttpRequest,
    invitation: Invitation,
    definition: Definition,
    part: Section,
    draft: Response | None,
    at: datetime,
) -> Saving:
    """What an organisation writes itself goes before what an officer is typing from its paper."""
    codes = answering.codes_of(part)
    by = deeds.respondent_of(invitation)
    return keep(request, invitation, definition, codes, draft, takes_over=True, by=by, at=at)


def _section_page(
    request: HttpRequest,
    invitation: Invitation,
    definition: Definition,
    part: Section,
    draft: Response | None,
    saving: Saving | None = None,
    status: int = 200,
) -> HttpResponse:
    """The section's form; after a conflict it carries the present marks, so sending again decides."""
    held = draft.answers if draft is not None else {}
    codes = answering.codes_of(part)
    answers = saving.answers if saving is not None else held
    fields = fields_of(
        definition,
        codes,
        answers,
        sent=saving.sent if saving is not None else None,
        presented=saving.retyped if saving is not None else (),
        faults=_shown_faults(definition, held, codes, saving),
        offers=answering.offers_of(invitation, definition),
        marks={code: answering.mark_of(held, code) for code in codes},
    )
    states = [s for s in answering.section_states(definition, answers) if s.state != "none"]
    place = next((number for number, s in enumerate(states, 1) if s.code == part.code), 0)
    context = frame(invitation) | {
        "section": part,
        "fields": fields,
        "saving": saving,
        "page": request.POST.get("__page") or uuid4().hex,
        "place": place,
        "states": states,
        "has_more": request.GET.get("them") == "1",
        "draft": draft,
    }
    return render(request, "assessment/answer_section.html", context, status=status)


def _shown_faults(
    definition: Definition, held: dict[str, Any], codes: list[str], saving: Saving | None
) -> list[Any]:
    """What was typed wrong just now; else what cannot stand among the answers kept (missing ones wait)."""
    if saving is not None:
        return list(saving.reading.faults)
    found = judge(definition, held).faults
    return [fault for fault in found if fault.question in codes and not fault.is_missing]


def _taken(
    request: HttpRequest,
    invitation: Invitation,
    definition: Definition,
    part: Section,
    saving: Saving,
    take: str,
    at: datetime,
) -> HttpResponse:
    """Take one answer that was offered, and come back to its question."""
    code, _dot, source = take.partition(".")
    place = reverse("assessment:answer_section", args=[token_of(invitation), part.code])
    if code not in answering.codes_of(part):
        return redirect(place)
    answers = answering.take_offer(saving.answers, invitation, definition, code, source)
    by = deeds.respondent_of(invitation)
    revision = saving.draft.revision if saving.draft is not None else None
    try:
        draft = deeds.save_draft(invitation, answers=answers, revision=revision, by=by, at=at)
    except Refusal:
        return redirect(place)
    remember_page(request, draft)
    return redirect(f"{place}#cau-{code}")


def _onward(
    request: HttpRequest, invitation: Invitation, definition: Definition, part: Section, saving: Saving
) -> HttpResponse:
    """Where to after saving: the questions an answer has just brought up, the next section, or the review."""
    token = token_of(invitation)
    fresh = [c for c in asked(definition, saving.answers) if c in answering.codes_of(part)]
    fresh = [code for code in fresh if code not in saving.presented and code not in saving.answers]
    if fresh:
        place = reverse("assessment:answer_section", args=[token, part.code])
        return redirect(f"{place}?them=1#cau-{fresh[0]}")
    if "__list" in request.POST:
        return redirect("assessment:answer", token)
    states = [s for s in answering.section_states(definition, saving.answers) if s.state != "none"]
    codes = [s.code for s in states]
    following = codes[codes.index(part.code) + 1 :] if part.code in codes else []
    if following:
        return redirect("assessment:answer_section", token, following[0])
    return redirect("assessment:answer_review", token)


def _next_section(states: list[answering.SectionState]) -> str:
    """Where one left off: the first section with something to answer; empty when all is done."""
    for wanted in (("todo", "missing"), ("part",)):
        for state in states:
            if state.state in wanted:
                return state.code
    return ""
