"""Where this installation is reached from outside."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest


def site_url(request: HttpRequest) -> str:
    """`https://nscl.tinh.gov.vn`, as set, else the address the person's browser uses; no slash at the end."""
    return str(settings.NSCL_SITE_URL or request.build_absolute_uri("/")).rstrip("/")
