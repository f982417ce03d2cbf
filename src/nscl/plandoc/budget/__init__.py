"""The `budget` object of a plan: total, sources, phases, the appendix as a tree, arithmetic checks."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Any

from nscl.plandoc.budget.appendix import find_appendix
from nscl.plandoc.budget.facts import Facts, read_facts
from nscl.plandoc.budget.groups import render_groups
from nscl.plandoc.budget.render import (
    accepted_total,
    grand_split,
    line_defaults,
    render_phases,
    render_sources,
    shares,
)
from nscl.plandoc.budget.sums import list_checks
from nscl.plandoc.source import Document
from nscl.plandoc.structure import Outline
from nscl.plandoc.wording import flat

__all__ = ["Facts", "read_budget", "read_facts"]


def read_budget(
    document: Document, outline: Outline, plan_so_far: dict[str, Any], facts: Facts | None = None
) -> dict[str, Any]:
    """The `budget` object of schema nscl-plan/1 (plans/README 3.3, conventions 3.5).

    Amounts are as printed, wrong sums included, in `amount_unit`.  `plan_so_far` may hold the `plan`
    object, whose horizon names the phases, and `targets`, whose indicators the lines may pay for;
    everything else is read from the document.  A plan without money gives
    an object of nulls and empty lists; nothing is refused.  `facts` spares reading the money twice.
    """
    facts = facts or read_facts(document, outline, plan_so_far)
    indicators = frozenset(target["indicator"] for target in plan_so_far.get("targets") or [])
    prose = facts.prose
    sources = render_sources(facts)
    groups = render_groups(facts, document, indicators)
    accepted, reason = accepted_total(facts)
    total, total_vnd = _total(facts)
    told = Decimal(accepted) / facts.factor if accepted else None
    state, enterprise = shares(sources, told)
    return {
        "unit_printed": facts.unit_printed,
        "total_printed": total,
        "total_printed_vnd": total_vnd,
        "total_words": prose.total_words.text if prose.total_words else None,
        "total_words_vnd": prose.total_words.value if prose.total_words else None,
        "total_accepted_vnd": accepted,
        "acceptance_reason": reason,
        "amount_unit": facts.unit,
        "sources": sources,
        "counterpart_stated": _counterpart(document, sources),
        "state_share_pct": state,
        "enterprise_share_pct": enterprise,
        "manager": prose.manager,
        "phases": render_phases(facts),
        "line_defaults": line_defaults(groups),
        "columns": [c.label for c in facts.tables[0].grid.columns if c.label] if facts.tables else [],
        "groups": groups,
        "appendix": find_appendix(document, outline, facts),
        "checks": list_checks(facts),
    }


def _total(facts: Facts) -> tuple[str | None, int | None]:
    """The printed figure: the running text's, else the table's grand-total cell."""
    if facts.prose.total is not None and not facts.prose.is_total_in_words:
        return facts.prose.total.printed, facts.prose.total.vnd
    printed = grand_split(facts).total
    if printed is None:
        return None, None
    row = facts.tables[0].tree.grand_total
    cells = [cell.text.strip() for cell in row.row.cells if cell] if row and row.row else []
    text = next((text for text in cells if facts.tables[0].grid.style.read(text) == printed), None)
    return text, int(printed * facts.factor)


def _counterpart(document: Document, sources: list[dict[str, Any]]) -> bool:
    """True when the plan asks the enterprises for a part of the money."""
    if any(row["code"].startswith("enterprise_counterpart") for row in sources):
        return True
    return bool(re.search(r"\bdoi ung\b", flat(document.text)))
