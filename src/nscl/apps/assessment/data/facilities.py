"""The ready questionnaire on standards and certificates, measuring, traceability, technology and people."""

from __future__ import annotations

from nscl.apps.assessment.data.status import MILLIONS, NOT_A_HOUSEHOLD
from nscl.apps.assessment.data.writing import alone, choice, question, section, where

_CERTIFIED = where("co_chung_nhan", "any_of", "yes")
_COMPULSORY = where("dien_hop_quy", "any_of", "co")

STANDARDS = section(
    "tieu_chuan",
    "Tiêu chuẩn, quy chuẩn, chứng nhận",
    "",
    question(
        "so_san_pham",
        "number",
        "Đơn vị đang sản xuất, cung cấp bao nhiêu loại sản phẩm, hàng hóa?",
        unit="sản phẩm",
        low="0",
    ),
    question(
        "tieu_chuan_da_co",
        "multi",
        "Sản phẩm của đơn vị đã có những gì?",
        about="certificate",
        allows_other=True,
        choices=[
            choice("tccs", "Tiêu chuẩn cơ sở (TCCS) đã công bố", "base-standard"),
            choice("cong_bo", "Công bố áp dụng TCVN, tiêu chuẩn quốc tế hoặc khu vực", "declared-standard"),
            choice("hop_chuan", "Chứng nhận hợp chuẩn", "certification-standard"),
            choice("nuoc_ngoai", "Chứng nhận theo tiêu chuẩn nước ngoài", "certification-foreign"),
            choice("nhan_hieu", "Nhãn hiệu, chỉ dẫn địa lý được bảo hộ", "trademark"),
            choice("giai_thuong", "Giải thưởng chất lượng quốc gia", "quality-award"),
            choice("ocop", "Sản phẩm OCOP"),
            alone("chua", "Chưa có mục nào"),
        ],
    ),
    question(
        "so_san_pham_cong_bo",
        "number",
        "Bao nhiêu sản phẩm đã công bố tiêu chuẩn áp dụng?",
        unit="sản phẩm",
        low="0",
        when=[where("so_san_pham", "at_least", "1")],
    ),
    question(
        "dien_hop_quy",
        "choice",
        "Đơn vị có sản phẩm bắt buộc phải chứng nhận, công bố hợp quy không?",
        help="Sản phẩm nằm trong phạm vi của một quy chuẩn kỹ thuật quốc gia (QCVN).",
        choices=[choice("co", "Có"), choice("khong", "Không"), choice("chua_ro", "Chưa rõ")],
    ),
    question(
        "so_san_pham_bat_buoc",
        "number",
        "Bao nhiêu sản phẩm thuộc diện bắt buộc đó?",
        unit="sản phẩm",
        low="1",
        when=[_COMPULSORY],
    ),
    question(
        "so_san_pham_hop_quy",
        "number",
        "Trong đó bao nhiêu sản phẩm đã chứng nhận, công bố hợp quy?",
        unit="sản phẩm",
        low="0",
        when=[_COMPULSORY],
    ),
    question(
        "co_chung_nhan",
        "yes_no",
        "Đơn vị có chứng nhận hệ thống quản lý hoặc sản phẩm còn hiệu lực không?",
    ),
    question(
        "chung_nhan",
        "table",
        "Các chứng nhận còn hiệu lực",
        help="Ghi theo giấy chứng nhận; có nhiều hơn thì ghi những chứng nhận quan trọng nhất.",
        about="certificate",
        when=[_CERTIFIED],
        rows=[{"code": f"so_{number}", "label": f"Chứng nhận {number}"} for number in range(1, 5)],
        columns=[
            {"code": "tieu_chuan", "label": "Theo tiêu chuẩn"},
            {"code": "to_chuc", "label": "Tổ chức cấp"},
            {"code": "nam_cap", "label": "Năm cấp", "kind": "year"},
            {"code": "het_han", "label": "Có giá trị đến ngày", "kind": "date"},
        ],
    ),
)

MEASURING = section(
    "do_luong",
    "Đo lường, thử nghiệm",
    "",
    question(
        "phuong_tien_do",
        "choice",
        "Cân, đồng hồ và các phương tiện đo có được kiểm định, hiệu chuẩn không?",
        choices=[
            choice("du", "Có, đầy đủ và đúng hạn", "measurement"),
            choice("mot_phan", "Có, một phần"),
            choice("chua", "Chưa"),
            choice("khong_dung", "Không dùng phương tiện đo"),
        ],
        about="in_use",
    ),
    question(
        "thu_nghiem",
        "choice",
        "Đơn vị thử nghiệm, kiểm tra chất lượng sản phẩm bằng cách nào?",
        about="in_use",
        when=[NOT_A_HOUSEHOLD],
        choices=[
            choice("phong_cong_nhan", "Phòng thử nghiệm của đơn vị, đã được công nhận", "iso-17025-2017"),
            choice("phong_rieng", "Phòng thử nghiệm của đơn vị, chưa được công nhận"),
            choice("gui_mau", "Gửi mẫu đến tổ chức thử nghiệm"),
            choice("cam_quan", "Kiểm tra bằng cảm quan, kinh nghiệm"),
            choice("khong", "Không thử nghiệm"),
        ],
    ),
)

TRACEABILITY = section(
    "truy_xuat",
    "Truy xuất nguồn gốc, mã số mã vạch",
    "",
    question(
        "ma_vach",
        "choice",
        "Đơn vị đã có mã số mã vạch (GS1) chưa?",
        about="in_use",
        choices=[
            choice("con_hieu_luc", "Có, còn hiệu lực", "barcode"),
            choice("het_hieu_luc", "Đã có nhưng hết hiệu lực"),
            choice("chua", "Chưa có"),
        ],
    ),
    question(
        "truy_xuat_dang_lam",
        "choice",
        "Đơn vị truy xuất nguồn gốc sản phẩm bằng cách nào?",
        about="in_use",
        choices=[
            choice("dien_tu", "Hệ thống điện tử, có mã để khách hàng tra cứu", "traceability"),
            choice("so_sach", "Ghi chép sổ sách"),
            choice("chua", "Chưa thực hiện"),
        ],
    ),
    question(
        "so_san_pham_truy_xuat",
        "number",
        "Bao nhiêu sản phẩm đã gắn mã truy xuất nguồn gốc?",
        unit="sản phẩm",
        low="0",
        when=[where("truy_xuat_dang_lam", "any_of", "dien_tu")],
    ),
    question(
        "ma_vung_trong",
        "choice",
        "Vùng trồng, cơ sở đóng gói đã được cấp mã số chưa?",
        about="in_use",
        when=[where("linh_vuc", "any_of", "nong_lam_thuy_san")],
        choices=[
            choice("co", "Đã được cấp", "growing-area-code"),
            choice("chua", "Chưa được cấp"),
            choice("khong_can", "Không thuộc diện cần mã"),
        ],
    ),
)

TECHNOLOGY = section(
    "cong_nghe",
    "Công nghệ, chuyển đổi số, nguyên liệu, năng lượng",
    "",
    question(
        "tuoi_thiet_bi",
        "choice",
        "Phần lớn máy móc, thiết bị chính đã dùng bao lâu?",
        about="technology",
        when=[NOT_A_HOUSEHOLD],
        choices=[
            choice("duoi_5", "Dưới 5 năm"),
            choice("tu_5_den_10", "Từ 5 đến 10 năm"),
            choice("tren_10", "Trên 10 năm"),
            choice("khong_co", "Không dùng máy móc"),
        ],
    ),
    question(
        "muc_tu_dong",
        "choice",
        "Sản xuất, cung cấp dịch vụ được tự động hóa đến đâu?",
        about="technology",
        when=[NOT_A_HOUSEHOLD],
        choices=[
            choice("thu_cong", "Chủ yếu thủ công"),
            choice("ban_tu_dong", "Có máy, người điều khiển từng máy"),
            choice("tu_dong", "Dây chuyền tự động một phần hoặc toàn bộ"),
            choice("ket_noi", "Tự động, dữ liệu thiết bị được kết nối và theo dõi", "smart-production"),
        ],
    ),
    question(
        "phan_mem",
        "multi",
        "Đơn vị đang dùng phần mềm nào?",
        about="in_use",
        allows_other=True,
        choices=[
            choice("ke_toan", "Kế toán, hóa đơn điện tử"),
            choice("ban_hang", "Bán hàng, kho"),
            choice("nhan_su", "Nhân sự, chấm công, tiền lương"),
            choice("erp", "Quản trị tổng thể (ERP)", "enterprise-it"),
            choice("khach_hang", "Quản lý khách hàng (CRM)", "crm"),
            choice("san_xuat", "Theo dõi sản xuất, chất lượng"),
            alone("chua", "Chưa dùng phần mềm nào"),
        ],
    ),
    question(
        "chuyen_doi_so",
        "scale",
        "Đơn vị đã chuyển đổi số đến mức nào?",
        help="1: còn làm trên giấy; 5: dữ liệu dùng chung, ra quyết định dựa trên dữ liệu.",
        about="technology",
        when=[NOT_A_HOUSEHOLD],
    ),
    question(
        "chi_phi_nang_luong",
        "money",
        "Chi phí điện, nhiên liệu trong năm",
        unit=MILLIONS,
        low="0",
        keeps=False,
        when=[NOT_A_HOUSEHOLD],
    ),
    question(
        "hao_hut",
        "percent",
        "Tỷ lệ hao hụt nguyên liệu bình quân",
        decimals=1,
        keeps=False,
        when=[NOT_A_HOUSEHOLD],
    ),
    question(
        "doi_moi",
        "multi",
        "Trong ba năm gần đây, đơn vị đã làm những việc nào?",
        about="technology",
        when=[NOT_A_HOUSEHOLD],
        choices=[
            choice("mua_cong_nghe", "Mua thiết bị, công nghệ mới"),
            choice("tu_cai_tien", "Tự cải tiến thiết bị, quy trình"),
            choice("hop_tac", "Hợp tác nghiên cứu với viện, trường"),
            choice("danh_gia", "Đánh giá trình độ công nghệ", "technology-assessment"),
            choice("so_huu_tri_tue", "Đăng ký sáng chế, giải pháp hữu ích, kiểu dáng"),
            alone("chua", "Chưa làm việc nào"),
        ],
    ),
)

PEOPLE = section(
    "nhan_luc",
    "Đào tạo, nhân lực",
    "",
    question(
        "nguoi_phu_trach",
        "choice",
        "Đơn vị có người phụ trách năng suất, chất lượng không?",
        about="training",
        when=[NOT_A_HOUSEHOLD],
        choices=[
            choice("chuyen_trach", "Có, chuyên trách"),
            choice("kiem_nhiem", "Có, kiêm nhiệm"),
            choice("chua", "Chưa có"),
        ],
    ),
    question(
        "so_nguoi_dao_tao",
        "number",
        "Trong năm, bao nhiêu người được đào tạo, tập huấn về năng suất, chất lượng?",
        about="training",
        unit="người",
        low="0",
        keeps=False,
    ),
    question(
        "so_chuyen_gia",
        "number",
        "Bao nhiêu người có chứng chỉ chuyên gia năng suất hoặc đánh giá viên?",
        about="training",
        unit="người",
        low="0",
        when=[where("nguoi_phu_trach", "any_of", "chuyen_trach", "kiem_nhiem")],
    ),
)
