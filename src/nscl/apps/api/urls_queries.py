"""Named queries and subscriptions under /epcis/v2/queries: what may be done at which address."""

from __future__ import annotations

from typing import Any

from nscl.apps.api import negotiation, problems, schemas
from nscl.apps.api.resources import Answer, Operation, Parameter, Resource
from nscl.apps.api.views import queries, subscriptions
from nscl.gs1.epcis.schedules import BOUNDS
from nscl.gs1.epcis.subscriptions import LONGEST_ADDRESS, TOKEN_LENGTHS

_VIEW = "traceability.subscription.view"
_TEXT = {"type": "string"}
_MOMENT = {"type": "string", "format": "date-time"}
_DOCUMENTS = (*negotiation.JSON_TYPES, *negotiation.XML_TYPES)
_FORMAT = Parameter("GS1-EPC-Format", "header", {"enum": list(negotiation.EPC_FORMATS)})
_NAME = Parameter(
    "queryName", "path", {"type": "string", "pattern": r"^[A-Za-z0-9_.\-]{1,100}$"}, example="giao-hang"
)
_NUMBER = Parameter("subscriptionID", "path", {"type": "string", "format": "uuid"})

_QUERY: dict[str, Any] = schemas.record(
    {
        "name": {"type": "string", "pattern": r"^[A-Za-z0-9_.\-]{1,100}$"},
        "query": {"type": "object", "description": "Tham số của EPCIS · parameters of SimpleEventQuery"},
    }
)
_SCHEDULE: dict[str, Any] = {
    "type": "object",
    "description": "Giờ Việt Nam (Asia/Ho_Chi_Minh); số, [từ-đến], danh sách · numbers, ranges, lists",
    "properties": {name: {"type": "string", "maxLength": 200} for name in BOUNDS},
    "minProperties": 1,
    "additionalProperties": False,
}
_WHEN: dict[str, Any] = {
    "schedule": _SCHEDULE,
    "stream": {"const": True},
    "reportIfEmpty": {"type": "boolean"},
    "initialRecordTime": _MOMENT,
}
_WANTED: dict[str, Any] = schemas.record(
    {
        "dest": {"type": "string", "format": "uri", "maxLength": LONGEST_ADDRESS},
        "signatureToken": {"type": "string", "minLength": TOKEN_LENGTHS[0], "maxLength": TOKEN_LENGTHS[1]},
        **_WHEN,
    },
    ("dest",),
    additionalProperties=False,
    oneOf=[{"required": ["schedule"]}, {"required": ["stream"]}],
)
_SUBSCRIPTION: dict[str, Any] = schemas.record(
    {
        "subscriptionID": {"type": "string", "format": "uuid"},
        "queryName": _TEXT,
        "dest": {"type": "string", "format": "uri"},
        "createdAt": _MOMENT,
        "lastNotifiedAt": _MOMENT,
        "nextRunAt": _MOMENT,
        "epcFormat": {"enum": list(negotiation.EPC_FORMATS)},
        "isSigned": {"type": "boolean"},
        "state": {"enum": ["active", "suspended"]},
        "trouble": _TEXT,
        **{**_WHEN, "schedule": {"type": "object"}},
    },
    ("subscriptionID", "queryName", "dest", "createdAt", "initialRecordTime", "state"),
)
_QUERY_EXAMPLE = {"name": "giao-hang", "query": {"eventType": ["ObjectEvent"], "EQ_bizStep": ["shipping"]}}
_EXAMPLE = {
    "dest": "https://erp.vi-du.vn/epcis",
    "signatureToken": "13df38d8275b13f05704629e5f1cf3d45d6132d5",
    "schedule": {"hour": "1", "minute": "5"},
}
_SENT = (problems.LIMIT, problems.MEDIA_TYPE, problems.EXISTS)
_NONE = (problems.NO_NAME,)


def _body(schema: dict[str, Any], example: dict[str, Any]) -> dict[str, Any]:
    return {negotiation.JSON: {"schema": schema, "example": example}}


RESOURCES = [
    Resource(
        "queries",
        "queries",
        {
            "GET": Operation(
                queries.listing,
                "Các truy vấn có tên · Named queries",
                {200: Answer("Tên và truy vấn", {"type": "array", "items": _QUERY}, ("Link",))},
                refusals=(problems.PARAMETER,),
                parameters=schemas.PAGING,
            ),
            "POST": Operation(
                queries.define,
                "Đặt tên cho một truy vấn · Create a named query",
                {201: Answer("Đã giữ; gửi lại đúng truy vấn ấy cũng vậy", _QUERY, ("Location",))},
                scope="subscribe",
                refusals=(*_SENT, problems.QUERY),
                parameters=schemas.SENT_VERSIONS,
                takes=_body(_QUERY, _QUERY_EXAMPLE),
            ),
        },
        tag="Queries",
    ),
    Resource(
        "queries/{queryName}",
        "query",
        {
            "GET": Operation(
                queries.definition,
                "Một truy vấn · One named query",
                {200: Answer("Tên và truy vấn", _QUERY)},
                refusals=_NONE,
            ),
            "DELETE": Operation(
                queries.drop,
                "Bỏ truy vấn và các đăng ký của nó · Delete it with its subscriptions",
                {204: Answer("Đã bỏ")},
                scope="subscribe",
                refusals=_NONE,
            ),
        },
        tag="Queries",
        about_parts=(_NAME,),
    ),
    Resource(
        "queries/{queryName}/events",
        "query_events",
        {
            "GET": Operation(
                queries.events,
                "Sự kiện đáp ứng truy vấn · Events that answer it",
                {
                    200: Answer(
                        "Tài liệu trả lời", schemas.QUERY_DOCUMENT, ("Link", "GS1-EPC-Format"), _DOCUMENTS
                    )
                },
                refusals=(
                    problems.PARAMETER,
                    problems.TOO_LARGE,
                    problems.NO_NAME,
                    problems.NOT_OFFERED,
                ),
                parameters=(*schemas.PAGING, *schemas.SPELLING),
                offers=_DOCUMENTS,
                description="Không mở WebSocket: hãy dùng subscriptions. WebSocket is not offered (501).",
            ),
        },
        tag="Queries",
        about_parts=(_NAME,),
    ),
    Resource(
        "queries/{queryName}/subscriptions",
        "subscriptions",
        {
            "GET": Operation(
                subscriptions.listing,
                "Các đăng ký nhận tin · Subscriptions",
                {200: Answer("Đăng ký chưa chấm dứt", {"type": "array", "items": _SUBSCRIPTION}, ("Link",))},
                scope="subscribe",
                deed=_VIEW,
                refusals=(problems.PARAMETER, problems.NO_NAME),
                parameters=schemas.PAGING,
            ),
            "POST": Operation(
                subscriptions.add,
                "Đăng ký nhận tin · Subscribe a webhook",
                {201: Answer("Đã đăng ký", _SUBSCRIPTION, ("Location",))},
                scope="subscribe",
                refusals=(*_SENT, problems.SUBSCRIPTION, problems.NO_NAME),
                parameters=(*schemas.SENT_VERSIONS, _FORMAT),
                takes=_body(_WANTED, _EXAMPLE),
            ),
        },
        tag="Subscriptions",
        about_parts=(_NAME,),
    ),
    Resource(
        "queries/{queryName}/subscriptions/{subscriptionID}",
        "subscription",
        {
            "GET": Operation(
                subscriptions.one,
                "Một đăng ký · One subscription",
                {200: Answer("Đăng ký, không có khóa ký", _SUBSCRIPTION)},
                scope="subscribe",
                deed=_VIEW,
                refusals=(problems.NO_NAME, problems.NOT_FOUND),
            ),
            "DELETE": Operation(
                subscriptions.remove,
                "Thôi nhận tin · Unsubscribe",
                {204: Answer("Đã thôi; tin đang chờ không gửi nữa")},
                scope="subscribe",
                refusals=(problems.NO_NAME, problems.NOT_FOUND),
            ),
        },
        tag="Subscriptions",
        about_parts=(_NAME, _NUMBER),
    ),
]
urlpatterns = [resource.pattern() for resource in RESOURCES]
