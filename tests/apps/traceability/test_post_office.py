"""The post office beside the worker: letters go out by themselves, and it ends when it is told to."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.utils import timezone

from nscl.apps.traceability import sweeping
from nscl.apps.traceability.models import Delivery, Subscription
from nscl.apps.traceability.sweeping import PostOffice
from tests.apps.traceability.conftest import Desk
from tests.apps.traceability.documents import document, marked
from tests.apps.traceability.subscribing import Receiver, listening, subscribed

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def receiver(settings: Any) -> Iterator[Receiver]:
    settings.NSCL_WEBHOOK_ALLOW_PRIVATE = True
    with listening() as found:
        yield found


def until(holds: Callable[[], bool]) -> bool:
    """Wait for something that another thread does; the limit only ends a test that fails."""
    return any(holds() or threading.Event().wait(0.02) for _try in range(1500))


def test_what_is_captured_goes_out_by_itself(desk: Desk, receiver: Receiver) -> None:
    now = timezone.now()
    subscribed(desk, receiver, when=now)
    Subscription.objects.update(most_events=2)
    offices = [PostOffice(interval=0.02), PostOffice(interval=0.02)]
    for office in offices:
        office.start()
    try:
        for number in range(5):
            desk.capture(document(marked(str(number))), when=timezone.now())
        assert until(lambda: len(receiver.serials) == 5)
        desk.capture(document(marked("5")), when=timezone.now())
        assert until(lambda: len(receiver.serials) == 6)
    finally:
        for office in offices:
            office.stop()
    assert receiver.serials == [str(number) for number in range(6)]
    assert not Delivery.objects.exclude(state="delivered").exists()
    desk.capture(document(marked("6")), when=timezone.now())
    assert not until_stopped(receiver)


def until_stopped(receiver: Receiver) -> bool:
    """Whether anything comes although the offices were told to end."""
    return any(len(receiver.serials) > 6 or threading.Event().wait(0.02) for _try in range(5))


def test_a_failure_is_logged_and_the_office_goes_on(
    desk: Desk, receiver: Receiver, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    subscribed(desk, receiver, when=timezone.now())
    right, failures = sweeping.prepare, iter([RuntimeError("the database went away")])

    def prepare(*args: Any) -> int:
        for failure in failures:
            raise failure
        return right(*args)

    monkeypatch.setattr(sweeping, "prepare", prepare)
    monkeypatch.setattr(sweeping, "PAUSE", 0.02)
    office = PostOffice(interval=0.02, senders=1)
    office.start()
    try:
        desk.capture(document(marked("1")), when=timezone.now())
        assert until(lambda: receiver.serials == ["1"])
    finally:
        office.stop()
    assert "outbox" in caplog.text
