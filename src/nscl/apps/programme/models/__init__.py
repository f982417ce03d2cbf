from nscl.apps.programme.models.findings import PlanFinding
from nscl.apps.programme.models.indicators import Indicator
from nscl.apps.programme.models.nodes import PlanNode
from nscl.apps.programme.models.plans import Plan, PlanVersion
from nscl.apps.programme.models.targets import BaseDecision, Target
from nscl.apps.programme.models.tasks import Duty, PlanTask, ReportingDuty

__all__ = [
    "BaseDecision",
    "Duty",
    "Indicator",
    "Plan",
    "PlanFinding",
    "PlanNode",
    "PlanTask",
    "PlanVersion",
    "ReportingDuty",
    "Target",
]
