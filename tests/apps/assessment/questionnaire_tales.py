"""A small questionnaire and what a page of the designer would send, for the tests of both."""

from __future__ import annotations

from copy import deepcopy
from typing import Any

from django.test import Client

from nscl.apps.assessment import designing
from nscl.apps.assessment.actions import questionnaires as deeds
from nscl.apps.assessment.models import QuestionnaireVersion, Survey
from tests.world import World, at

LIST = "/bo-cau-hoi/"
SMALL: dict[str, Any] = {
    "title": "Phiếu nhỏ",
    "sections": [
        {
            "code": "chung",
            "title": "Thông tin chung",
            "questions": [
                {"code": "xuat_khau", "kind": "yes_no", "label": "Đơn vị có xuất khẩu không?"},
                {"code": "doanh_thu", "kind": "money", "label": "Doanh thu"},
            ],
        },
        {
            "code": "xuat",
            "title": "Xuất khẩu",
            "when": [{"question": "xuat_khau", "relation": "any_of", "values": ["yes"]}],
            "questions": [
                {"code": "gia_tri", "kind": "money", "label": "Giá trị xuất khẩu"},
                {
                    "code": "thi_truong",
                    "kind": "multi",
                    "label": "Thị trường",
                    "choices": [{"code": "eu", "label": "Châu Âu"}, {"code": "my", "label": "Hoa Kỳ"}],
                    "when": [{"question": "gia_tri", "relation": "at_least", "values": ["1"]}],
                },
            ],
        },
    ],
    "checks": [
        {
            "code": "xuat_khong_qua",
            "left": ["gia_tri"],
            "comparison": "le",
            "right": ["doanh_thu"],
            "sentence": "Giá trị xuất khẩu lớn hơn doanh thu. Hãy kiểm tra lại.",
        }
    ],
}


def small(**changes: Any) -> dict[str, Any]:
    return {**deepcopy(SMALL), **changes}


def draft(world: World, who: str = "an", code: str = "phieu-nho", **changes: Any) -> QuestionnaireVersion:
    return deeds.add_questionnaire(
        code=code, title="Phiếu nhỏ", definition=small(**changes), by=world.actor(who), at=at()
    )


def published(world: World, **named: Any) -> QuestionnaireVersion:
    return deeds.publish(draft(world, **named), by=world.actor("an"), at=at())


def codes(definition: dict[str, Any]) -> list[list[str]]:
    return [[one["code"] for one in section["questions"]] for section in definition["sections"]]


def survey(world: World, version: QuestionnaireVersion) -> Survey:
    return Survey.objects.create(
        province=world.home, title="Khảo sát năm 2026", year=2026, version=version, created_at=at()
    )


def body_of(answer: Any, status: int = 200) -> str:
    assert answer.status_code == status, answer.content.decode()[:3000]
    return str(answer.content.decode())


def place(version: QuestionnaireVersion, rest: str = "") -> str:
    return f"{LIST}ban/{version.pk}/{rest}"


def send(client: Client, version: QuestionnaireVersion, rest: str, **data: Any) -> Any:
    """What the page would send: with the revision it was made of, unless another is given."""
    version.refresh_from_db()
    return client.post(place(version, rest), {"seen": version.revision, **data})


def rows(name: str, *told: dict[str, Any], total: int | None = None) -> dict[str, Any]:
    """The rows of a formset as the page sends them."""
    found: dict[str, Any] = {
        f"{name}-TOTAL_FORMS": len(told) if total is None else total,
        f"{name}-INITIAL_FORMS": 0,
    }
    for number, row in enumerate(told):
        found |= {f"{name}-{number}-{key}": value for key, value in row.items()}
    return found


def question(version: QuestionnaireVersion, code: str) -> Any:
    version.refresh_from_db()
    return designing.find(version.definition, "question", code)
