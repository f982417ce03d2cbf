"""Small captures that arrive at the same time are stored with one commit.

A durable commit costs about as much as storing several events. So threads hand over what they want stored and
wait, and one thread that does nothing else stores all that waits together. It keeps its connection, whose
plans and catalogues are warm; a thread that stores now and then must warm its own each time. One is faster
than two, which take the interpreter from each other. Nobody is answered before the commit that holds his
events.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from threading import Condition, Event, Thread

from django.db import close_old_connections, connections, transaction

from nscl.apps.traceability.storing import Part

MOST = 64  # documents in one commit: enough to share its cost, few enough that the first need not wait long
PATIENCE = 60.0  # seconds without work after which the thread ends
Deed = Callable[[Sequence[Part]], object]


@dataclass(eq=False)
class _Ticket:
    part: Part
    over: Event = field(default_factory=Event)
    error: BaseException | None = None


class Gatherer:
    """Threads hand over a part each; `store` is called by one thread of its own, with all that waits."""

    def __init__(self, store: Deed, most: int = MOST) -> None:
        self.store, self.most = store, most
        self._came = Condition()
        self._waiting: deque[_Ticket] = deque()
        self._thread: Thread | None = None
        self._is_closing = False

    def hand_over(self, part: Part) -> None:
        """Come back when the part is stored or refused; raises what went wrong with the store.

        Inside a transaction of the caller's own nothing can be shared: the part is stored right there.
        """
        if transaction.get_connection().in_atomic_block:
            self.store([part])
            return
        ticket = _Ticket(part)
        with self._came:
            if self._thread is None:
                thread = Thread(target=self._serve, name="captures", daemon=True)
                thread.start()  # waits for the lock
                self._thread = thread
            self._waiting.append(ticket)
            self._came.notify()
        ticket.over.wait()
        if ticket.error is not None:
            raise ticket.error

    def close(self) -> None:
        """Let what waits be stored and end the thread; what is handed over later begins a new one."""
        with self._came:
            thread, self._is_closing = self._thread, True
            self._came.notify()
        if thread is not None:
            thread.join()
        self._is_closing = False

    def _serve(self) -> None:
        try:
            while taken := self._take():
                close_old_connections()  # one that broke meanwhile, or is too old
                self._store(taken)
        finally:
            connections.close_all()

    def _take(self) -> list[_Ticket]:
        """What waits, as soon as something does; nothing when the thread is to end."""
        with self._came:
            self._came.wait_for(lambda: self._waiting or self._is_closing, PATIENCE)
            if not self._waiting:
                self._thread = None
            return [self._waiting.popleft() for _n in range(min(len(self._waiting), self.most))]

    def _store(self, taken: Sequence[_Ticket]) -> None:
        error: BaseException | None = None
        try:
            self.store([ticket.part for ticket in taken])
        except BaseException as fault:  # whatever it is, nobody may be left waiting
            error = fault
        for ticket in taken:
            ticket.error = error
            ticket.over.set()
