"""Accepting, correcting, adding, dropping, splitting and merging items: success, refusal, trace."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied
from django.http import Http404

from nscl.apps.core.access import Refusal
from nscl.apps.core.models import AuditEntry
from nscl.apps.programme import actions, hooks
from nscl.apps.programme.models import PlanNode, PlanVersion, Target
from tests.apps.programme.conftest import Desk
from tests.apps.programme.readings import TEXT
from tests.world import at


def entries(deed: str) -> list[AuditEntry]:
    return list(AuditEntry.objects.filter(deed=deed).order_by("seq"))


def test_accepting_marks_who_and_when_and_leaves_one_row(desk: Desk, version: PlanVersion) -> None:
    an = desk.world.actor("an")
    node = actions.accept_item(desk.node(version, "T1"), by=an, at=at())
    assert (node.review, node.reviewed_by_id, node.reviewed_at) == ("accepted", an.user_id, at())
    assert len(entries("programme.item.accept")) == 1
    version.refresh_from_db()
    assert (version.revision, node.revision) == (1, 1)


def test_accepting_twice_changes_nothing(desk: Desk, version: PlanVersion) -> None:
    for _ in range(2):
        actions.accept_item(desk.node(version, "T1"), by=desk.world.actor("an"), at=at())
    assert len(entries("programme.item.accept")) == 1


def test_clean_acceptance_leaves_what_is_open_to_be_looked_at(desk: Desk, version: PlanVersion) -> None:
    taken = actions.accept_clean(version, "target", by=desk.world.actor("an"), at=at())
    assert [node.key for node in taken] == ["T1", "T3"]
    assert desk.node(version, "T2").review == "pending"
    assert entries("programme.item.accept")[0].after == {"kind": "target", "items": ["T1", "T3"]}
    with pytest.raises(Refusal, match="cần xem riêng"):
        actions.accept_clean(version, "target", by=desk.world.actor("an"), at=at())


def test_leader_does_not_review(desk: Desk, version: PlanVersion) -> None:
    with pytest.raises(PermissionDenied):
        actions.accept_item(desk.node(version, "T1"), by=desk.world.actor("binh"), at=at())


def test_another_provinces_item_does_not_exist(desk: Desk, version: PlanVersion) -> None:
    with pytest.raises(Http404):
        actions.accept_item(desk.node(version, "T1"), by=desk.world.actor("khanh"), at=at())


def test_items_are_closed_once_submitted(desk: Desk, version: PlanVersion) -> None:
    desk.submit(version)
    with pytest.raises(Refusal, match="không còn ở bước rà soát"):
        actions.accept_item(desk.node(version, "T1"), by=desk.world.actor("an"), at=at())


def test_correcting_a_target_records_only_what_changed(desk: Desk, version: PlanVersion) -> None:
    node = desk.node(version, "T1")
    values = {"value": Decimal(45), "unit": "doanh nghiệp", "is_soft": True}
    actions.correct_item(node, values, reason="đọc lại phụ lục", by=desk.world.actor("an"), at=at())
    target = Target.objects.get(pk=node.pk)
    assert (target.value, target.is_soft, target.node.review) == (Decimal(45), True, "corrected")
    row = entries("programme.item.correct")[0]
    assert row.before == {"value": "30", "is_soft": "không"}
    assert row.after == {"value": "45", "is_soft": "có"} and row.reason == "đọc lại phụ lục"
    assert version.reading["targets"][0]["value"] == 30


@pytest.mark.parametrize(
    ("values", "sentence"),
    [
        ({"comparator": "range", "low": Decimal(30), "high": Decimal(20)}, "số dưới"),
        ({"value": None}, "thiếu con số"),
        ({"comparator": ""}, "phải có phép so sánh"),
        ({"deadline": 2030}, "một trong hai"),
        ({"period_from": None, "period_to": None}, "Cần ghi giai đoạn"),
    ],
)
def test_numbers_that_make_no_target_are_refused_and_nothing_changes(
    desk: Desk, version: PlanVersion, values: dict[str, object], sentence: str
) -> None:
    with pytest.raises(Refusal, match=sentence):
        actions.correct_item(desk.node(version, "T1"), values, by=desk.world.actor("an"), at=at())
    target = Target.objects.get(node__version=version, node__key="T1")
    assert (target.value, target.comparator, target.node.review) == (Decimal(30), "ge", "pending")


def test_making_a_number_qualitative_drops_the_number(desk: Desk, version: PlanVersion) -> None:
    actions.correct_item(
        desk.node(version, "T1"), {"kind": "qualitative"}, by=desk.world.actor("an"), at=at()
    )
    target = Target.objects.get(node__version=version, node__key="T1")
    assert (target.comparator, target.value, target.goal_text) == ("", None, "định tính")


def test_clearing_the_doubt_of_a_share_with_its_denominator_needs_no_base(
    desk: Desk, version: PlanVersion
) -> None:
    an = desk.world.actor("an")
    share = {"kind": "percent_of", "comparator": "eq", "value": Decimal(60), "unit": "%"}
    actions.correct_item(desk.node(version, "T1"), share, by=an, at=at())
    assert Target.objects.get(node__version=version, node__key="T1").needs_base
    actions.correct_item(desk.node(version, "T1"), {"of": "sản phẩm chủ lực"}, by=an, at=at())
    assert not Target.objects.get(node__version=version, node__key="T1").needs_base


def test_task_takes_lead_and_joining_offices(desk: Desk, version: PlanVersion) -> None:
    node = desk.node(version, "N1")
    offices = [desk.world.offices["finance"], desk.world.offices["industry"]]
    values = {"coordinating": offices, "due_on": date(2028, 6, 30)}
    actions.correct_item(node, values, by=desk.world.actor("an"), at=at())
    node.task.refresh_from_db()
    assert set(node.task.coordinating.all()) == set(offices) and node.task.due_on == date(2028, 6, 30)


def test_unknown_value_name_is_refused(desk: Desk, version: PlanVersion) -> None:
    with pytest.raises(Refusal, match="không có: colour"):
        actions.correct_item(desk.node(version, "T1"), {"colour": "red"}, by=desk.world.actor("an"), at=at())


def test_rooms_above_hear_of_a_corrected_budget_line(
    desk: Desk, version: PlanVersion, monkeypatch: pytest.MonkeyPatch
) -> None:
    heard: list[tuple[str, object]] = []
    monkeypatch.setattr(hooks, "_item_changed", [lambda node: heard.append((node.key, node.data["total"]))])
    actions.correct_item(
        desk.node(version, "G1.1"), {"total": Decimal("650")}, by=desk.world.actor("an"), at=at()
    )
    assert heard == [("G1.1", 650)]


def test_dropping_needs_a_reason_and_can_be_taken_back(desk: Desk, version: PlanVersion) -> None:
    an = desk.world.actor("an")
    with pytest.raises(Refusal, match="lý do"):
        actions.drop_item(desk.node(version, "T3"), reason="  ", by=an, at=at())
    node = actions.drop_item(desk.node(version, "T3"), reason="trùng", by=an, at=at())
    assert (node.review, node.review_reason) == ("dropped", "trùng")
    assert actions.accept_item(desk.node(version, "T3"), by=an, at=at()).review == "accepted"


def test_rooms_above_hear_when_an_item_goes_and_comes_back(
    desk: Desk, version: PlanVersion, monkeypatch: pytest.MonkeyPatch
) -> None:
    heard: list[tuple[str, bool]] = []
    monkeypatch.setattr(hooks, "_item_changed", [lambda node: heard.append((node.key, node.is_live))])
    an = desk.world.actor("an")
    actions.drop_item(desk.node(version, "G1.2"), reason="trùng", by=an, at=at())
    actions.accept_item(desk.node(version, "G1.2"), by=an, at=at())
    assert heard == [("G1.2", False), ("G1.2", True)]


def test_group_with_lines_is_not_dropped(desk: Desk, version: PlanVersion) -> None:
    with pytest.raises(Refusal, match="còn 2 mục nằm trong"):
        actions.drop_item(desk.node(version, "G1"), reason="thừa", by=desk.world.actor("an"), at=at())


def test_added_item_gets_its_own_key_after_its_kind(desk: Desk, version: PlanVersion) -> None:
    values = {
        "title": "Tối thiểu 5 chuyên gia",
        "kind": "at_least",
        "comparator": "ge",
        "value": Decimal(5),
        "unit": "chuyên gia",
        "indicator": "x_t1",
        "count_mode": "distinct",
        "deadline": 2030,
    }
    an = desk.world.actor("an")
    node = actions.add_item(version, "target", values, reason="mục I.2, dòng cuối", by=an, at=at())
    assert (node.review, node.key) == ("added", "target+1")
    order = list(version.nodes.filter(kind="target").order_by("position", "pk").values_list("key", flat=True))
    assert order == ["T1", "T2", "T3", "target+1"]
    with pytest.raises(Refusal, match="lý do"):
        actions.add_item(version, "target", values, reason="", by=an, at=at())


def test_added_budget_line_needs_its_group(desk: Desk, version: PlanVersion) -> None:
    an = desk.world.actor("an")
    with pytest.raises(Refusal, match="phải nằm trong một nhóm"):
        actions.add_item(version, "budget_line", {"title": "Khác"}, reason="sót", by=an, at=at())
    group = desk.node(version, "G1")
    values = {"title": "Khác", "total": Decimal(50), "by_source": {}}
    assert (
        actions.add_item(version, "budget_line", values, reason="sót", parent=group, by=an, at=at()).parent
        == group
    )


def test_split_parts_wait_to_be_looked_at_and_keep_their_place(desk: Desk, version: PlanVersion) -> None:
    titles = ["tăng 10 - 15%/năm", "tăng 10"]
    parts = actions.split_item(desk.node(version, "T2"), titles, by=desk.world.actor("an"), at=at())
    assert [p.review for p in parts] == ["pending", "pending"]
    assert [p.title for p in parts] == titles
    second = Target.objects.get(pk=parts[1].pk)
    assert (second.low, second.high, second.needs_base) == (Decimal(10), Decimal(15), True)
    assert TEXT[parts[1].span_start : parts[1].span_end] == "tăng 10"
    order = list(version.nodes.filter(kind="target").order_by("position", "pk").values_list("key", flat=True))
    assert order == ["T1", "T2", parts[1].key, "T3"]
    with pytest.raises(Refusal, match="ít nhất hai mục"):
        actions.split_item(desk.node(version, "T1"), ["một"], by=desk.world.actor("an"), at=at())


def test_merge_keeps_the_first_and_takes_over_findings(desk: Desk, version: PlanVersion) -> None:
    an = desk.world.actor("an")
    nodes = [desk.node(version, "T3"), desk.node(version, "T1")]
    kept = actions.merge_items(nodes, title="Hỗ trợ doanh nghiệp và cổng thông tin", by=an, at=at())
    assert (kept.key, kept.review, kept.title) == ("T1", "corrected", "Hỗ trợ doanh nghiệp và cổng thông tin")
    assert desk.node(version, "T3").review == "dropped"
    assert [f.key for f in kept.findings.all()] == ["F3"]
    assert kept.span_end > desk.node(version, "T2").span_end


def test_merge_joins_the_lists_of_duties(desk: Desk, version: PlanVersion) -> None:
    nodes = [desk.node(version, "TN1"), desk.node(version, "TN2")]
    kept = actions.merge_items(nodes, title="", by=desk.world.actor("an"), at=at())
    assert kept.duty.items == ["chủ trì thực hiện", "bố trí vốn"]
    assert kept.title == "Sở Khoa học và Công nghệ, Sở Kế hoạch và Đầu tư"


def test_only_items_of_one_kind_are_merged(desk: Desk, version: PlanVersion) -> None:
    nodes = [desk.node(version, "T1"), desk.node(version, "N1")]
    with pytest.raises(Refusal, match="cùng loại"):
        actions.merge_items(nodes, title="", by=desk.world.actor("an"), at=at())
    with pytest.raises(Refusal, match="ít nhất hai"):
        actions.merge_items(nodes[:1], title="", by=desk.world.actor("an"), at=at())


def test_parts_of_a_merged_target_go_over_to_the_one_that_stays(desk: Desk, version: PlanVersion) -> None:
    an = desk.world.actor("an")
    child, parent = desk.node(version, "T2"), Target.objects.get(node__version=version, node__key="T3")
    actions.correct_item(child, {"parent": parent}, by=an, at=at())
    actions.merge_items([desk.node(version, "T1"), parent.node], title="", by=an, at=at())
    assert Target.objects.get(pk=child.pk).parent.node.key == "T1"
    assert PlanNode.objects.get(pk=parent.pk).review == "dropped"
