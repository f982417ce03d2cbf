"""An invented plan of Lạng Sơn as the reader would hand it over: text, blocks and one `nscl-plan/1` object."""

from __future__ import annotations

from copy import deepcopy
from pathlib import Path
from typing import Any

from nscl.apps.programme.reading import ReadPlan

LINES = [
    "KẾ HOẠCH",
    "Nâng cao năng suất chất lượng giai đoạn 2026 - 2030 trên địa bàn tỉnh Lạng Sơn",
    "Căn cứ Quyết định số 1322/QĐ-TTg ngày 31 tháng 8 năm 2020",
    "Mục tiêu chung: đưa năng suất thành động lực phát triển",
    "- Hỗ trợ ít nhất 30 doanh nghiệp áp dụng hệ thống quản lý",
    "- Số tổ chức được hỗ trợ tăng 10 - 15%/năm",
    "- Đến năm 2028 vận hành 01 cổng thông tin năng suất chất lượng",
    "Mỗi tổ chức chỉ được hỗ trợ một lần cho một nội dung",
    "Nhiệm vụ 1. Đào tạo nhân lực; mở lớp tập huấn hằng năm",
    "Nhiệm vụ 2. Xây dựng cơ sở dữ liệu, hoàn thành trong năm 2027",
    "Tổng kinh phí 900.000 đồng (bằng chữ: chín trăm triệu đồng)",
    "Sở Khoa học và Công nghệ chủ trì, hằng năm báo cáo Ủy ban nhân dân tỉnh",
    "Sở Kế hoạch và Đầu tư bố trí vốn",
    "Nội dung | Số lượng | Kinh phí",
    "Hệ thống quản lý | 30 | 600",
    "Đào tạo | 10 | 300",
]
TEXT = "\n".join(LINES)


def _blocks() -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = []
    at = 0
    for number, line in enumerate(LINES[:13], 1):
        found.append(
            {
                "kind": "paragraph",
                "start": at,
                "end": at + len(line),
                "page": None,
                "line": number,
                "rows": [],
            }
        )
        at += len(line) + 1
    start, rows = at, []
    for line in LINES[13:]:
        cells = []
        for text in line.split(" | "):
            offset = at + line.index(text)
            cells.append({"start": offset, "end": offset + len(text), "colspan": 1, "rowspan": 1})
        rows.append(cells)
        at += len(line) + 1
    found.append({"kind": "table", "start": start, "end": at - 1, "page": None, "line": 14, "rows": rows})
    return found


def target(key: str, quote: str, kind: str, op: str | None, **values: Any) -> dict[str, Any]:
    base = {
        "value": None,
        "min": None,
        "max": None,
        "unit": None,
        "of": None,
        "period": None,
        "deadline": None,
    }
    return (
        {"id": key, "section": "I.2", "quote": quote, "kind": kind, "op": op, "indicator": f"x_{key.lower()}"}
        | base
        | values
    )


PHASE = {"from": 2026, "to": 2030}
PLAN: dict[str, Any] = {
    "schema": "nscl-plan/1",
    "plan": {
        "id": "lang-son-2026",
        "text": {"file": "ke-hoach.txt", "form": "text", "completeness": "complete"},
        "province_at_issue": {"name": "Lạng Sơn", "gso_code_2020": "20"},
        "province_now": {
            "name": "Lạng Sơn",
            "gso_code_2025": "20",
            "merged": False,
            "merged_with": [],
            "since": None,
            "note": None,
        },
        "doc_type": "KH",
        "number": "15/KH-UBND",
        "number_printed": "Số: 15/KH-UBND",
        "number_in_appendix": None,
        "date": "2026-01-20",
        "date_printed": "ngày 20 tháng 01 năm 2026",
        "date_partial": None,
        "place": "Lạng Sơn",
        "issuer": "Ủy ban nhân dân tỉnh Lạng Sơn",
        "title": "Nâng cao năng suất chất lượng giai đoạn 2026 - 2030",
        "title_inferred": False,
        "signer": None,
        "horizon": {"from": 2026, "to": 2030, "phases": [], "milestones": [], "covered_in_text": None},
        "replaces": [],
        "archive_code": None,
        "recipients": ["Bộ Khoa học và Công nghệ"],
    },
    "legal_bases": [
        {
            "ref": "1322/QĐ-TTg",
            "ref_normal": "1322/QĐ-TTg",
            "date": "2020-08-31",
            "issuer": "Thủ tướng Chính phủ",
            "role": "basis",
            "note": None,
        }
    ],
    "linked_programmes": [],
    "predecessor": None,
    "baseline": [],
    "constraints_stated": [],
    "principles": [],
    "general_goals": [{"id": "GG1", "quote": "đưa năng suất thành động lực phát triển"}],
    "targets": [
        target(
            "T1",
            "ít nhất 30 doanh nghiệp áp dụng hệ thống quản lý",
            "at_least",
            "ge",
            value=30,
            unit="doanh nghiệp",
            period=PHASE,
        ),
        target(
            "T2",
            "tăng 10 - 15%/năm",
            "growth_rate",
            "range",
            min=10,
            max=15,
            unit="%/năm",
            period=PHASE,
            base_status="undefined",
            scope="Số tổ chức được hỗ trợ",
            ambiguity="văn bản không nêu năm gốc",
        ),
        target(
            "T3",
            "Đến năm 2028 vận hành 01 cổng thông tin",
            "count",
            "eq",
            value=1,
            unit="cổng thông tin",
            deadline=2028,
        ),
    ],
    "beneficiaries": {
        "section": None,
        "collective_term": "tổ chức",
        "types": [],
        "location_rule": None,
        "condition": None,
        "focus": None,
        "priority": [],
        "criteria_by_reference": {},
    },
    "rules": [
        {
            "id": "R1",
            "kind": "once_per_content",
            "quote": "Mỗi tổ chức chỉ được hỗ trợ một lần cho một nội dung",
            "check": None,
            "detail": None,
        }
    ],
    "workflow_bodies": [],
    "tasks": [
        {"id": "N1", "title": "Đào tạo nhân lực", "items": ["mở lớp tập huấn hằng năm"], "outputs": []},
        {
            "id": "N2",
            "title": "Xây dựng cơ sở dữ liệu",
            "items": ["hoàn thành trong năm 2027", "chia sẻ dữ liệu"],
            "outputs": [],
        },
    ],
    "support_contents": [],
    "operations_contents": [],
    "catalogue_named": {
        "management_systems": [],
        "practices": [],
        "sustainability_and_market": [],
        "tools": [],
        "other": [],
        "open_ended": None,
        "corrections": [],
    },
    "awards_named": [],
    "system_demand": [],
    "budget": {
        "unit_printed": "đồng",
        "total_printed": "900.000 đồng",
        "total_printed_vnd": 900000,
        "total_words": "chín trăm triệu đồng",
        "total_words_vnd": 900000000,
        "total_accepted_vnd": None,
        "acceptance_reason": None,
        "amount_unit": "million_vnd",
        "sources": [
            {
                "code": "state_budget.science",
                "name": "sự nghiệp khoa học và công nghệ",
                "amount": None,
                "uses": [],
            }
        ],
        "counterpart_stated": False,
        "state_share_pct": None,
        "enterprise_share_pct": None,
        "manager": None,
        "phases": [],
        "line_defaults": None,
        "columns": [],
        "groups": [
            {
                "id": "G1",
                "parent": None,
                "phase": "P1",
                "name": "Hỗ trợ và đào tạo",
                "total": 900,
                "by_source": {},
                "by_year": {},
                "lines": [
                    {
                        "id": "G1.1",
                        "name": "Hệ thống quản lý",
                        "qty": 30,
                        "unit": "doanh nghiệp",
                        "total": 600,
                        "support_content": None,
                        "indicator": None,
                        "merged_bullets": None,
                        "by_source": {},
                        "by_year": {},
                    },
                    {
                        "id": "G1.2",
                        "name": "Đào tạo",
                        "qty": 10,
                        "unit": "lớp",
                        "total": 300,
                        "support_content": None,
                        "indicator": None,
                        "merged_bullets": None,
                        "by_source": {},
                        "by_year": {},
                    },
                ],
            }
        ],
        "appendix": {"referenced": True, "present": "complete", "title": None, "quote": None},
        "checks": [],
    },
    "responsibilities": [
        {"agencies": ["Sở Khoa học và Công nghệ"], "role": "lead", "duties": ["chủ trì thực hiện"]},
        {"agencies": ["Sở Kế hoạch và Đầu tư"], "role": "finance", "duties": ["bố trí vốn"]},
    ],
    "reporting": [
        {
            "who": "Sở Khoa học và Công nghệ",
            "to": ["Ủy ban nhân dân tỉnh"],
            "every": "year",
            "quote": "hằng năm báo cáo Ủy ban nhân dân tỉnh",
        }
    ],
    "annual_cycle": [],
    "inconsistencies": [
        {
            "id": "F1",
            "code": "words_mismatch",
            "severity": "error",
            "kind": "figure_vs_words",
            "detail": "Số tiền bằng số và bằng chữ lệch 1.000 lần",
            "refs": [],
            "quotes": ["900.000 đồng"],
            "values": [900000, 900000000],
        },
        {
            "id": "F2",
            "code": "ambiguous_base",
            "severity": "ambiguity",
            "kind": "baseline_undefined",
            "detail": "Chưa nêu năm gốc của mức tăng",
            "refs": ["T2"],
            "quotes": ["tăng 10 - 15%/năm"],
        },
        {
            "id": "F3",
            "code": "typo",
            "severity": "nit",
            "kind": "spelling",
            "detail": "Viết hoa chưa thống nhất",
            "refs": ["T3"],
            "quotes": [],
        },
    ],
}


def plan_object(**facts: Any) -> dict[str, Any]:
    """The invented plan, with some facts of its identity changed."""
    plan = deepcopy(PLAN)
    plan["plan"].update(facts)
    return plan


def reading(plan: dict[str, Any] | None = None, **facts: Any) -> ReadPlan:
    return ReadPlan(
        plan or plan_object(**facts), TEXT, _blocks(), [{"text": "Quảng cáo", "reason": "web", "line": 99}]
    )


def gold(shared: Path, name: str) -> ReadPlan:
    """A checked reading of a real plan, with its text."""
    import yaml

    plan = yaml.safe_load((shared / "plans" / "gold" / f"{name}.yaml").read_text(encoding="utf-8"))
    text = (shared / "plans" / f"{name}.txt").read_text(encoding="utf-8")
    return ReadPlan(plan, text)
