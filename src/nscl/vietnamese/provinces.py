"""The provinces before and after 1 July 2025, and which became which.

A code alone is no identity: 15 was Yên Bái and is Lào Cai. Rows stand from `valid_from` up to, not including,
`valid_to`. Sources: Resolution 202/2025/QH15 for the mergers; codes of the statistics office (Decision
19/2025/QĐ-TTg for the present ones); Resolution 15/2008/QH12 for the day from which the list of 63 stood.
"""

from dataclasses import dataclass, replace
from datetime import date
from typing import Literal

from nscl.vietnamese.errors import UnknownProvince
from nscl.vietnamese.fold import fold

Kind = Literal["tỉnh", "thành phố"]

REFORM_DATE = date(2025, 7, 1)
REFORM_INSTRUMENT = "202/2025/QH15"
_LIST_OF_63_SINCE = date(2008, 8, 1)


@dataclass(frozen=True)
class Province:
    """A province or centrally-run city. Name and kind are those of 2020 for a former unit and of today for a
    present one; `as_of` gives those of another day."""

    code: str
    name: str
    kind: Kind
    valid_from: date
    valid_to: date | None

    @property
    def full_name(self) -> str:
        """`tỉnh Lào Cai`, `thành phố Huế`."""
        return f"{self.kind} {self.name}"

    def stands_on(self, on: date) -> bool:
        """Whether the unit exists on that day."""
        return self.valid_from <= on and (self.valid_to is None or on < self.valid_to)


@dataclass(frozen=True)
class Succession:
    """The unit with `old_code` became (part of) that with `new_code`; `merged` when several became it."""

    old_code: str
    new_code: str
    merged: bool
    date: date
    instrument: str


@dataclass(frozen=True)
class StatusChange:
    """A new name or kind of one unit from `date` on, without any succession."""

    code: str
    date: date
    before: tuple[str, Kind]
    after: tuple[str, Kind]
    instrument: str


_CITIES_2020 = {"01", "31", "48", "79", "92"}
_CITIES_2025 = _CITIES_2020 | {"46", "75"}

_NAMES_2020 = """
01 Hà Nội, 02 Hà Giang, 04 Cao Bằng, 06 Bắc Kạn, 08 Tuyên Quang, 10 Lào Cai, 11 Điện Biên, 12 Lai Châu,
14 Sơn La, 15 Yên Bái, 17 Hòa Bình, 19 Thái Nguyên, 20 Lạng Sơn, 22 Quảng Ninh, 24 Bắc Giang, 25 Phú Thọ,
26 Vĩnh Phúc, 27 Bắc Ninh, 30 Hải Dương, 31 Hải Phòng, 33 Hưng Yên, 34 Thái Bình, 35 Hà Nam, 36 Nam Định,
37 Ninh Bình, 38 Thanh Hóa, 40 Nghệ An, 42 Hà Tĩnh, 44 Quảng Bình, 45 Quảng Trị, 46 Thừa Thiên Huế,
48 Đà Nẵng, 49 Quảng Nam, 51 Quảng Ngãi, 52 Bình Định, 54 Phú Yên, 56 Khánh Hòa, 58 Ninh Thuận,
60 Bình Thuận, 62 Kon Tum, 64 Gia Lai, 66 Đắk Lắk, 67 Đắk Nông, 68 Lâm Đồng, 70 Bình Phước, 72 Tây Ninh,
74 Bình Dương, 75 Đồng Nai, 77 Bà Rịa - Vũng Tàu, 79 Hồ Chí Minh, 80 Long An, 82 Tiền Giang, 83 Bến Tre,
84 Trà Vinh, 86 Vĩnh Long, 87 Đồng Tháp, 89 An Giang, 91 Kiên Giang, 92 Cần Thơ, 93 Hậu Giang,
94 Sóc Trăng, 95 Bạc Liêu, 96 Cà Mau
"""

# Present code → name and the former codes it took over.
_PRESENT: dict[str, tuple[str, str]] = {
    "01": ("Hà Nội", "01"),
    "04": ("Cao Bằng", "04"),
    "08": ("Tuyên Quang", "08 02"),
    "11": ("Điện Biên", "11"),
    "12": ("Lai Châu", "12"),
    "14": ("Sơn La", "14"),
    "15": ("Lào Cai", "10 15"),
    "19": ("Thái Nguyên", "19 06"),
    "20": ("Lạng Sơn", "20"),
    "22": ("Quảng Ninh", "22"),
    "24": ("Bắc Ninh", "27 24"),
    "25": ("Phú Thọ", "25 17 26"),
    "31": ("Hải Phòng", "31 30"),
    "33": ("Hưng Yên", "33 34"),
    "37": ("Ninh Bình", "37 35 36"),
    "38": ("Thanh Hóa", "38"),
    "40": ("Nghệ An", "40"),
    "42": ("Hà Tĩnh", "42"),
    "44": ("Quảng Trị", "45 44"),
    "46": ("Huế", "46"),
    "48": ("Đà Nẵng", "48 49"),
    "51": ("Quảng Ngãi", "51 62"),
    "52": ("Gia Lai", "64 52"),
    "56": ("Khánh Hòa", "56 58"),
    "66": ("Đắk Lắk", "66 54"),
    "68": ("Lâm Đồng", "68 60 67"),
    "75": ("Đồng Nai", "75 70"),
    "79": ("Hồ Chí Minh", "79 74 77"),
    "80": ("Tây Ninh", "72 80"),
    "82": ("Đồng Tháp", "87 82"),
    "86": ("Vĩnh Long", "86 83 84"),
    "91": ("An Giang", "89 91"),
    "92": ("Cần Thơ", "92 93 94"),
    "96": ("Cà Mau", "96 95"),
}


def _kind(code: str, cities: set[str]) -> Kind:
    return "thành phố" if code in cities else "tỉnh"


PROVINCES_2020 = tuple(
    Province(code, name, _kind(code, _CITIES_2020), _LIST_OF_63_SINCE, REFORM_DATE)
    for code, name in (entry.strip().split(" ", 1) for entry in _NAMES_2020.split(","))
)
PROVINCES_2025 = tuple(
    Province(code, name, _kind(code, _CITIES_2025), REFORM_DATE, None) for code, (name, _) in _PRESENT.items()
)
SUCCESSIONS = tuple(
    Succession(old, new, merged=" " in former, date=REFORM_DATE, instrument=REFORM_INSTRUMENT)
    for new, (_, former) in _PRESENT.items()
    for old in former.split()
)
# The day and number for Huế have not been checked against the text of the resolution.
STATUS_CHANGES = (
    StatusChange("46", date(2025, 1, 1), ("Thừa Thiên Huế", "tỉnh"), ("Huế", "thành phố"), "175/2024/QH15"),
    StatusChange("75", date(2026, 4, 30), ("Đồng Nai", "tỉnh"), ("Đồng Nai", "thành phố"), "30/2026/QH16"),
)

_BY_CODE_2020 = {province.code: province for province in PROVINCES_2020}
_BY_CODE_2025 = {province.code: province for province in PROVINCES_2025}


def as_of(province: Province, on: date) -> Province:
    """The same unit under the name and kind it bears on that day.

    >>> as_of(find_province("Đồng Nai", None), date(2025, 8, 1)).kind
    'tỉnh'
    """
    for change in STATUS_CHANGES:
        if change.code == province.code:
            name, kind = change.before if on < change.date else change.after
            return replace(province, name=name, kind=kind)
    return province


def province_by_code(code: str, on: date) -> Province:
    """The unit that bears the code on that day, as of that day; `UnknownProvince` when none does.

    >>> province_by_code("15", date(2025, 6, 30)).name, province_by_code("15", date(2025, 7, 1)).name
    ('Yên Bái', 'Lào Cai')
    """
    province = (_BY_CODE_2020 if on < REFORM_DATE else _BY_CODE_2025).get(code)
    if province is None or not province.stands_on(on):
        raise UnknownProvince(f"Không có tỉnh, thành phố nào mang mã “{code}” vào ngày {on:%d/%m/%Y}.")
    return as_of(province, on)


def successor_of(code_2020: str) -> Province:
    """The present unit to which the former one belongs.

    >>> successor_of("36").name, successor_of("10").code
    ('Ninh Bình', '15')
    """
    for succession in SUCCESSIONS:
        if succession.old_code == code_2020:
            return _BY_CODE_2025[succession.new_code]
    raise UnknownProvince(f"Không có tỉnh, thành phố nào mang mã “{code_2020}” trước ngày 01/07/2025.")


def predecessors_of(code_2025: str) -> tuple[Province, ...]:
    """The former units that make up the present one, in the order of their codes.

    >>> [province.name for province in predecessors_of("37")]
    ['Hà Nam', 'Nam Định', 'Ninh Bình']
    """
    if code_2025 not in _BY_CODE_2025:
        raise UnknownProvince(f"Không có tỉnh, thành phố nào mang mã “{code_2025}” từ ngày 01/07/2025.")
    olds = sorted(succession.old_code for succession in SUCCESSIONS if succession.new_code == code_2025)
    return tuple(_BY_CODE_2020[old] for old in olds)


# ── Finding by name ────────────────────────────────────────────────────────────

# Folded letters of other spellings and short names → folded letters of the name.
_OTHER_SPELLINGS = {
    "hcm": "hochiminh",
    "brvt": "bariavungtau",
    "tthue": "thuathienhue",
    "daclac": "daklak",
    "daklac": "daklak",
    "daclak": "daklak",
    "dacnong": "daknong",
    "baccan": "backan",
    "contum": "kontum",
}
_CITY_PREFIXES = ("thanhphotructhuoctrunguong", "thanhpho", "tp")
_PROVINCE_PREFIX = "tinh"
_OFFICE_PREFIXES = ("uybannhandan", "ubnd", "hoidongnhandan", "hdnd")


def _letters(text: str) -> str:
    return "".join(c for c in fold(text) if c.isalnum())


_FORMER = {_letters(province.name): province for province in PROVINCES_2020}
_FORMER["hue"] = _BY_CODE_2020["46"]
_PRESENT_BY_NAME = {_letters(province.name): province for province in PROVINCES_2025}


def find_province(name: str, on: date | None = None) -> Province | None:
    """The unit that bears this name on that day, as of that day; None when there is none.

    Understands `tỉnh Lào Cai`, `TP. Huế`, `UBND tỉnh Nam Định`, any case, no marks, usual other spellings.
    After `thành phố` only a centrally-run city is found: `thành phố Lạng Sơn` was a town of its province.
    Without a day, present units come before former ones (`Lào Cai` is code 15, `Nam Định` is still found).

    >>> find_province("TP. Huế").code, find_province("nam dinh").code
    ('46', '36')
    >>> find_province("tỉnh Lào Cai", date(2021, 4, 22)).code, find_province("Nam Định", date(2026, 1, 1))
    ('10', None)
    """
    letters, is_city = _bare_name(name)
    letters = _OTHER_SPELLINGS.get(letters, letters)
    if on is None:
        found = _PRESENT_BY_NAME.get(letters) or _FORMER.get(letters)
    else:
        found = (_FORMER if on < REFORM_DATE else _PRESENT_BY_NAME).get(letters)
        if found is None or not found.stands_on(on):
            return None
        found = as_of(found, on)
    return None if found is None or (is_city and found.kind != "thành phố") else found


def _bare_name(name: str) -> tuple[str, bool]:
    """The folded letters of the name without office and kind, and whether the kind was `thành phố`."""
    letters = _letters(name)
    for prefix in _OFFICE_PREFIXES:
        letters = letters.removeprefix(prefix)
    for prefix in _CITY_PREFIXES:
        if letters.startswith(prefix):
            return letters.removeprefix(prefix), True
    return letters.removeprefix(_PROVINCE_PREFIX), False
