"""Whose lot it is: nobody brings into being, or declares wrong, what belongs to another.

To receive, observe, pack or use another's goods is everybody's daily work and asks nobody.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from nscl.apps.registry.queries import counted_as
from nscl.apps.traceability.drafts import Draft
from nscl.apps.traceability.items import Dictionary
from nscl.apps.traceability.refusals import not_made_by
from nscl.apps.traceability.senders import Sender
from nscl.gs1.epcis.problems import Problem


def made_in(drafts: Iterable[Draft]) -> dict[str, Draft]:
    """The lots and things that these events bring into being, each with the first event that does."""
    found: dict[str, Draft] = {}
    for draft in drafts:
        if not draft.declaration:
            for code in draft.made:
                found.setdefault(code, draft)
    return found


def foreign(drafts: Sequence[Draft], by: Sender, known: Dictionary) -> list[tuple[Draft, Problem]]:
    """The events that make another's goods: by the maker in the register, else by who made them first."""
    owners = {code: owner for code in made_in(drafts) if (owner := known.owner_of(code)) is not None}
    others = {owner for owner in owners.values() if owner not in by.may_make}
    if not others:
        return []
    same = counted_as([*others, *by.may_make])
    own = {same.get(one, one) for one in by.may_make}
    strangers = {code for code, owner in owners.items() if same.get(owner, owner) not in own}
    return [
        (draft, not_made_by(draft.pointer, code))
        for draft in drafts
        if (code := next((one for one in draft.made if one in strangers), "")) and not draft.declaration
    ]
