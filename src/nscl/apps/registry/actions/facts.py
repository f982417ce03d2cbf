"""Figures of a year and the size class that follows from them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from nscl.apps.core import audit
from nscl.apps.core.access import Actor, Refusal
from nscl.apps.registry.actions.organisations import DEED, lock, refresh
from nscl.apps.registry.models import Organisation, OrganisationIndustry, SizeClass, YearFacts
from nscl.apps.registry.rules import SizeQuestion, main_industry, size_by, size_question
from nscl.policy.enterprise_size import SizeVerdict
from nscl.vietnamese import format_money, format_number, squash

FIGURES = ("workers", "revenue_vnd", "capital_vnd", "exports_vnd")
EARLIEST = 1990


@transaction.atomic
def set_facts(
    record: Organisation,
    *,
    year: int,
    workers: Decimal | None = None,
    revenue_vnd: int | None = None,
    capital_vnd: int | None = None,
    exports_vnd: int | None = None,
    source: str = "",
    by: Actor,
    at: datetime,
) -> YearFacts:
    """Write the figures of a year in the place of those that stood; what is None was not told.

    The size class is computed and kept with its inputs and clause. Refuses negative figures, a year to come
    or before the founding, and a row of nothing.
    """
    held = lock(record, by, f"{DEED}.facts")
    figures = {
        "workers": workers,
        "revenue_vnd": revenue_vnd,
        "capital_vnd": capital_vnd,
        "exports_vnd": exports_vnd,
    }
    require_figures(held, year, figures, at)
    facts = YearFacts.objects.filter(organisation=held, year=year).first()
    facts = facts or YearFacts(organisation=held, year=year)
    before = said(facts) if facts.pk else {}
    for name, value in figures.items():
        setattr(facts, name, value)
    facts.source = squash(source)[:250]
    if before and before == said(facts):
        return facts
    facts.save()
    classify(facts, main_industry(held), at=at).save()
    held.revision += 1
    held.save(update_fields=["revision"])
    audit.record(by=by, at=at, deed=f"{DEED}.facts", obj=held, before=before, after=said(facts))
    refresh(record, held)
    return facts


def require_figures(record: Organisation, year: int, figures: dict[str, Any], at: datetime) -> None:
    """Refuse what no year can have."""
    if all(value is None for value in figures.values()):
        raise Refusal(_("Chưa có số liệu nào. Hãy nhập ít nhất một số; số chưa biết thì để trống."))
    if not EARLIEST <= year <= at.year:
        raise Refusal(
            _("Năm {year} nằm ngoài khoảng {first}–{last}. Hãy sửa lại năm.").format(
                year=year, first=EARLIEST, last=at.year
            )
        )
    if record.established_on is not None and year < record.established_on.year:
        raise Refusal(
            _("Tổ chức thành lập năm {founded}, chưa có số liệu năm {year}.").format(
                founded=record.established_on.year, year=year
            )
        )
    if any(value is not None and value < 0 for value in figures.values()):
        raise Refusal(_("Số liệu không thể âm. Hãy kiểm tra lại."))
    exports, revenue = figures.get("exports_vnd"), figures.get("revenue_vnd")
    if exports is not None and revenue is not None and exports > revenue:
        raise Refusal(_("Xuất khẩu lớn hơn doanh thu. Hãy kiểm tra hai số và đơn vị tính."))


def classify(
    facts: YearFacts,
    industry: OrganisationIndustry | None,
    *,
    at: datetime,
    known: Mapping[SizeQuestion, SizeVerdict] | None = None,
) -> SizeClass:
    """The size class of a year's facts as a row not yet saved, with inputs and clause.

    `known` are answers of the rule worked out before.
    """
    question = size_question(facts, industry)
    verdict = (known or {}).get(question) or size_by(question)
    return SizeClass(
        facts=facts,
        size=verdict.size,
        rule=verdict.rule,
        clause=verdict.clause[:200],
        inputs=audit.plain(verdict.inputs),
        reasons=[reason.sentence_vi for reason in verdict.reasons],
        decided_at=at,
    )


def reclassify(records: Sequence[Organisation], *, at: datetime) -> int:
    """Ask the rule anew for the facts of these organisations (a line of business changed); new rows only.

    Returns how many came out differently.
    """
    changed = 0
    for record in records:
        industry = main_industry(record)
        for facts in record.facts.select_related("organisation").prefetch_related("size_classes"):
            fresh, last = classify(facts, industry, at=at), facts.size_classes.first()
            if last is None or (last.size, last.inputs) != (fresh.size, fresh.inputs):
                fresh.save()
                changed += 1
    return changed


def said(facts: YearFacts) -> dict[str, str]:
    """A year's figures for the audit and the history page, in one sentence; nothing for a figure not told."""
    parts = []
    if facts.workers is not None:
        parts.append(f"lao động {format_number(facts.workers)}")
    for name, word in (
        ("revenue_vnd", "doanh thu"),
        ("capital_vnd", "nguồn vốn"),
        ("exports_vnd", "xuất khẩu"),
    ):
        value = getattr(facts, name)
        if value is not None:
            parts.append(f"{word} {format_money(value, 'đồng')}")
    source = f" (nguồn: {facts.source})" if facts.source else ""
    return {"facts": f"Năm {facts.year}: {'; '.join(parts)}{source}"}
