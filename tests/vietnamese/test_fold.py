"""Folding and search keys."""

import unicodedata
from typing import Literal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nscl.vietnamese import fold, fold_with_map, nfc, nfc_with_map, original_span, search_key, slug, squash

FORMS: st.SearchStrategy[Literal["NFC", "NFD"]] = st.sampled_from(["NFC", "NFD"])
VIETNAMESE = st.text(alphabet="aàảãáạăằâấđĐêệiìoòôơợuùưựyỳ nhgtAÀ \u00a0\n-/,.1", max_size=40)


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("Ủy ban nhân dân", "uy ban nhan dan"),
        ("ĐẮK LẮK", "dak lak"),
        ("Đà  Lạt\u00a0 \n", "da lat"),
        ("Thừa Thiên Huế", "thua thien hue"),
        ("3,5 %", "3,5 %"),
        ("\ufeffLào\u200bCai", "laocai"),
        ("", ""),
    ],
)
def test_folding_drops_case_marks_and_extra_white_space(text: str, folded: str) -> None:
    assert fold(text) == folded


def test_text_typed_on_a_mac_folds_like_any_other() -> None:
    assert fold(unicodedata.normalize("NFD", "Nghị định về năng suất")) == "nghi dinh ve nang suat"


def test_squash_keeps_marks_and_case_but_joins_lines() -> None:
    assert squash(unicodedata.normalize("NFD", " Năng\u00a0suất\r\n  chất lượng ")) == "Năng suất chất lượng"


@given(st.text(max_size=60) | VIETNAMESE)
def test_folding_is_idempotent_and_blind_to_the_unicode_form(text: str) -> None:
    assert fold(fold(text)) == fold(text)
    assert fold(unicodedata.normalize("NFD", text)) == fold(nfc(text)) == fold(text)


@given(st.text(max_size=60) | VIETNAMESE)
def test_folded_map_agrees_with_fold_and_points_into_the_text(text: str) -> None:
    folded, offsets = fold_with_map(text)
    assert folded == fold(text)
    assert len(offsets) == len(folded)
    assert offsets == sorted(offsets)
    assert all(
        fold(text[offset]) in ("", c) or c in fold(text[offset])
        for c, offset in zip(folded, offsets, strict=True)
    )


@given(VIETNAMESE, VIETNAMESE, FORMS)
def test_original_span_gives_back_the_words_that_were_found(
    before: str, after: str, form: Literal["NFC", "NFD"]
) -> None:
    text = unicodedata.normalize(form, f"{before} Hà Thổ{after}")
    folded, offsets = fold_with_map(text)
    at = folded.index("ha tho")
    start, end = original_span(text, offsets, at, at + len("ha tho"))
    assert fold(text[start:end]) == "ha tho"
    assert not unicodedata.combining((text[end:] or " ")[0])


def test_an_empty_span_has_no_place() -> None:
    with pytest.raises(ValueError, match="empty"):
        original_span("a", [0], 1, 1)


@given(st.text(max_size=60) | VIETNAMESE, FORMS)
def test_nfc_map_has_an_offset_for_each_character_and_the_end(text: str, form: Literal["NFC", "NFD"]) -> None:
    text = unicodedata.normalize(form, text)
    composed, offsets = nfc_with_map(text)
    assert len(offsets) == len(composed) + 1
    assert list(offsets) == sorted(offsets)
    assert offsets[-1] == len(text)
    assert nfc(composed) == nfc(text)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("hòa nhập", "hoà nhập"),
        ("thuỷ lợi", "thủy lợi"),
        ("Lý Thường Kiệt", "Lí Thường Kiệt"),
        ("quản lý", "quản lí"),
        ("mỹ thuật", "mĩ thuật"),
        ("quý I", "quí I"),
        ("Chương trình NSCL", "Chương trình năng suất chất lượng"),
        ("năng suất và chất lượng", "NSCL"),
        ("TXNG", "truy xuất nguồn gốc"),
        ("HTQLCL", "hệ thống quản lý chất lượng"),
        ("Sở KH&CN", "Sở Khoa học và Công nghệ"),
        ("Sở KHCN", "Sở Khoa học, công nghệ"),
        ("DN, HTX", "doanh nghiệp hợp tác xã"),
        ("UBND tỉnh", "Ủy ban nhân dân tỉnh"),
        ("Uỷ ban nhân dân", "ubnd"),
        ("TP. Hồ Chí Minh", "TP.HCM"),
        ("Bà Rịa - Vũng Tàu", "Bà Rịa–Vũng Tàu"),
        ("giai đoạn 2021 - 2025", "Giai đoạn 2021-2025"),
        ("ISO/IEC 17025:2017", "iso iec 17025 2017"),
        ("79/KH–UBND", "79/KH-UBND"),
    ],
)
def test_spellings_of_one_thing_share_a_search_key(one: str, other: str) -> None:
    assert search_key(one) == search_key(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("79/KH-UBND", "97/KH-UBND"),
        ("máy", "mái nhà"),
        ("tay", "tai"),
        ("35.100", "35 100"),
        ("chủ lực", "trọng điểm"),
    ],
)
def test_different_things_keep_different_search_keys(one: str, other: str) -> None:
    assert search_key(one) != search_key(other)


def test_a_document_number_stays_whole_in_the_search_key() -> None:
    assert search_key("Kế hoạch số 191/KH-UBND.") == "ke hoach so 191/kh-ubnd"


@given(VIETNAMESE)
def test_search_key_of_a_query_is_stable(text: str) -> None:
    assert search_key(unicodedata.normalize("NFD", text.upper())) == search_key(text)


def test_slug_keeps_the_letter_that_stock_slugs_drop() -> None:
    assert slug("Đánh giá đề án 5S – Đợt 1") == "danh-gia-de-an-5s-dot-1"
