"""What must hold between records, and the facts a size rule is asked with."""

from __future__ import annotations

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


def size_of(facts: YearFacts, industry: OrganisationIndustry | None) -> SizeVerdict:
    """What Decree 80/2021/NĐ-CP says of a year's facts; without a line of business it stays open."""
    sector = None
    if industry is not None:
        sector = sector_of_vsic(industry.code or industry.industry.code, industry.industry.version)
    founded = facts.organisation.established_on
    return classify_size(
        SizeFacts(
            sector=sector,
            workers=facts.workers,
            revenue_vnd=facts.revenue_vnd,
            capital_vnd=facts.capital_vnd,
            first_year=founded is not None and founded.year == facts.year,
        )
    )
