"""When a new version of a plan takes the place of an earlier one, its records go on under the new items."""

from __future__ import annotations

from datetime import datetime

from nscl.apps.core import audit
from nscl.apps.core.access import Actor
from nscl.apps.monitoring.models import Observation, TaskReport
from nscl.apps.programme.hooks import CarryOver
from nscl.apps.programme.models import PlanTask, Target


def carry_records(carry_over: CarryOver, by: Actor, at: datetime) -> None:
    """Point figures and task reports at the item that continues theirs; what has no successor stays."""
    goes_on_as = {old.pk: new.pk for old, new in carry_over.pairs}
    targets = set(Target.objects.filter(pk__in=goes_on_as.values()).values_list("pk", flat=True))
    tasks = set(PlanTask.objects.filter(pk__in=goes_on_as.values()).values_list("pk", flat=True))
    figures = reports = 0
    for old, new in goes_on_as.items():
        if new in targets:
            figures += Observation.objects.filter(target_id=old).update(target_id=new)
        elif new in tasks:
            reports += TaskReport.objects.filter(task_id=old).update(task_id=new)
    if figures or reports:
        after = {"figures": figures, "task_reports": reports}
        audit.record(by=by, at=at, deed="monitoring.observation.carry", obj=carry_over.new, after=after)
