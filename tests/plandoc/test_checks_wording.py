"""References, spelling, wording and gaps: each check with a text that must raise it and one that must not."""

from __future__ import annotations

from typing import Any

import pytest

from nscl.plandoc.checks import find_all
from nscl.plandoc.readers.text import read_text
from nscl.plandoc.structure import outline
from tests.plandoc.grids import budget_of, document, findings, target

FRAME = """KẾ HOẠCH
NÂNG CAO NĂNG SUẤT
I. MỤC TIÊU
1. Đào tạo 20 chuyên gia.
II. NHIỆM VỤ
1. {body}
III. KINH PHÍ THỰC HIỆN
1. Tổng kinh phí: 5 tỷ đồng, trong đó doanh nghiệp đối ứng 2 tỷ đồng, ngân sách tỉnh 3 tỷ đồng.
IV. TỔ CHỨC THỰC HIỆN
1. Sở Khoa học và Công nghệ: báo cáo hằng năm.
Nơi nhận:
- Lưu: VT.
TM. ỦY BAN NHÂN DÂN"""


def kinds(body: str, code: str | None = None, **changes: Any) -> list[str]:
    return [finding["kind"] for finding in findings(FRAME.format(body=body), code=code, **changes)]


def test_a_clean_plan_raises_nothing_at_all() -> None:
    assert kinds("Hỗ trợ doanh nghiệp áp dụng ISO 9001:2015, 5S và truy xuất nguồn gốc.") == []


@pytest.mark.parametrize(
    ("body", "kind"),
    [
        ("Nâng cao năng xuất lao động", "spelling"),
        ("Áp dụng Learn 6 sigma", "spelling"),
        ("Hỗ trợ phần mềm CMR", "spelling"),
        ("Áp dụng Kaizen- 5s", "spelling"),
        ("Phát triển sản phẩm chủ của tỉnh", "spelling"),
        ("Chi tổ thám định nhiệm vụ", "ocr"),
        ("Tham mưu kiêm toàn Ban Điều hành", "spelling"),
        ("Quản lý chi phí dòng nhiên liệu (MFCA)", "spelling"),
        ("Hỗ trợ nghiên cứu, đổi mới, chuyên gia và ứng dụng công nghệ", "term"),
        ("Có 16 doanh nghiệp chứng nhận HTQCL", "abbreviation"),
        ("Áp dụng ISO 14001, 22000, 17025", "abbreviated_codes"),
        ("Áp dụng tiêu chuẩn Vietgap", "abbreviated_codes"),
        ("Theo Quyết định số 46/2016/UBND-QĐ ngày 19/8/2016", "citation_format"),
    ],
)
def test_misprints_are_found_without_knowing_the_plan(body: str, kind: str) -> None:
    assert kind in kinds(body, "typo")


@pytest.mark.parametrize(
    "body",
    [
        "Nâng cao năng suất lao động; tổ chức khóa học; kiểm toán; truyền thống; trong điểm a khoản 1",
        "Áp dụng Lean Six Sigma, Kaizen, 5S, CRM, HACCP, VietGAP, GLOBALG.A.P.",
        "Phát triển sản phẩm chủ lực của tỉnh và sản phẩm chủ yếu khác",
        "Thẩm định, kiện toàn, triển khai; quản lý chi phí dòng nguyên vật liệu (MFCA)",
        "Hỗ trợ nghiên cứu, đổi mới, chuyển giao và ứng dụng công nghệ",
        "Hệ thống HTQLCL, NSCL, TCĐLCL, UBND; APO, OECD, ASEAN, UNIDO",
        "Áp dụng ISO 14001, ISO 22000, ISO/IEC 17025",
        "Quyết định số 46/2016/QĐ-UBND ngày 19/8/2016; Nghị quyết số 52-NQ/TW",
        "Hàng hoá, thoả thuận, uỷ ban, quí I, kĩ thuật, quản lí",
    ],
)
def test_right_words_in_every_spelling_raise_no_misprint(body: str) -> None:
    assert kinds(body, "typo") == []


def test_a_heading_glued_to_its_number_is_told() -> None:
    text = FRAME.format(body="Hỗ trợ.").replace("III. KINH PHÍ", "III.KINH PHÍ")
    assert [f["kind"] for f in findings(text, code="typo")] == ["missing_punctuation"]


def test_five_after_tens_is_told_as_a_small_thing() -> None:
    text = FRAME.format(body="Hỗ trợ.").replace("5 tỷ đồng,", "35 tỷ đồng (ba mươi năm tỷ đồng),")
    (found,) = findings(text, code="typo")
    assert (found["kind"], found["severity"]) == ("words_spelling", "nit")


@pytest.mark.parametrize(
    ("body", "printed"),
    [
        ("OHSAS 18001", "OHSAS 18001"),
        ("ISO/TS 16949", "ISO/TS 16949"),
        ("ISO/IEC 17025: 2005", "ISO/IEC 17025: 2005"),
    ],
)
def test_dead_standards_are_named_with_their_replacement(body: str, printed: str) -> None:
    (found,) = findings(FRAME.format(body=f"Hỗ trợ áp dụng {body}"), code="obsolete_standard")
    assert found["quotes"] == [printed]
    assert "nên dẫn" in found["detail"] and found["span"]["start"] < found["span"]["end"]


def test_a_standard_replaced_after_the_plan_is_only_stale() -> None:
    body = "Hỗ trợ áp dụng ISO/IEC 27001:2013"
    early = {"date": "2021-05-05"}
    assert kinds(body, "obsolete_standard", meta=early) == []
    assert kinds(body, "stale_reference", meta=early) == ["superseded_standard"]
    assert kinds(body, "obsolete_standard", meta={"date": "2023-05-05"}) == ["citation"]


@pytest.mark.parametrize(
    ("body", "kind"),
    [
        ("Theo Thông tư liên tịch số 55/2015/TTLT-BTC-BKHCN", "superseded_reference"),
        ("Chứng nhận Halal, UTZ", "merged_label"),
        ("Phối hợp UBND các huyện, thành phố", "abolished_unit"),
        ("Phối hợp Sở Kế hoạch và Đầu tư", "abolished_unit"),
    ],
)
def test_references_that_have_lost_their_force(body: str, kind: str) -> None:
    assert kinds(body, "stale_reference") == [kind]


def test_bodies_in_force_are_not_stale() -> None:
    assert (
        kinds("Phối hợp UBND các xã, phường; Sở Tài chính; Sở Nông nghiệp và Môi trường", "stale_reference")
        == []
    )


def test_compulsory_conformity_to_a_standard_is_questioned() -> None:
    assert kinds("100% sản phẩm bắt buộc phải chứng nhận hợp chuẩn, hợp quy", "other") == ["legal_term"]
    assert kinds("100% sản phẩm bắt buộc phải chứng nhận hợp quy", "other") == []


@pytest.mark.parametrize(
    ("quote", "conflicting"),
    [
        ("ít nhất 3 - 5 chuyên gia", True),
        ("Khoảng trên 100 lượt", True),
        ("tối thiểu từ 2 đến 4 đợt", True),
        ("từ 3 - 5 chuyên gia", False),
        ("trên 100 lượt", False),
        ("ít nhất 03 tổ chức", False),
    ],
)
def test_words_of_measure_that_contradict_the_number(quote: str, conflicting: bool) -> None:
    wanted = target("T1", quote, value=3, unit="chuyên gia")
    assert ("operator_conflict" in kinds("Hỗ trợ.", "other", targets=[wanted])) is conflicting


def test_a_target_on_a_condition_is_told() -> None:
    wanted = target(
        "T1", "đào tạo 2 chuyên gia", value=2, unit="chuyên gia", condition="khi có lớp ở Trung ương"
    )
    assert kinds("Hỗ trợ.", "other", targets=[wanted]) == ["conditional_target"]
    about = target(
        "T1", "đào tạo 2 chuyên gia", value=2, unit="chuyên gia", condition="không trùng với hỗ trợ khác"
    )
    assert kinds("Hỗ trợ.", "other", targets=[about]) == []


def test_a_plan_that_asks_for_no_report_is_told_so() -> None:
    silent = FRAME.format(body="Hỗ trợ.").replace(": báo cáo hằng năm", ": chủ trì")
    assert [f["kind"] for f in findings(silent, code="other", reporting=[])] == ["no_reporting_duty"]
    assert kinds("Hỗ trợ.", "other", reporting=[]) == []


def test_a_single_state_source_leaves_the_counterpart_unsaid() -> None:
    text = FRAME.format(body="Hỗ trợ.").replace(
        "5 tỷ đồng, trong đó doanh nghiệp đối ứng 2 tỷ đồng, ngân sách tỉnh 3 tỷ đồng.",
        "5 tỷ đồng từ ngân sách tỉnh.",
    )
    assert [f["kind"] for f in findings(text, code="other")] == ["counterpart_not_stated"]


def test_a_summary_is_not_blamed_for_its_silence() -> None:
    meta = {
        "text": {"file": "x", "form": "x", "completeness": "partial"},
        "number_printed": None,
        "signer": None,
    }
    stated = findings(
        "Mục tiêu cụ thể, giai đoạn 2021-2025 đào tạo 20 chuyên gia;", meta=meta, reporting=[], rules=[]
    )
    found = {f["kind"] for f in stated}
    assert {"not_the_plan", "truncated"} <= found
    assert not found & {"no_reporting_duty", "counterpart_not_stated", "rule_missing", "no_budget_total"}


def test_web_words_inside_a_sentence_are_shown_as_removed() -> None:
    text = FRAME.format(
        body="Nâng cao năng suất,hỗtrợdoanhnghiệpnângcaonăngsuấtchấtlượng qua hang 2 tbn và chất lượng."
    )
    found = read_text(text.encode())
    meta: dict[str, Any] = {"meta": {}}
    from tests.plandoc.grids import plan

    stated = find_all(plan(found, **meta), found, outline(found))
    assert "injected_noise" in [f["kind"] for f in stated]


def test_one_thing_under_two_names_is_told_once() -> None:
    assert kinds("Hỗ trợ sản phẩm chủ lực và sản phẩm trọng điểm của tỉnh", "wording_drift") == [
        "term_varies"
    ]
    assert kinds("Hỗ trợ sản phẩm chủ lực của tỉnh", "wording_drift") == []


def test_turns_of_enterprises_beside_turns_of_units() -> None:
    first = target(
        "T1",
        "45 lượt doanh nghiệp áp dụng ISO",
        value=45,
        unit="lượt doanh nghiệp",
        indicator="mgmt_system_adoptions",
    )
    other = target(
        "T2", "25 lượt đơn vị áp dụng 5S", value=25, unit="lượt đơn vị", indicator="tool_adoptions"
    )
    assert kinds("Hỗ trợ.", "wording_drift", targets=[first, other]) == ["unit_differs"]
    assert kinds("Hỗ trợ.", "wording_drift", targets=[first, {**other, "unit": "lượt doanh nghiệp"}]) == []


def test_an_appendix_titled_after_another_programme() -> None:
    heading = "PHỤ LỤC\nDỰ TOÁN CHƯƠNG TRÌNH “{name}”\nĐơn vị tính: triệu đồng"
    table = "STT | Nội dung | Kinh phí\n1 | Khảo sát | 5.000"
    body = FRAME.format(body="Hỗ trợ.")
    other = heading.format(name="NÂNG CAO NĂNG SUẤT CỦA DOANH NGHIỆP GIAI ĐOẠN 2012-2020")
    own = heading.format(name="NÂNG CAO NĂNG SUẤT CHẤT LƯỢNG GIAI ĐOẠN 2021-2025")
    assert "title_differs" in [f["kind"] for f in findings(body, other, table, code="wording_drift")]
    assert findings(body, own, table, code="wording_drift") == []


def test_findings_quote_the_document_word_for_word() -> None:
    body = FRAME.format(
        body="Nâng cao năng xuất với OHSAS 18001 theo Quyết định số 4/2016/UBND-QĐ, UTZ, sản phẩm chủ lực, sản phẩm trọng điểm."
    )
    found = document(body)
    for finding in findings(body):
        assert all(" ".join(quote.split()) in " ".join(found.text.split()) for quote in finding["quotes"]), (
            finding
        )


def test_the_budget_of_a_clean_plan_is_read() -> None:
    assert budget_of(FRAME.format(body="Hỗ trợ."))["total_printed_vnd"] == 5_000_000_000
