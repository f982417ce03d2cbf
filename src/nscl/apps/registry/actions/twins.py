"""Looking for twins in the whole register, and a person's word that two are not one."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from decimal import Decimal

from django.db import transaction
from django.utils.translation import gettext as _

from nscl.apps.core import audit
from nscl.apps.core.access import Actor, Refusal
from nscl.apps.registry.duplicates import Pair, cards, twins_among
from nscl.apps.registry.models import Organisation, SuspectedTwins


@transaction.atomic
def find_twins(*, by: Actor, at: datetime, progress: Callable[[int], None] = lambda pct: None) -> int:
    """Look through the records of the person's scope; returns how many pairs wait for a decision.

    Pairs called different stay so; undecided pairs that no longer look alike are forgotten.
    """
    by.require("registry.twins.find")
    pairs = twins_among(cards(Organisation.objects.seen_by(by.scope).live()), progress)
    progress(80)
    known = {
        (row.first_id, row.second_id): row for row in SuspectedTwins.objects.seen_by(by.scope).iterator()
    }
    found = {(pair.first.pk, pair.second.pk): pair for pair in pairs}
    stale = [row.pk for key, row in known.items() if key not in found and not row.decision]
    for start in range(0, len(stale), 500):
        SuspectedTwins.objects.filter(pk__in=stale[start : start + 500]).delete()
    fresh = [_suspicion(pair, at) for key, pair in found.items() if key not in known]
    SuspectedTwins.objects.bulk_create(fresh, batch_size=500)
    return SuspectedTwins.objects.seen_by(by.scope).open().count()


def _suspicion(pair: Pair, at: datetime) -> SuspectedTwins:
    return SuspectedTwins(
        first_id=pair.first.pk,
        second_id=pair.second.pk,
        score=Decimal(f"{pair.score:.3f}"),
        reasons=list(pair.reasons),
        found_at=at,
    )


@transaction.atomic
def call_distinct(first: Organisation, second: Organisation, *, by: Actor, at: datetime) -> SuspectedTwins:
    """Remember that two records are two organisations: the pair is not shown again."""
    older, younger = sorted((first, second), key=lambda row: row.pk)
    for row in (older, younger):
        by.require("registry.twins.settle", row)
    if older.pk == younger.pk:
        raise Refusal(_("Đây là cùng một hồ sơ. Hãy chọn hai hồ sơ khác nhau."))
    pair, _made = SuspectedTwins.objects.select_for_update(of=("self",)).get_or_create(
        first=older, second=younger, defaults={"score": Decimal(0), "found_at": at}
    )
    if pair.decision:
        raise Refusal(_("Cặp hồ sơ này đã được kết luận là hai tổ chức khác nhau."))
    pair.decision, pair.decided_by_id, pair.decided_at = "distinct", by.user_id, at
    pair.save()
    for row, other in ((older, younger), (younger, older)):
        audit.record(by=by, at=at, deed="registry.twins.settle", obj=row, after={"distinct_from": str(other)})
    return pair
