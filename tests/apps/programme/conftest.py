"""What the tests of plans share: the invented plan staged, and ways to bring it further."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import pytest

from nscl.apps.core import files
from nscl.apps.core.models import StoredFile
from nscl.apps.programme import actions
from nscl.apps.programme.models import PlanFinding, PlanNode, PlanVersion, Target
from nscl.apps.programme.reading import ReadPlan
from nscl.apps.programme.rules import undecided
from nscl.apps.programme.staging import stage_reading
from tests.apps.programme.readings import reading
from tests.world import World, at

KINDS = [kind for kind, _ in PlanNode.Kind.choices]


def stored(content: bytes = b"van ban ke hoach", name: str = "ke-hoach.txt") -> StoredFile:
    return files.store(content, name=name, media_type="text/plain", at=at())


@dataclass
class Desk:
    """The officer's desk: An reads in and reviews, Bình approves."""

    world: World

    def stage(
        self, read: ReadPlan | None = None, *, who: str = "an", content: bytes = b"v1", **options: Any
    ) -> PlanVersion:
        return stage_reading(
            read or reading(),
            source=stored(content),
            filename="ke-hoach.txt",
            by=self.world.actor(who),
            at=at(),
            **options,
        )

    def settle_all(self, version: PlanVersion) -> None:
        an = self.world.actor("an")
        for target in undecided(version):
            actions.decide_base(
                target,
                kind="parent" if target.parent_id else self._base(target),
                reason="Theo tờ trình",
                by=an,
                at=at(),
                **self._parts(target),
            )
        for finding in PlanFinding.objects.filter(version=version, state="open", is_blocking=True):
            choices = {"words_mismatch": "follow_words", "sum_mismatch": "follow_printed"}
            actions.settle_finding(finding, choice=choices.get(finding.code, "follow_first"), by=an, at=at())

    def _base(self, target: Target) -> str:
        return {"growth_rate": "year", "percent_of": "register"}.get(target.kind, "year")

    def _parts(self, target: Target) -> dict[str, int]:
        return {"year": 2020} if not target.parent_id and target.kind != "percent_of" else {}

    def accept_all(self, version: PlanVersion) -> None:
        for kind in KINDS:
            if version.nodes.filter(kind=kind, review="pending").exists():
                actions.accept_clean(version, kind, by=self.world.actor("an"), at=at())

    def submit(self, version: PlanVersion) -> PlanVersion:
        self.settle_all(version)
        self.accept_all(version)
        return actions.submit_version(version, by=self.world.actor("an"), at=at())

    def put_in_force(self, version: PlanVersion) -> PlanVersion:
        submitted = self.submit(version)
        return actions.approve_version(submitted, by=self.world.actor("binh"), at=at(hour=15))

    def node(self, version: PlanVersion, key: str) -> PlanNode:
        return PlanNode.objects.get(version=version, key=key)


@pytest.fixture
def desk(world: World) -> Desk:
    return Desk(world)


@pytest.fixture
def version(desk: Desk) -> PlanVersion:
    return desk.stage()
