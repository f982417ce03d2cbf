"""GTIN: the number under a product's barcode, of 8, 12, 13 or 14 digits.

The last digit makes the sum of all digits, weighted 1, 3, 1, 3 … from the right, a multiple of ten (GS1
General Specifications, section 7.9).
"""

from nscl.vietnamese.codes import digits_of
from nscl.vietnamese.errors import UnreadableBarcode, quoted

_WHAT = "mã vạch"
_LENGTHS = (8, 12, 13, 14)


def parse_gtin(value: str | int | float) -> str:
    """The digits of a GTIN in a text or a number cell; spaces, dots and dashes between groups do not count.

    Raises `UnreadableBarcode` for a wrong length, a wrong check digit, `8,93E+12`, and letters. Where zeros
    were lost in front the refusal carries the padded code as its `suggestion`.

    >>> parse_gtin("8 936000 000011"), parse_gtin(8936000000011.0)
    ('8936000000011', '8936000000011')
    """
    read = digits_of(value, _WHAT, UnreadableBarcode)
    digits, printed = read.digits, quoted(read.printed)
    if len(digits) not in _LENGTHS:
        padded = next((digits.zfill(length) for length in _LENGTHS if length > len(digits)), "")
        suggestion = padded if len(padded) - len(digits) <= 2 and _sum_fits(padded) else None
        advice = f"; nếu Excel đã bỏ số 0 ở đầu, hãy ghi {suggestion}" if suggestion else ""
        raise UnreadableBarcode(
            f"Mã vạch {printed} có {len(digits)} chữ số; mã GTIN có 8, 12, 13 hoặc 14 số{advice}.", suggestion
        )
    if not _sum_fits(digits):
        raise UnreadableBarcode(f"Mã vạch {printed} sai số kiểm tra; hãy so lại từng chữ số trên bao bì.")
    return digits


def _sum_fits(digits: str) -> bool:
    """Whether the check digit fits; a code of zeros only is none."""
    weighted = sum(int(digit) * (3 if place % 2 else 1) for place, digit in enumerate(reversed(digits)))
    return weighted % 10 == 0 and weighted > 0
