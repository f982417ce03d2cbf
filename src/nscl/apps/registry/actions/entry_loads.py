"""Lines of lists moved in from a spreadsheet, and taken back while the list is still being drafted."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop as noop

from nscl.apps.core import audit
from nscl.apps.core.access import Actor, Refusal
from nscl.apps.core.imports.spec import Applied, Change, Loaded, Values
from nscl.apps.registry.actions.editions import told
from nscl.apps.registry.actions.loads import PART, parts
from nscl.apps.registry.bearers import bearers, code_of
from nscl.apps.registry.models import Organisation, Product, RegisterEdition, RegisterEntry

DEED = "registry.edition.import"
SENTENCES = {
    "no_draft": noop("Chưa có danh mục đang lập theo quyết định số {number}. Hãy lập danh mục trước."),
    "two_drafts": noop(
        "Có hai danh mục đang lập theo quyết định số {number}. Hãy ghi dòng trên trang danh mục."
    ),
    "no_gtin": noop("Danh mục {number} là danh mục doanh nghiệp, không ghi GTIN."),
    "no_product": noop("Sổ chưa có sản phẩm mang GTIN {gtin}. Hãy nhập sản phẩm đó trước."),
    "no_firm": noop("Sổ chưa có tổ chức mang mã số thuế này. Hãy nhập tổ chức đó trước."),
    "taken": noop("Danh mục {number}: thứ tự {n} đã có dòng khác. Hãy sửa cột thứ tự."),
    "twice": noop("“{name}” có hai lần trong danh mục. Hãy giữ một dòng."),
}


@transaction.atomic
def load_entries(
    new: Sequence[Values], changed: Sequence[Change], *, by: Actor, at: datetime, batch: Any = None
) -> Applied:
    """Write lines into lists being drafted, each found by its decision's number.

    Refuses a decision without such a list, a GTIN or a tax code the register does not have, a position
    taken twice and the same product twice.
    """
    by.require(DEED)
    every = [*new, *(change.values for change in changed)]
    drafts, ties = _drafts(every, by), Ties(every, by)
    places = _places(every, drafts)
    held = {row.pk: row for row in _held([change.record_pk for change in changed])}
    made, mended, before = [], [], {}
    for values in new:
        edition = drafts[values["number"]]
        row = RegisterEntry(edition=edition)
        _fill(row, values, ties, places[edition.pk])
        made.append(row)
    for change in changed:
        if change.record_pk not in held:
            raise Refusal(_("Một dòng của danh mục đã bị bỏ sau khi kiểm tra tệp. Hãy kiểm tra lại tệp."))
        row = held[change.record_pk]
        before[row.pk] = told(row)
        _fill(row, change.values, ties, places[row.edition_id])
        mended.append(row)
    _refuse_twice([*made, *mended], drafts.values())
    RegisterEntry.objects.bulk_create(made, batch_size=PART)
    RegisterEntry.objects.bulk_update(
        mended, ["position", "printed_name", "product", "organisation", "note"], batch_size=200
    )
    rows: list[Any] = [(row.edition, {}, {"entry": told(row)}) for row in made]
    rows += [(row.edition, {"entry": before[row.pk]}, {"entry": told(row)}) for row in mended]
    audit.record_many(by=by, at=at, deed=DEED, rows=rows)
    return Applied([row.pk for row in made], [row.pk for row in mended])


@transaction.atomic
def take_back_entries(loaded: Sequence[Loaded], *, by: Actor, at: datetime, batch: Any = None) -> None:
    """Undo a load of lines: new ones go, changed ones say again what they said.

    Refused as a whole once a list is in force (what was counted over it stays), and where a line was changed
    or struck after the load.
    """
    by.require(DEED)
    held = {row.pk: row for row in _held([one.record_pk for one in loaded])}
    ties = Ties([one.before for one in loaded if one.before is not None], by)
    gone, back = [], []
    for one in loaded:
        row = held.get(one.record_pk)
        if row is None:
            raise Refusal(_("Không rút lại được: một dòng đã bị bỏ khỏi danh mục sau khi nhập."))
        by.require("registry.edition.enter", row.edition)
        if one.before is None:
            gone.append(row)
            continue
        _require_as_loaded(row, one)
        stood = told(row)
        _give_back(row, one.before, ties)
        back.append((row, stood))
    _refuse_taken_places([row for row, _stood in back], {row.pk for row in gone})
    rows: list[Any] = [(row.edition, {"entry": told(row)}, {}) for row in gone]
    rows += [(row.edition, {"entry": stood}, {"entry": told(row)}) for row, stood in back]
    audit.record_many(by=by, at=at, deed=DEED, rows=rows, reason=_("Rút lại lần nhập"))
    for part in parts(row.pk for row in gone):
        RegisterEntry.objects.filter(pk__in=part).delete()
    for row, _stood in back:
        row.save()


def _require_as_loaded(row: RegisterEntry, one: Loaded) -> None:
    """The line still says what the load wrote; lines count no changes, so the values are compared."""
    now = {
        "printed_name": row.printed_name,
        "position": row.position,
        "note": row.note,
        "gtin": row.product.gtin if row.product else None,
        "tax_code": code_of(row.organisation),
    }
    if any(now[name] != one.values.get(name) for name in (one.before or {}) if name in now):
        raise Refusal(_("Không rút lại được: “{name}” đã thay đổi sau khi nhập.").format(name=row))


def _give_back(row: RegisterEntry, before: Values, ties: Ties) -> None:
    row.printed_name = before.get("printed_name", row.printed_name)
    row.position = before.get("position", row.position)
    row.note = before.get("note", row.note) or ""
    if "gtin" in before:
        row.product = ties.product(before["gtin"])
    if "tax_code" in before:
        row.organisation = ties.firm(before["tax_code"])


def _refuse_taken_places(back: Sequence[RegisterEntry], gone: set[int]) -> None:
    """A place a line goes back to may have been given to another line meanwhile."""
    own = {row.pk for row in back} | gone
    for row in back:
        there = RegisterEntry.objects.filter(edition=row.edition, position=row.position).exclude(pk__in=own)
        if there.exists():
            raise refused("taken", number=row.edition.number, n=row.position)


def _drafts(rows: Sequence[Values], by: Actor) -> dict[str, RegisterEdition]:
    numbers = list(dict.fromkeys(values["number"] for values in rows))
    found = {}
    for number in numbers:
        lists = RegisterEdition.objects.select_for_update(of=("self",)).filter(
            number=number, state="draft", province_id=by.province_id
        )
        known = list(lists[:2])
        if not known:
            raise refused("no_draft", number=number)
        if len(known) > 1:
            raise refused("two_drafts", number=number)
        by.require("registry.edition.enter", known[0])
        found[number] = known[0]
    return found


def _held(pks: Sequence[int]) -> list[RegisterEntry]:
    found: list[RegisterEntry] = []
    for part in parts(sorted(pks)):
        rows = RegisterEntry.objects.select_related("edition", "product", "organisation__personal_code")
        found += list(rows.filter(pk__in=part))
    return found


class Ties:
    """The products and organisations that the rows name by their codes."""

    def __init__(self, rows: Sequence[Values], by: Actor) -> None:
        self.products: dict[str, Product] = {}
        for part in parts(values["gtin"] for values in rows if values.get("gtin")):
            live = Product.objects.seen_by(by.scope).live().filter(gtin__in=part).select_related("maker")
            self.products |= {row.gtin: row for row in live}
        self.firms = bearers((values.get("tax_code") or "" for values in rows), by.scope)

    def product(self, gtin: str | None) -> Product | None:
        if gtin and gtin not in self.products:
            raise refused("no_product", gtin=gtin)
        return self.products[gtin] if gtin else None

    def firm(self, code: str | None) -> Organisation | None:
        if code and code not in self.firms:
            raise refused("no_firm")
        return self.firms[code] if code else None


def refused(which: str, **said: Any) -> Refusal:
    return Refusal(_(SENTENCES[which]).format(**said))


class Places:
    """The places of one list: those its lines hold, and those that later rows of the file ask for."""

    def __init__(self) -> None:
        self.taken: dict[int, int | None] = {}
        self.asked: set[int] = set()

    def next(self) -> int:
        """The place after the last, left free for the row of the file that names it."""
        place = max(self.taken, default=0) + 1
        while place in self.asked:
            place += 1
        return place


def _places(rows: Sequence[Values], drafts: Mapping[str, RegisterEdition]) -> dict[int, Places]:
    found: dict[int, Places] = {edition.pk: Places() for edition in drafts.values()}
    for row in RegisterEntry.objects.filter(edition__in=drafts.values()):
        found[row.edition_id].taken[row.position] = row.pk
    for values in rows:
        if values.get("position"):
            found[drafts[values["number"]].pk].asked.add(values["position"])
    return found


def _fill(row: RegisterEntry, values: Values, ties: Ties, places: Places) -> None:
    number = row.edition.number
    product = ties.product(values.get("gtin"))
    if product is not None and row.edition.kind == RegisterEdition.Kind.KEY_ENTERPRISE:
        raise refused("no_gtin", number=number)
    firm = ties.firm(values.get("tax_code"))
    if firm is None and row.pk is None and product is not None:
        firm = product.maker  # a line that stood there keeps its own, so that the load can be taken back
    row.printed_name = values["printed_name"]
    row.product, row.organisation = product or row.product, firm or row.organisation
    row.note = values.get("note") or row.note
    place = values.get("position") or row.position or places.next()
    if place in places.taken and (row.pk is None or places.taken[place] != row.pk):
        raise refused("taken", number=number, n=place)
    row.position = place
    places.taken[place] = row.pk


def _refuse_twice(rows: Sequence[RegisterEntry], editions: Any) -> None:
    """The same product, or in a list of enterprises the same enterprise, stands once."""
    own = {row.pk for row in rows}
    every = [*RegisterEntry.objects.filter(edition__in=editions).exclude(pk__in=own - {None}), *rows]
    seen: set[tuple[int, str, int]] = set()
    for row in every:
        key = None
        if row.product_id is not None:
            key = (row.edition_id, "p", row.product_id)
        elif row.organisation_id is not None and row.edition_id in _of_firms(editions):
            key = (row.edition_id, "o", row.organisation_id)
        if key is not None and key in seen:
            raise refused("twice", name=row.printed_name)
        if key is not None:
            seen.add(key)


def _of_firms(editions: Any) -> set[int]:
    return {one.pk for one in editions if one.kind == RegisterEdition.Kind.KEY_ENTERPRISE}
