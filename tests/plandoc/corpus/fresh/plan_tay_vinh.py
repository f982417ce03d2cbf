"""Targets stand with their tasks, under "Chỉ tiêu"; no list of objectives of its own. Phases as rows,
three sources before the total, billions with decimals, a footnote at the amount.
Faults: the total of a phase, the number in the line under the appendix."""

from decimal import Decimal as D

from tests.plandoc.corpus import model as m
from tests.plandoc.corpus.money import Column, Row, Sheet, figure

CENTRAL, LOCAL, ENTERPRISE = (
    "state_budget.central",
    "state_budget.provincial",
    "enterprise_counterpart",
)

COLUMNS = [
    Column("stt", "TT"),
    Column("name", "Nhiệm vụ"),
    Column("lead", "Cơ quan chủ trì"),
    Column(CENTRAL, "NSTW"),
    Column(LOCAL, "NSĐP"),
    Column(ENTERPRISE, "Vốn doanh nghiệp"),
    Column("total", "Tổng cộng"),
]


def _sheet() -> Sheet:
    sheet = Sheet("billion_vnd", sources=(CENTRAL, LOCAL, ENTERPRISE))

    def line(step: str, name: str, *parts: str, lead: str = "Sở KH&CN") -> Row:
        return sheet.line(step, name, [D(part) for part in parts], lead=lead)

    sheet.close(
        sheet.phase(
            "A",
            "GIAI ĐOẠN 2021 - 2025",
            (2021, 2025),
            sheet.group(
                "I",
                "Đào tạo, truyền thông",
                line("1", "Lớp đào tạo", "0.4", "0.9", "0.1"),
                line("2", "Chuyên mục truyền hình", "0", "0.75", "0", lead="Đài PT-TH tỉnh"),
            ),
            sheet.group(
                "II",
                "Hỗ trợ doanh nghiệp",
                line("1", "Hệ thống quản lý", "0.5", "1.85", "3.2"),
                line("2", "Công cụ Lean, 5S ngành dệt may", "0", "1.2", "1.65", lead="Sở Công Thương"),
            ),
        ),
        sheet.phase(
            "B",
            "GIAI ĐOẠN 2026 - 2030",
            (2026, 2030),
            sheet.group(
                "I",
                "Đào tạo, đo lường",
                line("1", "Lớp đào tạo", "0.6", "1.3", "0.2"),
                line("2", "Báo cáo năng suất thường niên", "0", "0.55", "0", lead="Cục Thống kê"),
            ),
            sheet.group(
                "II",
                "Hỗ trợ doanh nghiệp",
                line("1", "Hệ thống quản lý", "0.8", "2.45", "4.75"),
                line("2", "Công cụ Lean, 5S ngành dệt may", "0", "1.6", "2.4", lead="Sở Công Thương"),
            ),
        ),
    )
    sheet.rows[0].cells["total"] += D("0.5")
    return sheet


def plan() -> m.Draft:
    d = m.Draft(
        "tay_vinh",
        formats=("html", "pdf"),
        province="Tây Vĩnh",
        number="245/KH-UBND",
        date="2021-09-07",
        date_printed="ngày 07 tháng 9 năm 2021",
        horizon=(2021, 2030),
        title="Nâng cao năng suất, chất lượng trên địa bàn tỉnh Tây Vĩnh giai đoạn 2021 - 2030",
        signer="Lâm Văn Quy Ước",
        html_style={"old_site": True},
        pdf_style={"justify": False, "font": "Be Vietnam Pro", "size": "11pt"},
    )
    sheet = _sheet()
    d.head(
        ["ỦY BAN NHÂN DÂN", "TỈNH TÂY VĨNH"],
        number="Số: 245/KH-UBND",
        place_date="Tây Vĩnh, ngày 07 tháng 9 năm 2021",
    )
    d.title("KẾ HOẠCH", d.plan["title"])
    d.basis("1322/QĐ-TTg", "2020-08-31", "Thủ tướng Chính phủ")
    d.basis("36/QĐ-TTg", "2021-01-11", "Thủ tướng Chính phủ")
    d.p(
        "Căn cứ các Quyết định của Thủ tướng Chính phủ: số 1322/QĐ-TTg ngày 31/8/2020, số 36/QĐ-TTg ngày 11/01/2021; "
        "Ủy ban nhân dân tỉnh Tây Vĩnh ban hành Kế hoạch như sau:"
    )
    d.h1("I. MỤC TIÊU CHUNG")
    d.goal("Khai thác tốt lợi thế cửa khẩu, vùng nguyên liệu; nâng giá trị gia tăng của sản phẩm địa phương.")
    d.h1("II. NHIỆM VỤ VÀ CHỈ TIÊU CỤ THỂ")
    _tasks(d)
    _money(d, sheet)
    d.h1("IV. TỔ CHỨC THỰC HIỆN")
    d.li("- Sở Khoa học và Công nghệ: đầu mối; chế độ báo cáo 6 tháng, 01 năm.")
    d.li("- Sở Công Thương: chủ trì phần việc của ngành dệt may.")
    d.li("- Cục Thống kê: chủ trì biên soạn báo cáo năng suất.")
    d.li("- Ủy ban nhân dân các huyện, thị xã, thành phố: phối hợp thực hiện./.")
    d.sign(
        ["Như mục IV", "Bộ Khoa học và Công nghệ", "Ban Thường vụ Tỉnh ủy", "VNPT Tây Vĩnh"],
        "Lưu: VT, VX",
        "TM. ỦY BAN NHÂN DÂN",
        "KT. CHỦ TỊCH",
        "PHÓ CHỦ TỊCH",
    )
    d.new_page()
    d.add("centre", "PHỤ LỤC")
    d.add("centre", "KHÁI TOÁN KINH PHÍ")
    d.note("(Kèm theo Kế hoạch số 254/KH-UBND ngày 07/9/2021 của UBND tỉnh Tây Vĩnh)")
    d.note("ĐVT: tỷ đồng")
    d.table(sheet, sheet.grid(COLUMNS, total_label="TỔNG (A + B)", zero="-", merge_heads=True))
    d.from_appendix("254/KH-UBND", "2021-09-07")
    d.phases((2021, 2025), (2026, 2030))
    d.fault("number_mismatch", "245/KH-UBND", "254/KH-UBND")
    wrong, total = sheet.rows[0].cells["total"], sheet.total["total"]
    d.fault(
        "sum_mismatch",
        wrong,
        wrong - D("0.5"),
        where="A",
        money=True,
        also=[m.Fault("sum_mismatch", [total, total + D("0.5")], None, True)],
    )
    return d


def _tasks(d: m.Draft) -> None:
    d.h2("1. Đào tạo, truyền thông")
    d.section = "II.1"
    d.li(
        "- Chỉ tiêu: giai đoạn 2021 - 2025 mở 40 lớp đào tạo; giai đoạn 2026 - 2030 mở 60 lớp đào tạo.",
        m.target("giai đoạn 2021 - 2025 mở 40 lớp đào tạo", m.count(40, "lớp"), time=(2021, 2025)),
        m.target("giai đoạn 2026 - 2030 mở 60 lớp đào tạo", m.count(60, "lớp"), time=(2026, 2030)),
    )
    d.li("- Nội dung: đào tạo theo chuyên đề; chuyên mục truyền hình phát 02 số mỗi tháng.")
    d.h2("2. Phát triển hệ thống quản lý")
    d.section = "II.2"
    d.li(
        "- Chỉ tiêu: đến năm 2025 có 90 doanh nghiệp và đến năm 2030 có 200 doanh nghiệp áp dụng hệ thống quản lý.",
        m.target("đến năm 2025 có 90 doanh nghiệp", m.count(90, "doanh nghiệp"), time=2025),
        m.target(
            "đến năm 2030 có 200 doanh nghiệp áp dụng hệ thống quản lý",
            m.count(200, "doanh nghiệp"),
            time=2030,
        ),
    )
    d.li("- Nội dung: tư vấn, đánh giá nội bộ, chứng nhận ISO 9001:2015, ISO 14001:2015.")
    d.h2("3. Áp dụng công cụ cải tiến")
    d.section = "II.3"
    d.li(
        "- Chỉ tiêu: ít nhất 35% doanh nghiệp dệt may áp dụng Lean, 5S vào năm 2025; tỷ lệ này đạt trên 60% vào năm "
        "2030.",
        m.target(
            "ít nhất 35% doanh nghiệp dệt may áp dụng Lean, 5S",
            m.percent(35, "doanh nghiệp dệt may", "ge"),
            time=2025,
        ),
        m.target(
            "tỷ lệ này đạt trên 60% vào năm 2030", m.percent(60, "doanh nghiệp dệt may", "gt"), time=2030
        ),
    )
    d.li("- Nội dung: chuyên gia hướng dẫn tại xưởng; mỗi đợt từ 3 đến 5 ngày.")
    d.h2("4. Đo lường năng suất")
    d.section = "II.4"
    d.li(
        "- Chỉ tiêu: mỗi năm công bố 01 báo cáo năng suất; tốc độ tăng năng suất lao động khoảng 7,5%/năm.",
        m.target("mỗi năm công bố 01 báo cáo năng suất", m.per_year(1, "báo cáo")),
        m.target(
            "tốc độ tăng năng suất lao động khoảng 7,5%/năm",
            m.growth(7.5, "approx", unit="%/năm", base="year_on_year"),
        ),
    )
    d.li("- Nội dung: thu thập số liệu, tính TFP, so sánh với các tỉnh trong vùng.")
    d.h2("5. Mạng lưới hỗ trợ")
    d.section = "II.5"
    d.li(
        "- Chỉ tiêu: hình thành mạng lưới chuyên gia của tỉnh trong năm 2023, có tối thiểu 15 chuyên gia.",
        m.target("hình thành mạng lưới chuyên gia của tỉnh", m.qualitative(), time=2023),
        m.target(
            "có tối thiểu 15 chuyên gia",
            m.at_least(15, "chuyên gia"),
            time=2023,
            accept={"time": [(2021, 2030)]},
        ),
    )
    d.li("- Nội dung: ban hành quy chế hoạt động; kết nối với viện, trường.")


def _money(d: m.Draft, sheet: Sheet) -> None:
    total = sheet.total["total"]
    d.h1("III. KINH PHÍ")
    d.p(
        f"Tổng nhu cầu kinh phí là {figure(total)} tỷ đồng{{fn:Tính theo mặt bằng giá năm 2021; trượt giá dự kiến 4%/năm.}}, "
        f"trong đó ngân sách trung ương hỗ trợ {figure(sheet.total[CENTRAL])} tỷ đồng, ngân sách địa phương "
        f"{figure(sheet.total[LOCAL])} tỷ đồng, doanh nghiệp {figure(sheet.total[ENTERPRISE])} tỷ đồng (khái toán tại "
        "Phụ lục kèm theo)."
    )
    d.total(f"{figure(total)} tỷ đồng", sheet.vnd(total))
    d.source(CENTRAL, "ngân sách trung ương hỗ trợ", sheet.total[CENTRAL])
    d.source(LOCAL, "ngân sách địa phương", sheet.total[LOCAL])
    d.source(ENTERPRISE, "doanh nghiệp", sheet.total[ENTERPRISE])
    d.appendix("khái toán tại Phụ lục kèm theo", title="KHÁI TOÁN KINH PHÍ")
