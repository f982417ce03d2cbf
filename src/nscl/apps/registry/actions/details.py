"""Deeds on what hangs on an organisation: addresses, people to call, lines of business."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from django.db import models, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from nscl.apps.core import audit
from nscl.apps.core.access import Actor, Refusal
from nscl.apps.reference.models import AdministrativeUnit
from nscl.apps.registry.actions.facts import reclassify
from nscl.apps.registry.actions.organisations import DEED, lock, refresh
from nscl.apps.registry.industries import sections, split_code
from nscl.apps.registry.models import (
    Organisation,
    OrganisationAddress,
    OrganisationContact,
    OrganisationIndustry,
)
from nscl.apps.registry.reading import read_email, read_phone
from nscl.vietnamese import REFORM_DATE, format_date, squash


@transaction.atomic
def set_address(
    record: Organisation,
    *,
    province: AdministrativeUnit,
    kind: str = "head",
    street: str = "",
    commune: str = "",
    district: str = "",
    valid_from: date | None = None,
    valid_to: date | None = None,
    row: OrganisationAddress | None = None,
    by: Actor,
    at: datetime,
) -> OrganisationAddress:
    """Write an address, a new one or `row` anew.

    A new head office closes the one before on the day before. Refused: a district from 1 July 2025 on, dates
    in the wrong order, a province that did not stand then, and an address that says nothing.
    """
    held = lock(record, by, f"{DEED}.change")
    texts = {"street": squash(street), "commune": squash(commune), "district": squash(district)}
    if not any(texts.values()):
        raise Refusal(_("Địa chỉ còn trống. Hãy ghi ít nhất tên xã, phường."))
    _require_era(texts["district"], province, valid_from, valid_to)
    address = _own(row, held) or OrganisationAddress(organisation=held)
    before = str(address) if address.pk else ""
    if not address.pk and kind == "head":
        _close_head(held, valid_from)
    for name, value in {**texts, "kind": kind, "valid_from": valid_from, "valid_to": valid_to}.items():
        setattr(address, name, value)
    address.province = province
    address.save()
    _written(record, held, "address", before, str(address), by, at)
    return address


def _require_era(
    district: str, province: AdministrativeUnit, valid_from: date | None, valid_to: date | None
) -> None:
    if valid_from and valid_to and valid_to < valid_from:
        raise Refusal(_("Ngày kết thúc trước ngày bắt đầu. Hãy kiểm tra hai ngày."))
    if district and valid_from and valid_from >= REFORM_DATE:
        raise Refusal(
            _("Từ 01/7/2025 không còn cấp huyện. Hãy bỏ “{district}” khỏi địa chỉ.").format(district=district)
        )
    first, last = valid_from or date.min, valid_to or date.max
    if (province.valid_to and first > province.valid_to) or last < province.valid_from:
        raise Refusal(
            _("{province} không tồn tại trong thời gian đã ghi. Hãy chọn tỉnh đúng với ngày.").format(
                province=province.full_name
            )
        )


def _close_head(held: Organisation, valid_from: date | None) -> None:
    """The head office that still stands ends the day before the new one begins."""
    for open_row in held.addresses.filter(kind="head", valid_to=None):
        if valid_from is None:
            raise Refusal(_("Tổ chức đã có trụ sở. Hãy ghi trụ sở mới có từ ngày nào."))
        if open_row.valid_from is not None and open_row.valid_from >= valid_from:
            raise Refusal(
                _("Trụ sở hiện có từ {on}. Trụ sở mới phải bắt đầu sau ngày đó.").format(
                    on=format_date(open_row.valid_from)
                )
            )
        open_row.valid_to = date.fromordinal(valid_from.toordinal() - 1)
        open_row.save(update_fields=["valid_to"])


@transaction.atomic
def set_contact(
    record: Organisation,
    *,
    name: str,
    job_title: str = "",
    phone: str = "",
    email: str = "",
    consented_on: date | None = None,
    consent_purpose: str = "",
    row: OrganisationContact | None = None,
    by: Actor,
    at: datetime,
) -> OrganisationContact:
    """Write a person to call. Consent has a day and a purpose, or it is none (Law 91/2025/QH15)."""
    held = lock(record, by, f"{DEED}.change")
    if not squash(name):
        raise Refusal(_("Chưa có họ tên người liên hệ. Hãy nhập họ tên."))
    if bool(consented_on) != bool(squash(consent_purpose)):
        raise Refusal(_("Đồng ý phải có cả ngày và việc được đồng ý. Hãy ghi đủ, hoặc để trống cả hai."))
    if consented_on and consented_on > timezone.localdate(at):
        raise Refusal(_("Ngày đồng ý {on} ở tương lai. Hãy sửa lại.").format(on=format_date(consented_on)))
    contact = _own(row, held) or OrganisationContact(organisation=held)
    before = contact.name
    contact.name, contact.job_title = squash(name), squash(job_title)
    contact.phone, contact.email = read_phone(phone), read_email(email)
    contact.consented_on, contact.consent_purpose = consented_on, squash(consent_purpose)
    contact.save()
    _written(record, held, "contact", before, contact.name, by, at)
    return contact


@transaction.atomic
def set_industry(
    record: Organisation, *, code: str, version: str, is_main: bool, by: Actor, at: datetime
) -> OrganisationIndustry:
    """Add a line of business by its code, or make one that stands there the main one (one at most)."""
    held = lock(record, by, f"{DEED}.change")
    letter, digits = split_code(code, version)
    section = sections(version)[letter]
    row = held.industries.filter(industry=section, code=digits).first()
    if row is not None and row.is_main == is_main:
        raise Refusal(_("Ngành này đã có trong hồ sơ."))
    before = "" if row is None else _line(row)
    if is_main:
        held.industries.filter(is_main=True).update(is_main=False)
    row = row or OrganisationIndustry(organisation=held, industry=section, code=digits)
    row.is_main = is_main
    row.save()
    _written(record, held, "industry", before, _line(row), by, at)
    reclassify([held], at=at)
    return row


@transaction.atomic
def remove_detail(record: Organisation, row: models.Model, *, by: Actor, at: datetime) -> None:
    """Strike an address, a contact or a line of business entered by mistake; the audit keeps what it said."""
    held = lock(record, by, f"{DEED}.change")
    _own(row, held)
    key = {
        OrganisationAddress: "address",
        OrganisationContact: "contact",
        OrganisationIndustry: "industry",
    }[type(row)]
    said = str(row)
    row.delete()
    _written(record, held, key, said, "", by, at)
    if key == "industry":
        reclassify([held], at=at)


def _line(row: OrganisationIndustry) -> str:
    return f"{row} (ngành chính)" if row.is_main else str(row)


def _own(row: Any, held: Organisation) -> Any:
    if row is not None and row.organisation_id != held.pk:
        raise Refusal(_("Mục này thuộc hồ sơ khác. Tải lại trang rồi thử lại."))
    return row


def _written(
    record: Organisation, held: Organisation, key: str, before: str, after: str, by: Actor, at: datetime
) -> None:
    """The record counts the change, and its history tells it."""
    held.revision += 1
    held.save(update_fields=["revision"])
    audit.record(
        by=by,
        at=at,
        deed=f"{DEED}.change",
        obj=held,
        before={key: before} if before else {},
        after={key: after} if after else {},
    )
    refresh(record, held)
