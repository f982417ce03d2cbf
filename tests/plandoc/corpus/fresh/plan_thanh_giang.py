"""I / 1 / 1.1; objectives in a table with two milestone columns, a second appendix with tasks only,
quantity and unit price beside the money, million đồng with decimals. No fault."""

from decimal import Decimal as D

from tests.plandoc.corpus import model as m
from tests.plandoc.corpus.money import Column, Row, Sheet, figure, in_words

STATE, ENTERPRISE = "state_budget.science", "enterprise_counterpart"
NUMBER, DATE = "132/KH-UBND", "ngày 15 tháng 6 năm 2021"

COLUMNS = [
    Column("stt", "TT"),
    Column("name", "Nội dung"),
    Column("unit", "ĐVT"),
    Column("qty", "Số lượng"),
    Column("price", "Đơn giá"),
    Column("total", "Thành tiền"),
    Column(STATE, "NSNN", "Nguồn kinh phí"),
    Column(ENTERPRISE, "DN đối ứng", "Nguồn kinh phí"),
]

SYSTEMS = "Số doanh nghiệp áp dụng hệ thống quản lý tiên tiến (lũy kế)"
TOOLS = "Tỷ lệ doanh nghiệp công nghiệp chủ lực áp dụng công cụ cải tiến năng suất"
EXPERTS = "Chuyên gia năng suất chất lượng được cấp chứng chỉ"
LABOUR = "Tốc độ tăng năng suất lao động bình quân"
PRODUCTS = "Sản phẩm, hàng hóa được chứng nhận hợp chuẩn, hợp quy (lũy kế)"
TFP = "Đóng góp của TFP vào tăng trưởng GRDP"

OBJECTIVES = [
    ["STT", "Chỉ tiêu", "Đơn vị tính", "Đến năm 2025", "Đến năm 2030", "Cơ quan theo dõi"],
    ["1", SYSTEMS, "doanh nghiệp", "60", "140", "Sở Khoa học và Công nghệ"],
    ["2", TOOLS, "%", "≥ 40", "≥ 70", "Sở Công Thương"],
    ["3", EXPERTS, "người", "05 - 07", "15", "Sở Khoa học và Công nghệ"],
    ["4", LABOUR, "%/năm", "7,0", "8,5", "Cục Thống kê tỉnh"],
    ["5", PRODUCTS, "sản phẩm", "trên 35", "80", "Sở Khoa học và Công nghệ"],
    ["6", TFP, "%", "khoảng 45", "50", "Cục Thống kê tỉnh"],
]

TASKS = [
    ["TT", "Nhiệm vụ", "Cơ quan chủ trì", "Cơ quan phối hợp", "Thời gian", "Sản phẩm"],
    ["1", "Khảo sát nhu cầu doanh nghiệp", "Sở KH&CN", "Sở Công Thương", "Quý IV/2021", "Báo cáo khảo sát"],
    [
        "2",
        "Tập huấn, đào tạo chuyên gia",
        "Sở KH&CN",
        "Hiệp hội Doanh nghiệp tỉnh",
        "2021 - 2030",
        "Lớp, khóa",
    ],
    [
        "3",
        "Hỗ trợ áp dụng hệ thống, công cụ",
        "Sở KH&CN",
        "Các sở; UBND cấp huyện",
        "2022 - 2030",
        "Hồ sơ nghiệm thu",
    ],
    [
        "4",
        "Tính toán, công bố TFP",
        "Cục Thống kê tỉnh",
        "Sở KH&CN",
        "Trước 30/6 hằng năm",
        "Báo cáo hằng năm",
    ],
]


def _sheet() -> Sheet:
    sheet = Sheet("million_vnd", sources=(STATE, ENTERPRISE))

    def line(step: str, name: str, unit: str, qty: int, price: str, state: str, enterprise: str) -> Row:
        row = sheet.line(
            step, name, [D(state), D(enterprise)], unit=unit, qty=figure(qty), price=figure(D(price))
        )
        assert row.cells["total"] == qty * D(price)
        return row

    return sheet.close(
        sheet.group(
            "I",
            "Tuyên truyền, đào tạo",
            line("1", "Lớp tập huấn kiến thức", "lớp", 24, "35", "840", "0"),
            line("2", "Khóa đào tạo chuyên gia", "khóa", 3, "142.5", "342", "85.5"),
            line("3", "Phóng sự truyền hình", "phóng sự", 20, "18.5", "370", "0"),
        ),
        sheet.group(
            "II",
            "Hỗ trợ doanh nghiệp",
            line("1", "Hệ thống quản lý tiên tiến", "doanh nghiệp", 140, "62.5", "3500", "5250"),
            line("2", "Công cụ cải tiến năng suất", "lượt", 90, "48", "1728", "2592"),
            line("3", "Chứng nhận hợp chuẩn, hợp quy", "sản phẩm", 80, "21.25", "680", "1020"),
        ),
        sheet.group(
            "III",
            "Đo lường, quản lý",
            line("1", "Điều tra, tính toán TFP", "kỳ", 10, "55", "550", "0"),
            line("2", "Kiểm tra, sơ kết, tổng kết", "năm", 10, "12.8", "128", "0"),
        ),
    )


def plan() -> m.Draft:
    d = m.Draft(
        "thanh_giang",
        formats=("docx", "pdf"),
        province="Thanh Giang",
        number=NUMBER,
        date="2021-06-15",
        date_printed=DATE,
        horizon=(2021, 2030),
        title="Nâng cao năng suất và chất lượng sản phẩm, hàng hóa tỉnh Thanh Giang giai đoạn 2021 - 2030",
        signer="Phan Thị Giả Định",
        pdf_style={"justify": True, "size": "12pt"},
    )
    sheet = _sheet()
    d.facts(
        [
            [
                "ỦY BAN NHÂN DÂN TỈNH THANH GIANG",
                "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM Độc lập - Tự do - Hạnh phúc",
            ],
            [f"Số: {NUMBER}", f"Thanh Giang, {DATE}"],
        ],
        header_rows=0,
    )
    d.plan["number_printed"] = f"Số: {NUMBER}"
    d.title("KẾ HOẠCH", d.plan["title"])
    d.basis("1322/QĐ-TTg", "2020-08-31", "Thủ tướng Chính phủ")
    d.basis("36/QĐ-TTg", "2021-01-11", "Thủ tướng Chính phủ")
    d.p(
        "Thực hiện Quyết định số 1322/QĐ-TTg ngày 31/8/2020 và Quyết định số 36/QĐ-TTg ngày 11/01/2021 của Thủ tướng "
        "Chính phủ, theo đề nghị của Sở Khoa học và Công nghệ tại Tờ trình số 61/TTr-SKHCN ngày 02/6/2021, Ủy ban nhân "
        "dân tỉnh ban hành Kế hoạch như sau:"
    )
    d.h1("I. MỤC TIÊU")
    d.h2("1. Mục tiêu tổng quát")
    d.goal("Đưa cải tiến thành việc thường ngày của doanh nghiệp; hàng hóa của tỉnh có chỗ đứng ổn định.")
    d.h2("2. Chỉ tiêu cụ thể")
    _targets(d)
    d.h1("II. NHIỆM VỤ TRỌNG TÂM")
    d.h2("1. Nhóm nhiệm vụ về con người")
    d.p("1.1. Tập huấn kiến thức cho cán bộ quản lý, tổ trưởng sản xuất; đào tạo chuyên gia tại chỗ.")
    d.p("1.2. Truyền thông trên Đài Phát thanh và Truyền hình tỉnh, mỗi phóng sự dài 10 - 15 phút.")
    d.h2("2. Nhóm nhiệm vụ hỗ trợ doanh nghiệp")
    d.p(
        "2.1. Hướng dẫn áp dụng TCVN ISO 9001:2015, ISO 14001:2015, ISO 22000:2018; công cụ 5S, Kaizen, Lean."
    )
    d.p("2.2. Mức hỗ trợ thực hiện theo Phụ lục II ban hành kèm theo Thông tư số 35/2021/TT-BTC.")
    d.p("Phân công nhiệm vụ cụ thể tại Phụ lục I kèm theo Kế hoạch này.")
    _money(d, sheet)
    d.h1("IV. TỔ CHỨC THỰC HIỆN")
    d.p("1. Sở Khoa học và Công nghệ: đôn đốc, tổng hợp, báo cáo UBND tỉnh trước ngày 10/12 hằng năm.")
    d.p("2. Sở Tài chính: thẩm định dự toán, trình cấp có thẩm quyền bố trí kinh phí.")
    d.p("3. Cục Thống kê tỉnh: tính toán, công bố các chỉ tiêu năng suất./.")
    d.sign(
        ["Bộ Khoa học và Công nghệ", "Thường trực Tỉnh ủy", "Các sở, ban, ngành", "Cục Thống kê tỉnh"],
        "Lưu: VT, KTTH, KGVX",
        "TM. ỦY BAN NHÂN DÂN",
        "KT. CHỦ TỊCH",
        "PHÓ CHỦ TỊCH",
    )
    d.new_page()
    d.add("centre", "PHỤ LỤC I")
    d.add("centre", "PHÂN CÔNG NHIỆM VỤ")
    d.note(f"(Kèm theo Kế hoạch số {NUMBER} ngày 15/6/2021 của Ủy ban nhân dân tỉnh Thanh Giang)")
    d.facts(TASKS)
    d.new_page()
    d.add("centre", "PHỤ LỤC II")
    d.add("centre", "DỰ TOÁN KINH PHÍ")
    d.note(f"(Kèm theo Kế hoạch số {NUMBER} ngày 15/6/2021 của Ủy ban nhân dân tỉnh Thanh Giang)")
    d.note("Đơn vị tính: triệu đồng")
    d.table(sheet, sheet.grid(COLUMNS, total_label="Tổng cộng", zero="-"))
    d.from_appendix(NUMBER, "2021-06-15")
    d.plan["horizon"]["milestones"] = [2025, 2030]
    return d


def _targets(d: m.Draft) -> None:
    d.section = "I.2"
    rise = {"unit": "%/năm", "base": "year_on_year"}
    early, late = {"time": [(2021, 2025)]}, {"time": [(2026, 2030), (2021, 2030)]}
    base = "doanh nghiệp công nghiệp chủ lực"
    experts = m.between(5, 7, "người")
    d.facts(
        OBJECTIVES,
        m.target(SYSTEMS, m.count(60, "doanh nghiệp"), time=2025),
        m.target(SYSTEMS, m.count(140, "doanh nghiệp"), time=2030),
        m.target(TOOLS, m.percent(40, base, "ge"), time=2025),
        m.target(TOOLS, m.percent(70, base, "ge"), time=2030),
        m.target(EXPERTS, experts, time=2025, accept={"unit": ["chuyên gia"]}),
        m.target(EXPERTS, m.count(15, "người"), time=2030, accept={"unit": ["chuyên gia"]}),
        m.target(LABOUR, m.growth(7, **rise), time=2025, accept=early, aggregation="average"),
        m.target(LABOUR, m.growth(8.5, **rise), time=2030, accept=late, aggregation="average"),
        m.target(PRODUCTS, m.at_least(35, "sản phẩm", "gt"), time=2025),
        m.target(PRODUCTS, m.count(80, "sản phẩm"), time=2030),
        m.target(TFP, m.percent(45, "tăng trưởng GRDP", "approx"), time=2025),
        m.target(TFP, m.percent(50, "tăng trưởng GRDP"), time=2030),
    )
    d.p(
        "Ngoài các chỉ tiêu nêu trên, mỗi năm có ít nhất 02 doanh nghiệp tham dự Giải thưởng Chất lượng quốc gia.",
        m.target(
            "mỗi năm có ít nhất 02 doanh nghiệp tham dự Giải thưởng", m.per_year(2, "doanh nghiệp", "ge")
        ),
    )


def _money(d: m.Draft, sheet: Sheet) -> None:
    total = sheet.total["total"]
    words = in_words(sheet.vnd(total)) + " đồng"
    d.h1("III. KINH PHÍ THỰC HIỆN")
    d.p(
        f"Tổng kinh phí thực hiện Kế hoạch giai đoạn 2021 - 2030: {figure(total)} triệu đồng (Bằng chữ: {words}); "
        "trong đó:"
    )
    d.li(f"- Ngân sách nhà nước: {figure(sheet.total[STATE])} triệu đồng;")
    d.li(f"- Doanh nghiệp đối ứng: {figure(sheet.total[ENTERPRISE])} triệu đồng.")
    d.p("Chi tiết tại Phụ lục II kèm theo Kế hoạch này.")
    d.total(f"{figure(total)} triệu đồng", sheet.vnd(total), words)
    d.source(STATE, "Ngân sách nhà nước", sheet.total[STATE])
    d.source(ENTERPRISE, "Doanh nghiệp đối ứng", sheet.total[ENTERPRISE])
    d.appendix("Chi tiết tại Phụ lục II kèm theo Kế hoạch này", title="DỰ TOÁN KINH PHÍ")
