"""Targets of the five plans restated as numbers, and builders of reported figures.

Ids are those of the checked readings; `test_targets.py` holds the numbers here against them.
"""

from decimal import Decimal
from typing import Any

from nscl.policy.targets import Observation, TargetTerms, default_terms

LS_HORIZON = {"from": 2021, "to": 2025, "phases": [], "milestones": []}
LC_HORIZON = {
    "from": 2021,
    "to": 2030,
    "phases": [{"id": "P1", "from": 2021, "to": 2025}, {"id": "P2", "from": 2026, "to": 2030}],
    "milestones": [],
}
ND_HORIZON = {"from": 2023, "to": 2030, "phases": [], "milestones": [2025, 2030]}
HY_HORIZON = {"from": 2021, "to": 2030, "phases": [], "milestones": []}
HORIZONS = {"LS": LS_HORIZON, "LD": LS_HORIZON, "LC": LC_HORIZON, "ND": ND_HORIZON, "HY": HY_HORIZON}
PHASE_1 = {"from": 2021, "to": 2025}
PHASE_2 = {"from": 2026, "to": 2030}
OPEN_COUNT = "lũy kế hay tính thêm"


def _target(
    id: str,
    kind: str,
    op: str | None,
    numbers: Any,
    unit: str | None,
    when: int | dict[str, int],
    **more: Any,
) -> dict[str, Any]:
    low, high = numbers if isinstance(numbers, tuple) else (None, None)
    return {
        "id": id,
        "kind": kind,
        "op": op,
        "value": None if isinstance(numbers, tuple) else numbers,
        "min": low,
        "max": high,
        "unit": unit,
        "of": None,
        "period": when if isinstance(when, dict) else None,
        "deadline": when if isinstance(when, int) else None,
        **more,
    }


TARGETS: dict[str, dict[str, Any]] = {
    target["id"]: target
    for target in (
        _target(
            "LS-T1",
            "growth_rate",
            "range",
            (10, 15),
            "%/năm",
            PHASE_1,
            base_status="undefined",
            scope="Số tổ chức",
        ),
        _target("LS-T2", "at_least", "ge", 3, "tổ chức", PHASE_1),
        _target("LS-T3", "range", "ge_range", (3, 5), "chuyên gia", PHASE_1),
        _target("LS-T4", "at_least", "approx_gt", 100, "lượt", PHASE_1),
        _target("LS-T5", "at_least", "ge", 1, "cơ sở giáo dục nghề nghiệp", PHASE_1),
        _target(
            "LD-G1",
            "percent_of",
            "approx",
            45,
            "%",
            PHASE_1,
            of="tăng trưởng kinh tế",
            contributory=True,
        ),
        _target(
            "LD-G2",
            "growth_rate",
            "gt",
            7,
            "%/năm",
            PHASE_1,
            aggregation="average",
            base_status="year_on_year",
        ),
        _target("LD-Tb1", "count", "eq", 25, "lớp", PHASE_1),
        _target("LD-Tb2", "count", "eq", 3, "hội nghị", PHASE_1),
        _target(
            "LD-Tc",
            "count",
            "eq",
            10,
            "mô hình",
            PHASE_1,
            composition={"mgmt_system": 1, "improvement_tool": 1, "traceability": 1},
        ),
        _target("LD-Td", "count", "eq", 45, "lượt doanh nghiệp", PHASE_1),
        _target("LD-Tg", "count", "eq", 10, "doanh nghiệp", PHASE_1),
        _target(
            "LD-Th1",
            "percent_of",
            "eq",
            70,
            "%",
            PHASE_1,
            of="doanh nghiệp được hỗ trợ",
            ambiguity="chưa rõ phạm vi",
        ),
        _target("LC-25-1a", "qualitative", None, None, None, 2021),
        _target("LC-25-2a", "percent_of", "eq", 60, "%", 2025, of="sản phẩm trọng điểm"),
        _target("LC-25-2c", "per_year", "range", (1, 2), "doanh nghiệp/năm", PHASE_1, soft=True),
        _target("LC-25-3a", "percent_of", "ge", 60, "%", 2025, of="doanh nghiệp trọng điểm"),
        _target("LC-25-3b", "percent_of", "ge", 50, "%", 2025, parent="LC-25-3a", ambiguity="chưa rõ gốc"),
        _target("LC-25-4a", "count", "eq", 10, "doanh nghiệp", 2025),
        _target("LC-25-4b", "growth_rate", "eq", 35, "%", 2025, parent="LC-25-4a", base_status="undefined"),
        _target("LC-25-5", "percent_of", "eq", 100, "%", 2025, of="cán bộ chuyên môn"),
        _target("LC-25-7b", "per_year", "ge", 1, "hội nghị/năm", PHASE_1),
        _target("LC-25-8a", "count", "eq", 1, "cổng thông tin", 2022),
        _target("LC-25-9", "per_year", "ge", 2, "chương trình/năm", PHASE_1),
        _target("LC-30-2a", "percent_of", "eq", 100, "%", 2030, of="doanh nghiệp trọng điểm"),
        _target("LC-30-2b", "percent_of", "ge", 80, "%", 2030, parent="LC-30-2a", ambiguity="chưa rõ gốc"),
        _target(
            "LC-30-2c", "growth_rate", "ge", 30, "%", 2030, base_status="period", base_period=PHASE_1
        ),
        _target("LC-30-5", "count", "eq", 20, "chuyên gia", PHASE_2),
        _target("ND-25-1", "growth_rate", "gt", 7, "%/năm", 2025, aggregation="average",
                base_status="year_on_year", contributory=True),
        _target("ND-25-2", "percent_of", "eq", 40, "%", 2025, of="tăng GRDP của tỉnh", contributory=True),
        _target("ND-25-4", "range", "range", (20, 30), "đơn vị", 2025),
        _target("ND-25-7a", "count", "eq", 50, "lượt", 2025),
        _target("ND-30-1", "growth_rate", "gt", 7.5, "%/năm", 2030, aggregation="average",
                base_status="year_on_year", contributory=True),
        _target("ND-30-3", "range", "range", (5, 10), "doanh nghiệp", 2030, ambiguity=OPEN_COUNT),
        _target("ND-30-7a", "count", "eq", 50, "lượt", 2030, additional=True),
        _target("HY-T1a", "range", "range", (1, 2), "chuyên gia", PHASE_1, condition="khi có khóa đào tạo"),
        _target("HY-T3", "count", "approx", 20, "lớp", PHASE_1),
        _target("HY-T4", "range", "range", (2, 4), "đợt", PHASE_1),
        _target("HY-T6", "per_year", "ge", 1, "lần/năm", PHASE_1),
        _target("HY-T10", "qualitative", None, None, None, PHASE_1),
    )
}  # fmt: skip


def terms_of(id: str) -> TargetTerms:
    """The terms as read, nothing decided."""
    return default_terms(TARGETS[id], horizon=HORIZONS[id[:2]])


def values(*numbers: float | None, first: int = 2021, **more: Any) -> tuple[Observation, ...]:
    """Approved figures of consecutive years; None is a year reported as unknown."""
    return tuple(
        Observation(f"v{first + i}", first + i, None if n is None else Decimal(str(n)), approved=True, **more)
        for i, n in enumerate(numbers)
    )


def shares(*pairs: tuple[int, int | None], first: int = 2021) -> tuple[Observation, ...]:
    """Approved numerators and denominators of consecutive years."""
    return tuple(
        Observation(
            f"r{first + i}",
            first + i,
            numerator=Decimal(n),
            denominator=None if d is None else Decimal(d),
            approved=True,
        )
        for i, (n, d) in enumerate(pairs)
    )


def lists(*groups: str | None, first: int = 2021, component: str | None = None) -> tuple[Observation, ...]:
    """Approved lists of subjects of consecutive years, one letter a subject; None skips the year."""
    return tuple(
        Observation(
            f"{component or 's'}{first + i}",
            first + i,
            subjects=frozenset(g),
            component=component,
            approved=True,
        )
        for i, g in enumerate(groups)
        if g is not None
    )


def states(*answers: tuple[int, bool], **more: Any) -> tuple[Observation, ...]:
    """Approved answers to "is it done?" by year."""
    return tuple(Observation(f"d{y}", y, done=done, approved=True, **more) for y, done in answers)
