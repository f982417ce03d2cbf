"""How rows of spreadsheets find their products, people and lines of lists."""

from __future__ import annotations

from collections import defaultdict
from typing import Any

from django.utils.translation import gettext as _

from nscl.apps.core.access import Actor
from nscl.apps.core.imports.spec import Match, Twin, Values
from nscl.apps.registry.actions.loads import CREDENTIAL, PERSON_OWN, PRODUCT_OWN, credential_key, parts
from nscl.apps.registry.models import ExpertCredential, Person, Product, RegisterEntry
from nscl.vietnamese import search_key, sort_key


def find_products(rows: list[Values], actor: Actor) -> list[Match]:
    """By GTIN; else by the same name of the same maker; the same name of another maker is a doubt."""
    live = Product.objects.seen_by(actor.scope).live().select_related("maker")
    by_gtin: dict[str, Product] = {}
    for part in parts(values["gtin"] for values in rows if values.get("gtin")):
        by_gtin |= {row.gtin: row for row in live.filter(gtin__in=part)}
    by_name: dict[str, list[Product]] = defaultdict(list)
    for part in parts(sort_key(values["name"])[:800] for values in rows if values.get("name")):
        for row in live.filter(sort_key__in=part):
            by_name[row.sort_key].append(row)
    return [_match_product(values, by_gtin, by_name) for values in rows]


def _match_product(values: Values, by_gtin: dict[str, Product], by_name: dict[str, list[Product]]) -> Match:
    gtin, code = values.get("gtin"), values.get("maker_code") or ""
    if gtin and gtin in by_gtin:
        return _product_match(by_gtin[gtin])
    same = [one for one in by_name.get(sort_key(values["name"])[:800], []) if not (gtin and one.gtin)]
    own = [one for one in same if (one.maker.tax_code if one.maker else "") == code]
    if len(own) == 1:
        return _product_match(own[0])
    why, unknown = _("cùng tên, khác đơn vị sản xuất"), _("chưa rõ đơn vị")
    return Match(
        doubts=tuple(
            Twin(one.pk, f"{one} ({one.maker or unknown})", why, one.revision, _product_now(one))
            for one in same[:5]
        )
    )


def _product_match(product: Product) -> Match:
    return Match(product.pk, product.revision, _product_now(product))


def _product_now(product: Product) -> dict[str, Any]:
    now: dict[str, Any] = {name: getattr(product, name) for name in PRODUCT_OWN}
    return now | {"maker_code": product.maker.tax_code if product.maker else None}


def find_people(rows: list[Values], actor: Actor) -> list[Match]:
    """By name and year of birth; a namesake whose year is not known on one side is a doubt."""
    live = Person.objects.seen_by(actor.scope).live()
    by_name: dict[str, list[Person]] = defaultdict(list)
    names = {values["full_name"] for values in rows if values.get("full_name")}
    for part in parts(sorted(names)):
        for row in live.filter(full_name__in=part):
            by_name[row.full_name].append(row)
    held: dict[tuple[int, str, str], ExpertCredential] = {}
    for part in parts(person.pk for people in by_name.values() for person in people):
        for credential in ExpertCredential.objects.filter(person_id__in=part):
            held[credential_key(credential.person_id, credential.scheme, credential.number)] = credential
    return [_match_person(values, by_name.get(values.get("full_name") or "", []), held) for values in rows]


def _match_person(
    values: Values, same: list[Person], held: dict[tuple[int, str, str], ExpertCredential]
) -> Match:
    born = values.get("birth_year")
    exact = [one for one in same if one.birth_year == born]
    if len(exact) == 1:
        one = exact[0]
        return Match(one.pk, one.revision, _person_now(one, values, held))
    open_ones = exact or [one for one in same if one.birth_year is None or born is None]
    why = _("cùng họ tên, chưa rõ năm sinh")
    return Match(
        doubts=tuple(
            Twin(one.pk, _labelled(one), why, one.revision, _person_now(one, values, held))
            for one in open_ones[:5]
        )
    )


def _labelled(person: Person) -> str:
    told = ", ".join(str(part) for part in (person.birth_year, person.speciality) if part)
    return f"{person} ({told})" if told else str(person)


def _person_now(
    person: Person, values: Values, held: dict[tuple[int, str, str], ExpertCredential]
) -> dict[str, Any]:
    now: dict[str, Any] = {name: getattr(person, name) for name in PERSON_OWN}
    if values.get("scheme"):
        key = credential_key(person.pk, values["scheme"], values.get("credential_number"))
        known = held.get(key)
        now |= {name: getattr(known, own) if known else None for name, own in CREDENTIAL.items()}
    return now


def find_entries(rows: list[Values], actor: Actor) -> list[Match]:
    """A line of a list being drafted, by the decision's number and the printed name, marks or not."""
    held: dict[tuple[str, str], RegisterEntry] = {}
    for part in parts(values["number"] for values in rows if values.get("number")):
        entries = RegisterEntry.objects.filter(
            edition__number__in=part, edition__state="draft", edition__province_id=actor.province_id
        )
        for row in entries.select_related("edition", "product", "organisation"):
            held[row.edition.number, search_key(row.printed_name)] = row
    found = []
    for values in rows:
        row = held.get((values.get("number") or "", search_key(values.get("printed_name") or "")))
        found.append(Match() if row is None else Match(row.pk, None, _entry_now(row)))
    return found


def _entry_now(row: RegisterEntry) -> dict[str, Any]:
    return {
        "number": row.edition.number,
        "printed_name": row.printed_name,
        "position": row.position,
        "gtin": row.product.gtin if row.product else None,
        "tax_code": row.organisation.tax_code if row.organisation else None,
        "note": row.note,
    }
