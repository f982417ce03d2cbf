"""Targets against tasks, money, years and each other; every fault beside a clean twin."""

from __future__ import annotations

from typing import Any

import pytest

from tests.plandoc.grids import findings, horizon, output, target, task

MILLIONS = "Đơn vị tính: triệu đồng"
BODY = "KẾ HOẠCH\nNÂNG CAO NĂNG SUẤT\nI. MỤC TIÊU\n1. Đào tạo {n} chuyên gia đánh giá trình độ công nghệ.\nII. NHIỆM VỤ\n1. Chọn nhóm chuyên gia đánh giá trình độ công nghệ để cử đi (đào tạo {m} chuyên gia)."
EXPERTS = "experts_technology_assessment"
PHASES = ((2021, 2025), (2026, 2030))


def experts(value: float, identifier: str = "T1", **fields: Any) -> dict[str, Any]:
    quote = f"Đào tạo {value:g} chuyên gia đánh giá trình độ công nghệ"
    return target(identifier, quote, value=value, unit="chuyên gia", **{"indicator": EXPERTS, **fields})


def conflicts(*parts: str, **changes: Any) -> list[dict[str, Any]]:
    return findings(*parts, code="target_conflict", **changes)


@pytest.mark.parametrize(("promised", "values"), [(20, None), (30, [20, 30])])
def test_a_task_that_promises_another_number_than_its_target(promised: int, values: list[int] | None) -> None:
    body = BODY.format(n=20, m=promised)
    outputs = task(
        "II.1", output(f"đào tạo {promised} chuyên gia", promised, "chuyên gia", indicator=EXPERTS)
    )
    found = conflicts(body, targets=[experts(20)], tasks=[outputs])
    assert [finding["values"] for finding in found] == ([values] if values else [])


def test_a_short_output_is_read_with_its_sentence() -> None:
    outputs = task("II.1", output("đào tạo 30 chuyên gia", 30, "chuyên gia"))
    (found,) = conflicts(BODY.format(n=20, m=30), targets=[experts(20)], tasks=[outputs])
    assert found["refs"] == ["T1"] and found["where"] == "II.1"


def test_a_task_may_cover_the_sum_of_all_phases() -> None:
    outputs = task(
        "II.1",
        output("đào tạo 40 chuyên gia đánh giá trình độ công nghệ", 40, "chuyên gia", indicator=EXPERTS),
    )
    targets = [
        experts(20, "T1", period={"from": 2021, "to": 2025}),
        experts(20, "T2", period={"from": 2026, "to": 2030}),
    ]
    assert (
        conflicts(BODY.format(n=20, m=40), targets=targets, tasks=[outputs], meta=horizon(2021, 2030, PHASES))
        == []
    )


def test_one_clash_with_two_phases_is_one_finding() -> None:
    outputs = task(
        "II.1",
        output("đào tạo 30 chuyên gia đánh giá trình độ công nghệ", 30, "chuyên gia", indicator=EXPERTS),
    )
    targets = [
        experts(20, "T1", period={"from": 2021, "to": 2025}),
        experts(20, "T2", period={"from": 2026, "to": 2030}),
    ]
    (found,) = conflicts(
        BODY.format(n=20, m=30), targets=targets, tasks=[outputs], meta=horizon(2021, 2030, PHASES)
    )
    assert set(found["refs"]) == {"T1", "T2"}


@pytest.mark.parametrize(
    ("kind", "fields", "promised", "clashes"),
    [
        ("at_least", {"op": "ge", "value": 20}, 25, False),
        ("at_least", {"op": "ge", "value": 20}, 15, True),
        ("range", {"op": "range", "min": 20, "max": 30}, 25, False),
        ("range", {"op": "range", "min": 20, "max": 30}, 35, True),
        ("count", {"op": "approx", "value": 20}, 21, False),
    ],
)
def test_floors_ranges_and_rough_numbers_admit_what_they_admit(
    kind: str, fields: dict[str, Any], promised: int, clashes: bool
) -> None:
    wanted = target(
        "T1",
        "Đào tạo chuyên gia đánh giá trình độ công nghệ",
        kind,
        unit="chuyên gia",
        indicator=EXPERTS,
        **fields,
    )
    outputs = task(
        "II.1",
        output(
            f"đào tạo {promised} chuyên gia đánh giá trình độ công nghệ",
            promised,
            "chuyên gia",
            indicator=EXPERTS,
        ),
    )
    assert bool(conflicts(BODY.format(n=20, m=promised), targets=[wanted], tasks=[outputs])) is clashes


def test_other_things_with_other_numbers_are_no_conflict() -> None:
    outputs = task(
        "II.1",
        output("Hỗ trợ 50 doanh nghiệp chứng nhận hợp quy cho sản phẩm bắt buộc", 50, "doanh nghiệp"),
        output("Hỗ trợ 20 doanh nghiệp áp dụng HACCP", 20, "doanh nghiệp"),
    )
    wanted = [
        target(
            "T1",
            "Hỗ trợ 100 doanh nghiệp chứng nhận hợp chuẩn cho sản phẩm chủ lực",
            value=100,
            unit="doanh nghiệp",
        ),
        target("T2", "Hỗ trợ 10 doanh nghiệp khởi nghiệp", value=10, unit="doanh nghiệp"),
    ]
    assert conflicts(BODY.format(n=1, m=1), targets=wanted, tasks=[outputs]) == []


def test_turns_and_enterprises_are_not_one_unit() -> None:
    outputs = task(
        "II.1",
        output("Hỗ trợ 60 lượt doanh nghiệp áp dụng hệ thống quản lý ISO 9001", 60, "lượt doanh nghiệp"),
    )
    wanted = [
        target(
            "T1", "Hỗ trợ 40 doanh nghiệp áp dụng hệ thống quản lý ISO 9001", value=40, unit="doanh nghiệp"
        )
    ]
    assert conflicts(BODY.format(n=1, m=1), targets=wanted, tasks=[outputs]) == []


LINES = """
STT | Nội dung | Kinh phí
1 | Đào tạo {n} chuyên gia đánh giá trình độ công nghệ | 300
2 | Hỗ trợ 15 doanh nghiệp áp dụng công cụ Lean | 500
"""


@pytest.mark.parametrize(("budgeted", "values"), [(20, None), (10, [20, 10])])
def test_money_for_another_number_than_the_target(budgeted: int, values: list[int] | None) -> None:
    found = conflicts(BODY.format(n=20, m=20), MILLIONS, LINES.format(n=budgeted), targets=[experts(20)])
    assert [finding["values"] for finding in found] == ([values] if values else [])


def test_several_lines_may_pay_for_one_target() -> None:
    rows = """
    STT | Nội dung | Kinh phí
    1 | Đào tạo 12 chuyên gia đánh giá trình độ công nghệ trong nước | 300
    2 | Đào tạo 8 chuyên gia đánh giá trình độ công nghệ ở nước ngoài | 500
    """
    assert conflicts(BODY.format(n=20, m=20), MILLIONS, rows, targets=[experts(20)]) == []


def test_one_indicator_with_two_values_in_one_phase() -> None:
    same = conflicts(BODY.format(n=20, m=20), targets=[experts(20, "T1"), experts(20, "T2")])
    other = conflicts(BODY.format(n=20, m=20), targets=[experts(20, "T1"), experts(30, "T2")])
    later = conflicts(BODY.format(n=20, m=20), targets=[experts(20, "T1"), experts(30, "T2", deadline=2030)])
    assert same == [] and later == []
    assert [finding["kind"] for finding in other] == ["target_vs_target"]


def dates(*parts: str, **changes: Any) -> list[dict[str, Any]]:
    return findings(*parts, code="date_mismatch", **changes)


@pytest.mark.parametrize(("deadline", "outside"), [(2025, False), (2023, False), (2027, True), (2019, True)])
def test_a_deadline_outside_the_plans_years(deadline: int, outside: bool) -> None:
    assert bool(dates(BODY.format(n=20, m=20), targets=[experts(20, deadline=deadline)])) is outside


def test_a_year_named_in_the_title_is_inside() -> None:
    meta = {"title": "Kế hoạch năng suất giai đoạn 2021-2025, tầm nhìn 2030"}
    assert dates(BODY.format(n=20, m=20), targets=[experts(20, deadline=2030)], meta=meta) == []


SURVEY = """
STT | Nội dung | Kinh phí | Thời gian
I | Khảo sát, đánh giá thực trạng | 100 |
1 | Thống kê sản phẩm chủ lực và doanh nghiệp sản xuất | 100 | {time}
II | Hỗ trợ | 500 |
1 | Hỗ trợ 15 doanh nghiệp áp dụng công cụ Lean | 500 | Hàng năm
"""


@pytest.mark.parametrize(
    ("time", "late"), [("Hàng năm", True), ("2022 - 2024", True), ("Năm 2021", False), ("", False)]
)
def test_money_timed_later_than_the_deadline_it_serves(time: str, late: bool) -> None:
    wanted = target(
        "T1",
        "Xác định danh mục sản phẩm chủ lực năm 2021",
        "qualitative",
        deadline=2021,
        indicator="registers",
    )
    found = dates(BODY.format(n=1, m=1), MILLIONS, SURVEY.format(time=time), targets=[wanted])
    assert bool(found) is late
    assert not late or (found[0]["refs"] == ["T1"] and "2021" in found[0]["detail"])


@pytest.mark.parametrize(
    ("time", "outside"), [("2022 - 2024", False), ("Năm 2027", True), ("Hàng năm", False)]
)
def test_a_line_timed_outside_its_phase(time: str, outside: bool) -> None:
    assert bool(dates(BODY.format(n=1, m=1), MILLIONS, SURVEY.format(time=time))) is outside


def unfunded(*parts: str, **changes: Any) -> list[dict[str, Any]]:
    return findings(*parts, code="unfunded_target", **changes)


def test_a_target_that_no_line_names_is_unfunded() -> None:
    portal = target(
        "T2",
        "Xây dựng 01 cổng thông tin năng suất của tỉnh",
        value=1,
        unit="cổng thông tin",
        indicator="portal_operating",
    )
    (found,) = unfunded(BODY.format(n=20, m=20), MILLIONS, LINES.format(n=20), targets=[experts(20), portal])
    assert found["refs"] == ["T2"]


def test_targets_that_lines_name_are_funded() -> None:
    assert unfunded(BODY.format(n=20, m=20), MILLIONS, LINES.format(n=20), targets=[experts(20)]) == []


def test_percentages_need_no_line_of_their_own() -> None:
    share = target(
        "T2",
        "60% sản phẩm chủ lực công bố tiêu chuẩn",
        "percent_of",
        value=60,
        unit="%",
        of="sản phẩm chủ lực",
    )
    assert unfunded(BODY.format(n=20, m=20), MILLIONS, LINES.format(n=20), targets=[share]) == []


def test_sources_without_any_amount_leave_all_targets_unfunded() -> None:
    body = "KẾ HOẠCH\nNÂNG CAO\nI. MỤC TIÊU\n1. Đào tạo.\nII. KINH PHÍ THỰC HIỆN\n{money}\nIII. TỔ CHỨC THỰC HIỆN\n1. Sở."
    (found,) = unfunded(body.format(money="Từ nguồn sự nghiệp khoa học và công nghệ."))
    assert found["kind"] == "no_budget_total"
    assert (
        unfunded(body.format(money="Tổng kinh phí: 5 tỷ đồng từ nguồn sự nghiệp khoa học và công nghệ."))
        == []
    )


def ambiguous(**changes: Any) -> list[str]:
    return [
        finding["kind"] for finding in findings(BODY.format(n=20, m=20), code="ambiguous_base", **changes)
    ]


def test_growth_without_base_is_ambiguous_and_with_base_is_not() -> None:
    growth = {"quote": "tăng 15%", "kind": "growth_rate", "value": 15, "unit": "%"}
    assert ambiguous(targets=[target("T1", **growth, base_status="undefined")]) == ["baseline_undefined"]
    assert ambiguous(targets=[target("T1", **growth, base_status="year_on_year")]) == []


def test_a_percentage_of_an_unsaid_whole_is_ambiguous() -> None:
    share = {"quote": "trong đó tối thiểu 50%", "kind": "percent_of", "value": 50, "unit": "%"}
    assert ambiguous(targets=[target("T1", **share, ambiguity="tổng nào")]) == ["base_of_percentage"]
    assert ambiguous(targets=[target("T1", **share, of="doanh nghiệp")]) == []


def test_the_same_thing_at_two_milestones_is_cumulative_or_additional() -> None:
    first = experts(20, "T1", deadline=2025)
    assert ambiguous(targets=[first, experts(40, "T2", deadline=2030)], meta=horizon(2021, 2030)) == [
        "cumulative_or_additional"
    ]
    assert (
        ambiguous(
            targets=[first, experts(40, "T2", deadline=2030, additional=True)], meta=horizon(2021, 2030)
        )
        == []
    )


def test_rounds_without_a_period_are_ambiguous() -> None:
    rounds = target("T1", "Tổ chức 2-4 đợt tuyên truyền", "range", op="range", min=2, max=4, unit="đợt")
    classes = target("T2", "Tổ chức 20 lớp tập huấn", value=20, unit="lớp")
    assert ambiguous(targets=[rounds, classes]) == ["period"]


def test_models_made_of_adoptions_may_be_counted_twice() -> None:
    model = target(
        "T1",
        "Hỗ trợ 10 mô hình gồm 01 hệ thống quản lý",
        value=10,
        unit="mô hình",
        composition={"mgmt_system": 1},
        indicator="model_enterprises",
    )
    turns = target(
        "T2",
        "45 lượt doanh nghiệp áp dụng hệ thống quản lý",
        value=45,
        unit="lượt doanh nghiệp",
        indicator="mgmt_system_adoptions",
    )
    assert ambiguous(targets=[model, turns]) == ["double_count"]
    assert ambiguous(targets=[model]) == []


COSTS = """
STT | Nội dung | Tổng | Ngân sách | Doanh nghiệp
I | Giai đoạn 2021-2025 | 500 | 300 | 200
1 | Hỗ trợ | 500 | 300 | 200
- | Hỗ trợ 10 doanh nghiệp áp dụng ISO/IEC 17025 | 500 | 300 | 200
II | Giai đoạn 2026-2030 | {total} | {state} | 200
1 | Hỗ trợ | {total} | {state} | 200
- | Hỗ trợ 10 doanh nghiệp áp dụng ISO/IEC 17025 | {total} | {state} | 200
"""


@pytest.mark.parametrize(
    ("total", "state", "jumps"),
    [("700", "500", False), ("1.000", "800", False), ("1.900", "1.700", True), ("200", "0", True)],
)
def test_a_unit_cost_that_more_than_doubles_or_halves(total: str, state: str, jumps: bool) -> None:
    found = findings(
        MILLIONS, COSTS.format(total=total, state=state), code="outlier", meta=horizon(2021, 2030, PHASES)
    )
    assert bool(found) is jumps


@pytest.mark.parametrize(("own", "odd"), [("60", True), ("20", False)])
def test_enterprises_paying_for_the_provinces_own_duty(own: str, odd: bool) -> None:
    rows = f"STT | Nội dung | Tổng | Ngân sách | Doanh nghiệp\n1 | Tuyên truyền trên báo | 100 | {100 - int(own)} | {own}\n2 | Hỗ trợ ISO | 100 | 40 | 60"
    found = findings(MILLIONS, rows, code="outlier")
    assert bool(found) is odd


@pytest.mark.parametrize(
    ("fields", "diverges"),
    [
        ({"indicator": "tfp_contribution_pct", "kind": "percent_of", "value": 40, "of": "GRDP"}, True),
        ({"indicator": "tfp_contribution_pct", "kind": "percent_of", "value": 45, "of": "GRDP"}, False),
        (
            {
                "indicator": "tfp_contribution_pct",
                "kind": "percent_of",
                "value": 40,
                "of": "GRDP",
                "deadline": 2023,
            },
            False,
        ),
        (
            {
                "indicator": "labour_productivity_growth_pct",
                "kind": "growth_rate",
                "value": 6,
                "base_status": "year_on_year",
            },
            True,
        ),
        (
            {
                "indicator": "labour_productivity_growth_pct",
                "kind": "growth_rate",
                "value": 7.5,
                "base_status": "year_on_year",
            },
            False,
        ),
    ],
)
def test_targets_below_the_national_figure(fields: dict[str, Any], diverges: bool) -> None:
    found = findings(
        BODY.format(n=1, m=1),
        code="national_divergence",
        targets=[target("T1", "mục tiêu", unit="%", **fields)],
    )
    assert bool(found) is diverges


# Phasing and other things are no conflict ---------------------------------------------------------

GENERAL = {"indicator": "orgs_supported", "unit": "doanh nghiệp"}
ROW = "Doanh nghiệp áp dụng hệ thống quản lý tiên tiến | doanh nghiệp | "
SPAN = {"page": None, "block": 3, "line": None, "start": 40, "end": 120}
QUIET = BODY.format(n=1, m=1)


def row_of(*figures: tuple[int, int | tuple[int, int]]) -> list[dict[str, Any]]:
    """The targets of one table row: value and year or years of each column."""
    found = []
    for number, (value, time) in enumerate(figures, start=1):
        when: dict[str, Any] = (
            {"deadline": time} if isinstance(time, int) else {"period": {"from": time[0], "to": time[1]}}
        )
        quote = f"{ROW}{value}"
        found.append(target(f"T{number}", quote, value=value, span=SPAN, **GENERAL, **when))
    return found


@pytest.mark.parametrize(
    "figures",
    [
        [(60, 2025), (140, 2030)],
        [(20, 2021), (30, 2022), (30, 2023), (80, (2021, 2025))],
        [(20, (2021, 2021)), (30, (2022, 2022)), (50, (2021, 2025))],
    ],
)
def test_figures_of_one_row_under_other_years_are_phasing(figures: list[Any]) -> None:
    assert conflicts(QUIET, targets=row_of(*figures), meta=horizon(2021, 2030)) == []


@pytest.mark.parametrize(("promised", "values"), [(80, None), (75, [80, 75])])
def test_a_task_is_compared_with_the_whole_of_a_row(promised: int, values: list[int] | None) -> None:
    quote = f"Hỗ trợ {promised} doanh nghiệp áp dụng hệ thống quản lý tiên tiến"
    found = conflicts(
        QUIET + f"\n2. {quote}.",
        targets=row_of((20, 2021), (30, 2022), (30, 2023), (80, (2021, 2025))),
        tasks=[task("II.2", output(quote, promised, "doanh nghiệp"))],
    )
    assert [finding["values"] for finding in found] == ([values] if values else [])


@pytest.mark.parametrize(("budgeted", "clashes"), [(140, False), (60, False), (90, True)])
def test_a_line_may_pay_for_either_milestone_of_a_row(budgeted: int, clashes: bool) -> None:
    table = f"STT | Nội dung | Kinh phí\n1 | {budgeted} doanh nghiệp áp dụng hệ thống quản lý tiên tiến | 300\n2 | Khảo sát | 5"
    found = conflicts(
        QUIET, MILLIONS, table, targets=row_of((60, 2025), (140, 2030)), meta=horizon(2021, 2030)
    )
    assert bool(found) is clashes


@pytest.mark.parametrize(
    ("first", "second", "clashes"),
    [
        ("Hỗ trợ 40 doanh nghiệp áp dụng ISO 9001", "Hỗ trợ 30 doanh nghiệp áp dụng ISO 14001", False),
        ("Truy xuất nguồn gốc 40 sản phẩm gạo", "Truy xuất nguồn gốc 30 sản phẩm thủy sản", False),
        ("Hỗ trợ 40 doanh nghiệp áp dụng ISO 9001", "Hỗ trợ 30 doanh nghiệp áp dụng ISO 9001", True),
        ("40 doanh nghiệp dệt may áp dụng công cụ", "30 doanh nghiệp dệt may áp dụng công cụ Lean", True),
    ],
)
def test_things_that_only_share_a_unit_are_told_apart(first: str, second: str, clashes: bool) -> None:
    wanted = [
        target("T1", first, value=40, unit="đơn vị", indicator="products_traceable"),
        target("T2", second, value=30, unit="đơn vị", indicator="products_traceable"),
    ]
    assert bool(conflicts(QUIET, targets=wanted)) is clashes


def test_a_deadline_and_a_phase_that_end_together_may_clash() -> None:
    wanted = [experts(20, "T1", period={"from": 2021, "to": 2025}), experts(30, "T2", deadline=2025)]
    assert len(conflicts(QUIET, targets=wanted)) == 1


@pytest.mark.parametrize(
    ("sentence", "clashes"),
    [
        ("Năm 2023 đào tạo 5 chuyên gia đánh giá trình độ công nghệ", False),
        ("Mỗi ngành đào tạo 5 chuyên gia đánh giá trình độ công nghệ", False),
        ("Đào tạo 5 chuyên gia đánh giá trình độ công nghệ", True),
    ],
)
def test_a_part_of_the_years_or_a_number_for_each_is_not_the_whole(sentence: str, clashes: bool) -> None:
    outputs = task("II.2", output(sentence, 5, "chuyên gia", indicator=EXPERTS))
    assert bool(conflicts(f"{QUIET}\n2. {sentence}.", targets=[experts(20)], tasks=[outputs])) is clashes
