"""Which events somebody may see, as conditions on `traceability_event e`.

A **regulator** sees the events of its province (the ministry: of the country).

A **party** sees
- its own events: those captured for it, and those that its programs captured for others;
- one step back and forward: events of another organisation that name an instance, lot, container or asset
  which an own event, not declared wrong, names as received (`RECEIVING` steps, for events until then) or as
  sent (`SENDING` steps, for events from then on), as long as no third organisation has an event on that item
  between the two. So the supplier's steps until the goods arrived are seen, and the buyer's steps until the
  buyer hands them on; what happened before the supplier or after the buyer is not.
Kinds of goods (a GTIN alone), places and parties join nothing.

The neighbours' steps are told where they concern somebody: to a question that names codes or events, to
one about a single event, in a trace, and in what a subscription is sent as it is recorded. A question that
names none, and the collections, answer with a party's own events: nobody lists what the neighbours do, and
the answer costs what one's own events cost, however many others there are.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import Literal

from nscl.apps.core.access import Actor, Refusal
from nscl.apps.registry.queries import counted_as
from nscl.apps.traceability import sql
from nscl.apps.traceability.models import ApiClient

Condition = tuple[str, list[object]]
RECEIVING = ("receiving", "accepting", "arriving", "collecting")
SENDING = ("shipping", "departing", "consigning", "retail_selling")
_FOLLOWED = ("instance", "lot", "container", "asset")
EVERYTHING: Condition = ("1 = 1", [])
NOTHING: Condition = ("1 = 0", [])

_KEPT = """
    {givers} AND e.job_id IN (
      SELECT j.id FROM traceability_capturejob j JOIN traceability_apiclient c ON c.id = j.client_id
      WHERE {client})
"""
# What an own event hands over or takes in: which item, when, and whether it came in.
_HANDED = """
      SELECT o.item_id, o.event_time AS at, s.biz_step IN {receiving} AS got
      FROM traceability_event s
      JOIN traceability_eventhash d ON d.id = s.id AND NOT d.is_void
      JOIN traceability_eventitem o ON o.event_id = s.id AND o.record_time = s.record_time
      JOIN traceability_item t ON t.id = o.item_id AND t.kind IN {kinds}
      WHERE {mine} AND s.biz_step IN {steps} AND NOT s.is_error_declaration"""
_ON_ITS_SIDE = "(m.got AND h.event_time <= m.at OR NOT m.got AND h.event_time >= m.at)"
_BETWEEN = """
          SELECT 1 FROM traceability_eventitem x
          JOIN traceability_event y ON y.id = x.event_id AND y.record_time = x.record_time
            AND y.organisation_id <> e.organisation_id AND NOT {third}
          JOIN traceability_eventhash v ON v.id = y.id AND NOT v.is_void
          WHERE x.item_id = h.item_id
            AND (x.event_time >= h.event_time AND x.event_time <= h.at
              OR x.event_time >= h.at AND x.event_time <= h.event_time)"""
_NEXT = """
    NOT {own} AND EXISTS (
      SELECT 1 FROM (
        SELECT h.item_id, h.event_time, m.at FROM traceability_eventitem h
        JOIN ({handed} AND o.item_id IN (
            SELECT k.item_id FROM traceability_eventitem k
            WHERE k.event_id = e.id AND k.record_time = e.record_time)
        ) m ON m.item_id = h.item_id AND {side}
        WHERE h.event_id = e.id AND h.record_time = e.record_time) AS h
      WHERE NOT EXISTS ({between}))
"""


def _words(words: tuple[str, ...]) -> str:
    return "({})".format(", ".join(f"'{word}'" for word in words))


@dataclass(frozen=True)
class View:
    """Whose eyes: a regulator of a province (None: of the country) or a party, one or more organisations."""

    kind: Literal["regulator", "party"]
    province_id: int | None = None
    organisations: frozenset[int] = frozenset()

    def branches(self, *, of_few: bool = False) -> list[Condition]:
        """Conditions of which each event that may be seen fulfils exactly one.

        `of_few`: other conditions name few events, so that each is looked at by itself; only then are the
        neighbours' told.
        """
        if self.kind == "regulator":
            return [EVERYTHING if self.province_id is None else ("e.province_id = %s", [self.province_id])]
        if not self.organisations:
            return [NOTHING]
        kept = self._kept()
        return [self._own(), *([kept] if kept else []), *([self._next(kept)] if of_few else [])]

    def condition(self) -> Condition:
        """The branches as one condition on events looked at one by one."""
        parts = self.branches(of_few=True)
        text = " OR ".join(f"({part})" for part, _given in parts)
        return text, [one for _part, given in parts for one in given]

    def _mine(self) -> object:
        return sql.listed(sorted(self.organisations))

    def _own(self) -> Condition:
        if len(self.organisations) == 1:  # an index gives the order only where there is one
            return "e.organisation_id = %s", list(self.organisations)
        return sql.among("e.organisation_id"), [self._mine()]

    @cached_property
    def _givers(self) -> list[int]:
        """Who else ever entrusted one of these organisations: named, so that only their events are read."""
        question = f"SELECT giver_id FROM traceability_entrustment WHERE {sql.among('keeper_id')}"
        return sorted({giver for (giver,) in sql.prepared(question, [self._mine()])} - self.organisations)

    def _kept(self) -> Condition | None:
        if not self._givers:
            return None
        text = _KEPT.format(givers=sql.among("e.organisation_id"), client=sql.among("c.organisation_id"))
        return text, [sql.listed(self._givers), self._mine()]

    def _next(self, kept: Condition | None) -> Condition:
        handed = _HANDED.format(
            receiving=_words(RECEIVING),
            steps=_words(RECEIVING + SENDING),
            kinds=_words(_FOLLOWED),
            mine=sql.among("s.organisation_id"),
        )
        text = _NEXT.format(
            own=sql.among("e.organisation_id"),
            handed=handed,
            side=_ON_ITS_SIDE,
            between=_BETWEEN.format(third=sql.among("y.organisation_id")),
        )
        given: list[object] = [self._mine()] * 3
        if kept is None:
            return text, given
        # What is seen as kept for another is not seen a second time as a neighbour's.
        return f"{text} AND NOT ({kept[0]})", given + kept[1]


def view_of_client(client: ApiClient, at: datetime) -> View:
    """What a program may see: as the organisation it speaks for, merged records and branches included."""
    if client.revoked_at is not None and client.revoked_at <= at:
        raise Refusal("Khóa này đã thu hồi. Hãy đề nghị cơ quan cấp khóa khác.")
    own = client.organisation_id
    same = counted_as([own])
    return View("party", client.province_id, frozenset({own, same.get(own, own)}))


def view_of_actor(actor: Actor) -> View:
    """What a person of an office may see: their province, or the country; nobody sees nothing."""
    if actor.scope is None:
        return View("regulator")
    if actor.province_id is None or not actor.sees(actor.province_id):
        return View("party")
    return View("regulator", actor.province_id)
