from nscl.apps.traceability.models.clients import ApiClient, Entrustment
from nscl.apps.traceability.models.events import Event, EventHash, EventItem
from nscl.apps.traceability.models.evidence import DailyRoot, EvidenceCheck
from nscl.apps.traceability.models.items import Item
from nscl.apps.traceability.models.jobs import CaptureJob
from nscl.apps.traceability.models.links import Containment, Edge

__all__ = [
    "ApiClient",
    "CaptureJob",
    "Containment",
    "DailyRoot",
    "Edge",
    "Entrustment",
    "Event",
    "EventHash",
    "EventItem",
    "EvidenceCheck",
    "Item",
]
