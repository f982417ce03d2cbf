"""Codes made of digits as spreadsheets hand them over: numbers, decimals, groups, scientific notation.

What loses nothing (`.0` added to a whole number, spaces, dots and dashes between groups) is undone; what lost
digits is refused. A lost leading zero is left to the caller, who knows how long the code should be.
"""

import re
from dataclasses import dataclass

from nscl.vietnamese.errors import UnreadableCode, quoted
from nscl.vietnamese.fold import squash

_SCIENTIFIC = re.compile(r"[-+]?[0-9]+(?:[.,][0-9]+)?\s?[eE]\s?[+-]?[0-9]+")
_WHOLE_WITH_DECIMALS = re.compile(r"([0-9]{7,})[.,]0{1,2}")
_BETWEEN_GROUPS = re.compile(r"[\s.\-\u2010-\u2015\u2212]+")
_DIGITS = re.compile(r"[0-9]+")
_EXACT = 10**15  # a spreadsheet keeps fifteen digits of a number, no more


@dataclass(frozen=True)
class Digits:
    """The digits of a code, the text they were read from, and what was mended on the way."""

    digits: str
    printed: str
    notes: tuple[str, ...] = ()


def digits_of(value: str | int | float, what: str, refusal: type[UnreadableCode]) -> Digits:
    """The digits of a code called `what` in sentences; raises `refusal` where digits are lost or not digits.

    >>> digits_of(8934567890.0, "mã vạch", UnreadableCode).digits
    '8934567890'
    >>> digits_of("0100 109 106", "mã số thuế", UnreadableCode).digits
    '0100109106'
    """
    if isinstance(value, str):
        return _of_text(squash(value).removeprefix("'").strip(), what, refusal)
    if isinstance(value, bool) or not 0 <= value < _EXACT or value != int(value):
        raise refusal(f"Ô số {value} không phải là {what}; hãy định dạng ô kiểu văn bản rồi nhập lại.")
    return Digits(str(int(value)), str(int(value)))


def _of_text(printed: str, what: str, refusal: type[UnreadableCode]) -> Digits:
    if not printed:
        raise refusal(f"Ô trống, chưa có {what}.")
    if _SCIENTIFIC.fullmatch(printed):
        raise refusal(
            f"{quoted(printed)} là {what} đã bị Excel rút gọn nên mất chữ số; "
            "hãy định dạng cột kiểu văn bản rồi nhập lại từ giấy tờ gốc."
        )
    decimal = _WHOLE_WITH_DECIMALS.fullmatch(printed)
    if decimal:
        note = f"Đã bỏ phần thập phân do Excel thêm vào {quoted(printed)}."
        return Digits(decimal[1], printed, (note,))
    digits = _BETWEEN_GROUPS.sub("", printed)
    if not _DIGITS.fullmatch(digits):
        raise refusal(f"{quoted(printed)} không phải là {what}: chỉ được có chữ số.")
    return Digits(digits, printed)
