"""Records of the tales about products, people and lists: made by the verbs, by the usual persons."""

from __future__ import annotations

import itertools
from datetime import date
from typing import Any

from nscl.apps.registry.actions import editions, people, products
from nscl.apps.registry.actions.organisations import add as add_organisation
from nscl.apps.registry.models import Network, Organisation, Person, Product, RegisterEdition
from tests.world import World, at

_serial = itertools.count(1)


def firm(world: World, name: str, who: str = "an", **more: Any) -> Organisation:
    return add_organisation(by=world.actor(who), at=at(day=1), **{"name": name, **more})


def product(world: World, name: str, who: str = "an", **more: Any) -> Product:
    return products.add_product(by=world.actor(who), at=at(day=1), **{"name": name, **more})


def person(world: World, name: str, who: str = "an", **more: Any) -> Person:
    return people.add_person(by=world.actor(who), at=at(day=1), **{"full_name": name, **more})


def network(world: World, name: str = "Mạng lưới năng suất", who: str = "an", **more: Any) -> Network:
    return people.add_network(by=world.actor(who), at=at(day=1), **{"name": name, **more})


def edition(world: World, since: date = date(2021, 1, 1), who: str = "an", **more: Any) -> RegisterEdition:
    """A list of key products being drafted by An, in force from `since` once enacted."""
    head: dict[str, Any] = {
        "kind": "key_product",
        "title": "Danh mục sản phẩm chủ lực",
        "number": f"{next(_serial)}/QĐ-UBND",
        "issuer": "Ủy ban nhân dân tỉnh",
        "issued_on": since,
        "valid_from": since,
    }
    return editions.draft_edition(by=world.actor(who), at=at(day=1), **{**head, **more})


def line(world: World, edition: RegisterEdition, name: str = "", **more: Any) -> Any:
    return editions.add_entry(edition, printed_name=name, by=world.actor("an"), at=at(day=1), **more)


def enacted(world: World, *names: str, since: date = date(2021, 1, 1), **more: Any) -> RegisterEdition:
    """A list with lines of these names, put in force by Lan."""
    made = edition(world, since, **more)
    for name in names:
        line(world, made, name)
    return editions.enact_edition(made, reason="Theo quyết định", by=world.actor("lan"), at=at(day=1))
