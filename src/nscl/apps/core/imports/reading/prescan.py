"""What the cell reader does not tell of a workbook: hidden parts, formulas, error cells, how far it reaches.

The sheets' XML is searched as bytes, never built as a tree; a part that unpacks to more than it declares is
refused while it unpacks.
"""

from __future__ import annotations

import io
import posixpath
import re
import zipfile
from dataclasses import dataclass, field

from nscl.apps.core.imports.reading.grid import column_index
from nscl.apps.core.imports.reading.limits import DAMAGED, MOST_INFLATED, TOO_HEAVY, UnreadableFile

_CHUNK = 1 << 20
_SHEET = re.compile(rb"<(?:\w+:)?sheet\b[^>]*>")
_RELATION = re.compile(rb"<Relationship\b[^>]*>")
_ATTRIBUTE = re.compile(rb'([\w:]+)="([^"]*)"')
# A cell with content: the opening tag is not closed at once.
_FILLED = re.compile(rb'<(?:\w+:)?c r="([A-Z]{1,3})([0-9]{1,7})"(?:[^>/]|/(?!>))*>')
_ERROR_CELL = re.compile(rb'<(?:\w+:)?c\b[^>]*\br="([A-Z]{1,3})([0-9]{1,7})"[^>]*\bt="e"[^>]*>')
_FORMULA = re.compile(rb"<(?:\w+:)?f[\s>/]")
_NO_RESULT = re.compile(
    rb'<(?:\w+:)?c\b[^>]*\br="([A-Z]{1,3})([0-9]{1,7})"[^>]*>\s*<(?:\w+:)?f\b(?:[^>]*/>|[^>]*>[^<]*</(?:\w+:)?f>)'
    rb"\s*(?:<(?:\w+:)?v\s*/>|<(?:\w+:)?v>\s*</(?:\w+:)?v>)?\s*</(?:\w+:)?c>"
)
_ROW_TAG = re.compile(rb"<(?:\w+:)?row\b[^>]*\bhidden=\"(?:1|true)\"[^>]*>")
_COLUMN_TAG = re.compile(rb"<(?:\w+:)?col\b[^>]*\bhidden=\"(?:1|true)\"[^>]*>")


@dataclass
class SheetFacts:
    """`last_row` and `last_column` (zero-based) are of cells with content; styled empty ones do not count."""

    last_row: int = 0
    last_column: int = 0
    hidden_rows: list[int] = field(default_factory=list)
    hidden_columns: list[int] = field(default_factory=list)
    formulas: int = 0
    errors: list[tuple[int, int]] = field(default_factory=list)
    without_result: list[tuple[int, int]] = field(default_factory=list)


class Archive:
    """A zip whose parts are unpacked under one common cap."""

    def __init__(self, data: bytes) -> None:
        self.zip = zipfile.ZipFile(io.BytesIO(data))
        self.left = MOST_INFLATED
        self.names = set(self.zip.namelist())

    def part(self, name: str) -> bytes:
        """The bytes of a part, empty when there is none."""
        if name not in self.names:
            return b""
        found = []
        try:
            with self.zip.open(name) as stream:
                while chunk := stream.read(_CHUNK):
                    self.left -= len(chunk)
                    if self.left < 0:
                        raise UnreadableFile("too_large", TOO_HEAVY)
                    found.append(chunk)
        except (zipfile.BadZipFile, OSError, EOFError, ValueError, NotImplementedError) as error:
            if isinstance(error, UnreadableFile):
                raise
            raise UnreadableFile("damaged", DAMAGED) from error
        return b"".join(found)


def sheet_parts(archive: Archive) -> dict[str, str]:
    """Sheet name → the part that holds it."""
    from xml.sax.saxutils import unescape

    relations = {}
    for tag in _RELATION.findall(archive.part("xl/_rels/workbook.xml.rels")):
        said = dict(_ATTRIBUTE.findall(tag))
        target = said.get(b"Target", b"").decode("utf-8", "replace")
        path = target.lstrip("/") if target.startswith("/") else posixpath.normpath(f"xl/{target}")
        relations[said.get(b"Id", b"")] = path
    found = {}
    for tag in _SHEET.findall(archive.part("xl/workbook.xml")):
        said = dict(_ATTRIBUTE.findall(tag))
        name = unescape(said.get(b"name", b"").decode("utf-8", "replace"), {"&quot;": '"', "&apos;": "'"})
        found[name] = relations.get(next((v for k, v in said.items() if k.endswith(b":id")), b""), "")
    return found


def facts_of(xml: bytes) -> SheetFacts:
    """Everything in one pass per question over the bytes of a sheet."""
    facts = SheetFacts(formulas=len(_FORMULA.findall(xml)))
    columns: set[bytes] = set()
    last = b"0"
    for match in _FILLED.finditer(xml):
        letters, last = match.groups()
        columns.add(letters)
    facts.last_row = int(last)
    facts.last_column = max((column_index(c.decode()) for c in columns), default=0)
    facts.errors = [(int(row) - 1, column_index(c.decode())) for c, row in _ERROR_CELL.findall(xml)]
    if facts.formulas:
        facts.without_result = [
            (int(row) - 1, column_index(c.decode())) for c, row in _NO_RESULT.findall(xml)
        ]
    facts.hidden_rows = [
        int(said[b"r"]) for tag in _ROW_TAG.findall(xml) if b"r" in (said := dict(_ATTRIBUTE.findall(tag)))
    ]
    for tag in _COLUMN_TAG.findall(xml):
        said = dict(_ATTRIBUTE.findall(tag))
        first, end = int(said.get(b"min", b"1")), int(said.get(b"max", b"1"))
        facts.hidden_columns += range(first - 1, min(end, first + 500))
    return facts
