"""How a row of a spreadsheet finds its organisation: by code, by the very same name, or as a doubt."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Hashable, Iterable, Iterator, Sequence
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_noop as _

from nscl.apps.core.access import Actor, Refusal
from nscl.apps.core.imports.spec import Match, Problem, Twin, Values
from nscl.apps.registry.actions import loading
from nscl.apps.registry.bearers import bearers, taken_elsewhere
from nscl.apps.registry.duplicates import Card, cards, twins_of_each
from nscl.apps.registry.industries import split_code, version_on
from nscl.apps.registry.models import (
    Organisation,
    OrganisationAddress,
    OrganisationIndustry,
    PersonalCode,
    YearFacts,
)
from nscl.apps.registry.sealing import fingerprint
from nscl.vietnamese import nfc, squash
from nscl.vietnamese.firms import firm_key

PART = 500
TAKEN = _("Mã này đã thuộc một hồ sơ của tỉnh khác, hoặc hồ sơ đã gộp. Hãy kiểm tra lại mã.")
LIKE = _(
    "Có thể cùng một tổ chức với “{name}” ở dòng khác của tệp. Nếu là một, hãy giữ một dòng; "
    "nếu là hai, hãy ghi mã số thuế."
)
NO_HEAD = _("Sổ chưa có đơn vị chủ quản mang mã này. Tổ chức vẫn được nhập; liên kết sẽ ghi sau.")


def key(values: Values) -> Hashable | None:
    """A row is its code, or without one its name as written: two such rows of one file mean one record."""
    if values.get("tax_code"):
        return ("code", values["tax_code"])
    return ("name", same_name(values["name"])) if values.get("name") else None


def same_name(name: str) -> str:
    return squash(nfc(name)).casefold()


def mark(actor: Actor) -> str:
    """The state of the register that decides how rows find their records."""
    return str(Organisation.objects.mark())


def find(rows: list[Values], actor: Actor) -> list[Match]:
    """By code; without one by the very same name where only one record bears it; likenesses are doubts."""
    known = _Known(rows, actor)
    pks = [known.record_of(values) for values in rows]
    problems = _problems(rows, known, actor)
    doubts = _doubts(rows, pks, known, actor)
    wanted = {pk for pk in pks if pk is not None} | {twin.pk for twins in doubts for twin, _s in twins}
    present = _Present(wanted, {values["year"] for values in rows if values.get("year")})
    found = []
    for values, pk, twins, told in zip(rows, pks, doubts, problems, strict=True):
        if pk is not None:
            current = present.current(pk, values)
            found.append(Match(pk, present.records[pk].revision, current, problems=told))
            continue
        likely = tuple(_twin(twin, score, present, values) for twin, score in twins)
        found.append(Match(doubts=likely, problems=told))
    return found


def _problems(rows: Sequence[Values], known: _Known, actor: Actor) -> list[tuple[Problem, ...]]:
    """What only the registers can tell: a code that is another's, a head office that nobody knows."""
    codes = {values["tax_code"] for values in rows if values.get("tax_code")}
    taken = taken_elsewhere(codes - known.by_code.keys(), actor.scope)
    wanted = {values["parent_code"] for values in rows if values.get("parent_code")}
    heads = bearers(wanted - codes, actor.scope).keys() | codes
    likenesses = _likenesses(rows, known)
    found = []
    for place, values in enumerate(rows):
        told = [likenesses[place]] if place in likenesses else []
        if values.get("tax_code") in taken:
            told.append(Problem("tax_code", gettext(TAKEN)))
        if values.get("parent_code") and values["parent_code"] not in heads:
            told.append(Problem("parent_code", gettext(NO_HEAD), is_warning=True))
        found.append(tuple(told))
    return found


def _likenesses(rows: Sequence[Values], known: _Known) -> dict[int, Problem]:
    """Rows that name an organisation of another row in other words ("Cty TNHH", "Công ty TNHH").

    Two different codes are two organisations, so only a row without a code is doubted; it is wrong until it
    gets a code or goes, for nothing in the file says which of the two it is.
    """
    bare = [i for i, v in enumerate(rows) if v.get("name") and not v.get("tax_code")]
    if not bare:
        return {}
    first: dict[str, int] = {}
    order = [i for i, v in enumerate(rows) if v.get("tax_code") and v.get("name")] + bare
    found = {}
    for place in order:
        name = rows[place]["name"]
        other = first.setdefault(firm_key(name), place)
        if other != place and not rows[place].get("tax_code") and not known.record_of(rows[place]):
            sentence = gettext(LIKE).format(name=rows[other]["name"])
            found[place] = Problem("name", sentence)
    return found


def _twin(card: Card, score: float, present: _Present, values: Values) -> Twin:
    why = gettext("tên như nhau") if score > 0.99 else gettext("tên gần giống")
    label = f"{card.name} ({card.tax_code})" if card.tax_code else card.name
    return Twin(card.pk, label, why, present.records[card.pk].revision, present.current(card.pk, values))


def _parts(items: Iterable[Any]) -> Iterator[list[Any]]:
    whole = sorted(set(items))
    for start in range(0, len(whole), PART):
        yield whole[start : start + PART]


class _Known:
    """The records of the person's scope that bear the codes and names of a file's rows."""

    def __init__(self, rows: Sequence[Values], actor: Actor) -> None:
        self.live = Organisation.objects.seen_by(actor.scope).live()
        codes = {values.get("tax_code") or "" for values in rows} - {""}
        self.by_code: dict[str, int] = {}
        for part in _parts(code for code in codes if len(code) != 12):
            self.by_code |= dict(self.live.filter(tax_code__in=part).values_list("tax_code", "pk"))
        marks = {fingerprint(code): code for code in codes if len(code) == 12}
        for part in _parts(marks):
            sealed = PersonalCode.objects.filter(fingerprint__in=part, organisation__in=self.live)
            for mark, pk in sealed.values_list("fingerprint", "organisation_id"):
                self.by_code[marks[mark]] = pk
        self.by_name: dict[str, list[Card]] = defaultdict(list)
        for part in _parts(
            firm_key(v["name"])[:400] for v in rows if v.get("name") and not v.get("tax_code")
        ):
            for card in cards(self.live.filter(match_key__in=part)):
                self.by_name[same_name(card.name)].append(card)

    def record_of(self, values: Values) -> int | None:
        code = values.get("tax_code")
        if code:
            return self.by_code.get(code)
        same = self.by_name.get(same_name(values.get("name") or ""), [])
        return same[0].pk if len(same) == 1 else None


def _doubts(
    rows: Sequence[Values], pks: Sequence[int | None], known: _Known, actor: Actor
) -> list[list[tuple[Card, float]]]:
    """For the rows without a record the ones that look alike.

    A row with a code can only be a record without one; a row without a code may be any.
    """
    found: list[list[tuple[Card, float]]] = [[] for _row in rows]
    open_rows = [i for i, pk in enumerate(pks) if pk is None and rows[i].get("name")]
    coded = [i for i in open_rows if rows[i].get("tax_code")]
    bare = [i for i in open_rows if not rows[i].get("tax_code")]
    codeless = known.live.filter(tax_code="", personal_code=None)
    for indexes, records in ((coded, codeless), (bare, known.live)):
        there = cards(records) if indexes else []
        if there:  # reading the key of every name takes as long as all else together
            asked = [_card(i, rows[i]) for i in indexes]
            for index, twins in zip(indexes, twins_of_each(asked, there), strict=True):
                found[index] = twins
    return found


def _card(index: int, values: Values) -> Card:
    code = values.get("tax_code") or ""
    return Card(-index - 1, values["name"], firm_key(values["name"]), code, values.get("phone") or "")


class _Present:
    """What the register holds for records, in the fields of the import; a constant number of questions."""

    def __init__(self, pks: set[int], years: set[int]) -> None:
        self.records: dict[int, Organisation] = {}
        self.addresses: dict[int, OrganisationAddress] = {}
        self.industries: dict[int, OrganisationIndustry] = {}
        self.facts: dict[tuple[int, int], YearFacts] = {}
        for part in _parts(pks):
            rows = Organisation.objects.filter(pk__in=part).select_related("parent")
            self.records |= {row.pk: row for row in rows}
            of = {"organisation_id__in": part}
            self.addresses |= {row.organisation_id: row for row in loading.heads().filter(**of)}
            lines = OrganisationIndustry.objects.filter(**of, is_main=True).select_related("industry")
            self.industries |= {row.organisation_id: row for row in lines}
            facts = YearFacts.objects.filter(**of, year__in=sorted(years))
            self.facts |= {(row.organisation_id, row.year): row for row in facts}

    def current(self, pk: int, values: Values) -> dict[str, Any]:
        record, address = self.records[pk], self.addresses.get(pk)
        line, facts = self.industries.get(pk), self.facts.get((pk, values.get("year") or 0))
        found: dict[str, Any] = {name: getattr(record, name) for name in loading.OWN}
        code = values.get("tax_code")
        found["tax_code"] = code if code and len(code) == 12 and not record.tax_code else record.tax_code
        found["parent_code"] = record.parent.tax_code if record.parent else None
        found |= {name: getattr(address, name) if address else None for name in loading.PLACE}
        found |= {name: getattr(facts, name) if facts else None for name in ("year", *loading.FIGURES)}
        return found | _industry_now(line, values)


def _industry_now(line: OrganisationIndustry | None, values: Values) -> dict[str, Any]:
    """The main line of business in the way the row writes it, so that C1076 and 1076 do not differ."""
    if line is None:
        return {"industry": None, "industry_version": None}
    written, version = line.code or line.industry.code, line.industry.version
    try:
        letter, digits = split_code(values.get("industry") or "", industry_version(values))
    except Refusal:
        return {"industry": written, "industry_version": version}
    if (letter, digits, industry_version(values)) == (line.industry.code, line.code, version):
        return {"industry": values["industry"], "industry_version": version}
    return {"industry": written, "industry_version": version}


def industry_version(values: Values) -> str:
    return values.get("industry_version") or version_on(timezone.localdate())
