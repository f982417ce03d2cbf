"""Telephone numbers of Viet Nam, in the one form that is stored: 0 and the national number.

Mobile numbers have ten digits since 15 September 2018 (the eleven-digit prefixes 012x, 016x, 018x, 0199 were
rewritten), landlines eleven since 17 June 2017 (area codes 02x, Decision 2036/QĐ-BTTTT of 21 November 2016).
Old numbers still stand in the lists people keep; they are read as today's and the change is reported.
"""

import re
from dataclasses import dataclass
from typing import Literal

from nscl.vietnamese.errors import UnreadablePhone, quoted
from nscl.vietnamese.fold import squash

PhoneKind = Literal["mobile", "landline", "hotline"]

# The prefix of eleven digits before 15 September 2018 → of ten digits since.
_MOBILE_RENAMED = {
    "0120": "070", "0121": "079", "0122": "077", "0126": "076", "0128": "078",
    "0123": "083", "0124": "084", "0125": "085", "0127": "081", "0129": "082",
    "0162": "032", "0163": "033", "0164": "034", "0165": "035",
    "0166": "036", "0167": "037", "0168": "038", "0169": "039",
    "0186": "056", "0188": "058", "0199": "059",
}  # fmt: skip
# The area code before 2017 → since, by the three days of the change; four provinces kept theirs.
_AREA_RENAMED = {
    "022": "0212", "0231": "0213", "020": "0214", "0230": "0215", "029": "0216", "052": "0232", "053": "0233",
    "054": "0234", "0510": "0235", "0511": "0236", "037": "0237", "038": "0238", "039": "0239",
    "033": "0203", "0240": "0204", "025": "0205", "026": "0206", "027": "0207", "0280": "0208",
    "0281": "0209", "0320": "0220", "0321": "0221", "0241": "0222", "031": "0225", "0351": "0226",
    "036": "0227", "0350": "0228", "030": "0229", "0780": "0290", "0781": "0291", "0710": "0292",
    "0711": "0293", "074": "0294", "076": "0296", "077": "0297", "079": "0299",
    "04": "024", "08": "028", "061": "0251", "062": "0252", "064": "0254", "055": "0255", "056": "0256",
    "057": "0257", "058": "0258", "068": "0259", "060": "0260", "0501": "0261", "0500": "0262", "063": "0263",
    "059": "0269", "070": "0270", "0651": "0271", "072": "0272", "073": "0273", "0650": "0274", "075": "0275",
    "066": "0276", "067": "0277",
}  # fmt: skip
_AREAS = frozenset(_AREA_RENAMED.values()) | {"0210", "0211", "0218", "0219"}

_MOBILE = re.compile(r"0(?:3[2-9]|5[125689]|7[06-9]|8[1-9]|9[0-9])[0-9]{7}")
_HOTLINE = re.compile(r"1[89]00[0-9]{4}(?:[0-9]{2})?")
_LABEL = re.compile(
    r"(?:số )?(?:điện thoại|đt|sđt|đtdđ|dđ|tel|phone|mobile|hotline|cố định|di động)\b[\s.:]*", re.I
)
_EXTENSION = re.compile(r"[\s,;(-]*(?:máy lẻ|số lẻ|ext\.?|x)[\s.:]*[0-9]{1,5}\)?$", re.I)
_SCIENTIFIC = re.compile(r"[0-9](?:[.,][0-9]+)?E\+?[0-9]+", re.I)
_SEPARATORS = re.compile(r"[\s.\-\u2010-\u2015()]+")
# An area code set apart: in brackets, or the two-digit ones of the two cities before a gap.
_AREA_APART = re.compile(r"\((0[0-9]{1,3})\)|(0[48])(?=[\s.\-])")
_BETWEEN_NUMBERS = re.compile(
    r"\s*(?:[/;,&\n]|\bhoặc\b|\bvà\b|\s[-\u2010-\u2015]\s|(?<=[0-9]{8})[-\u2010-\u2015](?=[0-9]{8}))\s*", re.I
)


@dataclass(frozen=True)
class PhoneNumber:
    """A number that can be dialled inside the country; `warnings` tell what was changed to make it so."""

    kind: PhoneKind
    canonical: str
    printed: str
    warnings: tuple[str, ...] = ()


def parse_phone(value: str | int | float) -> PhoneNumber:
    """The telephone number in a text or a number cell.

    Reads `+84`, `0084`, brackets, spaces, dots, dashes, a label before (`ĐT:`), an extension after (`máy lẻ
    12`, dropped and reported), hotlines 1800 and 1900. A leading zero lost in a number cell is put back and
    reported, for no digit is missing. Raises `UnreadablePhone` for foreign numbers, wrong lengths, prefixes
    that nobody has, and for several numbers in one place (the first of them is then the `suggestion`).

    >>> parse_phone("+84 912 345 678").canonical, parse_phone("0168.345.6789").canonical
    ('0912345678', '0383456789')
    >>> parse_phone("(020) 3840 123").warnings
    ('Số “(020) 3840 123” mang mã vùng cũ 020, nay là 0214.',)
    """
    printed = squash(value).removeprefix("'").strip() if isinstance(value, str) else _of_number(value)
    text = _LABEL.sub("", printed)
    _refuse_what_no_phone_is(printed, text)
    bare = _EXTENSION.sub("", text)
    notes = () if bare == text else (f"Đã bỏ máy lẻ trong số {quoted(printed)}.",)
    digits, mended = _national(bare, printed)
    apart = _AREA_APART.match(bare.strip())
    kind, canonical, renamed = _dialled(digits, (apart[1] or apart[2]) if apart else None, printed)
    return PhoneNumber(kind, canonical, printed, notes + mended + renamed)


def _of_number(value: int | float) -> str:
    if isinstance(value, bool) or not 0 < value < 10**15 or value != int(value):
        raise UnreadablePhone(f"Ô số {value} không phải là số điện thoại; hãy định dạng ô kiểu văn bản.")
    return str(int(value))


def _refuse_what_no_phone_is(printed: str, text: str) -> None:
    if not text:
        raise UnreadablePhone("Ô trống, chưa có số điện thoại.")
    if _SCIENTIFIC.fullmatch(text):
        raise UnreadablePhone(
            f"{quoted(printed)} là số điện thoại đã bị Excel rút gọn nên mất chữ số; "
            "hãy định dạng cột kiểu văn bản rồi nhập lại."
        )
    parts = [part for part in _BETWEEN_NUMBERS.split(text) if len(re.sub(r"[^0-9]", "", part)) >= 8]
    if len(parts) > 1:
        raise UnreadablePhone(
            f"Ô {quoted(printed)} có nhiều số điện thoại; mỗi ô chỉ ghi một số.", _first_readable(parts)
        )


def _first_readable(parts: list[str]) -> str | None:
    for part in parts:
        try:
            return parse_phone(part).canonical
        except UnreadablePhone:
            continue
    return None


def _national(text: str, printed: str) -> tuple[str, tuple[str, ...]]:
    """The digits with their leading 0, and the note when a lost one was put back."""
    digits = _SEPARATORS.sub("", re.sub(r"\.0$", "", text))
    for international in ("+84", "0084"):
        if digits.startswith(international):
            return "0" + digits.removeprefix(international).removeprefix("0"), ()
    if digits.startswith("+") or (digits.startswith("00") and digits.isdigit()):
        raise UnreadablePhone(f"Số {quoted(printed)} là số nước ngoài; hãy ghi số liên hệ ở Việt Nam.")
    if not re.fullmatch("[0-9]+", digits):
        raise UnreadablePhone(f"{quoted(printed)} không phải là số điện thoại; hãy ghi như 0912345678.")
    if digits.startswith("0") or _HOTLINE.fullmatch(digits):
        return digits, ()
    if digits.startswith("84") and len(digits) in (11, 12):
        return "0" + digits[2:], ()
    return "0" + digits, (f"Đã thêm số 0 ở đầu số {quoted(printed)}.",)


def _dialled(digits: str, area_apart: str | None, printed: str) -> tuple[PhoneKind, str, tuple[str, ...]]:
    """Today's number. A bracketed area code decides between an old landline and a mobile that look alike."""
    if _HOTLINE.fullmatch(digits):
        return "hotline", digits, ()
    old_landline = _old_landline(digits, printed)
    if area_apart in _AREA_RENAMED and old_landline is not None:
        return old_landline
    if _MOBILE.fullmatch(digits):
        return "mobile", digits, ()
    if len(digits) == 11 and digits[:4] in _MOBILE_RENAMED:
        renamed = _MOBILE_RENAMED[digits[:4]]
        note = f"Số {quoted(printed)} mang đầu số cũ {digits[:4]}, nay là {renamed}."
        return "mobile", renamed + digits[4:], (note,)
    if _is_landline(digits):
        return "landline", digits, ()
    if old_landline is not None:
        return old_landline
    raise _unreadable(digits, printed)


def _is_landline(digits: str) -> bool:
    """An area code of today and a number that does not begin with 0 or 1, eleven digits together."""
    area = digits[:3] if digits[:3] in _AREAS else digits[:4]
    return len(digits) == 11 and area in _AREAS and digits[len(area)] > "1"


def _old_landline(digits: str, printed: str) -> tuple[PhoneKind, str, tuple[str, ...]] | None:
    for length in (4, 3, 2):
        area = _AREA_RENAMED.get(digits[:length])
        if area is not None and _is_landline(area + digits[length:]):
            note = f"Số {quoted(printed)} mang mã vùng cũ {digits[:length]}, nay là {area}."
            return "landline", area + digits[length:], (note,)
    return None


def _unreadable(digits: str, printed: str) -> UnreadablePhone:
    if len(digits) not in (10, 11):
        return UnreadablePhone(
            f"Số điện thoại {quoted(printed)} có {len(re.sub('[^0-9]', '', printed))} chữ số; "
            "số di động có 10 số, số cố định kèm mã vùng có 11 số."
        )
    return UnreadablePhone(f"Không có đầu số hay mã vùng nào như {quoted(printed)}; hãy kiểm tra lại.")
