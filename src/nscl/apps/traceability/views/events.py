"""One event: what, when, where and why in words; its own text, hash, doubts, capture and declarations."""

from __future__ import annotations

import json
from collections import defaultdict
from typing import Any

from django.core.paginator import Page, Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.translation import gettext as _

from nscl.apps.core.access import Actor, actor_of, guarded
from nscl.apps.traceability.describing import reason_word, role_label
from nscl.apps.traceability.keys import key_of
from nscl.apps.traceability.models import DailyRoot, Event, EventHash, EventItem
from nscl.apps.traceability.queries.naming import Names, names_of
from nscl.apps.traceability.registers import event_rows
from nscl.apps.traceability.wording import DISPOSITIONS, STEPS, TYPES, amount, deed_of, word

PAGE = 100


@guarded("traceability.event.view")
def event_page(request: HttpRequest, pk: int) -> HttpResponse:
    """The event in words; 404 for an event of another province."""
    actor = actor_of(request)
    event = get_object_or_404(event_rows(actor).select_related("job__client", "job__created_by"), pk=pk)
    actor.require("traceability.event.view", event)
    page = Paginator(_items(event), PAGE).get_page(request.GET.get("trang"))
    raw = json.loads(event.raw)
    places = [one.canonical if one else "" for one in (event.read_point, event.biz_location)]
    names = _names(page, raw, places)
    context = {
        "event": event,
        "title": deed_of(event.type, event.action),
        "type": word(TYPES, event.type),
        "step": word(STEPS, event.biz_step),
        "disposition": word(DISPOSITIONS, event.disposition),
        "key": key_of(event.event_id, event.hash),
        "hash": key_of("", event.hash),
        "read_point": names.of(places[0]),
        "biz_location": names.of(places[1]),
        "page": page,
        "parts": _parts(page, names),
        "parties": _parties(raw, names),
        "papers": _papers(raw),
        "related": _related(event, actor),
        "sealed": _sealed(event) if actor.can("traceability.day.view", event) else None,
        "declared": raw.get("errorDeclaration") or None,
        "reason": reason_word(str((raw.get("errorDeclaration") or {}).get("reason") or "")),
        "raw": json.dumps(raw, ensure_ascii=False, indent=2),
    }
    return render(request, "traceability/event.html", context)


def _items(event: Event) -> Any:
    return EventItem.objects.filter(event_id=event.pk).select_related("item").order_by("position")


def _names(page: Page[Any], raw: dict[str, Any], places: list[str]) -> Names:
    codes = [*places, *(row.item.canonical for row in page)]
    codes += [str(one.get(key) or "") for name, key in _PAIRS for one in _listed(raw.get(name))]
    return names_of(codes)


_PAIRS = (("sourceList", "source"), ("destinationList", "destination"))


def _listed(value: Any) -> list[dict[str, Any]]:
    return [one for one in value if isinstance(one, dict)] if isinstance(value, list) else []


def _parts(page: Page[Any], names: Names) -> list[dict[str, Any]]:
    """The things of the event by the part they play."""
    groups: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for row in page:
        much = amount(row.quantity, row.uom) if row.quantity is not None else ""
        groups[role_label(row.role)].append({"named": names.of(row.item.canonical), "amount": much})
    return [{"label": label, "rows": rows} for label, rows in groups.items()]


def _parties(raw: dict[str, Any], names: Names) -> list[tuple[str, str]]:
    """From whom and to whom."""
    labels = {"sourceList": _("Từ"), "destinationList": _("Đến")}
    return [
        (labels[name], names.of(str(one.get(key) or "")).title)
        for name, key in _PAIRS
        for one in _listed(raw.get(name))
    ]


def _papers(raw: dict[str, Any]) -> list[tuple[str, str]]:
    """The business papers it belongs to."""
    kinds = {
        "po": _("đơn mua"), "inv": _("hóa đơn"), "desadv": _("thông báo giao hàng"), "bol": _("vận đơn"),
        "cert": _("chứng nhận"), "prodorder": _("lệnh sản xuất"), "recadv": _("biên nhận"),
    }  # fmt: skip
    found = []
    for one in _listed(raw.get("bizTransactionList")):
        kind = str(one.get("type") or "").rpartition(":")[2].rpartition("-")[2]
        found.append((kinds.get(kind, _("chứng từ")), str(one.get("bizTransaction") or "")))
    return found


def _sealed(event: Event) -> DailyRoot | None:
    """The sealed day that it belongs to (`evidence.Days`); none while that day is open."""
    roots = DailyRoot.objects.filter(
        province_id=event.province_id,
        day__gte=timezone.localdate(event.record_time),
        sealed_through__gte=event.pk,
    )
    return roots.defer("leaves").order_by("day").first()


def _related(event: Event, actor: Actor) -> list[Event]:
    """The declarations about an event, or the event a declaration is about."""
    rows = EventHash.objects.filter(hash=bytes(event.hash)).exclude(pk=event.pk)
    numbers = set(rows.values_list("pk", flat=True)[:50])
    if event.event_id:
        named = EventHash.objects.filter(event_id=event.event_id).exclude(pk=event.pk)
        numbers |= set(named.values_list("pk", flat=True)[:50])
    return list(event_rows(actor).filter(pk__in=numbers).order_by("record_time", "pk"))
