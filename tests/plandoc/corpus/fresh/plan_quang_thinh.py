"""Signs instead of words (≥, >, ÷); the signature and the recipients stand after the appendix, the
unit in the header of the table. Faults: the number left blank, the second appendix is not there,
the total of a group, one source of a line."""

from tests.plandoc.corpus import model as m
from tests.plandoc.corpus.money import Column, Row, Sheet, figure, in_words

STATE, ENTERPRISE = "state_budget.science", "enterprise_counterpart"

COLUMNS = [
    Column("stt", "Số TT"),
    Column("name", "Nội dung hỗ trợ"),
    Column("total", "Tổng kinh phí (triệu đồng)"),
    Column(ENTERPRISE, "Doanh nghiệp đóng góp", "Trong đó"),
    Column(STATE, "Ngân sách tỉnh", "Trong đó"),
    Column("coordinating", "Đơn vị phối hợp"),
]


def _sheet() -> Sheet:
    sheet = Sheet("million_vnd", sources=(ENTERPRISE, STATE))

    def line(step: str, name: str, *parts: int, help: str = "") -> Row:
        return sheet.line(step, name, parts, coordinating=help)

    sheet.close(
        sheet.group(
            "1",
            "Phát triển nhân lực",
            line("1.1", "Đào tạo chuyên gia", 150, 450, help="Trường Đại học Quảng Thịnh"),
            line("1.2", "Tư vấn trực tiếp tại doanh nghiệp", 320, 680),
        ),
        sheet.group(
            "2",
            "Áp dụng công cụ, tiêu chuẩn",
            line("2.1", "5S, Kaizen, Lean", 1250, 1150, help="Hiệp hội Doanh nghiệp"),
            line("2.2", "Công bố tiêu chuẩn áp dụng", 90, 210),
            line("2.3", "Truy xuất nguồn gốc", 260, 540, help="Sở Công Thương"),
        ),
        sheet.group(
            "3",
            "Chuỗi liên kết, quảng bá",
            line("3.1", "Vùng nguyên liệu, chuỗi liên kết", 700, 1050, help="Sở NN&PTNT"),
            line("3.2", "Trung tâm trưng bày", 400, 900),
        ),
    )
    sheet.rows[1].cells["total"] -= 100
    sheet.rows[2].children[0].cells[ENTERPRISE] += 20
    return sheet


def plan() -> m.Draft:
    d = m.Draft(
        "quang_thinh",
        formats=("text", "docx"),
        province="Quảng Thịnh",
        number=None,
        date="2022-01-25",
        date_printed="ngày 25 tháng 01 năm 2022",
        horizon=(2022, 2025),
        title="Nâng cao năng suất và chất lượng sản phẩm, hàng hóa chủ lực tỉnh Quảng Thịnh giai đoạn 2022 - 2025",
        signer="Cao Thị Phỏng Theo",
        text_style={"table": "markdown", "bold": True},
        docx_style={"number_in_box": True, "auto_bullets": True},
    )
    sheet = _sheet()
    d.head(
        ["UBND TỈNH QUẢNG THỊNH"],
        number="Số:            /KH-UBND",
        place_date="Quảng Thịnh, ngày 25 tháng 01 năm 2022",
    )
    d.title("KẾ HOẠCH", d.plan["title"])
    d.basis("1322/QĐ-TTg", "2020-08-31", "Thủ tướng Chính phủ")
    d.p(
        "Thực hiện Quyết định 1322/QĐ-TTg ngày 31/08/2020 của Thủ tướng Chính phủ, UBND tỉnh xây dựng Kế hoạch:"
    )
    d.h1("I. MỤC TIÊU")
    d.h2("1. Mục tiêu chung")
    d.goal("Nâng tầm sản phẩm chủ lực của tỉnh; doanh nghiệp tự tin tham gia chuỗi cung ứng lớn.")
    d.h2("2. Mục tiêu cụ thể")
    _targets(d)
    d.h1("II. NHIỆM VỤ")
    d.li("- Đào tạo chuyên gia; cử chuyên gia tư vấn trực tiếp tại doanh nghiệp.")
    d.li("- Hướng dẫn áp dụng công cụ cải tiến, công bố tiêu chuẩn áp dụng, truy xuất nguồn gốc.")
    d.li("- Xây dựng vùng nguyên liệu, chuỗi liên kết, trung tâm trưng bày sản phẩm.")
    d.p("(Phân công nhiệm vụ chi tiết tại Phụ lục II kèm theo)")
    _money(d, sheet)
    d.h1("IV. TỔ CHỨC THỰC HIỆN")
    d.p("1. Sở Khoa học và Công nghệ: chủ trì, hướng dẫn, kiểm tra; định kỳ hằng năm báo cáo UBND tỉnh.")
    d.p("2. Sở Tài chính: bố trí kinh phí theo phân cấp.")
    d.p("3. Các sở, ngành, UBND các huyện, thành phố: phối hợp triển khai theo chức năng, nhiệm vụ.")
    d.new_page(landscape=False)
    d.add("centre", "PHỤ LỤC I")
    d.add("centre", "NHU CẦU KINH PHÍ")
    d.note("(Kèm theo Kế hoạch số        /KH-UBND ngày 25/01/2022 của UBND tỉnh Quảng Thịnh)")
    d.table(sheet, sheet.grid(COLUMNS, total_label="CỘNG", zero="0"))
    d.sign(
        [
            "Bộ Khoa học và Công nghệ",
            "TT Tỉnh ủy, TT HĐND tỉnh",
            "Các sở, ngành",
            "UBND các huyện, thành phố",
        ],
        "Lưu: VT, CNXD",
        "TM. ỦY BAN NHÂN DÂN",
        "KT. CHỦ TỊCH",
        "PHÓ CHỦ TỊCH",
    )
    d.from_appendix(None, "2022-01-25")
    d.plan["text"]["completeness"] = "appendix_missing"
    d.fault("blank_number")
    d.fault("missing_appendix")
    group, line = sheet.rows[1].cells["total"], sheet.rows[2].children[0].cells
    total, whole = sheet.total["total"], sheet.rows[2].cells[ENTERPRISE]
    d.fault(
        "sum_mismatch",
        group,
        group + 100,
        where="2",
        money=True,
        also=[m.Fault("sum_mismatch", [total, total - 100], None, True)],
    )
    d.fault(
        "sum_mismatch",
        line["total"],
        line["total"] + 20,
        where="3.1",
        money=True,
        also=[m.Fault("sum_mismatch", [whole, whole + 20], "3", True)],
    )
    return d


def _targets(d: m.Draft) -> None:
    d.section = "I.2"
    d.li(
        "- Tốc độ tăng năng suất lao động ≥ 7,2%/năm.",
        m.target(
            "Tốc độ tăng năng suất lao động ≥ 7,2%/năm",
            m.growth(7.2, "ge", unit="%/năm", base="year_on_year"),
        ),
    )
    d.li(
        "- Số doanh nghiệp áp dụng 5S, Kaizen, Lean: 50 ÷ 60 doanh nghiệp.",
        m.target(
            "Số doanh nghiệp áp dụng 5S, Kaizen, Lean: 50 ÷ 60 doanh nghiệp",
            m.between(50, 60, "doanh nghiệp"),
        ),
    )
    d.li(
        "- > 80% cán bộ quản lý chất lượng của doanh nghiệp chủ lực được cấp chứng chỉ bồi dưỡng.",
        m.target(
            "> 80% cán bộ quản lý chất lượng của doanh nghiệp chủ lực được cấp chứng chỉ",
            m.percent(80, "cán bộ quản lý chất lượng của doanh nghiệp chủ lực", "gt"),
        ),
    )
    d.li(
        "- Lựa chọn từ 16 sản phẩm trở lên tham gia hệ thống truy xuất nguồn gốc.",
        m.target("Lựa chọn từ 16 sản phẩm trở lên tham gia hệ thống truy xuất", m.at_least(16, "sản phẩm")),
    )
    d.li(
        "- Đào tạo tối thiểu 08, phấn đấu 10 chuyên gia năng suất chất lượng.",
        m.target(
            "Đào tạo tối thiểu 08, phấn đấu 10 chuyên gia năng suất chất lượng",
            m.between(8, 10, "chuyên gia", "ge_range"),
            accept={"kind": ["at_least"], "op": ["ge"], "value": [8], "min": [None], "max": [None]},
        ),
    )
    d.li(
        "- Bình quân mỗi năm có 20 đến 25 lượt doanh nghiệp được tư vấn trực tiếp.",
        m.target(
            "Bình quân mỗi năm có 20 đến 25 lượt doanh nghiệp được tư vấn",
            m.per_year((20, 25), "lượt doanh nghiệp", "range"),
            aggregation="average",
        ),
    )
    d.li(
        "- Xây dựng 02 vùng nguyên liệu, 05 chuỗi liên kết và 01 trung tâm trưng bày.",
        m.target("Xây dựng 02 vùng nguyên liệu", m.count(2, "vùng nguyên liệu")),
        m.target("05 chuỗi liên kết", m.count(5, "chuỗi liên kết")),
        m.target("01 trung tâm trưng bày", m.count(1, "trung tâm")),
    )
    d.li(
        "- Đến 31/12/2023: 100% sản phẩm chủ lực cấp tỉnh công bố tiêu chuẩn áp dụng.",
        m.target(
            "100% sản phẩm chủ lực cấp tỉnh công bố tiêu chuẩn áp dụng",
            m.percent(100, "sản phẩm chủ lực cấp tỉnh"),
            time=2023,
        ),
    )
    d.li(
        "- Chi phí sản xuất tại doanh nghiệp mô hình giảm 8 - 10% so với trước khi áp dụng.",
        m.target(
            "Chi phí sản xuất tại doanh nghiệp mô hình giảm 8 - 10%",
            m.growth((8, 10), "range"),
            accept={"min": [-8, -10], "max": [-10, -8]},
        ),
    )
    d.li(
        "- Góp phần nâng tỷ trọng đóng góp của TFP trong tăng trưởng lên khoảng 46%.",
        m.target(
            "Góp phần nâng tỷ trọng đóng góp của TFP trong tăng trưởng lên khoảng 46%",
            m.percent(46, "tăng trưởng", "approx"),
            contributory=True,
        ),
    )


def _money(d: m.Draft, sheet: Sheet) -> None:
    total = sheet.total["total"]
    state = sheet.total[STATE]
    words = in_words(sheet.vnd(total)) + " đồng"
    d.h1("III. KINH PHÍ")
    d.li(f"- Tổng kinh phí: {figure(total)} triệu đồng (bằng chữ: {words}).")
    d.li(
        f"- Ngân sách tỉnh: {figure(state)} triệu đồng; doanh nghiệp đóng góp: {figure(total - state)} triệu đồng."
    )
    d.li("- Chi tiết tại Phụ lục I kèm theo.")
    d.total(f"{figure(total)} triệu đồng", sheet.vnd(total), words)
    d.source(STATE, "Ngân sách tỉnh", state)
    d.source(ENTERPRISE, "doanh nghiệp đóng góp", total - state)
    d.appendix("Chi tiết tại Phụ lục I kèm theo", title="NHU CẦU KINH PHÍ")
