"""What web pages leave in a saved text: told by the vocabulary of web pages, not by any one site."""

from __future__ import annotations

import re

WEB = "nội dung của trang web"
RULE = "đường kẻ"
CAPTION = "chú thích ảnh"
GLUED = "chữ dính liền của trang web"
PAGE_NUMBER = "số trang"
RUNNING_HEAD = "tiêu đề lặp lại ở mỗi trang"
FOOTNOTE_MARK = "dấu chú thích"

# Whole lines only: inside a sentence the same words belong to the plan.
_WEB_LINES = (
    r"(?:đang|xin) (?:tải|chờ)\b.*(?:\.\.\.|…|giây lát.*)",
    r"vui lòng (?:chờ|đăng nhập|bật)\b.*",
    r"(?:hệ thống|thư viện|cơ sở dữ liệu) (?:văn bản )?(?:quy phạm )?pháp luật(?: việt nam)?",
    r"trang chủ(?:\s*[>»/|].*)?",
    r"đăng nhập|đăng ký|đăng xuất|quên mật khẩu\??|tìm kiếm(?: nâng cao)?",
    r"menu|liên hệ|giới thiệu|sơ đồ site|rss",
    r"(?:chia sẻ|share|like|tweet|thích|gửi email|lưu tin|sao chép|copy)"
    r"(?: (?:link|facebook|zalo|twitter|email|lên facebook|qua zalo|bài viết|tin))*",
    r"in (?:trang(?: này)?|bài(?: viết)?|văn bản)|bản in",
    r"facebook|zalo|twitter|youtube|tiktok|linkedin|google\+?|telegram",
    r"(?:tải (?:về|xuống|văn bản|file|tệp)|download)(?: (?:văn bản|file|tệp|pdf|word|đính kèm).*)?",
    r"(?:tin|bài|văn bản) (?:liên quan|cùng chuyên mục|cùng loại|mới nhất|đọc nhiều|khác|nổi bật)\s*:?",
    r"(?:xem thêm|đọc thêm|xem tiếp|xem chi tiết|quay lại|về đầu trang|lên đầu trang|thu gọn)(?:\s*[:>»].*)?",
    r"(?:bình luận|ý kiến bạn đọc|gửi (?:bình luận|ý kiến|phản hồi))(?:\s*\(?\d*\)?)?",
    r"(?:(?:số )?lượt (?:xem|truy cập|tải)|đang (?:truy cập|trực tuyến|online))\s*:?\s*[\d.,]*",
    r"[\d.,]+ lượt (?:xem|truy cập|tải)",
    r"cỡ chữ|font size|a ?[-+](?: a ?[-+])*",
    r"quảng cáo|advertisement|sponsored",
    r"(?:tóm tắt|thuộc tính|lược đồ|văn bản gốc|bản dịch|tiếng anh|english)(?:\s*\|\s*[\w\s]+)*",
    r"(?:copyright|©|bản quyền (?:thuộc|©)).*",
    r"(?:https?://|www\.)\S+",
)
_WHOLE_LINE = re.compile("|".join(f"(?:{pattern})" for pattern in _WEB_LINES), re.I)
_RULE_LINE = re.compile(r"^[\s\-–—_=*~.·•]*[-–—_=*~]{3,}[\s\-–—_=*~.·•]*$|^[-–—]+o0o[-–—]+$|^\*{1,3}$|^_+$")
_PAGE_NUMBER = re.compile(r"^(?:trang\s+)?[-–—]?\s*\d{1,3}\s*[-–—]?(?:\s*/\s*\d{1,3})?$", re.I)
_CAPTION = re.compile(
    r"(?:(?<=[.;:!?…])|^)\s*"
    r"(?P<caption>[^.;:!?…]{0,120}[.:]?\s*\(?\s*(?:Ảnh|Hình)(?: minh h[oọ][aạ]\.?|\s*:\s*[^.;]{2,40})\s*\)?)"
    r"\s*\|?\s*$"
)
# The longest Vietnamese syllable has seven letters, and no word of an official text is written
# as one block of more than a dozen accented letters: such a block is several words glued together.
_GLUED = re.compile(r"[^\W\d_]{18,}")
_ACCENTED = re.compile("[à-ỹăđơư]", re.I)
_PLAIN_WORD = re.compile(r"\s+[a-z0-9]{1,12}(?=\s|$)")


def line_noise(line: str) -> str | None:
    """The reason why a whole line is left out, or None when it belongs to the text.

    >>> line_noise("Đang tải nội dung, vui lòng chờ giây lát...")
    'nội dung của trang web'
    >>> line_noise("I. MỤC TIÊU") is None
    True
    """
    if len(line) > 200:
        return None
    if _RULE_LINE.match(line):
        return RULE
    return WEB if _WHOLE_LINE.fullmatch(line) else None


def is_page_number(line: str) -> bool:
    """Whether a line could be a printed page number.

    >>> is_page_number("- 3 -"), is_page_number("Trang 2/14"), is_page_number("20 lớp")
    (True, True, False)
    """
    return bool(_PAGE_NUMBER.match(line))


def cut_inline_noise(text: str) -> tuple[str, list[tuple[str, str]]]:
    """A paragraph without what a web page dropped into its midst, and the (text, reason) of each cut.

    >>> cut_inline_noise("sản phẩm,nângcaonăngsuấtchấtlượng ket qua 2 hàng hóa")
    ('sản phẩm, hàng hóa', [('nângcaonăngsuấtchấtlượng ket qua 2', 'chữ dính liền của trang web')])
    """
    cut: list[tuple[str, str]] = []
    kept: list[str] = []
    end = 0
    for match in _GLUED.finditer(text):
        if match.start() < end or not _ACCENTED.search(match.group()):
            continue
        kept.append(text[end : match.start()])
        end = match.end()
        while (following := _PLAIN_WORD.match(text, end)) is not None:
            end = following.end()
        cut.append((text[match.start() : end], GLUED))
    text = "".join([*kept, text[end:]])
    caption = _CAPTION.search(text, max(0, len(text) - 200)) if "nh" in text[-80:] else None
    if caption is not None:
        cut.append((caption.group("caption"), CAPTION))
        text = text[: caption.start()].rstrip()
    return text, cut
