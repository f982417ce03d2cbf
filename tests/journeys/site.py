"""The demo as a running site, and which of its pages each role looks at."""

from __future__ import annotations

from dataclasses import dataclass, field

from django.urls import reverse

from nscl.apps.accounts.actors import actor_for, hats_of
from nscl.apps.accounts.models import User
from nscl.apps.budget.models import BudgetLine
from nscl.apps.core.access import menu_items
from nscl.apps.monitoring.models import Observation
from nscl.apps.programme.models import Plan, PlanNode, PlanTask, PlanVersion, Target
from nscl.apps.reporting.models import ReportIssue
from tests.demo.conftest import NOW
from tests.journeys.site_registers import answering_pages, import_pages, register_pages, survey_pages


@dataclass
class Site:
    """Address of the site with the demo's records, and the pages of a user name."""

    url: str
    pages: dict[str, list[str]] = field(default_factory=dict)


def pages_by_account() -> dict[str, list[str]]:
    """The pages of each role's menu and the records it works on."""
    own = {
        "chuyenvien.laocai": [
            *_plan("Lào Cai"),
            *_records("Lào Cai"),
            *_officer("Lào Cai"),
            *register_pages("Lào Cai"),
        ],
        "chuyenvien.hungyen": _review("Hưng Yên"),
        "lanhdao.laocai": [*_plan("Lào Cai"), *_waiting(), *survey_pages("Lào Cai")],
        "lanhdao.langson": [*_approval("Lạng Sơn"), *import_pages()],
        "lanhdao.lamdong": _signing("Lâm Đồng"),
        "ketoan.laocai": _finance("Lào Cai"),
        "phoihop.laocai": [*_plan("Lào Cai"), *_tasks("Lào Cai")],
        "kiemtoan.laocai": [*_plan("Lào Cai"), reverse("core:audit") + "?kiem-tra=1"],
        "bo": _plan("Nam Định"),
        "quantri": [reverse("accounts:office_open")],
    }
    found = {name: list(dict.fromkeys([*_menu(name), *paths])) for name, paths in own.items()}
    nobody = [reverse("account_login"), reverse("core:accessibility"), *answering_pages()]
    return {"": nobody, **found}


def _menu(username: str) -> list[str]:
    user = User.objects.get(username=username)
    actor = actor_for(user, hats_of(user, NOW.date())[0])
    return [reverse(item.url_name) for item in menu_items() if actor.can(item.deed)]


def _of(province: str) -> Plan:
    return Plan.objects.get(province__name=province)


def _version(province: str) -> PlanVersion:
    return PlanVersion.objects.filter(plan__province__name=province).latest("number")


def _plan(province: str) -> list[str]:
    names = (
        "monitoring:plan_dashboard",
        "monitoring:plan_targets",
        "monitoring:plan_tasks",
        "programme:plan_document",
    )
    pk = _of(province).pk
    return [*(reverse(name, args=[pk]) for name in names), reverse("reporting:report_list")]


def _records(province: str) -> list[str]:
    """One record of each kind, opened from the plan."""
    version = _version(province)
    targets = Target.objects.filter(node__version=version).order_by("node__position")
    figures = Observation.objects.filter(target__node__version=version).order_by("pk")
    report = ReportIssue.objects.get(plan=version.plan)
    return [
        reverse("monitoring:plan_changes", args=[version.plan_id]),
        reverse("monitoring:plan_observations", args=[version.plan_id]),
        *(reverse("monitoring:target_detail", args=[target.pk]) for target in targets[2:9:3]),
        reverse("monitoring:observation_detail", args=[figures.filter(state="approved").first().pk]),
        reverse("programme:node_detail", args=[targets[6].pk]),
        reverse("programme:finding", args=[version.findings.first().pk]),
        reverse("budget:plan_budget", args=[version.plan_id]),
        reverse("budget:line_detail", args=[_line(version).pk]),
        reverse("reporting:report_detail", args=[report.pk]),
        reverse("programme:search") + "?q=chuyen+gia",
        reverse("programme:indicator_list"),
        reverse("core:audit"),
    ]


def _officer(province: str) -> list[str]:
    version = _version(province)
    returned = Observation.objects.get(target__node__version=version, state="returned")
    target = Target.objects.filter(node__version=version, kind="qualitative").last()
    return [
        reverse("programme:plan_upload"),
        reverse("monitoring:observation_detail", args=[returned.pk]),
        reverse("monitoring:observation_change", args=[returned.pk]),
        reverse("monitoring:observation_draft", args=[target.pk]),
        reverse("reporting:report_draft", args=[version.plan_id]),
        reverse("accounts:delegations"),
        reverse("account_change_password"),
        *_tasks(province),
    ]


def _tasks(province: str) -> list[str]:
    task = PlanTask.objects.filter(node__version=_version(province)).order_by("node__position")[2]
    return [
        reverse("monitoring:task_detail", args=[task.pk]),
        reverse("monitoring:task_report", args=[task.pk]),
    ]


def _review(province: str) -> list[str]:
    version = _version(province)
    review = reverse("programme:version_review", args=[version.pk])
    node = version.nodes.filter(kind=PlanNode.Kind.TARGET).order_by("position")[4]
    return [
        *(f"{review}?nhom={tab}" for tab in ("phat-hien", "chi-tieu", "khac")),
        reverse("programme:item_correct", args=[node.pk]),
        reverse("programme:item_drop", args=[node.pk]),
        reverse("programme:item_split", args=[node.pk]),
        reverse("programme:item_merge", args=[node.pk]),
        reverse("programme:item_add", args=[version.pk, "target"]),
        reverse("programme:finding", args=[version.findings.first().pk]),
        reverse("programme:version_submit", args=[version.pk]),
        reverse("programme:version_drop", args=[version.pk]),
    ]


def _approval(province: str) -> list[str]:
    version = _version(province)
    review = reverse("programme:version_review", args=[version.pk])
    tabs = [f"{review}?nhom={tab}" for tab in ("phat-hien", "chi-tieu", "nhiem-vu", "trach-nhiem")]
    names = ("programme:version_approve", "programme:version_return", "programme:version_diff")
    return [*tabs, *(reverse(name, args=[version.pk]) for name in names)]


def _waiting() -> list[str]:
    row = Observation.objects.get(target__node__version=_version("Lào Cai"), state="submitted")
    return [reverse("monitoring:observation_detail", args=[row.pk])]


def _signing(province: str) -> list[str]:
    report = ReportIssue.objects.get(plan=_of(province))
    return [
        reverse("reporting:report_detail", args=[report.pk]),
        reverse("reporting:report_issue", args=[report.pk]),
    ]


def _line(version: PlanVersion) -> BudgetLine:
    return version.budget_lines.filter(is_entry=True).order_by("position")[3]


def _finance(province: str) -> list[str]:
    version = _version(province)
    line = _line(version)
    return [
        reverse("budget:plan_budget", args=[version.plan_id]),
        reverse("budget:line_detail", args=[line.pk]),
        reverse("budget:allocate", args=[line.pk]),
        reverse("budget:disburse", args=[line.pk]),
    ]
