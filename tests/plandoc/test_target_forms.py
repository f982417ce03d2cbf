"""Wordings of targets in styles other than those of the five plans, and the form each one takes."""

from __future__ import annotations

from typing import Any

import pytest

from nscl.plandoc.horizon import find_horizon
from nscl.plandoc.targets import read_targets
from tests.plandoc.small import TITLE, outline_of, targets_of

PLAN_PERIOD = (2021, 2025)

# sentence; then for each target: kind, op, number or (min, max), unit, deadline or (from, to)
CASES: list[tuple[str, list[tuple[Any, ...]]]] = [
    # Floors
    ("Hỗ trợ không dưới 30 doanh nghiệp.", [("at_least", "ge", 30, "doanh nghiệp", PLAN_PERIOD)]),
    ("Hỗ trợ không ít hơn 30 hợp tác xã.", [("at_least", "ge", 30, "hợp tác xã", PLAN_PERIOD)]),
    ("Số lớp tập huấn tối thiểu đạt 15 lớp.", [("at_least", "ge", 15, "lớp", PLAN_PERIOD)]),
    ("Xây dựng ít nhất là 05 mô hình điểm.", [("at_least", "ge", 5, "mô hình", PLAN_PERIOD)]),
    ("Có từ 20 doanh nghiệp trở lên áp dụng 5S.", [("at_least", "ge", 20, "doanh nghiệp", PLAN_PERIOD)]),
    ("Đào tạo ít nhất một chuyên gia năng suất.", [("at_least", "ge", 1, "chuyên gia", PLAN_PERIOD)]),
    ("Có ≥ 12 sản phẩm được chứng nhận.", [("at_least", "ge", 12, "sản phẩm", PLAN_PERIOD)]),
    ("Hỗ trợ 05 (năm) tổ chức thử nghiệm.", [("count", "eq", 5, "tổ chức", PLAN_PERIOD)]),
    # More than, about
    ("Có trên 200 lượt người được bồi dưỡng.", [("at_least", "gt", 200, "lượt người", PLAN_PERIOD)]),
    ("Thu hút hơn 1.500 học viên tham gia.", [("at_least", "gt", 1500, "học viên", PLAN_PERIOD)]),
    ("Hỗ trợ vượt 60 doanh nghiệp.", [("at_least", "gt", 60, "doanh nghiệp", PLAN_PERIOD)]),
    ("Tổ chức khoảng 20 buổi tọa đàm.", [("count", "approx", 20, "buổi", PLAN_PERIOD)]),
    ("Khảo sát ước khoảng 300 cơ sở.", [("count", "approx", 300, "cơ sở", PLAN_PERIOD)]),
    ("Bồi dưỡng khoảng hơn 80 cán bộ.", [("at_least", "approx_gt", 80, "cán bộ", PLAN_PERIOD)]),
    # Ranges
    ("Tổ chức từ 5 đến 7 hội thảo.", [("range", "range", (5, 7), "hội thảo", PLAN_PERIOD)]),
    ("Hỗ trợ 5-7 hợp tác xã.", [("range", "range", (5, 7), "hợp tác xã", PLAN_PERIOD)]),
    ("Hỗ trợ 5 – 7 làng nghề.", [("range", "range", (5, 7), "làng nghề", PLAN_PERIOD)]),
    ("Hướng dẫn khoảng 15-20 doanh nghiệp.", [("range", "range", (15, 20), "doanh nghiệp", PLAN_PERIOD)]),
    ("Đào tạo tối thiểu từ 3 đến 5 kỹ sư.", [("range", "ge_range", (3, 5), "kỹ sư", PLAN_PERIOD)]),
    ("Tỷ lệ sản phẩm đạt chuẩn từ 60% - 70%.", [("percent_of", "range", (60, 70), "%", PLAN_PERIOD)]),
    ("Tỷ lệ sản phẩm lỗi giảm xuống dưới 2%.", [("percent_of", "range", (0, 2), "%", PLAN_PERIOD)]),
    # Shares
    ("Tỷ lệ doanh nghiệp được tập huấn đạt tỷ lệ 80% trở lên.", [("percent_of", "ge", 80, "%", PLAN_PERIOD)]),
    ("Trên 50% sản phẩm chủ lực được chứng nhận.", [("percent_of", "gt", 50, "%", PLAN_PERIOD)]),
    ("Đạt 100 % cán bộ được tập huấn.", [("percent_of", "eq", 100, "%", PLAN_PERIOD)]),
    ("Nâng tỷ lệ hàng hóa có mã truy xuất lên trên 65% vào năm 2024.", [("percent_of", "gt", 65, "%", 2024)]),
    ("Tăng tỷ lệ đạt chuẩn từ 30% năm 2021 lên 60% năm 2025.", [("percent_of", "eq", 60, "%", 2025)]),
    ("TFP đóng góp vào tăng trưởng GRDP khoảng 48 - 50%.", [("percent_of", "range", (48, 50), "%", PLAN_PERIOD)]),
    ("Tỷ trọng đóng góp của TFP vào tăng trưởng đạt từ 45% trở lên.", [("percent_of", "ge", 45, "%", PLAN_PERIOD)]),
    ("Khoảng 30% cơ sở chế biến, chế tạo áp dụng ít nhất 01 công cụ.", [("percent_of", "approx", 30, "%", PLAN_PERIOD)]),
    ("Ít nhất 1/4 số xã có điểm tư vấn.", [("percent_of", "ge", 25, "%", PLAN_PERIOD)]),
    ("Có 12/15 huyện tổ chức tập huấn.", [("count", "eq", 12, "huyện", PLAN_PERIOD)]),
    # Growth
    ("Tốc độ tăng năng suất lao động bình quân 5 năm đạt 6,8%/năm.", [("growth_rate", "eq", 6.8, "%/năm", PLAN_PERIOD)]),
    ("Năng suất lao động tăng bình quân trên 7% mỗi năm.", [("growth_rate", "gt", 7, "%/năm", PLAN_PERIOD)]),
    ("Năng suất lao động năm 2025 gấp 1,5 lần năm 2020.", [("growth_rate", "eq", 1.5, "lần", 2025)]),
    ("Số doanh nghiệp áp dụng ISO tăng gấp đôi so với năm 2020.", [("growth_rate", "eq", 2, "lần", PLAN_PERIOD)]),
    ("Giảm 10% chi phí năng lượng tại doanh nghiệp.", [("growth_rate", "eq", 10, "%", PLAN_PERIOD)]),
    ("Doanh thu tăng tối thiểu 20% so với năm 2021.", [("growth_rate", "ge", 20, "%", PLAN_PERIOD)]),
    ("Kim ngạch tăng từ 8 đến 10% so với giai đoạn 2016-2020.", [("growth_rate", "range", (8, 10), "%", PLAN_PERIOD)]),
    # Every year
    ("Trung bình mỗi năm tổ chức 03 lớp.", [("per_year", "eq", 3, "lớp/năm", PLAN_PERIOD)]),
    ("Hằng năm, hỗ trợ 04 doanh nghiệp.", [("per_year", "eq", 4, "doanh nghiệp/năm", PLAN_PERIOD)]),
    ("Xây dựng ít nhất 06 phóng sự/năm.", [("per_year", "ge", 6, "phóng sự/năm", PLAN_PERIOD)]),
    ("Hỗ trợ 02 đến 03 đơn vị mỗi năm.", [("per_year", "range", (2, 3), "đơn vị/năm", PLAN_PERIOD)]),
    ("Mỗi năm tổ chức 01 hội nghị và 02 lớp.", [("per_year", "eq", 1, "hội nghị/năm", PLAN_PERIOD), ("per_year", "eq", 2, "lớp/năm", PLAN_PERIOD)]),
    ("Từ năm 2022, mỗi năm có ít nhất 01 diễn đàn.", [("per_year", "ge", 1, "diễn đàn/năm", (2022, 2025))]),
    ("Đến năm 2024, mỗi năm công bố 01 báo cáo.", [("per_year", "eq", 1, "báo cáo/năm", (2021, 2024))]),
    ("Hằng năm tổ chức hội nghị sơ kết.", [("per_year", "ge", 1, "hội nghị/năm", PLAN_PERIOD)]),
    ("Công bố chỉ số năng suất của tỉnh hằng năm.", [("per_year", "ge", 1, "lần/năm", PLAN_PERIOD)]),
    # Deadlines and periods
    ("Đến hết năm 2024, hoàn thành 02 quy trình.", [("count", "eq", 2, "quy trình", 2024)]),
    ("Vào cuối năm 2025 có 12 chuyên gia.", [("count", "eq", 12, "chuyên gia", 2025)]),
    ("Trước năm 2023, thành lập 01 câu lạc bộ.", [("count", "eq", 1, "câu lạc bộ", 2022)]),
    ("Hoàn thành trước ngày 31/12/2022 việc xây dựng 01 bộ tiêu chí.", [("count", "eq", 1, "bộ tiêu chí", 2022)]),
    ("Quý I/2022 ban hành 01 quy chế phối hợp.", [("count", "eq", 1, "quy chế", 2022)]),
    ("Đến tháng 6/2023 khảo sát 100 cơ sở.", [("count", "eq", 100, "cơ sở", 2023)]),
    ("Trong giai đoạn 2022 - 2024, đào tạo 60 lượt cán bộ quản lý.", [("count", "eq", 60, "lượt", (2022, 2024))]),
    ("Từ năm 2022 đến năm 2024 hỗ trợ 18 doanh nghiệp.", [("count", "eq", 18, "doanh nghiệp", (2022, 2024))]),
    ("Xây dựng 01 cổng thông tin điện tử (hoàn thành trong năm 2022).", [("count", "eq", 1, "cổng thông tin điện tử", 2022)]),
    ("Đến năm 2023 có 10 mô hình; đến năm 2025 có 20 mô hình.", [("count", "eq", 10, "mô hình", 2023), ("count", "eq", 20, "mô hình", 2025)]),
    ("60% cơ sở vào năm 2023 và 80% cơ sở vào năm 2025 áp dụng 5S.", [("percent_of", "eq", 60, "%", 2023), ("percent_of", "eq", 80, "%", 2025)]),
    ("Giai đoạn 2021-2023 hỗ trợ 15 đơn vị, giai đoạn 2024-2025 hỗ trợ 25 đơn vị.", [("count", "eq", 15, "đơn vị", (2021, 2023)), ("count", "eq", 25, "đơn vị", (2024, 2025))]),
    ("Đến năm 2024: hỗ trợ 50 cơ sở áp dụng 5S; 20 cơ sở áp dụng Lean.", [("count", "eq", 50, "cơ sở", 2024), ("count", "eq", 20, "cơ sở", 2024)]),
    # Several in one sentence
    ("Tổ chức 20 lớp cho 800 lượt học viên, 05 hội nghị và 02 hội thảo.", [("count", "eq", 20, "lớp", PLAN_PERIOD), ("count", "eq", 800, "lượt học viên", PLAN_PERIOD), ("count", "eq", 5, "hội nghị", PLAN_PERIOD), ("count", "eq", 2, "hội thảo", PLAN_PERIOD)]),
    ("Xây dựng 10 phóng sự, 40 tin bài và phát hành 5.000 tờ rơi.", [("count", "eq", 10, "phóng sự", PLAN_PERIOD), ("count", "eq", 40, "tin bài", PLAN_PERIOD), ("count", "eq", 5000, "tờ rơi", PLAN_PERIOD)]),
    ("Hỗ trợ 40 doanh nghiệp, trong đó có ít nhất 15 hợp tác xã.", [("count", "eq", 40, "doanh nghiệp", PLAN_PERIOD), ("at_least", "ge", 15, "hợp tác xã", PLAN_PERIOD)]),
    ("Tổ chức 10 khóa đào tạo, mỗi khóa 30 học viên.", [("count", "eq", 10, "khóa", PLAN_PERIOD)]),
    ("Mỗi huyện có ít nhất 01 mô hình.", [("at_least", "ge", 1, "mô hình/huyện", PLAN_PERIOD)]),
    ("Xây dựng 02 điểm tư vấn/huyện.", [("count", "eq", 2, "điểm/huyện", PLAN_PERIOD)]),
    ("Năng suất lao động đạt 180 triệu đồng/người vào năm 2025.", [("count", "eq", 180, "triệu đồng/người", 2025)]),
    # Without a number
    ("Hình thành mạng lưới tư vấn năng suất của tỉnh.", [("qualitative", None, None, None, PLAN_PERIOD)]),
    ("Nâng cao nhận thức của cộng đồng doanh nghiệp.", [("qualitative", None, None, None, PLAN_PERIOD)]),
]  # fmt: skip


def shape(target: dict[str, Any]) -> tuple[Any, ...]:
    """What a case states of a target."""
    number = target["value"] if target["min"] is None else (target["min"], target["max"])
    period = target["period"]
    when = target["deadline"] if period is None else (period["from"], period["to"])
    return target["kind"], target["op"], number, target["unit"], when


@pytest.mark.parametrize(("sentence", "expected"), CASES, ids=[sentence for sentence, _ in CASES])
def test_wording_takes_its_form(sentence: str, expected: list[tuple[Any, ...]]) -> None:
    assert [shape(t) for t in targets_of(f"- {sentence}")] == expected


NOT_TARGETS = [
    "thích ứng với cuộc cách mạng công nghiệp lần thứ 4 và công nghiệp 4.0",
    "theo Quyết định số 1322/QĐ-TTg ngày 31/8/2020 và Nghị quyết số 52-NQ/TW",
    "theo tiêu chuẩn ISO 9001:2015, ISO 14001, 22000, 17025 và TCVN 5603:2023",
    "áp dụng 5S, 3S, 6 sigma, 7 công cụ thống kê và nhãn 4C",
    "quy định tại Điều 10, khoản 2, mục 3 của Thông tư",
    "trong thời gian 05 năm, mỗi đợt kéo dài 03 ngày",
    "đạt hạng 4 sao trở lên, nhóm 2, cấp độ 3",
]


@pytest.mark.parametrize("wording", NOT_TARGETS)
def test_numbers_that_count_nothing_are_no_targets(wording: str) -> None:
    assert all(t["kind"] == "qualitative" for t in targets_of(f"- Triển khai các giải pháp {wording}."))


def test_share_says_what_it_is_of() -> None:
    cases = {
        "Trên 50% sản phẩm chủ lực của tỉnh được chứng nhận.": "sản phẩm chủ lực của tỉnh",
        "Tỷ lệ doanh nghiệp được tập huấn đạt 80%.": "doanh nghiệp",
        "TFP đóng góp 45% vào tăng trưởng kinh tế.": "tăng trưởng kinh tế",
        "Tỷ trọng đóng góp của TFP vào tăng GRDP đạt 45%.": "tăng GRDP",
    }
    assert {s: targets_of(f"- {s}")[0]["of"] for s in cases} == cases


def test_share_without_a_base_is_doubtful() -> None:
    parent, child = targets_of("- 60% doanh nghiệp có kế hoạch cải tiến; trong đó ít nhất 50% triển khai 5S.")
    assert "ambiguity" not in parent
    assert child["of"] is None and child["parent"] == parent["id"] and "mẫu số" in child["ambiguity"]


def test_growth_names_its_base() -> None:
    def base(sentence: str) -> tuple[Any, Any, bool]:
        target = targets_of(f"- {sentence}")[0]
        return target["base_status"], target.get("base_period"), "ambiguity" in target

    assert base("Doanh thu tăng 20% so với năm 2021.") == ("period", {"from": 2021, "to": 2021}, False)
    assert base("Sản lượng tăng 5% so với giai đoạn 2016-2020.") == (
        "period",
        {"from": 2016, "to": 2020},
        False,
    )
    assert base("Năng suất lao động tăng bình quân 7%/năm.") == ("year_on_year", None, False)
    assert base("Số tổ chức được hỗ trợ hằng năm tăng 10%.") == ("undefined", None, True)
    assert base("Năng suất tăng 15% so với trước khi tham gia.") == ("undefined", None, True)


def test_marks_of_the_wording_are_kept() -> None:
    soft, helping, more = targets_of(
        "- Phấn đấu có 10 mô hình.",
        "- Góp phần đạt mục tiêu tăng năng suất lao động bình quân 6%/năm.",
        "- Tiếp tục đào tạo 05 chuyên gia (khi có kinh phí); 20 lượt cán bộ.",
    )[:3]
    assert soft["soft"] and "contributory" not in soft
    assert helping["contributory"] and helping["aggregation"] == "average"
    assert more["additional"] and more["condition"] == "khi có kinh phí"


def test_elliptic_clause_shares_the_verb_before_it() -> None:
    first, second = targets_of(
        "- Tiếp tục tập huấn cho 50 lượt công chức; 100 lượt cán bộ quản lý doanh nghiệp."
    )
    assert first["additional"] and second["additional"]
    assert second["indicator"] == "managers_trained"


def test_composition_describes_one_counted_thing() -> None:
    (model,) = targets_of(
        "- Xây dựng 05 mô hình, mỗi mô hình gồm 01 hệ thống quản lý và 02 công cụ cải tiến."
    )
    assert (model["value"], model["composition"]) == (5, {"mgmt_system": 1, "improvement_tool": 2})


def test_split_of_a_count_gives_parts_with_a_parent() -> None:
    whole, first, second = targets_of("- Mở 25 lớp, gồm 10 lớp cho công chức và 15 lớp cho doanh nghiệp.")
    assert [t["value"] for t in (whole, first, second)] == [25, 10, 15]
    assert first["parent"] == second["parent"] == whole["id"]


def test_bullets_below_an_item_are_its_parts() -> None:
    whole, part, _ = targets_of(
        "- Mở 25 lớp tập huấn, trong đó:", "+ 10 lớp cho công chức;", "+ 15 lớp cho hợp tác xã."
    )
    assert part["parent"] == whole["id"]


def test_heading_gives_the_time_of_what_stands_below_it() -> None:
    flow, share, late = targets_of(
        "a) Giai đoạn 2021 - 2023",
        "- Hỗ trợ 30 doanh nghiệp.",
        "- 60% sản phẩm được công bố hợp quy.",
        "b) Đến năm 2025",
        "- Hỗ trợ 50 doanh nghiệp.",
    )
    assert flow["period"] == {"from": 2021, "to": 2023} and flow["deadline"] is None
    assert share["deadline"] == 2023, "a share holds at the end of the phase"
    assert late["deadline"] == 2025


def test_later_milestone_without_saying_more_is_doubtful() -> None:
    targets = targets_of(
        "a) Đến năm 2023", "- Hỗ trợ 30 doanh nghiệp.", "b) Đến năm 2025",
        "- Hỗ trợ 50 doanh nghiệp.", "- Tiếp tục hỗ trợ 60 doanh nghiệp.",
    )  # fmt: skip
    assert ["ambiguity" in t for t in targets] == [False, True, False]


def test_heading_sentence_before_numbers_is_no_target() -> None:
    targets = targets_of(
        "- Đào tạo nguồn nhân lực. Đào tạo được 05 chuyên gia. Xây dựng giáo trình về năng suất."
    )
    assert [t["kind"] for t in targets] == ["count", "qualitative"]


def test_figures_in_foreign_form_are_doubtful_and_shown() -> None:
    (target,) = targets_of("- Tỷ lệ đạt chuẩn 7.5% sản phẩm.")
    assert target["value"] == 7.5 and "7.5" in target["ambiguity"]


def test_general_goal_gives_targets_only_where_it_has_numbers() -> None:
    document, parts = outline_of(
        "KẾ HOẠCH", TITLE, "I. MỤC TIÊU", "1. Mục tiêu chung",
        "Nâng cao nhận thức. Năng suất lao động tăng bình quân trên 6%/năm.", "2. Mục tiêu cụ thể", "- Mở 05 lớp.",
    )  # fmt: skip
    horizon = find_horizon(document, parts, TITLE, None)
    assert horizon is not None
    assert [t["kind"] for t in read_targets(document, parts, horizon)] == ["growth_rate", "count"]


def test_table_of_targets_gives_one_target_for_each_future_figure() -> None:
    targets = targets_of(
        "| TT | Chỉ tiêu | Đơn vị tính | Hiện trạng 2020 | Đến năm 2023 | Đến năm 2025 |\n"
        "|---|---|---|---|---|---|\n"
        "| 1 | Cơ sở áp dụng hệ thống quản lý | cơ sở | 5 | 20 | ≥ 50 |\n"
        "| 2 | Tỷ lệ sản phẩm được chứng nhận | % | 10 | 30 | 50 - 60 |\n"
        "| 3 | Tốc độ tăng năng suất lao động | %/năm | 5,5 | 6 | 7 |"
    )
    assert [shape(t) for t in targets] == [
        ("count", "eq", 20, "cơ sở", 2023),
        ("at_least", "ge", 50, "cơ sở", 2025),
        ("percent_of", "eq", 30, "%", 2023),
        ("percent_of", "range", (50, 60), "%", 2025),
        ("growth_rate", "eq", 6, "%/năm", 2023),
        ("growth_rate", "eq", 7, "%/năm", 2025),
    ]


def test_quotes_are_verbatim_and_spans_point_at_them() -> None:
    targets = targets_of("- Hỗ trợ chứng nhận 12 sản phẩm hợp quy, 08 sản phẩm hợp chuẩn.")
    assert [t["quote"] for t in targets] == ["Hỗ trợ chứng nhận 12 sản phẩm hợp quy", "08 sản phẩm hợp chuẩn"]
    assert all(t["span"]["end"] - t["span"]["start"] == len(t["quote"]) for t in targets)
