"""I / 1 / a); no number column, the total between the sources, thousand đồng, groups numbered in
the name. Faults: the date of the appendix, one source of a group."""

from tests.plandoc.corpus import model as m
from tests.plandoc.corpus.money import Column, Sheet, figure

STATE, ENTERPRISE, OTHER = "state_budget.science", "enterprise_counterpart", "other_legal"

COLUMNS = [
    Column("name", "Nhiệm vụ"),
    Column("time", "Thời gian thực hiện"),
    Column(STATE, "Ngân sách tỉnh"),
    Column(ENTERPRISE, "Vốn doanh nghiệp"),
    Column("total", "Tổng kinh phí"),
    Column(OTHER, "Vốn hợp pháp khác"),
    Column("lead", "Chủ trì, phối hợp"),
]


def _sheet() -> Sheet:
    sheet = Sheet("thousand_vnd", sources=(STATE, ENTERPRISE, OTHER))

    def line(name: str, *thousands: int, time: str = "2022 - 2025", lead: str = "Sở Khoa học và Công nghệ"):
        return sheet.line("-", name, thousands, time=time, lead=lead)

    sheet.close(
        sheet.group(
            "1",
            "Xây dựng nền tảng",
            line("Danh mục doanh nghiệp, sản phẩm tham gia", 185_000, 0, 0, time="2022"),
            line("Phần mềm quản lý, theo dõi kết quả", 640_000, 0, 75_000, time="2022 - 2023"),
            line("Tài liệu hướng dẫn, video kỹ năng", 210_500, 0, 24_500, time="2022 - 2023"),
        ),
        sheet.group(
            "2",
            "Hỗ trợ áp dụng",
            line("Hệ thống quản lý cơ bản", 1_320_000, 1_980_000, 0),
            line(
                "Quản lý tinh gọn, TPM", 875_000, 1_125_000, 150_000, lead="Trung tâm Ứng dụng tiến bộ KH&CN"
            ),
            line(
                "Chuyển đổi số quản trị sản xuất", 960_000, 1_740_000, 0, lead="Sở Thông tin và Truyền thông"
            ),
        ),
        sheet.group(
            "3",
            "Đánh giá, lan tỏa",
            line("Đánh giá trước, trong và sau hỗ trợ", 430_000, 0, 0),
            line("Tham quan, chia sẻ mô hình tốt", 156_000, 104_000, 60_000),
        ),
    )
    sheet.rows[1].cells[ENTERPRISE] -= 200_000
    return sheet


def plan() -> m.Draft:
    d = m.Draft(
        "long_khe",
        formats=("pdf", "html"),
        province="Long Khê",
        number="264/KH-UBND",
        date="2022-04-11",
        date_printed="ngày 11 tháng 4 năm 2022",
        horizon=(2022, 2025),
        title="Hỗ trợ doanh nghiệp nhỏ và vừa tỉnh Long Khê nâng cao năng suất, chất lượng giai đoạn 2022 - 2025",
        signer="Đặng Thị Hư Cấu",
        pdf_style={"justify": False, "size": "12pt"},
        html_style={"th": True},
    )
    sheet = _sheet()
    d.head(
        ["ỦY BAN NHÂN DÂN", "TỈNH LONG KHÊ"],
        number="Số: 264/KH-UBND",
        place_date="Long Khê, ngày 11 tháng 4 năm 2022",
    )
    d.title("KẾ HOẠCH", d.plan["title"])
    d.basis("80/2021/NĐ-CP", "2021-08-26", "Chính phủ")
    d.basis("1322/QĐ-TTg", "2020-08-31", "Thủ tướng Chính phủ")
    d.p("Căn cứ Nghị định số 80/2021/NĐ-CP ngày 26/8/2021 của Chính phủ;")
    d.p("Căn cứ Quyết định số 1322/QĐ-TTg ngày 31/8/2020 của Thủ tướng Chính phủ;")
    d.p("Ủy ban nhân dân tỉnh Long Khê ban hành Kế hoạch với nội dung sau đây:")
    d.h1("I. MỤC TIÊU")
    d.h2("1. Mục tiêu chung")
    d.goal(
        "Trang bị cho doanh nghiệp nhỏ và vừa phương pháp quản trị đơn giản, chi phí thấp, đo đếm được hiệu quả."
    )
    d.h2("2. Mục tiêu cụ thể")
    _targets(d)
    d.h1("II. ĐỐI TƯỢNG, ĐIỀU KIỆN HỖ TRỢ")
    d.p(
        "1. Doanh nghiệp nhỏ và vừa theo Điều 5 Nghị định số 80/2021/NĐ-CP, có trụ sở tại tỉnh, hoạt động từ 2 năm trở lên."
    )
    d.p(
        "2. Mỗi doanh nghiệp được hỗ trợ không quá 02 nội dung trong cả giai đoạn; mỗi nội dung hỗ trợ một lần."
    )
    d.h1("III. NỘI DUNG HỖ TRỢ")
    d.p("1. Áp dụng hệ thống quản lý cơ bản (TCVN ISO 9001:2015, HACCP).")
    d.p("2. Áp dụng quản lý tinh gọn, TPM, chuyển đổi số quản trị sản xuất.")
    _money(d, sheet)
    d.h1("V. TỔ CHỨC THỰC HIỆN")
    d.p("1. Sở Khoa học và Công nghệ thành lập Hội đồng xét chọn, công bố kết quả trong 20 ngày làm việc.")
    d.p("2. Sở Thông tin và Truyền thông hướng dẫn nội dung chuyển đổi số.")
    d.p("3. Doanh nghiệp được hỗ trợ gửi báo cáo kết quả sau 12 tháng kể từ khi nghiệm thu./.")
    d.sign(
        [
            "Bộ Khoa học và Công nghệ",
            "Hiệp hội Doanh nghiệp nhỏ và vừa tỉnh",
            "UBND các huyện, thị xã, thành phố",
        ],
        "Lưu: VT, TH",
        "TM. ỦY BAN NHÂN DÂN",
        "KT. CHỦ TỊCH",
        "PHÓ CHỦ TỊCH",
    )
    d.new_page()
    d.add("centre", "PHỤ LỤC")
    d.add("centre", "PHÂN BỔ KINH PHÍ THEO NHIỆM VỤ")
    d.note("(Ban hành kèm theo Kế hoạch số 264/KH-UBND ngày 14/4/2022 của Ủy ban nhân dân tỉnh Long Khê)")
    d.note("Đơn vị tính: 1.000 đồng")
    d.table(sheet, sheet.grid(COLUMNS, total_first=True, zero="0"))
    d.from_appendix("264/KH-UBND", "2022-04-14")
    d.fault("date_mismatch", "2022-04-11", "2022-04-14")
    group = sheet.rows[1].cells
    whole = sheet.total[ENTERPRISE]
    parts = group[STATE] + group[ENTERPRISE] + group[OTHER]
    d.fault(
        "sum_mismatch",
        group[ENTERPRISE],
        group[ENTERPRISE] + 200_000,
        where="2",
        money=True,
        also=[
            m.Fault("sum_mismatch", [group["total"], parts], "2", True),
            m.Fault("sum_mismatch", [whole, whole - 200_000], None, True),
        ],
    )
    return d


def _targets(d: m.Draft) -> None:
    d.section = "I.2"
    d.p(
        "a) Có từ 70 đến 90 doanh nghiệp nhỏ và vừa được hỗ trợ, trong đó tối thiểu 30% là doanh nghiệp do nữ làm chủ.",
        m.target(
            "Có từ 70 đến 90 doanh nghiệp nhỏ và vừa được hỗ trợ", m.between(70, 90, "doanh nghiệp"), id="T1"
        ),
        m.target(
            "trong đó tối thiểu 30% là doanh nghiệp do nữ làm chủ",
            m.percent(30, None, "ge"),
            parent="T1",
        ),
    )
    d.p(
        "b) Năng suất lao động của doanh nghiệp sau hỗ trợ tăng ít nhất 15% so với trước khi hỗ trợ.",
        m.target("Năng suất lao động của doanh nghiệp sau hỗ trợ tăng ít nhất 15%", m.growth(15, "ge")),
    )
    d.p(
        "c) Xây dựng 01 phần mềm quản lý, 12 video kỹ năng và 03 bộ tài liệu hướng dẫn trước năm 2024.",
        m.target("Xây dựng 01 phần mềm quản lý", m.count(1, "phần mềm"), time=2023, accept={"time": [2024]}),
        m.target("12 video kỹ năng", m.count(12, "video"), time=2023, accept={"time": [2024]}),
        m.target("03 bộ tài liệu hướng dẫn", m.count(3, "bộ"), time=2023, accept={"time": [2024]}),
    )
    d.p(
        "d) Mỗi năm ít nhất 04 mô hình tốt được chia sẻ, nhân rộng.",
        m.target("Mỗi năm ít nhất 04 mô hình tốt được chia sẻ", m.per_year(4, "mô hình", "ge")),
    )
    d.p(
        "đ) Trên 90% doanh nghiệp hài lòng với hoạt động hỗ trợ.",
        m.target("Trên 90% doanh nghiệp hài lòng với hoạt động hỗ trợ", m.percent(90, "doanh nghiệp", "gt")),
    )


def _money(d: m.Draft, sheet: Sheet) -> None:
    total = sheet.total["total"]
    d.h1("IV. KINH PHÍ")
    d.p(f"1. Tổng kinh phí: {figure(total)} nghìn đồng.")
    d.p("2. Nguồn kinh phí:")
    d.p(f"a) Ngân sách tỉnh (sự nghiệp khoa học và công nghệ): {figure(sheet.total[STATE])} nghìn đồng;")
    d.p(f"b) Vốn đối ứng của doanh nghiệp: {figure(sheet.total[ENTERPRISE])} nghìn đồng;")
    d.p(f"c) Vốn hợp pháp khác: {figure(sheet.total[OTHER])} nghìn đồng.")
    d.p("3. Phân bổ kinh phí: tại Phụ lục kèm theo.")
    d.total(f"{figure(total)} nghìn đồng", sheet.vnd(total))
    d.source(STATE, "Ngân sách tỉnh (sự nghiệp khoa học và công nghệ)", sheet.total[STATE])
    d.source(ENTERPRISE, "Vốn đối ứng của doanh nghiệp", sheet.total[ENTERPRISE])
    d.source(OTHER, "Vốn hợp pháp khác", sheet.total[OTHER])
    d.appendix("Phân bổ kinh phí: tại Phụ lục kèm theo", title="PHÂN BỔ KINH PHÍ THEO NHIỆM VỤ")
