"""Acting in another's place: both names on record, never further, never to oneself."""

from __future__ import annotations

from datetime import date

import pytest
from django.test import Client

from nscl.apps.accounts import actions
from nscl.apps.accounts.actors import actor_for, hats_of
from nscl.apps.accounts.models import Delegation, Membership
from nscl.apps.core.access import Refusal
from nscl.apps.core.models import AuditEntry
from tests.world import TODAY, World, at

pytestmark = pytest.mark.django_db
PERIOD = {"valid_from": TODAY, "valid_to": date(2026, 3, 31), "reason": "Đi công tác"}


def lend(world: World, giver: str = "binh", to: str = "lan") -> Delegation:
    membership = Membership.objects.get(user=world.users[giver])
    return actions.delegate(membership, world.users[to], by=world.actor(giver), at=at(), **PERIOD)


def test_the_delegate_wears_the_hat_and_both_names_are_known(world: World) -> None:
    lend(world)
    hats = hats_of(world.users["lan"], TODAY)
    assert [hat.delegation is not None for hat in hats] == [False, True]
    actor = actor_for(world.users["lan"], hats[1])
    assert actor.people == {world.users["lan"].pk, world.users["binh"].pk}
    assert "thay Trần Thị Bình" in actor.capacity
    assert AuditEntry.objects.get().deed == "accounts.delegation.manage"


def test_after_its_last_day_the_hat_is_gone(world: World) -> None:
    lend(world)
    assert len(hats_of(world.users["lan"], date(2026, 4, 1))) == 1


def test_a_borrowed_role_cannot_be_lent_on(world: World) -> None:
    row = lend(world)
    borrowed = actor_for(world.users["lan"], hats_of(world.users["lan"], TODAY)[1])
    with pytest.raises(Refusal, match="không được ủy quyền tiếp"):
        actions.delegate(row.delegator, world.users["an"], by=borrowed, at=at(), **PERIOD)


def test_not_to_oneself_and_not_twice(world: World) -> None:
    with pytest.raises(Refusal, match="chính mình"):
        lend(world, to="binh")
    lend(world)
    with pytest.raises(Refusal, match="Đã ủy quyền cho Lê Thị Lan"):
        lend(world, to="an")


def test_only_the_giver_revokes(world: World) -> None:
    row = lend(world)
    with pytest.raises(Refusal, match="Chỉ người đã ủy quyền"):
        actions.revoke_delegation(row, by=world.actor("lan"), at=at())
    actions.revoke_delegation(row, by=world.actor("binh"), at=at())
    assert len(hats_of(world.users["lan"], TODAY)) == 1


def test_the_page_records_and_refuses_in_words(world: World, client: Client) -> None:
    world.login(client, "binh")
    form = {
        "to": world.users["lan"].pk,
        "valid_from": "01/06/2099",
        "valid_to": "30/06/2099",
        "reason": "Nghỉ phép",
    }
    assert client.post("/uy-quyen/", form).status_code == 302
    refused = client.post("/uy-quyen/", {**form, "valid_from": "31/02/2099"})
    assert refused.status_code == 400
    assert Delegation.objects.count() == 1


def test_another_persons_delegation_does_not_exist(world: World, client: Client) -> None:
    row = lend(world)
    world.login(client, "an")
    assert client.post(f"/uy-quyen/{row.pk}/thu-hoi/").status_code == 404
