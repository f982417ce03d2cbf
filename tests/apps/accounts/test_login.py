"""Signing in: the second factor of officials, wrong passwords, no sign-up."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from nscl.apps.core.access import Role
from tests.world import World

pytestmark = pytest.mark.django_db


@pytest.mark.second_factor
def test_an_official_without_a_second_factor_is_led_to_it(world: World, client: Client) -> None:
    answer = world.login(client, "an").get("/")
    assert answer.status_code == 302
    assert answer.headers["Location"] == "/accounts/2fa/totp/activate/"


@pytest.mark.second_factor
def test_the_demo_lets_officials_in_without_it(world: World, client: Client, settings: Any) -> None:
    settings.NSCL_DEMO = True
    page = world.login(client, "an").get("/")
    assert page.status_code == 200
    assert "Dữ liệu minh họa" in page.content.decode()


@pytest.mark.second_factor
def test_an_enterprise_needs_none(world: World, client: Client) -> None:
    world.join("mai", "Hộ kinh doanh Mai", "industry", Role.ENTERPRISE)
    assert world.login(client, "mai").get("/").status_code == 200


@pytest.mark.second_factor
def test_the_page_of_the_second_factor_is_vietnamese(world: World, client: Client) -> None:
    user = world.users["an"]
    user.set_password("mat-khau-dai-1")
    user.save()
    client.post("/accounts/login/", {"login": "an", "password": "mat-khau-dai-1"})
    asked = client.get("/accounts/2fa/totp/activate/", follow=True)
    assert "Xác nhận lại" in asked.content.decode()
    client.post("/accounts/reauthenticate/?next=/accounts/2fa/totp/activate/", {"password": "mat-khau-dai-1"})
    page = client.get("/accounts/2fa/totp/activate/").content.decode()
    assert "Bật xác thực hai bước" in page
    wrong = client.post("/accounts/2fa/totp/activate/", {"code": "000000"}).content.decode()
    assert "Mã chưa đúng" in wrong


def test_a_wrong_password_is_refused_in_vietnamese(world: World, client: Client) -> None:
    page = client.post("/accounts/login/", {"login": "an", "password": "sai"})
    assert "chưa đúng" in page.content.decode()


def test_nobody_signs_up(client: Client) -> None:
    assert client.get("/accounts/signup/").status_code == 404


def test_a_person_with_two_hats_chooses(world: World, client: Client) -> None:
    from nscl.apps.accounts.models import Membership
    from tests.world import SINCE

    user = world.users["an"]
    Membership.objects.create(user=user, office=world.offices["finance"], role=Role.FINANCE, valid_from=SINCE)
    world.login(client, "an")
    assert "Sở Khoa học và Công nghệ" in client.get("/").content.decode()
    hat = Membership.objects.get(user=user, role=Role.FINANCE)
    page = client.post("/tu-cach/", {"hat": f"m{hat.pk}"}, follow=True).content.decode()
    assert '<span class="office">Sở Tài chính</span>' in page
    foreign = Membership.objects.get(user=world.users["binh"])
    page = client.post("/tu-cach/", {"hat": f"m{foreign.pk}"}, follow=True).content.decode()
    assert '<span class="office">Sở Tài chính</span>' in page


def test_somebody_without_an_office_sees_nothing(world: World, client: Client) -> None:
    from nscl.apps.accounts.models import User

    stranger = User.objects.create(username="la", full_name="Người Lạ")
    client.force_login(stranger, backend="django.contrib.auth.backends.ModelBackend")
    page = client.get("/")
    assert page.status_code == 403
    assert "Không được phép" in page.content.decode()
