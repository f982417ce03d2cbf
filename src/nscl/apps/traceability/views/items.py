"""One lot or thing: what it is, where it is now, what it is in, what is in it, and its history."""

from __future__ import annotations

import json
from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import Exists, OuterRef
from django.db.models.functions import Coalesce
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext
from django.utils.translation import gettext_noop as _

from nscl.apps.core.access import Actor, actor_of, guarded
from nscl.apps.traceability.describing import role_label
from nscl.apps.traceability.models import Containment, Event, EventHash, EventItem, Item
from nscl.apps.traceability.queries.finding import in_view
from nscl.apps.traceability.queries.naming import Named, described_at, names_of, unnamed
from nscl.apps.traceability.queries.recalls import marks_seen, recalled
from nscl.apps.traceability.wording import DISPOSITIONS, KINDS, STEPS, amount, deed_of, word

PAGE = 50
FEW = 50
DEEPEST = 10
FACTS = {
    "lotNumber": _("Số lô"), "itemExpirationDate": _("Hạn dùng"), "bestBeforeDate": _("Dùng tốt nhất trước"),
    "sellByDate": _("Bán trước ngày"), "countryOfOrigin": _("Nước xuất xứ"),
    "productionDate": _("Ngày sản xuất"), "harvestStartDate": _("Thu hoạch từ"),
    "harvestEndDate": _("Thu hoạch đến"), "grade": _("Hạng"),
    "additionalTradeItemIdentification": _("Mã khác của sản phẩm"), "descriptionShort": _("Mô tả"),
}  # fmt: skip


@guarded("traceability.item.view")
def item_page(request: HttpRequest, pk: int) -> HttpResponse:
    """The item; 404 when neither its maker nor an event in view makes it the province's."""
    actor = actor_of(request)
    rows = Item.objects.select_related("product__maker", "organisation__province")
    item = in_view(actor.scope, rows.filter(pk=pk)).first()
    if item is None:
        raise Http404
    named = names_of([item.canonical]).of(item.canonical)
    inside = _inside(item, actor)
    history = Paginator(_history(item, actor), PAGE).get_page(request.GET.get("trang"))
    context = {
        "item": item,
        "named": named,
        "kind": word(KINDS, item.kind),
        "last": _last(item, inside, actor),
        "inside": inside,
        "contents": _contents(item, actor),
        "facts": _facts(item, actor),
        "recalls": marks_seen(recalled([item.canonical]).values(), actor),
        "page": history,
        "history": _lines(history),
    }
    return render(request, "traceability/item.html", context)


def _history(item: Item, actor: Actor) -> Any:
    rows = EventItem.objects.filter(item=item)
    if actor.scope is not None:
        rows = rows.filter(event__province_id__in=actor.scope)
    void = EventHash.objects.filter(pk=OuterRef("event_id"), is_void=True)
    rows = rows.select_related("event__organisation", "event__read_point", "event__biz_location")
    named = Coalesce(
        described_at("event__read_point__canonical"), described_at("event__biz_location__canonical")
    )
    return rows.annotate(is_void=Exists(void), place_name=named).order_by(
        "-event_time", "-event_id", "position"
    )


def _lines(page: Page[Any]) -> list[dict[str, Any]]:
    found = []
    for row in page:
        event = row.event
        place = event.read_point or event.biz_location
        found.append(
            {
                "event": event,
                "deed": deed_of(event.type, event.action),
                "step": word(STEPS, event.biz_step),
                "role": role_label(row.role),
                "amount": amount(row.quantity, row.uom) if row.quantity is not None else "",
                "place": (row.place_name or unnamed(place.canonical).title) if place else "",
                "is_void": row.is_void,
                "is_declaration": event.is_error_declaration,
            }
        )
    return found


def _last(item: Item, inside: list[dict[str, Any]], actor: Actor) -> dict[str, Any] | None:
    """Its latest event that counts and says where: its own, or of what it is in."""
    around = [item.pk, *(stay["number"] for stay in inside)]
    naming = EventItem.objects.filter(item_id__in=around).values("event_id")
    void = EventHash.objects.filter(pk=OuterRef("pk"), is_void=True)
    rows = Event.objects.filter(pk__in=naming).exclude(read_point=None, biz_location=None)
    if actor.scope is not None:
        rows = rows.filter(province_id__in=actor.scope)
    rows = rows.filter(~Exists(void)).select_related("read_point", "biz_location", "organisation")
    event = rows.order_by("-event_time", "-pk").first()
    if event is None:
        return None
    place = event.biz_location or event.read_point
    return {
        "event": event,
        "place": names_of([place.canonical]).of(place.canonical),
        "deed": deed_of(event.type, event.action),
        "disposition": word(DISPOSITIONS, event.disposition),
    }


def _inside(item: Item, actor: Actor) -> list[dict[str, Any]]:
    """What it is in now, the nearest first."""
    found: list[dict[str, Any]] = []
    number = item.pk
    for _step in range(DEEPEST):
        stays = Containment.objects.filter(child_id=number, end=None, is_void=False)
        stay = stays.select_related("parent").order_by("-start").first()
        if stay is None or any(one["number"] == stay.parent_id for one in found) or stay.parent_id == item.pk:
            break
        found.append({"number": stay.parent_id, "named": unnamed(stay.parent.canonical), "since": stay.start})
        number = stay.parent_id
    return [one for one in found if in_view(actor.scope, Item.objects.filter(pk=one["number"])).exists()]


def _contents(item: Item, actor: Actor) -> dict[str, Any]:
    """What lies in it now."""
    stays = Containment.objects.filter(parent_id=item.pk, end=None, is_void=False)
    shown = in_view(actor.scope, Item.objects.filter(pk__in=stays.values("child_id")))
    codes = list(shown.order_by("pk").values_list("canonical", flat=True)[:FEW])
    names = names_of(codes)
    listed: list[Named] = [names.of(code) for code in codes]
    return {"count": stays.count(), "listed": listed}


def _facts(item: Item, actor: Actor) -> list[tuple[str, str]]:
    """What was told of it when it was made (instance and lot master data), for those who may read events."""
    making = EventItem.objects.filter(
        item=item, role__in=("epc", "class", "output", "output_class", "lot"), event=OuterRef("pk")
    )
    rows = Event.objects.filter(pk__in=EventItem.objects.filter(item=item).values("event_id"))
    rows = rows.filter(Exists(making), is_error_declaration=False, raw__contains='"ilmd"')
    event = rows.order_by("event_time", "pk").first()
    if event is None or not actor.can("traceability.event.raw", event):
        return []
    told = json.loads(event.raw).get("ilmd")
    found = []
    for name, value in told.items() if isinstance(told, dict) else ():
        short = str(name).rpartition(":")[2]
        if short == "lotNumber" and value == item.lot:
            continue  # its code has told so
        if isinstance(value, str | int | float) and not isinstance(value, bool):
            found.append((gettext(FACTS[short]) if short in FACTS else short, str(value)))
    return found
