"""What a survey found: who answered, each question with its chart and tables, the rows behind a number."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from nscl.apps.assessment import charts
from nscl.apps.assessment import results_tables as tables
from nscl.apps.assessment.models import Survey
from nscl.apps.assessment.results import (
    DIMENSIONS,
    UNKNOWN,
    Chosen,
    Results,
    Sheet,
    cells_of,
    opened,
    results_of,
    tally_of,
    texts_of,
)
from nscl.apps.assessment.results_tables import Grid, Line
from nscl.apps.assessment.results_wording import headline
from nscl.apps.assessment.views.surveys import survey_or_404
from nscl.apps.core.access import Actor, actor_of, guarded
from nscl.apps.core.charts import Chart
from nscl.policy.questionnaires import OTHER, Question, Section, Tally
from nscl.vietnamese import format_number, search_key

VIEW, ROWS, EXPORT = "assessment.survey.view", "assessment.response.view", "assessment.survey.export"
PAGE_SIZE = 50
TEXTS_SHOWN = 20
DEFAULT = "quy-mo"


@dataclass(frozen=True)
class Reader:
    """Who looks at a survey's results, at which strata, divided by what.

    Readers from outside see the whole survey only, its small cells hidden: two narrowings would tell them
    what one hides.
    """

    actor: Actor
    survey: Survey
    chosen: Chosen
    dimension: str
    is_veiled: bool

    @classmethod
    def of(cls, request: HttpRequest, pk: int, deed: str = VIEW) -> Reader:
        survey, actor = survey_or_404(request, pk, deed), actor_of(request)
        is_veiled = not actor.can(ROWS, survey)
        chosen = Chosen() if is_veiled else Chosen.of(request.GET.dict())
        by = request.GET.get("theo", "")
        return cls(actor, survey, chosen, by if by in DIMENSIONS else DEFAULT, is_veiled)

    def context(self, results: Results) -> dict[str, Any]:
        """What every page of results shows at its head."""
        return {
            "survey": self.survey,
            "is_veiled": self.is_veiled,
            "least": tables.LEAST,
            "chosen": self.chosen,
            "narrowed": f"&{self.chosen.query}" if self.chosen.query else "",
            "dimension": self.dimension,
            "dimensions": [(one.code, one.label) for one in DIMENSIONS.values()],
            "strata": [] if self.is_veiled else strata_of(results, self.chosen),
            "whole": results.whole,
            "kept": {},  # what else the filter's form carries along
            "may_export": not self.is_veiled and self.actor.can(EXPORT, self.survey),
        }


def strata_of(results: Results, chosen: Chosen) -> list[dict[str, Any]]:
    """The filters: each dimension with its strata and the one chosen."""
    return [
        {
            "code": code,
            "label": one.label,
            "value": chosen.values.get(code, ""),
            "options": [(key or UNKNOWN, label) for key, label in results.labels[code].items()],
        }
        for code, one in DIMENSIONS.items()
        if len(results.labels[code]) > 1
    ]


# The whole survey -------------------------------------------------------------------------------


@guarded(VIEW)
def survey_results(request: HttpRequest, pk: int) -> HttpResponse:
    """Who answered, by stratum, and one sentence for each question."""
    reader = Reader.of(request, pk)
    results = results_of(reader.survey, reader.chosen)
    grid = tables.rate_grid(results, reader.dimension, is_veiled=reader.is_veiled)
    context = reader.context(results) | {
        "grid": grid,
        "chart": _rate_chart(grid),
        "sections": [
            {"section": section, "findings": _findings(results, section, reader.is_veiled)}
            for section in results.definition.sections
        ],
        "frozen": reader.survey.figures.defer("payload").select_related("frozen_by"),
        "may_freeze": reader.actor.can("assessment.survey.freeze", reader.survey),
    }
    return render(request, "assessment/result_survey.html", context)


def _findings(results: Results, section: Section, is_veiled: bool) -> list[dict[str, Any]]:
    found = []
    for question in section.questions:
        tally = tally_of(question, results.sheets)
        said = headline(question, tally, is_veiled=is_veiled)
        found.append({"question": question, "said": said, "tally": None if is_veiled else tally})
    return found


def _rate_chart(grid: Grid) -> Chart | None:
    """The rate of each stratum; the sentence names the whole."""
    rows = [_bar(line, line.cells[-1]) for line in grid.lines if not line.is_total]
    whole = grid.lines[-1].cells[-1]
    if whole.is_hidden or whole.value is None or len(rows) < 2:
        return None
    title = _("{pct} % đơn vị được mời đã trả lời; theo {what}").format(
        pct=whole.text, what=grid.head.lower()
    )
    return charts.bars(title, rows, (grid.head, _("Tỷ lệ trả lời")))


Bar = tuple[str, Decimal | None, str]


def _bar(line: Line, cell: tables.Cell) -> Bar:
    share = None if cell.is_hidden or cell.value is None else Decimal(cell.value)
    return line.label, share, cell.text if share is None else f"{cell.text} %"


# One question -----------------------------------------------------------------------------------


@guarded(VIEW)
def results_question(request: HttpRequest, pk: int, code: str) -> HttpResponse:
    """One question: what the answers come to, its chart, its table, by stratum, and what was written."""
    reader = Reader.of(request, pk)
    results = results_of(reader.survey, reader.chosen)
    question = question_or_404(results, code)
    tally = tally_of(question, results.sheets)
    title = headline(question, tally, is_veiled=reader.is_veiled)
    veiled = {"is_veiled": reader.is_veiled}
    is_text = question.kind in ("text", "long_text")
    grid = None if is_text else tables.question_grid(question, tally, **veiled)
    breakdown = None
    if tally.asked:
        breakdown = tables.breakdown_grid(results, question, reader.dimension, tally, **veiled)
    said = request.GET.get("lua-chon", "")
    context = reader.context(results) | {
        "question": question,
        "headline": title,
        "grid": grid,
        "tally": tally,
        "chart": _chart(question, tally, grid, title, results, reader),
        "breakdown": _readable(breakdown),
        "by": breakdown.head if breakdown else "",
        "breakdown_chart": _breakdown_chart(question, breakdown, said),
        "said": said,
        "same": f"?{urlencode({**reader.chosen.values, 'theo': reader.dimension})}",
        "choices": breakdown.columns[1:-1] if breakdown and question.kind in tables.COUNTED else (),
        "cells": _cells(question, results, reader),
        **_texts(request, question, results, reader),
        **_neighbours(results, question),
    }
    return render(request, "assessment/result_question.html", context)


def question_or_404(results: Results, code: str) -> Question:
    """The question of that code; one the questionnaire does not have is not there."""
    try:
        return results.definition.question(code)
    except KeyError:
        raise Http404 from None


def _neighbours(results: Results, question: Question) -> dict[str, Any]:
    """The questions before and after, to read on."""
    every = list(results.definition.questions())
    place = next(n for n, one in enumerate(every) if one.code == question.code)
    return {
        "number": place + 1,
        "count": len(every),
        "previous": every[place - 1] if place else None,
        "next": every[place + 1] if place + 1 < len(every) else None,
    }


def _chart(
    question: Question, tally: Tally, grid: Grid | None, title: str, results: Results, reader: Reader
) -> Chart | None:
    if grid is None or not tally.answered:
        return None
    if question.kind in tables.MEASURED:
        # Classes of a few respondents would show single ones.
        if reader.is_veiled:
            return None
        values = tables.numbers_of(question, results.sheets)
        return charts.classes(title, values, tables.unit_of(question) or _("Giá trị"))
    rows = [_bar(line, line.cells[1]) for line in grid.lines if line.code != UNKNOWN]
    if question.kind in ("multi", "table"):
        rows.sort(key=lambda row: -(row[1] or 0))
    return charts.bars(title, rows, (grid.head, _("% số được hỏi")))


def _breakdown_chart(question: Question, grid: Grid | None, said: str) -> Chart | None:
    """One answer's share in each stratum, or the middle half of a number's."""
    if grid is None or len(grid.lines) < 3:
        return None
    lines = [line for line in grid.lines if not line.is_total]
    if question.kind in tables.MEASURED:
        return _middles(question, grid, lines)
    codes = [column.code for column in grid.columns]
    place = codes.index(said) if said in codes else _greatest(grid)
    label = grid.columns[place].label
    rows = [(line.label, *_share(line.cells[place])) for line in lines]
    title = _("Tỷ lệ trả lời “{label}” theo {what}").format(label=label, what=grid.head.lower())
    return charts.bars(title, rows, (grid.head, _("% số được hỏi")))


def _readable(grid: Grid | None) -> Grid | None:
    """Turned where it would be far wider than long."""
    if grid is None or len(grid.columns) <= 8 or len(grid.lines) > 8:
        return grid
    return grid.turned()


def _greatest(grid: Grid) -> int:
    """The column most often answered, those without an answer aside."""
    whole = grid.lines[-1].cells
    return max(range(1, len(grid.columns) - 1), key=lambda n: whole[n].value or 0, default=1)


def _share(cell: tables.Cell) -> tuple[Decimal | None, str]:
    if cell.is_hidden or cell.pct is None:
        return None, cell.text
    return cell.pct, f"{format_number(cell.pct)} % ({cell.text})"


def _middles(question: Question, grid: Grid, lines: list[Line]) -> Chart | None:
    place = {column.code: n for n, column in enumerate(grid.columns)}
    rows = []
    for line in lines:
        told = [line.cells[place[code]].value for code in ("low_quartile", "median", "high_quartile")]
        if all(value is not None for value in told):
            rows.append((line.label, *(Decimal(value or 0) for value in told)))
    title = _("Trung vị và khoảng của một nửa số đơn vị ở giữa, theo {what}").format(what=grid.head.lower())
    return charts.middles(title, rows, tables.unit_of(question) or _("Giá trị"))


def _cells(question: Question, results: Results, reader: Reader) -> list[dict[str, Any]]:
    """A table's cells, each with what its answers come to."""
    if question.kind != "table":
        return []
    sheets = opened(question, results.sheets)
    found = []
    for cell in cells_of(question):
        tally = tally_of(cell, sheets)
        is_text = cell.kind == "text"
        grid = None if is_text else tables.question_grid(cell, tally, is_veiled=reader.is_veiled)
        said = headline(cell, tally, is_veiled=reader.is_veiled)
        texts = [] if reader.is_veiled or not is_text else texts_of(cell, sheets)
        found.append({"cell": cell, "said": said, "grid": grid, "texts": texts[:TEXTS_SHOWN]})
    return found


def _texts(request: HttpRequest, question: Question, results: Results, reader: Reader) -> dict[str, Any]:
    """What was written, searched; answers in words are not for readers from outside."""
    asks = question.kind in ("text", "long_text") or question.allows_other
    if reader.is_veiled or not asks:
        return {"has_texts": False, "hides_texts": asks and reader.is_veiled}
    words = request.GET.get("tim", "").strip()[:200]
    found = texts_of(question, results.sheets)
    page = Paginator(_matching(found, words), PAGE_SIZE).get_page(request.GET.get("trang"))
    return {"has_texts": True, "words": words, "texts": page, "texts_count": len(found), "OTHER": OTHER}


def _matching(found: list[tuple[Sheet, str]], words: str) -> list[tuple[Sheet, str]]:
    """Those that have every word, written with or without accents; the accented ones first."""
    asked = search_key(words).split()
    kept = [(sheet, text) for sheet, text in found if _has(search_key(f"{text} {sheet.name}"), asked)]
    exact = words.casefold()
    return sorted(kept, key=lambda one: exact not in one[1].casefold())


def _has(key: str, words: list[str]) -> bool:
    return all(word in key for word in words)
