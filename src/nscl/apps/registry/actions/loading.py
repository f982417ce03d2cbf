"""A checked spreadsheet moved into the register of organisations, in bulk."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any

from django.db import models, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from nscl.apps.core import audit
from nscl.apps.core.access import Actor, Refusal
from nscl.apps.core.bulk import insert_many, update_many
from nscl.apps.core.imports.spec import Applied, Change, Values
from nscl.apps.registry.actions.facts import classify
from nscl.apps.registry.actions.preparing import NameKeys, Prepared, prepare
from nscl.apps.registry.industries import sections, split_code, version_on
from nscl.apps.registry.models import (
    Organisation,
    OrganisationAddress,
    OrganisationIndustry,
    PersonalCode,
    YearFacts,
)
from nscl.apps.registry.rules import SizeQuestion
from nscl.apps.registry.sealing import fingerprint, seal
from nscl.policy.enterprise_size import SizeVerdict
from nscl.vietnamese.firms import firm_key

DEED = "registry.organisation.import"
PART = 500
OWN = (
    "name",
    "short_name",
    "kind",
    "legal_form",
    "status",
    "status_on",
    "established_on",
    "representative",
    "representative_title",
    "phone",
    "email",
    "website",
    "is_women_owned",
    "source",
    "note",
)
PLACE = ("street", "commune", "district")
FIGURES = ("workers", "revenue_vnd", "capital_vnd", "exports_vnd")
_KIND_OF_FORM = {
    "cooperative": "cooperative",
    "cooperative_union": "cooperative",
    "cooperative_group": "cooperative",
    "household": "household",
}
Pair = tuple[Organisation, Values]


@transaction.atomic
def load(
    new: Sequence[Values],
    changed: Sequence[Change],
    *,
    by: Actor,
    at: datetime,
    batch: Any = None,
    prepared: Prepared | None = None,
) -> Applied:
    """Enter the new and change the known organisations; an empty cell changes nothing.

    Refuses when a record was changed since the check, and a code that another record holds meanwhile.
    """
    by.require(DEED)
    if by.province_id is None:
        raise Refusal(_("Tài khoản này không thuộc tỉnh nào. Hãy chọn tư cách của một tỉnh rồi nhập."))
    held = locked([change.record_pk for change in changed], by)
    _require_unchanged(held, {change.record_pk: change.revision for change in changed})
    codes = [values.get("tax_code") for values in new]
    codes += [change.values.get("tax_code") for change in changed if change.before.get("tax_code", 0) != 0]
    _require_free([code for code in codes if code], {one.pk for one in held.values()})
    ready = prepared or prepare(new)
    made = _make(new, ready.names, by, at)
    mended = [(held[change.record_pk], change.values) for change in changed]
    for record, values in mended:
        _set_own(record, values)
    save_changed([record for record, _values in mended])
    every = [*zip(made, new, strict=True), *mended]
    _write_parents(every, by)
    _write_codes(every)
    old = frozenset(held)
    _write_places(every, old)
    changed_lines = _write_industries(every, old)
    _write_facts(every, old, at, changed_lines, ready.sizes)
    _record(made, new, changed, held, by, at)
    return Applied([record.pk for record in made], [record.pk for record, _values in mended])


def heads() -> Any:
    """The head offices that stand now."""
    return OrganisationAddress.objects.filter(kind="head", valid_to=None)


# ── Records ────────────────────────────────────────────────────────────


def locked(pks: Sequence[int], by: Actor) -> dict[int, Organisation]:
    found: dict[int, Organisation] = {}
    for part in parts(sorted(pks)):
        rows = Organisation.objects.select_for_update(of=("self",)).filter(pk__in=part).order_by("pk")
        found |= {row.pk: row for row in rows}
    for row in found.values():
        by.require(DEED, row)
        by.require("registry.organisation.change", row)
    return found


def _require_unchanged(held: Mapping[int, Organisation], revisions: Mapping[int, int | None]) -> None:
    for pk, revision in revisions.items():
        row = held.get(pk)
        if (
            row is None
            or row.merged_into_id is not None
            or (revision is not None and row.revision != revision)
        ):
            name = row.name if row is not None else str(pk)
            raise Refusal(
                _("“{name}” đã thay đổi sau khi kiểm tra tệp. Hãy kiểm tra lại tệp.").format(name=name)
            )


def _require_free(codes: Sequence[str], own: set[int]) -> None:
    """No other record, of any province, holds these codes."""
    plain = [code for code in codes if len(code) != 12]
    marks = [fingerprint(code) for code in codes if len(code) == 12]
    for part in parts(plain):
        others = Organisation.objects.live().filter(tax_code__in=part).exclude(pk__in=own)
        _refuse_first(others.first())
    for part in parts(marks):
        sealed = PersonalCode.objects.filter(fingerprint__in=part).exclude(organisation_id__in=own)
        row = sealed.select_related("organisation").first()
        _refuse_first(row.organisation if row else None)


def _refuse_first(other: Organisation | None) -> None:
    if other is not None:
        shown = other.tax_code or _("mã số định danh cá nhân")
        raise Refusal(
            _("Mã {code} đã thuộc một hồ sơ khác trong sổ. Hãy kiểm tra lại tệp.").format(code=shown)
        )


def _make(new: Sequence[Values], keys: Mapping[str, NameKeys], by: Actor, at: datetime) -> list[Organisation]:
    made = []
    for values in new:
        record = Organisation(province_id=by.province_id, created_at=at)
        _set_own(record, values)
        own = keys[record.name]
        record.legal_form = record.legal_form or own.legal_form
        if values.get("kind") is None:
            record.kind = _KIND_OF_FORM.get(record.legal_form, record.kind)
        record.search_key, record.sort_key, record.match_key = record.words(), own.sort, own.match
        made.append(record)
    return insert_many(made)


def _set_own(record: Organisation, values: Mapping[str, Any]) -> None:
    for name in OWN:
        if values.get(name) is not None:
            setattr(record, name, values[name])
    code = values.get("tax_code")
    if code and len(code) != 12:
        record.tax_code = code


def _keyed(record: Organisation) -> Organisation:
    """The keys that `save` would write; bulk statements do not call it."""
    record.search_key, sort = record.keys()
    record.sort_key, record.match_key = sort[:800], firm_key(record.name)[:400]
    return record


def save_changed(records: Sequence[Organisation]) -> None:
    for record in records:
        record.revision += 1
        _keyed(record)
    fields = [*OWN, "tax_code", "revision", "search_key", "sort_key", "match_key"]
    update_many(records, fields)


def _write_parents(every: Sequence[Pair], by: Actor) -> None:
    """A branch to its head: by the code the row names, else by its own ten digits where that head stands."""
    wanted = {}
    for record, values in every:
        head = values.get("parent_code") or (record.tax_code[:10] if len(record.tax_code) == 14 else "")
        if head and head != record.tax_code:
            wanted[record] = head
    found: dict[str, int] = {}
    for part in parts(sorted(set(wanted.values()))):
        rows = Organisation.objects.seen_by(by.scope).live().filter(tax_code__in=part)
        found |= dict(rows.values_list("tax_code", "pk"))
    tied = []
    for record, head in wanted.items():
        if head in found and record.parent_id != found[head]:
            record.parent_id = found[head]
            tied.append(record)
    update_many(tied, ["parent"])


def _write_codes(every: Sequence[Pair]) -> None:
    personal = [(r, v["tax_code"]) for r, v in every if len(v.get("tax_code") or "") == 12]
    known = set()
    for part in parts([record.pk for record, _code in personal]):
        known |= set(
            PersonalCode.objects.filter(organisation_id__in=part).values_list("organisation_id", flat=True)
        )
    rows = [
        PersonalCode(organisation=r, fingerprint=fingerprint(code), sealed=seal(code), last_digits=code[-3:])
        for r, code in personal
        if r.pk not in known
    ]
    insert_many(rows)


# ── What hangs on them ─────────────────────────────────────────────────


def _write_places(every: Sequence[Pair], old: frozenset[int]) -> None:
    """The head office that stands is mended in place: a list says where it is, not since when.

    Here as below nothing is sought for a record that the file has just made: only what is `old` has a past.
    """
    told = [(r, v) for r, v in every if any(v.get(name) for name in PLACE)]
    standing = _by_organisation(heads(), [record.pk for record, _values in told if record.pk in old])
    fresh, mended = [], []
    for record, values in told:
        row = standing.get(record.pk)
        if row is None:
            row = OrganisationAddress(organisation_id=record.pk, kind="head", province_id=record.province_id)
            fresh.append(row)
        else:
            mended.append(row)
        for name in PLACE:
            if values.get(name) is not None:
                setattr(row, name, values[name])
    insert_many(fresh)
    update_many(mended, PLACE)


def _write_industries(every: Sequence[Pair], old: frozenset[int]) -> dict[int, OrganisationIndustry]:
    """The main line of business; returns by organisation the lines that changed."""
    told = [(r, v) for r, v in every if v.get("industry")]
    if not told:
        return {}
    known = {version: sections(version) for version in ("2018", "2025")}
    mains = OrganisationIndustry.objects.filter(is_main=True)
    standing = _by_organisation(mains, [record.pk for record, _values in told if record.pk in old])
    fresh, dropped = [], []
    for record, values in told:
        version = values.get("industry_version") or version_on(timezone.localdate())
        letter, digits = split_code(values["industry"], version)
        section, row = known[version][letter], standing.get(record.pk)
        if row is not None and (row.industry_id, row.code) == (section.pk, digits):
            continue
        if row is not None:
            dropped.append(row.pk)
        line = OrganisationIndustry(organisation_id=record.pk, code=digits, is_main=True)
        line.industry = section
        fresh.append(line)
    for part in parts(dropped):
        OrganisationIndustry.objects.filter(pk__in=part).update(is_main=False)
    _replace_lines(fresh, old)
    return {row.organisation_id: row for row in fresh}


def _replace_lines(fresh: Sequence[OrganisationIndustry], old: frozenset[int]) -> None:
    """A line that stands there as a side line already is made the main one."""
    there: dict[tuple[int, int, str], OrganisationIndustry] = {}
    for part in parts([row.organisation_id for row in fresh if row.organisation_id in old]):
        for row in OrganisationIndustry.objects.filter(organisation_id__in=part):
            there[row.organisation_id, row.industry_id, row.code] = row
    new, again = [], []
    for row in fresh:
        known = there.get((row.organisation_id, row.industry_id, row.code))
        if known is None:
            new.append(row)
        else:
            again.append(known.pk)
    insert_many(new)
    for part in parts(again):
        OrganisationIndustry.objects.filter(pk__in=part).update(is_main=True)


def _write_facts(
    every: Sequence[Pair],
    old: frozenset[int],
    at: datetime,
    changed_lines: Mapping[int, OrganisationIndustry],
    sizes: Mapping[SizeQuestion, SizeVerdict],
) -> None:
    """Figures of the row's year, and the size class of every year they (or the line of business) touch."""
    told = [(r, v) for r, v in every if v.get("year") and any(v.get(n) is not None for n in FIGURES)]
    years = sorted({values["year"] for _record, values in told})
    standing: dict[tuple[int, int], YearFacts] = {}
    for part in parts([record.pk for record, _values in told if record.pk in old]):
        rows = YearFacts.objects.filter(organisation_id__in=part, year__in=years)
        standing |= {(row.organisation_id, row.year): row for row in rows}
    fresh, mended = [], []
    for record, values in told:
        row = standing.get((record.pk, values["year"]))
        if row is None:
            row = YearFacts(year=values["year"], source=values.get("source") or "")
            fresh.append(row)
        else:
            mended.append(row)
        row.organisation = record
        for name in FIGURES:
            if values.get(name) is not None:
                setattr(row, name, values[name])
    insert_many(fresh)
    update_many(mended, FIGURES)
    _classify([*fresh, *mended], old, at, changed_lines, sizes)


def _classify(
    facts: list[YearFacts],
    old: frozenset[int],
    at: datetime,
    changed_lines: Mapping[int, OrganisationIndustry],
    sizes: Mapping[SizeQuestion, SizeVerdict],
) -> None:
    done = {row.pk for row in facts}
    for part in parts(sorted(old & changed_lines.keys())):
        others = YearFacts.objects.filter(organisation_id__in=part).select_related("organisation")
        facts = [*facts, *(row for row in others if row.pk not in done)]
    mains = OrganisationIndustry.objects.filter(is_main=True).select_related("industry")
    asked = [pk for row in facts if (pk := row.organisation_id) in old and pk not in changed_lines]
    lines = {**changed_lines, **_by_organisation(mains, asked)}
    insert_many([classify(row, lines.get(row.organisation_id), at=at, known=sizes) for row in facts])


def _by_organisation(rows: Any, pks: Sequence[int]) -> dict[int, Any]:
    found: dict[int, Any] = {}
    for part in parts(sorted(set(pks))):
        found |= {row.organisation_id: row for row in rows.filter(organisation_id__in=part)}
    return found


def parts(items: Sequence[Any]) -> Iterator[Sequence[Any]]:
    for start in range(0, len(items), PART):
        yield items[start : start + PART]


# ── The audit ──────────────────────────────────────────────────────────


def _record(
    made: Sequence[Organisation],
    new: Sequence[Values],
    changed: Sequence[Change],
    held: Mapping[int, Organisation],
    by: Actor,
    at: datetime,
) -> None:
    rows: list[tuple[models.Model, Mapping[str, Any] | None, Mapping[str, Any] | None]] = [
        (record, None, said(values)) for record, values in zip(made, new, strict=True)
    ]
    for change in changed:
        after = {name: change.values.get(name) for name in change.before}
        rows.append((held[change.record_pk], said(change.before, all_of=True), said(after, all_of=True)))
    audit.record_many(by=by, at=at, deed=DEED, rows=rows)


def said(values: Mapping[str, Any], *, all_of: bool = False) -> dict[str, Any]:
    """The values as the audit keeps them; a personal code only by its last digits."""
    found = {name: value for name, value in values.items() if all_of or value is not None}
    code = found.get("tax_code")
    if code and len(code) == 12:
        del found["tax_code"]
        found["personal_code"] = f"•••••••••{code[-3:]}"
    return found
