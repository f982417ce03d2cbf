"""Chains of goods as a province has them: farms, collectors, a mill, a packer, shops.

Every code and number of one set of chains holds the same six digits (`TAG`). Putting six others in their
place gives another set that shares nothing with the first but places and kinds of goods. Tags are chosen
so that the check digits of the logistic units stay right.
"""

from __future__ import annotations

import random
from datetime import UTC, datetime, timedelta
from typing import Any

from nscl.gs1.check_digits import check_digit
from nscl.gs1.epc_urn import link_to_urn

TAG = "739184"
WEIGHTS = (3, 1, 3, 1, 3, 1)  # of the tag's digits in the check digit of an SSCC
START = datetime(2025, 10, 1, 1, tzinfo=UTC)
COMPANY = "8936000"
STEM = "https://id.gs1.org"
Event = dict[str, Any]


def tag_sum(tag: str) -> int:
    """What a tag adds to a check digit; tags of one sum may take each other's place."""
    return sum(int(digit) * weight for digit, weight in zip(tag, WEIGHTS, strict=True)) % 10


class Chains:
    """`events` of `many` chains in order of time, and the codes that traces begin at.

    One chain in `many` is wide: `widest` lots are packed from one mill's lot, about six times as many nodes.
    """

    def __init__(self, many: int = 40, widest: int = 150, seed: int = 1) -> None:
        self.die = random.Random(seed)
        self.events: list[Event] = []
        self.raw: list[str] = []
        self.pallets: list[str] = []
        self.units = 0
        for number in range(many):
            self.chain(number, widest if number == many // 2 else 0)
        self.events.sort(key=lambda event: (event["eventTime"], repr(event)))

    # ── Codes ──────────────────────────────────────────────────────────

    def lot(self, goods: int, name: str) -> str:
        body = f"0{COMPANY}{goods:05d}"
        return self.spelt(f"{STEM}/01/{body}{check_digit(body)}/10/{TAG}{name}")

    def unit(self) -> str:
        self.units += 1
        body = f"{self.units // 1000}{COMPANY}{TAG}{self.units % 1000:03d}"
        return self.spelt(f"{STEM}/00/{body}{check_digit(body)}")

    def spelt(self, link: str) -> str:
        return link_to_urn(link, len(COMPANY)) if self.die.random() < 0.5 else link

    # ── Events ─────────────────────────────────────────────────────────

    def write(self, kind: str, step: str, place: int, hours: float, **fields: Any) -> None:
        self.now += timedelta(hours=hours, minutes=self.die.randrange(60))
        where = {"id": f"urn:epc:id:sgln:{COMPANY}.{place:05d}.0"}
        number = f"{len(self.events):06d}"
        named = (
            {"eventID": f"urn:uuid:5f1c2a00-0000-4000-8000-{TAG}{number}"} if self.die.random() < 0.2 else {}
        )
        self.events.append(
            {
                "type": kind,
                **named,
                "eventTime": self.now.isoformat(),
                "eventTimeZoneOffset": "+07:00",
                **fields,
                "bizStep": step,
                "readPoint": where,
            }
        )

    @staticmethod
    def some(lots: list[str], quantity: float) -> list[dict[str, Any]]:
        return [{"epcClass": lot, "quantity": quantity, "uom": "KGM"} for lot in lots]

    def make(self, step: str, place: int, inputs: list[str], output: str, process: str = "") -> None:
        taken, given = self.some(inputs, 100), self.some([output], 90 * len(inputs))
        if not process:
            self.write(
                "TransformationEvent", step, place, 20, inputQuantityList=taken, outputQuantityList=given
            )
            return
        name = {"transformationID": f"urn:vi-du:me:{TAG}{process}"}  # one process in two captures
        self.write("TransformationEvent", step, place, 10, inputQuantityList=taken, **name)
        self.write("TransformationEvent", step, place, 10, outputQuantityList=given, **name)

    def chain(self, number: int, wide: int) -> None:
        die, name = self.die, f"C{number:02d}"
        self.now = START + timedelta(days=die.randrange(300), hours=die.randrange(24))
        bought = [self.collect(f"{name}{place}", number) for place in range(die.randint(2, 5))]
        milled = self.lot(3, f"{name}M")
        self.make(
            "creating_class_instance", 500 + number, bought, milled, name if die.random() < 0.25 else ""
        )
        for place in range(wide or die.randint(2, 6)):
            self.sell(self.packed(milled, f"{name}P{place}", number), number)

    def collect(self, name: str, number: int) -> str:
        """Farms' lots, brought together by a collector."""
        farms = [self.lot(1, f"{name}F{one}") for one in range(self.die.randint(2, 6))]
        for farm in farms:
            self.raw.append(farm)
            self.write(
                "ObjectEvent", "commissioning", 100 + self.die.randrange(300), 3, action="ADD",
                quantityList=self.some([farm], 100), ilmd={"cbvmda:harvestStartDate": "2026-01-05"},
            )  # fmt: skip
        bought = self.lot(2, f"{name}B")
        self.make("collecting", 400 + number, farms, bought)
        return bought

    def packed(self, milled: str, name: str, number: int) -> str:
        """A lot for sale in cases on a pallet; the pallet's code."""
        lot = self.lot(4, name)
        self.make("repackaging", 600 + number, [milled], lot)
        cases = [self.unit() for _ in range(self.die.randint(3, 5))]
        for case in cases:
            self.write(
                "AggregationEvent", "packing", 600 + number, 0.2, action="ADD", parentID=case,
                childQuantityList=self.some([lot], 20),
            )  # fmt: skip
        pallet = self.unit()
        self.write(
            "AggregationEvent", "packing", 600 + number, 1, action="ADD", parentID=pallet, childEPCs=cases
        )
        self.pallets.append(pallet)
        return pallet

    def sell(self, pallet: str, number: int) -> None:
        shop = 700 + self.die.randrange(90)
        buyer = [
            {"type": "owning_party", "destination": f"urn:epc:id:pgln:{COMPANY}.{shop:05d}"},
        ]
        for step, place in (("shipping", 600 + number), ("receiving", shop)):
            self.write(
                "ObjectEvent",
                step,
                place,
                12,
                action="OBSERVE",
                epcList=[pallet],
                destinationList=buyer,
                bizTransactionList=[
                    {"type": "po", "bizTransaction": f"urn:vi-du:don-hang:{TAG}{len(self.events)}"}
                ],
            )
        if self.die.random() < 0.7:
            self.write("AggregationEvent", "unpacking", shop, 5, action="DELETE", parentID=pallet)


def retagged(text: str, tag: str) -> str:
    """The text of another set of chains."""
    return text.replace(TAG, tag)
