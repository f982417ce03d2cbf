"""What is settled only on issue: number, day and signer."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date


@dataclass(frozen=True)
class IssueFacts:
    """Empty until issue; a draft prints blanks in their places.

    `signing_mode` holds TM, KT, TL, TUQ in the order printed.
    """

    number: str = ""
    issued_on: date | None = None
    signer_name: str = ""
    signer_position: str = ""
    signing_mode: tuple[str, ...] = field(default_factory=tuple)
    assessment: str = ""
    proposals: str = ""
