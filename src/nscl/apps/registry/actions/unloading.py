"""A load of organisations taken back: new records go, changed ones get their values again."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from nscl.apps.core import audit
from nscl.apps.core.access import Actor, Refusal
from nscl.apps.core.bulk import update_many
from nscl.apps.core.imports.spec import Loaded
from nscl.apps.core.models import Attachment
from nscl.apps.registry.actions.facts import classify
from nscl.apps.registry.actions.loading import (
    DEED,
    FIGURES,
    OWN,
    PLACE,
    heads,
    locked,
    parts,
    said,
    save_changed,
)
from nscl.apps.registry.industries import sections, split_code, version_on
from nscl.apps.registry.models import (
    Organisation,
    OrganisationAddress,
    OrganisationIndustry,
    PersonalCode,
    SizeClass,
    YearFacts,
)


@transaction.atomic
def take_back(loaded: Sequence[Loaded], *, by: Actor, at: datetime, batch: Any = None) -> None:
    """Undo a whole load: new records go, changed ones get their values back.

    Refused, naming the record, when somebody changed one since or something depends on a new one.
    """
    by.require(DEED)
    held = locked([one.record_pk for one in loaded], by)
    for one in loaded:
        row = held.get(one.record_pk)
        if row is None or row.revision != one.revision or row.merged_into_id is not None:
            name = row.name if row is not None else str(one.record_pk)
            raise Refusal(_("Không rút lại được: “{name}” đã thay đổi sau khi nhập.").format(name=name))
    new = [one for one in loaded if one.before is None]
    _drop(new, held, by, at)
    _give_back([one for one in loaded if one.before is not None], held, by, at)


_HANGS_ON = {OrganisationAddress, OrganisationIndustry, YearFacts, PersonalCode}


def _drop(new: Sequence[Loaded], held: Mapping[int, Organisation], by: Actor, at: datetime) -> None:
    pks = [one.record_pk for one in new]
    _require_nothing_depends(pks, held)
    rows = [(held[one.record_pk], said(one.values), None) for one in new]
    audit.record_many(by=by, at=at, deed=DEED, rows=rows, reason=_("Rút lại lần nhập"))
    for part in parts(pks):
        Organisation.objects.filter(pk__in=part).update(parent=None)
        SizeClass.objects.filter(facts__organisation_id__in=part).delete()
        for model in _HANGS_ON:
            model._default_manager.filter(organisation_id__in=part).delete()
    for part in parts(pks):
        Organisation.objects.filter(pk__in=part).delete()


def _require_nothing_depends(pks: Sequence[int], held: Mapping[int, Organisation]) -> None:
    """Products, entries, branches …: whatever points at a new record and did not come with it."""
    own = set(pks)
    for relation in Organisation._meta.related_objects:
        model: Any = relation.related_model
        if model in _HANGS_ON:
            continue
        path = relation.field.attname
        for part in parts(pks):
            others = model._base_manager.filter(**{f"{path}__in": part})
            if model is Organisation:
                others = (row for row in others if row.pk not in own)
            row = next(iter(others), None)
            if row is not None:
                _refuse_dependent(held[getattr(row, path)], str(row))
    for part in parts([str(pk) for pk in pks]):
        label = Organisation._meta.label_lower
        file = Attachment.objects.filter(object_type=label, object_id__in=part, removed_at=None).first()
        if file is not None:
            _refuse_dependent(held[int(file.object_id)], file.title)


def _refuse_dependent(record: Organisation, what: str) -> None:
    raise Refusal(
        _("Không rút lại được: “{name}” đã được dùng ở “{what}”. Hãy gỡ ra trước.").format(
            name=record.name, what=what
        )
    )


def _give_back(changed: Sequence[Loaded], held: Mapping[int, Organisation], by: Actor, at: datetime) -> None:
    """The old values; what was empty before is emptied again."""
    rows = []
    for one in changed:
        record, before = held[one.record_pk], dict(one.before or {})
        for name in OWN:
            if name in before:
                setattr(record, name, _emptied(name, before[name]))
        if "tax_code" in before:
            record.tax_code = before["tax_code"] or ""
        if "parent_code" in before and before["parent_code"] is None:
            record.parent = None
        _give_back_place(record, before)
        _give_back_facts(record, one.values.get("year"), before, at)
        _give_back_industry(record, before)
        after = {name: one.values.get(name) for name in before}
        rows.append((record, said(after, all_of=True), said(before, all_of=True)))
    save_changed([held[one.record_pk] for one in changed])
    update_many([held[one.record_pk] for one in changed], ["parent"])
    audit.record_many(by=by, at=at, deed=DEED, rows=rows, reason=_("Rút lại lần nhập"))


def _emptied(name: str, value: Any) -> Any:
    field: Any = Organisation._meta.get_field(name)
    return "" if value is None and not field.null else value


def _give_back_place(record: Organisation, before: Mapping[str, Any]) -> None:
    told = {name: before[name] or "" for name in PLACE if name in before}
    if not told:
        return
    row = heads().filter(organisation=record).first()
    if row is None:
        return
    for name, value in told.items():
        setattr(row, name, value)
    if any(getattr(row, name) for name in PLACE):
        row.save(update_fields=list(told))
    else:
        row.delete()


def _give_back_facts(record: Organisation, year: int | None, before: Mapping[str, Any], at: datetime) -> None:
    if year is None or not any(name in before for name in ("year", *FIGURES)):
        return
    row = YearFacts.objects.filter(organisation=record, year=year).first()
    if row is None:
        return
    if "year" in before and before["year"] is None:
        row.size_classes.all().delete()
        row.delete()
        return
    for name in FIGURES:
        if name in before:
            setattr(row, name, before[name])
    row.save()
    main = record.industries.filter(is_main=True).select_related("industry").first()
    classify(row, main, at=at).save()


def _give_back_industry(record: Organisation, before: Mapping[str, Any]) -> None:
    if "industry" not in before:
        return
    record.industries.filter(is_main=True).delete()
    if before["industry"]:
        version = before.get("industry_version") or version_on(timezone.localdate())
        letter, digits = split_code(before["industry"], version)
        section = sections(version)[letter]
        row = record.industries.filter(industry=section, code=digits).first()
        row = row or OrganisationIndustry(organisation=record, industry=section, code=digits)
        row.is_main = True
        row.save()
