from nscl.apps.traceability.actions.capture import CaptureResult, capture
from nscl.apps.traceability.actions.clients import entrust, issue_client, revoke_client
from nscl.apps.traceability.actions.evidence import check_days, close_all, close_days

__all__ = [
    "CaptureResult",
    "capture",
    "check_days",
    "close_all",
    "close_days",
    "entrust",
    "issue_client",
    "revoke_client",
]
