"""Codes → numbers of items: what a code is, and the dictionary filled in bulk."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from urllib.parse import unquote

from nscl.apps.registry.models import Product
from nscl.apps.traceability import sql

_HOME = "https://id.gs1.org/"
_KINDS = {
    "00": "container", "8003": "asset", "8004": "asset", "414": "place", "417": "party",
}  # fmt: skip
_CLASSES = ("01", "8006", "8010")  # keys of kinds of goods, made finer by a qualifier


@dataclass(frozen=True, slots=True)
class Described:
    """What a canonical link says in itself."""

    kind: str
    gtin: str = ""
    lot: str = ""
    serial: str = ""
    sscc: str = ""

    @property
    def is_own(self) -> bool:
        """Whether such a thing is somebody's: a lot or a single thing, not a kind of goods or a place."""
        return self.kind in ("lot", "instance")


@lru_cache(maxsize=65536)
def described(canonical: str) -> Described:
    """Read a canonical link; any other URI is of the kind “other”.

    >>> described("https://id.gs1.org/01/04012345123456/10/L%2F1")
    Described(kind='lot', gtin='04012345123456', lot='L/1', serial='', sscc='')
    >>> described("https://id.gs1.org/00/340123450000000017").kind, described("urn:vi-du:kho:7").kind
    ('container', 'other')
    """
    if not canonical.startswith(_HOME):
        return Described("other")
    key, _slash, rest = canonical[len(_HOME) :].partition("/")
    value, _slash, finer = rest.partition("/")
    code, _slash, fine = finer.partition("/")
    if key not in _CLASSES:
        sscc = value if key == "00" else ""
        return Described(_KINDS.get(key, "other"), sscc=sscc)
    gtin = value if key == "01" else ""
    if not code:
        return Described("class", gtin)
    if code == "10":
        return Described("lot", gtin, lot=unquote(fine))
    return Described("instance", gtin, serial=unquote(fine))


def numbers_of(codes: Iterable[str]) -> dict[str, int]:
    """The numbers of the codes that are known."""
    wanted = list(codes)
    if not wanted:
        return {}
    question = f"SELECT canonical, id FROM traceability_item WHERE {sql.among('canonical')}"
    return dict(sql.rows(question, [sql.listed(wanted)]))


@dataclass
class Dictionary:
    """The part of the dictionary that a capture needs; whose the items are, and of which product.

    `fresh` are the codes that this capture entered.
    """

    numbers: dict[str, int] = field(default_factory=dict)
    owners: dict[str, int | None] = field(default_factory=dict)
    products: Mapping[str, tuple[int, int | None]] = field(default_factory=dict)  # GTIN → product, its maker
    fresh: set[str] = field(default_factory=set)

    @classmethod
    def of(cls, codes: Iterable[str], made: Collection[str]) -> Dictionary:
        """What is known about these codes; the products of those that are new or being made."""
        found = cls()
        wanted = set(codes)
        found._read(wanted)
        gtins = {described(code).gtin for code in (wanted - found.numbers.keys()) | set(made)}
        found.products = products_of(gtins - {""})
        return found

    def _read(self, codes: Collection[str]) -> None:
        if codes:
            question = (
                f"SELECT canonical, id, organisation_id FROM traceability_item WHERE {sql.among('canonical')}"
            )
            for code, number, owner in sql.rows(question, [sql.listed(codes)]):
                self.numbers[code], self.owners[code] = number, owner

    def enter(self, codes: Iterable[str], made: Collection[str], organisation: int) -> None:
        """Give the codes that have none a number; the made ones become the organisation's own.

        Written in the order of the alphabet, so that two captures of the same new codes wait for each other
        instead of locking each other out.
        """
        missing = sorted(set(codes) - self.numbers.keys())
        if not missing:
            return
        rows = [self._row(code, organisation if code in made else None) for code in missing]
        if sql.is_postgres():
            arrays = ", ".join(f"%s::{kind}[]" for kind in _TYPES)
            found = sql.rows(
                f"INSERT INTO traceability_item ({', '.join(_COLUMNS)}) SELECT * FROM unnest({arrays})"
                " ON CONFLICT DO NOTHING RETURNING canonical, id",
                [list(column) for column in zip(*rows, strict=True)],
            )
            fresh = dict(found)
        else:
            sql.insert("traceability_item", _COLUMNS, rows)
            fresh = numbers_of(missing)
        self.numbers |= fresh
        self.fresh |= fresh.keys()
        self._read([code for code in missing if code not in fresh])  # entered by another meanwhile

    def _row(self, code: str, owner: int | None) -> sql.Row:
        told = described(code)
        product = self.products.get(told.gtin, (None, None))[0]
        return (code, told.kind, told.gtin, told.lot, told.serial, told.sscc, product, owner)

    def owner_of(self, code: str) -> int | None:
        """Whose a code is: the maker's of its product in the register, else whoever made it first."""
        maker = self.products.get(described(code).gtin, (None, None))[1]
        return maker if maker is not None else self.owners.get(code)


_COLUMNS = ("canonical", "kind", "gtin", "lot", "serial", "sscc", "product_id", "organisation_id")
_TYPES = ("text", "text", "text", "text", "text", "text", "bigint", "bigint")


def products_of(gtins: Iterable[str]) -> dict[str, tuple[int, int | None]]:
    """For GTINs of 14 digits the register's product and its maker, whatever length the register writes."""
    spelt = {shorter: gtin for gtin in gtins for shorter in _spellings(gtin)}
    if not spelt:
        return {}
    question = (
        f"SELECT gtin, id, maker_id FROM {Product._meta.db_table}"
        f" WHERE {sql.among('gtin')} AND merged_into_id IS NULL AND NOT gtin = ''"
    )
    found = sql.rows(question, [sql.listed(spelt)])
    return {spelt[gtin]: (number, maker) for gtin, number, maker in found}


def _spellings(gtin: str) -> list[str]:
    """A GTIN and its shorter forms: leading zeros down to 13, 12 and 8 digits.

    >>> _spellings("08936000000011")
    ['08936000000011', '8936000000011']
    """
    return [gtin[-n:] for n in (14, 13, 12, 8) if len(gtin) == 14 and set(gtin[:-n]) <= {"0"}]
