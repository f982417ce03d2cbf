"""A small plan in force, whose targets each test names."""

from __future__ import annotations

import itertools
from collections.abc import Callable
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

import pytest

from nscl.apps.core.models import StoredFile
from nscl.apps.monitoring import actions
from nscl.apps.monitoring.entry import Figure
from nscl.apps.monitoring.evidence import Evidence
from nscl.apps.monitoring.models import Observation
from nscl.apps.programme.models import Plan, PlanNode, PlanTask, PlanVersion, Target
from nscl.apps.reference.models import AdministrativeUnit
from tests.world import World, at

NOTE = Evidence.of_note("Biên bản nghiệm thu số 12/BB-SKHCN.")
_serial = itertools.count(1)


@dataclass
class Scene:
    """A plan in force with the deeds a tale needs, each by the usual person."""

    world: World
    plan: Plan
    version: PlanVersion
    province: AdministrativeUnit
    officer: str = "an"
    position: itertools.count[int] = field(default_factory=lambda: itertools.count(1))

    def node(self, kind: str, title: str, **columns: Any) -> PlanNode:
        position = next(self.position)
        return PlanNode.objects.create(
            version=self.version,
            kind=kind,
            key=f"k{position}",
            position=position,
            title=title,
            quote=title,
            review="accepted",
            **columns,
        )

    def target(
        self, title: str = "Số tổ chức được hỗ trợ", data: dict[str, Any] | None = None, **columns: Any
    ) -> Target:
        """A count of 100 in 2021–2025 unless the columns say otherwise."""
        form: dict[str, Any] = {
            "kind": "count",
            "comparator": "eq",
            "value": Decimal(100),
            "unit": "lớp",
            "indicator": "classes_held",
            "count_mode": "events",
            "period_from": 2021,
            "period_to": 2025,
        }
        form.update(columns)
        return Target.objects.create(node=self.node("target", title, data=data or {}), **form)

    def share(self, title: str = "Sản phẩm công bố tiêu chuẩn", **columns: Any) -> Target:
        """At least 60 % of a register by 2025."""
        form: dict[str, Any] = {
            "kind": "percent_of",
            "comparator": "ge",
            "value": Decimal(60),
            "unit": "%",
            "of": "sản phẩm chủ lực",
            "indicator": "key_products_declared_standard_pct",
            "count_mode": "ratio",
            "period_from": None,
            "period_to": None,
            "deadline": 2025,
        }
        return self.target(title, **{**form, **columns})

    def task(self, title: str = "Mở lớp tập huấn", **columns: Any) -> PlanTask:
        return PlanTask.objects.create(node=self.node("task", title), **columns)

    def draft(self, target: Target, year: int = 2024, value: Any = None, **parts: Any) -> Observation:
        figure = Figure(year=year, value=None if value is None else Decimal(value), **parts)
        actor = self.world.actor(self.officer)
        return actions.draft_observation(target, figure, evidence=NOTE, by=actor, at=at())

    def submitted(self, target: Target, year: int = 2024, value: Any = None, **parts: Any) -> Observation:
        row = self.draft(target, year, value, **parts)
        return actions.submit_observation(row, by=self.world.actor(self.officer), at=at())

    def approved(self, target: Target, year: int = 2024, value: Any = None, **parts: Any) -> Observation:
        row = self.submitted(target, year, value, **parts)
        return actions.approve_observation(row, by=self.world.actor("binh"), at=at())


def make_scene(world: World, province: AdministrativeUnit, officer: str, state: str = "in_force") -> Scene:
    serial = next(_serial)
    drafter = world.users[officer]
    file, _ = StoredFile.objects.get_or_create(
        sha256=f"{serial:064x}",
        defaults={"size": 1, "name": "ke-hoach.docx", "media_type": "text/plain", "created_at": at()},
    )
    plan = Plan.objects.create(
        province=province,
        owner=province,
        number=f"{serial}/KH-UBND",
        issuer=f"Ủy ban nhân dân {province.full_name}",
        title="Kế hoạch nâng cao năng suất, chất lượng 2021–2025",
        horizon_from=2021,
        horizon_to=2025,
        created_at=at(),
    )
    version = PlanVersion.objects.create(
        plan=plan,
        province=province,
        source=file,
        filename="ke-hoach.docx",
        state=state,
        drafted_by=drafter,
        created_at=at(),
    )
    return Scene(world, plan, version, province, officer)


@pytest.fixture
def scene(world: World) -> Scene:
    """A plan of the home province, in force, still without targets."""
    return make_scene(world, world.home, "an")


@pytest.fixture
def next_door(world: World) -> Scene:
    """A plan of the neighbouring province."""
    return make_scene(world, world.neighbour, "khanh")


@pytest.fixture
def new_scene(world: World) -> Callable[..., Scene]:
    """More plans of the home province."""
    return lambda state="in_force": make_scene(world, world.home, "an", state)
