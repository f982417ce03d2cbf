"""Lines of lists moved in from a spreadsheet, and taken back while the list is still being drafted."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from nscl.apps.core import audit
from nscl.apps.core.access import Actor, Refusal
from nscl.apps.core.imports.spec import Applied, Change, Loaded, Values
from nscl.apps.registry.actions.editions import next_position, told
from nscl.apps.registry.actions.loads import PART, parts
from nscl.apps.registry.models import Organisation, Product, RegisterEdition, RegisterEntry

DEED = "registry.edition.import"


@transaction.atomic
def load_entries(
    new: Sequence[Values], changed: Sequence[Change], *, by: Actor, at: datetime, batch: Any = None
) -> Applied:
    """Write lines into lists being drafted, each found by its decision's number.

    Refuses a decision without such a list, a GTIN or a tax code the register does not have, a position
    taken twice and the same product twice.
    """
    by.require(DEED)
    drafts = _drafts([*new, *(change.values for change in changed)], by)
    ties = _Ties([*new, *(change.values for change in changed)], by)
    held = {row.pk: row for row in _held([change.record_pk for change in changed])}
    taken: dict[int, dict[int, int | None]] = defaultdict(dict)
    for row in RegisterEntry.objects.filter(edition__in=drafts.values()):
        taken[row.edition_id][row.position] = row.pk
    made, mended, before = [], [], {}
    for values in new:
        edition = drafts[values["number"]]
        row = RegisterEntry(edition=edition)
        _fill(row, values, ties, taken[edition.pk])
        made.append(row)
    for change in changed:
        if change.record_pk not in held:
            raise Refusal(_("Một dòng của danh mục đã bị bỏ sau khi kiểm tra tệp. Hãy kiểm tra lại tệp."))
        row = held[change.record_pk]
        before[row.pk] = told(row)
        _fill(row, change.values, ties, taken[row.edition_id])
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
    """Undo a load of lines. Refused once a list is in force: what was counted over it stays."""
    by.require(DEED)
    held = {row.pk: row for row in _held([one.record_pk for one in loaded])}
    for one in loaded:
        row = held.get(one.record_pk)
        if row is None:
            raise Refusal(_("Không rút lại được: một dòng đã bị bỏ khỏi danh mục sau khi nhập."))
        by.require("registry.edition.enter", row.edition)
        if one.before is not None:
            raise Refusal(
                _(
                    "Không rút lại được: dòng “{row}” có trước lần nhập. Hãy sửa dòng đó trong danh mục."
                ).format(row=row)
            )
    rows: list[Any] = [(row.edition, {"entry": told(row)}, {}) for row in held.values()]
    audit.record_many(by=by, at=at, deed=DEED, rows=rows, reason=_("Rút lại lần nhập"))
    for part in parts(held):
        RegisterEntry.objects.filter(pk__in=part).delete()


def _drafts(rows: Sequence[Values], by: Actor) -> dict[str, RegisterEdition]:
    numbers = list(dict.fromkeys(values["number"] for values in rows))
    found = {}
    for number in numbers:
        lists = RegisterEdition.objects.select_for_update(of=("self",)).filter(
            number=number, state="draft", province_id=by.province_id
        )
        known = list(lists[:2])
        if not known:
            raise Refusal(
                _("Chưa có danh mục đang lập theo quyết định số {number}. Hãy lập danh mục trước.").format(
                    number=number
                )
            )
        if len(known) > 1:
            raise Refusal(
                _(
                    "Có hai danh mục đang lập theo quyết định số {number}. Hãy ghi dòng trên trang danh mục."
                ).format(number=number)
            )
        by.require("registry.edition.enter", known[0])
        found[number] = known[0]
    return found


def _held(pks: Sequence[int]) -> list[RegisterEntry]:
    found: list[RegisterEntry] = []
    for part in parts(sorted(pks)):
        rows = RegisterEntry.objects.select_related("edition", "product", "organisation")
        found += list(rows.filter(pk__in=part))
    return found


class _Ties:
    """The products and organisations that the rows name by their codes."""

    def __init__(self, rows: Sequence[Values], by: Actor) -> None:
        self.products: dict[str, Product] = {}
        for part in parts(values["gtin"] for values in rows if values.get("gtin")):
            live = Product.objects.seen_by(by.scope).live().filter(gtin__in=part).select_related("maker")
            self.products |= {row.gtin: row for row in live}
        self.firms: dict[str, Organisation] = {}
        for part in parts(values["tax_code"] for values in rows if values.get("tax_code")):
            firms = Organisation.objects.seen_by(by.scope).live().filter(tax_code__in=part)
            self.firms |= {row.tax_code: row for row in firms}

    def product(self, gtin: str | None) -> Product | None:
        if gtin and gtin not in self.products:
            raise Refusal(
                _("Sổ chưa có sản phẩm mang GTIN {gtin}. Hãy nhập sản phẩm đó trước.").format(gtin=gtin)
            )
        return self.products[gtin] if gtin else None

    def firm(self, code: str | None) -> Organisation | None:
        if code and code not in self.firms:
            raise Refusal(
                _("Sổ chưa có tổ chức mang mã số thuế {code}. Hãy nhập tổ chức đó trước.").format(code=code)
            )
        return self.firms[code] if code else None


def _fill(row: RegisterEntry, values: Values, ties: _Ties, taken: dict[int, int | None]) -> None:
    of_products = row.edition.kind != RegisterEdition.Kind.KEY_ENTERPRISE
    product = ties.product(values.get("gtin"))
    if product is not None and not of_products:
        raise Refusal(
            _("Danh mục {number} là danh mục doanh nghiệp, không ghi GTIN.").format(number=row.edition.number)
        )
    firm = ties.firm(values.get("tax_code")) or (product.maker if product else None)
    row.printed_name = values["printed_name"]
    row.product, row.organisation = product or row.product, firm or row.organisation
    row.note = values.get("note") or row.note
    position = values.get("position") or row.position
    if position is None:
        position = max(taken, default=0) + 1 if taken else next_position(row.edition)
    if taken.get(position, row.pk) != row.pk or (row.pk is None and position in taken):
        raise Refusal(
            _("Danh mục {number}: thứ tự {n} đã có dòng khác. Hãy sửa cột thứ tự.").format(
                number=row.edition.number, n=position
            )
        )
    row.position = position
    taken[position] = row.pk


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
            raise Refusal(
                _("“{name}” có hai lần trong danh mục. Hãy giữ một dòng.").format(name=row.printed_name)
            )
        if key is not None:
            seen.add(key)


def _of_firms(editions: Any) -> set[int]:
    return {one.pk for one in editions if one.kind == RegisterEdition.Kind.KEY_ENTERPRISE}
