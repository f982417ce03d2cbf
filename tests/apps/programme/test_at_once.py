"""Two people in the same second, on both databases: one deed stands, the other is told."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from threading import Barrier, Thread
from typing import Any

import pytest
from django.db import connection

from nscl.apps.core.access import Role
from nscl.apps.programme import actions
from nscl.apps.programme.actions import Conflict
from nscl.apps.programme.models import Plan, Target
from nscl.apps.programme.staging import AlreadyLoaded
from tests.apps.programme.conftest import Desk
from tests.world import at

pytestmark = pytest.mark.django_db(transaction=True)


def together(*deeds: Callable[[], Any]) -> list[Any]:
    """What each deed gave, or the exception it raised, all begun at the same moment."""
    start, results = Barrier(len(deeds)), [None] * len(deeds)

    def run(index: int, deed: Callable[[], Any]) -> None:
        start.wait()
        try:
            results[index] = deed()
        except Exception as error:
            results[index] = error
        finally:
            connection.close()

    threads = [Thread(target=run, args=(i, deed)) for i, deed in enumerate(deeds)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return results


def test_one_plan_uploaded_twice_at_once_stands_once(desk: Desk) -> None:
    results = together(lambda: desk.stage(content=b"one"), lambda: desk.stage(content=b"two"))
    assert sorted(type(r).__name__ for r in results) == ["AlreadyLoaded", "PlanVersion"]
    assert any(isinstance(r, AlreadyLoaded) for r in results) and Plan.objects.count() == 1


def test_one_item_corrected_twice_at_once_keeps_the_first_and_tells_the_second(desk: Desk) -> None:
    desk.world.join("minh", "Đinh Văn Minh", "science", Role.OFFICER)
    version = desk.stage()

    def correct(who: str, value: int) -> Callable[[], Any]:
        by = desk.world.actor(who)
        return lambda: actions.correct_item(
            desk.node(version, "T1"), {"value": Decimal(value)}, seen=0, by=by, at=at()
        )

    results = together(correct("an", 40), correct("minh", 50))
    (conflict,) = [r for r in results if isinstance(r, Conflict)]
    (kept,) = [r for r in results if not isinstance(r, Exception)]
    value = Target.objects.get(node__version=version, node__key="T1").value
    assert value == kept.target.value and conflict.by_name == kept.reviewed_by.full_name
