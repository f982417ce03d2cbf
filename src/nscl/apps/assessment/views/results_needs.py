"""Needs against what is there: the matrix, contents by demand, and whom to call for one content."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop as noop

from nscl.apps.assessment.actions.figures import record_export
from nscl.apps.assessment.results import SIZES, results_of, stratum_label
from nscl.apps.assessment.results_documents import Sheets, needs_table
from nscl.apps.assessment.results_matrix import (
    CONSENT,
    COUNTERPART,
    Firm,
    Matrix,
    Need,
    matrix_of,
    shortlist_of,
)
from nscl.apps.assessment.views.results import EXPORT, PAGE_SIZE, ROWS, Reader
from nscl.apps.core.access import guarded
from nscl.apps.core.http import download
from nscl.apps.registry.models import Organisation
from nscl.vietnamese import sort_key

COLUMNS_SHOWN, NEEDS_SHOWN = 8, 15
MARKS = {"wants": noop("Có nhu cầu"), "has": noop("Đang áp dụng"), "both": noop("Có nhu cầu, đang áp dụng")}
SIGNS = {"wants": "●", "has": "✓", "both": "✓●", "": ""}
STATUSES: dict[str, str] = dict(Organisation.Status.choices)
_SIZES = {code: place for place, code in enumerate(SIZES)}


def _read(request: HttpRequest, pk: int, deed: str = ROWS) -> tuple[Reader, Any, Matrix]:
    reader = Reader.of(request, pk, deed)
    reader.actor.require(ROWS, reader.survey)
    results = results_of(reader.survey, reader.chosen)
    return reader, results, matrix_of(results, timezone.localdate())


@guarded(ROWS)
def results_needs(request: HttpRequest, pk: int) -> HttpResponse:
    """Contents by demand, and who wants and has which; the most wanted as columns, or all."""
    reader, results, matrix = _read(request, pk)
    shows_all = request.GET.get("cot") == "tat-ca"
    needs = matrix.needs if shows_all else matrix.needs[:COLUMNS_SHOWN]
    page = Paginator(matrix.firms, PAGE_SIZE).get_page(request.GET.get("trang"))
    context = reader.context(results) | {
        "needs": matrix.needs,
        "first": matrix.needs[:NEEDS_SHOWN],
        "rest": matrix.needs[NEEDS_SHOWN:],
        "columns": needs,
        "shows_all": shows_all,
        "columns_shown": COLUMNS_SHOWN,
        "has_more": len(matrix.needs) > COLUMNS_SHOWN,
        "page_obj": page,
        "rows": [{"firm": firm, "marks": _marks(firm, needs)} for firm in page],
    }
    return render(request, "assessment/result_needs.html", context)


def _marks(firm: Firm, needs: Sequence[Need]) -> list[dict[str, str]]:
    """One mark a column: its sign, and its words for those who do not see signs."""
    found = []
    for need in needs:
        mark = firm.mark(need.code)
        found.append(
            {"name": need.name, "mark": mark, "sign": SIGNS[mark], "words": _(MARKS[mark]) if mark else ""}
        )
    return found


# Whom to call -----------------------------------------------------------------------------------


def _size(firm: Firm) -> tuple[int, str]:
    return _SIZES.get(firm.strata["quy-mo"], len(_SIZES)), firm.name


SORTS: dict[str, tuple[str, Callable[[Firm], Any]]] = {
    "ten": (noop("Tên"), lambda firm: sort_key(firm.name)),
    "quy-mo": (noop("Quy mô"), _size),
    "xa": (noop("Xã, phường"), lambda firm: (not firm.strata["xa"], sort_key(firm.strata["xa"]))),
    "nganh": (noop("Ngành"), lambda firm: (not firm.strata["nganh"], sort_key(firm.strata["nganh"]))),
    "doi-ung": (noop("Vốn đối ứng"), lambda firm: _readiness(firm)),
}


def _readiness(firm: Firm) -> tuple[int, str]:
    """Those who have the money ready first, then those who did not say, then those without."""
    said = firm.told.get(COUNTERPART[0], "")
    return {"Có": 0, "": 1}.get(said, 2), sort_key(firm.name)


def _sorted(firms: Sequence[Firm], by: str) -> list[Firm]:
    """By a column's name; a leading minus turns the order round."""
    _label, key = SORTS.get(by.removeprefix("-"), SORTS["ten"])
    return sorted(firms, key=key, reverse=by.startswith("-"))


@guarded(ROWS)
def results_shortlist(request: HttpRequest, pk: int, code: str) -> HttpResponse:
    """Who wants a content, does not have it and still operates; and who was left out, and why."""
    reader, results, matrix = _read(request, pk)
    found = shortlist_of(matrix, code)
    if found is None:
        raise Http404
    by = request.GET.get("xep", "ten")
    page = Paginator(_sorted(found.firms, by), PAGE_SIZE).get_page(request.GET.get("trang"))
    left_out = (
        (_("Đã có nội dung này"), found.has_already),
        (_("Không còn hoạt động"), found.gone),
    )
    context = reader.context(results) | {
        "need": found.need,
        "count": len(found.firms),
        "page_obj": page,
        "rows": [_row(firm) for firm in page],
        "heads": _heads(matrix, by),
        "asks_counterpart": not matrix.asked.isdisjoint(COUNTERPART),
        "asks_consent": CONSENT in matrix.asked,
        "left_out": [(label, [_row(firm) for firm in firms]) for label, firms in left_out if firms],
        "sorted_by": by,
    }
    return render(request, "assessment/result_shortlist.html", context)


def _heads(matrix: Matrix, by: str) -> list[dict[str, str]]:
    """The columns with the order a press on them asks for."""
    shown = [code for code in SORTS if code != "doi-ung" or not matrix.asked.isdisjoint(COUNTERPART)]
    return [
        {
            "label": SORTS[code][0],
            "value": f"-{code}" if by == code else code,
            "sort": {code: "ascending", f"-{code}": "descending"}.get(by, ""),
        }
        for code in shown
    ]


def _row(firm: Firm) -> dict[str, Any]:
    return {
        "firm": firm,
        "size": stratum_label("quy-mo", firm.strata["quy-mo"]),
        "sector": firm.strata["nganh"],
        "place": firm.strata["xa"],
        "status": STATUSES.get(firm.status, ""),
        "counterpart": _counterpart(firm),
        "consent": firm.told.get(CONSENT, ""),
    }


def _counterpart(firm: Firm) -> str:
    """What it said of its own money: “Có, 50.000.000 đồng”; a dash where it did not say or was not asked."""
    told = [firm.told.get(code, "") for code in COUNTERPART]
    return ", ".join(text for text in told if text) or "–"


# Files ------------------------------------------------------------------------------------------


@guarded(EXPORT)
def needs_export(request: HttpRequest, pk: int) -> HttpResponse:
    """Demand and the whole matrix as a workbook."""
    reader, _results, matrix = _read(request, pk, EXPORT)
    sheets = Sheets()
    heads, rows = needs_table([vars(need) for need in matrix.needs])
    sheets.rows(sheets.sheet(_("Nội dung theo nhu cầu"), [50, *([14] * 5), 50]), 0, heads, rows)
    heads = [_("Đơn vị"), _("Quy mô"), _("Ngành"), _("Xã, phường"), *(need.name for need in matrix.needs)]
    rows = [
        [*_facts(firm), *(_(MARKS[mark]) if (mark := firm.mark(need.code)) else "" for need in matrix.needs)]
        for firm in matrix.firms
    ]
    sheet = sheets.sheet(_("Đơn vị và nội dung"), [44, 12, 30, 20, *([16] * len(matrix.needs))])
    sheets.rows(sheet, 0, heads, rows)
    sheet.freeze_panes(1, 1)
    return _sent(reader, sheets, "needs", len(rows), f"nhu-cau-{pk}.xlsx")


def _facts(firm: Firm) -> list[str]:
    return [
        firm.name,
        stratum_label("quy-mo", firm.strata["quy-mo"]),
        firm.strata["nganh"],
        firm.strata["xa"],
    ]


@guarded(EXPORT)
def shortlist_export(request: HttpRequest, pk: int, code: str) -> HttpResponse:
    """Whom to call for one content, in the order of the page."""
    reader, _results, matrix = _read(request, pk, EXPORT)
    found = shortlist_of(matrix, code)
    if found is None:
        raise Http404
    sheets = Sheets()
    heads = [_("Đơn vị"), _("Quy mô"), _("Ngành"), _("Xã, phường"), _("Vốn đối ứng"), _("Đồng ý liên hệ")]
    firms = _sorted(found.firms, request.GET.get("xep", "ten"))
    rows = [[*_facts(firm), _counterpart(firm), firm.told.get(CONSENT, "")] for firm in firms]
    sheet = sheets.sheet(_("Danh sách mời"), [44, 14, 34, 24, 30, 14])
    sheets.write(sheet, 0, 0, found.need.name)
    sheets.rows(sheet, 2, heads, rows)
    return _sent(reader, sheets, f"shortlist.{code}", len(rows), f"danh-sach-moi-{code}.xlsx")


def _sent(reader: Reader, sheets: Sheets, what: str, count: int, name: str) -> HttpResponse:
    record_export(reader.survey, what=what, rows=count, by=reader.actor, at=timezone.now())
    return download(sheets.done(), name)
