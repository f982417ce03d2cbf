"""Small captures that arrive at the same time are stored with one commit.

A durable commit costs about as much as storing several events, and web threads that each store one event wait
for each other's commits. Here the first threads that come store at once; those that come meanwhile queue up,
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
LEADERS = 2  # commits under way at once: while one waits for the disk, the next is made ready
Deed = Callable[[Sequence[Part]], object]


@dataclass(eq=False)
class _Ticket:
    part: Part
    woken: Event = field(default_factory=Event)
    is_done: bool = False
    error: BaseException | None = None


class Gatherer:
    """Threads hand over a part each; `store` is called by few of them at a time, with what waits."""

    def __init__(self, store: Deed, most: int = MOST, leaders: int = LEADERS) -> None:
        self.store, self.most, self.leaders = store, most, leaders
        self._lock = Lock()
        self._waiting: deque[_Ticket] = deque()
        self._leading = 0

    def hand_over(self, part: Part) -> None:
        """Come back when the part is stored or refused; raises what went wrong with the store.

        Inside a transaction of the caller's own nothing can be shared: the part is stored right there.
        """
        if transaction.get_connection().in_atomic_block:
            self.store([part])
            return
        ticket = _Ticket(part)
        with self._lock:
            leads = self._leading < self.leaders
            if leads:
                self._leading += 1
            else:
                self._waiting.append(ticket)
        if not leads:
            ticket.woken.wait()
        if not ticket.is_done:  # woken to lead, or there was nothing to wait for
            self._lead(ticket)
        if ticket.error is not None:
            raise ticket.error

    def _lead(self, own: _Ticket) -> None:
        """Store one's own and what waits, and pass the lead on to one who is then nobody else's to store."""
        with self._lock:
            more = [self._waiting.popleft() for _n in range(min(len(self._waiting), self.most - 1))]
        taken = [own, *more]
        error: BaseException | None = None
        try:
            self.store([ticket.part for ticket in taken])
        except BaseException as fault:  # whatever it is, nobody may be left waiting
            error = fault
        for ticket in taken:
            ticket.error, ticket.is_done = error, True
        with self._lock:
            following = self._waiting.popleft() if self._waiting else None
            if following is None:
                self._leading -= 1
        for ticket in more:
            ticket.woken.set()
        if following is not None:
            following.woken.set()
