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
        "app_version": __version__,
    }


def _menu(actor: Actor, path: str) -> list[dict[str, Any]]:
    """Groups in order, each with the lines this person may open and how many things wait there."""
    groups: dict[str, list[dict[str, Any]]] = {}
    for item in menu_items():
        if actor.user_id is not None and actor.can(item.deed):
            groups.setdefault(item.group, []).append(_line(item, actor))
    _mark_current([line for lines in groups.values() for line in lines], path)
    return [{"label": label, "lines": lines} for label, lines in groups.items()]


def _mark_current(lines: list[dict[str, Any]], path: str) -> None:
    """The line of this page, or of the nearest page above it: the longest address that begins the path."""
    fitting = [
        line for line in lines if path == line["url"] or (line["url"] != "/" and path.startswith(line["url"]))
    ]
    if fitting:
        max(fitting, key=lambda line: len(line["url"]))["current"] = True


def _line(item: MenuItem, actor: Actor) -> dict[str, Any]:
    from django.urls import reverse

    url = reverse(item.url_name)
    return {
        "label": item.label,
        "url": url,
        "count": item.count(actor) if item.count else None,
        "current": False,
    }
