"""Every error as problem+json (or +xml): what went wrong, where, what to do next; never a page or a trace.

Source: RFC 7807; the exceptions and their statuses of EPCIS 2.0, section 12.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

import orjson
from django.core.exceptions import PermissionDenied, RequestDataTooBig, SuspiciousOperation
from django.db import OperationalError
from django.http import Http404, HttpResponse
from django.http.request import UnreadablePostError
from lxml import etree

from nscl.apps.core.access import Refusal
from nscl.apps.traceability.queries import QueryRefused, QueryTooLarge
from nscl.apps.traceability.refusals import CaptureRefused, EventConflict, NotYours, TooLarge
from nscl.gs1.epcis.problems import Problem, Unreadable
from nscl.gs1.errors import Gs1Error

_SPACE = "urn:epcglobal:epcis:xsd:2"
_UNWRITABLE = dict.fromkeys((*range(9), 11, 12, *range(14, 32), 0xFFFE, 0xFFFF), "\ufffd")


@dataclass(frozen=True)
class Kind:
    """A problem type of EPCIS: its name, the status it goes with, its title."""

    name: str
    status: int
    title: str

    @property
    def type(self) -> str:
        return f"epcisException:{self.name}"


VALIDATION = Kind("ValidationException", 400, "Dữ liệu gửi lên không hợp lệ")
PARAMETER = Kind("QueryParameterException", 400, "Tham số truy vấn không hợp lệ")
QUERY = Kind("QueryValidationException", 400, "Truy vấn không hợp lệ")
SUBSCRIPTION = Kind("SubscriptionControlsException", 400, "Đăng ký nhận tin không hợp lệ")
NO_KEY = Kind("SecurityException", 401, "Chưa nhận ra phần mềm")
FORBIDDEN = Kind("SecurityException", 403, "Không được phép")
NO_NAME = Kind("NoSuchNameException", 404, "Không có truy vấn mang tên này")
NOT_FOUND = Kind("NoSuchResourceException", 404, "Không có ở đây")
METHOD = Kind("ImplementationException", 405, "Địa chỉ này không nhận phương thức ấy")
NOT_ACCEPTABLE = Kind("NotAcceptableException", 406, "Không trả lời được theo dạng đã yêu cầu")
EXISTS = Kind("ResourceAlreadyExistsException", 409, "Đã có cái khác mang mã này")
LIMIT = Kind("CaptureLimitExceededException", 413, "Vượt giới hạn ghi nhận")
TOO_LARGE = Kind("QueryTooLargeException", 413, "Kết quả quá nhiều")
TOO_COMPLEX = Kind("QueryTooComplexException", 413, "Truy vấn quá phức tạp")
LONG_URL = Kind("URITooLongException", 414, "Địa chỉ quá dài")
MEDIA_TYPE = Kind("UnsupportedMediaTypeException", 415, "Không nhận dạng dữ liệu này")
BROKEN = Kind("ImplementationException", 500, "Lỗi phía máy chủ")
NOT_OFFERED = Kind("ImplementationException", 501, "Chưa có chức năng này")
BUSY = Kind("ImplementationException", 503, "Hệ thống đang bận")
KINDS = (
    VALIDATION, PARAMETER, QUERY, SUBSCRIPTION, NO_KEY, FORBIDDEN, NOT_FOUND, NO_NAME, METHOD, NOT_ACCEPTABLE,
    EXISTS, LIMIT, TOO_LARGE, TOO_COMPLEX, LONG_URL, MEDIA_TYPE, BROKEN, NOT_OFFERED, BUSY,
)  # fmt: skip
SENTENCES = {
    400: "Máy chủ không đọc được yêu cầu. Hãy kiểm tra địa chỉ và các tiêu đề rồi gửi lại.",
    403: "Tài khoản hoặc khóa này không được làm việc ấy.",
    404: "Địa chỉ không đúng, hoặc dữ liệu ngoài phạm vi được xem. Hãy kiểm tra lại mã và địa chỉ.",
    500: "Có lỗi ngoài dự kiến; chưa có gì được ghi. Hãy thử lại, nếu vẫn lỗi hãy báo đơn vị vận hành.",
    503: "Hệ thống đang bận; chưa có gì được ghi. Hãy gửi lại sau ít giây.",
}


class ApiError(Exception):
    """What is answered instead: a kind, a Vietnamese sentence, the single faults with their pointers."""

    def __init__(
        self,
        kind: Kind,
        detail: str = "",
        *,
        errors: Iterable[Problem | Mapping[str, Any]] = (),
        headers: Mapping[str, str] | None = None,
        instance: str = "",
    ) -> None:
        self.kind, self.headers, self.instance = kind, dict(headers or {}), instance
        self.errors = [one.as_json() if isinstance(one, Problem) else dict(one) for one in errors]
        first = next((str(one["detail"]) for one in self.errors if one.get("detail")), "")
        self.detail = detail or first or SENTENCES.get(kind.status, kind.title)
        super().__init__(self.detail)

    def body(self) -> dict[str, Any]:
        """The problem object: the members of RFC 7807 and `errors`."""
        told: dict[str, Any] = {
            "type": self.kind.type,
            "title": self.kind.title,
            "status": self.kind.status,
            "detail": self.detail,
        }
        if self.instance:
            told["instance"] = self.instance
        if self.errors:
            told["errors"] = self.errors
        return told


def as_api_error(fault: Exception) -> ApiError | None:
    """The answer for what a verb or Django refused; None for what nobody foresaw."""
    if isinstance(fault, ApiError):
        return fault
    if isinstance(fault, CaptureRefused):
        return _of_capture(fault)
    if isinstance(fault, QueryRefused):
        is_large = isinstance(fault, QueryTooLarge)
        return ApiError(TOO_LARGE if is_large else PARAMETER, errors=fault.problems)
    if isinstance(fault, Unreadable):
        is_large = any(one.code == "too_large" for one in fault.problems)
        return ApiError(LIMIT if is_large else VALIDATION, errors=fault.problems)
    if isinstance(fault, Gs1Error):
        return ApiError(PARAMETER, fault.detail)
    if isinstance(fault, Refusal | PermissionDenied):
        return ApiError(FORBIDDEN, str(fault))
    if isinstance(fault, Http404):
        return ApiError(NOT_FOUND)
    if isinstance(fault, RequestDataTooBig):
        return ApiError(LIMIT, "Thân yêu cầu quá lớn. Hãy chia nhỏ.")
    if isinstance(fault, SuspiciousOperation | UnreadablePostError):
        return ApiError(VALIDATION, SENTENCES[400])
    if isinstance(fault, OperationalError) and ("locked" in str(fault) or "deadlock" in str(fault)):
        return ApiError(BUSY, headers={"Retry-After": "2"})
    return None


def _of_capture(refusal: CaptureRefused) -> ApiError:
    kinds = ((TooLarge, LIMIT), (EventConflict, EXISTS), (NotYours, FORBIDDEN), (CaptureRefused, VALIDATION))
    kind = next(kind for refused, kind in kinds if isinstance(refusal, refused))
    return ApiError(kind, errors=refusal.problems)


def problem_response(error: ApiError, *, is_xml: bool = False) -> HttpResponse:
    """The error as an answer, in JSON or, where XML was asked for, in XML."""
    if is_xml:
        content, kind = _xml(error.body()), "application/problem+xml"
    else:
        content, kind = as_bytes(error.body()), "application/problem+json"
    response = HttpResponse(content, status=error.kind.status, content_type=kind)
    for name, value in error.headers.items():
        response[name] = value
    return response


def as_bytes(value: Any) -> bytes:
    """JSON in UTF-8; a half letter out of a hostile request becomes a question mark, not an error."""
    try:
        return orjson.dumps(value)
    except TypeError:  # half a letter, or a number that is longer than a machine's
        return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "replace")


def _xml(body: Mapping[str, Any]) -> bytes:
    root = etree.Element(f"{{{_SPACE}}}EPCISException", nsmap={"epcis": _SPACE})
    for name, value in body.items():
        if name == "errors":
            listing = etree.SubElement(root, "errors")
            for one in value:
                item = etree.SubElement(listing, "error")
                for key, text in one.items():
                    etree.SubElement(item, key).text = _plain(text)
        else:
            etree.SubElement(root, name).text = _plain(value)
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8")


def _plain(value: Any) -> str:
    """Text that XML can hold."""
    return str(value).encode("utf-8", "replace").decode().translate(_UNWRITABLE)
