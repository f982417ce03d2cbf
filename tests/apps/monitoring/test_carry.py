"""When a new version takes over, figures and task reports go on under the items that continue theirs."""

from __future__ import annotations

import pytest

from nscl.apps.core.models import AuditEntry
from nscl.apps.monitoring import actions
from nscl.apps.programme import hooks
from tests.apps.monitoring.conftest import Scene, make_scene
from tests.world import World, at

pytestmark = pytest.mark.django_db


def test_records_follow_their_item_and_the_rest_stays(scene: Scene, world: World) -> None:
    later = make_scene(world, world.home, "an")
    kept, dropped = scene.target("Còn"), scene.target("Bỏ")
    figures = [scene.approved(kept, 2024, 3), scene.approved(dropped, 2024, 4)]
    task = scene.task()
    report = actions.report_task(
        task, year=2024, status="ongoing", content="x", by=world.actor("an"), at=at()
    )
    new_target, new_task = later.target("Còn"), later.task()
    pairs = ((kept.node, new_target.node), (task.node, new_task.node))
    hooks.carried(hooks.CarryOver(scene.version, later.version, pairs), by=world.actor("binh"), at=at())
    for row in (*figures, report):
        row.refresh_from_db()
    assert [row.target for row in figures] == [new_target, dropped]
    assert report.task == new_task
    entry = AuditEntry.objects.about(later.version).get(deed="monitoring.observation.carry")
    assert entry.after == {"figures": 1, "task_reports": 1}


def test_nothing_to_carry_leaves_no_row(scene: Scene, world: World) -> None:
    later = make_scene(world, world.home, "an")
    pairs = ((scene.target().node, later.target().node),)
    hooks.carried(hooks.CarryOver(scene.version, later.version, pairs), by=world.actor("binh"), at=at())
    assert not AuditEntry.objects.filter(deed="monitoring.observation.carry").exists()
