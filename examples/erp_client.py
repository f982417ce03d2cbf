"""A firm's own software talking to NSCL: sends events, waits for the job, asks back, traces.

    python examples/erp_client.py https://nscl.example nscl_…key

Only the standard library. The key needs the rights to capture and to query. Run it again: nothing is stored
twice, because an event that is there already changes nothing.
"""

from __future__ import annotations

import gzip
import json
import re
import sys
import time
import urllib.error
import urllib.request
from typing import Any
from urllib.parse import quote, urlencode

CONTEXT = ["https://ref.gs1.org/standards/epcis/2.0.0/epcis-context.jsonld"]
RAW = "https://id.gs1.org/01/08936000000011/10/"  # pepper from the farms, by lot
BAGS = "https://id.gs1.org/01/08936000000028/10/"  # ground pepper in bags, by lot
PALLET = "https://id.gs1.org/00/389360000000000015"
MILL = {"id": "urn:example:location:mill"}


class Refused(Exception):
    """The server said no; `problem` says why (RFC 7807)."""

    def __init__(self, status: int, problem: dict[str, Any]) -> None:
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

    def capture(self, events: list[dict[str, Any]], behaviour: str = "rollback") -> dict[str, Any]:
        """Send a document and wait until its job is over; the job says what was stored."""
        document = {
            "@context": CONTEXT,
            "type": "EPCISDocument",
            "schemaVersion": "2.0",
            "creationDate": events[-1]["eventTime"],
            "epcisBody": {"eventList": events},
        }
        wanted = {"GS1-Capture-Error-Behaviour": behaviour}
        _status, _nothing, headers = self.call("POST", "/epcis/v2/capture", document, **wanted)
        while True:
            job: dict[str, Any] = self.call("GET", headers["Location"])[1]
            if not job["running"]:
                return job
            time.sleep(0.5)

    def send(self, event: dict[str, Any]) -> bool:
        """Send one event; whether it was new."""
        return self.call("POST", "/epcis/v2/events", {"@context": CONTEXT, **event})[0] == 201

    def events(self, **query: str) -> list[dict[str, Any]]:
        """All events that a query asks for, page after page."""
        found, path = [], "/epcis/v2/events?" + urlencode(query)
        while path:
            _status, document, headers = self.call("GET", path)
            found += document["epcisBody"]["queryResults"]["resultsBody"]["eventList"]
            following = re.match(r'<([^>]+)>; rel="next"', headers.get("Link", ""))
            path = following[1] if following else ""
        return found

    def event(self, name: str) -> dict[str, Any]:
        """One event by its eventID or hash."""
        document = self.call("GET", "/epcis/v2/events/" + quote(name, safe=""))[1]
        return dict(document["epcisBody"]["queryResults"]["resultsBody"]["eventList"][0])

    def trace(self, item: str, direction: str = "back") -> dict[str, Any]:
        """Where an item came from, or where it went."""
        return dict(self.call("GET", "/api/v1/trace?" + urlencode({"item": item, "direction": direction}))[1])


def chain(lot: str) -> list[dict[str, Any]]:
    """Three days of a mill: two lots of pepper arrive, one lot is ground from them, packed and shipped."""

    def event(kind: str, step: str, day: int, **more: Any) -> dict[str, Any]:
        when = {"eventTime": f"2026-03-{day:02d}T08:00:00+07:00", "eventTimeZoneOffset": "+07:00"}
        name = f"urn:example:event:{lot}:{step}"
        return {"type": kind, "eventID": name, **when, "bizStep": step, "readPoint": MILL, **more}

    def kilos(stem: str, code: str, much: int) -> dict[str, Any]:
        return {"epcClass": stem + code, "quantity": much, "uom": "KGM"}

    inputs = [kilos(RAW, f"{lot}-A", 500), kilos(RAW, f"{lot}-B", 300)]
    output = [kilos(BAGS, lot, 760)]
    return [
        event("ObjectEvent", "receiving", 2, action="OBSERVE", quantityList=inputs),
        event("TransformationEvent", "creating_class_instance", 3, inputQuantityList=inputs,
              outputQuantityList=output),
        event("AggregationEvent", "packing", 4, action="ADD", parentID=PALLET, childQuantityList=output),
        event("ObjectEvent", "shipping", 4, action="OBSERVE", epcList=[PALLET]),
    ]  # fmt: skip


def main(site: str, key: str, lot: str = "T03") -> int:
    erp, say = Nscl(site, key), lambda text: sys.stdout.write(text + "\n")
    *first, last = chain(lot)
    job = erp.capture(first)
    say(f"captured: {job['storedCount']} new, {job['replayedCount']} known, success {job['success']}")
    say(f"one event: {'new' if erp.send(last) else 'known'}")
    found = erp.events(MATCH_anyEPCClass=BAGS + lot, orderBy="eventTime", orderDirection="ASC", perPage="2")
    say(f"asked back: {', '.join(event['bizStep'] for event in found)}")
    say(f"by name: {erp.event(last['eventID'])['recordTime']}")
    trace = erp.trace(BAGS + lot)
    say("made of: " + ", ".join(sorted(n["item"] for n in trace["nodes"] if n["role"] == "item")))
    try:
        erp.send({**last, "action": "CREATE"})
    except Refused as refusal:
        say(f"refused: {refusal.problem['errors'][0]['pointer']} · {refusal.problem['detail']}")
    return 0 if job["success"] else 1


if __name__ == "__main__":
    raise SystemExit(main(*sys.argv[1:4]))
