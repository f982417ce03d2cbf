"""The trace page: what people type, what they are told, and the files they save."""

from __future__ import annotations

import io
import json
import re
from urllib.parse import urlencode

import openpyxl
import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from lxml import etree

from nscl.apps.core.models import AuditEntry
from nscl.gs1.epcis.checks import errors, problems
from nscl.gs1.epcis.reading import read_document
from tests.apps.registry.records import firm, product
from tests.apps.traceability.pepper import (
    BARE,
    CONTAINER,
    DRIED,
    FARM,
    GROUND,
    RAW,
    amount,
    lot,
    made,
    pepper,
    told,
)
from tests.world import World

pytestmark = pytest.mark.django_db


@pytest.fixture
def page(client: Client, world: World) -> Client:
    pepper(world)
    return world.login(client, "an")


def ask(client: Client, path: str = "/truy-xuat/", **words: str) -> str:
    answer = client.get(f"{path}?{urlencode(words)}")
    assert answer.status_code == 200
    return answer.content.decode()


def plain(html: str) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", html))


SPELLINGS = [
    lot(GROUND, "X1"),
    f"(01){GROUND}(10)X1",
    f"01{GROUND}10X1",
    f"https://vi-du.vn/01/{GROUND}/10/X1?17=270228",
    "tiêu đen xay X1",
    "tieu den xay lô X1",
    "X1",
    "x1",
]


def test_a_lot_is_found_in_every_spelling(page: Client) -> None:
    for text in SPELLINGS:
        told_ = plain(ask(page, ma=text))
        assert "Truy vết Lô X1 (Tiêu đen xay 100 g)" in told_, text
        assert "được làm từ 3 lô, vật" in told_, text


def test_a_pallet_by_its_bare_number_and_a_place_by_its_time(page: Client) -> None:
    assert "Truy vết SSCC" in plain(ask(page, ma=CONTAINER.rpartition("/")[2]))
    found = plain(ask(page, noi=FARM.rpartition("/")[2], tu="01/02/2026", den="02/02/2026", chieu="toi"))
    assert "Truy vết 2 lô, vật" in found and "Lô V3" not in found


def test_several_that_fit_are_offered_to_choose(page: Client, world: World) -> None:
    other = firm(world, "Công ty Khác")
    product(world, "Muối tiêu", gtin=BARE, maker=other)
    told(
        other, made(20, 8, [amount(lot(BARE, "A"), 1)], [amount(lot(BARE, "X1"), 1)], FARM, "urn:uuid:other")
    )
    offered = plain(ask(page, ma="X1"))
    assert "Chọn lô, vật cần truy" in offered and "Muối tiêu" in offered and "Tiêu đen xay" in offered
    assert "Chọn lô của sản phẩm" in plain(ask(page, ma="tiêu đen xay"))
    assert "Hãy chọn lô" in plain(ask(page, ma=GROUND))


UNKNOWN = [
    ("không-có-lô-này", "Không tìm thấy lô, vật nào như vậy"),
    ("(01)08936000000019(10)X", "số kiểm tra"),
    (lot(GROUND, "Z9"), "chưa có sự kiện nào"),
    ("x" * 3000, "2000"),
    ("a\0b", "Không tìm thấy"),
    ("%", "Không tìm thấy"),
]


def test_what_cannot_be_found_is_said_with_what_to_do(page: Client) -> None:
    for text, sentence in UNKNOWN:
        assert sentence in plain(ask(page, ma=text)), text


def test_half_a_question_says_what_is_missing(page: Client) -> None:
    assert "cần cả hai mốc thời gian" in plain(ask(page, noi=FARM))
    assert "Mốc sau đứng trước mốc đầu" in plain(ask(page, noi=FARM, tu="05/02/2026", den="01/02/2026"))
    assert "Viết ngày/tháng/năm" in plain(ask(page, ma="X1", luc="hôm qua"))


def test_breaks_come_first_and_say_what_to_do(page: Client) -> None:
    told_ = plain(ask(page, ma="X1", chieu="nguon"))
    assert told_.index("điều cần biết trước khi tin") < told_.index("Tóm tắt")
    assert f"GTIN {BARE}" in told_ and "khai báo sai sót và ghi lại có số lô" in told_


def test_every_item_says_why_it_is_there(page: Client) -> None:
    told_ = plain(ask(page, ma=lot(RAW, "V1"), chieu="toi"))
    assert "Lô K1 (Tiêu đen khô) được dùng để làm ra Lô X1" in told_
    assert "được xếp vào SSCC" in told_


def test_the_moment_bounds_the_trace(page: Client) -> None:
    told_ = plain(ask(page, ma="V1", chieu="toi", luc="08/02/2026"))
    assert "Lô X1" not in told_ and "Tính ở thời điểm 08/02/2026" in told_


def test_what_was_declared_wrong_is_struck_with_its_reason(page: Client) -> None:
    html = ask(page, ma=lot(RAW, "V3"), chieu="toi")
    assert "<del>" in html and "dữ liệu sai" in plain(html)
    assert "Lô K1" not in plain(html).partition("Diễn biến")[0]


def test_the_picture_is_drawing_only_and_leads_to_the_items(page: Client) -> None:
    html = ask(page, ma="X1")
    svg = html[html.index("<svg") : html.index("</svg>") + 6]
    root = etree.fromstring(svg.encode())
    names = {etree.QName(node).localname for node in root.iter()}
    assert names <= {"svg", "title", "desc", "defs", "marker", "path", "g", "a", "rect", "text"}
    assert "style=" not in svg and "/truy-xuat/vat/" in svg
    alone = page.get(f"/truy-xuat/hinh.svg?{urlencode({'ma': 'X1'})}")
    assert alone.headers["Content-Type"] == "image/svg+xml" and b"href" not in alone.content


def test_many_likes_are_folded_in_the_picture_and_all_are_in_the_table(page: Client, world: World) -> None:
    mill = firm(world, "Công ty Đóng gói Lớn")
    outputs = [amount(lot(BARE, f"G{n}"), 1) for n in range(120)]
    told(mill, made(25, 8, [amount(lot(GROUND, "X2"), 90)], outputs, FARM, "urn:uuid:many"))
    html = ask(page, ma=lot(GROUND, "X2"), chieu="toi")
    assert "120 lô, vật" in html and html.count("<rect") < 10
    assert "Từng lô, vật (121)" in plain(html) and "Xem cả bảng" in html
    second = ask(page, ma=lot(GROUND, "X2"), chieu="toi", xem="bang", trang="2")
    assert "Trang 2/2" in plain(second) and "<svg" not in second


def test_the_files_say_the_same(page: Client) -> None:
    query = urlencode({"ma": "X1"})
    told_ = json.loads(page.get(f"/truy-xuat/ket-qua.json?{query}").content)
    assert [one["direction"] for one in told_["traces"]] == ["back", "forward"]
    book = openpyxl.load_workbook(io.BytesIO(page.get(f"/truy-xuat/ket-qua.xlsx?{query}").content))
    assert book.sheetnames == ["Lô, vật", "Mối nối", "Sự kiện", "Chỗ đứt"]
    lots = {row[0] for row in book["Lô, vật"].iter_rows(min_row=5, values_only=True)}
    assert {"Lô X1", "Lô K1", "Lô V1", "Lô V2"} <= lots
    answer = page.get(f"/truy-xuat/epcis.json?{query}")
    document = read_document(answer.content)
    assert errors(problems(document)) == []
    keys = [event["eventID"] for event in document.events]
    assert "urn:uuid:mill-1" in keys and "urn:uuid:dry-x" not in keys
    deeds = AuditEntry.objects.filter(deed="traceability.trace.export").order_by("seq")
    assert [entry.after["kind"] for entry in deeds] == ["json", "xlsx", "epcis"]


def test_a_file_of_nothing_goes_back_to_the_page(page: Client) -> None:
    assert page.get("/truy-xuat/ket-qua.xlsx?ma=khong-co").status_code == 302


def test_another_province_sees_neither_lots_nor_events(client: Client, world: World) -> None:
    pepper(world)
    world.login(client, "khanh")
    assert "Không tìm thấy" in plain(ask(client, ma="X1"))
    assert "chưa có sự kiện nào trong phạm vi" in plain(ask(client, ma=lot(GROUND, "X1")))


def test_the_chain_goes_through_another_province_by_code_alone(client: Client, world: World) -> None:
    pepper(world)
    abroad = firm(world, "Công ty Bên Kia", who="khanh")
    product(world, "Sốt tiêu", who="khanh", gtin=BARE, maker=abroad)
    told(
        abroad,
        made(20, 8, [amount(lot(GROUND, "X2"), 9)], [amount(lot(BARE, "S1"), 9)], FARM, "urn:uuid:abroad"),
    )
    world.login(client, "an")
    told_ = plain(ask(client, ma=lot(DRIED, "K1"), chieu="toi"))
    assert "Lô S1" in told_ and "Sốt tiêu" not in told_ and "Công ty Bên Kia" not in told_
    assert "1 sự kiện của tỉnh khác nằm ngoài phạm vi" in told_
    world.login(client, "ha")
    assert "Sốt tiêu" in plain(ask(client, ma=lot(DRIED, "K1"), chieu="toi"))


def test_who_may_look_and_who_may_take_out(client: Client, world: World) -> None:
    pepper(world)
    for name in ("an", "binh", "chi", "dung", "giang", "ha"):
        world.login(client, name)
        assert client.get("/truy-xuat/?ma=X1").status_code == 200, name
        wanted = 403 if name == "ha" else 200
        assert client.get("/truy-xuat/ket-qua.xlsx?ma=X1").status_code == wanted, name
    client.logout()
    assert client.get("/truy-xuat/?ma=X1").status_code == 302


def test_the_page_asks_as_often_for_many_lots_as_for_few(page: Client, world: World) -> None:
    mill = firm(world, "Công ty Rang Xay")

    def questions(many: int, mark: str) -> int:
        inputs = [amount(lot(BARE, f"{mark}{n}"), 1) for n in range(many)]
        told(mill, made(26, 8, inputs, [amount(lot(BARE, f"Q{mark}"), 1)], FARM, f"urn:uuid:{mark}"))
        ask(page, ma=lot(BARE, f"Q{mark}"))
        with CaptureQueriesContext(connection) as asked:
            ask(page, ma=lot(BARE, f"Q{mark}"))
        return len(asked)

    assert questions(2, "f") == questions(60, "m") < 60
