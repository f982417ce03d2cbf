"""The printed forms of a report, rendered from its snapshot alone."""

from nscl.apps.reporting.documents.docx import render_docx
from nscl.apps.reporting.documents.facts import IssueFacts
from nscl.apps.reporting.documents.xlsx import render_xlsx

__all__ = ["IssueFacts", "render_docx", "render_xlsx"]
