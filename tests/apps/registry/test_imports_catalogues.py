"""Products, people and lines of lists from spreadsheets: found, loaded in bulk, taken back."""

from __future__ import annotations

from datetime import date
from types import SimpleNamespace
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.test.utils import CaptureQueriesContext

from nscl.apps.core import audit
from nscl.apps.core.access import Refusal
from nscl.apps.core.imports.spec import Change, ImportSpec, Loaded, Values
from nscl.apps.core.imports.validating import differences
from nscl.apps.registry.actions.editions import enact_edition
from nscl.apps.registry.actions.products import change_product
from nscl.apps.registry.imports_catalogues import ENTRIES, PEOPLE, PRODUCTS
from nscl.apps.registry.models import ExpertCredential, Person, Product, RegisterEntry
from tests.apps.registry.records import edition, enacted, firm, line, person, product
from tests.world import World, at

pytestmark = pytest.mark.django_db
GTIN = "8936000000011"
CODE = "0100109106"


def load(world: World, spec: ImportSpec, *rows: Values, who: str = "an") -> list[Loaded]:
    """What the import does with good rows: find, apply; what it would hand back for taking it all back."""
    actor = world.actor(who)
    full = [{one.name: row.get(one.name) for one in spec.fields} for row in rows]
    matches = spec.find(full, actor)
    assert not any(match.doubts for match in matches)
    new = [row for row, match in zip(full, matches, strict=True) if match.record_pk is None]
    changed = []
    for row, match in zip(full, matches, strict=True):
        told = differences(spec, match.current, row) if match.record_pk is not None else []
        if told and match.record_pk is not None:
            before = {name: old for name, old, _new in told}
            changed.append(Change(match.record_pk, match.revision, row, before))
    done = spec.apply(new, changed, by=actor, at=at(), batch=SimpleNamespace(pk=1))
    loaded = [Loaded(pk, 0, None, row) for pk, row in zip(done.created, new, strict=True)]
    return loaded + [Loaded(c.record_pk, (c.revision or 0) + 1, c.before, c.values) for c in changed]


def revoke(world: World, spec: ImportSpec, loaded: list[Loaded]) -> None:
    spec.revoke(loaded, by=world.actor("an"), at=at(), batch=SimpleNamespace(pk=1))


def problems(world: World, spec: ImportSpec, **values: Any) -> list[str]:
    assert spec.check is not None
    row = {one.name: values.get(one.name) for one in spec.fields}
    return [problem.field for problem in spec.check(row, world.actor("an"))]


# Products -------------------------------------------------------------------------------------


def test_products_are_loaded_with_their_makers_and_the_same_file_changes_nothing(world: World) -> None:
    maker = firm(world, "Công ty Mận", tax_code=CODE)
    rows: list[Values] = [
        {"name": "Mận tam hoa", "gtin": GTIN, "maker_code": CODE, "ocop_stars": 4},
        {"name": "Mận sấy", "maker_code": CODE, "is_regulated": False},
    ]
    assert len(load(world, PRODUCTS, *rows)) == 2
    made = Product.objects.get(gtin=GTIN)
    assert (made.maker, made.ocop_stars, made.is_regulated) == (maker, 4, None)
    assert "man tam hoa" in made.search_key and made.sort_key
    assert load(world, PRODUCTS, *rows) == []
    assert audit.verify(world.actor("an").chain).ok


def test_a_changed_row_changes_its_record_only_where_it_speaks(world: World) -> None:
    made = product(world, "Mận tam hoa", gtin=GTIN, brand="Bản Lầu")
    loaded = load(world, PRODUCTS, {"name": "Mận tam hoa Bắc Hà", "gtin": GTIN, "ocop_stars": 5})
    made.refresh_from_db()
    assert (made.name, made.brand, made.ocop_stars, made.revision) == ("Mận tam hoa Bắc Hà", "Bản Lầu", 5, 1)
    revoke(world, PRODUCTS, loaded)
    made.refresh_from_db()
    assert (made.name, made.brand, made.ocop_stars) == ("Mận tam hoa", "Bản Lầu", None)


def test_a_namesake_of_another_maker_is_a_doubt(world: World) -> None:
    made = product(world, "Mận tam hoa", maker=firm(world, "Công ty Mận", tax_code=CODE))
    (match,) = PRODUCTS.find([{"name": "mận tam hoa", "gtin": None, "maker_code": None}], world.actor("an"))
    assert match.record_pk is None and [twin.pk for twin in match.doubts] == [made.pk]
    (match,) = PRODUCTS.find([{"name": "mận tam hoa", "gtin": None, "maker_code": CODE}], world.actor("an"))
    assert match.record_pk == made.pk


def test_an_unknown_maker_and_a_record_changed_meanwhile_stop_the_load(world: World) -> None:
    with pytest.raises(Refusal, match=CODE):
        load(world, PRODUCTS, {"name": "Mận", "maker_code": CODE})
    made = product(world, "Mận tam hoa", gtin=GTIN)
    change_product(made, by=world.actor("an"), at=at(), brand="x")
    with pytest.raises(Refusal, match="đã thay đổi"):
        PRODUCTS.apply(
            [],
            [Change(made.pk, 0, {"name": "Y"}, {"name": "Mận tam hoa"})],
            by=world.actor("an"),
            at=at(),
            batch=None,
        )
    with pytest.raises(PermissionDenied):
        load(world, PRODUCTS, {"name": "Mận"}, who="giang")
    assert Product.objects.count() == 1


def test_a_load_is_taken_back_until_something_depends_on_it(world: World) -> None:
    loaded = load(world, PRODUCTS, {"name": "Mận"}, {"name": "Na"})
    line(world, edition(world), product=Product.objects.get(name="Mận"))
    with pytest.raises(Refusal, match="“Mận” đã có trong danh mục"):
        revoke(world, PRODUCTS, loaded)
    RegisterEntry.objects.all().delete()
    change_product(Product.objects.get(name="Na"), by=world.actor("an"), at=at(), brand="x")
    with pytest.raises(Refusal, match="đã thay đổi sau khi nhập"):
        revoke(world, PRODUCTS, loaded)
    Product.objects.filter(name="Na").update(revision=0)
    revoke(world, PRODUCTS, loaded)
    assert not Product.objects.exists()


def test_what_cells_of_one_row_say_together_is_checked(world: World) -> None:
    assert problems(world, PRODUCTS, name="Mận", ocop_stars=6) == ["ocop_stars"]
    assert problems(world, PRODUCTS, name="Mận", is_regulated=False, regulation="QCVN 1") == ["regulation"]
    assert problems(world, PRODUCTS, name="Mận", ocop_stars=3) == []
    assert problems(world, PEOPLE, full_name="A", phone="0912345678") == ["consented_on"]
    assert problems(world, PEOPLE, full_name="A", credential_number="1") == ["scheme"]
    late = {"credential_issued_on": date(2024, 1, 1), "credential_valid_to": date(2023, 1, 1)}
    assert problems(world, PEOPLE, full_name="A", scheme="trainer", **late) == ["credential_valid_to"]
    assert problems(world, ENTRIES, number="1", printed_name="A", position=0) == ["position"]


def test_finding_and_loading_cost_the_same_questions_for_few_rows_and_for_many(world: World) -> None:
    firm(world, "Công ty Mận", tax_code=CODE)

    def cost(first: int, last: int) -> int:
        with CaptureQueriesContext(connection) as caught:
            load(world, PRODUCTS, *({"name": f"Mận {n}", "maker_code": CODE} for n in range(first, last)))
        return len(caught)

    assert cost(0, 3) == cost(3, 40)


# People ---------------------------------------------------------------------------------------


def test_people_are_loaded_with_a_certificate_each(world: World) -> None:
    old = person(world, "Lý Thị Mai", birth_year=1980)
    facts = {"scheme": "productivity", "credential_number": "NS-1", "credential_issued_on": date(2024, 1, 1)}
    rows: list[Values] = [
        {"full_name": "Lý Thị Mai", "birth_year": 1980, "degree": "ThS", **facts},
        {"full_name": "Hà Văn Tú", "birth_year": 1985, **facts, "credential_number": "NS-2"},
    ]
    loaded = load(world, PEOPLE, *rows)
    old.refresh_from_db()
    assert (old.degree, old.credentials.get().number) == ("ThS", "NS-1")
    assert load(world, PEOPLE, *rows) == []
    later = load(world, PEOPLE, {**rows[0], "credential_valid_to": date(2026, 12, 31)})
    assert ExpertCredential.objects.get(number="NS-1").valid_to == date(2026, 12, 31)
    revoke(world, PEOPLE, later)
    assert ExpertCredential.objects.get(number="NS-1").valid_to is None
    Person.objects.filter(pk=old.pk).update(revision=1)
    revoke(world, PEOPLE, loaded)
    old.refresh_from_db()
    assert (old.degree, old.credentials.count(), Person.objects.count()) == ("", 0, 1)


def test_a_namesake_without_a_year_is_a_doubt_and_a_new_person_with_ties_stays(world: World) -> None:
    known = person(world, "Lý Thị Mai")
    row = {one.name: None for one in PEOPLE.fields} | {"full_name": "Lý Thị Mai", "birth_year": 1980}
    (match,) = PEOPLE.find([row], world.actor("an"))
    assert match.record_pk is None and [twin.pk for twin in match.doubts] == [known.pk]
    loaded = load(world, PEOPLE, {"full_name": "Hà Văn Tú"})
    tu = Person.objects.get(full_name="Hà Văn Tú")
    ExpertCredential.objects.create(person=tu, scheme="trainer")
    with pytest.raises(Refusal, match="“Hà Văn Tú” đã có"):
        revoke(world, PEOPLE, loaded)


# Lines of lists -------------------------------------------------------------------------------


def test_lines_come_into_the_list_of_their_decision_tied_by_their_codes(world: World) -> None:
    maker = firm(world, "Công ty Mận", tax_code=CODE)
    mận = product(world, "Mận tam hoa", gtin=GTIN, maker=maker)
    made = edition(world, number="88/QĐ-UBND")
    rows: list[Values] = [
        {"number": "88/QĐ-UBND", "printed_name": "Mận tam hoa", "gtin": GTIN},
        {"number": "88/QĐ-UBND", "printed_name": "Na Chi Lăng", "position": 7},
        {"number": "88/QĐ-UBND", "printed_name": "Hồng Bảo Lâm", "tax_code": CODE},
    ]
    loaded = load(world, ENTRIES, *rows)
    told = list(made.entries.values_list("position", "printed_name", "product_id", "organisation_id"))
    assert told == [
        (1, "Mận tam hoa", mận.pk, maker.pk),
        (7, "Na Chi Lăng", None, None),
        (8, "Hồng Bảo Lâm", None, maker.pk),
    ]
    assert load(world, ENTRIES, *rows) == []
    revoke(world, ENTRIES, loaded)
    assert not made.entries.exists()


@pytest.mark.parametrize(
    ("row", "sentence"),
    [
        ({"number": "1/QĐ-UBND"}, "Chưa có danh mục đang lập"),
        ({"gtin": GTIN}, "Sổ chưa có sản phẩm mang GTIN"),
        ({"tax_code": CODE}, "Sổ chưa có tổ chức mang mã số thuế"),
        ({"position": 1}, "thứ tự 1 đã có dòng khác"),
    ],
)
def test_a_line_that_cannot_stand_stops_the_load(world: World, row: Values, sentence: str) -> None:
    made = edition(world, number="88/QĐ-UBND")
    line(world, made, "Mận")
    with pytest.raises(Refusal, match=sentence):
        load(world, ENTRIES, {"number": "88/QĐ-UBND", "printed_name": "Na", **row})
    assert made.entries.count() == 1


def test_the_same_product_twice_and_a_list_in_force_are_refused(world: World) -> None:
    product(world, "Mận tam hoa", gtin=GTIN)
    made = edition(world, number="88/QĐ-UBND")
    rows: list[Values] = [
        {"number": "88/QĐ-UBND", "printed_name": name, "gtin": GTIN} for name in ("Mận", "Mận 2")
    ]
    with pytest.raises(Refusal, match="có hai lần"):
        load(world, ENTRIES, *rows)
    loaded = load(world, ENTRIES, rows[0])
    enact_edition(made, by=world.actor("lan"), at=at())
    with pytest.raises(Refusal, match="đã có hiệu lực"):
        revoke(world, ENTRIES, loaded)
    with pytest.raises(Refusal, match="Chưa có danh mục đang lập"):
        load(
            world,
            ENTRIES,
            {"number": enacted(world, "Na", kind="key_enterprise").number, "printed_name": "Na"},
        )


def test_a_load_that_changed_lines_is_taken_back_to_what_they_said(world: World) -> None:
    maker = firm(world, "Công ty Mận", tax_code=CODE)
    product(world, "Mận tam hoa", gtin=GTIN, maker=maker)
    made = edition(world, number="88/QĐ-UBND")
    row = line(world, made, "Mận tam hoa")
    new: Values = {"number": "88/QĐ-UBND", "printed_name": "Na Chi Lăng"}
    change: Values = {"number": "88/QĐ-UBND", "printed_name": "Mận tam hoa", "gtin": GTIN, "note": "ghi rõ"}
    loaded = load(world, ENTRIES, new, {**change, "position": 5})
    row.refresh_from_db()
    assert (row.product.gtin, row.position, row.note, row.organisation) == (GTIN, 5, "ghi rõ", None)
    revoke(world, ENTRIES, loaded)
    row.refresh_from_db()
    assert (row.product, row.position, row.note) == (None, 1, "") and made.entries.count() == 1
    assert audit.verify(world.actor("an").chain).ok


def test_a_changed_line_that_somebody_mended_since_stops_the_taking_back(world: World) -> None:
    product(world, "Mận tam hoa", gtin=GTIN)
    made = edition(world, number="88/QĐ-UBND")
    row = line(world, made, "Mận tam hoa")
    loaded = load(world, ENTRIES, {"number": "88/QĐ-UBND", "printed_name": "Mận tam hoa", "note": "một"})
    row.refresh_from_db()
    row.note = "hai"
    row.save()
    with pytest.raises(Refusal, match="đã thay đổi sau khi nhập"):
        revoke(world, ENTRIES, loaded)
    row.note = "một"
    row.save()
    revoke(world, ENTRIES, loaded)
    row.refresh_from_db()
    assert row.note == ""
