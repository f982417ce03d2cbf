"""Numbers of administrative, legal and Party documents, as found in a text and in their proper form.

Forms: `79/KH-UBND`, `80/2021/NĐ-CP`, `55/2015/TTLT-BTC-BKHCN`, `202/2025/QH15`, `123/UBND-KGVX` (công văn: no
type code) and `52-NQ/TW` (Party: the type after a hyphen). Source: Decree 30/2020/NĐ-CP Appendix III for the
administrative codes; a number alone is no identity, the issuer and the date belong to it.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from nscl.vietnamese.errors import UnreadableDocumentNumber, quoted
from nscl.vietnamese.fold import fold, nfc_with_map, squash

# Code → kind of document.
DOCUMENT_TYPES = {
    "NQ": "nghị quyết",
    "QĐ": "quyết định",
    "CT": "chỉ thị",
    "QC": "quy chế",
    "QyĐ": "quy định",
    "TC": "thông cáo",
    "TB": "thông báo",
    "HD": "hướng dẫn",
    "CTr": "chương trình",
    "KH": "kế hoạch",
    "PA": "phương án",
    "ĐA": "đề án",
    "DA": "dự án",
    "BC": "báo cáo",
    "BB": "biên bản",
    "TTr": "tờ trình",
    "HĐ": "hợp đồng",
    "CĐ": "công điện",
    "BGN": "bản ghi nhớ",
    "BTT": "bản thỏa thuận",
    "GUQ": "giấy ủy quyền",
    "GM": "giấy mời",
    "GGT": "giấy giới thiệu",
    "GNP": "giấy nghỉ phép",
    "PG": "phiếu gửi",
    "PC": "phiếu chuyển",
    "PB": "phiếu báo",
    "NĐ": "nghị định",
    "TT": "thông tư",
    "TTLT": "thông tư liên tịch",
    "NQLT": "nghị quyết liên tịch",
    "VBHN": "văn bản hợp nhất",
    "PL": "pháp lệnh",
    "L": "luật",
    "CTrLT": "chương trình liên tịch",
    "KHLT": "kế hoạch liên tịch",
}
PARTY_TYPES = {
    "NQ": "nghị quyết",
    "CT": "chỉ thị",
    "KL": "kết luận",
    "QĐ": "quyết định",
    "QĐi": "quy định",
    "QC": "quy chế",
    "TB": "thông báo",
    "HD": "hướng dẫn",
    "CTr": "chương trình",
    "CTHĐ": "chương trình hành động",
    "KH": "kế hoạch",
    "ĐA": "đề án",
    "BC": "báo cáo",
    "TTr": "tờ trình",
    "CV": "công văn",
}
# Issuers whose code is often typed with the wrong case or without its mark.
_ISSUERS = ("UBND", "HĐND", "TTg", "CP", "VPCP", "TW", "TU", "UBTVQH")
_TYPES, _PARTY_TYPES = tuple(DOCUMENT_TYPES), tuple(PARTY_TYPES)
# A unit's code after the hyphen of a công văn (`UBND-TH`) may look like a type; these cannot be a unit.
_NEVER_A_UNIT = {"QĐ", "NQ", "KH", "NĐ", "TT", "TTLT", "TTr", "CTr"}


@dataclass(frozen=True)
class DocumentNumber:
    """One document number, `printed` as it stands in the text (NFC).

    `number` is None when the document leaves it blank, `type_code` None for a công văn and for an act of the
    National Assembly; `party` says that a hyphen joins number and type."""

    number: str | None
    year: int | None
    type_code: str | None
    issuer_code: str
    printed: str
    well_formed: bool
    party: bool = False

    @property
    def normal(self) -> str:
        """The proper form, which is what a malformed number should read (`46/2016/QĐ-UBND`)."""
        number = self.number or ""
        if self.party:
            return f"{number}-{self.type_code}/{self.issuer_code}"
        code = f"{self.type_code}-{self.issuer_code}" if self.type_code else self.issuer_code
        return f"{number}/{self.year}/{code}" if self.year else f"{number}/{code}"

    @property
    def is_blank(self) -> bool:
        """True when the number itself is not filled in."""
        return self.number is None


@dataclass(frozen=True)
class DocumentNumberMatch(DocumentNumber):
    """A document number and its place in a running text."""

    start: int = 0
    end: int = 0


_GAP = r"[\s*_]{0,6}"
_SLASH = rf"{_GAP}/{_GAP}"
_DASH = r"[-\u2010-\u2015]"
_LETTER, _ANY_LETTER = "[A-ZĐƯÔƠÂĂÊ]", "[A-Za-zĐđƯÔƠÂĂÊ0-9&]"
_WORD = rf"{_LETTER}{_ANY_LETTER}*+"
# A scan may leave spaces around the first hyphen; what follows must begin like a code and not like a name.
_CODE = rf"{_WORD}{_GAP}{_DASH}{_GAP}(?={_LETTER}{{2}}){_WORD}(?:{_DASH}{_WORD})*"
_ACT = r"(?:QH|UBTVQH)[0-9]{1,2}"
_BEFORE = r"(?<![0-9A-Za-z])(?<![0-9][/:.,-])"
_BLANK = r"(?:(?<=số)|(?<=số:))[\s*_.…]{0,24}(?=/)"
_ADMINISTRATIVE = (
    rf"(?:{_BEFORE}(?P<number>[0-9]{{1,6}}[a-z]?)|{_BLANK})"
    rf"{_SLASH}(?:(?P<year>[12][0-9]{{3}}){_SLASH})?(?P<code>{_CODE}|{_ACT})(?![\w&])"
)
_PARTY_FORM = (
    rf"{_BEFORE}(?P<party_number>[0-9]{{1,5}}){_GAP}{_DASH}{_GAP}"
    rf"(?P<party_type>{_LETTER}[A-Za-zĐđ]{{0,3}}){_SLASH}(?P<party_issuer>[A-ZĐ]{{0,8}}(?:TW|TU|ĐU|HU))(?!\w)"
)
_FORMS = f"{_ADMINISTRATIVE}|{_PARTY_FORM}"
_IN_TEXT = re.compile(_FORMS.replace("số", "[Ss][Ốố]"))
_TYPED = re.compile(_FORMS, re.IGNORECASE)
_HYPHEN = re.compile(rf"{_GAP}{_DASH}{_GAP}")
_LAYOUT = re.compile(r"[\s*_.…]+")


@lru_cache(maxsize=1000)
def _listed(code: str, codes: tuple[str, ...]) -> str | None:
    """The listed code that was meant: the same one, else the only one but for case, else but for marks."""
    for same in (str, str.lower, fold):
        meant = [listed for listed in codes if same(listed) == same(code)]
        if len(meant) == 1:
            return meant[0]
    return None


def _issuer(parts: Sequence[str]) -> str:
    return "-".join(_listed(part, _ISSUERS) or part for part in parts)


def _administrative(code: str, year: int | None) -> tuple[str | None, str]:
    """Type and issuer of the code after the last slash; a swapped pair (`UBND-QĐ`) is put right."""
    parts = _HYPHEN.split(code)
    if len(parts) == 1:
        return None, code
    first, last = _listed(parts[0], _TYPES), _listed(parts[-1], _TYPES)
    if first:
        return first, _issuer(parts[1:])
    if last and (year is not None or last in _NEVER_A_UNIT):
        return last, _issuer(parts[:-1])
    return None, "-".join([_issuer(parts[:1]), *parts[1:]])


def _document(match: re.Match[str]) -> DocumentNumber:
    printed = match[0].strip(" *_.…\n\t\u00a0")
    year = int(match["year"]) if match["year"] else None
    if match["party_number"]:
        number, issuer, party = match["party_number"], match["party_issuer"].upper(), True
        type_code: str | None = _listed(match["party_type"], _PARTY_TYPES) or match["party_type"]
    else:
        number, party = match["number"], False
        type_code, issuer = _administrative(match["code"], year)
    document = DocumentNumber(number, year, type_code, issuer, printed, True, party)
    as_typed = _LAYOUT.sub("", _HYPHEN.sub("-", printed))
    known = type_code is None or type_code in (PARTY_TYPES if party else DOCUMENT_TYPES)
    return replace(document, well_formed=known and as_typed == document.normal)


def find_document_numbers(text: str) -> list[DocumentNumberMatch]:
    """The document numbers in a text, in order; a number left blank is found after `Số`.

    Spaces, line breaks and bold marks inside are allowed and kept in `printed`. `well_formed` is False for
    swapped, mistyped or unknown codes, and `normal` is then the proper form as far as it can be told.

    >>> found = find_document_numbers("Số: **8206** /KH-UBND; Quyết định số 46/2016/UBND-QĐ")
    >>> [(number.normal, number.well_formed) for number in found]
    [('8206/KH-UBND', True), ('46/2016/QĐ-UBND', False)]
    """
    composed, offsets = nfc_with_map(text)
    found = []
    for match in _IN_TEXT.finditer(composed):
        document = _document(match)
        at = match.start() + match[0].index(document.printed)
        start, end = offsets[at], offsets[at + len(document.printed)]
        found.append(DocumentNumberMatch(**vars(document), start=start, end=end))
    return found


def parse_document_number(text: str) -> DocumentNumber:
    """The document number that the text is, `Số:` or the kind of document before it allowed.

    Raises `UnreadableDocumentNumber` when it holds none or more than the number.

    >>> parse_document_number("Số: 79/KH-UBND").issuer_code, parse_document_number("52-NQ/TW").type_code
    ('UBND', 'NQ')
    """
    printed = squash(text)
    match = _TYPED.search(printed)
    before = fold(printed[: match.start()]).rstrip(" :*_") if match else ""
    if (
        match is None
        or match.end() < len(printed.rstrip(" *_"))
        or not (before == "" or before.endswith("so"))
    ):
        raise UnreadableDocumentNumber(f"Không đọc được số văn bản {quoted(text)}; hãy viết như 79/KH-UBND.")
    return _document(match)
