"""The pages of organisations: list, form, record, deeds; seen by those who may, one cost for any length."""

from __future__ import annotations

import io
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from openpyxl import load_workbook

from nscl.apps.core.models import AuditEntry
from nscl.apps.registry.actions import details, facts
from nscl.apps.registry.models import Organisation
from tests.apps.registry.organisation_tales import PERSONAL, enter, tax_code
from tests.world import World, at

pytestmark = pytest.mark.django_db
BILLION = 10**9
LIST = "/to-chuc/"


def whole(world: World, n: int = 1) -> Organisation:
    """An organisation with something in every card."""
    record = enter(world, f"Công ty TNHH Gỗ Xanh {n}", tax_code=tax_code(n), phone="0912345678")
    officer = world.actor("an")
    details.set_industry(record, code="16", version="2018", is_main=True, by=officer, at=at())
    details.set_address(record, province=world.home, commune="Xã Hoa Thám", by=officer, at=at())
    details.set_contact(
        record,
        name="Vi Thị Mơ",
        phone="0987654321",
        consented_on=date(2026, 1, 1),
        consent_purpose="Khảo sát",
        by=officer,
        at=at(),
    )
    facts.set_facts(record, year=2025, workers=Decimal(80), revenue_vnd=45 * BILLION, by=officer, at=at())
    return record


def get(client: Client, path: str, status: int = 200, **query: Any) -> str:
    response = client.get(path, query)
    assert response.status_code == status, response.content.decode()[:2000]
    return response.content.decode()


def test_the_list_shows_the_default_columns_and_finds_without_marks(world: World, client: Client) -> None:
    record = whole(world)
    enter(world, "Hợp tác xã Bản Mây", kind="cooperative")
    page = get(world.login(client, "an"), LIST, tim="go xanh")
    assert record.name in page and "Bản Mây" not in page
    assert record.tax_code in page and "Xã Hoa Thám" in page and "Nhỏ" in page
    assert "0912345678" not in page  # a column that is chosen, not given


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ({"loai": "cooperative"}, {"Hợp tác xã Bản Mây"}),
        ({"quy-mo": "small"}, {"Công ty TNHH Gỗ Xanh 1"}),
        ({"nganh": "C:2018+2025"}, {"Công ty TNHH Gỗ Xanh 1"}),
        ({"xa": "hoa tham"}, {"Công ty TNHH Gỗ Xanh 1"}),
        ({"co-ma": "khong"}, {"Hợp tác xã Bản Mây"}),
        ({"nam": "2025"}, {"Công ty TNHH Gỗ Xanh 1"}),
        ({"tinh-trang": "operating"}, {"Công ty TNHH Gỗ Xanh 1", "Hợp tác xã Bản Mây"}),
    ],
)
def test_each_filter_narrows_the_list(
    world: World, client: Client, query: dict[str, str], found: set[str]
) -> None:
    whole(world)
    enter(world, "Hợp tác xã Bản Mây", kind="cooperative")
    page = get(world.login(client, "an"), LIST, **query)
    assert "bộ lọc chưa được dùng" not in page
    assert {name for name in ("Công ty TNHH Gỗ Xanh 1", "Hợp tác xã Bản Mây") if name in page} == found


def test_the_list_costs_as_much_for_many_as_for_few(world: World, client: Client) -> None:
    world.login(client, "an")
    for n in range(1, 4):
        whole(world, n)
    get(client, LIST)

    def asked() -> int:
        with CaptureQueriesContext(connection) as context:
            get(client, LIST, cot=["ten", "chu-quan", "doanh-thu", "nganh", "tinh"])
        return len(context)

    few = asked()
    for n in range(4, 20):
        whole(world, n)
    assert asked() == few


def test_what_is_exported_is_what_is_shown_and_the_personal_code_stays_masked(
    world: World, client: Client
) -> None:
    enter(world, "Hộ kinh doanh Bếp Núi", kind="household", tax_code=PERSONAL)
    response = world.login(client, "an").get("/to-chuc/xuat/")
    cells = [
        c
        for row in load_workbook(io.BytesIO(response.content)).active.iter_rows(values_only=True)
        for c in row
    ]
    assert "•••••••••234" in cells and PERSONAL not in str(cells)


def test_the_record_page_shows_its_cards_and_hides_contacts_from_the_ministry(
    world: World, client: Client
) -> None:
    record = whole(world)
    path = reverse("registry:organisation_detail", args=[record.pk])
    page = get(world.login(client, "an"), path)
    for words in ("Xã Hoa Thám", "0987654321", "45.000", "khoản 2 Điều 5", "ngành chính"):
        assert words in page
    page = get(world.login(client, "ha"), path)
    assert "Vi Thị Mơ" in page and "0987654321" not in page and "0912345678" not in page


def test_a_neighbour_sees_nothing_of_it(world: World, client: Client) -> None:
    record = whole(world)
    world.login(client, "khanh")
    for name in ("detail", "history", "print", "status", "merge", "facts", "personal_code"):
        get(client, reverse(f"registry:organisation_{name}", args=[record.pk]), status=404)
    assert record.name not in get(client, LIST)


def test_every_deed_page_opens_for_the_officer_and_not_for_the_auditor(world: World, client: Client) -> None:
    record = whole(world)
    names = (
        "status",
        "merge",
        "facts",
        "address_add",
        "contact_add",
        "industry_add",
        "change",
        "personal_code",
    )
    for who, status in (("an", 200), ("giang", 403)):
        world.login(client, who)
        for name in names:
            get(client, reverse(f"registry:organisation_{name}", args=[record.pk]), status=status)


def test_the_history_names_every_deed_and_the_print_is_a_document(world: World, client: Client) -> None:
    record = whole(world)
    world.login(client, "an")
    page = get(client, reverse("registry:organisation_history", args=[record.pk]), ngay="02/03/2026")
    assert "Ghi số liệu năm của tổ chức" in page and "Xã Hoa Thám" in page and "Số liệu năm" in page
    response = client.get(reverse("registry:organisation_print", args=[record.pk]))
    assert response.content[:2] == b"PK"


def post(client: Client, page: str, record: Organisation, expected: int = 302, **data: Any) -> str:
    path = reverse(f"registry:organisation_{page}", args=[record.pk])
    response = client.post(path, data)
    assert response.status_code == expected, response.content.decode()[-3000:]
    return response.content.decode()


def test_the_form_enters_and_a_name_like_a_known_one_asks_for_a_second_look(
    world: World, client: Client
) -> None:
    whole(world)
    world.login(client, "an")
    data = {"name": "Cty TNHH GỖ XANH 1", "kind": "enterprise"}
    response = client.post("/to-chuc/them/", data)
    assert response.status_code == 400
    assert "Có thể tổ chức đã có trong sổ: “Công ty TNHH Gỗ Xanh 1”" in response.content.decode()
    response = client.post("/to-chuc/them/", {**data, "checked": "on"})
    assert response.status_code == 302
    assert Organisation.objects.filter(name="Cty TNHH GỖ XANH 1").exists()


def test_the_form_says_beside_the_field_what_cannot_be_read(world: World, client: Client) -> None:
    world.login(client, "an")
    response = client.post("/to-chuc/them/", {"name": "A", "kind": "enterprise", "tax_code": "0100109107"})
    assert response.status_code == 400 and "sai số kiểm tra" in response.content.decode()


def test_changing_keeps_a_sealed_code_and_a_branch_finds_its_head_by_name(
    world: World, client: Client
) -> None:
    head = whole(world)
    record = enter(world, "Hộ kinh doanh Bếp Núi", kind="household", tax_code=PERSONAL)
    world.login(client, "an")
    path = reverse("registry:organisation_change", args=[record.pk])
    assert PERSONAL not in get(client, path)
    post(
        client,
        "change",
        record,
        name="Hộ kinh doanh Bếp Núi Mới",
        kind="household",
        tax_code="",
        parent="go xanh",
        seen="0",
    )
    record.refresh_from_db()
    assert (record.name, record.parent_id) == ("Hộ kinh doanh Bếp Núi Mới", head.pk)
    assert record.personal_code.last_digits == "234"


def test_a_conflict_shows_both_contents(world: World, client: Client) -> None:
    record = whole(world)
    world.login(client, "an")
    page = post(client, "change", record, 409, name="Tên khác", kind="enterprise", seen="0")
    assert "Có người vừa thay đổi trước bạn" in page and "Tên khác" in page


def test_figures_are_entered_in_a_unit_and_read_two_ways_only_with_a_question(
    world: World, client: Client
) -> None:
    record = enter(world, "Công ty TNHH Gỗ Xanh")
    world.login(client, "an")
    data = {"year": "2024", "workers": "35", "unit": "1000000", "revenue_vnd": "12.500,5"}
    post(client, "facts", record, **data)
    assert record.facts.get().revenue_vnd == 12_500_500_000
    page = post(client, "facts", record, 400, **{**data, "revenue_vnd": "1,234"})
    assert "có thể là" in page
    page = post(client, "facts", record, 400, **{**data, "revenue_vnd": "mười"})
    assert "Không đọc được số" in page


def test_the_personal_code_is_shown_once_to_whom_it_may(world: World, client: Client) -> None:
    record = enter(world, "Hộ kinh doanh Bếp Núi", tax_code=PERSONAL)
    world.login(client, "an")
    assert PERSONAL not in get(client, reverse("registry:organisation_detail", args=[record.pk]))
    path = reverse("registry:organisation_personal_code", args=[record.pk])
    response = client.post(path, {"purpose": "Đối chiếu hồ sơ"})
    assert PERSONAL in response.content.decode() and "no-store" in response["Cache-Control"]
    assert AuditEntry.objects.filter(deed="registry.organisation.personal_code").count() == 1
    assert PERSONAL not in get(client, reverse("registry:organisation_history", args=[record.pk]))


def test_status_of_many_is_confirmed_and_undone(world: World, client: Client) -> None:
    records = [whole(world, n) for n in (1, 2)]
    world.login(client, "an")
    data = {
        "ma": ",".join(str(r.pk) for r in records),
        "xac-nhan": "1",
        "status": "suspended",
        "on": "01/02/2026",
    }
    response = client.post("/to-chuc/viec/tinh-trang/", data, follow=True)
    assert "Hoàn tác" in response.content.decode()
    assert set(Organisation.objects.values_list("status", flat=True)) == {"suspended"}
    run = response.context["last_run"]["url"]
    client.post(run)
    assert set(Organisation.objects.values_list("status", "status_on")) == {("operating", None)}


def test_a_detail_can_be_struck_and_a_strange_kind_is_not_found(world: World, client: Client) -> None:
    record = whole(world)
    world.login(client, "an")
    row = record.contacts.get()
    client.post(reverse("registry:organisation_detail_remove", args=[record.pk, "lien-he", row.pk]))
    assert not record.contacts.exists()
    response = client.post(reverse("registry:organisation_detail_remove", args=[record.pk, "abc", row.pk]))
    assert response.status_code == 404


def test_a_far_page_finds_its_keys_first_and_works_out_figures_for_its_own_rows_only(
    world: World, client: Client
) -> None:
    for number in range(55):
        enter(world, f"Công ty Số {number:02d}")
    world.login(client, "an")
    with CaptureQueriesContext(connection) as seen:
        body = client.get("/to-chuc/?trang=2&cot=lao-dong").content.decode()
    assert "Công ty Số 54" in body and "Công ty Số 00" not in body
    far = [one["sql"] for one in seen.captured_queries if "OFFSET 50" in one["sql"]]
    assert len(far) == 1 and "yearfacts" not in far[0]
