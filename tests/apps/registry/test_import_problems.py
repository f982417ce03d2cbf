"""What only the registers can tell of a row makes that row wrong; the others of the file go in."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from nscl.apps.core.imports.spec import ImportSpec, Values
from nscl.apps.core.models import AuditEntry, ImportBatch, ImportRow
from nscl.apps.registry.actions.people import add_credential
from nscl.apps.registry.imports import ORGANISATIONS
from nscl.apps.registry.imports_catalogues import ENTRIES, PEOPLE, PRODUCTS
from nscl.apps.registry.models import Organisation, Product, RegisterEntry
from tests.apps.core import messy
from tests.apps.core.importing import columns, confirm, take_back
from tests.apps.registry.organisation_tales import PERSONAL, tax_code
from tests.apps.registry.records import edition, firm, line, person, product
from tests.apps.registry.test_imports_catalogues import load, revoke
from tests.world import World

pytestmark = pytest.mark.django_db
GTIN, OTHER_GTIN = "8936000000011", "8936000000028"


def told(world: World, spec: ImportSpec, *rows: Values) -> list[list[tuple[str, str]]]:
    """By row the fields that are wrong, with the sentence."""
    full = [{one.name: row.get(one.name) for one in spec.fields} for row in rows]
    matches = spec.find(full, world.actor("an"))
    return [[(p.field, p.sentence) for p in match.problems] for match in matches]


def fields(found: list[list[tuple[str, str]]]) -> list[list[str]]:
    return [[name for name, _sentence in one] for one in found]


@pytest.fixture
def capture(django_capture_on_commit_callbacks: Any) -> Any:
    return django_capture_on_commit_callbacks


def handed_in(client: Client, capture: Any, name: str, rows: list[list[Any]]) -> ImportBatch:
    """Upload, columns as proposed, check."""
    from django.core.files.uploadedfile import SimpleUploadedFile

    file = SimpleUploadedFile("danh-sach.xlsx", messy.book(rows))
    with capture(execute=True):
        assert client.post(reverse("imports:upload", args=[name]), {"file": file}).status_code == 302
    batch = ImportBatch.objects.latest("pk")
    columns(client, capture, batch)
    return batch


def test_an_unknown_maker_leaves_out_its_row_and_the_others_are_loaded(
    world: World, client: Client, capture: Any
) -> None:
    firm(world, "Công ty Mận", tax_code=tax_code(1))
    rows = [
        ["Tên sản phẩm", "Mã số thuế"],
        ["Mận tam hoa", tax_code(1)],
        ["Na dai", tax_code(2)],
        ["Hồng giòn", None],
    ]
    an = world.login(client, "an")
    batch = handed_in(an, capture, "product", rows)
    assert {r.row_no: r.status for r in ImportRow.objects.all()} == {2: "new", 3: "wrong", 4: "new"}
    assert (
        "Sổ chưa có tổ chức mang mã số thuế này"
        in an.get(reverse("imports:batch", args=[batch.pk])).content.decode()
    )
    confirm(an, capture, batch)
    assert sorted(Product.objects.values_list("name", flat=True)) == ["Hồng giòn", "Mận tam hoa"]


def test_a_household_is_found_as_maker_by_its_owners_number_which_no_audit_row_holds(
    world: World, client: Client, capture: Any
) -> None:
    maker = firm(world, "Hộ kinh doanh Mận", tax_code=PERSONAL)
    rows = [["Tên sản phẩm", "Mã số thuế"], ["Mận tam hoa", PERSONAL]]
    an = world.login(client, "an")
    batch = handed_in(an, capture, "product", rows)
    confirm(an, capture, batch)
    made = Product.objects.get()
    assert made.maker == maker
    entry = AuditEntry.objects.about(made).get()
    assert entry.after["maker"] == maker.pk and PERSONAL not in str(entry.after)
    again = handed_in(an, capture, "product", [*rows, ["Na dai", None]])
    assert ImportRow.objects.get(batch=again, row_no=2).status == "same"


def test_a_maker_changed_by_a_load_comes_back_when_the_load_is_taken_back(world: World) -> None:
    was = firm(world, "Hộ kinh doanh Mận", tax_code=PERSONAL)
    now = firm(world, "Công ty Mận", tax_code=tax_code(1))
    made = product(world, "Mận tam hoa", gtin=GTIN, maker=was)
    loaded = load(world, PRODUCTS, {"name": "Mận tam hoa", "gtin": GTIN, "maker_code": tax_code(1)})
    made.refresh_from_db()
    assert made.maker == now
    revoke(world, PRODUCTS, loaded)
    made.refresh_from_db()
    assert made.maker == was


def test_a_gtin_of_another_province_is_told_of_the_row(world: World) -> None:
    product(world, "Mận nhà bên", who="khanh", gtin=GTIN)
    found = told(world, PRODUCTS, {"name": "Mận", "gtin": GTIN}, {"name": "Na", "gtin": OTHER_GTIN})
    assert fields(found) == [["gtin"], []] and "tỉnh khác" in found[0][0][1]


def test_a_code_that_another_province_or_a_merged_record_holds_is_told_of_the_row(world: World) -> None:
    firm(world, "Công ty Bên Kia", who="khanh", tax_code=tax_code(1))
    firm(world, "Hộ kinh doanh Bên Kia", who="khanh", tax_code=PERSONAL)
    rows = [
        {"name": f"Tên {n}", "tax_code": code} for n, code in enumerate((tax_code(1), PERSONAL, tax_code(2)))
    ]
    assert fields(told(world, ORGANISATIONS, *rows)) == [["tax_code"], ["tax_code"], []]


def test_a_branch_whose_head_nobody_knows_is_warned_of_and_still_goes_in(world: World) -> None:
    head = tax_code(1)
    branch = {"name": "Chi nhánh Một", "tax_code": f"{head}-001", "parent_code": head}
    full = {one.name: branch.get(one.name) for one in ORGANISATIONS.fields}
    (match,) = ORGANISATIONS.find([full], world.actor("an"))
    assert [problem.is_warning for problem in match.problems] == [True]
    with_head = [branch, {"name": "Công ty Một", "tax_code": head}]
    assert fields(told(world, ORGANISATIONS, *with_head)) == [[], []]
    load(world, ORGANISATIONS, branch)
    assert Organisation.objects.get().parent is None


def test_a_certificates_number_of_another_person_is_told_of_the_row(world: World) -> None:
    facts: dict[str, Any] = {"scheme": "productivity", "number": "NS-1", "issuer": "Viện Mẫu"}
    add_credential(person(world, "Lý Thị Mai"), **facts, by=world.actor("an"), at=edition(world).created_at)
    row = {"scheme": "productivity", "credential_number": "NS-1", "credential_issuer": "Viện Mẫu"}
    found = told(
        world,
        PEOPLE,
        {"full_name": "Lý Thị Mai", **row},
        {"full_name": "Hà Văn Tú", **row},
        {"full_name": "Nông Văn Sơn", **row, "credential_number": "NS-2"},
        {"full_name": "Bế Văn Lâm", **row, "credential_number": "NS-2"},
    )
    assert fields(found) == [[], ["credential_number"], [], ["credential_number"]]


@pytest.mark.parametrize(
    ("row", "field", "sentence"),
    [
        ({"number": "1/QĐ-UBND"}, "number", "Chưa có danh mục đang lập"),
        ({"gtin": OTHER_GTIN}, "gtin", "Sổ chưa có sản phẩm mang GTIN"),
        ({"tax_code": tax_code(1)}, "tax_code", "Sổ chưa có tổ chức mang mã số thuế"),
        ({"position": 1}, "position", "thứ tự 1 đã có dòng khác"),
        ({"gtin": GTIN}, "printed_name", "có hai lần trong danh mục"),
    ],
)
def test_a_line_that_cannot_stand_is_wrong_and_its_neighbour_is_not(
    world: World, row: Values, field: str, sentence: str
) -> None:
    made = edition(world, number="88/QĐ-UBND")
    line(world, made, "Mận", product=product(world, "Mận tam hoa", gtin=GTIN))
    found = told(
        world,
        ENTRIES,
        {"number": "88/QĐ-UBND", "printed_name": "Na", **row},
        {"number": "88/QĐ-UBND", "printed_name": "Hồng"},
    )
    assert fields(found) == [[field], []] and sentence in found[0][0][1]


def test_two_rows_for_one_place_and_two_lists_of_one_number_are_told(world: World) -> None:
    edition(world, number="88/QĐ-UBND")
    rows: list[Values] = [
        {"number": "88/QĐ-UBND", "printed_name": name, "position": 3} for name in ("Na", "Hồng")
    ]
    assert fields(told(world, ENTRIES, *rows)) == [[], ["position"]]
    edition(world, number="88/QĐ-UBND", since=date(2023, 1, 1), title="Danh mục khác")
    assert "hai danh mục" in told(world, ENTRIES, rows[0])[0][0][1]


def test_a_row_without_a_place_leaves_free_the_place_that_a_later_row_names(world: World) -> None:
    made = edition(world, number="88/QĐ-UBND")
    load(
        world,
        ENTRIES,
        {"number": "88/QĐ-UBND", "printed_name": "Na"},
        {"number": "88/QĐ-UBND", "printed_name": "Hồng", "position": 1},
    )
    assert dict(RegisterEntry.objects.filter(edition=made).values_list("printed_name", "position")) == {
        "Na": 2,
        "Hồng": 1,
    }


def test_a_load_after_a_stranger_changed_the_register_is_sought_again_and_still_stands(
    world: World, client: Client, capture: Any
) -> None:
    an = world.login(client, "an")
    batch = handed_in(an, capture, "organisation", [["Tên tổ chức", "MST"], ["Công ty Một", tax_code(1)]])
    firm(world, "Công ty Không Liên Quan", tax_code=tax_code(7))
    confirm(an, capture, batch)
    assert batch.state == "done" and Organisation.objects.filter(tax_code=tax_code(1)).exists()
    take_back(an, capture, batch)
    assert not Organisation.objects.filter(tax_code=tax_code(1)).exists()


def test_rows_are_not_sought_again_while_the_register_stands_as_checked(
    world: World, client: Client, capture: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    from nscl.apps.core.imports import work

    an = world.login(client, "an")
    batch = handed_in(an, capture, "organisation", [["Tên tổ chức", "MST"], ["Công ty Một", tax_code(1)]])
    asked: list[int] = []
    real = work._require_unchanged
    monkeypatch.setattr(work, "_require_unchanged", lambda *words: (asked.append(1), real(*words)))
    confirm(an, capture, batch)
    assert batch.state == "done" and asked == []
