"""When a subscription is told by schedule, how it ends, and what is not taken as one."""

from __future__ import annotations

from typing import Any

import pytest
from django.http import Http404

from nscl.apps.core.access import Refusal
from nscl.apps.core.models import AuditEntry
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
from nscl.apps.traceability.subscribers import subscriber_of_client, subscriber_of_person
from tests.apps.traceability.conftest import Desk
from tests.apps.traceability.documents import document, marked
from tests.apps.traceability.subscribing import (
    TOKEN,
    Receiver,
    named,
    program,
    subscribed,
    swept,
)
from tests.world import at

pytestmark = pytest.mark.django_db


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
