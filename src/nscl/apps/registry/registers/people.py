"""The registers of people, of experts by scheme, and of networks."""

from __future__ import annotations

from typing import Any

from django.db.models import Count, Exists, OuterRef, Q, QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop as noop

from nscl.apps.core.access import Actor
from nscl.apps.core.models import AuditEntry
from nscl.apps.core.registers import Column, Filter, Register
from nscl.apps.registry.actions.people import add_network, add_person, change_network, change_person
from nscl.apps.registry.forms_catalogues import NetworkForm, PersonForm
from nscl.apps.registry.models import (
    Affiliation,
    ExpertCredential,
    Network,
    NetworkMembership,
    Person,
)
from nscl.apps.registry.registers.tables import Row, Table, links, rows_of, table_section


def people(actor: Actor) -> QuerySet[Any]:
    return (
        Person.objects.seen_by(actor.scope).live().select_related("province").prefetch_related("credentials")
    )


def _schemes(person: Person) -> list[str]:
    """The schemes in which the person is an expert today."""
    today = timezone.localdate()
    held = [
        row
        for row in person.credentials.all()
        if (row.issued_on is None or row.issued_on <= today)
        and (row.valid_to is None or row.valid_to >= today)
    ]
    return list(dict.fromkeys(row.get_scheme_display() for row in held))


def expert_of(rows: QuerySet[Any], scheme: str) -> QuerySet[Any]:
    """People with a certificate of the scheme that holds today."""
    held = ExpertCredential.objects.valid_on(timezone.localdate()).filter(
        person=OuterRef("pk"), scheme=scheme
    )
    return rows.filter(Exists(held))


def affiliations(person: Person, actor: Actor) -> Table:
    may = actor.can("registry.person.affiliate", person)
    found = Affiliation.objects.filter(person=person).select_related("organisation")
    return Table(
        heads=(_("Nơi công tác"), _("Vai trò"), _("Từ ngày"), _("Đến hết ngày")),
        rows=rows_of(
            found,
            lambda row: Row(
                (row.organisation, row.role, row.valid_from, row.valid_to),
                reverse("registry:organisation_detail", args=[row.organisation_id]),
                links(
                    (
                        may and row.valid_to is None,
                        _("Ghi ngày thôi"),
                        reverse("registry:affiliation_end", args=[row.pk]),
                    )
                ),
            ),
        ),
        empty=_("Chưa ghi nơi công tác nào."),
        deeds=links((may, _("Ghi nơi công tác"), reverse("registry:affiliation_add", args=[person.pk]))),
    )


def credentials(person: Person, actor: Actor) -> Table:
    may = actor.can("registry.person.certify", person)
    today = timezone.localdate()
    return Table(
        heads=(_("Diện"), _("Lĩnh vực"), _("Số chứng chỉ"), _("Nơi cấp"), _("Ngày cấp"), _("Giá trị đến")),
        rows=rows_of(
            ExpertCredential.objects.filter(person=person),
            lambda row: Row(
                (row.get_scheme_display(), row.field, row.number, row.issuer, row.issued_on, row.valid_to),
                reverse("registry:expert_detail", args=[row.pk]),
                links(
                    (
                        may and (row.valid_to is None or row.valid_to >= today),
                        _("Ghi hết giá trị"),
                        reverse("registry:credential_end", args=[row.pk]),
                    )
                ),
            ),
        ),
        empty=_("Chưa ghi chứng chỉ nào. Chỉ người có chứng chỉ còn giá trị mới được tính là chuyên gia."),
        deeds=links((may, _("Ghi chứng chỉ"), reverse("registry:credential_add", args=[person.pk]))),
    )


def represents(person: Person, actor: Actor) -> Table:
    found = NetworkMembership.objects.filter(representative=person).select_related("network", "organisation")
    return Table(
        heads=(_("Mạng lưới"), _("Đại diện cho"), _("Vai trò"), _("Từ ngày"), _("Đến hết ngày")),
        rows=rows_of(
            found,
            lambda row: Row(
                (row.network, row.organisation, row.role, row.valid_from, row.valid_to),
                reverse("registry:network_detail", args=[row.network_id]),
            ),
        ),
        empty=_("Chưa đại diện cho đơn vị nào trong mạng lưới."),
    )


# Keys of audit entries that are no fields of a person: details by the pages, columns of the import.
LABELS = {
    "affiliation": noop("Nơi công tác"),
    "credential": noop("Chứng chỉ"),
    "scheme": noop("Diện chuyên gia"),
    "credential_field": noop("Lĩnh vực"),
    "credential_number": noop("Số chứng chỉ"),
    "credential_issuer": noop("Nơi cấp"),
    "credential_issued_on": noop("Ngày cấp"),
    "credential_valid_to": noop("Giá trị đến"),
}

PEOPLE = Register(
    name="person",
    path="ca-nhan",
    namespace="registry",
    title=noop("Cá nhân"),
    singular=noop("cá nhân"),
    model=Person,
    rows=people,
    deeds="registry.person",
    import_name="person",
    form=PersonForm,
    add=add_person,
    change=change_person,
    columns=(
        Column("ten", noop("Họ và tên"), "full_name", sort="sort_key"),
        Column("hoc-vi", noop("Học hàm, học vị"), "degree", sort="degree"),
        Column("chuyen-mon", noop("Chuyên môn"), "speciality"),
        Column("dien", noop("Chuyên gia"), _schemes, "list"),
        Column(
            "nam-sinh",
            noop("Năm sinh"),
            lambda person: str(person.birth_year or ""),
            sort="birth_year",
            shown=False,
        ),
        Column("dien-thoai", noop("Điện thoại"), "phone", deed="registry.person.contact", shown=False),
        Column("thu", noop("Thư điện tử"), "email", deed="registry.person.contact", shown=False),
        Column(
            "dong-y",
            noop("Đồng ý lưu thông tin ngày"),
            "consented_on",
            "date",
            sort="consented_on",
            shown=False,
        ),
        Column("tinh", noop("Tỉnh"), "province.name", shown=False),
        Column("nguon", noop("Nguồn"), "source", shown=False),
    ),
    filters=(
        Filter(
            "chuyen-gia",
            noop("Chuyên gia (chứng chỉ còn giá trị)"),
            "choice",
            expert_of,
            lambda actor: [(str(value), str(label)) for value, label in ExpertCredential.Scheme.choices],
        ),
        Filter(
            "dong-y",
            noop("Đã đồng ý lưu thông tin"),
            "flag",
            lambda found, yes: found.filter(consented_on__isnull=not yes),
        ),
    ),
    sections=(
        table_section("noi-cong-tac", noop("Nơi công tác"), affiliations),
        table_section("chung-chi", noop("Chứng chỉ chuyên gia"), credentials),
        table_section("mang-luoi", noop("Đại diện trong mạng lưới"), represents),
    ),
    labels=LABELS,
)


# Experts --------------------------------------------------------------------------------------


def experts(actor: Actor) -> QuerySet[Any]:
    """Certificates of the people in the person's scope."""
    found = ExpertCredential.objects.select_related("person__province").filter(person__merged_into=None)
    return found if actor.scope is None else found.filter(person__province_id__in=actor.scope)


EXPERTS = Register(
    name="expert",
    path="chuyen-gia",
    namespace="registry",
    title=noop("Chuyên gia theo diện"),
    singular=noop("chứng chỉ chuyên gia"),
    model=ExpertCredential,
    rows=experts,
    deeds="registry.expert",
    columns=(
        Column("ten", noop("Họ và tên"), "person.full_name", sort="person__sort_key"),
        Column("dien", noop("Diện"), "scheme", "choice", sort="scheme"),
        Column("linh-vuc", noop("Lĩnh vực"), "field"),
        Column("so", noop("Số chứng chỉ"), "number", sort="number"),
        Column("noi-cap", noop("Nơi cấp"), "issuer", sort="issuer"),
        Column("ngay-cap", noop("Ngày cấp"), "issued_on", "date", sort="issued_on"),
        Column("den", noop("Có giá trị đến hết ngày"), "valid_to", "date", sort="valid_to"),
        Column("tinh", noop("Tỉnh"), "person.province.name", shown=False),
    ),
    filters=(
        Filter("dien", noop("Diện"), "choice", "scheme"),
        Filter("tai-ngay", noop("Còn giá trị tại ngày"), "date", lambda found, day: found.valid_on(day)),
        Filter("het-truoc", noop("Hết giá trị trước ngày"), "date", "valid_to__lt"),
    ),
    search_fields=("person__search_key",),
    ranked=("person__full_name",),
    default_sort="person__sort_key",
    history=lambda record: AuditEntry.objects.about(record.person),
    labels=LABELS,
)


# Networks -------------------------------------------------------------------------------------


def networks(actor: Actor) -> QuerySet[Any]:
    """Networks with how many organisations belong to them today."""
    today = timezone.localdate()
    now = (Q(memberships__valid_from=None) | Q(memberships__valid_from__lte=today)) & (
        Q(memberships__valid_to=None) | Q(memberships__valid_to__gte=today)
    )
    found = Network.objects.seen_by(actor.scope).select_related("province")
    return found.annotate(members=Count("memberships", filter=now))


def memberships(network: Network, actor: Actor) -> Table:
    may = actor.can("registry.network.join", network)
    found = NetworkMembership.objects.filter(network=network).select_related("organisation", "representative")
    return Table(
        heads=(_("Thành viên"), _("Người đại diện"), _("Vai trò"), _("Từ ngày"), _("Đến hết ngày")),
        rows=rows_of(
            found.order_by("organisation__sort_key", "pk"),
            lambda row: Row(
                (row.organisation, row.representative, row.role, row.valid_from, row.valid_to),
                reverse("registry:organisation_detail", args=[row.organisation_id]),
                links(
                    (
                        may and row.valid_to is None,
                        _("Ghi ngày ra"),
                        reverse("registry:membership_end", args=[row.pk]),
                    )
                ),
            ),
        ),
        empty=_("Chưa có thành viên nào."),
        deeds=links((may, _("Ghi thành viên"), reverse("registry:membership_add", args=[network.pk]))),
    )


NETWORKS = Register(
    name="network",
    path="mang-luoi",
    namespace="registry",
    title=noop("Mạng lưới năng suất chất lượng"),
    singular=noop("mạng lưới"),
    model=Network,
    rows=networks,
    deeds="registry.network",
    form=NetworkForm,
    add=add_network,
    change=change_network,
    columns=(
        Column("ten", noop("Tên"), "name", sort="sort_key"),
        Column("thanh-vien", noop("Thành viên hiện nay"), "members", "number", sort="members"),
        Column("lap", noop("Thành lập ngày"), "founded_on", "date", sort="founded_on"),
        Column("quyet-dinh", noop("Quyết định"), "decision"),
        Column("tinh", noop("Tỉnh"), "province.name", shown=False),
    ),
    sections=(table_section("thanh-vien", noop("Thành viên"), memberships),),
    labels={"member": noop("Thành viên")},
)
