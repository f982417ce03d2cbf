"""Events in words: what was in them in which part, as pages and workbooks say it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext
from django.utils.translation import gettext_noop as _

from nscl.apps.traceability.models import EventItem
from nscl.apps.traceability.queries.answers import Moment
from nscl.apps.traceability.queries.naming import Named, Names
from nscl.apps.traceability.wording import DISPOSITIONS, REASONS, STEPS, deed_of, word
from nscl.gs1.epcis.vocabulary import bare_word
from nscl.gs1.facts import Fact

FEW = 6
ROLES = {
    "input": _("Đầu vào"), "output": _("Đầu ra"), "parent": _("Vật chứa"), "child": _("Bên trong"),
    "epc": _("Vật"), "lot": _("Lô của vật"),
}  # fmt: skip
ROLE_OF = {
    "input_class": "input", "output_class": "output", "emptied": "parent", "child_class": "child",
    "class": "epc",
}  # fmt: skip


@dataclass(frozen=True)
class Group:
    """The things that play one part in an event; `more` are those left out."""

    label: str
    items: tuple[Named, ...]
    more: int = 0

    @property
    def text(self) -> str:
        """`Đầu ra: Lô A, Lô B và 3 mã khác`."""
        listed = ", ".join(one.whole for one in self.items)
        rest = gettext(" và {n} mã khác").format(n=self.more) if self.more else ""
        return f"{self.label}: {listed}{rest}"


@dataclass(frozen=True)
class Line:
    """One event of a timeline in words."""

    moment: Moment
    deed: str
    step: str
    disposition: str
    place: Named | None
    groups: tuple[Group, ...]
    reason: str = ""

    @property
    def is_void(self) -> bool:
        return self.moment.voided is not None


def line_of(moment: Moment, names: Names) -> Line:
    """An event of the answer, ready to be read."""
    fact, row = moment.fact, moment.row
    place = (fact.place or fact.location) if fact else ""
    return Line(
        moment,
        deed_of(row.type, row.action),
        word(STEPS, row.step),
        word(DISPOSITIONS, row.disposition),
        names.of(place) if place else None,
        groups_of(fact, names) if fact else (),
        reason_word(moment.voided.reason) if moment.voided else "",
    )


def groups_of(fact: Fact, names: Names, *, most: int = FEW) -> tuple[Group, ...]:
    """Who plays which part in an event."""
    parts: Iterable[tuple[str, Sequence[str]]] = (
        ("input", fact.inputs), ("output", fact.outputs), ("parent", [fact.parent] if fact.parent else []),
        ("child", fact.children), ("epc", fact.items),
    )  # fmt: skip
    return tuple(
        Group(gettext(ROLES[role]), tuple(names.of(code) for code in codes[:most]), max(len(codes) - most, 0))
        for role, codes in parts
        if codes
    )


def role_label(role: str) -> str:
    """The part an item plays in an event (`EventItem.role`)."""
    if role == EventItem.Role.EMPTIED:
        return gettext("Vật chứa được dỡ hết")
    return gettext(ROLES[ROLE_OF.get(role, role)])


def reason_word(text: str) -> str:
    """Why an event was declared wrong, in words."""
    return word(REASONS, bare_word("reason", text)) if text else gettext("không nêu lý do")
