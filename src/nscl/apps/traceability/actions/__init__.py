from nscl.apps.traceability.actions.accepting import accept, resume_captures, run_capture
from nscl.apps.traceability.actions.capture import (
    CaptureResult,
    capture,
    capture_together,
    capture_with_others,
    end_gathering,
    ready,
)
from nscl.apps.traceability.actions.clients import end_entrustment, entrust, issue_client, revoke_client
from nscl.apps.traceability.actions.evidence import check_days, close_all, close_days
from nscl.apps.traceability.actions.strictness import set_strictness

__all__ = [
    "CaptureResult",
    "accept",
    "capture",
    "capture_together",
    "capture_with_others",
    "check_days",
    "close_all",
    "close_days",
    "end_entrustment",
    "end_gathering",
    "entrust",
    "issue_client",
    "ready",
    "resume_captures",
    "revoke_client",
    "run_capture",
    "set_strictness",
]
