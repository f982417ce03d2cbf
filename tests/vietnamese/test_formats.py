"""How pages read and show dates and numbers: every trap of the stock Vietnamese formats."""

from collections.abc import Iterator
from datetime import date, datetime, time
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest
from django import forms
from django.conf import settings
from django.template import Context, Engine
from django.test import override_settings
from django.utils import formats, translation

from nscl.vietnamese import format_date, format_number, slug

HERE = ZoneInfo("Asia/Ho_Chi_Minh")


@pytest.fixture(params=["vi", "en"])
def language(request: pytest.FixtureRequest) -> Iterator[str]:
    with translation.override(request.param):
        yield request.param


@pytest.fixture
def vietnamese() -> Iterator[None]:
    with translation.override("vi"):
        yield


def test_the_project_uses_its_own_formats() -> None:
    assert settings.FORMAT_MODULE_PATH == "config.formats"
    assert settings.LANGUAGE_CODE == "vi"


def test_stock_formats_would_swap_day_and_month() -> None:
    """The reason for our own file; when this fails, Django has been mended."""
    with override_settings(FORMAT_MODULE_PATH=None), translation.override("vi"):
        formats.reset_format_cache()
        try:
            assert forms.DateField().clean("03/04/2025") == date(2025, 3, 4)
        finally:
            formats.reset_format_cache()


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("03/04/2025", date(2025, 4, 3)),
        ("3/4/2025", date(2025, 4, 3)),
        ("25/12/2025", date(2025, 12, 25)),
        ("03-04-2025", date(2025, 4, 3)),
        ("25-12-2025", date(2025, 12, 25)),
        ("03.04.2025", date(2025, 4, 3)),
        (" 05/4/2021 ", date(2021, 4, 5)),
        ("2025-04-03", date(2025, 4, 3)),
    ],
)
def test_date_field_reads_the_day_first_in_both_languages(language: str, typed: str, expected: date) -> None:
    assert forms.DateField().clean(typed) == expected


@pytest.mark.parametrize(
    "typed",
    ["31/02/2025", "12/25/2025", "04/13/2025", "2025/13/04", "03/04/25", "29/02/2023", "5/2021", "hôm nay"],
)
def test_date_field_refuses_what_is_no_day_and_never_swaps(language: str, typed: str) -> None:
    with pytest.raises(forms.ValidationError):
        forms.DateField().clean(typed)


def test_a_date_field_shows_what_it_reads(language: str) -> None:
    day = date(2025, 4, 3)
    shown = forms.DateInput().format_value(day)
    assert shown == "03/04/2025"
    assert forms.DateField().clean(shown) == day


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("03/04/2025 14:30", datetime(2025, 4, 3, 14, 30, tzinfo=HERE)),
        ("14:30 03/04/2025", datetime(2025, 4, 3, 14, 30, tzinfo=HERE)),
        ("03-04-2025 14:30", datetime(2025, 4, 3, 14, 30, tzinfo=HERE)),
        ("03/04/2025", datetime(2025, 4, 3, tzinfo=HERE)),
        ("2025-04-03T14:30", datetime(2025, 4, 3, 14, 30, tzinfo=HERE)),
    ],
)
def test_date_time_field_reads_the_day_first(language: str, typed: str, expected: datetime) -> None:
    assert forms.DateTimeField().clean(typed) == expected


@pytest.mark.parametrize("typed", ["9:05", "09:05", "9 giờ 05", "9h05", "09:05:00"])
def test_time_field_reads_the_usual_forms(vietnamese: None, typed: str) -> None:
    assert forms.TimeField().clean(typed) == time(9, 5)


def test_dates_are_shown_day_first(vietnamese: None) -> None:
    day = date(2021, 4, 5)
    assert (
        formats.date_format(day)
        == formats.date_format(day, "SHORT_DATE_FORMAT")
        == format_date(day)
        == "05/04/2021"
    )
    assert (
        formats.date_format(datetime(2021, 4, 5, 9, 5, tzinfo=HERE), "DATETIME_FORMAT") == "09:05 05/04/2021"
    )
    assert formats.time_format(time(14, 30)) == "14:30"
    assert formats.date_format(day, "YEAR_MONTH_FORMAT") == "tháng 4 năm 2021"
    assert formats.date_format(day, "MONTH_DAY_FORMAT") == "5 tháng 4"
    assert formats.get_format("FIRST_DAY_OF_WEEK") == 1


def test_english_pages_never_put_the_month_first() -> None:
    with translation.override("en"):
        assert formats.date_format(date(2021, 4, 5), "SHORT_DATE_FORMAT") == "05/04/2021"
        assert formats.date_format(date(2021, 4, 5)) == "5 April 2021"


def test_thousands_are_grouped_with_dots_and_decimals_follow_a_comma(vietnamese: None) -> None:
    assert formats.number_format(17825000000, force_grouping=True) == "17.825.000.000"
    assert formats.number_format(Decimal("35100.5"), force_grouping=True) == "35.100,5"
    assert formats.number_format(Decimal("7.5")) == "7,5"
    assert (
        formats.number_format(Decimal("1234.5"), 2, force_grouping=True)
        == "1.234,50"
        == format_number(Decimal("1234.5"), 2)
    )


def test_template_filters_group_in_the_same_way(vietnamese: None) -> None:
    template = Engine().from_string(
        "{{ money|floatformat:'0g' }} · {{ share|floatformat:1 }} · {{ day }} · {{ pk }}"
    )
    shown = template.render(
        Context({"money": 17825000000, "share": Decimal("37.42"), "day": date(2021, 4, 5), "pk": 1234})
    )
    assert shown == "17.825.000.000 · 37,4 · 05/04/2021 · 1234"


def test_a_localised_decimal_field_reads_a_comma(vietnamese: None) -> None:
    assert forms.DecimalField(localize=True).clean("7,5") == Decimal("7.5")


def test_slugs_keep_the_letter_that_django_drops() -> None:
    from django.utils.text import slugify

    assert slugify("Đo lường") == "o-luong"
    assert slug("Đo lường") == "do-luong"
