"""1 / 1.1 / 1.1.1 with objectives grouped by aspect; after the reform of 2025; it replaces an older
plan; three sources, đồng, a tree numbered 1.1.1 with lead, help and time columns. No fault."""

from tests.plandoc.corpus import model as m
from tests.plandoc.corpus.money import Column, Row, Sheet, figure, in_words

SCIENCE, ENTERPRISE, OTHER = "state_budget.science", "enterprise_counterpart", "other_legal"
NUMBER, DATE = "1024/KH-UBND", "ngày 28 tháng 11 năm 2025"

COLUMNS = [
    Column("stt", "Số TT"),
    Column("name", "Nội dung công việc"),
    Column("lead", "Chủ trì"),
    Column("coordinating", "Phối hợp"),
    Column("time", "Thời gian hoàn thành"),
    Column("total", "Tổng số", "Kinh phí"),
    Column(SCIENCE, "Ngân sách chi KHCN, ĐMST và CĐS", "Kinh phí"),
    Column(ENTERPRISE, "Doanh nghiệp", "Kinh phí"),
    Column(OTHER, "Tài trợ, hợp tác quốc tế", "Kinh phí"),
]


def _sheet() -> Sheet:
    sheet = Sheet("vnd", sources=(SCIENCE, ENTERPRISE, OTHER))

    def line(step: str, name: str, *millions: float, time: str = "2026-2030", lead: str = "Sở KH&CN") -> Row:
        parts = [int(amount * 10**6) for amount in millions]
        return sheet.line(step, name, parts, lead=lead, coordinating="UBND các xã, phường", time=time)

    return sheet.close(
        sheet.group(
            "1",
            "Nhận thức, kỹ năng",
            sheet.group(
                "1.1",
                "Đào tạo",
                line("1.1.1", "Đào tạo trực tuyến", 620, 0, 180),
                line("1.1.2", "Đào tạo tại doanh nghiệp", 1480, 740, 0),
            ),
            sheet.group(
                "1.2",
                "Truyền thông",
                line("1.2.1", "Báo và phát thanh, truyền hình", 765.5, 0, 0, lead="Báo và Đài PT-TH tỉnh"),
                line("1.2.2", "Diễn đàn năng suất hằng năm", 500, 125, 125, time="Quý IV hằng năm"),
            ),
        ),
        sheet.group(
            "2",
            "Hỗ trợ áp dụng",
            sheet.group(
                "2.1",
                "Hệ thống, công cụ",
                line("2.1.1", "Hệ thống quản lý, công cụ cải tiến", 5400, 8100, 0),
                line("2.1.2", "Nhà máy thông minh", 3600, 7200, 1200, lead="Sở Công Thương"),
            ),
            sheet.group(
                "2.2",
                "Đánh giá sự phù hợp",
                line("2.2.1", "Năng lực tổ chức đánh giá sự phù hợp", 2100, 900, 350.75, time="2026-2028"),
                line(
                    "2.2.2",
                    "Chứng nhận nông sản xuất khẩu",
                    960,
                    1440,
                    0,
                    lead="Sở Nông nghiệp và Môi trường",
                ),
            ),
        ),
    )


def plan() -> m.Draft:
    d = m.Draft(
        "phong_nguyen",
        formats=("docx", "text"),
        province="Phong Nguyên",
        number=NUMBER,
        date="2025-11-28",
        date_printed=DATE,
        horizon=(2026, 2030),
        title="Thúc đẩy năng suất, chất lượng tỉnh Phong Nguyên giai đoạn 2026-2030",
        signer="Đinh Văn Giả Lập",
        text_style={"table": "cells", "junk": True},
        docx_style={"heading_styles": True},
    )
    sheet = _sheet()
    d.head(
        ["ỦY BAN NHÂN DÂN", "TỈNH PHONG NGUYÊN"], number=f"Số: {NUMBER}", place_date=f"Phong Nguyên, {DATE}"
    )
    d.title("KẾ HOẠCH", d.plan["title"])
    d.h1("1. CĂN CỨ, SỰ CẦN THIẾT")
    d.h2("1.1. Căn cứ")
    d.basis("36/QĐ-TTg", "2021-01-11", "Thủ tướng Chính phủ")
    d.p("1.1.1. Quyết định số 36/QĐ-TTg ngày 11/01/2021 của Thủ tướng Chính phủ.")
    d.p("1.1.2. Nghị quyết số 57-NQ/TW ngày 22/12/2024 của Bộ Chính trị.")
    d.h2("1.2. Sự cần thiết")
    d.p(
        "Sau sắp xếp, tỉnh có 80 xã, phường và 9.400 doanh nghiệp. Giai đoạn 2021-2025, hai tỉnh cũ đã hỗ trợ 112 doanh "
        "nghiệp, đào tạo 1.900 lượt người; số liệu chưa thống nhất về phương pháp."
    )
    d.h1("2. MỤC TIÊU")
    d.h2("2.1. Mục tiêu tổng quát")
    d.goal("Năng suất trở thành động lực tăng trưởng chính của tỉnh mới; dữ liệu thống nhất, minh bạch.")
    d.h2("2.2. Mục tiêu cụ thể")
    _targets(d)
    d.h1("3. NHIỆM VỤ, GIẢI PHÁP")
    d.h2("3.1. Nhận thức, kỹ năng")
    d.p("3.1.1. Xây dựng học liệu trực tuyến; đào tạo tại doanh nghiệp theo nhu cầu.")
    d.h2("3.2. Hỗ trợ áp dụng")
    d.p("3.2.1. Áp dụng ISO 9001, ISO 14001, ISO 45001, ISO 56001; Lean, TPM, Kaizen.")
    d.p("3.2.2. Hồ sơ đề nghị hỗ trợ theo mẫu tại Phụ lục I Nghị định số 80/2021/NĐ-CP.")
    _money(d, sheet)
    d.h1("5. TỔ CHỨC THỰC HIỆN")
    d.p("5.1. Sở Khoa học và Công nghệ: chủ trì; báo cáo UBND tỉnh trước ngày 15/12 hằng năm.")
    d.p("5.2. Sở Tài chính, Sở Công Thương, Sở Nông nghiệp và Môi trường: thực hiện theo Phụ lục.")
    d.p("5.3. Ủy ban nhân dân các xã, phường: bố trí cán bộ đầu mối, cập nhật số liệu.")
    d.p(
        "Kế hoạch này thay thế Kế hoạch số 88/KH-UBND ngày 14/3/2022 của Ủy ban nhân dân tỉnh về năng suất chất "
        "lượng giai đoạn 2022-2025./."
    )
    d.plan["replaces"] = [
        {
            "number": "88/KH-UBND",
            "date": "2022-03-14",
            "quote": "thay thế Kế hoạch số 88/KH-UBND ngày 14/3/2022",
        }
    ]
    d.sign(
        [
            "Bộ Khoa học và Công nghệ",
            "Thường trực Tỉnh ủy; Thường trực HĐND tỉnh",
            "Các sở, ban, ngành",
            "UBND các xã, phường",
        ],
        "Lưu: VT, KGVX2",
        "TM. ỦY BAN NHÂN DÂN",
        "KT. CHỦ TỊCH",
        "PHÓ CHỦ TỊCH",
    )
    d.new_page()
    d.add("centre", "PHỤ LỤC")
    d.add("centre", "NHIỆM VỤ VÀ KINH PHÍ THỰC HIỆN")
    d.note(f"(Kèm theo Kế hoạch số {NUMBER} {DATE} của UBND tỉnh Phong Nguyên)")
    d.note("Đơn vị tính: đồng")
    d.table(sheet, sheet.grid(COLUMNS, total_label="TỔNG SỐ", zero="-"))
    d.from_appendix(NUMBER, "2025-11-28")
    return d


def _targets(d: m.Draft) -> None:
    d.p("2.2.1. Về nhận thức, kỹ năng")
    d.section = "2.2.1"
    d.li(
        "- Ít nhất 3.000 lượt cán bộ, người lao động được đào tạo, trong đó tối thiểu 40% là lao động nữ.",
        m.target("Ít nhất 3.000 lượt cán bộ, người lao động được đào tạo", m.at_least(3000, "lượt"), id="T1"),
        m.target("trong đó tối thiểu 40% là lao động nữ", m.percent(40, None, "ge"), parent="T1"),
    )
    d.li(
        "- Từ năm 2027, 100% xã, phường bố trí cán bộ đầu mối theo dõi năng suất, chất lượng.",
        m.target(
            "100% xã, phường bố trí cán bộ đầu mối",
            m.percent(100, "xã, phường"),
            time=(2027, 2030),
            accept={"time": [2027, 2030, (2026, 2030)]},
        ),
    )
    d.p("2.2.2. Về hỗ trợ doanh nghiệp")
    d.section = "2.2.2"
    d.li(
        "- Hỗ trợ 180 doanh nghiệp, hợp tác xã; bình quân 36 đơn vị mỗi năm.",
        m.target("Hỗ trợ 180 doanh nghiệp, hợp tác xã", m.count(180, "doanh nghiệp")),
        m.target("bình quân 36 đơn vị mỗi năm", m.per_year(36, "đơn vị"), aggregation="average"),
    )
    d.li(
        "- Trong số doanh nghiệp xuất khẩu chủ lực, có trên 45% đáp ứng tiêu chuẩn của thị trường nhập khẩu.",
        m.target(
            "Trong số doanh nghiệp xuất khẩu chủ lực, có trên 45% đáp ứng tiêu chuẩn",
            m.percent(45, "doanh nghiệp xuất khẩu chủ lực", "gt"),
        ),
    )
    d.li(
        "- Xây dựng 12 mô hình nhà máy thông minh, mỗi mô hình gồm 01 hệ thống quản lý, 02 công cụ cải tiến.",
        m.target(
            "Xây dựng 12 mô hình nhà máy thông minh",
            m.count(12, "mô hình"),
            composition={"mgmt_system": 1, "improvement_tool": 2},
        ),
    )
    d.li(
        "- Đến năm 2028 có 04 tổ chức đánh giá sự phù hợp được công nhận; đến năm 2030 có 07 tổ chức.",
        m.target(
            "Đến năm 2028 có 04 tổ chức đánh giá sự phù hợp được công nhận", m.count(4, "tổ chức"), time=2028
        ),
        m.target("đến năm 2030 có 07 tổ chức", m.count(7, "tổ chức"), time=2030),
    )
    d.p("2.2.3. Về kết quả, tác động")
    d.section = "2.2.3"
    d.li(
        "- Doanh thu bình quân trên một lao động của doanh nghiệp tham gia tăng ít nhất 30% so với năm 2025.",
        m.target(
            "Doanh thu bình quân trên một lao động của doanh nghiệp tham gia tăng ít nhất 30%",
            m.growth(30, "ge", base=(2025, 2025)),
        ),
    )
    d.li(
        "- Số chứng chỉ ISO 9001, ISO 14001 cấp cho doanh nghiệp tăng từ 20% trở lên so với giai đoạn 2021-2025.",
        m.target(
            "Số chứng chỉ ISO 9001, ISO 14001 cấp cho doanh nghiệp tăng từ 20% trở lên",
            m.growth(20, "ge", base=(2021, 2025)),
        ),
    )
    d.li(
        "- Lan tỏa văn hóa năng suất trong cộng đồng doanh nghiệp và xã hội.",
        m.target("Lan tỏa văn hóa năng suất trong cộng đồng doanh nghiệp", m.qualitative()),
    )


def _money(d: m.Draft, sheet: Sheet) -> None:
    total = sheet.total["total"]
    words = in_words(total).lower() + " đồng"
    d.h1("4. KINH PHÍ THỰC HIỆN")
    d.h2("4.1. Tổng kinh phí")
    d.p(f"Tổng kinh phí dự kiến {figure(total)} đồng ({words}).")
    d.h2("4.2. Nguồn kinh phí")
    d.p(
        "4.2.1. Ngân sách chi khoa học, công nghệ, đổi mới sáng tạo và chuyển đổi số: "
        f"{figure(sheet.total[SCIENCE])} đồng."
    )
    d.p(f"4.2.2. Doanh nghiệp đóng góp: {figure(sheet.total[ENTERPRISE])} đồng.")
    d.p(f"4.2.3. Tài trợ, hợp tác quốc tế: {figure(sheet.total[OTHER])} đồng.")
    d.p("Nội dung chi tiết theo Phụ lục kèm theo.")
    d.total(f"{figure(total)} đồng", total, words)
    d.source(
        SCIENCE,
        "Ngân sách chi khoa học, công nghệ, đổi mới sáng tạo và chuyển đổi số",
        sheet.total[SCIENCE],
    )
    d.source(ENTERPRISE, "Doanh nghiệp đóng góp", sheet.total[ENTERPRISE])
    d.source(OTHER, "Tài trợ, hợp tác quốc tế", sheet.total[OTHER])
    d.appendix("Nội dung chi tiết theo Phụ lục kèm theo", title="NHIỆM VỤ VÀ KINH PHÍ THỰC HIỆN")
