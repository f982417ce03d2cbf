"""A decision that approves the plan: Điều / 1 / a) / -; tree A / I / 1 / a), year columns, đồng.
Faults: one line total, one digit of the words, 20 against 30 experts."""

from tests.plandoc.corpus import model as m
from tests.plandoc.corpus.money import Column, Sheet, figure, in_words

YEARS = (2021, 2022, 2023, 2024, 2025)

COLUMNS = [
    Column("stt", "Số TT"),
    Column("name", "Nội dung chi"),
    *(Column(str(year), f"Năm {year}", "Kinh phí theo năm") for year in YEARS),
    Column("total", "Tổng cộng"),
]


def _sheet() -> Sheet:
    sheet = Sheet("vnd", years=YEARS)

    def line(step: str, name: str, *millions: int):
        return sheet.line(step, name, [amount * 10**6 for amount in millions])

    return sheet.close(
        sheet.group(
            "A",
            "HỖ TRỢ TRỰC TIẾP DOANH NGHIỆP",
            sheet.group(
                "I",
                "Hệ thống quản lý",
                sheet.group(
                    "1",
                    "Tư vấn, chứng nhận",
                    line("a", "Tư vấn xây dựng hệ thống", 300, 600, 600, 600, 450),
                    line("b", "Phí chứng nhận lần đầu", 0, 250, 400, 400, 350),
                ),
                sheet.group(
                    "2",
                    "Công cụ cải tiến",
                    line("a", "5S, Kaizen cho cơ sở nhỏ", 120, 200, 200, 200, 180),
                    line("b", "Lean, MFCA cho doanh nghiệp vừa", 0, 350, 350, 350, 300),
                ),
            ),
            sheet.group(
                "II",
                "Sản phẩm, hàng hóa",
                sheet.group(
                    "1",
                    "Hợp chuẩn, hợp quy",
                    line("a", "Thử nghiệm mẫu điển hình", 150, 300, 300, 300, 250),
                    line("b", "Đánh giá, chứng nhận", 100, 420, 420, 420, 400),
                ),
            ),
        ),
        sheet.group(
            "B",
            "NÂNG CAO NĂNG LỰC, QUẢN LÝ",
            sheet.group(
                "I",
                "Đào tạo",
                line("1", "Chuyên gia đánh giá trình độ công nghệ", 0, 280, 280, 240, 0),
                line("2", "Lớp tập huấn cho doanh nghiệp", 200, 240, 240, 240, 240),
            ),
            sheet.group(
                "II",
                "Điều hành",
                line("1", "Hội đồng tư vấn, kiểm tra, giám sát", 80, 120, 120, 120, 120),
                line("2", "Sơ kết, tổng kết", 0, 0, 140, 0, 240),
            ),
        ),
    )


def plan() -> m.Draft:
    d = m.Draft(
        "tra_son",
        formats=("html", "text"),
        province="Trà Sơn",
        number="1420/QĐ-UBND",
        date="2021-09-06",
        date_printed="ngày 06 tháng 9 năm 2021",
        horizon=(2021, 2025),
        title="Nâng cao năng suất và chất lượng sản phẩm, hàng hóa tỉnh Trà Sơn giai đoạn 2021-2025",
        signer="Hoàng Văn Giả Định",
        text_style={"table": "cells", "junk": True, "nbsp_items": True},
        html_style={"old_site": True, "bom": True},
    )
    sheet = _sheet()
    wrong = next(row for row in sheet.all_rows() if row.path == "A.I.2.a")
    wrong.cells["total"] += 20 * 10**6
    d.head(
        ["ỦY BAN NHÂN DÂN", "TỈNH TRÀ SƠN"],
        number="Số: 1420/QĐ-UBND",
        place_date="Trà Sơn, ngày 06 tháng 9 năm 2021",
    )
    d.title("QUYẾT ĐỊNH", "Phê duyệt Kế hoạch " + d.plan["title"])
    d.add("centre", "ỦY BAN NHÂN DÂN TỈNH TRÀ SƠN")
    d.basis("80/2021/NĐ-CP", "2021-08-26", "Chính phủ")
    d.basis("1322/QĐ-TTg", "2020-08-31", "Thủ tướng Chính phủ")
    d.p("Căn cứ Luật Tổ chức chính quyền địa phương ngày 19/6/2015;")
    d.p("Căn cứ Nghị định số 80/2021/NĐ-CP ngày 26/8/2021 của Chính phủ;")
    d.p("Căn cứ Quyết định số 1322/QĐ-TTg ngày 31/8/2020 của Thủ tướng Chính phủ;")
    d.p("Theo đề nghị của Giám đốc Sở Khoa học và Công nghệ tại Tờ trình số 77/TTr-SKHCN ngày 30/8/2021.")
    d.add("title", "QUYẾT ĐỊNH:")
    d.p(
        f"Điều 1. Phê duyệt Kế hoạch {d.plan['title']} (sau đây gọi là Kế hoạch) với các nội dung chủ yếu sau:"
    )
    d.h1("1. Mục tiêu")
    d.h2("a) Mục tiêu chung")
    d.goal("Tăng khả năng đáp ứng tiêu chuẩn của hàng hóa địa phương tại thị trường trong nước và xuất khẩu.")
    d.h2("b) Mục tiêu cụ thể")
    _targets(d)
    d.h1("2. Nhiệm vụ chủ yếu")
    d.li("- Tư vấn xây dựng hệ thống quản lý, hỗ trợ chứng nhận lần đầu.")
    d.li("- Lựa chọn, đào tạo 30 chuyên gia đánh giá trình độ công nghệ tại các sở, ngành và doanh nghiệp.")
    d.li("- Thử nghiệm mẫu, đánh giá chứng nhận hợp chuẩn, hợp quy theo QCVN, TCVN hiện hành.")
    d.fault("target_conflict", 20, 30)
    total = sheet.total["total"]
    said = sheet.vnd(total) + 20 * 10**6
    words = in_words(said) + " đồng"
    d.h1("3. Kinh phí thực hiện")
    d.li(f"- Tổng kinh phí: {figure(total)} đồng (Bằng chữ: {words}./.).")
    d.li("- Nguồn vốn: ngân sách tỉnh chi sự nghiệp khoa học và công nghệ hằng năm.")
    d.li("- Phân bổ theo Biểu dự toán kèm theo Quyết định này.")
    d.total(f"{figure(total)} đồng", sheet.vnd(total), words, said)
    d.source("state_budget.science", "ngân sách tỉnh chi sự nghiệp khoa học và công nghệ hằng năm", None)
    d.money(sources_scored=False)
    d.appendix("Biểu dự toán kèm theo Quyết định này", title="BIỂU DỰ TOÁN KINH PHÍ")
    d.fault("words_mismatch", total, said)
    d.p("Điều 2. Tổ chức thực hiện")
    d.li(
        "1. Sở Khoa học và Công nghệ chủ trì, hướng dẫn, kiểm tra; báo cáo Ủy ban nhân dân tỉnh kết quả hằng năm."
    )
    d.li("2. Sở Tài chính thẩm định dự toán, hướng dẫn quyết toán.")
    d.li("3. Các đơn vị được hỗ trợ báo cáo kết quả sau khi hoàn thành từng nội dung.")
    d.p(
        "Điều 3. Quyết định có hiệu lực kể từ ngày ký. Chánh Văn phòng, Giám đốc các sở chịu trách nhiệm thi hành./."
    )
    d.sign(
        ["Như Điều 3", "Bộ Khoa học và Công nghệ", "Cổng Thông tin điện tử tỉnh"],
        "Lưu: VT, KT4",
        "TM. ỦY BAN NHÂN DÂN",
        "KT. CHỦ TỊCH",
        "PHÓ CHỦ TỊCH",
    )
    d.new_page()
    d.add("centre", "BIỂU DỰ TOÁN KINH PHÍ")
    d.note("(Kèm theo Quyết định số 1420/QĐ-UBND ngày 06/9/2021 của Ủy ban nhân dân tỉnh Trà Sơn)")
    d.note("Đơn vị tính: đồng")
    d.table(sheet, sheet.grid(COLUMNS, total_label="Tổng cộng (A + B)", zero=""))
    d.from_appendix("1420/QĐ-UBND", "2021-09-06")
    group = next(row for row in sheet.all_rows() if row.path == "A.I.2").cells["total"]
    d.fault(
        "sum_mismatch",
        wrong.cells["total"],
        wrong.cells["total"] - 20 * 10**6,
        where="A.I.2.a",
        money=True,
        also=[m.Fault("sum_mismatch", [group, group + 20 * 10**6], "A.I.2", True)],
    )
    return d


def _targets(d: m.Draft) -> None:
    d.section = "1.b"
    d.li(
        "- Có ít nhất 65 lượt doanh nghiệp, hợp tác xã áp dụng hệ thống quản lý tiên tiến (ISO 9001, ISO 22000, FSSC "
        "22000, GMP).",
        m.target(
            "Có ít nhất 65 lượt doanh nghiệp, hợp tác xã áp dụng hệ thống quản lý tiên tiến",
            m.at_least(65, "lượt doanh nghiệp"),
        ),
    )
    d.li(
        "- Đào tạo 20 chuyên gia đánh giá trình độ công nghệ.",
        m.target("Đào tạo 20 chuyên gia đánh giá trình độ công nghệ", m.count(20, "chuyên gia")),
    )
    d.li(
        "- 100% sản phẩm thuộc nhóm 2 được công bố hợp quy; phấn đấu 40% sản phẩm chủ lực được chứng nhận hợp chuẩn.",
        m.target("100% sản phẩm thuộc nhóm 2 được công bố hợp quy", m.percent(100, "sản phẩm thuộc nhóm 2")),
        m.target(
            "phấn đấu 40% sản phẩm chủ lực được chứng nhận hợp chuẩn",
            m.percent(40, "sản phẩm chủ lực"),
            soft=True,
        ),
    )
    d.li(
        "- Tổ chức từ 4 đến 6 lớp tập huấn mỗi năm; in, phát hành 2.000 cuốn tài liệu.",
        m.target("Tổ chức từ 4 đến 6 lớp tập huấn mỗi năm", m.per_year((4, 6), "lớp", "range")),
        m.target("in, phát hành 2.000 cuốn tài liệu", m.count(2000, "cuốn")),
    )
    d.li(
        "- Kim ngạch xuất khẩu của nhóm doanh nghiệp được hỗ trợ tăng 15 - 20% so với năm 2020.",
        m.target(
            "Kim ngạch xuất khẩu của nhóm doanh nghiệp được hỗ trợ tăng 15 - 20%",
            m.growth((15, 20), "range", base=(2020, 2020)),
        ),
    )
