"""One support content as the catalogue begins with it.

Of contents out of use the last day is as their owners announced it; it is to be compared with their texts
before money hangs on it, which is why the description says so.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

CHECK = "Ngày chuyển đổi cần đối chiếu với thông báo của tổ chức ban hành."


@dataclass(frozen=True)
class Seeded:
    """What it is, when it serves, what else plans call it, what it belongs to, what follows it."""

    code: str
    name: str
    description: str
    when_to_use: str
    also: tuple[str, ...] = ()
    parent: str = ""
    until: date | None = None
    successor: str = ""
    once: bool = True
