"""Filling the registers of reference from their facts; safe to run again."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.apps.registry import Apps

from nscl.apps.reference.data.days_off import days_off
from nscl.apps.reference.data.industries import SECTIONS
from nscl.apps.reference.data.instruments import INSTRUMENTS, PROVISIONS
from nscl.vietnamese import search_key, sort_key
from nscl.vietnamese.provinces import PROVINCES_2020, PROVINCES_2025, SUCCESSIONS, Province


def seed_units(apps: Apps) -> None:
    """63 provinces before and 34 after 1 July 2025, and which became which.

    A province that merged with nobody keeps its one row: the unit did not end.
    """
    unit_model = apps.get_model("reference", "AdministrativeUnit")
    succession_model = apps.get_model("reference", "UnitSuccession")
    merged_old = {row.old_code for row in SUCCESSIONS if row.merged}
    merged_new = {row.new_code for row in SUCCESSIONS if row.merged}
    present = {p.code: p for p in PROVINCES_2025}
    old = {p.code: _unit(unit_model, p, present, last=p.code in merged_old) for p in PROVINCES_2020}
    new = {p.code: _unit(unit_model, p, present, last=False) for p in PROVINCES_2025 if p.code in merged_new}
    for row in SUCCESSIONS:
        if row.merged:
            succession_model.objects.get_or_create(
                old=old[row.old_code],
                new=new[row.new_code],
                defaults={"kind": "merged", "on": row.date, "legal_instrument": row.instrument},
            )


def _unit(model: Any, province: Province, present: dict[str, Province], *, last: bool) -> Any:
    """One row; a unit that goes on bears its name and kind of today (Huế was Thừa Thiên Huế)."""
    named = province if last else present[province.code]
    ends = province.valid_to - timedelta(days=1) if last and province.valid_to else None
    unit, _ = model.objects.get_or_create(
        code=province.code,
        level="province",
        valid_from=province.valid_from,
        defaults={
            "name": named.name,
            "kind": named.kind,
            "valid_to": ends,
            "sort_key": sort_key(named.name),
            "search_key": search_key(named.name),
        },
    )
    return unit


def seed_law(apps: Apps) -> None:
    instruments = apps.get_model("reference", "LegalInstrument")
    provisions = apps.get_model("reference", "Provision")
    for number, issuer, day, subject, valid_from, valid_to, _, verified in INSTRUMENTS:
        instruments.objects.get_or_create(
            number=number,
            issuer=issuer,
            date=day,
            defaults={
                "subject": subject,
                "valid_from": valid_from,
                "valid_to": valid_to,
                "is_verified": verified,
            },
        )
    by_number = {row.number: row for row in instruments.objects.all()}
    for number, *_, replaces, _verified in INSTRUMENTS:
        if replaces:
            instruments.objects.filter(pk=by_number[number].pk).update(replaces=by_number[replaces])
    for number, reference, summary in PROVISIONS:
        provisions.objects.get_or_create(
            instrument=by_number[number], reference=reference, defaults={"summary": summary}
        )


def seed_calendar(apps: Apps) -> None:
    holidays = apps.get_model("reference", "Holiday")
    for day, name in days_off():
        holidays.objects.get_or_create(on=day, defaults={"name": name})


def seed_industries(apps: Apps) -> None:
    codes = apps.get_model("reference", "IndustryCode")
    for version, sections in SECTIONS.items():
        for code, name in sections.items():
            codes.objects.get_or_create(version=version, code=code, defaults={"level": 1, "name": name})
