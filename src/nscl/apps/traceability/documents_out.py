"""Stored events → EPCIS documents: the event as it came, its prefixes, when it was recorded.

Source: EPCIS 2.0, sections 9 and 10. Events of different documents may mean different things by one prefix:
the document declares what all its events have in common, and each event declares the rest for itself.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, datetime
from typing import Any, Literal

from nscl.apps.traceability.queries.events import StoredEvent
from nscl.gs1.epcis.structure import EVENT_TYPES
from nscl.gs1.epcis.writing import CODE_LISTS, Respell, respelled, respeller

Epc = Literal["dl", "urn", "as_given"]
CONTEXT = "https://ref.gs1.org/standards/epcis/2.0.0/epcis-context.jsonld"
_STANDARD = re.compile(r"https?://(?:ref\.gs1\.org|gs1\.github\.io)/.*epcis-context\.jsonld")
_URN = re.compile(r"urn:epc:(?:id|class|idpat):[a-z]+:([0-9]{6,12})\.")
Entry = tuple[str, str, Any]  # "name" of a prefix or "link" to a context, which, its value


def event_document(
    stored: StoredEvent, *, epc: Epc = "as_given", prefix_lengths: Mapping[str, int] | None = None
) -> dict[str, Any]:
    """One event by itself, with its context."""
    respell = _respell([stored], epc, prefix_lengths)
    return {"@context": _context(_entries(stored)), **_written(stored, respell)}


def query_document(
    events: Sequence[StoredEvent],
    *,
    epc: Epc = "as_given",
    query_name: str = "",
    subscription_id: str = "",
    at: datetime,
    prefix_lengths: Mapping[str, int] | None = None,
) -> dict[str, Any]:
    """The answer to a query, an EPCISQueryDocument made at a moment."""
    respell = _respell(events, epc, prefix_lengths)
    own = [_entries(one) for one in events]
    common = [entry for entry in own[0] if all(entry in other for other in own[1:])] if own else []
    listed = []
    for stored, entries in zip(events, own, strict=True):
        rest = [entry for entry in entries if entry not in common]
        event = _written(stored, respell)
        listed.append({"@context": _context(rest, whole=False), **event} if rest else event)
    results: dict[str, Any] = {"queryName": query_name or "SimpleEventQuery"}
    if subscription_id:
        results["subscriptionID"] = subscription_id
    return {
        "@context": _context(common),
        "type": "EPCISQueryDocument",
        "schemaVersion": "2.0",
        "creationDate": _moment(at),
        "epcisBody": {"queryResults": {**results, "resultsBody": {"eventList": listed}}},
    }


def _moment(at: datetime) -> str:
    return at.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def _written(stored: StoredEvent, respell: Respell) -> dict[str, Any]:
    event = {name: value for name, value in stored.event.items() if name != "@context"}
    if event.get("type") in EVENT_TYPES:  # an event of another vocabulary may hold anything anywhere
        event = {**respelled(event, respell), **_twice(event, respell)}
    return {**event, "recordTime": _moment(stored.record_time)}


def _twice(event: Mapping[str, Any], respell: Respell) -> dict[str, list[str]]:
    """Lists that name one code in two spellings: both stay, else the event's hash would change."""
    found: dict[str, list[str]] = {}
    for name in CODE_LISTS & event.keys():
        given: list[str] = event[name]
        spelt: list[str] = []
        for one in given:
            new = respell(one)
            spelt.append(one if new in given or new in spelt else new)
        if len({respell(one) for one in given}) < len(given):
            found[name] = spelt
    return found


# ── Contexts ───────────────────────────────────────────────────────────


def _entries(stored: StoredEvent) -> list[Entry]:
    """What an event's document and the event itself declare beyond the standard; its own comes last."""
    found: dict[tuple[str, str], Entry] = {}
    for context in (stored.context, stored.event.get("@context")):
        for one in context if isinstance(context, list) else [context]:
            if isinstance(one, str) and not _STANDARD.fullmatch(one):
                found["link", one] = ("link", one, None)
            elif isinstance(one, Mapping):
                found |= {("name", name): ("name", name, value) for name, value in one.items()}
    return list(found.values())


def _context(entries: Iterable[Entry], *, whole: bool = True) -> list[Any]:
    links = [name for kind, name, _value in entries if kind == "link"]
    names = {name: value for kind, name, value in entries if kind == "name"}
    return [*([CONTEXT] if whole else []), *links, *([names] if names else [])]


# ── Codes ──────────────────────────────────────────────────────────────


def _respell(events: Sequence[StoredEvent], epc: Epc, prefix_lengths: Mapping[str, int] | None) -> Respell:
    """A URN needs the length of the company prefix: as told, or as other codes of the answer show it."""
    if epc != "urn":
        return respeller("dl" if epc == "dl" else "", {})
    return respeller("urn", {**_shown(events), **(prefix_lengths or {})})


def _shown(events: Sequence[StoredEvent]) -> dict[str, int]:
    """The company prefixes that codes written as URNs show."""
    found = (one[1] for stored in events for one in _URN.finditer(json.dumps(stored.event)))
    return {prefix: len(prefix) for prefix in found}
