"""What waits in recalls: approvals, approved ones that nobody was told of, holders that are late."""

from __future__ import annotations

from django.db.models import Count
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from nscl.apps.core.access import Actor
from nscl.apps.core.inbox import Waiting
from nscl.apps.traceability.models import RecallCase, RecallNotice


def waiting(actor: Actor) -> list[Waiting]:
    """For leaders what to approve, for officers what to follow up; few questions for any number of cases."""
    found = _to_approve(actor) if actor.can("traceability.recall.open") else []
    if actor.can("traceability.recall.record"):
        found += _to_notify(actor) + _overdue(actor)
    return found


def _to_approve(actor: Actor) -> list[Waiting]:
    rows = RecallCase.objects.seen_by(actor.scope).filter(state="submitted").select_related("province")
    return [
        Waiting(
            deed=_("Duyệt mở thu hồi"),
            subject=str(row),
            url=reverse("traceability:recall_open", args=[row.pk]),
            since=row.submitted_at,
            due_on=row.answer_by,
            urgent=row.level == RecallCase.Level.HIGH,
        )
        for row in rows.order_by("submitted_at", "pk")
        if actor.can("traceability.recall.open", row)
    ]


def _to_notify(actor: Actor) -> list[Waiting]:
    rows = RecallCase.objects.seen_by(actor.scope).filter(state="opened").order_by("opened_at", "pk")
    return [
        Waiting(
            deed=_("Thông báo nơi giữ hàng"),
            subject=str(row),
            url=reverse("traceability:recall_notify", args=[row.pk]),
            since=row.opened_at,
            due_on=row.answer_by,
            urgent=row.level == RecallCase.Level.HIGH,
        )
        for row in rows
    ]


def _overdue(actor: Actor) -> list[Waiting]:
    today = timezone.localdate()
    late = RecallNotice.objects.filter(
        holder__case__state="notified",
        holder__case__in=RecallCase.objects.seen_by(actor.scope).values("pk"),
        due_on__lt=today,
        answered_at=None,
    )
    counts = dict(late.order_by().values_list("holder__case").annotate(n=Count("pk")))
    rows = RecallCase.objects.filter(pk__in=counts).order_by("answer_by", "pk")
    return [
        Waiting(
            deed=_("Giục nơi giữ hàng quá hạn trả lời"),
            subject=str(row),
            url=reverse("traceability:recall_holders", args=[row.pk]) + "?tinh-hinh=late",
            since=row.notified_at,
            due_on=row.answer_by,
            note=ngettext("{n} nơi", "{n} nơi", counts[row.pk]).format(n=counts[row.pk]),
            urgent=row.level == RecallCase.Level.HIGH,
        )
        for row in rows
    ]
