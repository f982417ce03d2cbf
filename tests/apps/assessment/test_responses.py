"""Deeds on answers: drafts, sending once, corrections; and what each refuses."""

from __future__ import annotations

from collections.abc import Callable
from threading import Barrier, Thread
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.http import Http404

from nscl.apps.assessment.actions import responses as deeds
from nscl.apps.assessment.models import Invitation, Response, Survey
from nscl.apps.core import audit
from nscl.apps.core.access import Refusal
from nscl.apps.core.models import AuditEntry
from nscl.apps.core.registers import RevisionConflict
from tests.apps.assessment.answering_tales import DEFINITION, GOOD, Tale, tale_of, version_of
from tests.world import World, at

pytestmark = pytest.mark.django_db
WHO = {"name": "Nguyễn Thị Hoa", "title": "Giám đốc", "phone": "0912 345 678"}


@pytest.fixture
def tale(world: World) -> Tale:
    return tale_of(world)


def send(
    invitation: Invitation, answers: dict[str, Any] | None = None, key: str = "k1", **more: Any
) -> Response:
    given: dict[str, Any] = {
        "by": deeds.respondent_of(invitation),
        "at": at(hour=10),
        "respondent": WHO,
        **more,
    }
    return deeds.submit(
        invitation, answers=dict(GOOD) if answers is None else answers, submission_key=key, **given
    )


def save(invitation: Invitation, revision: int | None = 0, **more: Any) -> Response:
    given: dict[str, Any] = {"answers": dict(GOOD), "by": deeds.respondent_of(invitation), "at": at(), **more}
    return deeds.save_draft(invitation, revision=revision, **given)


# Drafts ---------------------------------------------------------------------------------------


def test_a_draft_grows_by_its_revision_and_leaves_no_audit_entry(tale: Tale) -> None:
    invitation = tale.invite()
    first = save(invitation)
    second = save(invitation, first.revision, answers={**GOOD, "lao_dong": "13"})
    assert (second.pk, second.revision, second.answers["lao_dong"]) == (first.pk, 2, "13")
    assert not AuditEntry.objects.filter(deed__startswith="assessment.answer").exists()


def test_the_same_content_saved_again_changes_nothing(tale: Tale) -> None:
    invitation = tale.invite()
    first = save(invitation)
    again = save(invitation, first.revision, at=at(hour=11))
    assert again.revision == first.revision and again.saved_at == first.saved_at


def test_a_page_older_than_the_draft_is_refused_and_changes_nothing(tale: Tale) -> None:
    invitation = tale.invite()
    save(invitation)
    save(invitation, 1, answers={**GOOD, "lao_dong": "13"})
    for old in (0, 1):
        with pytest.raises(RevisionConflict):
            save(invitation, old, answers={**GOOD, "lao_dong": "99"})
    assert Response.objects.get().answers["lao_dong"] == "13"


def test_a_first_page_against_no_draft_but_an_old_one_is_a_conflict(tale: Tale) -> None:
    with pytest.raises(RevisionConflict):
        save(tale.invite(), 4)


@pytest.mark.parametrize(("state", "sentence"), [("closed", "đã đóng"), ("draft", "nhận trả lời")])
def test_a_survey_that_takes_no_answers_takes_no_drafts(tale: Tale, state: str, sentence: str) -> None:
    invitation = tale.invite()
    Survey.objects.update(state=state)
    with pytest.raises(Refusal, match=sentence):
        save(invitation)
    assert not Response.objects.exists()


def test_answers_before_the_first_day_are_refused_with_the_day(tale: Tale) -> None:
    invitation = tale.invite()
    with pytest.raises(Refusal, match="từ ngày 01/01/2020"):
        save(invitation, at=at(day=31, month=12, year=2019))


def test_answers_after_the_last_day_are_taken_until_the_survey_is_closed(tale: Tale) -> None:
    invitation = tale.invite()
    tale.survey.closes_on = at().date()
    tale.survey.save()
    assert send(invitation, at=at(day=3)).state == "submitted"


def test_an_officer_of_another_province_finds_nothing_here(tale: Tale) -> None:
    with pytest.raises(Http404):
        save(tale.invite(), by=tale.world.actor("khanh"), channel="paper")


def test_an_auditor_may_not_enter_answers(tale: Tale) -> None:
    with pytest.raises(PermissionDenied):
        save(tale.invite(), by=tale.world.actor("giang"), channel="paper")


def test_the_link_of_one_province_writes_nothing_in_another(tale: Tale, world: World) -> None:
    stranger = deeds.respondent_of(tale.invite())
    there = tale_of(world)
    Survey.objects.filter(pk=there.survey.pk).update(province=world.neighbour)
    with pytest.raises(Refusal, match="tỉnh khác"):
        save(there.invite("Hợp tác xã Đồi Xa"), by=stranger)


# Sending --------------------------------------------------------------------------------------


def test_a_sent_answer_is_frozen_with_a_receipt_and_one_audit_entry(tale: Tale) -> None:
    invitation = tale.invite()
    draft = save(invitation)
    sent = send(invitation)
    assert sent.pk == draft.pk and sent.state == "submitted" and sent.answers == GOOD
    assert sent.receipt.startswith("KS-") and sent.submitted_at == at(hour=10)
    assert (sent.respondent_name, sent.respondent_phone) == ("Nguyễn Thị Hoa", "0912345678")
    entry = AuditEntry.objects.get(object_type="assessment.response")
    assert entry.deed == "assessment.answer.write" and entry.actor_name == str(invitation.organisation)
    assert entry.after["receipt"] == sent.receipt and entry.capacity == "Trả lời qua liên kết"
    assert audit.verify(entry.chain_id).ok


def test_sent_twice_over_a_weak_line_it_is_one_answer_with_one_receipt(tale: Tale) -> None:
    invitation = tale.invite()
    first = send(invitation)
    again = send(invitation, at=at(hour=12))
    assert again.pk == first.pk and again.submitted_at == at(hour=10)
    assert AuditEntry.objects.filter(object_type="assessment.response").count() == 1


def test_the_resent_answer_gets_its_receipt_even_after_the_survey_closed(tale: Tale) -> None:
    invitation = tale.invite()
    first = send(invitation)
    Survey.objects.update(state="closed")
    assert send(invitation).receipt == first.receipt


def test_the_same_key_with_other_answers_is_refused(tale: Tale) -> None:
    invitation = tale.invite()
    first = send(invitation)
    with pytest.raises(Refusal, match=first.receipt):
        send(invitation, {**GOOD, "lao_dong": "99"})
    assert Response.objects.get().answers == GOOD


def test_a_second_answer_without_a_reason_is_refused(tale: Tale) -> None:
    invitation = tale.invite()
    send(invitation)
    with pytest.raises(Refusal, match="đính chính"):
        send(invitation, {**GOOD, "lao_dong": "99"}, key="k2")
    assert Response.objects.count() == 1


def test_what_is_missing_or_cannot_stand_is_refused_with_each_question(tale: Tale) -> None:
    invitation = tale.invite()
    wrong = {"xuat_khau": True, "doanh_thu": 5, "tien_xuat_khau": 6}
    with pytest.raises(deeds.AnswersRefused) as refused:
        send(invitation, wrong)
    assert {fault.question for fault in refused.value.faults} == {"san_pham", "tien_xuat_khau"}
    assert "2 câu" in str(refused.value) and not Response.objects.exists()


def test_a_warning_does_not_keep_an_answer_from_being_sent(tale: Tale) -> None:
    assert send(tale.invite(), {**GOOD, "lao_dong": "6000"}).answers["lao_dong"] == "6000"


def test_answers_to_questions_not_asked_are_left_out(tale: Tale) -> None:
    sent = send(tale.invite(), {**GOOD, "tien_xuat_khau": 5, "nuoc": "Xứ Xa", "la": "x"})
    assert sent.answers == GOOD


def test_an_answer_without_a_name_is_refused_from_the_link_and_taken_from_paper(tale: Tale) -> None:
    invitation = tale.invite()
    with pytest.raises(Refusal, match="họ tên"):
        send(invitation, respondent={"name": "  "})
    paper = send(invitation, respondent={}, by=tale.world.actor("an"), channel="paper")
    assert paper.respondent_name == "" and paper.entered_by == tale.world.users["an"]


def test_what_is_no_telephone_number_is_refused(tale: Tale) -> None:
    with pytest.raises(Refusal, match="điện thoại"):
        send(tale.invite(), respondent={**WHO, "phone": "12"})


def test_an_officers_entry_is_written_down_as_theirs(tale: Tale) -> None:
    sent = send(tale.invite(), by=tale.world.actor("an"), channel="paper")
    entry = AuditEntry.objects.get(object_type="assessment.response")
    assert entry.deed == "assessment.survey.enter" and entry.actor == tale.world.users["an"]
    assert (sent.channel, sent.entered_by) == ("paper", tale.world.users["an"])


def test_paper_puts_a_web_draft_aside_and_keeps_its_content(tale: Tale) -> None:
    invitation = tale.invite()
    own = save(invitation, answers={**GOOD, "lao_dong": "7"})
    officer = tale.world.actor("an")
    with pytest.raises(Refusal, match="đang tự trả lời"):
        save(invitation, None, by=officer, channel="paper")
    sent = send(invitation, by=officer, channel="paper")
    own.refresh_from_db()
    assert sent.pk != own.pk and (own.state, own.answers["lao_dong"]) == ("dropped", "7")


def test_receipts_of_many_answers_differ(tale: Tale) -> None:
    codes = {send(tale.invite(f"Hợp tác xã Suối {n}"), key=f"k{n}").receipt for n in range(8)}
    assert len(codes) == 8


# Corrections ----------------------------------------------------------------------------------


def test_a_correction_supersedes_and_the_old_answer_stays_readable(tale: Tale) -> None:
    invitation = tale.invite()
    by = deeds.respondent_of(invitation)
    first = send(invitation)
    draft = deeds.start_correction(invitation, reason="Ghi nhầm số lao động", by=by, at=at(hour=11))
    assert draft.answers == first.answers and draft.supersedes == first
    assert Response.objects.get(state="submitted") == first
    second = send(invitation, {**GOOD, "lao_dong": "21"}, key="k2", at=at(hour=12))
    first.refresh_from_db()
    assert (first.state, first.answers["lao_dong"], second.state) == ("superseded", "12", "submitted")
    assert (second.supersedes, second.reason, second.number) == (first, "Ghi nhầm số lao động", 2)
    assert second.receipt != first.receipt
    entry = AuditEntry.objects.filter(object_type="assessment.response").latest("seq")
    assert entry.before["supersedes"] == first.receipt and entry.reason == "Ghi nhầm số lao động"


def test_a_correction_needs_a_reason_and_something_sent(tale: Tale) -> None:
    invitation = tale.invite()
    by = deeds.respondent_of(invitation)
    with pytest.raises(Refusal, match="Chưa có phiếu"):
        deeds.start_correction(invitation, reason="x", by=by, at=at())
    send(invitation)
    with pytest.raises(Refusal, match="nêu lý do"):
        deeds.start_correction(invitation, reason="   ", by=by, at=at())
    assert Response.objects.count() == 1


def test_a_correction_given_up_leaves_what_was_sent(tale: Tale) -> None:
    invitation = tale.invite()
    by = deeds.respondent_of(invitation)
    first = send(invitation)
    deeds.start_correction(invitation, reason="Xem lại", by=by, at=at())
    deeds.drop_correction(invitation, by=by, at=at())
    assert deeds.draft_of(invitation) is None and deeds.sent_of(invitation) == first


def test_giving_up_never_touches_a_first_answer_being_written(tale: Tale) -> None:
    invitation = tale.invite()
    draft = save(invitation)
    deeds.drop_correction(invitation, by=deeds.respondent_of(invitation), at=at())
    assert deeds.draft_of(invitation) == draft


def test_an_officer_corrects_with_a_reason_under_a_deed_of_its_own(tale: Tale) -> None:
    invitation = tale.invite()
    send(invitation)
    by = tale.world.actor("an")
    with pytest.raises(Refusal, match="đính chính"):
        send(invitation, {**GOOD, "lao_dong": "30"}, key="k2", by=by)
    fixed = send(invitation, {**GOOD, "lao_dong": "30"}, key="k2", by=by, reason="Đơn vị báo qua điện thoại")
    entry = AuditEntry.objects.filter(object_type="assessment.response").latest("seq")
    assert entry.deed == "assessment.response.correct" and entry.reason == "Đơn vị báo qua điện thoại"
    assert fixed.entered_by == tale.world.users["an"]


def test_nothing_is_corrected_in_a_closed_survey(tale: Tale) -> None:
    invitation = tale.invite()
    send(invitation)
    Survey.objects.update(state="closed")
    for by in (deeds.respondent_of(invitation), tale.world.actor("an")):
        with pytest.raises(Refusal, match="đã đóng"):
            deeds.start_correction(invitation, reason="Sửa", by=by, at=at())


# A questionnaire changed while people answer --------------------------------------------------


def test_a_new_version_of_the_questions_leaves_a_running_survey_alone(tale: Tale) -> None:
    invitation = tale.invite()
    save(invitation)
    changed = {**DEFINITION, "sections": [{**DEFINITION["sections"][1]}], "checks": []}
    version_of(tale.version.questionnaire, changed)
    tale.version.refresh_from_db()
    assert tale.version.state == "retired"
    assert send(Invitation.objects.get()).answers == GOOD


# At the same moment ---------------------------------------------------------------------------


def together(*deeds_: Callable[[], Any]) -> list[Any]:
    """What each deed gave, or the exception it raised, all begun at the same moment."""
    start, results = Barrier(len(deeds_)), [None] * len(deeds_)

    def run(index: int, deed: Callable[[], Any]) -> None:
        start.wait()
        try:
            results[index] = deed()
        except Exception as error:
            results[index] = error
        finally:
            connection.close()

    threads = [Thread(target=run, args=(i, deed)) for i, deed in enumerate(deeds_)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return results


@pytest.mark.django_db(transaction=True)
def test_pressed_twice_at_once_it_is_one_answer(tale: Tale) -> None:
    invitation = tale.invite()
    save(invitation)
    results = together(lambda: send(invitation), lambda: send(invitation))
    assert [type(r).__name__ for r in results] == ["Response", "Response"]
    assert results[0].receipt == results[1].receipt and Response.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_two_people_sending_at_once_one_stands_and_the_other_is_told(tale: Tale) -> None:
    invitation = tale.invite()
    results = together(
        lambda: send(invitation), lambda: send(invitation, {**GOOD, "lao_dong": "5"}, key="k2")
    )
    assert sorted(type(r).__name__ for r in results) == ["Refusal", "Response"]
    assert Response.objects.filter(state="submitted").count() == 1


@pytest.mark.django_db(transaction=True)
def test_two_phones_saving_at_once_neither_overwrites_the_other(tale: Tale) -> None:
    invitation = tale.invite()
    results = together(lambda: save(invitation), lambda: save(invitation, answers={"lao_dong": "5"}))
    assert sorted(type(r).__name__ for r in results) == ["Response", "RevisionConflict"]
    assert Response.objects.count() == 1
