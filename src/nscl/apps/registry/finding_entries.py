"""How rows of spreadsheets find their lines of lists being drafted, and what stops a row."""

from __future__ import annotations

from collections import defaultdict
from typing import Any

from django.utils.translation import gettext as _

from nscl.apps.core.access import Actor
from nscl.apps.core.imports.spec import Match, Problem, Values
from nscl.apps.registry.actions.entry_loads import SENTENCES, Ties
from nscl.apps.registry.actions.loads import parts
from nscl.apps.registry.bearers import code_of
from nscl.apps.registry.models import RegisterEdition, RegisterEntry
from nscl.vietnamese import search_key


def find_entries(rows: list[Values], actor: Actor) -> list[Match]:
    """A line of a list being drafted, by the decision's number and the printed name, marks or not.

    A row is wrong where its decision has no such list, its codes nobody bears, its place is taken or its
    product stands there already.
    """
    drafts = _Drafts(rows, actor)
    ties = Ties(rows, actor)
    return [_match(values, drafts, ties) for values in rows]


def _match(values: Values, drafts: _Drafts, ties: Ties) -> Match:
    number = values.get("number") or ""
    editions = drafts.by_number.get(number, [])
    if len(editions) != 1:
        name = "two_drafts" if editions else "no_draft"
        return Match(problems=(Problem("number", _(SENTENCES[name]).format(number=number)),))
    edition = editions[0]
    row = drafts.held.get((edition.pk, search_key(values.get("printed_name") or "")))
    problem = _codes(values, edition, ties) or drafts.stopped(values, edition, row, ties)
    if problem is not None:
        return Match(problems=(problem,))
    return Match() if row is None else Match(row.pk, None, _now(row))


def _codes(values: Values, edition: RegisterEdition, ties: Ties) -> Problem | None:
    gtin, code = values.get("gtin"), values.get("tax_code")
    if gtin and edition.kind == RegisterEdition.Kind.KEY_ENTERPRISE:
        return Problem("gtin", _(SENTENCES["no_gtin"]).format(number=edition.number))
    if gtin and gtin not in ties.products:
        return Problem("gtin", _(SENTENCES["no_product"]).format(gtin=gtin))
    if code and code not in ties.firms:
        return Problem("tax_code", _(SENTENCES["no_firm"]))
    return None


class _Drafts:
    """The lists being drafted that the rows name, with their lines; what a row takes, no later row may."""

    def __init__(self, rows: list[Values], actor: Actor) -> None:
        self.by_number: dict[str, list[RegisterEdition]] = defaultdict(list)
        self.held: dict[tuple[int, str], RegisterEntry] = {}
        self.places: dict[tuple[int, int], Any] = {}
        self.things: dict[tuple[int, str, int], Any] = {}
        lists = RegisterEdition.objects.filter(state="draft", province_id=actor.province_id)
        for part in parts(values["number"] for values in rows if values.get("number")):
            for edition in lists.filter(number__in=part):
                self.by_number[edition.number].append(edition)
        for part in parts(one.pk for many in self.by_number.values() for one in many):
            entries = RegisterEntry.objects.filter(edition__in=part)
            for row in entries.select_related(
                "edition", "product", "organisation__personal_code", "product__maker"
            ):
                self.held[row.edition_id, search_key(row.printed_name)] = row
                self.places[row.edition_id, row.position] = row.pk
                for thing in _things(row.edition, row.product_id, row.organisation_id):
                    self.things[thing] = row.pk

    def stopped(
        self, values: Values, edition: RegisterEdition, row: RegisterEntry | None, ties: Ties
    ) -> Problem | None:
        """Why the row cannot stand beside the others, if so; else its place and product are taken."""
        own: Any = row.pk if row is not None else object()
        place = values.get("position")
        if place is not None and self.places.setdefault((edition.pk, place), own) != own:
            return Problem("position", _(SENTENCES["taken"]).format(number=edition.number, n=place))
        product = ties.products.get(values.get("gtin") or "")
        firm = ties.firms.get(values.get("tax_code") or "")
        for thing in _things(edition, product.pk if product else None, firm.pk if firm else None):
            if self.things.setdefault(thing, own) != own:
                name = values.get("printed_name") or ""
                return Problem("printed_name", _(SENTENCES["twice"]).format(name=name))
        return None


def _things(edition: RegisterEdition, product: int | None, firm: int | None) -> list[tuple[int, str, int]]:
    """What stands once in a list: a product; in a list of enterprises the enterprise."""
    if product is not None:
        return [(edition.pk, "p", product)]
    if firm is not None and edition.kind == RegisterEdition.Kind.KEY_ENTERPRISE:
        return [(edition.pk, "o", firm)]
    return []


def _now(row: RegisterEntry) -> dict[str, Any]:
    return {
        "number": row.edition.number,
        "printed_name": row.printed_name,
        "position": row.position,
        "gtin": row.product.gtin if row.product else None,
        "tax_code": code_of(row.organisation),
        "note": row.note,
    }
