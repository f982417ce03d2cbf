"""The link an organisation answers by (`core.secret_links`)."""

from __future__ import annotations

from django.urls import reverse

from nscl.apps.assessment.models import Invitation
from nscl.apps.core.secret_links import SecretLinks

_LINKS = SecretLinks("nscl.assessment.invitation.v1")


def token_of(invitation: Invitation) -> str:
    """The secret part of the link, in letters one can also type."""
    return _LINKS.token(invitation.pk, invitation.serial)


def path_of(invitation: Invitation) -> str:
    return reverse("assessment:answer", args=[token_of(invitation)])


def invitation_of(token: str) -> Invitation | None:
    """Whose link this is; None for a wrong, shortened or ended one."""
    rows = Invitation.objects.select_related("survey__version", "survey__province", "organisation")
    number = _LINKS.number(token)
    invitation = None if number is None else rows.filter(pk=number).first()
    if invitation is None or not _LINKS.is_of(token, invitation.pk, invitation.serial):
        return None
    return invitation
