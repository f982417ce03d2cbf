"""The agencies of the organisation section: where each one's part begins, and their names."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from nscl.plandoc.source import Document
from nscl.plandoc.structure import Outline, Section
from nscl.plandoc.wording import plain

# Names that hold commas of their own.
_WHOLE = re.compile(
    r"các sở, ban, ngành(?:, đoàn thể)?(?: liên quan| tỉnh)?|các sở, ngành(?: liên quan)?|sở, ban, ngành"
    r"|(?:ubnd|ủy ban nhân dân)(?: các)? (?:quận|huyện|thành phố|thị xã|xã|phường)"
    r"(?:(?:, | và )(?:quận|huyện|thành phố|thị xã|thị trấn|thị|xã|phường|đặc khu)(?! [a-zà-ỹđ]*\.))*"
    r"|văn h[oó]á?a?,? thể thao và du lịch|văn hóa, thể thao|lao động,? thương binh và xã hội"
    r"|trường đại học, cao đẳng"
    r"|tổ chức, doanh nghiệp"
)
_SPLIT = re.compile(
    r"\s*;\s*|\s*,\s*|\s+và\s+(?=\x00|(?:UBND|Ủy ban|các |Sở|Hội|Hiệp|Liên minh|Ban|Báo|Đài))"
)
_EACH_OFFICE = re.compile(r"^các sở(?:,? ban)?(?:,? ngành)?(?: liên quan)?\s*(?:gồm|như)?\s*$")
_OFFICE_FIELD = re.compile(
    r"\s*(?:sở )?(?:công thương|nông nghiệp|y tế|xây dựng|giáo dục|giao thông|lao động|văn hóa|tài chính"
    r"|kế hoạch và|thông tin và"
    r"|tài nguyên|nội vụ|tư pháp|du lịch|khoa học|ngoại vụ|dân tộc)"
)
_OFFICE_NAMES = {
    "giao thông vận tải": "Giao thông vận tải",
    "giáo dục đào tạo": "Giáo dục và Đào tạo",
    "lao động thương binh và xã hội": "Lao động - Thương binh và Xã hội",
    "văn hóa thể thao và du lịch": "Văn hóa, Thể thao và Du lịch",
    "văn hóa, thể thao và du lịch": "Văn hóa, Thể thao và Du lịch",
    "nông nghiệp và phát triển nông thôn": "Nông nghiệp và Phát triển nông thôn",
}
_ROLE_BY_NAME: tuple[tuple[str, str], ...] = (
    ("steering", r"ban điều hành|ban chỉ đạo"),
    ("lead", r"khoa học và công nghệ|khoa học, công nghệ|khcn|kh&cn"),
    ("finance", r"sở tài chính|kế hoạch và đầu tư|kho bạc"),
    ("comms", r"thông tin và truyền thông|đài phát thanh|\bbáo\b|cơ quan thông tin"),
    (
        "beneficiary",
        r"^(?:các )?(?:doanh nghiệp|tổ chức, doanh nghiệp|đơn vị thụ hưởng|tổ chức, cá nhân|hợp tác xã)",
    ),
)
_ROLE_ROWS = tuple((role, re.compile(words)) for role, words in _ROLE_BY_NAME)
_LEADS = re.compile(r"cơ quan (?:đầu mối|thường trực|chủ trì)|chủ trì, phối hợp")
_NOT_AN_OFFICE = re.compile(
    r"^(?:kinh phí|nguồn|chế độ|thời gian|tiến độ|kế hoạch|nhiệm vụ|phân công|công tác|giải pháp|kiểm tra"
    r"|sơ kết)"
)

_OPENS_OFFICE = re.compile(
    r"(?:giao |đề nghị |yêu cầu )?(?:các )?(?:sở|ubnd|ủy ban|ban |đài|báo |liên minh|hiệp hội|hội |chi cục"
    r"|phòng |công an|cục "
    r"|doanh nghiệp|tổ chức, doanh nghiệp|trường|viện|ngân hàng|kho bạc|văn phòng|trung tâm|mặt trận"
    r"|đơn vị|cơ quan|địa phương)"
)
_DUTY_VERB = re.compile(
    r"\s*[,:]?\s+(?=(?:là cơ quan|có trách nhiệm|chịu trách nhiệm|chủ trì|chủ động|phối hợp|bố trí"
    r"|tham mưu|căn cứ|thẩm định|hướng dẫn"
    r"|lập |xây dựng (?:kế hoạch|dự toán)|tổ chức (?:thực hiện|triển khai|tuyên truyền)|triển khai"
    r"|tuyên truyền|đẩy mạnh|cân đối"
    r"|hàng năm|hằng năm|hằng quý|định kỳ|theo dõi|tích cực|tổng hợp|thực hiện)\b)"
)
_LEADING_VERB = re.compile(r"^(?:giao|đề nghị|yêu cầu)\s+", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Office:
    """One entry of the organisation section: who, and where the text of the duties begins."""

    section: Section
    agencies: list[str]
    duty_start: int


def offices(document: Document, outline: Outline) -> list[Office]:
    """The entries of the organisation section in order.

    Reads headings (“1. Sở Tài chính”), headings with the duty after a colon, and sentences or bullets that
    open with an agency (“Giao Sở Tài chính bố trí …”).
    """
    found = []
    for region in outline.all("organisation"):
        for section in _entries(region):
            office = _office_of(document, section)
            if office is not None:
                found.append(office)
    return found


def _entries(region: Section) -> Iterator[Section]:
    for child in region.children:
        title = plain(child.title)
        if child.role == "organisation" or re.match(r"(?:phân công|trách nhiệm)\b", title):
            yield from _entries(child)
        elif child.style in ("colon", "table") or _NOT_AN_OFFICE.match(title):
            continue
        elif child.style == "text" and child is region.children[-1]:
            continue  # the closing paragraph speaks to everybody
        else:
            yield child


def _office_of(document: Document, section: Section) -> Office | None:
    text = document.text[section.text_start : section.text_end]
    words = plain(text)
    if section.title and section.own_start < section.text_end:
        spelt = _spelt_offices(document, section)
        heading = f"{section.title}: {spelt}" if spelt else section.title
        start = section.text_end if spelt else section.own_start
        if not _DUTY_VERB.search(plain(heading)) or spelt:
            return Office(section, agencies_of(heading), start)
    if not _OPENS_OFFICE.match(words):
        return (
            Office(section, agencies_of(section.title), section.text_end)
            if section.is_numbered and section.title
            else None
        )
    verb = _DUTY_VERB.search(words)
    if verb is None:
        named = section.title if section.title and len(words.split()) <= 40 else ""
        return Office(section, agencies_of(named), section.text_end) if named else None
    return Office(section, agencies_of(text[: verb.start()]), section.text_start + verb.end())


def _spelt_offices(document: Document, section: Section) -> str:
    """The fields that “Các Sở:” introduces; empty when a duty stands after the colon."""
    if not _EACH_OFFICE.match(plain(section.title)):
        return ""
    own = document.text[section.own_start : section.text_end].strip()
    return own if _OFFICE_FIELD.match(plain(own)) else ""


def agencies_of(title: str) -> list[str]:
    """The agencies of a heading, names with commas kept whole, “Các Sở: A, B” spelt out.

    >>> agencies_of("Các sở, ngành và UBND các huyện, thành phố")
    ['Các sở, ngành', 'UBND các huyện, thành phố']
    >>> agencies_of("Các Sở: Công Thương, Y tế")
    ['Sở Công Thương', 'Sở Y tế']
    """
    title = _LEADING_VERB.sub("", title.strip())
    head, colon, rest = title.partition(":")
    spelt = colon and _EACH_OFFICE.match(plain(head))
    names = _names(rest if spelt else title.replace(":", ","))
    if spelt:
        return [_office(name) for name in names]
    return [re.sub(r"^Các (?=doanh nghiệp)", "", name) for name in names]


def _names(text: str) -> list[str]:
    kept: list[str] = []

    def keep(match: re.Match[str]) -> str:
        kept.append(text[match.start() : match.end()])
        return "\x00" * (match.end() - match.start())

    masked = _WHOLE.sub(keep, plain(text))
    masked = "".join(c if m != "\x00" else m for c, m in zip(text, masked, strict=True))
    names = []
    for piece in _SPLIT.split(masked):
        while "\x00" in piece:
            run = re.search("\x00+", piece)
            assert run is not None
            piece = piece[: run.start()] + kept.pop(0) + piece[run.end() :]
        if piece.strip(" .;,"):
            names.append(piece.strip(" .;,"))
    return names


def _office(name: str) -> str:
    words = plain(name)
    full = _OFFICE_NAMES.get(words.replace("hoá", "hóa"), name)
    return (
        full
        if re.match(
            r"^(?:sở|ban|hội|đài|báo|liên|công an|ngân hàng|cục|chi cục|trường|ubnd|văn phòng)\b", words
        )
        else f"Sở {full}"
    )


def role_of(agency: str, duties: list[str]) -> str:
    """The part an agency plays, told by its name, else by its first duty.

    >>> role_of("Sở Tài chính", []), role_of("UBND các huyện", [])
    ('finance', 'coordinate')
    """
    words = plain(agency)
    for role, pattern in _ROLE_ROWS:
        if pattern.search(words):
            return role
    return (
        "lead"
        if duties and _LEADS.search(plain(duties[0])) and "đầu mối" in plain(duties[0])
        else "coordinate"
    )
