"""Surveys of the tales: invented organisations, a short questionnaire, made by the verbs where there are any."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from django.test import Client
from django.urls import reverse
from django.utils import timezone

from nscl.apps.assessment.actions import surveys
from nscl.apps.assessment.models import Invitation, Questionnaire, QuestionnaireVersion, Response, Survey
from nscl.apps.registry.actions.organisations import add as add_organisation
from nscl.apps.registry.models import Organisation
from tests.world import World, at

BASE = "https://nscl.example.vn"
DEFINITION: dict[str, Any] = {
    "title": "Hiện trạng năng suất",
    "sections": [
        {
            "code": "chung",
            "title": "Thông tin chung",
            "questions": [{"code": "ap_dung", "kind": "yes_no", "label": "Đã áp dụng hệ thống quản lý?"}],
        }
    ],
}


def firm(world: World, name: str, who: str = "an", **more: Any) -> Organisation:
    return add_organisation(by=world.actor(who), at=at(day=1), **{"name": name, **more})


def version(
    world: World, code: str = "hien-trang", state: str = "in_use", **more: Any
) -> QuestionnaireVersion:
    """A version that stands; of the whole country unless `province` says otherwise."""
    made = Questionnaire.objects.create(
        code=code, title="Hiện trạng năng suất chất lượng", created_at=at(day=1), **more
    )
    published = {} if state == "draft" else {"hash": "0" * 64, "published_at": at(day=1)}
    return QuestionnaireVersion.objects.create(
        questionnaire=made, number=1, state=state, definition=DEFINITION, drafted_at=at(day=1), **published
    )


def survey(world: World, *firms: Organisation, is_open: bool = True, **more: Any) -> Survey:
    """A survey of An's over these organisations, open from 2 March to 31 March 2026."""
    data: dict[str, Any] = {
        "title": "Khảo sát hiện trạng năng suất 2025",
        "year": 2025,
        "opens_on": date(2026, 3, 2),
        "closes_on": date(2026, 3, 31),
        **more,
    }
    data.setdefault("version", QuestionnaireVersion.objects.filter(questionnaire__code="hien-trang").first())
    data["version"] = data["version"] or version(world)
    made = surveys.add_survey(by=world.actor("an"), at=at(), **data)
    if firms:
        keys = [one.pk for one in firms]
        surveys.list_organisations(made, organisations=keys, by=world.actor("an"), at=at())
    if is_open:
        surveys.open_survey(made, by=world.actor("an"), at=at())
    return made


def asked(survey: Survey, one: Organisation) -> Invitation:
    rows = Invitation.objects.select_related("survey__province", "organisation")
    return rows.get(survey=survey, organisation=one)


def answer(invitation: Invitation, state: str = "submitted") -> Response:
    """An answer as it stands after it was sent, or while it is being written."""
    sent = {"submitted_at": at(day=5), "receipt": f"R{invitation.pk}"} if state == "submitted" else {}
    return Response.objects.create(
        invitation=invitation, number=1, state=state, started_at=at(day=5), saved_at=at(day=5), **sent
    )


def page(client: Client, name: str, *args: int, status: int = 200, **query: Any) -> str:
    response = client.get(reverse(f"assessment:{name}", args=args), query)
    assert response.status_code == status, response.content.decode()[:2000]
    return response.content.decode()


def send(client: Client, name: str, *args: int, follow: bool = True, **data: Any) -> Any:
    return client.post(reverse(f"assessment:{name}", args=args), data, follow=follow)


def running(world: World, *firms: Any, **more: Any) -> Survey:
    """A survey that takes answers today, whatever day it is: the pages go by the clock."""
    today = timezone.localdate()
    made = survey(world, *firms, is_open=False, **{"opens_on": None, "closes_on": today, **more})
    days = {"opens_on": today - timedelta(days=9), "closes_on": today + timedelta(days=20), **more}
    Survey.objects.filter(pk=made.pk).update(state="open", opened_at=at(), **days)
    made.refresh_from_db()
    return made
