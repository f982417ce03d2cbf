"""What happened along the chains, as EPCIS events: harvest, mixing, cleaning, packing, a container at sea.

A season is a list of documents, each with who records it and how many days after the start. Which lot went
into which stands in `mixed_into` and below: tests compare a trace with it.
"""

from __future__ import annotations

import uuid
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from demo.pepper import PARTIES
from demo.pepper_codes import HOME, Event, Record, amount, at_place, between, carton, lot, sscc

FARMS = ("coop", "farm_b", "farm_c")
CARTONS = 12  # serial cartons of one packing
READINGS = 10  # of the logger in the container, one a day


@dataclass(frozen=True)
class Season:
    """A season of `size` lots a farm (an even number). `tag` begins every lot's number."""

    tag: str
    start: datetime
    size: int

    # ── What becomes what ──────────────────────────────────────────────

    @property
    def lots(self) -> range:
        return range(1, self.size + 1)

    def raw(self, farm: str, number: int) -> str:
        return lot(PARTIES[farm].good(), f"{self.tag}{'ABC'[FARMS.index(farm)]}{number}")

    def mixed(self, number: int) -> str:
        return lot(PARTIES["collector"].good(), f"{self.tag}M{number}")

    def clean(self, number: int) -> str:
        return lot(PARTIES["processor"].good(), f"{self.tag}S{number}")

    def ground(self, number: int) -> str:
        return lot(PARTIES["processor"].good(1), f"{self.tag}G{number}")

    def cartons(self, number: int) -> list[str]:
        good = PARTIES["processor"].good(2)
        return [carton(good, f"{self.tag}P{number}", serial) for serial in range(1, CARTONS + 1)]

    def pallet(self, number: int) -> str:
        return sscc(1000 * int(self.tag) + number)

    @property
    def container(self) -> str:
        return sscc(1000 * int(self.tag) + 999)

    def mixed_into(self, number: int) -> list[str]:
        """What goes into a mixture: a lot of each farm; the third also takes from the second's first farm.

        The last of a big season takes goods whose lot nobody wrote down: there its trace breaks.
        """
        inputs = [self.raw(farm, number) for farm in FARMS]
        if number == 3:
            inputs.append(self.raw("coop", 2))
        if number == self.size and self.size >= 6:
            inputs[2] = f"{HOME}/01/{PARTIES['farm_c'].good()}"
        return inputs

    # ── What was recorded ──────────────────────────────────────────────

    def event(self, kind: str, day: float, **fields: Any) -> Event:
        moment = self.start + timedelta(days=day) - timedelta(hours=2)
        return {
            "type": kind,
            "eventTime": moment.isoformat(timespec="seconds"),
            "eventTimeZoneOffset": "+07:00",
            **fields,
        }

    def records(self) -> Iterator[Record]:
        yield from self._farms()
        yield from self._collector()
        yield from self._processor()
        yield from self._exporter()

    def _farms(self) -> Iterator[Record]:
        collector = PARTIES["collector"]
        for order, farm in enumerate(FARMS):
            party, hours = PARTIES[farm], order / 24
            of = farm if party.recorded_by else ""
            harvested = [
                self.event(
                    "ObjectEvent",
                    hours + number / 1440,
                    action="ADD",
                    bizStep="commissioning",
                    disposition="active",
                    quantityList=[amount(self.raw(farm, number), 600)],
                    ilmd={
                        "cbvmda:lotNumber": f"{self.tag}{'ABC'[order]}{number}",
                        "cbvmda:countryOfOrigin": "VN",
                    },
                    **at_place(party),
                )
                for number in self.lots
            ]
            shipped = [
                self.event(
                    "ObjectEvent",
                    2 + hours + first / 1440,
                    action="OBSERVE",
                    bizStep="shipping",
                    disposition="in_transit",
                    quantityList=[amount(self.raw(farm, number), 600) for number in (first, first + 1)],
                    readPoint=at_place(party)["readPoint"],
                    **between(party, collector, f"{self.tag}{order}{first}"),
                )
                for first in self.lots[::2]
            ]
            yield Record(hours, "coop", tuple(harvested), of)
            yield Record(2 + hours, "coop", tuple(shipped), of)

    def _collector(self) -> Iterator[Record]:
        collector, processor = PARTIES["collector"], PARTIES["processor"]
        received = [
            self.event(
                "ObjectEvent",
                3 + number / 1440,
                action="OBSERVE",
                bizStep="receiving",
                disposition="in_progress",
                quantityList=[amount(self.raw(farm, number), 600) for farm in FARMS],
                **at_place(collector),
            )
            for number in self.lots
        ]
        yield Record(3, "collector", tuple(received))
        whole = [number for number in self.lots if number != 4]
        yield Record(5, "collector", tuple(self._mixing(number) for number in whole))
        if self.size >= 4:  # the fourth over two days: what goes in, then what comes out
            shared = {"transformationID": f"urn:uuid:{uuid.uuid5(uuid.NAMESPACE_URL, self.mixed(4))}"}
            both = self._mixing(4)
            parts = ("inputQuantityList", "outputQuantityList")
            for day, left_out in ((5.1, parts[1]), (6, parts[0])):
                event = {name: value for name, value in both.items() if name != left_out}
                when = self.event("", day)["eventTime"]
                yield Record(day, "collector", ({**event, **shared, "eventTime": when},))
        shipped = [
            self.event(
                "ObjectEvent",
                7 + first / 1440,
                action="OBSERVE",
                bizStep="shipping",
                disposition="in_transit",
                quantityList=[amount(self.mixed(number), 1700) for number in (first, first + 1)],
                readPoint=at_place(collector)["readPoint"],
                **between(collector, processor, f"{self.tag}{first}"),
            )
            for first in self.lots[::2]
        ]
        yield Record(7, "collector", tuple(shipped))

    def _mixing(self, number: int) -> Event:
        return self.event(
            "TransformationEvent",
            5 + number / 1440,
            inputQuantityList=[amount(code, 600) for code in self.mixed_into(number)],
            outputQuantityList=[amount(self.mixed(number), 1700)],
            bizStep="creating_class_instance",
            **at_place(PARTIES["collector"]),
        )

    def _processor(self) -> Iterator[Record]:
        here = at_place(PARTIES["processor"])
        received = [
            self.event(
                "ObjectEvent",
                8 + number / 1440,
                action="OBSERVE",
                bizStep="receiving",
                disposition="in_progress",
                quantityList=[amount(self.mixed(number), 1700)],
                **here,
            )
            for number in self.lots
        ]
        yield Record(8, "processor", tuple(received))
        cleaned = [
            self.made(10 + number / 1440, [(self.mixed(number), 1700)], [(self.clean(number), 1600)], here)
            for number in self.lots
        ]
        yield Record(10, "processor", tuple(cleaned))
        yield Record(11, "processor", tuple(self._tested(number) for number in self.lots))
        yield Record(12, "processor", tuple(self._dried(number) for number in self.lots))
        pairs = range(1, self.size // 2 + 1)
        ground = [
            self.made(
                14 + pair / 1440,
                [(self.clean(2 * pair - 1), 800), (self.clean(2 * pair), 800)],
                [(self.ground(pair), 1550)],
                here,
            )
            for pair in pairs
        ]
        yield Record(14, "processor", tuple(ground))
        packed = [
            self.event(
                "TransformationEvent",
                16 + pair / 1440,
                inputQuantityList=[amount(self.ground(pair), 300)],
                outputEPCList=self.cartons(pair),
                bizStep="packing",
                **here,
            )
            for pair in pairs
        ]
        yield Record(16, "processor", tuple(packed))
        yield Record(17, "processor", tuple(self._palletised(pair) for pair in pairs))
        yield Record(18, "processor", tuple(self._loaded()))

    def made(
        self,
        day: float,
        inputs: Sequence[tuple[str, float]],
        outputs: Sequence[tuple[str, float]],
        here: Event,
    ) -> Event:
        return self.event(
            "TransformationEvent",
            day,
            inputQuantityList=[amount(code, kilos) for code, kilos in inputs],
            outputQuantityList=[amount(code, kilos) for code, kilos in outputs],
            bizStep="creating_class_instance",
            **here,
        )

    def _tested(self, number: int) -> Event:
        return self.event(
            "ObjectEvent",
            11 + number / 1440,
            action="OBSERVE",
            bizStep="inspecting",
            disposition="conformant",
            quantityList=[amount(self.clean(number), 1600)],
            certificationInfo=f"https://phong-thu-nghiem.example.vn/phieu/{self.tag}S{number}",
            **at_place(PARTIES["processor"]),
        )

    def _dried(self, number: int) -> Event:
        return self.event(
            "ObjectEvent",
            12 + number / 1440,
            action="OBSERVE",
            bizStep="sensor_reporting",
            disposition="in_progress",
            quantityList=[amount(self.clean(number), 1600)],
            sensorElementList=[self.sensed(12 + number / 1440 - 0.01, 52 + number, 11 + number % 3)],
            **at_place(PARTIES["processor"]),
        )

    def sensed(self, day: float, celsius: float, humidity: float) -> Event:
        return {
            "sensorMetadata": {"time": self.event("", day)["eventTime"]},
            "sensorReport": [
                {"type": "Temperature", "value": celsius, "uom": "CEL"},
                {"type": "RelativeHumidity", "value": humidity, "uom": "P1"},
            ],
        }

    def _palletised(self, pair: int) -> Event:
        """A pallet of cartons, and on it sacks of the pair's second clean lot."""
        return self.event(
            "AggregationEvent",
            17 + pair / 1440,
            action="ADD",
            bizStep="packing",
            parentID=self.pallet(pair),
            childEPCs=self.cartons(pair),
            childQuantityList=[amount(self.clean(2 * pair), 700)],
            **at_place(PARTIES["processor"]),
        )

    @property
    def abroad(self) -> range:
        """The pallets that go into the container; the last stays in the country."""
        return range(1, max(self.size // 2, 2))

    def _loaded(self) -> Iterator[Event]:
        processor, exporter = PARTIES["processor"], PARTIES["exporter"]
        yield self.event(
            "AggregationEvent",
            18,
            action="ADD",
            bizStep="loading",
            parentID=self.container,
            childEPCs=[self.pallet(pair) for pair in self.abroad],
            **at_place(processor),
        )
        for order, code in enumerate((self.container, self.pallet(self.size // 2)), 1):
            if order == 2 and self.size // 2 in self.abroad:
                continue
            yield self.event(
                "ObjectEvent",
                18 + order / 1440,
                action="OBSERVE",
                bizStep="shipping",
                disposition="in_transit",
                epcList=[code],
                readPoint=at_place(processor)["readPoint"],
                **between(processor, exporter, f"{self.tag}{order}"),
            )

    # ── The exporter's own system writes with names and URNs ───────────

    def named(self, what: str, event: Event) -> Event:
        return {**event, "eventID": f"urn:uuid:{uuid.uuid5(uuid.NAMESPACE_URL, f'{self.tag} {what}')}"}

    def _exporter(self) -> Iterator[Record]:
        exporter = PARTIES["exporter"]
        here, home = at_place(exporter), self.size // 2 not in self.abroad
        arrived = [self.container, *([self.pallet(self.size // 2)] if home else [])]
        received = self.event(
            "ObjectEvent", 19, action="OBSERVE", bizStep="receiving", disposition="in_progress",
            epcList=arrived, **here,
        )  # fmt: skip
        yield Record(19, "exporter", (self.named("nhan", received),))
        wrong = self.named("xuat nham", self._exported(20, "sai"))
        good = self.named("xuat", self._exported(20.1, "dung"))
        yield Record(20, "exporter", (wrong,))
        declared = {
            **wrong,
            "errorDeclaration": {
                "declarationTime": self.event("", 20.9)["eventTime"],
                "reason": "incorrect_data",
                "correctiveEventIDs": [good["eventID"]],
            },
        }
        yield Record(21, "exporter", (declared, good))
        readings = [
            self.event(
                "ObjectEvent",
                21 + hour,
                action="OBSERVE",
                bizStep="sensor_reporting",
                epcList=[self.container],
                sensorElementList=[self.sensed(21 + hour - 0.01, 24 + hour % 5, 61 + hour % 4)],
                **here,
            )
            for hour in range(READINGS // 2)
        ]
        yield Record(26, "exporter", tuple(self.named(f"do {n}", one) for n, one in enumerate(readings)))
        if home:
            yield Record(27, "exporter", tuple(self._sold_at_home(here)))

    def _exported(self, day: float, note: str) -> Event:
        exporter = PARTIES["exporter"]
        number = f"{self.tag}{'8' if note == 'sai' else '9'}"
        return self.event(
            "ObjectEvent",
            day,
            action="OBSERVE",
            bizStep="departing",
            disposition="in_transit",
            epcList=[self.container],
            readPoint=at_place(exporter)["readPoint"],
            bizTransactionList=[
                {"type": "bol", "bizTransaction": f"urn:epcglobal:cbv:bt:{exporter.gln}:{number}"}
            ],
        )

    def _sold_at_home(self, here: Event) -> Iterator[Event]:
        pallet, pair = self.pallet(self.size // 2), self.size // 2
        emptied = self.event(
            "AggregationEvent",
            26.8,
            action="DELETE",
            bizStep="unpacking",
            parentID=pallet,
            childEPCs=[],
            **here,
        )
        yield self.named("do hang", emptied)
        for order, start in enumerate(range(0, CARTONS, 4)):
            sold = self.event(
                "ObjectEvent",
                26.9 + order / 1440,
                action="OBSERVE",
                bizStep="retail_selling",
                disposition="retail_sold",
                epcList=self.cartons(pair)[start : start + 4],
                **here,
            )
            yield self.named(f"ban {order}", sold)
