"""GTIN under a barcode."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nscl.vietnamese import UnreadableBarcode, parse_gtin

GOOD = "8936000000011"


def refusal(value: str | int | float) -> UnreadableBarcode:
    with pytest.raises(UnreadableBarcode) as caught:
        parse_gtin(value)
    return caught.value


@pytest.mark.parametrize(
    ("value", "digits"),
    [
        (GOOD, GOOD),
        ("8 936000 000011", GOOD),
        ("893-6000-0000-11", GOOD),
        (8936000000011, GOOD),
        (8936000000011.0, GOOD),
        ("8936000000011.0", GOOD),
        ("4006381333931", "4006381333931"),
        ("96385074", "96385074"),
        ("036000291452", "036000291452"),
        ("10614141543219", "10614141543219"),
    ],
)
def test_good_codes_of_every_length_are_read(value: str | int | float, digits: str) -> None:
    assert parse_gtin(value) == digits


def test_a_wrong_check_digit_is_refused() -> None:
    assert "sai số kiểm tra" in str(refusal("8936000000012"))


def test_the_usual_damage_of_a_spreadsheet_is_refused_with_its_own_sentence() -> None:
    assert "Excel rút gọn" in str(refusal("8.936E+12"))
    assert "Excel rút gọn" in str(refusal("8,936E+12"))


def test_a_lost_leading_zero_is_proposed() -> None:
    refused = refusal(36000291452)
    assert refused.suggestion == "036000291452" and "hãy ghi 036000291452" in str(refused)
    assert refusal("36000291453").suggestion is None


@pytest.mark.parametrize("value", ["", "abc", "123456789", "0" * 13, "1" * 15, "٨٩٣٦٠٠٠٠٠٠٠١١", True, 1.5])
def test_what_is_no_code_is_refused(value: str | float) -> None:
    assert refusal(value).suggestion is None


@given(st.integers(1, 10**12 - 1), st.integers(0, 11), st.integers(1, 9))
def test_one_wrong_digit_is_always_noticed(body: int, place: int, shift: int) -> None:
    digits = f"{body:012d}"
    total = sum(int(d) * (1 if i % 2 == 0 else 3) for i, d in enumerate(digits))
    code = digits + str(-total % 10)
    assert parse_gtin(code) == code
    wrong = code[:place] + str((int(code[place]) + shift) % 10) + code[place + 1 :]
    refusal(wrong)
