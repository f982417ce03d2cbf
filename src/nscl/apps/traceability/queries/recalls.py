"""Reading recalls: what is recalled now, who holds it, what was told; a fixed number of questions each."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.db.models import F, Max, OuterRef, QuerySet, Subquery

from nscl.apps.core.access import Actor
from nscl.apps.traceability.models import (
    RecallCase,
    RecallClosure,
    RecallHolder,
    RecallHolding,
    RecallItem,
    RecallNotice,
    RecallRecovery,
)
from nscl.apps.traceability.recall_wording import amount, names_of_holders, whole_of
from nscl.gs1.whereabouts import HELD
from nscl.policy.recalls import Line, Sum, Told, faults_of, sums_of

PART = 5000
OUT_THERE = (*HELD, "sold")  # goods that a recall is after


@dataclass(frozen=True)
class RecallMark:
    """An item is recalled now, by this case."""

    case_id: int
    number: str
    title: str
    level: str
    is_root: bool
    province_id: int


def recalled(codes: Collection[str]) -> dict[str, RecallMark]:
    """Of these canonical codes the ones that an open recall reached; the newest case of each.

    Mere containers around recalled goods are not marked: the goods inside are.
    """
    wanted, found = list(codes), {}
    for start in range(0, len(wanted), PART):
        rows = RecallItem.objects.filter(
            code__in=wanted[start : start + PART],
            is_carrier=False,
            closure__case__in=RecallCase.objects.in_force(),
            closure__version=_newest_version("closure__case_id"),
        )
        for row in rows.select_related("closure__case").order_by("closure__case__opened_at", "pk"):
            case = row.closure.case
            found[row.code] = RecallMark(
                case.pk, case.code, case.title, case.level, row.is_root, case.province_id
            )
    return found


@dataclass(frozen=True)
class SeenMark:
    """A recall as it is told to somebody; `may_open`: its case is theirs to read."""

    mark: RecallMark
    may_open: bool


def marks_seen(marks: Iterable[RecallMark], actor: Actor) -> list[SeenMark]:
    """Each case once. That goods are recalled concerns everybody; the case is read in its province."""
    once = {mark.case_id: mark for mark in marks}
    may = actor.can("traceability.recall.view")
    return [SeenMark(mark, may and actor.sees(mark.province_id)) for mark in once.values()]


def _newest_version(path: str) -> Subquery:
    rows = RecallClosure.objects.filter(case=OuterRef(path)).order_by().values("case")
    return Subquery(rows.annotate(last=Max("version")).values("last"))


def holders_of(case: RecallCase) -> QuerySet[RecallHolder]:
    """Those who hold goods by the newest closure, or were told of the recall by an older one."""
    now = RecallHolding.objects.filter(
        item__closure__case=case, item__closure__version=_newest_version("item__closure__case_id")
    )
    rows = RecallHolder.objects.filter(case=case, pk__in=now.values("holder_id"))
    rows |= RecallHolder.objects.filter(case=case, notice__isnull=False)
    return rows.distinct().select_related("organisation", "asked", "notice", "case__province").order_by("pk")


# ── What a holder has ──────────────────────────────────────────────────


@dataclass(frozen=True)
class Stock:
    """One item at one holder: what the events say is there, and what the holder told last.

    `unit` is None where the events tell no unit. `is_now`: by the newest closure.
    """

    code: str
    product: str
    standing: str
    since: datetime
    unit: str | None
    known: Decimal | None
    place: str = ""
    through: str = ""
    is_now: bool = True
    told: Told | None = None
    unit_told: str = ""
    as_of: date | None = None
    told_at: datetime | None = None
    note: str = ""

    @property
    def name(self) -> str:
        return whole_of(self.code, self.product)

    @property
    def amount(self) -> str:
        return amount(self.known, self.unit or "")

    @property
    def standing_label(self) -> str:
        return RecallHolding.Standing(self.standing).label

    @property
    def doubt(self) -> str:
        """Where what was told does not fit the events; empty when it does."""
        if self.told is None or self.unit_told != (self.unit or ""):
            return ""
        return next((one.sentence for one in faults_of(self.told, self.known) if one.is_warning), "")

    @property
    def is_out_there(self) -> bool:
        return self.standing in OUT_THERE


def stocks_of(case: RecallCase, holder: int | None = None) -> dict[int, list[Stock]]:
    """What each holder has by the newest closure that names it there, with its newest figures."""
    rows = RecallHolding.objects.filter(item__closure__case=case).select_related("item__closure")
    told = RecallRecovery.objects.filter(notice__holder__case=case)
    if holder is not None:
        rows, told = rows.filter(holder=holder), told.filter(notice__holder=holder)
    versions = case.closures.aggregate(last=Max("version"))["last"] or 0
    newest: dict[tuple[int, str], RecallRecovery] = {}
    for one in told.order_by("told_at", "pk").annotate(holder=F("notice__holder_id")):
        newest[one.holder, one.code] = one  # type: ignore[attr-defined]
    kept: dict[tuple[int, str], list[RecallHolding]] = {}
    for row in rows.order_by("item__closure__version", "item__position", "pk"):
        key = (row.holder_id, row.item.code)
        before = kept.get(key)
        if before and before[0].item.closure_id == row.item.closure_id:
            before.append(row)
        else:
            kept.pop(key, None)
            kept[key] = [row]
    found: dict[int, list[Stock]] = defaultdict(list)
    for (pk, code), held in kept.items():
        found[pk].append(_stock(held, newest.get((pk, code)), versions))
    return found


def stock_of(notice: RecallNotice) -> list[Stock]:
    """What one holder is asked about."""
    return stocks_of(notice.holder.case, notice.holder_id).get(notice.holder_id, [])


def _stock(held: list[RecallHolding], told: RecallRecovery | None, newest: int) -> Stock:
    row = next((one for one in held if one.quantity is not None), held[0])
    is_lot = row.item.kind in ("lot", "product")
    stock = {
        "code": row.item.code,
        "product": row.item.product_name,
        "standing": row.standing,
        "since": row.since,
        "unit": None if is_lot and row.quantity is None else row.unit,
        "known": row.quantity,
        "place": row.place,
        "through": row.through,
        "is_now": row.item.closure.version == newest,
    }
    if told is None:
        return Stock(**stock)  # type: ignore[arg-type]
    figures = Told(told.held, told.sold, told.recovered, told.destroyed)
    return Stock(
        **stock,  # type: ignore[arg-type]
        told=figures,
        unit_told=told.unit,
        as_of=told.as_of,
        told_at=told.told_at,
        note=told.note,
    )


def goods_lines(case: RecallCase) -> dict[int, list[str]]:
    """For letters: each holder's goods, a line each: `- Lô A (Gạo): 120 kg`."""
    return {
        holder: [f"- {one.name}: {one.amount}" for one in rows] for holder, rows in stocks_of(case).items()
    }


# ── The board of a case ────────────────────────────────────────────────

STANDS = ("unknown", "untold", "overdue", "owing", "told", "acknowledged", "answered")
LATE = ("overdue", "owing")  # whose day has passed


@dataclass(frozen=True)
class Held:
    """A holder with its goods and where it stands: `unknown` who · `untold` · `told` · … · `answered`.

    Whose day has passed is `overdue` in silence, or `owing` figures after it acknowledged.
    """

    holder: RecallHolder
    name: str
    notice: RecallNotice | None
    goods: list[Stock]
    stand: str

    @property
    def complete(self) -> int:
        """Of how many items it told figures."""
        return sum(one.told is not None for one in self.goods)


@dataclass(frozen=True)
class Board:
    """A case at a glance: holders, how many answered, figures by unit."""

    rows: list[Held]
    sums: list[Sum]
    counts: Mapping[str, int] = field(default_factory=dict)

    @property
    def told(self) -> int:
        return sum(row.notice is not None for row in self.rows)

    @property
    def acknowledged(self) -> int:
        return sum(row.notice is not None and row.notice.acknowledged_at is not None for row in self.rows)

    @property
    def answered(self) -> int:
        return self.counts.get("answered", 0)

    @property
    def overdue(self) -> int:
        """Who let the day pass without all figures, whether it acknowledged or not."""
        return sum(self.counts.get(stand, 0) for stand in LATE)

    @property
    def unknown(self) -> int:
        return self.counts.get("unknown", 0)

    @property
    def unmeasured(self) -> int:
        """Goods out there of which neither events nor holder tell a unit: they are in no sum."""
        goods = [one for row in self.rows for one in row.goods if one.is_now and one.is_out_there]
        return sum(one.unit is None and one.told is None for one in goods)


def board_of(case: RecallCase, *, today: date) -> Board:
    """All holders with their goods and figures; the same number of questions however many they are."""
    stocks, holders = stocks_of(case), list(holders_of(case))
    names, rows = names_of_holders(holders), []
    for holder in holders:
        notice = getattr(holder, "notice", None)
        goods = stocks.get(holder.pk, [])
        rows.append(Held(holder, names[holder.pk], notice, goods, _stand(holder, notice, goods, today)))
    counts = {stand: sum(row.stand == stand for row in rows) for stand in STANDS}
    return Board(rows, sums_of(_lines(rows)), counts)


def _stand(holder: RecallHolder, notice: RecallNotice | None, goods: list[Stock], today: date) -> str:
    if notice is None:
        return "unknown" if holder.organisation_id is None else "untold"
    asked = [one for one in goods if one.is_out_there]
    if notice.answered_at is not None and all(one.told is not None for one in asked):
        return "answered"
    if notice.acknowledged_at is None:
        return "overdue" if notice.due_on < today else "told"
    return "owing" if notice.due_on < today else "acknowledged"


def _lines(rows: Iterable[Held]) -> list[Line]:
    """What counts in the sums: goods out there, and whatever was told."""
    return [
        Line(one.unit_told if one.told is not None else one.unit or "", one.known, one.told)
        for row in rows
        for one in row.goods
        if one.is_now and (one.is_out_there or one.told is not None) and (one.unit is not None or one.told)
    ]


# ── Versions ───────────────────────────────────────────────────────────


@dataclass(frozen=True)
class Difference:
    """Between two versions: items that came in and fell out, and the same of goods at holders."""

    items_in: list[str]
    items_out: list[str]
    holdings_in: list[tuple[str, str]]  # item, holder's key
    holdings_out: list[tuple[str, str]]
    holdings_changed: list[tuple[str, str]]

    @property
    def is_empty(self) -> bool:
        return not any(vars(self).values())


def content_of(closure: RecallClosure) -> tuple[set[str], dict[tuple[str, str], Any]]:
    """The codes of a frozen closure, and how each item stood at each holder."""
    items = set(closure.items.filter(is_carrier=False).values_list("code", flat=True))
    rows = RecallHolding.objects.filter(item__closure=closure).values_list(
        "item__code", "holder__key", "holder__organisation_id", "standing", "unit", "quantity"
    )
    found: dict[tuple[str, str], Any] = defaultdict(set)
    for code, key, organisation, standing, unit, quantity in rows:
        much = None if quantity is None else quantity.normalize()
        found[code, f"org:{organisation}" if organisation else key].add((standing, unit, much))
    return items, dict(found)


def difference(old: Any, new: Any) -> Difference:
    """What differs between two contents (`content_of`)."""
    (items_old, held_old), (items_new, held_new) = old, new
    return Difference(
        sorted(items_new - items_old),
        sorted(items_old - items_new),
        sorted(held_new.keys() - held_old.keys()),
        sorted(held_old.keys() - held_new.keys()),
        sorted(key for key in held_new.keys() & held_old.keys() if held_new[key] != held_old[key]),
    )


def notices_of_organisations(ids: Collection[int]) -> QuerySet[RecallNotice]:
    """The notices to these organisations, of recalls that are open or over; newest first."""
    rows = RecallNotice.objects.filter(
        holder__organisation__in=ids, holder__case__state__in=("notified", "closed")
    )
    return rows.select_related("holder__case__province", "holder__organisation").order_by("-pk")
