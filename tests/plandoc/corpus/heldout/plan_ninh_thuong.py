"""A / I / 1 / a); four sources, đồng, deep tree with bare headings.
Faults: the grand total of the table, the number left blank."""

from tests.plandoc.corpus import model as m
from tests.plandoc.corpus.money import Column, Sheet, figure, in_words

CENTRAL, SCIENCE = "state_budget.central", "state_budget.science"
ENTERPRISE, OTHER = "enterprise_counterpart", "other_legal"

COLUMNS = [
    Column("stt", "STT"),
    Column("name", "Nội dung thực hiện"),
    Column("lead", "Chủ trì"),
    Column(CENTRAL, "NSTW"),
    Column(SCIENCE, "SN KH&CN tỉnh"),
    Column(ENTERPRISE, "Vốn DN"),
    Column(OTHER, "Nguồn khác"),
    Column("total", "Tổng kinh phí"),
]


def _sheet() -> Sheet:
    sheet = Sheet("vnd", sources=(CENTRAL, SCIENCE, ENTERPRISE, OTHER))

    def line(step: str, name: str, *millions: float, lead: str = "Sở KH&CN"):
        return sheet.line(step, name, [int(amount * 10**6) for amount in millions], lead=lead)

    sheet.close(
        sheet.group(
            "A",
            "NHIỆM VỤ THƯỜNG XUYÊN",
            sheet.group(
                "I",
                "Tuyên truyền",
                sheet.group(
                    "1",
                    "Trên báo chí",
                    line("a", "Chuyên trang báo in, báo điện tử", 0, 360, 0, 40, lead="Báo tỉnh"),
                    line("b", "Phóng sự truyền hình", 0, 540, 0, 60, lead="Đài PT-TH"),
                ),
                sheet.group(
                    "2",
                    "Trực tiếp",
                    line("a", "Hội nghị phổ biến chính sách", 0, 225, 0, 0),
                    line("b", "Ngày hội cải tiến", 0, 187.5, 112.5, 25),
                ),
            ),
            sheet.group(
                "II",
                "Đào tạo",
                line("1", "Giảng viên nguồn về năng suất", 300, 150, 0, 0),
                line("2", "Người lao động tại doanh nghiệp", 0, 420, 630, 0),
            ),
        ),
        sheet.group(
            "B",
            "NHIỆM VỤ HỖ TRỢ DOANH NGHIỆP",
            sheet.group(
                "I",
                "Hệ thống quản lý",
                line("1", "ISO 9001, ISO 14001", 0, 840, 1260, 0),
                line(
                    "2",
                    "ISO 50001 cho cơ sở sử dụng năng lượng trọng điểm",
                    450,
                    250,
                    900,
                    0,
                    lead="Sở Công Thương",
                ),
            ),
            sheet.group(
                "II",
                "Công cụ, mô hình",
                sheet.group(
                    "1",
                    "Công cụ cơ bản",
                    line("a", "5S, Kaizen", 0, 330, 220, 0),
                    line("b", "QCC, 7 công cụ thống kê", 0, 275, 275, 0),
                    bare=True,
                ),
                sheet.group(
                    "2",
                    "Mô hình tổng thể",
                    line("a", "Mô hình ngành dệt may", 500, 600, 1100, 100),
                    line("b", "Mô hình ngành cơ khí", 500, 650, 1200, 150),
                    bare=True,
                ),
            ),
        ),
    )
    sheet.total["total"] += 100 * 10**6
    return sheet


def plan() -> m.Draft:
    d = m.Draft(
        "ninh_thuong",
        formats=("docx", "pdf"),
        province="Ninh Thượng",
        number=None,
        date="2022-10-20",
        date_printed="ngày 20 tháng 10 năm 2022",
        horizon=(2023, 2027),
        title="Cải tiến năng suất, chất lượng trong các ngành kinh tế mũi nhọn của tỉnh Ninh Thượng giai đoạn 2023 - 2027",
        signer="Bùi Văn Mô Phỏng",
        docx_style={"heading_styles": False},
        pdf_style={"justify": True},
    )
    sheet = _sheet()
    d.head(
        ["ỦY BAN NHÂN DÂN", "TỈNH NINH THƯỢNG"],
        number="Số: ......../KH-UBND",
        place_date="Ninh Thượng, ngày 20 tháng 10 năm 2022",
    )
    d.title("KẾ HOẠCH", d.plan["title"])
    d.h1("A. CĂN CỨ")
    d.basis("1322/QĐ-TTg", "2020-08-31", "Thủ tướng Chính phủ")
    d.basis("36/QĐ-TTg", "2021-01-11", "Thủ tướng Chính phủ")
    d.p(
        "1. Quyết định số 1322/QĐ-TTg ngày 31/08/2020 và Quyết định số 36/QĐ-TTg ngày 11/01/2021 của Thủ tướng Chính phủ."
    )
    d.p(
        "2. Kết quả 5 năm 2018 - 2022: 32 doanh nghiệp áp dụng ISO 9001, 09 doanh nghiệp áp dụng 5S, 1.150 lượt học viên."
    )
    d.h1("B. MỤC TIÊU")
    d.h2("I. Mục tiêu chung")
    d.goal(
        "1. Nâng trình độ quản trị của doanh nghiệp dệt may, cơ khí, chế biến gỗ tiệm cận mức khá của cả nước."
    )
    d.h2("II. Mục tiêu cụ thể")
    _targets(d)
    d.h1("C. NHIỆM VỤ VÀ GIẢI PHÁP")
    d.h2("I. Nhiệm vụ thường xuyên")
    d.p("1. Tuyên truyền trên báo chí; tổ chức Ngày hội cải tiến vào tháng 11.")
    d.p("2. Đào tạo giảng viên nguồn, người lao động.")
    d.h2("II. Nhiệm vụ hỗ trợ doanh nghiệp")
    d.p("1. Áp dụng ISO 9001:2015, ISO 14001:2015, ISO 50001:2018.")
    d.p("2. Xây dựng mô hình tổng thể tại doanh nghiệp dệt may, cơ khí.")
    _money(d, sheet)
    d.h1("Đ. TỔ CHỨC THỰC HIỆN")
    d.p(
        "I. Sở Khoa học và Công nghệ làm đầu mối; báo cáo 6 tháng trước ngày 15/6, báo cáo năm trước ngày 15/12."
    )
    d.p(
        "II. Sở Công Thương, Sở Tài chính, Báo và Đài Phát thanh - Truyền hình tỉnh thực hiện phần việc được giao."
    )
    d.p("III. Doanh nghiệp tham gia bố trí vốn đối ứng, báo cáo kết quả áp dụng./.")
    d.sign(
        ["Thường trực HĐND tỉnh", "Bộ Khoa học và Công nghệ", "Các sở: KHCN, CT, TC"],
        "Lưu: VT, Th.(12b)",
        "TM. ỦY BAN NHÂN DÂN",
        "KT. CHỦ TỊCH",
        "PHÓ CHỦ TỊCH",
    )
    d.new_page()
    d.add("centre", "PHỤ LỤC I")
    d.add("centre", "DỰ TOÁN CHI TIẾT")
    d.note("(Kèm theo Kế hoạch số ......../KH-UBND ngày 20/10/2022 của UBND tỉnh Ninh Thượng)")
    d.note("Đơn vị tính: đồng")
    d.table(sheet, sheet.grid(COLUMNS, zero="-", merge_heads=True))
    d.from_appendix(None, "2022-10-20")
    d.fault("blank_number")
    printed = sheet.total["total"]
    d.fault(
        "sum_mismatch",
        printed,
        printed - 100 * 10**6,
        money=True,
        also=[m.Fault("sum_mismatch", [printed - 100 * 10**6, printed], None, True)],
    )
    return d


def _targets(d: m.Draft) -> None:
    d.section = "B.II"
    d.p(
        "1. Đào tạo ít nhất 04 - 06 giảng viên nguồn về năng suất.",
        m.target("Đào tạo ít nhất 04 - 06 giảng viên nguồn", m.between(4, 6, "giảng viên", "ge_range")),
    )
    d.p(
        "2. Khoảng trên 1.500 lượt người lao động được huấn luyện tại doanh nghiệp.",
        m.target(
            "Khoảng trên 1.500 lượt người lao động được huấn luyện", m.at_least(1500, "lượt", "approx_gt")
        ),
    )
    d.p(
        "3. Xây dựng 08 mô hình tổng thể, mỗi mô hình gồm 01 hệ thống quản lý và 02 công cụ cải tiến.",
        m.target(
            "Xây dựng 08 mô hình tổng thể, mỗi mô hình gồm 01 hệ thống quản lý",
            m.count(8, "mô hình"),
            composition={"mgmt_system": 1, "improvement_tool": 2},
        ),
    )
    d.p(
        "4. Suất tiêu hao năng lượng tại cơ sở sử dụng năng lượng trọng điểm tham gia giảm từ 5% đến 7% so với năm 2022.",
        m.target(
            "Suất tiêu hao năng lượng tại cơ sở sử dụng năng lượng trọng điểm tham gia giảm từ 5% đến 7%",
            m.growth((5, 7), "range", base=(2022, 2022)),
            accept={"min": [-5, -7], "max": [-7, -5]},
        ),
    )
    d.p(
        "5. Có thêm 25 doanh nghiệp được cấp chứng nhận ISO 9001 hoặc ISO 14001; 06 doanh nghiệp được cấp chứng nhận "
        "ISO 50001 vào cuối năm 2026.",
        m.target(
            "Có thêm 25 doanh nghiệp được cấp chứng nhận ISO 9001",
            m.count(25, "doanh nghiệp"),
            accept={"time": [2026]},
            additional=True,
        ),
        m.target("06 doanh nghiệp được cấp chứng nhận ISO 50001", m.count(6, "doanh nghiệp"), time=2026),
    )
    d.p(
        "6. Hơn 80% người học áp dụng được kiến thức vào công việc.",
        m.target("Hơn 80% người học áp dụng được kiến thức", m.percent(80, "người học", "gt")),
    )
    d.p(
        "7. Hình thành văn hóa năng suất trong doanh nghiệp, gắn với Cách mạng công nghiệp lần thứ tư.",
        m.target("Hình thành văn hóa năng suất trong doanh nghiệp", m.qualitative()),
    )


def _money(d: m.Draft, sheet: Sheet) -> None:
    right = sheet.total["total"] - 100 * 10**6
    words = in_words(right) + " đồng"
    d.h1("D. KINH PHÍ THỰC HIỆN")
    d.p(f"I. Tổng dự toán: {figure(right)} đồng (Bằng chữ: {words}).")
    d.p("II. Nguồn kinh phí:")
    names = {
        CENTRAL: "Ngân sách trung ương",
        SCIENCE: "Sự nghiệp khoa học và công nghệ của tỉnh",
        ENTERPRISE: "Vốn của doanh nghiệp tham gia",
        OTHER: "Nguồn hợp pháp khác",
    }
    for number, (code, name) in enumerate(names.items(), 1):
        d.p(f"{number}. {name}: {figure(sheet.total[code])} đồng.")
        d.source(code, name, sheet.total[code])
    d.p("III. Dự toán chi tiết tại Phụ lục I kèm theo.")
    d.total(f"{figure(right)} đồng", right, words)
    d.appendix("Dự toán chi tiết tại Phụ lục I kèm theo", title="DỰ TOÁN CHI TIẾT")
