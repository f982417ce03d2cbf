"""The files that did not go in, as a list to work off: which file, whose, which cell, and why."""

from __future__ import annotations

import io
from collections.abc import Iterable

import xlsxwriter
from django.utils.translation import gettext as _

from nscl.apps.assessment.models import FormFile
from nscl.apps.core.registers.export import MAX_TEXT, RISKY

_WIDTHS = (34, 40, 24, 8, 50, 80)


def faults_workbook(files: Iterable[FormFile]) -> bytes:
    """One row for each sentence; a file without one has a row too. Files come with their organisation."""
    out = io.BytesIO()
    options = {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(out, options) as book:
        head = book.add_format({"bold": True, "text_wrap": True, "bg_color": "#E6F0F3", "bottom": 1})
        plain = book.add_format({"text_wrap": True, "valign": "top"})
        # A file's name or a typed answer may begin as a formula does.
        quoted = book.add_format({"text_wrap": True, "valign": "top", "quote_prefix": True})
        sheet = book.add_worksheet("Phiếu chưa nạp")
        heads = (_("Tệp"), _("Đơn vị"), _("Kết quả"), _("Ô"), _("Câu hỏi"), _("Lý do"))
        for column, (text, width) in enumerate(zip(heads, _WIDTHS, strict=True)):
            sheet.set_column(column, column, width)
            sheet.write_string(0, column, text, head)
        sheet.freeze_panes(1, 0)
        row = 0
        for file in files:
            for cell, question, sentence, _is_warning in file.faults or [["", "", "", True]]:
                row += 1
                told = (file.name, _whose(file), file.get_state_display(), cell, question, sentence)
                for column, text in enumerate(told):
                    look = quoted if text.startswith(RISKY) else plain
                    sheet.write_string(row, column, text[:MAX_TEXT], look)
    return out.getvalue()


def _whose(file: FormFile) -> str:
    return file.invitation.organisation.name if file.invitation else ""
