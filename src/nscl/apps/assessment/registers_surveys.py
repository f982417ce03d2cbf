"""The list of surveys, as one of the family of registers; the page of a survey is the room's own."""

from __future__ import annotations

from typing import Any

from django.db.models import Count, IntegerField, OuterRef, QuerySet, Subquery
from django.utils.translation import gettext
from django.utils.translation import gettext_noop as _

from nscl.apps.assessment.actions.surveys import add_survey, change_survey
from nscl.apps.assessment.flow import SURVEY_FLOW
from nscl.apps.assessment.forms_surveys import SurveyForm
from nscl.apps.assessment.models import Invitation, Response, Survey
from nscl.apps.assessment.queries_surveys import share_pct
from nscl.apps.core.access import Actor
from nscl.apps.core.registers import Column, Filter, Register
from nscl.apps.reference.models import AdministrativeUnit


def rows(actor: Actor) -> QuerySet[Survey]:
    """Surveys of the person's scope with how many were listed and have answered."""
    listed = Invitation.objects.filter(survey=OuterRef("pk")).order_by().values("survey")
    answers = Response.objects.filter(invitation__survey=OuterRef("pk"), state="submitted")
    answered = answers.order_by().values("invitation__survey")
    found: QuerySet[Survey] = (
        Survey.objects.seen_by(actor.scope)
        .select_related("province", "version__questionnaire", "created_by")
        .annotate(
            listed=_count(listed),
            answered=_count(answered),
        )
    )
    return found


def _count(rows: QuerySet[Any]) -> Subquery:
    return Subquery(rows.annotate(n=Count("pk")).values("n"), output_field=IntegerField())


def state_of(survey: Any) -> str:
    return gettext(SURVEY_FLOW.states[survey.state].label)


def rate_of(survey: Any) -> Any:
    return share_pct(survey.answered or 0, survey.listed or 0)


def states(actor: Actor) -> list[tuple[str, str]]:
    return SURVEY_FLOW.choices


def provinces(actor: Actor) -> list[tuple[str, str]]:
    units = AdministrativeUnit.objects.filter(
        pk__in=Survey.objects.seen_by(actor.scope).order_by().values("province_id")
    )
    return [(str(unit.pk), unit.full_name) for unit in units]


SURVEYS = Register(
    name="survey",
    path="khao-sat",
    namespace="assessment",
    title=_("Khảo sát"),
    singular=_("cuộc khảo sát"),
    model=Survey,
    rows=rows,
    deeds="assessment.survey",
    form=SurveyForm,
    add=add_survey,
    change=change_survey,
    columns=(
        Column("ten", _("Tên cuộc khảo sát"), "title", sort="sort_key"),
        Column("nam", _("Năm"), lambda survey: str(survey.year), sort="year"),
        Column("trang-thai", _("Trạng thái"), state_of, sort="state"),
        Column("den", _("Hạn trả lời"), "closes_on", "date", sort="closes_on"),
        Column("moi", _("Đơn vị được mời"), lambda survey: survey.listed or 0, "number", sort="listed"),
        Column("dap", _("Đã trả lời"), lambda survey: survey.answered or 0, "number", sort="answered"),
        Column("ty-le", _("Tỷ lệ trả lời"), rate_of, "number", unit="%"),
        Column("bo", _("Bộ câu hỏi"), lambda survey: str(survey.version), shown=False),
        Column("tu", _("Nhận trả lời từ ngày"), "opens_on", "date", sort="opens_on", shown=False),
        Column("can-cu", _("Căn cứ"), "basis", shown=False),
        Column("lap", _("Người lập"), "created_by.full_name", shown=False),
        Column("tinh", _("Tỉnh"), "province.name", shown=False),
    ),
    filters=(
        Filter("nam", _("Năm"), "year", "year"),
        Filter("trang-thai", _("Trạng thái"), "choice", "state", states),
        Filter("tinh", _("Tỉnh"), "choice", "province_id", provinces),
    ),
    default_sort="-year",
    words={"state": {code: state.label for code, state in SURVEY_FLOW.states.items()}},
    labels={
        "invitations": _("Đơn vị trong danh sách"),
        "organisations": _("Các đơn vị"),
        "mails": _("Thư mời"),
        "reminders": _("Thư nhắc"),
        "mails_again": _("Thư gửi lại"),
        "letters": _("Thư in"),
        "opened_at": _("Mở lúc"),
        "closed_at": _("Đóng lúc"),
        "list_sentence": _("Bộ lọc"),
    },
)
