"""Organisations: entered, changed, their figures and codes, and who may see what."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.db import connection
from django.http import Http404
from django.test.utils import CaptureQueriesContext

from nscl.apps.core import audit
from nscl.apps.core.access import Refusal
from nscl.apps.core.models import AuditEntry
from nscl.apps.core.registers import RevisionConflict
from nscl.apps.reference.queries import province_named
from nscl.apps.registry import queries
from nscl.apps.registry.actions import details, facts, organisations, personal_codes
from nscl.apps.registry.models import Organisation, PersonalCode
from nscl.apps.registry.sealing import unseal
from tests.apps.registry.organisation_tales import PERSONAL, enter, tax_code
from tests.world import World, at

pytestmark = pytest.mark.django_db
BILLION = 10**9


# ── Entering and changing ──────────────────────────────────────────────


def test_an_organisation_is_entered_with_a_tidied_code_and_one_line_of_audit(world: World) -> None:
    code = tax_code(1)
    record = enter(
        world, "  Công ty  TNHH Hương Rừng ", tax_code=f"{code[:4]} {code[4:]}", phone="+84 912 345 678"
    )
    assert (record.name, record.tax_code, record.phone) == ("Công ty TNHH Hương Rừng", code, "0912345678")
    assert record.match_key == "huong rung"
    entry = AuditEntry.objects.about(record).get()
    assert entry.after == {"name": record.name, "tax_code": code, "phone": "0912345678"}


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        ({"name": " "}, "Chưa có tên"),
        ({"name": "A", "tax_code": "0100109107"}, "sai số kiểm tra"),
        ({"name": "A", "tax_code": "1.23E+09"}, "Excel rút gọn"),
        ({"name": "A", "tax_code": "100109106"}, "hãy ghi 0100109106"),
        ({"name": "A", "phone": "12"}, "chữ số"),
        ({"name": "A", "email": "khong-phai"}, "không phải là địa chỉ thư"),
        ({"name": "A", "established_on": date(2030, 1, 1)}, "tương lai"),
        ({"name": "A" * 301}, "dài quá 300"),
    ],
)
def test_what_cannot_be_read_is_refused_and_nothing_is_kept(
    world: World, data: dict[str, Any], sentence: str
) -> None:
    with pytest.raises(Refusal, match=sentence.replace("+", r"\+")):
        organisations.add(by=world.actor("an"), at=at(), **data)
    assert not Organisation.objects.exists()


def test_a_code_stands_once_also_across_provinces(world: World) -> None:
    enter(world, "Hợp tác xã Bản Mây", tax_code=tax_code(2))
    with pytest.raises(Refusal, match="của “Hợp tác xã Bản Mây”"):
        enter(world, "HTX Bản Mây", tax_code=tax_code(2))
    with pytest.raises(Refusal, match="tỉnh khác"):
        enter(world, "HTX Bản Mây", who="khanh", tax_code=tax_code(2))


def test_only_keepers_enter_and_only_in_their_province(world: World) -> None:
    record = enter(world, "Công ty TNHH Suối Trong")
    with pytest.raises(Exception, match="không được thêm tổ chức"):
        enter(world, "Công ty khác", who="giang")
    with pytest.raises(Http404):
        organisations.change(record, revision=0, by=world.actor("khanh"), at=at(), name="Đổi tên")


def test_a_change_is_told_field_by_field_and_changing_nothing_leaves_no_trace(world: World) -> None:
    record = enter(world, "Công ty TNHH Suối Trong")
    officer = world.actor("an")
    organisations.change(record, revision=0, by=officer, at=at(), name=record.name)
    assert record.revision == 0
    organisations.change(
        record, revision=0, by=officer, at=at(), representative="Nông Văn Tự", name=record.name
    )
    assert record.revision == 1
    entry = AuditEntry.objects.about(record).first()
    assert entry is not None
    assert (entry.before, entry.after) == ({"representative": ""}, {"representative": "Nông Văn Tự"})


def test_a_page_older_than_the_record_is_refused(world: World) -> None:
    record = enter(world, "Công ty TNHH Suối Trong")
    organisations.change(record, revision=0, by=world.actor("an"), at=at(), note="a")
    with pytest.raises(RevisionConflict):
        organisations.change(record, revision=0, by=world.actor("lan"), at=at(), note="b")


# ── Status, branches, successors ───────────────────────────────────────


def test_a_status_has_a_day_and_a_takeover_a_successor(world: World) -> None:
    record, other = enter(world, "Công ty A Sao"), enter(world, "Công ty B Núi")
    officer = world.actor("an")
    with pytest.raises(Refusal, match="Chưa có ngày"):
        organisations.change_status(record, status="suspended", on=None, by=officer, at=at())
    with pytest.raises(Refusal, match="Chưa chọn đơn vị kế thừa"):
        organisations.change_status(record, status="merged", on=date(2026, 1, 1), by=officer, at=at())
    with pytest.raises(Refusal, match="không thể kế thừa chính nó"):
        organisations.change_status(
            record, status="merged", on=date(2026, 1, 1), successor=record, by=officer, at=at()
        )
    organisations.change_status(
        record, status="merged", on=date(2026, 1, 1), successor=other, by=officer, at=at()
    )
    assert queries.counted_as([record.pk]) == {record.pk: other.pk}
    with pytest.raises(Refusal, match="nêu lý do"):
        organisations.change_status(record, status="operating", on=None, by=officer, at=at())
    organisations.change_status(record, status="operating", on=None, reason="Ghi nhầm", by=officer, at=at())
    assert record.successor is None
    assert queries.counted_as([record.pk]) == {record.pk: record.pk}


def test_a_branch_finds_its_head_by_its_code_and_counts_as_it(world: World) -> None:
    code = tax_code(3)
    head = enter(world, "Công ty CP Thác Bạc", tax_code=code)
    branch = enter(world, "Chi nhánh Công ty CP Thác Bạc", tax_code=f"{code}-001")
    assert (branch.parent_id, branch.legal_form) == (head.pk, "branch")
    with pytest.raises(Refusal, match="chi nhánh của chính nó"):
        organisations.change(head, revision=None, by=world.actor("an"), at=at(), parent=branch)
    other = enter(world, "Công ty khác", tax_code=tax_code(4))
    with pytest.raises(Refusal, match="không mang mã của đơn vị chủ quản"):
        organisations.change(branch, revision=None, by=world.actor("an"), at=at(), parent=other)


def test_branches_without_a_head_in_the_register_count_once(world: World) -> None:
    code = tax_code(5)
    first = enter(world, "Chi nhánh Một", tax_code=f"{code}-001")
    second = enter(world, "Chi nhánh Hai", tax_code=f"{code}-002")
    assert queries.count_distinct([first.pk, second.pk]) == 1
    assert queries.counted_as([second.pk]) == {second.pk: first.pk}
    head = enter(world, "Công ty CP Tổng", tax_code=code)
    assert set(queries.counted_as([first.pk, second.pk]).values()) == {head.pk}


def test_counting_asks_as_often_for_many_as_for_few(world: World) -> None:
    code = tax_code(6)
    head = enter(world, "Công ty CP Tổng", tax_code=code)
    branches = [enter(world, f"Chi nhánh {n}", tax_code=f"{code}-{n:03d}") for n in range(1, 13)]

    def asked(pks: list[int]) -> int:
        with CaptureQueriesContext(
            connection,
        ) as context:
            assert set(queries.counted_as(pks).values()) == {head.pk}
        return len(context)

    assert asked([branches[0].pk]) == asked([branch.pk for branch in branches])


# ── Personal codes ─────────────────────────────────────────────────────


def test_a_personal_code_is_sealed_and_masked_everywhere(world: World) -> None:
    record = enter(world, "Hộ kinh doanh Bếp Núi", kind="household", tax_code=PERSONAL)
    sealed = PersonalCode.objects.get(organisation=record)
    assert record.tax_code == "" and PERSONAL.encode() not in bytes(sealed.sealed)
    assert PERSONAL not in sealed.fingerprint and unseal(sealed.sealed) == PERSONAL
    assert PERSONAL not in str(list(AuditEntry.objects.values_list("before", "after", "object_label")))
    with pytest.raises(Refusal, match="đã có trong sổ"):
        enter(world, "Hộ khác", tax_code=PERSONAL)


def test_each_look_at_a_personal_code_is_on_record(world: World) -> None:
    record = enter(world, "Hộ kinh doanh Bếp Núi", tax_code=PERSONAL)
    with pytest.raises(Refusal, match="mục đích"):
        personal_codes.show_personal_code(record, purpose=" ", by=world.actor("an"), at=at())
    with pytest.raises(Exception, match="không được xem mã số định danh"):
        personal_codes.show_personal_code(record, purpose="tò mò", by=world.actor("chi"), at=at())
    shown = personal_codes.show_personal_code(record, purpose="Đối chiếu", by=world.actor("an"), at=at())
    assert shown == PERSONAL
    entry = AuditEntry.objects.about(record).first()
    assert entry is not None and entry.deed == "registry.organisation.personal_code"
    assert (entry.reason, entry.after) == ("Đối chiếu", {"personal_code": "•••••••••234"})
    assert all(check.ok for check in audit.verify_all())


def test_a_code_sealed_under_another_key_is_refused_with_a_sentence(world: World, settings: Any) -> None:
    record = enter(world, "Hộ kinh doanh Bếp Núi", tax_code=PERSONAL)
    settings.NSCL_SEAL_KEY = "another key, of another machine"
    with pytest.raises(Refusal, match="khóa của hệ thống đã thay đổi"):
        personal_codes.show_personal_code(record, purpose="Đối chiếu", by=world.actor("an"), at=at())


# ── Figures and size ───────────────────────────────────────────────────


def test_the_size_class_is_kept_with_inputs_and_clause(world: World) -> None:
    record, officer = enter(world, "Công ty TNHH Gỗ Xanh"), world.actor("an")
    details.set_industry(record, code="1610", version="2018", is_main=True, by=officer, at=at())
    row = facts.set_facts(
        record, year=2025, workers=Decimal(80), revenue_vnd=45 * BILLION, by=officer, at=at()
    )
    size = row.size_classes.get()
    assert (size.size, size.rule) == ("small", "nd80-2021")
    assert size.inputs["sector"] == "industry" and size.inputs["capital_vnd"] is None
    assert "khoản 2 Điều 5" in size.clause and size.reasons
    entry = AuditEntry.objects.about(record).first()
    assert entry is not None and entry.after["facts"].startswith(
        "Năm 2025: lao động 80; doanh thu 45.000.000.000"
    )


def test_figures_that_decide_nothing_leave_the_size_open(world: World) -> None:
    record, officer = enter(world, "Công ty TNHH Gỗ Xanh"), world.actor("an")
    row = facts.set_facts(record, year=2025, workers=Decimal(80), by=officer, at=at())
    assert row.size_classes.get().size == "undetermined"
    details.set_industry(record, code="C", version="2025", is_main=True, by=officer, at=at())
    facts.set_facts(record, year=2025, workers=Decimal(250), by=officer, at=at())
    assert row.size_classes.first().size == "large"


def test_a_new_line_of_business_asks_the_rule_again_and_keeps_the_old_answer(world: World) -> None:
    record, officer = enter(world, "Công ty TNHH Gỗ Xanh"), world.actor("an")
    details.set_industry(record, code="16", version="2018", is_main=True, by=officer, at=at())
    row = facts.set_facts(record, year=2025, workers=Decimal(80), revenue_vnd=BILLION, by=officer, at=at())
    details.set_industry(record, code="G", version="2018", is_main=True, by=officer, at=at())
    assert [size.size for size in row.size_classes.all()] == ["medium", "small"]


@pytest.mark.parametrize(
    ("figures", "sentence"),
    [
        ({}, "Chưa có số liệu nào"),
        ({"workers": Decimal(-1)}, "không thể âm"),
        ({"revenue_vnd": 5, "exports_vnd": 6}, "Xuất khẩu lớn hơn"),
        ({"year": 2031, "workers": Decimal(1)}, "ngoài khoảng"),
        ({"year": 2019, "workers": Decimal(1)}, "thành lập năm 2020"),
    ],
)
def test_figures_that_no_year_can_have_are_refused(
    world: World, figures: dict[str, Any], sentence: str
) -> None:
    record = enter(world, "Công ty TNHH Gỗ Xanh", established_on=date(2020, 5, 1))
    with pytest.raises(Refusal, match=sentence):
        facts.set_facts(record, **{"year": 2025, **figures}, by=world.actor("an"), at=at())
    assert not record.facts.exists()


# ── Addresses, contacts, lines of business ─────────────────────────────


def test_a_district_ends_with_the_reform_and_a_new_head_office_closes_the_old(world: World) -> None:
    record, officer = enter(world, "Công ty TNHH Gỗ Xanh"), world.actor("an")
    old = details.set_address(
        record,
        province=world.home,
        commune="Xã Cũ",
        district="Huyện Cũ",
        valid_from=date(2020, 1, 1),
        by=officer,
        at=at(),
    )
    with pytest.raises(Refusal, match="không còn cấp huyện"):
        details.set_address(
            record,
            province=world.home,
            commune="Xã Mới",
            district="Huyện Cũ",
            valid_from=date(2025, 7, 1),
            by=officer,
            at=at(),
        )
    details.set_address(
        record, province=world.home, commune="Xã Mới", valid_from=date(2025, 7, 1), by=officer, at=at()
    )
    old.refresh_from_db()
    assert old.valid_to == date(2025, 6, 30)
    gone = province_named("Yên Bái", date(2024, 1, 1))
    assert gone is not None
    with pytest.raises(Refusal, match="không tồn tại trong thời gian"):
        details.set_address(
            record, province=gone, kind="site", commune="Xã", valid_from=date(2026, 1, 1), by=officer, at=at()
        )


def test_consent_has_a_day_and_a_purpose_or_is_none(world: World) -> None:
    record, officer = enter(world, "Công ty TNHH Gỗ Xanh"), world.actor("an")
    with pytest.raises(Refusal, match="cả ngày và việc"):
        details.set_contact(record, name="Vi Thị Mơ", consented_on=date(2026, 1, 1), by=officer, at=at())
    contact = details.set_contact(record, name="Vi Thị Mơ", phone="0912345678", by=officer, at=at())
    assert contact.consented_on is None
    assert "0912345678" not in str(list(AuditEntry.objects.values_list("after", flat=True)))


@pytest.mark.parametrize("code", ["Z", "04", "A1076", "1076a", "123456"])
def test_what_is_no_code_of_the_classification_is_refused(world: World, code: str) -> None:
    record = enter(world, "Công ty TNHH Gỗ Xanh")
    with pytest.raises(Refusal, match="ngành"):
        details.set_industry(record, code=code, version="2018", is_main=True, by=world.actor("an"), at=at())


def test_a_detail_struck_is_told_by_the_history(world: World) -> None:
    record, officer = enter(world, "Công ty TNHH Gỗ Xanh"), world.actor("an")
    row = details.set_industry(record, code="16", version="2018", is_main=True, by=officer, at=at())
    details.remove_detail(record, row, by=officer, at=at())
    entry = AuditEntry.objects.about(record).first()
    assert entry is not None and "16 · C" in entry.before["industry"] and entry.after == {}
