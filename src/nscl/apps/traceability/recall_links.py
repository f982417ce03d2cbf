"""The link a holder answers a recall by (`core.secret_links`)."""

from __future__ import annotations

from django.urls import reverse

from nscl.apps.core.secret_links import SecretLinks
from nscl.apps.traceability.models import RecallNotice

_LINKS = SecretLinks("nscl.traceability.recall.v1")


def token_of(notice: RecallNotice) -> str:
    """The secret part of the link, in letters one can also type."""
    return _LINKS.token(notice.pk, notice.serial)


def path_of(notice: RecallNotice) -> str:
    return reverse("traceability:recall_answer", args=[token_of(notice)])


def url_of(notice: RecallNotice, base_url: str) -> str:
    """The whole address a holder answers at."""
    return base_url.rstrip("/") + path_of(notice)


def notice_of(token: str) -> RecallNotice | None:
    """Whose link this is; None for a wrong, shortened or ended one."""
    rows = RecallNotice.objects.select_related("holder__case__province", "holder__organisation")
    number = _LINKS.number(token)
    notice = None if number is None else rows.filter(pk=number).first()
    return notice if notice is not None and _LINKS.is_of(token, notice.pk, notice.serial) else None
