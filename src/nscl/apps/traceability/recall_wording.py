"""A recall in Vietnamese sentences: codes, reasons, breaks and amounts, from what was frozen."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop as noop

from nscl.apps.core.registers.cells import plain_text
from nscl.apps.traceability.items import described
from nscl.vietnamese import format_number

UNITS = {
    "KGM": "kg", "GRM": "g", "TNE": noop("tấn"), "DTN": noop("tạ"), "LTR": noop("lít"), "MLT": "ml",
    "MTQ": "m³", "C62": noop("cái"), "H87": noop("chiếc"), "EA": noop("cái"), "": noop("đơn vị"),
}  # fmt: skip
_LINKS = {
    "made_into": noop("{source} được dùng để làm ra {target} ({at})"),
    "of_lot": noop("{target} mang số sê-ri thuộc {source}"),
    "inside": noop("{source} được xếp vào {target} ({at})"),
    "held": noop("{target} nằm trong {source} ({at})"),
}
_BREAKS = {
    "no_lot": noop("{near} đi tiếp dưới mã {item} không có số lô hay sê-ri: từ đó không truy tiếp được."),
    "no_origin": noop("{item} chưa rõ từ đâu ra."),
    "no_unpack": noop("{item} được xếp vào nơi khác khi chưa thấy lấy ra khỏi {near}."),
    "no_pack": noop("{item} được lấy ra khỏi {near} mà không thấy xếp vào."),
    "no_amount": noop("{item} lấy ra khỏi {near} không ghi số lượng: một phần có thể còn trong đó."),
    "before_made": noop("{item} được nhắc đến trước lúc được làm ra."),
    "not_seen": noop("Chưa có sự kiện nào nhắc đến {item}."),
    "cut_off": noop("Phạm vi quá lớn nên đã dừng lại: còn hàng liên quan chưa nêu ở đây."),
    "links_cut_off": noop("Đủ các mã hàng, nhưng quá nhiều mối nối nên chỉ nêu một phần."),
}


def title_of(code: str) -> str:
    """A code as people say it.

    >>> title_of("https://id.gs1.org/01/08936000000011/10/TD-0203"), title_of("urn:vi-du:kho")
    ('Lô TD-0203', 'urn:vi-du:kho')
    """
    told = described(code)
    if told.lot:
        return _("Lô {lot}").format(lot=told.lot)
    if told.serial:
        return _("Sê-ri {serial}").format(serial=told.serial)
    if told.sscc:
        return _("SSCC {sscc}").format(sscc=told.sscc)
    tail = code.removeprefix("https://id.gs1.org/")
    if told.kind == "place":
        return _("Địa điểm {code}").format(code=tail.partition("/")[2])
    if told.kind == "party":
        return _("Bên tham gia {code}").format(code=tail.partition("/")[2])
    if told.kind in ("class", "asset"):
        return _("Mã {code}").format(code=tail.partition("/")[2])
    return tail if len(tail) <= 60 else f"…{tail[-58:]}"


def whole_of(code: str, products: Mapping[str, str]) -> str:
    """With the product: `Lô TD-0203 (Tiêu đen xay)`."""
    name = products.get(code, "")
    return f"{title_of(code)} ({name})" if name else title_of(code)


def because(links: Iterable[Mapping[str, Any]], products: Mapping[str, str]) -> str:
    """Why an item is recalled, from the root to it; empty for a root.

    >>> link = {"source": "urn:a", "target": "urn:b", "why": "inside", "at": "2026-03-02T02:00:00+00:00"}
    >>> because([link], {})
    'vì urn:a được xếp vào urn:b (09:00 02/03/2026)'
    """
    clauses = [
        _(_LINKS[one["why"]]).format(
            source=whole_of(one["source"], products),
            target=whole_of(one["target"], products),
            at=moment(datetime.fromisoformat(one["at"])),
        )
        for one in links
    ]
    return _("vì {chain}").format(chain=_("; rồi ").join(clauses)) if clauses else ""


def break_sentence(one: Mapping[str, str], products: Mapping[str, str]) -> str:
    """What could not be followed, for the officer."""
    near = whole_of(one["near"], products) if one.get("near") else _("Chuỗi")
    item = whole_of(one["item"], products) if one.get("item") else ""
    return _(_BREAKS[one["why"]]).format(item=item, near=near)


def moment(at: datetime | None) -> str:
    return plain_text(at) if at is not None else ""


def unit_of(code: str) -> str:
    return _(UNITS[code]) if code in UNITS else code


def amount(quantity: Decimal | None, unit: str) -> str:
    """`1.250,5 kg`; a missing amount is said, never a zero."""
    return _("chưa rõ") if quantity is None else f"{format_number(quantity)} {unit_of(unit)}"
