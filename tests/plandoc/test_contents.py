"""Legal bases, tasks, beneficiaries, rules, names and duties in invented wordings."""

from __future__ import annotations

import re
from typing import Any

import pytest

from nscl.plandoc import beneficiaries, catalogue, duties, legal, rules, tasks
from nscl.plandoc.offices import agencies_of, role_of
from tests.plandoc.small import PLAN, outline_of

HEAD = ("KẾ HOẠCH", "Nâng cao năng suất tỉnh An Bình giai đoạn 2021-2025")


def bases_of(*paragraphs: str) -> list[dict[str, Any]]:
    return legal.read_legal_bases(*outline_of(*HEAD, *paragraphs), "An Bình", "31/KH-UBND")


def test_grounds_with_number_date_and_issuer() -> None:
    found = bases_of(
        "Căn cứ Luật Chất lượng sản phẩm, hàng hóa ngày 21 tháng 11 năm 2007;",
        "Căn cứ Quyết định số 36/QĐ-TTg ngày 11/01/2021 của Thủ tướng Chính phủ ban hành Kế hoạch tổng thể;",
        "Căn cứ Nghị quyết số 12/NQ-HĐND ngày 09/12/2021 của Hội đồng nhân dân tỉnh về phát triển công nghiệp;",
        "I. MỤC TIÊU",
        "- Mở 5 lớp.",
    )
    assert [(b["ref_normal"], b["date"], b["issuer"], b["role"]) for b in found] == [
        ("Luật Chất lượng sản phẩm, hàng hóa", "2007-11-21", "Quốc hội", "basis"),
        ("36/QĐ-TTg", "2021-01-11", "Thủ tướng Chính phủ", "basis"),
        ("12/NQ-HĐND", "2021-12-09", "Hội đồng nhân dân tỉnh An Bình", "basis"),
    ]


def test_citations_play_the_part_their_context_gives() -> None:
    found = bases_of(
        "I. ĐỐI TƯỢNG",
        "Tiêu chí xác định theo Nghị định số 80/2021/NĐ-CP ngày 26/8/2021 của Chính phủ.",
        "II. KINH PHÍ",
        "Theo Thông tư số 35/2021/TT-BTC ngày 19/5/2021 của Bộ trưởng Bộ Tài chính quy định cơ chế quản lý tài chính.",
        "Theo Quyết định số 7/2020/UBND-QĐ ngày 02/3/2020 của UBND tỉnh ban hành định mức chi.",
        "III. NHIỆM VỤ",
        "1. Gắn với Kế hoạch số 55/KH-UBND ngày 01/6/2021 của UBND tỉnh về chuyển đổi số.",
    )
    assert [(b["role"], b["issuer"]) for b in found] == [
        ("criteria", "Chính phủ"),
        ("finance", "Bộ Tài chính"),
        ("norm", "UBND tỉnh An Bình".replace("tỉnh An Bình", "tỉnh An Bình")),
        ("linked", "UBND tỉnh An Bình"),
    ]
    swapped = found[2]
    assert (swapped["ref"], swapped["ref_normal"]) == ("7/2020/UBND-QĐ", "7/2020/QĐ-UBND") and swapped["note"]


def test_own_number_replaced_plan_and_undated_citation_are_no_bases() -> None:
    assert not bases_of(
        "Kế hoạch số 31/KH-UBND ngày 02/3/2022 này thay thế Kế hoạch số 9/KH-UBND ngày 01/02/2021.",
        "Thực hiện Quyết định số 1322/QĐ-TTg của Thủ tướng Chính phủ.",
    )


def test_replaces_needs_number_and_date() -> None:
    document, _ = outline_of(
        "Kế hoạch này thay thế Kế hoạch số 9/KH-UBND ngày 01/02/2021 và Kế hoạch số 10/KH-UBND."
    )
    assert [(r["number"], r["date"]) for r in legal.read_replaces(document)] == [("9/KH-UBND", "2021-02-01")]


# Tasks --------------------------------------------------------------------------------------------


def tasks_of(*paragraphs: str) -> list[dict[str, Any]]:
    return tasks.read_tasks(*outline_of(*HEAD, "II. NHIỆM VỤ VÀ GIẢI PHÁP", *paragraphs, "III. KINH PHÍ"))


def test_tasks_with_items_and_outputs() -> None:
    (task,) = tasks_of(
        "1. Đào tạo", "- Mở 05 khóa đào tạo;", "- Xây dựng tối thiểu 02 chương trình truyền hình/năm."
    )
    assert (task["id"], task["title"], task["items"]) == (
        "II.1",
        "Đào tạo",
        ["Mở 05 khóa đào tạo", "Xây dựng tối thiểu 02 chương trình truyền hình/năm"],
    )
    assert [(o["kind"], o["op"], o["value"], o["unit"]) for o in task["outputs"]] == [
        ("count", "eq", 5, "khóa"),
        ("per_year", "ge", 2, "chương trình/năm"),
    ]


def test_heading_that_only_says_tasks_or_solutions_is_no_task() -> None:
    found = tasks_of("1. Nhiệm vụ", "a) Khảo sát", "b) Đào tạo", "2. Giải pháp", "a) Cơ chế, chính sách")
    assert [t["id"] for t in found] == ["II.1.a", "II.1.b", "II.2.a"]


def test_lines_without_words_give_no_task_and_no_empty_text() -> None:
    found = tasks_of("1. :", "2. Giải pháp. .", "- ;", "- Mở lớp.")
    assert [(t["title"], t["items"]) for t in found] == [("Giải pháp", ["Mở lớp"])]


def test_operations_leave_out_empty_items() -> None:
    _, parts = pair = outline_of(
        "KẾ HOẠCH", "Nâng cao", "I. KINH PHÍ", "1. Chi quản lý", "- ;", "- Kiểm tra."
    )
    assert rules.read_operations(*pair) == ["Kiểm tra"] and parts.first("budget") is not None


def test_outputs_name_their_support_content() -> None:
    (task,) = tasks_of(
        "1. Hỗ trợ doanh nghiệp",
        "- Hỗ trợ 20 doanh nghiệp chứng nhận hợp quy;",
        "- Hỗ trợ 8 doanh nghiệp xây dựng tiêu chuẩn cơ sở;",
        "- Hỗ trợ 5 doanh nghiệp áp dụng hệ thống quản lý chất lượng ISO 9001;",
        "- Hỗ trợ 3 doanh nghiệp áp dụng HACCP.",
    )
    assert [o["support_content"] for o in task["outputs"]] == [
        "product_certification.hop_quy",
        "base_standard",
        "mgmt_system.iso_9001",
        "mgmt_system.haccp",
    ]


def test_money_in_tasks_is_no_output() -> None:
    (task,) = tasks_of("1. Hỗ trợ 500 triệu đồng cho cơ sở dữ liệu.")
    assert task["outputs"] == []


def test_predecessor_and_its_results() -> None:
    document, parts = outline_of(
        *HEAD,
        "I. CƠ SỞ THỰC TIỄN",
        "Thực hiện dự án “Nâng cao năng suất tỉnh An Bình giai đoạn 2012 - 2020”, đã hỗ trợ 16 doanh nghiệp; 03 hợp tác xã.",
        "Bên cạnh đó còn một số hạn chế: nhận thức chưa cao; nguồn lực còn ít.",
    )
    predecessor = tasks.read_predecessor(document, parts, 2021)
    assert predecessor is not None and (predecessor["from"], predecessor["to"]) == (2012, 2020)
    assert [(b["value"], b["unit"]) for b in tasks.read_baseline(document, parts)][0] == (16, "doanh nghiệp")
    assert tasks.read_constraints(document, parts) == ["nhận thức chưa cao", "nguồn lực còn ít"]
    assert tasks.read_predecessor(document, parts, 2015) is None


# Beneficiaries and rules --------------------------------------------------------------------------


def test_beneficiaries_section() -> None:
    document, parts = outline_of(
        *HEAD,
        "II. ĐỐI TƯỢNG, PHẠM VI",
        "1. Đối tượng",
        "- Doanh nghiệp nhỏ và vừa, hợp tác xã, hộ kinh doanh (gọi tắt là đơn vị) trên địa bàn tỉnh An Bình.",
        "- Ưu tiên đơn vị do phụ nữ làm chủ.",
        "2. Phạm vi: toàn tỉnh.",
    )
    found = beneficiaries.read_beneficiaries(document, parts)
    assert found["section"] == "II.1"
    assert found["collective_term"] == "đơn vị"
    assert found["types"] == ["doanh nghiệp nhỏ và vừa", "hợp tác xã", "hộ kinh doanh"]
    assert found["priority"] == ["đơn vị do phụ nữ làm chủ"]
    assert found["location_rule"] == "trên địa bàn tỉnh An Bình"


def test_plan_that_names_no_beneficiaries_says_so() -> None:
    found = beneficiaries.read_beneficiaries(*outline_of(*HEAD, "I. MỤC TIÊU", "- Mở 5 lớp."))
    assert (found["section"], found["collective_term"], found["priority"]) == (None, "doanh nghiệp", [])


@pytest.mark.parametrize(
    ("sentence", "kind"),
    [
        ("Mỗi nội dung chỉ hỗ trợ một lần cho một đơn vị.", "once_per_content"),
        ("Không trùng lặp với chương trình khác.", "no_cross_sector_duplication"),
        ("Mức hỗ trợ không quá 50% tổng chi phí.", "cap"),
        ("Bố trí kinh phí đối ứng theo tỷ lệ đã cam kết.", "counterpart"),
        ("Ký hợp đồng với các đơn vị được chọn.", "agreement"),
        ("Lập đề cương và dự toán trình phê duyệt.", "proposal"),
        ("Thanh toán theo hợp đồng đã ký.", "payment"),
    ],
)
def test_rules_of_support(sentence: str, kind: str) -> None:
    document, parts = outline_of(*HEAD, "I. NỘI DUNG HỖ TRỢ", f"- {sentence}", "II. KINH PHÍ", "Không có.")
    found = rules.read_rules(document, parts)
    assert kind in [rule["kind"] for rule in found]
    assert all(rule["quote"] in document.text for rule in found)


def test_no_rule_is_inferred_from_silence() -> None:
    assert rules.read_rules(*outline_of(*HEAD, "I. NỘI DUNG HỖ TRỢ", "- Tư vấn cho doanh nghiệp.")) == []


# Names --------------------------------------------------------------------------------------------


def test_names_are_sorted_and_misprints_get_a_reading() -> None:
    document, parts = outline_of(
        *HEAD,
        "I. NỘI DUNG",
        "1. Áp dụng ISO 9001, 22000, HACCP, OHSAS 18001, VietGAP, Halal; 5S, Kaizen, TQM, KPIs và tương đương.",
    )
    named = catalogue.read_catalogue(document, parts)
    assert {"ISO 9001", "22000", "HACCP", "OHSAS 18001"} <= set(named["management_systems"])
    assert {"5S", "Kaizen", "KPIs"} <= set(named["tools"])
    assert named["sustainability_and_market"] == ["Halal"]
    assert named["open_ended"] == "và tương đương"
    readings = {c["printed"]: c["reading"] for c in named["corrections"]}
    assert readings["22000"] == "ISO 22000" and readings["KPIs"] == "KPI"
    assert re.match(r"ISO 45001", readings["OHSAS 18001"])


def test_system_demand_names_what_is_to_be_built() -> None:
    document, parts = outline_of(
        *HEAD,
        "I. NHIỆM VỤ",
        "1. Xây dựng cơ sở dữ liệu về năng suất.",
        "2. Hình thành mạng lưới tư vấn năng suất.",
        "II. KINH PHÍ",
    )
    assert [d["what"] for d in catalogue.read_system_demand(document, parts)] == ["database", "network"]


# Duties -------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("heading", "expected"),
    [
        ("Sở Tài chính", ["Sở Tài chính"]),
        ("Các sở, ngành và UBND các huyện, thành phố", ["Các sở, ngành", "UBND các huyện, thành phố"]),
        ("Các Sở: Công Thương, Văn hóa, Thể thao và Du lịch, Y tế", ["Sở Công Thương", "Sở Văn hóa, Thể thao và Du lịch", "Sở Y tế"]),
        ("Liên minh Hợp tác xã; Hội Nông dân", ["Liên minh Hợp tác xã", "Hội Nông dân"]),
        ("UBND các huyện, thị xã, thành phố", ["UBND các huyện, thị xã, thành phố"]),
        ("Ủy ban nhân dân quận, huyện", ["Ủy ban nhân dân quận, huyện"]),
        ("Giao Chi cục Tiêu chuẩn Đo lường Chất lượng", ["Chi cục Tiêu chuẩn Đo lường Chất lượng"]),
    ],
)  # fmt: skip
def test_agencies_of_a_heading(heading: str, expected: list[str]) -> None:
    assert agencies_of(heading) == expected


def test_roles_of_agencies() -> None:
    assert [role_of(name, []) for name in ("Sở Khoa học và Công nghệ", "Sở Tài chính", "Báo An Bình", "Doanh nghiệp", "Sở Y tế")] == [
        "lead", "finance", "comms", "beneficiary", "coordinate",
    ]  # fmt: skip


def test_duties_in_sentences_without_headings() -> None:
    document, parts = outline_of(
        *HEAD, "IV. TỔ CHỨC THỰC HIỆN",
        "- Giao Sở Khoa học và Công nghệ chủ trì triển khai Kế hoạch; định kỳ hằng năm báo cáo Ủy ban nhân dân tỉnh.",
        "- Sở Tài chính: Hằng năm, thẩm định dự toán kinh phí, trình Ủy ban nhân dân tỉnh.",
        "Nếu có khó khăn, các đơn vị phản ánh về Sở Khoa học và Công nghệ để tổng hợp, báo cáo Ủy ban nhân dân tỉnh./.",
    )  # fmt: skip
    found = duties.read_responsibilities(document, parts)
    assert [(r["agencies"], r["role"]) for r in found] == [
        (["Sở Khoa học và Công nghệ"], "lead"),
        (["Sở Tài chính"], "finance"),
    ]
    assert [(r["who"], r["every"]) for r in duties.read_reporting(document, parts)] == [
        ("Sở Khoa học và Công nghệ", "year"),
        ("các đơn vị", "on_obstacle"),
    ]
    (cycle,) = duties.read_annual_cycle(document, parts)
    assert (cycle["who"], cycle["what"], cycle["to"]) == ("Sở Tài chính", "dự toán kinh phí", "UBND tỉnh")


def test_whole_plan_gives_duties_with_receivers() -> None:
    document, parts = outline_of(*PLAN)
    (report,) = duties.read_reporting(document, parts)
    assert (report["who"], report["to"], report["every"]) == (
        "Sở Khoa học và Công nghệ",
        ["UBND tỉnh"],
        "year",
    )
