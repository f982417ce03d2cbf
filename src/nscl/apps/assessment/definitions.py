"""A version's questions as values, read once for each content."""

from __future__ import annotations

import json
from functools import lru_cache

from nscl.apps.assessment.models import QuestionnaireVersion
from nscl.policy.questionnaires import Definition, parse


def definition_of(version: QuestionnaireVersion) -> Definition:
    """What the version asks; raises `DefinitionError` for a draft with faults."""
    return _read(json.dumps(version.definition, ensure_ascii=False))


@lru_cache(maxsize=64)
def _read(text: str) -> Definition:
    """Kept by the content itself, so that a draft edited meanwhile is read anew."""
    return parse(json.loads(text))
