"""A city; Phần / Mục / 1 / a); four sources, billions with decimals, total column last.
Faults: number of the appendix, one source in the grand total row."""

from decimal import Decimal as D

from tests.plandoc.corpus import model as m
from tests.plandoc.corpus.money import Column, Sheet, figure, in_words

CENTRAL, CITY = "state_budget.central", "state_budget.provincial"
ENTERPRISE, OTHER = "enterprise_counterpart", "other_legal"
SOURCES = (CENTRAL, CITY, ENTERPRISE, OTHER)

COLUMNS = [
    Column("stt", "TT"),
    Column("name", "Nhiệm vụ, hạng mục"),
    Column("time", "Thời gian"),
    Column(CENTRAL, "Ngân sách trung ương", "Nguồn vốn"),
    Column(CITY, "Ngân sách thành phố", "Nguồn vốn"),
    Column(ENTERPRISE, "Doanh nghiệp", "Nguồn vốn"),
    Column(OTHER, "Huy động khác", "Nguồn vốn"),
    Column("total", "Cộng"),
    Column("note", "Ghi chú"),
]


def _sheet() -> Sheet:
    sheet = Sheet("billion_vnd", sources=SOURCES)

    def line(step: str, name: str, *parts: str, time: str = "2021 - 2025", note: str = ""):
        return sheet.line(step, name, [D(part) for part in parts], time=time, note=note)

    sheet.close(
        sheet.group(
            "I",
            "Nền tảng dữ liệu, truyền thông",
            line("1", "Cơ sở dữ liệu năng suất của thành phố", "0.5", "1.25", "0", "0.2", time="2022 - 2023"),
            line("2", "Sự kiện, ấn phẩm truyền thông", "0", "0.85", "0", "0.15"),
        ),
        sheet.group(
            "II",
            "Hỗ trợ áp dụng tiêu chuẩn, công cụ",
            line("1", "Hệ thống quản lý tích hợp", "1", "4.2", "6.3", "0", note="45 doanh nghiệp"),
            line("2", "Năng suất xanh, kinh tế tuần hoàn", "0.75", "2.4", "3.15", "0.5"),
            line("3", "Chứng nhận sản phẩm xuất khẩu", "0", "2.35", "5.6", "0"),
        ),
        sheet.group(
            "III",
            "Phát triển nhân lực",
            line("1", "Đào tạo chuyên gia năng suất", "0.4", "0.8", "0.25", "0"),
            line("2", "Câu lạc bộ năng suất trong trường đại học", "0", "0.5", "0", "0.3"),
        ),
    )
    sheet.total[CITY] += D("0.5")
    return sheet


def plan() -> m.Draft:
    d = m.Draft(
        "hai_lang",
        formats=("pdf", "docx"),
        province="Hải Lăng",
        unit="thành phố",
        number="2036/KH-UBND",
        date="2021-08-09",
        date_printed="ngày 09 tháng 8 năm 2021",
        horizon=(2021, 2025),
        title="Nâng cao năng suất dựa trên khoa học, công nghệ và đổi mới sáng tạo thành phố Hải Lăng giai đoạn 2021-2025",
        signer="Phạm Văn Thí Điểm",
        position="Chủ tịch",
        mode=("TM",),
        docx_style={"auto_bullets": True},
    )
    sheet = _sheet()
    d.head(
        ["ỦY BAN NHÂN DÂN", "THÀNH PHỐ HẢI LĂNG"],
        number="Số: 2036 /KH-UBND",
        place_date="Hải Lăng, ngày 09 tháng 8 năm 2021",
    )
    d.title("KẾ HOẠCH", d.plan["title"])
    d.add("title", "PHẦN THỨ NHẤT")
    d.add("title", "CĂN CỨ VÀ BỐI CẢNH")
    d.basis("36/QĐ-TTg", "2021-01-11", "Thủ tướng Chính phủ")
    d.p(
        "Quyết định số 36/QĐ-TTg ngày 11 tháng 01 năm 2021 của Thủ tướng Chính phủ đặt ra yêu cầu nâng cao năng suất "
        "dựa trên nền tảng khoa học, công nghệ và đổi mới sáng tạo; thành phố có 12 khu, cụm công nghiệp{ins: đang "
        "hoạt động}{del: đã được quy hoạch} và 8 trường đại học, cao đẳng."
    )
    d.add("title", "PHẦN THỨ HAI")
    d.add("title", "MỤC TIÊU, NHIỆM VỤ")
    d.h1("Mục 1. MỤC TIÊU")
    d.h2("1. Mục tiêu chung")
    d.goal(
        "Năng suất trở thành động lực tăng trưởng chính của thành phố, thu hẹp khoảng cách với các đô thị đi đầu."
    )
    d.h2("2. Mục tiêu cụ thể")
    _targets(d)
    d.h1("Mục 2. NHIỆM VỤ")
    d.p("1. Xây dựng cơ sở dữ liệu năng suất của thành phố, kết nối với nền tảng dữ liệu dùng chung.")
    d.p("2. Hỗ trợ 45 doanh nghiệp áp dụng hệ thống quản lý tích hợp theo ISO 9001, ISO 14001, ISO 45001.")
    d.p("3. Nhân rộng các giải pháp năng suất xanh, kinh tế tuần hoàn; hưởng ứng Ngày Chất lượng thế giới.")
    _money(d, sheet)
    d.add("title", "PHẦN THỨ TƯ")
    d.add("title", "TỔ CHỨC THỰC HIỆN")
    d.p(
        "1. Sở Khoa học và Công nghệ là đầu mối; trước ngày 30 tháng 11 hằng năm báo cáo Ủy ban nhân dân thành phố."
    )
    d.p("2. Sở Tài chính trình cấp có thẩm quyền bố trí dự toán theo Luật Ngân sách nhà nước.")
    d.p("3. Ban Quản lý các khu công nghiệp, Hiệp hội Doanh nghiệp vận động hội viên tham gia./.")
    d.sign(
        [
            "Thủ tướng Chính phủ (để báo cáo)",
            "Bộ Khoa học và Công nghệ",
            "Các sở, ban, ngành",
            "UBND các quận, huyện",
        ],
        "Lưu: VT, P.KGVX",
        "TM. ỦY BAN NHÂN DÂN",
        "CHỦ TỊCH",
    )
    d.new_page()
    d.add("centre", "PHỤ LỤC")
    d.add("centre", "TỔNG HỢP NHU CẦU KINH PHÍ")
    d.note("(Ban hành kèm theo Kế hoạch số 2063/KH-UBND ngày 09/8/2021 của UBND thành phố Hải Lăng)")
    d.note("Đơn vị: tỷ đồng")
    d.table(sheet, sheet.grid(COLUMNS, total_label="Tổng cộng", zero="-"))
    d.from_appendix("2063/KH-UBND", "2021-08-09")
    d.fault("number_mismatch", "2036/KH-UBND", "2063/KH-UBND")
    printed, right, total = sheet.total[CITY], sheet.total[CITY] - D("0.5"), sheet.total["total"]
    d.fault(
        "sum_mismatch",
        printed,
        right,
        money=True,
        also=[
            m.Fault("sum_mismatch", [total, total + D("0.5")], None, True),
            m.Fault("sum_mismatch", [right, printed], None, True),
        ],
    )
    return d


def _targets(d: m.Draft) -> None:
    d.section = "Mục 1.2"
    d.p(
        "a) Tốc độ tăng năng suất lao động xã hội bình quân trên 8%/năm; tỷ trọng đóng góp của TFP vào tăng trưởng GRDP "
        "khoảng 52%.",
        m.target(
            "Tốc độ tăng năng suất lao động xã hội bình quân trên 8%/năm",
            m.growth(8, "gt", unit="%/năm", base="year_on_year"),
            aggregation="average",
        ),
        m.target(
            "tỷ trọng đóng góp của TFP vào tăng trưởng GRDP khoảng 52%",
            m.percent(52, "tăng trưởng GRDP", "approx"),
        ),
    )
    d.p(
        "b) Hỗ trợ 45 doanh nghiệp áp dụng hệ thống quản lý tích hợp, 12 doanh nghiệp thực hiện năng suất xanh và chứng "
        "nhận cho 30 sản phẩm xuất khẩu.",
        m.target("Hỗ trợ 45 doanh nghiệp áp dụng hệ thống quản lý tích hợp", m.count(45, "doanh nghiệp")),
        m.target("12 doanh nghiệp thực hiện năng suất xanh", m.count(12, "doanh nghiệp")),
        m.target("chứng nhận cho 30 sản phẩm xuất khẩu", m.count(30, "sản phẩm")),
    )
    d.p(
        "c) Đến hết năm 2023 hoàn thành 01 cơ sở dữ liệu năng suất của thành phố.",
        m.target("hoàn thành 01 cơ sở dữ liệu năng suất", m.count(1, "cơ sở dữ liệu"), time=2023),
    )
    d.p(
        "d) Có tối thiểu 04 trường đại học, cao đẳng thành lập câu lạc bộ năng suất.",
        m.target(
            "tối thiểu 04 trường đại học, cao đẳng thành lập câu lạc bộ năng suất", m.at_least(4, "trường")
        ),
    )
    d.p(
        "đ) Số chuyên gia năng suất đạt chuẩn tăng gấp 2 lần so với giai đoạn 2016-2020, trong đó có ít nhất 02 chuyên "
        "gia về MFCA.",
        m.target(
            "Số chuyên gia năng suất đạt chuẩn tăng gấp 2 lần so với giai đoạn 2016-2020",
            m.growth(2, unit="lần", base=(2016, 2020)),
            accept={"value": [100, 200], "unit": ["%"]},
            id="T8",
        ),
        m.target("trong đó có ít nhất 02 chuyên gia về MFCA", m.at_least(2, "chuyên gia"), parent="T8"),
    )
    d.p(
        "e) Nâng cao nhận thức của người đứng đầu doanh nghiệp về quản trị năng suất.",
        m.target("Nâng cao nhận thức của người đứng đầu doanh nghiệp", m.qualitative()),
    )


def _money(d: m.Draft, sheet: Sheet) -> None:
    total = sheet.total["total"]
    right = sheet.total | {CITY: sheet.total[CITY] - D("0.5")}
    words = in_words(sheet.vnd(total)) + " đồng"
    d.add("title", "PHẦN THỨ BA")
    d.add("title", "NGUỒN LỰC THỰC HIỆN")
    d.p(f"1. Nhu cầu vốn 5 năm: {figure(total)} tỷ đồng ({words}), gồm:")
    names = {
        CENTRAL: "Ngân sách trung ương hỗ trợ",
        CITY: "Ngân sách thành phố",
        ENTERPRISE: "Vốn của doanh nghiệp",
        OTHER: "Các nguồn huy động hợp pháp khác",
    }
    for code, name in names.items():
        d.li(
            f"- {name}: {figure(right[code])} tỷ đồng;"
            if code != OTHER
            else f"- {name}: {figure(right[code])} tỷ đồng."
        )
        d.source(code, name, right[code])
    d.p("2. Nhu cầu chi tiết theo nhiệm vụ: Phụ lục kèm theo Kế hoạch.")
    d.total(f"{figure(total)} tỷ đồng", sheet.vnd(total), words)
    d.appendix("Phụ lục kèm theo Kế hoạch", title="TỔNG HỢP NHU CẦU KINH PHÍ")
