"""What is counted: the unit nouns of the genre, as data, and how a unit is read after a number."""

from __future__ import annotations

import re

# Longer names first within a family; “lượt” alone stands for people (cán bộ, học viên).
_TURNS = r"lượt(?: (?:doanh nghiệp|đơn vị|tổ chức|cơ sở|hợp tác xã|người|học viên|hộ))?"
_BODIES = r"doanh nghiệp|hợp tác xã|tổ chức|đơn vị|cơ sở|hộ kinh doanh|tổ hợp tác"
_BODY_GROUP = rf"(?:{_BODIES})(?:(?:, |/| và | hoặc )(?:{_BODIES}))+"
_MONEY_PER = r"người|lao động|ha|năm|tháng|doanh nghiệp|hộ|đơn vị|sản phẩm|mô hình|lớp"
_ABBREVIATIONS = {"dn": "doanh nghiệp", "htx": "hợp tác xã", "lượt dn": "lượt doanh nghiệp"}
_UNITS = (
    rf"(?:nghìn |triệu |tỷ )?đồng(?:\s*/\s*(?:{_MONEY_PER}))*|(?:nghìn |triệu |tỷ )?usd",
    r"lượt dn|dn|htx",
    _TURNS,
    _BODY_GROUP,
    r"cơ sở giáo dục nghề nghiệp|cơ sở giáo dục|cơ sở đào tạo|cơ sở sản xuất|cơ sở dữ liệu|cơ sở",
    r"chủ doanh nghiệp|doanh nghiệp|hợp tác xã|tổ hợp tác|hộ kinh doanh|hộ gia đình|hộ|làng nghề|tập thể"
    r"|cá nhân",
    r"tổ chức|đơn vị|cơ quan|chuyên gia|cán bộ|công chức|viên chức|học viên|sinh viên|học sinh|giảng viên"
    r"|kỹ sư"
    r"|lao động|người|thành viên|tư vấn viên|đánh giá viên|kỹ thuật viên|công nhân",
    r"lớp|khóa|hội nghị|hội thảo|tọa đàm|diễn đàn|cuộc thi|cuộc|đợt|buổi|chuyến|đoàn|lần|phiên|sự kiện"
    r"|hội thi|hội chợ",
    r"chương trình|phóng sự|chuyên mục|chuyên đề|chuyên trang|bản tin|tin bài|tin, bài|bài viết|bài|tin"
    r"|video clip|video"
    r"|clip|ấn phẩm|tờ rơi|tờ gấp|sổ tay|cuốn|tài liệu|bộ tài liệu|pa nô|pano|áp phích|phim|số",
    r"mô hình|dự án|đề tài|nhiệm vụ|đề án|giải pháp|sáng kiến|sáng chế|nhóm sản phẩm|sản phẩm|mặt hàng"
    r"|nhóm hàng|nhãn hiệu"
    r"|chỉ dẫn địa lý|thương hiệu|tiêu chuẩn quốc gia|tiêu chuẩn cơ sở|tiêu chuẩn"
    r"|quy chuẩn kỹ thuật địa phương"
    r"|quy chuẩn kỹ thuật|quy chuẩn|hệ thống|công cụ|phần mềm|cổng thông tin điện tử|cổng thông tin"
    r"|trang thông tin điện tử"
    r"|trang thông tin|website|nền tảng|ứng dụng|kho dữ liệu|bộ dữ liệu|phòng thử nghiệm|phòng thí nghiệm"
    r"|phòng kiểm nghiệm"
    r"|phép thử|thiết bị|dây chuyền|quy trình|danh mục|báo cáo|bộ chỉ số|bộ tiêu chí|chỉ số|chỉ tiêu",
    r"trường|trung tâm|viện|câu lạc bộ|mạng lưới|hiệp hội|hội|nhóm|tổ|đội|giải thưởng|giải|giấy chứng nhận"
    r"|chứng nhận"
    r"|chứng chỉ|văn bằng|hợp đồng|huyện|xã|phường|tỉnh|thành phố|khu công nghiệp|cụm công nghiệp|ngành"
    r"|lĩnh vực|vùng"
    r"|chuỗi giá trị|chuỗi liên kết|chuỗi|mã số|mã vạch|mã truy xuất|tem|văn bản|chính sách|nghị quyết"
    r"|gian hàng|điểm bán"
    r"|hồ sơ|lô|mẫu|cửa hàng|siêu thị|trang trại|ha|tấn|điểm",
)
_UNIT = re.compile(rf"\s*(?P<unit>{'|'.join(_UNITS)})(?!\w)")
_ADJECTIVES = re.compile(r"\s*(?:loại|số|nhóm các|các)\s+(?=\w)")
_SPELT = re.compile(r"\s*\((?:một|hai|ba|bốn|năm|sáu|bảy|tám|chín|mười)[^)]{0,20}\)")
_WORDS = re.compile(r"\s*(?P<one>[a-zà-ỹđ]+)(?: (?P<two>[a-zà-ỹđ]+))?")
_NOT_A_UNIT = frozenset(
    [
        "và",
        "hoặc",
        "của",
        "cho",
        "với",
        "các",
        "trong",
        "trên",
        "đến",
        "từ",
        "so",
        "là",
        "được",
        "tại",
        "về",
        "theo",
        "có",
        "không",
        "thì",
        "mà",
        "khi",
        "nếu",
        "trở",
        "vào",
        "ra",
        "do",
        "bởi",
        "bằng",
        "đạt",
        "tăng",
        "giảm",
        "nhằm",
        "để",
        "hàng",
        "mỗi",
    ]
)
_SINGLE_AFTER = frozenset(
    [
        "được",
        "tham",
        "đạt",
        "có",
        "áp",
        "cho",
        "của",
        "về",
        "và",
        "tại",
        "theo",
        "trên",
        "xây",
        "hỗ",
        "đào",
        "sản",
        "khởi",
        "vừa",
        "nhỏ",
        "mới",
    ]
)
_PERIODS = "năm|quý|tháng|kỳ|giai đoạn"
_PLACES = "huyện|xã|tỉnh|doanh nghiệp|đơn vị|ngành|sở|địa phương|lĩnh vực|hợp tác xã|lớp|khóa|mô hình|cụm"
_SLASHED = re.compile(
    rf"\s+(?P<unit>[a-zà-ỹđ]+(?: [a-zà-ỹđ]+){{0,3}}?)(?=\s*/\s*(?:01 |1 |mỗi |một )?(?:{_PERIODS})\b)"
)
_PER = re.compile(rf"[^;,.()\d]{{0,60}}?\s*/\s*(?:01 |1 |mỗi |một )?(?P<per>{_PERIODS}|{_PLACES})\b")


def unit_at(text: str, at: int, end: int, *, known_only: bool = False) -> tuple[str, int]:
    """The unit noun right after a number in plain text and its end; empty when none stands there.

    >>> unit_at("lượt doanh nghiệp áp dụng", 0, 25)
    ('lượt doanh nghiệp', 17)
    >>> unit_at("tổ chức, doanh nghiệp khoa học", 0, 30)
    ('tổ chức, doanh nghiệp', 21)
    """
    spelt = _SPELT.match(text, at, end)
    at = spelt.end() if spelt else at
    match = _UNIT.match(text, at, end)
    if match:
        return _ABBREVIATIONS.get(match["unit"], match["unit"]), match.end()
    if known_only:
        return "", at
    skipped = _ADJECTIVES.match(text, at, end)
    if skipped and (match := _UNIT.match(text, skipped.end(), end)):
        return _ABBREVIATIONS.get(match["unit"], match["unit"]), match.end()
    slashed = _SLASHED.match(text, at, end)
    if slashed and slashed["unit"].split()[0] not in _NOT_A_UNIT:
        return slashed["unit"], slashed.end()
    words = _WORDS.match(text, at, end)
    if not words or words["one"] in _NOT_A_UNIT or not text[at : at + 1].isspace():
        return "", at
    if not words["two"] or words["two"] in _NOT_A_UNIT | _SINGLE_AFTER:
        return words["one"], words.end("one")
    return f"{words['one']} {words['two']}", words.end()


def per_after(text: str, at: int, end: int) -> str | None:
    """What a slash after the unit's noun phrase divides by: ``năm``, ``huyện``; None without one.

    >>> per_after(" chương trình truyền hình/năm về", 14, 32)
    'năm'
    """
    match = _PER.match(text, at, end)
    return match["per"] if match else None
