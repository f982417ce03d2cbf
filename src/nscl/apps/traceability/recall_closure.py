"""What a recall reaches by the events known now: goods with their reasons, holders with their goods.

The meaning is `nscl.gs1`: the forward trace, its reasons, and `whereabouts`. Here the store is asked for what
they need, and the answer becomes plain values that can be frozen, hashed and compared.
"""

from __future__ import annotations

import hashlib
import json
from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from typing import Any

from nscl.apps.registry.models import Organisation
from nscl.apps.traceability import sql
from nscl.apps.traceability.keys import key_of
from nscl.apps.traceability.models import Item, PartyCode
from nscl.apps.traceability.queries import trace
from nscl.gs1.trace_table import explain, kind_of
from nscl.gs1.tracing import Trace
from nscl.gs1.whereabouts import Holding, Told, whereabouts

AMOUNT_ROLES = ("class", "child_class", "input_class", "output_class")
PART = 5000


@dataclass(frozen=True)
class Goods:
    """One item of the closure; `because` are the links from a root to it, as plain values."""

    code: str
    kind: str
    product: str
    is_root: bool
    is_carrier: bool
    because: list[dict[str, str]]


@dataclass(frozen=True)
class Keeper:
    """A holder; `asked` is the organisation that last sent goods there."""

    key: str
    organisation_id: int | None
    code: str
    asked_id: int | None


@dataclass(frozen=True)
class Closure:
    """All that is frozen of a recall, and the hash over it."""

    goods: list[Goods]
    keepers: list[Keeper]
    holdings: list[tuple[Holding, str]]  # with the holder's key
    breaks: list[dict[str, str]]
    is_cut_off: bool
    event_count: int
    hash: str = field(default="")

    def content(self) -> tuple[set[str], dict[tuple[str, str], Any]]:
        """The codes, and how each item stands at each holder, as `queries.recalls.content_of` has it."""
        held: dict[tuple[str, str], Any] = defaultdict(set)
        for one, key in self.holdings:
            for unit, much in one.amounts or (("", None),):
                held[one.item, key].add((one.standing, unit, None if much is None else much.normalize()))
        return {one.code for one in self.goods if not one.is_carrier}, dict(held)

    def as_json(self) -> dict[str, Any]:
        """The frozen content as plain values, in one order."""
        return {
            "goods": [vars(one) for one in self.goods],
            "holdings": [
                {
                    "item": one.item,
                    "holder": key,
                    "standing": one.standing,
                    "since": one.since.isoformat(),
                    "event": one.event,
                    "place": one.place,
                    "through": one.through,
                    "amounts": [[unit, format(much.normalize(), "f")] for unit, much in one.amounts],
                }
                for one, key in self.holdings
            ],
            "breaks": self.breaks,
            "is_cut_off": self.is_cut_off,
        }


def sealed(payload: Any) -> str:
    """SHA-256 over the payload's one JSON text."""
    text = json.dumps(payload, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def closure_of(roots: Sequence[str], *, since: datetime | None, province_id: int) -> Closure:
    """The closure by the events known now. The same events give the same hash in any order of capture."""
    found = trace(roots, "forward", at=since)
    facts = _Facts(found)
    codes = _party_codes(found, province_id)
    live = _live({*facts.written_by.values(), *codes.values()})
    holdings = whereabouts(
        found,
        facts.told,
        {key: live.get(one, one) for key, one in facts.written_by.items()},
        {code: live.get(one, one) for code, one in codes.items()},
    )
    keepers: dict[str, Keeper] = {}
    keyed = []
    for one in holdings:
        keeper = _keeper(one)
        keepers.setdefault(keeper.key, keeper)
        keyed.append((one, keeper.key))
    closure = Closure(
        goods=_goods(found),
        keepers=[keepers[key] for key in sorted(keepers)],
        holdings=keyed,
        breaks=[vars(one) for one in sorted(found.breaks)],
        is_cut_off=found.is_cut_off,
        event_count=len(found.events),
    )
    return Closure(**{**vars(closure), "hash": sealed(closure.as_json())})


def _keeper(one: Holding) -> Keeper:
    if one.holder.organisation is not None:
        return Keeper(f"org:{one.holder.organisation}", one.holder.organisation, "", None)
    if one.holder.code:
        return Keeper(one.holder.code, None, one.holder.code, one.sender)
    return Keeper(f"unknown:{one.sender or ''}", None, "", one.sender)


def _goods(found: Trace) -> list[Goods]:
    """Roots first, then by the time they were reached; containers only around something last."""
    products = products_of(found.exposures)
    roots = set(found.roots)

    def order(code: str) -> tuple[Any, ...]:
        first = found.exposures[code][0][0]
        return (code in found.carriers, code not in roots, first, code)

    return [
        Goods(
            code=code,
            kind=kind_of(code),
            product=products.get(code, ""),
            is_root=code in roots,
            is_carrier=code in found.carriers,
            because=[
                {
                    "source": link.source,
                    "target": link.target,
                    "why": link.why,
                    "event": link.event,
                    "at": link.at.isoformat(),
                }
                for link in explain(found, code)
            ],
        )
        for code in sorted(found.exposures, key=order)
    ]


def products_of(codes: Iterable[str]) -> dict[str, str]:
    """The register's product of each code that has one."""
    wanted, found = list(codes), {}
    for start in range(0, len(wanted), PART):
        rows = Item.objects.filter(canonical__in=wanted[start : start + PART], product__isnull=False)
        found |= dict(rows.values_list("canonical", "product__name"))
    return found


class _Facts:
    """Who wrote the events of a trace, and the amounts they tell."""

    def __init__(self, found: Trace) -> None:
        self.told: list[Told] = []
        self.written_by: dict[str, int] = {}
        question = f"""
            SELECT h.event_id, h.hash, h.organisation_id, t.canonical, i.role, i.quantity, i.uom
            FROM traceability_item t JOIN traceability_eventitem i ON i.item_id = t.id
            JOIN traceability_eventhash h ON h.id = i.event_id
            WHERE {sql.among("t.canonical")} AND NOT h.is_void
        """
        for name, digest, writer, code, role, quantity, unit in sql.rows(
            question, [sql.listed(found.exposures)]
        ):
            key = key_of(name, digest)
            self.written_by[key] = writer
            if role in AMOUNT_ROLES:
                much = None if quantity is None else Decimal(str(quantity))
                self.told.append(Told(key, code, much, unit))


def _party_codes(found: Trace, province_id: int) -> dict[str, int]:
    """Whose places and parties officers found out; only those that the trace names."""
    named: set[str] = set()
    for fact in found.graph.facts:
        named.update((fact.place, fact.location, *fact.destinations))
    rows = PartyCode.objects.filter(province_id=province_id, code__in=named - {""})
    return dict(rows.values_list("code", "organisation_id"))


def _live(ids: Collection[int]) -> dict[int, int]:
    """Records that were merged into another stand for that one."""
    found: dict[int, int] = {}
    asked = set(ids)
    while asked:
        rows = Organisation.objects.filter(pk__in=asked, merged_into__isnull=False)
        step = dict(rows.values_list("pk", "merged_into_id"))
        found = {pk: step.get(to, to) for pk, to in found.items()} | {
            pk: to for pk, to in step.items() if pk not in found
        }
        asked = set(step.values()) - found.keys()
    return found
