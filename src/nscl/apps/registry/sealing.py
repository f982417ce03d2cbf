"""Personal codes at rest: sealed so that a copy of the database tells nothing, found again by fingerprint.

Both keys are derived (HKDF, SHA-256) from one secret, `NSCL_SEAL_KEY`, or where that is empty from the
site's own key. Losing the secret loses the codes; it belongs in the backup of secrets, not of data.
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

_SALT = b"nscl.registry.personal-code.v1"


def seal(code: str) -> bytes:
    """The code as it may lie in the database."""
    return _sealer(_secret()).encrypt(code.encode())


def unseal(sealed: bytes) -> str:
    """The code again; refuses when it was sealed under another secret."""
    try:
        return _sealer(_secret()).decrypt(bytes(sealed)).decode()
    except InvalidToken:
        raise Refusal(
            _("Không mở được mã đã niêm phong: khóa của hệ thống đã thay đổi. Hãy báo quản trị hệ thống.")
        ) from None


def fingerprint(code: str) -> str:
    """The same for the same code, and no way back without the secret."""
    return hmac.new(_derived(_secret(), b"fingerprint"), code.encode(), hashlib.sha256).hexdigest()


def _secret() -> str:
    return getattr(settings, "NSCL_SEAL_KEY", "") or str(settings.SECRET_KEY)


@lru_cache(maxsize=4)
def _sealer(secret: str) -> Fernet:
    return Fernet(base64.urlsafe_b64encode(_derived(secret, b"seal")))


@lru_cache(maxsize=8)
def _derived(secret: str, purpose: bytes) -> bytes:
    return HKDF(algorithm=SHA256(), length=32, salt=_SALT, info=purpose).derive(secret.encode())
