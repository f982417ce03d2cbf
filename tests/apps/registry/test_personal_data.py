"""Phone and mail of people: for officials of the province only, on every page that could show them."""

from __future__ import annotations

import io
from datetime import date
from typing import Any

import openpyxl
import pytest
from django.test import Client
from django.urls import reverse
from docx import Document

from nscl.apps.registry.actions import details, organisations
from nscl.apps.registry.actions.people import add_credential, change_person
from nscl.apps.registry.models import Organisation, Person
from tests.apps.registry.records import firm, person
from tests.world import World, at

pytestmark = pytest.mark.django_db
PHONE, NEW_PHONE, MAIL = "0912345678", "0987654321", "mai@vi-du.example.vn"
ANY_COLUMN = "cot=dien-thoai&cot=thu"


@pytest.fixture
def mai(world: World) -> Person:
    """A person whose phone was changed once, with a certificate, so that the histories have much to tell."""
    made = person(world, "Lý Thị Mai", phone=PHONE, email=MAIL, consented_on=date(2026, 1, 5))
    change_person(made, phone=NEW_PHONE, by=world.actor("an"), at=at(day=2))
    add_credential(made, scheme="trainer", number="7", by=world.actor("an"), at=at(day=2))
    return made


@pytest.fixture
def house(world: World) -> Organisation:
    """A firm with a phone, a mail address and somebody to call."""
    made = firm(world, "Công ty Suối Trong", phone=PHONE, email=MAIL)
    organisations.change(made, revision=None, phone=NEW_PHONE, by=world.actor("an"), at=at(day=2))
    details.set_contact(
        made,
        name="Hà Văn Tú",
        phone="0909090909",
        email="tu@vi-du.example.vn",
        consented_on=date(2026, 1, 5),
        consent_purpose="Liên hệ khảo sát",
        by=world.actor("an"),
        at=at(day=2),
    )
    return made


def everything(client: Client, *places: str) -> str:
    """All the text of the pages, workbooks and papers behind these addresses."""
    return "\n".join(_text(client.get(place)) for place in places)


def _text(answer: Any) -> str:
    assert answer.status_code in (200, 403), answer.status_code
    data = bytes(answer.content)
    if not data.startswith(b"PK"):
        return data.decode()
    if b"word/document.xml" in data:
        tables = Document(io.BytesIO(data)).tables
        return "\n".join(cell.text for table in tables for row in table.rows for cell in row.cells)
    sheet = openpyxl.load_workbook(io.BytesIO(data)).active
    return "\n".join(str(cell) for row in sheet.iter_rows(values_only=True) for cell in row)


def pages_of(register: str, pk: int, list_path: str) -> list[str]:
    history = reverse(f"registry:{register}_history", args=[pk])
    return [
        f"{list_path}?{ANY_COLUMN}",
        f"{list_path}xuat/?{ANY_COLUMN}",
        reverse(f"registry:{register}_detail", args=[pk]),
        history,
        f"{history}?ngay=01/03/2026",
        reverse(f"registry:{register}_print", args=[pk]),
    ]


def places_of_mai(mai: Person) -> list[str]:
    expert = reverse("registry:expert_history", args=[mai.credentials.get().pk])
    audit = reverse("core:audit_of", args=["registry.person", mai.pk])
    return [*pages_of("person", mai.pk, "/ca-nhan/"), expert, reverse("core:audit"), audit]


def places_of_house(house: Organisation) -> list[str]:
    audit = reverse("core:audit_of", args=["registry.organisation", house.pk])
    return [*pages_of("organisation", house.pk, "/to-chuc/"), reverse("core:audit"), audit]


def test_the_ministry_reads_of_a_person_all_but_phone_and_mail(
    world: World, client: Client, mai: Person
) -> None:
    told = everything(world.login(client, "ha"), *places_of_mai(mai))
    assert "Lý Thị Mai" in told and "•••" in told
    for secret in (PHONE, NEW_PHONE, MAIL):
        assert secret not in told


def test_an_official_of_the_province_reads_them_everywhere(world: World, client: Client, mai: Person) -> None:
    world.login(client, "an")
    for place in places_of_mai(mai):
        if place.endswith(("/xuat/?" + ANY_COLUMN, "/in/")) or ANY_COLUMN in place:
            assert NEW_PHONE in everything(client, place), place
    history = everything(client, reverse("registry:person_history", args=[mai.pk]))
    assert PHONE in history and NEW_PHONE in history


def test_the_ministry_reads_of_a_firm_all_but_phones_and_mail(
    world: World, client: Client, house: Organisation
) -> None:
    told = everything(world.login(client, "ha"), *places_of_house(house))
    assert "Công ty Suối Trong" in told
    for secret in (PHONE, NEW_PHONE, MAIL, "0909090909", "tu@vi-du.example.vn"):
        assert secret not in told


def test_an_official_of_the_province_reads_the_firms_phone_and_its_past(
    world: World, client: Client, house: Organisation
) -> None:
    world.login(client, "an")
    told = everything(client, *places_of_house(house))
    assert PHONE in told and NEW_PHONE in told and "0909090909" in told
