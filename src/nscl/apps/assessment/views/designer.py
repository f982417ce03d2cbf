"""The designer of a draft: sections, questions, conditions and checks, each on a small page of its own.

Every page carries the draft's revision. When somebody was faster, what was typed stays on the page beside
what is there now (409); sending it again is a decision made with both in view.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.forms.utils import ErrorDict
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from nscl.apps.assessment import designing
from nscl.apps.assessment.actions.questionnaires import change_draft
from nscl.apps.assessment.describing import KINDS, described
from nscl.apps.assessment.designing_shape import Raw
from nscl.apps.assessment.forms_choices import MORE, Catalogue, PartSet, part_set, parts_of
from nscl.apps.assessment.forms_questionnaires import HeadForm, QuestionForm, SectionForm
from nscl.apps.assessment.models import QuestionnaireVersion
from nscl.apps.assessment.queries_questionnaires import (
    content_names,
    contents_named,
    last_change,
    version_or_404,
)
from nscl.apps.assessment.views.questionnaires import seen_by_page, sent, version_url
from nscl.apps.core.access import Refusal, actor_of, guarded
from nscl.apps.core.registers.deeds import attempt

CHANGE = "assessment.questionnaire.change"


def draft_of(request: HttpRequest, pk: int) -> QuestionnaireVersion:
    """The draft as it stands; 404 where it is not the person's to see."""
    return version_or_404(actor_of(request), pk)


def row_or_404(version: QuestionnaireVersion, what: str, code: str) -> Raw:
    row = designing.find(version.definition, what, code)
    if row is None:
        raise Http404
    return row


def keep(request: HttpRequest, version: QuestionnaireVersion, definition: Raw, revision: int) -> None:
    change_draft(version, definition=definition, revision=revision, by=actor_of(request), at=timezone.now())


def not_now(request: HttpRequest, version: QuestionnaireVersion) -> HttpResponse | None:
    """Where the draft may not be changed (any more), back to it with the sentence that says why."""
    try:
        actor_of(request).require(CHANGE, version)
    except Refusal as refused:
        messages.error(request, str(refused))
        return redirect(version_url(version))
    return None


def edit_page(
    request: HttpRequest,
    version: QuestionnaireVersion,
    form: Any,
    change: Callable[[], tuple[Raw, str]],
    *,
    title: str,
    parts: tuple[PartSet, ...] = (),
    told: Callable[[], Raw] | None = None,
    present: Raw | None = None,
    go_on: Callable[[str], str] | None = None,
    template: str = "assessment/questionnaire_edit.html",
    **context: Any,
) -> HttpResponse:
    """A form that changes the draft. `change()` gives the new definition and the code of what was changed.

    `told()` are the values sent, `present` those that stand there: they are shown beside one another when
    somebody was faster. `go_on(code)` is where the button for one more leads.
    """
    refused = not_now(request, version)
    if refused is not None:
        return refused
    is_sent = request.method == "POST" and MORE not in request.POST
    if MORE in request.POST:
        _forgive(form, parts)
    is_valid = is_sent and all([form.is_valid(), *(part.is_valid() for part in parts)])
    if is_valid:

        def deed() -> str:
            definition, anchor = change()
            keep(request, version, definition, seen_by_page(request))
            return anchor

        anchor = attempt(form, deed)
        if anchor is not None:
            messages.success(request, _("Đã lưu bản đang soạn."))
            if "tiep" in request.POST and go_on is not None:
                return redirect(go_on(anchor))
            return redirect(version_url(version, anchor))
    conflict = getattr(form, "conflict", None) is not None
    page = {
        "version": version,
        "questionnaire": version.questionnaire,
        "form": form,
        "parts": parts,
        "title": title,
        "back": version_url(version),
        "has_more": go_on is not None,
        "seen": version.revision if conflict or request.method == "GET" else seen_by_page(request),
        **context,
    }
    if conflict:
        page["conflict"] = last_change(version)
        page["differences"] = _differences(version, told() if told is not None else {}, present or {})
    bad = is_sent and not is_valid or bool(form.is_bound and is_sent and form.errors)
    return render(request, template, page, status=409 if conflict else 400 if bad else 200)


def _forgive(form: forms.Form, parts: tuple[PartSet, ...]) -> None:
    """Somebody who asks for more rows has not finished: nothing is called wrong yet."""
    for one in (form, *(row for part in parts for row in part.forms)):
        one._errors = ErrorDict()


def _differences(version: QuestionnaireVersion, mine: Raw, present: Raw) -> list[tuple[str, str, str]]:
    """Where what was sent differs from what stands there: label, the person's words, the present ones."""
    names = content_names(
        contents_named({"sections": [{"questions": [mine, present]}]}) | contents_named(version.definition)
    )
    yours, theirs = dict(described(mine, names)), dict(described(present, names))
    labels = dict.fromkeys([*yours, *theirs])
    return [
        (label, yours.get(label, "–"), theirs.get(label, "–"))
        for label in labels
        if yours.get(label) != theirs.get(label)
    ]


def gone(request: HttpRequest, version: QuestionnaireVersion) -> HttpResponse:
    """What was being changed is no longer there."""
    context = {
        "version": version,
        "questionnaire": version.questionnaire,
        "back": version_url(version),
        "sentence": _("Mục này vừa được người khác bỏ hoặc đổi mã. Hãy mở lại bản đang soạn để xem."),
    }
    return render(request, "assessment/questionnaire_conflict.html", context, status=409)


# Head and sections ----------------------------------------------------------------------------


@guarded(CHANGE)
def head(request: HttpRequest, pk: int) -> HttpResponse:
    """The title and the opening words of the questionnaire."""
    version = draft_of(request, pk)
    form = HeadForm(sent(request), initial=version.definition, label_suffix="")

    def change() -> tuple[Raw, str]:
        return designing.put_head(version.definition, **form.cleaned_data), "dau-phieu"

    present = {key: version.definition.get(key, "") for key in ("title", "intro")}
    return edit_page(
        request, version, form, change, title=_("Tên và lời ngỏ của phiếu"), told=form.told, present=present
    )


@guarded(CHANGE)
def section_add(request: HttpRequest, pk: int) -> HttpResponse:
    """A new section at the end."""
    version = draft_of(request, pk)
    form = SectionForm(sent(request), definition=version.definition)

    def change() -> tuple[Raw, str]:
        data = form.told()
        return designing.put_section(version.definition, data), f"phan-{data['code']}"

    return edit_page(request, version, form, change, title=_("Thêm phần"), told=form.told)


@guarded(CHANGE)
def section_change(request: HttpRequest, pk: int, code: str) -> HttpResponse:
    """The words of a section."""
    version = draft_of(request, pk)
    if request.method == "POST" and designing.find(version.definition, "section", code) is None:
        return gone(request, version)
    row = row_or_404(version, "section", code)
    form = SectionForm(sent(request), definition=version.definition, row=row)

    def change() -> tuple[Raw, str]:
        data = form.told()
        return designing.put_section(version.definition, data, code), f"phan-{data['code']}"

    return edit_page(request, version, form, change, title=_("Sửa phần"), told=form.told, present=row)


# Questions ------------------------------------------------------------------------------------


@guarded(CHANGE)
def question_add(request: HttpRequest, pk: int, code: str) -> HttpResponse:
    """A new question at the end of a section: first its kind, then what that kind needs."""
    version = draft_of(request, pk)
    section = row_or_404(version, "section", code)
    kind = request.GET.get("loai", "")
    if kind not in KINDS:
        return _kinds(request, version, title=_("Thêm câu hỏi: chọn loại"), meta=section.get("title", ""))
    again = reverse("assessment:questionnaire_question_add", args=[pk, code])
    return _question_page(
        request, version, kind, section=code, row=None, title=_("Thêm câu hỏi"), again=again
    )


@guarded(CHANGE)
def question_change(request: HttpRequest, pk: int, code: str) -> HttpResponse:
    """A question of a draft; with `loai` it becomes one of another kind when saved."""
    version = draft_of(request, pk)
    if request.method == "POST" and designing.find(version.definition, "question", code) is None:
        return gone(request, version)
    row = row_or_404(version, "question", code)
    if "doi-loai" in request.GET:
        return _kinds(
            request, version, title=_("Đổi loại câu hỏi"), meta=row.get("label", ""), now=row["kind"]
        )
    kind = request.GET.get("loai", row.get("kind", ""))
    section = designing.section_of(version.definition, code)["code"]
    if kind not in KINDS:
        kind = "text"
    return _question_page(request, version, kind, section=section, row=row, title=_("Sửa câu hỏi"))


def _kinds(
    request: HttpRequest, version: QuestionnaireVersion, *, title: str, meta: str, now: str = ""
) -> HttpResponse:
    refused = not_now(request, version)
    if refused is not None:
        return refused
    context = {
        "version": version,
        "questionnaire": version.questionnaire,
        "title": title,
        "meta": meta,
        "now": now,
        "kinds": [(kind, _(name), _(use)) for kind, (name, use) in KINDS.items()],
        "back": version_url(version),
    }
    return render(request, "assessment/questionnaire_kinds.html", context)


def _question_page(
    request: HttpRequest,
    version: QuestionnaireVersion,
    kind: str,
    *,
    section: str,
    row: Raw | None,
    title: str,
    again: str = "",
) -> HttpResponse:
    definition, catalogue = version.definition, Catalogue() if "choices" in parts_of(kind) else None
    form = QuestionForm(sent(request), kind=kind, definition=definition, section=section, row=row)
    parts = tuple(
        part_set(name, (row or {}).get(name, []), data=sent(request), catalogue=catalogue)
        for name in parts_of(kind)
    )

    def told() -> Raw:
        return {**form.told(), **{part.prefix: part.told() for part in parts}}

    def change() -> tuple[Raw, str]:
        data = told()
        old = row["code"] if row is not None else None
        return designing.put_question(definition, data, form.section_code, old), f"cau-{data['code']}"

    return edit_page(
        request,
        version,
        form,
        change,
        title=title,
        parts=parts,
        told=told,
        present=row,
        go_on=(lambda _code: again) if again else None,
        template="assessment/questionnaire_question.html",
        kind=kind,
        kind_name=_(KINDS[kind][0]),
        code=row["code"] if row is not None else "",
        catalogue=catalogue.offered if catalogue is not None else [],
    )
