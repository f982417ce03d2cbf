"""Action priority as a table of data: severity band → occurrence band → priority by detection.

Not verified against the printed AIAG & VDA FMEA Handbook (2019). The cells agree with one public
implementation and disagree with another that uses other bands, so results carry `verified: false`.
"""

from __future__ import annotations

VERSION = "aiag_vda_2019"
VERIFIED = False
LEVELS = ("H", "M", "L")

# Each row: lowest severity, lowest occurrence, then the priority at detection 7–10, 5–6, 2–4, 1.
_ROWS = (
    (9, 8, "HHHH"),
    (9, 6, "HHHH"),
    (9, 4, "HHHM"),
    (9, 2, "HMLL"),
    (9, 1, "LLLL"),
    (7, 8, "HHHH"),
    (7, 6, "HHHM"),
    (7, 4, "HMMM"),
    (7, 2, "MMLL"),
    (7, 1, "LLLL"),
    (4, 8, "HHMM"),
    (4, 6, "MMML"),
    (4, 4, "MLLL"),
    (4, 1, "LLLL"),
    (2, 8, "MMLL"),
    (2, 1, "LLLL"),
    (1, 1, "LLLL"),
)


def action_priority(severity: int, occurrence: int, detection: int) -> str:
    """High, medium or low.

    >>> action_priority(9, 4, 1), action_priority(5, 5, 8), action_priority(1, 10, 10)
    ('M', 'M', 'L')
    """
    column = 0 if detection >= 7 else 1 if detection >= 5 else 2 if detection >= 2 else 3
    return next(cells[column] for low, often, cells in _ROWS if severity >= low and occurrence >= often)
