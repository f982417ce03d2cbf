"""Nam Định, March 2023: number and day left blank, no total, an annex that is missing; now Ninh Bình's."""

from __future__ import annotations

from demo.facts import PlanDocument, Section

_GOALS = Section(
    "I. MỤC TIÊU",
    parts=(
        Section(
            "1. Mục tiêu chung",
            (
                "a) Để năng suất dẫn dắt tăng trưởng của tỉnh nhờ khoa học, công nghệ, kinh tế xanh và tuần hoàn.",
                "b) Giúp doanh nghiệp nghiên cứu, đổi mới công nghệ, nâng phần đóng góp của TFP.",
            ),
        ),
        Section(
            "2. Mục tiêu cụ thể",
            parts=(
                Section(
                    "a) Mục tiêu đến năm 2025",
                    (
                        "- Góp phần để năng suất lao động tăng bình quân trên 7%/năm.",
                        "- Góp phần để TFP đóng góp 40% vào tăng GRDP của tỉnh.",
                        "- Có 01 đến 03 doanh nghiệp đi đầu cải tiến.",
                        "- Hỗ trợ 20 đến 30 đơn vị áp dụng và chứng nhận hệ thống quản lý, "
                        "truy xuất nguồn gốc, công cụ nâng cao năng suất.",
                        "- Có 01 đến 02 trường đại học, cao đẳng, trường nghề dạy về năng suất.",
                        "- Có 03 đến 05 chuyên gia năng suất đạt chuẩn quốc gia.",
                        "- Tập huấn cho 50 lượt công chức, viên chức, cán bộ của cơ quan, "
                        "viện nghiên cứu, trường học; 100 lượt lãnh đạo, quản lý và người lao động ở doanh nghiệp.",
                    ),
                ),
                Section(
                    "b) Mục tiêu đến 2030",
                    (
                        "- Góp phần để năng suất lao động tăng bình quân trên 7,5%/năm.",
                        "- Góp phần để TFP đóng góp 45% vào tăng GRDP của tỉnh.",
                        "- Có 05 đến 10 doanh nghiệp đi đầu cải tiến.",
                        "- Hỗ trợ 30 đến 50 đơn vị áp dụng và chứng nhận hệ thống quản lý, "
                        "truy xuất nguồn gốc, công cụ nâng cao năng suất.",
                        "- Có 01 đến 03 trường đại học, cao đẳng, trường nghề dạy về năng suất.",
                        "- Tiếp tục đào tạo 05 đến 10 chuyên gia năng suất đạt chuẩn quốc gia.",
                        "- Tiếp tục tập huấn cho 50 lượt công chức, viên chức, cán bộ của cơ quan hành chính; "
                        "100 lượt lãnh đạo, quản lý và người lao động ở doanh nghiệp.",
                    ),
                ),
            ),
        ),
    ),
)
_TASKS = Section(
    "II. NHIỆM VỤ, GIẢI PHÁP",
    parts=(
        Section(
            "1. Cơ chế, chính sách",
            (
                "- Xây dựng cơ sở dữ liệu về năng suất dùng chung cho quản lý và doanh nghiệp.",
                "- Đề xuất cơ chế khuyến khích doanh nghiệp áp dụng công cụ mới.",
            ),
        ),
        Section(
            "2. Hỗ trợ doanh nghiệp",
            (
                "- Chọn doanh nghiệp áp dụng điểm ISO 56000, năng suất xanh, công cụ trên nền tảng số.",
                "- Hỗ trợ chứng nhận sản phẩm, hệ thống quản lý, truy xuất nguồn gốc.",
                "- Hỗ trợ phương pháp đo năng suất.",
            ),
        ),
        Section(
            "3. Đào tạo nguồn nhân lực",
            ("- Đưa năng suất vào chương trình của trường; mở khóa về chuyển đổi số, sản xuất thông minh.",),
        ),
        Section(
            "4. Tổ chức hỗ trợ", ("- Lập mạng lưới hỗ trợ năng suất gồm sở, ngành, trường và hiệp hội.",)
        ),
        Section(
            "5. Truyền thông",
            (
                "- Mở chuyên mục trên truyền hình, website của Sở Khoa học và Công nghệ.",
                "- Khen thưởng; hỗ trợ doanh nghiệp dự Giải thưởng Chất lượng quốc gia.",
            ),
        ),
        Section(
            "6. Hợp tác quốc tế",
            (
                "- Khuyến khích doanh nghiệp dự các dự án quốc tế về năng suất.",
                "Chi tiết theo Phụ lục đính kèm.",
            ),
        ),
    ),
)
_MONEY = Section(
    "III. KINH PHÍ THỰC HIỆN",
    ("Kinh phí thực hiện kế hoạch: nguồn sự nghiệp khoa học công nghệ; nguồn huy động hợp pháp khác.",),
)
_DUTIES = Section(
    "IV. TỔ CHỨC THỰC HIỆN",
    parts=(
        Section(
            "1. Sở Khoa học và Công nghệ",
            (
                "- Là cơ quan đầu mối, chủ trì các việc chung.",
                "- Hàng năm, xây dựng dự toán chi tiết gửi Sở Tài chính thẩm định.",
                "- Tổ chức sơ kết, tổng kết.",
            ),
        ),
        Section("2. Sở Tài chính", ("Tham mưu bố trí kinh phí sự nghiệp khoa học công nghệ.",)),
        Section("3. Sở Kế hoạch và Đầu tư", ("Tham mưu bố trí vốn đầu tư công (nếu có).",)),
        Section(
            "4. Sở Thông tin và Truyền thông, Đài Phát thanh và Truyền hình tỉnh, Báo Nam Định",
            ("Tuyên truyền chính sách; làm phóng sự về phong trào năng suất.",),
        ),
        Section(
            "5. Các Sở, Ngành: Công Thương; Nông nghiệp và Phát triển Nông thôn; Y tế; Giáo dục Đào tạo; "
            "Xây dựng; Giao thông Vận tải; Lao động Thương binh và Xã hội; Văn hoá Thể thao và Du lịch; "
            "Ban quản lý các khu công nghiệp tỉnh",
            ("Giới thiệu, hướng dẫn doanh nghiệp trong ngành nhận hỗ trợ.",),
        ),
        Section(
            "6. UBND các huyện, thành phố",
            (
                "- Kiểm tra, giám sát mô hình điểm trên địa bàn.",
                "- Định kỳ hoặc đột xuất báo cáo khi được yêu cầu.",
            ),
        ),
    ),
)

NAM_DINH = PlanDocument(
    filename="ke-hoach-nam-dinh.html",
    province="Nam Định",
    number="",
    month=3,
    year=2023,
    title=(
        "Nâng cao năng suất dựa trên nền tảng khoa học, công nghệ và đổi mới sáng tạo tỉnh Nam Định đến 2030",
    ),
    opening=(
        "Thực hiện Quyết định số 36/QĐ-TTg ngày 11/01/2021 của Thủ tướng Chính phủ về Kế hoạch tổng thể nâng cao "
        "năng suất; Quyết định số 1322/QĐ-TTg ngày 31/08/2020 của Thủ tướng Chính phủ về Chương trình quốc gia "
        "hỗ trợ doanh nghiệp, UBND tỉnh Nam Định giao việc đến năm 2030 như sau:",
    ),
    sections=(_GOALS, _TASKS, _MONEY, _DUTIES),
    closing="Vướng mắc báo cáo UBND tỉnh qua Sở Khoa học và Công nghệ./.",
    recipients=(
        "Bộ KH&CN",
        "Chủ tịch, các PCT UBND tỉnh",
        "Các sở, ngành của tỉnh",
        "UBND các huyện, thành phố",
    ),
    archive="Lưu: VP1, VP7",
)
