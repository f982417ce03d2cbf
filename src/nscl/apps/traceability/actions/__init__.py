from nscl.apps.traceability.actions.capture import CaptureResult, capture
from nscl.apps.traceability.actions.clients import end_entrustment, entrust, issue_client, revoke_client
from nscl.apps.traceability.actions.strictness import set_strictness

__all__ = [
    "CaptureResult",
    "capture",
    "end_entrustment",
    "entrust",
    "issue_client",
    "revoke_client",
    "set_strictness",
]
