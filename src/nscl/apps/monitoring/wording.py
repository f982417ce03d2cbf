"""Targets and figures as an official would write them."""

from __future__ import annotations

from decimal import Decimal

from django.utils.translation import gettext_noop as _

from nscl.apps.monitoring.models import Observation
from nscl.apps.programme.models import Target
from nscl.policy.terms import TargetTerms
from nscl.policy.verdicts import Verdict
from nscl.vietnamese import format_number

MISSING = "–"

# Words for the support-content codes of `nscl-plan/1` that a composite target may name.
COMPONENTS = {
    "technology": "công nghệ",
    "standards": "tiêu chuẩn",
    "base_standard": "tiêu chuẩn cơ sở",
    "mgmt_system": "hệ thống quản lý",
    "mgmt_system.iso_9001": "hệ thống quản lý ISO 9001",
    "mgmt_system.iso_14001": "hệ thống quản lý ISO 14001",
    "mgmt_system.advanced": "hệ thống quản lý tiên tiến",
    "mgmt_system.haccp": "HACCP",
    "mgmt_system.iso_17025": "ISO/IEC 17025",
    "system_certification": "chứng nhận hệ thống",
    "product_certification": "chứng nhận sản phẩm",
    "product_certification.hop_chuan": "chứng nhận hợp chuẩn",
    "product_certification.hop_quy": "chứng nhận hợp quy",
    "product_certification.foreign_standard": "chứng nhận theo tiêu chuẩn nước ngoài",
    "improvement_tool": "công cụ cải tiến",
    "integrated": "tích hợp hệ thống",
    "smart_production": "sản xuất thông minh",
    "traceability": "truy xuất nguồn gốc",
    "gap_organic_green": "GAP, hữu cơ, xanh",
    "enterprise_it": "công nghệ thông tin trong doanh nghiệp",
    "startup_testing": "thử nghiệm sản phẩm khởi nghiệp",
    "productivity_measurement": "đo lường năng suất",
}
WORDS = {"ge": "ít nhất ", "gt": "trên ", "approx": "khoảng ", "approx_gt": "khoảng trên "}
STATES = {
    "met": _("Đạt"),
    "on_track": _("Đúng tiến độ"),
    "behind": _("Chậm"),
    "not_met": _("Không đạt"),
    "undetermined": _("Chưa xác định"),
}
POSITIONS = {"below": "dưới mức đề ra", "within": "trong mức đề ra", "above": "vượt mức đề ra"}
# What stands in the way of a verdict, short enough for a legend.
REASONS = {
    "base_undecided": _("chưa quyết định mốc"),
    "base_value_missing": _("thiếu giá trị gốc"),
    "base_not_positive": _("giá trị gốc không dương"),
    "no_observation": _("chưa có số được duyệt"),
    "missing_years": _("thiếu số của một số năm"),
    "not_started": _("chưa đến kỳ"),
    "start_undecided": _("chưa rõ năm bắt đầu"),
    "start_value_missing": _("thiếu giá trị đầu kỳ"),
    "parent_missing": _("chờ chỉ tiêu cấp trên"),
    "parts_missing": _("thiếu tử số hoặc mẫu số"),
    "no_full_year": _("chưa đủ một năm"),
    "subjects_missing": _("thiếu danh sách đối tượng"),
    "component_missing": _("thiếu số của một thành phần"),
    "components_unlinked": _("chưa gắn với đối tượng"),
    "two_values_one_year": _("hai số cho một năm"),
    "above_base": _("lớn hơn mẫu số"),
    "denominator_zero": _("mẫu số bằng 0"),
    "negative_value": _("số âm"),
    "evidence_missing": _("thiếu bằng chứng"),
    "unreadable": _("chỉ tiêu chưa đủ số để đánh giá"),
}


def component_label(code: str) -> str:
    """`improvement_tool` → công cụ cải tiến; a name that is no code stays itself."""
    return COMPONENTS.get(code, code)


def figure(value: Decimal | None, places: int | None = None) -> str:
    """1234.5 → 1.234,5; what was not reported is a dash, never 0.

    >>> figure(Decimal("51.2000")), figure(None)
    ('51,2', '–')
    """
    if value is None:
        return MISSING
    exact = value if places is None else round(value, places)
    text = format_number(exact)
    return "0" if text == "-0" else text


def unit_of(target: Target) -> str:
    """The unit without “/năm”, which the goal says apart."""
    return target.unit.removesuffix("/năm").strip()


def is_percent(target: Target) -> bool:
    """Whether its numbers are percentages, also “%/năm”."""
    return target.unit.startswith("%")


def goal_in_words(target: Target) -> str:
    """The whole goal: “ít nhất 3 tổ chức, giai đoạn 2021–2025”."""
    when = goal_time(target)
    if target.kind == Target.Kind.QUALITATIVE:
        return f"hoàn thành, {when}"
    number = _numbers(target)
    unit = "%" if is_percent(target) else unit_of(target)
    words = [f"{number} {unit}".strip() + (" mỗi năm" if _yearly(target) else "")]
    if target.kind == Target.Kind.GROWTH_RATE:
        words[0] = ("giảm " if target.is_decreasing else "tăng ") + words[0]
    if target.of:
        words.append(f"tính trên {target.of}")
    words.append(when)
    if target.composition:
        parts = [f"{n} {component_label(code)}" for code, n in target.composition.items()]
        words.append("mỗi đơn vị gồm " + " + ".join(parts))
    return ", ".join(words)


def goal_time(target: Target) -> str:
    """“giai đoạn 2021–2025” or “đến hết năm 2025”."""
    if target.deadline is not None:
        return f"đến hết năm {target.deadline}"
    if target.period_from == target.period_to:
        return f"năm {target.period_from}"
    return f"giai đoạn {target.period_from}–{target.period_to}"


def _yearly(target: Target) -> bool:
    yearly = target.unit.replace(" ", "").endswith("/năm") or target.kind == Target.Kind.PER_YEAR
    return yearly and not target.is_average


def _numbers(target: Target) -> str:
    if target.comparator == Target.Comparator.RANGE:
        return f"từ {figure(target.low)} đến {figure(target.high)}"
    if target.comparator == Target.Comparator.GE_RANGE:
        return f"ít nhất {figure(target.low)}, phấn đấu {figure(target.high)}"
    return f"{WORDS.get(target.comparator, '')}{figure(target.value)}"


def achieved_text(terms: TargetTerms | None, verdict: Verdict) -> str:
    """What was reached: 51,2 %, 87, “đã hoàn thành”; a dash where nothing tells."""
    if terms is not None and terms.count_mode == "state" and verdict.used:
        return (
            "đã hoàn thành" if verdict.state == "met" or verdict.position == "within" else "chưa hoàn thành"
        )
    if verdict.achieved is None:
        return MISSING
    percent = terms is not None and terms.unit.startswith("%")
    return figure(verdict.achieved, 2) + (" %" if percent else "")


def parts_text(terms: TargetTerms | None, verdict: Verdict) -> str:
    """Numerator and denominator, where they are what the share is made of: 64/125."""
    if terms is None or verdict.numerator is None or verdict.denominator is None:
        return ""
    parts = f"{figure(verdict.numerator, 2)}/{figure(verdict.denominator, 2)}"
    return f"{parts} năm đạt" if terms.kind == "per_year" or terms.per_year else parts


def reported_text(row: Observation) -> str:
    """One reported figure as written: 64/125, 12, “đã hoàn thành”."""
    if row.is_done is not None:
        done = "đã hoàn thành" if row.is_done else "chưa hoàn thành"
        return done if row.value is None else f"{done} ({figure(row.value)})"
    if row.numerator is not None:
        return f"{figure(row.numerator)}/{figure(row.denominator)}"
    return figure(row.value)
