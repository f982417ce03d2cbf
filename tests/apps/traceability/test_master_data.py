"""What documents tell about places and goods: asked for with the place, never mixed up between tellers."""

from __future__ import annotations

import json
from typing import Any

import pytest

from nscl.apps.registry.models import Organisation
from nscl.apps.traceability.models import MasterChild, MasterData
from nscl.apps.traceability.queries import View, find_events
from nscl.apps.traceability.refusals import CaptureRefused
from tests.apps.traceability.conftest import Desk
from tests.apps.traceability.documents import document, made, seen
from tests.gs1.data import published
from tests.world import at

pytestmark = pytest.mark.django_db
ALL = View("regulator")
LATE = at(day=9, month=4)
PLACE = "urn:vi-du:kho:"


def telling(*elements: dict[str, Any], events: tuple[Any, ...] = (), kind: str = "BizLocation") -> bytes:
    """A document with a vocabulary in its header."""
    whole = json.loads(document(*events))
    vocabulary = {"type": f"urn:epcglobal:epcis:vtype:{kind}", "vocabularyElementList": list(elements)}
    return json.dumps(
        {**whole, "epcisHeader": {"epcisMasterData": {"vocabularyList": [vocabulary]}}}
    ).encode()


def element(place: str, *children: str, **attributes: Any) -> dict[str, Any]:
    told = [{"id": f"urn:epcglobal:cbv:mda:{name}", "attribute": one} for name, one in attributes.items()]
    return {"id": place, "attributes": told, "children": list(children)}


def hours(view: View = ALL, **query: Any) -> list[int]:
    """The hours of the events found: they tell them apart."""
    found = find_events(query, view=view, at=LATE).events
    return sorted(int(one.event["eventTime"][11:13]) for one in found)


def stored_at(desk: Desk, *places: str) -> None:
    for hour, place in enumerate(places, 1):
        here = {"id": PLACE + place}
        desk.capture(document(seen(str(hour), hour=hour, readPoint=here, bizLocation=here)))


def of(organisation: Organisation) -> View:
    return View("party", organisation.province_id, frozenset({organisation.pk}))


def test_a_place_is_asked_for_with_all_that_lies_in_it(desk: Desk) -> None:
    desk.capture(telling(element(PLACE + "1", PLACE + "1a"), element(PLACE + "1b", parent=PLACE + "1a")))
    stored_at(desk, "1", "1a", "1b", "2")
    assert hours(WD_readPoint=[PLACE + "1"]) == [1, 2, 3] == hours(WD_bizLocation=[PLACE + "1"])
    assert hours(EQ_readPoint=[PLACE + "1"]) == [1] and hours(WD_readPoint=[PLACE + "1b", PLACE + "2"]) == [
        3,
        4,
    ]
    assert hours(WD_readPoint=[PLACE + "khong"]) == []


def test_places_in_a_circle_are_each_found_once(desk: Desk) -> None:
    desk.capture(telling(element(PLACE + "1", PLACE + "2"), element(PLACE + "2", PLACE + "1", PLACE + "2")))
    stored_at(desk, "1", "2")
    assert hours(WD_readPoint=[PLACE + "2"]) == [1, 2]


def test_a_newer_description_replaces_the_older_and_the_same_adds_nothing(desk: Desk) -> None:
    first = telling(element(PLACE + "1", PLACE + "1a"))
    desk.capture(first)
    desk.capture(first, when=at(day=3))
    assert MasterData.objects.count() == 1 and MasterChild.objects.count() == 1
    desk.capture(telling(element(PLACE + "1", PLACE + "1b")), when=at(day=4))
    stored_at(desk, "1", "1a", "1b")
    assert hours(WD_readPoint=[PLACE + "1"]) == [1, 3]
    assert MasterData.objects.filter(is_current=False).count() == 1


def test_a_party_goes_by_its_own_descriptions_and_a_regulator_by_all(desk: Desk) -> None:
    desk.capture(telling(element(PLACE + "1", PLACE + "1a")))
    desk.capture(telling(element(PLACE + "1", PLACE + "2"), element(PLACE + "2", PLACE + "3")), of=desk.shop)
    stored_at(desk, "1", "1a", "2", "3")
    assert hours(WD_readPoint=[PLACE + "1"]) == [1, 2, 3, 4]
    assert hours(of(desk.mill), WD_readPoint=[PLACE + "1"]) == [1, 2]
    assert hours(of(desk.mill), WD_readPoint=[PLACE + "2"]) == [3, 4]  # it says nothing of its own
    elsewhere = View("regulator", desk.world.neighbour.pk)
    assert hours(elsewhere, WD_readPoint=[PLACE + "1"]) == []


def test_events_are_asked_for_by_what_is_told_of_their_places_and_goods(desk: Desk) -> None:
    place = element(PLACE + "1", countryCode="VN", area=120)
    desk.capture(telling(place))
    goods = element("urn:epc:idpat:sgtin:4012345.012345.*", brand="Hoa Sen")
    desk.capture(telling(goods, events=(made(["A"], ["B"], hour=7),), kind="EPCClass"))
    stored_at(desk, "1", "2")
    assert hours(HASATTR_readPoint=["countryCode"]) == [1] == hours(EQATTR_readPoint_countryCode=["VN"])
    assert hours(EQ_ATTR_bizLocation_area=120) == [1] and hours(EQ_ATTR_bizLocation_area=121) == []
    assert hours(HASATTR_readPoint=["urn:epcglobal:cbv:mda:area"]) == [1]
    assert hours(EQATTR_inputEPCClass_brand=["Hoa Sen"]) == [7] == hours(HASATTR_anyEPCClass=["brand"])
    assert hours(EQATTR_epcClass_brand=["Hoa Sen"]) == []


def test_master_data_of_a_refused_document_is_not_kept(desk: Desk) -> None:
    with pytest.raises(CaptureRefused):
        desk.capture(telling(element(PLACE + "1"), events=({**seen("1"), "action": "TẠO"},)))
    assert not MasterData.objects.exists()


def test_published_documents_with_vocabularies_are_kept(desk: Desk) -> None:
    told = 0
    for path in sorted(published("gs1-epcis", "JSON").rglob("*.json*")):
        data = path.read_bytes()
        if b"vocabularyElementList" in data and "simple-context" not in str(path):
            desk.capture(data)
            told += data.count(b"vocabularyElementList")
    assert MasterData.objects.filter(is_current=True).exists() == bool(told)
