"""Holding a survey while something is done to it."""

from __future__ import annotations

from nscl.apps.assessment.models import Survey
from nscl.apps.core.access import Actor


def lock(survey: Survey, by: Actor, deed: str) -> Survey:
    """The survey as it stands now, held until the deed is done; refuses where the deed may not be done."""
    rows = Survey.objects.select_for_update(of=("self",)).select_related("version__questionnaire", "province")
    held = rows.get(pk=survey.pk)
    by.require(deed, held)
    return held


def refresh(survey: Survey, held: Survey) -> None:
    """The caller's object says what the database says."""
    for field in Survey._meta.concrete_fields:
        setattr(survey, field.attname, getattr(held, field.attname))
