"""A firm's own software talking to NSCL: sends events, asks, traces, is told of news, answers recalls.

    python examples/erp_client.py https://nscl.example nscl_…key --url https://erp.example/epcis

Only the standard library. The key needs the rights to capture, query and subscribe. Run it again: nothing is
stored twice, because an event that is there already changes nothing. Ends with 1 when a step fails.
"""

from __future__ import annotations

import argparse
import gzip
import hashlib
import hmac
import json
import queue
import re
import secrets
import sys
import threading
import time
import urllib.error
import urllib.request
from collections.abc import Iterator, Mapping
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import quote, urlencode

Json = dict[str, Any]
CONTEXT = ["https://ref.gs1.org/standards/epcis/2.0.0/epcis-context.jsonld"]
RAW = "https://id.gs1.org/01/08936000000011/10/"  # pepper from the farms, by lot
BAGS = "https://id.gs1.org/01/08936000000028/10/"  # ground pepper in bags, by lot
PALLET = "https://id.gs1.org/00/389360000000000015"
MILL = {"id": "urn:example:location:mill"}
LOT = "T03"
STOCK = {BAGS + LOT: {"held": 700, "sold": 60, "recovered": 20}}  # kg in our books; not listed: not known


class Refused(Exception):
    """The server said no; `problem` says why (RFC 7807)."""

    def __init__(self, status: int, problem: Json) -> None:
        super().__init__(f"{status} {problem.get('title')}: {problem.get('detail')}")
        self.status, self.problem = status, problem


class Nscl:
    """The few calls that an ERP needs."""

    def __init__(self, site: str, key: str) -> None:
        self.site, self.key = site.rstrip("/"), key

    def call(self, method: str, path: str, body: Any = None, **headers: str) -> tuple[int, Any, Any]:
        """Status, JSON and headers of an answer. A busy server is asked again."""
        data = None if body is None else gzip.compress(json.dumps(body).encode())
        sent = {"Authorization": f"Bearer {self.key}", "Accept": "application/json", **headers}
        if data is not None:
            sent |= {"Content-Type": "application/json", "Content-Encoding": "gzip"}
        for _attempt in range(5):
            request = urllib.request.Request(self.site + path, data, sent, method=method)
            try:
                with urllib.request.urlopen(request, timeout=60) as answer:
                    text = answer.read()
                    return answer.status, json.loads(text) if text else None, answer.headers
            except urllib.error.HTTPError as error:
                problem = json.loads(error.read() or b"{}")
                if error.code != 503:
                    raise Refused(error.code, problem) from None
                time.sleep(float(error.headers.get("Retry-After", "1")))
        raise Refused(503, problem)

    def pages(self, path: str) -> Iterator[Any]:
        """The answers of an address, page after page."""
        while path:
            _status, page, headers = self.call("GET", path)
            yield page
            following = re.match(r'<([^>]+)>; rel="next"', headers.get("Link", ""))
            path = following[1] if following else ""

    def capture(self, events: list[Json], behaviour: str = "rollback") -> Json:
        """Send a document and wait until its job is over; the job says what was stored."""
        document = {
            "@context": CONTEXT, "type": "EPCISDocument", "schemaVersion": "2.0",
            "creationDate": events[-1]["eventTime"], "epcisBody": {"eventList": events},
        }  # fmt: skip
        wanted = {"GS1-Capture-Error-Behaviour": behaviour}
        place = self.call("POST", "/epcis/v2/capture", document, **wanted)[2]["Location"]
        while (job := self.call("GET", place)[1])["running"]:
            time.sleep(0.5)
        return dict(job)

    def send(self, event: Json) -> bool:
        """Send one event; whether it was new."""
        return self.call("POST", "/epcis/v2/events", {"@context": CONTEXT, **event})[0] == 201

    def events(self, **query: str) -> list[Json]:
        """All events that a query asks for."""
        pages = self.pages("/epcis/v2/events?" + urlencode(query))
        return [event for page in pages for event in listed(page)]

    def event(self, name: str) -> Json:
        """One event by its eventID or hash."""
        return listed(self.call("GET", "/epcis/v2/events/" + quote(name, safe=""))[1])[0]

    def trace(self, item: str, direction: str = "back") -> Json:
        """Where an item came from, or where it went."""
        return dict(self.call("GET", "/api/v1/trace?" + urlencode({"item": item, "direction": direction}))[1])

    def subscribe(self, name: str, query: Json, **wanted: Any) -> str:
        """Give a query a name and have its events sent at once; the subscription's address."""
        self.call("POST", "/epcis/v2/queries", {"name": name, "query": query})
        path = f"/epcis/v2/queries/{name}/subscriptions"
        return str(self.call("POST", path, {"stream": True, **wanted})[2]["Location"])

    def answer_recall(self, number: str, stock: Mapping[str, Json]) -> Json:
        """Say that we know, and how much we have of what is in stock; the same again adds nothing."""
        path = f"/api/v1/recalls/{number}"
        recall: Json = self.call("POST", f"{path}/acknowledgement", {"name": "ERP"})[1]
        ours = [one["item"] for one in recall["items"] if one["item"] in stock]
        told = {"name": "ERP", "items": [{"item": code, **stock[code]} for code in ours]}
        return self.call("POST", f"{path}/quantities", told)[1] if ours else recall


def listed(document: Json) -> list[Json]:
    """The events of a document that answers a query."""
    return list(document["epcisBody"]["queryResults"]["resultsBody"]["eventList"])


class Letterbox:
    """A web server that takes what a subscription sends: checked, and each delivery once."""

    def __init__(self, port: int) -> None:
        self.token, self.handled = secrets.token_hex(20), set[str]()
        self.letters: queue.Queue[list[Json]] = queue.Queue()
        box = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers["Content-Length"]))
                self.send_response(box.take(self.headers, body))
                self.end_headers()

        self.server = ThreadingHTTPServer(("127.0.0.1", port), Handler)
        self.url = f"http://127.0.0.1:{self.server.server_port}/epcis"
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    def take(self, headers: Mapping[str, str], body: bytes) -> int:
        """The status to answer with. A real ERP stores the number together with the events."""
        if not self.is_from_nscl(headers.get("GS1-Signature", ""), body):
            return 401
        if (number := headers["NSCL-Delivery"]) not in self.handled:  # it comes again after a lost answer
            self.handled.add(number)
            self.letters.put(listed(json.loads(body)))
        return 200

    def is_from_nscl(self, header: str, body: bytes) -> bool:
        """Whether the signature is right and fresh; judged over the raw bytes, before they are parsed."""
        found = re.fullmatch(r"t=(\d{1,12}),id=([^,]+),v1=([0-9a-f]{64})", header, re.ASCII)
        if not found or abs(time.time() - int(found[1])) >= 300:
            return False
        right = hmac.new(self.token.encode(), f"{found[2]}.{found[1]}.".encode() + body, hashlib.sha256)
        return hmac.compare_digest(right.hexdigest(), found[3])


def chain(lot: str) -> list[Json]:
    """Three days of a mill: two lots of pepper arrive, one lot is ground from them, packed and shipped."""

    def event(kind: str, step: str, day: int, **more: Any) -> Json:
        when = {"eventTime": f"2026-03-{day:02d}T08:00:00+07:00", "eventTimeZoneOffset": "+07:00"}
        name = f"urn:example:event:{lot}:{step}"
        return {"type": kind, "eventID": name, **when, "bizStep": step, "readPoint": MILL, **more}

    def kilos(stem: str, code: str, much: int) -> Json:
        return {"epcClass": stem + code, "quantity": much, "uom": "KGM"}

    inputs, output = [kilos(RAW, f"{lot}-A", 500), kilos(RAW, f"{lot}-B", 300)], [kilos(BAGS, lot, 760)]
    made = {"inputQuantityList": inputs, "outputQuantityList": output}
    return [
        event("ObjectEvent", "receiving", 2, action="OBSERVE", quantityList=inputs),
        event("TransformationEvent", "creating_class_instance", 3, **made),
        event("AggregationEvent", "packing", 4, action="ADD", parentID=PALLET, childQuantityList=output),
        event("ObjectEvent", "shipping", 4, action="OBSERVE", epcList=[PALLET]),
    ]


def run(erp: Nscl, box: Letterbox, url: str, wait: float) -> Iterator[str]:
    """All steps; what each came to."""
    *first, last = chain(LOT)
    job = erp.capture(first)
    yield f"captured: {job['storedCount']} new, {job['replayedCount']} known, success {job['success']}"
    if not job["success"]:
        raise Refused(400, job["errors"][0])
    yield f"one event: {'new' if erp.send(last) else 'known'}"
    found = erp.events(MATCH_anyEPCClass=BAGS + LOT, orderBy="eventTime", orderDirection="ASC", perPage="2")
    yield f"asked back: {', '.join(event['bizStep'] for event in found)}"
    recorded = erp.event(last["eventID"])["recordTime"]
    yield f"by name: {recorded}"
    nodes = erp.trace(BAGS + LOT)["nodes"]
    yield "made of: " + ", ".join(sorted(node["item"] for node in nodes if node["role"] == "item"))
    try:
        erp.send({**last, "action": "CREATE"})
    except Refused as refusal:
        yield f"refused: {refusal.problem['errors'][0]['pointer']} · {refusal.problem['detail']}"
    # News. What was recorded before is told as well, from the initialRecordTime on.
    wanted = {"dest": url or box.url, "signatureToken": box.token, "initialRecordTime": recorded}
    query = {"EQ_bizStep": ["shipping"], "MATCH_epc": [PALLET]}
    subscription = erp.subscribe("erp-shipping", query, **wanted)
    try:
        yield f"told of: {', '.join(event['eventID'] for event in box.letters.get(timeout=wait))}"
    except queue.Empty:
        trouble = erp.call("GET", subscription)[1].get("trouble", "nscl worker does not run?")
        raise TimeoutError(f"nothing came within {wait:g} s: {trouble}") from None
    finally:
        erp.call("DELETE", subscription)  # only in this example: else it stays
    recalls = [one for page in erp.pages("/api/v1/recalls") for one in page["recalls"]]
    yield f"recalls: {len(recalls)}"
    for recall in (one for one in recalls if one["state"] == "open"):
        now = erp.answer_recall(recall["recallID"], STOCK)
        told = [f"{one['item']} {one['told']}" for one in now["items"] if "told" in one]
        yield f"recall {now['number']}: acknowledged {now['acknowledgedAt']}, told {told or 'nothing'}"


def main(words: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("site", help="where NSCL is, such as https://nscl.example")
    parser.add_argument("key", help="the program's key")
    parser.add_argument("--port", type=int, default=0, help="where to listen for news on this machine (any)")
    parser.add_argument("--url", default="", help="how NSCL reaches that port (only in trials: directly)")
    parser.add_argument("--wait", type=float, default=60, help="seconds to wait for news (%(default)s)")
    given = parser.parse_args(words)
    box = Letterbox(given.port)
    try:
        for line in run(Nscl(given.site, given.key), box, given.url, given.wait):
            sys.stdout.write(line + "\n")
    except (Refused, OSError) as fault:
        sys.stderr.write(f"failed: {fault}\n")
        return 1
    finally:
        box.server.shutdown()
        box.server.server_close()
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
