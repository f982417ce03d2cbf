"""What a person means by a code, a lot number, a product with a lot number, or a place and a time."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext as _

from nscl.apps.registry.models import Product
from nscl.apps.traceability.models import Event, EventItem, Item
from nscl.apps.traceability.queries.naming import Named, names_of
from nscl.gs1.canonical import canonical_epc
from nscl.gs1.check_digits import is_digits
from nscl.gs1.digital_link import escaped
from nscl.gs1.errors import Gs1Error
from nscl.gs1.facts import is_traceable
from nscl.gs1.parsing import Parsed, parse
from nscl.vietnamese import search_key, squash

MOST_CHOICES = 50
MOST_ROOTS = 200
LONGEST = 2000
_NOISE = {"lo", "lot", "so", "sp", "san", "pham"}  # words people put before the number itself

Scope = frozenset[int] | None


@dataclass(frozen=True)
class Found:
    """What fits the words; `note` says why nothing does, or what to write to find less."""

    choices: tuple[Named, ...] = ()
    note: str = ""
    is_exact: bool = False


def in_view(scope: Scope, rows: QuerySet[Item] | None = None) -> QuerySet[Item]:
    """Items made by organisations of the scope, or named in events captured there."""
    known = Item.objects.all() if rows is None else rows
    if scope is None:
        return known
    naming = EventItem.objects.filter(item=OuterRef("pk"), event__province_id__in=scope)
    return known.filter(Q(organisation__province_id__in=scope) | Exists(naming))


def find(text: str, scope: Scope) -> Found:
    """The items a text may mean: exactly one for a whole code, else those to choose among."""
    text = squash(text)
    if not text:
        return Found(note=_("Hãy ghi mã, số lô, hoặc tên sản phẩm kèm số lô."))
    if len(text) > LONGEST:
        return Found(note=_("Mã dài quá {n} ký tự. Hãy kiểm tra lại.").format(n=LONGEST))
    parsed, fault = _parsed(text)
    exact = _exact(text, parsed, scope)
    if exact:
        return Found(tuple(names_of(exact).items.values()), is_exact=True)
    if parsed is not None and parsed.kind == "product":
        return _of_product(dict(parsed.elements)["01"], scope)
    found = _by_words(text, parsed, scope)
    if found.choices:
        return found
    return Found(note=_unknown(text, parsed, fault))


def _parsed(text: str) -> tuple[Parsed | None, str]:
    try:
        return parse(text, allow_names=True), ""
    except Gs1Error as error:
        return None, str(error)


def _exact(text: str, parsed: Parsed | None, scope: Scope) -> list[str]:
    """The item of this very code, in any spelling; of a serial that nobody knows, its lot."""
    codes = [canonical_epc(text)]
    if parsed is not None:
        codes += [parsed.link, parsed.code]
        pairs = dict(parsed.elements)
        if "01" in pairs and "10" in pairs:
            codes.append(canonical_epc(f"https://id.gs1.org/01/{pairs['01']}/10/{escaped(pairs['10'])}"))
    if is_digits(text) and len(text) == 13:
        codes.append(f"https://id.gs1.org/414/{text}")
    for code in dict.fromkeys(code for code in codes if code and is_traceable(code)):
        row = in_view(scope, Item.objects.filter(canonical=code)).values_list("canonical", flat=True).first()
        if row is not None:
            return [row]
    return []


def _unknown(text: str, parsed: Parsed | None, fault: str) -> str:
    if parsed is not None and parsed.link:
        return _(
            "Mã đúng dạng, nhưng chưa có sự kiện nào trong phạm vi của bạn nhắc đến. "
            "So lại với nhãn; nếu mã đúng, đề nghị đơn vị giữ hàng ghi sự kiện."
        )
    looks_like_code = text[:4].lower() in ("http", "urn:") or text[:1] in "(]"
    if looks_like_code and fault:
        return _("Không đọc được mã. {fault}").format(fault=fault)
    return _(
        "Không tìm thấy lô, vật nào như vậy. Ghi đúng số lô trên nhãn, thêm tên sản phẩm, "
        "hoặc quét cả mã vạch."
    )


# ── Lot numbers and product names ──────────────────────────────────────


def _of_product(gtin: str, scope: Scope) -> Found:
    """A kind of goods is never followed; its lots are offered instead."""
    rows = Item.objects.filter(gtin=gtin).exclude(lot="")
    found = _listed(in_view(scope, rows).order_by("-pk"))
    if not found.choices:
        return Found(
            note=_("Đây là mã loại sản phẩm, không phải một lô, và chưa có lô nào của nó. Hãy ghi số lô.")
        )
    note = _("Đây là mã loại sản phẩm, không phải một lô. Hãy chọn lô:")
    return Found(found.choices, f"{note} {found.note}".strip())


def _by_words(text: str, parsed: Parsed | None, scope: Scope) -> Found:
    """A lot number alone, or among the words of a product's name."""
    words = [word for word in text.split() if search_key(word) not in _NOISE] or text.split()
    pairs = dict(parsed.elements) if parsed is not None else {}
    if len(words) == 1:
        return _by_number(list(dict.fromkeys([words[0], pairs.get("10", ""), pairs.get("21", "")])), scope)
    for place in reversed(range(len(words))):
        if not any(letter.isdigit() for letter in words[place]):
            continue
        products = _products([*words[:place], *words[place + 1 :]], scope)
        if products:
            rows = Item.objects.filter(gtin__in=products, lot__in=_cases([words[place]]))
            found = _listed(in_view(scope, rows).order_by("-pk"))
            if found.choices:
                return found
    products = _products(words, scope)
    if not products:
        return Found()
    rows = Item.objects.filter(gtin__in=products).exclude(lot="")
    found = _listed(in_view(scope, rows).order_by("-pk"))
    return Found(found.choices, " ".join([_("Chọn lô của sản phẩm này:"), found.note]).strip())


def _by_number(numbers: Sequence[str], scope: Scope) -> Found:
    """A lot of the products in the register first, which an index finds; then any lot, then any serial."""
    wanted = _cases([number for number in numbers if number])
    known = Item.objects.filter(gtin__in=_gtins(scope), lot__in=wanted)
    for rows in (known, Item.objects.filter(lot__in=wanted), Item.objects.filter(serial__in=wanted)):
        found = _listed(in_view(scope, rows).order_by("-pk"))
        if found.choices:
            return found
    return _of_named(numbers[0], scope)


def _of_named(word: str, scope: Scope) -> Found:
    products = _products([word], scope)
    rows = Item.objects.filter(gtin__in=products).exclude(lot="")
    return _listed(in_view(scope, rows).order_by("-pk")) if products else Found()


def _cases(numbers: Iterable[str]) -> list[str]:
    return list(dict.fromkeys(one for number in numbers for one in (number, number.upper())))


def _gtins(scope: Scope) -> list[str]:
    rows = Product.objects.seen_by(scope).live().exclude(gtin="")
    return [gtin.zfill(14) for gtin in rows.order_by().values_list("gtin", flat=True)]


def _products(words: Sequence[str], scope: Scope) -> list[str]:
    rows = Product.objects.seen_by(scope).live().exclude(gtin="")
    keys = [search_key(word) for word in words]
    if not all(keys):  # a sign alone would fit every name
        return []
    for key in keys:
        rows = rows.filter(search_key__contains=key)
    return [gtin.zfill(14) for gtin in rows.order_by().values_list("gtin", flat=True)[:500]]


def _listed(rows: QuerySet[Any]) -> Found:
    codes = list(rows.values_list("canonical", flat=True)[: MOST_CHOICES + 1])
    known = names_of(codes[:MOST_CHOICES]).items
    note = _("Chỉ nêu {n} kết quả đầu; ghi thêm để hẹp hơn.").format(n=MOST_CHOICES)
    return Found(
        tuple(known[code] for code in codes[:MOST_CHOICES]), note if len(codes) > MOST_CHOICES else ""
    )


# ── Place and time ─────────────────────────────────────────────────────


def place_named(text: str) -> str:
    """The canonical code of a place: a GLN by its 13 digits, or any spelling of a code.

    >>> place_named("8936000000004"), place_named("urn:vi-du:kho:7")
    ('https://id.gs1.org/414/8936000000004', 'urn:vi-du:kho:7')
    """
    text = squash(text)
    if is_digits(text) and len(text) == 13:
        return f"https://id.gs1.org/414/{text}"
    if text[:1] in "(]" or text[:3] == "414":
        try:
            return parse(text).link or text
        except Gs1Error:
            return text
    return canonical_epc(text)


def seen_at(place: str, start: datetime, end: datetime, scope: Scope) -> Found:
    """The lots and things with an event at a place in a stretch of time."""
    where = Item.objects.filter(canonical=place_named(place)).values_list("pk", flat=True).first()
    if where is None:
        return Found(note=_("Chưa có sự kiện nào ở địa điểm này. Kiểm tra lại mã địa điểm."))
    events = Event.objects.filter(event_time__gte=start, event_time__lte=end).filter(
        Q(read_point_id=where) | Q(biz_location_id=where)
    )
    if scope is not None:
        events = events.filter(province_id__in=scope)
    naming = EventItem.objects.filter(event_id__in=events.order_by().values("pk")).order_by()
    codes = naming.values_list("item__canonical", flat=True).distinct()[: MOST_ROOTS * 2]
    traceable = sorted(code for code in set(codes) if is_traceable(code))
    if not traceable:
        return Found(note=_("Không có hàng nào được ghi nhận ở địa điểm này trong khoảng thời gian ấy."))
    if len(traceable) > MOST_ROOTS:
        note = _("Có hơn {n} lô, vật ở đó trong khoảng ấy; chỉ truy {n} mã đầu. Hãy thu hẹp thời gian.")
        known = names_of(traceable[:MOST_ROOTS]).items
        return Found(tuple(known.values()), note.format(n=MOST_ROOTS), is_exact=True)
    return Found(tuple(names_of(traceable).items.values()), is_exact=True)
