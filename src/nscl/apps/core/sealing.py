"""What may not lie open at rest: sealed, so that a copy of database or files tells nothing; found by mark.

All keys are derived (HKDF, SHA-256) from one secret, `NSCL_SEAL_KEY`, or where that is empty from the site's
own key. Losing the secret loses what is sealed; it belongs in the backup of secrets, not of data.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
from functools import lru_cache

from cryptography.fernet import Fernet, InvalidToken
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings
from django.utils.translation import gettext as _

from nscl.apps.core.access import Refusal


class Seals:
    """The seals of one purpose: what was sealed for another purpose does not open here."""

    def __init__(self, purpose: bytes) -> None:
        self.purpose = purpose

    def seal(self, data: bytes) -> bytes:
        """The bytes as they may lie in the database or on disk."""
        return _sealer(_secret(), self.purpose).encrypt(data)

    def open(self, sealed: bytes) -> bytes:
        """The bytes again; refuses when they were sealed under another secret, or changed since."""
        try:
            return _sealer(_secret(), self.purpose).decrypt(bytes(sealed))
        except InvalidToken:
            raise Refusal(
                _(
                    "Không mở được nội dung đã niêm phong: khóa của hệ thống đã thay đổi. "
                    "Hãy báo quản trị hệ thống."
                )
            ) from None

    def fingerprint(self, data: bytes) -> str:
        """The same for the same bytes, and no way back without the secret."""
        key = _derived(_secret(), self.purpose, b"fingerprint")
        return hmac.new(key, data, hashlib.sha256).hexdigest()


def _secret() -> str:
    return getattr(settings, "NSCL_SEAL_KEY", "") or str(settings.SECRET_KEY)


@lru_cache(maxsize=8)
def _sealer(secret: str, purpose: bytes) -> Fernet:
    return Fernet(base64.urlsafe_b64encode(_derived(secret, purpose, b"seal")))


@lru_cache(maxsize=16)
def _derived(secret: str, purpose: bytes, use: bytes) -> bytes:
    return HKDF(algorithm=SHA256(), length=32, salt=purpose, info=use).derive(secret.encode())
