"""The items of a reading in the order of the page, each with its place and its detail columns."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from nscl.apps.programme.duties import functions_of_all
from nscl.apps.programme.models import PlanNode
from nscl.apps.programme.models.tasks import REPORT_CYCLES
from nscl.apps.programme.staging.targets import columns_of
from nscl.vietnamese import fold, format_date, squash

Kind = PlanNode.Kind


@dataclass(frozen=True)
class Draft:
    """One item before it is written."""

    kind: str
    key: str
    title: str
    item: dict[str, Any]
    path: str = ""
    parent: str | None = None
    columns: dict[str, Any] = field(default_factory=dict)


def drafts_of(plan: dict[str, Any]) -> list[Draft]:
    """Every item of a reading; keys are the reading's own where it gives them, unique in the version."""
    found: list[Draft] = []
    taken: set[str] = {row["id"] for group in plan["budget"]["groups"] for row in (group, *group["lines"])}
    for draft in _all(plan):
        key = draft.key
        if not draft.kind.startswith("budget"):
            number = 2
            while key in taken:
                key, number = f"{draft.key}~{number}"[-40:], number + 1
            taken.add(key)
        found.append(draft if key == draft.key else Draft(**{**draft.__dict__, "key": key}))
    return found


def _all(plan: dict[str, Any]) -> Iterator[Draft]:
    yield from _legal_bases(plan)
    for goal in plan["general_goals"]:
        yield Draft(Kind.GENERAL_GOAL, goal["id"], goal["quote"], goal)
    yield from _targets(plan)
    yield from _beneficiaries(plan)
    for rule in plan["rules"]:
        yield Draft(
            Kind.RULE, rule["id"], rule["quote"] or rule["detail"] or rule["check"] or rule["kind"], rule
        )
    yield from _tasks(plan)
    yield from _budget(plan)
    for number, duty in enumerate(plan["responsibilities"], 1):
        yield _duty(number, duty)
    yield from _reporting(plan)


def _legal_bases(plan: dict[str, Any]) -> Iterator[Draft]:
    for number, basis in enumerate(plan["legal_bases"], 1):
        dated = f" ngày {format_date(date.fromisoformat(basis['date']))}" if basis.get("date") else ""
        title = f"{basis['ref']}{dated}, {basis['issuer']}"
        yield Draft(Kind.LEGAL_BASIS, f"CC{number}", title, {**basis, "quote": basis["ref"]})


def _targets(plan: dict[str, Any]) -> Iterator[Draft]:
    for target in plan["targets"]:
        columns = columns_of(target, plan["plan"]["horizon"])
        path = (target.get("section") or "")[:60]
        yield Draft(Kind.TARGET, target["id"], target["quote"], target, path, target.get("parent"), columns)


def _beneficiaries(plan: dict[str, Any]) -> Iterator[Draft]:
    who = plan["beneficiaries"]
    if who["types"]:
        title = "; ".join(
            filter(None, [", ".join(who["types"]), who["location_rule"], who["condition"], who["focus"]])
        )
        yield Draft(Kind.BENEFICIARY, "DT", title, who, (who["section"] or "")[:60])


def _tasks(plan: dict[str, Any]) -> Iterator[Draft]:
    defaults = plan["budget"]["line_defaults"] or {}
    leads = [name for duty in plan["responsibilities"] if duty["role"] == "lead" for name in duty["agencies"]]
    lead = defaults.get("lead") or (leads[0] if leads else "")
    for task in plan["tasks"]:
        columns = {
            "lead_text": lead[:400],
            "coordinating_text": (defaults.get("coordinating") or "")[:600],
            **_due(task, plan["plan"]["horizon"]),
        }
        yield Draft(Kind.TASK, task["id"], task["title"], {**task, "quote": task["title"]}, columns=columns)


_UNTIL = re.compile(r"(?:den (?:het )?nam|trong nam|truoc nam|hoan thanh (?:trong )?nam) (20\d\d)")


def _due(task: dict[str, Any], horizon: dict[str, Any]) -> dict[str, Any]:
    """The last year the task's own words name; without one, the end of the plan."""
    words = fold(" ".join([task["title"], *task["items"]]))
    years = [int(year) for year in _UNTIL.findall(words) if horizon["from"] <= int(year) <= horizon["to"]]
    yearly = any(output["kind"] == "per_year" for output in task["outputs"]) or "hang nam" in words
    return {"due_on": date(max(years, default=horizon["to"]), 12, 31), "is_yearly": yearly}


def _budget(plan: dict[str, Any]) -> Iterator[Draft]:
    for group in plan["budget"]["groups"]:
        own = {key: value for key, value in group.items() if key != "lines"}
        path = (group.get("path") or "")[:60]
        yield Draft(Kind.BUDGET_GROUP, group["id"], group["name"], own, path, group.get("parent"))
        for line in group["lines"]:
            path = (line.get("path") or "")[:60]
            yield Draft(Kind.BUDGET_LINE, line["id"], line["name"], line, path, group["id"])


def _duty(number: int, duty: dict[str, Any]) -> Draft:
    columns = {
        "role": duty["role"],
        "agencies": duty["agencies"],
        "functions": functions_of_all(duty["agencies"]),
        "items": duty["duties"],
    }
    return Draft(Kind.DUTY, f"TN{number}", ", ".join(duty["agencies"]), duty, columns=columns)


def _reporting(plan: dict[str, Any]) -> Iterator[Draft]:
    rows = [(row, None) for row in plan["reporting"]] + [(row, row["what"]) for row in plan["annual_cycle"]]
    for number, (row, what) in enumerate(rows, 1):
        to = row["to"] if isinstance(row["to"], list) else [row["to"]]
        columns = {"who": row["who"][:300], "recipients": to, "every": row["every"]}
        cycle = REPORT_CYCLES.get(row["every"], row["every"])
        title = row["quote"] or squash(f"{row['who']}: {what or 'báo cáo'} {cycle}, gửi {', '.join(to)}")
        yield Draft(Kind.REPORTING, f"BC{number}", title, row, columns=columns)
