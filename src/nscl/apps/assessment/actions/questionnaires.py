"""Deeds on questionnaires: draft, put into use, take out of use. What was once in use never changes."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from nscl.apps.assessment.designing import changed_parts
from nscl.apps.assessment.designing_shape import Raw, workable
from nscl.apps.assessment.flow import VERSION_FLOW
from nscl.apps.assessment.models import Questionnaire, QuestionnaireVersion
from nscl.apps.catalog.models import SupportContent
from nscl.apps.core import audit
from nscl.apps.core.access import Actor, Refusal
from nscl.apps.core.registers import require_revision
from nscl.policy.questionnaires import Definition, DefinitionError, digest, dump, parse
from nscl.vietnamese import slug, squash

ADD = "assessment.questionnaire.add"
CHANGE = "assessment.questionnaire.change"
PUBLISH = "assessment.questionnaire.publish"
RETIRE = "assessment.questionnaire.retire"
RENAME = "assessment.questionnaire.rename"
DROP = "assessment.questionnaire.drop"
NOTE_LENGTH = 300


class DefinitionRefused(Refusal):
    """A definition that may not come into use; `faults` are those of `nscl.policy.questionnaires`."""

    def __init__(self, sentence: str, faults: tuple[Any, ...]) -> None:
        super().__init__(sentence)
        self.faults = faults


@transaction.atomic
def add_questionnaire(
    *,
    code: str,
    title: str,
    purpose: str = "",
    definition: Mapping[str, Any] | None = None,
    province_id: int | None = None,
    by: Actor,
    at: datetime,
) -> QuestionnaireVersion:
    """Begin a questionnaire of a province (the person's own unless said) with its first draft.

    An empty code is made of the title. Refuses a code that the province has already, an empty title, and a
    definition that could not be edited.
    """
    by.require(ADD)
    place = province_id if province_id is not None else by.province_id
    if place is None:
        raise Refusal(_("Tài khoản này không thuộc tỉnh nào. Hãy chọn tư cách của một tỉnh rồi lập."))
    row = Questionnaire(province_id=place, title=squash(title), created_by_id=by.user_id, created_at=at)
    by.require(ADD, row)
    if not by.sees(place):
        raise Refusal(_("Chỉ lập được bộ câu hỏi của tỉnh mình."))
    row.code, row.purpose = slug(code or title)[:60].strip("-"), purpose.strip()
    _require_head(row)
    kept = workable(definition if definition is not None else {"title": row.title, "sections": []})
    row.save()
    version = QuestionnaireVersion.objects.create(
        questionnaire=row, number=1, definition=kept, drafted_by_id=by.user_id, drafted_at=at
    )
    after = {"code": row.code, "title": row.title, "purpose": row.purpose, "version": version.number}
    audit.record(by=by, at=at, deed=ADD, obj=row, after=after)
    return version


@transaction.atomic
def copy_questionnaire(
    source: QuestionnaireVersion, *, code: str = "", title: str = "", by: Actor, at: datetime
) -> QuestionnaireVersion:
    """A questionnaire of the person's own province that begins as a copy of a version they may see."""
    by.require("assessment.questionnaire.view", source.questionnaire)
    return add_questionnaire(
        code=code or source.questionnaire.code,
        title=title or source.questionnaire.title,
        purpose=source.questionnaire.purpose,
        definition=source.definition,
        by=by,
        at=at,
    )


@transaction.atomic
def rename_questionnaire(
    questionnaire: Questionnaire, *, title: str, purpose: str = "", by: Actor, at: datetime
) -> Questionnaire:
    """Change the name it is listed under and what it is for; its versions stay as they are."""
    held = Questionnaire.objects.select_for_update(of=("self",)).get(pk=questionnaire.pk)
    by.require(RENAME, held)
    before = {"title": held.title, "purpose": held.purpose}
    held.title, held.purpose = squash(title), purpose.strip()
    _require_head(held)
    after = {"title": held.title, "purpose": held.purpose}
    if before != after:
        held.save()
        audit.record(by=by, at=at, deed=RENAME, obj=held, before=before, after=after)
    return held


@transaction.atomic
def change_draft(
    version: QuestionnaireVersion,
    *,
    definition: Mapping[str, Any],
    revision: int | None,
    note: str | None = None,
    by: Actor,
    at: datetime,
) -> QuestionnaireVersion:
    """Keep a new state of a draft, finished or not; the version in hand is brought up to date.

    Refuses a version that came into use, a page older than the draft (`RevisionConflict`), and what could not
    be edited any more. Changing nothing leaves no trace; otherwise the record keeps the parts that differ.
    """
    held = _locked(version)
    by.require(CHANGE, held)
    require_revision(held, revision)
    kept, words = workable(definition), held.note if note is None else _note(note)
    before, after = changed_parts(held.definition, kept)
    told_before: Raw = {"definition": before} if before or after else {}
    told_after: Raw = {"definition": after} if before or after else {}
    if words != held.note:
        told_before["note"], told_after["note"] = held.note, words
    if told_after:
        held.definition, held.note, held.revision = kept, words, held.revision + 1
        held.save(update_fields=["definition", "note", "revision"])
        audit.record(by=by, at=at, deed=CHANGE, obj=held, before=told_before, after=told_after)
    for name in ("definition", "note", "revision", "state"):
        setattr(version, name, getattr(held, name))
    return held


@transaction.atomic
def publish(
    version: QuestionnaireVersion,
    *,
    revision: int | None = None,
    note: str | None = None,
    by: Actor,
    at: datetime,
) -> QuestionnaireVersion:
    """Put a draft into use; the version in use before is retired, surveys opened with it stay with it.

    Refuses a definition with faults (`DefinitionRefused`), support contents the catalogue does not have, and
    a draft changed since the page was made. The definition is kept in its canonical form with its hash.
    `note` says in a sentence what is new; None leaves the draft's own.
    """
    held = _locked(version)
    by.require(PUBLISH, held)
    require_revision(held, revision)
    if held.state == "draft":
        definition = _sound(held.definition)
        held.definition, held.hash = dump(definition), digest(definition)
        held.note = held.note if note is None else _note(note)
        held.save(update_fields=["definition", "hash", "note"])
    earlier = QuestionnaireVersion.objects.select_for_update(of=("self",)).filter(
        questionnaire=held.questionnaire_id, state="in_use"
    )
    for row in earlier.exclude(pk=held.pk):
        VERSION_FLOW.move(row, RETIRE, by=by, at=at)
    VERSION_FLOW.move(held, PUBLISH, by=by, at=at, published_by_id=by.user_id, published_at=at)
    return held


@transaction.atomic
def retire(version: QuestionnaireVersion, *, by: Actor, at: datetime) -> QuestionnaireVersion:
    """Take a version out of use: no new survey begins with it; those that hold it go on."""
    held = _locked(version)
    VERSION_FLOW.move(held, RETIRE, by=by, at=at)
    return held


@transaction.atomic
def draft_again(questionnaire: Questionnaire, *, by: Actor, at: datetime) -> QuestionnaireVersion:
    """A new draft that begins as the version in use (or else the last one). Refuses where a draft stands."""
    row = Questionnaire.objects.select_for_update(of=("self",)).get(pk=questionnaire.pk)
    versions = QuestionnaireVersion.objects.filter(questionnaire=row)
    if versions.filter(state="draft").exists():
        raise Refusal(_("Đã có một bản đang soạn. Hãy soạn tiếp bản đó."))
    source = versions.filter(state="in_use").first() or versions.order_by("-number").first()
    number = (versions.aggregate(last=Max("number"))["last"] or 0) + 1
    draft = QuestionnaireVersion(questionnaire=row, number=number, drafted_by_id=by.user_id, drafted_at=at)
    draft.definition = source.definition if source is not None else {"title": row.title, "sections": []}
    by.require(CHANGE, draft)
    draft.save()
    after = {"number": number, "from": source.number if source is not None else None}
    audit.record(by=by, at=at, deed=CHANGE, obj=draft, after=after)
    return draft


@transaction.atomic
def drop_draft(version: QuestionnaireVersion, *, by: Actor, at: datetime) -> None:
    """Throw a draft away; a questionnaire that has nothing else goes with it.

    Refuses a version that was in use, and one that a survey is being prepared with.
    """
    held = _locked(version)
    by.require(DROP, held)
    survey = held.surveys.first()
    if survey is not None:
        raise Refusal(
            _(
                "Cuộc khảo sát “{title}” đang chuẩn bị với bản này. Hãy chọn bản khác cho khảo sát trước."
            ).format(title=survey.title)
        )
    row = held.questionnaire
    audit.record(
        by=by, at=at, deed=DROP, obj=held, before={"number": held.number, "definition": held.definition}
    )
    held.delete()
    if not row.versions.exists():
        row.delete()


def _locked(version: QuestionnaireVersion) -> QuestionnaireVersion:
    """The version as it stands now. Its questionnaire is locked first: drafts and uses are one at a time."""
    Questionnaire.objects.select_for_update(of=("self",)).get(pk=version.questionnaire_id)
    rows = QuestionnaireVersion.objects.select_for_update(of=("self",)).select_related("questionnaire")
    return rows.get(pk=version.pk)


def _note(text: str) -> str:
    words = squash(text)
    if len(words) > NOTE_LENGTH:
        raise Refusal(_("Ghi chú dài quá {limit} ký tự. Hãy rút ngắn.").format(limit=NOTE_LENGTH))
    return words


def _require_head(row: Questionnaire) -> None:
    if not row.title:
        raise Refusal(_("Chưa có tên bộ câu hỏi."))
    if len(row.title) > 250:
        raise Refusal(_("Tên bộ câu hỏi dài quá 250 ký tự. Hãy rút ngắn."))
    if not row.code:
        raise Refusal(_("Mã phải có chữ hoặc số."))
    same = Questionnaire.objects.filter(province_id=row.province_id, code=row.code).exclude(pk=row.pk)
    if same.exists():
        raise Refusal(
            _("Tỉnh đã có bộ câu hỏi mang mã “{code}”. Hãy ghi mã khác hoặc soạn bản mới của bộ đó.").format(
                code=row.code
            )
        )


def _sound(data: Mapping[str, Any]) -> Definition:
    """The definition, read; or a refusal that carries every fault."""
    try:
        definition = parse(data)
    except DefinitionError as error:
        count = len(error.faults)
        raise DefinitionRefused(
            _("Bộ câu hỏi còn {count} chỗ phải sửa. Hãy sửa rồi đưa vào dùng.").format(count=count),
            error.faults,
        ) from error
    named = contents_named(definition)
    known = set(SupportContent.objects.filter(code__in=named).values_list("code", flat=True))
    missing = sorted(named - known)
    if missing:
        raise Refusal(
            _(
                "Danh mục nội dung hỗ trợ chưa có mã: {codes}. Hãy chọn lại nội dung cho các lựa chọn đó."
            ).format(codes=", ".join(missing))
        )
    return definition


def contents_named(definition: Definition) -> set[str]:
    """The codes of support contents that choices stand for, those of tables' columns too."""
    fields = [field for one in definition.questions() for field in (one, *one.columns)]
    return {code for field in fields for choice in field.choices for code in choice.contents}
