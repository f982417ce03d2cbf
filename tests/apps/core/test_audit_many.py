"""Many deeds recorded in one locked step are the same chain as one by one."""

from __future__ import annotations

import pytest
from django.db import transaction

from nscl.apps.core import audit
from nscl.apps.core.models import AuditChain, AuditEntry
from tests.world import World, at

pytestmark = pytest.mark.django_db


def test_many_rows_prove_like_rows_recorded_one_by_one(world: World) -> None:
    by, office = world.actor("an"), world.offices["science"]
    with transaction.atomic():
        audit.record(by=by, at=at(), deed="first", obj=office, after={"n": 0})
        many = [(office, {"n": n}, {"n": n + 1}) for n in range(700)]
        assert audit.record_many(by=by, at=at(), deed="many", rows=many, reason="Nhập") == 700
        audit.record(by=by, at=at(), deed="last", obj=office)
    check = audit.verify(by.chain)
    assert check.ok and check.entries == 702
    entry = AuditEntry.objects.get(seq=701)
    assert (entry.before, entry.after, entry.reason, entry.actor_name) == (
        {"n": 699},
        {"n": 700},
        "Nhập",
        by.name,
    )


def test_none_to_record_leaves_the_chain_as_it_was(world: World) -> None:
    with transaction.atomic():
        assert audit.record_many(by=world.actor("an"), at=at(), deed="none", rows=[]) == 0
    assert AuditChain.objects.get(key=world.actor("an").chain).last_seq == 0


@pytest.mark.django_db(transaction=True)
def test_outside_the_deeds_transaction_nothing_is_recorded(world: World) -> None:
    with pytest.raises(transaction.TransactionManagementError):
        audit.record_many(by=world.actor("an"), at=at(), deed="x", rows=[(world.home, None, None)])
    assert not AuditEntry.objects.exists()


def test_a_changed_row_of_many_breaks_the_chain_there(world: World) -> None:
    by, office = world.actor("an"), world.offices["science"]
    with transaction.atomic():
        audit.record_many(by=by, at=at(), deed="many", rows=[(office, None, {"n": n}) for n in range(9)])
    AuditEntry.objects.filter(seq=5).update(reason="sửa trộm")
    assert audit.verify(by.chain).bad_seq == 5
