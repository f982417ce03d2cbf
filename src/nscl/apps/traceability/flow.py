"""The processes of the room."""

from nscl.apps.traceability.flow_recalls import RECALL_FLOW
from nscl.apps.traceability.flow_subscriptions import DELIVERY_FLOW, SUBSCRIPTION_FLOW

__all__ = ["DELIVERY_FLOW", "RECALL_FLOW", "SUBSCRIPTION_FLOW"]
