"""How each kind of fault may be settled: choices as data, and the facts of what still stands in the way."""

from __future__ import annotations

from dataclasses import dataclass

LATER = "later"


@dataclass(frozen=True)
class Choice:
    """One way to settle. `takes` is the index of the finding's value it goes by, `asks` what must be typed."""

    code: str
    label: str
    help: str = ""
    takes: int | None = None
    asks: str = ""  # "" | "value" | "number" | "reason"


_NOTED = Choice("noted", "Ghi nhận, giữ nguyên văn bản", "Phát hiện vẫn đọc được cùng cách xử lý này.")
_NOT_A_FAULT = Choice("not_a_fault", "Không phải lỗi", "Nêu vì sao văn bản đúng.", asks="reason")
_LATER = Choice(LATER, "Để sau", "Phát hiện vẫn mở.")

CHOICES: dict[str, tuple[Choice, ...]] = {
    "words_mismatch": (
        Choice("follow_figure", "Theo bằng số", "Số tiền theo dõi lấy theo số in.", takes=0),
        Choice("follow_words", "Theo bằng chữ", "Số tiền theo dõi lấy theo chữ.", takes=1),
        Choice("other_value", "Theo số khác (đồng)", "Khi cơ quan ban hành đã đính chính.", asks="value"),
        _LATER,
    ),
    "sum_mismatch": (
        Choice("follow_printed", "Theo số in", "Giữ số tổng như văn bản.", takes=0),
        Choice("follow_computed", "Theo số cộng", "Lấy số cộng từ các dòng.", takes=1),
        _NOT_A_FAULT,
        _LATER,
    ),
    "target_conflict": (
        Choice("follow_first", "Theo số thứ nhất", takes=0),
        Choice("follow_second", "Theo số thứ hai", "Chỉ tiêu liên quan được sửa theo số này.", takes=1),
        _NOT_A_FAULT,
        _LATER,
    ),
    "number_mismatch": (
        Choice("follow_first", "Theo số ở đầu văn bản", takes=0),
        Choice("follow_second", "Theo số ở phụ lục", "Số kế hoạch được ghi theo số này.", takes=1),
        _LATER,
    ),
    "date_mismatch": (
        Choice("follow_first", "Theo ngày hoặc năm thứ nhất", takes=0),
        Choice("follow_second", "Theo ngày hoặc năm thứ hai", takes=1),
        _NOTED,
        _LATER,
    ),
    "blank_number": (
        Choice("enter_number", "Ghi số, ký hiệu", "Theo bản có dấu của kế hoạch.", asks="number"),
        Choice("keep_blank", "Để trống", "Kế hoạch được theo dõi khi chưa rõ số."),
        _LATER,
    ),
    "missing_appendix": (
        Choice("without_appendix", "Theo dõi không có phụ lục", "Chỉ tiêu và kinh phí theo phần lời."),
        Choice("await_appendix", "Sẽ tải bản có phụ lục", "Tải bản mới khi có; kết quả đã ghi được giữ."),
        _LATER,
    ),
    "obsolete_standard": (
        Choice("use_successor", "Theo tiêu chuẩn thay thế", "Theo dõi theo tiêu chuẩn đang có hiệu lực."),
        _NOTED,
        _LATER,
    ),
    "unfunded_target": (
        Choice("fund_yearly", "Bố trí trong dự toán hằng năm"),
        Choice("no_money_needed", "Không cần kinh phí riêng"),
        _NOTED,
        _LATER,
    ),
}
_OTHERS = (_NOTED, _NOT_A_FAULT, _LATER)
SETTLED_BY_BASE = Choice("base_decided", "Đã quyết định mốc so sánh")

CODE_LABELS = {
    "sum_mismatch": "Cộng không khớp",
    "words_mismatch": "Số và chữ không khớp",
    "number_mismatch": "Số kế hoạch không khớp",
    "date_mismatch": "Ngày, thời hạn không khớp",
    "target_conflict": "Hai số cho một chỉ tiêu",
    "share_mismatch": "Cơ cấu nguồn không khớp",
    "obsolete_standard": "Tiêu chuẩn đã thay",
    "missing_appendix": "Thiếu phụ lục",
    "blank_number": "Để trống số, ngày",
    "unfunded_target": "Chưa có kinh phí",
    "ambiguous_base": "Chưa rõ mốc, kỳ, cách đếm",
    "wording_drift": "Cách gọi không thống nhất",
    "outlier": "Khác biệt lớn",
    "national_divergence": "Khác mức cả nước",
    "stale_reference": "Căn cứ, cơ quan đã thay đổi",
    "typo": "Lỗi chữ",
    "other": "Điểm khác",
}


def choices_for(code: str) -> tuple[Choice, ...]:
    """The ways to settle a fault of this code, the usual first."""
    return CHOICES.get(code, _OTHERS)


def choice_label(code: str, resolution: str) -> str:
    """The words of a recorded choice."""
    known = {choice.code: choice for choice in (*choices_for(code), SETTLED_BY_BASE)}
    return known[resolution].label if resolution in known else resolution
