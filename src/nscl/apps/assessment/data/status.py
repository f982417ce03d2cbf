"""The first half of the ready questionnaire: who answers and what it has."""

from __future__ import annotations

from nscl.apps.assessment.data.options import PRACTICES, SYSTEMS, TOOLS
from nscl.apps.assessment.data.writing import alone, choice, question, section, where

NOT_A_HOUSEHOLD = where("loai_hinh", "none_of", "ho_kinh_doanh")
MAKES_FOOD = where("linh_vuc", "any_of", "nong_lam_thuy_san", "thuc_pham")
MILLIONS = "triệu đồng"
NONE_YET = alone("chua", "Chưa áp dụng")

GENERAL = section(
    "thong_tin_chung",
    "Thông tin chung",
    "Số liệu lấy theo năm khảo sát. Số liệu chưa có thì để trống; đúng là không phát sinh thì ghi 0.",
    question(
        "loai_hinh",
        "choice",
        "Đơn vị thuộc loại hình nào?",
        is_required=True,
        allows_other=True,
        choices=[
            choice("doanh_nghiep", "Doanh nghiệp"),
            choice("hop_tac_xa", "Hợp tác xã, tổ hợp tác"),
            choice("ho_kinh_doanh", "Hộ kinh doanh"),
        ],
    ),
    question(
        "linh_vuc",
        "choice",
        "Lĩnh vực chính của đơn vị là gì?",
        help="Lĩnh vực đem lại doanh thu lớn nhất.",
        is_required=True,
        allows_other=True,
        choices=[
            choice("nong_lam_thuy_san", "Nông nghiệp, lâm nghiệp, thủy sản"),
            choice("thuc_pham", "Chế biến thực phẩm, đồ uống"),
            choice("det_may", "Dệt may, da giày"),
            choice("go_giay", "Gỗ, giấy, đồ nội thất, thủ công mỹ nghệ"),
            choice("hoa_chat_vat_lieu", "Hóa chất, khoáng sản, vật liệu xây dựng"),
            choice("co_khi_dien_tu", "Cơ khí, điện, điện tử"),
            choice("xay_dung", "Xây dựng"),
            choice("thuong_mai", "Thương mại"),
            choice("dich_vu", "Dịch vụ"),
        ],
    ),
    question(
        "san_pham_chinh",
        "long_text",
        "Sản phẩm, dịch vụ chính của đơn vị",
        help="Nêu nhiều nhất năm loại, mỗi loại một dòng.",
        is_required=True,
        max_length=500,
    ),
    question(
        "lao_dong",
        "number",
        "Số lao động bình quân trong năm",
        is_required=True,
        unit="người",
        low="0",
        decimals=1,
        prefill="workers",
        keeps=False,
    ),
    question(
        "doanh_thu",
        "money",
        "Doanh thu trong năm",
        unit=MILLIONS,
        low="0",
        prefill="revenue_vnd",
        keeps=False,
    ),
    question(
        "nguon_von",
        "money",
        "Tổng nguồn vốn cuối năm",
        unit=MILLIONS,
        low="0",
        prefill="capital_vnd",
        keeps=False,
        when=[NOT_A_HOUSEHOLD],
    ),
    question(
        "noi_ban",
        "multi",
        "Sản phẩm được bán ở đâu?",
        allows_other=True,
        choices=[
            choice("trong_tinh", "Trong tỉnh"),
            choice("tinh_khac", "Tỉnh, thành phố khác"),
            choice("sieu_thi", "Siêu thị, chuỗi cửa hàng"),
            choice("san_dien_tu", "Sàn thương mại điện tử, mạng xã hội"),
            choice("doanh_nghiep_khac", "Cung cấp cho doanh nghiệp khác"),
        ],
    ),
    question("xuat_khau", "yes_no", "Trong năm, đơn vị có xuất khẩu không?", is_required=True),
    question(
        "gia_tri_xuat_khau",
        "money",
        "Giá trị xuất khẩu trong năm",
        unit=MILLIONS,
        low="0",
        prefill="exports_vnd",
        keeps=False,
        when=[where("xuat_khau", "any_of", "yes")],
    ),
    question(
        "thi_truong_xuat_khau",
        "multi",
        "Xuất khẩu sang những thị trường nào?",
        allows_other=True,
        when=[where("xuat_khau", "any_of", "yes")],
        choices=[
            choice("trung_quoc", "Trung Quốc"),
            choice("asean", "Các nước ASEAN"),
            choice("nhat_han", "Nhật Bản, Hàn Quốc"),
            choice("chau_au", "Châu Âu"),
            choice("bac_my", "Hoa Kỳ, Canada"),
            choice("trung_dong", "Trung Đông, Nam Á"),
        ],
    ),
    question(
        "khoi_nghiep_sang_tao",
        "yes_no",
        "Đơn vị có phải là doanh nghiệp khởi nghiệp sáng tạo không?",
        help="Doanh nghiệp lập ra để đưa ý tưởng, công nghệ hay mô hình kinh doanh mới vào thực tế.",
        when=[where("loai_hinh", "any_of", "doanh_nghiep")],
    ),
    question(
        "chuoi_gia_tri",
        "yes_no",
        "Đơn vị có tham gia cụm liên kết ngành hoặc chuỗi giá trị không?",
        when=[NOT_A_HOUSEHOLD],
    ),
)

SYSTEMS_SECTION = section(
    "he_thong",
    "Hệ thống quản lý",
    "Hệ thống đang áp dụng thì chọn, dù đã được chứng nhận hay chưa.",
    question(
        "he_thong_dang_ap_dung",
        "multi",
        "Đơn vị đang áp dụng hệ thống quản lý nào?",
        about="in_use",
        is_required=True,
        allows_other=True,
        choices=[*SYSTEMS, NONE_YET],
    ),
    question(
        "thuc_hanh_dang_ap_dung",
        "multi",
        "Đơn vị đang áp dụng thực hành, tiêu chuẩn nào cho nông sản, thực phẩm?",
        about="in_use",
        allows_other=True,
        when=[MAKES_FOOD],
        choices=[*PRACTICES, NONE_YET],
    ),
    question(
        "ly_do_chua_ap_dung",
        "multi",
        "Vì sao đơn vị chưa áp dụng hệ thống quản lý?",
        about="difficulty",
        allows_other=True,
        when=[where("he_thong_dang_ap_dung", "any_of", "chua")],
        choices=[
            choice("chua_biet", "Chưa biết đến hoặc chưa rõ lợi ích"),
            choice("chi_phi", "Chi phí tư vấn, chứng nhận cao"),
            choice("thieu_nguoi", "Không có người đảm nhiệm"),
            choice("giay_to", "Ngại nhiều giấy tờ, hồ sơ"),
            choice("khong_yeu_cau", "Khách hàng không yêu cầu"),
            choice("quy_mo_nho", "Quy mô nhỏ, thấy chưa cần"),
        ],
    ),
)

TOOLS_SECTION = section(
    "cong_cu",
    "Công cụ cải tiến năng suất, chất lượng",
    "Cách làm cụ thể giúp bớt lãng phí, bớt lỗi, làm nhanh hơn.",
    question(
        "cong_cu_dang_dung",
        "multi",
        "Đơn vị đang dùng công cụ cải tiến nào?",
        about="in_use",
        is_required=True,
        allows_other=True,
        choices=[*TOOLS, NONE_YET],
    ),
)

PRODUCTIVITY = section(
    "nang_suat",
    "Theo dõi năng suất, chất lượng",
    "Ước tính được thì ghi, không cần số liệu kế toán.",
    question(
        "hieu_nang_suat",
        "scale",
        "Đơn vị hiểu cách tính và cách nâng năng suất lao động đến mức nào?",
        help="1: chưa biết; 5: tính và dùng thường xuyên.",
    ),
    question(
        "chi_so_theo_doi",
        "multi",
        "Đơn vị theo dõi thường xuyên những chỉ số nào?",
        when=[NOT_A_HOUSEHOLD],
        allows_other=True,
        choices=[
            choice("nang_suat_lao_dong", "Năng suất lao động"),
            choice("san_luong", "Sản lượng, doanh thu theo ngày hoặc tháng"),
            choice("ty_le_loi", "Tỷ lệ sản phẩm lỗi"),
            choice("dung_han", "Tỷ lệ giao hàng đúng hạn"),
            choice("oee", "Hiệu suất thiết bị tổng thể (OEE)"),
            choice("chi_phi", "Chi phí nguyên liệu, năng lượng trên một sản phẩm"),
            choice("hai_long", "Mức hài lòng, khiếu nại của khách hàng"),
            alone("chua", "Chưa theo dõi"),
        ],
    ),
    question(
        "ty_le_loi",
        "percent",
        "Tỷ lệ sản phẩm lỗi bình quân trong năm",
        decimals=2,
        keeps=False,
        when=[where("chi_so_theo_doi", "any_of", "ty_le_loi")],
    ),
    question(
        "oee",
        "percent",
        "Hiệu suất thiết bị tổng thể (OEE) bình quân trong năm",
        decimals=1,
        keeps=False,
        when=[where("chi_so_theo_doi", "any_of", "oee")],
    ),
    question(
        "nang_suat_so_nam_truoc",
        "choice",
        "Năng suất lao động so với năm trước thế nào?",
        keeps=False,
        choices=[
            choice("tang", "Tăng"),
            choice("giu", "Như năm trước"),
            choice("giam", "Giảm"),
            choice("chua_ro", "Chưa rõ"),
        ],
    ),
)
