from nscl.apps.traceability.actions.capture import CaptureResult, capture
from nscl.apps.traceability.actions.clients import entrust, issue_client, revoke_client

__all__ = ["CaptureResult", "capture", "entrust", "issue_client", "revoke_client"]
