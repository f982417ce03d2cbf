"""Identity of a plan: number, date, place, issuer, province, title, signer, recipients.

What the document leaves blank stays None; nothing is filled in from elsewhere.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from typing import Any

from nscl.plandoc.places import ProvinceFacts
from nscl.plandoc.source import Document
from nscl.plandoc.structure import Outline, Region
from nscl.plandoc.wording import is_upper, plain
from nscl.vietnamese.dates import DateMatch, find_dates
from nscl.vietnamese.documents import find_document_numbers
from nscl.vietnamese.fold import fold

_NUMBER_LINE = re.compile(r"(?:^|[\s|])(Số|SỐ|số)\s*:?\s*(?=[\d\s*_.…/-])")
_BLANK_NUMBER = re.compile(r"(?:Số|SỐ|số)\s*:?[\s*_.…-]*/\s*[A-ZĐ]{2}[\wĐ&-]*")
_PLACE = re.compile(r"(?P<place>[A-ZĐÂĂÊÔƠƯÀ-Ỹ][^\d,;:|/]{1,40}?)\s*,\s*$")
_ATTACHED_NUMBER = re.compile(r"kèm theo|ban hành theo|của kế hoạch", re.IGNORECASE)
_TITLE_HEAD = re.compile(r"^(?:KẾ HOẠCH|QUYẾT ĐỊNH)\s*[:.]?\s*", re.IGNORECASE)
_ABOUT_PLAN = re.compile(
    r"^(?:về việc\s+)?(?:phê duyệt|ban hành|thông qua)\s+kế hoạch\s+(?=\w)", re.IGNORECASE
)
_TITLE_STOP = re.compile(
    r"^(?:căn cứ|thực hiện (?:các )?(?:quyết định|nghị quyết|công văn|chỉ thị|kế hoạch số)"
    r"|triển khai (?:thực hiện )?"
    r"(?:các )?(?:quyết định|nghị quyết)|\(|ủy ban nhân dân|ubnd|để |nhằm |xét |theo |ngày |-{2,}|_{2,})"
)
_TITLE_GOES_ON = re.compile(
    r"^(?:giai đoạn|trên địa bàn|đến năm|năm|tầm nhìn|định hướng|tỉnh|thành phố|của|và|cho|dựa|về|theo)\b"
)
_SCOPE = r"(?:trên địa bàn (?:tỉnh|thành phố)(?: [a-zà-ỹđ]+){1,4}?|giai đoạn \d{4}\s*-\s*\d{4})"
_INFERRED = re.compile(
    r"kế hoạch\b[^.;]{0,90}?(?:\b(?:nhằm|về việc|về)\s+|\s)(?P<title>(?:hỗ trợ|nâng cao|thực hiện"
    r"|triển khai)[^.;]{10,260}?"
    rf"{_SCOPE}(?:\s+{_SCOPE})?)(?=[.,;]|\s+(?:mục|với|nhằm|đã)\b|$)"
)
_DEPARTMENT = re.compile(r"(?:^|\s)(?:SỞ|BAN QUẢN LÝ|CHI CỤC)\s[A-ZĐÀ-Ỹ ,]+$")
_ARCHIVE = re.compile(r"^-?\s*(Lưu\s*:?.*?)[.;,\s]*$")
_POSITIONS = (
    (r"quyền chủ tịch|q\.? ?chủ tịch", "Quyền Chủ tịch"),
    (r"phó chủ tịch(?: thường trực)?", "Phó Chủ tịch"),
    (r"chủ tịch", "Chủ tịch"),
    (r"phó giám đốc(?: sở)?", "Phó Giám đốc"),
    (r"giám đốc(?: sở)?", "Giám đốc"),
    (r"phó chánh văn phòng", "Phó Chánh Văn phòng"),
    (r"chánh văn phòng", "Chánh Văn phòng"),
)
_POSITION = re.compile("|".join(rf"(?P<p{i}>{words})" for i, (words, _) in enumerate(_POSITIONS)))
_MODE = re.compile(r"(?<!\w)(TM|KT|TL|TUQ)\s?\.")
_NAME = re.compile(r"^[A-ZĐÂĂÊÔƠƯÀ-Ỹ][\wÀ-ỹ]*(?:\s+[A-ZĐÂĂÊÔƠƯÀ-Ỹ][\wÀ-ỹ]*){1,5}$")
_NOT_A_NAME = re.compile(
    r"chủ tịch|ủy ban|giám đốc|đã ký|văn phòng|kế hoạch|nơi nhận|phụ lục|hội đồng|\bsở\b"
)
_ACRONYMS = frozenset(
    [
        "UBND",
        "HĐND",
        "KH&CN",
        "KHCN",
        "ĐMST",
        "TFP",
        "ISO",
        "OCOP",
        "GRDP",
        "TCVN",
        "QCVN",
        "NSCL",
        "DNNVV",
        "HTX",
        "KPI",
        "CNTT",
        "HACCP",
        "GMP",
        "APO",
    ]
)


@dataclass(frozen=True, slots=True)
class Header:
    """What stands above the title: number and date as printed and as read."""

    number: str | None
    number_printed: str | None
    date: str | None
    date_printed: str | None
    date_partial: str | None
    place: str | None


def read_header(document: Document, outline: Outline) -> Header:
    """Number, place and date; blanks stay None, a blank day gives `date_partial`."""
    lines = _lines(document, outline.header) if outline.title_block is not None else []
    number = number_printed = None
    dated: tuple[str, DateMatch] | None = None
    for line in lines:
        if number_printed is None and (found := _number(line)):
            number, number_printed = found
        if dated is None and (match := _letter_date(line)):
            dated = (line, match)
    if dated is None:
        return Header(number, number_printed, None, None, None, None)
    line, match = dated
    place = _PLACE.search(line[: match.start])
    return Header(
        number=number,
        number_printed=number_printed,
        date=match.date.isoformat() if match.date else None,
        date_printed=match.printed,
        date_partial=match.partial if match.date is None else None,
        place=_without_number(place["place"]) if place else None,
    )


def _lines(document: Document, region: Region) -> list[str]:
    """The printed lines of a region; cells of a table are lines of their own."""
    lines: list[str] = []
    for block in document.blocks[region.first : region.last]:
        pieces = [cell.text for row in block.rows for cell in row if cell] if block.rows else [block.text]
        lines += [line.strip() for piece in pieces for line in piece.split("\n") if line.strip()]
    return lines


def _number(line: str) -> tuple[str | None, str] | None:
    mark = _NUMBER_LINE.search(line)
    if not mark:
        return None
    found = next(iter(find_document_numbers(line[mark.start() :])), None)
    if found is not None and not found.is_blank and found.start <= mark.end() - mark.start() + 12:
        return found.normal, line[mark.start(1) : mark.start() + found.end].strip()
    blank = _BLANK_NUMBER.search(line, mark.start())
    return (None, blank.group().strip()) if blank else None


def _letter_date(line: str) -> DateMatch | None:
    """The date of a letterhead: in words, after a place."""
    for match in find_dates(line):
        if fold(match.printed).startswith(("ngay", "thang")) and "," in line[: match.start][-4:]:
            return match
    return None


def _without_number(place: str) -> str:
    return re.sub(r"^.*(?:UBND|HĐND|HĐQT|S[A-ZĐ]{2,})\s+", "", place).strip(" *_-–")


# Title --------------------------------------------------------------------------------------------


def read_title(document: Document, outline: Outline, province: str | None) -> tuple[str, bool] | None:
    """The name of the plan and whether it was inferred; None when the text names no plan.

    A title in capitals is given in sentence case, names of provinces and abbreviations kept.
    """
    if outline.title_block is not None:
        printed = _printed_title(document, outline.title_block)
        if outline.is_decision:
            printed = _ABOUT_PLAN.sub("", printed) if _ABOUT_PLAN.match(printed) else ""
        if printed:
            return _sentence_case(printed, province), False
    words = plain(document.text)
    best = max(
        (m for m in _INFERRED.finditer(words)),
        key=lambda m: ("giai đoạn" in m["title"]) + ("trên địa bàn" in m["title"]),
        default=None,
    )
    if best is None:
        return None
    title = document.text[best.start("title") : best.end("title")].strip()
    return title[0].upper() + title[1:], True


def _printed_title(document: Document, at: int) -> str:
    first = document.blocks[at].text.strip()
    parts = [rest] if (rest := _TITLE_HEAD.sub("", " ".join(first.split()))) else []
    for block in document.blocks[at + 1 : at + 6]:
        text = " ".join(block.text.split())
        words = plain(text)
        if block.kind != "paragraph" or not text or re.match(r"^[-–—_=*.\s]+$", text):
            continue
        if _is_numbered(text) or (parts and _TITLE_STOP.match(words)) or text.startswith("("):
            break
        if parts and not (
            is_upper(text) and is_upper(parts[-1]) or _TITLE_GOES_ON.match(words) or text[0].islower()
        ):
            break
        if len(text) > 400 or parts and text.endswith((":", ".", ";")):
            break
        parts.append(text)
    return " ".join(parts).strip(" *.")


def _is_numbered(text: str) -> bool:
    return bool(re.match(r"^(?:[IVX]{1,5}|[A-D]|\d{1,2}|Phần \S+)\s*[.)/:]\s*\S|^Điều\s+\d", text))


def _sentence_case(title: str, province: str | None) -> str:
    if not is_upper(title):
        return title[0].upper() + title[1:]
    words = [w if w.strip('(),.“”"') in _ACRONYMS else w.lower() for w in title.split()]
    text = " ".join(words)
    for name in filter(None, [province, "Việt Nam", "Chính phủ", "Trung ương", "Thủ tướng Chính phủ"]):
        at = plain(text).find(plain(name))
        while at >= 0:
            text = text[:at] + name + text[at + len(name) :]
            at = plain(text).find(plain(name), at + len(name))
    return text[0].upper() + text[1:]


# Issuer, signer, recipients -----------------------------------------------------------------------


def read_issuer(document: Document, outline: Outline, facts: ProvinceFacts) -> str:
    """The issuing body: the letterhead's, else the People's Committee of the province."""
    for line in _lines(document, outline.header):
        if is_upper(line) and (department := _DEPARTMENT.search(line)):
            name = _sentence_case(department.group().strip(), facts.name)
            return f"{name.replace('khoa học và công nghệ', 'Khoa học và Công nghệ')} {facts.full_name}"
    return f"Ủy ban nhân dân {facts.kind} {facts.name}"


def read_signer(document: Document, outline: Outline) -> dict[str, Any] | None:
    """Name, position and capacity (TM, KT, TL, TUQ in printed order); None when nobody signed."""
    lines = _lines(document, outline.signature)
    modes: list[str] = []
    position = name = None
    for line in lines:
        words = plain(line)
        modes += [m for m in _MODE.findall(line) if m not in modes]
        found = list(_POSITION.finditer(words))
        if found and is_upper(line):
            position = _POSITIONS[int(str(found[-1].lastgroup)[1:])][1]
        elif _NAME.match(line) and not _NOT_A_NAME.search(words) and (position or modes):
            name = line.title() if is_upper(line) and len(line) > 4 else line
    if name is None or position is None:
        return None
    return {"name": name, "position": position, "mode": modes}


def read_recipients(document: Document, outline: Outline) -> tuple[list[str], str | None]:
    """The recipients in printed order and the archive line (“Lưu: …”)."""
    lines = _lines(document, outline.recipients)
    if not lines:
        return [], None
    head = re.sub(r"^\s*nơi nhận\s*:?\s*", "", lines[0], flags=re.IGNORECASE)
    entries: list[str] = []
    for line in ([head] if head else []) + lines[1:]:
        for piece in re.split(r"(?<=;)\s*(?=-|Lưu)|\s+(?=- (?:Lưu|Như|Bộ|UBND|Sở|Các))", line):
            if (
                entries
                and not re.match(r"^\s*[-–+•]|^\s*Lưu", piece)
                and not entries[-1].rstrip().endswith((";", "."))
            ):
                entries[-1] += " " + piece
            elif piece.strip():
                entries.append(piece)
    recipients, archive = [], None
    for entry in entries:
        archived = _ARCHIVE.match(entry.strip(" –•+"))
        if archived and fold(archived[1]).startswith("luu"):
            archive = archived[1].strip()
        else:
            recipients.append(entry.strip(" -–•+;.,"))
    return [r for r in recipients if r], archive


def appendix_reference(document: Document, outline: Outline) -> tuple[str | None, str | None]:
    """Number and date that the appendices say they belong to; None where they say nothing."""
    for appendix in outline.appendices:
        if appendix.attached_to is None:
            continue
        number = next((n for n in find_document_numbers(appendix.attached_to) if not n.is_blank), None)
        dated = next((d.date for d in find_dates(appendix.attached_to) if d.date), None)
        if number or dated:
            return (number.normal if number else None), (dated.isoformat() if dated else None)
    return None, None


def issued_on(header: Header) -> date | None:
    """The day of issue, or the first day of its month when the day is blank."""
    if header.date:
        return date.fromisoformat(header.date)
    return date.fromisoformat(header.date_partial + "-01") if header.date_partial else None
