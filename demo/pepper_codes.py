"""How the chains of the demo write lots, cartons, pallets, places, deliveries and documents."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from demo.pepper import Party
from nscl.gs1.check_digits import check_digit

Event = dict[str, Any]
HOME = "https://id.gs1.org"


def lot(good: str, number: str) -> str:
    return f"{HOME}/01/{good}/10/{number}"


def carton(good: str, number: str, serial: int) -> str:
    return f"{lot(good, number)}/21/{number}{serial:03d}"


def sscc(number: int) -> str:
    digits = f"32099000{number:09d}"
    return f"{HOME}/00/{digits}{check_digit(digits)}"


def amount(code: str, kilos: float) -> Event:
    return {"epcClass": code, "quantity": kilos, "uom": "KGM"}


def at_place(party: Party) -> Event:
    place = {"id": f"{HOME}/414/{party.gln}"}
    return {"readPoint": place, "bizLocation": place}


def between(giver: Party, taker: Party, number: str) -> Event:
    """Who handed over to whom, by which delivery note."""
    return {
        "bizTransactionList": [
            {"type": "desadv", "bizTransaction": f"urn:epcglobal:cbv:bt:{giver.gln}:{number}"}
        ],
        "sourceList": [{"type": "owning_party", "source": f"{HOME}/417/{giver.gln}"}],
        "destinationList": [{"type": "owning_party", "destination": f"{HOME}/417/{taker.gln}"}],
    }


@dataclass(frozen=True)
class Record:
    """One document: `by` records it for `of`, `day` days after the season's start."""

    day: float
    by: str
    events: tuple[Event, ...]
    of: str = ""
