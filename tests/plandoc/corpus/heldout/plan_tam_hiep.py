"""Phần / Mục / 1 / a); Markdown in NFD, and a web page; money as shares only.
Faults: 25 against 35 experts, the appendix is not there."""

from tests.plandoc.corpus import model as m


def plan() -> m.Draft:
    d = m.Draft(
        "tam_hiep",
        formats=("text", "html"),
        province="Tam Hiệp",
        number="19/KH-UBND",
        date="2021-03-04",
        date_printed="ngày 04 tháng 3 năm 2021",
        horizon=(2021, 2030),
        title="Nâng cao năng suất, chất lượng và sức cạnh tranh của doanh nghiệp tỉnh Tam Hiệp đến năm 2030",
        signer="Ngô Thị Minh Chứng",
        text_style={"bold": True, "nfd": True, "nbsp_items": True},
        html_style={"old_site": True, "spans": True},
    )
    d.head(
        ["ỦY BAN NHÂN DÂN", "TỈNH TAM HIỆP"],
        number="Số: 19/KH-UBND",
        place_date="Tam Hiệp, ngày 04 tháng 3 năm 2021",
    )
    d.title("KẾ HOẠCH", d.plan["title"])
    d.add("title", "PHẦN I")
    d.add("title", "SỰ CẦN THIẾT VÀ CĂN CỨ")
    d.basis("1322/QĐ-TTg", "2020-08-31", "Thủ tướng Chính phủ")
    d.p(
        "Đến cuối năm 2020, toàn tỉnh có 2.780 doanh nghiệp, trong đó 61 doanh nghiệp có chứng nhận ISO 9001. Thực hiện "
        "Quyết định số 1322/QĐ-TTg ngày 31/8/2020 của Thủ tướng Chính phủ, UBND tỉnh ban hành Kế hoạch này."
    )
    d.add("title", "PHẦN II")
    d.add("title", "MỤC TIÊU VÀ NHIỆM VỤ")
    d.h1("Mục 1. Mục tiêu")
    d.h2("1. Mục tiêu chung")
    d.goal(
        "Nâng vị thế hàng hóa của tỉnh nhờ chất lượng ổn định, giá thành hợp lý và trách nhiệm với môi trường."
    )
    d.h2("2. Mục tiêu đến năm 2025")
    _first(d)
    d.h2("3. Mục tiêu đến năm 2030")
    _second(d)
    d.h1("Mục 2. Nhiệm vụ, giải pháp")
    d.h2("1. Phát triển nguồn nhân lực")
    d.p("a) Chọn cử, đào tạo 35 chuyên gia năng suất của tỉnh theo chương trình chuẩn.")
    d.p("b) Liên kết với trường nghề đưa nội dung năng suất vào giờ thực hành.")
    d.h2("2. Hỗ trợ kỹ thuật")
    d.p("a) Phổ cập 5S, TPM, quản lý trực quan; thí điểm nhà máy thông minh theo lộ trình 3 bước.")
    d.p("b) Hỗ trợ dấu carbon sản phẩm theo ISO 14067:2018, hệ thống ISO 14001:2015.")
    d.add("title", "PHẦN III")
    d.add("title", "KINH PHÍ VÀ TỔ CHỨC THỰC HIỆN")
    d.h1("Mục 1. Kinh phí")
    d.p(
        "1. Tổng kinh phí dự kiến: 15.500 triệu đồng (Mười lăm tỷ năm trăm triệu đồng); ngân sách tỉnh bảo đảm 70%, "
        "doanh nghiệp đối ứng 30%."
    )
    d.p("2. Bảng phân bổ kinh phí nêu tại Phụ lục kèm theo Kế hoạch này.")
    d.total("15.500 triệu đồng", 15_500_000_000, "Mười lăm tỷ năm trăm triệu đồng")
    d.source("state_budget.provincial", "ngân sách tỉnh", None, 70)
    d.source("enterprise_counterpart", "doanh nghiệp đối ứng", None, 30)
    d.money(sources_scored=False)
    d.appendix("Bảng phân bổ kinh phí nêu tại Phụ lục kèm theo Kế hoạch này", "absent")
    d.h1("Mục 2. Tổ chức thực hiện")
    d.p(
        "1. Sở Khoa học và Công nghệ: hướng dẫn thủ tục tham gia, giám sát, công khai kết quả trên cổng thông tin."
    )
    d.p("2. Sở Tài nguyên và Môi trường: phối hợp hỗ trợ kỹ thuật về môi trường, khí nhà kính.")
    d.p("3. Các đơn vị định kỳ hằng năm gửi báo cáo về Sở Khoa học và Công nghệ trước ngày 05 tháng 12./.")
    d.sign(
        ["Bộ KH&CN", "Các sở, ngành", "Các trường cao đẳng, trung cấp nghề"],
        "Lưu: VT, VX(LTH)",
        "TM. ỦY BAN NHÂN DÂN",
        "KT. CHỦ TỊCH",
        "PHÓ CHỦ TỊCH",
    )
    d.plan["horizon"]["milestones"] = [2025, 2030]
    d.plan["text"]["completeness"] = "appendix_missing"
    d.fault("target_conflict", 25, 35)
    d.fault("missing_appendix")
    return d


def _first(d: m.Draft) -> None:
    d.time, d.section = 2025, "II.1.2"
    d.p(
        "a) Đào tạo 25 chuyên gia năng suất của tỉnh.",
        m.target("Đào tạo 25 chuyên gia năng suất của tỉnh", m.count(25, "chuyên gia")),
    )
    d.p(
        "b) 20 (hai mươi) doanh nghiệp đạt mức 3 trở lên về sẵn sàng sản xuất thông minh.",
        m.target("20 (hai mươi) doanh nghiệp đạt mức 3 trở lên", m.count(20, "doanh nghiệp")),
    )
    d.p(
        "c) Ít nhất 50% doanh nghiệp trong khu công nghiệp áp dụng 5S; tối thiểu 02 khu công nghiệp có tổ tư vấn năng "
        "suất.",
        m.target(
            "Ít nhất 50% doanh nghiệp trong khu công nghiệp áp dụng 5S",
            m.percent(50, "doanh nghiệp trong khu công nghiệp", "ge"),
        ),
        m.target("tối thiểu 02 khu công nghiệp có tổ tư vấn năng suất", m.at_least(2, "khu công nghiệp")),
    )
    d.p(
        "d) Phấn đấu tốc độ tăng năng suất lao động bình quân 7 - 7,5%/năm.",
        m.target(
            "Phấn đấu tốc độ tăng năng suất lao động bình quân 7 - 7,5%/năm",
            m.growth((7, 7.5), "range", unit="%/năm", base="year_on_year"),
            soft=True,
            aggregation="average",
        ),
    )
    d.p(
        "đ) Trong năm 2022 công bố danh mục sản phẩm chủ lực của tỉnh.",
        m.target("công bố danh mục sản phẩm chủ lực của tỉnh", m.qualitative(), time=2022),
    )


def _second(d: m.Draft) -> None:
    d.time, d.section = 2030, "II.1.3"
    d.p(
        "a) Số doanh nghiệp có chứng nhận hệ thống quản lý tăng ít nhất 1,5 lần so với giai đoạn 2021 - 2025.",
        m.target(
            "Số doanh nghiệp có chứng nhận hệ thống quản lý tăng ít nhất 1,5 lần",
            m.growth(1.5, "ge", unit="lần", base=(2021, 2025)),
            accept={"value": [50, 150], "unit": ["%"]},
        ),
    )
    d.p(
        "b) Từ 30 đến 40 sản phẩm được xác nhận dấu carbon.",
        m.target("Từ 30 đến 40 sản phẩm được xác nhận dấu carbon", m.between(30, 40, "sản phẩm")),
    )
    d.p(
        "c) Hằng năm, 100% doanh nghiệp được hỗ trợ thực hiện đo lường năng suất.",
        m.target(
            "100% doanh nghiệp được hỗ trợ thực hiện đo lường năng suất",
            m.percent(100, "doanh nghiệp được hỗ trợ"),
            time=2030,
            accept={"kind": ["per_year"], "unit": ["%/năm"], "time": [(2021, 2030), (2026, 2030)]},
        ),
    )
    d.p(
        "d) Góp phần nâng đóng góp của TFP vào tăng trưởng kinh tế lên trên 55%.",
        m.target(
            "Góp phần nâng đóng góp của TFP vào tăng trưởng kinh tế lên trên 55%",
            m.percent(55, "tăng trưởng kinh tế", "gt"),
            contributory=True,
        ),
    )
