"""Personal codes in spreadsheets: sealed while rows and files wait, shown by their last three digits only.

A tax code of twelve digits is a person's own number (Circular 86/2024/TT-BTC). It is known by the kind of its
column, so no register has to say more than "this column holds tax codes".
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from nscl.apps.core import files
from nscl.apps.core.imports.reading.grid import shown
from nscl.apps.core.imports.spec import ImportField
from nscl.apps.core.models import ImportBatch, StoredFile
from nscl.apps.core.sealing import Seals
from nscl.vietnamese.errors import UnreadableTaxCode
from nscl.vietnamese.tax_codes import parse_tax_code

_ROWS, _FILES = Seals(b"nscl.imports.row.v1"), Seals(b"nscl.imports.file.v1")
SEALED = "sealed"  # the only key of the object that stands for a sealed value in a staged row
# Eleven digits are twelve whose first zero Excel dropped; ten, and ten with three, are an organisation's.
_PERSONAL = re.compile(r"(?<![0-9])(?<![0-9][ .\-])[0-9](?:[ .\-]?[0-9]){10,11}(?![ .\-]?[0-9])")


def is_personal(one: ImportField, value: Any) -> bool:
    """Whether a checked value is a person's own number."""
    return one.kind == "tax_code" and isinstance(value, str) and len(value) == 12 and value.isdigit()


def masked(code: str) -> str:
    """
    >>> masked("020085001234")
    '•••••••••234'
    """
    return "•" * (len(code) - 3) + code[-3:]


def hide_in(text: str) -> str:
    """A sentence about a tax code, with every number in it that may be a person's masked.

    >>> hide_in("Mã số thuế “20085001234” có 11 chữ số.")
    'Mã số thuế “••••••••234” có 11 chữ số.'
    >>> hide_in("Mã số thuế “0100109106-001” sai.")
    'Mã số thuế “0100109106-001” sai.'
    """
    return _PERSONAL.sub(lambda found: masked(re.sub(r"[^0-9]", "", found[0])), text)


def hide_cell(text: str) -> str:
    """A cell as a page may show it: a whole cell that reads as a person's number is masked.

    >>> hide_cell("020 085 001 234"), hide_cell("0100109106"), hide_cell("Công ty 020085001234")
    ('•••••••••234', '0100109106', 'Công ty 020085001234')
    """
    if not holds_personal(text):
        return text
    return masked(re.sub(r"\.0*$|[^0-9]", "", text))  # a number cell of Excel may say 20085001234.0


def holds_personal(text: str) -> bool:
    """Whether a whole cell is a person's number, one with a slip in it, or one that lost its leading zero."""
    digits = re.sub(r"[ .\-]", "", text)
    if len(digits) == 12 and digits[0] == "0" and digits.isascii() and digits.isdigit():
        return True  # no amount is written so
    try:
        return parse_tax_code(text).kind == "personal"
    except UnreadableTaxCode as refused:
        return len(refused.suggestion or "") == 12
    except ValueError:
        return False


def personal_cells(cells: Sequence[Any]) -> list[int]:
    """The places of a row's cells that are people's own numbers."""
    return [i for i, cell in enumerate(cells) if cell is not None and holds_personal(shown(cell))]


# ── Rows ───────────────────────────────────────────────────────────────


def sealed(one: ImportField, value: Any) -> Any:
    """The value as a staged row may keep it."""
    return {SEALED: _ROWS.seal(value.encode()).decode()} if is_personal(one, value) else value


def opened(kept: Any) -> Any:
    """The value behind what a staged row keeps."""
    return _ROWS.open(kept[SEALED].encode()).decode() if isinstance(kept, dict) else kept


# ── Files ──────────────────────────────────────────────────────────────


def file_mark(data: bytes) -> str:
    """What finds the same bytes again without telling anything about them."""
    return _FILES.fingerprint(data)


def keep_file(data: bytes, *, name: str, at: datetime) -> StoredFile:
    """Store the bytes sealed; the same bytes kept by an earlier batch are not stored twice."""
    earlier = ImportBatch.objects.filter(file_mark=file_mark(data)).select_related("file").first()
    if earlier is not None and earlier.file.path.exists():
        return earlier.file
    return files.store(_FILES.seal(data), name=name, media_type="application/octet-stream", at=at)


def file_of(batch: ImportBatch) -> bytes:
    """The bytes as they were handed in; raises FileNotFoundError when the disk lost them."""
    return _FILES.open(batch.file.read())
