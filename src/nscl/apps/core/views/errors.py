"""Error pages: what happened, what to do next; never a trace."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import get_template
from django.utils.translation import gettext as _


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return _page(request, 400, _("Yêu cầu không đọc được"), _("Hãy quay lại trang trước và thử lại."))


def forbidden(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    sentence = str(exception or "") or _("Tài khoản của bạn không được làm việc này.")
    return _page(request, 403, _("Không được phép"), sentence)


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return _page(
        request,
        404,
        _("Không tìm thấy trang"),
        _("Địa chỉ không đúng, hoặc hồ sơ thuộc phạm vi của cơ quan khác. Hãy mở lại từ danh sách."),
    )


def not_allowed(request: HttpRequest) -> HttpResponse:
    """Somebody opened the address of a deed: typed, reloaded, or sent there after signing in."""
    sentence = _(
        "Địa chỉ này chỉ nhận nội dung gửi từ một trang. Hãy quay lại trang đó và bấm nút; chưa làm gì."
    )
    return _page(request, 405, _("Không mở được địa chỉ này"), sentence)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    sentence = _("Phiên làm việc đã hết hạn. Hãy tải lại trang rồi gửi lại; nội dung chưa được lưu.")
    return _page(request, 403, _("Phiên đã hết hạn"), sentence)


def server_error(request: HttpRequest) -> HttpResponse:
    """Kept free of the database and of the page frame, which may be what failed."""
    return HttpResponse(get_template("core/500.html").render(), status=500)


def _page(request: HttpRequest, status: int, title: str, sentence: str) -> HttpResponse:
    context: dict[str, Any] = {"title": title, "sentence": sentence, "status": status}
    return render(request, "core/error.html", context, status=status)
