"""The demo builds on an empty database, once, and everything in it holds."""

from __future__ import annotations

from collections import Counter
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from demo import build
from demo.people import PASSWORD, POSTS, PROVINCES
from nscl.apps.accounts.models import Membership, User
from nscl.apps.budget.models import Allocation, Disbursement
from nscl.apps.budget.queries import money_of
from nscl.apps.core import audit
from nscl.apps.core.models import AuditEntry, StoredFile
from nscl.apps.monitoring import queries, rules
from nscl.apps.monitoring.models import Observation, TaskReport
from nscl.apps.programme.models import Plan, PlanFinding, PlanVersion, Target
from nscl.apps.reporting.models import ReportIssue
from tests.demo.conftest import Demo
from tests.plandoc.gold import load_gold

ACCOUNTS = [f"{post}.{word}" for word, _ in PROVINCES.values() for post, *_ in POSTS] + ["bo", "quantri"]
COUNTED = (
    Plan,
    PlanVersion,
    Target,
    PlanFinding,
    Observation,
    TaskReport,
    Allocation,
    Disbursement,
    ReportIssue,
)


def version_of(province: str) -> PlanVersion:
    return PlanVersion.objects.get(plan__province__name=province, state="in_force")


def signed_in(username: str) -> Client:
    client = Client()
    client.force_login(
        User.objects.get(username=username), backend="django.contrib.auth.backends.ModelBackend"
    )
    return client


def test_five_plans_stand_where_the_story_needs_them(demo: Demo) -> None:
    assert demo.code == 0
    states = {(v.plan.province.name, v.number): v.state for v in PlanVersion.objects.all()}
    assert states == {
        ("Lào Cai", 1): "in_force",
        ("Lâm Đồng", 1): "in_force",
        ("Nam Định", 1): "in_force",
        ("Lạng Sơn", 1): "in_force",
        ("Hưng Yên", 1): "in_force",
        ("Lạng Sơn", 2): "submitted",
        ("Hưng Yên", 2): "review",
    }
    assert all(Plan.objects.values_list("is_demo", flat=True))


def test_the_plan_of_an_abolished_province_belongs_to_its_successor(demo: Demo) -> None:
    plan = version_of("Nam Định").plan
    assert plan.owner.name == "Ninh Bình"
    assert plan.is_inherited


def test_building_again_changes_nothing(demo: Demo) -> None:
    before = [model.objects.count() for model in (*COUNTED, User, AuditEntry, StoredFile)]
    code, said = demo.again()
    assert code == 0
    assert said == ["Dữ liệu minh họa đã có sẵn; không thay đổi gì."]
    assert [model.objects.count() for model in (*COUNTED, User, AuditEntry, StoredFile)] == before


def test_every_plan_keeps_the_gold_counts_and_total(demo: Demo, shared: Path) -> None:
    for name, (_, owner) in PROVINCES.items():
        gold = load_gold(name)
        version = PlanVersion.objects.get(plan__owner__name=owner, number=1)
        assert Target.objects.filter(node__version=version).count() == len(gold["targets"]), name
        total = version.budget_lines.get(key="total").amounts.filter(source=None, year=None).first()
        expected = gold["budget"]["total_accepted_vnd"]
        assert (total.amount_vnd if total else None) == expected, name


def test_every_chain_proves(demo: Demo) -> None:
    checks = list(audit.verify_all())
    assert all(check.ok for check in checks)
    assert sum(check.entries for check in checks) == AuditEntry.objects.count() > 500


def test_each_chain_tells_its_deeds_in_the_order_of_time(demo: Demo) -> None:
    told: dict[str, datetime] = {}
    for entry in AuditEntry.objects.order_by("chain", "seq"):
        before = told.get(entry.chain_id, entry.at)
        assert before <= entry.at, (entry.chain_id, entry.seq)
        told[entry.chain_id] = entry.at


def test_nothing_lies_in_the_future(demo: Demo) -> None:
    assert AuditEntry.objects.filter(at__gt=demo.now).count() == 0
    assert Observation.objects.filter(year__gt=2025).count() == 0
    for entries in (Allocation, Disbursement):
        assert entries.objects.filter(dated_on__gt=date(2025, 12, 31)).count() == 0


def test_verdicts_of_every_kind_are_shown_and_none_is_at_fault(demo: Demo) -> None:
    seen: Counter[str] = Counter()
    for province in ("Lào Cai", "Lâm Đồng", "Nam Định"):
        plan = version_of(province).plan
        for year in range(plan.horizon_from, 2026):
            figures = queries.figures(plan, year=year, as_of=demo.now.date())
            assert len(figures) == Target.objects.filter(node__version__plan=plan).count()
        facts = rules.gather([version_of(province)])[version_of(province).pk]
        assert [row.fault for row in facts if row.fault] == []
        seen.update(figure.state for figure in figures)
    assert set(seen) == {"met", "on_track", "behind", "not_met", "undetermined"}


def test_results_stand_at_every_stage(demo: Demo) -> None:
    states = set(Observation.objects.values_list("state", flat=True))
    assert states == {"draft", "submitted", "returned", "approved"}


def test_names_are_plainly_invented(demo: Demo) -> None:
    rows = Observation.objects.exclude(subjects=[]).values_list("subjects", flat=True)
    names = {name for subjects in rows for name in subjects}
    assert len(names) > 50
    assert all("minh họa" in name for name in names)


def test_money_stays_within_what_stands_above(demo: Demo) -> None:
    money = money_of(version_of("Lào Cai").plan)
    assert money is not None and money.root is not None
    assert money.root.total.planned == 35_100_000_000
    for row in money.lines:
        for amounts in (row.total, *row.by_source.values()):
            assert amounts.paid <= amounts.allocated
            assert amounts.planned is None or amounts.allocated <= amounts.planned
    assert money.root.total.paid > 5_000_000_000


def test_the_report_of_2024_is_issued_with_its_documents(demo: Demo) -> None:
    report = ReportIssue.objects.get(plan=version_of("Lào Cai").plan)
    assert (report.year, report.state, report.number) == (2024, "issued", "412/BC-UBND")
    assert report.docx is not None and report.docx.read()[:2] == b"PK"
    assert ReportIssue.objects.get(plan=version_of("Lâm Đồng").plan).state == "submitted"


def test_there_is_an_account_for_each_role_of_each_province(demo: Demo) -> None:
    assert sorted(User.objects.values_list("username", flat=True)) == sorted(ACCOUNTS)
    assert Membership.objects.filter(office__province__name="Lào Cai").count() == len(POSTS)
    assert User.objects.get(username="bo").check_password(PASSWORD)


@pytest.mark.parametrize("username", ACCOUNTS)
def test_every_account_opens_its_inbox_marked_as_demo(demo: Demo, settings: Any, username: str) -> None:
    settings.NSCL_DEMO = True
    answer = signed_in(username).get(reverse("core:inbox"))
    assert answer.status_code == 200
    assert "Dữ liệu minh họa" in answer.content.decode()


def test_officer_and_leader_have_something_to_do(demo: Demo) -> None:
    from nscl.apps.accounts.actors import actor_for, hats_of
    from nscl.apps.core.inbox import waiting_for

    for username in (
        "chuyenvien.laocai",
        "lanhdao.laocai",
        "lanhdao.langson",
        "chuyenvien.hungyen",
        "lanhdao.lamdong",
    ):
        user = User.objects.get(username=username)
        assert waiting_for(actor_for(user, hats_of(user, demo.now.date())[0])), username


def test_outside_demo_mode_nothing_is_created(db: Any, settings: Any) -> None:
    settings.NSCL_DEMO = False
    people = User.objects.count()
    said: list[str] = []
    assert build.build_demo(said.append) == 2
    assert "NSCL_DEMO" in said[0]
    assert User.objects.count() == people


def test_an_interrupted_build_goes_on_where_it_stopped(
    db: Any, settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.NSCL_DEMO = True
    ran: list[str] = []
    broken = True

    def make(username: str) -> build.Step:
        def run() -> None:
            ran.append(username)
            User.objects.create(username=username, full_name=username)
            if username == "thu-2" and broken:
                raise RuntimeError("cut off")

        return build.Step(username, User.objects.filter(username=username).exists, run)

    monkeypatch.setattr(build, "steps", lambda now: [make("thu-1"), make("thu-2"), make("thu-3")])
    with pytest.raises(RuntimeError):
        build.build_demo(lambda text: None)
    assert User.objects.filter(username="thu-2").count() == 0
    broken = False
    assert build.build_demo(lambda text: None) == 0
    assert ran == ["thu-1", "thu-2", "thu-2", "thu-3"]
