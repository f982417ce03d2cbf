from __future__ import annotations

import pytest

from nscl.apps.traceability.documents_out import query_document
from nscl.apps.traceability.queries import View, collection, event_named, find_events
from tests.apps.traceability.conftest import Desk
from tests.apps.traceability.documents import LOT, PALLET, URN, document, made, marked, packed, seen
from tests.world import at

pytestmark = pytest.mark.django_db


def test_thin(desk: Desk) -> None:
    desk.capture(
        document(
            marked("1", "2", ilmd={"vd:lot": "L1", "cbvmda:itemExpirationDate": "2026-05-01"}),
            packed(PALLET, "1"),
            made(["A"], ["B"]),
            seen("1", readPoint={"id": "urn:vi-du:kho:7"}),
        )
    )
    everything = View("regulator")
    late = at(day=9)

    def n(**q):
        return len(find_events(q, view=everything, at=late).events)

    assert n() == 4
    assert n(MATCH_anyEPC=[URN + "1"]) == 3
    assert n(MATCH_epc=["urn:epc:idpat:sgtin:4012345.*.*"]) == 3
    assert n(MATCH_inputEPCClass=[LOT + "A"]) == 1
    assert n(MATCH_anyEPCClass=["urn:epc:idpat:sgtin:4012345.012345.*"]) == 1
    assert n(EQ_readPoint=["urn:vi-du:kho:7"]) == 1
    assert n(**{"@context": {"x": "https://vi-du.vn/"}, "EQ_ILMD_x:lot": ["L1"]}) == 1
    assert n(**{"EQ_ILMD_cbvmda:itemExpirationDate": ["2026-05-01"]}) == 1
    assert n(GE_quantity_GRM=5000) == 1 and n(GE_quantity=6) == 0
    first = find_events({"orderBy": "eventTime"}, view=everything, per_page=3, at=late)
    second = find_events(
        {"orderBy": "eventTime"}, view=everything, per_page=3, at=late, token=first.next_token
    )
    assert len(first.events) == 3 and len(second.events) == 1 and not second.next_token
    assert event_named(first.events[0].key, everything) == first.events[0]
    for kind in ("eventTypes", "epcs", "bizSteps", "bizLocations", "readPoints", "dispositions"):
        print(kind, collection(kind, view=everything, per_page=3))
    view = View("party", desk.world.home.pk, frozenset({desk.mill.pk}))
    assert len(find_events({}, view=view, at=late).events) == 4
    assert len(find_events({}, view=View("party", None, frozenset({desk.shop.pk})), at=late).events) == 0
    print(query_document(find_events({}, view=view, at=late).events, epc="urn", at=late))
