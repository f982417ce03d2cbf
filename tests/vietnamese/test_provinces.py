"""The provinces before and after 1 July 2025."""

import re
import unicodedata
from collections import Counter
from datetime import date
from itertools import groupby
from pathlib import Path

import pytest
from vietnam_provinces import Province as OtherProvince
from vietnam_provinces import Ward

from nscl.vietnamese import (
    PROVINCES_2020,
    PROVINCES_2025,
    REFORM_DATE,
    SUCCESSIONS,
    Province,
    UnknownProvince,
    as_of,
    find_province,
    fold,
    predecessors_of,
    province_by_code,
    successor_of,
)

LAST_DAY = date(2025, 6, 30)
BY_CODE_2020 = {province.code: province for province in PROVINCES_2020}


def code_of(name: str, on: date | None = None) -> str | None:
    found = find_province(name, on)
    return found.code if found else None


def test_sixty_three_units_became_thirty_four() -> None:
    assert (len(PROVINCES_2020), len(PROVINCES_2025)) == (63, 34)
    assert len({province.code for province in PROVINCES_2020}) == 63
    assert len({province.code for province in PROVINCES_2025}) == 34
    assert Counter(province.kind for province in PROVINCES_2020) == {"tỉnh": 58, "thành phố": 5}
    assert Counter(province.kind for province in PROVINCES_2025) == {"tỉnh": 27, "thành phố": 7}
    assert [p.code for p in PROVINCES_2020] == sorted(p.code for p in PROVINCES_2020)


def test_former_units_end_on_the_day_the_present_ones_begin() -> None:
    assert {province.valid_to for province in PROVINCES_2020} == {REFORM_DATE}
    assert {province.valid_from for province in PROVINCES_2025} == {REFORM_DATE}
    assert {province.valid_to for province in PROVINCES_2025} == {None}
    assert all(p.stands_on(LAST_DAY) and not p.stands_on(REFORM_DATE) for p in PROVINCES_2020)
    assert all(p.stands_on(REFORM_DATE) and not p.stands_on(LAST_DAY) for p in PROVINCES_2025)


def test_every_former_unit_has_one_successor_and_eleven_stayed_alone() -> None:
    assert sorted(succession.old_code for succession in SUCCESSIONS) == sorted(BY_CODE_2020)
    assert {succession.new_code for succession in SUCCESSIONS} == {
        province.code for province in PROVINCES_2025
    }
    alone = [succession for succession in SUCCESSIONS if not succession.merged]
    north = {"Hà Nội", "Cao Bằng", "Điện Biên", "Lai Châu", "Sơn La", "Lạng Sơn", "Quảng Ninh"}
    assert {successor_of(s.old_code).name for s in alone} == north | {
        "Thanh Hóa",
        "Nghệ An",
        "Hà Tĩnh",
        "Huế",
    }
    assert len(alone) == 11
    assert {(s.date, s.instrument) for s in SUCCESSIONS} == {(REFORM_DATE, "202/2025/QH15")}


def test_each_present_unit_bears_a_code_and_nearly_always_a_name_of_its_predecessors() -> None:
    for province in PROVINCES_2025:
        former = predecessors_of(province.code)
        assert province.code in {unit.code for unit in former}
        assert province.name in {unit.name for unit in former} or province.name == "Huế"


# ── against an independent list ─────────────────────────────────────────────────────────────────


def test_present_names_codes_and_kinds_agree_with_an_independent_list() -> None:
    theirs = {
        f"{int(province.code.value):02d}": (
            province.name.removeprefix("Thành phố "),
            province.division_type.value,
        )
        for province in OtherProvince.iter_all()
    }
    # The list is of October 2025: before Đồng Nai became a city.
    ours = {p.code: as_of(p, date(2025, 10, 18)) for p in PROVINCES_2025}
    assert {code: p.name for code, p in ours.items()} == {code: name for code, (name, _) in theirs.items()}
    assert {code: p.kind for code, p in ours.items()} == {
        code: kind.removesuffix(" trung ương") for code, (_, kind) in theirs.items()
    }


def test_order_of_commune_codes_confirms_former_codes_and_mergers() -> None:
    """Commune codes were given out province by province, in the order of the former province codes. The present
    provinces of today's communes, read in the order of those codes, must repeat the successors of 01, 02, 04 …"""
    wards = sorted((int(ward.code.value), f"{int(ward.province_code.value):02d}") for ward in Ward.iter_all())
    # What Hà Nội took over in 2008 still bears the codes of other provinces.
    theirs = ["01", *(code for _, code in wards if code != "01")]
    ours = [successor_of(code).code for code in sorted(BY_CODE_2020)]
    assert [code for code, _ in groupby(ours)] == [code for code, _ in groupby(theirs)]


def test_plan_provinces_and_their_mergers_agree_with_the_domain_notes(shared: Path) -> None:
    notes = (shared / "reference" / "domain.md").read_text(encoding="utf-8")
    rows = re.findall(
        r"^\| (\S+ \S+) \| [^|]+ \| (.*?) -> ([0-9]{2}).*?\| (.+?) \|", notes.replace("**", ""), re.MULTILINE
    )
    assert len(rows) == 5
    for name, old, new, merged in rows:
        present = province_by_code(new, date(2026, 11, 1))
        assert code_of(name, LAST_DAY) == old
        assert successor_of(old) == present
        others = {unit.name for unit in predecessors_of(present.code)} - {name}
        assert others == (set() if merged == "-" else set(merged.split(", ")))


# ── codes and days ──────────────────────────────────────────────────────────────────────────────


def test_code_fifteen_changed_its_bearer_on_the_day_of_the_reform() -> None:
    assert province_by_code("15", LAST_DAY).name == "Yên Bái"
    assert province_by_code("15", REFORM_DATE).name == "Lào Cai"
    assert successor_of("15") == successor_of("10") == find_province("Lào Cai", REFORM_DATE)


@pytest.mark.parametrize(
    ("code", "on"),
    [
        ("10", date(2026, 1, 1)),
        ("36", REFORM_DATE),
        ("00", LAST_DAY),
        ("", LAST_DAY),
        ("20", date(2007, 1, 1)),
    ],
)
def test_a_code_that_nobody_bears_on_the_day_is_refused(code: str, on: date) -> None:
    with pytest.raises(UnknownProvince, match=f"mã “{code}”"):
        province_by_code(code, on)


def test_codes_of_the_wrong_list_have_no_successor_and_no_predecessor() -> None:
    with pytest.raises(UnknownProvince, match="trước ngày 01/07/2025"):
        successor_of("99")
    with pytest.raises(UnknownProvince, match="từ ngày 01/07/2025"):
        predecessors_of("36")


@pytest.mark.parametrize(
    ("code", "on", "full_name"),
    [
        ("46", date(2024, 12, 31), "tỉnh Thừa Thiên Huế"),
        ("46", date(2025, 1, 1), "thành phố Huế"),
        ("46", date(2026, 1, 1), "thành phố Huế"),
        ("75", date(2021, 1, 1), "tỉnh Đồng Nai"),
        ("75", date(2026, 4, 29), "tỉnh Đồng Nai"),
        ("75", date(2026, 4, 30), "thành phố Đồng Nai"),
        ("79", date(2021, 1, 1), "thành phố Hồ Chí Minh"),
        ("20", date(2026, 1, 1), "tỉnh Lạng Sơn"),
    ],
)
def test_name_and_kind_are_those_of_the_day(code: str, on: date, full_name: str) -> None:
    assert province_by_code(code, on).full_name == full_name


# ── names ───────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("province", PROVINCES_2020, ids=lambda p: p.code)
def test_every_former_unit_is_found_however_it_is_typed(province: Province) -> None:
    name, full = province.name, province.full_name
    for typed in (
        name,
        name.upper(),
        full,
        f"UBND {full}",
        fold(name),
        unicodedata.normalize("NFD", full),
        name.replace(" ", "  "),
    ):
        assert code_of(typed, date(2021, 4, 22)) == province.code, typed


@pytest.mark.parametrize("province", PROVINCES_2025, ids=lambda p: p.code)
def test_every_present_unit_is_found_without_a_day_and_on_one(province: Province) -> None:
    assert find_province(province.full_name) == province
    assert find_province(fold(province.name), date(2026, 11, 1)) == province


@pytest.mark.parametrize(
    ("typed", "on", "code"),
    [
        ("tỉnh Lào Cai", None, "15"),
        ("tỉnh Lào Cai", date(2021, 4, 22), "10"),
        ("TP. Huế", None, "46"),
        ("Thành phố Huế", date(2025, 3, 1), "46"),
        ("Thừa Thiên Huế", None, "46"),
        ("Thừa Thiên - Huế", date(2021, 1, 1), "46"),
        ("Thành phố Hồ Chí Minh", None, "79"),
        ("TP.HCM", None, "79"),
        ("tp hcm", date(2021, 1, 1), "79"),
        ("Ủy ban nhân dân tỉnh Nam Định", None, "36"),
        ("Bà Rịa-Vũng Tàu", None, "77"),
        ("bà rịa – vũng tàu", date(2020, 1, 1), "77"),
        ("Hoà Bình", date(2020, 1, 1), "17"),
        ("Đắc Lắc", None, "66"),
        ("Đăk Nông", date(2020, 1, 1), "67"),
        ("Bắc Cạn", date(2020, 1, 1), "06"),
        ("Kontum", date(2020, 1, 1), "62"),
        ("tỉnh Đồng Nai", None, "75"),
    ],
)
def test_names_are_understood_in_their_usual_forms(typed: str, on: date | None, code: str) -> None:
    assert code_of(typed, on) == code


@pytest.mark.parametrize(
    ("typed", "on"),
    [
        ("Nam Định", date(2026, 1, 1)),
        ("Huế", date(2007, 1, 1)),
        ("Thừa Thiên Huế", date(2026, 1, 1)),
        ("thành phố Lạng Sơn", None),
        ("TP. Nam Định", date(2021, 1, 1)),
        ("TP. Huế", date(2021, 1, 1)),
        ("Hà Tây", None),
        ("Lào", None),
        ("tỉnh", None),
        ("", None),
    ],
)
def test_a_name_that_no_unit_bears_on_the_day_is_not_found(typed: str, on: date | None) -> None:
    assert find_province(typed, on) is None


def test_folded_names_are_unambiguous() -> None:
    assert len({fold(p.name).replace(" ", "") for p in PROVINCES_2020}) == 63
