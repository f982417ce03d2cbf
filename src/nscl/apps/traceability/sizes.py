"""Documents beyond the limits are refused from their bytes, before anything is built from them.

What is counted here are marks in the text, without reading it, so that a hostile document costs no memory:
each event has an `eventTime`, each value after the first of an object or list a comma. A document that passes
is measured exactly when it is read (`judging`); the worst that passes takes some hundred megabytes to read.
"""

from __future__ import annotations

import re

from nscl.apps.traceability import refusals
from nscl.gs1.epcis.reading import LARGEST

MOST_EVENTS = 100_000
MOST_ITEMS = 100_000  # codes in one event
MOST_VALUES = 6_000_000  # sixty for each of the most events
MOST_GROUPS = 2_000_000  # objects and lists, or elements of XML: twenty for each of the most events
_LONG_LIST = re.compile(
    rb"\[[^\[\]]{%d,}" % (2 * MOST_ITEMS)
)  # with so many codes it has more bytes than that


def refuse(data: bytes) -> None:
    """Pass, or refuse with `TooLarge`."""
    if len(data) > LARGEST:
        raise refusals.file_too_large(len(data), LARGEST)
    if len(data) <= 2 * MOST_ITEMS:
        return
    is_xml = data[:1000].lstrip(b"\xef\xbb\xbf \t\r\n")[:1] == b"<"
    events = data.count(b"</eventTime>" if is_xml else b'"eventTime"')
    if events > MOST_EVENTS:
        raise refusals.too_many_events(events, MOST_EVENTS)
    groups = data.count(b"</") if is_xml else data.count(b"{") + data.count(b"[")
    if groups > MOST_GROUPS:
        raise refusals.too_many_parts(groups, MOST_GROUPS)
    values = data.count(b"<") if is_xml else data.count(b",")
    if values > MOST_VALUES:
        raise refusals.too_many_parts(values, MOST_VALUES)
    codes = _most_codes_of_xml(data) if is_xml else _most_codes(data)
    if codes > MOST_ITEMS:
        raise refusals.too_many_items("/epcisBody/eventList", codes, MOST_ITEMS)


def _most_codes(data: bytes) -> int:
    """How many codes the longest plain list has: texts, or objects with a code each."""
    found = (match[0] for match in _LONG_LIST.finditer(data))
    return max((piece.count(b"{") or piece.count(b'"') // 2 for piece in found), default=0)


def _most_codes_of_xml(data: bytes) -> int:
    """How many codes stand between the beginnings of two events."""
    most, start = 0, 0
    while start >= 0:
        end = data.find(b"</eventTime>", start + 1)
        until = len(data) if end < 0 else end
        if until - start > 2 * MOST_ITEMS:
            most = max(most, data.count(b"<epc>", start, until) + data.count(b"<epcClass>", start, until))
        start = end
    return most
