"""What each kind of item holds, in one table: the forms, the diff, the audit and the verbs all read it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any, Literal

from django.db import models
from django.db.utils import IntegrityError
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from nscl.apps.core.access import Refusal
from nscl.apps.programme.models import Duty, PlanNode, PlanTask, ReportingDuty, Target
from nscl.apps.programme.models.tasks import DUTY_ROLES, REPORT_CYCLES
from nscl.policy.targets import InvalidTerms, default_terms
from nscl.vietnamese import format_date, format_number, squash

Home = Literal["node", "data", "detail", "offices"]
Kind = PlanNode.Kind


@dataclass(frozen=True)
class ItemField:
    """A value of an item: its name, how people call it and where it is kept."""

    name: str
    label: str | Promise
    home: Home = "detail"


TITLE = ItemField("title", _("Nội dung"), "node")
_BUDGET = (
    TITLE,
    ItemField("qty", _("Số lượng"), "data"),
    ItemField("unit", _("Đơn vị tính"), "data"),
    ItemField("total", _("Tổng cộng"), "data"),
    ItemField("by_source", _("Theo nguồn"), "data"),
)
FIELDS: dict[str, tuple[ItemField, ...]] = {
    Kind.TARGET: (
        TITLE,
        ItemField("kind", _("Dạng")),
        ItemField("comparator", _("So sánh")),
        ItemField("value", _("Giá trị")),
        ItemField("low", _("Từ")),
        ItemField("high", _("Đến")),
        ItemField("unit", _("Đơn vị tính")),
        ItemField("indicator", _("Phép đo")),
        ItemField("count_mode", _("Cách đếm")),
        ItemField("of", _("Mẫu số")),
        ItemField("period_from", _("Từ năm")),
        ItemField("period_to", _("Đến năm")),
        ItemField("deadline", _("Hạn (năm)")),
        ItemField("parent", _("Nằm trong chỉ tiêu")),
        ItemField("base_status", _("Mốc so sánh")),
        ItemField("base_from", _("Mốc từ năm")),
        ItemField("base_to", _("Mốc đến năm")),
        ItemField("is_soft", _("Phấn đấu")),
        ItemField("is_contributory", _("Góp phần")),
        ItemField("is_additional", _("Cộng thêm giai đoạn trước")),
        ItemField("is_average", _("Bình quân")),
        ItemField("is_decreasing", _("Càng thấp càng tốt")),
        ItemField("ambiguity", _("Chỗ chưa rõ")),
    ),
    Kind.TASK: (
        TITLE,
        ItemField("lead_text", _("Chủ trì (theo văn bản)")),
        ItemField("lead", _("Chủ trì")),
        ItemField("coordinating_text", _("Phối hợp (theo văn bản)")),
        ItemField("coordinating", _("Phối hợp"), "offices"),
        ItemField("due_on", _("Hạn")),
        ItemField("is_yearly", _("Hằng năm")),
    ),
    Kind.DUTY: (
        ItemField("agencies", _("Cơ quan")),
        ItemField("role", _("Vai trò")),
        ItemField("functions", _("Chức năng")),
        ItemField("items", _("Nội dung")),
    ),
    Kind.REPORTING: (
        TITLE,
        ItemField("who", _("Ai báo cáo")),
        ItemField("recipients", _("Gửi")),
        ItemField("every", _("Định kỳ")),
    ),
    Kind.LEGAL_BASIS: (
        ItemField("ref", _("Số, ký hiệu"), "data"),
        ItemField("date", _("Ngày"), "data"),
        ItemField("issuer", _("Cơ quan ban hành"), "data"),
    ),
    Kind.GENERAL_GOAL: (TITLE,),
    Kind.RULE: (TITLE, ItemField("kind", _("Loại quy tắc"), "data")),
    Kind.BENEFICIARY: (TITLE,),
    Kind.BUDGET_GROUP: _BUDGET,
    Kind.BUDGET_LINE: _BUDGET,
}
DETAILS: dict[str, tuple[type[models.Model], str]] = {
    Kind.TARGET: (Target, "target"),
    Kind.TASK: (PlanTask, "task"),
    Kind.DUTY: (Duty, "duty"),
    Kind.REPORTING: (ReportingDuty, "reporting_duty"),
}
RULE_KINDS = {
    "once_per_content": _("Mỗi nội dung một lần"),
    "mix": _("Cơ cấu hỗ trợ mới và bổ sung"),
    "no_cross_sector_duplication": _("Không trùng nguồn khác"),
    "task_form": _("Hình thức nhiệm vụ"),
    "payment": _("Thanh toán"),
    "cap": _("Mức trần"),
    "counterpart": _("Đối ứng"),
    "agreement": _("Thỏa thuận"),
    "proposal": _("Đề xuất"),
    "registration": _("Đăng ký"),
    "nomination": _("Giới thiệu"),
    "annual_estimate": _("Dự toán hằng năm"),
    "beneficiary_report": _("Báo cáo của đối tượng"),
}


def detail_of(node: PlanNode) -> Any:
    """The detail row beside a node (a target, a task …), or None for kinds that have none."""
    if node.kind not in DETAILS:
        return None
    return getattr(node, DETAILS[node.kind][1], None)


def values_of(node: PlanNode) -> dict[str, Any]:
    """An item's typed values by name, as its form and its diff show them."""
    detail = detail_of(node)
    return {f.name: _value(node, detail, f) for f in FIELDS[node.kind]}


def _value(node: PlanNode, detail: Any, field: ItemField) -> Any:
    if field.home == "node":
        return getattr(node, field.name)
    if field.home == "data":
        return node.data.get(field.name)
    if detail is None:
        return None
    if field.home == "offices":
        return list(getattr(detail, field.name).all())
    return getattr(detail, field.name)


def write_values(node: PlanNode, values: Mapping[str, Any]) -> None:
    """Set some of an item's values and save node and detail; the target's form is checked first.

    Refused, with a sentence: a name the kind does not have, or numbers that do not make a target.
    """
    fields = {f.name: f for f in FIELDS[node.kind]}
    unknown = set(values) - set(fields)
    if unknown:
        raise Refusal(f"Mục loại này không có: {', '.join(sorted(unknown))}.")
    detail = detail_of(node)
    if detail is None and node.kind in DETAILS:
        detail = DETAILS[node.kind][0](node=node)
    offices = []
    for name, value in values.items():
        home = fields[name].home
        if home == "offices":
            offices.append((name, value))
        elif home == "data":
            node.data = {**node.data, name: _plain(value)}
        else:
            setattr(node if home == "node" else detail, name, value)
    node.title = title_of(node, detail)
    if isinstance(detail, Target):
        check_target(detail)
    _save(node, detail)
    for name, value in offices:
        getattr(detail, name).set(value)


def _save(node: PlanNode, detail: Any) -> None:
    node.save()
    if detail is None:
        return
    detail.node = node
    try:
        detail.save()
    except IntegrityError as error:
        raise Refusal("Các số của mục không khớp với dạng đã chọn. Hãy xem lại số, kỳ và hạn.") from error
    node._state.fields_cache[DETAILS[node.kind][1]] = detail


def title_of(node: PlanNode, detail: Any) -> str:
    """The line a node is known by; duties and legal bases are known by their own values."""
    if isinstance(detail, Duty):
        return ", ".join(detail.agencies)
    if node.kind == Kind.LEGAL_BASIS:
        day = node.data.get("date")
        dated = f" ngày {format_date(date.fromisoformat(day))}" if day else ""
        issuer = f", {node.data['issuer']}" if node.data.get("issuer") else ""
        return f"{node.data.get('ref') or ''}{dated}{issuer}"
    return squash(node.title)


def check_target(target: Target) -> None:
    """Put the numbers of a target in order and see whether a person must decide its base.

    Raises Refusal with the sentence of the fault: a missing number, a reversed range, no year.
    """
    if target.kind == Target.Kind.QUALITATIVE:
        target.comparator = ""
    if target.comparator in ("range", "ge_range"):
        target.value = None
    else:
        target.low = target.high = None
    if not target.comparator:
        target.value = None
        if target.kind != Target.Kind.QUALITATIVE:
            raise Refusal("Chỉ tiêu có số phải có phép so sánh (đạt, ít nhất, trên …). Hãy chọn.")
    if target.deadline is not None and (target.period_from is not None or target.period_to is not None):
        raise Refusal("Chỉ ghi một trong hai: giai đoạn (từ năm, đến năm) hoặc hạn (năm).")
    if target.deadline is None and (target.period_from is None or target.period_to is None):
        raise Refusal("Cần ghi giai đoạn (từ năm, đến năm) hoặc hạn (năm) của chỉ tiêu.")
    try:
        target.needs_base = default_terms(as_read(target)).base_required
    except InvalidTerms as error:
        fault = str(error).split(": ", 1)[-1]
        raise Refusal(f"Chỉ tiêu chưa hợp lệ: {fault}") from error


def as_read(target: Target) -> dict[str, Any]:
    """A target under the names of `nscl-plan/1`, for `policy`."""
    period = None
    if target.period_from is not None:
        period = {"from": target.period_from, "to": target.period_to}
    unnamed = target.base_status == Target.BaseStatus.PERIOD and target.base_to is None
    return {
        "id": target.node.key,
        "kind": target.kind,
        "op": target.comparator or None,
        "value": target.value,
        "min": target.low,
        "max": target.high,
        "unit": target.unit,
        "of": target.of or None,
        "period": period,
        "deadline": target.deadline,
        "parent": target.parent.node.key if target.parent else None,
        "base_status": None if unnamed else target.base_status or None,
        "base_period": {"from": target.base_from, "to": target.base_to},
        "additional": target.is_additional,
        "aggregation": "average" if target.is_average else None,
        "ambiguity": target.ambiguity,
        "scope": target.node.data.get("scope"),
    }


def shown(value: Any) -> str:
    """A value as the diff and the conflict page print it; missing is a dash.

    >>> shown(Decimal("1234.50")), shown(["Sở A", "Sở B"]), shown(None), shown(True)
    ('1.234,5', 'Sở A; Sở B', '–', 'có')
    """
    if value is None or value == "" or value == [] or value == {}:
        return "–"
    if isinstance(value, bool):
        return "có" if value else "không"
    if isinstance(value, int | float | Decimal):
        return format_number(value) if not _is_year(value) else str(value)
    if isinstance(value, date):
        return format_date(value)
    if isinstance(value, Mapping):
        return "; ".join(f"{key}: {shown(item)}" for key, item in value.items())
    if isinstance(value, list | tuple):
        return "; ".join(shown(item) for item in value)
    return str(value)


def _is_year(value: Any) -> bool:
    return isinstance(value, int) and 1900 <= value <= 2100


def shown_field(node: PlanNode, field: ItemField, value: Any) -> str:
    """A value in words: choices by their label."""
    if value in (None, ""):
        return "–"
    if field.home == "detail" and node.kind == Kind.TARGET:
        choices = dict(Target._meta.get_field(field.name).choices or ())  # type: ignore[union-attr]
        if value in choices:
            return str(choices[value])
    tables = {
        ("role", Kind.DUTY): DUTY_ROLES,
        ("every", Kind.REPORTING): REPORT_CYCLES,
        ("kind", Kind.RULE): RULE_KINDS,
    }
    table = tables.get((field.name, node.kind))
    return table.get(value, str(value)) if table else shown(value)


def _plain(value: Any) -> Any:
    """Decimal and date as JSON keeps them."""
    if isinstance(value, Decimal):
        return int(value) if value == value.to_integral_value() else float(value)
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Mapping):
        return {key: _plain(item) for key, item in value.items()}
    return value
