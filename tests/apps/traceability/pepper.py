"""A small chain of pepper: farms, a collector, a processor, pallets in a container; with a fault, a doubt,
a break and an event declared wrong."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from nscl.apps.registry.models import Organisation, Product
from nscl.apps.traceability.actions import CaptureResult, capture
from nscl.apps.traceability.senders import Sender
from nscl.gs1.check_digits import check_digit
from tests.apps.registry.records import firm, product
from tests.apps.traceability.documents import Event, declared, document
from tests.world import World, at

STEM = "https://id.gs1.org"


def number(digits: str) -> str:
    """A key with its check digit."""
    return digits + str(check_digit(digits))


RAW, DRIED, GROUND, BARE = (number(f"0893600000{n:03d}") for n in (1, 2, 3, 4))
FARM, DRYER, MILL, PORT = (f"{STEM}/414/{number(f'89360000000{n}')}" for n in range(1, 5))
PALLETS = [f"{STEM}/00/{number(f'08936000000000{n:03d}')}" for n in (1, 2)]
CONTAINER = f"{STEM}/00/{number('08936000000000900')}"


def lot(gtin: str, name: str) -> str:
    return f"{STEM}/01/{gtin}/10/{name}"


def when(day: int, hour: int) -> dict[str, str]:
    return {"eventTime": f"2026-02-{day:02d}T{hour:02d}:00:00+07:00", "eventTimeZoneOffset": "+07:00"}


def amount(code: str, kg: float) -> dict[str, Any]:
    return {"epcClass": code, "quantity": kg, "uom": "KGM"}


def stood(place: str) -> dict[str, Any]:
    return {"readPoint": {"id": place}, "bizLocation": {"id": place}}


def harvested(name: str, day: int, kg: float, key: str) -> Event:
    return {
        "type": "ObjectEvent", **when(day, 7), "eventID": key, "action": "ADD", "bizStep": "creating_class_instance",
        "quantityList": [amount(lot(RAW, name), kg)], **stood(FARM),
        "ilmd": {"cbvmda:lotNumber": name, "cbvmda:countryOfOrigin": "VN"},
    }  # fmt: skip


def made(day: int, hour: int, inputs: list[Any], outputs: list[Any], place: str, key: str) -> Event:
    return {
        "type": "TransformationEvent", **when(day, hour), "eventID": key, "bizStep": "commissioning",
        "inputQuantityList": inputs, "outputQuantityList": outputs, **stood(place),
    }  # fmt: skip


def packed(day: int, hour: int, parent: str, place: str, key: str, **children: Any) -> Event:
    return {
        "type": "AggregationEvent", **when(day, hour), "eventID": key, "action": "ADD", "bizStep": "packing",
        "parentID": parent, **stood(place), **children,
    }  # fmt: skip


@dataclass
class Pepper:
    """Who is in the chain."""

    farmers: Organisation
    dryer: Organisation
    mill: Organisation
    ground: Product


def pepper(world: World) -> Pepper:
    """Build the chain; what is asked of it in the tests is written beside each step."""
    farmers = firm(world, "Hợp tác xã Hồ tiêu Thanh Sơn")
    dryer = firm(world, "Hộ kinh doanh Sấy Hòa Bình")
    mill = firm(world, "Công ty TNHH Gia vị Phương Bắc")
    product(world, "Hạt tiêu tươi", gtin=RAW, maker=farmers)
    product(world, "Tiêu đen khô", gtin=DRIED, maker=dryer)
    ground = product(world, "Tiêu đen xay 100 g", gtin=GROUND, maker=mill)
    told(farmers, *(harvested(f"V{n}", n, 400.0 + n, f"urn:uuid:farm-{n}") for n in (1, 2, 3)))
    mixed = made(
        5, 9, [amount(lot(RAW, f"V{n}"), 400.0 + n) for n in (1, 2)], [amount(lot(DRIED, "K1"), 260)], DRYER,
        "urn:uuid:dry-1",
    )  # fmt: skip
    single = made(
        6, 9, [amount(lot(RAW, "V3"), 403)], [amount(lot(DRIED, "K2"), 130)], DRYER, "urn:uuid:dry-2"
    )
    wrong = made(6, 8, [amount(lot(RAW, "V3"), 40)], [amount(lot(DRIED, "K1"), 13)], DRYER, "urn:uuid:dry-x")
    told(dryer, mixed, single, wrong)
    told(dryer, declared(wrong))
    # A bag of salt without lot goes in too: the chain breaks there; the sensor is later than the event.
    milled = made(
        9, 10, [amount(lot(DRIED, "K1"), 260), {"epcClass": f"{STEM}/01/{BARE}", "quantity": 5, "uom": "KGM"}],
        [amount(lot(GROUND, "X1"), 150), amount(lot(GROUND, "X2"), 90)], MILL, "urn:uuid:mill-1",
    )  # fmt: skip
    second = made(
        10, 10, [amount(lot(DRIED, "K2"), 130)], [amount(lot(GROUND, "X3"), 120)], MILL, "urn:uuid:mill-2"
    )
    shipped = {
        "type": "ObjectEvent", **when(12, 15), "eventID": "urn:uuid:ship-1", "action": "OBSERVE",
        "bizStep": "shipping", "disposition": "in_transit", "epcList": [CONTAINER], **stood(PORT),
        "destinationList": [{"type": "owning_party", "destination": "urn:vi-du:nguoi-mua:7"}],
    }  # fmt: skip
    told(
        mill,
        milled,
        second,
        packed(
            11, 8, PALLETS[0], MILL, "urn:uuid:pack-1", childQuantityList=[amount(lot(GROUND, "X1"), 150)]
        ),
        packed(
            11, 9, PALLETS[1], MILL, "urn:uuid:pack-2", childQuantityList=[amount(lot(GROUND, "X3"), 120)]
        ),
        packed(12, 9, CONTAINER, PORT, "urn:uuid:pack-3", childEPCs=PALLETS),
        shipped,
    )
    return Pepper(farmers, dryer, mill, ground)


def told(organisation: Organisation, *events: Event) -> CaptureResult:
    """The organisation sends its events."""
    by = Sender(organisation.pk, organisation.province_id, frozenset({organisation.pk}))
    return capture(document(*events), by=by, at=at(day=1))
