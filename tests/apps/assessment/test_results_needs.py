"""Needs against what is there: contents by demand, the matrix, and whom to call."""

from __future__ import annotations

import io
from datetime import date
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from openpyxl import load_workbook

from nscl.apps.assessment.models import Survey
from nscl.apps.assessment.results import results_of
from nscl.apps.assessment.results_matrix import Matrix, matrix_of, shortlist_of
from nscl.apps.catalog.models import SupportContent
from nscl.apps.core.models import AuditEntry
from tests.apps.assessment.factory_results import BIG, DEFINITION, QUESTIONS, answered, invited, many, survey
from tests.apps.registry.records import firm
from tests.world import World

pytestmark = pytest.mark.django_db
TODAY = date(2026, 3, 2)


def matrix(asked: Survey) -> Matrix:
    return matrix_of(results_of(asked), TODAY)


def page(name: str, asked: Survey, *parts: Any) -> str:
    return reverse(f"assessment:{name}", args=[asked.pk, *parts])


def demand(asked: Survey) -> dict[str, tuple[int, int, int, int]]:
    needs = matrix(asked).needs
    return {need.code: (need.wants, need.has_already, need.gone, need.open_to) for need in needs}


def test_who_already_has_a_content_is_not_counted_as_demand(world: World) -> None:
    asked = survey(world)
    answered(invited(world, asked, "Công ty A"), co_he_thong=False, can=["iso", "nams"])
    answered(invited(world, asked, "Công ty B"), co_he_thong=True, dang_dung=["iso"], can=["iso"])
    told = demand(asked)
    assert told["iso-9001"] == (2, 1, 0, 1) and told["5s"] == (1, 0, 0, 1)
    assert matrix(asked).need("khong") is None


def test_what_was_said_to_a_question_no_longer_asked_counts_for_nothing(world: World) -> None:
    asked = survey(world)
    answered(invited(world, asked, "Công ty A"), co_he_thong=False, dang_dung=["iso"], can=["iso"])
    assert demand(asked)["iso-9001"] == (1, 0, 0, 1)


def test_a_code_out_of_use_is_wanted_as_its_successor_and_warned_of(world: World) -> None:
    asked = survey(world)
    answered(invited(world, asked, "Công ty A"), can=["ohsas"])
    told = matrix(asked)
    assert told.need("ohsas-18001") is None
    heir = told.need("iso-45001")
    assert heir is not None and heir.open_to == 1
    assert "hết hiệu lực" in heir.warning and "ISO 45001" in heir.warning


def test_having_what_is_out_of_use_is_not_having_its_successor(world: World) -> None:
    asked = survey(world)
    SupportContent.objects.filter(code="5s").update(
        valid_to=date(2025, 1, 1), successor=SupportContent.objects.get(code="kaizen")
    )
    answered(invited(world, asked, "Công ty A"), co_he_thong=True, dang_dung=["nams"], can=["nams"])
    assert demand(asked)["kaizen"] == (1, 0, 0, 1)


def test_a_content_the_catalogue_does_not_know_is_said_to_be_unknown(world: World) -> None:
    questions = [dict(one) for one in QUESTIONS if one["code"] != "dang_dung"]
    choices = [{"code": "la", "label": "Điều lạ", "contents": ["khong-co-ma"]}, *questions[1]["choices"]]
    questions[1] = {**questions[1], "choices": choices}
    asked = survey(world, {**DEFINITION, "sections": [{"code": "a", "title": "A", "questions": questions}]})
    answered(invited(world, asked, "Công ty A"), can=["la"])
    need = matrix(asked).need("khong-co-ma")
    assert need is not None and (need.name, need.content) == ("Điều lạ", None)
    assert "không có trong danh mục" in need.warning


def test_a_branch_counts_as_its_head_and_a_merged_record_once(world: World) -> None:
    asked = survey(world)
    head = firm(world, "Công ty Mẹ")
    branch = firm(world, "Chi nhánh một", parent=head)
    twin = firm(world, "Công ty Mẹ (bản hai)")
    answered(invited(world, asked, "", head), can=["nams"])
    answered(invited(world, asked, "", branch), co_he_thong=True, dang_dung=["iso"], can=["iso"])
    row = answered(invited(world, asked, "", twin), can=["nams"])
    twin.merged_into = head
    twin.save()
    told = matrix(asked)
    assert [one.name for one in told.firms] == ["Công ty Mẹ"]
    assert told.firms[0].has == {"iso-9001"} and row.pk in told.firms[0].response_ids
    assert demand(asked)["5s"][0] == 1


def test_who_stopped_is_left_out_and_said_so(world: World, client: Client) -> None:
    asked = survey(world)
    gone = firm(world, "Công ty Đã Nghỉ")
    gone.status = "dissolved"
    gone.save()
    answered(invited(world, asked, "", gone), can=["iso"])
    answered(invited(world, asked, "Công ty Còn Đây"), can=["iso"])
    assert demand(asked)["iso-9001"] == (2, 0, 1, 1)
    found = shortlist_of(matrix(asked), "iso-9001")
    assert found is not None
    assert [one.name for one in found.firms] == ["Công ty Còn Đây"]
    body = world.login(client, "an").get(page("results_shortlist", asked, "iso-9001")).content.decode()
    assert "Không đưa vào danh sách" in body and "Công ty Đã Nghỉ" in body and "Đã giải thể" in body


def test_contents_stand_by_demand_and_the_matrix_marks_who_wants_and_has(
    world: World, client: Client
) -> None:
    asked = survey(world)
    many(world, asked, 4)
    answered(invited(world, asked, "Công ty Chỉ Cần 5S"), can=["nams"])
    assert [need.code for need in matrix(asked).needs] == ["5s", "iso-9001", "iso-45001"]
    body = world.login(client, "an").get(page("results_needs", asked)).content.decode()
    assert body.index("5S") < body.index("ISO 9001") and "Có nhu cầu, đang áp dụng" in body
    assert page("results_shortlist", asked, "5s") in body


def test_the_shortlist_is_sorted_as_asked_and_tells_of_own_money(world: World, client: Client) -> None:
    asked = survey(world)
    answered(invited(world, asked, "Công ty Ba", **BIG), can=["iso"], doi_ung=False)
    answered(invited(world, asked, "Công ty Hai"), can=["iso"], doi_ung=True)
    answered(invited(world, asked, "Công ty Một"), can=["iso"])
    world.login(client, "an")
    address = page("results_shortlist", asked, "iso-9001")

    def order(by: str) -> list[str]:
        body = client.get(f"{address}?xep={by}").content.decode()
        return sorted(("Công ty Ba", "Công ty Hai", "Công ty Một"), key=body.index)

    assert order("ten") == ["Công ty Ba", "Công ty Hai", "Công ty Một"]
    assert order("-ten") == ["Công ty Một", "Công ty Hai", "Công ty Ba"]
    assert order("doi-ung") == ["Công ty Hai", "Công ty Một", "Công ty Ba"]
    assert order("quy-mo")[-1] == "Công ty Ba"
    assert order("vo-nghia") == order("ten")
    assert client.get(page("results_shortlist", asked, "haccp")).status_code == 404


def test_the_files_hold_the_rows_of_the_page_typed_and_harmless(world: World, client: Client) -> None:
    asked = survey(world)
    answered(invited(world, asked, "=1+1 Công ty"), can=["iso"], doi_ung=True)
    world.login(client, "an")
    book = load_workbook(io.BytesIO(client.get(page("needs_export", asked)).content))
    top = list(book.worksheets[0].values)
    assert top[1][1:6] == (1, 0, 0, 0, 1) or top[1][0] == "ISO 9001"
    row = list(book.worksheets[1].iter_rows(min_row=2))[0]
    assert row[0].value == "=1+1 Công ty" and row[0].data_type == "s"
    book = load_workbook(io.BytesIO(client.get(page("shortlist_export", asked, "iso-9001")).content))
    assert "Có" in [cell.value for cell in book.worksheets[0][4]]
    assert AuditEntry.objects.filter(deed="assessment.survey.export").count() == 2


def test_a_questionnaire_without_contents_says_so(world: World, client: Client) -> None:
    questions = [one for one in QUESTIONS if not one.get("about")]
    asked = survey(world, {"title": "T", "sections": [{"code": "a", "title": "A", "questions": questions}]})
    body = world.login(client, "an").get(page("results_needs", asked)).content.decode()
    assert "Chưa có câu hỏi về nhu cầu" in body


def test_only_those_inside_the_province_see_the_matrix(world: World, client: Client) -> None:
    asked = survey(world)
    many(world, asked, 1)
    pages = [page("results_needs", asked), page("results_shortlist", asked, "iso-9001")]
    for name, status in (("khanh", 404), ("ha", 403), ("giang", 200)):
        world.login(client, name)
        assert [client.get(address).status_code for address in pages] == [status, status]


def test_the_pages_cost_the_same_queries_with_few_enterprises_and_with_many(
    world: World, client: Client
) -> None:
    asked = survey(world)
    many(world, asked, 2)
    world.login(client, "an")
    pages = [page("results_needs", asked), page("results_shortlist", asked, "5s")]

    def cost() -> list[int]:
        found = []
        for address in pages:
            with CaptureQueriesContext(connection) as caught:
                assert client.get(address).status_code == 200
            found.append(len(caught))
        return found

    few = cost()
    many(world, asked, 60)
    assert cost() == few
