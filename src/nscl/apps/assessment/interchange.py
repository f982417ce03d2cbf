"""A definition as a file: written with a mark of its kind, read back without trusting a byte."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _

from nscl.apps.assessment.actions.questionnaires import DefinitionRefused
from nscl.apps.assessment.designing_shape import MAX_BYTES
from nscl.apps.assessment.models import QuestionnaireVersion
from nscl.apps.core.access import Refusal
from nscl.policy.questionnaires import DefinitionError, dump, parse

FORMAT = "nscl-questionnaire/1"


def exported(version: QuestionnaireVersion) -> bytes:
    """The version as a JSON file, also of a draft that still has faults."""
    row = version.questionnaire
    told = {
        "format": FORMAT,
        "code": row.code,
        "title": row.title,
        "number": version.number,
        "definition": version.definition,
    }
    return json.dumps(told, ensure_ascii=False, indent=1).encode()


def imported(content: bytes) -> dict[str, Any]:
    """The definition in a file, in its canonical form.

    Refuses what is too large or no JSON text, and with every fault at once what is no sound definition
    (`DefinitionRefused`).
    """
    if len(content) > MAX_BYTES:
        raise Refusal(_("Tệp lớn quá 1 MB nên không phải tệp bộ câu hỏi. Hãy chọn lại."))
    try:
        told = json.loads(content.decode("utf-8-sig"))
    except (ValueError, RecursionError) as error:
        raise Refusal(
            _("Tệp này không đọc được. Hãy dùng tệp JSON tải về từ trang bộ câu hỏi và không sửa bằng Word.")
        ) from error
    if isinstance(told, Mapping) and "format" in told:
        if told["format"] != FORMAT:
            raise Refusal(_("Tệp này thuộc loại khác, không phải tệp bộ câu hỏi. Hãy chọn lại."))
        told = told.get("definition")
    try:
        return dump(parse(told))
    except DefinitionError as error:
        raise DefinitionRefused(
            _("Tệp có {count} chỗ phải sửa, nêu ở dưới. Chưa có gì thay đổi.").format(
                count=len(error.faults)
            ),
            error.faults,
        ) from error
