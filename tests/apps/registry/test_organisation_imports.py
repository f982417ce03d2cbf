"""Organisations from spreadsheets: rows find their records, load in bulk, load again as nothing, come back."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from nscl.apps.core import audit
from nscl.apps.core.access import Refusal
from nscl.apps.core.imports.spec import Change, Loaded, Values, spec_named
from nscl.apps.core.imports.validating import differences
from nscl.apps.core.models import AuditEntry
from nscl.apps.registry.actions import organisations
from nscl.apps.registry.imports import ORGANISATIONS, check
from nscl.apps.registry.models import Organisation, PersonalCode, Product, SizeClass
from tests.apps.registry.organisation_tales import PERSONAL, enter, tax_code
from tests.world import World, at

pytestmark = pytest.mark.django_db
MILLION = 10**6
NO_FIGURES = dict.fromkeys(("year", "workers", "revenue_vnd"))


def row(**given: Any) -> Values:
    """A row with all the columns of the template; what is not given is empty."""
    return {one.name: None for one in ORGANISATIONS.fields} | given


def full(n: int, **more: Any) -> Values:
    given = {
        "tax_code": tax_code(n),
        "name": f"Công ty TNHH Hàng Số {n}",
        "phone": "0912345678",
        "commune": "Xã Hoa Thám",
        "industry": "1076",
        "industry_version": "2018",
        "year": 2024,
        "workers": Decimal(35),
        "revenue_vnd": 12_500 * MILLION,
        "representative": "Nông Văn Tự",
    }
    return row(**given | more)


def load(world: World, rows: list[Values], who: str = "an") -> list[Loaded]:
    """As the import does: find, tell new from changed from same, apply, and remember for taking back."""
    actor = world.actor(who)
    with transaction.atomic():
        matches = ORGANISATIONS.find(rows, actor)
        new, changed = [], []
        for values, match in zip(rows, matches, strict=True):
            told = differences(ORGANISATIONS, match.current, values)
            if match.record_pk is None:
                new.append(values)
            elif told:
                before = {one[0]: one[1] for one in told}
                changed.append(Change(match.record_pk, match.revision, values, before))
        done = ORGANISATIONS.apply(new, changed, by=actor, at=at(), batch=None)
    made = [Loaded(pk, 0, None, values) for pk, values in zip(done.created, new, strict=True)]
    mended = [Loaded(c.record_pk, (c.revision or 0) + 1, c.before, c.values) for c in changed]
    return [*made, *mended]


def test_the_site_knows_the_import() -> None:
    assert spec_named("organisation") is ORGANISATIONS


def test_a_row_becomes_a_whole_organisation(world: World) -> None:
    load(world, [full(1)])
    record = Organisation.objects.get()
    assert (record.match_key, record.province_id, record.kind) == ("hang 1", world.home.pk, "enterprise")
    assert record.sort_key and record.tax_code in record.search_key
    assert record.addresses.get().commune == "Xã Hoa Thám"
    assert record.industries.get().code == "1076"
    size = SizeClass.objects.get(facts__organisation=record)
    assert (size.size, size.facts.revenue_vnd) == ("small", 12_500 * MILLION)
    entry = AuditEntry.objects.about(record).get()
    assert entry.after["tax_code"] == record.tax_code and "email" not in entry.after
    assert all(one.ok for one in audit.verify_all())


def test_the_same_file_twice_changes_nothing(world: World) -> None:
    rows = [full(1), full(2, tax_code=None), full(3, tax_code=PERSONAL, industry="C.10.76")]
    load(world, rows)
    entries = AuditEntry.objects.count()
    assert load(world, rows) == []
    assert (Organisation.objects.count(), AuditEntry.objects.count()) == (3, entries)
    assert SizeClass.objects.count() == 3


def test_a_changed_row_changes_only_what_it_says(world: World) -> None:
    record = enter(world, "Công ty TNHH Hàng Số 1", tax_code=tax_code(1), email="a@b.vn")
    load(world, [row(tax_code=tax_code(1), name="Công ty CP Hàng Số 1", phone="0987654321")])
    record.refresh_from_db()
    assert (record.name, record.phone, record.email) == ("Công ty CP Hàng Số 1", "0987654321", "a@b.vn")
    assert record.revision == 1
    entry = AuditEntry.objects.about(record).first()
    assert entry is not None and entry.before == {"name": "Công ty TNHH Hàng Số 1", "phone": ""}


def test_kind_and_form_follow_the_name_only_where_the_name_says_so(world: World) -> None:
    load(world, [row(name="HTX Bản Mây"), row(name="Công ty TNHH Suối Trong"), row(name="CTCP Thác Bạc")])
    found = {r.name: (r.kind, r.legal_form) for r in Organisation.objects.all()}
    assert found == {
        "HTX Bản Mây": ("cooperative", "cooperative"),
        "Công ty TNHH Suối Trong": ("enterprise", ""),
        "CTCP Thác Bạc": ("enterprise", "joint_stock"),
    }


def test_a_likeness_is_a_doubt_for_a_person_to_settle(world: World) -> None:
    record = enter(world, "Công ty TNHH Hoàng Long Việt")
    enter(world, "Công ty TNHH Minh Phát Lộc", tax_code=tax_code(9))
    match, coded, new = ORGANISATIONS.find(
        [
            row(name="Cty TNHH Hoàng Long Việt"),
            row(name="Cty TNHH Minh Phát Lộc", tax_code=tax_code(8)),
            row(name="Công ty TNHH Gỗ Xanh"),
        ],
        world.actor("an"),
    )
    assert [twin.pk for twin in match.doubts] == [record.pk] and match.record_pk is None
    assert match.doubts[0].current["name"] == record.name and match.doubts[0].revision == 0
    assert coded.doubts == () and new.doubts == ()


def test_two_records_of_the_very_same_name_are_doubts(world: World) -> None:
    for n in (1, 2):
        enter(world, "Công ty TNHH Hoàng Long Việt", tax_code=tax_code(n))
    (match,) = ORGANISATIONS.find([row(name="Công ty TNHH Hoàng Long Việt")], world.actor("an"))
    assert match.record_pk is None and len(match.doubts) == 2


def test_finding_asks_as_often_for_many_rows_as_for_few(world: World) -> None:
    load(world, [full(n) for n in range(1, 40)])
    officer = world.actor("an")

    def asked(rows: list[Values]) -> int:
        with CaptureQueriesContext(connection) as context:
            ORGANISATIONS.find(rows, officer)
        return len(context)

    assert asked([full(1), row(name="Lạ")]) == asked([*map(full, range(1, 40)), row(name="Lạ")])


def test_loading_asks_by_the_batch_and_not_by_the_row(world: World) -> None:
    officer = world.actor("an")

    def asked(rows: list[Values]) -> int:
        with CaptureQueriesContext(connection) as context:
            ORGANISATIONS.apply(rows, [], by=officer, at=at(), batch=None)
        return len(context)

    asked([full(1)])  # the first entry of all also begins the audit chain
    # SQLite takes a thousand values in one statement: some forty organisations.
    assert asked([full(n) for n in range(4, 60)]) - asked([full(n) for n in (2, 3)]) <= 56 // 20


def test_a_row_about_another_provinces_code_is_refused_whole(world: World) -> None:
    enter(world, "Công ty TNHH Hàng Số 1", who="khanh", tax_code=tax_code(1))
    with pytest.raises(Refusal, match="thuộc một hồ sơ khác"):
        load(world, [full(2), full(1)])
    assert Organisation.objects.count() == 1


def test_a_record_changed_since_the_check_stops_the_load(world: World) -> None:
    record = enter(world, "Công ty TNHH Hàng Số 1", tax_code=tax_code(1))
    change = Change(record.pk, 0, full(1), {"phone": ""})
    organisations.change(record, revision=None, by=world.actor("an"), at=at(), note="mới")
    with pytest.raises(Refusal, match="đã thay đổi sau khi kiểm tra"):
        ORGANISATIONS.apply([], [change], by=world.actor("an"), at=at(), batch=None)


def test_branches_are_tied_to_heads_of_the_same_file(world: World) -> None:
    code = tax_code(4)
    load(
        world,
        [row(name="Chi nhánh Thác Bạc", tax_code=f"{code}-001"), row(name="CTCP Thác Bạc", tax_code=code)],
    )
    assert Organisation.objects.get(tax_code=f"{code}-001").parent.tax_code == code


@pytest.mark.parametrize(
    ("given", "field", "is_warning"),
    [
        ({"workers": Decimal(5), "year": None}, "year", False),
        ({"revenue_vnd": 5, "exports_vnd": 6, "year": 2024}, "exports_vnd", False),
        ({"workers": Decimal(-5)}, "workers", False),
        ({"established_on": date(2990, 1, 1), **NO_FIGURES}, "established_on", False),
        ({"industry": "Z9"}, "industry", False),
        ({"status": "dissolved", "status_on": None}, "status_on", False),
        ({"tax_code": "0100109106-001", "parent_code": None}, "parent_code", True),
        ({"tax_code": "0100109106-001", "parent_code": "0301464830"}, "parent_code", False),
    ],
)
def test_what_the_cells_of_a_row_say_together_is_checked(
    world: World, given: Values, field: str, is_warning: bool
) -> None:
    found = check(full(1, **given), world.actor("an"))
    assert [(one.field, one.is_warning) for one in found] == [(field, is_warning)]


def test_a_whole_load_is_taken_back(world: World) -> None:
    known = enter(world, "Công ty TNHH Hàng Số 1", tax_code=tax_code(1), phone="0987654321")
    loaded = load(world, [full(1), full(2), full(3, tax_code=PERSONAL)])
    with transaction.atomic():
        ORGANISATIONS.revoke(loaded, by=world.actor("an"), at=at(day=3), batch=None)
    known.refresh_from_db()
    assert Organisation.objects.get() == known
    assert (known.phone, known.representative, known.revision) == ("0987654321", "", 2)
    assert not known.facts.exists() and not known.addresses.exists() and not known.industries.exists()
    assert not PersonalCode.objects.exists() and not SizeClass.objects.exists()
    assert PERSONAL not in str(list(AuditEntry.objects.values_list("before", "after")))
    assert all(one.ok for one in audit.verify_all())


def test_what_was_used_or_changed_since_is_not_taken_back(world: World) -> None:
    loaded = load(world, [full(1), full(2)])
    record = Organisation.objects.get(tax_code=tax_code(1))
    product = Product(name="Miến dong", maker=record, province=world.home, created_at=at())
    product.save()
    with pytest.raises(Refusal, match="đã được dùng ở “Miến dong”"):
        ORGANISATIONS.revoke(loaded, by=world.actor("an"), at=at(), batch=None)
    product.delete()
    organisations.change(record, revision=None, by=world.actor("an"), at=at(), note="đã sửa")
    with pytest.raises(Refusal, match="đã thay đổi sau khi nhập"):
        ORGANISATIONS.revoke(loaded, by=world.actor("an"), at=at(), batch=None)
    assert Organisation.objects.count() == 2


def test_only_keepers_load(world: World) -> None:
    with pytest.raises(Exception, match="không được nhập danh sách tổ chức"):
        load(world, [full(1)], who="giang")
