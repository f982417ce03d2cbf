"""The designer's conditions and checks, and what is done at once: up, down, twice, away."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from nscl.apps.assessment import designing
from nscl.apps.assessment.describing import check_told, condition_told, index
from nscl.apps.assessment.designing_shape import Raw
from nscl.apps.assessment.forms_conditions import CheckForm, ConditionForm
from nscl.apps.assessment.models import QuestionnaireVersion
from nscl.apps.assessment.queries_questionnaires import last_change
from nscl.apps.assessment.views.designer import (
    CHANGE,
    draft_of,
    edit_page,
    gone,
    keep,
    not_now,
    row_or_404,
)
from nscl.apps.assessment.views.questionnaires import seen_by_page, sent, version_url
from nscl.apps.core.access import Refusal, guarded
from nscl.apps.core.registers import RevisionConflict

ANCHORS = {"section": "phan", "question": "cau", "check": "kiem-tra"}

# Conditions -----------------------------------------------------------------------------------


@guarded(CHANGE)
def section_when(request: HttpRequest, pk: int, code: str) -> HttpResponse:
    """When a section is asked at all."""
    return _when(request, pk, "section", code)


@guarded(CHANGE)
def question_when(request: HttpRequest, pk: int, code: str) -> HttpResponse:
    """When a question is asked."""
    return _when(request, pk, "question", code)


def _when(request: HttpRequest, pk: int, what: str, code: str) -> HttpResponse:
    """Its conditions; a new one in two steps: an earlier question, then what must be answered to it."""
    version = draft_of(request, pk)
    if request.method == "POST" and designing.find(version.definition, what, code) is None:
        return gone(request, version)
    row = row_or_404(version, what, code)
    held, by_code = row.get("when", []), index(version.definition)
    offered = designing.earlier(version.definition, what, code)
    asked = next((one for one in offered if one["code"] == request.GET.get("cau")), None)
    form: Any = ConditionForm(sent(request), asked=asked) if asked is not None else forms.Form(sent(request))

    def change() -> tuple[Raw, str]:
        if asked is None:
            return version.definition, ""
        conditions = [*held, form.told()]
        made = designing.put_when(version.definition, what, code, conditions)
        return made, f"{ANCHORS[what]}-{code}"

    return edit_page(
        request,
        version,
        form,
        change,
        title=_("Điều kiện để hỏi"),
        template="assessment/questionnaire_when.html",
        what=what,
        row=row,
        offered=offered,
        asked=asked,
        held=[condition_told(one, by_code) for one in held],
    )


@require_POST
@guarded(CHANGE)
def when_remove(request: HttpRequest, pk: int, what: str, code: str, place: int) -> HttpResponse:
    """Take away one condition, the one at a place of the list."""
    version = draft_of(request, pk)
    row = designing.find(version.definition, what, code)
    if row is None or place >= len(row.get("when", [])):
        return gone(request, version)
    kept = [one for i, one in enumerate(row["when"]) if i != place]
    definition = designing.put_when(version.definition, what, code, kept)
    return _at_once(
        request, version, definition, reverse(f"assessment:questionnaire_{what}_when", args=[pk, code])
    )


# Checks ---------------------------------------------------------------------------------------


@guarded(CHANGE)
def check_add(request: HttpRequest, pk: int) -> HttpResponse:
    """A new check of sums."""
    return _check_page(request, draft_of(request, pk), None)


@guarded(CHANGE)
def check_change(request: HttpRequest, pk: int, code: str) -> HttpResponse:
    """A check of sums."""
    version = draft_of(request, pk)
    if request.method == "POST" and designing.find(version.definition, "check", code) is None:
        return gone(request, version)
    return _check_page(request, version, row_or_404(version, "check", code))


def _check_page(request: HttpRequest, version: QuestionnaireVersion, row: Raw | None) -> HttpResponse:
    form = CheckForm(sent(request), definition=version.definition, row=row)

    def change() -> tuple[Raw, str]:
        data = form.told()
        old = row["code"] if row is not None else None
        return designing.put_check(version.definition, data, old), f"kiem-tra-{data['code']}"

    title = _("Thêm phép kiểm tra") if row is None else _("Sửa phép kiểm tra")
    return edit_page(
        request,
        version,
        form,
        change,
        title=title,
        told=form.told,
        present=row,
        is_check=True,
        has_numbers=bool(form.fields["left"].choices),  # type: ignore[attr-defined]
    )


# At once: up, down, twice, away ---------------------------------------------------------------


@require_POST
@guarded(CHANGE)
def move(request: HttpRequest, pk: int, what: str, code: str) -> HttpResponse:
    """One place up or down."""
    version = draft_of(request, pk)
    if designing.find(version.definition, what, code) is None:
        return gone(request, version)
    step = -1 if request.POST.get("huong") == "len" else 1
    definition = designing.move(version.definition, what, code, step)
    return _at_once(request, version, definition, version_url(version, f"{ANCHORS[what]}-{code}"))


@require_POST
@guarded(CHANGE)
def duplicate(request: HttpRequest, pk: int, what: str, code: str) -> HttpResponse:
    """A copy right behind."""
    version = draft_of(request, pk)
    if designing.find(version.definition, what, code) is None:
        return gone(request, version)
    definition = designing.duplicate(version.definition, what, code)
    rows = [row["code"] for row in designing.rows_of(definition, what)]
    made = rows[rows.index(code) + 1]
    return _at_once(request, version, definition, version_url(version, f"{ANCHORS[what]}-{made}"))


@guarded(CHANGE)
def remove(request: HttpRequest, pk: int, what: str, code: str) -> HttpResponse:
    """Take a section, a question or a check away, once what names it has been read."""
    version = draft_of(request, pk)
    row = designing.find(version.definition, what, code)
    if row is None:
        return gone(request, version)
    if request.method == "POST":
        definition = designing.remove(version.definition, what, code)
        return _at_once(request, version, definition, version_url(version))
    refused = not_now(request, version)
    if refused is not None:
        return refused
    inside = [one["code"] for one in row.get("questions", [])] if what == "section" else [code]
    asking, checks = designing.users_of(version.definition, inside) if what != "check" else ([], [])
    by_code = index(version.definition)
    context = {
        "version": version,
        "questionnaire": version.questionnaire,
        "what": what,
        "row": row,
        "words": row.get("title") or row.get("label") or check_told(row, by_code),
        "count": len(inside) if what == "section" else 0,
        "asking": [one for one in asking if one["code"] != code],
        "checks": [check_told(one, by_code) for one in checks],
        "seen": version.revision,
        "back": version_url(version, f"{ANCHORS[what]}-{code}"),
    }
    return render(request, "assessment/questionnaire_remove.html", context)


def _at_once(request: HttpRequest, version: QuestionnaireVersion, definition: Raw, then: str) -> HttpResponse:
    """Keep the change of a button; when somebody was faster nothing is changed and the page says so."""
    try:
        keep(request, version, definition, seen_by_page(request))
    except RevisionConflict:
        context = {
            "version": version,
            "questionnaire": version.questionnaire,
            "conflict": last_change(version),
            "back": then,
            "sentence": _(
                "Bản đang soạn vừa được thay đổi nên việc vừa chọn chưa làm. Hãy xem lại rồi chọn lại."
            ),
        }
        return render(request, "assessment/questionnaire_conflict.html", context, status=409)
    except Refusal as refused:
        messages.error(request, str(refused))
    return redirect(then)
