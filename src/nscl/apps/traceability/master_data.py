"""Master data of captured documents: places, goods and parties as organisations describe them.

Source: EPCIS 2.0, sections 6.1 and 9; CBV 2.0, section 9. Everybody may describe anything; a description
counts like this: a party goes by its own descriptions of an element and, where it has none, by those of the
others in the province; a regulator goes by all descriptions in its province. A newer description of the same
organisation replaces its older one, which stays in the table.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from typing import TYPE_CHECKING, Any

from nscl.apps.traceability import sql
from nscl.apps.traceability.models import MasterAttribute, MasterChild, MasterData
from nscl.apps.traceability.senders import Sender
from nscl.gs1.canonical import canonical_epc
from nscl.gs1.epcis.fields import Names, kept

if TYPE_CHECKING:
    from nscl.apps.traceability.queries.views import Condition, View

# Attributes by which a place names the place it is in.
PARENTS = ("parent", "parentLocation", "isPartOf", "containedInPlace")
MOST_PLACES = 20_000  # a question for more places than this is answered for the first of them
DEEPEST = 50
_LOCK = 7_262  # the advisory lock under which one organisation's descriptions are written


def vocabularies_of(content: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    """The vocabularies of a document's header, or of the answer to a query."""
    header = content.get("epcisHeader")
    data = header.get("epcisMasterData") if isinstance(header, dict) else None
    found = data.get("vocabularyList") if isinstance(data, dict) else None
    body = content.get("epcisBody")
    results = body.get("queryResults") if isinstance(body, dict) else None
    inner = results.get("resultsBody") if isinstance(results, dict) else None
    more = inner.get("vocabularyList") if isinstance(inner, dict) else None
    lists = [one for one in (found, more) if isinstance(one, list)]
    return [one for listed in lists for one in listed if isinstance(one, dict)]


def write(content: Mapping[str, Any], namespaces: Mapping[str, str], *, by: Sender, at: datetime) -> int:
    """Keep what a document describes, part of its capture's transaction; how many descriptions are new."""
    vocabularies = vocabularies_of(content)
    if not vocabularies:
        return 0
    names = Names(namespaces)
    given = {(one.type, one.code): one for one in _elements(vocabularies, names, by, at)}
    if sql.is_postgres():
        sql.rows("SELECT pg_advisory_xact_lock(%s, %s)", [_LOCK, by.organisation_id % 2**31])
    known = {
        (one.type, one.code): one
        for one in MasterData.objects.filter(
            organisation_id=by.organisation_id, is_current=True, code__in=[code for _type, code in given]
        )
    }
    fresh = [one for place, one in given.items() if not _is_same(known.get(place), one)]
    older = [known[one.type, one.code].pk for one in fresh if (one.type, one.code) in known]
    MasterData.objects.filter(pk__in=older).update(is_current=False)
    MasterData.objects.bulk_create(fresh, batch_size=500)
    MasterAttribute.objects.bulk_create(_attributes(fresh, names), batch_size=500)
    MasterChild.objects.bulk_create(_children(fresh, names), batch_size=500)
    return len(fresh)


def _is_same(known: MasterData | None, new: MasterData) -> bool:
    return known is not None and (known.attributes, known.children) == (new.attributes, new.children)


def _elements(
    vocabularies: Iterable[Mapping[str, Any]], names: Names, by: Sender, at: datetime
) -> Iterator[MasterData]:
    for vocabulary in vocabularies:
        kind = kept(names.whole(str(vocabulary.get("type", ""))))
        for one in vocabulary.get("vocabularyElementList") or ():
            yield MasterData(
                type=kind,
                code=canonical_epc(names.whole(one["id"])),
                attributes=_storable(one.get("attributes") or []),
                children=_storable(one.get("children") or []),
                organisation_id=by.organisation_id,
                province_id=by.province_id,
                captured_at=at,
            )


def _storable(value: list[Any]) -> list[Any]:
    """JSON columns of PostgreSQL hold no NUL."""
    found: list[Any] = json.loads(re.sub(r"\\u0000", r"\\ufffd", json.dumps(value)))
    return found


def _told(one: MasterData) -> Iterator[tuple[str, Any]]:
    for attribute in one.attributes:
        if isinstance(attribute, dict) and isinstance(attribute.get("id"), str):
            yield attribute["id"], attribute.get("attribute")


def _attributes(fresh: Iterable[MasterData], names: Names) -> Iterator[MasterAttribute]:
    for one in fresh:
        for name, value in _told(one):
            whole = kept(names.whole(name))
            plain = value.get("#text", value.get("@value")) if isinstance(value, dict) else value
            cell = names.cell(whole, plain)
            yield MasterAttribute(
                description=one, name=whole, short=short_name(whole), text=cell.text, number=cell.number
            )


def short_name(name: str) -> str:
    """The last part of an attribute's name.

    >>> short_name("urn:epcglobal:cbv:mda:countryCode"), short_name("https://gs1.org/voc/address#city")
    ('countryCode', 'city')
    """
    return re.split(r"[/#:]", name)[-1]


def _children(fresh: Iterable[MasterData], names: Names) -> Iterator[MasterChild]:
    for one in fresh:
        for child in one.children:
            if isinstance(child, str):
                yield MasterChild(description=one, parent=one.code, child=names.text(child))
        for name, value in _told(one):
            if short_name(name) in PARENTS and isinstance(value, str) and value:
                yield MasterChild(description=one, parent=names.text(value), child=one.code)


# ── Asked for ──────────────────────────────────────────────────────────


def seen_by(view: View) -> Condition:
    """Which descriptions `m` count for somebody; `is_current` is asked for beside it."""
    here = "1 = 1" if view.province_id is None else "m.province_id = %s"
    given: list[object] = [] if view.province_id is None else [view.province_id]
    if view.kind == "regulator":
        return here, given
    own = sql.listed(sorted(view.organisations))
    nothing_own = f"""NOT EXISTS (SELECT 1 FROM traceability_masterdata w
        WHERE w.code = m.code AND w.is_current AND {sql.among("w.organisation_id")})"""
    return f"{sql.among('m.organisation_id')} OR ({here} AND {nothing_own})", [own, *given, own]


def places_within(places: Iterable[str], view: View) -> list[str]:
    """These places and everything placed under them, level by level; a circle ends where it began."""
    found = dict.fromkeys(canonical_epc(place) for place in places)
    seen, given = seen_by(view)
    question = f"""
        SELECT DISTINCT c.child FROM traceability_masterchild c
        JOIN traceability_masterdata m ON m.id = c.description_id
        WHERE {sql.among("c.parent")} AND m.is_current AND ({seen})
    """
    level = list(found)
    for _depth in range(DEEPEST):
        below = [code for (code,) in sql.rows(question, [sql.listed(level), *given])]
        level = [code for code in below if code not in found]
        if not level or len(found) >= MOST_PLACES:
            break
        found |= dict.fromkeys(level)
    return list(found)
