"""Many rows by one statement: the same rows that Django writes one by one."""

from __future__ import annotations

from decimal import Decimal
from types import SimpleNamespace

import pytest
from django.db import IntegrityError, transaction

from nscl.apps.core import bulk
from nscl.apps.core.bulk import insert_many, update_many
from nscl.apps.core.models import ImportBatch
from nscl.apps.registry.models import Organisation, SizeClass, YearFacts
from tests.world import World, at

pytestmark = pytest.mark.django_db


def firm(world: World, name: str, **more: object) -> Organisation:
    return Organisation(name=name, province=world.home, created_at=at(), **more)


def test_rows_come_back_as_they_were_given_and_single_saves_go_on_behind_them(world: World) -> None:
    first = firm(world, "Một")
    first.save()
    made = insert_many([firm(world, "Hai", is_women_owned=True), firm(world, "Ba", phone="0912345678")])
    assert len({first.pk, *(row.pk for row in made)}) == 3
    after = firm(world, "Bốn")
    after.save()
    assert after.pk not in {row.pk for row in made}
    stored = Organisation.objects.get(pk=made[0].pk)
    assert (stored.name, stored.is_women_owned, stored.phone, stored.created_at) == ("Hai", True, "", at())
    facts = insert_many([YearFacts(organisation_id=made[1].pk, year=2024, workers=Decimal("12.5"))])[0]
    insert_many([SizeClass(facts_id=facts.pk, size="small", inputs={"lao động": "12,5"}, decided_at=at())])
    assert YearFacts.objects.get().workers == Decimal("12.5")
    assert SizeClass.objects.get().inputs == {"lao động": "12,5"}


def test_a_written_record_can_be_saved_again_as_itself(world: World) -> None:
    (row,) = insert_many([firm(world, "Hai")])
    row.name = "Hai Mới"
    row.save()
    assert Organisation.objects.get().name == "Hai Mới"


def test_only_the_named_fields_are_written_anew(world: World) -> None:
    (row,) = insert_many([firm(world, "Hai", phone="0912345678")])
    row.name, row.phone = "Hai Mới", ""
    update_many([row], ["name"])
    stored = Organisation.objects.get()
    assert (stored.name, stored.phone) == ("Hai Mới", "0912345678")


def test_what_may_not_stand_is_refused_by_the_database_and_nothing_is_written(world: World) -> None:
    code = "0100109106"
    with pytest.raises(IntegrityError), transaction.atomic():
        insert_many([firm(world, "Hai", tax_code=code), firm(world, "Ba", tax_code=code)])
    assert not Organisation.objects.exists()


def test_no_rows_are_no_work() -> None:
    assert insert_many([]) == []
    update_many([], ["name"])
    assert not ImportBatch.objects.exists()


def test_many_rows_outside_a_transaction_are_refused(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bulk, "connection", SimpleNamespace(in_atomic_block=False))
    for deed in (lambda rows: insert_many(rows), lambda rows: update_many(rows, ["name"])):
        with pytest.raises(transaction.TransactionManagementError):
            deed([firm(world, "Hai")])
