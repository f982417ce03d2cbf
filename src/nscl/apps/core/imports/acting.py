"""Background work acts as the person acted when they asked for it."""

from __future__ import annotations

from importlib import import_module
from typing import Any

from django.apps import apps

from nscl.apps.core.access import Actor, Refusal

GONE = "Vai trò hoặc ủy quyền khi gửi yêu cầu đã hết hiệu lực. Hãy làm lại với vai trò hiện có."


def remembered(actor: Actor) -> dict[str, Any]:
    """What finds the actor again."""
    return {"office": actor.office_id, "roles": sorted(actor.roles), "delegator": actor.delegator_id}


def acting_again(user_id: int, kept: dict[str, Any]) -> Actor:
    """The person as they acted; refused when the role or delegation has ended since.

    Which persons there are is known by a room above this one: the first that has
    `<room>/actors.py: acting_again(user_id, kept)`.
    """
    for config in apps.get_app_configs():
        if config.name.startswith("nscl.apps.") and config.label != "core":
            try:
                module = import_module(f"{config.name}.actors")
            except ModuleNotFoundError as error:
                if error.name != f"{config.name}.actors":
                    raise
                continue
            found: Actor | None = module.acting_again(user_id, kept)
            if found is not None:
                return found
    raise Refusal(GONE)
