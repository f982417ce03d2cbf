"""Documents handed over as a job are never lost and never stored twice, whatever ends the worker."""

from __future__ import annotations

import json
import zlib
from datetime import timedelta
from typing import Any

import pytest
from django.db import transaction

from nscl.apps.traceability import records, storing
from nscl.apps.traceability.actions import accept, accepting, resume_captures, run_capture
from nscl.apps.traceability.models import CaptureBody, CaptureJob, Event
from nscl.apps.traceability.refusals import TooLarge
from nscl.gs1.epcis.problems import Unreadable
from tests.apps.programme.test_at_once import together
from tests.apps.traceability.conftest import Desk
from tests.apps.traceability.documents import document, made, marked
from tests.world import at

LATER = at(day=3)


class Idle:
    """A queue whose worker is asleep."""

    supports_defer = False

    def get_backend(self) -> Idle:
        return self

    def enqueue(self, _job_id: int) -> None:
        return None


@pytest.fixture
def large(monkeypatch: pytest.MonkeyPatch) -> None:
    """Every document is large enough to wait for the worker, which does not come by itself."""
    monkeypatch.setattr(accepting, "SMALL", 0)
    monkeypatch.setattr(accepting, "_run", Idle())


def hand_over(desk: Desk, *events: dict[str, Any], **more: Any) -> CaptureJob:
    return accept(document(*events), by=desk.sender(), at=at(), **more)


@pytest.mark.django_db
def test_a_small_document_is_captured_before_the_answer(desk: Desk) -> None:
    job = hand_over(desk, marked("1"))
    assert (job.state, job.stored_count, job.is_over) == ("done", 1, True)
    assert CaptureJob.objects.get().pk == job.pk and not CaptureBody.objects.exists()


@pytest.mark.django_db
def test_a_small_bad_document_leaves_a_job_that_says_why(desk: Desk) -> None:
    job = hand_over(desk, marked("1"), marked("2", action="CREATE"))
    assert (job.state, job.errors[0]["pointer"]) == ("failed", "/epcisBody/eventList/1/action")
    assert hand_over(desk, marked("1"), marked("2", action="CREATE"), behaviour="proceed").state == "partly"


@pytest.mark.django_db
def test_what_is_no_document_or_beyond_the_limits_is_refused_without_a_job(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    with pytest.raises(Unreadable):
        accept(b'{"type": NaN}', by=desk.sender(), at=at())
    monkeypatch.setattr("nscl.apps.traceability.judging.MOST_EVENTS", 1)
    with pytest.raises(TooLarge):
        hand_over(desk, marked("1"), marked("2"))
    assert not CaptureJob.objects.exists()


@pytest.mark.django_db
def test_a_large_document_waits_with_its_job_and_is_captured_by_the_worker(desk: Desk, large: None) -> None:
    job = hand_over(desk, marked("1"), made(["A"], ["B"]), content_type="application/json")
    assert (job.state, job.is_over) == ("waiting", False) and not Event.objects.exists()
    body = CaptureBody.objects.get()
    assert json.loads(zlib.decompress(body.packed))["type"] == "EPCISDocument"
    done = run_capture(job.pk, at=LATER)
    assert (done.state, done.stored_count, done.created_at, done.finished_at) == ("done", 2, at(), LATER)
    assert not CaptureBody.objects.exists() and set(Event.objects.values_list("job_id", flat=True)) == {
        job.pk
    }
    again = run_capture(job.pk, at=LATER)
    assert (again.state, again.stored_count, again.replayed_count) == ("done", 2, 0)


@pytest.mark.django_db
@pytest.mark.parametrize("given", [b"\xff\xfe", b'{"type": "x"}'])
def test_a_large_document_that_cannot_be_captured_says_so_in_its_job(
    desk: Desk, large: None, given: bytes
) -> None:
    job = accept(given, by=desk.sender(), at=at())
    done = run_capture(job.pk, at=LATER)
    assert done.state == "failed" and done.is_over and done.errors and not CaptureBody.objects.exists()


@pytest.mark.django_db
def test_a_limit_that_only_a_closer_look_shows_ends_in_the_job(
    desk: Desk, large: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    job = hand_over(desk, marked("1"), marked("2"))
    monkeypatch.setattr("nscl.apps.traceability.judging.MOST_EVENTS", 1)
    done = run_capture(job.pk, at=LATER)
    assert (done.state, done.errors[0]["code"]) == ("failed", "too_many_events")


@pytest.mark.django_db
def test_a_refused_document_is_over_and_its_body_gone(desk: Desk, large: None) -> None:
    hand_over(desk, marked("2", action="CREATE"))
    job = run_capture(CaptureJob.objects.get().pk, at=LATER)
    assert (job.state, job.refused_count) == ("failed", 1) and not CaptureBody.objects.exists()


@pytest.mark.django_db
def test_a_job_keeps_the_first_thousand_problems_and_their_number(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(records, "MOST_ERRORS", 3)
    job = hand_over(desk, *(marked(str(n), action="CREATE") for n in range(5)))
    assert [one["code"] for one in job.errors] == ["enum", "enum", "enum", "more_problems"]
    assert "2 lỗi nữa, cả thảy 5" in job.errors[-1]["detail"]


@pytest.mark.django_db
def test_what_a_dead_worker_left_is_taken_up_by_the_next(desk: Desk, large: None) -> None:
    waiting, begun = hand_over(desk, marked("1")), hand_over(desk, marked("2"))
    CaptureBody.objects.filter(pk=begun.pk).update(taken_at=at(), attempts=1)  # began, and was never heard of
    CaptureJob.objects.filter(pk=begun.pk).update(state="running")
    assert resume_captures(at=at() + timedelta(minutes=1)) == 1  # the other may still be at work
    assert CaptureJob.objects.get(pk=waiting.pk).state == "done"
    assert run_capture(begun.pk, at=at() + timedelta(minutes=1)).state == "running"
    assert resume_captures(at=LATER) == 1 and CaptureJob.objects.get(pk=begun.pk).stored_count == 1
    assert resume_captures(at=LATER) == 0


@pytest.mark.django_db
def test_a_document_that_ends_its_worker_each_time_is_given_up(desk: Desk, large: None) -> None:
    job = hand_over(desk, marked("1"))
    CaptureBody.objects.update(attempts=accepting.ATTEMPTS)
    done = run_capture(job.pk, at=LATER)
    assert (done.state, done.errors[0]["code"]) == ("failed", "gave_up") and not Event.objects.exists()


@pytest.mark.django_db
def test_a_fault_while_running_leaves_the_document_waiting(
    desk: Desk, large: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    job = hand_over(desk, marked("1"))

    def breaks(*_args: Any, **_more: Any) -> None:
        raise RuntimeError("power")

    with monkeypatch.context() as broken, pytest.raises(RuntimeError):
        broken.setattr(storing.stays, "restay", breaks)
        run_capture(job.pk, at=LATER)
    assert CaptureBody.objects.exists() and not Event.objects.exists()
    assert resume_captures(at=LATER + timedelta(hours=1)) == 1 and Event.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_two_workers_with_one_document_store_it_once(
    desk: Desk, large: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(accepting, "LEASE", timedelta(days=-1))  # the second believes the first is dead
    job = hand_over(desk, *(marked(str(n), hour=n) for n in range(20)))
    results = together(*(lambda: run_capture(job.pk, at=LATER) for _n in range(2)))
    assert {(one.state, one.stored_count, one.replayed_count) for one in results} == {("done", 20, 0)}
    assert Event.objects.count() == 20 and CaptureJob.objects.get().stored_count == 20


@pytest.mark.django_db(transaction=True)
def test_the_worker_is_asked_when_the_job_is_committed(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(accepting, "SMALL", 0)
    with transaction.atomic():
        job = hand_over(desk, marked("1"))
        assert CaptureJob.objects.get(pk=job.pk).state == "waiting"
    assert CaptureJob.objects.get(pk=job.pk).state == "done"  # tests run tasks at once


@pytest.mark.django_db
def test_the_worker_acts_for_whom_the_document_was_handed_over(desk: Desk, large: None) -> None:
    desk.capture(document(marked("1")), of=desk.shop)
    sender = desk.sender()
    allowed = type(sender)(sender.organisation_id, sender.province_id, sender.may_make | {desk.shop.pk})
    job = accept(document(marked("1", hour=15)), by=allowed, at=at())
    assert run_capture(job.pk, at=LATER).state == "done"
    job = accept(document(marked("1", hour=16)), by=sender, at=at(), strict={"future"})
    assert run_capture(job.pk, at=LATER).errors[0]["code"] == "not_yours"
