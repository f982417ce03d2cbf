"""What waits in monitoring: figures to approve or mend, figures and task reports that are missing."""

from __future__ import annotations

from datetime import date, timedelta

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from nscl.apps.core.access import Actor
from nscl.apps.core.inbox import Waiting
from nscl.apps.monitoring.filters import lacks_year
from nscl.apps.monitoring.models import Observation
from nscl.apps.monitoring.queries.overviews import versions_in_force
from nscl.apps.monitoring.queries.standing import standings
from nscl.apps.monitoring.queries.tasks import TaskStanding, task_standings
from nscl.apps.monitoring.wording import reported_text
from nscl.apps.programme.models import Plan, PlanVersion

SHOWN = 30  # figures listed one by one; a longer queue becomes one line a plan
SOON = timedelta(days=30)


def waiting(actor: Actor) -> list[Waiting]:
    """Derived from the state of records, for the roles that can do something about it."""
    today = timezone.localdate()
    found: list[Waiting] = []
    if actor.can("monitoring.observation.approve"):
        found += _to_approve(actor)
    if actor.can("monitoring.observation.draft"):
        versions = versions_in_force(Plan.objects.seen_by(actor.scope))
        found += _returned(actor)
        if actor.can("programme.plan.upload"):  # the standing office answers for figures that nobody sent
            found += _missing_figures(versions, today)
        found += _due_tasks(actor, versions, today)
    return found


def _to_approve(actor: Actor) -> list[Waiting]:
    rows = Observation.objects.seen_by(actor).filter(state="submitted")
    rows = rows.select_related("target__node__version__plan__province").order_by("submitted_at", "pk")
    mine = [row for row in rows if not set(row.makers) & actor.people]
    if len(mine) > SHOWN:
        return _by_plan(mine)
    return [
        Waiting(
            deed=_("Duyệt số liệu"),
            subject=f"{row.target.node.title[:120]} · {row.year}: {reported_text(row)}",
            url=reverse("monitoring:observation_detail", args=[row.pk]),
            since=row.submitted_at,
        )
        for row in mine
    ]


def _by_plan(rows: list[Observation]) -> list[Waiting]:
    plans: dict[int, list[Observation]] = {}
    for row in rows:
        plans.setdefault(row.target.node.version.plan_id or 0, []).append(row)
    return [
        Waiting(
            deed=_("Duyệt số liệu"),
            subject=str(group[0].target.node.version.plan),
            url=reverse("monitoring:plan_observations", args=[plan_id]) + "?trang-thai=submitted",
            since=group[0].submitted_at,
            note=ngettext("%(n)s số liệu", "%(n)s số liệu", len(group)) % {"n": len(group)},
        )
        for plan_id, group in plans.items()
    ]


def _returned(actor: Actor) -> list[Waiting]:
    rows = Observation.objects.seen_by(actor).filter(state="returned", drafted_by__in=actor.people)
    return [
        Waiting(
            deed=_("Sửa số liệu bị trả lại"),
            subject=f"{row.target.node.title[:120]} · {row.year}",
            url=reverse("monitoring:observation_detail", args=[row.pk]),
            since=row.submitted_at,
            note=row.return_reason[:160],
            urgent=True,
        )
        for row in rows.select_related("target__node").order_by("submitted_at", "pk")
    ]


def _missing_figures(versions: list[PlanVersion], today: date) -> list[Waiting]:
    """One line a plan: the targets without an approved figure of the last closed year."""
    found = []
    by_version = standings(versions, as_of=today)
    for version in versions:
        assert version.plan is not None
        year = min(today.year - 1, version.plan.horizon_to)
        lacking = [one for one in by_version[version.pk] if lacks_year(one, year)]
        if lacking:
            n = len(lacking)
            found.append(
                Waiting(
                    deed=_("Nhập số liệu năm %(year)s") % {"year": year},
                    subject=str(version.plan),
                    url=reverse("monitoring:plan_targets", args=[version.plan_id]) + f"?thieu-nam={year}",
                    due_on=date(year, 12, 31),
                    note=ngettext(
                        "%(n)s chỉ tiêu chưa có số được duyệt", "%(n)s chỉ tiêu chưa có số được duyệt", n
                    )
                    % {"n": n},
                )
            )
    return found


def _due_tasks(actor: Actor, versions: list[PlanVersion], today: date) -> list[Waiting]:
    """Tasks of the actor's own office that are late or fall due within a month."""
    found = []
    for ones in task_standings(versions, as_of=today).values():
        for one in ones:
            if one.office is not None and one.office.pk == actor.office_id and _calls(one, today):
                found.append(
                    Waiting(
                        deed=_("Báo cáo nhiệm vụ"),
                        subject=one.task.node.title[:160],
                        url=reverse("monitoring:task_detail", args=[one.task.pk]),
                        due_on=one.due_on,
                        note=one.overdue,
                        urgent=one.overdue == "quá hạn",
                    )
                )
    return found


def _calls(one: TaskStanding, today: date) -> bool:
    soon = one.due_on is not None and today <= one.due_on <= today + SOON
    return bool(one.overdue) or (soon and not one.is_done)
