"""How each kind of fault may be settled: choices as data, and the facts of what still stands in the way."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

LATER = "later"


@dataclass(frozen=True)
class Choice:
    """One way to settle. `takes`: index of the finding's value it goes by; `asks`: what must be typed."""

    code: str
    label: str | Promise
    help: str | Promise = ""
    takes: int | None = None
    asks: str = ""  # "" | "value" | "number" | "reason"


_NOTED = Choice("noted", _("Ghi nhận, giữ nguyên văn bản"), _("Phát hiện vẫn đọc được cùng cách xử lý này."))
_NOT_A_FAULT = Choice("not_a_fault", _("Không phải lỗi"), _("Nêu vì sao văn bản đúng."), asks="reason")
_LATER = Choice(LATER, _("Để sau"), _("Phát hiện vẫn mở."))

CHOICES: dict[str, tuple[Choice, ...]] = {
    "words_mismatch": (
        Choice("follow_figure", _("Theo bằng số"), _("Số tiền theo dõi lấy theo số in."), takes=0),
        Choice("follow_words", _("Theo bằng chữ"), _("Số tiền theo dõi lấy theo chữ."), takes=1),
        Choice(
            "other_value", _("Theo số khác (đồng)"), _("Khi cơ quan ban hành đã đính chính."), asks="value"
        ),
        _LATER,
    ),
    "sum_mismatch": (
        Choice("follow_printed", _("Theo số in"), _("Giữ số tổng như văn bản."), takes=0),
        Choice("follow_computed", _("Theo số cộng"), _("Lấy số cộng từ các dòng."), takes=1),
        _NOT_A_FAULT,
        _LATER,
    ),
    "target_conflict": (
        Choice("follow_first", _("Theo số thứ nhất"), takes=0),
        Choice("follow_second", _("Theo số thứ hai"), _("Chỉ tiêu liên quan được sửa theo số này."), takes=1),
        _NOT_A_FAULT,
        _LATER,
    ),
    "number_mismatch": (
        Choice("follow_first", _("Theo số ở đầu văn bản"), takes=0),
        Choice("follow_second", _("Theo số ở phụ lục"), _("Số kế hoạch được ghi theo số này."), takes=1),
        _LATER,
    ),
    "date_mismatch": (
        Choice("follow_first", _("Theo ngày hoặc năm thứ nhất"), takes=0),
        Choice("follow_second", _("Theo ngày hoặc năm thứ hai"), takes=1),
        _NOTED,
        _LATER,
    ),
    "blank_number": (
        Choice("enter_number", _("Ghi số, ký hiệu"), _("Theo bản có dấu của kế hoạch."), asks="number"),
        Choice("keep_blank", _("Để trống"), _("Kế hoạch được theo dõi khi chưa rõ số.")),
        _LATER,
    ),
    "missing_appendix": (
        Choice("without_appendix", _("Theo dõi không có phụ lục"), _("Chỉ tiêu và kinh phí theo phần lời.")),
        Choice(
            "await_appendix", _("Sẽ tải bản có phụ lục"), _("Tải bản mới khi có; kết quả đã ghi được giữ.")
        ),
        _LATER,
    ),
    "obsolete_standard": (
        Choice(
            "use_successor", _("Theo tiêu chuẩn thay thế"), _("Theo dõi theo tiêu chuẩn đang có hiệu lực.")
        ),
        _NOTED,
        _LATER,
    ),
    "unfunded_target": (
        Choice("fund_yearly", _("Bố trí trong dự toán hằng năm")),
        Choice("no_money_needed", _("Không cần kinh phí riêng")),
        _NOTED,
        _LATER,
    ),
}
_OTHERS = (_NOTED, _NOT_A_FAULT, _LATER)
SETTLED_BY_BASE = Choice("base_decided", _("Đã quyết định mốc so sánh"))

CODE_LABELS = {
    "sum_mismatch": _("Cộng không khớp"),
    "words_mismatch": _("Số và chữ không khớp"),
    "number_mismatch": _("Số kế hoạch không khớp"),
    "date_mismatch": _("Ngày, thời hạn không khớp"),
    "target_conflict": _("Hai số cho một chỉ tiêu"),
    "share_mismatch": _("Cơ cấu nguồn không khớp"),
    "obsolete_standard": _("Tiêu chuẩn đã thay"),
    "missing_appendix": _("Thiếu phụ lục"),
    "blank_number": _("Để trống số, ngày"),
    "unfunded_target": _("Chưa có kinh phí"),
    "ambiguous_base": _("Chưa rõ mốc, kỳ, cách đếm"),
    "wording_drift": _("Cách gọi không thống nhất"),
    "outlier": _("Khác biệt lớn"),
    "national_divergence": _("Khác mức cả nước"),
    "stale_reference": _("Căn cứ, cơ quan đã thay đổi"),
    "typo": _("Lỗi chữ"),
    "other": _("Điểm khác"),
}


def choices_for(code: str) -> tuple[Choice, ...]:
    """The ways to settle a fault of this code, the usual first."""
    return CHOICES.get(code, _OTHERS)


def choice_label(code: str, resolution: str) -> str:
    """The words of a recorded choice."""
    known = {choice.code: choice for choice in (*choices_for(code), SETTLED_BY_BASE)}
    return str(known[resolution].label) if resolution in known else resolution
