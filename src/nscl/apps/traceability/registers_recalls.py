"""The list of recalls, as one of the family of registers; the page of a case is the room's own."""

from __future__ import annotations

from typing import Any

from django.db.models import Count, IntegerField, OuterRef, Q, QuerySet, Subquery
from django.utils.translation import gettext
from django.utils.translation import gettext_noop as _

from nscl.apps.core.access import Actor
from nscl.apps.core.registers import Column, Filter, Register
from nscl.apps.reference.models import AdministrativeUnit
from nscl.apps.traceability.actions.recalls import add_recall, change_recall
from nscl.apps.traceability.flow import RECALL_FLOW
from nscl.apps.traceability.forms_recalls import RecallForm
from nscl.apps.traceability.models import RecallCase, RecallClosure, RecallNotice


def rows(actor: Actor) -> QuerySet[RecallCase]:
    """Recalls of the person's scope with how much they reach and how many answered."""
    newest = RecallClosure.objects.filter(case=OuterRef("pk")).order_by("-version")
    notices = RecallNotice.objects.filter(holder__case=OuterRef("pk")).order_by().values("holder__case")
    found: QuerySet[RecallCase] = (
        RecallCase.objects.seen_by(actor.scope)
        .select_related("province", "drafted_by")
        .annotate(
            items=Subquery(newest.values("item_count")[:1]),
            told=_count(notices, Q()),
            answered=_count(notices, Q(answered_at__isnull=False)),
        )
    )
    return found


def _count(rows: QuerySet[Any], which: Q) -> Subquery:
    counted = rows.filter(which).annotate(n=Count("pk")).values("n")
    return Subquery(counted, output_field=IntegerField())


def state_of(case: RecallCase) -> str:
    return gettext(RECALL_FLOW.states[case.state].label)


def answered_of(case: Any) -> str:
    return f"{case.answered or 0}/{case.told}" if case.told else ""


def states(actor: Actor) -> list[tuple[str, str]]:
    return RECALL_FLOW.choices


def hazards(actor: Actor) -> list[tuple[str, str]]:
    return list(RecallCase.Hazard.choices)


def levels(actor: Actor) -> list[tuple[str, str]]:
    return list(RecallCase.Level.choices)


def provinces(actor: Actor) -> list[tuple[str, str]]:
    cases = RecallCase.objects.seen_by(actor.scope).order_by().values("province_id")
    return [(str(unit.pk), unit.full_name) for unit in AdministrativeUnit.objects.filter(pk__in=cases)]


RECALLS = Register(
    name="recall",
    path="thu-hoi",
    namespace="traceability",
    title=_("Thu hồi hàng"),
    singular=_("hồ sơ thu hồi"),
    model=RecallCase,
    rows=rows,
    deeds="traceability.recall",
    form=RecallForm,
    add=add_recall,
    change=change_recall,
    columns=(
        Column("ten", _("Tên hồ sơ"), "title", sort="sort_key"),
        Column("so", _("Số"), lambda case: case.code, sort="number"),
        Column("trang-thai", _("Trạng thái"), state_of, sort="state"),
        Column("muc-do", _("Mức độ"), "level", "choice", sort="level"),
        Column("moi-nguy", _("Mối nguy"), "hazard", "choice", sort="hazard", shown=False),
        Column("ma", _("Mã hàng"), "items", "number", sort="items"),
        Column("dap", _("Nơi giữ đã trả lời"), answered_of),
        Column("han", _("Hạn trả lời"), "answer_by", "date", sort="answer_by"),
        Column("mo", _("Duyệt lúc"), "opened_at", "date", sort="opened_at"),
        Column("xong", _("Kết thúc lúc"), "closed_at", "date", sort="closed_at", shown=False),
        Column("lap", _("Người lập"), "drafted_by.full_name", shown=False),
        Column("tinh", _("Tỉnh"), "province.name", shown=False),
    ),
    filters=(
        Filter("trang-thai", _("Trạng thái"), "choice", "state", states),
        Filter("muc-do", _("Mức độ"), "choice", "level", levels),
        Filter("moi-nguy", _("Mối nguy"), "choice", "hazard", hazards),
        Filter("nam", _("Năm"), "year", "year"),
        Filter("tinh", _("Tỉnh"), "choice", "province_id", provinces),
    ),
    default_sort="-created_at",
    words={"state": {code: state.label for code, state in RECALL_FLOW.states.items()}},
    labels={
        "roots": _("Mã hàng bắt đầu thu hồi"),
        "version": _("Phiên bản phạm vi"),
        "hash": _("Mã băm"),
        "holder": _("Nơi giữ hàng"),
        "organisation": _("Tổ chức"),
        "notices": _("Thông báo"),
        "reminders": _("Thư nhắc"),
        "letters": _("Thư in"),
        "opened_at": _("Duyệt lúc"),
        "opened_by_id": _("Người duyệt"),
        "submitted_at": _("Trình lúc"),
        "notified_at": _("Thông báo lúc"),
        "closed_at": _("Kết thúc lúc"),
        "conclusion": _("Kết luận"),
        "report_hash": _("Mã băm báo cáo"),
    },
)
