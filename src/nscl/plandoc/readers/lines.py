"""What a single line of an official Vietnamese text looks like: marks, markers, wrapped or whole."""

from __future__ import annotations

import html
import re
import unicodedata
from dataclasses import dataclass

_SPACES = re.compile(r"[ \t\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000]+")
_INVISIBLE = re.compile("[\u00ad\u200b-\u200f\u202a-\u202e\u2060\ufeff]")
_PRIVATE_BULLET = re.compile("^\\s*[\uf000-\uf0ff]\\s*")

_EMPHASIS = re.compile(r"(?<![\w*])\*(?=\S)([^*\n]*[^*\s])\*(?![\w*])")
_HEADING_MARK = re.compile(r"^\s*#{1,6}\s+")
_QUOTE_MARK = re.compile(r"^\s*>\s?")
_ESCAPE = re.compile(r"\\([\\`*_{}\[\]()#+\-.!|>~])")
_LINK = re.compile(r"(?<!!)\[([^\]\n]+)\]\((?:https?:|/|#|mailto:)[^)\s]*\)")
_TAG = re.compile(
    r"</?(?:br|b|i|u|s|p|em|strong|span|div|font|center|sup|sub|o:p|small|big|hr)(?:\s[^<>]*)?/?>", re.I
)

_UPPER = "A-ZÀ-ỸĐ"
_CLOSED = re.compile(r"[.;:!?…]['\"”’)\]]*$|\./\.$")
_BULLET = re.compile(r"^(?:[-–—+•●○◦▪■·✓➢*]\s+\S|[-–+•●][^\W\d_])")
_NUMBERED = re.compile(
    rf"^(?:\d{{1,2}}(?:\.\d{{1,3}}){{0,5}}(?:[.)/]|\.\))(?=\s|[{_UPPER}])|\d{{1,2}}(?:\.\d{{1,2}})+\s+[{_UPPER}])"
)
_ROMAN = re.compile(rf"^[IVXLC]{{1,7}}\s*[.)\-–/:]\s*(?=[{_UPPER}])|^[IVX]{{1,5}}$")
_LETTERED = re.compile(r"^(?:[a-zđ]\s*[.)]|[A-ZĐ][.)])\s+\S|^[a-zđ]\)\S|^\([a-zđ\d]{1,2}\)\s")
_PART = re.compile(
    r"^(?:phần|chương|mục|tiểu mục|phụ lục|biểu|biểu số|bảng)\s+(?:thứ\s+)?(?:số\s+)?[\dIVXLC]+\b", re.I
)
_ARTICLE = re.compile(r"^Điều\s+\d+[a-zđ]?\s*[.:]")
_FIXED_START = re.compile(
    r"^(?:Số\s*:|Nơi nhận|Kính gửi|CỘNG HÒA|CỘNG HOÀ|Độc lập\b|Đơn vị(?: tính)?\s*:|ĐVT\s*:"
    r"|\(?Kèm theo|\(?Ban hành kèm|TM\s*\.|KT\s*\.|TL\s*\.|TUQ\s*\.|Q\s*\.\s*CHỦ"
    r"|CHỦ TỊCH|PHÓ CHỦ TỊCH|GIÁM ĐỐC|PHÓ GIÁM ĐỐC|PHỤ LỤC|BIỂU\b|TỔNG CỘNG|Tổng cộng"
    r"|Căn cứ\s+(?:Luật|Nghị|Quyết|Thông|Kế|Chỉ|Công)|[^\W\d_][^,;:\d]{1,30},\s*ngày\b)"
)
_STANDS_ALONE = re.compile(
    r"^(?:KẾ HOẠCH|QUYẾT ĐỊNH|CHƯƠNG TRÌNH|ĐỀ ÁN|PHỤ LỤC(?: [\dIVX]+)?|BIỂU|QUYẾT ĐỊNH\s*:|Nơi nhận\s*:?"
    r"|TỜ TRÌNH|BÁO CÁO|NGHỊ QUYẾT|CÔNG VĂN|THÔNG BÁO|P[Hh][Ầầ][Nn] (?:[Tt][Hh][Ứứ] \w+|[IVXA-E\d]+)"
    r"|C[Hh][Ưư][Ơơ][Nn][Gg] [IVX\d]+)$"
)
# A line that stops on one of these has been cut: Vietnamese cannot end a phrase there.
_HANGING = re.compile(
    r"(?:^|\s)(?:và|hoặc|của|cho|với|các|những|một số|mỗi|từng|theo|từ|đến|tới|trên|dưới|trong|ngoài|để|là"
    r"|về|tại|ở|do|bởi|bằng|được|bị|có|không|sẽ|đã|cùng|gồm|như|nhằm|nếu|khi|mà|thì|ngày|tháng|năm|số"
    r"|sở|bộ|ủy ban|uỷ ban|ủy ban nhân|liên minh|ban quản lý|giai đoạn|khoảng|ít nhất|tối thiểu|tối đa|đạt)$",
    re.I,
)
_DASH_AND_YEAR = re.compile(r"^[-–—]\s*(?:năm\s+)?\d{4}\b")
_DASH_AND_LOWER = re.compile(r"^[-–—]\s+[a-zà-ỹđ]")
_ENDS_IN_YEAR = re.compile(r"\d{4}$")
_WIDEST_WRAP = 160
_ENOUGH_LINES = 8
_LETTERS = re.compile(r"[^\W\d_]+")


def clean(text: str) -> str:
    """One line in NFC with single ordinary spaces and without invisible characters.

    >>> clean("Số:\\u00a0 12 /KH")
    'Số: 12 /KH'
    """
    text = _INVISIBLE.sub("", unicodedata.normalize("NFC", text))
    text = _PRIVATE_BULLET.sub("- ", text)
    return _SPACES.sub(" ", text).strip()


def unmark(line: str) -> str:
    """A line without the marks of Markdown and the remnants of HTML.

    >>> unmark("## **8206** /KH-UBND<br>")
    '8206 /KH-UBND '
    """
    line = _HEADING_MARK.sub("", _QUOTE_MARK.sub("", line))
    line = line.replace("**", "").replace("__", "") if ("**" in line or "__" in line) else line
    if "*" in line:
        line = _EMPHASIS.sub(r"\1", line)
    if "\\" in line:
        line = _ESCAPE.sub(r"\1", line)
    if "](" in line:
        line = _LINK.sub(r"\1", line)
    if "<" in line:
        line = _TAG.sub(" ", line)
    return html.unescape(line) if "&" in line else line


def is_item(line: str) -> bool:
    """Whether a line opens a list item or a numbered heading.

    >>> [is_item(s) for s in ("a) Đào tạo", "1.2. Mục tiêu", "- Hỗ trợ", "20 lớp", "17.825 triệu")]
    [True, True, True, False, False]
    """
    return bool(
        _BULLET.match(line)
        or _NUMBERED.match(line)
        or _ROMAN.match(line)
        or _LETTERED.match(line)
        or _PART.match(line)
        or _ARTICLE.match(line)
    )


def opens_anew(line: str) -> bool:
    """Whether a line begins with words that never go on with a sentence: `Số:`, `Nơi nhận`, `KT.` …

    >>> opens_anew("Đơn vị tính: triệu đồng"), opens_anew("đơn vị sự nghiệp")
    (True, False)
    """
    return bool(_FIXED_START.match(line))


def is_capitals(line: str) -> bool:
    """Whether a line is set in capitals, as titles are.

    >>> is_capitals("I. MỤC TIÊU"), is_capitals("Mục tiêu"), is_capitals("2021")
    (True, False, False)
    """
    letters = "".join(_LETTERS.findall(line))
    return len(letters) > 1 and letters == letters.upper()


@dataclass(frozen=True, slots=True)
class Wrapping:
    """How a text was wrapped: the width of opening lines and of lines inside a paragraph (0: not wrapped)."""

    first: int = 0
    inner: int = 0

    def is_full(self, line: str, following: str, opening: bool, slack: float = 1.0) -> bool:
        """Whether the next line's first word would not have fitted on this one.

        Letters differ in width, so a line may be full at a little less (`slack`) than the usual count.
        """
        width = slack * (self.first if opening else self.inner)
        return bool(width) and len(line) + 1 + len(following.split(" ", 1)[0]) > width

    def opens(self, line: str, after: str) -> bool:
        """Whether a line was wrapped at the narrower width that only opening lines have here."""
        narrower = 0 < self.first < self.inner * 0.7
        return narrower and len(line) <= self.first + 2 and after[:1].islower()


def continues(line: str, following: str, wrapping: Wrapping, opening: bool, after: str = "") -> bool:
    """Whether `following` (no blank line between) goes on with the sentence of `line`.

    `opening` says that `line` is the first of its paragraph; `after` is the line after both.

    >>> continues("giai đoạn 2021", "- 2030;", Wrapping(), False)
    True
    >>> continues("I. CĂN CỨ", "XÂY DỰNG", Wrapping(), True)
    True
    >>> continues("- Tổ chức lớp;", "- Đào tạo", Wrapping(), True)
    False
    """
    if _DASH_AND_YEAR.match(following):
        return bool(_ENDS_IN_YEAR.search(line))
    closed = bool(_CLOSED.search(line))
    if _DASH_AND_LOWER.match(following) and not closed and wrapping.inner:
        return wrapping.is_full(line, following, opening)
    if is_item(following) or _FIXED_START.match(following) or _STANDS_ALONE.match(line):
        return False
    full = wrapping.is_full(line, following, opening)
    if closed:
        if line.endswith(":"):
            return following[:1].islower() and (full or opening)
        return full and not wrapping.opens(following, after)
    if is_capitals(line):
        return is_capitals(following) or following[:1].islower()
    if line.endswith((",", " -", " –", "(")) or _HANGING.search(line):
        return True
    if following[:1].islower() or following[:1] in ",.;)%":
        return True
    return wrapping.is_full(line, following, opening, slack=0.95)


def measure_wrapping(lines: list[str]) -> Wrapping:
    """The widths at which a text was wrapped, seen from the lines that certainly were.

    `lines` are raw lines in order with blank ones in place; a text that is not wrapped gives widths 0.
    """
    first: list[int] = []
    inner: list[int] = []
    opening = True
    for line, following in zip(lines, lines[1:], strict=False):
        if not line or not following:
            opening = True
            continue
        if is_item(line):
            opening = True
        goes_on = following[:1].islower() and not _CLOSED.search(line) and not is_item(following)
        if goes_on:
            (first if opening else inner).append(len(line))
        opening = not goes_on and bool(_CLOSED.search(line))
    either = first + inner
    return Wrapping(
        _width(first if len(first) >= _ENOUGH_LINES else either),
        _width(inner if len(inner) >= _ENOUGH_LINES else either),
    )


def _width(lengths: list[int]) -> int:
    if len(lengths) < 4:
        return 0
    lengths = sorted(lengths)
    width = lengths[min(len(lengths) - 1, int(len(lengths) * 0.95))]
    return width if width <= _WIDEST_WRAP else 0
