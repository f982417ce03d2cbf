"""E-mails of a survey: who gets one, that none is lost, that what failed is told, that nothing pretends."""

from __future__ import annotations

import smtplib
from datetime import datetime
from typing import Any

import pytest
from django.core import mail as post
from django.core.exceptions import PermissionDenied
from django.core.mail.backends.locmem import EmailBackend
from django.utils import translation

from config.mail import mail_from_url
from nscl.apps.assessment import jobs, mails
from nscl.apps.assessment.actions import invitations as one_by_one
from nscl.apps.assessment.actions import surveys
from nscl.apps.assessment.actions.mails import addressless, to_invite, to_remind, try_again
from nscl.apps.assessment.links import invitation_of, path_of
from nscl.apps.assessment.models import Invitation, Survey, SurveyMail
from nscl.apps.core import post as core_post
from nscl.apps.core.access import Refusal
from nscl.apps.core.jobs import enqueue
from nscl.apps.core.models import AuditEntry, Job
from nscl.apps.core.post import MAX_TRIES
from nscl.apps.registry.models import Organisation
from tests.apps.assessment.survey_tales import BASE, answer, asked, firm, survey
from tests.world import World, at

pytestmark = pytest.mark.django_db
DUMMY = "django.core.mail.backends.dummy.EmailBackend"


def mailed(world: World, n: int = 2) -> tuple[Survey, list[Organisation]]:
    firms = [firm(world, f"Công ty {i}", email=f"hop{i}@congty.example.vn") for i in range(1, n + 1)]
    return survey(world, *firms), firms


def invite(world: World, made: Survey, **more: Any) -> int:
    return surveys.invite(made, base_url=BASE, by=world.actor("an"), **{"at": at(), **more})


def remind(world: World, made: Survey, moment: datetime, **more: Any) -> int:
    return surveys.remind(made, base_url=BASE, by=world.actor("an"), at=moment, **more)


def send(made: Survey, moment: datetime | None = None) -> int:
    return mails.send_waiting(made.pk, now=lambda: moment or at(), told=lambda done, total: None)


class Broken(EmailBackend):
    """A server that misbehaves for some addresses, or for all."""

    errors: dict[str, Exception] = {}
    is_down = False

    def open(self) -> bool:
        if Broken.is_down:
            raise ConnectionRefusedError
        return True

    def send_messages(self, messages: Any) -> int:
        for message in messages:
            if message.to[0] in Broken.errors:
                raise Broken.errors[message.to[0]]
        return int(super().send_messages(messages))


@pytest.fixture
def broken(settings: Any) -> Any:
    settings.EMAIL_BACKEND = f"{__name__}.Broken"
    Broken.errors, Broken.is_down = {}, False
    return Broken


# ── Who gets one ───────────────────────────────────────────────────────


def test_each_organisation_with_an_address_gets_one_invitation_with_its_own_link(world: World) -> None:
    made, firms = mailed(world)
    bare = firm(world, "Không thư")
    surveys.list_organisations(made, organisations=[bare.pk], by=world.actor("an"), at=at())
    assert invite(world, made) == 2 and send(made) == 2
    assert {message.to[0] for message in post.outbox} == {firm.email for firm in firms}
    for message in post.outbox:
        assert message.subject == "Mời trả lời khảo sát: Khảo sát hiện trạng năng suất 2025"
        row = Invitation.objects.get(email=message.to[0])
        assert f"{BASE}{path_of(row)}" in message.body
        assert f"Kính gửi: {row.organisation.name}" in message.body and "31/03/2026" in message.body
    assert set(Invitation.objects.exclude(email="").values_list("sent_at", flat=True)) == {at()}
    assert [row.organisation for row in addressless(made)] == [bare]


def test_the_outbox_holds_no_link(world: World) -> None:
    made, _firms = mailed(world, 1)
    invite(world, made)
    row, mail = Invitation.objects.get(), SurveyMail.objects.get()
    assert path_of(row) not in mail.body and mails.LINK in mail.body


def test_a_link_renewed_before_sending_is_the_one_sent(world: World) -> None:
    made, firms = mailed(world, 1)
    invite(world, made)
    one_by_one.renew_link(asked(made, firms[0]), by=world.actor("an"), at=at())
    send(made)
    token = post.outbox[0].body.split("/tra-loi/")[1].split("/")[0]
    assert invitation_of(token) == asked(made, firms[0])


def test_an_invitation_is_written_once_however_often_it_is_asked_for(world: World) -> None:
    made, _firms = mailed(world)
    assert (invite(world, made), invite(world, made)) == (2, 0)
    send(made)
    assert invite(world, made) == 0 and SurveyMail.objects.count() == 2


def test_only_the_chosen_are_invited(world: World) -> None:
    made, firms = mailed(world, 3)
    assert invite(world, made, invitations=[asked(made, firms[1])]) == 1
    assert SurveyMail.objects.get().to == firms[1].email


def test_an_address_the_register_has_learnt_since_is_used(world: World) -> None:
    one = firm(world, "Mới có thư")
    made = survey(world, one)
    Organisation.objects.filter(pk=one.pk).update(email="moi@congty.example.vn")
    assert invite(world, made) == 1 and asked(made, one).email == "moi@congty.example.vn"


def test_those_who_answered_or_declined_get_nothing(world: World) -> None:
    made, firms = mailed(world, 3)
    answer(asked(made, firms[0]))
    one_by_one.decline(asked(made, firms[1]), reason="Bận", by=world.actor("an"), at=at())
    assert [row.organisation for row in to_invite(made)] == [firms[2]]
    invite(world, made)
    send(made)
    assert [row.organisation for row in to_remind(made, at(day=9))] == [firms[2]]


def test_reminders_go_to_the_silent_only_and_not_more_than_once_a_day(world: World) -> None:
    made, firms = mailed(world, 3)
    assert remind(world, made, at()) == 0  # nobody was invited yet
    invite(world, made)
    send(made)
    assert remind(world, made, at(hour=23)) == 0  # invited this very day
    answer(asked(made, firms[0]))
    assert remind(world, made, at(day=6)) == 2
    assert remind(world, made, at(day=6, hour=22)) == 0
    send(made, at(day=6, hour=11))
    assert remind(world, made, at(day=6, hour=23)) == 0
    row = asked(made, firms[1])
    assert (row.reminders, row.reminded_at) == (1, at(day=6, hour=11))
    assert remind(world, made, at(day=7)) == 2
    assert asked(made, firms[0]).reminders == 0


def test_what_was_asked_for_yesterday_and_sent_today_counts_for_today(world: World) -> None:
    made, _firms = mailed(world, 1)
    invite(world, made)
    send(made, at(day=3, hour=8))
    assert remind(world, made, at(day=3, hour=20)) == 0
    assert remind(world, made, at(day=5)) == 1
    send(made, at(day=6, hour=8))
    assert remind(world, made, at(day=6, hour=20)) == 0
    assert remind(world, made, at(day=7)) == 1


def test_one_begun_and_not_sent_is_still_reminded(world: World) -> None:
    made, firms = mailed(world, 1)
    invite(world, made)
    send(made)
    answer(asked(made, firms[0]), "draft")
    assert remind(world, made, at(day=6)) == 1


def test_one_reached_by_a_printed_letter_may_be_reminded_by_mail(world: World) -> None:
    made, _firms = mailed(world, 1)
    Invitation.objects.update(letter_at=at(day=2))
    assert remind(world, made, at(day=6)) == 1


def test_without_a_server_nothing_is_written_and_the_sentence_says_what_to_do(
    world: World, settings: Any
) -> None:
    settings.EMAIL_BACKEND = DUMMY
    made, _firms = mailed(world)
    with pytest.raises(Refusal, match="in thư hoặc gửi liên kết"):
        invite(world, made)
    with pytest.raises(Refusal, match="máy chủ thư"):
        remind(world, made, at(day=6))
    assert not SurveyMail.objects.exists()


def test_nothing_is_sent_before_opening_or_by_those_who_only_read(world: World) -> None:
    made = survey(world, firm(world, "A", email="a@a.example.vn"), is_open=False)
    with pytest.raises(Refusal, match="không đang nhận trả lời"):
        invite(world, made)
    surveys.open_survey(made, by=world.actor("an"), at=at())
    with pytest.raises(PermissionDenied):
        surveys.invite(made, base_url=BASE, by=world.actor("giang"), at=at())


def test_one_entry_tells_how_many_were_asked_to_be_sent(world: World) -> None:
    made, _firms = mailed(world)
    invite(world, made)
    entry = AuditEntry.objects.filter(deed="assessment.survey.invite").get()
    assert entry.after == {"mails": 2} and entry.object_id == str(made.pk)


# ── Sending ────────────────────────────────────────────────────────────


def test_the_worker_sends_and_its_page_is_the_list_of_mails(
    world: World, django_capture_on_commit_callbacks: Any
) -> None:
    made, _firms = mailed(world)
    invite(world, made)
    with django_capture_on_commit_callbacks(execute=True):
        job = jobs.send_soon(made, by=world.actor("an"))
    job.refresh_from_db()
    assert job.state == Job.State.DONE and job.result_url == f"/khao-sat/{made.pk}/thu/"
    assert len(post.outbox) == 2


def test_one_bad_address_does_not_keep_the_others_from_theirs(world: World, broken: Any) -> None:
    made, firms = mailed(world, 3)
    broken.errors = {firms[1].email: smtplib.SMTPDataError(452, b"full")}
    invite(world, made)
    assert send(made) == 2
    failed = SurveyMail.objects.get(sent_at=None)
    assert (failed.to, failed.tries) == (firms[1].email, 1) and "mã 452" in failed.error
    assert asked(made, firms[1]).sent_at is None
    broken.errors = {}
    assert send(made) == 1 and not SurveyMail.objects.filter(sent_at=None).exists()
    assert not SurveyMail.objects.exclude(error="").exists()


def test_after_five_tries_it_is_over_and_the_sentence_stays(world: World, broken: Any) -> None:
    made, firms = mailed(world, 1)
    broken.errors = {firms[0].email: smtplib.SMTPDataError(452, b"full")}
    invite(world, made)
    for _time in range(7):
        send(made)
    mail = SurveyMail.objects.get()
    assert mail.tries == MAX_TRIES and mail.sent_at is None and mail.error
    broken.errors = {}
    assert send(made) == 0 and post.outbox == []


def test_a_refused_address_is_not_tried_again_until_it_is_mended(world: World, broken: Any) -> None:
    made, firms = mailed(world, 1)
    broken.errors = {firms[0].email: smtplib.SMTPRecipientsRefused({})}
    invite(world, made)
    send(made)
    assert SurveyMail.objects.get().tries == MAX_TRIES
    one_by_one.set_email(asked(made, firms[0]), email="dung@congty.example.vn", by=world.actor("an"), at=at())
    assert try_again(made, by=world.actor("an"), at=at()) == 1
    assert send(made) == 1 and post.outbox[0].to == ["dung@congty.example.vn"]


def test_a_failed_invitation_does_not_bar_a_new_one(world: World, broken: Any) -> None:
    made, firms = mailed(world, 1)
    broken.errors = {firms[0].email: smtplib.SMTPRecipientsRefused({})}
    invite(world, made)
    send(made)
    assert [row.organisation for row in to_invite(made)] == firms


def test_a_server_that_is_down_costs_each_mail_one_try_and_says_so(world: World, broken: Any) -> None:
    made, _firms = mailed(world)
    broken.is_down = True
    invite(world, made)
    assert send(made) == 0
    assert (
        list(SurveyMail.objects.values_list("tries", "error")) == [(1, "Không kết nối được máy chủ thư.")] * 2
    )
    broken.is_down = False
    assert send(made) == 2


def test_a_crash_between_sending_and_marking_sends_again_rather_than_never(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    made, _firms = mailed(world, 1)
    invite(world, made)

    class Crash(BaseException):
        pass

    def crash(*args: Any, **kwargs: Any) -> Any:
        raise Crash

    with monkeypatch.context() as patched, pytest.raises(Crash):
        patched.setattr(core_post.EmailMessage, "send", crash)
        send(made)
    mail = SurveyMail.objects.get()
    assert (mail.sent_at, mail.tries) == (None, 1)
    assert send(made) == 1 and len(post.outbox) == 1


def test_a_mail_claimed_by_another_sender_is_left_to_it(world: World) -> None:
    made, _firms = mailed(world, 1)
    invite(world, made)
    mail = SurveyMail.objects.select_related("invitation__survey").get()
    SurveyMail.objects.update(tries=1)  # the other has begun
    assert mails._OUTBOX._send(mail, None, at()) is False
    assert post.outbox == []


@pytest.mark.parametrize(
    ("change", "sentence"), [("closed", "đã đóng"), ("declined", "từ chối"), ("answered", "đã trả lời")]
)
def test_a_mail_that_has_lost_its_sense_is_not_sent(world: World, change: str, sentence: str) -> None:
    made, firms = mailed(world, 1)
    invite(world, made)
    if change == "closed":
        surveys.close_survey(made, by=world.actor("an"), at=at())
    elif change == "declined":
        one_by_one.decline(asked(made, firms[0]), reason="Bận", by=world.actor("an"), at=at())
    else:
        answer(asked(made, firms[0]))
    assert send(made) == 0 and post.outbox == []
    assert sentence in SurveyMail.objects.get().error


def test_a_later_try_is_asked_of_a_queue_that_can_wait(
    world: World, broken: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    made, firms = mailed(world, 1)
    broken.errors = {firms[0].email: smtplib.SMTPDataError(452, b"full")}
    invite(world, made)
    asked_for: list[tuple[datetime, int]] = []

    class Waiting:
        supports_defer = True

    class Later:
        def __init__(self, run_after: datetime) -> None:
            self.run_after = run_after

        def enqueue(self, survey_id: int) -> None:
            asked_for.append((self.run_after, survey_id))

    class Task:
        def get_backend(self) -> Any:
            return Waiting

        def using(self, *, run_after: datetime) -> Later:
            return Later(run_after)

    monkeypatch.setattr(jobs, "send_again", Task())
    for _time in range(MAX_TRIES):
        send(made)
        jobs._again_later(made.pk, at())
    waits = [when - at() for when, _survey in asked_for]
    assert waits == list(mails.WAITS)  # after the fifth try there is none


def test_mails_are_vietnamese_whatever_the_language_of_the_page(world: World) -> None:
    made, _firms = mailed(world, 1)
    with translation.override("en"):
        invite(world, made)
    mail = SurveyMail.objects.get()
    assert mail.subject.startswith("Mời trả lời khảo sát") and "Trân trọng cảm ơn." in mail.body


def test_an_unknown_survey_in_a_job_sends_nothing(world: World) -> None:
    job = enqueue(jobs.MAILS, title="Gửi thư", by=world.actor("an"), payload={"survey": 987654})
    jobs.send_mails(job, lambda pct, words: None)
    assert post.outbox == []


# ── Settings ───────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("url", "port", "tls", "ssl"),
    [
        ("smtp://a:b@mail.example.vn", 587, True, False),
        ("smtps://a:b@mail.example.vn", 465, False, True),
        ("smtp+plain://localhost", 25, False, False),
        ("smtp://mail.example.vn:2525", 2525, True, False),
    ],
)
def test_a_mail_server_is_read_from_its_address(url: str, port: int, tls: bool, ssl: bool) -> None:
    told = mail_from_url(url)
    assert (told["EMAIL_PORT"], told["EMAIL_USE_TLS"], told["EMAIL_USE_SSL"]) == (port, tls, ssl)


@pytest.mark.parametrize("url", ["http://mail.example.vn", "smtp://", "mail.example.vn"])
def test_what_is_no_mail_server_stops_the_start(url: str) -> None:
    with pytest.raises(ValueError, match="NSCL_MAIL_URL"):
        mail_from_url(url)


def test_the_pages_know_how_mails_leave(settings: Any) -> None:
    for url, told in (("", ""), ("file:///tmp/thu", "file"), ("smtp://mail.example.vn", "smtp")):
        settings.EMAIL_BACKEND = mail_from_url(url)["EMAIL_BACKEND"]
        assert mails.how_sent() == told
