"""A decision in front, the plan attached; I / 1 / a) / -; two sources and year columns, million.
Faults: a group total, the unit of the total (words 1,000 times smaller)."""

from tests.plandoc.corpus import model as m
from tests.plandoc.corpus.money import Column, Sheet, figure, in_words

STATE, ENTERPRISE = "state_budget.science", "enterprise_counterpart"
YEARS = (2022, 2023, 2024, 2025)

COLUMNS = [
    Column("stt", "STT"),
    Column("name", "Nội dung"),
    Column("coordinating", "Phối hợp"),
    *(Column(str(year), str(year)) for year in YEARS),
    Column(STATE, "NSNN"),
    Column(ENTERPRISE, "DN đối ứng"),
    Column("total", "Tổng cộng"),
]


def _sheet() -> Sheet:
    sheet = Sheet("million_vnd", sources=(STATE, ENTERPRISE), years=YEARS)

    def line(step: str, name: str, sources: list[int], years: list[int], coordinating: str = "Các sở, ngành"):
        return sheet.line(step, name, sources, years, coordinating=coordinating)

    sheet.close(
        sheet.group(
            "I",
            "Nâng cao nhận thức",
            line("1", "Chuyên đề phát thanh, truyền hình", [480, 0], [120, 120, 120, 120], "Đài PT-TH tỉnh"),
            line(
                "2", "Cuộc thi sáng kiến cải tiến", [360, 90], [0, 150, 150, 150], "Liên đoàn Lao động tỉnh"
            ),
        ),
        sheet.group(
            "II",
            "Đào tạo chuyên sâu",
            line("1", "Khóa quản trị năng suất", [720, 180], [225, 225, 225, 225]),
            line("2", "Khóa chuyên gia TPM, Lean", [300, 200], [0, 250, 250, 0]),
        ),
        sheet.group(
            "III",
            "Hỗ trợ doanh nghiệp",
            line("1", "Áp dụng ISO 9001, HACCP, GMP", [1400, 2100], [500, 1000, 1000, 1000]),
            line("2", "Áp dụng 5S, Kaizen, TPM", [960, 1140], [300, 600, 600, 600]),
            line("3", "Chứng nhận hợp chuẩn, hợp quy", [680, 1260], [240, 500, 600, 600]),
        ),
    )
    sheet.rows[1].cells["total"] -= 50
    return sheet


def plan() -> m.Draft:
    d = m.Draft(
        "bac_an",
        formats=("docx", "text"),
        province="Bắc An",
        number="415/QĐ-UBND",
        date="2022-06-20",
        date_printed="ngày 20 tháng 6 năm 2022",
        horizon=(2022, 2025),
        title="Nâng cao năng suất, chất lượng sản phẩm, hàng hóa của doanh nghiệp tỉnh Bắc An giai đoạn 2022-2025",
        signer="Tô Văn Thí Dụ",
        docx_style={"heading_styles": True},
        text_style={"table": "pipes"},
    )
    sheet = _sheet()
    _decision(d)
    d.new_page(landscape=False)
    d.title("KẾ HOẠCH", d.plan["title"])
    d.note("(Ban hành kèm theo Quyết định số 415/QĐ-UBND ngày 20/6/2022 của Ủy ban nhân dân tỉnh Bắc An)")
    d.h1("I. MỤC TIÊU")
    d.h2("1. Mục tiêu chung")
    d.goal("- Tạo chuyển biến rõ nét về năng suất tại các doanh nghiệp chế biến, chế tạo của tỉnh.")
    d.goal("- Từng bước hình thành thị trường dịch vụ tư vấn năng suất, chất lượng tại chỗ.")
    d.h2("2. Chỉ tiêu cụ thể")
    _targets(d)
    d.h1("II. NỘI DUNG")
    d.h2("1. Tuyên truyền, đào tạo")
    d.li("- Phát sóng chuyên đề định kỳ; phát động cuộc thi sáng kiến cải tiến trong công nhân.")
    d.li("- Mở 12 khóa quản trị năng suất, 02 khóa chuyên gia TPM, Lean.")
    d.h2("2. Hỗ trợ doanh nghiệp")
    d.li("- Áp dụng ISO 9001:2015, HACCP, GMP; 5S, Kaizen, TPM.")
    d.li("- Chứng nhận hợp chuẩn, hợp quy cho sản phẩm thuộc danh mục ưu tiên.")
    _money(d, sheet)
    d.h1("IV. TỔ CHỨC THỰC HIỆN")
    d.p("1. Sở Khoa học và Công nghệ: chủ trì, kiểm tra; báo cáo UBND tỉnh trước ngày 20/12 hằng năm.")
    d.p("2. Liên đoàn Lao động tỉnh: tổ chức cuộc thi sáng kiến cải tiến.")
    d.p("3. Ban Quản lý Khu kinh tế: đề xuất doanh nghiệp trong khu kinh tế tham gia./.")
    d.new_page()
    d.add("centre", "Phụ lục")
    d.add("centre", "KINH PHÍ THỰC HIỆN KẾ HOẠCH")
    d.note("(Kèm theo Quyết định số 415/QĐ-UBND ngày 20 tháng 6 năm 2022 của UBND tỉnh Bắc An)")
    d.note("Đơn vị tính: triệu đồng")
    d.table(sheet, sheet.grid(COLUMNS, total_label="Tổng", zero=""))
    d.from_appendix("415/QĐ-UBND", "2022-06-20")
    printed, total = sheet.rows[1].cells["total"], sheet.total["total"]
    d.fault(
        "sum_mismatch",
        printed,
        printed + 50,
        where="II",
        money=True,
        also=[m.Fault("sum_mismatch", [total, total - 50], None, True)],
    )
    return d


def _decision(d: m.Draft) -> None:
    d.head(
        ["ỦY BAN NHÂN DÂN", "TỈNH BẮC AN"],
        number="Số: 415/QĐ-UBND",
        place_date="Bắc An, ngày 20 tháng 6 năm 2022",
    )
    d.add("title", "QUYẾT ĐỊNH")
    d.add("title", "Về việc ban hành " + "Kế hoạch " + d.plan["title"])
    d.add("centre", "ỦY BAN NHÂN DÂN TỈNH BẮC AN")
    d.basis("1322/QĐ-TTg", "2020-08-31", "Thủ tướng Chính phủ")
    d.p("Căn cứ Luật Tổ chức chính quyền địa phương ngày 19 tháng 6 năm 2015;")
    d.p("Căn cứ Quyết định số 1322/QĐ-TTg ngày 31 tháng 8 năm 2020 của Thủ tướng Chính phủ;")
    d.p("Xét đề nghị của Sở Khoa học và Công nghệ tại Tờ trình số 52/TTr-SKHCN ngày 13 tháng 6 năm 2022,")
    d.add("title", "QUYẾT ĐỊNH:")
    d.p(f"Điều 1. Ban hành kèm theo Quyết định này Kế hoạch {d.plan['title']}.")
    d.p("Điều 2. Quyết định này có hiệu lực kể từ ngày ký ban hành.")
    d.p(
        "Điều 3. Chánh Văn phòng UBND tỉnh, Giám đốc các sở và các đơn vị liên quan chịu trách nhiệm thi hành./."
    )
    d.sign(
        ["Như Điều 3", "Bộ Khoa học và Công nghệ", "Chủ tịch, các PCT UBND tỉnh"],
        "Lưu: VT, VX3",
        "TM. ỦY BAN NHÂN DÂN",
        "KT. CHỦ TỊCH",
        "PHÓ CHỦ TỊCH",
    )


def _targets(d: m.Draft) -> None:
    d.section = "I.2"
    d.li(
        "- Tổ chức 12 khóa quản trị năng suất cho ít nhất 360 lượt cán bộ quản lý doanh nghiệp.",
        m.target("Tổ chức 12 khóa quản trị năng suất", m.count(12, "khóa")),
        m.target("ít nhất 360 lượt cán bộ quản lý doanh nghiệp", m.at_least(360, "lượt")),
    )
    d.li(
        "- Hỗ trợ 70 doanh nghiệp áp dụng hệ thống quản lý, công cụ cải tiến; trong đó 25 doanh nghiệp áp dụng đồng thời "
        "hệ thống quản lý và công cụ cải tiến.",
        m.target("Hỗ trợ 70 doanh nghiệp áp dụng hệ thống quản lý", m.count(70, "doanh nghiệp"), id="T3"),
        m.target(
            "trong đó 25 doanh nghiệp áp dụng đồng thời hệ thống quản lý và công cụ cải tiến",
            m.count(25, "doanh nghiệp"),
            parent="T3",
        ),
    )
    d.li(
        "- Đến năm 2025, trên 65% sản phẩm thuộc danh mục ưu tiên được chứng nhận hợp chuẩn, hợp quy.",
        m.target(
            "trên 65% sản phẩm thuộc danh mục ưu tiên được chứng nhận",
            m.percent(65, "sản phẩm thuộc danh mục ưu tiên", "gt"),
            time=2025,
        ),
    )
    d.li(
        "- Phát sóng 24 chuyên đề/năm; mỗi năm 01 cuộc thi sáng kiến cải tiến, bắt đầu từ năm 2023.",
        m.target("Phát sóng 24 chuyên đề/năm", m.per_year(24, "chuyên đề")),
        m.target(
            "mỗi năm 01 cuộc thi sáng kiến cải tiến",
            m.per_year(1, "cuộc thi"),
            accept={"time": [(2023, 2025)]},
        ),
    )
    d.li(
        "- Tỷ lệ sản phẩm lỗi tại doanh nghiệp tham gia giảm bình quân ít nhất 5% mỗi năm.",
        m.target(
            "Tỷ lệ sản phẩm lỗi tại doanh nghiệp tham gia giảm bình quân ít nhất 5% mỗi năm",
            m.growth(5, "ge", unit="%/năm", base="year_on_year"),
            accept={"value": [-5], "base_status": ["undefined"]},
            aggregation="average",
        ),
    )
    d.li(
        "- Thúc đẩy dịch vụ tư vấn năng suất, chất lượng trên địa bàn.",
        m.target("Thúc đẩy dịch vụ tư vấn năng suất, chất lượng", m.qualitative()),
    )


def _money(d: m.Draft, sheet: Sheet) -> None:
    total = sheet.total["total"]
    said = sheet.vnd(total)
    printed = f"{figure(total)} tỷ đồng"
    words = in_words(said) + " đồng"
    d.h1("III. KINH PHÍ THỰC HIỆN")
    d.p(f"1. Tổng kinh phí: {printed} (Bằng chữ: {words}).")
    d.li(f"- Ngân sách nhà nước (sự nghiệp khoa học và công nghệ): {figure(sheet.total[STATE])} triệu đồng.")
    d.li(f"- Doanh nghiệp đối ứng: {figure(sheet.total[ENTERPRISE])} triệu đồng.")
    d.p("2. Kinh phí theo từng nội dung và từng năm tại Phụ lục kèm theo.")
    d.total(printed, int(total) * 10**9, words, said)
    d.source(STATE, "Ngân sách nhà nước (sự nghiệp khoa học và công nghệ)", sheet.total[STATE])
    d.source(ENTERPRISE, "Doanh nghiệp đối ứng", sheet.total[ENTERPRISE])
    d.appendix(
        "Kinh phí theo từng nội dung và từng năm tại Phụ lục kèm theo", title="KINH PHÍ THỰC HIỆN KẾ HOẠCH"
    )
    d.fault(
        "words_mismatch",
        int(total) * 10**9,
        said,
        also=[m.Fault("sum_mismatch", [int(total) * 10**9, said])],
    )
