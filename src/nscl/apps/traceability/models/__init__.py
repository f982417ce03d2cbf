from nscl.apps.traceability.models.clients import ApiClient, Entrustment
from nscl.apps.traceability.models.events import Event, EventHash, EventItem
from nscl.apps.traceability.models.evidence import DailyRoot, EvidenceCheck
from nscl.apps.traceability.models.fields import EventField
from nscl.apps.traceability.models.items import Item
from nscl.apps.traceability.models.jobs import CaptureBody, CaptureJob
from nscl.apps.traceability.models.links import Containment, Edge
from nscl.apps.traceability.models.master_data import MasterAttribute, MasterChild, MasterData
from nscl.apps.traceability.models.recall_notices import RecallMail, RecallNotice, RecallRecovery
from nscl.apps.traceability.models.recalls import (
    PartyCode,
    RecallCase,
    RecallClosure,
    RecallHolder,
    RecallHolding,
    RecallItem,
    RecallRoot,
)
from nscl.apps.traceability.models.strictness import ProvinceStrictness
from nscl.apps.traceability.models.subscriptions import Delivery, NamedQuery, Subscription

__all__ = [
    "ApiClient",
    "CaptureBody",
    "CaptureJob",
    "Containment",
    "DailyRoot",
    "Delivery",
    "Edge",
    "Entrustment",
    "Event",
    "EventField",
    "EventHash",
    "EventItem",
    "EvidenceCheck",
    "Item",
    "MasterAttribute",
    "MasterChild",
    "MasterData",
    "NamedQuery",
    "PartyCode",
    "ProvinceStrictness",
    "RecallCase",
    "RecallClosure",
    "RecallHolder",
    "RecallHolding",
    "RecallItem",
    "RecallMail",
    "RecallNotice",
    "RecallRecovery",
    "RecallRoot",
    "Subscription",
]
