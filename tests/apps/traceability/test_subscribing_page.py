"""An officer subscribes on a page: what is asked in words becomes an EPCIS query, looked at before it is kept."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from nscl.apps.core.models import AuditEntry
from nscl.apps.traceability.models import NamedQuery, Subscription
from nscl.gs1.epcis.signatures import is_signed
from tests.apps.registry.records import product
from tests.apps.traceability.conftest import Desk
from tests.apps.traceability.documents import LOT, PALLET, document, made, marked
from tests.apps.traceability.subscribing import Receiver, swept

pytestmark = pytest.mark.django_db
PAGE = "/truy-xuat/dang-ky-nhan-tin/lap/"
GTIN = "04012345123456"
FORM = {
    "name": "Xuất hàng Hồ tiêu",
    "dest": "https://erp.vi-du.vn/epcis?kho=1",
    "often": "at_once",
    "hour": "7",
    "weekday": "1",
    "unit": "lot",
    "place_role": "read",
}


@pytest.fixture
def an(desk: Desk) -> Client:
    return desk.world.login(Client(), "an")


def looked(client: Client, **more: Any) -> str:
    answer = client.post(PAGE, {**FORM, **more, "look": "1"})
    assert answer.status_code == 200, answer.content.decode()
    return answer.content.decode()


def seen_in(page: str) -> str:
    found = re.search(r'name="seen" value="([0-9a-f]{64})"', page)
    assert found is not None
    return found[1]


def saved(client: Client, **more: Any) -> str:
    """The page that shows the secret."""
    given = {**FORM, **more}
    answer = client.post(PAGE, {**given, "seen": seen_in(looked(client, **more)), "save": "1"})
    assert answer.status_code == 200, answer.content.decode()
    return answer.content.decode()


def test_what_is_asked_in_words_becomes_an_epcis_query(desk: Desk, an: Client) -> None:
    pepper = product(desk.world, "Tiêu đen xay", gtin=GTIN, maker=desk.mill)
    assert an.get(PAGE).status_code == 200
    given = {"types": ["ObjectEvent"], "steps": ["shipping", "receiving"], "often": "week", "weekday": "5"}
    place = {"goods": "tieu den", "lot": "TD/1", "place": "8936000000004", "place_role": "after"}
    saved(an, **given, **place, hour="16", report_if_empty="on", giver="urn:vi-du:ben:7")
    row = Subscription.objects.select_related("query").get()
    assert pepper.gtin == GTIN and row.query.name == "xuat-hang-ho-tieu"
    assert row.query.query == {
        "eventType": ["ObjectEvent"],
        "EQ_bizStep": ["shipping", "receiving"],
        "MATCH_anyEPCClass": [f"{LOT}TD%2F1"],
        "EQ_source_owning_party": ["urn:vi-du:ben:7"],
        "WD_bizLocation": ["https://id.gs1.org/414/8936000000004"],
    }
    assert row.schedule == {"dayOfWeek": "5", "hour": "16"} and row.report_if_empty
    assert "thứ Sáu hằng tuần lúc 16:00" in an.get(f"/truy-xuat/dang-ky-nhan-tin/{row.pk}/").content.decode()


@pytest.mark.parametrize(
    ("given", "query"),
    [
        ({"goods": PALLET}, {"MATCH_anyEPC": [PALLET]}),
        ({"goods": f"{LOT}L1", "unit": "serial"}, {"MATCH_anyEPCClass": [f"{LOT}L1"]}),
        (
            {"goods": GTIN, "unit": "serial"},
            {"MATCH_anyEPC": [f"https://id.gs1.org/01/{GTIN}"]},
        ),
        ({"organisation": "Bình Minh"}, {"MATCH_anyEPCClass": [f"https://id.gs1.org/01/{GTIN}"]}),
        ({}, {}),
    ],
)
def test_goods_are_codes_products_or_all_that_a_firm_makes(
    desk: Desk, an: Client, given: dict[str, str], query: dict[str, Any]
) -> None:
    product(desk.world, "Tiêu đen xay", gtin=GTIN, maker=desk.mill)
    assert given.get("goods") != GTIN or "Tiêu đen xay" in looked(an, **given)
    saved(an, **given)
    assert NamedQuery.objects.get().query == query


def test_the_preview_counts_the_events_of_thirty_days_and_keeps_nothing(desk: Desk, an: Client) -> None:
    now = timezone.now()
    desk.capture(document(made(["A"], ["B"])), when=now - timedelta(days=2))
    desk.capture(document(made(["C"], ["B"])), when=now - timedelta(days=40))
    page = looked(an, goods=f"{LOT}B")
    assert "<b>1 sự kiện</b>" in page and "Xay xát Bình Minh" in page and "Lô B" in page
    assert "Không có sự kiện nào" in looked(an, goods=f"{LOT}Z")
    assert (
        not NamedQuery.objects.exists() and not AuditEntry.objects.filter(deed__contains=".query.").exists()
    )


def test_a_preview_of_many_says_more_than_it_counted(
    desk: Desk, an: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("nscl.apps.traceability.views.subscribing.MOST_COUNTED", 2)
    desk.capture(document(*(marked(str(n)) for n in range(3))), when=timezone.now())
    assert "<b>hơn 2 sự kiện</b>" in looked(an)


def test_what_was_not_looked_at_is_shown_first(desk: Desk, an: Client) -> None:
    seen = seen_in(looked(an))
    for changed in ({"seen": ""}, {"seen": seen, "steps": ["shipping"]}):
        page = an.post(PAGE, {**FORM, **changed, "save": "1"}).content.decode()
        assert "Điều kiện đã đổi" in page and not Subscription.objects.exists()


def test_the_secret_is_shown_once_and_signs_what_is_sent(desk: Desk, receiver: Receiver, an: Client) -> None:
    page = saved(an, dest=receiver.address)
    row = Subscription.objects.get()
    assert len(row.token) == 64 and row.token in page and "GS1-Signature" in page
    for again in (f"/truy-xuat/dang-ky-nhan-tin/{row.pk}/", f"/truy-xuat/dang-ky-nhan-tin/{row.pk}/lich-su/"):
        assert row.token not in an.get(again).content.decode()
    assert set(AuditEntry.objects.about(row).values_list("deed", flat=True)) == {
        "traceability.subscription.add"
    }
    now = timezone.now() + timedelta(seconds=2)
    desk.capture(document(marked("1")), when=now)
    assert swept(now) == 1
    letter = receiver.letters[0]
    assert is_signed(row.token, letter.headers["GS1-Signature"], letter.body, int(now.timestamp()))


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ({"dest": "http://erp.vi-du.vn/"}, "phải bắt đầu bằng https://"),
        ({"dest": "https://10.1.2.3/"}, "không phải máy nội bộ"),
        ({"dest": "https://ai:khoa@vi-du.vn/"}, "không kèm tài khoản"),
        ({"dest": "https://vi-du.vn:25/"}, "cổng 443"),
        ({"name": "—"}, "ít nhất một chữ"),
        ({"goods": "8936000000010"}, "sai số kiểm tra"),
        ({"goods": "không có thật"}, "Chưa có"),
        ({"goods": "https://id.gs1.org/414/8936000000004"}, "không phải mã sản phẩm"),
        ({"lot": "L1"}, "Số lô đi cùng GTIN"),
        ({"goods": PALLET, "lot": "L1"}, "Số lô đi cùng GTIN"),
        ({"organisation": "Chợ Mới"}, "chưa có sản phẩm nào ghi GTIN"),
        ({"organisation": "Chợ Mới", "goods": GTIN}, "Chọn một"),
        ({"place": "kho nào đó"}, "Chưa tài liệu nào đặt tên"),
        ({"report_if_empty": "on"}, "chỉ gửi theo lịch"),
        ({"often": "never"}, "Khi nào gửi"),
    ],
)
def test_what_cannot_be_is_refused_beside_its_field(
    desk: Desk, an: Client, given: dict[str, str], words: str
) -> None:
    answer = an.post(PAGE, {**FORM, **given, "look": "1"})
    assert answer.status_code == 400 and words in answer.content.decode()
    assert not NamedQuery.objects.exists()


def test_a_name_in_use_is_refused_and_no_half_stays(desk: Desk, an: Client) -> None:
    saved(an)
    seen = seen_in(looked(an))
    again = an.post(PAGE, {**FORM, "seen": seen, "save": "1"})
    assert again.status_code == 400 and "khóa ký khác" in again.content.decode()
    other = {**FORM, "steps": ["shipping"]}
    refused = an.post(PAGE, {**other, "seen": seen_in(looked(an, steps=["shipping"])), "save": "1"})
    assert refused.status_code == 400 and "truy vấn khác" in refused.content.decode()
    assert Subscription.objects.count() == 1 and NamedQuery.objects.count() == 1


def test_places_are_found_by_the_names_that_documents_give(desk: Desk, an: Client) -> None:
    described = document(marked("1")).decode()
    places = [("8936000000004", "Kho Đồng Đăng"), ("8936000000011", "Kho Tân Thanh")]
    elements = ",".join(
        f'{{"id": "https://id.gs1.org/414/{gln}", "attributes":'
        f' [{{"id": "urn:epcglobal:cbv:mda:name", "attribute": "{name}"}}]}}'
        for gln, name in places
    )
    vocabulary = (
        f'{{"type": "urn:epcglobal:epcis:vtype:BusinessLocation", "vocabularyElementList": [{elements}]}}'
    )
    header = f'"epcisHeader": {{"epcisMasterData": {{"vocabularyList": [{vocabulary}]}}}}, "epcisBody"'
    desk.capture(described.replace('"epcisBody"', header).encode())
    page = an.get(PAGE).content.decode()
    assert '<option value="Kho Đồng Đăng">' in page
    assert "Kho Đồng Đăng" in looked(an, place="dong dang")
    both = an.post(PAGE, {**FORM, "place": "kho"})
    assert both.status_code == 400 and "Nhiều nơi khớp" in both.content.decode()


def test_only_those_who_keep_subscriptions_make_one(desk: Desk) -> None:
    for who, status in (("giang", 403), ("binh", 200), ("khanh", 200)):
        client = desk.world.login(Client(), who)
        assert client.get(PAGE).status_code == status
        link = reverse("traceability:subscription_add")
        assert (link in client.get("/truy-xuat/dang-ky-nhan-tin/").content.decode()) is (status == 200)
    assert Client().get(PAGE).status_code == 302
    assert desk.world.login(Client(), "giang").post(PAGE, {**FORM, "save": "1"}).status_code == 403
    assert not NamedQuery.objects.exists()


def test_the_preview_sees_the_own_province_only(desk: Desk) -> None:
    desk.capture(document(marked("1")), when=timezone.now())
    assert "Không có sự kiện nào" in looked(desk.world.login(Client(), "khanh"))
