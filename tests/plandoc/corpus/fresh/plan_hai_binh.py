"""A city under the centre, after the reform of 2025; objectives in a table with a column a year and
one for the whole period (the years are its phasing: the schema has no place for them, so only the
whole counts); money by year in thousand đồng with decimals, no source columns.
Faults: the years of one line, 48 against 45 classes."""

from decimal import Decimal as D

from tests.plandoc.corpus import model as m
from tests.plandoc.corpus.money import Column, Row, Sheet, figure

CITY, OTHER = "state_budget.provincial", "other_legal"
YEARS = (2026, 2027, 2028, 2029, 2030)
NUMBER, DATE = "09/KH-UBND", "ngày 15 tháng 01 năm 2026"

COLUMNS = [
    Column("stt", "TT"),
    Column("name", "Nội dung chi"),
    Column("lead", "Đơn vị thực hiện"),
    *(Column(str(year), f"Năm {year}") for year in YEARS),
    Column("total", "Cộng"),
]

HELPED = "Doanh nghiệp được hỗ trợ áp dụng hệ thống quản lý, công cụ cải tiến"
CLASSES = "Lớp đào tạo, bồi dưỡng về năng suất chất lượng"
CODES = "Sản phẩm được cấp mã truy xuất nguồn gốc"
WARDS = "Tỷ lệ xã, phường, đặc khu bố trí đầu mối về năng suất chất lượng"

OBJECTIVES = [
    ["TT", "Chỉ tiêu", "Đơn vị", *map(str, YEARS), "Cả giai đoạn"],
    ["1", HELPED, "Doanh nghiệp", "20", "30", "30", "30", "30", "140"],
    ["2", CLASSES, "Lớp", "08", "10", "10", "10", "10", "48"],
    ["3", CODES, "Sản phẩm", "50", "100", "100", "100", "150", "500"],
    ["4", WARDS, "%", "40", "60", "80", "100", "100", "100"],
]


def _sheet() -> Sheet:
    sheet = Sheet("thousand_vnd", years=YEARS)

    def line(step: str, name: str, *years: str, lead: str = "Sở Khoa học và Công nghệ") -> Row:
        return sheet.line(step, name, [D(year) for year in years], lead=lead)

    sheet.close(
        sheet.group(
            "1",
            "Nâng cao năng lực",
            line("1.1", "Đào tạo, bồi dưỡng", "320000", "400000", "400000", "400000", "400000"),
            line(
                "1.2",
                "Truyền thông, hội thảo",
                "150750.5",
                "162500",
                "162500",
                "162500",
                "175249.5",
                lead="Báo và Đài PT-TH thành phố",
            ),
        ),
        sheet.group(
            "2",
            "Hỗ trợ doanh nghiệp",
            line(
                "2.1",
                "Hệ thống quản lý, công cụ cải tiến",
                "900000",
                "1350000",
                "1350000",
                "1350000",
                "1350000",
            ),
            line(
                "2.2",
                "Mã truy xuất nguồn gốc",
                "62500",
                "125000",
                "125000",
                "125000",
                "187500",
                lead="Sở Công Thương",
            ),
            line("2.3", "Thử nghiệm, chứng nhận sản phẩm", "0", "275500.25", "275500.25", "275500.25", "0"),
        ),
        sheet.group(
            "3",
            "Dữ liệu, giám sát",
            line("3.1", "Nền tảng số theo dõi năng suất", "845000", "310000", "95000", "95000", "95000"),
            line("3.2", "Kiểm tra, đánh giá, tổng kết", "20500", "20500", "20500", "20500", "48000"),
        ),
    )
    sheet.rows[1].children[0].cells["2028"] -= 150_000
    return sheet


def plan() -> m.Draft:
    d = m.Draft(
        "hai_binh",
        formats=("html", "text"),
        province="Hải Bình",
        unit="thành phố",
        number=NUMBER,
        date="2026-01-15",
        date_printed=DATE,
        horizon=YEARS[:: len(YEARS) - 1],
        title="Nâng cao năng suất, chất lượng dựa trên khoa học, công nghệ và đổi mới sáng tạo thành phố Hải Bình "
        "giai đoạn 2026 - 2030",
        signer="Mai Văn Tưởng Tượng",
        position="Chủ tịch",
        mode=("TM",),
        text_style={"table": "pipes"},
        html_style={"th": True, "bom": True},
    )
    sheet = _sheet()
    motto = ["CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "Độc lập - Tự do - Hạnh phúc"]
    body = ["ỦY BAN NHÂN DÂN", "THÀNH PHỐ HẢI BÌNH", f"Số: {NUMBER}"]
    d.parts.append(m.Columns(body, [*motto, f"Hải Bình, {DATE}"], "letter"))
    d.plan["number_printed"] = f"Số: {NUMBER}"
    d.title("KẾ HOẠCH", d.plan["title"])
    d.basis("36/QĐ-TTg", "2021-01-11", "Thủ tướng Chính phủ")
    d.p(
        "Căn cứ Quyết định số 36/QĐ-TTg ngày 11 tháng 01 năm 2021 của Thủ tướng Chính phủ; trên cơ sở kết quả giai "
        "đoạn 2021 - 2025 (95 doanh nghiệp được hỗ trợ, 39 lớp đào tạo), Ủy ban nhân dân thành phố ban hành Kế hoạch:"
    )
    d.h1("I. QUAN ĐIỂM")
    d.p("Doanh nghiệp là chủ thể; chính quyền địa phương 2 cấp đồng hành, hỗ trợ đúng nhu cầu.")
    d.h1("II. MỤC TIÊU")
    d.h2("1. Mục tiêu chung")
    d.goal("Xây dựng Hải Bình thành trung tâm sản xuất thông minh, năng suất cao của vùng.")
    d.h2("2. Mục tiêu cụ thể đến năm 2030")
    _targets(d)
    d.h1("III. NHIỆM VỤ, GIẢI PHÁP")
    d.h2("1. Nâng cao năng lực")
    d.li("- Tổ chức 45 lớp đào tạo, bồi dưỡng về năng suất chất lượng cho doanh nghiệp, cán bộ xã, phường.")
    d.li("- Đưa nội dung năng suất vào các chương trình khuyến công, xúc tiến thương mại.")
    d.h2("2. Hỗ trợ doanh nghiệp")
    d.li("- Ưu tiên ngành đóng tàu, logistics, điện tử; áp dụng ISO 45001:2018, ISO 50001:2018.")
    d.li("- Cấp mã truy xuất nguồn gốc cho sản phẩm OCOP và thủy sản chế biến.")
    d.h2("3. Dữ liệu, giám sát")
    d.li("- Xây dựng nền tảng số theo dõi năng suất, kết nối trung tâm điều hành thông minh của thành phố.")
    _money(d, sheet)
    d.h1("V. TỔ CHỨC THỰC HIỆN")
    d.p("1. Sở Khoa học và Công nghệ là cơ quan thường trực; báo cáo Ủy ban nhân dân thành phố mỗi quý.")
    d.p("2. Sở Tài chính tham mưu bố trí kinh phí; hướng dẫn thanh quyết toán.")
    d.p("3. Ủy ban nhân dân các xã, phường, đặc khu: cử đầu mối, rà soát, lập danh sách doanh nghiệp.")
    d.p("4. Ban Quản lý Khu kinh tế: đôn đốc doanh nghiệp trong khu công nghiệp tham gia./.")
    d.sign(
        [
            "Bộ KH&CN",
            "TTTU, TT HĐND TP",
            "Các sở, ban, ngành thành phố",
            "UBND các xã, phường, đặc khu",
            "Cổng TTĐT thành phố",
        ],
        "Lưu: VT, NCKT&GS",
        "TM. ỦY BAN NHÂN DÂN",
        "CHỦ TỊCH",
    )
    d.new_page()
    d.add("centre", "PHỤ LỤC")
    d.add("centre", "PHÂN KỲ KINH PHÍ THỰC HIỆN TỪ NGÂN SÁCH VÀ NGUỒN XÃ HỘI HÓA")
    d.note(f"(Ban hành kèm theo Kế hoạch số {NUMBER} {DATE} của UBND thành phố Hải Bình)")
    d.note("Đơn vị tính: nghìn đồng")
    d.table(sheet, sheet.grid(COLUMNS, total_label="TỔNG CỘNG", zero="0"))
    d.from_appendix(NUMBER, "2026-01-15")
    row, group = sheet.rows[1].children[0].cells, sheet.rows[1].cells
    lost = m.Fault("sum_mismatch", [group["2028"], group["2028"] - 150_000], "2", True)
    d.fault("sum_mismatch", row["total"], row["total"] - 150_000, where="2.1", money=True, also=[lost])
    d.fault("target_conflict", 48, 45)
    return d


def _targets(d: m.Draft) -> None:
    d.section, d.time = "II.2", (2026, 2030)
    end = {"time": [2030]}
    d.facts(
        OBJECTIVES,
        m.target(HELPED, m.count(140, "doanh nghiệp"), accept=dict(end)),
        m.target(CLASSES, m.count(48, "lớp"), accept=dict(end)),
        m.target(CODES, m.count(500, "sản phẩm"), accept=dict(end)),
        m.target(WARDS, m.percent(100, "xã, phường, đặc khu"), time=2030, accept={"time": [(2026, 2030)]}),
    )
    d.li(
        "- Năng suất lao động xã hội tăng bình quân từ 8,0% đến 8,5%/năm.",
        m.target(
            "Năng suất lao động xã hội tăng bình quân từ 8,0% đến 8,5%/năm",
            m.growth((8, 8.5), "range", unit="%/năm", base="year_on_year"),
            aggregation="average",
            accept=dict(end),
        ),
    )
    d.time = 2030
    d.li(
        "- Tỷ trọng đóng góp của TFP vào tăng trưởng GRDP ≥ 55%.",
        m.target("Tỷ trọng đóng góp của TFP vào tăng trưởng GRDP ≥ 55%", m.percent(55, "GRDP", "ge")),
    )
    d.li(
        "- Trong tổng số doanh nghiệp công nghiệp hỗ trợ trên địa bàn, 70% sử dụng công cụ số để quản lý sản xuất.",
        m.target(
            "Trong tổng số doanh nghiệp công nghiệp hỗ trợ trên địa bàn, 70% sử dụng công cụ số",
            m.percent(70, "doanh nghiệp công nghiệp hỗ trợ"),
        ),
    )
    d.li(
        "- Có từ 12 phòng thử nghiệm trở lên được công nhận phù hợp ISO/IEC 17025:2017.",
        m.target("Có từ 12 phòng thử nghiệm trở lên được công nhận", m.at_least(12, "phòng thử nghiệm")),
    )
    d.li(
        "- Thành phố có tên trong nhóm dẫn đầu cả nước về năng suất lao động ngành chế biến, chế tạo.",
        m.target("Thành phố có tên trong nhóm dẫn đầu cả nước về năng suất lao động", m.qualitative()),
    )


def _money(d: m.Draft, sheet: Sheet) -> None:
    total, other = sheet.total["total"], D("2250500.5")
    d.h1("IV. KINH PHÍ")
    d.p(f"1. Nhu cầu kinh phí giai đoạn 2026 - 2030 là {figure(total)} nghìn đồng, gồm:")
    d.li(f"- Ngân sách thành phố: {figure(total - other)} nghìn đồng;")
    d.li(f"- Nguồn xã hội hóa, tài trợ hợp pháp: {figure(other)} nghìn đồng.")
    d.p("2. Phân kỳ hằng năm theo Phụ lục ban hành kèm theo Kế hoạch này.")
    d.total(f"{figure(total)} nghìn đồng", sheet.vnd(total))
    d.source(CITY, "Ngân sách thành phố", total - other)
    d.source(OTHER, "Nguồn xã hội hóa, tài trợ hợp pháp", other)
    d.appendix(
        "Phân kỳ hằng năm theo Phụ lục ban hành kèm theo Kế hoạch này",
        title="PHÂN KỲ KINH PHÍ THỰC HIỆN TỪ NGÂN SÁCH VÀ NGUỒN XÃ HỘI HÓA",
    )
