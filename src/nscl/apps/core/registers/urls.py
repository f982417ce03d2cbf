"""The addresses of a register; each carries its deed, so that the access table guards it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.http import HttpResponse
from django.urls import URLPattern, path

from nscl.apps.core.access import guarded
from nscl.apps.core.registers import deeds, views
from nscl.apps.core.registers.spec import Register


def list_urls(register: Register) -> list[URLPattern]:
    """The list with its export and filters; the record's page (`<name>_detail`) is the room's own."""
    return [
        _page(register, "", views.list_page, "list", "view"),
        _page(register, "xuat/", views.export_page, "export", "export"),
        _page(register, "bo-loc/", deeds.filter_save, "filter_save", "core.filter.save"),
        _page(register, "bo-loc/<int:pk>/bo/", deeds.filter_drop, "filter_drop", "core.filter.save"),
    ]


def _page(
    register: Register, route: str, view: Callable[..., HttpResponse], name: str, deed: str
) -> URLPattern:
    full = deed if deed.startswith("core.") else f"{register.deeds}.{deed}"
    known: dict[str, Any] = {"register": register}
    return path(f"{register.path}/{route}", guarded(full)(view), known, name=f"{register.name}_{name}")


def urls(register: Register) -> list[URLPattern]:
    """All pages of a register; those to add and to change only when it has verbs for them."""

    def page(route: str, view: Callable[..., HttpResponse], name: str, deed: str) -> URLPattern:
        return _page(register, route, view, name, deed)

    found = [
        *list_urls(register),
        page("<int:pk>/", views.detail_page, "detail", "view"),
        page("<int:pk>/lich-su/", views.history_page, "history", "view"),
        page("<int:pk>/in/", views.print_page, "print", "view"),
        page("<int:pk>/tep/<int:file>/", views.file_page, "file", "view"),
        page("<int:pk>/tep/", deeds.attach_file, "attach", "core.attachment.add"),
        page("<int:pk>/tep/<int:file>/go/", deeds.detach_file, "detach", "core.attachment.remove"),
    ]
    if register.form is not None and register.add is not None:
        found.append(page("them/", deeds.add_page, "add", "add"))
    if register.form is not None and register.change is not None:
        found.append(page("<int:pk>/sua/", deeds.change_page, "change", "change"))
    if register.bulk:
        found += [
            page("viec/<slug:name>/", deeds.bulk_page, "bulk", "view"),
            page("viec/<int:pk>/hoan-tac/", deeds.bulk_undo, "bulk_undo", "view"),
        ]
    return found
