"""Telephone numbers as lists keep them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nscl.vietnamese import UnreadablePhone, parse_phone
from nscl.vietnamese.phones import _AREA_RENAMED, _AREAS, _MOBILE_RENAMED


def refusal(value: str | int | float) -> UnreadablePhone:
    with pytest.raises(UnreadablePhone) as caught:
        parse_phone(value)
    return caught.value


@pytest.mark.parametrize(
    ("value", "kind", "canonical"),
    [
        ("0912345678", "mobile", "0912345678"),
        ("0912 345 678", "mobile", "0912345678"),
        ("0912.345.678", "mobile", "0912345678"),
        ("0912-345-678", "mobile", "0912345678"),
        ("+84912345678", "mobile", "0912345678"),
        ("+84 (0) 912 345 678", "mobile", "0912345678"),
        ("0084 912345678", "mobile", "0912345678"),
        ("84912345678", "mobile", "0912345678"),
        ("ĐT: 0383456789", "mobile", "0383456789"),
        ("Số điện thoại 0559123456", "mobile", "0559123456"),
        ("02143840123", "landline", "02143840123"),
        ("(0214) 3.840.123", "landline", "02143840123"),
        ("024 3825 1234", "landline", "02438251234"),
        ("+84 28 3825 1234", "landline", "02838251234"),
        ("0210 3846 123", "landline", "02103846123"),
        ("1900 1234", "hotline", "19001234"),
        ("1800.123456", "hotline", "1800123456"),
    ],
)
def test_numbers_of_today_are_read_without_a_remark(value: str, kind: str, canonical: str) -> None:
    read = parse_phone(value)
    assert (read.kind, read.canonical, read.warnings) == (kind, canonical, ())


@pytest.mark.parametrize(
    ("value", "canonical", "said"),
    [
        ("01683456789", "0383456789", "đầu số cũ 0168, nay là 038"),
        ("0123 345 6789", "0833456789", "đầu số cũ 0123, nay là 083"),
        ("+84 199 345 6789", "0593456789", "đầu số cũ 0199, nay là 059"),
        ("020 3840 123", "02143840123", "mã vùng cũ 020, nay là 0214"),
        ("0350.3846123", "02283846123", "mã vùng cũ 0350, nay là 0228"),
        ("063.3822311", "02633822311", "mã vùng cũ 063, nay là 0263"),
        ("04 38251234", "02438251234", "mã vùng cũ 04, nay là 024"),
        ("0240 3855123", "02043855123", "mã vùng cũ 0240, nay là 0204"),
        ("(033) 3825123", "02033825123", "mã vùng cũ 033, nay là 0203"),
        ("(08) 38251234", "02838251234", "mã vùng cũ 08, nay là 028"),
        ("08-38251234", "02838251234", "mã vùng cũ 08, nay là 028"),
        (912345678, "0912345678", "Đã thêm số 0"),
        (2143840123.0, "02143840123", "Đã thêm số 0"),
        ("0214 3840123 máy lẻ 12", "02143840123", "Đã bỏ máy lẻ"),
        ("02143840123 (ext 12)", "02143840123", "Đã bỏ máy lẻ"),
    ],
)
def test_what_was_changed_is_reported(value: str | float, canonical: str, said: str) -> None:
    read = parse_phone(value)
    assert read.canonical == canonical and said in " ".join(read.warnings)


def test_a_mobile_number_is_not_taken_for_an_old_landline() -> None:
    """033 was the landline code of one province and is a mobile prefix now; only brackets tell."""
    assert parse_phone("0333825123").kind == "mobile"
    assert parse_phone("(033) 3825123").kind == "landline"


@pytest.mark.parametrize(
    ("value", "why"),
    [
        ("+86 139 1234 5678", "số nước ngoài"),
        ("0086 139 1234 5678", "số nước ngoài"),
        ("091234567", "có 9 chữ số"),
        ("09123456789", "đầu số"),
        ("0112345678", "đầu số"),
        ("02940123456", "đầu số"),
        ("9.12E+08", "Excel rút gọn"),
        ("chưa có", "không phải là số điện thoại"),
        ("", "Ô trống"),
        (True, "kiểu văn bản"),
    ],
)
def test_what_cannot_be_dialled_is_refused_with_the_reason(value: str | float, why: str) -> None:
    assert why in str(refusal(value))


@pytest.mark.parametrize(
    "value",
    [
        "0912345678 / 0214.3840123",
        "0912345678, 0987654321",
        "0912345678 - 0987654321",
        "0912345678-0987654321",
        "0912345678 hoặc 0987654321",
    ],
)
def test_several_numbers_are_refused_and_the_first_is_proposed(value: str) -> None:
    refused = refusal(value)
    assert "nhiều số" in str(refused) and refused.suggestion == "0912345678"


def test_the_area_codes_are_those_of_sixty_three_provinces() -> None:
    assert len(_AREAS) == 63 and len(_AREA_RENAMED) == len(set(_AREA_RENAMED.values())) == 59
    assert len(_MOBILE_RENAMED) == len(set(_MOBILE_RENAMED.values())) == 21


@pytest.mark.parametrize("area", sorted(_AREAS))
def test_a_landline_of_every_area_is_read_back(area: str) -> None:
    number = area + "3840123456"[: 11 - len(area)]
    assert parse_phone(number).canonical == number and parse_phone(number).kind == "landline"


@pytest.mark.parametrize("old", sorted(_MOBILE_RENAMED))
def test_every_old_mobile_prefix_becomes_a_number_of_today(old: str) -> None:
    read = parse_phone(f"{old}3456789")
    assert parse_phone(read.canonical).warnings == () and read.warnings


@given(st.text(alphabet="0123456789+()-. /ext", max_size=25))
def test_any_text_is_read_to_a_fixed_point_or_refused(text: str) -> None:
    try:
        read = parse_phone(text)
    except UnreadablePhone as refused:
        assert str(refused)
    else:
        assert parse_phone(read.canonical).canonical == read.canonical
