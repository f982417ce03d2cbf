"""What somebody who knew only the pages of surveys stumbled over, each held as a promise."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

from nscl.apps.assessment.actions import surveys
from nscl.apps.assessment.describing import check_told, condition_told, described
from nscl.apps.assessment.forms_conditions import CheckForm, ConditionForm
from nscl.apps.assessment.forms_questionnaires import QuestionForm
from nscl.apps.assessment.models import Response
from nscl.apps.assessment.results import results_of, tally_of
from nscl.apps.assessment.results_wording import headline
from nscl.policy.questionnaires import AnswerError, Question, read_value
from tests.apps.assessment import factory_results as results
from tests.apps.assessment import survey_tales
from tests.apps.assessment.answering_tales import fill, tale_of, url
from tests.world import World, at

pytestmark = pytest.mark.django_db
MONEY = {"code": "doanh_thu", "kind": "money", "label": "Doanh thu", "unit": "triệu đồng"}
YEAR = {"code": "nam", "kind": "year", "label": "Năm thành lập"}
PEOPLE = {"code": "lao_dong", "kind": "number", "label": "Số lao động"}


# Designing ------------------------------------------------------------------------------------


def test_a_number_of_the_designer_is_told_grouped_money_in_dong_and_years_as_years() -> None:
    by_code = {one["code"]: one for one in (MONEY, YEAR, PEOPLE)}

    def check(left: str, number: str) -> str:
        return check_told({"left": [left], "comparison": "ge", "right": [number]}, by_code)

    assert check("doanh_thu", "1000") == "“Doanh thu” không nhỏ hơn 1.000 đồng"
    assert check("lao_dong", "1000") == "“Số lao động” không nhỏ hơn 1.000"
    assert check("nam", "1990") == "“Năm thành lập” không nhỏ hơn 1990"
    condition = {"question": "doanh_thu", "relation": "at_least", "values": ["5000000"]}
    assert condition_told(condition, by_code) == "“Doanh thu” từ 5.000.000 đồng trở lên"
    assert ("Giới hạn", "0 – 100.000") in described({**PEOPLE, "low": "0", "high": "100000"})
    assert ("Giới hạn", "1900 – 2026") in described({**YEAR, "low": "1900", "high": "2026"})
    assert ("Giới hạn", "đến 9.000 đồng") in described({**MONEY, "high": "9000"})


def test_the_designer_says_that_bounds_of_money_are_written_in_dong_whatever_the_unit() -> None:
    definition = {"sections": [{"code": "chung", "title": "Chung", "questions": [MONEY, PEOPLE]}]}
    question = QuestionForm(kind="money", definition=definition, section="chung")
    check = CheckForm(definition=definition)
    for field in (
        question.fields["low"],
        question.fields["high"],
        check.fields["right_number"],
        ConditionForm(asked=MONEY).fields["figure"],
    ):
        assert "bằng đồng" in str(field.help_text)
    people = QuestionForm(kind="number", definition=definition, section="chung")
    assert not people.fields["low"].help_text and not ConditionForm(asked=PEOPLE).fields["figure"].help_text


# The campaign ---------------------------------------------------------------------------------


def test_the_opening_words_keep_their_lines_without_the_browsers_line_ends(world: World) -> None:
    """A spreadsheet shows a carriage return as “_x000D_”."""
    made = survey_tales.survey(world, is_open=False, intro="Kính mời đơn vị.\r\nMất mười phút.\r\n")
    assert made.intro == "Kính mời đơn vị.\nMất mười phút."
    surveys.change_survey(made, revision=made.revision, intro="Một.\r\rHai.", by=world.actor("an"), at=at())
    made.refresh_from_db()
    assert made.intro == "Một.\n\nHai."


def test_a_closed_survey_refuses_a_paper_form_before_it_is_typed(client: Client, world: World) -> None:
    asked = tale_of(world).invite()
    officer = world.login(client, "an")
    place = reverse("assessment:paper_enter", args=[asked.survey_id, asked.pk])
    forms = reverse("assessment:forms", args=[asked.survey_id])
    assert officer.get(place).status_code == 200 and 'type="file"' in officer.get(forms).content.decode()
    asked.survey.state = "closed"
    asked.survey.save()
    page = officer.get(place, follow=True)
    assert page.redirect_chain[-1][0] == reverse(
        "assessment:survey_invitation", args=[asked.survey_id, asked.pk]
    )
    assert "không đang nhận trả lời. Hãy mở cuộc khảo sát" in page.content.decode()
    told = officer.get(forms).content.decode()
    assert 'type="file"' not in told and "Hãy mở cuộc khảo sát rồi nạp phiếu" in told


# Answering ------------------------------------------------------------------------------------


def test_an_address_that_only_takes_what_was_sent_leads_a_reloading_phone_to_a_page(
    client: Client, world: World
) -> None:
    asked = tale_of(world).invite()
    fill(client, asked, "chung", san_pham="Chè khô", xuat_khau="no")
    for name, place in (
        ("answer_submit", "answer_review"),
        ("answer_correct", "answer"),
        ("answer_correct_drop", "answer"),
    ):
        got = client.get(url(name, asked))
        assert (got.status_code, got["Location"]) == (302, url(place, asked)), name
    assert Response.objects.get().state == "draft"


def test_a_year_that_cannot_be_is_told_which_years_can() -> None:
    built = Question("nam", "year", "Năm thành lập", low="1900", high="2026")
    assert read_value(built, "1999") == 1999
    for text, least, most in (("1066", 1900, 2026), ("2030", 1900, 2026)):
        with pytest.raises(AnswerError, match=rf"từ {least} đến {most}"):
            read_value(built, text)
    with pytest.raises(AnswerError, match="từ 1900 đến 2100"):
        read_value(Question("nam", "year", "Năm"), "0999")
    with pytest.raises(AnswerError, match="bốn chữ số"):
        read_value(built, "99")


# Results --------------------------------------------------------------------------------------


def test_answers_that_are_all_the_same_are_not_called_half(world: World) -> None:
    asked = results.survey(world)
    for n in range(3):
        results.answered(results.invited(world, asked, f"Công ty {n}"), lao_dong="45", hai_long=4)
    found = results_of(asked)
    question = found.definition.question("lao_dong")
    assert headline(question, tally_of(question, found.sheets)) == "Mọi câu trả lời đều là 45 người."
    for n in range(2):
        results.answered(results.invited(world, asked, f"Công ty thêm {n}"), lao_dong=str(1 + 99 * n))
    found = results_of(asked)
    assert headline(question, tally_of(question, found.sheets)) == (
        "Một nửa số đơn vị trả lời đúng 45 người."
    )


def test_the_rows_behind_a_number_stand_in_the_order_of_their_names(client: Client, world: World) -> None:
    asked = results.survey(world)
    for name in ("Công ty Đá", "Công ty Cam", "Công ty Dừa"):
        results.answered(results.invited(world, asked, name), lao_dong="5")
    page = world.login(client, "an").get(reverse("assessment:results_rows", args=[asked.pk])).content.decode()
    places = [page.index(name) for name in ("Công ty Cam", "Công ty Dừa", "Công ty Đá")]
    assert places == sorted(places)


def test_a_single_stratum_has_one_landmark_of_a_name(client: Client, world: World) -> None:
    """The heading of the card and the region of its table are read out apart."""
    asked = results.survey(world)
    results.many(world, asked, 2)
    page = world.login(client, "an").get(reverse("assessment:survey_results", args=[asked.pk]))
    body = page.content.decode()
    assert '<h2 id="ty-le">Tỷ lệ trả lời</h2>' in body and 'aria-label="Tỷ lệ trả lời theo quy mô"' in body
