"""Tax codes: ten digits of an organisation, ten and three of its branch, twelve of a person.

The enterprise code, the tax code and the social-insurance code of a unit are one number (Circular 105/2020/
TT-BTC Art. 5: two digits of the province, seven of the serial, one check digit; branches 001 to 999). Since
1 July 2025 persons and household businesses use their personal number of twelve digits (Circular 86/2024/
TT-BTC), whose first three digits name the province of birth registration under the list of 63 (Decree
137/2015/NĐ-CP Art. 13). The weights of the check digit are those that python-stdnum publishes.
"""

import re
from dataclasses import dataclass
from typing import Literal

from nscl.vietnamese.codes import Digits, digits_of
from nscl.vietnamese.errors import UnreadableTaxCode, quoted
from nscl.vietnamese.provinces import PROVINCES_2020

TaxCodeKind = Literal["organisation", "branch", "personal"]

_WHAT = "mã số thuế"
_WEIGHTS = (31, 29, 23, 19, 17, 13, 7, 5, 3)
_LABEL = re.compile(
    r"\s*(?:m\.?s\.?t\.?|m\.?s\.?d\.?n\.?|mã số(?: thuế| doanh nghiệp)?)\s*[:.]?\s*", re.IGNORECASE
)
_SHORT_BRANCH = re.compile(r"([0-9]{10})\s*[-\u2010-\u2015]\s*([0-9]{1,2})")
_SEVERAL = re.compile(r"[0-9]{9,}(?:-[0-9]{3})?\s*[,;/&\n]\s*[0-9]{9,}")
_LETTERS_FOR_DIGITS = str.maketrans("OoIlSB", "001158")
_PROVINCES_OF_BIRTH = frozenset(f"0{province.code}" for province in PROVINCES_2020)


@dataclass(frozen=True)
class TaxCode:
    """A tax code that passed every check. `canonical` is what is stored: 10 digits, 10-3, or 12 digits.

    `warnings` are sentences about what was mended or deserves a look.
    """

    kind: TaxCodeKind
    canonical: str
    printed: str
    warnings: tuple[str, ...] = ()

    @property
    def head(self) -> str | None:
        """The ten digits that a branch shares with its head office; None for a person."""
        return None if self.kind == "personal" else self.canonical[:10]

    @property
    def shown(self) -> str:
        """The code as a page may show it to anybody: a person's only by its last three digits."""
        return _masked(self.canonical) if self.kind == "personal" else self.canonical


def _masked(digits: str) -> str:
    return "•" * (len(digits) - 3) + digits[-3:]


def parse_tax_code(value: str | int | float) -> TaxCode:
    """The tax code in a text or in a number cell; spaces, dots, dashes and the label `MST:` do not count.

    Thirteen digits in a row are a branch. `.0` after a whole number is dropped and reported. Raises
    `UnreadableTaxCode` for anything else: a wrong check digit, a wrong length, `1.23E+09`, several codes in
    one place. Where a leading zero was lost the refusal carries the padded code as its `suggestion`.

    >>> parse_tax_code("0100 109 106").canonical, parse_tax_code("0100109106001").canonical
    ('0100109106', '0100109106-001')
    >>> try:
    ...     parse_tax_code(100109106)
    ... except UnreadableTaxCode as refused:
    ...     refused.suggestion
    '0100109106'
    """
    read = _digits(value)
    match len(read.digits):
        case 10:
            return TaxCode("organisation", _checked(read.digits, read.printed), read.printed, read.notes)
        case 13:
            return _branch(read)
        case 12:
            return _twelve(read)
        case 9 | 11:
            raise _lost_zero(read)
    raise UnreadableTaxCode(
        f"Mã số thuế {quoted(read.printed)} có {len(read.digits)} chữ số; mã đúng có 10 số, "
        "10 số kèm 3 số của chi nhánh, hoặc 12 số định danh cá nhân."
    )


def _digits(value: str | int | float) -> Digits:
    if not isinstance(value, str):
        return digits_of(value, _WHAT, UnreadableTaxCode)
    text = _LABEL.sub("", value, count=1) if _LABEL.match(value) else value
    if _SEVERAL.search(text):
        raise UnreadableTaxCode(f"Ô {quoted(value)} có nhiều mã số thuế; mỗi ô chỉ ghi một mã.")
    short = _SHORT_BRANCH.fullmatch(text.strip())
    if short:
        padded = f"{short[1]}-{short[2]:0>3}"
        raise UnreadableTaxCode(
            f"Mã chi nhánh {quoted(value)} thiếu chữ số: sau dấu gạch phải có 3 chữ số.",
            padded if has_valid_check_digit(short[1]) and int(short[2]) else None,
        )
    try:
        return digits_of(text, _WHAT, UnreadableTaxCode)
    except UnreadableTaxCode as refused:
        raise UnreadableTaxCode(str(refused), _with_digits_for_letters(text)) from None


def _with_digits_for_letters(text: str) -> str | None:
    """The code meant by `01OO109106`, if reading the letters as digits gives a valid one."""
    guess = text.strip().translate(_LETTERS_FOR_DIGITS)
    return guess if guess != text.strip() and has_valid_check_digit(guess) else None


def has_valid_check_digit(digits: str) -> bool:
    """Whether ten digits are the code of an organisation.

    The tenth digit is 10 less the weighted sum modulo 11; where that gives 10 no code exists. The serial
    (digits 3 to 9) is never all zero.

    >>> has_valid_check_digit("0100109106"), has_valid_check_digit("0100109107")
    (True, False)
    """
    if re.fullmatch(r"[0-9]{10}", digits) is None or int(digits[2:9]) == 0:
        return False
    weighted = sum(weight * int(digit) for weight, digit in zip(_WEIGHTS, digits, strict=False))
    return 10 - weighted % 11 == int(digits[9])


def _checked(digits: str, printed: str) -> str:
    if has_valid_check_digit(digits):
        return digits
    if int(digits[2:9]) == 0:
        raise UnreadableTaxCode(f"Mã số thuế {quoted(printed)} không có thật: số thứ tự toàn số 0.")
    raise UnreadableTaxCode(
        f"Mã số thuế {quoted(printed)} sai số kiểm tra; hãy so lại từng chữ số với giấy đăng ký."
    )


def _branch(read: Digits) -> TaxCode:
    head, branch = _checked(read.digits[:10], read.printed), read.digits[10:]
    if branch == "000":
        raise UnreadableTaxCode(
            f"Mã chi nhánh {quoted(read.printed)} không có thật: ba số cuối phải từ 001 đến 999.", head
        )
    return TaxCode("branch", f"{head}-{branch}", read.printed, read.notes)


def _twelve(read: Digits) -> TaxCode:
    """A personal number, unless the digits are a branch code that lost its leading zero.

    Personal numbers of those born in Viet Nam begin with 0; of those born abroad with the code of the
    country (Circular 07/2016/TT-BCA), which is not checked here, only pointed out.
    """
    digits, shown = read.digits, _masked(read.digits)
    if digits[0] != "0":
        head, branch = f"0{digits[:9]}", digits[9:]
        if has_valid_check_digit(head) and branch != "000":
            raise UnreadableTaxCode(
                f"Mã số thuế {quoted(read.printed)} có thể là mã chi nhánh bị Excel bỏ số 0 ở đầu; "
                f"nếu đúng, hãy ghi {head}-{branch}.",
                f"{head}-{branch}",
            )
    elif digits[:3] not in _PROVINCES_OF_BIRTH:
        raise UnreadableTaxCode(
            f"Số định danh cá nhân {shown} không có thật: không có tỉnh nào mang mã {digits[:3]}."
        )
    if digits[3] > "3":
        raise UnreadableTaxCode(
            f"Số định danh cá nhân {shown} không có thật: "
            "chữ số thứ tư (giới tính, thế kỷ sinh) phải từ 0 đến 3."
        )
    abroad = f"Số định danh cá nhân {shown} của người khai sinh ở nước ngoài; đề nghị kiểm tra lại."
    return TaxCode("personal", digits, read.printed, read.notes + ((abroad,) if digits[0] != "0" else ()))


def _lost_zero(read: Digits) -> UnreadableTaxCode:
    """The refusal of nine or eleven digits, with the code that one zero in front would make."""
    padded = f"0{read.digits}"
    if len(padded) == 10 and has_valid_check_digit(padded):
        return UnreadableTaxCode(
            f"Mã số thuế {quoted(read.printed)} thiếu một chữ số, có lẽ Excel đã bỏ số 0 ở đầu; "
            f"nếu đúng, hãy ghi {padded}.",
            padded,
        )
    if len(padded) == 12 and padded[:3] in _PROVINCES_OF_BIRTH and padded[3] <= "3":
        return UnreadableTaxCode(
            f"Số định danh cá nhân {_masked(read.digits)} chỉ có 11 chữ số, có lẽ Excel đã bỏ số 0 ở đầu; "
            "nếu đúng, hãy ghi lại đủ 12 số.",
            padded,
        )
    return UnreadableTaxCode(
        f"Mã số thuế {quoted(read.printed)} có {len(read.digits)} chữ số; mã đúng có 10, 13 hoặc 12 số."
    )
