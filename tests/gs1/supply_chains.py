"""Supply chains that are played, not computed: who is made of whom is known because it was done here.

A world of lots, single things and containers is moved step by step by a seeded die. Each thing carries the set
of what truly went into it, of what it truly lay in, and of the events of that history; a use copies these sets
as they are at that moment. The EPCIS events are only the diary. Nothing here reads an event back.
"""

from __future__ import annotations

import random
from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta, timezone
from typing import Any

from nscl.gs1.check_digits import check_digit
from nscl.gs1.epc_urn import link_to_urn
from nscl.gs1.epcis.hashing import event_hash

STEM = "https://id.gs1.org"
COMPANIES = ("8930001", "8930002", "8930003")
OFFSETS = ("+07:00", "+00:00", "-05:00", "+09:00")


@dataclass(eq=False)
class Thing:
    """A lot (of which some is free, some in containers), a single thing, or a container."""

    code: str
    is_lot: bool = False
    free: int = 0
    inside: dict[Thing, int] = field(default_factory=dict)  # container → amount (1 for a single thing)
    contents: dict[Thing, int] = field(default_factory=dict)
    is_gone: bool = False
    is_container: bool = False
    matter: set[str] = field(default_factory=set)  # what truly went into it
    held: set[str] = field(default_factory=set)  # what truly held it, or held what went into it
    diary: set[str] = field(default_factory=set)  # the events of that history
    made: tuple[set[str], set[str], set[str]] = field(default_factory=lambda: (set(), set(), set()))
    lain: tuple[set[str], set[str], set[str]] = field(default_factory=lambda: (set(), set(), set()))

    def within(self) -> set[Thing]:
        """All that lies in it now, at any depth."""
        found: set[Thing] = set()
        level = list(self.contents)
        while level:
            one = level.pop()
            if one not in found:
                found.add(one)
                level += one.contents
        return found

    def everything(self) -> set[str]:
        return {self.code, *self.matter, *self.held}


@dataclass(frozen=True)
class Truth:
    items: set[str]
    carriers: set[str]
    events: set[str]


class World:
    """Plays `steps` random steps; `events` is the diary, `forward` and `back` answer what truly happened."""

    def __init__(self, seed: int, steps: int = 60, *, lost: Iterable[str] = (), prefix: str = "") -> None:
        self.die = random.Random(seed)
        self.prefix = prefix
        self.lost = set(lost)
        self.lost_things: list[tuple[str, str]] = []  # what was not captured, about which thing
        self.now = datetime(2026, 1, 5, 1, tzinfo=UTC)
        self.things: dict[str, Thing] = {}
        self.events: list[dict[str, Any]] = []
        self.seen: dict[str, set[str]] = defaultdict(set)  # code → events while exposed to it
        self.bare: set[str] = set()
        self.number = 0
        self.play(steps)

    # ── What truly happened ────────────────────────────────────────────

    def forward(self, code: str) -> Truth:
        items = {one.code for one in self.things.values() if code in one.everything()}
        around = {one.code for one in self.things.values() if code in one.lain[0] | one.lain[1]}
        return Truth(items, around - items, self.seen[code])

    def back(self, code: str) -> Truth:
        thing = self.things[code]
        items = {code, *thing.matter, *thing.lain[0]}
        return Truth(items, (thing.held | thing.lain[1]) - items, thing.diary | thing.lain[2])

    # ── Things ─────────────────────────────────────────────────────────

    def _gtin(self) -> str:
        body = f"0{self.die.choice(COMPANIES)}{self.die.randrange(10**5):05d}"
        return body + check_digit(body)

    def _next(self) -> str:
        self.number += 1
        return f"{self.prefix}{self.number}"

    def _add(self, thing: Thing) -> Thing:
        return self.things.setdefault(thing.code, thing)

    def lot(self, amount: int = 0, gtin: str = "") -> Thing:
        return self._add(Thing(f"{STEM}/01/{gtin or self._gtin()}/10/L{self._next()}", True, amount))

    def single(self, gtin: str = "") -> Thing:
        return self._add(Thing(f"{STEM}/01/{gtin or self._gtin()}/21/S{self._next()}"))

    def container(self) -> Thing:
        if self.die.random() < 0.3:
            return self._add(Thing(f"{STEM}/8003/{self._gtin()}K{self._next()}", is_container=True))
        self.number += 1
        body = (
            f"3{self.die.choice(COMPANIES)}{sum(map(ord, self.prefix)) % 1000:03d}{self.number % 10**6:06d}"
        )
        return self._add(Thing(f"{STEM}/00/{body}{check_digit(body)}", is_container=True))

    def pick(self, wanted: Callable[[Thing], bool], most: int = 1) -> list[Thing]:
        fit = [one for one in self.things.values() if not one.is_gone and wanted(one)]
        return self.die.sample(fit, min(most, len(fit)))

    # ── The diary ──────────────────────────────────────────────────────

    def spell(self, code: str) -> str:
        """One of the spellings of a code."""
        kind = self.die.randrange(4)
        if kind == 0:
            return link_to_urn(code, 7)
        if kind == 1:
            path = code.removeprefix(STEM)
            return f"https://vi-du.vn/sp{path}" + ("?11=260101" if path.startswith("/01") else "")
        return code

    def write(
        self,
        kind: str,
        named: Iterable[Thing],
        change: Callable[[], object] = lambda: None,
        flow: tuple[Iterable[Thing], Iterable[Thing]] = ((), ()),
        lost: str = "",
        **fields: Any,
    ) -> str:
        """Something happens: the world changes, then the diary gets its line (unless it is lost)."""
        self.now += timedelta(minutes=self.die.randrange(1, 300))
        named, sources, targets = list(named), list(flow[0]), list(flow[1])
        around = {one: one.within() for one in named}
        whole = {one for source in sources for one in (source, *source.within())}
        change()
        for target in targets:
            for source in whole:
                target.matter |= {source.code, *source.matter}
                target.held |= source.held
        self._mix()
        key = "" if lost else self._line(kind, **fields)
        for one in named if key else ():
            for thing in (one, *around[one], *one.within()):
                thing.diary.add(key)
                for code in thing.everything():
                    self.seen[code].add(key)
        for target in targets:
            target.diary.update(*(source.diary for source in whole))
        self._mix()
        if lost:
            self.lost_things += [(lost, one.code) for one in named]
        return key

    def _mix(self) -> None:
        """What containers do to what lies in them, and remember of it."""
        full = [(one, one.within()) for one in self.things.values() if one.contents]
        for container, within in full:
            for thing in within:
                thing.matter |= container.made[0]
                thing.held |= {container.code, *container.made[1]}
                thing.diary |= container.made[2]
        for container, within in full:
            for thing in within:
                container.lain[0].update((thing.code, *thing.matter))
                container.lain[1].update(thing.held)
                container.lain[2].update(thing.diary)

    def _line(self, kind: str, **fields: Any) -> str:
        offset = self.die.choice(OFFSETS)
        sign = -1 if offset[0] == "-" else 1
        zone = timezone(sign * timedelta(hours=int(offset[1:3])))
        event: dict[str, Any] = {
            "type": kind,
            "eventTime": self.now.astimezone(zone).isoformat(),
            "eventTimeZoneOffset": offset,
            "readPoint": {"id": f"urn:epc:id:sgln:8930001.{self.die.randrange(5):05d}.0"},
            **{name: value for name, value in fields.items() if value not in (None, [], "")},
        }
        if self.die.random() < 0.8:
            event["eventID"] = f"urn:uuid:{self.die.getrandbits(128):032x}"
        self.events.append(event)
        return str(event.get("eventID") or event_hash(event))

    def amounts(self, parts: Iterable[tuple[Thing, int]]) -> list[dict[str, Any]]:
        return [
            {"epcClass": self.spell(one.code), "quantity": amount / 10, "uom": "KGM"}
            for one, amount in parts
            if one.is_lot
        ]

    def codes(self, things: Iterable[Thing]) -> list[str]:
        return [self.spell(one.code) for one in things if not one.is_lot]

    # ── The steps ──────────────────────────────────────────────────────

    def play(self, steps: int) -> None:
        for _start in range(4):
            self.harvest()
        deeds = [
            (self.harvest, 2), (self.mark, 2), (self.transform, 6), (self.long_process, 2), (self.refill, 3),
            (self.rework, 2), (self.relabel, 2), (self.pack, 8), (self.unpack, 5), (self.repack, 2),
            (self.move, 5), (self.look, 2), (self.pour, 2), (self.case, 2), (self.mistake, 2), (self.end, 1),
        ]  # fmt: skip
        names, weights = zip(*deeds, strict=True)
        while len(self.events) < steps:
            self.die.choices(names, weights)[0]()

    def harvest(self) -> Thing:
        """A new raw lot; its marking may get lost."""
        lot = self.lot(1000)
        lost = "commission" if "commission" in self.lost and self.die.random() < 0.3 else ""
        self.write(
            "ObjectEvent", [lot], lost=lost, action="ADD", bizStep="commissioning",
            quantityList=self.amounts([(lot, 1000)]),
        )  # fmt: skip
        return lot

    def mark(self) -> None:
        """Serials marked under a lot number."""
        lot = (self.pick(lambda one: one.is_lot and one.free >= 10) or [self.harvest()])[0]
        gtin = lot.code.split("/")[4]
        serials = [self.single(gtin) for _ in range(self.die.randint(1, 3))]
        self.write(
            "ObjectEvent", [lot, *serials], flow=([lot], serials), action="ADD", bizStep="commissioning",
            epcList=self.codes(serials), ilmd={"cbvmda:lotNumber": lot.code.split("/")[6]},
        )  # fmt: skip

    def _inputs(self) -> list[Thing]:
        def fit(one: Thing) -> bool:
            return one.free >= 10 if one.is_lot else not one.is_container and not one.inside

        return self.pick(fit, self.die.randint(1, 3)) or [self.harvest()]

    def _used(self, things: Iterable[Thing]) -> None:
        for one in things:
            if one.is_lot:
                one.free -= 10
            else:
                one.is_gone = True

    def _process(self, inputs: list[Thing], outputs: list[Thing], made: int = 300, **fields: Any) -> None:
        def change() -> None:
            self._used(inputs)
            for one in outputs:
                one.free += made if one.is_lot else 0

        amounts = self.amounts((one, 10) for one in inputs)
        if self.die.random() < 0.15:  # packaging without a lot
            bare = f"{STEM}/01/{self._gtin()}"
            self.bare.add(bare)
            amounts.append({"epcClass": self.spell(bare), "quantity": 3})
        self.write(
            "TransformationEvent", [*inputs, *outputs], change, (inputs, outputs),
            inputEPCList=self.codes(inputs), inputQuantityList=amounts, outputEPCList=self.codes(outputs),
            outputQuantityList=self.amounts((one, made) for one in outputs), **fields,
        )  # fmt: skip

    def transform(self) -> None:
        inputs = self._inputs()
        make = self.lot if self.die.random() < 0.6 else self.single
        outputs = [make() for _ in range(self.die.randint(1, 3))]
        if make == self.single and self.die.random() < 0.4:  # made under a lot number
            lot = self.lot()
            gtin, number = lot.code.split("/")[4], lot.code.split("/")[6]
            serials = [self.single(gtin) for _ in outputs]
            for one in outputs:
                del self.things[one.code]
            for one in serials:
                one.matter.add(lot.code)
            self.write(
                "TransformationEvent", [*inputs, *serials, lot], lambda: self._used(inputs),
                (inputs, [*serials, lot]), inputEPCList=self.codes(inputs),
                inputQuantityList=self.amounts((one, 10) for one in inputs),
                outputEPCList=self.codes(serials), ilmd={"cbvmda:lotNumber": number},
            )  # fmt: skip
            return
        self._process(inputs, outputs)

    def long_process(self) -> None:
        """One process in several captures: any input may be in any output, whichever was written first."""
        name = f"urn:vi-du:me:{self.prefix}{self._next()}"
        groups = [self._inputs() for _ in range(2)]
        groups[1] = [one for one in groups[1] if one not in groups[0]] or [self.harvest()]
        outputs = [self.lot(), self.single()]
        inputs = [*groups[0], *groups[1]]
        for target in outputs:
            for source in inputs:
                target.matter |= {source.code, *source.matter}
                target.held |= source.held
        captures: list[tuple[list[Thing], list[Thing]]] = [
            (groups[0], outputs[:1]),
            (groups[1], []),
            ([], outputs[1:]),
        ]
        self.die.shuffle(captures)
        for used, made in captures:

            def change(used: list[Thing] = used, made: list[Thing] = made) -> None:
                self._used(used)
                for one in made:
                    one.free += 300 if one.is_lot else 0

            self.write(
                "TransformationEvent", [*used, *made], change, transformationID=name,
                inputEPCList=self.codes(used), inputQuantityList=self.amounts((one, 10) for one in used),
                outputEPCList=self.codes(made), outputQuantityList=self.amounts((one, 300) for one in made),
            )  # fmt: skip
        for target in outputs:
            target.diary.update(*(source.diary for source in inputs))
        self._mix()

    def refill(self) -> None:
        """A shared lot, such as a silo: it receives from others, gives, and receives again."""
        inputs = self._inputs()
        silo = self.pick(lambda one: one.is_lot and one not in inputs)
        self._process(inputs, silo or [self.lot()])

    def rework(self) -> None:
        """What was made goes back into what it was made of."""
        old = self.pick(lambda one: one.is_lot and one.free >= 10)
        if not old:
            return
        made = [self.lot()]
        self._process(old, made)
        self._process(made, old)

    def relabel(self) -> None:
        old = self.pick(lambda one: not one.is_lot and not one.is_container and not one.inside)
        if old:
            self._process(old, [self.single()], bizStep="repackaging")

    def pour(self) -> None:
        """A container is emptied into a process: what it held goes in."""
        full = self.pick(lambda one: one.is_container and bool(one.contents) and not one.inside)
        if not full:
            return
        made, [container] = [self.lot()], full
        within = container.within()

        def change() -> None:
            made[0].free += 300

        self.write(
            "TransformationEvent", [container, *made], change, (full, made), inputEPCList=self.codes(full),
            outputQuantityList=self.amounts([(made[0], 300)]),
        )  # fmt: skip

        for holder in sorted((container, *within), key=lambda one: one.code):
            if holder.contents:
                self.write(
                    "AggregationEvent", [holder], lambda: None, action="DELETE",
                    parentID=self.spell(holder.code),
                )  # fmt: skip
                for one in list(holder.contents):
                    del one.inside[holder], holder.contents[one]
                    one.is_gone = one.is_gone or not (one.is_lot or one.is_container)

    def case(self) -> None:
        """A marked case is made of something, and things are put into it: they are of that make too."""
        inputs, box = self._inputs(), self.single()
        self._process(inputs, [box])
        box.is_container = True
        box.made = (set(box.matter), set(box.held), {key for one in inputs for key in one.diary})
        self._fill(box)

    # ── Packing ────────────────────────────────────────────────────────

    def pack(self) -> None:
        self._fill((self.pick(lambda one: one.is_container) or [self.container()])[0])
        if self.die.random() < 0.2:
            self._fill(self.container())

    def _fill(self, box: Thing) -> None:
        def fit(one: Thing) -> bool:
            if one.is_lot:
                return one.free >= 50
            return not one.inside and one is not box and box not in one.within()

        chosen = [(one, 50 if one.is_lot else 1) for one in self.pick(fit, self.die.randint(1, 4))]
        if not chosen:
            return

        def change() -> None:
            for one, amount in chosen:
                one.inside[box] = one.inside.get(box, 0) + amount
                box.contents[one] = one.inside[box]
                one.free -= amount if one.is_lot else 0

        things = [one for one, _amount in chosen]
        self.write(
            "AggregationEvent", [box, *things], change, action="ADD", bizStep="packing",
            parentID=self.spell(box.code), childEPCs=self.codes(things),
            childQuantityList=self.amounts(chosen),
        )  # fmt: skip

    def unpack(self) -> None:
        full = self.pick(lambda one: bool(one.contents))
        if full:
            self._empty(full[0], whole=self.die.random() < 0.4)

    def repack(self) -> None:
        full = self.pick(lambda one: bool(one.contents))
        if full:
            self._empty(full[0], whole=True)
            self._fill(self.container())

    def _empty(self, box: Thing, *, whole: bool) -> None:
        chosen = list(box.contents.items())
        if not whole:
            chosen = [
                (one, amount if not one.is_lot or self.die.random() < 0.5 else amount // 2)
                for one, amount in self.die.sample(chosen, self.die.randint(1, len(chosen)))
            ]
        is_unnamed = whole and self.die.random() < 0.5
        things = [one for one, _amount in chosen]
        singles = [one for one in things if not one.is_lot]
        lost = "unpack" if "unpack" in self.lost and singles == things and self.die.random() < 0.5 else ""

        def change() -> None:
            for one, amount in chosen:
                box.contents[one] -= amount
                one.free += amount if one.is_lot else 0
                if box.contents[one] == 0:
                    del box.contents[one], one.inside[box]
                else:
                    one.inside[box] = box.contents[one]

        self.write(
            "AggregationEvent", [box] if is_unnamed else [box, *things], change, lost=lost, action="DELETE",
            bizStep="unpacking", parentID=self.spell(box.code),
            childEPCs=None if is_unnamed else self.codes(things),
            childQuantityList=None if is_unnamed else self.amounts(chosen),
        )  # fmt: skip

    def look(self) -> None:
        """Somebody counts what is inside."""
        full = self.pick(lambda one: bool(one.contents))
        for box in full:
            parts = list(box.contents.items())
            things = [one for one, _amount in parts]
            self.write(
                "AggregationEvent", [box, *things], action="OBSERVE", bizStep="inspecting",
                parentID=self.spell(box.code), childEPCs=self.codes(things),
                childQuantityList=self.amounts(parts),
            )  # fmt: skip

    # ── Moving, ending, erring ─────────────────────────────────────────

    def move(self) -> None:
        """Only the outermost container is read when goods are shipped and received."""
        moved = self.pick(lambda one: bool(one.contents) and not one.inside)
        for step in ("shipping", "receiving"):
            if moved:
                self.write("ObjectEvent", moved, action="OBSERVE", bizStep=step, epcList=self.codes(moved))

    def end(self) -> None:
        sold = self.pick(lambda one: not one.is_lot and not one.inside and not one.contents)
        for one in sold:
            self.write(
                "ObjectEvent", sold, action="DELETE", bizStep="retail_selling", epcList=self.codes(sold)
            )
            one.is_gone = True

    def mistake(self) -> None:
        """A line that never happened, and its declaration; what happened stands in another line."""
        lots = self.pick(lambda one: one.is_lot, 2)
        if len(lots) < 2:
            return
        self.now += timedelta(minutes=7)
        self._line(
            "TransformationEvent",
            inputQuantityList=self.amounts([(lots[0], 10)]),
            outputQuantityList=self.amounts([(lots[1], 10)]),
        )
        wrong = self.events[-1]
        self.transform()
        right = self.events[-1]
        corrected = [right["eventID"]] if "eventID" in right else []
        declared: dict[str, Any] = {"declarationTime": self.now.isoformat(), "reason": "incorrect_data"}
        if corrected:
            declared["correctiveEventIDs"] = corrected
        self.events.append({**wrong, "errorDeclaration": declared})
