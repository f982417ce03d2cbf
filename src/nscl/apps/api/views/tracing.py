"""GET /api/v1/trace: where a lot came from or went, as far as the caller may look."""

from __future__ import annotations

from datetime import datetime
from typing import Any, Literal, cast

from django.http import Http404, HttpResponse

from nscl.apps.api.paging import parameters_of
from nscl.apps.api.problems import PARAMETER, ApiError
from nscl.apps.api.resources import Call, answered
from nscl.apps.api.sight import known, redacted, sees_for
from nscl.apps.traceability.exports.trace_json import as_json
from nscl.apps.traceability.queries import follow
from nscl.apps.traceability.queries.telling import tell
from nscl.gs1.epcis.formats import instant
from nscl.gs1.epcis.problems import QUERY, Problem, step
from nscl.gs1.errors import shown
from nscl.gs1.parsing import parse

DIRECTIONS = ("back", "forward")
MOST_ROOTS = 50
MOST_NODES = 5_000  # a larger trace is cut off and says so (`isCutOff`)
LONGEST = 500


def of_items(call: Call) -> HttpResponse:
    """The trace of one or several items in one direction, from or up to a moment.

    An item that no event in the caller's view names is as absent as one that does not exist.
    """
    roots, direction, at = _asked(call)
    followed = follow(roots, direction, at=at, most=MOST_NODES)
    found = followed.trace
    told = tell(followed, sees_for(call.caller, followed.rows.values(), at=call.at))
    hidden = told.hidden.intersection(found.roots)
    if hidden - known(call.caller, hidden, at=call.at):
        raise Http404
    value = as_json(found, told, at=at)
    if call.caller.client is not None:
        value = redacted(value)
    return answered({**value, "limits": {"nodes": MOST_NODES, "roots": MOST_ROOTS}})


def _asked(call: Call) -> tuple[list[str], Literal["back", "forward"], datetime | None]:
    given: dict[str, list[str]] = {}
    pairs, _page = parameters_of(call.request)
    for name, value in pairs:
        if name not in ("item", "direction", "at"):
            raise _fault(name, f"Không có tham số {shown(name)} ở đây.")
        given.setdefault(name, []).append(value)
    for name in ("direction", "at"):
        if len(given.get(name, ())) > 1:
            raise _fault(name, f"Tham số {name} chỉ đứng một lần.")
    direction = given.get("direction", ["back"])[0]
    if direction not in DIRECTIONS:
        raise _fault("direction", "direction là back (về nguồn) hoặc forward (tới nơi nhận).")
    at = instant(given["at"][0]) if "at" in given else None
    if "at" in given and at is None:
        raise _fault("at", "at phải có ngày, giờ và múi giờ, ví dụ 2026-03-02T09:00:00+07:00.")
    return _roots(given.get("item", [])), cast(Any, direction), at


def _roots(items: list[str]) -> list[str]:
    if not items or len(items) > MOST_ROOTS:
        raise _fault("item", f"Hãy nêu từ 1 đến {MOST_ROOTS} mã: item=<liên kết, URN hoặc chuỗi quét>.")
    return [_root(item.strip()) for item in items]


def _root(text: str) -> str:
    """A code as it is scanned or typed becomes its link; any other URI is taken as it stands."""
    if not text or len(text) > LONGEST:
        raise _fault("item", f"Mã phải có từ 1 đến {LONGEST} ký tự.")
    if ":" in text[:12]:
        return text
    return parse(text).link or text


def _fault(name: str, sentence: str) -> ApiError:
    return ApiError(PARAMETER, errors=[Problem("parameter", sentence, step("", name), type=QUERY)])
