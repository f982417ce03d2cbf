"""Frozen figures: they stay, whatever is answered or corrected later, and say what changed since."""

from __future__ import annotations

import io
import json
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.test import Client
from django.urls import reverse
from docx import Document
from openpyxl import load_workbook

from nscl.apps.assessment.actions.figures import freeze_figures
from nscl.apps.assessment.models import Survey, SurveyFigures
from nscl.apps.assessment.results_freeze import changes_since, payload_of, seal
from nscl.apps.core.access import Refusal
from nscl.apps.core.models import AuditEntry
from tests.apps.assessment.factory_results import BIG, answered, invited, many, survey
from tests.world import World, at

pytestmark = pytest.mark.django_db


@pytest.fixture
def asked(world: World) -> Survey:
    made = survey(world)
    many(world, made, 5)
    answered(invited(world, made, "Công ty Sửa Sau", **BIG), co_he_thong=True, can=["iso"], lao_dong="100")
    return made


def freeze(world: World, asked: Survey, **more: Any) -> SurveyFigures:
    return freeze_figures(asked, by=world.actor("an"), at=at(), **more)


def correct(asked: Survey) -> None:
    row = asked.invitations.get(organisation__name="Công ty Sửa Sau")
    answered(row, co_he_thong=False, can=["nams"], lao_dong="90")


def page(name: str, asked: Survey, *parts: Any) -> str:
    return reverse(f"assessment:{name}", args=[asked.pk, *parts])


def test_the_figures_keep_every_table_the_responses_and_the_questionnaires_hash(
    world: World, asked: Survey
) -> None:
    row = freeze(world, asked, note=" Cho  báo cáo năm ")
    payload = row.payload
    assert (row.number, row.note, row.hash) == (1, "Cho báo cáo năm", seal(payload))
    assert payload["questionnaire"]["hash"] == asked.version.hash
    assert len(payload["responses"]) == 6 and payload["rate"]["answered"] == 6
    assert [len(one["breakdowns"]) for one in payload["sections"][0]["questions"] if "breakdowns" in one] == (
        [4] * 8
    )
    assert payload == json.loads(json.dumps(payload))
    entry = AuditEntry.objects.get(deed="assessment.survey.freeze")
    assert entry.after["hash"] == row.hash and entry.after["responses"] == 6


def test_a_later_correction_changes_nothing_of_what_was_frozen(world: World, asked: Survey) -> None:
    row = freeze(world, asked)
    before = json.dumps(row.payload, sort_keys=True)
    assert changes_since(row.payload, payload_of(asked, at=at(day=9))).differences == ()
    correct(asked)
    row.refresh_from_db()
    assert json.dumps(row.payload, sort_keys=True) == before and seal(row.payload) == row.hash
    changes = changes_since(row.payload, payload_of(asked, at=at(day=9)))
    assert len(changes.added) == len(changes.gone) == 1
    told = {(one.line, one.column): (one.before, one.after) for one in changes.differences}
    assert told["Lớn nhất", "người"] == ("100", "90")
    assert all(one.before != one.after for one in changes.differences)


def test_freezing_again_gives_the_next_number_and_the_same_figures(world: World, asked: Survey) -> None:
    first, second = freeze(world, asked), freeze(world, asked)
    assert (first.number, second.number) == (1, 2)
    assert first.hash == second.hash


def test_nothing_is_frozen_before_the_first_answer(world: World) -> None:
    empty = survey(world)
    invited(world, empty, "Công ty A")
    with pytest.raises(Refusal, match="Chưa có phiếu trả lời nào"):
        freeze(world, empty)
    with pytest.raises(Refusal, match="300 ký tự"):
        freeze(world, empty, note="x" * 301)
    assert not SurveyFigures.objects.exists()


def test_only_keepers_of_the_province_freeze(world: World, asked: Survey) -> None:
    for name, error in (("giang", PermissionDenied), ("ha", PermissionDenied), ("khanh", Http404)):
        with pytest.raises(error):
            freeze_figures(asked, by=world.actor(name), at=at())
    assert not SurveyFigures.objects.exists()


def test_the_page_freezes_shows_and_compares(world: World, client: Client, asked: Survey) -> None:
    world.login(client, "an")
    done = client.post(page("figures_freeze", asked), {"ghi-chu": "Lần đầu"}, follow=True)
    body = done.content.decode()
    assert "Đã chốt số liệu lần 1." in body and "Chưa có gì thay đổi" in body and "Lần đầu" in body
    correct(asked)
    body = client.get(page("figures_detail", asked, 1)).content.decode()
    assert "Phiếu có sau khi chốt" in body and "Công ty Sửa Sau" in body
    assert client.get(page("figures_freeze", asked)).status_code == 405
    assert client.get(page("figures_detail", asked, 7)).status_code == 404
    assert world.login(client, "ha").get(page("figures_detail", asked, 1)).status_code == 403
    assert world.login(client, "khanh").get(page("figures_detail", asked, 1)).status_code == 404


def test_figures_that_were_touched_are_not_shown_as_whole(
    world: World, client: Client, asked: Survey
) -> None:
    row = freeze(world, asked)
    row.payload["rate"]["answered"] = 60
    row.save()
    body = world.login(client, "an").get(page("figures_detail", asked, 1)).content.decode()
    assert "không còn khớp với mã băm" in body


def test_the_workbook_holds_the_numbers_as_numbers(world: World, client: Client, asked: Survey) -> None:
    freeze(world, asked)
    correct(asked)
    world.login(client, "an")
    first = client.get(page("figures_export", asked, 1, "xlsx")).content
    book = load_workbook(io.BytesIO(first))
    assert book.sheetnames == ["Tỷ lệ trả lời", "Từng câu hỏi", "Phân tổ", "Nhu cầu hỗ trợ"]
    found = [row[1] for row in book["Từng câu hỏi"].values if row[0] == "Lớn nhất"]
    assert found[0] == 100
    assert "Số liệu chốt lần 1 ngày 02/03/2026" in book["Phân tổ"]["A2"].value
    assert client.get(page("figures_export", asked, 1, "exe")).status_code == 404
    assert world.login(client, "ha").get(page("figures_export", asked, 1, "xlsx")).status_code == 403


def test_the_paper_holds_each_question_with_its_table(world: World, client: Client, asked: Survey) -> None:
    freeze(world, asked)
    world.login(client, "an")
    data = client.get(page("figures_export", asked, 1, "docx")).content
    document = Document(io.BytesIO(data))
    texts = [paragraph.text for paragraph in document.paragraphs]
    assert "KẾT QUẢ KHẢO SÁT" in texts and any("Bảng 1." in text for text in texts)
    assert any("đơn vị trả lời “Có”" in text for text in texts)
    assert len(document.tables) > 8
    assert client.get(page("figures_export", asked, 1, "docx")).content == data


def test_figures_not_frozen_say_so_and_the_export_is_recorded(
    world: World, client: Client, asked: Survey
) -> None:
    world.login(client, "an")
    book = load_workbook(io.BytesIO(client.get(page("results_export", asked, "xlsx")).content))
    assert "Số liệu chưa chốt" in book.worksheets[0]["A2"].value
    assert client.get(page("results_export", asked, "docx")).status_code == 200
    assert AuditEntry.objects.filter(deed="assessment.survey.export").count() == 2
