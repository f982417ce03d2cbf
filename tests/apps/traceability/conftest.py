"""A firm whose program speaks, its neighbour, and documents of a few events."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import pytest

from nscl.apps.registry.models import Organisation
from nscl.apps.traceability.actions import CaptureResult, capture
from nscl.apps.traceability.senders import Sender
from tests.apps.registry.records import firm
from tests.world import World, at


@dataclass
class Desk:
    """Two firms and the way their events come in."""

    world: World
    mill: Organisation
    shop: Organisation

    def sender(self, organisation: Organisation | None = None, **more: Any) -> Sender:
        own = organisation or self.mill
        return Sender(own.pk, own.province_id, frozenset({own.pk}), **more)

    def capture(
        self, given: Any, *, of: Organisation | None = None, when: datetime | None = None, **more: Any
    ) -> CaptureResult:
        return capture(given, by=self.sender(of), at=when or at(), **more)


@pytest.fixture
def desk(world: World) -> Desk:
    return make_desk(world)


def make_desk(world: World) -> Desk:
    return Desk(world, firm(world, "Công ty TNHH Xay xát Bình Minh"), firm(world, "Hợp tác xã Chợ Mới"))


def counts() -> dict[str, int]:
    """How many rows stand in each table of the store."""
    from nscl.apps.traceability import models

    names = ("Item", "Event", "EventHash", "EventItem", "Edge", "Containment")
    return {name: getattr(models, name).objects.count() for name in names}


def split(events: list[dict[str, Any]], parts: int) -> Iterable[list[dict[str, Any]]]:
    return (events[n::parts] for n in range(parts) if events[n::parts])


@pytest.fixture
def receiver(settings: Any) -> Iterator[Any]:
    """A machine of this one's own that takes letters, where private addresses may be written to."""
    from tests.apps.traceability.subscribing import listening

    settings.NSCL_WEBHOOK_ALLOW_PRIVATE = True
    with listening() as found:
        yield found
