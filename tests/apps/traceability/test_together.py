"""Many small captures with one commit: each with the outcome it would have had by itself."""

from __future__ import annotations

from threading import Event as Signal
from threading import Thread
from time import sleep
from typing import Any

import pytest
from django.db import connection

from nscl.apps.traceability import foretelling, storing
from nscl.apps.traceability.actions import capture_together, capture_with_others, ready
from nscl.apps.traceability.gathering import Gatherer
from nscl.apps.traceability.models import CaptureJob, Containment, Edge, Event, Item
from nscl.apps.traceability.refusals import EventConflict, NotYours
from nscl.apps.traceability.storing import Part
from tests.apps.programme.test_at_once import together
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
from tests.world import at


def part(desk: Desk, *events: dict[str, Any], of: Any = None, **more: Any) -> Part:
    return ready(document(*events), by=desk.sender(of), at=at(), **more)


def told(outcome: Any) -> Any:
    return type(outcome).__name__ if isinstance(outcome, Exception) else (outcome.stored, outcome.replayed)


STORY = [
    ([marked("1", "2")], "mill"),
    ([marked("1", "2")], "mill"),  # the same again
    ([marked("3", eventID="urn:uuid:a")], "mill"),
    ([seen("9"), marked("4", eventID="urn:uuid:a")], "mill"),  # another body under that name
    ([seen("9")], "mill"),  # was not stored with the one before
    ([marked("1", hour=14)], "shop"),  # what the first made
    ([made(["A"], ["B"])], "shop"),
    ([made(["A"], ["B"], hour=13)], "mill"),  # what the shop made
    ([packed(PALLET, "1")], "mill"),
    ([declared(packed(PALLET, "1"))], "mill"),
    ([packed(PALLET, "2", hour=11)], "shop"),
    ([marked("7", action="CREATE")], "mill"),  # no such action
    ([marked("1", "2")], "mill"),
]
ENDS = [
    (1, 0), (0, 1), (1, 0), "EventConflict", (1, 0), "NotYours", (1, 0), "NotYours", (1, 0), (1, 0), (1, 0),
    "CaptureRefused", (0, 1),
]  # fmt: skip


@pytest.mark.django_db
def test_documents_captured_together_end_as_if_one_after_the_other(desk: Desk) -> None:
    parts = [part(desk, *events, of=getattr(desk, who)) for events, who in STORY]
    outcomes = capture_together(parts)
    assert [told(one) for one in outcomes] == ENDS
    kept = counts()
    jobs = list(CaptureJob.objects.order_by("pk").values_list("state", "stored_count", "replayed_count"))
    assert len(jobs) == len(STORY) and jobs.count(("failed", 0, 0)) == 4
    assert all(one.job is not None and one.job.pk for one in outcomes)
    Containment.objects.all().delete(), Edge.objects.all().delete()
    for model in ("eventfield", "eventitem", "event", "eventhash", "item", "capturejob"):
        with connection.cursor() as cursor:
            cursor.execute(f"DELETE FROM traceability_{model}")
    singly = [capture_together([part(desk, *events, of=getattr(desk, who))])[0] for events, who in STORY]
    assert [told(one) for one in singly] == ENDS and counts() == kept


@pytest.mark.django_db
def test_of_documents_with_proceed_only_the_bad_events_are_left_out(desk: Desk) -> None:
    first = part(desk, marked("1"), marked("2", action="CREATE"), behaviour="proceed")
    second = part(desk, marked("3"))
    outcomes = capture_together([first, second])
    assert [told(one) for one in outcomes] == [(1, 0), (1, 0)]
    assert [one.job.state for one in outcomes] == ["partly", "done"]


@pytest.mark.django_db(transaction=True)
def test_one_document_that_breaks_the_store_takes_no_other_with_it(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    plain = storing.store

    def breaks(parts: Any, **more: Any) -> Any:
        done = plain(parts, **more)
        if any(one.judged.drafts and one.judged.drafts[0].event_id == "urn:uuid:bad" for one in parts):
            raise RuntimeError("power")
        return done

    monkeypatch.setattr(storing, "store", breaks)
    monkeypatch.setattr(foretelling, "store", lambda parts: False)
    parts = [part(desk, marked(name, eventID=f"urn:uuid:{name}")) for name in ("a", "bad", "c")]
    assert [told(one) for one in capture_together(parts)] == [(1, 0), "RuntimeError", (1, 0)]
    assert Event.objects.count() == 2 and CaptureJob.objects.count() == 2


@pytest.mark.django_db(transaction=True)
def test_those_that_come_during_a_commit_share_the_next_one(desk: Desk) -> None:
    runs: list[int] = []
    begun, go_on = Signal(), Signal()

    def store(parts: Any) -> None:
        runs.append(len(parts))
        if len(runs) == 1:
            begun.set()
            assert go_on.wait(20)
        capture_together(parts)

    gatherer = Gatherer(store)
    parts = [part(desk, marked(str(n), eventID=f"urn:uuid:{n}")) for n in range(7)]

    def hand_over(one: Part) -> None:
        gatherer.hand_over(one)
        connection.close()

    threads = [Thread(target=hand_over, args=(one,)) for one in parts]
    threads[0].start()
    assert begun.wait(20)
    for thread in threads[1:]:
        thread.start()
    while len(gatherer._waiting) < 6:
        sleep(0.01)
    assert not any(one.job for one in parts[1:])  # nobody is told anything before his commit
    go_on.set()
    for thread in threads:
        thread.join(20)
    assert runs == [1, 6] and Event.objects.count() == 7
    assert all(one.job is not None and one.job.state == "done" for one in parts)
    gatherer.hand_over(part(desk, marked("8")))  # and the next is waited for
    gatherer.close()
    assert runs == [1, 6, 1] and gatherer._thread is None
    gatherer.hand_over(part(desk, marked("9")))  # after an end there may be a new beginning
    gatherer.close()
    assert runs == [1, 6, 1, 1] and Event.objects.count() == 9


def test_no_commit_takes_more_than_it_may(monkeypatch: Any) -> None:
    monkeypatch.setattr("nscl.apps.traceability.gathering.transaction.get_connection", Outside)
    runs: list[list[int]] = []
    begun, go_on = Signal(), Signal()

    def store(parts: Any) -> None:
        runs.append(list(parts))
        begun.set()
        assert go_on.wait(20)

    gatherer = Gatherer(store, most=3)
    threads = [Thread(target=gatherer.hand_over, args=(n,)) for n in range(8)]
    for number, thread in enumerate(threads):
        thread.start()
        assert begun.wait(20)
        while len(gatherer._waiting) < number:
            sleep(0.001)
    go_on.set()
    for thread in threads:
        thread.join(20)
    assert runs == [[0], [1, 2, 3], [4, 5, 6], [7]]
    gatherer.close()


def test_a_fault_of_the_store_reaches_all_it_concerns_and_holds_up_nobody(monkeypatch: Any) -> None:
    monkeypatch.setattr("nscl.apps.traceability.gathering.transaction.get_connection", Outside)

    def store(_parts: Any) -> None:
        raise RuntimeError("power")

    gatherer = Gatherer(store)
    for _n in range(2):
        with pytest.raises(RuntimeError, match="power"):
            gatherer.hand_over(object())  # type: ignore[arg-type]
    gatherer.close()


def test_threads_without_work_end(monkeypatch: Any) -> None:
    monkeypatch.setattr("nscl.apps.traceability.gathering.transaction.get_connection", Outside)
    monkeypatch.setattr("nscl.apps.traceability.gathering.PATIENCE", 0.01)
    runs: list[int] = []
    gatherer = Gatherer(lambda parts: runs.append(len(parts)))
    for _n in range(2):
        gatherer.hand_over(object())  # type: ignore[arg-type]
        while (thread := gatherer._thread) is not None:
            thread.join(20)
    assert runs == [1, 1]


class Outside:
    in_atomic_block = False


@pytest.mark.django_db(transaction=True)
def test_many_threads_with_the_same_and_with_other_events_leave_each_event_once(desk: Desk) -> None:
    def deed(n: int) -> Any:
        events = [marked(f"{n // 2}-{k}", hour=k, eventID=f"urn:uuid:{n // 2}-{k}") for k in range(6)]
        given = [part(desk, one, packed(PALLET, f"{n // 2}-{k}", hour=20)) for k, one in enumerate(events)]
        return lambda: [capture_with_others(one) for one in given]

    results = together(*(deed(n) for n in range(8)))
    stored = [one for result in results for one in result]
    assert sum(one.stored for one in stored) == 48 and sum(one.replayed for one in stored) == 48
    assert counts() == {
        "Item": 25, "Event": 48, "EventHash": 48, "EventItem": 72, "Edge": 0, "Containment": 24,
    }  # fmt: skip


@pytest.mark.django_db(transaction=True)
def test_refusals_reach_the_thread_that_asked(desk: Desk) -> None:
    capture_with_others(part(desk, marked("1", eventID="urn:uuid:a")))
    results = together(
        lambda: capture_with_others(part(desk, marked("2", eventID="urn:uuid:a"))),
        lambda: capture_with_others(part(desk, made(["X"], ["Y"]))),
        lambda: capture_with_others(part(desk, marked("1", hour=3), of=desk.shop)),
    )
    assert [type(one).__name__ for one in results] == ["EventConflict", "CaptureResult", "NotYours"]
    assert isinstance(results[0], EventConflict) and isinstance(results[2], NotYours)


@pytest.mark.django_db
def test_a_capture_that_was_disturbed_begins_anew_and_sees_what_the_other_entered(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    plain, calls = storing.Store._write, []

    def disturbed(self: Any) -> None:
        calls.append(1)
        plain(self)
        if len(calls) == 1:
            raise storing.Disturbed

    monkeypatch.setattr(storing.Store, "_write", disturbed)
    result = desk.capture(document(marked("1"), packed(PALLET, "1")))
    assert result.stored == 2 and len(calls) == 2 and CaptureJob.objects.count() == 1
    assert counts()["Event"] == 2 and Item.objects.filter(canonical=LINK + "1").count() == 1


@pytest.mark.django_db
def test_a_lot_that_was_only_seen_becomes_its_first_makers_within_one_commit(desk: Desk) -> None:
    desk.capture(document(made(["L"], ["M"])), of=desk.shop)
    parts = [part(desk, made(["Z"], ["L"], hour=3)), part(desk, made(["Y"], ["L"], hour=4), of=desk.shop)]
    assert [told(one) for one in capture_together(parts)] == [(1, 0), "NotYours"]
    assert Item.objects.get(canonical=LOT + "L").organisation_id == desk.mill.pk
