"""How e-mails leave: by the server `NSCL_MAIL_URL` names; without one, none is sent and the pages say so."""

from __future__ import annotations

from typing import Any
from urllib.parse import unquote, urlsplit

BACKENDS = "django.core.mail.backends"
TIMEOUT_S = 20  # a server that does not answer may not hold up the worker


def mail_from_url(url: str) -> dict[str, Any]:
    """Django's mail settings for ``smtp://user:password@host:587`` (STARTTLS), ``smtps://…:465`` (TLS from
    the first byte), ``smtp+plain://host:25`` (a relay on the same machine) or ``file:///folder`` (trials).

    A user name with ``@`` is written ``%40``. Empty: no e-mail is sent.

    >>> mail_from_url("smtp://so%40tinh.gov.vn:k@mail.tinh.gov.vn")["EMAIL_HOST_USER"]
    'so@tinh.gov.vn'
    >>> mail_from_url("")["EMAIL_BACKEND"]
    'django.core.mail.backends.dummy.EmailBackend'
    """
    if not url:
        return {"EMAIL_BACKEND": f"{BACKENDS}.dummy.EmailBackend"}
    parts = urlsplit(url)
    if parts.scheme == "file":
        return {"EMAIL_BACKEND": f"{BACKENDS}.filebased.EmailBackend", "EMAIL_FILE_PATH": unquote(parts.path)}
    ports = {"smtp": 587, "smtps": 465, "smtp+plain": 25}
    if parts.scheme not in ports or not parts.hostname:
        raise ValueError(
            "NSCL_MAIL_URL must look like smtp://user:password@host:587, smtps://… or file:///folder"
        )
    return {
        "EMAIL_BACKEND": f"{BACKENDS}.smtp.EmailBackend",
        "EMAIL_HOST": parts.hostname,
        "EMAIL_PORT": parts.port or ports[parts.scheme],
        "EMAIL_HOST_USER": unquote(parts.username or ""),
        "EMAIL_HOST_PASSWORD": unquote(parts.password or ""),
        "EMAIL_USE_TLS": parts.scheme == "smtp",
        "EMAIL_USE_SSL": parts.scheme == "smtps",
        "EMAIL_TIMEOUT": TIMEOUT_S,
    }
