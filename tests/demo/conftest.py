"""The demo, built once for this folder inside a transaction that is rolled back at its end."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

import pytest
from django.apps import apps
from django.db import transaction
from django.test import override_settings

from demo.build import build_demo
from demo.clock import HANOI
from nscl.apps.assessment.seed import seed_questionnaires
from tests import world

NOW = datetime(2026, 3, 2, 9, tzinfo=HANOI)


@dataclass
class Demo:
    """What the build said, and its exit code."""

    now: datetime
    code: int = 0
    said: list[str] = field(default_factory=list)

    def again(self) -> tuple[int, list[str]]:
        said: list[str] = []
        return build_demo(said.append, now=self.now), said


@pytest.fixture(scope="package")
def built(django_db_setup: Any, django_db_blocker: Any) -> Iterator[Demo]:
    with django_db_blocker.unblock(), override_settings(NSCL_DEMO=True), transaction.atomic():
        world._seed_again()
        seed_questionnaires(apps, NOW)
        demo = Demo(NOW)
        demo.code = build_demo(demo.said.append, now=NOW)
        yield demo
        transaction.set_rollback(True)


@pytest.fixture
def demo(built: Demo, db: Any) -> Demo:
    """The built demo; what a test changes is gone after it."""
    return built
