"""EPCIS 2.0 under /epcis/v2/: what may be done at which address."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpResponse

from nscl.apps.api import negotiation, problems, schemas
from nscl.apps.api.resources import Answer, Operation, Parameter, Resource
from nscl.apps.api.views import capture, documents, events, root, sending

_SENDING = (
    Parameter("GS1-Capture-Error-Behaviour", "header", {"enum": list(negotiation.BEHAVIOURS)}),
    Parameter("NSCL-On-Behalf-Of", "header", about="Mã số thuế của tổ chức đã ủy thác · tax code"),
    *schemas.SENT_VERSIONS,
)
_SENT = (problems.VALIDATION, problems.EXISTS, problems.LIMIT, problems.MEDIA_TYPE)

_DOCUMENTS = (*negotiation.JSON_TYPES, *negotiation.XML_TYPES)


def _reading(does: Callable[..., HttpResponse], summary: str, left_out: str = "") -> Operation:
    """A query for events."""
    return Operation(
        does,
        summary,
        {200: Answer("Sự kiện", schemas.QUERY_DOCUMENT, ("Link", "GS1-EPC-Format"), _DOCUMENTS)},
        refusals=(problems.PARAMETER, problems.TOO_LARGE, *((problems.NOT_FOUND,) if left_out else ())),
        parameters=(
            *schemas.PAGING,
            *schemas.SPELLING,
            *(one for one in schemas.QUERY_PARAMETERS if one.name != left_out),
        ),
        offers=_DOCUMENTS,
        description=schemas.ABOUT_QUERIES,
    )


def _collection(kind: str) -> list[Resource]:
    """What there is of a kind, one of it, and the events that have it."""
    part, about, example = schemas.COLLECTIONS[kind]
    parts = {"value": ".+"}
    named = (Parameter("value", "path", {"type": "string", "minLength": 1}, about, example),)
    refusals = (problems.PARAMETER, problems.NOT_FOUND)
    members = Operation(
        events.collected(kind),
        f"{about} trong các sự kiện được xem · /{kind}",
        {200: Answer("Danh sách", schemas.COLLECTION, ("Link",))},
        refusals=(problems.PARAMETER,),
        parameters=schemas.PAGING,
    )
    one = Operation(
        events.about(kind), "Có gì để hỏi · Sub-resources", {200: Answer("Danh sách", schemas.COLLECTION)},
        refusals=refusals,
    )  # fmt: skip
    reading = _reading(
        events.events_of(kind), f"Các sự kiện theo {about.lower()}", events.ASKED.get(kind, "-")
    )
    return [
        Resource(kind, kind, {"GET": members}, tag=kind),
        Resource(f"{kind}/{{value}}/events", f"{part}_events", {"GET": reading}, kind, parts, named),
        Resource(f"{kind}/{{value}}", part, {"GET": one}, kind, parts, named),
    ]


RESOURCES = [
    Resource(
        "",
        "root",
        {"GET": Operation(root.top_level, "Những gì có ở đây · Top-level resources", {
            200: Answer("Danh sách", schemas.COLLECTION)})},
        tag="Discovery",
    ),
    Resource(
        "capture",
        "capture",
        {
            "POST": Operation(
                capture.send,
                "Gửi một tài liệu sự kiện · Capture a document",
                {202: Answer("Đã nhận, chắc chắn còn; Location là lần ghi", None, ("Location",))},
                scope="capture",
                refusals=_SENT,
                parameters=_SENDING,
                takes=schemas.DOCUMENT_BODY,
            ),
            "GET": Operation(
                capture.jobs,
                "Các lần ghi của mình · Own capture jobs",
                {200: Answer("Mới nhất trước", schemas.JOBS, ("Link",))},
                scope="capture",
                refusals=(problems.PARAMETER,),
                parameters=schemas.PAGING,
            ),
        },
        tag="Capture",
        headers=lambda: {**negotiation.capture_limits(), "GS1-Capture-Error-Behaviour": "all"},
    ),
    Resource(
        "capture/{captureID}",
        "capture_job",
        {"GET": Operation(
            capture.job, "Một lần ghi · One capture job", {200: Answer("Lần ghi", schemas.JOB)},
            scope="capture", refusals=(problems.NOT_FOUND,))},
        tag="Capture",
    ),
    Resource(
        "events",
        "events",
        {
            "POST": Operation(
                sending.send_event,
                "Ghi một sự kiện · Capture one event",
                {
                    201: Answer("Đã ghi", schemas.EVENT, ("Location",)),
                    200: Answer("Chính sự kiện này đã có; không ghi gì mới", schemas.EVENT, ("Location",)),
                },
                scope="capture",
                refusals=_SENT,
                parameters=_SENDING[1:],
                takes=schemas.EVENT_BODY,
                offers=_DOCUMENTS,
            ),
            "GET": _reading(events.all_events, "Các sự kiện hợp với truy vấn · Events by query"),
        },
        tag="Events",
        headers=negotiation.capture_limits,
    ),
    Resource(
        "events/{eventID}",
        "event",
        {
            "GET": Operation(
                events.one_event,
                "Một sự kiện và khai báo sai sót về nó · One event",
                {200: Answer("Sự kiện", schemas.QUERY_DOCUMENT, ("GS1-EPC-Format",), _DOCUMENTS)},
                refusals=(problems.NOT_FOUND, problems.PARAMETER),
                parameters=schemas.SPELLING,
                offers=_DOCUMENTS,
            )
        },
        tag="Events",
        parts={"eventID": ".+"},
        about_parts=(
            Parameter(
                "eventID",
                "path",
                {"type": "string", "minLength": 1},
                "eventID hoặc mã băm (ni:///sha-256;…) · eventID or hash",
                schemas.EXAMPLE_NAME,
            ),
        ),
    ),
    *(resource for kind in schemas.COLLECTIONS for resource in _collection(kind)),
    Resource(
        "nextPageToken/{token}",
        "token",
        {"DELETE": Operation(
            root.release_token, "Thôi dùng một dấu trang · Release a page token",
            {204: Answer("Không giữ gì cho dấu trang nên không có gì phải bỏ")}, scope="query")},
        tag="Discovery",
    ),
    Resource(
        "openapi.json",
        "epcis_openapi",
        {"GET": Operation(
            documents.of_epcis, "Bản mô tả này · This description",
            {200: Answer("OpenAPI 3.1", {"type": "object"})}, scope="")},
        tag="Discovery",
    ),
]  # fmt: skip
urlpatterns = [resource.pattern() for resource in RESOURCES]
