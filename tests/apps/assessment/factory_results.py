"""A survey with answers, as rows: for the tales of results, which are not about how answers come in."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from nscl.apps.assessment.models import Invitation, Questionnaire, QuestionnaireVersion, Response, Survey
from nscl.apps.registry.models import Organisation
from nscl.policy.questionnaires import digest, parse
from tests.apps.registry.records import firm
from tests.world import World, at


def _choices(*pairs: tuple[str, str, list[str]]) -> list[dict[str, Any]]:
    return [{"code": code, "label": label, "contents": contents} for code, label, contents in pairs]


QUESTIONS: list[dict[str, Any]] = [
    {"code": "co_he_thong", "kind": "yes_no", "label": "Đã áp dụng hệ thống quản lý chưa?"},
    {
        "code": "dang_dung",
        "kind": "multi",
        "label": "Hệ thống đang áp dụng",
        "about": "in_use",
        "when": [{"question": "co_he_thong", "relation": "any_of", "values": ["yes"]}],
        "choices": _choices(("iso", "ISO 9001", ["iso-9001"]), ("nams", "5S", ["5s"])),
        "allows_other": True,
    },
    {
        "code": "can",
        "kind": "multi",
        "label": "Nội dung muốn được hỗ trợ",
        "about": "need",
        "choices": [
            *_choices(
                ("iso", "ISO 9001", ["iso-9001"]),
                ("nams", "5S", ["5s"]),
                ("ohsas", "OHSAS 18001", ["ohsas-18001"]),
            ),
            {"code": "khong", "label": "Chưa có nhu cầu", "is_exclusive": True},
        ],
    },
    {"code": "lao_dong", "kind": "number", "label": "Số lao động", "unit": "người"},
    {"code": "doanh_thu", "kind": "money", "label": "Doanh thu", "unit": "triệu đồng"},
    {"code": "hai_long", "kind": "scale", "label": "Mức hài lòng"},
    {
        "code": "chung_chi",
        "kind": "table",
        "label": "Chứng chỉ đã có",
        "rows": [{"code": "mot", "label": "Thứ nhất"}],
        "columns": [
            {"code": "nam", "label": "Năm cấp", "kind": "year"},
            {"code": "so", "label": "Số chứng chỉ", "kind": "number"},
        ],
    },
    {"code": "doi_ung", "kind": "yes_no", "label": "Có sẵn kinh phí đối ứng không?"},
    {"code": "de_xuat", "kind": "long_text", "label": "Đề xuất"},
]
DEFINITION = {
    "title": "Phiếu minh họa kết quả",
    "sections": [{"code": "chung", "title": "Chung", "questions": QUESTIONS}],
}
BIG = {"size": "large", "sector": "C", "sector_name": "Chế biến", "place": "Xã Hoa", "kind": "enterprise"}
SMALL = {
    "size": "small",
    "sector": "A",
    "sector_name": "Nông nghiệp",
    "place": "Xã Lá",
    "kind": "cooperative",
}


def survey(world: World, definition: dict[str, Any] | None = None, **more: Any) -> Survey:
    """An open survey of An's province."""
    told = definition or DEFINITION
    questionnaire, _made = Questionnaire.objects.get_or_create(
        code="ket-qua", defaults={"title": "Phiếu minh họa kết quả", "created_at": at()}
    )
    version = QuestionnaireVersion.objects.filter(questionnaire=questionnaire).first()
    if version is None:
        version = QuestionnaireVersion.objects.create(
            questionnaire=questionnaire,
            number=1,
            state="in_use",
            definition=told,
            hash=digest(parse(told)),
            drafted_at=at(),
            published_at=at(),
        )
    columns: dict[str, Any] = {
        "province": world.home,
        "title": "Khảo sát minh họa",
        "year": 2025,
        "version": version,
        "state": "open",
        "opens_on": date(2026, 1, 5),
        "closes_on": date(2026, 3, 31),
        "created_at": at(),
    }
    return Survey.objects.create(**{**columns, **more})


def invited(
    world: World, asked: Survey, name: str, organisation: Organisation | None = None, **strata: Any
) -> Invitation:
    who = organisation or firm(world, name)
    return Invitation.objects.create(survey=asked, organisation=who, listed_at=at(), **{**SMALL, **strata})


def answered(invitation: Invitation, when: datetime | None = None, **answers: Any) -> Response:
    """The response that counts; one there was before is superseded by it."""
    sent = when or at(day=1, month=3)
    old = Response.objects.filter(invitation=invitation, state="submitted").first()
    Response.objects.filter(invitation=invitation, state="submitted").update(state="superseded")
    number = invitation.responses.count() + 1
    return Response.objects.create(
        invitation=invitation,
        number=number,
        state="submitted",
        answers=answers,
        started_at=sent,
        saved_at=sent,
        submitted_at=sent,
        receipt=f"{invitation.pk}-{number}",
        supersedes=old,
    )


def many(world: World, asked: Survey, count: int, **strata: Any) -> list[Response]:
    """Organisations with numbered names that all answered something."""
    start = asked.invitations.count()
    return [
        answered(
            invited(world, asked, f"Công ty minh họa {start + n:04}", **strata),
            co_he_thong=n % 2 == 0,
            **({"dang_dung": ["iso"]} if n % 2 == 0 else {}),
            can=["iso", "nams"],
            lao_dong=str(10 + n),
            doanh_thu=(n + 1) * 500_000_000,
            hai_long=1 + n % 5,
            de_xuat=f"Đề xuất số {n}",
        )
        for n in range(count)
    ]
