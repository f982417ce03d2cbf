"""1 / 1.1 / 1.1.1; hard-wrapped text with bars; money in running text only.
Faults: blank number and day, words 1,000 times the figure, the appendix is not there."""

from tests.plandoc.corpus import model as m

FOOTNOTE = "Giai đoạn 2016 - 2020 đã tổ chức 14 lớp tập huấn cho 620 lượt người; hỗ trợ 11 đơn vị áp dụng 5S."


def plan() -> m.Draft:
    d = m.Draft(
        "phu_ninh",
        formats=("text", "pdf"),
        province="Phú Ninh",
        number=None,
        date=None,
        date_printed="ngày tháng 7 năm 2021",
        horizon=(2021, 2025),
        title="Hỗ trợ tổ chức, doanh nghiệp nâng cao năng suất, chất lượng giai đoạn 2021 - 2025",
        signer="Lê Thị Minh Họa",
        text_style={"wrap": 78, "head": "bars"},
        pdf_style={"justify": False, "font": "Be Vietnam Pro", "size": "11pt"},
    )
    d.head(
        ["ỦY BAN NHÂN DÂN", "TỈNH PHÚ NINH"],
        number="Số:          /KH-UBND",
        place_date="Phú Ninh, ngày       tháng 7 năm 2021",
    )
    d.plan["date_partial"] = "2021-07"
    d.title(
        "KẾ HOẠCH", "HỖ TRỢ TỔ CHỨC, DOANH NGHIỆP NÂNG CAO NĂNG SUẤT,", "CHẤT LƯỢNG GIAI ĐOẠN 2021 - 2025"
    )
    d.basis("1322/QĐ-TTg", "2020-08-31", "Thủ tướng Chính phủ")
    d.p(
        "Triển khai Quyết định số 1322/QĐ-TTg ngày 31 tháng 8 năm 2020 của Thủ tướng Chính phủ; tiếp nối kết quả của "
        f"giai đoạn trước{{fn:{FOOTNOTE}}}, Ủy ban nhân dân tỉnh ban hành Kế hoạch như sau:"
    )
    d.h1("1. MỤC TIÊU")
    d.h2("1.1. Mục tiêu chung")
    d.goal(
        "Khơi dậy tinh thần cải tiến trong mọi tổ chức, doanh nghiệp; lấy tiêu chuẩn và khoa học quản trị làm nền tảng "
        "nâng cao giá trị sản phẩm của tỉnh."
    )
    d.h2("1.2. Mục tiêu cụ thể")
    _targets(d)
    d.h1("2. NHIỆM VỤ")
    d.h2("2.1. Khảo sát, đánh giá")
    d.p(
        "Điều tra thực trạng áp dụng tiêu chuẩn, công cụ quản trị tại doanh nghiệp thuộc 4 ngành công nghiệp chế biến."
    )
    d.h2("2.2. Tư vấn, hỗ trợ áp dụng")
    d.p("2.2.1. Hướng dẫn xây dựng hệ thống quản lý theo ISO 9001, ISO 22000, HACCP, VietGAP, hữu cơ.")
    d.p("2.2.2. Hướng dẫn áp dụng 5S, 6 Sigma, bảo trì năng suất toàn diện.")
    d.h1("3. KINH PHÍ")
    d.p("3.1. Tổng kinh phí thực hiện: 6.480.000 đồng (bằng chữ: sáu tỷ bốn trăm tám mươi triệu đồng).")
    d.p(
        "3.2. Nguồn kinh phí: ngân sách tỉnh cấp qua sự nghiệp khoa học và công nghệ 4.200 triệu đồng; doanh nghiệp, "
        "hợp tác xã đóng góp 2.280 triệu đồng."
    )
    d.p("3.3. Dự toán chi tiết theo Phụ lục đính kèm.")
    d.total("6.480.000 đồng", 6_480_000, "sáu tỷ bốn trăm tám mươi triệu đồng", 6_480_000_000)
    d.money(total_accepted_vnd=6_480_000_000, acceptance_reason="words govern")
    d.source("state_budget.science", "ngân sách tỉnh cấp qua sự nghiệp khoa học và công nghệ", 4200)
    d.source("enterprise_counterpart", "doanh nghiệp, hợp tác xã đóng góp", 2280)
    d.appendix("Dự toán chi tiết theo Phụ lục đính kèm", "absent")
    d.h1("4. TỔ CHỨC THỰC HIỆN")
    d.p(
        "4.1. Sở Khoa học và Công nghệ chủ trì, theo dõi, đôn đốc, tổng hợp báo cáo Ủy ban nhân dân tỉnh hằng năm."
    )
    d.p(
        "4.2. Sở Nông nghiệp và Phát triển nông thôn giới thiệu hợp tác xã, trang trại đủ điều kiện tham gia."
    )
    d.p("4.3. Báo Phú Ninh, Đài Phát thanh và Truyền hình tỉnh mở chuyên trang, chuyên mục./.")
    d.sign(
        ["Như mục 4", "Bộ Khoa học và Công nghệ", "Chủ tịch, các Phó Chủ tịch UBND tỉnh"],
        "Lưu: VT, NC(3b)",
        "TM. ỦY BAN NHÂN DÂN",
        "KT. CHỦ TỊCH",
        "PHÓ CHỦ TỊCH",
    )
    d.fault("blank_number")
    d.fault(
        "words_mismatch",
        6_480_000,
        6_480_000_000,
        also=[m.Fault("sum_mismatch", [6_480_000, 6_480_000_000])],
    )
    d.fault("missing_appendix")
    d.plan["text"]["completeness"] = "appendix_missing"
    return d


def _targets(d: m.Draft) -> None:
    d.section = "1.2"
    d.p(
        "1.2.1. Xây dựng 06 mô hình điểm nâng cao năng suất tổng thể, mỗi mô hình gồm 01 hệ thống quản lý, 02 công cụ "
        "cải tiến và 01 hệ thống truy xuất nguồn gốc.",
        m.target(
            "Xây dựng 06 mô hình điểm nâng cao năng suất tổng thể, mỗi mô hình gồm 01 hệ thống quản lý",
            m.count(6, "mô hình"),
            composition={"mgmt_system": 1, "improvement_tool": 2, "traceability": 1},
        ),
    )
    d.p(
        "1.2.2. Hỗ trợ từ 25 đến 35 hợp tác xã, trang trại đạt chứng nhận VietGAP, hữu cơ hoặc HACCP.",
        m.target(
            "Hỗ trợ từ 25 đến 35 hợp tác xã, trang trại đạt chứng nhận VietGAP",
            m.between(25, 35, "hợp tác xã"),
        ),
    )
    d.p(
        "1.2.3. Hằng năm tổ chức 03 lớp tập huấn và 01 hội nghị kết nối chuyên gia với doanh nghiệp.",
        m.target("Hằng năm tổ chức 03 lớp tập huấn", m.per_year(3, "lớp")),
        m.target("01 hội nghị kết nối chuyên gia với doanh nghiệp", m.per_year(1, "hội nghị")),
    )
    d.p(
        "1.2.4. Phấn đấu 85% cán bộ làm công tác tiêu chuẩn đo lường chất lượng được bồi dưỡng nghiệp vụ.",
        m.target(
            "Phấn đấu 85% cán bộ làm công tác tiêu chuẩn đo lường chất lượng",
            m.percent(85, "cán bộ làm công tác tiêu chuẩn đo lường chất lượng"),
            soft=True,
        ),
    )
    d.p(
        "1.2.5. Hoàn thành điều tra thực trạng năng suất của doanh nghiệp trong năm 2022.",
        m.target("Hoàn thành điều tra thực trạng năng suất của doanh nghiệp", m.qualitative(), time=2022),
    )
    d.p(
        "1.2.6. Doanh thu của doanh nghiệp tham gia tăng ít nhất 12% so với trước khi tham gia.",
        m.target("Doanh thu của doanh nghiệp tham gia tăng ít nhất 12%", m.growth(12, "ge")),
    )
    d.p(
        "1.2.7. Hơn 500 lượt người lao động được tập huấn về 5S, an toàn và sức khỏe nghề nghiệp theo ISO 45001.",
        m.target("Hơn 500 lượt người lao động được tập huấn về 5S", m.at_least(500, "lượt", "gt")),
    )
