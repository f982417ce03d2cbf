"""The registers of the demo: enough of everything, plainly invented, as the verbs leave them."""

from __future__ import annotations

from datetime import date

import pytest
from django.db.models import Count
from django.urls import reverse

from demo import experts, firms, half_import, products
from demo.people import PROVINCES
from demo.places import PLACES
from nscl.apps.core.models import AuditEntry, ImportBatch
from nscl.apps.monitoring.models import Observation, RegisterBasis
from nscl.apps.registry.members import differences, members_of
from nscl.apps.registry.models import (
    ExpertCredential,
    NetworkMembership,
    Organisation,
    OrganisationAddress,
    OrganisationContact,
    OrganisationMerge,
    Person,
    PersonalCode,
    Product,
    RegisterEdition,
    SizeClass,
    SuspectedTwins,
)
from nscl.apps.registry.queries import counted_as
from tests.demo.conftest import Demo
from tests.demo.test_build import signed_in

NAMES = [name for _word, name in PROVINCES.values()]
REFORM = date(2025, 7, 1)
LISTS = ("organisation", "product", "person", "expert", "network", "edition")


def test_more_than_four_hundred_organisations_stand_in_five_provinces(demo: Demo) -> None:
    by_province = dict(Organisation.objects.values_list("province__name").annotate(Count("pk")).order_by())
    assert sorted(by_province) == sorted(NAMES)
    assert sum(by_province.values()) >= 400 and min(by_province.values()) >= 75
    kinds = set(Organisation.objects.values_list("kind", flat=True))
    assert kinds == set(Organisation.Kind.values)


def test_everything_is_marked_as_invented(demo: Demo) -> None:
    for model in (Organisation, Product, Person, RegisterEdition):
        assert model.objects.exclude(is_demo=True).count() == 0, model
    codes = Organisation.objects.exclude(tax_code="").values_list("tax_code", flat=True)
    assert all(code.startswith("99") for code in codes)  # no province bears that number
    emails = [*Organisation.objects.exclude(email="").values_list("email", flat=True)]
    emails += OrganisationContact.objects.exclude(email="").values_list("email", flat=True)
    emails += Person.objects.exclude(email="").values_list("email", flat=True)
    assert len(emails) > 100 and all(email.endswith("@example.vn") for email in emails)
    assert not Organisation.objects.exclude(phone="").exists()
    assert not Person.objects.exclude(phone="").exists()
    assert all("minh họa" in number for number in ExpertCredential.objects.values_list("number", flat=True))


def test_personal_codes_lie_sealed(demo: Demo) -> None:
    assert PersonalCode.objects.count() >= 20
    told = AuditEntry.objects.filter(after__has_key="personal_code").first()
    assert told is not None and str(told.after["personal_code"]).startswith("•")


@pytest.mark.parametrize("name", NAMES)
def test_every_province_has_its_branches_ends_and_twins(demo: Demo, name: str) -> None:
    own = Organisation.objects.filter(province__name=name)
    assert own.filter(parent__isnull=False).exists()
    assert own.filter(tax_code__contains="-", parent=None).exists()  # a branch whose head is unknown
    assert own.filter(status="dissolved").exists() and own.filter(status="suspended").exists()
    assert OrganisationMerge.objects.filter(kept__province__name=name, undone_at=None).exists()
    waiting = SuspectedTwins.objects.open().filter(first__province__name=name)
    assert waiting.count() == firms.TWINS - 1
    ended = own.get(status="merged")
    assert counted_as([ended.pk])[ended.pk] == ended.successor_id


def test_sizes_are_decided_by_the_rule_with_its_clause(demo: Demo) -> None:
    sizes = SizeClass.objects.all()
    assert set(sizes.values_list("size", flat=True)) == {"micro", "small", "medium", "large", "undetermined"}
    assert all("80/2021" in clause for clause in sizes.values_list("clause", flat=True).distinct() if clause)
    years = set(
        sizes.filter(facts__organisation__province__name="Lào Cai").values_list("facts__year", flat=True)
    )
    assert years == {2022, 2023, 2024}


def test_some_sat_elsewhere_before_the_reform(demo: Demo) -> None:
    old = OrganisationAddress.objects.exclude(district="")
    assert old.count() >= 40
    assert set(old.values_list("valid_to", flat=True)) == {date(2025, 6, 30)}
    for row in old.select_related("organisation")[:5]:
        now = row.organisation.addresses.get(kind="head", valid_to=None)
        assert (now.valid_from, now.district) == (REFORM, "")
    names = set(old.values_list("province__name", flat=True))
    assert {"Nam Định", "Yên Bái", "Thái Bình"} <= names


def test_six_score_products_stand_in_two_editions(demo: Demo) -> None:
    assert Product.objects.count() >= 120
    for name in NAMES:
        for kind in ("key_product", "key_enterprise"):
            first, second = RegisterEdition.objects.filter(
                province__name=name, kind=kind, state="in_force"
            ).order_by("valid_from")
            assert second.previous == first and first.valid_to == date(2025, 11, 30)
            told = differences(first, second)
            assert told.added and told.dropped and len(told.kept) > len(told.added)
        regulated = RegisterEdition.objects.filter(
            province__name=name, kind="regulated_product", state="in_force"
        )
        assert members_of(regulated.get()).count


def test_every_line_is_tied_to_its_record(demo: Demo) -> None:
    assert all(members_of(edition).untied == 0 for edition in RegisterEdition.objects.all())


def test_a_list_with_one_taken_over_counts_both_lines_once(demo: Demo) -> None:
    edition = RegisterEdition.objects.get(
        province__name="Lào Cai", kind="key_enterprise", valid_to__isnull=False
    )
    members = members_of(edition)
    assert (members.count, len(members.doubles), edition.entries.count()) == (49, 1, 50)


def test_shares_are_counted_over_the_edition_of_their_year(demo: Demo) -> None:
    bases = RegisterBasis.objects.select_related("observation", "edition")
    assert set(bases.values_list("measure", flat=True)) == {
        "registry.key_product_declared_share",
        "registry.regulated_product_certified_share",
        "registry.key_enterprise_project_share",
        "registry.key_enterprise_tool_share",
        "registry.key_enterprise_trained_share",
        "registry.key_enterprise_network_share",
    }
    for basis in bases:
        row = basis.observation
        assert row.denominator == basis.total and row.numerator == basis.entries.count()
        assert (basis.edition.valid_from.year == 2025) == (
            row.year == 2025 and "regulated" not in basis.measure
        )
        assert {entry.edition_id for entry in basis.entries.all()} <= {basis.edition_id}


def test_shares_over_the_part_above_stay_within_it(demo: Demo) -> None:
    for tools in RegisterBasis.objects.filter(measure="registry.key_enterprise_tool_share"):
        above = RegisterBasis.objects.get(
            observation__target_id=tools.observation.target.parent_id,
            observation__year=tools.observation.year,
            observation__state="approved",
        )
        assert tools.total == above.entries.count()
        assert set(tools.entries.values_list("pk")) <= set(above.entries.values_list("pk"))


@pytest.mark.parametrize(("name", "found"), [("Nam Định", 2), ("Lạng Sơn", 3), ("Hưng Yên", 2)])
def test_experts_of_three_plans_are_counted_in_the_register(demo: Demo, name: str, found: int) -> None:
    rows = Observation.objects.filter(
        target__node__version__plan__province__name=name,
        target__indicator="experts_certified_productivity",
        state="approved",
    )
    assert len({subject for row in rows for subject in row.subjects}) == found


def test_every_scheme_has_experts_and_every_network_members(demo: Demo) -> None:
    for name in NAMES:
        own = ExpertCredential.objects.filter(person__province__name=name)
        assert set(own.values_list("scheme", flat=True)) == set(ExpertCredential.Scheme.values), name
        members = NetworkMembership.objects.filter(network__province__name=name)
        assert members.count() >= 4 and members.exclude(representative=None).exists()


def test_a_file_waits_for_the_officer_of_lang_son(demo: Demo) -> None:
    batch = ImportBatch.objects.get(filename=half_import.FILENAME)
    assert batch.state == "checked" and batch.job is not None and batch.job.is_over
    promise = half_import.table().promise
    assert {code: batch.counts[code] for code in promise} == promise
    assert set(promise) == {"new", "changed", "same", "doubtful", "wrong"}
    client = signed_in("chuyenvien.langson")
    for code in promise:
        page = client.get(reverse("imports:batch", args=[batch.pk]), {"xem": code})
        assert page.status_code == 200
    assert signed_in("chuyenvien.hungyen").get(reverse("imports:batch", args=[batch.pk])).status_code == 404


@pytest.mark.parametrize("register", LISTS)
def test_every_register_opens_with_its_records(demo: Demo, register: str) -> None:
    client = signed_in("chuyenvien.laocai")
    assert client.get(reverse(f"registry:{register}_list")).status_code == 200
    model = {
        "organisation": Organisation,
        "product": Product,
        "person": Person,
        "edition": RegisterEdition,
    }.get(register)
    for row in model.objects.filter(province__name="Lào Cai").order_by("pk")[:3] if model else ():
        page = client.get(reverse(f"registry:{register}_detail", args=[row.pk]))
        assert page.status_code == 200, row


def test_the_other_pages_of_the_registers_open(demo: Demo) -> None:
    client = signed_in("chuyenvien.laocai")
    second = RegisterEdition.objects.get(province__name="Lào Cai", kind="key_product", valid_to=None)
    for address in (
        reverse("registry:twins"),
        reverse("imports:home"),
        reverse("catalog:content_list"),
        reverse("registry:edition_entries", args=[second.pk]),
        reverse("registry:edition_compare", args=[second.pk]),
    ):
        assert client.get(address).status_code == 200, address


def test_the_invented_lists_are_the_same_every_time() -> None:
    def told() -> list[object]:
        return [(firms.firms(plan), products.goods(plan), experts.experts(plan)) for plan in PLACES]

    before = told()
    for cached in (firms.firms, products.goods, experts.experts):
        cached.cache_clear()
    assert told() == before


def test_no_code_and_no_name_is_given_twice() -> None:
    every = [firm for plan in PLACES for firm in firms.firms(plan)]
    codes = [firm.code for firm in every if firm.code]
    assert len(codes) == len(set(codes))
    assert len({firm.name for firm in every}) == len(every)
    gtins = [good.values["gtin"] for plan in PLACES for good in products.goods(plan) if good.values["gtin"]]
    assert len(gtins) == len(set(gtins))
    assert not {firm.brand for firm in every} & set(firms.spare_brands())
