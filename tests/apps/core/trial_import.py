"""A small import of the tests' own, over organisations and their figures of one year."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import transaction
from django.urls import include, path

from config.urls import handler400, handler403, handler404, handler500
from config.urls import urlpatterns as site
from nscl.apps.core import audit
from nscl.apps.core.access import Actor, Refusal, Role, rule
from nscl.apps.core.imports.spec import (
    Applied,
    Change,
    ImportField,
    ImportSpec,
    Loaded,
    Match,
    Problem,
    Twin,
    Values,
)
from nscl.apps.registry.models import Organisation, YearFacts
from nscl.vietnamese import fold, search_key

__all__ = ["handler400", "handler403", "handler404", "handler500"]

RULES = [rule("trial.import", "Nhập tổ chức thử", [Role.OFFICER])]
YEAR = 2024
OWN = ("name", "tax_code", "kind", "established_on", "phone", "email", "is_women_owned")


def find(rows: list[Values], actor: Actor) -> list[Match]:
    """By tax code; without one, the same name folded is a doubt."""
    seen = Organisation.objects.seen_by(actor.scope).live()
    by_code = {
        o.tax_code: o for o in _among(seen, "tax_code", [r["tax_code"] for r in rows if r["tax_code"]])
    }
    keys = [search_key(r["name"]) for r in rows if not r["tax_code"] and r["name"]]
    by_name: dict[str, list[Any]] = {}
    for one in _among(seen, "search_key", [f"{key}" for key in keys]):
        by_name.setdefault(one.search_key, []).append(one)
    people = [*by_code.values(), *(o for many in by_name.values() for o in many)]
    facts = {
        f.organisation_id: f
        for f in _among(YearFacts.objects.filter(year=YEAR), "organisation_id", [o.pk for o in people])
    }
    found = []
    for row in rows:
        record = by_code.get(row["tax_code"] or "")
        if record is not None:
            found.append(Match(record.pk, record.revision, current(record, facts.get(record.pk))))
        else:
            same = by_name.get(search_key(row["name"]), []) if not row["tax_code"] else []
            found.append(
                Match(
                    doubts=tuple(
                        Twin(o.pk, o.name, "cùng tên", o.revision, current(o, facts.get(o.pk))) for o in same
                    )
                )
            )
    return found


def _among(rows: Any, name: str, values: list[Any]) -> list[Any]:
    found: list[Any] = []
    if len(values) > 2000:  # one look at all is cheaper than many parts
        wanted = set(values)
        return [one for one in rows if getattr(one, name) in wanted]
    for start in range(0, len(values), 500):
        found += rows.filter(**{f"{name}__in": values[start : start + 500]})
    return found


def current(record: Organisation, facts: YearFacts | None) -> dict[str, Any]:
    held = {name: getattr(record, name) for name in OWN}
    return held | {
        "workers": facts.workers if facts else None,
        "revenue": facts.revenue_vnd if facts else None,
    }


def check(values: Values, actor: Actor) -> list[Problem]:
    if values["workers"] is not None and values["workers"] < 0:
        return [Problem("workers", "Số lao động không thể âm.")]
    return []


@transaction.atomic
def apply(new: list[Values], changed: list[Change], *, by: Actor, at: datetime, batch: Any) -> Applied:
    by.require("trial.import")
    made = []
    for values in new:
        one = Organisation(
            province_id=by.province_id,
            created_at=at,
            source=batch.filename,
            **{name: values[name] for name in OWN if values[name] is not None},
        )
        one.search_key, one.sort_key = one.keys()
        made.append(one)
    Organisation.objects.bulk_create(made, batch_size=500)
    held = {
        o.pk: o
        for o in Organisation.objects.select_for_update(of=("self",)).filter(
            pk__in=[c.record_pk for c in changed]
        )
    }
    entries: list[Any] = []
    for one in changed:
        record = held[one.record_pk]
        if record.revision != one.revision:
            raise Refusal(f"{record} vừa được thay đổi.")
        _write(record, {n: one.values[n] for n in OWN if one.values[n] is not None})
        entries.append((record, one.before, {n: one.values[n] for n in one.before}))
    Organisation.objects.bulk_update(
        held.values(), [*OWN, "revision", "search_key", "sort_key"], batch_size=500
    )
    pairs = list(zip(made, new, strict=True)) + [(held[c.record_pk], c.values) for c in changed]
    _write_facts(pairs)
    audit.record_many(
        by=by,
        at=at,
        deed="trial.import",
        rows=[(o, None, v) for o, v in zip(made, new, strict=True)] + entries,
    )
    return Applied([o.pk for o in made], [c.record_pk for c in changed])


def _write(record: Organisation, values: Values) -> None:
    for name, value in values.items():
        setattr(record, name, value)
    record.revision += 1
    record.search_key, record.sort_key = record.keys()


def _write_facts(pairs: list[tuple[Organisation, Values]]) -> None:
    rows = [
        YearFacts(organisation=o, year=YEAR, workers=v["workers"], revenue_vnd=v["revenue"])
        for o, v in pairs
        if v["workers"] is not None or v["revenue"] is not None
    ]
    YearFacts.objects.bulk_create(
        rows,
        batch_size=500,
        update_conflicts=True,
        unique_fields=["organisation", "year"],
        update_fields=["workers", "revenue_vnd"],
    )


@transaction.atomic
def revoke(loaded: list[Loaded], *, by: Actor, at: datetime, batch: Any) -> None:
    held = {o.pk: o for o in _among(Organisation.objects.all(), "pk", [one.record_pk for one in loaded])}
    touched = [held[one.record_pk].name for one in loaded if held[one.record_pk].revision != one.revision]
    if touched:
        raise Refusal(f"Không rút lại được: {touched[0]} đã được sửa sau khi nhập.")
    for one in loaded:
        if one.before is None:
            YearFacts.objects.filter(organisation_id=one.record_pk).delete()
            held[one.record_pk].delete()
        else:
            _write(held[one.record_pk], {n: v for n, v in one.before.items() if n in OWN})
            held[one.record_pk].save()


SPEC = ImportSpec(
    name="trial",
    title="Nhập tổ chức thử",
    deed="trial.import",
    fields=(
        ImportField(
            "name",
            "Tên tổ chức",
            required=True,
            synonyms=("Tên doanh nghiệp", "Tên đơn vị", "Tên cơ sở"),
            sample="Công ty TNHH Ví Dụ",
        ),
        ImportField(
            "tax_code",
            "Mã số thuế",
            "tax_code",
            identity=True,
            synonyms=("MST", "Mã số DN"),
            sample="0100109106",
        ),
        ImportField(
            "kind",
            "Loại",
            "choice",
            choices=tuple((str(a), str(b)) for a, b in Organisation.Kind.choices),
            choice_synonyms={"DN": "enterprise", "HTX": "cooperative", "Công ty": "enterprise"},
            synonyms=("Loại hình",),
        ),
        ImportField("established_on", "Ngày thành lập", "date", synonyms=("Ngày ĐKKD", "Thành lập")),
        ImportField("phone", "Điện thoại", "phone", synonyms=("SĐT", "Số điện thoại")),
        ImportField("email", "Thư điện tử", "email", synonyms=("Email",)),
        ImportField("is_women_owned", "Do phụ nữ làm chủ", "flag", synonyms=("Nữ chủ DN",)),
        ImportField("workers", "Lao động", "number", synonyms=("Số lao động", "Tổng lao động")),
        ImportField("revenue", "Doanh thu", "money", unit="triệu đồng", synonyms=("Doanh thu 2024",)),
    ),
    find=find,
    check=check,
    apply=apply,
    revoke=revoke,
    notes=("Mỗi tổ chức một dòng.",),
    key=lambda values: values["tax_code"] or (fold(values["name"]) if values["name"] else None),
)


urlpatterns = [*site, path("", include("nscl.apps.core.imports.urls"))]
