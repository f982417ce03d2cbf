"""A questionnaire with a question of every kind, a survey of it, and strangers who fill its Excel form in."""

from __future__ import annotations

import io
import re
from datetime import date
from typing import Any

import openpyxl
from openpyxl.workbook import Workbook

from nscl.apps.assessment.definitions import definition_of
from nscl.apps.assessment.excel.sending import form_of
from nscl.apps.assessment.models import Invitation, Questionnaire, QuestionnaireVersion, Survey
from nscl.apps.registry.models import Organisation
from nscl.policy.questionnaires import digest, parse
from tests.world import World, at

DEFINITION: dict[str, Any] = {
    "title": "Phiếu khảo sát thử",
    "intro": "Câu trả lời chỉ dùng để lập kế hoạch hỗ trợ.",
    "sections": [
        {
            "code": "chung",
            "title": "Thông tin chung",
            "questions": [
                {"code": "san_pham", "kind": "text", "label": "Sản phẩm chính", "is_required": True},
                {
                    "code": "lao_dong",
                    "kind": "number",
                    "label": "Số lao động bình quân năm",
                    "unit": "người",
                    "low": "0",
                    "high": "100000",
                    "is_required": True,
                    "prefill": "workers",
                },
                {"code": "doanh_thu", "kind": "money", "label": "Doanh thu", "low": "0"},
                {"code": "xuat_khau", "kind": "money", "label": "Giá trị xuất khẩu", "low": "0"},
                {"code": "nam", "kind": "year", "label": "Năm bắt đầu hoạt động"},
                {"code": "ty_le_loi", "kind": "percent", "label": "Tỷ lệ sản phẩm lỗi", "decimals": 2},
            ],
        },
        {
            "code": "quan_ly",
            "title": "Hệ thống quản lý",
            "intro": "Hỏi về các hệ thống đang áp dụng tại đơn vị.",
            "questions": [
                {"code": "co_he_thong", "kind": "yes_no", "label": "Đã áp dụng hệ thống quản lý nào chưa?"},
                {
                    "code": "he_thong",
                    "kind": "multi",
                    "label": "Các hệ thống đang áp dụng",
                    "choices": [
                        {"code": "iso9001", "label": "ISO 9001, quản lý chất lượng"},
                        {"code": "iso14001", "label": "ISO 14001, quản lý môi trường"},
                        {"code": "haccp", "label": "HACCP"},
                    ],
                    "allows_other": True,
                    "when": [{"question": "co_he_thong", "relation": "any_of", "values": ["yes"]}],
                },
                {
                    "code": "ngay_cap",
                    "kind": "date",
                    "label": "Ngày cấp chứng nhận gần nhất",
                    "when": [{"question": "co_he_thong", "relation": "any_of", "values": ["yes"]}],
                },
                {
                    "code": "muc_do",
                    "kind": "choice",
                    "label": "Mức độ tự động hóa",
                    "choices": [
                        {"code": "thu_cong", "label": "Thủ công"},
                        {"code": "ban_tu_dong", "label": "Bán tự động, có máy"},
                        {"code": "tu_dong", "label": "Tự động"},
                    ],
                    "allows_other": True,
                },
                {"code": "hai_long", "kind": "scale", "label": "Mức hài lòng với hỗ trợ đã nhận"},
                {
                    "code": "dao_tao",
                    "kind": "table",
                    "label": "Số người được đào tạo",
                    "rows": [
                        {"code": "quan_ly", "label": "Cán bộ quản lý"},
                        {"code": "cong_nhan", "label": "Công nhân"},
                    ],
                    "columns": [
                        {"code": "nguoi", "label": "Số người", "kind": "number", "unit": "người"},
                        {"code": "kinh_phi", "label": "Kinh phí", "kind": "money"},
                        {"code": "ngay", "label": "Ngày học", "kind": "date"},
                    ],
                },
                {"code": "de_xuat", "kind": "long_text", "label": "Đề xuất của đơn vị"},
            ],
        },
    ],
    "checks": [
        {
            "code": "xuat_khau_khong_qua",
            "left": ["xuat_khau"],
            "comparison": "le",
            "right": ["doanh_thu"],
            "sentence": "Giá trị xuất khẩu lớn hơn doanh thu. Hãy kiểm tra lại hai số.",
        }
    ],
}
GOOD: dict[str, Any] = {
    "san_pham": "Chè túi lọc",
    "lao_dong": 45,
    "doanh_thu": 12_500_000_000,
    "xuat_khau": 1_200_000_000,
    "nam": 2014,
    "ty_le_loi": 1.5,
    "co_he_thong": "Có",
    "he_thong__iso9001": "x",
    "he_thong__haccp": "x",
    "he_thong__other": "VietGAP",
    "ngay_cap": date(2025, 4, 5),
    "muc_do": "Bán tự động, có máy",
    "hai_long": 4,
    "dao_tao__quan_ly__nguoi": 3,
    "dao_tao__cong_nhan__kinh_phi": 25_000_000,
    "dao_tao__cong_nhan__ngay": date(2025, 11, 20),
    "de_xuat": "Hỗ trợ chứng nhận.\nMở lớp 5S.",
    "nguoi_name": "Nông Thị Minh Họa",
    "nguoi_phone": "0912345678",
}
READ: dict[str, Any] = {
    "san_pham": "Chè túi lọc",
    "lao_dong": "45",
    "doanh_thu": 12_500_000_000,
    "xuat_khau": 1_200_000_000,
    "nam": 2014,
    "ty_le_loi": "1.5",
    "co_he_thong": True,
    "he_thong": ["iso9001", "haccp", "other"],
    "he_thong__other": "VietGAP",
    "ngay_cap": "2025-04-05",
    "muc_do": "ban_tu_dong",
    "hai_long": 4,
    "dao_tao": {
        "quan_ly": {"nguoi": "3"},
        "cong_nhan": {"kinh_phi": 25_000_000, "ngay": "2025-11-20"},
    },
    "de_xuat": "Hỗ trợ chứng nhận.\nMở lớp 5S.",
}


def survey_of(
    world: World, *, title: str = "Khảo sát năm 2026", state: str = "open", year: int = 2026
) -> Survey:
    """A survey of the trial questionnaire in the home province."""
    questionnaire, _made = Questionnaire.objects.get_or_create(
        code="thu", province=None, defaults={"title": "Bộ câu hỏi thử", "created_at": at()}
    )
    version = questionnaire.versions.filter(state="in_use").first() or QuestionnaireVersion.objects.create(
        questionnaire=questionnaire,
        number=1,
        state="in_use",
        definition=DEFINITION,
        hash=digest(parse(DEFINITION)),
        drafted_at=at(),
        published_at=at(),
    )
    return Survey.objects.create(
        province=world.home,
        title=title,
        year=year,
        version=version,
        state=state,
        opens_on=date(year, 1, 1),
        closes_on=date(year, 4, 30),
        contact="Phòng Quản lý, điện thoại 0205 000 0000",
        created_at=at(),
    )


def invited(world: World, survey: Survey, *names: str) -> list[Invitation]:
    """Organisations of these names on the survey's list."""
    found = []
    for name in names:
        organisation = Organisation.objects.create(name=name, province=world.home, created_at=at())
        found.append(
            Invitation.objects.create(
                survey=survey, organisation=organisation, kind="enterprise", listed_at=at()
            )
        )
    return found


def opened(data: bytes) -> Workbook:
    """The form as another program opens it."""
    return openpyxl.load_workbook(io.BytesIO(data))


def saved(book: Workbook) -> bytes:
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def place_of(book: Workbook, field: str) -> tuple[str, str]:
    """Sheet and cell of a field, by the name the workbook defines for it."""
    target = book.defined_names[f"tl_{field}"].attr_text
    match = re.fullmatch(r"'?([^'!]+)'?!\$([A-Z]+)\$([0-9]+)", target)
    assert match is not None, target
    return match[1], match[2] + match[3]


def filled(data: bytes, values: dict[str, Any]) -> bytes:
    """The form filled in as a person does: each value into the cell of its field."""
    book = opened(data)
    for field, value in values.items():
        sheet, cell = place_of(book, field)
        book[sheet][cell] = value
    return saved(book)


def answered(invitation: Invitation, **changes: Any) -> bytes:
    """A well-filled form of an organisation, with some cells otherwise (None leaves one empty)."""
    values = {name: value for name, value in {**GOOD, **changes}.items() if value is not None}
    return filled(form_of(invitation, at=at()), values)


def definition_used(survey: Survey) -> Any:
    return definition_of(survey.version)
