"""Whatever is thrown at it: a clear problem, no page, no trace, and not a row more than before."""

from __future__ import annotations

import gzip
import io
import json
import socket
import zlib
from typing import Any

import pytest
from django.test import RequestFactory

from nscl.apps.api.bodies import read_body
from nscl.apps.api.problems import ApiError
from nscl.apps.traceability.models import CaptureJob
from tests.apps.api.conftest import Wire, problem
from tests.apps.traceability.conftest import counts
from tests.apps.traceability.documents import document, made, marked

pytestmark = pytest.mark.django_db
CAPTURE, EVENTS = "/epcis/v2/capture", "/epcis/v2/events"
GOOD = document(marked("1"))


def nested(depth: int) -> bytes:
    return b'{"@context": [], "type": "EPCISDocument", "x": ' + b"[" * depth + b"]" * depth + b"}"


BODIES = {
    "empty": b"",
    "blank": b" \n\t ",
    "a list": b"[]",
    "null": b"null",
    "NaN": GOOD.replace(b'"action": "ADD"', b'"vd:x": NaN, "action": "ADD"'),
    "an endless number": GOOD.replace(b'"action": "ADD"', b'"vd:x": 1e999, "action": "ADD"'),
    "a half letter": GOOD.replace(b'"action": "ADD"', b'"vd:x": "\\ud800", "action": "ADD"'),
    "a lone surrogate in bytes": GOOD.replace(b'"action": "ADD"', b'"vd:x": "\xed\xa0\x80"'),
    "depth 1,000": nested(1_000),
    "depth 100,000": nested(100_000),
    "UTF-16": GOOD.decode().encode("utf-16"),
    "Latin-1": '{"type": "Thu hoạch é"}'.encode("cp1258", "replace"),
    "cut off": GOOD[:-20],
    "two documents": GOOD + GOOD,
    "homoglyph digits": GOOD.replace(b"04012345123456", "０4012345123456".encode()).replace(
        b"2026-03-02T08", "2026-03-0２T08".encode()
    ),
    "a naive time": GOOD.replace(b"2026-03-02T08:00:00+07:00", b"2026-03-02T08:00:00"),
    "XML bomb": b'<!DOCTYPE x [<!ENTITY a "aaaa">]><x>&a;</x>',
}


@pytest.mark.parametrize("body", BODIES.values(), ids=BODIES)
@pytest.mark.parametrize("path", [CAPTURE, EVENTS])
def test_a_hostile_body_is_refused_and_leaves_nothing(wire: Wire, path: str, body: bytes) -> None:
    before = counts()
    kind = "application/xml" if body.startswith(b"<") else "application/json"
    told = problem(wire.send(body, path, content_type=kind), 400, "ValidationException")
    assert told["errors"] and all(one["detail"] for one in told["errors"])
    assert counts() == before


@pytest.mark.parametrize("path", [CAPTURE, EVENTS])
def test_a_byte_order_mark_is_passed_over(wire: Wire, path: str) -> None:
    assert wire.send(b"\xef\xbb\xbf" + GOOD, path).status_code in (201, 202)


def test_a_key_that_stands_twice_is_taken_and_told(wire: Wire) -> None:
    body = GOOD.replace(b'"action": "ADD"', b'"action": "OBSERVE", "action": "ADD"')
    assert wire.send(body).status_code == 202


def test_wrong_codes_are_taken_with_a_doubt(wire: Wire) -> None:
    event = marked("1", epcList=["https://id.gs1.org/01/04012345123457/21/1"])
    assert wire.send(document(event)).status_code == 202


def test_a_small_bomb_fills_no_memory(wire: Wire, settings: Any) -> None:
    settings.NSCL_LARGEST_CAPTURE = 2**20
    packer = zlib.compressobj(9, wbits=31)
    bomb = b"".join(packer.compress(b" " * 2**20) for _ in range(20)) + packer.flush()
    answer = wire.send(bomb, headers={"Content-Encoding": "gzip"})
    problem(answer, 413, "CaptureLimitExceededException")
    assert answer["GS1-EPCIS-Capture-File-Size-Limit"] and CaptureJob.objects.count() == 0


def test_what_is_too_large_is_refused_before_it_is_read(wire: Wire, settings: Any) -> None:
    settings.NSCL_LARGEST_CAPTURE = 1_000
    answer = wire.send(GOOD + b" " * 1_000)
    problem(answer, 413, "CaptureLimitExceededException")
    assert answer["GS1-EPCIS-Capture-File-Size-Limit"] == "1000"


class Endless(io.RawIOBase):
    """A body without end; counts what is read of it."""

    taken = 0

    def read(self, size: int = -1) -> bytes:
        assert size > 0
        self.taken += size
        return b" " * size


@pytest.mark.parametrize("packing", ["", "gzip"])
def test_a_chunked_body_without_end_is_read_no_further_than_the_limit(packing: str) -> None:
    stream = Endless()
    request = RequestFactory().post(CAPTURE, content_type="application/json")
    request.META |= {"wsgi.input": stream, "wsgi.input_terminated": True, "CONTENT_LENGTH": ""}
    request.META |= {"HTTP_TRANSFER_ENCODING": "chunked", "HTTP_CONTENT_ENCODING": packing}
    with pytest.raises(ApiError):
        read_body(request, most=300_000)
    assert stream.taken < 500_000


def test_a_chunked_body_needs_no_length(wire: Wire) -> None:
    more = {"wsgi.input": io.BytesIO(GOOD), "wsgi.input_terminated": True, "CONTENT_LENGTH": ""}
    answer = wire.send(b"", headers={"Transfer-Encoding": "chunked"}, **more)
    assert answer.status_code == 202


@pytest.mark.parametrize("length", [len(GOOD) - 30, len(GOOD) + 30, "x", "-5", "9" * 30])
def test_a_wrong_length_is_refused(wire: Wire, length: object) -> None:
    before = counts()
    answer = wire.send(b"", **{"wsgi.input": io.BytesIO(GOOD), "CONTENT_LENGTH": str(length)})
    assert answer.status_code in (400, 413) and counts() == before
    assert answer["Content-Type"] == "application/problem+json"


@pytest.mark.parametrize("tail", ["a" * 10_000, "?EQ_bizStep=" + "a" * 10_000, "?" + "a&" * 5_000])
def test_an_endless_address_is_refused(wire: Wire, tail: str) -> None:
    told = problem(wire.get(f"{EVENTS}/{tail}"), 414, "URITooLongException")
    assert len(told["instance"]) < 1_000


@pytest.mark.parametrize(
    "path",
    [
        f"{CAPTURE}/%00",
        f"{CAPTURE}/x%0a",
        f"{CAPTURE}/%ff%fe",
        f"{CAPTURE}/..%2f..%2fetc",
        f"{CAPTURE}/123e4567-e89b-12d3-a456-42661417400０",
    ],
)
def test_a_job_with_an_impossible_name_is_absent(wire: Wire, path: str) -> None:
    problem(wire.get(path), 404, "NoSuchResourceException")


@pytest.mark.parametrize("query", ["a=%00", "a=%ff", "%00=1", "perPage=１", "perPage=1e3", "perPage=-1"])
def test_an_impossible_parameter_is_refused(wire: Wire, query: str) -> None:
    problem(wire.get(f"{CAPTURE}?{query}"), 400, "QueryParameterException")


def test_two_hundred_parameters_are_enough(wire: Wire) -> None:
    problem(wire.get(f"{CAPTURE}?" + "a=1&" * 300), 400, "QueryParameterException")


def test_a_remote_context_is_never_fetched(wire: Wire, monkeypatch: pytest.MonkeyPatch) -> None:
    def asked(*_given: object, **_more: object) -> None:
        raise AssertionError("somebody was asked over the network")

    body = json.loads(GOOD)
    body["@context"] = ["https://attacker.example/context.jsonld", *body["@context"]]
    sent = json.dumps(body).encode()
    from django.db import connection

    if connection.vendor == "sqlite":
        monkeypatch.setattr(socket.socket, "connect", asked)
    monkeypatch.setattr(socket, "getaddrinfo", asked)
    assert wire.send(sent).status_code in (202, 400)


def test_nul_in_a_text_that_is_stored_or_answered_breaks_nothing(wire: Wire) -> None:
    event = marked("1", bizStep="\0", **{"vd:x": "\0"})
    assert wire.send(document(event)).status_code in (202, 400)
    assert wire.send(document(marked("2", eventID="urn:x:\0"))).status_code in (202, 400)
    answer = wire.send(document(marked("3", **{"vd:ghi": "a\0b"})))
    assert answer.status_code in (202, 400)
    assert wire.get(CAPTURE).status_code == 200


def test_too_many_events_are_refused_with_the_limits(wire: Wire, monkeypatch: pytest.MonkeyPatch) -> None:
    from nscl.apps.traceability import judging

    monkeypatch.setattr(judging, "MOST_EVENTS", 2)
    answer = wire.send(document(*(marked(str(n)) for n in range(3))))
    problem(answer, 413, "CaptureLimitExceededException")
    assert answer["GS1-EPCIS-Capture-Limit"]
    monkeypatch.setattr(judging, "MOST_ITEMS", 3)
    answer = wire.send(document(made(["A", "B"], ["C", "D"])))
    problem(answer, 413, "CaptureLimitExceededException")
    assert CaptureJob.objects.count() == 0


def test_a_trailing_piece_of_another_packing_is_refused(wire: Wire) -> None:
    body = gzip.compress(GOOD) + b"garbage"
    problem(wire.send(body, headers={"Content-Encoding": "gzip"}), 400, "ValidationException")


@pytest.mark.parametrize("header", ["NSCL-On-Behalf-Of", "Authorization", "Accept", "GS1-EPCIS-Version"])
@pytest.mark.parametrize("value", ["\0", "ÿþ", "a" * 5_000, "٣", "q=;q=;;,,,", "*/*;q=9999999"])
def test_headers_of_nonsense_break_nothing(wire: Wire, header: str, value: str) -> None:
    answer = wire.send(GOOD, headers={header: value})
    assert answer.status_code < 500
    if answer.status_code >= 400:
        assert answer["Content-Type"].startswith("application/problem+")
