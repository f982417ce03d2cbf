"""Tax codes: what is right, what a spreadsheet breaks, and what is never mended behind a person's back."""

import pickle

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nscl.vietnamese import UnreadableTaxCode, parse_tax_code
from nscl.vietnamese.tax_codes import has_valid_check_digit

GOOD = "0100109106"
OTHER = "0301464830"


def refusal(value: str | int | float) -> UnreadableTaxCode:
    with pytest.raises(UnreadableTaxCode) as caught:
        parse_tax_code(value)
    return caught.value


@pytest.mark.parametrize(
    ("value", "kind", "canonical"),
    [
        (GOOD, "organisation", GOOD),
        (OTHER, "organisation", OTHER),
        ("MST: 0100109106", "organisation", GOOD),
        ("Mã số thuế 0100109106", "organisation", GOOD),
        ("'0100109106", "organisation", GOOD),
        ("0 1 0 0 1 0 9 1 0 6", "organisation", GOOD),
        ("0100.109.106", "organisation", GOOD),
        ("\u00a00100109106\n", "organisation", GOOD),
        ("0100109106-001", "branch", "0100109106-001"),
        ("0100109106 – 012", "branch", "0100109106-012"),
        ("0100109106001", "branch", "0100109106-001"),
        ("0100109106.999", "branch", "0100109106-999"),
        ("010099123456", "personal", "010099123456"),
        ("033 301 123 456", "personal", "033301123456"),
    ],
)
def test_codes_are_read_whatever_stands_between_the_digits(value: str, kind: str, canonical: str) -> None:
    read = parse_tax_code(value)
    assert (read.kind, read.canonical, read.warnings) == (kind, canonical, ())


def test_a_branch_knows_its_head_and_a_person_has_none() -> None:
    assert parse_tax_code("0100109106-001").head == parse_tax_code(GOOD).head == GOOD
    assert parse_tax_code("010099123456").head is None


def test_the_code_of_a_person_is_shown_by_its_last_digits_only() -> None:
    assert parse_tax_code("010099123456").shown == "•••••••••456"
    assert parse_tax_code(GOOD).shown == GOOD


@pytest.mark.parametrize("digit", "012345789")
def test_a_wrong_check_digit_is_refused_without_a_guess(digit: str) -> None:
    refused = refusal(GOOD[:9] + digit)
    assert "sai số kiểm tra" in str(refused) and refused.suggestion is None


@pytest.mark.parametrize("value", ["0100000000", "1300000000-001"])
def test_a_serial_of_zeros_is_no_code(value: str) -> None:
    assert "toàn số 0" in str(refusal(value))


def test_branch_zero_is_refused_and_the_head_proposed() -> None:
    refused = refusal("0100109106-000")
    assert "từ 001 đến 999" in str(refused) and refused.suggestion == GOOD


def test_a_short_branch_number_is_proposed_in_full_but_not_taken_for_a_person() -> None:
    assert refusal("0100109106-01").suggestion == "0100109106-001"
    assert refusal("0100109107-01").suggestion is None
    assert refusal("0100109106-0").suggestion is None


@pytest.mark.parametrize("value", ["100109106", 100109106, 100109106.0, "100109106.0", "100 109 106"])
def test_a_lost_leading_zero_is_proposed_and_not_put_back(value: str | int | float) -> None:
    refused = refusal(value)
    assert refused.suggestion == GOOD
    assert "Excel đã bỏ số 0 ở đầu" in str(refused) and f"hãy ghi {GOOD}." in str(refused)


def test_nine_digits_that_no_zero_mends_are_refused_plainly() -> None:
    refused = refusal("100109107")
    assert refused.suggestion is None and "có 9 chữ số" in str(refused)


@pytest.mark.parametrize("value", ["100109106-001", "100109106001", 100109106001, 100109106001.0])
def test_a_branch_that_lost_its_zero_is_not_taken_for_a_person(value: str | int | float) -> None:
    assert refusal(value).suggestion == "0100109106-001"


@pytest.mark.parametrize("value", ["1.23E+09", "1,00109E+08", "1.00109106e8", "1E9"])
def test_scientific_notation_is_refused_with_its_own_sentence(value: str) -> None:
    assert "Excel rút gọn" in str(refusal(value))


@pytest.mark.parametrize("value", ["0100109106.0", "0100109106,00"])
def test_decimals_after_a_whole_number_are_dropped_and_reported(value: str) -> None:
    read = parse_tax_code(value)
    assert read.canonical == GOOD and value in read.warnings[0]


def test_a_number_cell_of_ten_digits_is_whole() -> None:
    code = next(n for n in range(5_300_000_000, 5_300_000_200) if has_valid_check_digit(str(n)))
    assert parse_tax_code(code).canonical == parse_tax_code(float(code)).canonical == str(code)


@pytest.mark.parametrize("value", [float("nan"), float("inf"), -5, 1e20, 100109106.5, True])
def test_numbers_that_are_no_code_are_refused(value: float) -> None:
    assert "định dạng ô kiểu văn bản" in str(refusal(value))


@pytest.mark.parametrize(
    ("value", "why"),
    [
        ("000099123456", "không có tỉnh nào mang mã 000"),
        ("097099123456", "không có tỉnh nào mang mã 097"),
        ("010999123456", "chữ số thứ tư"),
        ("01009912345", "chỉ có 11 chữ số"),
    ],
)
def test_impossible_personal_codes_are_refused_and_never_repeated_in_full(value: str, why: str) -> None:
    refused = refusal(value)
    assert why in str(refused) and value not in str(refused) and value[-3:] in str(refused)


def test_a_personal_code_that_lost_its_zero_is_proposed() -> None:
    assert refusal("10099123456").suggestion == "010099123456"


def test_a_personal_code_of_one_born_abroad_is_taken_with_a_warning() -> None:
    read = parse_tax_code("251099123456")
    assert read.kind == "personal" and "ở nước ngoài" in read.warnings[0]
    assert "251099123456" not in read.warnings[0]


def test_letters_for_digits_are_pointed_out() -> None:
    assert refusal("01OO1O91O6").suggestion == GOOD
    assert refusal("ABC").suggestion is None


@pytest.mark.parametrize(
    "value", ["0100109106; 0301464830", "0100109106/0301464830", "0100109106\n0301464830"]
)
def test_two_codes_in_a_cell_are_refused(value: str) -> None:
    assert "nhiều mã" in str(refusal(value))


@pytest.mark.parametrize(
    "value", ["", " ", "-", "٠١٠٠١٠٩١٠٦", "０１００１０９１０６", "12345", "1" * 14, "1" * 500]
)
def test_what_is_no_code_is_refused(value: str) -> None:
    assert str(refusal(value)).endswith(".")


def test_a_refusal_survives_the_way_out_of_another_process() -> None:
    refused = pickle.loads(pickle.dumps(refusal("100109106")))
    assert refused.suggestion == GOOD and "Excel" in str(refused)


@given(st.integers(0, 10**9 - 1))
def test_a_prefix_has_at_most_one_check_digit(prefix: int) -> None:
    valid = [digit for digit in "0123456789" if has_valid_check_digit(f"{prefix:09d}{digit}")]
    assert len(valid) <= 1


def test_one_prefix_in_eleven_has_no_code_at_all() -> None:
    """As measured with another implementation: 9.09 % of all prefixes."""
    prefixes = [f"{n:09d}" for n in range(10_000_000, 10_022_000)]
    without = sum(
        not any(has_valid_check_digit(prefix + digit) for digit in "0123456789") for prefix in prefixes
    )
    assert without / len(prefixes) == pytest.approx(1 / 11, abs=0.001)


@given(st.text(max_size=30))
def test_any_text_is_read_or_refused_in_a_sentence(text: str) -> None:
    try:
        assert parse_tax_code(text).canonical
    except UnreadableTaxCode as refused:
        assert str(refused)
