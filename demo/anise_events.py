"""The short chain of Lạng Sơn: star anise of a co-operative becomes a mill's oil."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from demo.pepper import PARTIES
from demo.pepper_codes import Record, amount, at_place, between, lot
from demo.pepper_events import Season


@dataclass(frozen=True)
class Anise(Season):
    """The short chain of Lạng Sơn: three lots of star anise, one of oil."""

    def fresh(self, number: int) -> str:
        return lot(PARTIES["anise_coop"].good(), f"{self.tag}H{number}")

    @property
    def oil(self) -> str:
        return lot(PARTIES["anise_mill"].good(), f"{self.tag}T1")

    def records(self) -> Iterator[Record]:
        coop, mill = PARTIES["anise_coop"], PARTIES["anise_mill"]
        picked = [
            self.event(
                "ObjectEvent", number / 1440, action="ADD", bizStep="commissioning", disposition="active",
                quantityList=[amount(self.fresh(number), 900)], **at_place(coop),
            )
            for number in self.lots
        ]  # fmt: skip
        amounts = [amount(self.fresh(number), 900) for number in self.lots]
        shipped = self.event(
            "ObjectEvent", 1, action="OBSERVE", bizStep="shipping", disposition="in_transit",
            quantityList=amounts, readPoint=at_place(coop)["readPoint"], **between(coop, mill, self.tag),
        )  # fmt: skip
        yield Record(0, "anise_coop", tuple(picked))
        yield Record(1, "anise_coop", (shipped,))
        received = self.event(
            "ObjectEvent", 2, action="OBSERVE", bizStep="receiving", disposition="in_progress",
            quantityList=amounts, **at_place(mill),
        )  # fmt: skip
        inputs = [(self.fresh(number), 900.0) for number in self.lots]
        pressed = self.made(4, inputs, [(self.oil, 190)], at_place(mill))
        yield Record(2, "anise_mill", (received,))
        yield Record(4, "anise_mill", (pressed,))
