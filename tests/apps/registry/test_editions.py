"""Lists issued by decision: drafting, lines, coming into force, differences, members on a day."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.http import Http404
from django.test import Client
from django.test.utils import CaptureQueriesContext

from nscl.apps.core.access import Refusal
from nscl.apps.registry import members
from nscl.apps.registry.actions import editions
from nscl.apps.registry.members import differences, members_of, members_on
from nscl.apps.registry.models import Organisation, RegisterEdition, RegisterEntry
from tests.apps.registry.records import edition, enacted, firm, line, product
from tests.world import World, at

pytestmark = pytest.mark.django_db
LIST = "/danh-muc-ban-hanh/"


def body_of(answer: Any, status: int = 200) -> str:
    assert answer.status_code == status, answer.content.decode()[:2000]
    return str(answer.content.decode())


def names(rows: Any) -> list[str]:
    return [row.printed_name for row in rows]


def test_a_list_counts_once_another_than_its_drafter_puts_it_in_force(world: World) -> None:
    made = edition(world, who="lan")
    editions.add_entry(made, printed_name="Mận", by=world.actor("an"), at=at())
    assert members_on("key_product", world.home.pk, date(2026, 1, 1)).count is None
    with pytest.raises(Refusal, match="Người lập không được tự duyệt"):
        editions.enact_edition(made, by=world.actor("lan"), at=at())
    with pytest.raises(PermissionDenied):
        editions.enact_edition(made, by=world.actor("an"), at=at())
    editions.enact_edition(made, by=world.actor("binh"), at=at())
    assert members_on("key_product", world.home.pk, date(2026, 1, 1)).count == 1
    assert members_on("key_product", world.home.pk, date(2020, 12, 31)).count is None
    assert members_on("key_product", world.neighbour.pk, date(2026, 1, 1)).count is None


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        ({"title": ""}, "Chưa có tên danh mục"),
        ({"number": " "}, "Chưa có số quyết định"),
        ({"issued_on": date(2027, 1, 1), "valid_from": date(2027, 1, 1)}, "không được sau hôm nay"),
        ({"issued_on": date(2021, 2, 1)}, "từ ngày ban hành"),
        ({"valid_to": date(2020, 12, 31)}, "không trước ngày bắt đầu"),
    ],
)
def test_a_head_that_cannot_be_is_refused(world: World, data: dict[str, Any], sentence: str) -> None:
    with pytest.raises(Refusal, match=sentence):
        edition(world, **data)
    assert not RegisterEdition.objects.exists()


def test_one_decision_makes_one_list(world: World) -> None:
    edition(world, number="12/QĐ-UBND")
    with pytest.raises(Refusal, match="đã có"):
        edition(world, number="12/QĐ-UBND")
    edition(world, number="12/QĐ-UBND", kind="key_enterprise")


def test_the_list_before_ends_the_day_before_the_new_one(world: World) -> None:
    old = enacted(world, "Mận", "Hồng")
    new = enacted(world, "Mận", "Na", since=date(2024, 7, 1))
    old.refresh_from_db()
    assert (old.valid_to, new.previous) == (date(2024, 6, 30), old)
    assert names(members_on("key_product", world.home.pk, date(2024, 6, 30)).entries) == ["Mận", "Hồng"]
    assert names(members_on("key_product", world.home.pk, date(2024, 7, 1)).entries) == ["Mận", "Na"]
    found = differences(old, new)
    assert (names(found.added), names(found.dropped), names(found.kept)) == (["Na"], ["Hồng"], ["Mận"])


def test_a_list_that_overlaps_a_later_one_is_refused_and_an_earlier_closed_one_fits(world: World) -> None:
    enacted(world, "Mận", since=date(2022, 1, 1))
    early = edition(world, date(2020, 1, 1))
    line(world, early, "Mận")
    with pytest.raises(Refusal, match="trùng thời gian"):
        editions.enact_edition(early, by=world.actor("lan"), at=at())
    editions.change_edition(early, valid_to=date(2021, 12, 31), by=world.actor("an"), at=at())
    editions.enact_edition(early, by=world.actor("lan"), at=at())
    assert members_on("key_product", world.home.pk, date(2021, 6, 1)).edition == early
    same_day = edition(world, date(2022, 1, 1))
    line(world, same_day, "Na")
    with pytest.raises(Refusal, match="trùng thời gian"):
        editions.enact_edition(same_day, by=world.actor("lan"), at=at())


def test_an_empty_list_and_a_list_in_force_stay_as_they_are(world: World) -> None:
    empty = edition(world)
    with pytest.raises(Refusal, match="chưa có dòng nào"):
        editions.enact_edition(empty, by=world.actor("lan"), at=at())
    made, an = enacted(world, "Mận"), world.actor("an")
    row = RegisterEntry.objects.get()
    for deed in (
        lambda: line(world, made, "Na"),
        lambda: editions.change_entry(row, printed_name="Na", by=an, at=at()),
        lambda: editions.remove_entry(row, by=an, at=at()),
        lambda: editions.change_edition(made, title="Khác", by=an, at=at()),
    ):
        with pytest.raises(Refusal, match="đã có hiệu lực"):
            deed()
    with pytest.raises(Refusal, match="đã có hiệu lực"):
        editions.enact_edition(made, by=world.actor("lan"), at=at())
    assert names(RegisterEntry.objects.all()) == ["Mận"]


def test_lines_are_tied_to_the_register_each_once(world: World) -> None:
    maker = firm(world, "Công ty Mận")
    mận = product(world, "Mận tam hoa", maker=maker)
    made = edition(world)
    row = line(world, made, product=mận)
    assert (row.printed_name, row.position, row.organisation) == ("Mận tam hoa", 1, maker)
    for data, sentence in (
        ({"product": mận}, "đã có trong danh mục"),
        ({}, "Chưa có tên của dòng"),
        ({"name": "Na", "position": 1}, "đã có dòng"),
    ):
        with pytest.raises(Refusal, match=sentence):
            line(world, made, **data)
    line(world, made, "Mận sấy", organisation=maker)
    line(world, made, "Mứt mận", organisation=maker)
    assert members_of(made).count == 3
    of_firms = edition(world, kind="key_enterprise")
    with pytest.raises(Refusal, match="danh mục doanh nghiệp"):
        line(world, of_firms, product=mận)
    line(world, of_firms, organisation=maker)
    with pytest.raises(Refusal, match="đã có trong danh mục"):
        line(world, of_firms, "Cty Mận", organisation=maker)
    with pytest.raises(Http404):
        line(world, of_firms, organisation=firm(world, "Công ty bên", who="khanh"))


def test_two_lines_for_one_enterprise_count_as_one_member(world: World) -> None:
    head, branch, gone = (firm(world, name) for name in ("Công ty Mận", "Chi nhánh Bản Lầu", "Cty Mận cũ"))
    Organisation.objects.filter(pk=branch.pk).update(parent=head)
    made = edition(world, kind="key_enterprise")
    for one in (head, branch, gone):
        line(world, made, organisation=one)
    assert members_of(made).count == 2
    Organisation.objects.filter(pk=gone.pk).update(merged_into=head)
    found = members_of(made)
    assert (found.count, names(found.doubles)) == (1, ["Chi nhánh Bản Lầu", "Cty Mận cũ"])


def test_printed_names_without_ties_are_compared_without_marks(world: World) -> None:
    old = enacted(world, "Mận tam hoa", "Hồng Bảo Lâm")
    new = edition(world, date(2024, 1, 1))
    line(world, new, "MAN TAM HOA")
    assert names(differences(old, new).dropped) == ["Hồng Bảo Lâm"]
    assert members_of(new).untied == 1


def test_the_lines_of_another_list_are_a_beginning(world: World) -> None:
    old, new = enacted(world, "Mận", "Hồng"), edition(world, date(2024, 1, 1))
    an = world.actor("an")
    assert editions.copy_entries(new, old, by=an, at=at()) == 2
    with pytest.raises(Refusal, match="đã có dòng"):
        editions.copy_entries(new, old, by=an, at=at())
    with pytest.raises(Refusal, match="khác loại"):
        editions.copy_entries(edition(world, kind="key_enterprise"), old, by=an, at=at())


def test_dropping_what_a_target_counts_is_said_and_needs_a_reason(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(members, "_dropped", [lambda old, rows: [f"Chỉ tiêu X đang tính {names(rows)}."]])
    enacted(world, "Mận", "Hồng")
    new = edition(world, date(2024, 1, 1))
    line(world, new, "Mận")
    with pytest.raises(Refusal, match=r"Chỉ tiêu X đang tính \['Hồng'\]"):
        editions.enact_edition(new, by=world.actor("lan"), at=at())
    editions.enact_edition(new, reason="Hồng không còn trồng", by=world.actor("lan"), at=at())


def test_a_list_without_a_successor_is_closed_with_its_reason(world: World) -> None:
    made, lan = enacted(world, "Mận"), world.actor("lan")
    with pytest.raises(Refusal, match="lý do"):
        editions.close_edition(made, on=date(2025, 1, 1), reason="", by=lan, at=at())
    with pytest.raises(Refusal, match="chưa có hiệu lực"):
        editions.close_edition(
            edition(world, kind="key_enterprise"), on=date(2025, 1, 1), reason="x", by=lan, at=at()
        )
    editions.close_edition(made, on=date(2025, 1, 1), reason="Bãi bỏ", by=lan, at=at())
    assert members_on("key_product", world.home.pk, date(2025, 1, 2)).count is None


def test_a_list_goes_its_way_through_the_pages(world: World, client: Client) -> None:
    enacted(world, "Mận", "Hồng")
    product(world, "Na Chi Lăng", gtin="8936000000011")
    world.login(client, "an")
    head = {
        "kind": "key_product",
        "title": "Danh mục 2024",
        "number": "88/QĐ-UBND",
        "issuer": "Ủy ban nhân dân tỉnh",
        "issued_on": "01/01/2024",
        "valid_from": "01/01/2024",
    }
    assert "Danh mục 2024" in body_of(client.post(f"{LIST}them/", head, follow=True))
    made = RegisterEdition.objects.get(number="88/QĐ-UBND")
    page = f"{LIST}{made.pk}/"
    assert "Chưa có tên của dòng" in body_of(client.post(f"{page}dong/them/", {}), 400)
    body_of(client.post(f"{page}dong/them/", {"product": "8936000000011"}, follow=True))
    body_of(client.post(f"{page}dong/them/", {"printed_name": "Mận"}, follow=True))
    body_of(client.post(f"{page}dong/them/", {"printed_name": "Thừa"}, follow=True))
    spare = RegisterEntry.objects.get(printed_name="Thừa")
    assert "Thừa" in body_of(client.get(f"/dong-danh-muc/{spare.pk}/bo/"))
    body_of(client.post(f"/dong-danh-muc/{spare.pk}/bo/", follow=True))
    row = RegisterEntry.objects.get(edition=made, printed_name="Mận")
    body_of(
        client.post(
            f"/dong-danh-muc/{row.pk}/sua/", {"printed_name": "Mận tam hoa", "position": "7"}, follow=True
        )
    )
    assert "Mận tam hoa" in body_of(client.get(f"{page}dong/"))
    body = body_of(client.get(page))
    assert "thêm 2, bỏ 2, giữ 0" in body and "Đưa vào hiệu lực" not in body
    assert client.get(f"{page}hieu-luc/").status_code == 403
    world.login(client, "lan")
    assert "Đưa vào hiệu lực" in body_of(client.get(page))
    assert "sẽ hết hiệu lực vào ngày liền trước" in body_of(client.get(f"{page}hieu-luc/"))
    assert "Danh mục đã có hiệu lực" in body_of(client.post(f"{page}hieu-luc/", {"reason": ""}, follow=True))
    body = body_of(client.get(f"{page}so-sanh/"))
    assert "Hồng" in body and "Na Chi Lăng" in body
    assert world.login(client, "khanh").get(page).status_code == 404
    assert client.get(f"{page}dong/").status_code == 404
    assert client.get(f"{page}so-sanh/").status_code == 404


def test_nonsense_in_the_address_of_a_comparison_shows_the_usual_one(world: World, client: Client) -> None:
    made = enacted(world, "Mận")
    world.login(client, "an")
    for asked in ("abc", "999999", "-1", "٣"):
        body_of(client.get(f"{LIST}{made.pk}/so-sanh/?voi={asked}"))


def test_the_pages_of_a_list_cost_the_same_queries_with_few_lines_and_with_many(
    world: World, client: Client
) -> None:
    made = edition(world)
    world.login(client, "an")

    def cost(page: str) -> int:
        with CaptureQueriesContext(connection) as caught:
            assert client.get(f"{LIST}{page}").status_code == 200
        return len(caught)

    pages = ["", f"{made.pk}/", f"{made.pk}/dong/"]

    def grow(first: int, last: int) -> None:
        for n in range(first, last):
            line(world, made, product=product(world, f"Mận {n}", maker=firm(world, f"Công ty {n}")))

    grow(0, 2)
    few = [cost(page) for page in pages]
    grow(2, 15)
    assert [cost(page) for page in pages] == few
