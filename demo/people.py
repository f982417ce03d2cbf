"""Offices and accounts of the demo: generic names, so that nobody invented is taken for a real person."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from django.contrib.auth.hashers import make_password

from nscl.apps.accounts.actors import actor_for, hats_of
from nscl.apps.accounts.models import Membership, Office, User
from nscl.apps.core.access import Actor, Role
from nscl.apps.reference.models import AdministrativeUnit
from nscl.apps.reference.queries import province_named

PASSWORD = "nscl-demo"
SINCE = date(2025, 7, 1)  # the provinces and departments of today begin here
DEPARTMENT, AGENCY = Office.Kind.PROVINCE_DEPARTMENT, Office.Kind.AGENCY

# Plan → the word in user names and the province that answers for the plan today.
PROVINCES = {
    "lao-cai": ("laocai", "Lào Cai"),
    "lam-dong": ("lamdong", "Lâm Đồng"),
    "nam-dinh": ("ninhbinh", "Ninh Bình"),
    "lang-son": ("langson", "Lạng Sơn"),
    "hung-yen": ("hungyen", "Hưng Yên"),
}
OFFICES: tuple[tuple[str, str, tuple[str, ...]], ...] = (
    ("Ủy ban nhân dân tỉnh", Office.Kind.PEOPLES_COMMITTEE, ("peoples_committee",)),
    ("Sở Khoa học và Công nghệ", DEPARTMENT, ("science", "information", "standards")),
    ("Sở Tài chính", DEPARTMENT, ("finance", "planning")),
    ("Sở Công Thương", DEPARTMENT, ("industry_trade",)),
    ("Sở Nông nghiệp và Môi trường", DEPARTMENT, ("agriculture", "natural_resources")),
    ("Sở Xây dựng", DEPARTMENT, ("construction", "transport")),
    ("Sở Y tế", DEPARTMENT, ("health",)),
    ("Sở Nội vụ", DEPARTMENT, ("home_affairs", "labour")),
    ("Sở Giáo dục và Đào tạo", DEPARTMENT, ("education",)),
    ("Sở Văn hóa, Thể thao và Du lịch", DEPARTMENT, ("culture",)),
    ("Thanh tra tỉnh", AGENCY, ("inspectorate",)),
    ("Ban Quản lý các khu công nghiệp", AGENCY, ("industrial_zones",)),
    ("Báo và Phát thanh, Truyền hình tỉnh", AGENCY, ("newspaper", "broadcasting")),
    ("Liên minh Hợp tác xã tỉnh", AGENCY, ("cooperative_alliance",)),
    ("Hiệp hội Doanh nghiệp tỉnh", AGENCY, ("business_association",)),
    ("Ủy ban nhân dân các xã, phường", Office.Kind.COMMUNE, ("communes",)),
    ("Hợp tác xã minh họa", Office.Kind.ENTERPRISE, ()),
)
# First word of the user name, role, office, what the person is called before the province, title.
POSTS: tuple[tuple[str, Role, str, str], ...] = (
    ("chuyenvien", Role.OFFICER, "Sở Khoa học và Công nghệ", "Chuyên viên"),
    ("lanhdao", Role.LEADER, "Ủy ban nhân dân tỉnh", "Lãnh đạo tỉnh"),
    ("lanhdao2", Role.LEADER, "Sở Khoa học và Công nghệ", "Lãnh đạo Sở"),
    ("ketoan", Role.FINANCE, "Sở Tài chính", "Kế toán"),
    ("phoihop", Role.COORDINATOR, "Sở Công Thương", "Đầu mối Sở Công Thương"),
    ("kiemtoan", Role.AUDITOR, "Thanh tra tỉnh", "Thanh tra viên"),
    ("chuyengia", Role.EXPERT, "Sở Khoa học và Công nghệ", "Chuyên gia"),
    ("bientap", Role.EDITOR, "Sở Khoa học và Công nghệ", "Biên tập viên"),
    ("doanhnghiep", Role.ENTERPRISE, "Hợp tác xã minh họa", "Người đại diện hợp tác xã minh họa"),
)


def create_people() -> None:
    """All offices and accounts; the one password is hashed once, as hashing it for each would take long."""
    password = make_password(PASSWORD)
    for word, name in PROVINCES.values():
        _province(word, name, password)
    ministry = _office("Bộ Khoa học và Công nghệ", Office.Kind.MINISTRY, ("ministry_science",), None)
    _account("bo", "Chuyên viên Bộ", Role.MINISTRY, ministry, password)
    operator = _office("Đơn vị vận hành hệ thống", AGENCY, (), None)
    _account("quantri", "Quản trị hệ thống", Role.ADMINISTRATOR, operator, password)


def _province(word: str, name: str, password: str) -> None:
    province = province_named(name, SINCE)
    assert province is not None, name
    offices = {title: _office(title, kind, functions, province) for title, kind, functions in OFFICES}
    for post, role, office, title in POSTS:
        _account(f"{post}.{word}", f"{title} {name}", role, offices[office], password)


def _office(name: str, kind: str, functions: tuple[str, ...], province: AdministrativeUnit | None) -> Office:
    return Office.objects.create(
        name=name, kind=kind, functions=list(functions), province=province, valid_from=SINCE
    )


def _account(username: str, full_name: str, role: Role, office: Office, password: str) -> None:
    user = User.objects.create(
        username=username, full_name=full_name, job_title=role.label, password=password
    )
    Membership.objects.create(user=user, office=office, role=role, valid_from=SINCE)


@dataclass(frozen=True)
class Team:
    """The people of one province, as actors."""

    word: str

    def __call__(self, post: str, on: datetime) -> Actor:
        """Who holds a post (the first word of the user name) at an instant."""
        user = User.objects.get(username=f"{post}.{self.word}")
        return actor_for(user, hats_of(user, on.date())[0])


def team_of(plan: str) -> Team:
    """The team that answers for a plan today."""
    return Team(PROVINCES[plan][0])
