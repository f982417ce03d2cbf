"""Two records of one organisation made one, counted as one, and taken apart again."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.http import Http404
from django.test import Client
from django.urls import reverse

from nscl.apps.core.access import Refusal
from nscl.apps.core.models import AuditEntry
from nscl.apps.registry import queries
from nscl.apps.registry.actions import details, facts, organisations
from nscl.apps.registry.actions.merges import merge, undo_merge
from nscl.apps.registry.models import Organisation, OrganisationMerge, Product
from tests.apps.registry.organisation_tales import PERSONAL, enter, tax_code
from tests.world import World, at

pytestmark = pytest.mark.django_db


def pair(world: World) -> tuple[Organisation, Organisation]:
    """The older record without a code, the younger with one; both with figures of 2024."""
    kept = enter(world, "Cty TNHH Gỗ Xanh", day=1)
    gone = enter(world, "Công ty TNHH Gỗ Xanh", tax_code=tax_code(1), phone="0912345678")
    officer = world.actor("an")
    for record, workers in ((kept, 10), (gone, 20)):
        facts.set_facts(record, year=2024, workers=Decimal(workers), by=officer, at=at())
    facts.set_facts(gone, year=2025, workers=Decimal(30), by=officer, at=at())
    details.set_address(gone, province=world.home, commune="Xã Hoa Thám", by=officer, at=at())
    product = Product(name="Ván ghép", maker=gone, province=world.home, created_at=at())
    product.save()
    return kept, gone


def merged(world: World, kept: Organisation, gone: Organisation, **more: Any) -> OrganisationMerge:
    options = {"take": ["name", "tax_code", "phone"], "reason": "Cùng giấy đăng ký", **more}
    return merge(kept, gone, by=world.actor("an"), at=at(), **options)


def test_links_and_chosen_values_go_over_and_what_both_have_stays(world: World) -> None:
    kept, gone = pair(world)
    row = merged(world, kept, gone)
    kept.refresh_from_db()
    gone.refresh_from_db()
    assert (kept.name, kept.tax_code, kept.phone) == ("Công ty TNHH Gỗ Xanh", tax_code(1), "0912345678")
    assert kept.match_key == "go xanh" and kept.tax_code in kept.search_key
    assert {(f.year, f.workers) for f in kept.facts.all()} == {(2024, 10), (2025, 30)}
    assert gone.facts.get().workers == 20
    assert kept.products.count() == 1 and kept.addresses.count() == 1
    assert gone.merged_into_id == kept.pk and row.moved["registry.Product.maker"]
    assert queries.counted_as([gone.pk]) == {gone.pk: kept.pk}


def test_both_histories_tell_of_the_merge_and_the_kept_page_shows_both(world: World, client: Client) -> None:
    kept, gone = pair(world)
    merged(world, kept, gone)
    for record in (kept, gone):
        entry = AuditEntry.objects.about(record).first()
        assert entry is not None and entry.deed == "registry.organisation.merge"
        assert entry.reason == "Cùng giấy đăng ký"
    world.login(client, "an")
    page = client.get(reverse("registry:organisation_history", args=[kept.pk])).content.decode()
    assert "Gộp hồ sơ tổ chức trùng" in page and "20" in page
    page = client.get(reverse("registry:organisation_detail", args=[kept.pk])).content.decode()
    assert "Tách lại" in page
    assert client.get(reverse("registry:organisation_detail", args=[gone.pk])).status_code == 404


def test_a_wrong_merge_is_taken_apart_as_if_it_had_not_been(world: World) -> None:
    kept, gone = pair(world)
    before = [Organisation.objects.values(*FIELDS).get(pk=record.pk) for record in (kept, gone)]
    row = merged(world, kept, gone)
    stayed = undo_merge(row, reason="Hai xưởng khác nhau", by=world.actor("an"), at=at(day=3))
    assert stayed == []
    assert [Organisation.objects.values(*FIELDS).get(pk=record.pk) for record in (kept, gone)] == before
    assert gone.products.count() == 1 and gone.facts.count() == 2 and kept.facts.count() == 1
    assert queries.counted_as([gone.pk]) == {gone.pk: gone.pk}
    with pytest.raises(Refusal, match="đã được tách lại"):
        undo_merge(row, reason="lần nữa", by=world.actor("an"), at=at())


FIELDS = ("name", "tax_code", "phone", "merged_into_id", "search_key", "sort_key", "match_key", "kind")


def test_what_somebody_changed_after_the_merge_stays_and_is_said(world: World) -> None:
    kept, gone = pair(world)
    row = merged(world, kept, gone)
    organisations.change(kept, revision=None, by=world.actor("an"), at=at(), phone="0987654321")
    assert undo_merge(row, reason="Nhầm", by=world.actor("an"), at=at()) == ["phone"]
    kept.refresh_from_db()
    assert (kept.phone, kept.tax_code) == ("0987654321", "")


def test_a_code_that_went_elsewhere_meanwhile_stops_the_undoing(world: World) -> None:
    kept, gone = pair(world)
    row = merged(world, kept, gone)
    officer = world.actor("an")
    organisations.change(kept, revision=None, by=officer, at=at(), tax_code="")
    enter(world, "Công ty khác hẳn", tax_code=tax_code(1))
    with pytest.raises(Refusal, match="nay thuộc hồ sơ khác"):
        undo_merge(row, reason="Nhầm", by=officer, at=at())
    gone.refresh_from_db()
    assert gone.merged_into_id == kept.pk


def test_merges_are_taken_apart_in_turn(world: World) -> None:
    first, second = enter(world, "Cty Gỗ Xanh", day=1), enter(world, "Công ty Gỗ Xanh")
    third = enter(world, "Công ty Gỗ Xanh Lá", day=2)
    inner = merged(world, second, third, take=[])
    merged(world, first, second, take=[])
    assert queries.counted_as([third.pk]) == {third.pk: first.pk}
    with pytest.raises(Refusal, match="Hãy tách lần gộp sau trước"):
        undo_merge(inner, reason="Nhầm", by=world.actor("an"), at=at())


def test_a_record_is_not_merged_with_itself_nor_into_a_later_or_merged_one(world: World) -> None:
    kept, gone = pair(world)
    other = enter(world, "Công ty Gỗ Xanh Lá", day=2)
    with pytest.raises(Refusal, match="với chính nó"):
        merged(world, kept, kept)
    with pytest.raises(Refusal, match="hồ sơ ghi trước"):
        merged(world, gone, kept)
    with pytest.raises(Refusal, match="nêu lý do"):
        merged(world, kept, gone, reason=" ")
    merged(world, kept, gone)
    with pytest.raises(Refusal, match="đã gộp vào hồ sơ khác"):
        merged(world, gone, other)
    with pytest.raises(Refusal, match="đã gộp vào hồ sơ khác"):
        organisations.change(gone, revision=None, by=world.actor("an"), at=at(), note="x")


def test_two_codes_or_head_and_branch_are_not_one(world: World) -> None:
    code = tax_code(5)
    head = enter(world, "Công ty CP Thác Bạc", tax_code=code, day=1)
    branch = enter(world, "Chi nhánh Thác Bạc", tax_code=f"{code}-001")
    other = enter(world, "Công ty CP Thác Bạc", tax_code=tax_code(6))
    with pytest.raises(Refusal, match="chi nhánh hoặc đơn vị kế thừa"):
        merged(world, head, branch)
    with pytest.raises(Refusal, match="hai mã số thuế khác nhau"):
        merged(world, head, other)


def test_nobody_merges_across_the_border(world: World) -> None:
    kept, gone = enter(world, "Công ty Gỗ Xanh", day=1), enter(world, "Cty Gỗ Xanh", who="khanh")
    with pytest.raises(Http404):
        merged(world, kept, gone)


def test_a_sealed_code_goes_over_and_comes_back(world: World) -> None:
    kept = enter(world, "Hộ KD Bếp Núi", day=1)
    gone = enter(world, "Hộ kinh doanh Bếp Núi", tax_code=PERSONAL)
    row = merged(world, kept, gone, take=[])
    assert Organisation.objects.get(personal_code__last_digits="234") == kept
    undo_merge(row, reason="Nhầm", by=world.actor("an"), at=at())
    assert Organisation.objects.get(personal_code__last_digits="234") == gone


def test_branches_and_predecessors_follow_the_record(world: World) -> None:
    code = tax_code(7)
    kept = enter(world, "Cty Suối Trong", day=1)
    gone = enter(world, "Công ty Suối Trong", tax_code=code)
    branch = enter(world, "Chi nhánh Suối Trong", tax_code=f"{code}-002")
    old = enter(world, "Xí nghiệp Suối Cũ")
    organisations.change_status(
        old, status="merged", on=date(2025, 1, 1), successor=gone, by=world.actor("an"), at=at()
    )
    merged(world, kept, gone)
    assert queries.counted_as([branch.pk, old.pk, gone.pk]) == dict.fromkeys(
        [branch.pk, old.pk, gone.pk], kept.pk
    )


# ── The pages ──────────────────────────────────────────────────────────


def test_the_page_puts_both_side_by_side_and_proposes_what_is_missing(world: World, client: Client) -> None:
    kept, gone = pair(world)
    world.login(client, "an")
    path = reverse("registry:organisation_merge", args=[gone.pk])
    page = client.get(path).content.decode()
    assert f"?voi={kept.pk}" in page
    page = client.get(path, {"voi": kept.pk}).content.decode()
    assert page.index("Cty TNHH Gỗ Xanh") and 'value="tax_code" checked' in page
    assert 'value="name" checked' not in page
    response = client.post(path, {"voi": kept.pk, "lay": ["tax_code"], "reason": ""})
    assert response.status_code == 400
    response = client.post(path, {"voi": kept.pk, "lay": ["tax_code"], "reason": "Một xưởng"})
    assert response.url == reverse("registry:organisation_detail", args=[kept.pk])
    row = OrganisationMerge.objects.get()
    undo = reverse("registry:organisation_unmerge", args=[row.pk])
    assert client.get(undo).status_code == 200
    assert client.post(undo, {"reason": "Nhầm"}).status_code == 302
    gone.refresh_from_db()
    assert gone.merged_into_id is None


def test_the_other_record_is_found_by_code_or_name(world: World, client: Client) -> None:
    kept, gone = pair(world)
    world.login(client, "an")
    path = reverse("registry:organisation_merge", args=[kept.pk])
    assert "So sánh hai hồ sơ" in client.get(path, {"voi": gone.tax_code}).content.decode()
    response = client.get(path, {"voi": "công ty tnhh gỗ xanh"})
    assert response.status_code == 302 and response.url.endswith(f"?voi={gone.pk}")
    assert "Chưa có" in client.get(path, {"voi": "không có ai"}).content.decode()
    assert "với chính nó" in client.post(path, {"voi": kept.pk, "reason": "a"}).content.decode()


def test_a_merge_of_another_province_is_not_found(world: World, client: Client) -> None:
    kept, gone = pair(world)
    row = merged(world, kept, gone)
    world.login(client, "khanh")
    assert client.get(reverse("registry:organisation_unmerge", args=[row.pk])).status_code == 404
