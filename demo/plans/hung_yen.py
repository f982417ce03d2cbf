"""Hưng Yên: only a summary of the plan is known, so the file is a one-page summary without number or date."""

from __future__ import annotations

from demo.facts import PlanDocument

HUNG_YEN = PlanDocument(
    filename="tom-tat-ke-hoach-hung-yen.txt",
    province="Hưng Yên",
    number="",
    month=0,
    year=0,
    title=(),
    opening=(
        "UBND tỉnh Hưng Yên đã ban hành Kế hoạch nhằm hỗ trợ tổ chức, doanh nghiệp nâng cao năng suất và chất lượng sản phẩm, "
        "hàng hóa giai đoạn 2021-2030 trên địa bàn tỉnh Hưng Yên, theo Quyết định số 1322/QĐ-TTg ngày 31/8/2020 "
        "và Quyết định số 36/QĐ-TTg ngày 11/01/2021 của Thủ tướng Chính phủ.",
        "Mục tiêu chung của Kế hoạch là giúp tổ chức, doanh nghiệp trong tỉnh tăng năng suất, chất lượng "
        "bằng tiêu chuẩn, hệ thống quản lý, công nghệ và năng suất xanh, góp phần nâng tỷ trọng của TFP.",
        "Về mục tiêu cụ thể, giai đoạn 2021-2025 sẽ đào tạo 1-2 chuyên gia năng suất chất lượng, 1-2 chuyên gia "
        "đánh giá, chứng nhận sản phẩm, hệ thống quản lý (khi Trung ương có khóa đào tạo); "
        "Có ít nhất 01 trường đại học, cao đẳng, trung cấp dạy về năng suất chất lượng; "
        "Tổ chức khoảng 20 lớp tập huấn về TCVN ISO 9001, ISO 14001, 22000, 17025, Vietgap và truy xuất nguồn gốc; "
        "Tổ chức 2-4 đợt tuyên truyền; "
        "Hỗ trợ 20-30 tổ chức, doanh nghiệp về hệ thống quản lý, công cụ cải tiến, "
        "chứng nhận hợp quy, chứng nhận hợp chuẩn, tiêu chuẩn cơ sở; "
        "Hàng năm đo lường phần đóng góp của TFP vào tăng trưởng của tỉnh; "
        "Tiếp tục xây dựng 01 tổ chức tư vấn hoặc chứng nhận hệ thống quản lý được công nhận; "
        "Hỗ trợ ít nhất 01 đơn vị đầu tư trang thiết bị thử nghiệm, kiểm nghiệm; "
        "Ít nhất 03 tổ chức, doanh nghiệp khoa học và công nghệ được hỗ trợ đổi mới sáng tạo; "
        "các nhiệm vụ ứng dụng năng suất xanh và phát triển cộng đồng.",
    ),
    sections=(),
    closing="",
    recipients=(),
    archive="",
)
