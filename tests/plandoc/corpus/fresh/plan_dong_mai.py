"""A decision that approves the plan and holds it whole under Điều 1; three sources before the total,
the total row first, a footnote at the amount.
Faults: the grand total of the table, the date in the line under the appendix."""

from tests.plandoc.corpus import model as m
from tests.plandoc.corpus.money import Column, Row, Sheet, figure, in_words

SCIENCE, TARGET, ENTERPRISE = (
    "state_budget.science",
    "national_target_programmes",
    "enterprise_counterpart",
)
NUMBER, DATE = "1187/QĐ-UBND", "ngày 20 tháng 5 năm 2022"

COLUMNS = [
    Column("stt", "STT"),
    Column("name", "Hạng mục"),
    Column(SCIENCE, "Sự nghiệp KH&CN", "Nguồn vốn"),
    Column(TARGET, "Chương trình MTQG", "Nguồn vốn"),
    Column(ENTERPRISE, "Đối ứng của DN", "Nguồn vốn"),
    Column("total", "Tổng số"),
    Column("time", "Tiến độ"),
    Column("note", "Ghi chú"),
]


def _sheet() -> Sheet:
    sheet = Sheet("million_vnd", sources=(SCIENCE, TARGET, ENTERPRISE))

    def line(step: str, name: str, *parts: int, time: str = "2022-2026", note: str = "") -> Row:
        return sheet.line(step, name, parts, time=time, note=note)

    sheet.close(
        sheet.group(
            "I",
            "Bồi dưỡng, tập huấn",
            line("1", "Khóa tập huấn cơ bản", 1050, 210, 0),
            line("2", "Đào tạo chuyên gia tư vấn", 365, 0, 120, time="2023-2025"),
        ),
        sheet.group(
            "II",
            "Hỗ trợ áp dụng, chứng nhận",
            line("1", "Hệ thống quản lý chất lượng", 1875, 0, 2625),
            line("2", "Chứng nhận hệ thống quản lý an toàn thực phẩm", 480, 320, 700),
            line("3", "Tiêu chuẩn cơ sở cho sản phẩm OCOP", 0, 455, 65, note="Lồng ghép"),
            line("4", "Năng lực phòng thử nghiệm", 940, 0, 380, time="2024-2026"),
        ),
        sheet.group(
            "III",
            "Cơ sở dữ liệu, quản lý",
            line("1", "Cơ sở dữ liệu chuyên gia, tổ chức tư vấn", 425, 0, 0, time="2022-2024"),
            line("2", "Hội đồng tư vấn, kiểm tra", 175, 0, 0),
        ),
    )
    sheet.total["total"] += 90
    return sheet


def plan() -> m.Draft:
    d = m.Draft(
        "dong_mai",
        formats=("docx", "html"),
        province="Đông Mai",
        number=NUMBER,
        date="2022-05-20",
        date_printed=DATE,
        horizon=(2022, 2026),
        title="Hỗ trợ doanh nghiệp tỉnh Đông Mai nâng cao năng suất, chất lượng giai đoạn 2022-2026",
        signer="Hồ Văn Giả Thiết",
        docx_style={"heading_styles": True},
        html_style={"spans": True},
    )
    sheet = _sheet()
    d.head(["ỦY BAN NHÂN DÂN", "TỈNH ĐÔNG MAI"], number=f"Số: {NUMBER}", place_date=f"Đông Mai, {DATE}")
    d.title("QUYẾT ĐỊNH", f"Phê duyệt Kế hoạch {d.plan['title']}")
    d.add("centre", "ỦY BAN NHÂN DÂN TỈNH ĐÔNG MAI")
    d.basis("80/2021/NĐ-CP", "2021-08-26", "Chính phủ")
    d.basis("1322/QĐ-TTg", "2020-08-31", "Thủ tướng Chính phủ")
    d.p("Căn cứ Nghị định số 80/2021/NĐ-CP ngày 26 tháng 8 năm 2021 của Chính phủ;")
    d.p("Căn cứ Quyết định số 1322/QĐ-TTg ngày 31 tháng 8 năm 2020 của Thủ tướng Chính phủ;")
    d.p("Theo đề nghị của Giám đốc Sở Khoa học và Công nghệ tại Tờ trình số 48/TTr-SKHCN ngày 09/5/2022.")
    d.add("title", "QUYẾT ĐỊNH:")
    d.p(f"Điều 1. Phê duyệt Kế hoạch {d.plan['title']}, với các nội dung chủ yếu như sau:")
    d.h1("I. MỤC TIÊU")
    d.h2("1. Mục tiêu chung")
    d.goal("Tạo thói quen quản trị bằng tiêu chuẩn, bằng số liệu trong doanh nghiệp và hợp tác xã của tỉnh.")
    d.h2("2. Mục tiêu cụ thể")
    _targets(d)
    d.h1("II. NỘI DUNG THỰC HIỆN")
    d.p("1. Bồi dưỡng kiến thức; đào tạo chuyên gia tư vấn tại chỗ.")
    d.p("2. Hỗ trợ áp dụng ISO 9001:2015, ISO 22000:2018, HACCP; nâng năng lực phòng thử nghiệm.")
    d.p("3. Xây dựng cơ sở dữ liệu chuyên gia, tổ chức tư vấn.")
    _money(d, sheet)
    d.p("Điều 2. Tổ chức thực hiện")
    d.p("1. Sở Khoa học và Công nghệ chủ trì, hằng năm báo cáo UBND tỉnh trước ngày 30 tháng 11.")
    d.p("2. Sở Tài chính, Sở Kế hoạch và Đầu tư cân đối, lồng ghép nguồn vốn.")
    d.p("3. Sở Nông nghiệp và Phát triển nông thôn hướng dẫn chủ thể OCOP tham gia.")
    d.p("Điều 3. Quyết định này có hiệu lực kể từ ngày ký.")
    d.p(
        "Chánh Văn phòng Ủy ban nhân dân tỉnh, Giám đốc các sở và đơn vị liên quan thi hành Quyết định này./."
    )
    d.sign(
        ["Như Điều 3", "Bộ Khoa học và Công nghệ", "CT, các PCT UBND tỉnh", "Trung tâm Công báo tỉnh"],
        "Lưu: VT, KGVX(Tr)",
        "TM. ỦY BAN NHÂN DÂN",
        "KT. CHỦ TỊCH",
        "PHÓ CHỦ TỊCH",
    )
    d.new_page()
    d.add("centre", "Phụ lục")
    d.add("centre", "TỔNG HỢP KINH PHÍ THỰC HIỆN")
    d.note("(Ban hành kèm theo Quyết định số 1187/QĐ-UBND ngày 26/5/2022 của Ủy ban nhân dân tỉnh Đông Mai)")
    d.note("Đơn vị: triệu đồng")
    d.table(sheet, sheet.grid(COLUMNS, total_label="Tổng cộng (I+II+III)", total_first=True, zero=""))
    d.from_appendix(NUMBER, "2022-05-26")
    d.fault("date_mismatch", "2022-05-20", "2022-05-26")
    printed = sheet.total["total"]
    d.fault("sum_mismatch", printed, printed - 90, money=True)
    return d


def _targets(d: m.Draft) -> None:
    d.section = "I.2"
    d.p(
        "a) Tổ chức từ 30 đến 36 khóa tập huấn với sự tham gia của ít nhất 1.500 lượt học viên.",
        m.target("Tổ chức từ 30 đến 36 khóa tập huấn", m.between(30, 36, "khóa")),
        m.target("sự tham gia của ít nhất 1.500 lượt học viên", m.at_least(1500, "lượt")),
    )
    d.p(
        "b) Bình quân mỗi năm hỗ trợ 15 doanh nghiệp áp dụng hệ thống quản lý chất lượng.",
        m.target(
            "Bình quân mỗi năm hỗ trợ 15 doanh nghiệp áp dụng hệ thống quản lý",
            m.per_year(15, "doanh nghiệp"),
            aggregation="average",
        ),
    )
    d.p(
        "c) Tối thiểu hai mươi (20) cơ sở chế biến được chứng nhận hệ thống quản lý an toàn thực phẩm.",
        m.target("Tối thiểu hai mươi (20) cơ sở chế biến được chứng nhận", m.at_least(20, "cơ sở")),
    )
    d.p(
        "d) Số vụ vi phạm về chất lượng hàng hóa giảm 15% so với năm 2021.",
        m.target(
            "Số vụ vi phạm về chất lượng hàng hóa giảm 15%",
            m.growth(15, base=(2021, 2021)),
            accept={"value": [-15]},
        ),
    )
    d.p(
        "đ) Có thêm 04 phòng thử nghiệm được công nhận theo ISO/IEC 17025:2017.",
        m.target(
            "Có thêm 04 phòng thử nghiệm được công nhận", m.count(4, "phòng thử nghiệm"), additional=True
        ),
    )
    d.p(
        "e) Phấn đấu trên 50% sản phẩm OCOP hạng 4 sao trở lên có tiêu chuẩn cơ sở được công bố.",
        m.target(
            "Phấn đấu trên 50% sản phẩm OCOP hạng 4 sao trở lên có tiêu chuẩn cơ sở",
            m.percent(50, "sản phẩm OCOP hạng 4 sao trở lên", "gt"),
            soft=True,
        ),
    )
    d.p(
        "g) Đến hết năm 2024, hoàn thành xây dựng cơ sở dữ liệu chuyên gia, tổ chức tư vấn.",
        m.target("hoàn thành xây dựng cơ sở dữ liệu chuyên gia", m.qualitative(), time=2024),
    )
    d.p(
        "h) Không dưới 90% doanh nghiệp hoàn thành báo cáo tự đánh giá sau 12 tháng hỗ trợ.",
        m.target(
            "Không dưới 90% doanh nghiệp hoàn thành báo cáo tự đánh giá", m.percent(90, "doanh nghiệp", "ge")
        ),
    )


def _money(d: m.Draft, sheet: Sheet) -> None:
    right = sheet.total["total"] - 90
    words = in_words(sheet.vnd(right)) + " đồng"
    note = "{fn:Chưa gồm chi phí quản lý 150 triệu đồng do Sở Khoa học và Công nghệ tự cân đối.}"
    d.h1("III. KINH PHÍ")
    d.p(f"1. Tổng kinh phí là {figure(right)} triệu đồng{note} ({words}).")
    d.p(
        f"2. Cơ cấu nguồn vốn: sự nghiệp khoa học và công nghệ {figure(sheet.total[SCIENCE])} triệu đồng; lồng ghép các "
        f"chương trình mục tiêu quốc gia {figure(sheet.total[TARGET])} triệu đồng; doanh nghiệp đối ứng "
        f"{figure(sheet.total[ENTERPRISE])} triệu đồng."
    )
    d.p("3. Chi tiết tại Phụ lục ban hành kèm theo Quyết định này.")
    d.total(f"{figure(right)} triệu đồng", sheet.vnd(right), words)
    d.source(SCIENCE, "sự nghiệp khoa học và công nghệ", sheet.total[SCIENCE])
    d.source(TARGET, "lồng ghép các chương trình mục tiêu quốc gia", sheet.total[TARGET])
    d.source(ENTERPRISE, "doanh nghiệp đối ứng", sheet.total[ENTERPRISE])
    d.appendix("Chi tiết tại Phụ lục ban hành kèm theo Quyết định này", title="TỔNG HỢP KINH PHÍ THỰC HIỆN")
