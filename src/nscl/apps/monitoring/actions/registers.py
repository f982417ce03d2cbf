"""Reporting a figure from the registers: which members of the list counted, or which experts there are."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from decimal import Decimal

from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from nscl.apps.core import audit
from nscl.apps.core.access import Actor, Refusal
from nscl.apps.monitoring import register_measures as measures
from nscl.apps.monitoring.actions.observations import (
    change_observation,
    correct_observation,
    draft_observation,
)
from nscl.apps.monitoring.entry import Figure
from nscl.apps.monitoring.evidence import Evidence
from nscl.apps.monitoring.models import Observation, RegisterBasis
from nscl.apps.programme.models import Target
from nscl.vietnamese import format_date, format_number

DEED = "monitoring.members.count"


@transaction.atomic
def count_members(
    target: Target,
    *,
    year: int,
    counted: Iterable[int],
    note: str = "",
    reason: str = "",
    by: Actor,
    at: datetime,
) -> Observation:
    """Draft the share of a year: the lines `counted` over the members of the list in force on its day.

    One's own open draft of the year is taken up again; an approved figure is corrected, with a `reason`.
    Refuses a target no list decides, a year without a list in force, an empty list, lines of another list.
    The list and the lines stay with the figure.
    """
    by.require(DEED, target)
    share = measures.share_of(target)
    if share is None:
        raise Refusal(_("Chỉ tiêu này không tính trên danh mục. Hãy nhập số liệu như thường."))
    base = measures.base_of(target, share, measures.day_of(year, _today(at)))
    if base.edition is None or not base.count:
        raise Refusal(
            base.sentence
            if base.edition is None
            else _("{base}: chưa có dòng nào để đếm.").format(base=base.sentence)
        )
    wanted = set(counted)
    entries = [entry for entry in base.members.entries if entry.pk in wanted]
    if len(entries) != len(wanted):
        raise Refusal(_("Danh mục vừa thay đổi. Hãy mở lại trang rồi đánh dấu lại."))
    figure = Figure(
        year=year, numerator=Decimal(len(entries)), denominator=Decimal(base.count), note=note.strip()
    )
    said = _("Đếm theo {base}, tại ngày {day}: {n} trên {total}.").format(
        base=base.sentence,
        day=format_date(base.on),
        n=format_number(len(entries)),
        total=format_number(base.count),
    )
    row = written(target, figure, Evidence.of_note(said), reason=reason, by=by, at=at)
    basis, _made = RegisterBasis.objects.update_or_create(
        observation=row,
        defaults={
            "measure": share.code,
            "edition": base.edition,
            "as_of": base.on,
            "total": base.count,
        },
    )
    basis.entries.set(entries)
    after = {
        "measure": share.code,
        "edition": str(base.edition),
        "as_of": base.on,
        "counted": [entry.printed_name for entry in entries],
        "total": base.count,
    }
    audit.record(by=by, at=at, deed=DEED, obj=row, after=after)
    return row


@transaction.atomic
def count_experts(
    target: Target, *, year: int, note: str = "", reason: str = "", by: Actor, at: datetime
) -> Observation:
    """Draft the number of experts whose certificate held on the year's day, with their names.

    Refuses a target that does not count experts of a scheme, or not each once.
    """
    by.require(DEED, target)
    count = measures.expert_count_of(target)
    if count is None:
        raise Refusal(_("Chỉ tiêu này không đếm chuyên gia trong sổ. Hãy nhập số liệu như thường."))
    on = measures.day_of(year, _today(at))
    names = measures.expert_names(target, count, on)
    listed = target.count_mode == Target.CountMode.DISTINCT
    figure = Figure(
        year=year,
        value=Decimal(len(names)),
        subjects=tuple(names) if listed else (),
        note=note.strip(),
    )
    said = _("Đếm trong sổ chuyên gia các chứng chỉ còn giá trị ngày {day}: {names}.").format(
        day=format_date(on), names="; ".join(names) or _("không có ai")
    )
    row = written(target, figure, Evidence.of_note(said), reason=reason, by=by, at=at)
    after = {"measure": count.code, "as_of": on, "counted": names}
    audit.record(by=by, at=at, deed=DEED, obj=row, after=after)
    return row


def _today(at: datetime) -> date:
    return timezone.localtime(at).date()


def written(
    target: Target, figure: Figure, evidence: Evidence, *, reason: str, by: Actor, at: datetime
) -> Observation:
    """A new draft, one's own open draft counted before, or a correction of the approved figure."""
    rows = Observation.objects.filter(target=target, year=figure.year, component=figure.component)
    counted = Q(register_basis__isnull=False) | Q(survey_basis__isnull=False)
    counted |= Q(trace_basis__isnull=False)
    for row in rows.filter(counted, drafted_by_id=by.user_id).order_by("-pk"):
        if row.is_open:
            return change_observation(row, figure, evidence=evidence, revision=row.revision, by=by, at=at)
    approved = rows.filter(state="approved").first()
    if approved is not None:
        return correct_observation(approved, figure, evidence=evidence, reason=reason, by=by, at=at)
    return draft_observation(target, figure, evidence=evidence, by=by, at=at)
