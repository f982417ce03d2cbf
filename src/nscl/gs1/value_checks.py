"""Checks of one part of a value; each answers a Vietnamese clause of what is wrong, or nothing.

Source: GS1 General Specifications, section 3, the format rules of each application identifier.
"""

import re
from collections.abc import Callable

from nscl.gs1.check_digits import fits, is_digits, pair_fits
from nscl.gs1.codes import COUNTRIES_ALPHA2, COUNTRIES_NUMERIC, CURRENCIES_NUMERIC

Check = Callable[[str], str]
_DAYS = (31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)
_PERCENT = re.compile(r"%(?![0-9A-Fa-f]{2})")
_IBAN = re.compile(r"[A-Z]{2}[0-9]{2}[A-Z0-9]{1,30}")
_PREFIX = 4  # a company prefix has at least so many digits


def _must(holds: Callable[[str], bool], clause: str) -> Check:
    return lambda value: "" if holds(value) else clause


def _is_day(year: int, month: int, day: int, *, zero_allowed: bool) -> bool:
    if not 1 <= month <= 12:
        return False
    if day == 0:
        return zero_allowed
    leap = year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)
    return day <= (28 if month == 2 and not leap else _DAYS[month - 1])


def _short_day(value: str, *, zero_allowed: bool) -> bool:
    # The century a two-digit year stands for depends on today; 2000 and all its neighbours divisible by four
    # within reach are leap years, so the day can be judged without a clock.
    return _is_day(2000 + int(value[:2]), int(value[2:4]), int(value[4:]), zero_allowed=zero_allowed)


def _long_day(value: str) -> bool:
    return _is_day(int(value[:4]), int(value[4:6]), int(value[6:]), zero_allowed=False)


def _is_iban(value: str) -> bool:
    if not _IBAN.fullmatch(value):
        return False
    turned = value[4:] + value[:4]
    return int("".join(str(int(letter, 36)) for letter in turned)) % 97 == 1


def _piece_of_total(value: str) -> bool:
    half = len(value) // 2
    piece, total = int(value[:half]), int(value[half:])
    return 0 < piece <= total


def _birth_place(value: str) -> bool:
    found = re.fullmatch(r"([1-9])/([1-9])", value)
    return found is not None and found[1] <= found[2]


CHECKS: dict[str, Check] = {
    "csum": _must(fits, "số kiểm tra ở cuối không đúng"),
    "csumalpha": _must(pair_fits, "hai ký tự kiểm tra ở cuối không đúng"),
    "gcppos1": _must(
        lambda value: is_digits(value[:_PREFIX]), "phải bắt đầu bằng mã doanh nghiệp GS1 toàn số"
    ),
    "gcppos2": _must(
        lambda value: is_digits(value[1 : 1 + _PREFIX]), "từ số thứ hai phải là mã doanh nghiệp GS1 toàn số"
    ),
    "yymmd0": _must(
        lambda value: _short_day(value, zero_allowed=True), "không phải ngày năm-tháng-ngày có thật"
    ),
    "yymmdd": _must(
        lambda value: _short_day(value, zero_allowed=False), "không phải ngày năm-tháng-ngày có thật"
    ),
    "yyyymmdd": _must(_long_day, "không phải ngày năm-tháng-ngày có thật"),
    "hhmi": _must(lambda value: int(value[:2]) < 24 and int(value[2:]) < 60, "không phải giờ-phút"),
    "hh": _must(lambda value: int(value) < 24, "giờ phải từ 00 đến 23"),
    "mi": _must(lambda value: int(value) < 60, "phút phải từ 00 đến 59"),
    "ss": _must(lambda value: int(value) < 60, "giây phải từ 00 đến 59"),
    "iso3166": _must(COUNTRIES_NUMERIC.__contains__, "không phải mã nước ISO 3166 ba chữ số"),
    "iso3166999": _must(
        lambda value: value == "999" or value in COUNTRIES_NUMERIC, "không phải mã nước ISO 3166 ba chữ số"
    ),
    "iso3166alpha2": _must(COUNTRIES_ALPHA2.__contains__, "không phải mã nước ISO 3166 hai chữ cái"),
    "iso4217": _must(CURRENCIES_NUMERIC.__contains__, "không phải mã tiền tệ ISO 4217 ba chữ số"),
    "iso5218": _must(lambda value: value in "0129", "giới tính phải là 0, 1, 2 hoặc 9"),
    "iban": _must(_is_iban, "số tài khoản IBAN không đúng số kiểm tra"),
    "latitude": _must(lambda value: int(value) <= 1_800_000_000, "vĩ độ quá 180 độ sau khi dời gốc"),
    "longitude": _must(lambda value: int(value) <= 3_600_000_000, "kinh độ quá 360 độ"),
    "mediatype": _must(
        lambda value: 1 <= int(value) <= 10 or 80 <= int(value) <= 99,
        "loại phương tiện phải từ 01–10 hoặc 80–99",
    ),
    "pcenc": _must(
        lambda value: _PERCENT.search(value) is None, "dấu % phải đi cùng hai chữ số thập lục phân"
    ),
    "pieceoftotal": _must(_piece_of_total, "số thứ tự mảnh phải từ 1 đến tổng số mảnh"),
    "posinseqslash": _must(_birth_place, "phải có dạng thứ tự/tổng số, như 1/2"),
    "winding": _must(lambda value: value in "019", "chiều cuộn phải là 0, 1 hoặc 9"),
    "yesno": _must(lambda value: value in "01", "phải là 0 hoặc 1"),
    "zero": _must(lambda value: set(value) == {"0"}, "phải là số 0"),
    "nonzero": _must(lambda value: bool(set(value) - {"0"}), "không được bằng 0"),
    "nozeroprefix": _must(
        lambda value: value == "0" or not value.startswith("0"), "không được bắt đầu bằng số 0"
    ),
    "hasnondigit": _must(lambda value: not is_digits(value), "phải có ít nhất một ký tự không phải chữ số"),
    "hyphen": _must(lambda value: value == "-", "chỉ được là dấu trừ"),
}
# Named by the table, without a rule here: importer index, package type and the two coupon forms are kept as
# they are, within their characters and length. The coupons are used in North America only.
UNCHECKED = frozenset({"importeridx", "packagetype", "couponcode", "couponposoffer"})
