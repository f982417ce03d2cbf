"""What a plan document holds, as plain data: `demo.writer` turns it into a file a reader can open."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass


@dataclass(frozen=True)
class Section:
    """A heading with the paragraphs below it and the sections inside it."""

    heading: str
    body: tuple[str, ...] = ()
    parts: tuple[Section, ...] = ()

    def flat(self, depth: int = 1) -> Iterator[tuple[int, str]]:
        """Headings (depth 1, 2, …) and paragraphs (depth 0) in the order of the document."""
        yield depth, self.heading
        yield from ((0, text) for text in self.body)
        for part in self.parts:
            yield from part.flat(depth + 1)


@dataclass(frozen=True)
class Row:
    """One row of the money table: a phase or a group has no lead; amounts in the table's unit."""

    label: str
    name: str
    total: int
    state: int
    firm: int
    is_line: bool = True


@dataclass(frozen=True)
class Appendix:
    """The annex: only a heading when `rows` is empty."""

    title: tuple[str, ...]
    reference: str
    unit: str
    lead: str = ""
    coordinating: str = ""
    time: str = ""
    rows: tuple[Row, ...] = ()
    total: tuple[int, int, int] | None = None
    words: str = ""


@dataclass(frozen=True)
class PlanDocument:
    """One plan: letterhead, title, sections, recipients, signature, annex.

    `number` and `day` may be blank, as they are in one of the plans; `signature` is invented because
    the files are restatements that nobody signed.
    """

    filename: str
    province: str
    number: str
    month: int
    year: int
    title: tuple[str, ...]
    opening: tuple[str, ...]
    sections: tuple[Section, ...]
    closing: str
    recipients: tuple[str, ...]
    archive: str
    day: int | None = None
    appendix: Appendix | None = None
    signature: str = "Người Ký Minh Họa"

    @property
    def number_line(self) -> str:
        return f"Số: {self.number}/KH-UBND"

    @property
    def date_line(self) -> str:
        day = f"{self.day:02d} " if self.day else ""
        return f"{self.province}, ngày {day}tháng {self.month} năm {self.year}"

    @property
    def capacity(self) -> tuple[str, ...]:
        return ("TM. ỦY BAN NHÂN DÂN", "KT. CHỦ TỊCH", "PHÓ CHỦ TỊCH")
