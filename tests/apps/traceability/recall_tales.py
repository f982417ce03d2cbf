"""A mill's rice on its way: sold to a shop that writes its events, to a store that nobody knows, and cooked.

Lot RAW is milled into lot RICE (1,000 kg): 300 kg go to the shop on a pallet, 200 kg to the store `GLN_STORE`,
100 kg become lot CAKE at the mill.
"""

from __future__ import annotations

from datetime import date
from typing import Any

from nscl.apps.traceability.actions.recall_notices import notify_holders
from nscl.apps.traceability.actions.recalls import (
    add_recall,
    current,
    open_recall,
    submit_recall,
)
from nscl.apps.traceability.models import RecallCase
from tests.apps.traceability.conftest import Desk
from tests.apps.traceability.documents import PALLET, Event
from tests.world import World, at

GTIN = "https://id.gs1.org/01/08936000000011/10/"
RAW, RICE, CAKE, OTHER = GTIN + "RAW", GTIN + "RICE", GTIN + "CAKE", GTIN + "OTHER"
GLN_MILL, GLN_SHOP = "https://id.gs1.org/414/8936000000028", "https://id.gs1.org/414/8936000000035"
GLN_STORE = "https://id.gs1.org/417/8936000000042"
BASE = "https://nscl.vidu.vn"


def event(kind: str, hour: int, place: str = GLN_MILL, **more: Any) -> Event:
    return {
        "type": kind,
        "eventTime": f"2026-02-27T{hour:02d}:00:00+07:00",
        "eventTimeZoneOffset": "+07:00",
        "eventID": f"urn:uuid:00000000-0000-4000-8000-0000000000{hour:02d}",
        "readPoint": {"id": place},
        **more,
    }


def kilos(code: str, amount: float | None) -> Event:
    told: Event = {"epcClass": code}
    return told if amount is None else {**told, "quantity": amount, "uom": "KGM"}


def sent(hour: int, to: str, **more: Any) -> Event:
    destination = [{"type": "owning_party", "destination": to}]
    return event(
        "ObjectEvent", hour, action="OBSERVE", bizStep="shipping", destinationList=destination, **more
    )


def arrived(hour: int, place: str, **more: Any) -> Event:
    return event("ObjectEvent", hour, place, action="OBSERVE", bizStep="receiving", **more)


def milled() -> list[Event]:
    """What the mill wrote."""
    return [
        event(
            "TransformationEvent", 6,
            inputQuantityList=[kilos(RAW, 1500)], outputQuantityList=[kilos(RICE, 1000)],
        ),
        event(
            "AggregationEvent", 7, action="ADD", parentID=PALLET, childQuantityList=[kilos(RICE, 300)]
        ),
        sent(8, GLN_SHOP, epcList=[PALLET]),
        sent(9, GLN_STORE, quantityList=[kilos(RICE, 200)]),
        event(
            "TransformationEvent", 10,
            inputQuantityList=[kilos(RICE, 100)], outputQuantityList=[kilos(CAKE, 90)],
        ),
        event("ObjectEvent", 11, action="ADD", bizStep="commissioning", quantityList=[kilos(OTHER, 5)]),
    ]  # fmt: skip


def received() -> list[Event]:
    """What the shop wrote."""
    return [arrived(12, GLN_SHOP, epcList=[PALLET])]


def told_of(desk: Desk) -> None:
    """The events of the tale are in the store."""
    desk.capture(milled())
    desk.capture(received(), of=desk.shop)


def drafted(world: World, roots: str = RAW, who: str = "an", **more: Any) -> RecallCase:
    data: dict[str, Any] = {
        "title": "Gạo Bình Minh, lô RAW",
        "reason": "Dư lượng thuốc bảo vệ thực vật vượt mức tối đa",
        "hazard": "residue",
        "level": "high",
        "answer_by": date(2026, 3, 6),
        "contact": "Nguyễn Văn An, 0205 3 000 000",
    }
    return add_recall(roots=roots, by=world.actor(who), at=at(), **{**data, **more})


def opened(world: World, **more: Any) -> RecallCase:
    """Drafted by An, approved by Bình."""
    case = drafted(world, **more)
    submit_recall(case, by=world.actor("an"), at=at())
    open_recall(case, seen=current(case).hash, by=world.actor("binh"), at=at(hour=10))
    return case


def notified(world: World, **more: Any) -> RecallCase:
    case = opened(world, **more)
    notify_holders(case, base_url=BASE, by=world.actor("an"), at=at(hour=11))
    return case
