"""Agency names become functions, functions the office in force on a date."""

from __future__ import annotations

from datetime import date

import pytest

from nscl.apps.accounts.models import Office
from nscl.apps.programme.duties import FUNCTIONS, SUCCESSION, OfficeDirectory, functions_of
from tests.world import World


@pytest.mark.parametrize(
    ("name", "functions"),
    [
        ("Sở Khoa học và Công nghệ", ("science",)),
        ("Sở KH&CN", ("science",)),
        ("Bộ Khoa học và Công nghệ", ("ministry_science",)),
        ("Chi cục Tiêu chuẩn Đo lường Chất lượng", ("standards",)),
        ("Sở Kế hoạch và Đầu tư", ("planning",)),
        ("Sở Nông nghiệp và Phát triển nông thôn", ("agriculture",)),
        ("Hội Nông dân tỉnh", ("mass_organisations",)),
        ("Sở Lao động - Thương binh và Xã hội", ("labour",)),
        ("Liên đoàn Lao động tỉnh", ("mass_organisations",)),
        ("Liên minh Hợp tác xã", ("cooperative_alliance",)),
        ("Hiệp hội Doanh nghiệp tỉnh", ("business_association",)),
        ("UBND các huyện, thành phố", ("districts",)),
        ("UBND các xã, phường", ("communes",)),
        ("Ủy ban nhân dân tỉnh", ("peoples_committee",)),
        ("Các sở, ban, ngành", ("departments",)),
        ("Trường đại học, cao đẳng", ("schools",)),
        ("Đài Phát thanh và Truyền hình tỉnh", ("broadcasting",)),
        ("Sở Du hành vũ trụ", ()),
    ],
)
def test_names_of_the_genre_say_their_functions(name: str, functions: tuple[str, ...]) -> None:
    assert functions_of(name) == functions


def test_a_list_of_abbreviated_departments_is_read_whole() -> None:
    found = functions_of("Các Sở: KHCN, KHĐT, TC, CT, YT, NNPTNT, GTVT, LĐTBXH")
    assert {
        "science",
        "planning",
        "finance",
        "industry_trade",
        "health",
        "agriculture",
        "transport",
        "labour",
    } <= set(found)


def test_every_function_that_passes_on_has_a_name_and_known_heirs() -> None:
    assert all(code in FUNCTIONS and set(heirs) <= set(FUNCTIONS) for code, (_, heirs) in SUCCESSION.items())


def office(world: World, name: str, functions: list[str], first: date, last: date | None = None) -> Office:
    return Office.objects.create(
        name=name,
        kind=Office.Kind.PROVINCE_DEPARTMENT,
        province=world.home,
        functions=functions,
        valid_from=first,
        valid_to=last,
    )


def test_duty_of_a_merged_department_finds_the_office_of_each_time(world: World) -> None:
    transport = office(world, "Sở Giao thông vận tải", ["transport"], date(2015, 1, 1), date(2025, 2, 28))
    building = office(world, "Sở Xây dựng", ["construction"], date(2015, 1, 1))
    before = OfficeDirectory.of(world.home.pk, date(2024, 6, 1))
    after = OfficeDirectory.of(world.home.pk, date(2026, 3, 2))
    assert before.named("Sở Giao thông vận tải") == [transport]
    assert after.named("Sở Giao thông vận tải") == [building]


def test_an_office_that_still_lists_the_function_goes_before_the_heir(world: World) -> None:
    directory = OfficeDirectory.of(world.home.pk, date(2026, 3, 2))
    assert directory.named("Sở Kế hoạch và Đầu tư") == [world.offices["finance"]]


def test_departments_at_large_are_all_departments_of_this_province(world: World) -> None:
    found = OfficeDirectory.of(world.home.pk, date(2026, 3, 2)).named("Các sở, ban, ngành")
    assert set(found) == {world.offices[key] for key in ("science", "finance", "industry")}


def test_unknown_agency_resolves_to_nobody(world: World) -> None:
    assert OfficeDirectory.of(world.home.pk, date(2026, 3, 2)).named("Sở Du hành vũ trụ") == []
