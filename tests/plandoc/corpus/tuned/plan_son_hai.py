"""A / I / 1 / -; no number column, total row first, phases as columns, thousand đồng, three sources
in the running text (in million). Faults: a wrong group total, the date of the appendix."""

from tests.plandoc.corpus import model as m
from tests.plandoc.corpus.money import Column, Sheet, figure

P1, P2 = "2021-2025", "2026-2030"

COLUMNS = [
    Column("name", "Nội dung"),
    Column("total", "Tổng số"),
    Column(P1, "Giai đoạn 2021-2025"),
    Column(P2, "Giai đoạn 2026-2030"),
    Column("lead", "Đơn vị thực hiện"),
]


def _sheet() -> Sheet:
    sheet = Sheet("thousand_vnd", periods=((2021, 2025), (2026, 2030)))

    def line(step: str, name: str, first: int, second: int, lead: str = "Sở KH&CN"):
        return sheet.line(step, name, [first * 1000, second * 1000], lead=lead)

    sheet.close(
        sheet.group(
            "I",
            "Truyền thông và nâng cao năng lực",
            line("1", "Chuyên mục truyền hình về năng suất", 600, 650, "Đài PT-TH tỉnh"),
            line("2", "Bồi dưỡng chuyên gia đánh giá sự phù hợp", 450, 300),
            line("3", "Khảo sát, đo lường năng suất doanh nghiệp", 700, 550),
        ),
        sheet.group(
            "II",
            "Áp dụng công cụ cải tiến năng suất",
            line("1", "Tư vấn Lean, TPM, KPI tại doanh nghiệp", 2800, 3200),
            line("2", "Mô hình điểm sản xuất thông minh", 1500, 2400, "Sở Công Thương"),
        ),
        sheet.group(
            "III",
            "Truy xuất nguồn gốc, giảm sản phẩm không phù hợp",
            line("1", "Hỗ trợ tem, mã, phần mềm truy xuất nguồn gốc", 1750, 1200),
            line(
                "2",
                "Thử nghiệm, hiệu chuẩn phục vụ kiểm soát chất lượng",
                1350,
                1300,
                "Trung tâm Kỹ thuật TĐC",
            ),
        ),
    )
    sheet.rows[1].cells["total"] += 500_000
    return sheet


def plan() -> m.Draft:
    d = m.Draft(
        "son_hai",
        formats=("docx", "html"),
        province="Sơn Hải",
        number="112/KH-UBND",
        date="2021-06-15",
        date_printed="ngày 15 tháng 6 năm 2021",
        horizon=(2021, 2030),
        title="Thúc đẩy cải tiến năng suất và chất lượng trong doanh nghiệp tỉnh Sơn Hải đến năm 2030",
        signer="Trần Thị Ví Dụ",
        html_style={"spans": True, "th": True},
        docx_style={"heading_styles": True},
    )
    sheet = _sheet()
    d.head(
        ["ỦY BAN NHÂN DÂN", "TỈNH SƠN HẢI"],
        number="Số: 112/KH-UBND",
        place_date="Sơn Hải, ngày 15 tháng 6 năm 2021",
    )
    d.title("KẾ HOẠCH", d.plan["title"])
    d.h1("A. SỰ CẦN THIẾT VÀ CĂN CỨ")
    d.basis("36/QĐ-TTg", "2021-01-11", "Thủ tướng Chính phủ")
    d.basis("35/2021/TT-BTC", "2021-05-19", "Bộ Tài chính", "finance")
    d.p(
        "Trên địa bàn tỉnh hiện có hơn 4.300 doanh nghiệp đang hoạt động, phần lớn quy mô nhỏ. Kết quả điều tra năm "
        "2020 cho thấy mới có 9% doanh nghiệp từng áp dụng ít nhất một công cụ cải tiến."
    )
    d.p(
        "Kế hoạch được xây dựng trên cơ sở Quyết định số 36/QĐ-TTg ngày 11/01/2021 của Thủ tướng Chính phủ và Điều 12 "
        "Thông tư số 35/2021/TT-BTC ngày 19/5/2021 của Bộ trưởng Bộ Tài chính."
    )
    d.h1("B. MỤC TIÊU")
    d.h2("I. Mục tiêu tổng quát")
    d.goal(
        "Đưa cải tiến năng suất thành hoạt động thường xuyên của doanh nghiệp, gắn với chuyển đổi số và phát triển "
        "bền vững."
    )
    d.h2("II. Mục tiêu cụ thể")
    _targets(d)
    d.h1("C. NHIỆM VỤ TRỌNG TÂM")
    d.h2("I. Truyền thông và nâng cao năng lực")
    d.li("1. Duy trì chuyên mục về năng suất trên sóng truyền hình và nền tảng số.")
    d.li("2. Cử người tham dự các khóa đào tạo về ISO/IEC 17021-1, ISO/IEC 17065.")
    d.h2("II. Hỗ trợ trực tiếp doanh nghiệp")
    d.li("1. Tư vấn áp dụng Lean, TPM, KPI, 5S; xây dựng mô hình điểm về sản xuất thông minh.")
    d.li("2. Hỗ trợ truy xuất nguồn gốc theo TCVN 12850:2019 cho sản phẩm chủ lực và sản phẩm OCOP.")
    _money(d, sheet)
    d.h1("Đ. TỔ CHỨC THỰC HIỆN")
    d.p(
        "I. Sở Khoa học và Công nghệ là cơ quan thường trực, hướng dẫn, kiểm tra và báo cáo định kỳ 6 tháng, hằng năm."
    )
    d.p("II. Sở Công Thương, Đài Phát thanh và Truyền hình tỉnh phối hợp theo chức năng, nhiệm vụ.")
    d.p("III. Ủy ban nhân dân các huyện, thành phố lồng ghép vào chương trình công tác hằng năm./.")
    d.sign(
        ["Bộ KH&CN", "TTTU, TT HĐND tỉnh", "Các sở, ngành liên quan", "UBND các huyện, thành phố"],
        "Lưu: VT, KGVX2",
        "TM. ỦY BAN NHÂN DÂN",
        "KT. CHỦ TỊCH",
        "PHÓ CHỦ TỊCH",
    )
    d.new_page()
    d.add("centre", "PHỤ LỤC KINH PHÍ THỰC HIỆN KẾ HOẠCH")
    d.note("(Kèm theo Kế hoạch số 112/KH-UBND ngày 25/6/2021 của Ủy ban nhân dân tỉnh Sơn Hải)")
    d.note("ĐVT: nghìn đồng")
    d.table(sheet, sheet.grid(COLUMNS, total_first=True))
    d.from_appendix("112/KH-UBND", "2021-06-25")
    d.plan["horizon"]["milestones"] = [2025, 2030]
    d.fault("date_mismatch", "2021-06-15", "2021-06-25")
    group, total = sheet.rows[1], sheet.total["total"]
    d.fault(
        "sum_mismatch",
        group.cells["total"],
        group.cells["total"] - 500_000,
        where="II",
        money=True,
        also=[m.Fault("sum_mismatch", [total, total + 500_000], None, True)],
    )
    return d


def _targets(d: m.Draft) -> None:
    d.h3("1. Đến năm 2025")
    d.time, d.section = 2025, "B.II.1"
    d.li(
        "- Trên 120 doanh nghiệp áp dụng công cụ cải tiến năng suất (5S, Kaizen, Lean, TPM...).",
        m.target(
            "Trên 120 doanh nghiệp áp dụng công cụ cải tiến năng suất", m.at_least(120, "doanh nghiệp", "gt")
        ),
    )
    d.li(
        "- Từ 15 kỹ thuật viên trở lên được bồi dưỡng thành chuyên gia đánh giá sự phù hợp.",
        m.target(
            "Từ 15 kỹ thuật viên trở lên được bồi dưỡng thành chuyên gia đánh giá",
            m.at_least(15, "kỹ thuật viên"),
        ),
    )
    d.li(
        "- Tỷ lệ sản phẩm chủ lực có truy xuất nguồn gốc đạt 70%; trong đó sản phẩm OCOP đạt ít nhất 90%.",
        m.target(
            "Tỷ lệ sản phẩm chủ lực có truy xuất nguồn gốc đạt 70%",
            m.percent(70, "sản phẩm chủ lực"),
            id="T3",
        ),
        m.target("trong đó sản phẩm OCOP đạt ít nhất 90%", m.percent(90, "sản phẩm OCOP", "ge"), parent="T3"),
    )
    d.li(
        "- Giảm tối thiểu 10% tỷ lệ sản phẩm không phù hợp tại các doanh nghiệp tham gia so với năm 2020.",
        m.target(
            "Giảm tối thiểu 10% tỷ lệ sản phẩm không phù hợp",
            m.growth(10, "ge", base=(2020, 2020)),
            accept={"value": [-10]},
        ),
    )
    d.li(
        "- Có 03 - 05 mô hình điểm về sản xuất thông minh.",
        m.target("Có 03 - 05 mô hình điểm về sản xuất thông minh", m.between(3, 5, "mô hình")),
    )
    d.h3("2. Đến năm 2030")
    d.time, d.section = 2030, "B.II.2"
    d.li(
        "- Khoảng trên 250 doanh nghiệp áp dụng công cụ cải tiến năng suất.",
        m.target(
            "Khoảng trên 250 doanh nghiệp áp dụng công cụ cải tiến",
            m.at_least(250, "doanh nghiệp", "approx_gt"),
        ),
    )
    d.li(
        "- Ít nhất 6 - 8 mô hình điểm về sản xuất thông minh được nhân rộng.",
        m.target("Ít nhất 6 - 8 mô hình điểm về sản xuất thông minh", m.between(6, 8, "mô hình", "ge_range")),
    )
    d.li(
        "- Năng suất lao động tại doanh nghiệp tham gia tăng bình quân 8 - 10%/năm.",
        m.target(
            "Năng suất lao động tại doanh nghiệp tham gia tăng bình quân 8 - 10%/năm",
            m.growth((8, 10), "range", unit="%/năm", base="year_on_year"),
            aggregation="average",
        ),
    )
    d.li(
        "- Phong trào năng suất chất lượng lan tỏa đến các làng nghề, cụm công nghiệp.",
        m.target("Phong trào năng suất chất lượng lan tỏa đến các làng nghề", m.qualitative()),
    )


def _money(d: m.Draft, sheet: Sheet) -> None:
    million = sheet.total["total"] // 1000
    state, other = 7_500, 1_250
    enterprise = million - state - other
    d.h1("D. KINH PHÍ")
    d.p(f"I. Tổng nhu cầu kinh phí giai đoạn 2021-2030: {figure(million)} triệu đồng.")
    d.p("II. Cơ cấu nguồn vốn:")
    d.li(f"1. Ngân sách tỉnh (nguồn sự nghiệp khoa học và công nghệ): {figure(state)} triệu đồng.")
    d.li(f"2. Vốn đối ứng của doanh nghiệp: {figure(enterprise)} triệu đồng.")
    d.li(f"3. Nguồn tài trợ, huy động hợp pháp khác: {figure(other)} triệu đồng.")
    d.p("III. Kinh phí từng nội dung nêu tại Phụ lục ban hành kèm theo Kế hoạch này.")
    d.total(f"{figure(million)} triệu đồng", million * 10**6)
    d.source("state_budget.science", "Ngân sách tỉnh (nguồn sự nghiệp khoa học và công nghệ)", state * 1000)
    d.source("enterprise_counterpart", "Vốn đối ứng của doanh nghiệp", enterprise * 1000)
    d.source("other_legal", "Nguồn tài trợ, huy động hợp pháp khác", other * 1000)
    d.appendix("Phụ lục ban hành kèm theo Kế hoạch này", title="PHỤ LỤC KINH PHÍ THỰC HIỆN KẾ HOẠCH")
