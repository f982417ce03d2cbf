"""What codes are called: the product and the organisation behind each, from the registers."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property

from django.db.models import OuterRef, Subquery
from django.utils.translation import gettext as _

from nscl.apps.traceability import sql
from nscl.apps.traceability.items import described
from nscl.apps.traceability.models import MasterAttribute


@dataclass(frozen=True)
class Named:
    """One code with what the registers know of it: numbers are 0 and names empty where they do not."""

    code: str
    number: int = 0
    kind: str = "other"
    gtin: str = ""
    lot: str = ""
    serial: str = ""
    sscc: str = ""
    product_id: int = 0
    product: str = ""
    organisation_id: int = 0
    organisation: str = ""
    described: str = ""  # its name in captured master data

    @cached_property
    def title(self) -> str:
        """The code as people say it: `Lô TD-0203`, `Sê-ri 7`, `SSCC 389…`."""
        if self.lot:
            return _("Lô {lot}").format(lot=self.lot)
        if self.serial:
            return _("Sê-ri {serial}").format(serial=self.serial)
        if self.sscc:
            return _("SSCC {sscc}").format(sscc=self.sscc)
        if self.described:
            return self.described
        if self.kind == "class":
            return _("GTIN {gtin}").format(gtin=self.gtin) if self.gtin else self.tail
        if self.kind == "place":
            return _("Địa điểm {code}").format(code=self.tail)
        if self.kind == "party":
            return _("Bên tham gia {code}").format(code=self.tail)
        if self.kind == "asset":
            return _("Vật chứa {code}").format(code=self.tail)
        return self.tail

    @property
    def short(self) -> str:
        """Short enough for a box: of a long number its end, which tells neighbours apart."""
        return _("SSCC …{end}").format(end=self.sscc[-8:]) if self.sscc else self.title

    @property
    def tail(self) -> str:
        """The last part of the code, long enough to tell it from others."""
        for stem in ("https://id.gs1.org/", "urn:epc:id:"):
            if self.code.startswith(stem):
                return self.code[len(stem) :].split("/", 1)[-1]
        short = self.code.removeprefix("https://").removeprefix("http://")
        return short if len(short) <= 60 else f"…{short[-58:]}"

    @cached_property
    def whole(self) -> str:
        """With the product: `Lô TD-0203 (Tiêu đen xay)`."""
        return f"{self.title} ({self.product})" if self.product else self.title


@dataclass(frozen=True)
class Names:
    """The names of many codes; a code that is not among them is described by itself."""

    items: Mapping[str, Named] = field(default_factory=dict)

    def of(self, code: str) -> Named:
        return self.items.get(code) or unnamed(code)


def unnamed(code: str) -> Named:
    """What a code says in itself.

    >>> found = unnamed("https://id.gs1.org/01/08936000000011/10/L1")
    >>> found.kind, found.lot, found.product
    ('lot', 'L1', '')
    """
    told = described(code)
    return Named(code, 0, told.kind, told.gtin, told.lot, told.serial, told.sscc)


_NAMES = """
    SELECT i.canonical, i.id, i.kind, i.gtin, i.lot, i.serial, i.sscc, i.product_id, p.name,
      COALESCE(o.id, m.id), COALESCE(o.name, m.name)
    FROM traceability_item i
    LEFT JOIN registry_product p ON p.id = i.product_id
    LEFT JOIN registry_organisation o ON o.id = i.organisation_id
    LEFT JOIN registry_organisation m ON m.id = p.maker_id
    WHERE {}
"""
# What documents call codes; of several names the newest comes last.
_DESCRIBED = """
    SELECT d.code, a.text FROM traceability_masterdata d
    JOIN traceability_masterattribute a ON a.description_id = d.id
    WHERE a.short = 'name' AND d.is_current AND a.text <> '' AND {} ORDER BY d.id
"""


def names_of(codes: Iterable[str]) -> Names:
    """What the store and the registers know of these codes; whoever made a lot comes before its maker."""
    wanted = list(dict.fromkeys(code for code in codes if code))
    found: dict[str, Named] = {}
    if not wanted:
        return Names(found)
    for row in sql.prepared(_NAMES.format(sql.among("i.canonical")), [sql.listed(wanted)]):
        code, number, kind, gtin, lot, serial, sscc, product_id, product, organisation_id, organisation = row
        found[code] = Named(
            code, number, kind, gtin, lot, serial, sscc,
            product_id or 0, product or "", organisation_id or 0, organisation or "",
        )  # fmt: skip
    for code, text in sql.prepared(_DESCRIBED.format(sql.among("d.code")), [sql.listed(wanted)]):
        found[code] = replace(found.get(code) or unnamed(code), described=text)
    return Names(found)


def described_at(path: str) -> Subquery:
    """For a query: the name in captured master data of the code at this path."""
    rows = MasterAttribute.objects.filter(
        short="name", description__is_current=True, description__code=OuterRef(path)
    )
    return Subquery(rows.exclude(text="").order_by("-description_id").values("text")[:1])
