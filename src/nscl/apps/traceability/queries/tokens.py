"""Tokens of paging: where the next page begins, and of which query.

A token is no secret and gives no right: whoever makes one up only begins elsewhere in what they may see.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from nscl.apps.traceability.queries.refusals import QueryRefused, wrong
from nscl.apps.traceability.queries.views import View

LONGEST = 4000


@dataclass(frozen=True)
class Place:
    """Recorded until when the answer goes, after which keys the page begins, how many events may follow."""

    at: datetime
    after: list[Any] | None
    left: int | None = None


def digest_of(query: Mapping[str, Any], view: View) -> str:
    """The same for the same query of the same asker, in whatever order its parameters stand."""
    asker = [view.kind, view.province_id, sorted(view.organisations)]
    text = json.dumps([query, asker], sort_keys=True, default=str)
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:16]


def write(digest: str, place: Place) -> str:
    text = json.dumps([digest, place.at.isoformat(), place.after, place.left], separators=(",", ":"))
    return base64.urlsafe_b64encode(text.encode()).decode().rstrip("=")


def read(token: str, digest: str, at: datetime) -> Place:
    """The place a token names; refused when it is none, or one of another query."""
    try:
        data = base64.b64decode(token[:LONGEST] + "=" * (-len(token) % 4), altchars=b"-_", validate=True)
        own, recorded, after, left = json.loads(data)
        moment = datetime.fromisoformat(recorded)
        place = Place(min(moment, at), list(after), None if left is None else int(left))
    except (ValueError, TypeError, binascii.Error, RecursionError):
        raise _wrong("Mã trang sau (nextPageToken) không đọc được. Hãy hỏi lại từ trang đầu.") from None
    if own != digest:
        raise _wrong("Mã trang sau (nextPageToken) thuộc truy vấn khác. Hãy hỏi lại từ trang đầu.")
    return place


def _wrong(sentence: str) -> QueryRefused:
    return wrong("token", sentence, "nextPageToken")


def write_text(digest: str, after: str) -> str:
    """The token of a list that is ordered by one text."""
    return base64.urlsafe_b64encode(json.dumps([digest, after]).encode()).decode().rstrip("=")


def read_text(token: str, digest: str) -> str:
    """After which text a page begins; refused as `read` refuses."""
    try:
        data = base64.b64decode(token[:LONGEST] + "=" * (-len(token) % 4), altchars=b"-_", validate=True)
        own, after = json.loads(data)
    except (ValueError, TypeError, binascii.Error, RecursionError):
        raise _wrong("Mã trang sau (nextPageToken) không đọc được. Hãy hỏi lại từ trang đầu.") from None
    if own != digest or not isinstance(after, str):
        raise _wrong("Mã trang sau (nextPageToken) thuộc danh mục khác. Hãy hỏi lại từ trang đầu.")
    return after
