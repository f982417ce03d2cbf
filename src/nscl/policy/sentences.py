"""The reasons a verdict can carry: a code for programs, a sentence for officers."""

from collections.abc import Iterable
from decimal import Decimal

from nscl.policy.display import written, written_years
from nscl.policy.terms import TargetTerms
from nscl.policy.verdicts import Reason


def no_observation() -> Reason:
    return Reason(
        "no_observation",
        "Chưa có số liệu nào được duyệt; đề nghị nhập số liệu kèm minh chứng và trình duyệt.",
        withholds=True,
    )


def missing_years(years: Iterable[int]) -> Reason:
    return Reason(
        "missing_years",
        f"Thiếu số liệu được duyệt của năm {written_years(tuple(years))}; đề nghị bổ sung "
        "(nếu thực sự không phát sinh thì ghi số 0).",
    )


def subjects_missing(years: Iterable[int]) -> Reason:
    return Reason(
        "subjects_missing",
        f"Số liệu năm {written_years(tuple(years))} chưa kèm danh sách đối tượng nên chưa loại được phần "
        "tính trùng; đề nghị bổ sung danh sách.",
    )


def components_unlinked() -> Reason:
    return Reason(
        "components_unlinked",
        "Số liệu theo từng nội dung chưa gắn với đối tượng nên chưa biết mô hình nào đã đủ nội dung; "
        "đề nghị bổ sung danh sách đối tượng.",
    )


def component_missing(component: str) -> Reason:
    return Reason(
        "component_missing",
        f"Chưa có số liệu được duyệt của thành phần “{component}”; đề nghị bổ sung.",
    )


def not_started(first: int) -> Reason:
    return Reason("not_started", f"Kỳ tính bắt đầu từ năm {first}, chưa đến kỳ đánh giá.", withholds=True)


def start_undecided() -> Reason:
    return Reason(
        "start_undecided",
        "Chưa xác định năm bắt đầu tính của mục tiêu; đề nghị quyết định kỳ tính.",
        withholds=True,
    )


def start_value_missing() -> Reason:
    return Reason(
        "start_value_missing",
        "Chỉ tiêu cần giảm nhưng chưa có giá trị ban đầu để biết tiến độ; đề nghị nhập giá trị năm gốc.",
        withholds=True,
    )


def base_undecided(terms: TargetTerms) -> Reason:
    """Names what a person has to decide, by the form of the target."""
    if terms.kind == "growth_rate":
        question = (
            "Văn bản không nêu mốc so sánh của mức tăng; đề nghị quyết định năm gốc hoặc giai đoạn gốc "
            "và giá trị gốc."
        )
    elif terms.kind == "percent_of" and terms.parent:
        question = (
            "Chưa rõ tỷ lệ “trong đó” tính trên phần đã đạt của mục tiêu "
            f"{terms.parent} hay trên toàn bộ danh mục; đề nghị quyết định mẫu số."
        )
    elif terms.kind == "percent_of":
        question = "Chưa rõ tỷ lệ tính trên mẫu số nào; đề nghị quyết định mẫu số."
    else:
        question = (
            "Chưa rõ con số tính lũy kế từ giai đoạn trước hay chỉ tính thêm trong giai đoạn này; "
            "đề nghị quyết định cách tính."
        )
    return Reason("base_undecided", question, withholds=True)


def base_value_missing(label: str) -> Reason:
    return Reason(
        "base_value_missing",
        f"Chưa có giá trị được duyệt của mốc so sánh ({label}); đề nghị nhập giá trị gốc kèm minh chứng.",
        withholds=True,
    )


def base_not_positive(label: str) -> Reason:
    return Reason(
        "base_not_positive",
        f"Giá trị gốc ({label}) bằng 0 hoặc âm nên không tính được mức tăng; đề nghị kiểm tra lại.",
        withholds=True,
    )


def base_harmless(parent: str) -> Reason:
    return Reason(
        "base_harmless",
        f"Mục tiêu {parent} là 100 % nên hai cách hiểu mẫu số như nhau; tính trên toàn bộ danh mục.",
    )


def parent_missing(parent: str) -> Reason:
    return Reason(
        "parent_missing",
        f"Chưa có kết quả của mục tiêu {parent} để làm mẫu số; đề nghị nhập số liệu của mục tiêu đó trước.",
        withholds=True,
    )


def parts_missing(year: int) -> Reason:
    return Reason(
        "parts_missing",
        f"Số liệu năm {year} thiếu tử số hoặc mẫu số; đề nghị nhập đủ cả hai.",
        withholds=True,
    )


def denominator_zero() -> Reason:
    return Reason(
        "denominator_zero",
        "Mẫu số bằng 0: danh mục làm căn cứ chưa có đối tượng nào; đề nghị kiểm tra danh mục.",
        withholds=True,
    )


def above_base(numerator: Decimal, denominator: Decimal) -> Reason:
    return Reason(
        "above_base",
        f"Tử số {written(numerator)} lớn hơn mẫu số {written(denominator)}, tỷ lệ vượt 100 % là không thể; "
        "đề nghị kiểm tra lại số liệu.",
        withholds=True,
    )


def negative_value(year: int) -> Reason:
    return Reason("negative_value", f"Số liệu năm {year} là số âm; đề nghị kiểm tra lại.", withholds=True)


def two_values_one_year(year: int) -> Reason:
    return Reason(
        "two_values_one_year",
        f"Năm {year} có hai số liệu được duyệt khác nhau; đề nghị đính chính để chỉ còn một.",
        withholds=True,
    )


def no_full_year(first: int) -> Reason:
    return Reason(
        "no_full_year", f"Chưa hết năm {first}, chưa có số liệu trọn năm để đánh giá.", withholds=True
    )


def evidence_missing(year: int) -> Reason:
    return Reason(
        "evidence_missing",
        f"Đánh giá năm {year} chưa có minh chứng nên chưa được tính; đề nghị bổ sung minh chứng.",
    )


def not_approved(count: int) -> Reason:
    return Reason("not_approved", f"Có {count} số liệu chưa được duyệt, chưa được tính.")


def outside_period(years: Iterable[int]) -> Reason:
    return Reason(
        "outside_period", f"Không tính số liệu năm {written_years(tuple(years))} vì ngoài kỳ của mục tiêu."
    )


def year_missed(years: Iterable[int]) -> Reason:
    return Reason(
        "year_missed",
        f"Không đạt mức của năm {written_years(tuple(years))}; năm khác không bù được.",
    )


def exceeded() -> Reason:
    return Reason("exceeded", "Kết quả vượt mức của mục tiêu.")


def stretch_reached() -> Reason:
    return Reason("stretch_reached", "Đã đạt cả mức phấn đấu phía trên.")


def within_tolerance(tolerance: Decimal) -> Reason:
    return Reason(
        "within_tolerance",
        f"Mục tiêu ghi “khoảng”: thấp hơn không quá {written(tolerance)} % vẫn tính là đạt.",
    )


def reached_early(last: int) -> Reason:
    return Reason("reached_early", f"Đã đạt mức đề ra trước hạn; cần giữ được đến hết năm {last}.")


def done_late(year: int) -> Reason:
    return Reason("done_late", f"Hoàn thành năm {year}, chậm so với hạn của mục tiêu.")


def phase_unfinished() -> Reason:
    return Reason(
        "phase_unfinished",
        "Kỳ so sánh chưa kết thúc, mới cộng được một phần; đề nghị xem tiến độ theo mức kỳ vọng.",
    )


def conditional(rule: str) -> Reason:
    return Reason("condition", f"Mục tiêu có điều kiện: {rule}.")


def contributory() -> Reason:
    return Reason(
        "contributory", "Mục tiêu “góp phần đạt”: kết quả còn phụ thuộc yếu tố ngoài kế hoạch, để tham khảo."
    )


def soft() -> Reason:
    return Reason("soft", "Mục tiêu ghi “phấn đấu”: là mức hướng tới, không phải mức bắt buộc.")
