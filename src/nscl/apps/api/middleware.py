"""Last net under the addresses for programs: whatever answers there, it is never a page."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

from nscl.apps.api import problems
from nscl.apps.api.problems import ApiError
from nscl.apps.api.resources import dressed, refused

PATHS = ("/epcis/", "/api/")
LONGEST = 8_000  # bytes of an address; longer queries are sent as named queries
_BY_STATUS = {kind.status: kind for kind in reversed(problems.KINDS)}


class ProblemMiddleware:
    """Stands first: turns the pages that Django and other middleware answer with into problems."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if not request.path_info.startswith(PATHS):
            return self.get_response(request)
        length = len(request.META.get("QUERY_STRING", "")) + len(request.path_info.encode(errors="replace"))
        if length > LONGEST:
            sentence = f"Địa chỉ dài quá {LONGEST} byte. Hãy đặt truy vấn có tên qua POST /queries."
            error = ApiError(problems.LONG_URL, sentence, instance=request.path_info[:200])
            return dressed(refused(request, error))
        response = self.get_response(request)
        if response.status_code == 302:  # an official without a second factor is led to its page
            sentence = "Hãy bật xác thực hai lớp trên trang web trước khi đọc dữ liệu ở đây."
            return dressed(refused(request, ApiError(problems.FORBIDDEN, sentence)))
        is_page = response.headers.get("Content-Type", "").startswith("text/html")
        if response.status_code >= 400 and is_page:
            kind = _BY_STATUS.get(response.status_code)
            if kind is None:
                kind = problems.BROKEN if response.status_code >= 500 else problems.VALIDATION
            return dressed(refused(request, ApiError(kind)))
        return response
