"""Pages of questionnaires and their versions: list, look, compare, copy, into use and out of it, files."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from nscl.apps.assessment import forms_questionnaires as room_forms
from nscl.apps.assessment.actions import questionnaires as deeds
from nscl.apps.assessment.describing import fault_links, outline
from nscl.apps.assessment.flow import VERSION_FLOW
from nscl.apps.assessment.interchange import exported, imported
from nscl.apps.assessment.models import QuestionnaireVersion
from nscl.apps.assessment.queries_questionnaires import (
    content_names,
    content_warnings,
    contents_named,
    line_of,
    listed,
    questionnaire_or_404,
    readable,
    surveys_of,
    version_in_use,
    version_or_404,
)
from nscl.apps.core.access import Refusal, actor_of, guarded
from nscl.apps.core.http import download
from nscl.apps.core.registers.deeds import attempt
from nscl.policy.questionnaires import compare, faults
from nscl.vietnamese import slug

LINES_A_PAGE = 25
SURVEYS_SHOWN = 20
VIEW = "assessment.questionnaire.view"


def version_url(version: Any, anchor: str = "") -> str:
    url = reverse("assessment:questionnaire_version", args=[version.pk])
    return f"{url}#{anchor}" if anchor else url


def sent(request: HttpRequest) -> Any:
    return request.POST if request.method == "POST" else None


def seen_by_page(request: HttpRequest) -> int:
    """The revision the page showed; a page that sent none is treated as the oldest."""
    text = request.POST.get("seen", "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else -1


def simple_page(
    request: HttpRequest,
    form: forms.Form,
    deed: Callable[..., Any],
    *,
    title: str,
    go: str,
    back: str,
    done: str = "",
    then: Callable[[Any], str] | None = None,
    **context: Any,
) -> HttpResponse:
    """A form over one deed; a refusal stands in the form, with every fault where a definition has some."""
    if request.method == "POST" and form.is_valid():
        made = attempt(form, lambda: (deed(by=actor_of(request), at=timezone.now(), **form.cleaned_data),))
        if made is not None:
            messages.success(request, done or _("Đã ghi."))
            return redirect(then(made[0]) if then is not None else back)
    page = {"form": form, "title": title, "go": go, "back": back, **context}
    status = 409 if getattr(form, "conflict", None) else 400 if form.is_bound and form.errors else 200
    return render(request, "assessment/questionnaire_form.html", page, status=status)


# The list, one questionnaire ------------------------------------------------------------------


@guarded(VIEW)
def questionnaire_list(request: HttpRequest) -> HttpResponse:
    """The questionnaires of the country and of one's province, found by words."""
    actor = actor_of(request)
    words, where = request.GET.get("tim", "")[:200].replace("\x00", ""), request.GET.get("pham-vi", "")
    page = Paginator(listed(actor, words, where), LINES_A_PAGE).get_page(request.GET.get("trang"))
    context = {
        "page": page,
        "lines": [line_of(row) for row in page.object_list],
        "words": words,
        "where": where,
        "wheres": [("chung", _("Dùng chung cả nước")), ("tinh", _("Của tỉnh"))],
    }
    return render(request, "assessment/questionnaire_list.html", context)


@guarded("assessment.questionnaire.add")
def questionnaire_add(request: HttpRequest) -> HttpResponse:
    """Begin a questionnaire: a blank one, or from a file."""
    form = room_forms.NewForm(sent(request), request.FILES or None, label_suffix="")

    def deed(*, file: bytes | None, **data: Any) -> QuestionnaireVersion:
        definition = _definition_in(form, file) if file is not None else None
        return deeds.add_questionnaire(**data, definition=definition)

    return simple_page(
        request,
        form,
        deed,
        title=_("Lập bộ câu hỏi"),
        go=_("Lập và bắt đầu soạn"),
        back=reverse("assessment:questionnaire_list"),
        done=_("Đã lập bộ câu hỏi. Bây giờ hãy soạn các phần và câu hỏi."),
        then=version_url,
    )


def _definition_in(form: Any, content: bytes) -> dict[str, Any]:
    """The definition of a file; its faults go to the page beside the refusal."""
    try:
        return imported(content)
    except deeds.DefinitionRefused as refused:
        form.faults = refused.faults
        raise


@guarded(VIEW)
def questionnaire_detail(request: HttpRequest, pk: int) -> HttpResponse:
    """One questionnaire: its versions, what may be done, the surveys that use it."""
    actor = actor_of(request)
    row = questionnaire_or_404(actor, pk)
    context = {
        "questionnaire": row,
        "line": line_of(row),
        "versions": [(one, VERSION_FLOW.states[one.state]) for one in row.held],
        "surveys": surveys_of(actor, row)[:SURVEYS_SHOWN],
        "may_keep": actor.can("assessment.questionnaire.rename", row),
        "may_copy": actor.can("assessment.questionnaire.add") and actor.province_id is not None,
    }
    return render(request, "assessment/questionnaire_detail.html", context)


@guarded("assessment.questionnaire.rename")
def questionnaire_rename(request: HttpRequest, pk: int) -> HttpResponse:
    """Change the name it is listed under."""
    row = questionnaire_or_404(actor_of(request), pk)
    actor_of(request).require("assessment.questionnaire.rename", row)
    form = room_forms.RenameForm(
        sent(request), initial={"title": row.title, "purpose": row.purpose}, label_suffix=""
    )
    return simple_page(
        request,
        form,
        lambda **data: deeds.rename_questionnaire(row, **data),
        title=_("Đổi tên bộ câu hỏi"),
        go=_("Lưu"),
        back=reverse("assessment:questionnaire_detail", args=[pk]),
        questionnaire=row,
    )


@guarded("assessment.questionnaire.add")
def questionnaire_copy(request: HttpRequest, pk: int) -> HttpResponse:
    """Copy a version into a questionnaire of one's own province."""
    source = version_or_404(actor_of(request), pk)
    row = source.questionnaire
    form = room_forms.CopyForm(sent(request), initial={"title": row.title, "code": row.code}, label_suffix="")
    return simple_page(
        request,
        form,
        lambda **data: deeds.copy_questionnaire(source, **data),
        title=_("Sao chép bộ câu hỏi về tỉnh"),
        go=_("Sao chép"),
        back=reverse("assessment:questionnaire_detail", args=[row.pk]),
        done=_("Đã sao chép. Bản này của tỉnh, sửa được."),
        then=version_url,
        questionnaire=row,
    )


@require_POST
@guarded("assessment.questionnaire.change")
def questionnaire_draft(request: HttpRequest, pk: int) -> HttpResponse:
    """Begin a new draft from the version in use."""
    row = questionnaire_or_404(actor_of(request), pk)
    try:
        draft = deeds.draft_again(row, by=actor_of(request), at=timezone.now())
    except Refusal as refused:
        messages.error(request, str(refused))
        return redirect("assessment:questionnaire_detail", pk)
    messages.success(request, _("Đã mở bản {number} để soạn.").format(number=draft.number))
    return redirect(version_url(draft))


@guarded(VIEW)
def questionnaire_compare(request: HttpRequest, pk: int) -> HttpResponse:
    """What changed between two versions: the newest against the one before, unless others are chosen."""
    actor = actor_of(request)
    row = questionnaire_or_404(actor, pk)
    numbers = {str(one.number): one for one in row.held}
    newest = row.held[0] if row.held else None
    new = numbers.get(request.GET.get("den", ""), newest)
    before = [one for one in row.held if new is not None and one.number < new.number]
    old = numbers.get(request.GET.get("tu", ""), before[0] if before else None)
    pair = [readable(version_or_404(actor, one.pk)) if one is not None else None for one in (old, new)]
    context = {
        "questionnaire": row,
        "versions": row.held,
        "old": old,
        "new": new,
        "unread": [
            one for one, told in zip((old, new), pair, strict=True) if one is not None and told is None
        ],
        "changes": compare(*pair) if all(pair) else None,  # type: ignore[arg-type]
    }
    return render(request, "assessment/questionnaire_compare.html", context)


# One version ----------------------------------------------------------------------------------


@guarded(VIEW)
def questionnaire_version(request: HttpRequest, pk: int) -> HttpResponse:
    """A version's questions in order; of a draft one may change: the designer, with all faults on top."""
    actor = actor_of(request)
    version = version_or_404(actor, pk)
    definition = version.definition
    is_editable = actor.can("assessment.questionnaire.change", version)
    found = faults(definition) if version.state == "draft" else ()
    context = {
        "version": version,
        "questionnaire": version.questionnaire,
        "state": VERSION_FLOW.states[version.state],
        "outline": outline(definition, found, content_names(contents_named(definition))),
        "faults": fault_links(pk, definition, found),
        "warnings": content_warnings(definition, timezone.localdate()),
        "is_editable": is_editable,
        "may_publish": version.state == "draft" and actor.can("assessment.questionnaire.publish", version),
        "may_retire": version.state == "in_use" and actor.can("assessment.questionnaire.retire", version),
        "may_copy": actor.can("assessment.questionnaire.add") and actor.province_id is not None,
    }
    return render(request, "assessment/questionnaire_version.html", context)


@guarded(VIEW)
def questionnaire_file(request: HttpRequest, pk: int) -> HttpResponse:
    """The definition as a file, to keep or to carry to another province."""
    version = version_or_404(actor_of(request), pk)
    name = f"{slug(version.questionnaire.code)}-ban-{version.number}.json"
    return download(exported(version), name, "application/json")


@guarded("assessment.questionnaire.publish")
def questionnaire_publish(request: HttpRequest, pk: int) -> HttpResponse:
    """Put a draft into use, with what changes against the version in use in view."""
    actor = actor_of(request)
    version = version_or_404(actor, pk)
    actor.require("assessment.questionnaire.publish", version)
    if version.state != "draft":
        messages.info(request, _("Bản này không còn là bản đang soạn."))
        return redirect(version_url(version))
    definition, earlier = readable(version), version_in_use(version.questionnaire)
    before = readable(earlier)
    form = room_forms.PublishForm(sent(request), initial={"note": version.note}, label_suffix="")
    return simple_page(
        request,
        form,
        lambda **data: deeds.publish(version, revision=seen_by_page(request), **data),
        title=_("Đưa bản {number} vào dùng").format(number=version.number),
        go=_("Đưa vào dùng"),
        back=version_url(version),
        done=_("Bản {number} đã được đưa vào dùng.").format(number=version.number),
        questionnaire=version.questionnaire,
        version=version,
        seen=version.revision,
        publishing=True,
        earlier=earlier,
        changes=compare(before, definition) if before is not None and definition is not None else None,
        fault_links=fault_links(pk, version.definition, faults(version.definition)),
        outline=outline(version.definition),
    )


@guarded("assessment.questionnaire.retire")
def questionnaire_retire(request: HttpRequest, pk: int) -> HttpResponse:
    """Take a version out of use."""
    version = version_or_404(actor_of(request), pk)
    actor_of(request).require("assessment.questionnaire.retire", version)
    return simple_page(
        request,
        forms.Form(sent(request)),
        lambda **data: deeds.retire(version, **data),
        title=_("Thôi dùng bản {number}").format(number=version.number),
        go=_("Thôi dùng"),
        back=version_url(version),
        questionnaire=version.questionnaire,
        version=version,
        note=_("Khảo sát mới không chọn được bản này nữa. Khảo sát đã lập với bản này vẫn tiếp tục."),
        is_danger=True,
    )


@guarded("assessment.questionnaire.drop")
def questionnaire_drop(request: HttpRequest, pk: int) -> HttpResponse:
    """Throw a draft away."""
    version = version_or_404(actor_of(request), pk)
    row = version.questionnaire
    others = row.versions.exclude(pk=version.pk).exists()
    page = "assessment:questionnaire_detail" if others else "assessment:questionnaire_list"
    whole = _("Bộ câu hỏi chưa có bản nào khác nên cũng được bỏ theo.")
    return simple_page(
        request,
        forms.Form(sent(request)),
        lambda **data: deeds.drop_draft(version, **data),
        title=_("Bỏ bản {number} đang soạn").format(number=version.number),
        go=_("Bỏ bản này"),
        back=version_url(version),
        done=_("Đã bỏ bản đang soạn."),
        then=lambda _made: reverse(page, args=[row.pk] if others else []),
        questionnaire=row,
        version=version,
        note=_("Nội dung đang soạn mất đi và không lấy lại được.") + ("" if others else " " + whole),
        is_danger=True,
    )


@guarded("assessment.questionnaire.change")
def questionnaire_load(request: HttpRequest, pk: int) -> HttpResponse:
    """Replace a draft by what stands in a file."""
    version = version_or_404(actor_of(request), pk)
    form = room_forms.UploadForm(sent(request), request.FILES or None, label_suffix="")

    def deed(*, file: bytes, **who: Any) -> QuestionnaireVersion:
        definition = _definition_in(form, file)
        return deeds.change_draft(version, definition=definition, revision=seen_by_page(request), **who)

    return simple_page(
        request,
        form,
        deed,
        title=_("Nạp nội dung từ tệp"),
        go=_("Nạp tệp"),
        back=version_url(version),
        done=_("Đã nạp nội dung của tệp."),
        questionnaire=version.questionnaire,
        version=version,
        seen=version.revision,
    )
