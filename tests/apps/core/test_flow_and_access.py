"""Processes as tables, the access table, jobs, and the small pages."""

from __future__ import annotations

import dataclasses

import pytest
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.test import Client

from nscl.apps.core import jobs
from nscl.apps.core.access import NOBODY, Actor, Refusal, Role, table
from nscl.apps.core.flow import Flow, State, Transition
from nscl.apps.core.models import AuditEntry, Job
from tests.world import World

pytestmark = pytest.mark.django_db


def test_a_flow_that_names_an_unknown_state_is_a_programming_error() -> None:
    with pytest.raises(ValueError, match="lost"):
        Flow("x", [State("a", "A", "open")], [Transition("d", "D", ("a",), "lost")])


def test_anothers_province_is_not_found_and_anothers_role_is_refused_in_words(world: World) -> None:
    class Record:
        access_province_id = world.neighbour.pk
        state = "draft"

    with pytest.raises(Http404):
        world.actor("an").require("reporting.report.draft", Record())
    with pytest.raises(PermissionDenied, match="dành cho: chuyên viên"):
        world.actor("chi").require("reporting.report.draft")
    assert not NOBODY.can("reporting.report.draft")


def test_who_stands_in_for_the_drafter_is_the_drafter(world: World) -> None:
    class Record:
        access_province_id = world.home.pk
        access_drafter_id = world.users["an"].pk
        state = "submitted"

    leader = world.actor("binh")
    assert leader.can("reporting.report.issue", Record())
    stand_in = dataclasses.replace(leader, delegator_id=world.users["an"].pk)
    with pytest.raises(Refusal, match="không được tự duyệt"):
        stand_in.require("reporting.report.issue", Record())


def test_a_deed_that_no_rule_names_is_refused_to_everybody() -> None:
    assert not Actor(1, "x", roles=frozenset(Role), scope=None).can("report.burn")


def test_every_rule_says_what_it_lets_people_do() -> None:
    assert [line.deed for line in table().values() if not line.label] == []


@jobs.job_kind("test.echo")
def echo(job: Job, progress: jobs.Progress) -> str:
    progress(40, "đang làm")
    if job.payload.get("refuse"):
        raise Refusal("Tệp này không dùng được.")
    if job.payload.get("fail"):
        raise RuntimeError("bí mật bên trong")
    return "/xong/"


def run(world: World, **payload: bool) -> Job:
    job = jobs.enqueue("test.echo", title="Thử", by=world.actor("an"), payload=payload)
    jobs.run_job.func(job.pk)
    job.refresh_from_db()
    return job


def test_a_job_ends_with_its_result(world: World) -> None:
    job = run(world)
    assert (job.state, job.progress_pct, job.result_url) == ("done", 100, "/xong/")


def test_a_refusal_becomes_a_sentence_on_the_job(world: World) -> None:
    job = run(world, refuse=True)
    assert (job.state, job.message) == ("failed", "Tệp này không dùng được.")


def test_an_unforeseen_failure_shows_no_inside(world: World) -> None:
    job = run(world, fail=True)
    assert job.state == "failed"
    assert "bí mật" not in job.message


def test_a_finished_job_is_not_run_again(world: World) -> None:
    job = run(world)
    Job.objects.filter(pk=job.pk).update(message="giữ nguyên")
    jobs.run_job.func(job.pk)
    assert Job.objects.get(pk=job.pk).message == "giữ nguyên"


def test_only_who_started_a_job_sees_it(world: World, client: Client) -> None:
    job = run(world, fail=True)
    assert world.login(client, "an").get(f"/viec-nen/{job.pk}/").status_code == 200
    assert world.login(client, "chi").get(f"/viec-nen/{job.pk}/").status_code == 404


def test_a_stranger_is_led_to_the_login(client: Client) -> None:
    answer = client.get("/")
    assert answer.status_code == 302
    assert answer.headers["Location"].startswith("/accounts/login/")


def test_vietnamese_comes_first_whatever_the_browser_prefers(client: Client) -> None:
    page = client.get("/accounts/login/", headers={"accept-language": "en"})
    assert 'lang="vi"' in page.content.decode()
    assert "Đăng nhập" in page.content.decode()


def test_the_chosen_language_is_kept(client: Client) -> None:
    client.post("/ngon-ngu/", {"language": "en", "next": "/accounts/login/"})
    assert 'lang="en"' in client.get("/accounts/login/").content.decode()


def test_the_way_back_never_leaves_the_site(client: Client) -> None:
    answer = client.post("/ngon-ngu/", {"language": "vi", "next": "https://elsewhere.example/"})
    assert answer.headers["Location"] == "/"


def test_an_unknown_page_answers_in_vietnamese(world: World, client: Client) -> None:
    page = world.login(client, "an").get("/khong-co/")
    assert page.status_code == 404
    assert "Không tìm thấy trang" in page.content.decode()


def test_a_deed_that_recorded_items_is_shown(world: World, client: Client) -> None:
    """`entry.after.items` in a template would find the key of that name instead of the method."""
    from django.db import transaction

    from nscl.apps.core import audit
    from tests.world import at

    with transaction.atomic():
        after = {"items": 5, "state": "review"}
        audit.record(
            by=world.actor("an"), at=at(), deed="reporting.report.draft", obj=world.home, after=after
        )
    page = world.login(client, "an").get("/nhat-ky/")
    assert page.status_code == 200
    assert "review" in page.content.decode()


def test_the_audit_page_shows_ones_own_chain_only(world: World, client: Client) -> None:
    from django.db import transaction

    from nscl.apps.core import audit
    from tests.world import at

    for name, unit in (("an", world.home), ("khanh", world.neighbour)):
        with transaction.atomic():
            audit.record(by=world.actor(name), at=at(), deed="reporting.report.draft", obj=unit)
    page = world.login(client, "giang").get("/nhat-ky/?kiem-tra=1").content.decode()
    assert "Nguyễn Văn An" in page
    assert "Bùi Văn Khánh" not in page
    assert "nguyên vẹn" in page
    entry = AuditEntry.objects.get(actor=world.users["khanh"])
    assert client.get(f"/nhat-ky/{entry.object_type}/{entry.object_id}/").status_code == 404
    national = world.login(client, "ha").get("/nhat-ky/").content.decode()
    assert "Bùi Văn Khánh" in national
