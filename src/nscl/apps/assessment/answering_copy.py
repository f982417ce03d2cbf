"""A sent questionnaire as a Word document: the organisation's own copy, and the one officers print."""

from __future__ import annotations

import io

from docx import Document
from docx.shared import Pt

from nscl.apps.assessment.answering import lines_of
from nscl.apps.assessment.definitions import definition_of
from nscl.apps.assessment.models import Response
from nscl.apps.core.documents.layout import BODY_PT, CENTRE, SMALL_PT, fill, grid, paragraph, set_up
from nscl.apps.core.templatetags.nscl import day

WIDTHS = [1.2, 8.6, 6.7]


def copy_of(response: Response) -> bytes:
    """Who answered what and when, with the receipt's code. The document is Vietnamese in any language."""
    invitation = response.invitation
    definition = definition_of(invitation.survey.version)
    document = Document()
    set_up(document)
    title = definition.title or invitation.survey.title
    paragraph(document, title.upper(), align=CENTRE, bold=True, after=Pt(2))
    if title != invitation.survey.title:
        paragraph(document, invitation.survey.title, align=CENTRE, italic=True, size=SMALL_PT)
    for text in _head(response):
        paragraph(document, text, size=SMALL_PT, after=Pt(2))
    number = 0
    for section, lines in lines_of(definition, response.answers):
        paragraph(document, section.title, bold=True, size=BODY_PT, keep=True)
        table = grid(document, ["Số", "Câu hỏi", "Trả lời"], WIDTHS, {0})
        for line in lines:
            number += 1
            fill(table.add_row(), [str(number), line.question.label, line.text or "–"], WIDTHS, {0})
        paragraph(document, size=SMALL_PT, after=Pt(2))
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def _head(response: Response) -> list[str]:
    who = ", ".join(part for part in (response.respondent_name, response.respondent_title) if part)
    found = [
        f"Đơn vị trả lời: {response.invitation.organisation}",
        f"Mã biên nhận: {response.receipt} · gửi lúc {day(response.submitted_at)}"
        f" · {response.get_channel_display()}",
    ]
    if who:
        found.append(f"Người trả lời: {who}")
    if response.reason:
        found.append(f"Đính chính, lý do: {response.reason}")
    return found
