"""How rows of spreadsheets find their products and people."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace
from typing import Any

from django.db.models import Count, Max
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop as noop

from nscl.apps.core.access import Actor
from nscl.apps.core.imports.spec import Match, Problem, Twin, Values
from nscl.apps.registry.actions.loads import CREDENTIAL, PERSON_OWN, PRODUCT_OWN, credential_key, parts
from nscl.apps.registry.bearers import bearers, code_of
from nscl.apps.registry.models import ExpertCredential, Organisation, Person, Product
from nscl.vietnamese import sort_key
from nscl.vietnamese.firms import firm_key

NO_MAKER = noop("Sổ chưa có tổ chức mang mã số thuế này. Hãy nhập tổ chức đó trước, hoặc sửa mã.")
TAKEN_GTIN = noop("GTIN này đã thuộc một sản phẩm của tỉnh khác. Hãy kiểm tra lại mã.")
TAKEN_NUMBER = noop("Số chứng chỉ này, cùng diện và nơi cấp, đã ghi cho người khác. Hãy kiểm tra lại.")


def find_products(rows: list[Values], actor: Actor) -> list[Match]:
    """By GTIN; else by the same name of the same maker; the same name of another maker is a doubt."""
    live = Product.objects.seen_by(actor.scope).live().select_related("maker__personal_code")
    makers = bearers((values.get("maker_code") or "" for values in rows), actor.scope)
    taken = _gtins_elsewhere(rows, actor)
    by_gtin: dict[str, Product] = {}
    for part in parts(values["gtin"] for values in rows if values.get("gtin")):
        by_gtin |= {row.gtin: row for row in live.filter(gtin__in=part)}
    by_name: dict[str, list[Product]] = defaultdict(list)
    for part in parts(sort_key(values["name"])[:800] for values in rows if values.get("name")):
        for row in live.filter(sort_key__in=part):
            by_name[row.sort_key].append(row)
    return [_match_product(values, by_gtin, by_name, makers, taken) for values in rows]


def name_makers(rows: list[Values], actor: Actor) -> list[tuple[Problem, ...]]:
    """A maker told by name only: its code where exactly one organisation of the register bears the name.

    The name itself is no field of a product and is taken out; what was understood, or why nothing was, is
    said.
    """
    named = [bool(values.get("maker_name")) and not values.get("maker_code") for values in rows]
    keys = [
        firm_key(values["maker_name"]) if is_named else ""
        for values, is_named in zip(rows, named, strict=True)
    ]
    live = Organisation.objects.seen_by(actor.scope).live().select_related("personal_code")
    bearing: dict[str, list[Organisation]] = defaultdict(list)
    for part in parts(key for key in keys if key):
        for row in live.filter(match_key__in=part):
            bearing[row.match_key].append(row)
    found: list[tuple[Problem, ...]] = []
    for values, key, is_named in zip(rows, keys, named, strict=True):
        name, values["maker_name"] = values.get("maker_name") or "", None
        found.append((_named_maker(values, name, bearing.get(key, []) if key else []),) if is_named else ())
    return found


def _named_maker(values: Values, name: str, makers: list[Organisation]) -> Problem:
    """Put the code of the one maker into the row; a warning in any case."""
    code = code_of(makers[0]) if len(makers) == 1 else None
    if code:
        values["maker_code"] = code
        sentence = _("“{name}” được hiểu là {maker} trong sổ tổ chức.").format(name=name, maker=makers[0])
    elif makers and len(makers) == 1:
        sentence = _("{maker} chưa có mã số thuế trong sổ nên chưa gắn được với sản phẩm.").format(
            maker=makers[0]
        )
    elif makers:
        sentence = _(
            "Sổ có {n} tổ chức cùng tên “{name}”. Hãy ghi mã số thuế; nếu không, sản phẩm chưa có đơn vị."
        )
        sentence = sentence.format(n=len(makers), name=name)
    else:
        sentence = _("Sổ chưa có tổ chức tên “{name}”. Sản phẩm vẫn được nhập, chưa có đơn vị.").format(
            name=name
        )
    return Problem("maker_code", sentence, is_warning=True)


def mark_products(actor: Actor) -> str:
    """The state of the registers that decides how rows find their products."""
    return f"{Product.objects.mark()}/{Organisation.objects.mark()}"


def _gtins_elsewhere(rows: list[Values], actor: Actor) -> set[str]:
    """The GTINs of products outside the person's scope: a GTIN stands once in the country."""
    found: set[str] = set()
    if actor.scope is not None:
        others = Product.objects.live().exclude(province_id__in=actor.scope)
        for part in parts(values["gtin"] for values in rows if values.get("gtin")):
            found |= set(others.filter(gtin__in=part).values_list("gtin", flat=True))
    return found


def _match_product(
    values: Values,
    by_gtin: dict[str, Product],
    by_name: dict[str, list[Product]],
    makers: dict[str, Organisation],
    taken: set[str],
) -> Match:
    gtin, code = values.get("gtin"), values.get("maker_code") or ""
    if code and code not in makers:
        return Match(problems=(Problem("maker_code", _(NO_MAKER)),))
    if gtin and gtin in taken:
        return Match(problems=(Problem("gtin", _(TAKEN_GTIN)),))
    if gtin and gtin in by_gtin:
        return _product_match(by_gtin[gtin])
    same = [one for one in by_name.get(sort_key(values["name"])[:800], []) if not (gtin and one.gtin)]
    maker = makers[code].pk if code else None
    own = [one for one in same if one.maker_id == maker]
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
    return now | {"maker_code": code_of(product.maker)}


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
    matches = [_match_person(values, by_name.get(values.get("full_name") or "", []), held) for values in rows]
    return _with_taken_numbers(rows, matches)


def mark_people(actor: Actor) -> str:
    """The state of the registers that decides how rows find their people."""
    told = ExpertCredential.objects.order_by().aggregate(n=Count("pk"), last=Max("pk"))
    return f"{Person.objects.mark()}/{told['n']}.{told['last'] or 0}"


def _with_taken_numbers(rows: list[Values], matches: list[Match]) -> list[Match]:
    """A certificate's number stands once with its scheme and issuer, in the register and in the file."""
    owners: dict[tuple[str, str, str], Any] = {}
    for part in parts(values["credential_number"] for values in rows if values.get("credential_number")):
        for one in ExpertCredential.objects.filter(number__in=part):
            owners[one.scheme, one.number, one.issuer] = one.person_id
    found = []
    for place, (values, match) in enumerate(zip(rows, matches, strict=True)):
        number = values.get("credential_number")
        if number and values.get("scheme"):
            key = (values["scheme"], number, values.get("credential_issuer") or "")
            own = match.record_pk or f"row {place}"
            if owners.setdefault(key, own) != own and not match.doubts:
                match = replace(match, problems=(Problem("credential_number", _(TAKEN_NUMBER)),))
        found.append(match)
    return found


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
