"""A recall's pages: from the form to the report, the holder's page, lists that filter and go to Excel."""

from __future__ import annotations

import io
import re
from datetime import date
from typing import Any

import openpyxl
import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from docx import Document

from nscl.apps.core.inbox import waiting_for
from nscl.apps.traceability.actions.recall_notices import Answer, Answerer, acknowledge, tell_quantities
from nscl.apps.traceability.actions.recalls import close_recall
from nscl.apps.traceability.models import RecallCase, RecallNotice, RecallRecovery
from nscl.apps.traceability.recall_closing import report_docx
from nscl.apps.traceability.recall_closure import sealed
from nscl.apps.traceability.recall_letters import letters_docx
from nscl.apps.traceability.recall_links import path_of, token_of
from nscl.apps.traceability.views.recall_answering import holder_actor
from tests.apps.traceability.conftest import Desk
from tests.apps.traceability.documents import document
from tests.apps.traceability.recall_tales import (
    BASE,
    CAKE,
    GLN_STORE,
    GTIN,
    RAW,
    RICE,
    event,
    kilos,
    notified,
    opened,
    told_of,
)
from tests.apps.traceability.test_master_data import element, telling
from tests.apps.traceability.test_recall_notices import kg, notice_to
from tests.world import at

pytestmark = pytest.mark.django_db


def text_of(data: bytes) -> str:
    paper = Document(io.BytesIO(data))
    cells = [cell.text for table in paper.tables for row in table.rows for cell in row.cells]
    return "\n".join([*(line.text for line in paper.paragraphs), *cells])


def typed(**more: Any) -> dict[str, Any]:
    return {
        "title": "Gạo Bình Minh",
        "roots": "(01)08936000000011(10)RAW",
        "reason": "Dư lượng vượt mức",
        "hazard": "residue",
        "level": "high",
        "answer_by": "31/12/2099",
        **more,
    }


def test_from_the_form_to_the_report(desk: Desk) -> None:
    told_of(desk)
    world, an, binh = desk.world, Client(), Client()
    world.login(an, "an"), world.login(binh, "binh")
    bad = an.post("/thu-hoi/them/", typed(roots="(01)08936000000011"))
    assert bad.status_code == 400 and "không có số lô" in bad.content.decode()
    an.post("/thu-hoi/them/", typed())
    case = RecallCase.objects.get()
    base = f"/thu-hoi/{case.pk}/"
    page = an.get(base).content.decode()
    assert "Lô RICE" in page and "được dùng để làm ra" in page and "Trình duyệt" in page
    an.post(f"{base}trinh/")
    assert an.get(f"{base}duyet/").status_code == 403
    seen = re.search(r'name="seen" value="([0-9a-f]{64})"', binh.get(f"{base}duyet/").content.decode())
    assert seen is not None
    assert binh.post(f"{base}duyet/", {"seen": "0" * 64}).status_code == 400
    binh.post(f"{base}duyet/", {"seen": seen[1]})
    assert "Hợp tác xã Chợ Mới" in an.get(f"{base}thong-bao/").content.decode()
    an.post(f"{base}thong-bao/")
    case.refresh_from_db()
    assert case.state == "notified" and RecallNotice.objects.count() == 2
    for path in ("", "noi-giu/", "hang/", "phien-ban/", "nhac/", "chot-lai/", "lich-su/"):
        assert an.get(base + path).status_code == 200, path
    closing = binh.post(f"{base}ket-thuc/", {"conclusion": "Đã tiêu hủy xong."})
    assert closing.status_code == 302
    first, again = (an.get(f"{base}bao-cao.docx").content for _ in range(2))
    assert first == again and "Đã tiêu hủy xong." in text_of(first)


def test_another_province_sees_none_of_it_and_a_ministry_reads(desk: Desk) -> None:
    told_of(desk)
    case = notified(desk.world)
    holder = case.holders.get(organisation=desk.shop)
    base = f"/thu-hoi/{case.pk}/"
    khanh, ha = Client(), Client()
    desk.world.login(khanh, "khanh"), desk.world.login(ha, "ha")
    for path in (
        "",
        "noi-giu/",
        f"noi-giu/{holder.pk}/",
        "hang/",
        "phien-ban/",
        "hang/xuat.xlsx",
        "thong-bao/",
    ):
        assert khanh.get(base + path).status_code == 404, path
    assert khanh.post(f"{base}noi-giu/{holder.pk}/cap-lai/").status_code == 404
    assert "Gạo Bình Minh" not in khanh.get("/thu-hoi/").content.decode()
    assert ha.get(base).status_code == 200 and ha.get(f"{base}noi-giu/{holder.pk}/").status_code == 200
    assert token_of(holder.notice) not in ha.get(f"{base}noi-giu/{holder.pk}/").content.decode()
    assert Client().get(base).status_code == 302


def test_a_holder_reads_acknowledges_and_tells_by_its_link(desk: Desk, client: Client) -> None:
    told_of(desk)
    case = notified(desk.world, answer_by=date(2099, 3, 6))
    notice = notice_to(case, desk.shop)
    address = path_of(notice)
    page = client.get(address)
    assert page.status_code == 200 and "Lô RICE" in page.content.decode()
    assert "Lô CAKE" not in page.content.decode()
    assert page.headers["Cache-Control"] == "no-store" and page.headers["Referrer-Policy"] == "no-referrer"
    client.post(f"{address}xac-nhan/", {"by_name": "Bà Hoa"})
    notice.refresh_from_db()
    assert notice.read_at and notice.acknowledged_by == "Bà Hoa" and notice.answered_at is None
    wrong = client.post(address, {"m0-held": "100", "m0-recovered": "101,5", "by_name": "Bà Hoa"})
    assert wrong.status_code == 400 and "Đã thu hồi nhiều hơn" in wrong.content.decode()
    assert 'value="101,5"' in wrong.content.decode() and not RecallRecovery.objects.exists()
    assert client.post(address, {"m0-held": "không", "by_name": "x"}).status_code == 400
    assert (
        client.post(address, {"m0-held": "120,5", "m0-sold": "179,5", "by_name": "Bà Hoa"}).status_code == 302
    )
    row = RecallRecovery.objects.get()
    assert (str(row.held), str(row.sold), row.recovered, row.unit) == ("120.5000", "179.5000", None, "KGM")
    assert client.get("/thu-hoi/tra-loi/1-abcdefghjkmnpqrstuvw/").status_code == 404
    close_recall(case, conclusion="Xong", by=desk.world.actor("binh"), at=at(day=9))
    assert client.get(address).status_code == 410


def test_lists_narrow_by_the_address_and_go_to_excel(desk: Desk, client: Client) -> None:
    told_of(desk)
    case = notified(desk.world)
    desk.world.login(client, "an")
    base = f"/thu-hoi/{case.pk}/"
    assert "Lô CAKE" in client.get(f"{base}hang/").content.decode()
    narrowed = client.get(f"{base}hang/?tim=RICE&la=hang").content.decode()
    assert "Lô RICE" in narrowed and 'id="hang-1"' not in narrowed
    assert "SSCC" in client.get(f"{base}hang/?la=vat-chua").content.decode()
    unknown = client.get(f"{base}noi-giu/?tinh-hinh=unknown").content.decode()
    assert "Bên tham gia 8936000000042" in unknown and "cần hỏi Công ty TNHH Xay xát" in unknown
    assert "Hợp tác xã" not in unknown.split("<tbody>")[1].split("</tbody>")[0]
    book = openpyxl.load_workbook(io.BytesIO(client.get(f"{base}noi-giu/xuat.xlsx?tim=cho+moi").content))
    rows = [[cell.value for cell in row] for row in book.active.iter_rows(min_row=6)]
    assert [row[:1] + row[2:3] + row[5:7] for row in rows] == [["Hợp tác xã Chợ Mới", "Lô RICE", 300, "kg"]]
    book = openpyxl.load_workbook(io.BytesIO(client.get(f"{base}hang/xuat.xlsx").content))
    assert book.active.max_row == 5 + 6  # five goods at holders and the pallet


def test_an_unknown_place_goes_by_the_name_that_documents_give_it(desk: Desk, client: Client) -> None:
    told_of(desk)
    desk.capture(telling(element(GLN_STORE, name="Cửa hàng Góc Phố"), kind="Party"))
    case = notified(desk.world)
    desk.world.login(client, "an")
    base = f"/thu-hoi/{case.pk}/"
    for path in ("noi-giu/", "hang/", "thong-bao/", f"noi-giu/{case.holders.get(code=GLN_STORE).pk}/"):
        page = client.get(base + path).content.decode()
        assert "Cửa hàng Góc Phố" in page and "Bên tham gia 8936000000042" not in page, path
    assert "Góc Phố" in client.get(f"{base}noi-giu/?tim=goc+pho").content.decode()


def test_late_holders_are_one_filter_and_choices_ask_in_words(desk: Desk, client: Client) -> None:
    told_of(desk)
    case = notified(desk.world, answer_by=date(2026, 3, 6))
    notice = notice_to(case, desk.shop)
    acknowledge(notice, Answerer(RecallNotice.Channel.LINK, "Bà Hoa"), by=holder_actor(notice), at=at())
    desk.world.login(client, "an")

    def shown(stand: str) -> str:
        page = client.get(f"/thu-hoi/{case.pk}/noi-giu/?tinh-hinh={stand}").content.decode()
        return page.partition("<tbody>")[2]

    assert "Chợ Mới" in shown("late") and "Xay xát" in shown("late")
    assert "Chợ Mới" not in shown("overdue") and "Xay xát" in shown("overdue")
    assert "Đã xác nhận, quá hạn báo số lượng" in shown("owing") and "Xay xát" not in shown("owing")
    form = client.get("/thu-hoi/them/").content.decode()
    assert form.count('<option value="" selected>Chọn …</option>') == 2 and "-----" not in form
    assert client.post("/thu-hoi/them/", typed(hazard="")).status_code == 400


def test_letters_name_the_holders_goods_and_carry_its_link(desk: Desk) -> None:
    told_of(desk)
    case = notified(desk.world)
    notices = [notice_to(case, desk.shop), notice_to(case, desk.mill)]
    data = letters_docx(case, notices, base_url=BASE, at=at())
    assert data == letters_docx(case, notices, base_url=BASE, at=at())
    words = text_of(data)
    assert "Kính gửi: Hợp tác xã Chợ Mới" in words and "300 kg" in words and "chưa rõ" in words
    assert all(f"nscl.vidu.vn{path_of(one)}".rstrip("/") in words for one in notices)
    assert "06/3/2026" in words or "06/03/2026" in words


def test_the_report_is_what_was_frozen_whatever_happens_later(desk: Desk) -> None:
    told_of(desk)
    case = notified(desk.world)
    notice = notice_to(case, desk.shop)
    figures = kg(held=120, sold=180, recovered=150, destroyed=150)
    tell_quantities(
        notice, [Answer(RICE, figures)], Answerer(RecallNotice.Channel.LINK), as_of=date(2026, 3, 3),
        by=holder_actor(notice), at=at(day=3),
    )  # fmt: skip
    close_recall(case, conclusion="Đã xử lý.", by=desk.world.actor("binh"), at=at(day=9))
    before = report_docx(case.report)
    desk.shop.name = "Tên khác"
    desk.shop.save()
    desk.capture([event("TransformationEvent", 15, inputQuantityList=[kilos(CAKE, 1)],
                        outputQuantityList=[kilos(GTIN + "NEW", 1)])])  # fmt: skip
    case = RecallCase.objects.get(pk=case.pk)
    assert sealed(case.report) == case.report_hash and report_docx(case.report) == before
    words = text_of(before)
    for part in ("BÁO CÁO", "Hợp tác xã Chợ Mới (đã trả lời đủ)", "990", "150", "cần hỏi Công ty TNHH Xay xát",
                 "vì Lô RAW được dùng để làm ra Lô RICE", "Chưa có số đã thu hồi của 3 dòng"):  # fmt: skip
        assert part in words, part


def test_leader_and_officer_find_what_waits_for_them(desk: Desk) -> None:
    told_of(desk)
    world = desk.world
    from nscl.apps.traceability.actions.recalls import submit_recall
    from tests.apps.traceability.recall_tales import drafted

    case = drafted(world)
    submit_recall(case, by=world.actor("an"), at=at())
    assert [one.subject for one in waiting_for(world.actor("binh")) if "/duyet/" in one.url] == [str(case)]
    assert not [one for one in waiting_for(world.actor("an")) if "thu-hoi" in one.url]
    late = notified(world, answer_by=date(2026, 3, 6), roots=RAW)
    urls = [one.url for one in waiting_for(world.actor("an"))]
    assert f"/thu-hoi/{late.pk}/noi-giu/?tinh-hinh=late" in urls
    assert not [one for one in waiting_for(world.actor("khanh")) if "thu-hoi" in one.url]


def test_pages_ask_the_same_number_of_questions_however_many_holders(desk: Desk, client: Client) -> None:
    desk.world.login(client, "an")
    counts = []
    told_of(desk)
    for many in (0, 6):
        for n in range(many):
            desk.capture(document(event("ObjectEvent", 13, f"https://id.gs1.org/414/893600000{n:04d}", action="OBSERVE",
                          bizStep="receiving", eventID=f"urn:e:{n}", quantityList=[kilos(RICE, 1)])))  # fmt: skip
        case = opened(desk.world)
        for path in ("", "noi-giu/", "hang/"):
            with CaptureQueriesContext(
                connection,
            ) as asked:
                assert client.get(f"/thu-hoi/{case.pk}/{path}").status_code == 200
            counts.append(len(asked))
    assert counts[:3] == counts[3:]
