"""From a reading to a version in review."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from nscl.apps.core.access import Refusal
from nscl.apps.core.models import AuditEntry
from nscl.apps.programme import hooks
from nscl.apps.programme.models import Indicator, Plan, PlanNode, PlanTask, PlanVersion, Target
from nscl.apps.programme.staging import AlreadyLoaded
from tests.apps.programme.conftest import Desk
from tests.apps.programme.readings import TEXT, gold, plan_object, reading
from tests.world import at


def test_reading_becomes_plan_tree_targets_tasks_and_findings(desk: Desk) -> None:
    version = desk.stage()
    assert (version.state, version.number, version.plan.number) == ("review", 1, "15/KH-UBND")
    assert version.plan.owner == desk.world.home and not version.plan.is_inherited
    kinds = list(version.nodes.order_by("position").values_list("kind", flat=True).distinct())
    assert set(kinds) == {
        "legal_basis",
        "general_goal",
        "target",
        "rule",
        "task",
        "budget_group",
        "budget_line",
        "duty",
        "reporting",
    }
    growth = Target.objects.get(node__version=version, node__key="T2")
    assert (growth.low, growth.high, growth.value, growth.needs_base) == (
        Decimal(10),
        Decimal(15),
        None,
        True,
    )
    assert Target.objects.get(node__version=version, node__key="T1").count_mode == "distinct"
    assert {f.key: f.is_blocking for f in version.findings.all()} == {"F1": True, "F2": False, "F3": False}
    assert [n.key for n in version.findings.get(key="F2").nodes.all()] == ["T2"]


def test_every_item_with_a_quote_knows_its_place_in_the_text(desk: Desk) -> None:
    version = desk.stage()
    for node in version.nodes.exclude(quote=""):
        assert TEXT[node.span_start : node.span_end] == node.quote


def test_tasks_resolve_to_the_office_that_carries_the_function_and_know_their_last_year(desk: Desk) -> None:
    version = desk.stage()
    tasks = {
        t.node.key: t for t in PlanTask.objects.filter(node__version=version).select_related("lead", "node")
    }
    assert tasks["N1"].lead == desk.world.offices["science"]
    assert (tasks["N1"].due_on, tasks["N1"].is_yearly) == (date(2030, 12, 31), True)
    assert (tasks["N2"].due_on, tasks["N2"].is_yearly) == (date(2027, 12, 31), False)


def test_staging_leaves_one_audit_row_with_the_files_hash(desk: Desk) -> None:
    version = desk.stage()
    entry = AuditEntry.objects.get(object_type="programme.planversion", object_id=str(version.pk))
    assert entry.deed == "programme.plan.upload"
    assert entry.after["sha256"] == version.source.sha256


def test_unknown_measure_is_added_under_the_targets_own_words(desk: Desk) -> None:
    desk.stage()
    assert Indicator.objects.get(code="x_t3").name == "Đến năm 2028 vận hành 01 cổng thông tin"


def test_same_bytes_again_are_refused_and_say_which_plan(desk: Desk) -> None:
    desk.stage()
    with pytest.raises(AlreadyLoaded, match="15/KH-UBND ngày 20/01/2026 đã có") as refused:
        desk.stage(reading(number="16/KH-UBND"))
    assert refused.value.plan == Plan.objects.get()


def test_same_number_issuer_and_date_in_another_file_is_refused(desk: Desk) -> None:
    desk.stage()
    with pytest.raises(AlreadyLoaded, match="cùng số, cơ quan và ngày ban hành"):
        desk.stage(content=b"another scan of the same plan")
    assert PlanVersion.objects.count() == 1


def test_blank_number_is_known_again_by_title_and_month(desk: Desk) -> None:
    blank = {"number": None, "date": None, "date_partial": "2026-01"}
    desk.stage(reading(**blank))
    with pytest.raises(AlreadyLoaded, match="chưa có số, tháng 1/2026"):
        desk.stage(reading(**blank), content=b"v2")


def test_plan_of_another_province_is_refused_and_nothing_is_kept(desk: Desk) -> None:
    elsewhere = {"province_at_issue": {"name": "Cao Bằng", "gso_code_2020": "04"}}
    with pytest.raises(Refusal, match="tỉnh Cao Bằng, ngoài phạm vi"):
        desk.stage(reading(**elsewhere))
    assert not Plan.objects.exists() and not PlanNode.objects.exists()


def test_document_that_names_no_province_needs_a_choice(desk: Desk) -> None:
    nowhere = reading(province_at_issue={"name": "không rõ", "gso_code_2020": "00"})
    with pytest.raises(Refusal, match="chọn tỉnh ban hành"):
        desk.stage(nowhere)
    assert desk.stage(nowhere, province=desk.world.home).plan.province == desk.world.home


def test_chosen_province_must_be_the_one_the_document_names(desk: Desk) -> None:
    with pytest.raises(Refusal, match="không phải tỉnh Lào Cai"):
        desk.stage(province=desk.world.neighbour)


def test_plan_of_an_abolished_province_belongs_to_its_successor(desk: Desk) -> None:
    yen_bai = {
        "province_at_issue": {"name": "Yên Bái", "gso_code_2020": "15"},
        "issuer": "Ủy ban nhân dân tỉnh Yên Bái",
        "date": "2021-06-01",
    }
    version = desk.stage(reading(**yen_bai), who="khanh")
    assert version.plan.province.name == "Yên Bái"
    assert version.plan.owner == desk.world.neighbour and version.plan.is_inherited


def test_only_an_officer_uploads(desk: Desk) -> None:
    from django.core.exceptions import PermissionDenied

    with pytest.raises(PermissionDenied):
        desk.stage(who="binh")


def test_replaced_plan_is_linked_whichever_is_loaded_first(desk: Desk) -> None:
    replaces = [{"number": "3/KH-UBND", "date": "2024-04-14", "quote": "thay thế"}]
    newer = desk.stage(reading(replaces=replaces)).plan
    assert newer.replaces is None and newer.replaces_printed == "3/KH-UBND ngày 14/04/2024"
    older = desk.stage(reading(number="3/KH-UBND", date="2024-04-14"), content=b"v2").plan
    newer.refresh_from_db()
    assert newer.replaces == older


def test_form_whose_numbers_do_not_fit_is_staged_without_number_and_says_so(desk: Desk) -> None:
    plan = plan_object()
    plan["targets"][0]["value"] = None
    target = Target.objects.get(node__version=desk.stage(reading(plan)), node__key="T1")
    assert target.kind == "qualitative" and "đối chiếu câu gốc" in target.ambiguity


def test_colliding_keys_are_kept_apart_and_budget_keeps_its_own(desk: Desk) -> None:
    plan = plan_object()
    plan["tasks"][0]["id"] = "G1.1"
    version = desk.stage(reading(plan))
    assert desk.node(version, "G1.1").kind == "budget_line"
    assert desk.node(version, "G1.1~2").kind == "task"


def test_hook_of_a_room_above_sees_version_and_reading(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    seen = []
    monkeypatch.setattr(hooks, "_staged", [])
    hooks.after_staging(lambda version, plan: seen.append((version.pk, plan["schema"])))
    version = desk.stage()
    assert seen == [(version.pk, "nscl-plan/1")]


def test_failing_hook_leaves_nothing_behind(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(version: PlanVersion, plan: object) -> None:
        raise Refusal("không ghi được kinh phí")

    monkeypatch.setattr(hooks, "_staged", [fail])
    with pytest.raises(Refusal):
        desk.stage()
    assert not PlanVersion.objects.exists() and not Plan.objects.exists()


@pytest.mark.parametrize(
    ("name", "targets"),
    [("lang-son", 5), ("lao-cai", 29), ("lam-dong", 13), ("nam-dinh", 16), ("hung-yen", 11)],
)
def test_gold_readings_stage_whole(desk: Desk, shared: object, name: str, targets: int) -> None:
    from nscl.apps.accounts.models import Office
    from nscl.apps.core.access import Role
    from nscl.apps.reference.models import AdministrativeUnit
    from nscl.apps.reference.queries import successor_on
    from tests.world import TODAY

    read = gold(shared, name)  # type: ignore[arg-type]
    issued = AdministrativeUnit.objects.filter(name=read.plan["plan"]["province_at_issue"]["name"]).order_by(
        "valid_from"
    )[0]
    owner = successor_on(issued, TODAY)
    desk.world.offices["here"] = Office.objects.create(
        name="Sở KH&CN",
        kind="province_department",
        province=owner,
        functions=["science"],
        valid_from=date(2020, 1, 1),
    )
    desk.world.join("here", "Người ở đây", "here", Role.OFFICER)
    version = desk.stage(read, who="here")
    assert version.plan.owner == owner
    assert Target.objects.filter(node__version=version).count() == targets
    assert version.findings.count() == len(read.plan["inconsistencies"])
    quoted = version.nodes.filter(kind="target")
    assert all(node.span_start is not None for node in quoted)
    assert at() == version.created_at
