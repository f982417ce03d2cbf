"""`nscl demo`: the whole demonstration, step by step, each step in one transaction.

A step knows from the records themselves whether it was done, so that an interrupted build goes on where
it stopped and a finished one changes nothing.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from demo import activity, half_import, loading, money, people, registers, reports, survey, tracing
from demo.clock import at, before, run_in_order
from demo.plans import PLANS
from nscl.apps.accounts.models import User
from nscl.apps.core.models import AuditChain
from nscl.apps.monitoring.models import Observation
from nscl.apps.programme.models import Plan, PlanVersion
from nscl.apps.reference.models import AdministrativeUnit
from nscl.apps.registry.models import Organisation

IN_FORCE = {
    "lao-cai": at(14, 7, 8),
    "lam-dong": at(21, 7, 8),
    "nam-dinh": at(28, 7, 8),
    "lang-son": at(7, 7, 8),
    "hung-yen": at(4, 8, 8),
}
FUNDED = ("lao-cai", "lam-dong", "lang-son")  # the others name no amounts, so nothing can be allotted


@dataclass(frozen=True)
class Step:
    """One piece of the demo: what is said of it, whether it stands, how it is made."""

    says: str
    is_done: Callable[[], bool]
    run: Callable[[], object]


def build_demo(say: Callable[[str], None], *, now: datetime | None = None) -> int:
    """Build what is missing of the demo. 0: it stands; 2: this installation is not for trying out.

    `now` is the day that the fresh items lie before; nothing in the demo lies after it.
    """
    if not settings.NSCL_DEMO:
        say("Chỉ nạp dữ liệu minh họa ở chế độ chạy thử (NSCL_DEMO=1): tài khoản minh họa có mật khẩu chung.")
        return 2
    made = 0
    for step in steps(now or timezone.now()):
        if step.is_done():
            continue
        with transaction.atomic():
            _one_at_a_time()
            if not step.is_done():
                say(step.says)
                step.run()
                made += 1
    say("Đã nạp dữ liệu minh họa." if made else "Dữ liệu minh họa đã có sẵn; không thay đổi gì.")
    return 0


def _one_at_a_time() -> None:
    """Two builds at once wait for each other here."""
    AuditChain.objects.get_or_create(key="00")
    AuditChain.objects.select_for_update().get(key="00")


def steps(now: datetime) -> list[Step]:
    """All steps in order."""
    found = [
        Step("Cơ quan và tài khoản …", User.objects.filter(username="quantri").exists, people.create_people)
    ]
    for plan, day in IN_FORCE.items():
        found += _plan_in_force(plan, day, now)
    found.append(
        Step(
            "Lạng Sơn: bản đính chính chờ duyệt …",
            lambda: _amended("lang-son"),
            lambda: loading.load_submitted("lang-son", staged=before(now, 6), submitted=before(now, 2)),
        )
    )
    found.append(
        Step(
            "Hưng Yên: bản sửa đổi đang rà soát …",
            lambda: _amended("hung-yen"),
            lambda: loading.load_for_review("hung-yen", at=before(now, 1)),
        )
    )
    found.append(
        Step(
            "Lạng Sơn: danh sách doanh nghiệp chờ xác nhận …",
            half_import.is_waiting,
            lambda: half_import.take_in(now=now),
        )
    )
    return found


def _plan_in_force(plan: str, day: datetime, now: datetime) -> list[Step]:
    name = PLANS[plan].province
    return [
        Step(
            f"{name}: sổ tổ chức, sản phẩm, chuyên gia …",
            lambda: _registers(plan),
            lambda: registers.take_up(plan),
        ),
        Step(
            f"{name}: kế hoạch …",
            lambda: _plan(plan) is not None,
            lambda: loading.load_in_force(plan, at=day),
        ),
        Step(
            f"{name}: kết quả, kinh phí, báo cáo, khảo sát, truy xuất …",
            lambda: Observation.objects.filter(target__node__version__plan=_plan(plan)).exists(),
            lambda: _activity(plan, now),
        ),
    ]


def _activity(plan: str, now: datetime) -> None:
    """All that happened around a plan in force, in the order of time."""
    found = _plan(plan)
    assert found is not None, plan
    version = found.versions.get(state="in_force")
    deeds = [
        *registers.renewals(plan, now=now),
        *survey.deeds(plan, now=now),
        *tracing.deeds(plan, now=now),
        *activity.results(plan, version, now=now),
        *reports.task_reports(plan, version),
        *reports.year_reports(plan, version, now=now),
    ]
    if plan in FUNDED:
        deeds += money.payments(plan, version)
    run_in_order(deeds, now=now)


def _registers(plan: str) -> bool:
    """Whether the province that answers for the plan keeps its registers already."""
    return Organisation.objects.filter(is_demo=True, province__in=_owners(plan)).exists()


def _amended(plan: str) -> bool:
    """Whether the second version of a plan has been read in."""
    return PlanVersion.objects.filter(plan=_plan(plan), number=2).exists()


def _plan(plan: str) -> Plan | None:
    """The demo's plan of the province that answers for it today."""
    return Plan.objects.filter(is_demo=True, owner__in=_owners(plan)).order_by("pk").first()


def _owners(plan: str) -> QuerySet[AdministrativeUnit]:
    name = people.PROVINCES[plan][1]
    return AdministrativeUnit.objects.provinces().in_force(people.SINCE).filter(name=name)
