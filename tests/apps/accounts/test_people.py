"""The administrator opens accounts and ends roles; nobody else does."""

from __future__ import annotations

import pytest
from django.test import Client

from nscl.apps.accounts.models import Membership, Office, User
from nscl.apps.core.access import Role
from nscl.apps.core.models import AuditEntry
from tests.world import World

pytestmark = pytest.mark.django_db


@pytest.fixture
def admin(world: World, client: Client) -> Client:
    world.join("son", "Quản trị Sơn", "science", Role.ADMINISTRATOR)
    return world.login(client, "son")


def form(world: World, **changes: object) -> dict[str, object]:
    return {
        "office": world.offices["finance"].pk,
        "role": "finance",
        "full_name": "Người Mới",
        "username": "nguoimoi",
        "password": "mot-mat-khau-dai",
        "valid_from": "01/03/2026",
        **changes,
    }


def test_an_account_opens_with_its_role_and_a_record(world: World, admin: Client) -> None:
    assert admin.post("/co-quan/", form(world)).status_code == 302
    user = User.objects.get(username="nguoimoi")
    assert user.check_password("mot-mat-khau-dai")
    assert Membership.objects.get(user=user).role == "finance"
    entry = AuditEntry.objects.get(deed="accounts.people.manage")
    assert "mot-mat-khau-dai" not in str(entry.after)


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"username": "an"}, "đã có người dùng"),
        ({"password": "12345678"}, "quá phổ biến"),
        ({"office": ""}, "Cơ quan"),
    ],
)
def test_a_taken_name_or_weak_password_is_refused(
    world: World, admin: Client, change: dict[str, object], words: str
) -> None:
    page = admin.post("/co-quan/", form(world, **change))
    assert page.status_code == 400
    assert words in page.content.decode()
    assert not User.objects.filter(username="nguoimoi").exists()


def test_an_office_is_entered_once_and_only_in_ones_province(world: World, admin: Client) -> None:
    office = {
        "name": "Sở Y tế",
        "kind": "province_department",
        "province": world.home.pk,
        "functions": "health, ",
        "valid_from": "01/01/2026",
    }
    assert admin.post("/co-quan/them/", office).status_code == 302
    assert Office.objects.get(name="Sở Y tế").functions == ["health"]
    again = admin.post("/co-quan/them/", office)
    assert "Đã có “Sở Y tế”" in again.content.decode()
    assert (
        admin.post(
            "/co-quan/them/", {**office, "name": "Sở Xây dựng", "province": world.neighbour.pk}
        ).status_code
        == 400
    )
    assert admin.post("/co-quan/them/", {**office, "name": "Sở Nội vụ", "province": ""}).status_code == 400
    assert Office.objects.filter(name__in=["Sở Xây dựng", "Sở Nội vụ"]).count() == 0


def test_a_role_ends_but_not_ones_own(world: World, admin: Client) -> None:
    row = Membership.objects.get(user=world.users["chi"])
    admin.post(f"/co-quan/vai-tro/{row.pk}/ket-thuc/")
    row.refresh_from_db()
    assert row.valid_to is not None
    own = Membership.objects.get(user=world.users["son"])
    page = admin.post(f"/co-quan/vai-tro/{own.pk}/ket-thuc/", follow=True)
    assert "Không thể tự kết thúc" in page.content.decode()


def test_another_provinces_people_and_other_roles_have_no_way_in(world: World, admin: Client) -> None:
    foreign = Membership.objects.get(user=world.users["khanh"])
    assert admin.post(f"/co-quan/vai-tro/{foreign.pk}/ket-thuc/").status_code == 404
    assert "Bùi Văn Khánh" not in admin.get("/co-quan/").content.decode()
    assert world.login(admin, "an").get("/co-quan/").status_code == 403
