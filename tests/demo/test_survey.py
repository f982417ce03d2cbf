"""The surveys of the demo: one finished with three in five answering, one in the middle."""

from __future__ import annotations

import pytest
from django.core import mail
from django.urls import reverse

from demo.answers import answers_of
from demo.firms import firms
from demo.places import PLACES
from nscl.apps.assessment.data.status_and_needs import STATUS_AND_NEEDS
from nscl.apps.assessment.models import Invitation, Response, Survey, SurveyFigures, SurveyMail
from nscl.apps.monitoring.models import SurveyBasis
from nscl.policy.questionnaires import judge, parse
from tests.demo.conftest import Demo
from tests.demo.test_build import signed_in

DEFINITION = parse(STATUS_AND_NEEDS)


def survey_of(province: str) -> Survey:
    return Survey.objects.get(province__name=province, is_demo=True)


def test_the_finished_survey_was_answered_by_three_in_five(demo: Demo) -> None:
    survey = survey_of("Lào Cai")
    rows = Invitation.objects.filter(survey=survey)
    answered = rows.filter(responses__state="submitted").distinct()
    assert (survey.state, rows.count(), answered.count()) == ("closed", 95, 57)
    assert answered.count() / rows.count() == 0.6
    assert rows.exclude(declined_at=None).count() == 5
    channels = set(Response.objects.filter(invitation__survey=survey).values_list("channel", flat=True))
    assert channels == {"web", "paper"}


def test_one_answer_was_corrected_and_the_first_is_kept(demo: Demo) -> None:
    corrected = Response.objects.get(supersedes__isnull=False)
    assert corrected.state == "submitted" and corrected.reason
    assert corrected.supersedes is not None and corrected.supersedes.state == "superseded"


def test_its_figures_are_frozen(demo: Demo) -> None:
    figures = SurveyFigures.objects.get(survey=survey_of("Lào Cai"))
    assert len(figures.payload["responses"]) == 57


def test_a_target_is_met_by_the_survey_that_was_made(demo: Demo) -> None:
    basis = SurveyBasis.objects.get()
    assert (basis.observation.year, basis.observation.is_done) == (2025, True)
    assert basis.surveys.get() == survey_of("Lào Cai")


def test_the_open_survey_is_in_the_middle(demo: Demo) -> None:
    survey = survey_of("Lâm Đồng")
    rows = Response.objects.filter(invitation__survey=survey)
    assert survey.state == "open"
    assert survey.closes_on is not None and survey.closes_on > demo.now.date()
    assert rows.filter(state="submitted").count() == 18
    assert rows.filter(state="draft").count() == 4


def test_everybody_was_told_and_nothing_left_the_machine(demo: Demo) -> None:
    assert not Invitation.objects.filter(sent_at=None, letter_at=None).exists()
    assert SurveyMail.objects.filter(kind="reminder").exists()
    assert not SurveyMail.objects.filter(sent_at=None).exists()
    assert all(to.endswith("@example.vn") for to in SurveyMail.objects.values_list("to", flat=True))
    assert mail.outbox == []


def test_the_strata_of_the_list_are_those_of_the_register(demo: Demo) -> None:
    rows = Invitation.objects.filter(survey=survey_of("Lào Cai"))
    assert len(set(rows.values_list("sector", flat=True)) - {""}) >= 3
    assert {"micro", "small", "medium"} <= set(rows.values_list("size", flat=True))
    assert len(set(rows.values_list("place", flat=True))) >= 8


@pytest.mark.parametrize("page", ["survey_detail", "survey_invitations", "survey_results", "results_needs"])
def test_the_pages_of_a_survey_open(demo: Demo, page: str) -> None:
    address = reverse(f"assessment:{page}", args=[survey_of("Lào Cai").pk])
    assert signed_in("chuyenvien.laocai").get(address).status_code == 200
    assert signed_in("chuyenvien.hungyen").get(address).status_code == 404


@pytest.mark.parametrize("plan", PLACES)
def test_invented_answers_may_be_sent_as_they_are(plan: str) -> None:
    for firm in firms(plan):
        if firm.trade is not None:
            judged = judge(DEFINITION, answers_of(firm, DEFINITION))
            assert judged.faults == (), firm.name


def test_a_firm_answers_the_same_every_time_and_not_as_another() -> None:
    first, second = firms("lao-cai")[:2]
    assert answers_of(first, DEFINITION) == answers_of(first, DEFINITION)
    assert answers_of(first, DEFINITION) != answers_of(second, DEFINITION)
