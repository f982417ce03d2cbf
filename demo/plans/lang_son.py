"""Lạng Sơn, 79/KH-UBND of 5 April 2021: 9.230.000 đồng in figures, nine billion in words; no annex."""

from __future__ import annotations

from demo.facts import PlanDocument, Section

_BASIS = Section(
    "I. CĂN CỨ XÂY DỰNG",
    parts=(
        Section(
            "1. Cơ sở pháp lý",
            (
                "- Quyết định số 1322/QĐ-TTg ngày 31/8/2020 của Thủ tướng Chính phủ về Chương trình quốc gia "
                "hỗ trợ doanh nghiệp nâng cao năng suất và chất lượng;",
                "- Quyết định số 36/QĐ-TTg ngày 11/01/2021 của Thủ tướng Chính phủ về Kế hoạch tổng thể "
                "nâng cao năng suất.",
            ),
        ),
        Section(
            "2. Cơ sở thực tiễn",
            (
                "Trong các năm 2012 - 2020 tỉnh đã hỗ trợ 20 doanh nghiệp, hợp tác xã truy xuất nguồn gốc; "
                "16 doanh nghiệp chứng nhận TCVN ISO 9001; 08 doanh nghiệp làm nhãn hiệu, mã vạch; "
                "03 doanh nghiệp dùng 5S; tập huấn cho trên 100 lượt người. "
                "Hạn chế là thiếu vốn, thiếu người và nhận thức chưa đều.",
            ),
        ),
    ),
)
_CONTENT = Section(
    "II. NỘI DUNG KẾ HOẠCH",
    parts=(
        Section(
            "1. Mục tiêu",
            parts=(
                Section(
                    "1.1. Mục tiêu chung",
                    (
                        "Năng suất phải là một động lực phát triển của mọi ngành trong tỉnh; "
                        "hàng hóa, dịch vụ của tỉnh cạnh tranh được nhờ công nghệ, tiêu chuẩn và con người.",
                    ),
                ),
                Section(
                    "1.2. Mục tiêu cụ thể",
                    (
                        "- Số tổ chức được hỗ trợ đổi mới công nghệ, áp dụng tiêu chuẩn, hệ thống quản lý "
                        "và công cụ cải tiến hàng năm tăng từ 10 - 15%.",
                        "- Có ít nhất 03 tổ chức áp dụng đồng bộ các giải pháp, làm mô hình điểm.",
                        "- Đào tạo ít nhất 3 - 5 chuyên gia năng suất có chứng nhận. "
                        "Khoảng trên 100 lượt cán bộ lãnh đạo, quản lý được đào tạo chuyên sâu.",
                        "- Sinh viên của ít nhất 01 cơ sở giáo dục nghề nghiệp có câu lạc bộ cải tiến năng suất.",
                    ),
                ),
            ),
        ),
        Section(
            "2. Đối tượng và phạm vi hỗ trợ",
            parts=(
                Section(
                    "2.1. Đối tượng",
                    (
                        "- Doanh nghiệp, hợp tác xã, cơ sở sản xuất, cơ sở dịch vụ, cơ sở giáo dục nghề nghiệp, "
                        "tổ chức đánh giá sự phù hợp của tỉnh (gọi tắt là tổ chức).",
                        "- Ưu tiên nơi có sản phẩm chủ lực, tham gia chuỗi giá trị, khởi nghiệp đổi mới sáng tạo.",
                    ),
                ),
                Section(
                    "2.2. Phạm vi",
                    (
                        "- Hỗ trợ công nghệ, hệ thống quản lý, công cụ cải tiến, tiêu chuẩn, quy chuẩn, "
                        "sản xuất thông minh, dịch vụ thông minh.",
                        "- Một tổ chức được nhận nhiều nội dung; mỗi nội dung chỉ hỗ trợ 01 lần.",
                    ),
                ),
            ),
        ),
        Section(
            "3. Nhiệm vụ và giải pháp chủ yếu",
            parts=(
                Section(
                    "3.1. Cơ chế, chính sách",
                    ("- Đề xuất chính sách riêng của tỉnh về năng suất, chất lượng.",),
                ),
                Section(
                    "3.2. Thông tin, truyền thông",
                    (
                        "- Phổ biến hệ thống quản lý, công cụ cải tiến và kinh nghiệm của nơi làm tốt.",
                        "- Xây dựng cơ sở dữ liệu của tỉnh gồm công nghệ, công cụ, chuyên gia.",
                        "- Khen thưởng; giới thiệu tổ chức dự Giải thưởng chất lượng quốc gia.",
                    ),
                ),
                Section(
                    "3.3. Hỗ trợ áp dụng tiêu chuẩn, hệ thống quản lý, công cụ",
                    (
                        "- Hướng dẫn hệ thống quản lý và công cụ đặc thù của từng ngành.",
                        "- Hỗ trợ truy xuất nguồn gốc, thực hành nông nghiệp tốt (G.A.P), nông nghiệp hữu cơ, năng suất xanh.",
                        "- Hỗ trợ công nghệ số trong quản trị doanh nghiệp.",
                        "- Hỗ trợ chứng nhận sản phẩm, hệ thống quản lý và xây dựng tiêu chuẩn cơ sở.",
                    ),
                ),
                Section(
                    "3.4. Đào tạo nhân lực",
                    (
                        "- Cử người học chuyên gia năng suất, chất lượng; bồi dưỡng cán bộ quản lý, người lao động.",
                        "- Đưa kiến thức năng suất vào trường cao đẳng, dạy nghề.",
                    ),
                ),
                Section("3.5. Năng lực đánh giá sự phù hợp", ("- Đầu tư thiết bị thử nghiệm, kiểm định.",)),
                Section("3.6. Hợp tác", ("- Học hỏi các tỉnh và đối tác nước ngoài.",)),
            ),
        ),
    ),
)
_MONEY = Section(
    "III. KINH PHÍ THỰC HIỆN",
    (
        "1. Nguồn kinh phí: ngân sách nhà nước, chi thường xuyên của tỉnh.",
        "2. Tổng kinh phí dự kiến: 9.230.000 đồng (bằng chữ: chín tỷ hai trăm ba mươi triệu đồng) "
        "(Có phụ lục dự toán kinh phí kèm theo).",
    ),
)
_DUTIES = Section(
    "IV. TỔ CHỨC THỰC HIỆN",
    parts=(
        Section(
            "1. Sở Khoa học và Công nghệ",
            (
                "- Là cơ quan đầu mối, chủ trì thực hiện Kế hoạch.",
                "- Hàng năm, lập dự toán gửi Sở Tài chính thẩm định.",
            ),
        ),
        Section("2. Sở Tài chính", ("Hàng năm thẩm định dự toán, tham mưu cân đối kinh phí.",)),
        Section(
            "3. Các sở, ngành và UBND các huyện, thành phố",
            ("- Tuyên truyền Kế hoạch trong ngành, địa bàn; phối hợp thực hiện theo chức năng.",),
        ),
        Section(
            "4. Liên minh Hợp tác xã, Hiệp hội Doanh nghiệp tỉnh",
            ("- Tuyên truyền tới thành viên; cung cấp nhu cầu đào tạo, hỗ trợ.",),
        ),
    ),
)

LANG_SON = PlanDocument(
    filename="ke-hoach-79-lang-son.docx",
    province="Lạng Sơn",
    number="79",
    day=5,
    month=4,
    year=2021,
    title=(
        "NÂNG CAO NĂNG SUẤT VÀ CHẤT LƯỢNG SẢN PHẨM, HÀNG HÓA, DỊCH VỤ",
        "TRÊN ĐỊA BÀN TỈNH LẠNG SƠN GIAI ĐOẠN 2021 - 2025",
    ),
    opening=(),
    sections=(_BASIS, _CONTENT, _MONEY, _DUTIES),
    closing="Các cơ quan liên quan nghiêm túc thực hiện./.",
    recipients=(
        "Bộ Khoa học và Công nghệ",
        "Chủ tịch, các Phó chủ tịch UBND tỉnh",
        "Liên minh Hợp tác xã tỉnh",
        "Hiệp hội Doanh nghiệp tỉnh",
        "UBND các huyện, thành phố",
    ),
    archive="Lưu: VT, KGVX",
)
