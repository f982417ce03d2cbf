"""Deeds on people: who they are, where they belong, what they are certified for, and their networks."""

from __future__ import annotations

from datetime import date, datetime
from functools import partial
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from nscl.apps.core import audit
from nscl.apps.core.access import Actor, Refusal
from nscl.apps.registry.actions import records
from nscl.apps.registry.actions.records import lock, require, require_order
from nscl.apps.registry.models import (
    Affiliation,
    ExpertCredential,
    Network,
    NetworkMembership,
    Organisation,
    Person,
)
from nscl.vietnamese import format_date, squash
from nscl.vietnamese.errors import UnreadablePhone
from nscl.vietnamese.phones import parse_phone

OLDEST = 1900


@transaction.atomic
def add_person(*, by: Actor, at: datetime, **data: Any) -> Person:
    """Enter a person of the actor's province.

    Refuses a phone or a mail without the day of the person's consent (Law 91/2025/QH15 on personal data),
    a telephone nobody could have, a year of birth to come, and the same person twice (name, year of birth).
    """
    check = partial(_check_person, today=timezone.localdate(at))
    return records.enter(Person, "registry.person.add", _read(data), check=check, by=by, at=at)


@transaction.atomic
def change_person(
    record: Person, *, revision: int | None = None, by: Actor, at: datetime, **data: Any
) -> Person:
    """Change the fields that `data` names, under the same refusals as entering."""
    check = partial(_check_person, today=timezone.localdate(at))
    deed = "registry.person.change"
    return records.change(record, deed, _read(data), revision=revision, check=check, by=by, at=at)


def _read(data: dict[str, Any]) -> dict[str, Any]:
    found = dict(data)
    if found.get("phone"):
        try:
            found["phone"] = parse_phone(found["phone"]).canonical
        except UnreadablePhone as error:
            raise Refusal(str(error)) from error
    return found


def _check_person(person: Person, *, today: date) -> None:
    require(bool(person.full_name), _("Chưa có họ và tên. Hãy nhập họ và tên."))
    born = person.birth_year
    require(born is None or OLDEST <= born <= today.year, _("Năm sinh chưa đúng. Hãy ghi bốn chữ số."))
    consented = person.consented_on
    require(
        consented is not None or not (person.phone or person.email),
        _(
            "Chưa ghi ngày người này đồng ý cho lưu thông tin nên chưa lưu được điện thoại, thư điện tử. "
            "Hãy ghi ngày đồng ý hoặc để trống hai mục đó."
        ),
    )
    require(consented is None or consented <= today, _("Ngày đồng ý không được sau hôm nay."))
    same = Person.objects.filter(
        merged_into=None,
        province_id=person.province_id,
        full_name=person.full_name,
        birth_year=born,
        speciality=person.speciality,
    )
    require(
        not same.exclude(pk=person.pk).exists(),
        _("Đã có {name} cùng năm sinh, cùng chuyên môn. Hãy mở hồ sơ đó để sửa.").format(
            name=person.full_name
        ),
    )


@transaction.atomic
def add_affiliation(
    person: Person,
    *,
    organisation: Organisation,
    role: str,
    valid_from: date | None = None,
    valid_to: date | None = None,
    by: Actor,
    at: datetime,
) -> Affiliation:
    """Say where a person belongs and since when. Refuses the same tie twice at one time."""
    person = lock(person, "registry.person.affiliate", by=by)
    by.require("registry.organisation.view", organisation)
    role = squash(role)
    require(bool(role), _("Chưa ghi vai trò, ví dụ “giám đốc”, “giảng viên”."))
    require_order(valid_from, valid_to)
    for other in Affiliation.objects.filter(person=person, organisation=organisation, role=role):
        require(
            not _overlap((other.valid_from, other.valid_to), (valid_from, valid_to)),
            _("Nơi công tác này đã được ghi cho cùng thời gian. Hãy ghi ngày hết hạn của dòng cũ trước."),
        )
    row = Affiliation.objects.create(
        person=person, organisation=organisation, role=role, valid_from=valid_from, valid_to=valid_to
    )
    _told(person, "registry.person.affiliate", {}, {"affiliation": _affiliation(row)}, by=by, at=at)
    return row


@transaction.atomic
def end_affiliation(row: Affiliation, *, on: date, by: Actor, at: datetime) -> Affiliation:
    """Say the last day of a tie."""
    person = lock(row.person, "registry.person.affiliate", by=by)
    row = Affiliation.objects.select_for_update(of=("self",)).get(pk=row.pk)
    require_order(row.valid_from, on)
    before = _affiliation(row)
    row.valid_to = on
    row.save(update_fields=["valid_to"])
    _told(
        person,
        "registry.person.affiliate",
        {"affiliation": before},
        {"affiliation": _affiliation(row)},
        by=by,
        at=at,
    )
    return row


@transaction.atomic
def add_credential(person: Person, *, by: Actor, at: datetime, **data: Any) -> ExpertCredential:
    """Record what certifies a person in a scheme. Refuses a certificate number that stands already,
    dates out of order, and an issue date to come."""
    person = lock(person, "registry.person.certify", by=by)
    row = ExpertCredential(person=person, **records.tidied(ExpertCredential, data))
    require_order(row.issued_on, row.valid_to)
    require(
        row.issued_on is None or row.issued_on <= timezone.localdate(at),
        _("Ngày cấp không được sau hôm nay."),
    )
    same = ExpertCredential.objects.filter(scheme=row.scheme, number=row.number, issuer=row.issuer)
    twin = same.select_related("person").first() if row.number else None
    require(
        twin is None,
        _("Chứng chỉ số {number} đã ghi cho {who}. Hãy kiểm tra lại số chứng chỉ.").format(
            number=row.number, who=twin.person if twin else ""
        ),
    )
    row.save()
    _told(person, "registry.person.certify", {}, {"credential": _credential(row)}, by=by, at=at)
    return row


@transaction.atomic
def end_credential(
    row: ExpertCredential, *, on: date, reason: str, by: Actor, at: datetime
) -> ExpertCredential:
    """Say the last day of a certificate (withdrawn, expired), with the reason; from the next day it counts
    no more."""
    person = lock(row.person, "registry.person.certify", by=by)
    row = ExpertCredential.objects.select_for_update(of=("self",)).get(pk=row.pk)
    require(bool(reason.strip()), _("Cần nêu lý do chứng chỉ hết giá trị."))
    require_order(row.issued_on, on)
    before = _credential(row)
    row.valid_to = on
    row.save(update_fields=["valid_to"])
    after = {"credential": _credential(row)}
    _told(
        person, "registry.person.certify", {"credential": before}, after, reason=reason.strip(), by=by, at=at
    )
    return row


@transaction.atomic
def add_network(*, by: Actor, at: datetime, **data: Any) -> Network:
    """Enter a network of the actor's province. Refuses a name that stands already."""
    return records.enter(Network, "registry.network.add", data, check=_check_network, by=by, at=at)


@transaction.atomic
def change_network(
    record: Network, *, revision: int | None = None, by: Actor, at: datetime, **data: Any
) -> Network:
    """Change the fields that `data` names."""
    deed = "registry.network.change"
    return records.change(record, deed, data, revision=revision, check=_check_network, by=by, at=at)


def _check_network(network: Network) -> None:
    require(bool(network.name), _("Chưa có tên mạng lưới. Hãy nhập tên."))
    same = Network.objects.filter(province_id=network.province_id, name=network.name)
    require(not same.exclude(pk=network.pk).exists(), _("Tỉnh đã có mạng lưới tên này. Hãy mở mạng lưới đó."))


@transaction.atomic
def join_network(
    network: Network,
    *,
    organisation: Organisation,
    representative: Person | None = None,
    role: str = "",
    valid_from: date | None = None,
    by: Actor,
    at: datetime,
) -> NetworkMembership:
    """Make an organisation a member, with who stands for it. Refuses one that is a member already."""
    network = lock(network, "registry.network.join", by=by)
    by.require("registry.organisation.view", organisation)
    if representative is not None:
        by.require("registry.person.view", representative)
    for other in NetworkMembership.objects.filter(network=network, organisation=organisation):
        require(
            not _overlap((other.valid_from, other.valid_to), (valid_from, None)),
            _("{who} đã là thành viên của mạng lưới.").format(who=organisation),
        )
    row = NetworkMembership.objects.create(
        network=network,
        organisation=organisation,
        representative=representative,
        role=squash(role),
        valid_from=valid_from,
    )
    _told(network, "registry.network.join", {}, {"member": _membership(row)}, by=by, at=at)
    return row


@transaction.atomic
def leave_network(row: NetworkMembership, *, on: date, by: Actor, at: datetime) -> NetworkMembership:
    """Say the last day of a membership."""
    network = lock(row.network, "registry.network.join", by=by)
    row = NetworkMembership.objects.select_for_update(of=("self",)).get(pk=row.pk)
    require_order(row.valid_from, on)
    before = _membership(row)
    row.valid_to = on
    row.save(update_fields=["valid_to"])
    after = {"member": _membership(row)}
    _told(network, "registry.network.join", {"member": before}, after, by=by, at=at)
    return row


def _overlap(one: tuple[date | None, date | None], other: tuple[date | None, date | None]) -> bool:
    (a, b), (c, d) = one, other
    return (a or date.min) <= (d or date.max) and (c or date.min) <= (b or date.max)


def _told(
    record: Person | Network,
    deed: str,
    before: dict[str, Any],
    after: dict[str, Any],
    *,
    reason: str = "",
    by: Actor,
    at: datetime,
) -> None:
    """What hangs on a record is told in the record's own history."""
    audit.record(by=by, at=at, deed=deed, obj=record, before=before, after=after, reason=reason)


def _span(first: date | None, last: date | None) -> str:
    if first is None and last is None:
        return ""
    return f" ({format_date(first) if first else '…'} – {format_date(last) if last else 'nay'})"


def _affiliation(row: Affiliation) -> str:
    return f"{row.organisation}, {row.role}{_span(row.valid_from, row.valid_to)}"


def _credential(row: ExpertCredential) -> str:
    number = f" số {row.number}" if row.number else ""
    return f"{row.get_scheme_display()}{number}{_span(row.issued_on, row.valid_to)}"


def _membership(row: NetworkMembership) -> str:
    who = f", đại diện: {row.representative}" if row.representative else ""
    return f"{row.organisation}{who}{_span(row.valid_from, row.valid_to)}"
