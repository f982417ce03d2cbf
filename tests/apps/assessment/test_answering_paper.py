"""Officers' pages on answers: a paper form typed in, a response looked at, a correction with its reason."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from nscl.apps.assessment.models import Invitation, Response, Survey
from tests.apps.assessment.answering_tales import Tale, fields, fill, marks_on, tale_of, url
from tests.world import World

pytestmark = pytest.mark.django_db
TYPED: dict[str, Any] = {"san_pham": "Chè khô", "lao_dong": "12", "xuat_khau": "no"}
WHO = {"__name": "Nguyễn Thị Hoa", "__title": "Giám đốc", "__phone": "0912 345 678"}


@pytest.fixture
def tale(world: World) -> Tale:
    return tale_of(world)


@pytest.fixture
def asked(tale: Tale) -> Invitation:
    return tale.invite()


@pytest.fixture
def officer(client: Client, world: World) -> Client:
    return world.login(client, "an")


def text_of(response: Any) -> str:
    return response.content.decode()


def entry(invitation: Invitation) -> str:
    return reverse("assessment:paper_enter", args=[invitation.survey_id, invitation.pk])


def about(name: str, response: Response) -> str:
    return reverse(f"assessment:{name}", args=[response.invitation.survey_id, response.pk])


def enter(client: Client, invitation: Invitation, **more: Any) -> Any:
    data = fields(invitation, **(TYPED | {k: v for k, v in more.items() if not k.startswith("__")}))
    rest = {name: value for name, value in more.items() if name.startswith("__")}
    return client.post(entry(invitation), data | WHO | {"__send": "1"} | rest)


def test_a_paper_form_typed_in_counts_with_its_scan(officer: Client, asked: Invitation, world: World) -> None:
    scan = SimpleUploadedFile("phieu.pdf", b"%PDF-1.7 minh hoa", "application/pdf")
    response = enter(officer, asked, __file=scan)
    sent = Response.objects.get()
    assert response["Location"] == about("response_detail", sent)
    assert (sent.state, sent.channel, sent.entered_by) == ("submitted", "paper", world.users["an"])
    assert sent.file is not None and sent.file.name == "phieu.pdf"
    page = text_of(officer.get(response["Location"]))
    assert sent.receipt in page and "Nguyễn Thị Hoa" in page and "Nguyễn Văn An" in page
    got = officer.get(about("response_file", sent))
    assert got.content == b"%PDF-1.7 minh hoa" and "attachment" in got["Content-Disposition"]


def test_a_form_left_half_way_is_kept_and_does_not_count(officer: Client, asked: Invitation) -> None:
    data = fields(asked, san_pham="Chè khô") | WHO | {"__save": "1"}
    assert officer.post(entry(asked), data).status_code == 302
    draft = Response.objects.get()
    assert draft.state == "draft" and draft.respondent_name == "Nguyễn Thị Hoa"
    assert 'value="Chè khô"' in text_of(officer.get(entry(asked)))


def test_what_is_missing_or_unreadable_is_named_and_nothing_typed_is_lost(
    officer: Client, asked: Invitation
) -> None:
    response = enter(officer, asked, san_pham="", lao_dong="mười")
    page = text_of(response)
    assert response.status_code == 400 and 'value="mười"' in page and "#cau-lao_dong" in page
    response = enter(officer, asked, san_pham="")
    assert response.status_code == 400 and "#cau-san_pham" in text_of(response)
    assert Response.objects.get().state == "draft"


def test_a_file_of_a_foreign_kind_is_refused_and_nothing_is_sent(officer: Client, asked: Invitation) -> None:
    response = enter(officer, asked, __file=SimpleUploadedFile("phieu.pdf", b"MZ not a pdf"))
    assert response.status_code == 400 and "Không nhận loại tệp" in text_of(response)
    assert Response.objects.get().state == "draft" and 'value="Chè khô"' in text_of(response)


def test_paper_replaces_what_is_being_answered_on_the_web_only_when_said(
    officer: Client, asked: Invitation
) -> None:
    fill(Client(), asked, "chung", san_pham="Đang trả lời")
    page = officer.get(entry(asked))
    marks = marks_on(page)
    assert "đang tự trả lời" in text_of(page)
    refused = enter(officer, asked, __mark=marks)
    assert refused.status_code == 400 and "xác nhận" in text_of(refused)
    assert enter(officer, asked, __mark=marks, __take_over="1").status_code == 302
    assert Response.objects.get(state="dropped").answers == {"san_pham": "Đang trả lời"}


def test_two_officers_on_one_form_see_both_contents(officer: Client, asked: Invitation) -> None:
    stale = fields(asked, **TYPED) | WHO | {"__send": "1", "__page": "một"}
    officer.post(entry(asked), fields(asked, san_pham="Cà phê", page="hai") | WHO | {"__save": "1"})
    response = officer.post(entry(asked), stale)
    assert response.status_code == 409 and "Cà phê" in text_of(response)
    assert Response.objects.get().state == "draft"


def test_an_organisation_that_answered_is_not_entered_again(officer: Client, asked: Invitation) -> None:
    enter(officer, asked)
    response = officer.get(entry(asked))
    assert response["Location"] == about("response_detail", Response.objects.get())


def test_nothing_is_entered_into_a_closed_survey(officer: Client, asked: Invitation) -> None:
    Survey.objects.update(state="closed")
    response = enter(officer, asked)
    assert response.status_code == 400 and "mở lại cuộc khảo sát" in text_of(response)
    assert not Response.objects.exists()


def test_an_officer_corrects_with_a_reason_and_both_versions_stay(officer: Client, asked: Invitation) -> None:
    enter(officer, asked)
    first = Response.objects.get()
    place = about("response_correct", first)
    assert 'value="12"' in text_of(officer.get(place))
    data = {**fields(asked, **TYPED | {"lao_dong": "21"}), **WHO, "__send": "1"}
    without = officer.post(place, data)
    assert without.status_code == 400 and 'value="21"' in text_of(without)
    assert Response.objects.count() == 1
    marked = data | {"__mark": marks_on(without), "__reason": "Đơn vị báo lại"}
    assert officer.post(place, marked).status_code == 302
    second = Response.objects.get(state="submitted")
    page = text_of(officer.get(about("response_detail", second)))
    assert "21 người" in page and "12 người" in page and "Đơn vị báo lại" in page
    old = officer.get(about("response_detail", first))
    assert old.status_code == 200 and "đã được thay" in text_of(old)


def test_a_correction_begun_can_be_given_up(officer: Client, asked: Invitation) -> None:
    enter(officer, asked)
    first = Response.objects.get()
    marks = marks_on(officer.get(about("response_correct", first)))
    data = {**fields(asked, marks=marks, lao_dong="x"), **WHO, "__reason": "Sửa", "__send": "1"}
    assert officer.post(about("response_correct", first), data).status_code == 400
    assert "làm dở" in text_of(officer.get(about("response_detail", first)))
    officer.post(about("response_correct_drop", first))
    assert Response.objects.filter(state="draft").count() == 0
    first.refresh_from_db()
    assert first.state == "submitted"


def test_another_province_finds_none_of_it(client: Client, tale: Tale, asked: Invitation) -> None:
    own = Client()
    tale.world.login(own, "an")
    enter(own, asked)
    sent = Response.objects.get()
    tale.world.login(client, "khanh")
    paths = [entry(asked)] + [
        about(name, sent)
        for name in ("response_detail", "response_file", "response_copy", "response_correct")
    ]
    assert [client.get(path).status_code for path in paths] == [404] * len(paths)


def test_those_who_may_read_see_a_response_and_no_button(
    client: Client, tale: Tale, asked: Invitation
) -> None:
    own = Client()
    tale.world.login(own, "an")
    enter(own, asked)
    sent = Response.objects.get()
    tale.world.login(client, "giang")
    page = client.get(about("response_detail", sent))
    assert page.status_code == 200 and "Đính chính</a>" not in text_of(page)
    assert client.get(entry(asked)).status_code == 403
    assert client.post(about("response_correct", sent)).status_code == 403
    tale.world.login(client, "ha")
    assert client.get(about("response_detail", sent)).status_code == 403


def test_a_draft_is_the_writers_own(officer: Client, asked: Invitation) -> None:
    fill(Client(), asked, "chung", san_pham="Chè")
    draft = Response.objects.get()
    assert officer.get(about("response_detail", draft)).status_code == 404


def test_the_page_of_a_response_costs_the_same_with_many_versions(officer: Client, asked: Invitation) -> None:
    def cost(response: Response) -> int:
        with CaptureQueriesContext(connection) as queries:
            officer.get(about("response_detail", response))
        return len(queries)

    def correct(value: str) -> Response:
        row = Response.objects.get(state="submitted")
        marks = marks_on(officer.get(about("response_correct", row)))
        data = {**fields(asked, marks=marks, **TYPED | {"lao_dong": value}), **WHO}
        officer.post(about("response_correct", row), data | {"__reason": "Sửa", "__send": "1"})
        return Response.objects.get(state="submitted")

    enter(officer, asked)
    first = correct("13")
    cost(first)
    before = cost(first)
    for value in ("14", "15", "16", "17"):
        last = correct(value)
    cost(last)
    assert Response.objects.count() == 6 and cost(last) == before


def test_the_respondents_own_page_is_not_opened_by_officers_rights(
    officer: Client, asked: Invitation
) -> None:
    enter(officer, asked)
    assert "Phiếu giấy" in text_of(officer.get(url("answer", asked)))
