"""What the sealed days say: the roots of a province, the proof of an event, and whether all still holds."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from itertools import islice
from typing import Any

from django.db.models import Count, Max, Sum

from nscl.apps.core.access import Actor
from nscl.apps.core.models import AuditEntry
from nscl.apps.reference.models import AdministrativeUnit
from nscl.apps.traceability import evidence, signing
from nscl.apps.traceability.models import DailyRoot, EvidenceCheck
from nscl.gs1 import day_roots
from nscl.gs1.merkle import inclusion_over, root_over
from nscl.vietnamese import format_date

MOST_FAULTS = 50


def roots_of(province: AdministrativeUnit) -> list[DailyRoot]:
    """The sealed days of a province in order, without their lists of leaves."""
    return list(DailyRoot.objects.filter(province=province).defer("leaves").order_by("day"))


def root_json(root: DailyRoot) -> dict[str, Any]:
    """A day's signed root as it is handed out and published; names no event."""
    return {
        "type": "nscl-day-root/1",
        "province": root.province.code,
        "day": str(root.day),
        "size": root.count,
        "root": root.root,
        "previous": root.previous,
        "signature": root.signature,
        "key": root.public_key,
        "key_fingerprint": root.fingerprint,
        "made_at": root.made_at.isoformat(),
    }


def leaves_text(root: DailyRoot) -> Iterator[str]:
    """The list of a day, a line each: place, hash of the leaf, name of the event as the store has it now."""
    events = {line.leaf_hash: line.key for line in _of_day(root)}
    for place, leaf in enumerate(root.hashes):
        yield f"{place}\t{leaf.hex()}\t{events.get(leaf, '')}\n"


def proof_of(number: int, province_id: int) -> dict[str, Any] | None:
    """The proof that an event stood in its day's list; None while its day is not sealed, or it is not there.

    None too for an event that was changed since: there is nothing to be proven about it.
    """
    line = next((line for batch in evidence.batches(province_id, number, number) for line in batch), None)
    if line is None:
        return None
    roots = list(
        DailyRoot.objects.filter(province_id=province_id, sealed_through__gte=number)
        .defer("leaves")
        .order_by("day")
    )
    place = evidence.Days(roots).place(line)
    if place == len(roots):
        return None
    root = DailyRoot.objects.select_related("province").get(pk=roots[place].pk)
    hashes, leaf = root.hashes, line.leaf_hash
    if leaf not in hashes or root_over(hashes).hex() != root.root:
        return None
    found = inclusion_over(hashes, hashes.index(leaf))
    return day_roots.proof(line.sealed, found, root_json(root))


def lines_of(root: DailyRoot, most: int) -> list[evidence.Line]:
    """The first events that the store holds of a day."""
    return list(islice(_of_day(root), most))


@dataclass(frozen=True)
class State:
    """Where a province stands: what is sealed, and how the last check ended."""

    province: AdministrativeUnit
    days: int
    events: int
    last_day: date | None
    last: EvidenceCheck | None


def states_of(actor: Actor) -> list[State]:
    """The provinces of the person's scope in which anything was sealed or checked, or their own."""
    roots = DailyRoot.objects.order_by()
    if actor.scope is not None:
        roots = roots.filter(province_id__in=actor.scope)
    told = {
        row["province_id"]: row
        for row in roots.values("province_id").annotate(
            days=Count("pk"), events=Sum("count"), last=Max("day")
        )
    }
    wanted = {*told, *([actor.province_id] if actor.province_id else [])}
    latest = EvidenceCheck.objects.order_by().filter(province_id__in=wanted).values("province_id")
    last = EvidenceCheck.objects.filter(pk__in=latest.annotate(last=Max("pk")).values("last"))
    checks = {one.province_id: one for one in last}
    found = []
    for province in AdministrativeUnit.objects.filter(pk__in=wanted).order_by("code", "pk"):
        row = told.get(province.pk, {})
        found.append(
            State(
                province, row.get("days", 0), row.get("events", 0), row.get("last"), checks.get(province.pk)
            )
        )
    return found


def _of_day(root: DailyRoot) -> Iterator[evidence.Line]:
    """The events that the store holds of a day, in order."""
    roots = roots_of(root.province)
    days, own = evidence.Days(roots), [one.pk for one in roots].index(root.pk)
    for batch in evidence.batches(root.province_id, root.first_number, root.last_number):
        yield from (line for line in batch if days.place(line) == own)


# ── Checking everything ────────────────────────────────────────────────


@dataclass(frozen=True)
class Fault:
    """One thing that does not hold: of which day, about which event, what."""

    day: date | None
    event: str
    what: str

    def __str__(self) -> str:
        day = f"ngày {format_date(self.day)}" if self.day else "chưa thuộc ngày nào"
        return f"{day}{f', sự kiện {self.event}' if self.event else ''}: {self.what}"


@dataclass
class Checked:
    """What checking found: `open` events are not sealed yet."""

    days: int = 0
    events: int = 0
    open: int = 0
    faults: list[Fault] = field(default_factory=list)

    @property
    def ok(self) -> bool:
        return not self.faults

    def note(self, day: date | None, event: str, what: str) -> None:
        if len(self.faults) < MOST_FAULTS:
            self.faults.append(Fault(day, event, what))


def check(
    province: AdministrativeUnit,
    *,
    trusted: Collection[str],
    published: Sequence[Mapping[str, Any]] = (),
    quick: bool = False,
) -> Checked:
    """Read every event of the province once and compare with what was sealed; faults in the order of days.

    Checked of the roots: chain, signature, key among the `trusted`, those `published` and those the audit
    chain tells of. Of each event: its hash, declaration and eventID computed again from its text (left out
    when `quick`: the digest of the text is sealed too), the directory, and its leaf under the day's root.
    """
    roots = roots_of(province)
    found = Checked(days=len(roots))
    _check_roots(province, roots, trusted, published, found)
    _check_events(province, roots, found, None if quick else evidence.Rehash())
    found.faults.sort(key=lambda fault: (fault.day is None, fault.day or date.min, not fault.event))
    return found


def _check_roots(
    province: AdministrativeUnit,
    roots: Sequence[DailyRoot],
    trusted: Collection[str],
    published: Sequence[Mapping[str, Any]],
    found: Checked,
) -> None:
    previous = day_roots.FIRST
    for root in roots:
        text = day_roots.signed_text(province.code, str(root.day), root.count, root.root, root.previous)
        if root.public_key not in trusted:
            what = f"ký bằng khóa {root.fingerprint} mà hệ thống này không biết"
            found.note(root.day, "", f"{what}; nếu là khóa cũ, hãy nêu tệp khóa công khai bằng --key")
        elif not signing.is_signed(root.public_key, text, root.signature):
            found.note(root.day, "", "chữ ký không khớp với ngày, số sự kiện và gốc")
        if root.previous != previous:
            found.note(root.day, "", "không nối với ngày trước: thiếu một ngày, hoặc gốc ngày trước bị thay")
        previous = root.root
    there = {(str(root.day), root.root) for root in roots}
    for day, told in _told(province, published):
        if (day, told) not in there:
            what = f"gốc {told[:12]}… đã công bố hoặc ghi nhật ký không còn trong hệ thống"
            found.note(date.fromisoformat(day), "", what)


def _told(province: AdministrativeUnit, published: Sequence[Mapping[str, Any]]) -> Iterator[tuple[str, str]]:
    """The roots that others know of: the audit chain, and what was published."""
    entries = AuditEntry.objects.filter(chain__key=province.chain_key, deed="traceability.day.close")
    for after in entries.order_by("seq").values_list("after", flat=True):
        yield from after.get("days", {}).items()
    for one in published:
        if one.get("province") == province.code:
            yield str(one["day"]), str(one["root"])


class _Day:
    """The leaves found of one day, compared with those sealed once all are read."""

    def __init__(self, root: DailyRoot, found: Checked) -> None:
        self.root, self.found = root, found
        self.hashes: list[bytes] = []
        self.keys: list[str] = []

    def add(self, line: evidence.Line) -> None:
        self.hashes.append(line.leaf_hash)
        self.keys.append(line.key)

    def close(self) -> None:
        if len(self.hashes) == self.root.count and root_over(self.hashes).hex() == self.root.root:
            return
        whole = DailyRoot.objects.get(pk=self.root.pk).hashes
        if len(whole) != self.root.count or root_over(whole).hex() != self.root.root:
            what = "gốc hoặc danh sách dấu của ngày đã bị sửa; không còn khớp với nhau"
            self.found.note(self.root.day, "", what)
            return
        self._tell(whole)

    def _tell(self, sealed: Sequence[bytes]) -> None:
        different = day_roots.first_difference(sealed, self.hashes)
        if different is None:
            return
        place = different.place
        key = self.keys[place] if place < len(self.keys) else ""
        before = f"sau {self.keys[place - 1]}" if place else "đầu danh sách"
        what = {
            "missing": f"sự kiện thứ {place + 1} trong {len(sealed)} sự kiện của ngày đã mất ({before})",
            "inserted": "sự kiện này được chèn vào sau khi chốt ngày",
            "swapped": "sự kiện này bị đổi chỗ với sự kiện kế tiếp",
            "changed": "nội dung sự kiện này đã bị sửa sau khi chốt ngày",
        }
        self.found.note(self.root.day, "" if different.kind == "missing" else key, what[different.kind])


def _check_events(
    province: AdministrativeUnit, roots: Sequence[DailyRoot], found: Checked, rehash: evidence.Rehash | None
) -> None:
    days, waiting = evidence.Days(roots), {place: _Day(root, found) for place, root in enumerate(roots)}
    for batch in evidence.batches(province.pk):
        if rehash is not None:
            rehash.know(batch)
        for line in batch:
            place = days.place(line)
            day = roots[place].day if place < len(roots) else None
            found.events += 1
            if fault := (rehash.fault(line) if rehash is not None else "") or _unlisted(line):
                found.note(day, line.key, fault)
            if day is None:
                found.open += 1
            elif place in waiting:
                waiting[place].add(line)
            else:
                found.note(day, line.key, "sự kiện này được chèn vào sau khi chốt ngày")
        over = [place for place in waiting if batch and roots[place].last_number < batch[0].number]
        for place in over:
            waiting.pop(place).close()
    for left in waiting.values():
        left.close()


def _unlisted(line: evidence.Line) -> str:
    return "" if line.is_listed else "danh mục sự kiện không còn nói như sự kiện đã ghi"
