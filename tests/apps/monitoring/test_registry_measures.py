"""Targets on the registers: base and members from the list in force at their date, and they move."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from nscl.apps.core.access import Refusal
from nscl.apps.monitoring import actions, queries, register_measures
from nscl.apps.monitoring.models import Observation, RegisterBasis
from nscl.apps.programme.models import BaseDecision, Target
from nscl.apps.registry.actions import people
from nscl.apps.registry.actions.editions import enact_edition
from nscl.apps.registry.models import RegisterEdition
from tests.apps.monitoring.conftest import Scene
from tests.apps.registry.records import edition, enacted, firm, line, network, person
from tests.world import at

pytestmark = pytest.mark.django_db
TODAY = date(2026, 3, 2)


def body_of(answer: Any, status: int = 200) -> str:
    assert answer.status_code == status, answer.content.decode()[:2000]
    return str(answer.content.decode())


def keys(made: RegisterEdition, *names: str) -> set[int]:
    return set(made.entries.filter(printed_name__in=names).values_list("pk", flat=True))


def count(scene: Scene, target: Target, counted: set[int], year: int = 2025, **more: Any) -> Observation:
    by = scene.world.actor("an")
    return actions.count_members(target, year=year, counted=counted, by=by, at=at(), **more)


def approve(scene: Scene, row: Observation) -> Observation:
    actions.submit_observation(row, by=scene.world.actor("an"), at=at())
    return actions.approve_observation(row, by=scene.world.actor("binh"), at=at())


def firms_listed(scene: Scene, n: int) -> RegisterEdition:
    made = edition(scene.world, kind="key_enterprise", title="Danh mục doanh nghiệp chủ lực")
    for i in range(n):
        line(scene.world, made, organisation=firm(scene.world, f"Công ty {i}"))
    return enact_edition(made, by=scene.world.actor("lan"), at=at())


def test_a_share_moves_by_marking_the_members_of_the_list(scene: Scene) -> None:
    target, made = scene.share(), enacted(scene.world, "Mận", "Hồng", "Na", "Quýt")
    row = count(scene, target, keys(made, "Mận", "Hồng", "Na"))
    assert (row.state, row.numerator, row.denominator) == ("draft", 3, 4)
    assert "3 trên 4" in row.evidence_note and made.number in row.evidence_note
    assert queries.standing_of(target, as_of=TODAY).state == "undetermined"
    approve(scene, row)
    standing = queries.standing_of(target, as_of=TODAY)
    assert (standing.state, standing.verdict.achieved, standing.parts) == ("met", Decimal(75), "3/4")
    basis = RegisterBasis.objects.get()
    assert (basis.edition, basis.total, basis.as_of) == (made, 4, date(2025, 12, 31))


def test_the_base_is_the_list_in_force_on_the_last_day_of_the_year(scene: Scene) -> None:
    target = scene.share()
    old = enacted(scene.world, "Mận", "Hồng")
    new = enacted(scene.world, "Mận", "Na", "Quýt", since=date(2025, 7, 1))
    assert count(scene, target, keys(old, "Mận"), year=2024).denominator == 2
    assert count(scene, target, keys(new, "Mận"), year=2025).denominator == 3
    with pytest.raises(Refusal, match="đánh dấu lại"):
        count(scene, target, keys(old, "Hồng"), year=2025)


def test_a_later_list_does_not_change_what_was_counted(scene: Scene) -> None:
    target, old = scene.share(), enacted(scene.world, "Mận", "Hồng")
    row = approve(scene, count(scene, target, keys(old, "Mận", "Hồng"), year=2024))
    enacted(scene.world, "Mận", since=date(2025, 7, 1))
    row.refresh_from_db()
    assert (row.numerator, row.denominator, row.register_basis.entries.count()) == (2, 2, 2)


def test_a_list_that_drops_a_counted_product_says_which_target_counts_it(scene: Scene) -> None:
    target, old = scene.share("Sản phẩm công bố tiêu chuẩn"), enacted(scene.world, "Mận", "Hồng")
    approve(scene, count(scene, target, keys(old, "Hồng"), year=2024))
    new = edition(scene.world, date(2025, 7, 1))
    line(scene.world, new, "Mận")
    lan = scene.world.actor("lan")
    with pytest.raises(Refusal, match="Chỉ tiêu “Sản phẩm công bố tiêu chuẩn” năm 2024 đang tính: Hồng"):
        enact_edition(new, by=lan, at=at())
    enact_edition(new, reason="Không còn sản xuất", by=lan, at=at())


def test_a_figure_that_was_never_approved_holds_no_list_up(scene: Scene) -> None:
    target, old = scene.share(), enacted(scene.world, "Mận", "Hồng")
    count(scene, target, keys(old, "Hồng"), year=2024)
    new = edition(scene.world, date(2025, 7, 1))
    line(scene.world, new, "Mận")
    assert enact_edition(new, by=scene.world.actor("lan"), at=at()).state == "in_force"


def test_without_a_list_there_is_no_base_and_nothing_is_written(scene: Scene) -> None:
    target = scene.share()
    edition(scene.world)
    with pytest.raises(Refusal, match="Chưa có danh mục"):
        count(scene, target, set())
    with pytest.raises(Refusal, match="không tính trên danh mục"):
        count(scene, scene.target(), set())
    assert not Observation.objects.exists()


def test_counting_again_mends_the_draft_and_after_approval_corrects_it(scene: Scene) -> None:
    target, made = scene.share(), enacted(scene.world, "Mận", "Hồng")
    first = count(scene, target, keys(made, "Mận"))
    again = count(scene, target, keys(made, "Mận", "Hồng"))
    assert (again.pk, again.numerator, again.register_basis.entries.count()) == (first.pk, 2, 2)
    approve(scene, again)
    with pytest.raises(Refusal, match="lý do đính chính"):
        count(scene, target, keys(made, "Mận"))
    fixed = count(scene, target, keys(made, "Mận"), reason="Một sản phẩm hết hiệu lực công bố")
    assert fixed.supersedes_id == again.pk and again.register_basis.entries.count() == 2
    approve(scene, fixed)
    assert queries.standing_of(target, as_of=TODAY).verdict.achieved == Decimal(50)


def test_only_reporters_count(scene: Scene) -> None:
    target, made = scene.share(), enacted(scene.world, "Mận")
    with pytest.raises(PermissionDenied):
        actions.count_members(
            target, year=2025, counted=keys(made, "Mận"), by=scene.world.actor("giang"), at=at()
        )


def test_the_network_of_the_day_is_suggested(scene: Scene) -> None:
    world = scene.world
    target = scene.share(
        "Doanh nghiệp tham gia mạng lưới", indicator="network_membership_pct", of="doanh nghiệp"
    )
    made = firms_listed(scene, 3)
    entry = made.entries.order_by("position").first()
    assert entry is not None and entry.organisation is not None
    net = network(world)
    people.join_network(
        net, organisation=entry.organisation, valid_from=date(2025, 6, 1), by=world.actor("an"), at=at()
    )
    share = register_measures.share_of(target)
    assert share is not None
    assert register_measures.base_of(target, share, date(2025, 12, 31)).suggested == {entry.pk}
    assert register_measures.base_of(target, share, date(2025, 5, 31)).suggested == frozenset()


def test_a_nested_share_decided_on_its_parent_counts_over_what_the_parent_counted(scene: Scene) -> None:
    above = scene.share("Doanh nghiệp có dự án", indicator="key_enterprises_with_project_pct")
    below = scene.share(
        "Trong đó áp dụng công cụ",
        indicator="key_enterprises_with_tools_pct",
        parent=above,
        needs_base=True,
        value=50,
    )
    made = firms_listed(scene, 4)
    BaseDecision.objects.create(
        target=below, kind="parent", reason="x", decided_by=scene.world.users["binh"], decided_at=at()
    )
    share = register_measures.share_of(below)
    assert share is not None
    assert register_measures.base_of(below, share, date(2025, 12, 31)).count is None
    with pytest.raises(Refusal, match="cấp trên chưa có số được duyệt"):
        count(scene, below, set())
    approve(scene, count(scene, above, keys(made, "Công ty 0", "Công ty 1")))
    row = approve(scene, count(scene, below, keys(made, "Công ty 0")))
    assert row.denominator == 2
    assert queries.standing_of(below, as_of=TODAY).verdict.achieved == Decimal(50)
    with pytest.raises(Refusal, match="đánh dấu lại"):
        count(scene, below, keys(made, "Công ty 3"), reason="x")


def test_experts_are_counted_by_certificates_that_held(scene: Scene) -> None:
    target = scene.target(
        "Chuyên gia năng suất",
        indicator="experts_certified_productivity",
        count_mode="distinct",
        value=Decimal(2),
        unit="chuyên gia",
    )
    for n, until in ((1, None), (2, date(2024, 12, 31)), (3, None)):
        facts: dict[str, Any] = {"scheme": "productivity", "number": f"NS-{n}", "valid_to": until}
        people.add_credential(
            person(scene.world, "Lý Thị Mai", birth_year=1980 + n),
            by=scene.world.actor("an"),
            at=at(),
            **facts,
        )
    row = actions.count_experts(target, year=2025, by=scene.world.actor("an"), at=at())
    assert (row.value, sorted(row.subjects)) == (2, ["Lý Thị Mai (NS-1)", "Lý Thị Mai (NS-3)"])
    approve(scene, row)
    assert queries.standing_of(target, as_of=TODAY).state == "met"
    with pytest.raises(Refusal, match="không đếm chuyên gia"):
        actions.count_experts(scene.target(), year=2025, by=scene.world.actor("an"), at=at())


# Pages ----------------------------------------------------------------------------------------


def test_the_target_shows_its_base_and_opens_to_the_members(scene: Scene, client: Client) -> None:
    target, made = scene.share(), enacted(scene.world, "Mận", "Hồng")
    scene.world.login(client, "an")
    body = body_of(client.get(f"/chi-tieu/{target.pk}/"))
    assert "Mẫu số theo danh mục" in body and made.number in body
    page = f"/chi-tieu/{target.pk}/danh-muc/"
    assert "Hồng" in body_of(client.get(f"{page}?nam=2025"))
    sent = {"nam": "2025", "dong": [str(pk) for pk in keys(made, "Mận")]}
    body = body_of(client.post(f"{page}dem/", sent, follow=True))
    assert "Đã lập bản nháp" in body and "1/2" in body and "Mận" in body and "sửa tay" not in body
    row = Observation.objects.get()
    assert "✓" in body_of(client.get(f"{page}?nam=2025"))
    body = body_of(client.post(f"{page}dem/", {**sent, "dong": ["999999"]}), 400)
    assert "đánh dấu lại" in body
    row.refresh_from_db()
    assert row.numerator == 1
    Observation.objects.filter(pk=row.pk).update(numerator=2)
    assert "sửa tay" in body_of(client.get(f"/so-lieu/{row.pk}/"))
    assert scene.world.login(client, "khanh").get(page).status_code == 404
    assert scene.world.login(client, "giang").post(f"{page}dem/", sent).status_code == 403
    body = body_of(client.get(page))
    assert 'type="checkbox"' not in body and "Hồng" in body


def test_a_target_without_a_list_says_so_and_other_targets_have_no_such_page(
    scene: Scene, client: Client
) -> None:
    target, other = scene.share(), scene.target()
    scene.world.login(client, "an")
    assert "Chưa có danh mục" in body_of(client.get(f"/chi-tieu/{target.pk}/"))
    for asked in ("", "?nam=abcd", "?nam=0000", "?nam=٢٠٢٥"):
        assert "Chưa có danh mục" in body_of(client.get(f"/chi-tieu/{target.pk}/danh-muc/{asked}"))
    assert "Mẫu số theo danh mục" not in body_of(client.get(f"/chi-tieu/{other.pk}/"))
    assert client.get(f"/chi-tieu/{other.pk}/danh-muc/").status_code == 404


def test_the_pages_cost_the_same_queries_with_few_members_and_with_many(scene: Scene, client: Client) -> None:
    world = scene.world
    target = scene.share("Doanh nghiệp tham gia mạng lưới", indicator="network_membership_pct")
    world.login(client, "an")
    pages = [f"/chi-tieu/{target.pk}/", f"/chi-tieu/{target.pk}/danh-muc/?nam=2025"]

    def cost(page: str) -> int:
        with CaptureQueriesContext(connection) as caught:
            assert client.get(page).status_code == 200
        return len(caught)

    made = firms_listed(scene, 2)
    few = [cost(page) for page in pages]
    RegisterEdition.objects.filter(pk=made.pk).update(state="draft")
    for i in range(2, 15):
        line(world, made, organisation=firm(world, f"Công ty {i}"))
    RegisterEdition.objects.filter(pk=made.pk).update(state="in_force")
    assert [cost(page) for page in pages] == few
