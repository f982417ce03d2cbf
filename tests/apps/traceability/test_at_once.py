"""Two programs in the same moment, on both databases: nothing twice, nothing lost, nothing half known."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from nscl.apps.traceability.models import CaptureJob, Containment, Edge, Event, Item
from nscl.apps.traceability.queries import trace
from nscl.apps.traceability.refusals import EventConflict, NotYours
from tests.apps.programme.test_at_once import together
from tests.apps.traceability.conftest import Desk, counts
from tests.apps.traceability.documents import LINK, LOT, PALLET, declared, document, made, marked, packed

pytestmark = pytest.mark.django_db(transaction=True)


def capturing(desk: Desk, *events: dict[str, Any], **more: Any) -> Callable[[], Any]:
    given = document(*events)
    return lambda: desk.capture(given, **more)


def test_one_document_sent_four_times_at_once_is_stored_once(desk: Desk) -> None:
    events = [marked(f"{n}a", f"{n}b", hour=n % 24) for n in range(60)] + [packed(PALLET, "1a", "2a")]
    results = together(*(capturing(desk, *events) for _ in range(4)))
    assert sorted((one.stored, one.replayed) for one in results) == [(0, 61)] * 3 + [(61, 0)]
    assert counts()["Event"] == counts()["EventHash"] == 61 and Containment.objects.count() == 2
    assert CaptureJob.objects.count() == 4


def test_two_documents_with_the_same_new_codes_in_another_order_both_stand(desk: Desk) -> None:
    names = [str(n) for n in range(80)]
    one = [marked(name, hour=3) for name in names]
    other = [packed(f"{PALLET[:-1]}{n % 10}", name, hour=5) for n, name in enumerate(reversed(names))]
    results = together(capturing(desk, *one), capturing(desk, *other), capturing(desk, *reversed(one)))
    assert sum(result.stored for result in results) == 160
    assert Item.objects.count() == 90 and Containment.objects.count() == 80


def test_one_event_id_for_two_events_at_once_stands_for_the_first(desk: Desk) -> None:
    results = together(
        capturing(desk, marked("1", eventID="urn:uuid:a")), capturing(desk, marked("2", eventID="urn:uuid:a"))
    )
    assert sorted(type(one).__name__ for one in results) == ["CaptureResult", "EventConflict"]
    assert Event.objects.count() == 1 and any(isinstance(one, EventConflict) for one in results)


def test_an_event_and_its_declaration_at_once_never_miss_each_other(desk: Desk) -> None:
    for round_ in range(6):
        event = made([f"A{round_}"], [f"B{round_}"])
        together(capturing(desk, event), capturing(desk, declared(event)))
        assert trace([LOT + f"A{round_}"], "forward").items == {LOT + f"A{round_}"}
    assert not Edge.objects.filter(is_void=False).exists()


def test_packings_of_one_thing_at_once_leave_the_stays_that_all_of_them_mean(desk: Desk) -> None:
    other = f"{PALLET[:-1]}8"
    for round_ in range(6):
        name = f"s{round_}"
        together(
            capturing(desk, packed(PALLET, name, hour=8)),
            capturing(desk, packed(other, name, hour=9)),
            capturing(desk, packed(PALLET, hour=10, action="DELETE", eventID=f"urn:uuid:{round_}")),
        )
        found = Containment.objects.filter(child__canonical=LINK + name).order_by("start")
        assert [(one.parent.canonical[-1], one.end is None) for one in found] == [
            (PALLET[-1], False),
            ("8", True),
        ]


def test_of_two_that_make_one_new_lot_at_once_one_is_refused(desk: Desk) -> None:
    results = together(
        capturing(desk, made(["A"], ["L"], hour=8)),
        capturing(desk, made(["B"], ["L"], hour=9), of=desk.shop),
    )
    refused = [one for one in results if isinstance(one, NotYours)]
    assert len(refused) == 1 and Event.objects.count() == 1
