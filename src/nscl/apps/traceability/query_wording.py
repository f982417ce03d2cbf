"""Standing queries and their schedules as an officer reads them."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from django.utils.translation import gettext
from django.utils.translation import gettext_noop as _

from nscl.apps.registry.models import Product
from nscl.apps.traceability.queries.naming import Names, names_of, unnamed
from nscl.apps.traceability.wording import ACTIONS, DISPOSITIONS, STEPS, TYPES, word
from nscl.gs1.canonical import canonical_epc
from nscl.gs1.epcis.asking import plain_schedule
from nscl.gs1.epcis.schedules import BOUNDS

FEW = 5
_KIND = "https://id.gs1.org/01/"
WEEKDAYS = (
    _("thứ Hai"), _("thứ Ba"), _("thứ Tư"), _("thứ Năm"), _("thứ Sáu"), _("thứ Bảy"), _("Chủ nhật"),
)  # fmt: skip
_LABELS = {
    "eventType": _("Loại sự kiện"),
    "EQ_action": _("Hành động"),
    "EQ_bizStep": _("Bước"),
    "EQ_disposition": _("Tình trạng"),
    "MATCH_epc": _("Vật"),
    "MATCH_anyEPC": _("Vật có số sê-ri, vật chứa"),
    "MATCH_epcClass": _("Lô, loại hàng"),
    "MATCH_anyEPCClass": _("Lô, loại hàng"),
    "EQ_source_owning_party": _("Bên giao"),
    "EQ_destination_owning_party": _("Bên nhận"),
    "EQ_readPoint": _("Nơi ghi nhận"),
    "WD_readPoint": _("Nơi ghi nhận, kể cả nơi nằm trong đó"),
    "EQ_bizLocation": _("Nơi hàng ở sau đó"),
    "WD_bizLocation": _("Nơi hàng ở sau đó, kể cả nơi nằm trong đó"),
}
_WORDS: dict[str, dict[str, str]] = {
    "eventType": TYPES,
    "EQ_action": ACTIONS,
    "EQ_bizStep": STEPS,
    "EQ_disposition": DISPOSITIONS,
}
_FIELDS = {
    "second": _("giây"),
    "minute": _("phút"),
    "hour": _("giờ"),
    "dayOfMonth": _("ngày"),
    "month": _("tháng"),
    "dayOfWeek": _("thứ (1 là thứ Hai)"),
}


def conditions_of(query: Mapping[str, Any], names: Names) -> list[tuple[str, str]]:
    """What a query asks for: each condition's label and values; a parameter without words stays as it is."""
    told = [(name, value) for name, value in query.items() if name != "@context"]
    return [(gettext(_LABELS.get(name, name)), _values(name, value, names)) for name, value in told]


def whole_condition(query: Mapping[str, Any], names: Names) -> str:
    """The same in one line; a query without conditions asks for every event."""
    parts = [f"{label}: {text}" for label, text in conditions_of(query, names)]
    return "; ".join(parts) or gettext("mọi sự kiện")


def names_in(query: Mapping[str, Any], scope: frozenset[int] | None) -> Names:
    """What the codes of a query are called; kinds of goods by the register, for no event need name them."""
    codes = {one for value in query.values() if isinstance(value, list) for one in value}
    known = dict(names_of(str(one) for one in codes).items)
    gtins = {code.removeprefix(_KIND): code for code in codes if str(code).startswith(_KIND)}
    spelt = {
        gtin[cut:]: code for gtin, code in gtins.items() for cut in (0, 1, 2, 6) if not gtin[:cut].strip("0")
    }
    rows = Product.objects.seen_by(scope).live().filter(gtin__in=spelt)
    for gtin, product in rows.values_list("gtin", "name"):
        code = spelt[gtin]
        known[code] = replace(known.get(code) or unnamed(code), product=product)
    return Names(known)


def _values(name: str, value: Any, names: Names) -> str:
    if name not in _LABELS or not isinstance(value, list):
        return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
    shown = [_value(name, str(one), names) for one in value[:FEW]]
    text = ", ".join(shown)
    more = len(value) - FEW
    return gettext("{text} và {n} mã khác").format(text=text, n=more) if more > 0 else text


def _value(name: str, text: str, names: Names) -> str:
    return word(_WORDS[name], text) if name in _WORDS else names.of(canonical_epc(text)).whole


def when_of(schedule: Mapping[str, Any] | None) -> str:
    """When it is told, in words."""
    if schedule is None:
        return gettext("ngay khi có sự kiện")
    plain = plain_schedule(schedule)
    if plain is None:
        parts = [f"{gettext(_FIELDS[name])} {schedule[name]}" for name in BOUNDS if name in schedule]
        return gettext("theo lịch: ") + ", ".join(parts)
    if plain.often == "hour":
        return gettext("mỗi giờ, phút {minute}").format(minute=plain.minute)
    time = f"{plain.hour:02d}:{plain.minute:02d}"
    if plain.often == "week":
        return gettext("{weekday} hằng tuần lúc {time}").format(
            weekday=gettext(WEEKDAYS[plain.weekday - 1]), time=time
        )
    if plain.often == "month":
        return gettext("ngày {day} hằng tháng lúc {time}").format(day=plain.day, time=time)
    return gettext("hằng ngày lúc {time}").format(time=time)
