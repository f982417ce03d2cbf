"""Deeds on reported figures: draft, change, send, approve, return, correct."""

from __future__ import annotations

from dataclasses import asdict
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from nscl.apps.core import audit
from nscl.apps.core.access import Actor, Refusal
from nscl.apps.monitoring import entry, rules
from nscl.apps.monitoring.entry import Figure
from nscl.apps.monitoring.evidence import Evidence, Kept, keep
from nscl.apps.monitoring.flow import OBSERVATION_FLOW
from nscl.apps.monitoring.models import Observation
from nscl.apps.monitoring.wording import component_label, reported_text
from nscl.apps.programme.models import PlanNode, Target
from nscl.policy.maker import may_approve

FIGURE_FIELDS = ("year", "component", "value", "numerator", "denominator", "is_done", "note")


class Conflict(Refusal):
    """The figure changed since the person opened it; the sentence shows what stands now."""


@transaction.atomic
def draft_observation(
    target: Target, figure: Figure, *, evidence: Evidence, by: Actor, at: datetime
) -> Observation:
    """Write down a result of one year with its evidence, as a draft.

    Refused: a plan not in force, a year outside the target's period or still to come, parts that do
    not fit the target's form, a share above its base, a year that already has an approved figure
    (that one is corrected), evidence that cannot be opened.
    """
    target = _target(target.pk)
    by.require("monitoring.observation.draft", target)
    checked = _checked(target, figure, at)
    _refuse_second(target, checked)
    row = _new(target, checked, keep(evidence, at=at), by=by, at=at)
    audit.record(by=by, at=at, deed="monitoring.observation.draft", obj=row, after=_facts(row))
    return row


@transaction.atomic
def change_observation(
    row: Observation,
    figure: Figure,
    *,
    evidence: Evidence | None = None,
    revision: int,
    by: Actor,
    at: datetime,
) -> Observation:
    """Change one's own draft or returned figure; `evidence` None keeps what stands.

    Refused: another's figure, one already sent or approved, and (as `Conflict`) one that changed
    since `revision` was read.
    """
    row = _locked(row.pk)
    by.require("monitoring.observation.change", row)
    _require_own(row, by)
    if row.revision != revision:
        raise Conflict(
            f"Số liệu này vừa được sửa ở cửa sổ khác và hiện là {reported_text(row)} (năm {row.year}). "
            "Nội dung bạn nhập vẫn còn bên dưới; hãy đối chiếu rồi lưu lại."
        )
    checked = _checked(row.target, figure, at)
    if row.supersedes_id is None:
        _refuse_second(row.target, checked)
    elif (checked.year, checked.component) != (row.year, row.component):
        raise entry.FigureRefused("year", "Bản đính chính phải giữ nguyên năm và thành phần của số đã duyệt.")
    before = _facts(row)
    kept = keep(evidence, at=at) if evidence is not None else None
    for name, value in {**_columns(checked), **(vars(kept) if kept else {})}.items():
        setattr(row, name, value)
    row.revision += 1
    row.makers = _makers(row, by)
    row.save()
    audit.record(
        by=by, at=at, deed="monitoring.observation.change", obj=row, before=before, after=_facts(row)
    )
    return row


@transaction.atomic
def submit_observation(row: Observation, *, by: Actor, at: datetime) -> Observation:
    """Send a figure to the leader. Refused when it no longer fits the plan in force, or is another's."""
    row = _locked(row.pk)
    by.require("monitoring.observation.submit", row)
    _require_own(row, by)
    _checked(row.target, figure_of(row), at)
    changes: dict[str, Any] = {"submitted_at": at, "makers": _makers(row, by), "return_reason": ""}
    OBSERVATION_FLOW.move(row, "monitoring.observation.submit", by=by, at=at, **changes)
    return row


@transaction.atomic
def approve_observation(row: Observation, *, by: Actor, at: datetime) -> Observation:
    """Make a figure count; a correction takes the place of the one it corrects.

    Refused: to all who made it, also through delegation; when another figure of the same year (and
    component) is approved; when it no longer fits the target.
    """
    row = _locked(row.pk)
    by.require("monitoring.observation.approve", row)
    refuse_maker(row, by)
    if row.state == "submitted":
        # Two figures of one year wait for each other here, so that the second is refused, not broken.
        Target.objects.select_for_update().get(pk=row.target_id)
        _checked(row.target, figure_of(row), at)
        _refuse_second(row.target, figure_of(row), besides=row.supersedes_id)
        if row.supersedes_id is not None:
            _supersede(row.supersedes_id, by=by, at=at)
    changes = {"approved_by_id": by.user_id, "approved_at": at}
    OBSERVATION_FLOW.move(row, "monitoring.observation.approve", by=by, at=at, **changes)
    return row


@transaction.atomic
def return_observation(row: Observation, *, reason: str, by: Actor, at: datetime) -> Observation:
    """Give a figure back to its drafter with the reason."""
    row = _locked(row.pk)
    changes = {"return_reason": reason.strip()}
    OBSERVATION_FLOW.move(row, "monitoring.observation.return", by=by, at=at, reason=reason, **changes)
    return row


@transaction.atomic
def correct_observation(
    row: Observation, figure: Figure, *, evidence: Evidence, reason: str, by: Actor, at: datetime
) -> Observation:
    """Draft a figure that, once approved, takes the place of an approved one of the same year.

    Refused: without a reason, another year or component, and while a correction is already under way.
    """
    old = _locked(row.pk)
    by.require("monitoring.observation.correct", old)
    if not reason.strip():
        raise Refusal("Cần nêu lý do đính chính.")
    if (figure.year, figure.component) != (old.year, old.component):
        raise entry.FigureRefused("year", "Bản đính chính phải giữ nguyên năm và thành phần của số đã duyệt.")
    if old.superseded_by.exclude(state="superseded").exists():
        raise Refusal("Đã có bản đính chính của số liệu này đang chờ xử lý. Hãy mở bản đó.")
    checked = _checked(old.target, figure, at)
    new = _new(old.target, checked, keep(evidence, at=at), by=by, at=at, supersedes=old)
    audit.record(
        by=by,
        at=at,
        deed="monitoring.observation.correct",
        obj=new,
        before=_facts(old),
        after=_facts(new),
        reason=reason.strip(),
    )
    return new


def refuse_maker(row: Observation, by: Actor) -> None:
    """Raise the sentence of `policy` when the person, or the one they stand in for, made the figure."""
    for maker in row.makers or [row.drafted_by_id]:
        decision = may_approve(maker, by.user_id or 0, by.delegator_id)
        if not decision.ok:
            raise Refusal(decision.reasons[0].sentence_vi)


def figure_of(row: Observation) -> Figure:
    """The row's figure as it would be entered."""
    return Figure(subjects=tuple(row.subjects), **{name: getattr(row, name) for name in FIGURE_FIELDS})


def _target(pk: int) -> Target:
    rows = Target.objects.select_related("node__version__plan", "parent__node")
    return rules.without_texts(rows, "node__version").get(pk=pk)


def _locked(pk: int) -> Observation:
    rows = Observation.objects.select_related(
        "target__node__version__plan", "target__parent__node", "drafted_by", "evidence_file"
    )
    return rules.without_texts(rows, "target__node__version").select_for_update(of=("self",)).get(pk=pk)


def _require_own(row: Observation, by: Actor) -> None:
    if row.drafted_by_id not in by.people:
        raise Refusal(f"Số liệu này do {row.drafted_by} lập. Đề nghị người lập sửa và trình.")


def _checked(target: Target, figure: Figure, at: datetime) -> Figure:
    """The figure when it may stand for this target today."""
    version = target.node.version
    if version.state != "in_force" or target.node.review == PlanNode.Review.DROPPED:
        raise Refusal(
            "Không thể lưu: bản kế hoạch này không có hiệu lực. Hãy mở chỉ tiêu trong bản đang thực hiện."
        )
    facts = rules.facts_of_target(target)
    if facts.terms is None:
        raise Refusal(f"Chỉ tiêu chưa đủ số để theo dõi. {facts.fault}")
    last = version.plan.horizon_to if version.plan is not None else 0
    years = entry.allowed_years(facts.terms, facts.years, last)
    this_year = timezone.localtime(at).year
    entry.check_year(target, figure.year, years=years, counted=facts.years, this_year=this_year)
    return entry.check_figure(target, facts.terms, figure)


def _refuse_second(target: Target, figure: Figure, besides: int | None = None) -> None:
    same = Observation.objects.approved().filter(target=target, year=figure.year, component=figure.component)
    standing = same.exclude(pk=besides).first()
    if standing is not None:
        part = f", thành phần “{component_label(figure.component)}”" if figure.component else ""
        raise entry.FigureRefused(
            "year",
            f"Năm {figure.year}{part} đã có số được duyệt là {reported_text(standing)}. "
            "Muốn thay, hãy mở số đó và lập bản đính chính.",
        )


def _supersede(pk: int, *, by: Actor, at: datetime) -> None:
    OBSERVATION_FLOW.move(_locked(pk), "monitoring.observation.supersede", by=by, at=at)


def _new(
    target: Target,
    figure: Figure,
    kept: Kept,
    *,
    by: Actor,
    at: datetime,
    supersedes: Observation | None = None,
) -> Observation:
    if by.user_id is None or by.office_id is None:
        raise Refusal("Cần đăng nhập với tư cách một cơ quan để nhập số liệu.")
    return Observation.objects.create(
        target=target,
        supersedes=supersedes,
        drafted_by_id=by.user_id,
        drafted_for_id=by.office_id,
        makers=sorted(by.people),
        created_at=at,
        **_columns(figure),
        **vars(kept),
    )


def _columns(figure: Figure) -> dict[str, Any]:
    return {**asdict(figure), "subjects": list(figure.subjects), "note": figure.note.strip()}


def _makers(row: Observation, by: Actor) -> list[int]:
    return sorted({*row.makers, *by.people})


def _facts(row: Observation) -> dict[str, Any]:
    """What the audit keeps of a figure: its parts and what it rests on."""
    facts = {name: getattr(row, name) for name in FIGURE_FIELDS}
    facts["subjects"] = list(row.subjects)
    facts["evidence"] = row.evidence_name or row.evidence_url or row.evidence_note
    if row.evidence_file is not None:
        facts["evidence_sha256"] = row.evidence_file.sha256
    return facts
