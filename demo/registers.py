"""The registers of the five provinces, taken up in July 2025 from lists and kept since by deeds."""

from __future__ import annotations

import random
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime, timedelta
from functools import partial

from demo.clock import Deed, at, before
from demo.experts import experts, members
from demo.firms import LAST, Firm, firms, twins
from demo.names import SEED
from demo.people import team_of
from demo.places import PLACES
from demo.products import DROPPED, NEXT, Edition, first_editions, goods, second_editions
from nscl.apps.core.access import Actor
from nscl.apps.core.imports.spec import Change
from nscl.apps.reference.models import AdministrativeUnit
from nscl.apps.reference.queries import province_named
from nscl.apps.registry.actions import (
    details,
    editions,
    entry_loads,
    loading,
    loads,
    merges,
    organisations,
    people,
)
from nscl.apps.registry.actions.twins import find_twins
from nscl.apps.registry.models import Network, Organisation, Person, Product, RegisterEdition
from nscl.vietnamese import REFORM_DATE

DAY_BEFORE = REFORM_DATE - timedelta(days=1)
EARLIER = {"lao-cai": (2023, 2022)}  # the lists of earlier years; elsewhere that of 2023 only
MOVED, CALLED = 9, 8  # how many tell an address of before the reform, how many a person to call
CONSENT = "Gửi phiếu khảo sát và mời tập huấn"
DROP_REASON = "Đơn vị đã ngừng sản xuất sản phẩm này; số đã duyệt của các năm trước giữ nguyên (minh họa)."


def province_of(plan: str) -> AdministrativeUnit:
    """The province that keeps a plan's registers today."""
    team = team_of(plan)("chuyenvien", at(1, 7))
    return AdministrativeUnit.objects.get(pk=team.province_id)


# ── Taking up, 1 to 4 July 2025 ────────────────────────────────────────


def take_up(plan: str) -> None:
    """Everything the lists held: organisations with three years, products, people, the first editions."""
    team = team_of(plan)
    officer, leader = team("chuyenvien", at(1, 7)), team("lanhdao2", at(1, 7))
    records = _organisations(plan, officer)
    _tell_addresses(plan, records, officer)
    _tell_contacts(plan, records, officer)
    _tell_ends(plan, records, officer)
    _meet_twins(plan, records, officer)
    _products(plan, officer)
    _people(plan, records, officer)
    drafts = [
        _draft(edition, officer, at(3, 7, 9, 10 * order))
        for order, edition in enumerate(first_editions(plan))
    ]
    for order, row in enumerate(drafts):
        editions.enact_edition(row, by=leader, at=at(4, 7, 9, 10 * order))


def _organisations(plan: str, officer: Actor) -> dict[int, Organisation]:
    """The list of 2024, then the figures of the years before. Keys: the numbers of the firms."""
    every = firms(plan)
    heads = [firm for firm in every if not firm.values.get("parent_code")]
    branches = [firm for firm in every if firm.values.get("parent_code")]
    pks: dict[int, int] = {}
    for order, group in enumerate((heads, branches)):
        rows = [firm.row(LAST) for firm in group]
        done = loading.load(rows, [], by=officer, at=at(1, 7, 8, 30 + 10 * order))
        pks |= {firm.number: pk for firm, pk in zip(group, done.created, strict=True)}
    for order, year in enumerate(EARLIER.get(plan, (2023,))):
        told = [firm for firm in every if firm.tells(year)]
        changes = [_year_of(firm, pks[firm.number], year) for firm in told]
        loading.load([], changes, by=officer, at=at(1, 7, 9, 10 * order))
    Organisation.objects.filter(pk__in=pks.values()).update(is_demo=True)
    found = Organisation.objects.in_bulk(list(pks.values()))
    return {number: found[pk] for number, pk in pks.items()}


def _year_of(firm: Firm, pk: int, year: int) -> Change:
    """An earlier year's figures of a record that stands: before, nothing was told of that year."""
    figures = firm.years[year]
    values = {"name": firm.name, "tax_code": firm.code or None, "year": year, **figures}
    return Change(pk, None, values, dict.fromkeys(("year", *figures)))


def _tell_addresses(plan: str, records: Mapping[int, Organisation], officer: Actor) -> None:
    """Where some of them sat before 1 July 2025, with the district of then."""
    home, old = province_of(plan), PLACES[plan].old
    for order, firm in enumerate(_some(plan, "moved", MOVED)):
        name, district, commune = old[order % len(old)]
        then = province_named(name, DAY_BEFORE)
        assert then is not None, name
        record, moment = records[firm.number], at(1, 7, 10, order)
        street = f"Số {3 + 7 * order}, tổ {1 + order}"
        standing = record.addresses.get(kind="head", valid_to=None)
        details.remove_detail(record, standing, by=officer, at=moment)
        say = partial(details.set_address, record, street=street, by=officer, at=moment)
        say(
            province=then,
            district=district,
            commune=commune,
            valid_from=firm.values["established_on"],
            valid_to=DAY_BEFORE,
        )
        say(province=home, commune=firm.values["commune"], valid_from=REFORM_DATE)


def _tell_contacts(plan: str, records: Mapping[int, Organisation], officer: Actor) -> None:
    for order, firm in enumerate(_some(plan, "called", CALLED)):
        agrees = order % 4 != 3
        details.set_contact(
            records[firm.number],
            name=firm.values["representative"],
            job_title=firm.values["representative_title"],
            email=f"daumoi{firm.number:03d}@example.vn",
            consented_on=date(2025, 6, 20) if agrees else None,
            consent_purpose=CONSENT if agrees else "",
            by=officer,
            at=at(1, 7, 11, order),
        )


def _some(plan: str, key: str, count: int) -> list[Firm]:
    makers = [firm for firm in firms(plan) if firm.makes]
    return random.Random(f"{SEED} {key} {plan}").sample(makers, count)


def _tell_ends(plan: str, records: Mapping[int, Organisation], officer: Actor) -> None:
    """One was dissolved, one rests, one was taken over by another."""
    own = [firm for firm in firms(plan) if firm.kind == "enterprise"]
    say = partial(organisations.change_status, by=officer, at=at(1, 7, 14))
    say(records[own[14].number], status="dissolved", on=date(2025, 3, 31))
    say(records[own[12].number], status="suspended", on=date(2025, 5, 15))
    say(records[own[9].number], status="merged", on=date(2024, 10, 1), successor=records[own[11].number])


def _meet_twins(plan: str, records: Mapping[int, Organisation], officer: Actor) -> None:
    """Another office's list brings some of them a second time; one pair is made one, the rest wait."""
    done = loading.load(twins(plan), [], by=officer, at=at(1, 7, 15))
    Organisation.objects.filter(pk__in=done.created).update(is_demo=True)
    find_twins(by=officer, at=at(1, 7, 15, 30))
    merges.merge(
        records[firms(plan)[1].number],
        Organisation.objects.get(pk=done.created[0]),
        reason="Cùng tên, cùng người đại diện, cùng trụ sở (minh họa).",
        by=officer,
        at=at(1, 7, 16),
    )


def _products(plan: str, officer: Actor) -> None:
    done = loads.load_products([good.values for good in goods(plan)], [], by=officer, at=at(2, 7, 8))
    Product.objects.filter(pk__in=done.created).update(is_demo=True)


def _people(plan: str, records: Mapping[int, Organisation], officer: Actor) -> None:
    """The experts, where they work, and the network with who stands for some of its members."""
    every = experts(plan)
    done = loads.load_people([expert.values for expert in every], [], by=officer, at=at(2, 7, 9))
    Person.objects.filter(pk__in=done.created).update(is_demo=True)
    found = Person.objects.in_bulk(list(done.created))
    persons = [found[pk] for pk in done.created]
    for order, (expert, person) in enumerate(zip(every[:6], persons, strict=False)):
        role = "Giảng viên" if expert.home.kind == "school" else "Cán bộ kỹ thuật"
        home = records[expert.home.number]
        people.add_affiliation(
            person,
            organisation=home,
            role=role,
            valid_from=date(2020, 1, 2),
            by=officer,
            at=at(2, 7, 10, order),
        )
    network = people.add_network(
        name=f"Mạng lưới năng suất chất lượng {province_of(plan).full_name}",
        founded_on=date(2021, 4, 1),
        decision="620/QĐ-UBND (minh họa)",
        is_demo=True,
        by=officer,
        at=at(2, 7, 11),
    )
    _join(plan, network, records, persons, officer)


def _join(
    plan: str,
    network: Network,
    records: Mapping[int, Organisation],
    persons: Sequence[Person],
    officer: Actor,
) -> None:
    for order, (firm, since) in enumerate(members(plan)):
        people.join_network(
            network,
            organisation=records[firm.number],
            representative=persons[order] if order < 4 else None,
            role="Trưởng mạng lưới" if order == 0 else "Thành viên",
            valid_from=since,
            by=officer,
            at=at(2, 7, 13, order),
        )


def _draft(edition: Edition, officer: Actor, moment: datetime) -> RegisterEdition:
    """A list with its lines, as an import of them leaves it."""
    row = _head(edition, officer, moment)
    lines = [{"number": edition.number, "position": n, **line} for n, line in enumerate(edition.lines, 1)]
    entry_loads.load_entries(lines, [], by=officer, at=moment)
    return row


def _head(edition: Edition, officer: Actor, moment: datetime) -> RegisterEdition:
    return editions.draft_edition(
        kind=edition.kind,
        title=edition.title,
        number=edition.number,
        issuer=edition.issuer,
        issued_on=edition.issued_on,
        valid_from=edition.since,
        is_demo=True,
        by=officer,
        at=moment,
    )


# ── Since then ─────────────────────────────────────────────────────────


def renewals(plan: str, *, now: datetime) -> Iterator[Deed]:
    """The second editions of November 2025; in Lào Cai a third list is being drafted."""
    for order, edition in enumerate(second_editions(plan)):
        yield Deed(at(18, 11, 9, 20 * order), partial(_draft_again, plan, edition))
        yield Deed(at(25, 11, 15, 20 * order), partial(_enact, plan, edition))
    if plan == "lao-cai":
        yield Deed(before(now, 2, 10), partial(_begin_next, plan, now))


def _draft_again(plan: str, edition: Edition, moment: datetime) -> None:
    """The lines of the list before are copied, some struck, the new ones added."""
    officer = team_of(plan)("chuyenvien", moment)
    row = _head(edition, officer, moment)
    last = RegisterEdition.objects.get(kind=edition.kind, province=row.province, state="in_force")
    editions.copy_entries(row, last, by=officer, at=moment)
    there = {entry.position - 1: entry for entry in row.entries.all()}
    for place in DROPPED:
        editions.remove_entry(there[place], by=officer, at=moment)
    known = {entry.printed_name for entry in there.values()}
    fresh = [line for line in edition.lines if line["printed_name"] not in known]
    first = len(there) + 1
    lines = [{"number": edition.number, "position": first + n, **line} for n, line in enumerate(fresh)]
    entry_loads.load_entries(lines, [], by=officer, at=moment)


def _enact(plan: str, edition: Edition, moment: datetime) -> None:
    leader = team_of(plan)("lanhdao2", moment)
    row = RegisterEdition.objects.get(kind=edition.kind, province_id=leader.province_id, state="draft")
    editions.enact_edition(row, reason=DROP_REASON, by=leader, at=moment)


def _begin_next(plan: str, now: datetime, moment: datetime) -> None:
    """An empty list that waits for its lines: one of the walkthrough's files has them."""
    issued = before(now, 5).date()
    editions.draft_edition(
        kind="regulated_product",
        title="Danh mục sản phẩm của tỉnh phải chứng nhận, công bố hợp quy (lần 2, minh họa)",
        number=NEXT,
        issuer="Sở Khoa học và Công nghệ",
        issued_on=issued,
        valid_from=(now + timedelta(days=30)).date(),
        is_demo=True,
        by=team_of(plan)("chuyenvien", moment),
        at=moment,
    )
