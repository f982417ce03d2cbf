"""Invented names and numbers: brands of two words that no firm bears, codes that no office issues.

Tax codes begin with 99, which is no province; barcodes with 20, which shops use inside; personal numbers
are those of people born in 2099. All of them have right check digits, so that the system takes them.
"""

from __future__ import annotations

import random
from itertools import product

from nscl.vietnamese.tax_codes import has_valid_check_digit

SEED = "sổ minh họa"
_FIRST = (
    "Mây", "Sương", "Nắng", "Suối", "Đồi", "Nương", "Thác", "Trăng", "Gió", "Rêu", "Cỏ", "Lụa",
    "Gấm", "Khèn", "Sáo", "Tơ", "Sậy", "Vầu", "Trúc", "Chum", "Gùi", "Bếp",
)  # fmt: skip
_SECOND = (
    "Ngần", "Thêu", "Chàm", "Nghiêng", "Đượm", "Ngời", "Vắt", "Reo", "Ủ", "Thưa", "Rải", "Nghé",
    "Vẹn", "Khẽ", "Lượn", "Đan", "Tròn", "Mỏng", "Ghép", "Nếp", "Quanh", "Ngỏ",
)  # fmt: skip
_FAMILIES = ("Lương", "Hoàng", "Nông", "Vàng", "Đặng", "Bùi", "Phạm", "Trần", "Lý", "Đỗ", "Hà", "Vũ")


def brands() -> list[str]:
    """All brands, shuffled the same way each time.

    >>> len(brands()), len(set(brands()))
    (484, 484)
    """
    found = [f"{first} {second}" for first, second in product(_FIRST, _SECOND)]
    random.Random(SEED).shuffle(found)
    return found


def people(count: int, key: str) -> list[str]:
    """Names of people: a family's, then words of nature that nobody is called.

    >>> len(set(people(300, "một nơi")))
    300
    """
    found = [f"{family} {a} {b}" for family, a, b in product(_FAMILIES, _FIRST, _SECOND)]
    return random.Random(f"{SEED} {key}").sample(found, count)


def tax_code(number: int) -> str:
    """The number-th code of the block 99.

    >>> tax_code(1), len({tax_code(n) for n in range(1, 1000)})
    ('9900000104', 999)
    """
    for nine in range(990_000_000 + 10 * number, 990_000_000 + 10 * number + 10):
        for last in range(10):
            if has_valid_check_digit(found := f"{nine}{last}"):
                return found
    raise AssertionError(number)


def personal_code(number: int, province: str = "010") -> str:
    """A personal number of somebody born in 2099.

    >>> personal_code(7)
    '010299000007'
    """
    return f"{province}299{number:06d}"


def gtin(number: int) -> str:
    """A barcode of thirteen digits for use inside a shop.

    >>> gtin(1)
    '2099000000019'
    """
    digits = f"2099{number:08d}"
    weighted = sum(int(digit) * (3 if place % 2 else 1) for place, digit in enumerate(digits))
    return f"{digits}{-weighted % 10}"
