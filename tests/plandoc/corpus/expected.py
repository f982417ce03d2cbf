"""What must be read from a draft: a valid nscl-plan/1 object, and what scoring needs beside it."""

from __future__ import annotations

import copy
from typing import Any

from tests.plandoc.corpus.model import Draft, Fault, Target, Time, clean
from tests.plandoc.corpus.money import Row, Sheet, plain

# The keys on which the invented plans state nothing that is measured.
SILENT: dict[str, Any] = {
    "linked_programmes": [],
    "predecessor": None,
    "baseline": [],
    "constraints_stated": [],
    "principles": [],
    "beneficiaries": {
        "section": None,
        "collective_term": "doanh nghiệp",
        "types": [],
        "location_rule": None,
        "condition": None,
        "focus": None,
        "priority": [],
        "criteria_by_reference": {},
    },
    "rules": [],
    "workflow_bodies": [],
    "tasks": [],
    "support_contents": [],
    "operations_contents": [],
    "catalogue_named": {
        "management_systems": [],
        "practices": [],
        "sustainability_and_market": [],
        "tools": [],
        "other": [],
        "open_ended": None,
        "corrections": [],
    },
    "awards_named": [],
    "system_demand": [],
    "responsibilities": [],
    "reporting": [],
    "annual_cycle": [],
}

NO_MONEY: dict[str, Any] = {
    "unit_printed": None,
    "total_printed": None,
    "total_printed_vnd": None,
    "total_words": None,
    "total_words_vnd": None,
    "total_accepted_vnd": None,
    "acceptance_reason": None,
    "amount_unit": "million_vnd",
    "sources": [],
    "counterpart_stated": False,
    "state_share_pct": None,
    "enterprise_share_pct": None,
    "manager": None,
    "phases": [],
    "line_defaults": None,
    "columns": [],
    "groups": [],
    "appendix": {"referenced": False, "present": "absent", "title": None, "quote": None},
    "checks": [],
}


def gold_of(draft: Draft) -> dict[str, Any]:
    """The gold of a draft, as `tests.plandoc.corpus.gold` describes it."""
    return {
        "name": draft.name,
        "formats": list(draft.formats),
        "plan": _plan(draft),
        "targets": [_accepted(item) for item in draft.targets],
        "rows": _rows(draft.sheet),
        "sources_scored": draft.budget.get("sources_scored", True),
        "phase_readings": draft.budget.get("phase_readings", []),
        "by_phase_columns": bool(draft.sheet and draft.sheet.periods),
        "faults": [_fault(fault, draft.sheet) for fault in draft.faults],
    }


def _plan(draft: Draft) -> dict[str, Any]:
    placed = zip(draft.targets, draft.sections, strict=True)
    return {
        "schema": "nscl-plan/1",
        "plan": copy.deepcopy(draft.plan),
        "legal_bases": copy.deepcopy(draft.bases),
        "general_goals": [{"id": f"G{n}", "quote": text} for n, text in enumerate(draft.goals, 1)],
        "targets": [_target(draft.name, item, section) for item, section in placed],
        "budget": _budget(draft),
        "inconsistencies": [_finding(n, fault) for n, fault in enumerate(draft.faults, 1)],
        **copy.deepcopy(SILENT),
    }


# -- targets and faults ----------------------------------------------------------------------


def _time_fields(time: Time | None) -> dict[str, Any]:
    if isinstance(time, tuple):
        return {"period": {"from": time[0], "to": time[1]}, "deadline": None}
    return {"period": None, "deadline": time}


def _target(plan: str, item: Target, section: str | None) -> dict[str, Any]:
    result: dict[str, Any] = {
        "id": item.id,
        "section": section,
        "quote": clean(item.quote),
        "indicator": f"{plan}.{item.id}".lower(),
        **item.form,
        **_time_fields(item.time),
        **item.flags,
    }
    if item.parent:
        result["parent"] = item.parent
    if result["kind"] == "percent_of" and result["of"] is None:
        result["ambiguity"] = "base not stated"
    return result


def _accepted(item: Target) -> dict[str, Any]:
    times = [_time_fields(time) for time in item.accept.get("time", [])]
    return {"id": item.id, "accept": item.accept | {"time": times}}


def _values(fault: Fault) -> list[Any]:
    return [value if isinstance(value, str) else plain(value) for value in fault.values]


def _fault(fault: Fault, sheet: Sheet | None) -> dict[str, Any]:
    return {
        "code": fault.code,
        "values": _values(fault),
        "factor": sheet.vnd(1) if fault.money and sheet else None,
        "where": fault.where,
        "also": [_fault(other, sheet) for other in fault.also],
    }


def _finding(number: int, fault: Fault) -> dict[str, Any]:
    return {
        "id": f"F{number}",
        "code": fault.code,
        "severity": "missing" if fault.code in ("blank_number", "missing_appendix") else "error",
        "kind": fault.code,
        "detail": fault.code,
        "refs": [],
        "quotes": [],
        "values": _values(fault),
        "where": fault.where,
    }


# -- money -----------------------------------------------------------------------------------


def _rows(sheet: Sheet | None) -> list[dict[str, Any]]:
    """All table rows in printed order, for scoring."""
    if sheet is None:
        return []
    return [
        {"role": row.role, "path": row.path, **sheet.gold_row(row)}
        | {"by_period": {key: plain(row.cells[key]) for key in row.cells if "-" in key}}
        for row in sheet.all_rows()
    ]


def _budget(draft: Draft) -> dict[str, Any]:
    stated = {key: value for key, value in draft.budget.items() if key in NO_MONEY}
    budget = copy.deepcopy(NO_MONEY | stated)
    if draft.sheet is not None:
        tree = _Tree(draft.sheet)
        budget |= {
            "amount_unit": draft.sheet.unit,
            "groups": tree.groups,
            "phases": budget["phases"] or tree.phases,
        }
    return budget


class _Tree:
    """The sheet as the schema's phases, groups and lines."""

    def __init__(self, sheet: Sheet) -> None:
        self.sheet = sheet
        self.groups: list[dict[str, Any]] = []
        self.phases: list[dict[str, Any]] = []
        for row in sheet.rows:
            self._take(row, None)
        for span in sheet.periods:
            amount = plain(sheet.total[f"{span[0]}-{span[1]}"])
            self._phase(span, {"total": amount, "by_source": {}, "by_year": {}})

    def _take(self, row: Row, parent: dict[str, Any] | None) -> None:
        amounts = self.sheet.gold_row(row)
        here = None
        if row.role == "line":
            self._line(row, amounts, parent or self._unnamed_group())
        elif row.role == "phase":
            self._phase(row.span, amounts)
        else:
            here = self._group(row.name, row.path, amounts, parent)
        for child in row.children:
            self._take(child, here)

    def _phase(self, span: tuple[int, int], amounts: dict[str, Any]) -> None:
        self.phases.append({"id": f"P{len(self.phases) + 1}", "from": span[0], "to": span[1], **amounts})

    def _group(
        self, name: str, path: str | None, amounts: dict[str, Any], parent: dict[str, Any] | None
    ) -> dict[str, Any]:
        group = {
            "id": f"G{len(self.groups) + 1}",
            "phase": f"P{max(len(self.phases), 1)}",
            "name": name,
            **amounts,
            "lines": [],
            "path": path,
            "parent": parent["id"] if parent else None,
        }
        self.groups.append(group)
        return group

    def _unnamed_group(self) -> dict[str, Any]:
        """A flat list has lines and no groups; the schema wants a group all the same."""
        if not self.groups:
            self._group("Tất cả nội dung", None, {"total": None, "by_source": {}, "by_year": {}}, None)
        return self.groups[-1]

    def _line(self, row: Row, amounts: dict[str, Any], parent: dict[str, Any]) -> None:
        parent["lines"].append(
            {
                "id": f"{parent['id']}.{len(parent['lines']) + 1}",
                "name": row.name,
                "qty": None,
                "unit": None,
                **amounts,
                "support_content": None,
                "indicator": None,
                "merged_bullets": None,
                "path": row.path,
            }
        )
