"""Small captures that arrive at the same time are stored with one commit.

A durable commit costs about as much as storing several events. So threads hand over what they want stored and
wait, and a few threads that do nothing else store all that waits together. Those few keep their connections,
whose plans and catalogues are warm; a thread that stores now and then must warm its own each time.
Nobody is answered before the commit that holds his events.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from threading import Condition, Event, Thread, current_thread

from django.db import close_old_connections, connections, transaction

from nscl.apps.traceability.storing import Part

MOST = 64  # documents in one commit: enough to share its cost, few enough that the first need not wait long
STORERS = 2  # commits under way at once: while one waits for the disk, the next is made ready
PATIENCE = 60.0  # seconds without work after which a storing thread ends
Deed = Callable[[Sequence[Part]], object]


@dataclass(eq=False)
class _Ticket:
    part: Part
    over: Event = field(default_factory=Event)
    error: BaseException | None = None


class Gatherer:
    """Threads hand over a part each; `store` is called by few threads of its own, with all that waits."""

    def __init__(self, store: Deed, most: int = MOST, storers: int = STORERS) -> None:
        self.store, self.most, self.storers = store, most, storers
        self._came = Condition()
        self._waiting: deque[_Ticket] = deque()
        self._threads: set[Thread] = set()
        self._idle = 0
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
            if self._idle:
                self._came.notify()
            elif len(self._threads) < self.storers:
                thread = Thread(target=self._serve, name="captures", daemon=True)
                thread.start()
                self._threads.add(thread)
            self._waiting.append(ticket)
        ticket.over.wait()
        if ticket.error is not None:
            raise ticket.error

    def close(self) -> None:
        """Let what waits be stored and end the threads; what is handed over later begins new ones."""
        with self._came:
            self._is_closing = True
            self._came.notify_all()
            threads = list(self._threads)
        for thread in threads:
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
            self._idle += 1
            self._came.wait_for(lambda: self._waiting or self._is_closing, PATIENCE)
            self._idle -= 1
            if not self._waiting:
                self._threads = {one for one in self._threads if one is not current_thread()}
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
