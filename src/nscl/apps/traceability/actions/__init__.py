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
    "capture",
    "capture_together",
    "capture_with_others",
    "entrust",
    "issue_client",
    "ready",
    "revoke_client",
]
