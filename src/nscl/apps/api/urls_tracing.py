"""Our own questions under /api/v1/: traces, and the description of this part."""

from __future__ import annotations

from nscl.apps.api import problems, schemas
from nscl.apps.api.resources import Answer, Operation, Parameter, Resource
from nscl.apps.api.views import documents, tracing

_MOMENT = {"type": "string", "format": "date-time"}
RESOURCES = [
    Resource(
        "trace",
        "trace",
        {
            "GET": Operation(
                tracing.of_items,
                "Truy về nguồn hoặc tới nơi nhận · Trace back or forward",
                {200: Answer("Kết quả truy vết", schemas.TRACE)},
                refusals=(problems.PARAMETER, problems.NOT_FOUND),
                parameters=(
                    Parameter(
                        "item",
                        schema={"type": "string", "minLength": 1, "maxLength": tracing.LONGEST},
                        about="Liên kết, URN hoặc chuỗi quét; lặp lại cho nhiều mã · repeat for several",
                        example=schemas.EXAMPLE_ITEM,
                        required=True,
                    ),
                    Parameter("direction", schema={"enum": list(tracing.DIRECTIONS), "default": "back"}),
                    Parameter("at", schema=_MOMENT, about="Từ lúc (forward) hoặc đến lúc (back)"),
                ),
            )
        },
        tag="Trace",
    ),
    Resource(
        "openapi.json",
        "questions_openapi",
        {
            "GET": Operation(
                documents.of_questions,
                "Bản mô tả này · This description",
                {200: Answer("OpenAPI 3.1", {"type": "object"})},
                scope="",
            )
        },
        tag="Discovery",
    ),
]
urlpatterns = [resource.pattern() for resource in RESOURCES]
