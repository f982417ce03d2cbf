"""Identity of plans: numbers, dates, places, titles, signers, recipients, blanks."""

from __future__ import annotations

from typing import Any

import pytest

from nscl import plandoc
from nscl.plandoc.metadata import read_header
from tests.plandoc.small import PLAN, document_of, outline_of


def identity(*paragraphs: str) -> dict[str, Any]:
    plan: dict[str, Any] = plandoc.read_plan(document_of(*paragraphs), filename="ke-hoach.txt")["plan"]
    return plan


def with_change(old: str, new: str) -> dict[str, Any]:
    return identity(*(p.replace(old, new) for p in PLAN))


def test_whole_header() -> None:
    plan = identity(*PLAN)
    assert plan["id"] == "long-an-31-2022"
    assert (plan["number"], plan["number_printed"]) == ("31/KH-UBND", "Số: 31/KH-UBND")
    assert (plan["date"], plan["date_printed"], plan["date_partial"]) == (
        "2022-03-02",
        "ngày 02 tháng 3 năm 2022",
        None,
    )
    assert (plan["place"], plan["issuer"]) == ("Long An", "Ủy ban nhân dân tỉnh Long An")
    assert plan["title"] == "Nâng cao năng suất và chất lượng hàng hóa tỉnh Long An giai đoạn 2022 - 2025"
    assert plan["signer"] == {"name": "Nguyễn Văn Mẫu", "position": "Phó Chủ tịch", "mode": ["TM", "KT"]}
    assert plan["recipients"] == ["Bộ Khoa học và Công nghệ", "Các sở, ban, ngành"]
    assert plan["archive_code"] == "Lưu: VT, P.KT"
    assert (plan["horizon"]["from"], plan["horizon"]["to"]) == (2022, 2025)
    assert plan["text"] == {
        "file": "ke-hoach.txt",
        "form": "văn bản thuần; toàn văn",
        "completeness": "complete",
    }


@pytest.mark.parametrize(
    "blank", ["Số: /KH-UBND", "Số:      /KH-UBND", "Số: ....../KH-UBND", "Số: ……/KH-UBND"]
)
def test_blank_number_stays_blank(blank: str) -> None:
    plan = with_change("Số: 31/KH-UBND", blank)
    assert plan["number"] is None and plan["number_printed"].startswith("Số:")
    assert plan["id"] == "long-an-2022"


def test_blank_day_leaves_year_and_month() -> None:
    plan = with_change("ngày 02 tháng 3 năm 2022", "ngày ..... tháng 3 năm 2022")
    assert (plan["date"], plan["date_partial"]) == (None, "2022-03")


def test_number_and_date_in_one_line() -> None:
    document, parts = outline_of(
        "Số: 12/KH-UBND Hà Nam, ngày 05 tháng 4 năm 2023", "KẾ HOẠCH", "Nâng cao năng suất"
    )
    header = read_header(document, parts)
    assert (header.number, header.place, header.date) == ("12/KH-UBND", "Hà Nam", "2023-04-05")


def test_numbers_of_the_grounds_are_not_the_plans() -> None:
    document, parts = outline_of(
        "KẾ HOẠCH", "Nâng cao năng suất", "Căn cứ Quyết định số 36/QĐ-TTg ngày 11/01/2021;"
    )
    header = read_header(document, parts)
    assert (header.number, header.date) == (None, None)


def test_title_in_capitals_is_given_in_sentence_case() -> None:
    plan = with_change(
        "Nâng cao năng suất và chất lượng hàng hóa tỉnh Long An giai đoạn 2022 - 2025",
        "NÂNG CAO NĂNG SUẤT DỰA TRÊN KHOA HỌC CÔNG NGHỆ VÀ TFP TỈNH LONG AN GIAI ĐOẠN 2022 - 2025",
    )
    assert (
        plan["title"]
        == "Nâng cao năng suất dựa trên khoa học công nghệ và TFP tỉnh Long An giai đoạn 2022 - 2025"
    )


def test_title_on_two_lines_and_in_the_line_of_the_kind() -> None:
    two = with_change(" giai đoạn 2022 - 2025", "\n\ngiai đoạn 2022 - 2025")
    assert two["title"].endswith("tỉnh Long An giai đoạn 2022 - 2025")
    paragraphs = list(PLAN)
    at = paragraphs.index("KẾ HOẠCH")
    paragraphs[at : at + 2] = ["KẾ HOẠCH NÂNG CAO NĂNG SUẤT TỈNH LONG AN GIAI ĐOẠN 2022-2025"]
    assert identity(*paragraphs)["title"] == "Nâng cao năng suất tỉnh Long An giai đoạn 2022-2025"


def test_signer_in_other_capacities() -> None:
    chair = identity(*(p for p in PLAN if p not in ("KT. CHỦ TỊCH", "PHÓ CHỦ TỊCH")), "")
    assert chair["signer"] is None, "a name without position is no signer"
    paragraphs = ["CHỦ TỊCH" if p == "PHÓ CHỦ TỊCH" else p for p in PLAN if p != "KT. CHỦ TỊCH"]
    assert identity(*paragraphs)["signer"]["mode"] == ["TM"]
    signed = with_change("Nguyễn Văn Mẫu", "(Đã ký)\n\nLÊ THỊ MẪU")
    assert signed["signer"]["name"] == "Lê Thị Mẫu"


def test_recipients_in_one_line() -> None:
    head = PLAN.index("Nơi nhận:")
    paragraphs = [*PLAN[:head], "Nơi nhận: - Như trên; - Sở KH&CN; - Lưu: VT, KT.", *PLAN[head + 4 :]]
    plan = identity(*paragraphs)
    assert (plan["recipients"], plan["archive_code"]) == (["Như trên", "Sở KH&CN"], "Lưu: VT, KT")


def test_appendix_says_its_number_and_date() -> None:
    plan = identity(
        *PLAN, "PHỤ LỤC", "(Kèm theo Kế hoạch số 13/KH-UBND ngày 20/3/2022 của UBND tỉnh)", "Nội dung"
    )
    assert (plan["number_in_appendix"], plan["date_in_appendix"]) == ("13/KH-UBND", "2022-03-20")
    assert plan["text"]["completeness"] == "appendix_table_missing"


def test_appendix_referred_to_but_absent() -> None:
    plan = with_change("từ ngân sách tỉnh.", "từ ngân sách tỉnh (chi tiết tại Phụ lục kèm theo).")
    assert plan["text"]["completeness"] == "appendix_missing"


def test_replaced_plan() -> None:
    plan = with_change(
        "Đưa năng suất", "Kế hoạch này thay thế Kế hoạch số 9/KH-UBND ngày 01/02/2021. Đưa năng suất"
    )
    assert [(r["number"], r["date"]) for r in plan["replaces"]] == [("9/KH-UBND", "2021-02-01")]


def test_province_of_its_time_and_its_successor() -> None:
    plan = identity(*PLAN)
    assert plan["province_at_issue"] == {"name": "Long An", "gso_code_2020": "80"}
    assert (plan["province_now"]["name"], plan["province_now"]["merged_with"]) == ("Tây Ninh", ["Tây Ninh"])
    unchanged = with_change("Long An", "Sơn La").copy()["province_now"]
    assert (unchanged["name"], unchanged["merged"], unchanged["since"]) == ("Sơn La", False, None)


def test_province_in_no_register_is_kept_and_marked() -> None:
    plan = with_change("Long An", "An Bình")
    assert plan["province_at_issue"] == {"name": "An Bình", "gso_code_2020": "00"}
    assert plan["province_now"]["note"]


def test_city_and_department() -> None:
    city = identity(
        *(
            p.replace("tỉnh Long An", "thành phố Hải Phòng").replace("TỈNH LONG AN", "THÀNH PHỐ HẢI PHÒNG")
            for p in PLAN
        )
    )
    assert city["issuer"] == "Ủy ban nhân dân thành phố Hải Phòng"
    department = identity("UBND TỈNH LONG AN\n\nSỞ KHOA HỌC VÀ CÔNG NGHỆ", *PLAN[1:])
    assert department["issuer"] == "Sở Khoa học và Công nghệ tỉnh Long An"


@pytest.mark.parametrize(
    ("title", "expected"),
    [
        ("Nâng cao năng suất tỉnh Long An giai đoạn 2021-2025, tầm nhìn đến năm 2030", (2021, 2030, [], [])),
        ("Nâng cao năng suất tỉnh Long An đến năm 2030", (2022, 2030, [], [])),
        ("Nâng cao năng suất tỉnh Long An năm 2024", (2022, 2024, [], [])),
    ],
)
def test_horizon_from_the_title(title: str, expected: tuple[Any, ...]) -> None:
    horizon = with_change(
        "Nâng cao năng suất và chất lượng hàng hóa tỉnh Long An giai đoạn 2022 - 2025", title
    )["horizon"]
    assert (horizon["from"], horizon["to"], horizon["phases"], horizon["milestones"]) == expected


def test_phases_and_milestones_from_headings() -> None:
    phased = with_change(
        "1. Hỗ trợ tối thiểu",
        "1. Giai đoạn 2022-2023\n\n- Mở 3 lớp.\n\n2. Giai đoạn 2024-2025\n\n- Hỗ trợ tối thiểu",
    )
    assert [(p["from"], p["to"]) for p in phased["horizon"]["phases"]] == [(2022, 2023), (2024, 2025)]
    stepped = with_change(
        "1. Hỗ trợ tối thiểu", "1. Đến năm 2023\n\n- Mở 3 lớp.\n\n2. Đến năm 2025\n\n- Hỗ trợ tối thiểu"
    )
    assert stepped["horizon"]["milestones"] == [2023, 2025]


def test_first_number_of_the_header_is_the_plans() -> None:
    document, parts = outline_of(
        "Số: 31/KH-UBND", "CÔNG VĂN ĐẾN Số: 512/CV-VP", "KẾ HOẠCH", "Nâng cao năng suất"
    )
    assert read_header(document, parts).number == "31/KH-UBND"


def test_province_is_that_of_the_day_of_issue() -> None:
    city = with_change("Long An", "Thừa Thiên Huế")
    assert (city["province_at_issue"], city["issuer"]) == (
        {"name": "Thừa Thiên Huế", "gso_code_2020": "46"},
        "Ủy ban nhân dân tỉnh Thừa Thiên Huế",
    )
    moved = with_change("Long An", "Lào Cai")
    assert (moved["province_at_issue"]["gso_code_2020"], moved["province_now"]["gso_code_2025"]) == (
        "10",
        "15",
    )
    assert moved["province_now"]["note"]


def letterhead(*first: str) -> dict[str, Any]:
    rest = [p.replace("Long An", "An Bình").replace("LONG AN", "AN BÌNH") for p in PLAN[1:]]
    return identity(*first, *rest)


@pytest.mark.parametrize(
    "first",
    [
        "ỦY BAN NHÂN DÂN TỈNH AN BÌNH\nSố: 31/KH-UBND",
        "ỦY BAN NHÂN DÂN TỈNH AN BÌNH Số: 31/KH-UBND",
        "UBND TỈNH AN BÌNH\nCỘNG HÒA XÃ HỘI",
        "ỦY BAN NHÂN DÂN\nTỈNH AN BÌNH",
    ],
)
def test_name_of_the_province_ends_with_its_line(first: str) -> None:
    plan = letterhead(first)
    assert plan["issuer"] == "Ủy ban nhân dân tỉnh An Bình"
    assert plan["province_at_issue"]["name"] == "An Bình"


@pytest.mark.parametrize(
    "first",
    [
        "ỦY BAN NHÂN DÂN THÀNH PHỐ AN BÌNH\nSố: 31/KH-UBND",
        "ỦY BAN NHÂN DÂN\n\nTHÀNH PHỐ AN BÌNH",
        "| ỦY BAN NHÂN DÂN | CỘNG HÒA XÃ HỘI |\n|---|---|\n| THÀNH PHỐ AN BÌNH | Độc lập |",
    ],
)
def test_unknown_city_of_the_letterhead_is_the_issuer(first: str) -> None:
    plan = identity(
        first,
        *(
            p.replace("tỉnh Long An", "thành phố An Bình")
            .replace("Long An", "An Bình")
            .replace("tỉnh", "thành phố")
            for p in PLAN[1:]
        ),
    )
    assert plan["issuer"] == "Ủy ban nhân dân thành phố An Bình"


def test_unknown_city_inside_a_province_is_not_the_issuer() -> None:
    plan = with_change(
        "Tổng kinh phí", "Thành phố An Bình phối hợp, thành phố An Bình báo cáo. Tổng kinh phí"
    )
    assert plan["issuer"] == "Ủy ban nhân dân tỉnh Long An"


DECISION = (
    "ỦY BAN NHÂN DÂN TỈNH LONG AN", "Số: 45/QĐ-UBND", "Long An, ngày 03 tháng 02 năm 2022", "QUYẾT ĐỊNH",
    "Phê duyệt Kế hoạch nâng cao năng suất, chất lượng tỉnh Long An giai đoạn 2022 - 2025",
    "CHỦ TỊCH ỦY BAN NHÂN DÂN TỈNH", "Căn cứ Quyết định số 36/QĐ-TTg ngày 11/01/2021;", "QUYẾT ĐỊNH:",
    "Điều 1. Phê duyệt Kế hoạch số 9/KH-SKHCN ngày 01/01/2022 với các nội dung sau:",
    "I. MỤC TIÊU", "1. Mục tiêu cụ thể", "- Mở 10 lớp.", "II. NHIỆM VỤ", "1. Tuyên truyền về năng suất",
    "Điều 2. Quyết định này có hiệu lực kể từ ngày ký.", "Nơi nhận:", "- Lưu: VT.",
    "TM. ỦY BAN NHÂN DÂN", "CHỦ TỊCH", "Trần Thị Mẫu",
)  # fmt: skip


def test_decision_that_approves_the_plan_is_its_identity() -> None:
    plan = identity(*DECISION)
    assert (plan["number"], plan["date"], plan["place"]) == ("45/QĐ-UBND", "2022-02-03", "Long An")
    assert plan["title"] == "Nâng cao năng suất, chất lượng tỉnh Long An giai đoạn 2022 - 2025"
    assert (plan["issuer"], plan["signer"]["name"]) == ("Ủy ban nhân dân tỉnh Long An", "Trần Thị Mẫu")
    blank = identity(*(p.replace("Số: 45/", "Số: /") for p in DECISION))
    assert (blank["number"], blank["date"]) == (None, "2022-02-03"), "a blank stays blank"


def test_appendix_with_a_blank_number_keeps_its_date() -> None:
    line = "(Kèm theo Kế hoạch số      /KH-UBND ngày 20/3/2022 của UBND tỉnh)"
    plan = identity(*PLAN, "PHỤ LỤC", line, "Nội dung")
    assert (plan["number_in_appendix"], plan["date_in_appendix"]) == (None, "2022-03-20")


def test_appendix_before_the_signature_is_an_appendix() -> None:
    at = PLAN.index("Nơi nhận:")
    early = ("PHỤ LỤC I", "NHU CẦU KINH PHÍ", "(Kèm theo Kế hoạch số /KH-UBND ngày 20/3/2022)", "Nội dung")
    plan = identity(*PLAN[:at], *early, *PLAN[at:])
    assert (plan["number_in_appendix"], plan["date_in_appendix"]) == (None, "2022-03-20")
    assert plan["signer"]["name"] == "Nguyễn Văn Mẫu" and plan["archive_code"] == "Lưu: VT, P.KT"
    assert identity(*PLAN[:at], "Theo Phụ lục I", *PLAN[at:])["date_in_appendix"] is None
