"""Freezing a survey's figures: every table with the responses behind it, and what changed since.

The same records always give the same payload, but for the moment it names.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from nscl.apps.assessment.models import Response, Survey
from nscl.apps.assessment.results import DIMENSIONS, Chosen, Results, cells_of, opened, results_of, tally_of
from nscl.apps.assessment.results_matrix import Matrix, matrix_of
from nscl.apps.assessment.results_tables import (
    Cell,
    Grid,
    breakdown_grid,
    question_grid,
    rate_grid,
)
from nscl.apps.assessment.results_wording import headline
from nscl.apps.core.audit import plain
from nscl.policy.questionnaires import Question, digest
from nscl.vietnamese import format_number

SCHEMA = "nscl-survey-figures/1"
TEXTS = ("text", "long_text")


def payload_of(survey: Survey, *, at: datetime, is_whole: bool = True) -> dict[str, Any]:
    """Everything the pages of results show of the whole survey, with the keys of the responses counted.

    Without the tables by strata and of cells, which take most of the time, where not `is_whole`.
    """
    results = results_of(survey, Chosen())
    matrix = matrix_of(results, timezone.localtime(at).date())
    told = {
        "schema": SCHEMA,
        "at": at,
        "survey": _survey(survey),
        "questionnaire": _questionnaire(results),
        "rate": _rate(results),
        "rates": [_plain_grid(rate_grid(results, code)) for code in DIMENSIONS],
        "sections": [
            {
                "code": section.code,
                "title": section.title,
                "questions": [_question(results, question, is_whole) for question in section.questions],
            }
            for section in results.definition.sections
        ],
        "needs": _needs(matrix),
        "responses": _responses(results),
    }
    return dict(plain(told))


def seal(payload: Mapping[str, Any]) -> str:
    """SHA-256 of the payload in its canonical form."""
    text = json.dumps(payload, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def _survey(survey: Survey) -> dict[str, Any]:
    return {
        "id": survey.pk,
        "title": survey.title,
        "year": survey.year,
        "province": survey.province.full_name,
        "state": survey.state,
        "opens_on": survey.opens_on,
        "closes_on": survey.closes_on,
        "is_demo": survey.is_demo,
    }


def _questionnaire(results: Results) -> dict[str, Any]:
    version = results.survey.version
    return {
        "title": version.questionnaire.title,
        "number": version.number,
        "hash": version.hash or digest(results.definition),
    }


def _rate(results: Results) -> dict[str, Any]:
    whole = results.whole
    counts = {name: getattr(whole, name) for name in ("invited", "answered", "declined", "silent")}
    return {**counts, "pct": whole.pct}


def _question(results: Results, question: Question, is_whole: bool) -> dict[str, Any]:
    """Its tables: the whole, each breakdown, and, of a table, those of its cells."""
    tally = tally_of(question, results.sheets)
    told: dict[str, Any] = {
        "code": question.code,
        "kind": question.kind,
        "label": question.label,
        "unit": question.unit,
        "asked": tally.asked,
        "answered": tally.answered,
        "missing": tally.missing,
        "headline": headline(question, tally),
    }
    if question.kind not in TEXTS:
        told["table"] = _plain_grid(question_grid(question, tally))
    if not is_whole:
        return told
    if question.kind not in TEXTS:
        grids = (breakdown_grid(results, question, code, tally) for code in DIMENSIONS)
        told["breakdowns"] = [_plain_grid(grid) for grid in grids if grid is not None]
    if question.kind == "table":
        sheets = opened(question, results.sheets)
        told["cells"] = [
            _plain_grid(question_grid(cell, tally_of(cell, sheets)))
            for cell in cells_of(question)
            if cell.kind not in TEXTS
        ]
    return told


def _plain_grid(grid: Grid) -> dict[str, Any]:
    return {
        "key": grid.key,
        "title": grid.title,
        "head": grid.head,
        "note": grid.note,
        "columns": [[column.code, column.label, column.kind] for column in grid.columns],
        "lines": [
            [line.code, line.label, line.is_total, [_plain_cell(cell) for cell in line.cells]]
            for line in grid.lines
        ],
    }


def _plain_cell(cell: Cell) -> Any:
    """A number as JSON keeps it exactly; a count with its share as a pair."""
    value = cell.value if cell.value is None or isinstance(cell.value, int) else Decimal(cell.value)
    return value if cell.pct is None else [value, cell.pct]


def _needs(matrix: Matrix) -> list[dict[str, Any]]:
    names = ("code", "name", "wants", "has", "has_already", "gone", "open_to", "warning")
    return [{name: getattr(need, name) for name in names} for need in matrix.needs]


def _responses(results: Results) -> list[list[Any]]:
    """[response, invitation, which of the organisation's, sent when] of every response counted."""
    rows = Response.objects.filter(invitation__survey=results.survey, state="submitted").order_by("pk")
    counted = {sheet.response_id for sheet in results.sheets}
    return [
        list(row)
        for row in rows.values_list("pk", "invitation_id", "number", "submitted_at")
        if row[0] in counted
    ]


# What changed since -----------------------------------------------------------------------------


@dataclass(frozen=True)
class Difference:
    """One number of a table that is no longer the same."""

    table: str
    line: str
    column: str
    before: str
    after: str


@dataclass(frozen=True)
class Changes:
    """`added` and `gone` are keys of responses that count on one side only."""

    added: tuple[int, ...]
    gone: tuple[int, ...]
    differences: tuple[Difference, ...]


def changes_since(frozen: Mapping[str, Any], now: Mapping[str, Any]) -> Changes:
    """What the figures would be now where they differ; breakdowns are left to their own pages."""
    before, after = ({row[0] for row in payload["responses"]} for payload in (frozen, now))
    old, new = (dict(_numbers(payload)) for payload in (frozen, now))
    found = []
    for key in [*old, *(key for key in new if key not in old)]:
        was, is_now = old.get(key), new.get(key)
        if was != is_now:
            found.append(Difference(*key[3:], written(was), written(is_now)))
    return Changes(tuple(sorted(after - before)), tuple(sorted(before - after)), tuple(found))


Key = tuple[str, str, str, str, str, str]


def _numbers(payload: Mapping[str, Any]) -> Iterator[tuple[Key, Any]]:
    """(table, line, column as codes, then as words) and the number, of the main tables."""
    tables = [payload["rates"][0], *(one["table"] for one in questions_of(payload) if "table" in one)]
    for table in tables:
        for code, label, _is_total, cells in table["lines"]:
            for (column, words, _kind), cell in zip(table["columns"], cells, strict=True):
                yield (table["key"], code, column, table["title"], label, words), cell
    for need in payload["needs"]:
        for name, words in (("wants", _("Có nhu cầu")), ("open_to", _("Nên mời"))):
            title = _("Nội dung hỗ trợ theo nhu cầu")
            yield ("needs", need["code"], name, title, need["name"], words), need[name]


def questions_of(payload: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    for section in payload["sections"]:
        yield from section["questions"]


def written(value: Any) -> str:
    """A number of a payload as printed: 1.234,5; a count with its share as “12 (40 %)”; none as a dash."""
    if value is None:
        return "–"
    if isinstance(value, Sequence) and not isinstance(value, str):
        count, share = value
        return f"{written(count)} ({written(share)} %)"
    number = Decimal(str(value))
    exact = (
        number.quantize(Decimal("0.01")) if number != number.to_integral() else number.quantize(Decimal(1))
    )
    text = format_number(exact)
    return str(text.rstrip("0").rstrip(",") if "," in text else text)


def day_of(payload: Mapping[str, Any]) -> date:
    """The day the figures were taken, in Vietnam's time."""
    return timezone.localtime(datetime.fromisoformat(payload["at"])).date()
