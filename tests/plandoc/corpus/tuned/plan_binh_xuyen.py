"""I / 1 / a) / -; two phases as rows, two sources, million đồng. No fault."""

from tests.plandoc.corpus import model as m
from tests.plandoc.corpus.money import Column, Sheet, figure, in_words

STATE, ENTERPRISE = "state_budget.science", "enterprise_counterpart"
LEAD, HELP = "Sở Khoa học và Công nghệ", "Các sở, ngành; UBND cấp huyện"


def _sheet() -> Sheet:
    sheet = Sheet("million_vnd", sources=(STATE, ENTERPRISE))

    def line(name: str, state: int, enterprise: int, time: str = "Hằng năm"):
        return sheet.line("-", name, [state, enterprise], lead=LEAD, coordinating=HELP, time=time)

    return sheet.close(
        sheet.phase(
            "I",
            "Giai đoạn 2021 - 2025",
            (2021, 2025),
            sheet.group(
                "1",
                "Thông tin, đào tạo về năng suất chất lượng",
                line("Mở 30 lớp tập huấn kiến thức về năng suất", 1350, 0),
                line("Tổ chức 05 hội thảo chuyên đề", 275, 50),
                line("Đào tạo, cấp chứng chỉ chuyên gia năng suất chất lượng", 640, 160),
                line("Xây dựng, vận hành cổng thông tin năng suất chất lượng", 900, 0, "2022 - 2023"),
            ),
            sheet.group(
                "2",
                "Hỗ trợ doanh nghiệp áp dụng hệ thống quản lý và công cụ cải tiến",
                line("Hướng dẫn 80 doanh nghiệp áp dụng ISO 9001, ISO 22000", 2400, 3600),
                line("Hỗ trợ khoảng 40 lượt doanh nghiệp áp dụng 5S, Kaizen", 1000, 1400),
                line("Lựa chọn doanh nghiệp tham dự Giải thưởng Chất lượng quốc gia", 500, 250),
            ),
        ),
        sheet.phase(
            "II",
            "Giai đoạn 2026 - 2030",
            (2026, 2030),
            sheet.group(
                "1",
                "Hỗ trợ chứng nhận sản phẩm",
                line("Hỗ trợ 60 doanh nghiệp chứng nhận hợp chuẩn, hợp quy", 1800, 3000),
                line("Duy trì, mở rộng chứng nhận hệ thống quản lý", 1500, 4500),
            ),
            sheet.group(
                "2",
                "Mạng lưới tư vấn năng suất chất lượng",
                line("Hình thành và duy trì mạng lưới tư vấn", 775, 500),
            ),
        ),
    )


COLUMNS = [
    Column("stt", "STT"),
    Column("name", "Nội dung công việc"),
    Column("lead", "Cơ quan chủ trì"),
    Column("coordinating", "Cơ quan phối hợp"),
    Column("total", "Tổng kinh phí"),
    Column(STATE, "Ngân sách nhà nước", "Trong đó"),
    Column(ENTERPRISE, "Doanh nghiệp đối ứng", "Trong đó"),
    Column("time", "Thời gian"),
]


def plan() -> m.Draft:
    d = m.Draft(
        "binh_xuyen",
        formats=("docx", "pdf", "html", "text"),
        province="Bình Xuyên",
        number="58/KH-UBND",
        date="2021-05-12",
        date_printed="ngày 12 tháng 5 năm 2021",
        horizon=(2021, 2030),
        title="Nâng cao năng suất, chất lượng sản phẩm, hàng hóa trên địa bàn tỉnh Bình Xuyên "
        "giai đoạn 2021 - 2025, định hướng đến năm 2030",
        signer="Nguyễn Văn Mẫu",
        text_style={"table": "markdown", "bold": True},
    )
    sheet = _sheet()
    d.head(
        ["ỦY BAN NHÂN DÂN", "TỈNH BÌNH XUYÊN"],
        number="Số: 58/KH-UBND",
        place_date="Bình Xuyên, ngày 12 tháng 5 năm 2021",
    )
    d.title("KẾ HOẠCH", d.plan["title"])
    d.basis("1322/QĐ-TTg", "2020-08-31", "Thủ tướng Chính phủ")
    d.p(
        "Căn cứ Quyết định số 1322/QĐ-TTg ngày 31/8/2020 của Thủ tướng Chính phủ về Chương trình quốc gia hỗ trợ "
        "doanh nghiệp nâng cao năng suất và chất lượng, Ủy ban nhân dân tỉnh Bình Xuyên xây dựng Kế hoạch với các "
        "nội dung sau:"
    )
    d.h1("I. MỤC TIÊU")
    d.h2("1. Mục tiêu chung")
    d.goal(
        "- Giúp doanh nghiệp trong tỉnh làm chủ các giải pháp tiêu chuẩn hóa, quản trị và công nghệ để tăng sức cạnh "
        "tranh, thích ứng với công nghiệp 4.0."
    )
    d.goal("- Tạo nền nếp cải tiến liên tục trong sản xuất, kinh doanh và dịch vụ của địa phương.")
    d.h2("2. Mục tiêu cụ thể")
    _first_phase(d)
    _second_phase(d)
    _tasks(d)
    _money(d, sheet)
    _organisation(d)
    d.sign(
        ["Bộ Khoa học và Công nghệ", "Thường trực Tỉnh ủy", "Các sở, ban, ngành", "UBND các huyện, thị xã"],
        "Lưu: VT, KGVX",
        "TM. ỦY BAN NHÂN DÂN",
        "KT. CHỦ TỊCH",
        "PHÓ CHỦ TỊCH",
    )
    d.new_page()
    d.add("centre", "PHỤ LỤC")
    d.add("centre", "DỰ TOÁN KINH PHÍ THỰC HIỆN KẾ HOẠCH")
    d.note("(Kèm theo Kế hoạch số 58/KH-UBND ngày 12 tháng 5 năm 2021 của UBND tỉnh Bình Xuyên)")
    d.note("Đơn vị tính: triệu đồng")
    d.table(sheet, sheet.grid(COLUMNS, merge_heads=True))
    d.from_appendix("58/KH-UBND", "2021-05-12")
    d.phases((2021, 2025), (2026, 2030))
    return d


def _first_phase(d: m.Draft) -> None:
    d.h3("a) Giai đoạn 2021 - 2025")
    d.time, d.section = (2021, 2025), "I.2.a"
    d.li(
        "- Tổ chức 30 lớp tập huấn kiến thức về năng suất và 05 hội thảo chuyên đề cho cộng đồng doanh nghiệp.",
        m.target("Tổ chức 30 lớp tập huấn kiến thức về năng suất", m.count(30, "lớp")),
        m.target("05 hội thảo chuyên đề", m.count(5, "hội thảo")),
    )
    d.li(
        "- Ít nhất 80 doanh nghiệp được hướng dẫn áp dụng hệ thống quản lý theo TCVN ISO 9001:2015, "
        "TCVN ISO 22000:2018; trong đó có tối thiểu 20 doanh nghiệp chế biến nông sản.",
        m.target(
            "Ít nhất 80 doanh nghiệp được hướng dẫn áp dụng hệ thống quản lý theo TCVN ISO 9001:2015",
            m.at_least(80, "doanh nghiệp"),
            id="T3",
        ),
        m.target(
            "trong đó có tối thiểu 20 doanh nghiệp chế biến nông sản",
            m.at_least(20, "doanh nghiệp"),
            parent="T3",
        ),
    )
    d.li(
        "- Hỗ trợ khoảng 40 lượt doanh nghiệp áp dụng các công cụ 5S, Kaizen, 7 công cụ thống kê.",
        m.target(
            "Hỗ trợ khoảng 40 lượt doanh nghiệp áp dụng các công cụ 5S",
            m.count(40, "lượt doanh nghiệp", "approx"),
        ),
    )
    d.li(
        "- Đào tạo từ 06 đến 08 chuyên gia năng suất chất lượng được cấp chứng chỉ.",
        m.target("Đào tạo từ 06 đến 08 chuyên gia năng suất chất lượng", m.between(6, 8, "chuyên gia")),
    )
    d.li(
        "- Đến năm 2023, đưa vào vận hành 01 cổng thông tin năng suất chất lượng của tỉnh.",
        m.target("đưa vào vận hành 01 cổng thông tin", m.count(1, "cổng thông tin"), time=2023),
    )
    d.li(
        "- Mỗi năm lựa chọn 02 doanh nghiệp tham dự Giải thưởng Chất lượng quốc gia.",
        m.target("Mỗi năm lựa chọn 02 doanh nghiệp tham dự Giải thưởng", m.per_year(2, "doanh nghiệp")),
    )
    d.li(
        "- Góp phần đưa tốc độ tăng năng suất lao động bình quân đạt trên 6,5%/năm.",
        m.target(
            "Góp phần đưa tốc độ tăng năng suất lao động bình quân đạt trên 6,5%/năm",
            m.growth(6.5, "gt", unit="%/năm", base="year_on_year"),
            contributory=True,
            aggregation="average",
        ),
    )


def _second_phase(d: m.Draft) -> None:
    d.h3("b) Giai đoạn 2026 - 2030")
    d.time, d.section = (2026, 2030), "I.2.b"
    d.li(
        "- Số giấy chứng nhận hệ thống quản lý còn hiệu lực tăng ít nhất 25% so với giai đoạn 2021 - 2025.",
        m.target(
            "Số giấy chứng nhận hệ thống quản lý còn hiệu lực tăng ít nhất 25%",
            m.growth(25, "ge", base=(2021, 2025)),
        ),
    )
    d.li(
        "- Đến năm 2030, 100% doanh nghiệp sản xuất sản phẩm chủ lực được tiếp cận thông tin về tiêu chuẩn, quy chuẩn "
        "kỹ thuật.",
        m.target(
            "100% doanh nghiệp sản xuất sản phẩm chủ lực được tiếp cận thông tin",
            m.percent(100, "doanh nghiệp sản xuất sản phẩm chủ lực"),
            time=2030,
        ),
    )
    d.li(
        "- Tiếp tục hỗ trợ 60 doanh nghiệp chứng nhận hợp chuẩn, hợp quy.",
        m.target(
            "Tiếp tục hỗ trợ 60 doanh nghiệp chứng nhận hợp chuẩn",
            m.count(60, "doanh nghiệp"),
            additional=True,
        ),
    )
    d.li(
        "- Hình thành mạng lưới tư vấn năng suất chất lượng của tỉnh.",
        m.target("Hình thành mạng lưới tư vấn năng suất chất lượng", m.qualitative()),
    )


def _tasks(d: m.Draft) -> None:
    d.h1("II. NHIỆM VỤ, GIẢI PHÁP")
    d.h2("1. Thông tin, tuyên truyền, đào tạo")
    d.li("- Mở 30 lớp tập huấn cho người quản lý và người lao động của doanh nghiệp.")
    d.li("- Phổ biến Nghị quyết số 52-NQ/TW, các tiêu chuẩn ISO 45001:2018, ISO 50001:2018 trên báo, đài.")
    d.h2("2. Hỗ trợ áp dụng hệ thống quản lý, công cụ cải tiến")
    d.li("- Tư vấn tại chỗ, chuyển giao phương pháp 5S, Lean Six Sigma và đo lường năng suất.")
    d.li("- Hỗ trợ chi phí chứng nhận lần đầu cho doanh nghiệp nhỏ và vừa.")


def _money(d: m.Draft, sheet: Sheet) -> None:
    total = sheet.total["total"]
    words = in_words(sheet.vnd(total)) + " đồng"
    d.h1("III. KINH PHÍ THỰC HIỆN")
    d.p(f"1. Tổng kinh phí: {figure(total)} triệu đồng (Bằng chữ: {words}), trong đó:")
    d.li(f"- Ngân sách nhà nước (sự nghiệp khoa học và công nghệ): {figure(sheet.total[STATE])} triệu đồng;")
    d.li(f"- Doanh nghiệp đối ứng: {figure(sheet.total[ENTERPRISE])} triệu đồng.")
    d.p("2. Phân kỳ:")
    for number, row in enumerate(sheet.rows, 1):
        d.li(
            f"- Giai đoạn {number} ({row.span[0]} - {row.span[1]}): {figure(row.cells['total'])} triệu đồng."
        )
    d.p("(Chi tiết tại Phụ lục kèm theo)")
    d.total(f"{figure(total)} triệu đồng", sheet.vnd(total), words)
    d.source(STATE, "Ngân sách nhà nước (sự nghiệp khoa học và công nghệ)", sheet.total[STATE])
    d.source(ENTERPRISE, "Doanh nghiệp đối ứng", sheet.total[ENTERPRISE])
    d.appendix("Chi tiết tại Phụ lục kèm theo", title="DỰ TOÁN KINH PHÍ THỰC HIỆN KẾ HOẠCH")


def _organisation(d: m.Draft) -> None:
    d.h1("IV. TỔ CHỨC THỰC HIỆN")
    d.p(
        "1. Sở Khoa học và Công nghệ: chủ trì triển khai Kế hoạch; hằng năm lập dự toán, tổng hợp kết quả báo cáo Ủy "
        "ban nhân dân tỉnh trước ngày 15 tháng 12."
    )
    d.p("2. Sở Tài chính: tham mưu bố trí kinh phí theo khả năng cân đối ngân sách.")
    d.p(
        "3. Các sở, ban, ngành, Ủy ban nhân dân các huyện, thị xã: tuyên truyền, giới thiệu doanh nghiệp tham gia "
        "theo lĩnh vực, địa bàn quản lý./."
    )
