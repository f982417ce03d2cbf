"""Sealing the days that are over, and checking all that were sealed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from django.db import transaction
from django.db.models import Exists, OuterRef
from django.utils import timezone

from nscl.apps.core import audit
from nscl.apps.core.access import SYSTEM, Actor
from nscl.apps.reference.models import AdministrativeUnit
from nscl.apps.traceability import evidence, signing
from nscl.apps.traceability.models import CaptureJob, DailyRoot, EvidenceCheck
from nscl.apps.traceability.queries.evidence import Checked, check, roots_of
from nscl.gs1 import day_roots
from nscl.gs1.merkle import root_over

MARGIN = timedelta(hours=1)  # a day is sealed this long after its end: captures under way have ended by then


def close_days(province: AdministrativeUnit, *, by: Actor = SYSTEM, at: datetime) -> list[DailyRoot]:
    """Seal every day of the province that is over, with what was committed since; gives the new roots.

    Nothing recorded is left out: an event committed only after its day was sealed stands in the next root.
    Done twice, the second finds nothing to do. Without `by` the system itself closes.
    """
    if by is not SYSTEM:
        by.require("traceability.day.close", _of(province))
    last_day = timezone.localdate(at - MARGIN) - timedelta(days=1)
    if DailyRoot.objects.filter(province=province, day__gte=last_day).exists():
        return []
    with transaction.atomic():  # short: it holds the captures back
        through = evidence.last_number()
    with transaction.atomic():
        AdministrativeUnit.objects.select_for_update(of=("self",), no_key=True).get(pk=province.pk)
        known = roots_of(province)
        made = _sealed(province, known, _found(province, known, through, last_day), through=through, at=at)
        if made:
            after = {"days": {str(root.day): root.root for root in made}, "key": made[-1].fingerprint}
            audit.record(
                by=by,
                at=at,
                deed="traceability.day.close",
                obj=made[-1],
                after=after,
                chain=province.chain_key,
            )
    return made


def close_all(*, at: datetime) -> list[DailyRoot]:
    """Seal the days that are over in every province in which events are recorded."""
    jobs = CaptureJob.objects.filter(province=OuterRef("pk"))
    provinces = AdministrativeUnit.objects.filter(Exists(jobs)).order_by("code", "pk")
    return [root for province in provinces for root in close_days(province, at=at)]


@dataclass
class _Day:
    day: date
    numbers: list[int] = field(default_factory=list)
    hashes: list[bytes] = field(default_factory=list)

    def add(self, number: int, leaf: bytes) -> None:
        self.numbers.append(number)
        self.hashes.append(leaf)

    def take_in(self, other: _Day) -> None:
        pairs = sorted(zip(self.numbers + other.numbers, self.hashes + other.hashes, strict=True))
        self.numbers, self.hashes = [number for number, _leaf in pairs], [leaf for _number, leaf in pairs]


@dataclass
class _Found:
    """The days to be sealed, and the lowest number that stays open."""

    days: list[_Day]
    open_from: int


def _found(province: AdministrativeUnit, known: Sequence[DailyRoot], through: int, last_day: date) -> _Found:
    """What is to be sealed, by day; what came late is put to the first day that is sealed now."""
    placed, days, rest = evidence.Days(known), dict[date, _Day](), through + 1
    sealed_to = known[-1].day if known else date.min
    late = _Day(last_day)
    for batch in evidence.batches(province.pk, known[-1].open_from if known else 0, through):
        for line in batch:
            if placed.place(line) < len(known):
                continue
            day = timezone.localdate(line.recorded_at)
            if day > last_day or last_day <= sealed_to:
                rest = min(rest, line.number)
                continue
            target = late if day <= sealed_to else days.setdefault(day, _Day(day))
            target.add(line.number, line.leaf_hash)
    if late.numbers:
        days.setdefault(min(days, default=last_day), _Day(last_day)).take_in(late)
    return _Found([days[day] for day in sorted(days)], rest)


def _sealed(
    province: AdministrativeUnit,
    known: Sequence[DailyRoot],
    found: _Found,
    *,
    through: int,
    at: datetime,
) -> list[DailyRoot]:
    """The roots of these days, signed and chained to the last one known."""
    if not found.days:
        return []
    key = signing.signing_key()
    public_key = signing.public_of(key)
    previous = known[-1].root if known else day_roots.FIRST
    made: list[DailyRoot] = []
    for one in found.days:
        root = root_over(one.hashes).hex()
        text = day_roots.signed_text(province.code, str(one.day), len(one.hashes), root, previous)
        made.append(
            DailyRoot(
                province=province,
                day=one.day,
                count=len(one.hashes),
                root=root,
                previous=previous,
                signature=key.sign(text).hex(),
                public_key=public_key,
                leaves=b"".join(one.hashes),
                first_number=one.numbers[0],
                last_number=one.numbers[-1],
                sealed_through=through,
                open_from=found.open_from,
                made_at=at,
            )
        )
        previous = root
    return DailyRoot.objects.bulk_create(made)


def check_days(
    province: AdministrativeUnit, *, by: Actor = SYSTEM, at: datetime, quick: bool = False
) -> EvidenceCheck:
    """Compare everything sealed with the store and keep how it ended; see `queries.evidence.check`."""
    if by is not SYSTEM:
        by.require("traceability.day.check", _of(province))
    found = check(province, trusted=signing.trusted_keys(), quick=quick)
    return keep_check(province, found, user_id=by.user_id, at=at)


def keep_check(
    province: AdministrativeUnit, found: Checked, *, user_id: int | None, at: datetime
) -> EvidenceCheck:
    """Remember how checking ended, for the page."""
    fault = found.faults[0] if found.faults else None
    return EvidenceCheck.objects.create(
        province=province,
        checked_at=at,
        created_by_id=user_id,
        day_count=found.days,
        event_count=found.events,
        open_count=found.open,
        bad_day=fault.day if fault else None,
        fault=str(fault) if fault else "",
    )


def _of(province: AdministrativeUnit) -> DailyRoot:
    """A record of the province for the table of who may do what."""
    return DailyRoot(province=province)
