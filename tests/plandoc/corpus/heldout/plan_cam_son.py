"""1 / 1.1 / -; a flat list, three sources, billions with decimals, total row first.
Faults: one line total, number of the appendix."""

from decimal import Decimal as D

from tests.plandoc.corpus import model as m
from tests.plandoc.corpus.money import Column, Sheet, figure, in_words

PROVINCE, NATIONAL, ENTERPRISE = (
    "state_budget.provincial",
    "national_target_programmes",
    "enterprise_counterpart",
)

COLUMNS = [
    Column("stt", "Số thứ tự"),
    Column("name", "Hạng mục chi"),
    Column("total", "Tổng mức"),
    Column(PROVINCE, "Ngân sách tỉnh"),
    Column(NATIONAL, "Lồng ghép chương trình MTQG"),
    Column(ENTERPRISE, "Doanh nghiệp, HTX"),
    Column("lead", "Đơn vị chủ trì"),
]


def _sheet() -> Sheet:
    sheet = Sheet("billion_vnd", sources=(PROVINCE, NATIONAL, ENTERPRISE))

    def line(step: str, name: str, *parts: str, lead: str = "Sở Khoa học và Công nghệ"):
        return sheet.line(step, name, [D(part) for part in parts], lead=lead)

    sheet.close(
        line("1", "Điều tra, xây dựng bộ chỉ số năng suất", "0.65", "0", "0"),
        line(
            "2", "Tập huấn cho hợp tác xã, tổ hợp tác", "0.48", "0.36", "0", lead="Liên minh Hợp tác xã tỉnh"
        ),
        line("3", "Áp dụng VietGAP, GlobalG.A.P. cho vùng nguyên liệu", "1.2", "2.75", "3.1"),
        line("4", "Chứng nhận HACCP, ISO 22000 cho cơ sở chế biến", "1.05", "0", "2.45"),
        line("5", "Truy xuất nguồn gốc sản phẩm OCOP", "0.9", "1.15", "0.6", lead="Sở Nông nghiệp và PTNT"),
        line("6", "Hội chợ, kết nối tiêu thụ", "0.3", "0.5", "0.2", lead="Sở Công Thương"),
        line("7", "Kiểm tra, giám sát, tổng kết", "0.42", "0", "0"),
    )
    sheet.rows[3].cells["total"] += D("0.3")
    return sheet


def plan() -> m.Draft:
    d = m.Draft(
        "cam_son",
        formats=("pdf", "text"),
        province="Cẩm Sơn",
        number="87/KH-UBND",
        date="2022-02-28",
        date_printed="ngày 28 tháng 02 năm 2022",
        horizon=(2022, 2025),
        title="Triển khai Chương trình nâng cao năng suất và chất lượng sản phẩm, hàng hóa tỉnh Cẩm Sơn giai đoạn 2022-2025",
        signer="Vũ Thị Tượng Trưng",
        text_style={"table": "cells", "wrap": None},
        pdf_style={"font": "Libertinus Serif", "justify": True},
    )
    sheet = _sheet()
    d.head(
        ["ỦY BAN NHÂN DÂN", "TỈNH CẨM SƠN"],
        number="Số: 87/KH-UBND",
        place_date="Cẩm Sơn, ngày 28 tháng 02 năm 2022",
    )
    d.title("KẾ HOẠCH", d.plan["title"])
    d.h1("1. CĂN CỨ LẬP KẾ HOẠCH")
    d.basis("1322/QĐ-TTg", "2020-08-31", "Thủ tướng Chính phủ")
    d.basis("100/QĐ-TTg", "2019-01-19", "Thủ tướng Chính phủ")
    d.li(
        "- Quyết định số 1322/QĐ-TTg ngày 31/8/2020 của Thủ tướng Chính phủ về hỗ trợ doanh nghiệp nâng cao năng suất;"
    )
    d.li(
        "- Quyết định số 100/QĐ-TTg ngày 19/01/2019 của Thủ tướng Chính phủ về hệ thống truy xuất nguồn gốc;"
    )
    d.li("- Nghị quyết Đại hội Đảng bộ tỉnh lần thứ XVII nhiệm kỳ 2020 - 2025.")
    d.h1("2. MỤC TIÊU")
    d.h2("2.1. Mục tiêu chung")
    d.goal(
        "Nâng giá trị nông sản và hàng thủ công của tỉnh bằng tiêu chuẩn, chứng nhận và quản trị hiện đại; tạo việc làm "
        "bền vững cho người dân."
    )
    d.h2("2.2. Các chỉ tiêu chủ yếu")
    _targets(d)
    d.h1("3. NỘI DUNG THỰC HIỆN")
    d.h2("3.1. Đánh giá hiện trạng")
    d.p("Xây dựng bộ chỉ số năng suất cho 3 ngành hàng: chè, gỗ, dược liệu; cập nhật 2 năm một lần.")
    d.h2("3.2. Hỗ trợ hợp tác xã, doanh nghiệp")
    d.li("- Hướng dẫn xây dựng vùng nguyên liệu đạt VietGAP, GlobalG.A.P.")
    d.li("- Hỗ trợ chi phí đánh giá, chứng nhận HACCP (TCVN 5603:2008), ISO 22000:2018.")
    d.li("- Cấp mã truy xuất, tem điện tử cho sản phẩm OCOP từ 3 sao trở lên.")
    _money(d, sheet)
    d.h1("5. TRÁCH NHIỆM THỰC HIỆN")
    d.p(
        "5.1. Sở Khoa học và Công nghệ chủ trì, hằng quý báo cáo tiến độ, hằng năm báo cáo kết quả với UBND tỉnh."
    )
    d.p("5.2. Liên minh Hợp tác xã tỉnh tổng hợp nhu cầu, giới thiệu đơn vị tham gia.")
    d.p("5.3. Ủy ban nhân dân các huyện, thành phố bố trí vốn lồng ghép, kiểm tra tại cơ sở./.")
    d.sign(
        ["Bộ Khoa học và Công nghệ", "Các sở, ngành; đoàn thể tỉnh", "UBND các huyện, thành phố"],
        "Lưu: VT, KTN",
        "TM. ỦY BAN NHÂN DÂN",
        "KT. CHỦ TỊCH",
        "PHÓ CHỦ TỊCH",
    )
    d.new_page()
    d.add("centre", "PHỤ LỤC 01")
    d.add("centre", "BẢNG TỔNG HỢP KINH PHÍ")
    d.note("(Kèm theo Kế hoạch số 78/KH-UBND ngày 28 tháng 02 năm 2022 của UBND tỉnh Cẩm Sơn)")
    d.note("Đơn vị tính: tỷ đồng")
    d.table(sheet, sheet.grid(COLUMNS, total_label="Tổng số", total_first=True))
    d.from_appendix("78/KH-UBND", "2022-02-28")
    d.fault("number_mismatch", "87/KH-UBND", "78/KH-UBND")
    wrong = sheet.rows[3].cells["total"]
    total = sheet.total["total"]
    d.fault(
        "sum_mismatch",
        wrong,
        wrong - D("0.3"),
        where="4",
        money=True,
        also=[m.Fault("sum_mismatch", [total, total + D("0.3")], None, True)],
    )
    return d


def _targets(d: m.Draft) -> None:
    d.section = "2.2"
    d.li(
        "- Từ 40 hợp tác xã trở lên được tập huấn, trong đó ít nhất 15 hợp tác xã do phụ nữ quản lý.",
        m.target("Từ 40 hợp tác xã trở lên được tập huấn", m.at_least(40, "hợp tác xã"), id="T1"),
        m.target(
            "trong đó ít nhất 15 hợp tác xã do phụ nữ quản lý", m.at_least(15, "hợp tác xã"), parent="T1"
        ),
    )
    d.li(
        "- Diện tích vùng nguyên liệu đạt chứng nhận tăng 35% so với năm 2021.",
        m.target(
            "Diện tích vùng nguyên liệu đạt chứng nhận tăng 35% so với năm 2021",
            m.growth(35, base=(2021, 2021)),
        ),
    )
    d.li(
        "- 18 - 22 cơ sở chế biến được chứng nhận HACCP hoặc ISO 22000.",
        m.target("18 - 22 cơ sở chế biến được chứng nhận HACCP", m.between(18, 22, "cơ sở")),
    )
    d.li(
        "- Tối thiểu 95% sản phẩm OCOP từ 3 sao trở lên áp dụng truy xuất nguồn gốc vào năm 2025.",
        m.target(
            "Tối thiểu 95% sản phẩm OCOP từ 3 sao trở lên áp dụng truy xuất nguồn gốc",
            m.percent(95, "sản phẩm OCOP từ 3 sao trở lên", "ge"),
            time=2025,
        ),
    )
    d.li(
        "- Mỗi năm tổ chức ít nhất 02 đợt kết nối tiêu thụ sản phẩm.",
        m.target("Mỗi năm tổ chức ít nhất 02 đợt kết nối tiêu thụ sản phẩm", m.per_year(2, "đợt", "ge")),
    )
    d.li(
        "- Hoàn thành bộ chỉ số năng suất của 3 ngành hàng trong năm 2023.",
        m.target(
            "Hoàn thành bộ chỉ số năng suất của 3 ngành hàng",
            m.qualitative(),
            time=2023,
            accept={"kind": ["count"], "op": ["eq"], "value": [1, 3], "unit": ["bộ chỉ số", "ngành hàng"]},
        ),
    )
    d.li(
        "- Giá trị sản xuất trên một lao động của cơ sở được hỗ trợ tăng trên 9%/năm.",
        m.target(
            "Giá trị sản xuất trên một lao động của cơ sở được hỗ trợ tăng trên 9%/năm",
            m.growth(9, "gt", unit="%/năm", base="year_on_year"),
            accept={"base_status": ["undefined"]},
        ),
    )


def _money(d: m.Draft, sheet: Sheet) -> None:
    total = sheet.total["total"]
    words = in_words(sheet.vnd(total)).lower() + " đồng"
    d.h1("4. KINH PHÍ")
    d.p(f"4.1. Tổng kinh phí: {figure(total)} tỷ đồng ({words}), bao gồm:")
    d.li(f"- Ngân sách tỉnh: {figure(sheet.total[PROVINCE])} tỷ đồng;")
    d.li(f"- Lồng ghép các chương trình mục tiêu quốc gia: {figure(sheet.total[NATIONAL])} tỷ đồng;")
    d.li(f"- Doanh nghiệp, hợp tác xã đối ứng: {figure(sheet.total[ENTERPRISE])} tỷ đồng.")
    d.p("4.2. Kinh phí từng hạng mục: theo Phụ lục 01.")
    d.total(f"{figure(total)} tỷ đồng", sheet.vnd(total), words)
    d.source(PROVINCE, "Ngân sách tỉnh", sheet.total[PROVINCE])
    d.source(NATIONAL, "Lồng ghép các chương trình mục tiêu quốc gia", sheet.total[NATIONAL])
    d.source(ENTERPRISE, "Doanh nghiệp, hợp tác xã đối ứng", sheet.total[ENTERPRISE])
    d.appendix("Kinh phí từng hạng mục: theo Phụ lục 01", title="BẢNG TỔNG HỢP KINH PHÍ")
