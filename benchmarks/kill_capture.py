"""Nothing acknowledged is lost, nothing stands twice, and everything is whole, however often power fails.

Run from the checkout: `python benchmarks/kill_capture.py [kills] [--seed N] [--web]` (50 kills by default).
A writer process captures small documents from several threads, sharing commits; its clients write down what
was acknowledged and send again what was not. With `--web` the writer is the web server as `nscl serve` starts
it, and the clients send over HTTP. At random moments the writer, or a process of the database that works for
it, is killed with SIGKILL. At the end every event is recomputed from its raw text and compared with
its rows. The PostgreSQL is its own, in a temporary folder.
"""

from __future__ import annotations

import argparse
import http.client
import json
import os
import random
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from threading import Lock
from typing import Any

Writer = subprocess.Popen[bytes]

HERE = Path(__file__).resolve().parent
sys.path[:0] = [str(HERE.parent), str(HERE.parent / "src")]
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.test")
CLIENTS = 4
PATIENCE = 600  # seconds; a database that recovers on a busy machine takes its time
LINK = "https://id.gs1.org/01/04012345123456"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("kills", type=int, nargs="?", default=50)
    parser.add_argument("--seed", type=int, default=20260302)
    parser.add_argument("--web", action="store_true", help="kill the web server, captures come over HTTP")
    parser.add_argument("--write", nargs=3, metavar=("DATABASE", "SENDER", "FILE"), help=argparse.SUPPRESS)
    wanted = parser.parse_args()
    if wanted.write:
        write(*wanted.write)
        return
    from tests.run_all import postgres

    os.environ.pop("DATABASE_URL", None)
    with postgres() as url:
        os.environ["DATABASE_URL"] = url
        in_database(wanted.kills, wanted.seed, over_http=wanted.web)


def in_database(kills: int, seed: int, *, over_http: bool) -> None:
    import django
    from django.test.utils import get_runner, setup_test_environment

    django.setup()
    setup_test_environment()
    from django.conf import settings

    runner = get_runner(settings)(verbosity=0, interactive=False)
    kept = runner.setup_databases()
    try:
        from tests import world as cast
        from tests.apps.registry.records import firm

        world = cast.build()
        mill = firm(world, "Công ty TNHH Xay xát")
        with tempfile.TemporaryDirectory() as folder:
            file = Path(folder, "acknowledged")
            server = web_server(world, mill, file) if over_http else None
            print(told(run(kills, seed, mill, file, backends=True, begin_writer=server)))
    finally:
        runner.teardown_databases(kept)


def told(found: dict[str, Any]) -> str:
    lines = [f"{name}: {value}" for name, value in found.items() if name != "faults"]
    return "\n".join(
        [*lines, *(f"FAULT: {one}" for one in found["faults"]), f"faults: {len(found['faults'])}"]
    )


# ── The one who kills ──────────────────────────────────────────────────


def run(
    kills: int,
    seed: int,
    mill: Any,
    file: Path,
    *,
    backends: bool,
    begin_writer: Callable[[], Writer] | None = None,
) -> dict[str, Any]:
    """Kill so many times, then let the writer come to rest, and look whether everything is whole."""
    from django.db import connection

    chance = random.Random(seed)
    told = connection.settings_dict
    database = json.dumps({name: str(told[name]) for name in ("NAME", "USER", "HOST", "PORT", "ENGINE")})
    sender = json.dumps([mill.pk, mill.province_id])
    file.touch()
    connection.close()
    begin_writer = begin_writer or (lambda: begin(database, sender, file))
    writer = begin_writer()
    counts = {"writer killed": 0, "database killed": 0}
    try:
        for _n in range(kills):
            progress(writer, file)
            time.sleep(chance.uniform(0, 0.4))
            if backends and chance.random() < 0.5:
                counts["database killed"] += kill_backend(chance)
            else:
                writer.kill()
                writer.wait()
                counts["writer killed"] += 1
                writer = begin_writer()
        progress(writer, file)
    finally:
        writer.kill()
        writer.wait()
    return {**counts, **verdict(file)}


def begin(database: str, sender: str, file: Path) -> subprocess.Popen[bytes]:
    words = [sys.executable, str(Path(__file__).resolve()), "--write", database, sender, str(file)]
    with open(f"{file}.errors", "ab") as errors:
        return subprocess.Popen(words, stderr=errors)


def progress(writer: Writer, file: Path) -> None:
    """Wait until something more was acknowledged, so that no kill falls on an idle writer."""
    before, begun = file.stat().st_size, time.monotonic()
    while file.stat().st_size <= before:
        if writer.poll() is not None or time.monotonic() - begun > PATIENCE:
            raise SystemExit(f"the writer does not write: {Path(f'{file}.errors').read_text()[-2000:]}")
        time.sleep(0.01)


def kill_backend(chance: random.Random) -> int:
    """Kill one of the database's processes that work for the writer; the server then begins anew."""
    from django.db import connection

    wait_for_database(connection)  # which may still be coming back from the kill before
    try:
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT pid FROM pg_stat_activity WHERE application_name = 'kill-writer' AND state <> 'idle'"
            )
            found = [row[0] for row in cursor.fetchall()]
    finally:
        connection.close()
    if not found:
        return 0
    try:
        os.kill(chance.choice(found), signal.SIGKILL)
    except ProcessLookupError:
        return 0
    return 1  # the server ends all its other processes itself and recovers


def verdict(file: Path) -> dict[str, Any]:
    """What was acknowledged is there; what is there is whole; documents are there whole or not at all."""
    from django.db import connection

    from nscl.apps.traceability.models import Event
    from tests.apps.traceability.whole_store import faults

    wait_for_database(connection)
    acknowledged = set(file.read_text().split())
    there: dict[str, int] = {}
    for name in Event.objects.values_list("event_id", flat=True):
        document = name.rpartition("-")[0]
        there[document] = there.get(document, 0) + 1
    found = [f"{name} was acknowledged and is lost" for name in sorted(acknowledged - there.keys())]
    sizes = {name: len(events_of(name)) for name in there}
    found += [f"{name} is there in part" for name, number in there.items() if number != sizes[name]]
    return {
        "documents acknowledged": len(acknowledged),
        "documents stored": len(there),
        "events stored": sum(there.values()),
        "faults": [*found, *faults()],
    }


def wait_for_database(connection: Any) -> None:
    for _n in range(600):
        try:
            connection.ensure_connection()
            return
        except Exception:
            time.sleep(0.1)
    raise SystemExit("the database does not come back")


# ── The web server as writer ───────────────────────────────────────────


class Server(subprocess.Popen[bytes]):
    """A process that is killed with all its children."""

    def kill(self) -> None:
        with suppress(ProcessLookupError):
            os.killpg(self.pid, signal.SIGKILL)


def web_server(world: Any, mill: Any, file: Path) -> Callable[[], Writer]:
    """How the server is begun, time and again on one port; clients send to it from now on."""
    from django.db import connection

    from nscl.apps.traceability.actions import issue_client
    from tests.world import at

    key = issue_client(mill, name="x", scopes=("capture",), by=world.actor("an"), at=at())[1]
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    address, _mark, query = os.environ["DATABASE_URL"].partition("?")
    database = f"{address.rpartition('/')[0]}/{connection.settings_dict['NAME']}?{query}"
    environment = {
        **os.environ,
        "DATABASE_URL": f"{database}&application_name=kill-writer",
        "PYTHONPATH": os.pathsep.join(sys.path[:2]),
    }
    command = [sys.executable, "-m", "nscl.cli", "serve", "--port", str(port)]
    file.touch()
    lock = threading.Lock()
    for number in range(CLIENTS):
        threading.Thread(target=post_for_ever, args=(port, key, number, file, lock), daemon=True).start()

    def begin_server() -> Server:
        with open(f"{file}.errors", "ab") as errors:
            return Server(command, env=environment, stdout=errors, stderr=errors, start_new_session=True)

    return begin_server


def post_for_ever(port: int, key: str, number: int, file: Path, lock: Lock) -> None:
    """One document after the other, each until it is acknowledged; a refusal ends all."""
    headers = {"Authorization": f"Bearer {key}", "Content-Type": "application/json"}
    count = 0
    while True:
        name = f"urn:kill:{number}.{count}"
        line = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
        try:
            line.request("POST", "/epcis/v2/capture", document_of(name), headers)
            answer = line.getresponse()
            told = answer.read()
        except (OSError, http.client.HTTPException):
            time.sleep(0.05)
            continue
        finally:
            line.close()
        if answer.status == 202:
            with lock, open(file, "a", encoding="ascii") as acknowledged:
                acknowledged.write(f"{name}\n")
            count += 1
        elif answer.status < 500:
            print(f"refused: {answer.status} {told.decode()[:300]}", flush=True)
            os._exit(1)


def document_of(name: str) -> bytes:
    return json.dumps(
        {
            "@context": ["https://ref.gs1.org/standards/epcis/2.0.0/epcis-context.jsonld"],
            "type": "EPCISDocument",
            "schemaVersion": "2.0",
            "creationDate": "2026-03-02T09:00:00+07:00",
            "epcisBody": {"eventList": events_of(name)},
        }
    ).encode()


# ── The writer ─────────────────────────────────────────────────────────


def events_of(name: str) -> list[dict[str, Any]]:
    """The events of a document, from its name alone: marked, packed, used up, unpacked; pallets shared."""
    chance = random.Random(name)
    client, number = name.removeprefix("urn:kill:").split(".")
    at = f"2026-03-02T{int(number) % 24:02d}:{chance.randrange(60):02d}:{chance.randrange(60):02d}"
    when = {"eventTime": f"{at}+07:00", "eventTimeZoneOffset": "+07:00"}
    things = [f"{LINK}/21/{client}-{number}-{n}" for n in range(3)]
    lots = [
        {"epcClass": f"{LINK}/10/{client}-{int(number) // 3 + n}", "quantity": 5, "uom": "KGM"}
        for n in (0, 1)
    ]
    pallet = f"https://id.gs1.org/00/34012345000000000{chance.randrange(8)}"
    whole = [
        {"type": "ObjectEvent", "action": "ADD", "epcList": things, "bizStep": "commissioning", **when},
        {"type": "AggregationEvent", "action": "ADD", "parentID": pallet, "childEPCs": things, **when},
        {
            "type": "TransformationEvent",
            "inputQuantityList": lots[:1],
            "outputQuantityList": lots[1:],
            **when,
        },
        {"type": "AggregationEvent", "action": "DELETE", "parentID": pallet, "childEPCs": things[:1], **when},
    ]
    chosen = whole[: chance.randrange(1, 5)]
    return [{**event, "eventID": f"{name}-{n}"} for n, event in enumerate(chosen)]


def write(database: str, sender: str, file: str) -> None:
    """Capture for ever; what was acknowledged before is passed over, what was not is sent again."""
    import django
    from django.conf import settings

    default = settings.DATABASES["default"]
    default.update(json.loads(database))
    if default["ENGINE"].endswith("postgresql"):
        default["OPTIONS"] = {**default.get("OPTIONS", {}), "application_name": "kill-writer"}
    django.setup()
    organisation, province = json.loads(sender)
    done = set(Path(file).read_text().split())
    lock = threading.Lock()
    with open(file, "a", encoding="ascii") as acknowledged:

        def client(number: int) -> None:
            count = 0
            while True:
                name = f"urn:kill:{number}.{count}"
                count += 1
                if name in done:
                    continue
                send(name, organisation, province)
                with lock:
                    acknowledged.write(f"{name}\n")
                    acknowledged.flush()

        threads = [threading.Thread(target=client, args=(n,), daemon=True) for n in range(CLIENTS)]
        for one in threads:
            one.start()
        for one in threads:
            one.join()


def send(name: str, organisation: int, province: int) -> None:
    """Until it is acknowledged: as a client that finds no answer sends again."""
    from django.db import connection
    from django.db.utils import Error

    from nscl.apps.traceability import actions
    from nscl.apps.traceability.senders import Sender
    from tests.world import at

    by = Sender(organisation, province, frozenset({organisation}))
    while True:
        try:
            actions.capture_with_others(actions.ready(events_of(name), by=by, at=at()))
            return
        except Error:
            connection.close()
            time.sleep(0.05)


if __name__ == "__main__":
    main()
