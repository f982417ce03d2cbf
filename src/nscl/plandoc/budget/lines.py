"""What the name of a budget line says: how many of what, and which support it pays for."""

from __future__ import annotations

import re
from collections.abc import Collection

from nscl.plandoc.targets.indicators import indicator
from nscl.plandoc.wording import flat, plain

# Counting words of the genre; the longer form stands first so that it wins.
_UNITS = (
    "lượt doanh nghiệp", "lượt đơn vị", "lượt tổ chức", "lượt người", "lượt cán bộ", "lượt học viên",
    "lượt", "doanh nghiệp", "hợp tác xã", "cơ sở giáo dục nghề nghiệp", "cơ sở dữ liệu", "cơ sở", "đơn vị",
    "tổ chức", "chuyên gia", "học viên", "cán bộ", "người", "lớp", "khóa", "hội nghị", "hội thảo",
    "diễn đàn", "cuộc thi", "cuộc", "mô hình", "sản phẩm", "phóng sự", "chuyên mục", "chuyên đề",
    "chương trình", "bản tin", "tin bài", "bài viết", "bài", "tờ rơi", "đợt", "buổi", "kỳ", "số",
    "hệ thống", "phần mềm", "cổng thông tin", "trang thông tin", "nhiệm vụ", "đề tài", "dự án",
    "tiêu chuẩn", "quy chuẩn", "chứng chỉ", "giấy chứng nhận", "trường", "câu lạc bộ", "bộ tài liệu", "bộ",
    "chuyến", "cuốn", "ấn phẩm", "phòng thử nghiệm", "nhóm", "mã số", "nhãn hiệu", "công cụ",
)  # fmt: skip
_QUANTITY = re.compile(
    r"(?<![\w.,/:-])(?<!iso )(?<!tcvn )(?<!năm )(?<!tháng )(?P<number>\d{1,3}(?:\.\d{3})+|\d{1,5})"
    rf"\s+(?P<unit>{'|'.join(_UNITS)})(?!\w)"
)

# Teaching about a system is not the system: such lines buy no support content.
_NOT_SUPPORT = re.compile(
    r"\b(?:dao tao|tap huan|tuyen truyen|pho bien|hoi nghi|hoi thao|khoa\b|lop\b|khao sat|thong ke"
    r"|danh gia thuc trang"
    r"|giai thuong|phong su|truyen thong|co so du lieu|website|kiem tra|so ket|tong ket|nghiem thu"
    r"|quan ly chuong trinh)"
)
_CONTENTS: tuple[tuple[str, str], ...] = (
    (
        "integrated",
        r"\btich hop\b|\bdong bo\b|\bnang suat tong the\b|\bmo hinh (?:diem|tong the)\b"
        r"|\bmo hinh nang cao nang suat\b",
    ),
    ("startup_testing", r"\bthu nghiem san pham moi\b|\bkhoi nghiep\b"),
    ("traceability", r"\btruy xuat nguon goc\b|\btxng\b"),
    (
        "product_certification.foreign_standard",
        r"\btieu chuan (?:nuoc ngoai|quoc te|khu vuc)\b.*\bsan pham\b|\btieu chuan nuoc ngoai\b",
    ),
    ("mgmt_system.iso_17025", r"\b17025\b"),
    ("mgmt_system.haccp", r"\bhaccp\b"),
    (
        "mgmt_system.advanced",
        r"\btien tien\b.*\b(?:ohsas|iso|iatf|27001|45001|50001)|\b(?:ohsas|iatf|iso ?/ ?ts|45001|50001"
        r"|27001|22000|13485)\b|\bhe thong quan ly.*\btien tien\b",
    ),
    ("mgmt_system.iso_14001", r"\b1400[01]\b"),
    ("mgmt_system.iso_9001", r"\b900[01]\b"),
    (
        "gap_organic_green",
        r"\bvietgap\b|\bglobal ?g\.?a\.?p|\bg\.a\.p\b|\bhuu co\b|\bnang suat xanh\b"
        r"|\bthuc hanh nong nghiep tot\b",
    ),
    ("product_certification.hop_chuan", r"\bhop chuan\b(?!.*\bhop quy\b)"),
    ("product_certification.hop_quy", r"\bhop quy\b(?!.*\bhop chuan\b)(?<!hop chuan, hop quy)"),
    ("product_certification", r"\bhop chuan\b|\bhop quy\b|\bchung nhan san pham\b"),
    ("base_standard", r"\btieu chuan co so\b|\btccs\b"),
    ("smart_production", r"\b(?:san xuat|dich vu) thong minh\b"),
    ("enterprise_it", r"\bcong nghe (?:thong tin|so)\b|\bchuyen doi so\b|\bquan tri doanh nghiep\b|\berp\b"),
    ("productivity_measurement", r"\bdo (?:luong )?nang suat\b"),
    ("improvement_tool", r"\bcong cu\b|\b5s\b|\bkaizen\b|\blean\b|\bkpis?\b|\bmfca\b|\btpm\b"),
    ("system_certification", r"\bchung nhan he thong\b"),
    ("mgmt_system", r"\bhe thong quan ly\b|\bhtql\b|\biso\b"),
    ("technology", r"\bdoi moi cong nghe\b|\bchuyen giao cong nghe\b|\bung dung cong nghe\b"),
    ("standards", r"\bap dung tieu chuan\b|\bquy chuan ky thuat\b"),
)
_COMPILED = tuple((code, re.compile(pattern)) for code, pattern in _CONTENTS)


def find_quantity(name: str) -> tuple[int | None, str | None]:
    """The first number of things a name gives, with its counting word.

    >>> find_quantity("Hỗ trợ 05 doanh nghiệp áp dụng ISO/IEC 17025")
    (5, 'doanh nghiệp')
    >>> find_quantity("Tuyên truyền về năng suất năm 2022")
    (None, None)
    """
    match = _QUANTITY.search(plain(name))
    if match is None:
        return None, None
    return int(match["number"].replace(".", "")), match["unit"]


def support_content(name: str) -> str | None:
    """The code of the support a line pays for (plans/README 3.4); None for teaching, surveys and the like.

    >>> support_content("Hỗ trợ 50 doanh nghiệp chứng nhận hợp quy")
    'product_certification.hop_quy'
    >>> support_content("Tổ chức 05 khóa đào tạo về ISO 9001") is None
    True
    """
    folded = " ".join(flat(name).split())
    if _NOT_SUPPORT.search(folded):
        return None
    return next((code for code, pattern in _COMPILED if pattern.search(folded)), None)


def line_indicator(name: str, known: Collection[str]) -> str | None:
    """The indicator a line pays for, when it counts things and a target of the plan has that indicator.

    >>> line_indicator("Đào tạo 20 chuyên gia đánh giá trình độ công nghệ", {"experts_technology_assessment"})
    'experts_technology_assessment'
    >>> line_indicator("Đào tạo 20 chuyên gia đánh giá trình độ công nghệ", set()) is None
    True
    """
    words = plain(name)
    match = _QUANTITY.search(words)
    if match is None:
        return None
    found = indicator(words[: match.start()], words[match.start() :], "count", match["unit"])
    return found if found in known else None
