from nscl.apps.traceability.actions.accepting import accept, resume_captures, run_capture
from nscl.apps.traceability.actions.capture import (
    CaptureResult,
    capture,
    capture_together,
    capture_with_others,
    ready,
)
from nscl.apps.traceability.actions.clients import entrust, issue_client, revoke_client

__all__ = [
    "CaptureResult",
    "accept",
    "capture",
    "capture_together",
    "capture_with_others",
    "entrust",
    "issue_client",
    "ready",
    "resume_captures",
    "revoke_client",
    "run_capture",
]
