"""Deeds on one organisation of a survey's list: its address, its link, its refusal, its letter."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from nscl.apps.assessment.letters import letters
from nscl.apps.assessment.models import Invitation, Response, Survey
from nscl.apps.core import audit
from nscl.apps.core.access import Actor, Refusal
from nscl.apps.registry.actions.records import require
from nscl.apps.registry.reading import read_email
from nscl.vietnamese import squash

DEED = "assessment.survey"
MAX_LETTERS = 150  # some seconds of drawing; more are printed in parts


def _held(invitation: Invitation, by: Actor, deed: str) -> Invitation:
    """The invitation as it stands now, held; the deed is asked of its survey, which has the state."""
    rows = Invitation.objects.select_for_update(of=("self",))
    held = rows.select_related("survey__province", "organisation").get(pk=invitation.pk)
    by.require(deed, held.survey)
    return held


def _written(
    invitation: Invitation,
    held: Invitation,
    changes: dict[str, Any],
    deed: str,
    by: Actor,
    at: datetime,
    reason: str = "",
) -> Invitation:
    before = {name: getattr(held, name) for name in changes}
    for name, value in changes.items():
        setattr(held, name, value)
        setattr(invitation, name, value)
    held.save(update_fields=list(changes))
    audit.record(by=by, at=at, deed=deed, obj=held, before=before, after=changes, reason=reason)
    return held


@transaction.atomic
def set_email(invitation: Invitation, *, email: str, by: Actor, at: datetime) -> Invitation:
    """The address the survey's e-mails go to, for this survey only; empty takes it away.

    An e-mail already waiting keeps the address it was written to.
    """
    held = _held(invitation, by, f"{DEED}.list")
    address = read_email(email)
    if address == held.email:
        return held
    return _written(invitation, held, {"email": address}, f"{DEED}.list", by, at)


@transaction.atomic
def decline(invitation: Invitation, *, reason: str, by: Actor, at: datetime) -> Invitation:
    """Record that the organisation will not answer, and why. It stays below the line of the response rate."""
    held = _held(invitation, by, f"{DEED}.decline")
    words = squash(reason)
    require(bool(words), _("Chưa có lý do. Hãy ghi lý do đơn vị không trả lời."))
    require(len(words) <= 300, _("Lý do dài quá 300 ký tự. Hãy viết ngắn hơn."))
    require(held.declined_at is None, _("Đã ghi đơn vị từ chối trả lời. Tải lại trang để xem."))
    if Response.objects.filter(invitation=held, state="submitted").exists():
        raise Refusal(_("Đơn vị đã trả lời nên không ghi từ chối được. Hãy xem phiếu trả lời."))
    changes = {"declined_at": at, "decline_reason": words}
    return _written(invitation, held, changes, f"{DEED}.decline", by, at, words)


@transaction.atomic
def withdraw_decline(invitation: Invitation, *, by: Actor, at: datetime) -> Invitation:
    """The organisation will answer after all."""
    held = _held(invitation, by, f"{DEED}.decline")
    require(held.declined_at is not None, _("Chưa ghi đơn vị từ chối trả lời. Tải lại trang để xem."))
    changes = {"declined_at": None, "decline_reason": ""}
    return _written(invitation, held, changes, f"{DEED}.decline", by, at)


@transaction.atomic
def renew_link(invitation: Invitation, *, by: Actor, at: datetime) -> Invitation:
    """A new link; the older ones, also those printed or mailed, end at once."""
    held = _held(invitation, by, f"{DEED}.links")
    return _written(invitation, held, {"serial": held.serial + 1}, f"{DEED}.links", by, at)


@transaction.atomic
def print_letters(
    survey: Survey, *, invitations: Sequence[Invitation], base_url: str, by: Actor, at: datetime
) -> bytes:
    """The letters of these organisations as one Word file, a page each; remembers that they were printed.

    Refused before the survey is open (the link would not work), with nobody chosen, and for more than
    `MAX_LETTERS` at once.
    """
    by.require(f"{DEED}.links", survey)
    by.require(f"{DEED}.invite", survey)
    if len(invitations) > MAX_LETTERS:
        raise Refusal(
            _("Mỗi lần in tối đa {n} thư. Hãy lọc theo ngành, quy mô hoặc chọn từng trang rồi in.").format(
                n=MAX_LETTERS
            )
        )
    rows = Invitation.objects.filter(survey=survey, pk__in=[row.pk for row in invitations])
    rows = rows.select_related("organisation", "survey__province").order_by("organisation__sort_key", "pk")
    chosen = list(rows)
    require(bool(chosen), _("Chưa có đơn vị nào để in thư. Hãy chọn đơn vị trong danh sách."))
    data = letters(survey, chosen, base_url=base_url, by=by, at=at)
    Invitation.objects.filter(pk__in=[row.pk for row in chosen]).update(letter_at=at)
    audit.record(by=by, at=at, deed=f"{DEED}.links", obj=survey, after={"letters": len(chosen)})
    return data
