"""The link an organisation answers by: derived from a secret, so that the database holds nothing to steal.

A letter can be printed again with the same link; renewing it (`serial`) ends the older ones.
"""

from __future__ import annotations

import hmac

from django.conf import settings
from django.urls import reverse
from django.utils.crypto import salted_hmac

from nscl.apps.assessment.models import Invitation

_SALT = "nscl.assessment.invitation.v1"
_LETTERS = "23456789abcdefghjkmnpqrstuvwxyz"  # none that are mistaken for one another on paper
_LENGTH = 20  # about 99 bits


def token_of(invitation: Invitation) -> str:
    """The secret part of the link, in letters one can also type."""
    return f"{invitation.pk}-{_mark(invitation.pk, invitation.serial)}"


def path_of(invitation: Invitation) -> str:
    return reverse("assessment:answer", args=[token_of(invitation)])


def invitation_of(token: str) -> Invitation | None:
    """Whose link this is; None for a wrong, shortened or ended one."""
    number, _dash, mark = token.strip().lower().partition("-")
    if not (number.isascii() and number.isdecimal() and len(number) < 19):
        return None
    rows = Invitation.objects.select_related("survey__version", "survey__province", "organisation")
    invitation = rows.filter(pk=int(number)).first()
    if invitation is None or not mark.isascii():
        return None
    wanted = _mark(invitation.pk, invitation.serial)
    return invitation if hmac.compare_digest(wanted, mark) else None


def _mark(pk: int, serial: int) -> str:
    secret = getattr(settings, "NSCL_SEAL_KEY", "") or str(settings.SECRET_KEY)
    digest = salted_hmac(_SALT, f"{pk}.{serial}", secret=secret, algorithm="sha256").digest()
    value = int.from_bytes(digest, "big")
    letters = []
    for _step in range(_LENGTH):
        value, left = divmod(value, len(_LETTERS))
        letters.append(_LETTERS[left])
    return "".join(letters)
