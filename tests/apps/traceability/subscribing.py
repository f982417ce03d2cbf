"""A receiver that listens on a free port, and a program that subscribes to it."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from nscl.apps.traceability.actions import issue_client
from nscl.apps.traceability.actions.subscriptions import define_query, subscribe
from nscl.apps.traceability.horizon import Horizon
from nscl.apps.traceability.models import ApiClient, NamedQuery, Subscription
from nscl.apps.traceability.outbox import prepare
from nscl.apps.traceability.sending import send_next
from nscl.apps.traceability.subscribers import Subscriber, subscriber_of_client
from tests.apps.traceability.conftest import Desk
from tests.world import at

TOKEN = "13df38d8275b13f05704629e5f1cf3d45d6132d5"


@dataclass
class Letter:
    """One request that came in."""

    path: str
    headers: dict[str, str]
    body: bytes

    @property
    def number(self) -> str:
        return self.headers["NSCL-Delivery"]

    @property
    def events(self) -> list[dict[str, Any]]:
        found: list[dict[str, Any]] = json.loads(self.body)["epcisBody"]["queryResults"]["resultsBody"][
            "eventList"
        ]
        return found

    @property
    def serials(self) -> list[str]:
        """The serial numbers of what the events name, in the order told."""
        return [code.rsplit("/", 1)[-1] for event in self.events for code in event.get("epcList", [])]


@dataclass
class Receiver:
    """A machine that takes letters; `answers` are the statuses it gives first, then 200."""

    port: int = 0
    answers: list[int] = field(default_factory=list)
    letters: list[Letter] = field(default_factory=list)
    silence: threading.Event = field(default_factory=threading.Event)
    is_silent: bool = False

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.port}/epcis?kho=1"

    @property
    def serials(self) -> list[str]:
        return [serial for letter in self.letters for serial in letter.serials]


@contextmanager
def listening() -> Iterator[Receiver]:
    """A receiver on a free port of this machine, gone afterwards."""
    receiver = Receiver()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            receiver.letters.append(Letter(self.path, dict(self.headers), body))
            if receiver.is_silent:
                receiver.silence.wait(10)
            status = receiver.answers.pop(0) if receiver.answers else 200
            self.send_response(status)
            if 300 <= status < 400:
                self.send_header("Location", receiver.address)
            self.end_headers()

        def log_message(self, format: str, *args: Any) -> None:
            return

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    receiver.port = server.server_port
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    try:
        yield receiver
    finally:
        receiver.silence.set()
        server.shutdown()
        server.server_close()


def program(desk: Desk, *scopes: str) -> ApiClient:
    """A program of the mill that may query and subscribe."""
    client, _key = issue_client(
        desk.mill,
        name="Phần mềm kho",
        scopes=scopes or ("query", "subscribe"),
        by=desk.world.actor("an"),
        at=at(day=1),
    )
    return client


def named(by: Subscriber, name: str = "tat-ca", when: datetime | None = None, **query: Any) -> NamedQuery:
    return define_query({"name": name, "query": query}, by=by, at=when or at(hour=7))


def subscribed(desk: Desk, receiver: Receiver, *, when: datetime | None = None, **body: Any) -> Subscription:
    """The mill's program subscribes to everything, from seven in the morning on."""
    by = subscriber_of_client(program(desk))
    query = named(by, **body.pop("query", {}))
    wanted = {"dest": receiver.address, "signatureToken": TOKEN, **body}
    if "schedule" not in wanted:
        wanted["stream"] = True
    return subscribe(query, wanted, by=by, at=when or at(hour=7))


def swept(now: datetime, *, rounds: int = 20, horizon: Horizon | None = None) -> int:
    """What the post office does until nothing is due; how many were sent."""
    horizon = horizon or Horizon()
    for sent in range(rounds):
        prepare(now, horizon.advance())
        if not send_next(lambda: now):
            return sent
    raise AssertionError("the post office never rests")
