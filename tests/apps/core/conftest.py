"""The trial register behind its addresses and rules."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from nscl.apps.core import access
from nscl.apps.registry.models import Organisation
from tests.world import World, at


@pytest.fixture
def trial(world: World, settings: Any, monkeypatch: pytest.MonkeyPatch) -> Iterator[World]:
    """The world with the trial register's rules in the access table and its pages in the site."""
    from tests.apps.core import trial_register

    monkeypatch.setattr(access, "RULES", [*access.RULES, *trial_register.RULES])
    access.table.cache_clear()
    settings.ROOT_URLCONF = "tests.apps.core.trial_register"
    templates = [dict(settings.TEMPLATES[0])]
    templates[0]["OPTIONS"] = dict(templates[0]["OPTIONS"])
    loaders = templates[0]["OPTIONS"]["loaders"][0][1]
    branches = "<ul>{% for row in rows %}<li>{{ row.name }}</li>{% empty %}<li>–</li>{% endfor %}</ul>"
    own = ("django.template.loaders.locmem.Loader", {"trial/branches.html": branches})
    templates[0]["OPTIONS"]["loaders"] = [("django.template.loaders.cached.Loader", [*loaders, own])]
    settings.TEMPLATES = templates
    yield world
    access.table.cache_clear()


def organisation(world: World, name: str, **more: Any) -> Organisation:
    """An organisation of the first province, as if entered on 1 March 2026."""
    row = Organisation(**{"name": name, "province": world.home, "created_at": at(day=1), **more})
    row.save()
    return row
