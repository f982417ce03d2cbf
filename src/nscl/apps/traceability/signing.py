"""The province's signing key: where it is, what it signs, and which public keys are trusted.

The key is `NSCL_SIGNING_KEY` (64 hexadecimal digits, or a file with them) or else is made once in
`NSCL_SIGNING_DIR`, readable by its owner alone. The public half of every key that ever signed stays there,
outside the database: whoever rewrites the database cannot slip in a key of his own.
"""

from __future__ import annotations

import os
import secrets
from pathlib import Path

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from django.conf import settings

from nscl.apps.core.access import Refusal
from nscl.gs1.day_roots import fingerprint

_UNUSABLE = (
    "NSCL_SIGNING_KEY không dùng được: cần 64 chữ số thập lục phân, hoặc tên một tệp đọc được chứa chúng."
)


def signing_key() -> Ed25519PrivateKey:
    """The key that signs now; made on first use where none is named. Its public half is kept."""
    seed = _named() if settings.NSCL_SIGNING_KEY else _made()
    key = Ed25519PrivateKey.from_private_bytes(seed)
    _keep(public_of(key))
    return key


def public_of(key: Ed25519PrivateKey) -> str:
    return key.public_key().public_bytes(Encoding.Raw, PublicFormat.Raw).hex()


def trusted_keys() -> frozenset[str]:
    """The public keys of this installation, past ones included (hexadecimal)."""
    kept = {read_public(path) for path in sorted(_folder().glob("*.pub"))}
    return frozenset(kept | {public_of(signing_key())})


def read_public(path: Path) -> str:
    """A public key out of a file; refuses one that holds none."""
    try:
        found = path.read_text(encoding="ascii").strip().lower()
        if len(bytes.fromhex(found)) == 32:
            return found
    except (OSError, ValueError):
        pass
    raise Refusal(f"Tệp {path.name} không phải khóa công khai (64 chữ số thập lục phân). Hãy chọn tệp khác.")


def is_signed(public_key: str, message: bytes, signature: str) -> bool:
    try:
        Ed25519PublicKey.from_public_bytes(bytes.fromhex(public_key)).verify(
            bytes.fromhex(signature), message
        )
    except (InvalidSignature, ValueError):
        return False
    return True


def _folder() -> Path:
    return Path(settings.NSCL_SIGNING_DIR)


def _named() -> bytes:
    given = str(settings.NSCL_SIGNING_KEY).strip()
    for text in (given, _text_of(given)):
        try:
            if len(seed := bytes.fromhex(text)) == 32:
                return seed
        except ValueError:
            continue
    raise Refusal(_UNUSABLE)


def _text_of(name: str) -> str:
    try:
        return Path(name).read_text(encoding="ascii").strip()
    except (OSError, ValueError):
        return ""


def _made() -> bytes:
    """The key of the folder. Two that make it at once: the first one's file stands."""
    path = _folder() / "key"
    if not path.exists():
        _folder().mkdir(parents=True, exist_ok=True, mode=0o700)
        new = path.with_name(f"key.{os.getpid()}.{secrets.token_hex(4)}")
        with os.fdopen(os.open(new, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
            file.write(secrets.token_bytes(32).hex() + "\n")
            file.flush()
            os.fsync(file.fileno())
        try:
            os.link(new, path)
        except FileExistsError:
            pass
        finally:
            new.unlink()
    seed = bytes.fromhex(path.read_text(encoding="ascii").strip())
    if len(seed) != 32:
        raise Refusal(f"Tệp {path.name} trong thư mục khóa ký bị hỏng. Hãy lấy lại từ bản sao lưu.")
    return seed


def _keep(public_key: str) -> None:
    path = _folder() / f"{fingerprint(public_key)}.pub"
    if not path.exists():
        _folder().mkdir(parents=True, exist_ok=True, mode=0o700)
        path.write_text(public_key + "\n", encoding="ascii")
