"""The standing cast of every tale: one province with its people, a neighbour, and the ministry.

An: officer who reads and reports · Bình: leader who approves · Chi: finance officer ·
Dũng: co-ordinating agency · Giang: auditor · Hà: ministry reader · Khánh: officer of another province ·
Lan: second leader of the first province.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime
from importlib import import_module
from zoneinfo import ZoneInfo

from django.apps import apps
from django.test import Client

from nscl.apps.accounts.actors import actor_for, hats_of
from nscl.apps.accounts.models import Membership, Office, User
from nscl.apps.assessment.seed import seed_questionnaires
from nscl.apps.core.access import Actor, Role
from nscl.apps.reference.models import AdministrativeUnit
from nscl.apps.reference.queries import province_named

HANOI = ZoneInfo("Asia/Ho_Chi_Minh")
TODAY = date(2026, 3, 2)
SINCE = date(2020, 1, 1)
SEEDS = {
    "nscl.apps.reference.seed": ["seed_units", "seed_law", "seed_calendar", "seed_industries"],
    "nscl.apps.budget.seed": ["seed_sources"],
    "nscl.apps.catalog.seed": ["seed_contents"],
    "nscl.apps.programme.seed": ["seed_indicators"],
}


def at(day: int = 2, month: int = 3, year: int = 2026, hour: int = 9, minute: int = 0) -> datetime:
    """An instant of the tale, in Vietnam's time."""
    return datetime(year, month, day, hour, minute, tzinfo=HANOI)


@dataclass
class World:
    """Who and where; `actor("an")` gives the actor, `login(client, "an")` signs in."""

    home: AdministrativeUnit
    neighbour: AdministrativeUnit
    offices: dict[str, Office] = field(default_factory=dict)
    users: dict[str, User] = field(default_factory=dict)

    def actor(self, name: str, on: date = TODAY) -> Actor:
        user = self.users[name]
        return actor_for(user, hats_of(user, on)[0])

    def login(self, client: Client, name: str) -> Client:
        client.force_login(self.users[name], backend="django.contrib.auth.backends.ModelBackend")
        return client

    def join(self, name: str, full_name: str, office: str, role: Role, title: str = "") -> User:
        user = User.objects.create(username=name, full_name=full_name, job_title=title)
        Membership.objects.create(user=user, office=self.offices[office], role=role, valid_from=SINCE)
        self.users[name] = user
        return user


def _seed_again() -> None:
    """A test that commits ends by emptying every table, the seeded registers too: fill them anew."""
    if AdministrativeUnit.objects.exists():
        return
    for module, deeds in SEEDS.items():
        for deed in deeds:
            getattr(import_module(module), deed)(apps)
    seed_questionnaires(apps, at=at(1, 1, 2020))


def build() -> World:
    """The cast in an empty database (the registers of reference are seeded by migrations)."""
    _seed_again()
    home = province_named("Lạng Sơn", TODAY)
    neighbour = province_named("Lào Cai", TODAY)
    assert home is not None and neighbour is not None
    world = World(home, neighbour)
    department, agency = Office.Kind.PROVINCE_DEPARTMENT, Office.Kind.AGENCY
    rows: list[tuple[str, str, str, AdministrativeUnit | None, list[str]]] = [
        ("science", "Sở Khoa học và Công nghệ", department, home, ["science", "information"]),
        ("finance", "Sở Tài chính", department, home, ["finance", "planning"]),
        ("industry", "Sở Công Thương", department, home, ["industry_trade"]),
        ("committee", "Ủy ban nhân dân tỉnh", Office.Kind.PEOPLES_COMMITTEE, home, ["peoples_committee"]),
        ("audit", "Thanh tra tỉnh", agency, home, ["inspectorate"]),
        ("ministry", "Bộ Khoa học và Công nghệ", Office.Kind.MINISTRY, None, ["ministry_science"]),
        ("science_next_door", "Sở Khoa học và Công nghệ", department, neighbour, ["science", "information"]),
    ]
    for key, name, kind, province, functions in rows:
        world.offices[key] = Office.objects.create(
            name=name, kind=kind, province=province, functions=functions, valid_from=SINCE
        )
    world.join("an", "Nguyễn Văn An", "science", Role.OFFICER, "Chuyên viên")
    world.join("binh", "Trần Thị Bình", "committee", Role.LEADER, "Phó Chủ tịch")
    world.join("lan", "Lê Thị Lan", "science", Role.LEADER, "Giám đốc")
    world.join("chi", "Phạm Thị Chi", "finance", Role.FINANCE, "Kế toán")
    world.join("dung", "Hoàng Văn Dũng", "industry", Role.COORDINATOR, "Chuyên viên")
    world.join("giang", "Vũ Thị Giang", "audit", Role.AUDITOR, "Thanh tra viên")
    world.join("ha", "Đỗ Thị Hà", "ministry", Role.MINISTRY, "Chuyên viên chính")
    world.join("khanh", "Bùi Văn Khánh", "science_next_door", Role.OFFICER, "Chuyên viên")
    return world
