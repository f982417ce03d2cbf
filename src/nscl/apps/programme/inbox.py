"""What waits for a person in this room, read off the state of versions."""

from __future__ import annotations

from django.db.models import Count, Q
from django.urls import reverse
from django.utils.translation import gettext as _

from nscl.apps.core.access import Actor, Role
from nscl.apps.core.inbox import Waiting
from nscl.apps.programme.models import PlanVersion


def waiting(actor: Actor) -> list[Waiting]:
    """For officers, readings to review or mend; for leaders, readings to approve (never their own)."""
    found: list[Waiting] = []
    if Role.OFFICER in actor.roles:
        found += [_to_review(version) for version in _versions(actor, ("review", "returned"))]
    if Role.LEADER in actor.roles:
        for version in _versions(actor, ("submitted",)):
            if not actor.people & set(version.makers):
                found.append(_to_approve(version))
    return found


def _versions(actor: Actor, states: tuple[str, ...]) -> list[PlanVersion]:
    rows = PlanVersion.objects.open_to(actor).filter(state__in=states).light()
    counts = {
        "pending": Count("nodes", filter=Q(nodes__review="pending"), distinct=True),
        "blocking": Count(
            "findings", filter=Q(findings__state="open", findings__is_blocking=True), distinct=True
        ),
    }
    return list(rows.select_related("plan__province", "submitted_by").annotate(**counts))


def _to_review(version: PlanVersion) -> Waiting:
    returned = version.state == "returned"
    counts = {"items": version.pending, "findings": version.blocking}  # type: ignore[attr-defined]
    note = _("%(items)s mục chưa xem, %(findings)s phát hiện phải xử lý") % counts
    return Waiting(
        _("Sửa bản đọc kế hoạch bị trả lại") if returned else _("Rà soát bản đọc kế hoạch"),
        str(version.plan),
        reverse("programme:version_review", args=[version.pk]),
        since=version.created_at,
        note=version.note if returned and version.note else note,
        urgent=returned,
    )


def _to_approve(version: PlanVersion) -> Waiting:
    return Waiting(
        _("Duyệt kế hoạch"),
        str(version.plan),
        reverse("programme:version_review", args=[version.pk]),
        since=version.submitted_at,
        note=_("trình bởi %(name)s") % {"name": version.submitted_by}
        + (f": {version.note}" if version.note else ""),
    )
