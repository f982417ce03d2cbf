"""Events enter once, whole documents or their good part, and never half."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction

from nscl.apps.registry.models import Organisation
from nscl.apps.traceability import judging, writing
from nscl.apps.traceability.models import CaptureJob, Containment, Edge, Event, EventItem, Item
from nscl.apps.traceability.partitions import ensure_months
from nscl.apps.traceability.queries import trace
from nscl.apps.traceability.refusals import CaptureRefused, EventConflict, NotYours, TooLarge
from nscl.gs1.epcis.problems import Unreadable
from tests.apps.registry.records import firm, product
from tests.apps.traceability.conftest import Desk, counts
from tests.apps.traceability.documents import (
    LINK,
    LOT,
    PALLET,
    URN,
    declared,
    document,
    made,
    marked,
    packed,
    seen,
)
from tests.gs1.data import published
from tests.world import at

pytestmark = pytest.mark.django_db
NOTHING = dict.fromkeys(("Item", "Event", "EventHash", "EventItem", "Edge", "Containment"), 0)


# ── Once ───────────────────────────────────────────────────────────────


def test_a_document_is_stored_with_everything_tracing_needs(desk: Desk) -> None:
    given = document(marked("1", "2"), packed(PALLET, "1"), made(["A"], ["B"]))
    result = desk.capture(given)
    assert (result.stored, result.replayed, result.problems) == (3, 0, ())
    assert (result.job.state, result.job.event_count, result.job.stored_count) == ("done", 3, 3)
    assert counts() == {"Item": 5, "Event": 3, "EventHash": 3, "EventItem": 6, "Edge": 2, "Containment": 1}
    event = Event.objects.get(type="AggregationEvent")
    assert event.record_time == at() and event.event_time == datetime(2026, 3, 2, 3, tzinfo=UTC)
    assert (event.organisation_id, event.province_id) == (desk.mill.pk, desk.mill.province_id)
    assert json.loads(event.raw)["parentID"] == PALLET


@pytest.mark.parametrize(
    "wrong",
    [
        {"event_count": -1},
        {"stored_count": -1},
        {"replayed_count": -1},
        {"refused_count": -1},
        {"state": "failed"},
    ],
    ids=str,
)
def test_the_database_refuses_a_record_that_cannot_be(desk: Desk, wrong: dict[str, Any]) -> None:
    job = desk.capture(document(marked("1"))).job
    with pytest.raises(IntegrityError, match="capture_counts"), transaction.atomic():
        CaptureJob.objects.filter(pk=job.pk).update(**wrong)
    assert CaptureJob.objects.filter(pk=job.pk, state="done", stored_count=1).exists()


def test_the_same_document_again_stores_nothing(desk: Desk) -> None:
    given = document(marked("1", "2"), packed(PALLET, "1"), made(["A"], ["B"]))
    desk.capture(given)
    before = counts()
    again = desk.capture(given, when=at(day=9))
    assert (again.stored, again.replayed) == (0, 3) and counts() == before


@pytest.mark.parametrize(
    "again",
    [
        {"epcList": [URN + "1"]},
        {"eventTime": "2026-03-02T01:00:00.000Z", "eventTimeZoneOffset": "+07:00"},
        {"bizStep": "https://ref.gs1.org/cbv/BizStep-commissioning", "recordTime": "2026-03-03T09:00:00Z"},
        {"eventID": "urn:uuid:moi"},
    ],
)
def test_one_event_in_another_spelling_is_the_same_event(desk: Desk, again: dict[str, Any]) -> None:
    desk.capture(document(marked("1")))
    event = {**marked("1"), **again}
    strict_word = event["bizStep"].removeprefix("https://ref.gs1.org/cbv/BizStep-")
    shuffled = dict(reversed({**event, "bizStep": strict_word}.items()))
    assert desk.capture(document(shuffled)).replayed == 1 and counts()["Event"] == 1


def test_an_event_twice_in_one_document_is_stored_once(desk: Desk) -> None:
    result = desk.capture(document(marked("1"), marked("1")))
    assert (result.stored, result.replayed) == (1, 1)


def test_events_of_a_form_come_in_without_a_document(desk: Desk) -> None:
    assert desk.capture([marked("1"), seen("1")]).stored == 2


@pytest.mark.parametrize("folder", ["gs1-epcis/JSON", "openepcis/valid", "event-hash"])
def test_published_documents_are_stored_and_replayed(desk: Desk, folder: str) -> None:
    files = sorted(
        path for path in published(*folder.split("/")).rglob("*.json*") if "simple-context" not in str(path)
    )
    assert files
    for path in files:
        with transaction.atomic():  # each by itself: examples use one eventID for several events
            first = desk.capture(path.read_bytes())
            again = desk.capture(path.read_bytes())
            assert again.stored == 0 and again.replayed == first.stored + first.replayed, path.name
            transaction.set_rollback(True)


# ── Conflicts and refusals ─────────────────────────────────────────────


def test_an_event_id_with_another_body_is_a_conflict(desk: Desk) -> None:
    desk.capture(document(marked("1", eventID="urn:uuid:a")))
    before = counts()
    with pytest.raises(EventConflict) as refusal:
        desk.capture(document(seen("9"), marked("2", eventID="urn:uuid:a")))
    assert refusal.value.problems[0].pointer == "/epcisBody/eventList/1/eventID"
    assert refusal.value.job is not None and refusal.value.job.state == "failed"
    assert counts() == before


def test_two_bodies_under_one_event_id_in_one_document_are_a_conflict(desk: Desk) -> None:
    with pytest.raises(EventConflict):
        desk.capture(document(marked("1", eventID="urn:uuid:a"), marked("2", eventID="urn:uuid:a")))
    assert counts() == NOTHING


def test_one_bad_event_refuses_all_by_default(desk: Desk) -> None:
    with pytest.raises(CaptureRefused) as refusal:
        desk.capture(document(marked("1"), marked("2", action="CREATE")))
    assert [one.pointer for one in refusal.value.problems] == ["/epcisBody/eventList/1/action"]
    assert counts() == NOTHING
    job = CaptureJob.objects.get()
    assert (job.state, job.refused_count, job.errors[0]["pointer"]) == (
        "failed",
        2,
        "/epcisBody/eventList/1/action",
    )


def test_the_good_events_are_stored_where_the_sender_asks_for_it(desk: Desk) -> None:
    desk.capture(document(marked("9", eventID="urn:uuid:a")))
    given = document(
        marked("1"), marked("2", action="CREATE"), marked("3", eventID="urn:uuid:a"), marked("4")
    )
    result = desk.capture(given, behaviour="proceed")
    assert (result.stored, [one.pointer for one in result.problems]) == (
        2,
        ["/epcisBody/eventList/1/action", "/epcisBody/eventList/2/eventID"],
    )
    assert (result.job.state, result.job.refused_count, len(result.job.errors)) == ("partly", 2, 2)
    assert Event.objects.count() == 3


def test_a_fault_of_the_document_itself_refuses_it_in_either_way(desk: Desk) -> None:
    whole = json.loads(document(marked("1")))
    del whole["schemaVersion"]
    with pytest.raises(CaptureRefused):
        desk.capture(json.dumps(whole).encode(), behaviour="proceed")
    assert counts() == NOTHING


def test_bytes_that_are_no_document_leave_no_trace(desk: Desk) -> None:
    with pytest.raises(Unreadable):
        desk.capture(b'{"type": NaN}')
    assert counts() == NOTHING and not CaptureJob.objects.exists()


def test_a_document_beyond_the_limits_is_refused_before_it_is_judged(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(judging, "MOST_EVENTS", 2)
    monkeypatch.setattr(judging, "MOST_ITEMS", 3)
    monkeypatch.setattr(judging, "problems", None)
    with pytest.raises(TooLarge, match="3 sự kiện"):
        desk.capture(document(marked("1"), marked("2"), marked("3")))
    with pytest.raises(TooLarge) as refusal:
        desk.capture(document(marked("1"), marked(*"abcd")))
    assert refusal.value.problems[0].pointer == "/epcisBody/eventList/1"


def test_doubts_are_accepted_and_kept_on_the_event_unless_the_province_refuses_them(desk: Desk) -> None:
    wrong = marked(epcList=["https://id.gs1.org/01/04012345123457/21/1"])
    with pytest.raises(CaptureRefused):
        desk.capture(document(wrong), strict={"identifier"})
    result = desk.capture(document(wrong))
    assert [one.code for one in result.warnings] == ["identifier"]
    warning = Event.objects.get().warnings[0]
    assert (warning["code"], warning["pointer"]) == ("identifier", "/epcisBody/eventList/0/epcList/0")


@pytest.mark.parametrize(
    "event",
    [
        marked("1", **{"vd:ghi-chu": "a\0b"}),
        marked("1", **{"vd:so": 10**300}),
        marked(quantityList=[{"epcClass": LOT + "A", "quantity": 10**390, "uom": "KGM"}], epcList=[]),
        {"type": "https://vi-du.vn/Khac", "eventTime": "2026-03-02T09:00:00Z", "eventTimeZoneOffset": "+00:00",
         "epcList": {"a": 1}, "parentID": 5, "quantityList": ["x"], "action": ["dài hơn bảy chữ"]},
        made(["A"], ["A"], transformationID=LOT + "A"),
        packed(PALLET, epcList=None, childEPCs=[PALLET]) | {"epcList": []},
    ],
)  # fmt: skip
def test_odd_but_readable_events_never_break_the_store(desk: Desk, event: dict[str, Any]) -> None:
    try:
        desk.capture(document(event))
    except CaptureRefused as refusal:
        assert refusal.problems
    for direction in ("back", "forward"):
        assert trace([LOT + "A", PALLET], direction).roots


def test_endless_codes_are_refused_with_their_place(desk: Desk) -> None:
    with pytest.raises(CaptureRefused) as refusal:
        desk.capture(document(marked("1", readPoint={"id": "urn:vi-du:" + "k" * 10_000})))
    assert [one.pointer for one in refusal.value.problems] == ["/epcisBody/eventList/0/readPoint/id"]


# ── Whose goods ────────────────────────────────────────────────────────


def test_a_lot_is_its_first_makers_and_nobody_else_makes_it(desk: Desk) -> None:
    desk.capture(document(made(["A"], ["B"])))
    assert Item.objects.get(canonical=LOT + "B").organisation_id == desk.mill.pk
    with pytest.raises(NotYours) as refusal:
        desk.capture(document(made(["C"], ["B"], hour=12)), of=desk.shop)
    assert refusal.value.problems[0].pointer == "/epcisBody/eventList/0"
    assert desk.capture(document(made(["B"], ["C"], hour=13)), of=desk.shop).stored == 1  # to use it is free


def test_what_was_seen_before_it_was_made_becomes_its_makers(desk: Desk) -> None:
    desk.capture(document(seen("1")), of=desk.shop)
    assert Item.objects.get(canonical=LINK + "1").organisation_id is None
    desk.capture(document(marked("1")))
    assert Item.objects.get(canonical=LINK + "1").organisation_id == desk.mill.pk
    with pytest.raises(NotYours):
        desk.capture(document(marked("1", hour=14)), of=desk.shop)


def test_the_registers_maker_comes_before_who_was_first(desk: Desk) -> None:
    product(desk.world, "Gạo Séng Cù", maker=desk.mill, gtin="4012345123456")
    with pytest.raises(NotYours):
        desk.capture(document(marked("1")), of=desk.shop)
    desk.capture(document(marked("1")))
    item = Item.objects.get(canonical=LINK + "1")
    assert item.product is not None and item.product.name == "Gạo Séng Cù"


def test_a_branch_makes_the_goods_of_its_head(desk: Desk) -> None:
    branch = firm(desk.world, "Chi nhánh Xay xát Bình Minh")
    Organisation.objects.filter(pk=branch.pk).update(parent=desk.mill)
    product(desk.world, "Gạo Séng Cù", maker=desk.mill, gtin="4012345123456")
    assert desk.capture(document(marked("1")), of=branch).stored == 1


def test_with_proceed_only_the_foreign_event_is_left_out(desk: Desk) -> None:
    desk.capture(document(marked("1")))
    given = document(marked("1", hour=14), marked("2", hour=14))
    result = desk.capture(given, of=desk.shop, behaviour="proceed")
    assert (result.stored, [one.code for one in result.problems]) == (1, ["not_yours"])


# ── Declared wrong ─────────────────────────────────────────────────────

MIX, PACK = made(["A"], ["B"], eventID="urn:uuid:mix"), packed(PALLET, "1")


def orders() -> list[Callable[[], list[list[dict[str, Any]]]]]:
    return [
        lambda: [[MIX, PACK], [declared(MIX), declared(PACK)]],
        lambda: [[declared(MIX), declared(PACK)], [MIX, PACK]],
        lambda: [[MIX, declared(MIX), PACK, declared(PACK)]],
        lambda: [[declared(PACK), declared(MIX), PACK, MIX]],
    ]


@pytest.mark.parametrize("order", orders())
def test_an_event_declared_wrong_no_longer_counts_in_any_order(
    desk: Desk, order: Callable[[], list[list[dict[str, Any]]]]
) -> None:
    for events in order():
        desk.capture(document(*events))
    assert trace([LOT + "A"], "forward").items == {LOT + "A"}
    assert trace([LINK + "1"], "forward").carriers == set()
    assert Event.objects.count() == 4 and Event.objects.filter(is_error_declaration=True).count() == 2
    assert set(Edge.objects.values_list("is_void", flat=True)) == {True}
    assert not Containment.objects.filter(is_void=False).exists()


def test_what_was_stored_of_an_event_declared_wrong_stays_as_history(desk: Desk) -> None:
    desk.capture(document(MIX, PACK))
    desk.capture(document(declared(MIX), declared(PACK)))
    assert Containment.objects.get().is_void and Edge.objects.filter(is_void=True).count() == 2
    again = desk.capture(document(declared(MIX), MIX))
    assert (again.stored, again.replayed) == (0, 2)


def test_nobody_declares_anothers_event_wrong(desk: Desk) -> None:
    desk.capture(document(MIX))
    with pytest.raises(NotYours) as refusal:
        desk.capture(document(declared(MIX)), of=desk.shop)
    assert refusal.value.problems[0].pointer == "/epcisBody/eventList/0/errorDeclaration"
    assert trace([LOT + "A"], "forward").items == {LOT + "A", LOT + "B"}


def test_a_strangers_declaration_that_came_first_voids_nothing(desk: Desk) -> None:
    desk.capture(document(declared(MIX)), of=desk.shop)
    desk.capture(document(MIX))
    assert trace([LOT + "A"], "forward").items == {LOT + "A", LOT + "B"}


def test_an_unpacking_declared_wrong_puts_back_what_was_inside(desk: Desk) -> None:
    out = packed(PALLET, hour=12, action="DELETE")
    desk.capture(document(PACK, out))
    assert Containment.objects.get().end is not None
    desk.capture(document(declared(out)))
    assert Containment.objects.get().end is None


# ── Whole or not at all ────────────────────────────────────────────────


@pytest.mark.parametrize("step", ["_items", "_edges", "touched"])
def test_a_fault_in_the_middle_leaves_nothing_half(
    desk: Desk, monkeypatch: pytest.MonkeyPatch, step: str
) -> None:
    def breaks(*_args: Any, **_more: Any) -> Any:
        raise RuntimeError("power")

    monkeypatch.setattr(writing, step, breaks)
    with pytest.raises(RuntimeError):
        desk.capture(document(marked("1"), packed(PALLET, "1")))
    assert counts() == NOTHING and not CaptureJob.objects.exists()
    monkeypatch.undo()
    assert desk.capture(document(marked("1"), packed(PALLET, "1"))).stored == 2


def test_a_large_document_goes_the_way_of_many_rows(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(writing, "BATCH", 70)
    given = document(*(marked(f"{n}a", f"{n}b", hour=n % 24) for n in range(300)))
    assert desk.capture(given).stored == 300
    assert desk.capture(given).replayed == 300
    assert EventItem.objects.count() == 600 and Event.objects.count() == 300


def test_months_are_made_when_their_first_event_comes(desk: Desk) -> None:
    desk.capture(document(marked("1")), when=at(day=31, month=12, year=2027, hour=23))
    desk.capture(document(marked("2")), when=at(day=1, month=1, year=2028))
    assert Event.objects.count() == 2
    if connection.vendor == "postgresql":
        ensure_months(at(day=1, month=1, year=2028))
        with connection.cursor() as cursor:
            cursor.execute("SELECT count(*) FROM traceability_event_2028_01")
            assert cursor.fetchone()[0] == 1
