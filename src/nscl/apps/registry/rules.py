"""What must hold between records, and the facts a size rule is asked with."""

from __future__ import annotations

from decimal import Decimal
from typing import NamedTuple

from django.utils.translation import gettext as _

from nscl.apps.core.access import Refusal
from nscl.apps.registry.models import Organisation, OrganisationIndustry, YearFacts
from nscl.policy.enterprise_size import SizeFacts, SizeVerdict, classify_size, sector_of_vsic

FARTHEST = 20  # steps along branches or successors; a longer way is a ring


def require_no_ring(record: Organisation, other: Organisation, tie: str) -> None:
    """Going from `other` by the tie (and by merges) never comes back to `record`."""
    at: Organisation | None = other
    for _step in range(FARTHEST):
        if at is None:
            return
        if record.pk is not None and at.pk == record.pk:
            break
        at = at.merged_into or getattr(at, tie)
    if tie == "parent":
        raise Refusal(_("Một tổ chức không thể là chi nhánh của chính nó. Hãy chọn đơn vị chủ quản khác."))
    raise Refusal(_("Một tổ chức không thể kế thừa chính nó. Hãy chọn đơn vị kế thừa khác."))


def main_industry(record: Organisation) -> OrganisationIndustry | None:
    """The main line of business, else the only one."""
    rows = list(record.industries.select_related("industry"))
    main = [row for row in rows if row.is_main]
    return main[0] if main else rows[0] if len(rows) == 1 else None


class SizeQuestion(NamedTuple):
    """What the size rule asks of a year; `line` is the main line of business with its version."""

    line: tuple[str, str] | None
    workers: Decimal | None
    revenue_vnd: int | None
    capital_vnd: int | None
    first_year: bool


def size_question(facts: YearFacts, industry: OrganisationIndustry | None) -> SizeQuestion:
    """A year's facts as the rule asks for them; without a line of business the answer stays open."""
    line = None if industry is None else (industry.code or industry.industry.code, industry.industry.version)
    founded = facts.organisation.established_on
    first_year = founded is not None and founded.year == facts.year
    return SizeQuestion(line, facts.workers, facts.revenue_vnd, facts.capital_vnd, first_year)


def size_by(question: SizeQuestion) -> SizeVerdict:
    """What Decree 80/2021/NĐ-CP answers."""
    line, workers, revenue, capital, first_year = question
    sector = None if line is None else sector_of_vsic(*line)
    return classify_size(
        SizeFacts(
            sector=sector,
            workers=workers,
            revenue_vnd=revenue,
            capital_vnd=capital,
            first_year=first_year,
        )
    )
