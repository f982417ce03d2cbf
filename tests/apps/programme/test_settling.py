"""Settling findings and deciding bases."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied

from nscl.apps.core.access import Refusal
from nscl.apps.core.models import AuditEntry
from nscl.apps.programme import actions, hooks
from nscl.apps.programme.models import BaseDecision, PlanFinding, PlanVersion, Target
from nscl.apps.programme.rules import base_choices_of
from nscl.apps.programme.settlement import CHOICES, CODE_LABELS, choices_for
from tests.apps.programme.conftest import Desk
from tests.apps.programme.readings import plan_object, reading
from tests.world import at


def finding(version: PlanVersion, key: str) -> PlanFinding:
    return PlanFinding.objects.get(version=version, key=key)


def conflicting(code: str, values: list[Any], refs: list[str]) -> dict[str, Any]:
    return {
        "id": "F9",
        "code": code,
        "severity": "error",
        "kind": "two_values",
        "detail": "hai số khác nhau",
        "refs": refs,
        "quotes": [],
        "values": values,
    }


def test_going_by_words_records_the_amount_in_dong_and_tells_the_rooms_above(
    desk: Desk, version: PlanVersion, monkeypatch: pytest.MonkeyPatch
) -> None:
    heard: list[str] = []
    monkeypatch.setattr(hooks, "_finding_settled", [lambda row: heard.append(row.resolution_value)])
    row = actions.settle_finding(
        finding(version, "F1"), choice="follow_words", by=desk.world.actor("an"), at=at()
    )
    assert (row.state, row.resolution, row.resolution_value) == ("settled", "follow_words", "900000000")
    assert heard == ["900000000"]
    entry = AuditEntry.objects.get(deed="programme.finding.settle")
    assert entry.before["state"] == "open" and entry.after["resolution"] == "follow_words"
    version.refresh_from_db()
    assert version.reading["budget"]["total_printed_vnd"] == 900000


def test_later_keeps_the_finding_open_with_its_note(desk: Desk, version: PlanVersion) -> None:
    an = desk.world.actor("an")
    row = actions.settle_finding(
        finding(version, "F1"), choice="later", reason="hỏi Văn phòng", by=an, at=at()
    )
    assert (row.state, row.resolution, row.resolution_reason) == ("open", "", "hỏi Văn phòng")


@pytest.mark.parametrize(
    ("choice", "value", "sentence"),
    [
        ("invented", "", "chọn một cách"),
        ("other_value", "", "Cần ghi giá trị"),
        ("other_value", "1,234.5", "chưa rõ"),
    ],
)
def test_incomplete_settlement_is_refused(
    desk: Desk, version: PlanVersion, choice: str, value: str, sentence: str
) -> None:
    with pytest.raises(Refusal, match=sentence):
        actions.settle_finding(
            finding(version, "F1"), choice=choice, value=value, by=desk.world.actor("an"), at=at()
        )
    assert finding(version, "F1").state == "open"


def test_saying_that_it_is_no_fault_needs_a_reason(desk: Desk, version: PlanVersion) -> None:
    with pytest.raises(Refusal, match="lý do"):
        actions.settle_finding(
            finding(version, "F3"), choice="not_a_fault", by=desk.world.actor("an"), at=at()
        )


def test_second_of_two_figures_corrects_the_targets_named(desk: Desk) -> None:
    plan = plan_object()
    plan["inconsistencies"].append(conflicting("target_conflict", [30, 20], ["T1", "T3"]))
    version = desk.stage(reading(plan))
    an = desk.world.actor("an")
    actions.settle_finding(finding(version, "F9"), choice="follow_second", by=an, at=at())
    values = {
        t.node.key: t.value for t in Target.objects.filter(node__version=version).select_related("node")
    }
    assert (values["T1"], values["T3"]) == (Decimal(20), Decimal(1))
    assert desk.node(version, "T1").review == "corrected"


def test_number_of_the_appendix_becomes_the_plans_when_chosen(desk: Desk) -> None:
    plan = plan_object()
    plan["inconsistencies"].append(conflicting("number_mismatch", ["15/KH-UBND", "150/KH-UBND"], []))
    version = desk.stage(reading(plan))
    an = desk.world.actor("an")
    actions.settle_finding(finding(version, "F9"), choice="follow_second", by=an, at=at())
    version.plan.refresh_from_db()
    assert version.plan.number == "150/KH-UBND"


def test_entered_number_that_another_plan_has_is_refused(desk: Desk) -> None:
    desk.stage()
    plan = plan_object(number=None, title="Kế hoạch khác")
    plan["inconsistencies"] = [conflicting("blank_number", [], [])]
    version = desk.stage(reading(plan), content=b"v2")
    an = desk.world.actor("an")
    with pytest.raises(Refusal, match="Đã có kế hoạch số 15/KH-UBND"):
        actions.settle_finding(
            finding(version, "F9"), choice="enter_number", value="15/KH-UBND", by=an, at=at()
        )
    with pytest.raises(Refusal):
        actions.settle_finding(
            finding(version, "F9"), choice="enter_number", value="mười lăm", by=an, at=at()
        )
    actions.settle_finding(finding(version, "F9"), choice="enter_number", value="16/KH-UBND", by=an, at=at())
    version.plan.refresh_from_db()
    assert version.plan.number == "16/KH-UBND"


def test_every_code_of_the_schema_has_a_label_and_a_way_out(shared: Any) -> None:
    import json

    schema = json.loads((shared / "plans" / "nscl-plan-1.schema.json").read_text(encoding="utf-8"))
    codes = schema["properties"]["inconsistencies"]["items"]["properties"]["code"]["enum"]
    assert set(codes) == set(CODE_LABELS)
    assert set(CHOICES) <= set(codes)
    assert all(choices_for(code)[-1].code == "later" for code in codes)


def decide(desk: Desk, version: PlanVersion, who: str = "an", **more: Any) -> BaseDecision:
    target = Target.objects.get(node__version=version, node__key="T2")
    values = {"kind": "year", "year": 2025, "value": Decimal(40), "reason": "Báo cáo năm 2025"} | more
    return actions.decide_base(target, by=desk.world.actor(who), at=at(), **values)


def test_base_decision_says_who_when_why_and_settles_its_finding(desk: Desk, version: PlanVersion) -> None:
    row = decide(desk, version)
    assert (row.decided_by.username, row.decided_at, row.reason) == ("an", at(), "Báo cáo năm 2025")
    assert row.text == "so với một năm gốc: 2025, giá trị 40"
    settled = finding(version, "F2")
    assert (settled.state, settled.resolution) == ("settled", "base_decided")


def test_newest_decision_rules_and_the_earlier_stays(desk: Desk, version: PlanVersion) -> None:
    decide(desk, version)
    decide(desk, version, year=2024)
    years = list(BaseDecision.objects.filter(target__node__version=version).values_list("year", flat=True))
    assert years == [2024, 2025]


@pytest.mark.parametrize(
    ("values", "sentence"),
    [
        ({"kind": "parent"}, "không phù hợp"),
        ({"reason": " "}, "lý do"),
        ({"year": None}, "năm gốc"),
        ({"kind": "period", "period_from": 2020, "period_to": None}, "năm đầu và năm cuối"),
        ({"kind": "period", "period_from": 2025, "period_to": 2020}, "chưa đúng"),
        ({"kind": "given", "value": None}, "giá trị gốc"),
        ({"value": Decimal(0)}, "lớn hơn 0"),
    ],
)
def test_unfit_base_is_refused(
    desk: Desk, version: PlanVersion, values: dict[str, Any], sentence: str
) -> None:
    with pytest.raises(Refusal, match=sentence):
        decide(desk, version, **values)
    assert not BaseDecision.objects.exists() and finding(version, "F2").state == "open"


def test_once_in_force_only_a_leader_changes_a_base(desk: Desk, version: PlanVersion) -> None:
    desk.put_in_force(version)
    with pytest.raises(Refusal, match="chỉ lãnh đạo"):
        decide(desk, version)
    assert decide(desk, version, who="binh").decided_by.username == "binh"


def test_finance_officer_decides_nothing(desk: Desk, version: PlanVersion) -> None:
    with pytest.raises(PermissionDenied):
        decide(desk, version, who="chi")


def test_choices_follow_the_form_of_the_target(desk: Desk, version: PlanVersion) -> None:
    growth = Target.objects.get(node__version=version, node__key="T2")
    assert [c.kind for c in base_choices_of(growth)] == ["year", "period", "previous_year", "given"]
