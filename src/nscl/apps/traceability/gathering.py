"""Small captures that arrive at the same time are stored with one commit.

A durable commit costs about as much as storing several events, and web threads that each store one event wait
for each other's commits. Here the first thread that comes stores at once; those that come meanwhile queue up,
and one of them then stores all that wait. Alone, a capture goes straight through. Nobody is answered before
the commit that holds his events.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from threading import Event, Lock

from django.db import transaction

from nscl.apps.traceability.storing import Part

MOST = 64  # documents in one commit: enough to share its cost, few enough that the first need not wait long
Deed = Callable[[Sequence[Part]], object]


@dataclass(eq=False)
class _Ticket:
    part: Part
    woken: Event = field(default_factory=Event)
    is_done: bool = False
    error: BaseException | None = None


class Gatherer:
    """Threads hand over a part each; `store` is called by one of them at a time, with what waits."""

    def __init__(self, store: Deed, most: int = MOST) -> None:
        self.store, self.most = store, most
        self._lock = Lock()
        self._waiting: deque[_Ticket] = deque()
        self._is_busy = False

    def hand_over(self, part: Part) -> None:
        """Come back when the part is stored or refused; raises what went wrong with the store.

        Inside a transaction of the caller's own nothing can be shared: the part is stored right there.
        """
        if transaction.get_connection().in_atomic_block:
            self.store([part])
            return
        ticket = _Ticket(part)
        with self._lock:
            self._waiting.append(ticket)
            leads, self._is_busy = not self._is_busy, True
        if not leads:
            ticket.woken.wait()
        if not ticket.is_done:  # woken to lead, or the first to come
            self._lead()
        if ticket.error is not None:
            raise ticket.error

    def _lead(self) -> None:
        """Store what waits, one's own among it, and pass the lead on."""
        with self._lock:
            taken = [self._waiting.popleft() for _n in range(min(len(self._waiting), self.most))]
        error: BaseException | None = None
        try:
            self.store([ticket.part for ticket in taken])
        except BaseException as fault:  # whatever it is, nobody may be left waiting
            error = fault
        for ticket in taken:
            ticket.error, ticket.is_done = error, True
        with self._lock:
            following = self._waiting[0] if self._waiting else None
            self._is_busy = following is not None
        for ticket in taken:
            ticket.woken.set()
        if following is not None:
            following.woken.set()
