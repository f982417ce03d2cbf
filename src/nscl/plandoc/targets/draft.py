"""A target on its way from the sentence to the schema's object."""

from __future__ import annotations

from dataclasses import dataclass, field

from nscl.plandoc.targets.clauses import Segment
from nscl.plandoc.targets.forms import Form
from nscl.plandoc.targets.items import Item
from nscl.plandoc.times import Time


@dataclass(slots=True)
class Draft:
    """A target on its way: its stretch, form, times and links, before ids are given."""

    item: Item
    segment: Segment
    form: Form
    start: int
    end: int
    own: Time | None = None
    carried: Time | None = None
    parent: Draft | None = None
    children: list[Draft] = field(default_factory=list)
    period: tuple[int, int] | None = None
    deadline: int | None = None
    id: str = ""
