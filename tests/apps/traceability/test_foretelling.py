"""Captures in one message: stored as always where the store is as remembered, as always where it is not."""

from __future__ import annotations

import json
from collections.abc import Iterator
from functools import partial
from threading import Thread
from typing import Any

import pytest
from django.db import connection, transaction

from nscl.apps.traceability import foretelling, locks, partitions
from nscl.apps.traceability.models import CaptureJob, Event, EventField, EventHash, Item
from nscl.apps.traceability.refusals import CaptureRefused, EventConflict, NotYours
from tests.apps.programme.test_at_once import together
from tests.apps.registry.records import product
from tests.apps.traceability.conftest import Desk, counts
from tests.apps.traceability.documents import (
    LINK,
    LOT,
    PALLET,
    declared,
    document,
    made,
    marked,
    packed,
    seen,
)
from tests.apps.traceability.whole_store import faults

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(connection.vendor != "postgresql", reason="only PostgreSQL is asked in one message"),
]
PLACE = {"readPoint": {"id": "https://id.gs1.org/414/4012345000016"}}


@pytest.fixture
def foretold(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[bool]]:
    """Of each capture, whether it was stored in one message; nothing is remembered at first."""
    plain, found = foretelling.store, []

    def store(parts: Any) -> bool:
        found.append(plain(parts))
        return found[-1]

    monkeypatch.setattr(foretelling, "_memory", foretelling._Memory())
    monkeypatch.setattr(foretelling, "store", store)
    yield found


def test_what_is_new_or_was_met_a_moment_ago_is_stored_in_one_message_and_whole(
    desk: Desk, foretold: list[bool]
) -> None:
    told = {**PLACE, "ilmd": {"cbvmda:lotNumber": "L1", "vd:weight": 5}}
    story = [
        (marked("1", "2", **told), False),  # the place was never met
        (marked("3", "4", **told), True),
        (seen("3", **PLACE), True),
        (seen("9", **PLACE), False),  # met for the first time
        (marked("3", "4", **told), False),  # a replay: what it makes is there
        (packed(PALLET, "3"), False),  # changes what lies in what
        (made(["L1"], ["L2"]), False),
        (marked("5", action="OBSERVE", **PLACE), False),
        (declared(seen("3", **PLACE)), False),
        (marked("6", "7", hour=14, **told), True),
    ]
    results = [desk.capture(document(event)) for event, _foretold in story]
    assert foretold == [wanted for _event, wanted in story]
    assert [one.stored for one in results] == [1, 1, 1, 1, 0, 1, 1, 1, 1, 1]
    assert faults() == [] and Event.objects.count() == 9
    names = EventField.objects.filter(name__endswith="weight").values_list("event_number", "number")
    ids = Event.objects.filter(type="ObjectEvent", action="ADD").values_list("id", flat=True)
    assert sorted(names) == [(number, 5.0) for number in sorted(ids)]
    assert Event.objects.filter(pk__in=ids).values_list("read_point__canonical").distinct().count() == 1


def test_a_document_of_many_events_is_one_message_too(desk: Desk, foretold: list[bool]) -> None:
    desk.capture(document(marked("0", **PLACE)))
    found = desk.capture(document(*(marked(f"{n}a", f"{n}b", hour=n, **PLACE) for n in range(20))))
    assert foretold == [False, True] and found.stored == 20 and faults() == []
    jobs = CaptureJob.objects.filter(pk=found.job.pk).values_list("event_count", "stored_count", "state")
    assert list(jobs) == [(20, 20, "done")]
    by_hour = Event.objects.filter(job=found.job).order_by("id").values_list("event_time__hour", flat=True)
    assert list(by_hour) == list(range(20))  # each row with its own event's times


def test_a_memory_that_is_wrong_costs_time_and_nothing_else(desk: Desk, foretold: list[bool]) -> None:
    desk.capture(document(marked("1", **PLACE)))
    place = PLACE["readPoint"]["id"]
    foretelling._memory.numbers[place] = Item.objects.get(canonical=LINK + "1").pk
    desk.capture(document(marked("2", **PLACE)))
    assert foretold == [False, False] and faults() == []
    assert set(Event.objects.values_list("read_point__canonical", flat=True)) == {place}
    del foretelling._memory.numbers[LINK + "2"]  # forgotten, and taken for new: its key stands already
    assert desk.capture(document(marked("2", hour=15, **PLACE))).stored == 1
    assert foretold[-1] is False and faults() == []
    assert desk.capture(document(marked("3", hour=15, **PLACE))).stored == 1
    assert foretold[-1] is True and Item.objects.filter(canonical=LINK + "2").count() == 1


def test_replays_conflicts_and_declarations_forgotten_meanwhile_are_seen(
    desk: Desk, foretold: list[bool]
) -> None:
    first, wrong = marked("1", eventID="urn:uuid:a", **PLACE), marked("2", eventID="urn:uuid:b", **PLACE)
    desk.capture(document(first))
    desk.capture(document(declared(wrong)))
    for name in (LINK + "1", LINK + "2"):
        foretelling._memory.numbers.pop(name, None)
    foretold.clear()
    assert desk.capture(document(first)).replayed == 1
    with pytest.raises(EventConflict):
        desk.capture(document(marked("5", eventID="urn:uuid:a", **PLACE)))
    assert desk.capture(document(wrong)).stored == 1
    assert foretold == [False] * 3
    late = EventHash.objects.get(event_id="urn:uuid:b", declaration="")
    assert late.is_void and faults() == []
    # Declared wrong by its name alone: of its codes nothing stands in the store.
    desk.capture(document(declared(marked("8", eventID="urn:uuid:c", **PLACE))))
    assert desk.capture(document(marked("9", eventID="urn:uuid:c", **PLACE))).stored == 1
    assert EventHash.objects.get(event_id="urn:uuid:c", declaration="").is_void and foretold[-1] is False


def test_a_product_entered_meanwhile_is_noticed(desk: Desk, foretold: list[bool]) -> None:
    desk.capture(document(marked("1")))
    assert desk.capture(document(marked("2"))).stored == 1
    thing = product(desk.world, "Gạo", gtin="4012345123456", maker=desk.shop)
    with pytest.raises(NotYours):
        desk.capture(document(marked("3")))
    assert desk.capture(document(marked("4")), of=desk.shop).stored == 1
    assert desk.capture(document(marked("5")), of=desk.shop).stored == 1
    assert foretold == [False, True, False, True, True]
    products = Item.objects.filter(organisation=desk.shop).values_list("product_id", flat=True)
    assert set(products) == {thing.pk} and faults() == []


def test_what_is_refused_or_comes_within_a_transaction_goes_the_ordinary_way(
    desk: Desk, foretold: list[bool]
) -> None:
    desk.capture(document(marked("1")))
    with pytest.raises(CaptureRefused):
        desk.capture(document(marked("2"), marked("3", action="CREATE")))
    with transaction.atomic():
        desk.capture(document(marked("4")))
        transaction.set_rollback(True)
    assert foretold == [False] * 3 and Event.objects.count() == 1
    assert desk.capture(document(marked("4"))).stored == 1 and foretold[-1] is True


def test_a_month_that_went_away_is_made_again(desk: Desk, foretold: list[bool]) -> None:
    desk.capture(document(marked("1")))
    with connection.cursor() as cursor:
        for table in partitions.TABLES:
            cursor.execute(f"DROP TABLE {table}_2026_03")
    EventHash.objects.all().delete()
    assert desk.capture(document(marked("2"))).stored == 1
    assert foretold == [False, False] and Event.objects.count() == 1


def test_a_sender_that_is_not_there_leaves_nothing(desk: Desk, foretold: list[bool]) -> None:
    from nscl.apps.traceability.actions import capture
    from nscl.apps.traceability.senders import Sender
    from tests.world import at

    desk.capture(document(marked("1")))
    before = counts()
    nobody = Sender(10**6, desk.mill.province_id, frozenset({10**6}))
    with pytest.raises(Exception, match="foreign key"):
        capture(document(marked("2")), by=nobody, at=at())
    assert counts() == before and CaptureJob.objects.count() == 1


def test_what_came_to_nothing_is_not_taken_for_stored(desk: Desk, foretold: list[bool]) -> None:
    """Numbers are remembered when they are given; where nothing is stored the memory is wrong, no more."""
    desk.capture(document(marked("1", eventID="urn:uuid:a")))
    with pytest.raises(EventConflict):
        desk.capture(document(marked("2", eventID="urn:uuid:a")))
    assert LINK + "2" in foretelling._memory.numbers and not Item.objects.filter(canonical=LINK + "2")
    assert desk.capture(document(seen("2"))).stored == 1
    assert desk.capture(document(seen("2", hour=15))).stored == 1
    assert foretold == [False, False, False, True] and faults() == []


def test_an_event_and_its_declaration_at_once_never_miss_each_other(desk: Desk, foretold: list[bool]) -> None:
    desk.capture(document(marked("0")))
    for round_ in range(8):
        event = marked(f"{round_}a", f"{round_}b", eventID=f"urn:uuid:{round_}")
        together(partial(desk.capture, document(event)), partial(desk.capture, document(declared(event))))
    assert EventHash.objects.filter(is_void=True).count() == 16 and faults() == []


def test_of_two_that_make_the_same_thing_at_once_each_is_told_the_truth(
    desk: Desk, foretold: list[bool]
) -> None:
    desk.capture(document(marked("0")))
    for round_ in range(5):
        results = together(
            partial(desk.capture, document(marked(f"x{round_}", hour=3))),
            partial(desk.capture, document(marked(f"x{round_}", hour=4)), of=desk.shop),
        )
        assert sorted(type(one).__name__ for one in results) == ["CaptureResult", "NotYours"]
    assert faults() == []


def test_events_get_their_numbers_under_the_lock(desk: Desk, foretold: list[bool]) -> None:
    """Who waits for all captures under way may rely on it: what comes later has higher numbers."""
    desk.capture(document(marked("0")))

    def late() -> None:
        try:
            desk.capture(document(marked("1")))
        finally:
            connection.close()

    with transaction.atomic():
        locks.wait_for_all()
        thread = Thread(target=late)
        thread.start()
        with connection.cursor() as cursor:
            _until_somebody_waits(cursor)
            cursor.execute("SELECT setval('traceability_eventhash_id_seq', 5000)")
    thread.join()
    assert foretold == [False, True] and EventHash.objects.order_by("id").last().id == 5001  # type: ignore[union-attr]


def _until_somebody_waits(cursor: Any) -> None:
    for _turn in range(2_000):
        cursor.execute(
            "SELECT count(*), pg_sleep(0.01) FROM pg_locks WHERE locktype = 'advisory' AND NOT granted"
        )
        if cursor.fetchone()[0]:
            return
    raise AssertionError("nobody came to wait")


def test_letters_that_columns_do_not_hold_stand_in_the_event_as_they_came(
    desk: Desk, foretold: list[bool]
) -> None:
    for name in ("1", "2"):
        desk.capture(document(marked(name, ilmd={"vd:note": 'a\0b"\\ Đắk'}, bizStep="urn:vi-du:a%25s")))
    assert foretold == [False, True] and faults() == []
    raws = [json.loads(raw) for raw in Event.objects.values_list("raw", flat=True)]
    assert [one["ilmd"]["vd:note"] for one in raws] == ['a\0b"\\ Đắk'] * 2
    assert set(EventField.objects.values_list("text", flat=True)) == {'a\ufffdb"\\ Đắk'}


def test_only_so_much_is_remembered(
    desk: Desk, foretold: list[bool], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(foretelling, "MOST_CODES", 10)
    for n in range(6):
        desk.capture(document(marked(f"{n}a", f"{n}b", f"{n}c", hour=n, **PLACE)))
    assert len(foretelling._memory.numbers) == 10
    assert faults() == [] and Event.objects.count() == 6
    assert LOT + "x" not in foretelling._memory.numbers
