"""Putting the ready questionnaire in place; safe to run again: what stands is left alone."""

from __future__ import annotations

from datetime import datetime

from django.apps.registry import Apps

from nscl.apps.assessment.data.status_and_needs import CODE, PURPOSE, STATUS_AND_NEEDS
from nscl.policy.questionnaires import digest, dump, parse
from nscl.vietnamese import search_key, sort_key


def seed_questionnaires(apps: Apps, at: datetime) -> None:
    """The questionnaire on status and needs for every province, its first version in use since `at`."""
    questionnaires = apps.get_model("assessment", "Questionnaire")
    if questionnaires.objects.filter(province=None, code=CODE).exists():
        return
    definition = parse(STATUS_AND_NEEDS)
    questionnaire = questionnaires.objects.create(
        code=CODE,
        title=definition.title,
        purpose=PURPOSE,
        created_at=at,
        # A model of a migration has no `save` of its own.
        search_key=search_key(f"{CODE} {definition.title}"),
        sort_key=sort_key(definition.title)[:600],
    )
    apps.get_model("assessment", "QuestionnaireVersion").objects.create(
        questionnaire=questionnaire,
        number=1,
        state="in_use",
        definition=dump(definition),
        hash=digest(definition),
        drafted_at=at,
        published_at=at,
    )
