"""Recalls under /api/v1/: what a holder's program reads and answers; an officer's session reads."""

from __future__ import annotations

from typing import Any

from nscl.apps.api import problems, schemas
from nscl.apps.api.resources import Answer, Operation, Parameter, Resource
from nscl.apps.api.views import recalls

_TEXT: dict[str, Any] = {"type": "string"}
_COUNT: dict[str, Any] = {"type": "integer", "minimum": 0}
_MOMENT: dict[str, Any] = {"type": "string", "format": "date-time"}
_DAY: dict[str, Any] = {"type": "string", "format": "date"}
_FIGURE: dict[str, Any] = {"type": "number", "minimum": 0, "exclusiveMaximum": 10**15}
_FIGURES = dict.fromkeys(recalls.FIGURES, _FIGURE)
_HEAD = {
    "recallID": _TEXT,
    "number": _TEXT,
    "title": _TEXT,
    "reason": _TEXT,
    "hazard": _TEXT,
    "level": {"enum": ["high", "medium", "low"]},
    "state": {"enum": ["open", "closed"]},
    "openedAt": _MOMENT,
    "closedAt": _MOMENT,
    "answerBy": _DAY,
    "acknowledgedAt": _MOMENT,
    "answeredAt": _MOMENT,
}
_NEEDED = ("recallID", "number", "title", "reason", "hazard", "level", "state")
_ITEM = schemas.record(
    {
        "item": _TEXT,
        "product": _TEXT,
        "standing": _TEXT,
        "unit": _TEXT,
        "known": _FIGURE,
        "told": schemas.record({**_FIGURES, "unit": _TEXT, "asOf": _DAY}, ("unit", "asOf")),
    },
    ("item", "standing"),
)
_SUM = schemas.record(
    {
        "unit": _TEXT,
        "known": _FIGURE,
        "knownMissing": _COUNT,
        "recovered": _FIGURE,
        "recoveredMissing": _COUNT,
        "lines": _COUNT,
    },
    ("unit", "knownMissing", "recoveredMissing", "lines"),
)
_NOTICE = schemas.record(
    {
        **_HEAD,
        "request": _TEXT,
        "contact": _TEXT,
        "office": _TEXT,
        "items": {"type": "array", "items": _ITEM},
        **dict.fromkeys(("holders", "notified", "acknowledged", "answered", "unknown"), _COUNT),
        "sums": {"type": "array", "items": _SUM},
    },
    _NEEDED,
)
_LIST = schemas.record({"recalls": {"type": "array", "items": schemas.record(_HEAD, _NEEDED)}})
_NAME = {"type": "string", "maxLength": 120, "description": "Người xác nhận, người báo"}


def _takes(properties: dict[str, Any], required: tuple[str, ...], example: Any) -> dict[str, Any]:
    schema = schemas.record(properties, required, additionalProperties=False)
    return {"application/json": {"schema": schema, "example": example}}


_TOLD = schemas.record(
    {
        "item": {"type": "string", "minLength": 1, "maxLength": 500},
        **_FIGURES,
        "unit": {
            "type": "string",
            "maxLength": 3,
            "description": "Chỉ cần khi sự kiện không cho biết đơn vị",
        },
        "note": {"type": "string", "maxLength": 500},
    },
    ("item",),
    additionalProperties=False,
)
_EXAMPLE = {
    "asOf": "2026-03-02",
    "name": "Nguyễn Thị Hoa",
    "items": [{"item": schemas.EXAMPLE_ITEM, "held": 1, "sold": 0, "recovered": 1, "unit": "C62"}],
}
_REFUSED = (problems.VALIDATION, problems.NOT_FOUND, problems.LIMIT, problems.MEDIA_TYPE, problems.PARAMETER)
_PART = (Parameter("recallID", "path", {"type": "string", "minLength": 1}, "recallID của danh sách"),)
RESOURCES = [
    Resource(
        "recalls",
        "recalls",
        {
            "GET": Operation(
                recalls.listed,
                "Các thông báo thu hồi gửi tổ chức của mình · Recalls that concern the caller",
                {200: Answer("Mới nhất trước", _LIST, ("Link",))},
                refusals=(problems.PARAMETER,),
                parameters=schemas.PAGING,
                deed="traceability.recall.view",
            )
        },
        tag="Recall",
    ),
    Resource(
        "recalls/{recallID}",
        "recall",
        {
            "GET": Operation(
                recalls.one,
                "Hàng bị thu hồi ở mình và số đã báo · Goods recalled here, figures told",
                {200: Answer("Thông báo thu hồi", _NOTICE)},
                refusals=(problems.PARAMETER, problems.NOT_FOUND),
                deed="traceability.recall.view",
            )
        },
        tag="Recall",
        about_parts=_PART,
    ),
    Resource(
        "recalls/{recallID}/acknowledgement",
        "recall_acknowledgement",
        {
            "POST": Operation(
                recalls.acknowledge,
                "Xác nhận đã biết · Acknowledge",
                {200: Answer("Thông báo thu hồi", _NOTICE)},
                refusals=_REFUSED,
                takes=_takes({"name": _NAME}, (), {"name": "Nguyễn Thị Hoa"}),
            )
        },
        tag="Recall",
        about_parts=_PART,
    ),
    Resource(
        "recalls/{recallID}/quantities",
        "recall_quantities",
        {
            "POST": Operation(
                recalls.tell,
                "Báo số lượng còn giữ, đã bán, đã thu hồi, đã hủy · Tell quantities",
                {200: Answer("Thông báo thu hồi", _NOTICE)},
                refusals=_REFUSED,
                takes=_takes(
                    {
                        "name": _NAME,
                        "asOf": _DAY,
                        "items": {"type": "array", "minItems": 1, "maxItems": 5000, "items": _TOLD},
                    },
                    ("items",),
                    _EXAMPLE,
                ),
                description="Bỏ trống là chưa biết, không phải 0. Gửi lại cùng số liệu không thêm dòng nào.",
            )
        },
        tag="Recall",
        about_parts=_PART,
    ),
]
urlpatterns = [resource.pattern() for resource in RESOURCES]
