"""What every page knows: who acts, what the menu offers, whether the data are invented."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import HttpRequest

from nscl import __version__
from nscl.apps.core.access import Actor, MenuItem, actor_of, menu_items


def page(request: HttpRequest) -> dict[str, Any]:
    actor = actor_of(request)
    return {
        "actor": actor,
        "hats": getattr(request, "hats", []),
        "menu": _menu(actor, request.path),
        "is_demo": settings.NSCL_DEMO,
        "version": __version__,
    }


def _menu(actor: Actor, path: str) -> list[dict[str, Any]]:
    """Groups in order, each with the lines this person may open and how many things wait there."""
    groups: dict[str, list[dict[str, Any]]] = {}
    for item in menu_items():
        if actor.user_id is not None and actor.can(item.deed):
            groups.setdefault(item.group, []).append(_line(item, actor, path))
    return [{"label": label, "lines": lines} for label, lines in groups.items()]


def _line(item: MenuItem, actor: Actor, path: str) -> dict[str, Any]:
    from django.urls import reverse

    url = reverse(item.url_name)
    return {
        "label": item.label,
        "url": url,
        "count": item.count(actor) if item.count else None,
        "current": path == url or (url != "/" and path.startswith(url)),
    }
