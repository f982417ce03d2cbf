"""Small invented plans, built line by line, for tests of the grammar."""

from __future__ import annotations

from typing import Any

from nscl.plandoc.horizon import find_horizon
from nscl.plandoc.readers.text import read_text
from nscl.plandoc.source import Document
from nscl.plandoc.structure import Outline, outline
from nscl.plandoc.targets import read_targets

TITLE = "Nâng cao năng suất chất lượng tỉnh An Bình giai đoạn 2021-2025"


def document_of(*paragraphs: str) -> Document:
    """A text document with these paragraphs."""
    return read_text("\n\n".join(paragraphs).encode())


def outline_of(*paragraphs: str) -> tuple[Document, Outline]:
    """The document of these paragraphs and its outline."""
    document = document_of(*paragraphs)
    return document, outline(document)


def targets_of(*items: str, heading: str = "2. Mục tiêu cụ thể", title: str = TITLE) -> list[dict[str, Any]]:
    """The targets of a plan whose specific objectives are these paragraphs."""
    document, parts = outline_of(
        "KẾ HOẠCH",
        title,
        "I. MỤC TIÊU",
        "1. Mục tiêu chung",
        "Nâng cao năng suất của các ngành kinh tế.",
        heading,
        *items,
        "II. NHIỆM VỤ",
        "1. Tuyên truyền",
    )
    horizon = find_horizon(document, parts, title, 2021)
    assert horizon is not None
    return read_targets(document, parts, horizon)


PLAN = (
    "ỦY BAN NHÂN DÂN TỈNH LONG AN",
    "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
    "Độc lập - Tự do - Hạnh phúc",
    "Số: 31/KH-UBND",
    "Long An, ngày 02 tháng 3 năm 2022",
    "KẾ HOẠCH",
    "Nâng cao năng suất và chất lượng hàng hóa tỉnh Long An giai đoạn 2022 - 2025",
    "Căn cứ Quyết định số 1322/QĐ-TTg ngày 31 tháng 8 năm 2020 của Thủ tướng Chính phủ về Chương trình quốc gia;",
    "A. MỤC TIÊU",
    "I. Mục tiêu tổng quát",
    "Đưa năng suất thành động lực phát triển.",
    "II. Mục tiêu cụ thể",
    "1. Hỗ trợ tối thiểu 40 doanh nghiệp áp dụng hệ thống quản lý.",
    "2. Đào tạo từ 10 đến 12 chuyên gia năng suất.",
    "B. ĐỐI TƯỢNG",
    "Doanh nghiệp nhỏ và vừa, hợp tác xã (sau đây gọi chung là đơn vị) trên địa bàn tỉnh Long An.",
    "C. NHIỆM VỤ",
    "I. Truyền thông",
    "- Xây dựng 06 phóng sự/năm.",
    "II. Hỗ trợ",
    "- Hỗ trợ 40 doanh nghiệp áp dụng ISO 9001.",
    "D. KINH PHÍ",
    "Tổng kinh phí: 4.500 triệu đồng (Bốn tỷ năm trăm triệu đồng) từ ngân sách tỉnh.",
    "Đ. TỔ CHỨC THỰC HIỆN",
    "I. Sở Khoa học và Công nghệ",
    "- Chủ trì triển khai; hằng năm báo cáo Ủy ban nhân dân tỉnh kết quả thực hiện.",
    "II. Sở Tài chính",
    "- Hằng năm, thẩm định dự toán kinh phí, trình Ủy ban nhân dân tỉnh.",
    "Nơi nhận:",
    "- Bộ Khoa học và Công nghệ;",
    "- Các sở, ban, ngành;",
    "- Lưu: VT, P.KT.",
    "TM. ỦY BAN NHÂN DÂN",
    "KT. CHỦ TỊCH",
    "PHÓ CHỦ TỊCH",
    "Nguyễn Văn Mẫu",
)
