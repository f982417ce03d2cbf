"""Choices that several questions share: what is in use is asked in the words in which it is wanted."""

from __future__ import annotations

from nscl.apps.assessment.data.writing import choice

SYSTEMS = [
    choice("iso_9001", "ISO 9001 – quản lý chất lượng", "iso-9001"),
    choice("iso_14001", "ISO 14001 – quản lý môi trường", "iso-14001"),
    choice("iso_22000", "ISO 22000 – an toàn thực phẩm", "iso-22000"),
    choice("haccp", "HACCP – phân tích mối nguy và điểm kiểm soát tới hạn", "haccp"),
    choice("gmp", "GMP – thực hành sản xuất tốt", "gmp"),
    choice("fssc_22000", "FSSC 22000 – chứng nhận an toàn thực phẩm", "fssc-22000"),
    choice("brcgs", "BRCGS – an toàn thực phẩm cho bán lẻ", "brcgs"),
    choice("iso_45001", "ISO 45001 – an toàn và sức khỏe nghề nghiệp", "iso-45001"),
    choice("iso_50001", "ISO 50001 – quản lý năng lượng", "iso-50001"),
    choice("iso_56000", "ISO 56000 – quản lý đổi mới sáng tạo", "iso-56000"),
    choice("sa_8000", "SA 8000 – trách nhiệm xã hội", "sa-8000"),
    choice("iatf_16949", "IATF 16949 – chất lượng ngành ô tô", "iatf-16949"),
    choice("iso_27001", "ISO/IEC 27001 – an toàn thông tin", "iso-27001"),
    choice("tich_hop", "Tích hợp nhiều hệ thống quản lý", "integrated-systems"),
]
PRACTICES = [
    choice("vietgap", "VietGAP", "vietgap"),
    choice("globalgap", "GlobalG.A.P.", "globalgap"),
    choice("huu_co", "Sản xuất hữu cơ theo tiêu chuẩn Việt Nam", "organic"),
    choice("huu_co_hoa_ky", "Hữu cơ Hoa Kỳ (USDA Organic)", "usda-organic"),
    choice("ca_phe_4c", "4C – cà phê bền vững", "4c"),
    choice("rainforest", "Rainforest Alliance", "rainforest-alliance"),
    choice("fairtrade", "Fairtrade – thương mại công bằng", "fairtrade"),
    choice("halal", "Halal", "halal"),
]
TOOLS = [
    choice("tool_5s", "5S – sàng lọc, sắp xếp, sạch sẽ, săn sóc, sẵn sàng", "5s"),
    choice("tool_3s", "3S – ba bước đầu của 5S", "3s"),
    choice("kaizen", "Kaizen – cải tiến liên tục", "kaizen"),
    choice("ghk", "GHK – quản lý nội vi tốt", "ghk"),
    choice("qcc", "QCC – nhóm kiểm soát chất lượng", "qcc"),
    choice("bay_cong_cu", "7 công cụ thống kê", "seven-qc-tools"),
    choice("spc", "SPC – kiểm soát quá trình bằng thống kê", "spc"),
    choice("tqm", "TQM – quản lý chất lượng toàn diện", "tqm"),
    choice("lean", "Lean – sản xuất tinh gọn", "lean"),
    choice("six_sigma", "Six Sigma, Lean Six Sigma", "six-sigma", "lean-six-sigma"),
    choice("mfca", "MFCA – kế toán chi phí dòng nguyên liệu", "mfca"),
    choice("layout", "Layout – bố trí mặt bằng", "layout"),
    choice("kpi", "KPI – chỉ số đánh giá hoạt động", "kpi"),
    choice("bsc", "BSC – thẻ điểm cân bằng", "bsc"),
    choice("tpm", "TPM – bảo trì năng suất toàn diện", "tpm"),
    choice("nang_suat_xanh", "Năng suất xanh", "green-productivity"),
    choice("nang_suat_tong_the", "Cải tiến năng suất tổng thể", "total-productivity"),
    choice("do_nang_suat", "Đo lường năng suất", "productivity-measurement"),
]
