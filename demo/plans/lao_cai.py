"""Lào Cai, 191/KH-UBND of 22 April 2021: two phases, 34 budget lines, 35.100 million đồng.

Kept from the original: 20 technology assessors among the goals and in the money, 30 among the tasks;
registers due in 2021 whose money runs every year; four standards under names that ended.
"""

from __future__ import annotations

from demo.facts import Appendix, PlanDocument, Row, Section

_SYSTEMS = "ISO 9000, ISO 14000, ISO 22000, GMP, SA 8000, HACCP, TQM"
_ADVANCED = "OHSAS 1800, ISO/TS16949, ISO/IEC 2700"
_TOOLS = "Kaizen, 5S, Lean 6 sigma, QCC, 3S"

_FIRST_PHASE = Section(
    "a) Giai đoạn 2021-2025",
    (
        "- Lập xong danh mục sản phẩm, hàng hóa chủ lực và danh mục doanh nghiệp làm ra chúng trong năm 2021;",
        "- Khảo sát, đánh giá thực trạng cải tiến năng suất của doanh nghiệp vừa và nhỏ, xong trong năm 2021;",
        "- Đến năm 2025 có 60% sản phẩm, hàng hóa trọng điểm được công bố theo tiêu chuẩn, quy chuẩn. "
        "Trong đó, 100% sản phẩm bắt buộc hợp chuẩn, hợp quy được chứng nhận. "
        "Phấn đấu mỗi năm từ 1-2 doanh nghiệp dự giải thưởng chất lượng quốc gia;",
        "- Đến năm 2025, tối thiểu 60% doanh nghiệp làm ra sản phẩm trọng điểm có dự án năng suất chất lượng; "
        "trong đó tối thiểu 50% triển khai công cụ cải tiến năng suất;",
        "- Đến năm 2025 xây dựng 10 doanh nghiệp điển hình về cải tiến tổng hợp. "
        "Các doanh nghiệp điển hình có mức tăng từng nhân tố thành phần bằng 35% vào năm 2025;",
        "- Đến năm 2025, 100% cán bộ chuyên môn cùng làm Kế hoạch ở các sở, ngành được tập huấn về công cụ;",
        "- Đến năm 2025, 100% doanh nghiệp làm ra sản phẩm trọng điểm có người được tập huấn về công cụ;",
        "- Lập mạng lưới năng suất chất lượng gồm tối thiểu 50% doanh nghiệp làm ra sản phẩm trọng điểm. "
        "Hàng năm tổ chức hội nghị của mạng lưới;",
        "- Đến năm 2022 mở 01 cổng thông tin chung về năng suất. "
        "Xây dựng kho dữ liệu tiêu chuẩn, quy chuẩn của các sản phẩm trọng điểm;",
        "- Mỗi năm phát tối thiểu 02 chương trình truyền hình về chủ đề này;",
        "- Nâng cao nhận thức của doanh nghiệp trước yêu cầu hội nhập;",
        "- Đào tạo 20 chuyên gia đánh giá chứng nhận sản phẩm và hệ thống quản lý, có chứng chỉ;",
        "- Đào tạo 20 chuyên gia đánh giá trình độ công nghệ, có chứng chỉ.",
    ),
)
_SECOND_PHASE = Section(
    "b) Giai đoạn 2026-2030",
    (
        "- Đến năm 2030, 100% sản phẩm, hàng hóa trọng điểm được công bố theo tiêu chuẩn, quy chuẩn. "
        "Trong đó, 100% sản phẩm bắt buộc hợp chuẩn, hợp quy được chứng nhận;",
        "- Đến năm 2030, 100% doanh nghiệp làm ra sản phẩm trọng điểm có kế hoạch riêng về năng suất; "
        "trong đó tối thiểu 80% triển khai công cụ cải tiến năng suất; "
        "số giấy chứng nhận ISO 9001 và số giấy chứng nhận ISO 14001 của doanh nghiệp "
        "tăng ít nhất 30% so với giai đoạn 2021-2025;",
        "- Đến năm 2030 có ít nhất 20 doanh nghiệp áp dụng đồng bộ các giải pháp, làm mô hình điểm cho nơi khác;",
        "- Nâng cao chất lượng nguồn nhân lực trong doanh nghiệp;",
        "- Đào tạo lực lượng chuyên gia năng suất của tỉnh;",
        "- Đào tạo 20 chuyên gia đánh giá chứng nhận sản phẩm và hệ thống quản lý, có chứng chỉ;",
        "- Đào tạo 20 chuyên gia đánh giá trình độ công nghệ, có chứng chỉ.",
    ),
)
_GOALS = Section(
    "I. MỤC TIÊU",
    parts=(
        Section(
            "1. Mục tiêu chung",
            (
                "- Giúp doanh nghiệp của tỉnh làm ra hàng tốt hơn với chi phí thấp hơn;",
                "- Gây dựng phong trào năng suất chất lượng gắn với đổi mới công nghệ, thương hiệu;",
                "- Nâng hiểu biết và khả năng tự cải tiến của doanh nghiệp;",
                "- Có lực lượng chuyên gia và tổ chức đánh giá sự phù hợp ngay tại tỉnh.",
            ),
        ),
        Section("2. Mục tiêu cụ thể", parts=(_FIRST_PHASE, _SECOND_PHASE)),
    ),
)
_TASKS = Section(
    "II. NHIỆM VỤ VÀ GIẢI PHÁP",
    parts=(
        Section(
            "1. Khảo sát hiện trạng và định hướng sản phẩm chủ lực",
            (
                "- Khảo sát doanh nghiệp về tiêu chuẩn đang dùng và về đánh giá sự phù hợp;",
                "- Lập danh mục hàng hóa chủ lực, danh mục nơi sản xuất;",
                "- Định hướng sản phẩm chủ lực đến năm 2025;",
                "- Mở 20 lớp tập huấn về tiêu chuẩn hóa và đánh giá sự phù hợp cho doanh nghiệp, cơ quan.",
            ),
        ),
        Section(
            "2. Thông tin, truyền thông và tập huấn",
            (
                f"- Mở 05 khóa tập huấn về hệ thống quản lý: {_SYSTEMS};",
                f"- Mở 05 khóa tập huấn về hệ thống tiên tiến quốc tế: {_ADVANCED};",
                f"- Mở 05 khóa tập huấn về công cụ cải tiến: {_TOOLS};",
                "- Mở 05 khóa về giải thưởng chất lượng quốc gia;",
                "- Hướng dẫn 20 doanh nghiệp lập dự án năng suất chất lượng, lập danh sách đăng ký tham gia;",
                "- Mỗi năm phát tối thiểu 02 chương trình truyền hình;",
                "- Cập nhật tin, bài lên Website năng suất chất lượng của tỉnh.",
            ),
        ),
        Section(
            "3. Hỗ trợ doanh nghiệp áp dụng tiêu chuẩn, hệ thống quản lý và công cụ",
            (
                "- Hỗ trợ 100 doanh nghiệp chứng nhận hợp chuẩn;",
                "- Hỗ trợ 10 doanh nghiệp chứng nhận theo tiêu chuẩn nước ngoài;",
                "- Hỗ trợ 50 doanh nghiệp chứng nhận hợp quy;",
                "- Hỗ trợ 100 doanh nghiệp xây dựng tiêu chuẩn cơ sở;",
                "- Hỗ trợ 100 doanh nghiệp áp dụng ISO 9000;",
                "- Hỗ trợ 50 doanh nghiệp áp dụng ISO 14000;",
                f"- Hỗ trợ 50 doanh nghiệp áp dụng hệ thống tiên tiến: {_ADVANCED};",
                "- Hỗ trợ 20 doanh nghiệp áp dụng HACCP;",
                "- Hỗ trợ 05 doanh nghiệp áp dụng ISO/IEC 17025: 2005 cho phòng thử nghiệm;",
                "- Chọn 05 doanh nghiệp đủ sức cạnh tranh quốc tế để tích hợp hệ thống quản lý và công cụ.",
            ),
        ),
        Section(
            "4. Đào tạo chuyên gia, đo lường năng suất của tỉnh",
            (
                "- Lập nhóm chuyên gia đo lường năng suất, đánh giá chất lượng sản phẩm;",
                "- Thống kê các chỉ tiêu năng suất chất lượng ở doanh nghiệp và các ngành;",
                "- Công bố kết quả đo trước, giữa và sau dự án;",
                "- Chọn người vào nhóm chuyên gia đánh giá trình độ công nghệ để cử học (đào tạo 30 chuyên gia);",
                "- Giới thiệu doanh nghiệp dự các khóa của Tổ chức năng suất Châu Á.",
            ),
        ),
    ),
)
_MONEY = Section(
    "III. KINH PHÍ THỰC HIỆN",
    (
        "1. Tổng kinh phí: 35.100 triệu đồng.",
        "2. Nguồn kinh phí gồm: sự nghiệp khoa học và công nghệ; vốn doanh nghiệp; chương trình mục tiêu "
        "quốc gia; nguồn huy động hợp pháp khác. Trong đó:",
        "- Sự nghiệp khoa học và công nghệ: 15.100 triệu đồng.",
        "- Doanh nghiệp đóng góp: 20.000 triệu đồng.",
        "3. Phân kỳ:",
        "- Giai đoạn 1 (2021-2025): 18.450 triệu đồng.",
        "+ Sự nghiệp khoa học và công nghệ: 8.050 triệu đồng.",
        "+ Doanh nghiệp đóng góp: 10.400 triệu đồng.",
        "- Giai đoạn 2 (2026-2030): 16.650 triệu đồng.",
        "+ Sự nghiệp khoa học và công nghệ: 7.050 triệu đồng.",
        "+ Doanh nghiệp đóng góp: 9.600 triệu đồng.",
        "(Chi tiết tại Phụ lục đính kèm Kế hoạch)",
    ),
)
_DUTIES = Section(
    "IV. TỔ CHỨC THỰC HIỆN",
    parts=(
        Section(
            "1. Sở Khoa học và Công nghệ",
            (
                "- Là cơ quan thường trực, chủ trì triển khai Kế hoạch;",
                "- Dự trù kinh phí hàng năm và huy động các nguồn vốn hợp pháp;",
                "- Sơ kết, tổng kết; định kỳ hoặc đột xuất lập báo cáo của tỉnh gửi Bộ Khoa học và Công nghệ.",
            ),
        ),
        Section(
            "2. Sở Kế hoạch và Đầu tư, Sở Tài chính",
            ("Hàng năm trình UBND tỉnh bố trí vốn sự nghiệp khoa học và công nghệ.",),
        ),
        Section(
            "3. Sở Thông tin và Truyền thông",
            ("Chủ trì tuyên truyền trên báo, đài và mạng xã hội.",),
        ),
        Section(
            "4. Các Sở: Công Thương, Nông nghiệp và Phát triển nông thôn, Y tế, Xây dựng, Giao thông Vận tải, "
            "Lao động Thương binh và Xã hội, Văn hóa Thể thao và Du lịch, Giáo dục và Đào tạo",
            (
                "- Vận động, đề xuất doanh nghiệp trong ngành tham gia;",
                "- Đề xuất nhiệm vụ thuộc lĩnh vực quản lý;",
                "- Định kỳ hoặc đột xuất báo cáo kết quả cho Sở Khoa học và Công nghệ.",
            ),
        ),
        Section(
            "5. UBND các huyện, thị xã, thành phố",
            ("Đưa nội dung Kế hoạch vào việc của địa phương; giới thiệu doanh nghiệp tham gia.",),
        ),
    ),
)


def _group(label: str, name: str, *amounts: int) -> Row:
    return Row(label, name, *amounts, is_line=False)


_BUILD = "Hình thành và thúc đẩy hoạt động năng suất chất lượng tại doanh nghiệp vừa và nhỏ"
_SUPPORT = "Hỗ trợ doanh nghiệp vừa và nhỏ có sản phẩm chủ lực"
_ASSESSORS = "+ Đào tạo 20 chuyên gia đánh giá trình độ công nghệ, có chứng chỉ"
_CERTIFIERS = "+ Đào tạo 20 chuyên gia đánh giá chứng nhận sản phẩm và hệ thống quản lý, có chứng chỉ"
_CLASSES = "- Tổ chức 20 lớp tập huấn về tiêu chuẩn hóa và đánh giá sự phù hợp cho doanh nghiệp, cơ quan"
_MEDIA = "+ Tuyên truyền về năng suất chất lượng trên địa bàn tỉnh"
_HELP = (
    "+ Hỗ trợ 100 doanh nghiệp chứng nhận hợp chuẩn",
    "+ Hỗ trợ 10 doanh nghiệp chứng nhận theo tiêu chuẩn nước ngoài",
    "+ Hỗ trợ 50 doanh nghiệp chứng nhận hợp quy",
    "+ Hỗ trợ 100 doanh nghiệp xây dựng tiêu chuẩn cơ sở",
    "+ Hỗ trợ 100 doanh nghiệp áp dụng ISO 9000",
    "+ Hỗ trợ 50 doanh nghiệp áp dụng ISO 14000",
    f"+ Hỗ trợ 50 doanh nghiệp áp dụng hệ thống tiên tiến: {_ADVANCED}",
    "+ Hỗ trợ 20 doanh nghiệp áp dụng HACCP",
    "+ Hỗ trợ 05 doanh nghiệp áp dụng ISO/IEC 17025: 2005 cho phòng thử nghiệm",
    "- Tích hợp hệ thống quản lý và công cụ cho 05 doanh nghiệp đủ sức cạnh tranh quốc tế",
)
_HELP_FIRST = (
    (1000, 400, 600), (1000, 400, 600), (950, 400, 550), (900, 400, 500), (2200, 1000, 1200),
    (1100, 500, 600), (1150, 500, 650), (500, 200, 300), (550, 200, 350), (1000, 500, 500),
)  # fmt: skip
_HELP_SECOND = (
    (1400, 600, 800), (1350, 600, 750), (1300, 600, 700), (1250, 600, 650), (2250, 1000, 1250),
    (1250, 500, 750), (1250, 500, 750), (650, 200, 450), (1900, 800, 1100), (1300, 500, 800),
)  # fmt: skip
_ROWS = (
    _group("I", "Giai đoạn từ 2021-2025", 18450, 8050, 10400),
    _group("1", "Khảo sát thực trạng sản xuất, năng suất và định hướng sản phẩm chủ lực", 1050, 450, 600),
    Row("", "- Thống kê sản phẩm, doanh nghiệp chủ lực; đánh giá thực trạng năng suất; định hướng phát triển",
        1050, 450, 600),
    _group("2", _BUILD, 7050, 3100, 3950),
    Row("", "- Hướng dẫn 20 doanh nghiệp lập dự án năng suất chất lượng và danh sách đăng ký", 1250, 500, 750),
    Row("", f"+ Tổ chức 05 khóa tập huấn về hệ thống quản lý: {_SYSTEMS}", 550, 250, 300),
    Row("", f"+ Tổ chức 05 khóa tập huấn về hệ thống tiên tiến quốc tế: {_ADVANCED}", 600, 250, 350),
    Row("", f"+ Tổ chức 05 khóa tập huấn về công cụ cải tiến: {_TOOLS}", 650, 250, 400),
    Row("", "+ Tổ chức 05 khóa về giải thưởng chất lượng quốc gia", 1100, 500, 600),
    Row("", _MEDIA, 700, 250, 450),
    Row("", _ASSESSORS, 700, 300, 400),
    Row("", _CERTIFIERS, 600, 300, 300),
    Row("", _CLASSES, 900, 500, 400),
    _group("3", _SUPPORT, 10350, 4500, 5850),
    *(Row("", name, *amounts) for name, amounts in zip(_HELP, _HELP_FIRST, strict=True)),
    _group("II", "Giai đoạn từ 2026-2030", 16650, 7050, 9600),
    _group("1", _BUILD, 2750, 1150, 1600),
    Row("", _MEDIA, 550, 250, 300),
    Row("", _ASSESSORS, 500, 200, 300),
    Row("", _CERTIFIERS, 550, 200, 350),
    Row("", _CLASSES, 1150, 500, 650),
    _group("2", _SUPPORT, 13900, 5900, 8000),
    *(Row("", name, *amounts) for name, amounts in zip(_HELP, _HELP_SECOND, strict=True)),
)  # fmt: skip

LAO_CAI = PlanDocument(
    filename="ke-hoach-191-lao-cai.docx",
    province="Lào Cai",
    number="191",
    day=22,
    month=4,
    year=2021,
    title=(
        "HỖ TRỢ DOANH NGHIỆP NÂNG CAO NĂNG SUẤT VÀ CHẤT LƯỢNG SẢN PHẨM, HÀNG HÓA",
        "GIAI ĐOẠN 2021-2025 TẦM NHÌN ĐẾN NĂM 2030 TRÊN ĐỊA BÀN TỈNH LÀO CAI",
    ),
    opening=(
        "Căn cứ Quyết định số 1322/QĐ-TTg ngày 31/8/2020 của Thủ tướng Chính phủ về Chương trình quốc gia "
        "hỗ trợ doanh nghiệp nâng cao năng suất và chất lượng, UBND tỉnh Lào Cai giao việc như sau:",
    ),
    sections=(_GOALS, _TASKS, _MONEY, _DUTIES),
    closing="Khi có vướng mắc, các đơn vị báo cáo UBND tỉnh qua Sở Khoa học và Công nghệ./.",
    recipients=(
        "Bộ Khoa học và Công nghệ",
        "TT. UBND tỉnh",
        "Các Sở, ngành có tên trong kế hoạch",
        "UBND các huyện, thành phố, thị xã",
        "Cổng TTĐT tỉnh",
    ),
    archive="Lưu: VT, TH3, VX2",
    appendix=Appendix(
        title=(
            "DỰ TOÁN KINH PHÍ HỖ TRỢ DOANH NGHIỆP NÂNG CAO NĂNG SUẤT VÀ CHẤT LƯỢNG SẢN PHẨM, HÀNG HÓA",
            "GIAI ĐOẠN 2021-2025 TẦM NHÌN ĐẾN NĂM 2030 TRÊN ĐỊA BÀN TỈNH LÀO CAI",
        ),
        reference="(Kèm theo Kế hoạch số 191/KH-UBND ngày 22/4/2021 của UBND tỉnh Lào Cai)",
        unit="triệu đồng",
        lead="Sở Khoa học và Công nghệ",
        coordinating="Các sở, ngành; UBND các huyện, thị xã, thành phố",
        time="Hàng năm",
        rows=_ROWS,
        total=(35100, 15100, 20000),
        words="Ba mươi lăm tỷ một trăm triệu đồng",
    ),
)
