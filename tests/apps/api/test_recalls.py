"""A holder's program and recalls: it sees its own, says that it knows, tells quantities."""

from __future__ import annotations

import json
from typing import Any

import pytest
from django.test import Client

from nscl.apps.traceability.actions.recalls import close_recall
from nscl.apps.traceability.models import RecallCase, RecallNotice, RecallRecovery
from tests.apps.api.conftest import Wire, problem
from tests.apps.traceability.recall_tales import CAKE, RAW, RICE, notified, told_of
from tests.world import at

pytestmark = pytest.mark.django_db
BASE = "/api/v1/recalls"


@pytest.fixture
def shop(wire: Wire) -> Wire:
    """The shop's program, with a recall that reached it."""
    told_of(wire.desk)
    notified(wire.desk.world)
    return Wire(wire.desk, wire.key_for(wire.desk.shop, "query"))


def asked(wire: Wire, path: str = "") -> Any:
    answer = wire.get(BASE + path)
    assert answer.status_code == 200, answer.content
    return json.loads(answer.content)


def test_a_program_finds_the_recalls_of_its_own_goods(shop: Wire) -> None:
    [found] = asked(shop)["recalls"]
    assert (found["number"], found["state"], found["level"]) == ("01/2026/TH", "open", "high")
    whole = asked(shop, f"/{found['recallID']}")
    assert [(one["item"], one["known"], one["unit"]) for one in whole["items"]] == [(RICE, 300, "KGM")]
    assert whole["request"] and "acknowledgedAt" not in whole
    assert RecallNotice.objects.get(pk=int(found["recallID"])).read_at is not None


def test_it_acknowledges_and_tells_and_the_same_again_adds_nothing(shop: Wire) -> None:
    path = f"{BASE}/{asked(shop)['recalls'][0]['recallID']}"
    answer = shop.send({"name": "Bà Hoa"}, f"{path}/acknowledgement")
    assert answer.status_code == 200 and json.loads(answer.content)["acknowledgedAt"]
    told = {"items": [{"item": RICE, "held": 120, "sold": 179.5, "recovered": 150}]}
    for _again in range(2):
        answer = shop.send(told, f"{path}/quantities")
        assert answer.status_code == 200, answer.content
    [item] = json.loads(answer.content)["items"]
    assert {name: item["told"][name] for name in ("held", "sold", "recovered")} == {
        "held": 120,
        "sold": 179.5,
        "recovered": 150,
    }
    row = RecallRecovery.objects.get()
    assert (row.via, row.client.organisation) == ("api", shop.desk.shop)
    assert "destroyed" not in item["told"] and row.destroyed is None


def test_another_program_an_unknown_number_and_no_key_find_nothing(shop: Wire, wire: Wire) -> None:
    mine = asked(shop)["recalls"][0]["recallID"]
    for number in (mine, "0", "999999", "abc", "９"):
        problem(wire.get(f"{BASE}/{number}"), 404, "NoSuchResourceException")
        answer = wire.send({"items": [{"item": RICE, "held": 1}]}, f"{BASE}/{number}/quantities")
        problem(answer, 404, "NoSuchResourceException")
    problem(shop.get(BASE, key=""), 401, "SecurityException")
    problem(shop.get(BASE, key=wire.key_for(wire.desk.shop, "capture")), 403, "SecurityException")
    assert not RecallRecovery.objects.exists()


def test_bad_figures_and_bodies_are_refused_with_their_place_and_change_nothing(shop: Wire) -> None:
    path = f"{BASE}/{asked(shop)['recalls'][0]['recallID']}/quantities"
    good = {"item": RICE, "held": 1}
    bodies: list[tuple[Any, str]] = [
        ({"items": [{"item": RICE, "held": 5, "recovered": 6}]}, "/items/0/recovered"),
        ({"items": [good, {"item": CAKE, "held": 1}]}, "/items/1/item"),
        ({"items": [{"item": RICE, "held": -1}]}, "/items/0/held"),
        ({"items": [{"item": RICE, "held": "1"}]}, "/items/0/held"),
        ({"items": [{"item": RICE, "held": True}]}, "/items/0/held"),
        ({"items": [{"item": RICE, "stock": 1}]}, "/items/0/stock"),
        ({"items": [{"held": 1}]}, "/items/0/item"),
        ({"items": []}, "/items"),
        ({"items": [good], "asOf": "02/03/2026"}, "/asOf"),
        ({"items": [good], "asOf": "2999-01-01"}, "/asOf"),
        ({"items": [good], "more": 1}, "/more"),
        ([], ""),
    ]
    for body, pointer in bodies:
        told = problem(shop.send(json.dumps(body).encode(), path), 400, "ValidationException")
        assert [one.get("pointer", "") for one in told["errors"]] == [pointer], body
    for raw in (b"{", b'{"items": [], "items": []}', b'{"items": NaN}', b"\xff"):
        problem(shop.send(raw, path), 400, "ValidationException")
    problem(shop.send(b"<a/>", path, content_type="application/xml"), 415, "UnsupportedMediaTypeException")
    assert not RecallRecovery.objects.exists()


def test_a_closed_recall_is_read_and_takes_no_more_answers(shop: Wire) -> None:
    number = asked(shop)["recalls"][0]["recallID"]
    by = shop.desk.world.actor("binh")
    close_recall(RecallCase.objects.get(), conclusion="Xong", by=by, at=at(day=9))
    assert asked(shop, f"/{number}")["state"] == "closed"
    answer = shop.send({"items": [{"item": RICE, "held": 1}]}, f"{BASE}/{number}/quantities")
    problem(answer, 403, "SecurityException")
    answer = shop.send({}, f"{BASE}/{number}/acknowledgement")
    problem(answer, 403, "SecurityException")


def test_an_officer_reads_how_far_it_is_and_another_province_does_not(shop: Wire) -> None:
    an, khanh = Client(), Client()
    shop.desk.world.login(an, "an"), shop.desk.world.login(khanh, "khanh")
    case = RecallCase.objects.get()
    told = json.loads(an.get(f"{BASE}/{case.pk}").content)
    assert (told["holders"], told["notified"], told["unknown"]) == (3, 2, 1)
    assert [(one["unit"], one["known"]) for one in told["sums"]] == [("KGM", 990)]
    assert json.loads(khanh.get(BASE).content) == {"recalls": []}
    assert khanh.get(f"{BASE}/{case.pk}").status_code == 404
    assert an.post(f"{BASE}/{case.pk}/quantities", {}, content_type="application/json").status_code == 403


def test_pages_of_recalls_follow_each_other(shop: Wire) -> None:
    for _more in range(2):
        notified(shop.desk.world, roots=RAW)
    first = shop.get(f"{BASE}?perPage=2")
    numbers = [one["number"] for one in json.loads(first.content)["recalls"]]
    link = first["Link"].split(">")[0].removeprefix("<")
    rest = shop.get(link)
    assert numbers + [one["number"] for one in json.loads(rest.content)["recalls"]] == [
        "03/2026/TH",
        "02/2026/TH",
        "01/2026/TH",
    ]
    assert "Link" not in rest
    problem(shop.get(f"{BASE}?nextPageToken=x"), 400, "QueryParameterException")
