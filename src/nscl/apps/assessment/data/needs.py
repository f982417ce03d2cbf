"""The second half of the ready questionnaire: what hinders, what is wanted, and with what of its own."""

from __future__ import annotations

from nscl.apps.assessment.data.options import PRACTICES, SYSTEMS, TOOLS
from nscl.apps.assessment.data.status import MAKES_FOOD, MILLIONS, NOT_A_HOUSEHOLD
from nscl.apps.assessment.data.writing import alone, choice, question, section, where

NO_NEED = alone("khong", "Chưa có nhu cầu")
_WANTS = where("muon_ho_tro", "any_of", "yes")

DIFFICULTIES = section(
    "kho_khan",
    "Khó khăn",
    "",
    question(
        "kho_khan",
        "multi",
        "Điều gì đang cản trở đơn vị nâng cao năng suất, chất lượng?",
        about="difficulty",
        is_required=True,
        allows_other=True,
        choices=[
            choice("von", "Thiếu vốn"),
            choice("thiet_bi", "Thiết bị, công nghệ cũ"),
            choice("lao_dong", "Thiếu lao động có tay nghề"),
            choice("quan_ly", "Thiếu kiến thức quản lý"),
            choice("nguyen_lieu", "Nguyên liệu không ổn định"),
            choice("thi_truong", "Khó tìm thị trường, đầu ra"),
            choice("thong_tin", "Thiếu thông tin về tiêu chuẩn, quy chuẩn, công nghệ"),
            choice("chi_phi_chung_nhan", "Chi phí thử nghiệm, chứng nhận cao"),
            choice("tu_van", "Khó tìm chuyên gia, đơn vị tư vấn"),
            choice("nang_luong", "Chi phí năng lượng, vận chuyển cao"),
            choice("thu_tuc", "Thủ tục hành chính, khó tiếp cận hỗ trợ của Nhà nước"),
            alone("khong", "Không có khó khăn đáng kể"),
        ],
    ),
)

WANTED = section(
    "nhu_cau",
    "Nội dung muốn được hỗ trợ",
    "Chọn những nội dung đơn vị thực sự muốn làm trong ba năm tới; chưa có nhu cầu thì chọn mục cuối.",
    question(
        "muon_ho_tro",
        "yes_no",
        "Đơn vị có muốn được hỗ trợ nâng cao năng suất, chất lượng không?",
        is_required=True,
    ),
    question(
        "muon_he_thong",
        "multi",
        "Hệ thống quản lý muốn xây dựng, áp dụng",
        about="need",
        allows_other=True,
        when=[_WANTS, NOT_A_HOUSEHOLD],
        choices=[
            *SYSTEMS,
            choice("iso_17025", "ISO/IEC 17025 – năng lực phòng thử nghiệm, hiệu chuẩn", "iso-17025-2017"),
            NO_NEED,
        ],
    ),
    question(
        "muon_thuc_hanh",
        "multi",
        "Thực hành, tiêu chuẩn nông sản, thực phẩm muốn áp dụng",
        about="need",
        allows_other=True,
        when=[_WANTS, MAKES_FOOD],
        choices=[*PRACTICES, choice("haccp_co_ban", "HACCP", "haccp"), NO_NEED],
    ),
    question(
        "muon_cong_cu",
        "multi",
        "Công cụ cải tiến muốn áp dụng",
        about="need",
        allows_other=True,
        when=[_WANTS],
        choices=[*TOOLS, NO_NEED],
    ),
    question(
        "muon_tieu_chuan",
        "multi",
        "Về tiêu chuẩn và chứng nhận, đơn vị muốn được hỗ trợ gì?",
        about="need",
        allows_other=True,
        when=[_WANTS],
        choices=[
            choice("tccs", "Xây dựng tiêu chuẩn cơ sở (TCCS)", "base-standard"),
            choice("cong_bo", "Công bố tiêu chuẩn áp dụng", "declared-standard"),
            choice("ap_dung", "Tìm hiểu, áp dụng tiêu chuẩn, quy chuẩn", "standards-solutions"),
            choice("hop_chuan", "Chứng nhận hợp chuẩn", "certification-standard"),
            choice("hop_quy", "Chứng nhận, công bố hợp quy", "certification-regulation"),
            choice("nuoc_ngoai", "Chứng nhận theo tiêu chuẩn nước ngoài", "certification-foreign"),
            choice("he_thong", "Chứng nhận hệ thống quản lý đã áp dụng", "system-certification"),
            choice("nhan_hieu", "Nhãn hiệu, chỉ dẫn địa lý", "trademark"),
            choice("giai_thuong", "Tham gia Giải thưởng chất lượng quốc gia", "quality-award"),
            NO_NEED,
        ],
    ),
    question(
        "muon_do_luong",
        "multi",
        "Về đo lường, thử nghiệm, đơn vị muốn được hỗ trợ gì?",
        about="need",
        when=[_WANTS],
        choices=[
            choice("do_luong", "Kiểm định, hiệu chuẩn, bảo đảm đo lường", "measurement"),
            choice("thu_nghiem", "Thử nghiệm sản phẩm", "product-testing"),
            choice("san_pham_moi", "Thử nghiệm sản phẩm mới khởi nghiệp sáng tạo", "startup-testing"),
            NO_NEED,
        ],
    ),
    question(
        "muon_truy_xuat",
        "multi",
        "Về truy xuất nguồn gốc, đơn vị muốn được hỗ trợ gì?",
        about="need",
        when=[_WANTS],
        choices=[
            choice("truy_xuat", "Lập hệ thống truy xuất nguồn gốc", "traceability"),
            choice("ma_vach", "Đăng ký, sử dụng mã số mã vạch", "barcode"),
            choice("vung_trong", "Mã số vùng trồng, cơ sở đóng gói", "growing-area-code"),
            NO_NEED,
        ],
    ),
    question(
        "muon_cong_nghe",
        "multi",
        "Về công nghệ, chuyển đổi số, đơn vị muốn được hỗ trợ gì?",
        about="need",
        allows_other=True,
        when=[_WANTS],
        choices=[
            choice("chuyen_doi_so", "Tư vấn chuyển đổi số", "digital-transformation"),
            choice("phan_mem", "Phần mềm quản trị doanh nghiệp", "enterprise-it"),
            choice("san_xuat_thong_minh", "Sản xuất thông minh", "smart-production"),
            choice("dich_vu_thong_minh", "Dịch vụ thông minh", "smart-service"),
            choice("cong_cu_so", "Công cụ cải tiến trên nền tảng số", "digital-productivity-tools"),
            choice("danh_gia", "Đánh giá trình độ công nghệ", "technology-assessment"),
            choice("lo_trinh", "Lập lộ trình công nghệ", "technology-roadmap"),
            choice("doi_moi", "Đổi mới, chuyển giao công nghệ", "technology"),
            NO_NEED,
        ],
    ),
    question(
        "muon_dao_tao",
        "multi",
        "Đơn vị muốn cử người dự khóa đào tạo nào?",
        about="need",
        allows_other=True,
        when=[_WANTS],
        choices=[
            choice("co_ban", "Tập huấn năng suất, chất lượng cơ bản", "training-basic"),
            choice("danh_gia_vien", "Đánh giá viên nội bộ", "training-auditor"),
            choice("chuyen_gia", "Chuyên gia năng suất, chất lượng", "training-expert"),
            NO_NEED,
        ],
    ),
)

_GROUPS = {
    "he_thong": "Hệ thống quản lý",
    "cong_cu": "Công cụ cải tiến",
    "chung_nhan": "Tiêu chuẩn, chứng nhận",
    "truy_xuat": "Truy xuất nguồn gốc, mã số mã vạch",
    "cong_nghe": "Công nghệ, chuyển đổi số",
    "thu_nghiem": "Đo lường, thử nghiệm",
    "dao_tao": "Đào tạo",
}

CONDITIONS = section(
    "dieu_kien",
    "Mức ưu tiên và phần tham gia của đơn vị",
    "",
    question(
        "uu_tien",
        "table",
        "Mức cần hỗ trợ của từng nhóm nội dung",
        rows=[{"code": code, "label": label} for code, label in _GROUPS.items()],
        columns=[
            {
                "code": "muc",
                "label": "Mức cần",
                "kind": "choice",
                "choices": [
                    choice("rat_can", "Rất cần"),
                    choice("can", "Cần"),
                    choice("chua_can", "Chưa cần"),
                ],
            }
        ],
    ),
    question(
        "doi_ung",
        "yes_no",
        "Đơn vị có sẵn sàng bố trí kinh phí đối ứng không?",
        help="Phần kinh phí của đơn vị bên cạnh phần Nhà nước hỗ trợ.",
        is_required=True,
    ),
    question(
        "so_tien_doi_ung",
        "money",
        "Số tiền đối ứng dự kiến",
        unit=MILLIONS,
        low="0",
        when=[where("doi_ung", "any_of", "yes")],
    ),
    question(
        "thoi_diem",
        "choice",
        "Đơn vị có thể bắt đầu khi nào?",
        choices=[
            choice("trong_nam", "Trong 12 tháng tới"),
            choice("nam_sau", "Sau 1 đến 2 năm"),
            choice("sau_nua", "Muộn hơn"),
            choice("chua_ro", "Chưa rõ"),
        ],
    ),
    question(
        "mo_hinh_diem",
        "yes_no",
        "Đơn vị có sẵn sàng làm mô hình điểm, chia sẻ kết quả trước và sau cải tiến không?",
        when=[NOT_A_HOUSEHOLD],
    ),
    question(
        "da_duoc_ho_tro",
        "long_text",
        "Các nội dung cùng loại đã được Nhà nước hỗ trợ (nội dung, năm, cơ quan hỗ trợ)",
        help="Để tránh hỗ trợ trùng; chưa được hỗ trợ thì để trống.",
        max_length=1500,
    ),
    when=[_WANTS],
)

CLOSING = section(
    "y_kien",
    "Ý kiến khác",
    "",
    question("de_xuat", "long_text", "Đề xuất, kiến nghị của đơn vị", max_length=3000, keeps=False),
    question(
        "dong_y_lien_he",
        "yes_no",
        "Đơn vị có đồng ý để cơ quan khảo sát liên hệ, trao đổi thêm về nội dung đã trả lời không?",
        help="Trả lời “Không” thì phiếu vẫn được ghi nhận bình thường.",
        is_required=True,
        keeps=False,
    ),
)
