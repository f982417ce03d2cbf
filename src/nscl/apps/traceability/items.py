"""Codes → numbers of items: what a code is, and the dictionary filled in bulk."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache, lru_cache
from urllib.parse import unquote

from nscl.apps.registry.models import Product
from nscl.apps.traceability import sql
from nscl.apps.traceability.sql import Answer, Statement

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


@lru_cache(maxsize=16384)
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
    return dict(sql.prepared(question, [sql.listed(wanted)]))


ProductLine = tuple[str, int, int | None]  # GTIN as the register writes it, product, its maker


@dataclass
class Dictionary:
    """The part of the dictionary that a capture needs; whose the items are, and of which product.

    `makers` are those who first make a thing in this capture: what they make becomes their own.
    """

    numbers: dict[str, int] = field(default_factory=dict)
    owners: dict[str, int | None] = field(default_factory=dict)
    products: dict[str, tuple[int, int | None]] = field(default_factory=dict)  # GTIN → product, its maker
    lines: dict[str, list[ProductLine]] = field(default_factory=dict)  # GTIN asked for → what was found
    makers: dict[str, int] = field(default_factory=dict)

    def read(self, items: Answer, products: Answer, spelt: Mapping[str, str]) -> None:
        """Take in what was found."""
        for code, number, owner in items.rows:
            self.numbers[code], self.owners[code] = number, owner
        lines: dict[str, list[ProductLine]] = {gtin: [] for gtin in spelt.values()}
        for gtin, number, maker in products.rows:
            lines[spelt[gtin]].append((gtin, number, maker))
        self.know(lines)

    def know(self, lines: dict[str, list[ProductLine]]) -> None:
        """Take in what the register holds of some GTINs."""
        self.lines = lines
        self.products = {
            asked: (number, maker) for asked, found in lines.items() for _gtin, number, maker in found
        }

    def owner_of(self, code: str) -> int | None:
        """Whose a code is: the maker's of its product in the register, else whoever made it first."""
        maker = self.products.get(described(code).gtin, (None, None))[1]
        return maker if maker is not None else self.owners.get(code)

    def make(self, codes: Iterable[str], organisation: int) -> None:
        """These things are made by an organisation; what nobody has made before becomes its own."""
        for code in codes:
            if self.owners.get(code) is None:
                self.owners[code] = self.makers[code] = organisation

    def row(self, code: str) -> sql.Row:
        """A new line, for a code that has its number."""
        told = described(code)
        product = self.products.get(told.gtin, (None, None))[0]
        owner = self.makers.get(code)
        number = self.numbers[code]
        return (number, code, told.kind, told.gtin, told.lot, told.serial, told.sscc, product, owner)


TABLE = "traceability_item"
COLUMNS = (
    "id", "canonical", "kind", "gtin", "lot", "serial",
    "sscc", "product_id", "organisation_id",
)  # fmt: skip


_LIVE = "merged_into_id IS NULL AND NOT gtin = ''"  # the products that a GTIN can mean


def questions(codes: Collection[str]) -> tuple[list[Statement], dict[str, str]]:
    """What must be asked about codes: their lines, and the products of their GTINs.

    The register may write a GTIN shorter: beside, for each spelling, the GTIN of 14 digits it stands for.
    """
    spelt = {shorter: gtin for gtin in gtins_of(codes) for shorter in _spellings(gtin)}
    lines = f"SELECT canonical, id, organisation_id FROM {TABLE} WHERE {sql.among('canonical')}"
    products = (
        f"SELECT gtin, id, maker_id FROM {Product._meta.db_table} WHERE {sql.among('gtin')} AND {_LIVE}"
    )
    return [
        Statement(lines, [sql.listed(codes)]),
        Statement(products, [sql.listed(spelt)]),
    ], spelt


def as_remembered(numbers: Mapping[str, int], lines: Mapping[str, Sequence[ProductLine]]) -> list[Statement]:
    """The conditions that codes have these numbers and the register these lines about GTINs (PostgreSQL)."""
    about_codes, about_products = _questions_of_memory()
    codes = {number: code for code, number in numbers.items()}
    products = {line[1]: _told(line) for found in lines.values() for line in found}
    spellings = [shorter for gtin in lines for shorter in _spellings(gtin)]
    return [
        sql.exactly(Statement(about_codes, [list(codes)]), codes),
        sql.exactly(Statement(about_products, [spellings]), products),
    ]


@cache
def _questions_of_memory() -> tuple[str, str]:
    return (
        f"SELECT id, canonical AS told FROM {TABLE} WHERE id = ANY(%s::bigint[])",
        f"SELECT id, concat_ws(' ', gtin, maker_id) AS told FROM {Product._meta.db_table}"
        f" WHERE {sql.among('gtin')} AND {_LIVE}",
    )


def _told(line: ProductLine) -> str:
    gtin, _number, maker = line
    return gtin if maker is None else f"{gtin} {maker}"


def gtins_of(codes: Iterable[str]) -> set[str]:
    """The GTINs in these codes that a register could hold, of 14 digits each."""
    return {gtin for code in codes if len(gtin := described(code).gtin) == 14}


def holding(numbers: Collection[int]) -> Statement:
    """Hold these lines in the order of their numbers, so that two who take them wait for each other."""
    return Statement(f"SELECT id FROM {TABLE} WHERE id = ANY(%s::bigint[]) ORDER BY id FOR UPDATE", [numbers])


def taking(numbers: Collection[int], organisation: int) -> Statement:
    """Things known before anybody had made them become the organisation's that makes them now."""
    condition = sql.among("id")
    text = f"UPDATE {TABLE} SET organisation_id = %s WHERE organisation_id IS NULL AND {condition}"
    return Statement(text, [organisation, sql.listed(numbers)])


@lru_cache(maxsize=4096)
def _spellings(gtin: str) -> tuple[str, ...]:
    """A GTIN and its shorter forms: leading zeros down to 13, 12 and 8 digits.

    >>> _spellings("08936000000011")
    ('08936000000011', '8936000000011')
    """
    return tuple(gtin[-n:] for n in (14, 13, 12, 8) if set(gtin[:-n]) <= {"0"})
