"""What caller and server agree on by headers: media type, versions, spelling of codes.

Source: EPCIS 2.0, section 12; the draft of its REST bindings for the values of each header.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Literal

from django.conf import settings
from django.http import HttpRequest

from nscl.apps.api.problems import MEDIA_TYPE, NOT_ACCEPTABLE, VALIDATION, ApiError
from nscl.apps.traceability.judging import MOST_EVENTS
from nscl.gs1.epcis.formats import is_uri
from nscl.gs1.epcis.reading import LARGEST
from nscl.gs1.epcis.vocabulary import PREFIXES
from nscl.gs1.errors import shown

JSON, XML = "application/json", "application/xml"
JSON_TYPES = (JSON, "application/ld+json")
XML_TYPES = (XML, "text/xml")
EPC_FORMATS: Mapping[str, Literal["dl", "urn", "as_given"]] = {
    "Always_GS1_Digital_Link": "dl",
    "Always_EPC_URN": "urn",
    "No_Preference": "as_given",
    "Never_Translates": "as_given",
}
WORD_FORMATS = ("No_Preference", "Always_Web_URI", "Always_URN", "Never_Translates")
BEHAVIOURS = ("rollback", "proceed")
VERSION = "2.0.0"
_OLDEST = {"EPCIS": "1.2.0", "CBV": "1.2.0"}  # read in XML; answers are always 2.0
_CHARSETS = ("utf-8", "utf8", "us-ascii")
SPOKEN: Mapping[str, str] = {"GS1-EPCIS-Version": VERSION, "GS1-CBV-Version": VERSION}
CAPABILITIES: Mapping[str, str] = {
    **SPOKEN,
    "GS1-EPCIS-Min": _OLDEST["EPCIS"],
    "GS1-EPCIS-Max": VERSION,
    "GS1-CBV-Min": _OLDEST["CBV"],
    "GS1-CBV-Max": VERSION,
    "GS1-EPC-Format": ", ".join(EPC_FORMATS),
    "GS1-CBV-XML-Format": ", ".join(WORD_FORMATS),
    "GS1-Extensions": f"cbvmda={PREFIXES['cbvmda']}",
    "GS1-Vendor-Version": "nscl/1",
}


def largest_body() -> int:
    """The most bytes of one capture; a province may set less than the reader's own limit."""
    return min(LARGEST, int(settings.NSCL_LARGEST_CAPTURE))


def capture_limits() -> dict[str, str]:
    """How much one capture takes, as headers."""
    return {
        "GS1-EPCIS-Capture-Limit": str(MOST_EVENTS),
        "GS1-EPCIS-Capture-File-Size-Limit": str(largest_body()),
    }


def accepted(request: HttpRequest, offered: Sequence[str]) -> str:
    """The offered media type the caller likes best (the first by default); none: 406.

    A more exact range counts before a wider one, as in RFC 9110, section 12.5.1.
    """
    given = request.headers.get("Accept", "")
    if not given.strip():
        return offered[0]
    ranges = [_range(part) for part in given.split(",") if part.strip()]
    best = max(offered, key=lambda one: (_liking(one, ranges), -offered.index(one)))
    if _liking(best, ranges) <= 0:
        sentence = f"Chỉ trả lời được bằng {', '.join(offered)}. Hãy sửa tiêu đề Accept."
        raise ApiError(NOT_ACCEPTABLE, sentence)
    return best


def likes_xml(request: HttpRequest) -> bool:
    """Whether errors should be told in XML."""
    ranges = [_range(part) for part in request.headers.get("Accept", "").split(",") if part.strip()]
    in_xml = max(_liking(one, ranges) for one in (*XML_TYPES, "application/problem+xml"))
    return in_xml > max(_liking(one, ranges) for one in (*JSON_TYPES, "application/problem+json"))


def _range(text: str) -> tuple[str, float]:
    name, _semicolon, rest = text.partition(";")
    quality = re.search(r"(?:^|;)\s*q\s*=\s*([01](?:\.\d{0,3})?)\s*(?:;|$)", rest)
    return name.strip().lower(), float(quality[1]) if quality else 1.0


def _liking(kind: str, ranges: Sequence[tuple[str, float]]) -> float:
    for wanted in (kind, kind.partition("/")[0] + "/*", "*/*"):
        found = [quality for name, quality in ranges if name == wanted]
        if found:
            return max(found)
    return 0.0


def sent_as_xml(request: HttpRequest) -> bool:
    """Whether the body is XML by its own word; a type or a charset that is not read: 415."""
    name, _semicolon, rest = request.headers.get("Content-Type", "").partition(";")
    charset = re.search(r"charset\s*=\s*\"?([^\s\";]+)", rest, re.IGNORECASE)
    if charset and charset[1].lower() not in _CHARSETS:
        sentence = f"Bảng mã {shown(charset[1])} không được nhận. Hãy gửi bằng UTF-8."
        raise ApiError(MEDIA_TYPE, sentence)
    kind = name.strip().lower()
    if kind not in JSON_TYPES + XML_TYPES:
        sentence = f"Hãy gửi thân với Content-Type là {JSON} hoặc {XML}."
        raise ApiError(MEDIA_TYPE, sentence, headers={"Accept-Post": f"{JSON}, {XML}"})
    return kind in XML_TYPES


def chosen(request: HttpRequest, header: str, allowed: Sequence[str], default: str) -> str:
    """The value of a header that has fixed values; another one: 400."""
    given = request.headers.get(header, "").strip() or default
    if given not in allowed:
        sentence = f"{header}: không có giá trị {shown(given)}. Hãy chọn một trong {', '.join(allowed)}."
        raise ApiError(VALIDATION, sentence)
    return given


def epc_format(request: HttpRequest) -> str:
    """How codes are to be spelled; as links where nothing is said."""
    return chosen(request, "GS1-EPC-Format", tuple(EPC_FORMATS), "Always_GS1_Digital_Link")


def namespaces_in(request: HttpRequest) -> dict[str, str]:
    """The prefixes that the caller uses in parameters: `GS1-Extensions: vd=https://vi-du.vn/, …`."""
    given = request.headers.get("GS1-Extensions", "").strip()
    found: dict[str, str] = {}
    for part in given.split(",") if given else ():
        prefix, _equals, space = part.strip().partition("=")
        if not re.fullmatch(r"[A-Za-z][A-Za-z0-9_-]{0,40}", prefix) or not is_uri(space):
            sentence = f"GS1-Extensions: {shown(part)} không phải tiền tố=địa chỉ. Ví dụ vd=https://vi-du.vn/"
            raise ApiError(VALIDATION, sentence)
        found[prefix] = space
    return found


def check_versions(request: HttpRequest) -> None:
    """Refuses a caller that speaks other versions of the standard (406) or no version at all (400)."""
    for standard, oldest in _OLDEST.items():
        low, high = _part(oldest), _part(VERSION)
        said = {
            word: _version(request, f"GS1-{standard}-{word}")
            for word in ("Version", "Min", "Max")
            if f"GS1-{standard}-{word}" in request.headers
        }
        outside = (
            not low <= said.get("Version", high) <= high
            or said.get("Min", low) > high
            or said.get("Max", high) < low
        )
        if outside:
            sentence = f"Hệ thống dùng {standard} từ {oldest} đến {VERSION}. Hãy sửa tiêu đề phiên bản."
            raise ApiError(NOT_ACCEPTABLE, sentence)


def _version(request: HttpRequest, header: str) -> tuple[int, ...]:
    text = request.headers[header].strip()
    if not re.fullmatch(r"[0-9]{1,4}(\.[0-9]{1,4}){0,3}", text):
        raise ApiError(VALIDATION, f"{header}: {shown(text)} không phải số phiên bản, ví dụ 2.0.0.")
    return _part(text)


def _part(text: str) -> tuple[int, ...]:
    """2 and 2.0 and 2.0.0 are one version."""
    parts = [int(part) for part in text.split(".")]
    return tuple((parts + [0, 0, 0])[:3])
