"""The forms of single values that EPCIS 2.0 asks for: addresses, instants, offsets, units.

Source: RFC 3986 (URI), RFC 3339 (date-time), UN/ECE Recommendation 20 (form of unit codes), EPCIS 2.0 §7.3.
"""

import re
from datetime import UTC, datetime, timedelta, timezone
from functools import lru_cache

_PCHAR = r"(?:[A-Za-z0-9\-._~!$&'()*+,;=:@]|%[0-9A-Fa-f]{2})"
_REG = r"(?:[A-Za-z0-9\-._~!$&'()*+,;=]|%[0-9A-Fa-f]{2})"
_USER = r"(?:[A-Za-z0-9\-._~!$&'()*+,;=:]|%[0-9A-Fa-f]{2})"
_HOST = rf"(?:\[[0-9A-Fa-fvV:.]+\]|{_REG}*)"
_AUTHORITY = rf"(?:{_USER}*@)?{_HOST}(?::[0-9]*)?"
_URI = re.compile(
    rf"[A-Za-z][A-Za-z0-9+.\-]*:(?://{_AUTHORITY}(?:/{_PCHAR}*)*|/(?:{_PCHAR}+(?:/{_PCHAR}*)*)?|{_PCHAR}+(?:/{_PCHAR}*)*)?"
    rf"(?:\?(?:{_PCHAR}|[/?])*)?(?:#(?:{_PCHAR}|[/?])*)?"
)
_INSTANT = re.compile(
    r"([0-9]{4})-([0-9]{2})-([0-9]{2})[Tt]([0-9]{2}):([0-9]{2}):([0-9]{2})(?:\.([0-9]+))?"
    r"(?:([Zz])|([+-])([0-9]{2}):([0-9]{2}))"
)
_OFFSET = re.compile(r"[+-](?:(?:0[0-9]|1[0-3]):[0-5][0-9]|14:00)")
_SHORT = 40  # letters of an instant that is remembered, so that what is remembered stays small
_UNIT = re.compile(r"[A-Z0-9]{2,3}")
_HEX = re.compile(r"[A-Fa-f0-9]+")
_VERSION = re.compile(r"[0-9]+(?:\.[0-9]+)*")


def is_uri(text: object) -> bool:
    """Whether a text is an absolute URI; “prefix:name” is one.

    >>> is_uri("urn:epc:id:sgtin:1.2.3"), is_uri("shipping"), is_uri("https://vi-du.vn/thu hoạch")
    (True, False, False)
    """
    return isinstance(text, str) and _URI.fullmatch(text) is not None


def is_instant(text: object) -> bool:
    """Whether a text is an instant with its offset.

    >>> is_instant("2026-03-02T09:00:00+07:00"), is_instant("22-07-2026"), is_instant("2026-03-02T09:00:00")
    (True, False, False)
    """
    return isinstance(text, str) and instant(text) is not None


def instant(text: str) -> datetime | None:
    """The moment a text says, in UTC; None when it says none. A leap second counts as the next second.

    >>> instant("2026-03-02T09:00:00.5+07:00").isoformat()
    '2026-03-02T02:00:00.500000+00:00'
    """
    return _read(text) if len(text) <= _SHORT else _read.__wrapped__(text)


@lru_cache(maxsize=4096)  # the moments of an event are read some eight times, and events share them
def _read(text: str) -> datetime | None:
    found = _INSTANT.fullmatch(text)
    if found is None:
        return None
    year, month, day, hour, minute, second = (int(part) for part in found.groups()[:6])
    offset = timedelta(0)
    if found[8] is None:
        hours, minutes = int(found[10]), int(found[11])
        if hours > 23 or minutes > 59:
            return None
        offset = timedelta(hours=hours, minutes=minutes) * (-1 if found[9] == "-" else 1)
    micro = int((found[7] or "0")[:6].ljust(6, "0"))
    try:
        leap = second == 60
        moment = datetime(year, month, day, hour, minute, 59 if leap else second, micro, timezone(offset))
        moment = moment.astimezone(UTC)
        if leap:
            return None if (moment.hour, moment.minute) != (23, 59) else moment + timedelta(seconds=1)
        return moment
    except (ValueError, OverflowError):
        return None


def is_offset(text: object) -> bool:
    return isinstance(text, str) and _OFFSET.fullmatch(text) is not None


def is_unit(text: object) -> bool:
    return isinstance(text, str) and _UNIT.fullmatch(text) is not None


def is_hex(text: object) -> bool:
    return isinstance(text, str) and _HEX.fullmatch(text) is not None


def is_version(text: object) -> bool:
    return isinstance(text, str) and _VERSION.fullmatch(text) is not None
