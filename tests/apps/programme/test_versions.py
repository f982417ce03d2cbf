"""The way of a version: submit, return, approve, drop, and the next version of a plan in force."""

from __future__ import annotations

from copy import deepcopy
from datetime import date

import pytest
from django.core.exceptions import PermissionDenied
from django.http import Http404

from nscl.apps.accounts.actors import actor_for, hats_of
from nscl.apps.accounts.models import Delegation, Membership
from nscl.apps.core import audit
from nscl.apps.core.access import Refusal, Role
from nscl.apps.programme import actions, hooks
from nscl.apps.programme.actions.versions import NotReady
from nscl.apps.programme.diff import diff
from nscl.apps.programme.hooks import CarryOver
from nscl.apps.programme.models import BaseDecision, PlanVersion
from nscl.apps.programme.rules import obstacles
from tests.apps.programme.conftest import Desk
from tests.apps.programme.readings import plan_object, reading, target
from tests.world import SINCE, TODAY, at


def test_from_upload_to_in_force(desk: Desk, version: PlanVersion) -> None:
    done = desk.put_in_force(version)
    done.refresh_from_db()
    assert (done.state, done.approved_by.username, done.submitted_by.username) == ("in_force", "binh", "an")
    assert audit.verify(desk.world.home.chain_key).ok


def test_what_is_open_is_named_with_the_page_where_it_is_done(desk: Desk, version: PlanVersion) -> None:
    found = obstacles(version)
    assert any("bằng chữ lệch" in o.sentence and "/phat-hien/" in o.url for o in found)
    assert any("mốc so sánh" in o.sentence and o.url.endswith("/moc/") for o in found)
    assert any("Còn 3 mục chưa rà soát: chỉ tiêu" in o.sentence and "nhom=chi-tieu" in o.url for o in found)


def test_unready_version_is_neither_submitted_nor_approved(desk: Desk, version: PlanVersion) -> None:
    with pytest.raises(NotReady):
        actions.submit_version(version, by=desk.world.actor("an"), at=at())
    desk.submit(version)
    version.findings.filter(key="F1").update(state="open", resolution="")
    with pytest.raises(NotReady, match="Phát hiện phải xử lý"):
        actions.approve_version(version, by=desk.world.actor("binh"), at=at())
    version.refresh_from_db()
    assert version.state == "submitted"


def test_undecided_base_alone_stops_the_submission(desk: Desk, version: PlanVersion) -> None:
    desk.settle_all(version)
    desk.accept_all(version)
    BaseDecision.objects.all().delete()
    with pytest.raises(NotReady, match="quyết định mốc"):
        actions.submit_version(version, by=desk.world.actor("an"), at=at())


def test_drafter_never_approves_even_with_a_leaders_role(desk: Desk, version: PlanVersion) -> None:
    an = desk.world.users["an"]
    desk.submit(version)
    Membership.objects.create(
        user=an, office=desk.world.offices["science"], role=Role.LEADER, valid_from=SINCE
    )
    as_leader = actor_for(an, hats_of(an, TODAY)[1])
    assert Role.LEADER in as_leader.roles
    with pytest.raises(Refusal, match="không được tự duyệt"):
        actions.approve_version(version, by=as_leader, at=at())


def test_who_only_reviewed_an_item_does_not_approve_either(desk: Desk, version: PlanVersion) -> None:
    world = desk.world
    world.join("minh", "Đinh Văn Minh", "science", Role.OFFICER)
    actions.accept_item(desk.node(version, "T1"), by=world.actor("minh"), at=at())
    desk.submit(version)
    user = world.users["minh"]
    Membership.objects.create(
        user=user, office=world.offices["committee"], role=Role.LEADER, valid_from=SINCE
    )
    with pytest.raises(Refusal, match="không được tự duyệt"):
        actions.approve_version(version, by=actor_for(user, hats_of(user, TODAY)[1]), at=at())


def delegated(desk: Desk, leader: str, to: str) -> object:
    world = desk.world
    membership = Membership.objects.get(user=world.users[leader])
    Delegation.objects.create(
        delegator=membership,
        delegate=world.users[to],
        valid_from=date(2026, 1, 1),
        valid_to=date(2026, 12, 31),
        reason="đi công tác",
    )
    return actor_for(world.users[to], hats_of(world.users[to], TODAY)[-1])


def test_drafter_does_not_approve_in_the_leaders_place(desk: Desk, version: PlanVersion) -> None:
    desk.submit(version)
    with pytest.raises(Refusal, match="kể cả khi làm thay|không được tự duyệt"):
        actions.approve_version(version, by=delegated(desk, "binh", "an"), at=at())


def test_delegate_who_took_no_part_approves_and_both_are_on_record(desk: Desk, version: PlanVersion) -> None:
    desk.submit(version)
    acting = delegated(desk, "binh", "lan")
    assert actions.approve_version(version, by=acting, at=at()).state == "in_force"


def test_officer_does_not_approve_and_the_neighbour_sees_nothing(desk: Desk, version: PlanVersion) -> None:
    desk.submit(version)
    with pytest.raises(PermissionDenied):
        actions.approve_version(version, by=desk.world.actor("an"), at=at())
    desk.world.join("kim", "Lý Thị Kim", "science_next_door", Role.LEADER)
    with pytest.raises(Http404):
        actions.approve_version(version, by=desk.world.actor("kim"), at=at())


def test_returned_with_reason_goes_back_to_review(desk: Desk, version: PlanVersion) -> None:
    desk.submit(version)
    with pytest.raises(Refusal, match="lý do"):
        actions.return_version(version, reason=" ", by=desk.world.actor("binh"), at=at())
    back = actions.return_version(version, reason="Xem lại chỉ tiêu 2", by=desk.world.actor("binh"), at=at())
    assert (back.state, back.note) == ("returned", "Xem lại chỉ tiêu 2")
    actions.correct_item(desk.node(version, "T1"), {"unit": "tổ chức"}, by=desk.world.actor("an"), at=at())
    assert actions.submit_version(version, by=desk.world.actor("an"), at=at()).state == "submitted"


def test_dropped_reading_frees_its_file(desk: Desk, version: PlanVersion) -> None:
    an = desk.world.actor("an")
    with pytest.raises(Refusal, match="lý do"):
        actions.drop_version(version, reason="", by=an, at=at())
    actions.drop_version(version, reason="nhầm tệp", by=an, at=at())
    again = desk.stage()
    assert (again.plan, again.number) == (version.plan, 2)


def test_version_in_force_is_not_dropped(desk: Desk, version: PlanVersion) -> None:
    desk.put_in_force(version)
    with pytest.raises(Refusal, match="đang ở trạng thái"):
        actions.drop_version(version, reason="thử", by=desk.world.actor("an"), at=at())


def second_reading(desk: Desk, version: PlanVersion) -> PlanVersion:
    """The plan again with one number changed, one target gone and one new."""
    plan = plan_object()
    plan["targets"][0] = deepcopy(plan["targets"][0]) | {
        "value": 40,
        "quote": "ít nhất 40 doanh nghiệp áp dụng hệ thống quản lý",
    }
    plan["targets"][2] = target(
        "T4", "Tổ chức 02 hội nghị", "count", "eq", value=2, unit="hội nghị", deadline=2029
    )
    return desk.stage(reading(plan), content=b"v2", plan=version.plan)


def test_next_version_is_tied_item_by_item_and_keeps_base_decisions(desk: Desk, version: PlanVersion) -> None:
    desk.put_in_force(version)
    new = second_reading(desk, version)
    ties = {
        n.key: n.carried_from.key for n in new.nodes.exclude(carried_from=None).select_related("carried_from")
    }
    assert ties["T1"] == "T1" and ties["T2"] == "T2" and "T4" not in ties
    assert BaseDecision.objects.get(target__node__version=new).year == 2020


def test_diff_lists_added_removed_and_changed_cells(desk: Desk, version: PlanVersion) -> None:
    desk.put_in_force(version)
    result = diff(version, second_reading(desk, version))
    assert [n.key for n in result.added] == ["T4"] and [n.key for n in result.removed] == ["T3"]
    cells = {c.label: (c.before, c.after) for change in result.changed for c in change.cells}
    assert cells["Giá trị"] == ("30", "40")
    assert len(result.changed) == 1 and result.unchanged == version.nodes.count() - 2


def test_diff_tells_of_the_plan_as_a_whole_and_of_its_findings(desk: Desk, version: PlanVersion) -> None:
    """A corrected total alone is a difference too, and the finding it mends is named."""
    desk.put_in_force(version)
    plan = deepcopy(plan_object())
    plan["budget"] = (plan.get("budget") or {}) | {"total_printed": "9.230.000.000 đồng"}
    gone = plan["inconsistencies"].pop(0)
    result = diff(version, desk.stage(reading(plan), content=b"v2", plan=version.plan))
    assert [(cell.label, cell.after) for cell in result.facts] == [
        ("Tổng kinh phí in bằng số", "9.230.000.000 đồng")
    ]
    assert [finding.detail for finding in result.mended] == [gone["detail"]] and result.found == []
    assert not (result.added or result.removed or result.changed)


def test_approving_the_next_version_replaces_the_first_and_carries_along(
    desk: Desk, version: PlanVersion, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk.put_in_force(version)
    heard: list[CarryOver] = []
    monkeypatch.setattr(hooks, "_carried", [lambda carry, by, at: heard.append(carry)])
    desk.put_in_force(second_reading(desk, version))
    version.refresh_from_db()
    assert version.state == "replaced"
    (carry,) = heard
    assert (carry.old.number, carry.new.number) == (1, 2)
    assert ("T1", "T1") in [(old.key, new.key) for old, new in carry.pairs]


def test_one_version_on_its_way_at_a_time_and_only_of_this_plan(desk: Desk, version: PlanVersion) -> None:
    with pytest.raises(Refusal, match="Bản đọc số 1 của kế hoạch này đang rà soát|đang đang rà soát"):
        desk.stage(reading(), content=b"v2", plan=version.plan)
    desk.put_in_force(version)
    with pytest.raises(Refusal, match="không phải bản mới"):
        desk.stage(reading(number="99/KH-UBND"), content=b"v3", plan=version.plan)


def test_plan_that_replaces_another_retires_it(desk: Desk, version: PlanVersion) -> None:
    desk.put_in_force(version)
    replaces = [{"number": "15/KH-UBND", "date": "2026-01-20", "quote": "thay thế"}]
    newer = desk.stage(reading(number="70/KH-UBND", date="2026-02-20", replaces=replaces), content=b"v2")
    desk.put_in_force(newer)
    version.refresh_from_db()
    assert version.state == "replaced" and newer.plan.replaces == version.plan
