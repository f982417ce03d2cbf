"""The pages of questionnaires: the list, a version, the designer's small forms, the preview, files."""

from __future__ import annotations

import json

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from nscl.apps.assessment.actions import questionnaires as deeds
from nscl.apps.assessment.models import Questionnaire, QuestionnaireVersion
from nscl.apps.catalog.models import SupportContent
from nscl.policy.questionnaires import parse
from tests.apps.assessment.questionnaire_tales import (
    LIST,
    body_of,
    codes,
    draft,
    place,
    published,
    question,
    send,
    small,
    survey,
)
from tests.world import World, at

pytestmark = pytest.mark.django_db


@pytest.fixture
def an(world: World, client: Client) -> Client:
    return world.login(client, "an")


# List, one questionnaire ----------------------------------------------------------------------


def test_the_list_shows_the_countrys_and_ones_own(world: World, an: Client) -> None:
    survey(world, published(world))
    deeds.draft_again(Questionnaire.objects.get(code="phieu-nho"), by=world.actor("an"), at=at())
    draft(world, who="khanh", code="cua-lao-cai")
    body = body_of(an.get(LIST))
    assert ("Phiếu nhỏ" in body, "hiện trạng" in body, "2 bộ câu hỏi" in body) == (True, True, True)
    assert "Phiếu nhỏ" not in body_of(an.get(LIST + "?tim=hien+trang"))
    assert "hiện trạng" not in body_of(an.get(LIST + "?pham-vi=tinh"))
    assert "Không có bộ câu hỏi nào khớp" in body_of(an.get(LIST + "?tim=khongco%00"))
    neighbours = Questionnaire.objects.get(province=world.neighbour)
    for path in (
        f"{LIST}{neighbours.pk}/",
        place(neighbours.versions.get()),
        place(neighbours.versions.get(), "tep/"),
    ):
        body_of(an.get(path), 404)


def test_readers_look_and_are_not_offered_to_change(world: World, client: Client) -> None:
    version = draft(world)
    world.login(client, "giang")
    body = body_of(client.get(place(version)))
    assert "Thêm câu hỏi" not in body and "Doanh thu" in body
    body_of(client.get(LIST + "them/"), 403)
    body_of(client.post(place(version, "cau/doanh_thu/chuyen/"), {"seen": 0}), 403)
    body_of(client.post(place(version, "dua-vao-dung/"), {"seen": 0}), 403)
    assert client.get(place(version, "tep/")).status_code == 200


def test_without_login_there_is_nothing_to_see(world: World, client: Client) -> None:
    version = draft(world)
    for path in (LIST, place(version), place(version, "xem-thu/")):
        assert client.get(path).status_code == 302


def test_a_questionnaire_begins_blank_or_from_a_file(world: World, an: Client) -> None:
    answer = an.post(LIST + "them/", {"title": "Phiếu mới", "purpose": "", "code": ""})
    blank = QuestionnaireVersion.objects.get(questionnaire__code="phieu-moi")
    assert answer.headers["Location"] == place(blank)
    assert "Chưa có phần nào" in body_of(an.get(place(blank)))
    file = SimpleUploadedFile("a.json", json.dumps(small()).encode(), "application/json")
    an.post(LIST + "them/", {"title": "Từ tệp", "file": file})
    assert codes(QuestionnaireVersion.objects.get(questionnaire__code="tu-tep").definition)[0] == [
        "xuat_khau",
        "doanh_thu",
    ]
    assert "Chưa có tên" in body_of(an.post(LIST + "them/", {"title": " \u200b"}), 400)


def test_a_file_with_faults_changes_nothing_and_names_them(world: World, an: Client) -> None:
    version = draft(world)
    bad = small()
    bad["sections"][0]["questions"][0]["kind"] = "colour"
    bad["sections"][1]["when"][0]["question"] = "khong_co"
    file = SimpleUploadedFile("a.json", json.dumps(bad).encode())
    body = body_of(send(an, version, "nap/", file=file), 400)
    assert "Tệp có" in body and "colour" in body and "khong_co" in body
    large = SimpleUploadedFile("a.json", b" " * (1024 * 1024 + 1))
    assert "1 MB" in body_of(send(an, version, "nap/", file=large), 400)
    assert question(version, "xuat_khau")["kind"] == "yes_no"
    good = SimpleUploadedFile("a.json", json.dumps(small(title="Tên từ tệp")).encode())
    assert send(an, version, "nap/", file=good).status_code == 302
    version.refresh_from_db()
    assert version.definition["title"] == "Tên từ tệp"


def test_a_version_goes_out_as_a_file(world: World, an: Client) -> None:
    version = draft(world)
    answer = an.get(place(version, "tep/"))
    assert "phieu-nho-ban-1.json" in answer.headers["Content-Disposition"]
    assert json.loads(answer.content)["definition"] == version.definition


def test_the_countrys_questionnaire_is_copied_from_its_page(world: World, an: Client) -> None:
    shared = Questionnaire.objects.get(province=None).versions.get(state="in_use")
    body = body_of(an.get(place(shared)))
    assert "Sao chép về tỉnh" in body and "Thêm câu hỏi" not in body
    assert "Soạn bản mới" not in body_of(an.get(f"{LIST}{shared.questionnaire_id}/"))
    body_of(an.post(f"{LIST}{shared.questionnaire_id}/soan-ban-moi/"), 404)
    answer = an.post(place(shared, "sao-chep/"), {"title": "Phiếu của tỉnh", "code": ""})
    copy = QuestionnaireVersion.objects.get(questionnaire__title="Phiếu của tỉnh")
    assert answer.headers["Location"] == place(copy)
    assert parse(copy.definition) == parse(shared.definition)


# Preview --------------------------------------------------------------------------------------


def hidden(body: str, code: str) -> bool:
    start = body.index(f'id="cau-{code}"')
    return " hidden" in body[start : body.index(">", start)]


def test_the_preview_opens_questions_by_the_answers_and_keeps_none(world: World, an: Client) -> None:
    version = draft(world)
    body = body_of(an.get(place(version, "xem-thu/")))
    assert (hidden(body, "doanh_thu"), hidden(body, "gia_tri")) == (False, True)
    body = body_of(an.post(place(version, "xem-thu/"), {"xuat_khau": "yes", "xem": "1"}))
    assert (hidden(body, "gia_tri"), hidden(body, "thi_truong")) == (False, True)
    answers = {"xuat_khau": "yes", "doanh_thu": "5 triệu", "gia_tri": "1 tỷ", "thi_truong": "eu", "gui": "1"}
    body = body_of(an.post(place(version, "xem-thu/"), answers))
    assert not hidden(body, "thi_truong") and "Giá trị xuất khẩu lớn hơn doanh thu" in body
    answers["gia_tri"] = "1 triệu"
    assert "gửi được" in body_of(an.post(place(version, "xem-thu/"), answers))
    version.refresh_from_db()
    assert version.revision == 0


# Queries --------------------------------------------------------------------------------------


def queries(client: Client, path: str) -> int:
    with CaptureQueriesContext(connection) as seen:
        body_of(client.get(path))
    return len(seen)


def test_the_list_asks_no_more_for_more_questionnaires(world: World, an: Client) -> None:
    survey(world, published(world, code="mot"))
    few = queries(an, LIST)
    for number in range(12):
        survey(world, published(world, code=f"phieu-{number}"))
    assert queries(an, LIST) == few


def test_a_version_asks_no_more_for_more_questions(world: World, an: Client) -> None:
    contents = list(SupportContent.objects.filter(valid_to=None).values_list("code", flat=True)[:10])
    made = small()
    made["sections"][1]["questions"][1]["choices"][0]["contents"] = contents[:1]
    version = draft(world, sections=made["sections"])
    paths = [place(version), place(version, "xem-thu/"), place(version, "cau/thi_truong/")]
    few = [queries(an, path) for path in paths]
    made["sections"].append(
        {
            "code": "nhieu",
            "title": "Nhiều câu",
            "questions": [
                {
                    "code": f"cau_{number}",
                    "kind": "multi",
                    "label": f"Câu {number}",
                    "choices": [
                        {"code": f"c{i}", "label": f"Lựa chọn {i}", "contents": [code]}
                        for i, code in enumerate(contents)
                    ],
                }
                for number in range(40)
            ],
        }
    )
    deeds.change_draft(version, definition=made, revision=0, by=world.actor("an"), at=at())
    assert [queries(an, path) for path in paths] == few
