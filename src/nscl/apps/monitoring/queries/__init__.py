from nscl.apps.monitoring.queries.changes import changes, deed_counts, month_before
from nscl.apps.monitoring.queries.dashboard import Dashboard, dashboard
from nscl.apps.monitoring.queries.figures import ReportedFigure, TargetFigure, decision_text, figures
from nscl.apps.monitoring.queries.standing import (
    Standing,
    distribution,
    needing_attention,
    standing_of,
    standings,
    version_shown,
)
from nscl.apps.monitoring.queries.tasks import TaskStanding, overdue_by_office, task_standings

__all__ = [
    "Dashboard",
    "ReportedFigure",
    "Standing",
    "TargetFigure",
    "TaskStanding",
    "changes",
    "dashboard",
    "decision_text",
    "deed_counts",
    "distribution",
    "figures",
    "month_before",
    "needing_attention",
    "overdue_by_office",
    "standing_of",
    "standings",
    "task_standings",
    "version_shown",
]
