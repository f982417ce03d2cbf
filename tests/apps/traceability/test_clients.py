"""A key is shown once, ends when it is revoked, and speaks for its own organisation and those that entrusted it."""

from __future__ import annotations

from datetime import date

import pytest
from django.core.exceptions import PermissionDenied
from django.http import Http404

from nscl.apps.core.access import Refusal
from nscl.apps.core.models import AuditEntry
from nscl.apps.traceability.actions import entrust, issue_client, revoke_client
from nscl.apps.traceability.actions.clients import client_of_key
from nscl.apps.traceability.models import ApiClient
from nscl.apps.traceability.refusals import NotYours
from nscl.apps.traceability.senders import sender_of_client, sender_of_person
from tests.apps.traceability.conftest import Desk
from tests.apps.traceability.documents import document, made
from tests.world import at

pytestmark = pytest.mark.django_db


def issued(desk: Desk, *scopes: str) -> tuple[ApiClient, str]:
    return issue_client(
        desk.mill, name="Phần mềm kho", scopes=scopes or ("capture",), by=desk.world.actor("an"), at=at()
    )


def test_a_key_finds_its_program_and_only_its_hash_is_kept(desk: Desk) -> None:
    client, key = issued(desk)
    assert client_of_key(key) == client and client_of_key(key + "x") is None
    assert key not in str(ApiClient.objects.values()) and client.key_hint == key[:10]
    assert key not in str(AuditEntry.objects.about(client).values())


def test_a_revoked_key_speaks_no_more(desk: Desk) -> None:
    client, key = issued(desk)
    revoke_client(client, reason="Mất máy", by=desk.world.actor("lan"), at=at(day=3))
    assert client_of_key(key) is None
    client.refresh_from_db()
    with pytest.raises(Refusal):
        sender_of_client(client, at=at(day=3))
    with pytest.raises(Refusal):
        revoke_client(client, reason="", by=desk.world.actor("lan"), at=at(day=4))


def test_a_key_without_the_right_to_capture_captures_nothing(desk: Desk) -> None:
    client, _key = issued(desk, "query")
    with pytest.raises(Refusal):
        sender_of_client(client, at=at())


@pytest.mark.parametrize("scopes", [(), ("everything",)])
def test_a_key_needs_known_rights(desk: Desk, scopes: tuple[str, ...]) -> None:
    with pytest.raises(Refusal):
        issue_client(desk.mill, name="x", scopes=scopes, by=desk.world.actor("an"), at=at())


def test_keys_are_issued_by_the_provinces_own_officers(desk: Desk) -> None:
    for who, refusal in (("khanh", Http404), ("giang", PermissionDenied)):
        with pytest.raises(refusal):
            issue_client(desk.mill, name="x", scopes=("capture",), by=desk.world.actor(who), at=at())


def test_who_was_entrusted_makes_the_givers_goods_while_it_lasts(desk: Desk) -> None:
    desk.capture(document(made(["A"], ["L"])))
    entrust(
        desk.mill,
        desk.shop,
        valid_from=date(2026, 3, 1),
        valid_to=date(2026, 3, 31),
        by=desk.world.actor("an"),
        at=at(),
    )
    client, _key = issue_client(
        desk.shop, name="Sàn", scopes=("capture",), by=desk.world.actor("an"), at=at()
    )
    sender = sender_of_client(client, at=at(day=31), organisation=desk.mill)
    assert sender.organisation_id == desk.mill.pk and sender.may_make == {desk.mill.pk, desk.shop.pk}
    own = sender_of_client(client, at=at(day=31))
    assert own.organisation_id == desk.shop.pk
    from nscl.apps.traceability.actions import capture

    assert capture([made(["B"], ["L"], hour=12)], by=own, at=at()).stored == 1
    later = sender_of_client(client, at=at(month=4))
    with pytest.raises(NotYours):
        capture([made(["C"], ["L"], hour=13)], by=later, at=at(month=4))
    with pytest.raises(Refusal):
        sender_of_client(client, at=at(month=4), organisation=desk.mill)


def test_an_officer_records_for_organisations_of_the_province_only(desk: Desk) -> None:
    sender = sender_of_person(desk.world.actor("an"), desk.mill, at=at())
    assert sender.user_id == desk.world.users["an"].pk
    with pytest.raises(Http404):
        sender_of_person(desk.world.actor("khanh"), desk.mill, at=at())


def test_nobody_entrusts_itself_or_backwards_in_time(desk: Desk) -> None:
    by = desk.world.actor("an")
    with pytest.raises(Refusal):
        entrust(desk.mill, desk.mill, valid_from=date(2026, 3, 1), by=by, at=at())
    with pytest.raises(Refusal):
        entrust(desk.mill, desk.shop, valid_from=date(2026, 3, 2), valid_to=date(2026, 3, 1), by=by, at=at())
