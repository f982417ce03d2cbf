"""Bringing a plan in as its officer and its leader do: read, settle, decide, accept, submit, approve."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from decimal import Decimal

from demo.clock import days_later
from demo.facts import PlanDocument, Section
from demo.people import Team, team_of
from demo.plans import PLANS
from demo.writer import write
from nscl.apps.core.access import Actor
from nscl.apps.programme import actions, rules, staging
from nscl.apps.programme.actions.review import clean_items
from nscl.apps.programme.models import PlanFinding, PlanNode, PlanVersion, Target

NOTE = "Dữ liệu minh họa"


@dataclass(frozen=True)
class Base:
    """What an open percentage or growth is measured against, and why."""

    kind: str
    reason: str
    year: int | None = None
    value: int | None = None
    period: tuple[int, int] | None = None


@dataclass(frozen=True)
class Review:
    """The decisions of a review: findings by code, bases by the number of the target."""

    settled: dict[str, tuple[str, str]] = field(default_factory=dict)
    bases: dict[int, Base] = field(default_factory=dict)


_SUCCESSOR = ("use_successor", "Theo dõi theo tiêu chuẩn đang có hiệu lực.")
_NO_ANNEX = ("without_appendix", "Theo dõi theo phần lời; sẽ bổ sung khi có phụ lục.")
_AGENCIES = ("noted", "Nhiệm vụ đã chuyển cho cơ quan kế thừa.")

REVIEWS: dict[str, Review] = {
    "lao-cai": Review(
        {
            "target_conflict": ("follow_first", "Mục tiêu và dự toán đều ghi 20 chuyên gia."),
            "date_mismatch": (
                "follow_first",
                "Danh mục phải xong năm 2021; kinh phí hằng năm là để cập nhật.",
            ),
            "obsolete_standard": _SUCCESSOR,
            "stale_reference": _AGENCIES,
            "unfunded_target": ("fund_yearly", "Bố trí trong dự toán hằng năm của Sở."),
        },
        {
            7: Base("parent", "Câu viết “trong đó”: tính trên số doanh nghiệp đã có dự án."),
            9: Base("year", "So với năm đầu giai đoạn, chỉ số năng suất lấy bằng 100.", year=2021, value=100),
            23: Base("parent", "Hiểu như mục tiêu năm 2025."),
            25: Base("period", "Tính cả các mô hình của giai đoạn trước.", period=(2021, 2030)),
        },
    ),
    "lam-dong": Review(
        {
            "number_mismatch": ("follow_first", "Số ở đầu văn bản trùng với sổ văn bản đi."),
            "missing_appendix": _NO_ANNEX,
            "stale_reference": _AGENCIES,
        },
        {
            6: Base("period", "Mô hình được đếm riêng, không cộng vào số lượt.", period=(2021, 2025)),
            12: Base("register", "Tính trên toàn bộ doanh nghiệp được hỗ trợ trong kỳ."),
            13: Base("register", "Tính trên toàn bộ doanh nghiệp được hỗ trợ trong kỳ."),
        },
    ),
    "nam-dinh": Review(
        {
            "blank_number": ("keep_blank", "Chưa có bản đóng dấu; theo dõi khi chưa rõ số."),
            "missing_appendix": _NO_ANNEX,
            "stale_reference": _AGENCIES,
        },
        {
            number: Base("period", "Cộng dồn từ đầu kế hoạch.", period=(2023, 2030))
            for number in (11, 12, 13, 14, 15, 16)
        },
    ),
    "lang-son": Review(
        {
            "words_mismatch": (
                "follow_words",
                "Số bằng chữ phù hợp quy mô của kế hoạch; số in thiếu “nghìn”.",
            ),
            "missing_appendix": ("await_appendix", "Đã đề nghị văn thư gửi phụ lục."),
        },
        {1: Base("year", "Số tổ chức được hỗ trợ năm 2020 theo báo cáo tổng kết.", year=2020, value=20)},
    ),
    "hung-yen": Review(),
}
# What a province changed in the document it issued again: words of the first, words of the second.
AMENDMENTS = {
    "lang-son": ("9.230.000 đồng", "9.230.000 nghìn đồng"),
    "hung-yen": ("Tổ chức 2-4 đợt tuyên truyền", "Tổ chức 3-4 đợt tuyên truyền"),
}


def stage(plan: str, *, at: datetime) -> PlanVersion:
    """The written document, read and staged by the province's officer."""
    document = PLANS[plan]
    officer = team_of(plan)("chuyenvien", at)
    return staging.stage_file(write(document), filename=document.filename, by=officer, at=at, is_demo=True)


def stage_again(plan: str, *, at: datetime) -> PlanVersion:
    """The amended document, read as the next version of the plan in force."""
    document = amended(PLANS[plan], *AMENDMENTS[plan])
    officer = team_of(plan)("chuyenvien", at)
    current = PlanVersion.objects.get(plan__province__name=document.province, state="in_force")
    return staging.stage_file(
        write(document), filename=document.filename, plan=current.plan, by=officer, at=at, is_demo=True
    )


def amended(document: PlanDocument, old: str, new: str) -> PlanDocument:
    """The same facts with some words of their sections changed.

    >>> from demo.plans import PLANS
    >>> amended(PLANS["hung-yen"], "20", "25") == PLANS["hung-yen"]
    False
    """

    def section(part: Section) -> Section:
        body = tuple(text.replace(old, new) for text in part.body)
        return replace(part, body=body, parts=tuple(map(section, part.parts)))

    opening = tuple(text.replace(old, new) for text in document.opening)
    return replace(document, opening=opening, sections=tuple(map(section, document.sections)))


def load_in_force(plan: str, *, at: datetime) -> PlanVersion:
    """A plan read in on a day, reviewed over the next and approved on the third."""
    team = team_of(plan)
    version = stage(plan, at=at)
    review(version, REVIEWS[plan], team, at=at + timedelta(hours=2))
    later = at + timedelta(days=1)
    actions.submit_version(version, note="Đã rà soát đủ các mục.", by=team("chuyenvien", later), at=later)
    day = days_later(at, 3, 14)
    return actions.approve_version(version, by=team("lanhdao", day), at=day)


def load_submitted(plan: str, *, staged: datetime, submitted: datetime) -> PlanVersion:
    """An amended plan that waits for the leader."""
    team = team_of(plan)
    version = stage_again(plan, at=staged)
    review(version, REVIEWS[plan], team, at=staged + timedelta(hours=1))
    note = "Đề nghị lãnh đạo xem cách xử lý tổng kinh phí."
    return actions.submit_version(version, note=note, by=team("chuyenvien", submitted), at=submitted)


def load_for_review(plan: str, *, at: datetime) -> PlanVersion:
    """An amended plan whose review has only begun."""
    team = team_of(plan)
    version = stage_again(plan, at=at)
    officer = team("chuyenvien", at)
    for node in version.nodes.filter(kind=PlanNode.Kind.TARGET).order_by("position")[:3]:
        actions.accept_item(node, by=officer, at=at + timedelta(minutes=20))
    return version


def review(version: PlanVersion, decisions: Review, team: Team, *, at: datetime) -> None:
    """Settle what was decided, decide the bases, then take everything that is clean."""
    officer = team("chuyenvien", at)
    for finding in version.findings.filter(state=PlanFinding.State.OPEN, code__in=decisions.settled):
        choice, reason = decisions.settled[finding.code]
        actions.settle_finding(finding, choice=choice, reason=reason, by=officer, at=at)
    _decide_bases(version, decisions, officer, at)
    for kind in PlanNode.Kind.values:
        if clean_items(version, kind):
            actions.accept_clean(version, kind, by=officer, at=at)


def _decide_bases(version: PlanVersion, decisions: Review, officer: Actor, at: datetime) -> None:
    numbers = {target.pk: number for number, target in enumerate(targets_of(version), 1)}
    for target in rules.undecided(version):
        base = decisions.bases[numbers[target.pk]]
        first, last = base.period or (None, None)
        actions.decide_base(
            target,
            kind=base.kind,
            reason=base.reason,
            year=base.year,
            period_from=first,
            period_to=last,
            value=None if base.value is None else Decimal(base.value),
            by=officer,
            at=at,
        )


def targets_of(version: PlanVersion) -> list[Target]:
    """The targets in the order of the document; target n of the demo's data is the n-th of these."""
    live = Target.objects.filter(node__version=version).exclude(node__review=PlanNode.Review.DROPPED)
    return list(live.select_related("node").order_by("node__position", "node__pk"))
