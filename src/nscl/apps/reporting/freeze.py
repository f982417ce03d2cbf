"""Freezing a plan's figures: everything a report prints, with the rows behind it, as plain values."""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from dataclasses import asdict
from datetime import date
from typing import Any

from nscl.apps.budget.queries import LineMoney, Money, PlanMoney, plan_money
from nscl.apps.core.audit import plain
from nscl.apps.monitoring import queries as monitoring
from nscl.apps.programme.models import Plan, PlanVersion, ReportingDuty

SCHEMA = "nscl-report/1"


def freeze(version: PlanVersion, *, year: int, as_of: date) -> dict[str, Any]:
    """The snapshot of a version for a report year, with entries and approvals up to `as_of`.

    What is missing stays None.  The same records always give the same snapshot.
    """
    assert version.plan is not None
    figures = monitoring.figures(version.plan, year=year, as_of=as_of)
    tasks = monitoring.task_standings([version], as_of=as_of)[version.pk]
    snapshot = {
        "schema": SCHEMA,
        "year": year,
        "as_of": as_of,
        "plan": _plan(version.plan),
        "states": Counter(figure.state for figure in figures),
        "targets": [asdict(figure) for figure in figures],
        "money": _money(plan_money(version, as_of=min(as_of, date(year, 12, 31))), year),
        "tasks": {
            "count": len(tasks),
            "done": sum(task.is_done for task in tasks),
            "overdue": [
                {"office": load.name, "past_due": load.past_due, "unreported": load.unreported}
                for load in monitoring.overdue_by_office(tasks)
            ],
        },
        "findings_open": version.findings.filter(state="open").count(),
        "recipients": _recipients(version),
    }
    return dict(plain(snapshot))


def seal(snapshot: dict[str, Any]) -> str:
    """SHA-256 of the snapshot in its canonical form."""
    text = json.dumps(snapshot, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def _plan(plan: Plan) -> dict[str, Any]:
    return {
        "number": plan.number,
        "issued_on": plan.issued_on,
        "title": plan.title,
        "issuer": plan.issuer,
        "province": plan.province.name,
        "owner": plan.owner.name,
        "owner_kind": plan.owner.kind,
        "inherited": plan.is_inherited,
        "horizon": [plan.horizon_from, plan.horizon_to],
        "is_demo": plan.is_demo,
    }


def _money(money: PlanMoney, year: int) -> dict[str, Any]:
    """The tree, the sources over the plan and in the year, and the years; amounts in đồng."""
    return {
        "sources": [
            {
                "name": source.name,
                "code": source.code,
                "whole": _amounts(amount),
                "year": _amounts(money.by_source_year.get((source.code, year), Money())),
            }
            for source, amount in money.source_rows()
        ],
        "total": _amounts(money.root.total) if money.root else None,
        "year": _amounts(money.years.get(year, Money())),
        "years": [{"year": number, **_amounts(amount)} for number, amount in money.years.items()],
        "lines": [_line(row) for row in money.lines],
    }


def _line(row: LineMoney) -> dict[str, Any]:
    return {
        "id": row.line.pk,
        "path": row.line.path,
        "name": row.line.name,
        "depth": row.depth,
        "is_entry": row.line.is_entry,
        **_amounts(row.total),
        "by_source": {code: _amounts(amount) for code, amount in sorted(row.by_source.items())},
    }


def _amounts(money: Money) -> dict[str, int | None]:
    return {"planned": money.planned, "allocated": money.allocated, "paid": money.paid}


def _recipients(version: PlanVersion) -> list[str]:
    """Whom the plan says to report to; every report goes at least to the ministry."""
    duties = ReportingDuty.objects.filter(node__version=version).exclude(node__review="dropped")
    named = [name for duty in duties for name in duty.recipients]
    return list(dict.fromkeys([*named, "Bộ Khoa học và Công nghệ"]))
