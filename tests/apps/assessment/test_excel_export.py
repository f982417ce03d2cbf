"""All answers as one table: typed cells, nothing that runs, empty where nothing was answered."""

from __future__ import annotations

import io
from datetime import datetime
from typing import Any

import openpyxl
import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.test.utils import CaptureQueriesContext

from nscl.apps.assessment.actions.responses import respondent_of, submit
from nscl.apps.assessment.excel.exporting import export_responses, responses_workbook
from nscl.apps.assessment.models import Response, Survey
from nscl.apps.core.models import AuditEntry
from tests.apps.assessment.excel_trial import READ, invited, survey_of
from tests.world import World, at

pytestmark = pytest.mark.django_db


@pytest.fixture
def survey(world: World) -> Survey:
    return survey_of(world)


def answer(world: World, survey: Survey, name: str, **changes: Any) -> None:
    (invitation,) = invited(world, survey, name)
    answers = {key: value for key, value in {**READ, **changes}.items() if value is not None}
    submit(
        invitation,
        answers=answers,
        respondent={"name": "Người Trả Lời"},
        submission_key=name,
        by=respondent_of(invitation),
        at=at(),
    )


def table(world: World, survey: Survey) -> list[dict[str, Any]]:
    """The rows by the codes of their columns."""
    rows = (
        Response.objects.filter(state="submitted").select_related("invitation__organisation").order_by("pk")
    )
    book = openpyxl.load_workbook(io.BytesIO(responses_workbook(survey, rows, actor=world.actor("an"))))
    codes, _titles, *lines = book["Trả lời"].iter_rows(values_only=True)
    return [dict(zip(codes, line, strict=True)) for line in lines]


def test_each_answer_is_a_cell_of_its_own_type(world: World, survey: Survey) -> None:
    answer(world, survey, "Công ty TNHH Chè Minh Họa")
    (row,) = table(world, survey)
    assert row["don_vi"] == "Công ty TNHH Chè Minh Họa"
    assert (row["lao_dong"], row["doanh_thu"], row["ty_le_loi"]) == (45, 12_500_000_000, 1.5)
    assert row["ngay_cap"] == datetime(2025, 4, 5)  # noqa: DTZ001
    assert (row["co_he_thong"], row["muc_do"], row["hai_long"]) == ("Có", "Bán tự động, có máy", 4)
    assert (row["dao_tao__quan_ly__nguoi"], row["dao_tao__cong_nhan__kinh_phi"]) == (3, 25_000_000)


def test_a_question_with_many_choices_is_a_column_of_0_and_1_for_each(world: World, survey: Survey) -> None:
    answer(world, survey, "Công ty TNHH Chè Minh Họa")
    (row,) = table(world, survey)
    codes = ["he_thong__iso9001", "he_thong__iso14001", "he_thong__haccp", "he_thong__chon_khac"]
    assert [row[code] for code in codes] == [1, 0, 1, 1]
    assert row["he_thong__other"] == "VietGAP"


def test_what_was_not_answered_is_empty_and_never_zero(world: World, survey: Survey) -> None:
    answer(world, survey, "Hợp tác xã Na Minh Họa", doanh_thu=None, xuat_khau=0, co_he_thong=False)
    (row,) = table(world, survey)
    assert (row["doanh_thu"], row["xuat_khau"]) == (None, 0)
    assert (row["he_thong__iso9001"], row["ngay_cap"]) == (None, None)


@pytest.mark.parametrize("text", ["=1+1", "+84", "-5", "@cmd", "=HYPERLINK(1)"])
def test_text_that_looks_like_a_formula_stays_text(world: World, survey: Survey, text: str) -> None:
    answer(world, survey, "Công ty TNHH Chè Minh Họa", san_pham=text, de_xuat=text)
    rows = Response.objects.select_related("invitation__organisation")
    data = responses_workbook(survey, rows, actor=world.actor("an"))
    sheet = openpyxl.load_workbook(io.BytesIO(data))["Trả lời"]
    cells = [cell for line in sheet.iter_rows() for cell in line if cell.value == text]
    assert [(cell.data_type, cell.quotePrefix) for cell in cells] == [("s", True)] * 2


def test_who_answered_in_person_is_not_in_the_table(world: World, survey: Survey) -> None:
    answer(world, survey, "Công ty TNHH Chè Minh Họa")
    assert "Người Trả Lời" not in table(world, survey)[0].values()


def test_the_guide_explains_every_column(world: World, survey: Survey) -> None:
    rows = Response.objects.none()
    book = openpyxl.load_workbook(io.BytesIO(responses_workbook(survey, rows, actor=world.actor("an"))))
    codes = [cell.value for cell in book["Trả lời"][1]]
    guide = list(book["Bộ câu hỏi"].iter_rows(values_only=True))
    start = next(number for number, row in enumerate(guide) if row[0] == "Cột")
    assert [row[1] for row in guide[start + 1 :]] == codes
    assert [row[0] for row in guide[start + 1 :]][:3] == ["A", "B", "C"]
    assert any("không phải là số 0" in str(row[0]) for row in guide[:start])


def test_only_those_inside_the_province_take_answers_out(world: World, survey: Survey) -> None:
    rows = Response.objects.none()
    with pytest.raises(PermissionDenied):
        responses_workbook(survey, rows, actor=world.actor("ha"))
    assert responses_workbook(survey, rows, actor=world.actor("giang")).startswith(b"PK")


def test_taking_answers_out_leaves_its_entry(world: World, survey: Survey) -> None:
    answer(world, survey, "Công ty TNHH Chè Minh Họa")
    rows = Response.objects.select_related("invitation__organisation")
    export_responses(survey, rows, by=world.actor("an"), at=at())
    entry = AuditEntry.objects.get(deed="assessment.survey.export")
    assert entry.after == {"responses": 1} and entry.object_id == str(survey.pk)


def test_the_table_costs_the_same_for_few_and_many(world: World, survey: Survey) -> None:
    def queries() -> int:
        rows = Response.objects.select_related("invitation__organisation")
        with CaptureQueriesContext(connection) as context:
            responses_workbook(survey, rows, actor=world.actor("an"))
        return len(context)

    answer(world, survey, "Công ty một Minh Họa")
    few = queries()
    for number in range(6):
        answer(world, survey, f"Công ty {number} Minh Họa")
    assert queries() == few
