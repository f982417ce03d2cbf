"""What goes out says what came in: same hashes, same meaning of every name, each event once more known."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from django.db import transaction

from nscl.apps.traceability.documents_out import Epc, event_document, query_document
from nscl.apps.traceability.queries import View, event_named, find_events
from nscl.apps.traceability.queries.events import StoredEvent
from nscl.gs1.epcis.checks import errors, problems
from nscl.gs1.epcis.hashing import event_hash
from nscl.gs1.epcis.reading import read_document
from tests.apps.traceability.conftest import Desk
from tests.apps.traceability.documents import CONTEXT, LINK, URN, document, marked, seen
from tests.gs1.data import published
from tests.world import at

pytestmark = pytest.mark.django_db
ALL = View("regulator")
LATE = at(day=9, month=4)


def stored(**query: Any) -> tuple[StoredEvent, ...]:
    return find_events(query, view=ALL, at=LATE, per_page=1000).events


def hashes(data: bytes) -> list[str]:
    found = read_document(data)
    return sorted(event_hash(one, found.namespaces) for one in found.events)


def sent(given: dict[str, Any]) -> bytes:
    return json.dumps(given, ensure_ascii=False).encode()


@pytest.mark.parametrize("folder", ["gs1-epcis/JSON", "openepcis/valid"])
def test_published_documents_come_back_as_they_were_sent(desk: Desk, folder: str) -> None:
    files = sorted(
        path for path in published(*folder.split("/")).rglob("*.json*") if "simple-context" not in str(path)
    )
    assert files
    for path in files:
        with transaction.atomic():  # each by itself: examples use one eventID for several events
            desk.capture(path.read_bytes())
            for epc in ("as_given", "dl", "urn"):
                comes_back(path, epc)
            assert desk.capture(sent(query_document(stored(), epc="dl", at=LATE))).stored == 0, path.name
            transaction.set_rollback(True)


def comes_back(path: Path, epc: Epc) -> None:
    events = stored()
    answer = sent(query_document(events, epc=epc, at=LATE))
    assert hashes(answer) == sorted(set(hashes(path.read_bytes()))), path.name
    assert errors(problems(read_document(answer), now=LATE)) == [], path.name
    one = read_document(sent(event_document(events[0], epc=epc)))
    assert event_hash(one.events[0], one.namespaces) in hashes(answer)


def renamed(data: bytes, space: str) -> bytes:
    return data.replace(b'"https://vi-du.vn/"', json.dumps(space).encode())


def test_one_prefix_of_two_meanings_keeps_both(desk: Desk) -> None:
    mine, other = seen("1", **{"vd:ghi": "A"}), seen("2", **{"vd:ghi": "B"})
    desk.capture(document(mine))
    desk.capture(renamed(document(other), "https://khac.vn/"))
    answer = query_document(stored(), at=LATE)
    assert len(answer["@context"]) == 1  # nothing that all have in common beyond the standard
    meanings = [one["@context"] for one in answer["epcisBody"]["queryResults"]["resultsBody"]["eventList"]]
    assert sorted(map(str, meanings)) == ["[{'vd': 'https://khac.vn/'}]", "[{'vd': 'https://vi-du.vn/'}]"]
    assert desk.capture(sent(answer)).stored == 0


def test_what_all_events_declare_stands_once(desk: Desk) -> None:
    desk.capture(document(seen("1", **{"vd:ghi": "A"}), seen("2")))
    answer = query_document(stored(), query_name="cua-toi", subscription_id="s1", at=LATE)
    assert answer["@context"] == CONTEXT and "@context" not in json.dumps(answer["epcisBody"])
    results = answer["epcisBody"]["queryResults"]
    assert (results["queryName"], results["subscriptionID"]) == ("cua-toi", "s1")
    assert results["resultsBody"]["eventList"][0]["recordTime"] == "2026-03-02T02:00:00.000Z"


def test_an_answer_without_events_is_a_document(desk: Desk) -> None:
    answer = read_document(sent(query_document((), at=LATE)))
    assert errors(problems(answer, now=LATE)) == [] and answer.events == ()


def test_codes_are_spelt_as_asked_and_a_urn_only_where_the_prefix_is_known(desk: Desk) -> None:
    desk.capture(document(marked("1", "2")))
    one = stored()[0]
    assert event_document(one, epc="urn")["epcList"] == [LINK + "1", LINK + "2"]
    assert event_document(one, epc="urn", prefix_lengths={"4012345": 7})["epcList"] == [URN + "1", URN + "2"]
    desk.capture(document(seen("1", epcList=[URN + "1"])))
    both = query_document(stored(), epc="urn", at=LATE)["epcisBody"]["queryResults"]["resultsBody"]
    assert {code for event in both["eventList"] for code in event["epcList"]} == {URN + "1", URN + "2"}


def test_an_event_of_another_vocabulary_goes_out_as_it_came(desk: Desk) -> None:
    odd = {
        "type": "vd:SuKien",
        "eventTime": "2026-03-02T08:00:00+07:00",
        "eventTimeZoneOffset": "+07:00",
        "quantityList": "không phải danh sách",
    }
    desk.capture(document(odd))
    assert event_document(stored()[0], epc="dl")["quantityList"] == "không phải danh sách"


def test_an_event_is_found_by_its_name_or_its_hash(desk: Desk) -> None:
    desk.capture(document(seen("1"), seen("2", eventID="urn:e:hai")))
    for one in stored():
        assert event_named(one.key, ALL) == one
    assert event_named("urn:e:ba", ALL) is None and event_named("ni:///sha-256;" + "0" * 64, ALL) is None
