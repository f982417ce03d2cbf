from nscl.apps.monitoring.actions.observations import (
    Conflict,
    approve_observation,
    change_observation,
    correct_observation,
    draft_observation,
    return_observation,
    submit_observation,
)
from nscl.apps.monitoring.actions.registers import count_experts, count_members
from nscl.apps.monitoring.actions.surveys import count_surveys
from nscl.apps.monitoring.actions.tasks import report_task
from nscl.apps.monitoring.actions.traces import count_traces

__all__ = [
    "Conflict",
    "approve_observation",
    "change_observation",
    "correct_observation",
    "count_experts",
    "count_members",
    "count_surveys",
    "count_traces",
    "draft_observation",
    "report_task",
    "return_observation",
    "submit_observation",
]
