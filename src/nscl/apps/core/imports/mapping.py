"""Which column of a file is which field: by the name of its heading, by what stands in it, or from memory."""

from __future__ import annotations

import dataclasses
import hashlib
import re
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any

from nscl.apps.core.imports.header import Header, heading_key
from nscl.apps.core.imports.reading.grid import Sheet, column_letter, shown, value_of
from nscl.apps.core.imports.secrets import hide_cell
from nscl.apps.core.imports.spec import ImportField, ImportSpec
from nscl.apps.core.imports.styles import Styles, styles_of
from nscl.apps.core.imports.values import reader
from nscl.vietnamese.cells import is_blank

SAMPLED = 400  # cells of a column that are tried as each kind
# Kinds that a column shows by its content alone.
TELLING = {"tax_code": 0.8, "gtin": 0.8, "phone": 0.8, "email": 0.8, "choice": 0.9}
_YEAR = re.compile(r"(?<![0-9])(?:19|20)[0-9]{2}(?![0-9])")
REASON_HEADING = "Lý do chưa nhập được"
_STOP = {"cua", "va", "hoac", "neu", "co", "theo", "so", "ten", "ma", "nam", "ngay", "cac"}


@dataclass
class Column:
    """One column of the file: what it seems to be, and how its numbers and dates are to be read.

    `by` says why the field was proposed: "name", "content", "memory", or "" for none.
    """

    index: int
    heading: str
    field: str = ""
    by: str = ""
    samples: list[str] = dataclasses.field(default_factory=list)
    styles: Styles = dataclasses.field(default_factory=Styles)

    @property
    def letter(self) -> str:
        return column_letter(self.index)

    def plain(self) -> dict[str, Any]:
        return asdict(self)


def column_from(plain: dict[str, Any]) -> Column:
    """A column as it was kept with the batch."""
    return Column(**(plain | {"styles": Styles(**plain["styles"])}))


def known_headings(spec: ImportSpec) -> set[str]:
    """The keys of every heading that means one of the fields."""
    return {key for one in spec.fields for key in _names(one)}


def fingerprint(headings: Sequence[str]) -> str:
    """The identity of a layout: its headings in their order, without our own column of reasons."""
    keys = [heading_key(text) for text in headings]
    keys = [key for key in keys if key != heading_key(REASON_HEADING)]
    while keys and not keys[-1]:
        keys.pop()
    return hashlib.sha256("\n".join(keys).encode()).hexdigest()


def propose(
    sheet: Sheet, header: Header, spec: ImportSpec, memory: dict[str, dict[str, Any]] | None = None
) -> list[Column]:
    """Every column of the table with the field it most likely holds; no field is proposed twice.

    `memory` is what was confirmed for the same layout before, by place and heading (`memory_key`).
    """
    cells = {index: _cells(sheet, header, index) for index in range(len(header.headings))}
    columns = [
        Column(index, heading, samples=[shown(cell) for cell in cells[index][:3]])
        for index, heading in enumerate(header.headings)
        if heading or cells[index]
    ]
    columns = [one for one in columns if heading_key(one.heading) != heading_key(REASON_HEADING)]
    for one in columns:
        kept = (memory or {}).get(memory_key(one))
        if kept is not None and (not kept["field"] or kept["field"] in {f.name for f in spec.fields}):
            one.field, one.by = kept["field"], "memory"
    taken = {one.field for one in columns if one.field}
    free = [one for one in columns if one.by != "memory"]
    for _score, column, name, by in sorted(_guesses(free, cells, spec), key=lambda guess: -guess[0]):
        if not column.field and name not in taken:
            column.field, column.by = name, by
            taken.add(name)
    above = " ".join(shown(cell) for row in sheet.rows[: header.top] for cell in row if cell is not None)
    for one in columns:
        if one.field:
            one.styles = styles_of(spec.field_named(one.field), one.heading, above, cells[one.index])
            kept = (memory or {}).get(memory_key(one))
            if kept is not None and kept["field"] == one.field:
                one.styles = one.styles.remembering(Styles(**kept["styles"]))
    for one in columns:
        one.samples = samples(one, spec, one.samples)
    return columns


def shared_year(columns: Sequence[Column], spec: ImportSpec) -> dict[str, str]:
    """The year that the headings of the figures name (“Năm 2024 / Doanh thu”), when no column holds it."""
    taken = {one.field for one in columns if one.field}
    open_ones = [
        one.name for one in spec.fields if one.shared and one.kind == "year" and one.name not in taken
    ]
    figures = [
        one for one in columns if one.field and spec.field_named(one.field).kind in ("number", "money")
    ]
    years = {year for one in figures for year in _YEAR.findall(one.heading)}
    return {open_ones[0]: years.pop()} if len(open_ones) == 1 and len(years) == 1 else {}


def samples(column: Column, spec: ImportSpec, texts: Sequence[str]) -> list[str]:
    """Cells of a column as they may be kept and shown: what reads as a person's number is masked.

    Not in a column of amounts, where twelve digits are money.
    """
    if column.field and spec.field_named(column.field).kind in ("number", "whole", "money"):
        return list(texts)
    return [hide_cell(text) for text in texts]


def memory_key(column: Column) -> str:
    return f"{column.index}:{heading_key(column.heading)}"


def _cells(sheet: Sheet, header: Header, index: int) -> list[Any]:
    rows = sheet.rows[header.data_from :]
    return [row[index] for row in rows if index < len(row) and not is_blank(value_of(row[index]))]


def _guesses(
    columns: list[Column], cells: dict[int, list[Any]], spec: ImportSpec
) -> list[tuple[float, Column, str, str]]:
    found = []
    for column in columns:
        key = heading_key(column.heading)
        likeness = {one.name: _likeness(key, one) for one in spec.fields}
        is_known = max(likeness.values(), default=0) == 1
        for one in spec.fields:
            named = likeness[one.name]
            if is_known and named < 1:  # a second “Doanh thu” is no “Doanh thu xuất khẩu”
                continue
            if named >= 0.6:
                found.append((named, column, one.name, "name"))
            elif one.kind in TELLING and cells[column.index]:
                share = _share(one, cells[column.index])
                if share >= TELLING[one.kind] and (
                    not one.choices or len(set(map(str, cells[column.index]))) > 1
                ):
                    found.append((0.5 * share, column, one.name, "content"))
    return found


def _names(one: ImportField) -> list[str]:
    return [key for key in (heading_key(name) for name in (one.label, *one.synonyms, one.name)) if key]


def _likeness(key: str, one: ImportField) -> float:
    """1 for a known heading; less for one that says the same words with others around them."""
    if not key:
        return 0
    best = 0.0
    words = set(key.split())
    for name in _names(one):
        if key == name or key.replace(" ", "") == name.replace(" ", ""):
            return 1.0
        own = set(name.split())
        if own - _STOP and own <= words:
            best = max(best, 0.6 + 0.35 * len(own) / len(words))
        elif words - _STOP and words <= own:
            best = max(best, 0.5 + 0.4 * len(words) / len(own))
        elif re.sub(r" [0-9]{4}$", "", key) == name:
            best = max(best, 0.95)
    return best


def _share(one: ImportField, cells: list[Any]) -> float:
    """The share of a column's cells that read as the field's kind."""
    read = reader(one, Styles())
    sample = cells[:SAMPLED]
    good = sum(read(value_of(cell)).value is not None for cell in sample)
    return good / len(sample)
