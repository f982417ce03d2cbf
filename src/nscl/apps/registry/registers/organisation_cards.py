"""The cards on an organisation's page: addresses, people to call, lines of business, figures, ties."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext
from django.utils.translation import gettext_noop as _

from nscl.apps.core.access import Actor
from nscl.apps.core.registers import Section
from nscl.apps.registry.models import (
    Organisation,
    OrganisationAddress,
    OrganisationContact,
    OrganisationIndustry,
    OrganisationMerge,
    SizeClass,
    YearFacts,
)
from nscl.vietnamese import format_date, format_money, format_number

Printed = tuple[list[str], list[list[str]]]


def addresses(record: Organisation, actor: Actor) -> list[OrganisationAddress]:
    return list(record.addresses.select_related("province"))


def print_addresses(rows: list[OrganisationAddress]) -> Printed:
    heads = [gettext("Loại"), gettext("Địa chỉ"), gettext("Từ ngày"), gettext("Đến hết ngày")]
    return heads, [
        [gettext(row.get_kind_display()), str(row), _day(row.valid_from), _day(row.valid_to)] for row in rows
    ]


@dataclass(frozen=True)
class ContactCard:
    """A contact as this person may see it: phone and mail only with consent and for those inside."""

    row: OrganisationContact
    is_open: bool


def contacts(record: Organisation, actor: Actor) -> list[ContactCard]:
    may = actor.can("registry.organisation.contacts", record)
    return [ContactCard(row, may and row.consented_on is not None) for row in record.contacts.all()]


def print_contacts(rows: list[ContactCard]) -> Printed:
    heads = [gettext("Họ tên"), gettext("Chức danh"), gettext("Điện thoại"), gettext("Thư điện tử")]
    return heads, [
        [c.row.name, c.row.job_title, *((c.row.phone, c.row.email) if c.is_open else ("•••", "•••"))]
        for c in rows
    ]


def industries(record: Organisation, actor: Actor) -> list[OrganisationIndustry]:
    return list(record.industries.select_related("industry"))


def print_industries(rows: list[OrganisationIndustry]) -> Printed:
    heads = [gettext("Ngành"), gettext("Chính")]
    return heads, [[str(row), gettext("có") if row.is_main else ""] for row in rows]


@dataclass(frozen=True)
class YearCard:
    """A year's figures with what the size rule said of them last."""

    facts: YearFacts
    size: SizeClass | None


def years(record: Organisation, actor: Actor) -> list[YearCard]:
    facts = record.facts.prefetch_related("size_classes")
    return [YearCard(row, next(iter(row.size_classes.all()), None)) for row in facts]


def print_years(rows: list[YearCard]) -> Printed:
    heads = [
        gettext("Năm"),
        gettext("Lao động (người)"),
        gettext("Doanh thu (đồng)"),
        gettext("Nguồn vốn (đồng)"),
        gettext("Xuất khẩu (đồng)"),
        gettext("Quy mô"),
    ]
    return heads, [
        [
            str(card.facts.year),
            "–" if card.facts.workers is None else format_number(card.facts.workers.normalize()),
            *(
                _money(value)
                for value in (card.facts.revenue_vnd, card.facts.capital_vnd, card.facts.exports_vnd)
            ),
            gettext(card.size.get_size_display()) if card.size else "–",
        ]
        for card in rows
    ]


@dataclass(frozen=True)
class Ties:
    """Who belongs to it and what was merged into it; empty where a card has nothing to say."""

    branches: list[Organisation]
    predecessors: list[Organisation]
    merges: list[OrganisationMerge]


def ties(record: Organisation, actor: Actor) -> Ties:
    seen = Organisation.objects.seen_by(actor.scope).live()
    merges = record.merges.filter(undone_at=None).select_related("gone", "merged_by")
    return Ties(list(seen.filter(parent=record)), list(seen.filter(successor=record)), list(merges))


def print_ties(rows: Ties) -> Printed:
    lines = [
        *([gettext("Chi nhánh"), str(one)] for one in rows.branches),
        *([gettext("Kế thừa từ"), str(one)] for one in rows.predecessors),
        *([gettext("Hồ sơ đã gộp"), str(one.gone)] for one in rows.merges),
    ]
    return [gettext("Liên kết"), gettext("Tổ chức")], lines


def _day(value: Any) -> str:
    return "–" if value is None else str(format_date(value))


def _money(value: int | None) -> str:
    return "–" if value is None else str(format_money(value, "đồng", with_unit=False))


SECTIONS = (
    Section("so-lieu", _("Số liệu năm và quy mô"), years, "registry/_years.html", print_years),
    Section("nganh-nghe", _("Ngành nghề"), industries, "registry/_industries.html", print_industries),
    Section("dia-chi", _("Địa chỉ"), addresses, "registry/_addresses.html", print_addresses),
    Section("lien-he", _("Người liên hệ"), contacts, "registry/_contacts.html", print_contacts),
    Section("lien-ket", _("Chi nhánh, kế thừa, hồ sơ đã gộp"), ties, "registry/_ties.html", print_ties),
)
