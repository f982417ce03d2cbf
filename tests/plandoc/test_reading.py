"""What is refused, and the whole object of an invented plan."""

from __future__ import annotations

import json

import jsonschema
import pytest

from nscl import plandoc
from tests.plandoc.gold import SHARED
from tests.plandoc.small import PLAN, document_of


def refused(*paragraphs: str) -> str:
    with pytest.raises(plandoc.UnreadableDocument) as error:
        plandoc.read_plan(document_of(*paragraphs))
    assert error.value.code == "not_a_plan"
    return str(error.value)


def test_report_on_a_plan_is_refused_by_its_kind() -> None:
    sentence = refused(
        "ỦY BAN NHÂN DÂN TỈNH LONG AN", "Số: 5/BC-UBND", "BÁO CÁO", "Kết quả thực hiện Kế hoạch nâng cao năng suất chất lượng",
        "I. KẾT QUẢ", "1. Đã mở 5 lớp.", "II. MỤC TIÊU", "- Mở 6 lớp.",
    )  # fmt: skip
    assert "báo cáo" in sentence


def test_law_and_bare_decision_are_refused() -> None:
    assert "luật" in refused(
        "QUỐC HỘI",
        "LUẬT",
        "CHẤT LƯỢNG SẢN PHẨM, HÀNG HÓA",
        "Điều 1. Phạm vi điều chỉnh về chất lượng, năng suất",
    )
    assert "quyết định" in refused(
        "ỦY BAN NHÂN DÂN TỈNH LONG AN",
        "QUYẾT ĐỊNH",
        "Về việc ban hành Kế hoạch nâng cao năng suất",
        "Điều 1. Ban hành Kế hoạch.",
    )


def test_unrelated_text_and_unrelated_plan_are_refused() -> None:
    refused("Hôm nay trời đẹp ở tỉnh Long An.", "Mọi người đi chợ.")
    refused("KẾ HOẠCH", "Phòng, chống lụt bão tỉnh Long An năm 2024", "I. MỤC TIÊU", "- Bảo vệ 10 km đê.")


def test_plan_without_province_or_year_is_refused_with_the_reason() -> None:
    assert "tỉnh" in refused(
        "KẾ HOẠCH", "Nâng cao năng suất và năng suất", "I. MỤC TIÊU", "- Mở 5 lớp năm 2024."
    )
    assert "năm" in refused(
        "KẾ HOẠCH", "Nâng cao năng suất, chất lượng tỉnh Long An", "I. MỤC TIÊU", "- Mở 5 lớp."
    )


@pytest.mark.parametrize(
    "items", [["- " + "10 lớp, " * 6000], ["- Mở 5 lớp."] * 500], ids=["one line", "many lines"]
)
def test_thousands_of_figures_are_no_plan(items: list[str]) -> None:
    refused("KẾ HOẠCH", "Nâng cao năng suất, chất lượng tỉnh Long An năm 2024", "I. MỤC TIÊU", *items)


def test_numbering_without_end_does_not_break_the_outline() -> None:
    paragraphs = [f"{'1.' * (i % 5 + 1)} Mục tiêu {i}" for i in range(2000)]
    with pytest.raises(plandoc.UnreadableDocument):
        plandoc.read_plan(document_of("KẾ HOẠCH", "Nâng cao năng suất", *paragraphs))


def test_decision_that_holds_the_plan_is_read() -> None:
    plan = plandoc.read_plan(
        document_of(
            "ỦY BAN NHÂN DÂN TỈNH LONG AN", "Số: 45/QĐ-UBND", "Long An, ngày 03 tháng 02 năm 2022", "QUYẾT ĐỊNH",
            "Về việc ban hành Kế hoạch", "Điều 1. Ban hành kèm theo Quyết định này Kế hoạch.", "Nơi nhận:", "- Lưu: VT.",
            "TM. ỦY BAN NHÂN DÂN", "CHỦ TỊCH", "Trần Thị Mẫu",
            "KẾ HOẠCH", "Nâng cao năng suất, chất lượng tỉnh Long An giai đoạn 2022-2025",
            "(Ban hành kèm theo Quyết định số 45/QĐ-UBND ngày 03/02/2022)", "I. MỤC TIÊU", "1. Mục tiêu cụ thể", "- Mở 10 lớp.",
        )
    )  # fmt: skip
    assert (plan["plan"]["number"], plan["plan"]["date"]) == ("45/QĐ-UBND", "2022-02-03")
    assert plan["plan"]["signer"]["name"] == "Trần Thị Mẫu"
    assert [t["value"] for t in plan["targets"]] == [10]


def test_news_summary_is_read_as_a_part() -> None:
    plan = plandoc.read_plan(
        document_of(
            "UBND tỉnh Sơn La ban hành Kế hoạch hỗ trợ doanh nghiệp nâng cao năng suất và chất lượng sản phẩm, hàng hóa trên địa bàn tỉnh "
            "Sơn La giai đoạn 2022-2030. Mục tiêu chung là nâng cao năng suất. Về mục tiêu cụ thể, giai đoạn 2022-2025 sẽ hỗ trợ 20-30 doanh "
            "nghiệp; mở khoảng 10 lớp tập huấn."
        )
    )
    identity = plan["plan"]
    assert (identity["text"]["completeness"], identity["title_inferred"]) == ("partial", True)
    assert (identity["number"], identity["date"], identity["signer"]) == (None, None, None)
    assert identity["horizon"] == {
        "from": 2022, "to": 2030, "phases": [], "milestones": [], "covered_in_text": {"from": 2022, "to": 2025},
    }  # fmt: skip
    assert [(t["min"], t["value"], t["period"]) for t in plan["targets"]] == [
        (20, None, {"from": 2022, "to": 2025}),
        (None, 10, {"from": 2022, "to": 2025}),
    ]


def test_whole_object_is_valid_and_its_quotes_are_verbatim() -> None:
    path = SHARED / "plans" / "nscl-plan-1.schema.json"
    if not path.exists():
        pytest.skip("thiếu thư mục shared bên cạnh kho mã")
    document = document_of(*PLAN)
    plan = plandoc.read_plan(document, filename="ke-hoach.txt")
    jsonschema.Draft202012Validator(json.loads(path.read_text(encoding="utf-8"))).validate(plan)
    quotes = [t["quote"] for t in plan["targets"]] + [r["quote"] for r in plan["reporting"]]
    quotes += [o["quote"] for task in plan["tasks"] for o in task["outputs"]]
    assert len(quotes) > 4 and all(quote in document.text for quote in quotes)
    for target in plan["targets"]:
        assert document.text[target["span"]["start"] : target["span"]["end"]] == target["quote"]


def test_the_same_bytes_give_the_same_reading() -> None:
    data = "\n\n".join(PLAN).encode()
    assert plandoc.read(data, filename="a.txt").plan == plandoc.read(data, filename="a.txt").plan
