"""Objectives as "indicator: number" after the fashion of statistics; amounts of the running text in
words only; a table of sources by year in the body. No fault."""

from tests.plandoc.corpus import model as m

STATE, ENTERPRISE = "state_budget.provincial", "enterprise_counterpart"

PHASING = [
    ["TT", "Nguồn vốn", "Năm 2024", "Năm 2025", "Cả giai đoạn"],
    ["1", "Ngân sách tỉnh", "2.300", "2.800", "5.100"],
    ["2", "Doanh nghiệp, hợp tác xã", "1.450", "1.850", "3.300"],
    ["", "Tổng cộng", "3.750", "4.650", "8.400"],
]


def plan() -> m.Draft:
    d = m.Draft(
        "bac_lam",
        formats=("text", "html"),
        province="Bắc Lâm",
        number="06/KH-UBND",
        date="2024-01-05",
        date_printed="ngày 05 tháng 01 năm 2024",
        horizon=(2024, 2025),
        title="Triển khai hoạt động năng suất, chất lượng trên địa bàn tỉnh Bắc Lâm giai đoạn 2024 - 2025",
        signer="Tạ Văn Hình Dung",
        text_style={"table": "bars"},
        html_style={},
    )
    d.head(
        ["ỦY BAN NHÂN DÂN", "TỈNH BẮC LÂM"],
        number="Số: 06 /KH-UBND",
        place_date="Bắc Lâm, ngày 05 tháng 01 năm 2024",
    )
    d.title("KẾ HOẠCH", d.plan["title"])
    d.basis("1322/QĐ-TTg", "2020-08-31", "Thủ tướng Chính phủ")
    d.p(
        "Căn cứ Quyết định số 1322/QĐ-TTg ngày 31/8/2020 của Thủ tướng Chính phủ; Công văn số 3215/BKHCN-TĐC ngày "
        "18/9/2023 của Bộ Khoa học và Công nghệ, Ủy ban nhân dân tỉnh Bắc Lâm ban hành Kế hoạch như sau:"
    )
    d.h1("A. MỤC TIÊU, CHỈ TIÊU")
    d.h2("I. Mục tiêu")
    d.goal("Giúp doanh nghiệp, hợp tác xã vùng cao làm quen và áp dụng được các công cụ quản trị đơn giản.")
    d.h2("II. Chỉ tiêu")
    _targets(d)
    d.h1("B. NỘI DUNG")
    d.h2("I. Đào tạo, tư vấn")
    d.p("1. Mở lớp tập huấn tại trung tâm các huyện; tài liệu song ngữ.")
    d.p("2. Tư vấn, hỗ trợ doanh nghiệp theo hình thức cầm tay chỉ việc, mỗi đợt không quá 05 ngày.")
    d.h2("II. Chứng nhận, quảng bá")
    d.p("1. Hỗ trợ chứng nhận hữu cơ, VietGAP cho chè, quế, hồi, dược liệu.")
    d.p("2. Chuyên mục truyền hình bằng tiếng phổ thông và 02 thứ tiếng dân tộc.")
    _money(d)
    d.h1("D. TRÁCH NHIỆM THỰC HIỆN")
    d.p("I. Sở Khoa học và Công nghệ: chủ trì, tổng hợp báo cáo trước ngày 05/12 hằng năm.")
    d.p("II. Liên minh Hợp tác xã tỉnh: lựa chọn hợp tác xã tham gia.")
    d.p("III. Ủy ban nhân dân các huyện: bố trí địa điểm, mời học viên./.")
    d.sign(
        ["Bộ Khoa học và Công nghệ", "Chủ tịch UBND tỉnh (b/c)", "Các sở, ngành liên quan", "UBND các huyện"],
        "Lưu: VT, TH, VX(Hà)",
        "TM. ỦY BAN NHÂN DÂN",
        "KT. CHỦ TỊCH",
        "PHÓ CHỦ TỊCH",
    )
    return d


def _targets(d: m.Draft) -> None:
    d.section = "A.II"
    d.p(
        "1. Số lớp tập huấn: 16 lớp (năm 2024: 07 lớp; năm 2025: 09 lớp).",
        m.target("Số lớp tập huấn: 16 lớp", m.count(16, "lớp")),
    )
    d.p(
        "2. Số doanh nghiệp, hợp tác xã được tư vấn, hỗ trợ: không dưới 28 đơn vị.",
        m.target(
            "Số doanh nghiệp, hợp tác xã được tư vấn, hỗ trợ: không dưới 28 đơn vị",
            m.at_least(28, "đơn vị"),
        ),
    )
    d.p(
        "3. Tỷ lệ đơn vị hoàn thành đánh giá sau hỗ trợ: tối thiểu 85%.",
        m.target("Tỷ lệ đơn vị hoàn thành đánh giá sau hỗ trợ: tối thiểu 85%", m.percent(85, "đơn vị", "ge")),
    )
    d.p(
        "4. Mức tăng năng suất lao động tại đơn vị điểm: từ 10% đến 15% so với năm 2023.",
        m.target(
            "Mức tăng năng suất lao động tại đơn vị điểm: từ 10% đến 15% so với năm 2023",
            m.growth((10, 15), "range", base=(2023, 2023)),
        ),
    )
    d.p(
        "5. Số sản phẩm được chứng nhận hữu cơ, VietGAP: khoảng 20 sản phẩm.",
        m.target(
            "Số sản phẩm được chứng nhận hữu cơ, VietGAP: khoảng 20 sản phẩm",
            m.count(20, "sản phẩm", "approx"),
        ),
    )
    d.p(
        "6. Số kỳ chuyên mục trên truyền hình: 12 kỳ/năm.",
        m.target("Số kỳ chuyên mục trên truyền hình: 12 kỳ/năm", m.per_year(12, "kỳ")),
    )
    d.p(
        "7. Số tổ chức khoa học và công nghệ tham gia tư vấn: trên 05 tổ chức.",
        m.target(
            "Số tổ chức khoa học và công nghệ tham gia tư vấn: trên 05 tổ chức",
            m.at_least(5, "tổ chức", "gt"),
        ),
    )
    d.p(
        "8. Ban hành sổ tay công cụ quản trị dành cho hợp tác xã trong quý III năm 2024.",
        m.target("Ban hành sổ tay công cụ quản trị dành cho hợp tác xã", m.qualitative(), time=2024),
    )


def _money(d: m.Draft) -> None:
    d.h1("C. KINH PHÍ")
    d.p(
        "I. Tổng kinh phí dự kiến: Tám tỷ bốn trăm triệu đồng, trong đó ngân sách tỉnh năm tỷ một trăm triệu đồng; "
        "doanh nghiệp, hợp tác xã đóng góp ba tỷ ba trăm triệu đồng."
    )
    d.p("II. Phân kỳ như sau:")
    d.note("Đơn vị tính: triệu đồng")
    d.facts(PHASING)
    d.source(STATE, "ngân sách tỉnh", 5100)
    d.source(ENTERPRISE, "doanh nghiệp, hợp tác xã đóng góp", 3300)
    state = {"total": 5100, "by_source": {}, "by_year": {"2024": 2300, "2025": 2800}}
    enterprise = {"total": 3300, "by_source": {}, "by_year": {"2024": 1450, "2025": 1850}}
    whole = {"id": "P1", "from": 2024, "to": 2025, "total": 8400}
    whole |= {"by_source": {STATE: 5100, ENTERPRISE: 3300}, "by_year": {"2024": 3750, "2025": 4650}}
    d.money(
        total_words="Tám tỷ bốn trăm triệu đồng",
        total_words_vnd=8_400_000_000,
        total_accepted_vnd=8_400_000_000,
        phases=[whole],
        phase_readings=[[state, enterprise]],
    )
