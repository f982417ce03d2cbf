"""A party sees its own events and one step to either side; what it may not see is not there for it."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from nscl.apps.core.access import NOBODY, Refusal
from nscl.apps.registry.models import Organisation
from nscl.apps.traceability.actions import capture, entrust, issue_client, revoke_client
from nscl.apps.traceability.models import ApiClient
from nscl.apps.traceability.queries import (
    View,
    collection,
    event_named,
    find_events,
    view_of_actor,
    view_of_client,
)
from nscl.apps.traceability.senders import sender_of_client
from tests.apps.registry.records import firm
from tests.apps.traceability.conftest import Desk
from tests.apps.traceability.documents import LOT, Event, declared, document, made, seen
from tests.world import at

pytestmark = pytest.mark.django_db
LATE = at(day=9)


def moved(step: str, lot: str, hour: int, **more: Any) -> Event:
    """A lot seen at a step."""
    amount = [{"epcClass": LOT + lot, "quantity": 5, "uom": "KGM"}]
    return seen(hour=hour, bizStep=step, quantityList=amount, **more)


def keys(view: View, **query: Any) -> set[str]:
    return {one.key.removeprefix("urn:e:") for one in find_events(query, view=view, at=LATE).events}


def party(*organisations: Organisation) -> View:
    return View("party", None, frozenset(one.pk for one in organisations))


@pytest.fixture
def chain(desk: Desk) -> dict[str, Organisation]:
    """Farm → mill → shop → kitchen, one lot made of another at the mill."""
    farm, kitchen = firm(desk.world, "Hợp tác xã Đồng Xanh"), firm(desk.world, "Bếp ăn Hoa Sen")
    events: list[tuple[Organisation, Event]] = [
        (farm, {**made(["GIONG"], ["LUA"], hour=1), "eventID": "urn:e:gat"}),
        (farm, moved("shipping", "LUA", 2, eventID="urn:e:ban-lua")),
        (desk.mill, moved("receiving", "LUA", 3, eventID="urn:e:mua-lua")),
        (desk.mill, {**made(["LUA"], ["GAO"], hour=4), "eventID": "urn:e:xay"}),
        (desk.mill, moved("shipping", "GAO", 5, eventID="urn:e:ban-gao")),
        (desk.shop, moved("receiving", "GAO", 6, eventID="urn:e:mua-gao")),
        (desk.shop, moved("storing", "GAO", 7, eventID="urn:e:cat-gao")),
        (desk.shop, moved("shipping", "GAO", 8, eventID="urn:e:giao-gao")),
        (kitchen, moved("receiving", "GAO", 9, eventID="urn:e:nhan-gao")),
        (kitchen, moved("dispensing", "GAO", 10, eventID="urn:e:nau")),
    ]
    for organisation, event in events:
        desk.capture(document(event), of=organisation)
    return {"farm": farm, "mill": desk.mill, "shop": desk.shop, "kitchen": kitchen}


OWN = {
    "farm": {"gat", "ban-lua"},
    "mill": {"mua-lua", "xay", "ban-gao"},
    "shop": {"mua-gao", "cat-gao", "giao-gao"},
    "kitchen": {"nhan-gao", "nau"},
}
BESIDE = {
    "farm": {"mua-lua", "xay"},
    "mill": {"gat", "ban-lua", "mua-gao", "cat-gao", "giao-gao"},
    "shop": {"xay", "ban-gao", "nhan-gao", "nau"},
    "kitchen": {"mua-gao", "cat-gao", "giao-gao"},
}


@pytest.mark.parametrize("who", OWN)
def test_a_party_sees_its_own_events_and_its_neighbours_part(
    chain: dict[str, Organisation], who: str
) -> None:
    view = party(chain[who])
    assert keys(view, MATCH_anyEPCClass=[LOT + "GAO", LOT + "LUA"]) == OWN[who] | BESIDE[who]
    assert keys(view) == OWN[who]  # who names no goods is not told what the neighbours do


def test_pages_of_a_party_hold_each_event_once(chain: dict[str, Organisation]) -> None:
    view, found, token = party(chain["mill"]), [], ""
    while True:
        query = {"orderBy": "eventTime", "MATCH_anyEPCClass": [LOT + "GAO", LOT + "LUA"]}
        page = find_events(query, view=view, per_page=3, token=token, at=LATE)
        found += [one.key for one in page.events]
        token = page.next_token
        if not token:
            break
    assert len(found) == len(set(found)) == 8


def test_what_is_not_yours_is_as_if_it_were_not_there(chain: dict[str, Organisation]) -> None:
    view = party(chain["farm"])
    assert event_named("urn:e:nau", view) is None and event_named("urn:e:khong-co", view) is None
    assert event_named("urn:e:xay", view) is not None
    assert keys(view, EQ_eventID=["urn:e:nau"]) == keys(view, EQ_eventID=["urn:e:khong-co"]) == set()
    assert "dispensing" not in collection("bizSteps", view=view).members
    assert "dispensing" in collection("bizSteps", view=View("regulator")).members
    assert LOT + "GAO" in collection("epcs", view=view, per_page=99).members  # named where its own went in
    assert collection("epcs", view=party(firm_without_events(chain))).members == ()


def firm_without_events(chain: dict[str, Organisation]) -> Organisation:
    return Organisation.objects.exclude(pk__in=[one.pk for one in chain.values()]).first() or Organisation(
        pk=0
    )


def test_an_event_declared_wrong_opens_no_view_on_the_neighbour(desk: Desk) -> None:
    desk.capture(document(moved("shipping", "A", 2, eventID="urn:e:ban")), of=desk.shop)
    received = moved("receiving", "A", 3, eventID="urn:e:mua")
    desk.capture(document(received))
    assert keys(party(desk.mill), MATCH_anyEPCClass=[LOT + "A"]) == {"ban", "mua"}
    desk.capture(document(declared(received)))
    assert keys(party(desk.mill), MATCH_anyEPCClass=[LOT + "A"]) == {"mua"}


def test_to_have_seen_something_opens_no_view_on_others(desk: Desk) -> None:
    desk.capture(document(moved("shipping", "A", 2, eventID="urn:e:ban")), of=desk.shop)
    desk.capture(document(moved("inspecting", "A", 3, eventID="urn:e:ngo")))
    assert keys(party(desk.mill), MATCH_anyEPCClass=[LOT + "A"]) == {"ngo"}


def test_a_keeper_sees_what_it_recorded_for_another_and_no_more(desk: Desk) -> None:
    an = desk.world.actor("an")
    entrust(desk.shop, desk.mill, valid_from=date(2026, 1, 1), by=an, at=at())
    client = program(desk)
    desk.capture(document(seen("1", eventID="urn:e:ho")), of=desk.shop)
    capture(
        document(seen("2", eventID="urn:e:ghi-thay")),
        by=sender_of_client(client, at=at(), organisation=desk.shop),
        at=at(),
    )
    assert keys(view_of_client(client, at())) == {"ghi-thay"}
    assert keys(party(desk.shop)) == {"ho", "ghi-thay"}


def program(desk: Desk) -> ApiClient:
    scopes = ("capture", "query")
    client, _key = issue_client(desk.mill, name="Kho", scopes=scopes, by=desk.world.actor("an"), at=at())
    return client


def test_a_revoked_key_sees_nothing(desk: Desk) -> None:
    client = program(desk)
    revoked = revoke_client(client, reason="Mất máy", by=desk.world.actor("lan"), at=at(day=3))
    with pytest.raises(Refusal, match="thu hồi"):
        view_of_client(revoked, at(day=4))


def test_an_officer_sees_the_province_the_ministry_the_country_nobody_nothing(desk: Desk) -> None:
    desk.capture(document(seen("1", eventID="urn:e:mot")))
    world = desk.world
    assert keys(view_of_actor(world.actor("an"))) == {"mot"} == keys(view_of_actor(world.actor("ha")))
    assert keys(view_of_actor(world.actor("khanh"))) == set() == keys(view_of_actor(NOBODY))
