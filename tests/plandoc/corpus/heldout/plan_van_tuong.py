"""I / 1 / - / +; hard-wrapped text and Word; money in running text by phases and sources.
Fault: one digit of the words."""

from tests.plandoc.corpus import model as m

STATE, ENTERPRISE = "state_budget.science", "enterprise_counterpart"


def plan() -> m.Draft:
    d = m.Draft(
        "van_tuong",
        formats=("text", "docx"),
        province="Vạn Tường",
        number="07/KH-UBND",
        date="2023-01-09",
        date_printed="ngày 09 tháng 01 năm 2023",
        horizon=(2023, 2030),
        title="Nâng cao năng suất lao động và chất lượng sản phẩm trên địa bàn tỉnh Vạn Tường giai đoạn 2023 - 2030",
        signer="Lý Văn Tình Huống",
        text_style={"wrap": 72, "head": "bars"},
        docx_style={"number_in_box": False},
    )
    d.head(
        ["UBND TỈNH VẠN TƯỜNG"], number="Số: 07/KH-UBND", place_date="Vạn Tường, ngày 09 tháng 01 năm 2023"
    )
    d.title("KẾ HOẠCH", d.plan["title"])
    d.basis("36/QĐ-TTg", "2021-01-11", "Thủ tướng Chính phủ")
    d.p(
        "Triển khai Quyết định số 36/QĐ-TTg ngày 11/01/2021 của Thủ tướng Chính phủ, Ủy ban nhân dân tỉnh Vạn Tường "
        "ban hành Kế hoạch, cụ thể:"
    )
    d.h1("I. MỤC ĐÍCH, YÊU CẦU")
    d.p(
        "1. Xác định rõ việc, rõ người, rõ thời gian; huy động hiệu quả 3 nguồn lực: con người, công nghệ, tài chính."
    )
    d.p("2. Bảo đảm đồng bộ với Chương trình hành động số 18-CTr/TU của Tỉnh ủy.")
    d.h1("II. MỤC TIÊU")
    d.h2("1. Mục tiêu tổng quát")
    d.goal(
        "Năng suất lao động của tỉnh tăng nhanh và bền vững, chất lượng sản phẩm chủ lực được thị trường tin cậy."
    )
    d.h2("2. Mục tiêu cụ thể")
    _targets(d)
    d.h1("III. NHIỆM VỤ VÀ GIẢI PHÁP")
    d.p("1. Hoàn thiện cơ chế khuyến khích doanh nghiệp đầu tư cho đổi mới công nghệ, quản trị tinh gọn.")
    d.p("2. Đưa nội dung 5S, an toàn lao động (ISO 45001:2018) vào chương trình giáo dục nghề nghiệp.")
    d.p("3. Hỗ trợ phòng thử nghiệm đạt ISO/IEC 17025:2017, tổ chức giám định đạt ISO/IEC 17020:2012.")
    _money(d)
    d.h1("V. TỔ CHỨC THỰC HIỆN")
    d.p(
        "1. Sở Khoa học và Công nghệ: đầu mối theo dõi, đánh giá; tham mưu sơ kết vào năm 2025, tổng kết vào năm 2030."
    )
    d.p("2. Sở Lao động - Thương binh và Xã hội: chỉ đạo cơ sở giáo dục nghề nghiệp.")
    d.p("3. Cục Thống kê: cung cấp số liệu năng suất lao động của tỉnh hằng năm./.")
    d.sign(
        ["Bộ Khoa học và Công nghệ", "Thường trực Tỉnh ủy", "Các sở, ban, ngành", "Cục Thống kê tỉnh"],
        "Lưu: VT, KGVX",
        "TM. ỦY BAN NHÂN DÂN",
        "KT. CHỦ TỊCH",
        "PHÓ CHỦ TỊCH",
    )
    d.phases((2023, 2025), (2026, 2030))
    d.fault("words_mismatch", 42_350_000_000, 42_250_000_000)
    return d


def _targets(d: m.Draft) -> None:
    d.time, d.section = (2023, 2025), "II.2"
    d.li("- Giai đoạn 2023 - 2025:")
    d.li(
        "+ Năng suất lao động xã hội tăng bình quân trên 6,8%/năm.",
        m.target(
            "Năng suất lao động xã hội tăng bình quân trên 6,8%/năm",
            m.growth(6.8, "gt", unit="%/năm", base="year_on_year"),
            aggregation="average",
        ),
    )
    d.li(
        "+ Hỗ trợ 35 lượt đơn vị áp dụng công cụ cải tiến, 04 phòng thử nghiệm đạt ISO/IEC 17025:2017.",
        m.target("Hỗ trợ 35 lượt đơn vị áp dụng công cụ cải tiến", m.count(35, "lượt đơn vị")),
        m.target("04 phòng thử nghiệm đạt ISO/IEC 17025:2017", m.count(4, "phòng thử nghiệm")),
    )
    d.li(
        "+ Tối thiểu 70% lao động tại doanh nghiệp tham gia được huấn luyện về 5S và an toàn.",
        m.target(
            "Tối thiểu 70% lao động tại doanh nghiệp tham gia được huấn luyện",
            m.percent(70, "lao động tại doanh nghiệp tham gia", "ge"),
        ),
    )
    d.time = (2026, 2030)
    d.li("- Giai đoạn 2026 - 2030:")
    d.li(
        "+ Năng suất lao động xã hội tăng bình quân từ 7,5% đến 8%/năm.",
        m.target(
            "Năng suất lao động xã hội tăng bình quân từ 7,5% đến 8%/năm",
            m.growth((7.5, 8), "range", unit="%/năm", base="year_on_year"),
            aggregation="average",
        ),
    )
    d.li(
        "+ Tiếp tục hỗ trợ ít nhất 60 lượt đơn vị áp dụng công cụ cải tiến.",
        m.target(
            "Tiếp tục hỗ trợ ít nhất 60 lượt đơn vị áp dụng công cụ cải tiến",
            m.at_least(60, "lượt đơn vị"),
            additional=True,
        ),
    )
    d.li(
        "+ Có 03 tổ chức giám định, chứng nhận của tỉnh được công nhận; mỗi năm 01 tổ chức tham gia so sánh liên phòng.",
        m.target("Có 03 tổ chức giám định, chứng nhận của tỉnh được công nhận", m.count(3, "tổ chức")),
        m.target("mỗi năm 01 tổ chức tham gia so sánh liên phòng", m.per_year(1, "tổ chức")),
    )
    d.li(
        "+ Tỷ lệ khiếu nại về chất lượng hàng hóa giảm 20% so với giai đoạn 2023 - 2025.",
        m.target(
            "Tỷ lệ khiếu nại về chất lượng hàng hóa giảm 20%",
            m.growth(20, base=(2023, 2025)),
            accept={"value": [-20]},
        ),
    )


def _money(d: m.Draft) -> None:
    d.h1("IV. KINH PHÍ")
    d.p(
        "1. Tổng kinh phí thực hiện Kế hoạch: 42.350 triệu đồng (Bốn mươi hai tỷ hai trăm năm mươi triệu đồng), trong "
        "đó:"
    )
    d.li("- Nguồn sự nghiệp khoa học và công nghệ: 24.000 triệu đồng;")
    d.li("- Nguồn đối ứng của doanh nghiệp: 18.350 triệu đồng.")
    d.p("2. Phân kỳ thực hiện:")
    d.li("- Giai đoạn 2023 - 2025: 15.150 triệu đồng, gồm:")
    d.li("+ Nguồn sự nghiệp khoa học và công nghệ: 9.000 triệu đồng;")
    d.li("+ Nguồn đối ứng của doanh nghiệp: 6.150 triệu đồng.")
    d.li("- Giai đoạn 2026 - 2030: 27.200 triệu đồng, gồm:")
    d.li("+ Nguồn sự nghiệp khoa học và công nghệ: 15.000 triệu đồng;")
    d.li("+ Nguồn đối ứng của doanh nghiệp: 12.200 triệu đồng.")
    d.total(
        "42.350 triệu đồng", 42_350_000_000, "Bốn mươi hai tỷ hai trăm năm mươi triệu đồng", 42_250_000_000
    )
    d.source(STATE, "Nguồn sự nghiệp khoa học và công nghệ", 24_000)
    d.source(ENTERPRISE, "Nguồn đối ứng của doanh nghiệp", 18_350)
    first = {"id": "P1", "from": 2023, "to": 2025, "total": 15_150, "by_year": {}}
    second = {"id": "P2", "from": 2026, "to": 2030, "total": 27_200, "by_year": {}}
    d.money(
        phases=[
            first | {"by_source": {STATE: 9_000, ENTERPRISE: 6_150}},
            second | {"by_source": {STATE: 15_000, ENTERPRISE: 12_200}},
        ]
    )
