"""All findings on a plan: what was expected, what was found and where (codes of plans/README 4 and 6)."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from nscl.plandoc.budget.facts import Facts, read_facts
from nscl.plandoc.checks import (
    ambiguities,
    conflicts,
    deadlines,
    funding,
    gaps,
    identity,
    national,
    outliers,
    references,
    spelling,
    sums,
    wording,
    words,
)
from nscl.plandoc.checks.base import Case, Finding
from nscl.plandoc.source import Document
from nscl.plandoc.structure import Outline

# In the order in which a reviewer wants them: wrong figures first, wording last.
CHECKS: tuple[Callable[[Case], Iterator[Finding]], ...] = (
    words.find_words_mismatches,
    identity.find_number_mismatches,
    identity.find_appendix_date_mismatches,
    sums.find_sum_mismatches,
    conflicts.find_target_conflicts,
    deadlines.find_deadline_mismatches,
    words.find_share_mismatches,
    identity.find_blank_numbers,
    funding.find_missing_appendices,
    funding.find_unfunded_targets,
    references.find_obsolete_standards,
    ambiguities.find_ambiguities,
    outliers.find_unit_cost_jumps,
    outliers.find_odd_counterparts,
    national.find_national_divergence,
    references.find_stale_references,
    references.find_legal_terms,
    gaps.find_gaps,
    wording.find_wording_drift,
    references.find_citation_faults,
    spelling.find_misprints,
)


def find_all(
    plan: dict[str, Any], document: Document, outline: Outline, facts: Facts | None = None
) -> list[Finding]:
    """The `inconsistencies` of a plan, with ids F1, F2, … in the order a reviewer wants them.

    `plan` is the nscl-plan/1 object without its findings; `facts` spares reading the money again.
    Nothing in the plan is changed: a correction is a person's decision.
    """
    case = Case(plan, document, outline, facts or read_facts(document, outline, plan))
    found = [_placed(case, stated) for check in CHECKS for stated in check(case)]
    return [{**stated, "id": f"F{number}"} for number, stated in enumerate(found, start=1)]


def _placed(case: Case, stated: Finding) -> Finding:
    """A finding without a place of its own stands where its first quote does."""
    if stated["span"] is not None or not stated["quotes"]:
        return stated
    place = case.find(stated["quotes"][0])
    return stated if place is None else {**stated, "span": case.span(*place)}
