"""What the pages show of a batch, made ready for the templates."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from nscl.apps.core.imports import staging
from nscl.apps.core.imports.mapping import Column, column_from
from nscl.apps.core.imports.secrets import is_personal, masked
from nscl.apps.core.imports.spec import ImportField, ImportSpec
from nscl.apps.core.imports.validating import CHANGED, DOUBTFUL, NEW, SAME, SKIPPED, WRONG
from nscl.apps.core.models import ImportBatch, ImportRow
from nscl.vietnamese import format_date, format_money, format_number
from nscl.vietnamese.cells import read_cell_number
from nscl.vietnamese.errors import UnreadableText
from nscl.vietnamese.money import Unit

MISSING = "–"
TABS = (
    (WRONG, gettext_noop("Sai"), "✕", "missed"),
    (DOUBTFUL, gettext_noop("Nghi trùng"), "▲", "behind"),
    (NEW, gettext_noop("Mới"), "✓", "met"),
    (CHANGED, gettext_noop("Thay đổi"), "●", "track"),
    (SAME, gettext_noop("Giống sổ"), "●", "unknown"),
    (SKIPPED, gettext_noop("Không phải dữ liệu"), "●", "unknown"),
)
BY = {
    "name": gettext_noop("theo tên cột"),
    "content": gettext_noop("theo nội dung"),
    "memory": gettext_noop("như lần trước"),
    "person": gettext_noop("bạn chọn"),
}
DATE_STYLES = (("dmy", gettext_noop("ngày/tháng/năm")), ("mdy", gettext_noop("tháng/ngày/năm")))


def shown(one: ImportField, value: Any) -> str:
    """A value as the preview prints it; a person's 12-digit code only by its last three digits."""
    if value is None or value == "":
        return MISSING
    if one.kind == "flag":
        return _("Có") if value else _("Không")
    if one.kind == "choice":
        return dict(one.choices).get(value, str(value))
    if one.kind == "money":
        return str(format_money(value, "đồng"))
    if isinstance(value, date):
        return str(format_date(value))
    if one.kind == "year":
        return str(value)
    if isinstance(value, int | Decimal):
        return str(format_number(value))
    return masked(value) if is_personal(one, value) else str(value)


# ── Columns ────────────────────────────────────────────────────────────


@dataclass(frozen=True)
class ColumnLine:
    """One line of the columns page with the choices it offers."""

    column: Column
    kind: str
    by: str
    numbers: list[tuple[str, str]]
    units: list[tuple[str, str]]
    dates: list[tuple[str, str]]

    @property
    def needs_choice(self) -> bool:
        styles = self.column.styles
        return (styles.is_open and styles.number not in ("vi", "en")) or bool(self.units and not styles.unit)


def column_lines(
    batch: ImportBatch, spec: ImportSpec, posted: dict[int, str] | None = None
) -> list[ColumnLine]:
    """The columns as proposed, or as the person last sent them."""
    kinds = {one.name: one.kind for one in spec.fields}
    lines = []
    for plain in batch.columns:
        column = column_from(plain)
        if posted is not None:
            column.field = posted.get(column.index, "")
        kind = kinds.get(column.field, "")
        is_number = kind in ("number", "whole", "money")
        lines.append(
            ColumnLine(
                column,
                kind,
                BY.get(column.by, "") if column.field else "",
                _number_choices(column) if is_number and _has_marks(column) else [],
                [(unit.code, unit.label) for unit in Unit] if kind == "money" else [],
                [(code, _(label)) for code, label in DATE_STYLES] if kind == "date" else [],
            )
        )
    return lines


def _has_marks(column: Column) -> bool:
    return column.styles.is_open or any("." in text or "," in text for text in column.samples)


def _number_choices(column: Column) -> list[tuple[str, str]]:
    """Both habits, each shown on a cell of the column."""
    sample = next((text for text in column.samples if "." in text or "," in text), "1.234,5")
    said = []
    for style, words in (("vi", _("dấu phẩy là phần lẻ")), ("en", _("dấu chấm là phần lẻ"))):
        try:
            number = format_number(read_cell_number(sample, style))  # type: ignore[arg-type]
        except UnreadableText:
            said.append((style, words))
        else:
            said.append((style, f"{words}: {sample} → {number}"))
    return said


# ── Preview ────────────────────────────────────────────────────────────


@dataclass(frozen=True)
class Said:
    """A sentence about a cell: where it is, what it says, what was likely meant."""

    place: str
    sentence: str
    is_warning: bool
    suggestion: str


@dataclass(frozen=True)
class Line:
    row: ImportRow
    label: str
    facts: list[tuple[str, str]]
    differences: list[tuple[str, str, str]]
    said: list[Said]
    twins: list[Any]


def tabs(batch: ImportBatch, chosen: str) -> list[dict[str, Any]]:
    """The statuses that occur, the wrong first, with how many rows each has."""
    return [
        {
            "code": code,
            "label": label,
            "sign": sign,
            "tone": tone,
            "count": batch.counts[code],
            "on": code == chosen,
        }
        for code, label, sign, tone in TABS
        if batch.counts.get(code)
    ]


def lines(spec: ImportSpec, batch: ImportBatch, rows: Iterable[ImportRow]) -> list[Line]:
    letters = {plain["field"]: column_from(plain).letter for plain in batch.columns if plain["field"]}
    return [_line(spec, letters, row) for row in rows]


def _line(spec: ImportSpec, letters: dict[str, str], row: ImportRow) -> Line:
    values = staging.values_of(spec, row)
    known = [(one, values[one.name]) for one in spec.fields if values[one.name] is not None]
    names = [shown(one, value) for one, value in known if one.kind == "text"][:1]
    rest = [(one.label, shown(one, value)) for one, value in known]
    return Line(
        row,
        names[0] if names else (rest[0][1] if rest else ""),
        rest,
        [
            (one.label, shown(one, old), shown(one, new))
            for one, old, new in staging.differences_of(spec, row)
        ],
        [said(spec, letters, problem) for problem in staging.problems_of(row)],
        staging.twins_of(spec, row),
    )


def said(spec: ImportSpec, letters: dict[str, str], problem: Any) -> Said:
    label = next((one.label for one in spec.fields if one.name == problem.field), "")
    letter = letters.get(problem.field, "")
    column = _("cột")
    place = f"{column} {letter}, {label}" if letter else label
    return Said(place, problem.sentence, problem.is_warning, problem.suggestion)


def reason(spec: ImportSpec, batch: ImportBatch, row: ImportRow) -> str:
    """All that stops a row, in one text for the workbook of rows to mend."""
    letters = {plain["field"]: column_from(plain).letter for plain in batch.columns if plain["field"]}
    parts = []
    for problem in staging.problems_of(row):
        if not problem.is_warning:
            one = said(spec, letters, problem)
            parts.append(f"{one.place}: {one.sentence}" if one.place else one.sentence)
    parts += [f"Có thể trùng với {twin.label} ({twin.why})." for twin in staging.twins_of(spec, row)]
    return "\n".join(parts)
