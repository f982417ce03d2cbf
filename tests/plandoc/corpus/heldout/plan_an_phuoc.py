"""I / 1 / a) / -; 2026-2030, quantities, year and source columns, million đồng. No fault."""

from tests.plandoc.corpus import model as m
from tests.plandoc.corpus.money import Column, Sheet, figure, in_words

STATE, ENTERPRISE = "state_budget.science", "enterprise_counterpart"
YEARS = (2026, 2027, 2028, 2029, 2030)

COLUMNS = [
    Column("stt", "TT"),
    Column("name", "Tên nhiệm vụ"),
    Column("unit", "ĐVT"),
    Column("qty", "Số lượng"),
    Column("total", "Kinh phí"),
    *(Column(str(year), str(year), "Phân kỳ theo năm") for year in YEARS),
    Column(STATE, "NSNN", "Nguồn"),
    Column(ENTERPRISE, "Doanh nghiệp", "Nguồn"),
]


def _sheet() -> Sheet:
    sheet = Sheet("million_vnd", sources=(STATE, ENTERPRISE), years=YEARS)

    def line(step: str, name: str, qty: str, unit: str, sources: list[int], years: list[int]):
        return sheet.line(step, name, sources, years, qty=qty, unit=unit)

    return sheet.close(
        sheet.group(
            "I",
            "Nâng cao nhận thức, kỹ năng",
            line("1", "Lớp đào tạo tại doanh nghiệp", "50", "lớp", [1750, 500], [450, 450, 450, 450, 450]),
            line(
                "2",
                "Diễn đàn doanh nghiệp với năng suất",
                "10",
                "diễn đàn",
                [800, 200],
                [200, 200, 200, 200, 200],
            ),
            line(
                "3",
                "Đoàn học tập kinh nghiệm ngoài tỉnh",
                "05",
                "đoàn",
                [375, 125],
                [100, 100, 100, 100, 100],
            ),
        ),
        sheet.group(
            "II",
            "Đồng hành cùng doanh nghiệp",
            line(
                "1",
                "Áp dụng công cụ cải tiến",
                "150",
                "doanh nghiệp",
                [4500, 6750],
                [1250, 2500, 2500, 2500, 2500],
            ),
            line(
                "2", "Lượt chuyên gia tư vấn tại chỗ", "200", "lượt", [1200, 400], [200, 350, 350, 350, 350]
            ),
            line("3", "Giải thưởng Chất lượng quốc gia", "", "", [400, 150], [110, 110, 110, 110, 110]),
        ),
        sheet.group(
            "III",
            "Hạ tầng dữ liệu",
            line(
                "1",
                "Nền tảng dữ liệu năng suất dùng chung",
                "01",
                "hệ thống",
                [2600, 0],
                [800, 1000, 400, 200, 200],
            ),
            line("2", "Bộ quy trình đo lường năng suất", "", "", [450, 0], [250, 200, 0, 0, 0]),
        ),
    )


def plan() -> m.Draft:
    d = m.Draft(
        "an_phuoc",
        formats=("docx", "html"),
        province="An Phước",
        number="305/KH-UBND",
        date="2025-12-18",
        date_printed="ngày 18 tháng 12 năm 2025",
        horizon=(2026, 2030),
        title="Hỗ trợ doanh nghiệp nâng cao năng suất, chất lượng trên địa bàn tỉnh An Phước giai đoạn 2026 - 2030",
        signer="Đỗ Văn Ngẫu Nhiên",
        docx_style={"number_in_box": True, "auto_bullets": True, "heading_styles": True},
        html_style={"spans": True},
    )
    sheet = _sheet()
    d.head(
        ["ỦY BAN NHÂN DÂN", "TỈNH AN PHƯỚC"],
        number="Số: 305/KH-UBND",
        place_date="An Phước, ngày 18 tháng 12 năm 2025",
    )
    d.title("KẾ HOẠCH", d.plan["title"])
    d.basis("36/QĐ-TTg", "2021-01-11", "Thủ tướng Chính phủ")
    d.p(
        "Thực hiện Quyết định số 36/QĐ-TTg ngày 11/01/2021 của Thủ tướng Chính phủ{fn:Kế hoạch tổng thể nâng cao năng "
        "suất đến năm 2030.} và Nghị quyết số 57-NQ/TW ngày 22/12/2024 của Bộ Chính trị, Ủy ban nhân dân tỉnh An Phước "
        "ban hành Kế hoạch như sau:"
    )
    d.h1("I. QUAN ĐIỂM, MỤC TIÊU")
    d.h2("1. Quan điểm")
    d.li("- Doanh nghiệp là trung tâm; Nhà nước kiến tạo, hỗ trợ có trọng tâm, trọng điểm.")
    d.li("- Lấy dữ liệu và đo lường làm căn cứ đánh giá kết quả, tránh hình thức.")
    d.h2("2. Mục tiêu tổng quát")
    d.goal(
        "Đưa năng suất thành thước đo phát triển của doanh nghiệp trong tỉnh, góp phần thực hiện mô hình tăng trưởng "
        "dựa trên khoa học, công nghệ và chuyển đổi số."
    )
    d.h2("3. Mục tiêu cụ thể đến năm 2030")
    _targets(d)
    d.h1("II. NHIỆM VỤ, GIẢI PHÁP")
    d.h2("1. Nâng cao nhận thức, kỹ năng")
    d.li("- Biên soạn học liệu số về 5S, Kaizen, Lean 4.0, ISO 56001:2024.")
    d.li("- Tổ chức diễn đàn, chương trình học tập kinh nghiệm tại các tỉnh bạn.")
    d.h2("2. Đồng hành cùng doanh nghiệp")
    d.li("- Cử chuyên gia tư vấn tại chỗ, đo lường trước và sau khi áp dụng công cụ cải tiến.")
    d.li(
        "- Lựa chọn, hướng dẫn doanh nghiệp tham dự Giải thưởng Chất lượng quốc gia{ins: theo 7 tiêu chí}{del: hằng năm}."
    )
    d.h2("3. Phát triển hạ tầng dữ liệu")
    d.li("- Xây dựng nền tảng dữ liệu năng suất dùng chung, liên thông với trục dữ liệu của tỉnh.")
    _money(d, sheet)
    d.h1("IV. TỔ CHỨC THỰC HIỆN")
    d.p("1. Sở Khoa học và Công nghệ chủ trì; trước ngày 10/12 hằng năm tổng hợp, báo cáo UBND tỉnh.")
    d.p("2. Sở Tài chính cân đối, bố trí kinh phí trong dự toán hằng năm.")
    d.p("3. Ủy ban nhân dân các xã, phường tuyên truyền, rà soát nhu cầu của doanh nghiệp trên địa bàn./.")
    d.sign(
        [
            "Bộ Khoa học và Công nghệ",
            "Thường trực Tỉnh ủy, HĐND tỉnh",
            "Các sở, ngành",
            "UBND các xã, phường",
        ],
        "Lưu: VT, KGVX, KTTH",
        "TM. ỦY BAN NHÂN DÂN",
        "KT. CHỦ TỊCH",
        "PHÓ CHỦ TỊCH",
    )
    d.new_page()
    d.add("centre", "Phụ lục")
    d.add("centre", "KHÁI TOÁN KINH PHÍ GIAI ĐOẠN 2026 - 2030")
    d.note("(Kèm theo Kế hoạch số 305/KH-UBND ngày 18 tháng 12 năm 2025 của Ủy ban nhân dân tỉnh An Phước)")
    d.note("Đơn vị tính: Triệu đồng")
    d.table(sheet, sheet.grid(COLUMNS, zero="-"))
    d.from_appendix("305/KH-UBND", "2025-12-18")
    return d


def _targets(d: m.Draft) -> None:
    d.time, d.section = 2030, "I.3"
    d.li(
        "- Tổ chức 50 lớp đào tạo tại doanh nghiệp; 10 diễn đàn doanh nghiệp với năng suất; 05 đoàn học tập kinh "
        "nghiệm.",
        m.target("Tổ chức 50 lớp đào tạo tại doanh nghiệp", m.count(50, "lớp")),
        m.target("10 diễn đàn doanh nghiệp với năng suất", m.count(10, "diễn đàn")),
        m.target("05 đoàn học tập kinh nghiệm", m.count(5, "đoàn")),
    )
    d.li(
        "- Không dưới 150 doanh nghiệp nhỏ và vừa được hỗ trợ áp dụng công cụ cải tiến phù hợp.",
        m.target("Không dưới 150 doanh nghiệp nhỏ và vừa được hỗ trợ", m.at_least(150, "doanh nghiệp")),
    )
    d.li(
        "- Năng suất lao động của nhóm doanh nghiệp nòng cốt tăng tối thiểu 30% so với giai đoạn 2021 - 2025.",
        m.target(
            "Năng suất lao động của nhóm doanh nghiệp nòng cốt tăng tối thiểu 30%",
            m.growth(30, "ge", base=(2021, 2025)),
        ),
    )
    d.li(
        "- Đến năm 2028, 100% cơ quan chuyên môn cấp tỉnh khai thác nền tảng dữ liệu năng suất.",
        m.target(
            "100% cơ quan chuyên môn cấp tỉnh khai thác nền tảng dữ liệu",
            m.percent(100, "cơ quan chuyên môn cấp tỉnh"),
            time=2028,
        ),
    )
    d.li(
        "- Ít nhất 60% doanh nghiệp công nghiệp chủ lực có bộ phận cải tiến, trong đó trên 25% duy trì đo lường năng "
        "suất định kỳ.",
        m.target(
            "Ít nhất 60% doanh nghiệp công nghiệp chủ lực có bộ phận cải tiến",
            m.percent(60, "doanh nghiệp công nghiệp chủ lực", "ge"),
            id="T6",
        ),
        m.target("trong đó trên 25% duy trì đo lường năng suất", m.percent(25, None, "gt"), parent="T6"),
    )
    d.li(
        "- Mỗi năm có từ 02 đến 03 doanh nghiệp đạt Giải thưởng Chất lượng quốc gia.",
        m.target(
            "Mỗi năm có từ 02 đến 03 doanh nghiệp đạt Giải thưởng",
            m.per_year((2, 3), "doanh nghiệp", "range"),
        ),
    )
    d.li(
        "- Khoảng 200 lượt chuyên gia tư vấn tại chỗ cho doanh nghiệp.",
        m.target("Khoảng 200 lượt chuyên gia tư vấn tại chỗ", m.count(200, "lượt", "approx")),
    )
    d.li(
        "- Chuẩn hóa quy trình đo lường năng suất cấp doanh nghiệp, cấp ngành.",
        m.target("Chuẩn hóa quy trình đo lường năng suất", m.qualitative()),
    )


def _money(d: m.Draft, sheet: Sheet) -> None:
    total = sheet.total["total"]
    words = in_words(sheet.vnd(total)) + " đồng"
    d.h1("III. KINH PHÍ THỰC HIỆN")
    d.p(f"1. Tổng kinh phí dự kiến là {figure(total)} triệu đồng (bằng chữ: {words}). Cụ thể:")
    d.li(f"- Ngân sách nhà nước từ sự nghiệp khoa học và công nghệ: {figure(sheet.total[STATE])} triệu đồng.")
    d.li(f"- Kinh phí đối ứng của doanh nghiệp: {figure(sheet.total[ENTERPRISE])} triệu đồng.")
    d.p("2. Phân kỳ và nội dung chi nêu tại Phụ lục kèm theo.")
    d.total(f"{figure(total)} triệu đồng", sheet.vnd(total), words)
    d.source(STATE, "Ngân sách nhà nước từ sự nghiệp khoa học và công nghệ", sheet.total[STATE])
    d.source(ENTERPRISE, "Kinh phí đối ứng của doanh nghiệp", sheet.total[ENTERPRISE])
    d.appendix(
        "Phân kỳ và nội dung chi nêu tại Phụ lục kèm theo", title="KHÁI TOÁN KINH PHÍ GIAI ĐOẠN 2026 - 2030"
    )
