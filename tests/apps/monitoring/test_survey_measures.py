"""Targets on surveys: what was made and answered in a year, frozen with the figure and open to its rows."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from nscl.apps.assessment.models import Survey
from nscl.apps.core.access import Refusal
from nscl.apps.monitoring import actions, queries, survey_measures
from nscl.apps.monitoring.models import Observation, SurveyBasis
from nscl.apps.programme.models import Target
from tests.apps.assessment.factory_results import answered, invited, survey
from tests.apps.monitoring.conftest import Scene
from tests.apps.registry.records import firm
from tests.world import at

pytestmark = pytest.mark.django_db
TODAY = date(2026, 3, 2)


def target_of(scene: Scene, indicator: str, count_mode: str = "events", **more: Any) -> Target:
    titles = {"surveys_done": "Cuộc khảo sát", "enterprises_surveyed": "Doanh nghiệp được khảo sát"}
    form: dict[str, Any] = {"indicator": indicator, "count_mode": count_mode, "value": Decimal(2)}
    if count_mode == "state":
        form |= {"kind": "qualitative", "comparator": "", "value": None, "unit": "", "deadline": 2025}
        form |= {"period_from": None, "period_to": None}
    return scene.target(titles.get(indicator, "Đánh giá thực trạng"), **{**form, **more})


def made(scene: Scene, title: str = "Khảo sát 2025", closed: int | None = 2025, **more: Any) -> Survey:
    state = {"state": "closed", "closed_at": at(day=20, month=12, year=closed)} if closed else {}
    return survey(scene.world, title=title, **{**state, "opened_at": at(year=2024), **more})


def count(scene: Scene, target: Target, year: int = 2025, **more: Any) -> Observation:
    return actions.count_surveys(target, year=year, by=scene.world.actor("an"), at=at(), **more)


def approve(scene: Scene, row: Observation) -> Observation:
    actions.submit_observation(row, by=scene.world.actor("an"), at=at())
    return actions.approve_observation(row, by=scene.world.actor("binh"), at=at())


def in_2025(scene: Scene, asked: Survey, name: str, month: int = 6, **strata: Any) -> Any:
    row = invited(scene.world, asked, name, **strata)
    return answered(row, at(month=month, year=2025), co_he_thong=True)


def test_closed_surveys_with_answers_count_in_the_year_they_were_closed(scene: Scene) -> None:
    target = target_of(scene, "surveys_done")
    for title, closed in (("Một", 2025), ("Hai", 2025), ("Cũ", 2024), ("Đang mở", None)):
        in_2025(scene, made(scene, title, closed), f"Công ty {title}")
    made(scene, "Không ai trả lời")
    row = count(scene, target)
    assert (row.state, row.value) == ("draft", 2)
    basis = SurveyBasis.objects.get()
    assert sorted(one.title for one in basis.surveys.all()) == ["Hai", "Một"]
    assert "Một" in row.evidence_note and "31/12/2025" in row.evidence_note
    approve(scene, row)
    assert queries.standing_of(target, as_of=TODAY).state == "met"


def test_a_survey_of_another_province_does_not_count(scene: Scene) -> None:
    asked = made(scene, province=scene.world.neighbour)
    in_2025(scene, asked, "Công ty Bên Kia")
    assert count(scene, target_of(scene, "surveys_done")).value == 0


def test_an_enterprise_counts_once_however_often_and_under_whatever_record(scene: Scene) -> None:
    target = target_of(scene, "enterprises_surveyed")
    first, second = made(scene, "Đợt một"), made(scene, "Đợt hai", None)
    head = firm(scene.world, "Công ty Mẹ")
    branch = firm(scene.world, "Chi nhánh", parent=head)
    for asked, who in ((first, head), (second, head), (first, branch)):
        answered(invited(scene.world, asked, "", who), at(month=5, year=2025), co_he_thong=True)
    in_2025(scene, first, "Hợp tác xã Hoa")
    invited(scene.world, first, "Công ty Im Lặng")
    row = count(scene, target)
    assert row.value == 2
    assert row.survey_basis.responses.count() == 2


def test_schools_and_agencies_are_said_apart(scene: Scene) -> None:
    target, asked = target_of(scene, "enterprises_surveyed"), made(scene)
    in_2025(scene, asked, "Công ty A")
    school = firm(scene.world, "Trường nghề", kind="school")
    answered(invited(scene.world, asked, "", school), at(year=2025), co_he_thong=True)
    measure = survey_measures.measure_of(target)
    assert measure is not None
    found = survey_measures.found_for(target, measure, 2025, date(2025, 12, 31))
    assert (found.count, found.others) == (1, 1)


def test_a_correction_of_next_year_is_no_second_answer(scene: Scene) -> None:
    target, asked = target_of(scene, "enterprises_surveyed", period_to=2026), made(scene)
    row = in_2025(scene, asked, "Công ty A", month=12)
    answered(row.invitation, at(month=2, year=2026), co_he_thong=False)
    assert count(scene, target, 2025).value == 1
    assert count(scene, target, 2026).value == 0


def test_the_days_at_the_turn_of_the_year_are_those_of_vietnam(scene: Scene) -> None:
    target, asked = target_of(scene, "enterprises_surveyed", period_to=2026), made(scene)
    last = invited(scene.world, asked, "Công ty Cuối Năm")
    answered(last, at(day=31, month=12, year=2025, hour=23, minute=59), co_he_thong=True)
    new = invited(scene.world, asked, "Công ty Đầu Năm")
    answered(new, at(day=1, month=1, year=2026, hour=0), co_he_thong=True)
    assert count(scene, target, 2025).survey_basis.responses.get().invitation == last
    assert count(scene, target, 2026).survey_basis.responses.get().invitation == new


def test_where_each_is_counted_once_over_the_years_the_names_stand_with_it(scene: Scene) -> None:
    target, asked = target_of(scene, "enterprises_surveyed", "distinct"), made(scene)
    for _n in range(2):
        in_2025(scene, asked, "Công ty Trùng Tên")
    row = count(scene, target)
    assert row.value == len(set(row.subjects)) == 2
    approve(scene, row)
    assert queries.standing_of(target, as_of=TODAY).state == "met"


def test_a_survey_to_be_made_is_done_when_one_is_closed_with_answers(scene: Scene) -> None:
    target = target_of(scene, "enterprise_survey_done", "state")
    row = count(scene, target)
    assert row.is_done is False and row.value is None
    in_2025(scene, made(scene), "Công ty A")
    again = count(scene, target)
    assert (again.pk, again.is_done) == (row.pk, True)
    approve(scene, again)
    assert queries.standing_of(target, as_of=TODAY).state == "met"


def test_what_happens_later_does_not_change_what_was_counted(scene: Scene) -> None:
    target, asked = target_of(scene, "enterprises_surveyed"), made(scene)
    sent = in_2025(scene, asked, "Công ty A")
    row = approve(scene, count(scene, target))
    answered(sent.invitation, at(), co_he_thong=False)
    in_2025(scene, asked, "Công ty B")
    row.refresh_from_db()
    assert (row.value, row.survey_basis.total) == (1, 1)
    assert [one.pk for one in row.survey_basis.responses.all()] == [sent.pk]
    with pytest.raises(Refusal, match="lý do đính chính"):
        count(scene, target)
    fixed = count(scene, target, reason="Có phiếu về muộn")
    assert (fixed.value, fixed.supersedes_id) == (2, row.pk)
    assert row.survey_basis.responses.count() == 1


def test_targets_that_surveys_cannot_count_are_refused(scene: Scene) -> None:
    others = [
        scene.target(),
        target_of(scene, "surveys_done", "latest"),
        target_of(scene, "enterprises_surveyed", composition={"5s": 1}),
        scene.share(indicator="enterprises_surveyed"),
    ]
    for target in others:
        with pytest.raises(Refusal, match="không đếm theo khảo sát"):
            count(scene, target)
    with pytest.raises(PermissionDenied):
        actions.count_surveys(
            target_of(scene, "surveys_done"), year=2025, by=scene.world.actor("giang"), at=at()
        )
    assert not Observation.objects.exists()


# Pages ------------------------------------------------------------------------------------------


def body_of(answer: Any, status: int = 200) -> str:
    assert answer.status_code == status, answer.content.decode()[:2000]
    return str(answer.content.decode())


def test_the_target_opens_to_its_surveys_and_the_figure_to_its_responses(
    scene: Scene, client: Client
) -> None:
    target, asked = target_of(scene, "enterprises_surveyed"), made(scene)
    sent = in_2025(scene, asked, "Công ty A")
    scene.world.login(client, "an")
    assert "Theo các cuộc khảo sát" in body_of(client.get(f"/chi-tieu/{target.pk}/"))
    page = f"/chi-tieu/{target.pk}/khao-sat/"
    assert "Công ty A" in body_of(client.get(f"{page}?nam=2025"))
    body = body_of(client.post(f"{page}dem/", {"nam": "2025"}, follow=True))
    link = f"/khao-sat/{asked.pk}/phieu/{sent.pk}/"
    assert "Đã lập bản nháp" in body and link in body and "sửa tay" not in body
    row = Observation.objects.get()
    Observation.objects.filter(pk=row.pk).update(value=5)
    assert "sửa tay" in body_of(client.get(f"/so-lieu/{row.pk}/"))
    approve(scene, Observation.objects.get())
    assert "Năm này đã có số được duyệt" in body_of(client.get(f"{page}?nam=2025"))
    assert "lý do" in body_of(client.post(f"{page}dem/", {"nam": "2025"}), 400)


def test_outsiders_see_how_many_answered_and_not_who(scene: Scene, client: Client) -> None:
    target, asked = target_of(scene, "enterprises_surveyed"), made(scene)
    in_2025(scene, asked, "Công ty A")
    row = approve(scene, count(scene, target))
    page = f"/chi-tieu/{target.pk}/khao-sat/?nam=2025"
    scene.world.login(client, "ha")
    for address in (page, f"/so-lieu/{row.pk}/"):
        body = body_of(client.get(address))
        assert "Khảo sát 2025" in body and "Công ty A" not in body
    assert "Lập số liệu từ khảo sát" not in body_of(scene.world.login(client, "giang").get(page))
    assert scene.world.login(client, "khanh").get(page).status_code == 404


def test_other_targets_have_no_such_page_and_odd_years_fall_back(scene: Scene, client: Client) -> None:
    scene.world.login(client, "an")
    assert client.get(f"/chi-tieu/{scene.target().pk}/khao-sat/").status_code == 404
    target = target_of(scene, "surveys_done")
    for asked in ("", "?nam=abcd", "?nam=0000", "?nam=٢٠٢٥", "?trang=x"):
        assert "0 cuộc khảo sát" in body_of(client.get(f"/chi-tieu/{target.pk}/khao-sat/{asked}"))


def test_the_pages_cost_the_same_queries_with_few_responses_and_with_many(
    scene: Scene, client: Client
) -> None:
    target, asked = target_of(scene, "enterprises_surveyed"), made(scene)
    scene.world.login(client, "an")
    pages = [f"/chi-tieu/{target.pk}/", f"/chi-tieu/{target.pk}/khao-sat/?nam=2025"]

    def cost(page: str) -> int:
        with CaptureQueriesContext(connection) as caught:
            assert client.get(page).status_code == 200
        return len(caught)

    for n in range(2):
        in_2025(scene, asked, f"Công ty {n}")
    row = count(scene, target)
    pages.append(f"/so-lieu/{row.pk}/")
    few = [cost(page) for page in pages]
    for n in range(2, 14):
        in_2025(scene, asked, f"Công ty {n}")
    count(scene, target)
    assert [cost(page) for page in pages] == few
