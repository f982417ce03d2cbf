"""People, where they belong, what certifies them, and the networks they stand in."""

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
from nscl.apps.registry.actions import people
from nscl.apps.registry.experts import experts_on, network_members_on
from nscl.apps.registry.models import Affiliation, ExpertCredential, NetworkMembership, Person
from tests.apps.registry.records import firm, network, person
from tests.world import World, at

pytestmark = pytest.mark.django_db


def body_of(answer: Any, status: int = 200) -> str:
    assert answer.status_code == status, answer.content.decode()[:2000]
    return str(answer.content.decode())


def certified(world: World, who: Person, **more: Any) -> ExpertCredential:
    facts = {
        "scheme": "productivity",
        "number": "",
        "issuer": "Viện Năng suất",
        "issued_on": date(2023, 1, 1),
    }
    return people.add_credential(who, by=world.actor("an"), at=at(), **{**facts, **more})


def test_a_person_is_kept_without_phone_and_mail_until_they_agree(world: World) -> None:
    made = person(world, "Lý Thị Mai", birth_year=1980, speciality="Chế biến thực phẩm")
    for personal in ({"phone": "0912345678"}, {"email": "mai@vi-du.vn"}):
        with pytest.raises(Refusal, match="Chưa ghi ngày người này đồng ý"):
            people.change_person(made, by=world.actor("an"), at=at(), **personal)
    people.change_person(
        made, by=world.actor("an"), at=at(), phone="+84 912 345 678", consented_on=date(2026, 1, 5)
    )
    assert (made.phone, made.revision) == ("0912345678", 1)
    with pytest.raises(Refusal, match="Chưa ghi ngày"):
        people.change_person(made, by=world.actor("an"), at=at(), consented_on=None)


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        ({"full_name": ""}, "Chưa có họ và tên"),
        ({"birth_year": 2030}, "Năm sinh chưa đúng"),
        ({"birth_year": 80}, "Năm sinh chưa đúng"),
        ({"consented_on": date(2027, 1, 1)}, "không được sau hôm nay"),
        ({"phone": "12", "consented_on": date(2026, 1, 1)}, "12"),
    ],
)
def test_what_nobody_can_be_is_refused(world: World, data: dict[str, Any], sentence: str) -> None:
    with pytest.raises(Refusal, match=sentence):
        person(
            world,
            **{"name": "Lý Thị Mai"} if "full_name" not in data else {"name": ""},
            **{k: v for k, v in data.items() if k != "full_name"},
        )
    assert not Person.objects.exists()


def test_the_same_person_stands_once_and_a_namesake_may_stand_beside(world: World) -> None:
    person(world, "Lý Thị Mai", birth_year=1980)
    with pytest.raises(Refusal, match="cùng năm sinh"):
        person(world, "Lý  Thị Mai", birth_year=1980)
    person(world, "Lý Thị Mai", birth_year=1985)


def test_an_affiliation_has_its_dates_and_is_not_told_twice(world: World) -> None:
    who, where, an = person(world, "Lý Thị Mai"), firm(world, "Viện Nông sản"), world.actor("an")
    row = people.add_affiliation(
        who, organisation=where, role="giảng viên", valid_from=date(2020, 1, 1), by=an, at=at()
    )
    with pytest.raises(Refusal, match="đã được ghi cho cùng thời gian"):
        people.add_affiliation(who, organisation=where, role="giảng viên", by=an, at=at())
    with pytest.raises(Refusal, match="không trước ngày bắt đầu"):
        people.end_affiliation(row, on=date(2019, 1, 1), by=an, at=at())
    people.end_affiliation(row, on=date(2024, 12, 31), by=an, at=at())
    people.add_affiliation(
        who, organisation=where, role="giảng viên", valid_from=date(2025, 1, 1), by=an, at=at()
    )
    assert Affiliation.objects.count() == 2
    with pytest.raises(Http404):
        people.add_affiliation(
            who, organisation=firm(world, "Viện bên", who="khanh"), role="x", by=an, at=at()
        )


def test_only_a_certificate_that_holds_makes_an_expert(world: World) -> None:
    mai, tu, old, new = (person(world, name) for name in ("Lý Thị Mai", "Hà Văn Tú", "Vi Cũ", "Lò Mới"))
    certified(world, mai, number="1")
    certified(world, mai, number="2", valid_to=date(2025, 6, 30))
    certified(world, tu, number="3", scheme="conformity")
    certified(world, old, number="4", valid_to=date(2025, 12, 31))
    certified(world, new, number="5", issued_on=date(2026, 2, 1))

    def names(on: date, scheme: str = "productivity") -> list[str]:
        return [one.person.full_name for one in experts_on(scheme, world.home.pk, on)]

    assert names(date(2025, 12, 31)) == ["Vi Cũ", "Lý Thị Mai"]
    assert names(date(2026, 3, 1)) == ["Lý Thị Mai", "Lò Mới"]
    assert names(date(2026, 3, 1), "conformity") == ["Hà Văn Tú"]
    longest = {
        one.person.full_name: one.credential.number
        for one in experts_on("productivity", world.home.pk, date(2025, 1, 1))
    }
    assert longest == {"Lý Thị Mai": "1", "Vi Cũ": "4"}


def test_a_certificate_number_stands_once_and_its_end_needs_a_reason(world: World) -> None:
    mai, an = person(world, "Lý Thị Mai"), world.actor("an")
    row = certified(world, mai, number="NS-01")
    with pytest.raises(Refusal, match="NS-01 đã ghi cho Lý Thị Mai"):
        certified(world, person(world, "Hà Văn Tú"), number="NS-01")
    with pytest.raises(Refusal, match="không được sau hôm nay"):
        certified(world, mai, number="NS-02", issued_on=date(2027, 1, 1))
    with pytest.raises(Refusal, match="lý do"):
        people.end_credential(row, on=date(2026, 1, 1), reason=" ", by=an, at=at())
    people.end_credential(row, on=date(2026, 1, 1), reason="Bị thu hồi", by=an, at=at())
    assert not experts_on("productivity", world.home.pk, date(2026, 1, 2))


def test_a_member_joins_with_its_representative_and_leaves(world: World) -> None:
    net, one, an = network(world), firm(world, "Công ty Mận"), world.actor("an")
    row = people.join_network(
        net,
        organisation=one,
        representative=person(world, "Lý Thị Mai"),
        valid_from=date(2022, 1, 1),
        by=an,
        at=at(),
    )
    with pytest.raises(Refusal, match="đã là thành viên"):
        people.join_network(net, organisation=one, by=an, at=at())
    assert network_members_on(world.home.pk, date(2026, 1, 1)) == {one.pk}
    people.leave_network(row, on=date(2025, 12, 31), by=an, at=at())
    assert network_members_on(world.home.pk, date(2026, 1, 1)) == set()
    assert network_members_on(world.home.pk, date(2021, 12, 31)) == set()
    with pytest.raises(Refusal, match="đã có mạng lưới"):
        network(world)
    assert NetworkMembership.objects.count() == 1


def test_strangers_and_readers_change_nothing(world: World) -> None:
    mai = person(world, "Lý Thị Mai")
    with pytest.raises(PermissionDenied):
        people.change_person(mai, by=world.actor("giang"), at=at(), degree="TS")
    with pytest.raises(Http404):
        people.add_credential(mai, by=world.actor("khanh"), at=at(), scheme="trainer")


def test_phone_and_mail_are_not_shown_outside_the_province(world: World, client: Client) -> None:
    mai = person(world, "Lý Thị Mai", phone="0912345678", consented_on=date(2026, 1, 5))
    people.change_person(mai, by=world.actor("an"), at=at(), phone="0912345679")
    for page in ("", "lich-su/"):
        assert "091234567" in body_of(world.login(client, "an").get(f"/ca-nhan/{mai.pk}/{page}"))
        assert "091234567" not in body_of(world.login(client, "ha").get(f"/ca-nhan/{mai.pk}/{page}"))
    assert world.login(client, "khanh").get(f"/ca-nhan/{mai.pk}/").status_code == 404


def test_certificates_places_and_memberships_are_written_on_their_pages(world: World, client: Client) -> None:
    mai, net = person(world, "Lý Thị Mai"), network(world)
    firm(world, "Công ty Mận")
    world.login(client, "an")
    sent = {
        "scheme": "productivity",
        "number": "NS-01",
        "issuer": "Viện Năng suất",
        "issued_on": "01/02/2024",
    }
    page = f"/ca-nhan/{mai.pk}/chung-chi/"
    assert "Ghi chứng chỉ" in body_of(client.get(page))
    assert "không được sau hôm nay" in body_of(client.post(page, {**sent, "issued_on": "01/02/2199"}), 400)
    assert "NS-01" in body_of(client.post(page, sent, follow=True))
    where = {"organisation": "cong ty man", "role": "tư vấn"}
    body_of(client.post(f"/ca-nhan/{mai.pk}/noi-cong-tac/", where, follow=True))
    body_of(
        client.post(
            f"/mang-luoi/{net.pk}/thanh-vien/",
            {"organisation": "cong ty man", "representative": "mai"},
            follow=True,
        )
    )
    body = body_of(client.get(f"/ca-nhan/{mai.pk}/"))
    assert "Công ty Mận" in body and "Mạng lưới năng suất" in body
    row = ExpertCredential.objects.get()
    assert "Hãy sửa" in body_of(client.post(f"/chung-chi/{row.pk}/het-gia-tri/", {"on": "01/01/2026"}), 400)
    body_of(
        client.post(
            f"/chung-chi/{row.pk}/het-gia-tri/", {"on": "01/01/2026", "reason": "Thu hồi"}, follow=True
        )
    )
    for name, row_pk in (
        ("noi-cong-tac", Affiliation.objects.get().pk),
        ("thanh-vien", NetworkMembership.objects.get().pk),
    ):
        deed = "thoi" if name == "noi-cong-tac" else "ra"
        body_of(client.post(f"/{name}/{row_pk}/{deed}/", {"on": "01/02/2026"}, follow=True))
    assert "Thu hồi" in body_of(client.get(f"/ca-nhan/{mai.pk}/lich-su/"))
    assert world.login(client, "giang").get(page).status_code == 403
    assert world.login(client, "khanh").get(page).status_code == 404


def test_experts_are_listed_by_scheme_and_day(world: World, client: Client) -> None:
    certified(world, person(world, "Lý Thị Mai"), number="1", valid_to=date(2025, 12, 31))
    certified(world, person(world, "Hà Văn Tú"), number="2", scheme="trainer")
    world.login(client, "an")
    body = body_of(client.get("/chuyen-gia/?dien=productivity"))
    assert "Lý Thị Mai" in body and "Hà Văn Tú" not in body
    assert "Lý Thị Mai" in body_of(client.get("/chuyen-gia/?dien=productivity&tai-ngay=31/12/2025"))
    assert "Lý Thị Mai" not in body_of(client.get("/chuyen-gia/?dien=productivity&tai-ngay=01/01/2026"))
    row = ExpertCredential.objects.get(number="2")
    assert "Giảng viên" in body_of(client.get(f"/chuyen-gia/{row.pk}/"))
    assert "Hà Văn Tú" in body_of(client.get("/ca-nhan/?chuyen-gia=trainer"))
    assert world.login(client, "khanh").get(f"/chuyen-gia/{row.pk}/").status_code == 404


@pytest.mark.parametrize("page", ["/ca-nhan/", "/chuyen-gia/", "/mang-luoi/"])
def test_the_lists_cost_the_same_queries_at_two_sizes(world: World, client: Client, page: str) -> None:
    world.login(client, "an")

    def cost() -> int:
        with CaptureQueriesContext(connection) as caught:
            assert client.get(page).status_code == 200
        return len(caught)

    def grow(first: int, last: int) -> None:
        for n in range(first, last):
            certified(world, person(world, f"Người {n}"), number=str(n))
            people.join_network(
                network(world, f"Mạng lưới {n}"),
                organisation=firm(world, f"Công ty {n}"),
                by=world.actor("an"),
                at=at(),
            )

    grow(0, 2)
    few = cost()
    grow(2, 12)
    assert cost() == few
