from nscl.apps.traceability.models.clients import ApiClient, Entrustment
from nscl.apps.traceability.models.events import Event, EventHash, EventItem
from nscl.apps.traceability.models.fields import EventField
from nscl.apps.traceability.models.items import Item
from nscl.apps.traceability.models.jobs import CaptureBody, CaptureJob
from nscl.apps.traceability.models.links import Containment, Edge
from nscl.apps.traceability.models.master_data import MasterAttribute, MasterChild, MasterData

__all__ = [
    "ApiClient",
    "CaptureBody",
    "CaptureJob",
    "Containment",
    "Edge",
    "Entrustment",
    "Event",
    "EventField",
    "EventHash",
    "EventItem",
    "Item",
    "MasterAttribute",
    "MasterChild",
    "MasterData",
]
