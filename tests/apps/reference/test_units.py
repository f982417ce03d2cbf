"""Territory: 63 before, 34 after, a code is not an identity, records follow succession."""

from __future__ import annotations

from datetime import date

import pytest

from nscl.apps.reference.models import (
    AdministrativeUnit,
    Holiday,
    IndustryCode,
    LegalInstrument,
    UnitSuccession,
)
from nscl.apps.reference.queries import holidays_between, province_named, scope_of, successor_on

pytestmark = pytest.mark.django_db
BEFORE, AFTER = date(2025, 6, 30), date(2025, 7, 1)


def test_63_provinces_before_and_34_after() -> None:
    provinces = AdministrativeUnit.objects.provinces()
    assert provinces.in_force(BEFORE).count() == 63
    assert provinces.in_force(AFTER).count() == 34
    assert UnitSuccession.objects.count() == 52


def test_code_15_was_yen_bai_and_is_lao_cai() -> None:
    by_code = AdministrativeUnit.objects.filter(code="15")
    assert [unit.name for unit in by_code.in_force(BEFORE)] == ["Yên Bái"]
    assert [unit.name for unit in by_code.in_force(AFTER)] == ["Lào Cai"]
    assert len({unit.chain_key for unit in by_code}) == 2


def test_nam_dinh_is_followed_by_ninh_binh() -> None:
    nam_dinh = province_named("Nam Định", BEFORE)
    assert nam_dinh is not None
    assert successor_on(nam_dinh, BEFORE) == nam_dinh
    successor = successor_on(nam_dinh, AFTER)
    assert (successor.name, successor.code) == ("Ninh Bình", "37")
    assert nam_dinh.pk in scope_of(successor)
    assert successor.pk not in scope_of(nam_dinh)


def test_an_unchanged_province_is_one_row_for_ever() -> None:
    lang_son = province_named("Lạng Sơn", BEFORE)
    assert lang_son == province_named("Lạng Sơn", AFTER)
    assert lang_son is not None
    assert scope_of(lang_son) == {lang_son.pk}


def test_provinces_are_listed_in_the_order_of_the_alphabet() -> None:
    names = [unit.name for unit in AdministrativeUnit.objects.in_force(AFTER)]
    assert names[:6] == ["An Giang", "Bắc Ninh", "Cà Mau", "Cao Bằng", "Cần Thơ", "Đà Nẵng"]


def test_the_days_off_agree_with_an_independent_calendar() -> None:
    holidays = pytest.importorskip("holidays")
    years = range(2021, 2027)
    theirs = {day for day in holidays.country_holidays("VN", years=years) if day.weekday() < 5}
    ours = set(Holiday.objects.values_list("on", flat=True))
    assert ours == theirs


def test_days_off_of_a_span() -> None:
    assert date(2025, 9, 2) in holidays_between(date(2025, 9, 1), date(2025, 9, 30))
    assert not holidays_between(date(2025, 11, 1), date(2025, 11, 30))


def test_industry_sections_stand_by_version() -> None:
    assert IndustryCode.objects.filter(version="2018", level=1).count() == 21
    assert IndustryCode.objects.filter(version="2025", level=1).count() == 22


def test_two_instruments_may_share_a_number() -> None:
    """Decision 36 of 2021 and Decision 36/2025 are different documents."""
    assert LegalInstrument.objects.filter(number__startswith="36/").count() == 2
