"""Two reviewers at once: the second learns of the first, sees the difference and loses nothing."""

from __future__ import annotations

from decimal import Decimal

import pytest
from django.test import Client
from django.urls import reverse

from nscl.apps.core.access import Role
from nscl.apps.programme import actions
from nscl.apps.programme.actions import Conflict
from nscl.apps.programme.models import PlanVersion, Target
from tests.apps.programme.conftest import Desk
from tests.world import at

pytestmark = pytest.mark.django_db


@pytest.fixture
def minh(desk: Desk) -> str:
    desk.world.join("minh", "Đinh Văn Minh", "science", Role.OFFICER)
    return "minh"


def test_older_page_cannot_overwrite_a_newer_item(desk: Desk, version: PlanVersion, minh: str) -> None:
    actions.correct_item(
        desk.node(version, "T1"), {"value": Decimal(40)}, seen=0, by=desk.world.actor("an"), at=at()
    )
    with pytest.raises(Conflict, match="Nguyễn Văn An"):
        actions.correct_item(
            desk.node(version, "T1"), {"value": Decimal(50)}, seen=0, by=desk.world.actor(minh), at=at()
        )
    assert Target.objects.get(node__version=version, node__key="T1").value == Decimal(40)


def test_other_items_stay_open_to_the_second_reviewer(desk: Desk, version: PlanVersion, minh: str) -> None:
    actions.accept_item(desk.node(version, "T1"), seen=0, by=desk.world.actor("an"), at=at())
    node = actions.accept_item(desk.node(version, "T3"), seen=0, by=desk.world.actor(minh), at=at())
    assert node.review == "accepted"


def test_accept_all_leaves_what_changed_since_the_page_was_made(
    desk: Desk, version: PlanVersion, minh: str
) -> None:
    actions.split_item(
        desk.node(version, "N2"),
        ["Xây dựng cơ sở dữ liệu", "Chia sẻ dữ liệu"],
        seen=0,
        by=desk.world.actor("an"),
        at=at(),
    )
    taken = actions.accept_clean(version, "task", seen=0, by=desk.world.actor(minh), at=at())
    assert [n.key for n in taken] == ["N1"]


def form_values(target: Target, **changes: str) -> dict[str, str]:
    values = {
        "title": target.node.title,
        "kind": target.kind,
        "comparator": target.comparator,
        "value": "30",
        "unit": target.unit,
        "indicator": target.indicator,
        "count_mode": target.count_mode,
        "period_from": "2026",
        "period_to": "2030",
        "reason": "",
        "seen": "0",
    }
    return values | changes


def test_conflict_page_shows_both_contents_and_keeps_the_input(
    desk: Desk, version: PlanVersion, minh: str, client: Client
) -> None:
    node = desk.node(version, "T1")
    actions.correct_item(node, {"value": Decimal(40)}, seen=0, by=desk.world.actor("an"), at=at())
    desk.world.login(client, minh)
    url = reverse("programme:item_correct", args=[node.pk])
    answer = client.post(url, form_values(Target.objects.get(pk=node.pk), value="55", reason="bản ký"))
    page = answer.content.decode()
    assert answer.status_code == 409
    assert "Nguyễn Văn An" in page and "02/03/2026 09:00" in page
    assert "<td>55</td><td>40</td>" in page
    assert 'value="55"' in page and "bản ký" in page
    assert 'name="seen" value="1"' in page
    again = client.post(url, form_values(Target.objects.get(pk=node.pk), value="55", seen="1"))
    assert again.status_code == 302
    assert Target.objects.get(pk=node.pk).value == Decimal(55)


def test_accepting_a_changed_item_shows_what_it_is_now(
    desk: Desk, version: PlanVersion, minh: str, client: Client
) -> None:
    node = desk.node(version, "T1")
    actions.correct_item(node, {"value": Decimal(40)}, seen=0, by=desk.world.actor("an"), at=at())
    desk.world.login(client, minh)
    answer = client.post(reverse("programme:item_accept", args=[node.pk]), {"seen": "0"})
    assert answer.status_code == 409 and "≥ 40" in answer.content.decode()


def test_finding_settled_by_another_meanwhile_is_a_conflict(
    desk: Desk, version: PlanVersion, minh: str, client: Client
) -> None:
    row = version.findings.get(key="F1")
    actions.settle_finding(row, choice="follow_words", seen=0, by=desk.world.actor("an"), at=at())
    desk.world.login(client, minh)
    url = reverse("programme:finding_settle", args=[row.pk])
    answer = client.post(url, {"choice": "follow_figure", "reason": "theo số", "seen": "0"})
    page = answer.content.decode()
    assert answer.status_code == 409
    assert "Theo bằng chữ" in page and "theo số" in page
    row.refresh_from_db()
    assert row.resolution == "follow_words"


def test_base_decided_by_another_meanwhile_is_a_conflict(desk: Desk, version: PlanVersion, minh: str) -> None:
    target = Target.objects.get(node__version=version, node__key="T2")
    decision = {"kind": "year", "year": 2025, "reason": "báo cáo"}
    actions.decide_base(target, seen=0, by=desk.world.actor("an"), at=at(), **decision)
    with pytest.raises(Conflict):
        actions.decide_base(target, seen=0, by=desk.world.actor(minh), at=at(), **decision)


def test_leader_does_not_approve_what_changed_behind_the_page(desk: Desk, version: PlanVersion) -> None:
    submitted = desk.submit(version)
    seen = submitted.revision
    actions.return_version(version, reason="xem lại", by=desk.world.actor("binh"), at=at())
    actions.correct_item(desk.node(version, "T1"), {"value": Decimal(31)}, by=desk.world.actor("an"), at=at())
    actions.submit_version(version, by=desk.world.actor("an"), at=at())
    with pytest.raises(Conflict, match="Nguyễn Văn An"):
        actions.approve_version(version, seen=seen, by=desk.world.actor("binh"), at=at())
