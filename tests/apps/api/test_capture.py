"""A document is taken over by an address of its own; its job tells how it ended."""

from __future__ import annotations

import gzip
import json

import pytest

from nscl.apps.traceability.actions import accepting, run_capture, set_strictness
from nscl.apps.traceability.models import CaptureBody, CaptureJob, Event
from tests.apps.api.conftest import Wire, problem
from tests.apps.traceability.conftest import counts
from tests.apps.traceability.documents import document, made, marked, packed
from tests.apps.traceability.test_accept import Idle
from tests.world import at

pytestmark = pytest.mark.django_db
CAPTURE = "/epcis/v2/capture"
KIND = "https://id.gs1.org/01/04012345123456"


def test_a_document_is_taken_over_and_its_job_says_it_is_stored(wire: Wire) -> None:
    answer = wire.send(document(marked("1"), marked("2")))
    assert answer.status_code == 202 and answer.content == b""
    assert answer["GS1-EPCIS-Version"] == "2.0.0" and answer["GS1-Capture-Error-Behaviour"] == "rollback"
    job = json.loads(wire.get(answer["Location"]).content)
    assert (job["running"], job["success"], job["storedCount"], job["errors"]) == (False, True, 2, [])
    assert answer["Location"].endswith(job["captureID"]) and job["createdAt"] and job["finishedAt"]
    assert Event.objects.count() == 2 and Event.objects.first().organisation == wire.desk.mill


def test_sending_a_document_again_stores_nothing(wire: Wire) -> None:
    wire.send(document(marked("1"), marked("2")))
    again = wire.send(document(marked("1"), marked("2")))
    job = json.loads(wire.get(again["Location"]).content)
    assert again.status_code == 202 and job["success"]
    assert (job["storedCount"], job["replayedCount"]) == (0, 2) and Event.objects.count() == 2


def test_one_bad_event_refuses_all_and_names_the_field(wire: Wire) -> None:
    before = counts()
    told = problem(wire.send(document(marked("1"), marked("2", action="CREATE"))), 400, "ValidationException")
    assert told["errors"][0]["pointer"] == "/epcisBody/eventList/1/action"
    assert counts() == before


def test_with_proceed_the_good_are_stored_and_the_bad_reported(wire: Wire) -> None:
    headers = {"GS1-Capture-Error-Behaviour": "proceed"}
    answer = wire.send(document(marked("1"), marked("2", action="CREATE")), headers=headers)
    job = json.loads(wire.get(answer["Location"]).content)
    assert answer.status_code == 202 and not job["running"] and not job["success"]
    assert (job["storedCount"], job["refusedCount"]) == (1, 1)
    assert job["errors"][0]["pointer"] == "/epcisBody/eventList/1/action"


def test_an_unknown_behaviour_is_refused(wire: Wire) -> None:
    headers = {"GS1-Capture-Error-Behaviour": "hope"}
    problem(wire.send(document(marked("1")), headers=headers), 400, "ValidationException")
    assert CaptureJob.objects.count() == 0


def test_an_event_id_means_one_event(wire: Wire) -> None:
    wire.send(document(marked("1", eventID="urn:uuid:1")))
    before = counts()
    told = problem(
        wire.send(document(marked("2", eventID="urn:uuid:1"))), 409, "ResourceAlreadyExistsException"
    )
    assert told["errors"][0]["pointer"].endswith("/eventID") and counts() == before


def test_what_another_makes_is_not_ours_to_make(wire: Wire) -> None:
    wire.send(document(made(["A"], ["L"])))
    other = wire.key_for(wire.desk.shop)
    before = counts()
    problem(wire.send(document(made(["B"], ["L"], hour=12)), key=other), 403, "SecurityException")
    assert counts() == before
    assert wire.send(document(packed("urn:x:box", "1")), key=other).status_code == 202


def test_a_packed_body_is_unpacked(wire: Wire) -> None:
    headers = {"Content-Encoding": "gzip"}
    body = document(marked("1"))
    assert wire.send(gzip.compress(body[:90]) + gzip.compress(body[90:]), headers=headers).status_code == 202
    assert Event.objects.count() == 1


@pytest.mark.parametrize("body", [b"no gzip", gzip.compress(document(marked("1")))[:-9]])
def test_a_body_that_is_no_whole_gzip_is_refused(wire: Wire, body: bytes) -> None:
    problem(wire.send(body, headers={"Content-Encoding": "gzip"}), 400, "ValidationException")


def test_xml_is_read_as_well(wire: Wire) -> None:
    from nscl.gs1.epcis.reading import read_document
    from nscl.gs1.epcis.writing import as_xml

    body = as_xml(read_document(document(marked("1")))).encode()
    assert wire.send(body, content_type="application/xml").status_code == 202
    assert wire.send(document(marked("1"))).status_code == 202 and Event.objects.count() == 1
    problem(wire.send(body), 400, "ValidationException")


def test_the_jobs_are_listed_page_by_page_and_another_sees_none_of_them(wire: Wire) -> None:
    for serial in "12345":
        wire.send(document(marked(serial)))
    seen, path = [], f"{CAPTURE}?perPage=2"
    while path:
        page = wire.get(path)
        seen += [job["captureID"] for job in json.loads(page.content)]
        path = page.headers.get("Link", "").partition(">")[0].lstrip("<")
    newest_first = CaptureJob.objects.order_by("-pk").values_list("uuid", flat=True)
    assert seen == [str(one) for one in newest_first] and len(seen) == 5
    other = wire.key_for(wire.desk.shop)
    assert json.loads(wire.get(CAPTURE, key=other).content) == []
    problem(wire.get(f"{CAPTURE}/{seen[0]}", key=other), 404, "NoSuchResourceException")


@pytest.mark.parametrize("query", ["perPage=0", "perPage=x", "perPage=1&perPage=2", "nextPageToken=x", "a=1"])
def test_a_page_that_is_none_is_refused(wire: Wire, query: str) -> None:
    problem(wire.get(f"{CAPTURE}?{query}"), 400, "QueryParameterException")


def test_a_program_sends_for_those_who_entrusted_it(wire: Wire) -> None:
    shop = wire.desk.shop
    type(shop).objects.filter(pk=shop.pk).update(tax_code="0101234567")
    headers = {"NSCL-On-Behalf-Of": "0101234567"}
    problem(wire.send(document(marked("1")), headers=headers), 403, "SecurityException")
    problem(wire.send(document(marked("1")), headers={"NSCL-On-Behalf-Of": "0"}), 403, "SecurityException")
    wire.entrust(shop, wire.desk.mill)
    answer = wire.send(document(marked("1")), headers=headers)
    assert answer.status_code == 202 and Event.objects.get().organisation == shop
    assert wire.get(answer["Location"]).status_code == 200


def test_a_large_document_waits_for_the_worker_and_sent_again_stores_nothing(
    wire: Wire, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(accepting, "_run", Idle())
    monkeypatch.setattr(accepting, "SMALL", 10_000)
    body = document(*(marked(str(number), eventID=f"urn:x:{number}") for number in range(50)))
    assert len(body) > accepting.SMALL
    for stored, replayed in ((50, 0), (0, 50)):
        answer = wire.send(body)
        job = json.loads(wire.get(answer["Location"]).content)
        assert answer.status_code == 202 and (job["running"], job["success"]) == (True, True)
        assert job["storedCount"] == 0 and "finishedAt" not in job
        run_capture(CaptureJob.objects.latest("pk").pk, at=at(day=3))
        job = json.loads(wire.get(answer["Location"]).content)
        assert (job["running"], job["success"], job["errors"]) == (False, True, [])
        assert (job["storedCount"], job["replayedCount"]) == (stored, replayed) and job["finishedAt"]
    assert Event.objects.count() == 50 and not CaptureBody.objects.exists()


def test_a_large_bad_document_is_taken_over_and_its_job_says_what_is_wrong(
    wire: Wire, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(accepting, "_run", Idle())
    monkeypatch.setattr(accepting, "SMALL", 0)
    before = counts()
    answer = wire.send(document(marked("1"), marked("2", action="CREATE")))
    assert answer.status_code == 202
    run_capture(CaptureJob.objects.get().pk, at=at(day=3))
    job = json.loads(wire.get(answer["Location"]).content)
    assert (job["running"], job["success"]) == (False, False) and counts() == before
    assert job["errors"][0]["pointer"] == "/epcisBody/eventList/1/action"


def test_what_a_province_refuses_is_refused_over_http_at_once_and_later(
    wire: Wire, monkeypatch: pytest.MonkeyPatch
) -> None:
    kind_only = {**marked(), "epcList": [], "quantityList": [{"epcClass": KIND, "quantity": 1}]}
    assert wire.send(document(kind_only)).status_code == 202 and Event.objects.count() == 1
    world = wire.desk.world
    set_strictness(world.home, ["no_lot"], by=world.actor("lan"), at=at())
    before, kind_only["eventTime"] = counts(), "2026-03-02T09:00:00+07:00"
    told = problem(wire.send(document(kind_only)), 400, "ValidationException")
    assert told["errors"][0]["code"] == "no_lot" and told["errors"][0]["severity"] == "error"
    single = {"@context": json.loads(document())["@context"], **kind_only}
    problem(wire.send(single, "/epcis/v2/events"), 400, "ValidationException")
    monkeypatch.setattr(accepting, "_run", Idle())
    monkeypatch.setattr(accepting, "SMALL", 0)
    answer = wire.send(document(kind_only))
    set_strictness(world.home, [], by=world.actor("lan"), at=at())  # too late: what held when it came
    run_capture(CaptureJob.objects.latest("pk").pk, at=at(day=3))
    job = json.loads(wire.get(answer["Location"]).content)
    assert not job["success"] and job["errors"][0]["code"] == "no_lot" and counts() == before
    assert wire.send(document(kind_only)).status_code == 202
