"""The questionnaire the system begins with: where an organisation stands and what support it wants.

It asks what the provincial plans need to choose whom to help and to give their percentage targets a
denominator, in our own words; a small household is asked far less than a factory.
"""

from __future__ import annotations

from nscl.apps.assessment.data import facilities, needs, status
from nscl.apps.assessment.data.writing import Json, check

CODE = "hien-trang-nhu-cau"
PURPOSE = (
    "Nắm hiện trạng năng suất, chất lượng và nhu cầu hỗ trợ của doanh nghiệp, hợp tác xã, hộ kinh doanh "
    "để lựa chọn nội dung, đối tượng hỗ trợ và theo dõi chỉ tiêu của kế hoạch."
)

STATUS_AND_NEEDS: Json = {
    "title": "Phiếu khảo sát hiện trạng và nhu cầu năng suất, chất lượng",
    "intro": "Phiếu dành cho doanh nghiệp, hợp tác xã và hộ kinh doanh. Người trả lời nên là lãnh đạo hoặc "
    "người phụ trách sản xuất, chất lượng. Câu trả lời được dùng để tổng hợp và lựa chọn nội dung hỗ trợ.",
    "sections": [
        status.GENERAL,
        status.SYSTEMS_SECTION,
        status.TOOLS_SECTION,
        status.PRODUCTIVITY,
        facilities.STANDARDS,
        facilities.MEASURING,
        facilities.TRACEABILITY,
        facilities.TECHNOLOGY,
        facilities.PEOPLE,
        needs.DIFFICULTIES,
        needs.WANTED,
        needs.CONDITIONS,
        needs.CLOSING,
    ],
    "checks": [
        check(
            "xuat_khau_trong_doanh_thu",
            "gia_tri_xuat_khau",
            "doanh_thu",
            "Giá trị xuất khẩu lớn hơn doanh thu; hãy kiểm tra lại hai số và đơn vị tính.",
        ),
        check(
            "nang_luong_trong_doanh_thu",
            "chi_phi_nang_luong",
            "doanh_thu",
            "Chi phí điện, nhiên liệu lớn hơn doanh thu; hãy kiểm tra lại, nếu đúng thì gửi.",
            "warn",
        ),
        check(
            "dao_tao_trong_lao_dong",
            "so_nguoi_dao_tao",
            "lao_dong",
            "Số người được đào tạo nhiều hơn số lao động bình quân; hãy kiểm tra lại, nếu đúng thì gửi.",
            "warn",
        ),
        check(
            "chuyen_gia_trong_lao_dong",
            "so_chuyen_gia",
            "lao_dong",
            "Số người có chứng chỉ nhiều hơn số lao động; hãy kiểm tra lại hai số.",
        ),
        check(
            "cong_bo_trong_san_pham",
            "so_san_pham_cong_bo",
            "so_san_pham",
            "Số sản phẩm đã công bố tiêu chuẩn nhiều hơn tổng số sản phẩm; hãy kiểm tra lại hai số.",
        ),
        check(
            "bat_buoc_trong_san_pham",
            "so_san_pham_bat_buoc",
            "so_san_pham",
            "Số sản phẩm thuộc diện hợp quy nhiều hơn tổng số sản phẩm; hãy kiểm tra lại hai số.",
        ),
        check(
            "hop_quy_trong_bat_buoc",
            "so_san_pham_hop_quy",
            "so_san_pham_bat_buoc",
            "Số sản phẩm đã hợp quy nhiều hơn số thuộc diện bắt buộc; hãy kiểm tra lại hai số.",
        ),
        check(
            "truy_xuat_trong_san_pham",
            "so_san_pham_truy_xuat",
            "so_san_pham",
            "Số sản phẩm gắn mã truy xuất nhiều hơn tổng số sản phẩm; hãy kiểm tra lại hai số.",
        ),
    ],
}
