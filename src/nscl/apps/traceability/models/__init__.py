from nscl.apps.traceability.models.clients import ApiClient, Entrustment
from nscl.apps.traceability.models.events import Event, EventHash, EventItem
from nscl.apps.traceability.models.items import Item
from nscl.apps.traceability.models.jobs import CaptureBody, CaptureJob
from nscl.apps.traceability.models.links import Containment, Edge

__all__ = [
    "ApiClient",
    "CaptureBody",
    "CaptureJob",
    "Containment",
    "Edge",
    "Entrustment",
    "Event",
    "EventHash",
    "EventItem",
    "Item",
]
