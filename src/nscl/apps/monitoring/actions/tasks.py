"""Reports of offices on the tasks given to them."""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction
from django.utils import timezone

from nscl.apps.accounts.models import Office
from nscl.apps.core import audit
from nscl.apps.core.access import Actor, Refusal, Role
from nscl.apps.monitoring.models import TaskReport
from nscl.apps.programme.models import PlanNode, PlanTask


@transaction.atomic
def report_task(
    task: PlanTask, *, year: int, status: str, content: str, obstacles: str = "", by: Actor, at: datetime
) -> TaskReport:
    """Report how far a task has come in a year; `status` is a `TaskReport.Status`, "done" completes it.

    The officer reports on any task of the province; another office on those it leads (also as the
    successor of the office named) and, while the task is open, on those it joins. Refused besides:
    a plan not in force, a year outside the plan or still to come, an empty report.
    """
    task = (
        PlanTask.objects.select_related("node__version__plan", "lead")
        .select_for_update(of=("self",))
        .get(pk=task.pk)
    )
    by.require("monitoring.task.report", task)
    today = timezone.localtime(at).date()
    _check_time(task, year, today)
    if status not in TaskReport.Status.values:
        raise Refusal("Chọn tình hình thực hiện của nhiệm vụ.")
    if not content.strip():
        raise Refusal("Ghi kết quả đã làm được trong năm; nếu chưa làm, ghi rõ lý do.")
    _check_office(task, status, by, today)
    assert by.user_id is not None and by.office_id is not None
    row = TaskReport.objects.create(
        task=task,
        year=year,
        status=status,
        content=content.strip(),
        obstacles=obstacles.strip(),
        reported_for_id=by.office_id,
        reported_by_id=by.user_id,
        reported_at=at,
    )
    after = {"year": year, "status": status, "content": row.content, "obstacles": row.obstacles}
    audit.record(by=by, at=at, deed="monitoring.task.report", obj=row, after=after)
    return row


def _check_time(task: PlanTask, year: int, today: date) -> None:
    version = task.node.version
    if version.state != "in_force" or version.plan is None or task.node.review == PlanNode.Review.DROPPED:
        raise Refusal("Không thể báo cáo: bản kế hoạch này không có hiệu lực. Hãy mở bản đang thực hiện.")
    first, last = version.plan.horizon_from, version.plan.horizon_to
    if not first <= year <= last:
        raise Refusal(
            f"Không thể lưu: năm {year} nằm ngoài giai đoạn {first}–{last} của kế hoạch. "
            "Chọn năm khác hoặc sửa giai đoạn."
        )
    if year > today.year:
        raise Refusal(f"Không thể lưu: năm {year} chưa đến. Chọn năm {today.year} trở về trước.")


def _check_office(task: PlanTask, status: str, by: Actor, today: date) -> None:
    if Role.OFFICER in by.roles:
        return
    if task.lead is not None and by.office_id in {task.lead_id, office_on(task.lead, today).pk}:
        return
    if not task.coordinating.filter(pk=by.office_id).exists():
        raise Refusal("Nhiệm vụ này không giao cho cơ quan của bạn. Đề nghị cơ quan được giao báo cáo.")
    newest = task.reports.order_by("-pk").first()
    if newest is not None and newest.status == TaskReport.Status.DONE:
        raise Refusal(
            "Cơ quan chủ trì đã báo hoàn thành nhiệm vụ này. Nếu cần bổ sung, hãy liên hệ cơ quan chủ trì."
        )
    if status == TaskReport.Status.DONE:
        raise Refusal("Chỉ cơ quan chủ trì báo hoàn thành. Cơ quan phối hợp hãy chọn “Đang thực hiện”.")


def office_on(office: Office, on: date) -> Office:
    """The office that answers for this one on a date: itself while it exists, else its successor."""
    for _ in range(5):
        if office.valid_to is None or on <= office.valid_to or office.successor is None:
            break
        office = office.successor
    return office
