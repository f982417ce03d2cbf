"""The post office beside the worker: one thread lays deliveries ready, a few send them; one seals days.

`nscl worker` runs it next to the queue of jobs. Several workers may run; each delivery is sent by one.
"""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable
from datetime import timedelta

from django.db import close_old_connections, connection
from django.utils import timezone

from nscl.apps.traceability.actions.evidence import close_all
from nscl.apps.traceability.horizon import Horizon
from nscl.apps.traceability.models import Subscription
from nscl.apps.traceability.outbox import forget, prepare
from nscl.apps.traceability.sending import send_next
from nscl.apps.traceability.webhooks import WHOLE

log = logging.getLogger(__name__)
INTERVAL = 0.5  # seconds between two looks
CLEANING = timedelta(minutes=10)
PAUSE = 5.0  # seconds after a failure, a database that went away among them
SEALING = 600.0  # seconds between two looks whether a day is over
SENDERS = 3  # a receiver that hangs holds up one of them


class PostOffice:
    """Begun and ended with the worker."""

    def __init__(self, *, interval: float = INTERVAL, senders: int = SENDERS) -> None:
        self.interval, self._end, self._sent = interval, threading.Event(), threading.Event()
        self._horizon, self._cleaning = Horizon(), timezone.now()
        works = [self._prepare, *[self._send] * senders, self._seal]
        self._threads = [threading.Thread(target=self._loop, args=(work,), daemon=True) for work in works]

    def start(self) -> None:
        for thread in self._threads:
            thread.start()

    def stop(self) -> None:
        """End after what is being done now; what hangs is left, and sent again by the next worker."""
        self._end.set()
        self._sent.set()
        for thread in self._threads:
            thread.join(WHOLE)

    def _loop(self, work: Callable[[], None]) -> None:
        try:
            while not self._end.is_set():
                close_old_connections()
                try:
                    work()
                except Exception:
                    log.exception("a look into the outbox of subscriptions failed")
                    self._end.wait(PAUSE)
        finally:
            connection.close()

    def _prepare(self) -> None:
        """One look; the next as soon as something was sent, for more may wait behind it."""
        if Subscription.objects.filter(state="active").exists():
            prepare(timezone.now(), self._horizon.advance())
        if timezone.now() >= self._cleaning:
            self._cleaning = timezone.now() + CLEANING
            forget(timezone.now())
        self._sent.wait(self.interval)
        self._sent.clear()

    def _send(self) -> None:
        if send_next(timezone.now):
            self._sent.set()
        else:
            self._end.wait(self.interval)

    def _seal(self) -> None:
        """Seal the days that are over; where several workers look, one does it, the others find it done."""
        close_all(at=timezone.now())
        self._end.wait(SEALING)
