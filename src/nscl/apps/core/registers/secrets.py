"""Which values of the record of deeds a person may not see: said once, in the rooms' `access.py`.

`SECRETS = {"registry.person": {"phone": "registry.person.contact"}}` hides the key `phone` of every entry
about such a record from those who may not do that deed, on whatever page the entry is shown.
"""

from __future__ import annotations

import functools
from typing import Any

from nscl.apps.core.access import Actor, _access_modules

HIDDEN = "•••"


@functools.cache
def declared() -> dict[str, dict[str, str]]:
    """By type of record the keys of its entries that are not for everybody, each with its deed."""
    return {
        kind: dict(keys)
        for module in _access_modules()
        for kind, keys in getattr(module, "SECRETS", {}).items()
    }


def hidden_keys(object_type: str, actor: Actor, record: Any = None) -> set[str]:
    """The keys of entries about such a record that this person may not see."""
    keys = declared().get(object_type, {})
    return {key for key, deed in keys.items() if not actor.can(deed, record)}
