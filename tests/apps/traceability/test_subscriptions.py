"""What is captured reaches whoever subscribed: signed, in order, at least once, nothing left out."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection, transaction
from django.http import Http404

from nscl.apps.core.access import Refusal
from nscl.apps.core.models import AuditEntry
from nscl.apps.traceability import outbox
from nscl.apps.traceability.actions import revoke_client
from nscl.apps.traceability.actions.subscriptions import (
    NameTaken,
    Unfit,
    drop_query,
    end_subscription,
    resume_subscription,
    subscribe,
    unsubscribe,
)
from nscl.apps.traceability.horizon import Horizon
from nscl.apps.traceability.models import Delivery, NamedQuery, Subscription
from nscl.apps.traceability.outbox import prepare
from nscl.apps.traceability.sending import LEASE, TRIES, WAITS, claim, send_next, settle
from nscl.apps.traceability.subscribers import subscriber_of_client, subscriber_of_person
from nscl.apps.traceability.webhooks import Outcome
from nscl.gs1.epcis.signatures import is_signed
from tests.apps.programme.test_at_once import together
from tests.apps.traceability.conftest import Desk
from tests.apps.traceability.documents import document, marked, seen
from tests.apps.traceability.subscribing import (
    TOKEN,
    Receiver,
    listening,
    named,
    program,
    subscribed,
    swept,
)
from tests.world import at

pytestmark = pytest.mark.django_db


@pytest.fixture
def receiver(settings: Any) -> Iterator[Receiver]:
    settings.NSCL_WEBHOOK_ALLOW_PRIVATE = True
    with listening() as found:
        yield found


# ── The way of a letter ────────────────────────────────────────────────


def test_a_captured_event_reaches_the_subscriber_signed(desk: Desk, receiver: Receiver) -> None:
    row = subscribed(desk, receiver)
    desk.capture(document(marked("1", eventID="urn:uuid:mot")))
    assert swept(at(minute=1)) == 1
    (letter,) = receiver.letters
    now = int(at(minute=2).timestamp())
    assert letter.path == "/epcis?kho=1" and letter.headers["Content-Type"] == "application/json"
    assert is_signed(TOKEN, letter.headers["GS1-Signature"], letter.body, now)
    assert not is_signed(TOKEN[::-1], letter.headers["GS1-Signature"], letter.body, now)
    assert not is_signed(TOKEN, letter.headers["GS1-Signature"], letter.body, now + 3600)
    told = json.loads(letter.body)
    assert told["type"] == "EPCISQueryDocument"
    assert told["epcisBody"]["queryResults"]["queryName"] == "tat-ca"
    assert told["epcisBody"]["queryResults"]["subscriptionID"] == str(row.uuid)
    assert [event["eventID"] for event in letter.events] == ["urn:uuid:mot"]
    row.refresh_from_db()
    assert row.last_notified_at == at(minute=1)
    delivery = row.deliveries.get()
    assert (delivery.state, delivery.body, delivery.event_count) == ("delivered", "", 1)
    assert str(delivery.uuid) == letter.number and swept(at(minute=3)) == 0


def test_without_a_secret_nothing_pretends_to_be_signed(desk: Desk, receiver: Receiver) -> None:
    subscribed(desk, receiver, signatureToken="")
    desk.capture(document(marked("1")))
    swept(at())
    assert "GS1-Signature" not in receiver.letters[0].headers


def test_the_secret_lies_sealed_and_is_told_to_nobody(desk: Desk, receiver: Receiver) -> None:
    row = subscribed(desk, receiver)
    assert TOKEN not in str(Subscription.objects.values()) and TOKEN.encode() not in bytes(row.secret)
    assert TOKEN not in str(AuditEntry.objects.about(row).values()) and row.token == TOKEN


def test_only_what_answers_the_query_is_told(desk: Desk, receiver: Receiver) -> None:
    subscribed(desk, receiver, query={"EQ_action": ["OBSERVE"]})
    desk.capture(document(marked("1"), seen("2")))
    desk.capture(document(marked("3")), of=desk.shop)
    swept(at())
    assert receiver.serials == ["2"]


def test_what_was_recorded_before_the_subscription_is_told_only_when_asked_for(
    desk: Desk, receiver: Receiver
) -> None:
    desk.capture(document(marked("1")), when=at(hour=5))
    desk.capture(document(marked("2")), when=at(hour=6))
    subscribed(desk, receiver)
    assert swept(at()) == 0
    by = subscriber_of_client(program(desk))
    body = {"dest": receiver.address, "stream": True, "initialRecordTime": at(hour=6).isoformat()}
    subscribe(by.queries().get(), body, by=by, at=at(hour=7))
    swept(at())
    assert receiver.serials == ["2"]


def test_many_events_come_in_letters_of_a_size_and_in_order(desk: Desk, receiver: Receiver) -> None:
    row = subscribed(desk, receiver)
    Subscription.objects.update(most_events=3)
    for number in range(7):
        desk.capture(document(marked(str(number))))
    swept(at())
    assert [len(letter.events) for letter in receiver.letters] == [3, 3, 1]
    assert receiver.serials == [str(number) for number in range(7)]
    assert len({letter.number for letter in receiver.letters}) == 3 == row.deliveries.count()


# ── A receiver in trouble ──────────────────────────────────────────────


def test_a_receiver_that_fails_is_tried_again_with_the_same_number(desk: Desk, receiver: Receiver) -> None:
    row = subscribed(desk, receiver)
    receiver.answers = [500, 503]
    desk.capture(document(marked("1")))
    now = at()
    assert swept(now) == 1 and swept(now) == 0
    delivery = row.deliveries.get()
    assert delivery.last_status == 500 and "500" in delivery.last_error
    assert delivery.next_try_at == now + WAITS[0]
    assert swept(now + WAITS[0]) == 1 and swept(now + WAITS[0] + WAITS[1]) == 1
    assert [letter.headers["NSCL-Attempt"] for letter in receiver.letters] == ["1", "2", "3"]
    assert len({letter.number for letter in receiver.letters}) == 1
    assert len({letter.body for letter in receiver.letters}) == 1
    assert row.deliveries.get().state == "delivered"


def test_nothing_is_lost_while_the_receiver_is_down(desk: Desk, receiver: Receiver, settings: Any) -> None:
    row = subscribed(desk, receiver)
    port, receiver.port = receiver.port, 1  # nobody listens there
    Subscription.objects.update(destination=receiver.address)
    now = at()
    for number in range(5):
        desk.capture(document(marked(str(number))), when=now)
        swept(now)
        now += timedelta(hours=1)
    assert receiver.letters == [] and row.deliveries.count() == 1
    receiver.port = port
    Subscription.objects.update(destination=receiver.address)
    swept(now + timedelta(days=1))
    assert receiver.serials == ["0", "1", "2", "3", "4"]


def test_after_the_last_try_it_rests_and_an_officer_sets_it_going_again(
    desk: Desk, receiver: Receiver
) -> None:
    row = subscribed(desk, receiver)
    receiver.answers = [500] * TRIES
    desk.capture(document(marked("1")))
    now = at()
    for wait in (*WAITS, timedelta(days=9)):
        swept(now)
        now += wait
    row.refresh_from_db()
    assert row.state == "suspended" and "500" in row.trouble
    assert row.deliveries.get().state == "gave_up" and len(receiver.letters) == TRIES
    desk.capture(document(marked("2")), when=now)
    assert swept(now) == 0
    resume_subscription(row, by=desk.world.actor("an"), at=now)
    swept(now)
    assert receiver.serials[-2:] == ["1", "2"] and len({one.number for one in receiver.letters}) == 2
    row.refresh_from_db()
    assert (row.state, row.trouble) == ("active", "")


def test_a_receiver_that_is_gone_for_good_is_not_tried_again(desk: Desk, receiver: Receiver) -> None:
    row = subscribed(desk, receiver)
    receiver.answers = [410]
    desk.capture(document(marked("1")))
    assert swept(at()) == 1
    row.refresh_from_db()
    assert row.state == "suspended" and swept(at(day=5)) == 0


def test_a_redirect_is_not_followed(desk: Desk, receiver: Receiver) -> None:
    row = subscribed(desk, receiver)
    receiver.answers = [307]
    desk.capture(document(marked("1")))
    swept(at())
    assert len(receiver.letters) == 1
    assert "chuyển hướng" in row.deliveries.get().last_error and row.deliveries.get().state == "waiting"


def test_a_receiver_that_asks_for_less_gets_smaller_letters(desk: Desk, receiver: Receiver) -> None:
    row = subscribed(desk, receiver)
    receiver.answers = [413]
    desk.capture(document(*(marked(str(number), hour=number) for number in range(5))))
    swept(at())
    assert [len(letter.events) for letter in receiver.letters] == [5, 2, 2, 1]
    first, *others = receiver.letters
    assert sorted(s for letter in others for s in letter.serials) == sorted(first.serials)
    assert first.number not in {letter.number for letter in others}
    assert row.deliveries.filter(state="split").count() == 1


def test_one_subscriber_in_trouble_does_not_hold_up_another(desk: Desk, receiver: Receiver) -> None:
    subscribed(desk, receiver)
    by = subscriber_of_client(program(desk))
    other = {"dest": receiver.address.replace("kho=1", "kho=2"), "stream": True}
    subscribe(by.queries().get(), other, by=by, at=at(hour=7))
    receiver.answers = [500]
    desk.capture(document(marked("1")))
    swept(at())
    assert [letter.path for letter in receiver.letters] == ["/epcis?kho=1", "/epcis?kho=2"]
    assert sorted(Delivery.objects.values_list("state", flat=True)) == ["delivered", "waiting"]


def test_a_query_that_can_no_longer_be_asked_stops_only_itself(
    desk: Desk, receiver: Receiver, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    broken = subscribed(desk, receiver)
    by = subscriber_of_client(program(desk))
    subscribe(named(by, "khac"), {"dest": receiver.address, "stream": True}, by=by, at=at(hour=7))
    right = outbox.answers

    def answers(row: Subscription, **more: Any) -> Any:
        if row.pk == broken.pk:
            raise ValueError("no such field any more")
        return right(row, **more)

    monkeypatch.setattr(outbox, "answers", answers)
    desk.capture(document(marked("1")))
    assert swept(at()) == 1 and receiver.serials == ["1"] and "cannot be looked into" in caplog.text
    broken.refresh_from_db()
    assert (broken.state, broken.trouble) == ("suspended", outbox.UNFORESEEN)
    monkeypatch.setattr(outbox, "answers", right)
    resume_subscription(broken, by=desk.world.actor("an"), at=at())
    assert swept(at()) == 1 and receiver.serials == ["1", "1"]


def test_what_was_taken_long_ago_is_forgotten_and_what_waits_is_not(desk: Desk, receiver: Receiver) -> None:
    row = subscribed(desk, receiver)
    desk.capture(document(marked("1")))
    swept(at())
    receiver.answers = [410]
    desk.capture(document(marked("2")))
    swept(at())
    assert outbox.forget(at(day=20)) == 0
    assert outbox.forget(at(year=2027)) == 1
    assert row.deliveries.get().state == "gave_up"


# ── Crashes and several workers ────────────────────────────────────────


def test_a_worker_that_dies_after_sending_leaves_the_letter_to_the_next_one(
    desk: Desk, receiver: Receiver
) -> None:
    subscribed(desk, receiver)
    desk.capture(document(marked("1")))
    prepare(at(), Horizon().advance())

    def dying(*args: Any, **more: Any) -> Outcome:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        send_next(at, post=dying)
    assert send_next(at) is False
    later = at() + LEASE
    assert send_next(lambda: later) and Delivery.objects.get().state == "delivered"
    assert receiver.letters[0].headers["NSCL-Attempt"] == "2"


def test_a_try_that_was_taken_over_says_nothing_any_more(desk: Desk, receiver: Receiver) -> None:
    subscribed(desk, receiver)
    desk.capture(document(marked("1")))
    prepare(at(), Horizon().advance())
    slow = claim(at())
    later = at() + LEASE
    quick = claim(later)
    assert slow is not None and quick is not None
    settle(quick, Outcome(status=200), later)
    settle(slow, Outcome(error="muộn"), later)
    assert Delivery.objects.get().state == "delivered" and Delivery.objects.get().last_error == ""


@pytest.mark.django_db(transaction=True)
def test_several_workers_send_each_letter_once(desk: Desk, receiver: Receiver) -> None:
    subscribed(desk, receiver)
    for number in range(12):
        desk.capture(document(marked(str(number))))
        Subscription.objects.update(most_events=1)
    sent = together(*(lambda: swept(at(), rounds=200) for _ in range(4)))
    assert all(isinstance(one, int) for one in sent), sent
    swept(at())
    assert receiver.serials == [str(number) for number in range(12)]


@pytest.mark.django_db(transaction=True)
def test_a_slow_capture_is_told_although_a_later_one_was_seen_first(desk: Desk, receiver: Receiver) -> None:
    if connection.vendor != "postgresql":
        pytest.skip("an embedded database lets one capture write at a time")
    subscribed(desk, receiver)
    desk.capture(
        document(marked("0")), when=at(hour=6)
    )  # makes the month's tables, for which both would wait
    has_number, may_commit = threading.Event(), threading.Event()

    def slow() -> None:
        with transaction.atomic():
            desk.capture(document(marked("slow")))
            has_number.set()
            may_commit.wait(10)

    def quick() -> None:
        has_number.wait(10)
        try:
            desk.capture(document(marked("quick")))
            horizon = Horizon()
            assert swept(at(), horizon=horizon) == 0  # 2 can be seen, 1 is still under way
            may_commit.set()
            for _try in range(200):
                if swept(at(), horizon=horizon):
                    break
        finally:
            may_commit.set()

    assert together(slow, quick) == [None, None]
    assert receiver.serials == ["slow", "quick"]


@pytest.mark.django_db(transaction=True)
def test_a_capture_that_is_taken_back_holds_nothing_up(desk: Desk, receiver: Receiver) -> None:
    subscribed(desk, receiver)
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        desk.capture(document(marked("1")))
        raise ZeroDivisionError
    desk.capture(document(marked("2")))
    swept(at())
    assert receiver.serials == ["2"]


# ── Schedules ──────────────────────────────────────────────────────────


def test_a_schedule_gathers_until_its_hour(desk: Desk, receiver: Receiver) -> None:
    row = subscribed(desk, receiver, schedule={"hour": "1", "minute": "5"})
    assert row.next_run_at == at(day=3, hour=1, minute=5)
    desk.capture(document(marked("1")))
    desk.capture(document(marked("2")), when=at(hour=20))
    assert swept(at(day=3, hour=1, minute=4)) == 0
    assert swept(at(day=3, hour=1, minute=5)) == 1 and receiver.serials == ["1", "2"]
    row.refresh_from_db()
    assert row.next_run_at == at(day=4, hour=1, minute=5)
    desk.capture(document(marked("3")), when=at(day=3))
    assert swept(at(day=3, hour=23)) == 0


def test_a_run_sends_letter_after_letter_until_all_is_told(desk: Desk, receiver: Receiver) -> None:
    subscribed(desk, receiver, schedule={"hour": "1"})
    Subscription.objects.update(most_events=2)
    desk.capture(document(*(marked(str(number), hour=number) for number in range(5))))
    swept(at(day=3, hour=1))
    assert [len(letter.events) for letter in receiver.letters] == [2, 2, 1]


@pytest.mark.parametrize(("wanted", "letters"), [(True, 1), (False, 0)])
def test_an_empty_run_is_reported_only_when_wanted(
    desk: Desk, receiver: Receiver, wanted: bool, letters: int
) -> None:
    subscribed(desk, receiver, schedule={"hour": "1"}, reportIfEmpty=wanted)
    desk.capture(document(marked("1")), of=desk.shop)
    swept(at(day=3, hour=1))
    assert len(receiver.letters) == letters and swept(at(day=3, hour=2)) == 0
    assert all(letter.events == [] for letter in receiver.letters)


def test_runs_missed_while_the_worker_slept_become_one(desk: Desk, receiver: Receiver) -> None:
    subscribed(desk, receiver, schedule={"hour": "1"}, reportIfEmpty=True)
    assert swept(at(day=20, hour=8)) == 1
    assert Subscription.objects.get().next_run_at == at(day=21, hour=1)


# ── Ends ───────────────────────────────────────────────────────────────


def test_after_unsubscribing_nothing_more_is_sent(desk: Desk, receiver: Receiver) -> None:
    row = subscribed(desk, receiver)
    by = subscriber_of_client(row.client)
    desk.capture(document(marked("1")))
    prepare(at(), Horizon().advance())
    unsubscribe(row, by=by, at=at())
    unsubscribe(row, by=by, at=at())
    desk.capture(document(marked("2")))
    assert swept(at(minute=5)) == 0 and receiver.letters == []
    assert Delivery.objects.get().state == "dropped" and Delivery.objects.get().body == ""
    assert AuditEntry.objects.about(row).count() == 2


def test_dropping_a_query_ends_its_subscriptions_and_frees_its_name(desk: Desk, receiver: Receiver) -> None:
    row = subscribed(desk, receiver)
    by = subscriber_of_client(row.client)
    drop_query(row.query, by=by, at=at())
    row.refresh_from_db()
    assert row.state == "ended" and not by.queries().exists()
    assert named(by, EQ_action=["ADD"]).pk != row.query_id


def test_a_key_taken_back_tells_nothing_any_more(desk: Desk, receiver: Receiver) -> None:
    row = subscribed(desk, receiver)
    revoke_client(row.client, reason="Mất máy", by=desk.world.actor("lan"), at=at(hour=8))
    desk.capture(document(marked("1")))
    assert swept(at()) == 0 and receiver.letters == []
    row.refresh_from_db()
    assert row.state == "suspended" and "thu hồi" in row.trouble
    with pytest.raises(Refusal, match="khóa mới"):
        resume_subscription(row, by=desk.world.actor("an"), at=at())


def test_an_officer_ends_a_subscription_with_a_reason(desk: Desk, receiver: Receiver) -> None:
    row = subscribed(desk, receiver)
    for reason, who in (("", "an"), ("Gửi nhầm nơi", "giang"), ("Gửi nhầm nơi", "khanh")):
        with pytest.raises(Exception) as caught:
            end_subscription(row, reason=reason, by=desk.world.actor(who), at=at())
        assert type(caught.value).__name__ in ("Refusal", "PermissionDenied", "Http404")
    row.refresh_from_db()
    assert row.state == "active"
    end_subscription(row, reason="Gửi nhầm nơi", by=desk.world.actor("an"), at=at())
    desk.capture(document(marked("1")))
    assert swept(at()) == 0


def test_an_officer_subscribes_for_the_province_and_sees_all_of_it(desk: Desk, receiver: Receiver) -> None:
    by = subscriber_of_person(desk.world.actor("an"))
    subscribe(named(by), {"dest": receiver.address, "stream": True}, by=by, at=at(hour=7))
    desk.capture(document(marked("1")))
    desk.capture(document(marked("2")), of=desk.shop)
    swept(at())
    assert receiver.serials == ["1", "2"]


def test_nobody_touches_anothers_queries_and_subscriptions(desk: Desk, receiver: Receiver) -> None:
    row = subscribed(desk, receiver)
    stranger = subscriber_of_person(desk.world.actor("an"))
    unsubscribe(row, by=stranger, at=at())
    drop_query(row.query, by=stranger, at=at())
    with pytest.raises(Http404):
        subscribe(row.query, {"dest": receiver.address, "stream": True}, by=stranger, at=at())
    row.refresh_from_db()
    assert row.state == "active" and NamedQuery.objects.kept().get() == row.query


# ── What is not taken ──────────────────────────────────────────────────


def test_a_name_stands_for_one_query_of_one_organisation(desk: Desk) -> None:
    by = subscriber_of_client(program(desk))
    first = named(by, EQ_action=["ADD"])
    assert named(by, EQ_action=["ADD"]) == first
    with pytest.raises(NameTaken, match="tên khác"):
        named(by, EQ_action=["DELETE"])
    other = subscriber_of_client(program(desk))
    assert named(other, EQ_action=["ADD"]) == first  # another program of the same organisation
    theirs = subscriber_of_person(desk.world.actor("an"))
    assert named(theirs, EQ_action=["DELETE"]) != first


@pytest.mark.parametrize(
    "query", [{"GE_eventDate": "2026"}, {"EQ_action": "ADD"}, {"eventCountLimit": 1, "maxEventCount": 2}]
)
def test_a_query_that_means_nothing_is_not_kept(desk: Desk, query: dict[str, Any]) -> None:
    with pytest.raises(Unfit):
        named(subscriber_of_client(program(desk)), **query)
    assert not NamedQuery.objects.exists()


def test_a_query_of_a_part_of_its_events_is_not_subscribed_to(desk: Desk, receiver: Receiver) -> None:
    with pytest.raises(Unfit, match="eventCountLimit"):
        subscribed(desk, receiver, query={"eventCountLimit": 5, "orderBy": "eventTime"})


def test_the_same_subscription_said_again_is_the_same_one(desk: Desk, receiver: Receiver) -> None:
    row = subscribed(desk, receiver)
    by = subscriber_of_client(row.client)
    body = {"dest": receiver.address, "signatureToken": TOKEN, "stream": True}
    assert subscribe(row.query, body, by=by, at=at()) == row
    with pytest.raises(NameTaken):
        subscribe(row.query, {**body, "signatureToken": TOKEN[::-1]}, by=by, at=at())
    assert Subscription.objects.count() == 1


@pytest.mark.parametrize(
    "address",
    [
        "http://vi-du.vn/",
        "https://127.0.0.1/",
        "https://10.1.2.3/",
        "https://169.254.169.254/latest/meta-data/",
        "https://[::1]/",
        "https://[::ffff:10.0.0.1]/",
        "https://localhost/",
        "https://kho.internal/",
        "https://0.0.0.0/",
        "https://ai:khoa@vi-du.vn/",
        "https://vi-du.vn:25/",
        "file:///etc/passwd",
    ],
)
def test_addresses_of_ones_own_network_are_not_written_to(desk: Desk, address: str) -> None:
    by = subscriber_of_client(program(desk))
    with pytest.raises(Unfit) as caught:
        subscribe(named(by), {"dest": address, "stream": True}, by=by, at=at())
    assert {one.pointer for one in caught.value.problems} == {"/dest"}
    assert not Subscription.objects.exists()


def test_a_key_without_the_right_subscribes_to_nothing(desk: Desk) -> None:
    with pytest.raises(Refusal):
        subscriber_of_client(program(desk, "query"))
