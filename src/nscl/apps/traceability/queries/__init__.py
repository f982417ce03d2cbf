from nscl.apps.traceability.queries.discovery import collection
from nscl.apps.traceability.queries.events import EventPage, StoredEvent, event_named, find_events
from nscl.apps.traceability.queries.refusals import QueryRefused, QueryTooLarge
from nscl.apps.traceability.queries.tracing import trace
from nscl.apps.traceability.queries.views import View, view_of_actor, view_of_client

__all__ = [
    "EventPage",
    "QueryRefused",
    "QueryTooLarge",
    "StoredEvent",
    "View",
    "collection",
    "event_named",
    "find_events",
    "trace",
    "view_of_actor",
    "view_of_client",
]
