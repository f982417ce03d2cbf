"""1 / 1.1 / 1.1.1; billions with decimals; a small table in the body with a row for each year.
Faults: one source of the running text, the words of the total."""

from tests.plandoc.corpus import model as m

STATE, ENTERPRISE = "state_budget.provincial", "enterprise_counterpart"

YEARS = [(2023, 3.4, 2.0, 1.4), (2024, 4.7, 2.75, 1.95), (2025, 4.5, 2.6, 1.9)]

PHASING = [
    ["Năm", "Ngân sách tỉnh", "Vốn doanh nghiệp, hợp tác xã", "Tổng số"],
    ["2023", "2,0", "1,4", "3,4"],
    ["2024", "2,75", "1,95", "4,7"],
    ["2025", "2,6", "1,9", "4,5"],
    ["Cộng", "7,35", "5,25", "12,6"],
]


def plan() -> m.Draft:
    d = m.Draft(
        "khanh_dien",
        formats=("pdf", "text"),
        province="Khánh Điền",
        number="41/KH-UBND",
        date="2023-02-03",
        date_printed="ngày 03 tháng 02 năm 2023",
        horizon=(2023, 2025),
        title="Nâng cao năng suất, chất lượng của doanh nghiệp, hợp tác xã tỉnh Khánh Điền giai đoạn 2023 - 2025",
        signer="Trịnh Thị Ước Lệ",
        text_style={"wrap": 76, "head": "bars", "table": "pipes"},
        pdf_style={"justify": True, "font": "Be Vietnam Pro", "size": "11pt"},
    )
    d.head(
        ["ỦY BAN NHÂN DÂN", "TỈNH KHÁNH ĐIỀN"],
        number="Số: 41/KH-UBND",
        place_date="Khánh Điền, ngày 03 tháng 02 năm 2023",
    )
    d.title("KẾ HOẠCH", d.plan["title"])
    d.basis("1322/QĐ-TTg", "2020-08-31", "Thủ tướng Chính phủ")
    d.p(
        "Thực hiện Quyết định số 1322/QĐ-TTg ngày 31/8/2020 của Thủ tướng Chính phủ, Ủy ban nhân dân tỉnh Khánh Điền "
        "ban hành Kế hoạch sau:"
    )
    d.h1("1. MỤC ĐÍCH, YÊU CẦU")
    d.h2("1.1. Mục đích")
    d.p("Cụ thể hóa chủ trương của Tỉnh ủy về kinh tế biển; phát huy 02 thế mạnh là thủy sản và muối.")
    d.h2("1.2. Yêu cầu")
    d.p("Việc hỗ trợ phải công khai, không trùng lặp; ưu tiên đơn vị có phương án khả thi.")
    d.h1("2. MỤC TIÊU")
    d.h2("2.1. Mục tiêu chung")
    d.goal("Sản phẩm biển của tỉnh có chất lượng đồng đều, truy xuất được, bán được giá hơn.")
    d.h2("2.2. Mục tiêu cụ thể")
    _targets(d)
    d.h1("3. NHIỆM VỤ, GIẢI PHÁP")
    d.h2("3.1. Bồi dưỡng, tuyên truyền")
    d.p("3.1.1. Biên soạn tài liệu theo từng nghề: chế biến, cấp đông, làm muối sạch.")
    d.p("3.1.2. Mở lớp bồi dưỡng ngay tại cảng cá, làng nghề.")
    d.h2("3.2. Hỗ trợ kỹ thuật")
    d.p("3.2.1. Áp dụng HACCP, BRCGS, ISO 22000:2018; quản lý kho lạnh tiết kiệm năng lượng.")
    d.p("3.2.2. Nhân rộng mô hình trình diễn, tổ chức tham quan học tập.")
    _money(d)
    d.h1("5. TỔ CHỨC THỰC HIỆN")
    d.p("5.1. Sở Khoa học và Công nghệ chủ trì; sơ kết hằng năm, tổng kết vào quý IV/2025.")
    d.p("5.2. Sở Nông nghiệp và Phát triển nông thôn giới thiệu cơ sở chế biến thủy sản tham gia.")
    d.p("5.3. Ủy ban nhân dân các huyện ven biển tuyên truyền, vận động./.")
    d.sign(
        ["Bộ Khoa học và Công nghệ", "Thường trực Tỉnh ủy", "Các sở: KHCN, NNPTNT, TC", "Lãnh đạo VP"],
        "Lưu: VT, KT2",
        "TM. ỦY BAN NHÂN DÂN",
        "KT. CHỦ TỊCH",
        "PHÓ CHỦ TỊCH",
    )
    return d


def _targets(d: m.Draft) -> None:
    d.section = "2.2"
    d.p(
        "2.2.1. Hỗ trợ không ít hơn 45 doanh nghiệp, hợp tác xã; trong đó có ít nhất 12 cơ sở chế biến thủy sản.",
        m.target("Hỗ trợ không ít hơn 45 doanh nghiệp, hợp tác xã", m.at_least(45, "doanh nghiệp"), id="T1"),
        m.target("có ít nhất 12 cơ sở chế biến thủy sản", m.at_least(12, "cơ sở"), parent="T1"),
    )
    d.p(
        "2.2.2. Mỗi năm mở 06 lớp bồi dưỡng nghề nghiệp cho lao động nghề biển.",
        m.target("Mỗi năm mở 06 lớp bồi dưỡng nghề nghiệp", m.per_year(6, "lớp")),
    )
    d.p(
        "2.2.3. Năng suất lao động của đơn vị tham gia năm 2025 tăng gấp 1,2 lần so với năm 2022.",
        m.target(
            "Năng suất lao động của đơn vị tham gia năm 2025 tăng gấp 1,2 lần",
            m.growth(1.2, unit="lần", base=(2022, 2022)),
            time=2025,
            accept={"value": [20, 120], "unit": ["%"]},
        ),
    )
    d.p(
        "2.2.4. Tỷ lệ lao động được đào tạo về an toàn thực phẩm trong các cơ sở tham gia đạt tối thiểu 65%.",
        m.target(
            "Tỷ lệ lao động được đào tạo về an toàn thực phẩm trong các cơ sở tham gia đạt tối thiểu 65%",
            m.percent(65, "lao động trong các cơ sở tham gia", "ge"),
        ),
    )
    d.p(
        "2.2.5. Từ 03 doanh nghiệp trở lên đạt Giải thưởng Chất lượng quốc gia.",
        m.target("Từ 03 doanh nghiệp trở lên đạt Giải thưởng", m.at_least(3, "doanh nghiệp")),
    )
    d.p(
        "2.2.6. Xây dựng, đưa vào khai thác bản đồ chất lượng sản phẩm biển trước ngày 31/12/2024.",
        m.target("Xây dựng, đưa vào khai thác bản đồ chất lượng sản phẩm biển", m.qualitative(), time=2024),
    )
    d.p(
        "2.2.7. Nhân rộng 10 đến 12 mô hình trình diễn; thu hút khoảng 600 lượt người tham quan.",
        m.target("Nhân rộng 10 đến 12 mô hình trình diễn", m.between(10, 12, "mô hình")),
        m.target("thu hút khoảng 600 lượt người tham quan", m.count(600, "lượt", "approx")),
    )
    d.p(
        "2.2.8. Lượng điện tiêu thụ trên mỗi tấn sản phẩm cấp đông giảm ít nhất 5%/năm.",
        m.target(
            "Lượng điện tiêu thụ trên mỗi tấn sản phẩm cấp đông giảm ít nhất 5%/năm",
            m.growth(5, "ge", unit="%/năm", base="year_on_year"),
            accept={"value": [-5], "base_status": ["undefined"]},
        ),
    )


def _money(d: m.Draft) -> None:
    d.h1("4. KINH PHÍ THỰC HIỆN")
    d.p("4.1. Tổng kinh phí: 12,6 tỷ đồng (Bằng chữ: Mười hai tỷ tám trăm triệu đồng).")
    d.p("4.2. Nguồn kinh phí:")
    d.li("- Ngân sách tỉnh: 7,35 tỷ đồng;")
    d.li("- Vốn của doanh nghiệp, hợp tác xã: 5,15 tỷ đồng.")
    d.p("4.3. Phân kỳ kinh phí:")
    d.note("Đơn vị tính: tỷ đồng")
    d.facts(PHASING)
    d.total("12,6 tỷ đồng", 12_600_000_000, "Mười hai tỷ tám trăm triệu đồng", 12_800_000_000)
    d.source(STATE, "Ngân sách tỉnh", None)
    d.source(ENTERPRISE, "Vốn của doanh nghiệp, hợp tác xã", None)
    d.budget["sources"][0]["amount"], d.budget["sources"][1]["amount"] = 7.35, 5.15
    whole = {"id": "P1", "from": 2023, "to": 2025, "total": 12.6}
    whole["by_source"] = {STATE: 7.35, ENTERPRISE: 5.25}
    whole["by_year"] = {str(year): total for year, total, _, _ in YEARS}
    each = [
        {"id": f"P{n}", "from": year, "to": year, "total": total, "by_year": {}}
        | {"by_source": {STATE: state, ENTERPRISE: enterprise}}
        for n, (year, total, state, enterprise) in enumerate(YEARS, 1)
    ]
    d.money(amount_unit="billion_vnd", phases=[whole], phase_readings=[each])
    d.fault("words_mismatch", 12_600_000_000, 12_800_000_000)
    apart = m.Fault("sum_mismatch", [12_600_000_000, 12_500_000_000])
    d.fault("sum_mismatch", 5_150_000_000, 5_250_000_000, also=[apart])
