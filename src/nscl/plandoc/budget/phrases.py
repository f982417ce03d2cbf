"""The words around money in running text, as data, and what a clause before an amount says."""

from __future__ import annotations

import re

from nscl.plandoc.markers import candidates
from nscl.plandoc.tables.funding import source_code
from nscl.plandoc.tables.grid import find_phase
from nscl.plandoc.wording import flat, trim

TOTAL = re.compile(
    r"\btong (?:cong|so|kinh phi|du toan|muc|nhu cau|von|nguon|muc dau tu)\b"
    r"|\bkinh phi (?:du kien )?(?:thuc hien|trien khai)\b"
    r"|\b(?:du kien|du toan|khai toan|nhu cau)(?: tong)? kinh phi\b|\btong\b"
)
# With its marks: "mỗi" is not "(đổi) mới". It sees `plain` text, the others `flat` text.
NOT_A_TOTAL = re.compile(
    r"\b(?:tối đa|không quá|không vượt|mức hỗ trợ|định mức|mỗi|từng|bình quân|tương đương)\b"
)
RATE = re.compile(r"\s*/\s*[^\W\d_]")
SHARE = re.compile(r"(?<![\d,.])(\d{1,3}(?:[.,]\d{1,2})?)\s*%")
NAMES_SOURCES = re.compile(
    r"\bnguon (?:kinh phi|von|luc|tai chinh|thuc hien|chi|ngan sach|su nghiep)\b|\b(?:tu"
    r"|bang)(?: cac)? nguon\b|^nguon\b"
    r"|\b(?:kinh phi|von)\b.{0,60}\b(?:tu|do|bang|gom|duoc bo tri)\b|\bngan sach\b.{0,40}\b(?:bao dam"
    r"|dam bao|cap)\b"
)
ABOUT_PROCEDURE = re.compile(
    r"\b(?:quan ly, su dung|quyet toan|lap du toan|tham dinh|phe duyet|muc chi|thanh toan|dinh muc)\b"
)
MANAGER = re.compile(
    r"((?:Sở|Ban|Chi cục|Văn phòng|Ủy ban|UBND)[^.;:,]{3,60}?)\s+(?:là (?:đơn vị|cơ quan) "
    r"|chịu trách nhiệm |chủ trì )?"
    r"quản lý(?:,| và)? sử dụng(?:,| và)?[^.;]{0,30}kinh phí"
)
ALLOCATES = re.compile(
    r"(?:bố trí|huy động|lồng ghép)\s+(?:nguồn\s+)?(?P<name>vốn đầu tư (?:công"
    r"|phát triển)(?:\s*\([^)]{2,20}\))?)",
    re.IGNORECASE,
)
LEADING_WORDS = re.compile(
    r"^(?:(?:trong đó|gồm|bao gồm|cụ thể|dự kiến|là|từ|do|và|với|khoảng"
    r"|nguồn(?: kinh phí| vốn)?(?: thực hiện)?\s*:"
    r"|\d[\d.,]*\s*%)[\s:,]+)+",
    re.IGNORECASE,
)
TRAILING_WORDS = re.compile(
    r"[\s,(]*\b(?:theo quy định|trong đó|hàng năm bố trí|là|khoảng|dự kiến|trị giá|đảm bảo)\b.*$",
    re.IGNORECASE,
)
# Words beside an amount that do not say what it is; what stands above does.
BARE_LABEL = re.compile(
    r"[\W\d]*(?:(?:tong|so|tien|kinh phi|du kien|bo tri|khoang|la|muc|cong|nhu cau|thuc hien)\b\W*)*"
)
# How the name of a source begins, whatever fund or donor follows; on `plain` text, for quỹ is not quy (định).
UNCOMMON_SOURCE = re.compile(
    r"(?:các )?(?:quỹ|nguồn (?:từ|thu|của|quỹ|vốn)|vốn (?:từ|của|lồng ghép)|kinh phí từ|thu từ|đóng góp)\b"
)
IN_WORDS = re.compile(r"^\s*\((?:[^()]*\bđồng\b[^()]*)\)", re.IGNORECASE)
SECOND_PART = re.compile(r"[.;\n]\s+|;\s*")


def marker_length(text: str) -> int:
    found = candidates(text)
    return found[0].length if found else 0


def last_part(label: str) -> str:
    """The words right before an amount: after the last comma when they still name a source."""
    parts = re.split(r",\s+|\bvà\s+(?=(?:nguồn|vốn|doanh nghiệp|đối ứng|ngân sách))|\btrong đó\b:?", label)
    return parts[-1] if source_code(parts[-1]) else label


def last_item(label: str) -> str:
    """The words right before an amount in a list, whatever they name."""
    return re.split(r",\s+|\btrong đó\b:?|\b(?:bao )?gồm\b:?", label)[-1]


def source_after(after: str) -> str | None:
    return source_code(source_after_text(after)) if source_after_text(after) else None


def source_after_text(after: str) -> str:
    match = re.match(r"\s*\(?(?:được )?(?:từ|do|bằng|thuộc|là)\s+([^.;,]{4,80})", after)
    return match[1] if match else ""


def phase_label(text: str) -> tuple[tuple[int, int] | None, int | None] | None:
    """The phase a clause names: its years, or its order when no years are printed."""
    words = flat(text)
    if "giai doan" not in words:
        return None
    order = re.search(r"giai doan\s+(i{1,3}|[1-3])\b(?!\s*\d)", words)
    place = (
        (["i", "ii", "iii"].index(order[1]) + 1 if order[1][0] == "i" else int(order[1])) if order else None
    )
    years = find_phase(text)
    return (years, place) if years or place else None


def only_phase(text: str) -> tuple[tuple[int, int] | None, int | None] | None:
    """The phase a paragraph speaks of throughout, when it names just one."""
    return phase_label(text) if flat(text).count("giai doan") == 1 else None


def clean_name(label: str) -> str:
    """A source's name as printed, without lead-ins, colon and legal tail."""
    start, end = trim(label, 0, len(label), " \t\n;,.:-+–•*()")
    name = (
        label[start : end + 1]
        if "(" in label[start:end] and label[end : end + 1] == ")"
        else label[start:end]
    )
    name = LEADING_WORDS.sub("", name)
    name = TRAILING_WORDS.sub("", name)
    return name.strip(" ;,.:")


def uses(after: str) -> list[str]:
    """What a source pays for, when the sentence goes on with it."""
    match = re.match(
        r"\s*,?\s*(?:để |dùng |được )?(?:chi|đối ứng|sử dụng|hỗ trợ|thực hiện|cho)\b\s*(?:cho |các "
        r"|để )?(.*)",
        after,
        re.S,
    )
    if not match:
        return []
    text = re.split(r"\.\s|\.$|\n", match[1])[0]
    return [use.strip(" .") for use in text.split(";") if len(use.strip()) > 3]
