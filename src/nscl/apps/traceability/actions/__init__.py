from nscl.apps.traceability.actions.capture import CaptureResult, capture
from nscl.apps.traceability.actions.clients import end_entrustment, entrust, issue_client, revoke_client
from nscl.apps.traceability.actions.evidence import check_days, close_all, close_days
from nscl.apps.traceability.actions.strictness import set_strictness

__all__ = [
    "CaptureResult",
    "capture",
    "check_days",
    "close_all",
    "close_days",
    "end_entrustment",
    "entrust",
    "issue_client",
    "revoke_client",
    "set_strictness",
]
