"""The register of organisations: its columns, filters, cards and deeds."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.db.models import Exists, Q, QuerySet, Subquery
from django.db.models.expressions import OuterRef
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_noop as _

from nscl.apps.core.access import Actor
from nscl.apps.core.models import AuditEntry
from nscl.apps.core.registers import Bulk, Column, Filter, Link, Register
from nscl.apps.reference.models import AdministrativeUnit, IndustryCode
from nscl.apps.registry.actions import organisations as deeds
from nscl.apps.registry.forms import OrganisationForm, StatusOfManyForm
from nscl.apps.registry.models import (
    Organisation,
    OrganisationAddress,
    OrganisationIndustry,
    SizeClass,
    YearFacts,
)
from nscl.apps.registry.registers.organisation_cards import SECTIONS
from nscl.vietnamese import search_key

SIZES = dict(SizeClass._meta.get_field("size").flatchoices)  # type: ignore[union-attr]


# ── Rows ───────────────────────────────────────────────────────────────


def rows(actor: Actor) -> QuerySet[Organisation]:
    """Records of the person's scope that stand for themselves, with what the columns show."""
    latest = YearFacts.objects.filter(organisation=OuterRef("pk")).order_by("-year")
    sizes = SizeClass.objects.filter(facts__organisation=OuterRef("pk"))
    sizes = sizes.order_by("-facts__year", "-decided_at", "-pk")
    head = OrganisationAddress.objects.filter(organisation=OuterRef("pk"), kind="head", valid_to=None)
    main = OrganisationIndustry.objects.filter(organisation=OuterRef("pk")).order_by("-is_main", "pk")
    found: QuerySet[Organisation] = (
        Organisation.objects.seen_by(actor.scope)
        .live()
        .select_related("province", "parent", "successor", "personal_code")
        .annotate(
            facts_year=Subquery(latest.values("year")[:1]),
            workers=Subquery(latest.values("workers")[:1]),
            revenue_vnd=Subquery(latest.values("revenue_vnd")[:1]),
            size=Subquery(sizes.values("size")[:1]),
            commune=Subquery(head.values("commune")[:1]),
            industry_letter=Subquery(main.values("industry__code")[:1]),
            industry_name=Subquery(main.values("industry__name")[:1]),
            industry_code=Subquery(main.values("code")[:1]),
        )
    )
    return found


def code_of(record: Any) -> str:
    """The tax code; a personal one by its last three digits only."""
    sealed = getattr(record, "personal_code", None)
    return record.tax_code or (str(sealed) if sealed is not None else "")


def industry_of(record: Any) -> str:
    if not record.industry_letter:
        return ""
    return f"{record.industry_code or record.industry_letter} · {record.industry_name}"


def size_of(record: Any) -> str:
    return gettext(SIZES[record.size]) if record.size else ""


COLUMNS = (
    Column("ten", _("Tên tổ chức"), "name", sort="sort_key"),
    Column("ma", _("Mã số thuế"), code_of, sort="tax_code"),
    Column("loai", _("Loại"), "kind", "choice", sort="kind"),
    Column("xa", _("Xã, phường"), "commune", sort="commune"),
    Column("nganh", _("Ngành chính"), industry_of, sort="industry_letter"),
    Column("quy-mo", _("Quy mô"), size_of, sort="size"),
    Column("lao-dong", _("Lao động"), "workers", "number", sort="workers", shown=False, unit=_("người")),
    Column("tinh-trang", _("Tình trạng"), "status", "choice", sort="status"),
    Column("tu-ngay", _("Tình trạng từ ngày"), "status_on", "date", sort="status_on", shown=False),
    Column("viet-tat", _("Tên viết tắt"), "short_name", shown=False),
    Column("loai-hinh", _("Loại hình pháp lý"), "legal_form", "choice", sort="legal_form", shown=False),
    Column("thanh-lap", _("Ngày thành lập"), "established_on", "date", sort="established_on", shown=False),
    Column("dai-dien", _("Người đại diện"), "representative", shown=False),
    Column("chuc-danh", _("Chức danh"), "representative_title", shown=False),
    Column("dien-thoai", _("Điện thoại"), "phone", shown=False, deed="registry.organisation.contacts"),
    Column("thu", _("Thư điện tử"), "email", shown=False, deed="registry.organisation.contacts"),
    Column("web", _("Trang web"), "website", shown=False),
    Column("nu", _("Do phụ nữ làm chủ"), "is_women_owned", "flag", sort="is_women_owned", shown=False),
    Column("nam", _("Năm của số liệu"), lambda r: str(r.facts_year or ""), sort="facts_year", shown=False),
    Column("doanh-thu", _("Doanh thu"), "revenue_vnd", "money", sort="revenue_vnd", shown=False),
    Column("chu-quan", _("Đơn vị chủ quản"), "parent.name", shown=False),
    Column("ke-thua", _("Đơn vị kế thừa"), "successor.name", shown=False),
    Column("tinh", _("Tỉnh"), "province.name", shown=False),
    Column("nguon", _("Nguồn"), "source", shown=False),
)


# ── Filters ────────────────────────────────────────────────────────────


def provinces(actor: Actor) -> list[tuple[str, str]]:
    """Provinces that have organisations within the person's scope."""
    here = Organisation.objects.seen_by(actor.scope).live().filter(province=OuterRef("pk"))
    units = AdministrativeUnit.objects.filter(Exists(here))  # asks once a unit, not once an organisation
    return [(str(unit.pk), unit.full_name) for unit in units]


def industries(actor: Actor) -> list[tuple[str, str]]:
    """Sections by letter; those of one name in both versions are one choice."""
    found: dict[tuple[str, str], list[str]] = {}
    for row in IndustryCode.objects.filter(level=1).order_by("code", "version"):
        found.setdefault((row.code, row.name), []).append(row.version)
    return [
        (f"{letter}:{'+'.join(versions)}", f"{letter} · {name}" + _years(versions))
        for (letter, name), versions in found.items()
    ]


def _years(versions: Sequence[str]) -> str:
    return f" (VSIC {versions[0]})" if len(versions) == 1 else ""


def in_industry(found: QuerySet[Any], value: str) -> QuerySet[Any]:
    letter, versions = value.split(":")
    lines = OrganisationIndustry.objects.filter(
        industry__code=letter, industry__version__in=versions.split("+")
    )
    return found.filter(pk__in=lines.values("organisation_id"))


def in_commune(found: QuerySet[Any], text: str) -> QuerySet[Any]:
    """By the name of a commune of any of its addresses, marks or not."""
    wanted = search_key(text)
    names = OrganisationAddress.objects.exclude(commune="").order_by().values_list("commune", flat=True)
    alike = [name for name in names.distinct() if wanted and wanted in search_key(name)]
    return found.filter(
        pk__in=OrganisationAddress.objects.filter(commune__in=alike[:500]).values("organisation_id")
    )


def has_code(found: QuerySet[Any], wanted: bool) -> QuerySet[Any]:
    with_code = ~Q(tax_code="") | Q(personal_code__isnull=False)
    return found.filter(with_code) if wanted else found.exclude(with_code)


def sizes(actor: Actor) -> list[tuple[str, str]]:
    return list(SIZES.items())


FILTERS = (
    Filter("loai", _("Loại"), "choice", "kind"),
    Filter("quy-mo", _("Quy mô"), "choice", "size", sizes),
    Filter("nganh", _("Ngành"), "choice", in_industry, industries),
    Filter("tinh-trang", _("Tình trạng"), "multi", "status"),
    Filter("loai-hinh", _("Loại hình pháp lý"), "choice", "legal_form"),
    Filter("xa", _("Xã, phường"), "text", in_commune),
    Filter("nu", _("Do phụ nữ làm chủ"), "flag", "is_women_owned"),
    Filter("co-ma", _("Có mã số thuế"), "flag", has_code),
    Filter("nam", _("Có số liệu năm"), "year", "facts__year"),
    Filter("lap-tu", _("Thành lập từ"), "date", "established_on__gte"),
    Filter("lap-den", _("Thành lập đến"), "date", "established_on__lte"),
    Filter("tinh", _("Tỉnh"), "choice", "province_id", provinces),
    Filter("nguon", _("Nguồn"), "text", "source__icontains"),
)


# ── Deeds on many ──────────────────────────────────────────────────────


def set_status(
    records: Sequence[Organisation], *, status: str, on: Any, reason: str, by: Actor, at: datetime
) -> int:
    for record in records:
        deeds.change_status(record, status=status, on=on, reason=reason, by=by, at=at)
    return len(records)


def restore_status(
    records: Sequence[Organisation], *, was: dict[int, dict[str, Any]], by: Actor, at: datetime, **sent: Any
) -> int:
    """What each had before: status, its day and successor."""
    for record in records:
        before = was[record.pk]
        kept_on = before.get("successor_id", record.successor_id)
        deeds.change_status(
            record,
            status=before.get("status", record.status),
            on=before.get("status_on", record.status_on),
            successor=Organisation.objects.filter(pk=kept_on).first(),
            reason=gettext("Hoàn tác việc hàng loạt"),
            by=by,
            at=at,
        )
    return len(records)


# ── History and links ──────────────────────────────────────────────────


def history(record: Organisation) -> QuerySet[AuditEntry]:
    """Entries about the record and about those merged into it."""
    merged = [str(pk) for pk in Organisation.objects.filter(merged_into=record).values_list("pk", flat=True)]
    return AuditEntry.objects.filter(
        object_type=Organisation._meta.label_lower, object_id__in=[str(record.pk), *merged]
    )


def links(record: Organisation, actor: Actor) -> list[Link]:
    found = []
    if actor.can("registry.organisation.status", record):
        found.append(Link(gettext("Tình trạng"), reverse("registry:organisation_status", args=[record.pk])))
    if actor.can("registry.organisation.merge", record):
        found.append(
            Link(gettext("Gộp hồ sơ trùng"), reverse("registry:organisation_merge", args=[record.pk]))
        )
    return found


def list_links(actor: Actor) -> list[Link]:
    found = []
    if actor.can("registry.twins.view"):
        found.append(Link(gettext("Hồ sơ nghi trùng"), reverse("registry:twins")))
    return found


ORGANISATIONS = Register(
    name="organisation",
    path="to-chuc",
    namespace="registry",
    title=_("Tổ chức"),
    singular=_("tổ chức"),
    model=Organisation,
    rows=rows,
    columns=COLUMNS,
    filters=FILTERS,
    deeds="registry.organisation",
    form=OrganisationForm,
    add=deeds.add,
    change=deeds.change,
    sections=SECTIONS,
    bulk=(
        Bulk(
            "tinh-trang",
            _("Ghi tình trạng"),
            "registry.organisation.status",
            _("{n} tổ chức sẽ được ghi tình trạng mới."),
            set_status,
            StatusOfManyForm,
            restore_status,
        ),
    ),
    history=history,
    links=links,
    list_links=list_links,
    import_name="organisation",
    labels={
        "address": _("Địa chỉ"),
        "contact": _("Người liên hệ"),
        "industry": _("Ngành nghề"),
        "facts": _("Số liệu năm"),
        "personal_code": _("Mã số định danh cá nhân"),
        "merged_record": _("Hồ sơ đã gộp"),
        "distinct_from": _("Khác với"),
    },
)
