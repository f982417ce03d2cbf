"""What the pages of questionnaires read: the list, one questionnaire, the surveys and contents it touches."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count, Prefetch, Q, QuerySet
from django.shortcuts import get_object_or_404

from nscl.apps.assessment.definitions import definition_of
from nscl.apps.assessment.designing_shape import Raw, questions
from nscl.apps.assessment.models import Questionnaire, QuestionnaireVersion, Survey
from nscl.apps.catalog.models import SupportContent
from nscl.apps.catalog.queries import obsolete_warning
from nscl.apps.core.access import Actor
from nscl.apps.core.models import AuditEntry
from nscl.policy.questionnaires import Definition, DefinitionError
from nscl.vietnamese import search_key


def _versions(actor: Actor) -> QuerySet[QuestionnaireVersion]:
    """Versions without their texts, the newest first, each with how many surveys of the scope hold it."""
    seen = None if actor.scope is None else Q(surveys__province_id__in=actor.scope)
    rows = QuestionnaireVersion.objects.defer("definition").select_related("drafted_by", "published_by")
    return rows.annotate(survey_count=Count("surveys", filter=seen)).order_by("-number")


def listed(actor: Actor, words: str = "", where: str = "") -> QuerySet[Questionnaire]:
    """The questionnaires a person may see, with their versions; `where` is "chung", "tinh" or everything."""
    rows = Questionnaire.objects.seen_by(actor.scope).select_related("province")
    for word in search_key(words).split():
        rows = rows.filter(search_key__contains=word)
    if where == "chung":
        rows = rows.filter(province=None)
    elif where == "tinh":
        rows = rows.exclude(province=None)
    return rows.prefetch_related(Prefetch("versions", queryset=_versions(actor), to_attr="held"))


@dataclass(frozen=True)
class Line:
    """One questionnaire of the list: the version in use, the draft, how many surveys hold any version."""

    questionnaire: Questionnaire
    in_use: Any
    draft: Any
    survey_count: int


def line_of(questionnaire: Any) -> Line:
    """The line of a row of `listed`."""
    by_state = {row.state: row for row in questionnaire.held}
    count = sum(row.survey_count for row in questionnaire.held)
    return Line(questionnaire, by_state.get("in_use"), by_state.get("draft"), count)


def questionnaire_or_404(actor: Actor, pk: int) -> Any:
    """A questionnaire the person may see, with its versions in `held`."""
    return get_object_or_404(listed(actor), pk=pk)


def version_or_404(actor: Actor, pk: int) -> QuestionnaireVersion:
    """A version of a questionnaire the person may see, with its text."""
    seen = Questionnaire.objects.seen_by(actor.scope)
    rows = QuestionnaireVersion.objects.filter(questionnaire__in=seen)
    rows = rows.select_related("questionnaire__province", "drafted_by", "published_by")
    return get_object_or_404(rows, pk=pk)


def version_in_use(questionnaire: Questionnaire) -> QuestionnaireVersion | None:
    return QuestionnaireVersion.objects.filter(questionnaire=questionnaire, state="in_use").first()


def surveys_of(actor: Actor, questionnaire: Questionnaire) -> QuerySet[Survey]:
    """The surveys of the person's scope that hold a version of it, the newest first."""
    rows = Survey.objects.seen_by(actor.scope).filter(version__questionnaire=questionnaire)
    return rows.select_related("version", "province").defer("version__definition")


def readable(version: QuestionnaireVersion | None) -> Definition | None:
    """What a version asks; None where there is none, or while it still has faults."""
    if version is None:
        return None
    try:
        return definition_of(version)
    except DefinitionError:
        return None


# Support contents -----------------------------------------------------------------------------


def contents_named(definition: Raw) -> set[str]:
    """The codes of support contents that its choices stand for."""
    found: set[str] = set()
    for row in questions(definition):
        found |= {code for one in row.get("choices", []) for code in one.get("contents", [])}
    return found


def content_names(codes: Iterable[str]) -> dict[str, str]:
    return dict(SupportContent.objects.filter(code__in=set(codes)).values_list("code", "name"))


def content_warnings(definition: Raw, on: date) -> list[str]:
    """A sentence for each support content out of use on the day, naming what takes its place."""
    rows = SupportContent.objects.filter(code__in=contents_named(definition), valid_to__lt=on)
    return [obsolete_warning(row, on) for row in rows.select_related("successor__successor")]


def last_change(version: QuestionnaireVersion) -> AuditEntry | None:
    """The newest entry about a version: who changed it last, and when."""
    return AuditEntry.objects.about(version).order_by("-at", "-seq").first()
