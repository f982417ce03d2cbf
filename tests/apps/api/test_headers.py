"""What the headers promise: methods, versions, media types, limits; every error is a problem."""

from __future__ import annotations

import json

import pytest
from lxml import etree

from nscl.apps.api.urls_epcis import RESOURCES
from tests.apps.api.conftest import Wire, problem
from tests.apps.traceability.documents import document, marked

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("resource", RESOURCES, ids=lambda one: one.name)
def test_every_address_tells_its_methods_and_versions(wire: Wire, resource: object) -> None:
    path = "/epcis/v2/" + resource.route.replace("{", "").replace("}", "")  # type: ignore[attr-defined]
    answer = wire.request("OPTIONS", path, key="")
    assert answer.status_code == 204 and answer.content == b""
    assert answer["Allow"].split(", ") == resource.methods  # type: ignore[attr-defined]
    for name in ("GS1-EPCIS-Version", "GS1-EPCIS-Min", "GS1-CBV-Max", "GS1-EPC-Format", "GS1-Vendor-Version"):
        assert answer[name]
    refusal = wire.request("PATCH", path)
    problem(refusal, 405, "ImplementationException")
    assert refusal["Allow"] == answer["Allow"]


def test_capture_tells_its_limits_and_that_it_knows_both_behaviours(wire: Wire) -> None:
    answer = wire.request("OPTIONS", "/epcis/v2/capture")
    assert int(answer["GS1-EPCIS-Capture-Limit"]) == 100_000
    assert int(answer["GS1-EPCIS-Capture-File-Size-Limit"]) == 64 * 2**20
    assert answer["GS1-Capture-Error-Behaviour"] == "all"


def test_head_is_get_without_a_body(wire: Wire) -> None:
    get, head = wire.get("/epcis/v2/"), wire.request("HEAD", "/epcis/v2/")
    assert head.status_code == 200 and head.content == b""
    assert head["Content-Length"] == str(len(get.content))


@pytest.mark.parametrize(
    ("header", "value", "status", "kind"),
    [
        ("Accept", "text/csv", 406, "NotAcceptableException"),
        ("Accept", "application/json;q=0", 406, "NotAcceptableException"),
        ("GS1-EPCIS-Min", "2.1.0", 406, "NotAcceptableException"),
        ("GS1-CBV-Max", "1.0", 406, "NotAcceptableException"),
        ("GS1-EPCIS-Version", "3", 406, "NotAcceptableException"),
        ("GS1-EPCIS-Version", "two", 400, "ValidationException"),
        ("GS1-EPCIS-Min", "2.٠", 400, "ValidationException"),
    ],
)
def test_what_cannot_be_agreed_on_is_refused(
    wire: Wire, header: str, value: str, status: int, kind: str
) -> None:
    problem(wire.get("/epcis/v2/", headers={header: value}), status, kind)


@pytest.mark.parametrize("accept", ["application/json", "*/*", "application/*;q=0.5, text/html", ""])
def test_what_can_be_agreed_on_is_answered(wire: Wire, accept: str) -> None:
    answer = wire.get("/epcis/v2/", headers={"Accept": accept, "GS1-EPCIS-Min": "1.2", "GS1-CBV-Max": "2"})
    assert answer.status_code == 200 and "capture" in json.loads(answer.content)["member"]


@pytest.mark.parametrize(
    "kind", ["", "text/plain", "multipart/form-data", "application/json; charset=latin-1", "text/html"]
)
def test_a_body_of_another_kind_is_refused(wire: Wire, kind: str) -> None:
    answer = wire.send(document(marked("1")), content_type=kind)
    problem(answer, 415, "UnsupportedMediaTypeException")


def test_an_unknown_packing_is_refused(wire: Wire) -> None:
    answer = wire.send(document(marked("1")), headers={"Content-Encoding": "br"})
    problem(answer, 415, "UnsupportedMediaTypeException")


def test_errors_come_in_xml_where_xml_is_asked_for(wire: Wire) -> None:
    answer = wire.send(document(marked("1", action="A\x01")), headers={"Accept": "application/xml"})
    assert answer.status_code in (400, 406) and answer["Content-Type"] == "application/problem+xml"
    root = etree.fromstring(answer.content)
    assert root.tag == "{urn:epcglobal:epcis:xsd:2}EPCISException" and root.findtext("title")


@pytest.mark.parametrize("path", ["/epcis/v2/nothing", "/epcis/v1/", "/api/v1/nothing", "/api/"])
def test_an_address_that_is_none_is_a_problem_and_no_page(wire: Wire, path: str) -> None:
    problem(wire.get(path), 404, "NoSuchResourceException")


def test_a_host_that_is_not_ours_is_a_problem_too(wire: Wire, settings: object) -> None:
    settings.ALLOWED_HOSTS = ["nscl.vn"]  # type: ignore[attr-defined]
    problem(wire.get("/epcis/v2/", headers={"Host": "elsewhere.vn"}), 400, "ValidationException")


def test_what_nobody_foresaw_is_a_problem_without_a_trace(
    wire: Wire, monkeypatch: pytest.MonkeyPatch
) -> None:
    from nscl.apps.api.views import capture

    def broken(*_given: object, **_more: object) -> None:
        raise RuntimeError("secret of the house")

    monkeypatch.setattr(capture, "accept", broken)
    answer = wire.send(document(marked("1")))
    problem(answer, 500, "ImplementationException")
    assert b"secret" not in answer.content
