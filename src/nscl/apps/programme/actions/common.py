"""What every review deed does: lock the version, see that nobody came before, leave a trace.

The lock on the version's row puts the deeds of two reviewers one after the other; each item keeps the
revision of the version at which it last changed, so the later one learns that their page was old.
"""

from __future__ import annotations

from datetime import datetime

from nscl.apps.accounts.models import User
from nscl.apps.core.access import Actor, Refusal
from nscl.apps.programme.models import PlanFinding, PlanNode, PlanVersion


class Conflict(Refusal):
    """Someone changed the item after the person's page was made; says who and when."""

    def __init__(self, what: str, *, by_name: str, changed_at: datetime | None, revision: int) -> None:
        who = by_name or "người khác"
        super().__init__(
            f"{what} vừa được {who} thay đổi. Nội dung bạn nhập chưa được lưu và còn ở dưới đây."
        )
        self.by_name, self.changed_at, self.revision = who, changed_at, revision


def lock_version(pk: int, *, by: Actor, deed: str) -> PlanVersion:
    """The version under lock, the deed checked against the access table (role, province, state)."""
    versions = PlanVersion.objects.select_for_update(of=("self",)).select_related("plan__province")
    version = versions.light().get(pk=pk)
    by.require(deed, version)
    return version


def lock_item(node: PlanNode, *, seen: int | None, by: Actor, deed: str) -> tuple[PlanVersion, PlanNode]:
    """The version under lock and the item as it is now. `seen` None: the caller holds the present state."""
    version = lock_version(node.version_id, by=by, deed=deed)
    current = PlanNode.objects.select_related("reviewed_by").get(pk=node.pk)
    current.version = version
    if seen is not None and current.revision > seen:
        raise _conflict("Mục này", current.reviewed_by, current.reviewed_at, version.revision)
    return version, current


def lock_finding(
    finding: PlanFinding, *, seen: int | None, by: Actor, deed: str
) -> tuple[PlanVersion, PlanFinding]:
    version = lock_version(finding.version_id, by=by, deed=deed)
    current = PlanFinding.objects.select_related("settled_by").get(pk=finding.pk)
    current.version = version
    if seen is not None and current.revision > seen:
        raise _conflict("Phát hiện này", current.settled_by, current.settled_at, version.revision)
    return version, current


def _conflict(what: str, who: User | None, at: datetime | None, revision: int) -> Conflict:
    return Conflict(what, by_name=who.full_name if who else "", changed_at=at, revision=revision)


def next_revision(version: PlanVersion, *, by: Actor) -> int:
    """Count one change and remember who took part; the number goes onto every item it touched."""
    version.revision += 1
    version.makers = sorted({*version.makers, *by.people})
    version.save(update_fields=["revision", "makers"])
    return version.revision
