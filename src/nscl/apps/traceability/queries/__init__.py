from nscl.apps.traceability.queries.discovery import collection
from nscl.apps.traceability.queries.events import EventPage, StoredEvent, event_named, find_events
from nscl.apps.traceability.queries.refusals import QueryRefused, QueryTooLarge
from nscl.apps.traceability.queries.tracing import Followed, follow, trace
from nscl.apps.traceability.queries.views import View, view_of_actor, view_of_client

__all__ = [
    "EventPage",
    "Followed",
    "QueryRefused",
    "QueryTooLarge",
    "StoredEvent",
    "View",
    "collection",
    "event_named",
    "find_events",
    "follow",
    "trace",
    "view_of_actor",
    "view_of_client",
]
