"""The way of a version: submitted, returned, approved into force, or left out."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from nscl.apps.core.access import Actor, Refusal
from nscl.apps.programme import hooks
from nscl.apps.programme.actions.common import Conflict, lock_version
from nscl.apps.programme.flow import VERSION_FLOW
from nscl.apps.programme.hooks import CarryOver
from nscl.apps.programme.models import Plan, PlanNode, PlanVersion
from nscl.apps.programme.rules import Obstacle, obstacles


class NotReady(Refusal):
    """Something is still open; `obstacles` says what, each with the page where it is done."""

    def __init__(self, found: list[Obstacle]) -> None:
        more = f" và {len(found) - 1} việc khác" if len(found) > 1 else ""
        super().__init__(f"Chưa thể tiếp tục. {found[0].sentence}{more}.")
        self.obstacles = found


def _not_older(version: PlanVersion, seen: int | None) -> None:
    if seen is None or version.revision <= seen:
        return
    last = version.nodes.filter(revision__gt=seen).select_related("reviewed_by").order_by("-revision").first()
    who = last.reviewed_by.full_name if last and last.reviewed_by else ""
    at = last.reviewed_at if last else None
    raise Conflict("Bản đọc", by_name=who, changed_at=at, revision=version.revision)


def _ready(version: PlanVersion) -> None:
    found = obstacles(version)
    if found:
        raise NotReady(found)


@transaction.atomic
def submit_version(
    version: PlanVersion, *, seen: int | None = None, note: str = "", by: Actor, at: datetime
) -> PlanVersion:
    """Send a reviewed version to the leader.

    Refused (`NotReady`) while a blocking finding, an undecided base or an unseen item is left, and when
    somebody changed it after the person's page was made (`Conflict`).
    """
    version = lock_version(version.pk, by=by, deed="programme.version.submit")
    _not_older(version, seen)
    _ready(version)
    makers = sorted({*version.makers, *by.people})
    VERSION_FLOW.move(
        version,
        "programme.version.submit",
        by=by,
        at=at,
        submitted_by_id=by.user_id,
        submitted_at=at,
        makers=makers,
        note=note.strip(),
    )
    return version


@transaction.atomic
def return_version(version: PlanVersion, *, reason: str, by: Actor, at: datetime) -> PlanVersion:
    """Give a version back to the reviewers, with what is to be changed."""
    version = lock_version(version.pk, by=by, deed="programme.version.return")
    VERSION_FLOW.move(version, "programme.version.return", by=by, at=at, reason=reason, note=reason.strip())
    return version


@transaction.atomic
def approve_version(version: PlanVersion, *, seen: int | None = None, by: Actor, at: datetime) -> PlanVersion:
    """Put a version in force; the one before it, and the plan it replaces, are replaced in the same moment.

    Refused: by anyone who read it in, reviewed or submitted it, also through delegation; while anything
    is open (`NotReady`); when it is not what the person saw (`Conflict`).
    """
    version = lock_version(version.pk, by=by, deed="programme.version.approve")
    if by.people & set(version.makers):
        raise Refusal("Người lập không được tự duyệt, kể cả khi làm thay. Đề nghị một lãnh đạo khác duyệt.")
    _not_older(version, seen)
    _ready(version)
    assert version.plan is not None
    plan = Plan.objects.select_for_update().get(pk=version.plan_id)
    previous = _retire(plan, by=by, at=at)
    VERSION_FLOW.move(
        version, "programme.version.approve", by=by, at=at, approved_by_id=by.user_id, approved_at=at
    )
    _take_over_facts(plan, version)
    if plan.replaces is not None:
        _retire(plan.replaces, by=by, at=at)
    if previous is not None:
        hooks.carried(CarryOver(previous, version, _pairs(version)), by=by, at=at)
    return version


def _retire(plan: Plan, *, by: Actor, at: datetime) -> PlanVersion | None:
    """Replace the plan's version in force, if it has one."""
    current = PlanVersion.objects.select_for_update().filter(plan=plan, state="in_force").light().first()
    if current is not None:
        VERSION_FLOW.move(current, "programme.version.replace", by=by, at=at)
    return current


def _take_over_facts(plan: Plan, version: PlanVersion) -> None:
    """What a new text of the plan says where the earlier one was blank: number, date; and its title."""
    facts = PlanVersion.objects.values_list("reading__plan", flat=True).get(pk=version.pk)
    plan.number = plan.number or facts["number"] or ""
    if plan.issued_on is None and facts["date"]:
        plan.issued_on = datetime.fromisoformat(facts["date"]).date()
    plan.save(update_fields=["number", "issued_on"])


def _pairs(version: PlanVersion) -> tuple[tuple[PlanNode, PlanNode], ...]:
    nodes = version.nodes.exclude(review=PlanNode.Review.DROPPED).exclude(carried_from=None)
    rows = nodes.select_related("carried_from", "target", "carried_from__target").order_by("position", "pk")
    return tuple((node.carried_from, node) for node in rows if node.carried_from is not None)


@transaction.atomic
def drop_version(version: PlanVersion, *, reason: str, by: Actor, at: datetime) -> PlanVersion:
    """Leave a reading out, with the reason; its file may then be uploaded again."""
    version = lock_version(version.pk, by=by, deed="programme.version.drop")
    VERSION_FLOW.move(version, "programme.version.drop", by=by, at=at, reason=reason, note=reason.strip())
    return version
