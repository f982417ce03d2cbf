"""Lâm Đồng, 8206/KH-UBND of 15 November 2021: the annex names another number and has no table."""

from __future__ import annotations

from demo.facts import Appendix, PlanDocument, Section

_GOALS = Section(
    "I. MỤC TIÊU",
    parts=(
        Section(
            "1. Mục tiêu chung",
            (
                "a) Giúp doanh nghiệp tăng năng suất, chất lượng bằng tiêu chuẩn, hệ thống quản lý và công cụ.",
                "b) Đưa truy xuất nguồn gốc vào hàng xuất khẩu, làm hàng hóa an toàn hơn.",
                "c) Phát triển năng lực đổi mới sáng tạo.",
                "d) Góp phần để TFP đóng góp khoảng 45% vào tăng trưởng kinh tế. "
                "Tăng năng suất lao động bình quân trên 7%/năm.",
            ),
        ),
        Section(
            "2. Mục tiêu cụ thể",
            (
                "a) Thực hiện 10 phóng sự về kết quả và mô hình điểm.",
                "b) Mở 25 lớp tập huấn và 03 hội nghị cho doanh nghiệp, cán bộ.",
                "c) Hỗ trợ 10 mô hình năng suất tổng thể, mỗi mô hình gồm: 01 hệ thống quản lý, "
                "01 công cụ cải tiến, 01 hệ thống truy xuất nguồn gốc.",
                "d) 45 lượt doanh nghiệp áp dụng hệ thống quản lý: Halal, USDA, ISO, Global Gap, UTZ, "
                "truy xuất nguồn gốc, ưu tiên sản phẩm đã có nhãn hiệu.",
                "đ) 25 lượt đơn vị áp dụng công cụ cải tiến: 5S, Lean, MFCA, KPIs, Layout.",
                "e) Chứng nhận được 10 sản phẩm hợp quy và 05 sản phẩm hợp chuẩn.",
                "g) Giúp 10 doanh nghiệp khởi nghiệp sáng tạo đưa sản phẩm mới đi thử nghiệm.",
                "Trong đó 70% doanh nghiệp là mới được hỗ trợ, 30% doanh nghiệp bổ sung thêm nội dung "
                "(không trùng với hỗ trợ của ngành khác).",
            ),
        ),
    ),
)
_BENEFICIARIES = Section(
    "II. ĐỐI TƯỢNG",
    (
        "Hợp tác xã, doanh nghiệp, doanh nghiệp khởi nghiệp sáng tạo (sau đây là doanh nghiệp) "
        "có sản phẩm chủ lực, ở trong cụm liên kết ngành, chuỗi giá trị; ưu tiên doanh nghiệp vừa và nhỏ.",
        "Tiêu chí theo Nghị định số 80/2021/NĐ-CP ngày 26/8/2021 của Chính phủ.",
    ),
)
_TASKS = Section(
    "III. NHIỆM VỤ VÀ GIẢI PHÁP CHỦ YẾU",
    parts=(
        Section(
            "1. Khảo sát, lựa chọn doanh nghiệp",
            ("- Khảo sát hiện trạng, nhu cầu; lựa chọn doanh nghiệp và tổ chức hỗ trợ.",),
        ),
        Section(
            "2. Cơ chế, chính sách",
            (
                "- Đề xuất cơ chế của tỉnh; ứng dụng giải pháp năng suất xanh, phát triển cộng đồng.",
                "- Gắn với Kế hoạch số 6736/KH-UBND ngày 16/10/2019 về truy xuất nguồn gốc và "
                "Kế hoạch số 5472/KH-UBND ngày 24/6/2020 của UBND tỉnh.",
            ),
        ),
        Section(
            "3. Thông tin, truyền thông",
            ("- Phổ biến kiến thức, kinh nghiệm cải tiến; khen thưởng nơi làm tốt.",),
        ),
        Section(
            "4. Hỗ trợ áp dụng hệ thống quản lý, mô hình, công cụ",
            (
                "- Làm mô hình năng suất tổng thể ở doanh nghiệp.",
                "- Hỗ trợ thực hành nông nghiệp tốt, hữu cơ; chứng nhận sản phẩm, hệ thống quản lý.",
                "- Hỗ trợ chi phí thử nghiệm sản phẩm mới cho doanh nghiệp khởi nghiệp.",
            ),
        ),
        Section("5. Đào tạo nguồn nhân lực", ("- Bồi dưỡng cán bộ sở, ngành và người lao động.",)),
        Section("6. Năng lực tiêu chuẩn hóa", ("- Đề xuất quy chuẩn kỹ thuật địa phương.",)),
        Section("7. Hợp tác", ("- Trao đổi, so sánh năng suất với các tỉnh, thành phố.",)),
    ),
)
_MONEY = Section(
    "IV. KINH PHÍ THỰC HIỆN",
    (
        "1. Tổng kinh phí: 17.825 triệu đồng (Mười bảy tỷ tám trăm hai mươi lăm triệu đồng). Trong đó:",
        "a) Ngân sách nhà nước (sự nghiệp khoa học và công nghệ hàng năm): 6.665 triệu đồng, chi nghiệp vụ, "
        "đào tạo, tuyên truyền, hỗ trợ áp dụng và chứng nhận.",
        "b) Đối ứng của doanh nghiệp: 11.160 triệu đồng.",
        "(Chi tiết tại phụ lục đính kèm).",
        "2. Đơn vị quyết toán: Sở Khoa học và Công nghệ.",
        "3. Nội dung hỗ trợ:",
        "- Hệ thống quản lý như ISO 9001, ISO 14001, ISO 22000, ISO 45001, ISO 50001, ISO 56000, HACCP, BRC, "
        "FSSC 22000, Halal, Fairtrade, UTZ, Rainforest, 4C, tiêu chuẩn hữu cơ và tương đương.",
        "- Công cụ như 5S, QCC, 7 công cụ thống kê, Kaizen, GHK, TQM, 6 sigma, MFCA, Layout và tương đương.",
        "4. Mức hỗ trợ: theo Nghị định số 80/2021/NĐ-CP, Thông tư số 35/2021/TT-BTC ngày 19/5/2021 của Bộ Tài chính, Thông tư liên tịch số 55/2015/TTLT-BTC-BKHCN ngày "
        "22/4/2015 của Bộ Tài chính, Bộ Khoa học và Công nghệ; Quyết định số 46/2016/UBND-QĐ ngày 19/8/2016 "
        "của UBND tỉnh.",
    ),
)
_DUTIES = Section(
    "V. TỔ CHỨC THỰC HIỆN",
    parts=(
        Section(
            "1. Sở Khoa học và Công nghệ",
            (
                "a) Là cơ quan đầu mối; ký hợp đồng với doanh nghiệp, theo dõi, kiểm tra.",
                "b) Tuyên truyền cùng Đài Phát thanh và Truyền hình tỉnh, Sở Thông tin và Truyền thông.",
                "c) Hàng năm, tổng hợp kết quả, báo cáo Bộ Khoa học và Công nghệ và UBND tỉnh.",
            ),
        ),
        Section("2. Sở Tài chính", ("Thẩm định, trình bố trí kinh phí theo quy định về ngân sách.",)),
        Section(
            "3. Các sở, ban, ngành; Liên minh hợp tác xã; các hiệp hội và UBND các huyện, thành phố",
            ("Triển khai phần việc của mình; cung cấp nhu cầu hỗ trợ của doanh nghiệp.",),
        ),
        Section(
            "4. Các doanh nghiệp tham gia Chương trình",
            (
                "- Lập đề cương, dự toán trình phê duyệt; bảo đảm phần đối ứng đã cam kết.",
                "- Báo cáo kết quả thực hiện theo quy định.",
            ),
        ),
    ),
)

LAM_DONG = PlanDocument(
    filename="ke-hoach-8206-lam-dong.docx",
    province="Lâm Đồng",
    number="8206",
    day=15,
    month=11,
    year=2021,
    title=(
        "Thực hiện Chương trình Quốc gia hỗ trợ doanh nghiệp nâng cao năng suất và chất lượng sản phẩm, "
        "hàng hóa giai đoạn 2021-2025 trên địa bàn tỉnh Lâm Đồng",
    ),
    opening=(
        "Căn cứ Quyết định số 1322/QĐ-TTg ngày 31/8/2020 của Thủ tướng Chính phủ về Chương trình quốc gia "
        "hỗ trợ doanh nghiệp nâng cao năng suất và chất lượng, UBND tỉnh Lâm Đồng giao việc như sau:",
    ),
    sections=(_GOALS, _BENEFICIARIES, _TASKS, _MONEY, _DUTIES),
    closing=(
        "Kế hoạch này thay thế Kế hoạch số 2284/KH-UBND ngày 14/4/2021 của UBND tỉnh. "
        "Vướng mắc gửi Sở Khoa học và Công nghệ tổng hợp, báo cáo UBND tỉnh./."
    ),
    recipients=(
        "Bộ Khoa học và Công nghệ",
        "CT, các PCT UBND tỉnh",
        "Các sở, ban, ngành",
        "UBND các huyện, thành phố",
    ),
    archive="Lưu: VT, VX1",
    appendix=Appendix(
        title=(
            "DỰ TOÁN KINH PHÍ THỰC HIỆN CHƯƠNG TRÌNH “NÂNG CAO NĂNG SUẤT VÀ CHẤT LƯỢNG SẢN PHẨM, HÀNG HÓA",
            "CỦA CÁC DOANH NGHIỆP TRÊN ĐỊA BÀN TỈNH LÂM ĐỒNG” GIAI ĐOẠN 2021-2025",
        ),
        reference="(Kèm theo Kế hoạch số 806/KH-UBND ngày 15 tháng 11 năm 2021 của UBND tỉnh Lâm Đồng)",
        unit="triệu đồng",
    ),
)
