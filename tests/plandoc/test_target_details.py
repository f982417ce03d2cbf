"""Finer wordings of targets: words with digits, brackets, averages, floors with a stretch, labels, tables."""

from __future__ import annotations

from typing import Any

import pytest

from nscl.plandoc.horizon import find_horizon
from nscl.plandoc.targets import read_targets
from tests.plandoc.small import TITLE, outline_of, targets_of
from tests.plandoc.test_target_forms import shape

PLAN_PERIOD = (2021, 2025)

# sentence; then for each target: kind, op, number or (min, max), unit, deadline or (from, to)
CASES: list[tuple[str, list[tuple[Any, ...]]]] = [
    # Words with digits in brackets, words alone
    ("Xây dựng ít nhất năm (05) mô hình điểm.", [("at_least", "ge", 5, "mô hình", PLAN_PERIOD)]),
    ("Mỗi năm hai mươi (20) lớp tập huấn.", [("per_year", "eq", 20, "lớp/năm", PLAN_PERIOD)]),
    ("Hỗ trợ từ năm (05) đến bảy (07) hợp tác xã.", [("range", "range", (5, 7), "hợp tác xã", PLAN_PERIOD)]),
    ("Năm mươi phần trăm (50%) doanh nghiệp được tập huấn.", [("percent_of", "eq", 50, "%", PLAN_PERIOD)]),
    ("Tối thiểu ba mươi cơ sở được chứng nhận.", [("at_least", "ge", 30, "cơ sở", PLAN_PERIOD)]),
    ("Năng suất trên một lao động tăng 8%.", [("growth_rate", "eq", 8, "%", PLAN_PERIOD)]),
    # Years in brackets
    ("Mở 16 lớp (năm 2022: 07 lớp; năm 2024: 09 lớp).", [("count", "eq", 16, "lớp", PLAN_PERIOD)]),
    ("Mở 16 lớp (hoàn thành trong năm 2024).", [("count", "eq", 16, "lớp", 2024)]),
    ("Mở 16 lớp vào năm 2024 (riêng năm 2022: 07 lớp).", [("count", "eq", 16, "lớp", 2024)]),
    ("Mở 16 lớp (đến năm 2022: 07; đến năm 2024: 16).", [("count", "eq", 16, "lớp", PLAN_PERIOD)]),
    ("Mở 16 lớp (xong trước ngày 31/12/2024).", [("count", "eq", 16, "lớp", 2024)]),
    ("Mở 16 lớp (trong đó 07 lớp trong năm 2022).", [("count", "eq", 16, "lớp", PLAN_PERIOD), ("count", "eq", 7, "lớp", 2022)]),
    # Whatever is counted in a year
    ("Số kỳ phát thanh: 12 kỳ/năm.", [("per_year", "eq", 12, "kỳ/năm", PLAN_PERIOD)]),
    ("Số kỳ trên truyền hình: 24 kỳ phát sóng/năm.", [("per_year", "eq", 24, "kỳ phát sóng/năm", PLAN_PERIOD)]),
    # Averages over bodies are no yearly rates
    ("Doanh thu bình quân mỗi đơn vị tăng 12%.", [("growth_rate", "eq", 12, "%", PLAN_PERIOD)]),
    ("Doanh thu bình quân trên một lao động tăng ít nhất 9%.", [("growth_rate", "ge", 9, "%", PLAN_PERIOD)]),
    ("Năng suất tăng bình quân 15% mỗi doanh nghiệp.", [("growth_rate", "eq", 15, "%", PLAN_PERIOD)]),
    ("Năng suất bình quân mỗi lao động tăng 6%/năm.", [("growth_rate", "eq", 6, "%/năm", PLAN_PERIOD)]),
    ("Tốc độ tăng năng suất bình quân đạt 7%.", [("growth_rate", "eq", 7, "%/năm", PLAN_PERIOD)]),
    # Floor and stretch
    ("Đào tạo tối thiểu 18, phấn đấu 25 chuyên gia.", [("range", "ge_range", (18, 25), "chuyên gia", PLAN_PERIOD)]),
    ("Ít nhất 30 hợp tác xã, phấn đấu đạt 40 hợp tác xã.", [("range", "ge_range", (30, 40), "hợp tác xã", PLAN_PERIOD)]),
    ("Tối thiểu 50% cơ sở áp dụng 5S, phấn đấu đạt 60%.", [("percent_of", "ge_range", (50, 60), "%", PLAN_PERIOD)]),
    ("Có ít nhất 20 (phấn đấu 25) hợp tác xã.", [("range", "ge_range", (20, 25), "hợp tác xã", PLAN_PERIOD)]),
    ("Không dưới 40 cơ sở, phấn đấu trên 50 cơ sở.", [("range", "ge_range", (40, 50), "cơ sở", PLAN_PERIOD)]),
    ("Ít nhất 30 hợp tác xã, phấn đấu 04 lớp.", [("at_least", "ge", 30, "hợp tác xã", PLAN_PERIOD), ("count", "eq", 4, "lớp", PLAN_PERIOD)]),
    ("Ít nhất 30 đơn vị, phấn đấu 20 đơn vị.", [("at_least", "ge", 30, "đơn vị", PLAN_PERIOD), ("count", "eq", 20, "đơn vị", PLAN_PERIOD)]),
    # A start year belongs to its own clause
    ("Mỗi năm mở 02 lớp; hỗ trợ 10 đơn vị/năm từ năm 2023.", [("per_year", "eq", 2, "lớp/năm", PLAN_PERIOD), ("per_year", "eq", 10, "đơn vị/năm", (2023, 2025))]),
    ("Mỗi năm mở 02 lớp, từ năm 2023, mỗi năm hỗ trợ 10 đơn vị.", [("per_year", "eq", 2, "lớp/năm", PLAN_PERIOD), ("per_year", "eq", 10, "đơn vị/năm", (2023, 2025))]),
    ("Từ năm 2023, mỗi năm mở 02 lớp và 01 hội thảo.", [("per_year", "eq", 2, "lớp/năm", (2023, 2025)), ("per_year", "eq", 1, "hội thảo/năm", (2023, 2025))]),
    ("Giai đoạn 2021 - 2023 hỗ trợ 15 đơn vị, giai đoạn 2024 - 2025 hỗ trợ 25 đơn vị.", [("count", "eq", 15, "đơn vị", (2021, 2023)), ("count", "eq", 25, "đơn vị", (2024, 2025))]),
    # A dated work and what it must have
    ("Thành lập câu lạc bộ năng suất trong năm 2023, có ít nhất 15 thành viên.", [("qualitative", None, None, None, 2023), ("at_least", "ge", 15, "thành viên", 2023)]),
    ("Thành lập câu lạc bộ có ít nhất 15 thành viên trong năm 2023.", [("at_least", "ge", 15, "thành viên", 2023)]),
]  # fmt: skip


@pytest.mark.parametrize(("sentence", "expected"), CASES, ids=[sentence for sentence, _ in CASES])
def test_wording_takes_its_form(sentence: str, expected: list[tuple[Any, ...]]) -> None:
    assert [shape(t) for t in targets_of(f"- {sentence}")] == expected


def test_words_that_contradict_their_digits_are_doubtful() -> None:
    (right,), (wrong,) = targets_of("- Hỗ trợ sáu (06) đơn vị."), targets_of("- Hỗ trợ sáu (05) đơn vị.")
    assert (right["value"], "ambiguity" in right) == (6, False)
    assert wrong["value"] == 5 and "bằng chữ là 6" in wrong["ambiguity"]


def test_average_of_years_is_marked_and_that_of_classes_is_not() -> None:
    cases = {
        "Bình quân mỗi năm hỗ trợ 20 cơ sở.": "average",
        "Hỗ trợ 20 cơ sở/năm (bình quân).": "average",
        "Mỗi năm hỗ trợ 20 cơ sở.": None,
        "Mỗi năm mở 3 lớp, bình quân mỗi lớp 40 người.": None,
        "Doanh thu bình quân mỗi đơn vị tăng 12%.": None,
        "Năng suất tăng bình quân 6%/năm.": "average",
        "Năng suất tăng bình quân trên 6%/năm.": "average",
    }
    assert {s: targets_of(f"- {s}")[0].get("aggregation") for s in cases} == cases


def test_explicit_stretch_needs_no_explanation_and_keeps_its_noun() -> None:
    (target,) = targets_of("- Tối thiểu 50% cơ sở áp dụng 5S, phấn đấu đạt 60%.")
    assert target["of"] == "cơ sở" and "ambiguity" not in target


def labelled(*tasks: str, goals: tuple[str, ...] = ("Nâng cao năng suất.",)) -> list[dict[str, Any]]:
    document, parts = outline_of(
        "KẾ HOẠCH", TITLE, "I. MỤC TIÊU CHUNG", *goals, "II. NHIỆM VỤ VÀ CHỈ TIÊU", *tasks, "III. KINH PHÍ", "Kinh phí: 5 tỷ đồng.",
    )  # fmt: skip
    horizon = find_horizon(document, parts, TITLE, 2021)
    assert horizon is not None
    return read_targets(document, parts, horizon)


def test_indicators_stated_with_their_tasks_are_targets() -> None:
    targets = labelled(
        "1. Đào tạo", "- Chỉ tiêu: đến năm 2024 mở 20 lớp; bồi dưỡng 300 lượt người.", "- Nội dung: mỗi lớp dành cho 30 người, trong 03 buổi.",
        "2. Tư vấn", "- Chỉ tiêu:", "+ Hỗ trợ 15 hợp tác xã.", "+ Hình thành điểm tư vấn của tỉnh.", "- Nội dung:", "+ Khảo sát 100 đơn vị.",
        "3. Mạng lưới", "Chỉ tiêu: có 10 chuyên gia. Nội dung: khảo sát 40 cơ sở.",
    )  # fmt: skip
    assert [shape(t) for t in targets] == [
        ("count", "eq", 20, "lớp", 2024),
        ("count", "eq", 300, "lượt người", 2024),
        ("count", "eq", 15, "hợp tác xã", PLAN_PERIOD),
        ("qualitative", None, None, None, PLAN_PERIOD),
        ("count", "eq", 10, "chuyên gia", PLAN_PERIOD),
    ]
    assert [t["section"] for t in targets] == ["II.1", "II.1", "II.2", "II.2", "II.3"]


def test_tasks_give_no_targets_beside_a_list_of_objectives() -> None:
    goals = ("- Hỗ trợ 30 doanh nghiệp.",)
    document, parts = outline_of(
        "KẾ HOẠCH", TITLE, "I. MỤC TIÊU", "1. Mục tiêu cụ thể", *goals, "II. NHIỆM VỤ", "1. Đào tạo", "- Chỉ tiêu: mở 20 lớp.",
    )  # fmt: skip
    horizon = find_horizon(document, parts, TITLE, 2021)
    assert horizon is not None
    assert [t["value"] for t in read_targets(document, parts, horizon)] == [30]
    assert labelled("1. Đào tạo", "- Mở 20 lớp.") == []
    assert labelled("1. Đào tạo", "- Chỉ tiêu kinh phí: 5 tỷ đồng.") == []


def table(*rows: str) -> list[dict[str, Any]]:
    head, *rest = (f"| {' | '.join(row.split('|'))} |" for row in rows)
    rule = "|" + "---|" * (head.count("|") - 1)
    return targets_of("\n".join([head, rule, *rest]))


def test_columns_of_years_lead_to_the_whole_period() -> None:
    targets = table(
        "TT|Chỉ tiêu|Đơn vị|2021|2022|2023|2024|2025|Cả giai đoạn",
        "1|Cơ sở áp dụng công cụ|cơ sở|4|6|8|8|9|35",
        "2|Tỷ lệ cán bộ được tập huấn|%|30|50|70|90|100|100",
    )
    assert [shape(t) for t in targets] == [
        ("count", "eq", 35, "cơ sở", PLAN_PERIOD),
        ("percent_of", "eq", 100, "%", PLAN_PERIOD),
    ]
    assert targets[0]["note"] == "lộ trình theo năm: 2021: 4; 2022: 6; 2023: 8; 2024: 8; 2025: 9"
    assert "ambiguity" not in targets[0]


def test_last_year_is_the_target_when_no_column_sums_up() -> None:
    share, every, count, once = table(
        "TT|Chỉ tiêu|ĐVT|Năm 2023|Năm 2024|Năm 2025",
        "1|Tỷ lệ cơ sở áp dụng công cụ|%|30|40|50",
        "2|Lớp tập huấn|lớp|5|5|5",
        "3|Mô hình điểm|mô hình|1|3|6",
        "4|Cổng thông tin|hệ thống||1|",
    )
    assert shape(share) == ("percent_of", "eq", 50, "%", 2025) and "ambiguity" not in share
    assert shape(every) == ("per_year", "eq", 5, "lớp/năm", (2023, 2025))
    assert shape(count) == ("count", "eq", 6, "mô hình", 2025) and "lũy kế" in count["ambiguity"]
    assert shape(once) == ("count", "eq", 1, "hệ thống", 2024)


def test_deadline_column_beside_years_is_the_target() -> None:
    (target,) = table("TT|Chỉ tiêu|ĐVT|Năm 2024|Năm 2025|Mục tiêu đến năm 2025", "1|Lớp tập huấn|lớp|5|6|11")
    assert shape(target) == ("count", "eq", 11, "lớp", 2025) and "2024: 5; 2025: 6" in target["note"]


def test_milestones_in_columns_stay_targets_of_their_own() -> None:
    targets = table("TT|Chỉ tiêu|ĐVT|Mục tiêu đến 2023|đến 2025", "1|Cơ sở áp dụng công cụ|cơ sở|15|40")
    assert [shape(t) for t in targets] == [
        ("count", "eq", 15, "cơ sở", 2023),
        ("count", "eq", 40, "cơ sở", 2025),
    ]
    assert all("note" not in t for t in targets)


def test_years_below_a_common_heading_and_years_before_the_plan() -> None:
    (target,) = table(
        "TT|Chỉ tiêu|Đơn vị tính|Năm 2020|Lộ trình thực hiện|||Cả giai đoạn",
        "||||2021|2022|2023|",
        "1|Cơ sở áp dụng công cụ|cơ sở|3|15|20|25|60",
    )
    assert shape(target) == ("count", "eq", 60, "cơ sở", PLAN_PERIOD)
    assert target["note"].endswith("2021: 15; 2022: 20; 2023: 25")
