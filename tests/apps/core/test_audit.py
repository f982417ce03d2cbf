"""The chained record: one row a deed, and the first bad row is named."""

from __future__ import annotations

import pytest
from django.db import IntegrityError, transaction

from nscl.apps.core import audit
from nscl.apps.core.models import AuditChain, AuditEntry
from tests.world import World, at

pytestmark = pytest.mark.django_db


def write(world: World, times: int = 3) -> str:
    actor = world.actor("an")
    for number in range(times):
        with transaction.atomic():
            audit.record(
                by=actor,
                at=at(minute=number),
                deed="programme.plan.upload",
                obj=world.home,
                after={"n": number},
            )
    return actor.chain


def test_an_untouched_chain_proves_itself(world: World) -> None:
    check = audit.verify(write(world))
    assert check.ok
    assert check.entries == 3


@pytest.mark.django_db(transaction=True)
def test_a_deed_without_a_transaction_is_refused(world: World) -> None:
    with pytest.raises(transaction.TransactionManagementError):
        audit.record(by=world.actor("an"), at=at(), deed="x", obj=world.home)
    assert not AuditEntry.objects.exists()


def test_a_changed_row_is_named(world: World) -> None:
    chain = write(world)
    AuditEntry.objects.filter(chain=chain, seq=2).update(after={"n": 99})
    check = audit.verify(chain)
    assert check.bad_seq == 2
    assert "bị sửa" in check.problem


def test_a_changed_row_with_its_hash_made_good_breaks_at_the_next(world: World) -> None:
    chain = write(world)
    row = AuditEntry.objects.get(chain=chain, seq=2)
    row.reason = "thêm sau"
    row.hash = row.compute_hash()
    row.save()
    assert audit.verify(chain).bad_seq == 3


def test_a_removed_row_is_named(world: World) -> None:
    chain = write(world)
    AuditEntry.objects.filter(chain=chain, seq=2).delete()
    assert audit.verify(chain).bad_seq == 2


def test_rows_cut_off_at_the_end_are_noticed(world: World) -> None:
    chain = write(world)
    AuditEntry.objects.filter(chain=chain, seq=3).delete()
    check = audit.verify(chain)
    assert check.bad_seq == 3
    assert "bị xóa" in check.problem


def test_provinces_have_chains_of_their_own(world: World) -> None:
    write(world)
    with transaction.atomic():
        audit.record(by=world.actor("khanh"), at=at(), deed="programme.plan.upload", obj=world.neighbour)
    assert [check.entries for check in audit.verify_all()] == [3, 1] or {
        check.entries for check in audit.verify_all()
    } == {3, 1}
    assert AuditChain.objects.count() == 2


def test_a_number_stands_once_in_a_chain(world: World) -> None:
    write(world, times=1)
    row = AuditEntry.objects.get()
    row.pk = None
    with pytest.raises(IntegrityError), transaction.atomic():
        row.save(force_insert=True)
