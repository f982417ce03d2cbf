"""Links that are their own key: derived from a secret, so that the database holds nothing to steal.

A letter can be printed again with the same link; renewing it (`serial`) ends the older ones.
"""

from __future__ import annotations

import hmac

from django.conf import settings
from django.utils.crypto import salted_hmac

_LETTERS = "23456789abcdefghjkmnpqrstuvwxyz"  # none that are mistaken for one another on paper
_LENGTH = 20  # about 99 bits


class SecretLinks:
    """The links of one purpose; `salt` keeps those of another purpose from opening here."""

    def __init__(self, salt: str) -> None:
        self.salt = salt

    def token(self, pk: int, serial: int) -> str:
        """The secret part of the link, in letters one can also type."""
        return f"{pk}-{self._mark(pk, serial)}"

    @staticmethod
    def number(token: str) -> int | None:
        """Which row a token speaks of; whether it is the row's own says `is_of`."""
        number = token.strip().partition("-")[0]
        return int(number) if number.isascii() and number.isdecimal() and len(number) < 19 else None

    def is_of(self, token: str, pk: int, serial: int) -> bool:
        """Whether the token is this row's, and not a wrong, shortened or ended one."""
        mark = token.strip().lower().partition("-")[2]
        return mark.isascii() and hmac.compare_digest(self._mark(pk, serial), mark)

    def _mark(self, pk: int, serial: int) -> str:
        secret = getattr(settings, "NSCL_SEAL_KEY", "") or str(settings.SECRET_KEY)
        digest = salted_hmac(self.salt, f"{pk}.{serial}", secret=secret, algorithm="sha256").digest()
        value = int.from_bytes(digest, "big")
        letters = []
        for _step in range(_LENGTH):
            value, left = divmod(value, len(_LETTERS))
            letters.append(_LETTERS[left])
        return "".join(letters)
