"""Lists of events and lots, the page of one of each: filters, words, what another province does not see."""

from __future__ import annotations

import io
import re
from typing import Any
from urllib.parse import urlencode

import openpyxl
import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from nscl.apps.traceability.models import CaptureJob, Event, Item
from tests.apps.registry.records import firm
from tests.apps.traceability.documents import document
from tests.apps.traceability.pepper import BARE, FARM, MILL, RAW, harvested, lot, pepper, told
from tests.world import World

pytestmark = pytest.mark.django_db
EVENTS, ITEMS = "/truy-xuat/su-kien/", "/truy-xuat/vat/"


@pytest.fixture
def page(client: Client, world: World) -> Client:
    pepper(world)
    return world.login(client, "an")


def plain(answer: Any) -> str:
    assert answer.status_code == 200
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", answer.content.decode()))


def count(client: Client, path: str, **words: str) -> int:
    found = re.search(r"([0-9.]+) hồ sơ", plain(client.get(f"{path}?{urlencode(words)}")))
    assert found
    return int(found[1])


FILTERS = [
    ({}, 13),
    ({"vat": f"(01){RAW}(10)V3"}, 4),
    ({"vat": "V3"}, 4),
    ({"tu": "10/02/2026"}, 5),
    ({"tu": "11/02/2026", "den": "11/02/2026"}, 2),
    ({"loai": "TransformationEvent"}, 6),
    ({"buoc": "shipping"}, 1),
    ({"noi": FARM.rpartition("/")[2]}, 3),
    ({"noi": MILL}, 4),
    ({"don-vi": "phuong bac"}, 6),
    ({"nghi": "co"}, 1),
    ({"sai": "co"}, 2),
    ({"sai": "khong"}, 11),
]


def test_events_are_narrowed_by_every_filter(page: Client) -> None:
    for words, number in FILTERS:
        assert count(page, EVENTS, **words) == number, words


def test_the_list_goes_out_as_a_workbook_with_its_filter(page: Client) -> None:
    book = openpyxl.load_workbook(io.BytesIO(page.get(f"{EVENTS}xuat/?buoc=shipping").content))
    rows = list(book.active.iter_rows(min_row=6, values_only=True))
    assert len(rows) == 1 and "xuất hàng" in rows[0]


def test_lots_are_found_by_number_product_and_maker(page: Client) -> None:
    assert count(page, ITEMS) == 8
    assert count(page, ITEMS, tim="tieu den") == 5
    assert count(page, ITEMS, **{"so-lo": "X1"}) == 1
    assert count(page, ITEMS, **{"don-vi": "thanh sơn"}) == 3


def test_an_event_says_what_when_where_and_why(page: Client) -> None:
    event = Event.objects.get(event_id="urn:uuid:mill-1")
    told_ = plain(page.get(f"{EVENTS}{event.pk}/"))
    for words in ("Chế biến", "260 kg", "Lô X1 (Tiêu đen xay 100 g)", "gán mã", "không truy được đến lô"):
        assert words in told_
    assert " /inputQuantityList/1/epcClass " in told_ and "ni:///sha-256;" in told_
    shipped = Event.objects.get(event_id="urn:uuid:ship-1")
    assert "nguoi-mua" in plain(page.get(f"{EVENTS}{shipped.pk}/"))


def test_an_event_declared_wrong_leads_to_its_declaration_and_back(page: Client) -> None:
    wrong, declaration = Event.objects.filter(event_id="urn:uuid:dry-x").order_by("is_error_declaration")
    told_ = page.get(f"{EVENTS}{wrong.pk}/")
    assert "đã khai báo sai, không được tính" in plain(told_)
    assert f"{EVENTS}{declaration.pk}/" in told_.content.decode()
    told_ = page.get(f"{EVENTS}{declaration.pk}/")
    assert "Đây là khai báo sai sót: dữ liệu sai" in plain(told_)
    assert f"{EVENTS}{wrong.pk}/" in told_.content.decode()


def test_a_lot_says_what_it_is_and_where_it_is_now(page: Client) -> None:
    item = Item.objects.get(lot="X1")
    told_ = plain(page.get(f"{ITEMS}{item.pk}/"))
    assert "Công ty TNHH Gia vị Phương Bắc" in told_ and "đang trên đường" in told_
    assert told_.count("SSCC") >= 2
    farm = plain(page.get(f"{ITEMS}{Item.objects.get(lot='V1').pk}/"))
    assert "Nước xuất xứ VN" in farm


def test_a_place_goes_by_the_name_that_documents_give_it(page: Client, world: World) -> None:
    seller = firm(world, "Công ty Vườn Tiêu")
    whole = document(harvested("V7", 20, 10, "urn:uuid:named"))
    header = (
        '"epcisHeader": {"epcisMasterData": {"vocabularyList": [{"type": "urn:epcglobal:epcis:vtype:BusinessLocation",'
        f'"vocabularyElementList": [{{"id": "{FARM}", "attributes": [{{"id": "urn:epcglobal:cbv:mda:name",'
        '"attribute": "Vườn Thanh Sơn"}]}]}]}}, "epcisBody"'
    )
    from nscl.apps.traceability.actions import capture
    from nscl.apps.traceability.senders import Sender
    from tests.world import at

    by = Sender(seller.pk, seller.province_id, frozenset({seller.pk}))
    whole = whole.replace(b"08936000000011/10/V7", b"08936000000042/10/V7")
    capture(whole.replace(b'"epcisBody"', header.encode(), 1), by=by, at=at(), behaviour="proceed")
    assert "Vườn Thanh Sơn" in plain(page.get(EVENTS))
    assert "Vườn Thanh Sơn" in plain(page.get("/truy-xuat/?ma=V1"))


def test_another_province_sees_none_of_it(page: Client, world: World) -> None:
    event, item, job = Event.objects.first(), Item.objects.get(lot="X1"), CaptureJob.objects.first()
    assert event and job
    world.login(page, "khanh")
    assert (count(page, EVENTS), count(page, ITEMS)) == (0, 0)
    for path in (f"{EVENTS}{event.pk}/", f"{ITEMS}{item.pk}/", f"/truy-xuat/lan-ghi/{job.pk}/"):
        assert page.get(path).status_code == 404


def test_the_ministry_sees_events_but_not_their_own_text(page: Client, world: World) -> None:
    event = Event.objects.get(event_id="urn:uuid:mill-1")
    assert "Nguyên văn sự kiện" in plain(page.get(f"{EVENTS}{event.pk}/"))
    world.login(page, "ha")
    assert count(page, EVENTS) == 13
    assert "Nguyên văn sự kiện" not in plain(page.get(f"{EVENTS}{event.pk}/"))
    assert page.get(f"{EVENTS}xuat/").status_code == 403


def test_pages_ask_as_often_for_many_rows_as_for_few(page: Client, world: World) -> None:
    grower = firm(world, "Hợp tác xã Lớn")

    def questions() -> list[int]:
        item = Item.objects.get(canonical=lot(BARE, "N1"))
        found = []
        for path in (EVENTS, ITEMS, "/truy-xuat/lan-ghi/", f"{ITEMS}{item.pk}/"):
            page.get(path)
            with CaptureQueriesContext(connection) as asked:
                page.get(path)
            found.append(len(asked))
        return found

    def grown(number: int) -> dict[str, Any]:
        event = harvested("N1", 3, 10.0 + number, f"urn:uuid:grown-{number}")
        event["quantityList"][0]["epcClass"] = lot(BARE, "N1")
        del event["ilmd"]
        return event

    told(grower, grown(0), grown(1))
    few = questions()
    for number in range(2, 40):
        told(grower, grown(number))
    assert questions() == few and max(few) < 40
