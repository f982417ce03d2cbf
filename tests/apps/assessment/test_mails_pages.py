"""The pages of the post: who will be written to, what failed, letters for those without an address."""

from __future__ import annotations

import io
from collections.abc import Callable
from threading import Barrier, Thread
from typing import Any

import pytest
from django.core import mail as post
from django.db import connection
from django.test import Client
from docx import Document

from nscl.apps.assessment.actions import surveys
from nscl.apps.assessment.models import SurveyMail
from tests.apps.assessment.survey_tales import BASE, asked, firm, page, running, send, survey
from tests.world import World, at

pytestmark = pytest.mark.django_db
DUMMY = "django.core.mail.backends.dummy.EmailBackend"


def test_those_without_an_address_are_named_and_led_to_letters(world: World, client: Client) -> None:
    made = running(world, firm(world, "Có thư", email="a@a.example.vn"), firm(world, "Không thư"))
    text = page(world.login(client, "an"), "survey_invite", made.pk)
    assert "Bằng thư điện tử: 1 đơn vị" in text and "Chưa có thư điện tử: 1 đơn vị" in text
    assert text.index("Chưa có thư điện tử") < text.index("Không thư") and "In thư giấy" in text


def test_without_a_mail_server_the_page_says_so_and_sends_nothing(
    world: World, client: Client, settings: Any
) -> None:
    settings.EMAIL_BACKEND = DUMMY
    made = running(world, firm(world, "Có thư", email="a@a.example.vn"))
    world.login(client, "an")
    assert "chưa gửi được thư điện tử nào" in page(client, "survey_detail", made.pk)
    response = send(client, "survey_invite", made.pk, **{"xac-nhan": "1"})
    assert response.status_code == 400 and "Hãy in thư hoặc gửi liên kết" in response.content.decode()
    assert not SurveyMail.objects.exists()


def test_in_a_trial_the_page_says_that_mails_stay_on_this_machine(
    world: World, client: Client, settings: Any
) -> None:
    settings.EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
    made = running(world, firm(world, "Có thư", email="a@a.example.vn"))
    assert "không gửi ra ngoài" in page(world.login(client, "an"), "survey_invite", made.pk)


def test_the_chosen_are_written_to_and_the_others_not(
    world: World, client: Client, django_capture_on_commit_callbacks: Any
) -> None:
    made = running(world, *(firm(world, f"Công ty {n}", email=f"a{n}@x.example.vn") for n in range(3)))
    row = made.invitations.get(email="a1@x.example.vn")
    world.login(client, "an")
    text = send(client, "survey_invite", made.pk, chon=[row.pk]).content.decode()
    assert "Gửi 1 thư" in text and f'name="ma" value="{row.pk}"' in text and not SurveyMail.objects.exists()
    with django_capture_on_commit_callbacks(execute=True):
        send(client, "survey_invite", made.pk, follow=False, **{"ma": str(row.pk), "xac-nhan": "1"})
    assert [message.to for message in post.outbox] == [["a1@x.example.vn"]]
    row.refresh_from_db()
    assert row.sent_at is not None


def test_all_that_match_the_filter_can_be_chosen_at_once(world: World, client: Client) -> None:
    made = running(world, *(firm(world, f"Công ty {n}", email=f"a{n}@x.example.vn") for n in range(3)))
    data = {"tat-ca": "1", "loc": "tim=cong+ty+2"}
    text = send(world.login(client, "an"), "survey_invite", made.pk, **data).content.decode()
    assert "Gửi 1 thư" in text and "Công ty 2" in text


def test_a_second_press_sends_nothing_twice(world: World, client: Client) -> None:
    made = running(world, firm(world, "Có thư", email="a@a.example.vn"))
    world.login(client, "an")
    send(client, "survey_invite", made.pk, **{"xac-nhan": "1"})
    response = send(client, "survey_invite", made.pk, **{"xac-nhan": "1"})
    assert response.status_code == 400 and SurveyMail.objects.count() == 1


def test_failed_mails_are_shown_with_their_reason_and_sent_again(
    world: World, client: Client, django_capture_on_commit_callbacks: Any
) -> None:
    made = running(world, firm(world, "Có thư", email="a@a.example.vn"))
    surveys.invite(made, base_url=BASE, by=world.actor("an"), at=at())
    SurveyMail.objects.update(tries=5, error="Máy chủ thư không nhận địa chỉ này.")
    world.login(client, "an")
    text = page(client, "survey_mails", made.pk, **{"trang-thai": "failed"})
    assert "Máy chủ thư không nhận địa chỉ này." in text and "Không gửi được" in text
    assert "1 thư không gửi được" in page(client, "survey_detail", made.pk)
    with django_capture_on_commit_callbacks(execute=True):
        send(client, "survey_send_again", made.pk, follow=False)
    assert len(post.outbox) == 1
    assert "Không có thư nào cần gửi lại" in send(client, "survey_send_again", made.pk).content.decode()


def test_letters_come_as_a_file_for_the_ticked_or_for_a_group(world: World, client: Client) -> None:
    first, second = firm(world, "Một"), firm(world, "Hai")
    made = running(world, first, second)
    world.login(client, "an")
    text = page(client, "survey_letters", made.pk)
    assert "In 2 thư" in text
    response = send(client, "survey_letters", made.pk, chon=[asked(made, first).pk])
    document = Document(io.BytesIO(response.content))
    assert "Kính gửi: Một" in [line.text for line in document.paragraphs]
    assert "Kính gửi: Hai" not in [line.text for line in document.paragraphs]
    assert response.headers["Cache-Control"] == "no-store"
    assert asked(made, first).letter_at is not None and asked(made, second).letter_at is None


@pytest.mark.django_db(transaction=True)
def test_two_officers_pressing_at_once_send_one_mail(world: World) -> None:
    made = survey(world, firm(world, "Có thư", email="a@a.example.vn"))
    start, results = Barrier(2), [0, 0]

    def press(index: int, who: str) -> Callable[[], None]:
        by = world.actor(who)

        def run() -> None:
            start.wait()
            results[index] = surveys.invite(made, base_url=BASE, by=by, at=at())
            connection.close()

        return run

    threads = [Thread(target=press(index, who)) for index, who in enumerate(("an", "lan"))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(results) == [0, 1] and SurveyMail.objects.count() == 1
