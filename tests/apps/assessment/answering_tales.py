"""A small survey of an invented questionnaire, sent to invented organisations."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.test import Client
from django.urls import reverse
from django.utils import timezone

from nscl.apps.assessment.answering import codes_of, mark_of
from nscl.apps.assessment.definitions import definition_of
from nscl.apps.assessment.links import token_of
from nscl.apps.assessment.models import Invitation, Questionnaire, QuestionnaireVersion, Response, Survey
from nscl.apps.registry.models import Organisation
from nscl.policy.questionnaires import asked, digest, parse
from tests.apps.registry.organisation_tales import enter
from tests.world import World, at

DEFINITION: dict[str, Any] = {
    "title": "Phiếu khảo sát minh họa",
    "sections": [
        {
            "code": "chung",
            "title": "Thông tin chung",
            "questions": [
                {"code": "san_pham", "kind": "text", "label": "Sản phẩm chính", "is_required": True},
                {
                    "code": "lao_dong",
                    "kind": "number",
                    "label": "Số lao động",
                    "unit": "người",
                    "low": "0",
                    "prefill": "workers",
                },
                {"code": "doanh_thu", "kind": "money", "label": "Doanh thu", "prefill": "revenue_vnd"},
                {"code": "xuat_khau", "kind": "yes_no", "label": "Có xuất khẩu?", "is_required": True},
                {
                    "code": "tien_xuat_khau",
                    "kind": "money",
                    "label": "Doanh thu xuất khẩu",
                    "when": [{"question": "xuat_khau", "relation": "any_of", "values": ["yes"]}],
                },
            ],
        },
        {
            "code": "he_thong",
            "title": "Hệ thống quản lý",
            "questions": [
                {
                    "code": "ap_dung",
                    "kind": "multi",
                    "label": "Hệ thống đang áp dụng",
                    "allows_other": True,
                    "choices": [
                        {"code": "iso", "label": "Hệ thống A"},
                        {"code": "thuc_pham", "label": "Hệ thống B"},
                        {"code": "chua", "label": "Chưa áp dụng", "is_exclusive": True},
                    ],
                },
                {
                    "code": "chung_nhan",
                    "kind": "table",
                    "label": "Giấy chứng nhận",
                    "rows": [
                        {"code": "mot", "label": "Giấy thứ nhất"},
                        {"code": "hai", "label": "Giấy thứ hai"},
                    ],
                    "columns": [
                        {"code": "ten", "label": "Tên"},
                        {"code": "nam", "label": "Năm cấp", "kind": "year"},
                    ],
                },
                {"code": "hai_long", "kind": "scale", "label": "Mức hài lòng"},
            ],
        },
        {
            "code": "thi_truong",
            "title": "Thị trường xuất khẩu",
            "when": [{"question": "xuat_khau", "relation": "any_of", "values": ["yes"]}],
            "questions": [{"code": "nuoc", "kind": "text", "label": "Nước nhập khẩu"}],
        },
    ],
    "checks": [
        {
            "code": "xk_khong_qua_dt",
            "left": ["tien_xuat_khau"],
            "comparison": "le",
            "right": ["doanh_thu"],
            "sentence": "Doanh thu xuất khẩu không thể lớn hơn doanh thu; hãy xem lại hai số.",
        },
        {
            "code": "dong_nguoi",
            "left": ["lao_dong"],
            "comparison": "le",
            "right": ["5000"],
            "sentence": "Số lao động lớn khác thường; hãy kiểm tra.",
            "severity": "warn",
        },
    ],
}
GOOD = {"san_pham": "Chè khô", "lao_dong": "12", "xuat_khau": False}


@dataclass
class Tale:
    world: World
    survey: Survey
    version: QuestionnaireVersion

    def invite(
        self, name: str = "Công ty TNHH Chè Mây Xa", organisation: Organisation | None = None
    ) -> Invitation:
        who = organisation or enter(self.world, name)
        return Invitation.objects.create(survey=self.survey, organisation=who, listed_at=at())


def tale_of(world: World, *, year: int = 2025, version: QuestionnaireVersion | None = None) -> Tale:
    """A survey that takes answers today, whenever that is."""
    if version is None:
        questionnaire, _made = Questionnaire.objects.get_or_create(
            code="minh-hoa", defaults={"title": "Phiếu minh họa", "created_at": at()}
        )
        version = version_of(questionnaire, DEFINITION)
    today = timezone.localdate()
    survey = Survey.objects.create(
        province=world.home,
        title=f"Khảo sát minh họa {year}",
        year=year,
        version=version,
        state="open",
        opens_on=date(2020, 1, 1),
        closes_on=today + timedelta(days=3650),
        contact="Phòng Quản lý, 0205 0000 000",
        basis="Kế hoạch minh họa",
        created_by=world.users["an"],
        created_at=at(),
        opened_at=at(),
    )
    return Tale(world, survey, version)


def version_of(questionnaire: Questionnaire, definition: dict[str, Any]) -> QuestionnaireVersion:
    """The definition as the next version, in use in the place of the one before."""
    number = questionnaire.versions.count() + 1
    QuestionnaireVersion.objects.filter(questionnaire=questionnaire, state="in_use").update(state="retired")
    return QuestionnaireVersion.objects.create(
        questionnaire=questionnaire,
        number=number,
        state="in_use",
        definition=definition,
        hash=digest(parse(definition)),
        drafted_at=at(),
        published_at=at(),
    )


def url(name: str, invitation: Invitation, *parts: Any) -> str:
    return reverse(f"assessment:{name}", args=[token_of(invitation), *parts])


def fields(
    invitation: Invitation,
    section: str = "",
    *,
    page: str = "trang-1",
    marks: Sequence[str] | None = None,
    **typed: Any,
) -> dict[str, Any]:
    """What a section's page sends: its mark, the questions on it, what was typed; other answers stay."""
    definition = definition_of(invitation.survey.version)
    codes = [c for part in definition.sections if section in ("", part.code) for c in codes_of(part)]
    draft = Response.objects.filter(invitation=invitation, state="draft").first()
    held: Mapping[str, Any] = draft.answers if draft is not None else {}
    now = asked(definition, dict(held))
    blank = [code for code in codes if code in now and code not in held]
    shown = {*blank, *(code for code in codes if any(name.split("__")[0] == code for name in typed))}
    return {
        "__mark": [f"{c}.{mark_of(held, c)}" for c in codes] if marks is None else marks,
        "__page": page,
        "__shown": sorted(shown),
        **typed,
    }


def marks_on(page: Any) -> list[str]:
    """The marks that a page carries."""
    context = page.context
    parts = (
        [context["fields"]] if "fields" in context else [fields for _section, fields in context["sections"]]
    )
    return [field.mark for part in parts for field in part]


def fill(client: Client, invitation: Invitation, section: str, **typed: Any) -> Any:
    """Send a section's page as a browser does."""
    return client.post(url("answer_section", invitation, section), fields(invitation, section, **typed))
