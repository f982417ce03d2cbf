"""The chained record, readable: all of a province, or all about one record."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from nscl.apps.core import audit
from nscl.apps.core.access import Actor, actor_of, guarded, table
from nscl.apps.core.models import AuditChain, AuditEntry
from nscl.apps.core.registers.secrets import HIDDEN, hidden_keys

PAGE_SIZE = 50


def _seen_by(actor: Actor) -> QuerySet[AuditEntry]:
    """A province reads its own chain; those with the whole country in scope read all."""
    entries = AuditEntry.objects.select_related("chain")
    return entries if actor.scope is None else entries.filter(chain_id=actor.chain)


@guarded("core.audit.view")
def audit_list(request: HttpRequest) -> HttpResponse:
    actor = actor_of(request)
    entries = _seen_by(actor).order_by("-at", "-seq")
    page = Paginator(entries, PAGE_SIZE).get_page(request.GET.get("trang"))
    chains = AuditChain.objects.all() if actor.scope is None else AuditChain.objects.filter(key=actor.chain)
    checks = [audit.verify(chain.key) for chain in chains] if request.GET.get("kiem-tra") else None
    context = {"page": page, "lines": _lines(page, actor), "labels": _labels(), "checks": checks}
    return render(request, "core/audit_list.html", context)


@guarded("core.audit.view")
def audit_of(request: HttpRequest, object_type: str, object_id: str) -> HttpResponse:
    """Every deed on one record; a record outside the person's scope does not exist."""
    actor = actor_of(request)
    entries = _seen_by(actor).filter(object_type=object_type, object_id=object_id).order_by("-seq")
    if not entries:
        raise Http404
    page = Paginator(entries, PAGE_SIZE).get_page(request.GET.get("trang"))
    context = {
        "page": page,
        "lines": _lines(page, actor),
        "labels": _labels(),
        "about": entries[0].object_label,
    }
    return render(request, "core/audit_list.html", context)


Told = tuple[str, Any, Any]


def _lines(page: Iterable[AuditEntry], actor: Actor) -> list[tuple[AuditEntry, list[Told]]]:
    """Each entry with what it changed; phone and mail of people only for those who may see them."""
    found = []
    for entry in page:
        hidden = hidden_keys(entry.object_type, actor)
        told = [
            (key, HIDDEN, HIDDEN) if key in hidden else (key, entry.before.get(key), value)
            for key, value in entry.after.items()
        ]
        found.append((entry, told))
    return found


def _labels() -> dict[str, str]:
    return {deed: rule.label for deed, rule in table().items()}
