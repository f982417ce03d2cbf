"""Names and codes as people write them: one organisation in many spellings, a code in many dresses."""

from __future__ import annotations

import unicodedata
from typing import Any

import pytest
from django.test import Client

from nscl.apps.core.models import ImportRow
from nscl.apps.registry.imports import ORGANISATIONS, check
from nscl.apps.registry.models import Organisation
from tests.apps.core.importing import confirm
from tests.apps.registry.organisation_tales import enter, tax_code
from tests.apps.registry.test_import_problems import capture, handed_in, told
from tests.world import World

__all__ = ["capture"]
pytestmark = pytest.mark.django_db


def test_one_firm_in_two_spellings_in_one_file_is_not_entered_twice(world: World) -> None:
    rows = [
        {"name": "Cty TNHH Hoa Sim"},
        {"name": "Công ty TNHH Hoa Sim"},
        {"name": "CÔNG TY TNHH HOA SIM", "tax_code": tax_code(1)},
        {"name": "Công ty TNHH Hoa Sim", "tax_code": tax_code(2)},
        {"name": "Công ty TNHH Hoa Ban"},
    ]
    found = told(world, ORGANISATIONS, *rows)
    assert [[field for field, _sentence in one] for one in found] == [["name"], ["name"], [], [], []]
    assert "“CÔNG TY TNHH HOA SIM”" in found[1][0][1] and "ghi mã số thuế" in found[1][0][1]


def test_a_name_typed_with_loose_marks_is_the_same_name(world: World) -> None:
    record = enter(world, "Hợp tác xã Rừng Thông")
    loose = unicodedata.normalize("NFD", "Hợp tác xã Rừng Thông")
    assert loose != record.name
    row = {one.name: None for one in ORGANISATIONS.fields} | {"name": loose}
    (match,) = ORGANISATIONS.find([row], world.actor("an"))
    assert match.record_pk == record.pk


def test_a_code_with_spaces_dots_or_its_label_is_the_code(world: World, client: Client, capture: Any) -> None:
    code = tax_code(1)
    dressed = f" MST: {code[:3]} {code[3:6]}.{code[6:]} "
    batch = handed_in(
        world.login(client, "an"), capture, "organisation", [["Tên tổ chức", "MST"], ["Công ty Một", dressed]]
    )
    assert ImportRow.objects.get(batch=batch).status == "new"
    confirm(client, capture, batch)
    assert Organisation.objects.get().tax_code == code


def test_a_branch_without_its_head_is_warned_of(world: World) -> None:
    row = {one.name: None for one in ORGANISATIONS.fields}
    row |= {"name": "Chi nhánh Một", "tax_code": f"{tax_code(1)}-001"}
    assert [(p.field, p.is_warning) for p in check(row, world.actor("an"))] == [("parent_code", True)]
    wrong = row | {"parent_code": tax_code(2)}
    assert [(p.field, p.is_warning) for p in check(wrong, world.actor("an"))] == [("parent_code", False)]
