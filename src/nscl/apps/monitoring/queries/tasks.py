"""Where tasks stand: the newest report of each, what is overdue, and which office answers for it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from nscl.apps.accounts.models import Office
from nscl.apps.monitoring.models import TaskReport
from nscl.apps.programme.models import PlanNode, PlanTask, PlanVersion

NO_OFFICE = "Chưa xác định cơ quan chủ trì"
MAX_SUCCESSIONS = 5


@dataclass(frozen=True)
class TaskStanding:
    """One task on a day. `overdue` says why it is late, empty when it is not.

    `due_on` is the printed date or, for the yearly report, the end of the year reported on.
    """

    task: PlanTask
    office: Office | None
    reports: tuple[TaskReport, ...]  # the newest first
    due_on: date | None
    overdue: str

    @property
    def newest(self) -> TaskReport | None:
        return self.reports[0] if self.reports else None

    @property
    def is_done(self) -> bool:
        return self.newest is not None and self.newest.status == TaskReport.Status.DONE

    @property
    def status(self) -> str:
        """A `TaskReport.Status`, or "unreported": no report is not the same as not started."""
        return self.newest.status if self.newest is not None else "unreported"

    @property
    def status_label(self) -> str:
        return self.newest.get_status_display() if self.newest is not None else "Chưa có báo cáo"

    @property
    def office_name(self) -> str:
        return self.office.name if self.office is not None else self.task.lead_text or NO_OFFICE

    @property
    def office_key(self) -> str:
        """What the filter of the task list calls the office."""
        return str(self.office.pk) if self.office is not None else "khac"


def task_standings(versions: Iterable[PlanVersion], *, as_of: date) -> dict[int, list[TaskStanding]]:
    """All live tasks by version id, in the order of the document; a fixed number of queries."""
    horizons = {
        version.pk: (version.plan.horizon_from, version.plan.horizon_to)
        for version in versions
        if version.plan
    }
    live = PlanTask.objects.filter(node__version__in=horizons).exclude(node__review=PlanNode.Review.DROPPED)
    tasks = list(live.select_related("node", "lead").order_by("node__version", "node__position"))
    reports = _reports([task.pk for task in tasks], as_of)
    answering = offices_on(as_of)
    found: dict[int, list[TaskStanding]] = {pk: [] for pk in horizons}
    for task in tasks:
        version_id = task.node.version_id
        office = answering.get(task.lead_id, task.lead) if task.lead_id else None
        rows = tuple(reports.get(task.pk, ()))
        due_on, why = _lateness(task, rows, horizons[version_id], as_of)
        found[version_id].append(TaskStanding(task, office, rows, due_on, why))
    return found


def _reports(task_ids: Sequence[int], as_of: date) -> dict[int, list[TaskReport]]:
    rows = TaskReport.objects.filter(task__in=task_ids, reported_at__date__lte=as_of)
    found = defaultdict(list)
    for row in rows.select_related("reported_for", "reported_by").order_by("-reported_at", "-pk"):
        found[row.task_id].append(row)
    return found


def _lateness(
    task: PlanTask, reports: Sequence[TaskReport], horizon: tuple[int, int], as_of: date
) -> tuple[date | None, str]:
    """The date that counts and why the task is late: its due date passed, or last year's report missing."""
    done = bool(reports) and reports[0].status == TaskReport.Status.DONE
    if task.due_on is not None and not task.is_yearly:
        if done:
            return task.due_on, ""
        if task.due_on < as_of:
            return task.due_on, "quá hạn"
    last = min(as_of.year - 1, horizon[1])
    if last < horizon[0] or (done and not task.is_yearly) or any(row.year == last for row in reports):
        return task.due_on, ""
    return date(last, 12, 31), f"thiếu báo cáo năm {last}"


def offices_on(on: date) -> dict[int, Office]:
    """Each office → the one that answers for it on a date: itself while it exists, else its successor."""
    offices = Office.objects.in_bulk()
    answering = {}
    for pk, office in offices.items():
        for _ in range(MAX_SUCCESSIONS):
            if office.valid_to is None or on <= office.valid_to or office.successor_id is None:
                break
            office = offices[office.successor_id]
        answering[pk] = office
    return answering


@dataclass(frozen=True)
class OfficeLoad:
    """Overdue tasks of one office."""

    key: str
    name: str
    past_due: int
    unreported: int

    @property
    def total(self) -> int:
        return self.past_due + self.unreported


def overdue_by_office(found: Iterable[TaskStanding]) -> list[OfficeLoad]:
    """Offices with overdue tasks, the most loaded first."""
    groups: dict[tuple[str, str], list[TaskStanding]] = defaultdict(list)
    for one in found:
        if one.overdue:
            name = one.office_name if one.office is not None else NO_OFFICE
            groups[(one.office_key, name)].append(one)
    loads = []
    for (key, name), ones in groups.items():
        past_due = sum(1 for one in ones if one.overdue == "quá hạn")
        loads.append(OfficeLoad(key, name, past_due, len(ones) - past_due))
    return sorted(loads, key=lambda load: (-load.total, load.name))
