"""A small questionnaire with every kind of question, as JSON."""

from copy import deepcopy
from typing import Any

from nscl.policy.questionnaires import Definition, Question, parse

SMALL: dict[str, Any] = {
    "title": "Phiếu thử",
    "sections": [
        {
            "code": "chung",
            "title": "Thông tin chung",
            "questions": [
                {"code": "ten", "kind": "text", "label": "Tên", "is_required": True, "max_length": 20},
                {"code": "xuat_khau", "kind": "yes_no", "label": "Có xuất khẩu không?"},
                {"code": "lao_dong", "kind": "number", "label": "Lao động", "unit": "người", "low": "0"},
                {"code": "doanh_thu", "kind": "money", "label": "Doanh thu", "unit": "triệu đồng"},
                {
                    "code": "kim_ngach",
                    "kind": "money",
                    "label": "Xuất khẩu",
                    "low": "0",
                    "when": [{"question": "xuat_khau", "relation": "any_of", "values": ["yes"]}],
                },
                {"code": "ghi_chu", "kind": "long_text", "label": "Ghi chú", "max_length": 200},
            ],
        },
        {
            "code": "he_thong",
            "title": "Hệ thống",
            "when": [{"question": "lao_dong", "relation": "at_least", "values": ["3"]}],
            "questions": [
                {
                    "code": "dang_dung",
                    "kind": "multi",
                    "label": "Đang dùng",
                    "about": "in_use",
                    "allows_other": True,
                    "choices": [
                        {"code": "iso", "label": "ISO 9001", "contents": ["iso-9001"]},
                        {"code": "haccp", "label": "HACCP", "contents": ["haccp"]},
                        {"code": "chua", "label": "Chưa áp dụng", "is_exclusive": True},
                    ],
                },
                {
                    "code": "muc",
                    "kind": "scale",
                    "label": "Mức hài lòng",
                    "when": [{"question": "dang_dung", "relation": "none_of", "values": ["chua"]}],
                },
                {
                    "code": "ly_do",
                    "kind": "choice",
                    "label": "Vì sao?",
                    "allows_other": True,
                    "choices": [
                        {"code": "von", "label": "Thiếu vốn"},
                        {"code": "nguoi", "label": "Thiếu người"},
                    ],
                    "when": [{"question": "muc", "relation": "at_most", "values": ["2"]}],
                },
                {"code": "loi", "kind": "percent", "label": "Tỷ lệ lỗi", "decimals": 1},
                {"code": "nam", "kind": "year", "label": "Năm cấp"},
                {"code": "ngay", "kind": "date", "label": "Ngày cấp"},
                {
                    "code": "chung_nhan",
                    "kind": "table",
                    "label": "Chứng nhận",
                    "rows": [{"code": "mot", "label": "Thứ nhất"}, {"code": "hai", "label": "Thứ hai"}],
                    "columns": [
                        {"code": "so", "label": "Số hiệu"},
                        {"code": "nam", "label": "Năm", "kind": "year"},
                        {"code": "phi", "label": "Chi phí", "kind": "money", "unit": "triệu đồng"},
                    ],
                },
            ],
        },
    ],
    "checks": [
        {
            "code": "xk_dt",
            "left": ["kim_ngach"],
            "comparison": "le",
            "right": ["doanh_thu"],
            "sentence": "Xuất khẩu lớn hơn doanh thu; hãy kiểm tra lại.",
        },
        {
            "code": "dong",
            "left": ["lao_dong"],
            "comparison": "le",
            "right": ["1000"],
            "sentence": "Số lao động rất lớn; hãy kiểm tra lại.",
            "severity": "warn",
        },
    ],
}


def small() -> dict[str, Any]:
    """The JSON, free to be spoilt."""
    return deepcopy(SMALL)


def definition() -> Definition:
    return parse(SMALL)


def question(code: str) -> Question:
    return definition().question(code)
