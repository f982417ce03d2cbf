"""Measures `survey.*`: figures counted from surveys that were made and answered.

A survey counts in the year it was closed, an enterprise in the year it first sent its answers; each is
counted once, as the register counts it. People confirm; the surveys never report by themselves.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db.models import Exists, OuterRef, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop as noop

from nscl.apps.assessment.models import Response, Survey
from nscl.apps.programme.models import Target
from nscl.apps.registry.models import Organisation
from nscl.apps.registry.queries import counted_as

COUNTING = ("submitted", "superseded")
# Those whom plans call enterprises; bodies, schools and agencies that were asked are said apart.
PRODUCERS = (
    Organisation.Kind.ENTERPRISE,
    Organisation.Kind.COOPERATIVE,
    Organisation.Kind.HOUSEHOLD,
)


@dataclass(frozen=True)
class Measure:
    """One thing counted from surveys; `what` is "surveys", "enterprises" or "done"."""

    code: str
    what: str
    indicators: frozenset[str]
    question: str


MEASURES = (
    Measure(
        "survey.surveys_done",
        "surveys",
        frozenset({"surveys_done"}),
        noop("Đếm các cuộc khảo sát đã đóng trong năm và có ít nhất một phiếu trả lời."),
    ),
    Measure(
        "survey.enterprises_surveyed",
        "enterprises",
        frozenset({"enterprises_surveyed"}),
        noop("Đếm doanh nghiệp, hợp tác xã, hộ kinh doanh đã gửi phiếu trả lời trong năm."),
    ),
    Measure(
        "survey.enterprise_survey_done",
        "done",
        frozenset({"enterprise_survey_done"}),
        noop("Đã hoàn thành khi có cuộc khảo sát đã đóng trong năm và có ít nhất một phiếu trả lời."),
    ),
)


def measure_of(target: Target) -> Measure | None:
    """The measure that counts a target; None for a share, a composite, a way of counting it cannot serve."""
    if target.kind == Target.Kind.PERCENT_OF or target.composition:
        return None
    modes = Target.CountMode
    for measure in MEASURES:
        fits = (modes.STATE,) if measure.what == "done" else (modes.EVENTS, modes.DISTINCT)
        if target.indicator in measure.indicators and target.count_mode in fits:
            return measure
    return None


@dataclass(frozen=True)
class Surveyed:
    """One enterprise counted, with the response it was counted by (its first of the year)."""

    organisation_id: int
    name: str
    response: Response


@dataclass(frozen=True)
class Found:
    """What the surveys say of a year. `others` are organisations that answered but are no enterprises;
    `running` are surveys with answers that are not closed yet."""

    measure: Measure
    on: date
    surveys: tuple[Survey, ...]
    enterprises: tuple[Surveyed, ...] = ()
    others: int = 0
    running: int = 0

    @property
    def count(self) -> int:
        return len(self.enterprises) if self.measure.what == "enterprises" else len(self.surveys)

    @property
    def is_done(self) -> bool:
        return bool(self.surveys)

    @property
    def subjects(self) -> list[str]:
        """A name for each one counted, no two alike."""
        if self.measure.what == "enterprises":
            return [one.name for one in self.enterprises]
        return [_("{title} (số {pk})").format(title=one.title, pk=one.pk) for one in self.surveys]

    @property
    def sentence(self) -> str:
        """What the figure rests on, for its evidence."""
        titles = "; ".join(survey.title for survey in self.surveys) or _("chưa có cuộc nào")
        if self.measure.what == "enterprises":
            return _("{n} đơn vị trả lời, theo các cuộc khảo sát: {titles}.").format(
                n=self.count, titles=titles
            )
        return _("Cuộc khảo sát đã đóng và có phiếu trả lời: {titles}.").format(titles=titles)


def found_for(target: Target, measure: Measure, year: int, on: date) -> Found:
    """What was surveyed from the first day of a year to a day of it, where the plan is carried out."""
    plan = target.node.version.plan
    provinces = [] if plan is None else list(dict.fromkeys((plan.province_id, plan.owner_id)))
    since, until = _instant(date(year, 1, 1)), _instant(on + timedelta(days=1))
    surveys = Survey.objects.filter(province_id__in=provinces)
    if measure.what == "enterprises":
        return _enterprises(measure, on, surveys, since, until)
    told = Response.objects.filter(
        invitation__survey=OuterRef("pk"), state__in=COUNTING, submitted_at__lt=until
    )
    answered = surveys.filter(Exists(told))
    closed = answered.filter(state="closed", closed_at__gte=since, closed_at__lt=until)
    running = answered.filter(state="open", opened_at__lt=until).count()
    return Found(measure, on, tuple(closed.order_by("closed_at", "pk")), running=running)


def _instant(day: date) -> datetime:
    """The first moment of a day in Vietnam."""
    return datetime.combine(day, time(), ZoneInfo(settings.TIME_ZONE)).astimezone(UTC)


def _enterprises(
    measure: Measure, on: date, surveys: QuerySet[Survey], since: datetime, until: datetime
) -> Found:
    rows = Response.objects.filter(
        invitation__survey__in=surveys,
        state__in=COUNTING,
        supersedes=None,  # a correction a year later is no second answer
        submitted_at__gte=since,
        submitted_at__lt=until,
    ).select_related("invitation__survey", "invitation__organisation")
    first: dict[int, Response] = {}
    for response in rows.defer("answers").order_by("submitted_at", "pk"):
        first.setdefault(response.invitation.organisation_id, response)
    heads = counted_as(first)
    known = _known(set(heads.values()))
    once: dict[int, Surveyed] = {}
    others: set[int] = set()
    for pk, response in first.items():
        head = heads.get(pk, pk)
        name, code, kind = known.get(head, (str(response.invitation.organisation), "", ""))
        if kind not in PRODUCERS:
            others.add(head)
        elif head not in once:
            once[head] = Surveyed(head, f"{name} ({code or f'số {head}'})", response)
    used = {one.response.invitation.survey_id for one in once.values()}
    named = {response.invitation.survey_id: response.invitation.survey for response in first.values()}
    return Found(
        measure,
        on,
        tuple(named[pk] for pk in sorted(used)),
        tuple(once.values()),
        others=len(others),
    )


def _known(pks: set[int]) -> dict[int, tuple[str, str, str]]:
    rows = Organisation.objects.filter(pk__in=pks).order_by().values_list("pk", "name", "tax_code", "kind")
    return {pk: (name, code, kind) for pk, name, code, kind in rows}


def responses_of(found: Found) -> Sequence[Response]:
    """The responses a figure is frozen with; for surveys the surveys say it."""
    return [one.response for one in found.enterprises]
