"""Tables that only place things on the page: the letterhead and the signature block."""

from __future__ import annotations

import re
from collections.abc import Sequence

_LETTERHEAD = re.compile(r"CỘNG HÒA XÃ HỘI|CỘNG HOÀ XÃ HỘI|Độc lập\s*-\s*Tự do|Số\s*:.{0,20}/[A-ZĐ]{2}")
_SIGNATURE = re.compile(r"Nơi nhận|(?:KT|TM|TL|TUQ)\s*\.\s*[A-ZĐ]|^\s*(?:PHÓ )?CHỦ TỊCH\s*$", re.M)
_MOST_ROWS = 8
_MOST_COLUMNS = 4


def is_layout(rows: Sequence[Sequence[str]]) -> bool:
    """Whether a table is a letterhead or signature block, whose cells are ordinary paragraphs.

    >>> is_layout([["UBND TỈNH X", "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"], ["Số: 1/KH-UBND", ""]])
    True
    >>> is_layout([["STT", "Nội dung", "Kinh phí"], ["1", "Đào tạo", "450"]])
    False
    """
    if not rows or len(rows) > _MOST_ROWS or max(map(len, rows)) > _MOST_COLUMNS:
        return False
    text = "\n".join(cell for row in rows for cell in row)
    return bool(_LETTERHEAD.search(text) or _SIGNATURE.search(text))
