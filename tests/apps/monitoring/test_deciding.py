"""Sending, approving, returning and correcting a figure: who may, when, and what it leaves behind."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.http import Http404

from nscl.apps.accounts.actors import Hat, actor_for, hats_of
from nscl.apps.accounts.models import Delegation, Membership
from nscl.apps.core import audit
from nscl.apps.core.access import Actor, Refusal, Role
from nscl.apps.core.models import AuditEntry
from nscl.apps.monitoring import actions
from nscl.apps.monitoring.entry import Figure, FigureRefused
from nscl.apps.monitoring.models import Observation
from tests.apps.monitoring.conftest import NOTE, Scene
from tests.world import SINCE, TODAY, World, at

pytestmark = pytest.mark.django_db


def standing_in(world: World, delegator: str, delegate: str, role: Role) -> Actor:
    """`delegate` wearing the hat that `delegator` lent."""
    membership = Membership.objects.get(user=world.users[delegator], role=role)
    Delegation.objects.create(
        delegator=membership,
        delegate=world.users[delegate],
        valid_from=TODAY,
        valid_to=TODAY,
        reason="Đi công tác",
    )
    hat = next(hat for hat in hats_of(world.users[delegate], TODAY) if hat.delegation)
    return actor_for(world.users[delegate], hat)


def test_a_figure_goes_from_draft_to_approved_with_a_row_for_each_deed(scene: Scene) -> None:
    row = scene.approved(scene.target(), 2024, 12)
    row.refresh_from_db()
    assert (row.state, row.approved_by) == ("approved", scene.world.users["binh"])
    deeds = [entry.deed for entry in AuditEntry.objects.about(row).order_by("seq")]
    assert [deed.rsplit(".", 1)[-1] for deed in deeds] == ["draft", "submit", "approve"]
    assert audit.verify(scene.province.chain_key).ok


def test_the_drafter_never_approves(scene: Scene) -> None:
    Membership.objects.create(
        user=scene.world.users["an"],
        office=scene.world.offices["science"],
        role=Role.LEADER,
        valid_from=SINCE,
    )
    row = scene.submitted(scene.target(), 2024, 12)
    hat = next(h for h in hats_of(scene.world.users["an"], TODAY) if h.membership.role == Role.LEADER)
    with pytest.raises(Refusal, match="không được tự duyệt"):
        actions.approve_observation(row, by=actor_for(scene.world.users["an"], hat), at=at())
    row.refresh_from_db()
    assert row.state == "submitted"


def test_a_leader_standing_in_for_the_drafter_does_not_approve(scene: Scene) -> None:
    """An, who drafted, also leads; Lan acts in An's place."""
    world = scene.world
    Membership.objects.create(
        user=world.users["an"], office=world.offices["science"], role=Role.LEADER, valid_from=SINCE
    )
    row = scene.submitted(scene.target(), 2024, 12)
    by = standing_in(world, "an", "lan", Role.LEADER)
    with pytest.raises(Refusal):
        actions.approve_observation(row, by=by, at=at())


def test_one_for_whom_the_figure_was_drafted_does_not_approve_it(scene: Scene) -> None:
    """Lan drafts in An's place; later An, who also leads, is refused, and so is Lan."""
    world = scene.world
    by = standing_in(world, "an", "lan", Role.OFFICER)
    target = scene.target()
    row = actions.draft_observation(target, Figure(2024, Decimal(3)), evidence=NOTE, by=by, at=at())
    actions.submit_observation(row, by=by, at=at())
    leader = Membership.objects.create(
        user=world.users["an"], office=world.offices["science"], role=Role.LEADER, valid_from=SINCE
    )
    for actor in (actor_for(world.users["an"], Hat("m", leader)), world.actor("lan")):
        with pytest.raises(Refusal):
            actions.approve_observation(row, by=actor, at=at())
    assert actions.approve_observation(row, by=world.actor("binh"), at=at()).state == "approved"


def test_whoever_changed_a_figure_does_not_approve_it(scene: Scene) -> None:
    """Lan, standing in for An, only changes An's draft."""
    world = scene.world
    row = scene.draft(scene.target(), 2024, 3)
    by = standing_in(world, "an", "lan", Role.OFFICER)
    actions.change_observation(row, Figure(2024, Decimal(4)), revision=0, by=by, at=at())
    actions.submit_observation(row, by=world.actor("an"), at=at())
    with pytest.raises(Refusal):
        actions.approve_observation(row, by=world.actor("lan"), at=at())


@pytest.mark.parametrize("who", ["an", "dung", "chi", "giang", "ha"])
def test_only_leaders_approve(scene: Scene, who: str) -> None:
    row = scene.submitted(scene.target(), 2024, 12)
    with pytest.raises(PermissionDenied):
        actions.approve_observation(row, by=scene.world.actor(who), at=at())


def test_a_figure_next_door_does_not_exist_for_this_leader(scene: Scene, next_door: Scene) -> None:
    row = next_door.submitted(next_door.target(), 2024, 12)
    for verb in (actions.approve_observation, actions.submit_observation):
        with pytest.raises(Http404):
            verb(row, by=scene.world.actor("binh" if verb is actions.approve_observation else "an"), at=at())
    with pytest.raises(Http404):
        actions.return_observation(row, reason="x", by=scene.world.actor("binh"), at=at())


def test_a_draft_cannot_be_approved_before_it_is_sent(scene: Scene) -> None:
    row = scene.draft(scene.target(), 2024, 12)
    with pytest.raises(Refusal, match="bản nháp"):
        actions.approve_observation(row, by=scene.world.actor("binh"), at=at())


def test_one_figure_a_year_is_approved(scene: Scene) -> None:
    target = scene.target()
    first, second = scene.submitted(target, 2024, 12), scene.submitted(target, 2024, 13)
    actions.approve_observation(first, by=scene.world.actor("binh"), at=at())
    with pytest.raises(FigureRefused, match="đã có số được duyệt là 12"):
        actions.approve_observation(second, by=scene.world.actor("binh"), at=at())
    with pytest.raises(IntegrityError), transaction.atomic():
        Observation.objects.filter(pk=second.pk).update(state="approved")


def test_each_component_has_its_own_figure(scene: Scene) -> None:
    parts = {"mgmt_system": 1, "traceability": 1}
    target = scene.target(count_mode="distinct", unit="mô hình", value=Decimal(10), composition=parts)
    rows = [scene.approved(target, 2024, 2, component=part) for part in parts]
    assert [row.state for row in rows] == ["approved", "approved"]


def test_returning_needs_a_reason_and_gives_the_figure_back(scene: Scene) -> None:
    row = scene.submitted(scene.target(), 2024, 12)
    with pytest.raises(Refusal, match="lý do"):
        actions.return_observation(row, reason="  ", by=scene.world.actor("binh"), at=at())
    actions.return_observation(row, reason="Thiếu biên bản", by=scene.world.actor("binh"), at=at())
    changed = actions.change_observation(
        row, Figure(2024, Decimal(11)), revision=0, by=scene.world.actor("an"), at=at()
    )
    assert (changed.state, changed.return_reason, changed.value) == ("returned", "Thiếu biên bản", 11)
    assert actions.submit_observation(changed, by=scene.world.actor("an"), at=at()).return_reason == ""


def test_another_officer_neither_changes_nor_sends_my_figure(scene: Scene) -> None:
    row = scene.draft(scene.target(), 2024, 12)
    for deed in (
        lambda by: actions.change_observation(row, Figure(2024, Decimal(1)), revision=0, by=by, at=at()),
        lambda by: actions.submit_observation(row, by=by, at=at()),
    ):
        with pytest.raises(Refusal, match="do Nguyễn Văn An lập"):
            deed(scene.world.actor("dung"))


def test_an_approved_figure_is_not_changed(scene: Scene) -> None:
    row = scene.approved(scene.target(), 2024, 12)
    with pytest.raises(Refusal, match="đính chính"):
        actions.change_observation(
            row, Figure(2024, Decimal(1)), revision=0, by=scene.world.actor("an"), at=at()
        )


def test_the_second_of_two_changes_is_told_what_stands(scene: Scene) -> None:
    row = scene.draft(scene.target(), 2024, 12)
    by = scene.world.actor("an")
    actions.change_observation(row, Figure(2024, Decimal(15)), revision=0, by=by, at=at())
    with pytest.raises(actions.Conflict, match="hiện là 15"):
        actions.change_observation(row, Figure(2024, Decimal(13)), revision=0, by=by, at=at())
    row.refresh_from_db()
    assert (row.value, row.revision) == (15, 1)


def test_a_correction_takes_the_place_of_the_approved_figure_when_approved(scene: Scene) -> None:
    world, target = scene.world, scene.target()
    old = scene.approved(target, 2024, 12)
    new = actions.correct_observation(
        old,
        Figure(2024, Decimal(10)),
        evidence=NOTE,
        reason="Đếm nhầm hai lớp",
        by=world.actor("an"),
        at=at(),
    )
    old.refresh_from_db()
    assert old.state == "approved"
    actions.submit_observation(new, by=world.actor("an"), at=at())
    actions.approve_observation(new, by=world.actor("binh"), at=at())
    old.refresh_from_db()
    assert old.state == "superseded"
    assert list(Observation.objects.approved().filter(target=target)) == [new]
    assert (
        AuditEntry.objects.about(new).get(deed="monitoring.observation.correct").reason == "Đếm nhầm hai lớp"
    )


def test_a_correction_keeps_year_and_component_and_says_why(scene: Scene) -> None:
    old = scene.approved(scene.target(), 2024, 12)
    by = scene.world.actor("an")
    with pytest.raises(Refusal, match="lý do đính chính"):
        actions.correct_observation(old, Figure(2024, Decimal(1)), evidence=NOTE, reason=" ", by=by, at=at())
    with pytest.raises(FigureRefused, match="giữ nguyên năm"):
        actions.correct_observation(old, Figure(2023, Decimal(1)), evidence=NOTE, reason="x", by=by, at=at())
    actions.correct_observation(old, Figure(2024, Decimal(1)), evidence=NOTE, reason="x", by=by, at=at())
    with pytest.raises(Refusal, match="đang chờ xử lý"):
        actions.correct_observation(old, Figure(2024, Decimal(2)), evidence=NOTE, reason="x", by=by, at=at())


def test_a_figure_that_no_longer_fits_is_not_sent(scene: Scene) -> None:
    target = scene.target()
    row = scene.draft(target, 2024, 12)
    target.period_to = 2023
    target.save()
    with pytest.raises(FigureRefused, match="ngoài giai đoạn"):
        actions.submit_observation(row, by=scene.world.actor("an"), at=at())


def test_approval_keeps_the_day_in_vietnam(scene: Scene) -> None:
    row = scene.approved(scene.target(), 2024, 12)
    assert row.approved_at is not None
    assert row.approved_at.date() == date(2026, 3, 2)
