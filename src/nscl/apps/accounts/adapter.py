"""Accounts are made by an administrator; everything the login says is Vietnamese first."""

from __future__ import annotations

from allauth.account.adapter import DefaultAccountAdapter
from allauth.mfa.adapter import DefaultMFAAdapter
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

WRONG = _("Tên đăng nhập hoặc mật khẩu chưa đúng. Hãy kiểm tra rồi nhập lại.")
WRONG_CODE = _("Mã chưa đúng hoặc đã hết hạn. Hãy nhập mã đang hiện trên ứng dụng.")


class AccountAdapter(DefaultAccountAdapter):
    error_messages = {
        **DefaultAccountAdapter.error_messages,
        "account_inactive": _("Tài khoản đã ngừng hoạt động. Hãy liên hệ quản trị hệ thống."),
        "username_password_mismatch": WRONG,
        "email_password_mismatch": WRONG,
        "invalid_login": WRONG,
        "incorrect_password": _("Mật khẩu chưa đúng."),
        "enter_current_password": _("Mật khẩu hiện tại chưa đúng."),
        "incorrect_code": WRONG_CODE,
        "too_many_login_attempts": _("Đăng nhập sai quá nhiều lần. Hãy thử lại sau 5 phút."),
        "rate_limited": _("Bạn gửi yêu cầu quá nhanh. Hãy đợi một phút rồi thử lại."),
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def add_message(self, *args: object, **kwargs: object) -> None:
        """The pages themselves say what happened; allauth's own notices have no Vietnamese."""


class MFAAdapter(DefaultMFAAdapter):
    error_messages = {
        **DefaultMFAAdapter.error_messages,
        "cannot_delete_authenticator": _("Không thể tắt xác thực hai bước của tài khoản cán bộ."),
        "cannot_generate_recovery_codes": _("Hãy bật xác thực hai bước trước khi tạo mã dự phòng."),
        "incorrect_code": WRONG_CODE,
    }
